"""Scans: image-only pages of PDFs, and files of pictures, give the typed form's record, and what is no page says so.

What was recognised is told from what was typed by `confidence` in the evidence.
"""

import io
import struct
import sys
import zlib
from collections.abc import Sequence
from functools import cache
from importlib import util
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from extractor import extract, extract_bytes
from extractor.cli import program
from extractor.document import Document, PageBox, Source
from extractor.patterns import load_patterns, vocabulary
from extractor.readers import image, pdf, read
from extractor.readers.ocr_found import Recognition, find_recognition
from extractor.record import Extraction
from tests.scans.comparing import compare

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "samples"))

from _scans import Look, scan_pages, write_pdf  # noqa: E402 - the samples' own scripts

SHANGHAI = ROOT / "samples" / "shanghai-2023-jietu.chromium.pdf"
WENHUA = ROOT / "samples" / "zhanjiang-2024-wenhua.chromium.pdf"
FIND_SPEC = util.find_spec
HEAD = (100, 200, 2240, 750)
"""The head of the form of 2024 and its money, at 200 dots to the inch."""


@cache
def typed(path: Path) -> Extraction:
    return extract(path)


@cache
def words() -> frozenset[str]:
    return vocabulary(load_patterns())


def pack(pages: Sequence[Image.Image], kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    pages[0].save(buffer, kind, **options)
    return buffer.getvalue()


@cache
def head() -> Image.Image:
    return scan_pages(WENHUA, Look("clean"), pages=[0])[0].crop(HEAD)


def look_at(data: bytes, name: str) -> Document:
    return read(Source(data, name, words()))


def texts(document: Document) -> list[str]:
    return [cell.text for row in document.rows for cell in row.cells if not cell.blank]


# ---- whole forms ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Extraction:
    look = Look("askew, on its side, stamped", tilt=-1.7, turn=90, stamps=2, shade=40)
    path = tmp_path_factory.mktemp("scans") / "form.pdf"
    write_pdf(scan_pages(SHANGHAI, look), look.dpi, path)
    return extract(path, lang="en")


def test_a_page_askew_on_its_side_and_stamped_gives_the_record_of_the_typed_one(scanned: Extraction) -> None:
    assert compare(typed(SHANGHAI), scanned) == []
    assert scanned.forms[0].pattern == "shanghai-project"
    assert scanned.source.format == "pdf"


def test_evidence_says_how_sure_the_recognition_is(scanned: Extraction) -> None:
    evidence = scanned.forms[0].evidence
    assert all(entry.confidence is not None and 0 < entry.confidence < 1 for entry in evidence.values())
    assert all("confidence" not in entry.model_dump() for entry in typed(SHANGHAI).forms[0].evidence.values())


def test_evidence_points_into_the_page_as_it_lies(scanned: Extraction) -> None:
    """The page was turned by 90 degrees and lies askew: its values stand where they are seen on it."""
    width, height = 842, 595
    upright = typed(SHANGHAI).forms[0].evidence
    for pointer, entry in scanned.forms[0].evidence.items():
        (there,), (here,) = upright[pointer].sources, entry.sources
        assert isinstance(there, PageBox)
        assert isinstance(here, PageBox)
        x = (there.box[0] + there.box[2]) / 2
        y = (there.box[1] + there.box[3]) / 2
        assert 0 <= here.box[0] < here.box[2] <= width
        assert 0 <= here.box[1] < here.box[3] <= height
        # A point (x, y) of the upright page lies at (height - y, x) of the turned one, but for the tilt.
        assert here.box[0] - 30 < width - y < here.box[2] + 30
        assert here.box[1] - 30 < x < here.box[3] + 30


def test_two_pages_on_one_sheet_are_two_pages(tmp_path: Path) -> None:
    pages = scan_pages(SHANGHAI, Look("clean"))
    sheet = Image.new("L", (2 * pages[0].width, pages[0].height), "white")
    sheet.paste(pages[0].crop((0, 0, pages[0].width, 1150)), (0, 0))
    sheet.paste(pages[0].crop((0, 1150, pages[0].width, pages[0].height)), (pages[0].width, 0))
    write_pdf([sheet], 200, tmp_path / "sheet.pdf")
    document = look_at((tmp_path / "sheet.pdf").read_bytes(), "sheet.pdf")
    assert document.pages == 1
    places = [place for row in document.rows for cell in row.cells for place in cell.places]
    assert {place.page for place in places if isinstance(place, PageBox)} == {1}
    printed = texts(document)
    assert printed.index("项目名称") < printed.index("一级指标")
    left = next(cell for row in document.rows for cell in row.cells if cell.text == "项目名称").places[0]
    right = next(cell for row in document.rows for cell in row.cells if cell.text == "满意度指标").places[0]
    assert isinstance(left, PageBox)
    assert isinstance(right, PageBox)
    assert left.box[2] < 595 < right.box[0]


def test_scanned_pages_among_typed_ones_are_read_page_by_page(tmp_path: Path) -> None:
    """The first page of the form of 2024 is typed, its last ones are scanned."""
    write_pdf(scan_pages(WENHUA, Look("clean"), pages=[2]), 200, tmp_path / "rest.pdf")
    mixed = pypdfium2.PdfDocument.new()
    with pypdfium2.PdfDocument(WENHUA) as first, pypdfium2.PdfDocument(tmp_path / "rest.pdf") as rest:
        mixed.import_pages(first, [0, 1])
        mixed.import_pages(rest)
    mixed.save(tmp_path / "mixed.pdf")
    mixed.close()
    extraction = extract(tmp_path / "mixed.pdf")
    assert compare(typed(WENHUA), extraction) == []
    recognised = {
        place.page
        for entry in extraction.forms[0].evidence.values()
        for place in entry.sources
        if entry.confidence is not None and isinstance(place, PageBox)
    }
    assert recognised == {3}


# ---- files of pictures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "mode"),
    [
        ("head.png", "PNG", "RGBA"),
        ("head.jpg", "JPEG", "CMYK"),
        ("head.tif", "TIFF", "1"),
        ("head.png", "PNG", "I;16"),
        ("head.png", "PNG", "P"),
    ],
)
def test_pictures_of_many_kinds_are_read(name: str, kind: str, mode: str) -> None:
    picture = head()
    if mode == "I;16":
        picture = picture.convert("I").point(lambda grey: grey * 256).convert("I;16")
    else:
        picture = picture.convert(mode, dither=Image.Dither.NONE)
    document = look_at(pack([picture], kind, dpi=(200, 200)), name)
    assert (document.format, document.pages, document.flaws) == ("image", 1, ())
    assert {"部门名称", "湛江市示例文化服务中心", "8596.35", "64211.034975", "500", "126", "4"} <= set(texts(document))


def test_pictures_of_a_tiff_are_pages() -> None:
    black = head().convert("1", dither=Image.Dither.NONE)
    parts = [black.crop((0, 0, 2140, 98)), black.crop((0, 150, 2140, 294))]
    data = pack(parts, "TIFF", save_all=True, append_images=parts[1:], dpi=(200, 200))
    document = look_at(data, "fax.tiff")
    assert document.pages == 2
    pages = {cell.text: row.page for row in document.rows for cell in row.cells}
    assert (pages["湛江市示例文化服务中心"], pages["8596.35"]) == (1, 2)


def test_a_picture_without_a_resolution_is_measured_as_if_it_were_a_page_of_a4() -> None:
    page = Image.new("L", (1170, 827), "white")
    page.paste(head().resize((1070, 275)), (50, 100))
    document = look_at(pack([page], "PNG"), "page.png")
    (place,) = next(cell for row in document.rows for cell in row.cells if cell.text == "部门名称").places
    assert isinstance(place, PageBox)
    assert place.box[0] == pytest.approx(55 * 72 / 100.06, abs=9)


def test_a_picture_that_a_camera_took_on_its_side_is_read_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # The top of the picture is its right side.
    data = pack([head().rotate(90, expand=True)], "JPEG", exif=exif, dpi=(200, 200))
    assert "8596.35" in texts(look_at(data, "photo.jpg"))


def test_inspect_draws_what_it_saw_over_a_picture(tmp_path: Path) -> None:
    (tmp_path / "head.png").write_bytes(pack([head().crop((0, 0, 2140, 98))], "PNG", dpi=(200, 200)))
    seen = tmp_path / "seen.png"
    result = CliRunner().invoke(program, ["inspect", "--image", str(seen), str(tmp_path / "head.png")])
    assert result.exit_code == 0
    with Image.open(seen) as drawn:
        assert drawn.width > 2140
    picture, scale = image.draw_page(pack([head()], "PNG", dpi=(400, 400)), 1)
    assert picture.width == round(head().width / 2)
    assert scale == pytest.approx(200 / 72, rel=0.01)
    with pytest.raises(IndexError):
        image.draw_page(pack([head()], "PNG"), 2)


# ---- what is no page ------------------------------------------------------------------------------------------------


def said(data: bytes, name: str) -> tuple[str, str | None]:
    extraction = extract_bytes(data, name)
    return extraction.status, extraction.error.code if extraction.error else None


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def make_png(width: int, height: int) -> bytes:
    """Make a PNG that says that it is so large, and holds nearly nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "name", "outcome"),
    [
        (make_png(60_000, 60_000), "bomb.png", "limit"),
        (make_png(9_000, 9_000), "large.png", "limit"),
        (make_png(0, 0), "none.png", "corrupt"),
        (make_png(3, 3), "dot.png", "unsupported"),
        (make_png(2000, 2000), "cut.png", "corrupt"),
        (b"\x89PNG\r\n\x1a\n", "empty.png", "corrupt"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "no.jpg", "corrupt"),
        (b"II*\0" + bytes(4), "no.tif", "corrupt"),
        (b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 200, "no.tif", "corrupt"),
    ],
)
def test_a_hostile_picture_has_an_outcome(data: bytes, name: str, outcome: str) -> None:
    assert said(data, name) == ("error", outcome)


def test_a_cut_or_moving_picture_has_an_outcome() -> None:
    whole = pack([head()], "JPEG")
    assert said(whole[: len(whole) // 2], "cut.jpg") == ("error", "corrupt")
    frames = [Image.new("L", (100, 100), grey) for grey in (0, 90, 200)]
    moving = pack([frames[0]], "PNG", save_all=True, append_images=frames[1:])
    assert said(moving, "moving.png") == ("error", "unsupported")
    assert said(pack([frames[0]], "GIF"), "old.gif") == ("error", "unsupported")


def test_pictures_of_odd_shapes_have_an_outcome(tmp_path: Path) -> None:
    for size in ((9000, 20), (20, 9000)):
        assert said(pack([Image.new("L", size, 90)], "PNG"), "odd.png")[0] == "no_form"
    write_pdf([Image.new("L", (4000, 2), 90)], 200, tmp_path / "odd.pdf")
    assert said((tmp_path / "odd.pdf").read_bytes(), "odd.pdf")[0] == "no_form"


def test_a_picture_without_text_holds_no_form_and_says_what_it_is() -> None:
    assert said(pack([Image.new("L", (500, 700), "white")], "PNG"), "white.png") == ("no_form", "no_form")
    drawing = Image.linear_gradient("L").resize((500, 700))
    drawing.paste(0, (100, 100, 400, 600))
    document = look_at(pack([drawing], "PNG"), "drawing.png")
    assert [flaw.code for flaw in document.flaws] == ["page-without-text"]


@pytest.mark.parametrize(
    ("look", "status", "said"),
    [
        (Look("hopeless", dpi=60, blur=1.0), "error", "Scan the paper again with 200 dpi or more"),
        (Look("coarse", dpi=110), "review", "coarse or blurred (110 dpi)"),
    ],
)
def test_what_is_too_poor_is_refused_and_what_is_coarse_is_never_ok(
    look: Look, status: str, said: str, tmp_path: Path
) -> None:
    write_pdf(scan_pages(SHANGHAI, look), look.dpi, tmp_path / "poor.pdf")
    extraction = extract(tmp_path / "poor.pdf", lang="en")
    assert extraction.status == status
    told = [check.message for form in extraction.forms for check in form.checks if check.status == "fail"]
    told += [extraction.error.next_step] if extraction.error else []
    assert any(said in sentence for sentence in told)
    if status == "error":
        assert (extraction.error.code if extraction.error else "", extraction.forms) == ("rescan", [])


# ---- without the extra ----------------------------------------------------------------------------------------------


def test_without_text_recognition_scans_say_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lacking = Recognition(("rapidocr",), None, "")
    monkeypatch.setattr(pdf, "find_recognition", lambda: lacking)
    monkeypatch.setattr(image, "find_recognition", lambda: lacking)
    write_pdf([head()], 200, tmp_path / "head.pdf")
    for path, name in ((tmp_path / "head.pdf", "head.pdf"), (None, "head.png")):
        data = path.read_bytes() if path else pack([head()], "PNG")
        extraction = extract_bytes(data, name, lang="en")
        assert extraction.error is not None
        assert extraction.error.code == "needs_ocr"
        assert 'pip install "jixiao[ocr]"' in extraction.error.next_step


def test_what_is_missing_is_told_without_importing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_recognition().there
    assert find_recognition().version.startswith("rapidocr ")
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == "cv2" else FIND_SPEC(name))
    assert find_recognition().missing == ("opencv-python-headless",)
    assert not find_recognition().there
