"""Reading delimited text into rows of cells."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import Document, LineSpan, ReadError, Source
from extractor.readers import delimited
from extractor.readers import text as text_reader
from extractor.readers.delimited import find_delimiter

VOCABULARY = frozenset({"基本支出", "项目支出", "预算单位名称", "主管部门名称", "在职人数", "一级指标", "指标值"})

FORM = "2021年绩效目标表,,\n预算单位名称,湛江市信访局,\n主管部门名称,湛江市信访局,\n在职人数,23,\n"


def document(text: str, encoding: str = "utf-8") -> Document:
    return text_reader.read(Source(text.encode(encoding), "附件1.csv", VOCABULARY))


def printed(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document(text).rows]


def assert_places_are_true(text: str, read: Document) -> None:
    lines = re.split("\r\n|\n|\r", text)
    for row in read.rows:
        for cell in row.cells:
            places = [place for place in cell.places if isinstance(place, LineSpan)]
            assert "\n".join(lines[place.line - 1][place.start : place.end] for place in places) == cell.raw
        assert row.source == sum(not c.isspace() for cell in row.cells for c in cell.raw)


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [",", ";"])
    def test_labels_between_delimiters_show_which_it_is(self, delimiter: str) -> None:
        text = FORM.replace(",", delimiter)
        assert document(text).format == "csv"
        assert printed(text)[1] == ["预算单位名称", "湛江市信访局", ""]

    def test_records_of_different_widths_do_not_matter_where_labels_show_it(self) -> None:
        assert find_delimiter("标题\n预算单位名称,a\n在职人数,23,一级指标,9\n", VOCABULARY) == ","

    def test_records_of_one_width_need_no_labels(self) -> None:
        assert find_delimiter("a,b\nc,d\ne,f\n", ()) == ","

    @pytest.mark.parametrize(
        "text",
        [
            "会议次数, 培训次数\n其他",
            "预算单位名称\ta,b\n主管部门名称\tc,d\n在职人数\te,f\n",
            "| 预算单位名称 | a,b |\n| 主管部门名称 | c,d |\n| 在职人数 | e,f |\n",
            "预算单位名称\n湛江市信访局\n主管部门名称\n湛江市信访局\n在职人数\n23\n",
        ],
        ids=["prose", "tabs", "pipes", "lines"],
    )
    def test_commas_in_other_text_separate_nothing(self, text: str) -> None:
        assert find_delimiter(text, VOCABULARY) is None
        assert document(text).format == "text"

    def test_a_declared_delimiter_is_believed_and_is_layout(self) -> None:
        assert printed("sep=;\r\na;b\r\n") == [["a", "b"]]
        assert [row.source for row in document("sep=;\r\na;b\r\n").rows] == [2]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
    def test_it_reads_the_same_in_every_encoding(self, encoding: str) -> None:
        assert document(FORM, encoding).rows == document(FORM).rows

    def test_tabs_with_a_quoted_line_break_are_read_as_a_spreadsheet_writes_them(self) -> None:
        text = '预算单位名称\t湛江市信访局\n总体目标\t"目标1\n目标2"\n'
        assert document(text).format == "csv"
        assert printed(text)[1] == ["总体目标", "目标1\n目标2"]

    @pytest.mark.parametrize("text", ['产出\t"\t"\n', '产出\t"\n"\t效益\n', '""""\t3\n'])
    def test_ditto_marks_among_tabs_quote_nothing(self, text: str) -> None:
        assert printed(text) == [line.split("\t") for line in text.splitlines()]

    def test_quotes_among_tabs_that_hold_nothing_special_are_characters(self) -> None:
        assert printed('名称\t"一站式"\n') == [["名称", '"一站式"']]


class TestCells:
    def test_a_quoted_cell_of_several_lines_has_a_place_in_each(self) -> None:
        text = FORM + '"总体目标","目标1，\r\n\r\n 目标2",x\n在职人数,1,2\n'
        row = document(text).rows[4]
        assert row.cells[1].raw == "目标1，\n目标2"
        assert row.cells[1].places == (LineSpan(5, 8, 12), LineSpan(7, 1, 4))
        assert document(text).rows[5].cells[0].places == (LineSpan(8, 0, 4),)

    def test_a_doubled_quote_is_one_and_stays_double_in_the_raw_text(self) -> None:
        cell = document(FORM + '项目支出,"“三公”""经费""",3\n').rows[4].cells[1]
        assert (cell.text, cell.raw) == ('“三公”"经费"', '“三公”""经费""')

    def test_a_quote_that_nothing_closes_is_a_character(self) -> None:
        assert printed(FORM + '项目支出,"经费,3\n')[4] == ["项目支出", '"经费', "3"]

    def test_a_quote_inside_of_a_cell_is_a_character(self) -> None:
        assert printed(FORM + '项目支出,5"屏,"a"b\n')[4] == ["项目支出", '5"屏', '"a"b']

    def test_blank_cells_are_kept_and_records_of_nothing_else_are_left_out(self) -> None:
        assert printed(FORM + ',,\n"",,\n\n,项目支出,\n')[4:] == [["", "项目支出", ""]]

    def test_a_record_without_a_delimiter_is_a_line_outside_of_tables(self) -> None:
        assert [row.table for row in document("附件1\n" + FORM + "填表人：甲\n").rows] == [None, 1, 1, 1, 1, None]

    def test_a_blank_line_ends_a_table(self) -> None:
        assert [row.table for row in document(FORM + "\n项目支出,1,2\n").rows] == [1, 1, 1, 1, 2]

    def test_more_cells_than_other_records_have_are_told(self) -> None:
        flaws = document(FORM * 2 + "项目支出,1,079.96,\n").flaws
        assert [(flaw.code, flaw.count, flaw.lost) for flaw in flaws] == [("columns-differ", 1, False)]


class TestHostileFiles:
    def test_a_file_that_is_too_large_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delimited, "MOST_BYTES", 10)
        with pytest.raises(ReadError, match="limit"):
            delimited.read(Source(FORM.encode(), ""))

    def test_a_file_of_too_many_cells_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(delimited, "MOST_CELLS", 10)
        with pytest.raises(ReadError, match="limit"):
            document(FORM)
        with pytest.raises(ReadError, match="limit"):
            document(FORM + "," * 100)

    @pytest.mark.parametrize(
        "text",
        ['"' * 500_000, '",""' * 100_000, ',"a""' * 100_000, '"a"x,' * 100_000, '"\n' * 200_000, "a," * 300_000],
        ids=["quotes", "pairs", "openings", "strays", "lines", "cells"],
    )
    def test_hostile_quotes_are_read(self, text: str) -> None:
        assert_places_are_true(FORM + text, document(FORM + text))


TEXTS = st.text(alphabet='信访a1,;"\n\t 。', max_size=6)


@given(rows=st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=5), delimiter=st.sampled_from(",;"))
def test_records_that_the_standard_library_writes_are_read_back(rows: list[list[str]], delimiter: str) -> None:
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    text = FORM.replace(",", delimiter) + written.getvalue()
    read = document(text)
    assert_places_are_true(text, read)
    filled = [row for row in rows if any(re.sub('[\\s"]', "", cell) for cell in row)]
    kept = [[re.sub('[\\s"]', "", cell.text) for cell in row.cells] for row in read.rows[4:]]
    assert [cells for cells in kept if any(cells)] == [[re.sub('[\\s"]', "", cell) for cell in row] for row in filled]
