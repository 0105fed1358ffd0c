"""Poisoned PDFs: loops, bombs, sizes and depths. Part of `tests.poison`.

Enters: a sound PDF. Leaves: bytes, by the names of files.
"""

# mypy: disable-error-code="misc"
# It does not infer lambdas with defaults, which keep the values of a loop.

import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.poison_office import Make, huge

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(more: bytes = b"", box: bytes = b"[0 0 595 842]", contents: bytes = b"4 0 R") -> bytes:
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox %s/Contents %s/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>%s>>"
        % (box, contents, more)
    )


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(data), data)


def show(words: bytes = b"budget") -> bytes:
    return b"BT /F 12 Tf 50 700 Td (%s) Tj ET" % words


def assemble(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Give a PDF of numbered objects."""
    data = b"%PDF-1.7\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    return data + b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, start)


def build(content: bytes = b"", head: bytes = b"", **objects: bytes) -> bytes:
    """Give a PDF of one page; `o7` is its object 7."""
    made = {1: CATALOG, 2: PAGES, 3: page(), 4: stream(content or show(), head), 5: FONT}
    return assemble(dict(sorted({**made, **{int(name[1:]): data for name, data in objects.items()}}.items())))


def form(content: bytes, resources: bytes) -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<<%s>>>>" % resources)


def fan_out(levels: int, width: int, content: bytes) -> bytes:
    """Give a page of forms of which each draws the next so many times."""
    forms = {f"o{6 + level}": form(b"/X Do " * width, b"/X %d 0 R" % (7 + level)) for level in range(levels)}
    return build(b"/X Do", **forms, **{f"o{6 + levels}": form(content, b"")})


def trees() -> Iterator[tuple[str, Make]]:
    yield "pdf/kids-loop.pdf", lambda: build(o2=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>")
    yield (
        "pdf/kids-ring.pdf",
        lambda: build(
            o2=b"<</Type/Pages/Kids[7 0 R]/Count 9>>", o7=b"<</Type/Pages/Kids[2 0 R]/Count 9/Parent 2 0 R>>"
        ),
    )
    yield (
        "pdf/kids-fan.pdf",
        lambda: build(
            o2=b"<</Type/Pages/Kids[%s]/Count 100000>>" % (b"7 0 R " * 10),
            **{f"o{n}": b"<</Type/Pages/Kids[%s]/Count 10000>>" % (b"%d 0 R " % (n + 1) * 10) for n in range(7, 20)},
            o20=page(),
        ),
    )
    yield "pdf/parent-loop.pdf", lambda: build(o3=page(b"/Parent 3 0 R"))
    for count in (0, -1, 4_000, 2_000_000_000, 99_999_999_999_999):
        yield f"pdf/count-{count}.pdf", lambda n=count: build(o2=b"<</Type/Pages/Kids[3 0 R]/Count %d>>" % n)
    yield "pdf/same-page.pdf", lambda: build(o2=b"<</Type/Pages/Kids[%s]/Count 4000>>" % (b"3 0 R " * 4000))
    yield "pdf/same-page-more.pdf", lambda: build(o2=b"<</Type/Pages/Kids[%s]/Count 99999>>" % (b"3 0 R " * 99_999))
    yield "pdf/root-itself.pdf", lambda: build(o1=b"1 0 R")
    yield "pdf/root-loop.pdf", lambda: build(o1=b"7 0 R", o7=b"1 0 R")
    yield "pdf/no-pages.pdf", lambda: build(o1=b"<</Type/Catalog>>")
    yield "pdf/length-itself.pdf", lambda: build(o4=b"<</Length 4 0 R>>stream\n%s\nendstream" % show())
    yield "pdf/contents-many.pdf", lambda: build(o3=page(contents=b"[%s]" % (b"4 0 R " * 100_000)))
    yield "pdf/contents-itself.pdf", lambda: build(o3=page(contents=b"3 0 R"))
    whole = build()
    start = whole.rindex(b"startxref")
    yield "pdf/prev-itself.pdf", lambda: build().replace(b"/Size", b"/Prev %d/Size" % whole.rindex(b"xref\n0 1"))
    yield "pdf/prev-far.pdf", lambda: build().replace(b"/Size", b"/Prev 99999999999/Size")
    yield "pdf/prev-negative.pdf", lambda: build().replace(b"/Size", b"/Prev -5/Size")
    yield "pdf/xref-far.pdf", lambda: whole[:start] + b"startxref\n999999999\n%%EOF\n"
    yield "pdf/xref-large.pdf", lambda: whole.replace(b"xref\n0 1\n", b"xref\n0 2000000000\n")
    yield "pdf/size-large.pdf", lambda: whole.replace(b"/Size 6", b"/Size 2147483647")
    yield "pdf/no-trailer.pdf", lambda: whole[: whole.rindex(b"trailer")]
    yield "pdf/no-xref.pdf", lambda: whole[: whole.rindex(b"xref\n0 1")]
    loop = stream(b"\1\0\x0a\0", b"/Type/XRef/W[1 2 1]/Index[0 1]/Size 9/Root 1 0 R/Prev 9")
    yield "pdf/xref-stream-loop.pdf", lambda: b"%PDF-1.7\n9 0 obj\n" + loop + b"\nendobj\nstartxref\n9\n%%EOF\n"
    extends = stream(b"1 0 " + CATALOG, b"/Type/ObjStm/N 1/First 4/Extends 7 0 R")
    yield "pdf/objects-extend-themselves.pdf", lambda: build(o7=extends)
    yield "pdf/objects-many.pdf", lambda: build(o7=stream(b"1 0 ", b"/Type/ObjStm/N 2000000000/First 4"))
    yield "pdf/deep-arrays.pdf", lambda: build(o7=b"[" * 200_000 + b"]" * 200_000)
    yield "pdf/deep-dictionaries.pdf", lambda: build(o3=page(b"/A" + b"<</A" * 100_000))
    yield (
        "pdf/deep-outlines.pdf",
        lambda: build(o1=CATALOG[:-2] + b"/Outlines 7 0 R>>", o7=b"<</First 7 0 R/Next 7 0 R>>"),
    )


def sizes() -> Iterator[tuple[str, Make]]:
    boxes = {
        "huge": b"[0 0 1000000000 1000000000]",
        "beyond": b"[-1e38 -1e38 1e38 1e38]",
        "nothing": b"[0 0 0 0]",
        "backwards": b"[595 842 0 0]",
        "letters": b"[/a /b /c /d]",
        "short": b"[0 0]",
        "digits": b"[0 0 %s 842]" % (b"9" * 5000),
    }
    for name, box in boxes.items():
        yield f"pdf/box-{name}.pdf", lambda b=box: build(b"0 0 m 500 0 l S " + show(), o3=page(box=b))
    for turn in (45, -90, 2_000_000_000):
        yield f"pdf/turned-{turn}.pdf", lambda t=turn: build(o3=page(b"/Rotate %d" % t))
    yield "pdf/unit.pdf", lambda: build(o3=page(b"/UserUnit 1000000000"))
    yield "pdf/crop-outside.pdf", lambda: build(o3=page(b"/CropBox[9000 9000 9999 9999]"))
    for name, matrix in {"huge": b"1e30 0 0 1e30 0 0", "nothing": b"0 0 0 0 0 0", "flat": b"1 1 1 1 0 0"}.items():
        yield f"pdf/matrix-{name}.pdf", lambda m=matrix: build(m + b" cm 0 0 m 500 0 l S " + show())
    yield "pdf/font-huge.pdf", lambda: build(b"BT /F 1e30 Tf (budget) Tj ET")
    yield "pdf/font-negative.pdf", lambda: build(b"BT /F -12 Tf 50 700 Td (budget) Tj ET")
    yield "pdf/far-away.pdf", lambda: build(b"BT /F 12 Tf 1e9 1e9 Td (budget) Tj ET")


def many() -> Iterator[tuple[str, Make]]:
    packed = b"/Filter/FlateDecode"

    def deflated(content: bytes) -> bytes:
        return build(zlib.compress(content), packed)

    yield "pdf/million-lines.pdf", lambda: deflated(b"".join(b"0 %d m 500 %d l S\n" % (n, n) for n in range(300_000)))
    yield "pdf/million-operators.pdf", lambda: deflated(b"q Q " * 500_000)
    yield "pdf/million-dots.pdf", lambda: deflated(b"0 0 1 1 re f\n" * 300_000)
    yield "pdf/one-long-path.pdf", lambda: deflated(b"0 0 m " + b"500 0 l 500 500 l " * 300_000 + b"S")
    yield (
        "pdf/grid.pdf",
        lambda: deflated(b"".join(b"0 %d m 595 %d l S %d 0 m %d 842 l S\n" % (n, n, n, n) for n in range(800))),
    )
    yield (
        "pdf/fine-grid.pdf",
        lambda: deflated(
            b"".join(
                b"0 %.2f m 595 %.2f l S %.2f 0 m %.2f 842 l S\n" % (n / 9, n / 9, n / 9, n / 9) for n in range(5000)
            )
        ),
    )
    yield "pdf/million-characters.pdf", lambda: deflated(show(b"budget" * 200_000))
    yield "pdf/49000-characters.pdf", lambda: deflated(show(b"budget " * 7_000))
    yield (
        "pdf/characters-on-one-place.pdf",
        lambda: deflated(b"BT /F 12 Tf 50 700 Td 0 Tc 0.001 Tz (%s) Tj ET" % (b"x" * 40_000)),
    )
    yield (
        "pdf/scattered.pdf",
        lambda: deflated(b"".join(b"BT /F 4 Tf %d %d Td (x) Tj ET\n" % (n % 590, n * 7 % 840) for n in range(45_000))),
    )
    yield "pdf/deep-states.pdf", lambda: deflated(b"q " * 1_000_000 + show())
    yield "pdf/deep-marks.pdf", lambda: deflated(b"/A BMC " * 300_000 + show())
    yield "pdf/unbalanced.pdf", lambda: deflated(b"Q " * 300_000 + show())
    yield "pdf/operands.pdf", lambda: deflated(b"1 " * 2_000_000 + show())
    yield "pdf/long-name.pdf", lambda: deflated(b"/" + b"A" * 3_000_000 + b" gs " + show())
    yield "pdf/inline-picture.pdf", lambda: build(b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID x EI " + show())
    yield (
        "pdf/picture-huge.pdf",
        lambda: build(
            b"/X Do",
            o6=stream(
                b"x", b"/Type/XObject/Subtype/Image/Width 99999/Height 99999/BitsPerComponent 8/ColorSpace/DeviceRGB"
            ),
        ),
    )
    yield "pdf/annotations.pdf", lambda: build(o3=page(b"/Annots[%s]" % (b"7 0 R " * 100_000)), o7=b"<</Subtype/Link>>")
    yield "pdf/form-itself.pdf", lambda: build(b"/X Do", o6=form(show() + b" /X Do", b"/X 6 0 R"))
    yield "pdf/forms-ring.pdf", lambda: build(b"/X Do", o6=form(b"/X Do", b"/X 7 0 R"), o7=form(b"/X Do", b"/X 6 0 R"))
    line = b"0 0 m 500 0 l S"
    yield "pdf/forms-chain.pdf", lambda: fan_out(500, 1, line)
    for levels, width in ((3, 10), (5, 10), (8, 10), (27, 2), (2, 3000)):
        yield f"pdf/forms-{levels}-{width}.pdf", lambda n=levels, w=width: fan_out(n, w, line)
        yield f"pdf/forms-{levels}-{width}-empty.pdf", lambda n=levels, w=width: fan_out(n, w, b"")
    yield (
        "pdf/pattern-itself.pdf",
        lambda: build(
            b"/Pattern cs /P scn 0 0 500 500 re f",
            o3=page().replace(b"/Font<<", b"/Pattern<</P 7 0 R>>/Font<<"),
            o7=stream(
                b"/Pattern cs /P scn 0 0 9 9 re f",
                b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 1e-9/YStep 1e-9"
                b"/Resources<</Pattern<</P 7 0 R>>>>",
            ),
        ),
    )
    yield (
        "pdf/glyph-itself.pdf",
        lambda: build(
            b"BT /F 12 Tf 50 700 Td (aaa) Tj ET",
            o5=b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]"
            b"/FirstChar 97/LastChar 97/Widths[9]"
            b"/Encoding<</Differences[97/a]>>/CharProcs<</a 7 0 R>>/Resources<</Font<</F 5 0 R>>>>>>",
            o7=stream(b"BT /F 1 Tf (aaa) Tj ET"),
        ),
    )
    ranges = b"1 beginbfrange <0000> <FFFF> <4E00> endbfrange " * 3000
    yield (
        "pdf/unicode-map.pdf",
        lambda: build(o5=FONT[:-2] + b"/ToUnicode 7 0 R>>", o7=stream(zlib.compress(ranges), packed)),
    )
    yield (
        "pdf/unicode-long.pdf",
        lambda: build(
            show(b"a" * 5000),
            o5=FONT[:-2] + b"/ToUnicode 7 0 R>>",
            o7=stream(b"1 beginbfchar <61> <%s> endbfchar" % (b"7EE9" * 20_000)),
        ),
    )
    yield "pdf/widths.pdf", lambda: build(o5=FONT[:-2] + b"/FirstChar -2000000000/LastChar 2000000000/Widths[1]>>")
    yield (
        "pdf/composite-itself.pdf",
        lambda: build(o5=b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]>>"),
    )
    yield (
        "pdf/actions.pdf",
        lambda: build(
            o1=CATALOG[:-2] + b"/OpenAction<</S/Launch/F(cmd.exe)>>/AA<</WC<</S/JavaScript/JS(while(1);)>>>>>>"
        ),
    )


def streams() -> Iterator[tuple[str, Make]]:
    flate = b"/FlateDecode"
    gigabyte = zlib.compress(b"")[:2] + huge(1 << 30)

    yield "pdf/bomb-1.pdf", lambda: build(gigabyte + b"\0\0\0\0", b"/Filter[%s]" % flate)
    yield "pdf/bomb-2.pdf", lambda: build(zlib.compress(gigabyte + b"\0\0\0\0"), b"/Filter[%s]" % (flate * 2))
    yield (
        "pdf/bomb-3.pdf",
        lambda: build(zlib.compress(zlib.compress(gigabyte + b"\0\0\0\0")), b"/Filter[%s]" % (flate * 3)),
    )
    bomb = stream(zlib.compress(gigabyte + b"\0\0\0\0"), b"/Filter[%s]" % (flate * 2))
    yield "pdf/bombs-100.pdf", lambda: build(**{f"o{n}": bomb for n in range(7, 107)})
    yield (
        "pdf/bombs-drawn.pdf",
        lambda: build(
            o3=page(contents=b"[%s]" % b"".join(b"%d 0 R " % n for n in range(7, 27))),
            **{f"o{n}": bomb for n in range(7, 27)},
        ),
    )
    yield "pdf/bomb-font.pdf", lambda: build(o5=FONT[:-2] + b"/ToUnicode 7 0 R>>", o7=bomb)
    yield "pdf/bomb-runs.pdf", lambda: build(b"\x81 " * 500_000 + b"\x80", b"/Filter/RunLengthDecode")
    yield (
        "pdf/bomb-predictor.pdf",
        lambda: build(
            zlib.compress(b"x" * 1000),
            b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2000000000/Colors 99/BitsPerComponent 16>>",
        ),
    )
    yield "pdf/filters-many.pdf", lambda: build(b"", b"/Filter[%s]" % (flate * 10_000))
    yield "pdf/filter-unknown.pdf", lambda: build(b"x", b"/Filter/NoSuchThing")
    yield "pdf/lzw-nonsense.pdf", lambda: build(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 50_000, b"/Filter/LZWDecode")
    yield "pdf/letters-nonsense.pdf", lambda: build(b"z" * 2_000_000 + b"~>", b"/Filter/ASCII85Decode")
    yield "pdf/length-wrong.pdf", lambda: build().replace(b"/Length ", b"/Length 9999999")
    yield "pdf/length-negative.pdf", lambda: build().replace(b"/Length ", b"/Length -")
    yield (
        "pdf/many-streams.pdf",
        lambda: assemble(
            {1: CATALOG, 2: PAGES, 3: page(), 4: stream(show()), 5: FONT, **{n: stream(b"") for n in range(6, 20_000)}}
        ),
    )
    yield "pdf/words-stream.pdf", lambda: build() + b"\nstream\n" * 100_000
    yield "pdf/words-obj.pdf", lambda: build() + b"\n1 0 obj <<" * 100_000
    yield "pdf/words-page.pdf", lambda: build() + b"\n/Type /Page " * 100_000
    yield "pdf/words-catalog.pdf", lambda: b"%PDF-1.4\n" + b"1 0 obj <</Type " * 20_000 + b"/Catalog"
    yield "pdf/words-font.pdf", lambda: build() + b"beginbfchar <00> " * 100_000


def whole_files(sound: bytes) -> Iterator[tuple[str, Make]]:
    for percent in (1, 20, 50, 80, 99):
        yield f"pdf/cut-{percent}.pdf", lambda p=percent: sound[: len(sound) * p // 100]
    yield "pdf/header-only.pdf", lambda: b"%PDF-1.4\n"
    yield "pdf/nul.pdf", lambda: b"%PDF-1.4\n" + bytes(100_000)
    yield "pdf/junk-before.pdf", lambda: b"\0junk\n" * 100 + sound
    yield "pdf/twice.pdf", lambda: sound + sound
    yield "pdf/password.pdf", lambda: _encrypt("open", "own", 128)
    yield "pdf/password-40.pdf", lambda: _encrypt("open", "own", 40)
    yield "pdf/no-printing.pdf", lambda: _encrypt("", "own", 128)
    yield "pdf/unknown-handler.pdf", lambda: sound.replace(b"/Size", b"/Encrypt<</Filter/NoSuchHandler/V 9>>/Size")


def _encrypt(user: str, owner: str, strength: int) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, owner, strength=strength), invariant=1)
    canvas.drawString(50, 700, "budget")
    canvas.save()
    return out.getvalue()


def pdfs(sound: bytes) -> Iterator[tuple[str, Make]]:
    """Give all poisoned PDFs."""
    for kind in (trees(), sizes(), many(), streams(), whole_files(sound)):
        yield from kind
