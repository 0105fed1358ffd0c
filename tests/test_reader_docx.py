"""What the reader of Word documents gives: text, addresses, merges, and typed refusals of hostile files."""

import io
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from types import FrameType

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Cell, Document, LineSpan, ReadError, Row, Source, TableCell
from extractor.readers import ooxml
from extractor.readers.docx import read
from extractor.readers.text_rows import MAX_NESTING, MAX_SPAN

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
REQUIRED = "word/document.xml"


def relationships(*pairs: tuple[str, str], base: str = RELATIONS) -> str:
    items = "".join(f'<Relationship Id="r{n}" Type="{base}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(pairs))
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def document_xml(body: str, namespace: str = TRANSITIONAL) -> str:
    return (
        f'<w:document xmlns:w="{namespace}" xmlns:m="{MATH}" xmlns:mc="{COMPATIBILITY}">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>"
    )


def archive(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def package(body: str, **parts: str) -> bytes:
    """Pack a document of this body; further parts (`footnotes`, `endnotes`) are given by their kind."""
    return archive(
        {
            "_rels/.rels": relationships(("officeDocument", REQUIRED)),
            REQUIRED: document_xml(body),
            "word/_rels/document.xml.rels": relationships(*((kind, f"{kind}.xml") for kind in parts)),
            **{f"word/{kind}.xml": content for kind, content in parts.items()},
        }
    )


def parse(data: bytes) -> Document:
    return read(Source(data, "form.docx"))


def parse_body(body: str) -> Document:
    return parse(package(body))


def run(text: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str) -> str:
    return f"<w:p>{''.join(part if part.startswith('<') else run(part) for part in inside)}</w:p>"


def tc(text: str = "", properties: str = "") -> str:
    blocks = text if text.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def raws(document: Document) -> list[list[str]]:
    return [[cell.raw for cell in row.cells] for row in document.rows]


def cells(document: Document) -> list[Cell]:
    return [cell for row in document.rows for cell in row.cells]


def first(document: Document) -> Cell:
    return document.rows[0].cells[0]


def ink(text: str) -> int:
    return sum(not character.isspace() for character in text)


def printed(rows: tuple[Row, ...]) -> int:
    return sum(ink(cell.raw) for row in rows for cell in row.cells)


def held(rows: tuple[Row, ...]) -> int:
    return sum(row.source for row in rows)


def saved(build: Callable[[docx.document.Document], object]) -> bytes:
    document = docx.Document()
    build(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def flaws(document: Document) -> dict[str, int]:
    return {flaw.code: flaw.count for flaw in document.flaws}


# Rows, cells and paragraphs


def test_a_table_gives_its_rows_with_table_row_and_column_counted_from_one() -> None:
    document = parse_body(tbl(tr(tc("预算单位名称"), tc("湛江市信访局")), tr(tc("在职人数"), tc("23"))))
    assert raws(document) == [["预算单位名称", "湛江市信访局"], ["在职人数", "23"]]
    assert document.rows[1].cells[1] == Cell("23", "23", (TableCell(1, 2, 2),), 1, 2)
    assert [row.table for row in document.rows] == [1, 1]
    assert (document.format, document.pages, document.geometry) == ("docx", None, True)


def test_blank_cells_are_given_and_blank_paragraphs_only_counted() -> None:
    document = parse_body(p("附件1") + p(" ") + p("2021年市级部门整体预算绩效目标表") + tbl(tr(tc(""), tc("x"))))
    assert raws(document) == [["附件1"], ["2021年市级部门整体预算绩效目标表"], ["", "x"]]
    assert document.rows[1] == Row(
        (Cell("2021年市级部门整体预算绩效目标表", "2021年市级部门整体预算绩效目标表", (LineSpan(3, 0, 18),), 0, 1),),
        None,
        None,
        18,
    )
    assert document.rows[2].cells[0].blank


def test_a_loose_paragraph_with_tabs_is_one_cell() -> None:
    body = p("单位：", "<w:r><w:tab/></w:r>", "万元") + tbl(tr(tc("a")))
    assert raws(parse_body(body)) == [["单位：\t万元"], ["a"]]


def test_tables_that_follow_each_other_keep_their_own_numbers() -> None:
    document = parse_body(tbl(tr(tc("a"))) + tbl(tr(tc("b"))))
    assert [cell.places for cell in cells(document)] == [(TableCell(1, 1, 1),), (TableCell(2, 1, 1),)]


def test_paragraphs_and_line_breaks_of_a_cell_are_line_feeds() -> None:
    cell = tc(p("一、") + p("二", "<w:r><w:br/><w:t>三</w:t><w:cr/><w:t>四</w:t></w:r>"))
    assert first(parse_body(tbl(tr(cell)))).text == "一、\n二\n三\n四"


@pytest.mark.parametrize("mark", ['<w:br w:type="page"/>', '<w:br w:type="column"/>', "<w:lastRenderedPageBreak/>"])
def test_a_page_break_inside_a_cell_is_no_line_break(mark: str) -> None:
    assert first(parse_body(tbl(tr(tc(p("信访", f"<w:r>{mark}</w:r>", "维稳")))))).raw == "信访维稳"


# Merged cells and the grid


def test_a_horizontally_merged_cell_covers_its_grid_columns() -> None:
    document = parse_body(tbl(tr(tc("总体绩效目标", '<w:gridSpan w:val="3"/>'), tc("文本"))))
    assert [(cell.left, cell.right) for cell in cells(document)] == [(0, 3), (3, 4)]
    assert cells(document)[1].places == (TableCell(1, 1, 4),)


def test_columns_skipped_before_a_row_move_its_cells_and_those_after_it_do_not() -> None:
    row = '<w:tr><w:trPr><w:gridBefore w:val="2"/><w:gridAfter w:val="5"/></w:trPr>' + tc("质量指标") + "</w:tr>"
    cell = first(parse_body(tbl(row)))
    assert (cell.left, cell.right, cell.places) == (2, 3, (TableCell(1, 1, 3),))


def test_a_vertically_merged_cell_stands_once_and_says_how_many_rows_it_covers() -> None:
    document = parse_body(
        tbl(
            tr(tc("产出指标", RESTART), tc("数量指标")),
            tr(tc("", CONTINUE), tc("质量指标")),
            tr(tc("", '<w:vMerge w:val="continue"/>'), tc("时效指标")),
            tr(tc("效益指标", RESTART), tc("经济效益指标")),
        )
    )
    assert raws(document) == [["产出指标", "数量指标"], ["质量指标"], ["时效指标"], ["效益指标", "经济效益指标"]]
    assert [row.cells[0].rows for row in document.rows] == [3, 1, 1, 1]
    assert document.rows[1].cells[0].left == 1


def test_a_row_of_covered_cells_only_is_still_a_row() -> None:
    document = parse_body(tbl(tr(tc("a", RESTART)), tr(tc("", CONTINUE)), tr(tc("b"))))
    assert raws(document) == [["a"], [], ["b"]]


def test_text_left_in_a_covered_cell_becomes_a_further_line_with_its_own_place() -> None:
    document = parse_body(tbl(tr(tc("产出", RESTART)), tr(tc("", CONTINUE)), tr(tc("指标", CONTINUE))))
    cell = first(document)
    assert cell.raw == cell.text == "产出\n指标"
    assert cell.places == (TableCell(1, 1, 1), TableCell(1, 3, 1))
    assert cell.rows == 3
    assert [row.source for row in document.rows] == [2, 0, 2]


def test_a_covered_cell_with_nothing_above_it_is_a_cell_of_its_own() -> None:
    document = parse_body(
        tbl(
            tr(tc("a"), tc("b", RESTART)),
            tr(tc("甲", CONTINUE), tc("", CONTINUE)),
            tr(tc("", CONTINUE)),
        )
    )
    assert raws(document) == [["a", "b"], ["甲"], []]
    assert [cell.rows for cell in cells(document)] == [1, 2, 2]


def test_a_plain_cell_between_ends_a_vertical_merge() -> None:
    document = parse_body(tbl(tr(tc("a", RESTART)), tr(tc("b")), tr(tc("c", CONTINUE))))
    assert [(cell.raw, cell.rows) for cell in cells(document)] == [("a", 1), ("b", 1), ("c", 1)]


def test_the_older_horizontal_merge_joins_cells_too() -> None:
    left, right = tc("单位", '<w:hMerge w:val="restart"/>'), tc("名称", "<w:hMerge/>")
    document = parse_body(tbl(tr(left, right, tc("x"))))
    assert raws(document) == [["单位\n名称", "x"]]
    assert (first(document).left, first(document).right) == (0, 2)
    assert first(document).places == (TableCell(1, 1, 1), TableCell(1, 1, 2))


def test_a_huge_span_is_cut_and_reported() -> None:
    spans = [f'<w:gridSpan w:val="{value}"/>' for value in ("2000000000", "9" * 5000, "-3", "x", "0")]
    document = parse_body(tbl(tr(*(tc(str(n), span) for n, span in enumerate(spans)))))
    assert [cell.right - cell.left for cell in cells(document)] == [MAX_SPAN, MAX_SPAN, 1, 1, 1]
    assert flaws(document) == {"span-cut": 2}


def test_a_huge_offset_is_cut_and_reported() -> None:
    row = '<w:tr><w:trPr><w:gridBefore w:val="2000000000"/></w:trPr>' + tc("x") + "</w:tr>"
    document = parse_body(tbl(row))
    assert first(document).left == MAX_SPAN
    assert flaws(document) == {"span-cut": 1}


# Addresses: the text stands in the file where the place says


def assert_addresses_hold(data: bytes) -> None:
    """Every place, read again with python-docx, gives its part of `raw`."""
    reopened = docx.Document(io.BytesIO(data))
    for cell in cells(parse(data)):
        again = []
        for place in cell.places:
            if isinstance(place, TableCell):
                row = reopened.tables[place.table - 1].rows[place.row - 1]
                again.append(row.cells[place.column - 1 - row.grid_cols_before].text)
            elif isinstance(place, LineSpan):
                again.append(reopened.paragraphs[place.line - 1].text[place.start : place.end])
        assert "\n".join(again) == cell.raw


def build_form(document: docx.document.Document) -> None:
    document.add_paragraph("附件1")
    document.add_paragraph("")
    document.add_heading("2021年市级部门整体预算绩效目标表")
    table = document.add_table(6, 5)
    for number, cell in enumerate(chain.from_iterable(row.cells for row in table.rows)):
        cell.text = f"第{number}格\n任务{number}\t{number}.00"
    table.cell(0, 1).merge(table.cell(0, 4))
    table.cell(1, 0).merge(table.cell(4, 0))
    table.cell(2, 2).merge(table.cell(3, 3))
    document.add_paragraph("填报人：\n联系电话：")
    document.add_table(1, 2).cell(0, 1).text = "万元"


def test_every_cell_of_a_form_is_found_again_at_its_address() -> None:
    assert_addresses_hold(saved(build_form))


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 5), st.integers(1, 5))
def test_every_cell_of_any_merged_table_is_found_again_and_no_character_lost(
    rng: random.Random, height: int, width: int
) -> None:
    def build(document: docx.document.Document) -> None:
        table = document.add_table(height, width)
        for number, cell in enumerate(chain.from_iterable(row.cells for row in table.rows)):
            cell.text = "" if rng.random() < 0.3 else f"格{number}"
        top = 0
        while top < height:
            bottom = rng.randint(top, height - 1)
            left = rng.randint(0, width - 1)
            table.cell(top, left).merge(table.cell(bottom, rng.randint(left, width - 1)))
            top = bottom + 1

    data = saved(build)
    assert_addresses_hold(data)
    document = parse(data)
    assert printed(document.rows) == held(document.rows)
    covered = sum(int(cell.right - cell.left) * cell.rows for cell in cells(document))
    assert covered == height * width


# What is text and what is not


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:ins>" + run("甲") + "</w:ins>", "甲"),
        ("<w:moveTo>" + run("甲") + "</w:moveTo>", "甲"),
        ("<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", ""),
        ("<w:moveFrom>" + run("乙") + "</w:moveFrom>", ""),
        ("<w:ins><w:del>" + run("乙") + "</w:del>" + run("甲") + "</w:ins>", "甲"),
        ("<w:hyperlink>" + run("链接") + "</w:hyperlink>", "链接"),
        ("<w:smartTag><w:smartTag>" + run("湛江") + "</w:smartTag></w:smartTag>", "湛江"),
        ('<w:fldSimple w:instr=" PAGE ">' + run("3") + "</w:fldSimple>", "3"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(C5:C6) </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("484.77"),
            "484.77",
        ),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("信访局") + "</w:sdtContent></w:sdt>", "信访局"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>", "隐藏"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:t>3</w:t></w:r>", "1-23"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Symbol" w:char="00B3"/><w:t>95%</w:t></w:r>', "≥95%"),
        ('<w:r><w:sym w:font="宋体" w:char="25A1"/></w:r>', "□"),
        ("<w:r><w:t>见注</w:t><w:footnoteReference/></w:r>", "见注"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "x"),
        (
            "<w:r><w:ruby><w:rt>" + run("zhan") + "</w:rt><w:rubyBase>" + run("湛") + "</w:rubyBase></w:ruby></w:r>",
            "湛",
        ),
        ("<w:r><w:t>a<!-- no text -->b<?x y?>c</w:t></w:r>", "abc"),
    ],
)
def test_a_paragraph_reads_as_word_shows_it_with_all_changes_accepted(xml: str, text: str) -> None:
    document = parse_body(tbl(tr(tc(p(xml)))))
    assert raws(document) == [[text]]
    assert document.rows[0].source == ink(text)


def test_tracked_changes_are_reported_with_their_number() -> None:
    changes = "<w:ins>" + run("甲") + "</w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
    assert flaws(parse_body(p(changes))) == {"tracked-changes": 2}


def test_a_deleted_paragraph_leaves_no_blank_line() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    gone = p(mark, "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>")
    assert first(parse_body(tbl(tr(tc(p("甲") + gone + p("丙")))))).raw == "甲\n丙"


def test_a_symbol_without_a_known_character_stays_private_and_is_reported() -> None:
    document = parse_body(p('<w:r><w:sym w:font="Wingdings" w:char="0022"/><w:sym w:char="no"/></w:r>'))
    assert raws(document) == [["\uf022\ufffd"]]
    assert flaws(document) == {"no-unicode": 2}
    assert document.rows[0].source == 2


def test_readings_beside_characters_are_reported_as_left_out() -> None:
    ruby = "<w:r><w:ruby><w:rt>" + run("zhan") + "</w:rt><w:rubyBase>" + run("湛") + "</w:rubyBase></w:ruby></w:r>"
    (flaw,) = parse_body(p(ruby)).flaws
    assert (flaw.code, flaw.count, flaw.lost) == ("ruby", 1, True)


def test_a_document_of_pictures_only_says_so() -> None:
    document = parse_body(p("<w:r><w:drawing/></w:r>"))
    assert document.rows == ()
    assert [(flaw.code, flaw.lost) for flaw in document.flaws] == [("image-only", True)]


def test_content_controls_are_read_around_blocks_rows_and_cells() -> None:
    def sdt(inside: str) -> str:
        return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    body = sdt(p("标题")) + sdt(tbl(tr(sdt(tc("a")), tc(sdt(p("b")))), sdt(sdt(tr(tc("c"), tc("d"))))))
    document = parse_body(body)
    assert raws(document) == [["标题"], ["a", "b"], ["c", "d"]]
    assert cells(document)[4].places == (TableCell(1, 2, 2),)
    assert [row.source for row in document.rows] == [2, 2, 2]


# What stands inside or beside the text


def test_a_nested_table_follows_its_row_and_is_numbered_after_all_tables_of_the_body() -> None:
    deep = tbl(tr(tc("最内")))
    inner = tbl(tr(tc(p("内") + deep + p(""))), tr(tc("内二")))
    document = parse_body(tbl(tr(tc(p("外") + inner + p("外尾")), tc("右")), tr(tc("下"))) + tbl(tr(tc("第二表"))))
    assert raws(document) == [["外\n外尾", "右"], ["内\n"], ["最内"], ["内二"], ["下"], ["第二表"]]
    assert [row.table for row in document.rows] == [1, 3, 4, 3, 1, 2]
    assert [row.source for row in document.rows] == [4, 1, 2, 2, 1, 3]


def alternate(choice: str, fallback: str) -> str:
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{choice}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_read_once_as_rows_after_the_paragraph_that_anchors_it() -> None:
    box = "<w:txbxContent>" + p("框一") + p("框二") + "</w:txbxContent>"
    document = parse_body(p("前", alternate(box, box)) + p("后"))
    assert raws(document) == [["前"], ["框一"], ["框二"], ["后"]]
    assert [row.cells[0].places[0] for row in document.rows] == [
        LineSpan(1, 0, 1),
        LineSpan(3, 0, 2),
        LineSpan(4, 0, 2),
        LineSpan(2, 0, 1),
    ]
    assert printed(document.rows) == held(document.rows) == 6


def test_a_text_box_in_a_cell_follows_the_row_and_is_no_text_of_the_cell() -> None:
    box = "<w:txbxContent>" + p("框") + tbl(tr(tc("框中表"))) + "</w:txbxContent>"
    document = parse_body(tbl(tr(tc(p("格", alternate(box, box)))), tr(tc("下"))))
    assert raws(document) == [["格"], ["框"], ["框中表"], ["下"]]
    assert [row.table for row in document.rows] == [1, None, 2, 1]
    assert [row.source for row in document.rows] == [1, 1, 3, 1]


def test_an_only_fallback_is_read() -> None:
    only = "<w:r><mc:AlternateContent><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    assert raws(parse_body(p(only))) == [["旧"]]


def test_footnotes_and_endnotes_follow_the_body_without_their_separators() -> None:
    notes = f'<w:footnotes xmlns:w="{TRANSITIONAL}"><w:footnote w:type="separator">{p("—")}</w:footnote>'
    notes += f"<w:footnote>{p('注一')}</w:footnote></w:footnotes>"
    ends = f'<w:endnotes xmlns:w="{TRANSITIONAL}"><w:endnote>{p("尾注")}</w:endnote></w:endnotes>'
    document = parse(package(p("正文"), footnotes=notes, endnotes=ends))
    assert raws(document) == [["正文"], ["注一"], ["尾注"]]
    assert document.rows[2].cells[0].places == (LineSpan(3, 0, 2),)
    assert held(document.rows) == 6


def test_damaged_notes_cost_the_notes_and_not_the_document() -> None:
    document = parse(package(p("正文"), footnotes="<broken"))
    assert raws(document) == [["正文"]]
    assert [(flaw.code, flaw.lost) for flaw in document.flaws] == [("notes-unreadable", True)]


def test_headers_and_footers_are_no_part_of_the_document() -> None:
    def build(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "第1页"
        document.add_paragraph("正文")

    assert raws(parse(saved(build))) == [["正文"]]


# Variants of the format


def test_strict_files_read_like_transitional_ones() -> None:
    body = p("附件1") + tbl(tr(tc("产出指标", RESTART + '<w:gridSpan w:val="2"/>'), tc("x")), tr(tc("", CONTINUE)))
    strict = archive(
        {
            "_rels/.rels": relationships(("officeDocument", "/word/document.xml"), base=STRICT_RELATIONS),
            REQUIRED: document_xml(body, STRICT),
        }
    )
    assert parse(strict) == parse_body(body)
    assert cells(parse(strict))[1].rows == 2


def test_the_main_part_is_found_under_any_name_and_case() -> None:
    data = archive(
        {"_rels/.rels": relationships(("officeDocument", "Doc\\Main.XML")), "doc\\main.xml": document_xml(p("x"))}
    )
    assert raws(parse(data)) == [["x"]]


# Hostile and foreign files


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        parse(data)
    return caught.value.code


def compound_file(stream: str) -> bytes:
    """Build an OLE compound file whose directory, in its second sector, names one stream."""
    name = (stream + "\0").encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0") + name.ljust(64, b"\0") + struct.pack("<H", len(name))


def test_an_encrypted_document_needs_a_password() -> None:
    assert refusal(compound_file("EncryptedPackage")) == "needs_password"


def test_an_older_word_document_has_no_password_even_where_its_text_speaks_of_encryption() -> None:
    assert refusal(compound_file("WordDocument") + "……EncryptedPackage\0".encode("utf-16-le")) == "corrupt"
    older = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.libreoffice.doc"
    assert refusal(older.read_bytes()) == "unsupported"


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04", b"%PDF-1.7", "预算单位名称".encode()])
def test_what_is_no_archive_is_corrupt(data: bytes) -> None:
    assert refusal(data) == "corrupt"


def test_a_cut_or_damaged_file_is_refused_or_read_but_never_crashes() -> None:
    data = saved(build_form)
    assert {refusal(data[:length]) for length in range(0, len(data) - 30, 997)} == {"corrupt"}
    rng = random.Random(2021)  # noqa: S311  # damage, not secrets
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(rng.randint(1, 8)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            parse(bytes(damaged))
        except ReadError as error:
            assert error.code in {"needs_password", "corrupt", "unsupported", "limit"}  # noqa: PT017


def test_other_packages_are_unsupported() -> None:
    assert refusal(archive({"mimetype": "application/vnd.oasis.opendocument.text"})) == "unsupported"
    workbook = {"_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")), "xl/workbook.xml": "<workbook/>"}
    assert refusal(archive({**workbook})) == "unsupported"


def test_an_encrypted_entry_needs_a_password() -> None:
    data = bytearray(package(p("x")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert refusal(bytes(data)) == "needs_password"


def test_an_unknown_compression_is_unsupported() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as target:
        target.writestr("_rels/.rels", relationships(("officeDocument", REQUIRED)))
        target.writestr(REQUIRED, document_xml(p("x")))
    assert refusal(buffer.getvalue()) == "unsupported"


def test_a_part_that_unpacks_to_too_much_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml, "MAX_PART_BYTES", 5_000)
    assert refusal(package(p("字" * 5_000))) == "limit"


def test_a_part_that_lies_about_its_size_is_corrupt() -> None:
    data = bytearray(package(p("字" * 5_000)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(REQUIRED.encode()))
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    assert refusal(bytes(data)) == "corrupt"


def test_too_many_elements_are_a_limit_whatever_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml, "MAX_PART_MARKS", 1_000)
    assert refusal(package("<w:p/>" * 1_000)) == "limit"


def test_too_many_entries_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml, "MAX_ENTRIES", 2)
    assert refusal(package(p("x"))) == "limit"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))


@pytest.mark.parametrize(
    ("doctype", "body"),
    [
        ("<!DOCTYPE w:document>", p("x")),
        ('<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>', p("&x;")),
        (f"<!DOCTYPE w:document [{LAUGHS}]>", p("&l11;")),
        (f"<!DOCTYPE w:document [{LAUGHS}]>", '<w:p w:x="&l11;"/>'),
    ],
)
def test_a_declared_document_type_is_refused(doctype: str, body: str) -> None:
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relationships(("officeDocument", REQUIRED)),
        REQUIRED: doctype + document_xml(body),
    }
    assert refusal(archive(parts)) in {"corrupt", "limit"}


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"),
        ("<w:ins>", "</w:ins>"),
    ],
)
def test_thousands_of_levels_are_a_limit(opening: str, closing: str) -> None:
    assert refusal(package(opening * 5_000 + p("x") + closing * 5_000)) == "limit"


def nest(levels: int) -> str:
    body = p("底")
    for _ in range(levels):
        body = tbl(tr(tc(p("") + body)))
    return body


def test_tables_inside_one_another_are_read_down_to_the_limit() -> None:
    assert raws(parse_body(nest(MAX_NESTING + 1)))[-1] == ["\n底"]
    assert refusal(package(nest(MAX_NESTING + 2))) == "limit"


# Cost


def count_calls(data: bytes) -> int:
    """Count the calls, of Python and of C functions, that reading takes."""
    calls = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        parse(data)
    finally:
        sys.setprofile(before)
    return calls


def test_the_work_grows_with_the_number_of_rows_and_no_faster() -> None:
    def form(rows: int) -> bytes:
        covered = tr(tc("", CONTINUE), tc("数量指标"), tc("100%"))
        return package(tbl(tr(tc("产出指标", RESTART), tc("质量指标"), tc("95%")), covered * (rows - 1)))

    small, large = form(400), form(4_000)
    assert first(parse(large)).rows == 4_000
    assert count_calls(large) < 10.5 * count_calls(small)


# What changes what a text says


def marked(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (marked("<w:strike/>", "484.77") + run("500"), "struck-text"),
        (marked("<w:dstrike/>", "484.77") + run("500"), "struck-text"),
        (run("595.19") + marked("<w:vanish/>", "9"), "unseen-text"),
        (run("10") + marked('<w:vertAlign w:val="superscript"/>', "2"), "raised-digits"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("请输入") + "</w:sdtContent></w:sdt>",
            "placeholder",
        ),
    ],
)
def test_a_text_that_its_look_may_unsay_is_told_of(body: str, code: str) -> None:
    assert [(flaw.code, flaw.count, flaw.lost) for flaw in parse_body(p(body)).flaws] == [(code, 1, False)]


@pytest.mark.parametrize(
    "body",
    [
        marked('<w:strike w:val="0"/>', "484.77"),
        marked("<w:strike/>", " "),
        run("m") + marked('<w:vertAlign w:val="superscript"/>', "2"),
        run("10") + marked('<w:vertAlign w:val="baseline"/>', "2"),
        "<w:pPr><w:rPr><w:strike/><w:vanish/></w:rPr></w:pPr>" + run("484.77"),
    ],
)
def test_a_look_that_unsays_nothing_is_not(body: str) -> None:
    assert parse_body(p(body)).flaws == ()


def test_a_table_that_only_places_others_is_read_as_part_of_the_page() -> None:
    form = tbl(tr(tc("预算单位名称"), tc("示例局")))
    document = parse_body(tbl(tr(tc(p("附件1") + p("标题") + form + p("")))) + p("后"))
    assert raws(document) == [["附件1"], ["标题"], ["预算单位名称", "示例局"], ["后"]]
    assert [row.table for row in document.rows] == [None, None, 2, None]
    assert [row.source for row in document.rows] == [3, 2, 9, 1]


def test_a_document_without_tables_has_its_cells_between_tabs() -> None:
    tab = "<w:r><w:tab/></w:r>"
    document = parse_body(
        p("标题") + p("部门名称", tab, " 示例局 ") + p("") + p(tab, "会议次数", tab, "3") + p("注：略")
    )
    assert raws(document) == [["标题"], ["部门名称", "示例局"], ["", "会议次数", "3"], ["注：略"]]
    assert [row.table for row in document.rows] == [None, 1, 1, None]
    assert document.rows[1].cells[1].places == (LineSpan(2, 6, 9),)
    assert not document.geometry
    assert printed(document.rows) == held(document.rows)


def test_a_hidden_row_is_read_and_told_of() -> None:
    document = parse_body(tbl(f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('a')}</w:tr>"))
    assert (raws(document), [flaw.code for flaw in document.flaws]) == ([["a"]], ["unseen-text"])
