"""Built form → the same with the amounts marked that its own sums confirm, where they were recognised in a picture.

Enters and leaves: a built form. Nothing but the evidence changes.
"""

from dataclasses import replace

from extractor.build import Built
from extractor.sums import find_equations


def confirm(form: Built) -> Built:
    """Mark the recognised amounts that stand in a sum that holds: 595.19 + 484.77 = 1079.96."""
    if all(entry.confidence is None for entry in form.evidence.values()):
        return form
    held = [equation for equation in find_equations(form.record) if equation.tells and not equation.difference]
    sure = {pointer for equation in held for pointer in (*equation.left, *equation.right)}
    evidence = {
        pointer: entry.model_copy(update={"confirmed": True})
        if pointer in sure and entry.confidence is not None
        else entry
        for pointer, entry in form.evidence.items()
    }
    return replace(form, evidence=evidence)
