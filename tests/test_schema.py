"""The committed JSON Schema is that of the models, and tells what is of the contract from what is not.

`python -m tests.test_schema` writes it again after a model has changed.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic.json_schema import GenerateJsonSchema

from extractor import extract
from extractor.record import Extraction

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "extractor" / "schema.json"
SAMPLES = [path for path in sorted((ROOT / "samples").iterdir()) if path.suffix in {".txt", ".docx", ".pdf"}]
REFERENCE = ROOT / "samples" / "zhanjiang-2021-xinfangju.txt"


class _Schema(GenerateJsonSchema):
    """JSON Schema without titles that only repeat the fields' names."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False


def make_schema() -> str:
    """Give the schema of what `extract` writes, as JSON text.

    Pydantic's schema for reading fits: its schema for writing knows nothing of models that leave fields out. An absent
    field of those has no default, for it says that the form does not print it, and the version is always written.
    """
    schema = Extraction.model_json_schema(mode="validation", schema_generator=_Schema)
    schema["required"].insert(0, "schema_version")
    for part in (schema, *schema["$defs"].values()):
        for field in part.get("properties", {}).values():
            field.pop("default", None)
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(COMMITTED.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _reference() -> dict[str, Any]:
    extraction: dict[str, Any] = json.loads(extract(REFERENCE).to_json())
    return extraction


def test_the_committed_schema_is_that_of_the_models() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == make_schema(), "write it again: python -m tests.test_schema"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_extraction_is_valid(validator: Draft202012Validator, sample: Path) -> None:
    assert [error.message for error in validator.iter_errors(json.loads(extract(sample).to_json()))] == []


def test_a_failure_is_valid_too(validator: Draft202012Validator, tmp_path: Path) -> None:
    extraction = extract(tmp_path / "missing.pdf")
    assert extraction.status == "error"
    assert validator.is_valid(json.loads(extraction.to_json()))


def _drop_version(data: dict[str, Any]) -> None:
    del data["schema_version"]


def _add_field(data: dict[str, Any]) -> None:
    data["forms"][0]["record"]["header"]["fax"] = "0759"


def _write_money_as_text(data: dict[str, Any]) -> None:
    data["forms"][0]["record"]["tasks"][0]["amount"] = "270.26"


def _invent_status(data: dict[str, Any]) -> None:
    data["status"] = "fine"


def _shorten_box(data: dict[str, Any]) -> None:
    data["forms"][0]["evidence"]["/title"]["sources"] = [{"page": 1, "box": [1, 2, 3]}]


@pytest.mark.parametrize(
    "spoil", [_drop_version, _add_field, _write_money_as_text, _invent_status, _shorten_box], ids=lambda f: f.__name__
)
def test_what_is_not_of_the_contract_is_refused(
    validator: Draft202012Validator, spoil: Callable[[Mapping[str, Any]], None]
) -> None:
    data = _reference()
    assert validator.is_valid(data)
    spoil(data)
    assert not validator.is_valid(data)


def test_a_field_that_the_form_does_not_print_may_be_absent_and_a_blank_one_null(
    validator: Draft202012Validator,
) -> None:
    data = _reference()
    header = data["forms"][0]["record"]["header"]
    del header["staff_active"]
    header["department_name"] = None
    assert validator.is_valid(data)


def test_the_schema_is_the_glossary_of_the_terms_that_forms_print() -> None:
    schema = json.loads(COMMITTED.read_text(encoding="utf-8"))
    header = schema["$defs"]["Header"]["properties"]
    assert "在职人数" in header["staff_active"]["description"]
    assert [name for name, field in header.items() if "description" not in field] == []


if __name__ == "__main__":
    COMMITTED.write_text(make_schema(), encoding="utf-8", newline="\n")
