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

from extractor.beginnings import find_beginnings
from extractor.cut_rows import Known
from extractor.document import Document, Row, SheetCell
from extractor.page_breaks import join_page
from extractor.page_ends import PageEnds, survey_page_ends
from extractor.side_labels import complete_label
from extractor.strips import LabelSide, PageBreak, Strip
from extractor.titles import Words, find_title, fold_row, join_titles
from extractor.unmerged import find_unmerged
from extractor.wraps import Habits, find_habits

Kind = Literal["row", "repeated", "furniture", "unread"]

MOST_LINES = 8
"""The rest of a label that stands below its cell has no more lines than this."""

MOST_BELOW = 4
"""So many lines may stand between a title and its table: the year, the unit that fills it in, the unit of money."""

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
        broken: whether a text of it fills its page and ends there in the middle of a sentence.
        end_table: the table in which a row ends that a page break cut; each page's part of a table has its own number.
    """

    row: Row
    kind: Kind = "row"
    doubtful: bool = False
    end_table: int | None = None
    broken: bool = False


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
    habits = find_habits(cell.text for row in rows for cell in row.cells)
    plan = _Plan(apart, begin.titled | begin.bare, habits, survey_page_ends(rows))
    laid = _join_rows(rows, words, plan)
    printed = _choose_side(plan.votes)
    return laid if printed is None else _join_rows(rows, words, replace(plan, printed=printed))


def _choose_side(votes: Counter[LabelSide]) -> LabelSide | None:
    """Choose where a document prints its side labels, by those that show it; None where none does.

    Labels in the middle of all that they span stand on any of their pages.
    """
    if votes["first"]:
        return "first"
    return "middle" if votes["middle"] else "last" if votes["last"] else None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known before rows are joined: what stands apart, where forms begin, and where side labels are printed.

    What the page breaks show of the last is added to `votes`. `habits` and `ends` are the document's.
    """

    apart: Mapping[int, Kind]
    begins: Collection[int]
    habits: Habits
    ends: PageEnds
    printed: LabelSide | None = None
    votes: Counter[LabelSide] = field(default_factory=Counter)


def _join_rows(rows: Sequence[Row], words: Words, plan: _Plan) -> list[LaidRow]:
    """Join what page breaks cut."""
    known, habits, ends = words.known, plan.habits, plan.ends
    unmerged = find_unmerged(rows, lambda text: "level" in words.signs(text))
    seen: Counter[int | None] = Counter()
    laid: list[tuple[Strip, Kind]] = []
    table: list[Strip] = []
    headings: set[tuple[str, ...]] = set()
    taken = 0
    for index, row in enumerate(rows):
        seen[row.table] += 1
        if index < taken:
            continue
        strip = Strip(list(row.cells), row.page, row.table, row.source, ambiguous=row.doubtful)
        if index in plan.apart:
            laid.append((strip, plan.apart[index]))
            continue
        folded = fold_row(row)
        if index in plan.begins:
            table = []
            headings = set()
        before = table[-1] if table else None
        heading = row.table is None or _is_heading(row, folded, known)
        if before is not None and _is_later(row, before):
            if heading and folded in headings:
                laid.append((strip, "repeated"))
                continue
            headings.update([folded] if heading else [])
            if row.table is not None and before.table is not None:
                at = PageBreak(
                    known,
                    lambda text: "section" in words.signs(text),
                    habits,
                    rows=ends.heights[row.table] - seen[row.table] + 1,
                    heads=seen[row.table] == 1,
                    single=_holds_objectives(table, words),
                    opens=ends.opens,
                    floor=ends.floors.get(before.page or 0, 0.0),
                    endings=ends.endings,
                    printed=plan.printed,
                    unmerged=unmerged,
                    votes=plan.votes,
                )
                late = heading and _is_late(strip, table, rows[index + 1 : index + 2], words)
                _go_on(table, strip, at, laid, late=late)
                continue
        below = _find_lines(rows, index, plan.apart, before)
        taken = index + complete_label(table, below, known, habits)
        if before is not None and taken > index:
            before.source += sum(line.source for line in below[: taken - index])
            continue
        headings.update([folded] if heading else [])
        if before is None or row.table != (before.end_table or before.table):
            table = []
        strip.start = len(table)
        table.append(strip)
        laid.append((strip, "row"))
    return [
        LaidRow(Row(tuple(s.cells), s.table, s.page, s.source, s.ambiguous), kind, s.doubtful, s.end_table, s.broken)
        for s, kind in laid
    ]


def _go_on(table: list[Strip], strip: Strip, at: PageBreak, laid: list[tuple[Strip, Kind]], *, late: bool) -> None:
    """Join a page's first table row to the table of the page before; note what stays of it, and what it repeats.

    `late` says that it holds the headings of the row before the page break.
    """
    if late:
        _put_above(strip, table, laid)
        return
    again = join_page(table, strip, at)
    laid += [(Strip([cell], strip.page, strip.table, 0), "repeated") for cell in again]
    if strip is table[-1]:
        laid.append((strip, "row"))


def _is_late(heading: Strip, table: Sequence[Strip], below: Sequence[Row], words: Words) -> bool:
    """Tell whether column headings are those of the row before a page break, printed too late.

    A browser that prints headings at each page's head leaves them out where they have no room beside a tall row. Then
    the label of a part stands beside a row of texts in their columns, and below them no more than the rest of one.
    """
    if len(table) < 2 or heading.table is None or not below or below[0].page != heading.page:
        return False
    own = [cell for cell in heading.cells if not cell.blank]
    texts = [cell for cell in table[-1].cells if not cell.blank]
    sides = [cell for cell in texts if "section" in words.signs(cell.text)]
    rest = [cell for cell in below[0].cells if not cell.blank]
    columns = [(round(cell.left), round(cell.right)) for cell in own]
    return (
        len(sides) == 1
        and len(own) > 2
        and texts[0] is sides[0]
        and not any(words.known(cell.text) for cell in [*texts[1:], *rest])
        and [(round(cell.left), round(cell.right)) for cell in texts[1:]] == columns
        and 0 < len(rest) < len(own)
        and rest[0].left > own[0].left + 1
    )


def _put_above(heading: Strip, table: list[Strip], laid: list[tuple[Strip, Kind]]) -> None:
    """Put headings above the last row of a table, which is in doubt from now on."""
    row = table[-1]
    heading.start, heading.page, heading.table = row.start, row.page, row.table
    row.start += 1
    row.doubtful = True
    table.insert(-1, heading)
    laid.insert(next(k for k in range(len(laid) - 1, -1, -1) if laid[k][0] is row), (heading, "row"))


def _is_later(row: Row, before: Strip) -> bool:
    """Tell whether a row stands on a later page than the one before it."""
    return row.page is not None and row.page > (before.page or 0)


def _find_lines(rows: Sequence[Row], index: int, apart: Collection[int], before: Strip | None) -> list[Strip]:
    """Give the lines that stand right below a table's row on its page, from a place on."""
    lines: list[Strip] = []
    if before is None or before.table is None or before.page != rows[index].page:
        return lines
    for k in range(index, min(index + MOST_LINES, len(rows))):
        row = rows[k]
        if row.table is not None or not row.cells or row.page != rows[index].page or k in apart:
            break
        lines.append(Strip(list(row.cells), row.page, row.table, row.source))
    return lines


def _holds_objectives(table: Sequence[Strip], words: Words) -> bool:
    """Tell whether a table's last row stands right below the headings of objectives, which have one row of texts."""
    above = [cell for cell in table[-2].cells if cell.rows == 1 and not cell.blank] if len(table) > 1 else []
    return bool(above) and all("objective" in words.signs(cell.text) for cell in above)


def _is_heading(row: Row, folded: Sequence[str], known: Known) -> bool:
    """Tell whether a row holds labels alone, or a caption in its only cell; beside blank cells stands a text's rest."""
    return bool(folded) and (len(row.cells) == 1 or all(map(known, folded)))


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

    A title that opens a form is no running head, nor is a line between it and its table (`（2024年度）`). Nor is one
    right above it (`附件1`), or below it at its page's end, that no page prints on which no form begins. Where no title
    opens one, the title that every page prints is none either.
    """
    numbers = {k for k in margins if PAGE_NUMBER.match(" ".join(cell.text for cell in rows[k].cells))}
    above = {k for opening in openings for k in range(opening - 2, opening) if k >= 0 and _is_above(rows, k, opening)}
    opened = {rows[opening].page for opening in openings}
    elsewhere = {_text(rows[k]) for k in margins if rows[k].page not in opened}
    below = [lines for opening in openings if (lines := _find_below(rows, opening))]
    within = {k for lines in below for k in lines if rows[k].page == rows[lines[-1] + 1].page}
    beside = {k for k in above.union(*below) if _text(rows[k]) not in elsewhere}
    running = set(margins) - within - beside - set(openings)
    if not openings:
        running -= {k for k in margins if find_title(rows[k], titles) is not None}
    return running | numbers


def _find_below(rows: Sequence[Row], title: int) -> list[int]:
    """Give the lines between a title and its table: `（2024年度）`, `填报单位：示例市水利局`."""
    for index in range(title + 1, min(title + 2 + MOST_BELOW, len(rows))):
        if rows[index].table is not None or rows[index].page != rows[title].page:
            return list(range(title + 1, index))
    return []


def _text(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells)


def _is_above(rows: Sequence[Row], index: int, title: int) -> bool:
    """Tell whether a line stands right above a title and belongs to it: `附件1`, `单位：万元`."""
    cells = [cell for cell in rows[index].cells if not cell.blank]
    return rows[index].page == rows[title].page and len(cells) == 1 and len(cells[0].text) <= 12
