"""Where the forms of a document begin: at a title that a head follows, or at a head without one. Part of the layout.

Enters: rows as a reader gave them, and what the patterns' words mean. Leaves: the rows at which forms begin, and those
of a head that a page prints again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from extractor.document import Row
from extractor.titles import HEAD_ROOM, Signs, Words, ends_head, find_title, fold_row, read_signs


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Where forms begin: at which titles, and at which heads without one; `again` are heads that a page repeats.

    `signs` are what each row speaks for.
    """

    signs: Sequence[Signs]
    titled: frozenset[int]
    bare: frozenset[int]
    again: frozenset[int]


def find_beginnings(
    rows: Sequence[Row], words: Words, passing: Collection[int], running: Collection[int] = ()
) -> Beginnings:
    """Give the indexes of the rows at which forms begin, after the first one also those without a title.

    `passing` are the rows that count for nothing: page numbers, running heads, headings that a page break repeated.
    `running` are titles that several pages print at their edge: in the midst of a form one begins another only where
    the head of one follows, not where the tasks or the indicators go on.
    """
    signs = [read_signs(row, words) for row in rows]
    opened = _find_openings(rows, signs, words, passing)
    titled = set(opened)
    bare: set[int] = set()
    again: set[int] = set()
    begun: set[int] = set()
    head = _Head()
    for index, row in enumerate(rows):
        own = signs[index]
        if index in passing or index in again:
            head.take_passing(row)
            continue
        if index in running and (begun or bare) and not head.complete and not signs[opened.get(index, index)].fields:
            titled.discard(index)
            continue
        if own.flat:
            # Headings of a table of many projects: printed again, they begin no other form.
            heading = fold_row(row)
            if heading in head.flat and index not in titled:
                continue
            head.flat.add(heading)
        if row.page != head.page and (index in titled or (own.first and own.fields & head.fields)):
            repeated = _find_again(rows, signs, (index, opened.get(index, index)), head, passing)
            again.update(repeated)
            if repeated:
                continue
        if index in titled or (head.complete and _begins_bare(rows, signs, index, head.fields, passing)):
            (begun if index in titled else bare).add(index)
            head = _Head(page=row.page, flat={fold_row(row)} if own.flat else set())
        head.take(row, own, titled=index in titled)
    return Beginnings(signs, frozenset(begun), frozenset(bare), frozenset(again))


@dataclass(slots=True)
class _Head:
    """What was read of a form, down to its indicators.

    Attributes:
        page: the page on which it begins.
        fields: the labels of its head, folded.
        printed: its rows above the indicators, folded.
        flat: the headings of its table of many projects, folded.
        complete: whether its indicators were reached.
    """

    page: int | None = None
    fields: frozenset[str] = frozenset()
    printed: set[tuple[str, ...]] = field(default_factory=set)
    flat: set[tuple[str, ...]] = field(default_factory=set)
    complete: bool = False

    def take(self, row: Row, own: Signs, *, titled: bool) -> None:
        """Note a row of the form."""
        self.fields |= own.fields
        self.complete = self.complete or own.indicators
        if titled or (not self.complete and (own.labels or row.table is None)):
            self.printed.add(fold_row(row))

    def take_passing(self, row: Row) -> None:
        """Note a line that pages print at their edges: it may stand between the title and the table."""
        if not self.complete:
            self.printed.add(fold_row(row))


def _begins_bare(
    rows: Sequence[Row], signs: Sequence[Signs], index: int, fields: frozenset[str], passing: Collection[int]
) -> bool:
    """Tell whether another form begins below a complete one without a title: with a head, and more of it below.

    A label that the form above has printed in its head is enough.
    """
    if not signs[index].first or signs[index].fields & fields:
        return signs[index].first
    for k in range(index + 1, min(index + HEAD_ROOM, len(rows))):
        if k in passing:
            continue
        if signs[k].group or signs[k].objective or signs[k].tasks:
            return True
        if rows[k].table is None:
            return False
    return False


def _find_again(
    rows: Sequence[Row], signs: Sequence[Signs], opening: tuple[int, int], head: _Head, passing: Collection[int]
) -> list[int]:
    """Give the rows of a head that a page prints again: the same words, and no more of a head below them.

    `opening` are the first row and the one that shows it to be a title, or itself. A table of many projects goes on
    where all that stands between its title and its headings is printed again.
    """
    index, shown = opening
    if fold_row(rows[shown]) in head.flat:
        one_page = rows[index].page is not None and rows[index].page == rows[shown].page
        whole = one_page and all(fold_row(row) in head.printed for row in rows[index:shown])
        return list(range(index, shown + 1)) if whole else []
    if signs[shown].fields and fold_row(rows[shown]) not in head.printed:
        return []
    run: list[int] = []
    for k in range(index, min(index + 3 * HEAD_ROOM, len(rows))):
        if k in passing:
            continue
        if rows[k].page is None or rows[k].page != rows[index].page:
            return []
        if fold_row(rows[k]) not in head.printed:
            return [] if signs[k].fields else run
        if signs[k].group or signs[k].objective or signs[k].tasks:
            return []
        run.append(k)
    return run


def _find_openings(
    rows: Sequence[Row], signs: Sequence[Signs], words: Words, passing: Collection[int]
) -> dict[int, int]:
    """Give the titles below which a form begins, before another title or part, each with the row that shows it."""
    openings: dict[int, int] = {}
    title: int | None = None
    for index, row in enumerate(rows):
        if find_title(row, words.titles) is not None:
            title = index
        elif title is None or index in passing:
            continue
        elif signs[index].opening:
            openings[title] = index
            title = None
        elif index - title > HEAD_ROOM or ends_head(row):
            title = None
    return {title: shown for title, shown in openings.items() if title not in passing}
