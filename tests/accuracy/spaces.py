"""What a print leaves open: whether a space stood at a wrap, before a bracket behind a mark or a letter.

Enters: a form's record, its sheet and its look. Leaves: the record as it is printed, by the contract, which joins the
two sides of a wrap as they stand: a document that sets brackets off may print `《通知》(〔2021〕9号)`. This
holds only where it is proved: the form without these spaces is drawn as well, and gives the very same file. So no such
space is drawn within a line either, which would tell.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tests.accuracy.looks import Look
from tests.accuracy.render_reportlab import render
from tests.accuracy.sheets import Sheet

SET_OFF = re.compile(r"([^\s)\u3400-\u9fff]) (?=\()")
"""A space before a bracket, with the character before it; what stands behind ideographs and brackets tells itself."""


def leave_spaces_out(record: dict[str, Any], sheet: Sheet, look: Look, *, embedded: bool) -> dict[str, Any] | None:
    """Give the record that a form drawn by reportlab shows; None where that is its own, since nothing is left open."""
    if look.keeps_space:
        return None
    found = sorted({mark for box in _texts(sheet) for mark in SET_OFF.findall(box)})
    drawn = render(sheet, look, embedded=embedded) if found else b""
    printed = record
    for mark in found:
        tables = tuple(
            replace(table, boxes=tuple(replace(box, text=_join(box.text, mark)) for box in table.boxes))
            for table in sheet.tables
        )
        if render(replace(sheet, tables=tables), look, embedded=embedded) == drawn:
            printed = _join_all(printed, mark)
    return printed if printed != record else None


def _texts(sheet: Sheet) -> Iterable[str]:
    return (box.text for table in sheet.tables for box in table.boxes)


def _join(text: str, mark: str) -> str:
    return text.replace(f"{mark} (", f"{mark}(")


def _join_all(data: Any, mark: str) -> Any:
    """Join the sides of such wraps in all texts of a record."""
    if isinstance(data, dict):
        return {key: _join_all(value, mark) for key, value in data.items()}
    if isinstance(data, list):
        return [_join_all(each, mark) for each in data]
    return _join(data, mark) if isinstance(data, str) else data
