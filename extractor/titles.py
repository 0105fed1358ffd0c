"""Titles and signs: which rows of a document open a form, and which show that a form goes on. Part of the layout.

Enters: rows as a reader gave them, and what the patterns' words mean. Leaves: the cells that may be titles, the rows
that begin another part of the document, and what each row's words speak for. A title alone opens nothing: it is named
in prose and in tables of contents as well, so the head of a form has to follow it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractor.cut_rows import Known
from extractor.document import Cell, Row
from extractor.strips import join_cells
from extractor.values import fold
from extractor.wraps import Habits

HEAD_ROOM = 10
"""How many rows may stand between a title and the first label of the form's head."""

LONGEST_HEADING = 120
"""A longer text is no title and no heading."""

LONGEST_LINE = 60
"""A longer line between a title and a table is prose: the title is only named above it."""

TITLE_ROOM = 40
"""How many characters a title may have besides the pattern's words: the year, the unit, 附件1."""

MENTION = re.compile(r"[,;。《“「]|关于|根据|按照|详见|参见|报送|填报|填写|编报")
"""What stands before a title that is only named, folded: `各单位应当填写《…`, `关于报送…`."""

AFTER_TITLE = re.compile(r"^(?:[(\[【\-—_].*|\d{1,4}|[一二三四五六七八九十]|续表?|之[一二三四五六七八九十])?$")
"""What may stand after a title, folded: `（2021年度）`, `（续）`, `-示范项目`, `1`."""

ENTRY = re.compile(r"[表明况]\s+\d{1,3}$")
"""What an entry of a table of contents without dots ends with: `第四部分 2021年市级部门整体预算绩效目标表 31`."""

LEADERS = re.compile(r"[.…·．]{3}|。")
"""The dots of a table of contents, and what ends a sentence."""

YEAR_END = re.compile(r"[\d〇○零一二三四五六七八九]{4}\s*年度?\s*$")
"""What a title's first line may end with: `示例市海洋局2021年`."""

PART = re.compile(r"^第\s*[一二三四五六七八九十\d]+\s*(?:部分|章|节)|^附\s*录")
"""`第四部分 名词解释`."""

OTHER_TABLE = re.compile(r"表[)）]?(?:\s*[(（][^()（）]{0,20}[)）])?(?:\s*\d{1,4})?$")
"""`部门收支总表`, `财政拨款收支总体情况表（续）`."""

CONTINUED = re.compile(r"^[(（]?\s*[续接]\s*上?\s*[表页]\s*\d{0,3}\s*[)）]?[:：]?$")
"""What is printed above the rest of a table that goes on: `续表`, `（接上页）`."""

CORNER = re.compile(r"^(?:附|预算|决算|公开|表)*\s*[\d一二三四五六七八九十-]{1,4}\s*[表号]?$|^附\s*[件表].{0,6}$")
"""What stands at a table's corner: `预算02表`, `附件1`, `附表3`."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the layout knows of words.

    Attributes:
        titles: the titles of the patterns, folded.
        known: tells whether a text is a label of some pattern.
        signs: tells what a text is in some pattern's form: `field` of the head, `group` of the funding, `objective`,
            `section`, `task` (a heading of the task table), `indicator` (one of the indicator table: a level, the
            name, the value), `level` (the name of one).
    """

    titles: tuple[str, ...]
    known: Known
    signs: Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Signs:
    """What a row's words speak for.

    Attributes:
        fields: the labels of a form's head in it, folded; `first` tells whether the row begins with one.
        levels: the names of levels in it, folded.
        indicators: whether it is a row of headings of an indicator table.
        tasks: whether it is one of a task table.
        objective: whether it holds the label of an objective.
        group: whether it holds the heading of a breakdown of the funding.
        labels: how many labels are in it, whatever they are.
    """

    fields: frozenset[str] = frozenset()
    first: bool = False
    levels: frozenset[str] = frozenset()
    indicators: bool = False
    tasks: bool = False
    objective: bool = False
    group: bool = False
    labels: int = 0

    @property
    def opening(self) -> bool:
        """Whether a title above it would be one."""
        return bool(self.fields) or self.indicators or self.tasks or self.objective or self.group

    @property
    def flat(self) -> bool:
        """Whether it holds the headings of a table of many projects: of their heads, and of indicators."""
        return self.indicators and bool(self.fields)

    @property
    def reading(self) -> bool:
        """Whether it shows that the table it stands in is a form's and no other."""
        return self.indicators or self.tasks or self.objective or bool(self.levels)


NOTHING: frozenset[str] = frozenset()
UNSIGNED = Signs()
"""A row that speaks for no form."""


def read_signs(row: Row, words: Words) -> Signs:
    """Give what a row's words speak for: `产出指标 | 数量指标 | 会议次数 | 3` names two levels."""
    cells = [cell for cell in row.cells if not cell.blank]
    found = [words.signs(cell.text) if len(cell.text) <= LONGEST_HEADING else NOTHING for cell in cells]
    if not any(found):
        return UNSIGNED
    all_signs = [sign for signs in found for sign in signs]
    begins = next((signs for signs in found if "section" not in signs), NOTHING)
    return Signs(
        fields=_name(cells, found, "field") if "field" in all_signs else NOTHING,
        first="field" in begins,
        levels=_name(cells[:3], found, "level") if "level" in all_signs else NOTHING,
        indicators=all_signs.count("indicator") >= 2,
        tasks=all_signs.count("task") >= 2,
        objective="objective" in all_signs,
        group="group" in all_signs,
        labels=sum(map(bool, found)),
    )


def _name(cells: Sequence[Cell], found: Sequence[frozenset[str]], sign: str) -> frozenset[str]:
    """Give the cells of a sign, folded."""
    return frozenset(fold(cell.text) for cell, signs in zip(cells, found, strict=False) if sign in signs)


def find_title(row: Row, titles: Sequence[str]) -> Cell | None:
    """Give the cell of a row that may be a form's title: `湛江市示例局2021年市级部门整体预算绩效目标表`.

    No title is one that a sentence names (`关于报送…绩效目标表的通知`) or a table of contents (`…绩效目标表……31`).
    """
    printed = [cell for cell in row.cells if not cell.blank]
    if not 0 < len(printed) <= 2:
        return None
    title = next((cell for cell in printed if _measure_title(cell.text, titles)), None)
    return None if title is None or any(_is_page(cell.text) for cell in printed) else title


PAGE = re.compile(r"[.…·．\s]*\d{0,3}")


def _is_page(text: str) -> bool:
    """Tell whether a text is what a table of contents prints after an entry: dots, a page's number."""
    return len(text) <= LONGEST_HEADING and PAGE.fullmatch(text.strip()) is not None


def _measure_title(text: str, titles: Sequence[str]) -> int:
    """Give the length of the longest title that a text is; 0 where it is none."""
    if len(text) > LONGEST_HEADING or LEADERS.search(text):
        return 0
    folded = fold(text)
    named = [title for title in titles if title in folded]
    if not named or len(text) < min(map(len, titles)) or ENTRY.search(text):
        return 0
    longest = max(named, key=len)
    before, _, after = folded.partition(longest)
    if len(before) + len(after) > TITLE_ROOM or MENTION.search(before):
        return 0
    return len(longest) if AFTER_TITLE.match(after) or _is_apart(text, longest) else 0


def _is_apart(text: str, title: str) -> bool:
    """Tell whether white space stands right after a title: `…绩效目标表 湛江市示例局`."""
    pieces = text.split()
    return any(fold("".join(pieces[:count])).endswith(title) for count in range(1, len(pieces)))


def join_titles(rows: Sequence[Row], titles: Sequence[str]) -> list[Row]:
    """Put titles together that are printed on two lines: `2021年市级部门整体` and `预算绩效目标表`."""
    joined: list[Row] = list(rows[:1])
    for below in rows[1:]:
        above = joined[-1]
        if _are_lines(above, below):
            top, cell = above.cells[0], below.cells[0]
            whole = join_cells(replace(top, room=0.0), cell, Habits())
            if _is_broken(top.text, cell.text, whole.text, titles):
                joined[-1] = replace(above, cells=(whole,), source=above.source + below.source)
                continue
        joined.append(below)
    return joined


def _is_broken(top: str, bottom: str, whole: str, titles: Sequence[str]) -> bool:
    """Tell whether two lines are one title: the words go on from one to the other, or the year ends the first."""
    measured = _measure_title(whole, titles)
    if not measured:
        return False
    if YEAR_END.search(top):
        return measured > _measure_title(top, titles)
    halves = (fold(top), fold(bottom))
    return not any(title in half for title in titles if len(title) == measured for half in halves)


def _are_lines(above: Row, below: Row) -> bool:
    """Tell whether two rows are lines of text on one page that may be one title."""
    return above.page == below.page and _is_line(above) and _is_line(below)


def _is_line(row: Row) -> bool:
    """Tell whether a row is a line that may be a part of a title: no sentence ends in it."""
    if row.table is not None or row.apart or len(row.cells) != 1:
        return False
    text = row.cells[0].text
    return 0 < len(text) <= LONGEST_HEADING and not LEADERS.search(text)


def fold_row(row: Row) -> tuple[str, ...]:
    """Give the folded texts of a row, long ones as they are; blank cells do not count."""
    return tuple(
        fold(cell.text) if len(cell.text) <= LONGEST_HEADING else cell.text for cell in row.cells if not cell.blank
    )


def ends_head(row: Row) -> bool:
    """Tell whether a row below a title shows that the title was only named: prose, an entry of a table of contents."""
    cells = [cell for cell in row.cells if not cell.blank]
    if not cells or row.table is not None:
        return False
    text = cells[0].text.strip()
    if len(text) > LONGEST_LINE or LEADERS.search(text):
        return True
    return begins_part(row) and not CORNER.match(text)


def begins_part(row: Row) -> bool:
    """Tell whether a row is the heading of another part or table: `第四部分 名词解释`, `部门收支总表`."""
    cells = [cell for cell in row.cells if not cell.blank]
    if len(cells) != 1 or len(cells[0].text) > LONGEST_LINE:
        return False
    text = cells[0].text.strip()
    if CONTINUED.match(text):
        return False
    return bool(PART.match(text) or (OTHER_TABLE.search(text) and not CORNER.match(text) and "。" not in text))


def is_continued(row: Row) -> bool:
    """Tell whether a row says that the table above it goes on below: `续表`."""
    cells = [cell for cell in row.cells if not cell.blank]
    return len(cells) == 1 and CONTINUED.match(cells[0].text.strip()) is not None
