"""Reading stage, web archives: MHTML (`.mht`), as browsers, Word and Excel save a page with all it needs, to rows.

Enters: the file's bytes. Leaves: a `Document` of the page in it. Of an archive whose first page is one of frames, such
as a workbook that Excel saved, the other pages are read in their order. Pictures and style sheets are left alone.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers.decode import decode
from extractor.readers.html import MAX_BYTES, read_pages

MAX_BOUNDARIES = 100
"""How many parts of a file may hold parts themselves: the standard library reads them by recursion."""
MAX_PAGES = 200

_FRAMESET = re.compile(r"<frameset\b", re.IGNORECASE)


def read(source: Source) -> Document:
    """Read a web archive. Tables and lines are numbered through all of its pages, as the web page reader numbers them.

    Raises:
        ReadError: `limit`, `unsupported` (no page in the archive, or one of frames alone), as the web page reader.
    """
    if len(source.data) > MAX_BYTES:
        raise ReadError("limit", f"{len(source.data)} bytes of MHTML")
    if source.data.lower().count(b"boundary=") > MAX_BOUNDARIES:
        raise ReadError("limit", f"more than {MAX_BOUNDARIES} parts within parts")
    pages: list[str] = []
    flaws: tuple[Flaw, ...] = ()
    for part in _find_pages(message_from_bytes(source.data.lstrip())):
        data = part.get_payload(decode=True)
        decoded = decode(data if isinstance(data, bytes) else b"", source.vocabulary, _charset(part))
        if decoded.undecodable:
            flaws += (Flaw("undecodable", count=decoded.undecodable, lost=True),)
        pages.append(decoded.text)
        if len(pages) > MAX_PAGES:
            raise ReadError("limit", f"more than {MAX_PAGES} pages")
    if not pages:
        raise ReadError("unsupported", "no page in the web archive")
    others = [page for page in pages if not _FRAMESET.search(page)]
    if len(others) < len(pages):
        return read_pages(others or pages, flaws)
    return read_pages(pages[:1], (*flaws, *([Flaw("frame", count=len(pages) - 1)] if len(pages) > 1 else [])))


def _find_pages(message: Message) -> Iterator[Message]:
    """Give the parts that are web pages."""
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            yield part


def _charset(part: Message) -> str:
    charset = part.get_param("charset")
    return charset if isinstance(charset, str) else ""
