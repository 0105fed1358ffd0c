"""XLSX: the workbook that people open first.

Enters: rows. Leaves: one file. 总览, 资金, 任务, 指标, 疑点 (what does not add up, the worst first) and 字段说明 stand
in front; each row leads to its place on the review page where there is one, each file to itself. Where the tables bear
other names, a plain sheet for each. What has to be sorted waits on the disk: memory does not grow with the batch.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from extractor.exports import tables, workbook_sheets
from extractor.exports.definitions import Table, Type
from extractor.exports.job import Job
from extractor.exports.rows import Row, Rows
from extractor.exports.workbook_cells import Book, Link, Spool, Writer
from extractor.exports.workbook_sheets import Kind, Sheet, SheetColumn
from extractor.messages.language import Language
from extractor.messages.lines import say_line
from extractor.messages.workbook import say_in_workbook
from extractor.places import link_value
from extractor.results import place_review

REVIEW_PAGE = "index.html"

MOST_POINTER = 200
"""A longer pointer could make a link longer than Excel takes."""

HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no link can hold."""

DOUBTFUL = ("error", "check-error", "partial", "no_form", "check-warning", "verdict", "check-info", "residue")
"""What a doubt can be, the worst first."""

TONES: Mapping[str, str] = {
    **dict.fromkeys(("error", "check-error"), "worst"),
    **dict.fromkeys(("partial", "no_form", "check-warning", "verdict", "review"), "bad"),
    **dict.fromkeys(("check-info", "residue"), "mild"),
}
AMOUNTS = {
    ("by_expenditure_type", "basic"): "basic",
    ("by_expenditure_type", "project"): "project",
    ("project_total", "total"): "project_total",
    ("annual", "total"): "annual_total",
}
"""The amounts of the funding that stand in the overview; all as printed."""


def write(rows: Iterable[Rows], file: Path, job: Job) -> None:
    """Write a workbook.

    Raises:
        OSError: the disk is full, or the file cannot be written.
    """
    with Book(file, job.lang) as book:
        if tables.FORMS in job.tables:
            _write_sheets(rows, book, job)
        else:
            _write_plainly(rows, book, job)


def _write_plainly(rows: Iterable[Rows], book: Book, job: Job) -> None:
    """Write a sheet for each table, under the table's own names."""
    writers = {table.name: book.add_sheet(_make_sheet(table)) for table in job.tables}
    for each in rows:
        for name, of_table in each.items():
            for row in of_table:
                writers[name].add(row)
    for writer in writers.values():
        writer.close()


_KINDS: Mapping[Type, Kind] = {"integer": "integer", "decimal": "exact", "boolean": "flag"}


def _make_sheet(table: Table) -> Sheet:
    columns = tuple(
        SheetColumn(column.name, column.name, column.name, 22, _KINDS.get(column.type, "text"), column.zh, column.en)
        for column in table.columns
    )
    return Sheet(table.name, table.name, columns)


# ---- what a row needs of its form -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Context:
    """A form: what all of its rows show, where its values stand, and what its indicators' values mean."""

    shown: Mapping[str, Any]
    places: dict[str, str]
    targets: dict[str, Row]


_NO_TARGET: Row = {}


def _gather_contexts(rows: Rows, lang: Language) -> dict[int, _Context]:
    (document,) = rows["documents"]
    contexts = {}
    for form in rows["forms"]:
        unit = form["unit_name"] if form["unit_name"] is not None else form["implementing_unit"]
        shown = {"path": document["path"], "shown_unit": unit, "project_name": form["project_name"]}
        contexts[form["form"]] = _Context({**shown, "year": form["year"]}, {}, {})
    for row in rows["evidence"]:
        if row["part"] == 0:
            contexts[row["form"]].places[row["pointer"]] = _say_place(row, lang)
    for row in rows["targets"]:
        contexts[row["form"]].targets[row["pointer"]] = row
    return contexts


def _say_place(row: Row, lang: Language) -> str:
    """Say where a value stands: `第2页`, `Sheet1!D12`, `第11行`."""
    if row["page"] is not None:
        return say_line("page", lang, first=row["page"])
    if row["cell"] is not None:
        return f"{row['sheet']}!{row['cell']}"
    if row["table"] is not None:
        return say_in_workbook("table-cell", lang, table=row["table"], row=row["row"], column=row["column"])
    return say_in_workbook("line", lang, line=row["line"]) if row["line"] is not None else ""


class _Links:
    """Where the cells of a workbook lead to: places on the review page, and the files that were read."""

    def __init__(self, job: Job) -> None:
        """Look whether there is a review page."""
        self._folder = job.place.absolute().parent
        page = place_review(job.out) / REVIEW_PAGE
        self._page = job.review_page or (self._lead(page) if page.is_file() else None)

    def _lead(self, path: Path) -> str:
        """Give the way from the workbook to a file, as a URI."""
        try:
            way = os.path.relpath(path.absolute(), self._folder)
        except ValueError:  # on another drive of Windows
            return path.absolute().as_uri()
        return quote(way.replace(os.sep, "/"))

    def lead_to_value(self, document: str, form: int, pointer: str) -> Link | None:
        """Give a link to a value's place on the review page; to the form, where no link can hold the pointer."""
        if self._page is None:
            return None
        fits = len(pointer) <= MOST_POINTER and not HALVES.search(pointer)
        return Link(self._page, link_value(document, form, pointer if fits else "")[1:])

    def lead_to_file(self, path: str) -> Link | None:
        """Give a link to a file that was read, where it still is.

        A path to another machine is not looked at: results may come from anywhere, and looking would call that machine.
        """
        try:
            found = not path.startswith(("//", "\\\\")) and Path(path).is_file()
        except (OSError, ValueError):  # no path of this system
            return None
        return Link(self._lead(Path(path))) if found else None


# ---- the sheets -----------------------------------------------------------------------------------------------------


def _write_sheets(inputs: Iterable[Rows], book: Book, job: Job) -> None:
    writers = {sheet.zh: book.add_sheet(sheet) for sheet in workbook_sheets.SHEETS}
    overview, doubts = book.open_spool(), {kind: book.open_spool() for kind in DOUBTFUL}
    counts: Counter[str] = Counter()
    links = _Links(job)
    for rows in inputs:
        for verdict in rows.get("verdicts", ()):
            _note_verdict(verdict, doubts["verdict"], job.lang)
        if not rows.get("documents"):
            continue
        contexts = _gather_contexts(rows, job.lang)
        for table, sheet, field in _VALUES:
            for row in rows[table]:
                context = contexts[row["form"]]
                target = context.targets.get(row["pointer"], _NO_TARGET) if table == "indicators" else _NO_TARGET
                _add_value(writers[sheet], _show_value(row, context, field, target), field, links)
        for cells in _survey(rows, contexts, job.lang):
            overview.add(cells)
        counts[rows["documents"][0]["status"]] += 1
        counts["files"] += 1
        counts["forms"] += len(rows["forms"])
        for kind, cells in _find_doubts(rows, contexts, job.lang):
            doubts[kind].add(cells)
    _write_overview(writers["总览"], overview, counts, links)
    _write_doubts(writers["疑点"], doubts, links)
    _write_legend(writers["字段说明"], job.lang)
    for writer in writers.values():
        writer.close()


_VALUES = (
    ("funding", "资金", "amount"),
    ("tasks", "任务", "name"),
    ("indicators", "指标", "name"),
    ("objectives", "目标", "text"),
    ("header_other", "其他栏目", "value"),
)
"""The tables that have a sheet, and the field of a row that its link leads to."""


_TARGET = ("kind", "operator", "number", "number_high", "unit", "date")
_EXACT = ("amount", "amount_original", "target_number", "target_number_high")


def _add_value(writer: Writer, cells: dict[str, Any], field: str, links: _Links) -> None:
    link = links.lead_to_value(cells["document"], cells["form"], f"{cells['pointer']}/{field}")
    _add_linked(writer, cells, {"review": link}, "")


def _show_value(row: Row, context: _Context, field: str, target: Row) -> dict[str, Any]:
    """Give the cells of a row: the form that it is of, its own columns, its place, exact numbers as text."""
    cells = {
        **context.shown,
        **{f"target_{name}": target.get(name) for name in _TARGET},
        **row,
        "place": context.places.get(f"{row['pointer']}/{field}"),
    }
    return {**cells, **{f"{name}_exact": cells.get(name) for name in _EXACT}}


def _survey(rows: Rows, contexts: Mapping[int, _Context], lang: Language) -> Iterator[dict[str, Any]]:
    """Give the rows of the overview for an input: one for each form, or one for the file alone."""
    (document,) = rows["documents"]
    word = say_line(f"status-{document['status']}", lang)
    about = " ".join(filter(None, (document["error_message"], document["error_next_step"])))
    if document["duplicate_of"] is not None:
        about = say_in_workbook("duplicate", lang, path=document["duplicate_of"])
    whole = {**document, "status_word": word, "remark": about or None}
    if not rows["forms"]:
        yield {**whole, "form": None}
    tasks = Counter(row["form"] for row in rows["tasks"])
    indicators = Counter(row["form"] for row in rows["indicators"] if row["kind"] == "indicator")
    amounts: dict[int, dict[str, Any]] = {form["form"]: {} for form in rows["forms"]}
    for row in rows["funding"]:
        if (row["group_code"], row["item_code"]) in AMOUNTS:
            amounts[row["form"]].setdefault(AMOUNTS[row["group_code"], row["item_code"]], row["amount"])
    for form in rows["forms"]:
        number = form["form"]
        counts = {"task_count": tasks[number], "indicator_count": indicators[number]}
        yield {**whole, **form, **contexts[number].shown, **amounts[number], **counts}


def _find_doubts(rows: Rows, contexts: Mapping[int, _Context], lang: Language) -> Iterator[tuple[str, dict[str, Any]]]:
    (document,) = rows["documents"]
    if document["error_code"] is not None and document["duplicate_of"] is None:
        message = f"{document['error_message']} {document['error_next_step']}"
        kind = document["status"] if document["status"] in DOUBTFUL else "partial"
        about = {"path": document["path"], "code": document["error_code"], "message": message}
        yield kind, {**about, "level_word": say_line(f"status-{kind}", lang), "document": document["document"]}
    for check in rows["checks"]:
        if check["status"] == "fail":
            context = contexts[check["form"]]
            named = json.loads(check["pointers"])
            places = dict.fromkeys(filter(None, (_find_place(context.places, pointer) for pointer in named)))
            severity = say_line(f"severity-{check['severity']}", lang)
            cells = {**context.shown, **check, "level_word": severity, "place": "、".join(list(places)[:3]) or None}
            yield f"check-{check['severity']}", cells
    for piece in rows["residue"]:
        if piece["part"] == 0:
            context = contexts[piece["form"]]
            message = say_in_workbook("residue", lang, text=piece["text"])
            shown = {**context.shown, "document": piece["document"], "form": piece["form"], "message": message}
            yield "residue", {**shown, "level_word": say_line("residue", lang), "place": _say_place(piece, lang)}


def _find_place(places: Mapping[str, str], pointer: str) -> str | None:
    """Give where a value stands, or the first value below a pointer."""
    if pointer in places:
        return places[pointer]
    return next((place for value, place in places.items() if value.startswith(f"{pointer}/")), None)


def _note_verdict(verdict: Row, spool: Spool, lang: Language) -> None:
    """Note a verdict that needs a person: values in doubt or in dispute, and corrections that are not made."""
    open_question = verdict["standing"] == "wrong" and not verdict["applied"]
    if verdict["standing"] not in ("doubtful", "disputed", "stale") and not open_question:
        return
    after = verdict["after"] if verdict["after"] is not None else "–"
    names = {"reviewer": verdict["reviewer"], "before": verdict["before"], "after": after, "reason": verdict["reason"]}
    cells = {
        "level_word": say_in_workbook("verdict", lang),
        "path": verdict["name"],
        "message": say_in_workbook(f"verdict-{verdict['standing']}", lang, **names),
        "code": verdict["verdict"],
        "pointers": json.dumps([verdict["pointer"]], ensure_ascii=False),
        "document": verdict["document"],
        "form": verdict["form"],
    }
    spool.add(cells)


def _write_overview(writer: Writer, overview: Spool, counts: Counter[str], links: _Links) -> None:
    statuses = [status for status in ("ok", "review", "partial", "no_form", "error") if counts[status]]
    words = "  ".join(f"{say_line(f'status-{status}', writer.lang)} {counts[status]}" for status in statuses)
    summary = say_in_workbook("summary", writer.lang, files=counts["files"], forms=counts["forms"], statuses=words)
    writer.head(summary)
    for cells in overview:
        found = {"path": links.lead_to_file(cells["path"])}
        if cells["form"] is not None:
            found["review"] = links.lead_to_value(cells["document"], cells["form"], "/title")
        _add_linked(writer, cells, found, TONES.get(cells["status"], ""))


def _write_doubts(writer: Writer, doubts: Mapping[str, Spool], links: _Links) -> None:
    for kind, spool in doubts.items():
        for cells in spool:
            found = {}
            if cells.get("form") is not None:
                pointers = json.loads(cells.get("pointers") or "[]")
                found["review"] = links.lead_to_value(cells["document"], cells["form"], [*pointers, "/title"][0])
            _add_linked(writer, cells, found, TONES[kind])


def _add_linked(writer: Writer, cells: dict[str, Any], found: Mapping[str, Link | None], tone: str) -> None:
    given = {key: link for key, link in found.items() if link is not None}
    if "review" in given:
        cells["review"] = say_in_workbook("review", writer.lang)
    writer.add(cells, links=given, tone=tone)


def _write_legend(writer: Writer, lang: Language) -> None:
    for sheet in workbook_sheets.SHEETS:
        for column in sheet.columns:
            about = {"column": column.head(lang), "meaning": column.describe(lang), "folded": column.folded}
            writer.add({"sheet": sheet.name(lang), **about})
