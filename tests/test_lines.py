"""Runs become lines, and lines the text of a cell, with the wraps of its layout joined as the contract says."""

import pytest

from extractor.readers.lines import Run, Spacing, TextLine, group_lines, join_lines, judge_spacing, split_line, unstack
from extractor.wraps import Habits

SIZE = 10.0


def run(text: str, x0: float, base: float = 100.0, *, spaced: bool = False, gap: float = 0.0) -> Run:
    """Print a text at full size, half as wide where it is ASCII; `gap` stretches it between its characters."""
    width = sum(SIZE if char > "\u2e7f" or char in "“”" else SIZE / 2 for char in text) + gap * (len(text) - 1)
    return Run(text, x0, x0 + width, base, SIZE, spaced)


def lines_of(*runs: Run, spacing: Spacing | None = None) -> list[TextLine]:
    return group_lines(runs, spacing or Spacing())


def texts_of(*runs: Run, spacing: Spacing | None = None) -> list[str]:
    return [line.text for line in lines_of(*runs, spacing=spacing)]


def cell_text(*texts: str, width: int, left: float = 100.0, habits: Habits | None = None) -> str:
    """Give the text of a cell that is so many full characters wide, from its lines, each flush left."""
    lines = lines_of(*(run(text, left, 100.0 + 15 * k) for k, text in enumerate(texts)))
    return join_lines(lines, left - 2, left + width * SIZE + 2, habits or Habits())[0]


def centred_text(*texts: str, width: int) -> str:
    runs = []
    for k, text in enumerate(texts):
        line = run(text, 0, 100.0 + 15 * k)
        shift = 100 + (width * SIZE - line.x1) / 2
        runs.append(line._replace(x0=shift, x1=line.x1 + shift))
    return join_lines(lines_of(*runs), 98, 102 + width * SIZE, Habits())[0]


# ---- lines ----------------------------------------------------------------------------------------------------------


def test_runs_are_read_from_top_to_bottom_and_from_left_to_right_whatever_the_order_they_are_drawn_in() -> None:
    runs = (run("二行", 100, 115), run("化解", 130), run("积极", 110), run("一", 100))
    assert texts_of(*runs) == texts_of(*runs[::-1]) == ["一积极化解", "二行"]


def test_a_slightly_raised_mark_stands_in_the_line_of_its_neighbours() -> None:
    assert texts_of(run("不低于", 100, 100), run("80%", 130, 97)) == ["不低于80%"]


def test_a_small_character_raised_above_the_line_stands_in_it_whatever_is_drawn_first() -> None:
    small = Run("2", 125, 128, 95.0, 5.0, spaced=False)
    line = (run("面积10m", 100), run("以上", 128))
    assert texts_of(*line, small) == texts_of(small, *line) == ["面积10m2以上"]


def test_turned_runs_make_lines_of_their_own() -> None:
    side = run("绩效", 100, 50)._replace(turn=3)
    (upright, turned) = lines_of(run("指标", 100), side)
    assert (upright.text, turned.text) == ("指标", "绩效")
    assert turned.box == pytest.approx((41.4, -120, 51.4, -100))


def test_lines_half_a_character_apart_are_two_lines() -> None:
    assert texts_of(run("上", 100, 100), run("下", 100, 106)) == ["上", "下"]


def test_a_lines_box_holds_its_runs() -> None:
    (line,) = lines_of(run("化解", 100), run("积案", 120))
    x0, top, x1, bottom = line.box
    assert (x0, x1) == (100, 140)
    assert top < 100 - 0.5 * SIZE < 100 < bottom
    assert bottom - top == pytest.approx(SIZE)


# ---- spaces ---------------------------------------------------------------------------------------------------------


def test_a_space_of_the_text_layer_stays() -> None:
    assert texts_of(run("督查督办,", 100, spaced=True), run("复查", 150)) == ["督查督办, 复查"]


def test_neighbours_without_a_gap_have_no_space_between_them() -> None:
    assert texts_of(run("手机", 100), run("APP", 120), run("稳定", 135)) == ["手机APP稳定"]


def test_a_gap_between_words_of_letters_is_a_space() -> None:
    assert texts_of(run("budget", 100), run("form", 133)) == ["budget form"]


def test_a_gap_between_ideographs_is_a_space_where_the_line_is_not_stretched() -> None:
    assert texts_of(run("信访维稳工作", 100), run("二组", 166)) == ["信访维稳工作 二组"]


def test_a_stretched_line_has_no_spaces() -> None:
    assert texts_of(run("信访维稳工作", 100, gap=3.0), run("组", 178)) == ["信访维稳工作组"]


def test_equal_gaps_around_brackets_and_marks_are_spaces_and_no_stretching() -> None:
    pieces = (run("通知》", 100), Run("(〔2023〕69号);", 133, 190, 100, SIZE, spaced=False), run("使", 193))
    assert texts_of(*pieces) == ["通知》 (〔2023〕69号); 使"]


def test_a_bracket_of_full_width_drawn_half_over_a_narrow_one_stands_behind_it() -> None:
    narrow, wide = Run("(", 131.7, 135.3, 100, SIZE, spaced=False), run("〔", 130)
    assert texts_of(run("依据", 100), wide, narrow, run("2015", 140.5)) == ["依据 (〔2015"]


def test_a_label_that_is_spread_over_its_cell_has_no_spaces() -> None:
    spread = [run(char, 100 + 18 * k) for k, char in enumerate("总体绩效目标")]
    assert texts_of(*spread) == ["总体绩效目标"]


def test_the_gap_that_word_processors_leave_around_letters_and_digits_is_no_space() -> None:
    page = [run("建党", 100), run("100", 122.5), run("周年", 140)]
    assert judge_spacing([page]).set_off
    assert texts_of(*page, spacing=Spacing(set_off=True)) == ["建党100周年"]


def test_a_document_that_prints_digits_tightly_does_not_set_them_off() -> None:
    assert not judge_spacing([[run("建党100周年", 100)], [run("手机", 100), run("APP", 120)]]).set_off


def test_where_spaces_are_characters_a_gap_is_none() -> None:
    first, *rest = (run("督查,", 100, spaced=True), run("复查", 130), run("小", 153), run("时", 166))
    page = [part._replace(cell=(0, 0)) for part in (first, *rest)]
    assert judge_spacing([page]).drawn
    assert texts_of(*page, spacing=Spacing(drawn=True)) == ["督查, 复查小时"]
    assert not judge_spacing([[part._replace(spaced=False) for part in page]]).drawn


def test_a_gap_between_a_half_width_bracket_and_a_closing_mark_is_a_space() -> None:
    assert texts_of(run("区)", 100), run("、公安", 119)) == ["区) 、公安"]
    assert texts_of(run("区）", 100), run("、公安", 124)) == ["区）、公安"]


def test_ideographs_stand_apart_from_digits_throughout_even_if_few_gaps_are_seen() -> None:
    apart = [run("约", 100, y)._replace(cell=(0, 0)) for y in (100, 120, 140)]
    digits = [run("20", 112.2, y)._replace(cell=(0, 0)) for y in (100, 120, 140)]
    page = [each for pair in zip(apart, digits, strict=True) for each in pair]
    unseen = [run("第2名", 100, 200 + 20 * k)._replace(cell=(0, 0)) for k in range(2)]
    assert judge_spacing([[*page, *unseen]]).set_off
    assert not judge_spacing([[*page, *(run("第2名", 100, 200 + 20 * k) for k in range(9))]]).set_off


# ---- lines outside of tables ----------------------------------------------------------------------------------------


def test_a_line_is_cut_where_nothing_is_printed_for_long() -> None:
    (line,) = lines_of(run("附件1", 100), run("单位：万元", 300))
    assert [piece.text for piece in split_line(line, 2.0)] == ["附件1", "单位：万元"]


def test_a_line_without_such_a_gap_stays_whole() -> None:
    (line,) = lines_of(run("预算单位：", 100), run("湛江市信访局", 160))
    assert len(split_line(line, 2.0)) == 1


# ---- wraps ----------------------------------------------------------------------------------------------------------


def test_a_line_that_runs_to_the_edge_is_joined_without_a_space() -> None:
    assert cell_text("服务对象满意", "度指标", width=6) == "服务对象满意度指标"


def test_digits_are_joined_without_a_space() -> None:
    assert cell_text("1079", ".96", width=2) == "1079.96"
    assert cell_text("一共有1079", "96元", width=5) == "一共有107996元"


def test_letters_on_both_sides_of_a_wrap_are_joined_with_one_space() -> None:
    assert cell_text("performance", "budget", width=6) == "performance budget"


def test_a_letter_and_an_ideograph_are_joined_without_a_space() -> None:
    assert cell_text("手机微信APP", "系统", width=6) == "手机微信APP系统"


def test_a_line_that_ends_clearly_before_the_edge_ends_a_paragraph() -> None:
    assert cell_text("一、组织院团演出。", "二、举办书香活动。", width=20) == "一、组织院团演出。\n二、举办书香活动。"


def test_a_line_is_no_end_of_a_paragraph_where_the_next_word_had_no_room() -> None:
    assert cell_text("着力化解信访", "“骨头案”积案", width=8) == "着力化解信访“骨头案”积案"
    assert cell_text("完成时间为", "2021.12.31前", width=9) == "完成时间为2021.12.31前"
    assert cell_text("其他资本性", "（购买）", width=6) == "其他资本性（购买）"


def test_a_number_that_is_wider_than_the_room_beside_it_is_wrapped_whatever_its_digits_are_taken_to_measure() -> None:
    first = run("3,", 100)._replace(x1=110, size=8.0)
    second = run("092.884686", 100, 115)._replace(x1=163, size=8.0)
    assert join_lines(lines_of(first, second), 96, 174, Habits())[0] == "3,092.884686"
    assert join_lines(lines_of(first, second), 96, 194, Habits())[0] == "3,\n092.884686"


def test_the_lines_of_a_centred_label_are_joined() -> None:
    assert centred_text("年度重点", "工作任务", width=5) == "年度重点工作任务"
    assert centred_text("服务对象", "满意度指标", width=6) == "服务对象满意度指标"


def test_the_space_that_a_wrap_swallowed_after_a_comma_comes_back_where_the_document_always_prints_one() -> None:
    habits = Habits(spaced=frozenset({","}))
    assert cell_text("网信受理, 督查督办,", "复查复核", width=10, habits=habits) == "网信受理, 督查督办, 复查复核"
    assert cell_text("网信受理,督查督办,", "复查复核", width=9) == "网信受理,督查督办,复查复核"


def test_a_space_that_the_source_holds_at_a_lines_end_stays() -> None:
    lines = lines_of(run("督查督办,", 100, 100, spaced=True), run("复查", 100, 115))
    assert join_lines(lines, 98, 147, Habits())[0] == "督查督办, 复查"


def test_characters_below_each_other_are_unstacked_only_where_they_make_a_label() -> None:
    columns = ("重工", "点作")
    lines = lines_of(
        *(run(char, 100 + 15 * k, 100 + 12 * j) for k, col in enumerate(columns) for j, char in enumerate(col))
    )
    assert unstack(lines, "重工点作".__eq__) == "重工点作"
    assert unstack(lines, "点作重工".__eq__) == "点作重工"
    assert unstack(lines, "重点工作".__eq__) is None
    assert unstack(lines, lambda _: False) is None


def test_one_line_stays_as_it_is() -> None:
    assert cell_text("湛江市信访局", width=30) == "湛江市信访局"
