"""The command line: thin verbs over the rooms.

Results go to stdout, errors and progress to stderr. Exit codes: 0 done, 1 anything refused or a problem
found, 2 wrong usage. With --json stdout is one object {schema, command, result, problems}.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from qualcode.errors import Problem, QualcodeError, one_line

JSON_SCHEMA = "qualcode/1"
MOST_PROBLEMS = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_unicode()
    if words == ["--version"]:
        from qualcode import __version__

        print(f"qualcode {__version__}")
        return 0
    as_json = "--json" in words
    command = next((word for word in words if not word.startswith("-")), "")
    try:
        from qualcode.cli.parser import parse

        options = parse(words)
        command = options.command
        result, problems = options.run(options)
        code = 1 if problems else 0
    except QualcodeError as error:
        result, problems, code = None, list(error.problems), error.exit_code
        if error.headline:
            whole = Problem(error.where, error.found, error.allowed, error.next)
            problems.insert(0, whole)
        _complain(error, as_json)
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


def _complain(error: QualcodeError, as_json: bool) -> None:
    """One line for one problem; for several a headline and a line each."""
    if as_json and not sys.stderr.isatty():
        return
    several = len(error.problems) > 1
    message = error.headline if several and error.headline else one_line(error)
    print(f"qualcode: {message}", file=sys.stderr)
    if several:
        for problem in error.problems[:MOST_PROBLEMS]:
            print(f"  {problem}", file=sys.stderr)
        if len(error.problems) > MOST_PROBLEMS:
            print(f"  … and {len(error.problems) - MOST_PROBLEMS} more", file=sys.stderr)


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
