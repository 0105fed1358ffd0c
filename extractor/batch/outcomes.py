"""What became of an input: the one line that a person, the manifest and a later run know of it.

Enters and leaves: data, and its JSON.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["ok", "review", "partial", "no_form", "error"]

Key = tuple[str, str]
"""A content and how it was named: SHA-256 and the ending of the name, since a reader may ask for the ending."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one content.

    Attributes:
        status: as in the extraction.
        error: the extraction's problem, as plain data; None where there is none.
        forms: how many forms were found.
        failed: how many checks failed, by severity.
        seconds: how long it took, to the millisecond; 0 for what was not read.
        sha256: of the content; None where it could not be read.
        name: the name under which it was read.
    """

    status: Status
    error: Mapping[str, str] | None = None
    forms: int = 0
    failed: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    sha256: str | None = None
    name: str = ""

    def to_data(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)


def place_json(key: Key) -> str:
    """Give where the JSON of a content lies below the output folder: `json/3f/3fa0….pdf.json`.

    Named by the content: no name of an input can lead anywhere else, and equal contents share one file.
    """
    sha256, suffix = key
    return f"json/{sha256[:2]}/{sha256}{suffix}.json"


def write_line(data: Mapping[str, Any]) -> bytes:
    """Give a line of JSON Lines."""
    return json.dumps(data, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "backslashreplace") + b"\n"


def manifest_line(shown: str, outcome: Outcome, key: Key | None, duplicate_of: str | None) -> bytes:
    """Give an input's line of the manifest."""
    return write_line(
        {
            "path": shown,
            "sha256": outcome.sha256,
            "status": outcome.status,
            "error": outcome.error,
            "forms": outcome.forms,
            "failed": outcome.failed,
            "seconds": outcome.seconds,
            "json": place_json(key) if key is not None else None,
            "duplicate_of": duplicate_of,
        }
    )
