"""Where the files lie that results came from: on disk as the manifest names them, elsewhere, or in archives.

Enters: a path as a result has it, the content's SHA-256, and where to look. Leaves: an input that can be read. That it
is still the same content, its SHA-256 has to show once more when it is drawn.
"""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from extractor.batch.inputs import IN_ARCHIVE, Choice, Input, find_inputs, show_path
from extractor.batch.worker import digest_file


class NoSuchContentError(LookupError):
    """Several files have the name, and none the content. The arguments are their paths."""


@dataclass(slots=True)
class Finder:
    """Finds the files of results; it opens the directory of an archive, and walks a folder, only once.

    Attributes:
        folders: where a path begins that is not absolute; the first that holds it counts.
        below: folders and files that a person named: a source may lie anywhere in them, under its name.
        archives: what is known of archives: the files in each, by the name that the manifest gives them.
        names: the files in `below` by their names; None until they are asked for.
    """

    folders: Sequence[Path]
    below: Sequence[Path] = ()
    archives: dict[Path, dict[str, Input]] = field(default_factory=dict)
    names: dict[str, list[Path]] | None = None

    def find(self, shown: str, sha256: str) -> Input | None:
        """Give where a file lies: `forms/a.pdf`, or `forms.zip!/2021/a.pdf` in an archive; None where it is not.

        Of several files, the one with the content is taken, whatever the folder it lies in.

        Raises:
            NoSuchContentError: several files that a person named have the name, and none has the content.
        """
        there = next(self._look(shown), None)
        if not self.below or (there is not None and digest_file(there) == sha256):
            return there
        found = list(self._search(shown))
        if there is None and len(found) == 1:
            return found[0]
        right = next((item for item in found if digest_file(item) == sha256), there)
        if right is None and found:
            raise NoSuchContentError(*(item.path for item in found))
        return right

    def _look(self, shown: str) -> Iterator[Input]:
        """Give the files at a path."""
        for path in self._places(shown):
            if path.is_file():
                yield Input(shown, str(path))
        outer, inside, member = shown.partition(IN_ARCHIVE)
        if inside:
            for path in self._places(outer):
                if path.is_file() and (found := self._open(path).get(member)):
                    yield found

    def _search(self, shown: str) -> Iterator[Input]:
        """Give the files of a path's name in the folders that a person named, and those of an archive that has it."""
        outer, inside, member = shown.partition(IN_ARCHIVE)
        for path in self._list(PurePosixPath(outer).name):
            if not inside:
                yield Input(shown, str(path))
            elif found := self._open(path).get(member):
                yield found
        if inside:  # It may have been unpacked.
            for path in self._list(PurePosixPath(member).name):
                yield Input(shown, str(path))

    def _list(self, name: str) -> Sequence[Path]:
        if self.names is None:
            self.names = {}
            for path in _walk(self.below):
                self.names.setdefault(_fold(show_path(path.name)), []).append(path)
        return self.names.get(_fold(name), ())

    def _places(self, shown: str) -> Iterator[Path]:
        for folder in self.folders:
            try:
                path = folder / shown
                path.is_file()
            except (OSError, ValueError):  # A name that no file of this system can have.
                continue
            yield path

    def _open(self, path: Path) -> dict[str, Input]:
        if path not in self.archives:
            inputs = find_inputs([path], Choice(), path.parent / ".")
            self.archives[path] = {item.shown.partition(IN_ARCHIVE)[2]: item for item in inputs}
        return self.archives[path]


def _walk(given: Sequence[Path]) -> Iterator[Path]:
    """Give the files that were named, and all files below the folders, each once."""
    seen: set[Path] = set()
    for start in given:
        below = (Path(folder, name) for folder, _, names in os.walk(start) for name in sorted(names))
        for path in below if start.is_dir() else [start]:
            if (whole := path.absolute()) not in seen:
                seen.add(whole)
                yield path


def _fold(name: str) -> str:
    """Fold a file's name as systems differ in writing it."""
    return unicodedata.normalize("NFC", name).casefold()
