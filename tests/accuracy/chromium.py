"""HTML pages → PDFs by one headless Chromium, each page printed as a file of its own.

Enters: files of HTML. Leaves: the PDFs as the browser's print command makes them, with its own lines at each page's
head and foot where they are wanted. The browser is spoken to over a pipe in its DevTools protocol, so that a batch
takes one start of it.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple

OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--disable-dev-shm-usage")


LAUNCH = """
import fcntl, os, sys
for fd, wanted in [(fcntl.fcntl(int(fd), fcntl.F_DUPFD, 10), k) for k, fd in enumerate(sys.argv[1:3], 3)]:
    os.dup2(fd, wanted)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Puts the pipes where the browser looks for them: it reads file descriptor 3 and writes 4."""


class Browser(NamedTuple):
    """The two ends of the pipe to the browser."""

    commands: IO[bytes]
    answers: IO[bytes]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start a browser, and end it afterwards."""
    command_end, commands = os.pipe()
    answers, answer_end = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        pipes = (str(command_end), str(answer_end))
        browser = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, *pipes, "chromium", *OPTIONS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(command_end, answer_end),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(command_end)
        os.close(answer_end)
        try:
            with os.fdopen(commands, "wb") as file, os.fdopen(answers, "rb") as other:
                yield Browser(file, other)
        finally:
            browser.terminate()
            browser.wait(timeout=20)


class Tab:
    """A tab of a browser, and the number of the last command."""

    def __init__(self, browser: Browser) -> None:
        """Open a tab."""
        self._browser = browser
        self._number = 0
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def print_page(self, source: Path, head: str, foot: str) -> bytes:
        """Load a file and give it printed; `head` and `foot` are HTML, both empty for none."""
        self.call("Page.navigate", url=source.as_uri())
        self._wait("Page.loadEventFired")
        options: dict[str, Any] = {"preferCSSPageSize": True, "printBackground": True}
        if head or foot:
            options |= {"displayHeaderFooter": True, "headerTemplate": head or " ", "footerTemplate": foot or " "}
        return base64.b64decode(self.call("Page.printToPDF", **options)["data"])

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give a command and wait for its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._browser.commands.write(json.dumps(message).encode() + b"\0")
        self._browser.commands.flush()
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _wait(self, event: str) -> None:
        while self._read().get("method") != event:
            pass

    def _read(self) -> dict[str, Any]:
        """Read one message, which ends with a null byte."""
        pieces = []
        while (byte := self._browser.answers.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("chromium has ended")
            pieces.append(byte)
        message: dict[str, Any] = json.loads(b"".join(pieces))
        return message
