"""Every regular expression of the program takes no time over the longest and oddest of cells."""

import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from time import process_time
from typing import Any

import pytest

import extractor

LENGTH, SHORT = 100_000, 2_000
"""What takes longest over short texts is tried on long ones."""
MOST = 0.1
"""Seconds of processor time."""

PIECES = (
    " ",
    "\t",
    "\n",
    "\u3000",
    "1",
    "1,",
    "1.",
    "1 ",
    "年",
    "2021年",
    "（",
    "(",
    "（）",
    "(1",
    "[",
    "：",
    ":",
    "、",
    "≥",
    "不低于",
    "绩效",
    "第",
    "-",
    "—",
    "|",
    "<",
    "<p",
    "<p ",
    "&",
    "/",
    "*",
    "X",
    "a",
    "a ",
    "0",
    "#,##0",
    '"',
    "\\",
    ";",
    "_",
    "%",
    "一",
    "一、",
    "万元",
    "局",
    "\0",
    "1.2.",
    "任务1",
    "其中",
    "附件",
    "1 0 obj ",
    "<< ",
    "/Type ",
    "stream\n",
    "endobj ",
    "<00> ",
    "beginbfchar ",
    "%PDF-",
    "<?xml ",
)


def find_expressions() -> dict[str, re.Pattern[Any]]:
    """Give all compiled expressions that stand in modules of the package, alone or in tables, by where they stand."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if module.name.endswith((".chunk", "__main__")):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _unfold(value):
                found.setdefault(f"{module.name}.{name} {pattern.pattern!r}", pattern)
    return found


def _unfold(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        yield from chain.from_iterable(_unfold(item, depth - 1) for item in chain(value, value.values()))
    elif depth and isinstance(value, list | tuple | set | frozenset):
        yield from chain.from_iterable(_unfold(item, depth - 1) for item in value)


EXPRESSIONS = find_expressions()
PACKAGE = Path(extractor.__file__).parent


SOURCE = "".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))

ANCHORED = {"match", "fullmatch"}
WHOLE = {"search", "finditer", "findall", "sub", "split"}


PASSED_ON = {"_SIGNATURES": {"match"}, "_RULE": {"fullmatch"}, "_LONG_RULE": {"fullmatch"}}
"""How expressions are used that stand in a table or are given to a function."""


def find_uses(name: str) -> set[str]:
    """Give how an expression is used where its name says so; in a table, it may be used anyhow."""
    (short,) = re.findall(r"\.(\w+) ", name)[:1]
    if short in PASSED_ON:
        return PASSED_ON[short]
    module = importlib.import_module(name.partition(f".{short} ")[0])
    own = Path(str(module.__file__)).read_text(encoding="utf-8")
    use = re.compile(rf"\b{short}\.({'|'.join(ANCHORED | WHOLE)})\b")
    return set(use.findall(own)) or set(use.findall(SOURCE)) or ANCHORED | WHOLE


def test_expressions_are_found() -> None:
    assert len(EXPRESSIONS) > 100


def measure(pattern: re.Pattern[Any], uses: set[str], piece: str, length: int) -> float:
    """Give how long an expression takes over a text of a repeated piece, in seconds of processor time."""
    text = "2021年" + piece * (length // len(piece)) + "!"
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    started = process_time()
    if uses & ANCHORED:
        pattern.fullmatch(subject)
        pattern.match(subject[len(subject) - len(text) + 5 :])
    if uses & WHOLE:
        deque(pattern.finditer(subject), maxlen=0)
    return process_time() - started


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_no_expression_takes_long(name: str) -> None:
    pattern, uses = EXPRESSIONS[name], find_uses(name)
    short = {piece: measure(pattern, uses, piece, SHORT) for piece in PIECES}
    assert {piece: took for piece, took in short.items() if took > MOST / 5} == {}
    worst = sorted(short, key=short.__getitem__)[-3:]
    long = {piece: measure(pattern, uses, piece, LENGTH) for piece in worst}
    assert {piece: took for piece, took in long.items() if took > MOST} == {}
