"""What a person types for a field becomes a value by the parser's rules, or is refused with the reason."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.messages.verdicts import say_objection
from extractor.places import FIELD_CLASSES, FieldClass
from extractor.record import dump_json
from extractor.typed import MOST_CHARACTERS, Typed, find_mistake, parse_typed

VECTORS = json.loads((Path(__file__).parent / "data" / "typed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['class']} {vector['text'][:20]!r}")
def test_a_typed_text_gives_its_value_or_its_problem(vector: dict[str, Any]) -> None:
    typed = parse_typed(vector["class"], vector["text"])
    if "problem" in vector:
        assert (typed.value, typed.problem) == (None, vector["problem"])
        assert say_objection(vector["problem"], "zh")
        assert say_objection(vector["problem"], "en")
    else:
        assert (dump_json(typed.value), typed.problem) == (vector["json"], None)


def test_the_vectors_try_every_class() -> None:
    assert {vector["class"] for vector in VECTORS} == set(FIELD_CLASSES)


def test_a_text_may_not_be_endless() -> None:
    assert parse_typed("text", "长" * MOST_CHARACTERS).problem is None
    assert parse_typed("text", "长" * (MOST_CHARACTERS + 1)) == Typed(problem="too-long")


@given(st.sampled_from(FIELD_CLASSES), st.text(max_size=40))
def test_what_is_understood_fits_its_field_and_is_understood_again(field_class: FieldClass, text: str) -> None:
    typed = parse_typed(field_class, text)
    if typed.problem is None:
        assert find_mistake(field_class, typed.value) is None
        if typed.value is not None:
            assert parse_typed(field_class, str(typed.value)) == typed


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_an_amount_keeps_its_digits(amount: Decimal) -> None:
    assert parse_typed("amount", f"{amount:f}").value == amount


@pytest.mark.parametrize(
    ("field_class", "value", "problem"),
    [
        ("amount", Decimal("595.19"), None),
        ("amount", 10, None),
        ("amount", "595.19", "no-amount"),
        ("amount", Decimal("1e999999"), "no-amount"),
        ("amount", Decimal("NaN"), "no-amount"),
        ("count", 23, None),
        ("count", -1, "no-count"),
        ("count", Decimal("2.5"), "no-count"),
        ("date", "2021-12-31", None),
        ("date", "2021.12.31", "no-date"),
        ("date", "20211231", "no-date"),
        ("text", "字", None),
        ("text", "", "wrong-type"),
        ("text", 5, "wrong-type"),
        ("text", "a\x00", "control-characters"),
        ("text", None, None),
        ("amount", None, None),
    ],
)
def test_a_value_is_typed_like_its_field(field_class: FieldClass, value: Any, problem: str | None) -> None:
    assert find_mistake(field_class, value) == problem
