"""The language of the command line: chosen once, and that of all it says, click's words among it."""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from extractor.cli import program
from extractor.messages.command_line import CHINESE as CLICK
from extractor.messages.help import CHINESE as HELP
from extractor.messages.help import SHARED

IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")


def run(*arguments: str, **env: str) -> Result:
    settings = {"JIXIAO_LANG": "en", "COLUMNS": "80", **env}
    return CliRunner().invoke(program, arguments, env=settings)


def walk(
    command: click.Command = program, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from walk(below, (*path, name))


COMMANDS = dict(walk())
PATHS = [*COMMANDS]


# ---- one language for all -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["extract", "--no-such", "x.pdf", "--lang", "zh"], "错误：没有选项 '--no-such'。"),
        (["--lang=zh", "no-such"], "错误：没有命令 'no-such'。"),
        (["extract", "--lang", "zh"], "错误：缺少参数 'FILE...'"),
        (["export", "--to", "word", ".", "--lang", "zh"], "错误：'--to' 的值不对：'word' 不在可选值之中："),
        (["inspect", "x.pdf", "--page", "0", "--image", "y.png", "--lang", "zh"], "不在范围 x>=1 之内"),
        (["batch", "-o", "out", "--lang", "zh"], "请给出要读的文件、文件夹或压缩包"),
        (["sample", ".", "-o", "x", "--bound", "7", "--lang", "zh"], "7 不是 1% 或 0.01 这样的比例。"),
        (["patterns", "show", "no-such", "--lang", "zh"], "没有模式 no-such；有："),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_is_wrong_with_a_command_is_said_in_the_language_that_it_asks_for(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.startswith("用法：")
    assert "说明见：jixiao" in done.stderr
    english = run(*(word.replace("zh", "en") for word in arguments), JIXIAO_LANG="zh")
    assert english.exit_code == 2
    assert "Error: " in english.stderr
    assert not IDEOGRAPH.search(english.stderr)


def test_the_environment_decides_where_the_command_does_not() -> None:
    assert "错误：没有选项" in run("extract", "--no-such", JIXIAO_LANG="zh").stderr
    assert "错误：没有选项" in run("extract", "--no-such", JIXIAO_LANG="", LC_ALL="zh_CN.UTF-8").stderr
    assert "Error: No such option" in run("extract", "--no-such").stderr


def test_the_last_language_counts_and_one_that_is_none_is_refused() -> None:
    assert "错误" in run("extract", "--no-such", "--lang", "en", "--lang", "zh").stderr
    assert "不在可选值之中：'zh', 'en'" in run("doctor", "--lang", "fr", JIXIAO_LANG="zh").stderr
    assert "Error" in run("extract", "--no-such", "--", "--lang", "zh").stderr


def test_an_interruption_is_told_in_the_language_that_the_command_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("extractor.pipeline.extract", interrupt)
    assert run("extract", "form.pdf", "--lang", "zh").stderr == "已中断。\n"
    assert run("extract", "form.pdf", "--lang", "en", JIXIAO_LANG="zh").stderr == "Interrupted.\n"


def test_the_library_speaks_its_own_language_again_after_a_run() -> None:
    run("extract", "--no-such", "--lang", "zh")
    assert click.NoSuchOption("--x").format_message() == "No such option '--x'."


def test_all_that_the_library_can_say_has_its_chinese() -> None:
    """What a program without prompts, colours, editors and shell completion never says is left out."""
    package = find_spec("click")
    assert package is not None
    assert package.origin is not None
    said: set[str] = set()
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        tree = ast.parse(Path(package.origin).with_name(f"{name}.py").read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext"):
                said |= {
                    word.value for word in call.args if isinstance(word, ast.Constant) and isinstance(word.value, str)
                }
    never = re.compile(
        r"[Dd]eprecat|declar|defined|[Cc]onfirm|start character|continue|UUID|iterable|%\(|^Choice\(|same flag"
    )
    assert {sentence for sentence in said if not never.search(sentence)} <= set(CLICK)


@pytest.mark.parametrize("sentence", CLICK)
def test_a_chinese_sentence_names_nothing_that_the_english_one_does_not(sentence: str) -> None:
    assert set(re.findall(r"\{\w+", CLICK[sentence])) <= set(re.findall(r"\{\w+", sentence))


# ---- help -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_chinese_where_that_is_wanted_and_names_no_option_less(path: tuple[str, ...]) -> None:
    chinese, english = (run(*path, "--help", "--lang", lang).stdout for lang in ("zh", "en"))
    assert chinese.startswith("用法：")
    assert english.startswith("Usage:")
    for heading in ("选项：", "退出码：", "显示此说明。"):
        assert heading in chinese
    for english_only in (
        "Options",
        "Commands",
        "Exit codes",
        "Show this",
        "default",
        "required",
        "[default",
        "one for",
    ):
        assert english_only not in chinese
    first = re.compile(r"^  (-[-\w]+)", re.MULTILINE)
    assert first.findall(chinese.partition("选项：")[2]) == first.findall(english.partition("Options:")[2])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_fits_its_terminal(path: tuple[str, ...], columns: int, lang: str) -> None:
    lines = run(*path, "--help", "--lang", lang, COLUMNS=str(columns)).stdout.splitlines()
    assert [line for line in lines if cell_len(line) > columns or line.endswith(("[", "（", "“"))] == []


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_option_has_its_chinese_and_no_sentence_is_left_over(path: tuple[str, ...]) -> None:
    says = " ".join(path) or "jixiao"
    options = {
        param.name
        for param in COMMANDS[path].params
        if isinstance(param, click.Option) and "--version" not in param.opts
    }
    assert options - set(SHARED) <= set(HELP[says].options) <= options


def test_every_command_has_its_chinese() -> None:
    assert set(HELP) == {" ".join(path) or "jixiao" for path in PATHS}
