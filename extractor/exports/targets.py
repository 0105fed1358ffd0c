"""The targets: what an export can be written to, each by a module of its own.

Enters: rows and a place. Leaves: a file or a folder, whole or not at all. To add a target, write its module with a
function `write` and add its line to `TARGETS`.
"""

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from extractor.exports.data_package import PACKAGE
from extractor.exports.dictionary import FIELDS
from extractor.exports.job import DoesNotFitError, Job
from extractor.exports.national import NATIONAL_TABLES
from extractor.exports.rows import Rows
from extractor.exports.tables import TABLES


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of target.

    Attributes:
        module: where its `write` is.
        ending: of the file, or of each file in the folder.
        folder: whether it is a folder with a file for each table.
        extra: which extra of the program it needs; None where it needs none.
        mark: where in the file stands by what its kind is known, and the bytes.
    """

    module: str
    ending: str
    folder: bool = False
    extra: str | None = None
    mark: tuple[int, bytes] = (0, b"")


TARGETS: Mapping[str, Target] = {
    "csv": Target("csv_folder", ".csv", folder=True),
    "xlsx": Target("workbook", ".xlsx", mark=(0, b"PK\x03\x04")),
    "parquet": Target("parquet_folder", ".parquet", folder=True, extra="analysis"),
    "duckdb": Target("duckdb_file", ".duckdb", extra="analysis", mark=(8, b"DUCK")),
    "sqlite": Target("sqlite_file", ".sqlite", mark=(0, b"SQLite format 3\0")),
    "jsonl": Target("json_lines", ".jsonl", folder=True),
}


LIBRARIES = frozenset({"duckdb", "pyarrow"})
"""What the extra `analysis` brings for targets."""


class MissingExtraError(Exception):
    """A library is not installed. The message is the name of the extra that brings it."""


class TargetExistsError(Exception):
    """Something is at the place already. The message is the path."""


class ForeignFileError(Exception):
    """What is to be replaced is, or holds, a file that no export of this kind wrote. The message is its path."""


def write_target(
    read: Callable[[], Iterable[Rows]], name: str, place: Path, job: Job, *, force: bool
) -> list[tuple[str, str]]:
    """Write an export to its place. What stands there is replaced only once all is written.

    Args:
        read: gives the rows, from the beginning each time: where a number does not fit its column, all is written
            again with a wider one.
        name: of the target, such as `csv`.
        place: the file or folder to make.
        job: what to write.
        force: replace what an earlier export wrote there.

    Returns:
        The columns that are held as text, since no type of the target holds their numbers: pairs of table and column.

    Raises:
        MissingExtraError: a library is not installed.
        TargetExistsError: something is there, and is not to be replaced.
        ForeignFileError: what is to be replaced is a file of another kind, or a folder that holds other files too.
        OSError: the disk is full, or the place cannot be written.
    """
    target = TARGETS[name]
    try:
        module = import_module(f"extractor.exports.{target.module}")
    except ModuleNotFoundError as error:
        if target.extra is None or (error.name or "").partition(".")[0] not in LIBRARIES:
            raise
        raise MissingExtraError(target.extra) from error
    with _take_place(place, target, force=force) as beside:
        while True:
            if target.folder:
                beside.mkdir()
            try:
                module.write(read(), beside, job)
            except DoesNotFitError as error:
                job = job.widen(error.table, error.column)
                shutil.rmtree(beside) if target.folder else beside.unlink()
            else:
                break
    return job.find_texts()


@contextlib.contextmanager
def _take_place(place: Path, target: Target, *, force: bool) -> Iterator[Path]:
    """Give a place beside the one that is wanted; what is written there is moved to it when all is well.

    It lies in a folder of its own, so that what libraries write next to their files goes with it.
    """
    if place.exists() or place.is_symlink():
        if not force:
            raise TargetExistsError(str(place))
        _refuse_foreign(place, target)
    work = place.with_name(f".{secrets.token_hex(8)}.part")
    work.mkdir()
    beside, old = work / place.name, work / f"{place.name}.old"
    try:
        yield beside
        if place.is_dir():
            place.rename(old)
            try:
                beside.rename(place)
            except OSError:
                old.rename(place)
                raise
        else:
            beside.replace(place)
    finally:
        shutil.rmtree(work)


def _refuse_foreign(place: Path, target: Target) -> None:
    """Refuse to replace what cannot be an earlier export of this kind."""
    if place.is_dir() != target.folder:
        raise ForeignFileError(str(place))
    if target.folder:
        own = {f"{table.name}{target.ending}" for table in (*TABLES, *NATIONAL_TABLES, FIELDS)} | {PACKAGE}
        for path in sorted(place.iterdir()):
            if path.name not in own or path.is_dir():
                raise ForeignFileError(str(path))
        return
    start, mark = target.mark
    with place.open("rb") as file:
        if file.read(start + len(mark))[start:] != mark:
            raise ForeignFileError(str(place))
