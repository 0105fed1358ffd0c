"""Reading stage, Office files of one XML text: what Office 2003 and systems that fill in templates write.

Enters: bytes. Leaves: which of the kinds they are; of a package written as one text (Flat OPC), the package. The
documents of Word 2003 (WordML) are read as DOCX are, the workbooks of Excel 2003 (SpreadsheetML) by `sheets_2003`.
"""

import base64
import binascii
import io
import re
import zipfile

from extractor.document import ReadError
from extractor.readers.ooxml import MAX_ENTRIES, MAX_PART_BYTES, parse_xml, serialize

WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
SHEETS_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"

_HEAD = 1 << 14
_PROLOGUE = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*)?(?:(?:<\?[^>]*>|<!--.*?-->)\s*)*"
_SIGNATURES = {
    "word-2003": re.compile(_PROLOGUE + rb"<\w+:wordDocument\b[^>]*?" + re.escape(WORD_2003.encode()), re.DOTALL),
    "sheets-2003": re.compile(_PROLOGUE + rb"<(?:\w+:)?Workbook\b[^>]*?" + re.escape(SHEETS_2003.encode()), re.DOTALL),
    "package": re.compile(_PROLOGUE + rb"<\w+:package\b[^>]*?office/2006/xmlPackage", re.DOTALL),
}


def find_flat(data: bytes) -> str | None:
    """Tell which kind of XML text bytes are: `word-2003`, `sheets-2003`, `package`; None where they are none."""
    head = data[:_HEAD].replace(b"\0", b"")
    return next((kind for kind, pattern in _SIGNATURES.items() if pattern.match(head)), None)


def pack(data: bytes) -> bytes:
    """Give the package that one XML text holds, as an archive.

    Raises:
        ReadError: `corrupt` or `limit`.
    """
    if len(data) > MAX_PART_BYTES:
        raise ReadError("limit", f"more than {MAX_PART_BYTES} bytes")
    parts = parse_xml(data, "the file").findall(f"{PACKAGE}part")
    if len(parts) > MAX_ENTRIES:
        raise ReadError("limit", f"more than {MAX_ENTRIES} parts")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in parts:
            name = part.get(f"{PACKAGE}name", "").lstrip("/")
            for held in part:
                if held.tag == f"{PACKAGE}xmlData" and len(held):
                    archive.writestr(name, serialize(held[0]))
                elif held.tag == f"{PACKAGE}binaryData":
                    archive.writestr(name, _decode(held.text or ""))
    return stream.getvalue()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise ReadError("corrupt", str(error)) from error
