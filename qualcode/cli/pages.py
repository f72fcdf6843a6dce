"""The verbs of the coding page: for one coder on this machine, for a team on a server, and who is in it."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from qualcode.cli.commands import Commands, coder
from qualcode.cli.shared import Outcome
from qualcode.errors import UsageError

ACTIONS = ("add", "list", "remove", "link", "password", "role", "blind")


def add(top: Commands) -> None:
    made = top.verb(
        "review",
        review,
        "code, review and compare in the browser: the coding page for one coder on this machine",
        "qualcode review study.qualcode --coder AB",
    )
    made.add_argument(
        "--port", metavar="N", type=int, help="default: 8765, or the next one that is free"
    )
    made.add_argument("--no-browser", action="store_true", help="only print the link")
    made.add_argument(
        "--blind",
        action="store_true",
        help="others' work and suggestions stay hidden until you are done with a document",
    )
    coder(made)

    made = top.verb(
        "serve",
        serve,
        "serve the coding page to a team; who may sign in is said with qualcode team",
        "qualcode serve study.qualcode --public-name coding.example.org",
    )
    made.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1", help="to listen on (default: 127.0.0.1)"
    )
    made.add_argument("--port", metavar="N", type=int, help="default: 8765")
    made.add_argument(
        "--public-name",
        metavar="NAME[:PORT]",
        action="append",
        default=[],
        help="the name of the web server with TLS in front of it; may be given again",
    )

    made = top.verb(
        "team",
        team,
        "say who may sign in at qualcode serve, and show who can",
        "qualcode team study.qualcode add ANNA --role lead",
    )
    made.add_argument(
        "action",
        choices=ACTIONS,
        nargs="?",
        default="list",
        help="add, remove: a person; link: a new personal link, the old one is void; password: set one;"
        " role: change it; blind on, blind off: others' work hidden until one's own pass is done; default:"
        " list",
    )
    made.add_argument(
        "name", metavar="NAME", nargs="?", help="the coder's name; with blind: on, off"
    )
    made.add_argument(
        "--role", choices=["coder", "lead"], help="with add and role (add: coder unless given)"
    )
    made.add_argument(
        "--password", action="store_true", help="with add: ask for a password on the terminal, too"
    )
    made.add_argument(
        "--address",
        metavar="URL",
        help="what links begin with (default: the address of the latest qualcode serve)",
    )


def _says(options: argparse.Namespace) -> Any:
    """What a server says while it runs: on stderr beside --json, and seen at once in a log."""

    def say(words: str) -> None:
        from qualcode.analysis.harmless import harmless

        print(harmless(words), file=sys.stderr if options.json else sys.stdout, flush=True)

    return say


def review(options: argparse.Namespace) -> Outcome:
    from qualcode.workbench.run import review as run

    found = run(
        options.project,
        options.coder,
        port=options.port,
        browser=not options.no_browser,
        blind=options.blind,
        say=_says(options),
    )
    return found, []


def serve(options: argparse.Namespace) -> Outcome:
    from qualcode.workbench.run import serve as run

    found = run(
        options.project,
        host=options.host,
        port=options.port,
        public=options.public_name,
        say=_says(options),
    )
    return found, []


def team(options: argparse.Namespace) -> Outcome:
    from qualcode.store import open_study
    from qualcode.workbench.accounts import Team

    _check(options)
    path = Path(options.project)
    # A project has to be there; accounts of a misspelt one would never be found again.
    open_study(path).close()
    say = _says(options)
    with Team.beside(path) as accounts:
        return _ACTIONS[options.action](options, accounts, say), []


def _check(options: argparse.Namespace) -> None:
    action, name = options.action, options.name
    if action == "list" and name is not None:
        raise UsageError("team list", f"{name!r}", "takes no name")
    if action == "blind" and name not in (None, "on", "off"):
        raise UsageError("team blind", f"{name!r}", "on, off, or nothing to show it")
    if action not in ("list", "blind") and name is None:
        raise UsageError(f"team {action}", "needs a name", f"qualcode team PROJECT {action} NAME")
    if options.role is not None and action not in ("add", "role"):
        raise UsageError("--role", "goes with add and role")
    if action == "role" and options.role is None:
        raise UsageError("team role", "needs --role coder or --role lead")
    if options.password and action != "add":
        raise UsageError("--password", "goes with add", next="qualcode team PROJECT password NAME")
    if options.address is not None and action not in ("add", "link"):
        raise UsageError("--address", "goes with add and link")


def _link(options: argparse.Namespace, accounts: Any, token: str, say: Any) -> str:
    from qualcode.workbench.run import HOME, PORT

    known = options.address or accounts.setting("address")
    address = known or f"http://{HOME}:{PORT}"
    link = f"{address.rstrip('/')}/?token={token}"
    say(f"personal link: {link}")
    if not known:
        say(
            "qualcode serve has not run yet: where it says another address, that one stands before"
            " /?token= in the link"
        )
    say("it is shown only now; whoever has it signs in by this name")
    return link


def _added(options: argparse.Namespace, accounts: Any, say: Any) -> dict[str, Any]:
    from qualcode.workbench.accounts import checked_password

    password = checked_password(_asked()) if options.password else None
    token = accounts.add(options.name, options.role or "coder")
    name = options.name.strip()
    if password is not None:
        accounts.set_password(name, password)
    person = accounts.person(name)
    say(f"{person.name} is in the team as {person.role}")
    return {"name": person.name, "role": person.role, "link": _link(options, accounts, token, say)}


def _listed(options: argparse.Namespace, accounts: Any, say: Any) -> dict[str, Any]:
    from datetime import datetime

    people = accounts.people()
    found = []
    for each in people:
        ways = " and ".join(
            word for word, there in (("link", each.link), ("password", each.password)) if there
        )
        used = (
            None
            if each.used is None
            else datetime.fromtimestamp(each.used).astimezone().isoformat(timespec="minutes")
        )
        say(
            f"{each.name}  {each.role}  {ways}  {'not signed in' if used is None else f'used {used}'}"
        )
        found.append({"name": each.name, "role": each.role, "by": ways, "used": used})
    if not people:
        say("nobody yet: qualcode team PROJECT add NAME")
    say(f"blind: {'on' if accounts.blind else 'off'}")
    return {"people": found, "blind": accounts.blind}


def _removed(options: argparse.Namespace, accounts: Any, say: Any) -> dict[str, Any]:
    accounts.remove(options.name)
    say(f"{options.name} can sign in no more; what {options.name} coded stays")
    return {"name": options.name}


def _relinked(options: argparse.Namespace, accounts: Any, say: Any) -> dict[str, Any]:
    token = accounts.new_link(options.name)
    say(f"the old link of {options.name} is void, and open pages have to be signed in again")
    return {"name": options.name, "link": _link(options, accounts, token, say)}


def _password(options: argparse.Namespace, accounts: Any, say: Any) -> dict[str, Any]:
    accounts.person(options.name)
    accounts.set_password(options.name, _asked())
    say(f"the password of {options.name} is set, and open pages have to be signed in again")
    return {"name": options.name}


def _role(options: argparse.Namespace, accounts: Any, say: Any) -> dict[str, Any]:
    accounts.set_role(options.name, options.role)
    say(f"{options.name} is {options.role} now")
    return {"name": options.name, "role": options.role}


def _blind(options: argparse.Namespace, accounts: Any, say: Any) -> dict[str, Any]:
    if options.name is not None:
        accounts.set("blind", options.name)
    if accounts.blind:
        say(
            "blind: others' work and suggestions stay hidden from coders until their own pass is done"
        )
    else:
        say("not blind: coders may look at others' work; who did is noted with their pass")
    return {"blind": accounts.blind}


_ACTIONS = {
    "add": _added,
    "list": _listed,
    "remove": _removed,
    "link": _relinked,
    "password": _password,
    "role": _role,
    "blind": _blind,
}


def _asked() -> str:
    """A password: typed twice and not shown; from a pipe, its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise UsageError("password", "the two are not the same", next="Nothing was changed")
    return first
