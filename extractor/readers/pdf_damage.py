"""What is damaged in a PDF without PDFium saying so: content streams that break off. Part of reading a PDF.

Enters: a PDF's bytes. Leaves: the pages whose content is incomplete. PDFium draws what it can decompress and is silent
about the rest, so that a page may come out empty. A look over the compressed streams costs little; only where one is
damaged does a second engine (pdfminer) find out which page it belongs to.
"""

import base64
import io
import re
import zlib
from collections.abc import Iterator

from extractor.document import Flaw

LONGEST_HEAD = 400
"""How many bytes before a stream its dictionary is looked for in."""

OTHER_STREAM = re.compile(rb"/(?:Length1|Length2|Length3|Subtype|Type|DecodeParms|FunctionType|ShadingType|W)\b")
"""What the dictionary of a page's content stream never holds: fonts, pictures, cross-references do."""

MOST_BYTES = 64 << 20
"""A content stream is decompressed up to this size."""


def find_damage(data: bytes) -> list[Flaw]:
    """Give a flaw for each page with a damaged content stream, or one without a page where it cannot be told."""
    if b"/Encrypt" in data or not any(_is_damaged(data, start) for start in _find_streams(data)):
        return []
    pages = _find_pages(data)
    if pages is None:
        return [Flaw("content-damaged", lost=True)]
    return [Flaw("page-damaged", page=page, lost=True) for page in pages]


def _find_streams(data: bytes) -> Iterator[int]:
    """Give where the word `stream` stands that begins one. Searched for byte by byte: a pattern takes far longer."""
    at = data.find(b"stream")
    while at >= 0:
        if data[at - 3 : at] != b"end":
            yield at
        at = data.find(b"stream", at + 6)


def _is_damaged(data: bytes, start: int) -> bool:
    head = data[max(0, start - LONGEST_HEAD) : start]
    head = head[head.rfind(b" obj") + 1 :]
    if b"/FlateDecode" not in head or b"/ASCIIHexDecode" in head or OTHER_STREAM.search(head):
        return False
    begin = start + len(b"stream\r\n" if data[start + 6 : start + 7] == b"\r" else b"stream\n")
    end = data.find(b"endstream", begin)
    return end >= 0 and not _is_whole(data[begin:end], ascii85=b"/ASCII85Decode" in head)


def _is_whole(stream: bytes, *, ascii85: bool) -> bool:
    """Tell whether a compressed stream can be read to its end."""
    inflater = zlib.decompressobj()
    try:
        inflater.decompress(_decode_ascii85(stream) if ascii85 else stream, MOST_BYTES)
    except (zlib.error, ValueError):
        return False
    return inflater.eof or bool(inflater.unconsumed_tail)


def _decode_ascii85(stream: bytes) -> bytes:
    text = stream.strip().removeprefix(b"<~").removesuffix(b"~>")
    return base64.a85decode(text)


def _find_pages(data: bytes) -> list[int] | None:
    """Give the numbers of the pages with a damaged stream, None where the file's structure does not tell."""
    # Heavy, and hardly ever needed.
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415
    from pdfminer.pdftypes import resolve1  # noqa: PLC0415

    pages = []
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        for number, page in enumerate(PDFPage.create_pages(document), start=1):
            for stream in map(resolve1, page.contents):
                filters, raw = str(stream.attrs.get("Filter")), stream.get_rawdata()
                if raw and "FlateDecode" in filters and not _is_whole(raw, ascii85="ASCII85Decode" in filters):
                    pages.append(number)
                    break
    except Exception:  # noqa: BLE001 - pdfminer raises whatever a broken file makes it raise
        return None
    return pages
