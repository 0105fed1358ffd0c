"""From tables to text: delimited, as Markdown, and with a line for each cell.

Enters: a form's heading and tables. Leaves: the file. What a merged cell covers is left blank, as spreadsheets have it.
"""

import csv
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from _forms import Table, paragraphs


def write_delimited(
    target: Path, heading: Iterable[str], tables: Iterable[Table], *, delimiter: str, encoding: str
) -> None:
    """Write CSV or the like as spreadsheets do: every record as wide as the table, quotes only where needed."""
    text = StringIO()
    for table in tables:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        writer.writerows([line, *[""] * (table.width - 1)] for line in heading)
        writer.writerows(_grid(table, "\n"))
    target.write_bytes(text.getvalue().encode(encoding))


def write_markdown(target: Path, heading: Iterable[str], tables: Iterable[Table]) -> None:
    """Write a Markdown document: the title as its heading, paragraphs in a cell parted by `<br>`."""
    *notes, title = heading
    parts = [*notes, f"# {title}"]
    for table in tables:
        rows = [[text.replace("|", "\\|") for text in row] for row in _grid(table, "<br>")]
        rows.insert(1, ["---"] * table.width)
        parts.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    target.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def write_lines(target: Path, heading: Iterable[str], tables: Iterable[Table]) -> None:
    """Write each cell on lines of its own, as a PDF viewer copies it: blank cells and the ends of rows are lost."""
    cells = [line for table in tables for box in table.boxes if box.text for line in paragraphs(box.text)]
    target.write_text("\n".join([*heading, *cells]) + "\n", encoding="utf-8")


def _grid(table: Table, joint: str) -> list[list[str]]:
    rows = [[""] * table.width for _ in range(table.height)]
    for box in table.boxes:
        rows[box.top][box.left] = joint.join(paragraphs(box.text))
    return rows
