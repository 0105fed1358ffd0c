"""The producers by name: what each makes of cases, and what it needs.

Enters: cases and a folder. Leaves: each case's file in the folder.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.accuracy import render_reportlab
from tests.accuracy.cases import Case

Produce = Callable[[Sequence[Case], Path], None]


@dataclass(frozen=True, slots=True)
class Producer:
    """A producer: how it makes the files, their suffix, its share of a run, and the program and package it needs."""

    produce: Produce
    suffix: str
    share: float
    program: str = ""
    package: str = ""


def produce_by_reportlab(cases: Sequence[Case], folder: Path) -> None:
    """Draw each case by reportlab."""
    for case in cases:
        (folder / f"{case.name}.pdf").write_bytes(render_reportlab.render(case.sheet, case.look))


PRODUCERS: Mapping[str, Producer] = {
    "reportlab": Producer(produce_by_reportlab, "pdf", 0.5),
}


def find_missing(names: Iterable[str]) -> dict[str, str]:
    """Give for each producer that cannot work what it needs, such as `apt-get install chromium`."""
    lacking = {}
    for name in names:
        needs = PRODUCERS[name]
        if needs.program and not shutil.which(needs.program):
            lacking[name] = f"{needs.program} is missing; apt-get install {needs.package}"
    return lacking
