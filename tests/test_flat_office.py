"""Office files of one XML text: documents and workbooks of Office 2003, and packages written as one text."""

import base64
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from extractor import extract_bytes
from extractor.document import Document, ReadError, SheetCell, Source
from extractor.readers import read
from extractor.readers.sniff import sniff

SAMPLES = Path(__file__).parent.parent / "samples"
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="{}"?>\n'
WORD = "http://schemas.microsoft.com/office/word/2003/wordml"
SHEETS = "urn:schemas-microsoft-com:office:spreadsheet"


def write_document(body: str) -> bytes:
    text = (
        f'<w:wordDocument xmlns:w="{WORD}" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
        ' xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:o="urn:schemas-microsoft-com:office:office">'
        "<o:DocumentProperties><o:Title>无关</o:Title></o:DocumentProperties>"
        f"<w:body><wx:sect>{body}<w:sectPr/></wx:sect></w:body></w:wordDocument>"
    )
    return (PROLOGUE.format("Word.Document") + text).encode()


def write_package(archive: bytes) -> bytes:
    """Write a package as one XML text, its pictures and other parts that are no XML in base64."""
    parts = []
    with zipfile.ZipFile(BytesIO(archive)) as package:
        for name in package.namelist():
            data = package.read(name)
            if name.endswith((".xml", ".rels")):
                held = re.sub(r"^<\?xml[^>]*>", "", data.decode().lstrip("\ufeff"))
                held = f"<pkg:xmlData>{held}</pkg:xmlData>"
            else:
                held = f"<pkg:binaryData>{base64.b64encode(data).decode()}</pkg:binaryData>"
            parts.append(f'<pkg:part pkg:name="/{name}">{held}</pkg:part>')
    namespace = "http://schemas.microsoft.com/office/2006/xmlPackage"
    text = f'<pkg:package xmlns:pkg="{namespace}">{"".join(parts)}</pkg:package>'
    return (PROLOGUE.format("Word.Document") + text).encode()


def write_workbook(rows: str, styles: str = "", options: str = "") -> bytes:
    text = (
        f'<Workbook xmlns="{SHEETS}" xmlns:ss="{SHEETS}" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f"<Styles>{styles}</Styles>"
        f'<Worksheet ss:Name="表一"><Table>{rows}</Table><x:WorksheetOptions>{options}</x:WorksheetOptions></Worksheet>'
        "</Workbook>"
    )
    return (PROLOGUE.format("Excel.Sheet") + text).encode()


def cell(value: object, kind: str = "String", **settings: object) -> str:
    given = "".join(f' ss:{name}="{setting}"' for name, setting in settings.items())
    return f'<Cell{given}><Data ss:Type="{kind}">{value}</Data></Cell>'


def read_bytes(data: bytes, name: str) -> Document:
    return read(Source(data, name))


def texts(document: Document) -> list[list[str]]:
    return [[each.text for each in row.cells] for row in document.rows]


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def column(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


# ---- documents -------------------------------------------------------------------------------------------------------


def test_a_document_of_word_2003_has_its_paragraphs_and_merged_cells() -> None:
    begins = '<w:vmerge w:val="restart"/>'
    table = (
        f"<w:tbl><w:tr>{column('绩效指标', begins)}{column('名称')}</w:tr>"
        f"<w:tr>{column('', '<w:vmerge/>')}{column('会议次数')}</w:tr></w:tbl>"
    )
    document = read_bytes(write_document(paragraph("附件1") + table), "form.xml")
    assert texts(document) == [["附件1"], ["绩效指标", "名称"], ["会议次数"]]
    assert [row.source for row in document.rows] == [3, 6, 4]
    assert (document.format, document.rows[1].cells[0].rows, document.flaws) == ("docx", 2, ())


def test_a_comment_and_a_note_of_word_2003_are_no_text_of_the_cell() -> None:
    held = f"<aml:content>{paragraph('查')}</aml:content>"
    comment = f'<w:r><aml:annotation w:type="Word.Comment">{held}</aml:annotation></w:r>'
    gone = '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:t>9</w:t></w:r></aml:content></aml:annotation>'
    new = '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>5</w:t></w:r></aml:content></aml:annotation>'
    note = f"<w:r><w:footnote>{paragraph('注')}</w:footnote></w:r>"
    document = read_bytes(write_document(f"<w:p>{comment}{gone}{new}{note}</w:p>"), "form.xml")
    assert texts(document) == [["5"], ["注"]]
    assert [row.source for row in document.rows] == [1, 1]


@pytest.mark.parametrize("name", ["python-docx", "libreoffice", "pandoc"])
def test_a_package_in_one_text_reads_as_the_package(name: str) -> None:
    data = (SAMPLES / f"zhanjiang-2021-xinfangju.{name}.docx").read_bytes()
    (form,) = extract_bytes(write_package(data), "form.xml").forms
    (known,) = extract_bytes(data, "form.docx").forms
    assert (form.record, form.ledger) == (known.record, known.ledger)


@pytest.mark.parametrize(
    "data", [write_document("<w:p>"), write_workbook("<Row>"), write_package(b"PK\5\6" + bytes(18))]
)
def test_a_broken_text_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ReadError) as refused:
        read_bytes(data, "form.xml")
    assert refused.value.code in ("corrupt", "unsupported")


# ---- workbooks -------------------------------------------------------------------------------------------------------


def test_a_workbook_of_excel_2003_has_its_cells_where_their_numbers_say() -> None:
    rows = (
        f'<Row ss:Index="2">{cell("绩效指标", MergeDown=1)}{cell("名称")}{cell("值", Index=4)}</Row>'
        f"<Row>{cell('会议次数', Index=2)}{cell(3, 'Number', Index=4)}</Row>"
    )
    document = read_bytes(write_workbook(rows), "form.xml")
    assert texts(document) == [["绩效指标", "名称", "值"], ["会议次数", "3"]]
    assert document.rows[1].cells[1].places == (SheetCell("表一", "D3"),)
    assert document.rows[0].cells[0].rows == 2
    assert [row.source for row in document.rows] == [7, 5]


@pytest.mark.parametrize(
    ("value", "kind", "code", "shown"),
    [
        ("0.98", "Number", "0%", "98%"),
        ("1", "Number", "Percent", "100.00%"),
        ("1079.96", "Number", "Standard", "1,079.96"),
        ("72807.384975", "Number", "Fixed", "72807.384975"),
        ("2021-12-31T00:00:00.000", "DateTime", "Short Date", "2021/12/31"),
        ("2021-12-31T00:00:00.000", "DateTime", "", "2021/12/31"),
        ("#REF!", "Error", "0.00", "#REF!"),
        ("≥95%", "String", "0%", "≥95%"),
    ],
)
def test_a_number_is_what_its_cell_shows_with_every_digit(value: str, kind: str, code: str, shown: str) -> None:
    styles = f'<Style ss:ID="Default"/><Style ss:ID="s1"><NumberFormat ss:Format="{code}"/></Style>'
    document = read_bytes(write_workbook(f"<Row>{cell(value, kind, StyleID='s1')}</Row>", styles), "form.xml")
    (only,) = document.rows[0].cells
    assert (only.text, only.raw) == (shown, value)


def test_what_is_hidden_or_without_a_result_is_told_of() -> None:
    rows = f'<Column ss:Hidden="1"/><Row ss:Hidden="1">{cell("a")}<Cell ss:Formula="=SUM(R1C1)"/></Row>'
    document = read_bytes(write_workbook(rows, options="<x:Visible>SheetHidden</x:Visible>"), "form.xml")
    assert {flaw.code for flaw in document.flaws} == {
        *("hidden-sheet", "hidden-rows", "hidden-columns", "formula-without-result")
    }


def test_a_row_far_outside_of_a_sheet_is_refused() -> None:
    with pytest.raises(ReadError, match="corrupt"):
        read_bytes(write_workbook('<Row ss:Index="99999999"/>'), "form.xml")


# ---- what is none ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'<html xmlns:x="urn:schemas-microsoft-com:office:spreadsheet"><table><tr><td>a', "html"),
        (b'<a:Workbook xmlns:a="urn:other"/>', "text"),
        (write_workbook("").decode().encode("utf-16"), "xlsx"),
        (b"<!-- FreeMarker -->\n" + write_document(""), "docx"),
    ],
)
def test_the_root_tells_the_kind(data: bytes, found: str) -> None:
    assert sniff(data, "form.doc") == found
