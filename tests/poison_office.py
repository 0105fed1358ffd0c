"""Poisoned office files: archives, Word files, workbooks. Part of `tests.poison`.

Enters: nothing, or a place that they try to reach. Leaves: bytes, by the names of files.
"""

# mypy: disable-error-code="misc"
# It does not infer lambdas with defaults, which keep the values of a loop.

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

Make = Callable[[], bytes]

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TITLE = "2021年市级部门整体预算绩效目标表"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def pack(parts: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Give an archive of some parts."""
    stream = BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def relate(*targets: tuple[str, str]) -> str:
    """Give the relationships of a part: kinds and targets, called `r1`, `r2` …."""
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def word_parts(body: str, doctype: str = "", **parts: str | bytes) -> dict[str, str | bytes]:
    """Give the parts of a Word file around what its body holds."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relate(("officeDocument", "word/document.xml")),
        "word/document.xml": f'{DECLARATION}{doctype}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        **parts,
    }


def word(body: str, doctype: str = "") -> bytes:
    return pack(word_parts(body, doctype))


def text(words: str = TITLE) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def cell(words: str = "数量指标", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text(words)}</w:tc>"


def table(*rows: str) -> str:
    return f"{text()}<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def book_parts(rows: str, before: str = "", after: str = "", **texts: str) -> dict[str, str | bytes]:
    """Give the parts of a workbook around the rows of its one sheet; `strings`, `styles`, `doctype` where wanted."""
    doctype = texts.get("doctype", "")
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relate(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": texts.get(
            "workbook",
            f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        ),
        "xl/_rels/workbook.xml.rels": texts.get(
            "relations",
            relate(
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ),
        ),
        "xl/worksheets/sheet1.xml": f'{DECLARATION}{doctype}<worksheet xmlns="{SHEET}">{before}<sheetData>{rows}'
        f"</sheetData>{after}</worksheet>",
        "xl/sharedStrings.xml": f'{texts.get("strings_doctype", "")}<sst xmlns="{SHEET}">{texts.get("strings", "")}'
        "</sst>",
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}">{texts.get("styles", "")}</styleSheet>',
    }


def book(rows: str, before: str = "", after: str = "", **texts: str) -> bytes:
    return pack(book_parts(rows, before, after, **texts))


def written(place: str, words: str = TITLE) -> str:
    """Give a cell of a workbook with its text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def open_sheet(rows: str, doctype: str = "") -> str:
    """Give the content of an OpenDocument spreadsheet."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    return (
        f'{DECLARATION}{doctype}<office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:table="{urn}:table:1.0" xmlns:text="{urn}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def ods(rows: str, doctype: str = "") -> bytes:
    return pack(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": open_sheet(rows, doctype)}
    )


def fods(rows: str, doctype: str = "") -> bytes:
    flat = open_sheet(rows, doctype).replace("office:document-content", "office:document")
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet" '
    return flat.replace("<office:document ", f"<office:document {kind}", 1).encode()


def open_cell(words: str = TITLE, attributes: str = "") -> str:
    return (
        f"<table:table-row><table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell></table:table-row>"
    )


# ---- entities -------------------------------------------------------------------------------------------------------


def entities(secret: str, port: int) -> Iterator[tuple[str, Make]]:
    laughs = "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 11))
    attacks = {
        "laughs": (f'<!DOCTYPE a [<!ENTITY l0 "哈哈">{laughs}]>', "&l10;"),
        "quadratic": ('<!DOCTYPE a [<!ENTITY q "' + "哈" * 50_000 + '">]>', "&q;" * 50_000),
        "file": (f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{secret}">]>', "&e;"),
        "network": (f'<!DOCTYPE a [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/e">]>', "&e;"),
        "parameter": (f'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p"> %p;]>', TITLE),
        "external": (f'<!DOCTYPE a SYSTEM "http://127.0.0.1:{port}/a.dtd">', TITLE),
        "doctype": ("<!DOCTYPE a>", TITLE),
        "attribute": (f'<!DOCTYPE a [<!ENTITY l0 "哈">{laughs}<!ATTLIST a b CDATA "&l10;">]>', TITLE),
        "endless": ('<!DOCTYPE a [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "&a;"),
    }
    for name, (doctype, words) in attacks.items():
        yield f"entities/{name}.docx", lambda d=doctype, w=words: word(text(w), d)
        yield f"entities/{name}.xlsx", lambda d=doctype, w=words: book(f"<row>{written('A1', w)}</row>", doctype=d)
        yield (
            f"entities/{name}.strings.xlsx",
            lambda d=doctype, w=words: book(
                '<row><c r="A1" t="s"><v>0</v></c></row>', strings=f"<si><t>{w}</t></si>", strings_doctype=d
            ),
        )
        yield f"entities/{name}.ods", lambda d=doctype, w=words: ods(open_cell(w), d)
        yield f"entities/{name}.fods", lambda d=doctype, w=words: fods(open_cell(w), d)
        yield (
            f"entities/{name}.rels.docx",
            lambda d=doctype: pack({**word_parts(text()), "_rels/.rels": d + relate(("officeDocument", "&e;"))}),
        )


# ---- archives -------------------------------------------------------------------------------------------------------


def huge(size: int, pattern: bytes = b" ") -> bytes:
    """Give so many bytes of a pattern, deflated without ever holding them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(pattern * ((1 << 20) // len(pattern))) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * (size >> 20) + packer.flush()  # After a full flush, each piece stands for itself.


def entry(name: str, data: bytes, *, size: int, crc: int = 0, method: int = 8) -> tuple[bytes, bytes]:
    """Give an archive's entry with whatever it claims: its local part, and the beginning of that in the directory."""
    raw = name.encode()
    fields = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 33, crc, len(data), size, len(raw), 0)
    return b"PK\x03\x04" + fields + raw + data, b"PK\x01\x02" + struct.pack("<H", 20) + fields


def assemble(entries: list[tuple[str, bytes, bytes]], *, overlap: bool = False) -> bytes:
    """Give an archive of entries as `entry` makes them, each with its name."""
    body, directory = b"", b""
    for name, local, central in entries:
        at = 0 if overlap else len(body)
        if not overlap or not body:
            body += local
        directory += central + struct.pack("<HHHII", 0, 0, 0, 0, at) + name.encode()
    end = struct.pack("<HHHHIIH", 0, 0, len(entries) & 0xFFFF, len(entries) & 0xFFFF, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def bomb(main: str, size: int, claimed: int | None = None) -> bytes:
    """Give a package whose main part unpacks to so many bytes, whatever it claims."""
    data = huge(size)
    claimed = size if claimed is None else claimed
    parts = word_parts("") if main.startswith("word") else book_parts("")
    made = []
    for name, content in parts.items():
        raw = content.encode() if isinstance(content, str) else content
        if name != main:
            made.append((name, *entry(name, raw, size=len(raw), crc=zlib.crc32(raw), method=0)))
    return assemble([*made, (main, *entry(main, data, size=claimed))])


def damaged(whole: bytes, kind: str) -> Iterator[tuple[str, Make]]:
    """Give an archive cut off, and with parts of it changed."""
    for percent in (1, 10, 50, 90, 99):
        yield f"cut/{percent}.{kind}", lambda p=percent: whole[: len(whole) * p // 100]
    yield f"cut/last-byte.{kind}", lambda: whole[:-1]
    yield f"cut/no-end.{kind}", lambda: whole[:-22]
    middle = len(whole) // 2
    yield f"cut/hole.{kind}", lambda: whole[:middle] + bytes(500) + whole[middle + 500 :]
    yield f"cut/behind-junk.{kind}", lambda: b"\0junk" * 200 + whole


def with_fields(whole: bytes, at: int, value: bytes) -> bytes:
    """Change a field of every entry in the directory, and of the entry itself where it is the same there."""
    changed = bytearray(whole)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + at : place + at + len(value)] = value
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def archives(form: bytes) -> Iterator[tuple[str, Make]]:
    whole = word(table(cell("数量指标") + cell("会议次数") + cell("3")))
    sheet = book(f"<row>{written('A1')}</row>")
    for kind, main in (("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")):
        yield f"archives/bomb.{kind}", lambda m=main: bomb(m, 2 << 30)
        yield f"archives/bomb-in-disguise.{kind}", lambda m=main: bomb(m, 256 << 20, 1000)
        yield f"archives/claims-too-much.{kind}", lambda m=main: bomb(m, 1 << 20, 99_000_000)
        yield f"archives/claims-terabytes.{kind}", lambda m=main: bomb(m, 1 << 20, 0xFFFFFFFE)
    for kind, data in (("docx", whole), ("xlsx", sheet)):
        yield f"archives/encrypted.{kind}", lambda d=data: with_fields(d, 8, b"\x01\0")
        yield f"archives/wrong-crc.{kind}", lambda d=data: with_fields(d, 16, b"\x01\x02\x03\x04")
        yield f"archives/unknown-method.{kind}", lambda d=data: with_fields(d, 10, b"\x63\0")
        yield f"archives/far-offset.{kind}", lambda d=data: with_fields(d, 42, b"\xff\xff\xff\x7f")
        yield f"archives/newer-version.{kind}", lambda d=data: with_fields(d, 6, b"\xff\0")
        yield f"archives/long-names.{kind}", lambda d=data: with_fields(d, 28, b"\xff\xff")
        yield f"archives/overlapping.{kind}", lambda d=data: with_fields(d, 42, b"\0\0\0\0")
        yield from ((f"archives/{name}", make) for name, make in damaged(data, kind))
    parts = word_parts(text())
    yield "archives/bzip2.docx", lambda: pack(parts, ZIP_BZIP2)
    yield "archives/lzma.docx", lambda: pack(parts, ZIP_LZMA)
    yield "archives/stored.docx", lambda: pack(parts, ZIP_STORED)
    yield "archives/30000-entries.docx", lambda: pack({**parts, **{f"a/{n}": b"" for n in range(30_000)}})
    yield "archives/twice.docx", _pack_twice
    yield "archives/traversal.docx", lambda: pack({**parts, "../../../etc/cron.d/x": b"x", "/etc/x": b"x"})
    yield "archives/backslashes.docx", lambda: pack({name.replace("/", "\\"): data for name, data in parts.items()})
    yield "archives/upper-case.docx", lambda: pack({name.upper(): data for name, data in parts.items()})
    yield (
        "archives/relations-loop.docx",
        lambda: pack({**parts, "word/_rels/document.xml.rels": relate(*[("footnotes", "document.xml")] * 1000)}),
    )
    yield (
        "archives/relations-out.docx",
        lambda: pack({**parts, "_rels/.rels": relate(("officeDocument", "../../../../etc/passwd"))}),
    )
    yield "archives/no-parts.docx", lambda: pack({"[Content_Types].xml": "<Types/>"})
    yield "archives/picture-named.docx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000)
    # Archives of files: each entry is an input.
    yield "archives/encrypted-entry.zip", lambda: with_fields(pack({"表.txt": form}), 8, b"\x01\x08")
    yield "archives/wrong-crc.zip", lambda: with_fields(pack({"a.txt": form}), 16, b"\x01\x02\x03\x04")
    yield "archives/traversal.zip", lambda: pack({"../../../../evil.txt": form + b"\n<!-- 1 -->"})
    yield "archives/absolute.zip", lambda: pack({"/etc/evil.txt": form + b"\n<!-- 2 -->"})
    yield "archives/drive.zip", lambda: pack({"C:\\Windows\\evil.txt": form + b"\n<!-- 3 -->"})
    yield "archives/strange-names.zip", lambda: pack({"a\x1b[2J\n\u202efdp.txt": form + b"\n<!-- 4 -->"})
    yield "archives/long-name.zip", lambda: pack({f"{'名' * 2000}.txt": form + b"\n<!-- 5 -->"})
    yield "archives/gbk.zip", lambda: _name_in_gbk(form + b"\n<!-- 6 -->")
    yield "archives/same-name.zip", lambda: _repeat_name(form)
    yield "archives/nested.zip", lambda: pack({"a.zip": pack({"b.zip": pack({"c.zip": pack({"d.txt": form})})})})
    yield (
        "archives/nested-bomb.zip",
        lambda: pack({"a.zip": pack({f"{n}.zip": bomb("word/document.xml", 1 << 24) for n in range(3)})}),
    )
    yield "archives/bomb.zip", lambda: assemble([("a.txt", *entry("a.txt", huge(2 << 30), size=2 << 30))])
    yield "archives/bomb-in-disguise.zip", lambda: assemble([("a.txt", *entry("a.txt", huge(1 << 28), size=10))])
    yield "archives/claims-terabytes.zip", lambda: assemble([("a.txt", *entry("a.txt", b"\x03\0", size=0xFFFFFFFE))])
    yield "archives/no-entries.zip", lambda: pack({})
    yield "archives/only-folders.zip", lambda: pack({"a/": b""})
    yield "archives/200000-entries.zip", _pack_many
    yield (
        "archives/overlapping.zip",
        lambda: assemble(
            [(f"{n}.txt", *entry(f"{n}.txt", huge(1 << 23), size=1 << 23)) for n in range(3)], overlap=True
        ),
    )
    yield "archives/no-archive.zip", lambda: b"PK\x03\x04" + bytes(200)
    yield "archives/cut.zip", lambda: pack({"a.txt": form})[:-30]
    yield "archives/far-directory.zip", lambda: b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46, 0x7FFFFFFF, 0)
    yield "archives/large-directory.zip", lambda: b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 0xFFFFFFF0, 0, 0)


def _pack_twice() -> bytes:
    parts = word_parts(text())
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, data in [*parts.items(), ("word/document2.xml", "<a/>")]:
            archive.writestr(name, data)
    return stream.getvalue().replace(b"word/document2.xml", b"word/document.xml\0")


def _name_in_gbk(form: bytes) -> bytes:
    raw = "报送/湛江市.txt".encode("gbk")
    return pack({"x" * len(raw): form}).replace(b"x" * len(raw), raw)


def _repeat_name(form: bytes) -> bytes:
    return pack({"a1.txt": form + b"\n<!-- 7 -->", "a2.txt": form + b"\n<!-- 8 -->"}).replace(b"a2.txt", b"a1.txt")


def _pack_many() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for number in range(120_000):
            archive.writestr(ZipInfo(f"{number}"), b"")
    return stream.getvalue()


# ---- Word files -----------------------------------------------------------------------------------------------------


def nest(outer: str, depth: int, inner: str = "") -> str:
    """Give elements inside one another: `a b` gives `<a><b>…</b></a>`."""
    names = outer.split()
    return "".join(f"<{n}>" for n in names) * depth + inner + "".join(f"</{n}>" for n in reversed(names)) * depth


def word_files() -> Iterator[tuple[str, Make]]:
    def span(value: object) -> str:
        return f'<w:gridSpan w:val="{value}"/>'

    for name, value in {
        "billions": 2_000_000_000,
        "negative": -5,
        "zero": 0,
        "digits": "9" * 100_000,
        "letters": "三",
        "superscript": "²",
        "infinite": "1e999",
    }.items():
        yield f"docx/span-{name}.docx", lambda v=value: word(table(cell("数量指标", span(v)) + cell("3")))
    many = span(2_000_000_000)
    yield "docx/spans.docx", lambda: word(table(*[cell("数量指标", many) * 50] * 200))
    yield (
        "docx/grid-before.docx",
        lambda: word(table('<w:trPr><w:gridBefore w:val="2000000000"/></w:trPr>' * 1000 + cell())),
    )
    yield "docx/merged-down.docx", lambda: word(table(*[cell("数量", "<w:vMerge/>") + cell("3")] * 20_000))
    yield (
        "docx/merged-across.docx",
        lambda: word(
            table(cell("数量", '<w:hMerge w:val="restart"/>') + cell("", '<w:hMerge w:val="continue"/>') * 20_000)
        ),
    )
    yield "docx/many-cells.docx", lambda: word(table(cell("数量指标") * 20_000))
    yield "docx/many-rows.docx", lambda: word(table(*[cell("数量指标") + cell("3")] * 20_000))
    yield "docx/many-paragraphs.docx", lambda: word("<w:p/>" * 1_000_000)
    yield "docx/many-runs.docx", lambda: word(f"<w:p>{'<w:r><w:t>数量指标</w:t></w:r>' * 100_000}</w:p>")
    yield "docx/long-text.docx", lambda: word(text("绩效目标" * 2_000_000))
    yield "docx/long-cell.docx", lambda: word(table(cell("≥100%，不低于" * 100_000) + cell("1.2.3.4" * 100_000)))
    for depth in (20, 100, 1000, 100_000):
        yield f"docx/tables-{depth}.docx", lambda d=depth: word(nest("w:tbl w:tr w:tc", d, text()))
        yield f"docx/controls-{depth}.docx", lambda d=depth: word(nest("w:sdt w:sdtContent", d, text()))
        yield f"docx/boxes-{depth}.docx", lambda d=depth: word(nest("w:p w:r w:txbxContent", d, text()))
    yield "docx/tags.docx", lambda: word(nest("w:smartTag", 200, text()))
    yield "docx/fields-open.docx", lambda: word('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 50_000)
    yield "docx/attributes.docx", lambda: word("<w:p " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")
    yield "docx/namespaces.docx", lambda: word("<w:p " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(50_000)) + "/>")
    yield "docx/long-name.docx", lambda: word(f"<{'a' * 1_000_000}/>")
    yield "docx/marks.docx", lambda: word("<w:p/>" * 5_000_000)
    yield "docx/no-body.docx", lambda: pack({**word_parts(""), "word/document.xml": f'<w:document xmlns:w="{WORD}"/>'})
    yield "docx/other-root.docx", lambda: pack({**word_parts(""), "word/document.xml": "<html><body>x</body></html>"})
    yield "docx/no-xml.docx", lambda: pack({**word_parts(""), "word/document.xml": b"\0\1\2\3" * 100})
    yield "docx/open.docx", lambda: pack({**word_parts(""), "word/document.xml": "<w:document" * 1000})
    yield "docx/nul.docx", lambda: pack({**word_parts(""), "word/document.xml": word_xml(text("a\0b"))})
    yield (
        "docx/bad-utf-8.docx",
        lambda: pack(
            {**word_parts(""), "word/document.xml": word_xml(text("@")).encode().replace(b"@", b"\xff\xfe\xc0\x80")}
        ),
    )
    for encoding in ("utf-16", "utf-7", "cp037", "gb18030", "no-such-thing"):
        yield (
            f"docx/encoding-{encoding}.docx",
            lambda e=encoding: pack({**word_parts(""), "word/document.xml": _encode(word_xml(text()), e)}),
        )
    yield "docx/controls.docx", lambda: word(text("&#x202e;甲&#x2028;乙&#xfffe;&#xd800;"))
    yield "docx/directions.docx", lambda: word(text("&#x202e;甲&#x2028;乙&#x200b;&#xfeff;" * 1000))
    yield "docx/combining.docx", lambda: word(text("会" + "&#x0301;" * 100_000))


def word_xml(body: str) -> str:
    return f'{DECLARATION}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def _encode(xml: str, encoding: str) -> bytes:
    declared = xml.replace("UTF-8", encoding)
    try:
        return declared.encode(encoding, "replace")
    except LookupError:
        return declared.encode()


# ---- spreadsheets ---------------------------------------------------------------------------------------------------


def sheets() -> Iterator[tuple[str, Make]]:
    def row(*cells: str) -> str:
        return f"<row>{''.join(cells)}</row>"

    def merge(*ranges: str) -> str:
        return "<mergeCells>" + "".join(f'<mergeCell ref="{place}"/>' for place in ranges) + "</mergeCells>"

    title = row(written("A1"))
    yield "xlsx/last-cell.xlsx", lambda: book(row(written("A1"), written("XFD1048576")))
    yield "xlsx/corners.xlsx", lambda: book(row(*(written(f"XFD{n * 1000}") for n in range(1, 1000))))
    yield "xlsx/merged-all.xlsx", lambda: book(title, after=merge("A1:XFD1048576"))
    yield "xlsx/merged-all-often.xlsx", lambda: book(title, after=merge(*["A1:XFD1048576"] * 20_000))
    yield "xlsx/merged-over.xlsx", lambda: book(title, after=merge(*(f"A{n}:XFD{n + 1000}" for n in range(1, 20_000))))
    yield "xlsx/merged-nonsense.xlsx", lambda: book(title, after=merge("A0:B-1", "ZZZZ1:A1", "B2:A1", "", ":", "A1"))
    places = ("", "A0", "0A", "ZZZ99999999", "A1048577", "XFE1", "A-1", "甲1", "A" * 10_000, "A1" * 1000, "$A$1")
    yield "xlsx/places.xlsx", lambda: book(row(*(written(place) for place in places)))
    yield (
        "xlsx/backwards.xlsx",
        lambda: book("".join(f'<row r="{n}">{written(f"A{n}")}</row>' for n in range(3000, 0, -1))),
    )
    yield (
        "xlsx/row-numbers.xlsx",
        lambda: book(
            "".join(f'<row r="{n}">{written("A1")}</row>' for n in ("0", "-1", "1e9", "9" * 5000, "1048577", "甲", ""))
        ),
    )
    yield "xlsx/same-cell.xlsx", lambda: book(row(written("A1") * 50_000))
    yield (
        "xlsx/shared-billions.xlsx",
        lambda: book(row('<c t="s"><v>0</v></c>' * 100_000), strings=f"<si><t>{'绩' * 32_000}</t></si>"),
    )
    yield (
        "xlsx/shared-numbers.xlsx",
        lambda: book(
            row(*(f'<c t="s"><v>{n}</v></c>' for n in ("-1", "1e9", "99999999999", "nan", "", "甲", "1.5", "٣")))
        ),
    )
    yield "xlsx/shared-many.xlsx", lambda: book(title, strings="<si><t>绩</t></si>" * 600_000)
    yield "xlsx/columns.xlsx", lambda: book(title, before='<cols><col min="1" max="2000000000" hidden="1"/></cols>')
    yield (
        "xlsx/columns-many.xlsx",
        lambda: book(title, before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 50_000 + "</cols>"),
    )
    yield "xlsx/styles-many.xlsx", lambda: book(title, styles=f"<cellXfs>{'<xf/>' * 500_000}</cellXfs>")
    numbers = ("1e308", "1e-308", "1e999999", "-1e999999999", "nan", "inf", "9" * 100_000, "0." + "0" * 50_000 + "1")
    formats = (
        "[" * 5000,
        '"' * 4999,
        "#,##0" * 2000,
        "yyyy" * 5000,
        "0" * 100_000,
        "[h]:mm:ss" * 1000,
        "0.0E+0" * 1000,
        "\\",
        "@" * 10_000,
        "?/" * 5000,
        ";" * 10_000,
        "_" * 9999,
        "[DBNum2][$-804]General" * 500,
        "%" * 5000,
        "0" + "," * 50_000,
    )
    styles = (
        "<numFmts>"
        + "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{_escape(code)}"/>' for n, code in enumerate(formats))
        + "</numFmts><cellXfs>"
        + "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
        + "</cellXfs>"
    )
    yield (
        "xlsx/formats.xlsx",
        lambda: book(
            "".join(
                row(*(f'<c s="{n}"><v>{number}</v></c>' for number in (*numbers[:2], "45000.5", "-1")))
                for n in range(15)
            ),
            styles=styles,
        ),
    )
    for index, number in enumerate(numbers):
        yield f"xlsx/number-{index}.xlsx", lambda v=number: book(row(f"<c><v>{v}</v></c>"))
        yield (
            f"xlsx/formatted-{index}.xlsx",
            lambda v=number: book(
                row(f'<c s="0"><v>{v}</v></c><c s="1"><v>{v}</v></c>'),
                styles='<cellXfs><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs>',
            ),
        )
    yield (
        "xlsx/many-sheets.xlsx",
        lambda: book(
            title,
            workbook=f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            + '<sheet name="表" sheetId="1" r:id="r1"/>' * 20_000
            + "</sheets></workbook>",
        ),
    )
    yield "xlsx/sheet-itself.xlsx", lambda: book(title, relations=relate(("worksheet", "workbook.xml")))
    yield "xlsx/sheet-missing.xlsx", lambda: book(title, relations=relate(("worksheet", "worksheets/none.xml")))
    yield "xlsx/sheet-outside.xlsx", lambda: book(title, relations=relate(("worksheet", "../../../../etc/passwd")))
    yield (
        "xlsx/types.xlsx",
        lambda: book(row(*(f'<c t="{kind}"><v>x</v></c>' for kind in ("b", "e", "d", "n", "str", "zz")))),
    )
    yield "xlsx/runs.xlsx", lambda: book(row('<c t="inlineStr"><is>' + "<r><t>绩</t></r>" * 100_000 + "</is></c>"))
    yield "xlsx/deep.xlsx", lambda: book(nest("row", 100_000))
    yield "xlsx/formulas.xlsx", lambda: book(row("<c><f>SUM(A1:XFD1048576)</f></c>" * 50_000))
    yield "xlsx/escapes.xlsx", lambda: book(row(written("A1", "_x0000__xD800__x005F_" * 20_000)))


def open_sheets() -> Iterator[tuple[str, Make]]:
    repeated = 'table:number-columns-repeated="1000000000"'
    yield "ods/columns-blank.ods", lambda: ods(open_cell() + open_cell("", repeated))
    yield "ods/columns-full.ods", lambda: ods(open_cell("绩效", repeated))
    yield (
        "ods/rows-full.ods",
        lambda: ods(
            open_cell("绩效").replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1000000000">')
        ),
    )
    yield (
        "ods/both-full.ods",
        lambda: ods(
            open_cell("绩效", repeated).replace(
                "<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">'
            )
        ),
    )
    yield "ods/wide-text.ods", lambda: ods(open_cell("绩效" * 10_000, 'table:number-columns-repeated="16384"'))
    for number in ("-1", "0", "nan", "9" * 50_000, ""):
        yield (
            f"ods/columns-{number[:3] or 'none'}.ods",
            lambda n=number: ods(open_cell("绩效", f'table:number-columns-repeated="{n}"')),
        )
    spans = 'table:number-columns-spanned="2000000000" table:number-rows-spanned="2000000000"'
    yield "ods/spans.ods", lambda: ods(open_cell("绩效", spans) * 1000)
    yield "ods/spaces.ods", lambda: ods(open_cell('<text:s text:c="1000000000"/>甲'))
    yield "ods/many-spaces.ods", lambda: ods(open_cell('<text:s text:c="1000"/>' * 50_000))
    yield "ods/deep.ods", lambda: ods(open_cell(nest("text:span", 100_000, "甲")))
    yield "ods/deep-tables.ods", lambda: ods(nest("table:table-row table:table-cell table:table", 80, "甲"))
    yield "ods/groups.ods", lambda: ods(nest("table:table-row-group", 200, open_cell()))
    yield "ods/value.ods", lambda: ods(open_cell("1", 'office:value-type="float" office:value="1e999999999"'))
    yield "ods/columns-full.fods", lambda: fods(open_cell("绩效", repeated))
    yield "ods/no-content.ods", lambda: pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
    yield (
        "ods/encrypted.ods",
        lambda: pack(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": bytes(range(256)),
                "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
                '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>',
            }
        ),
    )


def _escape(code: str) -> str:
    return code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


# ---- compound files -------------------------------------------------------------------------------------------------


def compound_files(workbook: bytes) -> Iterator[tuple[str, Make]]:
    """Give workbooks of Excel 97 with damaged chains of sectors, sizes and records."""
    header = workbook[:512]
    yield "xls/only-header.xls", lambda: header
    yield "xls/chain-loop.xls", lambda: _fill_table(workbook, lambda n: n)
    yield "xls/chain-ring.xls", lambda: _fill_table(workbook, lambda n: (n + 1) % 10)
    yield "xls/chain-far.xls", lambda: _fill_table(workbook, lambda _: 0x7FFFFFF0)
    yield "xls/sector-size.xls", lambda: workbook[:30] + b"\xff\0" + workbook[32:]
    yield "xls/no-sectors.xls", lambda: workbook[:44] + b"\xff\xff\xff\x7f" + workbook[48:]
    yield "xls/extension-loop.xls", lambda: workbook[:68] + b"\0\0\0\0\xff\xff\xff\x7f" + workbook[76:]
    yield "xls/directory-far.xls", lambda: workbook[:48] + b"\xff\xff\xff\x7f" + workbook[52:]
    for percent in (20, 60, 95):
        yield f"xls/cut-{percent}.xls", lambda p=percent: workbook[: len(workbook) * p // 100]
    for name, record in {"sst": 0x00FC, "boundsheet": 0x0085, "merged": 0x00E5, "label": 0x00FD, "xf": 0x00E0}.items():
        yield f"xls/record-{name}.xls", lambda r=record: _spoil_record(workbook, r)


def _fill_table(data: bytes, following: Callable[[int], int]) -> bytes:
    """Change the table of what sector follows which."""
    (first,) = struct.unpack_from("<I", data, 76)
    at = 512 * (first + 1)
    return data[:at] + b"".join(struct.pack("<I", following(n)) for n in range(128)) + data[at + 512 :]


def _spoil_record(data: bytes, record: int) -> bytes:
    """Fill the first record of a kind with the largest numbers."""
    changed = bytearray(data)
    at = changed.find(struct.pack("<H", record), 512)
    while at >= 0:
        (length,) = struct.unpack_from("<H", changed, at + 2)
        if 4 <= length <= 8224 and at + 4 + length < len(changed):
            changed[at + 4 : at + 4 + length] = b"\xff" * length
            break
        at = changed.find(struct.pack("<H", record), at + 2)
    return bytes(changed)
