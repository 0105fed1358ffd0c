"""A PDF that cannot be read, or not wholly, is a result that says so: never a crash, and never silently less text."""

import io
import json
import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor import extract, extract_bytes
from extractor.messages import Language
from extractor.record import Extraction, Record

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PRODUCERS = ("chromium", "libreoffice", "reportlab", "weasyprint", "wkhtmltopdf")
GREY_DOT = b"P5 1 1 255\n\x80"
"""An image of one pixel, in the PGM format."""


@cache
def sample(producer: str) -> bytes:
    return (SAMPLES / f"zhanjiang-2021-xinfangju.{producer}.pdf").read_bytes()


@cache
def reference() -> Record:
    return extract(SAMPLES / "zhanjiang-2021-xinfangju.txt").forms[0].record


def draw(*, image: bool = False, text: str = "", user: str | None = None, owner: str = "owner") -> bytes:
    """Draw a page with an image or a text on it, encrypted where a user's password is given."""
    buffer = io.BytesIO()
    encryption = None if user is None else pdfencrypt.StandardEncryption(user, owner, strength=128)
    canvas = Canvas(buffer, encrypt=encryption)
    if image:
        canvas.drawImage(ImageReader(io.BytesIO(GREY_DOT)), 0, 0, 500, 800)
    if text:
        canvas.drawString(100, 700, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def put_together(*files: bytes) -> bytes:
    whole = pypdfium2.PdfDocument.new()
    buffer = io.BytesIO()
    for data in files:
        part = pypdfium2.PdfDocument(data)
        whole.import_pages(part)
        part.close()
    whole.save(buffer)
    whole.close()
    return buffer.getvalue()


def break_page(data: bytes, number: int) -> bytes:
    """Make the object of a page, counted from 1, no page."""
    found = list(re.finditer(rb"/Type\s*/Page\b", data))[number - 1]
    return data[: found.end() - 4] + b"Pxge" + data[found.end() :]


def content_of(data: bytes, number: int) -> tuple[int, int]:
    """Find the stream that draws a page, counted from 1: where its bytes begin and end."""
    objects = re.findall(rb"/Contents\s*\[?\s*(\d+) 0 R", data)
    head = re.search(rb"(?:^|[\r\n])" + objects[number - 1] + rb" 0 obj", data)
    assert head is not None
    start = re.compile(rb"stream\r?\n").search(data, head.end())
    assert start is not None
    return start.end(), data.index(b"endstream", start.end())


def read(data: bytes, lang: Language = "zh") -> Extraction:
    """Extract, and make sure of what holds for every result, good or bad."""
    extraction = extract_bytes(data, "form.pdf", lang=lang)
    assert Extraction.from_json(extraction.to_json()) == extraction
    assert extraction.source.name == "form.pdf"
    assert re.fullmatch("[0-9a-f]{64}", extraction.source.sha256)
    if extraction.status in ("error", "partial", "no_form"):
        assert extraction.error is not None
        assert extraction.error.message
        assert extraction.error.next_step
        assert "{" not in extraction.error.message
    return extraction


def code_of(extraction: Extraction) -> str | None:
    return extraction.error.code if extraction.error else None


# ---- files that cannot be opened ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_with_a_password_needs_it(lang: Language) -> None:
    extraction = read(draw(text="budget", user="secret"), lang)
    assert (extraction.status, code_of(extraction)) == ("error", "needs_password")
    assert extraction.forms == []


def test_a_file_that_is_only_protected_from_changes_is_read() -> None:
    extraction = read(draw(text="budget", user=""))
    assert (extraction.status, extraction.source.pages) == ("no_form", 1)


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 0.75, 0.95, 0.999])
@pytest.mark.parametrize("producer", PRODUCERS)
def test_a_file_that_breaks_off_is_corrupt_or_partial(producer: str, share: float) -> None:
    data = sample(producer)
    extraction = read(data[: int(len(data) * share)])
    assert (extraction.status, code_of(extraction)) in (("error", "corrupt"), ("partial", "partial"))


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7\n" + bytes(range(256)) * 20, b"%PDF-1.7\n" + b"<<" * 5000],
    ids=["header", "header and end", "bytes", "nesting"],
)
def test_a_pdf_of_junk_is_corrupt(data: bytes) -> None:
    extraction = read(data)
    assert (extraction.status, code_of(extraction)) == ("error", "corrupt")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00" * 500, bytes(range(256)) * 20])
def test_an_empty_file_and_junk_hold_no_form(data: bytes) -> None:
    extraction = read(data)
    assert extraction.status in ("error", "partial", "no_form")
    assert extraction.forms == []


def test_a_text_that_is_said_to_be_a_pdf_is_corrupt() -> None:
    extraction = extract(SAMPLES / "zhanjiang-2021-xinfangju.txt", file_format="pdf")
    assert (extraction.status, code_of(extraction)) == ("error", "corrupt")


def test_a_file_that_is_not_there_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.pdf", tmp_path):
        extraction = extract(path)
        assert (extraction.status, code_of(extraction)) == ("error", "unreadable")
        assert json.loads(extraction.to_json())["forms"] == []


# ---- pages without text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pages", [1, 3])
def test_a_scan_needs_text_recognition(pages: int) -> None:
    extraction = read(put_together(*[draw(image=True)] * pages))
    assert (extraction.status, code_of(extraction)) == ("error", "needs_ocr")


def test_a_blank_page_is_no_scan() -> None:
    assert read(draw()).status == "no_form"


@pytest.mark.parametrize(("lang", "page"), [("zh", "第5页"), ("en", "page 5")])
def test_a_scanned_page_behind_a_form_is_named_and_the_form_is_read(lang: Language, page: str) -> None:
    extraction = read(put_together(sample("libreoffice"), draw(image=True)), lang)
    assert (extraction.status, code_of(extraction)) == ("partial", "partial")
    assert page in (extraction.error.message if extraction.error else "")
    assert [form.record for form in extraction.forms] == [reference()]


def test_a_text_page_with_an_image_is_no_scan() -> None:
    assert read(draw(image=True, text="budget")).status == "no_form"


# ---- pages that cannot be read --------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("producer", ["libreoffice", "reportlab", "weasyprint"])
def test_a_page_that_cannot_be_opened_makes_the_result_partial_and_is_named(producer: str, number: int) -> None:
    extraction = read(break_page(sample(producer), number))
    assert (extraction.status, code_of(extraction)) == ("partial", "partial")
    assert f"第{number}页" in (extraction.error.message if extraction.error else "")
    assert extraction.source.pages == 4


def test_the_pages_beside_a_broken_one_are_read() -> None:
    (form,) = read(break_page(sample("libreoffice"), 4)).forms
    assert form.record.header == reference().header
    assert form.record.tasks[:3] == reference().tasks[:3]
    assert {check.code for check in form.checks if check.status == "fail"} > {"unreadable-characters"}


def test_the_broken_page_is_named_in_english() -> None:
    extraction = read(break_page(sample("libreoffice"), 3), "en")
    assert "page 3" in (extraction.error.message if extraction.error else "")


@pytest.mark.parametrize("producer", ["libreoffice", "reportlab", "weasyprint"])
def test_a_page_whose_content_is_gone_makes_the_result_partial_and_is_named(producer: str) -> None:
    start, end = content_of(sample(producer), 2)
    data = sample(producer)
    extraction = read(data[:start] + bytes(end - start) + data[end:])
    assert (extraction.status, code_of(extraction)) == ("partial", "partial")
    assert "第2页" in (extraction.error.message if extraction.error else "")


@pytest.mark.parametrize("producer", ["libreoffice", "reportlab", "weasyprint"])
def test_a_page_whose_content_breaks_off_makes_the_result_partial_and_is_named(producer: str) -> None:
    start, end = content_of(sample(producer), 2)
    data = sample(producer)
    middle = (start + end) // 2
    extraction = read(data[:middle] + bytes(end - middle) + data[end:])
    assert (extraction.status, code_of(extraction)) == ("partial", "partial")
    assert "第2页" in (extraction.error.message if extraction.error else "")


def test_a_file_of_which_no_page_can_be_opened_is_partial_and_not_without_a_form() -> None:
    data = sample("libreoffice")
    for _ in range(4):
        data = break_page(data, 1)
    extraction = read(data)
    assert (extraction.status, code_of(extraction), extraction.forms) == ("partial", "partial", [])
    assert all(f"第{number}页" in (extraction.error.message if extraction.error else "") for number in range(1, 5))
