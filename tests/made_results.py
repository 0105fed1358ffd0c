"""Results of a batch that never ran: extractions of generated forms, in an output folder as a batch writes it.

Enters: a source of chance. Leaves: extractions whose records are those of the generated forms, with evidence of every
kind of place, checks and residue, and folders of them. No file is read or printed, so that thousands take seconds.
"""

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from extractor.batch.outcomes import write_line
from extractor.places import document_id
from extractor.record import Extraction
from tests.accuracy.forms import make_form, make_record
from tests.accuracy.projects import make_project, make_project_record

NUMBERS = ("595.19", "0", "-12.50", "72807.384975", "1E+3", "0.000000000000000001", "12345678901234567890.123456")
DERIVED = ("code", "target", "blank")
CODES = ("funding-balance", "tasks-sum", "leaf-misplaced", "target-suspect", "residue", "title")


def make_extractions(seed: int, count: int, *, rare: bool = True) -> Iterator[Extraction]:
    """Give so many extractions, the same for the same seed; each has a document of its own.

    Args:
        seed: another one gives other extractions.
        count: how many.
        rare: whether some hold numbers of very many digits, among other things that forms hardly print.
    """
    for number in range(count):
        yield make_extraction(Random(f"{seed}/{number}"), f"{seed}/{number}", rare=rare)  # noqa: S311 - the same each time


def make_extraction(random: Random, name: str, *, rare: bool = True) -> Extraction:
    """Give an extraction of one form, sometimes of two or of none."""
    count = random.choice([1, 1, 1, 1, 1, 1, 2, 0])
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    ending = random.choice([".pdf", ".docx", ".xlsx", ".txt"])
    error = {"code": "no_form", "message": "没有找到表。", "next_step": "请核对。"}
    return Extraction.model_validate(
        {
            "source": {"name": f"{name.replace('/', '-')}{ending}", "sha256": sha256, "format": ending[1:]}
            | {"pages": random.choice([None, 4]), "reader": "made"},
            "status": "review" if count else "no_form",
            "error": None if count else error,
            "forms": [_make_form(random, rare=rare) for _ in range(count)],
        }
    )


def _make_form(random: Random, *, rare: bool) -> dict[str, Any]:
    if random.random() < 0.3:
        record = make_project_record(make_project(random))
    else:
        record = make_record(make_form(random, random.choice(["zhanjiang-2021", "zhanjiang-2023"])))
        if rare:
            _add_rarities(random, record)
    evidence = {pointer: _make_evidence(random, value) for pointer, value in walk(record)}
    return {
        "pattern": "made",
        "record": record,
        "evidence": evidence,
        "checks": [_make_check(random, code, list(evidence)) for code in CODES],
        "residue": [{"text": "（盖章）", "sources": [_make_place(random)]} for _ in range(random.randrange(2))],
        "ledger": {name: random.randrange(10_000) for name in ("source", "values", "labels", "repeated", "residue")},
        "pages": random.choice([None, [1, 4]]),
    }


def _add_rarities(random: Random, record: dict[str, Any]) -> None:
    """Add what the generated forms do not print: rare numbers, blanks, other pairs, further columns, other levels."""
    record["header"] |= random.choice([{}, {"contact": None}, {"phone": "0759-1234567", "project_code": "0012300"}])
    record["header"]["other"] = [{"label": "项目期", "value": random.choice([None, "长期"])}] * random.randrange(3)
    group = random.choice(record["funding"]["groups"])
    group["items"].append({"code": None, "label": "其他", "amount": Decimal(random.choice(NUMBERS))})
    if random.random() < 0.1:
        record["funding"]["groups"].append({"code": "annual", "label": None, "items": []})
    if record["tasks"] and random.random() < 0.3:
        record["other_tasks"] = [{**record["tasks"][0], "number": None, "amount": None}]
    extra = {"weight": "10", "note": None, "其/他~列": "值"}
    leaf = {"name": "另列", "value": None, "target": None, "extra": extra}
    deep = {"name": "三级", "code": None, "children": [leaf, {"name": None, "code": None, "children": []}]}
    record["indicators"] += random.choice(
        [[], [leaf], [{"name": "管理指标", "code": "management", "children": [deep], "blank": "/"}]]
    )


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Give the scalars of a record that a source prints, with their pointers."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in DERIVED:
                yield from walk(below, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from walk(below, f"{pointer}/{index}")
    elif value is not None:
        yield pointer, value


def _make_evidence(random: Random, value: Any) -> dict[str, Any]:
    how = random.choice(["label", "header", "level", "carried", "repaired"])
    sources = [_make_place(random) for _ in range(random.choice([1, 1, 1, 1, 2, 0]))]
    structure = {"structure": "alignment"} if random.random() < 0.1 else {}
    return {"raw": f" {value}\n", "sources": sources, "how": how, **structure}


def _make_place(random: Random) -> dict[str, Any]:
    number = random.randrange(1, 50)
    edges = sorted(round(random.random() * 800, 2) for _ in range(4))
    return random.choice(
        [
            {"page": number, "box": edges},
            {"table": 1, "row": number, "column": 2},
            {"sheet": "表 1", "cell": f"D{number}"},
            {"line": number, "start": 0, "end": 18},
        ]
    )


def _make_check(random: Random, code: str, pointers: list[str]) -> dict[str, Any]:
    status = random.choice(["pass", "pass", "fail"])
    named = random.sample(pointers, min(2, len(pointers))) if status == "fail" else []
    severity = random.choice(["info", "warning", "error"]) if status == "fail" else "info"
    return {"code": code, "status": status, "severity": severity, "message": f"{code}：…", "pointers": named}


def write_results(folder: Path, extractions: Iterable[Extraction]) -> Path:
    """Write an output folder as a batch writes it: the JSON of each extraction, and the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.jsonl").open("wb") as manifest:
        for extraction in extractions:
            file = extraction.source
            document = document_id(file.sha256, file.name)
            place = folder / "json" / file.sha256[:2] / f"{document}.json"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(f"{extraction.to_json()}\n".encode("utf-8", "backslashreplace"))
            line = {
                "path": f"报送/{file.name}",
                "sha256": file.sha256,
                "status": extraction.status,
                "error": extraction.error.model_dump() if extraction.error else None,
                "forms": len(extraction.forms),
                "json": place.relative_to(folder).as_posix(),
                "duplicate_of": None,
            }
            manifest.write(write_line(line))
    return folder
