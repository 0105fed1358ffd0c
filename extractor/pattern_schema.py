"""What pydantic says of a pattern's data → mistakes in the words of the file: the key, what is wrong, what was meant.

Enters: a validation error and the model. Leaves: one mistake for each thing that is wrong.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from extractor.pattern_text import Mistake

CODES = {
    "missing": "key-missing",
    "list_type": "no-list",
    "too_short": "empty-list",
    "string_type": "no-word",
    "string_too_short": "empty-word",
    "bool_parsing": "no-bool",
    "bool_type": "no-bool",
    "dict_type": "no-part",
    "model_type": "no-part",
    "model_attributes_type": "no-part",
}
"""What pydantic calls it, and what we do."""

BRANCHES = ("str", "list[")
"""What pydantic puts into a place for a branch of `word or list of words`."""


def find_schema_mistakes(error: ValidationError, model: type[BaseModel], codes: Mapping[str, str]) -> Iterator[Mistake]:
    """Give all mistakes of a validation error.

    Args:
        error: what pydantic says.
        model: the model that the data should be.
        codes: codes of fields, each with the part that it belongs in.
    """
    told: set[str] = set()
    for each in error.errors(include_url=False):
        steps = [step for step in each["loc"] if not (isinstance(step, str) and step.startswith(BRANCHES))]
        key = ".".join(map(str, steps))
        if key in told:
            continue  # The other branch of `word or list of words` says the same.
        told.add(key)
        if each["type"] == "extra_forbidden":
            yield _name_unknown(steps, key, model, codes)
            continue
        code = CODES.get(each["type"], "no-value")
        yield Mistake(code, key, names={"value": _show(each["input"]), "detail": each["msg"]})


def _name_unknown(steps: list[Any], key: str, model: type[BaseModel], codes: Mapping[str, str]) -> Mistake:
    """Give an unknown key with what was probably meant: a near one, or the part that a field's code belongs in."""
    name = str(steps[-1])
    known = _keys_at(model, steps[:-1])
    part = codes.get(name)
    near = f"[{part}] {name}" if part else find_near(name, known) or find_near(name, codes)
    return Mistake("unknown-key", key, names={"near": near, "known": "、".join(known)})


def _keys_at(model: type[BaseModel], steps: list[Any]) -> list[str]:
    """Give the keys that a part of the file may have."""
    kind: Any = model
    for step in steps:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(step)].annotation
        else:
            kind = get_args(kind)[-1]
    return [name for name in kind.model_fields if name not in ("name", "path")] if hasattr(kind, "model_fields") else []


def find_near(word: str, words: Iterable[str]) -> str:
    """Give the word that is nearest to another, nothing where none is near."""
    return next(iter(difflib.get_close_matches(word[:80], list(words), n=1, cutoff=0.6)), "")


def _show(value: object) -> str:
    return f"{value!r}"[:60]
