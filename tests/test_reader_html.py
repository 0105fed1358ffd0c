"""Reading web pages and web archives into rows of cells."""

from base64 import b64encode
from quopri import encodestring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor import extract_bytes
from extractor.document import Document, Flaw, LineSpan, ReadError, Source, TableCell
from extractor.readers import html as html_reader
from extractor.readers import mhtml, read
from extractor.readers.sniff import sniff

VOCABULARY = frozenset({"预算单位名称", "一级指标", "指标值", "绩效指标"})

Printed = list[tuple[int | None, list[str]]]


def document(page: str | bytes) -> Document:
    data = page if isinstance(page, bytes) else page.encode()
    return html_reader.read(Source(data, "附件1.html", VOCABULARY))


def printed(page: str) -> Printed:
    """Give each row's table, and the texts of its cells."""
    return [(row.table, [cell.raw for cell in row.cells]) for row in document(page).rows]


def flaws(page: str) -> dict[str, tuple[int, bool]]:
    return {flaw.code: (flaw.count, flaw.lost) for flaw in document(page).flaws}


def extents(page: str) -> list[list[tuple[str, int, int, int]]]:
    """Give each cell's text with its first column, the column after its last, and its rows."""
    return [[(c.raw, int(c.left), int(c.right), c.rows) for c in row.cells] for row in document(page).rows]


def archive(*parts: tuple[str, bytes, str], boundary: str = "----=_NextPart") -> bytes:
    """Write a web archive of parts: their type, content and transfer encoding."""
    head = (
        f'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'
    )
    written = head.encode()
    for kind, content, transfer in parts:
        body = encodestring(content) if transfer == "quoted-printable" else b64encode(content)
        fields = f"--{boundary}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
        written += fields.encode() + body + b"\r\n"
    return written + f"--{boundary}--\r\n".encode()


class TestTables:
    def test_a_merged_cell_stands_once_and_knows_how_far_it_reaches(self) -> None:
        page = (
            "<table><tr><td rowspan=3>绩效指标<td>一级指标<td>指标值"
            "<tr><td colspan=2>产出指标<tr><td>会议次数<td>3</table>"
        )
        assert extents(page) == [
            [("绩效指标", 0, 1, 3), ("一级指标", 1, 2, 1), ("指标值", 2, 3, 1)],
            [("产出指标", 1, 3, 1)],
            [("会议次数", 1, 2, 1), ("3", 2, 3, 1)],
        ]

    def test_a_cells_place_is_its_table_row_and_first_column(self) -> None:
        page = "<table><tr><td>a</table><table><tr><td rowspan=2>b<td>c<tr><td>d</table>"
        places = [cell.places for row in document(page).rows for cell in row.cells]
        assert places == [
            (TableCell(1, 1, 1),),
            (TableCell(2, 1, 1),),
            (TableCell(2, 1, 2),),
            (TableCell(2, 2, 2),),
        ]

    def test_a_rowspan_of_zero_reaches_to_the_end_of_its_section(self) -> None:
        page = "<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c<tbody><tr><td>d</table>"
        assert [[cell[1:] for cell in row] for row in extents(page)] == [
            [(0, 1, 2), (1, 2, 1)],
            [(1, 2, 1)],
            [(0, 1, 1)],
        ]

    def test_a_rowspan_ends_with_its_section_and_its_table(self) -> None:
        assert extents("<table><tr><td rowspan=9>a</table>") == [[("a", 0, 1, 1)]]

    def test_the_head_comes_first_and_the_foot_last(self) -> None:
        page = "<table><tfoot><tr><td>合计</tfoot><tbody><tr><td>甲</tbody><thead><tr><td>名称</thead></table>"
        assert [cells for _, cells in printed(page)] == [["名称"], ["甲"], ["合计"]]

    def test_blank_cells_are_cells(self) -> None:
        assert printed("<table><tr><td><td>595.19<td>&nbsp;</table>") == [(1, ["", "595.19", ""])]

    def test_end_tags_may_be_left_out_and_a_form_may_stand_between(self) -> None:
        page = "<table><form><tr><td>会议次数<td>3<tr><form><td>培训次数<td>3</form></table>"
        assert printed(page) == [(1, ["会议次数", "3"]), (1, ["培训次数", "3"])]

    def test_cells_without_a_row_make_one(self) -> None:
        assert printed("<table><td>会议次数<td>3</table>") == [(1, ["会议次数", "3"])]

    def test_a_caption_is_a_line_above_its_table(self) -> None:
        page = "<table><caption>单位：万元</caption><tr><td>会议次数<td>3</table>"
        assert printed(page) == [(None, ["单位：万元"]), (1, ["会议次数", "3"])]

    def test_text_between_the_cells_is_kept_above_the_table(self) -> None:
        page = "<table>附件1<tr>续表<td>会议次数<td>3</table>"
        assert printed(page) == [(None, ["附件1"]), (None, ["续表"]), (1, ["会议次数", "3"])]

    def test_a_table_inside_a_cell_follows_its_row(self) -> None:
        page = "<table><tr><td>项目<td>见下表<table><tr><td>甲<td>1</table><tr><td>合计<td>1</table>"
        assert printed(page) == [(1, ["项目", "见下表"]), (2, ["甲", "1"]), (1, ["合计", "1"])]

    def test_a_table_that_only_places_others_is_layout(self) -> None:
        page = (
            "<table><tr><td>首页 公开<td><h1>绩效目标表</h1><table><tr><td>会议次数<td>3</table><p>注：无</table>"
            "<table><tr><td>版权所有</table>"
        )
        assert printed(page) == [
            (None, ["首页 公开"]),
            (None, ["绩效目标表"]),
            (2, ["会议次数", "3"]),
            (None, ["注：无"]),
            (3, ["版权所有"]),
        ]


class TestText:
    def test_white_space_is_collapsed_as_a_browser_does(self) -> None:
        assert printed("<p>  the \n\t unit's  name </p>") == [(None, ["the unit's name"])]

    def test_a_line_end_of_the_source_between_ideographs_is_nothing(self) -> None:
        assert printed("<p>坚持以人民\n   为中心，\n全力做好 信访\n3 项</p>") == [
            (None, ["坚持以人民为中心，全力做好 信访 3 项"])
        ]

    def test_blocks_and_breaks_end_lines(self) -> None:
        page = "附件1<h1>绩效目标表</h1><div>单位：<b>万元</b><br>日期</div>末"
        assert [cells for _, cells in printed(page)] == [["附件1"], ["绩效目标表"], ["单位：万元"], ["日期"], ["末"]]

    def test_paragraphs_and_breaks_in_a_cell_are_line_breaks(self) -> None:
        assert printed("<table><tr><td><p>目标1</p><p>目标2<br>目标3</p></table>") == [(1, ["目标1\n目标2\n目标3"])]

    def test_lines_outside_of_tables_are_counted_without_the_blank_ones(self) -> None:
        places = [row.cells[0].places for row in document("<p>附件1<p>&nbsp;<p><table></table><p>绩效目标表").rows]
        assert places == [(LineSpan(1, 0, 3),), (LineSpan(2, 0, 5),)]

    def test_preformatted_text_keeps_its_lines_and_spaces(self) -> None:
        assert printed("<pre>会议次数  3\n 培训次数\t3\n</pre>") == [(None, ["会议次数  3"]), (None, [" 培训次数\t3"])]

    def test_entities_are_characters_and_a_bare_angle_bracket_is_one_too(self) -> None:
        assert printed("<p>&ge;90%&#12289;&lt;5&amp;<10") == [(None, ["≥90%、<5&<10"])]

    def test_comments_scripts_style_sheets_and_templates_are_no_text(self) -> None:
        page = "<head><title>题</title><style>p{}</style></head><!-- 注 --><script>x</script><noscript>无</noscript>"
        assert printed(f"{page}<template>模板</template><p>正文") == [(None, ["正文"])]
        assert flaws(f"{page}<p>正文") == {}

    @pytest.mark.parametrize(
        "hiding", ["hidden", 'style="display: NONE"', "style='color:red;visibility:hidden'", 'style="mso-hide:all"']
    )
    def test_hidden_text_is_left_out_and_counted(self, hiding: str) -> None:
        page = f"<table><tr {hiding}><td>作废<td>9<tr><td>会议次数<td>3</table>"
        assert printed(page) == [(1, ["会议次数", "3"])]
        assert flaws(page) == {"hidden-markup": (3, False)}

    def test_what_the_controls_of_a_form_show_is_text(self) -> None:
        page = (
            "<table><tr><td>类型<td><input type=checkbox checked>新增 <input type=radio>延续"
            "<input type=hidden value=密>"
            "<tr><td>单位<td><input value='信访局'><select><option>元<option selected>万元</select>"
            "<tr><td>目标<td><textarea>甲\n乙</textarea></table>"
        )
        assert printed(page) == [
            (1, ["类型", "☑新增 □延续"]),
            (1, ["单位", "信访局万元"]),
            (1, ["目标", "甲\n乙"]),
        ]

    def test_of_tracked_changes_the_deleted_text_is_left_out(self) -> None:
        assert printed("<p>会议<del>培训</del><ins>次数</ins>") == [(None, ["会议次数"])]
        assert flaws("<p>会议<del>培训</del>") == {"tracked-changes": (1, False)}

    def test_what_word_and_excel_add_for_themselves_is_no_text(self) -> None:
        page = (
            '<html xmlns:o="urn:office"><!--[if gte mso 9]><xml><o:a>1</o:a></xml><![endif]-->'
            "<p class=MsoNormal>预算<span lang=EN-US><o:p></o:p></span><![if !supportLists]>单位<![endif]></p>"
        )
        assert printed(page) == [(None, ["预算单位"])]


class TestFiles:
    def test_the_encoding_is_found_whatever_the_page_says_of_it(self) -> None:
        page = "<meta charset=gb2312><table><tr><td>预算单位名称<td>湛江市信访局</table>"
        for encoding in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
            assert document(page.encode(encoding)).rows == document(page).rows

    def test_where_the_content_says_nothing_the_page_is_believed(self) -> None:
        page = "<meta charset=big5><p>檔案".encode("big5")
        assert html_reader.read(Source(page, "", ())).rows[0].cells[0].raw == "檔案"

    def test_a_page_of_frames_is_refused(self) -> None:
        with pytest.raises(ReadError, match="unsupported: a page of frames"):
            document("<html><frameset><frame src=sheet001.htm></frameset></html>")

    def test_a_page_within_the_page_is_told(self) -> None:
        assert flaws("<p>正文<iframe src=http://localhost/></iframe>") == {"frame": (1, False)}

    def test_a_page_of_pictures_alone_is_told(self) -> None:
        assert flaws("<p><img src=http://localhost/1.png>") == {"image-only": (1, True)}

    def test_a_web_archive_is_read_like_its_page(self) -> None:
        page = "<meta charset=utf-8><table><tr><td>预算单位名称<td>湛江市信访局</table>".encode()
        for transfer in ("quoted-printable", "base64"):
            data = archive(("text/html", page, transfer), ("image/png", b"\x89PNG", "base64"))
            assert sniff(data, "附件1.mht") == "mhtml"
            assert read(Source(data, "附件1.mht", VOCABULARY)) == document(page)

    def test_the_sheets_of_an_archive_of_frames_are_read_one_after_another(self) -> None:
        parts = [b"<frameset><frame src=1></frameset>", *(f"<table><tr><td>{n}</table>".encode() for n in "ab")]
        data = archive(*(("text/html", part, "base64") for part in parts))
        assert [row.cells[0].places for row in mhtml.read(Source(data, "")).rows] == [
            (TableCell(1, 1, 1),),
            (TableCell(2, 1, 1),),
        ]

    def test_an_archive_without_a_page_is_refused(self) -> None:
        with pytest.raises(ReadError, match="unsupported"):
            mhtml.read(Source(archive(("image/png", b"\x89PNG", "base64")), ""))

    def test_a_name_that_does_not_fit_the_content_is_told(self) -> None:
        page = b"<table><tr><td>a</table>"
        assert read(Source(page, "附件1.xls")).flaws == (Flaw("named-otherwise", detail="html"),)
        assert read(Source(page, "附件1.HTM")).flaws == ()
        assert read(Source(page, "stdin")).flaws == ()


class TestHostileFiles:
    def test_a_span_of_two_thousand_million_columns_costs_nothing(self) -> None:
        page = f"<table><tr><td colspan=2000000000>a<td rowspan=2000000000>b<td colspan={'9' * 5000}>c</table>"
        assert [(left, right) for _, left, right, _ in extents(page)[0]] == [(0, 1000), (1000, 1001), (1001, 2001)]
        assert flaws(page) == {"span-cut": (3, False)}

    @pytest.mark.parametrize("span", ["0", "-1", "x", "", "1.5", "２"])
    def test_a_colspan_that_is_no_number_is_one(self, span: str) -> None:
        assert extents(f'<table><tr><td colspan="{span}">a</table>') == [[("a", 0, 1, 1)]]

    @pytest.mark.parametrize(
        "page",
        [
            "<div>" * 100_000 + "文",
            "<b>" * 100_000 + "文" + "</b>" * 100_000,
            "<table><tr><td>" * 40 + "文",
            "<table><tr>" + "<td rowspan=60000>a" * 20_000 + "<tr><td>b" * 20_000,
        ],
        ids=["blocks", "inline", "tables", "spans"],
    )
    def test_what_is_too_deep_or_too_tangled_is_refused_and_not_read_in_part(self, page: str) -> None:
        with pytest.raises(ReadError, match="limit"):
            document(page)

    def test_a_file_that_is_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(html_reader, "MAX_BYTES", 10)
        with pytest.raises(ReadError, match="limit"):
            document("<p>预算单位名称")

    def test_a_file_of_too_many_tags_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(html_reader, "MAX_MARKS", 10)
        with pytest.raises(ReadError, match="limit"):
            document("<p>" * 11)

    def test_an_archive_of_too_many_parts_within_parts_is_refused(self) -> None:
        with pytest.raises(ReadError, match="limit"):
            mhtml.read(Source(b"boundary=a\n" * 101, ""))

    @pytest.mark.parametrize(
        "page",
        [
            "<a " * 200_000,
            '<a b="' * 1_000,
            "<!--" * 200_000,
            "<p>" + " " * 2_000_000 + "x",
            "<p" + " a=b" * 300_000 + ">x",
            "<td>" * 20_000,
            "<select>" + "<option>a" * 30_000,
            "&#" * 500_000,
        ],
        ids=["tags", "quotes", "comments", "spaces", "attributes", "cells", "options", "entities"],
    )
    def test_hostile_pages_are_read(self, page: str) -> None:
        extraction = extract_bytes(page.encode(), "a.html", file_format="html")
        assert extraction.error is not None
        assert extraction.error.code != "defect"

    def test_nothing_is_fetched(self) -> None:
        page = '<!DOCTYPE html SYSTEM "http://localhost:9/x.dtd"><p>a&x;<link href=http://localhost:9/><img src=file:///etc/x>'
        assert printed(page) == [(None, ["a&x;"])]


CELL_TEXTS = st.text(alphabet="信访a1 <>&\"'\n\xa0。", max_size=6)


@given(rows=st.lists(st.lists(CELL_TEXTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_rows_written_as_a_table_are_read_back(rows: list[list[str]]) -> None:
    def escape(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")

    page = (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{escape(t)}</td>" for t in row) + "</tr>" for row in rows)
        + "</table>"
    )
    read_back = [["".join(text.split()) for text in cells] for _, cells in printed(page)]
    assert read_back == [["".join(text.split()) for text in row] for row in rows]


NAMES = ("table", "tr", "td", "p", "select", "script", "pre", "del")
TAGS = [f"<{slash}{name}>" for name in NAMES for slash in ("", "/")]
TAGS += ["<td rowspan=2>", "<b>", "<br>", "<form>", "<caption>", "<tbody>", "<tfoot>", "<input value=甲>", "<option>"]
TAGS += ["信访", "3", "&lt;", "<", "<!--", " "]


@given(
    parts=st.lists(
        st.sampled_from(TAGS),
        max_size=30,
    )
)
@example(parts=["<table>", "<input value=甲>"])
@example(parts=["<table>", "<tr>", "<select>", "<option>", "信访", "<option>", "3"])
def test_whatever_the_tags_no_character_is_lost(parts: list[str]) -> None:
    page = "".join(parts)
    read_page = document(page)
    assert "text-lost" not in {flaw.code for flaw in read_page.flaws}
    for row in read_page.rows:
        assert row.source == sum(not character.isspace() for cell in row.cells for character in cell.raw)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("<s>484.77</s>500", "struck-text"),
        ("<span style='text-decoration:line-through'>484.77</span>500", "struck-text"),
        ("10<sup>2</sup>", "raised-digits"),
        ("<span>595.19</span><sup>1</sup>", "raised-digits"),
        ("m<sup>2</sup>", None),
        ("<s> </s>500", None),
    ],
)
def test_a_text_that_its_look_may_unsay_is_told_of(cell: str, code: str | None) -> None:
    found = flaws(f"<table><tr><td>项目支出</td><td>{cell}</td></tr></table>")
    assert found == ({code: (1, False)} if code else {})


@pytest.mark.parametrize(
    ("page", "cut"),
    [
        ("<table><tr><td>项目支出", True),
        ("<TABLE><TR><TD>项目支出<TR><TD>1</TABLE>", False),
        ("<script>document.write('<table>')</script><table><tr><td>1</table>", False),
        ("<!-- <table> --><table><tr><td>1</table>", False),
    ],
)
def test_a_page_that_ends_inside_of_a_table_is_told_of(page: str, cut: bool) -> None:
    assert ("table-unclosed" in flaws(page)) is cut


def test_tables_within_markdown_are_read_with_the_lines_around_them() -> None:
    text = (
        "附件1\n\n# **2021年绩效目标表**\n单位：万元\n\n"
        "<table><tr><td>项目支出</td><td>484.77</td></tr></table>\n\n填表人：甲\n日期：1月"
    )
    source = Source(text.encode(), "form.md")
    assert sniff(source.data, source.name) == "html"
    rows = read(source).rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        *(["附件1"], ["2021年绩效目标表"], ["单位：万元"], ["项目支出", "484.77"], ["填表人：甲"], ["日期：1月"])
    ]
    assert [row.source for row in rows] == [3, 10, 5, 10, 5, 5]


def test_text_that_only_names_a_table_is_none() -> None:
    assert sniff("标签 <table> 表示表格".encode(), "a.txt") == "text"
    assert sniff("项目\t<table><tr><td>1</td></tr></table>".encode(), "a.txt") == "text"
