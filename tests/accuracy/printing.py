"""A sheet and its file → what of the sheet is not printed in the file.

Enters: a sheet, and the bytes of a PDF that a producer made of it. Leaves: how many characters the file lacks. Some
programs leave out what has no room on a page: no reader can give what is not there. That is proved by two engines that
read the file's text layer, and by counting alone: where each character stands plays no part.
"""

import re
import unicodedata
from collections import Counter
from io import BytesIO

import pdfplumber
import pypdfium2

from tests.accuracy.sheets import Sheet

RADICALS = re.compile(r"[\u2e80-\u2fdf]")
"""What browsers write for some ideographs; those that normalization leaves as they are would seem to be lacking."""


def count_unprinted(sheet: Sheet, data: bytes) -> int:
    """Count the characters of a sheet that a PDF does not hold, by both engines; 0 where that is not sure."""
    texts = [*sheet.heading, *(box.text for table in sheet.tables for box in table.boxes)]
    printed = _count("".join(texts))
    lacking = _count_lacking(printed, _read_by_pdfium(data))
    return min(lacking, _count_lacking(printed, _read_by_pdfplumber(data))) if lacking else 0


def _count_lacking(printed: Counter[str], text: str) -> int:
    return 0 if RADICALS.search(text) else (printed - _count(text)).total()


def _count(text: str) -> Counter[str]:
    return Counter("".join(unicodedata.normalize("NFKC", text).split()))


def _read_by_pdfium(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return unicodedata.normalize("NFKC", "".join(page.get_textpage().get_text_range() for page in pdf))
    finally:
        pdf.close()


def _read_by_pdfplumber(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as pdf:
        return unicodedata.normalize("NFKC", "".join(char["text"] for page in pdf.pages for char in page.chars))
