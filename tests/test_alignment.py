"""Tables without vertical rulings: runs of characters on pages → rows of cells."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Row
from extractor.readers.alignment import align, may_align
from extractor.readers.lines import Run
from extractor.readers.pages import Page, make_rows
from extractor.readers.rulings import Line, find_grids

WORDS = frozenset(
    (
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "产出指标",
        "数量指标",
        "质量指标",
        "时效指标",
        "效益指标",
    )
)
SIZE = 10.0
COLUMNS = (50.0, 120.0, 200.0, 280.0, 400.0)
HEADINGS = ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值")

Text = tuple[float, float, str]
"""Where a line begins, its baseline (both in points), and what it says."""


def page(texts: Iterable[Text], *, number: int = 1, rules: Sequence[Line] = ()) -> Page:
    runs = [Run(text, x, x + SIZE * len(text), base, SIZE, spaced=False) for x, base, text in texts]
    return Page(number, runs, [], sum(len(run.text) for run in runs), rules)


def row(base: float, *texts: str | None, columns: Sequence[float] = COLUMNS) -> list[Text]:
    return [(x, base, text) for x, text in zip(columns, texts, strict=False) if text]


def read(*pages: Page) -> list[list[str]]:
    return [[cell.text for cell in found.cells if not cell.blank] for found in rows_of(*pages)]


def rows_of(*pages: Page) -> tuple[Row, ...]:
    return make_rows(align(pages, WORDS))


HEAD = row(100, *HEADINGS)
FIRST = row(116, None, "产出指标", "数量指标", "会议次数", "3")


def test_rows_are_drawn_from_left_to_right_and_one_below_the_other() -> None:
    second = row(132, None, None, None, "培训次数", "5")
    assert read(page([*HEAD, *FIRST, *second])) == [
        list(HEADINGS),
        ["产出指标", "数量指标", "会议次数", "3"],
        ["培训次数", "5"],
    ]


def test_a_cell_knows_that_only_alignment_shows_it() -> None:
    assert {cell.aligned for found in rows_of(page([*HEAD, *FIRST])) for cell in found.cells} == {True}


def test_lines_of_one_cell_are_one_text_even_where_rows_stand_as_close_as_lines() -> None:
    wrapped = [*row(132, None, None, "质量指标"), (280, 132, "信息日常维"), (280, 148, "护率达标情"), (280, 164, "况")]
    value = row(132, None, None, None, None, "100%")
    below = row(180, None, None, None, "参加会议率", "90%")
    rows = rows_of(page([*HEAD, *FIRST, *wrapped, *value, *below]))
    assert [[c.text for c in found.cells if not c.blank] for found in rows[2:]] == [
        ["质量指标", "信息日常维护率达标情况", "100%"],
        ["参加会议率", "90%"],
    ]
    assert not any(found.doubtful for found in rows)


def test_a_short_text_may_stand_at_the_middle_of_its_row() -> None:
    tall = [(280.0, 132.0, "信息日常维"), (280.0, 148.0, "护率达标情"), (280.0, 164.0, "况"), (400.0, 148.0, "100%")]
    short = row(148, None, None, "质量指标")
    rows = rows_of(page([*HEAD, *FIRST, *short, *tall, *row(190, None, None, None, "会议", "1")]))
    assert [c.text for c in rows[2].cells if not c.blank] == ["质量指标", "信息日常维护率达标情况", "100%"]
    assert not any(found.doubtful for found in rows)


def test_a_label_at_the_middle_of_several_rows_stands_in_the_first_one_and_spans_them() -> None:
    level = [(120.0, 148.0, "产出指标")]
    leaves = [row(132 + 16 * k, None, None, None, f"会议{k}", str(k)) for k in range(3)]
    rows = rows_of(page([*HEAD, *level, *leaves[0], *leaves[1], *leaves[2]]))
    assert [[c.text for c in found.cells if not c.blank] for found in rows[1:]] == [
        ["产出指标", "会议0", "0"],
        ["会议1", "1"],
        ["会议2", "2"],
    ]
    assert next(cell.rows for cell in rows[1].cells if cell.text == "产出指标") == 3


def test_two_labels_below_each_other_are_two_cells() -> None:
    rows = read(
        page([*HEAD, *FIRST, (200, 132, "质量指标"), (200, 148, "时效指标"), *row(148, *[None] * 3, "按时", "是")])
    )
    assert rows[2:] == [["质量指标"], ["时效指标", "按时", "是"]]


def test_two_labels_side_by_side_are_two_cells_however_narrow_the_gap() -> None:
    columns = (50.0, 91.0, 132.0, 280.0, 400.0)
    rows = read(
        page(
            [
                *row(100, *HEADINGS, columns=columns),
                *row(116, None, "产出指标", "数量指标", "会议", "3", columns=columns),
            ]
        )
    )
    assert rows == [list(HEADINGS), ["产出指标", "数量指标", "会议", "3"]]


def test_centred_texts_stand_in_the_column_of_the_widest_one() -> None:
    def centred(base: float, *texts: str | None) -> list[Text]:
        middles = (70, 150, 230, 320, 430)
        return [(m - 5 * len(t), base, t) for m, t in zip(middles, texts, strict=True) if t]

    first = centred(120, None, "产出指标", "数量指标", "参加全市会议人数", "3")
    second = centred(140, None, None, None, "会议", "大于九十九")
    head, *rows = rows_of(page([*centred(100, *HEADINGS), *first, *second]))
    assert len({tuple((c.left, c.right) for c in found.cells[-2:]) for found in (head, *rows)}) == 1


def test_a_horizontal_ruling_ends_a_cell() -> None:
    cells = [*row(132, None, None, "质量指标", "及时率"), (280.0, 148.0, "达标率"), (400.0, 148.0, "90%")]
    assert read(page([*HEAD, *FIRST, *cells], rules=[Line(138, 40, 500)]))[2:] == [
        ["质量指标", "及时率"],
        ["达标率", "90%"],
    ]


def test_a_form_in_a_frame_with_lines_between_its_rows_is_read_by_its_columns() -> None:
    across = [Line(y, 40, 500) for y in (88, 104, 120)]
    grids = find_grids(across, [Line(40, 88, 120), Line(500, 88, 120)])
    runs = [run._replace(cell=(0, int(run.base > 104))) for run in page([*HEAD, *FIRST]).runs]
    framed = Page(1, runs, grids, sum(len(run.text) for run in runs), across)
    assert may_align(runs, grids, WORDS, follows=False)
    assert read(framed) == [list(HEADINGS), ["产出指标", "数量指标", "会议次数", "3"]]


def test_columns_are_learned_over_pages_and_cells_stand_at_the_same_place_on_each() -> None:
    second = row(60, None, None, None, "培训次数", "5") + row(76, None, "效益指标", "质量指标", "增长率", "1%")
    rows = rows_of(page([*HEAD, *FIRST]), page(second, number=2))
    ends = {(cell.left, cell.right) for found in rows for cell in found.cells if cell.left > 390}
    assert len(ends) == 1


def test_the_rest_of_a_row_at_the_top_of_a_page_is_cut_from_the_row_below_it() -> None:
    tall = [(280.0, 140.0 + 16 * k, "信息日常维") for k in range(3)]
    above = [*HEAD, *FIRST, *tall, (400.0, 140.0, "100%"), *row(188, None, None, None, "面向全市居", "95%")]
    below = [(280.0, 60.0, "民"), (280.0, 76.0, "二级达标"), (400.0, 76.0, "90%"), *row(92, *[None] * 3, "会议", "1")]
    assert read(page(above), page(below, number=2))[4:] == [["民"], ["二级达标", "90%"], ["会议", "1"]]


def test_a_text_that_ended_with_a_short_line_on_the_page_before_has_no_rest_at_the_top_of_the_next_one() -> None:
    tall = [(280.0, 140.0 + 16 * k, "信息日常维") for k in range(3)]
    above = [*HEAD, *FIRST, *tall, (400.0, 140.0, "100%"), *row(188, None, None, None, "面向", "95%")]
    below = [(280.0, 60.0, "民生类项"), (280.0, 76.0, "二级达标率"), (400.0, 76.0, "90%")]
    rows = rows_of(page(above), page(below, number=2))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows[4:]] == [
        ["民生类项二级达标率", "90%"]
    ]
    assert rows[4].doubtful


def test_page_numbers_and_the_title_stay_outside_of_the_table() -> None:
    title: list[Text] = [(180, 60, "部门整体预算绩效目标表")]
    rows = rows_of(page([*title, *HEAD, *FIRST, (240, 800, "第1页")]))
    assert [found.table for found in rows] == [None, 1, 1, None]


@pytest.mark.parametrize("order", ["by line", "by cell"])
def test_a_row_that_the_heights_do_not_confirm_is_doubtful(order: str) -> None:
    name = [(280.0, 132.0, "信息日常维"), (280.0, 148.0, "护率达标情"), (280.0, 164.0, "况"), (280.0, 180.0, "等")]
    value = [(400.0, 148.0, "100%")]
    texts = sorted([*name, *value], key=lambda text: text[1]) if order == "by line" else [*name, *value]
    above = [*HEAD, *FIRST, *row(200, None, None, None, "会议", "1"), *row(216, None, None, None, "培训", "2")]
    assert any(found.doubtful for found in rows_of(page([*above[:-4], *texts, *above[-4:]])))


def test_prose_and_pages_with_few_labels_are_left_alone() -> None:
    prose = [page([(50, 60 + 16 * k, "产出指标和数量指标都应当按照要求填写") for k in range(20)])]
    assert not may_align(prose[0].runs, [], WORDS, follows=False)
    assert align(prose, WORDS) == prose
    assert not may_align([], [], WORDS, follows=True)


def test_without_a_vocabulary_no_page_is_looked_at() -> None:
    assert not may_align(page([*HEAD, *FIRST]).runs, [], (), follows=False)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 600),
            st.floats(0, 800),
            st.sampled_from([*HEADINGS, "产出指标", "3", "（", "“", "信息日常维护率"]),
        ),
        max_size=40,
    )
)
def test_every_character_of_any_page_stands_in_exactly_one_cell(texts: list[Text]) -> None:
    made = page(texts)
    rows = rows_of(made, page(texts, number=2))
    printed = sorted("".join(cell.raw for found in rows for cell in found.cells).replace("\n", "").replace(" ", ""))
    assert printed == sorted("".join(text for *_, text in texts) * 2)


GRID = st.lists(
    st.tuples(
        st.sampled_from([*COLUMNS, 135.0]),
        st.sampled_from([60.0 + 14 * k for k in range(20)]),
        st.sampled_from([*HEADINGS, "产出指标", "3", "2.5", "信息日常维护率", "信息日常维护率达标情况", "/"]),
    ),
    max_size=30,
    unique_by=lambda text: text[:2],
)


@settings(max_examples=100, deadline=None)
@given(st.lists(GRID, min_size=2, max_size=4))
def test_every_character_of_pages_that_look_like_tables_is_kept(drawings: list[list[Text]]) -> None:
    pages = [page(sorted(texts, key=lambda text: text[1::-1]), number=k) for k, texts in enumerate(drawings, 1)]
    rows = rows_of(*pages)
    kept = sorted("".join(cell.raw for found in rows for cell in found.cells).replace("\n", "").replace(" ", ""))
    assert kept == sorted("".join(text for texts in drawings for *_, text in texts))


def spans(found: Iterable[Row], text: str) -> int:
    return next(cell.rows for part in found for cell in part.cells if cell.text == text)


def test_a_label_at_the_middle_of_its_rows_ends_with_them_where_the_next_page_begins_with_another() -> None:
    labels: list[Text] = [(120.0, 148.0, "产出指标"), (200.0, 132.0, "数量指标")]
    leaves = [row(116 + 16 * k, None, None, None, f"会议{k}", str(k)) for k in range(5)]
    first = [*labels, *leaves[0], *leaves[1], *leaves[2]]
    second = [(200.0, 164.0, "质量指标"), *leaves[3], *leaves[4]]
    below = row(60, None, None, "时效指标", "及时率", "1%") + row(76, None, "效益指标", "质量指标", "增长率", "2%")
    rows = rows_of(page([*HEAD, *first, *second]), page(below, number=2))
    assert (spans(rows, "数量指标"), spans(rows, "质量指标")) == (3, 1)
    # Beside one row alone, the label may as well stand at the top of both.
    assert [found.cells[-1].text for found in rows if found.doubtful] == ["4"]


def test_a_label_at_the_middle_of_several_rows_at_a_pages_end_leaves_no_doubt() -> None:
    leaves = [text for k in range(8) for text in row(116 + 16 * k, None, None, None, f"会议{k}", str(k))]
    labels: list[Text] = [(120.0, 148.0, "产出指标"), (200.0, 132.0, "数量指标"), (200.0, 180.0, "质量指标")]
    below = row(60, None, None, "时效指标", "及时率", "1%") + row(76, None, "效益指标", "质量指标", "增长率", "2%")
    drawn = sorted([*labels, *leaves], key=lambda text: ROWS_OF_LABELS.get(text[2], text[1]))
    rows = rows_of(page([*HEAD, *drawn]), page(below, number=2))
    assert (spans(rows, "数量指标"), spans(rows, "质量指标")) == (3, 3)
    assert not any(found.doubtful for found in rows)


ROWS_OF_LABELS = {"产出指标": 115.0, "数量指标": 115.5, "质量指标": 163.0}
"""Where the first row of a label begins: there it is drawn."""


def test_a_label_at_a_pages_end_reaches_to_it_where_the_next_page_begins_with_none() -> None:
    above = [*HEAD, *FIRST, *row(132, None, None, None, "培训", "5"), *row(148, None, None, None, "宣传", "7")]
    below = row(60, None, None, None, "调研", "1") + row(76, None, "效益指标", "质量指标", "及时率", "2%")
    assert spans(rows_of(page(above), page(below, number=2)), "数量指标") == 3


def test_labels_at_the_top_of_their_rows_leave_it_in_doubt_where_those_of_the_next_page_begin() -> None:
    two = [*row(132, None, None, None, "培训", "5"), *row(148, None, None, "质量指标", "合格率", "7")]
    more = [*row(164, None, None, None, "达标率", "8"), *row(180, None, None, None, "满意率", "9")]
    below = row(60, None, None, "时效指标", "及时率", "1") + row(76, None, "效益指标", "质量指标", "增长率", "2%")
    rows = rows_of(page([*HEAD, *FIRST, *two, *more]), page(below, number=2))
    assert [found.cells[-1].text for found in rows if found.doubtful] == ["9"]


@pytest.mark.parametrize("blank", ["—", "无", None])
def test_rows_at_a_pages_end_below_a_level_that_is_blank_are_those_of_the_next_pages_label(blank: str | None) -> None:
    above = [*HEAD, *FIRST, *row(132, None, None, "质量指标", blank, blank)]
    open_rows = [*row(148, None, None, None, "培训", "5"), *row(164, None, None, None, "宣传", "7")]
    below = row(60, None, None, "时效指标", "及时率", "1") + row(76, None, "效益指标", "质量指标", "增长率", "2%")
    rows = rows_of(page([*above, *open_rows]), page(below, number=2))
    assert (spans(rows, "数量指标"), spans(rows, "质量指标")) == (1, 1)
    assert [(cell.text, cell.rows) for cell in rows[3].cells[-3:]] == [("", 2), ("培训", 1), ("5", 1)]
    assert rows[4].doubtful


def test_where_cut_labels_stand_beside_their_first_row_the_last_one_of_a_page_reaches_to_its_end() -> None:
    leaves = [row(116 + 16 * k, None, None, None, f"会议{k}", str(k)) for k in range(6)]
    middle: list[Text] = [(200.0, 132.0, "数量指标"), *leaves[0], *leaves[1], *leaves[2]]
    first = [(120.0, 116.0, "产出指标"), *middle, (200.0, 164.0, "质量指标"), *leaves[3], *leaves[4], *leaves[5]]
    below = row(60, None, None, "时效指标", "及时率", "1%") + row(76, None, "效益指标", "质量指标", "增长率", "2%")
    rows = rows_of(page([*HEAD, *first]), page(below, number=2))
    assert (spans(rows, "数量指标"), spans(rows, "质量指标")) == (3, 3)
    assert [found.cells[-1].text for found in rows if found.doubtful] == ["5"]


def test_the_rest_of_a_text_that_spans_columns_spans_them_too_however_short_it_is() -> None:
    wide: list[Text] = [(120.0, 150.0 + 14 * k, "依法" * 16) for k in range(3)]
    rows = rows_of(page([*HEAD, *FIRST, *wide]), page([(120.0, 60.0, "处理"), *row(80, *HEADINGS)], number=2))
    assert len({(cell.left, cell.right) for found in rows[2:4] for cell in found.cells if not cell.blank}) == 1


def test_headings_at_a_pages_end_stand_beside_the_label_of_the_next_page() -> None:
    above = [*HEAD, *FIRST, *row(132, None, None, "一级指标", "二级指标")]
    rows = rows_of(page(above), page(row(60, None, "效益指标", "时效指标", "增长率", "2%"), number=2))
    assert spans(rows, "产出指标") == 1
    assert [(cell.text, cell.rows) for cell in rows[2].cells if cell.left == 120] == [("", 1)]


def test_a_blank_cell_spans_rows_in_a_column_of_labels_only() -> None:
    tasks = [text for k in range(3) for text in row(116 + 16 * k, None, None, f"项目{k}", "信访维稳", "90")]
    rests = [*row(60, None, None, None, "化解积案"), *row(120, None, None, None, "稳定情况")]
    rows = rows_of(page([*HEAD, *tasks]), page([*rests, *row(180, None, None, "项目3", "会议", "1")], number=2))
    assert [[cell.rows for cell in found.cells] for found in rows[4:]] == [[3, 3, 1, 1, 1], [1, 1, 1], [1, 1, 1]]


def test_a_heading_above_a_blank_cell_does_not_span_it() -> None:
    above = [*HEAD, *FIRST, *row(140, None, None, "一级指标", None, "二级指标"), *row(170, *[None] * 4, "依法")]
    rows = rows_of(page(above), page(row(60, None, None, "协调", None, "处理"), number=2))
    assert spans(rows[2:], "一级指标") == 1


def test_a_label_at_the_middle_of_its_rows_ends_with_them_though_the_next_page_prints_none_in_its_column() -> None:
    tall = [(280.0, 132.0, "信息日常维"), (280.0, 148.0, "护率达标情"), (280.0, 164.0, "况"), (400.0, 148.0, "100%")]
    leaves = [text for k in range(5) for text in row(190 + 16 * k, None, None, None, f"会议{k}", str(k))]
    labels: list[Text] = [(120.0, 168.0, "产出指标"), (200.0, 148.0, "数量指标")]
    drawn = [*HEAD, *labels, *tall, *leaves[:4], (200.0, 238.0, "质量指标"), *leaves[4:]]
    below = row(60, None, None, "时效指标", "及时率", "1%") + row(76, None, None, None, "增长率", "2%")
    rows = rows_of(page(drawn), page(below, number=2))
    assert spans(rows, "产出指标") == 3
    assert any(found.doubtful for found in rows)


def test_a_label_of_two_lines_may_be_higher_than_the_first_of_the_rows_in_the_middle_of_which_it_stands() -> None:
    tall = [(280.0, 132.0, "信息日常维"), (280.0, 148.0, "护率达标情"), (280.0, 164.0, "况"), (400.0, 148.0, "100%")]
    leaves = [text for k in range(3) for text in row(190 + 20 * k, None, None, None, f"会议{k}", str(k))]
    label: list[Text] = [(200.0, 194.0, "数量"), (200.0, 207.0, "指标")]
    drawn = [*HEAD, *row(148, None, "产出指标", "质量指标"), *tall, *label, *leaves]
    below = row(60, None, None, "时效指标", "及时率", "1%") + row(76, None, None, None, "增长率", "2%")
    assert spans(rows_of(page(drawn), page(below, number=2)), "数量指标") == 2


def test_a_text_at_a_pages_end_begins_a_row_where_the_one_above_is_even_without_it() -> None:
    def tall(top: float, name: str, value: str) -> list[Text]:
        lines = [(280.0, top + 16 * k, "信息日常维") for k in range(3)]
        return [(200.0, top + 16, name), *lines, (400.0, top + 16, value)]

    last = [
        (200.0, 292.0, "丁项目"),
        (280.0, 292.0, "面向"),
        *[(400.0, 276.0 + 16 * k, "按计划完成") for k in range(3)],
    ]
    above = [*HEAD, *tall(116, "甲项目", "90"), *tall(196, "乙项目", "80"), *last, (400.0, 336.0, "年度内培训")]
    rows = rows_of(page(above), page([(400.0, 60.0, "任务"), *row(80, None, None, "丙项目", "会议", "1")], number=2))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows[3:5]] == [
        ["丁项目", "面向", "按计划完成" * 3],
        ["年度内培训"],
    ]
    assert all(found.doubtful for found in rows[3:5])


def test_where_rulings_part_the_rows_they_show_how_far_tall_cells_reach() -> None:
    across = [Line(y, 40, 500) for y in (88, 104, 152)] + [Line(y, 275, 500) for y in (120, 136)]
    texts = [*HEAD, (120.0, 132.0, "产出指标"), (200.0, 132.0, "数量指标")]
    leaves = [text for k in range(3) for text in row(116 + 16 * k, None, None, None, f"会议{k}", str(k))]
    rows = rows_of(page([*texts, *leaves], rules=sorted(across, key=lambda line: line.at)))
    assert spans(rows, "产出指标") == spans(rows, "数量指标") == 3
    assert {cell.aligned for found in rows for cell in found.cells} == {False}


def test_lines_above_the_first_ruling_that_no_ruling_parts_are_none_of_the_tables() -> None:
    running, title = [(120.0, 40.0, "示例市财政局"), (200.0, 40.0, "部门支出绩效")], [(50.0, 70.0, "绩效目标申报表")]
    across = [Line(88 + 16 * k, 45, 500) for k in range(13)]
    leaves = [*FIRST, *(text for k in range(9) for text in row(132 + 16 * k, None, None, None, "培训次数", "5"))]
    rows = rows_of(page([*running, *title, *HEAD, *leaves], rules=across))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows if found.table is None] == [
        ["示例市财政局 部门支出绩效"],
        ["绩效目标申报表"],
    ]
    assert [cell.text for cell in rows[2].cells] == list(HEADINGS)
    below = rows_of(page([*HEAD, *leaves], rules=across[1:]))
    assert [cell.text for cell in below[0].cells] == list(HEADINGS)
    assert below[0].table is not None


def test_a_bare_number_that_counts_the_pages_is_in_no_cell() -> None:
    pages = [page([*HEAD, *FIRST, (400.0, 700.0, str(number))], number=number) for number in (1, 2)]
    assert [found.cells[0].text for found in rows_of(*pages) if found.table is None] == ["1", "2"]


def test_the_rests_of_two_texts_that_pages_begin_with_are_no_running_head() -> None:
    above = [*HEAD, *row(116, None, "产出指标", "数量指标", "会议次数", "按照《关于建设的通知》")]
    rests = ("（〔2024〕49", "（〔2021〕98")
    below = row(92, None, None, None, "培训次数", "按照《关于建设的通知》")
    pages = [page([*row(60, *[None] * 4, rest), *below], number=k) for k, rest in enumerate(rests, 2)]
    rows = rows_of(page(above), *pages)
    assert [found.table for found in rows if any("〔" in cell.text for cell in found.cells)] == [2, 3]


def test_headings_that_pages_print_at_one_place_are_no_running_head_though_one_begins_above_the_others() -> None:
    head = [*HEAD[:3], (280.0, 94.0, "三级指标及其"), (280.0, 106.0, "名称"), HEAD[4]]
    pages = [page([*head, *FIRST], number=number) for number in (1, 2)]
    assert [found.table for found in rows_of(*pages)] == [1, 1, 2, 2]


def test_a_text_alone_at_a_pages_end_may_reach_as_far_as_those_of_the_next_page() -> None:
    above = [*HEAD, *FIRST, (400.0, 148.0, "全年举办会议多次")]
    below = row(60, None, None, None, "培训", "全年举办培训多次，")
    assert {found.table for found in rows_of(page(above), page(below, number=2))} == {1, 2}


def test_below_headings_that_the_last_page_prints_again_a_text_alone_is_the_rest_of_the_row_above() -> None:
    above = [*HEAD, *FIRST, *row(132, None, None, None, "公众的满意", "≥67%")]
    rows = rows_of(page(above), page([*HEAD, (280.0, 116.0, "度")], number=2))
    assert [(found.table, [cell.text for cell in found.cells if not cell.blank]) for found in rows[-2:]] == [
        (2, list(HEADINGS)),
        (2, ["度"]),
    ]


def test_between_rulings_a_column_keeps_its_place_on_a_page_that_prints_nothing_in_it() -> None:
    side: list[Text] = [(50.0, 116.0, "年度")]
    across = [Line(y, 40, 500) for y in (88, 104)] + [Line(y, 115, 500) for y in (120, 136)]
    above = [*HEAD, *FIRST, *row(132, None, None, None, "培训", "5")]
    below = row(60, None, None, "质量指标", "合格率", "7") + row(76, None, None, None, "达标率", "8")
    rules = [Line(y, 115, 500) for y in (64, 80)]
    rows = rows_of(page([*above, *side], rules=across), page(below, number=2, rules=rules))
    assert {found.cells[0].left for found in rows if found.page == 2} == {40.0, 115.0}


def test_labels_at_the_side_of_blank_cells_are_no_headings_of_columns() -> None:
    above = [*HEAD, *row(116, "绩效指标", "产出指标", "数量指标"), *row(132, None, None, "质量指标")]
    below = [*HEAD, *row(116, None, None, "时效指标", "合格率", "7")]
    across = [Line(88, 40, 500), Line(104, 40, 500), Line(120, 195, 500), Line(136, 40, 500)]
    rows = rows_of(page(above, rules=across), page(below, number=2, rules=[*across[:2], across[3]]))
    assert [cell.left for cell in rows[1].cells] == [cell.left for cell in rows[0].cells]


def test_digits_set_off_from_the_ideographs_beside_them_are_one_text_though_a_column_begins_there() -> None:
    parts = [("会议2021", 120.0, 198.0), ("次", 200.5, 210.5)]
    text = [Run(part, x0, x1, 164.0, SIZE, spaced=False) for part, x0, x1 in parts]
    more = [*row(132, None, None, "质量指标", "及时率", "1"), *row(148, None, None, "时效指标", "按时", "是")]
    runs = [*page([*HEAD, *FIRST, *more, (50.0, 164.0, "效益指标")]).runs, *text]
    rows = rows_of(Page(1, runs, [], sum(len(run.text) for run in runs), ()))
    assert [cell.raw for cell in rows[-1].cells if not cell.blank] == ["效益指标", "会议2021次"]


def test_where_nothing_is_set_off_an_amount_close_to_a_column_is_a_cell_of_its_own() -> None:
    close = [Run("1.5", 182.5, 197.5, 164.0, SIZE, spaced=False), Run("次", 200.0, 210.0, 164.0, SIZE, spaced=False)]
    more = [*row(132, None, "第1次会议", "质量指标", "及时率", "1"), *row(148, None, None, "时效指标", "第2次", "是")]
    runs = [*page([*HEAD, *FIRST, *more, (50.0, 164.0, "效益指标")]).runs, *close]
    rows = rows_of(Page(1, runs, [], sum(len(run.text) for run in runs), ()))
    assert [cell.raw for cell in rows[-1].cells if not cell.blank] == ["效益指标", "1.5", "次"]


def test_a_label_that_stands_farther_below_a_title_than_its_own_lines_do_is_a_cell_of_its_own() -> None:
    title: list[Text] = [(50.0, 60.0, "绩效目标表"), (50.0, 76.0, "二〇二六年度")]
    label: list[Text] = [(50.0, 95.0, "绩效指"), (50.0, 111.0, "标")]
    head = row(95, None, *HEADINGS[1:])
    more = [*row(127, None, "产出指标", "数量指标", "会议次", "3"), (280.0, 143.0, "数"), (280.0, 159.0, "等")]
    rows = read(page([*title, *label, *head, *more, *row(175, None, None, "质量指标", "及时率", "1")]))
    assert rows[:3] == [["绩效目标表"], ["二〇二六年度"], list(HEADINGS)]


def test_a_label_at_the_middle_of_all_rows_reaches_on_below_other_headings() -> None:
    label: list[Text] = [(50.0, 124.0, "绩效指标")]
    first = [*row(100, None, *HEADINGS[1:]), *row(116, None, "会议", "三次", "培训", "五次")]
    second = [*row(132, None, "产出指标", "数量指标", "质量指标", "时效指标"), *row(148, None, "1", "2", "3", "4")]
    below = [*row(60, "效益指标", "全年举办会议"), *row(76, None, "产出指标", "数量指标", "会议", "3")]
    rows = rows_of(page([*label, *first, *second]), page(below, number=2))
    assert spans(rows, "绩效指标") == 4
    assert not any(cell.blank and cell.left < 100 for found in rows if found.page == 1 for cell in found.cells)


def test_rulings_of_one_row_that_stand_at_two_heights_close_to_each_other_part_one_row() -> None:
    across = [Line(88, 40, 500), Line(104, 40, 500), Line(118, 275, 395), Line(123, 395, 500), Line(136, 40, 500)]
    rows = rows_of(page([*HEAD, *FIRST, *row(132, None, None, None, "培训次数", "5")], rules=across))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows] == [
        list(HEADINGS),
        ["产出指标", "数量指标", "会议次数", "3"],
        ["培训次数", "5"],
    ]


def test_two_rulings_below_each_other_with_no_room_and_nothing_between_them_part_two_rows_only() -> None:
    across = [Line(88, 40, 500), Line(104, 40, 500), Line(120, 40, 500), Line(131, 270, 390), Line(165, 40, 500)]
    tall = [*row(151, None, None, None, "培训次数"), (400.0, 138.0, "五次"), (400.0, 154.0, "以上")]
    rows = rows_of(page([*HEAD, *FIRST, *tall], rules=across))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows][2:] == [["培训次数", "五次\n以上"]]


def test_a_label_in_the_middle_of_a_line_begins_a_cell_though_nothing_else_begins_there() -> None:
    columns = (50.0, 120.0, 200.0, 258.0, 307.0)
    parts = row(132, "绩效指标", "全年举办", "经常性项目", "时效指标", "及时", columns=columns)
    assert read(page([*HEAD, *FIRST, *parts]))[-1] == ["绩效指标", "全年举办", "经常性项目", "时效指标", "及时"]


def test_a_heading_that_is_wrapped_within_the_remark_at_its_end_is_one_cell() -> None:
    words = WORDS | {"指标值（万元）"}
    wrapped = [(400.0, 100.0 + 16 * k, text) for k, text in enumerate(("指标", "值", "（万", "元）"))]
    first = row(180, None, "产出指标", "数量指标", "会议次数", "3")
    rows = make_rows(align([page([*HEAD[:4], *wrapped, *first])], words))
    assert [cell.text for cell in rows[0].cells] == [*HEADINGS[:4], "指标值（万元）"]


def test_a_line_of_letters_that_are_low_for_their_width_belongs_to_the_text_around_it() -> None:
    letters = Run("Windows", 280.0, 315.0, 148.0, 6.0, spaced=False)
    runs = page([*HEAD, *FIRST, (280.0, 132.0, "使用"), (280.0, 164.0, "软件"), (400.0, 132.0, "3")]).runs
    runs.insert(-2, letters)
    rows = rows_of(Page(1, runs, [], sum(len(run.text) for run in runs), ()))
    assert [cell.text for cell in rows[-1].cells if not cell.blank] == ["使用Windows软件", "3"]


def test_a_page_number_with_dashes_is_in_no_cell_though_a_column_begins_at_its_digit() -> None:
    number = [(266.0, 700.0, "-"), (280.0, 700.0, "1"), (294.0, 700.0, "-")]
    more = [text for k in range(4) for text in row(132 + 16 * k, None, None, None, f"会议{k}", str(k))]
    rows = rows_of(page([*HEAD, *FIRST, *more, *number]))
    assert [[cell.text for cell in found.cells] for found in rows[-2:]] == [["会议3", "3"], ["- 1 -"]]


def test_a_space_before_a_bracket_is_none_between_cells_where_the_text_goes_on_right_below() -> None:
    wrapped = [(200.0, 148.0, "全年举办会"), (253.0, 148.0, "(含大会、"), (200.0, 160.0, "小会)"), (400.0, 148.0, "3")]
    other = [(200.0, 180.0 + 16 * k, "指标") for k in range(4)] + [(253.0, 180.0 + 16 * k, "会议") for k in range(4)]
    rows = read(page([*HEAD, *FIRST, *wrapped, *other]))
    assert rows[2] == ["全年举办会 (含大会、小会)", "3"]


def test_a_ruling_that_goes_through_a_text_stands_at_the_height_of_the_one_above() -> None:
    across = [Line(88, 40, 500), Line(104, 40, 500), Line(120, 275, 500), Line(130, 275, 395), Line(142, 40, 500)]
    rows = rows_of(page([*HEAD, *FIRST, *row(136, None, None, None, "培训次数", "5")], rules=across))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows][2:] == [["培训次数", "5"]]


def test_lines_that_were_moved_down_belong_to_their_text_where_its_row_is_drawn_on_above_them() -> None:
    moved = [(280.0, 132.0, "信息日常维"), (280.0, 148.0, "护率达标情"), (280.0, 180.0, "况")]
    rows = rows_of(page([*HEAD, *FIRST, *moved, (400.0, 140.0, "100%"), *row(200, *[None] * 3, "会议", "1")]))
    assert [[c.text for c in found.cells if not c.blank] for found in rows[2:]] == [
        ["信息日常维护率达标情况", "100%"],
        ["会议", "1"],
    ]


def test_lines_that_were_moved_down_in_the_last_column_are_put_back_but_stay_in_doubt() -> None:
    more = [*row(132, None, None, "质量指标", "及时率", "1"), *row(148, None, None, "时效指标", "按时", "是")]
    moved = [*row(164, *[None] * 3, "会议", "全年举办会"), (400.0, 180.0, "议多次，参"), (400.0, 212.0, "会多人")]
    rows = rows_of(page([*HEAD, *FIRST, *more, *moved, *row(240, *[None] * 3, "培训", "1")]))
    assert [[c.text for c in found.cells if not c.blank] for found in rows[4:]] == [
        ["会议", "全年举办会议多次，参会多人"],
        ["培训", "1"],
    ]
    assert [found.doubtful for found in rows[4:]] == [True, False]


def test_a_text_alone_at_a_pages_end_begins_a_row_where_the_one_above_it_ended_with_a_short_line() -> None:
    more = [*row(132, None, None, "质量指标", "及时率", "1"), *row(148, None, None, "时效指标", "按时", "是")]
    ended = [*row(164, *[None] * 3, "会议", "全年举办会"), (400.0, 180.0, "议")]
    begun = [(400.0, 212.0, "按计划完成"), (400.0, 228.0, "年度内培训")]
    rest = [(400.0, 60.0, "任务"), *row(76, *[None] * 3, "培训", "1")]
    rows = rows_of(page([*HEAD, *FIRST, *more, *ended, *begun]), page(rest, number=2))
    assert [[c.text for c in found.cells if not c.blank] for found in rows[4:6]] == [
        ["会议", "全年举办会议"],
        ["按计划完成年度内培训"],
    ]


def test_a_text_below_another_one_beside_a_text_of_its_own_is_none_that_was_moved_down() -> None:
    below = [*row(132, None, None, None, "培训"), *row(160, None, None, None, "大会", "5")]
    assert read(page([*HEAD, *FIRST, *below]))[2:] == [["培训"], ["大会", "5"]]


def test_a_text_that_goes_on_over_two_page_breaks_is_not_cut_where_its_middle_would_fit() -> None:
    leaves = [text for k in range(3) for text in row(132 + 16 * k, *[None] * 3, f"会议{k}", str(k))]
    tall = [(280.0, 200.0, "信息日常维"), (280.0, 216.0, "护率达标情"), (280.0, 232.0, "况"), (400.0, 216.0, "100%")]
    over = [(280.0, 60.0 + 16 * k, "全市居民人") for k in range(9)]
    pages = [page([*HEAD, *FIRST, *leaves, *tall]), page([*over, (400.0, 134.0, "90%")], number=2)]
    second = [found for found in rows_of(*pages, page([(280.0, 60.0, "数")], number=3)) if found.page == 2]
    assert [[cell.text for cell in found.cells if not cell.blank] for found in second] == [["全市居民人" * 9, "90%"]]


def test_a_space_behind_a_comma_is_none_between_cells_in_the_last_line_of_a_text() -> None:
    text = [(200.0, 148.0, "全年举办会议"), (200.0, 160.0, "大会,"), (243.0, 160.0, "小会"), (400.0, 148.0, "3")]
    other = [(200.0, 180.0 + 16 * k, "指标") for k in range(4)] + [(243.0, 180.0 + 16 * k, "会议") for k in range(4)]
    rows = read(page([*HEAD, *FIRST, *text, *other]))
    assert rows[2] == ["全年举办会议\n大会, 小会", "3"]


def test_a_text_that_ends_a_little_behind_the_edge_of_its_column_stays_in_one_cell_between_rulings() -> None:
    head = [*row(100, *HEADINGS[:3]), (362.0, 100.0, "三级指标"), (403.8, 100.0, "指标值")]
    first = [*row(116, None, "产出指标", "数量指标"), (403.8, 132.0, "3")]
    amount = [
        Run("5,072.7", 370.0, 400.2, 116.0, SIZE, spaced=False),
        Run("7", 400.5, 404.5, 116.0, SIZE, spaced=False),
    ]
    other = [*row(148, *HEADINGS[:3]), (369.0, 148.0, "指标值"), (400.9, 148.0, "三级指标")]
    last = [*row(164, None, "效益指标", "质量指标"), (369.0, 164.0, "会"), (400.9, 164.0, "5")]
    across = [Line(y, 40, 500) for y in (88, 104, 120, 136, 152, 168)]
    runs = [*page([*head, *first[:2]]).runs, *amount, *page([first[2], *other, *last]).runs]
    rows = rows_of(Page(1, runs, [], sum(len(run.text) for run in runs), across))
    assert [cell.text for cell in rows[1].cells if not cell.blank] == ["产出指标", "数量指标", "5,072.77"]


def test_a_ruling_beside_a_label_that_goes_on_to_its_right_leaves_its_row_in_doubt() -> None:
    texts = [*HEAD, *FIRST, *row(132, None, None, None, "培训", "5"), *row(148, None, "效益指标", None, "大会", "7")]
    across = [Line(88, 40, 500), Line(104, 40, 500), Line(120, 270, 500), Line(136, 40, 180), Line(152, 40, 500)]
    right = [Line(136, 270, 500)]
    rows = rows_of(page(texts, rules=sorted([*across, *right], key=lambda line: (line.at, line.start))))
    assert [found.doubtful for found in rows] == [False, False, False, True]


def test_a_label_right_below_a_line_with_which_it_shares_no_edge_is_a_cell_of_its_own() -> None:
    title: list[Text] = [(180.0, 68.0, "绩效目标表"), (44.0, 84.0, "（二〇二六年）")]
    label: list[Text] = [(50.0, 100.0, "绩效指"), (50.0, 116.0, "标")]
    first = row(140, None, "产出指标", "数量指标", "会议次数", "3")
    more = [*wrap(156), *row(204, None, None, "质量指标", "及时率", "1")]
    rows = read(page([*title, *label, *row(100, None, *HEADINGS[1:]), *first, *more]))
    assert rows[:3] == [["绩效目标表"], ["（二〇二六年）"], list(HEADINGS)]


def typed(x: float, base: float, *words: str) -> list[Run]:
    """Give the words of a line, with spaces of the text layer between them."""
    runs = []
    for word in words:
        width = SIZE * len(word) * (0.5 if word.isascii() else 1.0)
        runs.append(Run(word, x, x + width, base, SIZE, spaced=word is not words[-1]))
        x += width + 0.4 * SIZE
    return runs


def with_runs(drawn: Page, at: int, runs: Sequence[Run]) -> Page:
    return Page(drawn.number, [*drawn.runs[:at], *runs, *drawn.runs[at:]], [], drawn.characters, drawn.rules)


def test_a_space_between_words_is_none_between_cells_though_a_column_begins_behind_it() -> None:
    words = typed(120.0, 132.0, "使用", "Visual", "Code", "软件")
    other = [text for k in range(4) for text in row(148 + 16 * k, None, None, None, f"会议{k}", str(k))]
    other += [text for k in range(4) for text in [(words[2].x0, 220.0 + 16 * k, "指标"), (400.0, 220.0 + 16 * k, "9")]]
    drawn = page([*HEAD, *FIRST, *other])
    rows = read(with_runs(drawn, len(HEAD) + len(FIRST), words))
    assert rows[2] == ["使用 Visual Code 软件"]


def test_a_space_between_words_is_none_between_cells_where_a_text_before_it_stands_close() -> None:
    name = Run("信息系统运行", 120.0, 186.0, 132.0, SIZE, spaced=False)
    words = [run._replace(spaced=False) for run in typed(200.0, 132.0, "使用", "Smart", "City", "软")]
    rest = Run("件优化", 200.0, 230.0, 146.0, SIZE, spaced=False)
    other = [text for k in range(4) for text in row(162 + 16 * k, None, None, None, f"会议{k}", str(k))]
    other += [text for k in range(4) for text in [(words[2].x0, 240.0 + 16 * k, "指标"), (400.0, 240.0 + 16 * k, "9")]]
    drawn = page([*HEAD, *FIRST, *other])
    rows = read(with_runs(drawn, len(HEAD) + len(FIRST), [name, *words, rest]))
    assert rows[2] == ["信息系统运行", "使用 Smart City 软\n件优化"]


def test_a_line_a_little_lower_than_others_at_a_pages_end_begins_no_row() -> None:
    leaves = [text for k in range(3) for text in row(116 + 16 * k, *[None] * 3, f"会议{k}", str(k))]
    tall = [(280.0, 164.0, "信息日常维"), (280.0, 180.0, "护率"), (400.0, 172.0, "90%")]
    lines = [
        (280.0, 204.0, "会议"),
        (400.0, 204.0, "全年举办会"),
        (400.0, 219.0, "议多次，参"),
        (400.0, 233.0, "会多人次的"),
    ]
    below = [(400.0, 60.0, "会议"), *row(80, *[None] * 3, "培训", "1")]
    rows = rows_of(page([*HEAD, *leaves, *tall, *lines]), page(below, number=2))
    texts = [[cell.text for cell in found.cells if not cell.blank] for found in rows]
    assert ["会议", "全年举办会议多次，参会多人次的"] in texts


def pair(base: float, value: str) -> list[Text]:
    """Give a row of a name on two lines and a value at the middle of them."""
    return [(280.0, base, "信息日常维"), (280.0, base + 14, "护率"), (400.0, base + 7, value)]


PAIRS = [text for k in range(3) for text in pair(132 + 40.0 * k, f"{k}%")]


def test_a_line_at_a_pages_end_begins_a_row_where_that_above_it_is_even_without_it_and_has_one_line() -> None:
    drawn = [*HEAD, *FIRST, *PAIRS, *pair(252, "保障马路市场"), (400.0, 287.0, "年底以前")]
    rows = rows_of(page(drawn), page(row(60, *[None] * 3, "完成时间"), number=2))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows[5:7]] == [
        ["信息日常维护率", "保障马路市场"],
        ["年底以前"],
    ]


def test_a_line_alone_above_one_that_was_moved_down_is_put_back_where_texts_of_its_column_are_wrapped() -> None:
    moved = [(280.0, 252.0, "信息日常维"), (280.0, 275.0, "护率"), (400.0, 275.0, "90%")]
    rows = rows_of(page([*HEAD, *FIRST, *PAIRS, *moved, *row(300, *[None] * 3, "大会", "5")]))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows[5:]] == [
        ["信息日常维护率", "90%"],
        ["大会", "5"],
    ]
    assert rows[5].doubtful


def test_a_line_that_was_moved_down_is_put_back_where_a_text_stands_beside_both_parts() -> None:
    value = [(400.0, 245.0 + 14 * k, "全年举办") for k in range(4)]
    moved = [(200.0, 275.0, "丁项目"), (280.0, 252.0, "信息日"), (280.0, 275.0, "护率"), *value]
    rows = rows_of(page([*HEAD, *FIRST, *PAIRS, *moved, *row(320, *[None] * 3, "大会", "5")]))
    assert [cell.text for cell in rows[5].cells if not cell.blank] == ["丁项目", "信息日护率", "全年举办" * 4]


def test_two_lines_at_the_top_of_a_page_may_be_the_rest_of_a_text_that_stands_close_above_the_next_row() -> None:
    rest = [
        (280.0, 60.0, "信息日常维"),
        *[(280.0, 83.0 + 14 * k, "护率及其他") for k in range(3)],
        (400.0, 97.0, "90%"),
    ]
    rows = rows_of(page([*HEAD, *FIRST, *PAIRS]), page([*rest, *pair(150, "7%")], number=2))
    assert [[cell.text for cell in found.cells if not cell.blank] for found in rows[5:7]] == [
        ["信息日常维"],
        ["护率及其他" * 3, "90%"],
    ]


def test_the_lines_of_two_texts_that_pages_begin_with_are_no_running_head_though_only_their_numbers_differ() -> None:
    def tall(number: str) -> list[Text]:
        lines = [(400.0, 60.0, f"全年投入{number}万"), (400.0, 74.0, "元用于会议以及培"), (400.0, 88.0, "训")]
        return [*lines, (280.0, 74.0, "会议"), *row(110, *[None] * 3, "培训", "1")]

    rows = read(page([*HEAD, *FIRST]), page(tall("2046.31"), number=2), page(tall("3887.11"), number=3))
    assert rows[2][1].startswith("全年投入2046.31万")
    assert rows[4][1].startswith("全年投入3887.11万")


def test_a_line_in_no_column_at_the_top_of_a_page_is_no_rest_of_a_text() -> None:
    pages = [page([(330.0, 40.0, "附"), *HEAD, *FIRST], number=number) for number in (1, 2)]
    assert [found.table for found in rows_of(*pages) if found.cells[0].text == "附"] == [None, None]


@pytest.mark.parametrize("mark", ["无", None])
def test_rows_at_a_pages_end_are_those_of_the_label_above_them_where_the_next_one_stands_in_a_blank_row(
    mark: str | None,
) -> None:
    above = [*HEAD, *row(116, None, "产出指标", "数量指标", "会议", "1"), *row(132, *[None] * 3, "培训", "2")]
    middle = [*row(148, None, None, "质量指标", "达标率", "1%"), *row(164, *[None] * 3, "增长率", "2%")]
    leaves = [*row(76, None, None, "数量指标", "会议", "3"), *row(92, *[None] * 3, "培训", "4")]
    rows = rows_of(
        page([*above, *middle]), page([*row(60, None, "效益指标", "时效指标", mark, mark), *leaves], number=2)
    )
    assert spans(rows, "质量指标") == 2
    assert rows[4].doubtful == (mark is None)


def test_a_number_apart_from_the_only_line_of_the_text_before_it_is_a_cell_of_its_own() -> None:
    others = [text for k in range(3) for text in row(150 + 16 * k, "大会", "25.5", "扩大", columns=(280, 355, 412))]
    drawn = page([*HEAD, *FIRST, *others])
    text = Run("全年举办会议", 280.0, 340.0, 132.0, SIZE, spaced=False)
    number = Run("19207.11", 352.0, 392.0, 132.0, SIZE, spaced=False)
    value = Run("持续", 412.0, 432.0, 132.0, SIZE, spaced=False)
    at = len(HEAD) + len(FIRST)
    assert read(with_runs(drawn, at, [text, number, value]))[2] == ["全年举办会议", "19207.11", "持续"]
    spaced = text._replace(spaced=True)
    assert read(with_runs(drawn, at, [spaced, number, value]))[2] == ["全年举办会议 19207.11", "持续"]


def test_a_bracket_of_half_width_goes_on_with_the_text_before_it_though_a_column_begins_there() -> None:
    text = Run("举办会议", 350.0, 390.0, 145.0, SIZE, spaced=False)
    remark = Run("(大会)", 395.0, 425.0, 145.0, SIZE, spaced=False)
    other = [text for k in range(4) for text in [(280.0, 165.0 + 16 * k, "会议"), (395.0, 165.0 + 16 * k, "9")]]
    drawn = page([*HEAD, *FIRST, *other])
    assert read(with_runs(drawn, len(HEAD) + len(FIRST), [text, remark]))[2] == ["举办会议 (大会)"]


def test_a_label_nearer_below_a_text_than_its_lines_are_is_a_cell_of_its_own() -> None:
    rest = [(50.0, 60.0, "（可选"), (55.0, 74.0, "填）"), (50.0, 85.0, "绩效指"), (60.0, 99.0, "标")]
    rows = read(page([*HEAD, *FIRST, *PAIRS]), page([*rest, *row(92, None, *HEADINGS[1:])], number=2))
    assert "绩效指标" in [text for found in rows[5:] for text in found]


def test_a_label_that_no_later_page_follows_with_another_shows_where_cut_labels_stand() -> None:
    leaves = [row(116 + 16 * k, None, None, None, f"会议{k}", str(k)) for k in range(6)]
    middle: list[Text] = [(200.0, 132.0, "数量指标"), *leaves[0], *leaves[1], *leaves[2]]
    first = [(120.0, 116.0, "产出指标"), *middle, (200.0, 164.0, "质量指标"), *leaves[3], *leaves[4], *leaves[5]]
    pages = [
        page(row(60, None, None, label, "及时率", "1%"), number=k) for k, label in ((2, "时效指标"), (3, "质量指标"))
    ]
    rows = rows_of(page([*HEAD, *first]), *pages)
    assert (spans(rows, "数量指标"), spans(rows, "质量指标")) == (3, 3)


def test_the_same_line_at_the_top_of_two_pages_is_no_running_head_where_its_text_goes_on_right_below() -> None:
    def tall(rest: str) -> list[Text]:
        lines = [(400.0, 60.0, "保障系统稳定运行"), (400.0, 74.0, rest), (400.0, 88.0, "训")]
        return [*lines, (280.0, 74.0, "会议"), *row(110, *[None] * 3, "培训", "1")]

    rows = read(
        page([*HEAD, *FIRST]), page(tall("以及会议和各类培"), number=2), page(tall("使用各种软件和培"), number=3)
    )
    assert rows[2][1] == "保障系统稳定运行以及会议和各类培训"
    assert rows[4][1] == "保障系统稳定运行使用各种软件和培训"


def test_an_amount_that_is_wrapped_is_one_though_its_digits_are_low_for_their_width() -> None:
    digits = [
        Run("5,435,168.3", 400.0, 455.0, 132.0, 5.6, spaced=False),
        Run("9", 425.0, 430.0, 143.0, 5.6, spaced=False),
    ]
    below = [*((280.0, 160.0 + 11 * k, "信息日常维") for k in range(5)), (400.0, 182.0, "7")]
    drawn = page([*HEAD, *FIRST, (280.0, 137.0, "大会"), *below])
    assert read(with_runs(drawn, len(HEAD) + len(FIRST) + 1, digits))[2] == ["大会", "5,435,168.39"]


def test_a_label_beside_nothing_above_rows_without_one_holds_the_last_row_of_the_page_before_in_doubt() -> None:
    above = [*HEAD, *row(116, None, "产出指标", "数量指标", "会议", "1"), *row(132, *[None] * 3, "培训", "2")]
    middle = [*row(148, None, None, "质量指标", "达标率", "1%"), *row(164, *[None] * 3, "增长率", "2%")]
    last = row(180, *[None] * 3, "及时率", "3%")
    below = [*row(60, None, None, "时效指标"), *row(76, *[None] * 3, "完成率", "4%")]
    rows = rows_of(page([*above, *middle, *last]), page(below, number=2))
    assert spans(rows, "质量指标") == 2
    assert rows[5].doubtful


def test_the_halves_of_a_label_that_a_page_break_cut_span_rows_as_labels_do() -> None:
    leaves = [row(116 + 16 * k, None, None, None, f"会议{k}", str(k)) for k in range(3)]
    above = [*HEAD, (120.0, 116.0, "产出指标"), (200.0, 148.0, "数量指"), *leaves[0], *leaves[1], *leaves[2]]
    rows = rows_of(page(above), page([(200.0, 60.0, "标"), *row(60, *[None] * 3, "培训", "4")], number=2))
    assert spans(rows, "数量指") == 3


def test_an_amount_below_a_heading_is_a_cell_of_its_own() -> None:
    heading = [(280.0, 140.0, "三级指标"), (400.0, 140.0, "指标值"), (405.0, 154.0, "59083.2")]
    rows = read(page([*HEAD, *FIRST, *PAIRS[:0], *heading]), page(row(60, *[None] * 3, "培训", "1"), number=2))
    assert "59083.2" in [text for found in rows for text in found]


def test_a_text_that_left_less_room_than_the_next_words_need_goes_on_at_the_top_of_the_next_page() -> None:
    last = [*row(252, *[None] * 3, "风险隐患"), (400.0, 252.0, "5")]
    wide = [(280.0, 132.0 + 40 * k, "信息日常维护率") for k in range(3)]
    above = [*HEAD, *FIRST, *(text for k in range(3) for text in [wide[k], (280.0, 146.0 + 40 * k, "情况")]), *last]
    rest = [(280.0, 60.0, "（人）"), *[(280.0, 74.0 + 14 * k, "建立健全制度等") for k in range(3)], (400.0, 88.0, "7")]
    rows = rows_of(page(above), page([*rest, *pair(150, "7%")], number=2))
    assert ["（人）"] in [[cell.text for cell in found.cells if not cell.blank] for found in rows]


def test_a_paragraph_that_was_moved_down_at_a_pages_end_is_put_back_where_a_text_stands_beside_both() -> None:
    tall = [(280.0, 252.0 + 14 * k, "信息日常维护率") for k in range(6)]
    value = [(400.0, 252.0, "全年举办会"), (400.0, 266.0, "议"), (400.0, 290.0, "参会人数")]
    rows = rows_of(page([*HEAD, *FIRST, *PAIRS, *tall, *value]), page(pair(60, "7%"), number=2))
    assert [cell.text for cell in rows[5].cells if not cell.blank][1:] == ["全年举办会议\n参会人数"]


def test_the_remark_of_a_heading_goes_on_with_it_though_a_column_begins_there() -> None:
    name = Run("指标值", 350.0, 380.0, 145.0, SIZE, spaced=False)
    remark = Run("（概述）", 384.0, 424.0, 145.0, SIZE, spaced=False)
    other = [text for k in range(4) for text in [(280.0, 165.0 + 16 * k, "会议"), (384.0, 165.0 + 16 * k, "9")]]
    drawn = page([*HEAD, *FIRST, *other])
    assert read(with_runs(drawn, len(HEAD) + len(FIRST), [name, remark]))[2] == ["指标值 （概述）"]


def test_a_text_alone_at_the_top_of_a_page_may_be_wider_than_those_around_it() -> None:
    rest = [(400.0, 60.0, "持续优化各项工作以及服务水平"), *row(80, *[None] * 3, "培训", "1")]
    rows = rows_of(page([*HEAD, *FIRST, *row(132, *[None] * 3, "会议", "2")]), page(rest, number=2))
    assert [(found.page, found.table) for found in rows[3:]] == [(2, 2), (2, 2)]


def test_a_label_of_which_a_line_was_moved_down_is_one() -> None:
    label = [(120.0, 252.0, "效益"), (120.0, 275.0, "指标")]
    rows = read(page([*HEAD, *FIRST, *PAIRS, *label, *row(300, None, "产出指标", "数量指标", "大会", "5")]))
    assert rows[5:] == [["效益指标"], ["产出指标", "数量指标", "大会", "5"]]


def test_the_rest_of_a_text_that_two_pages_begin_with_is_no_running_head() -> None:
    def full(number: int) -> list[Text]:
        leaves = [text for k in range(3) for text in row(116 + 16 * k, *[None] * 3, f"会议次数{k}", str(k))]
        return [*leaves, *row(164, *[None] * 3, "信息日常数", str(number))]

    pages = [page([*row(60, *[None] * 3, "量"), *full(number)], number=number) for number in (2, 3)]
    rows = rows_of(page([*HEAD, *FIRST, *full(1)]), *pages)
    assert [found.table for found in rows if any(cell.text == "量" for cell in found.cells)] == [2, 3]


def test_a_running_head_is_none_the_less_where_texts_of_its_column_leave_no_room() -> None:
    def full(number: int) -> list[Text]:
        leaves = [text for k in range(3) for text in row(116 + 16 * k, *[None] * 3, f"会议次数{k}", str(k))]
        return [*leaves, *row(164, *[None] * 3, "信息日常数", str(number))]

    pages = [
        page([(280.0, 60.0, "绩效"), *(HEAD if number == 1 else []), *full(number)], number=number)
        for number in (1, 2, 3)
    ]
    assert [found.table for found in rows_of(*pages) if any(cell.text == "绩效" for cell in found.cells)] == [None] * 3


def test_a_label_that_spans_rows_of_the_page_before_begins_above_one_beside_it_that_stands_lower() -> None:
    above = [
        *HEAD,
        (200.0, 124.0, "数量指标"),
        *row(116, *[None] * 3, "会议0", "0"),
        *row(132, *[None] * 3, "会议1", "1"),
    ]
    leaves = [text for k in range(4) for text in row(60 + 16 * k, *[None] * 3, f"培训{k}", str(k))]
    labels: list[Text] = [(50.0, 120.0, "绩效指标"), (120.0, 68.0, "产出指标"), (200.0, 84.0, "质量指标")]
    below = row(124, None, "效益指标", "时效指标", "增长率", "2%")
    rows = rows_of(page(above), page([*labels, *leaves, *below], number=2))
    assert [cell.text for cell in rows[3].cells if not cell.blank][-4:] == ["产出指标", "质量指标", "培训0", "0"]


def test_on_the_last_page_a_label_that_has_none_below_it_shows_where_cut_labels_stand() -> None:
    leaves = [row(116 + 16 * k, None, None, None, f"会议{k}", str(k)) for k in range(6)]
    middle: list[Text] = [(200.0, 132.0, "数量指标"), *leaves[0], *leaves[1], *leaves[2]]
    first = [(120.0, 116.0, "产出指标"), *middle, (200.0, 164.0, "质量指标"), *leaves[3], *leaves[4], *leaves[5]]
    below = row(60, None, None, "时效指标", "及时率", "1%") + row(76, None, None, "质量指标", "增长率", "2%")
    rows = rows_of(page([*HEAD, *first]), page(below, number=2))
    assert (spans(rows, "数量指标"), spans(rows, "质量指标")) == (3, 3)


def wrap(base: float) -> list[Text]:
    return [(280.0, base + 16 * k, "信息日常维护") for k in range(3)] + [(400.0, base, "5")]
