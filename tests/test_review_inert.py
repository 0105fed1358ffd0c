"""Whatever a document says is text on the page: 200 strings that try to be more leave no element."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

import extractor
from extractor.cli import program
from extractor.record import Extraction
from tests.browser import address_of, needs_browser, open_browser, open_page, read_asset

pytestmark = needs_browser

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "samples" / "zhanjiang-2021-xinfangju.python-docx.docx"

MARKUP = (
    "<p>段落</p>", "<script>pwned()</script>", "</script><script>pwned()</script>", '"><img src=x onerror=pwned()>',
    "<img src=//example.invalid/a.png>", "<svg onload=pwned()>", "<iframe src=javascript:pwned()></iframe>",
    "javascript:pwned()", "{{constructor.constructor('pwned()')()}}", "${pwned()}", "`;pwned();//", "');pwned();//",
    '");pwned();//', '\\\\");pwned();//', "<!--", "-->", "]]>", "<style>*{display:none}</style>",
    "<base href=//example.invalid>", "<link rel=stylesheet href=//example.invalid/a.css>",
    "<meta http-equiv=refresh content=0;url=//example.invalid>", "<a href=javascript:pwned()>点</a>",
    "<form action=//example.invalid><input>", "<details open ontoggle=pwned()>",
    "<math><mtext><script>pwned()</script>", "<template><script>pwned()</script>", "<object data=//example.invalid>",
    "<embed src=//example.invalid>", "<video src=x onerror=pwned()>", "<body onload=pwned()>", "&lt;script&gt;",
    "&#60;b&#62;", "<script>", "%3Cscript%3E", "__proto__", "constructor", "toString", "{name}", "{sum}", "<b", "<",
    "<<b>b>", "jixiao.take('index', {})", "*/pwned()/*", "//# sourceMappingURL=//example.invalid/a.map",
    "@import '//example.invalid'", "onerror=pwned() x=", "' onmouseover='pwned()", '" style="position:fixed',
    "\x00<b>",
)  # fmt: skip
HIDDEN = ("\u202e", "\u2066", "\u200b", "\u2028", "\u2029", "\ufeff", "\u0007", "\u001b[31m", "\u200f", "\u061c")
STRINGS = [*MARKUP, *(f"{text}{sign}{text}" for text in MARKUP[:15] for sign in HIDDEN)][:200]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


KEPT = {"code", "how", "status", "severity", "pattern", "kind", "operator", "structure", "pointers", "sources"}


def plant(value: object, texts: Iterator[str]) -> object:
    """Put the next of the texts in the place of each text; names, codes and places stay."""
    if isinstance(value, dict):
        return {key: inner if key in KEPT else plant(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [plant(inner, texts) for inner in value]
    return next(texts) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the page of documents in whose every text stands one of the strings, the file's name among them."""
    folder = tmp_path_factory.mktemp("inert")
    (folder / "results").mkdir()
    texts, others = iter(STRINGS * 10), iter(STRINGS * 50)
    whole = json.loads(extractor.extract(SOURCE).to_json())
    for number in range(7):
        (form,) = whole["forms"]
        forms = [{**cast("dict[str, object]", plant(form, others)), "record": plant(form["record"], texts)}]
        name = f"{STRINGS[number]} {number}.docx"
        source = {**whole["source"], "name": name, "sha256": f"{number:064x}"}
        error = {"code": "partial", "message": next(others), "next_step": next(others)}
        planted = {**whole, "source": source, "error": error, "status": "partial", "forms": forms}
        extraction = Extraction.model_validate_json(json.dumps(planted))
        (folder / "results" / f"{number}.json").write_text(extraction.to_json(), encoding="utf-8")
    lines = "\n".join(f"预算单位名称\t{text.replace(chr(10), '')}" for text in STRINGS)
    (folder / "forged.txt").write_text(f"2021年市级部门整体预算绩效目标表\n{lines}\n", encoding="utf-8", newline="\n")
    extracted = extractor.extract(folder / "forged.txt")
    (folder / "results" / "9.json").write_text(extracted.to_json(), encoding="utf-8")
    done = CliRunner().invoke(program, ["review", str(folder / "results"), "--lang", "zh", "--sources", str(folder)])
    assert done.exit_code == 0, done.output
    return folder / "results" / "review"


OWN_TAGS = [
    *(
        "ARTICLE",
        "B",
        "BUTTON",
        "COL",
        "COLGROUP",
        "DD",
        "DETAILS",
        "DIALOG",
        "DIV",
        "DL",
        "DT",
        "FIGCAPTION",
        "FIGURE",
    ),
    *("FORM", "H2", "H3", "HEADER", "I", "IMG", "INPUT", "INS", "KBD", "MAIN", "NAV", "OPTION", "P", "PROGRESS"),
    *("SECTION", "SELECT", "SPAN", "STRONG", "SUMMARY", "TABLE", "TBODY", "TD", "TEXTAREA", "TH", "THEAD", "TR"),
]

LOOK = read_asset("look.js")
INERT = {"strange": [], "handlers": 0, "loads": [], "heads": 0, "pwned": False}

WALK = read_asset("walk.js")


def test_two_hundred_strings_are_shown_as_they_are_and_do_nothing(browser: Browser, review: Path) -> None:
    assert len(set(STRINGS)) == 200
    with open_page(browser, address_of(review)) as page:
        page.evaluate("(name) => jixiao.verdicts.setReviewer(name)", STRINGS[3])
        shown = page.evaluate(WALK)
        assert {value for value, _ in shown} >= set(STRINGS)
        assert [pair for pair in shown if pair[0] != pair[1]] == []
        assert page.evaluate(LOOK, OWN_TAGS) == INERT
        judge_and_type(page)
        assert page.evaluate(LOOK, OWN_TAGS) == INERT


def judge_and_type(page: Page) -> None:
    """Let strings go through what a person does: verdicts, typing, reasons, the wall, the help, a file of verdicts."""
    for key in ("x", "r"):
        page.keyboard.press(key)
    page.keyboard.insert_text(STRINGS[1])
    page.keyboard.press("Enter")
    page.keyboard.press("e")
    page.keyboard.insert_text(STRINGS[2])
    page.keyboard.press("Enter")
    page.evaluate("jixiao.verdicts.importText(jixiao.verdicts.getText().replaceAll('onerror', 'onload'))")
    for key in ("k", "l", "w"):
        page.keyboard.press(key)
    page.wait_for_selector(".tile.current")
    for key in (".", ".", "Enter", "Escape", "?", "Escape"):
        page.keyboard.press(key)
        page.wait_for_timeout(50)


def test_a_policy_of_content_forbids_all_but_the_pages_own_files(browser: Browser, review: Path) -> None:
    policy = (review / "index.html").read_text(encoding="utf-8").partition('Content-Security-Policy" content="')[2]
    parts = dict(part.strip().split(" ", 1) for part in policy.partition('"')[0].split(";"))
    assert parts["default-src"] == "'none'"
    assert all("unsafe" not in part and "*" not in part for part in parts.values())
    with open_page(browser, address_of(review), provoked=True) as page:
        refused = page.evaluate(
            """() => {
                const tries = [
                    () => { document.body.innerHTML = "<b>x</b>"; },
                    () => { document.createElement("script").src = "https://example.invalid/a.js"; },
                    () => { document.createElement("iframe").srcdoc = "<b>x</b>"; },
                ];
                return tries.map((attempt) => { try { attempt(); return "done"; } catch { return "refused"; } });
            }"""
        )
        assert refused == ["refused"] * 3


def test_what_hides_is_shown_as_a_mark(browser: Browser, review: Path) -> None:
    with open_page(browser, address_of(review)) as page:
        shown = page.evaluate(
            r"""() => {
                const box = document.createElement("p");
                box.append(jixiao.showText("1\u202e23\u200b"));
                return box.innerText;
            }"""
        )
    assert shown == "1U+202E23U+200B"


def test_the_page_reads_what_is_typed_as_the_program_does(browser: Browser, review: Path) -> None:
    examples = json.loads((ROOT / "tests" / "data" / "typed.json").read_text(encoding="utf-8"))
    with open_page(browser, address_of(review)) as page:
        read = page.evaluate(
            """(examples) => examples.map((each) => {
                const typed = jixiao.parseTyped(each.class, each.text);
                if (typed.problem) return { problem: typed.problem };
                return { json: typed.number ? typed.value : JSON.stringify(typed.value) };
            })""",
            examples,
        )
    assert len(examples) > 80
    assert [pair for pair in zip(examples, read, strict=True) if not agree(*pair)] == []


def agree(example: dict[str, str], found: dict[str, str]) -> bool:
    if "problem" in example or "problem" in found:
        return example.get("problem") == found.get("problem")
    one, other = (json.loads(each["json"], parse_float=str, parse_int=str) for each in (example, found))
    return bool(one == other)
