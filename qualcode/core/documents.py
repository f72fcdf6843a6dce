"""A document: a fixed text, and who says which part of it.

Every character of the text belongs to exactly one turn or to one named gap; an object for which this
does not hold cannot be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, itemgetter, lt
from types import MappingProxyType
from typing import NamedTuple

from qualcode.core.text import Range, count_words, text_hash
from qualcode.errors import Problem

DOCUMENT_KINDS = ("interview", "focus_group", "observation", "document", "survey")
GAP_KINDS = ("header", "heading", "label", "time", "markup", "stage", "break", "unassigned")
# Gaps that every transcript is full of; the report lists all the others one by one.
ROUTINE_GAPS = ("label", "time", "markup", "break")
# speech: somebody's words; descriptive, reflective: the two parts of field notes;
# text: a paragraph of a source in which nobody speaks.
PARTS = ("speech", "descriptive", "reflective", "text")
_FIRST, _SECOND, _THIRD = itemgetter(0), itemgetter(1), itemgetter(2)


# A transcript has thousands of gaps and turns, and making them is most of what reading it costs:
# named tuples are made several times as fast as frozen dataclasses.


class Gap(NamedTuple):
    """A stretch of text that is nobody's words. kind: one of GAP_KINDS."""

    kind: str
    start: int
    end: int


class Turn(NamedTuple):
    """One speaker's uninterrupted stretch; in field notes and written sources, one entry.

    number: as given in a turn table, else "1", "2", …
    speaker: the label as it stands in the source, without colon, brackets or markup; None in field
        notes, in written sources and in transcripts without labels.
    ranges: sorted, disjoint (start, end) pairs; more than one where a gap lies inside (joined cues,
        a stage direction on a line of its own).
    time, end_time: as written in the source ("00:12:03"), or None.
    part: one of PARTS.
    attributes: extra columns of a turn table; empty cells are absent.
    """

    number: str
    speaker: str | None
    ranges: tuple[Range, ...]
    time: str | None = None
    end_time: str | None = None
    part: str = "speech"
    attributes: Mapping[str, str] = MappingProxyType({})

    @property
    def start(self) -> int:
        return self.ranges[0][0]

    @property
    def end(self) -> int:
        return self.ranges[-1][1]


class Document:
    """One transcript, one set of field notes, or one written source; it does not change.

    document: its id, the file's stem. text: canonical text. kind: one of DOCUMENT_KINDS.
    gaps: Gaps, or plain (kind, start, end).
    rule, rule_version: the text rule that made the text from the file ("plain", "word",
        "subtitles", "turns"); a stored document is never read again by a newer rule.
    attributes: what the file itself says about the document ("date" in the head of field notes).
    """

    __slots__ = ("_gaps", "attributes", "document", "kind", "rule", "rule_version", "text", "turns")
    document: str
    text: str
    turns: tuple[Turn, ...]
    _gaps: tuple[tuple[str, int, int], ...]
    kind: str
    rule: str
    rule_version: int
    attributes: Mapping[str, str]

    def __init__(
        self,
        document: str,
        text: str,
        turns: Iterable[Turn],
        gaps: Iterable[tuple[str, int, int]],
        kind: str = "interview",
        rule: str = "plain",
        rule_version: int = 1,
        attributes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        put = object.__setattr__
        put(self, "document", document)
        put(self, "text", text)
        put(self, "turns", tuple(turns))
        put(self, "_gaps", tuple(gaps))
        put(self, "kind", kind)
        put(self, "rule", rule)
        put(self, "rule_version", rule_version)
        put(self, "attributes", attributes)
        self._check()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps. There are more of them than of anything else and few ask for them, so they are
        kept as they came and made when somebody does."""
        if not all(isinstance(gap, Gap) for gap in self._gaps):
            object.__setattr__(self, "_gaps", tuple(map(Gap._make, self._gaps)))
        return self._gaps  # type: ignore[return-value]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a document does not change: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a document does not change: {name}")

    def _values(self) -> tuple[object, ...]:
        names = ("document", "text", "turns", "_gaps", "kind", "rule", "rule_version", "attributes")
        return tuple(getattr(self, name) for name in names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((self.document, self.text))

    def __repr__(self) -> str:
        return (
            f"Document({self.document!r}, {len(self.text):,} characters, {len(self.turns)} turns)"
        )

    def _check(self) -> None:
        spans = list(chain.from_iterable(map(attrgetter("ranges"), self.turns)))
        starts = [*map(_FIRST, spans), *map(_SECOND, self._gaps)]
        ends = [*map(_SECOND, spans), *map(_THIRD, self._gaps)]
        good = all(map(lt, starts, ends))
        starts.sort()
        ends.sort()
        # Where none is empty, one begins at 0, one at each end but the last, and that is the end of
        # the text, every character is in exactly one piece: up to it one more has begun than ended.
        ends.insert(0, 0)
        starts.append(len(self.text))
        if starts != ends or not good:
            self._explain()

    def _explain(self) -> None:
        """Raise with the first place at which the pieces are no tiling of the text."""
        pieces = sorted(
            [(start, end, "turn") for turn in self.turns for start, end in turn.ranges]
            + [(start, end, kind) for kind, start, end in self._gaps]
        )
        at = 0
        for start, end, kind in pieces:
            if start != at or end <= start:
                raise ValueError(f"{self.document}: {kind} {start}-{end} does not follow {at}")
            at = end
        raise ValueError(f"{self.document}: characters {at}-{len(self.text)} belong to nothing")

    @property
    def version(self) -> str:
        """SHA-256 of the text."""
        return text_hash(self.text)

    def words(self, turn: Turn) -> int:
        return count_words(self.text, turn.ranges)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one document in one file.

    encoding: "utf-8", "utf-8 with BOM", "utf-16", "cp1252", or "" where the format fixes it.
    doubts: everything a person should look at; nothing in the text was changed because of them.
    """

    document: Document
    encoding: str = ""
    doubts: tuple[Problem, ...] = ()
