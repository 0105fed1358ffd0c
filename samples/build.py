"""Make the committed samples: `python samples/build.py [part of a name …]`.

Enters: the forms' texts in this folder, and the invented budgets. Leaves: each form again as Word files, PDFs and
spreadsheets by several producers, named `<form>.<producer>.<ext>`, each checked to hold the characters of its text; in
`documents/`, a long budget with five forms and documents that hold none.

The program needs LibreOffice, Chromium, wkhtmltopdf, WeasyPrint, pandoc and four CJK fonts (Debian's packages are named
where one is missing), and the Python packages of the development group. Dates and identifiers are set to fixed ones in
all files, so that a second run on the same machine gives the same bytes. By themselves, only reportlab's, WeasyPrint's
and pandoc's files are the same each time. Other versions of a program or a font give other bytes, and may cut the pages
elsewhere.
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import _booklet
import _budgets
import _docx
import _html
import _programs
import _reportlab
import _ruled
import _scans
import _text
import _xlsx
from _check import compare
from _forms import Form, Table, fragments, grid, read_form, sections, whole
from _scans import Look

_HERE = Path(__file__).resolve().parent
_DEPARTMENT_2021 = "zhanjiang-2021-xinfangju"
_DEPARTMENT_2024 = "zhanjiang-2024-wenhua"
_PROJECTS_TABLE = "documents/projects-in-one-table"

# How the cells of the project forms stand in the columns of their tables: for so many rows, so many columns each.
_Runs = tuple[tuple[int, tuple[int, ...]], ...]
_SHANGHAI_HEAD: _Runs = ((1, (2, 2, 1, 1, 1, 1)), (2, (2, 2, 1, 3)), (4, (2, 1, 2, 2, 1)))
_SHANGHAI: _Runs = (*_SHANGHAI_HEAD, (2, (1, 4, 3)), (8, (1, 1, 1, 3, 2)))
_HUNAN: _Runs = ((2, (1, 2, 1, 2)), (3, (1, 2, 3)), (2, (1, 5)), (8, (1, 1, 1, 1, 1, 1)))
_HUNAN_BLOCKS: _Runs = ((2, (1, 3, 1, 3)), (3, (1, 2, 2, 2, 1)), (2, (1, 4, 3)), (5, (1,) * 8))
_WUHAN: _Runs = (
    (3, (1, 2, 1, 2)),
    (3, (1, 5)),
    (1, (1, 2, 1, 2)),
    (5, (1, 3, 2)),
    (5, (1, 2, 1, 2)),
    (1, (1, 5)),
    (5, (1, 1, 1, 1, 1, 1)),
)
_EZHOU: _Runs = ((3, (1, 2, 1, 1)), (1, (1, 4)), (5, (1, 1, 1, 1, 1)))
_CHONGQING: _Runs = ((3, (2, 3, 2, 3)), (2, (2, 3, 3, 2)), (2, (2, 4, 4)), (6, (1,) * 10))
_SICHUAN: _Runs = ((1, (2, 3, 1, 2, 1, 2)), (4, (2, 2, 2, 2, 2, 1)), (2, (2, 5, 4)), (6, (1,) * 11))
_SHIQIAO: _Runs = ((2, (1, 2, 1, 2)), (3, (1, 2, 3)), (2, (1, 5)), (9, (1,) * 6))
_ZAOYUAN: _Runs = ((2, (1, 2, 1, 1)), (3, (1, 1, 1, 1, 1)), (2, (1, 2, 2)), (10, (1,) * 5))
_PROJECTS: _Runs = ((14, (1,) * 12),)
_SHANGHAI_BESIDE: _Runs = (*_SHANGHAI_HEAD, (1, (1, 1, 2, 1, 3)), (9, (1, 1, 1, 3, 2)))

# TrueType fonts only: the browsers embed CFF ones, such as Noto's, as several hundred kilobytes.
_A4 = "@page { size: A4; margin: 18mm 16mm } body { font: 11pt/1.5 'AR PL UMing CN' }"
_A4_FOOT = (
    "@page { size: A4; margin: 18mm 16mm; @bottom-center { font: 9pt 'WenQuanYi Zen Hei';"
    " content: '第' counter(page) '页 共' counter(pages) '页' } }"
    " body { font: 11pt/1.5 'WenQuanYi Zen Hei' } table + table { margin-top: -1px }"
)
_A4_KAI = "@page { size: A4; margin: 15mm } body { font: 10.5pt/1.4 'AR PL UKai CN' }"
_FRAGMENTS = (
    "@page { size: A3; margin: 10mm 15mm } body { font: 9.5pt/1.4 'WenQuanYi Zen Hei' }"
    " table + table { break-before: page }"
)
_LANDSCAPE = "@page { size: A4 landscape; margin: 15mm } body { font: 11pt/1.5 'WenQuanYi Zen Hei' }"
_NO_LINES = "td, th { border: none; padding: 2pt 5pt }"
_BORDERLESS = f"{_A4} {_NO_LINES} td {{ vertical-align: top }}"
_ROW_LINES = f"{_A4_KAI} {_NO_LINES} td {{ border-top: 0.5pt solid black; border-bottom: 0.5pt solid black }}"
_THREE_LINES = (
    f"{_LANDSCAPE} {_NO_LINES} table {{ border-top: 1.5pt solid black; border-bottom: 1.5pt solid black }}"
    " tr:first-child td { border-bottom: 0.75pt solid black }"
)
_OLD_WEBKIT = "body { font: 11pt/1.4 'Noto Sans CJK SC' }"
_PLAIN = "body { font: 10.5pt '宋体' }"


@dataclass(frozen=True, slots=True)
class Twin:
    """A file to make: the form's name, the producer, how the form is laid out, and what writes the file.

    `tags` says whether the cells print the text's own tags, `again` whether it prints texts more than once.
    """

    form: str
    producer: str
    tables: Callable[[Form], Iterable[Table]]
    write: Callable[[Form, tuple[Table, ...], Path], None]
    tags: bool = False
    again: bool = False

    @property
    def name(self) -> str:
        """The file's name, such as `zhanjiang-2021-xinfangju.chromium.pdf`."""
        return f"{self.form}.{self.producer}"


def _one_table(form: Form) -> tuple[Table]:
    return (whole(form),)


def _as_laid_out(runs: _Runs) -> Callable[[Form], tuple[Table]]:
    def lay_out(form: Form) -> tuple[Table]:
        return (grid(form, runs),)

    return lay_out


def _by_html(
    convert: Callable[[Path, Path], None], style: str, *, repeat_headers: bool = False
) -> Callable[[Form, tuple[Table, ...], Path], None]:
    def write(form: Form, tables: tuple[Table, ...], target: Path) -> None:
        source = target.parent / "form.html"
        page = _html.page(form.heading, tables, style, repeat_headers=repeat_headers)
        source.write_text(page, encoding="utf-8")
        convert(source, target)

    return write


def _by_python_docx(
    *, tags: bool = False, repeat_headers: bool = False
) -> Callable[[Form, tuple[Table, ...], Path], None]:
    def write(form: Form, tables: tuple[Table, ...], target: Path) -> None:
        _docx.write_docx(target, form.heading, tables, tags=tags, repeat_headers=repeat_headers)

    return write


def _by_word(*, repeat_headers: bool = False) -> Callable[[Form, tuple[Table, ...], Path], None]:
    def write(form: Form, tables: tuple[Table, ...], target: Path) -> None:
        source = target.parent / "form.docx"
        _docx.write_docx(source, form.heading, tables, repeat_headers=repeat_headers)
        _programs.convert_by_libreoffice(source, target)

    return write


def _by_wps(form: Form, tables: tuple[Table, ...], target: Path) -> None:
    """Write a document as WPS does: its own ending, and in it a document of Word 97."""
    made = target.with_suffix(".doc")
    _by_word()(form, tables, made)
    made.rename(target)


def _by_openpyxl(form: Form, tables: tuple[Table, ...], target: Path) -> None:
    _xlsx.write_xlsx(target, form.heading, tables)


def _by_calc(
    *, amounts: str = "General", formulas: Mapping[str, str] | None = None
) -> Callable[[Form, tuple[Table, ...], Path], None]:
    def write(form: Form, tables: tuple[Table, ...], target: Path) -> None:
        source = target.parent / "form.xlsx"
        _xlsx.write_xlsx(source, form.heading, tables, amounts=amounts, formulas=formulas)
        _programs.convert_by_libreoffice(source, target)

    return write


def _by_hand(form: Form, tables: tuple[Table, ...], target: Path) -> None:
    target.write_text(_html.page(form.heading, tables, _PLAIN), encoding="utf-8")


def _by_csv(delimiter: str, encoding: str) -> Callable[[Form, tuple[Table, ...], Path], None]:
    def write(form: Form, tables: tuple[Table, ...], target: Path) -> None:
        _text.write_delimited(target, form.heading, tables, delimiter=delimiter, encoding=encoding)

    return write


def _by_markdown(form: Form, tables: tuple[Table, ...], target: Path) -> None:
    _text.write_markdown(target, form.heading, tables)


def _by_lines(form: Form, tables: tuple[Table, ...], target: Path) -> None:
    _text.write_lines(target, form.heading, tables)


def _by_reportlab(form: Form, tables: tuple[Table, ...], target: Path) -> None:
    _reportlab.write_pdf(target, form.heading, tables, repeat_headers=True)


def _by_drawing(
    draw: _ruled.Draw,
    *,
    turned: bool = False,
    texts: _ruled.Write = _ruled.write_plain,
    paper: _ruled.Paper | None = None,
) -> Callable[[Form, tuple[Table, ...], Path], None]:
    def write(form: Form, tables: tuple[Table, ...], target: Path) -> None:
        (table,) = tables
        _ruled.write_pdf(target, form.heading, table, draw, turned=turned, write=texts, paper=paper)

    return write


def _by_drawing_halves(form: Form, tables: tuple[Table, ...], target: Path) -> None:
    (table,) = tables
    _ruled.write_halves(target, form.heading, table)


TWINS = (
    Twin(_DEPARTMENT_2021, "python-docx.docx", _one_table, _by_python_docx()),
    Twin(_DEPARTMENT_2021, "python-docx-tags.docx", _one_table, _by_python_docx(tags=True), tags=True),
    Twin(_DEPARTMENT_2021, "python-docx-fragments.docx", fragments, _by_python_docx()),
    Twin(_DEPARTMENT_2021, "libreoffice.docx", _one_table, _by_html(_programs.convert_by_libreoffice, _PLAIN)),
    Twin(_DEPARTMENT_2021, "libreoffice.doc", _one_table, _by_word()),
    Twin(_DEPARTMENT_2021, "libreoffice.wps", _one_table, _by_wps),
    Twin(_DEPARTMENT_2021, "libreoffice.rtf", _one_table, _by_word()),
    Twin(_DEPARTMENT_2021, "libreoffice.odt", _one_table, _by_word()),
    Twin(_DEPARTMENT_2021, "pandoc.docx", _one_table, _by_html(_programs.convert_by_pandoc, _PLAIN)),
    Twin(_DEPARTMENT_2021, "libreoffice.pdf", _one_table, _by_word()),
    Twin(_DEPARTMENT_2021, "libreoffice-headers.pdf", sections, _by_word(repeat_headers=True)),
    Twin(_DEPARTMENT_2021, "chromium.pdf", _one_table, _by_html(_programs.print_by_chromium, _A4)),
    Twin(
        _DEPARTMENT_2021,
        "chromium-headers.pdf",
        sections,
        _by_html(_programs.print_by_chromium, _A4_FOOT, repeat_headers=True),
    ),
    Twin(_DEPARTMENT_2021, "chromium-fragments.pdf", fragments, _by_html(_programs.print_by_chromium, _FRAGMENTS)),
    Twin(_DEPARTMENT_2021, "reportlab.pdf", sections, _by_reportlab),
    Twin(_DEPARTMENT_2021, "wkhtmltopdf.pdf", _one_table, _by_html(_programs.print_by_wkhtmltopdf, _OLD_WEBKIT)),
    Twin(_DEPARTMENT_2021, "weasyprint.pdf", _one_table, _by_html(_programs.print_by_weasyprint, _A4_KAI)),
    Twin(_DEPARTMENT_2021, "chromium-borderless.pdf", _one_table, _by_html(_programs.print_by_chromium, _BORDERLESS)),
    Twin(
        _DEPARTMENT_2021,
        "weasyprint-borderless-rules.pdf",
        _one_table,
        _by_html(_programs.print_by_weasyprint, _ROW_LINES),
    ),
    Twin(_DEPARTMENT_2021, "openpyxl.xlsx", _one_table, _by_openpyxl),
    Twin(_DEPARTMENT_2021, "libreoffice.xlsx", _one_table, _by_calc()),
    Twin(_DEPARTMENT_2021, "libreoffice.xls", _one_table, _by_calc()),
    Twin(_DEPARTMENT_2021, "libreoffice.ods", _one_table, _by_calc()),
    Twin(_DEPARTMENT_2021, "page.html", _one_table, _by_hand),
    Twin(_DEPARTMENT_2021, "libreoffice.html", _one_table, _by_html(_programs.convert_by_libreoffice, _PLAIN)),
    Twin(_DEPARTMENT_2021, "spreadsheet.csv", _one_table, _by_csv(",", "utf-8-sig")),
    Twin(_DEPARTMENT_2021, "gbk.tsv", _one_table, _by_csv("\t", "gbk")),
    Twin(_DEPARTMENT_2021, "markdown.txt", _one_table, _by_markdown),
    Twin(_DEPARTMENT_2021, "lines.txt", _one_table, _by_lines),
    Twin(_DEPARTMENT_2024, "page.html", _one_table, _by_hand),
    Twin(
        _DEPARTMENT_2024,
        "libreoffice-formulas.xlsx",
        _one_table,
        _by_calc(amounts="#,##0.00", formulas={"72307.384975": "=C5+C6-E6"}),
    ),
    Twin(_DEPARTMENT_2021, "drawn-shades.pdf", _one_table, _by_drawing(_ruled.draw_shades)),
    Twin(_DEPARTMENT_2021, "drawn-doubles.pdf", _one_table, _by_drawing(_ruled.draw_double_rules)),
    Twin(_DEPARTMENT_2021, "drawn-dashes.pdf", _one_table, _by_drawing(_ruled.draw_dashes)),
    Twin(_DEPARTMENT_2021, "drawn-pieces.pdf", _one_table, _by_drawing(_ruled.draw_pieces)),
    Twin(_DEPARTMENT_2021, "drawn-cropped.pdf", _one_table, _by_drawing(_ruled.draw_frames, paper=_ruled.CROPPED)),
    Twin(_DEPARTMENT_2021, "drawn-small.pdf", _one_table, _by_drawing(_ruled.draw_frames, paper=_ruled.SMALL)),
    Twin(_DEPARTMENT_2021, "drawn-turned.pdf", _one_table, _by_drawing(_ruled.draw_frames, turned=True)),
    Twin(_DEPARTMENT_2021, "drawn-sides.pdf", _one_table, _by_drawing(_ruled.draw_frames, texts=_ruled.write_sides)),
    Twin(
        _DEPARTMENT_2021,
        "drawn-bold.pdf",
        _one_table,
        _by_drawing(_ruled.draw_frames, texts=_ruled.write_bold),
        again=True,
    ),
    Twin(_DEPARTMENT_2021, "drawn-halves.pdf", _one_table, _by_drawing_halves, again=True),
    Twin(_DEPARTMENT_2024, "python-docx.docx", _one_table, _by_python_docx()),
    Twin(_DEPARTMENT_2024, "chromium.pdf", _one_table, _by_html(_programs.print_by_chromium, _LANDSCAPE)),
    Twin(
        _DEPARTMENT_2024,
        "chromium-borderless-threeline.pdf",
        _one_table,
        _by_html(_programs.print_by_chromium, _THREE_LINES),
    ),
    Twin(_DEPARTMENT_2024, "libreoffice.pdf", _one_table, _by_word()),
    Twin("shanghai-2023-jietu", "python-docx.docx", _as_laid_out(_SHANGHAI), _by_python_docx()),
    Twin(
        "shanghai-2023-jietu",
        "chromium.pdf",
        _as_laid_out(_SHANGHAI),
        _by_html(_programs.print_by_chromium, _A4_KAI),
    ),
    Twin("shanghai-2023-jietu", "libreoffice.doc", _as_laid_out(_SHANGHAI), _by_word()),
    Twin("shanghai-2023-jietu", "openpyxl.xlsx", _as_laid_out(_SHANGHAI), _by_openpyxl),
    Twin("shanghai-2023-jietu", "page.html", _as_laid_out(_SHANGHAI), _by_hand),
    Twin("shanghai-2023-jietu", "spreadsheet.csv", _as_laid_out(_SHANGHAI), _by_csv(",", "utf-8-sig")),
    Twin("shanghai-2026-tushuguan", "python-docx.docx", _as_laid_out(_SHANGHAI_BESIDE), _by_python_docx()),
    Twin("hunan-2024-jidi", "python-docx.docx", _as_laid_out(_HUNAN), _by_python_docx()),
    Twin("hunan-2025-shuili", "python-docx.docx", _as_laid_out(_HUNAN_BLOCKS), _by_python_docx()),
    Twin("wuhan-2023-shequ", "python-docx.docx", _as_laid_out(_WUHAN), _by_python_docx()),
    Twin("ezhou-2022-hubian", "python-docx.docx", _as_laid_out(_EZHOU), _by_python_docx()),
    Twin("chongqing-2023-gongyuan", "python-docx.docx", _as_laid_out(_CHONGQING), _by_python_docx()),
    Twin("chongqing-2022-shiqiao", "python-docx.docx", _as_laid_out(_SHIQIAO), _by_python_docx()),
    Twin("shaanxi-2023-zaoyuan", "python-docx.docx", _as_laid_out(_ZAOYUAN), _by_python_docx()),
    Twin(_PROJECTS_TABLE, "python-docx.docx", _as_laid_out(_PROJECTS), _by_python_docx()),
    Twin(_PROJECTS_TABLE, "openpyxl.xlsx", _as_laid_out(_PROJECTS), _by_openpyxl),
    Twin(
        _PROJECTS_TABLE,
        "chromium.pdf",
        _as_laid_out(_PROJECTS),
        _by_html(_programs.print_by_chromium, _LANDSCAPE),
    ),
    Twin("sichuan-2023-gongshui", "openpyxl.xlsx", _as_laid_out(_SICHUAN), _by_openpyxl),
    Twin("sichuan-2023-gongshui", "page.html", _as_laid_out(_SICHUAN), _by_hand),
    Twin("sichuan-2023-gongshui", "spreadsheet.csv", _as_laid_out(_SICHUAN), _by_csv(",", "utf-8-sig")),
    Twin("sichuan-2023-gongshui", "python-docx.docx", _as_laid_out(_SICHUAN), _by_python_docx()),
    Twin(
        "sichuan-2023-gongshui",
        "chromium.pdf",
        _as_laid_out(_SICHUAN),
        _by_html(_programs.print_by_chromium, _LANDSCAPE),
    ),
)


def _print_landscape(blocks: Iterable[_budgets.Block], target: Path) -> None:
    _print_html(blocks, target, _LANDSCAPE)


def _print_portrait(blocks: Iterable[_budgets.Block], target: Path) -> None:
    _print_html(blocks, target, _A4)


def _print_html(blocks: Iterable[_budgets.Block], target: Path, style: str) -> None:
    source = target.parent / "document.html"
    source.write_text(_booklet.make_html(blocks, style), encoding="utf-8")
    _programs.print_by_chromium(source, target)


def _print_booklet(blocks: Iterable[_budgets.Block], target: Path) -> None:
    _booklet.write_pdf(target, blocks, f"{_budgets.BUREAU}2021年部门预算")


def _write_docx(blocks: Iterable[_budgets.Block], target: Path) -> None:
    _booklet.write_docx(target, blocks)


def _write_text(blocks: Iterable[_budgets.Block], target: Path) -> None:
    _booklet.write_text(target, blocks)


Write = Callable[[Iterable[_budgets.Block], Path], None]

DOCUMENTS: dict[str, tuple[Callable[[], Iterable[_budgets.Block]], Write]] = {
    "budget-with-five-forms.pdf": (_budgets.long_budget, _print_booklet),
    "budget-without-forms.pdf": (_budgets.plain_budget, _print_booklet),
    "final-account.pdf": (_budgets.final_account, _print_portrait),
    "contents-and-prose.docx": (_budgets.contents_and_prose, _write_docx),
    "balance-sheet.pdf": (_budgets.balance_sheet, _print_landscape),
    "letter.docx": (_budgets.letter, _write_docx),
    "project-list.txt": (_budgets.project_list, _write_text),
}
"""The documents of `documents/`: what each holds, and what writes it."""


SCANS: dict[str, tuple[str, Look]] = {
    "zhanjiang-2021-xinfangju.grey.pdf": ("zhanjiang-2021-xinfangju.reportlab", Look("grey", noise=0, quality=25)),
    "zhanjiang-2024-wenhua.stamped.pdf": (
        "zhanjiang-2024-wenhua.libreoffice",
        Look("stamped, askew", tilt=0.8, noise=0, stamps=1, quality=30),
    ),
    "zhanjiang-2024-wenhua.threeline.pdf": (
        "zhanjiang-2024-wenhua.chromium-borderless-threeline",
        Look("three lines", noise=0, quality=25),
    ),
    "shanghai-2023-jietu.fax.tif": ("shanghai-2023-jietu.chromium", Look("fax", fax=True, noise=0)),
    "sichuan-2023-gongshui.turned.jpg": (
        "sichuan-2023-gongshui.chromium",
        Look("on its side", dpi=150, turn=270, noise=0, quality=40),
    ),
}
"""The scans of `scans/`: which PDF each is of, and how it was scanned."""


def main(wanted: list[str]) -> int:
    """Make the samples whose names contain one of the given parts (all, where none is given); give the exit code."""
    lacking = _programs.missing()
    if lacking:
        print(*lacking, sep="\n", file=sys.stderr)
        return 2
    findings: list[str] = []
    for twin in TWINS:
        if not wanted or any(part in twin.name for part in wanted):
            found = _make(twin)
            findings += found
            print(f"{twin.name}: {'differs' if found else 'made'}")
    for name, (blocks, write) in DOCUMENTS.items():
        if not wanted or any(part in name for part in wanted):
            _make_document(name, blocks(), write)
            print(f"{name}: made")
    for name, (source, look) in SCANS.items():
        if not wanted or any(part in f"scans/{name}" for part in wanted):
            _scans.write(_scans.scan_pages(_HERE / f"{source}.pdf", look), look, _HERE / "scans" / name)
            print(f"{name}: made")
    print(*findings, sep="\n", file=sys.stderr)
    return 1 if findings else 0


def _make_document(name: str, blocks: Iterable[_budgets.Block], write: Write) -> None:
    """Make one document and put it in its place."""
    with TemporaryDirectory() as folder:
        made = Path(folder, name)
        write(blocks, made)
        if made.suffix != ".txt":
            _fix_stamps(made)
        copyfile(made, _HERE / "documents" / name)


def _make(twin: Twin) -> list[str]:
    """Make one file, put it in its place, and give what it lacks."""
    form = read_form(_HERE / f"{twin.form}.txt")
    tables = tuple(twin.tables(form))
    with TemporaryDirectory() as folder:
        made = Path(folder, Path(twin.name).name)
        twin.write(form, tables, made)
        _fix_stamps(made)
        copyfile(made, _HERE / twin.name)
    return compare(_HERE / twin.name, form, tables, tags=twin.tags, again=twin.again)


def _fix_stamps(path: Path) -> None:
    """Set the dates and LibreOffice's file identifier to fixed ones of the same length, so that no offset changes."""
    if path.suffix == ".pdf":
        dated = re.sub(rb"\(D:\d{14}", b"(D:20210101000000", path.read_bytes())
        path.write_bytes(re.sub(rb"(?<=[</])[0-9A-F]{32}(?=[>\n])", b"0" * 32, dated))
        return
    if path.suffix in (".html", ".csv", ".tsv", ".txt"):
        dated = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?", b"2021-01-01T00:00:00", path.read_bytes())
        path.write_bytes(dated)
        return
    if path.suffix == ".rtf":
        path.write_bytes(re.sub(rb"\\yr\d+\\mo\d+\\dy\d+\\hr\d+\\min\d+", rb"\\yr2021\\mo1\\dy1", path.read_bytes()))
        return
    if path.suffix in (".xls", ".doc", ".wps"):
        # A property of the kind 64 is a time, in 100 nanoseconds since 1601.
        day = (132_539_328_000_000_000).to_bytes(8, "little")
        path.write_bytes(re.sub(rb"(?<=@\0\0\0).{6}[\xd0-\xdf]\x01", day, path.read_bytes(), flags=re.DOTALL))
        return
    with ZipFile(path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in members:
            fixed = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?", b"2021-01-01T00:00:00", data)
            fixed = re.sub(rb'(Rsid(?:Root)?" config:type="int">)\d+', rb"\g<1>0", fixed)
            # OpenDocument files begin with their type, which is not compressed.
            archive.writestr(ZipInfo(name), fixed, ZIP_STORED if name == "mimetype" else ZIP_DEFLATED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
