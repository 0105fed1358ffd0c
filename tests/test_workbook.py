"""The workbook holds every value to the last digit, the worst doubts first, and nothing that a program would run."""

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree

import extractor
from extractor.cli import program
from extractor.exports import workbook_cells
from extractor.exports.reading import read_rows
from extractor.exports.workbook_sheets import SHEETS
from extractor.record import Extraction
from tests.hostile_texts import make_hostile_extraction
from tests.made_results import make_extractions, write_results
from tests.read_workbook import read_sheets, take_tables
from tests.rebuild import plain, rebuild

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def export(out: Path, target: Path, *more: str) -> Path:
    done = CliRunner().invoke(program, ["export", str(out), "--to", "xlsx", "-o", str(target), "--lang", "zh", *more])
    assert done.exit_code == 0, done.output
    return target


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Extraction]]:
    folder = tmp_path_factory.mktemp("made")
    extractions = list(make_extractions(2, 40))
    return export(write_results(folder / "out", extractions), folder / "all.xlsx"), extractions


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Extraction]:
    folder = tmp_path_factory.mktemp("hostile")
    extraction = make_hostile_extraction()
    out = write_results(folder / "out", [extraction])
    (out / "review").mkdir()
    (out / "review" / "index.html").touch()
    return export(out, folder / "all.xlsx"), extraction


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give the output folder of a batch with a review page, and its workbook in another folder."""
    folder = tmp_path_factory.mktemp("批 次")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4")
    names = ("zhanjiang-2021-xinfangju.txt", "zhanjiang-2024-wenhua.txt", "documents/letter.docx")
    given = [*(str(SAMPLES / name) for name in names), str(folder / "bad.pdf")]
    CliRunner().invoke(program, ["batch", *given, "-o", str(folder / "out"), "-j", "1", "-q", "--lang", "zh"])
    (folder / "out" / "review").mkdir()
    (folder / "out" / "review" / "index.html").touch()
    (folder / "汇总").mkdir()
    return folder / "out", export(folder / "out", folder / "汇总" / "all.xlsx")


def read_parts(file: Path) -> Iterator[tuple[str, Any]]:
    with ZipFile(file) as package:
        for name in package.namelist():
            yield name, etree.fromstring(package.read(name))


def read_links(file: Path, sheet: int) -> dict[str, str]:
    """Give where each linked cell of a sheet leads to."""
    parts = dict(read_parts(file))
    relations = {
        each.get("Id"): each.get("Target")
        for each in parts[f"xl/worksheets/_rels/sheet{sheet}.xml.rels"].iter(f"{RELATIONS}Relationship")
    }
    namespace = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    return {
        link.get("ref"): f"{relations[link.get(f'{namespace}id')]}#{link.get('location') or ''}".removesuffix("#")
        for link in parts[f"xl/worksheets/sheet{sheet}.xml"].iter(f"{SPREADSHEET}hyperlink")
    }


# ---- nothing is lost ------------------------------------------------------------------------------------------------


def records(extraction: Any) -> list[Any]:
    return [[form[name] for name in ("record", "pattern", "pages")] for form in extraction["forms"]]


def read_records(file: Path) -> dict[str, Any]:
    return {each["source"]["sha256"]: plain(records(each)) for each in rebuild(take_tables(read_sheets(file))).values()}


def test_all_records_come_back_to_the_last_digit(made: tuple[Path, list[Extraction]]) -> None:
    file, extractions = made
    assert read_records(file) == {each.source.sha256: plain(records(each.model_dump())) for each in extractions}


def test_hostile_texts_come_back(hostile: tuple[Path, Extraction]) -> None:
    file, extraction = hostile
    assert read_records(file) == {extraction.source.sha256: plain(records(extraction.model_dump()))}


def test_doubts_name_every_failed_check_and_every_left_over_text(hostile: tuple[Path, Extraction]) -> None:
    file, extraction = hostile
    (form,) = extraction.forms
    messages = [row["message"] for row in read_sheets(file)["疑点"]]
    assert [check.message for check in form.checks] == messages[: len(form.checks)]
    assert [f"没有读成值的文字：{piece.text}" for piece in form.residue] == messages[-len(form.residue) :]


def test_rows_beyond_what_a_sheet_holds_go_on_in_another(
    made: tuple[Path, list[Extraction]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_cells, "MOST_ROWS", 100)
    file = export(made[0].parent / "out", tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(file, read_only=True)
    whole = len(read_sheets(made[0])["指标"])
    sheets = [name for name in book.sheetnames if name.startswith("指标")]
    assert sheets[:2] == ["指标", "指标 2"]
    assert sum(len(list(book[name].iter_rows(min_row=2))) for name in sheets) == whole


# ---- nothing is run -------------------------------------------------------------------------------------------------


def test_no_cell_is_a_formula_and_every_part_is_sound_xml(hostile: tuple[Path, Extraction]) -> None:
    parts = dict(read_parts(hostile[0]))
    assert len([name for name in parts if name.startswith("xl/worksheets/sheet")]) == len(SHEETS) + 1
    for name, part in parts.items():
        assert not list(part.iter(f"{SPREADSHEET}f")), name
        assert not [each for each in part.iter() if "dde" in str(each.tag).lower()], name


def test_links_lead_to_the_review_page_only(hostile: tuple[Path, Extraction]) -> None:
    for sheet in (1, 2, 3, 4, 5, 7, 8):
        for target in read_links(hostile[0], sheet).values():
            assert re.match(r"out/review/index\.html#/(ab){32}\.pdf/0(/[\w/%~.-]+)?$", target), target


def test_no_text_is_longer_than_a_cell_holds(hostile: tuple[Path, Extraction]) -> None:
    for name, part in read_parts(hostile[0]):
        for text in part.iter(f"{SPREADSHEET}t"):
            value = text.text or ""
            assert len(value.encode("utf-16-le")) // 2 <= 32_767, name
            assert value.count("\n") <= 253, name


# ---- what people see ------------------------------------------------------------------------------------------------


def test_the_sheets_stand_in_their_order_with_frozen_headings_and_filters(batch: tuple[Path, Path]) -> None:
    book = openpyxl.load_workbook(batch[1])
    assert book.sheetnames == ["总览", "资金", "任务", "指标", "疑点", "字段说明", "目标", "其他栏目"]
    assert [book[name].freeze_panes for name in ("总览", "资金")] == ["B3", "B2"]
    for sheet in book:
        assert sheet.auto_filter.ref
    funding = book["资金"]
    assert [cell.value for cell in funding[1]][:9] == [
        *("文件", "单位", "项目名称", "年度", "分组", "项", "金额", "金额单位", "金额（分）"),
    ]
    amounts = {funding.cell(row, 6).value: funding.cell(row, 7) for row in range(2, 4)}
    assert (amounts["基本支出"].value, amounts["基本支出"].number_format) == (595.19, "#,##0.00####")
    assert (funding["I2"].value, funding["M2"].value) == (595_190_000, "595.19")
    assert funding.column_dimensions["M"].hidden


def test_the_overview_counts_and_shows_the_amounts_as_printed(batch: tuple[Path, Path]) -> None:
    title = openpyxl.load_workbook(batch[1])["总览"]["A1"].value
    assert title == "共 4 个文件，2 张绩效目标表：需要核对 2  没有找到表 1  未能读取 1"
    first, second, letter, bad = read_sheets(batch[1])["总览"]
    assert (first["shown_unit"], first["basic"], first["project"]) == ("湛江市信访局", 595.19, 484.77)
    assert (first["task_count"], first["indicator_count"], second["year"]) == (5, 13, 2024)
    assert (letter["status_word"], letter["form"]) == ("没有找到表", None)
    assert (bad["status_word"], bad["remark"] is not None) == ("未能读取", True)


def test_the_worst_doubts_stand_first(made: tuple[Path, list[Extraction]], batch: tuple[Path, Path]) -> None:
    words = [row["level_word"] for row in read_sheets(made[0])["疑点"]]
    assert list(dict.fromkeys(words)) == ["错误", "没有找到表", "警告", "提示", "剩余文字"]
    assert [row["level_word"] for row in read_sheets(batch[1])["疑点"]][:2] == ["未能读取", "没有找到表"]


def test_rows_lead_to_their_place_on_the_review_page_and_files_to_themselves(batch: tuple[Path, Path]) -> None:
    out, file = batch
    (form, *_) = [row for rows in read_rows(out) for row in rows["forms"]]
    links = read_links(file, 2)
    assert links["L2"] == f"../out/review/index.html#/{form['document']}/0/funding/groups/0/items/0/amount"
    overview = read_links(file, 1)
    source = overview["A3"]
    assert (file.parent / unquote(source)).resolve() == SAMPLES / "zhanjiang-2021-xinfangju.txt"
    assert overview["Q3"].endswith(f"index.html#/{form['document']}/0/title")


def test_without_a_review_page_there_are_no_links_to_it(made: tuple[Path, list[Extraction]]) -> None:
    with ZipFile(made[0]) as package:
        assert not [name for name in package.namelist() if "_rels/sheet" in name]


def test_links_lead_to_a_served_page_where_it_is_named(batch: tuple[Path, Path], tmp_path: Path) -> None:
    file = export(batch[0], tmp_path / "all.xlsx", "--review-page", "http://127.0.0.1:8765/")
    (form, *_) = [row for rows in read_rows(batch[0]) for row in rows["forms"]]
    link = f"http://127.0.0.1:8765/#/{form['document']}/0/funding/groups/0/items/0/amount"
    assert read_links(file, 2)["L2"] == link
    arguments = ["export", str(batch[0]), "--to", "xlsx", "-o", str(tmp_path / "b.xlsx"), "--review-page", "cmd.exe"]
    assert CliRunner().invoke(program, arguments).exit_code == 2


@pytest.mark.parametrize("path", ["//x.invalid/c$/a.pdf", "\\\\x.invalid\\c$\\a.pdf"])
def test_no_other_machine_is_called_to_see_whether_a_file_is_there(
    path: str, batch: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = shutil.copytree(batch[0], tmp_path / "out")
    manifest = out / "manifest.jsonl"
    lines = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
    manifest.write_text("".join(json.dumps({**line, "path": path}) + "\n" for line in lines), encoding="utf-8")
    looked_at: list[str] = []
    look = Path.is_file

    def note(self: Path) -> bool:
        looked_at.append(str(self))
        return look(self)

    monkeypatch.setattr(Path, "is_file", note)
    export(out, tmp_path / "all.xlsx")
    assert not [each for each in looked_at if "x.invalid" in each]


def test_more_links_than_a_sheet_can_hold_are_left_out(
    batch: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_cells, "MOST_LINKS", 3)
    file = export(batch[0], tmp_path / "all.xlsx")
    assert len(read_links(file, 2)) == 3
    assert len(read_sheets(file)["资金"]) == len(read_sheets(batch[1])["资金"])


def test_every_column_is_explained(batch: tuple[Path, Path]) -> None:
    explained = {(row["sheet"], row["column"]) for row in read_sheets(batch[1])["字段说明"] if row["meaning"]}
    assert explained == {(sheet.zh, column.zh) for sheet in SHEETS for column in sheet.columns}


def test_an_english_workbook(batch: tuple[Path, Path], tmp_path: Path) -> None:
    target = tmp_path / "all.xlsx"
    CliRunner().invoke(program, ["export", str(batch[0]), "--to", "xlsx", "-o", str(target), "--lang", "en"])
    book = openpyxl.load_workbook(target, read_only=True)
    assert book.sheetnames[:6] == ["Overview", "Funding", "Tasks", "Indicators", "Doubts", "Fields"]
    assert next(book["Funding"].iter_rows(values_only=True))[6] == "Amount"


def test_national_names_have_a_sheet_a_table(batch: tuple[Path, Path], tmp_path: Path) -> None:
    file = export(batch[0], tmp_path / "load.xlsx", "--names", "national")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["pm_perf_goal", "pm_perf_indicator", "pm_self_eval_indicator", "fields"]
    head, first, *_ = book["pm_perf_indicator"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["LV1_PERF_IND_NAME"], row["KPI_VAL"], row["MOF_DIV_CODE"]) == ("产出指标", "10", None)


def test_corrected_amounts_are_marked_and_show_what_was_extracted(batch: tuple[Path, Path], tmp_path: Path) -> None:
    out, _ = batch
    (form, *_) = [row for rows in read_rows(out) for row in rows["forms"]]
    verdict = {
        "schema_version": "1",
        "document": form["document"],
        "name": "信访局.txt",
        "form": 0,
        "pointer": "/funding/groups/0/items/0/amount",
        "before": 595.19,
        "after": 595.2,
        "verdict": "wrong",
        "reason": "",
        "reviewer": "李",
        "time": "2026-11-30T09:00:00Z",
        "program": "0.1.0",
        "pattern": "p",
        "pattern_version": "0",
    }
    (tmp_path / "v.jsonl").write_text(extractor.record.dump_json(verdict) + "\n", encoding="utf-8")
    file = export(out, tmp_path / "all.xlsx", "--verdicts", str(tmp_path / "v.jsonl"))
    first, second, *_ = read_sheets(file)["资金"]
    assert (first["amount_exact"], first["amount_original_exact"]) == (Decimal("595.2"), Decimal("595.19"))
    sheet = openpyxl.load_workbook(file)["资金"]
    assert sheet["G2"].fill.fgColor.rgb != sheet["G3"].fill.fgColor.rgb
    assert second["corrected"] is None
