"""Extraction and known record → verdict. What is compared is what the program says against what was printed.

Enters: an extraction, the record that the form must give, and the codes that the form fails by itself. Leaves: a
verdict with the first differences.

- exact: the record is the known one; in a PDF up to paragraph breaks, which only a short line shows;
- flagged: it differs, and a failed check (that of residue among them) or the status says that a person should look;
- silent: it differs, or the print can be read in two ways, and nothing says so.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from extractor.record import Extraction

Verdict = Literal["exact", "flagged", "silent"]
Difference = tuple[str, Any, Any]

ABSENT = "(absent)"

CHARACTER = re.compile(r"([ \n]*)([^ \n])")
"""A character with the blanks before it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, whether an exact record differs in its paragraph breaks, and the differences: pointer, known, got."""

    verdict: Verdict
    breaks: bool
    differences: tuple[Difference, ...]
    signs: tuple[str, ...]


def read_record(extraction: Extraction) -> Any:
    """Give the record of an extraction's one form as plain data, as its JSON has it; None where there is not one."""
    forms = json.loads(extraction.to_json(), parse_float=Decimal)["forms"]
    return forms[0]["record"] if len(forms) == 1 else None


def find_signs(extraction: Extraction) -> Counter[str]:
    """Give what tells a person to look: failed checks, and a status that says more than they do."""
    signs = Counter(check.code for form in extraction.forms for check in form.checks if check.status == "fail")
    if extraction.status not in ("ok", "review"):
        signs[extraction.status] += 1
    if len(extraction.forms) != 1:
        signs[f"{len(extraction.forms)} forms"] += 1
    return signs


def judge(extraction: Extraction, known: Any, expected: Counter[str], *, left_open: bool = False) -> Judgement:
    """Give the verdict. Signs that the form shows by itself, such as a value over 100 %, point at no misreading.

    Where the print leaves open what another form could show as well, a sign has to say so.
    """
    differences = tuple(find_differences(known, read_record(extraction)))
    signs = tuple(sorted(find_signs(extraction) - expected))
    wrong = tuple(each for each in differences if not differs_in_breaks(each[1], each[2]))
    if left_open and not signs:
        return Judgement("silent", breaks=False, differences=wrong, signs=())
    if not wrong:
        return Judgement("exact", bool(differences), (), signs)
    return Judgement("flagged" if signs else "silent", breaks=False, differences=wrong, signs=signs)


def find_differences(known: Any, got: Any, pointer: str = "") -> Iterator[Difference]:
    """Give each difference of two records with its JSON Pointer; a list of another length counts as one."""
    if isinstance(known, dict) and isinstance(got, dict):
        for key in dict.fromkeys([*known, *got]):
            yield from find_differences(known.get(key, ABSENT), got.get(key, ABSENT), f"{pointer}/{key}")
    elif isinstance(known, list) and isinstance(got, list):
        if len(known) != len(got):
            yield pointer, f"{len(known)} entries", f"{len(got)} entries"
        for index, (one, other) in enumerate(zip(known, got, strict=False)):
            yield from find_differences(one, other, f"{pointer}/{index}")
    elif known != got:
        yield pointer, known, got


def differs_in_breaks(known: Any, got: Any) -> bool:
    r"""Tell whether two texts differ only where one of them has a paragraph's end, `\n`."""
    if not isinstance(known, str) or not isinstance(got, str):
        return False
    ours, theirs = CHARACTER.findall(known), CHARACTER.findall(got)
    return len(ours) == len(theirs) and all(
        one[1] == other[1] and (one[0] == other[0] or "\n" in (one[0], other[0]))
        for one, other in zip(ours, theirs, strict=True)
    )
