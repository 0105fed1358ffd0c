"""Take the pictures that the READMEs show: `python samples/screenshots.py [part of a name …]`.

Enters: the samples. Leaves: pictures in `pictures/`, each of what the program makes of samples, as Chromium shows it.
Fonts and versions of the browser change them a little.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from lxml import html
from PIL import Image, ImageChops

from extractor import __version__
from extractor.sampling import DrawnField, Plan
from extractor.verdicts import Verdict, append_verdict

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"

FORMS = ("zhanjiang-2021-wenhua.txt", "zhanjiang-2024-wenhua.chromium.pdf", "zhanjiang-2021-xinfangju.chromium.pdf")
"""Of these samples the report is made."""

REPORT_FIGURES = {"tasks": "tasks-0", "years": "series-0-indicators-0"}
"""The figures of the report that are shown, by their keys in the page."""

WIDTH = 1160
HIGHEST = 4000
MARGIN = 24
COLOURS = 64

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


def main(wanted: list[str]) -> int:
    """Take the pictures whose names contain one of the given parts (all, where none is given); give the exit code."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("Chromium is missing: apt install chromium", file=sys.stderr)
        return 2
    PICTURES.mkdir(exist_ok=True)
    for name, picture in chain(_take_report(browser), _take_certificate(browser)):
        if not wanted or any(part in name for part in wanted):
            picture.convert("RGB").quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)
            print(f"{name}: taken")
    return 0


def _take_report(browser: str) -> Iterator[tuple[str, Image.Image]]:
    """Show parts of the report on a few samples, in both languages."""
    with TemporaryDirectory() as folder:
        forms, out = Path(folder, "forms"), Path(folder, "out")
        forms.mkdir()
        for name in FORMS:
            shutil.copy(HERE / name, forms)
        _run_program("batch", "forms", "-o", "out", "--quiet", folder=folder)
        for lang in ("zh", "en"):
            page = out / f"report.{lang}.html"
            _run_program("report", "out", "-o", str(page), "--lang", lang, folder=folder)
            for name, key in REPORT_FIGURES.items():
                yield f"report-{name}.{lang}", _shoot(browser, _keep_figure(page, key))


def _take_certificate(browser: str) -> Iterator[tuple[str, Image.Image]]:
    """Show what a reviewer's verdicts on some drawn values prove, one of them a correction, as it is printed."""
    with TemporaryDirectory() as folder:
        forms, out = Path(folder, "forms"), Path(folder, "out")
        forms.mkdir()
        for name in FORMS:
            shutil.copy(HERE / name, forms)
        _run_program("batch", "forms", "-o", "out", "--quiet", folder=folder)
        _run_program(
            "sample", "out", "--bound", "10%", "--errors", "1", "--seed", "7", "-o", "plan.json", folder=folder
        )
        plan = Plan.from_json(Path(folder, "plan.json").read_bytes())
        for number, field in enumerate(plan.fields):
            append_verdict(out / "verdicts.jsonl", _confirm(number, field))
        for lang in ("zh", "en"):
            page = out / f"certificate.{lang}.html"
            words = ["certify", "out", "--plan", "plan.json", "-o", str(page), "--lang", lang]
            _run_program(*words, folder=folder)
            yield f"certificate.{lang}", _print(browser, page)


def _confirm(number: int, field: DrawnField) -> Verdict:
    """Say that a value is right, and of the sixth that it is another one: both are made up for the picture."""
    said = (
        {"verdict": "wrong", "after": "示例"} if number == 5 and isinstance(field.value, str) else {"verdict": "right"}
    )
    return Verdict.model_validate(
        {
            "document": field.document,
            "name": field.name,
            "form": field.form,
            "pointer": field.pointer,
            "before": field.value,
            "reviewer": "李明",
            "time": f"2026-11-30T09:{number // 6:02}:{number % 6 * 10:02}Z",
            "program": __version__,
            "pattern": field.stratum.partition(" ")[0],
            "pattern_version": "",
            **said,
        }
    )


def _print(browser: str, page: Path) -> Image.Image:
    """Show a page as it is printed."""
    paper = page.with_suffix(".pdf")
    with TemporaryDirectory() as folder:
        command = [browser, *QUIET, f"--user-data-dir={folder}", "--no-pdf-header-footer", f"--print-to-pdf={paper}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=120)  # noqa: S603
    document = pypdfium2.PdfDocument(paper)
    image: Image.Image = document[0].render(scale=1.5).to_pil()
    document.close()
    return image


def _keep_figure(page: Path, key: str) -> Path:
    """Leave out of a page all but one of its figures."""
    tree: Any = html.document_fromstring(page.read_text(encoding="utf-8"))  # lxml has no types
    figure, body = tree.get_element_by_id(key), tree.body
    for child in list(body):
        body.remove(child)
    body.append(figure)
    target = page.with_name(f"{key}.html")
    target.write_bytes(html.tostring(tree, doctype="<!DOCTYPE html>", encoding="utf-8"))
    return target


def _run_program(*arguments: str, folder: str) -> None:
    command = [sys.executable, "-c", "from extractor.cli import main; main()", *arguments]
    subprocess.run(command, check=True, cwd=folder, env={**os.environ, "PYTHONPATH": str(HERE.parent)})  # noqa: S603


def _shoot(browser: str, page: Path) -> Image.Image:
    """Show a page in a window so high that nothing needs to be scrolled, and cut off what is blank below."""
    with TemporaryDirectory() as folder:
        picture = Path(folder, "page.png")
        command = [browser, *QUIET, f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{HIGHEST}"]
        command += [f"--screenshot={picture}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
        with Image.open(picture) as image:
            whole = image.convert("RGB")
    blank = ImageChops.difference(whole, Image.new("RGB", whole.size, "white")).getbbox()
    bottom = whole.height if blank is None else min(blank[3] + MARGIN, whole.height)
    return whole.crop((0, 0, WIDTH, bottom))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
