"""Verdicts: what reviewers say of single values, in files that only grow, a line each.

Enters: verdicts, or files of them. Leaves: lines; the verdicts of one or several files in one order. A line that cannot
be read is told with its number and costs no other line; nothing is ever removed from a file.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal, Self, cast

from filelock import FileLock
from pydantic import (
    AwareDatetime,
    Field,
    Strict,
    StrictInt,
    StrictStr,
    ValidationError,
    field_serializer,
    model_validator,
)

from extractor.places import Scalar
from extractor.record import Model, Number, dump_json
from extractor.typed import MOST_DIGITS

VERDICTS = "verdicts.jsonl"
"""The name of the file in a batch's output folder."""

MOST_BYTES = 1_000_000
"""A longer line is no verdict."""

Printed = Annotated[StrictStr, Field(max_length=100_000)]
Exact = Annotated[Number, Strict()]
Word = Annotated[StrictStr, Field(max_length=200)]
Place = tuple[str, int, str]
"""A value: document, form, pointer."""


class Verdict(Model):
    """What one reviewer says of one value.

    A value that is `wrong` has `after`: what the source prints, null where it prints nothing. A verdict without `after`
    says that the value is wrong, and not what would be right.
    """

    schema_version: Literal["1"] = "1"
    document: str = Field(pattern=r"^[0-9a-f]{64}(\.[0-9a-z]{1,8})?$", description="The content's SHA-256 and ending")
    name: Word = Field(description="The file's name, for people")
    form: int = Field(ge=0, lt=10**6, strict=True, description="Which form of the file, from 0")
    pointer: str = Field(pattern="^(/[^/]*)+$", max_length=1000, description="JSON Pointer into the record")
    before: Printed | StrictInt | Exact | None = Field(description="The value as extracted")
    after: Printed | StrictInt | Exact | None = Field(None, description="The value as it should be")
    verdict: Literal["right", "wrong", "doubtful", "undone"] = Field(description="undone takes the last one back")
    reason: Annotated[StrictStr, Field(max_length=2000)] = Field("", description="Why, in the reviewer's words")
    reviewer: Annotated[Word, Field(min_length=1)]
    time: AwareDatetime = Field(description="When, ISO 8601 with its zone")
    program: Word = Field(description="The program's version")
    pattern: Word = Field(description="The pattern that claimed the form")
    pattern_version: Word = Field(description="The first digits of the SHA-256 of the pattern's file")

    @model_validator(mode="before")
    @classmethod
    def _be_plain(cls, data: Any) -> Any:
        """Refuse truth values, which would pass as 0 and 1, and numbers that nobody can write out."""
        if isinstance(data, Mapping):
            if isinstance(data.get("time"), (int, float)):
                raise ValueError("time: a time is written in ISO 8601")  # noqa: TRY004 - for pydantic
            for key in ("before", "after"):
                value = data.get(key)
                if isinstance(value, (bool, float)):
                    raise ValueError(f"{key}: a value is a text, an exact number or null")  # noqa: TRY004 - for pydantic
                if isinstance(value, (int, Decimal)) and not _is_writable(Decimal(value)):
                    raise ValueError(f"{key}: this number is out of bounds")
        return data

    @model_validator(mode="after")
    def _be_consistent(self) -> Self:
        if not 2000 <= self.time.year < 3000:
            raise ValueError("time: out of bounds")
        if "after" in self.model_fields_set and self.verdict != "wrong" and self.after is not None:
            raise ValueError("after: only a wrong value is corrected")
        if self.has_correction and same_value(self.before, self.after):
            raise ValueError("after: a correction differs from the value")
        return self

    @field_serializer("time")
    def _write_time(self, time: datetime) -> str:
        return time.astimezone(UTC).isoformat().replace("+00:00", "Z")

    @property
    def place(self) -> Place:
        """The value that it is about."""
        return self.document, self.form, self.pointer

    @property
    def has_correction(self) -> bool:
        """Whether it says what the value should be."""
        return self.verdict == "wrong" and "after" in self.model_fields_set

    def to_line(self) -> str:
        """Give its line of JSON, without the line feed."""
        data = self.model_dump()
        if not self.has_correction:
            del data["after"]
        return dump_json(data)

    @classmethod
    def from_line(cls, line: str | bytes) -> Self:
        """Read a line, numbers exactly.

        Raises:
            ValueError: the line is no verdict; pydantic's ValidationError is one.
        """
        if len(line) > MOST_BYTES:
            raise ValueError("the line is too long")
        try:
            text = line.decode("utf-8") if isinstance(line, bytes) else line
            return cls.model_validate(json.loads(text, parse_float=Decimal, parse_constant=_refuse))
        except RecursionError as error:
            raise ValueError("the line is nested too deeply") from error


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _is_writable(number: Decimal) -> bool:
    if not number.is_finite():
        return False
    _, digits, exponent = number.as_tuple()
    return len(digits) <= 2 * MOST_DIGITS and abs(cast("int", exponent)) <= MOST_DIGITS


def same_value(one: Scalar, other: Scalar) -> bool:
    """Tell whether two values are the same: `6` and `6.00` are, `6` and `"6"` are not."""
    numbers = isinstance(one, (int, Decimal)), isinstance(other, (int, Decimal))
    return numbers[0] == numbers[1] and one == other


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that is no verdict: its file, its number from 1, its beginning, and why."""

    path: str
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class VerdictFile:
    """The verdicts of one or several files in their order, and the lines that are none."""

    verdicts: tuple[Verdict, ...]
    damaged: tuple[Damage, ...] = ()


def read_verdicts(path: Path) -> VerdictFile:
    """Read a file of verdicts; blank lines are nothing.

    Raises:
        OSError: the file cannot be read.
    """
    verdicts: list[Verdict] = []
    damaged: list[Damage] = []
    with path.open("rb") as file:
        for number, line in enumerate(_walk_lines(file), 1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()  # editors of Windows put a mark before the first line
            if not text:
                continue
            try:
                verdicts.append(Verdict.from_line(text))
            except ValueError as error:
                shown = text[:80].decode("utf-8", "backslashreplace")
                damaged.append(Damage(str(path), number, shown, _say_reason(error)))
    return VerdictFile(tuple(verdicts), tuple(damaged))


def _walk_lines(file: BinaryIO) -> Iterator[bytes]:
    """Give a file's lines; of one that is too long only the beginning, which is too long as well."""
    while line := file.readline(MOST_BYTES + 2):
        rest = line
        while len(rest) > MOST_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(MOST_BYTES + 2)
        yield line


def _say_reason(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")]))
    return str(error)


def append_verdict(path: Path, verdict: Verdict) -> None:
    """Add a verdict at the end of a file; it is on the disk when this returns. Several processes may do so at once.

    The remains of a line that a kill cut stay where they are, on a line of their own, and reading tells of them.

    Raises:
        OSError: the disk is full, or the file cannot be written. The file is then as it was.
    """
    line = f"{verdict.to_line()}\n".encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f".{path.name}.lock")), path.open("a+b", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            line = line if file.read(1) == b"\n" else b"\n" + line
        try:
            view = memoryview(line)
            while view:
                view = view[file.write(view) or 0 :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise


def merge_verdicts(files: Sequence[VerdictFile]) -> VerdictFile:
    """Put the verdicts of several files into one order, whatever the order of the files: by their times.

    The lines of a file keep their order, though a clock was set back meanwhile. A line that stands in several files,
    since one was made from the other, is there once.
    """
    ranked: dict[tuple[str, int], tuple[datetime, int, Verdict]] = {}
    for file in files:
        latest = datetime.min.replace(tzinfo=UTC)
        seen: Counter[str] = Counter()
        for number, verdict in enumerate(file.verdicts):
            latest = max(latest, verdict.time)
            line = verdict.to_line()
            seen[line] += 1
            rank, key = (latest, number, verdict), (line, seen[line])
            if key not in ranked or rank[:2] < ranked[key][:2]:
                ranked[key] = rank
    order = sorted(ranked.items(), key=lambda item: (item[1][0], item[1][1], item[0]))
    damaged = (damage for file in files for damage in file.damaged)
    return VerdictFile(
        tuple(rank[2] for _, rank in order), tuple(sorted(damaged, key=lambda each: (each.path, each.line)))
    )


def write_verdicts(verdicts: Iterable[Verdict]) -> bytes:
    """Give the content of a file of verdicts."""
    return "".join(f"{verdict.to_line()}\n" for verdict in verdicts).encode()
