"""What is counted in a Word document by passes of their own. Part of that reader.

Enters: a part's XML. Leaves: how many characters each row and loose paragraph holds, for the ledger, and what had to be
interpreted or is lost, for the flaws.
"""

from collections import Counter
from collections.abc import Collection

from lxml import etree

from extractor.document import Flaw
from extractor.readers.docx_xml import (
    ALTERNATIVES,
    ANNOTATION,
    DELETED,
    HYPHEN,
    MATH,
    PARAGRAPH,
    READING_AID,
    ROW,
    RUN,
    SYMBOL,
    TABLE,
    TEXT,
    TEXT_BOX,
    TRACKED,
    WORD,
    get_attribute,
    is_comment,
    tags,
)
from extractor.readers.ooxml import Element

_INK = TEXT | SYMBOL | HYPHEN
_INK_HOLDERS = ROW | PARAGRAPH | TEXT_BOX
_INK_SKIPPED = DELETED | READING_AID | ALTERNATIVES

_FLAWS = {
    **dict.fromkeys(TRACKED, ("tracked-changes", False)),
    **dict.fromkeys(tags(MATH, "oMath"), ("formula", False)),  # a fraction's parts stand side by side in its text
    **dict.fromkeys(READING_AID, ("ruby", True)),
    **dict.fromkeys(tags(WORD, "object"), ("embedded-object", True)),
    **dict.fromkeys(tags(WORD, "altChunk", "subDoc"), ("embedded-document", True)),
    **dict.fromkeys(tags(WORD, "showingPlcHdr"), ("placeholder", False)),  # what is shown asks for an answer
    **dict.fromkeys(tags(WORD, "hidden"), ("unseen-text", False)),  # a row
    **dict.fromkeys(tags(WORD, "ddList", "checkBox"), ("form-field", True)),  # its state is no text of the file
}

# How a run looks may change what its text says: an amount struck out before another, `10` and a raised `2`.
_RUN_MARKS = {
    **dict.fromkeys(tags(WORD, "strike", "dstrike"), "struck-text"),
    **dict.fromkeys(tags(WORD, "vanish"), "unseen-text"),
    **dict.fromkeys(tags(WORD, "vertAlign"), "raised-digits"),
}


def count_ink(root: Element, layouts: Collection[Element] = ()) -> dict[Element, int]:
    """Count the non-blank characters under each `w:tr` and each `w:p` outside of tables, in one pass over the XML.

    The rows of tables that only place others hold nothing of their own.

    It knows nothing of cells, merges or paragraphs' order, so that it finds out what the reader drops.
    """
    ink: dict[Element, int] = {}
    holders: list[Element | None] = [None]
    walk = etree.iterwalk(root, events=("start", "end"), tag=tuple(_INK_HOLDERS | _INK | _INK_SKIPPED | ANNOTATION))
    for event, element in walk:
        tag = element.tag
        if tag in _INK_HOLDERS:
            if event == "end":
                holders.pop()
            elif tag in TEXT_BOX or (tag in ROW and layouts and next(element.iterancestors(*TABLE), None) in layouts):
                holders.append(None)
            else:
                holders.append(element if tag in ROW or holders[-1] is None else holders[-1])
        elif event == "start":
            if tag in _INK:
                characters = len("".join((element.text or "").split())) if tag in TEXT else 1
                ink[holders[-1]] = ink.get(holders[-1], 0) + characters
            elif tag in ANNOTATION:
                if is_comment(element):
                    walk.skip_subtree()
            elif tag not in ALTERNATIVES or element.getprevious() is not None:  # the first alternative is read
                walk.skip_subtree()
    return ink


def note_flaws(root: Element, flaws: Counter[str]) -> None:
    """Add to `flaws` what of a part had to be interpreted or is lost, and text whose look may unsay it."""
    for element in root.iter(*_FLAWS):
        flaws[_FLAWS[element.tag][0]] += 1
    for setting in root.iter(*_RUN_MARKS):
        code = _RUN_MARKS[setting.tag]
        run = next(setting.iterancestors(*RUN), None)
        if run is None or setting.getparent().getparent() is not run or not _is_on(setting):
            continue
        text = _say_run(run)
        if code == "raised-digits":
            before = next(run.itersiblings(*RUN, preceding=True), None)
            if not (text[:1].isdigit() and before is not None and _say_run(before)[-1:].isdigit()):
                continue
        if text and not text.isspace():
            flaws[code] += 1


def _is_on(setting: Element) -> bool:
    """Tell whether a setting of a run, such as `w:strike`, changes how its text is to be taken."""
    return get_attribute(setting, "val") not in {"0", "false", "off", "none", "baseline"}


def _say_run(run: Element) -> str:
    return "".join(text.text or "" for text in run.iter(*TEXT))


def list_flaws(flaws: Counter[str]) -> tuple[Flaw, ...]:
    """Give the counted flaws, each with whether content is lost by it."""
    lost = {code for code, content_lost in _FLAWS.values() if content_lost} | {"image-only", "notes-unreadable"}
    return tuple(Flaw(code, count=pieces, lost=code in lost) for code, pieces in flaws.items())
