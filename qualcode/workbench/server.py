"""The coding page on a local address.

Nothing but this machine may ask: the server listens on 127.0.0.1, wants a random token once and a cookie
from then on, and refuses requests that name another host or come from another page.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from qualcode.errors import QualcodeError, one_line
from qualcode.store import Study
from qualcode.workbench.desk import ALONE, METHODS, Desk
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
        "form-action 'self'",
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
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}
STATIC = {
    "page.js": "text/javascript",
    "start.js": "text/javascript",
    "page.css": "text/css",
    "icon.svg": "image/svg+xml",
}
MOST_BYTES = 2_000_000  # of one call; a memo is some thousand characters
LOOK = 0.5  # seconds between looks whether another program has written


class Page:
    """The server's state: two workers with a study each (coding never waits for a table), and who listens."""

    def __init__(self, path: Path, coder: str, token: str, hosts: frozenset[str]) -> None:
        self.path = path
        self.coder = coder
        self.token = token
        self.hosts = hosts
        self.quick = Worker(path, "quick")
        self.slow = Worker(path, "slow")
        self.looks: Looks | None = None
        self.listeners: set[asyncio.Queue[dict[str, Any]]] = set()
        self.last = 0

    @property
    def cookie(self) -> str:
        return "qualcode"

    def desk(self, worker: Worker, study: Study, coder: str, role: str, enforced: bool) -> Desk:
        held = worker.held
        key = (coder, role, enforced)
        if key not in held:
            if self.looks is None:
                self.looks = Looks(study)
            held[key] = Desk(study, coder, role=role, enforced=enforced, looks=self.looks)
        return held[key]

    def tell(self, told: dict[str, Any]) -> None:
        for queue in self.listeners:
            queue.put_nowait(told)

    async def watch(self) -> None:
        """Tell all pages of new acts, whoever wrote them: a page, a notebook, the command line."""
        while True:
            with contextlib.suppress(QualcodeError):
                now = await self.quick.run(lambda study: study.last_act)
                if now != self.last:
                    self.last = now
                    self.tell({"act": now})
            await asyncio.sleep(LOOK)


def make_app(path: Path, coder: str, *, token: str, hosts: frozenset[str]) -> Starlette:
    """The application. hosts: what a request may name as its host, with the port."""
    page = Page(path, coder, token, hosts)

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        page.last = await page.quick.run(lambda study: study.last_act)
        watching = asyncio.create_task(page.watch())
        yield
        watching.cancel()
        page.quick.close()
        page.slow.close()

    async def first(request: Request) -> Response:
        given = request.query_params.get("token")
        if given is not None:
            if not hmac.compare_digest(given.encode(), page.token.encode()):
                return refused(403, "the token is not the one of this server")
            answer = RedirectResponse("/", 303)
            answer.set_cookie(page.cookie, page.token, httponly=True, samesite="strict", path="/")
            return answer
        if not signed_in(request):
            return refused(401, "open the address that the server printed, with its token")
        return Response(_static("index.html"), media_type="text/html")

    def signed_in(request: Request) -> bool:
        given = request.cookies.get(page.cookie, "")
        return hmac.compare_digest(given.encode(), page.token.encode())

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in STATIC:
            return refused(404, "nothing lies here")
        return Response(_static(name), media_type=STATIC[name])

    async def call(request: Request) -> Response:
        if not signed_in(request):
            return refused(401, "not signed in")
        if request.headers.get("x-qualcode") != "1":
            return refused(403, "not asked by the page")
        body = await request.body()
        if len(body) > MOST_BYTES:
            return refused(413, f"a call of more than {MOST_BYTES:,} bytes")
        try:
            asked = json.loads(body)
            assert isinstance(asked, dict)
        except (ValueError, AssertionError, RecursionError):
            return refused(400, "a call that cannot be read")
        name = asked.get("method")
        known = METHODS.get(name) if isinstance(name, str) else None
        worker = page.slow if known is not None and known.slow else page.quick

        def answer(study: Study) -> dict[str, Any]:
            desk = page.desk(worker, study, page.coder, ALONE, False)
            since, key, document = asked.get("since"), asked.get("key"), asked.get("document")
            return desk.call(
                name,  # type: ignore[arg-type]
                asked.get("params") or {},
                act_id=key if isinstance(key, str) else None,
                since=since if isinstance(since, int) else None,
                document=document if isinstance(document, str) else None,
            )

        try:
            given = await worker.run(answer)
        except QualcodeError as error:
            return JSONResponse({"error": said(error)}, 422)
        if given["act"] != page.last:
            page.last = given["act"]
            page.tell({"act": page.last})
        return JSONResponse(given)

    async def events(request: Request) -> Response:
        if not signed_in(request):
            return refused(401, "not signed in")
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        page.listeners.add(queue)

        async def stream() -> AsyncIterator[str]:
            try:
                yield f"data: {json.dumps({'act': page.last})}\n\n"
                while True:
                    try:
                        told = await asyncio.wait_for(queue.get(), 15)
                        yield f"data: {json.dumps(told)}\n\n"
                    except TimeoutError:
                        yield ": still here\n\n"
            finally:
                page.listeners.discard(queue)

        return StreamingResponse(stream(), media_type="text/event-stream")

    app = Starlette(
        routes=[
            Route("/", first),
            Route("/static/{name}", static),
            Route("/api/call", call, methods=["POST"]),
            Route("/api/events", events),
        ],
        lifespan=life,
    )
    app.add_middleware(Guard, page=page)
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
        why = self._why_not(scope["method"], headers)

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = message["headers"]
                own.extend((key.lower().encode(), value.encode()) for key, value in HEADERS.items())
            await send(message)

        if why:
            await refused(403, why)(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers)

    def _why_not(self, verb: str, headers: dict[str, str]) -> str:
        host = headers.get("host", "").casefold()
        if host not in self.page.hosts:
            return "another host than this server's"
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].casefold() != host:
            return "asked by another page"
        if verb not in ("GET", "HEAD") and origin is None:
            return "asked by no page"
        # A link from another page may open the page itself, nothing else.
        opened = verb == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and not opened:
            return "asked by another page"
        return ""


def _static(name: str) -> bytes:
    return files("qualcode.workbench").joinpath("static", name).read_bytes()


def refused(status: int, found: str) -> JSONResponse:
    return JSONResponse({"error": {"where": "", "found": found, "allowed": "", "next": ""}}, status)


def said(error: QualcodeError) -> dict[str, str]:
    """An error in its four facts, for the page."""
    return {
        "where": one_line(error.where),
        "found": one_line(error.found or str(error)),
        "allowed": one_line(error.allowed),
        "next": one_line(error.next),
    }


def new_token() -> str:
    return secrets.token_urlsafe(24)
