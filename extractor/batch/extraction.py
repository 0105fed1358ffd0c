"""The work of a batch: a file's bytes → its extraction, ready to take its place in the output folder.

Enters: a task and the file's bytes. Leaves: the JSON on the stage, and what the manifest says of it.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from extractor.batch.store import write_staged
from extractor.batch.worker import Work
from extractor.patterns import load_patterns
from extractor.pipeline import extract_bytes


def prepare(settings: Mapping[str, Any]) -> Work:
    """Give the work of a worker: `out`, `patterns` (paths) and `lang` are what the settings name."""
    patterns = load_patterns(*map(Path, settings["patterns"]))
    out = Path(settings["out"])
    lang = settings["lang"]

    def work(task: Mapping[str, Any], data: bytes, beat: Callable[[], None]) -> dict[str, Any]:
        extraction = extract_bytes(data, task["name"], patterns=patterns, lang=lang, beat=beat)
        beat()
        write_staged(out, task["number"], f"{extraction.to_json(2)}\n".encode("utf-8", "backslashreplace"))
        failed = Counter(check.severity for form in extraction.forms for check in form.checks if check.status == "fail")
        error = extraction.error
        return {
            "status": extraction.status,
            "error": error.model_dump() if error is not None else None,
            "forms": len(extraction.forms),
            "failed": {severity: failed[severity] for severity in ("error", "warning", "info") if failed[severity]},
        }

    return work
