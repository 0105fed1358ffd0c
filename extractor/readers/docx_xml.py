"""The XML of Word documents: its elements' names, and walks that see through what only wraps text. Part of that reader.

Enters: elements of a package's part, strict or transitional, or of a Word 2003 file. Leaves: those of some kind, also
where content controls or tracked changes hold them, and attributes.
"""

from collections.abc import Iterator

from extractor.readers.flat_office import WORD_2003
from extractor.readers.ooxml import Element

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    WORD_2003,
)
SECTIONS = ("http://schemas.microsoft.com/office/word/2003/auxHint",)
ANNOTATIONS = ("http://schemas.microsoft.com/aml/2001/core",)
MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
COMPATIBILITY = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)


def tags(namespaces: tuple[str, ...], *names: str) -> frozenset[str]:
    """Give an element's names in each of some namespaces, for those that mean the same."""
    return frozenset(f"{{{namespace}}}{name}" for namespace in namespaces for name in names)


BODY = tags(WORD, "body")
DOCUMENT = tags(WORD, "document", "wordDocument")
NOTES = tags(WORD, "footnote", "endnote")
PARAGRAPH = tags(WORD, "p")
RUN = tags(WORD, "r")
TABLE = tags(WORD, "tbl")
ROW = tags(WORD, "tr")
CELL = tags(WORD, "tc")
ROW_PROPERTIES = tags(WORD, "trPr")
CELL_PROPERTIES = tags(WORD, "tcPr")
PARAGRAPH_PROPERTIES = tags(WORD, "pPr")
RUN_PROPERTIES = tags(WORD, "rPr")
BLOCKS = PARAGRAPH | TABLE
CELL_PARTS = BLOCKS | CELL_PROPERTIES
ROW_PARTS = CELL | ROW_PROPERTIES
ANNOTATION = tags(ANNOTATIONS, "annotation")
WRAPPERS = (
    tags(WORD, "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
    | tags(SECTIONS, "sect", "sub-section")
    | tags(ANNOTATIONS, "content")
    | ANNOTATION
)

TEXT = tags(WORD, "t") | tags(MATH, "t")
SYMBOL = tags(WORD, "sym")
BREAK = tags(WORD, "br")
HYPHEN = tags(WORD, "noBreakHyphen")
TEXT_BOX = tags(WORD, "txbxContent") | NOTES  # Word 2003 keeps a note where its mark stands
ALTERNATE = tags(COMPATIBILITY, "AlternateContent")
CHOICE = tags(COMPATIBILITY, "Choice")
FALLBACK = tags(COMPATIBILITY, "Fallback")
READING_AID = tags(WORD, "rt")
DELETED = tags(WORD, "del", "moveFrom")
TRACKED = tags(WORD, "ins", "moveTo", "cellIns", "cellDel") | DELETED
PICTURE = tags(WORD, "drawing", "pict")

ALTERNATIVES = CHOICE | FALLBACK

GRID_SPAN = tags(WORD, "gridSpan")
GRID_BEFORE = tags(WORD, "gridBefore")
VERTICAL_MERGE = tags(WORD, "vMerge", "vmerge")
HORIZONTAL_MERGE = tags(WORD, "hMerge", "hmerge")


def find_parts(container: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """Find the children with a wanted tag, also those inside content controls, insertions and the like."""
    stack = [iter(container)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            if tag in wanted:
                yield element
            elif tag in WRAPPERS:
                stack.append(iter(element))
                break
            elif tag in ALTERNATE:
                stack.append(iter(choose_alternative(element)))
                break
        else:
            stack.pop()


def choose_alternative(alternate: Element) -> Element:
    """Give the one alternative to read, the first: the later ones hold the same text for older programs."""
    return next((element for element in alternate if element.tag in ALTERNATIVES), ())


def get_attribute(element: Element, name: str) -> str | None:
    """Get an attribute of the Word namespace, whichever of the two the file is written in."""
    for namespace in WORD:
        value: str | None = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return None


def is_comment(element: Element) -> bool:
    """Tell whether an element is what Word 2003 keeps of a comment, or of deleted text."""
    return element.tag in ANNOTATION and get_attribute(element, "type") in {"Word.Comment", "Word.Deletion"}
