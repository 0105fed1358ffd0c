"""Text as producers draw it: turned, stacked, doubled, hidden, or without a meaning. Real files in, exact cells out."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Document, Flaw, Row, Source
from extractor.pipeline import extract_bytes
from extractor.readers.pdf import read
from extractor.readers.plausible import count_implausible

FONT = "STSong-Light"

Draw = Callable[[Canvas], object]


def draw_table(draw: Draw) -> bytes:
    """Draw into a table of three rows and two columns, the first 100 and the second 260 points wide."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300), invariant=1)
    for x in (20, 120, 380):
        canvas.line(x, 20, x, 280)
    for y in (20, 100, 180, 280):
        canvas.line(20, y, 380, y)
    canvas.setFont(FONT, 10)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def read_table(draw: Draw, vocabulary: frozenset[str] = frozenset()) -> Document:
    return read(Source(draw_table(draw), "drawn.pdf", vocabulary))


def cells_of(document: Document) -> list[str]:
    """Give the texts of the table's cells that are not blank."""
    return [cell.text for row in document.rows if row.table is not None for cell in row.cells if not cell.blank]


def apart_of(document: Document) -> list[str]:
    """Give the texts that belong to no cell and no line."""
    return [cell.text for row in document.rows if row.apart for cell in row.cells]


def is_balanced(rows: tuple[Row, ...]) -> bool:
    """Tell whether every character that the file holds stands in some cell."""
    held = sum(len("".join(cell.raw.split())) for row in rows for cell in row.cells)
    return held == sum(row.source for row in rows)


def turned(canvas: Canvas, at: tuple[float, float], angle: float, text: str, size: float = 10) -> None:
    canvas.saveState()
    canvas.translate(*at)
    canvas.rotate(angle)
    canvas.setFont(FONT, size)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def styled(canvas: Canvas, at: tuple[float, float], text: str, **style: float) -> None:
    drawn = canvas.beginText(*at)
    drawn.setTextRenderMode(style.get("mode", 0))
    drawn.setCharSpace(style.get("space", 0))
    drawn.setHorizScale(style.get("scale", 100))
    drawn.textOut(text)
    drawn.setTextRenderMode(0)
    canvas.drawText(drawn)


def test_a_bracket_that_a_browser_draws_half_over_the_one_before_it_stands_behind_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawString(130, 150, "通知》")
        canvas.drawString(161, 150, "〔")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(162.5, 150, "(")
        canvas.setFont(FONT, 10)
        canvas.drawString(171, 150, "二〇一六〕")

    assert cells_of(read_table(draw)) == ["通知》 (〔二〇一六〕"]


# ---- bold and spread ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right", "up"), [(0, 0), (0.3, 0), (0.5, 0.5), (1, -1)])
@pytest.mark.parametrize("times", [2, 4])
def test_text_drawn_several_times_to_look_bold_is_read_once(right: float, up: float, times: int) -> None:
    def draw(canvas: Canvas) -> None:
        for k in range(times):
            canvas.drawString(30 + k * right / times, 150 + k * up / times, "基本支出 1100.00")

    document = read_table(draw)
    assert cells_of(document) == ["基本支出 1100.00"]
    assert is_balanced(document.rows)


def test_a_table_whose_text_is_drawn_a_second_time_as_a_whole_is_read_once() -> None:
    texts = [
        (30, 230, "数量指标"),
        (130, 230, "会议次数"),
        (30, 150, "质量指标"),
        (130, 150, "100%"),
        (130, 60, "100%"),
    ]

    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            for x, y, text in texts:
                canvas.drawString(x + shift, y, text)

    document = read_table(draw)
    assert cells_of(document) == ["数量指标", "会议次数", "质量指标", "100%", "100%"]
    assert is_balanced(document.rows)


def test_characters_set_apart_or_pressed_together_are_one_text() -> None:
    def draw(canvas: Canvas) -> None:
        styled(canvas, (30, 230), "绩效目标", space=9)
        styled(canvas, (130, 230), "绩效目标2021年", space=-3)
        styled(canvas, (30, 150), "绩效目标2021年", scale=50)
        styled(canvas, (130, 150), "绩效目标", scale=150)

    assert cells_of(read_table(draw)) == ["绩效目标", "绩效目标2021年", "绩效目标2021年", "绩效目标"]


def test_spaces_that_the_source_holds_between_ideographs_stay() -> None:
    assert cells_of(read_table(lambda canvas: canvas.drawString(30, 150, "绩 效 目 标"))) == ["绩 效 目 标"]


def test_characters_placed_one_by_one_in_any_order_are_read_as_they_stand() -> None:
    def draw(canvas: Canvas) -> None:
        for k, char in reversed(list(enumerate("信访维稳工作"))):
            canvas.drawString(30 + 10 * k, 150, char)
        for y, text in ((48, "三行字"), (60, "二行字"), (72, "一行字")):
            canvas.drawString(30, y, text)

    assert cells_of(read_table(draw)) == ["信访维稳工作", "一行字\n二行字\n三行字"]


@pytest.mark.parametrize("size", [3, 5])
def test_small_type_is_read(size: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        canvas.drawString(30, 150, "小字2021年")

    assert cells_of(read_table(draw)) == ["小字2021年"]


def test_a_raised_character_stands_in_its_line() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 150, "面积10m")
        end = 30 + canvas.stringWidth("面积10m", FONT, 10)
        canvas.setFont(FONT, 6)
        canvas.drawString(end, 154, "2")
        canvas.setFont(FONT, 10)
        canvas.drawString(end + 3, 150, "以上")

    assert cells_of(read_table(draw)) == ["面积10m2以上"]


# ---- turned and stacked ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_label_on_its_side_is_read_along_its_own_line(angle: float) -> None:
    def draw(canvas: Canvas) -> None:
        turned(canvas, (70, 230), angle, "绩效")
        canvas.drawString(130, 230, "产出指标")

    document = read_table(draw)
    assert cells_of(document) == ["绩效", "产出指标"]
    (place,) = document.rows[0].cells[0].places
    x0, top, x1, bottom = place.box  # type: ignore[union-attr]
    wide, high = (10, 20) if angle != 180 else (20, 10)
    assert (x1 - x0, bottom - top) == (pytest.approx(wide, abs=1), pytest.approx(high, abs=1))


def test_the_lines_of_a_label_on_its_side_are_joined() -> None:
    def draw(canvas: Canvas) -> None:
        turned(canvas, (60, 190), 90, "年度重点")
        turned(canvas, (74, 190), 90, "工作任务")
        canvas.drawString(130, 250, "信访维稳工作经费二百七十万元")

    assert cells_of(read_table(draw)) == ["年度重点工作任务", "信访维稳工作经费二百七十万元"]


def test_a_label_printed_one_character_below_the_other_is_one_text() -> None:
    def draw(canvas: Canvas) -> None:
        for k, char in enumerate("绩效指标"):
            canvas.drawString(60, 260 - 14 * k, char)

    assert cells_of(read_table(draw, frozenset({"绩效指标"}))) == ["绩效指标"]


@pytest.mark.parametrize("columns", [("年度重点", "工作任务"), ("工作任务", "年度重点")])
def test_the_vocabulary_decides_from_which_side_stacked_columns_are_read(columns: tuple[str, str]) -> None:
    def draw(canvas: Canvas) -> None:
        for k, column in enumerate(columns):
            for j, char in enumerate(column):
                canvas.drawString(50 + 14 * k, 260 - 12 * j, char)

    document = read_table(draw, frozenset({"年度重点工作任务"}))
    assert cells_of(document) == ["年度重点工作任务"]
    assert is_balanced(document.rows)


def test_a_label_in_short_lines_is_no_stack() -> None:
    def draw(canvas: Canvas) -> None:
        for k, line in enumerate(("年度", "重点", "工作", "任务")):
            canvas.drawString(60, 260 - 14 * k, line)

    assert cells_of(read_table(draw, frozenset({"年度重点工作任务"})))[0].split() == ["年度", "重点", "工作", "任务"]


# ---- what lies over the page, and what nobody sees ------------------------------------------------------------------


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("angle", "size"), [(35, 80), (0, 90)])
def test_a_watermark_enters_no_cell(angle: float, size: float, *, first: bool) -> None:
    def mark(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        turned(canvas, (110, 60), angle, "草稿", size)
        canvas.setFillGray(0)

    def draw(canvas: Canvas) -> None:
        if first:
            mark(canvas)
        for x, y, text in (
            (30, 150, "基本支出"),
            (130, 150, "595.19万元"),
            (30, 60, "项目支出"),
            (130, 60, "484.77万元"),
        ):
            canvas.drawString(x, y, text)
        if not first:
            mark(canvas)

    document = read_table(draw)
    assert cells_of(document) == ["基本支出", "595.19万元", "项目支出", "484.77万元"]
    assert "".join(apart_of(document)) == "草稿"
    assert is_balanced(document.rows)


def test_text_that_nobody_sees_enters_no_cell_and_is_told_of() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 150, "看得见")
        styled(canvas, (130, 150), "不画的字", mode=3)
        canvas.setFillGray(1)
        canvas.drawString(130, 60, "白纸白字")
        canvas.setFillGray(0)
        canvas.drawString(420, 60, "页外的字")

    document = read_table(draw)
    assert cells_of(document) == ["看得见"]
    assert sorted(apart_of(document)) == sorted(["不画的字", "白纸白字", "页外的字"])
    assert document.flaws == (Flaw("hidden-text", page=1, count=12),)
    assert is_balanced(document.rows)


def test_white_text_on_a_dark_cell_is_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(20, 100, 100, 80, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(30, 150, "一级指标")

    document = read_table(draw)
    assert cells_of(document) == ["一级指标"]
    assert document.flaws == ()


def test_invisible_text_over_a_picture_is_read_and_said_to_be_recognised() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (40, 30), 200)), 0, 0, 400, 300)
        styled(canvas, (30, 150), "识别的字", mode=3)

    document = read_table(draw)
    assert cells_of(document) == ["识别的字"]
    assert document.flaws == (Flaw("recognised-text", page=1, count=4),)


# ---- characters without a meaning -----------------------------------------------------------------------------------


def test_characters_of_a_font_that_does_not_tell_their_meaning_are_marked_and_make_the_outcome_partial() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(400, 300), invariant=1)
    canvas.setFont("Vera", 10)
    canvas.drawString(30, 150, "äöüéèàçñÄÖ 2021")
    canvas.save()
    data = file.getvalue().replace(b"/ToUnicode", b"/ToNothing")
    document = read(Source(data, "unmapped.pdf"))
    assert [cell.text for row in document.rows for cell in row.cells] == ["\ufffd" * 10 + " 2021"]
    assert document.flaws == (Flaw("no-unicode", page=1, count=10, lost=True),)
    extraction = extract_bytes(data, "unmapped.pdf", lang="en")
    assert extraction.status == "partial"
    assert extraction.error is not None
    assert "page 1" in extraction.error.message


@pytest.mark.parametrize(
    "text",
    [
        "ŠŒ‹Žš œžŸ¢£ ¤¥¦§¨ ©ª«¬®¯ ²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊË",
        "䜀䠀䤀䨀䬀䰀䴀一乀倀儀刀匀吀唀嘀圀堀夀娀嬀尀崀帀开怀㔀㘀㜀㠀㤀㨀㬀㰀㴀㸀㼀䀀䄀䈀䌀䐀䔀䘀",
        '!"#$ %&\'( )*+, !"#$ -./0 #"$& *<=>?@ \\^_`{|}~ &*;<=>',
    ],
)
def test_text_that_nobody_would_print_is_found_out(text: str) -> None:
    assert count_implausible(text) > 10


@pytest.mark.parametrize(
    "text",
    [
        "2021年市级部门整体预算绩效目标表 ⼈员⻔户 ≥95% □√",
        "預算單位名稱 總體績效目標 經濟效益指標 財政撥款",
        "1,079.96 595.19 484.77 100% 2021-12-31 (1) / - 0 0 0 0",
        "Performance targets of the budget & what they cost; see page 3.",
        "①②③ ★★★ ☑ 𠮷",
    ],
)
def test_text_that_people_print_is_let_pass(text: str) -> None:
    assert count_implausible(text) == 0


def test_a_hyphen_at_a_lines_end_stays() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(30, 160, "performance-")
        canvas.drawString(30, 148, "budget")

    assert cells_of(read_table(draw)) == ["performance-budget"]


def test_a_character_beyond_the_basic_plane_is_one_character() -> None:
    document = read_table(lambda canvas: canvas.drawString(130, 150, "\U00020bb7野家"))
    assert cells_of(document) == ["\U00020bb7野家"]
    assert document.flaws == ()
    assert is_balanced(document.rows)


def test_a_character_without_a_glyph_does_no_harm() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(30, 150, "绩")
        canvas.drawString(130, 150, "a\tb\u200bc\xadd")

    document = read_table(draw)
    assert [(flaw.code, flaw.count) for flaw in document.flaws] == [("no-unicode", 3)]
    assert cells_of(document) == ["\ufffd", "a\ufffdb\ufffdc\xadd"]


def test_vertical_writing_is_read_from_top_to_bottom() -> None:
    data = draw_table(lambda canvas: canvas.drawString(70, 260, "绩效指标")).replace(b"-UCS2-H", b"-UCS2-V")
    assert cells_of(read(Source(data, "vertical.pdf", frozenset({"绩效指标"})))) == ["绩效指标"]
