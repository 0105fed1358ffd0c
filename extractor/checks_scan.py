"""Checks of what was recognised in a picture: how sure it is, what its sums say, and labels that were put right."""

import re
from collections.abc import Iterator
from functools import partial

from extractor.checking import Case, Fault, Finder, Severity, register, show_number
from extractor.record import Evidence
from extractor.sums import find_equations

FINDERS: dict[str, Finder] = {}
check = partial(register, FINDERS)

NUMBER = re.compile(r"/(?:amount|staff_\w+|subordinate_units|(?:start|end)_date)$")
VALUE = re.compile(r"/value$|/extra/")

SURE: tuple[tuple[str, re.Pattern[str], float, Severity], ...] = (
    ("amounts", NUMBER, 0.95, "warning"),
    ("values", VALUE, 0.9, "warning"),
    ("texts", re.compile(""), 0.9, "info"),
)
"""Numbers, indicator values and other texts are to be looked at where the least sure of their characters is less sure
than this. Measured with `python -m tests.scans`: of what is surer, hardly anything is wrong."""

SHOWN = 5
"""So many of the texts are told."""

OPERATOR = re.compile(r"\s*2(\d{2}(?:\.\d+)?\s*[(（]?[%％][)）]?)\s*")
"""What `≥92%` and `≥92.00(%)` become when their sign is taken for a 2."""


@check("recognition")
def find_unsure_texts(case: Case) -> Iterator[Fault]:
    """`484.77` recognised with little certainty, and in no sum that holds; a table of which no lines show the cells.

    On paper, no order of drawing bears the alignment of texts out, so whatever comes from it is to be looked at.
    """
    read = [
        pointer for pointer, entry in case.form.evidence.items() if entry.confidence is not None and entry.structure
    ]
    if read:
        parts = dict.fromkeys(f"/{pointer.split('/')[1]}" for pointer in read)
        yield Fault("warning", {"what": case.word("recognised-aligned")}, tuple(parts))
    unsure: dict[str, dict[str, Evidence]] = {}
    for pointer, entry in case.form.evidence.items():
        if entry.confidence is None or entry.confirmed:
            continue
        kind, least = next((kind, least) for kind, pattern, least, _ in SURE if pattern.search(pointer))
        if entry.confidence < least:
            unsure.setdefault(kind, {})[pointer] = entry
    for kind, _, _, severity in SURE:
        found = unsure.get(kind, {})
        if found:
            raws = list(dict.fromkeys(entry.raw.replace("\n", "")[:12] for entry in found.values()))
            more = "…" if len(raws) > SHOWN else ""
            text = "、".join(raws[:SHOWN]) + more
            yield Fault(severity, {"what": case.word(f"recognised-{kind}", text=text)}, tuple(found))


@check("recognition-sum")
def find_misread_digits(case: Case) -> Iterator[Fault]:
    """A sum that fails, and that one digit of a recognised amount would mend; it is told and not mended."""
    seen: set[str] = set()
    for equation in find_equations(case.record):
        if not equation.difference:
            continue
        for pointer, amount, meant in equation.find_suspects():
            entry = case.form.evidence.get(pointer)
            if entry is None or entry.confidence is None or entry.confirmed or pointer in seen:
                continue
            seen.add(pointer)
            yield Fault("warning", {"amount": show_number(amount), "meant": show_number(meant)}, (pointer,))


@check("recognition-operator")
def find_misread_operators(case: Case) -> Iterator[Fault]:
    """`292%` in a scan: very likely `≥92%`."""
    for pointer, _, leaf in case.leaves:
        entry = case.form.evidence.get(f"{pointer}/value")
        found = OPERATOR.fullmatch(leaf.value or "")
        if entry is not None and entry.confidence is not None and found:
            yield Fault("warning", {"value": leaf.value, "meant": f"≥{found[1]}"}, (f"{pointer}/value",))


@check("label-snapped")
def find_snapped_labels(case: Case) -> Iterator[Fault]:
    """`基本变出` on the paper, as the recognition has it, and taken for `基本支出`."""
    pages = case.form.pages
    for flaw in case.flaws:
        here = flaw.page is None or pages is None or pages[0] <= flaw.page <= pages[-1]
        if flaw.code == "label-snapped" and here:
            yield Fault("warning", {"what": flaw.detail})
