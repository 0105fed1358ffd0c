"""Paths → inputs: every file below the given folders, in lists and in archives, in an order that is always the same.

Enters: paths as a person gives them. Leaves: the inputs, files that cannot be one among them with the reason, so that
none is left out silently. Nothing is read but folders and the directories of archives.
"""

import glob
import ntpath
import os
import posixpath
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from extractor.batch.store import JOURNAL, MANIFEST, STATE, SUMMARY
from extractor.places import find_ending

MOST_MEMBERS = 100_000
"""An archive with more entries than this is not opened."""

LARGEST_DIRECTORY = 64 << 20
"""Nor is one whose directory of entries takes more bytes than this."""

IN_ARCHIVE = "!/"
"""Stands between the path of an archive and that of a file in it: `报送.zip!/2021/信访局.pdf`."""

OFFICE_PARTS = frozenset({"[Content_Types].xml", "mimetype"})
"""What an archive holds that is itself a document: DOCX, XLSX, ODS."""


OUTPUTS = frozenset({STATE, MANIFEST, SUMMARY, "json", "review", "verdicts.jsonl"})
"""What a batch, and the commands after it, write into an output folder: never an input of another."""


@dataclass(frozen=True, slots=True)
class Input:
    r"""A file to read, or one that is skipped.

    Attributes:
        shown: the path as the manifest shows it, with forward slashes; bytes that are no UTF-8 as `\xb2`.
        path: the path as the system knows it.
        member: the index of the entry in the archive at `path`; None for a file of its own.
        skipped: why it is not read: `symlink`, `special`, `missing`, `denied`; None where it is.
    """

    shown: str
    path: str
    member: int | None = None
    skipped: str | None = None

    @property
    def name(self) -> str:
        """The file's name without its folders."""
        return PurePosixPath(self.shown.rpartition(IN_ARCHIVE)[2] or self.shown).name

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case, such as `.pdf`; a reader may ask for it. Strange ones count as none."""
        return find_ending(self.name)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files of a folder to take: those that one of `include` matches (all, if there is none), and no `exclude`.

    A glob with a slash is compared with the path below the folder, one without with the name.
    """

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def takes(self, relative: str) -> bool:
        """Tell whether a path below the folder is to be read."""
        if self.include and not any(_matches(relative, pattern) for pattern in self.include):
            return False
        return not any(_matches(relative, pattern) for pattern in self.exclude)


def _matches(relative: str, pattern: str) -> bool:
    path = relative if "/" in pattern else relative.rpartition("/")[2]
    return fnmatchcase(path.lower(), pattern.lower())


def find_inputs(paths: Iterable[str | Path], choice: Choice, leave_out: Path) -> list[Input]:
    """Give all inputs of some paths, each once, in the order of the paths and by name below a folder.

    Args:
        paths: files, folders, archives; a name with `*` that no file has is expanded, as some shells do not.
        choice: which files of folders and archives to take.
        leave_out: the folder of the outputs, which is never an input.
    """
    found: dict[str, Input] = {}
    for given in paths:
        for path in expand_path(os.fspath(given)):
            for item in _walk_given(path, choice, leave_out.absolute()):
                found.setdefault(item.shown, item)
    return list(found.values())


def find_fault(path: str, choice: Choice, inputs: Sequence[Input]) -> str | None:
    """Tell why a path that a person named gives nothing to read: `missing`, `denied`, `empty`; None where it does.

    Args:
        path: as it was given.
        choice: which files of folders to take; where it leaves out all of a folder, that is what was wanted.
        inputs: what `find_inputs` found there, among others.
    """
    if glob.has_magic(path) and not os.path.lexists(path):
        return None if glob.glob(path, recursive=True) else "missing"  # noqa: PTH207 - as in `expand_path`
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a name of any bytes
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except OSError:
        return "denied"
    if not stat.S_ISDIR(mode) or choice != Choice():
        return None
    below = show_path(trim_folder(path)).rstrip("/") + "/"
    return None if any(item.shown.startswith(below) for item in inputs) else "empty"


def trim_folder(path: str, *, windows: bool = os.name == "nt") -> str:
    """Give a folder's path without slashes at its end; a root keeps its own: `E:` is another folder than `E:/`."""
    drive, rest = (ntpath if windows else posixpath).splitdrive(path)
    trimmed = rest.rstrip("/\\" if windows else "/")
    return drive + trimmed if trimmed else path


def read_list(data: bytes) -> list[str]:
    """Give the paths of a list, one a line, in UTF-8 or GB 18030; blank ones and those that begin with `#` are none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "surrogateescape")
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]


def show_path(path: str) -> str:
    """Give a path as text that any program can read."""
    raw = os.fsencode(path).decode("utf-8", "backslashreplace")
    return raw.replace(os.sep, "/")


def expand_path(path: str) -> Sequence[str]:
    """Give the paths that a pattern such as `forms/*.pdf` stands for, where the shell has not done so."""
    if glob.has_magic(path) and not os.path.lexists(path):
        found = glob.glob(path, recursive=True)  # noqa: PTH207 - absolute or not, as it was given
        return sorted(found, key=_order) or [path]
    return [path]


def _order(name: str) -> bytes:
    return unicodedata.normalize("NFC", show_path(name)).encode("utf-8", "backslashreplace")


def _walk_given(path: str, choice: Choice, leave_out: Path) -> Iterator[Input]:
    """Give the inputs at a path that a person named: there, a link is followed."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a name of any bytes
    except FileNotFoundError:
        yield Input(show_path(path), path, skipped="missing")
        return
    except OSError:
        yield Input(show_path(path), path, skipped="denied")
        return
    if stat.S_ISDIR(mode):
        yield from _walk_folder(trim_folder(path), "", choice, leave_out)
    elif stat.S_ISREG(mode):
        yield from _open_archive(path, Choice() if not _is_zip(path) else choice)
    else:
        yield Input(show_path(path), path, skipped="special")


def _walk_folder(folder: str, below: str, choice: Choice, leave_out: Path) -> Iterator[Input]:
    """Give the inputs below a folder, by name. Folders are walked with a stack of their own: they may be deep."""
    stack = [(folder, below)]
    while stack:
        folder, below = stack.pop()
        try:
            with os.scandir(folder) as entries:
                ordered = sorted(entries, key=lambda entry: _order(entry.name))
        except OSError:
            yield Input(show_path(folder), folder, skipped="denied")
            continue
        folders: list[tuple[str, str]] = []
        if _is_output(folder):
            ordered = [entry for entry in ordered if entry.name not in OUTPUTS]
        for entry in ordered:
            relative = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                if Path(entry.path).absolute() != leave_out:
                    folders.append((entry.path, relative))
                continue
            if not choice.takes(show_path(relative)) and not _is_zip(entry.name):
                continue
            yield from _walk_entry(entry, relative, choice)
        stack.extend(reversed(folders))


def _is_output(folder: str) -> bool:
    """Tell whether a batch has written into a folder."""
    return os.path.isfile(os.path.join(folder, STATE, JOURNAL))  # noqa: PTH113, PTH118 - a name of any bytes


def _walk_entry(entry: os.DirEntry[str], relative: str, choice: Choice) -> Iterator[Input]:
    shown = show_path(entry.path)
    if entry.is_symlink():
        if choice.takes(show_path(relative)):
            yield Input(shown, entry.path, skipped="symlink")
    elif not entry.is_file(follow_symlinks=False):
        if choice.takes(show_path(relative)):
            yield Input(shown, entry.path, skipped="special")
    else:
        for item in _open_archive(entry.path, choice):
            if item.member is not None or choice.takes(show_path(relative)):
                yield item


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _open_archive(path: str, choice: Choice) -> Iterator[Input]:
    """Give the files in an archive, or the file itself where it is none, or one that cannot be opened."""
    whole = Input(show_path(path), path)
    if not _is_zip(path):
        yield whole
        return
    try:
        entries = list_entries(path)
    except (OSError, BadZipFile, ValueError, NotImplementedError):
        entries = None
    if entries is None or any(entry.filename in OFFICE_PARTS for entry in entries):
        yield whole
        return
    if all(entry.is_dir() for entry in entries):
        yield whole  # There is nothing in it, and someone should know.
    names: dict[str, int] = {}
    for index, entry in enumerate(entries):
        if entry.is_dir():
            continue
        name = decode_name(entry)
        if not choice.takes(name):
            continue
        count = names[name] = names.get(name, 0) + 1
        again = f"#{count}" if count > 1 else ""
        yield Input(f"{whole.shown}{IN_ARCHIVE}{name}{again}", path, member=index)


def list_entries(path: str) -> list[ZipInfo] | None:
    """Give the entries of an archive; None where it holds more than anyone would send.

    Raises:
        OSError, BadZipFile, ValueError, NotImplementedError: it cannot be opened as one.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - a name of any bytes
        file.seek(0, os.SEEK_END)
        size = file.tell()
        file.seek(max(0, size - 65_557))
        tail = file.read()
        end = tail.rfind(b"PK\x05\x06")
        if end < 0 or int.from_bytes(tail[end + 12 : end + 16], "little") > LARGEST_DIRECTORY:
            return None
        with ZipFile(file) as archive:
            entries = archive.infolist()
    return entries if len(entries) <= MOST_MEMBERS else None


def decode_name(entry: ZipInfo) -> str:
    """Give the name of an archive's entry: in UTF-8 where it says so or reads so, else in GB 18030.

    Archives made on Chinese Windows hold names in GBK, which ZIP readers take for the code page of the first PCs.
    """
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/").split("\0")[0]
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")
