"""The command line: thin verbs over the rooms.

Results go to stdout, errors and progress to stderr. Exit codes: 0 done, 1 anything refused or a problem
found, 2 wrong usage. With --json stdout is one object {schema, command, result, problems}.
"""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from collections.abc import Callable, Collection, Sequence
from typing import Any

from qualcode.errors import Problem, QualcodeError, UsageError, one_line

JSON_SCHEMA = "qualcode/1"
MOST_PROBLEMS = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_unicode()
    shown, warnings.showwarning = warnings.showwarning, _told_once()
    try:
        return _run(words)
    finally:
        warnings.showwarning = shown


def _run(words: Sequence[str]) -> int:
    if words == ["--version"]:
        from qualcode import __version__

        print(f"qualcode {__version__}")
        return 0
    as_json = "--json" in words
    command = next((word for word in words if not word.startswith("-")), "")
    flags: frozenset[str] = frozenset()
    try:
        from qualcode.cli.parser import parse

        options = parse(words)
        command, flags = options.command, options.flags
        result, problems = options.run(options)
        code = 1 if problems else 0
    except QualcodeError as error:
        asked = isinstance(error, UsageError)
        problems = [in_options(problem, flags, asked) for problem in error.problems]
        result, code = None, error.exit_code
        whole = Problem(error.where, error.found, error.allowed, error.next)
        whole = in_options(whole, flags, asked)
        if not as_json or sys.stderr.isatty():
            _complain(whole, problems, error.headline)
        if error.headline:
            problems.insert(0, whole)
    except SystemExit as error:  # argparse after --help
        return int(error.code or 0)
    except KeyboardInterrupt:
        print("qualcode: stopped; what was stored before is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of a pipe has gone (`qualcode history … | head`); nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("QUALCODE_DEBUG"):
            raise
        found = f"unexpected {type(error).__name__}: {one_line(error)[:300]}"
        problem = Problem(command, found, "", "This is a bug; QUALCODE_DEBUG=1 shows where")
        result, problems, code = None, [problem], 1
        print(f"qualcode: {problem}", file=sys.stderr)
    if as_json:
        answer = {
            "schema": JSON_SCHEMA,
            "command": command,
            "result": result,
            "problems": [problem.as_dict() for problem in problems],
        }
        try:
            print(json.dumps(answer, ensure_ascii=False, default=str), flush=True)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _told_once() -> Callable[..., None]:
    """A warning (a font without emoji, for one) as a line for people, not as Python shows it."""
    told: set[str] = set()

    def tell(message: Warning | str, *_: Any) -> None:
        line = one_line(str(message))
        if line not in told:
            told.add(line)
            print(f"qualcode: {line}", file=sys.stderr)

    return tell


def in_options(problem: Problem, flags: Collection[str], asked: bool) -> Problem:
    """A problem in the words of the command line, where it is told in those of Python.

    flags: the options of the verb. asked: whether the problem is with the call itself, and `where` the name
    of an argument.
    """

    def option(name: str) -> str:
        usual = "--" + name.replace("_", "-")
        return next((each for each in (usual, *_OPTIONS.get(name, ())) if each in flags), "")

    def spoken(text: str) -> str:
        return _ARGUMENT.sub(
            lambda match: (
                f"{flag} {match[2] or ''}".strip() if (flag := option(match[1])) else match[0]
            ),
            text,
        )

    where = problem.where
    if asked:
        name, space, rest = where.partition(" ")
        where = (option(name) or name) + space + rest
    found = _NUMBER.sub(r"\1", problem.found) if asked else problem.found
    return Problem(where, found, spoken(problem.allowed), spoken(problem.next))


# Arguments whose options are called otherwise; `kind='bar'`, `test=True` in what an error says.
_OPTIONS = {
    "kind": ("--plot-kind",),
    "rule": ("--disclose",),
    "codes": ("--code",),
    "documents": ("--document",),
    "standards": ("--standard",),
    "within": ("--proximity",),
    "n": ("--number",),
}
_ARGUMENT = re.compile(
    r"\b(test|by|coders|kind|rule|level|order|measure|rows|unit)=(?:'([^']*)'|True)"
)
_NUMBER = re.compile(r"^(-?[\d.]+) \((?:int|float)\)$")


def _complain(whole: Problem, problems: Sequence[Problem], headline: str) -> None:
    """One line for one problem; for several a headline and a line each."""
    several = len(problems) > 1
    message = str(whole) if whole.found else "; ".join(map(str, problems))
    print(f"qualcode: {headline if several and headline else message}", file=sys.stderr)
    if several:
        for problem in problems[:MOST_PROBLEMS]:
            print(f"  {problem}", file=sys.stderr)
        if len(problems) > MOST_PROBLEMS:
            print(f"  … and {len(problems) - MOST_PROBLEMS} more", file=sys.stderr)


def _speak_unicode() -> None:
    """A terminal without Unicode shows “–” as an escape instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = (stream.encoding or "").lower().replace("-", "")
            if encoding == "utf8":
                reconfigure(errors="backslashreplace")
            else:
                reconfigure(errors="replace")
