"""What a person should look at: labels, people and rows that do not fit together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qualcode.core.documents import Document
from qualcode.core.people import People, row_person
from qualcode.errors import Problem, counted, listing
from qualcode.ingest.report import LabelLine
from qualcode.store import Study, state


def _distance(a: str, b: str, most: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours between two words; most + 1 when
    there are more than `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def looks_like(a: str, b: str) -> bool:
    """Whether one label may be a misspelling of the other. Ids that differ in a digit are not."""
    if a == b:
        return False
    x, y = a.casefold(), b.casefold()
    if x == y:
        return True
    if re.sub(r"\D", "", x) != re.sub(r"\D", "", y):
        return False
    letters = min(len(re.sub(r"\W", "", x)), len(re.sub(r"\W", "", y)))
    if letters < 4:
        return False
    allowed = 1 if letters < 8 else 2
    return _distance(x, y, allowed) <= allowed


def label_doubts(lines: Sequence[LabelLine], people: People) -> list[Problem]:
    """Labels met once, misspelt, belonging to nobody or to two people."""
    doubts: list[Problem] = []
    by_document: dict[str, list[LabelLine]] = {}
    for line in lines:
        by_document.setdefault(line.link.document, []).append(line)
    nobody: list[str] = []
    absent: dict[str, list[str]] = {}
    unasked: list[str] = []
    for document, own in by_document.items():
        named = [line.link.speaker for line in own if line.link.speaker is not None]
        vouched = {line.link.speaker for line in own if line.link.known}
        for line in own:
            link = line.link
            if link.doubt:
                doubts.append(Problem(f"{document}, {link.speaker}", link.doubt))
            if link.speaker is None:
                continue
            # Somebody whom a sheet knows by this very label is not misspelt.
            twins = (
                []
                if link.speaker in vouched
                else [other for other in named if looks_like(link.speaker, other)]
            )
            rarer = [
                other
                for other in twins
                if (line.turns, link.speaker)
                < (next(o.turns for o in own if o.link.speaker == other), other)
            ]
            if rarer:
                doubts.append(
                    Problem(
                        f"{document}, {link.speaker}",
                        f"{counted(line.turns, 'turn')}; looks like a misspelling of {listing(rarer)}",
                        "",
                        "If it is the same person, add the label to their aliases for this document",
                    )
                )
            elif line.turns == 1 and link.speaker not in vouched:
                doubts.append(
                    Problem(
                        f"{document}, {link.speaker}",
                        "a label seen once",
                        "",
                        "Is it a speaker?",
                    )
                )
            if not link.interviewer and not link.known and not link.doubt:
                nobody.append(f"{document}/{link.speaker}")
        for name in people.interviewers(document) - set(named):
            absent.setdefault(name, []).append(document)
        asks = any(line.link.interviewer for line in own)
        if not asks and len(named) > 1 and people.rows and not vouched.issuperset(named):
            unasked.append(document)
    for name, documents in sorted(absent.items()):
        doubts.append(
            Problem(
                "documents sheet",
                f"names {name} as interviewer, which is no label in {listing(documents)}",
                "",
                "Write the label as it stands in the transcript",
            )
        )
    if unasked:
        doubts.append(
            Problem(
                listing(unasked),
                "no speaker is known as the interviewer",
                "",
                "Name them in the interviewer column of the documents sheet",
            )
        )
    if nobody:
        doubts.append(
            Problem(
                "participants sheet",
                f"{counted(len(nobody), 'speaker')} without a row: {listing(nobody)}",
                "",
                "Add a row, or an alias to a row; until then each is a person of their own, role not"
                " recorded",
            )
        )
    return doubts


# What a label may look like to a person: up to 40 characters before a colon at the start of a line, or
# in brackets. Far looser than what a reader takes for one.
_LABEL_LIKE = re.compile(
    r"^[ \t]*(?:(?P<colon>[^\s:：][^\n:：]{0,39})[:：][ \t]+|(?P<set_off>[(<][^\n()<>]{1,40}[)>]:))(?=\S)",
    re.MULTILINE,
)


def unread_labels(document: Document, file: str) -> list[Problem]:
    """Beginnings of lines that recur like a speaker's label, and were read as somebody's words.

    The more often one recurs, the likelier it is that words stand under the wrong name, which no table
    could show later.
    """
    if document.kind == "observation":
        return []
    seen: dict[str, int] = {}
    for turn in document.turns:
        for start, end in turn.ranges:
            for match in _LABEL_LIKE.finditer(document.text[start:end]):
                name = (match["colon"] or match["set_off"]).strip()
                if len(name.split()) <= 4:
                    seen[name] = seen.get(name, 0) + 1
    return [
        Problem(
            file,
            f"{number} lines begin “{name}:” and were read as speech, not as a label".replace(
                "::", ":"
            ),
            "",
            "If it is a speaker, their words stand under the name before: undo this ingest, give the label"
            " a row or an alias in the participants sheet, or write it another way, and ingest again",
        )
        for name, number in seen.items()
        if number > 1
    ]


def sheet_doubts(
    study: Study,
    people: People,
    new_rows: Mapping[str, list[dict[str, str]]],
    outcome: Mapping[str, Document],
) -> list[Problem]:
    """Rows that nobody matches, and attribute names met at two levels. outcome: the documents that
    this ingest stores, or would store."""
    if not (new_rows["participants"] or new_rows["documents"]):
        return []
    doubts: list[Problem] = []
    labels = [label for label in state.labels(study) if label.document not in outcome]
    for name, document in outcome.items():
        turns = state.structure_data(document, [0] * len(document.turns), {})["turns"]
        labels += state.document_labels(name, turns)
    links = people.links(labels).values()
    speaking = {link.participant for link in links if link.participant}
    speaking |= {
        person
        for link in links
        if link.interviewer and link.speaker is not None
        for person in people.candidates(link.document, link.speaker)
    }
    unmatched = [
        person
        for person in dict.fromkeys(row_person(row) for row in new_rows["participants"])
        if person not in speaking
    ]
    if unmatched:
        doubts.append(
            Problem(
                "participants sheet",
                f"{counted(len(unmatched), 'row')} nobody matches: {listing(unmatched)}",
                "",
                "Check the ids and aliases against the labels",
            )
        )
    documents = state.versions(study)
    missing = [
        row["document"]
        for row in new_rows["documents"]
        if row["document"] not in documents and row["document"] not in outcome
    ]
    if missing:
        doubts.append(
            Problem(
                "documents sheet",
                f"{counted(len(missing), 'row')} without a document: {listing(missing)}",
                "",
                "Ingest the files, or check the ids",
            )
        )
    changed = [
        row["document"]
        for row in new_rows["documents"]
        if row["document"] in documents
        and row.get("kind", documents[row["document"]].kind) != documents[row["document"]].kind
    ]
    if changed:
        doubts.append(
            Problem(
                "documents sheet",
                f"another kind for documents that are stored already: {listing(changed)}",
                "a stored text is not read again",
                "Undo the ingest, and ingest the files together with the sheet",
            )
        )
    both = [
        name
        for name in people.participant_names()
        if name in people.document_names() and name not in ("case", "phase")
    ]
    if both:
        doubts.append(
            Problem(
                "attributes",
                f"in both sheets: {listing(both)}",
                "the participant's row for a document counts first, then the document, then the participant",
                f"Ask for one of them as document.{both[0]} or participant.{both[0]}",
            )
        )
    return doubts
