"""Typed pages → the same pages as a scanner, a copier or a fax gives them.

Enters: a PDF and what became of its paper. Leaves: pictures of its pages, or a file of them. All that is random comes
from a seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from time import struct_time
from zlib import crc32

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

_FINEST = 300


@dataclass(frozen=True, slots=True)
class Look:
    """What became of a page on its way.

    Attributes:
        name: for reports.
        dpi: the scanner's dots to the inch.
        tilt: by how many degrees the paper lay askew.
        turn: by how many degrees, in quarters, it lay turned.
        blur: the radius of the unsharpness, in hundredths of an inch.
        noise: the standard deviation of the noise, in greys.
        quality: of the JPEG, from 1 to 95.
        fade: which part of the ink's darkness is lost.
        shade: by how many greys the paper is darker at its lower edge than at its upper one.
        stamps: how many red stamps each page bears.
        fax: whether it is black and white, without greys, and the paper's rows stand closer than its columns.
    """

    name: str
    dpi: int = 200
    tilt: float = 0.0
    turn: int = 0
    blur: float = 0.2
    noise: float = 3.0
    quality: int = 80
    fade: float = 0.1
    shade: int = 0
    stamps: int = 0
    fax: bool = False


def scan_pages(source: Path, look: Look, seed: int = 1, pages: Sequence[int] | None = None) -> list[Image.Image]:
    """Give the pages of a PDF as a scanner with that look gives them; `pages` chooses some of them, from 0."""
    pdf = pypdfium2.PdfDocument(source)
    try:
        chosen = range(len(pdf)) if pages is None else pages
        drawn = [(k, pdf[k].render(scale=_FINEST / 72).to_pil().convert("RGB")) for k in chosen]
    finally:
        pdf.close()
    key = crc32(f"{source.name} {look.name}".encode())
    return [_spoil(page, look, np.random.default_rng([seed, key, k])) for k, page in drawn]


def _spoil(page: Image.Image, look: Look, random: np.random.Generator) -> Image.Image:
    """Give a page as it comes out of the scanner."""
    for _ in range(look.stamps):
        _stamp(page, random)
    if look.tilt:
        page = page.rotate(-look.tilt, Image.Resampling.BICUBIC, expand=False, fillcolor="white")
    page = page.rotate(-look.turn, expand=True)
    if look.blur:
        page = page.filter(ImageFilter.GaussianBlur(look.blur * _FINEST / 100))
    size = tuple(round(side * look.dpi / _FINEST) for side in page.size)
    page = page.resize((size[0], size[1]), Image.Resampling.BOX if look.dpi < _FINEST else Image.Resampling.BICUBIC)
    dots: NDArray[np.float32] = np.asarray(page, np.float32)
    dots = 255 - (255 - dots) * (1 - look.fade)
    if look.shade:
        dots -= np.linspace(0, look.shade, dots.shape[0], dtype=np.float32)[:, None, None]
    dots += random.normal(0, look.noise, dots.shape[:2]).astype(np.float32)[:, :, None]
    page = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
    if look.fax:
        return page.convert("L").point(lambda grey: 255 * (grey > 160)).convert("1", dither=Image.Dither.NONE)
    if not look.stamps:
        page = page.convert("L")
    packed = BytesIO()
    page.save(packed, "JPEG", quality=look.quality)
    return Image.open(packed)


def _stamp(page: Image.Image, random: np.random.Generator) -> None:
    """Press a round red stamp with a star onto a page, over whatever stands there."""
    radius = round(21 / 25.4 * _FINEST)
    layer = Image.new("L", (2 * radius, 2 * radius), 0)
    draw = ImageDraw.Draw(layer)
    draw.ellipse((4, 4, 2 * radius - 5, 2 * radius - 5), outline=255, width=round(radius / 16))
    points = [
        (radius + reach * np.sin(angle), radius - reach * np.cos(angle))
        for k in range(10)
        for angle, reach in [(k * np.pi / 5, radius * (0.3 if k % 2 == 0 else 0.12))]
    ]
    draw.polygon(points, fill=255)
    for k in range(12):  # Strokes along the rim stand for the unit's name.
        angle = (k - 5.5) * 0.36
        x, y = radius + 0.75 * radius * np.sin(angle), radius - 0.75 * radius * np.cos(angle)
        draw.rectangle((x - 18, y - 22, x + 18, y + 22), outline=255, width=7)
        draw.line((x - 18, y, x + 18, y), fill=255, width=7)
    layer = layer.rotate(float(random.uniform(-15, 15)))
    worn = np.asarray(layer, np.float32) * random.uniform(0.5, 0.9) / 255
    left = int(random.uniform(0.15, 0.6) * page.width)
    top = int(random.uniform(0.15, 0.7) * page.height)
    box = (left, top, left + 2 * radius, top + 2 * radius)
    under = np.asarray(page.crop(box), np.float32)
    ink = np.array([215, 30, 45], np.float32) / 255
    pressed = under * (1 - worn[:, :, None] * (1 - ink))
    page.paste(Image.fromarray(pressed.astype(np.uint8)), box)


def write(pages: Sequence[Image.Image], look: Look, target: Path) -> None:
    """Write a scan as the kind of file that its name says."""
    if target.suffix == ".pdf":
        write_pdf(pages, look.dpi, target, look.quality)
    elif target.suffix == ".tif":
        dpi = (look.dpi, look.dpi)
        pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=dpi)
    else:
        pages[0].save(target, "JPEG", quality=look.quality, dpi=(look.dpi, look.dpi))


def write_pdf(pages: Sequence[Image.Image], dpi: int, target: Path, quality: int = 80) -> None:
    """Write pictures as a PDF that holds nothing else; black and white ones are packed as fax machines do."""
    day = struct_time((2021, 1, 1, 0, 0, 0, 4, 1, 0))
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=dpi,
        **({} if pages[0].mode == "1" else {"quality": quality}),
        creationDate=day,
        modDate=day,
    )
