"""How long scans take, and how much memory: `python -m tests.bench_scans`. `make bench` runs it last.

Enters: nothing. Leaves: tables in Markdown on standard output. Each measurement runs in processes of its own.
"""

import argparse
import cProfile
import pstats
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import process_time

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor import extract  # noqa: E402

SCAN = ROOT / "samples" / "scans" / "zhanjiang-2024-wenhua.stamped.pdf"
PAGES = 2
ROUNDS = 1
MANY = 100_000
PARTS = {
    "en": ("recognition by the model", "finding rulings, lines and cells", "drawing the page", "the rest"),
    "zh": ("模型识别文字", "寻找框线、行和单元格", "绘制页面", "其余"),
}


def read_pages(_: int) -> tuple[float, int]:
    """Read a scan; give the seconds of the processor, which other programs do not change, and the most memory held."""
    extract(SCAN)  # Loads the libraries and the model.
    busy = process_time()
    for _round in range(ROUNDS):
        extract(SCAN)
    return process_time() - busy, find_peak()


def find_peak() -> int:
    """Give the most memory that this process has held, in MiB."""
    seen = psutil.Process().memory_info()
    if sys.platform == "win32":
        return int(seen.peak_wset >> 20)
    import resource  # noqa: PLC0415 - not there on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> (20 if sys.platform == "darwin" else 10)


def share_time(_: int) -> tuple[float, ...]:
    """Give which part of the time goes where."""
    extract(SCAN)
    profile = cProfile.Profile()
    profile.enable()
    extract(SCAN)
    profile.disable()
    stats = pstats.Stats(profile)
    spent = {"model": 0.0, "picture": 0.0, "draw": 0.0}
    for (file, _line, name), (*_, whole, _callers) in stats.stats.items():  # type: ignore[attr-defined]
        if name == "_run" and file.endswith("ocr.py"):
            spent["model"] += whole
        elif name == "_lay_out" and file.endswith("scan.py"):
            spent["picture"] += whole
        elif name == "render":
            spent["draw"] += whole
    total = stats.total_tt  # type: ignore[attr-defined]
    return (*(value / total for value in spent.values()), 1 - sum(spent.values()) / total)


def measure(workers: int) -> tuple[float, int]:
    """Give, with so many workers, the processor's seconds a page, and the most memory that a worker holds, in MiB."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(read_pages, range(workers)))
    return sum(busy for busy, _ in found) / (PAGES * ROUNDS * workers), max(held for _, held in found)


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure how long scans take, and how much memory.")
    parser.add_argument("--lang", action="append", choices=("en", "zh"), help="the languages of the tables")
    options = parser.parse_args()
    found = {workers: measure(workers) for workers in (1, 2)}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        shares = pool.submit(share_time, 0).result()
    for lang in options.lang or ["en", "zh"]:
        print(f"\n{say(found, shares, lang)}")


def say(found: dict[int, tuple[float, int]], shares: tuple[float, ...], lang: str) -> str:
    """Give the table as the READMEs hold it."""
    chinese = lang == "zh"
    lines = ["| 指标 | 结果 |" if chinese else "| measure | figure |", "|---|--:|"]
    for workers, (busy, held) in found.items():
        names = (
            (f"{workers} 个进程：每页处理器秒数", f"{workers} 个进程：每个进程的内存，MiB")
            if chinese
            else (f"{workers} worker(s): seconds of a processor a page", f"{workers} worker(s): memory of each, MiB")
        )
        lines += [f"| {names[0]} | {busy:.2f} |", f"| {names[1]} | {held} |"]
    for name, share in zip(PARTS[lang], shares, strict=True):
        lines.append(f"| {'其中，' if chinese else 'of the time, '}{name} | {100 * share:.0f} % |")
    hours = found[1][0] * MANY / 3600
    for count, name in ((1, "1"), (16, "16")):
        label = f"100,000 页，{name} 个处理器，小时" if chinese else f"100,000 pages with {name} processor(s), hours"
        lines.append(f"| {label} | {hours / count:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
