"""A team on one server: who gets in, who may do what, and when a session ends."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from workbench.asking import Asker
from workbench.conftest import words_of

import qualcode as qc
from qualcode.cli import main
from qualcode.errors import UsageError
from qualcode.workbench import accounts
from qualcode.workbench.accounts import Team, Tries
from qualcode.workbench.desk import METHODS, Method

GARDEN = {"document": "talk", "start": 41, "end": 49, "code": "value"}  # "🌱 garden"
PRICE = {"document": "talk", "start": 124, "end": 129, "code": "price"}  # "Price"


@pytest.fixture
def team(small: Path) -> Iterator[Team]:
    """ANNA codes, BEN codes, LEA leads."""
    with Team.beside(small) as made:
        yield made


class People:
    def __init__(self, team: Team, served: Any) -> None:
        self.team = team
        self.served = served
        self.links: dict[str, str] = {}

    def come(self, name: str, role: str = "coder") -> Asker:
        self.links[name] = self.team.add(name, role)
        return Asker(self.served.address).sign_in(self.links[name])


@pytest.fixture
def people(small: Path, team: Team, serve: Any) -> People:
    return People(team, serve(small, door=Team(team.path)))


def version(asker: Asker) -> str:
    return asker.call("document", {"document": "talk"})[1]["result"]["version"]


def rows(asker: Asker) -> list[tuple[str, str]]:
    """(code, coder) of what a page would show with everybody's codings wanted."""
    told = asker.call("document", {"document": "talk", "others": True})[1]["result"]
    return [(row[3], row[4]) for row in told["codings"]]


def test_everybody_codes_under_the_own_name_and_sees_the_others(
    people: People, small: Path
) -> None:
    anna, ben = people.come("ANNA"), people.come("BEN")
    text = version(anna)
    assert anna.call("add", GARDEN | {"version": text})[0] == 200
    assert ben.call("add", PRICE | {"version": text})[0] == 200
    assert words_of(small) == [("🌱 garden", "value", "ANNA"), ("Price", "price", "BEN")]
    assert rows(ben) == [("value", "ANNA"), ("price", "BEN")]
    assert ben.call("hello")[1]["result"]["role"] == "coder"


def test_acts_and_codings_of_others_cannot_be_changed_by_their_ids(
    people: People, small: Path
) -> None:
    anna, ben = people.come("ANNA"), people.come("BEN")
    of = GARDEN | {"version": version(anna)}
    key = "a" + "2" * 32
    made = anna.call("add", of, key=key)[1]["result"]["coding"]
    status, told = ben.call("add", PRICE | {"version": of["version"]}, key=key)
    assert status == 422 and "somebody else's" in told["error"]["found"]
    assert ben.call("retract", {"codings": [made]})[0] == 422
    assert ben.call("change", {"coding": made, "code": "price"})[0] == 422
    assert ben.call("undo")[0] == 422
    assert words_of(small) == [("🌱 garden", "value", "ANNA")]


def test_somebody_elses_cookie_name_or_claim_gives_nothing(people: People) -> None:
    anna, ben = people.come("ANNA"), people.come("BEN")
    # Whoever signs in as BEN in ANNA's browser does not write what ANNA's open page holds.
    claim = {"coder": "ANNA", "project": anna.call("hello")[1]["result"]["project"]}
    of = GARDEN | {"version": version(anna)}
    anna.cookies = dict(ben.cookies)
    status, told = anna.call("add", of, **{"as": claim})
    assert (status, told["error"]["found"]) == (409, "BEN is signed in in this browser now")
    # The hash of a session, as the file has it, is no session.
    hashes = people.team.file.connection.execute("SELECT hash FROM session").fetchall()
    for (each,) in hashes:
        anna.cookies = dict.fromkeys(ben.cookies, each)
        assert anna.call("hello")[0] == 401


def test_a_coder_cannot_do_what_is_for_the_lead(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = Method("settle all", lambda desk: desk.coder, {}, frozenset(), False, False, True)
    monkeypatch.setitem(METHODS, "settle all", settled)
    anna, lea = people.come("ANNA"), people.come("LEA", "lead")
    status, told = anna.call("settle all")
    assert status == 422 and "for who leads" in told["error"]["found"]
    assert lea.call("settle all")[1]["result"] == "LEA"
    # A role that changes is felt at once.
    people.team.set_role("LEA", "coder")
    assert lea.call("settle all")[0] == 422


def test_in_a_blind_phase_coders_see_their_own_work_until_they_are_done(people: People) -> None:
    anna, ben, lea = people.come("ANNA"), people.come("BEN"), people.come("LEA", "lead")
    text = version(anna)
    people.team.set("blind", "on")
    anna.call("add", GARDEN | {"version": text})
    act = ben.call("add", PRICE | {"version": text})[1]["act"]
    assert rows(anna) == [("value", "ANNA")]
    assert rows(lea) == [("value", "ANNA"), ("price", "BEN")]
    since = {"since": 0, "document": "talk", "others": True}
    told = anna.call("changes", since)[1]["result"]["codings"]["added"]
    assert [row[4] for row in told] == ["ANNA"]
    # Nor by asking with a write.
    more = anna.call("undoable", since=act - 2, document="talk", others=True)[1]
    assert "BEN" not in json.dumps(more)
    anna.call("done", {"document": "talk", "version": text})
    assert rows(anna) == [("value", "ANNA"), ("price", "BEN")]
    people.team.set("blind", "off")
    assert rows(ben) == [("value", "ANNA"), ("price", "BEN")]


def test_who_saw_anothers_coding_arrive_has_not_read_blind(people: People) -> None:
    anna, ben = people.come("ANNA"), people.come("BEN")
    text = version(anna)
    # Nothing of others is there to be seen when ANNA opens the talk with others' codings wanted.
    assert rows(anna) == []
    act = ben.call("add", PRICE | {"version": text})[1]["act"]
    anna.call("changes", {"since": act - 1, "document": "talk", "others": True})
    status, told = anna.call("done", {"document": "talk", "version": text, "blind": True})
    assert status == 422 and "in sight" in told["error"]["found"]
    assert ben.call("done", {"document": "talk", "version": text, "blind": True})[0] == 200


def test_a_removed_person_is_out_at_once(people: People) -> None:
    anna, ben = people.come("ANNA"), people.come("BEN")
    heard = listening(anna)
    people.team.remove("ANNA")
    assert anna.call("hello")[0] == 401
    assert "changed_seat" in until_closed(heard)
    assert (
        Asker(people.served.address).ask("POST", "/api/enter", {"token": people.links["ANNA"]})[0]
        == 403
    )
    assert ben.call("hello")[0] == 200
    # Coming back under the name takes a new link; the old session stays dead.
    people.team.add("ANNA")
    assert anna.call("hello")[0] == 401


def test_a_new_link_voids_the_old_one_and_ends_its_sessions(people: People) -> None:
    anna = people.come("ANNA")
    token = people.team.new_link("ANNA")
    assert anna.call("hello")[0] == 401
    fresh = Asker(people.served.address)
    assert fresh.ask("GET", f"/?token={people.links['ANNA']}")[0] == 403
    assert fresh.ask("GET", f"/?token={token}")[0] == 303
    assert fresh.call("hello")[1]["result"]["coder"] == "ANNA"


def test_signing_out_ends_the_session_on_the_server_too(people: People) -> None:
    anna = people.come("ANNA")
    cookie = dict(anna.cookies)
    heard = listening(anna)
    assert anna.ask("POST", "/api/leave", {})[0] == 200
    anna.cookies = cookie
    assert anna.call("hello")[0] == 401
    assert "changed_seat" in until_closed(heard)


def test_who_is_here_is_told_to_the_others(people: People) -> None:
    anna, ben = people.come("ANNA"), people.come("BEN")
    with listening(anna) as heard, listening(ben, page="p1") as own:
        ben.call("changes", {"since": 0, "document": "talk"}, page="p1", open="talk")
        told = {"kind": "here", "people": [{"coder": "ANNA", "document": ""}]}
        told["people"].append({"coder": "BEN", "document": "talk"})
        until(heard, json.dumps(told))
        own.shutdown(socket.SHUT_RDWR)
        until(heard, json.dumps(told | {"people": told["people"][:1]}))


def test_passwords_are_tried_slowly_and_told_from_nobody(people: People) -> None:
    people.come("ANNA")
    people.served.page.door.tries.clock = lambda: 1000.0  # however busy this machine is
    people.team.set_password("ANNA", "a long sentence é")
    kept = people.team.kept_password("ANNA")
    assert kept is not None and kept.startswith("$argon2id$")
    asker = Asker(people.served.address)

    def enter(name: str, password: str) -> tuple[int, str]:
        status, told = asker.ask("POST", "/api/enter", {"name": name, "password": password})
        return status, told.get("error", {}).get("found", "")

    wrong = (403, "name or password is wrong")
    assert enter("NOBODY", "a long sentence é") == wrong
    # The accent written as two characters is the same password.
    assert enter(" Anna ", "a long sentence e\u0301")[0] == 200
    assert asker.call("hello")[1]["result"]["coder"] == "ANNA"
    for _ in range(accounts.FREE_TRIES):
        assert enter("ANNA", "a long guess") == wrong
    status, why = enter("ANNA", "a long sentence é")
    assert status == 429 and "too many tries; try again in" in why
    # Others are not held up, and the own link still opens.
    assert enter("BEN", "a long guess") == wrong
    assert asker.ask("POST", "/api/enter", {"token": people.links["ANNA"]})[0] == 200


def test_each_wrong_password_makes_the_next_try_wait_longer() -> None:
    at = [1000.0]
    tries = Tries(clock=lambda: at[0])
    waited = []
    for number in range(12):
        while (wait := tries.wait("ANNA" if number % 2 else "anna")) > 0:
            at[0] += wait
        waited.append(at[0])
        at[0] += 0.5  # that long it is looked at
        tries.failed("Anna")
    gaps = [int(b - a) for a, b in pairwise(waited)]
    # Three for nothing, then 1, 2, 4 … up to a minute, each told in whole seconds and one more, after the
    # answer.
    assert gaps == [0, 0, 2, 3, 5, 9, 17, 33, 61, 61, 61]
    tries.passed("ANNA")
    assert tries.wait("ANNA") == 0
    # All names together: so many a minute.
    busy = Tries(clock=lambda: at[0])
    assert [busy.wait(f"N{n}") for n in range(accounts.TRIES_A_MINUTE)] == [0] * 60
    assert busy.wait("ANOTHER") == 61
    # A name does not get its free tries again by way of very many others.
    tries.wait("N0")
    for _ in range(accounts.FREE_TRIES):
        tries.wait("ANNA")
    for number in range(1, accounts.MOST_NAMES):
        tries._lately.clear()
        tries.wait(f"N{number}")
    assert len(tries._wrong) == accounts.MOST_NAMES and tries.wait("ANNA") > 0


def test_passwords_sent_all_at_once_are_tried_no_faster(people: People) -> None:
    import threading

    people.come("ANNA")
    people.served.page.door.tries.clock = lambda: 1000.0
    people.team.set_password("ANNA", "a long sentence")
    found: list[int] = []

    def guess(number: int) -> None:
        asked = {"name": "ANNA", "password": f"a long guess {number}"}
        found.append(Asker(people.served.address).ask("POST", "/api/enter", asked)[0])

    threads = [threading.Thread(target=guess, args=[number]) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [403] * accounts.FREE_TRIES + [429] * (8 - accounts.FREE_TRIES)


def test_what_is_typed_as_a_name_by_mistake_stands_in_no_log(
    people: People, capfd: pytest.CaptureFixture[str]
) -> None:
    people.come("ANNA")
    people.team.set_password("ANNA", "a long sentence")
    asker = Asker(people.served.address)
    for name in ("ANNA", "my secret word"):
        assert asker.ask("POST", "/api/enter", {"name": name, "password": "x"})[0] == 403
    said = capfd.readouterr().err
    assert "wrong password given for ANNA" in said and "wrong name given" in said
    assert "my secret word" not in said


def test_sessions_end_by_themselves(small: Path) -> None:
    day = 86_400
    at = [1_800_000_000.0]
    with Team(small.with_name("t"), clock=lambda: at[0]) as team:
        cookie = team.enter(team.add("ANNA"))
        assert cookie is not None
        for _ in range(4):
            at[0] += 6 * day
            assert team.seat(cookie) is not None
        at[0] += 6 * day + 1  # 30 days and a second after it began, though used all the time
        assert team.seat(cookie) is None
        other = team.entered("ANNA")
        at[0] += 7 * day + 1
        assert team.seat(other) is None


def test_the_file_tells_no_secret_and_is_for_its_owner_alone(small: Path, team: Team) -> None:
    link = team.add("ANNA")
    cookie = team.enter(link)
    team.set_password("ANNA", "a long sentence")
    assert cookie is not None
    path = small.with_name("study.qualcode-team")
    assert path.stat().st_mode & 0o777 == 0o600
    body = path.read_bytes()
    for secret in (link, cookie, "a long sentence"):
        assert secret.encode() not in body
    path.chmod(0o644)
    Team(path).open()
    assert path.stat().st_mode & 0o777 == 0o600
    # A link to the project leads to the same team.
    (other := small.with_name("other.qualcode")).symlink_to(small)
    assert Team.beside(other).path == path.resolve()
    # The project holds nothing of it, so that a copy opens no door.
    assert b"argon2" not in small.read_bytes()


def test_names_are_those_of_coders(team: Team) -> None:
    team.add("ANNA")
    for name in ("anna", "consensus", " ", "a\x07b", "x" * 101):
        with pytest.raises(UsageError):
            team.add(name)
    for word in ("short", "x" * 1_001):
        with pytest.raises(UsageError):
            team.set_password("ANNA", word)
    with pytest.raises(UsageError, match="nobody of this team"):
        team.remove("BEN")
    assert [each.name for each in team.people()] == ["ANNA"]


def test_behind_a_server_with_tls_only_its_name_and_tls_count(small: Path, serve: Any) -> None:
    door = Team.beside(small)
    with Team(door.path) as team:
        link = team.add("ANNA")
    served = serve(small, door=door, secure=True, origins=["https://coding.example.org"], port=8765)
    served.page.hosts = frozenset({"coding.example.org"})
    asker = Asker(served.address)
    asker.host, asker.origin = "coding.example.org", "https://coding.example.org"
    tls: dict[str, str | None] = {"X-Forwarded-Proto": "https"}
    assert asker.ask("POST", "/api/enter", {"token": link})[0] == 403
    assert asker.ask("POST", "/api/enter", {"token": link}, {"X-Forwarded-Proto": "http"})[0] == 403
    plain = tls | {"Origin": "http://coding.example.org"}
    assert asker.ask("POST", "/api/enter", {"token": link}, plain)[0] == 403
    assert asker.ask("POST", "/api/enter", {"token": link}, tls)[0] == 200
    assert asker.set_cookie.startswith("__Host-qualcode-8765=") and "Secure" in asker.set_cookie
    assert asker.ask("POST", "/api/call", {"method": "hello"}, tls)[0] == 200
    here: dict[str, str | None] = {"Host": f"127.0.0.1:{served.port}"}
    assert asker.ask("POST", "/api/call", {"method": "hello"}, tls | here)[0] == 403


# -- the command line --------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_lead_keeps_the_team_from_the_command_line(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, "team", small)
    assert (code, out) == (0, "nobody yet: qualcode team PROJECT add NAME\nblind: off\n")
    code, out, _ = run(capsys, "team", small, "add", "ANNA", "--address", "https://c.example.org/")
    first, second, third = out.splitlines()
    assert first == "ANNA is in the team as coder"
    assert second.startswith("personal link: https://c.example.org/?token=")
    assert third == "it is shown only now; whoever has it signs in by this name"
    monkeypatch.setattr("sys.stdin", io.StringIO("a long sentence\n"))
    code, out, _ = run(capsys, "team", small, "add", "LEA", "--role", "lead", "--password")
    assert "http://127.0.0.1:8765/?token=" in out and "serve has not run yet" in out
    code, out, _ = run(capsys, "team", small, "blind", "on")
    assert code == 0 and out.startswith("blind: others' work and suggestions stay hidden")
    code, out, _ = run(capsys, "team", small, "list")
    assert out.splitlines() == [
        "ANNA  coder  link  not signed in",
        "LEA  lead  link and password  not signed in",
        "blind: on",
    ]
    code, out, _ = run(capsys, "team", small, "link", "ANNA", "--json")
    told = json.loads(out)
    assert told["command"] == "team" and "?token=" in told["result"]["link"]
    assert run(capsys, "team", small, "role", "ANNA", "--role", "lead")[0] == 0
    assert run(capsys, "team", small, "remove", "ANNA")[0] == 0
    with Team.beside(small) as team:
        assert [(each.name, each.role) for each in team.people()] == [("LEA", "lead")]
        kept = team.kept_password("LEA")
    assert accounts.right_password(kept, "a long sentence")


@pytest.mark.parametrize(
    "words, why",
    [
        (["add"], "needs a name"),
        (["list", "ANNA"], "takes no name"),
        (["blind", "yes"], "on, off"),
        (["remove", "NOBODY"], "nobody of this team"),
        (["add", "consensus"], "reserved"),
        (["role", "ANNA"], "--role"),
        (["link", "ANNA", "--role", "lead"], "goes with add and role"),
        (["remove", "ANNA", "--password"], "goes with add"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(
    small: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    code, _, err = run(capsys, "team", small, *words)
    assert code == 2 and why in err and err.count("\n") == 1


def test_accounts_are_not_made_beside_a_project_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "team", tmp_path / "studi.qualcode", "add", "ANNA")
    assert code == 1 and "there is no such file" in err
    assert not list(tmp_path.iterdir())


# -- listening ---------------------------------------------------------------------------------------------


def listening(asker: Asker, page: str = "p0") -> socket.socket:
    """A line that hears the news of the server."""
    line = socket.create_connection(asker.at, timeout=20)
    cookie = "; ".join(f"{key}={value}" for key, value in asker.cookies.items())
    line.sendall(
        f"GET /api/events?page={page} HTTP/1.1\r\nHost: {asker.host}\r\nCookie: {cookie}\r\n\r\n".encode()
    )
    until(line, "data:")
    return line


def until(line: socket.socket, words: str) -> None:
    heard = b""
    while words.encode() not in heard:
        part = line.recv(4096)
        assert part, f"closed before {words!r}; heard {heard!r}"
        heard += part


def until_closed(line: socket.socket) -> str:
    heard = b""
    while part := line.recv(4096):
        heard += part
        assert b": still here" not in heard, "never closed"
        if b"\r\n0\r\n\r\n" in heard:
            break
    line.close()
    return heard.decode()


# -- starting it -------------------------------------------------------------------------------------------


def test_what_a_server_is_called_follows_from_where_it_listens() -> None:
    from qualcode.workbench.run import _bound, reached_by

    own = _bound("127.0.0.1", 0, 1)
    port = own.getsockname()[1]
    here = reached_by("127.0.0.1", own)
    assert here.hosts == [f"127.0.0.1:{port}", f"localhost:{port}"]
    assert here.origins[0] == f"http://127.0.0.1:{port}" and not here.secure
    named = reached_by("127.0.0.1", own, ["Coding.example.org", "other.example.org:8443"])
    assert named.secure and named.origins == [
        "https://coding.example.org",
        "https://other.example.org:8443",
    ]
    assert named.hosts == [
        "coding.example.org",
        "coding.example.org:443",
        "other.example.org:8443",
    ]
    plain = reached_by("127.0.0.1", own, ["http://lab.example.org:8765"])
    assert (plain.hosts, plain.secure) == (["lab.example.org:8765"], False)
    for bad in ("", "a b", "https://x/y", "x:99999", "http://a.example.org https://b"):
        with pytest.raises(UsageError):
            reached_by("127.0.0.1", own, [bad])
    with pytest.raises(UsageError, match="one or the other"):
        reached_by("127.0.0.1", own, ["a.example.org", "http://b.example.org"])
    with pytest.raises(UsageError, match="cannot be used"):
        _bound("127.0.0.1", port, 1)
    own.close()
    everywhere = _bound("0.0.0.0", 0, 1)
    with pytest.raises(UsageError, match="--public-name"):
        reached_by("0.0.0.0", everywhere)
    everywhere.close()


def test_a_coder_is_needed_and_a_project(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    monkeypatch.setattr("qualcode.workbench.run.PORT", 0)  # whatever runs at the usual one
    code, _, err = run(capsys, "review", small, "--no-browser")
    assert code == 2 and "--coder NAME" in err and err.count("\n") == 1
    code, _, err = run(capsys, "serve", small.with_name("none.qualcode"))
    assert code == 1 and err.count("\n") == 1
    code, _, err = run(capsys, "serve", small, "--host", "0.0.0.0")
    assert code == 2 and "--public-name" in err and err.count("\n") == 1


def test_two_at_once_lose_nothing(people: People, small: Path) -> None:
    """Both code the same words with the same code, twenty times each, at the same time."""
    import threading

    def work(asker: Asker, code: str) -> None:
        text = version(asker)
        for n in range(20):
            of = {"document": "talk", "start": 41 + n, "end": 49 + n, "code": code}
            assert asker.call("add", of | {"version": text}, since=0, document="talk")[0] == 200

    askers = [(people.come("ANNA"), "value"), (people.come("BEN"), "value")]
    threads = [threading.Thread(target=work, args=each) for each in askers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    made = words_of(small)
    assert len(made) == 40 and sum(coder == "ANNA" for _, _, coder in made) == 20
    with qc.open_project(small) as project:
        assert project.check() == []
