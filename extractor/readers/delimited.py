r"""Reading stage, delimited text: CSV with commas or semicolons, and tabs with quoted cells, to rows of cells.

Enters: decoded text. Leaves: a `Document` whose cells know their characters in the lines of the file, as in plain text;
a quoted cell of several lines has a place in each of them. The delimiter is the one between which the forms' labels
stand, or that parts all records into equally many cells. Spreadsheets leave what a merged cell covers blank.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from extractor.document import Cell, Document, Flaw, LineSpan, ReadError, Row, Source
from extractor.readers.decode import Decoded, decode
from extractor.values import fold

MOST_BYTES = 64 * 1024 * 1024
MOST_CELLS = 1_000_000
"""A cell takes some 400 bytes of memory, and a hostile file of delimiters has one a byte."""

# U+2028, vertical tabs and the like stay characters: str.splitlines() would end lines where no editor does.
LINE_END = re.compile(r"\r\n|\n|\r")

_DELIMITERS = ",;\t"
_SAMPLE = 1 << 18
_MOST_SAMPLED = 2_000
_LEAST_LABELS = 3
_LEAST_RECORDS = 3
_LONGEST_LABEL = 60
_DECLARATION = re.compile(r"sep=([,;\t|])[ \t]*(?=\r|\n|\Z)", re.IGNORECASE)
_LINES_OF_TEXT = re.compile(r"[^\s\"][^\t\r\n]*+[\r\n][^\t]*(?<=\S)")
_PIPE = re.compile(r"(?<!\\)\|")

# A quote opens a cell only at its start and only where another one closes it right before the next delimiter.
_FIELDS = {
    delimiter: re.compile(rf' *"(?P<quoted>(?:[^"]++|"")*+)" *(?=[{delimiter}\r\n]|\Z)|(?P<plain>[^{delimiter}\r\n]*+)')
    for delimiter in (*_DELIMITERS, "|")
}


@dataclass(frozen=True, slots=True)
class _Field:
    """A field's characters in the text, without its quotes."""

    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Record:
    """A record: its fields and its extent in the text, the line end left out."""

    fields: tuple[_Field, ...]
    start: int
    end: int


def read(source: Source) -> Document:
    """Read delimited text, of which `,其中：基本支出,595.19,其中：财政拨款,1079.96` is a row, its first cell blank.

    Raises:
        ReadError: `limit`, if the file is larger than 64 MiB or holds more than a million cells; `unsupported`, if
            it is no text.
    """
    if len(source.data) > MOST_BYTES:
        raise ReadError("limit", f"{len(source.data)} bytes of text")
    decoded = decode(source.data, source.vocabulary)
    return read_records(decoded, find_delimiter(decoded.text, source.vocabulary) or ",")


def find_delimiter(text: str, vocabulary: Collection[str]) -> str | None:
    """Give the delimiter of a text's records, None where it is none but plain text (tabs without quotes included).

    Args:
        text: the decoded text.
        vocabulary: folded labels; commas separate where at least three labels stand alone between them, and more than
            between tabs or pipes.
    """
    declared = _DECLARATION.match(text)
    if declared:
        return declared[1]
    sample = text[:_SAMPLE]
    labels = frozenset(vocabulary)
    found = {d: _weigh(sample, d, labels) for d in _DELIMITERS if d in sample}
    tabs = found["\t"][0] if "\t" in found else 0
    pipes = _count_labels((_PIPE.split(line) for line in LINE_END.split(sample) if "|" in line), labels)
    best = max((d for d in found if d != "\t"), key=found.__getitem__, default=None)
    if best is not None:
        count, even = found[best]
        if (count >= _LEAST_LABELS and count > max(tabs, pipes)) or (even and not {"\t", "|"} & set(sample)):
            return best
    return "\t" if "\t" in found and _needs_quotes(sample) else None


def read_records(decoded: Decoded, delimiter: str) -> Document:
    """Read decoded text with a known delimiter.

    Gives a document without pages and geometry: `left` is a cell's index in its record. A record of several fields is
    a row of a table, one of a single field a line outside of tables; those that hold nothing are left out. A blank
    line ends a table, and so do two lines in succession without a delimiter.

    Raises:
        ReadError: `limit`, if there are more than three million cells.
    """
    text = decoded.text
    rows: list[Row] = []
    widths: Counter[int] = Counter()
    table = cells = 0
    loose = 2
    line, line_start = 1, 0
    for record in _records(text, delimiter):
        line += sum(1 for _ in LINE_END.finditer(text, line_start, record.start))
        line_start = record.start
        cells += len(record.fields)
        if cells > MOST_CELLS:
            raise ReadError("limit", f"more than {MOST_CELLS} cells")
        ink = sum(map(len, text[record.start : record.end].split()))
        several = len(record.fields) > 1
        layout = (len(record.fields) - 1) * (delimiter != "\t") + 2 * sum(field.quoted for field in record.fields)
        if ink == layout:
            loose = loose if several else 2
            continue
        if several:
            widths[len(record.fields)] += 1
            table += loose >= 2
        loose = 0 if several else loose + 1
        made = []
        for index, field in enumerate(record.fields):
            cell, line, line_start = _cell(text, field, index, (line, line_start))
            made.append(cell)
        rows.append(Row(tuple(made), table if several else None, None, ink - layout))
    flaws = [Flaw("undecodable", count=decoded.undecodable, lost=True)] if decoded.undecodable else []
    if surplus := _count_surplus(widths):
        flaws.append(Flaw("columns-differ", count=surplus))
    return Document("csv", f"text {decoded.encoding}", tuple(rows), geometry=False, flaws=tuple(flaws))


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    """Give the records one at a time; a line `sep=;` before them is layout."""
    pattern = _FIELDS[delimiter]
    declared = _DECLARATION.match(text)
    position = _after_line(text, declared.end()) if declared else 0
    while position < len(text):
        start = position
        fields: list[_Field] = []
        while True:
            found = pattern.match(text, position)
            if found is None:  # the plain alternative matches everywhere
                raise ReadError("corrupt", "records")
            kind = "plain" if found["quoted"] is None else "quoted"
            fields.append(_Field(*found.span(kind), quoted=kind == "quoted"))
            position = found.end()
            if text[position : position + 1] != delimiter or len(fields) > MOST_CELLS:
                break
            position += 1
        yield _Record(tuple(fields), start, position)
        position = _after_line(text, position)


def _after_line(text: str, position: int) -> int:
    end = LINE_END.match(text, position)
    return end.end() if end else position


def _cell(text: str, field: _Field, index: int, at: tuple[int, int]) -> tuple[Cell, int, int]:
    """Make a cell of a field; give it with the line that it ends in and where that begins in the text."""
    line, line_start = at
    raws: list[str] = []
    places: list[LineSpan] = []
    start = field.start
    ends = [*LINE_END.finditer(text, field.start, field.end)] if field.quoted else []
    for stop, following in [*(end.span() for end in ends), (field.end, field.end)]:
        piece = text[start:stop]
        raw = piece.strip()
        if raw:
            first = start - line_start + len(piece) - len(piece.lstrip())
            raws.append(raw)
            places.append(LineSpan(line, first, first + len(raw)))
        if stop != following:
            line, line_start = line + 1, following
        start = following
    if not places:
        places.append(LineSpan(line, start - line_start, start - line_start))
    raw = "\n".join(raws)
    clean = raw.replace('""', '"') if field.quoted else raw
    return Cell(raw, clean, tuple(places), index, index + 1), line, line_start


def _weigh(sample: str, delimiter: str, labels: Collection[str]) -> tuple[int, bool]:
    """Give how many labels stand alone between delimiters, and whether all records have equally many fields."""
    records = list(islice(_records(sample, delimiter), _MOST_SAMPLED))
    several = [record for record in records if len(record.fields) > 1]
    texts = ([sample[field.start : field.end] for field in record.fields] for record in several)
    widths = {len(record.fields) for record in several[:-1] or several}
    filled = [record for record in records if record.end > record.start]
    even = len(widths) == 1 and len(several) >= max(_LEAST_RECORDS, len(filled) - 3)
    return _count_labels(texts, labels), even


def _count_labels(rows: Iterator[list[str]], labels: Collection[str]) -> int:
    return sum(fold(text) in labels for row in rows for text in row if 0 < len(text) <= _LONGEST_LABEL)


def _needs_quotes(sample: str) -> bool:
    """Tell whether a quoted cell among tabs holds lines of text; two ditto marks in neighbouring cells are none."""
    return any(
        field.quoted and _LINES_OF_TEXT.fullmatch(sample, field.start, field.end)
        for record in islice(_records(sample, "\t"), _MOST_SAMPLED)
        for field in record.fields
    )


def _count_surplus(widths: Counter[int]) -> int:
    """Count the records with more fields than nearly all others: a comma inside of an amount may have parted them."""
    usual, times = widths.most_common(1)[0] if widths else (0, 0)
    surplus = sum(count for width, count in widths.items() if width > usual)
    return surplus if times > 0.8 * widths.total() else 0
