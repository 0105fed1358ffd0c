"""Shaded rectangles become rulings where they are cells, and only there. In points from the page's top left."""

from itertools import pairwise

from extractor.readers.rulings import Grid, Line, find_grids
from extractor.readers.shades import MOST_SHADES, find_shade_lines

Box = tuple[float, float, float, float]


def tiles(xs: list[float], ys: list[float], gap: float = 0.0) -> list[Box]:
    """Shade all cells between the given edges, with a white gap between neighbours."""
    half = gap / 2
    return [(x0 + half, y0 + half, x1 - half, y1 - half) for y0, y1 in pairwise(ys) for x0, x1 in pairwise(xs)]


def frame(x0: float, y0: float, x1: float, y1: float) -> tuple[list[Line], list[Line]]:
    return [Line(y0, x0, x1), Line(y1, x0, x1)], [Line(x0, y0, y1), Line(x1, y0, y1)]


def grids_of(shades: list[Box], horizontal: list[Line] | None = None, vertical: list[Line] | None = None) -> list[Grid]:
    across, down = horizontal or [], vertical or []
    more_across, more_down = find_shade_lines(shades, find_grids(across, down))
    return find_grids([*across, *more_across], [*down, *more_down])


def shape(grid: Grid) -> list[tuple[int, int]]:
    return [(cell.row, cell.rows) for cell in grid.cells]


XS, YS = [50.0, 120.0, 300.0, 400.0], [100.0, 122.0, 160.0, 182.0]


def test_shaded_cells_that_touch_are_a_table() -> None:
    (grid,) = grids_of(tiles(XS, YS))
    assert len(grid.cells) == 9
    assert grid.find(60, 110) == 0
    assert grid.find(350, 170) == 8


def test_shaded_cells_with_white_gaps_between_them_are_the_same_table() -> None:
    for gap in (1.0, 3.0, 5.0, 8.0):
        (grid,) = grids_of(tiles(XS, YS, gap))
        assert [grid.find(x, y) for y in (111, 140, 170) for x in (80, 200, 350)] == list(range(9))


def test_a_shaded_label_beside_several_rows_is_one_cell_that_spans_them() -> None:
    label = (50.0, 100.0, 120.0, 182.0)
    (grid,) = grids_of([label, *tiles(XS[1:], YS)])
    assert shape(grid)[0] == (0, 3)
    assert len(grid.cells) == 7


def test_a_row_of_shaded_headings_above_ruled_columns_belongs_to_their_table() -> None:
    columns = [Line(x, 122, 182) for x in XS]
    rows = [Line(y, 50, 400) for y in YS[1:]]
    (grid,) = grids_of(tiles(XS, YS[:2]), rows, columns)
    assert [grid.find(x, 110) for x in (80, 200, 350)] == [0, 1, 2]


def test_shades_divide_a_ruled_frame_that_they_fill() -> None:
    (grid,) = grids_of(tiles(XS, YS), *frame(50, 100, 400, 182))
    assert len(grid.cells) == 9


def test_highlighted_words_in_a_ruled_cell_divide_nothing() -> None:
    across, down = [Line(y, 50, 400) for y in (100, 182)], [Line(x, 100, 182) for x in (50, 200, 400)]
    words = [(204.0, 104.0, 260.0, 118.0), (260.0, 104.0, 300.0, 118.0), (204.0, 118.0, 260.0, 132.0)]
    assert find_shade_lines(words, find_grids(across, down)) == ([], [])


def test_highlighted_words_of_a_paragraph_are_no_table() -> None:
    lines = [
        (50.0, 100.0, 83.0, 114.0),
        (83.0, 100.0, 400.0, 114.0),
        (50.0, 114.0, 131.0, 128.0),
        (131.0, 114.0, 380.0, 128.0),
    ]
    assert find_shade_lines(lines, []) == ([], [])


def test_the_background_of_a_ruled_cell_or_of_the_page_says_nothing() -> None:
    across, down = [Line(y, 50, 400) for y in YS], [Line(x, 100, 182) for x in XS]
    backgrounds = [*tiles(XS, YS), (0.0, 0.0, 595.0, 842.0), (50.0, 100.0, 400.0, 122.0)]
    assert find_shade_lines(backgrounds, find_grids(across, down)) == ([], [])


def test_rows_that_are_shaded_in_turns_are_not_taken_for_the_whole_table() -> None:
    bands = [*tiles(XS, [100, 122]), *tiles(XS, [144, 166]), *tiles(XS, [188, 210])]
    assert grids_of(bands) == []


def test_a_drawing_of_thousands_of_shades_is_no_table() -> None:
    """One that would take all day if each shade were compared with each other one."""
    assert find_shade_lines([(k, 0.0, k + 10.0, 10.0) for k in map(float, range(MOST_SHADES + 1))], []) == ([], [])
    find_shade_lines([(0.0, k / 9, 10.0, k / 9 + 500.0) for k in range(MOST_SHADES // 2)], [])
    find_shade_lines([(10.0 * (k % 2), k / 9, 10.0 * (k % 2) + 10.0, k / 9 + 500.0) for k in range(MOST_SHADES)], [])


def test_one_row_of_shaded_cells_goes_on_with_the_columns_of_the_page_before() -> None:
    row = tiles(XS, YS[:2])
    before = grids_of(tiles(XS, YS))
    assert find_shade_lines(row, [], []) == ([], [])
    across, down = find_shade_lines(row, [], before)
    (grid,) = find_grids(across, down)
    assert [grid.find(x, 110) for x in (80, 200, 350)] == [0, 1, 2]


def test_a_tall_shade_that_ends_within_a_row_reaches_to_its_end_where_nothing_is_shaded_below() -> None:
    cut_short = (50.0, 100.0, 120.0, 150.0)
    (grid,) = grids_of([cut_short, (50.0, 160.0, 120.0, 182.0), *tiles(XS[1:], YS)])
    assert shape(grid) == [(0, 2), (0, 1), (0, 1), (1, 1), (1, 1), (2, 1), (2, 1), (2, 1)]


def test_a_tall_shade_that_ends_rows_too_early_reaches_to_the_tables_end() -> None:
    (grid,) = grids_of([(50.0, 100.0, 120.0, 131.0), *tiles(XS[1:], YS)])
    assert shape(grid)[0] == (0, 3)
