"""Cases → results: files are made in batches, read by the program, and judged.

Enters: cases. Leaves: a result a case. Each form is also read as text: there the record must be the known one, which
proves the known record without the PDF; and what the text's checks say, the form says by itself.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import simplejson

from extractor.pipeline import extract_bytes
from tests.accuracy.cases import Case
from tests.accuracy.judging import Judgement, find_signs, judge, read_record
from tests.accuracy.producers import PRODUCERS
from tests.accuracy.sheets import write_text

BATCH = 20
"""How many cases one start of a program serves."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case: the verdict on its file, and on the same form as text."""

    case: Case
    judgement: Judgement
    as_text: Judgement
    seconds: float
