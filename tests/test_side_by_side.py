"""A sheet that is printed on pages side by side is read as one; pages that only look alike stay apart."""

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Document, PageBox, Source
from extractor.readers.pdf import read

XS = (60.0, 140.0, 300.0, 460.0, 620.0)
CUT = 300.0
WIDTH, HEIGHT = 360.0, 400.0
BANDS = (
    (340.0, [("unit", "bureau", "year", "2021"), ("basic", "595.19", "fiscal", "1079.96"), ("", "", "", "")]),
    (380.0, [("level", "name", "value", "note"), ("output", "meetings", "3", "-"), ("more", "trainings", "4", "-")]),
)
ROW = 30.0


def draw_half(canvas: Canvas, band: int, half: int, *, title: str = "the title", rows: int = 3) -> None:
    """Draw one page: the left or the right half of a band of rows."""
    top, texts = BANDS[band]
    canvas.saveState()
    if half:
        canvas.translate(XS[0] - CUT, 0)
    if band == 0 and half == 0:
        canvas.drawString(XS[0], top + 20, title)
    xs = XS[2:] if half else XS[:3]
    extra = [("extra", "1", "2", "3")] * (rows - 3)
    lines = [*texts, *extra]
    canvas.grid(xs, [top - ROW * k for k in range(len(lines) + 1)])
    for k, row in enumerate(lines):
        for column in (2, 3) if half else (0, 1):
            canvas.drawString(XS[column] + 3, top - ROW * k - 20, row[column])
    canvas.restoreState()
    canvas.showPage()


def make(order: Sequence[tuple[int, int]], **options: int) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for band, half in order:
        draw_half(canvas, band, half, **(options if half else {}))  # type: ignore[arg-type]
    canvas.save()
    return file.getvalue()


def read_pdf(data: bytes) -> Document:
    return read(Source(data, "x.pdf"))


def texts_of(document: Document) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in document.rows]


SHEET = [("the title",), *BANDS[0][1], *BANDS[1][1]]


@pytest.mark.parametrize(
    "order", [[(0, 0), (1, 0), (0, 1), (1, 1)], [(0, 0), (0, 1), (1, 0), (1, 1)]], ids=["down-over", "over-down"]
)
def test_the_halves_of_a_sheet_are_joined_row_by_row_in_either_order_of_pages(order: list[tuple[int, int]]) -> None:
    document = read_pdf(make(order))
    assert texts_of(document) == SHEET
    assert document.pages == 4
    assert [(flaw.code, flaw.lost) for flaw in document.flaws] == [("pages-side-by-side", False)]


def test_a_value_of_the_right_half_is_shown_on_the_page_that_prints_it() -> None:
    document = read_pdf(make([(0, 0), (1, 0), (0, 1), (1, 1)]))
    (place,) = next(cell.places for row in document.rows for cell in row.cells if cell.text == "1079.96")
    assert isinstance(place, PageBox)
    assert place.page == 3
    assert place.box[0] == pytest.approx(XS[0] + XS[3] - CUT + 3, abs=1)


def test_every_character_of_both_halves_is_counted() -> None:
    document = read_pdf(make([(0, 0), (0, 1)]))
    assert sum(row.source for row in document.rows) == sum(len("".join(row).replace(" ", "")) for row in SHEET[:4])


def test_pages_with_other_row_edges_are_not_joined() -> None:
    document = read_pdf(make([(0, 0), (1, 0)]))
    assert document.flaws == ()
    assert texts_of(document)[1] == BANDS[0][1][0][:2]


def test_a_right_half_with_rows_of_its_own_height_is_not_joined() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    draw_half(canvas, 0, 0)
    canvas.grid(XS[:3], [340, 325, 300, 290, 270, 262, 250])
    canvas.drawString(XS[0] + 3, 328, "year")
    canvas.showPage()
    canvas.save()
    assert read_pdf(file.getvalue()).flaws == ()


def test_two_forms_on_one_template_are_not_two_halves_of_a_sheet() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for unit in ("this bureau", "that bureau"):
        canvas.drawString(XS[0], 360, "the title")
        canvas.grid(XS[:3], [340 - ROW * k for k in range(6)])
        for k, label in enumerate(("unit", "department", "staff", "basic", "project")):
            canvas.drawString(XS[0] + 3, 320 - ROW * k, label)
            canvas.drawString(XS[1] + 3, 320 - ROW * k, f"{unit} {k}" if k == 0 else f"{len(unit) + k}.{unit[2]}")
        canvas.showPage()
    canvas.save()
    document = read_pdf(file.getvalue())
    assert document.flaws == ()
    assert len(document.rows) == 12


def test_a_table_that_goes_on_below_a_page_is_not_joined_to_its_right() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT))
    for page in range(2):
        if not page:
            canvas.drawString(XS[0], 380, "the title")
        top = 360 if page == 0 else 380
        canvas.grid(XS[:3], [top - 20 * k for k in range(17)])
        for k in range(16):
            canvas.drawString(XS[0] + 3, top - 20 * k - 15, f"name {page} {k}")
        canvas.showPage()
    canvas.save()
    document = read_pdf(file.getvalue())
    assert document.flaws == ()
    assert len(document.rows) == 33
