"""The linking of one unit's indicators over two years: the same, the doubtful, the dropped and the new."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.report.changes import Aim, AimChange, add, compare_aims, give_share, subtract
from extractor.report.names import LEAST_SCORE, MOST_BODIES, Link, Named, find_similar_names, link_names


def link(earlier: list[str | None], later: list[str | None]) -> list[Link]:
    return link_names([Named(name) for name in earlier], [Named(name) for name in later])


# ---- names ----------------------------------------------------------------------------------------------------------


def test_the_same_name_is_linked_in_the_order_of_the_later_form() -> None:
    assert link(["会议次数", "培训次数"], ["培训次数", "会议次数"]) == [
        Link("exact", 1, 0, 100),
        Link("exact", 0, 1, 100),
    ]


def test_width_and_white_space_are_layout_and_no_part_of_a_name() -> None:
    assert link(["受益人数（人）"], ["受益 人数(人)"]) == [Link("exact", 0, 0, 100)]


def test_the_same_name_under_another_level_is_linked_and_said_to_have_moved() -> None:
    assert link_names([Named("补贴标准", "数量")], [Named("补贴标准", "成本")]) == [Link("moved", 0, 0, 100)]


def test_a_similar_name_is_offered_with_its_score() -> None:
    (offered,) = link(["数字文化平台正常运行率"], ["公共数字文化平台正常运行率"])
    assert (offered.how, offered.score, offered.doubtful) == ("similar", 91, True)


@pytest.mark.parametrize(
    ("earlier", "later"), [("会议次数", "培训次数"), ("参加会议率", "参加培训率"), ("群众满意度", "职工满意度")]
)
def test_indicators_of_one_kind_but_another_thing_are_not_offered(earlier: str, later: str) -> None:
    assert [each.how for each in link([earlier], [later])] == ["new", "dropped"]


def test_of_two_that_are_similar_to_one_name_the_more_similar_has_it_and_the_other_is_dropped() -> None:
    links = link(["平台运行正常率", "平台正常运行率"], ["平台正常运行比率"])
    assert [(each.how, each.earlier, each.later) for each in links] == [("similar", 1, 0), ("dropped", 0, None)]


def test_further_names_that_are_similar_too_are_told() -> None:
    (best, *_) = link(["惠民演出活动场次"], ["惠民演出活动的场次", "惠民演出场次"])
    assert best.later == 0
    assert best.others == ((1, 85),)


def test_what_stands_in_both_forms_alone_of_its_name_is_never_offered_to_another() -> None:
    links = link(["群众满意度", "群众满意率"], ["群众满意度"])
    assert [(each.how, each.earlier) for each in links] == [("exact", 0), ("dropped", 1)]


def test_a_name_printed_several_times_is_linked_under_its_level() -> None:
    earlier = [Named("完成率", "数量"), Named("完成率", "质量")]
    later = [Named("完成率", "质量"), Named("完成率", "数量")]
    assert link_names(earlier, later) == [Link("exact", 1, 0, 100), Link("exact", 0, 1, 100)]


def test_a_name_printed_several_times_under_one_level_is_doubtful_and_not_linked() -> None:
    links = link(["完成率", "完成率"], ["完成率"])
    assert [(each.how, each.earlier, each.later) for each in links] == [
        ("ambiguous", None, 0),
        ("ambiguous", 0, None),
        ("ambiguous", 1, None),
    ]
    assert all(each.doubtful for each in links)


def test_what_has_no_name_has_no_counterpart() -> None:
    assert [each.how for each in link([None, " "], [None, ""])] == ["new", "new", "dropped", "dropped"]


def test_a_text_instead_of_a_name_is_linked_only_where_it_is_the_same() -> None:
    text = "统筹协调工作" * 50
    assert [each.how for each in link([text], [text + "。"])] == ["new", "dropped"]
    assert [each.how for each in link([text], [text])] == ["exact"]


NAMED = st.lists(
    st.builds(
        Named, st.text("会议培训次数率完成满意度 （人）", max_size=8) | st.none(), st.sampled_from(["数量", "质量"])
    ),
    max_size=12,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NAMED, NAMED)
def test_every_name_of_both_forms_stands_in_one_link(before: list[Named], after: list[Named]) -> None:
    links = link_names(before, after)
    assert sorted(each.earlier for each in links if each.earlier is not None) == list(range(len(before)))
    assert sorted(each.later for each in links if each.later is not None) == list(range(len(after)))
    for each in links:
        if each.how == "similar":
            assert each.score is not None
            assert LEAST_SCORE <= each.score < 100
        if each.how in ("dropped", "new"):
            assert (each.earlier is None) == (each.how == "new")
            assert (each.later is None) == (each.how == "dropped")


# ---- bodies ---------------------------------------------------------------------------------------------------------


def test_similar_names_of_units_are_offered_for_a_person_to_judge() -> None:
    names = ["湛江市示例文化服务中心", "湛江市示例文化服务中心（本级）", "湛江市信访局"]
    assert find_similar_names(names) == [("湛江市示例文化服务中心", "湛江市示例文化服务中心（本级）", 84)]
    assert find_similar_names(["市第一中学", "市第二中学"]) == []


def test_too_many_names_of_units_are_not_compared_and_that_is_said() -> None:
    assert find_similar_names([f"单位{number}" for number in range(MOST_BODIES + 1)]) is None


# ---- targets --------------------------------------------------------------------------------------------------------


def number(printed: str, operator: str, value: str, unit: str | None = "%", high: str | None = None) -> Aim:
    return Aim(printed, "number", operator, Decimal(value), None if high is None else Decimal(high), unit)


BLANK = Aim(None, None)
WORDS = Aim("逐步完善", "text")


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (number("100%", "=", "100"), number("100％", "=", "100"), AimChange("same")),
        (number("≥98%", "≥", "98"), number("不低于98%", "≥", "98"), AimChange("reworded")),
        (number("≥99%", "≥", "99"), number("≧98%", "≥", "98"), AimChange("number", Decimal(-1), "weaker")),
        (number("≥85%", "≥", "85"), number("≥95%", "≥", "95"), AimChange("number", Decimal(10), "stricter")),
        (number("≤5%", "≤", "5"), number("≤2.5%", "≤", "2.5"), AimChange("number", Decimal("-2.5"), "stricter")),
        (number("3", "=", "3", None), number("5", "=", "5", None), AimChange("number", Decimal(2))),
        (number("≥95%", "≥", "95"), number("95%", "=", "95"), AimChange("operator")),
        (number("100人", "=", "100", "人"), number("100人次", "=", "100", "人次"), AimChange("unit")),
        (number("5000万元", "=", "5000", "万元"), number("50000000元", "=", "50000000", "元"), AimChange("unit")),
        (
            number("80%-90%", "range", "80", high="90"),
            number("85%-90%", "range", "85", high="90"),
            AimChange("range"),
        ),
        (
            number("80%-90%", "range", "80", high="90"),
            number("80%至90%", "range", "80", high="90"),
            AimChange("reworded"),
        ),
        (number("≥350", "≥", "350", "人"), WORDS, AimChange("now-words")),
        (WORDS, number("≥350", "≥", "350", "人"), AimChange("now-measured")),
        (WORDS, Aim("合规", "text"), AimChange("text")),
        (WORDS, BLANK, AimChange("blanked")),
        (BLANK, WORDS, AimChange("filled")),
        (BLANK, BLANK, AimChange("same")),
        (
            Aim("2021.12.31", "date", date="2021-12-31"),
            Aim("2024年12月底前", "date", "≤", date="2024-12-31"),
            AimChange("date"),
        ),
        (
            Aim("2021.12.31", "date", date="2021-12-31"),
            Aim("2021-12-31", "date", date="2021-12-31"),
            AimChange("reworded"),
        ),
        (Aim("2021.12.31", "date", date="2021-12-31"), number("100%", "=", "100"), AimChange("kind")),
    ],
)
def test_what_became_of_a_target(earlier: Aim, later: Aim, expected: AimChange) -> None:
    assert compare_aims(earlier, later) == expected


# ---- amounts --------------------------------------------------------------------------------------------------------

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=12, min_value=-(10**30), max_value=10**30)


@given(AMOUNTS, AMOUNTS)
def test_sums_and_differences_keep_every_digit(one: Decimal, other: Decimal) -> None:
    assert subtract(add(one, other), other) == one


def test_a_difference_needs_both_amounts() -> None:
    assert subtract(None, Decimal(1)) is None
    assert subtract(Decimal(1), None) is None


def test_a_share_is_rounded_to_a_tenth_of_a_per_cent() -> None:
    assert give_share(Decimal("484.77"), Decimal("1079.96")) == Decimal("44.9")
    assert give_share(Decimal(1), Decimal(0)) is None
    assert give_share(Decimal(1), Decimal(-3)) is None
