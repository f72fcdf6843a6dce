"""What every verb shares: how it is declared, and the options that several have."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any, NoReturn

from qualcode.errors import UsageError


class _Once(argparse.Action):
    """An option that is given once: of two, one would be dropped without a word."""

    def __call__(self, parser, namespace, values, option_string=None) -> None:
        given = namespace.__dict__.setdefault("_given", set())
        if option_string is not None and self.dest in given:
            parser.error(f"{option_string} is given twice")
        given.add(self.dest)
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.register("action", None, _Once)
        self.register("action", "store", _Once)

    def error(self, message: str) -> NoReturn:
        verb = self.prog.removeprefix("qualcode").strip()
        raise UsageError(verb, message, next=f"{self.prog} --help shows what it takes")

    def parse_known_args(self, args=None, namespace=None):
        """As argparse does it, with the words put before the options: argparse fills a word that may be
        left out with nothing when an option stands before it (`memo P --on trust "My words"`)."""
        if args is not None and self._subparsers is None and "--" not in args:
            args = self._words_first(list(args))
        return super().parse_known_args(args, namespace)

    def _words_first(self, args: list[str]) -> list[str]:
        words: list[str] = []
        options: list[str] = []
        while args:
            each = args.pop(0)
            action = self._option_string_actions.get(each.partition("=")[0])
            if action is None:
                words.append(each)
                continue
            options.append(each)
            if "=" in each or action.nargs == 0:
                continue
            while args and args[0] not in self._option_string_actions:
                options.append(args.pop(0))
                if action.nargs != "+":
                    break
        return words + options

    @property
    def flags(self) -> frozenset[str]:
        """The options of this verb, as they are typed."""
        return frozenset(self._option_string_actions)


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
            made.set_defaults(run=run, command=made.prog.removeprefix("qualcode "), parser=made)
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


def seed(made: argparse.ArgumentParser) -> None:
    made.add_argument("--seed", metavar="N", type=int, default=20260101, help="default: 20260101")


def as_of(made: argparse.ArgumentParser) -> None:
    made.add_argument("--as-of", metavar="ACT", type=int, help="the study as it was after an act")
