"""The report in a real browser, opened from disk: bars show their rows, rows lead to the source."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from extractor.cli import program
from tests.browser import needs_browser, open_browser, open_page, wait_until_ready

pytestmark = needs_browser

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FORMS = ("zhanjiang-2021-wenhua.txt", "zhanjiang-2024-wenhua.chromium.pdf", "zhanjiang-2024-wenhua.txt")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a report beside the review page that it leads to; two of its three forms say the same."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "forms").mkdir()
    for name in FORMS:
        shutil.copy(SAMPLES / name, folder / "forms")
    run("batch", str(folder / "forms"), "-o", str(folder / "out"), "--quiet")
    run("review", str(folder / "out"))
    run("report", str(folder / "out"), "-o", str(folder / "report.html"))
    return folder / "report.html"


def run(command: str, *arguments: str) -> None:
    done = CliRunner().invoke(program, [command, *arguments, "--lang", "zh"])
    assert done.exit_code == 0, done.output


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    with open_page(browser, report.as_uri(), scripted=False) as page:
        yield page


def test_the_page_opens_without_a_complaint_without_the_network_and_no_wider_than_the_window(page: Page) -> None:
    assert page.title() == "绩效目标表：初步汇总"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("svg").count() > 10


def test_in_a_narrow_window_pictures_stay_legible_and_are_moved_sideways(browser: Browser, report: Path) -> None:
    with open_page(browser, report.as_uri(), scripted=False) as page:
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.locator("svg").first.evaluate("picture => picture.getBoundingClientRect().width") >= 500
        assert page.locator(".picture").first.evaluate("frame => frame.scrollWidth > frame.clientWidth")


def test_a_bar_shows_its_rows_and_closing_them_hides_them_again(page: Page) -> None:
    rows = page.locator("#funding-0-1")
    assert not rows.is_visible()
    page.locator("#funding-0 svg a[href='#funding-0-1'] path").click()
    assert rows.is_visible()
    assert "52,180.25" in rows.inner_text()
    rows.get_by_text("收起").click()
    assert not rows.is_visible()


def test_a_row_leads_to_where_its_value_stands_in_the_source(page: Page) -> None:
    page.locator("#funding-0 svg a[href='#funding-0-1'] path").click()
    page.locator("#funding-0-1 tbody a").first.click()
    wait_until_ready(page)
    pointer = page.evaluate("jixiao.page.getState().fields[jixiao.page.getState().at].pointer")
    assert pointer == "/funding/groups/0/items/1/amount"


def test_every_bar_of_the_tasks_leads_to_its_own_row(page: Page) -> None:
    bars = page.locator("#tasks-0 svg a:has(path)")
    assert bars.count() == 5
    for number in range(bars.count()):
        bars.nth(number).click()
        key = page.evaluate("location.hash.slice(1)")
        row, name = (
            page.locator(f"[id='{key}']"),
            page.locator(f"#tasks-0 svg a[href='#{key}'] text").text_content() or "",
        )
        assert row.locator("td").first.inner_text().startswith(name.removesuffix("…"))


def test_what_is_folded_opens_by_a_click_and_is_printed(page: Page) -> None:
    table = page.locator("#repeated table")
    assert not table.is_visible()
    page.locator("#repeated summary").click()
    assert table.is_visible()
    page.locator("#repeated summary").click()
    page.emulate_media(media="print")
    assert table.is_visible()
    assert not page.locator(".back").first.is_visible()


def test_a_page_that_complains_would_be_seen(browser: Browser, report: Path, tmp_path: Path) -> None:
    loud = tmp_path / "report.html"
    html = report.read_text(encoding="utf-8")
    loud.write_text(html.replace("<h1>", '<h1 style="color: red">', 1), encoding="utf-8")
    with (
        pytest.raises(AssertionError),
        open_page(browser, loud.as_uri(), scripted=False),
    ):
        pass
