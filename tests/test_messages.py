"""What is said: in both languages alike, and in good grammar whatever the count."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from extractor.messages.language import fill

MESSAGES = Path(__file__).resolve().parent.parent / "extractor" / "messages"
PLACE = re.compile(r"\{(\w+)(?::[^{}]*)?\}")
COUNTED = re.compile(r"\{(\w+)\}((?: [\w'-]+){1,3})")
"""A place with the words after it."""


def walk(said: object, name: str) -> Iterator[tuple[str, str, str]]:
    """Give each sentence: its name, in Chinese, in English."""
    match said:
        case {"zh": str(chinese), "en": str(english)}:
            yield name, chinese, english
        case {"zh": [*chinese], "en": [*english]} | {"zh": (*chinese,), "en": (*english,)}:
            for number, (one, other) in enumerate(zip(chinese, english, strict=True)):
                yield f"{name}.{number}", one, other
        case dict():
            for key, value in said.items():
                yield from walk(value, f"{name}.{key}")
        case (str(chinese), str(english)):
            yield name, chinese, english


def list_sentences() -> Iterator[tuple[str, str, str]]:
    for path in sorted(MESSAGES.glob("*.py")):
        module = import_module(f"extractor.messages.{path.stem}")
        if path.stem in ("command_line", "help"):  # From one language to the other: no pairs.
            continue
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, dict):
                yield from walk(value, f"{path.stem}.{name}")


SENTENCES = {name: (chinese, english) for name, chinese, english in list_sentences()}

PLURAL = re.compile(r"^(?:are|were|have|do)$|[a-z]{3,}s$")
SINGULAR = {
    "this",
    "its",
    "less",
    "others",
    "stands",
    "reads",
    "holds",
    "does",
    "was",
    "has",
    "cannot",
    "needs",
    "draws",
}
MANY = {  # Counts that are never one, or of things that have no plural.
    "problems.PARTS.pages-side-by-side",
    "report.REPORT.undrawn-note",
    "review.PAGE.checks-all-passed",
    "usage.USAGE.one-picture",
}


def test_a_place_says_one_or_many() -> None:
    sentence = "{count:page|pages} of {whole:~it is|them are} read by {name}"
    assert fill(sentence, count=1, whole=2, name="x|y") == "1 page of them are read by x|y"
    assert fill(sentence, count="1,000", whole="1", name="") == "1,000 pages of it is read by "
    assert fill("{detail}", detail="{a|b}") == "{a|b}"


def test_there_are_sentences_of_all_areas() -> None:
    assert len(SENTENCES) > 500
    assert {name.partition(".")[0] for name in SENTENCES} >= {
        "lines",
        "checks",
        "problems",
        "report",
        "review",
        "usage",
    }


@pytest.mark.parametrize("name", SENTENCES)
def test_both_languages_name_the_same(name: str) -> None:
    chinese, english = (set(PLACE.findall(text)) for text in SENTENCES[name])
    assert chinese == english or name.partition(".")[0] in ("patterns", "doctor", "report")


@pytest.mark.parametrize("name", sorted(set(SENTENCES) - MANY))
def test_no_english_count_stands_before_a_plural_that_one_would_not_have(name: str) -> None:
    for place, after in COUNTED.findall(SENTENCES[name][1]):
        if place in ("count", "documents", "forms", "files", "fields", "values", "characters", "rows", "cells"):
            words = [word for word in after.split() if word not in SINGULAR]
            assert not any(PLURAL.search(word) for word in words), (place, after)
