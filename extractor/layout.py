"""Document → rows with the page breaks undone: what they cut is put together, what they print again is set apart.

Enters: a document. Leaves: its rows with cut rows and cells rejoined, page numbers, running heads and repeated
headings set apart. Geometry decides; of words it knows where forms begin, since nothing is joined over that, and the
vocabulary only to put a label together that a page break cut in two.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.cut_rows import Known
from extractor.document import Document, Row, SheetCell
from extractor.page_breaks import LabelSide, PageBreak, Strip, complete_label, join_page
from extractor.page_ends import survey_page_ends
from extractor.titles import Words, find_beginnings, find_title, fold_row, join_titles
from extractor.wraps import find_habits

Kind = Literal["row", "repeated", "furniture", "unread"]

PAGE_NUMBER = re.compile(
    r"^[-—–~·\s]{0,99}(?:第|page)?\s{0,99}\d{1,4}\s*页?(?:\s*[/,，共of]+\s*\d{1,4}\s*页?)?[-—–~·\s]*$", re.IGNORECASE
)
"""`- 3 -`, `第1页 共4页`, `Page 2 of 5`, `3`."""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row after page breaks are undone.

    Attributes:
        row: the row; its `source` counts all parts that were joined into it.
        kind: `row`, a heading that a page break printed again, page furniture (page numbers, running heads), or lines
            that no row can be made of.
        doubtful: whether it was joined over a page break where two rows would have been possible as well.
        end_table: the table in which a row ends that a page break cut; each page's part of a table has its own number.
    """

    row: Row
    kind: Kind = "row"
    doubtful: bool = False
    end_table: int | None = None


def split_sheets(document: Document) -> list[Document]:
    """Give each sheet of a spreadsheet as a document of its own, any other document whole: no form leaves its sheet."""
    sheets: dict[str | None, list[Row]] = {}
    sheet: str | None = None
    for row in document.rows:
        place = row.cells[0].places[0] if row.cells else None
        sheet = place.sheet if isinstance(place, SheetCell) else sheet
        sheets.setdefault(sheet, []).append(row)
    return [replace(document, rows=tuple(rows)) for rows in sheets.values()]


def lay_out(document: Document, words: Words) -> list[LaidRow]:
    """Undo the page breaks of a document."""
    rows = join_titles(document.rows, words.titles)
    margins = find_margins(rows)
    laid_over = {k for k, row in enumerate(rows) if row.apart}
    running = {k for k in margins if find_title(rows[k], words.titles) is not None}
    begin = find_beginnings(rows, words, (margins - running) | laid_over, running)
    furniture = find_furniture(rows, margins, begin.titled, words.titles) | laid_over
    apart: dict[int, Kind] = dict.fromkeys(furniture, "furniture")
    apart |= dict.fromkeys(begin.again, "repeated")
    plan = _Plan(apart, begin.titled | begin.bare)
    laid = _join_rows(rows, words, plan)
    if plan.votes["last"] and not plan.votes["first"]:
        # Some labels show that all are printed on the last page that they span.
        laid = _join_rows(rows, words, replace(plan, printed="last"))
    return laid


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known before rows are joined: what stands apart, where forms begin, and where side labels are printed.

    What the page breaks show of the last is added to `votes`.
    """

    apart: Mapping[int, Kind]
    begins: Collection[int]
    printed: LabelSide | None = None
    votes: Counter[LabelSide] = field(default_factory=Counter)


def _join_rows(rows: Sequence[Row], words: Words, plan: _Plan) -> list[LaidRow]:
    """Join what page breaks cut."""
    known = words.known
    habits = find_habits(cell.text for row in rows for cell in row.cells)
    ends = survey_page_ends(rows)
    seen: Counter[int | None] = Counter()
    laid: list[tuple[Strip, Kind]] = []
    table: list[Strip] = []
    headings: set[tuple[str, ...]] = set()
    for index, row in enumerate(rows):
        seen[row.table] += 1
        strip = Strip(list(row.cells), row.page, row.table, row.source, ambiguous=row.doubtful)
        if index in plan.apart:
            laid.append((strip, plan.apart[index]))
            continue
        folded = fold_row(row)
        if index in plan.begins:
            table = []
            headings = set()
        before = table[-1] if table else None
        heading = row.table is None or _is_heading(folded, known)
        if before is not None and row.page is not None and row.page > (before.page or 0):
            if heading and folded in headings:
                laid.append((strip, "repeated"))
                continue
            headings.update([folded] if heading else [])
            if row.table is not None and before.table is not None:
                at = PageBreak(
                    known,
                    habits,
                    rows=ends.heights[row.table] - seen[row.table] + 1,
                    heads=seen[row.table] == 1,
                    single=_holds_objectives(table, words),
                    opens=ends.opens,
                    floor=ends.floors.get(before.page or 0, 0.0),
                    printed=plan.printed,
                    votes=plan.votes,
                )
                again = join_page(table, strip, at)
                laid.extend((Strip([cell], row.page, row.table, 0), "repeated") for cell in again)
                if strip is table[-1]:
                    laid.append((strip, "row"))
                continue
        below = row.table is None and before is not None and before.table is not None
        if before is not None and below and complete_label(table, strip, known, habits):
            before.source += strip.source
            continue
        headings.update([folded] if heading else [])
        if before is None or row.table != (before.end_table or before.table):
            table = []
        strip.start = len(table)
        table.append(strip)
        laid.append((strip, "row"))
    return [
        LaidRow(Row(tuple(s.cells), s.table, s.page, s.source, s.ambiguous), kind, s.doubtful, s.end_table)
        for s, kind in laid
    ]


def _holds_objectives(table: Sequence[Strip], words: Words) -> bool:
    """Tell whether a table's last row stands right below the headings of objectives, which have one row of texts."""
    above = [cell for cell in table[-2].cells if cell.rows == 1 and not cell.blank] if len(table) > 1 else []
    return bool(above) and all("objective" in words.signs(cell.text) for cell in above)


def _is_heading(folded: Sequence[str], known: Known) -> bool:
    return bool(folded) and (len(folded) == 1 or all(map(known, folded)))


def find_margins(rows: Sequence[Row]) -> set[int]:
    """Give the indexes of lines at a page's top or bottom that may be page numbers and running heads.

    A line counts where it is a page number (`- 3 -`, `第1页 共4页`), or where it stands on several pages and differs at
    most in its digits.
    """
    pages: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if row.page is not None and not row.apart:
            pages.setdefault(row.page, []).append(index)
    edges: list[int] = []
    for indexes in pages.values():
        tables = [k for k in indexes if rows[k].table is not None]
        first, last = (tables[0], tables[-1]) if tables else (indexes[0], indexes[-1])
        edges += [k for k in (indexes[:3] + indexes[-3:]) if rows[k].table is None and not first < k < last]
    texts = {k: " ".join(cell.text for cell in rows[k].cells) for k in dict.fromkeys(edges)}
    shapes = Counter(re.sub(r"\d+", "0", text) for text in texts.values())
    return {k for k, text in texts.items() if shapes[re.sub(r"\d+", "0", text)] > 1 or PAGE_NUMBER.match(text)}


def find_furniture(
    rows: Sequence[Row], margins: Collection[int], openings: Collection[int], titles: Sequence[str]
) -> set[int]:
    """Give the indexes of page numbers and running heads.

    A title that opens a form is no running head, nor is a line right above it (`附件1`) that no page prints on which no
    form begins; where no title opens one, the title that every page prints is none either.
    """
    numbers = {k for k in margins if PAGE_NUMBER.match(" ".join(cell.text for cell in rows[k].cells))}
    above = {k for opening in openings for k in range(opening - 2, opening) if k >= 0 and _is_above(rows, k, opening)}
    opened = {rows[opening].page for opening in openings}
    elsewhere = {_text(rows[k]) for k in margins if rows[k].page not in opened}
    running = set(margins) - {k for k in above if _text(rows[k]) not in elsewhere} - set(openings)
    if not openings:
        running -= {k for k in margins if find_title(rows[k], titles) is not None}
    return running | numbers


def _text(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells)


def _is_above(rows: Sequence[Row], index: int, title: int) -> bool:
    """Tell whether a line stands right above a title and belongs to it: `附件1`, `单位：万元`."""
    cells = [cell for cell in rows[index].cells if not cell.blank]
    return rows[index].page == rows[title].page and len(cells) == 1 and len(cells[0].text) <= 12
