"""All poisoned files: texts, things that are no documents, names, links; and those of the modules beside this one.

Enters: a folder, and what the files try to reach. Leaves: the files.
"""

# mypy: disable-error-code="misc"
# It does not infer lambdas with defaults, which keep the values of a loop.

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.batch_mocks import MOCKS
from tests.poison_office import Make, archives, compound_files, entities, open_sheets, sheets, word_files
from tests.poison_pdf import pdfs

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"
SEED = 2024


def texts(form: str) -> Iterator[tuple[str, Make]]:
    head = form[:400]
    lines = {
        "nul": form.replace("湛", "\0湛"),
        "controls": form.replace("局", "局\x1b[31m\x07\x08\x1b]0;x\x07"),
        "directions": form.replace("局", "\u202e局\u2066"),
        "zero-width": form.replace("指标", "指\u200b标\ufeff"),
        "combining": head + "\t会" + "\u0301" * 100_000,
        "long-line": head + "|" * 1_000_000,
        "tabs": head + "\t" * 2_000_000,
        "too-many-tabs": head + "\t" * 4_000_000,
        "many-lines": head + "\n数量指标\t3" * 50_000,
        "blank-lines": head + "\n" * 3_000_000,
        "spaces": head + " " * 5_000_000 + "x",
        "wide-spaces": head + "\u3000" * 1_000_000 + "x",
        "long-cell": form.replace("会议次数", "会议次数" * 25_000),
        "long-value": form.replace("2021.12.31", "≥1" * 50_000),
        "long-number": form.replace("595.19", "9" * 100_000),
        "long-decimals": form.replace("595.19", "0." + "1" * 100_000),
        "exponent": form.replace("595.19", "1e999999999"),
        "commas": form.replace("595.19", "1," * 50_000),
        "title-long": form.replace("2021年", "2021年" * 20_000),
        "title-often": form.split("\n", maxsplit=1)[0] + "\n" + "2021年市级部门整体预算绩效目标表\n" * 20_000,
        "label-often": form.replace("预算单位名称", "预算单位名称\t" * 20_000),
        "levels-often": form + "\n产出指标\t数量指标\t甲\t1" * 10_000,
        "form-often": (form + "\n") * 150,
        "brackets": form.replace("会议次数", "(" * 100_000),
        "both-brackets": form.replace("会议次数", "（" * 50_000 + "）" * 50_000),
        "tags": form.replace("会议次数", "<p><br>" * 20_000),
        "open-tags": form.replace("会议次数", "<" * 100_000),
        "entities": form.replace("会议次数", "&amp;" * 30_000),
        "formulas": form.replace("会议次数", "=cmd|' /C calc'!A0"),
        "json-deep": "[" * 1_000_000,
        "json-form": '{"a":' * 200_000,
        "markdown": head + "\n" + "|---" * 200_000 + "|\n| a |\n" * 1000,
        "dots": form.replace("会议次数", "1.1.1.1." * 20_000),
        "one-character": "绩",
        "only-spaces": " \t\n\u3000" * 1000,
        "surrogates": "\ud800\udc00" * 1000,
    }
    for name, words in lines.items():
        yield f"text/{name}.txt", lambda w=words: w.encode("utf-8", "surrogatepass")
    for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-7", "gb18030", "big5", "shift_jis", "cp1252"):
        yield f"text/{encoding}.txt", lambda e=encoding: form.encode(e, "replace")
    raw = form.encode()
    yield "text/invalid-bytes.txt", lambda: raw.replace("局".encode(), b"\xff\xfe")
    yield "text/cut-character.txt", lambda: raw[:1001]
    yield "text/half-utf-16.txt", lambda: form.encode("utf-16")[:999]
    yield "text/mark-only.txt", lambda: b"\xef\xbb\xbf"
    yield "text/mark-of-utf-16.txt", lambda: b"\xff\xfe"
    yield "text/mixed.txt", lambda: raw + form.encode("gb18030")
    yield "text/100-mb.txt", lambda: b"".join(b"%d \xe7\xbb\xa9" % n for n in range(9_000_000))
    yield "text/30-mb.txt", lambda: raw + ("绩效目标 " * 2_000_000).encode()
    yield "html/deep.html", lambda: b"<html><body>" + b"<div>" * 100_000 + "绩效".encode()
    yield "html/deep-tables.html", lambda: b"<html>" + b"<table><tr><td>" * 30_000
    yield (
        "html/spans.html",
        ("<html><table>" + f"<tr><td rowspan=2000000000 colspan=2000000000>{head}" * 50).encode,
    )
    yield "html/named.xls", f"<html><table><tr><td>{head}".encode
    yield "html/entities.html", lambda: b"<html><p>" + b"&#x1F4A9;&#99999999999;" * 50_000
    yield "html/attributes.html", lambda: b"<html><p " + b"a=1 " * 200_000
    yield "html/comments.html", lambda: b"<html>" + b"<!--" * 200_000
    yield "html/script.html", lambda: b"<html><script>while(1);</script><p>x</p></html>"


def others() -> Iterator[tuple[str, Make]]:
    draw = random.Random(SEED)  # noqa: S311 - drawn again the same, not kept secret
    noise = {suffix: draw.randbytes(20_000) for suffix in ("pdf", "docx", "xlsx", "xls", "ods", "txt", "html", "zip")}
    for suffix, data in noise.items():
        yield f"others/noise.{suffix}", lambda d=data: d
        yield f"others/empty.{suffix}", lambda: b""
    for name, data in {
        "program.exe": b"MZ\x90\0" + bytes(2000),
        "program": b"\x7fELF\x02\x01\x01" + bytes(2000),
        "class.class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(500),
        "picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff",
        "picture.jpg": b"\xff\xd8\xff\xe0" + bytes(500),
        "picture.gif": b"GIF89a\xff\xff\xff\xff" + bytes(100),
        "picture.bmp": b"BM" + bytes(12) + b"\x28\0\0\0" + bytes(60),
        "picture.tif": b"II*\0\xff\xff\xff\xff",
        "packed.gz": b"\x1f\x8b\x08\0" + bytes(100),
        "packed.7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
        "packed.rar": b"Rar!\x1a\x07\x01\0" + bytes(100),
        "packed.xz": b"\xfd7zXZ\0" + bytes(100),
        "database.db": b"SQLite format 3\0" + bytes(1000),
        "document.rtf": b"{\\rtf1" + b"{" * 100_000,
        "document.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
        "document.eml": b"From: x\nContent-Type: multipart/mixed\n\n" + b"--a\n" * 1000,
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>',
        "pickle.pkl": b"cos\nsystem\n(S'touch /tmp/poisoned'\ntR.",
        "newline": b"\n",
        "zero": b"\0",
        "zeros.pdf": bytes(1_000_000),
        "ones.docx": b"\xff" * 1_000_000,
    }.items():
        yield f"others/{name}", lambda d=data: d
    yield "others/form.pdf", REFERENCE.read_bytes  # A text whose name lies.
    yield "others/sheet.docx", (SAMPLES / "zhanjiang-2021-xinfangju.openpyxl.xlsx").read_bytes
    yield "others/document.txt", (SAMPLES / "zhanjiang-2021-xinfangju.python-docx.docx").read_bytes
    for kind, sample in {
        "pdf": "zhanjiang-2021-xinfangju.reportlab.pdf",
        "docx": "zhanjiang-2021-xinfangju.python-docx.docx",
        "xlsx": "zhanjiang-2021-xinfangju.openpyxl.xlsx",
        "xls": "zhanjiang-2021-xinfangju.libreoffice.xls",
        "ods": "zhanjiang-2021-xinfangju.libreoffice.ods",
        "txt": "zhanjiang-2021-xinfangju.txt",
    }.items():
        for number in range(4):
            yield f"flipped/{number}.{kind}", lambda s=sample, n=number: _flip((SAMPLES / s).read_bytes(), n)


def _flip(data: bytes, number: int) -> bytes:
    """Change one byte of each two thousand, the same ones each time."""
    draw = random.Random(f"{SEED} {number}")  # noqa: S311
    changed = bytearray(data)
    for _ in range(max(3, len(data) // 2000)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


NAMES = (
    b"gbk-\xb1\xed.txt",
    b"line\nbreak.txt",
    b"escape\x1b[2J.txt",
    b"--help.txt",
    b"-",
    b" space .txt",
    b"quote'\"`$(touch x)`;&|.txt",
    b"percent%s%n{0}{x}.txt",
    b"CON.txt",
    b"dots...",
    b"\xe2\x80\xaefdp.txt",
    b"glob*?[a].txt",
    b"tab\there.txt",
    b"back\\slash.txt",
    b"colon:stream.txt",
    b".hidden.txt",
    b"e\xcc\x81 as two.txt",
    b"\xc3\xa9 as one.txt",
    b"Case.txt",
    b"case.txt",
    b"\xff\xfe\xfd",
    b"x" * 251 + b".txt",
)


def make_poison(folder: Path, secret: Path, port: int, takes: Callable[[str], bool], share: int = 1) -> list[str]:
    """Write the poisoned files, or every so manieth of them, and give their names below the folder.

    Args:
        folder: where they are written.
        secret: a file that some of them try to read.
        port: on this machine, which some of them try to reach.
        takes: whether a file is wanted.
        share: every so manieth is written.
    """
    form = REFERENCE.read_text(encoding="utf-8")
    makers: dict[str, Make] = dict(entities(str(secret), port))
    makers |= dict(archives(form.encode()))
    makers |= dict(word_files())
    makers |= dict(sheets())
    makers |= dict(open_sheets())
    makers |= dict(compound_files((SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.xls").read_bytes()))
    makers |= dict(pdfs((SAMPLES / "zhanjiang-2021-xinfangju.reportlab.pdf").read_bytes()))
    makers |= dict(texts(form))
    makers |= dict(others())
    makers |= {f"mocks/{name}.txt": f"mock {name}\n".encode for name in MOCKS}
    made = []
    for name in [name for name in makers if takes(name)][::share]:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(makers[name]())
        made.append(name)
    return made + _make_special(folder, form.encode())


def _make_special(folder: Path, form: bytes) -> list[str]:
    """Make names of any bytes, links, a pipe and a socket; give their names as a manifest shows them."""
    place = folder / "special"
    place.mkdir()
    made = []
    for number, name in enumerate(NAMES):
        (place / os.fsdecode(name)).write_bytes(form + b"\n<!-- special %d -->\n" % number)
        made.append(f"special/{name.decode('utf-8', 'backslashreplace')}")
    (place / "folder.pdf").mkdir()
    (place / "link").symlink_to(folder / "special" / "case.txt")
    (place / "link-out").symlink_to("/etc/passwd")
    (place / "link-up").symlink_to("..")
    (place / "link-broken").symlink_to("nowhere")
    (place / "link-loop").symlink_to("link-loop")
    os.mkfifo(place / "pipe")
    deep = place.joinpath(*["d"] * 100)
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_bytes(form + b"\n<!-- deep -->\n")
    links = ("link", "link-out", "link-up", "link-broken", "link-loop", "pipe")
    return [*made, *(f"special/{name}" for name in links), deep.relative_to(folder).as_posix() + "/deep.txt"]
