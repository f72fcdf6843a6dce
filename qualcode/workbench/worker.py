"""One thread that owns one open study: SQLite's connections and the memories of a study belong to the thread
that made them, while a server answers many pages at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from qualcode.store import Study, open_study

T = TypeVar("T")


class Worker:
    """Runs what it is given, one after the other, with a study of its own."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"qualcode-{name}")
        self._study: Study | None = None
        # What belongs to the study and is made in its thread, as desks are.
        self.held: dict[Any, Any] = {}

    def _with(self, function: Callable[[Study], T]) -> T:
        if self._study is None:
            self._study = open_study(self.path)
        return function(self._study)

    async def run(self, function: Callable[[Study], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._with, function)

    def now(self, function: Callable[[Study], T]) -> T:
        """The same, for a caller that is not asynchronous."""
        return self._pool.submit(self._with, function).result()

    def close(self) -> None:
        """After what is running: a write that has begun is finished."""

        def shut() -> None:
            self.held.clear()
            if self._study is not None:
                self._study.close()
                self._study = None

        self._pool.submit(shut).result()
        self._pool.shutdown()
