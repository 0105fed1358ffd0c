"""Reading stage, Office files of one XML text: what Office 2003 and systems that fill in templates write.

Enters: bytes. Leaves: which of the kinds they are. Documents of Word 2003 (WordML) and packages written as one text
(Flat OPC) are read as DOCX are, workbooks of Excel 2003 (SpreadsheetML) by `sheets_2003`.
"""

import re

WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
SHEETS_2003 = "urn:schemas-microsoft-com:office:spreadsheet"

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
