"""What ingest read, dropped, doubted and refused: printed, and as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.core.people import Link
from qualcode.errors import Problem, counted, listing, one_line

if TYPE_CHECKING:
    import pandas as pd

STATUSES = ("new", "already there", "new version", "refused")


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document as it was read. status: one of STATUSES."""

    document: str
    file: str
    status: str
    kind: str = ""
    encoding: str = ""
    turns: int = 0
    words: int = 0
    speakers: int = 0
    interviewers: int = 0


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One speaker label of one document, and who it is."""

    link: Link
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class GapLine:
    """A stretch that is nobody's words: kind, where, and its text shortened to one line."""

    document: str
    kind: str
    start: int
    end: int
    text: str


@dataclass
class IngestReport:
    """Everything a person should know about one ingest.

    frame: one row for each document (document, file, status, kind, encoding, turns, words, speakers,
    interviewers). labels, gaps, doubts, refused: the same facts one by one, see `*_frame`.
    problems: what was refused, for the command line and for `if report.problems`.
    """

    documents: list[DocumentLine] = field(default_factory=list)
    labels: list[LabelLine] = field(default_factory=list)
    gaps: list[GapLine] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def problems(self) -> list[Problem]:
        return self.refused

    def count(self, status: str) -> int:
        return sum(line.status == status for line in self.documents)

    # -- frames ----------------------------------------------------------------------------------

    @property
    def frame(self) -> pd.DataFrame:
        import pandas as pd

        columns = list(DocumentLine.__slots__)
        rows = [[getattr(line, name) for name in columns] for line in self.documents]
        return pd.DataFrame(rows, columns=columns)

    @property
    def labels_frame(self) -> pd.DataFrame:
        """One row for each label: document, speaker, participant, interviewer, why, turns, words."""
        import pandas as pd

        columns = ["document", "speaker", "participant", "interviewer", "why", "turns", "words"]
        rows = [
            [
                line.link.document,
                line.link.speaker,
                line.link.participant,
                line.link.interviewer,
                line.link.why,
                line.turns,
                line.words,
            ]
            for line in self.labels
        ]
        return pd.DataFrame(rows, columns=columns)

    @property
    def gaps_frame(self) -> pd.DataFrame:
        """One row for each gap that is no label, time, markup or line break."""
        import pandas as pd

        columns = list(GapLine.__slots__)
        return pd.DataFrame([[getattr(g, c) for c in columns] for g in self.gaps], columns=columns)

    @property
    def doubts_frame(self) -> pd.DataFrame:
        """One row for each doubt or refusal: where, found, allowed, next."""
        import pandas as pd

        rows = [problem.as_dict() for problem in [*self.refused, *self.doubts]]
        return pd.DataFrame(rows, columns=["where", "found", "allowed", "next"])

    def as_data(self) -> dict[str, Any]:
        """The report as plain data, for --json."""
        return {
            "documents": [
                {name: getattr(line, name) for name in DocumentLine.__slots__}
                for line in self.documents
            ],
            "labels": [
                {
                    "document": line.link.document,
                    "speaker": line.link.speaker,
                    "participant": line.link.participant,
                    "interviewer": line.link.interviewer,
                    "why": line.link.why,
                    "turns": line.turns,
                    "words": line.words,
                }
                for line in self.labels
            ],
            "gaps": [{name: getattr(g, name) for name in GapLine.__slots__} for g in self.gaps],
            "doubts": [problem.as_dict() for problem in self.doubts],
            "refused": [problem.as_dict() for problem in self.refused],
            "notes": self.notes,
            "dry_run": self.dry_run,
        }

    # -- printed -----------------------------------------------------------------------------------

    def __str__(self) -> str:
        return "\n".join(self._lines())

    __repr__ = __str__  # as a notebook shows it

    def _repr_html_(self) -> str:
        import html

        return f"<pre>{html.escape(str(self))}</pre>"

    def _lines(self) -> list[str]:
        lines = []
        parts = [f"{self.count(s)} {s}" for s in STATUSES if s != "refused" and self.count(s)]
        parts += [counted(len(self.refused), "refusal")] if self.refused else []
        head = "would be read" if self.dry_run else "read"
        lines.append(f"{counted(len(self.documents), 'document')} {head}: " + ", ".join(parts))
        lines += self.notes
        if self.documents:
            width = max(len(line.document) for line in self.documents)
            lines.append("")
            for line in self.documents:
                lines.append(
                    f"  {line.document:<{width}}  {line.status:<13} {line.kind:<12}"
                    f" {counted(line.turns, 'turn'):>11} {counted(line.words, 'word'):>13} "
                    f" {counted(line.speakers, 'speaker')}"
                    + (
                        f", {counted(line.interviewers, 'interviewer')}"
                        if line.interviewers
                        else ""
                    )
                    + (f"  [{line.encoding}]" if line.encoding else "")
                )
        lines += self._people()
        lines += _block("Interviewers", self._interviewers())
        lines += _block("Gaps (nobody's words)", self._gap_lines())
        lines += _block("Doubts: please look at these", [str(doubt) for doubt in self.doubts])
        lines += _block("Refused: nothing of these was stored", [str(p) for p in self.refused])
        return lines

    def _people(self) -> list[str]:
        found: dict[str, list[str]] = {}
        for line in self.labels:
            if line.link.participant and line.link.known:
                found.setdefault(line.link.participant, []).append(line.link.document)
        several = [
            f"{person} speaks in {listing(documents)}"
            for person, documents in found.items()
            if len(documents) > 1
        ]
        linked = [
            f"{line.link.document}: {line.link.speaker or 'the speaker'} is {line.link.participant}"
            f" ({line.link.why})"
            for line in self.labels
            if line.link.known and line.link.participant and "only speaker" in line.link.why
        ]
        if not found:
            return []
        return [
            "",
            f"Participants: {len(found)} with a row in the participants sheet",
            *(f"  {text}" for text in several + linked),
        ]

    def _interviewers(self) -> list[str]:
        found: dict[tuple[str, str], list[str]] = {}
        for line in self.labels:
            if line.link.interviewer:
                key = (line.link.speaker or "", line.link.why)
                found.setdefault(key, []).append(line.link.document)
        return [
            f"{speaker} in {listing(documents)}: {why}"
            for (speaker, why), documents in found.items()
        ]

    def _gap_lines(self) -> list[str]:
        return [f"{gap.document} {gap.start}–{gap.end} {gap.kind}: {gap.text}" for gap in self.gaps]


def _block(title: str, lines: Sequence[str], most: int = 60) -> list[str]:
    if not lines:
        return []
    shown = [f"  {one_line(line)}" for line in lines[:most]]
    if len(lines) > most:
        shown.append(f"  … and {len(lines) - most:,} more; the report's frames list them all")
    return ["", f"{title} ({len(lines):,})", *shown]
