"""A table of many projects, a row for each indicator: each project is a form, and all forms together are the table."""

from decimal import Decimal
from pathlib import Path

import pytest

from extractor import extract, extract_bytes
from extractor.checking import walk_leaves
from extractor.document import LineSpan
from extractor.patterns import PatternError, load_pattern
from extractor.record import Extraction, Form

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
TEXT = (SAMPLES / "projects-in-one-table.txt").read_text(encoding="utf-8")
FILES = sorted(path.name for path in SAMPLES.glob("projects-in-one-table.*"))
HEAD = "2024年部门预算项目绩效目标表\n单位：万元\n\n"
COLUMNS = (
    "| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重 |"
    " 指标方向性 |\n"
)


def rows_of(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]


def print_again(rows: list[list[str]]) -> list[list[str]]:
    """Print in each row what the rows above it print: the unit, the project with its amount and goal, the levels."""
    whole: list[list[str]] = []
    for row in rows:
        first = next((k for k, cell in enumerate(row) if cell), len(row))
        whole.append([*(whole[-1][:first] if whole else []), *row[first:]])
    return whole


def read(text: str) -> Extraction:
    return extract_bytes(text.encode(), "form.txt", lang="en")


def brief(form: Form) -> tuple[str | None, str | None, Decimal | None, int]:
    header, (group,) = form.record.header, form.record.funding.groups
    return header.unit_name, header.project_name, group.items[0].amount, sum(1 for _ in walk_leaves(form.record))


def failed(form: Form) -> list[str]:
    return [check.code for check in form.checks if check.status == "fail"]


@pytest.mark.parametrize("name", FILES)
def test_each_project_is_a_form(name: str) -> None:
    extraction = extract(SAMPLES / name)
    assert (extraction.status, [form.pattern for form in extraction.forms]) == ("ok", ["sichuan-projects"] * 3)
    assert [brief(form) for form in extraction.forms] == [
        ("示例县林业站", "古树名木养护", Decimal("18.6"), 5),
        ("示例县林业站", "森林防火巡护", Decimal(42), 4),
        ("示例县农机站", "农机安全检查", Decimal("6.25"), 4),
    ]
    for form in extraction.forms:
        assert (form.record.title, form.record.year, form.record.funding.unit) == (
            "2024年部门预算项目绩效目标表",
            2024,
            "万元",
        )
    assert [form.record.objectives[0].text for form in extraction.forms] == [
        "养护古树名木一百二十株，完成病虫害防治两次，古树长势保持稳定。",
        "聘用巡护员三十人，全年巡护二百四十天，不发生较大森林火灾。",
        "检查农机四百台次，培训机手一百人次。",
    ]


@pytest.mark.parametrize("name", FILES)
def test_the_ledgers_of_all_forms_add_up_to_the_table(name: str) -> None:
    forms = extract(SAMPLES / name).forms
    for form in forms:
        ledger = form.ledger
        assert ledger.source == ledger.values + ledger.labels + ledger.repeated + ledger.residue
        assert form.residue == []
    printed = sum(len(cell) for row in rows_of(TEXT) for cell in row) + sum(map(len, HEAD.split()))
    assert sum(form.ledger.source for form in forms) == printed


def test_an_indicator_keeps_its_columns() -> None:
    form = extract(SAMPLES / "projects-in-one-table.txt").forms[1]
    leaf = {leaf.name: leaf for _, _, leaf in walk_leaves(form.record)}["每人每月补助"]
    assert leaf.extra == {"nature": "≤", "unit": "元", "weight": "20", "direction": "反向指标"}
    assert leaf.target is not None
    assert (leaf.target.operator, leaf.target.number, leaf.target.unit) == ("≤", Decimal(1100), "元")


def test_what_is_printed_once_for_two_projects_shows_its_one_place_in_both() -> None:
    first, second, _ = extract(SAMPLES / "projects-in-one-table.txt").forms
    assert first.evidence["/header/unit_name"].sources == second.evidence["/header/unit_name"].sources
    assert (first.evidence["/header/unit_name"].how, second.evidence["/header/unit_name"].how) == ("header", "carried")
    assert first.evidence["/title"].sources == second.evidence["/title"].sources == [LineSpan(1, 0, 16)]


def test_values_printed_again_in_each_row_give_the_same_records() -> None:
    whole = print_again(rows_of(TEXT))
    for line in (" | ".join, "\t".join):
        again = HEAD + "\n".join(f"| {line(row)} |" if line == " | ".join else line(row) for row in whole)
        forms = read(again).forms
        assert [form.record for form in forms] == [form.record for form in read(TEXT).forms]
        assert all(form.ledger.repeated > 0 for form in forms)
        assert all(form.residue == [] for form in forms)


def test_two_projects_of_one_name_and_two_units_are_two() -> None:
    rows = [
        "| 甲站 | 设备更新 | 5 | 更新设备。 | 产出指标 | 数量指标 | 更新设备 | ≥ | 1 | 台 | 50 | 正向指标 |",
        "| 乙站 | 设备更新 | 5 | 更新设备。 | 产出指标 | 数量指标 | 更新设备 | ≥ | 2 | 台 | 50 | 正向指标 |",
    ]
    forms = read(HEAD + COLUMNS + "\n".join(rows)).forms
    assert [brief(form)[:2] for form in forms] == [("甲站", "设备更新"), ("乙站", "设备更新")]
    assert "project-doubtful" not in failed(forms[1])


def test_the_same_name_with_another_amount_is_another_project_and_told_to_be_doubtful() -> None:
    rows = [
        "| 甲站 | 设备更新 | 5 | 更新设备。 | 产出指标 | 数量指标 | 更新设备 | ≥ | 1 | 台 | 50 | 正向指标 |",
        "| 甲站 | 设备更新 | 7 | 更新设备。 | 产出指标 | 数量指标 | 更新设备 | ≥ | 2 | 台 | 50 | 正向指标 |",
    ]
    first, second = read(HEAD + COLUMNS + "\n".join(rows)).forms
    assert [brief(form)[2] for form in (first, second)] == [Decimal(5), Decimal(7)]
    assert "project-doubtful" not in failed(first)
    assert "project-doubtful" in failed(second)


def test_an_amount_is_never_taken_from_another_project() -> None:
    rows = [
        "| 甲站 | 设备更新 | 5 | 更新设备。 | 产出指标 | 数量指标 | 更新设备 | ≥ | 1 | 台 | 50 | 正向指标 |",
        "|  | 房屋维修 |  |  | 产出指标 | 数量指标 | 维修房屋 | ≥ | 2 | 间 | 50 | 正向指标 |",
    ]
    _, second = read(HEAD + COLUMNS + "\n".join(rows)).forms
    assert brief(second)[:3] == ("甲站", "房屋维修", None)
    assert second.record.objectives[0].text is None
    assert failed(second) == ["sections-complete"]


def test_a_row_that_adds_projects_up_and_a_row_that_fits_no_columns_are_left_over_and_told() -> None:
    rows = [
        "| 甲站 | 设备更新 | 5 | 更新设备。 | 产出指标 | 数量指标 | 更新设备 | ≥ | 1 | 台 | 50 | 正向指标 |",
        "| 合计 |  | 5 |  |  |  |  |  |  |  |  |  |",
        "| 一格 | 两格 | 三格 |",
    ]
    (form,) = read(HEAD + COLUMNS + "\n".join(rows)).forms
    assert [piece.text for piece in form.residue] == ["合计", "5", "一格", "两格", "三格"]
    assert {"row-unread", "residue"} <= set(failed(form))
    assert brief(form) == ("甲站", "设备更新", Decimal(5), 1)


def test_headings_printed_again_inside_of_the_table_are_repetitions() -> None:
    rows = TEXT.splitlines(keepends=True)
    heading = next(line for line in rows if line.startswith("| 单位名称"))
    at = next(index for index, line in enumerate(rows) if "森林防火巡护" in line)
    forms = read("".join([*rows[:at], heading, *rows[at:]])).forms
    assert [form.record for form in forms] == [form.record for form in read(TEXT).forms]
    assert forms[0].ledger.repeated > 0


def test_a_note_below_the_table_is_shown_with_the_last_project() -> None:
    forms = read(TEXT + "\n注：本表由各单位填报。\n").forms
    assert [[piece.text for piece in form.residue] for form in forms] == [[], [], ["注：本表由各单位填报。"]]


def test_a_flat_column_must_say_what_it_means(tmp_path: Path) -> None:
    path = tmp_path / "flat.toml"
    path.write_text('[identify]\ntitle = ["绩效目标表"]\n[flat]\ncolumns = ["项目"]\n', encoding="utf-8")
    with pytest.raises(PatternError) as caught:
        load_pattern(path)
    assert [(mistake.code, mistake.key, mistake.line) for mistake in caught.value.mistakes] == [
        ("no-label", "flat.columns", 4)
    ]
