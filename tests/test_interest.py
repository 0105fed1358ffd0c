"""Of a long document only the pages that may hold a form are read, and none of a form's is passed over."""

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Source
from extractor.readers.interest import AFTER, BEFORE, SHORT, choose_pages
from extractor.readers.pdf import read

WORDS = frozenset(
    {"市级部门整体预算绩效目标表", "预算单位名称", "基本支出", "项目支出", "一级指标", "二级指标", "名称"}
)
TABLE = "科目编码 名称 100.00 200.00 300.00"
FORM = "预算单位名称 湛江市信访局 基本 支出 项目支出 一级指标"


def test_a_short_document_is_read_whole() -> None:
    assert choose_pages([TABLE] * SHORT, WORDS) == set(range(SHORT))


def test_a_form_is_read_with_its_neighbours_and_the_other_pages_are_not() -> None:
    texts = [TABLE] * 10 + [FORM] + [TABLE] * 10
    assert choose_pages(texts, WORDS) == set(range(10 - BEFORE, 11 + AFTER))


def test_a_title_alone_tells_a_form() -> None:
    texts = [TABLE] * 10 + ["2021年市级部门整体预算\n绩效目标表"] + [TABLE] * 10
    assert 10 in choose_pages(texts, WORDS)
    assert 11 in choose_pages(texts, WORDS)


def test_a_form_goes_on_over_all_pages_that_show_some_of_its_labels() -> None:
    texts = [TABLE] * 5 + [FORM] + ["二级指标 项目支出"] * 12 + [TABLE] * 5
    assert set(range(5, 18)) <= choose_pages(texts, WORDS)


def test_a_form_goes_on_over_pages_of_prose_without_any_label() -> None:
    prose = "全面学习贯彻落实新时代思想，特别是关于加强和改进人民信访工作的重要思想。"
    texts = [TABLE] * 5 + [prose, FORM] + [prose] * 12 + [FORM] + [TABLE] * 5
    assert set(range(5, 20)) <= choose_pages(texts, WORDS)


def test_a_form_goes_on_over_pages_of_prose_behind_its_last_label() -> None:
    prose = "全面学习贯彻落实新时代思想，特别是关于加强和改进人民信访工作的重要思想。"
    texts = [TABLE] * 5 + [FORM] + [prose] * 6 + [TABLE] * 5
    assert set(range(5, 12)) <= choose_pages(texts, WORDS)
    assert 12 not in choose_pages(texts, WORDS)


def test_a_form_goes_on_behind_pages_that_a_browser_left_blank_but_for_their_numbers() -> None:
    prose = "全面学习贯彻落实新时代思想，特别是关于加强和改进人民信访工作的重要思想。"
    texts = [FORM] + ["- 2 -", "— 3 —", "- 4 -", "- 5 -", f"{prose} - 6 -"] + [TABLE] * 5
    assert set(range(6)) <= choose_pages(texts, WORDS)


def test_a_few_pages_between_two_that_are_read_are_read_as_well_whatever_they_show() -> None:
    texts = [TABLE] * 5 + [FORM] + [TABLE] * 5 + ["市级部门整体预算绩效目标表"] + [TABLE] * 5
    assert set(range(5, 13)) <= choose_pages(texts, WORDS)


def test_a_form_at_a_documents_end_goes_on_over_pages_of_prose_to_its_last_one() -> None:
    texts = [TABLE] * 5 + [FORM] + ["落实各项任务，做好各项工作。"] * 12
    assert choose_pages(texts, WORDS) >= set(range(5, 18))


def test_labels_scattered_over_the_pages_of_a_form_in_large_type_are_all_read() -> None:
    words = frozenset(f"标签之{number}" for number in "一二三四五六七八")
    texts = [TABLE] * 5 + [f"{word} 100.00 200.00" for word in sorted(words)] + [TABLE] * 9
    assert set(range(5, 13)) <= choose_pages(texts, words)


def test_radicals_and_traditional_characters_count_as_the_labels_they_stand_for() -> None:
    texts = [TABLE] * 10 + ["預算單位名稱 基本⽀出 項目支出 ⼀级指标"] + [TABLE] * 10
    assert 10 in choose_pages(texts, WORDS)


def test_labels_that_any_budget_prints_tell_no_form() -> None:
    texts = [TABLE] * 5 + ["预算单位名称 基本支出 项目支出 绩效目标"] * 10 + [FORM] + [TABLE] * 5
    telling = {"市级部门整体预算绩效目标表", "一级指标", "二级指标", "三级指标"}
    chosen = choose_pages([*texts[:15], "一级指标 二级指标 三级指标", *texts[16:]], WORDS | telling, telling)
    assert chosen == set(range(15 - BEFORE, 16 + AFTER))


def test_a_page_without_text_is_looked_at() -> None:
    texts = [TABLE] * 10 + ["", None] + [FORM] + [TABLE] * 10
    assert {10, 11} <= choose_pages(texts, WORDS)


def test_where_no_page_holds_a_form_the_first_page_with_each_label_is_read() -> None:
    texts = [TABLE] * 5 + ["项目支出"] * 10 + ["一级指标"]
    assert choose_pages(texts, WORDS) == {5, 15}


def test_without_a_vocabulary_every_page_is_read() -> None:
    assert choose_pages([TABLE] * 20, ()) == set(range(20))


def test_a_page_that_is_passed_over_is_still_one_of_the_documents_pages() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(300, 300), invariant=1)
    for number in range(14):
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(30, 200, FORM if number == 9 else f"{TABLE} {number}")
        canvas.showPage()
    canvas.save()
    document = read(Source(file.getvalue(), "budget.pdf", WORDS))
    assert document.pages == 14
    assert [row.page for row in document.rows] == [9, 10, 11, 12, 13]
