"""Pieces of recognised lines outside of cells: in which order a program would draw them, and where columns part."""

from collections.abc import Sequence

import numpy as np

from extractor.readers.lines import Run
from extractor.readers.rulings import Line
from extractor.readers.scan_columns import cut_columns
from extractor.readers.scan_lines import Box, Strip
from extractor.readers.scan_texts import Piece, order_texts

SIZE = 10.0
WORDS = frozenset(("预算单位名称", "主管部门名称", "产出指标", "数量指标", "基本支出", "项目支出"))


def piece(text: str, x: float, base: float, *, size: float = SIZE) -> Piece:
    run = Run(text, x, x + SIZE * len(text), base, size, spaced=False, sure=0.99)
    height = 0.72 if text.isascii() else 0.94
    bottom = base + (0.0 if text.isascii() else 0.11 * SIZE)
    return Piece((run,), (x, bottom - height * SIZE, run.x1, bottom))


def order(pieces: Sequence[Piece], rules: Sequence[Line] = ()) -> list[str]:
    return [run.text for run in order_texts(pieces, rules, SIZE, WORDS)]


# ---- order ----------------------------------------------------------------------------------------------------------


def test_a_label_in_two_lines_comes_before_the_text_beside_it() -> None:
    pieces = [piece("预算单位", 50, 100), piece("湛江市信访局", 120, 107), piece("名称", 50, 115)]
    assert order(pieces) == ["预算单位", "名称", "湛江市信访局"]


def test_two_long_texts_beside_each_other_are_read_one_after_the_other() -> None:
    left = [piece("坚持以人民为中心", 50, 100 + 15 * k) for k in range(7)]
    right = [piece("确保社会和谐稳定", 140, 100 + 15 * k) for k in range(4)]
    mixed = sorted([*left, *right], key=lambda each: each.base)
    assert order(mixed) == ["坚持以人民为中心"] * 7 + ["确保社会和谐稳定"] * 4


def test_rows_of_one_line_stay_rows_however_close_they_stand() -> None:
    names = ("会议次数多少", "培训次数多少", "调研次数多少")
    pieces = [
        each
        for k, name in enumerate(names)
        for each in (piece(name, 50, 100 + 15 * k), piece(f"{k + 3}", 140, 100 + 15 * k))
    ]
    assert order(pieces) == ["会议次数多少", "3", "培训次数多少", "4", "调研次数多少", "5"]


def test_no_text_goes_through_a_ruling() -> None:
    pieces = [piece("古籍数字化保护数量", 50, 100 + 15 * k) for k in range(4)]
    values = [piece(f"{k}", 160, 100 + 15 * k) for k in range(4)]
    rules = [Line(105 + 15 * k, 40, 300) for k in range(3)]
    expected = [text for k in range(4) for text in ("古籍数字化保护数量", f"{k}")]
    assert order([*pieces, *values], rules) == expected


def test_what_the_ink_makes_uneven_is_evened_out() -> None:
    """一 and 十 begin at different places and are not as high as other characters."""
    uneven = [piece("一般公共", 51.5, 100.6, size=9.4), piece("十分必要", 50, 115, size=10.4)]
    runs = order_texts(uneven, (), SIZE, WORDS)
    assert {run.x0 for run in runs} == {50}
    assert {run.size for run in runs} == {SIZE}


def test_a_title_keeps_its_size() -> None:
    assert order_texts([piece("绩效目标表", 50, 60, size=18)], (), SIZE, WORDS)[0].size == 18


# ---- columns --------------------------------------------------------------------------------------------------------

USUAL = 20
"""The height of a line, in pixels."""

Word = tuple[int, int, int]
"""Where some characters begin, where they end, and the upper edge of their line, in pixels."""


def draw(*words: Word) -> np.ndarray:
    ink = np.zeros((400, 600), np.uint8)
    for left, right, top in words:
        for x in range(left, right, USUAL):
            ink[top : top + USUAL, x : min(x + USUAL - 2, right)] = 1
    return ink


def strip(words: Sequence[Word]) -> Strip:
    box: Box = (words[0][0], words[0][2], words[-1][1], words[0][2] + USUAL)
    return Strip(box, box, None)


def cut(*lines: Sequence[Word]) -> list[tuple[int, int]]:
    found = cut_columns([strip(line) for line in lines], draw(*(word for line in lines for word in line)), USUAL)
    return [(int(each.box[0]), int(each.box[2])) for each in found]


def test_a_narrow_gap_parts_columns_where_other_lines_begin_at_its_end() -> None:
    """任务1：信访 stands close to the text beside it, which begins at 130 in all lines."""
    lines = [[(20, 118, 20), (130, 288, 20)], [(130, 288, 50)], [(130, 288, 80)]]
    assert cut(*lines) == [(20, 118), (130, 288), (130, 288), (130, 288)]


def test_a_gap_parts_nothing_where_the_line_below_goes_on_over_it() -> None:
    lines = [[(20, 118, 20), (130, 288, 20)], [(20, 298, 50)], [(130, 288, 200)], [(130, 288, 230)], [(130, 288, 260)]]
    assert cut(*lines)[0] == (20, 288)


def test_a_gap_at_whose_end_no_other_line_begins_parts_nothing() -> None:
    assert cut([(20, 118, 20), (130, 288, 20)], [(20, 98, 80)]) == [(20, 288), (20, 98)]


def test_a_piece_too_small_to_be_one_goes_with_its_line() -> None:
    """A comma between two words belongs to their line; by itself, it is dust."""
    ink = draw((20, 78, 20), (96, 180, 20))
    ink[36:40, 82:86] = ink[300:304, 500:504] = 1
    strips = [
        Strip(box, box, None) for box in ((20, 20, 78, 40), (82, 36, 86, 40), (96, 20, 180, 40), (500, 300, 504, 304))
    ]
    assert [each.box for each in cut_columns(strips, ink, USUAL)] == [(20, 20, 180, 40)]


def test_the_dots_of_a_colon_join_what_stands_beside_them() -> None:
    ink = draw((20, 60, 20), (90, 150, 20))
    ink[24:28, 72:75] = ink[36:40, 72:75] = 1
    strips = [Strip(box, box, None) for box in ((20, 20, 60, 40), (90, 20, 150, 40))]
    assert len(cut_columns(strips, ink, USUAL)) == 1


def test_the_strokes_of_two_are_one_character() -> None:
    ink = np.zeros((400, 600), np.uint8)
    boxes = ((24, 22, 36, 25), (20, 36, 40, 39), (44, 20, 120, 40))
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 1
    assert [each.box for each in cut_columns([Strip(box, box, None) for box in boxes], ink, USUAL)] == [
        (20, 20, 120, 40)
    ]
