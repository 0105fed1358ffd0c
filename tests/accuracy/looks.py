"""How a form is printed: page, margins, font, rulings, page furniture and what a page break does. Drawn by chance.

Enters: a source of chance. Leaves: a look, which every producer honours as far as it can.
"""

from dataclasses import dataclass
from random import Random
from typing import Literal

Rules = Literal["ruled", "horizontal", "shaded", "borderless"]
RULES: tuple[Rules, ...] = ("ruled", "horizontal", "shaded", "borderless")

MILLIMETRE = 72 / 25.4
PAGES = {"A4": (210, 297), "A3": (297, 420), "Letter": (215.9, 279.4), "B5": (176, 250)}
"""Width and height in millimetres."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a form is printed. Lengths are in points.

    Attributes:
        rules: whether cells have lines on all sides, lines above and below only, shades only, or nothing.
        paper: the page's name, such as `A4`.
        page: its width and height.
        margins: left, top, right, bottom.
        size: the font's size.
        leading: the distance of two baselines in font sizes.
        padding: the room between a cell's edge and its text.
        line: how wide a ruling is.
        middle: whether text stands in the middle of its cell's height, else at the top.
        centred: whether labels stand in the middle of their cell's width.
        cuts_rows: whether a page break may go through a row.
        open_edges: whether no line is drawn where a page break cuts the table.
        tall: where the text of a cell that reaches over a page break stands.
        foot: the line at each page's foot, with `{page}` and `{pages}`; empty for none.
        running: the line at each page's head; empty for none.
        gap: a shaded cell's distance from its neighbours.
        font: a number that chooses among the fonts that a producer has.
        keeps_space: whether a space at which a line wraps is in the text layer.
        rectangles: whether rulings are thin rectangles.
    """

    rules: Rules
    paper: str
    page: tuple[float, float]
    margins: tuple[float, float, float, float]
    size: float
    leading: float
    padding: float
    line: float
    middle: bool
    centred: bool
    cuts_rows: bool
    open_edges: bool
    tall: Literal["flow", "first", "last", "again"]
    foot: str
    running: str
    gap: float
    font: int
    keeps_space: bool
    rectangles: bool


def make_look(random: Random, rules: Rules) -> Look:
    """Give a look."""
    paper = random.choice(["A4", "A4", "A4", *PAGES])
    width, height = (side * MILLIMETRE for side in PAGES[paper])
    if random.random() < 0.3:
        width, height = height, width
    return Look(
        rules=rules,
        paper=paper,
        page=(width, height),
        margins=(random.uniform(25, 70), random.uniform(35, 80), random.uniform(25, 70), random.uniform(35, 80)),
        size=random.choice([5, 6, 7.5, 8, 9, 9, 10, 10.5, 10.5, 11, 12, 12, 14])
        if width > 500
        else random.choice([5, 6, 7.5, 8, 9, 9]),
        leading=random.uniform(1.15, 1.6),
        padding=random.uniform(1.5, 6),
        line=random.uniform(0.3, 1.2),
        middle=random.random() < 0.5,
        centred=random.random() < 0.4,
        cuts_rows=random.random() < 0.7,
        open_edges=random.random() < 0.5,
        tall=random.choice(["flow", "first", "last", "again"]),
        foot=random.choice(["", "", "第{page}页 共{pages}页", "- {page} -", "{page}", "第 {page} 页"]),
        running=random.choice(["", "", "", "部门预算绩效目标", "湛江市财政局 部门整体支出绩效"]),
        gap=random.uniform(0.6, 2.0),
        font=random.randrange(1000),
        keeps_space=random.random() < 0.5,
        rectangles=random.random() < 0.3,
    )
