"""What is damaged or missing in a PDF without PDFium saying so. Part of reading a PDF.

Enters: a PDF's bytes, and what PDFium made of it. Leaves: flaws. PDFium draws what it can decode, counts the pages that
the file says it has, and is silent about the rest, so that a page may come out empty or not at all. A look over the
bytes costs little; only where something is off does a second engine find out which pages it concerns.
"""

import re
from collections.abc import Collection, Sequence

from extractor.document import Flaw
from extractor.readers.pdf_streams import find_streams
from extractor.readers.pdf_structure import find_structure_flaws
from extractor.readers.pdf_syntax import count_malformed, count_malformed_map

PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def find_damage(data: bytes, pages: int, blank: Sequence[int], fonts: Collection[int]) -> list[Flaw]:
    """Give the flaws of a file that PDFium could open.

    Args:
        data: the file.
        pages: how many pages PDFium counts.
        blank: the pages, from 1, on which it finds neither text nor a picture.
        fonts: the checksums of fonts that it has decoded.

    Raises:
        ReadError: `limit` where the file unpacks to more than any ordinary one.
    """
    flaws = find_structure_flaws(data)
    encrypted = b"/Encrypt" in data
    broken: set[str] = set()
    seen = _count_pages(data)
    if not encrypted:
        malformed, last, outside = 0, max(data.find(b"%PDF-", 0, 1024), 0), []
        for stream in find_streams(data, fonts):
            outside.append(data[last : stream.begin])
            last = stream.end
            if stream.meaning is None:
                broken.add(stream.kind)
            elif stream.kind == "structure":
                seen += _count_pages(stream.meaning)
            elif stream.plain:
                malformed += count_malformed_map(stream.meaning)
        outside.append(data[last : max(data.rfind(b"%%EOF"), last)])
        malformed += count_malformed(b" ".join(outside))
        if malformed:
            flaws.append(Flaw("malformed", count=malformed))
    if "font" in broken:
        flaws.append(Flaw("font-damaged", lost=True))
    if "structure" in broken:
        flaws.append(Flaw("structure-damaged", lost=True))
    if encrypted or blank or "content" in broken or seen != pages:
        flaws += _ask_second(data, pages, blank, seen, content="content" in broken)
    return flaws


def _count_pages(text: bytes) -> int:
    """Count the objects that say that they are a page. Most of a file is quickly passed over."""
    return len(PAGE.findall(text)) if b"/Page" in text else 0


def _ask_second(data: bytes, pages: int, blank: Sequence[int], seen: int, *, content: bool) -> list[Flaw]:
    # Heavy, and hardly ever needed.
    from extractor.readers.pdf_second import look_again  # noqa: PLC0415

    looks = look_again(data)
    if looks is None:
        flaws = [Flaw("content-damaged", lost=True)] if content or blank else []
        return [*flaws, Flaw("pages-missing", count=seen, detail=str(pages), lost=True)] if seen > pages else flaws
    flaws = [Flaw("page-damaged", page=number, lost=True) for number, look in enumerate(looks, 1) if look.damaged]
    if content and not flaws:
        flaws = [Flaw("content-damaged", lost=True)]
    seen_by_both = [(number, looks[number - 1]) for number in blank if number <= len(looks)]
    flaws += [Flaw("page-empty", page=n, lost=True) for n, look in seen_by_both if look.draws and not look.damaged]
    if len(looks) != pages:
        flaws.append(Flaw("pages-missing", count=len(looks), detail=str(pages), lost=True))
    return flaws
