"""Whether a twin holds what its form prints: the same non-blank characters, beside page furniture.

Enters: a twin and the tables it was made from. Leaves: a sentence for each difference.
"""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import _programs
import openpyxl
import pypdfium2
import xlrd
from _forms import Form, Table
from lxml import etree, html

_RADICALS = str.maketrans("⺠⻋⻔⻘⻚⻛⻜⻝⻢⻣⻥⻬⻮⻰", "民车门青页风飞食马骨鱼齐齿龙")
"""CJK radicals that a font's mapping gives for ideographs and that NFKC leaves alone; Kangxi ones it repairs."""

_FURNITURE = re.compile(r"^\s*(?:-\s*\d+\s*-|第\d+页 ?共\d+页)\r?$", re.MULTILINE)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_BY_LIBREOFFICE = (".doc", ".wps", ".rtf", ".odt")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def compare(path: Path, form: Form, tables: Iterable[Table], *, tags: bool, again: bool) -> list[str]:
    """Give what a twin lacks or has too much of, such as `x.pdf lacks 目 3 times`; nothing where it holds its form.

    Page numbers (`- 1 -`, `第1页 共3页`) and headers that a page repeats (`名称`, `主要实施内容` …) do not count,
    nor, with `again`, what is printed more than once.
    """
    tables = tuple(tables)
    printed = "".join([*form.heading, *(box.text for table in tables for box in table.boxes)])
    expected = _count(printed if tags else re.sub(r"</?p>", "", printed))
    found = _count(_FURNITURE.sub("", _text(path)))
    header = _count("".join(box.text for table in tables[1:] for box in table.boxes if box.top == 0))
    lacking = [f"{path.name} lacks {char} {count} times" for char, count in (expected - found).items()]
    surplus = [] if again else (found - expected).items()
    return lacking + [
        f"{path.name} has {char} {count} times too often" for char, count in surplus if char not in header
    ]


def _text(path: Path) -> str:
    if path.suffix in (".html", ".csv", ".tsv", ".txt", *_BY_LIBREOFFICE):
        return _read_text(path)
    if path.suffix == ".docx":
        with ZipFile(path) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
        return "".join(str(node.text or "") for node in root.iter(f"{_WORD}t"))
    if path.suffix == ".ods":
        with ZipFile(path) as archive:
            root = etree.fromstring(archive.read("content.xml"))
        return "".join(
            "".join(cell.itertext()) * int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            for cell in root.iter(f"{_TABLE}table-cell")
        )
    if path.suffix == ".xls":
        book = xlrd.open_workbook(path, formatting_info=True)
        return "".join(_say(cell.value, _find_format(book, cell)) for row in book.sheet_by_index(0) for cell in row)
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        return "".join(_say(cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row)
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _read_text(path: Path) -> str:
    """Give what the cells of a web page or of text hold, or what LibreOffice makes a text of."""
    if path.suffix in _BY_LIBREOFFICE:
        with TemporaryDirectory() as folder:
            _programs.convert_by_libreoffice(path, Path(folder, "form.txt"))
            return Path(folder, "form.txt").read_text(encoding="utf-8-sig")
    text = path.read_bytes().decode("gbk" if path.suffix == ".tsv" else "utf-8-sig")
    if path.suffix == ".html":
        return "".join(html.fromstring(text).find("body").itertext())
    if path.suffix == ".txt":
        return re.sub(r"<br>|---|# |\|", "", text) if ".markdown." in path.name else text
    records = csv.reader(StringIO(text), delimiter="\t" if path.suffix == ".tsv" else ",")
    return "".join(cell for record in records for cell in record)


def _find_format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)


def _say(value: object, form: str) -> str:
    """Give a spreadsheet's value as the form prints it: `100%` for a 1 that is shown so, amounts with all digits."""
    if isinstance(value, int | float):
        return {"0%": f"{value:.0%}", "0.00": f"{value:.2f}"}.get(form, f"{value:.15g}")
    return str(value or "")


def _count(text: str) -> Counter[str]:
    """Count the non-blank characters; a radical (`⼈`) counts as the ideograph it stands for."""
    folded = (
        unicodedata.normalize("NFKC", char) if "⼀" <= char <= "⿕" else char for char in text.translate(_RADICALS)
    )
    return Counter(char for char in folded if not char.isspace())
