"""A piece of a batch on a machine of a cluster: tasks in, endings out, read by a supervised worker of its own.

Enters: one JSON object on standard input. Leaves: an ending a line on standard output. It is a program of its own,
started by the engine that spreads the pieces: a file that makes PDFium crash then harms only this process.
"""

import json
import sys
from dataclasses import asdict

from extractor.batch.limits import Limits
from extractor.batch.supervise import Crew, Task, supervise


def main() -> None:
    """Do the tasks."""
    piece = json.loads(sys.stdin.buffer.read())
    crew = Crew(1, piece["work"], piece["settings"], Limits(**piece["limits"]))
    tasks = [Task(**task) for task in piece["tasks"]]
    for ending in supervise(iter(tasks), crew, lambda *_: True):
        sys.stdout.write(json.dumps(asdict(ending)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
