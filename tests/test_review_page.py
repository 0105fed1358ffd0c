"""The review page in a real browser, opened from disk: every value lights up where it stands, and verdicts last."""

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from extractor.cli import program
from extractor.places import link_value
from extractor.values import clean
from extractor.verdicts import read_verdicts
from tests.browser import address_of, needs_browser, open_browser, open_page, read_asset, wait_until_ready

pytestmark = needs_browser

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
REFERENCE = "zhanjiang-2021-xinfangju.chromium.pdf"
SOURCES = sorted(
    str(path) for path in (*SAMPLES.iterdir(), *(SAMPLES / "documents").iterdir()) if path.suffix not in (".py", ".md")
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the page for all samples; it lies elsewhere than the results, as on a stick."""
    folder = tmp_path_factory.mktemp("review")
    files = [path for path in SOURCES if Path(path).is_file()]
    run("batch", *files, "-o", str(folder / "out"), "--quiet", "--lang", "zh")
    run("review", str(folder / "out"), "-o", str(folder / "stick"), "--lang", "zh")
    return folder / "stick"


def run(*arguments: str) -> str:
    done = CliRunner().invoke(program, arguments)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def page(browser: Browser, review: Path) -> Iterator[Page]:
    with open_page(browser, address_of(review)) as page:
        page.evaluate("jixiao.verdicts.setReviewer('陈')")
        yield page


def open_sample(page: Page, name: str) -> None:
    page.evaluate(
        """async (name) => {
            const entry = jixiao.get("index").documents.find((each) => each.name === name);
            await jixiao.page.open(entry.id);
        }""",
        name,
    )


def go_to(page: Page, pointer: str, form: int = 0) -> None:
    page.evaluate("([form, pointer]) => jixiao.page.goTo(jixiao.page.getState().id, form, pointer)", [form, pointer])


def current(page: Page) -> str:
    return str(page.evaluate("jixiao.page.getState().fields[jixiao.page.getState().at].pointer"))


def standing(page: Page, pointer: str) -> str | None:
    """Give what this reviewer said of a field of the open document, as the record shows it."""
    shown = page.evaluate(
        """(pointer) => {
            const field = jixiao.page.getState().fields.find((each) => each.pointer === pointer);
            return [...jixiao.record.getButton(field).classList].find((name) => name.startsWith("was-"));
        }""",
        pointer,
    )
    return None if shown is None else str(shown).removeprefix("was-")


def bare(text: str) -> str:
    """Give a text's characters in no order and without white space: two columns may be read one after the other."""
    return "".join(sorted("".join(clean(text).split())))


# ---- every value where it stands ------------------------------------------------------------------------------------

LIGHT_ALL = read_asset("light_all.js")


def test_every_value_of_every_sample_lights_up_in_view_over_exactly_its_own_text(page: Page) -> None:
    seen = page.evaluate(LIGHT_ALL)
    assert len(seen) > 5000
    assert [each for each in seen if not each["inView"]] == []
    # A CSV cell of several lines has a place for each line, and one box.
    cells = (".csv", ".tsv")
    assert [each for each in seen if each["lights"] != each["places"] and not each["name"].endswith(cells)] == []
    assert [each for each in seen if not is_own_text(each)] == []


def is_own_text(seen: dict[str, Any]) -> bool:
    """Tell whether the light lies over the value's raw text and nothing else."""
    return bare(seen["text"]) == bare(seen["raw"]) or shows(seen["name"], seen["raw"], seen["text"])


def shows(name: str, stored: str, shown: str) -> bool:
    """Tell whether a spreadsheet shows a stored number: 6 as `6.00`, 8596.349 as `8,596.35`, 1 as `100%`."""
    if not name.endswith((".xlsx", ".xls", ".ods")):
        return False
    digits = shown.removesuffix("%").replace(",", "")
    whole = Decimal(stored) * (100 if shown.endswith("%") else 1)
    return round(whole, len(digits.partition(".")[2])) == Decimal(digits)


def test_a_value_that_a_page_break_cut_lights_up_on_both_pages(page: Page) -> None:
    open_sample(page, REFERENCE)
    go_to(page, "/tasks/0/content")
    pages = page.eval_on_selector_all(".viewer .frame", "all => all.map((each) => each.closest('.page').dataset.page)")
    assert pages == ["2", "3"]
    assert page.locator(".dock .crop").count() == 2


def test_a_click_on_the_page_lights_the_value_up(page: Page) -> None:
    open_sample(page, REFERENCE)
    go_to(page, "/header/staff_active")
    page.locator('.viewer .mark[data-place^="p1 "]', has_text="").nth(0).wait_for(state="attached")
    box = page.evaluate(
        """() => {
            const field = jixiao.page.getState().fields.find((each) => each.pointer === "/header/staff_retired");
            const box = document.querySelector(`.mark[data-place="${field.places[0]}"]`).getBoundingClientRect();
            return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        }"""
    )
    page.mouse.click(*box)
    assert current(page) == "/header/staff_retired"
    assert "9" in page.locator(".dock .read").inner_text()


def test_a_click_on_a_label_says_what_it_is(page: Page) -> None:
    open_sample(page, "zhanjiang-2021-xinfangju.python-docx.docx")
    page.locator("td.k-label", has_text="财政供养人员数").click()
    assert page.locator(".source .told").inner_text() == "这是标签，不是值。"


def test_a_link_opens_a_value(browser: Browser, review: Path) -> None:
    index = read_script(review / "index.js")
    entry = next(each for each in index["documents"] if each["name"] == REFERENCE)
    link = link_value(entry["id"], 0, "/tasks/4/amount")
    with open_page(browser, f"{address_of(review)}{link}") as page:
        assert current(page) == "/tasks/4/amount"
        assert page.locator(".dock .read .value").inner_text() == "130"


def read_script(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return json.loads(text[text.index(", ") + 2 : text.rindex(");")])


# ---- the keyboard and what lasts ------------------------------------------------------------------------------------


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_single_keys_judge_undo_and_move_and_verdicts_survive_a_reload(page: Page) -> None:
    open_sample(page, REFERENCE)
    go_to(page, "/header/unit_name")
    press(page, "Enter", "j", "d", "j", "x")
    assert standing(page, "/header/unit_name") == "right"
    assert current(page) == "/header/staff_retired"
    assert standing(page, "/header/staff_active") == "doubtful"
    press(page, "x", "u")
    assert standing(page, "/header/staff_retired") == "wrong"
    press(page, "u")
    assert standing(page, "/header/staff_retired") is None
    page.reload()
    wait_until_ready(page)
    open_sample(page, REFERENCE)
    assert standing(page, "/header/unit_name") == "right"
    assert standing(page, "/header/staff_active") == "doubtful"
    assert standing(page, "/header/staff_retired") is None
    assert page.locator(".save.is-needed").count() == 1


def test_a_correction_is_read_by_the_parsers_rules_and_saved_with_its_exact_digits(page: Page, tmp_path: Path) -> None:
    open_sample(page, REFERENCE)
    go_to(page, "/funding/groups/0/items/0/amount")
    press(page, "e")
    page.keyboard.type("595.19万元")
    assert page.locator(".meaning.is-problem").count() == 1
    press(page, "Enter")
    assert standing(page, "/funding/groups/0/items/0/amount") is None
    page.keyboard.press("Control+a")
    page.keyboard.type("100，000，000，000，000，000.10")
    press(page, "Enter")
    assert standing(page, "/funding/groups/0/items/0/amount") == "wrong"
    verdicts = download(page, tmp_path)
    assert [(each.pointer, str(each.before), str(each.after)) for each in verdicts] == [
        ("/funding/groups/0/items/0/amount", "595.19", "100000000000000000.1")
    ]
    assert page.locator(".save.is-needed").count() == 0


def download(page: Page, tmp_path: Path) -> Any:
    with page.expect_download() as begun:
        press(page, "s")
    begun.value.save_as(tmp_path / "verdicts.jsonl")
    read = read_verdicts(tmp_path / "verdicts.jsonl")
    assert read.damaged == ()
    return read.verdicts


def test_verdicts_of_another_reviewer_are_imported_and_a_disagreement_is_shown(page: Page, tmp_path: Path) -> None:
    open_sample(page, REFERENCE)
    go_to(page, "/year")
    press(page, "Enter")
    (verdict,) = download(page, tmp_path)
    other = verdict.model_copy(update={"reviewer": "李", "verdict": "doubtful", "reason": "看不清"})
    theirs = tmp_path / "theirs.jsonl"
    theirs.write_text(f"{other.to_line()}\nno verdict\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(theirs)
    page.wait_for_selector(".field.disputed")
    assert standing(page, "/year") == "right"
    go_to(page, "/year")
    assert "李: 存疑（看不清）" in page.locator(".dock").inner_text()
    assert "导入 1 条，无效 1 条" in page.locator(".doc-facts").inner_text()
    assert {each.reviewer for each in download(page, tmp_path)} == {"陈", "李"}


def test_what_is_typed_into_a_field_is_text_and_no_command(page: Page) -> None:
    open_sample(page, REFERENCE)
    go_to(page, "/title")
    press(page, "/")
    page.keyboard.type("xduw?")
    assert page.locator("nav input").input_value() == "xduw?"
    assert page.locator("dialog[open]").count() == 0
    assert standing(page, "/title") is None


def test_help_lists_the_keys(page: Page) -> None:
    press(page, "?")
    assert "下一个要看的" in page.locator("dialog[open]").inner_text()
    press(page, "Escape", "l")
    press(page, "?")
    assert "next that needs a look" in page.locator("dialog[open]").inner_text()


def test_the_first_verdict_asks_who_reviews(browser: Browser, review: Path) -> None:
    with open_page(browser, address_of(review)) as page:
        open_sample(page, REFERENCE)
        go_to(page, "/year")
        press(page, "Enter")
        page.keyboard.type("王")
        press(page, "Enter")
        page.wait_for_selector(".field.was-right")
        assert page.locator(".reviewer").inner_text() == "王"


# ---- the wall -------------------------------------------------------------------------------------------------------


def test_the_wall_confirms_one_field_of_many_documents_but_for_those_marked(page: Page, tmp_path: Path) -> None:
    open_sample(page, REFERENCE)
    go_to(page, "/funding/groups/0/items/0/amount")
    press(page, "w")
    page.wait_for_selector(".tile.current")
    sight = page.evaluate("jixiao.wall.getSight()")
    values = page.locator(".tile-value").all_inner_texts()
    assert sight["count"] == len(values) > 10
    assert values.count("595.19") > 10
    press(page, "ArrowRight", "x")
    page.wait_for_selector(".tile.was-wrong")
    press(page, "Enter")
    page.wait_for_function("(start) => jixiao.wall.getSight().start > start", arg=sight["start"])
    given = [each.verdict for each in download(page, tmp_path)]
    assert (given.count("wrong"), given.count("right")) == (1, sight["count"] - 1)
    press(page, "Escape")
    assert page.locator(".wall").is_hidden()


# ---- looks ----------------------------------------------------------------------------------------------------------

CONTRAST = read_asset("contrast.js")


@pytest.mark.parametrize("name", [REFERENCE, "zhanjiang-2021-xinfangju.txt", "zhanjiang-2024-wenhua.python-docx.docx"])
def test_all_text_stands_out_from_its_ground(page: Page, name: str) -> None:
    open_sample(page, name)
    press(page, "x", "j", "Enter", "d")
    assert page.evaluate(CONTRAST) == []
    press(page, "?")
    assert page.evaluate(CONTRAST) == []
    press(page, "Escape", "w")
    page.wait_for_selector(".tile.current")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("zoom", [1.0, 1.25, 1.5])
def test_all_of_it_has_room_on_a_small_screen_and_enlarged(browser: Browser, review: Path, zoom: float) -> None:
    size = (int(1366 / zoom), int(768 / zoom))
    with open_page(browser, address_of(review), size) as page:
        page.evaluate("jixiao.verdicts.setReviewer('陈')")
        open_sample(page, REFERENCE)
        go_to(page, "/tasks/0/content")
        for selector in (".viewer", ".record-lines", ".list-scroll", ".verdicts", ".save"):
            box = page.locator(selector).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0] + 1, selector
            assert box["y"] + min(box["height"], 20) <= size[1] + 1, selector
            assert box["height"] > 20, selector
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_the_tab_key_reaches_the_page_the_record_and_the_bar_and_each_has_a_name(page: Page) -> None:
    open_sample(page, REFERENCE)
    names = set()
    for _ in range(40):
        press(page, "Tab")
        names.add(
            page.evaluate("(e => e.getAttribute('aria-label') || e.textContent || e.title)(document.activeElement)")
        )
    assert "" not in names
    assert any(name.startswith("对照墙") for name in names)
    assert "原件" in names


# ---- what becomes of sources ----------------------------------------------------------------------------------------


def test_a_missing_and_a_changed_source_are_told_and_the_record_is_shown(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("gone.docx", "changed.docx"):
        shutil.copy(SAMPLES / "zhanjiang-2021-xinfangju.python-docx.docx", tmp_path / name)
    with (tmp_path / "changed.docx").open("ab") as file:
        file.write(b"\0")
    run("batch", "gone.docx", "changed.docx", "-o", "out", "--quiet", "--lang", "zh")
    (tmp_path / "gone.docx").unlink()
    with (tmp_path / "changed.docx").open("ab") as file:
        file.write(b"\0")
    run("review", "out", "--lang", "zh")
    with open_page(browser, address_of(tmp_path / "out" / "review")) as page:
        for name, told in (("gone.docx", "找不到原件"), ("changed.docx", "原件在提取之后改过")):
            open_sample(page, name)
            assert told in page.locator(".viewer .notice").inner_text()
            assert "595.19" in page.locator(".record-lines").inner_text()
