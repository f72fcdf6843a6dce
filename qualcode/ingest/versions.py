"""A new version of a document: codings find their words again, or are listed; none is guessed."""

from __future__ import annotations

from qualcode.core.anchor import refind
from qualcode.core.documents import Document
from qualcode.core.ids import new_id, new_ids
from qualcode.core.people import Label
from qualcode.core.records import BLIND, ORIGINS
from qualcode.core.text import Range
from qualcode.errors import Problem, counted
from qualcode.ingest.report import IngestReport
from qualcode.store import Draft, Study, state
from qualcode.store.events import pack
from qualcode.store.state import Version


def carry_over(
    study: Study, draft: Draft, old: Version, number: int, new: Document, report: IngestReport
) -> None:
    """Draft what becomes of the codings and passes of `old` on the text `new`.

    number: the number of the new version. A coding that is found again is retracted and added with
    `replaces`; one that is not stays on the old text and is listed. A pass is carried over unless the
    words of a participant changed.
    """
    names = study.names()
    old_text, new_text = study.text(old.n), new.text
    rows = study.rows(
        "SELECT coding_id, start, end, code, coder, time, origin, blind, suggestion_id,"
        " codebook_hash FROM coding WHERE version = ? AND ended IS NULL ORDER BY n",
        (old.n,),
    )
    moved: list[tuple[tuple, Range]] = []
    lost: list[tuple] = []
    for row in rows:
        place = refind(old_text, new_text, row[1], row[2])
        if place is None:
            lost.append(row)
        else:
            moved.append((row, place))
    if moved:
        ids = new_ids("c", len(moved))
        draft.event("retract", {"ids": [row[0] for row, _ in moved]})
        draft.event(
            "codings",
            pack(
                {
                    "id": ids,
                    "version": [number] * len(moved),
                    "start": [place[0] for _, place in moved],
                    "end": [place[1] for _, place in moved],
                    "code": [names[row[3]] for row, _ in moved],
                    "coder": [names[row[4]] for row, _ in moved],
                    "time": [row[5] for row, _ in moved],
                    "origin": [ORIGINS[row[6]] for row, _ in moved],
                    "blind": [BLIND[row[7]] for row, _ in moved],
                    "suggestion": [row[8] for row, _ in moved],
                    "hash": [names[row[9]] for row, _ in moved],
                    "replaces": [row[0] for row, _ in moved],
                }
            ),
        )
    for row in lost:
        words = " ".join(old_text[row[1] : row[2]].split())
        report.doubts.append(
            Problem(
                f"{old.document}, {names[row[3]]} by {names[row[4]]}",
                f"its words are not found in the new text, or not in one place only: “{words[:60]}”",
                "",
                f"Code it again; the old coding is {row[0]}",
            )
        )
    report.notes.append(
        f"{old.document}: {counted(len(moved), 'coding')} on the new text, {len(lost)} not placed"
    )
    _carry_passes(study, draft, old, number, new, report)


def _carry_passes(
    study: Study, draft: Draft, old: Version, number: int, new: Document, report: IngestReport
) -> None:
    passes = [
        each
        for each in state.passes(study)
        if each.document == old.document and each.version == old.version
    ]
    if not passes:
        return
    if _participants_words(study, state.read_document(study, old)) != _participants_words(
        study, new
    ):
        coders = ", ".join(dict.fromkeys(each.coder for each in passes))
        report.doubts.append(
            Problem(
                old.document,
                f"a participant's words changed, so the {counted(len(passes), 'pass', 'passes')} by"
                f" {coders} are not carried over",
                "",
                "Read the new text and complete it again",
            )
        )
        return
    draft.event("unpass", {"ids": [each.pass_id for each in passes]})
    for each in passes:
        draft.event(
            "pass",
            {
                "id": new_id("r"),
                "version": number,
                "coder": each.coder,
                "codes": list(each.codes),
                "turns": None if each.turns is None else list(each.turns),
                "blind": each.blind,
                "hash": each.codebook_hash,
                "date": each.date,
            },
        )


def _participants_words(study: Study, document: Document) -> list[tuple[str, str | None, str]]:
    """Number, speaker and words of every turn that is not an interviewer's."""
    speakers = dict.fromkeys(turn.speaker for turn in document.turns if turn.part == "speech")
    links = state.people(study).links(Label(document.document, speaker) for speaker in speakers)
    return [
        (
            turn.number,
            turn.speaker,
            " ".join(" ".join(document.text[a:b] for a, b in turn.ranges).split()),
        )
        for turn in document.turns
        if turn.part != "speech" or not links[document.document, turn.speaker].interviewer
    ]
