"""Reading stage, Excel workbooks: XLSX (and XLSM, strict or transitional) to rows of cells.

Enters: the file's bytes. Leaves: a `Document` of the rows of all sheets in their order, each cell with its place.

What counts as the text of a cell: what Excel shows, with every stored digit (`number_formats`); its `raw` is what the
file stores, so `100%` has the raw text `1`. Of formulas, the stored result is read and nothing is computed. Readings of
characters (`rPh`), comments, headers and footers are left out: they belong to the page or to its readers. Hidden rows,
columns and sheets are read like the others, and the flaws name them. Text in drawings is not read; a flaw counts it.

The XML is walked here, not through a library's cells: a walk keeps the digits as stored and costs no more than the
cells that are there, however far a sheet claims to reach.
"""

import math
import re
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from extractor.document import Document, ReadError, Row, Source
from extractor.readers import sheets_2003
from extractor.readers.flat_office import find_flat
from extractor.readers.number_formats import say_stored, show_number
from extractor.readers.ooxml import (
    MAX_PART_BYTES,
    Element,
    Package,
    find_main_part,
    find_related_parts,
    open_package,
    parse_part,
    read_relationships,
)
from extractor.readers.sheets import (
    MAX_SHEETS,
    Budget,
    Faults,
    Sheet,
    Span,
    Stored,
    count_ink,
    lay_sheet,
    name_cell,
    note_display,
)
from extractor.readers.xlsx_shared import (
    PLAIN,
    READING_AID,
    TEXT,
    Style,
    decode,
    read_number,
    read_string,
    read_styles,
    tags,
)

_WORKBOOK = tags("workbook")
_WORKBOOK_SETTINGS = tags("workbookPr")
_TAB = tags("sheet")
_DATA = tags("sheetData")
_MERGES = tags("mergeCells")
_COLUMNS = tags("cols")
_ROW = tags("row")
_CELL = tags("c")
_VALUE = tags("v")
_FORMULA = tags("f")
_INLINE = tags("is")
_STRING = tags("si")
_COUNTED = _VALUE | TEXT
_CALCULATION = tags("calcPr")

_BINARY_PART = "xl/workbook.bin"
_TRUE = frozenset({"1", "true", "on"})
_MAX_ROWS = 1_048_576

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(slots=True)
class _Reading:
    """What the walk through one workbook carries along.

    `strings` are the shared texts, each with its count of characters and what its look may unsay, `styles` the cells'
    styles by number. `stale` tells that the file asks to be computed when it is opened.
    """

    strings: list[tuple[str, int, str]] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    from_1904: bool = False
    stale: bool = False
    faults: Faults = field(default_factory=Faults)
    budget: Budget = field(default_factory=Budget)


def read(source: Source) -> Document:
    """Read a workbook: rows such as `其中：基本支出 | 595.19 | 其中：财政拨款 | 1079.96`, sheet by sheet.

    Raises:
        ReadError: `needs_password`, `corrupt`, `unsupported` (no workbook, or a binary one) or `limit`.
    """
    if find_flat(source.data) == "sheets-2003":
        return sheets_2003.read(source)
    package = open_package(source.data)
    part = find_main_part(package)
    if _BINARY_PART in package.entries:
        raise ReadError("unsupported", "XLSB")
    if part is None:
        raise ReadError("unsupported", "no main part in the package")
    root = parse_part(package, part)
    if root.tag not in _WORKBOOK:
        raise ReadError("unsupported", f"{part} is no workbook")
    reading = _Reading()
    reading.from_1904 = any(setting.get("date1904") in _TRUE for setting in root.iter(*_WORKBOOK_SETTINGS))
    reading.stale = any(setting.get("fullCalcOnLoad") in _TRUE for setting in root.iter(*_CALCULATION))
    for name in find_related_parts(package, part, "sharedStrings")[:1]:
        strings = parse_part(package, name)
        reading.strings = [read_string(item) for item in strings.iter(*_STRING)]
    for name in find_related_parts(package, part, "styles")[:1]:
        reading.styles = read_styles(parse_part(package, name))
    rows = _read_sheets(package, part, root, reading)
    return Document("xlsx", f"lxml {etree.__version__}", tuple(rows), flaws=reading.faults.list())


def _read_sheets(package: Package, part: str, workbook: Element, reading: _Reading) -> list[Row]:
    """Read all sheets; damage to one costs that sheet, not the others."""
    relationships = read_relationships(package, part)
    tabs = list(workbook.iter(*_TAB))
    targets = [relationships.get(_find_identifier(tab)) for tab in tabs]
    if len(tabs) > MAX_SHEETS:
        raise ReadError("limit", f"more than {MAX_SHEETS} sheets")
    if sum(package.entries[target].file_size for target in targets if target is not None) > MAX_PART_BYTES:
        raise ReadError("limit", f"the sheets have more than {MAX_PART_BYTES} bytes")
    rows: list[Row] = []
    tables = count(1)
    damage: list[ReadError] = []
    for tab, target in zip(tabs, targets, strict=True):
        sheet = Sheet(tab.get("name", ""), hidden=tab.get("state", "visible") != "visible")
        try:
            _read_sheet(package, target, sheet, reading)
        except ReadError as error:
            if error.code == "limit":
                raise
            damage.append(error)
            reading.faults.add("sheet-unreadable", sheet.name)
            continue
        rows += lay_sheet(sheet, tables, reading.faults)
    if damage and len(damage) == len(tabs):
        raise damage[0]
    return rows


def _find_identifier(tab: Element) -> str:
    """Give the name of the relationship to a sheet's part (`r:id`)."""
    return next((value for key, value in tab.items() if key.endswith("}id")), "")


def _read_sheet(package: Package, part: str | None, sheet: Sheet, reading: _Reading) -> None:
    if part is None:
        raise ReadError("corrupt", f"no part for the sheet {sheet.name}")
    for element in parse_part(package, part):
        if element.tag in _DATA:
            _read_rows(element, sheet, reading)
            _count_rows(element, sheet, reading)
        elif element.tag in _MERGES:
            sheet.spans += filter(None, (_read_span(merge.get("ref", "")) for merge in element))
        elif element.tag in _COLUMNS:
            hidden = (column for column in element if column.get("hidden") in _TRUE)
            stretches = ((read_number(column.get("min")), read_number(column.get("max"))) for column in hidden)
            sheet.hidden_columns += [(first - 1, last - 1) for first, last in stretches if 0 < first <= last]
    _note_drawings(package, part, sheet.name, reading)


def _read_rows(data: Element, sheet: Sheet, reading: _Reading) -> None:
    """Read the cells with text; one without a name follows the one before it."""
    row = -1
    for element in data:
        if element.tag not in _ROW:
            continue
        row = read_number(element.get("r"), row + 2) - 1
        if not 0 <= row < _MAX_ROWS:
            raise ReadError("corrupt", f"{sheet.name}: a row outside of the sheet")
        if element.get("hidden") in _TRUE:
            sheet.hidden_rows.add(row)
        column = -1
        for cell in element:
            if cell.tag in _CELL:
                column = _find_column(cell.get("r"), column + 1)
                _read_cell(cell, row, column, sheet, reading)


def _read_cell(cell: Element, row: int, column: int, sheet: Sheet, reading: _Reading) -> None:
    """Read a cell, and add it to its sheet where it has a text."""
    at = read_number(cell.get("s"))
    style = reading.styles[at] if at < len(reading.styles) else PLAIN
    if style.framed:
        sheet.framed.add(row)
    place = f"{sheet.name}!{name_cell(row, column)}"
    kind, value, formula, raw, text = cell.get("t", "n"), "", None, "", ""
    for part in cell:
        tag = part.tag
        if tag in _VALUE:
            value += part.text or ""
        elif tag in _FORMULA:
            formula = part.text or ""
        elif tag in _INLINE:
            raw, _, look = read_string(part)
            text = raw
            _note_look(look, place, reading)
    if reading.stale and _is_unset(cell):
        value = ""
    if value:
        stored, shown = _read_value(kind, value, style, (sheet.name, row, column), reading)
        raw, text = raw + stored, text + shown
    if text and not text.isspace():
        reading.budget.spend(text)
        sheet.cells.append(Stored(row, column, raw, text))
        _note_look("struck-text" if style.struck else "", place, reading)
        _note_look("stale-results" if formula is not None and reading.stale else "", f"{place} ={formula}", reading)
    elif formula is not None and not value and kind != "str":
        reading.faults.add("formula-without-result", f"{place} ={formula}")


def _note_look(look: str, place: str, reading: _Reading) -> None:
    """Note what may unsay a cell's text, where there is anything."""
    if look:
        reading.faults.add(look, place)


def _is_unset(cell: Element) -> bool:
    """Tell whether a formula's result is the 0 of programs that do not compute: XlsxWriter, and pandas by it."""
    held = {part.tag: part.text for part in cell}
    formula = any(tag in _FORMULA for tag in held)
    return formula and cell.get("t", "n") == "n" and any(tag in _VALUE and held[tag] == "0" for tag in held)


def _read_value(kind: str, value: str, style: Style, place: tuple[str, int, int], reading: _Reading) -> tuple[str, str]:
    """Give what is stored and what is shown: `1` and `100%`; a shared text is stored by its number."""
    sheet, row, column = place
    if kind == "s":
        index = read_number(value, -1)
        if 0 <= index < len(reading.strings):
            text, _, look = reading.strings[index]
            _note_look(look, f"{sheet}!{name_cell(row, column)}", reading)
            return text, text
        reading.faults.add("cell-unreadable", f"{sheet}!{name_cell(row, column)}")
        return "", ""
    number = _parse_number(value) if kind == "n" else None
    if number is None:
        text = _say_raw(kind, value)
        return text, text
    shown = show_number(number, style.code, from_1904=reading.from_1904)
    if shown.hidden or shown.scaled:
        note_display(shown, f"{sheet}!{name_cell(row, column)}", reading.faults)
    return say_stored(number), shown.text


def _say_raw(kind: str, value: str) -> str:
    """Give what is stored, a number in its shortest decimals: `82800.920000000013` is 82800.92000000001."""
    if kind == "b":
        return "TRUE" if value.strip() in _TRUE else "FALSE"
    number = _parse_number(value) if kind == "n" else None
    return decode(value) if number is None else say_stored(number)


def _count_rows(data: Element, sheet: Sheet, reading: _Reading) -> None:
    """Count each row's characters in a pass of its own, which knows nothing of merges, formats or what is kept."""
    row = -1
    for element in data.iterchildren(*_ROW):
        row = read_number(element.get("r"), row + 2) - 1
        for part in element.iter(*_COUNTED):
            text = part.text
            if not text or part.getparent().tag in READING_AID:
                continue
            if part.tag in TEXT:
                ink = count_ink(decode(text))
            elif reading.stale and _is_unset(part.getparent()):
                ink = 0
            else:
                kind = part.getparent().get("t", "n")
                ink = _count_shared(text, reading) if kind == "s" else count_ink(_say_raw(kind, text))
            sheet.ink[row] += ink


def _count_shared(value: str, reading: _Reading) -> int:
    index = read_number(value, -1)
    return reading.strings[index][1] if 0 <= index < len(reading.strings) else 0


def _note_drawings(package: Package, part: str, name: str, reading: _Reading) -> None:
    """Count the text in text boxes and shapes on a sheet: where it belongs on the sheet is not known."""
    try:
        for drawing in find_related_parts(package, part, "drawing"):
            texts = [node.text or "" for node in parse_part(package, drawing).iter("{*}t")]
            characters = sum(map(count_ink, texts))
            if characters:
                reading.faults.add("drawing-text", f"{name}：{''.join(texts)[:40]}", characters)
    except ReadError:
        reading.faults.add("drawing-text", name)


def _read_span(reference: str) -> Span | None:
    """Read a merged range, `B18:B28`; None for anything else."""
    corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or not all(corners):
        return None
    (left, top), (right, bottom) = ((_read_column(c[1]), int(c[2]) - 1) for c in corners if c)
    return Span(top, left, bottom, right) if 0 <= top <= bottom and left <= right else None


def _find_column(reference: str | None, following: int) -> int:
    found = _REFERENCE.fullmatch(reference) if reference else None
    return _read_column(found[1]) if found else following


def _read_column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def _parse_number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
