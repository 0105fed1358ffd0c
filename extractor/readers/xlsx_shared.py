"""What the cells of an Excel workbook name by number: shared texts and styles. Part of that reader.

Enters: the XML of these parts. Leaves: texts with their count of characters and what their look may unsay; how a style
shows a number, and whether it has a border.
"""

import re
from dataclasses import dataclass

from extractor.readers.number_formats import BUILTIN_FORMATS
from extractor.readers.ooxml import Element
from extractor.readers.sheets import count_ink

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


def tags(*names: str) -> frozenset[str]:
    """Give elements' names, in strict and in transitional workbooks."""
    return frozenset(f"{{{namespace}}}{name}" for namespace in _MAIN for name in names)


TEXT = tags("t")
READING_AID = tags("rPh")
_FORMAT = tags("numFmt")
_BORDERS = tags("borders")
_CELL_STYLES = tags("cellXfs")
_RUN = tags("r")
_RUN_FONT = tags("rPr")
_FONTS = tags("fonts")
_STRIKE = tags("strike")
_RAISED = tags("vertAlign")

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BREAK = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell of a style shows its number, and whether it has a border and is struck out."""

    code: str = "General"
    framed: bool = False
    struck: bool = False


PLAIN = Style()


def read_string(item: Element) -> tuple[str, int, str]:
    """Give a text, its count of characters, and what its look may unsay; readings of characters are none of it."""
    runs = [part.text for part in item.iter(*TEXT) if part.text and part.getparent().tag not in READING_AID]
    texts = list(map(decode, runs))
    return "".join(texts), sum(map(count_ink, texts)), _find_look(item)


def _find_look(item: Element) -> str:
    """Give the flaw of a text of several runs, of which one is struck out, or a figure is raised after another."""
    before = ""
    for run in item.iterchildren(*_RUN):
        text = "".join(part.text or "" for part in run.iterchildren(*TEXT))
        for font in run.iterchildren(*_RUN_FONT):
            if text.strip() and any(map(_is_on, font.iterchildren(*_STRIKE))):
                return "struck-text"
            if text[:1].isdigit() and before[-1:].isdigit() and any(map(_is_on, font.iterchildren(*_RAISED))):
                return "raised-digits"
        before = text
    return ""


def _is_on(setting: Element) -> bool:
    return setting.get("val", "1") not in {"0", "false", "baseline"}


def decode(text: str) -> str:
    r"""Give a text with its escapes (`_x000D_`) undone and its line breaks as `\n`."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _BREAK.sub("\n", text) if "\r" in text else text


def read_styles(root: Element) -> list[Style]:
    """Give the styles that cells name by number."""
    codes = dict(BUILTIN_FORMATS)
    for form in root.iter(*_FORMAT):
        codes[read_number(form.get("numFmtId"), -1)] = form.get("formatCode", "General")
    borders = next(root.iter(*_BORDERS), ())
    framed = [any(edge.get("style", "none") != "none" for edge in border) for border in borders]
    fonts = next(root.iter(*_FONTS), ())
    struck = [any(map(_is_on, font.iterchildren(*_STRIKE))) for font in fonts]
    styles = []
    for form in next(root.iter(*_CELL_STYLES), ()):
        code = codes.get(read_number(form.get("numFmtId")), "General")
        border, font = read_number(form.get("borderId")), read_number(form.get("fontId"))
        framing = framed[border] if border < len(framed) else False
        styles.append(Style(code, framing, struck[font] if font < len(struck) else False))
    return styles


def read_number(text: str | None, default: int = 0) -> int:
    """Read a number of the file's own bookkeeping."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
