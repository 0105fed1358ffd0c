"""The READMEs' table of variants and file kinds says what the goldens say: what is read, and what asks for review."""

import json
import re
from pathlib import Path

import pytest

from extractor.patterns import load_patterns

ROOT = Path(__file__).resolve().parent.parent
GOLDENS = sorted([*(ROOT / "golden").glob("*.json"), *(ROOT / "golden" / "documents").glob("*.json")])
KINDS = {
    "text": ("txt",),
    "Word": ("docx", "doc", "wps", "rtf", "odt"),
    "PDF": ("pdf",),
    "sheets": ("xlsx", "xlsm", "xls", "ods", "fods"),
    "HTML": ("html", "htm", "mht", "mhtml"),
    "Markdown": ("md",),
    "CSV": ("csv", "tsv"),
}
"""The file kinds that a golden may be of, by the suffix of its sample."""

MARKS = {"ok": "✓", "review": "○"}
ALWAYS = {"README.md": "always", "README.zh-CN.md": "一律"}
NONE = "–"


def read_goldens() -> tuple[dict[str, dict[str, set[str]]], dict[str, set[str]]]:
    """Give for each pattern the states of its goldens by kind, and the checks that ask for review in some of them."""
    states: dict[str, dict[str, set[str]]] = {}
    codes: dict[str, set[str]] = {}
    for path in GOLDENS:
        golden = json.loads(path.read_text(encoding="utf-8"))
        suffix = path.stem.rpartition(".")[2]
        (kind,) = [kind for kind, suffixes in KINDS.items() if suffix in suffixes]
        for form in golden["forms"]:
            failed = {check["code"] for check in form["checks"]}
            states.setdefault(form["pattern"], {}).setdefault(kind, set()).add("review" if failed else "ok")
            codes.setdefault(form["pattern"], set()).update(failed)
    return states, codes


def expect_rows(page: str) -> list[list[str]]:
    states, codes = read_goldens()
    kinds = [kind for kind in KINDS if any(kind in by_kind for by_kind in states.values())]
    rows = []
    for pattern in load_patterns():
        by_kind = states.get(pattern.name, {})
        marks = ["".join(MARKS[state] for state in sorted(by_kind.get(kind, ()))) or NONE for kind in kinds]
        asks = " ".join(f"`{code}`" for code in sorted(codes.get(pattern.name, ()))) or NONE
        rows.append([f"`{pattern.name}`", *marks, ALWAYS[page] if pattern.identify.generic else asks])
    return rows


@pytest.mark.parametrize("page", ALWAYS)
def test_the_table_of_variants_says_what_the_goldens_say(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.search(r"<!-- table of variants -->\n(.*?)<!-- end of the table -->", text, re.DOTALL)
    assert found is not None
    shown = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()[2:]]
    expected = expect_rows(page)
    assert shown == expected, "it should be:\n" + "\n".join(f"| {' | '.join(row)} |" for row in expected)
