"""The text of a Word document's paragraphs. Part of that reader.

Enters: a paragraph's XML. Leaves: its text as Word shows it with all tracked changes accepted, and the text boxes that
are anchored in it.
"""

from collections import Counter

from extractor.readers.docx_xml import (
    ALTERNATE,
    BREAK,
    DELETED,
    HYPHEN,
    PARAGRAPH_PROPERTIES,
    READING_AID,
    RUN_PROPERTIES,
    SYMBOL,
    TEXT,
    TEXT_BOX,
    WORD,
    choose_alternative,
    get_attribute,
    is_comment,
    tags,
)
from extractor.readers.ooxml import Element

_LITERALS = {
    **dict.fromkeys(tags(WORD, "tab", "ptab"), "\t"),
    **dict.fromkeys(tags(WORD, "cr"), "\n"),
    **dict.fromkeys(HYPHEN, "-"),
}
_UNPRINTED = tags(WORD, "rPr", "pPr", "sdtPr", "sdtEndPr", "fldChar", "instrText", "delText", "delInstrText")
_SKIPPED = _UNPRINTED | DELETED | READING_AID

# Symbol fonts number their glyphs freely; these are the ones seen in forms. The rest stays in the private use area.
_SYMBOLS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈"},
    "webdings": {0x61: "✓", 0x63: "□", 0x72: "✗"},
}


def read_text(paragraph: Element, boxes: list[Element], flaws: Counter[str]) -> str:
    """Give a paragraph's text, line breaks as line feeds, and put the text boxes anchored in it into `boxes`."""
    texts: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            if tag in TEXT:
                texts.append(element.text or "")
            elif tag in _SKIPPED or is_comment(element):
                continue
            elif tag in _LITERALS:
                texts.append(_LITERALS[tag])
            elif tag in BREAK:
                # A page or column break is layout, not a line break.
                if get_attribute(element, "type") in {None, "textWrapping"}:
                    texts.append("\n")
            elif tag in SYMBOL:
                texts.append(_read_symbol(element, flaws))
            elif tag in TEXT_BOX:
                boxes.append(element)
            else:
                stack.append(iter(choose_alternative(element) if tag in ALTERNATE else element))
                break
        else:
            stack.pop()
    return "".join(texts)


def _read_symbol(symbol: Element, flaws: Counter[str]) -> str:
    """Give a symbol's character, always exactly one that is not blank: `w:font="Symbol" w:char="F0B3"` is `≥`."""
    try:
        code = int(get_attribute(symbol, "char") or "", 16)
    except ValueError:
        code = 0
    glyphs = _SYMBOLS.get((get_attribute(symbol, "font") or "").strip().lower())
    small = code & 0xFF if code >> 8 in {0x00, 0xF0} else None
    if glyphs is not None and small is not None:
        character = glyphs.get(small, chr(0xF000 + small))
    else:
        character = chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
    if character.isspace():
        character = "\ufffd"
    if character == "\ufffd" or "\ue000" <= character <= "\uf8ff":
        flaws["no-unicode"] += 1
    return character


def has_deleted_mark(paragraph: Element) -> bool:
    """Whether the paragraph's own mark is deleted, so that the next paragraph goes on where it ends."""
    return any(
        mark.tag in DELETED
        for properties in paragraph
        if properties.tag in PARAGRAPH_PROPERTIES
        for run in properties
        if run.tag in RUN_PROPERTIES
        for mark in run
    )
