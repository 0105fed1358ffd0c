"""Reading stage, DOC (Word, WPS) and RTF: what LibreOffice makes of them, read as a Word document.

Enters: the file's bytes. Leaves: a `Document` as the reader of DOCX gives it. Its places are those of the conversion:
tables, rows and columns as the original has them. LibreOffice's word is not taken for it that the conversion holds what
the original does: letters and digits of both are counted, and a flaw says which of them differ.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers import docx, rtf, word97
from extractor.readers.compound import MAGIC
from extractor.readers.libreoffice import convert
from extractor.readers.ooxml import (
    Element,
    Package,
    find_main_part,
    find_related_parts,
    open_package,
    parse_part,
    unpack_part,
)

_WRITTEN = ("}t", "}delText")
_REPEATED = "}Fallback"
_PROGRAM = re.compile(rb"<Application>([^<$]{1,60})")
_PROPERTIES = "docprops/app.xml"
_MOST_NAMED = 40
_SIGNS = frozenset(".%％‰‱=＝<>＜＞≤≥≦≧≈±~～+-−/")


def read(source: Source) -> Document:
    """Read a document of Word 97-2003, of WPS, or in RTF.

    Raises:
        ReadError: `needs_password`, `corrupt`, `limit`, and those of `libreoffice.convert`.
    """
    data = source.data
    kind = "doc" if data.startswith(MAGIC) else "rtf"
    original = word97.read_text(data) if kind == "doc" else rtf.read_text(data)
    strange = 0 if kind == "doc" else rtf.count_strange(data)
    made = convert(data, kind, source.beat)
    try:
        document = docx.read(replace(source, data=made))
        package = open_package(made)
        written = _read_written(package)
    except ReadError as error:
        raise ReadError("conversion", f"{error.code}: {error.detail}") from error
    program = _find_program(package)
    flaws = [Flaw("converted", detail=program), *document.flaws]
    if strange:
        flaws.append(Flaw("rtf-bytes", count=strange))
    flaws += [Flaw("conversion-unproved")] if original is None else _compare(original, written)
    return replace(document, format=kind, reader=f"{program}, {document.reader}", flaws=tuple(flaws))


def _read_written(package: Package) -> str:
    """Give all text of the conversion, that of tracked deletions too: the original holds it as well."""
    main = find_main_part(package) or ""
    parts = [main, *(part for kind in ("footnotes", "endnotes") for part in find_related_parts(package, main, kind))]
    return "".join(text for part in parts for text in _list_texts(parse_part(package, part)))


def _list_texts(element: Element) -> Iterator[str]:
    """Give the texts below an element, but for those that repeat others for older programs."""
    for child in element:
        if child.tag.endswith(_WRITTEN):
            yield child.text or ""
        elif not child.tag.endswith(_REPEATED):
            yield from _list_texts(child)


def _find_program(package: Package) -> str:
    """Give the name and version of what made the conversion, as it says itself: `LibreOffice 7.4.7.2`."""
    said = _PROGRAM.search(unpack_part(package, _PROPERTIES)) if _PROPERTIES in package.entries else None
    return said[1].decode(errors="replace").replace("/", " ") if said else "LibreOffice"


def _tells(character: str) -> bool:
    """Tell whether a character is part of what a form says: a letter, a digit, or a sign beside a number."""
    return character.isalnum() or character in _SIGNS


def _compare(original: str, written: str) -> list[Flaw]:
    """Give the letters and digits that the conversion lacks, and those that it has too many of."""
    held, made = (Counter(filter(_tells, text)) for text in (original, written))
    flaws = []
    for code, differ in (("conversion-lacks", held - made), ("conversion-adds", made - held)):
        if differ:
            said = "".join(sorted(differ))[:_MOST_NAMED]
            flaws.append(Flaw(code, count=differ.total(), lost=True, detail=said))
    return flaws
