"""How long scans take, and how much memory: `python -m tests.bench_scans`. `make bench` runs it last.

Enters: nothing. Leaves: tables in Markdown on standard output. Each measurement runs in processes of its own.
"""

import argparse
import cProfile
import pstats
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier
from time import process_time, time

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extractor import extract  # noqa: E402

SCAN = ROOT / "samples" / "scans" / "zhanjiang-2024-wenhua.stamped.pdf"
PAGES = 2
ROUNDS = 3
MANY = 100_000
PARTS = {
    "en": ("recognition by the model", "finding rulings, lines and cells", "drawing the page", "the rest"),
    "zh": ("模型识别文字", "寻找框线、行和单元格", "绘制页面", "其余"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a page takes, and how much memory a worker holds.

    Attributes:
        clock: the seconds of the clock in which the workers together read a page, in their best round.
        busy: the seconds of a processor, which other programs on the machine change less.
        held: the most memory that a worker held, in MiB.
    """

    clock: float
    busy: float
    held: int


def read_pages(barrier: Barrier) -> tuple[list[tuple[float, float]], float, int]:
    """Read a scan round by round, each when all workers are there.

    Returns:
        When each round began and ended, the seconds of the processor, and the most memory held.
    """
    extract(SCAN)  # Loads the libraries and the model.
    rounds: list[tuple[float, float]] = []
    spent = 0.0
    for _round in range(ROUNDS):
        barrier.wait()
        begin, busy = time(), process_time()
        extract(SCAN)
        spent += process_time() - busy
        rounds.append((begin, time()))
    return rounds, spent, find_peak()


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


def measure(workers: int) -> Measured:
    """Measure with so many workers, which read at the same time."""
    context = get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(workers, mp_context=context) as pool:
        found = list(pool.map(read_pages, [manager.Barrier(workers)] * workers))
    rounds = zip(*(rounds for rounds, _, _ in found), strict=True)
    clock = min(max(end for _, end in each) - min(begin for begin, _ in each) for each in rounds)
    busy = sum(spent for _, spent, _ in found) / ROUNDS
    return Measured(clock / (PAGES * workers), busy / (PAGES * workers), max(held for *_, held in found))


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


def say(found: dict[int, Measured], shares: tuple[float, ...], lang: str) -> str:
    """Give the table as the READMEs hold it."""
    chinese = lang == "zh"
    lines = ["| 指标 | 结果 |" if chinese else "| measure | figure |", "|---|--:|"]
    for workers, measured in found.items():
        names = (
            (
                f"{workers} 个进程：每页时钟秒数",
                f"{workers} 个进程：每页处理器秒数",
                f"{workers} 个进程：每个进程的内存，MiB",
            )
            if chinese
            else (
                f"{workers} worker(s): seconds of the clock a page",
                f"{workers} worker(s): seconds of a processor a page",
                f"{workers} worker(s): memory of each, MiB",
            )
        )
        figures = (f"{measured.clock:.2f}", f"{measured.busy:.2f}", str(measured.held))
        lines += [f"| {name} | {figure} |" for name, figure in zip(names, figures, strict=True)]
    for name, share in zip(PARTS[lang], shares, strict=True):
        lines.append(f"| {'其中，' if chinese else 'of the time, '}{name} | {100 * share:.0f} % |")
    hours = found[1].busy * MANY / 3600
    for count, name in ((1, "1"), (16, "16")):
        label = f"100,000 页，{name} 个处理器，小时" if chinese else f"100,000 pages with {name} processor(s), hours"
        lines.append(f"| {label} | {hours / count:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
