"""The one door for regular expressions: bounded before they are compiled, for they may come from anybody."""

from __future__ import annotations

import re
from typing import Any

from qualcode.errors import CodebookError, one_line

# A count is unrolled or walked without a pause in which a time limit could be heeded: too large a one
# takes all memory or ends the process. Counts inside one another multiply.
MOST_CHARACTERS = 2_000
MOST_TIMES = 1_000
MOST_TIMES_TOGETHER = 10_000
MOST_BRACKETS = 100

_PIECE = re.compile(
    r"\\[pPNxuU]\{[^{}]*\}|\\.|\[(?P<class>\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*)\]|"
    r"(?P<open>\()|(?P<close>\))|\{(?P<count>[^{}]*)\}",
    re.DOTALL,
)
# With these, brackets mean something else than `_PIECE` takes them for: comments, and sets in sets.
_OTHERWISE = re.compile(r"\(\?(?:#|\w*-?[\w]*[xV])")


def expression_problem(expression: str) -> str:
    """What stands against compiling a regular expression, as one clause; "" where nothing does."""
    import regex

    if problem := _too_large(expression):
        return problem
    try:
        regex.compile(expression)
    except (regex.error, ValueError, TypeError, LookupError, ArithmeticError, RecursionError,
            MemoryError) as error:  # fmt: skip
        return one_line(error) or type(error).__name__
    return ""


def read_expression(expression: str, where: str = "pattern") -> Any:
    """A regular expression, compiled by the regex module.

    where: whose it is, for the message. Raises CodebookError for one that cannot be read, and, before it
    is compiled, for one of more than MOST_CHARACTERS, with a count above MOST_TIMES, with counts inside
    one another that come to more than MOST_TIMES_TOGETHER, or with more than MOST_BRACKETS open at once.
    """
    if problem := expression_problem(expression):
        shown = one_line(expression if len(expression) <= 80 else f"{expression[:80]} …")
        shown = shown.encode("utf-8", "backslashreplace").decode("utf-8")
        raise CodebookError(
            where,
            f'regular expression "{shown}" cannot be read: {problem}',
            "the syntax of the regex module for Python",
        )
    import regex

    return regex.compile(expression)


def _too_large(expression: str) -> str:
    if len(expression) > MOST_CHARACTERS:
        return f"it has {len(expression):,} characters, at most {MOST_CHARACTERS:,} are read"
    if any("\ud800" <= mark <= "\udfff" for mark in expression):
        return "it holds half of a character (a lone surrogate)"
    # A count may stand anywhere, also where it means nothing: a large one is refused all the same.
    for count in re.findall(r"\{([^{}]*)\}", expression):
        for number in re.findall(r"\d+", count):
            if not re.search("[A-Za-z]{2}|[A-Fa-f]", count) and _number(number) > MOST_TIMES:
                return f"it repeats {number[:20]} times, at most {MOST_TIMES:,} are read"
    together, depth = _together(expression)
    if depth > MOST_BRACKETS:
        return f"more than {MOST_BRACKETS} brackets are open in it at once"
    if together > MOST_TIMES_TOGETHER:
        return (
            f"its repetitions inside one another come to {together:,}, at most"
            f" {MOST_TIMES_TOGETHER:,} are read"
        )
    return ""


def _number(text: str) -> int:
    return int(text) if len(text) < 10 else 10**9


def _most(count: str) -> int:
    """The largest number of a count; fuzzy ones ({e<=2}) and all that is no count as well."""
    return max([_number(number) for number in re.findall(r"\d+", count)], default=1) or 1


def _together(expression: str) -> tuple[int, int]:
    """The largest product of counts inside one another, and how many brackets are open at once."""
    if _OTHERWISE.search(expression):
        product = 1
        for count in re.findall(r"\{([^{}]*)\}", expression):
            product *= _most(count)
        return product, expression.count("(")
    # For each open bracket the largest product in it so far; `last` is that of the piece before a count.
    open_, last, depth, end = [1], 1, 0, 0
    for piece in _PIECE.finditer(expression):
        if piece["open"]:
            open_.append(1)
            depth = max(depth, len(open_) - 1)
            last, end = 1, piece.end()
        elif piece["close"]:
            last, end = open_.pop() if len(open_) > 1 else open_[0], piece.end()
            open_[-1] = max(open_[-1], last)
        elif piece["count"] is not None:
            # What stands between the piece before and this count is what is counted.
            last = (last if piece.start() == end else 1) * _most(piece["count"])
            open_[-1] = max(open_[-1], last)
            end = piece.end()
        else:
            last, end = 1, piece.end()
    return max(open_), depth
