"""A document: a fixed text, and who says which part of it.

Every character of the text belongs to exactly one turn or to one named gap; an object for which this
does not hold cannot be made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.core.text import Range, count_words, text_hash
from qualcode.errors import Problem

DOCUMENT_KINDS = ("interview", "focus_group", "observation", "document", "survey")
GAP_KINDS = ("header", "heading", "label", "time", "markup", "stage", "break", "unassigned")
# Gaps that every transcript is full of; the report lists all the others one by one.
ROUTINE_GAPS = ("label", "time", "markup", "break")
# speech: somebody's words; descriptive, reflective: the two parts of field notes;
# text: a paragraph of a source in which nobody speaks.
PARTS = ("speech", "descriptive", "reflective", "text")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of text that is nobody's words. kind: one of GAP_KINDS."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
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
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return self.ranges[0][0]

    @property
    def end(self) -> int:
        return self.ranges[-1][1]


@dataclass(frozen=True, slots=True)
class Document:
    """One transcript, one set of field notes, or one written source.

    document: its id, the file's stem. text: canonical text. kind: one of DOCUMENT_KINDS.
    rule, rule_version: the text rule that made the text from the file ("plain", "word",
        "subtitles", "turns"); a stored document is never read again by a newer rule.
    attributes: what the file itself says about the document ("date" in the head of field notes).
    """

    document: str
    text: str
    turns: tuple[Turn, ...]
    gaps: tuple[Gap, ...]
    kind: str = "interview"
    rule: str = "plain"
    rule_version: int = 1
    attributes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pieces = sorted(
            [(start, end, "turn") for turn in self.turns for start, end in turn.ranges]
            + [(gap.start, gap.end, gap.kind) for gap in self.gaps]
        )
        at = 0
        for start, end, kind in pieces:
            if start != at or end <= start:
                raise ValueError(f"{self.document}: {kind} {start}-{end} does not follow {at}")
            at = end
        if at != len(self.text):
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
