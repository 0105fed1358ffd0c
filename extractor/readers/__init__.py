"""Readers: file → document. One module a format, found by what the file holds and not by its name.

Enters: a file's bytes and name. Leaves: a document. Forms and patterns are unknown here. To add a format, write its
module and add its line to `READERS`.
"""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath

from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers.sniff import sniff

READERS: Mapping[str, str] = {
    "text": "extractor.readers.text",
    "docx": "extractor.readers.docx",
    "pdf": "extractor.readers.pdf",
    "xlsx": "extractor.readers.xlsx",
    "xls": "extractor.readers.xls",
    "ods": "extractor.readers.ods",
    "odt": "extractor.readers.odt",
    "doc": "extractor.readers.converted",
    "rtf": "extractor.readers.converted",
    "html": "extractor.readers.html",
    "mhtml": "extractor.readers.mhtml",
    "csv": "extractor.readers.delimited",
    "image": "extractor.readers.image",
}
"""The format names and the module that reads each; a module is imported when its first file comes."""

ENDINGS: Mapping[str, tuple[str, ...]] = {
    ".pdf": ("pdf",),
    ".doc": ("doc",),
    ".docx": ("docx",),
    ".docm": ("docx",),
    ".wps": ("doc",),
    ".rtf": ("rtf",),
    ".xls": ("xls",),
    ".et": ("xls",),
    ".xlsx": ("xlsx",),
    ".xlsm": ("xlsx",),
    ".ods": ("ods",),
    ".odt": ("odt",),
    ".htm": ("html",),
    ".html": ("html",),
    ".mht": ("html",),
    ".mhtml": ("html",),
    ".png": ("image",),
    ".jpg": ("image",),
    ".jpeg": ("image",),
    ".tif": ("image",),
    ".tiff": ("image",),
    ".bmp": ("image",),
    ".webp": ("image",),
    ".csv": ("csv", "text"),
    ".tsv": ("csv", "text"),
    ".txt": ("csv", "text"),
    ".md": ("csv", "text", "html"),
}
"""What a file's ending lets people expect in it. A file of another format is read all the same, and said to be one."""


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
    expected = ENDINGS.get(PurePath(source.name).suffix.lower(), (document.format,))
    if form is None and document.format not in expected:
        return replace(document, flaws=(*document.flaws, Flaw("named-otherwise", detail=document.format)))
    return document
