"""Bars as a picture that stands in a page: no script, no font, no other file.

Enters: bars, each of parts with a texture and a link. Leaves: SVG for the inside of an HTML page, the same bytes for
the same bars. Each part leads to its rows; its texture, not only its colour, tells it apart.
"""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any, cast
from xml.etree import ElementTree as ET

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from rich.cells import cell_len, set_cell_size

from extractor.report.visible import cut, make_visible

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

INK, FAINT = "#1d2733", "#c4ccd6"
TEXTURES: Mapping[str, tuple[str, str]] = {
    "dark": ("#24507a", ""),
    "light": ("#cfdcea", ""),
    "stripes": ("#ffffff", "//"),
    "grey": ("#7d8a99", ""),
    "lines": ("#eef2f6", "--"),
    "cross": ("#ffffff", "xx"),
    "rest": ("#ffffff", ""),
}
"""What fills a part: its colour and its hatching. In black and white they differ in shade or in lines."""

WIDTH, NAMES, NOTES = 720, 214, 176
"""Points: the whole picture, and of it what the names on the left and the notes on the right have."""
ROW, ABOVE, BELOW = 22, 8, 36
"""Points: a bar with its distance, the room above the first one, and the room of the axis below the last one."""
NAME_CELLS, NOTE_CELLS = 36, 32
"""How many narrow characters a name and a note may have; longer ones are cut here and stand whole in the table."""
SIZE = 10.5
LARGEST = Decimal("1e200")
"""Longer bars cannot be drawn."""

STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "jixiao",
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "font.family": "sans-serif",
    "font.sans-serif": "DejaVu Sans",
    "font.size": SIZE,
    "hatch.color": INK,
    "hatch.linewidth": 0.7,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "xtick.color": INK,
    "axes.labelcolor": INK,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: how long it is, how it is filled, where it leads, and what it says when one points at it."""

    length: Decimal
    texture: str
    link: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name on the left, its parts, and its figures on the right."""

    name: str
    parts: Sequence[Part]
    note: str


Legend = Sequence[tuple[str, str]]
"""What textures stand for: each with its word."""


def draw_bars(key: str, bars: Sequence[Bar], axis: str, label: str, legend: Legend = ()) -> Markup:
    """Draw bars below each other.

    Args:
        key: the picture's name, unique in the page.
        bars: from top to bottom; no part is shorter than nothing.
        axis: what the axis counts, with its unit: `万元`.
        label: what the picture shows, for those who do not see it.
        legend: what the textures stand for, where bars have several.

    Gives:
        an `svg` element; nothing where a bar is too long to draw or no bar has a length.
    """
    lengths = [part.length for bar in bars for part in bar.parts]
    longest = max((sum((part.length for part in bar.parts), Decimal(0)) for bar in bars), default=Decimal(0))
    if not 0 < longest < LARGEST or min(lengths) < 0:
        return Markup()
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast("Any", STYLE))  # its stub wants each key spelt out
        figure, titles = _draw(bars, longest, axis, legend)
        return Markup(_embed(_write(figure), key, label, titles))  # noqa: S704 - all text in it was escaped as XML


def _draw(bars: Sequence[Bar], longest: Decimal, axis: str, legend: Legend) -> tuple[Figure, dict[str, str]]:
    height = ABOVE + (ROW if legend else 0) + ROW * len(bars) + BELOW
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
    place = (NAMES / WIDTH, BELOW / height, (WIDTH - NAMES - NOTES) / WIDTH, ROW * len(bars) / height)
    axes = figure.add_axes(place)
    axes.set_xlim(0, float(longest))
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=longest == longest.to_integral_value()))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}" if value < 1e6 else f"{value:,.0f}"))
    axes.set_xlabel(axis)
    axes.grid(axis="x", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    titles = dict(_fill(axes, bars, float(longest)))
    if legend:
        _add_legend(figure, legend, height)
    return figure, titles


def _fill(axes: Axes, bars: Sequence[Bar], longest: float) -> Iterator[tuple[str, str]]:
    """Draw the bars, and give what each mark says by its name."""
    gap = longest * 6 / (WIDTH - NAMES - NOTES)
    for row, bar in enumerate(bars):
        ends = [0.0, *map(float, accumulate(part.length for part in bar.parts))]
        for index, part in enumerate(bar.parts):
            mark = _make_mark(ends[index], row - 0.34, ends[index + 1] - ends[index], 0.68, part.texture)
            mark.set(url=part.link, gid=f"mark-{row}-{index}")
            axes.add_patch(mark)
            yield f"mark-{row}-{index}", make_visible(cut(part.title))
        link = next((part.link for part in bar.parts), None)
        name = axes.text(-gap, row, _fit(bar.name, NAME_CELLS), ha="right", va="center")
        name.set(url=link, gid=f"name-{row}")
        yield f"name-{row}", make_visible(cut(bar.name))
        axes.text(ends[-1] + gap, row, _fit(bar.note, NOTE_CELLS), ha="left", va="center", clip_on=False)


def _make_mark(left: float, top: float, width: float, height: float, texture: str) -> Rectangle:
    colour, hatch = TEXTURES[texture]
    style = "--" if texture == "rest" else "-"
    return Rectangle(
        (left, top), width, height, facecolor=colour, edgecolor=INK, linewidth=0.7, linestyle=style, hatch=hatch
    )


def _add_legend(figure: Figure, legend: Legend, height: float) -> None:
    """Write above the bars what their textures stand for."""
    axes = figure.add_axes((0, 1 - ROW / height, 1, ROW / height))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(ROW, 0)
    left = float(NAMES)
    for texture, word in legend:
        axes.add_patch(_make_mark(left, 5, 18, 11, texture))
        axes.text(left + 23, 10.5, word, ha="left", va="center")
        left += 23 + cell_len(word) * SIZE / 2 + 16


def _fit(text: str, cells: int) -> str:
    text = make_visible(cut(text)).replace("\n", " ")
    return text if cell_len(text) <= cells else f"{set_cell_size(text, cells - 1).rstrip()}…"


def _write(figure: Figure) -> bytes:
    written = io.BytesIO()
    with warnings.catch_warnings():
        # The page names the font, and the browser finds it; matplotlib's own has no ideographs and is not used.
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font")
        canvas: Any = FigureCanvasSVG(figure)  # its methods have no types
        canvas.print_svg(written, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    return written.getvalue()


def _embed(svg: bytes, key: str, label: str, titles: Mapping[str, str]) -> str:
    """Make a file of SVG into an element of a page.

    It is named for those who do not see it, no identifier is in another picture too, and no style is left in it: the
    page's rules forbid that, and the page's font holds.
    """
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314 - what matplotlib wrote just now
    for kind in ("metadata", "style"):
        for parent in root.findall(f".//{{{SVG}}}{kind}/.."):
            for child in parent.findall(f"{{{SVG}}}{kind}"):
                parent.remove(child)
    for name in ("width", "height"):
        root.attrib.pop(name)
    root.set("role", "group")
    root.set("aria-label", make_visible(cut(label)))
    for element in list(root.iter()):
        element.attrib.update(_split_style(element.attrib.pop("style", "")))
        _rename(element, key, titles)
    return ET.tostring(root, encoding="unicode")


def _rename(element: ET.Element, key: str, titles: Mapping[str, str]) -> None:
    """Give an element an identifier and references that no other picture has; a mark gets its title instead."""
    own = element.attrib.pop("id", "")
    if own in titles:
        title = ET.Element(f"{{{SVG}}}title")
        title.text = titles[own]
        element.insert(0, title)
    elif own and element.tag != f"{{{SVG}}}g":
        element.set("id", f"{key}-{own}")
    for attribute, value in list(element.attrib.items()):
        if value.startswith("url(#"):
            element.set(attribute, value.replace("url(#", f"url(#{key}-"))
    reference = element.attrib.pop(f"{{{XLINK}}}href", None)
    if reference is not None:
        element.attrib.pop("target", None)  # matplotlib opens a new window
        element.set("href", f"#{key}-{reference[1:]}" if element.tag == f"{{{SVG}}}use" else reference)


def _split_style(style: str) -> dict[str, str]:
    """Give the properties of a style as attributes, but for the font."""
    pairs = (each.partition(":") for each in style.split(";") if each.strip())
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip() != "font-family"}
