"""A source → what the review page shows of it: pictures of pages, or rows and cells, and what each text became.

Enters: a file's bytes. Leaves: `source.js` and the pictures in the document's own folder. It is the work of a batch's
workers, so that a source that hangs, swells or crashes costs only itself.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from extractor.batch.worker import Work
from extractor.document import Cell, Document, LineSpan, PageBox, Place, ReadError, Row, SheetCell, Source, TableCell
from extractor.inspect import WEIGHT, Inspection, Kind, SeenRow, find_kind, inspect_document
from extractor.patterns import Pattern, load_patterns, telling_words, vocabulary
from extractor.places import document_id
from extractor.readers import read
from extractor.readers.page_view import PageView
from extractor.readers.sniff import sniff
from extractor.review.pictures import draw_small
from extractor.review.scripts import write_script

SCRIPT = "source.js"

VIEWS: Mapping[str, str] = {"pdf": "extractor.readers.pdf_view", "image": "extractor.readers.image_view"}
"""The formats that have pages to draw, and the module that views each; all others are drawn from their cells."""

KINDS: tuple[Kind | Literal["unread"], ...] = (*WEIGHT, "outside", "unread")
"""A piece's kind is its index here; the page has the same list. What the page draws and no cell holds is `unread`."""

BLANK = -1
"""The kind of a cell in which nothing is printed."""

SHORT = 40
"""Of a longer file, only the pages of forms and those beside them are drawn."""

MOST_PAGES = 200
"""So many pages of a file are drawn at most."""

BAND = 200
"""The height of a band of a page, in tenths of a point, in which marks are looked for."""

MOST_CELLS = 30_000
"""So many cells that belong to no form are drawn at most; those of forms are all drawn."""


def prepare(settings: Mapping[str, Any]) -> Work:
    """Give the work of a worker: `folder`, `patterns` (paths) and `drawing` (its name) are what the settings name."""
    patterns = load_patterns(*map(Path, settings["patterns"]))
    folder = Path(settings["folder"])
    note = settings["drawing"]

    def work(task: Mapping[str, Any], data: bytes, beat: Callable[[], None]) -> dict[str, Any]:
        document = document_id(hashlib.sha256(data).hexdigest(), task["name"])
        target = folder / place_source(document)
        target.mkdir(parents=True, exist_ok=True)
        try:
            drawn = draw_source(data, task["name"], patterns, target, beat)
        except ReadError as error:
            return {"problem": [error.code, error.detail]}
        script = target / f"{SCRIPT}.part"
        script.write_bytes(write_script(f"source/{document}", drawn, note))
        script.replace(target / SCRIPT)
        return {}

    return work


def place_source(document: str) -> str:
    """Give where a document's pictures and script lie below the page's folder."""
    return f"sources/{document[:2]}/{document}"


def draw_source(
    data: bytes, name: str, patterns: Sequence[Pattern], target: Path, beat: Callable[[], None]
) -> dict[str, Any]:
    """Give what the page shows of a file as plain data, and write the pictures of its pages to a folder."""
    try:
        document = read(Source(data, name, vocabulary(patterns), telling_words(tuple(patterns)), beat))
    except ReadError:
        known = sniff(data, name)
        if known not in VIEWS:
            raise
        return _draw_pages(known, data, [], target, beat)  # Without a text layer, say, there are pages all the same.
    rows = list(_walk_rows(inspect_document(document, name, patterns)))
    if document.format in VIEWS:
        return _draw_pages(document.format, data, rows, target, beat)
    return _draw_cells(document, rows)


def _walk_rows(inspection: Inspection) -> Iterator[tuple[SeenRow, bool]]:
    """Give each row that was seen, and whether a form may have been read from it."""
    for region in inspection.regions:
        claimed = any(claim.claims for claim in region.claims)
        yield from ((row, claimed) for row in region.rows)
    yield from ((row, False) for row in inspection.outside)


def _find_kinds(rows: Iterable[tuple[SeenRow, bool]]) -> dict[Place, int]:
    """Give what stands at each place; a place with two texts is shown as the one that a person should know of."""
    kinds: dict[Place, int] = {}
    for row, claimed in rows:
        for cell in row.cells:
            if not cell.text.strip():
                continue
            kind = KINDS.index(find_kind(row, cell) if claimed else "outside")
            for place in cell.places:
                kinds[place] = min(kind, kinds.get(place, kind))
    return kinds


# ---- pages ----------------------------------------------------------------------------------------------------------


def _draw_pages(
    kind: str, data: bytes, rows: Sequence[tuple[SeenRow, bool]], target: Path, beat: Callable[[], None]
) -> dict[str, Any]:
    view = import_module(VIEWS[kind])
    count = view.count_pages(data)
    of_forms = {
        place.page
        for row, claimed in rows
        for cell in row.cells
        for place in cell.places
        if claimed and row.kind != "outside" and isinstance(place, PageBox)
    }
    marks: dict[int, list[list[int]]] = {}
    for place, became in _find_kinds(rows).items():
        if isinstance(place, PageBox):
            marks.setdefault(place.page, []).append([became, *_tenths(place.box)])
    pages = []
    shown: PageView
    for shown in view.view_pages(data, choose_pages(count, of_forms)):
        picture = draw_small(shown.draw)
        own = marks.get(shown.number, [])
        if own:  # A page without any is shown as one that was not read.
            own += _mark_uncovered(shown, own)
        file = f"{shown.number}.webp"
        (target / file).write_bytes(picture.data)
        pages.append(
            {
                "number": shown.number,
                "size": [round(shown.width * 10), round(shown.height * 10)],
                "picture": file,
                "pixels": [picture.width, picture.height],
                "marks": sorted(own),
                "text": list(_pack_text(shown)),
            }
        )
        beat()
    return {"pages": pages, "count": count}


def choose_pages(count: int, of_forms: Iterable[int]) -> list[int]:
    """Give the pages to draw: of a long file, those of forms, those beside them, and the first."""
    if count <= SHORT:
        return list(range(1, count + 1))
    wanted = {1} | {page + beside for page in of_forms for beside in (-1, 0, 1)}
    return sorted(page for page in wanted if 1 <= page <= count)[:MOST_PAGES]


def _tenths(box: Sequence[float]) -> list[int]:
    """Give a box in whole tenths of a point, not smaller than it was."""
    x0, top, x1, bottom = box
    return [int(x0 * 10), int(top * 10), -int(-x1 * 10 // 1), -int(-bottom * 10 // 1)]


def _mark_uncovered(view: PageView, marks: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Mark the characters that no mark covers, such as those that a sheet printed on two pages shows again."""
    bands: dict[int, list[Sequence[int]]] = {}
    for mark in marks:
        for band in range(mark[2] // BAND, mark[4] // BAND + 1):
            bands.setdefault(band, []).append(mark)
    box: list[int] | None = None
    for _, place in view.characters:
        x0, top, x1, bottom = _tenths(place)
        x, y = (x0 + x1) // 2, (top + bottom) // 2
        near = bands.get(y // BAND, ())
        if any(mark[1] <= x <= mark[3] and mark[2] <= y <= mark[4] for mark in near) or x > 10 * view.width or x < 0:
            continue
        if box is not None and box[1] <= y <= box[3] and 0 <= x0 - box[2] + 20 < 60:
            box[2] = x1
            continue
        if box is not None:
            yield [KINDS.index("unread"), *box]
        box = [x0, top, x1, bottom]
    if box is not None:
        yield [KINDS.index("unread"), *box]


def _pack_text(view: PageView) -> Iterator[list[Any]]:
    """Give a page's text in runs: the middle of the line, the middles of the characters, in tenths of a point."""
    run: list[Any] | None = None
    for character, (x0, top, x1, bottom) in view.characters:
        x, y = round((x0 + x1) * 5), round((top + bottom) * 5)
        if run is not None and abs(run[0] - y) <= 2:
            run[1] += character
            run[2].append(x - run[3])
            run[3] = x
            continue
        if run is not None:
            yield run[:3]
        run = [y, character, [x], x]
    if run is not None:
        yield run[:3]


# ---- cells ----------------------------------------------------------------------------------------------------------


def _draw_cells(document: Document, rows: Sequence[tuple[SeenRow, bool]]) -> dict[str, Any]:
    kinds = _find_kinds(rows)
    outside = KINDS.index("outside")
    blocks: list[dict[str, Any]] = []
    room, left_out = MOST_CELLS, 0
    for row in document.rows:
        if all(kinds.get(place, outside) == outside for cell in row.cells for place in cell.places):
            room -= len(row.cells)
            if room < 0:
                left_out += 1
                continue
        block = _open_block(blocks, row)
        if row.table is None:
            block["cells"].append([[*_draw_cell(cell, kinds, 0), 1, 1] for cell in row.cells])
            block["numbers"].append(_number_row(row))
        else:
            _lay_row(block, row, kinds)
    for block in blocks:
        block.pop("taken", None)
    return {"blocks": blocks, "left_out": left_out, "flows": document.format == "text"}


def _open_block(blocks: list[dict[str, Any]], row: Row) -> dict[str, Any]:
    """Give the block that a row belongs to: a table, or lines between tables; on a sheet, one of the sheet."""
    place = row.cells[0].places[0] if row.cells and row.cells[0].places else None
    sheet = place.sheet if isinstance(place, SheetCell) else None
    table = row.table if sheet is None else 0
    last = blocks[-1] if blocks else None
    if last is None or (last["table"], last["sheet"]) != (table, sheet):
        last = {"table": table, "sheet": sheet, "cells": [], "numbers": [], "columns": 0, "taken": {}}
        blocks.append(last)
    return last


def _lay_row(block: dict[str, Any], row: Row, kinds: Mapping[Place, int]) -> None:
    """Add a row to a table: its cells as far as they span, and nothing twice on the same ground."""
    taken: dict[int, int] = block["taken"]
    number = len(block["cells"])
    cells = []
    for cell in row.cells:
        left = int(cell.left)
        while taken.get(left, 0) > number:
            left += 1
        right = max(left + 1, int(cell.right))
        for column in range(left, right):
            if taken.get(column, 0) > number:
                right = max(left + 1, column)
                break
        taken.update(dict.fromkeys(range(left, right), number + max(1, cell.rows)))
        cells.append([*_draw_cell(cell, kinds, left), right - left, max(1, cell.rows)])
        block["columns"] = max(block["columns"], right)
    block["cells"].append(cells)
    block["numbers"].append(_number_row(row))


def _draw_cell(cell: Cell, kinds: Mapping[Place, int], left: int) -> list[Any]:
    """Give a cell: where it begins, what it became, its text and its places.

    A spreadsheet's text is what it shows (`100%`), all others' is what the file holds, line breaks and all.
    """
    kind = BLANK if cell.blank else min(kinds.get(place, KINDS.index("outside")) for place in cell.places)
    text = cell.text if isinstance(cell.places[0], SheetCell) else cell.raw
    return [left, kind, text, [name_place(place) for place in cell.places]]


def _number_row(row: Row) -> int | None:
    """Give a row's number as its file counts: that of the sheet, of the table, or of the line."""
    for cell in row.cells:
        match cell.places[0]:
            case SheetCell(_, name):
                return int("".join(filter(str.isdigit, name)) or 0)
            case TableCell(_, number, _):
                return number
            case LineSpan(line, _, _):
                return line
    return None


def name_place(place: Place) -> str:
    """Name a place, as the page finds it again: `p1 450 2808 538 2901`, `t1 r12 c3`, `sD12 Sheet1`, `l18 11 784`."""
    match place:
        case PageBox(page, box):
            return f"p{page} {' '.join(map(str, _tenths(box)))}"
        case TableCell(table, row, column):
            return f"t{table} r{row} c{column}"
        case SheetCell(sheet, cell):
            return f"s{cell} {sheet}"
        case LineSpan(line, start, end):
            return f"l{line} {start} {end}"
