"""Telling formats apart by their content."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.sniff import sniff

SAMPLE = Path(__file__).parent.parent / "samples" / "zhanjiang-2021-xinfangju.txt"

FORMATS = {"pdf", "docx", "xlsx", "xls", "ods", "odt", "zip", "ole", "rtf", "html", "image", "text"}

WORD_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES_TYPE = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def archive(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return stream.getvalue()


def word_file() -> bytes:
    stream = BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", "pdf"),
        (b" " * 1024 + b"%PDF-1.4\n", "pdf"),
        (b" " * 1025 + b"%PDF-1.4\n", "text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "ole"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\r\n {\\rtf1", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"II*\0", "image"),
        (b"MM\0*", "image"),
        (b"GIF89a", "image"),
        (b"BM" + bytes(4) + bytes(4) + b"\x36\0\0\0" + b"\x28\0\0\0", "image"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "text"),
        (b"BM is how a text may begin as well as a bitmap", "text"),
        (b"", "text"),
        ("预算单位名称\t湛江市信访局".encode(), "text"),
        ("预算单位名称\t湛江市信访局".encode("utf-16"), "text"),
    ],
)
def test_a_format_is_told_by_how_the_content_begins(data: bytes, expected: str) -> None:
    assert sniff(data, "附件1") == expected


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>绩效目标",
        "\n  <html xmlns:x='urn:schemas-microsoft-com:office:excel'>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>",
        "<!-- 导出 --><table><tr><td>绩效目标</td></tr></table>",
        "<TABLE border=1>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_tags_at_the_start_are_html_whatever_the_name_says(text: str, encoding: str) -> None:
    assert sniff(text.encode(encoding), "附件1.xls") == "html"


@pytest.mark.parametrize(
    "text",
    ["<p>2021年，我局总体绩效目标是</p>\t10", "指标值 <table> 说明", "<1%\t大于99%", "<?xml version='1.0'?><a/>"],
)
def test_tags_left_in_values_do_not_make_a_text_html(text: str) -> None:
    assert sniff(text.encode(), "附件1.txt") == "text"


def test_the_reference_form_is_text() -> None:
    assert sniff(SAMPLE.read_bytes(), SAMPLE.name) == "text"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"word/document.xml": b""}, "docx"),
        ({"word\\document.xml": b""}, "docx"),
        ({"[Content_Types].xml": WORD_TYPE, "word/document2.xml": b""}, "docx"),
        ({"[Content_Types].xml": MACRO_TYPE}, "docx"),
        ({"xl/workbook.xml": b""}, "xlsx"),
        ({"xl/workbook.bin": b""}, "xlsx"),
        ({"[Content_Types].xml": SHEET_TYPE}, "xlsx"),
        ({"[Content_Types].xml": SLIDES_TYPE}, "zip"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "odt"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "ods"),
        ({"mimetype": b"application/epub+zip"}, "zip"),
        ({"附件1.docx": b"PK\x03\x04"}, "zip"),
        ({}, "zip"),
    ],
)
def test_an_archive_is_told_by_its_main_part(parts: dict[str, bytes], expected: str) -> None:
    assert sniff(archive(parts), "附件1.zip") == expected


def test_a_word_file_inside_an_archive_does_not_make_the_archive_one() -> None:
    assert sniff(archive({"附件1.docx": word_file()}, zipfile.ZIP_STORED), "附件.docx") == "zip"


def test_a_word_file_cut_off_before_its_directory_is_still_one_if_its_name_agrees() -> None:
    data = word_file()[:3000]
    assert sniff(data, "附件1.DOCX") == "docx"
    assert sniff(data, "附件1.zip") == "zip"


@pytest.mark.parametrize(
    ("part", "expected"),
    [("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("mimetype", "odt"), ("照片.jpg", "zip")],
)
def test_a_cut_off_archive_is_told_by_its_first_part(part: str, expected: str) -> None:
    data = archive({part: b"application/vnd.oasis.opendocument.text"}, zipfile.ZIP_STORED)
    assert sniff(data[: data.index(b"PK\x01\x02")], "附件1") == expected


def test_an_archive_with_more_parts_than_an_office_file_has_is_not_opened() -> None:
    assert sniff(b"PK\x03\x04" + b"PK\x01\x02" * 10_001, "附件1.docx") == "zip"


@given(data=st.binary(max_size=200), start=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"BM", b"RIFF", b"<"]))
def test_nothing_is_raised_for_any_bytes(data: bytes, start: bytes) -> None:
    assert sniff(start + data, "附件1.docx") in FORMATS


@given(data=st.data())
def test_nothing_is_raised_for_a_broken_archive(data: st.DataObject) -> None:
    whole = bytearray(
        archive({"mimetype": b"application/vnd.oasis.opendocument.text", "[Content_Types].xml": WORD_TYPE})
    )
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert sniff(bytes(whole[: data.draw(st.integers(0, len(whole)))]), "附件1.docx") in FORMATS
