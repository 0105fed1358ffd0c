"""Text that a target cannot hold is written so that it can, and comes back as it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.exports.escapes import escape, escape_json, quote_formula, restore, unquote_formula

BROKEN = "\x00\x08\x0b\r\x1f\ud800\udfff\ufffe\uffff"
text = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(f"\\u018dDf'=+-@\t\n＝　{BROKEN}")), max_size=12)


@pytest.mark.parametrize(
    ("raw", "escaped"),
    [
        ("各项\n工作\t", "各项\n工作\t"),
        ("半\ud83d个", "半\\ud83d个"),
        ("\x00", "\\u0000"),
        ("\\u0000", "\\\\u0000"),
        ("\\\x00", "\\\\\\u0000"),
        (r"C:\users", r"C:\users"),
        (r"\u4e00", r"\u4e00"),
    ],
)
def test_what_cannot_be_held_is_written_as_its_code(raw: str, escaped: str) -> None:
    assert escape(raw) == escaped
    assert restore(escaped) == raw


@pytest.mark.parametrize(
    ("raw", "quoted"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("－cmd", "'－cmd"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("-5", "-5"),
        ("-1,079.96", "-1,079.96"),
        ("-12.5%", "-12.5%"),
        ("≥90%", "≥90%"),
        ("", "'"),
        ("'", "''"),
        ("'=", "''="),
        ("'引用'", "'引用'"),
    ],
)
def test_what_a_spreadsheet_would_run_is_made_text(raw: str, quoted: str) -> None:
    assert quote_formula(raw) == quoted
    assert unquote_formula(quoted) == raw


@given(text)
def test_any_text_comes_back(raw: str) -> None:
    escaped = escape(raw)
    assert not set(escaped) & set(BROKEN)
    escaped.encode()
    assert restore(escaped) == raw
    assert unquote_formula(quote_formula(raw)) == raw
    assert restore(unquote_formula(quote_formula(escaped))) == raw


@given(text)
def test_json_stays_the_same_json(raw: str) -> None:
    escaped = escape_json(json.dumps({"值": raw}, ensure_ascii=False))
    escaped.encode()
    assert json.loads(escaped) == {"值": raw}
