"""A PDF that cannot be read, or not wholly, is a result that says so: never a crash, and never silently less text."""

import base64
import io
import json
import re
import zlib
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor import extract, extract_bytes
from extractor.messages.language import Language
from extractor.readers import pdf
from extractor.readers.ocr_found import Recognition
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


@pytest.fixture
def unable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no text recognition."""
    monkeypatch.setattr(pdf, "find_recognition", lambda: Recognition(("rapidocr",), None, ""))


@pytest.mark.usefixtures("unable")
@pytest.mark.parametrize("pages", [1, 3])
def test_a_scan_needs_text_recognition(pages: int) -> None:
    extraction = read(put_together(*[draw(image=True)] * pages))
    assert (extraction.status, code_of(extraction)) == ("error", "needs_ocr")


def test_a_blank_page_is_no_scan() -> None:
    assert read(draw()).status == "no_form"


@pytest.mark.usefixtures("unable")
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


# ---- files of which the structure is damaged or odd -----------------------------------------------------------------


def assemble(*objects: bytes) -> bytes:
    """Put objects, numbered from 1, into a file; the first is its catalogue."""
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, item in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return bytes(file) + head + table + tail


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), more, content)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
TEXT = b"BT /F1 12 Tf 50 700 Td (budget) Tj ET"


def one_page(content: bytes = TEXT, page: bytes = PAGE, more: bytes = b"") -> bytes:
    return assemble(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(content, more), FONT)


def said(data: bytes, lang: Language = "en") -> tuple[str, str]:
    extraction = read(data, lang)
    return extraction.status, extraction.error.message if extraction.error else ""


def test_a_sound_file_put_together_by_hand_has_no_flaw() -> None:
    assert said(one_page())[0] == "no_form"
    assert said(one_page(b""))[0] == "no_form"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "1 page was read, but 2 are found"), ("zh", "读到1页，而文件中数出2页")]
)
def test_a_page_that_the_file_does_not_count_is_missed_with_both_numbers(lang: Language, words: str) -> None:
    data = assemble(CATALOG, b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 1>>", PAGE, stream(TEXT), FONT, PAGE)
    status, message = said(data, lang)
    assert status == "partial"
    assert words in message


def test_a_page_that_is_counted_but_not_there_is_named() -> None:
    data = assemble(CATALOG, b"<</Type/Pages/Kids[3 0 R null]/Count 2>>", PAGE, stream(TEXT), FONT)
    status, message = said(data)
    assert status == "partial"
    assert "page 2 cannot be opened" in message


@pytest.mark.parametrize("kids", [b"[2 0 R 2 0 R]", b"[null]", b"[9 0 R]", b"[]"])
def test_a_tree_of_pages_that_leads_nowhere_is_an_error_or_partial(kids: bytes) -> None:
    data = assemble(CATALOG, b"<</Type/Pages/Kids%b/Count 3>>" % kids, PAGE, stream(TEXT), FONT)
    assert said(data)[0] in ("error", "partial")


def test_more_pages_than_any_file_has_exceed_a_limit() -> None:
    data = assemble(CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 900000>>", PAGE, stream(TEXT), FONT)
    assert code_of(read(data)) == "limit"


def test_content_that_is_nowhere_makes_the_page_damaged() -> None:
    status, message = said(one_page(page=PAGE.replace(b"4 0 R", b"44 0 R")))
    assert (status, "page 1 is damaged" in message) == ("partial", True)


@pytest.mark.parametrize(
    ("whole", "broken", "name"),
    [
        (zlib.compress(TEXT), zlib.compress(TEXT)[:-6], b"Flate"),
        (base64.a85encode(TEXT) + b"~>", base64.a85encode(TEXT)[:-9], b"ASCII85"),
        (TEXT.hex().encode() + b">", TEXT.hex().encode()[:-9], b"ASCIIHex"),
        (bytes([len(TEXT) - 1]) + TEXT + b"\x80", bytes([len(TEXT) - 1]) + TEXT[:-5], b"RunLength"),
        (b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", b"\x80\x0b\x60\x50\x22", b"LZW"),
    ],
    ids=["Flate", "ASCII85", "ASCIIHex", "RunLength", "LZW"],
)
def test_a_stream_that_breaks_off_is_told_whatever_its_filter(whole: bytes, broken: bytes, name: bytes) -> None:
    head = b"/Filter/%bDecode" % name
    assert said(one_page(whole, more=head))[0] == "no_form"
    status, message = said(one_page(broken, more=head))
    assert (status, "page 1 is damaged" in message) == ("partial", True)


def test_a_damaged_font_is_told_because_characters_may_be_missing() -> None:
    data = sample("chromium")
    start = data.index(b"stream", data.index(b"/Length1")) + 2000
    status, message = said(data[:start] + b"\x00\x00" + data[start + 2 :])
    assert status == "partial"
    assert "a font is damaged" in message


@pytest.mark.parametrize(("lang", "words"), [("en", "not where the file's index says"), ("zh", "个对象找不到")])
def test_an_index_with_wrong_entries_is_told(lang: Language, words: str) -> None:
    data = one_page()
    entry = data.rindex(b" 00000 n") - 3
    status, message = said(data[:entry] + b"777" + data[entry + 3 :], lang)
    assert status == "partial"
    assert words in message


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_of_which_the_index_is_wrong_as_a_whole_is_read_and_noted(lang: Language) -> None:
    data = re.sub(rb"startxref\s+\d+", b"startxref\n7", sample("libreoffice"))
    (form,) = read(data, lang).forms
    assert form.record == reference()
    (noted,) = [check.message for check in form.checks if check.code == "tracked-changes" and check.status == "fail"]
    assert ("搜索" if lang == "zh" else "searching") in noted


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_width_that_is_no_number_is_noted(lang: Language) -> None:
    data = sample("reportlab")
    (form,) = read(data.replace(b"1000 1000 1000", b"1000 1p00 1000", 1), lang).forms
    (noted,) = [check.message for check in form.checks if check.code == "tracked-changes" and check.status == "fail"]
    assert ("不合语法" if lang == "zh" else "malformed") in noted


@pytest.mark.parametrize("junk", [b"<html>\n", b"Content-Type: application/pdf\r\n\r\n"])
def test_junk_around_a_file_does_no_harm(junk: bytes) -> None:
    extraction = read(junk + sample("libreoffice") + b"\n" + junk * 200)
    assert extraction.status == "review"
    assert extraction.forms[0].record == reference()


def test_a_later_revision_of_a_file_is_read() -> None:
    data = one_page(b"BT ET")
    place = len(data)
    old = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    data += b"4 0 obj\n" + stream(TEXT) + b"\nendobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\n" % (place, old)
    whole = data + table + b"startxref\n%d\n%%%%EOF\n" % len(data)
    assert said(whole)[0] == "no_form"
    status, message = said(whole[: place + 40])
    assert (status, "end is missing" in message) == ("partial", True)


@pytest.mark.parametrize("producer", ["chromium", "reportlab", "weasyprint"])
def test_of_a_file_without_its_last_part_the_rest_is_read(producer: str) -> None:
    data = sample(producer)
    extraction = read(data[: data.rindex(b"xref\n0 ")])
    assert extraction.status == "partial"
    assert [form.record for form in extraction.forms] == [reference()]


def test_an_encrypted_page_that_breaks_off_is_named() -> None:
    data = draw(text="budget", user="")
    assert said(data)[0] == "no_form"
    start, end = content_of(data, 1)
    assert said(data[: start + 20] + bytes(end - start - 20) + data[end:])[0] == "partial"


def test_an_unknown_protection_is_not_supported() -> None:
    data = draw(text="budget", user="").replace(b"/Filter /Standard", b"/Filter /Stendard")
    assert code_of(read(data)) == "unsupported"


@pytest.mark.usefixtures("unable")
def test_a_picture_with_a_page_number_is_a_scan() -> None:
    assert code_of(read(draw(image=True, text="- 3 -"))) == "needs_ocr"
    extraction = read(put_together(sample("libreoffice"), draw(image=True, text="5")), "en")
    assert extraction.status == "partial"
    assert "page 5 is an image only" in (extraction.error.message if extraction.error else "")


# ---- hostile files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("box", [b"[0 0 1000000000 1000000000]", b"[0 0 0 0]", b"[0 0 nan 842]", b"[]"])
def test_a_page_of_any_size_has_an_outcome(box: bytes) -> None:
    assert said(one_page(page=PAGE.replace(b"[0 0 595 842]", box)))[0] in ("no_form", "partial")


def test_coordinates_that_are_no_numbers_have_an_outcome() -> None:
    far = b"9" * 60
    content = b"1e400 0 0 nan 0 0 cm " + TEXT.replace(b"50", far) + b" 0 0 %b %b re S 0 0 m %b 0 l S" % (far, far, far)
    assert said(one_page(content))[0] in ("no_form", "partial")


def test_a_page_with_a_million_characters_exceeds_a_limit() -> None:
    content = b"BT /F1 1 Tf 50 700 Td " + b"(abcdefghi ) Tj 0 -1 Td " * 100_000 + b"ET"
    assert code_of(read(one_page(content))) == "limit"


def test_a_page_with_many_paths_has_an_outcome() -> None:
    content = b"".join(b"%d 0 m %d 800 l S " % (k % 595, k % 595) for k in range(100_000))
    assert said(one_page(content))[0] == "no_form"


def test_forms_nested_a_thousand_deep_have_an_outcome() -> None:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do", head % (7 + depth)) for depth in range(1000)]
    page = PAGE.replace(b"<</Font<</F1 5 0 R>>>>", b"<</XObject<</X 6 0 R>>>>")
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    data = assemble(CATALOG, tree, page, stream(b"/X Do"), FONT, *forms, stream(b""))
    assert said(data)[0] in ("no_form", "partial")
