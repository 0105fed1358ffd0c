"""Nothing is lost: each character of a sample, counted without the program, has a role in its form's ledger."""

import csv
import re
from functools import cache
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
import pypdfium2
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from extractor import extract_bytes
from extractor.record import Form
from tests.office import CONVERTED, LEGACY, extract_sample, find_original

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SHEETS = (".xlsx", ".xls", ".ods")
FORMATS = (".txt", ".docx", ".pdf", ".html", ".csv", ".tsv", *SHEETS, *LEGACY)
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in FORMATS)
PDFS = [name for name in NAMES if name.endswith(".pdf")]
HALVES = "zhanjiang-2021-xinfangju.drawn-halves.pdf"
"""A sheet on pages side by side, which draws what stands in its wide cells on two pages: it counts once."""
BOLD = "zhanjiang-2021-xinfangju.drawn-bold.pdf"
"""Every text is drawn twice to look bold, of which PDFium drops only some: it counts once."""

ODF = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

RESIDUE = {
    "zhanjiang-2021-xinfangju.chromium-headers.pdf": [
        "第1页 共5页",
        "第2页 共5页",
        "第3页 共5页",
        "第4页 共5页",
        "第5页 共5页",
    ],
    "zhanjiang-2021-xinfangju.libreoffice-headers.pdf": ["- 1 -", "- 2 -", "- 3 -", "- 4 -"],
    "zhanjiang-2021-xinfangju.libreoffice.pdf": ["- 1 -", "- 2 -", "- 3 -", "- 4 -"],
    "zhanjiang-2021-xinfangju.reportlab.pdf": ["第1页 共4页", "第2页 共4页", "第3页 共4页", "第4页 共4页"],
    "zhanjiang-2024-wenhua.libreoffice.pdf": ["- 1 -", "- 2 -"],
}
"""The page numbers that the samples print. Every other sample leaves nothing over."""

REPEATED = {
    # 名称主要实施内容拟投入的资金（万元）期望达到的目标（概述）: 29 characters; 一级指标二级指标三级指标指标值: 15.
    "zhanjiang-2021-xinfangju.chromium-headers.pdf": 29 * 2 + 15,
    "zhanjiang-2021-xinfangju.libreoffice-headers.pdf": 29 * 2 + 15,
    "zhanjiang-2021-xinfangju.reportlab.pdf": 29 * 3,
}
"""The characters of the headings that the samples print again on a new page."""

VALUES = {"zhanjiang-2021-xinfangju": 3109, "zhanjiang-2024-wenhua": 1482}
"""The characters of a form's values (the labels of amounts, objectives and levels among them), without tags."""

COUNTED = [name for name in NAMES if name.partition(".")[0] in VALUES]

TAGS = {
    "zhanjiang-2021-xinfangju.txt": 3 * len("<p></p>"),
    "zhanjiang-2021-xinfangju.python-docx-tags.docx": 3 * len("<p></p>"),
    "zhanjiang-2024-wenhua.txt": 6 * len("<p></p>"),
}
"""The characters of the tags that some samples hold: they are part of what the source prints."""

STORED = {
    # 100% is stored as 1, 95% as 0.95, 6.00 as 6 and 130.00 as 130.
    "zhanjiang-2021-xinfangju": -3 * 3 + 1 - 3 - 3,
    "zhanjiang-2024-wenhua": -3,
}
"""How many characters more a form has in a spreadsheet, which stores numbers and their formats."""


LABELS = {
    "zhanjiang-2021-xinfangju": (
        "预算单位名称 主管部门名称 财政供养人员数 在职人数 离退休人数 预算整体情况"
        "预算金额（万元） 预算金额（万元） 预算金额（万元）"
        "年度重点工作任务 名称 主要实施内容 拟投入的资金（万元） 期望达到的目标（概述） 其他需完成的任务 (可选填) / / /"
        "绩效指标 一级指标 二级指标 三级指标 指标值 无"
    ),
    "zhanjiang-2024-wenhua": (
        "部门名称 基本信息 财政供养人员数 下属二级单位数 预算整体情况"
        "预算金额（万元） 预算金额（万元） 预算金额（万元） 预算金额（万元）"
        "年度重点工作任务 名称 主要实施内容 拟投入的资金（万元） 期望达到的目标 （概述） 其他需完成的任务 （可选填）"
        "绩效指标 一级指标 二级指标 三级指标 指标值"
    ),
}
"""The labels and blank marks of each form; the second 无 of 生态效益指标 is one of them, the first is a value."""

FRAGMENTS = ("zhanjiang-2021-xinfangju.txt", ".python-docx-fragments.docx", ".chromium-fragments.pdf")
"""The files that print 绩效指标 twice: beside the headings, and once more on the last page."""


@cache
def form_of(name: str) -> Form:
    (form,) = extract_sample(name).forms
    return form


def count(text: str) -> int:
    return len("".join(text.split()))


def count_document(path: Path) -> int:
    """Count the characters of a Word file, or of an OpenDocument text."""
    part, wanted = ("content.xml", f"{{{ODF}}}text") if path.suffix == ".odt" else ("word/document.xml", f"{{{WORD}}}t")
    with ZipFile(path) as package:
        root = etree.fromstring(package.read(part))
    return sum(count(text) for element in root.iter(wanted) for text in element.itertext())


def count_source(path: Path) -> int:
    """Count the non-blank characters of a file by other means than the program's."""
    if path.suffix == ".txt":
        text = path.read_bytes().decode("utf-8")
        return (
            count(re.sub(r"^\|[ |]*-{3}[ |-]*$|^# |\|", "", text, flags=re.MULTILINE))
            if "\n| " in text
            else count(text)
        )
    if path.suffix == ".html":
        body = re.sub(
            r"<head>.*</head>|<style.*?</style>|<!--.*?-->|<[^>]*>",
            " ",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        return count(unescape(body))
    if path.suffix in (".csv", ".tsv"):
        delimiter, encoding = (",", "utf-8-sig") if path.suffix == ".csv" else ("\t", "gbk")
        records = csv.reader(path.read_bytes().decode(encoding).splitlines(keepends=True), delimiter=delimiter)
        return sum(count(cell) for record in records for cell in record)
    if path.suffix in (".docx", *LEGACY):
        return count_document(find_original(path) if path.suffix in CONVERTED else path)
    if path.suffix in SHEETS:
        workbook = CalamineWorkbook.from_path(path)
        values = (
            cell
            for name in workbook.sheet_names
            for row in workbook.get_sheet_by_name(name).to_python()
            for cell in row
        )
        return sum(
            count(repr(value).removesuffix(".0") if isinstance(value, float) else str(value)) for value in values
        )
    with pdfplumber.open(path) as pdf:
        return sum(count(char["text"]) for page in pdf.pages for char in page.chars)


@pytest.mark.parametrize("name", NAMES)
def test_the_source_is_the_sum_of_what_became_of_it(name: str) -> None:
    ledger = form_of(name).ledger
    assert ledger.source == ledger.values + ledger.labels + ledger.repeated + ledger.residue


@pytest.mark.parametrize("name", [name for name in NAMES if name not in (HALVES, BOLD)])
def test_the_source_holds_as_many_characters_as_the_file_by_another_count(name: str) -> None:
    assert form_of(name).ledger.source == count_source(SAMPLES / name)


def test_a_sheet_on_pages_side_by_side_counts_as_one_that_is_printed_once() -> None:
    once = form_of("zhanjiang-2021-xinfangju.drawn-turned.pdf")
    assert form_of(HALVES).ledger == once.ledger
    assert form_of(HALVES).ledger.source < count_source(SAMPLES / HALVES)


def test_what_is_drawn_twice_to_look_bold_counts_once() -> None:
    assert form_of(BOLD).ledger == form_of("zhanjiang-2021-xinfangju.drawn-turned.pdf").ledger
    assert form_of(BOLD).ledger.source * 2 == count_source(SAMPLES / BOLD)


@pytest.mark.parametrize("name", [name for name in PDFS if name not in (HALVES, BOLD)])
def test_the_text_layer_holds_as_many_characters_as_the_ledger_says(name: str) -> None:
    pdf = pypdfium2.PdfDocument(SAMPLES / name)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()
    assert form_of(name).ledger.source == count(text)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_over_is_page_numbers_or_nothing(name: str) -> None:
    form = form_of(name)
    assert [piece.text for piece in form.residue] == RESIDUE.get(name, [])
    assert form.ledger.residue == sum(map(count, RESIDUE.get(name, [])))


@pytest.mark.parametrize("name", NAMES)
def test_only_headings_of_a_new_page_count_as_repeated(name: str) -> None:
    assert form_of(name).ledger.repeated == REPEATED.get(name, 0)


@pytest.mark.parametrize("name", COUNTED)
def test_every_file_of_a_form_holds_the_same_values(name: str) -> None:
    form = name.partition(".")[0]
    stored = STORED[form] if name.endswith(SHEETS) else 0
    assert form_of(name).ledger.values == VALUES[form] + TAGS.get(name, 0) + stored


@pytest.mark.parametrize("name", COUNTED)
def test_every_file_of_a_form_holds_the_same_labels(name: str) -> None:
    again = "绩效指标" if name.endswith(FRAGMENTS) else ""
    assert form_of(name).ledger.labels == count(LABELS[name.partition(".")[0]] + again)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in COUNTED])
def test_every_file_of_a_project_form_counts_as_its_text(name: str) -> None:
    text = form_of(f"{name.partition('.')[0]}.txt").ledger
    ledger = form_of(name).ledger
    # A spreadsheet stores `100%` as 1 and `6.00` as 6: fewer characters, all of them values.
    stored = text.source - ledger.source if name.endswith(SHEETS) else 0
    assert (ledger.source, ledger.values, ledger.labels) == (text.source - stored, text.values - stored, text.labels)


@pytest.mark.parametrize("name", NAMES)
def test_no_check_complains_of_lost_characters(name: str) -> None:
    checks = {check.code: check.status for check in form_of(name).checks}
    assert checks["ledger"] == checks["residue"] == "pass"


def count_shown(form: Form) -> int:
    """Count the characters of all pieces of evidence, those that two values share once; a unit stands in a label."""
    pieces = {str(entry.sources): entry.raw for pointer, entry in form.evidence.items() if pointer != "/funding/unit"}
    return sum(len("".join(raw.split())) for raw in pieces.values())


@pytest.mark.parametrize("name", NAMES)
def test_what_the_ledger_counts_as_values_is_what_the_evidence_shows(name: str) -> None:
    form = form_of(name)
    assert count_shown(form) == form.ledger.values


def test_a_mark_that_stands_twice_for_one_level_is_one_value() -> None:
    text = (SAMPLES / "zhanjiang-2021-xinfangju.txt").read_text(encoding="utf-8")
    twice = text.replace("生态效益指标\t无\t无\n", "生态效益指标\t无\t无\n\t\t\t无\t无\n")
    assert twice != text
    form = extract_bytes(twice.encode(), "form.txt").forms[0]
    assert count_shown(form) == form.ledger.values
    assert form.record.model_dump() == form_of("zhanjiang-2021-xinfangju.txt").record.model_dump()
