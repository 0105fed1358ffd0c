"""A batch from its inputs to its summary: what an earlier run did is kept, the rest is read, all is accounted for.

Enters: inputs and settings. Leaves: the output folder with an outcome for each input, in their order, and the same
bytes whatever was interrupted and however many workers there were.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import extractor
from extractor.batch.cluster import spread
from extractor.batch.inputs import Input
from extractor.batch.limits import Limits
from extractor.batch.outcomes import Key, Outcome, manifest_line, place_json
from extractor.batch.store import SUMMARY, Journal, Manifest, drop_staged, take_staged, write_file
from extractor.batch.supervise import Crew, Ending, Task, supervise
from extractor.batch.tally import Tally
from extractor.batch.worker import digest_file
from extractor.messages.language import Language
from extractor.messages.problems import say_problem
from extractor.patterns import load_patterns
from extractor.record import Extraction, Problem, SourceFile

WORK = "extractor.batch.extraction:prepare"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch is run.

    Attributes:
        out: the output folder.
        jobs: how many workers read at the same time.
        limits: what each may take for a file.
        patterns: files or folders of patterns besides the shipped ones.
        lang: the language of the messages in the output.
        retry: whether files that failed before are read again.
        work: the function that the workers call, as `module:function`.
        scheduler: the address of a cluster's scheduler; None where this machine reads all.
    """

    out: Path
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    patterns: Sequence[Path] = ()
    lang: Language = "zh"
    retry: bool = False
    work: str = WORK
    scheduler: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What is said of each input as it is accounted for: how many are, of how many, and what became of this one."""

    done: int
    total: int
    shown: str
    outcome: Outcome


Watch = Callable[[Progress | str], None]
"""Told of each input that is accounted for, and some times a second the name of the file that takes longest."""


class UnwrittenError(Exception):
    """The output cannot be written: the disk is full, or the folder is gone. What was there is intact."""


def run_batch(inputs: Sequence[Input], settings: Settings, watch: Watch) -> dict[str, Any]:
    """Read all inputs, and give the summary, which is also written.

    The output folder is this process's own already (`open_output`).

    Raises:
        UnwrittenError: with the system's words.
        NoWorkersError: workers cannot be started.
    """
    started = time.monotonic()
    try:
        journal = Journal(settings.out, name_reading(settings))
        manifest = Manifest(settings.out)
        try:
            tally = Tally()
            _account(inputs, settings, _Books(journal, manifest, tally), watch)
            manifest.finish()
        finally:
            journal.close()
            manifest.close()
        summary = tally.summarize(time.monotonic() - started)
        write_file(settings.out, SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n")
    except BrokenPipeError:  # Nobody listens any more to what is told.
        raise
    except OSError as error:
        raise UnwrittenError(error.strerror or str(error)) from error
    return summary


def name_reading(settings: Settings) -> str:
    """Give a name to the way of reading: it changes with the program, the patterns and the language of messages."""
    digest = hashlib.sha256()
    package = Path(extractor.__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for pattern in load_patterns(*settings.patterns):
        digest.update(pattern.name.encode() + b"\0" + Path(pattern.path).read_bytes())
    digest.update(settings.work.encode())
    return f"{extractor.__version__} {digest.hexdigest()[:16]} {settings.lang}"


@dataclass(slots=True)
class _Books:
    """The books of a running batch.

    Attributes:
        journal: what became of each content.
        manifest: the list of inputs.
        tally: the counts.
        found: of the inputs that wait for one before them, the key of the content, or what became of them without one.
        flying: the contents that workers are reading.
        first: the number of the first input of each content.
        again: the contents that were read in this run, kept where failed ones are to be read again once.
        written: how many inputs the manifest holds.
    """

    journal: Journal
    manifest: Manifest
    tally: Tally
    found: dict[int, Key | Outcome] = field(default_factory=dict)
    flying: set[Key] = field(default_factory=set)
    first: dict[Key, int] = field(default_factory=dict)
    again: set[Key] = field(default_factory=set)
    written: int = 0


def _account(inputs: Sequence[Input], settings: Settings, books: _Books, watch: Watch) -> None:
    """Have all inputs read, and enter each into the books in their order."""

    def wanted(task: Task, sha256: str) -> bool:
        key = (sha256, task.suffix)
        books.found[task.number] = key
        if key in books.flying or _is_done(key, settings, books):
            return False
        books.flying.add(key)
        return True

    crew_settings = {
        "out": str(settings.out),
        "patterns": [str(path) for path in settings.patterns],
        "lang": settings.lang,
    }
    crew = Crew(settings.jobs, settings.work, crew_settings, settings.limits)
    _enter(inputs, settings, books, watch)
    tasks = _list_tasks(inputs)
    if settings.scheduler is None:
        endings = supervise(tasks, crew, wanted, watch)
    else:
        endings = spread(_leave_out_done(tasks, settings, books), crew, wanted, settings.scheduler)
    for ending in endings:
        _take(ending, inputs[ending.number], settings, books)
        _enter(inputs, settings, books, watch)


def _list_tasks(inputs: Sequence[Input]) -> Iterator[Task]:
    for number, item in enumerate(inputs):
        if item.skipped is None:
            yield Task(number, item.path, item.member, item.name, item.suffix)


def _leave_out_done(tasks: Iterator[Task], settings: Settings, books: _Books) -> Iterator[Task]:
    """Give the tasks that are not done: a cluster is not asked for what the journal knows."""
    if books.journal.empty:
        yield from tasks
        return
    for task in tasks:
        sha256 = digest_file(task)
        key = (sha256 or "", task.suffix)
        if sha256 is not None and _is_done(key, settings, books):
            books.found[task.number] = key
        else:
            yield task


def _is_done(key: Key, settings: Settings, books: _Books) -> bool:
    """Tell whether a content need not be read."""
    outcome = books.journal.find(key)
    if outcome is None or not (settings.out / place_json(key)).is_file():
        return False
    return not settings.retry or outcome.status != "error" or key in books.again


def _take(ending: Ending, item: Input, settings: Settings, books: _Books) -> None:
    """Enter how a task ended."""
    if ending.kind == "known":
        drop_staged(settings.out, ending.number)
        return
    if ending.kind == "unwritten":
        raise OSError(ending.answer.get("errno") or 0, ending.detail)
    if ending.kind == "done":
        answer = ending.answer
        outcome = Outcome(
            answer["status"],
            answer["error"],
            answer["forms"],
            answer["failed"],
            ending.seconds,
            ending.sha256,
            item.name,
        )
    else:
        problem = _problem(ending.code, settings.lang, ending.detail)
        outcome = Outcome("error", problem, 0, {}, ending.seconds, ending.sha256, item.name)
    if ending.sha256 is None:
        books.found[ending.number] = replace(outcome, seconds=0.0)
        return
    key = (ending.sha256, item.suffix)
    if ending.kind == "done":
        take_staged(settings.out, ending.number, place_json(key))
    else:
        _write_failure(key, outcome, settings)
    books.journal.add(key, outcome)
    books.flying.discard(key)
    books.tally.fresh += 1
    if settings.retry:
        books.again.add(key)


def _problem(code: str, lang: Language, detail: str = "") -> dict[str, str]:
    sentence, step = say_problem(code, lang, detail=detail)
    return {"code": code, "message": sentence, "next_step": step}


def _write_failure(key: Key, outcome: Outcome, settings: Settings) -> None:
    """Write the extraction of a file that no worker lived to write."""
    source = SourceFile(name=outcome.name, sha256=key[0], format=None, pages=None, reader=None)
    problem = Problem.model_validate(outcome.error)
    extraction = Extraction(source=source, status="error", error=problem, forms=[])
    write_file(settings.out, place_json(key), _dump(extraction))


def _dump(extraction: Extraction) -> bytes:
    return f"{extraction.to_json(2)}\n".encode("utf-8", "backslashreplace")


def _enter(inputs: Sequence[Input], settings: Settings, books: _Books, watch: Watch) -> None:
    """Enter the inputs into the manifest whose turn has come."""
    while books.written < len(inputs):
        number = books.written
        item = inputs[number]
        key: Key | None = None
        duplicate_of: str | None = None
        if item.skipped is not None:
            code, detail = SKIPPED[item.skipped]
            outcome = Outcome("error", _problem(code, settings.lang, detail), name=item.name)
        else:
            found = books.found.get(number)
            if found is None or (isinstance(found, tuple) and found in books.flying):
                return
            del books.found[number]
            if isinstance(found, Outcome):
                outcome = found
            else:
                key = found
                outcome, duplicate_of = _settle(key, number, inputs, settings, books)
        line = manifest_line(item.shown, outcome, key, duplicate_of)
        books.manifest.add(line)
        books.written += 1
        books.tally.add(item.shown, outcome, duplicate=duplicate_of is not None)
        watch(Progress(books.written, len(inputs), item.shown, outcome))


SKIPPED = {
    "symlink": ("link", ""),
    "special": ("special", ""),
    "missing": ("unreadable", "not found"),
    "denied": ("unreadable", "permission denied"),
}
"""Why an input is not read, as the code of a problem and its detail."""


def _settle(
    key: Key, number: int, inputs: Sequence[Input], settings: Settings, books: _Books
) -> tuple[Outcome, str | None]:
    """Give what became of a content, and which input before this one held the same.

    The JSON bears the name of the first input, whichever of them was read.
    """
    outcome = books.journal.find(key)
    if outcome is None:
        raise LookupError(f"no outcome of {inputs[number].shown}")
    first = books.first.setdefault(key, number)
    if first != number:
        return outcome, inputs[first].shown
    name = inputs[number].name
    if outcome.name != name:
        path = settings.out / place_json(key)
        extraction = Extraction.from_json(path.read_bytes())
        source = extraction.source.model_copy(update={"name": name})
        books.journal.add(key, replace(outcome, name=""))  # Until it is written, no name can be relied on.
        write_file(settings.out, place_json(key), _dump(extraction.model_copy(update={"source": source})))
        outcome = replace(outcome, name=name)
        books.journal.add(key, outcome)
    return outcome, None
