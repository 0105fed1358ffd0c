"""What printed text becomes: clean text, a copy for labels, amounts, counts, days and targets."""

import string
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.targets import Target, parse_target
from extractor.values import (
    clean,
    fold,
    is_money,
    parse_count,
    parse_date,
    parse_money,
    parse_year,
)

PRINTED: dict[str, list[Any]] = tomllib.loads(
    (Path(__file__).parent / "data" / "targets.toml").read_text(encoding="utf-8")
)
FORM_PIECES = (
    "<p> </p> <br/> <b> < > p br &lt; &gt; &amp; &nbsp; &#60; &#x2F08; ⼈ ⻔ ⼾ ： : \n \r \u3000 ， ≥ ≤ = > 不低于 约 "
    "控制在 以上 以内 内 % ‰ 万 元 人 次 / 每 月 年 日 前 底 至 - ～ . , ( ) （ ） 12 2021 0 百分之 十 二 千 两 一"
)
# Texts that look like forms: what tags, entities, radicals, operators, figures and units are made of.
FORM_TEXT = st.lists(
    st.one_of(
        st.sampled_from(FORM_PIECES.split(" ")),
        st.characters(codec="utf-8"),
    ),
    max_size=24,
).map("".join)


def number_of(entry: dict[str, Any], key: str) -> Decimal | None:
    return Decimal(entry[key]) if key in entry else None


def understood(entry: dict[str, Any]) -> Target | None:
    return parse_target(entry["value"], name=entry.get("name", ""), year=entry.get("year"))


def named(entry: dict[str, Any]) -> str:
    return f"{entry['value']} {entry.get('name', '')}".strip()


# clean


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("<p>坚持信访工作</p>", "坚持信访工作"),
        ("<p>一</p><p>二</p>", "一\n二"),
        ("一<br>二<br/>三<BR />四", "一\n二\n三\n四"),
        ('<p class="a" style="x: y">一<span lang="zh">二</span></p>', "一二"),
        ("<o:p></o:p>一<!--StartFragment-->二", "一二"),
        ("<<b>b>一", "一"),
        ("<p>甲&nbsp;乙 &lt; 5&#37;</p>", "甲\xa0乙 < 5%"),
        ("<p>&nbsp;</p>", ""),
    ],
)
def test_html_tags_go_and_their_text_stays(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


@pytest.mark.parametrize("printed", ["<5%", "x<y>z", "1<2>1", "<标题>", "5 > 3", "a < p", "&nbsp;", "&lt;p&gt;", "<>"])
def test_what_is_no_html_tag_stays_as_printed(printed: str) -> None:
    assert clean(printed) == printed


def test_entities_that_spell_out_a_tag_stay() -> None:
    assert clean("<p>&lt;b&gt;</p>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        (" \u3000信访局\t", "信访局"),
        ("一 \r\n 二\r三", "一\n二\n三"),
        ("一\n\n \n二", "一\n二"),
        ("一\u2028二\v三", "一\n二\n三"),
        ("\n\n", ""),
        ("任务2: 信访  业务", "任务2: 信访  业务"),
    ],
)
def test_white_space_goes_at_the_ends_and_around_line_breaks_only(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


@pytest.mark.parametrize(
    ("printed", "cleaned"),
    [
        ("主管部⻔名称", "主管部门名称"),
        ("⼈⼯⻔⺠", "人工门民"),
        ("⻅⻓⻢⻋⻚⻛⻜⻝⻥⻦⻨⻩⻬⻮⻰⻳", "见长马车页风飞食鱼鸟麦黄齐齿龙龟"),
        ("客⼾", "客户"),
        ("\u2e80\u2e9a", "\u2e80\u2e9a"),
    ],
)
def test_radicals_become_the_ideographs_they_stand_for(printed: str, cleaned: str) -> None:
    assert clean(printed) == cleaned


def test_no_radical_survives_but_the_two_that_stand_for_nothing() -> None:
    radicals = "".join(map(chr, [*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)]))
    assert [char for char in clean(radicals) if "\u2e80" <= char <= "\u2fd5"] == ["\u2e80", "\u2e9a"]


@pytest.mark.parametrize("printed", ["（１，２）％：；“”", "ａＢ㎡①½", "戶", "1,079.96 万元", "ﬁ"])
def test_width_and_punctuation_stay(printed: str) -> None:
    assert clean(printed) == printed


@given(FORM_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


# fold


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("其中：基本支出", "其中基本支出"),
        ("期望达到的目标 （概述）", "期望达到的目标(概述)"),
        ("年度(/项目)指标值", "年度(/项目)指标值"),
        ("主管部⻔ 名称:", "主管部门名称"),
        ("<p>名\n称</p>", "名称"),
        ("App手机", "App手机"),
        ("预算\u200b单位\ufeff名称", "预算单位名称"),
    ],
)
def test_labels_are_compared_without_width_white_space_and_colon(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@given(FORM_TEXT)
def test_a_clean_text_folds_as_the_printed_one(text: str) -> None:
    assert fold(clean(text)) == fold(text)


def test_a_long_text_folds_as_its_parts_do() -> None:
    assert fold("预算单位 名称：（１）" * 1000) == "预算单位名称(1)" * 1000


# parse_money


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("1079.96", "1079.96"),
        ("6,351,000.00", "6351000"),
        ("1，079．96", "1079.96"),
        ("６.００", "6"),
        ("130.00", "130"),
        ("100", "100"),
        ("0", "0"),
        ("0.00", "0"),
        ("-0.00", "0"),
        ("￥6.00", "6"),
        ("¥ 6.00", "6"),
        ("-5.10", "-5.1"),
        ("−5.10", "-5.1"),
        ("－5.10", "-5.1"),
        ("¥-5", "-5"),
        ("-¥5", "-5"),
        ("72807.384975", "72807.384975"),
        ("82800.92000000001", "82800.92000000001"),
        (" 270.26\n", "270.26"),
    ],
)
def test_money_is_exact_and_normal(printed: str, amount: str) -> None:
    assert str(parse_money(printed)) == amount
    assert is_money(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "/",
        "无",
        "968.191 8",
        "854万854万",
        "1.2.3",
        "12-5",
        "约5",
        "1,23",
        "12,34,567",
        "1,079,96",
        "--5",
        "-¥-5",
        "+5",
        "(5)",
        ".5",
        "5.",
        "007",
        "1e5",
        "270.26万元",
        "10²",
        "①",
        "٣",
        "=SUM(C5:C6)",
        "1079.96元整",
        "¥",
        "-",
        "9" * 100,
    ],
)
def test_what_is_not_plainly_an_amount_is_none(printed: str) -> None:
    assert parse_money(printed) is None
    assert not is_money(printed)


def test_a_unit_after_the_amount_is_understood_where_the_caller_names_it() -> None:
    assert parse_money("270.26万元", units=("元", "万元")) == Decimal("270.26")
    assert parse_money("270.26 万元", units=("万元",)) == Decimal("270.26")
    assert parse_money("270.26", units=("万元",)) == Decimal("270.26")
    assert parse_money("854万854万", units=("万",)) is None
    assert parse_money("万元", units=("万元",)) is None
    assert parse_money("270.26万元", units=("元",)) is None


@given(
    st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=6),
    st.sampled_from([(",", "."), ("，", "．"), (",", "．"), ("", ".")]),
)
def test_every_printed_amount_is_read_exactly(amount: Decimal, marks: tuple[str, str]) -> None:
    printed = f"{amount:,f}".translate(str.maketrans(",.", "\0" + marks[1])).replace("\0", marks[0])
    parsed = parse_money(printed)
    assert parsed == amount
    assert not (parsed.is_zero() and parsed.is_signed())
    assert not f"{parsed:f}".endswith(".0")
    assert "." not in f"{parsed:f}" or f"{parsed:f}"[-1] != "0"


@given(st.text(string.digits + "，,.．-−¥￥ 万元e", max_size=20))
def test_an_amount_is_never_guessed(text: str) -> None:
    parsed = parse_money(text)
    digits = "".join(char for char in text if char in string.digits)
    assert parsed is None or "".join(char for char in f"{parsed:f}" if char in string.digits) in digits


# parse_count


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("23", 23),
        ("23人", 23),
        ("23 人", 23),
        ("２３", 23),
        ("1,200", 1200),
        ("１，２００名", 1200),
        ("0", 0),
        (" 9 ", 9),
        ("3个", 3),
    ],
)
def test_a_count_is_a_whole_number_of_people_or_bodies(printed: str, count: int) -> None:
    assert parse_count(printed) == count


@pytest.mark.parametrize(
    "printed", ["", "23.5", "23.0", "-1", "23人9人", "2 3", "约23", "二十三", "1,20", "023", "2³", "/", "9" * 99]
)
def test_anything_else_is_no_count(printed: str) -> None:
    assert parse_count(printed) is None


# parse_date and parse_year


@pytest.mark.parametrize(
    "entry", [e for e in PRINTED["dates"] if e["value"][0] not in "=≤≦<不各" and "。" not in e["value"]], ids=named
)
def test_a_day_is_read_with_the_words_of_a_deadline_around_it(entry: dict[str, Any]) -> None:
    assert parse_date(entry["value"], year=entry.get("year")) == entry["date"]


def test_eight_digits_are_a_day_where_a_day_is_expected() -> None:
    assert parse_date("20211231") == "2021-12-31"
    assert parse_date("20211331") is None


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "2021",
        "2021年",
        "2021.12",
        "2021年12月",
        "2021.2.30",
        "2021年2月29日",
        "2021-13-01",
        "2021/0/1",
        "2021-1.5",
        "12月31日",
        "年底",
        "第三季度",
        "2021.12.31-2022.12.31",
        "0021-01-01",
        "2021.12.311",
        "前",
        "2021年1-12月",
        "2021年12月31日" * 9,
    ],
)
def test_what_names_no_day_of_the_calendar_is_none(printed: str) -> None:
    assert parse_date(printed) is None


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2021年市级部门整体预算绩效目标表", 2021),
        ("（2023年度）", 2023),
        ("２０２１年度", 2021),
        ("2021 年部门预算", 2021),
        ("二〇二一年部门预算", 2021),
        ("二○二一年部门预算", 2021),
        ("二零二一年度", 2021),
        ("一九九八年", 1998),
        ("2021年预算（2021年度）", 2021),
        ("财政项目支出绩效目标填报表", None),
        ("2021-2023年规划", None),
        ("2021年—2023年规划", None),
        ("2023年预算（2022年修订）", None),
        ("〔2020〕5号", None),
        ("120212年", None),
        ("", None),
    ],
)
def test_a_title_names_one_year_or_none(title: str, year: int | None) -> None:
    assert parse_year(title) == year


# parse_target


@pytest.mark.parametrize("entry", PRINTED["numbers"], ids=named)
def test_a_number_is_understood(entry: dict[str, Any]) -> None:
    assert understood(entry) == Target(
        "number",
        operator=entry["operator"],
        number=number_of(entry, "number"),
        number_high=number_of(entry, "number_high"),
        unit=entry.get("unit"),
    )


@pytest.mark.parametrize("entry", PRINTED["dates"], ids=named)
def test_a_day_is_understood(entry: dict[str, Any]) -> None:
    assert understood(entry) == Target("date", operator=entry.get("operator"), date=entry["date"])


@pytest.mark.parametrize("value", PRINTED["texts"])
def test_what_is_not_understood_in_full_is_a_text(value: str) -> None:
    assert parse_target(value) == Target("text")


@pytest.mark.parametrize("entry", PRINTED["texts_in_context"], ids=named)
def test_a_doubtful_context_makes_a_text(entry: dict[str, Any]) -> None:
    assert understood(entry) == Target("text")


@pytest.mark.parametrize("value", [None, "", " \n", "/", " / ", "／", "—", "无"])
def test_a_blank_has_no_target(value: str | None) -> None:
    assert parse_target(value, blanks=("/", "—", "无")) is None


def test_a_mark_is_blank_only_where_the_pattern_says_so() -> None:
    assert parse_target("无") == Target("text")
    assert parse_target("0", blanks=("无",)) == Target("number", operator="=", number=Decimal(0))


def test_a_sentence_is_a_text_however_it_begins() -> None:
    assert parse_target("≥95%" + " " * 10 + "群众" * 200) == Target("text")


@given(FORM_TEXT, FORM_TEXT, st.none() | st.integers(1900, 2100))
@settings(max_examples=300)
def test_no_text_makes_the_reading_fail(value: str, name: str, year: int | None) -> None:
    target = parse_target(value, name=name, year=year)
    assert target is None or (target.kind == "number") == (target.number is not None)
    assert target is None or (target.kind == "date") == (target.date is not None)
    assert target is None or (target.operator == "range") == (target.number_high is not None)


def printed_again(target: Target) -> str:
    """Print a number as the plainest form would."""
    if target.number_high is not None:
        return f"{target.number:f}-{target.number_high:f}{target.unit or ''}"
    return f"{target.operator}{target.number:f}{target.unit or ''}"


@pytest.mark.parametrize("entry", [e for e in PRINTED["numbers"] if e.get("unit") != "标准化考场"], ids=named)
def test_a_target_printed_again_is_the_same_target(entry: dict[str, Any]) -> None:
    target = understood(entry)
    assert target is not None
    assert parse_target(printed_again(target), name=f"数量（{target.unit}）" if target.number_high else "") == target


@given(
    st.sampled_from(["=", "≥", "≤", ">", "<", "≈"]),
    st.decimals(min_value=0, max_value=10**9, places=4),
    st.sampled_from(["%", "人", "万元", "元/亩", "元每人每月", "人次", None]),
)
def test_every_plain_target_is_understood(operator: Any, number: Decimal, unit: str | None) -> None:
    target = parse_target(f"{operator}{number:,f}{unit or ''}")
    assert target == Target("number", operator=operator, number=number, unit=unit)
