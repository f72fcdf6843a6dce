"""The server by itself: who may ask, what is refused, and how."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from workbench.asking import Asker
from workbench.conftest import TOKEN, words_of

import qualcode as qc
from qualcode.workbench import run, server

GARDEN = {"document": "talk", "start": 41, "end": 49, "code": "value"}  # "🌱 garden"


@pytest.fixture
def asker(small: Path, serve: Any) -> Asker:
    return Asker(serve(small).address)


def version(asker: Asker) -> str:
    return asker.call("document", {"document": "talk"})[1]["result"]["version"]


def test_the_token_is_given_once_and_a_cookie_from_then_on(asker: Asker) -> None:
    assert asker.call("hello")[0] == 401
    status, _ = asker.ask("GET", f"/?token={TOKEN}")
    assert (status, asker.headers["location"]) == (303, "/")
    name = f"qualcode-{asker.at[1]}"
    assert asker.set_cookie.startswith(f"{name}=")
    assert "; HttpOnly" in asker.set_cookie and "SameSite=strict" in asker.set_cookie
    assert TOKEN not in asker.set_cookie and "Secure" not in asker.set_cookie
    assert asker.headers["referrer-policy"] == "no-referrer"
    assert "trusted-types 'none'" in asker.headers["content-security-policy"]
    status, told = asker.call("hello")
    assert (status, told["result"]["coder"]) == (200, "AB")
    # A guessed cookie, and the token in the place of the cookie, are nothing.
    for guess in ("guess", TOKEN):
        asker.cookies[name] = guess
        assert asker.call("hello")[0] == 401
        assert asker.ask("GET", "/api/events")[0] == 401


def test_a_wrong_token_opens_nothing(asker: Asker) -> None:
    status, page = asker.ask("GET", "/?token=wrong")
    assert status == 403 and "login.js" in page
    assert asker.ask("POST", "/api/enter", {"token": "wrong"})[0] == 403
    assert asker.ask("POST", "/api/enter", {"token": "wröng"})[0] == 403
    assert asker.ask("POST", "/api/enter", {"name": "AB", "password": ""})[0] == 400
    assert not asker.set_cookie and not asker.cookies


@pytest.mark.parametrize(
    "claim, why",
    [
        ({"Host": "rebound.example:80"}, "another host"),
        ({"Host": "127.0.0.1"}, "another host"),
        ({"Origin": "http://elsewhere.example"}, "another page"),
        ({"Origin": "null"}, "another page"),
        ({"Origin": "http://127.0.0.1:1"}, "another page"),
        ({"Origin": None}, "no page"),
        ({"X-Qualcode": None}, "not asked by the page"),
        ({"Transfer-Encoding": "chunked", "Content-Length": "0"}, "its length in two ways"),
        ({"Sec-Fetch-Site": "cross-site"}, "another page"),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate"}, "another page"),
    ],
)
def test_who_comes_from_elsewhere_is_refused_with_the_cookie_too(
    asker: Asker, claim: dict[str, str | None], why: str
) -> None:
    asker.sign_in(TOKEN)
    status, told = asker.ask("POST", "/api/call", {"method": "hello"}, claim)
    assert status == 403 and why in told["error"]["found"]


def test_a_link_elsewhere_may_open_the_page_and_nothing_else(asker: Asker) -> None:
    asker.sign_in(TOKEN)
    came = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert asker.ask("GET", "/", None, came)[0] == 200
    for path in ("/api/events", "/static/page.js", "/api/who"):
        assert asker.ask("GET", path, None, came)[0] == 403


def test_paths_of_requests_lead_nowhere(asker: Asker) -> None:
    asker.sign_in(TOKEN)
    for path in (
        "/static/../server.py",
        "/static/..%2Fserver.py",
        "/static/%2e%2e/server.py",
        "/static/index.html",
        "/static//etc/passwd",
        "/study.qualcode",
        "/api",
        "/api/who/",
        "//elsewhere.example/",
    ):
        status, told = asker.ask("GET", path)
        assert (status, told["error"]["found"]) == (404, "nothing lies here")
    assert asker.ask("GET", "/api/call")[0] == 405
    assert asker.ask("POST", "/", {})[0] == 405


def test_what_is_too_large_too_deep_or_no_json_is_refused_in_words(asker: Asker) -> None:
    asker.sign_in(TOKEN)
    deep = {"method": "hello", "params": {}}
    for _ in range(30):
        deep = {"method": "hello", "params": deep}
    for body, status in (
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"method": NaN}', 400),
        (b'{"method": ' + b"[" * 100_000, 400),
        (b'{"method": 1' + b"0" * 5_000 + b"}", 400),
        (b'{"method": "\\ud83c"}', 400),
        (json.dumps(deep).encode(), 400),
        (b'{"method": "' + b"a" * server.MOST_BYTES + b'"}', 413),
    ):
        found, told = asker.ask("POST", "/api/call", body)
        assert (found, set(told["error"])) == (status, {"where", "found", "allowed", "next"})
    for method in (None, 7, [], "", "__class__", "hello\0"):
        assert asker.call(method)[0] == 422  # type: ignore[arg-type]
    for params in ([], "x", {"documents": "talk"}, {"document": 7}, {"document": None}):
        assert asker.call("document", params)[0] == 422
    huge = GARDEN | {"version": version(asker), "start": 10**30}
    assert asker.call("add", huge)[0] == 422


def test_who_has_not_signed_in_can_say_little(asker: Asker) -> None:
    body = {"token": "a" * server.MOST_TO_ENTER}
    for path in ("/api/enter", "/api/leave"):
        assert asker.ask("POST", path, body)[0] == 413


def test_a_body_is_not_read_beyond_what_may_be_there(asker: Asker) -> None:
    """Nobody has to announce the true length: chunk after chunk comes, and the door closes at the limit."""
    asker.sign_in(TOKEN)
    cookie = "; ".join(f"{key}={value}" for key, value in asker.cookies.items())
    with socket.create_connection(asker.at, timeout=20) as line:
        line.sendall(
            f"POST /api/call HTTP/1.1\r\nHost: {asker.host}\r\nOrigin: {asker.origin}\r\n"
            f"X-Qualcode: 1\r\nCookie: {cookie}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        sent = 0
        try:
            while sent < 50 * server.MOST_BYTES:
                line.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
                sent += 65_536
        except OSError:
            pass
        assert sent < 10 * server.MOST_BYTES


def test_a_coding_is_made_once_however_often_it_is_sent(asker: Asker, small: Path) -> None:
    asker.sign_in(TOKEN)
    of = GARDEN | {"version": version(asker)}
    key = "a" + "1" * 32
    first = asker.call("add", of, key=key, since=0, document="talk")[1]
    again = asker.call("add", of, key=key, since=first["act"], document="talk")[1]
    assert again["again"] and again["result"] == first["result"]
    assert (again["act"], again["changes"]["codings"]) == (first["act"], None)
    assert words_of(small) == [("🌱 garden", "value", "AB")]
    # Also when only the project remembers it.
    with qc.open_project(small, coder="AB") as project:
        from qualcode.workbench.desk import Desk

        told = Desk(project.study, "AB").call("add", of, act_id=key)
    assert told["result"]["coding"] == first["result"]["coding"]
    for bad in ("a", "x" * 33, "a" + "Z" * 32):
        assert asker.call("add", of, key=bad)[0] == 422


def test_a_page_made_for_somebody_else_or_another_study_writes_nothing(
    asker: Asker, small: Path
) -> None:
    asker.sign_in(TOKEN)
    of = GARDEN | {"version": version(asker)}
    project = asker.call("hello")[1]["result"]["project"]
    for claim in ({"coder": "CD", "project": project}, {"coder": "AB", "project": "p" + "0" * 32}):
        status, told = asker.call("add", of, **{"as": claim})
        assert status == 409 and told["error"]["found"]
    assert words_of(small) == []
    assert asker.call("add", of, **{"as": {"coder": "AB", "project": project}})[0] == 200


def test_a_fault_of_the_program_is_told_without_its_insides(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    asker.sign_in(TOKEN)
    monkeypatch.setattr(server.Desk, "call", lambda *_, **__: 1 / 0)
    status, told = asker.call("hello")
    assert status == 500
    assert "ZeroDivisionError" in told["error"]["found"]
    assert "division by zero" not in json.dumps(told) and "Traceback" not in json.dumps(told)
    said = capfd.readouterr().err
    assert "unexpected ZeroDivisionError: division by zero" in said and "Traceback" not in said


def test_work_is_kept_by_the_page_while_the_disk_is_full(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.errors import CodingError, ProjectError

    asker.sign_in(TOKEN)
    of = GARDEN | {"version": version(asker)}

    def full(*_: Any, **__: Any) -> None:
        raise ProjectError("study.qualcode", "the disk is full", next="Make room")

    with monkeypatch.context() as inner:
        inner.setattr(server.Desk, "call", full)
        status, told = asker.call("add", of)
        assert (status, told["again"]) == (503, True)
        assert "the disk is full" in told["error"]["found"]
        # What only reads is told, and not asked again.
        assert asker.call("hello")[0] == 422

    def never(*_: Any, **__: Any) -> None:
        raise CodingError("talk", "is not coded like this")

    def gone(*_: Any, **__: Any) -> None:
        raise ProjectError("study.qualcode", "cannot take this", again=False)

    for refused in (never, gone):
        monkeypatch.setattr(server.Desk, "call", refused)
        status, told = asker.call("add", of)
        assert status == 422 and "again" not in told


def test_a_study_for_reading_is_read_and_says_so(small: Path, serve: Any) -> None:
    small.chmod(0o444)
    asker = Asker(serve(small).address).sign_in(TOKEN)
    told = asker.call("hello")[1]["result"]
    assert told["read_only"] == "the file is read-only"
    status, refused = asker.call("add", GARDEN | {"version": version(asker)})
    assert status == 422 and "for reading only" in refused["error"]["found"]


def test_static_files_come_again_only_when_they_have_changed(asker: Asker) -> None:
    assert asker.ask("GET", "/static/page.css")[0] == 200
    mark = asker.headers["etag"]
    assert asker.ask("GET", "/static/page.css", None, {"If-None-Match": mark})[0] == 304
    assert asker.ask("GET", "/")[0] == 200
    assert asker.headers["cache-control"] == "no-store"


def test_listening_has_an_end_and_a_limit(
    small: Path, serve: Any, caplog: pytest.LogCaptureFixture
) -> None:
    served = serve(small)
    asker = Asker(served.address).sign_in(TOKEN)
    cookie = "; ".join(f"{key}={value}" for key, value in asker.cookies.items())
    lines = []
    for _ in range(server.MOST_LINES_EACH):
        line = socket.create_connection(asker.at, timeout=20)
        line.sendall(
            f"GET /api/events?page=x HTTP/1.1\r\nHost: {asker.host}\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        heard = b""
        while b"data:" not in heard:
            heard += line.recv(4096)
        lines.append(line)
    assert asker.ask("GET", "/api/events")[0] == 429
    # A coding is told to every page that listens.
    act = asker.call("add", GARDEN | {"version": version(asker)})[1]["act"]
    heard = b""
    while not re.search(rb'"act": %d' % act, heard):
        heard += lines[3].recv(4096)
    # The server does not wait for pages that listen.
    served.stop()
    assert not served.thread.is_alive() and "Cancel" not in caplog.text
    for line in lines:
        line.close()


def closed(line: socket.socket) -> bool:
    """Whether the server lets go of a line that it never answered."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_who_says_nothing_makes_place_for_who_asks(
    small: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "MOST_WAITING", 3)
    served = serve(small)
    asker = Asker(served.address).sign_in(TOKEN)
    cookie = "; ".join(f"{key}={value}" for key, value in asker.cookies.items())
    head = f"HTTP/1.1\r\nHost: {asker.host}\r\n"
    begun = [
        b"",  # nothing at all
        b"GET / HT",  # half a request
        # A body that never comes, from somebody who has not signed in.
        f"POST /api/enter {head}Origin: {asker.origin}\r\nX-Qualcode: 1\r\n"
        "Content-Length: 9\r\n\r\n{".encode(),
    ]
    heard = socket.create_connection(asker.at, timeout=20)
    heard.sendall(f"GET /api/events {head}Cookie: {cookie}\r\n\r\n".encode())
    assert b"200 OK" in heard.recv(4096)
    lines = []
    for said in (*begun, *begun):
        lines.append(socket.create_connection(asker.at, timeout=20))
        lines[-1].sendall(said)
        assert asker.call("hello")[0] == 200
    assert all(closed(each) for each in lines[:3])
    # The one that listens is not meant: it has said what it wants.
    act = asker.call("add", GARDEN | {"version": version(asker)})[1]["act"]
    told = b""
    while not re.search(rb'"act": %d' % act, told):
        part = heard.recv(4096)
        assert part, "let go though it listens"
        told += part
    for each in (*lines, heard):
        each.close()


def test_who_asks_and_never_reads_is_let_go(
    small: Path, serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STUCK_SECONDS", 0.2)
    served = serve(small)
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", served.port))
    line.settimeout(20)
    asked = f"GET /static/page.js HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode()
    with pytest.raises(OSError) as caught:
        while True:
            line.sendall(asked)
    assert not isinstance(caught.value, TimeoutError)
    line.close()


def test_a_page_of_another_coder_left_open_is_not_signed_in(tmp_path: Path) -> None:
    """Sessions outlive the server, but belong to whom they were begun for."""
    from qualcode.workbench.accounts import Alone

    kept = tmp_path / "derived" / "sessions.sqlite"
    first = Alone("AB", "one", kept)
    first.open()
    cookie = first.enter("one")
    assert cookie is not None and first.enter("two") is None
    first.close()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert cookie.encode() not in kept.read_bytes()

    again, other = Alone("AB", "two", kept), Alone("CD", "three", kept)
    again.open()
    other.open()
    seat = again.seat(cookie)
    assert seat is not None and seat.name == "AB"
    assert again.enter("one") is None  # a new start, a new token
    assert other.seat(cookie) is None
    once = again.once()
    assert again.enter(once) is not None and again.enter(once) is None
    again.leave(cookie)
    assert again.seat(cookie) is None
    again.close()
    other.close()
