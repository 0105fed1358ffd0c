"""How exactly forms are read whose record is known: `python -m tests.accuracy [--count 1000] [--seed 1]`.

Enters: the options. Leaves: the report on standard output; files that were not read exactly in a folder, where wanted.
"""

import argparse
import os
import sys
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.accuracy.cases import Case, plan
from tests.accuracy.looks import RULES
from tests.accuracy.producers import PRODUCERS, find_missing
from tests.accuracy.report import say_failures, say_marks, say_tables
from tests.accuracy.running import run

COUNT = 1000
SEED = 1


def main() -> None:
    """Make, read and judge all cases, and print the report."""
    options = read_options()
    lacking = find_missing(options.producer or PRODUCERS)
    for name, sentence in lacking.items():
        print(f"skipped {name}: {sentence}")
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    cases = make_plan(options, [name for name in options.producer or PRODUCERS if name not in lacking])
    begun = monotonic()
    results = sorted(run(cases, jobs=options.jobs, keep=options.keep), key=lambda result: result.case.number)
    took = monotonic() - begun
    print(f"{len(results)} renderings, seed {options.seed}, {options.jobs} at a time, {took:.0f} s\n")
    print(say_tables(results, options.lang))
    print(f"\n{say_marks(results)}")
    if failures := say_failures(results, options.differences):
        print(f"\n{failures}")


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Read generated forms whose records are known, and compare.")
    parser.add_argument("--count", type=int, default=COUNT, help="how many renderings")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives other forms")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="how many at a time")
    parser.add_argument("--producer", action="append", choices=tuple(PRODUCERS), help="only this one; may be repeated")
    parser.add_argument("--rules", action="append", choices=RULES, help="only such tables; may be repeated")
    parser.add_argument("--only", type=int, action="append", help="only the rendering of this number; may be repeated")
    parser.add_argument("--keep", type=Path, help="a folder for the files that are not read exactly")
    parser.add_argument("--differences", type=int, default=3, help="how many differences are shown of a kind")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="the language of the tables")
    return parser.parse_args()


def make_plan(options: argparse.Namespace, producers: list[str]) -> list[Case]:
    """Divide the count among the producers by their shares."""
    total = sum(PRODUCERS[name].share for name in producers)
    counts = {name: round(options.count * PRODUCERS[name].share / total) for name in producers}
    cases = plan(options.seed, counts, options.rules or RULES)
    return [case for case in cases if options.only is None or case.number in options.only]


if __name__ == "__main__":
    main()
