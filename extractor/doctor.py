"""This machine → what the program can read on it, and what is missing, with the command that adds it.

Enters: nothing but the machine itself. Leaves: findings, in groups. What can be tried out is tried out: a document is
converted, a pattern is loaded, a file is written.
"""

import locale
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Literal

import psutil

from extractor import __version__
from extractor.document import ReadError, Source
from extractor.inspect_image import find_font
from extractor.patterns import PatternError, load_patterns
from extractor.readers import READERS, read
from extractor.readers.libreoffice import say_install
from extractor.readers.ocr_found import EXTRA, find_recognition
from extractor.readers.seal import explain_unsealed

Group = Literal["read", "machine", "extras"]
State = Literal["ok", "limited", "missing", "broken"]

PACKAGE = "jixiao"
RECOGNITION = "ocr"
"""The extra by which scans are read."""

BY_OTHERS = ("doc", "rtf", "image")
"""The formats that need LibreOffice or the extra."""

TRIAL = rb"{\rtf1\ansi\ansicpg936 \'bc\'a8\'d0\'a7}"
"""A document of two characters, 绩效."""

SMALLEST_ROOM = 1 << 30
"""With less room on the disk, batches may end early."""

_PACKAGE = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"\bextra\s{0,9}==\s{0,9}[\"']([\w-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the machine has, or lacks.

    Attributes:
        group: what it is about.
        code: a stable name: `office`, `fonts` …
        state: `ok`; `limited` where it does not do all; `missing`; `broken` where nothing works without it.
        detail: its version or place, or what is wrong with it.
        command: what adds it, blank where nothing is to be added.
    """

    group: Group
    code: str
    state: State
    detail: str = ""
    command: str = ""


def examine() -> Iterator[Finding]:
    """Examine this machine. It takes as long as a conversion by LibreOffice does, where that is installed."""
    yield Finding("read", "formats", "ok", ", ".join(name for name in READERS if name not in BY_OTHERS))
    yield _examine_office()
    yield _examine_recognition()
    yield Finding("machine", "program", "ok", f"{__version__}, Python {platform.python_version()}, {sys.platform}")
    yield _examine_patterns()
    yield _examine_folder()
    yield Finding("machine", "size", "ok", f"{os.cpu_count()} × CPU, {psutil.virtual_memory().total >> 20} MiB")
    yield _examine_terminal()
    yield _examine_fonts()
    for extra, packages in find_extras().items():
        if extra != RECOGNITION:
            yield _examine_extra(extra, packages)


def find_extras() -> dict[str, list[str]]:
    """Give the packages that each extra of the program needs, as its own metadata name them."""
    extras: dict[str, list[str]] = {}
    try:
        requirements = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return extras
    for requirement in requirements:
        package, extra = _PACKAGE.match(requirement), _EXTRA.search(requirement)
        if package and extra:
            extras.setdefault(extra[1], []).append(package[0])
    return extras


def _examine_office() -> Finding:
    """Convert a document: nothing else tells as surely whether LibreOffice works, and whether it is sealed."""
    try:
        document = read(Source(TRIAL, "trial.rtf"))
    except ReadError as error:
        if error.code == "needs_office":
            return Finding("read", "office", "missing", command=say_install())
        return Finding("read", "office-unsealed" if error.code == "not_sealed" else "office", "limited", error.detail)
    program = document.reader.partition(",")[0]
    reason = explain_unsealed()
    return (
        Finding("read", "office", "ok", program)
        if reason is None
        else Finding("read", "office-open", "limited", reason)
    )


def _examine_recognition() -> Finding:
    """Tell of text recognition as the readers find it."""
    found = find_recognition()
    if found.there:
        return Finding("read", RECOGNITION, "ok", found.version)
    code = RECOGNITION if found.missing else "ocr-models"
    return Finding("read", code, "missing", ", ".join(found.missing), f'pip install "{EXTRA}"')


def _examine_extra(extra: str, packages: list[str]) -> Finding:
    versions, lacking = [], []
    for package in packages:
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            lacking.append(package)
    if lacking:
        return Finding("extras", extra, "missing", ", ".join(lacking), f'pip install "{PACKAGE}[{extra}]"')
    return Finding("extras", extra, "ok", ", ".join(versions))


def _examine_patterns() -> Finding:
    try:
        return Finding("machine", "patterns", "ok", str(len(load_patterns())))
    except (PatternError, OSError) as error:
        return Finding("machine", "patterns", "broken", str(error))


def _examine_folder() -> Finding:
    """Write a file where temporary files go, and see what room is left."""
    try:
        folder = tempfile.gettempdir()
        with tempfile.TemporaryFile() as file:
            file.write(TRIAL)
        room = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("machine", "folder", "broken", error.strerror or str(error))
    said = f"{folder}, {room >> 20} MiB"
    return Finding("machine", "folder", "ok" if room >= SMALLEST_ROOM else "limited", said)


def _examine_terminal() -> Finding:
    """See whether what is printed can be Chinese."""
    encoding = sys.stdout.encoding or "?"
    said = f"{encoding}, {'.'.join(filter(None, locale.getlocale())) or 'C'}"
    try:
        "绩效".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        command = "chcp 65001" if sys.platform == "win32" else "export LC_ALL=C.UTF-8"
        return Finding("machine", "terminal", "limited", said, command)
    return Finding("machine", "terminal", "ok", said)


def _examine_fonts() -> Finding:
    font = find_font()
    if font is not None:
        return Finding("machine", "fonts", "ok", str(font.path))
    return Finding(
        "machine", "fonts", "missing", command="sudo apt install fonts-noto-cjk" if sys.platform == "linux" else ""
    )
