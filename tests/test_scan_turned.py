"""Labels on their side in cells of scans, and labels that are printed one character below the other."""

import io
import sys
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from extractor.document import Cell, PageBox, Source
from extractor.patterns import load_patterns, vocabulary
from extractor.readers import read

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "samples"))

from _scans import Look, scan_pages  # noqa: E402 - the samples' own scripts

SIDES = ROOT / "samples" / "zhanjiang-2021-xinfangju.drawn-sides.pdf"
TABLE = (0, 1955, 1653, 2250)
"""The end of its third page at 200 dots to the inch: three rows beside 绩效指标, which runs from the bottom up."""

LABEL = (145, 15, 285, 185)
"""Where the label's cell lies in it, without its rulings."""


@cache
def table() -> Image.Image:
    return scan_pages(SIDES, Look("clean"), pages=[2])[0].convert("L").crop(TABLE)


def cells(picture: Image.Image) -> dict[str, Cell]:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", dpi=(200, 200))
    document = read(Source(buffer.getvalue(), "table.png", vocabulary(load_patterns())))
    return {cell.text: cell for row in document.rows for cell in row.cells if not cell.blank}


def write_label(label: Image.Image) -> Image.Image:
    """Give the table with another picture of its label."""
    picture = table().copy()
    picture.paste(255, LABEL)
    left, top, right, bottom = LABEL
    picture.paste(label, ((left + right - label.width) // 2, (top + bottom - label.height) // 2))
    return picture


@pytest.mark.parametrize("turn", [0, 180])
def test_a_label_on_its_side_is_read_with_the_head_turned(turn: int) -> None:
    """It runs from the bottom up, or from the top down."""
    found = cells(write_label(table().crop(LABEL).rotate(turn)))
    label = found["绩效指标"]
    assert label.rows == 3
    assert label.confidence is not None
    assert {"一级指标", "产出指标", "政府采购预算个数", "10", "3"} <= set(found)


def test_the_place_of_a_label_on_its_side_is_where_it_stands() -> None:
    (place,) = cells(table())["绩效指标"].places
    assert isinstance(place, PageBox)
    left, top, right, bottom = (side * 72 / 200 for side in LABEL)
    assert left < place.box[0] < place.box[2] < right
    assert top < place.box[1] < place.box[3] < bottom
    assert place.box[3] - place.box[1] > 3 * (place.box[2] - place.box[0])


def test_a_label_printed_one_character_below_the_other_stays_upright() -> None:
    line = table().crop(LABEL).rotate(-90, expand=True)
    ink = line.point(lambda grey: 255 * (grey < 128)).getbbox()
    assert ink is not None
    line = line.crop(ink)
    step = line.width // 4
    stack = Image.new("L", (step, 4 * (line.height + 6)), 255)
    for k in range(4):
        stack.paste(line.crop((k * step, 0, (k + 1) * step, line.height)), (0, k * (line.height + 6)))
    assert "绩效指标" in cells(write_label(stack))


def test_numbers_below_each_other_are_no_line_on_its_side() -> None:
    """`10` above `3` in one cell: each is read surely as it stands."""
    number = table().crop((1160, 78, 1205, 112))
    column = Image.new("L", (number.width, 90), 255)
    column.paste(number, (0, 0))
    column.paste(number, (0, 50))
    assert "绩效指标" not in cells(write_label(column))
    assert {"10\n10", "1010"} & set(cells(write_label(column)))
