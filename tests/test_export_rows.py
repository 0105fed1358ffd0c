"""Results become rows of a few tables: nothing is lost on the way, every row has its key, and every key its row."""

import json
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from extractor import extract
from extractor.cli import program
from extractor.exports.definitions import Column, Table, Type
from extractor.exports.money import LARGEST, count_fen, round_to_float, write_decimal
from extractor.exports.reading import read_rows
from extractor.exports.rows import Corrected, Rows, make_rows
from extractor.exports.tables import HEADER, TABLES
from extractor.record import Extraction, Header
from extractor.results import Result
from extractor.verdicts import VERDICTS, Verdict, append_verdict
from tests.rebuild import Tables, plain, rebuild

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"
FORMS = sorted(path for path in SAMPLES.rglob("*") if path.suffix in {".txt", ".docx", ".xlsx", ".csv"})

HOLDS: dict[Type, type | tuple[type, ...]] = {
    "text": str,
    "json": str,
    "integer": int,
    "decimal": Decimal,
    "number": (float, int),
    "boolean": bool,
}


def wrap(extraction: Extraction) -> Corrected:
    file = extraction.source
    return Corrected(Result(file.name, file.sha256 or None, extraction.status, extraction.error, extraction, None))


def gather(rows: Iterable[Rows]) -> dict[str, list[dict[str, Any]]]:
    tables: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
    for each in rows:
        for name, more in each.items():
            tables[name] += more
    return tables


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return [extract(path) for path in FORMS]


@pytest.fixture(scope="module")
def tables(extractions: list[Extraction]) -> Tables:
    return gather(make_rows(map(wrap, extractions), Path()))


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rows")
    copy = folder / "copy.txt"
    copy.write_bytes(REFERENCE.read_bytes())
    (folder / "empty.pdf").write_bytes(b"")
    given = [str(REFERENCE), str(copy), str(folder / "empty.pdf"), str(folder / "missing.pdf")]
    (folder / "list.txt").write_text("\n".join(given), encoding="utf-8")
    given = ["--from-file", str(folder / "list.txt")]
    CliRunner().invoke(program, ["batch", *given, "-o", str(folder / "out"), "--jobs", "1", "--quiet", "--lang", "en"])
    return folder / "out"


def test_the_rows_of_all_samples_give_their_extractions_back(extractions: list[Extraction], tables: Tables) -> None:
    rebuilt = rebuild(tables)
    assert len(rebuilt) >= 30
    for extraction in extractions:
        (found,) = [each for each in rebuilt.values() if each["source"]["sha256"] == extraction.source.sha256]
        assert plain(found) == plain(extraction.model_dump()), extraction.source.name


@pytest.mark.parametrize("table", TABLES[:-1], ids=lambda table: table.name)
def test_rows_hold_the_columns_of_their_table_in_order_and_of_its_types(table: Table, tables: Tables) -> None:
    for row in tables[table.name]:
        assert list(row) == [column.name for column in table.columns]
        for column in table.columns:
            value = row[column.name]
            assert value is not None or not column.required, column.name
            assert value is None or isinstance(value, HOLDS[column.type]), column.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_name_one_row_and_references_lead_to_one(table: Table, tables: Tables) -> None:
    keys = [tuple(row[name] for name in table.key) for row in tables[table.name]]
    assert len(keys) == len(set(keys))
    others = {other.name: other for other in TABLES}
    for reference in table.references:
        other = others[reference.table]
        known = {tuple(row[name] for name in other.key) for row in tables[other.name]}
        assert {tuple(row[name] for name in reference.columns) for row in tables[table.name]} <= known


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_is_described_in_both_languages(table: Table) -> None:
    both: list[Table | Column] = [table, *table.columns]
    for described in both:
        assert described.describe("en")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in described.describe("zh")), described.name


def test_no_field_of_the_head_is_forgotten() -> None:
    assert set(HEADER) == set(Header.model_fields) - {"other"}


def test_the_reference_form_as_rows() -> None:
    tables = gather(make_rows([wrap(extract(REFERENCE, lang="en"))], Path()))
    (form,) = tables["forms"]
    assert (form["unit_name"], form["staff_active"], form["errors"], form["warnings"]) == ("湛江市信访局", 23, 0, 1)
    amounts = {(row["group_code"], row["item_code"]): row for row in tables["funding"]}
    basic = amounts["by_expenditure_type", "basic"]
    assert (basic["amount"], basic["unit"], basic["amount_fen"]) == (Decimal("595.19"), "万元", 595_190_000)
    assert sum(row["amount"] for row in tables["tasks"]) == Decimal("484.77")
    leaves = [row for row in tables["indicators"] if row["kind"] == "indicator"]
    assert len(leaves) == len(tables["targets"]) == 13
    (blank,) = [row for row in tables["indicators"] if row["kind"] == "level"]
    assert (blank["level1"], blank["level2_code"], blank["blank"]) == ("效益指标", "ecological_benefit", "无")
    assert json.loads(blank["levels"]) == [["效益指标", "benefit"], [blank["level2"], "ecological_benefit"]]


def test_every_input_has_a_row_and_equal_contents_have_their_forms_once(batch: Path) -> None:
    tables = gather(read_rows(batch, "en"))
    first, copy, empty, missing = tables["documents"]
    assert [row["input"] for row in tables["documents"]] == [0, 1, 2, 3]
    assert (copy["document"], copy["duplicate_of"], copy["forms"]) == (first["document"], first["path"], 1)
    assert (empty["status"], empty["error_code"], empty["forms"]) == ("error", "empty", 0)
    assert (missing["document"], missing["error_code"]) == (None, "unreadable")
    assert [(row["document"], row["input"]) for row in tables["forms"]] == [(first["document"], 0)]
    assert f"json/{first['document'][:2]}/{first['document']}.json" == first["json"]


def test_equal_contents_in_a_folder_of_json_have_their_forms_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(REFERENCE.read_bytes())
        (tmp_path / f"{name}.json").write_text(extract(tmp_path / name).to_json(), encoding="utf-8")
    tables = gather(read_rows(tmp_path))
    assert [row["duplicate_of"] for row in tables["documents"]] == [None, "a.txt"]
    assert len(tables["forms"]) == 1


def test_originals_stand_beside_corrected_values() -> None:
    extraction = extract(REFERENCE)
    originals = {
        "/funding/groups/0/items/0/amount": Decimal("595.91"),
        "/header/staff_active": 32,
        "/indicators/0/name": "产出",
    }
    result = wrap(extraction).result
    tables = gather(make_rows([Corrected(result, {0: originals})], Path()))
    corrected = [row for row in tables["funding"] if row["corrected"]]
    assert [(row["amount"], row["amount_original"], row["corrected"]) for row in corrected] == [
        (Decimal("595.19"), Decimal("595.91"), "amount")
    ]
    assert [row["originals"] for row in corrected] == ['{"amount": 595.91}']
    assert tables["forms"][0]["originals"] == '{"staff_active": 32}'
    assert {row["level1"] for row in tables["indicators"] if row["corrected"] == "level1"} == {"产出指标"}
    assert all(row["corrected"] is None for row in tables["tasks"])


def judge(document: str, pointer: str, before: Any, *, reviewer: str = "李", **more: Any) -> Verdict:
    return Verdict(
        document=document,
        name="信访局.txt",
        form=0,
        pointer=pointer,
        before=before,
        reviewer=reviewer,
        time=datetime(2026, 11, 30, 9, tzinfo=UTC),
        program="0.1.0",
        pattern="zhanjiang-2021",
        pattern_version="0",
        **more,
    )


def test_corrections_flow_into_the_tables_and_every_verdict_is_listed(batch: Path) -> None:
    before = gather(read_rows(batch))
    document = before["forms"][0]["document"]
    leaf = next(row for row in before["indicators"] if row["value"] == "大于99%")
    amount = "/funding/groups/0/items/0/amount"
    verdicts = [
        judge(document, amount, Decimal("595.19"), verdict="doubtful"),
        judge(document, amount, Decimal("595.19"), verdict="wrong", after=Decimal("595.10")),
        judge(document, f"{leaf['pointer']}/value", "大于99%", verdict="wrong", after="大于98%"),
        judge(document, "/header/staff_active", 23, verdict="wrong", after=32),
        judge(document, "/header/staff_active", 23, verdict="right", reviewer="王"),
        judge(document, "/header/staff_retired", 8, verdict="wrong", after=7),
        judge("0" * 64, "/title", "题", verdict="right"),
    ]
    tables = gather(read_rows(batch, verdicts=verdicts))
    funding = tables["funding"][0]
    assert (funding["amount"], funding["amount_original"], funding["amount_fen"]) == (
        Decimal("595.10"),
        Decimal("595.19"),
        595_100_000,
    )
    (changed,) = [row for row in tables["indicators"] if row["corrected"]]
    (target,) = [row for row in tables["targets"] if row["pointer"] == leaf["pointer"]]
    assert (changed["value"], changed["originals"], target["number"]) == ("大于98%", '{"value": "大于99%"}', 98)
    assert tables["forms"][0]["staff_active"] == 23
    assert [(row["standing"], row["applied"]) for row in tables["verdicts"]] == [
        ("superseded", False),
        ("wrong", True),
        ("wrong", True),
        ("disputed", False),
        ("disputed", False),
        ("stale", False),
        ("stale", False),
    ]
    assert list(tables["verdicts"][0]) == [column.name for column in TABLES[-1].columns]
    assert [row["after"] for row in tables["verdicts"]][:2] == [None, "595.10"]


def test_verdicts_that_lie_in_the_output_folder_are_used(batch: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(batch, tmp_path / "out")
    document = next(read_rows(folder))["forms"][0]["document"]
    append_verdict(folder / VERDICTS, judge(document, "/header/staff_active", 23, verdict="wrong", after=32))
    assert next(read_rows(folder))["forms"][0]["staff_active"] == 32


def test_only_the_rows_of_one_input_are_made_at_a_time(extractions: list[Extraction]) -> None:
    taken = 0

    def count() -> Iterator[Corrected]:
        nonlocal taken
        for extraction in extractions:
            taken += 1
            yield wrap(extraction)

    for number, _ in enumerate(make_rows(count(), Path()), 1):
        assert taken == number


@pytest.mark.parametrize(
    ("amount", "unit", "fen"),
    [
        ("595.19", "万元", 595_190_000),
        ("-0.5", "元", -50),
        ("72807.384975", "万元", 72_807_384_975),
        ("0.00", "元", 0),
        ("1.230", "元", 123),
        ("1E+3", "元", 100_000),
        ("92233720368547758.07", "元", LARGEST),
        ("92233720368547758.08", "元", None),
        ("1E+999999", "元", None),
        ("1E-999999", "元", None),
        ("0.001", "元", None),
        ("595.19", "亿元", None),
        ("595.19", None, None),
    ],
)
def test_fen_are_exact_or_absent(amount: str, unit: str | None, fen: int | None) -> None:
    assert count_fen(Decimal(amount), unit) == fen


@pytest.mark.parametrize("number", ["0", "-0.50", "1079.96", "1E+3", "1E-70", "1E+999999", "9" * 80])
def test_decimals_as_text_are_equal_to_the_last_digit(number: str) -> None:
    assert Decimal(write_decimal(Decimal(number))) == Decimal(number)
    assert len(write_decimal(Decimal(number))) <= 90


def test_the_nearest_float_is_finite_or_absent() -> None:
    assert round_to_float(Decimal("595.19")) == 595.19
    assert round_to_float(Decimal("1E+999")) is None
