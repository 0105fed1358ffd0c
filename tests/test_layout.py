"""Page breaks undone: cut rows and cells are put together, what is printed again is set apart, forms are found.

Each page is drawn as its rows; a cell is its text, how many rows it covers, whether its last line is full, whether
lines close it above and below, and from where to where its text stands (its own height, where it is blank).
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cut_rows import is_one_label
from extractor.document import Cell, Document, PageBox, Row
from extractor.layout import LaidRow, lay_out
from extractor.regions import find_regions
from extractor.titles import Words
from extractor.values import fold

LABELS = frozenset(
    {
        "年度重点工作任务",
        "绩效目标",
        "项目总目标",
        "年度总体目标",
        "绩效指标",
        "名称",
        "主要实施内容",
        "期望达到的目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "产出指标",
        "数量指标",
        "质量指标",
        "时效指标",
        "效益指标",
        "其他需完成的任务(可选填)",
    }
)
SIGNS = {
    "field": ("预算单位名称",),
    "task": ("名称", "主要实施内容", "期望达到的目标"),
    "indicator": ("一级指标", "二级指标", "三级指标", "指标值"),
    "objective": ("项目总目标", "年度总体目标"),
    "section": ("绩效指标", "年度重点工作任务"),
    "level": ("产出指标", "数量指标", "质量指标", "时效指标", "效益指标"),
}
TITLE = "市级部门整体预算绩效目标表"
EDGES = (50.0, 100.0, 200.0, 400.0, 500.0)
"""Where the columns of the drawn tables stand, in points from the left."""


@dataclass(frozen=True)
class Drawn:
    """A drawn cell: its text with a line feed at each wrap, and how many rows and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1
    full: bool = False
    closed: tuple[bool, bool] | None = None
    place: tuple[float, float] | None = None


def tall(text: str, rows: int) -> Drawn:
    return Drawn(text, rows)


def full(text: str) -> Drawn:
    return Drawn(text, full=True)


COVERED = None
"""A place that a cell above covers."""

Drawing = Sequence[Drawn | str | None]


def known(text: str) -> bool:
    return fold(text) in LABELS


def make_row(drawing: Drawing, page: int, top: float) -> Row:
    cells = []
    column = 0
    for piece in drawing:
        drawn = Drawn(piece) if isinstance(piece, str) else piece
        if drawn is None:
            column += 1
            continue
        left, right = EDGES[column], EDGES[column + drawn.columns]
        above, below = drawn.place or (top, top + 20)
        place = PageBox(page, (left, above, right, below))
        room = 0.0 if drawn.full else math.inf
        text = drawn.text.replace("\n", "")
        cells.append(Cell(drawn.text, text, (place,), left, right, drawn.rows, room, closed=drawn.closed))
        column += drawn.columns
    return Row(tuple(cells), page, page, count(cells))


def count(cells: Sequence[Cell]) -> int:
    return sum(len("".join(cell.raw.split())) for cell in cells)


def line(text: str, page: int, top: float = 0) -> Row:
    cell = Cell(text, text, (PageBox(page, (50, top, 90, top + 10)),), 50, 90)
    return Row((cell,), None, page, count([cell]))


def pages(*drawings: Sequence[Drawing]) -> list[Row]:
    """Give the rows of pages, each of which holds one table."""
    return [
        make_row(drawing, number, 50 + 20 * k)
        for number, page in enumerate(drawings, 1)
        for k, drawing in enumerate(page)
    ]


def words_of(titles: Collection[str]) -> Words:
    return Words(tuple(map(fold, titles)), known, signs_of)


def signs_of(text: str) -> frozenset[str]:
    return frozenset(sign for sign, words in SIGNS.items() if text in words)


def lay(rows: Sequence[Row], titles: Collection[str] = (TITLE,)) -> list[LaidRow]:
    document = Document("pdf", "drawn", tuple(rows), pages=rows[-1].page if rows else 0)
    return lay_out(document, words_of(titles))


def texts(laid: Sequence[LaidRow], kind: str = "row") -> list[list[str]]:
    return [[cell.text for cell in row.row.cells] for row in laid if row.kind == kind and row.row.cells]


# ---- rows that a page break cut -------------------------------------------------------------------------------------


def test_rows_of_one_page_stay_as_they_are() -> None:
    rows = pages([["名称", "主要实施内容"], ["信访业务培训", "来访接待"]])
    assert [laid.row for laid in lay(rows)] == rows
    assert {laid.kind for laid in lay(rows)} == {"row"}


def test_a_row_that_a_page_break_cut_is_one_row_again() -> None:
    laid = lay(
        pages(
            [["任务1", full("推动房地产、劳资纠"), "6.00", "社会稳定。"]],
            [["", "纷等问题化解。", "", ""], ["任务2", "业务培训", "3.00", "水平提高。"]],
        )
    )
    assert texts(laid) == [
        ["任务1", "推动房地产、劳资纠纷等问题化解。", "6.00", "社会稳定。"],
        ["任务2", "业务培训", "3.00", "水平提高。"],
    ]
    assert not any(row.doubtful for row in laid)


def test_a_cell_that_was_cut_keeps_both_places_and_both_raw_texts() -> None:
    laid = lay(pages([["任务1", full("劳资纠")]], [["", "纷等问题"]]))
    cell = laid[0].row.cells[1]
    assert [place.page for place in cell.places if isinstance(place, PageBox)] == [1, 2]
    assert cell.raw == "劳资纠\n纷等问题"
    assert laid[0].row.source == len("任务1劳资纠纷等问题")


def test_a_paragraph_that_ended_at_the_page_break_is_joined_by_a_line_feed() -> None:
    laid = lay(pages([["任务1", "一、组织演出。", "6.00"]], [["", "二、举办活动。", ""]]))
    assert texts(laid) == [["任务1", "一、组织演出。\n二、举办活动。", "6.00"]]


def test_a_cell_that_went_on_over_two_page_breaks_is_one_cell() -> None:
    laid = lay(pages([["任务1", full("甲乙")]], [["", full("丙丁")]], [["", "戊己。"], ["任务2", "庚"]]))
    assert texts(laid) == [["任务1", "甲乙丙丁戊己。"], ["任务2", "庚"]]
    assert [place.page for place in laid[0].row.cells[1].places if isinstance(place, PageBox)] == [1, 2, 3]


def test_two_rows_that_the_page_break_parted_stay_two_rows() -> None:
    laid = lay(pages([["任务1", "业务培训。", "6.00"]], [["任务2", "系统维护。", "3.00"]]))
    assert texts(laid) == [["任务1", "业务培训。", "6.00"], ["任务2", "系统维护。", "3.00"]]


def test_amounts_on_either_side_of_a_page_break_are_two_amounts() -> None:
    laid = lay(pages([[full("系统维护"), full("长长的内容"), full("6.00")]], [["业务培训", "别的内容", "3.00"]]))
    assert texts(laid) == [["系统维护", "长长的内容", "6.00"], ["业务培训", "别的内容", "3.00"]]


def test_two_values_on_either_side_of_a_page_break_are_values_of_two_rows() -> None:
    laid = lay(
        pages(
            [["数量指标", full("古籍数字化\n保护规模"), full("约349万人次")]],
            [["", "群众诉求办理\n完成率", "≥86.6%"]],
        )
    )
    assert [row[-2:] for row in texts(laid)] == [
        ["古籍数字化保护规模", "约349万人次"],
        ["群众诉求办理完成率", "≥86.6%"],
    ]


def test_a_row_that_could_be_two_is_joined_and_marked_as_doubtful() -> None:
    laid = lay(
        pages(
            [[full("协调解决\n群众合理诉求"), full("确保社会\n和谐稳定"), full("长期\n坚持")]],
            [["主动化解矛盾", "集中精力\n发展", "不断改进"]],
        )
    )
    assert texts(laid) == [["协调解决群众合理诉求主动化解矛盾", "确保社会和谐稳定集中精力发展", "长期坚持不断改进"]]
    assert [row.doubtful for row in laid] == [True]


def test_a_row_of_single_lines_that_all_fill_their_cells_at_the_page_break_is_joined_and_marked_as_doubtful() -> None:
    laid = lay(
        pages(
            [["数量指标", "上一行", "3"], ["", full("保障宣传教育活动不少于6346场"), full("推进“人才队伍”")]],
            [["", "次", "和“公共服务设施”。"]],
        )
    )
    assert texts(laid)[-1][1:] == ["保障宣传教育活动不少于6346场次", "推进“人才队伍”和“公共服务设施”。"]
    assert [row.doubtful for row in laid] == [False, True]


def test_texts_that_end_as_others_do_above_and_below_a_page_break_are_of_two_rows_in_doubt() -> None:
    named = [["", f"{name}情况", "长期"] for name in ("会议", "培训", "宣传", "接访")]
    last: Drawing = ["", full("整治情况"), full("完善")]
    rows = pages([["数量指标", "上一行", "3"], *named, last], [["", "生产情况", "继续"], *named])
    for laid in (lay(align(rows)), lay(rows)):
        assert texts(laid)[5:7] == [["", "整治情况", "完善"], ["生产情况", "继续"]]
        assert [row.row.doubtful for row in laid][4:8] == [False, True, True, False]


def test_a_text_of_fewer_lines_than_the_one_beside_it_had_room_for_one_more() -> None:
    def stand(text: str, top: float) -> Drawn:
        return Drawn(text, full=True, place=(top, top + 10 + 15 * text.count("\n")))

    above: Drawing = ["", stand("食品药品\n抽检", 700), stand("不低于上年度水平", 700)]
    below: Drawing = ["", stand("无障碍设\n施改造完\n成时间", 50), stand("按年度计划完成", 50)]
    laid = lay(align(pages([["数量指标", "上一行", "3"], above], [below])))
    assert texts(laid)[1:] == [
        ["", "食品药品抽检", "不低于上年度水平"],
        ["无障碍设施改造完成时间", "按年度计划完成"],
    ]
    assert [row.row.doubtful for row in laid] == [False, True, True]


def test_a_text_that_went_to_the_next_page_as_a_whole_is_of_the_row_that_lacks_it() -> None:
    above: list[Drawing] = [["数量指标", "上一行", "3"], ["", "复查案件", ""]]
    laid = lay(pages(above, [["", "", "依法依规\n协调解决"], ["", "会议", "1"]]))
    assert texts(laid)[1:] == [["", "复查案件", "依法依规协调解决"], ["", "会议", "1"]]
    assert [row.doubtful for row in laid] == [False, True, False]


def test_a_label_alone_below_a_text_that_fills_its_column_is_the_end_of_that_in_doubt() -> None:
    rows = pages([["质量指标", "上一行", "3"], ["", full("办公设备购置"), "79"]], [["", "数量指标", ""]])
    for laid in (lay(align(rows)), lay(rows)):
        assert texts(laid)[1:] == [["", "办公设备购置数量指标", "79"]]
        assert [row.doubtful for row in laid] == [False, True]


def test_a_text_in_a_cell_that_alignment_alone_shows_has_ended_where_it_left_room_for_one_character_more() -> None:
    rows = align(
        pages([["质量指标", "上一行", "3"], ["", full("完成时间"), "三月三日"]], [["", "巩固公共服务", "优良"]])
    )
    last = rows[1]
    roomy = replace(last, cells=(*last.cells[:2], replace(last.cells[2], room=1.4)))
    assert texts(lay([rows[0], roomy, rows[2]]))[1:] == [["", "完成时间", "三月三日"], ["巩固公共服务", "优良"]]


def test_a_long_label_alone_below_a_text_that_fills_its_column_is_no_end_of_that() -> None:
    above: list[Drawing] = [["质量指标", "上一行", "3"], ["", full("办公设备购置"), "79"]]
    laid = lay(align(pages(above, [["", "其他需完成的任务（可选填）", ""]])))
    assert texts(laid)[1:] == [["", "办公设备购置", "79"], ["其他需完成的任务（可选填）", ""]]
    assert laid[2].row.doubtful


def test_a_label_alone_below_a_row_that_stands_whole_is_a_row_of_its_own_in_doubt() -> None:
    def stand(text: str, top: float, bottom: float) -> Drawn:
        return Drawn(text, full=True, place=(top, bottom))

    above = [stand("信访维稳\n工作项目", 720, 745), stand("会议", 727, 738), stand("维护稳定\n平安", 720, 745)]
    laid = lay(align(pages([["质量指标", "上一行", "3", "甲"], above], [["数量指标", "", ""], ["甲", "乙", "丙"]])))
    assert texts(laid)[1:3] == [["信访维稳工作项目", "会议", "维护稳定平安"], ["数量指标", "", ""]]


def test_a_label_alone_below_a_text_that_had_room_for_more_is_a_row_of_its_own() -> None:
    name = Drawn("信访维稳\n工作项目", full=True, place=(600, 625))
    above = [name, Drawn("会议", place=(600, 611)), Drawn("维护\n稳定\n平安\n有序\n进行", place=(600, 662))]
    laid = lay(align(pages([["质量指标", "上一行", "3", "甲"], above], [["数量指标", "", ""], ["甲", "乙", "丙"]])))
    assert texts(laid)[2] == ["数量指标", "", ""]


def test_a_cut_row_whose_shorter_texts_stand_below_the_break_is_joined_and_marked_as_doubtful() -> None:
    laid = lay(
        pages(
            [["任务1", "业务培训。", "6.00"], [full("人才队伍建设经费（市"), full("农村饮水安全\n抽检"), ""]],
            [["级）", "和矛盾排查。", "144.39"], ["任务3", "系统维护。", "3.00"]],
        )
    )
    assert texts(laid)[1:] == [
        ["人才队伍建设经费（市级）", "农村饮水安全抽检和矛盾排查。", "144.39"],
        ["任务3", "系统维护。", "3.00"],
    ]
    assert [row.doubtful for row in laid] == [False, True, False]


def test_a_cut_row_of_which_one_text_ended_a_sentence_at_the_break_is_joined_and_marked_as_doubtful() -> None:
    laid = lay(
        pages(
            [["数量指标", full("保障系统\n稳定运"), full("推进储备工作\n落实。")]],
            [["", "行，组织排查", "加强改造"]],
        )
    )
    assert texts(laid) == [["数量指标", "保障系统稳定运行，组织排查", "推进储备工作落实。加强改造"]]


def test_a_label_that_another_text_stands_before_is_printed_for_its_own_row_and_not_again() -> None:
    laid = lay(
        pages(
            [["古树养护", "产出指标", "养护古树", "120"]],
            [["防火巡护", "产出指标", "聘用巡护员", "30"]],
        )
    )
    assert texts(laid)[1] == ["防火巡护", "产出指标", "聘用巡护员", "30"]
    assert texts(laid, "repeated") == []


def test_a_label_printed_again_beside_the_same_text_is_a_repetition() -> None:
    laid = lay(
        pages(
            [["产出指标", "数量指标", "养护古树", "120"]],
            [["产出指标", "数量指标", "聘用巡护员", "30"]],
        )
    )
    assert texts(laid)[1] == ["聘用巡护员", "30"]
    assert texts(laid, "repeated") == [["产出指标"], ["数量指标"]]


def opened(text: str, rows: int = 1) -> Drawn:
    """Draw a cell that a page break cuts, without a line below it."""
    return Drawn(text, rows, closed=(True, False))


def resumed(text: str, rows: int = 1) -> Drawn:
    """Draw the rest of one, without a line above it."""
    return Drawn(text, rows, closed=(False, True))


def closed(text: str, *, full: bool = False) -> Drawn:
    return Drawn(text, full=full, closed=(True, True))


def test_a_row_that_is_left_open_goes_on_even_if_its_texts_could_have_ended() -> None:
    laid = lay(
        pages(
            [[opened("绩效指标", 2), "会议次数", "3。"], [COVERED, opened("一、培训。"), opened("优良")]],
            [[resumed("", 2), resumed("二、复查。"), resumed("")], [COVERED, "接访次数", closed("5。")]],
            [[closed(""), closed("下访次数"), closed("6。")]],
        )
    )
    assert texts(laid)[1] == ["一、培训。\n二、复查。", "优良"]
    assert texts(laid)[2] == ["接访次数", "5。"]
    assert not any(row.doubtful for row in laid)


def test_a_row_that_is_closed_beside_an_open_label_has_ended_even_if_its_texts_could_go_on() -> None:
    laid = lay(
        pages(
            [
                [opened("绩效指标", 2), "会议次数", "3。"],
                [COVERED, closed("化解社会\n矛盾", full=True), closed("长期\n坚持")],
            ],
            [[resumed(""), resumed("来访接待\n工作"), resumed("不断\n改进")]],
        )
    )
    assert texts(laid)[1:] == [["化解社会矛盾", "长期坚持"], ["来访接待工作", "不断改进"]]
    assert not any(row.doubtful for row in laid)


def test_a_blank_cell_with_a_line_below_it_takes_no_label_of_the_next_page() -> None:
    laid = lay(
        pages(
            [[closed("任务1"), opened("一、培训。"), closed("优良")]],
            [[closed("任务1"), resumed("二、复查。"), closed("优良")], [closed("其他任务"), closed(""), closed("")]],
            [[closed("一级"), closed("三级指标"), closed("指标值")]],
            [[closed("产出指标"), closed("会议次数"), closed("3")]],
        )
    )
    assert texts(laid)[-3:] == [["其他任务", "", ""], ["一级", "三级指标", "指标值"], ["产出指标", "会议次数", "3"]]


def test_open_edges_say_little_where_the_document_closes_no_row_at_any_page_break() -> None:
    def draw(value: str, rest: str) -> list[Row]:
        return pages(
            [[opened("绩效指标", 2), "会议次数", "3。"], [COVERED, opened("培训次数"), opened(value)]],
            [[resumed(""), resumed("接访次数"), resumed(rest)]],
        )

    assert texts(lay(draw("≥4人", "≥5人")))[1:] == [["培训次数", "≥4人"], ["接访次数", "≥5人"]]
    assert texts(lay(draw("按要求", "推进。")))[1:] == [["培训次数\n接访次数", "按要求\n推进。"]]


def placed(text: str, top: float, bottom: float, *, full: bool = False) -> Drawn:
    return Drawn(text, full=full, place=(top, bottom))


def test_a_row_whose_texts_share_their_middle_stands_whole_on_its_page() -> None:
    laid = lay(
        pages(
            [
                ["", "上一行", "3。"],
                ["", placed("保障系统\n稳定运行", 74, 100, full=True), placed("目标要求", 82, 92, full=True)],
            ],
            [["", placed("完善业务\n培训，引导\n宣传", 64, 103), placed("督促信息\n系统维护，\n完善", 64, 103)]],
        )
    )
    assert texts(laid)[1:] == [
        ["", "保障系统稳定运行", "目标要求"],
        ["完善业务培训，引导宣传", "督促信息系统维护，完善"],
    ]
    assert not any(row.doubtful for row in laid)


def test_a_row_that_stands_whole_but_breaks_off_in_a_sentence_is_doubtful() -> None:
    def lay_below(text: str) -> list[bool]:
        row: Drawing = ["", placed(text, 74, 100, full=True), placed("目标要求。", 82, 92, full=True)]
        rest: Drawing = [
            "",
            placed("完善业务\n培训，引导\n宣传", 64, 103),
            placed("督促信息\n系统维护，\n完善", 64, 103),
        ]
        return [row.row.doubtful for row in lay(pages([["", "上一行", "3。"], row], [rest]))]

    assert lay_below("保障系统\n稳定运行。") == [False, False, False]
    assert lay_below("保障系统\n稳定运") == [False, True, True]


def test_a_row_whose_texts_share_their_middle_is_cut_all_the_same_where_one_closes_a_bracket_below() -> None:
    def lay_out_rest(rest: str) -> list[LaidRow]:
        row: Drawing = [
            "",
            placed("结合《通知》\n（〔2017〕", 74, 100, full=True),
            placed("目标要求", 82, 92, full=True),
        ]
        return lay(pages([["", "上一行", "3。"], row], [["", placed(rest, 64, 74), placed("和监督", 64, 74)]]))

    assert texts(lay_out_rest("23号）"))[1:] == [["", "结合《通知》（〔2017〕23号）", "目标要求和监督"]]
    assert len(lay_out_rest("23号（暂行）")) == 3


def test_a_row_below_which_its_page_had_room_for_another_line_has_ended() -> None:
    row = [placed("保障系统\n稳定运行", 60, 84, full=True), placed("推进储备\n工作", 60, 84, full=True)]
    rest = [placed("组织排查", 50, 60), placed("加强改造", 50, 60)]
    low = [placed("接访次数", 100, 110), placed("4。", 100, 110)]
    assert len(texts(lay(pages([["上一行", "3。"], row], [rest])))) == 2
    assert len(texts(lay(pages([["上一行", "3。"], row], [rest, low])))) == 4


def test_how_far_apart_lines_are_shows_that_a_text_above_had_room_for_two_more() -> None:
    row = [placed("矛盾纠纷排查", 700, 707, full=True), placed("确保社会\n和谐稳定\n建设", 700, 727, full=True)]
    rest = [placed("落实系统\n运行维护\n排查", 50, 77), placed("加强改造", 50, 57)]
    assert len(texts(lay(pages([["上一行", "3。"], row], [rest])))) == 3


def test_where_texts_begin_together_one_that_has_a_line_less_than_the_other_had_room_for_it() -> None:
    row = [placed("矛盾纠纷\n排查数量", 700, 717, full=True), placed("确保社会\n和谐稳定\n建设", 700, 727, full=True)]
    rest = [placed("落实系统\n运行维护\n排查", 50, 77), placed("加强改造", 50, 57)]
    low = [replace(each, place=(712, 722) if k == 0 else each.place) for k, each in enumerate(row)]
    assert len(texts(lay(pages([["上一行", "3。"], row], [rest])))) == 3
    assert len(texts(lay(pages([["上一行", "3。"], low], [rest])))) == 2


def test_a_text_that_ends_a_paragraph_above_a_page_break_with_room_for_another_line_goes_on_in_doubt() -> None:
    def lay_out_rest(*, full: bool) -> list[bool]:
        above: Drawing = [placed("任务1", 60, 70), placed("一、组织\n演出。", 50, 75, full=full), "3.00", "提高。"]
        rest: Drawing = ["", placed("二、举办\n活动和\n展览。", 50, 90), "", ""]
        low: Drawing = [placed("任务2", 90, 100), "维护。", "4.00", "稳定。"]
        return [row.doubtful for row in lay(pages([["上一行", "甲。", "2.00", "乙。"], above], [rest, low]))]

    assert lay_out_rest(full=False) == [False, True, False]
    assert lay_out_rest(full=True) == [False, False, False]


def test_less_than_a_line_of_room_above_the_pages_floor_does_not_show_that_a_row_has_ended() -> None:
    row: Drawing = [placed("依托《关于改进", 700, 714, full=True), placed("检查公共服务", 700, 714, full=True), "3.00"]
    rest: Drawing = [placed("的通知》\n建立健全\n环境", 50, 94), placed("设施建设", 50, 64), ""]
    low: Drawing = [placed("接访", 714.5, 728.5), placed("安排", 714.5, 728.5), "4.00"]
    laid = lay(pages([["上一行", "甲。", "2.00"], row], [rest, low]))
    assert [cell.text for cell in laid[1].row.cells] == [
        "依托《关于改进的通知》建立健全环境",
        "检查公共服务设施建设",
        "3.00",
    ]


def test_a_long_text_alone_above_what_stands_beside_it_below_is_of_one_row() -> None:
    laid = lay(
        pages(
            [["任务1", "业务培训。", "6.00", "提高。"], ["", "一、组织演出。", "", ""]],
            [["任务2", "二、举办活动。", "3.00", "稳定。"]],
        )
    )
    assert texts(laid)[1:] == [["任务2", "一、组织演出。\n二、举办活动。", "3.00", "稳定。"]]
    assert not any(row.doubtful for row in laid)


def test_what_stands_below_a_page_break_is_no_rest_of_a_text_that_had_room_above() -> None:
    laid = lay(
        pages(
            [
                ["任务1", "业务培训。", "6.00", "提高。"],
                [placed("任务2", 100, 110), placed("来访接待。", 100, 110), "4.", placed("稳定。", 300, 310)],
            ],
            [["", placed("一、组织\n演出和", 50, 74, full=True), "", placed("促进\n提高", 50, 74, full=True)]],
            [["任务3", "活动。", "3.00", "水平。"]],
        )
    )
    assert texts(laid)[1:] == [
        ["任务2", "来访接待。", "4.", "稳定。"],
        ["任务3", "一、组织演出和活动。", "3.00", "促进提高水平。"],
    ]


def test_a_form_goes_on_behind_a_row_of_which_a_page_held_only_a_blank_strip() -> None:
    row = [closed("会议次数"), closed("3。")]
    table = pages(
        [
            ["预算单位名称", Drawn("湛江市信访局", columns=3)],
            ["一级指标", "二级指标", "三级指标", "指标值"],
            [opened("产出指标", 2), closed("数量指标"), *row],
            [COVERED, opened(""), opened(""), opened("")],
        ],
        [[resumed("", 2), resumed("质量指标", 2), resumed("参加率"), resumed("95%")], [COVERED, COVERED, *row]],
    )
    (region,) = find_regions(lay([line(TITLE, 1), *table]), words_of([TITLE]))
    assert texts(region.rows)[-2:] == [["质量指标", "参加率", "95%"], ["会议次数", "3。"]]


def test_a_text_below_headings_that_are_printed_again_behind_the_form_may_be_its_rest() -> None:
    headings: Drawing = ["一级指标", "二级指标", "三级指标", "指标值"]
    table = pages(
        [
            ["预算单位名称", Drawn("湛江市信访局", columns=3)],
            headings,
            ["产出指标", "数量指标", "公众的满意", "3。"],
        ],
        [headings],
    )
    (region,) = find_regions(lay([line(TITLE, 1), *table, line("度", 2, 80)]), words_of([TITLE]))
    assert [cell.text for cell in region.doubtful] == ["度"]


def test_a_row_of_the_next_page_below_a_text_in_a_column_of_the_form_may_be_the_forms() -> None:
    headings: Drawing = ["一级指标", "二级指标", "三级指标", "指标值"]
    head: Drawing = ["预算单位名称", Drawn("湛江市信访局", columns=3)]
    rows = pages([head, headings, ["产出指标", "数量指标", "公众的满意", "3。"]], [[COVERED, COVERED, "会议", "5"]])
    above, below = rows[:3], rows[3:]

    def read(left: float) -> list[str]:
        cell = Cell("度", "度", (PageBox(2, (left, 30, left + 40, 40)),), left, left + 40)
        laid = lay([line(TITLE, 1), *above, Row((cell,), None, 2, 1), *below])
        return [cell.text for region in find_regions(laid, words_of([TITLE])) for cell in region.doubtful]

    assert read(EDGES[2]) == ["会议", "5"]
    assert read(EDGES[2] + 30) == []


def test_headings_that_a_page_break_leaves_open_are_one_row_of_them() -> None:
    laid = lay(
        pages(
            [["上一行", "5"], [opened("一级指标"), opened("二级指标"), opened(""), opened("")]],
            [[resumed(""), resumed(""), resumed("三级指标"), resumed("指标值")]],
        )
    )
    assert texts(laid)[1:] == [["一级指标", "二级指标", "三级指标", "指标值"]]


def test_a_level_without_an_indicator_at_the_top_of_a_page_is_no_row_of_headings() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        pages(
            [["一级指标", "二级指标", "三级指标", "指标值"], [tall("", 1), "数量指标", *row]],
            [["产出指标", "质量指标", "", ""], ["效益指标", "时效指标", *row]],
        )
    )
    assert texts(laid)[1][:2] == ["产出指标", "数量指标"]
    assert texts(laid)[2][:1] == ["质量指标"]


def test_below_the_headings_of_objectives_stands_one_row() -> None:
    laid = lay(
        pages(
            [[tall("绩效目标", 2), "项目总目标", "年度总体目标"], [COVERED, "一、组织演出。", "保障运行"]],
            [["", "二、举办活动。", ""], ["", "一级指标", "二级指标"]],
        )
    )
    assert texts(laid)[1] == ["一、组织演出。\n二、举办活动。", "保障运行"]


def test_a_cut_row_leaves_the_labels_beside_it_open_for_the_next_page() -> None:
    laid = lay(
        pages(
            [[tall("年度重点工作任务", 2), "任务1", "甲。"], [COVERED, "任务2", full("劳资纠")]],
            [[tall("", 2), "", "纷等。"], [COVERED, "任务3", full("化解")]],
            [[tall("年度重点工作任务", 2), "", "积案。"], [COVERED, "任务4", "丁。"]],
        )
    )
    assert texts(laid) == [
        ["年度重点工作任务", "任务1", "甲。"],
        ["任务2", "劳资纠纷等。"],
        ["任务3", "化解积案。"],
        ["任务4", "丁。"],
    ]


def test_a_table_of_other_columns_on_the_next_page_is_not_joined() -> None:
    laid = lay(pages([["任务1", full("长长的内容"), "6.00"]], [[Drawn("别的表", columns=3), "9"]]))
    assert texts(laid) == [["任务1", "长长的内容", "6.00"], ["别的表", "9"]]


# ---- labels at the side ---------------------------------------------------------------------------------------------


def test_a_side_label_printed_on_the_first_page_only_reaches_over_the_page_break() -> None:
    laid = lay(
        pages(
            [[tall("年度重点工作任务", 2), "任务1", "甲。"], [COVERED, "任务2", "乙。"]],
            [[tall("", 2), "任务3", "丙。"], [COVERED, "任务4", "丁。"]],
        )
    )
    assert texts(laid)[0] == ["年度重点工作任务", "任务1", "甲。"]
    assert [row[-2:] for row in texts(laid)] == [
        ["任务1", "甲。"],
        ["任务2", "乙。"],
        ["任务3", "丙。"],
        ["任务4", "丁。"],
    ]
    assert laid[0].row.cells[0].rows == 4


def test_a_side_label_printed_on_the_second_page_only_belongs_to_the_rows_of_both() -> None:
    laid = lay(
        pages(
            [["名称", "主要实施内容", "指标值"], [tall("", 2), "任务1", "甲。"], [COVERED, "任务2", "乙。"]],
            [[tall("年度重点工作任务", 1), "任务3", "丙。"]],
        )
    )
    assert texts(laid)[1] == ["年度重点工作任务", "任务1", "甲。"]
    assert laid[1].row.cells[0].rows == 3
    assert texts(laid)[3] == ["任务3", "丙。"]


def test_a_side_label_whose_first_page_ends_with_the_headings_belongs_to_the_rows_below_them() -> None:
    laid = lay(
        pages(
            [["预算单位名称", "一", "二", "三"], ["一级指标", "二级指标", "三级指标", "指标值"]],
            [[tall("", 2), "数量指标", "会议次数", "3"], [COVERED, "质量指标", "培训次数", "4"]],
            [["产出指标", "时效指标", "接访次数", "5"]],
        )
    )
    assert texts(laid)[1] == ["一级指标", "二级指标", "三级指标", "指标值"]
    assert texts(laid)[2] == ["产出指标", "数量指标", "会议次数", "3"]
    assert laid[2].row.cells[0].rows == 3


def test_a_label_on_the_lower_edge_of_the_blank_cell_at_a_tables_end_stands_in_it() -> None:
    rows = pages(
        [["质量指标", "会议", "甲。"], [Drawn("", place=(70, 85)), "培训", "乙。"]],
        [[tall("", 2), "接访", "丙。"], [COVERED, "复查", "丁。"]],
    )

    def lay_below(text: str, top: float) -> dict[str, tuple[int, int]]:
        label = line(text, 1, top)
        return find_spans(lay([*rows[:2], label, *rows[2:]]))

    assert lay_below("时效指标", 80) == {"质量指标": (0, 1), "时效指标": (1, 3)}
    assert "时效指标" not in find_spans(lay(rows))
    assert lay_below("时效指标", 90)["时效指标"] == (2, 1)


def test_labels_on_the_lower_edges_of_two_blank_cells_stand_in_them() -> None:
    low = Drawn("", place=(70, 85))
    rows = pages(
        [["产出指标", "质量指标", "会议", "甲。"], [low, low, "培训", "乙。"]],
        [[tall("", 2), tall("", 2), "接访", "丙。"], [COVERED, COVERED, "复查", "丁。"]],
    )
    cells = [
        Cell(text, text, (PageBox(1, (left + 5, 80, left + 45, 90)),), left + 5, left + 45)
        for text, left in (("效益指标", 50), ("时效指标", 100))
    ]
    laid = lay([*rows[:2], Row(tuple(cells), None, 1, count(cells)), *rows[2:]])
    assert find_spans(laid) == {"产出指标": (0, 1), "质量指标": (0, 1), "效益指标": (1, 3), "时效指标": (1, 3)}


def test_the_lines_of_a_side_label_below_the_tables_end_are_the_rest_of_it() -> None:
    rows = pages(
        [["", "上一行", "甲。"], [Drawn("年度", 2, full=True), "任务1", "乙。"]],
        [["", "任务2", "丙。"]],
    )
    rest = [line("重点", 1, 110), line("工作任务", 1, 125)]
    rest = [replace(row, cells=(replace(row.cells[0], room=0.0),)) for row in rest]
    laid = lay([*rows[:2], *rest, *rows[2:]])
    assert texts(laid) == [["", "上一行", "甲。"], ["年度重点工作任务", "任务1", "乙。"], ["任务2", "丙。"]]
    assert laid[1].row.source == len("年度重点工作任务任务1乙。")


def test_a_blank_cell_that_begins_in_a_row_which_a_page_break_cuts_belongs_to_the_label_of_a_later_page() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        pages(
            [[tall("数量指标", 1), *row], [tall("", 1), full("化解社"), "4。"]],
            [[tall("", 2), "会矛盾", ""], [COVERED, *row]],
            [[tall("质量指标", 1), *row]],
        )
    )
    spans = {cell.text: (k, cell.rows) for k, part in enumerate(laid) for cell in part.row.cells if known(cell.text)}
    assert spans == {"数量指标": (0, 1), "质量指标": (1, 3)}


def test_a_label_may_be_printed_two_pages_behind_a_single_row_that_it_begins_with() -> None:
    laid = lay(
        pages(
            [["产出指标", "数量指标", "会议次数", "3。"], ["", "", "下访次数", "4。"]],
            [["", "", "接访次数", "5。"]],
            [["效益指标", "质量指标", "复查次数", "6。"]],
        )
    )
    spans = {cell.text: (k, cell.rows) for k, part in enumerate(laid) for cell in part.row.cells if known(cell.text)}
    assert spans["效益指标"] == spans["质量指标"] == (1, 3)


def test_labels_in_the_middle_of_what_they_span_tell_by_their_place_how_far_they_reach() -> None:
    row = [placed("会议次数", 60, 70), placed("3。", 60, 70)]
    low = [placed("下访次数", 200, 210), placed("4。", 200, 210)]

    def at(text: str, rows: int, top: float) -> Drawn:
        return Drawn(text, rows, place=(top, top + 10))

    laid = lay(
        pages(
            [[tall("绩效指标", 2), at("数量指标", 2, 150), *row], [COVERED, COVERED, *low]],
            [[tall("绩效指标", 2), high("", 1, 50, 100), *row], [COVERED, at("质量指标", 1, 200), *low]],
            [[tall("绩效指标", 2), at("时效指标", 2, 130), *row], [COVERED, COVERED, *low]],
            [[tall("绩效指标", 2), high("", 2, 50, 220), *row], [COVERED, COVERED, *low]],
            [[tall("绩效指标", 1), tall("效益指标", 1), *row]],
        )
    )
    spans = {cell.text: cell.rows for part in laid for cell in part.row.cells if known(cell.text)}
    assert (spans["数量指标"], spans["质量指标"], spans["时效指标"], spans["效益指标"]) == (3, 1, 2, 3)


def test_a_value_that_begins_with_a_sign_of_comparison_is_no_rest_of_a_text() -> None:
    laid = lay(
        pages(
            [["数量指标", "上一行", "3"], ["", full("安全生产\n检查情况"), full("完善农村\n饮水安全")]],
            [["", "港口疏浚\n完成率", ">=91.8%"]],
        )
    )
    assert texts(laid)[1:] == [["", "安全生产检查情况", "完善农村饮水安全"], ["港口疏浚完成率", ">=91.8%"]]


def high(text: str, rows: int, top: float, bottom: float) -> Drawn:
    return Drawn(text, rows, place=(top, bottom))


def draw_late_labels(first: str) -> list[Row]:
    """Draw three pages on which labels are printed late; `first` stands at the end of the first page."""
    row = ["会议次数", "3。"]
    return pages(
        [["一级指标", "二级指标", *row], [high("", 2, 50, 200), tall(first, 2), *row], [COVERED, COVERED, *row]],
        [[high("", 2, 50, 200), high("", 2, 50, 200), *row], [COVERED, COVERED, *row]],
        [[tall("产出指标", 2), tall("质量指标", 2), *row], [COVERED, COVERED, *row]],
    )


def test_where_all_labels_are_printed_on_their_last_page_a_blank_cell_begins_the_next_label() -> None:
    laid = lay(draw_late_labels("数量指标"))
    spans = {cell.text: (k, cell.rows) for k, row in enumerate(laid) for cell in row.row.cells if known(cell.text)}
    assert spans["产出指标"] == (1, 6)
    assert spans["数量指标"] == (1, 2)
    assert spans["质量指标"] == (3, 4)


def test_where_a_label_is_printed_on_the_first_of_its_pages_a_blank_cell_goes_on_with_the_one_above() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        pages(
            [[tall("产出指标", 2), tall("数量指标", 2), *row], [COVERED, COVERED, *row]],
            [[high("", 2, 50, 200), high("", 1, 50, 200), *row], [COVERED, "质量指标", *row]],
            [[tall("效益指标", 1), tall("时效指标", 1), *row]],
        )
    )
    spans = {cell.text: cell.rows for part in laid for cell in part.row.cells if known(cell.text)}
    assert spans["产出指标"] == 4
    assert spans["数量指标"] == 3


def test_a_label_printed_late_shows_where_labels_are_printed_though_another_one_begins_before_it() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        pages(
            [
                ["一级指标", "二级指标", *row],
                [tall("产出指标", 2), tall("数量指标", 2), *row],
                [COVERED, COVERED, *row],
            ],
            [
                [high("", 3, 50, 200), tall("质量指标", 1), *row],
                [COVERED, high("", 2, 70, 200), *row],
                [COVERED, COVERED, *row],
            ],
            [[tall("效益指标", 2), tall("时效指标", 2), *row], [COVERED, COVERED, *row]],
        )
    )
    spans = find_spans(laid)
    assert (spans["产出指标"], spans["效益指标"], spans["时效指标"]) == ((1, 2), (3, 5), (4, 4))


def test_a_blank_cell_beside_headings_alone_does_not_show_where_labels_are_printed() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        pages(
            [["预算单位名称", "一", "二", "三"], [high("", 1, 50, 90), "二级指标", "三级指标", "指标值"]],
            [[tall("产出指标", 2), tall("数量指标", 2), *row], [COVERED, COVERED, *row]],
            [[high("", 2, 50, 200), tall("质量指标", 2), *row], [COVERED, COVERED, *row]],
            [[tall("效益指标", 2), tall("时效指标", 2), *row], [COVERED, COVERED, *row]],
        )
    )
    assert find_spans(laid)["效益指标"] == (6, 2)


def test_the_label_of_a_part_beside_the_headings_at_a_pages_end_is_that_of_the_rows_on_the_next_pages() -> None:
    laid = lay(
        pages(
            [["预算单位名称", "一", "二", "三"], ["年度重点工作任务", "名称", "主要实施内容", "期望达到的目标"]],
            [[tall("", 2), "任务1", "甲。", "乙。"], [COVERED, "任务2", "丙。", "丁。"]],
            [["绩效目标", "任务3", "戊。", "己。"]],
        )
    )
    assert find_spans(laid)["年度重点工作任务"][0] == 1
    assert find_spans(laid)["绩效目标"] == (4, 1)


def test_where_labels_are_printed_on_the_first_of_their_pages_no_rows_above_belong_to_a_later_one() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        pages(
            [[tall("产出指标", 2), tall("数量指标", 2), *row], [COVERED, COVERED, *row]],
            [[high("", 1, 50, 90), high("", 1, 50, 90), *row], ["绩效目标", "名称", "主要实施内容", "期望达到的目标"]],
            [[high("", 2, 50, 200), "任务1", "甲。", "乙。"], [COVERED, "任务2", "丙。", "丁。"]],
            [["年度重点工作任务", "任务3", "戊。", "己。"]],
        )
    )
    assert texts(laid)[-1] == ["年度重点工作任务", "任务3", "戊。", "己。"]


def test_a_blank_cell_that_begins_on_its_page_belongs_to_a_later_label_wherever_others_stand() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        pages(
            [[tall("产出指标", 2), tall("数量指标", 1), *row], [COVERED, high("", 1, 70, 90), *row]],
            [
                [high("", 2, 50, 90), tall("质量指标", 2), *row],
                [COVERED, COVERED, *row],
                ["效益指标", "时效指标", *row],
            ],
        )
    )
    spans = {cell.text: (k, cell.rows) for k, part in enumerate(laid) for cell in part.row.cells if known(cell.text)}
    assert (spans["产出指标"], spans["质量指标"]) == ((0, 4), (1, 3))


def test_a_label_that_a_line_closes_at_a_page_break_ends_there() -> None:
    row = [closed("会议次数"), closed("3。")]
    laid = lay(
        pages(
            [[opened("产出指标", 2), Drawn("数量指标", 2, closed=(True, True)), *row], [COVERED, COVERED, *row]],
            [[Drawn("", 2, closed=(False, False)), Drawn("", 2, closed=(True, False)), *row], [COVERED, COVERED, *row]],
            [[resumed("", 2), Drawn("质量指标", 2, closed=(False, True)), *row], [COVERED, COVERED, *row]],
        )
    )
    spans = {cell.text: (k, cell.rows) for k, part in enumerate(laid) for cell in part.row.cells if known(cell.text)}
    assert spans["产出指标"] == (0, 6)
    assert spans["数量指标"] == (0, 2)
    assert spans["质量指标"] == (2, 4)


def test_a_side_label_printed_on_both_pages_is_one_label_and_the_second_one_is_repeated() -> None:
    laid = lay(
        pages(
            [[tall("绩效指标", 2), "会议次数", "3。"], [COVERED, "培训次数", "4。"]],
            [[tall("绩效指标", 2), "接访次数", "5。"], [COVERED, "复查次数", "6。"]],
        )
    )
    assert texts(laid, "repeated") == [["绩效指标"]]
    assert texts(laid)[0] == ["绩效指标", "会议次数", "3。"]
    assert laid[0].row.cells[0].rows == 4
    assert texts(laid)[2:] == [["接访次数", "5。"], ["复查次数", "6。"]]


@pytest.mark.parametrize(("head", "rest"), [("年度重点工", "作任务"), ("年", "度重点工作任务"), ("绩效", "指标")])
def test_a_side_label_that_the_page_break_cut_is_one_label_again(head: str, rest: str) -> None:
    laid = lay(
        pages(
            [[Drawn(head, 2, full=True), "任务1", "甲。"], [COVERED, "任务2", "乙。"]],
            [[tall(rest, 1), "任务3", "丙。"]],
        )
    )
    assert texts(laid)[0][0] == head + rest
    assert texts(laid)[2] == ["任务3", "丙。"]


@pytest.mark.parametrize(("room", "one"), [(0.5, True), (4.0, False)])
def test_two_labels_that_are_one_together_are_its_halves_where_the_first_one_had_no_room_for_the_second(
    room: float, one: bool
) -> None:
    words = {"服务对象满意度", "指标", "服务对象满意度指标"}
    top = Cell("服务对象满意度", "服务对象满意度", (), 0, 70, room=room)
    assert is_one_label(top, Cell("指标", "指标", (), 0, 70), words.__contains__) is one


def test_a_new_level_at_the_top_of_a_page_begins_a_row_of_its_own() -> None:
    laid = lay(
        pages(
            [[tall("数量指标", 2), "会议次数", "3"], [COVERED, full("培训次数"), full("不少于四")]],
            [[tall("质量指标", 2), "参加会议率", "全部"], [COVERED, "参加培训率", "95%"]],
        )
    )
    assert [row[0] for row in texts(laid)] == ["数量指标", "培训次数", "质量指标", "参加培训率"]
    assert laid[0].row.cells[0].rows == 2


def test_a_cut_row_beside_a_repeated_side_label_is_joined() -> None:
    laid = lay(
        pages(
            [[tall("绩效指标", 2), "会议次数", "3。"], [COVERED, full("依法依规协调"), "逐步提升"]],
            [[tall("绩效指标", 2), "解决诉求", ""], [COVERED, "复查次数", "6。"]],
        )
    )
    assert texts(laid) == [["绩效指标", "会议次数", "3。"], ["依法依规协调解决诉求", "逐步提升"], ["复查次数", "6。"]]
    assert laid[0].row.cells[0].rows == 3


def align(rows: Sequence[Row]) -> list[Row]:
    """Give rows whose cells only their alignment shows."""
    return [replace(row, cells=tuple(replace(cell, aligned=True) for cell in row.cells)) for row in rows]


def find_spans(laid: Sequence[LaidRow]) -> dict[str, tuple[int, int]]:
    """Give for each label the row that it stands in, and how many it covers."""
    return {cell.text: (k, cell.rows) for k, row in enumerate(laid) for cell in row.row.cells if known(cell.text)}


def test_where_labels_are_printed_on_their_last_page_a_row_cut_at_the_end_of_a_labels_page_is_the_next_labels() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        align(
            pages(
                [
                    ["一级指标", "二级指标", *row],
                    [high("", 2, 50, 200), tall("数量指标", 2), *row],
                    [COVERED, COVERED, *row],
                ],
                [
                    [tall("产出指标", 3), tall("质量指标", 3), *row],
                    [COVERED, COVERED, *row],
                    [COVERED, COVERED, "复查案件", full("依法依规协调")],
                ],
                [[high("", 2, 50, 200), high("", 2, 50, 200), "", "解决"], [COVERED, COVERED, *row]],
                [[tall("效益指标", 2), tall("时效指标", 2), *row], [COVERED, COVERED, *row]],
            )
        )
    )
    spans = find_spans(laid)
    assert texts(laid)[5][-2:] == ["复查案件", "依法依规协调解决"]
    assert (spans["产出指标"], spans["效益指标"]) == ((1, 4), (5, 4))
    assert (spans["质量指标"], spans["时效指标"]) == ((3, 2), (5, 4))


def test_where_labels_are_printed_on_their_last_page_one_may_stand_beside_the_rest_of_its_first_row() -> None:
    row = ["会议次数", "3。"]
    rows = pages(
        [["一级指标", "二级指标", *row], [high("", 2, 50, 200), high("", 2, 50, 200), *row], [COVERED, COVERED, *row]],
        [
            [tall("产出指标", 2), tall("质量指标", 2), *row],
            [COVERED, COVERED, full("复查信访\n积案及群"), full("依法依规\n协调处理")],
        ],
        [[tall("效益指标", 2), tall("时效指标", 2), "众诉求", "解决"], [COVERED, COVERED, *row]],
    )
    laid = lay(align(rows))
    spans = find_spans(laid)
    assert texts(laid)[4][-2:] == ["复查信访积案及群众诉求", "依法依规协调处理解决"]
    assert (spans["质量指标"], spans["时效指标"]) == ((1, 3), (4, 2))
    assert [row.doubtful for row in laid] == [False] * 4 + [True, False]
    assert len(lay(rows)) == 7


def test_a_label_beside_a_text_that_covers_several_cells_of_the_row_above_begins_on_its_page() -> None:
    drawn: list[list[Drawing]] = [
        [["一级指标", "二级指标", "上一行", "3"], [high("", 1, 50, 200), "数量指标", "会议次数", "4"]],
        [["绩效目标", Drawn("组织全市会议", columns=3)]],
        [["效益指标", "时效指标", "按时", "是"]],
    ]
    laid = lay(align(pages(*drawn)))
    assert texts(laid)[1:3] == [["", "数量指标", "会议次数", "4"], ["绩效目标", "组织全市会议"]]


def test_a_text_that_stands_on_the_next_page_only_covers_the_blank_cells_above_it() -> None:
    rows = pages(
        [["项目总目标", Drawn("年度总体目标", columns=3)], ["", "", "", full("完善制度并\n落实")]],
        [[Drawn("化解信访积案", columns=3), "责任。"]],
    )
    joined = lay(align(rows))[1].row
    assert [(cell.text, cell.left, cell.right) for cell in joined.cells] == [
        ("化解信访积案", EDGES[0], EDGES[3]),
        ("完善制度并落实责任。", EDGES[3], EDGES[4]),
    ]


def test_a_row_whose_texts_all_share_their_middle_is_whole_though_the_next_page_begins_with_a_part_of_a_row() -> None:
    def stand(text: str, top: float, bottom: float) -> Drawn:
        return Drawn(text, full=True, place=(top, bottom))

    above = [stand("食品药品", 720, 730), stand("落实规划\n支持整治\n应补尽补。", 700, 750), stand("100", 720, 730)]
    rows = pages([["名称", "主要实施内容", "期望达到的目标"], above], [["", stand("保障运行", 50, 200), ""]])
    laid = lay(align(rows))
    assert len(laid) == 3
    assert [row.row.doubtful for row in laid] == [False, True, True]


def test_a_row_whose_texts_stand_at_about_one_middle_is_whole_where_the_text_that_would_go_on_had_ended() -> None:
    def stand(text: str, top: float, bottom: float, *, full: bool = True) -> Drawn:
        return Drawn(text, full=full, place=(top, bottom))

    above = [stand("食品药品", 721.5, 731.5), stand("保障系统\n稳定运行", 700, 750, full=False), stand("100", 720, 730)]
    rows = pages([["名称", "主要实施内容", "期望达到的目标"], above], [["", stand("完善平台", 50, 200), ""]])
    laid = lay(align(rows))
    assert [row.row.doubtful for row in laid] == [False, True, True]


def test_a_paragraph_that_went_to_the_next_page_as_a_whole_may_have_had_room_for_one_line() -> None:
    def stand(text: str, top: float, bottom: float, *, full: bool = True) -> Drawn:
        return Drawn(text, full=full, place=(top, bottom))

    above = [stand("食品", 700, 710), stand("保障\n系统", 700, 722, full=False), stand("做\n到\n位", 700, 734)]
    below: list[Drawing] = [["", stand("完善\n平台\n建设", 50, 84), stand("置", 50, 60)], ["会议", "乙", "丙"]]
    laid = lay(align(pages([["名称", "主要实施内容", "期望达到的目标"], above], below)))
    assert texts(laid)[1] == ["食品", "保障系统\n完善平台建设", "做到位置"]


def test_a_part_of_a_row_below_which_its_page_goes_on_is_the_rest_of_the_row_above_in_doubt() -> None:
    def stand(text: str, top: float, bottom: float) -> Drawn:
        return Drawn(text, full=True, place=(top, bottom))

    above = [stand("食品药品", 720, 730), stand("落实规划\n支持整治\n使用", 700, 750), stand("100", 720, 730)]
    below: list[Drawing] = [["", stand("软件", 50, 60), ""], ["会议", "乙", "丙"]]
    laid = lay(align(pages([["名称", "主要实施内容", "期望达到的目标"], above], below)))
    assert texts(laid)[1:] == [["食品药品", "落实规划支持整治使用软件", "100"], ["会议", "乙", "丙"]]
    assert [row.doubtful for row in laid] == [False, True, False]


def test_the_same_rest_of_a_text_at_the_top_of_two_pages_is_printed_once_on_each() -> None:
    cut: Drawing = ["", full("信息数"), "74"]
    laid = lay(
        align(pages([["质量指标", "上一行", "3"], cut], [["", "量", ""], ["", "会议", "1"], cut], [["", "量", ""]]))
    )
    assert texts(laid)[1:] == [["", "信息数量", "74"], ["", "会议", "1"], ["", "信息数量", "74"]]
    assert not any(row.kind == "repeated" for row in laid)


def test_a_blank_cell_beside_headings_does_not_show_that_labels_are_printed_late() -> None:
    row = ["会议次数", "3。"]
    heads: Drawing = [high("", 1, 60, 95), "二级指标", "三级指标", "指标值"]
    laid = lay(
        pages(
            [["名称", "主要实施内容", *row], heads],
            [[tall("产出指标", 2), tall("数量指标", 2), *row], [COVERED, COVERED, *row]],
            [[high("", 2, 50, 200), high("", 2, 50, 200), *row], [COVERED, COVERED, *row]],
            [[tall("效益指标", 2), tall("质量指标", 2), *row], [COVERED, COVERED, *row]],
        )
    )
    spans = {cell.text: cell.rows for part in laid for cell in part.row.cells if known(cell.text)}
    assert (spans["数量指标"], spans["质量指标"]) == (4, 2)


def test_a_label_printed_on_its_last_page_beside_the_rest_of_a_row_spans_the_row_above_that_one_too() -> None:
    row = ["会议次数", "3。"]
    laid = lay(
        align(
            pages(
                [
                    ["一级指标", "二级指标", *row],
                    [high("", 2, 50, 200), high("", 2, 50, 200), *row],
                    [COVERED, COVERED, *row],
                ],
                [
                    [tall("产出指标", 3), tall("质量指标", 3), *row],
                    [COVERED, COVERED, *row],
                    [COVERED, COVERED, full("复查信访\n积案及群"), full("依法依规\n协调处理")],
                ],
                [["", "时效指标", "众诉求", "解决"], [tall("效益指标", 1), tall("数量指标", 1), *row]],
            )
        )
    )
    spans = find_spans(laid)
    assert (spans["质量指标"], spans["时效指标"]) == ((1, 3), (4, 2))


def test_where_alignment_alone_shows_cells_a_label_beside_the_rest_of_a_row_is_that_rows() -> None:
    rows = pages(
        [[tall("数量指标", 2), "会议次数", "3"], [COVERED, "复查案件", full("依法依规协调")]],
        [[tall("质量指标", 2), "", "解决"], [COVERED, "参加培训率", "95%"]],
    )
    read = texts(lay(align(rows)))
    assert read[1:] == [["质量指标", "复查案件", "依法依规协调解决"], ["参加培训率", "95%"]]
    assert texts(lay(rows))[1:] == [["复查案件", "依法依规协调"], ["质量指标", "", "解决"], ["参加培训率", "95%"]]


def test_labels_that_begin_at_the_top_of_a_page_are_no_rest_of_the_row_above() -> None:
    laid = lay(
        pages(
            [["产出指标", "质量指标", "会议次数", "3"], ["", "", "培训次数", "5"]],
            [["效益指标", "时效指标", "按时", "是"]],
        )
    )
    assert [row[-2:] for row in texts(laid)[1:]] == [["培训次数", "5"], ["按时", "是"]]
    assert not any(row.doubtful for row in laid)


# ---- what is printed again ------------------------------------------------------------------------------------------

HEADINGS = ("一级指标", "二级指标", "三级指标", "指标值")


def test_headings_that_a_new_page_prints_again_are_set_apart() -> None:
    laid = lay(
        pages(
            [HEADINGS, ["产出指标", "数量指标", "会议次数", "3"]],
            [HEADINGS, ["效益指标", "质量指标", "培训次数", "4"]],
        )
    )
    assert [row.kind for row in laid] == ["row", "row", "repeated", "row"]


def test_headings_that_a_browser_left_out_above_a_tall_row_stand_above_it_in_doubt() -> None:
    heads = ["名称", "主要实施内容", "期望达到的目标"]
    first: list[Drawing] = [["预算单位名称", "甲", "乙", "丙"], ["年度重点工作任务", "任务1", full("化解社"), "提高。"]]
    last: Drawing = ["", "任务2", "丙。", "丁。"]
    laid = lay(pages(first, [["", *heads], ["", "", "会矛盾。", ""], last]))
    assert texts(laid)[1:] == [
        ["", *heads],
        ["年度重点工作任务", "任务1", "化解社会矛盾。", "提高。"],
        ["", "任务2", "丙。", "丁。"],
    ]
    assert [row.doubtful for row in laid] == [False, False, True, False]
    assert texts(lay(pages(first, [["", *heads], last])))[2] == ["", *heads]
    assert texts(lay(pages([first[0], ["", "任务1", full("化解社"), "提高。"]], [["", *heads], last])))[2] == [
        "",
        *heads,
    ]


def test_a_row_that_is_cut_below_repeated_headings_is_joined() -> None:
    laid = lay(
        pages(
            [HEADINGS, ["产出指标", "数量指标", full("依法依规协调解决上"), "逐步提升"]],
            [HEADINGS, ["", "", "访群众诉求", ""]],
        )
    )
    assert texts(laid) == [list(HEADINGS), ["产出指标", "数量指标", "依法依规协调解决上访群众诉求", "逐步提升"]]


def test_the_same_headings_on_one_page_are_no_repetition() -> None:
    laid = lay(pages([HEADINGS, ["产出指标", "数量指标", "会议次数", "3"], HEADINGS]))
    assert [row.kind for row in laid] == ["row"] * 3


@pytest.mark.parametrize(
    "form", ["- {} -", "— {} —", "第{}页", "第{}页 共3页", "第 {} 页，共 3 页", "{}", "{}/3", "Page {} of 3"]
)
def test_page_numbers_are_set_apart_and_do_not_keep_a_table_from_going_on(form: str) -> None:
    rows: list[Row] = []
    drawings: list[Drawing] = [["任务1", full("劳资纠")], ["", full("纷等问")], ["", "题。"]]
    for page, drawing in enumerate(drawings, 1):
        rows += [make_row(drawing, page, 50), line(form.format(page), page, 800)]
    laid = lay(rows)
    assert texts(laid, "furniture") == [[form.format(page)] for page in (1, 2, 3)]
    assert texts(laid) == [["任务1", "劳资纠纷等问题。"]]


def test_a_running_head_is_set_apart_and_does_not_keep_a_table_from_going_on() -> None:
    rows = [
        line("湛江市财政局文件", 1),
        make_row(["任务1", full("劳资纠")], 1, 50),
        line("湛江市财政局文件", 2),
        make_row(["", "纷等问题。"], 2, 50),
    ]
    laid = lay(rows)
    assert texts(laid, "furniture") == [["湛江市财政局文件"]] * 2
    assert texts(laid) == [["任务1", "劳资纠纷等问题。"]]


def test_a_running_head_right_above_the_title_is_known_by_the_pages_on_which_no_form_begins() -> None:
    first, second = pages([["预算单位名称", "甲局"]], [["产出指标", "数量指标"]])
    laid = lay([line("示例市财政局", 1), line(TITLE, 1, 20), first, line("示例市财政局", 2), second])
    assert texts(laid, "furniture") == [["示例市财政局"], ["示例市财政局"]]
    laid = lay([line("附件1", 1), line(TITLE, 1, 20), first, line("示例市财政局", 2), second])
    assert ["附件1"] in texts(laid)


def test_a_number_inside_of_a_table_is_no_page_number() -> None:
    laid = lay(pages([["会议次数", "3"], ["培训次数", "4"]]))
    assert texts(laid, "furniture") == []


def test_a_line_that_stands_once_is_no_running_head() -> None:
    laid = lay([line("附件1", 1), line(f"2021年{TITLE}", 1, 20), make_row(["名称", "甲"], 1, 50)])
    assert [row.kind for row in laid] == ["row"] * 3


def test_a_title_printed_on_every_page_is_a_title_first_and_then_a_repetition() -> None:
    title = f"2021年{TITLE}"
    rows = [
        line(title, 1),
        make_row(["任务1", full("劳资纠")], 1, 50),
        line(title, 2),
        make_row(["", "纷等问题。"], 2, 50),
    ]
    laid = lay(rows)
    assert [row.kind for row in laid] == ["row", "row", "repeated"]
    assert texts(laid)[1] == ["任务1", "劳资纠纷等问题。"]


def draw_short_form(page: int, unit: str, title: Sequence[str], top: float = 0) -> list[Row]:
    """Draw a form that needs no more than a part of a page, below the lines of its title."""
    lines = [line(text, page, top + 20 * k) for k, text in enumerate(title)]
    table = [
        ["预算单位名称", unit],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "次数", unit],
    ]
    drawn = [make_row(row, page, top + 80 + 20 * k) for k, row in enumerate(table)]
    return lines + [replace(row, table=page * 100 + int(top)) for row in drawn]


@pytest.mark.parametrize("second", ["（2024年度）", "填报单位：示例市水利局", "单位：万元"])
def test_a_line_that_each_form_prints_between_its_title_and_its_table_is_no_running_head(second: str) -> None:
    rows = [row for page in range(1, 5) for row in draw_short_form(page, f"单位{page}", [TITLE, second])]
    laid = lay(rows)
    assert {row.kind for row in laid} == {"row"}
    regions = find_regions(laid, words_of((TITLE,)))
    assert [region.rows[1].row.cells[0].text for region in regions] == [second] * 4


def test_the_title_of_a_form_that_begins_in_the_midst_of_the_next_page_is_no_repetition_of_the_one_before() -> None:
    rows = draw_short_form(1, "甲", [TITLE])
    rows += draw_short_form(1, "乙", [TITLE, "（2023年度）"], 200)[:-1]
    rows += [replace(make_row(["产出指标", "数量指标", "次数", "3"], 2, 50), table=200)]
    rows += draw_short_form(2, "丙", [TITLE, "（2022年度）"], 100)
    regions = find_regions(lay(rows), words_of((TITLE,)))
    assert [region.title is not None for region in regions] == [True] * 3


def test_a_year_at_the_end_of_a_page_below_a_title_belongs_to_the_form_on_the_next_page() -> None:
    rows = draw_short_form(1, "甲", [TITLE, "（2023年度）"])
    rows += draw_short_form(2, "乙", [TITLE, "（2022年度）"])[:2]
    rows = [replace(row, page=1) for row in rows] + draw_short_form(2, "乙", [])
    laid = lay(rows)
    assert {row.kind for row in laid} == {"row"}
    regions = find_regions(laid, words_of((TITLE,)))
    assert [region.rows[1].row.cells[0].text for region in regions] == ["（2023年度）", "（2022年度）"]


def draw_flat_page(page: int, line_below: str, *rows: Drawing) -> list[Row]:
    """Draw a page of a table of many projects below its title, with its headings."""
    lines = [line(TITLE, page), line(line_below, page, 20)]
    return lines + [make_row(row, page, 50 + 20 * k) for k, row in enumerate([FLAT, *rows])]


FLAT = ["预算单位名称", "二级指标", "三级指标", "指标值"]


def test_a_title_that_each_page_of_a_table_of_many_projects_prints_again_begins_no_other_table() -> None:
    rows = draw_flat_page(1, "单位：万元", ["甲", "数量指标", "次数", "3"])
    rows += draw_flat_page(2, "单位：万元", ["甲", "质量指标", "合格率", "95%"])
    laid = lay(rows)
    assert texts(laid, "repeated") == [[TITLE], ["单位：万元"], FLAT]
    assert len(find_regions(laid, words_of((TITLE,)))) == 1


def test_a_title_with_another_line_below_it_begins_another_table_of_many_projects() -> None:
    rows = draw_flat_page(1, "单位：万元", ["甲", "数量指标", "次数", "3"])
    rows += draw_flat_page(2, "单位：元", ["甲", "质量指标", "合格率", "95%"])
    rows += draw_flat_page(3, "单位：元", ["甲", "时效指标", "及时率", "90%"])
    laid = lay(rows)
    assert texts(laid, "repeated") == [[TITLE], ["单位：元"], FLAT]
    assert len(find_regions(laid, words_of((TITLE,)))) == 2


# ---- labels in cells that are not merged ----------------------------------------------------------------------------


def test_a_blank_cell_at_a_page_end_belongs_to_the_level_above_where_levels_are_not_merged_with_the_cells_below() -> (
    None
):
    laid = lay(
        pages(
            [
                ["一级指标", "二级指标", "三级指标", "指标值"],
                ["产出指标", "数量指标", "培训场次", "3场"],
                ["", "", "培训人次", "300人次"],
                ["", "质量指标", "合格率", "100%"],
                ["", "", "达标率", "95%"],
            ],
            [["", "时效指标", "及时率", "90%"], ["", "", "完成时间", "12月"]],
        )
    )
    assert [row[-3] for row in texts(laid)[4:]] == ["", "时效指标", ""]


def test_a_blank_cell_at_a_page_end_begins_the_level_on_the_next_page_where_levels_are_merged() -> None:
    laid = lay(
        pages(
            [
                ["一级指标", "二级指标", "三级指标", "指标值"],
                [tall("产出指标", 4), tall("数量指标", 2), "培训场次", "3场"],
                [COVERED, COVERED, "培训人次", "300人次"],
                [COVERED, "质量指标", "合格率", "100%"],
                [COVERED, "", "及时率", "90%"],
            ],
            [[tall("", 2), tall("时效指标", 2), "按期率", "95%"], [COVERED, COVERED, "完成时间", "12月"]],
        )
    )
    assert [row[-3] for row in texts(laid)[3:5]] == ["质量指标", "时效指标"]


# ---- merged cells of a table of many projects -----------------------------------------------------------------------


def test_what_a_page_break_leaves_blank_of_a_project_is_printed_on_the_next_page() -> None:
    laid = lay(
        pages(
            [
                [tall("甲局", 1), tall("项目一", 1), "次数", "3"],
                [tall("", 2), tall("", 2), "人次", "4"],
                [None, None, "场次", "5"],
            ],
            [[tall("乙局", 2), tall("项目二", 2), "合格率", "95%"], [None, None, "达标率", "90%"]],
        )
    )
    assert texts(laid) == [
        ["甲局", "项目一", "次数", "3"],
        ["乙局", "项目二", "人次", "4"],
        ["场次", "5"],
        ["合格率", "95%"],
        ["达标率", "90%"],
    ]


def test_a_project_that_begins_with_its_page_is_no_part_of_the_one_before() -> None:
    drawn = pages(
        [[tall("甲局", 2), tall("项目一", 2), tall("", 2), "3"], [None, None, None, "4"]],
        [[tall("乙局", 2), tall("项目二", 2), tall("6.00", 2), "5"], [None, None, None, "6"]],
    )
    assert texts(lay(drawn))[2] == ["乙局", "项目二", "6.00", "5"]


def test_a_goal_that_goes_on_beside_the_blank_rest_of_its_project_is_one_text() -> None:
    goal = Drawn("养护古树一\n百二十株，", 2, full=True)
    laid = lay(
        pages(
            [[tall("甲局", 2), goal, "次数", "3"], [None, None, "人次", "4"]],
            [[tall("", 2), tall("长势稳定。", 2), "合格率", "95%"], [None, None, "达标率", "90%"]],
        )
    )
    assert texts(laid)[0] == ["甲局", "养护古树一百二十株，长势稳定。", "次数", "3"]
    assert texts(laid)[2] == ["合格率", "95%"]


# ---- nothing is lost ------------------------------------------------------------------------------------------------

drawn = st.builds(
    Drawn,
    st.sampled_from(["", "甲乙丙", "绩效指标", "绩效", "指标", "6.00", "信访业务培训。", "一级指标", "- 1 -"]),
    st.integers(1, 3),
    st.just(1),
    st.booleans(),
)
drawn_pages = st.lists(st.lists(st.lists(drawn, min_size=1, max_size=4), min_size=1, max_size=4), max_size=4)


@given(drawn_pages)
def test_whatever_is_drawn_each_character_is_kept_once_and_each_place_too(drawings: list[list[list[Drawn]]]) -> None:
    rows = pages(*drawings)
    laid = lay(rows)
    before = sorted("".join(cell.raw for row in rows for cell in row.cells))
    after = sorted("".join(cell.raw.replace("\n", "") for row in laid for cell in row.row.cells))
    assert after == before
    assert sum(row.row.source for row in laid) == sum(row.source for row in rows)
    places = [place for row in laid for cell in row.row.cells if not cell.blank for place in cell.places]
    assert len(places) == len(set(places))
