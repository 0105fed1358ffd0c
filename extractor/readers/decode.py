"""Decoding, the first half of the text reader: bytes in, characters out.

Enters: a file's bytes and the vocabulary of the forms looked for. Leaves: its text without a byte order mark, the
name of the encoding, and how many sequences of bytes had to be replaced. A ladder of strict codecs is not enough:
GB18030 accepts nearly every Big5 file and gives wrong text without an error. So where neither a byte order mark nor
valid UTF-8 settles it, the candidates are decoded and the most plausible text wins.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from extractor.document import ReadError
from extractor.values import simplify

# How many bytes are decoded by every candidate and weighed; a multiple of 8, so that halves stay aligned.
_SAMPLE = 1 << 18

# Random bytes read as GB18030 have an odd share of 0.29 and a balance of 0.2; text has 0.0 and 0.99; UTF-8 text with
# every twentieth byte broken has 0.2 and 0.5. Only what fails both is no text (Russian has a low balance too), or what
# nothing but a low balance speaks for: nearly all bytes are characters of some script in UTF-16.
_MOST_ODD = 0.2
_LEAST_BALANCE = 0.3

# In this order where the weights are equal. cp950 stands before big5hkscs because Windows writes it.
_UNDECLARED_UTF16 = ("utf-16-le", "utf-16-be")
_CANDIDATES = ("utf-8", "gb18030", "cp950", "big5hkscs", *_UNDECLARED_UTF16)

_DECLARABLE = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big-5", "x-big5", "cp950"), "cp950"),
    "big5-hkscs": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
"""Names that files give their encodings, and the codec of each."""

_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def _common_characters() -> frozenset[str]:
    """Give the common ideographs of both scripts: the first level of GB 2312 (3,755) and of Big5 (5,401)."""
    simplified = bytes(b for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for b in (lead, trail))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = bytes(b for lead in range(0xA4, 0xC7) for trail in trails for b in (lead, trail))
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))


_LAYOUT = frozenset("\t\n\r\f")
_ORDINARY = (
    _common_characters()
    | _LAYOUT
    | frozenset(map(chr, range(0x20, 0x7F)))
    | frozenset(map(chr, range(0xFF01, 0xFF5F)))
    | frozenset("\u3000、。《》〈〉「」『』【】〔〕“”‘’—…·≥≤≧≦×①②③④⑤⑥⑦⑧⑨√□■☑％￥")
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text.

    Attributes:
        text: the characters, without a byte order mark.
        encoding: the codec that gave them: one that skips a byte order mark (`utf-8-sig`, `utf-16`) where there is one.
        undecodable: how many sequences of bytes mean nothing in that encoding; U+FFFD stands for each of them.
    """

    text: str
    encoding: str
    undecodable: int


@dataclass(frozen=True, slots=True, order=True)
class _Weight:
    """How much a decoded sample looks like a form's text: labels first, then the balance of its characters."""

    labels: int
    balance: float
    odd: float


def decode(data: bytes, vocabulary: Collection[str], declared: str = "") -> Decoded:
    """Decode a text file by its content.

    Args:
        data: the file's bytes: UTF-8, UTF-16 or UTF-32 with a byte order mark; UTF-8, UTF-16, GB18030 (and GBK),
            Big5 without.
        vocabulary: folded labels of the forms; a candidate in whose text more of them stand is preferred, so that the
            Big5 bytes of 預算單位名稱 are not read as GB18030.
        declared: the encoding that the file itself names, such as a web page's `gb2312`. Pages are often wrong about
            it, so it only decides where the content speaks for it as much as for another.

    Returns:
        The text. Bytes that mean nothing in its encoding are replaced and counted.

    Raises:
        ReadError: `unsupported`, if the bytes are no text in any of the encodings.
    """
    # A shorter label stands in wrong text by chance.
    labels = frozenset(simplify(label) for label in vocabulary if len(label) >= 3 and not label.isascii())
    encoding, start = _declared(data)
    if not encoding:
        encoding = _guess(data[start:], labels, _DECLARABLE.get(declared.strip().lower(), ""))
        if encoding == "utf-8" and start:
            encoding, start = "utf-8-sig", 0
    body = data[start:] if start else data
    weight = _weigh(_sample(body).decode(encoding, "replace"), labels)
    doubtful = weight.odd > _MOST_ODD or encoding in _UNDECLARED_UTF16
    if doubtful and weight.balance < _LEAST_BALANCE and not weight.labels:
        raise ReadError("unsupported", f"no text in any known encoding (nearest: {encoding})")
    text = body.decode(encoding, "replace")
    undecodable = 0
    if "\ufffd" in text:
        # A file may hold U+FFFD itself. Dropping instead of replacing leaves only those.
        undecodable = text.count("\ufffd") - body.decode(encoding, "ignore").count("\ufffd")
    return Decoded(text.removeprefix("\ufeff"), encoding, undecodable)


def _declared(data: bytes) -> tuple[str, int]:
    """Give the encoding that the byte order mark declares, if any, and where undeclared text begins.

    A UTF-8 mark is only skipped: tools put it before GBK text too.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return "", 3
    if data.startswith(b"\x00\x00\xfe\xff"):
        return "utf-32", 0
    if data.startswith(b"\xff\xfe\x00\x00") and not any(data[3:_SAMPLE:4]):
        # The fourth byte of every UTF-32 character is 0; in UTF-16 these bytes are halves of ideographs.
        return "utf-32", 0
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", 0
    return "", 0


def _guess(data: bytes, labels: frozenset[str], first: str) -> str:
    """Give the encoding of text without a byte order mark; of equally likely ones `first`, where it is one of them."""
    if b"\0" not in data and _is_utf8(data):
        return "utf-8"
    sample = _sample(data)
    candidates = sorted(_CANDIDATES, key=lambda encoding: encoding != first)
    return max(candidates, key=lambda encoding: _weigh(sample.decode(encoding, "replace"), labels))


def _is_utf8(data: bytes) -> bool:
    """Tell whether all bytes are valid UTF-8, which text in a Chinese encoding is only by accident and when short."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sample(data: bytes) -> bytes:
    """Give the part of the bytes to weigh: the beginning and, where that is all ASCII, what follows the ASCII."""
    high = _HIGH_BYTE.search(data)
    half = _SAMPLE // 2
    if high is None or high.start() < half:
        return data[:_SAMPLE]
    start = high.start() - high.start() % 4
    return data[:half] + data[start : start + half]


def _weigh(text: str, labels: frozenset[str]) -> _Weight:
    """Weigh a decoded sample: how many labels stand in it, and how ordinary its characters are.

    The balance is the share of ordinary characters less the share of odd ones. Rare ideographs count for neither:
    names in a form hold some, text in a wrong encoding holds many.
    """
    counts = Counter(text)
    ordinary = odd = 0
    for character, count in counts.items():
        if character in _ORDINARY:
            ordinary += count
        elif character == "\ufffd" or unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"}:
            odd += count
    total = len(text) or 1
    folded = simplify(unicodedata.normalize("NFKC", "".join(text.split())).replace(":", ""))
    found = sum(label in folded for label in labels)
    return _Weight(found, (ordinary - odd) / total, odd / total)
