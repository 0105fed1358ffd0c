"""Tables that are not drawn cell by cell: lines in any order → rows of cells, by where they stand."""

from collections.abc import Iterable
from random import Random

import pytest

from extractor.document import Row
from extractor.readers.alignment import align
from extractor.readers.blocks import find_blocks
from extractor.readers.cell_lines import draw_lines
from extractor.readers.lines import Run
from extractor.readers.pages import Page, make_rows
from extractor.readers.placed_rows import is_drawn_by_cell

WORDS = frozenset(
    ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "质量指标", "时效指标")
)
SIZE = 10.0
COLUMNS = (50.0, 120.0, 200.0, 280.0, 400.0)
HEADINGS = ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值")

Text = tuple[float, float, str]
"""Where a line begins, its baseline (both in points), and what it says."""


def row(base: float, *texts: str | None) -> list[Text]:
    return [(x, base, text) for x, text in zip(COLUMNS, texts, strict=False) if text]


def wrapped(base: float, column: int, *lines: str) -> list[Text]:
    return [(COLUMNS[column], base + 13 * k, line) for k, line in enumerate(lines)]


def runs_of(texts: Iterable[Text]) -> list[Run]:
    return [Run(text, x, x + SIZE * len(text), base, SIZE, spaced=False) for x, base, text in texts]


def rows_of(texts: Iterable[Text]) -> tuple[Row, ...]:
    runs = runs_of(texts)
    return make_rows(align([Page(1, runs, [], sum(len(run.text) for run in runs), ())], WORDS))


def read(texts: Iterable[Text]) -> list[list[str]]:
    return [[cell.text for cell in found.cells if not cell.blank] for found in rows_of(texts)]


PLAIN = [
    *row(100, *HEADINGS),
    *row(121, None, "产出指标", "数量指标", "会议次数", "3"),
    *row(142, None, None, None, None, "90%"),
    *row(203, None, None, "质量指标", None, "逐步完善"),
    *row(250, None, None, None, None, "5"),
]
WRAPPED = [
    *wrapped(250, 3, "全市性大会以及各类", "会议次数"),
    *wrapped(142, 3, "信息系统维护达标", "情况及其持续改进", "的程度"),
    *wrapped(203, 3, "群众诉求办理的满", "意程度"),
]
EXPECTED = [
    list(HEADINGS),
    ["产出指标", "数量指标", "会议次数", "3"],
    ["信息系统维护达标情况及其持续改进的程度", "90%"],
    ["质量指标", "群众诉求办理的满意程度", "逐步完善"],
    ["全市性大会以及各类会议次数", "5"],
]


def test_cells_whose_text_is_wrapped_may_be_drawn_after_all_others() -> None:
    assert read([*PLAIN, *WRAPPED]) == EXPECTED


def test_a_table_may_be_drawn_line_by_line_over_all_columns() -> None:
    assert read(sorted([*PLAIN, *WRAPPED], key=lambda text: (text[1], text[0]))) == EXPECTED


@pytest.mark.parametrize("seed", range(5))
def test_a_table_may_be_drawn_in_any_order(seed: int) -> None:
    texts = [*PLAIN, *WRAPPED]
    Random(seed).shuffle(texts)  # noqa: S311 - the same each time is what is wanted
    assert read(texts) == EXPECTED


def test_a_label_that_is_drawn_in_the_last_row_that_it_spans_stands_in_the_first_one() -> None:
    leaves = [text for k in range(4) for text in row(142 + 21 * k, None, None, None, f"会议{k}", str(k))]
    late = [*leaves[:6], (120.0, 173.5, "产出指标"), *leaves[6:]]
    rows = rows_of([*row(100, *HEADINGS), *late, *row(226, None, "质量指标", "数量指标", "大会", "5"), *long_text(247)])
    assert [cell.text for cell in rows[1].cells if not cell.blank] == ["产出指标", "会议0", "0"]
    assert next(cell.rows for cell in rows[1].cells if cell.text == "产出指标") == 4


def long_text(base: float) -> list[Text]:
    return [*wrapped(base, 3, *["信息系统维护达标情况"] * 4, "改进的程度"), *row(base + 26, *[None] * 4, "7")]


def test_rows_that_stand_hardly_farther_apart_than_lines_are_in_doubt() -> None:
    close = [(x, 100 + (base - 100) * 0.68, text) for x, base, text in PLAIN[:9]]
    tight = [*close, *long_text(160), *row(100 - 40, None, None, None, "附表")]
    assert any(found.doubtful for found in rows_of([*tight[::-1]]))


def test_texts_of_one_row_that_have_their_lines_at_the_same_heights_could_be_two_rows() -> None:
    name, value = ("信息系统维护达标", "情况及其持续改进"), ("逐步完善并且扩大", "到全市范围")
    both = [*wrapped(142, 3, *name), *wrapped(142, 4, *value)]
    rows = rows_of([*both, *PLAIN[:9], *long_text(190)])
    assert [found.doubtful for found in rows if any("逐步" in cell.text for cell in found.cells)] == [True]


def test_neither_a_page_number_drawn_first_nor_the_rest_of_a_cut_label_shows_another_order_of_drawing() -> None:
    cells = [*row(100, *HEADINGS), *row(121, None, "产出指标", "数量指标", "会议次数", "3"), *long_text(142)]
    number = [(180.0, 40.0, "部门整体绩效"), (280.0, 700.0, "1")]
    below = [*row(230, None, None, "质量指标", "及时率", "1"), *row(251, *[None] * 3, "大会", "5")]
    rest = [(50.0, 300.0, "重点工作"), *below]
    pieces = draw_lines(runs_of([*number, *cells, *rest]), range(len(number) + len(cells) + len(rest)))
    assert is_drawn_by_cell([find_blocks(pieces, 1.3, (), WORDS.__contains__)])


def test_a_running_head_that_is_drawn_last_shows_no_other_order_of_drawing() -> None:
    cells = [*row(100, *HEADINGS), *row(121, None, "产出指标", "数量指标", "会议次数", "3"), *long_text(142)]
    below = [*row(230, None, None, "质量指标", "及时率", "1"), *row(251, *[None] * 3, "大会", "5")]
    texts = [*cells, *below, (180.0, 40.0, "部门整体绩效"), (280.0, 700.0, "1")]
    pieces = draw_lines(runs_of(texts), range(len(texts)))
    assert is_drawn_by_cell([find_blocks(pieces, 1.3, (), WORDS.__contains__)])
