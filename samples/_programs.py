"""The programs that print or convert: each a function from one file to another.

Enters: an HTML page, a Word file or a workbook. Leaves: a PDF, a Word file or a spreadsheet.
Nothing is downloaded; a program that is missing is named together with its Debian package.
"""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGES = {
    "soffice": "libreoffice-writer libreoffice-calc",
    "chromium": "chromium",
    "wkhtmltopdf": "wkhtmltopdf",
    "weasyprint": "weasyprint",
    "pandoc": "pandoc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc": "fonts-wqy-zenhei",
    "/usr/share/fonts/truetype/arphic/uming.ttc": "fonts-arphic-uming",
    "/usr/share/fonts/truetype/arphic/ukai.ttc": "fonts-arphic-ukai",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
}
"""What the builder needs beside its Python packages, and the Debian package that brings it."""

_EPOCH = "1609459200"
"""The first of January 2021, for the producers that take their date from SOURCE_DATE_EPOCH."""

_TIMEOUT = 180


def missing() -> list[str]:
    """Give a sentence for each program or font that is not there, such as `pandoc is missing: apt install pandoc`."""
    return [
        f"{need} is missing: apt install {package}"
        for need, package in PACKAGES.items()
        if not shutil.which(need) and not Path(need).is_file()
    ]


def convert_by_libreoffice(source: Path, target: Path) -> None:
    """Convert to the target's format (its suffix) by LibreOffice, which gets a profile of its own."""
    with TemporaryDirectory() as folder:
        filters = {
            ".pdf": "pdf:writer_pdf_Export",
            ".docx": "docx:MS Word 2007 XML",
            ".xlsx": "xlsx:Calc MS Excel 2007 XML",
            ".xls": "xls:MS Excel 97",
            ".ods": "ods:calc8",
            ".doc": "doc:MS Word 97",
            ".rtf": "rtf:Rich Text Format",
            ".odt": "odt:writer8",
            ".txt": "txt:Text (encoded):UTF8",
            ".html": "html:HTML (StarWriter):EmbedImages",
        }
        infilter = ["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", *infilter, "--convert-to", filters[target.suffix]]
        _run([*command, "--outdir", folder, str(source)])
        shutil.copyfile(Path(folder, source.with_suffix(target.suffix).name), target)


def print_by_chromium(source: Path, target: Path) -> None:
    """Print an HTML page by Chromium, without its own header and footer."""
    with TemporaryDirectory() as folder:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}"]
        _run(["chromium", *options, f"--print-to-pdf={target}", source.as_uri()])


def print_by_wkhtmltopdf(source: Path, target: Path) -> None:
    """Print an HTML page by wkhtmltopdf, an old WebKit in Qt (Debian's prints no page numbers)."""
    _run(["wkhtmltopdf", "--quiet", "--page-size", "A4", str(source), str(target)])


def print_by_weasyprint(source: Path, target: Path) -> None:
    """Print an HTML page by WeasyPrint."""
    _run(["weasyprint", str(source), str(target)])


def convert_by_pandoc(source: Path, target: Path) -> None:
    """Convert an HTML page to the target's format by pandoc; an empty title, or it prints the page's as well."""
    _run(["pandoc", "--from=html", "--metadata=title=", str(source), "--output", str(target)])


def _run(command: list[str]) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(  # noqa: S603 - fixed programs on this folder's own files
        command, check=True, capture_output=True, timeout=_TIMEOUT, env=environment
    )
