"""Shards: a batch in parts, each on a machine of its own, and the parts joined to what one machine would have made.

Enters: inputs, and the output folders of all parts. Leaves: the inputs of one part; one output folder.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractor.batch.inputs import Input
from extractor.batch.outcomes import Key, Outcome, manifest_line
from extractor.batch.store import STATE, SUMMARY, Journal, Manifest, read_manifest, write_file
from extractor.batch.tally import Tally
from extractor.record import Extraction

SHARD = "shard.json"


class ShardError(ValueError):
    """Parts that do not make a whole.

    Attributes:
        code: of the sentence that says why, and what to do.
        names: what it names.
    """

    def __init__(self, code: str, **names: str) -> None:
        """Take both."""
        super().__init__(code, names)
        self.code = code
        self.names = names


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a batch: the `index`-th (from 1) of `count`."""

    index: int
    count: int

    def choose(self, inputs: Sequence[Input]) -> list[int]:
        """Give the numbers of this part's inputs: by their paths, so that all machines agree without a word."""
        return [number for number, item in enumerate(inputs) if self._takes(item.shown)]

    def _takes(self, shown: str) -> bool:
        digest = hashlib.sha256(shown.encode("utf-8", "backslashreplace")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.index - 1


def parse_shard(text: str) -> Shard:
    """Read `2/5` as the second of five parts.

    Raises:
        ValueError: it is none.
    """
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError(text)
    return Shard(int(found[1]), int(found[2]))


def note_shard(out: Path, shard: Shard, inputs: Sequence[Input], numbers: Sequence[int], reading: str) -> None:
    """Write down which part of which whole an output folder holds."""
    note = {
        **asdict(shard),
        "inputs": len(inputs),
        "digest": _digest(item.shown for item in inputs),
        "reading": reading,
        "numbers": list(numbers),
    }
    write_file(out, f"{STATE}/{SHARD}", json.dumps(note).encode())


def _digest(shown: Iterator[str]) -> str:
    digest = hashlib.sha256()
    for path in shown:
        digest.update(path.encode("utf-8", "backslashreplace") + b"\0")
    return digest.hexdigest()


def merge_shards(parts: Sequence[Path], out: Path, watch: Callable[[int, int], None]) -> dict[str, Any]:
    """Join the parts of a batch in an output folder that is this process's own; give and write the summary.

    Args:
        parts: the output folders of all parts, finished.
        out: the folder for the whole.
        watch: told how many of how many inputs are joined.

    Raises:
        ShardError: the parts do not make a whole.
        OSError: the output cannot be written.
    """
    notes = read_notes(parts)
    lines = [read_manifest(part) for part in parts]
    owners = [-1] * notes[0]["inputs"]
    for index, note in enumerate(notes):
        for number in note["numbers"]:
            owners[number] = index
    journal, manifest, tally = Journal(out, notes[0]["reading"]), Manifest(out), Tally()
    first: dict[str, tuple[str, Outcome]] = {}
    try:
        for number, owner in enumerate(owners):
            line = next(lines[owner], None)
            if line is None:
                raise ShardError("shards-unfinished", path=str(parts[owner]))
            outcome = Outcome(
                line["status"], line["error"], line["forms"], line["failed"], line["seconds"], line["sha256"]
            )
            duplicate_of: str | None = None
            key = _read_key(line)
            if key is not None and line["json"] in first:
                duplicate_of, outcome = first[line["json"]]
            elif key is not None:
                first[line["json"]] = (line["path"], outcome)
                _copy_json(parts[owner], out, line)
                journal.add(key, outcome)
            manifest.add(manifest_line(line["path"], outcome, key, duplicate_of))
            tally.add(line["path"], outcome, duplicate=duplicate_of is not None)
            watch(number + 1, len(owners))
        manifest.finish()
    finally:
        journal.close()
        manifest.close()
    summary = tally.summarize(0.0)
    write_file(out, SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2).encode() + b"\n")
    return summary


def read_notes(parts: Sequence[Path]) -> list[dict[str, Any]]:
    """Give what the parts say of themselves.

    Raises:
        ShardError: they do not make a whole.
    """
    notes = []
    for part in parts:
        try:
            notes.append(json.loads((part / STATE / SHARD).read_bytes()))
        except (OSError, ValueError) as error:
            raise ShardError("shards-none", path=str(part)) from error
    for key in ("count", "digest", "reading"):
        if len({note[key] for note in notes}) > 1:
            raise ShardError(f"shards-{key}")
    count = notes[0]["count"]
    missing = sorted(set(range(1, count + 1)) - {note["index"] for note in notes})
    if missing or len(notes) > count:
        if not missing:
            raise ShardError("shards-twice")
        raise ShardError("shards-missing", parts=", ".join(f"{index}/{count}" for index in missing))
    return notes


def _read_key(line: dict[str, Any]) -> Key | None:
    if line["json"] is None:
        return None
    return line["sha256"], Path(line["json"]).name.removesuffix(".json").removeprefix(line["sha256"])


def _copy_json(part: Path, out: Path, line: dict[str, Any]) -> None:
    """Copy an extraction; it bears the name of the first input that holds the content."""
    data = (part / line["json"]).read_bytes()
    if line["duplicate_of"] is not None:
        extraction = Extraction.from_json(data)
        name = Input(line["path"], "").name
        source = extraction.source.model_copy(update={"name": name})
        data = f"{extraction.model_copy(update={'source': source}).to_json(2)}\n".encode("utf-8", "backslashreplace")
    write_file(out, line["json"], data)
