"""What an export costs beside pandas writing the same frames plainly: `python -m tests.bench_exports [--forms 10000]`.

Enters: results made here. Leaves: a table of processor times, ratios and memory, the report's among them. Reading the
results is told apart, since pandas is given frames that are there already. Plainly means floats, no description, no
key, no guard against formulas, and for the workbook one unadorned sheet a table. Nothing is asserted.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from tests.bench import judge, make_table
from tests.made_results import make_extractions, write_results

ROOT = Path(__file__).resolve().parent.parent

MOST_MEMORY = 400.0
"""How many MiB an export may hold, whatever the number of forms."""

TIMES_PANDAS = 2.0
"""How many times longer than pandas writing an export may take to write."""

REPORT = """
import json, re, sys, time
from pathlib import Path

def report(seconds):
    status = Path("/proc/self/status")
    held = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1] if status.exists() else 0
    print(json.dumps({"seconds": seconds, "memory": int(held) / 1024}))
"""

COMMAND = """
import extractor.exports.reading
from extractor.cli import main

class Reading:
    seconds = 0

    def __init__(self, read_rows):
        self.read_rows = read_rows

    def __call__(self, *arguments, **named):
        rows = self.read_rows(*arguments, **named)
        while True:
            started = time.process_time()
            each = next(rows, None)
            self.seconds += time.process_time() - started
            if each is None:
                return
            yield each
            started = time.process_time()
            for table in each.values():
                table.clear()
            self.seconds += time.process_time() - started

reading = extractor.exports.reading.read_rows = Reading(extractor.exports.reading.read_rows)
started = time.process_time()
try:
    main()
except SystemExit:
    seconds = time.process_time() - started
    report({"all": seconds, "reading": reading.seconds})
"""

PANDAS = """
import sqlite3
import duckdb
import pandas
import extractor

SHEETS = ("forms", "funding", "tasks", "indicators", "objectives", "header_other")

def write(frames, kind, target):
    if kind == "xlsx":
        with pandas.ExcelWriter(target, engine="xlsxwriter") as writer:
            for name in SHEETS:
                frames[name].to_excel(writer, sheet_name=name, index=False)
    elif kind == "sqlite":
        with sqlite3.connect(target) as database:
            for name, frame in frames.items():
                frame.to_sql(name, database, index=False)
    elif kind == "duckdb":
        with duckdb.connect(str(target)) as database:
            for name, frame in frames.items():
                database.register("frame", frame)
                database.execute(f'CREATE TABLE "{name}" AS SELECT * FROM frame')
    else:
        target.mkdir()
        for name, frame in frames.items():
            place = target / f"{name}.{kind}"
            if kind == "csv":
                frame.to_csv(place, index=False)
            elif kind == "jsonl":
                frame.to_json(place, orient="records", lines=True, force_ascii=False)
            else:
                frame.to_parquet(place, index=False)

frames = extractor.tables(sys.argv[1])
for frame in frames.values():
    for name in ("amount", "amount_original", "number", "number_high"):
        if name in frame:
            frame[name] = frame[name].astype("Float64")
times = {}
for kind in sys.argv[3:]:
    started = time.process_time()
    write(frames, kind, Path(sys.argv[2]) / f"plain.{kind}")
    times[kind] = time.process_time() - started
report(times)
"""


def measure(script: str, *arguments: str) -> tuple[Any, float]:
    """Run a script by itself; give its seconds of processor time and the most MiB that it held."""
    command = [sys.executable, "-c", REPORT + script, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return found["seconds"], found["memory"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--forms", type=int, default=10_000, help="how many extractions are made and exported")
    parser.add_argument("--to", action="append", help="only this target; may be repeated")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 150)
    kinds = options.to or ["csv", "jsonl", "sqlite", "parquet", "duckdb", "xlsx"]
    with TemporaryDirectory() as base:
        out = write_results(Path(base) / "out", make_extractions(1, options.forms, rare=False))
        plain, pandas = measure(PANDAS, str(out), base, *kinds)
        heads = ("target", "all, s", "reading", "writing", "pandas writing", "writing, times pandas", "MiB")
        table = make_table(f"Exports of {options.forms:,} results", *heads)
        ratios, most = {}, 0.0
        for kind in kinds:
            target = str(Path(base) / f"ours.{kind}")
            seconds, memory = measure(COMMAND, "export", str(out), "--to", kind, "-o", target, "--lang", "zh")
            writing = seconds["all"] - seconds["reading"]
            ratios[kind] = writing / plain[kind]
            most = max(most, memory)
            times = (f"{each:.1f}" for each in (seconds["all"], seconds["reading"], writing, plain[kind]))
            table.add_row(kind, *times, f"{ratios[kind]:.2f}", f"{memory:.0f}")
        seconds, memory = measure(COMMAND, "report", str(out), "-o", str(Path(base) / "report.html"), "--lang", "zh")
        making = seconds["all"] - seconds["reading"]
        times = (f"{each:.1f}" for each in (seconds["all"], seconds["reading"], making))
        table.add_row("report", *times, "–", "–", f"{memory:.0f}")
    table.caption = "\n".join(
        (
            *(f"{kind}, times pandas: {judge(ratio, TIMES_PANDAS, least=False)}" for kind, ratio in ratios.items()),
            f"the most that an export holds, MiB: {judge(most, MOST_MEMORY, least=False)} (pandas: {pandas:.0f})",
        )
    )
    console.print(table)


if __name__ == "__main__":
    main()
