"""Workbooks of Excel 97-2003: what is read of cells, merges and hidden parts, and of hostile files."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from extractor import extract_bytes
from extractor.document import Cell, Document, Flaw, ReadError, SheetCell, Source
from extractor.readers import read, xls
from extractor.readers.sniff import sniff

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.libreoffice.xls"

BOF, EOF, BOUNDSHEET, FORMAT, XF, DATEMODE, FILEPASS, CODEPAGE = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x22, 0x2F, 0x42
NUMBER, LABEL, BOOLERR, MERGED, ROW, COLINFO = 0x203, 0x204, 0x205, 0xE5, 0x208, 0x7D
GLOBALS, SHEET = 0x5, 0x10


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def begin(kind: int) -> bytes:
    return record(BOF, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 6))


def number(row: int, column: int, value: float, form: int = 0) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, form, value))


def label(row: int, column: int, text: str, form: int = 0) -> bytes:
    return record(LABEL, struct.pack("<HHHHB", row, column, form, len(text), 1) + text.encode("utf-16-le"))


def write(*records: bytes, formats: tuple[str, ...] = (), hidden: int = 0, between: bytes = b"") -> bytes:
    """Write the stream of a workbook of one sheet; style 0 is General, each other one has one of the formats."""
    styles = b"".join(
        record(FORMAT, struct.pack("<HHB", 164 + index, len(code), 1) + code.encode("utf-16-le"))
        for index, code in enumerate(formats)
    )
    keys = (0, *(164 + index for index in range(len(formats))))
    styles += b"".join(record(XF, struct.pack("<HH", 0, key) + bytes(16)) for key in keys)
    name = "表1"
    tab = struct.pack("<BBBB", hidden, 0, len(name), 1) + name.encode("utf-16-le")
    head = begin(GLOBALS) + between + styles
    length = len(head) + 4 + 4 + len(tab) + 4
    head += record(BOUNDSHEET, struct.pack("<I", length) + tab) + record(EOF)
    assert len(head) == length
    return head + begin(SHEET) + b"".join(records) + record(EOF)


def read_bytes(data: bytes) -> Document:
    return read(Source(data, "附件1.xls"), "xls")


def cells_of(document: Document) -> list[Cell]:
    return [cell for row in document.rows for cell in row.cells]


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        read_bytes(data)
    return refused.value.code


def test_a_workbook_is_told_from_other_compound_files() -> None:
    assert sniff(SAMPLE.read_bytes(), "附件1.doc") == "xls"
    name = "WordDocument\0".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name))
    document = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(512, b"\0")
    assert sniff(document, "附件1.xls") == "ole"
    assert refusal(document) in {"unsupported", "corrupt"}


def test_an_encrypted_package_needs_a_password_whatever_its_name() -> None:
    name = "EncryptedPackage\0".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<H", len(name))
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(512, b"\0")
    extraction = extract_bytes(data, "附件1.xls")
    assert extraction.error is not None
    assert extraction.error.code == "needs_password"


def test_cells_have_what_is_stored_and_what_is_shown() -> None:
    document = read_bytes(
        write(
            label(0, 0, "预算完成率"),
            number(0, 1, 1, 1),
            number(0, 2, 82800.920000000013),
            number(0, 3, 72807.384975, 2),
            number(0, 4, 44561, 3),
            record(BOOLERR, struct.pack("<HHHBB", 0, 5, 0, 1, 0)),
            record(BOOLERR, struct.pack("<HHHBB", 0, 6, 0, 0x17, 1)),
            formats=("0%", "#,##0.00", 'yyyy"年"m"月"d"日"'),
        )
    )
    assert [(cell.raw, cell.text) for cell in cells_of(document)] == [
        ("预算完成率", "预算完成率"),
        ("1", "100%"),
        ("82800.92000000001", "82800.92"),
        ("72807.384975", "72,807.384975"),
        ("44561", "2021年12月31日"),
        ("TRUE", "TRUE"),
        ("#REF!", "#REF!"),
    ]
    assert document.rows[0].cells[1].places == (SheetCell("表1", "B1"),)
    assert document.rows[0].source == sum(len(cell.raw) for cell in cells_of(document))
    assert document.format == "xls"


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    data = write(number(0, 0, 43099, 1), formats=("yyyy/m/d",), between=record(DATEMODE, b"\x01\0"))
    assert [cell.text for cell in cells_of(read_bytes(data))] == ["2021/12/31"]


def test_merged_cells_have_their_columns_and_rows() -> None:
    document = read_bytes(
        write(
            *(label(row, 1, "指标") for row in range(3)),
            label(0, 0, "产出"),
            record(MERGED, struct.pack("<HHHHH", 1, 0, 2, 0, 0)),
        )
    )
    first = document.rows[0].cells[0]
    assert (first.text, first.left, first.right, first.rows) == ("产出", 0, 1, 3)


def test_hidden_rows_columns_and_sheets_are_read_and_named() -> None:
    document = read_bytes(
        write(
            record(ROW, struct.pack("<HHHHHHI", 0, 0, 2, 255, 0, 0, 0x120)),
            record(COLINFO, struct.pack("<HHHHHH", 1, 1, 2000, 0, 1, 0)),
            label(0, 0, "名称"),
            label(0, 1, "内容"),
            hidden=2,
        )
    )
    assert [cell.text for cell in cells_of(document)] == ["名称", "内容"]
    assert document.flaws == (
        Flaw("hidden-sheet", detail="表1"),
        Flaw("hidden-rows", detail="表1!1"),
        Flaw("hidden-columns", detail="表1!B"),
    )


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    document = read_bytes(write(label(0, 0, "名称"), number(65535, 255, 1)))
    assert cells_of(document)[-1].places == (SheetCell("表1", "IV65536"),)


def test_a_workbook_whose_storage_overlaps_is_read_by_itself_and_told() -> None:
    data = bytearray(SAMPLE.read_bytes())
    (directory,) = struct.unpack_from("<I", data, 48)
    root, workbook = 512 * (directory + 1), 512 * (directory + 1) + 128
    assert data[workbook : workbook + 2] == b"W\0"
    # The root's own stream is said to begin where the workbook does, as some programs write it.
    data[root + 116 : root + 124] = data[workbook + 116 : workbook + 120] + struct.pack("<I", 512)
    document = read_bytes(bytes(data))
    assert document.flaws == (Flaw("compound-unusual"),)
    assert document.rows == read_bytes(SAMPLE.read_bytes()).rows


def test_a_workbook_of_excel_95_is_read_by_its_code_page() -> None:
    def text(row: int, column: int, words: str) -> bytes:
        coded = words.encode("gbk")
        return record(LABEL, struct.pack("<HHHH", row, column, 0, len(coded)) + coded)

    def start(kind: int) -> bytes:
        return record(BOF, struct.pack("<HHHH", 0x500, kind, 0, 1995))

    head = start(GLOBALS) + record(CODEPAGE, struct.pack("<H", 936)) + record(FORMAT, b"\xa4\0\x020%")
    head += b"".join(record(XF, struct.pack("<HH", 0, key) + bytes(12)) for key in (0, 164))
    name = "表1".encode("gbk")
    tab = struct.pack("<BBB", 0, 0, len(name)) + name
    head += record(BOUNDSHEET, struct.pack("<I", len(head) + 4 + 4 + len(tab) + 4) + tab) + record(EOF)
    document = read_bytes(head + start(SHEET) + text(0, 0, "预算完成率") + number(0, 1, 1, 1) + record(EOF))
    assert [cell.text for cell in cells_of(document)] == ["预算完成率", "100%"]
    assert document.rows[0].cells[0].places == (SheetCell("表1", "A1"),)


def test_a_file_of_wps_is_a_workbook_whatever_its_ending() -> None:
    assert read(Source(SAMPLE.read_bytes(), "附件1.et")) == read(Source(SAMPLE.read_bytes(), "附件1.xls"))


def test_an_encrypted_workbook_needs_a_password() -> None:
    assert refusal(write(label(0, 0, "名称"), between=record(FILEPASS, bytes(6)))) == "needs_password"


def test_sheets_that_share_their_records_are_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    data = SAMPLE.read_bytes()
    monkeypatch.setattr(xls, "MAX_CELLS", 50)
    assert refusal(data) == "limit"
    monkeypatch.setattr(xls, "MAX_SHEETS", 0)
    assert refusal(data) == "limit"
    monkeypatch.setattr(xls, "MAX_BYTES", 1000)
    assert refusal(data) == "limit"


def test_calamine_sees_the_same_cells() -> None:
    def find() -> Iterator[str]:
        rows = CalamineWorkbook.from_path(SAMPLE).get_sheet_by_index(0).to_python(skip_empty_area=False)
        for at, values in enumerate(rows, 1):
            yield from (f"{chr(65 + column)}{at}" for column, value in enumerate(values) if value != "")

    places = [place for cell in cells_of(read_bytes(SAMPLE.read_bytes())) for place in cell.places]
    assert [place.cell for place in places if isinstance(place, SheetCell)] == list(find())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=80)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(changed[: data.draw(st.integers(0, len(changed)))])
    extraction = extract_bytes(whole, "附件1.xls", file_format="xls")
    assert extraction.error is None or extraction.error.code != "defect"


@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    extraction = extract_bytes(begin(GLOBALS) + data, "附件1.xls", file_format="xls")
    assert extraction.error is None or extraction.error.code != "defect"
