"""The way back: the rows of an export → the extractions that they were made of.

Enters: the rows of all tables, however they were read back. Leaves: extractions as plain data, by document. Nothing of
the program that makes the rows is used, so that a round trip through any target proves that nothing was lost.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

HEADER = (
    *("unit_name", "department_name", "implementing_unit", "project_name", "project_code", "project_nature"),
    *("project_category", "contact", "phone", "start_date", "end_date"),
    *("staff_active", "staff_retired", "staff_total", "subordinate_units"),
)
EXACT = Context(prec=10_000)
PLACES = (("page", "box"), ("table", "row", "column"), ("sheet", "cell"), ("line", "start", "end"))
BOX = ("x0", "top", "x1", "bottom")


def rebuild(tables: Tables) -> dict[str, dict[str, Any]]:
    """Give every extraction that has a document, as `Extraction.model_dump` gives it."""
    below = {name: _group(rows) for name, rows in tables.items() if name not in ("documents", "verdicts")}
    forms: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables["forms"]:
        key = row["document"], row["form"]
        assert row["form"] == len(forms[row["document"]])
        forms[row["document"]].append(_form(row, {name: rows[key] for name, rows in below.items()}))
    return {
        row["document"]: {
            "schema_version": "1",
            "source": {name: row[name] for name in ("name", "sha256", "format", "pages", "reader")},
            "status": row["status"],
            "error": _error(row),
            "forms": forms[row["document"]],
        }
        for row in tables["documents"]
        if row["document"] is not None and row["duplicate_of"] is None
    }


def _group(rows: Iterable[Row]) -> defaultdict[tuple[str, int], list[Row]]:
    grouped: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["document"], row["form"]].append(row)
    return grouped


def _error(row: Row) -> dict[str, Any] | None:
    if row["error_code"] is None:
        return None
    return {name: row[f"error_{name}"] for name in ("code", "message", "next_step")}


def _form(row: Row, below: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    return {
        "pattern": row["pattern"],
        "record": {
            **_pick(row, "title", "attachment", "year"),
            "header": {
                **{name: row[name] for name in HEADER if row[name] is not None or name in _words(row["blank_fields"])},
                "other": [_pick(each, "label", "value") for each in below["header_other"]],
            },
            "funding": {"unit": row["funding_unit"], "groups": _funding(below["funding"])},
            "objectives": [_pick(each, "code", "label", "text") for each in below["objectives"]],
            "tasks": [_task(each) for each in below["tasks"] if not each["optional"]],
            "other_tasks": [_task(each) for each in below["tasks"] if each["optional"]],
            "indicators": _indicators(below["indicators"], {each["pointer"]: each for each in below["targets"]}),
        },
        "evidence": _evidence(below["evidence"]),
        "checks": [
            {**_pick(each, "code", "status", "severity", "message"), "pointers": json.loads(each["pointers"])}
            for each in below["checks"]
        ],
        "residue": _residue(below["residue"]),
        "ledger": {name: row[f"ledger_{name}"] for name in ("source", "values", "labels", "repeated", "residue")},
        "pages": None if row["first_page"] is None else [row["first_page"], row["last_page"]],
    }


def _pick(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _words(text: str | None) -> list[str]:
    return (text or "").split()


def _funding(rows: Sequence[Row]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for row in rows:
        if row["group"] == len(groups):
            groups.append({"code": row["group_code"], "label": row["group_label"], "items": []})
        if row["item"] is not None:
            assert row["pointer"] == f"/funding/groups/{len(groups) - 1}/items/{row['item']}"
            item = {"code": row["item_code"], "label": row["item_label"], "amount": row["amount"]}
            groups[-1]["items"].append(item)
    return groups


def _task(row: Row) -> dict[str, Any]:
    return _pick(row, "number", "name", "content", "amount", "expected_outcome")


def _indicators(rows: Sequence[Row], targets: Mapping[str, Row]) -> list[dict[str, Any]]:
    top: list[dict[str, Any]] = []
    for row in rows:
        steps = [int(step) for step in row["pointer"].split("/")[2::2]]
        levels = json.loads(row["levels"])
        nodes = top
        for step, (name, code) in zip(steps, levels, strict=False):
            if step == len(nodes):
                nodes.append({"name": name, "code": code, "children": []})
            node = nodes[step]
            assert (node["name"], node["code"]) == (name, code)
            nodes = node["children"]
        if row["kind"] == "level":
            if row["blank"] is not None:
                node["blank"] = row["blank"]
            continue
        assert steps[-1] == len(nodes)
        target = targets.get(row["pointer"])
        understood = target and _pick(target, "kind", "operator", "number", "number_high", "unit", "date")
        nodes.append({**_pick(row, "name", "value"), "target": understood, "extra": json.loads(row["extra"])})
    return top


def _evidence(rows: Sequence[Row]) -> dict[str, Any]:
    evidence: dict[str, Any] = {}
    for row in rows:
        how = {name: row[name] for name in ("structure", "confidence", "confirmed") if row[name] is not None}
        found = evidence.setdefault(row["pointer"], {"raw": row["raw"], "sources": [], "how": row["how"], **how})
        assert row["part"] == len(found["sources"])
        found["sources"].extend(_place(row))
    return evidence


def _residue(rows: Sequence[Row]) -> list[dict[str, Any]]:
    pieces: list[dict[str, Any]] = []
    for row in rows:
        if row["residue"] == len(pieces):
            pieces.append({"text": row["text"], "sources": []})
        pieces[-1]["sources"].extend(_place(row))
    return pieces


def _place(row: Row) -> list[dict[str, Any]]:
    place = {**row, "box": tuple(row[name] for name in BOX)}
    return [_pick(place, *names) for names in PLACES if row[names[0]] is not None]


def plain(value: Any) -> Any:
    """Give data as JSON shows it, so that tuples and lists, models and dicts are alike; numbers stay exact."""
    return json.loads(json.dumps(value, default=_plainly), parse_float=Decimal)


def _plainly(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value.normalize(EXACT))}
    return vars(value) if hasattr(value, "__dict__") else {name: getattr(value, name) for name in value.__slots__}
