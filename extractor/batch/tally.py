"""The counts of a batch, and which files a person should look at first.

Enters: outcomes, one by one. Leaves: the summary.
"""

import heapq
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from extractor.batch.outcomes import Outcome

MOST_WORST = 100
"""How many of the worst files the summary names."""

STATUSES = ("ok", "review", "partial", "no_form", "error")

SEVERITY = {"error": 0, "partial": 1, "review": 2, "no_form": 3}
"""In which order the outcomes ask for a person."""


@dataclass(slots=True)
class Tally:
    """The counts so far; `fresh` is how many contents were read in this run."""

    statuses: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    forms: int = 0
    duplicates: int = 0
    fresh: int = 0
    _worst: list[tuple[tuple[int, int, int], int, dict[str, Any]]] = field(default_factory=list)

    def add(self, shown: str, outcome: Outcome, *, duplicate: bool) -> None:
        """Count an input."""
        number = sum(self.statuses.values())
        self.statuses[outcome.status] += 1
        self.duplicates += duplicate
        self.forms += outcome.forms
        if outcome.error is not None and outcome.status == "error":
            self.errors[outcome.error["code"]] += 1
        if outcome.status == "ok" or duplicate:
            return
        # The heap holds the worst; its smallest is the least bad, and of equally bad ones the last.
        badness = (-SEVERITY[outcome.status], outcome.failed.get("error", 0), outcome.failed.get("warning", 0))
        entry = {
            "path": shown,
            "status": outcome.status,
            "error": outcome.error["code"] if outcome.error else None,
            "failed": dict(outcome.failed),
        }
        push = heapq.heappushpop if len(self._worst) >= MOST_WORST else heapq.heappush
        push(self._worst, (badness, -number, entry))

    def summarize(self, seconds: float) -> dict[str, Any]:
        """Give the summary of a batch that took so many seconds."""
        return {
            "files": sum(self.statuses.values()),
            "statuses": {status: self.statuses[status] for status in STATUSES if self.statuses[status]},
            "errors": dict(sorted(self.errors.items(), key=lambda item: (-item[1], item[0]))),
            "forms": self.forms,
            "duplicates": self.duplicates,
            "read": self.fresh,
            "seconds": round(seconds, 3),
            "files_per_second": round(self.fresh / seconds, 2) if seconds > 0 else None,
            "worst": [entry for *_, entry in sorted(self._worst, key=lambda item: item[:2], reverse=True)],
        }
