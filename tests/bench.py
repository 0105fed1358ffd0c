"""Time and memory of whole extractions beside other libraries: `python tests/bench.py [--rounds 9]`.

Enters: the samples, and tables of 400 and 4,000 rows made here. Leaves: a table of times and ratios. Each round runs
every contestant on every file in turn, so that what else the machine does meets all of them alike. Nothing is asserted:
a mark that is missed is printed as missed.

An extraction goes from the file to validated JSON. It is measured against pdfplumber's `extract_tables`, against the
bare text that PDFium loads (the least that reading a PDF can cost), against camelot's `lattice` reader where it is set
up (`--camelot`, once a file, in a process of its own), for Word files against python-docx reading every cell, and for
spreadsheets against openpyxl and calamine giving all values. The PDFs are the samples whose tables are drawn with
lines, which all of them can read, long documents by themselves. Times are the processor's, which other programs' work
lengthens least. Garbage is collected as the command `jixiao` does it, for all contestants.
"""

import argparse
import gc
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pdfplumber
import pypdfium2
from pdfplumber.utils.exceptions import PdfminerException
from python_calamine import CalamineWorkbook
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from rich.console import Console
from rich.table import Table

from extractor import extract
from extractor.cli import collect_rarely

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
ROWS = (400, 4000)

LONG = 20
"""A sample of so many pages is a document with forms among other things, and is measured by itself."""

FASTER_THAN_TABLES = 5.0
"""How many times faster than pdfplumber's tables a whole extraction shall be."""

FASTER_THAN_CAMELOT = 50.0
"""How many times faster than camelot."""

TIMES_BARE_TEXT = 2.5
"""How many times the bare text layer's time it may take."""

FASTER_THAN_CELLS = 1.0
"""How many times faster than python-docx reading all cells it shall be."""

TIMES_OPENPYXL = 1.5
"""How many times openpyxl's plain reading of all values an extraction from XLSX may take."""

GROWTH = 1.3
"""How many times longer a row may take in a table of ten times as many rows."""

COMPARED = ("pypdfium2", "pdfplumber", "python-docx", "openpyxl", "python-calamine")
"""The libraries that an extraction is compared with."""

Work = Callable[[Path], object]

PEAK = """
import re, sys
from pathlib import Path
from extractor import extract
extract(sys.argv[1]).to_json() if sys.argv[1] else None
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""
"""Run in a process of its own, on Linux: prints the most memory it has held, in KiB.

`getrusage` would give the most that this process had held when it started the other one.
"""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: the least, and the median of all rounds."""

    least: float
    median: float


def run_extraction(path: Path) -> object:
    """Give the JSON of a file, validated by the contract's models."""
    return extract(path).to_json()


def run_pdfplumber(path: Path) -> object:
    """Give all tables of a PDF as pdfplumber finds them by its own settings."""
    tables = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            tables.append(page.extract_tables())
            page.close()
    return tables


def run_pdfium(path: Path) -> object:
    """Give the text layer of a PDF's pages, and nothing more."""
    texts = []
    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_range())
        textpage.close()
        page.close()
    pdf.close()
    return texts


def run_python_docx(path: Path) -> object:
    """Give the text of all cells of a Word file's tables."""
    return [cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells]


def run_openpyxl(path: Path) -> object:
    """Give the values of all cells of a workbook."""
    return [list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path, data_only=True)]


def run_calamine(path: Path) -> object:
    """Give the values of all cells of a spreadsheet."""
    workbook = CalamineWorkbook.from_path(path)
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]


def measure(paths: Sequence[Path], contestants: Sequence[Work], rounds: int) -> dict[tuple[Path, Work], Timing]:
    """Time each contestant on each file, once a round, in turn; a first round that warms up is not counted."""
    seconds: dict[tuple[Path, Work], list[float]] = {(path, work): [] for path in paths for work in contestants}
    for number in range(rounds + 1):
        for path in paths:
            for work in contestants:
                gc.collect()
                start = process_time()
                work(path)
                took = process_time() - start
                if number:
                    seconds[path, work].append(took)
    return {key: Timing(min(times), median(times)) for key, times in seconds.items()}


def add_up(timings: dict[tuple[Path, Work], Timing], work: Work) -> Timing:
    """Give a contestant's time for all files."""
    of_work = [timing for (_, other), timing in timings.items() if other is work]
    return Timing(sum(timing.least for timing in of_work), sum(timing.median for timing in of_work))


def milliseconds(timing: Timing) -> str:
    return f"{timing.least * 1000:.1f} / {timing.median * 1000:.1f}"


def ratio(a: Timing, b: Timing) -> str:
    """Say how many times longer `a` takes than `b`, by the least times and by the medians."""
    return f"{a.least / b.least:.2f} / {a.median / b.median:.2f}"


def judge(value: float, mark: float, *, least: bool) -> str:
    met = value >= mark if least else value <= mark
    return f"{value:.2f} (wanted {'≥' if least else '≤'} {mark:g}: {'met' if met else 'MISSED'})"


def make_table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", caption_justify="left")
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index else "left", no_wrap=True)
    return table


@dataclass(frozen=True, slots=True)
class Camelot:
    """What camelot took: its version, and the seconds for each file; none where it is not set up."""

    version: str | None
    seconds: Mapping[str, float]


def time_camelot(python: Path | None, paths: Sequence[Path]) -> Camelot:
    """Time camelot on each file by the Python of the environment that it stands in."""
    if python is None or not paths:
        return Camelot(None, {})
    script = Path(__file__).with_name("bench_camelot.py")
    done = subprocess.run([python, script, *paths], capture_output=True, text=True, check=True)
    return Camelot(**json.loads(done.stdout.splitlines()[-1]))


def find_pdfs() -> tuple[list[Path], list[Path]]:
    """Give the samples with tables that pdfplumber finds by their lines: short ones, and long documents."""
    short: list[Path] = []
    long: list[Path] = []
    for path in sorted(SAMPLES.rglob("*.pdf")):
        try:
            with pdfplumber.open(path) as pdf:
                pages = len(pdf.pages)
                ruled = any(page.find_tables() for page in pdf.pages)
        except PdfminerException:  # Damaged or locked: no one's business here.
            continue
        if ruled:
            (long if pages >= LONG else short).append(path)
    return short, long


def compare_pdfs(title: str, paths: Sequence[Path], camelot: Camelot, rounds: int) -> Table:
    timings = measure(paths, [run_extraction, run_pdfplumber, run_pdfium], rounds)
    columns = ["extraction", "pdfplumber tables", "camelot", "bare text", "times faster", "than camelot", "times text"]
    table = make_table(f"{title}: least / median of a file in milliseconds", "file", *columns)
    for path in paths:
        own, tables, text = (timings[path, work] for work in (run_extraction, run_pdfplumber, run_pdfium))
        add_pdf(table, path.name, (own, tables, text), camelot.seconds.get(str(path)))
    table.add_section()
    ours, tables, text = (add_up(timings, work) for work in (run_extraction, run_pdfplumber, run_pdfium))
    other = sum(camelot.seconds[str(path)] for path in paths) if camelot.seconds else None
    add_pdf(table, "all", (ours, tables, text), other)
    marks = [
        f"times faster than pdfplumber's tables: {judge(tables.least / ours.least, FASTER_THAN_TABLES, least=True)}",
        f"times PDFium's bare text: {judge(ours.least / text.least, TIMES_BARE_TEXT, least=False)}",
        "times faster than camelot: "
        + (judge(other / ours.least, FASTER_THAN_CAMELOT, least=True) if other else "not measured (see --camelot)"),
    ]
    table.caption = "\n".join(marks)
    return table


def add_pdf(table: Table, name: str, timings: tuple[Timing, Timing, Timing], camelot: float | None) -> None:
    """Add a line; camelot's time is that of one round, and its ratio that to the extraction's least time."""
    own, tables, text = timings
    table.add_row(
        name,
        milliseconds(own),
        milliseconds(tables),
        f"{camelot * 1000:.0f}" if camelot else "–",
        milliseconds(text),
        ratio(tables, own),
        f"{camelot / own.least:.1f}" if camelot else "–",
        ratio(own, text),
    )


def compare_word_files(rounds: int) -> Table:
    paths = sorted(SAMPLES.glob("*.docx"))
    timings = measure(paths, [run_extraction, run_python_docx], rounds)
    table = make_table(
        "DOCX: least / median of a file in milliseconds",
        "file",
        "extraction",
        "python-docx cells",
        "times faster than python-docx",
    )
    rows = [(path.name, timings[path, run_extraction], timings[path, run_python_docx]) for path in paths]
    ours, cells = add_up(timings, run_extraction), add_up(timings, run_python_docx)
    for name, own, other in [*rows, ("all", ours, cells)]:
        times = (milliseconds(own), milliseconds(other))
        table.add_row(name, *times, ratio(other, own), end_section=name == paths[-1].name)
    table.caption = f"times faster: {judge(cells.least / ours.least, FASTER_THAN_CELLS, least=True)}"
    return table


def compare_spreadsheets(rounds: int) -> Table:
    """Compare all spreadsheets with calamine, and those of a kind that openpyxl reads with openpyxl."""
    workbooks = sorted(SAMPLES.glob("*.xlsx"))
    others = sorted([*SAMPLES.glob("*.xls"), *SAMPLES.glob("*.ods")])
    timings = measure(workbooks, [run_extraction, run_openpyxl, run_calamine], rounds)
    timings |= measure(others, [run_extraction, run_calamine], rounds)
    table = make_table(
        "Spreadsheets: least / median of a file in milliseconds",
        "file",
        "extraction",
        "openpyxl values",
        "calamine values",
        "times openpyxl",
        "times calamine",
    )
    for path in [*workbooks, *others]:
        own, fastest, usual = (timings.get((path, work)) for work in (run_extraction, run_calamine, run_openpyxl))
        assert own is not None
        assert fastest is not None
        usual_time, times_usual = (milliseconds(usual), ratio(own, usual)) if usual else ("", "")
        table.add_row(path.name, milliseconds(own), usual_time, milliseconds(fastest), times_usual, ratio(own, fastest))
    ours = sum(timings[path, run_extraction].least for path in workbooks)
    times = ours / sum(timings[path, run_openpyxl].least for path in workbooks)
    table.caption = f"times openpyxl, all XLSX: {judge(times, TIMES_OPENPYXL, least=False)}"
    return table


# ---- long tables ----------------------------------------------------------------------------------------------------


def long_form(rows: int) -> list[list[str]]:
    """Give a form with so many indicators, a row of cells each, under a level for every twenty of them."""
    form = [
        ["预算单位名称", "湛江市示例局", "", ""],
        ["按支出类型划分", "预算金额（万元）", "按收入来源划分", "预算金额（万元）"],
        ["基本支出", "595.19", "财政拨款", "1079.96"],
        ["项目支出", "484.77", "其他资金", "0"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
    ]
    levels = ("数量指标", "质量指标", "时效指标", "成本指标")
    for number in range(rows):
        first = "产出指标" if number == 0 else ""
        second = levels[number // 20 % 4] if number % 20 == 0 else ""
        form.append([first, second, f"第{number}项工作的完成情况", f"≥{number}个"])
    return form


def write_text(path: Path, rows: int) -> None:
    lines = ["2021年市级部门整体预算绩效目标表", "", *("\t".join(row) for row in long_form(rows))]
    path.write_text("\n".join(lines), encoding="utf-8")


def write_word_file(path: Path, rows: int) -> None:
    """Write the least that is a Word file: python-docx itself takes minutes for so many rows."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"

    table = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(text)}</w:tc>' for text in row)}</w:tr>" for row in long_form(rows)
    )
    body = f"{paragraph('2021年市级部门整体预算绩效目标表')}<w:tbl>{table}</w:tbl>"
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        file.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>')


def write_workbook(path: Path, rows: int) -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("表1")
    for row in [["2021年市级部门整体预算绩效目标表"], *long_form(rows)]:
        sheet.append([text or None for text in row])
    workbook.save(path)


def make_long_files(folder: Path) -> dict[tuple[str, int], Path]:
    """Write a text, a Word file and a workbook of each length, by kind and length."""
    files = {}
    for rows in ROWS:
        writers = (("text", "txt", write_text), ("DOCX", "docx", write_word_file), ("XLSX", "xlsx", write_workbook))
        for kind, suffix, write in writers:
            path = folder / f"{rows}.{suffix}"
            write(path, rows)
            files[kind, rows] = path
    return files


def compare_lengths(files: dict[tuple[str, int], Path], rounds: int) -> Table:
    timings = measure(list(files.values()), [run_extraction], rounds)
    table = make_table("Long tables: least / median in milliseconds", "table", "extraction", "a row, in microseconds")
    growths = []
    for kind in ("text", "DOCX", "XLSX"):
        a_row = {}
        for rows in ROWS:
            timing = timings[files[kind, rows], run_extraction]
            a_row[rows] = timing.least / rows
            table.add_row(f"{kind}, {rows:,} rows", milliseconds(timing), f"{a_row[rows] * 1e6:.0f}")
        growths.append(f"{kind} {judge(a_row[ROWS[1]] / a_row[ROWS[0]], GROWTH, least=False)}")
    table.caption = "a row's time with ten times as many rows\n" + "\n".join(growths)
    return table


# ---- a long document ------------------------------------------------------------------------------------------------

LONG_PAGES = 490
MOST_MEMORY = 150.0
"""How many MiB more than the program alone a document of 500 pages may take."""


def write_long_pdf(path: Path) -> None:
    """Write 490 pages of other tables, each of 205 cells, with two forms among them."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = BytesIO()
    canvas = Canvas(buffer)
    columns, rows = (50, 120, 220, 320, 420, 540), range(40, 780, 18)
    for number in range(LONG_PAGES):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(60, 800, f"表{number} 支出预算明细表")
        canvas.grid(columns, [*rows])
        for y in rows[:-1]:
            for x in columns[:-1]:
                canvas.drawString(x + 3, y + 5, f"项目{number * y % 997}元 {x * y / 100}")
        canvas.showPage()
    canvas.save()
    whole, tables = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(buffer.getvalue())
    forms = [pypdfium2.PdfDocument(name) for name in sorted(SAMPLES.glob("*2024*.pdf"))]
    for half, form in enumerate(forms):
        share = LONG_PAGES // len(forms)
        whole.import_pages(tables, list(range(half * share, (half + 1) * share)))
        whole.import_pages(form)
    whole.save(path)
    for document in (whole, tables, *forms):
        document.close()


# ---- memory ---------------------------------------------------------------------------------------------------------


def compare_memory(files: dict[tuple[str, int], Path], long_pdf: Path) -> Table:
    """Give the most memory that a process of its own takes for one file; the first line is the program alone."""
    table = make_table("Memory: the most that a process holds, in MiB", "file", "MiB")
    largest = max(SAMPLES.glob("*.pdf"), key=lambda path: path.stat().st_size)
    chosen = {"none (the program alone)": "", largest.name: str(largest)}
    chosen |= {f"{kind}, {rows:,} rows": str(path) for (kind, rows), path in files.items()}
    chosen["a PDF of about 500 pages"] = str(long_pdf)
    held = []
    for name, path in chosen.items():
        done = subprocess.run([sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True)
        held.append(int(done.stdout) / 1024)
        table.add_row(name, f"{held[-1]:.0f}")
    table.caption = (
        f"of about 500 pages, MiB over the program alone: {judge(held[-1] - held[0], MOST_MEMORY, least=False)}"
    )
    return table


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9, help="how often each contestant runs on each file")
    parser.add_argument("--camelot", type=Path, metavar="PYTHON", help="the Python of an environment with camelot")
    options = parser.parse_args()
    rounds = max(1, options.rounds)
    collect_rarely()
    console = Console(width=None if sys.stdout.isatty() else 180)
    short, long = find_pdfs()
    camelot = time_camelot(options.camelot, [*short, *long])
    libraries = ", ".join(f"{name} {version(name)}" for name in COMPARED)
    libraries += f", camelot {camelot.version} (once)" if camelot.version else ""
    console.print(f"Python {platform.python_version()}, {libraries}; {rounds} rounds\n")
    for title, paths in (("PDF", short), (f"PDF of {LONG} pages and more", long)):
        if paths:
            console.print(compare_pdfs(title, paths, camelot, rounds))
    console.print(compare_word_files(rounds))
    console.print(compare_spreadsheets(rounds))
    with TemporaryDirectory() as folder:
        files = make_long_files(Path(folder))
        console.print(compare_lengths(files, min(rounds, 5)))
        if sys.platform == "linux":
            long_pdf = Path(folder) / "long.pdf"
            write_long_pdf(long_pdf)
            console.print(compare_memory(files, long_pdf))


if __name__ == "__main__":
    main()
