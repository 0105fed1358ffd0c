"""The processor's time that camelot takes for the tables of PDFs, in JSON: `python bench_camelot.py FILE...`.

Enters: PDFs. Leaves: on standard output, camelot's version and the seconds for each file. `tests.bench` runs it by the
Python of an environment of its own, which `make bench` sets up from `bench.lock`: camelot brings OpenCV, pandas and
versions of other libraries that the rest shall not be measured with. Its lines are found by its `lattice` reader.
"""

import json
import sys
from importlib.metadata import version
from time import process_time

import camelot
import cv2


def main() -> None:
    """Read the tables of each file once: camelot takes seconds for a file, and its time hardly varies."""
    cv2.setNumThreads(1)
    seconds = {}
    camelot.read_pdf(sys.argv[1], pages="1", flavor="lattice")  # What it imports late is not counted.
    for path in sys.argv[1:]:
        start = process_time()
        camelot.read_pdf(path, pages="all", flavor="lattice")
        seconds[path] = process_time() - start
    print(json.dumps({"version": version("camelot-py"), "seconds": seconds}))


if __name__ == "__main__":
    main()
