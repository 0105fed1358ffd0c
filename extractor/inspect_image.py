"""A page's picture with what the program saw on it: rulings, cells, and what each piece of text became.

Enters: an inspection, and a page as its reader draws it. Leaves: a picture in colours, with a legend and a numbered
list of the page's values by their JSON Pointers beside it: for whoever asks why a value is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.document import PageBox
from extractor.inspect import Inspection, Kind, find_kind
from extractor.messages.language import Language
from extractor.messages.lines import say_line
from extractor.readers.pdf_picture import Picture

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    Font = FreeTypeFont | ImageFont

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

COLOURS: dict[Kind, Colour] = {
    "value": (20, 120, 40),
    "label": (40, 90, 200),
    "repeated": (140, 60, 170),
    "residue": (215, 30, 30),
    "furniture": (150, 105, 50),
    "outside": (110, 110, 110),
}
"""What a piece of text became."""

RULING: Colour = (235, 0, 140)
CELL: Colour = (0, 170, 210)

SIZE, SMALL, LINE = 15, 12, 20
"""The type of the legend and of the numbers, and the height of a line of the legend, in pixels."""

COLUMN = 330
"""The width of a column of the list, in pixels."""

MOST_COLUMNS = 6
MOST_MARKS = 2000
"""On one page no more pieces than this are coloured."""

CJK_FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "msyh.ttc",
    "simhei.ttf",
    "simsun.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
)
"""Fonts that Chinese can be written with, one of which a system may have; without one the legend is in English."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of text on a page: where, what it became, and the JSON Pointers of its values."""

    box: Box
    kind: Kind
    pointers: tuple[str, ...]


def paint(inspection: Inspection, number: int, picture: Picture, language: Language) -> "Image":
    """Give a page's picture with rulings, cells and texts in colours, and the list of its values on the right.

    Args:
        inspection: what the program saw in the file.
        number: the page's number, from 1.
        picture: the page as its reader draws it.
        language: of the legend; English where no font for Chinese is found.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 - heavy, and needed here only

    marks = list(_find_marks(inspection, number))
    font, small, language = _find_fonts(language)
    base = picture.image.convert("RGB")
    glaze = Image.new("RGBA", base.size, (255, 255, 255, 0))
    _glaze(ImageDraw.Draw(glaze), picture, marks)
    base = Image.alpha_composite(base.convert("RGBA"), glaze).convert("RGB")
    numbered = [mark for mark in marks if mark.pointers]
    _number(ImageDraw.Draw(base), picture.scale, marks, numbered, small)
    entries = [f"{index}  {pointer}" for index, mark in enumerate(numbered, 1) for pointer in mark.pointers]
    legend = [(kind, COLOURS[kind]) for kind in COLOURS]
    height = max(base.height, (len(legend) + 8) * LINE)
    room = height // LINE - len(legend) - 6
    columns = max(1, min(MOST_COLUMNS, -(-len(entries) // room)))
    if len(entries) > columns * room:
        hidden = len(entries) - columns * room + 1
        entries[columns * room - 1 :] = [say_line("image-more", language, count=hidden)]
    whole = Image.new("RGB", (base.width + columns * COLUMN + LINE, height), (255, 255, 255))
    whole.paste(base, (0, 0))
    pen = ImageDraw.Draw(whole)
    left, top = base.width + LINE, LINE // 2
    pen.line((base.width, 0, base.width, height), fill=(0, 0, 0))
    pen.text((left, top), say_line("image-page", language, number=number), font=font, fill=(0, 0, 0))
    for name, colour in [("ruling", RULING), ("cell", CELL)]:
        top += LINE
        pen.rectangle((left, top + 8, left + 24, top + 10), fill=colour)
        pen.text((left + 34, top), say_line(f"image-{name}", language), font=font, fill=(0, 0, 0))
    for kind, colour in legend:
        top += LINE
        pen.rectangle((left, top + 2, left + 24, top + 15), fill=_lighten(colour), outline=colour, width=2)
        count = sum(mark.kind == kind for mark in marks)
        pen.text((left + 34, top), f"{say_line(f'image-{kind}', language)}  {count}", font=font, fill=(0, 0, 0))
    top += 2 * LINE
    for index, entry in enumerate(entries):
        place = (left + index // room * COLUMN, top + index % room * LINE)
        pen.text(place, _shorten(entry, font, COLUMN - 10), font=font, fill=COLOURS["value"])
    return whole


def _find_marks(inspection: Inspection, number: int) -> Iterator[Mark]:
    """Give what stands on a page, each piece of a cell that a page break cut where it stands."""
    count = 0
    rows = [row for region in inspection.regions for row in region.rows]
    for row in (*rows, *inspection.outside):
        for cell in row.cells:
            for place in cell.places:
                if isinstance(place, PageBox) and place.page == number and cell.text.strip() and count < MOST_MARKS:
                    count += 1
                    yield Mark(place.box, find_kind(row, cell), cell.pointers)


def find_font() -> "FreeTypeFont | None":
    """Give a font that has Chinese, None where none is installed."""
    from PIL import ImageFont  # noqa: PLC0415 - heavy, and needed here only

    for name in CJK_FONTS:
        try:
            return ImageFont.truetype(name, SIZE)
        except OSError:
            continue
    return None


def _find_fonts(language: Language) -> tuple["Font", "Font", Language]:
    """Give the type of the legend and of the numbers, and the language that they can write."""
    from PIL import ImageFont  # noqa: PLC0415 - heavy, and needed here only

    small = ImageFont.load_default(SMALL)
    font = find_font() if language == "zh" else None
    return (ImageFont.load_default(SIZE), small, "en") if font is None else (font, small, language)


def _glaze(pen: "ImageDraw", picture: Picture, marks: Sequence[Mark]) -> None:
    """Draw rulings, cells and texts, so that what is printed shows through."""
    scale = picture.scale
    for box in picture.cells:
        x0, y0, x1, y1 = (edge * scale for edge in box)
        if x1 - x0 > 6 and y1 - y0 > 6:
            pen.rectangle((x0 + 3, y0 + 3, x1 - 3, y1 - 3), outline=(*CELL, 220), width=1)
    for box in picture.rulings:
        pen.line([edge * scale for edge in box], fill=(*RULING, 150), width=2)
    for mark in marks:
        x0, y0, x1, y1 = (edge * scale for edge in mark.box)
        colour = COLOURS[mark.kind]
        pen.rectangle((x0 - 1, y0 - 1, x1 + 1, y1 + 1), fill=(*colour, 45), outline=(*colour, 255), width=1)


def _number(pen: "ImageDraw", scale: float, marks: Sequence[Mark], numbered: Sequence[Mark], font: "Font") -> None:
    """Write each value's number beside its box, where it hides no text."""
    taken = [tuple(edge * scale for edge in mark.box) for mark in marks]
    for index, mark in enumerate(numbered, 1):
        x0, y0, x1, y1 = (edge * scale for edge in mark.box)
        width, height = pen.textlength(str(index), font=font) + 3, SMALL + 1
        places = [(x1 + 2, y0), (x0 - width - 2, y0), (x1 + 2, y1 - height), (x0, y1 + 1), (x1 - width, y1 + 1)]
        places += [(x0 - width - 2, y1 - height), (x1 - width, y0 - height - 1), (x0, y0 - height - 1)]
        boxes = [(x, y, x + width, y + height) for x, y in places]
        free = (box for box in boxes if box[0] >= 0 and box[1] >= 0 and not any(_meet(box, other) for other in taken))
        tag = next(free, boxes[-1])
        taken.append(tag)
        pen.rectangle(tag, fill=COLOURS["value"])
        pen.text((tag[0] + 2, tag[1]), str(index), font=font, fill=(255, 255, 255))


def _meet(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _lighten(colour: Colour) -> Colour:
    red, green, blue = (255 - (255 - part) * 45 // 255 for part in colour)
    return red, green, blue


def _shorten(text: str, font: "Font", width: float) -> str:
    """Cut a long pointer in its middle: its beginning and its end tell most."""
    while font.getlength(text) > width and len(text) > 12:
        half = (len(text) - 2) // 2
        text = f"{text[: half - 1]}...{text[-(half - 2) :]}" if "..." not in text else text[:-1]
    return text
