"""Results → the folder of the review page: sources drawn, records laid out, all in the order of risk.

Enters: the results of a batch. Leaves: the folder; what is drawn already and has not changed is not drawn again, so
that an interrupted run goes on. A source that is missing, changed or broken is told on its page; its record is shown.

    index.html, assets/          the page itself
    index.js, texts.js           the documents in the order of risk, the walls; what the page says
    documents/3f/3fa0….pdf.js    a document's record
    sources/3f/3fa0….pdf/        what its source looks like, and the pictures of its pages
    wall/0.js                    the same field of many documents
    verdicts.js                  the lines of earlier verdicts
    server.js                    says that no server is there; a server answers for it itself
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import extractor
from extractor.batch.limits import Limits
from extractor.batch.supervise import Crew, Ending, Task, supervise
from extractor.messages.language import Language
from extractor.messages.review import PAGE
from extractor.patterns import Pattern, load_patterns
from extractor.places import document_id, walk_values
from extractor.plans import Plan
from extractor.record import Extraction
from extractor.results import Result, read_results
from extractor.review.documents import Weighed, name_usual, show_document, show_scalar, weigh_extraction
from extractor.review.drawing import SCRIPT, place_source
from extractor.review.fields import name_fields
from extractor.review.risk import Usual, find_usual, measure, weigh
from extractor.review.scripts import write_script
from extractor.review.sources import Finder, NoSuchContentError

WORK = "extractor.review.drawing:prepare"

MARK = "index.js"
"""A folder that holds this is one of ours, or empty."""

LONGEST_ON_WALL = 200
"""Of a longer value, the wall shows the beginning."""


class ForeignFolderError(Exception):
    """The folder to write holds something that is not ours. The message is its path."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the page is made.

    Attributes:
        out: where the results are.
        folder: where the page goes.
        folders: where sources lie whose paths are not absolute.
        sources: folders and files that a person named, in which sources may lie anywhere.
        patterns: files or folders of patterns besides the shipped ones.
        verdicts: the lines of earlier verdicts.
        plan: the sample whose fields alone are reviewed; None for a review of all.
        jobs: how many sources are drawn at the same time.
        lang: the language that the page begins with.
    """

    out: Path
    folder: Path
    folders: Sequence[Path] = (Path(),)
    sources: Sequence[Path] = ()
    patterns: Sequence[Path] = ()
    verdicts: Sequence[str] = ()
    plan: Plan | None = None
    jobs: int = 1
    lang: Language = "zh"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: how many documents there are, and inputs of which none came; what was drawn; what could not be.

    Attributes:
        documents: how many there are.
        unread: how many inputs there are of which no document came; the page lists them.
        drawn: how many sources were drawn now.
        problems: the documents whose source has one: its code and a detail.
        others: of documents whose name several files have, and their content none: the paths of these files.
    """

    documents: int
    unread: int
    drawn: int
    problems: Mapping[str, tuple[str, str]]
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)


Watch = Callable[[int, int, str], None]
"""Told how many sources are drawn, of how many, and the name of the last one."""


def build_review(settings: Settings, watch: Watch) -> Outcome:
    """Make the folder of the review page.

    Raises:
        NoResultsError: there are no results.
        ForeignFolderError: the folder holds something else.
        NoWorkersError: no worker can be started.
        OSError: the folder cannot be written.
    """
    folder = settings.folder
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise ForeignFolderError(str(folder))
    patterns = load_patterns(*settings.patterns)
    documents, unread = _list_documents(settings)  # Where there are none, nothing is made.
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    others: dict[str, Sequence[str]] = {}
    drawn, problems = _draw_sources(documents, settings, name_drawing(patterns), others, watch)
    for name, (problem, _) in problems.items():
        script = folder / place_source(name) / SCRIPT
        if not script.exists():
            _write(script, write_script(f"source/{name}", {"problem": problem}))
    _write_documents(documents, unread, problems, patterns, settings)
    _write_page(settings)
    _clear(folder, documents)
    return Outcome(len(documents), len(unread), drawn, problems, others)


def name_drawing(patterns: Sequence[Pattern]) -> str:
    """Give a name to the way of drawing: it changes with the program and the patterns."""
    digest = hashlib.sha256()
    package = Path(extractor.__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for pattern in patterns:
        digest.update(f"{pattern.name} {pattern.version}\0".encode())
    return f"{extractor.__version__} {digest.hexdigest()[:16]}"


# ---- sources --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Listed:
    """A document: its name, and the paths of the inputs with its content."""

    name: str
    sha256: str
    paths: list[str]


def _list_documents(settings: Settings) -> tuple[dict[str, _Listed], list[dict[str, str]]]:
    """Give the documents by their names, and the inputs that never became one."""
    documents: dict[str, _Listed] = {}
    unread: list[dict[str, str]] = []
    for result in read_results(settings.out, settings.lang):
        if result.sha256 is None or result.extraction is None:
            error = result.error
            said = f"{error.message} {error.next_step}" if error is not None else ""
            unread.append({"path": result.path, "says": said})
            continue
        listed = documents.setdefault(_name(result), _Listed(result.extraction.source.name, result.sha256, []))
        listed.paths.append(result.path)
    return documents, unread


def _name(result: Result) -> str:
    return document_id(result.sha256 or "", result.path)


def _draw_sources(
    documents: Mapping[str, _Listed], settings: Settings, drawing: str, others: dict[str, Sequence[str]], watch: Watch
) -> tuple[int, dict[str, tuple[str, str]]]:
    """Have the sources drawn; give how many were, and the problem with each other one: a code and a detail.

    Into `others` go the files of a document's name of which none has its content.
    """
    problems: dict[str, tuple[str, str]] = {}
    finder = Finder(settings.folders, settings.sources)
    names = [name for name in documents if not _is_drawn(settings.folder, name, drawing)]
    drawn = 0

    def give_tasks() -> Iterator[Task]:
        for number, name in enumerate(names):
            listed = documents[name]
            try:
                found = next(filter(None, (finder.find(path, listed.sha256) for path in listed.paths)), None)
            except NoSuchContentError as error:
                others[listed.name] = error.args
                problems[name] = ("changed", "")
                continue
            if found is None:
                problems[name] = ("missing", "")
            else:
                yield Task(number, found.path, found.member, found.name, found.suffix)

    def wanted(task: Task, sha256: str) -> bool:
        return sha256 == documents[names[task.number]].sha256

    made = {"folder": str(settings.folder), "patterns": list(map(str, settings.patterns)), "drawing": drawing}
    crew = Crew(settings.jobs, WORK, made, Limits())
    for done, ending in enumerate(supervise(give_tasks(), crew, wanted), 1):
        name = names[ending.number]
        if problem := _judge(ending):
            problems[name] = problem
        else:
            drawn += 1
        watch(done, len(names), documents[name].name)
    return drawn, problems


def _judge(ending: Ending) -> tuple[str, str] | None:
    match ending.kind:
        case "done":
            problem = ending.answer.get("problem")
            return (str(problem[0]), str(problem[1])) if problem else None
        case "known":
            return "changed", ""
        case "unwritten":
            raise OSError(ending.answer.get("errno") or 0, ending.detail)
        case _:
            return ending.code, ending.detail


def _is_drawn(folder: Path, name: str, drawing: str) -> bool:
    try:
        with (folder / place_source(name) / SCRIPT).open("rb") as script:
            return script.readline(200) == f"// {drawing}\n".encode()
    except OSError:
        return False


# ---- documents ------------------------------------------------------------------------------------------------------


def _write_documents(
    documents: Mapping[str, _Listed],
    unread: Sequence[Mapping[str, str]],
    problems: Mapping[str, tuple[str, str]],
    patterns: Sequence[Pattern],
    settings: Settings,
) -> None:
    """Write the script of each document, the walls and the index."""
    usual = _find_usual(settings)
    versions = {pattern.name: pattern.version for pattern in patterns}
    entries: dict[str, dict[str, Any]] = {}
    walls: dict[str, list[list[Any]]] = {}
    planned = {(drawn.document, drawn.form, drawn.pointer) for drawn in settings.plan.fields} if settings.plan else None
    for name, extraction in _read_once(settings):
        listed = documents[name]
        weighed = weigh_extraction(extraction, usual)
        shown = show_document(weighed, versions)
        shown["paths"] = listed.paths
        shown["problem"] = list(problems[name]) if name in problems else None
        _write(settings.folder / _place_document(name), write_script(f"document/{name}", shown))
        entries[name] = _enter(name, listed, weighed)
        for wall, entry in _hang(name, weighed):
            if planned is None or (name, entry[1], entry[2]) in planned:
                walls.setdefault(wall, []).append(entry)
    order = sorted(entries, key=lambda name: (-entries[name]["risk"], entries[name]["path"]))
    index = {
        "batch": _name_batch(settings),
        "program": extractor.__version__,
        "lang": settings.lang,
        "documents": [entries[name] for name in order],
        "unread": list(unread),
        "walls": [[name, len(entries)] for name, entries in walls.items()],
        "plan": _show_plan(settings.plan) if settings.plan is not None else None,
    }
    for number, (name, hung) in enumerate(walls.items()):
        hung.sort(key=lambda entry: -entry[4])
        script = write_script(f"wall/{number}", {"name": name, "entries": hung})
        _write(settings.folder / "wall" / f"{number}.js", script)
    _write(settings.folder / MARK, write_script("index", index))


def _show_plan(plan: Plan) -> dict[str, Any]:
    fields = [{"document": drawn.document, "form": drawn.form, "pointer": drawn.pointer} for drawn in plan.fields]
    return {"seed": plan.seed, "method": plan.method, "size": plan.size, "fields": fields}


def _read_once(settings: Settings) -> Iterator[tuple[str, Extraction]]:
    """Give each document's extraction once."""
    seen: set[str] = set()
    for result in read_results(settings.out, settings.lang):
        if result.extraction is not None and result.sha256 is not None and _name(result) not in seen:
            seen.add(_name(result))
            yield _name(result), result.extraction


def _find_usual(settings: Settings) -> dict[str, Usual]:
    magnitudes: dict[str, list[float]] = {}
    for _, extraction in _read_once(settings):
        for form in extraction.forms:
            names = name_usual(form)
            for value in walk_values(form):
                if value.field_class == "amount" and (magnitude := measure(value.value)) is not None:
                    magnitudes.setdefault(names[value.pointer], []).append(magnitude)
    return find_usual(magnitudes)


def _enter(name: str, listed: _Listed, weighed: Weighed) -> dict[str, Any]:
    """Give a document's entry in the index."""
    extraction = weighed.extraction
    records = [form.record for form in extraction.forms]
    heads = [record.header for record in records]
    units = [head.unit_name or head.implementing_unit or head.project_name for head in heads]
    return {
        "id": name,
        "name": listed.name,
        "path": listed.paths[0],
        "status": extraction.status,
        "unit": next(filter(None, units), ""),
        "year": next((record.year for record in records if record.year), None),
        "forms": len(extraction.forms),
        "fields": sum(len(list(walk_values(form))) for form in extraction.forms),
        "look": weighed.look,
        "risk": weighed.risk,
    }


def _hang(name: str, weighed: Weighed) -> Iterator[tuple[str, list[Any]]]:
    """Give a document's entries on the walls: document, form, pointer, the value's beginning, risk."""
    for number, (form, reasons) in enumerate(zip(weighed.extraction.forms, weighed.forms, strict=True)):
        names = name_fields(form)
        for value in walk_values(form):
            text = show_scalar(value.value)
            risk = weigh(reasons.get(value.pointer, ()))
            shown = text if text is None or len(text) <= LONGEST_ON_WALL else f"{text[:LONGEST_ON_WALL]}…"
            yield names[value.pointer], [name, number, value.pointer, shown, risk]


def _place_document(name: str) -> str:
    return f"documents/{name[:2]}/{name}.js"


def _name_batch(settings: Settings) -> str:
    """Give the name under which a browser keeps a batch's verdicts."""
    return hashlib.sha256(str(settings.out.resolve()).encode("utf-8", "backslashreplace")).hexdigest()[:16]


# ---- the page -------------------------------------------------------------------------------------------------------


def _write_page(settings: Settings) -> None:
    assets = files("extractor.review") / "assets"
    for asset in assets.iterdir():
        place = asset.name if asset.name == "index.html" else f"assets/{asset.name}"
        _write(settings.folder / place, asset.read_bytes())
    _write(settings.folder / "texts.js", write_script("texts", PAGE))
    _write(settings.folder / "verdicts.js", write_script("verdicts", list(settings.verdicts)))
    _write(settings.folder / "server.js", write_script("server", None))


def _write(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


def _clear(folder: Path, documents: Mapping[str, object]) -> None:
    """Remove what is left of documents that are no longer among the results."""
    for place in folder.glob("sources/??/*"):
        if place.name not in documents:
            shutil.rmtree(place)
    for place in folder.glob("documents/??/*.js"):
        if place.stem not in documents:
            place.unlink()
