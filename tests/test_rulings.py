"""Rulings become cells: what lines as drawn enclose, in points from the page's top left."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.rulings import MOST_LINES, Grid, Line, find_grids, merge_lines

Lines = tuple[list[Line], list[Line]]


def table(xs: list[float], ys: list[float]) -> Lines:
    """Draw a whole table: horizontal lines at `ys` and vertical ones at `xs`, each from edge to edge."""
    return [Line(y, xs[0], xs[-1]) for y in ys], [Line(x, ys[0], ys[-1]) for x in xs]


def the_grid(horizontal: list[Line], vertical: list[Line]) -> Grid:
    (grid,) = find_grids(horizontal, vertical)
    return grid


def boxes(grid: Grid) -> list[tuple[float, ...]]:
    return [cell.box for cell in grid.cells]


def spans(grid: Grid) -> list[tuple[int, int]]:
    return [(cell.row, cell.rows) for cell in grid.cells]


# ---- whole tables ---------------------------------------------------------------------------------------------------


def test_crossing_lines_enclose_cells_in_reading_order() -> None:
    grid = the_grid(*table([100, 200, 300], [50, 80, 110]))
    assert boxes(grid) == [(100, 50, 200, 80), (200, 50, 300, 80), (100, 80, 200, 110), (200, 80, 300, 110)]
    assert spans(grid) == [(0, 1), (0, 1), (1, 1), (1, 1)]
    assert grid.box == (100, 50, 300, 110)
    assert grid.tops == (50, 80)


def test_a_point_is_found_in_its_cell_and_nowhere_outside_of_the_table() -> None:
    grid = the_grid(*table([100, 200, 300], [50, 80, 110]))
    assert [grid.find(150, 60), grid.find(250, 60), grid.find(150, 100), grid.find(250, 100)] == [0, 1, 2, 3]
    assert [grid.find(x, y) for x, y in ((99, 60), (301, 60), (150, 49), (150, 111))] == [None] * 4


def test_the_order_in_which_lines_are_drawn_does_not_matter() -> None:
    horizontal, vertical = table([100, 150, 300], [50, 80, 110, 200])
    assert the_grid(horizontal, vertical) == the_grid(horizontal[::-1], vertical[::-1])


def test_a_cell_tells_whether_a_ruling_closes_it_above_and_below() -> None:
    across = [Line(50, 100, 300), Line(80, 200, 300), Line(110, 200, 300)]
    grid = the_grid(across, [Line(x, 50, 110) for x in (100, 200, 300)])
    assert boxes(grid) == [(100, 50, 200, 110), (200, 50, 300, 80), (200, 80, 300, 110)]
    assert [cell.closed for cell in grid.cells] == [(True, False), (True, True), (True, True)]


def test_lines_that_stand_for_shades_tell_of_no_open_edges() -> None:
    (grid,) = find_grids(*table([100, 200, 300], [50, 80, 110]), drawn=False)
    assert [cell.closed for cell in grid.cells] == [None] * 4


def draw_cells(*cells: tuple[float, float, float, float]) -> Lines:
    """Draw each cell by itself, its four sides each a line of its own."""
    across = [Line(y, x0, x1) for x0, top, x1, bottom in cells for y in (top, bottom)]
    return across, [Line(x, top, bottom) for x0, top, x1, bottom in cells for x in (x0, x1)]


def test_a_cell_that_runs_into_the_one_below_it_ends_where_that_one_begins() -> None:
    right = [(200.0, 50.0, 300.0, 80.0), (200.0, 80.0, 300.0, 110.0)]
    grid = the_grid(*draw_cells((100, 50, 200, 88), (100, 80, 200, 110), *right))
    assert boxes(grid) == [(100, 50, 200, 80), (200, 50, 300, 80), (100, 80, 200, 110), (200, 80, 300, 110)]


def test_cells_of_other_heights_side_by_side_keep_their_edges() -> None:
    left, right = (50.0, 80.0, 140.0), (50.0, 110.0, 140.0)
    cells = [(100.0, a, 200.0, b) for a, b in pairwise(left)] + [(200.0, a, 300.0, b) for a, b in pairwise(right)]
    assert sorted(boxes(the_grid(*draw_cells(*cells)))) == sorted(cells)


def test_what_lies_beside_tall_cells_that_go_on_to_the_pages_edge_is_no_cell() -> None:
    rows = [Line(50, 100, 400), Line(80, 200, 400), Line(110, 200, 400)]
    tall = [Line(100, 50, 140), Line(200, 50, 140)]
    grid = the_grid(rows, [*tall, Line(300, 50, 110), Line(400, 50, 110)])
    assert boxes(grid) == [
        (100, 50, 200, 140),
        (200, 50, 300, 80),
        (300, 50, 400, 80),
        (200, 80, 300, 110),
        (300, 80, 400, 110),
    ]
    assert spans(grid) == [(0, 2), (0, 1), (0, 1), (1, 1), (1, 1)]
    assert grid.find(350, 130) is None


def test_what_lies_beside_tall_cells_that_come_from_the_pages_edge_is_no_cell() -> None:
    rows = [Line(80, 200, 400), Line(110, 200, 400), Line(140, 100, 400)]
    tall = [Line(100, 50, 140), Line(200, 50, 140)]
    grid = the_grid(rows, [*tall, Line(300, 80, 140), Line(400, 80, 140)])
    assert boxes(grid)[0] == (100, 50, 200, 140)
    assert spans(grid) == [(0, 2), (0, 1), (0, 1), (1, 1), (1, 1)]
    assert grid.tops == (50, 110)
    assert grid.find(350, 60) is None


def test_a_page_without_lines_or_with_an_underline_has_no_table() -> None:
    assert find_grids([], []) == []
    assert find_grids([Line(50, 100, 200)], []) == []
    assert find_grids([Line(50, 100, 200), Line(90, 100, 200)], []) == []


def test_a_frame_around_a_text_is_no_table() -> None:
    assert find_grids(*table([100, 300], [50, 110])) == []


def test_a_drawing_with_thousands_of_lines_is_no_table() -> None:
    ticks = [Line(10.0 * k, 0, 5) for k in range(MOST_LINES + 1)]
    assert find_grids(ticks, [Line(0, 0, 50_000), Line(100, 0, 50_000)]) == []


# ---- merged cells ---------------------------------------------------------------------------------------------------


def test_a_cell_merged_over_columns_is_one_cell() -> None:
    horizontal, _ = table([100, 200, 300], [50, 80, 110])
    grid = the_grid(horizontal, [Line(100, 50, 110), Line(200, 80, 110), Line(300, 50, 110)])
    assert boxes(grid) == [(100, 50, 300, 80), (100, 80, 200, 110), (200, 80, 300, 110)]


def test_a_side_label_merged_over_rows_stands_once_in_its_topmost_row_and_says_how_far_it_reaches() -> None:
    _, vertical = table([100, 130, 300], [50, 80, 110, 140])
    grid = the_grid(
        [Line(50, 100, 300), Line(80, 130, 300), Line(110, 130, 300), Line(140, 100, 300)],
        vertical,
    )
    assert spans(grid) == [(0, 3), (0, 1), (1, 1), (2, 1)]
    assert boxes(grid)[0] == (100, 50, 130, 140)
    assert [grid.find(110, y) for y in (60, 90, 130)] == [0, 0, 0]
    assert grid.tops == (50, 80, 110)


def test_a_cell_merged_over_rows_and_columns_is_one_cell() -> None:
    grid = the_grid(
        [Line(50, 100, 300), Line(80, 200, 300), Line(110, 100, 300), Line(140, 100, 300)],
        [Line(100, 50, 140), Line(150, 110, 140), Line(200, 50, 140), Line(300, 50, 140)],
    )
    assert boxes(grid)[0] == (100, 50, 200, 110)
    assert spans(grid)[0] == (0, 2)
    assert len(grid.cells) == 6


def test_a_level_that_spans_some_rows_reaches_exactly_as_far_as_its_lines_say() -> None:
    grid = the_grid(
        [Line(y, 100, 300) for y in (0, 60, 90)] + [Line(y, 150, 300) for y in (20, 40)],
        [Line(x, 0, 90) for x in (100, 150, 300)],
    )
    assert spans(grid) == [(0, 3), (0, 1), (1, 1), (2, 1), (3, 1), (3, 1)]


# ---- lines as programs draw them ------------------------------------------------------------------------------------


@pytest.mark.parametrize("apart", [0.5, 1.5, 3.0])
def test_double_rules_are_one_line_and_enclose_no_cells_of_their_own(apart: float) -> None:
    horizontal, vertical = table([100, 200, 300], [50, 80, 110])
    doubled = [Line(line.at + apart, line.start, line.end) for line in horizontal]
    beside = [Line(line.at + apart, line.start, line.end) for line in vertical]
    grid = the_grid(horizontal + doubled, vertical + beside)
    assert spans(grid) == [(0, 1), (0, 1), (1, 1), (1, 1)]


def test_cells_that_are_drawn_one_by_one_share_their_borders() -> None:
    corners = [(x, y) for y in (50, 80) for x in (100, 200)]
    horizontal = [Line(y + dy, x, x + 100) for x, y in corners for dy in (0, 30)]
    vertical = [Line(x + dx, y, y + 30) for x, y in corners for dx in (0, 100)]
    assert the_grid(horizontal, vertical) == the_grid(*table([100, 200, 300], [50, 80, 110]))


def test_lines_too_close_together_for_any_row_enclose_nothing() -> None:
    assert find_grids(*table([100, 200, 300], [50, 53])) == []


def test_dashed_rules_are_whole_lines() -> None:
    def dash(line: Line) -> list[Line]:
        return [Line(line.at, k, min(k + 3.0, line.end)) for k in range(int(line.start), int(line.end), 6)]

    horizontal, vertical = table([100, 200, 300], [50, 80, 110])
    grid = the_grid([d for line in horizontal for d in dash(line)], [d for line in vertical for d in dash(line)])
    assert spans(grid) == [(0, 1), (0, 1), (1, 1), (1, 1)]


def test_pieces_of_a_line_with_a_wide_gap_are_two_lines() -> None:
    assert merge_lines([Line(50, 100, 150), Line(50, 153, 200), Line(50, 260, 300)]) == [
        Line(50, 100, 200),
        Line(50, 260, 300),
    ]


def test_lines_that_do_not_quite_meet_still_enclose_their_cells() -> None:
    horizontal = [Line(y, 101.5, 298.5) for y in (50, 80, 110)]
    vertical = [Line(x, 51.5, 108.5) for x in (100, 200, 300)]
    assert spans(the_grid(horizontal, vertical)) == [(0, 1), (0, 1), (1, 1), (1, 1)]


# ---- page edges -----------------------------------------------------------------------------------------------------


def test_a_table_that_is_open_at_the_bottom_of_its_page_is_closed_there() -> None:
    grid = the_grid(
        [Line(700, 100, 300), Line(730, 100, 300)],
        [Line(x, 700, 800) for x in (100, 200, 300)],
    )
    assert boxes(grid) == [(100, 700, 200, 730), (200, 700, 300, 730), (100, 730, 200, 800), (200, 730, 300, 800)]


def test_a_table_that_is_open_at_the_top_of_its_page_is_closed_there() -> None:
    grid = the_grid(
        [Line(70, 100, 300), Line(100, 100, 300)],
        [Line(x, 20, 100) for x in (100, 200, 300)],
    )
    assert boxes(grid)[:2] == [(100, 20, 200, 70), (200, 20, 300, 70)]


def test_a_table_that_is_open_at_both_edges_holds_all_that_stands_between_its_vertical_lines() -> None:
    grid = the_grid([], [Line(x, 20, 800) for x in (100, 200, 300)])
    assert boxes(grid) == [(100, 20, 200, 800), (200, 20, 300, 800)]


def test_a_table_without_its_outer_vertical_lines_is_closed_along_its_outline() -> None:
    grid = the_grid([Line(y, 100, 300) for y in (50, 80, 110)], [Line(200, 50, 110)])
    assert boxes(grid) == [(100, 50, 200, 80), (200, 50, 300, 80), (100, 80, 200, 110), (200, 80, 300, 110)]


# ---- several tables -------------------------------------------------------------------------------------------------


def test_tables_that_do_not_touch_are_several_grids() -> None:
    upper, lower = table([100, 200, 300], [50, 80, 110]), table([100, 250, 300], [200, 230, 260])
    found = find_grids(upper[0] + lower[0], upper[1] + lower[1])
    assert sorted(grid.box for grid in found) == [(100, 50, 300, 110), (100, 200, 300, 260)]


def test_a_table_inside_of_a_frame_comes_before_the_frames_own_table() -> None:
    outer, inner = table([50, 400, 500], [20, 400, 500]), table([100, 200, 300], [50, 80, 110])
    found = find_grids(outer[0] + inner[0], outer[1] + inner[1])
    assert [grid.box for grid in found] == [(100, 50, 300, 110), (50, 20, 500, 500)]


# ---- whatever is drawn ----------------------------------------------------------------------------------------------

coordinates = st.integers(0, 60).map(lambda k: k * 10.0)
lines = st.lists(st.builds(lambda at, a, b: Line(at, min(a, b), max(a, b)), coordinates, coordinates, coordinates))


@given(lines, lines)
def test_the_cells_of_a_grid_share_no_place_and_leave_gaps_only_at_open_ends(
    horizontal: list[Line], vertical: list[Line]
) -> None:
    for grid in find_grids(horizontal, vertical):
        x0, top, x1, bottom = grid.box
        area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes(grid))
        whole = (x1 - x0) * (bottom - top)
        closed = any(line.at == pytest.approx(x1, abs=5) for line in vertical)
        assert area == pytest.approx(whole) or (closed and area < whole)
        for index, (a, b, c, d) in enumerate(boxes(grid)):
            assert grid.find((a + c) / 2, (b + d) / 2) == index
        for cell in grid.cells:
            assert grid.tops[cell.row] <= cell.box[1] or cell.row == 0
            assert 1 <= cell.rows <= len(grid.tops) - cell.row


# ---- dashes ---------------------------------------------------------------------------------------------------------


def dashed(line: Line, dash: float, gap: float) -> list[Line]:
    """Cut a line into dashes."""
    count = int((line.end - line.start) / (dash + gap)) + 1
    starts = [line.start + k * (dash + gap) for k in range(count)]
    return [Line(line.at, start, min(line.end, start + dash)) for start in starts]


@pytest.mark.parametrize(("dash", "gap"), [(3, 3), (6, 6), (6, 9), (8, 8), (12, 14)])
def test_dashes_with_long_even_gaps_are_one_line(dash: float, gap: float) -> None:
    (line,) = merge_lines(dashed(Line(50, 0, 400), dash, gap))
    assert (line.at, line.start) == (50, 0)
    assert line.end > 400 - dash - gap


def test_a_table_of_dashes_has_its_cells() -> None:
    horizontal, vertical = table([100, 250, 400], [50, 200, 350])
    grid = the_grid(*[[piece for line in lines for piece in dashed(line, 6, 8)] for lines in (horizontal, vertical)])
    assert spans(grid) == [(0, 1), (0, 1), (1, 1), (1, 1)]


def test_short_lines_with_uneven_gaps_are_no_dashes() -> None:
    starts = [0, 14, 60, 71, 130, 139, 200, 226, 300]
    assert len(merge_lines([Line(50, start, start + 6) for start in starts])) > 4


def test_a_few_short_lines_beside_each_other_are_no_dashes() -> None:
    assert len(merge_lines([Line(50, 16.0 * k, 16.0 * k + 8) for k in range(4)])) == 4
