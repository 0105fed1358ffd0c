"""Cases → results: files are made in batches, read by the program, and judged.

Enters: cases. Leaves: a result a case. Each form is also read as text: there the record must be the known one, which
proves the known record without the PDF; and what the text's checks say, the form says by itself.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from shutil import copyfile
from subprocess import SubprocessError
from tempfile import TemporaryDirectory
from typing import Any

import simplejson

from extractor.pipeline import extract_bytes
from tests.accuracy.cases import Case
from tests.accuracy.judging import Judgement, find_signs, judge, read_record
from tests.accuracy.printing import count_unprinted
from tests.accuracy.producers import PRODUCERS
from tests.accuracy.sheets import write_text

BATCH = 20
"""How many cases one start of a program serves."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case: the verdict on its file, and on the same form as text.

    `lacking` is how many characters of the form its producer left out of the file.
    """

    case: Case
    judgement: Judgement
    as_text: Judgement
    lacking: int = 0


def run(cases: Sequence[Case], *, jobs: int, keep: Path | None) -> Iterator[Result]:
    """Give the results as they come; `keep` is a folder for the files that were not read exactly."""
    batches = make_batches(cases)
    if jobs < 2:
        for batch in batches:
            yield from run_batch(batch, keep)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(run_batch, batch, keep) for batch in batches]):
            yield from done.result()


def make_batches(cases: Sequence[Case]) -> list[list[Case]]:
    """Give the cases in batches of one producer each."""
    by_producer: dict[str, list[Case]] = {}
    for case in cases:
        by_producer.setdefault(case.producer, []).append(case)
    return [own[at : at + BATCH] for own in by_producer.values() for at in range(0, len(own), BATCH)]


def run_batch(cases: Sequence[Case], keep: Path | None) -> list[Result]:
    """Make the files of some cases of one producer, read them, and judge."""
    producer = PRODUCERS[cases[0].producer]
    results = []
    with TemporaryDirectory() as folder:
        try:
            producer.produce(cases, Path(folder))
        except (OSError, RuntimeError, SubprocessError) as error:
            sys.stderr.write(f"{len(cases)} forms by {cases[0].producer} were not made: {error}\n")
            return []
        for case in cases:
            path = Path(folder, f"{case.name}.{producer.suffix}")
            results.append(judge_file(case, path, keep))
    return results


def judge_file(case: Case, path: Path, keep: Path | None) -> Result:
    """Read a case's file and the same form as text, and judge both."""
    known = case.make_record()
    printed = case.make_printed_record()
    text = write_text(case.sheet)
    plain = extract_bytes(text.encode(), f"{case.name}.txt", lang="en")
    extraction = extract_bytes(path.read_bytes(), path.name, lang="en")
    judgement = judge(extraction, printed or known, find_signs(plain), left_open=printed is not None)
    lacking = count_unprinted(case.sheet, path.read_bytes()) if path.suffix == ".pdf" else 0
    result = Result(case, judgement, judge(plain, known, Counter()), lacking)
    if keep is not None and result.judgement.verdict != "exact":
        copyfile(path, keep / path.name)
        (keep / f"{case.name}.txt").write_text(text, encoding="utf-8")
        _write_json(keep / f"{case.name}.expected.json", printed or known)
        _write_json(keep / f"{case.name}.got.json", read_record(extraction))
        lines = [f"{result.judgement.verdict} {' '.join(result.judgement.signs)}"]
        lines += [
            f"{pointer}\n  known {one!r}\n  got   {other!r}" for pointer, one, other in result.judgement.differences
        ]
        (keep / f"{case.name}.diff.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return result


def _write_json(path: Path, data: Any) -> None:
    path.write_text(simplejson.dumps(data, ensure_ascii=False, use_decimal=True, indent=1), encoding="utf-8")
