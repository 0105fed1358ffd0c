"""Pages as programs draw them: clipped, turned, scaled, cropped and nested. Each gives the same rows of cells."""

import io
from collections.abc import Callable

import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from extractor.document import PageBox, Source
from extractor.readers.pdf import read

WIDTH, HEIGHT = 600.0, 400.0
XS, YS = (60.0, 200.0, 400.0), (300.0, 270.0, 240.0)
TEXTS = (("unit", "value of it"), ("amount", "484.77"))
Draw = Callable[[Canvas], None]


def write_texts(canvas: Canvas) -> None:
    for row, texts in enumerate(TEXTS):
        for column, text in enumerate(texts):
            canvas.drawString(XS[column] + 4, YS[row] - 18, text)


def draw_rules(canvas: Canvas) -> None:
    canvas.grid(XS, YS)
    write_texts(canvas)


def make(draw: Draw, size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def cells_of(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read(Source(data, "x.pdf")).rows]


def place_of(data: bytes, text: str) -> tuple[float, ...]:
    (place,) = next(c.places for row in read(Source(data, "x.pdf")).rows for c in row.cells if c.text == text)
    assert isinstance(place, PageBox)
    return place.box


EXPECTED = [list(texts) for texts in TEXTS]


def test_a_ruled_table_is_read_row_by_row() -> None:
    assert cells_of(make(draw_rules)) == EXPECTED


def test_lines_that_are_drawn_too_long_and_clipped_end_where_they_are_seen_to() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(200, 380, "title")
        for left, right in ((0, 1), (1, 2)):
            for top, bottom in ((0, 1), (1, 2)):
                canvas.saveState()
                path = canvas.beginPath()
                path.rect(XS[left], YS[bottom], XS[right] - XS[left], YS[top] - YS[bottom])
                canvas.clipPath(path, stroke=0, fill=0)
                for x in (XS[left], XS[right]):
                    canvas.line(x, 10, x, 390)
                for y in (YS[top], YS[bottom]):
                    canvas.line(10, y, 590, y)
                canvas.restoreState()
        write_texts(canvas)

    assert cells_of(make(draw)) == [["title"], *EXPECTED]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_table_drawn_on_its_side_is_read_as_if_it_stood_upright(degrees: int) -> None:
    def draw(canvas: Canvas) -> None:
        x, y = {90: (HEIGHT, 0.0), 180: (WIDTH, HEIGHT), 270: (0.0, WIDTH)}[degrees]
        canvas.translate(x, y)
        canvas.rotate(degrees)
        draw_rules(canvas)

    data = make(draw, (WIDTH, HEIGHT) if degrees == 180 else (HEIGHT, WIDTH))
    assert cells_of(data) == EXPECTED
    left, base, wide = XS[1] + 4, YS[1] - 18, stringWidth("484.77", "Helvetica", 12)
    x0, top, x1, bottom = place_of(data, "484.77")
    seen = {
        90: (HEIGHT - base, WIDTH - left - wide, HEIGHT - base, WIDTH - left),
        180: (WIDTH - left - wide, base, WIDTH - left, base),
        270: (base, left, base, left + wide),
    }[degrees]
    middle = ((x0 + x1) / 2, (top + bottom) / 2)
    assert middle == pytest.approx(((seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2), abs=6)
    assert (x1 - x0 > bottom - top) == (degrees == 180)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_the_file_turns_is_read_in_the_direction_of_its_text(degrees: int) -> None:
    pdf = PdfDocument(make(draw_rules))
    pdf[0].set_rotation(degrees)
    file = io.BytesIO()
    pdf.save(file)
    assert cells_of(file.getvalue()) == EXPECTED


def test_a_cropped_page_is_read_from_the_corner_that_is_shown() -> None:
    pdf = PdfDocument(make(draw_rules))
    pdf[0].set_cropbox(50, 100, 500, 350)
    file = io.BytesIO()
    pdf.save(file)
    assert cells_of(file.getvalue()) == EXPECTED
    assert place_of(file.getvalue(), "unit")[0] == pytest.approx(XS[0] + 4 - 50, abs=1)


def test_a_table_in_nested_forms_with_their_own_scales_is_read_like_any() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.scale(0.5, 0.5)
        draw_rules(canvas)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.translate(-60, -120)
        canvas.scale(2, 2)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(60, 120)
        canvas.doForm("outer")

    assert cells_of(make(draw)) == EXPECTED


def test_cells_in_two_shades_without_any_rule_are_read_row_by_row() -> None:
    def draw(canvas: Canvas) -> None:
        for row in (0, 1):
            for column in (0, 1):
                canvas.setFillGray(0.8 + 0.1 * ((row + column) % 2))
                canvas.rect(XS[column], YS[row + 1], XS[column + 1] - XS[column], 30, stroke=0, fill=1)
        canvas.setFillGray(0)
        write_texts(canvas)

    assert cells_of(make(draw)) == EXPECTED


def test_white_rules_over_one_shade_are_rules() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(XS[0], YS[2], XS[2] - XS[0], YS[0] - YS[2], stroke=0, fill=1)
        canvas.setStrokeGray(1)
        canvas.setFillGray(0)
        draw_rules(canvas)

    assert cells_of(make(draw)) == EXPECTED


@pytest.mark.parametrize(("size", "apart"), [(1.5, 3.0), (1.0, 2.5), (6.0, 12.0)])
def test_rules_that_are_rows_of_squares_or_of_dashes_are_rules(size: float, apart: float) -> None:
    def draw(canvas: Canvas) -> None:
        flat = min(size, 1.0)
        for y in YS:
            for k in range(int((XS[2] - XS[0]) / apart) + 1):
                canvas.rect(XS[0] + k * apart, y - flat / 2, size, flat, stroke=0, fill=1)
        for x in XS:
            for k in range(int((YS[0] - YS[2]) / 4) + 1):
                canvas.rect(x - 0.5, YS[2] + k * 4, 1, 2, stroke=0, fill=1)
        write_texts(canvas)

    assert cells_of(make(draw)) == EXPECTED


@pytest.mark.parametrize(("base", "page"), [(49, 1), (44, 2)], ids=["most on the first", "most on the second"])
def test_a_line_that_the_cut_of_a_long_page_shows_on_both_pages_is_read_once(base: float, page: int) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(2):
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(0, 50, WIDTH, 300)
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.translate(0, 300 * number)
            canvas.grid(XS, (340, 310, -260))
            lines = {"value": 320, "long": 200, "text": 64, "of one cell": base, "that ends": 20}
            for text, height in lines.items():
                if height > 36 if number == 0 else height < 60:
                    canvas.drawString(XS[1] + 4, height, text)
            canvas.restoreState()
            canvas.showPage()

    document = read(Source(make(draw), "x.pdf"))
    printed = [cell.text for row in document.rows if not row.apart for cell in row.cells]
    assert " ".join(" ".join(printed).split()) == "value long text of one cell that ends"
    assert {row.page for row in document.rows if row.apart} == {3 - page}
    held = sum(len("".join(cell.raw.split())) for row in document.rows for cell in row.cells)
    assert held == sum(row.source for row in document.rows)


def test_a_label_that_the_cut_of_a_long_page_shows_just_outside_of_its_table_stands_in_its_cell() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(2):
            canvas.saveState()
            path = canvas.beginPath()
            path.rect(0, 50, WIDTH, 300)
            canvas.clipPath(path, stroke=0, fill=0)
            canvas.translate(0, 298 * number)
            canvas.grid(XS, (340, 310, 53))
            canvas.drawString(XS[1] + 4, 320, "value")
            canvas.drawString(XS[0] + 4, 47, "label")
            canvas.drawString(XS[1] + 4, 60, "text")
            canvas.restoreState()
            canvas.showPage()

    rows = read(Source(make(draw), "x.pdf")).rows
    assert [cell.text for row in rows if row.table == 1 for cell in row.cells] == ["", "value", "label", "text"]


def test_a_row_that_goes_beyond_what_its_page_shows_ends_open_even_if_few_lines_are_cut() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid(XS, [340 - 5 * k for k in range(50)])
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(0, 50, WIDTH, 300)
        canvas.clipPath(path, stroke=0, fill=0)
        for x in XS:
            canvas.line(x, 95, x, 20)
        canvas.line(XS[0], 20, XS[-1], 20)
        canvas.restoreState()
        canvas.drawString(XS[1] + 4, 60, "text")

    row = read(Source(make(draw), "x.pdf")).rows[-1]
    assert [(cell.text, cell.closed) for cell in row.cells] == [("", (True, False)), ("text", (True, False))]
    place = row.cells[0].places[0]
    assert isinstance(place, PageBox)
    assert place.box[3] == pytest.approx(HEIGHT - 50, abs=0.5)


def draw_open_pages(canvas: Canvas, feet: Callable[[int], str], heads: Callable[[int], str]) -> None:
    """Draw three pages of a table whose cells go on over the page breaks, up to the paper's edges."""
    for number in range(1, 4):
        for x in XS:
            canvas.line(x, 0, x, HEIGHT)
        if number == 1:
            canvas.line(XS[0], 300, XS[-1], 300)
            canvas.drawString(XS[0] + 4, 310, "unit")
        canvas.drawString(XS[0] + 4, 200, f"part {number}")
        canvas.drawString(XS[1] + 4, 380, heads(number))
        canvas.drawString(XS[1] + 4, 200, "goes on")
        canvas.drawString(XS[1] + 80, 20, feet(number))
        canvas.showPage()


def test_page_numbers_and_running_heads_within_cells_that_are_open_at_a_page_break_are_no_text_of_them() -> None:
    data = make(lambda canvas: draw_open_pages(canvas, str, lambda number: f"- {number} -"))
    printed = [cell.text for row in read(Source(data, "x.pdf")).rows if not row.apart for cell in row.cells]
    assert [text for text in printed if text] == ["unit", *(t for n in "123" for t in (f"part {n}", "goes on"))]


def test_numbers_that_do_not_count_the_pages_stay_in_their_cells() -> None:
    data = make(lambda canvas: draw_open_pages(canvas, lambda number: str(7 * number), lambda _: ""))
    printed = " ".join(cell.text for row in read(Source(data, "x.pdf")).rows if not row.apart for cell in row.cells)
    assert all(str(7 * number) in printed for number in range(1, 4))
