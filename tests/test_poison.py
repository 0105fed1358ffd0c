"""Files made to do harm have the outcomes that are written down, and harm no file beside them."""

import os
from pathlib import Path

import pytest

from tests.poison import compare, poison, read_ledger

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and names of any bytes are made")

LIMITS = {"silence": 60.0, "total": 90.0, "memory": 1 << 30}


def test_poisoned_files_end_as_written_down_and_good_ones_as_without_them(tmp_path: Path) -> None:
    report = poison(tmp_path, 50, LIMITS, share=4, slow=False)
    assert report.faults == []
    assert len(report.outcomes) >= 150
    assert compare(report.outcomes, read_ledger()) == []


def test_the_list_names_no_crash_and_no_defect_but_those_of_mocks() -> None:
    outcomes = read_ledger()
    assert len(outcomes) > 300
    harmed = {name for name, outcome in outcomes.items() if outcome in ("error/crash", "error/defect", "error/timeout")}
    assert {name for name in harmed if not name.startswith("mocks/")} == set()
