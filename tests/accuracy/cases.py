"""The plan of a run: which form is printed how by which producer. A number and a seed give the same case each time.

Enters: a seed and numbers. Leaves: cases, and each case's form, look and sheet.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from tests.accuracy.carried import read_as_printed
from tests.accuracy.forms import Variant, make_form, make_record
from tests.accuracy.looks import RULES, Look, Rules, make_look
from tests.accuracy.projects import lay_out_project, make_project, make_project_record
from tests.accuracy.sheets import Sheet, lay_out_form
from tests.accuracy.spaces import leave_spaces_out

TURNS: tuple[Rules, ...] = ("ruled", "horizontal", "ruled", "borderless", "ruled", "shaded")
DEPARTMENTS: tuple[Variant, ...] = ("zhanjiang-2021", "zhanjiang-2023")
PROJECTS = (Path(__file__).resolve().parents[2] / "patterns" / "shanghai-project.toml").is_file()
"""Whether the project forms are among the patterns."""


@dataclass(frozen=True, slots=True)
class Case:
    """One rendering: its seed and number, the producer's name and the rules between the cells."""

    seed: int
    number: int
    producer: str
    rules: Rules

    @property
    def name(self) -> str:
        """The name of its files, such as `0042-reportlab-ruled`."""
        return f"{self.number:04}-{self.producer}-{self.rules}"

    @property
    def sheet(self) -> Sheet:
        """The form as it is printed."""
        return _make(self)[1]

    @property
    def look(self) -> Look:
        """How it is printed."""
        return _make(self)[2]

    def make_record(self) -> dict[str, Any]:
        """Give the record that reading it must give."""
        return deepcopy(_make(self)[0])

    def make_printed_record(self, *, embedded: bool = True) -> dict[str, Any] | None:
        """Give the record that its print shows, where that leaves open what the form's own record says; else None."""
        if self.producer != "reportlab":
            return None
        printed = read_as_printed(_make(self)[0], self.sheet, self.look, embedded=embedded)
        return leave_spaces_out(printed or _make(self)[0], self.sheet, self.look, embedded=embedded) or printed


@lru_cache(maxsize=64)
def _make(case: Case) -> tuple[dict[str, Any], Sheet, Look]:
    random = Random(f"{case.seed}/{case.number}")  # noqa: S311 - the same each time is what is wanted
    if PROJECTS and random.random() < 0.25:
        project = make_project(random)
        return make_project_record(project), lay_out_project(project, random), make_look(random, case.rules)
    form = make_form(random, random.choice(DEPARTMENTS))
    return make_record(form), lay_out_form(form, random), make_look(random, case.rules)


def plan(seed: int, counts: dict[str, int], rules: Sequence[Rules] = RULES) -> list[Case]:
    """Give as many cases a producer as are wanted; one number is one form, whatever the producer.

    Half of the cases have lines on all sides, as most forms do; the rest take turns.
    """
    turns: Sequence[Rules] = rules if len(rules) < len(RULES) else TURNS
    cases: list[Case] = []
    for producer, count in counts.items():
        cases += [Case(seed, len(cases) + k, producer, turns[k % len(turns)]) for k in range(count)]
    return cases
