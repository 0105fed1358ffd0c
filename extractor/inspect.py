"""A file as the program sees it: its rows and cells, the patterns' claims, and the role that each cell got.

Enters: a file's bytes and the patterns. Leaves: all that the stages before the record knew, for someone who writes a
pattern or asks why a value is missing: plain data, or lines on a console.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rich.console import Console
from rich.text import Text

from extractor.build import build
from extractor.claims import find_claims, find_forms, find_missing
from extractor.document import Cell, Document, Flaw, LineSpan, PageBox, Place, SheetCell, Source, TableCell
from extractor.hits import Match
from extractor.layout import LaidRow
from extractor.match_flat import match_forms
from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_line
from extractor.messages.problems import say_part
from extractor.patterns import Label, Pattern, telling_words, vocabulary
from extractor.readers import read
from extractor.regions import Region
from extractor.values import fold, label_forms

Kind = Literal["value", "label", "repeated", "residue", "furniture", "outside"]
"""What a piece of text became."""

WEIGHT: tuple[Kind, ...] = ("residue", "value", "label", "repeated", "furniture")
"""Of a cell's roles, the first of these decides what the cell is shown as."""

ROLE_STYLE = {"value": "cyan", "label": "dim", "repeated": "dim", "furniture": "dim", "residue": "yellow"}


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell, where it stands, and what it was taken for.

    Attributes:
        text: its text, wraps joined.
        places: where it stands; several where a page break cut it.
        roles: what its characters are (value, label, repeated, residue, furniture); empty for a blank cell.
        pointers: the JSON Pointers of the values that it gave.
    """

    text: str
    places: tuple[Place, ...]
    roles: tuple[str, ...]
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row after page breaks are undone.

    Attributes:
        number: its number in the region, from 1.
        page: the page that it ends on.
        table: the table, None for a line outside of tables.
        kind: row, repeated (a heading printed again), furniture (a page number, a running head), outside (of any form).
        joined: the pages over which a page break was undone in it; empty where none was.
        doubtful: whether it may as well be two rows.
        cells: its cells from left to right.
    """

    number: int
    page: int | None
    table: int | None
    kind: str
    joined: tuple[int, ...]
    doubtful: bool
    cells: tuple[SeenCell, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a pattern says of a region.

    Attributes:
        pattern: the pattern's name.
        claims: whether it claims the region.
        found: what it requires and is printed.
        missing: what it requires and is not printed.
        printed: the other labels that it declares and that are printed; of aliases, the printed one.
        unprinted: the labels that it declares and that are not printed; of aliases, the first.
    """

    pattern: str
    claims: bool
    found: tuple[str, ...]
    missing: tuple[str, ...]
    printed: tuple[str, ...]
    unprinted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeenRegion:
    """The rows of one form, or of what may be one.

    Attributes:
        title: the title, None where none of a pattern is printed.
        claims: what each pattern says of it, the nearest first.
        read_as: the pattern that the roles are given by: the one that claims it, else the nearest.
        findings: what the reading had to decide: its code and the row's text.
        rows: the rows.
    """

    title: str | None
    claims: tuple[Claim, ...]
    read_as: str | None
    findings: tuple[tuple[str, str], ...]
    rows: tuple[SeenRow, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as the program sees it; `flaws` are what could not be read, or had to be interpreted."""

    name: str
    format: str
    reader: str
    pages: int | None
    flaws: tuple[Flaw, ...]
    regions: tuple[SeenRegion, ...]
    outside: tuple[SeenRow, ...]


def inspect_bytes(data: bytes, name: str, patterns: Sequence[Pattern], file_format: str | None = None) -> Inspection:
    """Read a file and note what each stage sees.

    Args:
        data: the file's bytes.
        name: what the file is called.
        patterns: the variants to look for.
        file_format: the format's name, where it need not be found out.

    Raises:
        ReadError: the file cannot be read.
    """
    document = read(Source(data, name, vocabulary(patterns), telling_words(tuple(patterns))), file_format)
    return inspect_document(document, name, patterns)


def inspect_document(document: Document, name: str, patterns: Sequence[Pattern]) -> Inspection:
    """Note what each stage sees of a file that is read already."""
    regions = find_forms(document, patterns)
    return Inspection(
        name=name,
        format=document.format,
        reader=document.reader,
        pages=document.pages,
        flaws=document.flaws,
        regions=tuple(_see_region(region, document, patterns) for region in regions),
        outside=tuple(_see_outside(document, regions)),
    )


def to_plain(inspection: Inspection) -> dict[str, Any]:
    """Give an inspection as plain data for JSON."""
    return asdict(inspection)


def _see_region(region: Region, document: Document, patterns: Sequence[Pattern]) -> SeenRegion:
    first = {pattern.name for pattern in find_claims(patterns, region)}
    claims = sorted(
        (_judge(pattern, region) for pattern in patterns),
        key=lambda claim: (claim.pattern not in first, len(claim.missing), -len(claim.printed)),
    )
    nearest = next((p for p in patterns if claims and p.name == claims[0].pattern), None)
    matches = match_forms(region, nearest, geometry=document.geometry) if nearest is not None else []
    findings = [(f.code, " | ".join(cell.text for cell in f.cells)) for match in matches for f in match.findings]
    return SeenRegion(
        title=region.title.text if region.title is not None else None,
        claims=tuple(claims),
        read_as=nearest.name if nearest is not None else None,
        findings=tuple(findings),
        rows=tuple(_see_rows(region, matches, claimed=any(claim.claims for claim in claims))),
    )


def _judge(pattern: Pattern, region: Region) -> Claim:
    """Say what a pattern requires and declares, and which of it the region prints."""
    missing = find_missing(pattern, region)
    required = [words if isinstance(words, str) else words[0] for words in pattern.identify.labels]
    if region.title is not None:
        required.insert(0, pattern.identify.title[0])
    seen = {form for laid in region.rows for c in laid.row.cells for form in label_forms(fold(c.text[:100]))}
    aliases: dict[Label, list[str]] = {}
    for word, labels in pattern.labels.items():
        for label in labels:
            aliases.setdefault(label, []).append(word)
    declared = [(words[0], [word for word in words if word in seen]) for words in aliases.values()]
    return Claim(
        pattern=pattern.name,
        claims=not missing,
        found=tuple(word for word in required if word not in missing),
        missing=tuple(missing),
        printed=tuple(words[0] for _, words in declared if words),
        unprinted=tuple(first for first, words in declared if not words),
    )


def _see_rows(region: Region, matches: Sequence[Match], *, claimed: bool) -> Iterator[SeenRow]:
    """Give the rows with what each cell was taken for; what follows a claimed form's last row is outside of it."""
    roles: dict[int, dict[str, None]] = {}
    pointers: dict[tuple[Place, ...], list[str]] = {}
    for match in matches:
        for use in match.uses:
            roles.setdefault(id(use.cell), {})[use.role] = None
        for pointer, evidence in build(match).evidence.items():
            told = pointers.setdefault(tuple(evidence.sources), [])
            told += [] if pointer in told else [pointer]
    for number, laid in enumerate(region.rows, 1):
        after = claimed and bool(matches) and number > sum(len(match.rows) for match in matches)
        cells = tuple(
            SeenCell(cell.text, cell.places, tuple(roles.get(id(cell), ())), tuple(pointers.get(cell.places, ())))
            for cell in laid.row.cells
        )
        kind = "outside" if after else laid.kind
        yield SeenRow(number, laid.row.page, laid.row.table, kind, _find_joined(laid), laid.doubtful, cells)


def _find_joined(laid: LaidRow) -> tuple[int, ...]:
    """Give the pages that a row's cells stand on, where one of them was put together over a page break."""
    if all(len(cell.places) < 2 for cell in laid.row.cells):
        return ()
    return tuple(sorted({p.page for c in laid.row.cells for p in c.places if isinstance(p, PageBox)}))


def _see_outside(document: Document, regions: Iterable[Region]) -> Iterator[SeenRow]:
    inside = {place for region in regions for laid in region.rows for cell in laid.row.cells for place in cell.places}
    number = 0
    for row in document.rows:
        cells = [cell for cell in row.cells if not cell.blank]
        if cells and inside.isdisjoint(place for cell in cells for place in cell.places):
            number += 1
            yield SeenRow(
                number, row.page, row.table, "outside", (), doubtful=False, cells=tuple(map(_see_bare, cells))
            )


def _see_bare(cell: Cell) -> SeenCell:
    return SeenCell(cell.text, cell.places, (), ())


def find_kind(row: SeenRow, cell: SeenCell) -> Kind:
    """Give what a cell became, as it is shown: of several roles, the one that a person should know of."""
    if row.kind == "outside":
        return "outside"
    return next((kind for kind in WEIGHT if kind in cell.roles), "outside")


# ---- lines ----------------------------------------------------------------------------------------------------------


def print_inspection(inspection: Inspection, console: Console, language: Language) -> None:
    """Print an inspection. On a terminal a cell takes one line, cut at its width; a pipe gets the whole text."""
    for line in _show(inspection, language):
        line.rstrip()
        if console.is_terminal:
            line.truncate(console.width, overflow="ellipsis")
        console.print(line, soft_wrap=True)


def _show(inspection: Inspection, language: Language) -> Iterator[Text]:
    facts = [inspection.format, inspection.reader]
    if inspection.pages is not None:
        facts.append(say_line("page-count", language, count=inspection.pages))
    yield _line((inspection.name, "bold"), ("  " + " · ".join(facts), "dim"))
    if inspection.flaws:
        parts = [
            say_part(flaw.code, language, page=flaw.page, count=flaw.count, detail=flaw.detail)
            for flaw in inspection.flaws
        ]
        yield _line((say_line("inspect-flaws", language, flaws="；".join(parts)), "yellow"))
    for number, region in enumerate(inspection.regions, 1):
        yield Text()
        yield from _show_region(region, number, language)
    if inspection.outside:
        yield Text()
        yield _line((say_line("inspect-outside", language), "bold"))
        yield from _show_rows(inspection.outside, language)


def _show_region(region: SeenRegion, number: int, language: Language) -> Iterator[Text]:
    title = region.title or say_line("inspect-no-title", language)
    cells = sum(bool(cell.text.strip()) for row in region.rows for cell in row.cells)
    size = say_line("inspect-rows", language, count=len(region.rows), cells=cells)
    pages = [row.page for row in region.rows if row.page is not None]
    where = ""
    if pages:
        code = "page" if min(pages) == max(pages) else "pages"
        where = f"  {say_line(code, language, first=min(pages), last=max(pages))}"
    yield _line((say_line("inspect-form", language, number=number, title=title), "bold"), (f"{where}  {size}", "dim"))
    for claim in region.claims:
        yield from _show_claim(claim, language)
    if region.read_as is not None and not any(claim.claims for claim in region.claims):
        yield _line(("  " + say_line("inspect-read-as", language, pattern=region.read_as), "yellow"))
    if region.findings:
        yield _line(("  " + say_line("inspect-findings", language), ""))
        for code, text in region.findings:
            yield _line((f"    {code}  ", "yellow"), (text, ""))
    yield Text()
    yield from _show_rows(region.rows, language)


def _show_claim(claim: Claim, language: Language) -> Iterator[Text]:
    """`zhanjiang-2023  does not; missing: 部门预算支出`, and which of its labels are printed."""
    if claim.claims:
        yield _line((f"  {claim.pattern}  ", "bold"), (say_line("inspect-claims", language), "green"))
    else:
        missing = "、".join(claim.missing)
        yield _line(
            (f"  {claim.pattern}  ", "bold"), (say_line("inspect-refuses", language, missing=missing), "yellow")
        )
    found = "、".join(claim.found) or say_line("none", language)
    yield _line(("    " + say_line("inspect-required", language, found=found), "dim"))
    if claim.printed:
        unprinted = "、".join(claim.unprinted) or say_line("none", language)
        count = len(claim.printed) + len(claim.unprinted)
        printed = say_line("inspect-printed", language, count=count, found=len(claim.printed), missing=unprinted)
        yield _line((f"    {printed}", "dim"))


def _show_rows(rows: Sequence[SeenRow], language: Language) -> Iterator[Text]:
    """Each row with its number and page, below it a line a cell: place, role or pointer, text."""
    cells = [cell for row in rows for cell in row.cells]
    places = max((len(_say_places(cell.places)) for cell in cells), default=0)
    roles = max((len(_say_role(cell)) for cell in cells), default=0)
    for row in rows:
        yield _show_row(row, language)
        for cell in row.cells:
            place, role = _say_places(cell.places), _say_role(cell)
            style = ROLE_STYLE.get(cell.roles[0] if cell.roles else "", "dim")
            yield _line((f"     {place.ljust(places)}  ", "dim"), (f"{role.ljust(roles)}  ", style), (cell.text, ""))


def _show_row(row: SeenRow, language: Language) -> Text:
    where = [f"p{row.page}" if row.page is not None else "", f"t{row.table}" if row.table is not None else ""]
    line = _line((f"{row.number:>4} ", "bold"), (" ".join(part for part in where if part), "dim"))
    if row.kind != "row":
        line.append(f"  {say_line(f'inspect-kind-{row.kind}', language)}", "magenta")
    if row.joined:
        pages = "+".join(f"p{page}" for page in row.joined)
        line.append(f"  {say_line('inspect-joined', language, pages=pages)}", "magenta")
    if row.doubtful:
        line.append(f"  {say_line('inspect-doubtful', language)}", "yellow")
    return line


def _say_role(cell: SeenCell) -> str:
    if not cell.text.strip():
        return "blank"
    others = [role for role in cell.roles if role != "value" or not cell.pointers]
    return " ".join([*others, *cell.pointers]) or "-"


def _say_places(places: Iterable[Place]) -> str:
    return "+".join(map(_say_place, places))


def _say_place(place: Place) -> str:
    """`p2 56,120,130,160`, `t1 r12 c3`, `Sheet1!D12` or `l18 11-784`."""
    match place:
        case PageBox(page, box):
            return f"p{page} {','.join(f'{edge:.0f}' for edge in box)}"
        case TableCell(table, row, column):
            return f"t{table} r{row} c{column}"
        case SheetCell(sheet, cell):
            return f"{sheet}!{cell}"
        case LineSpan(line, start, end):
            return f"l{line} {start}-{end}"


def _line(*parts: tuple[str, str]) -> Text:
    line = Text(no_wrap=True)
    for text, style in parts:
        line.append(make_printable(text), style)
    return line
