"""The committed page of all commands and options says what their help says, in both languages.

`python -m tests.test_options_page` writes it again after an option has changed.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from extractor.cli import program
from extractor.commands.help import Command, Context
from extractor.commands.language import speak
from extractor.messages.help import say_command
from extractor.messages.language import Language

COMMITTED = Path(__file__).resolve().parent.parent / "extractor" / "commands" / "README.md"

HEADING = """# Commands and options · 命令和选项

Made from the help of the commands by `python -m tests.test_options_page`; `jixiao COMMAND --help` says the same, with
examples. 由各命令的说明生成；`jixiao 命令 --help` 显示同样内容，并有示例。

Every command has `--lang` (`zh` or `en`: the language of messages and help, before or after the command's name; without
it `JIXIAO_LANG`, else the locale, decides) and `-h`, `--help`; `jixiao --version` names the version. `-` is standard
input or output. 每条命令都有 `--lang`（消息和说明的语言，写在命令名之前或之后均可；不写时依次看 `JIXIAO_LANG`
和系统区域设置）和 `-h`、`--help`；`jixiao --version` 显示版本。`-` 表示标准输入或标准输出。
"""

COLUMNS = "\n| option · 选项 | English | 中文 |\n|---|---|---|\n"
OF_ALL = ("--lang", "-h,", "--version")


class Collector(click.HelpFormatter):
    """Keeps the terms that help lists, with what they mean."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.rows: list[tuple[str, str]] = []

    def write_dl(self, rows: Iterable[tuple[str, str]], *_: object, **__: object) -> None:
        """Keep some."""
        self.rows += rows


def make_page() -> str:
    """Give the page."""
    return "".join((HEADING, *_describe(program, "jixiao")))


def _describe(command: click.Command, path: str) -> Iterator[str]:
    assert isinstance(command, Command)
    if isinstance(command, click.Group):
        for name, below in sorted(command.commands.items()):
            yield from _describe(below, f"{path} {name}")
        return
    english, chinese = (command.help or "", say_command(command.says, "zh") or "")
    yield f"\n## `{path}`\n\n{_begin(english)}\n{_begin(chinese)}\n"
    listed = zip(_list_options(command, "en"), _list_options(command, "zh"), strict=True)
    rows = [_row(term, en, zh) for (term, en), (_, zh) in listed if not term.startswith(OF_ALL)]
    yield "".join((COLUMNS, *rows)) if rows else ""


def _begin(text: str) -> str:
    """Give the first paragraph on one line."""
    return " ".join(text.partition("\n\n")[0].split())


def _list_options(command: Command, lang: Language) -> list[tuple[str, str]]:
    formatter = Collector()
    with Context(command, obj=lang, help_option_names=["-h", "--help"]) as context, speak(lang):
        command.format_options(context, formatter)
    return formatter.rows


def _row(term: str, english: str, chinese: str) -> str:
    """Give a row: a term in code, where only `|` means something; sentences, where `*` would, too."""
    said = (" ".join(text.split()).replace("*.", "\\*.") for text in (english, chinese))
    return "| " + " | ".join(text.replace("|", "\\|") for text in (f"`{term}`", *said)) + " |\n"


def test_the_committed_page_says_what_the_help_of_the_commands_says() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == make_page(), "write it again: python -m tests.test_options_page"


if __name__ == "__main__":
    COMMITTED.write_text(make_page(), encoding="utf-8", newline="\n")
