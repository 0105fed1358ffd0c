"""The command: what stands on standard output, what on standard error, and which exit code says how it went."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from extractor import __version__, extract
from extractor.cli import program
from extractor.commands.language import find_language
from extractor.messages.language import make_printable

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"
REFERENCE_PDF = SAMPLES / "zhanjiang-2021-xinfangju.chromium-headers.pdf"
OTHER = SAMPLES / "zhanjiang-2024-wenhua.txt"
COMMAND = Path(sys.executable).with_name("jixiao.exe" if os.name == "nt" else "jixiao")
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and pipes of POSIX")


def run(*arguments: str | Path, data: bytes = b"", lang: str = "en", **env: str) -> Result:
    return CliRunner().invoke(
        program, [str(argument) for argument in arguments], input=data, env={"JIXIAO_LANG": lang, **env}
    )


def call(*arguments: str | Path, data: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real command."""
    return subprocess.run(
        [COMMAND, *arguments],
        input=data,
        env={**os.environ, "JIXIAO_LANG": "en", **env},
        capture_output=True,
        check=False,
        timeout=60,
    )


def read(text: str | bytes) -> Any:
    return json.loads(text, parse_float=Decimal)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A form in which every check passes: the reference form with its lost level and its shifted row put right."""
    text = REFERENCE.read_text(encoding="utf-8")
    lost = "\t\t\t各项工作完成时间\t2021.12.31"
    assert lost[1:] in text
    text = text.replace("\t\t各项工作完成时间", "\t时效指标\t各项工作完成时间")
    text = text.replace("成本指标\t预算完成率\t100%\t", "\t成本指标\t预算完成率\t100%")
    path = tmp_path / "good.txt"
    path.write_text(text, encoding="utf-8")
    assert extract(path).status == "ok"
    return path


# ---- extract: what is printed ---------------------------------------------------------------------------------------


def test_one_file_gives_one_json_object_on_many_lines() -> None:
    done = run("extract", REFERENCE)
    assert done.exit_code == 0
    assert done.stdout == extract(REFERENCE, lang="en").to_json(2) + "\n"
    assert done.stderr == ""


def test_several_files_give_an_object_a_line_in_their_order() -> None:
    done = run("extract", OTHER, REFERENCE)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [extract(path, lang="en").to_json() for path in (OTHER, REFERENCE)]


def test_one_file_can_be_a_line_and_several_can_be_pretty() -> None:
    assert run("extract", "--compact", REFERENCE).stdout.count("\n") == 1
    assert run("extract", "--pretty", REFERENCE, OTHER).stdout.count("\n{\n") == 1


def test_amounts_keep_their_exact_digits() -> None:
    form = read(run("extract", OTHER).stdout)["forms"][0]
    assert form["record"]["funding"]["groups"][1]["items"][0]["amount"] == Decimal("72307.384975")


def test_a_dash_reads_standard_input_of_any_format() -> None:
    piped = read(run("extract", "-", data=REFERENCE_PDF.read_bytes()).stdout)
    assert piped["source"]["name"] == "stdin"
    assert piped["source"]["format"] == "pdf"
    assert piped["forms"] == read(run("extract", REFERENCE_PDF).stdout)["forms"]


def test_a_format_that_is_given_is_not_found_out() -> None:
    extraction = read(run("extract", "--format", "docx", REFERENCE).stdout)
    assert extraction["status"] == "error"


def test_messages_are_in_the_language_that_is_asked_for() -> None:
    assert "没有印出的指标级别：时效指标" in run("extract", "--lang", "zh", REFERENCE).stdout
    assert "Levels that are not printed: 时效指标" in run("extract", "--lang", "en", REFERENCE).stdout


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"JIXIAO_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"JIXIAO_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_environments_unless_it_is_given(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], language: str
) -> None:
    for name in ("JIXIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert find_language() == language


# ---- extract: exit codes --------------------------------------------------------------------------------------------


def test_strict_exits_with_1_where_a_person_should_look_and_prints_the_same() -> None:
    strict, plain = run("extract", "--strict", REFERENCE), run("extract", REFERENCE)
    assert (strict.exit_code, plain.exit_code) == (1, 0)
    assert strict.stdout == plain.stdout


def test_strict_exits_with_0_where_all_is_well(good: Path) -> None:
    assert run("extract", "--strict", good).exit_code == 0


def test_a_file_that_fails_has_a_result_and_its_neighbours_are_done(tmp_path: Path) -> None:
    done = run("extract", "--strict", REFERENCE, tmp_path / "missing.pdf", OTHER)
    assert done.exit_code == 3
    lines = [read(line) for line in done.stdout.splitlines()]
    assert [line["status"] for line in lines] == ["review", "error", "review"]
    assert lines[1]["error"]["code"] == "unreadable"
    assert "missing.pdf" in done.stderr


def test_a_document_without_a_form_is_told_on_standard_error_and_is_no_failure(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("关于召开会议的通知\n各有关单位：\n", encoding="utf-8")
    done = run("extract", letter)
    assert done.exit_code == 0
    assert read(done.stdout)["status"] == "no_form"
    assert "letter.txt: No performance-target form was found." in done.stderr
    assert run("extract", "--strict", letter).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["extract", "--format", "word", "form.doc"],
        ["extract", "--lang", "fr", "form.pdf"],
        ["extract", "-", "-"],
        ["extract", "form.pdf", "-o", "no/such/folder/form.json"],
        ["extract", "form.pdf", "--patterns", "no-such-pattern.toml"],
        ["patterns", "show", "no-such-pattern"],
        ["golden", "check", "--samples", "no/such/folder"],
        ["no-such-command"],
    ],
    ids=" ".join,
)
def test_a_command_that_is_not_understood_exits_with_2_and_prints_no_data(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Error:" in done.stderr


# ---- extract: where the data go -------------------------------------------------------------------------------------


def test_o_writes_a_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    done = run("extract", REFERENCE, "-o", target)
    assert (done.exit_code, done.stdout) == (0, "")
    assert target.read_bytes() == f"{extract(REFERENCE, lang='en').to_json(2)}\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_o_writes_json_lines_of_several_files_into_one(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    run("extract", REFERENCE, OTHER, "-o", target)
    assert [read(line)["source"]["name"] for line in target.read_text("utf-8").splitlines()] == [
        REFERENCE.name,
        OTHER.name,
    ]


def test_o_with_a_slash_makes_a_folder_with_a_file_for_each_input(tmp_path: Path) -> None:
    done = run("extract", REFERENCE, OTHER, "-o", f"{tmp_path}/new/folder/")
    assert done.exit_code == 0
    written = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert written == [f"{REFERENCE.name}.json", f"{OTHER.name}.json"]


def test_o_with_a_folder_that_is_there_needs_no_slash(tmp_path: Path) -> None:
    run("extract", REFERENCE, "-o", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"{REFERENCE.name}.json"]


def test_equal_names_from_different_folders_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for folder, name, sample in (("a", "form.txt", REFERENCE), ("b", "Form.TXT", OTHER), ("c", "plain.txt", OTHER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(sample.read_bytes())
    run("extract", *sorted(tmp_path.glob("*/*")), "-o", f"{tmp_path}/out/")
    written = {path.name: read(path.read_bytes())["source"]["name"] for path in (tmp_path / "out").iterdir()}
    assert sorted(written.values()) == ["Form.TXT", "form.txt", "plain.txt"]
    assert written["plain.txt.json"] == "plain.txt"
    assert len({name.casefold() for name in written}) == 3


def test_a_target_that_cannot_be_written_fails_and_its_neighbours_are_done(tmp_path: Path) -> None:
    (tmp_path / f"{REFERENCE.name}.json" / "in-the-way").mkdir(parents=True)
    done = run("extract", REFERENCE, OTHER, "-o", tmp_path)
    assert done.exit_code == 3
    assert "Cannot write" in done.stderr
    assert (tmp_path / f"{OTHER.name}.json").is_file()


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    form = tmp_path / "form.txt"
    form.write_bytes(REFERENCE.read_bytes())
    assert run("extract", form, "-o", form).exit_code == 2
    assert form.read_bytes() == REFERENCE.read_bytes()


def test_a_run_that_breaks_off_leaves_the_earlier_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    target.write_text("earlier", encoding="utf-8")

    def break_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("extractor.pipeline.extract", break_off)
    done = run("extract", REFERENCE, "-o", target)
    assert (done.exit_code, done.stderr) == (130, "Interrupted.\n")
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("out.json", "earlier")]


# ---- results that are not there, and standard output ----------------------------------------------------------------

ON_RESULTS = {
    "review": [],
    "report": ["-o", "x"],
    "export": ["--to", "csv", "-o", "x"],
    "sample": ["-o", "x"],
    "certify": ["--plan", str(REFERENCE), "-o", "x"],
    "verdicts list": [],
    "golden adopt": ["form.pdf", "--samples", str(SAMPLES)],
}
"""The commands that work on results, each with what else it needs."""


@pytest.mark.parametrize("command", ON_RESULTS)
def test_results_that_are_not_there_are_named_with_what_to_give_instead(command: str, tmp_path: Path) -> None:
    missing = tmp_path / "没有"
    first, *rest = ON_RESULTS[command] or [""]
    options = [first, *rest] if first else []
    done = run(*command.split(), missing, *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{missing}: it is not there. Name the output folder of jixiao batch" in done.stderr
    assert (
        f"{missing}：不存在。请给出 jixiao batch 的输出文件夹"
        in run(*command.split(), missing, *options, lang="zh").stderr
    )


@pytest.mark.parametrize("command", ["review", "report", "export", "sample"])
def test_a_folder_without_results_exits_with_3(command: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(command, tmp_path / "empty", *(word.replace("x", str(tmp_path / "x")) for word in ON_RESULTS[command]))
    assert done.exit_code == 3
    assert str(tmp_path / "empty") in done.stderr
    assert "jixiao batch" in done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with results, in which the command runs."""
    monkeypatch.chdir(tmp_path)
    run("extract", REFERENCE, "-o", tmp_path / "form.json")
    return tmp_path


def test_a_dash_is_standard_output_wherever_a_file_is_written(results: Path) -> None:
    plan = run("sample", "form.json", "--seed", "1", "-o", "-")
    assert read(plan.stdout)["seed"] == 1
    assert plan.stderr.startswith("wrote standard output: ")
    (results / "plan.json").write_text(plan.stdout, encoding="utf-8")
    (results / "verdicts.jsonl").write_text("", encoding="utf-8")
    page = run("certify", "form.json", "--plan", "plan.json", "-o", "-")
    assert page.stdout.lower().startswith("<!doctype html>")
    assert page.stderr == "standard output: Incomplete.\n"
    assert run("report", "form.json", "-o", "-").stdout.lower().startswith("<!doctype html>")
    assert run("verdicts", "merge", "verdicts.jsonl", "-o", "-").stdout == ""
    assert call("inspect", REFERENCE_PDF, "--image", "-", "--page", "1").stdout.startswith(b"\x89PNG")
    assert not (results / "-").exists()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["batch", "form.json", "-o", "-"], "What is written is a folder"),
        (["review", "form.json", "-o", "-"], "What is written is a folder"),
        (["export", "form.json", "--to", "csv", "-o", "-"], "An export is a file or a folder"),
        (["inspect", str(REFERENCE_PDF), "--image", "-"], "the file has 5 pages. Choose one with --page"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_cannot_go_to_standard_output_says_so(results: Path, command: list[str], said: str) -> None:
    done = run(*command)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (results / "-").exists()


def test_a_report_takes_the_patterns_and_the_verdicts_that_an_export_takes(results: Path) -> None:
    source = read((results / "form.json").read_text("utf-8"))["source"]
    verdict = {
        "document": f"{source['sha256']}.txt",
        "name": "form.txt",
        "form": 0,
        "pointer": "/funding/groups/0/items/0/amount",
        "before": 595.19,
        "after": 777.77,
        "verdict": "wrong",
        "reviewer": "李",
        "time": "2026-11-30T09:00:00Z",
        "program": "0.1.0",
        "pattern": "zhanjiang-2021",
        "pattern_version": "d505d986e900",
    }
    (results / "li.jsonl").write_text(json.dumps(verdict, ensure_ascii=False) + "\nno verdict\n", encoding="utf-8")
    assert "777.77" not in run("report", "form.json", "-o", "-").stdout
    done = run(
        "report",
        "form.json",
        "-o",
        "-",
        "--verdicts",
        "li.jsonl",
        "--patterns",
        ROOT / "patterns" / "zhanjiang-2023.toml",
    )
    assert done.exit_code == 2, "a pattern named as a shipped one is refused here, too"
    done = run("report", "form.json", "-o", "-", "--verdicts", "li.jsonl")
    assert "777.77" in done.stdout
    assert "li.jsonl: line 2 is no verdict" in done.stderr


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the superuser may read all")
def test_results_that_may_not_be_read_are_told(results: Path) -> None:
    (results / "form.json").chmod(0)
    assert run("report", "form.json", "-o", "-").exit_code in (2, 3)


# ---- summary --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [50, 80, 120])
@pytest.mark.parametrize("sample", [REFERENCE, REFERENCE_PDF, OTHER], ids=lambda path: path.name)
def test_a_summary_fits_its_width_in_chinese_cells_and_has_no_colour_in_a_pipe(sample: Path, width: int) -> None:
    done = run("extract", "--summary", sample, lang="zh", COLUMNS=str(width))
    assert done.exit_code == 0
    lines = done.stdout.splitlines()[:-1]  # The last one is a path.
    assert max(map(cell_len, lines)) <= width
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(("pages", "words"), [(1, " pdf · 1 page "), (2, " pdf · 2 pages ")])
def test_a_summary_counts_one_page_as_one(pages: int, words: str, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(tmp_path / "a.pdf")
    document.close()
    assert words in run("extract", "--summary", tmp_path / "a.pdf").stdout


def test_a_summary_says_what_the_form_says_and_whether_it_adds_up() -> None:
    lines = [line.split() for line in run("extract", "--summary", REFERENCE, lang="zh").stdout.splitlines()]
    for said in (
        ["预算单位", "湛江市信访局"],
        ["按支出类型划分", "1079.96"],
        ["基本支出", "595.19"],
        ["1", "信访维稳工作", "270.26"],
        ["合计，等于项目支出", "484.77"],
        ["参加培训率", "95%", "=", "95", "%"],
        ["投诉率", "小于1%", "<", "1", "%"],
        ["各项工作完成时间", "2021.12.31", "2021-12-31"],
        ["生态效益指标", "无", "空"],
        ["提示", "没有印出的指标级别：时效指标"],
    ):
        assert said in lines


def test_a_summary_names_a_breakdown_for_which_the_form_prints_no_name() -> None:
    done = run("extract", "--summary", SAMPLES / "shanghai-2023-jietu.txt", lang="zh")
    assert ["(年度资金)", "2180500"] in [line.split() for line in done.stdout.splitlines()]


def test_a_summary_shows_the_worst_findings_first() -> None:
    out = run("extract", "--summary", REFERENCE).stdout
    assert out.index("  warning  ") < out.index("  note  ") < out.index(" passed")


def test_with_o_the_summary_is_printed_and_says_where_the_json_lies(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    done = run("extract", "--summary", REFERENCE, "-o", target, COLUMNS="200")
    assert str(target) in done.stdout
    assert read(target.read_bytes())["status"] == "review"


def test_a_summary_of_a_failure_says_what_to_do(tmp_path: Path) -> None:
    done = run("extract", "--summary", tmp_path / "missing.pdf")
    assert done.exit_code == 3
    assert "Check the path and the permissions." in done.stdout


def test_a_files_text_cannot_steer_the_terminal(tmp_path: Path) -> None:
    hostile = tmp_path / "form.txt"
    text = REFERENCE.read_text(encoding="utf-8").replace("湛江市信访局", "湛江\x1b[2J\u202e信访局[red]")
    hostile.write_text(text, encoding="utf-8")
    for command in (["extract", "--summary"], ["inspect"]):
        out = run(*command, hostile).stdout
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "信访局[red]" in out
    assert make_printable("甲\x9b乙\n丙") == "甲\ufffd乙 丙"


# ---- inspect --------------------------------------------------------------------------------------------------------


def test_inspect_shows_each_cell_with_its_place_and_its_role() -> None:
    done = run("inspect", REFERENCE_PDF)
    assert done.exit_code == 0
    rows = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert any(row.endswith("/header/unit_name 湛江市信访局") and row.startswith("p1 ") for row in rows)
    assert any(row.endswith("label 主管部门名称") for row in rows)
    assert any("joined over a page break p1+p2" in row for row in rows)
    assert any("printed again by a page break" in row for row in rows)
    assert any("page furniture" in row for row in rows)


def test_inspect_says_which_pattern_claims_a_form_and_what_the_others_miss() -> None:
    out = run("inspect", REFERENCE).stdout
    assert "zhanjiang-2021  claims it" in out
    assert "zhanjiang-2023  does not; missing: 部门预算支出" in out


def test_inspect_names_what_had_to_be_interpreted(tmp_path: Path) -> None:
    misnamed = tmp_path / "form.docx"
    shutil.copy(SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.xls", misnamed)
    assert "which was read as xls" in run("inspect", misnamed).stdout
    (flaw,) = read(run("inspect", "--json", misnamed).stdout)["flaws"]
    assert (flaw["code"], flaw["detail"]) == ("named-otherwise", "xls")


def test_inspect_gives_the_same_as_json() -> None:
    seen = read(run("inspect", "--json", REFERENCE).stdout)
    (region,) = seen["regions"]
    cells = [cell for row in region["rows"] for cell in row["cells"]]
    (unit,) = [cell for cell in cells if "/header/unit_name" in cell["pointers"]]
    assert unit["text"] == "湛江市信访局"
    assert unit["roles"] == ["value"]
    assert set(unit["places"][0]) == {"line", "start", "end"}


def test_inspect_reads_an_unclaimed_form_as_the_nearest_pattern_would(tmp_path: Path) -> None:
    strange = tmp_path / "form.txt"
    text = REFERENCE.read_text(encoding="utf-8").replace("按支出类型划分", "按花费").replace("按收入来源划分", "按来路")
    text = text.replace("指标值", "多少")
    strange.write_text(text, encoding="utf-8")
    done = run("inspect", strange)
    assert done.exit_code == 0
    assert re.search(r"No pattern claims it; read as \S+ would", done.stdout)
    assert "/header/unit_name" in done.stdout


def test_inspect_of_what_cannot_be_read_exits_with_3(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n")
    for path in (broken, tmp_path / "missing.pdf"):
        done = run("inspect", path)
        assert (done.exit_code, done.stdout) == (3, "")
        assert path.name in done.stderr


# ---- patterns and schema --------------------------------------------------------------------------------------------


def test_patterns_lists_the_names_with_or_without_saying_list() -> None:
    assert run("patterns").stdout == run("patterns", "list").stdout
    names = [line.split()[0] for line in run("patterns").stdout.splitlines()]
    assert names == sorted(path.stem for path in (ROOT / "patterns").glob("*.toml"))


def test_a_pattern_is_shown_as_it_lies_in_its_file() -> None:
    shown = call("patterns", "show", "zhanjiang-2021")
    assert shown.returncode == 0
    assert shown.stdout == (ROOT / "patterns" / "zhanjiang-2021.toml").read_bytes()


def test_a_pattern_of_ones_own_is_checked_and_used(tmp_path: Path) -> None:
    def rename(path: Path) -> str:
        text = path.read_text(encoding="utf-8")
        return text.replace("绩效目标表", "绩效一览").replace("按支出类型", "按用途").replace("按收入来源", "按渠道")

    own, form = tmp_path / "mine.toml", tmp_path / "form.txt"
    own.write_text(rename(ROOT / "patterns" / "zhanjiang-2021.toml"), encoding="utf-8")
    form.write_text(rename(REFERENCE), encoding="utf-8")
    checked = run("patterns", "check", own)
    assert checked.exit_code == 0
    assert checked.stdout.startswith(f"{own}: ok")
    assert read(run("extract", form).stdout)["forms"][0]["pattern"] == "generic-department"
    for given in (own, tmp_path):
        assert read(run("extract", form, "--patterns", given).stdout)["forms"][0]["pattern"] == "mine"
    assert "mine" in run("patterns", "list", "--patterns", own).stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[identify]\ntitle = ["表"]\n[head]\n', "head"),
        ('[identify]\ntitle = ["表"]\n[header.fields]\nfax = ["传真"]\n', "header.fields.fax"),
        ("[identify\n", "line 1"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_told_with_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(text, encoding="utf-8")
    done = run("patterns", "check", tmp_path)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "mine.toml" in done.stderr
    assert told in done.stderr
    assert run("extract", REFERENCE, "--patterns", own).exit_code == 2


def test_a_pattern_named_as_a_shipped_one_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "zhanjiang-2021.toml"
    own.write_bytes((ROOT / "patterns" / own.name).read_bytes())
    done = run("patterns", "check", own)
    assert done.exit_code == 3
    assert "rename the file" in done.stderr


def test_the_shipped_patterns_and_an_empty_folder_can_be_checked(tmp_path: Path) -> None:
    assert run("patterns", "check", ROOT / "patterns").exit_code == 0
    assert run("patterns", "check", tmp_path).exit_code == 3


def test_the_schema_is_printed_as_it_is_shipped() -> None:
    assert call("schema").stdout == (ROOT / "extractor" / "schema.json").read_bytes()


# ---- help and the terminal ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], ["extract"], ["golden"], ["golden", "check"], ["inspect"]], ids=" ".join)
def test_help_names_the_exit_codes_and_imports_nothing_heavy(command: list[str]) -> None:
    code = (
        "import sys; from extractor.cli import main\n"
        f"sys.argv = ['jixiao', *{command!r}, '--help']\n"
        "try: main()\n"
        "finally: print(sorted({'pydantic', 'rich', 'lxml', 'pypdfium2', 'simplejson'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    out = done.stdout.decode()
    assert "Exit codes:" in out
    assert out.rstrip().endswith("[]")


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"jixiao {__version__}\n"


def test_a_pipe_gets_utf8_with_plain_line_ends_whatever_the_locale_says() -> None:
    for arguments in (["extract", REFERENCE], ["extract", "--summary", REFERENCE], ["patterns"]):
        done = call(*arguments, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii", PYTHONCOERCECLOCALE="0")
        assert done.returncode == 0
        assert "湛江" in done.stdout.decode("utf-8")
        assert b"\r" not in done.stdout


@POSIX
def test_a_file_name_that_is_no_text_is_read_and_comes_back_unharmed(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"form-\xff.txt")  # noqa: PTH118 - Path takes no bytes
    with open(path, "wb") as file:  # noqa: PTH123 - idem
        file.write(REFERENCE.read_bytes())
    done = call("extract", Path(os.fsdecode(path)))
    assert done.returncode == 0
    assert os.fsencode(read(done.stdout)["source"]["name"]) == b"form-\xff.txt"
    for command in (["extract", "--summary"], ["inspect"], ["extract", "-o", f"{tmp_path}/out/"]):
        assert call(*command, Path(os.fsdecode(path))).returncode == 0
    assert os.listdir(os.fsencode(tmp_path / "out")) == [b"form-\xff.txt.json"]  # noqa: PTH208 - idem


@POSIX
def test_a_reader_that_stops_early_ends_the_command_quietly() -> None:
    files = shlex.join([str(REFERENCE)] * 30)
    command = ["/bin/sh", "-c", f"{shlex.quote(str(COMMAND))} extract {files} | head -c 20"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.stdout == b'{"schema_version": "'
    assert done.stderr == b""


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_disk_that_is_full_is_told_and_exits_with_3() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, "extract", REFERENCE], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1


@POSIX
def test_an_interruption_exits_with_130_and_one_line() -> None:
    with subprocess.Popen(
        [COMMAND, "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "JIXIAO_LANG": "zh"},
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b" " * (1 << 20))  # More than a pipe holds: it goes on once the command reads.
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.decode()) == (130, b"", "已中断。\n")


@POSIX
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([COMMAND, "extract", REFERENCE, "-o", pipe], stderr=subprocess.DEVNULL) as process:
        data = pipe.read_bytes()
        process.wait(30)
    assert read(data)["status"] == "review"
    assert pipe.is_fifo()
