"""The server of the review page: the folder as it is, and verdicts that are saved as they are made.

Enters: requests from this computer's own browser. Leaves: files of the folder; verdicts, at the end of their file. It
listens on 127.0.0.1 only. Whoever asks must name this very server as Host, come from its own pages, and have opened the
address with the run's token once, which a cookie then shows; who writes must show the page's token as well. Nothing is
changed by GET.
"""

import hmac
import json
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.corrections import find_objection
from extractor.messages.language import Language
from extractor.messages.verdicts import say_refusal
from extractor.places import FIELD_CLASSES
from extractor.record import dump_json
from extractor.results import index_documents, read_document
from extractor.typed import parse_typed
from extractor.verdicts import MOST_BYTES, Verdict, VerdictFile, append_verdict, read_verdicts, write_verdicts

ADDRESS = "127.0.0.1"

TOKEN = "x-jixiao-token"  # noqa: S105 - the name of a header
"""The header that shows the page's token."""

HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
"""What every answer carries."""

TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".webp": "image/webp",
}
"""Windows may have other types for these, with which browsers refuse them."""


class _Refusal(HTTPException):
    """An answer that refuses, with a plain sentence by a code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status)
        self.code = code


@dataclass(frozen=True, slots=True)
class Site:
    """What is served.

    Attributes:
        folder: as `jixiao review` writes it.
        verdicts: the file to which verdicts are added; it need not be there yet.
        out: the results that the folder shows; verdicts on anything else are refused.
        reviewer: whose verdicts these are, where the page has not been told another name.
        lang: the language of refusals.
    """

    folder: Path
    verdicts: Path
    out: Path
    reviewer: str = ""
    lang: Language = "zh"


def serve(site: Site, ready: Callable[[str], None], port: int = 0) -> None:
    """Serve a review folder until interrupted.

    Args:
        site: what is served.
        ready: called with the address to open, once the server listens.
        port: 0 lets the system choose one.

    Raises:
        OSError: the port is taken.
        NoResultsError: nothing at `site.out` is a result.
    """
    with socket.create_server((ADDRESS, port)) as listener:
        number = listener.getsockname()[1]
        key = secrets.token_urlsafe(32)
        app = make_app(site, number, key)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        ready(f"http://{ADDRESS}:{number}/?key={key}")
        uvicorn.Server(config).run(sockets=[listener])


def make_app(site: Site, port: int, key: str) -> ASGIApp:
    """Make the application that `serve` runs. `key` opens it; the token of the page is another one."""
    desk = _Desk(site, port, key)
    routes = [
        Route("/", desk.enter, methods=["GET"]),
        Route("/server.js", desk.introduce, methods=["GET"]),
        Route("/api/verdicts", desk.give_verdicts, methods=["GET"]),
        Route("/api/verdicts", desk.take_verdict, methods=["POST"]),
        Route("/api/parse", desk.parse, methods=["POST"]),
        Mount("/", _Folder(directory=site.folder)),
    ]
    return _Guard(Starlette(routes=routes, exception_handlers={HTTPException: desk.refuse}), site, port, key)


class _Desk:
    """Answers requests that the guard has let in."""

    def __init__(self, site: Site, port: int, key: str) -> None:
        self._site, self._port, self._key = site, port, key
        self._token = secrets.token_urlsafe(32)
        self._places = index_documents(site.out)

    async def enter(self, request: Request) -> Response:
        """Let in whoever has the key."""
        if not hmac.compare_digest(request.query_params.get("key", "").encode(), self._key.encode()):
            raise _Refusal(403, "no-key")
        answer = RedirectResponse("/index.html", 303)
        answer.set_cookie(_name_cookie(self._port), self._key, httponly=True, samesite="strict")
        return answer

    async def introduce(self, request: Request) -> Response:
        """Tell the page that it may save."""
        del request
        data = json.dumps({"token": self._token, "reviewer": self._site.reviewer}).replace("<", "\\u003c")
        return Response(f'jixiao.take("server", {data});\n', media_type="text/javascript")

    async def give_verdicts(self, request: Request) -> Response:
        """Give all verdicts so far; a header counts the lines that are none."""
        self._want_token(request)
        found = await run_in_threadpool(self._read)
        headers = {"x-jixiao-damaged": str(len(found.damaged))}
        return Response(write_verdicts(found.verdicts), media_type="application/x-ndjson", headers=headers)

    def _read(self) -> VerdictFile:
        return read_verdicts(self._site.verdicts) if self._site.verdicts.is_file() else VerdictFile(())

    async def take_verdict(self, request: Request) -> Response:
        """Save a verdict that fits the results; it is on the disk when the answer is given."""
        self._want_token(request)
        try:
            verdict = Verdict.from_line(await _read_body(request))
        except ValueError as error:
            raise _Refusal(422, "no-verdict") from error
        await run_in_threadpool(self._save, verdict)
        return Response(status_code=204)

    def _save(self, verdict: Verdict) -> None:
        place = self._places.get(verdict.document)
        extraction = read_document(verdict.document, place) if place else None
        objection = "unknown-document" if extraction is None else find_objection(verdict, extraction)
        if objection is not None:
            raise _Refusal(409 if objection == "changed" else 422, objection)
        try:
            append_verdict(self._site.verdicts, verdict)
        except OSError as error:
            raise _Refusal(507, "not-saved") from error

    async def parse(self, request: Request) -> Response:
        """Read what a person typed, as the parser would."""
        self._want_token(request)
        asked = _parse_json(await _read_body(request))
        field_class, text = (asked.get("class"), asked.get("text")) if isinstance(asked, dict) else (None, None)
        if field_class not in FIELD_CLASSES or not isinstance(text, str):
            raise _Refusal(422, "no-question")
        typed = parse_typed(field_class, text)
        if typed.problem is not None:
            raise _Refusal(422, typed.problem)
        return Response(dump_json({"value": typed.value}), media_type="application/json")

    async def refuse(self, request: Request, error: Exception) -> Response:
        """Say why there is no answer."""
        del request
        code = error.code if isinstance(error, _Refusal) else "not-there"
        status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
        return _refuse(status, code, self._site.lang, headers)

    def _want_token(self, request: Request) -> None:
        if not hmac.compare_digest(request.headers.get(TOKEN, "").encode(), self._token.encode()):
            raise _Refusal(403, "no-token")


class _Folder(StaticFiles):
    """The files of the review folder, with types that do not depend on the system."""

    def file_response(self, full_path: Any, *args: Any, **more: Any) -> Response:
        """Give a file."""
        answer = super().file_response(full_path, *args, **more)
        ending = Path(full_path).suffix.lower()
        if ending in TYPES:
            answer.headers["content-type"] = TYPES[ending]
        return answer


class _Guard:
    """Refuses whoever is not this server's own page, before anything else is looked at; guards every answer."""

    def __init__(self, app: ASGIApp, site: Site, port: int, key: str) -> None:
        self._app, self._lang = app, site.lang
        self._hosts = frozenset({f"{ADDRESS}:{port}", f"localhost:{port}"})
        self._cookie, self._key = _name_cookie(port), key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return

        async def guard(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name.decode().lower() not in HEADERS]
                message["headers"] = [*kept, *((name.encode(), value.encode()) for name, value in HEADERS.items())]
            await send(message)

        code = self._find_refusal(scope)
        answer = self._app if code is None else _refuse(403, code, self._lang)
        await answer(scope, receive, guard)

    def _find_refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or headers["host"].lower() not in self._hosts:
            return "other-host"
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{headers['host'].lower()}":
            return "other-origin"
        entering = scope["path"] == "/"
        if not entering and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return "other-origin"
        return None if entering or self._has_key(headers) else "no-key"

    def _has_key(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        shown = cookies[self._cookie].value if self._cookie in cookies else ""
        return hmac.compare_digest(shown.encode(), self._key)


def _name_cookie(port: int) -> str:
    """Name the cookie by the port: browsers keep one set of cookies for all ports of an address."""
    return f"jixiao-{port}"


async def _read_body(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise _Refusal(415, "no-json")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise _Refusal(413, "too-large")
    return bytes(body)


def _parse_json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _Refusal(422, "no-question") from error


def _refuse(status: int, code: str, lang: Language, headers: Mapping[str, str] | None = None) -> Response:
    data = json.dumps({"error": say_refusal(code, lang), "code": code}, ensure_ascii=False)
    return Response(data, status, headers=headers, media_type="application/json")
