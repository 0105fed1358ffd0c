"""Two hundred texts that break exports: formulas, controls, halves of characters, endless ones, markup, escapes.

Enters: nothing. Leaves: texts, and an extraction that holds each of them wherever a text can stand.
"""

from random import Random
from typing import Any

from extractor.record import Extraction

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.invalid","看")',
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "＝1+1",
    "＋1",
    "－1＋cmd",
    "＠SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "　=1",
    "'=1+1",
    "''=1",
    "'",
    '"=1+1"',
    ";=1+1",
    '=DDE("cmd";"/C calc";"1")',
    '=IMPORTXML("http://x.invalid","//a")',
    "{=1+1}",
    "[1]",
    "-5",
    "-1,079.96",
    "-12.5%",
    "+86 759 1234567",
    "1E5",
    "007",
    "1-2",
    "2021.12",
    "TRUE",
    "#REF!",
    "#N/A",
    "NA",
    "NULL",
    "null",
    "nan",
    "None",
    "inf",
]
LINKS = [
    "http://x.invalid/a b",
    "mailto:a@x.invalid",
    "file:///etc/passwd",
    "internal:表!A1",
    "external:..\\x.xls",
    "ftp://x",
]
MARKUP = [
    "<script>alert(1)</script>",
    "</t></is></c>",
    "<![CDATA[x]]>",
    "]]>",
    "&amp;&lt;&#0;",
    "<!-- -->",
    "<?xml?>",
    "&",
    "<",
    ">",
    "\"'`",
    "'; DROP TABLE forms; --",
    "%s %d {0} {{}}",
    "$(rm -rf ~)",
    "../../etc/passwd",
    "CON",
    "|",
    ",",
    ";",
    "\\",
    "\\\\",
    "\\n",
    "/",
    "~0~1",
]
ESCAPES = [
    "_x0041_",
    "_x005F_x0041_",
    "_x0000_",
    "\\u0000",
    "\\\\u0000",
    "\\ud800",
    "\\\\\\ud800",
    "\\\ud800",
    "\\u4e00",
    "\\x00",
    "\\N",
    "&#x0;",
    "%00",
    "_x000D_\r",
]
BREAKS = [
    "a\nb",
    "a\r\nb",
    "a\rb",
    "a\u2028b",
    "a\u2029b",
    "a\x85b",
    "a\x0bb",
    "a\x0cb",
    "\n",
    "a\tb",
    "x\n" * 300 + "x",
]
CONTROLS = [f"甲{chr(code)}乙" for code in range(0x20) if chr(code) not in "\t\n\r"] + ["\x7f", "\x80", "\x9f"]
UNICODE = [
    "\ud800",
    "\udfff",
    "半\ud83d个",
    "\udc00\ud800",
    "😀",
    "𠀀" * 20_000,
    "\ufeff开头",
    "\ufffe",
    "\uffff",
    "\U0010ffff",
    "\u202e翻转",
    "\u200b",
    "e\u0301",
    "⼈⼯",
    "\u3000全角　空格\u3000",
    "ﷺ",
    "\u0300" * 500,
]
LONG = [
    *("长" * 40_000, "a" * 32_767, "a" * 32_768, "=" * 33_000, "😀" * 16_384, "<" * 40_000),
    *("\x01" * 8_000, "'" * 40_000, "行\n" * 9_000 + "完", "x\n" * 300 + "x"),
]
SPACES = [" 前后 ", "\u00a0", " ", "\t", "  ", "a  b"]

AMOUNT = "-12345678901234567890.1234567890"
TARGET = {"kind": "text", "operator": None, "number": None, "number_high": None, "date": None}
CHECK = {"code": "title", "status": "fail", "severity": "error"}


def make_texts() -> list[str]:
    """Give all of them, and random mixtures up to two hundred."""
    parts = (FORMULAS, LINKS, MARKUP, ESCAPES, BREAKS, CONTROLS, UNICODE, LONG, SPACES)
    texts = list(dict.fromkeys(text for part in parts for text in part))
    random = Random(7)  # noqa: S311 - the same each time
    letters = "=+-@'\"\\u0d8_x\t\r\n\x00\x1b\ud800\udc00\ufffe<>&,;|　＝甲乙%1."
    while len(texts) < 200:
        text = "".join(random.choices(letters, k=random.randint(3, 12)))
        if text not in texts:
            texts.append(text)
    return texts


def make_hostile_extraction() -> Extraction:
    """Give an extraction of one form that holds each text as name, value, label, message, evidence and residue."""
    texts = make_texts()
    place: dict[str, Any] = {"sheet": texts[0], "cell": texts[1]}
    return Extraction.model_validate(
        {
            "source": {"name": "=1+1.pdf", "sha256": "ab" * 32, "format": texts[2], "pages": 1, "reader": "\ud800"},
            "status": "review",
            "error": {"code": "partial", "message": "=1+1", "next_step": "\x00\ud800"},
            "forms": [
                {
                    "pattern": "=1+1",
                    "record": {
                        "title": "=1+1",
                        "attachment": "@SUM(A1)",
                        "year": 2021,
                        "header": {
                            "unit_name": "+cmd|' /C calc'!A0",
                            "project_code": "00123456789012345678",
                            "staff_active": 10**30,
                            "other": [{"label": text, "value": text} for text in texts],
                        },
                        "funding": {
                            "unit": "万元",
                            "groups": [
                                {
                                    "code": None,
                                    "label": text,
                                    "items": [
                                        {"code": None, "label": text, "amount": "-12345678901234567890.1234567890"}
                                    ],
                                }
                                for text in texts
                            ],
                        },
                        "objectives": [{"code": "other", "label": text, "text": text} for text in texts],
                        "tasks": [
                            {"number": 1, "name": text, "content": text, "amount": "-0.50", "expected_outcome": text}
                            for text in texts
                        ],
                        "other_tasks": [],
                        "indicators": [
                            {
                                "name": text,
                                "code": None,
                                "children": [
                                    {
                                        "name": text,
                                        "value": text,
                                        "target": {
                                            "kind": "text",
                                            "operator": None,
                                            "number": None,
                                            "number_high": None,
                                        }
                                        | {"unit": text, "date": None},
                                        "extra": {text: text, "note": text},
                                    }
                                ],
                            }
                            for text in texts
                        ],
                    },
                    "evidence": {f"/{text}": {"raw": text, "sources": [place], "how": "label"} for text in texts},
                    "checks": [{**CHECK, "message": text, "pointers": [f"/{text}"]} for text in texts],
                    "residue": [{"text": text, "sources": [place]} for text in texts],
                    "ledger": {"source": 0, "values": 0, "labels": 0, "repeated": 0, "residue": 0},
                    "pages": [1, 1],
                }
            ],
        }
    )
