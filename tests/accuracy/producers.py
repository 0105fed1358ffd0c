"""The producers by name: what each makes of cases, and what it needs.

Enters: cases and a folder. Leaves: each case's file in the folder.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from tests.accuracy import render_docx, render_html, render_reportlab
from tests.accuracy.cases import Case
from tests.accuracy.chromium import Tab, open_browser
from tests.accuracy.looks import Look
from tests.accuracy.sheets import write_text

Produce = Callable[[Sequence[Case], Path], None]

TIMEOUT = 600


@dataclass(frozen=True, slots=True)
class Producer:
    """A producer: how it makes the files, their suffix, its share of a run, and the program and package it needs."""

    produce: Produce
    suffix: str
    share: float
    program: str = ""
    package: str = ""


def draw_by_reportlab(cases: Sequence[Case], folder: Path) -> None:
    """Draw each case by reportlab."""
    for case in cases:
        (folder / f"{case.name}.pdf").write_bytes(render_reportlab.render(case.sheet, case.look))


def print_by_chromium(cases: Sequence[Case], folder: Path) -> None:
    """Print all cases by one start of Chromium, page numbers and running heads being its own."""
    with open_browser() as browser:
        tab = Tab(browser)
        for case in cases:
            source = _write_html(case, folder, foot=False)
            head, foot = _furniture(case.look)
            (folder / f"{case.name}.pdf").write_bytes(tab.print_page(source, head, foot))


def _furniture(look: Look) -> tuple[str, str]:
    """Give the templates of Chromium's lines at the head and foot of pages."""
    style = f"font: {min(9, look.size)}pt '{render_html.FONTS[look.font % len(render_html.FONTS)]}'"
    counted = escape(look.foot).replace("{page}", '<span class="pageNumber"></span>')
    counted = counted.replace("{pages}", '<span class="totalPages"></span>')
    lines = (
        f'<div style="width: 100%; text-align: center; {style}">{line}</div>' if line else ""
        for line in (escape(look.running), counted)
    )
    head, foot = lines
    return head, foot


def print_by_weasyprint(cases: Sequence[Case], folder: Path) -> None:
    """Print each case by WeasyPrint."""
    for case in cases:
        _run(["weasyprint", str(_write_html(case, folder)), str(folder / f"{case.name}.pdf")])


def print_by_wkhtmltopdf(cases: Sequence[Case], folder: Path) -> None:
    """Print each case by wkhtmltopdf, an old WebKit in Qt, which takes page and margins as options."""
    for case in cases:
        look = case.look
        width, height = (f"{side:.2f}pt" for side in look.page)
        options = ["--quiet", "--page-width", width, "--page-height", height]
        for side, margin in zip(("left", "top", "right", "bottom"), look.margins, strict=True):
            options += [f"--margin-{side}", f"{margin:.2f}pt"]
        source = _write_html(case, folder, foot=False)
        _run(["wkhtmltopdf", *options, str(source), str(folder / f"{case.name}.pdf")])


def convert_by_libreoffice(cases: Sequence[Case], folder: Path) -> None:
    """Convert all cases' Word files by one start of LibreOffice, which gets a profile of its own."""
    write_word_files(cases, folder)
    files = [str(folder / f"{case.name}.docx") for case in cases]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run(["soffice", profile, "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), *files])


def write_word_files(cases: Sequence[Case], folder: Path) -> None:
    """Write each case as a Word file."""
    for case in cases:
        (folder / f"{case.name}.docx").write_bytes(render_docx.render(case.sheet, case.look))


def write_texts(cases: Sequence[Case], folder: Path) -> None:
    """Write each case as plain text."""
    for case in cases:
        (folder / f"{case.name}.txt").write_text(write_text(case.sheet), encoding="utf-8")


def _write_html(case: Case, folder: Path, *, foot: bool = True) -> Path:
    source = folder / f"{case.name}.html"
    source.write_text(render_html.render(case.sheet, case.look, foot=foot), encoding="utf-8")
    return source


def _run(command: list[str]) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT, env=environment)


PRODUCERS: Mapping[str, Producer] = {
    "reportlab": Producer(draw_by_reportlab, "pdf", 0.46),
    "chromium": Producer(print_by_chromium, "pdf", 0.22, "chromium", "chromium"),
    "libreoffice": Producer(convert_by_libreoffice, "pdf", 0.14, "soffice", "libreoffice-writer"),
    "weasyprint": Producer(print_by_weasyprint, "pdf", 0.04, "weasyprint", "weasyprint"),
    "wkhtmltopdf": Producer(print_by_wkhtmltopdf, "pdf", 0.08, "wkhtmltopdf", "wkhtmltopdf"),
    "docx": Producer(write_word_files, "docx", 0.06),
}


def find_missing(names: Iterable[str]) -> dict[str, str]:
    """Give for each producer that cannot work what it needs, such as `apt-get install chromium`."""
    lacking = {}
    for name in names:
        needs = PRODUCERS[name]
        if needs.program and not shutil.which(needs.program):
            lacking[name] = f"{needs.program} is missing; apt-get install {needs.package}"
    return lacking
