"""Evidence is true: reading the source again at a value's place gives its raw text again, for every sample.

The source is read again by other means than the program's: text by its lines, DOCX by python-docx, PDF by pdfplumber,
XLSX by openpyxl, XLS and ODS by calamine, web pages by html.parser, ODT by ET. What is read from a conversion
is looked up in the Word file that the sample was saved from.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import docx
import openpyxl
import pdfplumber
import pytest
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from extractor.document import LineSpan, PageBox, Place, SheetCell, TableCell
from extractor.record import Form
from extractor.values import clean
from tests.office import CONVERTED, LEGACY, extract_sample, find_original

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SHEETS = (".xlsx", ".xls", ".ods")
DELIMITED = (".csv", ".tsv")
FORMATS = (".txt", ".docx", ".pdf", ".html", *SHEETS, *DELIMITED, *LEGACY)
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in FORMATS)
REFERENCE = [name for name in NAMES if name.startswith("zhanjiang-2021-xinfangju")]
TEXTS = [name for name in NAMES if name.endswith((".txt", *DELIMITED))]
LINES = "zhanjiang-2021-xinfangju.lines.txt"
"""The file whose cells have a line each: its rows were made of them, and 成本指标 is not shifted."""
PDFS = [name for name in NAMES if name.endswith(".pdf")]

ODF_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
ODF_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

DERIVED = re.compile(r"/code$|/target(?:/|$)")
"""What the source does not print: stable names, and values understood."""

COLUMNS = ("wuhan-2023", "sichuan-2023", "chongqing-2023")
"""The forms that print amounts in columns, each under a heading of its own."""

COST = "/indicators/0/children/2/children/0"
LEVEL = "/indicators/0/children/2/name"
"""The row of the reference form that stands shifted: 成本指标, 预算完成率, 100%."""


@cache
def form_of(name: str) -> Form:
    (form,) = extract_sample(name).forms
    return form


# ---- the source, read again -----------------------------------------------------------------------------------------

Reread = Callable[[Place], str]


@cache
def reader_of(name: str) -> Reread:
    path = SAMPLES / name
    readers = {
        ".txt": reread_text,
        ".csv": reread_text,
        ".tsv": reread_text,
        ".html": reread_html,
        ".docx": reread_docx,
        **dict.fromkeys(CONVERTED, reread_original),
        ".odt": reread_odt,
        ".pdf": reread_pdf,
        ".xlsx": reread_xlsx,
    }
    return readers.get(path.suffix, reread_sheet)(path)


def reread_text(path: Path) -> Reread:
    encoding = "gbk" if path.suffix == ".tsv" else "utf-8-sig"
    lines = path.read_bytes().decode(encoding).replace("\r\n", "\n").split("\n")

    def at(place: Place) -> str:
        assert isinstance(place, LineSpan)
        return lines[place.line - 1][place.start : place.end]

    return at


def reread_html(path: Path) -> Reread:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()

    def at(place: Place) -> str:
        if isinstance(place, LineSpan):
            return page.lines[None][place.line - 1][place.start : place.end]
        assert isinstance(place, TableCell)
        return "\n".join(page.lines[place.table, place.row, place.column])

    return at


class Page(HTMLParser):
    """A page's lines by the cell (table, row, column) that holds them, None for those outside of tables."""

    INLINE = ("a", "b", "i", "u", "span", "font", "sup", "sub", "sdfield")

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[tuple[int, int, int] | None, list[str]] = defaultdict(list)
        self.taken: set[tuple[int, int]] = set()
        self.cell: tuple[int, int, int] | None = None
        self.table = self.row = self.column = 0
        self.skipped = False
        self.line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_line(tag)
        spans = {name: int(value or 1) for name, value in attrs if name in ("rowspan", "colspan")}
        if tag in ("head", "style"):
            self.skipped = True
        elif tag == "table":
            self.table, self.row, self.taken = self.table + 1, 0, set()
        elif tag == "tr":
            self.row, self.column = self.row + 1, 1
        elif tag in ("td", "th"):
            while (self.row, self.column) in self.taken:
                self.column += 1
            rows, columns = range(spans.get("rowspan", 1)), range(spans.get("colspan", 1))
            self.taken |= {(self.row + down, self.column + right) for down in rows for right in columns}
            self.cell = (self.table, self.row, self.column)

    def handle_endtag(self, tag: str) -> None:
        self.end_line(tag)
        if tag in ("head", "style"):
            self.skipped = tag == "style" and self.skipped and not self.table and not self.lines
        elif tag in ("td", "th"):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.line += data

    def end_line(self, tag: str) -> None:
        if tag in self.INLINE:
            return
        wide = r"[\u2e80-\uffef“”‘’…—]"
        line = re.sub(rf"(?<={wide})[ \t]*\n\s*(?={wide})", "", self.line.strip(" \t\n"))
        if line.strip():
            self.lines[self.cell].append(re.sub(r"[ \t\n]+", " ", line))
        self.line = ""


def reread_docx(path: Path) -> Reread:
    document = docx.Document(str(path))

    def at(place: Place) -> str:
        if isinstance(place, LineSpan):
            return document.paragraphs[place.line - 1].text[place.start : place.end]
        assert isinstance(place, TableCell)
        return document.tables[place.table - 1].cell(place.row - 1, place.column - 1).text

    return at


def reread_original(path: Path) -> Reread:
    return reread_docx(find_original(path))


def reread_odt(path: Path) -> Reread:
    def say(element: ET.Element) -> str:
        inner = {f"{ODF_TEXT}line-break": "\n", f"{ODF_TEXT}s": " "}.get(element.tag, element.text or "")
        return inner + "".join(say(child) + (child.tail or "") for child in element)

    with ZipFile(path) as package:
        root = ET.fromstring(package.read("content.xml"))  # noqa: S314 - the project's own sample
    (body,) = root.iter(f"{ODF_OFFICE}text")
    lines = [say(part) for part in body if part.tag in (f"{ODF_TEXT}p", f"{ODF_TEXT}h")]
    tables = [list(table.iter(f"{ODF_TABLE}table-row")) for table in body.iter(f"{ODF_TABLE}table")]

    def at(place: Place) -> str:
        if isinstance(place, LineSpan):
            return lines[place.line - 1][place.start : place.end]
        assert isinstance(place, TableCell)
        return "\n".join(say(part) for part in tables[place.table - 1][place.row - 1][place.column - 1])

    return at


def reread_xlsx(path: Path) -> Reread:
    workbook = openpyxl.load_workbook(path, data_only=True)

    def at(place: Place) -> str:
        assert isinstance(place, SheetCell)
        return say_stored(workbook[place.sheet][place.cell].value)

    return at


def reread_sheet(path: Path) -> Reread:
    workbook = CalamineWorkbook.from_path(path)

    def at(place: Place) -> str:
        assert isinstance(place, SheetCell)
        row, column = coordinate_to_tuple(place.cell)
        return say_stored(workbook.get_sheet_by_name(place.sheet).to_python(skip_empty_area=False)[row - 1][column - 1])

    return at


def say_stored(value: object) -> str:
    """Give a spreadsheet's stored value as text: a number in the shortest decimals that give it again."""
    return repr(value).removesuffix(".0") if isinstance(value, int | float) else str(value)


def reread_pdf(path: Path) -> Reread:
    with pdfplumber.open(path) as pdf:
        shown = [page.dedupe_chars() for page in pdf.pages] if path.name.endswith("drawn-bold.pdf") else pdf.pages
        pages = [(page.width, page.height, page.chars) for page in shown]

    def at(place: Place) -> str:
        assert isinstance(place, PageBox)
        return read_box(pages[place.page - 1][2], place.box)

    return at


def read_box(chars: list[dict[str, Any]], box: tuple[float, float, float, float]) -> str:
    """Give the characters whose centre lies in a box, by line and from left to right; on their side, upwards."""
    x0, top, x1, bottom = box
    inside = [
        (-char["matrix"][4], -char["top"], char["text"])
        if char["matrix"][1] > 0
        else (char["matrix"][5], char["x0"], char["text"])
        for char in chars
        if x0 <= (char["x0"] + char["x1"]) / 2 <= x1 and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    ]
    return "".join(text for _, _, text in sort_lines(inside))


def sort_lines(chars: list[tuple[float, float, str]]) -> list[tuple[float, float, str]]:
    """Sort characters, each with its baseline (from the bottom), into lines at least 4 points apart."""
    bases = sorted({base for base, _, _ in chars}, reverse=True)
    line_of: dict[float, int] = {}
    number = 0
    for before, base in zip([None, *bases], bases, strict=False):
        number += before is not None and before - base > 4
        line_of[base] = number
    return sorted(chars, key=lambda char: (line_of[char[0]], char[1]))


def bare(text: str) -> str:
    """Give a text as two engines can agree on it: without white space, radicals folded."""
    return "".join(clean(text).split())


def reread(name: str, sources: list[Place]) -> str:
    return "\n".join(map(reader_of(name), sources))


def agrees(name: str, raw: str, sources: list[Place]) -> bool:
    again = reread(name, sources)
    return bare(again) == bare(raw) if name.endswith(".pdf") else again == raw


# ---- the record, walked ---------------------------------------------------------------------------------------------


def walk(value: object, pointer: str = "") -> Iterator[tuple[str, object]]:
    """Give every scalar of a record with its JSON Pointer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, f"{pointer}/{index}")
    else:
        yield pointer, value


def scalars_of(name: str) -> dict[str, object]:
    return dict(walk(form_of(name).record.model_dump()))


# ---- the specification ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_reading_the_source_again_at_a_values_place_gives_its_raw_text_again(name: str) -> None:
    wrong = [
        (pointer, entry.raw, reread(name, entry.sources))
        for pointer, entry in form_of(name).evidence.items()
        if not agrees(name, entry.raw, entry.sources)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_reading_the_source_again_at_a_pieces_place_gives_what_was_left_over(name: str) -> None:
    wrong = [piece for piece in form_of(name).residue if not agrees(name, piece.text, piece.sources)]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_printed_value_of_the_record_has_evidence(name: str) -> None:
    evidence = form_of(name).evidence
    printed = [p for p, value in scalars_of(name).items() if value is not None and not DERIVED.search(p)]
    assert [pointer for pointer in printed if pointer not in evidence] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_pointer_of_the_evidence_leads_to_a_value_of_the_record(name: str) -> None:
    scalars = scalars_of(name)
    assert [pointer for pointer in form_of(name).evidence if pointer not in scalars] == []
    assert [pointer for pointer in form_of(name).evidence if DERIVED.search(pointer)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_text_of_the_record_stands_in_its_raw_text(name: str) -> None:
    evidence = form_of(name).evidence
    texts = {p: value for p, value in scalars_of(name).items() if p in evidence and isinstance(value, str)}
    assert len(texts) > 20
    missing = {p: bare(value) for p, value in texts.items() if bare(value) not in bare(evidence[p].raw)}
    if name.endswith(SHEETS):
        # A spreadsheet stores `100%` as 1 and a format.
        assert set(missing.values()) <= {"95%", "100%"}
        missing = {p: value for p, value in missing.items() if float(evidence[p].raw) != float(value[:-1]) / 100}
    if name.endswith("drawn-sides.pdf"):
        # The label stands in two columns, one character below the other; its raw text is read row by row.
        label = missing.pop("/objectives/0/label")
        assert sorted(label) == sorted(bare(evidence["/objectives/0/label"].raw))
    assert missing == {}


@pytest.mark.parametrize("name", NAMES)
def test_amounts_that_are_printed_several_times_have_places_of_their_own(name: str) -> None:
    places = [
        source
        for pointer, entry in form_of(name).evidence.items()
        if pointer.endswith(("/amount", "/staff_active", "/staff_retired", "/staff_total", "/value"))
        for source in entry.sources
    ]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("name", NAMES)
def test_every_piece_of_evidence_has_a_place_of_the_files_own_kind(name: str) -> None:
    kinds: dict[str, tuple[type, ...]] = {
        ".txt": (LineSpan,),
        **dict.fromkeys((".docx", *LEGACY), (TableCell, LineSpan)),
        ".pdf": (PageBox,),
        ".html": (TableCell, LineSpan),
        **dict.fromkeys(DELIMITED, (LineSpan,)),
        **dict.fromkeys(SHEETS, (SheetCell,)),
    }
    for entry in form_of(name).evidence.values():
        assert entry.sources
        assert all(isinstance(source, kinds[Path(name).suffix]) for source in entry.sources)


@pytest.mark.parametrize("name", PDFS)
def test_a_box_lies_inside_of_its_page_and_is_not_empty(name: str) -> None:
    with pdfplumber.open(SAMPLES / name) as pdf:
        sizes = [(page.width, page.height) for page in pdf.pages]
    form = form_of(name)
    sources = [source for entry in form.evidence.values() for source in entry.sources]
    for source in sources + [source for piece in form.residue for source in piece.sources]:
        assert isinstance(source, PageBox)
        width, height = sizes[source.page - 1]
        x0, top, x1, bottom = source.box
        # What goes on on the page beside it is drawn over the page's edge.
        assert 0 <= x0 < x1 <= (2 * width if "halves" in name else width)
        assert 0 <= top < bottom <= height
        assert source.page in range((form.pages or [0])[0], (form.pages or [0])[-1] + 1)


@pytest.mark.parametrize("name", [name for name in TEXTS if name != LINES])
def test_in_plain_text_a_leaf_is_carried_when_one_of_its_levels_is_printed_in_an_earlier_line(name: str) -> None:
    evidence = form_of(name).evidence

    def line_of(pointer: str) -> int:
        (source,) = evidence[pointer].sources
        assert isinstance(source, LineSpan)
        return source.line

    levels = {pointer.removesuffix("/name") for pointer, entry in evidence.items() if entry.how == "level"}
    leaves = {
        pointer.removesuffix("/value")
        for pointer in evidence
        if re.fullmatch(r"/indicators/.+/value", pointer)
        and not (name in REFERENCE and name != LINES and pointer.startswith(COST))
    }
    assert len(levels) > 3
    assert len(leaves) > 3
    for leaf in leaves:
        above = [level for level in levels if leaf.startswith(f"{level}/")]
        carried = any(line_of(f"{level}/name") < line_of(f"{leaf}/name") for level in above)
        assert {evidence[f"{leaf}/{key}"].how for key in ("name", "value")} == {"carried" if carried else "header"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in TEXTS])
def test_where_cells_span_rows_nothing_is_carried(name: str) -> None:
    assert {entry.how for entry in form_of(name).evidence.values()} <= {"label", "header", "level", "repaired"}


@pytest.mark.parametrize("name", PDFS)
def test_a_value_that_page_breaks_cut_has_a_place_on_each_of_the_pages(name: str) -> None:
    for entry in form_of(name).evidence.values():
        pages = [source.page for source in entry.sources if isinstance(source, PageBox)]
        assert pages == list(range(pages[0], pages[0] + len(entry.sources)))


def test_the_objective_and_the_first_task_are_cut_where_chromium_breaks_the_page() -> None:
    evidence = form_of("zhanjiang-2021-xinfangju.chromium.pdf").evidence
    cut = {pointer for pointer, entry in evidence.items() if len(entry.sources) > 1}
    assert cut == {"/objectives/0/text", "/tasks/0/content"}


@pytest.mark.parametrize("name", [name for name in REFERENCE if name != LINES])
def test_the_shifted_cost_row_and_nothing_else_is_marked_as_repaired(name: str) -> None:
    repaired = {pointer for pointer, entry in form_of(name).evidence.items() if entry.how == "repaired"}
    assert repaired == {LEVEL, f"{COST}/name", f"{COST}/value"}


def is_leaf(name: str, pointer: str) -> bool:
    return f"{pointer.removesuffix('/name')}/value" in form_of(name).evidence


@pytest.mark.parametrize("name", NAMES)
def test_each_part_of_the_form_says_how_its_values_were_found(name: str) -> None:
    for pointer, entry in form_of(name).evidence.items():
        if re.match(r"/(?:title|attachment|year|funding/unit|tasks/)", pointer):
            assert entry.how == "header", pointer
        elif re.match(r"/(?:header/other/\d+/value|funding/groups/\d+/items/\d+/amount)", pointer):
            assert entry.how in ("label", "header"), pointer
            assert entry.how == "label" or name.startswith(COLUMNS), pointer
        elif re.match(r"/(?:header|funding|objectives)/", pointer):
            assert entry.how == "label", pointer
        elif re.fullmatch(r"/indicators/\d+(?:/children/\d+)?/name", pointer) and not is_leaf(name, pointer):
            assert entry.how == (
                "repaired" if pointer == LEVEL and "xinfangju" in name and name != LINES else "level"
            ), pointer
        elif pointer.endswith("/blank"):
            assert entry.how == "header", pointer
        else:
            assert entry.how in ("header", "carried", "repaired"), pointer
