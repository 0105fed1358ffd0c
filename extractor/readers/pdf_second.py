"""A PDF read by a second engine, pdfminer. Part of reading a PDF, and only where something is off: it takes its time.

Enters: a PDF's bytes. Leaves: what the second engine sees of each page: whether its content is damaged, and whether it
draws text.
"""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1

from extractor.readers.pdf_streams import decode

MOST_PAGES = 10_000
"""More pages are not counted."""

DRAWS_TEXT = re.compile(rb"[)>\]]\s*(?:Tj|TJ|'|\")")
"""The end of a text with the word that draws it: `<0013> Tj`."""


logging.getLogger("pdfminer").addHandler(logging.NullHandler())  # What it says of a broken file is no one's to read.


@dataclass(frozen=True, slots=True)
class Look:
    """What the second engine sees of a page.

    Attributes:
        damaged: whether a stream of its content is missing or cannot be decoded to its end.
        draws: whether its content draws text.
    """

    damaged: bool
    draws: bool


def look_again(data: bytes) -> list[Look] | None:
    """Give what the second engine sees of each page, None where it cannot read the file."""
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        return [_look_at(page) for page in islice(PDFPage.create_pages(document), MOST_PAGES)]
    except Exception:  # noqa: BLE001 - pdfminer raises whatever a broken file makes it raise
        return None


def _look_at(page: PDFPage) -> Look:
    damaged = draws = False
    for item in _find_contents(page):
        if not isinstance(item, PDFStream):
            damaged = True
            continue
        meaning = _read(item)
        damaged = damaged or meaning is None
        draws = draws or DRAWS_TEXT.search(meaning or b"") is not None
    return Look(damaged, draws)


def _find_contents(page: PDFPage) -> Iterator[Any]:
    """Give the streams that draw a page, and the forms that it draws; what is no stream is missing."""
    contents = resolve1(page.attrs.get("Contents"))
    if contents is None:
        if "Contents" in page.attrs:
            yield None
        return
    streams = [resolve1(item) for item in (contents if isinstance(contents, list) else [contents])]
    yield from streams
    forms = resolve1(resolve1(page.resources or {}).get("XObject"))
    if isinstance(forms, dict):
        for form in map(resolve1, forms.values()):
            if isinstance(form, PDFStream) and getattr(form.attrs.get("Subtype"), "name", "") == "Form":
                yield form


def _read(stream: PDFStream) -> bytes | None:
    """Decode a stream, deciphered where the file is encrypted."""
    raw = stream.get_rawdata()
    if raw is None:
        return b""
    if stream.decipher and stream.objid is not None and stream.genno is not None:
        raw = stream.decipher(stream.objid, stream.genno, raw, stream.attrs)
    filters = resolve1(stream.attrs.get("Filter"))
    names = [getattr(item, "name", "") for item in (filters if isinstance(filters, list) else [filters])]
    return decode(raw, b"".join(b"/%s" % str(name).encode("ascii", "replace") for name in names if name))
