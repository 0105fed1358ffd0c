"""Readers: file → document. One module a format, found by what the file holds and not by its name.

Enters: a file's bytes and name. Leaves: a document. Forms and patterns are unknown here. To add a format, write its
module and add its line to `READERS`.
"""

from collections.abc import Mapping
from importlib import import_module

from extractor.document import Document, ReadError, Source
from extractor.readers.sniff import sniff

READERS: Mapping[str, str] = {
    "text": "extractor.readers.text",
    "docx": "extractor.readers.docx",
    "pdf": "extractor.readers.pdf",
    "xlsx": "extractor.readers.xlsx",
    "xls": "extractor.readers.xls",
    "ods": "extractor.readers.ods",
}
"""The format names and the module that reads each; a module is imported when its first file comes."""


def read(source: Source, form: str | None = None) -> Document:
    """Read a file of any known format.

    Args:
        source: the file.
        form: the format's name, where it is known and need not be found out.

    Raises:
        ReadError: with a code of the closed set, for any file that cannot be read.
    """
    found = form or sniff(source.data, source.name)
    if found == "ole":
        import_module("extractor.readers.ooxml").open_package(source.data)  # tells a password from an older format
    if found not in READERS:
        raise ReadError("unsupported", found)
    document: Document = import_module(READERS[found]).read(source)
    return document
