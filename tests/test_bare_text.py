"""The bare text of RTF and of Word 97-2003, by which a conversion is judged."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import ReadError
from extractor.readers import rtf, word97
from extractor.readers.compound import find_kind, read_stream

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
DOC = SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.doc"
RTF = SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.rtf"
TEXT = SAMPLES / "zhanjiang-2021-xinfangju.txt"


def refusal(read_text: Callable[[bytes], str | None], data: bytes) -> str | None:
    try:
        read_text(data)
    except ReadError as error:
        return error.code
    return None


def bare(text: str) -> str:
    return "".join(sorted(filter(str.isalnum, text)))


@pytest.mark.parametrize(("path", "read_text"), [(DOC, word97.read_text), (RTF, rtf.read_text)])
def test_a_sample_holds_the_letters_and_digits_of_the_form(path: Path, read_text: Callable[[bytes], str]) -> None:
    printed = TEXT.read_text(encoding="utf-8").replace("<p>", "").replace("</p>", "")
    # The text prints 绩效指标 on both of its pages, the twins once.
    assert bare(read_text(path.read_bytes()) + "绩效指标") == bare(printed)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (rb"{\rtf1\ansicpg936 \'d4\'a4\'cb\'e3}", "预算"),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset134 B;}}\f1 \'d4\'a4\f0  A\'e9}", "预 Aé"),
        (rb"{\rtf1\ansi\uc1\u39044?\u31639?}", "预算"),
        (rb"{\rtf1\ansi\uc2\u39044\'d4\'a4\u31639\'cb\'e31}", "预算1"),
        (rb"{\rtf1\ansi\uc0\u-10179 \u-8704 }", "\U0001f600"),
        (rb"{\rtf1\ansicpg936\'81\\}", "乗"),
        (b"{\\rtf1 59\r\n5.19\\par 484.77\\cell}", "595.19\n484.77\n"),
        (rb"{\rtf1 a\{b\}c\\d\~e}", "a{b}c\\d e"),
        (rb"{\rtf1{\info{\title T}}{\stylesheet{\s0 N;}}{\header H}{\*\generator G;}x}", "x"),
        (rb'{\rtf1{\field{\*\fldinst DATE \\@ "y"}{\fldrslt 2021}}}', "2021"),
        (rb"{\rtf1{\listtext 1.}a{\*\footnote b}{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt c}}{\shprslt c}}}", "abc"),
        (rb"{\rtf1{\upr{ansi}{\*\ud{\u39044?}}}}", "预"),
        (rb"{\rtf1 a{\pict\bin3 }}{b}c}", "ac"),
        (rb"{\rtf1 a} and what stands behind", "a"),
    ],
)
def test_rtf_is_decoded_as_its_words_say(words: bytes, text: str) -> None:
    assert rtf.read_text(words) == text


@pytest.mark.parametrize("words", [b"", rb"{\rtf1 a", rb"{\rtf1 {a}", b"{\\rtf1 a\\", rb"{\rtf1 {\pict\bin99 }}"])
def test_rtf_that_breaks_off_is_told(words: bytes) -> None:
    with pytest.raises(ReadError, match="corrupt"):
        rtf.read_text(words)


def test_bytes_that_no_rtf_has_are_counted() -> None:
    assert rtf.count_strange(b"{\\rtf1 a\xd4\xa4\x0cb\r\n}\r\n") == 3
    assert rtf.count_strange(b"{\\rtf1{\\pict\\bin2 \xff\xff}}") == 0
    assert rtf.count_strange(RTF.read_bytes()) == 0


def test_rtf_with_too_many_groups_meets_a_limit() -> None:
    with pytest.raises(ReadError, match="limit"):
        rtf.read_text(b"{\\rtf1" + b"{" * 100_000)


@given(data=st.binary(max_size=300))
def test_any_bytes_of_rtf_are_read_or_refused(data: bytes) -> None:
    assert refusal(rtf.read_text, b"{\\rtf1 " + data + b"}") in {None, "corrupt", "limit"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\x13 DATE \\@ y \x142021\x15年", "2021年"),
        ("a\x13 IF \x13 PAGE \x141\x15 = 1 \x14b\x15c", "abc"),
        ("\x13 HYPERLINK x \x14a\x13 REF y \x14b\x15\x15", "ab"),
        ("\x15\x14a", "a"),
    ],
)
def test_the_codes_of_fields_are_dropped_and_their_results_kept(text: str, kept: str) -> None:
    assert word97._drop_codes(text) == kept  # noqa: SLF001 - fields in a file would hide what is tested


def test_a_piece_that_reaches_out_of_the_file_is_told() -> None:
    main = read_stream(DOC.read_bytes(), "WordDocument")
    with pytest.raises(ReadError, match="cut"):
        word97._join_pieces(main[:2000], b"\x02" + (16).to_bytes(4, "little") + bytes(4) + b"\xff\x0f\0\0" + bytes(8))  # noqa: SLF001


def test_a_document_that_breaks_off_anywhere_is_told() -> None:
    data = DOC.read_bytes()
    for cut in range(512, len(data), 1024):
        with pytest.raises(ReadError, match="corrupt"):
            word97.read_text(data[:cut])


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(0, 1 << 30))
def test_a_damaged_document_is_read_or_refused(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawn again the same, not kept secret
    data = bytearray(DOC.read_bytes())
    for _ in range(random.randrange(1, 30)):
        data[random.randrange(len(data))] = random.randrange(256)
    find_kind(bytes(data))
    assert refusal(word97.read_text, bytes(data)) in {None, "corrupt", "needs_password"}
