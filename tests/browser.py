"""A real browser for tests: the system's Chromium, without a screen and without a network of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)
SIZE = (1366, 768)


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chromium: install the package chromium")


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def open_page(
    browser: Browser, address: str, size: tuple[int, int] = SIZE, *, provoked: bool = False, scripted: bool = True
) -> Iterator[Page]:
    """Open a page in a profile of its own; nothing is asked of a network, nothing fails unless it is `provoked`.

    A page that is `scripted` says when it is ready.
    """
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
    page = context.new_page()
    failures: list[str] = []
    bad = () if provoked else ("error", "warning")
    own = address.partition("#")[0].partition("?")[0].rpartition("/")[0]
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda said: failures.append(said.text) if said.type in bad else None)
    page.on("request", lambda asked: None if is_own(asked.url, own) else failures.append(asked.url))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    if scripted:
        wait_until_ready(page)
    yield page
    assert failures == []
    context.close()


def is_own(url: str, own: str) -> bool:
    return url.startswith((own, "blob:", "data:"))


def wait_until_ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]", timeout=30_000)


def read_asset(name: str) -> str:
    """Give a function that a test runs in the page."""
    return (Path(__file__).parent / "data" / "review" / name).read_text(encoding="utf-8").partition("\n")[2]


def address_of(folder: Path) -> str:
    return (folder / "index.html").resolve().as_uri()
