"""Reading stage, shared by the Office formats: the ZIP package, its parts and their relationships, within limits.

Enters: the bytes of a file that claims to be an Office package. Leaves: XML trees of single parts.
Only the parts asked for are ever unpacked, so pictures, fonts and macros cost nothing and cannot do harm.
"""

import base64
import binascii
import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from extractor.document import ReadError
from extractor.readers import compound

Element: TypeAlias = Any
"""An element of an XML tree (`lxml.etree._Element`, which has no types)."""

MAX_PART_BYTES = 100_000_000
"""What one part may unpack to. The compression ratio has no limit of its own: equal rows compress a hundredfold in
honest files too."""
MAX_PART_MARKS = 4_000_000
"""How many `<` and `=` a part may hold, each of which costs some 300 bytes of memory in the tree, however few bytes it
has in the file. A cell as Word writes it has 60 to 100, so this is for about 10,000 rows of 5 columns."""
MAX_ENTRIES = 20_000
"""How many entries the archive may list."""

_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_ZIP_ENTRY_MAGIC = b"PK\x01\x02"
_ZIP_ENCRYPTED_FLAG = 0x1
_ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class Package:
    """An open package: its archive, and its entries by folded part name (`word/document.xml`)."""

    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]


def open_package(data: bytes) -> Package:
    """Open an Office package (`2021年市级部门整体预算绩效目标表.docx`) held in memory; no part is unpacked yet.

    Raises:
        ReadError: `needs_password` for an encrypted file, `unsupported` for other compound files, `limit` for an
            archive of too many entries, `corrupt` for what is no ZIP archive or a cut one.
    """
    if data.startswith(compound.MAGIC):
        if compound.find_kind(data) == "encrypted":
            raise ReadError("needs_password")
        compound.check_whole(data)
        raise ReadError("unsupported", "a compound file that holds no document of Word or Excel")
    if data.count(_ZIP_ENTRY_MAGIC) > MAX_ENTRIES:
        raise ReadError("limit", f"more than {MAX_ENTRIES} entries in the package")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except NotImplementedError as error:
        raise ReadError("unsupported", str(error)) from error
    except _ZIP_DAMAGE as error:
        raise ReadError("corrupt", str(error)) from error
    return Package(archive, {_fold(entry.filename): entry for entry in archive.infolist()})


def find_main_part(package: Package) -> str | None:
    """Give the name of the package's main part (`word/document.xml`), None where it names none.

    Raises:
        ReadError: as `parse_part`.
    """
    named = find_related_parts(package, "", "officeDocument")
    return named[0] if named else None


def find_related_parts(package: Package, part: str, kind: str) -> tuple[str, ...]:
    """Give the names of the parts that `part` (or the package, for `""`) is related to by `kind`, such as `footnotes`.

    The kind is the last step of a relationship's type, so strict and transitional files look the same. Parts
    outside of the package, and names that the package does not hold, are left out.

    Raises:
        ReadError: as `parse_part`, for the part that holds the relationships.
    """
    targets = (target for _, other, target in _list_relationships(package, part) if other == kind)
    return tuple(dict.fromkeys(targets))


def read_relationships(package: Package, part: str) -> dict[str, str]:
    """Give the parts that `part` is related to by the identifier it calls them by: `rId1`, `xl/worksheets/sheet1.xml`.

    Raises:
        ReadError: as `parse_part`, for the part that holds the relationships.
    """
    return {identifier: target for identifier, _, target in _list_relationships(package, part)}


def _list_relationships(package: Package, part: str) -> list[tuple[str, str, str]]:
    """List the identifier, kind and part name of each relationship to a part that the package holds."""
    folder, name = posixpath.split(part)
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    if relationships not in package.entries:
        return []
    found = (
        (
            relationship.get("Id", ""),
            relationship.get("Type", "").rpartition("/")[2],
            _fold(posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", "")))),
        )
        for relationship in parse_part(package, relationships)
        if relationship.get("TargetMode") != "External"
    )
    return [(identifier, kind, target) for identifier, kind, target in found if target in package.entries]


def parse_part(package: Package, part: str) -> Element:
    """Unpack one part (`word/document.xml`) and give the root of its XML tree, comments left out.

    Raises:
        ReadError: `needs_password` where the entry is encrypted, `limit` where it is too large or too deep,
            `unsupported` for an unknown compression, `corrupt` where it is damaged, no XML, or declares a document
            type: Office writes none, and entities are the only use of one here.
    """
    return parse_xml(unpack_part(package, part), part)


def parse_xml(data: bytes, part: str) -> Element:
    """Give the root of an XML tree, comments left out; `part` is what the file is called. Raises as `parse_part`."""
    if data.count(b"<") + data.count(b"=") > MAX_PART_MARKS:
        raise ReadError("limit", f"{part} has more than {MAX_PART_MARKS} marks")
    # Without `huge_tree`, libxml2 itself bounds the depth, the length of a text and what entities may grow to.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        bounded = any(word in str(error) for word in ("depth", "XML_PARSE_HUGE", "too long", "amplification"))
        raise ReadError("limit" if bounded else "corrupt", f"{part}: {error}") from error
    if root.getroottree().docinfo.doctype:
        raise ReadError("corrupt", f"{part} declares a document type")
    return root


def unpack_part(package: Package, part: str) -> bytes:
    """Unpack one part within the limits. Raises as `parse_part`."""
    entry = package.entries[part]
    if entry.flag_bits & _ZIP_ENCRYPTED_FLAG:
        raise ReadError("needs_password")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ReadError("unsupported", f"{entry.filename} has compression {entry.compress_type}")
    if entry.file_size > MAX_PART_BYTES:
        raise ReadError("limit", f"{entry.filename} has {entry.file_size} bytes, more than {MAX_PART_BYTES}")
    try:
        with package.archive.open(entry) as stream:
            # No more is unpacked than the entry declares; where it holds more, its checksum does not agree.
            data = stream.read(entry.file_size)
    except NotImplementedError as error:
        raise ReadError("unsupported", str(error)) from error
    except _ZIP_DAMAGE as error:
        raise ReadError("corrupt", f"{entry.filename}: {error}") from error
    if len(data) < entry.file_size:
        raise ReadError("corrupt", f"{entry.filename} is cut")
    return data


def _fold(name: str) -> str:
    """Part names are equal in either case; some archivers write them with backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def pack_flat(data: bytes) -> bytes:
    """Give the package that one XML text holds, as an archive.

    Raises:
        ReadError: `corrupt` or `limit`.
    """
    if len(data) > MAX_PART_BYTES:
        raise ReadError("limit", f"more than {MAX_PART_BYTES} bytes")
    parts = parse_xml(data, "the file").findall(f"{_FLAT}part")
    if len(parts) > MAX_ENTRIES:
        raise ReadError("limit", f"more than {MAX_ENTRIES} parts")
    held: dict[str, bytes] = {}
    for part in parts:
        name = part.get(f"{_FLAT}name", "").lstrip("/")
        for content in part:
            if content.tag == f"{_FLAT}xmlData" and len(content):
                held[name] = etree.tostring(content[0], encoding="utf-8", with_tail=False)
            elif content.tag == f"{_FLAT}binaryData":
                held[name] = _decode(content.text or "")
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in held.items():
                archive.writestr(name, content)
    except _ZIP_DAMAGE as error:
        raise ReadError("corrupt", str(error)) from error
    return stream.getvalue()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise ReadError("corrupt", str(error)) from error
