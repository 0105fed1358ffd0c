"""What a PDF's streams decode to is what the standard library decodes, only sooner."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.pdf_streams import decode_ascii85


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
