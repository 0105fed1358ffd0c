"""Run the worked example and keep what it prints: `python samples/notebook.py`.

Enters: `three-findings.ipynb`. Leaves: the same notebook, each cell with what it printed. The cells are run one after
the other in the samples' folder; nothing but Python is needed.
"""

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parent / "three-findings.ipynb"


def run_cells(notebook: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Run the cells of a notebook, and give each with what it printed."""
    names: dict[str, Any] = {"__name__": "notebook"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed), contextlib.chdir(NOTEBOOK.parent):
                exec(compile("".join(cell["source"]), NOTEBOOK.name, "exec"), names)  # noqa: S102 - the project's own
            yield cell, printed.getvalue()


def main() -> None:
    """Run the notebook and write it again."""
    notebook = json.loads(NOTEBOOK.read_bytes())
    for number, (cell, printed) in enumerate(run_cells(notebook), 1):
        lines = printed.splitlines(keepends=True)
        cell["execution_count"] = number
        cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    NOTEBOOK.write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
