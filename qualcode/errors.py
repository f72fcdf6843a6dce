"""Every exception of qualcode: where, what was found, what is allowed, the way on.

A message is one line. The four facts stay apart as attributes, so that the command line can print
them as JSON and a notebook can show them as a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# What stands for control characters: ESC is ␛, DEL is ␡; those from U+0080 on have no picture.
PICTURES = {n: 0x2400 + n for n in range(0x20)} | {0x7F: 0x2421}
PICTURES |= dict.fromkeys(range(0x80, 0xA0), 0xFFFD)


def one_line(text: object) -> str:
    """Fold white space so that a name or a cell with line breaks cannot break a one-line message, and
    show control characters as pictures, so that they cannot steer a terminal."""
    folded = " ".join(str(text).split())
    return folded if folded.isprintable() else folded.translate(PICTURES)


def listing(names: Iterable[object], most: int = 8) -> str:
    """`a, b, c … (12 in all)`: a list that stays readable when it is long."""
    items = [one_line(name) for name in names]
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])} … ({len(items)} in all)"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 coding`, `2 codings`, `1,204 codings`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or doubtful.

    where: file, line, document or name it was met at; found: what was met; allowed: what would have
    been right; next: what the researcher can do.
    """

    where: str
    found: str
    allowed: str = ""
    next: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.found}" if self.where else self.found
        if self.allowed:
            text += f" ({self.allowed})"
        if self.next:
            text += f". {self.next}"
        return one_line(text)

    def as_dict(self) -> dict[str, str]:
        return {
            "where": self.where,
            "found": self.found,
            "allowed": self.allowed,
            "next": self.next,
        }


class QualcodeError(Exception):
    """Base of all errors raised on purpose. `problems` holds each fact on its own."""

    exit_code = 1
    # Whether the same call, as it is, may be taken later: what hinders it is not what was asked. Errors of a
    # kind are alike in that, unless `again` says otherwise.
    again = False

    def __init__(
        self,
        where: str = "",
        found: str = "",
        allowed: str = "",
        next: str = "",
        *,
        problems: Iterable[Problem] = (),
        again: bool | None = None,
    ) -> None:
        if again is not None:
            self.again = again
        self.problems: tuple[Problem, ...] = tuple(problems) or (
            Problem(where, found, allowed, next),
        )
        self.where, self.found, self.allowed, self.next = where, found, allowed, next
        # What stands over a list of the problems, where they are listed one by one anyway.
        self.headline = ""
        super().__init__(str(self))

    def __str__(self) -> str:
        if not self.found:
            return "; ".join(str(problem) for problem in self.problems)
        return str(Problem(self.where, self.found, self.allowed, self.next))

    @classmethod
    def gathered(cls, where: str, found: str, problems: Iterable[Problem], next: str = ""):
        """One error for many problems: the message is one line, `problems` lists them all."""
        problems = tuple(problems)
        error = cls(where, f"{found}: {listing(problems, 3)}", next=next)
        error.problems = problems
        error.headline = one_line(f"{where}: {found}" if where else found)
        return error


class UsageError(QualcodeError):
    """The call itself is wrong: an unknown option, a missing coder, a pair that means nothing."""

    exit_code = 2


class ProjectError(QualcodeError):
    """A file that is no project, is damaged, is read-only, or was made by a newer version.

    again: False where it is not the file that hinders but what was given, which will never do.
    """

    again = True


class ReadError(QualcodeError):
    """A file that could not be read into a document or a sheet."""


class IngestError(QualcodeError):
    """Nothing could be ingested."""


class CodebookError(QualcodeError):
    """A codebook that contradicts itself, or lacks a code that is in use."""


class CodingError(QualcodeError):
    """A coding, pass or decision that does not fit the text, the codebook or the coder."""


class HistoryError(QualcodeError):
    """An act that cannot be undone or redone."""


class TableError(QualcodeError):
    """A table that would not mean what it says."""


class ExportError(QualcodeError):
    """A file that could not be written."""
