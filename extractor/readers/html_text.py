"""Web pages, what a person sees of them: an element in, lines of text and the tables between them out. A reader's part.

Enters: elements of a parsed page. Leaves: their lines as a browser shows them, in reading order, with the tables that
stand between them. White space is collapsed; a block, `<br>` or a line of `<pre>` ends a line; comments, scripts, style
sheets and templates are no text; hidden elements are counted, so that a check can tell of them.

Of a form's controls, what they hold is text: the value of a text field, the options that are chosen, `☑` or `□` for
a box to tick or choose. A style sheet is not applied: what only a class hides is read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Element: TypeAlias = Any
"""An element of a page's tree (`lxml.html.HtmlElement`, which has no types)."""

Piece: TypeAlias = str | Element
"""A line of text, or a table."""

CELLS = frozenset({"td", "th"})

# `xml` holds what Office keeps for itself; `rp` are brackets for browsers that do not know reading aids.
_UNSHOWN = frozenset(
    re.findall(
        r"\w+",
        """
        head title meta link base script style template noscript xml datalist area param source track svg math audio
        video canvas object applet iframe frameset noframes frame rp
        """,
    )
)
# All else, known or not, stands in its line: `<span>`, `<o:p>`, `<sdfield>`.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
        html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup p plaintext pre
        search section summary caption table thead tbody tfoot tr td th ul xmp
        """,
    )
)
_DELETED = frozenset({"del"})
_READING_AID = frozenset({"rt", "rtc"})
_PRE = frozenset({"pre", "listing", "xmp", "plaintext"})
_CONTROLS = frozenset({"input", "select", "textarea", "br", "wbr"})
_UNSEEN_INPUTS = frozenset({"hidden", "image", "file", "color", "range", "password"})
_TICKS = frozenset({"checkbox", "radio"})

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_STRIKING = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK = frozenset({"s", "strike"})
_RAISED = frozenset({"sup", "sub"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_FRAMES = frozenset({"iframe", "object", "applet"})


@dataclass(slots=True)
class Notes:
    """What had to be interpreted on a page, by code: `hidden-markup`, `ruby`, `frame`."""

    counts: Counter[str] = field(default_factory=Counter)


def is_shown(element: Element) -> bool:
    """Tell whether a person sees an element: not `<script>`, `<td style="display:none">` or deleted text."""
    tag = element.tag
    return not (tag in _UNSHOWN or tag in _DELETED or tag in _READING_AID or _is_hidden(element))


def note_unshown(element: Element, notes: Notes) -> None:
    """Count what is left out with an element that is not shown."""
    tag = element.tag
    if tag in _FRAMES:
        notes.counts["frame"] += 1
    elif tag in _DELETED:
        notes.counts["tracked-changes"] += 1
    elif tag in _READING_AID:
        notes.counts["ruby"] += 1
    elif tag not in _UNSHOWN:
        notes.counts["hidden-markup"] += sum(count_ink(text) for text in _all_text(element))


def count_ink(text: str | None) -> int:
    """Count the non-blank characters of a text."""
    return sum(map(len, text.split())) if text else 0


def count_shown(root: Element) -> Counter[Element | None]:
    """Count the characters that are shown by the cell (`td`, `th`) that holds them, None for those outside of cells.

    One pass over the elements that knows nothing of lines, rows and spans, so that it finds out what those drop.
    """
    ink: Counter[Element | None] = Counter()
    ink[None] += count_ink(root.text)
    stack: list[tuple[Iterator[Element], Element | None]] = [(iter(root), None)]
    while stack:
        children, holder = stack[-1]
        for child in children:
            tag = child.tag
            ink[holder] += count_ink(child.tail)
            if tag in _CONTROLS:
                ink[holder] += sum(map(count_ink, _control_lines(child)))
            elif is_shown(child):
                inner = None if tag == "table" else child if tag in CELLS else holder
                ink[inner] += count_ink(child.text)
                stack.append((iter(child), inner))
                break
        else:
            stack.pop()
    return ink


def read_flow(container: Element, notes: Notes) -> list[Piece]:
    """Give a container's lines that are not blank, and the tables among them, in reading order.

    `<p>单位：万元</p><table>…</table><p>填表人：…</p>` gives a line, a table and a line.
    """
    flow = _Flow()
    flow.add(container.text)
    if not len(container):
        flow.end_line()
        return flow.pieces
    stack: list[tuple[Element, Iterator[Element]]] = [(container, iter(container))]
    while stack:
        element, children = stack[-1]
        for child in children:
            tag = child.tag
            if tag == "table" and is_shown(child):
                flow.put(child)
            elif tag in _CONTROLS:
                _add_control(flow, child, notes)
            elif not is_shown(child):
                note_unshown(child, notes)
            else:
                flow.enter(tag)
                flow.add(child.text)
                stack.append((child, iter(child)))
                break
            flow.add(child.tail)
        else:
            stack.pop()
            if stack:
                flow.leave(element.tag)
                flow.add(element.tail)
    flow.end_line()
    return flow.pieces


class _Flow:
    """Lines while they grow; `pre` counts the preformatted elements that are open."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._parts: list[str] = []
        self._pre = 0

    def add(self, text: str | None) -> None:
        """Add text as the source has it."""
        if not text:
            return
        if not self._pre:
            self._parts.append(text)
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self._parts.append(first)
        for line in others:
            self.end_line()
            self._parts.append(line)

    def enter(self, tag: str) -> None:
        """Begin an element."""
        if tag in _BLOCKS:
            self.end_line()
        self._pre += tag in _PRE

    def leave(self, tag: str) -> None:
        """End an element."""
        if tag in _BLOCKS:
            self.end_line()
        self._pre -= tag in _PRE

    def end_line(self) -> None:
        """End a line; a blank one is none."""
        text = "".join(self._parts)
        self._parts.clear()
        line = text.rstrip() if self._pre else _SPACE.sub(_join, text.strip(" \t\n\r\f"))
        if line and not line.isspace():
            self.pieces.append(line)

    def put(self, table: Element) -> None:
        """Put a table between two lines."""
        self.end_line()
        self.pieces.append(table)


def _join(space: re.Match[str]) -> str:
    """Give what white space of the source stands for: nothing where only the source's line ends between ideographs."""
    text, start, end = space.string, space.start(), space.end()
    wide = "\n" in space[0] and _is_wide(text[start - 1]) and _is_wide(text[end])
    return "" if wide else " "


def _is_wide(character: str) -> bool:
    return character >= "\u2e80" or character in "“”‘’…—"


def _add_control(flow: _Flow, control: Element, notes: Notes) -> None:
    """Add what a control of a form shows, or the break that `<br>` is."""
    if control.tag == "br":
        flow.end_line()
        return
    for index, line in enumerate(read_control(control, notes)):
        if index:
            flow.end_line()
        flow.add(line)


CONTROLS = frozenset({"input", "select", "textarea"})


def read_control(control: Element, notes: Notes) -> list[str]:
    """Give the lines that a control of a form shows: `☑` of a ticked box, a field's value."""
    if _is_hidden(control):
        note_unshown(control, notes)
        return []
    return _control_lines(control)


def _control_lines(control: Element) -> list[str]:
    """Give the lines that a control shows."""
    tag = control.tag
    if _is_hidden(control):
        return []
    if tag == "textarea":
        return (control.text or "").splitlines()
    if tag == "input":
        kind = (control.get("type") or "text").strip().lower()
        if kind in _TICKS:
            return ["□" if control.get("checked") is None else "☑"]
        return [] if kind in _UNSEEN_INPUTS else [control.get("value") or ""]
    if tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if control.get("multiple") is None:
            chosen = chosen[-1:] or options[:1]
        return ["".join(option.itertext()) for option in chosen]
    return []


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def _all_text(element: Element) -> Iterator[str]:
    """Give the texts in an element, but for those of scripts, style sheets and the like."""
    if element.text:
        yield element.text
    stack = [iter(element)]
    while stack:
        for child in stack[-1]:
            if child.tail:
                yield child.tail
            if child.tag not in _UNSHOWN:
                if child.text:
                    yield child.text
                stack.append(iter(child))
                break
        else:
            stack.pop()


def note_marks(root: Element, notes: Notes) -> None:
    """Count texts whose look may unsay them: struck out, or a figure raised after another (`10<sup>2</sup>`)."""
    for element in root.iter():
        style = element.get("style") if isinstance(element.tag, str) else None
        if (element.tag in _STRUCK or (style and _STRIKING.search(style))) and any(map(count_ink, element.itertext())):
            notes.counts["struck-text"] += 1
        elif element.tag in _RAISED and "".join(element.itertext()).strip()[:1].isdigit():
            notes.counts["raised-digits"] += _say_before(element)[-1:].isdigit()


def _say_before(element: Element) -> str:
    """Give the text right before an element in its parent."""
    before = element.getprevious()
    if before is None:
        return element.getparent().text or ""
    return before.tail or "".join(before.itertext())
