"""Rows of the tables → the facts that the report counts and shows.

Enters: the rows of one input after another. Leaves: what became of each input, and for each form what is counted of it,
each value with its pointer and its place. All forms are in memory at once, about ten kilobytes each.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Literal, cast, get_args

from extractor.exports.rows import Row, Rows
from extractor.record import Header, Status
from extractor.report.changes import Aim
from extractor.report.names import Named
from extractor.values import fold

Severity = Literal["error", "warning", "info"]
FormKind = Literal["department", "project", "evaluation"]
Level = tuple[str | None, str | None]
"""A level's printed name and its code."""
LABEL = "label:"
"""Before a label that stands for a code; no code begins like this."""

Common = tuple[FormKind, int | None, str | None]
"""What forms must have in common to be added up: kind, year, unit of money."""
Places = Mapping[str, Mapping[str, Any]]
"""The first place of each value, by pointer: those columns that are filled."""

PLACE = ("page", "table", "row", "column", "sheet", "cell", "line")
"""The columns of a place that people use."""
AIM = tuple(each.name for each in fields(Aim) if each.name != "printed")
HEAD = ("title", "year", *(name for name in Header.model_fields if name != "other"), "funding_unit")
SAID = {
    "header_other": ("label", "value"),
    "funding": ("group_label", "item_label", "amount"),
    "objectives": ("label", "text"),
    "tasks": ("optional", "number", "name", "content", "amount", "expected_outcome"),
    "indicators": ("levels", "name", "value", "blank", "extra"),
}
"""What a form says, by table."""
CORRECTABLE = tuple(SAID)
BELOW = (*SAID, "targets", "checks", "evidence")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An input and what became of it."""

    path: str
    status: Status
    forms: int
    error: tuple[str, str, str] | None
    duplicate_of: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is shown: its text, where the source prints it, and what stood there before a correction.

    Attributes:
        pointer: of the value itself, for the link to its place.
        place: the columns of its first place, of those that are filled; None where it has none.
        before: what was extracted, where reviewers corrected it; None elsewhere.
        corrected: whether they did.
    """

    pointer: str
    place: Mapping[str, Any] | None
    before: str | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An amount of the funding."""

    group: int
    group_code: str | None
    group_label: str | None
    code: str | None
    label: str
    amount: Decimal | None
    value: Value

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same item as another form's: the codes, the labels where there are none."""
        group = self.group_code or f"{LABEL}{fold(self.group_label or '')}"
        return group, self.code or f"{LABEL}{fold(self.label)}"


@dataclass(frozen=True, slots=True)
class Work:
    """A task, an optional one among them."""

    name: str | None
    amount: Decimal | None
    value: Value


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its levels, its target and, in a self-evaluation, what was reached."""

    levels: tuple[Level, ...]
    name: str | None
    aim: Aim
    period: str | None
    actual: str | None
    weight: str | None
    score: str | None
    value: Value

    @property
    def named(self) -> Named:
        """What it is linked by: its name, under its levels and for its period."""
        return Named(self.name, (tuple(code or fold(name or "") for name, code in self.levels), self.period))


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that failed, with the place of the first value that it names."""

    code: str
    severity: Severity
    message: str
    pointers: tuple[str, ...]
    value: Value


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: whose, of what kind and year, and what is counted of it.

    Attributes:
        document: the document, and `number` its form, from 0.
        unit_name: the unit, or who carries the project out, or the department in charge: the first that is printed.
        again: the number of an earlier form in the report that says the same to the last character; None elsewhere.
        blank_levels: levels that are printed with no indicator below them.
    """

    document: str
    number: int
    path: str
    kind: FormKind
    pattern: str
    title: str | None
    year: int | None
    unit_name: str | None
    project_name: str | None
    money_unit: str | None
    items: tuple[Item, ...]
    tasks: tuple[Work, ...]
    indicators: tuple[Indicator, ...]
    blank_levels: tuple[tuple[Level, ...], ...]
    findings: tuple[Finding, ...]
    corrections: tuple["Correction", ...]
    again: int | None = None

    @property
    def common(self) -> Common:
        """What forms must have in common to be added up."""
        return self.kind, self.year, self.money_unit

    @property
    def doubtful(self) -> bool:
        """Whether a check failed as an error or a warning."""
        return any(finding.severity != "info" for finding in self.findings)

    @property
    def project_total(self) -> Item | None:
        """The amount of 项目支出; None where it is blank, not printed, or printed more than once."""
        found = [item for item in self.items if (item.group_code, item.code) == ("by_expenditure_type", "project")]
        return found[0] if len(found) == 1 and found[0].amount is not None else None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer said of a value, and how that stands: as `tables` describes the table of verdicts."""

    standing: str
    file: str
    pointer: str
    before: str | None
    after: str | None
    reviewer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that reviewers corrected: what was extracted and what stands in the report instead."""

    before: str | None
    after: str | None
    value: Value


def rank_common(common: Common) -> tuple[int, int, str]:
    """Give the place in which forms of one kind, year and unit are shown."""
    kind, year, unit = common
    return get_args(FormKind).index(kind), year or 0, unit or ""


@dataclass(slots=True)
class Facts:
    """All that the report is made from, in the order of the inputs."""

    outcomes: list[Outcome] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)

    @property
    def distinct(self) -> list[Sheet]:
        """The forms that count: those that say the same as an earlier one are left out."""
        return [sheet for sheet in self.sheets if sheet.again is None]


def gather(inputs: Iterable[Rows]) -> Facts:
    """Gather the facts of all inputs."""
    facts = Facts()
    seen: dict[bytes, int] = {}
    for rows in inputs:
        facts.outcomes += map(_make_outcome, rows["documents"])
        facts.opinions += map(_make_opinion, rows["verdicts"])
        for sheet, content in _make_sheets(rows):
            first = seen.setdefault(content, len(facts.sheets))
            facts.sheets.append(sheet if first == len(facts.sheets) else replace(sheet, again=first))
    return facts


def _make_outcome(row: Row) -> Outcome:
    error = None
    if row["error_code"] is not None:
        error = row["error_code"], row["error_message"], row["error_next_step"]
    return Outcome(row["path"], cast("Status", row["status"]), row["forms"], error, row["duplicate_of"])


def _make_opinion(row: Row) -> Opinion:
    before, after = (
        None if row[name] is None else _say(json.loads(row[name], parse_float=Decimal)) for name in ("before", "after")
    )
    return Opinion(row["standing"], row["name"], row["pointer"], before, after, row["reviewer"], row["reason"])


def _make_sheets(rows: Rows) -> Iterator[tuple[Sheet, bytes]]:
    """Give the forms of an input, each with a digest of what it says."""
    path = rows["documents"][0]["path"] if rows["documents"] else ""
    for head in rows["forms"]:
        below = {name: [row for row in rows[name] if row["form"] == head["form"]] for name in BELOW}
        yield _make_sheet(head, below, path), _digest(head, below)


def _make_sheet(head: Row, below: Mapping[str, Sequence[Row]], path: str) -> Sheet:
    places: dict[str, Mapping[str, Any]] = {}
    for row in below["evidence"]:
        places.setdefault(row["pointer"], {name: row[name] for name in PLACE if row[name] is not None})
    targets = {row["pointer"]: row for row in below["targets"]}
    indicators = [row for row in below["indicators"] if row["kind"] == "indicator"]
    return Sheet(
        document=head["document"],
        number=head["form"],
        path=path,
        kind=_find_kind(head, indicators),
        pattern=head["pattern"],
        title=head["title"],
        year=head["year"],
        unit_name=head["unit_name"] or head["implementing_unit"] or head["department_name"],
        project_name=head["project_name"],
        money_unit=head["funding_unit"],
        items=tuple(_make_item(row, places) for row in below["funding"] if row["item"] is not None),
        tasks=tuple(Work(row["name"], row["amount"], _make_value(row, "amount", places)) for row in below["tasks"]),
        indicators=tuple(_make_indicator(row, targets.get(row["pointer"]), places) for row in indicators),
        blank_levels=tuple(_read_levels(row) for row in below["indicators"] if row["kind"] == "level"),
        findings=tuple(_make_finding(row, places) for row in below["checks"] if row["status"] == "fail"),
        corrections=tuple(_find_corrections(head, below, places)),
    )


def _find_kind(head: Row, indicators: Iterable[Row]) -> FormKind:
    """Tell what kind of form it is by what it prints: scores and actual values, a project, or neither."""
    if any(row["actual"] is not None or row["score"] is not None for row in indicators):
        return "evaluation"
    blank = (head["blank_fields"] or "").split()
    return "project" if head["project_name"] is not None or "project_name" in blank else "department"


def _make_item(row: Row, places: Places) -> Item:
    value = _make_value(row, "amount", places)
    return Item(
        row["group"], row["group_code"], row["group_label"], row["item_code"], row["item_label"], row["amount"], value
    )


def _make_indicator(row: Row, target: Row | None, places: Places) -> Indicator:
    aim = Aim(row["value"], None)
    if target is not None:
        aim = Aim(row["value"], **{name: target[name] for name in AIM})
    return Indicator(
        levels=_read_levels(row),
        name=row["name"],
        aim=aim,
        period=row["period"],
        actual=row["actual"],
        weight=row["weight"],
        score=row["score"],
        value=_make_value(row, "value", places),
    )


def _read_levels(row: Row) -> tuple[Level, ...]:
    return tuple((name, code) for name, code in json.loads(row["levels"]))


def _make_value(row: Row, column: str, places: Places) -> Value:
    pointer = f"{row['pointer']}/{column}"
    before = json.loads(row["originals"], parse_float=Decimal) if row["originals"] else {}
    return Value(pointer, places.get(pointer), _say(before.get(column)), column in before)


def _make_finding(row: Row, places: Places) -> Finding:
    pointers = tuple(json.loads(row["pointers"]))
    first = next((pointer for pointer in pointers if pointer in places), None)
    value = Value(first or next(iter(pointers), ""), places.get(first or ""))
    return Finding(row["code"], row["severity"], row["message"], pointers, value)


def _find_corrections(head: Row, below: Mapping[str, Sequence[Row]], places: Places) -> Iterator[Correction]:
    """Give what reviewers corrected, in the order of the form, each value once."""
    told: set[str] = set()
    for name, row in (("forms", head), *((table, row) for table in CORRECTABLE for row in below[table])):
        before = json.loads(row["originals"], parse_float=Decimal) if row["originals"] else {}
        for column, original in before.items():
            pointer = _point_at(name, row, column)
            if pointer not in told:
                told.add(pointer)
                value = Value(pointer, places.get(pointer), _say(original), corrected=True)
                yield Correction(_say(original), _say(row[column]), value)


def _point_at(table: str, row: Row, column: str) -> str:
    """Give the pointer of the value in a column of a row."""
    if column in ("unit", "funding_unit") and table != "indicators":
        return "/funding/unit"
    if table == "forms":
        return f"/{column}" if column in ("title", "attachment", "year") else f"/header/{column}"
    pointer: str = row["pointer"]
    if column == "group_label":
        return f"/funding/groups/{row['group']}/label"
    if column in ("level1", "level2"):
        depth = 1 if column == "level1" else 2
        return "/".join([*pointer.split("/")[: 2 * depth + 1], "name"])
    if table == "indicators" and column not in ("name", "value", "blank"):
        return f"{pointer}/extra/{column}"
    return f"{pointer}/{column.removeprefix('item_')}"


def _say(value: object) -> str | None:
    return None if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _digest(head: Row, below: Mapping[str, Sequence[Row]]) -> bytes:
    """Give a digest of all that a form says, white space apart: a PDF may break a line where a Word file does not."""
    said = [[head[name] for name in HEAD]]
    said += ([name, *(row[column] for column in columns)] for name, columns in SAID.items() for row in below[name])
    text = "".join(json.dumps(said, ensure_ascii=False, default=str).split())
    return blake2b(text.replace("\\n", "").encode("utf-8", "surrogatepass"), digest_size=16).digest()
