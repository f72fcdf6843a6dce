"""Long steps can be watched: the command line shows a bar, everybody else nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

# Takes what a step goes through and what it does, and gives the same things back one by one.
Watch = Callable[[Sequence[Any], str], Iterable[Any]]


def unwatched(items: Sequence[Any], doing: str) -> Iterable[Any]:
    return items
