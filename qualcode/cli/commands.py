"""What every verb shares: how it is declared, and the options that several have."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any, NoReturn

from qualcode.errors import UsageError


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        verb = self.prog.removeprefix("qualcode").strip()
        raise UsageError(verb, message, next=f"{self.prog} --help shows what it takes")


class Commands:
    """The verbs of one parser, or the actions of one verb."""

    def __init__(self, commands: Any) -> None:
        self._commands = commands

    def verb(
        self, name: str, run: Callable | None, says: str, example: str, *, project: bool = True
    ) -> argparse.ArgumentParser:
        """A verb with a sentence and an example; run: what it does, None for a group of actions."""
        made = self._commands.add_parser(
            name,
            help=says,
            description=says[0].upper() + says[1:] + ".",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if run is not None:
            made.set_defaults(run=run, command=made.prog.removeprefix("qualcode "))
            made.add_argument("--json", action="store_true", help="answer as one JSON object")
            if project:
                made.add_argument(
                    "project", metavar="PROJECT", help="the project file, NAME.qualcode"
                )
        return made

    def group(self, name: str, says: str, example: str, metavar: str = "ACTION") -> Commands:
        """A verb that has actions."""
        made = self.verb(name, None, says, example)
        return Commands(made.add_subparsers(metavar=metavar, parser_class=Parser, required=True))


def coder(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--coder",
        metavar="NAME",
        default=os.environ.get("QUALCODE_CODER") or None,
        help="who does this (default: QUALCODE_CODER)",
    )


def where(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--where", metavar="NAME=VALUE", action="append", default=[], help="keep only these"
    )


def as_of(made: argparse.ArgumentParser) -> None:
    made.add_argument("--as-of", metavar="ACT", type=int, help="the study as it was after an act")
