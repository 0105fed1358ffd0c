r"""Text that not every target can hold → text that all can, and back, without a character lost.

Enters: any text. Leaves: text without what breaks a target.

Two rules, each with its way back. What XML, UTF-8 or a CSV reader cannot hold (control characters but tab and line
feed, halves of surrogate pairs, U+FFFE and U+FFFF) is written as `\u0001`; a backslash that stands in the text before
such a code is doubled. In CSV, a text that a spreadsheet would run as a formula gets an apostrophe before it; where
a text begins with apostrophes itself, one more.
"""

import re

_BROKEN = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_CODE = "u(?:00[01][0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])"
_SUSPECT = re.compile(rf"[\\{_BROKEN}]")
_SUSPECT_BYTES = bytes(code for code in range(0x80) if _SUSPECT.match(chr(code)))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_TO_ESCAPE = re.compile(rf"(?<!\\)(?:(\\*+)([{_BROKEN}])|(\\++)(?={_CODE}))")
_ESCAPED = re.compile(rf"(?<!\\)(\\++)({_CODE})")
_BROKEN_IN_JSON = re.compile(f"[{_BROKEN}]")

_FORMULA = "=+\\-@\t\r\n＝＋－＠"
_TO_QUOTE = re.compile(rf"['\s]*(?:[{_FORMULA}]|\Z)")
_NEGATIVE = re.compile(r"-[0-9][0-9,]*(?:\.[0-9]+)?[%％]?")


def escape(text: str) -> str:
    r"""Write what a target cannot hold as its code: `\ud800` for half of a surrogate pair."""
    return _TO_ESCAPE.sub(_write_code, text) if _SUSPECT.search(text) else text


def is_plain(text: bytes) -> bool:
    """Tell whether a text in UTF-8 needs no escapes. It may be many texts joined: to ask once for all is fastest."""
    kept = text.translate(None, delete=_SUSPECT_BYTES)
    return len(kept) == len(text) and not any(each in text for each in _NO_CHARACTERS)


def _write_code(found: re.Match[str]) -> str:
    if found[3]:
        return found[3] * 2
    return f"{found[1] * 2}\\u{ord(found[2]):04x}"


def restore(text: str) -> str:
    """Give the text that `escape` was given."""
    return _ESCAPED.sub(_read_code, text)


def _read_code(found: re.Match[str]) -> str:
    backslashes = found[1][: len(found[1]) // 2]
    return backslashes + (chr(int(found[2][1:], 16)) if len(found[1]) % 2 else found[2])


def escape_json(text: str) -> str:
    """Write what a target cannot hold as JSON's own codes: the text is JSON, and stays the same JSON."""
    return _BROKEN_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def quote_formula(text: str) -> str:
    """Make a text of a CSV file one that a spreadsheet shows and does not run: `'=1+1`; an empty one is `'`.

    A negative number (`-5`, `-12.5%`) stays a number.
    """
    return f"'{text}" if _TO_QUOTE.match(text) and not _NEGATIVE.fullmatch(text) else text


def unquote_formula(text: str) -> str:
    """Give the text that `quote_formula` was given."""
    return text[1:] if text.startswith("'") and _TO_QUOTE.match(text, 1) else text
