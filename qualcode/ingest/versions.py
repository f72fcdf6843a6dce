"""A new version of a document: codings find their words again, or are listed; none is guessed."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.core.anchor import refind
from qualcode.core.documents import Document
from qualcode.core.ids import new_id, new_ids
from qualcode.core.people import People
from qualcode.core.text import Range
from qualcode.errors import Problem, counted
from qualcode.ingest.report import IngestReport
from qualcode.store import Draft, Study, moving, state
from qualcode.store.state import Version

# Number, person and words of a turn.
Words = tuple[str, str | None, str]


def carry_over(
    study: Study,
    draft: Draft,
    old: Version,
    number: int,
    new: Document,
    people: People,
    report: IngestReport,
) -> None:
    """Draft what becomes of the codings and passes of `old` on the text `new`.

    number: the number of the new version. people: the sheets as they will be. A coding that is found
    again is retracted and added with `replaces`; one that is not stays on the old text and is listed.
    A pass is carried over unless the words of a participant changed.
    """
    names = study.names()
    old_text, new_text = study.text(old.n), new.text
    rows = study.rows(
        f"SELECT {moving.COLUMNS} FROM coding WHERE version = ? AND ended IS NULL ORDER BY n",
        (old.n,),
    )
    moved: list[tuple[tuple, Range]] = []
    lost: list[tuple] = []
    for row in rows:
        place = refind(old_text, new_text, row[2], row[3])
        if place is None:
            lost.append(row)
        else:
            moved.append((row, place))
    if moved:
        draft.event("retract", {"ids": [row[0] for row, _ in moved]})
        moving.draft_replacements(
            study,
            draft,
            [row for row, _ in moved],
            new_ids("c", len(moved)),
            version=number,
            start=[place[0] for _, place in moved],
            end=[place[1] for _, place in moved],
        )
    for row in lost:
        words = " ".join(old_text[row[2] : row[3]].split())
        report.doubts.append(
            Problem(
                f"{old.document}, {names[row[4]]} by {names[row[5]]}",
                f"its words are not found in the new text, or not in one place only: “{words[:60]}”",
                "",
                f"Code it again; the old coding is {row[0]}",
            )
        )
    report.notes.append(
        f"{old.document}: {counted(len(moved), 'coding')} on the new text, {len(lost)} not placed"
    )
    _carry_passes(study, draft, old, number, new, people, report)


def _carry_passes(
    study: Study,
    draft: Draft,
    old: Version,
    number: int,
    new: Document,
    people: People,
    report: IngestReport,
) -> None:
    passes = state.passes_on(study, old)
    if not passes:
        return
    before = _participants_words(state.people(study), state.read_document(study, old))
    after = _participants_words(people, new)
    same = _same_words(before, after, numbers=False)
    kept = [each for each in passes if _same_words(before, after, each.turns is not None)]
    if kept:
        draft.event("unpass", {"ids": [each.pass_id for each in kept]})
    for each in kept:
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
    left = [each for each in passes if each not in kept]
    if left:
        why = "the numbers of the turns" if same else "a participant's words"
        coders = ", ".join(dict.fromkeys(each.coder for each in left))
        report.doubts.append(
            Problem(
                old.document,
                f"{why} changed, so the {counted(len(left), 'pass', 'passes')} by {coders} are not"
                " carried over",
                "",
                "Read the new text and complete it again",
            )
        )


def read_alike(study: Study, old: Version, now: Version, turns: Sequence[str] | None) -> bool:
    """Whether who has read `old` (these turns of it, None = all) has read `now`: a participant's words are the
    same in both."""
    people = state.people(study)
    before, after = (
        _participants_words(people, state.read_document(study, each)) for each in (old, now)
    )
    return _same_words(before, after, turns is not None)


def _same_words(before: list[Words], after: list[Words], numbers: bool) -> bool:
    """numbers: a pass over some turns names them by number, so these must be the same too."""
    return before == after if numbers else [w[1:] for w in before] == [w[1:] for w in after]


def _participants_words(people: People, document: Document) -> list[Words]:
    """Number, person and words of every turn that is not an interviewer's."""
    turns = state.structure_data(document, [0] * len(document.turns), {})["turns"]
    links = people.links(state.document_labels(document.document, turns))
    found = []
    for turn in document.turns:
        link = links.get((document.document, turn.speaker)) if turn.part == "speech" else None
        if link is None or not link.interviewer:
            words = " ".join(" ".join(document.text[a:b] for a, b in turn.ranges).split())
            found.append((turn.number, link.participant if link else None, words))
    return found
