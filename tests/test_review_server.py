"""The server of the review page answers its own page alone, and keeps what it is told."""

import contextlib
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import extractor
from extractor.places import document_id
from extractor.review.server import HEADERS, Site, make_app
from extractor.verdicts import MOST_BYTES, read_verdicts

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"
EXTRACTION = extractor.extract(REFERENCE)
KEY = "the-key-of-this-run"
VERDICT: dict[str, Any] = {
    "schema_version": "1",
    "document": document_id(EXTRACTION.source.sha256, REFERENCE.name),
    "name": "信访局.txt",
    "form": 0,
    "pointer": "/funding/groups/0/items/0/amount",
    "before": 595.19,
    "after": 595.2,
    "verdict": "wrong",
    "reason": "",
    "reviewer": "李",
    "time": "2026-11-30T09:00:00.000Z",
    "program": "0.1.0",
    "pattern": "zhanjiang-2021",
    "pattern_version": "0123456789ab",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str:
        code: str = json.loads(self.body)["code"]
        return code


@dataclass(frozen=True, slots=True)
class Page:
    """A browser's page: it shows what a browser shows unless it is told otherwise (None: not at all)."""

    port: int
    folder: Path
    verdicts: Path

    def ask(self, method: str, path: str, body: bytes = b"", **changed: str | None) -> Answer:
        headers: dict[str, str | None] = {
            "host": f"127.0.0.1:{self.port}",
            "origin": f"http://127.0.0.1:{self.port}" if method == "POST" else None,
            "cookie": f"jixiao-{self.port}={KEY}",
            "sec_fetch_site": "same-origin",
            "content_type": "application/json" if method == "POST" else None,
            **changed,
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if value is not None:
                connection.putheader(name.replace("_", "-"), value.encode())
        if body and "transfer_encoding" not in changed:
            connection.putheader("content-length", str(len(body)))
        connection.endheaders()
        with contextlib.suppress(ConnectionError):  # it may be refused before all of it was sent
            connection.send(body)
        answer = connection.getresponse()
        given = Answer(answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read())
        connection.close()
        return given

    def find_token(self) -> str:
        found = re.search(rb'"token": "([\w-]+)"', self.ask("GET", "/server.js").body)
        assert found
        return found[1].decode()

    def post(self, path: str, data: object, **changed: str | None) -> Answer:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        return self.ask("POST", path, body, **{"x_jixiao_token": self.find_token(), **changed})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    base = tmp_path_factory.mktemp("served")
    (base / "json").mkdir()
    (base / "json" / "form.json").write_text(EXTRACTION.to_json(), encoding="utf-8")
    folder = base / "review"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>核对</title>", encoding="utf-8")
    (folder / "server.js").write_text('jixiao.take("server", null);', encoding="utf-8")
    (folder / "assets" / "page.js").write_text("'use strict';", encoding="utf-8")
    (base / "secret.txt").write_text("secret", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        site = Site(folder, base / "verdicts.jsonl", base / "json", "李</script>", "en")
        server = uvicorn.Server(uvicorn.Config(make_app(site, port, KEY), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Page(port, folder, site.verdicts)
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(served: Page) -> Page:
    served.verdicts.unlink(missing_ok=True)
    return served


# ---- what it is for -------------------------------------------------------------------------------------------------


def test_the_address_opens_the_page_and_leaves_the_key_behind(page: Page) -> None:
    answer = page.ask("GET", f"/?key={KEY}", cookie=None, sec_fetch_site="none")
    assert (answer.status, answer.headers["location"]) == (303, "/index.html")
    cookie = answer.headers["set-cookie"]
    assert cookie == f"jixiao-{page.port}={KEY}; HttpOnly; Path=/; SameSite=strict"
    shown = page.ask("GET", "/index.html")
    assert (shown.status, shown.body) == (200, (page.folder / "index.html").read_bytes())


def test_scripts_have_the_type_of_scripts_whatever_the_system_says(page: Page) -> None:
    assert page.ask("GET", "/assets/page.js").headers["content-type"] == "text/javascript; charset=utf-8"


def test_the_server_introduces_itself_to_the_page(page: Page) -> None:
    answer = page.ask("GET", "/server.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert re.fullmatch(
        rb'jixiao\.take\("server", \{"token": "[\w-]{43}", "reviewer": "\\u674e\\u003c/script>"\}\);\n', answer.body
    )


def test_a_verdict_is_kept_with_its_exact_numbers_and_given_again(page: Page) -> None:
    assert page.post("/api/verdicts", VERDICT).status == 204
    undone = {**VERDICT, "verdict": "undone"}
    del undone["after"]
    assert page.post("/api/verdicts", undone).status == 204
    first, second = read_verdicts(page.verdicts).verdicts
    assert (first.after, second.verdict) == (Decimal("595.2"), "undone")
    answer = page.ask("GET", "/api/verdicts", x_jixiao_token=page.find_token())
    assert (answer.status, answer.body) == (200, page.verdicts.read_bytes())
    assert answer.headers["x-jixiao-damaged"] == "0"


def test_damaged_lines_are_counted_and_not_given(page: Page) -> None:
    page.verdicts.write_bytes(b'{"cut')
    answer = page.ask("GET", "/api/verdicts", x_jixiao_token=page.find_token())
    assert (answer.body, answer.headers["x-jixiao-damaged"]) == (b"", "1")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"document": "0" * 64 + ".pdf"}, 422, "unknown-document"),
        ({"form": 1}, 422, "unknown-form"),
        ({"pointer": "/nothing"}, 422, "unknown-field"),
        ({"before": 595.18}, 409, "changed"),
        ({"after": "595.20"}, 422, "no-amount"),
        ({"surprise": 1}, 422, "no-verdict"),
        ({"document": "../secret.txt"}, 422, "no-verdict"),
    ],
)
def test_a_verdict_that_does_not_fit_is_refused_and_not_kept(
    page: Page, change: dict[str, Any], status: int, code: str
) -> None:
    answer = page.post("/api/verdicts", {**VERDICT, **change})
    assert (answer.status, answer.code) == (status, code)
    assert not page.verdicts.exists()


def test_what_is_typed_is_read_as_the_parser_would(page: Page) -> None:
    answer = page.post("/api/parse", {"class": "amount", "text": "9,007,199,254,740,993.10"})
    assert (answer.status, answer.body) == (200, b'{"value": 9007199254740993.1}')
    assert page.post("/api/parse", {"class": "text", "text": " "}).body == b'{"value": null}'
    refused = page.post("/api/parse", {"class": "amount", "text": "595.19万元"})
    assert (refused.status, refused.code) == (422, "no-amount")
    assert "without its unit" in json.loads(refused.body)["error"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"[" * 100_000, b'{"class": "x", "text": ""}', b'{"class": [], "text": ""}', b"\xff"]
)
def test_what_is_no_question_is_refused(page: Page, body: bytes) -> None:
    assert page.post("/api/parse", body).status == 422


# ---- attacks --------------------------------------------------------------------------------------------------------

DOORS = [("GET", "/index.html"), ("GET", "/server.js"), ("GET", "/api/verdicts"), ("POST", "/api/verdicts")]


@pytest.mark.parametrize(("method", "path"), [*DOORS, ("GET", f"/?key={KEY}")])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "", None])
def test_a_name_that_was_bent_to_this_address_is_refused(page: Page, method: str, path: str, host: str | None) -> None:
    answer = page.ask(method, path, host=host)
    assert answer.status in (400, 403)
    if host:
        assert answer.code == "other-host"


@pytest.mark.parametrize(("method", "path"), DOORS)
@pytest.mark.parametrize("origin", ["null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1"])
def test_another_page_is_refused(page: Page, method: str, path: str, origin: str) -> None:
    answer = page.ask(method, path, origin=origin, x_jixiao_token=page.find_token())
    assert (answer.status, answer.code) == (403, "other-origin")


@pytest.mark.parametrize(("method", "path"), DOORS)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_cannot_load_ours_as_a_script_or_picture(page: Page, method: str, path: str, site: str) -> None:
    answer = page.ask(method, path, sec_fetch_site=site)
    assert (answer.status, answer.code) == (403, "other-origin")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(("method", "path"), [*DOORS, ("GET", "/"), ("GET", "/?key="), ("GET", "/?key=x")])
@pytest.mark.parametrize("cookie", [None, "", "jixiao=x", "jixiao-1=x", "a=b; c", '"', "喵=1"])
def test_without_the_key_nothing_is_shown(page: Page, method: str, path: str, cookie: str | None) -> None:
    answer = page.ask(method, path, cookie=cookie)
    assert (answer.status, answer.code) == (403, "no-key")


@pytest.mark.parametrize("token", [None, "", "x", KEY, "喵"])
def test_without_the_token_nothing_is_kept_or_given(page: Page, token: str | None) -> None:
    body = json.dumps(VERDICT).encode()
    for answer in (
        page.ask("POST", "/api/verdicts", body, x_jixiao_token=token),
        page.ask("POST", "/api/parse", body, x_jixiao_token=token),
        page.ask("GET", "/api/verdicts", x_jixiao_token=token),
    ):
        assert (answer.status, answer.code) == (403, "no-token")
    assert not page.verdicts.exists()


@pytest.mark.parametrize("path", ["/", "/index.html", "/server.js", "/api/verdicts", "/api/parse", "/assets/page.js"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_post_changes_anything(page: Page, method: str, path: str) -> None:
    before = {file: file.read_bytes() for file in page.folder.rglob("*.*")}
    body = json.dumps(VERDICT).encode()
    answer = page.ask(method, path, body, x_jixiao_token=page.find_token(), content_type="application/json")
    assert method in ("GET", "HEAD") or answer.status in (403, 405)
    assert "access-control-allow-origin" not in answer.headers
    assert {file: file.read_bytes() for file in page.folder.rglob("*.*")} == before
    assert not page.verdicts.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/assets/%00",
        "/assets",
        "/C:/Windows/win.ini",
        "/" + "a" * 5000,
    ],
)
def test_no_path_leads_out_of_the_folder(page: Page, path: str) -> None:
    answer = page.ask("GET", path)
    assert answer.status in (400, 403, 404)
    assert b"secret" not in answer.body
    assert b"root:" not in answer.body


def test_no_link_leads_out_of_the_folder(page: Page) -> None:
    link = page.folder / "link.txt"
    try:
        link.symlink_to(page.folder.parent / "secret.txt")
    except OSError:
        pytest.skip("the system makes no links")
    assert page.ask("GET", "/link.txt").status == 404
    link.unlink()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None])
def test_what_a_foreign_form_could_send_is_refused(page: Page, kind: str | None) -> None:
    answer = page.post("/api/verdicts", VERDICT, content_type=kind)
    assert (answer.status, answer.code) == (415, "no-json")


def test_a_huge_body_is_refused(page: Page) -> None:
    answer = page.post("/api/verdicts", b'"' + b"x" * (2 * MOST_BYTES) + b'"')
    assert (answer.status, answer.code) == (413, "too-large")
    chunks = b"".join(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(32)) + b"0\r\n\r\n"
    assert page.post("/api/verdicts", chunks, transfer_encoding="chunked").status == 413


@pytest.mark.parametrize(
    ("method", "path"), [*DOORS, ("GET", "/nowhere"), ("GET", f"/?key={KEY}"), ("DELETE", "/api/verdicts")]
)
def test_every_answer_is_guarded(page: Page, method: str, path: str) -> None:
    for answer in (page.ask(method, path), page.ask(method, path, host="evil.example")):
        assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
        assert "server" not in answer.headers or answer.headers["server"] == "uvicorn"


def test_it_listens_on_this_computer_only(page: Page) -> None:
    with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.2", page.port), timeout=1):
        pass
