"""The table of evidence holds all that the record's evidence says."""

from extractor.exports.tables import TABLES
from extractor.record import Evidence


def test_each_field_of_the_evidence_has_its_column() -> None:
    (table,) = [table for table in TABLES if table.name == "evidence"]
    assert set(Evidence.model_fields) - {"sources"} <= {column.name for column in table.columns}
