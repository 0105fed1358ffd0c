"""Patterns are data: loading refuses what is no pattern, with file and key; users add their own."""

from pathlib import Path

import pytest

from extractor import extract, extract_bytes
from extractor.patterns import Pattern, PatternError, load_pattern, load_patterns, shipped_folder
from extractor.record import Extraction

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"

LEVEL = "[[indicators.levels]]"

COST_TWICE = f"""
{LEVEL}
code = "output"
names = ["产出"]
children.cost = ["成本指标"]
{LEVEL}
code = "benefit"
names = ["效益"]
children.economic_cost = ["成本指标"]
"""

SMALL = """
[identify]
title = ["村级支出绩效目标表"]
labels = ["三级指标"]

[header.fields]
unit_name = ["村民委员会名称"]

[indicators.columns]
level_1 = ["一级指标"]
level_2 = ["二级指标"]
name = ["三级指标"]
value = ["指标值"]

[[indicators.levels]]
code = "output"
names = ["产出指标"]
children.quantity = ["数量指标"]
"""

SMALL_FORM = (
    "2022年村级支出绩效目标表\n"
    "村民委员会名称\t石岭村民委员会\n"
    "一级指标\t二级指标\t三级指标\t指标值\n"
    "产出指标\t数量指标\t修建水渠\t≥3公里\n"
)


def write(folder: Path, text: str, name: str = "village.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> str:
    with pytest.raises(PatternError) as caught:
        load_pattern(path)
    message = str(caught.value)
    assert message.startswith(str(path)), "the message begins with the file"
    return message.removeprefix(str(path))


def extract_text(text: str, *patterns: Pattern, lang: str = "zh") -> Extraction:
    return extract_bytes(
        text.encode(), "form.txt", patterns=patterns or load_patterns(), lang="en" if lang == "en" else "zh"
    )


SPECIFIC = [path for path in sorted(shipped_folder().glob("*.toml")) if not load_pattern(path).identify.generic]


# ---- what ships -----------------------------------------------------------------------------------------------------


def test_each_shipped_pattern_is_named_by_its_file() -> None:
    assert [pattern.name for pattern in load_patterns()] == sorted(
        path.stem for path in shipped_folder().glob("*.toml")
    )
    assert {"zhanjiang-2021", "zhanjiang-2023"} <= {pattern.name for pattern in load_patterns()}


@pytest.mark.parametrize("path", SPECIFIC, ids=lambda path: str(path.stem))
def test_no_shipped_pattern_claims_the_form_of_another(path: Path) -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        alone = extract(sample, patterns=[load_pattern(path)])
        together = extract(sample)
        claimed = bool(alone.forms)
        assert claimed == (path.stem in {form.pattern for form in together.forms})


def test_a_label_is_found_whatever_its_spacing_numbering_and_brackets(tmp_path: Path) -> None:
    pattern = load_pattern(shipped_folder() / "zhanjiang-2021.toml")
    for printed in ("基本支出", "其中：基本支出", "1.基本支出", "（一）基本支出", "基 本 支 出：", "基本⽀出（万元）"):
        assert [(label.role, label.code) for label in pattern.find(printed)] == [("item", "basic")], printed
    assert pattern.find("基本支出情况") == ()
    assert pattern.find("") == ()
    assert load_pattern(write(tmp_path, SMALL)).find("基本支出") == ()


def test_marks_and_nothing_at_all_are_blank() -> None:
    pattern = load_pattern(shipped_folder() / "zhanjiang-2021.toml")
    assert all(pattern.is_blank(text) for text in ("", " ", "/", "／", "—", "无", " 无 "))
    assert not any(pattern.is_blank(text) for text in ("0", "无事故", "有"))


# ---- what loading refuses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("colour = 'red'", "colour"),
        ("[header]\npositions = [1]", "header.positions"),
        ("[identify]\ntitle = ['绩效目标表']\npriority = 3", "identify.priority"),
        ("[funding.groups.project_total]\nitems.total = ['总额']\nrow = 4", "funding.groups.project_total.row"),
        ("[indicators.columns.name]\nwords = ['名称']", "indicators.columns.name"),
        ("[[indicators.levels]]\ncode = 'output'\nnames = ['产出指标']\ndepth = 1", "indicators.levels.0.depth"),
    ],
)
def test_an_unknown_key_is_refused(tmp_path: Path, line: str, key: str) -> None:
    text = line if "[identify]" in line else f"{line}\n[identify]\ntitle = ['绩效目标表']"
    assert refused(write(tmp_path, text)).startswith(f": {key}: ")


@pytest.mark.parametrize("key", ["name", "path"])
def test_a_pattern_cannot_call_itself_otherwise_than_its_file(tmp_path: Path, key: str) -> None:
    assert key in refused(write(tmp_path, f"{key} = 'zhanjiang-2021'\n{SMALL}"))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "identify"),
        ("description = '没有标题'", "identify"),
        ("[identify]\nlabels = ['三级指标']", "identify.title"),
        ("[identify]\ntitle = []", "identify.title"),
        ("[identify]\ntitle = ['']", "identify.title.0"),
        ("[identify]\ntitle = '绩效目标表'", "identify.title"),
    ],
)
def test_a_pattern_without_a_title_is_refused(tmp_path: Path, text: str, key: str) -> None:
    assert refused(write(tmp_path, text)).startswith(f": {key}: ")


@pytest.mark.parametrize(
    ("text", "key", "instead"),
    [
        ("[header.fields]\nshoe_size = ['鞋码']", "header.fields.shoe_size", "unit_name"),
        ("[header.fields]\nother = ['其他']", "header.fields.other", "unit_name"),
        ("[objectives.fields]\nweekly = ['本周目标']", "objectives.fields.weekly", "overall"),
        ("[tasks.columns]\ncosts = ['金额']", "tasks.columns.costs", "amount"),
        ("[tasks.columns]\nnumber = ['序号']", "tasks.columns.number", "amount"),
    ],
)
def test_a_target_that_is_no_field_of_the_record_is_refused_and_the_fields_are_named(
    tmp_path: Path, text: str, key: str, instead: str
) -> None:
    message = refused(write(tmp_path, f"[identify]\ntitle = ['绩效目标表']\n{text}"))
    assert message.startswith(f": {key}: ")
    assert instead in message


@pytest.mark.parametrize(
    ("text", "part", "word"),
    [
        ("[header.fields]\nunit_name = ['单位']\ndepartment_name = ['部门', '单位']", "header", "单位"),
        ("[header.fields]\nunit_name = ['单位', '单位']", "header", "单位"),
        ("[header.fields]\nunit_name = ['单位名称']\ncontact = ['单位 名称：']", "header", "单位名称"),
        ("[funding.groups.annual]\nitems.fiscal = ['拨款']\nitems.other = ['拨款']", "funding", "拨款"),
        ("[tasks]\noptional = ['名称']\ncolumns.name = ['名称']", "tasks", "名称"),
        ("[indicators.columns]\nname = ['指标']\nvalue = ['指标']", "indicators", "指标"),
        (
            f"{LEVEL}\ncode = 'output'\nnames = ['产出']\n{LEVEL}\ncode = 'benefit'\nnames = ['产出']",
            "indicators",
            "产出",
        ),
    ],
)
def test_a_label_used_twice_in_one_part_is_refused(tmp_path: Path, text: str, part: str, word: str) -> None:
    message = refused(write(tmp_path, f"[identify]\ntitle = ['绩效目标表']\n{text}"))
    assert message.startswith(f": {part}: ")
    assert word in message


@pytest.mark.parametrize(
    "text",
    [
        # 其他资金 stands in two breakdowns: the heading above tells them apart.
        "[funding.groups]\nannual.items.other = ['其他资金']\nproject_total.items.other = ['其他资金']",
        # 成本指标 stands under two first levels.
        COST_TWICE,
        # The same word in two parts.
        "[header.fields]\nproject_name = ['名称']\n[tasks.columns]\nname = ['名称']",
    ],
)
def test_a_label_may_stand_twice_where_its_surroundings_tell_it_apart(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, f"[identify]\ntitle = ['绩效目标表']\n{text}")
    assert load_pattern(path).name == "village"


@pytest.mark.parametrize("text", ["title = ", "[identify\n", "a = 1\na = 2", "\x00"])
def test_what_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(write(tmp_path, text)).startswith(": ")


def test_what_is_no_utf8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes("[identify]\ntitle = ['绩效目标表']".encode("gb18030"))
    assert refused(path)
    assert refused(tmp_path / "missing.toml")


# ---- a user's own patterns ------------------------------------------------------------------------------------------


def test_a_users_folder_extends_the_shipped_patterns(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    patterns = load_patterns(tmp_path)
    assert [pattern.name for pattern in patterns] == [*(p.name for p in load_patterns()), "village"]
    (form,) = extract_text(SMALL_FORM, *patterns).forms
    assert form.pattern == "village"
    assert form.record.header.unit_name == "石岭村民委员会"
    assert form.record.model_dump()["indicators"][0]["children"][0]["children"][0]["value"] == "≥3公里"
    assert [form.pattern for form in extract(REFERENCE, patterns=patterns).forms] == ["zhanjiang-2021"]


def test_a_single_file_extends_the_shipped_patterns_too(tmp_path: Path) -> None:
    assert load_patterns(write(tmp_path, SMALL))[-1].name == "village"


def test_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL, "zhanjiang-2021.toml")
    with pytest.raises(PatternError, match="zhanjiang-2021") as caught:
        load_patterns(tmp_path)
    assert str(caught.value).startswith(str(path))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="nowhere"):
        load_patterns(tmp_path / "nowhere")


# ---- which pattern claims a form ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_patterns_that_claim_one_form_are_an_error_that_names_both(tmp_path: Path, lang: str) -> None:
    original = load_pattern(shipped_folder() / "zhanjiang-2021.toml")
    copy = load_pattern(write(tmp_path, Path(original.path).read_text(encoding="utf-8"), "my-copy.toml"))
    extraction = extract_text(REFERENCE.read_text(encoding="utf-8"), original, copy, lang=lang)
    assert extraction.status == "error"
    assert extraction.error is not None
    assert extraction.error.code == "ambiguous_pattern"
    assert "zhanjiang-2021" in extraction.error.message
    assert "my-copy" in extraction.error.message
    assert extraction.error.next_step


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_title_without_its_labels_gives_the_nearest_pattern_and_what_is_missing(lang: str) -> None:
    text = "2021年市级部门整体预算绩效目标表\n预算单位名称\t湛江市信访局\n按支出类型划分\t预算金额（万元）\n"
    extraction = extract_text(text, lang=lang)
    assert (extraction.status, extraction.forms) == ("no_form", [])
    assert extraction.error is not None
    assert extraction.error.code == "no_form"
    assert "zhanjiang-2021" in extraction.error.message
    assert "一级指标" in extraction.error.message
    assert "按支出类型划分" not in extraction.error.message


def test_labels_without_a_known_title_give_the_title_that_is_missing() -> None:
    extraction = extract_text("某某申报情况\n预算单位名称\t湛江市信访局\n按支出类型划分\t预算金额（万元）\n")
    assert extraction.status == "no_form"
    assert extraction.error is not None
    assert "zhanjiang-2021" in extraction.error.message
    assert "市级部门整体预算绩效目标表" in extraction.error.message
    assert "一级指标" in extraction.error.message


def test_a_form_that_lost_its_title_is_read_by_its_labels_and_its_title_is_found_missing() -> None:
    text = REFERENCE.read_text(encoding="utf-8").replace("2021年市级部门整体预算绩效目标表\n", "")
    (form,) = extract_text(text).forms
    assert (form.pattern, form.record.title, form.record.year) == ("zhanjiang-2021", None, None)
    assert {check.status for check in form.checks if check.code == "title"} == {"fail"}


def test_a_text_that_is_no_form_at_all_is_no_error() -> None:
    extraction = extract_text("关于召开座谈会的通知\n各单位：\n请于周五前报名。\n")
    assert (extraction.status, extraction.forms) == ("no_form", [])
    assert extraction.error is not None
    assert extraction.error.message
    assert extraction.error.next_step


def test_with_no_pattern_at_all_nothing_is_found() -> None:
    extraction = extract(REFERENCE, patterns=[])
    assert (extraction.status, extraction.forms) == ("no_form", [])
