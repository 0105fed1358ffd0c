"""Reading plain text into rows of cells."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.document import Cell, Document, Flaw, LineSpan, ReadError, Row, Source
from extractor.readers import text as text_reader
from extractor.readers.text import read

SAMPLE = (Path(__file__).parent.parent / "samples" / "zhanjiang-2021-xinfangju.txt").read_text(encoding="utf-8")

TAB = "\t"

VOCABULARY = frozenset({"绩效目标表", "预算单位名称", "一级指标", "指标值"})

TO_TRADITIONAL = str.maketrans(
    "绩标预单级总体财员数职划类万拟转县务点实内资达满对响经济态会环质时产续费项业门间访业拥",
    "績標預單級總體財員數職劃類萬擬轉縣務點實內資達滿對響經濟態會環質時產續費項業門間訪業擁",
)


def document(text: str | bytes) -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    return read(Source(data, "附件1.txt", VOCABULARY))


def printed(text: str) -> list[list[str]]:
    return [[cell.raw for cell in row.cells] for row in document(text).rows]


def tables(text: str) -> list[int | None]:
    return [row.table for row in document(text).rows]


def span(cell: Cell) -> LineSpan:
    (place,) = cell.places
    assert isinstance(place, LineSpan)
    return place


def without_marks(raw: str) -> str:
    """Give a Markdown cell's text: `**产出\\|效益**` is `产出|效益`."""
    return re.sub(r"^(\*\*|__)([^*_].*)\1$", r"\2", raw).replace("\\|", "|")


def assert_every_cell_is_read_again_at_its_place(text: str, rows: tuple[Row, ...]) -> None:
    lines = re.split("\r\n|\n|\r", text)
    for row in rows:
        for index, cell in enumerate(row.cells):
            place = span(cell)
            assert lines[place.line - 1][place.start : place.end] == cell.raw
            assert cell.text in (cell.raw, without_marks(cell.raw))
            assert (cell.left, cell.right, cell.rows) == (index, index + 1, 1)
            assert cell.raw == cell.raw.strip()


def assert_no_character_is_lost(rows: tuple[Row, ...]) -> None:
    for row in rows:
        assert row.source == sum(not character.isspace() for cell in row.cells for character in cell.raw)


def filled(rows: tuple[Row, ...]) -> list[list[str]]:
    return [[cell.raw for cell in row.cells if not cell.blank] for row in rows]


class TestTheReferenceForm:
    def test_it_has_thirty_four_rows_in_three_tables_below_two_loose_lines(self) -> None:
        rows = document(SAMPLE).rows
        assert [row.table for row in rows] == [None, None, *[1] * 12, *[2] * 14, *[3] * 6]

    def test_its_rows_stand_as_printed(self) -> None:
        cells = printed(SAMPLE)
        assert cells[0] == ["附件1"]
        assert cells[1] == ["2021年市级部门整体预算绩效目标表"]
        assert cells[2] == ["预算单位名称", "湛江市信访局", "", "", "", ""]
        assert cells[4] == ["财政供养人员数", "在职人数", "23", "离退休人数", "9", ""]
        assert cells[6] == ["", "其中：基本支出", "595.19", "", "其中：财政拨款", "1079.96"]
        assert cells[20] == ["产出指标", "数量指标", "政府采购预算个数", "10", ""]
        assert cells[21] == ["", "", "会议次数", "3", ""]
        assert cells[27] == ["成本指标", "预算完成率", "100%", "", ""]
        assert cells[33] == ["", "", "", "投诉率", "小于1%"]

    def test_its_places_count_lines_from_one_and_characters_from_zero(self) -> None:
        rows = document(SAMPLE).rows
        assert span(rows[0].cells[0]) == LineSpan(3, 0, 3)
        assert span(rows[13].cells[1]) == LineSpan(18, 1, 11)
        assert span(rows[13].cells[2]) == LineSpan(18, 12, 792)
        assert span(rows[21].cells[2]) == LineSpan(27, 2, 6)

    def test_all_that_is_printed_is_counted(self) -> None:
        rows = document(SAMPLE).rows
        assert sum(row.source for row in rows) == sum(not character.isspace() for character in SAMPLE)
        assert_no_character_is_lost(rows)

    def test_plain_text_has_neither_pages_nor_geometry(self) -> None:
        read_form = document(SAMPLE)
        assert (read_form.format, read_form.reader) == ("text", "text utf-8")
        assert (read_form.pages, read_form.geometry, read_form.flaws) == (None, False, ())
        assert {row.page for row in read_form.rows} == {None}

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
    def test_it_reads_the_same_in_every_encoding(self, encoding: str) -> None:
        read_form = document(SAMPLE.encode(encoding))
        assert read_form.rows == document(SAMPLE).rows
        assert read_form.reader == f"text {encoding}"
        assert_every_cell_is_read_again_at_its_place(SAMPLE, read_form.rows)

    def test_gbk_is_read_as_the_gb18030_that_contains_it(self) -> None:
        read_form = document(SAMPLE.encode("gbk"))
        assert (read_form.reader, read_form.rows) == ("text gb18030", document(SAMPLE).rows)

    def test_it_reads_the_same_in_big5_with_traditional_characters(self) -> None:
        traditional = SAMPLE.translate(TO_TRADITIONAL).encode("cp950", "ignore").decode("cp950")
        read_form = document(traditional.encode("cp950"))
        assert read_form.reader == "text cp950"
        assert read_form.rows == document(traditional).rows
        assert_every_cell_is_read_again_at_its_place(traditional, read_form.rows)

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_it_reads_the_same_with_other_line_ends(self, end: str) -> None:
        assert document(SAMPLE.replace("\n", end)).rows == document(SAMPLE).rows

    def test_it_reads_the_same_as_markdown(self) -> None:
        lines = [f"| {' | '.join(line.split(TAB))} |" if TAB in line else line for line in SAMPLE.split("\n")]
        rows = document("\n".join(lines)).rows
        expected = document(SAMPLE).rows
        assert [[cell.raw for cell in row.cells] for row in rows] == printed(SAMPLE)
        assert [(row.table, row.source) for row in rows] == [(row.table, row.source) for row in expected]

    @pytest.mark.parametrize("gap", ["  ", "    ", "\u3000\u3000", " \u3000"])
    def test_it_reads_the_same_with_runs_of_spaces_but_for_its_blank_cells(self, gap: str) -> None:
        spaced = "\n".join(re.sub("\t+", gap, line.rstrip()) for line in SAMPLE.split("\n"))
        rows = document(spaced).rows
        expected = document(SAMPLE).rows
        assert filled(rows) == filled(expected)
        assert [(row.table, row.source) for row in rows] == [(row.table, row.source) for row in expected]
        assert [row.cells[0].blank for row in rows] == [row.cells[0].blank for row in expected]
        assert_every_cell_is_read_again_at_its_place(spaced, rows)


class TestTabs:
    def test_leading_and_trailing_tabs_make_blank_cells(self) -> None:
        assert printed("\t\t会议次数\t3\t") == [["", "", "会议次数", "3", ""]]

    def test_a_blank_cell_has_an_empty_span_where_it_stands(self) -> None:
        (row,) = document("\t \t会议次数").rows
        assert [span(cell) for cell in row.cells] == [LineSpan(1, 0, 0), LineSpan(1, 1, 1), LineSpan(1, 3, 7)]

    def test_white_space_around_a_cell_is_outside_of_its_span(self) -> None:
        (row,) = document("　会议次数 \t 3").rows
        assert [(cell.raw, span(cell)) for cell in row.cells] == [
            ("会议次数", LineSpan(1, 1, 5)),
            ("3", LineSpan(1, 8, 9)),
        ]

    def test_tabs_win_over_spaces_and_commas_separate_nothing(self) -> None:
        assert printed("任务2  信访业务培训\t来访接待, 网信受理\t6.00") == [
            ["任务2  信访业务培训", "来访接待, 网信受理", "6.00"]
        ]

    def test_a_line_of_tabs_alone_is_blank(self) -> None:
        assert tables("会议次数\t3\n\t\t\n培训次数\t3") == [1, 2]


class TestPipes:
    def test_the_frame_and_the_rule_of_a_markdown_table_are_layout(self) -> None:
        text = "| 三级指标 | 指标值 |\n|:---|--:|\n|  | 3 |\n| 会议次数 |  |"
        rows = document(text).rows
        assert printed(text) == [["三级指标", "指标值"], ["", "3"], ["会议次数", ""]]
        assert [row.source for row in rows] == [7, 1, 4]
        assert_every_cell_is_read_again_at_its_place(text, rows)

    def test_a_table_needs_no_frame_where_a_rule_stands(self) -> None:
        assert printed("三级指标 | 指标值\n-|-\n会议次数 | 3") == [["三级指标", "指标值"], ["会议次数", "3"]]

    def test_an_escaped_pipe_is_a_character(self) -> None:
        (row,) = document(r"| A\|B | 3 |").rows
        assert [cell.raw for cell in row.cells] == [r"A\|B", "3"]
        assert row.source == 5

    def test_the_marks_of_markdown_are_layout_and_stay_in_the_raw_text(self) -> None:
        cells = [
            cell for row in document("| **产出指标** | a\\|b |\n|---|---|\n| __无__ | 5** |").rows for cell in row.cells
        ]
        assert [cell.text for cell in cells] == ["产出指标", "a|b", "无", "5**"]
        assert [cell.raw for cell in cells] == ["**产出指标**", "a\\|b", "__无__", "5**"]

    def test_dashes_below_the_first_rows_are_blank_marks(self) -> None:
        assert printed("| 名称 | 资金 |\n|-|-|\n| - | - |") == [["名称", "资金"], ["-", "-"]]

    def test_a_pipe_in_a_line_of_text_separates_nothing(self) -> None:
        assert printed("产出|效益") == [["产出|效益"]]
        assert document("产出|效益").rows[0].source == 5

    def test_a_title_right_above_the_table_is_loose(self) -> None:
        assert tables("绩效目标表\n| 三级指标 | 指标值 |\n|-|-|\n| 会议次数 | 3 |") == [None, 1, 1]


class TestSpaces:
    def test_two_spaces_separate_and_one_does_not(self) -> None:
        assert printed("任务2 信访业务培训  6.00") == [["任务2 信访业务培训", "6.00"]]

    def test_an_indented_row_has_a_blank_cell_first_where_others_stand_flush_left(self) -> None:
        text = "产出指标  数量指标  会议次数  3\n    质量指标  参会率  100%"
        assert printed(text)[1] == ["", "质量指标", "参会率", "100%"]
        assert span(document(text).rows[1].cells[0]) == LineSpan(2, 0, 0)

    def test_a_table_that_is_indented_as_a_whole_has_no_blank_cells(self) -> None:
        assert printed("    会议次数  3\n    培训次数  3") == [["会议次数", "3"], ["培训次数", "3"]]

    def test_an_indented_paragraph_is_a_loose_line(self) -> None:
        text = "　　2021年，我局总体绩效目标是：\n　　一是坚持以人民为中心。"
        assert printed(text) == [["2021年，我局总体绩效目标是："], ["一是坚持以人民为中心。"]]
        assert tables(text) == [None, None]
        assert span(document(text).rows[0].cells[0]).start == 2

    def test_a_full_width_space_separates_where_every_line_has_one(self) -> None:
        assert printed("预算单位名称　湛江市信访局\n在职人数　23") == [
            ["预算单位名称", "湛江市信访局"],
            ["在职人数", "23"],
        ]
        assert printed("预算单位名称　湛江市信访局\n在职人数") == [["预算单位名称　湛江市信访局"], ["在职人数"]]

    @pytest.mark.parametrize("title", ["绩　效　目　标　表", "绩  效  目  标  表", "附  件"])
    def test_a_title_set_wide_is_one_cell(self, title: str) -> None:
        assert printed(title) == [[title]]

    def test_blank_marks_of_one_character_are_cells(self) -> None:
        assert printed("无  无\n/  /") == [["无", "无"], ["/", "/"]]


class TestTables:
    def test_a_blank_line_ends_a_table(self) -> None:
        assert tables("会议次数\t3\n \n培训次数\t3") == [1, 2]

    def test_a_single_loose_line_does_not_end_a_table_and_two_do(self) -> None:
        assert tables("会议次数\t3\n说明\n培训次数\t3") == [1, None, 1]
        assert tables("会议次数\t3\n说明\n说明\n培训次数\t3") == [1, None, None, 2]

    def test_a_file_may_change_from_one_separator_to_another(self) -> None:
        text = "会议次数\t3\n\n| 培训次数 | 3 |\n\n参会率  100%\n\n培训率　95%\n投诉率　1%"
        assert printed(text) == [
            ["会议次数", "3"],
            ["培训次数", "3"],
            ["参会率", "100%"],
            ["培训率", "95%"],
            ["投诉率", "1%"],
        ]
        assert tables(text) == [1, 2, 3, 4, 4]


class TestLines:
    @pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85"])
    def test_what_is_no_line_end_to_an_editor_stays_a_character(self, character: str) -> None:
        text = f"一{character}二\t3\n培训次数\t3"
        rows = document(text).rows
        assert rows[0].cells[0].raw == f"一{character}二"
        assert span(rows[1].cells[0]).line == 2

    def test_a_form_feed_before_a_line_is_white_space(self) -> None:
        assert span(document("\f附件1").rows[0].cells[0]) == LineSpan(1, 1, 4)

    @pytest.mark.parametrize("data", [b"", b"\n", b" \t\r\n\f\n", "\ufeff".encode(), "\u3000".encode("utf-16")])
    def test_a_blank_file_has_no_rows(self, data: bytes) -> None:
        assert document(data).rows == ()


class TestHostileFiles:
    def test_undecodable_bytes_are_a_flaw_with_their_count(self) -> None:
        read_form = document("一级指标\t指标值\n".encode() + b"\xff\xfe\n" + "大于99%".encode())
        assert read_form.flaws == (Flaw("undecodable", count=2, lost=True),)
        assert read_form.rows[1].cells[0].raw == "\ufffd\ufffd"

    def test_a_file_that_is_no_text_is_refused(self) -> None:
        with pytest.raises(ReadError, match="unsupported"):
            document(bytes(100))

    def test_a_file_that_is_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(text_reader, "MOST_BYTES", 10)
        with pytest.raises(ReadError, match="limit"):
            document("预算单位名称")

    @pytest.mark.parametrize("text", ["a\t" * 12, "|" * 12 + "a", "a  " * 12 + "a", "a\tb\n" * 6, "|a\n" * 12])
    def test_a_file_of_too_many_cells_is_refused(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(text_reader, "MOST_CELLS", 10)
        with pytest.raises(ReadError, match="limit"):
            document(text)

    @pytest.mark.parametrize(
        "text",
        [
            "信" * 1_000_000,
            "数量 " * 300_000,
            "a" + " " * 1_000_000 + "b",
            "\u3000" * 500_000 + "a\n" + "\u3000" * 500_000 + "a",
            "a|b\n" + "-" * 1_000_000 + "|:" + "-" * 1_000_000 + "x",
            "|\\" * 500_000,
            "\t" * 1_000_000,
            "\n" * 1_000_000,
            "附件1\n" * 50_000,
            "会议次数\t3\n" * 30_000,
        ],
        ids=["line", "words", "gap", "indents", "rule", "escapes", "tabs", "blank lines", "lines", "rows"],
    )
    def test_long_lines_and_many_lines_are_read(self, text: str) -> None:
        assert_no_character_is_lost(document(text).rows)


words = st.text(st.characters(codec="gb18030", categories=["L", "N", "P", "S"], exclude_characters='|"'), max_size=8)


@given(rows=st.lists(st.lists(words, min_size=2, max_size=6).filter(any), max_size=8))
def test_rows_written_with_tabs_are_read_back(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    read_rows = document(text).rows
    assert [[cell.raw for cell in row.cells] for row in read_rows] == rows
    assert_every_cell_is_read_again_at_its_place(text, read_rows)
    assert_no_character_is_lost(read_rows)


@given(text=st.text(st.sampled_from("指标值a1|\\-:　  \t\t\n\n\r\f\u2028"), max_size=60))
@example("|")
@example("||\n|-|")
@example("a|b\n-|-\n\\|")
def test_whatever_the_separators_places_are_true_and_no_character_is_lost(text: str) -> None:
    rows = document(text).rows
    assert_every_cell_is_read_again_at_its_place(text, rows)
    assert_no_character_is_lost(rows)


# ---- tables whose cells are framed by characters ---------------------------------------------------------------------

BOXES = """附件1
┌────────┬────┬──────┐
│绩效指标│    │3     │
├────────┼────┼──────┤
│        │质量│≥95% │
└────────┴────┴──────┘
填表人：甲"""

WRAPPED = """+----------+------------+
| 名称     | 指标值     |
+==========+============+
| 会议\\|次 | 按时召开各 |
| 数       | 类会议。   |
+----------+------------+
| 合格率   | 100%       |
+----------+------------+"""

SPANNED = """+------+------+----+
| 一级 | 名称 | 值 |
+------+------+----+
|      | 甲   | 1  |
| 产出 +------+----+
|      | 乙   | 2  |
+------+------+----+
| 效益 | 丙   | 3  |
+------+------+----+"""


def texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document(text).rows]


def test_a_table_framed_by_characters_has_the_cells_between_them() -> None:
    assert printed(BOXES) == [["附件1"], ["绩效指标", "", "3"], ["", "质量", "≥95%"], ["填表人：甲"]]
    assert tables(BOXES) == [None, 1, 1, None]
    rows = document(BOXES).rows
    assert_every_cell_is_read_again_at_its_place(BOXES, rows)
    assert_no_character_is_lost(rows)
    assert [row.doubtful for row in rows] == [False] * 4


def test_lines_between_two_rules_are_one_row() -> None:
    assert texts(WRAPPED) == [["名称", "指标值"], ["会议|次数", "按时召开各类会议。"], ["合格率", "100%"]]
    cell = document(WRAPPED).rows[1].cells[1]
    assert (cell.raw, cell.places) == ("按时召开各\n类会议。", (LineSpan(4, 10, 15), LineSpan(5, 12, 16)))
    assert_no_character_is_lost(document(WRAPPED).rows)


def test_a_cell_that_reaches_over_a_rule_stands_in_its_first_row() -> None:
    assert texts(SPANNED) == [["一级", "名称", "值"], ["产出", "甲", "1"], ["", "乙", "2"], ["效益", "丙", "3"]]


def test_a_table_without_rules_between_its_rows_has_one_on_each_line() -> None:
    text = "+----+----+\n| 甲 | 乙 |\n+----+----+\n| 1  | 2  |\n| 3  | 4  |\n+----+----+"
    assert texts(text) == [["甲", "乙"], ["1", "2"], ["3", "4"]]


def test_two_framed_tables_in_succession_are_two() -> None:
    table = "+----+----+\n| 甲 | 乙 |\n+----+----+"
    assert tables(f"{table}\n{table}") == [1, 2]


def test_lines_that_may_be_rows_of_their_own_are_doubtful() -> None:
    one = "+------------+------------+\n| {} | {} |\n| {} | {} |\n+------------+------------+\n"
    filled = ("甲" + 8 * " ", "1" + 9 * " ", "乙" + 8 * " ", "2" + 9 * " ")
    text = one.format(*filled) + one.format(*filled).split("\n", 1)[1] + one.format(*filled).split("\n", 1)[1]
    assert [row.doubtful for row in document(text).rows] == [True] * 3


def test_frames_that_do_not_line_up_are_no_table() -> None:
    text = "+----+----+\n| 甲 | 乙 |\n+--+----+\n| 1 | 2 |\n+----+-----+"
    assert not any(cell.raw == "甲" for row in document(text).rows for cell in row.cells if row.doubtful)
    assert_no_character_is_lost(document("+---\n| 甲\n+---").rows)


# ---- Markdown's marks ------------------------------------------------------------------------------------------------


def test_in_a_markdown_table_a_backslash_before_a_mark_is_layout() -> None:
    rows = document("| 名称 | 值 |\n|---|---|\n| 满意度 | \\>85% |\n| 个数 | ≥\\*\\* |").rows
    assert [[cell.text for cell in row.cells] for row in rows[1:]] == [["满意度", ">85%"], ["个数", "≥**"]]
    assert rows[1].cells[1].raw == "\\>85%"
    assert texts("| 路径 | C:\\-d |\n| 其他 | \\ |")[0][1] == "C:\\-d"


@pytest.mark.parametrize("line", ["## **2021年绩效目标表**", "**2021年绩效目标表**", "# __2021年绩效目标表__"])
def test_marks_of_emphasis_around_a_line_are_layout(line: str) -> None:
    (row,) = document(line).rows
    assert (row.cells[0].text, row.source) == ("2021年绩效目标表", 10)
    assert line[row.cells[0].places[0].start : row.cells[0].places[0].end] == "2021年绩效目标表"  # type: ignore[union-attr]


@pytest.mark.parametrize("line", ["**", "****", "**甲** 乙", "★★★", "** 甲 **"])
def test_other_asterisks_stay(line: str) -> None:
    assert printed(line) == [[line]]


@pytest.mark.parametrize(
    "text",
    [
        "+--+--+\n" * 20_000,
        "+--+--+\n|  |  |\n" * 10_000,
        "+--+--+\n" + "| a | b\n" * 20_000,
        ("+--+--+\n| a | b |\n| | |\n" * 5_000),
        ("+" + "-+" * 20_000 + "\n") * 10,
    ],
    ids=["rules", "rows", "broken", "shifted", "columns"],
)
def test_frames_without_end_are_read_to_their_end(text: str) -> None:
    short, long = text[: len(text) // 4], text
    assert len(document(long).rows) <= 5 * len(document(short).rows) + 5
