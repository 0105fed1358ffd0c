"""Decoding text files whose encoding nothing but their content tells."""

import codecs
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import ReadError
from extractor.readers.decode import Decoded, decode

SAMPLE = (Path(__file__).parent.parent / "samples" / "zhanjiang-2021-xinfangju.txt").read_text(encoding="utf-8")

VOCABULARY = frozenset({"绩效目标表", "预算单位名称", "一级指标", "指标值"})

TRADITIONAL = """2021年市級部門整體預算績效目標表

預算單位名稱\t湛江市信訪局
財政供養人員數\t在職人數\t23\t離退休人數\t9
預算整體情況\t按支出類型劃分\t預算金額（萬元）
\t其中：基本支出\t595.19
績效指標\t一級指標\t二級指標\t三級指標\t指標值
產出指標\t數量指標\t會議次數\t3
"""


@pytest.mark.parametrize("vocabulary", [VOCABULARY, frozenset[str]()], ids=["vocabulary", "no vocabulary"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_the_reference_form_is_decoded_from_every_encoding(encoding: str, vocabulary: frozenset[str]) -> None:
    decoded = decode(SAMPLE.encode(encoding), vocabulary)
    assert (decoded.text, decoded.encoding, decoded.undecodable) == (SAMPLE, encoding, 0)


@pytest.mark.parametrize("order", ["be", "le"])
@pytest.mark.parametrize(
    ("bits", "marks"),
    [(16, (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)), (32, (codecs.BOM_UTF32_BE, codecs.BOM_UTF32_LE))],
)
def test_a_byte_order_mark_is_obeyed_and_no_part_of_the_text(bits: int, marks: tuple[bytes, bytes], order: str) -> None:
    decoded = decode(marks[order == "le"] + SAMPLE.encode(f"utf-{bits}-{order}"), VOCABULARY)
    assert (decoded.text, decoded.encoding) == (SAMPLE, f"utf-{bits}")


@pytest.mark.parametrize("vocabulary", [VOCABULARY, frozenset[str]()], ids=["vocabulary", "no vocabulary"])
@pytest.mark.parametrize("encoding", ["cp950", "gb18030"])
def test_traditional_characters_are_read_in_the_encoding_that_makes_sense(
    encoding: str, vocabulary: frozenset[str]
) -> None:
    decoded = decode(TRADITIONAL.encode(encoding), vocabulary)
    assert (decoded.text, decoded.encoding, decoded.undecodable) == (TRADITIONAL, encoding, 0)


def test_gb18030_takes_big5_without_an_error_which_is_why_candidates_are_weighed() -> None:
    wrong = "績效目標表".encode("big5").decode("gb18030")
    assert wrong != "績效目標表"
    assert decode("績效目標表".encode("big5"), VOCABULARY).text == "績效目標表"


def test_hong_kong_characters_of_big5_are_read() -> None:
    text = TRADITIONAL + "單位地址\t深水埗鰂魚涌邨\n"
    assert decode(text.encode("big5hkscs"), VOCABULARY).text == text


def test_a_label_settles_what_a_few_characters_leave_open() -> None:
    label = "撥款\t1"
    assert decode(label.encode("big5"), ()).text != label
    assert decode(f"財政{label}".encode("big5"), {"财政拨款"}).text == f"財政{label}"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_sixteen_characters_of_a_form_are_enough_without_vocabulary(encoding: str) -> None:
    for start in range(0, len(SAMPLE) - 16, 16):
        piece = SAMPLE[start : start + 16]
        assert decode(piece.encode(encoding), ()).text == piece


@pytest.mark.parametrize("broken", [b"\xff", b"\xe6", b"\xc4\xea", b"\x80\x80"])
def test_utf8_with_a_few_broken_bytes_is_still_utf8(broken: bytes) -> None:
    data = SAMPLE.encode()
    cut = data.index("信访".encode())
    decoded = decode(data[:cut] + broken + data[cut:], ())
    assert decoded.encoding == "utf-8"
    assert decoded.text.replace("\ufffd", "") == SAMPLE
    assert decoded.undecodable == decoded.text.count("\ufffd") > 0


def test_a_form_cut_off_inside_a_character_loses_that_one_only() -> None:
    decoded = decode("指标值\t大于99%\t稳定".encode()[:-1], VOCABULARY)
    assert (decoded.text, decoded.encoding, decoded.undecodable) == ("指标值\t大于99%\t稳\ufffd", "utf-8", 1)


def test_broken_bytes_of_gbk_are_replaced_and_counted() -> None:
    decoded = decode("一级指标\t指标值\t".encode("gbk") + b"\xff" + "\t大于99%\n".encode("gbk"), VOCABULARY)
    assert (decoded.text, decoded.encoding, decoded.undecodable) == (
        "一级指标\t指标值\t\ufffd\t大于99%\n",
        "gb18030",
        1,
    )


def test_half_a_unit_at_the_end_of_utf16_is_counted() -> None:
    decoded = decode("指标值\n".encode("utf-16") + b"x", ())
    assert (decoded.text, decoded.undecodable) == ("指标值\n\ufffd", 1)


def test_a_replacement_character_that_the_file_itself_holds_is_not_counted() -> None:
    decoded = decode("指标值\t\ufffd\t10".encode() + b"\xff", ())
    assert (decoded.text, decoded.undecodable) == ("指标值\t\ufffd\t10\ufffd", 1)


def test_gbk_behind_a_byte_order_mark_of_utf8_is_gbk() -> None:
    decoded = decode(codecs.BOM_UTF8 + SAMPLE.encode("gb18030"), ())
    assert (decoded.text, decoded.encoding) == (SAMPLE, "gb18030")


def test_chinese_far_behind_a_long_ascii_head_is_found() -> None:
    text = "0\t1\n" * 200_000 + SAMPLE
    assert decode(text.encode("gb18030"), ()).encoding == "gb18030"


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_nothing_and_white_space_are_texts(data: bytes) -> None:
    assert not decode(data, VOCABULARY).text.strip()


def test_a_foreign_script_is_a_text() -> None:
    assert decode("Целевые показатели бюджета".encode(), VOCABULARY).encoding == "utf-8"


@pytest.mark.parametrize(
    "data",
    [bytes(1000), bytes(range(32)) * 30, bytes(range(1, 32)) * 30, b"\xff" * 1000, random.Random(1).randbytes(20_000)],  # noqa: S311 - a fixed example
    ids=["zeros", "all controls", "controls", "ones", "random"],
)
def test_what_is_no_text_is_refused_as_unsupported(data: bytes) -> None:
    with pytest.raises(ReadError) as refusal:
        decode(data, VOCABULARY)
    assert refusal.value.code == "unsupported"


@given(text=st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Z"]), max_size=200))
def test_valid_utf8_is_decoded_unchanged(text: str) -> None:
    assert decode(text.encode(), ()) == Decoded(text, "utf-8", 0)


def decoded_or_refused(data: bytes) -> Decoded | str:
    try:
        return decode(data, VOCABULARY)
    except ReadError as refusal:
        return refusal.code


@given(data=st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    outcome = decoded_or_refused(data)
    assert outcome == "unsupported" or isinstance(outcome, Decoded)


def test_a_large_file_is_decoded() -> None:
    data = SAMPLE.encode("gb18030") * 2000
    assert decode(data, VOCABULARY).encoding == "gb18030"
