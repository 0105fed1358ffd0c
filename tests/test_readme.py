"""What the READMEs show is true: commands run and print what is shown, and both languages tell the same."""

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from doctest import DocTestParser, DocTestRunner
from functools import cache
from importlib import import_module
from json import loads
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner

from extractor import __version__, extract
from extractor.checks import REGISTRY
from extractor.cli import program
from extractor.messages.problems import PROBLEMS
from extractor.patterns import HEADER_FIELDS, OBJECTIVES, TASK_COLUMNS, Pattern
from extractor.record import Extraction, Form, Status

ROOT = Path(__file__).resolve().parent.parent
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
PAGES = {**READMES, "patterns/README.md": "en"}

OPTIONS = "extractor/commands/README.md"
"""Tells all options; `tests/test_options_page.py` holds it to what the help of the commands says."""

LEFT_OUT = "[…]"
"""Stands in a shown output for one or more lines that are left out."""

FENCE = re.compile(r"^```(\S*)[ ]?(.*)$")
HEADING = re.compile(r"^(#+) (.+)$")
MEASURED = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)
COMMANDS = {
    "batch": "tests.bench_batch",
    "review": "tests.review_walk",
    "exports": "tests.bench_exports",
    "mutations": "tests.mutations",
    "damage": "tests.damage",
    "accuracy": "make accuracy",
    "scans": "tests.scans",
    "bench_scans": "tests.bench_scans",
    "bench": "make bench",
}
A_FIGURE = re.compile(r"\d\s*(?:ms|MiB|MB|seconds?|milliseconds?|times|毫秒|秒|兆|倍)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what follows the language, its lines, and the number of its first line."""

    language: str
    name: str
    lines: tuple[str, ...]
    number: int

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Command:
    """A command line of a console block, the output shown below it, and where it stands."""

    line: str
    shown: tuple[str, ...]
    number: int


# ---- the pages, read ------------------------------------------------------------------------------------------------


@cache
def read_page(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@cache
def read_blocks(page: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    opened: tuple[str, str, int] | None = None
    lines: list[str] = []
    for number, line in enumerate(read_page(page).splitlines(), 1):
        fence = FENCE.match(line)
        if fence is None:
            lines.append(line)
        elif opened is None:
            opened, lines = (fence[1], fence[2], number + 1), []
        else:
            blocks.append(Block(opened[0], opened[1], tuple(lines), opened[2]))
            opened = None
    assert opened is None, f"{page}: a block is not closed"
    return tuple(blocks)


def read_prose(page: str) -> str:
    """Give a page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", read_page(page), flags=re.DOTALL | re.MULTILINE)


def read_commands(block: Block) -> list[Command]:
    commands: list[Command] = []
    for number, line in enumerate(block.lines, block.number):
        if line.startswith("$ "):
            commands.append(Command(line[2:], (), number))
        else:
            last = commands.pop()
            commands.append(Command(last.line, (*last.shown, line), last.number))
    return commands


def read_tables(page: str) -> list[list[list[str]]]:
    """Give a page's tables as rows of cells, without the line below the headings."""
    tables: list[list[list[str]]] = []
    inside = False
    for line in read_prose(page).splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        if not inside:
            tables.append([])
            inside = True
        if not re.fullmatch(r"[|:\- ]+", line):
            tables[-1].append([cell.strip() for cell in line.strip().strip("|").split(" | ")])
    return tables


def first_column(page: str, *headings: str) -> list[str]:
    """Give the codes of the first column of the one table that begins with one of some headings."""
    (table,) = [table for table in read_tables(page) if table[0][0] in headings]
    return [re.sub(r"`", "", row[0]) for row in table[1:]]


def read_outline(page: str) -> list[tuple[int, list[str], list[int]]]:
    """Give for each section the level of its heading, the languages of its blocks, and its tables' numbers of rows."""
    outline: list[tuple[int, list[str], list[int]]] = []
    fenced = tabled = False
    for line in MEASURED.sub("", read_page(page)).splitlines():
        fence, heading = FENCE.match(line), HEADING.match(line)
        if fence:
            fenced = not fenced
            if fenced:
                outline[-1][1].append(fence[1])
        elif heading and not fenced:
            outline.append((len(heading[1]), [], []))
        row = line.startswith("|") and not fenced
        if row and not tabled:
            outline[-1][2].append(0)
        if row:
            outline[-1][2][-1] += 1
        tabled = row
    return outline


def walk_commands(command: click.Command = program, path: str = "jixiao") -> Iterator[tuple[str, click.Command]]:
    """Give every command with its whole name: `jixiao golden write`."""
    yield path, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from walk_commands(below, f"{path} {name}")


def find_options(command: click.Command) -> set[str]:
    with click.Context(command, help_option_names=["-h", "--help"]) as context:
        options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    return {name for option in options for name in (*option.opts, *option.secondary_opts)}


# ---- commands, run --------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder like the checkout, with a form of someone's own."""
    for name in ("samples", "golden", "patterns"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "mine" / "forms").mkdir(parents=True)
    own = tmp_path / "mine" / "forms" / "wenhua.docx"
    own.write_bytes((ROOT / "samples" / "zhanjiang-2024-wenhua.python-docx.docx").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(line: str, lang: str, before: int) -> tuple[str, int]:
    """Run a command line of a page: its output, standard error among it, and its exit code."""
    if line == "echo $?":
        return f"{before}\n", 0
    words = shlex.split(line)
    assert words[0] == "jixiao", line
    data, target = b"", None
    if "<" in words:
        at = words.index("<")
        data = Path(words[at + 1]).read_bytes()
        del words[at : at + 2]
    if ">" in words:
        at = words.index(">")
        target = Path(words[at + 1])
        del words[at : at + 2]
    done = CliRunner().invoke(program, words[1:], input=data, env={"JIXIAO_LANG": lang, "COLUMNS": "80"})
    assert done.exception is None or isinstance(done.exception, SystemExit), line
    if target is None:
        return done.output, done.exit_code
    target.write_text(done.stdout, encoding="utf-8")
    return done.stderr, done.exit_code


def is_as_shown(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Tell whether lines are what is shown: `[…]` stands for one or more of them."""
    if not shown:
        return not printed
    if shown[0] == LEFT_OUT:
        return any(is_as_shown(shown[1:], printed[at:]) for at in range(1, len(printed) + 1))
    return bool(printed) and printed[0] == shown[0] and is_as_shown(shown[1:], printed[1:])


@pytest.mark.parametrize("page", PAGES)
def test_every_command_shown_runs_and_prints_what_is_shown(page: str, folder: Path) -> None:
    wrong, code = [], 0
    for block in read_blocks(page):
        if block.name and block.language != "json":
            (folder / block.name).write_text(block.text, encoding="utf-8")
        if block.language != "console":
            continue
        commands = read_commands(block)
        for command, after in zip(commands, [*commands[1:], None], strict=True):
            output, code = run(command.line, PAGES[page], code)
            printed = [line.rstrip() for line in output.rstrip().splitlines()]
            if command.shown and not is_as_shown(command.shown, printed):
                wrong.append(f"{page}:{command.number}: $ {command.line}\n{output}")
            if code and (after is None or after.line != "echo $?"):
                wrong.append(f"{page}:{command.number}: $ {command.line} ends with {code}\n{output}")
    assert wrong == []


@pytest.mark.parametrize("page", READMES)
def test_the_commands_for_windows_run(page: str, folder: Path) -> None:
    (block,) = [block for block in read_blocks(page) if block.language == "bat"]
    lines = [line.partition("jixiao ")[2] for line in block.lines if "jixiao " in line]
    assert len(lines) == 2
    for line in lines:
        assert run(f"jixiao {line.replace(chr(92), '/')}", PAGES[page], 0)[1] == 0
    assert (folder / "form.json").is_file()


@pytest.mark.parametrize("page", READMES)
def test_python_shown_runs_and_prints_what_is_shown(page: str, folder: Path) -> None:
    names: dict[str, Any] = {}
    blocks = [block for block in read_blocks(page) if block.language in ("pycon", "python")]
    assert {block.language for block in blocks} == {"pycon", "python"}
    for block in blocks:
        if block.language == "pycon":
            test = DocTestParser().get_doctest(block.text, names, page, page, block.number)
            report: list[str] = []
            assert DocTestRunner(verbose=False).run(test, out=report.append, clear_globs=False).failed == 0, report
            names = test.globs
        else:
            exec(compile(block.text, page, "exec"), names)  # noqa: S102 - the page's own example
    assert len((folder / "tasks.csv").read_text(encoding="utf-8-sig").splitlines()) >= 6
    assert len((folder / "indicators.csv").read_text(encoding="utf-8-sig").splitlines()) == 13


def holds(actual: object, shown: object) -> bool:
    """Tell whether a value holds what a fragment shows of it: some keys of an object, the first items of an array."""
    if isinstance(shown, dict):
        return isinstance(actual, dict) and all(k in actual and holds(actual[k], v) for k, v in shown.items())
    if isinstance(shown, list):
        return isinstance(actual, list) and len(actual) >= len(shown) and all(map(holds, actual, shown))
    return actual == shown


@pytest.mark.parametrize("page", READMES)
def test_json_shown_is_a_fragment_of_what_the_file_gives(page: str) -> None:
    blocks = [block for block in read_blocks(page) if block.language == "json"]
    assert blocks
    for block in blocks:
        (form,) = loads(extract(ROOT / block.name).to_json(), parse_float=Decimal)["forms"]
        assert holds(form, loads(block.text, parse_float=Decimal)), f"{page}:{block.number}"


@pytest.mark.parametrize("page", PAGES)
def test_commands_named_in_the_text_exist_with_their_options(page: str) -> None:
    known = dict(walk_commands())
    for line in re.findall(r"`(jixiao [^`]*)`", read_prose(page)):
        words = shlex.split(line)
        names = [" ".join(words[:end]) for end in range(1, len(words) + 1)]
        name = [name for name in names if name in known][-1]
        command = known[name]
        assert not isinstance(command, click.Group) or name == line or words[len(name.split())].startswith("-"), line
        assert {word for word in words if word.startswith("-")} <= find_options(command), line


@pytest.mark.parametrize("page", PAGES)
def test_targets_of_make_named_on_a_page_exist(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", read_page(page), re.MULTILINE)) <= targets


# ---- nothing is left untold -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", READMES)
def test_every_command_is_told(page: str) -> None:
    assert [name for name, _ in walk_commands() if name not in read_page(page)] == []


@pytest.mark.parametrize("page", READMES)
def test_every_option_is_told_on_a_page_to_which_this_one_leads(page: str) -> None:
    assert f"]({OPTIONS})" in read_page(page)
    told = set(re.findall(r"--?[a-z][\w-]*", read_page(OPTIONS)))
    assert {option for _, command in walk_commands() for option in find_options(command)} <= told


@pytest.mark.parametrize("page", READMES)
def test_every_check_is_told(page: str) -> None:
    assert sorted(first_column(page, "check", "核对项")) == sorted([*REGISTRY, "carried-levels", "converted"])


@pytest.mark.parametrize("page", READMES)
def test_every_error_code_and_every_status_is_told(page: str) -> None:
    assert sorted(first_column(page, "error code", "错误代码")) == sorted(PROBLEMS)
    assert first_column(page, "status", "状态") == list(get_args(Status))


@pytest.mark.parametrize("page", READMES)
def test_every_exit_code_is_told(page: str) -> None:
    options = import_module("extractor.commands.options")
    codes = {getattr(options, name) for name in ("DONE", "REVIEW", "FAILED", "STOPPED", "INTERRUPTED")}
    assert {int(code) for code in first_column(page, "exit code", "退出码")} == codes | {2}


@pytest.mark.parametrize("page", READMES)
def test_every_top_level_key_is_told(page: str) -> None:
    forms = [f"forms[].{key}" for key in Form.model_fields]
    assert first_column(page, "key", "键") == [*Extraction.model_fields, *forms]


@pytest.mark.parametrize("page", READMES)
def test_every_module_has_a_room(page: str) -> None:
    package = ROOT / "extractor"
    modules = {path.relative_to(package).as_posix() for path in package.rglob("*.py")} - {"__init__.py"}
    rooms = set(re.findall(r"[\w/]+\.py", " ".join(first_column(page, "room", "模块"))))
    assert rooms == modules


def test_every_part_and_code_of_a_pattern_is_told() -> None:
    text = read_page("patterns/README.md")
    for part in set(Pattern.model_fields) - {"name", "path", "description"}:
        assert f"[{part}" in text, part
    assert [code for code in sorted(HEADER_FIELDS | OBJECTIVES | TASK_COLUMNS) if f"`{code}`" not in text] == []


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{__version__}]" in read_page("CHANGELOG.md")


# ---- the two languages, links and figures ---------------------------------------------------------------------------


def test_both_readmes_have_the_same_sections_blocks_and_tables() -> None:
    english, chinese = map(read_outline, READMES)
    assert english == chinese


def test_both_readmes_show_the_same_commands_and_data() -> None:
    def shown(page: str) -> list[tuple[str, ...]]:
        blocks = read_blocks(page)
        commands = [
            tuple(each.line for each in read_commands(block)) for block in blocks if block.language == "console"
        ]
        return commands + [block.lines for block in blocks if block.language in ("json", "bat")]

    english, chinese = map(shown, READMES)
    assert english == chinese


def test_both_readmes_give_the_same_measured_figures() -> None:
    def figures(page: str) -> list[list[str]]:
        rows = [line for _, text in MEASURED.findall(read_page(page)) for line in text.splitlines() if "|" in line]
        return [re.findall(r"\d[\d.,]*", row) for row in rows]

    english, chinese = map(figures, READMES)
    assert english == chinese


@pytest.mark.parametrize("page", READMES)
def test_measured_figures_stand_beside_the_command_that_made_them_and_nowhere_else(page: str) -> None:
    text = read_page(page)
    assert [name for name, _ in MEASURED.findall(text)] == list(COMMANDS)
    for name, command in COMMANDS.items():
        before = text.partition(f"<!-- {name} -->")[0].rstrip().splitlines()[-1]
        assert command in before, f"{name}: the line before the figures names no command"
    assert A_FIGURE.findall(MEASURED.sub("", read_prose(page))) == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files_and_headings_that_are_there(page: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", read_prose(page)):
        name, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        assert target.is_file(), link
        if anchor:
            headings = [match[2] for match in map(HEADING.match, target.read_text("utf-8").splitlines()) if match]
            assert anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}, link
