"""Labels at the side of recognised rows: each comes with the first row that it spans, or its rows are doubtful."""

from collections.abc import Sequence

from extractor.readers.block_rows import BlockRow, Side
from extractor.readers.blocks import Block, make_block
from extractor.readers.cell_lines import Piece
from extractor.readers.label_seats import seat_labels

SIZE = 10.0
STEP = 20.0
LABELS = frozenset(("产出指标", "效益指标", "数量指标", "质量指标", "时效指标", "成本指标"))


def block(text: str, x: float, middle: float) -> Block:
    base = middle + 0.36 * SIZE
    return make_block([Piece((0,), text, x, x + SIZE * len(text), base, SIZE)], LABELS.__contains__)


def rows(count: int) -> list[BlockRow]:
    """Give rows of a name and a value, STEP apart, the first at 100 points from the top."""
    return [
        BlockRow([block(f"次数{k}", 200, 100 + k * STEP), block(f"{k}", 300, 100 + k * STEP)]) for k in range(count)
    ]


def put(found: Sequence[BlockRow], label: str, x: float, middle: float) -> list[BlockRow]:
    """Put a label into the row at its height, or between two rows."""
    for row in found:
        if abs(row.blocks[-1].middle - middle) < 1:
            row.blocks.insert(0, block(label, x, middle))
            return list(found)
    return sorted([*found, BlockRow([block(label, x, middle)])], key=lambda row: row.top)


def seat(
    found: Sequence[BlockRow], side: Side | None = "middle", *, goes_on: bool = False, follows: bool = False
) -> list[tuple[list[str], bool]]:
    seated = seat_labels(found, side, goes_on=goes_on, follows=follows)
    return [([each.text for each in row.blocks if each.label], row.doubtful) for row in seated]


def test_a_label_at_the_middle_of_its_rows_comes_with_the_first_of_them() -> None:
    """数量指标 stands beside the second of three rows, 质量指标 between the fourth and the fifth."""
    found = put(put(rows(5), "数量指标", 100, 120), "质量指标", 100, 170)
    assert seat(found) == [(["数量指标"], False), ([], False), ([], False), (["质量指标"], False), ([], False)]


def test_labels_of_two_columns_that_stand_between_the_same_rows_come_with_the_first_one() -> None:
    found = put(rows(2), "产出指标", 20, 110)
    between = next(row for row in found if len(row.blocks) == 1)
    between.blocks.append(block("数量指标", 100, 110))
    assert seat(found) == [(["产出指标", "数量指标"], False), ([], False)]


def test_labels_that_stand_at_the_top_stay_where_they_are() -> None:
    found = put(put(rows(4), "数量指标", 100, 100), "质量指标", 100, 140)
    assert seat(found, "top") == [(["数量指标"], False), ([], False), (["质量指标"], False), ([], False)]


def test_where_nothing_shows_how_texts_stand_the_rows_of_such_labels_are_doubtful() -> None:
    """数量指标 beside the first row and 质量指标 beside the third: each may begin there, or stand at a middle."""
    found = put(put(rows(4), "数量指标", 100, 100), "质量指标", 100, 140)
    assert all(doubtful for _, doubtful in seat(found, None))


def test_a_label_beside_each_row_leaves_no_doubt() -> None:
    found = put(put(rows(2), "数量指标", 100, 100), "质量指标", 100, 120)
    assert seat(found, None) == [(["数量指标"], False), (["质量指标"], False)]


def test_labels_whose_middles_fit_no_rows_make_them_doubtful() -> None:
    found = put(put(rows(4), "数量指标", 100, 120), "质量指标", 100, 140)
    assert all(doubtful for _, doubtful in seat(found))


def test_rows_at_a_pages_beginning_may_belong_to_a_label_of_the_page_before() -> None:
    """The first row goes on from the page before; 效益指标 stands at the middle of the other three."""
    found = put(rows(4), "效益指标", 20, 140)
    assert seat(found, goes_on=True) == [([], False), (["效益指标"], False), ([], False), ([], False)]


def test_a_label_whose_cell_a_pages_end_cuts_may_stand_beside_its_first_row() -> None:
    found = put(put(rows(4), "数量指标", 100, 110), "质量指标", 100, 140)
    assert seat(found, follows=True) == [(["数量指标"], False), ([], False), (["质量指标"], False), ([], False)]


def test_two_ways_to_lay_labels_out_make_the_rows_doubtful() -> None:
    """At the beginning of a page that goes on, a label beside the second of three rows may span one row or three."""
    assert all(doubtful for _, doubtful in seat(put(rows(3), "效益指标", 20, 120), goes_on=True, follows=True))
