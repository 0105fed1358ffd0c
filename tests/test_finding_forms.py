"""Forms are found in real documents, and only forms: where each begins, where it ends, and what is none.

A document is drawn page by page: a text is a line outside of tables, a list of rows is a table. All names are invented.
"""

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from extractor import extract_bytes
from extractor.build import Built, build
from extractor.claims import find_claims, find_forms, find_nearest
from extractor.document import Cell, Document, PageBox, Row
from extractor.match import match_form
from extractor.messages.problems import say_part
from extractor.patterns import Pattern, load_patterns
from extractor.record import Extraction
from extractor.regions import Region

Table = Sequence[Sequence[str]]
Page = Sequence[str | Table]

TITLE = "2021年市级部门整体预算绩效目标表"
TITLE_2024 = "2024年市级部门整体预算绩效目标表"
LEFT, RIGHT = 50.0, 550.0

HEADINGS = ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"]
TASK_HEADINGS = ["年度重点工作任务", "名称", "主要实施内容", "拟投入的资金（万元）", "期望达到的目标（概述）"]


def head(unit: str = "示例市海洋局") -> Table:
    return [
        ["预算单位名称", unit],
        ["主管部门名称", unit],
        ["财政供养人员数", "在职人数", "12", "离退休人数", "3"],
        ["预算整体情况", "按支出类型划分", "预算金额（万元）", "按收入来源划分", "预算金额（万元）"],
        ["其中：基本支出", "80", "其中：财政拨款", "100"],
        ["项目支出", "20", "其他资金", "0"],
        ["总体绩效目标", f"{unit}全年目标全部完成。"],
    ]


TASKS: Table = [TASK_HEADINGS, ["", "任务1：海域巡查", "开展海域使用巡查。", "20", "海域秩序良好。"]]
INDICATORS: Table = [
    HEADINGS,
    ["", "产出指标", "数量指标", "巡查次数", "12"],
    ["", "", "质量指标", "巡查合格率", "100%"],
    ["", "效益指标", "社会效益指标", "海域秩序", "良好"],
    ["", "满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"],
]
LATER: Table = [
    ["部门名称", "示例市渔业局"],
    ["基本信息", "财政供养人员数", "12", "下属二级单位数", "0"],
    ["预算整体情况", "部门预算支出", "预算金额（万元）", "收入来源", "预算金额（万元）"],
    ["", "基本支出", "80", "财政拨款", "100"],
    ["", "项目支出", "20", "其他资金", "0"],
    *INDICATORS,
]
BUDGET: Table = [
    ["收入", "预算数", "支出", "预算数"],
    ["一、财政拨款", "100", "一、基本支出", "80"],
    ["二、其他资金", "0", "二、项目支出", "20"],
    ["收入总计", "100", "支出总计", "100"],
]
TRAVEL: Table = [["项目", "上年预算数", "本年预算数"], ["合计", "5", "4"], ["公务接待费", "2", "1"]]
PROJECTS: Table = [
    ["单位名称", "项目名称", "项目支出", "绩效目标"],
    ["示例市海洋局", "海域巡查", "20", "通过开展巡查，维护海域使用秩序，群众满意度达到95%以上。"],
    ["示例市海洋局", "船艇维护", "8", "保障执法船艇正常运行，完好率不低于98%。"],
]
PROSE = "2021年本部门实行绩效目标管理的项目2个，涉及财政拨款20万元，其中数量指标12个、质量指标6个、满意度指标2个。"


def form(unit: str = "示例市海洋局") -> Table:
    return [*head(unit), *TASKS, *INDICATORS]


def draw(*pages: Page) -> Document:
    """Draw a document; a table's columns divide the page's width evenly, by the widest of its rows."""
    rows: list[Row] = []
    table = 0
    for number, page in enumerate(pages, 1):
        top = 40.0
        for item in page:
            if isinstance(item, str):
                rows.append(_draw_row([item], 1, None, number, top))
                top += 20
                continue
            table += 1
            width = max(map(len, item))
            for printed in item:
                rows.append(_draw_row(printed, width, table, number, top))
                top += 20
    return Document("pdf", "drawn", tuple(rows), pages=len(pages))


def _draw_row(texts: Sequence[str], width: int, table: int | None, page: int, top: float) -> Row:
    step = (RIGHT - LEFT) / width
    cells = []
    for column, text in enumerate(texts):
        left = LEFT + column * step
        right = RIGHT if column + 1 == len(texts) else left + step
        cells.append(Cell(text, text, (PageBox(page, (left, top, right, top + 18)),), left, right))
    return Row(tuple(cells), table, page, sum(len("".join(text.split())) for text in texts))


@cache
def shipped() -> tuple[Pattern, ...]:
    return tuple(pattern for pattern in load_patterns() if pattern.name.startswith("zhanjiang"))


def regions_of(*pages: Page) -> list[Region]:
    return [region for region in find_forms(draw(*pages), shipped()) if region.begins]


def read(*pages: Page) -> list[Built]:
    built = []
    for region in regions_of(*pages):
        (pattern,) = find_claims(shipped(), region)
        built.append(build(match_form(region, pattern, geometry=True)))
    return built


def units(*pages: Page) -> list[str | None]:
    return [each.record.header.unit_name for each in read(*pages)]


def spans(*pages: Page) -> list[list[int] | None]:
    return [each.pages for each in read(*pages)]


def left_over(*pages: Page) -> list[list[str]]:
    return [[piece.text for piece in each.residue] for each in read(*pages)]


def as_text(*pages: Page) -> str:
    """Give the same document as a text file: cells apart by tabs, tables and paragraphs by blank lines."""
    items = [item for page in pages for item in page]
    blocks = [item if isinstance(item, str) else "\n".join("\t".join(row) for row in item) for item in items]
    return "\n\n".join(blocks) + "\n"


def extract_text(text: str, patterns: Sequence[Pattern] | None = None) -> Extraction:
    return extract_bytes(text.encode(), "document.txt", patterns=patterns or shipped(), lang="en")


Reader = Callable[..., list[str | None]]


def units_in_text(*pages: Page) -> list[str | None]:
    return [found.record.header.unit_name for found in extract_text(as_text(*pages)).forms]


both = pytest.mark.parametrize("found", [units, units_in_text], ids=["pages", "text"])


# ---- how many, and where --------------------------------------------------------------------------------------------


@both
def test_a_form_alone_is_found(found: Reader) -> None:
    assert found([TITLE, form()]) == ["示例市海洋局"]


@both
def test_several_forms_in_one_document_are_found_in_their_order(found: Reader) -> None:
    names = [f"示例市第{number}局" for number in "一二三四五六"]
    pages = [[TITLE, form(name)] for name in names]
    assert found(*pages) == names


def test_forms_on_consecutive_pages_with_nothing_between_have_their_own_pages() -> None:
    assert spans([TITLE, form("甲局")], [TITLE, form("乙局")]) == [[1, 1], [2, 2]]


@both
def test_two_forms_share_a_page(found: Reader) -> None:
    page = [TITLE, form("甲局"), TITLE, form("乙局")]
    assert found(page) == ["甲局", "乙局"]


def test_two_forms_that_share_a_page_both_name_it() -> None:
    first = [TITLE, [*head("甲局"), *TASKS]]
    second = [INDICATORS, TITLE, [*head("乙局"), *TASKS]]
    assert spans(first, second, [INDICATORS]) == [[1, 2], [2, 3]]


@both
def test_a_form_starts_in_the_middle_of_a_page_below_prose_and_another_table(found: Reader) -> None:
    page = ["三、“三公”经费情况说明", PROSE, "“三公”经费预算表", "单位：万元", TRAVEL, "附件1", TITLE, form()]
    assert found(page) == ["示例市海洋局"]
    (region,) = regions_of(page)
    assert [row.row.cells[0].text for row in region.rows[:2]] == ["附件1", TITLE]


@both
def test_forms_of_two_layouts_stand_in_one_document(found: Reader) -> None:
    assert found([TITLE, form()], [TITLE_2024, LATER]) == ["示例市海洋局", "示例市渔业局"]


def test_a_form_without_a_title_may_begin_at_a_pages_foot() -> None:
    pages: list[Page] = [[LATER, "部门收支总表", BUDGET, form()[:2], "- 1 -"], [form()[2:], "- 2 -"]]
    assert units(*pages) == ["示例市渔业局", "示例市海洋局"]


@both
def test_forms_of_two_layouts_without_titles_are_two(found: Reader) -> None:
    assert found([form()], [LATER]) == ["示例市海洋局", "示例市渔业局"]
    assert found([LATER], [form()]) == ["示例市渔业局", "示例市海洋局"]


def test_the_same_form_printed_for_several_units_without_any_title_is_found_for_each() -> None:
    assert units([TITLE, form("甲局")], [form("乙局")], [form("丙局")]) == ["甲局", "乙局", "丙局"]
    assert units([form("甲局"), form("乙局")]) == ["甲局", "乙局"]


def test_forms_that_follow_each_other_in_one_table_are_parted() -> None:
    assert units([[*form("甲局"), *form("乙局")]]) == ["甲局", "乙局"]


def test_forms_with_titles_inside_of_one_table_are_parted() -> None:
    assert units([[[TITLE], *form("甲局"), [TITLE], *form("乙局")]]) == ["甲局", "乙局"]


def test_a_head_that_every_page_prints_again_begins_no_other_form() -> None:
    top = [["预算单位名称", "示例市海洋局"], ["主管部门名称", "示例市海洋局"]]
    pages = [[TITLE, [*head(), *TASKS, *INDICATORS[:2]]], [TITLE, [*top, *INDICATORS[2:]]], ["部门收支总表", BUDGET]]
    (built,) = read(*pages)
    assert built.pages == [1, 2]
    assert built.record.header.other == []
    assert built.residue == []


def test_a_head_that_a_page_prints_again_above_the_tasks_begins_no_other_form() -> None:
    top = [["预算单位名称", "示例市海洋局"]]
    more = [["", "任务2：船艇维护", "保养执法船艇。", "8", "船艇完好。"]]
    pages = [[TITLE, [*head(), *TASKS]], [TITLE, [*top, *more]], [TITLE, [*top, *INDICATORS]]]
    assert spans(*pages) == [[1, 3]]


def test_forms_of_one_unit_that_follow_each_other_are_two_although_their_heads_are_alike() -> None:
    assert units([TITLE, form("甲局")], [TITLE, form("甲局")]) == ["甲局", "甲局"]
    assert units([form("甲局")], [form("甲局")]) == ["甲局", "甲局"]


def test_a_list_that_begins_with_a_label_of_a_head_is_no_beginning_of_the_form_below_it() -> None:
    listed = [["预算单位名称", "金额"], ["甲局", "3"], ["乙局", "4"]]
    assert ledger_of([listed], [form()]) == ledger_of([form()])


# ---- titles ---------------------------------------------------------------------------------------------------------


def titles_of(*pages: Page) -> list[str | None]:
    return [region.title.text if region.title else None for region in regions_of(*pages)]


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "2021 年 市 级 部 门 整 体 预 算 绩 效 目 标 表",
        "示例市人力资源和社会保障局2021年市级部门整体预算绩效目标表",
        "示例市机构编制委员会办公室2021年市级部门整体预算绩效目标表",
        "市级部门整体预算绩效目标表（2021年度）",
        "附件3：2021年市级部门整体预算绩效目标表",
        "2021年市级部门整体预算绩效目标表 示例市海洋局",
        "2021年市级部门整体预算绩效目标表2",
    ],
)
def test_a_title_may_name_the_year_the_unit_and_its_number(title: str) -> None:
    assert titles_of(["第四部分 预算绩效", title, "单位：万元", form()]) == [title]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2021年市级部门整体", "预算绩效目标表"),
        ("示例市海洋局2021年市级部门", "整体预算绩效目标表"),
        ("示例市海洋局2021年", "市级部门整体预算绩效目标表"),
    ],
)
def test_a_title_split_over_two_lines_is_one_title(first: str, second: str) -> None:
    assert titles_of(["目录"], [first, second, form()]) == [first + second]


def test_a_unit_on_the_line_above_the_title_belongs_to_the_form_and_a_heading_of_the_document_does_not() -> None:
    (region,) = regions_of(["第四部分 2021年预算绩效目标", "示例市海洋局", TITLE, form()])
    assert region.rows[0].row.cells[0].text == "示例市海洋局"


def test_a_title_that_is_only_a_running_head_is_the_title() -> None:
    rest: Table = [["", "", "", "巡查里程", "300公里"], ["", "", "时效指标", "完成时间", "12月底前"]]
    pages: list[Page] = [[TITLE, [*head(), *TASKS, *INDICATORS[:3]], "- 1 -"], [TITLE, rest, "- 2 -"]]
    assert titles_of(*pages) == [TITLE]
    assert spans(*pages) == [[1, 2]]
    assert left_over(*pages) == [[]]


def test_a_running_head_with_the_title_on_pages_of_other_content_opens_nothing() -> None:
    pages: list[Page] = [[TITLE, PROSE], [TITLE, BUDGET], [TITLE, form()], [TITLE, PROSE]]
    assert spans(*pages) == [[3, 3]]


def test_a_title_at_a_pages_foot_belongs_to_the_table_on_the_next_page() -> None:
    pages: list[Page] = [[TITLE, form("甲局")], ["部门收支总表", BUDGET, TITLE, "- 2 -"], [form("乙局"), "- 3 -"]]
    assert titles_of(*pages) == [TITLE, TITLE]
    assert spans(*pages) == [[1, 1], [2, 3]]


def test_a_running_head_on_one_page_only_is_no_task() -> None:
    rest: Table = [["", "任务2：船艇维护", "保养执法船艇。", "8", "船艇完好。"], *INDICATORS]
    (built,) = read([TITLE, [*head(), *TASKS]], ["示例市海洋局2021年部门预算", rest])
    assert [task.name for task in built.record.tasks] == ["海域巡查", "船艇维护"]
    assert built.record.other_tasks == []
    assert [piece.text for piece in built.residue] == ["示例市海洋局2021年部门预算"]


def test_an_entry_of_a_table_of_contents_is_no_first_line_of_the_title_below_it() -> None:
    assert titles_of([f"第四部分 {TITLE} 31", "附件1", TITLE, form()]) == [TITLE]
    assert titles_of([f"第四部分 {TITLE} 31", "附件1"], [form()]) == [None]


def test_a_title_missing_on_the_first_page_may_stand_on_the_next() -> None:
    rest: Table = [*INDICATORS[3:]]
    pages: list[Page] = [[[*head(), *TASKS, *INDICATORS[:3]]], [f"{TITLE}（续）", rest]]
    assert titles_of(*pages) == [f"{TITLE}（续）"]
    assert spans(*pages) == [[1, 2]]


def test_a_form_without_any_title_is_found_among_other_tables() -> None:
    pages = [["部门收支总表", BUDGET], [form()], ["“三公”经费预算表", TRAVEL]]
    assert spans(*pages) == [[2, 2]]
    assert titles_of(*pages) == [None]


def test_a_table_of_contents_and_prose_that_name_a_title_open_nothing() -> None:
    contents = ["目  录", "第四部分 2021年市级部门整体预算绩效目标表……31", f"五、{TITLE} 31", f"六、{TITLE}"]
    prose = [f"根据要求，本部门编制了{TITLE}，详见第四部分。", f"详见{TITLE}", f"《{TITLE}》"]
    assert regions_of(contents, prose, [BUDGET]) == []
    assert spans(contents, prose, ["部门收支总表", BUDGET], [TITLE, form()]) == [[4, 4]]


def test_an_entry_of_a_table_of_contents_right_above_a_table_with_a_label_opens_nothing() -> None:
    contents = ["目录", TITLE, "部门收支总表", "第一部分 部门概况"]
    assert spans([*contents, BUDGET], [TITLE, form()]) == [[2, 2]]
    assert regions_of([*contents, [["预算单位名称", "金额"], ["示例市海洋局", "3"]]]) == []


def test_an_explanation_of_how_to_fill_the_form_is_none() -> None:
    rules: Table = [["预算单位名称", "填写单位全称"], ["总体绩效目标", "概括描述年度目标"], ["指标值", "尽量量化"]]
    assert regions_of([f"{TITLE}填报说明", rules]) == []
    assert regions_of([TITLE, rules]) == []


# ---- where a form ends ----------------------------------------------------------------------------------------------


def ledger_of(*pages: Page) -> list[int]:
    return [each.ledger.source for each in read(*pages)]


ALONE = [TITLE, form()]
TAILS: dict[str, list[Page]] = {
    "a table without a title": [[*ALONE, TRAVEL]],
    "a table with a title": [[*ALONE, "“三公”经费预算表", "单位：万元", TRAVEL]],
    "a table whose title does not end with 表": [[*ALONE, "示例市海洋局2021年收支总体情况", "单位：万元", BUDGET]],
    "a table with labels of the form": [[*ALONE, BUDGET]],
    "a table on the next page": [ALONE, [BUDGET]],
    "a table of as many columns on the next page": [
        ALONE,
        ["项目支出表", [["科目", "名称", "合计", "基本支出", "项目支出"]]],
    ],
    "a list of projects": [ALONE, ["项目支出绩效目标清单", PROJECTS]],
    "a list of projects without a title": [[*ALONE, PROJECTS]],
    "the next part": [[*ALONE, "第五部分 名词解释", "一、财政拨款收入：指市级财政当年拨付的资金。"]],
    "a numbered chapter": [[*ALONE, "三、名词解释", "财政拨款收入：指市级财政当年拨付的资金。"]],
    "prose and numbers": [[*ALONE], ["二、预算绩效情况说明", PROSE * 20]],
    "a long text on the same page": [[*ALONE, *[f"{number}．{PROSE}" for number in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]]],
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_what_follows_a_form_is_no_part_of_it(tail: list[Page]) -> None:
    assert left_over(*tail) == [[]]
    assert ledger_of(*tail) == ledger_of(ALONE)
    assert spans(*tail) == [[1, 1]]


BESIDE = {name: tail for name, tail in TAILS.items() if len(tail) == 1}


@pytest.mark.parametrize("tail", BESIDE.values(), ids=BESIDE)
def test_what_stands_before_a_form_is_no_part_of_it(tail: list[Page]) -> None:
    before = tail[0][2:]
    assert left_over([*before, *ALONE]) == [[]]
    assert ledger_of([*before, *ALONE]) == ledger_of(ALONE)


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_what_follows_a_form_in_a_text_file_is_no_part_of_it(tail: list[Page]) -> None:
    (alone,) = extract_text(as_text(ALONE)).forms
    (found,) = extract_text(as_text(*tail)).forms
    assert [piece.text for piece in found.residue] == []
    assert found.ledger == alone.ledger


@pytest.mark.parametrize(
    "note", ["注：本表由各单位填报。", "填表人：张三    联系电话：0759-0000000", "备注：按年初数。"]
)
def test_a_note_right_below_a_form_is_part_of_it_and_is_not_lost(note: str) -> None:
    assert left_over([*ALONE, note]) == [[note]]
    assert left_over([*ALONE, note, "“三公”经费预算表", TRAVEL]) == [[note]]


def test_a_form_goes_on_over_pages_although_no_label_is_printed_on_one_of_them() -> None:
    middle: Table = [["", "", "", f"巡查指标{number}", "3"] for number in range(9)]
    pages = [[TITLE, [*head(), *TASKS, *INDICATORS[:2]]], ["- 2 -", middle], [INDICATORS[2:]], ["部门收支总表", BUDGET]]
    (built,) = read(*pages)
    assert built.pages == [1, 3]
    assert sum("巡查指标" in entry.raw for entry in built.evidence.values()) == 9


def test_a_form_goes_on_behind_pages_that_a_browser_left_blank_but_for_a_running_head() -> None:
    rest: Table = [["", "", "", f"巡查指标{number}", "3"] for number in range(9)]
    blank: Page = ["示例市财政局部门支出", [["", ""], ["", ""]]]
    first: Page = [TITLE, [*head(), *TASKS, *INDICATORS[:2]]]
    (built,) = read(first, blank, blank, blank, ["示例市财政局部门支出", rest], ["部门收支总表", BUDGET])
    assert sum("巡查指标" in entry.raw for entry in built.evidence.values()) == 9
    (built,) = read(first, *[blank] * 9, ["示例市财政局部门支出", rest], ["部门收支总表", BUDGET])
    assert sum("巡查指标" in entry.raw for entry in built.evidence.values()) == 0


def test_a_form_goes_on_with_a_row_that_fills_the_next_page_and_ends_on_the_one_after() -> None:
    long: Table = [["", "任务2：船艇维护", "保障执法船艇正常运行，", "8", "完好率不低于98%。"]]
    rest: Table = [["", "", "船龄到期的及时更新。", "", ""]]
    (built,) = read([TITLE, [*head(), *TASKS]], [long], [rest], [INDICATORS])
    assert [task.content for task in built.record.tasks][1:] == ["保障执法船艇正常运行，\n船龄到期的及时更新。"]
    assert built.pages == [1, 4]


def test_a_form_in_several_tables_on_one_page_is_one_form() -> None:
    (built,) = read([TITLE, head()[:3], head()[3:], TASKS, INDICATORS, TRAVEL])
    assert len(built.record.tasks) == 1
    assert len(built.record.indicators) == 3


def test_another_table_between_two_pages_of_forms_belongs_to_neither() -> None:
    pages = [[TITLE, form("甲局"), "部门收支总表", BUDGET], ["部门支出总表", BUDGET, TITLE, form("乙局")]]
    assert ledger_of(*pages) == [ledger_of([TITLE, form("甲局")])[0], ledger_of([TITLE, form("乙局")])[0]]


# ---- no form --------------------------------------------------------------------------------------------------------

NO_FORM: dict[str, list[Page]] = {
    "a budget": [["部门收支总表", BUDGET], ["部门支出总表", BUDGET], ["“三公”经费支出表", TRAVEL]],
    "prose on performance": [["二、预算绩效情况说明", PROSE], [PROSE]],
    "a list of projects": [["项目支出绩效目标清单", PROJECTS]],
    "a list of projects under the title": [[TITLE, PROJECTS]],
    "contents and prose": [["目录", f"第四部分 {TITLE}……31", PROSE]],
    "a letter": [
        ["关于报送绩效目标的通知", f"请填写《{TITLE}》，其中一级指标、二级指标和指标值不得空缺。", "附件：", TITLE]
    ],
    "the title and nothing else": [[TITLE]],
    "the title above a budget": [[TITLE, "部门收支总表", BUDGET]],
}


@pytest.mark.parametrize("pages", NO_FORM.values(), ids=NO_FORM)
def test_what_is_no_form_gives_none(pages: list[Page]) -> None:
    assert regions_of(*pages) == []


@pytest.mark.parametrize("pages", NO_FORM.values(), ids=NO_FORM)
def test_what_is_no_form_gives_none_in_a_text_file_and_names_what_is_missing(pages: list[Page]) -> None:
    extraction = extract_text(as_text(*pages))
    assert (extraction.status, extraction.forms) == ("no_form", [])
    assert extraction.error is not None
    assert "zhanjiang" in extraction.error.message
    assert "一级指标" in extraction.error.message


# ---- whose form it is -----------------------------------------------------------------------------------------------


def variant(name: str, title: Sequence[str], labels: Sequence[str | list[str]], *, generic: bool = False) -> Pattern:
    base = next(pattern for pattern in shipped() if pattern.name == "zhanjiang-2021")
    identify = base.identify.model_copy(update={"title": list(title), "labels": list(labels), "generic": generic})
    return base.model_copy(update={"name": name, "identify": identify})


OTHER_TITLE = "2021年县级部门整体支出绩效目标申报表"


def claims_of(patterns: Sequence[Pattern], title: str) -> list[list[str]]:
    regions = [region for region in find_forms(draw([title, form()]), patterns) if region.begins]
    return [[pattern.name for pattern in find_claims(patterns, region)] for region in regions]


def test_a_generic_pattern_claims_only_what_no_other_one_claims() -> None:
    generic = variant("generic", ["绩效目标表", "绩效目标申报表"], [["一级指标", "二级指标"]], generic=True)
    assert claims_of([generic, *shipped()], TITLE) == [["zhanjiang-2021"]]
    assert claims_of([generic, *shipped()], OTHER_TITLE) == [["generic"]]
    assert claims_of([generic, *shipped()], "绩效情况") == [["zhanjiang-2021"]]


def test_two_patterns_that_both_claim_are_an_error_that_names_both_and_a_generic_one_settles_nothing() -> None:
    copy = variant("copy", ["部门整体预算绩效目标表"], ["一级指标"])
    generic = variant("generic", ["绩效目标表"], ["一级指标"], generic=True)
    extraction = extract_text(as_text([TITLE, form()]), [*shipped(), copy, generic])
    assert extraction.status == "error"
    assert extraction.error is not None
    assert extraction.error.code == "ambiguous_pattern"
    assert "zhanjiang-2021" in extraction.error.message
    assert "copy" in extraction.error.message
    assert "generic" not in extraction.error.message


def test_a_form_that_no_pattern_claims_is_told_where_others_are_found() -> None:
    unknown = [row for row in form("乙局") if "划分" not in "".join(row)]
    extraction = extract_text(as_text([TITLE, form("甲局")], [TITLE, unknown]))
    assert (extraction.status, len(extraction.forms)) == ("partial", 1)


def test_the_nearest_pattern_is_the_one_that_misses_least() -> None:
    (region,) = find_forms(draw([TITLE, BUDGET]), shipped())
    nearest = find_nearest(shipped(), [region])
    assert nearest is not None
    assert nearest[1] == ["按支出类型划分", "一级指标"]


def test_a_page_is_named_only_where_the_file_has_pages() -> None:
    assert "page 3" in say_part("form-unclaimed", "en", page=3, count=1)
    assert "None" not in say_part("form-unclaimed", "zh", page=None, count=1)


def test_a_table_right_below_the_form_that_may_be_its_rest_is_told_of() -> None:
    rows = [*head(), *TASKS, *INDICATORS, ["服务对象投诉次数", "≤3次"]]
    page = "".join(f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in row if cell)}</tr></table>" for row in rows)
    extraction = extract_bytes(f"<html><body><p>{TITLE}</p>{page}</body></html>".encode(), "form.html")
    failed = {check.code for check in extraction.forms[0].checks if check.status == "fail"}
    assert "form-end" in failed


@pytest.mark.parametrize("line", ["续表", "（续表）", "续上表：", "接上页"])
def test_a_table_goes_on_below_a_line_that_says_so(line: str) -> None:
    rows = [*head(), *TASKS, *INDICATORS]
    text = "\n".join([TITLE, *("\t".join(row) for row in rows[:-2]), line, *("\t".join(row) for row in rows[-2:])])
    whole = "\n".join([TITLE, *("\t".join(row) for row in rows)])
    (form,) = extract_bytes(text.encode(), "form.txt").forms
    (known,) = extract_bytes(whole.encode(), "form.txt").forms
    assert form.record == known.record


def test_levels_below_another_heading_are_told_of() -> None:
    rows = ["\t".join(row) for row in [*head(), *TASKS, *INDICATORS]]
    other = "指标说明表\n产出指标\t反映产出的数量、质量\n效益指标\t反映效益"
    extraction = extract_bytes("\n".join([TITLE, *rows, "", other]).encode(), "form.txt")
    failed = {check.code: check.message for check in extraction.forms[0].checks if check.status == "fail"}
    assert "反映产出" in failed["form-end"]


@pytest.mark.parametrize("blank", ["&nbsp;", "&emsp;&emsp;", "　"])
def test_a_year_below_the_title_is_read_with_white_space_around_it(blank: str) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [*head(), *TASKS, *INDICATORS])
    lines = f"<p>{TITLE[5:]}</p><p>{blank}（2021年度）{blank}</p>"
    (form,) = extract_bytes(f"<html><body>{lines}<table>{rows}</table></body></html>".encode(), "form.html").forms
    assert form.record.year == 2021
    assert not form.residue


@pytest.mark.parametrize(
    ("lines", "row", "told"),
    [
        (["— 2 —"], ["服务对象投诉次数", "≤3次"], True),
        (["第2页"], ["服务对象投诉次数", "≤3次"], True),
        (["示例市海洋局绩效目标表附页"], ["", "", "", "服务对象投诉次数", "≤3次"], True),
        (["关于上表的补充资料"], ["联系人", "张三"], False),
    ],
)
def test_rows_below_a_few_lines_that_may_be_the_forms_rest_are_told_of(
    lines: list[str], row: list[str], told: bool
) -> None:
    def table(rows: Table) -> str:
        return "<table>" + "".join(f"<tr><td>{'</td><td>'.join(each)}</td></tr>" for each in rows) + "</table>"

    page = table([*head(), *TASKS, *INDICATORS]) + "".join(f"<p>{line}</p>" for line in lines) + table([row])
    (form,) = extract_bytes(f"<html><body><p>{TITLE}</p>{page}</body></html>".encode(), "form.html").forms
    assert any(check.code == "form-end" and check.status == "fail" for check in form.checks) is told
