"""A pattern file is typed by someone who keeps budgets: every mistake is told, with its place and what to do.

Each case is a mistake that a person makes in Notepad, and what must be said of it in both languages.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor.cli import program
from extractor.messages.language import Language
from extractor.messages.patterns import MISTAKES
from extractor.pattern_text import TYPED, read_typed
from extractor.patterns import PatternError, load_pattern, load_patterns, shipped_folder

HEAD = '[identify]\ntitle = ["村级绩效目标表"]\n'
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def write(folder: Path, text: str | bytes, name: str = "village.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def mistakes_of(path: Path) -> list[tuple[str, str, int | None]]:
    try:
        load_pattern(path)
    except PatternError as error:
        return [(mistake.code, mistake.key, mistake.line) for mistake in error.mistakes]
    return []


def said(path: Path, lang: Language) -> list[str]:
    with pytest.raises(PatternError) as caught:
        load_pattern(path)
    return caught.value.say(lang)


# ---- signs of a Chinese input method --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "signs", "meant"),
    [
        ("unit_name = [“单位名称”]", "“ ”", 'unit_name = ["单位名称"]'),
        ("unit_name = [‘单位名称’]", "‘ ’", "unit_name = ['单位名称']"),
        ("unit_name = 【“单位名称”】", "【 “ ” 】", 'unit_name = ["单位名称"]'),
        ('unit_name = ["单位名称"，"填报单位"]', "，", 'unit_name = ["单位名称","填报单位"]'),
        ('unit_name = ["单位名称"、"填报单位"]', "、", 'unit_name = ["单位名称","填报单位"]'),
        ('unit_name ＝ ["单位名称"]', "＝", 'unit_name = ["单位名称"]'),
        ('unit_name：["单位名称"]', "：", 'unit_name=["单位名称"]'),
        ('unit_name = ["单位名称”]', "”", 'unit_name = ["单位名称"]'),
        ('unit_name = [“单位名称"]', "“", 'unit_name = ["单位名称"]'),
        ('unit_name = ["单位名称”, "填报单位"]', "”", 'unit_name = ["单位名称", "填报单位"]'),
        ('unit_name = ["单位名称"] ＃ 本表', "＃", 'unit_name = ["单位名称"] # 本表'),
    ],
)
def test_signs_of_a_chinese_input_method_are_told_with_what_was_meant(
    tmp_path: Path, line: str, signs: str, meant: str
) -> None:
    path = write(tmp_path, f"{HEAD}[header.fields]\n{line}\n")
    assert mistakes_of(path) == [("wide-signs", "", 4)]
    for lang in LANGUAGES:
        (sentence,) = said(path, lang)
        assert signs in sentence
        assert meant in sentence
        assert "4" in sentence
    mended = write(tmp_path, f"{HEAD}[header.fields]\n{meant}\n", "mended.toml")
    assert mistakes_of(mended) == []


def test_a_heading_in_chinese_brackets_is_told_and_all_lines_are() -> None:
    typed = read_typed("【identify】\ntitle = [“绩效目标表”]\n[header]\n".encode())
    assert [(mistake.code, mistake.line) for mistake in typed.mistakes] == [("wide-signs", 1), ("wide-signs", 2)]
    assert typed.data == {"identify": {"title": ["绩效目标表"]}, "header": {}}


def test_chinese_signs_inside_of_quotes_and_remarks_are_words(tmp_path: Path) -> None:
    text = f'description = "示例：“三公”、会议费"  # 说明，“如此”\n{HEAD}labels = ["基本支出（万元）", "“一级”指标"]\n'
    assert mistakes_of(write(tmp_path, text)) == []


def test_each_sign_that_is_read_otherwise_is_one_sign() -> None:
    assert all(len(chr(code)) == len(chr(meant)) == 1 for code, meant in TYPED.items() if isinstance(meant, int))


# ---- encodings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_utf8_is_read_with_a_byte_order_mark_and_with_both_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    assert mistakes_of(write(tmp_path, HEAD.replace("\n", end).encode(encoding))) == []


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "GBK"), ("utf-16", "UTF-16")])
def test_a_file_saved_in_another_encoding_is_told_and_its_other_mistakes_too(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = write(tmp_path, f"{HEAD}colour = 1\n".encode(encoding))
    assert mistakes_of(path) == [("encoding", "", None), ("unknown-key", "identify.colour", 3)]
    for lang in LANGUAGES:
        assert name in said(path, lang)[0]
        assert "UTF-8" in said(path, lang)[0]


def test_what_is_no_text_at_all_is_told(tmp_path: Path) -> None:
    assert mistakes_of(write(tmp_path, b"PK\x03\x04\xff\xff\x81")) == [("no-text", "", None)]
    assert mistakes_of(write(tmp_path, b"#" * (1 << 21))) == [("too-large", "", None)]
    assert mistakes_of(tmp_path / "missing.toml") == [("unreadable", "", None)]


# ---- TOML -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a = 1\na = 2\n", "twice", 4),
        ("[header]\n[header]\n", "twice", 4),
        ('labels = ["甲" "乙"]\n', "open-list", 3),
        ('labels = ["甲", "乙"\n', "open-list", 3),
        ('labels = ["甲, "乙"]\n', "open-list", 3),
        ('description = "甲\n', "open-quote", 3),
        ('description = "a\\q"\n', "backslash", 3),
        ("labels\n", "no-equals", 3),
        ("labels : 1\n", "no-equals", 3),
        ("[header\n", "open-heading", 3),
        ("generic = yes\n", "bad-value", 3),
        ("labels = 一级指标\n", "bad-value", 3),
        ("labels =\n", "bad-value", 3),
        ("= 1\n", "bad-line", 3),
        ('单位名称 = ["unit_name"]\n', "chinese-key", 3),
    ],
)
def test_what_is_no_toml_is_told_in_plain_words_with_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    path = write(tmp_path, f"{HEAD}{text}")
    assert mistakes_of(path)[0] == (code, "", line)
    printed = text.splitlines()[-1]
    for lang in LANGUAGES:
        assert printed in said(path, lang)[0]
        assert str(line) in said(path, lang)[0]


def test_lines_that_are_wrong_by_themselves_do_not_hide_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, f"{HEAD}generic = yes\n单位 = 1\n[header]\ncolour = 1\n")
    assert mistakes_of(path) == [
        ("bad-value", "", 3),
        ("chinese-key", "", 4),
        ("unknown-key", "header.colour", 6),
    ]


# ---- keys and values ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "key", "hints"),
    [
        ("[hedaer]\n", "unknown-key", "hedaer", ["header"]),
        ("[indicators]\ncolumn = {}\n", "unknown-key", "indicators.column", ["columns"]),
        ("[header]\nunit_name = ['单位']\n", "unknown-key", "header.unit_name", ["[header.fields] unit_name"]),
        (
            "[[indicators.levels]]\ncode = 'a'\nnames = ['甲']\nchild.b = ['乙']\n",
            "unknown-key",
            "indicators.levels.0.child",
            ["children"],
        ),
        ("[header.fields]\nunit_nam = ['单位']\n", "no-field", "header.fields.unit_nam", ["unit_name"]),
        ("[objectives.fields]\nanual = ['目标']\n", "no-field", "objectives.fields.anual", ["annual"]),
        ("[tasks.columns]\nnames = ['名称']\n", "no-field", "tasks.columns.names", ["name"]),
        ("[header]\noptional = ['contact']\n", "no-field", "header.optional", ["contact"]),
        (
            "[funding.groups.annual]\nitems.total = ['总额']\noptional = ['totl']\n",
            "no-field",
            "funding.groups.annual.optional",
            ["total"],
        ),
        ("[header.fields]\nunit_name = '单位'\n", "no-list", "header.fields.unit_name", ["'单位'"]),
        ("[header.fields]\nunit_name = []\n", "empty-list", "header.fields.unit_name", []),
        ("[header.fields]\nunit_name = [3]\n", "no-word", "header.fields.unit_name.0", ["3"]),
        ("[header.fields]\nunit_name = ['']\n", "empty-word", "header.fields.unit_name.0", []),
        ("[header.fields]\nunit_name = ['：']\n", "only-marks", "header.fields.unit_name", []),
        ("[indicators]\nall_levels = 'no way'\n", "no-bool", "indicators.all_levels", ["true", "false"]),
        ("[indicators]\ncolumns = ['指标']\n", "no-part", "indicators.columns", []),
        ("funding = 3\n", "no-part", "funding", []),
        ("[[indicators.levels]]\nnames = ['甲']\n", "key-missing", "indicators.levels.0.code", []),
        (
            "[header.fields]\nunit_name = ['单位']\ncontact = ['单 位：']\n",
            "two-places",
            "header",
            ["header.fields.unit_name", "header.fields.contact", "单位"],
        ),
        ("[header.fields]\nunit_name = ['单位', '单位：']\n", "same-twice", "header", ["单位"]),
        (
            "".join(f"[[indicators.levels]]\ncode = 'output'\nnames = ['{name}']\n" for name in "甲乙"),
            "level-twice",
            "indicators.levels.1.code",
            ["output"],
        ),
    ],
)
def test_what_is_no_pattern_is_told_with_its_key_its_line_and_the_fix(
    tmp_path: Path, text: str, code: str, key: str, hints: list[str]
) -> None:
    # A key of the file itself stands above its first part.
    path = write(tmp_path, f"{text}{HEAD}" if text.startswith("funding =") else f"{HEAD}{text}")
    ((found, where, line),) = mistakes_of(path)
    assert (found, where) == (code, key)
    assert line is not None
    for lang in LANGUAGES:
        (sentence,) = said(path, lang)
        assert sentence.startswith(f"{path}: {key}: ")
        assert [hint for hint in hints if hint not in sentence] == []


def test_a_required_label_that_is_neither_word_nor_list_is_told_once(tmp_path: Path) -> None:
    assert mistakes_of(write(tmp_path, f"{HEAD}labels = [3]\n")) == [("no-word", "identify.labels.0", 3)]


def test_all_mistakes_of_a_file_are_told(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"{HEAD}colour = 1\n[header.fields]\nunit_name = '单位'\ncontact = []\n[indicators]\nall_levels = 3\n",
    )
    assert [(code, line) for code, _, line in mistakes_of(path)] == [
        ("unknown-key", 3),
        ("no-list", 5),
        ("empty-list", 6),
        ("no-bool", 8),
    ]


def test_mistakes_of_meaning_are_all_told_as_well(tmp_path: Path) -> None:
    text = f"{HEAD}[header.fields]\nunit_nam = ['单位']\ncontact = ['联系人']\nphone = ['联系人 ', '：']\n"
    assert [code for code, _, _ in mistakes_of(write(tmp_path, text))] == ["no-field", "only-marks"]


def test_a_name_that_is_taken_is_told_with_both_files(tmp_path: Path) -> None:
    taken = write(tmp_path, HEAD, "zhanjiang-2021.toml")
    with pytest.raises(PatternError) as caught:
        load_patterns(taken)
    for lang in LANGUAGES:
        (sentence,) = caught.value.say(lang)
        assert str(taken) in sentence
        assert str(shipped_folder() / "zhanjiang-2021.toml") in sentence


# ---- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_tells_each_mistake_on_a_line_of_its_own(tmp_path: Path, lang: Language) -> None:
    bad = write(tmp_path, f"{HEAD}colour = 1\nshape = 2\n", "bad.toml")
    good = write(tmp_path, HEAD, "good.toml")
    done = CliRunner().invoke(program, ["patterns", "check", "--lang", lang, str(tmp_path)])
    assert done.exit_code == 3
    assert done.stderr.splitlines() == said(bad, lang)
    assert str(good) in done.stdout


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pattern_given_to_extract_is_refused_in_the_same_words(tmp_path: Path, lang: Language) -> None:
    bad = write(tmp_path, f"{HEAD}colour = 1\nshape = 2\n")
    form = write(tmp_path, "x", "form.txt")
    done = CliRunner().invoke(program, ["extract", "--lang", lang, "--patterns", str(bad), str(form)])
    assert done.exit_code == 2
    assert [line for line in said(bad, lang) if line not in done.stderr] == []


def test_every_mistake_has_its_sentence_in_both_languages() -> None:
    assert all(set(sentences) == set(LANGUAGES) for sentences in MISTAKES.values())
