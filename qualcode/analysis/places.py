"""Where a stretch of text lies, in words: document, turn, who speaks, and what is said there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from qualcode.analysis.harmless import harmless
from qualcode.core.text import printed
from qualcode.store import Study, state
from qualcode.store.state import Version

PURGED = "[purged]"
SHORT = 80


@dataclass(frozen=True, slots=True)
class _Ranges:
    """The ranges of a document's turns in order of place, and of each the turn's number and speaker."""

    starts: list[int]
    ends: list[int]
    numbers: list[str]
    speakers: list[str | None]
    turns: int


class Places:
    """Answers by version number and range, for texts of today and of before.

    versions: the texts that are known; more may be added, as those whose ingest was undone.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self.versions: dict[int, Version] = dict(state.all_versions(study))
        self._ranges: dict[int, _Ranges] = {}

    def document(self, n: int) -> str:
        version = self.versions.get(n)
        return version.document if version else ""

    def _of(self, n: int) -> _Ranges:
        found = self._ranges.get(n)
        if found is None:
            turns = state.structure(self.study, self.versions[n])["turns"]
            rows = sorted(
                (a, b, turn[0], turn[1])
                for turn in turns
                for a, b in zip(turn[2][::2], turn[2][1::2], strict=True)
            )
            found = _Ranges(
                [row[0] for row in rows],
                [row[1] for row in rows],
                [row[2] for row in rows],
                [row[3] for row in rows],
                len(turns),
            )
            self._ranges[n] = found
        return found

    def _touched(self, n: int, start: int, end: int) -> tuple[int, int]:
        """The first range that a stretch touches, and the one behind the last."""
        ranges = self._of(n)
        return bisect_right(ranges.ends, start), bisect_left(ranges.starts, end)

    def _first(self, n: int, start: int, end: int) -> int | None:
        """The range that says where a stretch lies; None outside of all turns, and for a whole text."""
        if n not in self.versions:
            return None
        first, behind = self._touched(n, start, end)
        ranges = self._of(n)
        if first >= behind or (ranges.turns > 1 and behind - first == len(ranges.starts)):
            return None
        return first

    def turn(self, n: int, start: int, end: int) -> str:
        """The number of the first turn that is touched; "" where none is, or the whole text."""
        at = self._first(n, start, end)
        return "" if at is None else self._of(n).numbers[at]

    def participant(self, n: int, start: int, end: int) -> str:
        """Whose words these are, by the turn that begins them; "" for an interviewer or nobody."""
        at = self._first(n, start, end)
        if at is None:
            return ""
        link = state.links(self.study).get((self.document(n), self._of(n).speakers[at]))
        return (link.participant or "") if link is not None and not link.interviewer else ""

    def where(self, n: int, start: int, end: int) -> str:
        """`IP01, turn 4`; without a turn `IP01`."""
        turn = self.turn(n, start, end)
        name = self.document(n) or "a document"
        return f"{name}, turn {turn}" if turn else name

    def quotation(self, n: int, start: int, end: int) -> str:
        """The words as print shows them, "[purged]" where the text is no longer kept."""
        version = self.versions.get(n)
        text = self.study.text(n) if version else ""
        if not text:
            return PURGED
        first, behind = self._touched(n, start, end)
        ranges = self._of(n)
        speech = list(zip(ranges.starts[first:behind], ranges.ends[first:behind], strict=True))
        return printed(text, start, end, speech)

    def cited(self, n: int, start: int, end: int) -> str:
        """`IP01, turn 4: “Trust matters …”`."""
        # What is shown is short, so a coding of a whole document need not be put together.
        words = self.quotation(n, start, min(end, start + 6 * SHORT))
        if words != PURGED:
            words = f"“{shortened(words)}”"
        return f"{self.where(n, start, end)}: {words}"


def shortened(text: str, most: int = SHORT) -> str:
    """One line of at most `most` characters, with nothing in it that a terminal would obey."""
    line = harmless(" ".join(text.split()))
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > most // 2 else cut).rstrip(" ,;:–-") + "…"
