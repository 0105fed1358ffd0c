"""Workbooks of Excel: what is read of cells, merges, hidden parts, lines and tables, and of hostile files."""

import math
import zipfile
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from extractor import extract, extract_bytes
from extractor.document import Cell, Document, Flaw, ReadError, Row, SheetCell, Source
from extractor.readers import read, sheets

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "real" / "zhanjiang-2023-renshe.xlsx"
SAMPLE = ROOT / "samples" / "zhanjiang-2021-xinfangju.openpyxl.xlsx"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def save(workbook: openpyxl.Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def write(*rows: tuple[object, ...]) -> tuple[openpyxl.Workbook, Worksheet]:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    for row in rows:
        sheet.append(row)
    return workbook, sheet


def pack(data: str, *, strings: str = "", main: str = MAIN, office: str = OFFICE, **parts: str) -> bytes:
    """Write the least that is a workbook, around the rows of one sheet.

    Of `parts`, `before` and `after` stand around the rows, `workbook` and `styles` in theirs; the rest are whole parts.
    """
    named = [f"{office}/worksheet", "worksheets/sheet1.xml"]
    named += [f"{office}/sharedStrings", "sharedStrings.xml"] if strings else []
    named += [f"{office}/styles", "styles.xml"] if "styles" in parts else []
    before, after, workbook, styles = (parts.pop(name, "") for name in ("before", "after", "workbook", "styles"))
    texts = {
        "_rels/.rels": relate(f"{office}/officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{workbook}'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relate(*named),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{before}<sheetData>{data}</sheetData>{after}'
        "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        **parts,
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def relate(*pairs: str) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(zip(pairs[::2], pairs[1::2], strict=True), start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'


def read_bytes(data: bytes) -> Document:
    return read(Source(data, "附件1.xlsx"))


def read_data(data: str, **parts: Any) -> Document:
    return read_bytes(pack(data, **parts))


def texts(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.rows]


def cells_of(document: Document) -> list[Cell]:
    return [cell for row in document.rows for cell in row.cells]


def flaws_of(document: Document) -> dict[str, Flaw]:
    return {flaw.code: flaw for flaw in document.flaws}


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        read_bytes(data)
    return refused.value.code


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def row_of(*texts: str, number: int | None = None) -> str:
    at = f' r="{number}"' if number else ""
    return f"<row{at}>{''.join(map(inline, texts))}</row>"


# ---- cells ----------------------------------------------------------------------------------------------------------


def test_a_cell_has_its_sheet_and_name_as_its_place() -> None:
    workbook, _ = write(("部门名称", "湛江市示例局"))
    document = read_bytes(save(workbook))
    assert cells_of(document) == [
        Cell("部门名称", "部门名称", (SheetCell("Sheet1", "A1"),), 0, 1),
        Cell("湛江市示例局", "湛江市示例局", (SheetCell("Sheet1", "B1"),), 1, 2),
    ]
    assert [(row.table, row.page, row.source) for row in document.rows] == [(1, None, 10)]
    assert document.format == "xlsx"


@pytest.mark.parametrize(
    ("value", "form", "raw", "text"),
    [
        (1, "0%", "1", "100%"),
        (72807.384975, "#,##0.00", "72807.384975", "72,807.384975"),
        (595.19, "General", "595.19", "595.19"),
        (6, "0.00", "6", "6.00"),
        (date(2021, 12, 31), "yyyy/m/d", "44561", "2021/12/31"),
        ("595.19", "General", "595.19", "595.19"),
        ("007", "@", "007", "007"),
        (True, "General", "TRUE", "TRUE"),
        ("#REF!", "General", "#REF!", "#REF!"),
        ("=1+1 的文字", "@", "=1+1 的文字", "=1+1 的文字"),
        ("目标1\n目标2", "General", "目标1\n目标2", "目标1\n目标2"),
        (" 两端 ", "General", " 两端 ", " 两端 "),
    ],
)
def test_a_cell_has_what_is_stored_and_what_is_shown(value: object, form: str, raw: str, text: str) -> None:
    workbook, sheet = write(("指标值",))
    sheet["B1"].value = value
    if str(value).startswith("=1+1"):
        sheet["B1"].data_type = "s"
    sheet["B1"].number_format = form
    cell = read_bytes(save(workbook)).rows[0].cells[1]
    assert (cell.raw, cell.text) == (raw, text)


def test_the_noise_of_a_formulas_stored_result_is_cleaned() -> None:
    document = read_data('<row r="5"><c r="E5"><f>SUM(C5:C6)</f><v>82800.920000000013</v></c></row>')
    (cell,) = cells_of(document)
    assert (cell.raw, cell.text) == ("82800.92000000001", "82800.92")
    assert document.rows[0].source == len("82800.92000000001")
    assert document.flaws == ()


def test_the_result_of_a_formula_may_be_a_text() -> None:
    assert texts(read_data('<row><c t="str"><f>A1&amp;"局"</f><v>信访局</v></c></row>')) == [["信访局"]]
    assert read_data('<row><c t="str"><f>""</f><v></v></c></row>').flaws == ()


def test_a_formula_without_a_stored_result_is_blank_and_shown_by_a_flaw() -> None:
    workbook, sheet = write(("财政拨款", "=SUM(C5:C6)"))
    document = read_bytes(save(workbook))
    assert texts(document) == [["财政拨款"]]
    assert document.flaws == (Flaw("formula-without-result", lost=True, detail="Sheet1!B1 =SUM(C5:C6)"),)
    assert sheet["B1"].value == "=SUM(C5:C6)"


def test_an_amount_without_a_stored_result_is_null_and_a_check_shows_the_formula() -> None:
    workbook = openpyxl.load_workbook(SAMPLE)
    workbook.worksheets[0]["C7"].value = "=400+195.19"
    assert workbook.worksheets[0]["B7"].value == "其中：基本支出"
    extraction = extract_bytes(save(workbook), "附件1.xlsx")
    (form,) = extraction.forms
    assert form.record.funding.groups[0].items[0].amount is None
    assert extraction.status == "partial"
    told = [check.message for check in form.checks if check.code == "unreadable-characters"]
    assert told == ["1个公式没有存下结果，未取值：绩效目标表!C7 =400+195.19"]


def test_runs_of_a_text_are_one_text_and_readings_of_its_characters_are_none() -> None:
    runs = "<si><r><t>服务</t></r><r><rPr><b/></rPr><t>对象</t></r><rPh sb='0' eb='1'><t>フクム</t></rPh></si>"
    document = read_data('<row><c t="s"><v>0</v></c></row>', strings=runs)
    assert texts(document) == [["服务对象"]]
    assert document.rows[0].source == 4


def test_escapes_and_line_breaks_are_undone() -> None:
    document = read_data(row_of("一_x000D_\n二", "三&#13;四", "_x005F_x000D_", "_xD83D__xDE00_", "_xD83D_五"))
    assert texts(document) == [["一\n二", "三\n四", "_x000D_", "😀", "\ufffd五"]]


def test_a_cell_of_white_space_is_no_cell() -> None:
    assert read_data(row_of(" ", "\n", "_x000D_")).rows == ()


def test_comments_headers_and_footers_are_left_out() -> None:
    workbook, sheet = write(("部门名称", "湛江市示例局"))
    sheet["A1"].comment = Comment("请核对", "某人")
    sheet.oddHeader.center.text = "内部资料"
    document = read_bytes(save(workbook))
    assert texts(document) == [["部门名称", "湛江市示例局"]]
    assert document.flaws == ()


def test_a_leading_apostrophe_is_no_part_of_a_text() -> None:
    workbook, sheet = write(("指标值", "100"))
    sheet["B1"].style = "Normal"
    sheet["B1"].quotePrefix = True
    assert texts(read_bytes(save(workbook))) == [["指标值", "100"]]


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    data = '<row><c s="0"><v>43099</v></c></row>'
    assert texts(read_data(data, styles=styles, workbook='<workbookPr date1904="1"/>')) == [["2021/12/31"]]
    assert texts(read_data(data, styles=styles)) == [["2017/12/30"]]


def test_numbers_in_scientific_notation_are_written_out() -> None:
    assert texts(read_data("<row><c><v>1.0796E3</v></c><c><v>1E-3</v></c></row>")) == [["1079.6", "0.001"]]


def test_what_is_no_number_stays_as_it_is() -> None:
    assert texts(read_data("<row><c><v>NaN</v></c><c><v>1e999</v></c><c><v>abc</v></c></row>")) == [
        ["NaN", "1e999", "abc"]
    ]


def test_a_strict_workbook_is_read_like_a_transitional_one() -> None:
    document = read_data(
        '<row><c t="s"><v>0</v></c></row>', strings="<si><t>指标</t></si>", main=STRICT, office=STRICT_OFFICE
    )
    assert texts(document) == [["指标"]]


def test_a_scaled_and_a_hidden_number_are_read_and_named() -> None:
    workbook, sheet = write(("预算金额", 105963500, 484.77))
    sheet["B1"].number_format = "0!.0000"
    sheet["C1"].number_format = ";;;"
    document = read_bytes(save(workbook))
    assert texts(document) == [["预算金额", "10596.35", "484.77"]]
    assert {code: flaw.detail for code, flaw in flaws_of(document).items()} == {
        "scaled-number": "Sheet1!B1",
        "hidden-number": "Sheet1!C1",
    }


# ---- where cells stand ----------------------------------------------------------------------------------------------


def test_cells_without_names_follow_each_other() -> None:
    document = read_data('<row r="3"><c r="C3" t="n"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>')
    assert [cell.places[0] for cell in cells_of(document)] == [SheetCell("Sheet1", name) for name in ("C3", "D3", "A4")]


def test_rows_and_cells_out_of_order_are_put_in_order() -> None:
    document = read_data(
        '<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row><row r="1"><c><v>1</v></c></row>'
    )
    assert texts(document) == [["1"], ["3", "4"]]


def test_a_merged_cell_stands_once_with_its_columns_and_the_rows_that_are_there() -> None:
    workbook, sheet = write(
        ("产出指标", "数量指标", "会议次数", 3),
        (None, None, "培训次数", 3),
        (None, None, None, None),
        (None, "成本指标", None, None),
    )
    sheet.merge_cells("A1:A4")
    sheet.merge_cells("B1:B3")
    sheet.merge_cells("B4:D4")
    document = read_bytes(save(workbook))
    merged = {
        cell.text: (cell.left, cell.right, cell.rows)
        for cell in cells_of(document)
        if cell.rows + cell.right - cell.left > 2
    }
    assert merged == {"产出指标": (0, 1, 3), "数量指标": (1, 2, 2), "成本指标": (1, 4, 1)}
    assert [row.table for row in document.rows] == [1, 1, 1]


def test_text_below_a_merged_cell_is_a_further_part_of_it_and_named() -> None:
    document = read_data(
        f"<row>{inline('上')}{inline('右')}{inline('旁')}</row><row>{inline('下')}</row>",
        after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    )
    merged, beside = document.rows[0].cells
    assert merged.raw == "上\n右\n下"
    assert [place.cell for place in merged.places if isinstance(place, SheetCell)] == ["A1", "B1", "A2"]
    assert (beside.text, beside.left) == ("旁", 2)
    assert flaws_of(document)["covered-cell"].detail == "Sheet1!B1、Sheet1!A2"
    assert [row.source for row in document.rows] == [3, 1]


def test_of_two_merged_ranges_that_overlap_one_counts() -> None:
    document = read_data(
        row_of("甲", "乙", "丙"), after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:C1"/></mergeCells>'
    )
    assert "".join(cell.raw for cell in cells_of(document)).replace("\n", "") == "甲乙丙"


@pytest.mark.parametrize("reference", ["", "A1", "B2:A1", "A0:A0", "A1:ZZZZ9", "=A1", "A1:B2:C3"])
def test_a_merged_range_that_is_none_is_passed_over(reference: str) -> None:
    after = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    assert texts(read_data(row_of("甲", "乙"), after=after)) == [["甲", "乙"]]


# ---- lines and tables -----------------------------------------------------------------------------------------------


def tables_of(document: Document) -> list[int | None]:
    return [row.table for row in document.rows]


def test_single_cells_above_a_table_are_lines() -> None:
    workbook, sheet = write(
        ("附件1",), ("2021年绩效目标表",), ("部门名称", "湛江市示例局"), ("其他",), ("名称", "内容")
    )
    sheet.merge_cells("A2:B2")
    assert tables_of(read_bytes(save(workbook))) == [None, None, 1, 1, 1]


def test_below_a_blank_row_a_line_ends_the_table_and_a_row_goes_on_with_it() -> None:
    workbook, _ = write(("名称", "内容"), (), ("指标", "3"), (), ("附件2",), ("名称", "内容"))
    assert tables_of(read_bytes(save(workbook))) == [1, 1, None, 2]


def test_a_row_without_borders_below_a_table_with_borders_is_a_line() -> None:
    workbook, sheet = write(("名称", "内容"), ("指标",), ("填报人：某人", "联系电话：0759"))
    for cell in ("A1", "B1", "A2", "B2"):
        sheet[cell].border = Border(left=Side(style="thin"))
    assert tables_of(read_bytes(save(workbook))) == [1, 1, None]


def test_a_row_beside_a_tall_cell_is_never_a_line() -> None:
    workbook, sheet = write(("产出", "数量"), (None, None), (None, "质量"))
    sheet.merge_cells("A1:A3")
    assert tables_of(read_bytes(save(workbook))) == [1, 1]


def test_a_table_may_begin_at_any_cell() -> None:
    workbook = openpyxl.load_workbook(SAMPLE)
    sheet = workbook.worksheets[0]
    sheet.move_range(f"A1:E{sheet.max_row}", rows=7, cols=5)
    moved = [merged.bounds for merged in sheet.merged_cells.ranges]
    for bounds in moved:
        sheet.merged_cells.remove(openpyxl.worksheet.cell_range.CellRange(*_at(bounds)))
        sheet.merged_cells.add(openpyxl.worksheet.cell_range.CellRange(*_at(bounds, 5, 7)))
    assert records(save(workbook)) == records(SAMPLE.read_bytes())


def _at(bounds: tuple[int, int, int, int], right: int = 0, down: int = 0) -> tuple[None, int, int, int, int]:
    left, top, last, bottom = bounds
    return None, left + right, top + down, last + right, bottom + down


def records(data: bytes) -> list[dict[str, Any]]:
    return [form.record.model_dump() for form in extract_bytes(data, "附件1.xlsx").forms]


# ---- sheets and what is hidden --------------------------------------------------------------------------------------


def test_a_form_on_each_sheet_is_a_form_of_its_own_in_the_order_of_the_sheets() -> None:
    workbook = openpyxl.load_workbook(SAMPLE)
    for name, state in (("第二张", "visible"), ("第三张", "veryHidden")):
        copy = workbook.copy_worksheet(workbook.worksheets[0])
        copy.title, copy.sheet_state = name, state
        copy["B3"].value = f"湛江市{name}局"
        assert copy["A3"].value == "预算单位名称"
    extraction = extract_bytes(save(workbook), "附件1.xlsx")
    assert [form.record.header.unit_name for form in extraction.forms] == [
        "湛江市信访局",
        "湛江市第二张局",
        "湛江市第三张局",
    ]
    assert all(form.ledger.residue == 0 for form in extraction.forms)
    sources = [source for entry in extraction.forms[1].evidence.values() for source in entry.sources]
    assert {source.sheet for source in sources if isinstance(source, SheetCell)} == {"第二张"}
    told = [check.message for check in extraction.forms[0].checks if check.code == "tracked-changes"]
    assert told == ["隐藏的工作表也已读取：第三张"]


def test_a_form_does_not_go_on_in_a_list_of_words_on_another_sheet() -> None:
    workbook = openpyxl.load_workbook(SAMPLE)
    words = workbook.create_sheet("下拉选项")
    words.sheet_state = "hidden"
    for word in ("产出指标", "数量指标", "质量指标", "时效指标"):
        words.append((word,))
    words.append(("一级指标", "二级指标", "三级指标", "指标值"))
    words.append(("产出指标", "数量指标", "填写示例", "10"))
    assert records(save(workbook)) == records(SAMPLE.read_bytes())


def test_hidden_rows_and_columns_are_read_and_named() -> None:
    workbook, sheet = write(("名称", "内容", "备注"), ("会议", "三次", "甲"), ("培训", "两次", "乙"))
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["H"].hidden = True
    document = read_bytes(save(workbook))
    assert texts(document)[1] == ["会议", "三次", "甲"]
    assert document.flaws == (
        Flaw("hidden-rows", detail="Sheet1!2"),
        Flaw("hidden-columns", detail="Sheet1!C"),
    )


def test_a_hidden_sheet_without_text_is_not_worth_a_word() -> None:
    workbook, _ = write(("名称", "内容"))
    workbook.create_sheet("空").sheet_state = "hidden"
    assert read_bytes(save(workbook)).flaws == ()


def test_text_in_a_drawing_is_counted_and_named() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relate(f"{OFFICE}/drawing", "../drawings/drawing1.xml"),
        "xl/drawings/drawing1.xml": f'<wsDr xmlns:a="{drawing}"><a:p><a:t>请填 写</a:t></a:p></wsDr>',
    }
    (flaw,) = read_data(row_of("名称", "内容"), **more).flaws
    assert flaw == Flaw("drawing-text", count=3, lost=True, detail="Sheet1：请填 写")


# ---- real forms -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not REAL.exists(), reason="the published form is not beside the checkout")
def test_a_published_form_is_read_right() -> None:
    extraction = extract(REAL)
    (form,) = extraction.forms
    record = form.record
    assert form.pattern == "zhanjiang-2023"
    assert record.title == "2023年市级部门整体预算绩效目标表"
    assert (record.header.staff_total, record.header.subordinate_units) == (750, 10)
    amounts = {item.label: str(item.amount) for group in record.funding.groups for item in group.items}
    assert amounts["基本支出"] == "10596.35"
    assert amounts["项目支出"] == "72204.57"
    assert amounts["财政拨款"] == "82800.92"
    assert amounts["其他资金"] == "0"
    assert amounts["财政专项资金"] == "None"
    assert [str(task.amount) for task in record.tasks] == ["20140", "790", "500"]
    values = {
        pointer: entry for pointer, entry in form.evidence.items() if entry.sources == [SheetCell("Sheet1", "E24")]
    }
    assert [entry.raw for entry in values.values()] == ["1"]
    assert '"value": "100%"' in extraction.to_json()
    ledger = form.ledger
    assert ledger.residue == 0
    assert ledger.source == ledger.values + ledger.labels
    sheet = openpyxl.load_workbook(REAL, data_only=True).worksheets[0]
    stored = (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert ledger.source == sum(len("".join(text.split())) for text in stored)


# ---- hostile files --------------------------------------------------------------------------------------------------


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    data = f'{row_of("名称", "内容", number=1)}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    after = '<mergeCells><mergeCell ref="B2:XFC1048575"/></mergeCells>'
    document = read_data(data, after=after, before='<cols><col min="1" max="16384" hidden="1"/></cols>')
    assert cells_of(document)[-1].places == (SheetCell("Sheet1", "XFD1048576"),)


def test_a_text_that_stands_in_many_cells_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_TEXT", 10_000)
    data = "<row>" + '<c t="s"><v>0</v></c>' * 20 + "</row>"
    assert refusal(pack(data, strings=f"<si><t>{'标' * 1000}</t></si>")) == "limit"


def test_one_part_for_many_sheets_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.readers import xlsx  # noqa: PLC0415 - its own limit is looked at

    tabs = '<sheet name="Sheet1" r:id="r1"/>' * 50
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{tabs}</sheets></workbook>'
    data = pack(row_of("名称" * 100, "内容"), **{"xl/workbook.xml": workbook})
    monkeypatch.setattr(xlsx, "MAX_PART_BYTES", 10_000)
    assert refusal(data) == "limit"
    monkeypatch.setattr(xlsx, "MAX_SHEETS", 49)
    assert refusal(data) == "limit"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_document_type_is_refused(part: str) -> None:
    evil = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert refusal(pack(row_of("名称"), strings="<si><t>x</t></si>", **{part: evil})) == "corrupt"


def test_a_sheet_that_cannot_be_read_costs_only_itself() -> None:
    workbook, _ = write(("名称", "内容"))
    workbook.create_sheet("坏").append(("其他", "内容"))
    data = BytesIO(save(workbook))
    copy = BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<worksheet" if name.endswith("sheet2.xml") else old.read(name))
    document = read_bytes(copy.getvalue())
    assert texts(document) == [["名称", "内容"]]
    assert document.flaws == (Flaw("sheet-unreadable", lost=True, detail="坏"),)


def test_a_number_of_no_shared_text_is_named() -> None:
    document = read_data('<row><c t="s"><v>7</v></c><c t="s"><v>-1</v></c><c><v>1</v></c></row>')
    assert texts(document) == [["1"]]
    assert flaws_of(document)["cell-unreadable"] == Flaw(
        "cell-unreadable", count=2, lost=True, detail="Sheet1!A1、Sheet1!B1"
    )


@pytest.mark.parametrize("row", ["0", "1048577", "999999999"])
def test_a_row_outside_of_the_sheet_is_damage(row: str) -> None:
    assert refusal(pack(f'<row r="{row}"><c><v>1</v></c></row>')) == "corrupt"


def test_a_binary_workbook_is_not_supported() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("_rels/.rels", relate(f"{OFFICE}/officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    extraction = extract_bytes(stream.getvalue(), "附件1.xlsb")
    assert extraction.error is not None
    assert extraction.error.code == "unsupported"
    assert "XLSX" in extraction.error.next_step


def test_an_encrypted_workbook_needs_a_password() -> None:
    name = "EncryptedPackage\0".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + len(name).to_bytes(2, "little")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(512, b"\0")
    assert refusal(data) == "needs_password"


def test_many_tall_merges_and_cells_are_read() -> None:
    data = "".join(row_of(*"甲乙丙丁", number=number) for number in range(1, 8001))
    merges = "".join(f'<mergeCell ref="A{n}:A{n + 3}"/><mergeCell ref="C{n}:D{n}"/>' for n in range(1, 8001, 4))
    document = read_bytes(pack(data, after=f"<mergeCells>{merges}</mergeCells>"))
    assert [cell.rows for cell in document.rows[-4].cells] == [4, 1, 1]
    assert len(document.rows) == 8000


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(changed[: data.draw(st.integers(0, len(changed)))])
    extraction = extract_bytes(whole, "附件1.xlsx", file_format="xlsx")
    assert extraction.error is None or extraction.error.code != "defect"


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 6)),
    st.one_of(st.text("标值一 \n", min_size=1, max_size=5), st.floats(-1e6, 1e6), st.integers(-99, 99)),
    max_size=20,
)


@settings(deadline=None, max_examples=60)
@given(cells=CELLS, spans=st.lists(st.tuples(*[st.integers(1, 6)] * 4), max_size=4))
def test_every_character_of_a_sheet_is_in_a_cell_and_every_cell_has_a_place_of_its_own(
    cells: dict[tuple[int, int], str | float], spans: list[tuple[int, int, int, int]]
) -> None:
    data = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{chr(64 + column)}{row}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{chr(64 + column)}{row}"><v>{value!r}</v></c>'
            for (at, column), value in sorted(cells.items())
            if at == row
        )
        + "</row>"
        for row in range(1, 13)
    )
    merges = "".join(f'<mergeCell ref="{chr(64 + a)}{b}:{chr(64 + a + c)}{b + d}"/>' for a, b, c, d in spans)
    document = read_data(data, after=f"<mergeCells>{merges}</mergeCells>")
    found = cells_of(document)
    places = [place for cell in found for place in cell.places]
    assert len(places) == len(set(places))
    assert sum(row.source for row in document.rows) == sum(len("".join(cell.raw.split())) for cell in found)
    for row in document.rows:
        assert isinstance(row, Row)
        edges = [(cell.left, cell.right) for cell in row.cells]
        assert edges == sorted(edges)
        assert all(right <= left for (_, right), (left, _) in pairwise(edges))
        assert all(math.isfinite(cell.right) and cell.rows >= 1 for cell in row.cells)


# What a file leaves to the program that opens it, and what changes what a text says

STALE = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'


def read_formula(result: str, **parts: Any) -> Document:
    return read_data(f"<row>{inline('数值')}<c><f>74%</f><v>{result}</v></c></row>", **parts)


def test_a_zero_that_nobody_computed_is_no_result() -> None:
    document = read_formula("0", workbook=STALE)
    assert texts(document) == [["数值"]]
    assert flaws_of(document)["formula-without-result"].lost
    assert document.rows[0].source == 2


def test_results_that_the_file_itself_holds_for_stale_are_told_of() -> None:
    document = read_formula("0.74", workbook=STALE)
    assert texts(document) == [["数值", "0.74"]]
    assert not flaws_of(document)["stale-results"].lost


def test_a_computed_zero_is_one() -> None:
    document = read_formula("0")
    assert (texts(document), document.flaws) == ([["数值", "0"]], ())


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ("<r><rPr><strike/></rPr><t>484.77</t></r><r><t>500</t></r>", "struck-text"),
        ('<r><t>10</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>', "raised-digits"),
        ('<r><t>m</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>', None),
        ('<r><rPr><strike val="0"/></rPr><t>484.77</t></r>', None),
    ],
)
def test_a_text_that_its_look_may_unsay_is_told_of(runs: str, code: str | None) -> None:
    cell = '<row><c t="s"><v>0</v></c></row>'
    document = read_data(cell, strings=f"<si>{runs}</si>")
    assert list(flaws_of(document)) == ([code] if code else [])
    within = read_data(f'<row><c t="inlineStr"><is>{runs}</is></c></row>')
    assert list(flaws_of(within)) == ([code] if code else [])


def test_a_cell_struck_out_is_told_of() -> None:
    styles = "<fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId='1'/></cellXfs>"
    document = read_data('<row><c s="1"><v>5</v></c><c><v>6</v></c></row>', styles=styles)
    assert flaws_of(document)["struck-text"].detail == "Sheet1!A1"
