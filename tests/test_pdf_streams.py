"""What a PDF's streams decode to is what the standard library decodes, only sooner."""

import base64
import zlib
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import extract
from extractor.readers.pdf_calls import give
from extractor.readers.pdf_fonts import Fonts
from extractor.readers.pdf_streams import decode_ascii85, find_streams

SAMPLE = Path(__file__).parent.parent / "samples" / "zhanjiang-2021-xinfangju.libreoffice.pdf"


def decode_slowly(text: bytes) -> bytes | None:
    try:
        return base64.a85decode(text)
    except ValueError:
        return None


def decode(text: bytes) -> bytes | None:
    try:
        return decode_ascii85(text)
    except ValueError:
        return None


@given(st.binary(max_size=100), st.sampled_from([0, 1, 7, 75]))
def test_what_was_encoded_is_decoded(meaning: bytes, width: int) -> None:
    assert decode_ascii85(base64.a85encode(meaning, wrapcol=width)) == meaning


@given(st.lists(st.sampled_from(b'!"#AZrstuvz~ \n\r\x0c\x00\xff')).map(bytes))
def test_any_bytes_are_decoded_or_refused_as_by_the_standard_library(text: bytes) -> None:
    assert decode(text) == decode_slowly(text)


def test_a_group_of_more_than_four_bytes_is_refused() -> None:
    assert decode_ascii85(b"s8W-!") == b"\xff\xff\xff\xff"
    with pytest.raises(ValueError, match="four bytes"):
        decode_ascii85(b'!!!!!s8W-"')


def write_fonts(*packed: bytes) -> bytes:
    """Give the objects of fonts whose bytes are compressed."""
    head = b"%d 0 obj\n<</Length %d/Filter/FlateDecode/Length1 40>>\nstream\n%s\nendstream\nendobj\n"
    return b"".join(head % (number, len(each), each) for number, each in enumerate(packed, 1))


def damage(packed: bytes) -> bytes:
    """Change a byte in the middle, and leave the checksum at the end."""
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0x55]) + packed[middle + 1 :]


FONT = zlib.compress(bytes(range(256)) * 4)
CHECKSUM = int.from_bytes(FONT[-4:])


def meanings(data: bytes, *known: int) -> list[int | None]:
    """Give how much each stream means, None for one that is damaged."""
    return [None if stream.meaning is None else len(stream.meaning) for stream in find_streams(data, known)]


def test_a_font_that_pdfium_has_decoded_is_not_decoded_again() -> None:
    assert meanings(write_fonts(FONT)) == [1024]
    assert meanings(write_fonts(FONT), CHECKSUM) == [0]
    assert meanings(write_fonts(FONT, FONT), CHECKSUM) == [0, 0]
    assert meanings(write_fonts(FONT), CHECKSUM + 1) == [1024]


def test_a_damaged_font_is_found_though_pdfium_has_decoded_one_with_the_same_checksum() -> None:
    assert None in meanings(write_fonts(FONT, damage(FONT)), CHECKSUM)
    assert None in meanings(write_fonts(damage(FONT), FONT), CHECKSUM)


def test_what_is_no_font_is_decoded_whatever_its_checksum() -> None:
    content = write_fonts(FONT).replace(b"/Length1 40", b"")
    assert meanings(content, CHECKSUM) == [1024]


def test_the_fonts_of_a_page_are_known_by_their_checksums() -> None:
    data = SAMPLE.read_bytes()
    fonts = Fonts()
    for page in pypdfium2.PdfDocument(data):
        textpage = page.get_textpage()
        fonts.note(give(textpage.raw))
    streams = [stream for stream in find_streams(data) if stream.kind == "font"]
    assert {zlib.adler32(stream.meaning or b"") for stream in streams} == fonts.checksums


def test_a_font_of_which_a_byte_is_changed_is_told_of(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    font = next(stream for stream in find_streams(data) if stream.kind == "font")
    for at in range(font.begin + 100, font.end - 10, (font.end - font.begin) // 8):
        changed = tmp_path / "changed.pdf"
        changed.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        extraction = extract(changed, lang="en")
        assert extraction.status == "partial"
        assert extraction.error is not None
        assert "font" in extraction.error.message
