"""Numbers of a spreadsheet as their cells show them, with every stored digit."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.number_formats import Shown, restore_digits, say_stored, show_number, to_exact, write_plain

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1, "0%", "100%"),
        (0.95, "0%", "95%"),
        (0.985, "0.00%", "98.50%"),
        (0.07, "0%", "7%"),
        (750, "General", "750"),
        (6, "0.00", "6.00"),
        (1079.96, "#,##0.00", "1,079.96"),
        (6351000, "#,##0", "6,351,000"),
        (0, "General", "0"),
        (0, "#.##", "0"),
        (7, "000", "007"),
        (-484.77, "General", "-484.77"),
        (-484.77, "0.00_ ", "-484.77"),
        (12, '0"人"', "12人"),
        (0.9, '"≥"0%', "≥90%"),
        (5, r"0\个", "5个"),
        (1234.5, "[$¥-804]#,##0.00;[Red]-[$¥-804]#,##0.00", "¥1,234.50"),
        (3, "@", "3"),
        (1, '[=1]"是";[=0]"否";0', "是"),
        (150, "[>=100]0.0;0", "150.0"),
        (50, "[>=100]0.0;0", "50"),
    ],
)
def test_a_number_is_shown_as_its_format_has_it(number: float, code: str, text: str) -> None:
    assert show_number(number, code).text == text


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (72807.384975, "#,##0.00", "72,807.384975"),
        (72807.384975, "0", "72807.384975"),
        (0.98765, "0%", "98.765%"),
        (15.5, "0", "15.5"),
    ],
)
def test_digits_that_a_format_rounds_away_are_kept(number: float, code: str, text: str) -> None:
    assert show_number(number, code).text == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [("82800.920000000013", "82800.92"), ("72204.570000000007", "72204.57"), ("0.30000000000000004", "0.3")],
)
def test_the_noise_of_binary_fractions_is_no_digit(stored: str, text: str) -> None:
    assert show_number(float(stored), "General").text == text


def test_what_is_stored_is_said_in_the_shortest_decimals() -> None:
    assert say_stored(float("82800.920000000013")) == "82800.92000000001"
    assert say_stored(1.0) == "1"


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (-5, "0.00;(0.00)", "-5.00"),
        (-5, "0.00;[Red]0.00", "-5.00"),
        (123456, "0.00E+00", "123456"),
        (1.5, "# ?/?", "1.5"),
        (7598888, "000-0000", "7598888"),
        (1e-7, "General", "0.0000001"),
        (1e20, "General", "100000000000000000000"),
    ],
)
def test_what_a_format_shows_in_a_way_that_says_less_is_written_in_plain_digits(
    number: float, code: str, text: str
) -> None:
    assert show_number(number, code).text == text


def test_a_format_that_shows_another_unit_is_followed_and_noted() -> None:
    assert show_number(105963500, "0,").text == "105963.5"
    assert show_number(105963500, "0!.0000").text == "10596.35"
    assert show_number(105963500, "0,").scaled
    assert show_number(105963500, "0!.0000").scaled
    assert not show_number(105963500, "#,##0").scaled
    assert restore_digits("105,964", 105963500) == Shown("105,963.5", scaled=True)
    assert restore_digits("10596.4", 105963500) == Shown("10596.35", scaled=True)
    assert restore_digits("7", 105963500) == Shown("105963500", scaled=True)


def test_a_number_that_its_format_hides_is_read_and_noted() -> None:
    assert show_number(484.77, ";;;").text == "484.77"
    assert show_number(484.77, ";;;").hidden


@pytest.mark.parametrize(
    ("days", "code", "text"),
    [
        (44561, "yyyy/m/d", "2021/12/31"),
        (44561, "yyyy-mm-dd", "2021-12-31"),
        (44561, 'yyyy"年"m"月"d"日"', "2021年12月31日"),
        (44561, '[$-804]yyyy"年"m"月";@', "2021年12月"),
        (44561.75, "yyyy/m/d h:mm", "2021/12/31 18:00"),
        (44561.75, "上午/下午h:mm", "下午6:00"),
        (1.5, "[h]:mm", "36:00"),
        (0.5, "h:mm:ss", "12:00:00"),
        (44561, "aaaa", "星期五"),
        (1, "yyyy/m/d", "1900/1/1"),
        (61, "yyyy/m/d", "1900/3/1"),
        (-1, "yyyy/m/d", "-1"),
        (1e9, "yyyy/m/d", "1000000000"),
    ],
)
def test_a_date_is_shown_as_its_format_has_it(days: float, code: str, text: str) -> None:
    assert show_number(days, code).text == text


def test_days_may_be_counted_from_1904() -> None:
    assert show_number(43099, "yyyy/m/d", from_1904=True).text == "2021/12/31"


@given(number=FINITE, code=st.text(max_size=40))
def test_any_number_in_any_format_has_a_text(number: float, code: str) -> None:
    assert show_number(number, code).text.strip()


@given(number=FINITE, code=st.sampled_from(["General", "0", "0.00", "#,##0.00", "0.0_ ", "0.00;[Red]-0.00"]))
def test_no_plain_format_changes_the_number(number: float, code: str) -> None:
    assert Decimal(show_number(number, code).text.replace(",", "")) == to_exact(number)


@given(number=FINITE)
def test_plain_digits_are_the_number(number: float) -> None:
    assert Decimal(write_plain(to_exact(number))) == to_exact(number)


@pytest.mark.parametrize(
    ("shown", "number", "text"),
    [
        ("100%", 1, "100%"),
        ("72,807.38", 72807.384975, "72,807.384975"),
        ("72807", 72807.384975, "72807.384975"),
        ("99%", 0.98765, "98.765%"),
        ("6.00", 6, "6.00"),
        ("12人", 12, "12人"),
        ("-", 0, "0"),
        ("1.23E+05", 123456, "123456"),
        ("(5.00)", -5, "-5"),
        ("-5.00", -5, "-5.00"),
        ("", 5, "5"),
    ],
)
def test_a_shown_number_gets_the_digits_back_that_its_display_rounded_away(
    shown: str, number: float, text: str
) -> None:
    assert restore_digits(shown, number).text == text


@given(number=FINITE, shown=st.one_of(st.text(max_size=20), st.text("0123456789,.%- 元", max_size=9)))
def test_a_number_shown_anyhow_keeps_its_value(number: float, shown: str) -> None:
    told = restore_digits(shown, number)
    (digits,) = re.findall(r"\d[\d,]*(?:\.\d+)?", told.text)
    value = abs(to_exact(number)) * (100 if "%" in told.text else 1)
    powers = (0, 3, 4, 6, 8) if told.scaled else (0,)
    assert Decimal(digits.replace(",", "")) in {value.scaleb(-power) for power in powers}
