"""Characters that PDFium gives become runs: what is drawn twice counts once, and nothing else is dropped."""

import io
from pathlib import Path

from pypdfium2 import PdfDocument
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.readers.pdf_text import TextLayer, TextReader

FONT = "STSong-Light"
REFERENCE = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.chromium.pdf"


def read_drawn(*strings: tuple[float, float, str]) -> TextLayer:
    """Draw strings at their places, in points from the bottom left, and read the page's text layer."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(300, 300))
    canvas.setFont(FONT, 10)
    for x, y, text in strings:
        canvas.drawString(x, y, text)
    canvas.save()
    document = PdfDocument(file.getvalue())
    page = document[0]
    textpage = page.get_textpage()
    return TextReader(page, textpage, []).read()


def text_of(layer: TextLayer) -> str:
    return "".join(run.text for run in layer.runs)


def test_a_text_drawn_twice_to_look_bold_is_read_once() -> None:
    layer = read_drawn((50, 200, "基本支出"), (50.3, 200, "基本支出"))
    assert text_of(layer) == "基本支出"
    assert layer.characters == 4


def test_a_text_drawn_twice_in_other_pieces_is_read_once() -> None:
    for pieces in (
        ("预算绩效", "目标表"),
        ("预算绩效目", "绩效目标表"),
        ("目标表",),
        ("绩效",),
        ("算绩效目标", "标表"),
    ):
        whole = "预算绩效目标表"
        again = [(50.3 + 10 * whole.index(piece), 200, piece) for piece in pieces]
        layer = read_drawn((50, 200, whole), *again)
        assert (text_of(layer), layer.characters) == (whole, 7)
    first = read_drawn((50, 200, "预算绩效"), (50.3, 200, "预算绩效目标表"))
    assert (text_of(first), first.characters) == ("预算绩效目标表", 7)


def test_another_text_over_a_text_stays() -> None:
    layer = read_drawn((50, 200, "预算绩效目标表"), (60.3, 200, "预算"))
    assert sorted(text_of(layer)) == sorted("预算绩效目标表预算")


def test_equal_characters_side_by_side_and_below_each_other_all_stay() -> None:
    side = read_drawn((50, 200, "天天向上 1100"))
    assert text_of(side) == "天天向上1100"
    stacked = read_drawn(*((50, 200 - 10 * k, char) for k, char in enumerate("天天向向")))
    assert sorted(text_of(stacked)) == sorted("天天向向")
    assert stacked.characters == 4
    close = read_drawn(*((50, 200 - 4 * k, "1") for k in range(3)))
    assert text_of(close) == "111"
    assert close.characters == 3


def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen() -> None:
    layer = read_drawn((50, 200, "使用Wi-"), (50, 186, "Fi网络"))
    assert text_of(layer) == "使用Wi-Fi网络"
    assert "\ufffd" not in layer.text


def test_a_text_layer_read_a_second_time_is_the_same() -> None:
    document = PdfDocument(REFERENCE)
    page = document[0]
    reader = TextReader(page, page.get_textpage(), [])
    assert reader.read() == reader.read()
    again = TextReader(page, page.get_textpage(), [])
    assert reader.read_by_object(reader.read()) == again.read_by_object(again.read())
