"""The contract: the models of what comes out of a file, and their exact JSON.

Enters and leaves: nothing but data. The JSON Schema is generated from these models, and each field's description is
the glossary: the form's own term stands in it once. Money is `Decimal` inside and a JSON number with the same digits
outside.
"""

import json
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

import simplejson
from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, WithJsonSchema, model_serializer

from extractor.document import Place

Number = Annotated[Decimal, WithJsonSchema({"type": "number"})]
Status = Literal["ok", "review", "partial", "no_form", "error"]
How = Literal["label", "header", "level", "carried", "repaired"]


def _is_absent(value: object) -> bool:
    """Tell whether a field says nothing, of those that the JSON leaves out then."""
    return value is None


class Model(BaseModel):
    """What all models here share: fixed fields, no change after they are made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OtherPair(Model):
    """A printed pair of label and value that the pattern does not know."""

    label: str = Field(description="The label as printed")
    value: str | None = Field(description="The value as printed; null where its cell is blank")


class Header(Model):
    """The head of the form. A field that is not printed is absent; a printed one whose cell is blank is null."""

    unit_name: str | None = Field(None, description="The unit that submits the form (预算单位名称, 部门名称)")
    department_name: str | None = Field(None, description="The department in charge (主管部门名称)")
    implementing_unit: str | None = Field(None, description="The unit that carries the project out (实施单位)")
    project_name: str | None = Field(None, description="The project's name (项目名称)")
    project_code: str | None = Field(None, description="The project's code (项目代码)")
    project_nature: str | None = Field(None, description="The project's nature (项目性质)")
    project_category: str | None = Field(None, description="The project's category (项目类别)")
    contact: str | None = Field(None, description="The person to ask (联系人, 项目负责人)")
    phone: str | None = Field(None, description="Their telephone number (联系电话)")
    start_date: str | None = Field(None, description="The planned start, ISO (计划开始日期)")
    end_date: str | None = Field(None, description="The planned end, ISO (计划完成日期)")
    staff_active: int | None = Field(None, description="Staff in post (在职人数)")
    staff_retired: int | None = Field(None, description="Retired staff (离退休人数)")
    staff_total: int | None = Field(None, description="Staff paid from the budget (财政供养人员数)")
    subordinate_units: int | None = Field(None, description="Second-level units below it (下属二级单位数)")
    other: list[OtherPair] = Field(default_factory=list, description="Printed pairs that have no field above")

    @model_serializer(mode="wrap")
    def _leave_out(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave the fields out that were never given."""
        given = self.model_fields_set
        return {key: value for key, value in handler(self).items() if key in given}


class FundingItem(Model):
    """One amount of the funding breakdown."""

    code: str | None = Field(description="The stable name, such as basic or project; null for an unknown label")
    label: str = Field(description="The label as printed (基本支出)")
    amount: Number | None = Field(description="The amount in the unit as printed; null where the cell is blank")


class FundingGroup(Model):
    """One breakdown of the funding, such as by type of expenditure."""

    code: str | None = Field(description="The stable name, such as by_expenditure_type")
    label: str | None = Field(description="The label as printed (按支出类型划分); null where none is printed")
    items: list[FundingItem] = Field(description="Its amounts in printed order")


class Funding(Model):
    """The funding (预算整体情况). Amounts are never rescaled."""

    unit: str | None = Field(description="The unit as printed: 万元 or 元")
    groups: list[FundingGroup] = Field(description="The breakdowns in printed order")


class Objective(Model):
    """An objective in words (总体绩效目标)."""

    code: Literal["overall", "annual", "multi_year", "actual", "other"] = Field(description="Which objective it is")
    label: str = Field(description="The label as printed")
    text: str | None = Field(description="The text; null where the cell is blank")


class Task(Model):
    """A row of the year's main tasks (年度重点工作任务)."""

    number: int | None = Field(description="The number printed before the name (任务1：)")
    name: str | None = Field(description="The name (名称)")
    content: str | None = Field(description="What is done (主要实施内容)")
    amount: Number | None = Field(description="The money planned for it (拟投入的资金)")
    expected_outcome: str | None = Field(description="What it shall reach (期望达到的目标)")


class Target(Model):
    """A value understood."""

    kind: Literal["number", "date", "text"] = Field(description="A number, a date, or words that state no number")
    operator: Literal["=", "≥", "≤", ">", "<", "≈", "range"] | None = Field(description="How the number is meant")
    number: Number | None = Field(description="The number, or the lower end of a range")
    number_high: Number | None = Field(description="The upper end of a range")
    unit: str | None = Field(description="The unit as printed")
    date: str | None = Field(description="The date, ISO")


class Leaf(Model):
    """An indicator (三级指标)."""

    name: str | None = Field(description="The indicator's name as printed")
    value: str | None = Field(description="Its value as printed (指标值)")
    target: Target | None = Field(description="The value understood; null for a blank one")
    extra: dict[str, str | None] = Field(description="Further columns under stable names (weight, unit, note …)")


class Level(Model):
    """A level of the indicator tree (一级指标, 二级指标) with what stands under it."""

    name: str | None = Field(description="The level's name as printed; null where its cell is blank")
    code: str | None = Field(description="The stable name, such as output or quantity; null for an unknown level")
    children: list["Level | Leaf"] = Field(description="The levels or indicators under it, in printed order")
    blank: str | None = Field(
        None, exclude_if=_is_absent, description="The mark (无, /) printed where its indicators would stand"
    )


class Record(Model):
    """What the form says: plain values, nothing else."""

    title: str | None = Field(description="The title as printed")
    attachment: str | None = Field(description="The attachment's number as printed (附件1)")
    year: int | None = Field(description="The budget year of the title")
    header: Header
    funding: Funding
    objectives: list[Objective]
    tasks: list[Task]
    other_tasks: list[Task] = Field(description="The optional tasks (其他需完成的任务)")
    indicators: list[Level | Leaf] = Field(description="The indicators (绩效指标) as a tree, in printed order")


class Evidence(Model):
    """Where a value came from."""

    raw: str = Field(description="The text before cleaning, as the places give it when they are read again")
    sources: list[Place] = Field(description="The places; several where a page break cut the value")
    how: How = Field(
        description="Found by its label, its column header, as a level, under a carried level, or repaired"
    )
    structure: Literal["alignment"] | None = Field(
        default=None,
        exclude_if=_is_absent,
        description="alignment: no rulings show the cell, the alignment of the texts does; absent for all others",
    )
    confidence: float | None = Field(
        default=None,
        exclude_if=_is_absent,
        description="Of text recognised in a picture: how sure the recognition is of its least sure character, from 0 "
        "to 1; absent for all that was typed",
    )
    confirmed: Literal[True] | None = Field(
        default=None,
        exclude_if=_is_absent,
        description="Of an amount recognised in a picture: the form's own sums hold with it; absent for all others",
    )


class Residue(Model):
    """Source text inside the form that is neither a value nor a label."""

    text: str
    sources: list[Place]


class Ledger(Model):
    """Non-blank characters of the form's region, and what became of them: the first is the others' sum."""

    source: int = Field(description="Counted from the file itself")
    values: int = Field(description="In values")
    labels: int = Field(description="In labels and blank marks that the pattern declares")
    repeated: int = Field(description="In headers that a page break printed again")
    residue: int = Field(description="In neither")


class Check(Model):
    """Something that a person should know."""

    code: str = Field(description="The check's stable name")
    status: Literal["pass", "fail", "skip"]
    severity: Literal["info", "warning", "error"]
    message: str = Field(description="What was found, in plain words, with both numbers of a contradiction")
    pointers: list[str] = Field(description="JSON Pointers into the record")


class Form(Model):
    """One form found in a file."""

    pattern: str = Field(description="The pattern that claims it")
    record: Record
    evidence: dict[str, Evidence] = Field(description="From JSON Pointer (into record) to where the value came from")
    checks: list[Check]
    residue: list[Residue]
    ledger: Ledger
    pages: list[int] | None = Field(description="Its first and last page; null where the format has no pages")


class SourceFile(Model):
    """The file that was read."""

    name: str = Field(description="The file's name without its folders")
    sha256: str = Field(description="The SHA-256 of its content; empty where it could not be read")
    format: str | None = Field(description="pdf, docx, text …; null where the file could not be opened")
    pages: int | None = Field(description="How many pages it has; null where the format has none")
    reader: str | None = Field(description="The library, with its version, that read it")


class Problem(Model):
    """Why a file gave nothing, or not everything."""

    code: str = Field(description="One of a closed set of names")
    message: str = Field(description="One plain sentence")
    next_step: str = Field(description="What to do")


class Extraction(Model):
    """What `extract` returns for one file."""

    schema_version: Literal["1"] = "1"
    source: SourceFile
    status: Status
    error: Problem | None
    forms: list[Form]

    def to_json(self, indent: int | None = None) -> str:
        """Give the JSON: numbers with their exact decimal digits, keys in the contract's order, Chinese as it is."""
        return dump_json(self.model_dump(), indent=indent)

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """Give the JSON, as `to_json`: pydantic's own would write money as strings.

        Raises:
            TypeError: for pydantic's other options, which are not carried out here.
        """
        if options:
            raise TypeError(f"no such option: {', '.join(options)}")
        return self.to_json(indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read the JSON back, numbers exactly.

        Raises:
            pydantic.ValidationError: the JSON is not of this contract.
        """
        return cls.model_validate(json.loads(text, parse_float=Decimal))


def dump_json(data: Any, *, indent: int | None = None) -> str:
    """Give plain data as JSON with exact decimals: `Decimal("72807.384975")` becomes `72807.384975`."""
    # To look for named tuples, of which there are none, would double the time.
    text: str = simplejson.dumps(data, ensure_ascii=False, use_decimal=True, namedtuple_as_object=False, indent=indent)
    return text
