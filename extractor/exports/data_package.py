"""The description of a folder of CSV files for other programs: a Frictionless Data Package with Table Schemas.

Enters: definitions of tables. Leaves: JSON.
"""

import json
from typing import Any

from extractor import __version__
from extractor.exports.definitions import Column, Table, Type
from extractor.exports.job import Job

PACKAGE = "datapackage.json"

_TYPES: dict[Type, str] = {
    "text": "string",
    "json": "string",
    "integer": "integer",
    "decimal": "number",
    "number": "number",
    "boolean": "boolean",
}


def write_package(job: Job) -> str:
    """Give the description of a CSV export."""
    package = {
        "profile": "tabular-data-package",
        "name": "jixiao",
        "title": "绩效目标表" if job.lang == "zh" else "Budget performance-target forms",
        "version": __version__,
        "resources": [_describe(table, job) for table in job.tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _describe(table: Table, job: Job) -> dict[str, Any]:
    keys = {other.name: other.key for other in job.tables}
    schema: dict[str, Any] = {
        "fields": [_describe_column(column, job) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [*table.key],
    }
    references = [
        {
            "fields": [*reference.columns],
            "reference": {"resource": reference.table, "fields": [*keys[reference.table]]},
        }
        for reference in table.references
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "name": table.name,
        "description": table.describe(job.lang),
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": schema,
    }


def _describe_column(column: Column, job: Job) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.describe(job.lang),
    }
    if column.required:
        described["constraints"] = {"required": True}
    return described
