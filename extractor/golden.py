"""Goldens: what each sample must give, written once, read by a person, compared from then on.

Enters: a folder of samples and one of goldens, where `form.pdf.json` is the golden of `form.pdf`. Leaves: what
comparing each of them gave. What changes with versions or with the language (hashes, libraries, sentences, boxes) is no
part of a golden.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

from extractor.messages.language import Language
from extractor.messages.lines import say_line
from extractor.patterns import Pattern
from extractor.pipeline import extract
from extractor.readers import READERS
from extractor.record import Extraction, Form, dump_json

OTHER_ENDINGS = {
    ".txt": "text",
    ".htm": "html",
    ".mht": "mhtml",
    ".tsv": "csv",
    ".xlsm": "xlsx",
    ".fods": "ods",
    ".fodt": "odt",
    ".wps": "doc",
    ".et": "xls",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"), "image"),
}
"""File name endings that are not the format's own name."""

NOTHING = object()
"""Stands where one side has no such field."""

MOST_SHOWN = 40
"""How many differences of one sample are told."""

CONTEXT = 24
"""How many characters before the first difference of two long values are shown; twice as many after it."""

Outcome = Literal["same", "differs", "no-golden", "no-sample", "no-form", "damaged"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: its JSON Pointer, and both values as JSON; None where one side has no such field."""

    pointer: str
    expected: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a sample, or of a golden that has none.

    Attributes:
        name: the sample's file name; the golden's where it has no sample.
        outcome: `same`, or what is wrong.
        differences: the fields that differ.
        detail: where the golden is no JSON, why.
    """

    name: str
    outcome: Outcome
    differences: tuple[Difference, ...] = ()
    detail: str = ""


def find_samples(folder: Path) -> list[Path]:
    """Give a folder's files of readable formats by name; `README.md` and `build.py` are none."""
    return sorted(path for path in folder.iterdir() if path.is_file() and _is_readable(path))


def _is_readable(path: Path) -> bool:
    ending = path.suffix.lower()
    return OTHER_ENDINGS.get(ending, ending.removeprefix(".")) in READERS and not path.name.startswith(".")


def name_golden(sample: Path) -> str:
    """Give the file name of a sample's golden: `form.pdf.json` for `form.pdf`."""
    return f"{sample.name}.json"


def make_golden(extraction: Extraction) -> str:
    """Give the golden of an extraction as JSON text."""
    golden = {
        "status": extraction.status,
        "error": extraction.error.code if extraction.error else None,
        "forms": [_reduce(form) for form in extraction.forms],
    }
    return f"{dump_json(golden, indent=2)}\n"


def _reduce(form: Form) -> dict[str, Any]:
    return {
        "pattern": form.pattern,
        "pages": form.pages,
        "record": form.record.model_dump(),
        "checks": [check.model_dump(exclude={"message"}) for check in form.checks if check.status != "pass"],
        "residue": [piece.text for piece in form.residue],
        "ledger": form.ledger.model_dump(),
    }


def check_goldens(samples: Path, goldens: Path, patterns: Sequence[Pattern]) -> Iterator[Comparison]:
    """Compare every sample with its golden, then name the goldens without a sample.

    Raises:
        OSError: one of the folders or files cannot be read.
    """
    found = find_samples(samples)
    for sample in found:
        yield _judge(sample, goldens / name_golden(sample), patterns)
    names = {name_golden(sample) for sample in found}
    for path in sorted(goldens.glob("*.json")) if goldens.is_dir() else ():
        if path.name not in names:
            yield Comparison(path.name, "no-sample")


def _judge(sample: Path, golden: Path, patterns: Sequence[Pattern]) -> Comparison:
    extraction = extract(sample, patterns=patterns)
    if not golden.is_file():
        return Comparison(sample.name, "no-form" if extraction.status == "no_form" else "no-golden")
    try:
        expected = _read_json(golden.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        return Comparison(golden.name, "damaged", detail=str(error))
    if extraction.status == "no_form" and not (isinstance(expected, dict) and expected.get("status") == "no_form"):
        return Comparison(sample.name, "no-form")
    differences = tuple(compare(expected, _read_json(make_golden(extraction))))
    return Comparison(sample.name, "differs" if differences else "same", differences)


def _read_json(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def compare(expected: Any, found: Any, pointer: str = "") -> Iterator[Difference]:
    """Give the fields in which two JSON values differ, in the order of the expected one; `6.0` differs from `6`."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            step = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            yield from compare(expected.get(key, NOTHING), found.get(key, NOTHING), step)
        if expected.keys() == found.keys() and list(expected) != list(found):
            yield Difference(pointer, " ".join(expected), " ".join(found))
    elif isinstance(expected, list) and isinstance(found, list):
        for index, (a, b) in enumerate(zip_longest(expected, found, fillvalue=NOTHING)):
            yield from compare(a, b, f"{pointer}/{index}")
    elif type(expected) is not type(found) or str(expected) != str(found):
        yield Difference(pointer, _say(expected), _say(found))


def _say(value: Any) -> str | None:
    return None if value is NOTHING else dump_json(value)


def say_comparison(compared: Comparison, language: Language) -> Iterator[str]:
    """Give the lines that tell a comparison: field by field what was expected and what was found; none for `same`."""
    if compared.outcome == "same":
        return
    names = {"name": compared.name, "count": len(compared.differences), "detail": compared.detail}
    yield say_line(f"golden-{compared.outcome}", language, **names)
    expected, found = say_line("golden-expected", language), say_line("golden-found", language)
    column = max(len(expected), len(found))
    for difference in compared.differences[:MOST_SHOWN]:
        a, b = _cut(difference.expected, difference.found)
        yield f"  {difference.pointer or '/'}"
        yield f"    {expected.ljust(column)}  {say_line('golden-nothing', language) if a is None else a}"
        yield f"    {found.ljust(column)}  {say_line('golden-nothing', language) if b is None else b}"
    if len(compared.differences) > MOST_SHOWN:
        yield f"  {say_line('golden-more', language, count=len(compared.differences) - MOST_SHOWN)}"


def _cut(expected: str | None, found: str | None) -> tuple[str | None, str | None]:
    """Shorten two values to what stands around the place where they begin to differ."""
    pairs = enumerate(zip(expected or "", found or "", strict=False))
    same = next((index for index, (a, b) in pairs if a != b), min(len(expected or ""), len(found or "")))
    start = max(same - CONTEXT, 0)

    def cut(text: str | None) -> str | None:
        if text is None:
            return None
        head, end = "…" if start else "", same + 2 * CONTEXT
        return f"{head}{text[start:end]}{'…' if end < len(text) else ''}"

    return cut(expected), cut(found)
