"""The text reader, a reader: plain text in, rows of cells out.

Enters: a text file in any of the usual encodings, its columns separated by tabs, Markdown pipes, runs of spaces, or
framed by characters that draw lines.
Leaves: a `Document` in which each row is a line and each cell knows its characters in that line. Which separator
holds is decided for each block of lines between blank lines, so that a file may change from one to another.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise

from extractor.document import Cell, Document, Flaw, LineSpan, ReadError, Row, Source
from extractor.readers.decode import decode
from extractor.readers.delimited import LINE_END, MOST_BYTES, MOST_CELLS, find_delimiter, read_records
from extractor.readers.drawn import Bit, DrawnTable, find_tables
from extractor.wraps import find_habits, is_letter, joint

_TAB = re.compile("\t")
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*:?-+:?\s*")
_LONG_RULE = re.compile(r"\s*:?-{3,}:?\s*")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+")
_STRONG = re.compile(r"(\*\*|__)(?=[^*_\s]).*[^*_\s]\1")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"^(\*\*|__)([^*_].*)\1$")
_WIDE_GAP = re.compile(r"\s{2,}")
_NARROW_GAP = re.compile(r"\s{2,}|\u3000")

LEAST_PIPED = 3
"""How many lines with pipes between their words make a table: fewer may be a menu, `首页 | 公开 | 预算`."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Split:
    """A line cut into spans; `layout` counts its separators that are not white space.

    `marked` tells that emphasis is layout, as in Markdown, `escaped` that backslashes before marks are as well.
    """

    spans: tuple[_Span, ...]
    layout: int = 0
    tabular: bool = True
    marked: bool = False
    escaped: bool = False


def read(source: Source) -> Document:
    r"""Read plain text, of which `\t任务2: 信访业务培训\t…\t6.00\t…` is a row of a blank cell and four others.

    Args:
        source: the file; its vocabulary helps to tell encodings apart.

    Returns:
        A document without pages and geometry: `left` is a cell's index in its line. A line with a separator is a row
        of a table, any other line a row of one cell outside of tables; blank lines are none. A table ends at a blank
        line or at two lines in succession without a separator. A cell's span leaves out the white space around it.

    Raises:
        ReadError: `limit`, if the file is larger than 64 MiB or holds more than a million cells; `unsupported`, if
            it is no text.
    """
    if len(source.data) > MOST_BYTES:
        raise ReadError("limit", f"{len(source.data)} bytes of text")
    decoded = decode(source.data, source.vocabulary)
    delimiter = find_delimiter(decoded.text, source.vocabulary)
    if delimiter is not None:
        return read_records(decoded, delimiter)
    flaws = (Flaw("undecodable", count=decoded.undecodable, lost=True),) if decoded.undecodable else ()
    return Document(
        format="text",
        reader=f"text {decoded.encoding}",
        rows=_rows(decoded.text),
        geometry=False,
        flaws=flaws,
    )


def _rows(text: str) -> tuple[Row, ...]:
    """Give the rows of all blocks, their tables numbered from 1."""
    rows: list[Row] = []
    table = cells = 0
    for block in _cut_drawn(_blocks(text)):
        if isinstance(block, DrawnBlock):
            table += 1
            loose = 0
            cells += sum(len(row.cells) for row in block.table.rows)
            if cells > MOST_CELLS:
                raise ReadError("limit", f"more than {MOST_CELLS} cells")
            rows += _draw_rows(block, table)
            continue
        rules = _rules(block)
        split_line = _splitter(block, ruled=bool(rules))
        loose = 2
        for line in block:
            if line.number in rules:
                continue
            split = split_line(line.text)
            cells += len(split.spans)
            if cells > MOST_CELLS:
                raise ReadError("limit", f"more than {MOST_CELLS} cells")
            if split.tabular and loose >= 2:
                table += 1
            loose = 0 if split.tabular else loose + 1
            rows.append(_row(line, split, table if split.tabular else None))
    return tuple(rows)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Give the runs of lines that are not blank."""
    block: list[_Line] = []
    for number, line in enumerate(_lines(text), start=1):
        if line and not line.isspace():
            block.append(_Line(number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


@dataclass(frozen=True, slots=True)
class DrawnBlock:
    """A table whose cells are framed by characters, and the lines that it counts its own from."""

    lines: list[_Line]
    table: DrawnTable


def _cut_drawn(blocks: Iterator[list[_Line]]) -> Iterator[list[_Line] | DrawnBlock]:
    """Give the blocks, the tables in them that are drawn apart from the lines around."""
    for block in blocks:
        start = 0
        for table in find_tables([line.text for line in block]):
            if start < table.first:
                yield block[start : table.first]
            yield DrawnBlock(block, table)
            start = table.last
        if start < len(block):
            yield block[start:]


def _draw_rows(block: DrawnBlock, table: int) -> Iterator[Row]:
    """Give the rows of a drawn table; the lines that a cell is wrapped on are put together."""
    pieces = [_take(block, bit)[1] for row in block.table.rows for cell in row.cells for bit in cell]
    habits = find_habits(pieces)
    for row in block.table.rows:
        first = block.lines[row.lines[0]].number
        doubtful = row.doubtful
        cells = []
        for index, bits in enumerate(row.cells):
            places = tuple(place for place, _ in (_take(block, bit) for bit in bits)) or (LineSpan(first, 0, 0),)
            texts = [_take(block, bit)[1] for bit in bits]
            text = texts[0] if texts else ""
            for above, below in zip(bits, texts[1:], strict=False):
                # A line filled with letters to its end may have been cut inside of a word.
                doubtful = doubtful or (above.room < 3 and is_letter(text[-1]) and is_letter(below[0]))
                text += joint(text, below, habits, room=above.room / 2) + below
            cells.append(Cell("\n".join(texts), text.replace("\\|", "|"), places, index, index + 1))
        yield Row(tuple(cells), table, None, row.ink, doubtful=doubtful)


def _take(block: DrawnBlock, bit: Bit) -> tuple[LineSpan, str]:
    """Give where a line of a cell stands, and its text."""
    line = block.lines[bit.line]
    return LineSpan(line.number, bit.start, bit.end), line.text[bit.start : bit.end]


def _lines(text: str) -> Iterator[str]:
    """Give the lines without their ends, one at a time."""
    start = 0
    for end in LINE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _row(line: _Line, split: _Split, table: int | None) -> Row:
    """Make a row of a line's spans; its characters are counted on the line, not on the cells."""
    cells = tuple(_cell(line, index, span, split) for index, span in enumerate(split.spans))
    return Row(cells=cells, table=table, page=None, source=len("".join(line.text.split())) - split.layout)


def _cell(line: _Line, index: int, span: _Span, split: _Split) -> Cell:
    r"""Make a cell of a span, the white space around it trimmed off; a blank cell has an empty span.

    In Markdown a backslash before a mark (`\>85%`), and asterisks around the whole text (`**产出指标**`), are layout.
    """
    start, end = span
    piece = line.text[start:end]
    raw = piece.strip()
    if raw:
        start += len(piece) - len(piece.lstrip())
    place = LineSpan(line.number, start, start + len(raw))
    text = _EMPHASIS.sub(r"\2", raw).replace("\\|", "|") if split.marked else raw
    text = _ESCAPE.sub(r"\1", text) if split.escaped else text
    return Cell(raw=raw, text=text, places=(place,), left=index, right=index + 1)


def _rules(block: list[_Line]) -> frozenset[int]:
    """Give the numbers of the lines such as `|---|:--:|` that rule the header of a Markdown table off.

    One or two dashes, as in `| - | - |`, also mark blank cells: they rule only below a table's first row.
    """
    rules = set()
    above = 0
    for line in block:
        if above and _is_rule(line.text, _RULE if above == 1 else _LONG_RULE):
            rules.add(line.number)
        above = above + 1 if "|" in line.text else 0
    return frozenset(rules)


def _is_rule(text: str, rule: re.Pattern[str]) -> bool:
    """Tell whether every cell of a Markdown row is a rule of dashes."""
    inner = text.strip().removeprefix("|").removesuffix("|")
    return "|" in text and all(rule.fullmatch(piece) for piece in inner.split("|"))


def _splitter(block: list[_Line], *, ruled: bool) -> Callable[[str], _Split]:
    """Choose a block's separator: pipes where a rule stands or most lines begin with one, else tabs, else spaces.

    Pipes between cells only, `项目名称 | 路灯维护`, separate where most of several lines have one and none has a tab.
    """
    texts = [line.text for line in block]
    if ruled or sum(text.lstrip().startswith("|") for text in texts) * 2 >= len(texts):
        return partial(_split_pipes, escaped=ruled)
    if any("\t" in text for text in texts):
        return _split_tabs
    piped = sum(_PIPE.search(text) is not None for text in texts)
    if piped >= LEAST_PIPED and piped * 2 > len(texts):
        return partial(_split_pipes, escaped=False)
    gap = _NARROW_GAP if len(texts) > 1 and all(map(_has_narrow_gap, texts)) else _WIDE_GAP
    flush = any(not text[0].isspace() and gap.search(text.rstrip()) for text in texts)
    return partial(_split_spaces, gap=gap, flush=flush)


def _split_tabs(text: str) -> _Split:
    r"""Split at every tab: `\t\t会议次数\t3` has two blank cells, then two others."""
    if "\t" not in text:
        return _loose(text)
    return _Split(_between(0, _TAB.finditer(text), len(text)))


def _split_pipes(text: str, *, escaped: bool) -> _Split:
    """Split at every pipe that no backslash precedes; those at the ends, as in `| 会议次数 | 3 |`, frame the row."""
    spans = _between(0, _PIPE.finditer(text), len(text))
    if len(spans) == 1:
        return _loose(text)
    if text.lstrip().startswith("|"):
        spans = spans[1:]
    if len(spans) > 1 and not text[slice(*spans[-1])].strip():
        spans = spans[:-1]
    return _Split(spans, layout=text.count("|") - text.count("\\|"), marked=True, escaped=escaped)


def _split_spaces(text: str, *, gap: re.Pattern[str], flush: bool) -> _Split:
    """Split at the gaps between words; an indented row has one blank cell first where other rows stand flush left."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    spans = _between(start, gap.finditer(text, start, end), end)
    if len(spans) == 1 or _is_set_wide([text[slice(*span)] for span in spans]):
        return _loose(text)
    return _Split(((0, 0), *spans) if flush and gap.match(text) else spans)


def _has_narrow_gap(text: str) -> bool:
    """Tell whether a full-width space stands between words here, as in `预算单位名称　湛江市信访局`.

    Where every line of a block has one, a single one separates cells: a paragraph has it only before its first word.
    """
    words = _NARROW_GAP.split(text.strip())
    return len(words) > 1 and not _is_set_wide(words)


def _is_set_wide(words: list[str]) -> bool:
    """Tell whether the words are the characters of one word set wide: `绩　效　目　标　表`, but not `无　无`."""
    return len(set(words)) > 1 and all(len(word) == 1 and word.isalpha() for word in words)


def _loose(text: str) -> _Split:
    """Keep a line whole: `附件1`. The marks of a Markdown heading (`# 2021年…`) and of emphasis are layout."""
    heading = _HEADING.match(text)
    start, layout = (heading.end(), len(heading[1])) if heading else (0, 0)
    end = len(text.rstrip())
    if _STRONG.fullmatch(text[start:end].lstrip()):
        start = end - len(text[start:end].lstrip())
        return _Split(((start + 2, end - 2),), layout + 4, tabular=False)
    return _Split(((start, len(text)),), layout, tabular=False)


def _between(start: int, separators: Iterator[re.Match[str]], end: int) -> tuple[_Span, ...]:
    """Give the spans before, between and after the separators."""
    # Two pipes may frame the row, so this many separators are sure to exceed the limit of cells; more only take memory.
    enough = islice(separators, MOST_CELLS + 2)
    edges = [(start, start), *(separator.span() for separator in enough), (end, end)]
    return tuple((left[1], right[0]) for left, right in pairwise(edges))
