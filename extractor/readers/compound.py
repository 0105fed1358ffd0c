"""Reading stage, shared by the older office formats: the compound file (OLE2) and the streams in it, by olefile.

Enters: a file's bytes. Leaves: what kind of document its root streams show, and the bytes of single streams. A document
may hold others (a workbook in a letter), so only the streams of the root tell what the file is.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import olefile

from extractor.document import ReadError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_KINDS = {"encryptedpackage": "encrypted", "worddocument": "doc", "workbook": "xls", "book": "xls"}
"""Which stream makes a file what, the surest first."""

_ENTRY_BYTES = 128
_MOST_NAMES = 10_000
"""A directory has an entry of 128 bytes a stream; so many places are looked at where it is damaged."""


def find_kind(data: bytes) -> str:
    """Tell what a compound file is: `encrypted` (an Office package with a password), `doc`, `xls`, or `ole` for others.

    Where the directory is damaged, its entries are looked for by their names. Nothing is raised.
    """
    try:
        with _open(data) as file:
            names = {path[0].lower() for path in file.listdir() if len(path) == 1}
    except ReadError:
        return next((kind for name, kind in _KINDS.items() if _has_entry(data, name)), "ole")
    return next((kind for name, kind in _KINDS.items() if name in names), "ole")


def check_whole(data: bytes) -> None:
    """Make sure that nothing is wrong with a compound file's directory.

    Raises:
        ReadError: `corrupt`.
    """
    with _open(data, defects=olefile.DEFECT_INCORRECT):
        pass


def read_stream(data: bytes, name: str) -> bytes:
    """Give the bytes of a stream of the root, such as `WordDocument`.

    Raises:
        ReadError: `corrupt` where the file is damaged or cut, or has no such stream.
    """
    with _open(data) as file:
        if not file.exists(name):
            raise ReadError("corrupt", f"no stream {name}")
        with file.openstream(name) as stream:
            content: bytes = stream.read()
        if len(content) != file.get_size(name):
            raise ReadError("corrupt", f"the stream {name} is cut")
    return content


@contextmanager
def _open(data: bytes, defects: int = olefile.DEFECT_FATAL) -> Iterator[olefile.OleFileIO]:
    """Open a compound file that has no worse defects; whatever damage makes olefile raise is told as damage."""
    try:
        with olefile.OleFileIO(io.BytesIO(data), raise_defects=defects) as file:
            yield file
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # olefile raises whatever a broken file makes it raise
        raise ReadError("corrupt", f"{type(error).__name__}: {error}") from error


def _has_entry(data: bytes, name: str) -> bool:
    """Tell whether something that looks like a directory's entry has a name, in the writings that are in use."""
    for written in {name.title(), name.upper(), {"encryptedpackage": "EncryptedPackage"}.get(name, name)}:
        wanted = f"{written}\0".encode("utf-16-le")
        at = -1
        for _ in range(_MOST_NAMES):
            at = data.find(wanted, at + 1)
            if at < 0:
                break
            # An entry begins with its name and says at byte 64 how long that is: prose does not.
            if at % _ENTRY_BYTES == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(wanted)):
                return True
    return False
