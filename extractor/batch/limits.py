"""The limits of a batch: how long a file may take, how long it may be silent, and how much memory it may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take for one file.

    Attributes:
        silence: seconds without a sign of life, of which a reader gives one after each page. A file of 352 pages that
            takes 30 s is healthy; a page that takes a minute is not.
        total: seconds in all.
        memory: bytes that the process may hold.
        files: after how many files a worker is replaced, whatever its health.
    """

    silence: float = 60.0
    total: float = 900.0
    memory: int = 1 << 30
    files: int = 2000
