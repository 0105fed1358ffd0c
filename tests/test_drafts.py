"""`jixiao patterns new` drafts a pattern for a layout that the program has never seen.

The layouts in `data/drafts` are invented. For each stand the lines that a person changed in the draft until the form
was read in full: their number is what a new layout costs.
"""

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from extractor import extract
from extractor.cli import program
from extractor.drafts import draft_pattern, read_document
from extractor.patterns import Pattern, load_pattern, load_patterns
from extractor.record import Extraction, Form

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ROOT / "tests" / "data" / "drafts"
SAMPLES = ROOT / "samples"

# What is taken as it is offered: the line without its `#`.
TAKEN = ""

ANSWERS: dict[str, dict[str, str]] = {
    "zhejiang-department": {
        'contact = ["填表人"]': TAKEN,
        'CODE = ["内设机构数"]': 'subordinate_units = ["内设机构数"]',
        'sections = ["年度预算安排"]': TAKEN,
        'items.special_account = ["财政专户资金"]': TAKEN,
        'overall = ["年度总体绩效目标"]': 'annual = ["年度总体绩效目标"]',
        'value = ["绩效目标值"]': TAKEN,
        'note = ["指标说明"]': TAKEN,
        "[[indicators.levels]]": TAKEN,
        'code = "CODE"': 'code = "management"',
        'names = ["履职能力指标"]': TAKEN,
        "[indicators.levels.children]": TAKEN,
        'CODE = ["队伍建设指标"]': 'staff = ["队伍建设指标"]',
    },
    "county-project": {
        'sections = ["资金构成"]': 'sections = ["资金构成"]\nother = ["项目归口科室", "项目年限"]',
        'CODE = ["填报机构"]': 'unit_name = ["填报机构"]',
        'contact = ["经办联系人"]': TAKEN,
        "[funding.groups.annual]": TAKEN,
        'items.total = ["本年申请总额"]': TAKEN,
        'items.CODE = ["县级财政安排"]': 'items.fiscal = ["县级财政安排"]',
        'items.CODE = ["村级自筹"]': 'items.other = ["村级自筹"]',
        'multi_year = ["项目目标"]': 'overall = ["项目目标"]',
        'name = ["具体指标"]': TAKEN,
        'value = ["目标"]': TAKEN,
        'unit = ["计量"]': TAKEN,
        'CODE = ["数据来源"]': 'source = ["数据来源"]',
        'service_recipient_satisfaction = ["满意度"]': 'service_recipient_satisfaction = ["受益对象满意度"]',
    },
    "town-self-evaluation": {
        'sections = ["资金使用"]': TAKEN,
        'other = ["实际支出数"]': 'other = ["支出进度", "自评等次"]',
        'implementing_unit = ["承办单位"]': TAKEN,
        'amounts = ["年初安排数"]': TAKEN,
        'amounts = ["调整预算数"]': TAKEN,
        "[funding.groups.executed]": '[funding.groups.executed]\namounts = ["实际支出数"]',
        'items.total = ["项目总金额"]': TAKEN,
        'actual = ["完成情况综述"]': TAKEN,
        'standard = ["标准分"]': 'weight = ["标准分"]',
        'score = ["自评分"]': TAKEN,
        'note = ["偏差说明"]': 'reason = ["偏差说明"]',
    },
}
"""The answers that a person gives, by layout: a line of the draft, without its `#`, and what it becomes."""

COST = {"zhejiang-department": 12, "county-project": 13, "town-self-evaluation": 13}
"""How many lines of each draft were changed: of 110, 100 and 100."""


def run(*arguments: str | Path, lang: str = "zh") -> Result:
    return CliRunner().invoke(program, [*map(str, arguments)], env={"JIXIAO_LANG": lang})


def draft(form: Path, target: Path, *options: str, lang: str = "zh") -> str:
    done = run("patterns", "new", form, "-o", target, *options, lang=lang)
    assert done.exit_code == 0, done.output
    return target.read_text(encoding="utf-8")


def answer(text: str, answers: dict[str, str]) -> tuple[str, int]:
    """Give a draft with its questions answered, and how many lines that changed."""
    left, lines, changed = set(answers), [], 0
    for line in text.splitlines():
        bare = line.removeprefix("# ").partition("  # ")[0]
        if bare in answers and (line.startswith("# ") or answers[bare] != TAKEN):
            left.discard(bare)
            changed += 1
            line = answers[bare] or bare  # noqa: PLW2901 - the line becomes the answer
        lines.append(line)
    assert left == set(), "every answer belongs to a line of the draft"
    return "\n".join(lines), changed


def read_with(form: Path, *patterns: Path) -> Form:
    (read,) = extract(form, patterns=load_patterns(*patterns), lang="en").forms
    return read


def failed(form: Form) -> set[str]:
    return {check.code for check in form.checks if check.status == "fail"}


@pytest.fixture(params=["zhejiang-department", "county-project", "town-self-evaluation"])
def layout(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_draft_loads_as_it_is_and_claims_its_form(layout: str, lang: str, tmp_path: Path) -> None:
    form, target = LAYOUTS / f"{layout}.txt", tmp_path / "draft.toml"
    draft(form, target, lang=lang)
    assert run("patterns", "check", target).exit_code == 0
    read = read_with(form, target)
    assert read.pattern == "draft"
    assert "generic-pattern" not in failed(read)


def test_a_draft_reads_in_full_after_a_person_answered(layout: str, tmp_path: Path) -> None:
    form, target = LAYOUTS / f"{layout}.txt", tmp_path / f"{layout}.toml"
    text, changed = answer(draft(form, target), ANSWERS[layout])
    target.write_text(text, encoding="utf-8")
    assert run("patterns", "check", target).exit_code == 0, run("patterns", "check", target).output
    read = read_with(form, target)
    assert (read.pattern, read.residue) == (layout, [])
    assert failed(read) & {"unknown-label", "generic-pattern", "residue", "title", "leaf-complete"} == set()
    assert changed == COST[layout]


def test_the_answered_drafts_give_what_the_forms_print(tmp_path: Path) -> None:
    records = {}
    for layout, answers in ANSWERS.items():
        form, target = LAYOUTS / f"{layout}.txt", tmp_path / f"{layout}.toml"
        target.write_text(answer(draft(form, tmp_path / "draft.toml"), answers)[0], encoding="utf-8")
        (tmp_path / "draft.toml").unlink()
        records[layout] = read_with(form, target).record
    department, county, town = (records[name] for name in ANSWERS)
    assert (department.title, department.attachment, department.year) == (
        "浙江省示例厅2024年部门整体绩效目标表",
        "附件3",
        2024,
    )
    assert (department.header.contact, department.header.subordinate_units, department.header.staff_total) == (
        "周示例",
        12,
        86,
    )
    assert [[str(item.amount) for item in group.items] for group in department.funding.groups] == [
        ["3200.5", "120"],
        ["2100", "1220.5"],
    ]
    assert (county.header.unit_name, county.header.contact) == ("示例县农业农村服务站", "胡示例")
    assert [(item.code, str(item.amount)) for group in county.funding.groups for item in group.items] == [
        ("total", "860000"),
        ("fiscal", "800000"),
        ("other", "60000"),
    ]
    assert [(group.code, [str(item.amount) for item in group.items]) for group in town.funding.groups] == [
        ("initial_budget", ["45", "45"]),
        ("annual_budget", ["48", "48"]),
        ("executed", ["46.8", "46.8"]),
    ]
    assert [objective.code for objective in town.objectives] == ["annual", "actual"]


def test_a_draft_asks_for_each_word_that_it_does_not_know(tmp_path: Path) -> None:
    text = draft(LAYOUTS / "zhejiang-department.txt", tmp_path / "draft.toml")
    assert 'title = ["部门整体绩效目标表"]' in text, "without the unit and the year"
    assert 'unit_name = ["部门(单位)名称"]' in text
    assert 'items.basic = ["基本支出"]' in text
    assert '# contact = ["填表人"]  # 旁边印的是 "周示例"；近似 "填报人"（contact）' in text
    assert 'units = ["万元"]' in text
    assert "“不涉及”" not in text
    assert '这些也表示空白吗？是的话写进 blanks："不涉及"' in text


def test_remarks_are_in_the_language_of_the_reader(tmp_path: Path) -> None:
    english = draft(LAYOUTS / "county-project.txt", tmp_path / "en.toml", lang="en")
    chinese = draft(LAYOUTS / "county-project.txt", tmp_path / "zh.toml", lang="zh")
    assert "Are these fields of the head?" in english
    assert "下面是表头字段吗？" in chinese
    bare = [[line for line in text.splitlines() if "#" not in line] for text in (english, chinese)]
    assert [line for line in bare[0] if "description" not in line] == [
        line for line in bare[1] if "description" not in line
    ]


# ---- every form of the family, as if its pattern were not there -----------------------------------------------------


def without(patterns: tuple[Pattern, ...], name: str) -> list[Pattern]:
    return [pattern for pattern in patterns if pattern.identify.generic or pattern.name != name]


def score(extraction: Extraction) -> tuple[int, int, int]:
    """Give how much of the forms was not read: residue, unknown labels, indicators without a name or a value."""
    residue = sum(form.ledger.residue for form in extraction.forms)
    codes = [check.code for form in extraction.forms for check in form.checks if check.status == "fail"]
    return residue, codes.count("unknown-label"), codes.count("leaf-complete")


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.txt")), ids=lambda path: str(path.stem))
def test_a_draft_reads_a_form_at_least_as_far_as_the_general_vocabulary_does(sample: Path, tmp_path: Path) -> None:
    (form, *_) = extract(sample).forms
    patterns = without(load_patterns(), form.pattern)
    target = tmp_path / "draft.toml"
    target.write_text(draft_pattern(read_document(sample.read_bytes(), sample.name, patterns), patterns).text, "utf-8")
    general = extract(sample, patterns=patterns)
    drafted = extract(sample, patterns=[*patterns, load_pattern(target)])
    assert {form.pattern for form in drafted.forms} == {"draft"}
    assert not general.forms or score(drafted) <= score(general)


# ---- the command ----------------------------------------------------------------------------------------------------


def test_a_draft_is_printed_where_no_file_is_named() -> None:
    done = run("patterns", "new", LAYOUTS / "county-project.txt")
    assert done.exit_code == 0
    assert done.stdout.startswith("## ")


def test_a_draft_never_overwrites_a_file(tmp_path: Path) -> None:
    target = tmp_path / "mine.toml"
    target.write_text("kept", encoding="utf-8")
    done = run("patterns", "new", LAYOUTS / "county-project.txt", "-o", target)
    assert done.exit_code == 3
    assert str(target) in done.stderr
    assert target.read_text(encoding="utf-8") == "kept"


def test_a_form_that_a_pattern_reads_needs_no_draft(tmp_path: Path) -> None:
    done = run("patterns", "new", SAMPLES / "zhanjiang-2021-xinfangju.txt", "-o", tmp_path / "x.toml")
    assert done.exit_code == 3
    assert "zhanjiang-2021" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_form_of_a_file_is_chosen_by_its_number(tmp_path: Path) -> None:
    both = tmp_path / "both.txt"
    known = (SAMPLES / "zhanjiang-2024-wenhua.txt").read_text(encoding="utf-8")
    both.write_text(f"{known}\n\n{(LAYOUTS / 'zhejiang-department.txt').read_text(encoding='utf-8')}", "utf-8")
    assert 'title = ["部门整体绩效目标表"]' in draft(both, tmp_path / "second.toml"), "the first without a pattern"
    assert run("patterns", "new", both, "--region", "1").exit_code == 3
    assert run("patterns", "new", both, "--region", "2").exit_code == 0
    assert "2" in run("patterns", "new", both, "--region", "9").stderr


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    assert run("patterns", "new", bad).exit_code == 3
    assert run("patterns", "new", tmp_path / "missing.pdf").exit_code == 3


def test_a_draft_from_a_word_file_asks_the_same_as_from_text(layout: str, tmp_path: Path) -> None:
    document = docx.Document()
    lines = (LAYOUTS / f"{layout}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("|"):
            document.add_paragraph(line)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    table = document.add_table(len(rows), max(map(len, rows)))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    form = tmp_path / "form.docx"
    document.save(str(form))
    asked = [
        {line for line in draft(path, tmp_path / f"{path.suffix[1:]}.toml").splitlines() if line.startswith("# ")}
        for path in (LAYOUTS / f"{layout}.txt", form)
    ]
    assert asked[0] == asked[1]


@pytest.mark.parametrize("text", ["x", "表\n" * 50, "| a | b |\n" * 300, "绩效目标表\n| 一级指标 |\n"])
def test_a_draft_of_what_is_no_form_still_loads(text: str, tmp_path: Path) -> None:
    form, target = tmp_path / "form.txt", tmp_path / "draft.toml"
    form.write_text(text, encoding="utf-8")
    draft(form, target)
    assert load_pattern(target).name == "draft"


def test_a_form_of_thousands_of_unknown_words_is_asked_for_some_of_them() -> None:
    rows = "".join(f"| 未知标签{number} | 值{number} | 另一{number} |\n" for number in range(3000))
    text = f"绩效目标表\n{rows}| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
    document = read_document(text.encode(), "form.txt", load_patterns())
    drafted = draft_pattern(document, load_patterns())
    assert drafted.questions == 60


def test_words_with_quotes_and_control_characters_are_written_as_toml(tmp_path: Path) -> None:
    form, target = tmp_path / "form.txt", tmp_path / "draft.toml"
    text = (LAYOUTS / "county-project.txt").read_text(encoding="utf-8")
    form.write_text(text.replace("具体指标", '具体"指\\标\x7f'), encoding="utf-8")
    written = draft(form, target)
    assert '["具体\\"指\\\\标\\u007F"]' in written
    assert load_pattern(target).name == "draft"
