"""OpenDocument texts: what is read of cells, merges, notes and changes, and of hostile files."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import extract_bytes
from extractor.document import Cell, Document, Flaw, LineSpan, ReadError, Source, TableCell
from extractor.readers import read
from extractor.readers.sniff import sniff
from extractor.readers.text_rows import MAX_SPAN

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.libreoffice.odt"

NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "svg": "svg-compatible",
        "meta": "meta",
    }.items()
)


def flat(body: str, kind: str = "text") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES}'
        f' office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:body><office:{kind}>{body}'
        f"</office:{kind}></office:body></office:document>"
    ).encode()


def read_body(body: str) -> Document:
    return read(Source(flat(body), "附件1.fodt"))


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{paragraphs(text)}</table:table-cell>"


def covered(text: str = "") -> str:
    return f"<table:covered-table-cell>{paragraphs(text) if text else ''}</table:covered-table-cell>"


def paragraphs(text: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))


def table(*rows: str) -> str:
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


def cells_of(document: Document) -> list[Cell]:
    return [each for row in document.rows for each in row.cells]


def texts_of(document: Document) -> list[list[str]]:
    return [[each.text for each in row.cells] for row in document.rows]


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        read(Source(data, "附件1.odt"), "odt")
    return refused.value.code


def all_is_counted(document: Document) -> bool:
    return all(row.source == sum(len("".join(each.raw.split())) for each in row.cells) for row in document.rows)


def test_a_flat_file_is_told_from_a_flat_spreadsheet() -> None:
    assert sniff(flat(""), "附件1.xml") == "odt"
    assert sniff(flat("", "spreadsheet"), "附件1.xml") == "ods"


def test_rows_and_lines_stand_in_their_order_with_their_places() -> None:
    document = read_body(paragraphs("附件1\n\n标题") + table(cell("名称") + cell("3")) + paragraphs("说明"))
    assert [(row.table, each.text, each.places) for row in document.rows for each in row.cells] == [
        (None, "附件1", (LineSpan(1, 0, 3),)),
        (None, "标题", (LineSpan(3, 0, 2),)),
        (1, "名称", (TableCell(1, 1, 1),)),
        (1, "3", (TableCell(1, 1, 2),)),
        (None, "说明", (LineSpan(4, 0, 2),)),
    ]
    assert all_is_counted(document)
    assert document.format == "odt"


def test_merged_cells_have_their_columns_and_rows() -> None:
    document = read_body(
        table(
            cell("产出", 'table:number-rows-spanned="2"')
            + cell("指标", 'table:number-columns-spanned="2"')
            + covered(),
            covered() + cell("甲") + cell("乙"),
        )
    )
    spans = [(each.text, each.left, each.right, each.rows) for each in cells_of(document)]
    assert spans == [("产出", 0, 1, 2), ("指标", 1, 3, 1), ("甲", 1, 2, 1), ("乙", 2, 3, 1)]


def test_text_below_a_merged_cell_is_a_further_part_of_it_and_told() -> None:
    document = read_body(
        table(cell("产出", 'table:number-rows-spanned="2"') + cell("甲"), covered("质量") + cell("乙"))
    )
    first = document.rows[0].cells[0]
    assert (first.text, first.places) == ("产出\n质量", (TableCell(1, 1, 1), TableCell(1, 2, 1)))
    assert document.flaws == (Flaw("covered-cell"),)
    assert sum(row.source for row in document.rows) == 6


def test_rows_and_cells_that_are_repeated_stand_as_often_as_they_say() -> None:
    three = cell("/", 'table:number-columns-repeated="3"')
    document = read_body(
        "<table:table>"
        f'<table:table-row table:number-rows-repeated="2">{three}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
        f"<table:table-row>{cell('末')}</table:table-row></table:table>"
    )
    assert texts_of(document) == [["/"] * 3, ["/"] * 3, [""], ["末"]]
    assert document.rows[1].cells[2].places == (TableCell(1, 2, 3),)
    assert document.rows[3].cells[0].places == (TableCell(1, 1003, 1),)
    assert all_is_counted(document)


def test_headings_lists_sections_and_header_rows_are_read_through() -> None:
    document = read_body(
        "<text:h>标题</text:h><text:section><text:list><text:list-item><text:p>一</text:p></text:list-item></text:list>"
        f"</text:section><table:table><table:table-header-rows><table:table-row>{cell('名称')}</table:table-row>"
        "</table:table-header-rows></table:table>"
    )
    assert texts_of(document) == [["标题"], ["一"], ["名称"]]
    assert all_is_counted(document)


def test_white_space_counts_once_and_spaces_tabs_and_breaks_have_elements() -> None:
    document = read_body(
        '<text:p>甲  \n 乙<text:s text:c="2"/>丙<text:tab/>丁<text:line-break/><text:span>戊</text:span></text:p>'
    )
    assert texts_of(document) == [["甲 乙  丙\t丁\n戊"]]


def test_text_boxes_shapes_notes_and_inner_tables_are_rows_of_their_own() -> None:
    inner = (
        "名称<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box><svg:desc>描述</svg:desc></draw:frame>"
        "<draw:custom-shape><text:p>形</text:p></draw:custom-shape>"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>"
    )
    document = read_body(
        table(f"<table:table-cell><text:p>{inner}</text:p>{table(cell('里'))}</table:table-cell>", cell("后"))
    )
    assert texts_of(document) == [["名称"], ["里"], ["框"], ["形"], ["注"], ["后"]]
    assert [row.table for row in document.rows] == [1, 2, None, None, None, 1]
    assert all_is_counted(document)


def test_tracked_changes_are_read_as_accepted_and_comments_are_left_out() -> None:
    document = read_body(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>新<office:annotation><text:p>批注</text:p></office:annotation></text:p>"
    )
    assert texts_of(document) == [["新"]]
    assert document.flaws == (Flaw("tracked-changes"),)
    assert all_is_counted(document)


def test_objects_and_pictures_without_text_are_told_as_lost() -> None:
    assert read_body("<text:p>甲<draw:frame><draw:object/></draw:frame></text:p>").flaws == (
        Flaw("embedded-object", lost=True),
    )
    assert read_body("<text:p><draw:frame><draw:image/></draw:frame></text:p>").flaws == (
        Flaw("image-only", lost=True),
    )


def test_a_file_with_a_password_is_told() -> None:
    stream = BytesIO()
    with ZipFile(BytesIO(SAMPLE.read_bytes())) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            mark = b"<manifest:encryption-data/>" if name == "META-INF/manifest.xml" else b""
            new.writestr(name, old.read(name) + mark)
    assert refusal(stream.getvalue()) == "needs_password"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (table(cell("甲", 'table:number-columns-repeated="1000"')) * 300, "limit"),
        (table(cell("甲") * 3).replace("-row>", '-row table:number-rows-repeated="900000000">', 1), "limit"),
        (table(cell("甲", 'table:number-columns-spanned="1000"') * 300), "limit"),
        ("<table:table><table:table-row><table:table-cell>" * 40 + paragraphs("甲"), "corrupt"),
        (
            "<table:table><table:table-row><table:table-cell>" * 40
            + paragraphs("甲")
            + "</table:table-cell></table:table-row></table:table>" * 40,
            "limit",
        ),
        ("<text:p>" + "<text:span>" * 300 + "甲" + "</text:span>" * 300 + "</text:p>", "limit"),
    ],
)
def test_a_bomb_meets_a_limit(body: str, code: str) -> None:
    assert refusal(flat(body)) == code


def test_a_span_that_is_too_wide_is_cut_and_told() -> None:
    document = read_body(table(cell("甲", 'table:number-columns-spanned="2000000"')))
    assert cells_of(document)[0].right == MAX_SPAN
    assert document.flaws == (Flaw("span-cut"),)


def test_a_spreadsheet_is_no_text() -> None:
    assert refusal(flat("", "spreadsheet")) == "unsupported"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    whole = bytes(changed[: data.draw(st.integers(0, len(changed)))])
    extraction = extract_bytes(whole, "附件1.odt", file_format="odt")
    assert extraction.error is None or extraction.error.code != "defect"
