"""The page and its server: verdicts are saved as they are made. The page and a plan: only the sample's fields count."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from extractor.cli import program
from extractor.verdicts import Verdict, read_verdicts
from tests.browser import address_of, needs_browser, open_browser, open_page, wait_until_ready

pytestmark = needs_browser

REFERENCE = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.txt"
AMOUNT = "/funding/groups/0/items/0/amount"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def out(tmp_path: Path) -> Path:
    run("batch", str(REFERENCE), "-o", str(tmp_path / "out"), "--quiet", "--jobs", "1")
    return tmp_path / "out"


def run(*arguments: str) -> None:
    done = CliRunner().invoke(program, [*arguments, "--lang", "zh"])
    assert done.exit_code == 0, done.output


@contextmanager
def serve(out: Path) -> Iterator[str]:
    """Run the command as a person does, and give the address that it names."""
    command = [sys.executable, "-c", "from extractor.cli import main; main()", "review", str(out), "--serve"]
    with subprocess.Popen([*command, "--lang", "zh"], stderr=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stderr is not None
            found = next(filter(None, (re.search(r"http://\S+", line) for line in process.stderr)))
            yield found[0]
        finally:
            process.terminate()


def go_to(page: Page, pointer: str) -> None:
    page.evaluate("(pointer) => jixiao.page.goTo(jixiao.page.getState().id, 0, pointer)", pointer)


def wait_until_saved(page: Page) -> None:
    page.wait_for_selector(".save:not(.is-needed)")


def test_with_the_server_verdicts_are_in_the_file_as_they_are_made_and_there_again(browser: Browser, out: Path) -> None:
    with serve(out) as address:
        with open_page(browser, address) as page:
            page.evaluate("jixiao.verdicts.setReviewer('陈')")
            go_to(page, AMOUNT)
            page.keyboard.press("e")
            page.keyboard.press("Control+a")
            page.keyboard.type("５９５.20")
            page.keyboard.press("Enter")
            page.wait_for_selector(".field.was-wrong")
            wait_until_saved(page)
            assert [describe(verdict) for verdict in read_verdicts(out / "verdicts.jsonl").verdicts] == [
                (AMOUNT, "wrong", "595.19", "595.2")
            ]
            go_to(page, "/year")
            page.keyboard.press("Enter")
            page.wait_for_selector(".field.was-right")
            page.keyboard.press("u")
            page.wait_for_selector(".field.was-right", state="detached")
            wait_until_saved(page)
            assert len(read_verdicts(out / "verdicts.jsonl").verdicts) == 3
            assert page.evaluate("Object.keys(localStorage).filter((key) => /:\\d/.test(key)).length") == 0
        with open_page(browser, address) as page:
            page.evaluate("jixiao.verdicts.setReviewer('陈')")
            go_to(page, AMOUNT)
            assert "595.2" in page.locator(".dock .said").inner_text()


def describe(verdict: Verdict) -> tuple[str, str, str, str]:
    return verdict.pointer, verdict.verdict, str(verdict.before), str(verdict.after)


def test_what_could_not_be_saved_is_told_and_kept(browser: Browser, out: Path) -> None:
    with serve(out) as address, open_page(browser, address, provoked=True) as page:
        page.evaluate("jixiao.verdicts.setReviewer('陈')")
        page.route("**/api/verdicts", lambda route: route.abort())
        go_to(page, "/year")
        page.keyboard.press("Enter")
        page.wait_for_selector(".trouble:visible")
        assert "没有存上" in page.locator(".trouble").inner_text()
        assert "保存 1 条" in page.locator(".save").inner_text()
        page.unroute("**/api/verdicts")
        page.keyboard.press("s")
        wait_until_saved(page)
        assert page.locator(".trouble").is_hidden()
        assert len(read_verdicts(out / "verdicts.jsonl").verdicts) == 1


def test_the_next_run_shows_the_verdicts_in_the_output_folder(browser: Browser, out: Path) -> None:
    run("review", str(out))
    with open_page(browser, address_of(out / "review")) as page:
        page.evaluate("jixiao.verdicts.setReviewer('李')")
        go_to(page, AMOUNT)
        page.keyboard.press("d")
        with page.expect_download() as begun:
            page.keyboard.press("s")
        begun.value.save_as(out / "verdicts.jsonl")
    run("review", str(out))
    with open_page(browser, address_of(out / "review")) as page:
        go_to(page, AMOUNT)
        assert page.locator(".dock .said").inner_text() == "李: 存疑"


def test_a_plan_is_walked_alone_and_counts_alone(browser: Browser, out: Path, tmp_path: Path) -> None:
    (name,) = (path.stem for path in out.glob("json/*/*.json"))
    fields = [{"document": name, "form": 0, "pointer": pointer} for pointer in (AMOUNT, "/tasks/2/amount")]
    (tmp_path / "plan.json").write_text(json.dumps({"seed": 1, "fields": fields}), encoding="utf-8")
    run("review", str(out), "--plan", str(tmp_path / "plan.json"))
    with open_page(browser, address_of(out / "review")) as page:
        page.evaluate("jixiao.verdicts.setReviewer('陈')")
        wait_until_ready(page)
        assert page.locator(".field.planned").count() == 2
        for _ in range(2):
            page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.doc-count').textContent.includes('2 / 2')")
        assert page.locator(".field.was-right").count() == 2
