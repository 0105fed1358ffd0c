"""OpenDocument spreadsheets: what is read of values, repeats, merges and hidden parts, and of hostile files."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from extractor import extract_bytes
from extractor.document import Cell, Document, Flaw, ReadError, SheetCell, Source
from extractor.readers import ods, read
from extractor.readers.sniff import sniff

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.libreoffice.ods"

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)
READING = "<text:ruby-text>biao</text:ruby-text>"
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def flat(rows: str, *, styles: str = "", columns: str = "", table: str = "") -> bytes:
    """Write a flat spreadsheet of one sheet around its rows."""
    body = f'<table:table table:name="表1"{table}>{columns}{rows}</table:table>'
    return (
        f'<?xml version="1.0"?><office:document {SPACES} office:mimetype="{KIND}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document>"
    ).encode()


def pack(content: bytes, **more: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", content)
        for name, text in more.items():
            archive.writestr(name, text)
    return stream.getvalue()


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "") -> str:
    return f"<table:table-cell{attributes}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def number(value: str, shown: str, kind: str = "float") -> str:
    return cell(shown, f' office:value-type="{kind}" office:value="{value}"')


def read_bytes(data: bytes) -> Document:
    return read(Source(data, "附件1.ods"))


def read_rows(*rows: str, **parts: Any) -> Document:
    return read_bytes(flat("".join(rows), **parts))


def texts(document: Document) -> list[list[str]]:
    return [[each.text for each in one.cells] for one in document.rows]


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        read_bytes(data)
    return refused.value.code


def test_a_packed_and_a_flat_file_are_read_alike() -> None:
    data = flat(row(cell("部门名称"), cell("湛江市示例局")))
    expected = (
        Cell("部门名称", "部门名称", (SheetCell("表1", "A1"),), 0, 1),
        Cell("湛江市示例局", "湛江市示例局", (SheetCell("表1", "B1"),), 1, 2),
    )
    for file in (data, pack(data)):
        assert sniff(file, "附件1") == "ods"
        document = read_bytes(file)
        assert [one.cells for one in document.rows] == [expected]
        assert [one.source for one in document.rows] == [10]


@pytest.mark.parametrize(
    ("stored", "raw", "text"),
    [
        (number("1", "100%", "percentage"), "1", "100%"),
        (number("72807.384975", "72,807.38"), "72807.384975", "72,807.384975"),
        (number("82800.92000000001", "82800.92"), "82800.92000000001", "82800.92"),
        (number("6", "6.00"), "6", "6.00"),
        (number("0", "-", "currency"), "0", "0"),
        (cell("12月31日", ' office:value-type="date" office:date-value="2021-12-31"'), "12月31日", "12月31日"),
        (cell("TRUE", ' office:value-type="boolean" office:boolean-value="true"'), "TRUE", "TRUE"),
        (cell("#REF!", ' office:value-type="string" office:string-value=""'), "#REF!", "#REF!"),
        (cell("", ' office:value-type="string" office:string-value="文字"'), "文字", "文字"),
        (cell("目标1</text:p><text:p>目标2"), "目标1\n目标2", "目标1\n目标2"),
        (cell("甲<text:s text:c='2'/>乙<text:tab/>丙<text:line-break/>丁"), "甲  乙\t丙\n丁", "甲  乙\t丙\n丁"),
        (cell("服<text:span>务<text:a>对</text:a></text:span>象\n  满意度"), "服务对象 满意度", "服务对象 满意度"),
        (cell(f"<text:ruby><text:ruby-base>标</text:ruby-base>{READING}</text:ruby>"), "标", "标"),
    ],
)  # fmt: skip
def test_a_cell_has_what_is_stored_and_what_is_shown(stored: str, raw: str, text: str) -> None:
    document = read_rows(row(cell("指标"), stored))
    found = document.rows[0].cells[1]
    assert (found.raw, found.text) == (raw, text)
    assert document.rows[0].source == 2 + len("".join(raw.split()))
    assert document.flaws == ()


def test_a_comment_is_no_text() -> None:
    note = "<office:annotation><text:p>请核对</text:p></office:annotation><text:p>名称</text:p>"
    document = read_rows(row(f"<table:table-cell>{note}</table:table-cell>"))
    assert texts(document) == [["名称"]]
    assert document.rows[0].source == 2


def test_a_repeated_cell_or_row_with_text_stands_as_often_as_it_says() -> None:
    document = read_rows(
        row(cell("/", ' table:number-columns-repeated="3"'), cell("无"), attributes=' table:number-rows-repeated="2"'),
        row(cell("末")),
    )
    assert texts(document) == [["/", "/", "/", "无"], ["/", "/", "/", "无"], ["末"]]
    names = [
        place.cell
        for one in document.rows
        for each in one.cells
        for place in each.places
        if isinstance(place, SheetCell)
    ]
    assert names == ["A1", "B1", "C1", "D1", "A2", "B2", "C2", "D2", "A3"]
    assert [one.source for one in document.rows] == [4, 4, 1]


def test_repeated_blanks_up_to_the_end_of_the_sheet_cost_nothing() -> None:
    blank = cell("", ' table:number-columns-repeated="16383"')
    document = read_rows(
        row(cell("名称"), blank),
        row(cell("", ' table:number-columns-repeated="16384"'), attributes=' table:number-rows-repeated="1048574"'),
        row(blank, cell("末")),
    )
    assert document.rows[1].cells[0].places == (SheetCell("表1", "XFD1048576"),)


def test_merged_cells_have_their_columns_and_rows() -> None:
    document = read_rows(
        row(
            cell("产出指标", ' table:number-rows-spanned="3"'),
            cell("数量指标", ' table:number-columns-spanned="2"'),
            "<table:covered-table-cell/>",
            cell("3"),
        ),
        row("<table:covered-table-cell/>", cell("培训"), cell("次数"), cell("3")),
        row("<table:covered-table-cell><text:p>盖住</text:p></table:covered-table-cell>", cell("会议")),
    )
    assert [(each.raw, each.left, each.right, each.rows) for each in document.rows[0].cells] == [
        ("产出指标\n盖住", 0, 1, 3),
        ("数量指标", 1, 3, 1),
        ("3", 3, 4, 1),
    ]
    assert document.flaws == (Flaw("covered-cell", detail="表1!A3"),)


def test_hidden_rows_columns_and_sheets_are_read_and_named() -> None:
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    document = read_rows(
        row(cell("名称"), cell("内容"), attributes=' table:visibility="filter"'),
        styles=styles,
        columns='<table:table-column/><table:table-column table:visibility="collapse"/>',
        table=' table:style-name="ta1"',
    )
    assert texts(document) == [["名称", "内容"]]
    assert document.flaws == (
        Flaw("hidden-sheet", detail="表1"),
        Flaw("hidden-rows", detail="表1!1"),
        Flaw("hidden-columns", detail="表1!B"),
    )


def test_rows_inside_of_groups_and_headers_are_rows() -> None:
    document = read_rows(
        f"<table:table-header-rows>{row(cell('名称'), cell('内容'))}</table:table-header-rows>"
        f"<table:table-row-group><table:table-row-group>{row(cell('会议'), cell('3'))}</table:table-row-group>"
        f"</table:table-row-group>{row(cell('培训'), cell('2'))}"
    )
    assert texts(document) == [["名称", "内容"], ["会议", "3"], ["培训", "2"]]


def test_a_border_by_a_columns_style_frames_the_table() -> None:
    styles = (
        '<style:style style:name="ce1"><style:table-cell-properties fo:border="0.06pt solid #000"/></style:style>'
        '<style:style style:name="ce2"><style:table-cell-properties fo:border="none"/></style:style>'
    )
    plain = ' table:style-name="ce2"'
    document = read_rows(
        row(cell("名称"), cell("内容")),
        row(cell("会议")),
        row(cell("填报人：某人", plain), cell("电话：0759", plain)),
        styles=styles,
        columns='<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="ce1"/>',
    )
    assert [one.table for one in document.rows] == [1, 1, None]


def test_a_formula_without_a_result_is_blank_and_shown_by_a_flaw() -> None:
    document = read_rows(row(cell("合计"), cell("", ' table:formula="of:=SUM([.C5:.C6])"')))
    assert texts(document) == [["合计"]]
    assert document.flaws == (Flaw("formula-without-result", lost=True, detail="表1!B1 =SUM([.C5:.C6])"),)


def test_text_in_a_shape_is_counted_and_named() -> None:
    shape = "<draw:frame><draw:text-box><text:p>请 填写</text:p></draw:text-box></draw:frame>"
    document = read_rows(row(cell("名称"), f"<table:table-cell>{shape}</table:table-cell>"))
    assert texts(document) == [["名称"]]
    assert document.flaws == (Flaw("drawing-text", count=3, lost=True, detail="表1：请 填写"),)


@pytest.mark.parametrize("times", ["16384", "99999999", "x"])
def test_repeats_that_blow_up_are_limited(times: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ods, "MAX_CELLS", 1000)
    data = flat(
        row(cell("名称", f' table:number-columns-repeated="{times}"'), attributes=' table:number-rows-repeated="99"')
    )
    if times == "x":
        assert len(read_bytes(data).rows) == 99
    else:
        assert refusal(data) == "limit"


def test_a_million_spaces_are_cut() -> None:
    assert len(texts(read_rows(row(cell("甲<text:s text:c='1000000'/>乙"))))[0][0]) == 1002


def test_an_encrypted_file_needs_a_password() -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert refusal(pack(b"\x93\x01", **{"META-INF/manifest.xml": manifest})) == "needs_password"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "corrupt"),
        (b"<a", "corrupt"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "corrupt"),
        (b"<x/>", "unsupported"),
        (b"<a>" * 300 + b"</a>" * 300, "limit"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content: bytes, code: str) -> None:
    assert refusal(pack(content)) == code


def test_calamine_sees_the_same_cells() -> None:
    document = read_bytes(SAMPLE.read_bytes())
    found = [
        place.cell
        for one in document.rows
        for each in one.cells
        for place in each.places
        if isinstance(place, SheetCell)
    ]
    workbook = CalamineWorkbook.from_path(SAMPLE)
    rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    filled = [
        f"{chr(65 + column)}{at}"
        for at, values in enumerate(rows, 1)
        for column, value in enumerate(values)
        if value != ""
    ]
    assert found == filled


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(changed[: data.draw(st.integers(0, len(changed)))])
    extraction = extract_bytes(whole, "附件1.ods", file_format="ods")
    assert extraction.error is None or extraction.error.code != "defect"
