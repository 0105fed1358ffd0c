"""How the two sides of a line wrap are joined again."""

import pytest

from extractor.wraps import Habits, find_habits, is_guess, joint


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("服务对象满意", "度指标", ""),
        ("107", "9.96", ""),
        ("建党", "100周年", ""),
        ("手机App", "稳定", ""),
        ("budget", "form", " "),
        ("Ａ", "Ｂ", ""),
        ("high-", "level", ""),
        ("工作，", "为民", ""),
        ("督查,", "复查", ""),
    ],
)
def test_a_wrap_stands_for_nothing_but_between_letters(before: str, after: str, between: str) -> None:
    assert joint(before, after, Habits(), room=0) == between


def test_a_space_that_the_source_holds_at_the_end_of_a_line_stays() -> None:
    assert joint("不低于", "80%", Habits(), room=0, spaced=True) == " "


def test_a_space_that_the_renderer_swallowed_comes_back_where_the_document_always_sets_it() -> None:
    habits = find_habits(["网信受理, 办理, 转交工作", "接待大厅 (在市政府", "侧门), 比较陈旧"])
    assert joint("督查督办,", "复查复核", habits, room=0) == " "
    assert joint("各县", "(市、区)", habits, room=0) == " "
    assert joint("公开率,", "100", habits, room=0) == ""


def test_a_closing_mark_before_a_bracket_has_a_habit_of_its_own() -> None:
    spaced = find_habits(["各县 (市、区) 及公安", "《通知》 (粤信函字78号)"])
    assert joint("《决定》", "(〔2021〕9号)", spaced, room=0) == " "
    unknown = find_habits(["各县 (市、区) 及公安"])
    assert joint("《决定》", "(〔2021〕9号)", unknown, room=0) == ""
    tight = find_habits(["各县 (市、区) 及公安", "《通知》(粤信函字78号)"])
    assert joint("《决定》", "(〔2021〕9号)", tight, room=0) == ""


def test_one_place_without_the_space_is_enough_to_leave_it_out() -> None:
    habits = find_habits(["网信受理, 办理,转交工作"])
    assert joint("督查督办,", "复查复核", habits, room=0) == ""


def test_the_nearer_context_decides_where_the_document_does_both() -> None:
    habits = find_habits(["各县 (市、区) 及公安", "《通知》(粤信函字78号)和省信访局"])
    assert joint("从各县 (市、区)", "信访", habits, room=0) == " "
    assert joint("78号)", "和省信访局", habits, room=0) == ""


def test_marks_behind_numbers_say_nothing_of_those_behind_words() -> None:
    habits = find_habits(["任务1:完善制度", "矛盾纠纷排查, 根据通知", "2:加强管理"])
    assert joint("古籍数字化保护:", "矛盾纠纷", habits, room=0) == " "
    assert joint("3:", "矛盾纠纷", habits, room=0) == ""


def test_a_line_that_ends_clearly_before_its_edge_ends_a_paragraph() -> None:
    assert joint("免费开放。", "目标2：发放", Habits(), room=9) == "\n"
    assert joint("负责组织各县", "(市、区)", Habits(), room=2.5) == ""
    assert joint("保障系统", "7×24小时", Habits(), room=2.0) == ""
    assert joint("批量。化解", "“骨头案”", Habits(), room=2.5) == ""


def test_no_line_begins_with_a_closing_mark_unless_a_space_stood_before_it() -> None:
    habits = find_habits(["各县 (市、区) 及公安", "矛盾纠纷排查 (含复查)。", "推进 (含办理), 复查"])
    assert joint("各县 (市、区)", "、公安", habits, room=0) == " "
    assert joint("各县 (市、区)", ": 公安", habits, room=0) == " "
    assert joint("复查 (含办理)", "。", habits, room=0) == ""
    assert joint("各县(市、区)", "、公安", find_habits(["各县(市、区)及公安"]), room=0) == ""


def test_what_stands_behind_one_bracket_speaks_for_the_other_where_the_document_shows_no_more() -> None:
    habits = find_habits(["各县 (市", "复查 (含办理)。"])
    assert joint("各县 (市、区)", "督促办理", habits, room=0) == " "
    assert joint("各县 (市、区)", "督促办理", find_habits(["各县(市"]), room=0) == ""


def test_a_wrap_of_which_nothing_tells_whether_a_space_stood_there_is_a_guess() -> None:
    unknown = find_habits(["各县 (市、区) 及公安"])
    assert is_guess("《决定》", "(〔2021〕9号)", unknown)
    assert not is_guess("《决定》", "和通知", unknown)
    assert not is_guess("《决定》", "(〔2021〕9号)", find_habits(["各县 (市", "《通知》(粤信函字78号)"]))
    assert not is_guess("《决定》", "(〔2021〕9号)", find_habits(["各县(市、区)及公安"]))
    assert is_guess("《决定》", "(〔2021〕9号)", find_habits(["督查, 复查"]))
    assert not is_guess("《决定》", "(〔2021〕9号)", find_habits(["督查,复查"]))
