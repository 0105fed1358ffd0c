"""Committed scans give their goldens, and differ from the typed forms in flagged fields only, which are listed here.

`python -m tests.scans` reads many more, in all looks.
"""

from functools import cache
from pathlib import Path

import pytest

from extractor import extract
from extractor.golden import make_golden
from extractor.record import Extraction
from tests.scans.comparing import compare

ROOT = Path(__file__).resolve().parent.parent
TYPED = {
    "zhanjiang-2021-xinfangju.grey.pdf": "zhanjiang-2021-xinfangju.reportlab.pdf",
    "zhanjiang-2024-wenhua.stamped.pdf": "zhanjiang-2024-wenhua.libreoffice.pdf",
    "zhanjiang-2024-wenhua.threeline.pdf": "zhanjiang-2024-wenhua.chromium-borderless-threeline.pdf",
    "shanghai-2023-jietu.fax.tif": "shanghai-2023-jietu.chromium.pdf",
    "sichuan-2023-gongshui.turned.jpg": "sichuan-2023-gongshui.chromium.pdf",
}
DIFFERENCES: dict[str, list[str]] = {name: [] for name in TYPED}
"""The fields of each scan that are read otherwise than they were typed: none."""


@cache
def scanned(name: str) -> Extraction:
    return extract(ROOT / "samples" / "scans" / name)


def test_every_scan_has_a_typed_twin_and_a_golden() -> None:
    names = {path.name for path in (ROOT / "samples" / "scans").iterdir()}
    assert names == set(TYPED)
    assert {path.name for path in (ROOT / "golden" / "scans").iterdir()} == {f"{name}.json" for name in names}


@pytest.mark.parametrize("name", TYPED)
def test_a_scan_gives_its_golden(name: str) -> None:
    golden = (ROOT / "golden" / "scans" / f"{name}.json").read_text(encoding="utf-8")
    assert make_golden(scanned(name)) == golden


@pytest.mark.parametrize("name", TYPED)
def test_a_scan_gives_the_typed_record_up_to_these_flagged_fields(name: str) -> None:
    differences = compare(extract(ROOT / "samples" / TYPED[name]), scanned(name))
    assert all(difference.flagged for difference in differences)
    assert [difference.pointer for difference in differences] == DIFFERENCES[name]


def test_all_that_alignment_alone_shows_on_a_scan_is_to_be_looked_at() -> None:
    """What is read rightly as well: there is no order of drawing that would bear it out."""
    (form,) = scanned("zhanjiang-2024-wenhua.threeline.pdf").forms
    pointers = {pointer for check in form.checks if check.code == "recognition" for pointer in check.pointers}
    assert {"/header", "/funding", "/objectives", "/tasks", "/indicators"} <= pointers


@pytest.mark.parametrize("name", TYPED)
def test_the_ledger_of_a_scan_adds_up(name: str) -> None:
    for form in scanned(name).forms:
        ledger = form.ledger
        assert ledger.source == ledger.values + ledger.labels + ledger.repeated + ledger.residue
