"""The worked example runs, and prints what is shown in it: three findings, in pandas and in SQL alike."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "samples"))

from notebook import NOTEBOOK, run_cells


@pytest.fixture(scope="module")
def cells() -> list[tuple[dict[str, Any], str]]:
    return list(run_cells(json.loads(NOTEBOOK.read_bytes())))


def read_words(printed: str) -> list[list[str]]:
    """Give the rows of a printed table: numbers without zeros at their ends, the heading apart."""
    rows = [re.split(r"\s*\|\s*|\s+", line.strip()) for line in printed.splitlines()]
    return [[re.sub(r"(\.\d*?)0+$", r"\1", word).rstrip(".") for word in row] for row in rows]


def test_each_cell_prints_what_is_shown_below_it(cells: list[tuple[dict[str, Any], str]]) -> None:
    shown = ["".join(line for output in cell["outputs"] for line in output["text"]) for cell, _ in cells]
    assert shown == [printed for _, printed in cells]
    assert sum(bool(text) for text in shown) == 8


def test_pandas_and_sql_find_the_same(cells: list[tuple[dict[str, Any], str]]) -> None:
    printed = [text for _, text in cells]
    for frame, rows in ((2, 3), (4, 5), (6, 7)):
        assert read_words(printed[frame])[1:] == read_words(printed[rows])


def test_a_finding_leads_to_the_lines_of_the_source(cells: list[tuple[dict[str, Any], str]]) -> None:
    places = [line.split() for line in cells[-1][1].splitlines()]
    assert [place[0] for place in places] == ["2021", "2024"]
    for year, _, value, _, line in places:
        text = (NOTEBOOK.parent / f"zhanjiang-{year}-wenhua.txt").read_text(encoding="utf-8")
        assert value in text.splitlines()[int(line) - 1]
