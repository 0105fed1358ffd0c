"""Every target gives back what was written, to the last digit and character; and appears whole or not at all."""

import ast
import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from frictionless import Package, system

import extractor
from extractor.cli import program
from extractor.exports.reading import UnreadableError, read_rows
from extractor.exports.rows import Rows
from extractor.exports.targets import TARGETS
from extractor.record import Extraction
from tests.hostile_texts import make_hostile_extraction, make_texts
from tests.made_results import make_extractions, write_results
from tests.read_back import READERS, take_frames
from tests.rebuild import plain, rebuild

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"


def export(out: Path, kind: str, target: Path, *more: str) -> Result:
    done = CliRunner().invoke(program, ["export", str(out), "--to", kind, "-o", str(target), "--lang", "en", *more])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


@pytest.fixture(scope="module")
def made() -> list[Extraction]:
    return list(make_extractions(1, 40))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, made: list[Extraction]) -> Path:
    return write_results(tmp_path_factory.mktemp("made"), made)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Extraction]]:
    names = sorted(path for path in SAMPLES.glob("*.txt") if path.suffixes == [".txt"])
    extractions = [extractor.extract(path) for path in names]
    return write_results(tmp_path_factory.mktemp("samples"), extractions), extractions


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Extraction]:
    extraction = make_hostile_extraction()
    return write_results(tmp_path_factory.mktemp("hostile"), [extraction]), extraction


def by_hash(extractions: list[Extraction]) -> dict[str, object]:
    return {each.source.sha256: plain(each.model_dump()) for each in extractions}


def read_hashes(kind: str, target: Path) -> dict[str, object]:
    return {each["source"]["sha256"]: plain(each) for each in rebuild(READERS[kind](target)).values()}


# ---- round trips ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", READERS)
def test_generated_forms_come_back_from_every_target(
    kind: str, out: Path, made: list[Extraction], tmp_path: Path
) -> None:
    assert export(out, kind, tmp_path / "target").exit_code == 0
    assert read_hashes(kind, tmp_path / "target") == by_hash(made)


@pytest.mark.parametrize("kind", READERS)
def test_samples_come_back_from_every_target(kind: str, samples: tuple[Path, list[Extraction]], tmp_path: Path) -> None:
    folder, extractions = samples
    assert export(folder, kind, tmp_path / "target").exit_code == 0
    assert read_hashes(kind, tmp_path / "target") == by_hash(extractions)


@pytest.mark.parametrize("kind", READERS)
def test_hostile_texts_come_back_from_every_target(kind: str, hostile: tuple[Path, Extraction], tmp_path: Path) -> None:
    folder, extraction = hostile
    assert export(folder, kind, tmp_path / "target").exit_code == 0
    assert read_hashes(kind, tmp_path / "target") == by_hash([extraction])


def test_there_are_two_hundred_hostile_texts() -> None:
    assert len(make_texts()) == len(set(make_texts())) == 200


# ---- frames ---------------------------------------------------------------------------------------------------------


def test_frames_hold_the_same_as_the_results(out: Path, made: list[Extraction]) -> None:
    assert {each["source"]["sha256"]: plain(each) for each in rebuild(take_frames(out)).values()} == by_hash(made)


def test_frames_hold_hostile_texts(hostile: tuple[Path, Extraction]) -> None:
    folder, extraction = hostile
    assert {each["source"]["sha256"]: plain(each) for each in rebuild(take_frames(folder)).values()} == by_hash(
        [extraction]
    )


def test_amounts_in_frames_are_exact_and_add_up(samples: tuple[Path, list[Extraction]]) -> None:
    frames = extractor.tables(samples[0])
    forms = frames["forms"]
    (key,) = forms.loc[forms["unit_name"] == "湛江市信访局", ["document", "form"]].to_dict("records")
    tasks = frames["tasks"]
    assert tasks.loc[tasks["document"] == key["document"], "amount"].sum() == Decimal("484.77")
    assert str(forms["staff_active"].dtype) == "Int64"
    assert (forms["title"].dtype, tasks["optional"].dtype) == (pd.StringDtype("python"), pd.BooleanDtype())


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_lines_of_the_readme_read_exact_amounts(
    page: str, samples: tuple[Path, list[Extraction]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(samples[0], tmp_path / "out")
    for kind, target in (("csv", "tables"), ("parquet", "parquet"), ("duckdb", "out.duckdb"), ("sqlite", "out.sqlite")):
        export(tmp_path / "out", kind, tmp_path / target)
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"^```py\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    read = 0
    expected, fen = extractor.tables("out")["funding"][["amount", "amount_fen"]].sum()
    for statement in ast.parse(block).body:
        exec(compile(ast.Module([statement], []), page, "exec"), names)  # noqa: S102 - the page's own example
        if isinstance(statement, ast.Assign):
            frame = names["funding"]
            amounts = frame["amount_exact"].dropna().map(Decimal) if "amount_exact" in frame else frame["amount"]
            assert amounts.sum() == expected, ast.unparse(statement)
            assert frame["amount_fen"].sum() == fen, ast.unparse(statement)
            read += 1
    assert read == 5


# ---- types and descriptions -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample_targets(samples: tuple[Path, list[Extraction]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("targets")
    for kind in ("csv", "parquet", "duckdb", "sqlite"):
        export(samples[0], kind, folder / kind)
    return folder


def test_amounts_are_decimals_where_the_target_has_them(sample_targets: Path) -> None:
    schema = pq.read_schema(sample_targets / "parquet" / "funding.parquet")
    assert schema.field("amount").type == pa.decimal128(38, 6)
    assert "万元" in schema.field("unit").metadata[b"description"].decode()
    with duckdb.connect(str(sample_targets / "duckdb"), read_only=True) as database:
        (kind, total), *_ = database.sql(
            "SELECT typeof(amount), sum(amount) FROM tasks JOIN forms USING (document, form) "
            "WHERE unit_name = '湛江市信访局' GROUP BY ALL"
        ).fetchall()
        comments = dict(database.sql("SELECT column_name, comment FROM duckdb_columns()").fetchall())
    assert (kind, total) == ("DECIMAL(38,6)", Decimal("484.770000"))
    assert "JSON Pointer" in comments["pointer"]


def test_sqlite_has_exact_texts_and_whole_fen_beside_floats(sample_targets: Path) -> None:
    with closing(sqlite3.connect(sample_targets / "sqlite")) as database:
        amounts = database.execute(
            "SELECT amount, amount_exact, amount_fen FROM tasks JOIN forms USING (document, form) "
            "WHERE unit_name = '湛江市信访局' ORDER BY position"
        ).fetchall()
        (described,) = database.execute("SELECT zh FROM fields WHERE \"table\" = 'tasks' AND \"column\" = 'name'")
        database.execute("PRAGMA foreign_keys = ON")
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert amounts[0] == (270.26, "270.26", 270_260_000)
    assert sum(row[2] for row in amounts) == 484_770_000
    assert described == ("任务名称",)


def test_csv_has_the_mark_by_which_excel_knows_utf8_and_chinese_as_it_is(sample_targets: Path) -> None:
    data = (sample_targets / "csv" / "tasks.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "信访维稳工作".encode() in data
    frame = pd.read_csv(
        sample_targets / "csv" / "funding.csv", converters={"amount": lambda text: Decimal(text) if text else None}
    )
    assert Decimal("595.19") in set(frame["amount"])


def test_formulas_in_csv_are_text_and_negative_numbers_stay_numbers(
    hostile: tuple[Path, Extraction], tmp_path: Path
) -> None:
    export(hostile[0], "csv", tmp_path / "csv")
    text = (tmp_path / "csv" / "tasks.csv").read_text(encoding="utf-8-sig")
    assert '"\'=1+1"' in text
    assert '"\'+86 759 1234567"' in text
    assert '"-1,079.96"' in text
    assert ",-0.50," in text
    assert ',"=' not in text


def test_the_data_package_is_valid(sample_targets: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(sample_targets / "csv" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])
    assert len(report.tasks) == 13


def test_the_data_package_of_generated_forms_is_valid(out: Path, tmp_path: Path) -> None:
    export(out, "csv", tmp_path / "csv")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "csv" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


# ---- numbers that no column holds -----------------------------------------------------------------------------------


def with_amount(amount: str, staff: int) -> Extraction:
    (extraction,) = make_extractions(3, 1)
    form = extraction.forms[0]
    header = form.record.header.model_copy(update={"staff_active": staff})
    item = form.record.funding.groups[0].items[0].model_copy(update={"amount": Decimal(amount)})
    group = form.record.funding.groups[0].model_copy(update={"items": [item]})
    funding = form.record.funding.model_copy(update={"groups": [group]})
    record = form.record.model_copy(update={"header": header, "funding": funding})
    return extraction.model_copy(update={"forms": [form.model_copy(update={"record": record})]})


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("amount", ["0.1234567", "1E-30", "9" * 40, "1E+999999", "-0.000000"])
def test_a_number_too_long_for_a_column_loses_no_digit(kind: str, amount: str, tmp_path: Path) -> None:
    extraction = with_amount(amount, 10**25)
    write_results(tmp_path / "out", [extraction])
    done = export(tmp_path / "out", kind, tmp_path / "target")
    assert done.exit_code == 0
    (funding,) = READERS[kind](tmp_path / "target")["funding"]
    (form,) = READERS[kind](tmp_path / "target")["forms"]
    assert (funding["amount"], form["staff_active"]) == (Decimal(amount), 10**25)


def test_a_longer_decimal_is_a_decimal_too(tmp_path: Path) -> None:
    write_results(tmp_path / "out", [with_amount("0.1234567", 3)])
    assert "text" not in export(tmp_path / "out", "parquet", tmp_path / "target").stderr
    schema = pq.read_schema(tmp_path / "target" / "funding.parquet")
    assert schema.field("amount").type == pa.decimal128(38, 18)


def test_a_column_held_as_text_is_told(tmp_path: Path) -> None:
    write_results(tmp_path / "out", [with_amount("9" * 40, 3)])
    done = export(tmp_path / "out", "parquet", tmp_path / "target")
    assert "funding.amount: a number is longer than parquet holds exactly" in done.stderr
    schema = pq.read_schema(tmp_path / "target" / "funding.parquet")
    assert (schema.field("amount").type, schema.field("amount_original").type) == (pa.string(), pa.decimal128(38, 6))


# ---- standard names -------------------------------------------------------------------------------------------------


def test_the_names_of_the_national_system(samples: tuple[Path, list[Extraction]], tmp_path: Path) -> None:
    export(samples[0], "csv", tmp_path / "load", "--names", "national")
    frames = {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in (tmp_path / "load").glob("*.csv")
    }
    assert sorted(frames) == ["fields", "pm_perf_goal", "pm_perf_indicator", "pm_self_eval_indicator"]
    indicators = frames["pm_perf_indicator"]
    own = indicators.loc[indicators["AGENCY_NAME"] == "湛江市信访局"]
    (leaf,) = own.loc[own["LV3_PERF_IND_NAME"] == "政府采购预算个数"].to_dict("records")
    assert {name: leaf[name] for name in ("LV1_PERF_IND_NAME", "LV2_PERF_IND_NAME", "KPI_VAL", "FISCAL_YEAR")} == {
        "LV1_PERF_IND_NAME": "产出指标",
        "LV2_PERF_IND_NAME": "数量指标",
        "KPI_VAL": "10",
        "FISCAL_YEAR": "2021",
    }
    for code in ("MOF_DIV_CODE", "DEPT_CODE", "AGENCY_CODE"):
        assert set(indicators[code]) == {""}
    evaluated = frames["pm_self_eval_indicator"]
    assert (evaluated["IND_COMP"] != "").any()
    assert (evaluated["EVAL_SCORE"] != "").any()
    assert len(evaluated) < len(indicators)
    assert set(frames["pm_perf_goal"]["objective"]) <= {"overall", "annual", "multi_year", "other"}
    with system.use_context(trusted=True):
        assert Package(str(tmp_path / "load" / "datapackage.json")).validate().valid


# ---- places ---------------------------------------------------------------------------------------------------------


def test_nothing_is_replaced_without_force_and_only_exports_with_it(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "csv"
    assert export(out, "csv", target).exit_code == 0
    (target / "tasks.csv").write_text("mine", encoding="utf-8")
    refused = export(out, "csv", target)
    assert (refused.exit_code, "is there already" in refused.stderr) == (3, True)
    assert (target / "tasks.csv").read_text(encoding="utf-8") == "mine"
    assert export(out, "csv", target, "--force").exit_code == 0
    assert (target / "tasks.csv").read_text(encoding="utf-8") != "mine"
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    foreign = export(out, "csv", target, "--force")
    assert (foreign.exit_code, "notes.txt was not written by an export" in foreign.stderr) == (3, True)
    assert (target / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert export(out, "sqlite", target, "--force").exit_code == 3


@pytest.mark.parametrize("kind", [name for name, target in TARGETS.items() if not target.folder])
def test_a_file_that_is_none_of_its_kind_is_not_replaced_even_with_force(kind: str, out: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    assert export(out, kind, target).exit_code == 0
    assert export(out, kind, target, "--force").exit_code == 0
    target.write_text("mine", encoding="utf-8")
    foreign = export(out, kind, target, "--force")
    assert (foreign.exit_code, "mine was not written by an export" in foreign.stderr) == (3, True)
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("kind", TARGETS)
def test_an_export_that_fails_leaves_nothing_and_replaces_nothing(
    kind: str, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    assert export(out, kind, target).exit_code == 0
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())

    def fail(*_: object, **__: object) -> Iterator[Rows]:
        yield from islice(read_rows(out), 3)
        raise UnreadableError(OSError(5, "Input/output error", "3fa0.json"))

    monkeypatch.setattr("extractor.exports.reading.read_rows", fail)
    failed = export(out, kind, target, "--force")
    assert (failed.exit_code, "Cannot read 3fa0.json: Input/output error" in failed.stderr) == (3, True)
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()) == before


def test_a_missing_library_is_told_with_the_command_that_installs_it(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("arrow", "parquet_folder", "frames"):
        monkeypatch.delitem(sys.modules, f"extractor.exports.{name}", raising=False)
    for name in ("pyarrow", "pandas"):
        monkeypatch.setitem(sys.modules, name, None)
    done = export(out, "parquet", tmp_path / "target")
    assert done.exit_code == 3
    assert 'parquet needs more to be installed: pip install "jixiao[analysis]"' in done.stderr
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ModuleNotFoundError, match=r"pip install \"jixiao\[analysis\]\""):
        extractor.tables(out)


def test_what_is_no_result_and_where_no_folder_is_are_told(out: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    assert "there are no results" in export(nothing, "csv", tmp_path / "target").stderr
    assert "is no folder" in export(out, "csv", tmp_path / "missing" / "target").stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["nothing"]


def test_what_cannot_be_read_and_what_is_no_verdict_is_told(out: Path, tmp_path: Path) -> None:
    (tmp_path / "v.jsonl").write_text("no verdict\n", encoding="utf-8")
    done = export(out, "csv", tmp_path / "csv", "--verdicts", str(tmp_path / "v.jsonl"))
    assert (done.exit_code, "v.jsonl: line 1 is no verdict" in done.stderr) == (0, True)
    broken = shutil.copytree(out, tmp_path / "out")
    shutil.rmtree(broken / "json")
    done = export(broken, "csv", tmp_path / "more")
    assert "damaged (result-damaged), without forms: 40. Run jixiao batch again.\nwrote" in done.stderr
    assert next(read_rows(broken))["documents"][0]["error_code"] == "result-damaged"


def test_the_choices_of_the_command_are_the_targets() -> None:
    (option,) = [each for each in program.commands["export"].params if each.name == "kind"]
    assert sorted(option.type.choices) == sorted(TARGETS)  # type: ignore[attr-defined]


def test_json_stands_in_json_lines_as_json(
    sample_targets: Path, samples: tuple[Path, list[Extraction]], tmp_path: Path
) -> None:
    del sample_targets
    export(samples[0], "jsonl", tmp_path / "jsonl")
    first = json.loads((tmp_path / "jsonl" / "indicators.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert isinstance(first["levels"], list)
