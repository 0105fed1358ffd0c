"""What is seen of a batch while it runs: a bar on a terminal, lines in a log, events for a program, or nothing.

Enters: progress. Leaves: standard error, or for events standard output.
"""

import contextlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from extractor.batch.run import Progress, Watch
from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_line

Style = Literal["bar", "lines", "events", "quiet"]

EVERY = 10.0
"""In a log, a line every so many seconds."""


@dataclass(slots=True)
class _Sight:
    """What has been seen so far."""

    started: float = field(default_factory=time.monotonic)
    statuses: Counter[str] = field(default_factory=Counter)
    done: int = 0
    slowest: str = ""

    def take(self, news: Progress | str) -> bool:
        """Take news; tell whether an input is accounted for."""
        if isinstance(news, str):
            self.slowest = news
            return False
        self.done = news.done
        self.statuses[news.outcome.status] += 1
        return True

    @property
    def rate(self) -> float:
        """Inputs a second."""
        return self.done / max(time.monotonic() - self.started, 1e-6)

    def say(self, total: int, lang: Language) -> str:
        """Say how far the batch is, when it will be done, and how many inputs had which outcome."""
        counts = "  ".join(f"{say_line(f'status-{status}', lang)} {n}" for status, n in self.statuses.most_common())
        left = say_time((total - self.done) / self.rate) if self.done else "?"
        names = {"done": self.done, "total": total, "rate": f"{self.rate:.1f}", "left": left, "counts": counts}
        return say_line("batch-line", lang, **names)


@contextlib.contextmanager
def show_progress(style: Style, total: int, lang: Language) -> Iterator[Watch]:
    """Give what is to be told of a batch's progress."""
    shows: dict[Style, Callable[[int, Language], contextlib.AbstractContextManager[Watch]]] = {
        "bar": _show_bar,
        "lines": _show_lines,
        "events": _show_events,
        "quiet": _show_nothing,
    }
    with shows[style](total, lang) as watch:
        yield watch


@contextlib.contextmanager
def _show_nothing(total: int, lang: Language) -> Iterator[Watch]:
    del total, lang
    yield lambda _: None


@contextlib.contextmanager
def _show_events(total: int, lang: Language) -> Iterator[Watch]:
    del lang

    def tell(event: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(event, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def watch(news: Progress | str) -> None:
        if isinstance(news, Progress):
            error = news.outcome.error["code"] if news.outcome.error else None
            tell(
                {
                    "event": "file",
                    "done": news.done,
                    "total": news.total,
                    "path": news.shown,
                    "status": news.outcome.status,
                    "error": error,
                    "forms": news.outcome.forms,
                    "seconds": news.outcome.seconds,
                }
            )

    tell({"event": "start", "total": total})
    yield watch


@contextlib.contextmanager
def _show_lines(total: int, lang: Language) -> Iterator[Watch]:
    sight = _Sight()
    last = time.monotonic()

    def watch(news: Progress | str) -> None:
        nonlocal last
        sight.take(news)
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            sys.stderr.write(f"{time.strftime('%H:%M:%S')}  {sight.say(total, lang)}\n")
            sys.stderr.flush()

    yield watch


@contextlib.contextmanager
def _show_bar(total: int, lang: Language) -> Iterator[Watch]:
    # Heavy, and only a terminal wants it.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    sight = _Sight()
    console = Console(stderr=True)
    # The text has what the bar leaves of the line, so that a narrow terminal cuts off only its end: the file's name.
    rest = Column(ratio=1, no_wrap=True, overflow="ellipsis")
    said = TextColumn("{task.description}", markup=False, table_column=rest)
    columns = (BarColumn(bar_width=min(30, console.width // 8)), said)
    with Bar(*columns, console=console, transient=True, redirect_stdout=False, expand=True) as bar:
        task = bar.add_task(sight.say(total, lang), total=total)

        def watch(news: Progress | str) -> None:
            sight.take(news)
            described = f"{sight.say(total, lang)}  {make_printable(sight.slowest[-40:])}"
            bar.update(task, completed=sight.done, description=described)

        yield watch


def say_time(seconds: float) -> str:
    """Give a time as hours, minutes and seconds: `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
