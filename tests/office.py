"""Older office files in the tests: whether they can be converted here, and each sample's extraction, made once."""

from functools import cache
from pathlib import Path

import pytest

from extractor import extract
from extractor.readers.libreoffice import INSIST, find_program, is_insisted
from extractor.readers.seal import explain_unsealed
from extractor.record import Extraction

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CONVERTED = (".doc", ".wps", ".rtf")


def explain_lack() -> str | None:
    """Say why no file is converted here; None where it is."""
    if find_program() is None:
        return "LibreOffice is not installed"
    if explain_unsealed() is not None and not is_insisted():
        return f"LibreOffice cannot be kept from the network here, and {INSIST} is not set"
    return None


needs_office = pytest.mark.skipif(explain_lack() is not None, reason=str(explain_lack()))
"""Marks a test that converts."""

needs_seal = pytest.mark.skipif(explain_unsealed() is not None, reason=f"no seal: {explain_unsealed()}")
"""Marks a test of what only a sealed run keeps from happening."""

LEGACY = (".odt",) if explain_lack() else (".odt", *CONVERTED)
"""The endings of the older office files that can be read here."""


@cache
def extract_sample(name: str) -> Extraction:
    """Extract a sample, once for all tests."""
    return extract(SAMPLES / name)


def find_original(path: Path) -> Path:
    """Give the Word file that a sample was saved from, by LibreOffice: the same tables and paragraphs."""
    return path.with_name(f"{path.name.partition('.')[0]}.python-docx.docx")
