"""The picture of a page: what the program saw, in colours over the page, with a legend and the values' pointers."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractor.cli import program
from extractor.inspect import inspect_bytes
from extractor.inspect_image import CELL, COLOURS, paint
from extractor.patterns import load_patterns
from extractor.readers.pdf_picture import LONGEST_SIDE, MOST_PIXELS, SCALE, draw_page

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.chromium.pdf"


def painted(path: Path, page: int) -> Image.Image:
    data = path.read_bytes()
    return paint(inspect_bytes(data, path.name, load_patterns()), page, draw_page(data, page), "en")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, ["inspect", "--lang", "en", *map(str, arguments)])


def colours(image: Image.Image, box: tuple[float, float, float, float]) -> set[tuple[int, int, int]]:
    """Give the colours of the pixels in a box of the page, in points."""
    x0, top, x1, bottom = (round(edge * SCALE) for edge in box)
    return {image.getpixel((x, y)) for x in range(x0, x1) for y in range(top, bottom)}  # type: ignore[misc]


def test_a_values_box_is_framed_in_the_colour_of_values_and_a_labels_in_that_of_labels() -> None:
    image = painted(REFERENCE, 1)
    inspection = inspect_bytes(REFERENCE.read_bytes(), REFERENCE.name, load_patterns())
    cells = [cell for row in inspection.regions[0].rows for cell in row.cells]
    value = next(cell for cell in cells if "/funding/groups/0/items/0/amount" in cell.pointers)
    label = next(cell for cell in cells if cell.text == "在职人数")
    for cell, kind in ((value, "value"), (label, "label")):
        x0, top, x1, bottom = cell.places[0].box  # type: ignore[union-attr]
        assert COLOURS[kind] in colours(image, (x0 - 1, top - 1, x1 + 1, bottom + 1))  # type: ignore[index]


def test_the_legend_names_each_colour_and_stands_beside_the_page() -> None:
    page = draw_page(REFERENCE.read_bytes(), 1).image
    image = painted(REFERENCE, 1)
    assert image.width > page.width
    legend = image.crop((page.width, 0, image.width, 260))
    seen = {colour for _, colour in legend.getcolors(1 << 20)}  # type: ignore[union-attr]
    assert {*COLOURS.values(), CELL} <= seen


def test_a_turned_page_is_shown_as_it_is_with_its_boxes_where_the_texts_stand() -> None:
    path = SAMPLES / "zhanjiang-2021-xinfangju.drawn-turned.pdf"
    picture = draw_page(path.read_bytes(), 1)
    assert picture.image.width < picture.image.height
    assert all(0 <= x0 < x1 <= 600 and 0 <= top < bottom <= 850 for x0, top, x1, bottom in picture.cells)
    inspection = inspect_bytes(path.read_bytes(), path.name, load_patterns())
    title = next(cell for row in inspection.regions[0].rows for cell in row.cells if "/title" in cell.pointers)
    x0, top, x1, bottom = title.places[0].box  # type: ignore[union-attr]
    assert bottom - top > 10 * (x1 - x0)
    assert any(min(pixel) < 90 for pixel in colours(painted(path, 1), (x0, top, x1, bottom)))


def test_each_page_gets_a_picture_of_its_own_or_one_page_the_only_one(tmp_path: Path) -> None:
    result = run(REFERENCE, "--image", tmp_path / "seen.png")
    assert (result.exit_code, result.stdout) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"seen-{k}.png" for k in range(1, 6)]
    run(REFERENCE, "--image", tmp_path / "two.png", "--page", "2")
    assert (tmp_path / "two.png").read_bytes() == (tmp_path / "seen-2.png").read_bytes()


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run(REFERENCE, "--image", tmp_path / "seen.png", "--page", "9")
    assert result.exit_code == 3
    assert "no page 9" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["txt", "python-docx.docx"])
def test_a_file_without_pages_has_nothing_to_draw(tmp_path: Path, suffix: str) -> None:
    result = run(SAMPLES / f"zhanjiang-2021-xinfangju.{suffix}", "--image", tmp_path / "seen.png")
    assert result.exit_code == 3
    assert "no page to draw" in result.stderr


def test_a_picture_that_cannot_be_written_and_one_over_the_input_are_refused(tmp_path: Path) -> None:
    missing = run(REFERENCE, "--image", tmp_path / "no folder" / "seen.png")
    assert missing.exit_code == 2
    own = tmp_path / "form.pdf"
    own.write_bytes(REFERENCE.read_bytes())
    assert run(own, "--image", own).exit_code == 2
    assert own.read_bytes() == REFERENCE.read_bytes()


def test_a_page_number_without_a_picture_is_refused() -> None:
    assert run(REFERENCE, "--page", "1").exit_code == 2


@pytest.mark.parametrize("size", [(14_000, 14_000), (200_000, 3), (3, 200_000), (1, 1)])
def test_a_huge_page_gives_a_picture_of_bounded_size(size: tuple[int, int]) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    canvas.drawString(0, 0, "x")
    canvas.save()
    image = draw_page(file.getvalue(), 1).image
    assert max(image.size) <= LONGEST_SIDE + 1
    assert image.width * image.height <= MOST_PIXELS * 1.01
