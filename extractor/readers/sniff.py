"""Telling formats apart, before any reader: bytes in, the name of a format out.

Enters: a file's bytes and its name. Leaves: the format that its content shows, whatever its name says: half of the
`.xls` files of public notices are HTML, and `.doc` files are RTF, HTML or DOCX. The name only decides where a file's
directory of parts is cut off.
"""

import re
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePath

from extractor.readers.compound import MAGIC, find_kind
from extractor.readers.flat_office import find_flat

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LOCAL_HEADER = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"

# Reading the directory of a hostile archive takes memory for each entry; office files have some dozens.
_MOST_ENTRIES = 10_000
_MOST_PART_BYTES = 1 << 20

# How the formats begin. `BM` may begin a text too, so a bitmap also has to show its reserved zeros and the size of its
# second header. Before a PDF, mailers and web servers leave up to a kilobyte of their own.
_SIGNATURES = {
    "ole": re.compile(re.escape(MAGIC)),
    "image": re.compile(
        rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II[*+]\0|MM\0[*+]|GIF8[79]a|RIFF.{4}WEBP"
        rb"|BM.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}",
        re.DOTALL,
    ),
    "pdf": re.compile(rb".{0,1024}?%PDF-\d", re.DOTALL),
    "rtf": re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf"),
}

_HEAD = 1 << 16
_HTML_START = re.compile(rb"[\s\xef\xbb\xbf\xff\xfe]*<[!?a-z]", re.IGNORECASE)
# `<p>` and `<br>` alone are left in the values of many plain texts; these are not.
_HTML_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|style|link|script|table|tbody|thead|tr|td|div|form|section)[\s/>]",
    re.IGNORECASE,
)

# Markdown may hold tables of a web page, as programs write it that read PDFs and scans.
_EMBEDDED_TABLE = re.compile(rb"<table[\s>][^<]*(?:<[^<]*){1,5}?<t[dh][\s>]", re.IGNORECASE)

# Web archives are mail: header fields first, among them what the message is and that it has parts.
_MAIL_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[a-z][a-z-]{1,40}: ?\S", re.IGNORECASE)
_MAIL_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_MAIL_TYPE = re.compile(
    rb"^content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html|application/xhtml\+xml)",
    re.IGNORECASE | re.MULTILINE,
)

_FLAT_DOCUMENT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<office:document\s[^>]*opendocument\.(?P<kind>text|spreadsheet)"
)
_MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsx"}
_MAIN_TYPES = re.compile(
    rb"application/vnd\.(?:(?P<docx>openxmlformats-officedocument\.wordprocessingml\.(?:document|template)"
    rb"|ms-word\.(?:document|template)\.macroEnabledTemplate|ms-word\.document\.macroEnabled)"
    rb"|(?P<xlsx>openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)"
    rb"|ms-excel\.(?:sheet|template)\.macroEnabled))\.main\+xml"
)
_OPEN_DOCUMENT = re.compile(rb"application/vnd\.oasis\.opendocument\.(?P<kind>text|spreadsheet)")
_OPEN_DOCUMENT_KINDS = {b"text": "odt", b"spreadsheet": "ods"}

# Everything that the standard library raises on a broken archive.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, RuntimeError, OSError, EOFError, OverflowError)


def sniff(data: bytes, name: str) -> str:
    """Tell a file's format by its content; `附件1.xls` that begins with `<html` is `html`.

    Args:
        data: the file's bytes.
        name: the file's name, looked at only for an archive cut off before its directory.

    Returns:
        `pdf`, `docx` and `xlsx` (of one XML text too, XLSB too), `xls`, `ods` (FODS too), `odt` (FODT too), `zip` (any
        other archive), `doc` (WPS too), `ole` (other compound files, and office files with a password), `rtf`, `html`,
        `mhtml`, `image`, or `text` for all the rest.
        Nothing is raised.
    """
    head = data[:_HEAD]
    if head.startswith(_ZIP):
        return _sniff_zip(data, name)
    for found, signature in _SIGNATURES.items():
        if signature.match(head):
            return _sniff_compound(data) if found == "ole" else found
    if flat := _sniff_flat(head):
        return flat
    # Without its zero bytes, UTF-16 shows its tags like any other encoding.
    visible = head.replace(b"\0", b"")
    if _HTML_START.match(visible) and _HTML_TAG.search(visible):
        return "html"
    if _MAIL_START.match(head) and _MAIL_VERSION.search(head) and _MAIL_TYPE.search(head):
        return "mhtml"
    return "html" if _EMBEDDED_TABLE.search(visible) and b"\t" not in visible else "text"


def _sniff_flat(head: bytes) -> str | None:
    """Tell what an office file of one XML text is: of LibreOffice, of Office 2003, or a package."""
    if flat := _FLAT_DOCUMENT.match(head):
        return _OPEN_DOCUMENT_KINDS[flat["kind"]]
    kind = find_flat(head)
    return {"sheets-2003": "xlsx", "word-2003": "docx", "package": "docx"}[kind] if kind else None


def _sniff_compound(data: bytes) -> str:
    """Tell what a compound file is; one with a password is not known before it is opened."""
    found = find_kind(data)
    return "ole" if found == "encrypted" else found


def _sniff_zip(data: bytes, name: str) -> str:
    """Tell what an archive is by its directory or, where that is cut off, by the headers of its parts."""
    if data.count(_DIRECTORY_ENTRY) > _MOST_ENTRIES:
        return "zip"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _sniff_parts(archive)
    except _BROKEN:
        return _sniff_first_part(data, name)


def _sniff_parts(archive: zipfile.ZipFile) -> str:
    """Tell what a whole archive is: by its main part, else by what it declares its main part to be."""
    parts = {part.filename.replace("\\", "/").lower(): part for part in archive.infolist()}
    for main, found in _MAIN_PARTS.items():
        if main in parts:
            return found
    if "mimetype" in parts:
        kind = _OPEN_DOCUMENT.match(_beginning(archive, parts["mimetype"]))
        if kind:
            return _OPEN_DOCUMENT_KINDS[kind["kind"]]
    if "[content_types].xml" in parts:
        declared = _MAIN_TYPES.search(_beginning(archive, parts["[content_types].xml"]))
        if declared:
            return declared.lastgroup or "zip"
    return "zip"


def _beginning(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Give a part's first bytes, nothing if they cannot be unpacked; a part may unpack to a thousand times its size."""
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return b""
    try:
        with archive.open(part) as stream:
            return stream.read(_MOST_PART_BYTES)
    except _BROKEN:
        return b""


def _sniff_first_part(data: bytes, name: str) -> str:
    """Tell what an archive without a directory is by its first part or, where many begin alike, by the file's name."""
    if not data.startswith(_LOCAL_HEADER) or len(data) < 30:
        return "zip"
    (length,) = struct.unpack_from("<H", data, 26)
    part = data[30 : 30 + length].replace(b"\\", b"/").lower()
    if part.startswith(b"word/"):
        return "docx"
    if part.startswith(b"xl/"):
        return "xlsx"
    if part == b"mimetype":
        kind = _OPEN_DOCUMENT.search(data, 30, _HEAD)
        return _OPEN_DOCUMENT_KINDS[kind["kind"]] if kind else "zip"
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    if part.startswith((b"[content_types].xml", b"_rels/", b"docprops/", b"customxml/")):
        return {"docx": "docx", "docm": "docx", "xlsx": "xlsx", "xlsm": "xlsx"}.get(suffix, "zip")
    return "zip"
