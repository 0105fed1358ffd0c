"""The report is one page from disk: its numbers are the records', its marks lead to rows, its texts do nothing."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

import lxml.html
import pytest
from click.testing import CliRunner, Result

from extractor import extract, extract_bytes
from extractor.checks import REGISTRY
from extractor.cli import program
from extractor.exports.rows import Corrected, make_rows
from extractor.messages.report import REPORT
from extractor.places import document_id, find_value
from extractor.record import Extraction
from extractor.report.facts import gather
from extractor.report.funding import add_up
from extractor.report.page import make_page
from extractor.report.show import MOST_ROWS, Setting
from extractor.report.show_years import OUTCOMES
from extractor.report.tasks import BUCKETS, find_bucket, list_tasks
from extractor.report.visible import cut, make_visible
from extractor.report.years import compare_years
from extractor.results import Result as Input
from extractor.verdicts import VERDICTS, Verdict, append_verdict
from tests.hostile_texts import make_hostile_extraction, make_texts

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
EARLIER, LATER = SAMPLES / "zhanjiang-2021-wenhua.txt", SAMPLES / "zhanjiang-2024-wenhua.txt"
FORMS = (
    EARLIER,
    LATER,
    SAMPLES / "zhanjiang-2021-xinfangju.txt",
    SAMPLES / "zhanjiang-2021-xinfangju.markdown.txt",
    SAMPLES / "shanghai-2023-jietu.txt",
    SAMPLES / "sichuan-2023-gongshui.txt",
    SAMPLES / "wuhan-2023-shequ.txt",
)
HTML = cast("Any", lxml.html)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a browser reads it."""

    html: str

    @property
    def tree(self) -> Any:
        return HTML.document_fromstring(self.html)

    def table(self, figure: str) -> list[list[str]]:
        """Give a figure's own table, heads and small print apart."""
        rows = self.tree.get_element_by_id(figure).xpath("./div/table/tbody/tr")
        return [["".join(cell.xpath("text() | a/text()")) for cell in row.xpath("td")] for row in rows]

    def panel(self, key: str) -> list[list[str]]:
        rows = self.tree.get_element_by_id(key).xpath(".//tbody/tr")
        return [[cell.text_content() for cell in row.xpath("td")] for row in rows]

    def text(self, key: str) -> str:
        return cast("str", self.tree.get_element_by_id(key).text_content())


def wrap(extraction: Extraction) -> Corrected:
    file = extraction.source
    return Corrected(Input(file.name, file.sha256, extraction.status, extraction.error, extraction, None))


def make(extractions: Sequence[Extraction], setting: Setting | None = None) -> Page:
    return Page(make_page(make_rows(map(wrap, extractions), Path()), "out", setting or Setting("zh"))[0])


def run(*arguments: object) -> Result:
    return CliRunner().invoke(program, ["report", *map(str, arguments), "--lang", "zh"])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the output of a batch: forms, a duplicate, a letter, a damaged file."""
    folder = tmp_path_factory.mktemp("报送")
    for path in FORMS:
        shutil.copy(path, folder)
    shutil.copy(EARLIER, folder / "再报.txt")
    shutil.copy(SAMPLES / "documents" / "letter.docx", folder)
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    results = tmp_path_factory.mktemp("batch") / "out"
    CliRunner().invoke(program, ["batch", str(folder), "-o", str(results), "--quiet", "--jobs", "1"])
    assert (results / "manifest.jsonl").is_file()
    return results


@pytest.fixture(scope="module")
def page(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    target = tmp_path_factory.mktemp("page") / "report.html"
    done = run(out, "-o", target)
    assert done.exit_code == 0, done.output
    return Page(target.read_text(encoding="utf-8"))


# ---- numbers --------------------------------------------------------------------------------------------------------


def test_the_page_says_what_came_in_and_what_became_of_it(page: Page) -> None:
    rows = {row[0]: row[1:3] for row in page.table("outcomes-statuses")}
    assert rows == {
        "通过": ["3", "3"],
        "需要核对": ["4", "4"],
        "没有找到表": ["1", "0"],
        "未能读取": ["1", "0"],
        "重复件": ["1", "1"],
    }
    assert (
        "输入 10 个，其中内容不同的 9 个，内容完全相同的重复件 1 个（只计一次）。找到表 7 张；其中 1 张"
        in page.text("outcomes")
    )
    (duplicate,) = page.panel("outcomes-duplicate")
    assert "再报.txt" in duplicate[0] + duplicate[3]
    (damaged,) = page.panel("outcomes-error")
    assert damaged[2] == "corrupt"


def test_the_contents_give_the_gist_of_each_section(page: Page) -> None:
    gists = dict(zip(page.tree.xpath("//nav//li/a/@href"), page.tree.xpath("//nav//li"), strict=True))
    told = {link[1:]: "".join(entry.xpath("span/text()")) for link, entry in gists.items()}
    assert told["outcomes"] == "输入 10，表 7，未能读取 1"
    assert told["tasks"] == "3 张表中，2 张没有列全项目支出，0 张多于项目支出"
    assert told["years"] == "▼ 放宽 1 · ▼ 变为无法衡量 2 · − 取消 2 · ？名称相近，存疑 2"
    assert told["targets"].removesuffix(" 无法衡量") in page.text("targets")


def test_a_form_that_another_file_holds_too_is_told_and_counted_once(page: Page) -> None:
    (repeated,) = page.table("repeated-list")
    assert {Path(repeated[0]).name, Path(repeated[2]).name} == {
        "zhanjiang-2021-xinfangju.txt",
        "zhanjiang-2021-xinfangju.markdown.txt",
    }
    assert ["部门整体支出 · 2021 · 万元", "2", "zhanjiang-2021 2"] in page.table("kinds")


def test_the_funding_is_the_exact_sum_of_the_records_of_one_kind_year_and_unit(page: Page) -> None:
    records = [extract(path).forms[0].record for path in (EARLIER, SAMPLES / "zhanjiang-2021-xinfangju.txt")]
    expected: dict[str, Decimal] = {}
    for record in records:
        for group in record.funding.groups:
            for item in group.items:
                assert item.amount is not None
                expected[item.label] = expected.get(item.label, Decimal(0)) + item.amount
    shown = {row[1]: Decimal(row[2].replace(",", "")) for row in page.table("funding-0")}
    assert "部门整体支出 · 2021 · 万元" in page.text("funding-0")
    assert shown == expected
    assert [row[3:7] for row in page.table("funding-0")][:2] == [["13.9%", "2", "1", "0"], ["86.1%", "2", "1", "0"]]
    assert [row[1] for row in page.panel("funding-0-1")] == ["湛江市示例文化服务中心", "湛江市信访局有疑点，先核对"]


def test_forms_of_different_units_of_money_stand_apart(page: Page) -> None:
    titles = page.tree.xpath("//section[@id='funding']/figure/figcaption/h3/text()")
    assert "资金构成：项目支出表 · 2023 · 元" in titles
    assert "资金构成：项目支出表 · 2023 · 万元" in titles


def test_the_tasks_show_what_of_the_project_money_none_of_them_lists(page: Page) -> None:
    rows = {row[0]: row[1:3] for row in page.table("tasks-0")}
    assert rows["公益演出和全民阅读活动"] == ["790", "1.2%"]
    assert rows["任务合计"] == ["27,165.684975", "42.3%"]
    assert rows["未列入任务"] == ["37,045.35", "57.7%"]
    assert rows["项目支出"][0] == "64,211.034975"


def test_the_tree_and_the_targets_count_every_indicator(page: Page) -> None:
    totals = [int(row[2]) for row in page.table("tree-counts") if row[0]]
    extractions = [extract(path) for path in FORMS if "markdown" not in path.name]
    indicators = sum(len(sheet.indicators) for sheet in gather(make_rows(map(wrap, extractions), Path())).sheets)
    assert sum(totals) == indicators
    kinds = [sum(int(row[column]) for row in page.table("targets-kinds")) for column in (1, 2, 3, 4)]
    assert sum(kinds) == indicators
    assert f"{kinds[2]} 个是文字" in page.text("targets")


def test_the_checks_that_fail_are_named_by_what_should_hold(page: Page) -> None:
    rows = {row[1]: row for row in page.table("findings-codes")}
    assert rows["任务资金合计等于项目支出"][0] == "提示"
    assert rows["任务资金合计等于项目支出"][2:] == ["2", "2", "任务 2"]
    assert page.table("findings-forms")[0][1] == "湛江市信访局"


def test_self_evaluations_show_what_was_spent_and_scored(page: Page) -> None:
    (row,) = page.table("evaluations-list")
    assert row[1:] == ["2023", "万元", "95.6", "95.6", "100.0%", "90", "88", "5 / 5", "第5行"]


# ---- years ----------------------------------------------------------------------------------------------------------


def test_two_layouts_of_one_unit_stand_side_by_side(page: Page) -> None:
    assert "湛江市示例文化服务中心（部门整体支出）：2021、2024" in page.text("series-0")
    amounts = {row[0]: row[1:] for row in page.table("series-0-amounts")}
    assert amounts["项目支出"] == ["52,180.25", "64,211.034975", "+12,030.784975"]
    assert amounts["拟用于对下转移支付资金 / 拟转移支付市县资金"] == ["16,500", "20,140", "+3,640"]
    assert amounts["财政专项资金"] == ["未印", "43,500", "—"]


def test_indicators_are_linked_by_name_and_doubtful_links_bear_their_score(page: Page) -> None:
    rows = {row[0]: row[1:] for row in page.table("series-0-indicators-0")}
    assert rows["基层文化协管员补贴标准"] == ["≥190元每人每月", "≥200元每人每月", "▲ 收紧 +10", "同名"]
    assert rows["群众满意度"] == ["≥95%", "≥90%", "▼ 放宽 -5", "同名"]
    assert rows["文艺骨干培训人数（人）"] == ["≥350", "根据下达任务目标要求确定", "▼ 变为无法衡量", "同名"]
    assert rows["公共数字文化平台正常运行率"] == ["≥99%", "≧98%", "▼ 放宽 -1", "？存疑，相似度 91"]
    assert rows["政府采购预算个数"] == ["12", "（未列）", "—", "− 取消"]
    assert rows["馆藏图书外借率"] == ["（未列）", "80%-90%", "—", "＋ 新增"]
    doubtful = page.tree.xpath("//figure[@id='series-0-indicators-0']//tr[@class='doubtful']")
    assert len(doubtful) == 2
    assert all("若为同一项" in row.text_content() for row in doubtful)


def test_doubtful_links_are_counted_apart_from_changes(page: Page) -> None:
    counts = {row[0]: int(row[1]) for row in page.table("years-outcomes")}
    assert counts == {
        "不变": 2,
        "▲ 收紧": 2,
        "▼ 放宽": 1,
        "日期变了": 1,
        "▼ 变为无法衡量": 2,
        "？名称相近，存疑": 2,
        "− 取消": 2,
        "＋ 新增": 4,
    }


def in_yuan(text: str) -> str:
    return text.replace("（万元）", "（元）")


def test_years_with_different_units_of_money_are_shown_and_not_subtracted() -> None:
    other = extract_bytes(in_yuan(LATER.read_text(encoding="utf-8")).encode(), "2024.txt")
    page = make([extract(EARLIER), other])
    amounts = {row[0]: row[1:] for row in page.table("series-0-amounts")}
    assert amounts["基本支出"] == ["7,912.6", "8,596.35", "单位不同，不比较"]
    figure = page.tree.get_element_by_id("series-0-amounts")
    assert figure.xpath(".//svg") == []
    assert [row[3] for row in page.table("series-0-tasks-0") if row[0].startswith("县")] == ["单位不同，不比较"]


def test_similar_names_of_units_are_offered_and_never_merged() -> None:
    text = LATER.read_text(encoding="utf-8").replace("湛江市示例文化服务中心", "湛江市示例文化服务中心（本级）")
    page = make([extract(EARLIER), extract_bytes(text.encode(), "2024.txt")])
    assert page.table("years-similar") == [["湛江市示例文化服务中心", "湛江市示例文化服务中心（本级）", "84 分"]]
    assert page.tree.xpath("//details[starts-with(@id, 'series-')]") == []


def test_a_year_with_two_different_forms_of_a_unit_is_told_and_not_compared() -> None:
    text = LATER.read_text(encoding="utf-8").replace("8596.35", "8596.36")
    page = make([extract(EARLIER), extract(LATER), extract_bytes(text.encode(), "改.txt")])
    assert [row[0] for row in page.table("years-clashes")] == ["zhanjiang-2024-wenhua.txt", "改.txt"]
    assert page.tree.xpath("//details[starts-with(@id, 'series-')]") == []


def test_three_years_are_compared_one_with_the_next() -> None:
    text = LATER.read_text(encoding="utf-8").replace("2024", "2023")
    sheets = gather(
        make_rows(map(wrap, [extract(LATER), extract(EARLIER), extract_bytes(text.encode(), "23.txt")]), Path())
    )
    (series,) = compare_years(sheets.distinct).series
    assert [(each.earlier.year, each.later.year) for each in series.comparisons] == [(2021, 2023), (2023, 2024)]


# ---- marks and places -----------------------------------------------------------------------------------------------


def test_every_link_inside_the_page_leads_somewhere_and_every_name_is_given_once(page: Page) -> None:
    names = page.tree.xpath("//@id")
    assert len(names) == len(set(names))
    links = page.tree.xpath("//@href")
    assert page.tree.xpath("//@target") == []
    assert {link for link in links if not link.startswith("#")} == set()
    assert {link[1:] for link in links} <= set(names)
    references = re.findall(r"url\(#([^)]+)\)", page.html)
    assert references
    assert set(references) <= set(names)


def test_every_bar_leads_to_its_rows_and_says_what_it_is(page: Page) -> None:
    pictures = page.tree.xpath("//svg")
    by_id = {element.get("id"): element for element in page.tree.xpath("//*[@id]")}
    assert len(pictures) > 15
    for picture in pictures:
        marks = [link for link in picture.xpath(".//a") if link.xpath("path")]
        assert marks
        for mark in marks:
            target = by_id[mark.get("href")[1:]]
            assert target.xpath("descendant-or-self::tr"), mark.get("href")
            assert mark.xpath("../title/text()")
        assert picture.get("aria-label")


def test_each_picture_has_its_table(page: Page) -> None:
    for picture in page.tree.xpath("//svg"):
        assert picture.xpath("ancestor::figure[1]/div[@class='wide']/table/tbody/tr")


def test_the_place_of_each_value_is_said_in_words(page: Page) -> None:
    rows = page.panel("funding-0-1")
    assert [(Path(row[0]).name, row[4], row[5]) for row in rows] == [
        ("zhanjiang-2021-wenhua.txt", "52,180.25", "第10行"),
        ("zhanjiang-2021-xinfangju.markdown.txt", "484.77", "第11行"),
    ]


def test_each_place_leads_to_the_value_on_the_review_page_where_that_was_made(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "批 1" / "out")
    review = tmp_path / "批 1" / "out" / "review"
    review.mkdir()
    (review / "index.html").write_text("", encoding="utf-8")
    assert run(tmp_path / "批 1" / "out", "-o", tmp_path / "report.html").exit_code == 0
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    links = [link for link in page.tree.xpath("//@href") if not link.startswith("#")]
    assert len(links) > 100
    for link in links:
        way, _, fragment = link.partition("#")
        assert (tmp_path / unquote(way)).resolve() == review / "index.html"
        _, document, form, *steps = fragment.split("/")
        place = next((tmp_path / "批 1" / "out" / "json").rglob(f"{document}.json"))
        evidence = json.loads(place.read_bytes())["forms"][int(form)]["evidence"]
        assert "/" + "/".join(map(unquote, steps)) in evidence
    (cell,) = page.tree.xpath("//section[@id='funding-0-1']//tbody/tr[1]/td[5]/text()")
    (link,) = page.tree.xpath("//section[@id='funding-0-1']//tbody/tr[1]/td[6]/a/@href")
    assert cell == "52,180.25"
    assert link.endswith(".txt/0/funding/groups/0/items/1/amount")


# ---- what stands in the page does nothing ---------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'; DROP TABLE forms; --",
    "{{ 7*7 }}{% raw %}",
    "$\\frac{1}{2}$",
    "]]><!--",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "\u202e元0001",
    "a\u0000b\u0007c\u001b[31m",
    "\ud800",
    "\ufffe\uffff",
    "零\u200b宽\u2066隔\ufeff离",
    "x" * 40_000,
    "汉" * 40_000,
    '=HYPERLINK("http://example.org")',
    "%n%s{0}",
)


def poison(node: Any, number: int = 0) -> Any:
    """Give plain data with hostile texts for all names and values."""
    if isinstance(node, dict):
        return {
            key: HOSTILE[(number + place) % len(HOSTILE)]
            if key in ("label", "name", "value", "text", "title", "unit_name", "content", "message", "blank", "raw")
            and isinstance(value, str)
            else poison(value, number + place)
            for place, (key, value) in enumerate(node.items())
        }
    if isinstance(node, list):
        return [poison(each, number + place) for place, each in enumerate(node)]
    return node


def assert_inert(page: Page, clean: Page) -> None:
    """Fail where a page has elements that one without hostile texts has not, runs something, or hides something."""
    known = {element.tag for element in clean.tree.iter()}
    assert {element.tag for element in page.tree.iter()} <= known | {"details", "summary"}
    attributes = {name for element in page.tree.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "style")}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff\u200b\u202e\u2066\ufeff]", page.html)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_hundred_hostile_texts_are_all_shown_and_do_nothing(lang: str) -> None:
    setting = Setting("zh" if lang == "zh" else "en")
    page = make([make_hostile_extraction()], setting)
    assert_inert(page, make([extract(EARLIER), extract(LATER)], setting))
    shown = page.tree.text_content()
    assert [text for text in make_texts() if make_visible(cut(text)) not in shown] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_a_file_becomes_part_of_the_page(lang: str) -> None:
    forms = [json.loads(extract(path).to_json(), parse_float=Decimal) for path in (EARLIER, LATER)]
    clean = make([Extraction.model_validate(form) for form in forms], Setting("zh"))
    poisoned = [
        Extraction.model_validate({**form, "forms": poison(form["forms"], shift)})
        for shift, form in ((shift, form) for shift in range(len(HOSTILE)) for form in forms)
    ]
    poisoned = [
        each.model_copy(update={"source": each.source.model_copy(update={"sha256": f"{number:064x}"})})
        for number, each in enumerate(poisoned)
    ]
    page = make(poisoned, Setting("zh" if lang == "zh" else "en"))
    assert_inert(page, clean)
    for shown in ("<script>alert(1)</script>", "{{ 7*7 }}{% raw %}", "[U+202E]元0001", "[U+D800]", "&lt;b&gt;"):
        assert shown in page.tree.text_content(), shown
    assert "x" * 400 not in page.html


def test_the_page_forbids_itself_scripts_and_everything_from_elsewhere(page: Page) -> None:
    (policy,) = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert page.tree.xpath("//script | //link | //img | //iframe | //object | //*[@style]") == []
    assert re.findall(r"(?:src=|@import|url\((?!#))", page.html) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("万元\u3000（元）", "万元\u3000（元）"),
        ("甲\n乙\t丙\r\n丁", "甲\n乙 丙\n丁"),
        ("\u202e12", "[U+202E]12"),
        ("é", "é"),
    ],
)
def test_what_cannot_be_seen_is_written_out_and_nothing_else(text: str, shown: str) -> None:
    assert make_visible(text) == shown


# ---- what there may be none of --------------------------------------------------------------------------------------


def test_the_same_results_give_the_same_bytes(out: Path, page: Page, tmp_path: Path) -> None:
    assert run(out, "-o", tmp_path / "report.html").exit_code == 0
    assert (tmp_path / "report.html").read_bytes() == page.html.encode()


def test_a_batch_in_which_nothing_was_found_has_a_page_that_says_so() -> None:
    page = make([extract(SAMPLES / "documents" / "letter.docx")])
    assert "没有提取到任何表" in page.tree.text_content()
    assert page.tree.xpath("//main/section/@id") == ["outcomes"]
    assert page.panel("outcomes-no_form")[0][2] == "no_form"
    assert "输入 0 个" in make([]).tree.text_content()


def test_forms_without_funding_tasks_or_indicators_have_a_page() -> None:
    extraction = extract(EARLIER)
    form = extraction.forms[0]
    bare = form.record.model_copy(
        update={
            "funding": form.record.funding.model_copy(update={"unit": None, "groups": []}),
            "tasks": [],
            "indicators": [],
            "year": None,
        }
    )
    page = make([extraction.model_copy(update={"forms": [form.model_copy(update={"record": bare, "evidence": {}})]})])
    assert "没有一张表印有资金" in page.text("funding")
    assert "没有一张表印有年度重点工作任务" in page.text("tasks")
    assert "没有一张表印有指标" in page.text("tree")
    assert [row[0] for row in page.table("years-unplaced")] == ["zhanjiang-2021-wenhua.txt"]


@pytest.mark.parametrize("name", ["shanghai-2023-jietu.txt", "chongqing-2023-gongyuan.txt", "ezhou-2022-hubian.txt"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_project_forms_and_self_evaluations_alone_have_a_page(name: str, lang: str) -> None:
    page = make([extract(SAMPLES / name)], Setting("zh" if lang == "zh" else "en"))
    assert page.table("funding-0")
    assert page.table("tree-counts")


def change_amounts(extraction: Extraction, change: Callable[[Decimal], Decimal | None]) -> Extraction:
    form = extraction.forms[0]
    data = form.record.model_dump()
    for group in data["funding"]["groups"]:
        for item in group["items"]:
            item["amount"] = change(item["amount"])
    record = type(form.record).model_validate(data)
    return extraction.model_copy(update={"forms": [form.model_copy(update={"record": record})]})


@pytest.mark.parametrize("amount", ["-1.5", "0", "9e300", "1e-9", "123456789012345678901234567890.123456"])
def test_amounts_that_cannot_be_drawn_keep_their_digits_in_the_table(amount: str) -> None:
    page = make([change_amounts(extract(EARLIER), lambda _: Decimal(amount))])
    shown = page.table("funding-0")[0][2].replace(",", "")
    assert Decimal(shown) == Decimal(amount)


def test_a_blank_amount_is_counted_as_blank_and_not_as_nothing() -> None:
    page = make([change_amounts(extract(EARLIER), lambda _: None)])
    assert page.table("funding-0")[0][2:7] == ["—", "—", "0", "0", "1"]
    assert "没有填写任何金额：湛江市示例文化服务中心" in page.text("funding")
    assert [row[3] for row in page.table("tasks-forms")] == ["—"]


def test_items_that_each_form_names_for_itself_are_put_together_behind_the_largest() -> None:
    extraction = extract(SAMPLES / "wuhan-2023-shequ.txt")
    form = extraction.forms[0]
    many = []
    for number in range(30):
        data = form.record.model_dump()
        data["header"]["unit_name"] = f"示例{number}站"
        data["funding"]["groups"][3]["items"][1] |= {"label": f"自定支出{number}", "amount": Decimal(1000 - number)}
        record = type(form.record).model_validate(data)
        source = extraction.source.model_copy(update={"sha256": f"{number:064x}"})
        forms = [form.model_copy(update={"record": record})]
        many.append(extraction.model_copy(update={"source": source, "forms": forms}))
    page = make(many)
    rows = {row[1]: row for row in page.table("funding-0") if row[0] == "支出明细"}
    assert list(rows)[:3] == ["合计", "自定支出0", "微型消防站"]
    assert sum(Decimal(row[2].replace(",", "")) for name, row in rows.items() if name != "合计") == sum(
        range(971, 1001)
    ) + 30 * (66 + 14)
    # Of 32 items, the largest twelve are 微型消防站 (30 × 66) and 自定支出0 to 自定支出10.
    assert rows["其余 20 项"][2:5] == [f"{sum(range(971, 990)) + 30 * 14:,}", "59.6%", "49"]
    assert "自定支出29" in page.text("funding-0")


def test_what_a_form_prints_twice_is_listed_and_not_added() -> None:
    text = EARLIER.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "项目支出\t" in line)
    extraction = extract_bytes(text.replace(line, f"{line}\n{line}").encode(), "twice.txt")
    sheet = gather(make_rows([wrap(extraction)], Path())).sheets[0]
    ((_, breakdowns),) = add_up([sheet]).items()
    project = breakdowns["by_expenditure_type"].sums["project"]
    assert (project.total, len(project.twice)) == (Decimal(0), 2)
    assert find_bucket(list_tasks(sheet)) == "unknown"


@pytest.mark.parametrize(
    ("project", "bucket"),
    [("19611.25", "all"), ("19611.26", "most"), ("30000", "half"), ("52180.25", "less"), ("19000", "over")],
)
def test_how_much_of_the_project_money_the_tasks_list(project: str, bucket: str) -> None:
    text = EARLIER.read_text(encoding="utf-8").replace("52180.25", project)
    extraction = extract_bytes(text.encode(), "form.txt")
    assert find_bucket(list_tasks(gather(make_rows([wrap(extraction)], Path())).sheets[0])) == bucket
    assert bucket in BUCKETS


def say_of(extraction: Extraction, pointer: str, said: str, reviewer: str, **more: Any) -> Verdict:
    record = json.loads(extraction.to_json(), parse_float=Decimal)["forms"][0]["record"]
    fields = {
        "document": document_id(extraction.source.sha256, extraction.source.name),
        "name": extraction.source.name,
        "form": 0,
        "pointer": pointer,
        "before": find_value(record, pointer),
        "verdict": said,
        "reviewer": reviewer,
        "time": "2026-11-30T09:00:00Z",
        "program": "0.1.0",
        "pattern": extraction.forms[0].pattern,
        "pattern_version": "0123456789ab",
    }
    return Verdict.model_validate({**fields, **more})


def test_corrected_values_count_and_show_what_was_extracted(tmp_path: Path) -> None:
    extraction = extract(EARLIER)
    (tmp_path / "form.json").write_text(extraction.to_json(), encoding="utf-8")
    basic, task = "/funding/groups/0/items/0/amount", "/tasks/3/amount"
    satisfaction = "/indicators/2/children/0/children/0/value"
    for verdict in (
        say_of(extraction, basic, "wrong", "李", after=Decimal("7912.7")),
        say_of(extraction, satisfaction, "wrong", "李", after="<b>≥96%</b>", reason="<i>看原件</i>"),
        say_of(extraction, task, "wrong", "李", after=Decimal(321)),
        say_of(extraction, task, "right", "王"),
    ):
        append_verdict(tmp_path / VERDICTS, verdict)
    assert run(tmp_path, "-o", tmp_path / "report.html").exit_code == 0
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.table("funding-0")[0][2] == "7,912.7"
    assert "已更正，原提取为 7912.6" in page.panel("funding-0-0")[0][4]
    assert page.table("tasks-0")[3][:2] == ["古籍保护与修复", "320.75"]
    assert [row[2:5] for row in page.table("corrections-list")] == [
        [basic, "7912.6", "7912.7"],
        [satisfaction, "≥95%", "<b>≥96%</b>"],
    ]
    assert page.table("verdicts") == [["意见不一，未更正", "2"], ["错误", "2"]]
    assert {row[4] for row in page.panel("verdicts-disputed")} == {"李", "王"}
    assert [row[5] for row in page.panel("verdicts-wrong")] == ["—", "<i>看原件</i>"]


def test_the_page_of_many_forms_is_no_larger_than_people_can_use() -> None:
    extraction = extract(EARLIER)
    form = extraction.forms[0]
    many = []
    for number in range(600):
        header = form.record.header.model_copy(update={"unit_name": f"示例{number:03}中心"})
        record = form.record.model_copy(update={"header": header, "year": 2020 + number % 3})
        source = extraction.source.model_copy(update={"sha256": f"{number:064x}", "name": f"{number}.txt"})
        forms = [form.model_copy(update={"record": record})]
        many.append(extraction.model_copy(update={"source": source, "forms": forms}))
    page = make(many)
    assert len(page.html.encode()) < 3_000_000
    assert len(page.panel("funding-0-0")) == MOST_ROWS
    assert "另有 160 行未列出；全部各行用 jixiao export 导出。" in page.text("funding-0-0")


# ---- the command ----------------------------------------------------------------------------------------------------


def test_a_page_that_is_there_is_not_overwritten_unless_asked_for(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("<!DOCTYPE html>mine", encoding="utf-8")
    refused = run(out, "-o", target)
    assert (refused.exit_code, target.read_text(encoding="utf-8")) == (3, "<!DOCTYPE html>mine")
    assert "已存在，没有覆盖。加 --force 覆盖" in refused.stderr
    assert run(out, "-o", target, "--force").exit_code == 0
    assert "mine" not in target.read_text(encoding="utf-8")


def test_a_folder_without_results_is_refused_with_the_next_step(tmp_path: Path) -> None:
    refused = run(tmp_path, "-o", tmp_path / "report.html")
    assert refused.exit_code == 3
    assert "没有提取结果。请给出 jixiao batch" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_its_libraries_the_command_says_what_to_install(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("extractor.report")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    refused = run(out, "-o", tmp_path / "report.html")
    assert refused.exit_code == 3
    assert refused.stderr == '缺少 matplotlib：report 需要另外安装：pip install "jixiao[report]"\n'


def test_results_of_a_single_file_have_a_page(tmp_path: Path) -> None:
    json_file = tmp_path / "form.json"
    json_file.write_text(extract(EARLIER).to_json(), encoding="utf-8")
    assert run(json_file, "-o", tmp_path / "report.html").exit_code == 0


def test_a_folder_that_is_not_there_is_a_wrong_option(out: Path, tmp_path: Path) -> None:
    assert run(out, "-o", tmp_path / "none" / "report.html").exit_code == 2


# ---- words ----------------------------------------------------------------------------------------------------------


def test_the_report_says_the_same_in_both_languages() -> None:
    for code, texts in REPORT.items():
        fields = [set(re.findall(r"{(\w+)[:}]", texts[lang])) for lang in ("zh", "en")]
        assert fields[0] == fields[1], code
    assert {f"outcome-{outcome}" for outcome in OUTCOMES} <= set(REPORT)


def test_every_check_has_a_name() -> None:
    from extractor.report.findings import say_check_name  # noqa: PLC0415 - one test needs it

    assert all(say_check_name(code, "zh") for code in REGISTRY)
