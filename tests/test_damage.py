"""Damaged files have typed outcomes, and what they say without a doubt is what the whole file says."""

from functools import cache
from pathlib import Path
from random import Random

import pytest

from extractor.readers.pdf_streams import find_streams
from tests.damage import NEVER, SAMPLES, SEED, Damage, cuts, flips, judge_all

PDFS = (
    *("2021-xinfangju.chromium", "2021-xinfangju.libreoffice", "2021-xinfangju.reportlab"),
    *("2021-xinfangju.weasyprint", "2021-xinfangju.wkhtmltopdf", "2024-wenhua.libreoffice"),
)
WORD_FILES = ("2021-xinfangju.python-docx", "2021-xinfangju.libreoffice", "2024-wenhua.python-docx")


@cache
def sample(name: str, suffix: str) -> Path:
    return SAMPLES / f"zhanjiang-{name}.{suffix}"


def draw(paths: list[Path], cut: int, flipped: int) -> list[Damage]:
    """Give some cuts of each file and some bytes changed, the same ones each time."""
    random = Random(SEED)  # noqa: S311 - drawn again the same, not kept secret
    damages = [damage for path in paths for damage in random.sample(cuts(path), cut)]
    return damages + [damage for path in paths for damage in flips(path, flipped)]


def has_checksum(damage: Damage) -> bool:
    """Tell whether the changed byte is compressed: what is not has no checksum, and may be another valid file."""
    streams = find_streams(damage.path.read_bytes())
    return any(stream.begin <= damage.at < stream.end and not stream.plain for stream in streams)


def test_a_damaged_pdf_never_fails_the_program_and_is_wrong_in_silence_only_where_nothing_can_tell() -> None:
    outcomes = list(judge_all(draw([sample(name, "pdf") for name in PDFS], cut=5, flipped=20)))
    assert [case for case in outcomes if case[1] in NEVER] == []
    wrong = [damage for damage, outcome in outcomes if outcome == "wrong"]
    assert [damage for damage in wrong if damage.cut is not None or has_checksum(damage)] == []
    assert len(wrong) <= len(outcomes) / 50


def test_a_damaged_word_file_never_fails_the_program_and_is_never_wrong_in_silence() -> None:
    outcomes = list(judge_all(draw([sample(name, "docx") for name in WORD_FILES], cut=10, flipped=40)))
    assert [case for case in outcomes if case[1] in (*NEVER, "wrong")] == []


@pytest.mark.parametrize("name", ["2021-xinfangju", "2024-wenhua"])
def test_a_text_that_breaks_off_never_fails_the_program(name: str) -> None:
    outcomes = list(judge_all(cuts(sample(name, "txt"), range(2, 98, 5))))
    assert [case for case in outcomes if case[1] in NEVER] == []
