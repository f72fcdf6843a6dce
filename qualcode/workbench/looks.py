"""Which documents a coder has looked at together with other coders' work or suggestions.

Only who never saw them before finishing a document read it blind. The page shows them only where they
are asked for, and notes it here, beside the project; where the note is lost, blindness is unknown, which
is what a pass then says.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from qualcode.core.outfiles import write_whole
from qualcode.store import Study

HIDDEN, SEEN = "hidden", "seen"


class Looks:
    """coder -> document -> "hidden" (opened, others' work hidden) or "seen" (it was shown)."""

    def __init__(self, study: Study) -> None:
        folder = study.derived
        self.path: Path | None = None if folder is None else folder / "looks.json"
        self._known: dict[str, dict[str, str]] = {}
        if self.path is not None and self.path.exists():
            try:
                found = json.loads(self.path.read_text("utf-8"))
                self._known = {
                    str(coder): {str(d): str(how) for d, how in of.items()}
                    for coder, of in found.items()
                }
            except (OSError, ValueError, AttributeError):
                # A damaged note is no note: blindness is unknown.
                self._known = {}

    def how(self, coder: str, version: str) -> str | None:
        return self._known.get(coder, {}).get(version)

    def note(self, coder: str, version: str, how: str) -> None:
        """version: the hash of the text, so that another text is another reading. Once seen stays seen."""
        own = self._known.setdefault(coder, {})
        before = own.get(version)
        if before in (how, SEEN):
            return
        own[version] = how
        self._write()

    def _write(self) -> None:
        if self.path is None:
            return
        text = json.dumps(self._known, ensure_ascii=False)
        write: Callable[[Path], object] = lambda part: part.write_text(text, "utf-8")  # noqa: E731
        try:
            self.path.parent.mkdir(exist_ok=True)
            write_whole(self.path, (".json",), write)
        except OSError:
            # Beside a project that cannot be written nothing is remembered.
            self.path = None
