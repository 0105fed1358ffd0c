"""Where the files lie that results came from: on disk as the manifest names them, or in archives.

Enters: a path as a result has it, and folders to look in. Leaves: an input that can be read. That it is the same
content as then, its SHA-256 has to show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.batch.inputs import IN_ARCHIVE, Choice, Input, find_inputs


@dataclass(slots=True)
class Finder:
    """Finds the files of results; it opens the directory of an archive only once.

    Attributes:
        folders: where a path begins that is not absolute; the first that holds it counts.
        archives: what is known of archives: the files in each, by the name that the manifest gives them.
    """

    folders: Sequence[Path]
    archives: dict[Path, dict[str, Input]] = field(default_factory=dict)

    def find(self, shown: str) -> Input | None:
        """Give where a file lies: `forms/a.pdf`, or `forms.zip!/2021/a.pdf` in an archive; None where it is not."""
        for path in self._places(shown):
            if path.is_file():
                return Input(shown, str(path))
        outer, inside, member = shown.partition(IN_ARCHIVE)
        if not inside:
            return None
        for path in self._places(outer):
            if path.is_file() and (found := self._open(path).get(member)):
                return found
        return None

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
