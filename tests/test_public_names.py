"""What the package gives to programs in Python: its public names, and refusals that name what was mistyped."""

from pathlib import Path
from typing import Any

import pytest

import extractor

REFERENCE = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.txt"


def test_the_public_names_are_listed_before_they_are_used() -> None:
    assert set(extractor.__all__) <= set(dir(extractor))


def test_a_name_that_is_not_there_is_told_with_the_module() -> None:
    with pytest.raises(AttributeError, match="module 'extractor' has no attribute 'extrakt'"):
        extractor.extrakt  # noqa: B018 - to ask for it is the test


@pytest.mark.parametrize(("name", "value", "others"), [("lang", "fr", "zh, en"), ("file_format", "txt", "text, docx")])
def test_a_mistyped_argument_is_no_fault_of_the_file(name: str, value: str, others: str) -> None:
    wrong: dict[str, Any] = {name: value}
    with pytest.raises(ValueError, match=f"{name} is '{value}'; there are: {others}"):
        extractor.extract(REFERENCE, **wrong)
    with pytest.raises(ValueError, match=f"{name} is '{value}'; there are: {others}"):
        extractor.extract_bytes(REFERENCE.read_bytes(), REFERENCE.name, **wrong)
