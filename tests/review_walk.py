"""What it takes to review: keys and machine time for a document of the reference form, and for a large batch.

    python -m tests.review_walk

Enters: the reference form as a PDF, and a batch of 1,000 documents made from its record. Leaves: figures, as a table
for the README. Times are of this machine and its browser; what a person thinks between two keys is not in them.
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

import extractor
from extractor.messages.language import Language
from extractor.review.build import Settings, build_review
from tests.browser import address_of, find_browser, open_browser, open_page

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.chromium.pdf"
MANY = 1000
WALKED = 40
"""How many documents are stepped through to measure the next one."""

HEADS = {
    "zh": ("指标", "数值", "要求"),
    "en": ("measure", "figure", "wanted"),
}
NAMES: dict[str, dict[Language, str]] = {
    "fields": {"zh": "参考表（PDF）的字段数", "en": "fields of the reference form (PDF)"},
    "keys": {"zh": "逐字段确认：按键次数", "en": "confirmed field by field: keys"},
    "key-time": {
        "zh": "逐字段确认：每个字段的机器时间（毫秒）",
        "en": "confirmed field by field: milliseconds a field",
    },
    "wall-keys": {
        "zh": "在对照墙上确认：每份文件的按键次数（{count} 份相同表式，由一个字段推算）",
        "en": "confirmed on the wall: keys a document, with {count} documents of the form, reckoned from one field",
    },
    "wall-time": {
        "zh": "在对照墙上确认：每份文件的机器时间（秒，同上）",
        "en": "confirmed on the wall: seconds a document, likewise",
    },
    "open": {"zh": "打开 1,000 份文件的批次（秒）", "en": "a batch of 1,000 documents opens (seconds)"},
    "next": {"zh": "下一份文件，中位数（秒）", "en": "the next document, in the middle (seconds)"},
    "slowest": {"zh": "下一份文件，最慢（秒）", "en": "the next document, the slowest (seconds)"},
    "picture": {"zh": "最大的页面图像（KB）", "en": "the largest picture of a page (KB)"},
}
WANTED = {"open": "< 2", "next": "< 0.2", "picture": "≤ 60"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure by its name."""

    name: str
    value: str
    count: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what it takes to review.")
    parser.add_argument("--lang", choices=["zh", "en"], default="en")
    lang: Language = parser.parse_args().lang
    if find_browser() is None:
        print("Chromium is missing: apt install chromium", file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder, open_browser() as browser:
        figures = [*measure_form(Path(folder) / "one", browser), *measure_batch(Path(folder) / "many", browser)]
    print(f"| {' | '.join(HEADS[lang])} |\n|---|--:|--:|")
    for figure in figures:
        name = NAMES[figure.name][lang].format(count=f"{figure.count:,}")
        print(f"| {name} | {figure.value} | {WANTED.get(figure.name, '')} |")
    return 0


def measure_form(folder: Path, browser: Browser) -> Iterator[Figure]:
    """Confirm a document of the reference form field by field, by the keyboard."""
    write_results(folder / "results", 1)
    build(folder)
    largest = max(path.stat().st_size for path in folder.rglob("*.webp"))
    with open_page(browser, address_of(folder / "review")) as page:
        be_known(page)
        page.evaluate("jixiao.page.goTo(jixiao.page.getState().id, 0, jixiao.page.getState().fields[0].pointer)")
        count = int(page.evaluate("jixiao.page.getState().fields.length"))
        started = time.perf_counter()
        keys = 0
        while page.evaluate("jixiao.verdicts.countOwn(jixiao.page.getState().id)") < count:
            page.keyboard.press("Enter")
            keys += 1
        seconds = time.perf_counter() - started
    yield Figure("fields", str(count))
    yield Figure("keys", str(keys))
    yield Figure("key-time", f"{1000 * seconds / keys:.0f}")
    yield Figure("picture", f"{largest / 1000:.0f}")


def measure_batch(folder: Path, browser: Browser) -> Iterator[Figure]:
    """Open a large batch, step through documents, and confirm one field of all of them on the wall."""
    write_results(folder / "results", MANY)
    build(folder)
    context = browser.new_context()
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address_of(folder / "review"))
    page.wait_for_selector(".field.current")
    opened = time.perf_counter() - started
    be_known(page)
    steps = sorted(step_on(page) for _ in range(WALKED))
    yield Figure("open", f"{opened:.2f}")
    yield Figure("next", f"{steps[len(steps) // 2]:.3f}")
    yield Figure("slowest", f"{steps[-1]:.3f}")
    keys, seconds = confirm_on_walls(page)
    yield Figure("wall-keys", f"{keys / MANY:.1f}", MANY)
    yield Figure("wall-time", f"{seconds / MANY:.2f}")
    context.close()


def step_on(page: Page) -> float:
    """Go to the next document, and wait until its page is drawn; give the seconds."""
    here = page.evaluate("jixiao.page.getState().id")
    started = time.perf_counter()
    page.keyboard.press("]")
    page.wait_for_function(
        """(here) => jixiao.page.getState().id !== here && document.querySelector(".field.current")
            && document.querySelector(".dock .crop img, .dock .crop.of-text")""",
        arg=here,
    )
    return time.perf_counter() - started


def confirm_on_walls(page: Page) -> tuple[int, float]:
    """Confirm a field of all documents on the wall; give the keys and the seconds for all fields, reckoned from it."""
    page.evaluate("jixiao.page.goTo(jixiao.page.getState().id, 0, '/funding/groups/0/items/0/amount')")
    page.keyboard.press("w")
    page.wait_for_selector(".tile.current")
    total = page.evaluate("jixiao.wall.getSight().of")
    keys = 0
    started = time.perf_counter()
    while True:
        sight = page.evaluate("jixiao.wall.getSight()")
        page.keyboard.press("Enter")
        keys += 1
        if sight["start"] + sight["count"] >= total:
            break
        page.wait_for_function("(start) => jixiao.wall.getSight().start > start", arg=sight["start"])
    seconds = time.perf_counter() - started
    fields = page.evaluate("jixiao.get('index').walls.reduce((sum, [, count]) => sum + count, 0)") / total
    return round(keys * fields), seconds * fields


def be_known(page: Page) -> None:
    page.evaluate("jixiao.verdicts.setReviewer('陈')")


def write_results(folder: Path, count: int) -> None:
    """Write results of so many documents with the record of the reference form, and pages of one of them for all."""
    folder.mkdir(parents=True)
    data = json.loads(extractor.extract(REFERENCE).to_json())
    for number in range(count):
        source = data["source"] | {"name": f"{number:04}.pdf"}
        if number:
            source["sha256"] = f"{number:064x}"
        text = json.dumps(data | {"source": source}, ensure_ascii=False)
        (folder / f"{number:04}.json").write_text(text, encoding="utf-8")
    shutil.copy(REFERENCE, folder / "0000.pdf")


def build(folder: Path) -> None:
    """Make the page; every document is given the pictures of the first, as if its source had been drawn."""
    results, page = folder / "results", folder / "review"
    build_review(Settings(results, page, [results], jobs=1), lambda *_: None)
    (drawn,) = (path.parent for path in page.glob("sources/*/*/1.webp"))
    for place in page.glob("sources/*/*"):
        if place == drawn:
            continue
        for file in drawn.iterdir():
            data = file.read_bytes()
            (place / file.name).write_bytes(data.replace(drawn.name.encode(), place.name.encode()))


if __name__ == "__main__":
    sys.exit(main())
