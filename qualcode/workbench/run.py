"""Starting a server: where it listens, what it is called there, and how it ends."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import UsageError, counted, listing, one_line
from qualcode.store import codings, open_study
from qualcode.workbench.accounts import Alone, Door, Team, new_token

if TYPE_CHECKING:
    from starlette.applications import Starlette

PORT = 8765
NEXT_PORTS = 50  # that are tried where the usual one is taken
HOME = "127.0.0.1"
HEADER_SECONDS = 20  # in which a request has to have said what it wants
STUCK_SECONDS = 30  # in which whoever is sent something has to read some of it
MOST_CONNECTIONS = 600
MOST_WAITING = 200  # of them that have not said yet what they want
Say = Callable[[str], None]


def review(
    path: str | Path,
    coder: str | None,
    *,
    port: int | None = None,
    browser: bool = True,
    blind: bool = False,
    say: Say = print,
) -> dict[str, Any]:
    """The coding page for one coder on this machine, until Ctrl-C.

    port: the usual one or the next that is free unless given. browser: whether it is opened. blind: others'
    work and suggestions stay hidden until the coder has finished a document. Returns address and coder.
    Raises UsageError without a coder or where the port is taken, ProjectError for what is no project.
    """
    path = Path(path)
    coder = codings.check_coder(coder, "the coding page")
    title, reading_only, kept = _looked_at(path)
    own = _bound(HOME, port or PORT, 1 if port else NEXT_PORTS)
    found = own.getsockname()[1]
    door = Alone(coder, token := new_token(), kept, blind=blind)
    address = f"http://{HOME}:{found}"
    if port is None and found != PORT:
        say(f"port {PORT} is taken; this is {found}")
    say(f"{title}, coded by {coder}: {address}/?token={token}")
    if reading_only:
        say(f"for reading only: {reading_only}")
    if blind:
        say("blind: others' work and suggestions stay hidden until you are done with a document")
    say("Ctrl-C ends the server; everything shown as saved is in the project file")
    hosts = [f"{HOME}:{found}", f"localhost:{found}"]
    _run(path, door, own, Reached(hosts, [f"http://{each}" for each in hosts], False), browser)
    say("stopped")
    return {"address": address, "coder": coder}


def serve(
    path: str | Path,
    *,
    host: str = HOME,
    port: int | None = None,
    public: Sequence[str] = (),
    say: Say = print,
) -> dict[str, Any]:
    """The coding page for a team, until Ctrl-C.

    host: the address to listen on. public: names, NAME or NAME:PORT, by which a server with TLS in front is
    reached; http://NAME where there is none. Returns the address. Raises UsageError where it cannot be told
    what the server is called, or the port is taken; ProjectError for what is no project.
    """
    path = Path(path)
    title, reading_only, _ = _looked_at(path)
    own = _bound(host, port or PORT, 1)
    try:
        reached = reached_by(host, own, public)
        address = reached.origins[0]
        with Team.beside(path) as team:
            team.set("address", address)
            people, blind = team.people(), team.blind
    except BaseException:
        own.close()
        raise
    say(f"{title}: {address}")
    if people:
        who = listing(f"{each.name} ({each.role})" for each in people)
        say(f"{counted(len(people), 'person', 'people')} may sign in: {who}")
    else:
        say(f"nobody may sign in yet: qualcode team {path} add NAME")
    if blind:
        say(
            "blind: others' work and suggestions stay hidden from coders until their own pass is done"
        )
    if reading_only:
        say(f"for reading only: {reading_only}")
    place = "{}:{}".format(*own.getsockname()[:2])
    if own.family == socket.AF_INET6:
        place = "[{}]:{}".format(*own.getsockname()[:2])
    if reached.secure:
        say(
            f"listens on {place} for a web server with TLS in front, which passes on the name and"
            " X-Forwarded-Proto (docs/serving.md)"
        )
    elif not _at_home(own):
        say(
            f"WARNING: listens on {place} without TLS: whoever sees the network's traffic reads transcripts,"
            " passwords and links. Put a web server with TLS in front and give its name with --public-name"
            " (docs/serving.md)"
        )
    say("Ctrl-C ends the server; everything shown as saved is in the project file")
    _run(path, Team.beside(path), own, reached, False)
    say("stopped")
    return {"address": address}


@dataclass(frozen=True, slots=True)
class Reached:
    """What a server is called: hosts that requests name, origins that pages come from, the first one the
    address to tell people; secure: whether TLS stands in front."""

    hosts: Sequence[str]
    origins: Sequence[str]
    secure: bool


_PUBLIC = re.compile(r"(https?://)?([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:(\d{1,5}))?/?")


def reached_by(host: str, own: socket.socket, public: Sequence[str] = ()) -> Reached:
    """What a server that listens there is called. UsageError where that cannot be known."""
    place, port = own.getsockname()[:2]
    if public:
        hosts: list[str] = []
        origins: list[str] = []
        schemes = set()
        for given in public:
            found = _PUBLIC.fullmatch(given.casefold())
            if not found or int(found[5] or 1) > 65_535:
                raise UsageError("--public-name", f"{given!r}", "NAME or NAME:PORT")
            scheme = found[1] or "https://"
            usual = "443" if scheme == "https://" else "80"
            schemes.add(scheme)
            if found[5] in (None, usual):
                hosts += [found[2], f"{found[2]}:{usual}"]
                origins.append(scheme + found[2])
            else:
                hosts.append(f"{found[2]}:{found[5]}")
                origins.append(f"{scheme}{found[2]}:{found[5]}")
        if len(schemes) > 1:
            raise UsageError("--public-name", "with and without TLS at once", "one or the other")
        return Reached(hosts, origins, schemes == {"https://"})
    if place in ("0.0.0.0", "::"):
        raise UsageError(
            "--host",
            f"{host} listens at every address of this machine",
            "requests are answered only under a known name",
            "Say which: --public-name NAME",
        )
    names = {place, host.casefold()}
    if _at_home(own):
        names.add("localhost")
    written = [f"[{name}]" if ":" in name else name for name in sorted(names)]
    # The address itself first: a name may mean something else on another machine.
    written.sort(key=lambda name: name.strip("[]") != place)
    ports = ["", f":{port}"] if port == 80 else [f":{port}"]
    hosts = [name + each for name in written for each in ports]
    return Reached(hosts, [f"http://{each}" for each in hosts], False)


def _at_home(own: socket.socket) -> bool:
    place = own.getsockname()[0]
    return place == "::1" or place.startswith("127.")


def _looked_at(path: Path) -> tuple[str, str, Path | None]:
    """Title, why it is for reading only ("" = it is not), where sessions may be kept. ProjectError for what
    is no project: better here, in one line, than from within a server."""
    study = open_study(path)
    try:
        folder = study.derived
        return study.title, study.read_only, folder and folder / "sessions.sqlite"
    finally:
        study.close()


def _bound(host: str, port: int, tries: int) -> socket.socket:
    """A socket at the first free port from that one on."""
    if not 0 <= port <= 65_535:
        raise UsageError("--port", f"{port}", "1 to 65535")
    fault: OSError | None = None
    for each in range(port, min(port + tries, 65_536)):
        try:
            family, kind, proto, _, place = socket.getaddrinfo(
                host, each, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
        except OSError as error:
            raise UsageError("--host", f"{host!r}: {one_line(error.strerror)}") from None
        own = socket.socket(family, kind, proto)
        if os.name == "posix":
            # So that a server that was killed can be started anew at once.
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:
            own.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", -5), 1)
        try:
            own.bind(place)
            own.listen(128)
            return own
        except OSError as error:
            own.close()
            fault = error
    raise UsageError(
        "--port",
        f"{port} on {host} cannot be used: {one_line(fault and fault.strerror)}",
        next="Give another one with --port N; perhaps a server runs there already",
    )


def _run(path: Path, door: Door, own: socket.socket, reached: Reached, browser: bool) -> None:
    from qualcode.workbench.server import make_app

    port = own.getsockname()[1]
    app = make_app(
        path,
        door=door,
        hosts=reached.hosts,
        origins=reached.origins,
        secure=reached.secure,
        port=port,
    )

    def started() -> None:
        if browser and isinstance(door, Alone) and _has_browser():
            link = f"http://{HOME}:{port}/?token={door.once()}"
            threading.Thread(target=_open, args=[link], daemon=True).start()

    # Coding shares the interpreter with tables and refits; it gets its turn sooner so.
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.001)
    try:
        make_server(app, started).run(sockets=[own])
    except KeyboardInterrupt:
        pass
    finally:
        sys.setswitchinterval(before)
        own.close()


def _has_browser() -> bool:
    """Not one that would run in this very terminal."""
    return (
        sys.platform in ("darwin", "win32")
        or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    )  # fmt: skip


def _open(link: str) -> None:
    # Where no browser can be opened the printed link is there.
    with contextlib.suppress(webbrowser.Error, OSError):
        webbrowser.open(link)


def make_server(app: Starlette, started: Callable[[], None] = lambda: None) -> Any:
    """A uvicorn server for the application: it believes no header about who asks, and ends at once."""
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol

    # Connections from which a whole request is still to come, the oldest first.
    waiting: dict[Any, None] = {}

    class Patient(H11Protocol):
        """Closes a connection that does not say in time what it wants, or does not read what it asked for.
        Where many say nothing, the one that has been silent longest makes place for the next."""

        late: Any = None
        stuck: Any = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.late = self.loop.call_later(HEADER_SECONDS, self._give_up)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.cycle is None or self.cycle.response_complete:
                self._wait()
                if self.late is None:
                    self.late = self.loop.call_later(HEADER_SECONDS, self._give_up)
                return
            self._cancel("late")
            if not self.cycle.more_body:
                waiting.pop(self, None)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            # The next request may have come already.
            if self.cycle.response_complete:
                self._wait()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._look_again()

        def resume_writing(self) -> None:
            self._cancel("stuck")
            super().resume_writing()

        def connection_lost(self, exc: Exception | None) -> None:
            self._cancel("late")
            self._cancel("stuck")
            waiting.pop(self, None)
            super().connection_lost(exc)

        def _wait(self) -> None:
            waiting.setdefault(self, None)
            if len(waiting) > MOST_WAITING:
                oldest = next(iter(waiting))
                del waiting[oldest]
                oldest.transport.abort()

        def _cancel(self, what: str) -> None:
            if (timer := getattr(self, what)) is not None:
                timer.cancel()
                setattr(self, what, None)

        def _give_up(self) -> None:
            self.late = None
            if self.cycle is None or self.cycle.response_complete:
                self.transport.abort()

        def _look_again(self, before: int | None = None) -> None:
            left = self.transport.get_write_buffer_size()
            if before is not None and left >= before:
                self.transport.abort()
                return
            self.stuck = self.loop.call_later(STUCK_SECONDS, self._look_again, left)

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            started()

        async def shutdown(self, sockets: Any = None) -> None:
            # Pages that listen would be waited for.
            app.state.page.end()
            await super().shutdown(sockets=sockets)

    return Server(
        uvicorn.Config(
            app,
            http=Patient,
            ws="none",
            lifespan="on",
            log_config=None,
            # What strangers send that is no request is no news to who reads the terminal.
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=2,
        )
    )
