"""The picture of the workbook in the READMEs: `python samples/workbook_picture.py`.

Enters: the samples. Leaves: `samples/pictures/workbook.png`, the upper parts of sheets of the workbook that the program
makes of some samples, as LibreOffice shows them.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image, ImageChops

SAMPLES = Path(__file__).resolve().parent
PICTURES = SAMPLES / "pictures"
SHOWN = {
    "信访局2021.pdf": "zhanjiang-2021-xinfangju.chromium.pdf",
    "文化服务中心2024.pdf": "zhanjiang-2024-wenhua.libreoffice.pdf",
    "社区服务站2023.xlsx": "shanghai-2023-jietu.openpyxl.xlsx",
    "供水管网自评2023.docx": "sichuan-2023-gongshui.python-docx.docx",
    "实训基地2024.txt": "hunan-2024-jidi.txt",
    "来函.docx": "documents/letter.docx",
}
"""The samples, under names as units give their files."""

WIDTH = 1500
FOOTER = re.compile(r"(\w+)\s+[0-9]+ / [0-9]+")
PARTS = {"总览": 150, "资金": 262, "指标": 210, "疑点": 168}
"""The sheets that the picture shows, and how high a part of each."""


def main() -> None:
    """Make the picture."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        show_workbook(Path(folder), PICTURES / "workbook.png")


def show_workbook(folder: Path, picture: Path) -> None:
    """Make a picture of the upper parts of a workbook's sheets."""
    office = shutil.which("soffice")
    if office is None:
        sys.exit("The workbook is shown by LibreOffice: install libreoffice-calc.")
    (folder / "报送").mkdir()
    for name, sample in SHOWN.items():
        shutil.copy(SAMPLES / sample, folder / "报送" / name)
    run("batch", "报送", "-o", "out", "-q", "--lang", "zh", folder=folder)
    (folder / "out" / "review").mkdir()
    (folder / "out" / "review" / "index.html").touch()
    run("export", "out", "--to", "xlsx", "-o", "all.xlsx", "--lang", "zh", folder=folder)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), profile, str(folder / "all.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603
    tops = {}
    document = pypdfium2.PdfDocument(folder / "all.pdf")
    for page in document:
        found = FOOTER.search(page.get_textpage().get_text_range())
        name = found[1] if found else ""
        if name in PARTS and name not in tops:
            tops[name] = crop(page.render(scale=2.4).to_pil().convert("RGB"), PARTS[name])
    document.close()
    whole = Image.new("RGB", (WIDTH, sum(part.height + 12 for part in tops.values())), "#8892A0")
    height = 0
    for name in PARTS:
        whole.paste(tops[name], (0, height))
        height += tops[name].height + 12
    whole.crop((0, 0, WIDTH, height - 12)).quantize(64).save(picture, optimize=True)


def run(*arguments: str, folder: Path) -> None:
    """Run the program in a folder."""
    command = [sys.executable, "-c", "from extractor.cli import main; main()", *arguments]
    env = {**os.environ, "PYTHONPATH": str(SAMPLES.parent)}
    subprocess.run(command, check=True, cwd=folder, env=env)  # noqa: S603


def crop(page: Image.Image, height: int) -> Image.Image:
    """Give the upper part of a page without its margins."""
    shown = ImageChops.difference(page, Image.new("RGB", page.size, "white"))
    box = shown.crop((0, 0, page.width, page.height - 120)).getbbox()
    left, top, right, _ = box or (0, 0, page.width, page.height)
    part = page.crop((left, top, right, page.height))
    scaled = part.resize((WIDTH, round(part.height * WIDTH / part.width)), Image.Resampling.LANCZOS)
    return scaled.crop((0, 0, WIDTH, height))


if __name__ == "__main__":
    main()
