"""The coding page on an address.

Requests that name another host or come from another page are refused; who asks is known by a cookie that
only this server reads. Nothing of a request ever becomes a path.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import sqlite3
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from qualcode.errors import QualcodeError, one_line
from qualcode.store import Study
from qualcode.workbench.accounts import LONGEST, Alone, Door, Seat, right_password
from qualcode.workbench.desk import METHODS, Desk, facts, load_methods
from qualcode.workbench.looks import Looks
from qualcode.workbench.worker import Worker

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
STATIC = {
    "page.js": "text/javascript",
    "start.js": "text/javascript",
    "login.js": "text/javascript",
    "page.css": "text/css",
    "login.css": "text/css",
    "icon.svg": "image/svg+xml",
}
MOST_BYTES = 2_000_000  # of one call; a memo is some thousand characters
MOST_TO_ENTER = 20_000  # of one from somebody who has not signed in yet
DEEPEST = 20  # objects and lists within each other
BODY_SECONDS = 20  # in which a call has to have arrived
LOOK = 0.5  # seconds between looks whether another program has written
STILL_HERE = 15  # seconds after which an open line says so
MOST_LINES, MOST_LINES_EACH = 200, 12  # lines that are open for news, in all and of one person


class Line:
    """A page that listens. Of each kind of news only the latest is kept: a page that sleeps costs nothing."""

    def __init__(self, seat: Seat, cookie: str, page: str) -> None:
        self.seat, self.cookie, self.page = seat, cookie, page
        self.document: str | None = None
        self.news: dict[str, dict[str, Any]] = {}
        self.rung = asyncio.Event()

    def tell(self, told: dict[str, Any]) -> None:
        self.news[told.get("kind", "act")] = told
        self.rung.set()


class Page:
    """The server's state: three workers with a study each, so that coding waits neither for reading nor for
    tables, who may sign in, and who listens."""

    def __init__(
        self,
        path: Path,
        door: Door,
        *,
        hosts: Iterable[str],
        origins: Iterable[str] | None = None,
        secure: bool = False,
        port: int | None = None,
    ) -> None:
        """hosts: what a request may name as its host, with the port; origins: where pages may come from,
        http:// and the hosts unless given. secure: everything comes over TLS, ended by a server in front
        that says so in X-Forwarded-Proto. port: for the cookie's name, since cookies know no ports."""
        load_methods()
        self.path = path
        self.door = door
        self.hosts = frozenset(each.casefold() for each in hosts)
        self.origins = frozenset(
            origins if origins is not None else [f"http://{each}" for each in self.hosts]
        )
        self.secure = secure
        if port is None:
            port = int(min(self.hosts).rpartition(":")[2])
        self.cookie = f"__Host-qualcode-{port}" if secure else f"qualcode-{port}"
        self.writer = Worker(path, "write")
        self.reader = Worker(path, "read")
        self.slow = Worker(path, "slow")
        # Passwords are tried one after the other: each takes memory on purpose.
        self.checker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="qualcode-password")
        self.looks: Looks | None = None
        self.project = ""
        self.lines: set[Line] = set()
        self.last = 0
        self.ended = False

    async def open(self) -> None:
        self.door.open()
        self.last = await self.writer.run(lambda study: study.last_act)
        self.project = await self.reader.run(
            lambda study: study.value("SELECT value FROM meta WHERE key = 'project_id'")
        )
        self.looks = await self.reader.run(Looks)

    def end(self) -> None:
        """Let go of the pages that listen: the server is going down."""
        self.ended = True
        for line in self.lines:
            line.rung.set()

    def close(self) -> None:
        for worker in (self.writer, self.reader, self.slow):
            worker.close()
        self.checker.shutdown()
        self.door.close()

    def desk(self, worker: Worker, study: Study, seat: Seat) -> Desk:
        if seat not in worker.held:
            worker.held[seat] = Desk(
                study, seat.name, role=seat.role, enforced=seat.enforced, looks=self.looks
            )
        return worker.held[seat]

    # -- news ------------------------------------------------------------------------------------------

    def tell(self, told: dict[str, Any]) -> None:
        for line in self.lines:
            line.tell(told)

    def wrote(self, act: int) -> None:
        if act > self.last:
            self.last = act
            self.tell({"act": act})

    def here(self) -> dict[str, Any]:
        """Who has a page open, and on which document."""
        people = sorted({(each.seat.name, each.document or "") for each in self.lines})
        return {
            "kind": "here",
            "people": [{"coder": name, "document": document} for name, document in people],
        }

    def looks_at(self, seat: Seat, page: object, document: object) -> None:
        """A page's call says which document is open in it."""
        if not self.door.team or not isinstance(page, str):
            return
        for line in self.lines:
            if line.page == page and line.seat.name == seat.name and line.document != document:
                line.document = document if isinstance(document, str) else None
                self.tell(self.here())

    async def watch(self) -> None:
        """Tell all pages of new acts, whoever wrote them: a page, a notebook, the command line; and end the
        lines of who was removed."""
        state = self.door.state()
        while True:
            # What hinders a look is said to who asks next; the next look comes anyway.
            with contextlib.suppress(QualcodeError, sqlite3.Error):
                self.wrote(await self.reader.run(lambda study: study.last_act))
                now = self.door.state()
                if now != state:
                    state = now
                    for line in self.lines:
                        line.rung.set()
            await asyncio.sleep(LOOK)


def make_app(
    path: Path,
    coder: str = "",
    *,
    token: str = "",
    hosts: Iterable[str],
    blind: bool = False,
    door: Door | None = None,
    **reached: Any,
) -> Starlette:
    """The application: for one coder with a token, or for whoever `door` lets in. reached: see Page."""
    page = Page(path, door or Alone(coder, token, blind=blind), hosts=hosts, **reached)
    return _app(page)


def _app(page: Page) -> Starlette:
    door = page.door

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        await page.open()
        watching = asyncio.create_task(page.watch())
        yield
        watching.cancel()
        page.end()
        page.close()

    def seat_of(request: Request) -> Seat | None:
        return door.seat(request.cookies.get(page.cookie, ""))

    def with_cookie(answer: Response, cookie: str) -> Response:
        answer.set_cookie(
            page.cookie, cookie, max_age=LONGEST, path="/", httponly=True, samesite="strict",
            secure=page.secure,
        )  # fmt: skip
        return answer

    async def first(request: Request) -> Response:
        token = request.query_params.get("token")
        if token is not None:
            cookie = door.enter(token)
            if cookie is None:
                return _static(request, "login.html", 403)
            # Another address at once: the token stays neither in the address bar nor in a referrer.
            return with_cookie(RedirectResponse("/", 303), cookie)
        return _static(request, "index.html" if seat_of(request) else "login.html")

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        return _static(request, name) if name in STATIC else refused(404, "nothing lies here")

    async def who(request: Request) -> Response:
        return JSONResponse({"team": door.team, "signed_in": seat_of(request) is not None})

    async def enter(request: Request) -> Response:
        asked = await _asked(request, MOST_TO_ENTER)
        token, name, password = (asked.get(key) for key in ("token", "name", "password"))
        if isinstance(token, str):
            cookie = door.enter(token)
            if cookie is None:
                return refused(403, "this link is not valid, or not any more")
            return with_cookie(JSONResponse({}), cookie)
        if isinstance(door, Alone) or not isinstance(name, str) or not isinstance(password, str):
            return refused(400, "no link, and no name and password")
        name = door.called(name.strip())
        wait = door.tries.wait(name)
        if wait:
            return refused(429, f"too many tries; try again in {wait} seconds", wait=wait)
        kept = door.kept_password(name)
        loop = asyncio.get_running_loop()
        right = await loop.run_in_executor(page.checker, right_password, kept, password)
        if not right or door.kept_password(name) != kept:
            door.tries.failed(name)
            # What nobody is called may be a password in the wrong field: it goes into no log.
            log(f"wrong password given for {name}" if kept else "wrong name given")
            return refused(403, "name or password is wrong")
        door.tries.passed(name)
        return with_cookie(JSONResponse({}), door.entered(name))

    async def leave(request: Request) -> Response:
        await _asked(request, MOST_TO_ENTER)
        cookie = request.cookies.get(page.cookie, "")
        door.leave(cookie)
        for line in page.lines:
            if line.cookie == cookie:
                line.rung.set()
        answer = JSONResponse({})
        answer.delete_cookie(
            page.cookie, path="/", httponly=True, samesite="strict", secure=page.secure
        )
        return answer

    async def call(request: Request) -> Response:
        seat = seat_of(request)
        if seat is None:
            return refused(401, "not signed in")
        asked = await _asked(request)
        of = asked.get("as")
        if isinstance(of, dict):
            # The page was made for somebody else, or for another study that was served here before.
            if of.get("coder") != seat.name:
                return refused(409, f"{seat.name} is signed in in this browser now")
            if of.get("project") != page.project:
                return refused(409, "another study is served here now")
        name = asked.get("method")
        known = METHODS.get(name) if isinstance(name, str) else None
        writes = known is not None and known.writes
        if known is not None and known.slow:
            worker = page.slow
        else:
            worker = page.writer if writes else page.reader
        key, since, document, others = (
            asked.get(each) for each in ("key", "since", "document", "others")
        )
        if "open" in asked:
            page.looks_at(seat, asked.get("page"), asked["open"])

        def answer(study: Study) -> dict[str, Any]:
            return page.desk(worker, study, seat).call(
                name,  # type: ignore[arg-type]
                asked.get("params") or {},
                act_id=key if isinstance(key, str) else None,
                since=since if isinstance(since, int) else None,
                document=document if isinstance(document, str) else None,
                others=others is True,
            )

        try:
            given = await worker.run(answer)
        except QualcodeError as error:
            # What hinders the file (a full disk, another program) passes, and the work is kept till then.
            if writes and error.again:
                log(str(error))
                return JSONResponse({"error": facts(error), "again": True}, 503)
            return JSONResponse({"error": facts(error)}, 422)
        page.wrote(given["act"])
        return JSONResponse(given)

    async def events(request: Request) -> Response:
        cookie = request.cookies.get(page.cookie, "")
        seat = door.seat(cookie)
        if seat is None:
            return refused(401, "not signed in")
        own = [each for each in page.lines if each.seat.name == seat.name]
        if len(page.lines) >= MOST_LINES or len(own) >= MOST_LINES_EACH:
            return refused(429, "too many pages are open")
        line = Line(seat, cookie, request.query_params.get("page", "")[:64])

        async def stream() -> AsyncIterator[str]:
            page.lines.add(line)
            try:
                yield f"retry: 1000\n{_event({'act': page.last})}"
                if door.team:
                    page.tell(page.here())
                while not page.ended:
                    try:
                        await asyncio.wait_for(line.rung.wait(), STILL_HERE)
                    except TimeoutError:
                        yield ": still here\n\n"
                    if door.seat(cookie) != seat:
                        # Removed, signed out, or with another role from now on.
                        yield _event({"kind": "changed_seat"})
                        return
                    line.rung.clear()
                    news, line.news = line.news, {}
                    for told in news.values():
                        yield _event(told)
            finally:
                page.lines.discard(line)
                if door.team:
                    page.tell(page.here())

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def not_here(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return refused(error.status_code, "nothing lies here")

    async def too_much(_: Request, error: Exception) -> Response:
        assert isinstance(error, Unreadable)
        return refused(error.status, error.found)

    app = Starlette(
        routes=[
            Route("/", first),
            Route("/static/{name}", static),
            Route("/api/who", who),
            Route("/api/enter", enter, methods=["POST"]),
            Route("/api/leave", leave, methods=["POST"]),
            Route("/api/call", call, methods=["POST"]),
            Route("/api/events", events),
        ],
        lifespan=life,
        exception_handlers={HTTPException: not_here, Unreadable: too_much},
    )
    app.router.redirect_slashes = False
    app.add_middleware(Guard, page=page)
    app.state.page = page
    return app


class Guard:
    """Refuses what names another host or comes from another page, and sets the headers of every answer."""

    def __init__(self, app: Callable[..., Awaitable[None]], page: Page) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        begun = False

        async def with_headers(message: Any) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = message["headers"]
                own.extend((key.lower().encode(), value.encode()) for key, value in HEADERS.items())
                if not any(key == b"cache-control" for key, _ in own):
                    own.append((b"cache-control", b"no-store"))
            await send(message)

        why = self._why_not(scope["method"], scope["path"], headers)
        if why:
            await refused(403, why)(scope, receive, with_headers)
            return
        try:
            await self.app(scope, receive, with_headers)
        except ClientDisconnect:
            return
        except Exception as error:
            log(f"unexpected {type(error).__name__}: {one_line(error)[:300]} ({scope['path']})")
            if os.environ.get("QUALCODE_DEBUG"):
                traceback.print_exc()
            if not begun:
                answer = refused(
                    500,
                    f"unexpected {type(error).__name__}; nothing was changed",
                    next="This is a bug; the terminal of the server says more",
                )
                await answer(scope, receive, with_headers)

    def _why_not(self, verb: str, path: str, headers: dict[str, str]) -> str:
        page = self.page
        if headers.get("host", "").casefold() not in page.hosts:
            return "another host than this server's"
        if page.secure and headers.get("x-forwarded-proto", "").casefold() != "https":
            return "did not come over TLS; the server in front says so in X-Forwarded-Proto"
        if "content-length" in headers and "transfer-encoding" in headers:
            # A server in front and this one could part it at different places.
            return "says its length in two ways"
        origin = headers.get("origin")
        if origin is not None and origin.casefold() not in page.origins:
            return "asked by another page"
        if verb not in ("GET", "HEAD"):
            if origin is None:
                return "asked by no page"
            if headers.get("x-qualcode") != "1":
                return "not asked by the page"
        # A link from another page may open the page itself, nothing else.
        opened = path == "/" and verb == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and not opened:
            return "asked by another page"
        return ""


class Unreadable(Exception):
    """A request that is not read to its end."""

    def __init__(self, status: int, found: str) -> None:
        super().__init__(found)
        self.status, self.found = status, found


async def _asked(request: Request, most: int = MOST_BYTES) -> dict[str, Any]:
    """The object in a request's body; no more of it is read than may be there."""
    size, parts = 0, []
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise Unreadable(413, f"a call of more than {most:,} bytes")
                parts.append(part)
    except TimeoutError:
        raise Unreadable(408, "the call took too long to arrive") from None
    body = b"".join(parts)
    try:
        asked = json.loads(body, parse_constant=_no_number)
        if b"\\ud" in body.lower():
            # Half a character can be spelled in JSON, and stands in no text.
            json.dumps(asked, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable(400, "a call that cannot be read") from None
    if not isinstance(asked, dict) or _deeper(asked, DEEPEST):
        raise Unreadable(400, "a call that cannot be read")
    return asked


def _no_number(name: str) -> None:
    raise ValueError(name)


def _deeper(value: Any, most: int) -> bool:
    """Whether objects and lists lie more than so many levels within each other."""
    level = [value]
    for _ in range(most):
        level = [
            each
            for holder in level
            for each in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(each, dict | list)
        ]
        if not level:
            return False
    return True


def _static(request: Request, name: str, status: int = 200) -> Response:
    """A file of the page, by a name of this module's lists."""
    body = files("qualcode.workbench").joinpath("static", name).read_bytes()
    kind = STATIC.get(name, "text/html")
    if kind == "text/html":
        return Response(body, status, media_type=kind)
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"Cache-Control": "no-cache", "ETag": mark}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers=headers, media_type=kind)


def _event(told: dict[str, Any]) -> str:
    return f"data: {json.dumps(told)}\n\n"


def refused(status: int, found: str, *, next: str = "", **more: Any) -> JSONResponse:
    """A no, after which the connection is closed: the rest of a body that nobody wants is not waited for."""
    return JSONResponse(
        {"error": {"where": "", "found": found, "allowed": "", "next": next}, **more},
        status,
        {"Connection": "close"},
    )


def log(words: str) -> None:
    """A line on the terminal of the server."""
    print(f"qualcode: {one_line(words)}", file=sys.stderr, flush=True)
