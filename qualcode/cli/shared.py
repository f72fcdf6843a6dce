"""What the functions of all verbs share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from qualcode.core.watch import Watch, unwatched
from qualcode.errors import Problem, UsageError, counted

if TYPE_CHECKING:
    from qualcode.project import Project

Outcome = tuple[Any, list[Problem]]


def say(options: argparse.Namespace, text: object) -> None:
    from qualcode.analysis.harmless import harmless

    if not options.json:
        print(harmless(text))


def bar(options: argparse.Namespace) -> Watch:
    """A bar on a terminal, where somebody is waiting; nothing in a log or beside --json."""
    if options.json or not sys.stderr.isatty():
        return unwatched

    def watched(items: Sequence[Any], doing: str) -> Iterable[Any]:
        from tqdm import tqdm

        return tqdm(items, desc=doing, leave=False, delay=1, file=sys.stderr)

    return watched


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Project]:
    from qualcode.project import open_project

    project = open_project(options.project, coder=getattr(options, "coder", None))
    try:
        if getattr(options, "as_of", None) is not None:
            yield project.as_of(options.as_of)
        else:
            yield project
    finally:
        project.close()


class Report(Protocol):
    """What most verbs of a project come to: words to print, and the same as plain data."""

    def as_data(self) -> dict[str, Any]: ...


def reported(options: argparse.Namespace, act: Callable[[Project], Report]) -> Outcome:
    """Open the project, act, and say the report."""
    with opened(options) as project:
        report = act(project)
    say(options, report)
    return report.as_data(), []


def exported(
    options: argparse.Namespace, act: Callable[[Project], int], noun: str, nouns: str
) -> Outcome:
    """Write a file from the project, and say how many of what are in it."""
    with opened(options) as project:
        number = act(project)
    say(options, f"{options.file}: {counted(number, noun, nouns)}")
    return {"file": options.file, nouns: number}, []


def where(pairs: list[str]) -> dict[str, list[str]]:
    """NAME=VALUE pairs as filters: the same name again adds a value, other names narrow."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError("--where", f"{pair!r}", "NAME=VALUE", '--where "role=Commissioner"')
        found.setdefault(name.strip(), []).append(value.strip())
    return found
