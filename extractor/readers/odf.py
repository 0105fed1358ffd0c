"""Reading stage, shared by the OpenDocument formats: the content of a package or of a flat file, and its paragraphs.

Enters: the bytes of a file that claims to be an OpenDocument file. Leaves: the root of its content, and single texts.
"""

import re
from collections.abc import Iterator

from extractor.document import ReadError
from extractor.readers.ooxml import MAX_PART_BYTES, Element, open_package, parse_part, parse_xml, unpack_part

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

ROWS = frozenset({f"{TABLE}table-row-group", f"{TABLE}table-rows", f"{TABLE}table-header-rows"})
CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})

_CONTENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_MOST_SPACES = 1_000
_NO_TEXT = frozenset({f"{OFFICE}annotation", f"{TEXT}ruby-text"})
_APART = frozenset({f"{TEXT}note"})
_MARKS = {f"{TEXT}tab": "\1", f"{TEXT}line-break": "\2"}
_SPACE = re.compile(r"[ \t\r\n]+")


def open_content(data: bytes) -> Element:
    """Give the root of the content, which stands in a package or is the file itself.

    Raises:
        ReadError: `needs_password`, `corrupt`, `unsupported` or `limit`.
    """
    if not data.startswith(b"PK"):
        if len(data) > MAX_PART_BYTES:
            raise ReadError("limit", f"more than {MAX_PART_BYTES} bytes")
        return parse_xml(data, "the file")
    package = open_package(data)
    # Older programs declare a document type in the manifest, so it is not parsed.
    if _MANIFEST in package.entries and b":encryption-data" in unpack_part(package, _MANIFEST):
        raise ReadError("needs_password")
    if _CONTENT not in package.entries:
        raise ReadError("corrupt", "no content in the package")
    return parse_part(package, _CONTENT)


def list_parts(container: Element, wanted: str, wrappers: frozenset[str]) -> list[Element]:
    """List the children with a tag, also those inside groups."""
    found: list[Element] = []
    stack = [iter(container)]
    while stack:
        for child in stack[-1]:
            if child.tag == wanted:
                found.append(child)
            elif child.tag in wrappers:
                stack.append(iter(child))
                break
        else:
            stack.pop()
    return found


def read_paragraph(paragraph: Element, apart: list[Element] | None = None) -> str:
    """Give a paragraph's text; white space counts once, more of it stands in elements of its own.

    Notes and what is drawn are no part of it; they are put into `apart`.
    """
    text = _SPACE.sub(" ", "".join(_list_texts(paragraph, [] if apart is None else apart)))
    return text.replace("\0", " ").replace("\1", "\t").replace("\2", "\n")


def _list_texts(element: Element, apart: list[Element]) -> Iterator[str]:
    """Give an element's texts, with marks that no XML can hold for its spaces, tabs and line breaks."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == f"{TEXT}s":
            yield "\0" * read_count(child, f"{TEXT}c", _MOST_SPACES)
        elif tag in _MARKS:
            yield _MARKS[tag]
        elif tag in _APART or tag.startswith(DRAW):
            apart.append(child)
        elif tag not in _NO_TEXT:
            yield from _list_texts(child, apart)
        yield child.tail or ""


def read_count(element: Element, name: str, most: int) -> int:
    """Read a count of columns, rows or spaces: at least 1, cut to what there can be."""
    text = element.get(name, "1")
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1
