"""Who is who: speaker labels linked to participants, interviewers told apart, attributes resolved.

Nothing here is stored. Links follow from the sheets and the labels each time they are needed, so that a
corrected sheet corrects every table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# Labels that are interviewers where nothing else is said about them; `R` (respondent) never is.
INTERVIEWER_LABELS = frozenset(
    {"i", "int", "interviewer", "moderator", "facilitator", "researcher"}
)
INTERVIEWER_ROLES = frozenset({"interviewer", "moderator", "researcher"})
# Values of a `role` column that only say "this is no interviewer".
PARTICIPANT_ROLES = frozenset({"participant", "respondent", "interviewee"})

# Columns of sheets that are no attributes.
PARTICIPANT_KEYS = ("participant", "aliases", "document", "speaker")
DOCUMENT_KEYS = ("document", "interviewer", "participant")

# Columns of the tidy frame that an extra column of a sheet must not take.
TIDY_COLUMNS = [
    "coding_id",
    "document",
    "version",
    "turn",
    "speaker",
    "participant",
    "role",
    "case",
    "phase",
    "code",
    "theme",
    "coder",
    "start",
    "end",
    "quotation",
    "origin",
    "blind",
    "stale",
    "created",
]
COUNT_COLUMNS = ["n_codings", "n_turns", "n_documents", "n_participants", "n_words"]
FREE_TIDY_COLUMNS = ("role", "case", "phase")  # these are attributes

NONE = "(none)"
NOT_RECORDED = "(not recorded)"


def reserved_columns(columns: Iterable[str], keys: Sequence[str]) -> list[str]:
    """The columns of a sheet that a frame needs for itself."""
    taken = set(TIDY_COLUMNS) | set(COUNT_COLUMNS)
    return [
        column
        for column in columns
        if column not in keys
        and column not in FREE_TIDY_COLUMNS
        and (column in taken or column.startswith(("base_", "share_")))
    ]


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker label in one document, as linking needs it.

    roles: values of the turn table's `role` column met with it. turns: how many turns it has.
    speaker None stands for the turns of a transcript without labels.
    """

    document: str
    speaker: str | None
    roles: frozenset[str] = frozenset()
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Who a label is. participant: id of the person, None for an interviewer or for nobody known.

    why: how this was found out, in words, for the report. doubt: what a person should look at, or "".
    known: whether a row of the participants sheet describes the person.
    """

    document: str
    speaker: str | None
    participant: str | None
    interviewer: bool
    why: str
    doubt: str = ""
    known: bool = True


@dataclass
class People:
    """The participants and documents sheets, and every question that is asked of them.

    rows: cells of participants.csv in sheet order. documents: document id -> cells of documents.csv.
    """

    rows: Sequence[Mapping[str, str]] = ()
    documents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._anywhere: dict[str, list[str]] = {}
        self._local: dict[tuple[str, str], list[str]] = {}
        self._person: dict[str, Mapping[str, str]] = {}
        self._in_document: dict[tuple[str, str], Mapping[str, str]] = {}
        for row in self.rows:
            person, document = row_person(row), row.get("document", "")
            names = {row.get("participant", ""), row.get("speaker", "")}
            names |= {alias.strip() for alias in row.get("aliases", "").split(";")}
            for name in names - {""}:
                known = (
                    self._local.setdefault((document, name), [])
                    if document
                    else self._anywhere.setdefault(name, [])
                )
                if person not in known:
                    known.append(person)
            if document:
                self._in_document[person, document] = row
            else:
                self._person[person] = row

    # -- linking -----------------------------------------------------------------------------

    def links(self, labels: Iterable[Label]) -> dict[tuple[str, str | None], Link]:
        """Every label's person, by (document, speaker)."""
        by_document: dict[str, list[Label]] = {}
        for label in labels:
            by_document.setdefault(label.document, []).append(label)
        found: dict[tuple[str, str | None], Link] = {}
        for document, own in by_document.items():
            for link in self._link_document(document, own):
                found[document, link.speaker] = link
        return found

    def candidates(self, document: str, name: str) -> list[str]:
        """People that a name fits; a row for this document goes before rows for all of them."""
        return self._local.get((document, name)) or self._anywhere.get(name, [])

    def interviewers(self, document: str) -> set[str]:
        """Labels that the documents sheet names as interviewers."""
        cell = self.of_document(document, "interviewer")
        return {name.strip() for name in cell.split(";")} - {""}

    def _link_document(self, document: str, labels: list[Label]) -> list[Link]:
        row = self.documents.get(document, {})
        # A name that is no label here (the interviewer's own, say) marks nobody.
        named = self.interviewers(document) & {label.speaker for label in labels}
        links: list[Link | None] = []
        open_labels: list[int] = []
        for label in labels:
            link = self._interviewer(label, named)
            if link is None and label.speaker is not None:
                link = self._named_person(label)
            if link is None:
                open_labels.append(len(links))
            links.append(link)
        others = [n for n, link in enumerate(links) if link is None or not link.interviewer]
        if len(others) == 1 and open_labels == others:
            links[others[0]] = self._only_speaker(document, labels[others[0]], row)
        done = []
        for label, link in zip(labels, links, strict=True):
            if link is None:
                link = self._nobody(label)
            marks = {role.casefold() for role in label.roles}
            if not link.interviewer and marks & INTERVIEWER_ROLES:
                link = _with_doubt(
                    link, "the turn table marks only some of its turns as an interviewer's"
                )
            done.append(link)
        named_person = row.get("participant", "")
        if named_person and len(others) == 1:
            link = done[others[0]]
            if link.participant != named_person:
                done[others[0]] = _with_doubt(
                    link, f"documents.csv names {named_person} as the participant"
                )
        return done

    def _interviewer(self, label: Label, named: set[str]) -> Link | None:
        def interviewer(why: str) -> Link:
            return Link(label.document, label.speaker, None, True, why)

        if label.speaker is None:
            return None
        if label.speaker in named:
            return interviewer("named in the documents sheet")
        marks = {role.casefold() for role in label.roles}
        if marks and marks <= INTERVIEWER_ROLES:
            return interviewer("marked in the turn table")
        people = self.candidates(label.document, label.speaker)
        if people:
            roles = {self.row_value(person, label.document, "role").casefold() for person in people}
            if roles & INTERVIEWER_ROLES:
                return interviewer("an interviewer in the participants sheet")
            return None
        if not marks and not named and label.speaker.casefold() in INTERVIEWER_LABELS:
            return interviewer("the label says so")
        return None

    def _named_person(self, label: Label) -> Link | None:
        assert label.speaker is not None
        people = self.candidates(label.document, label.speaker)
        if len(people) == 1:
            why = (
                "the participant's id"
                if people[0] == label.speaker
                else "an alias or row of theirs"
            )
            return Link(label.document, label.speaker, people[0], False, why)
        if len(people) > 1:
            fits = " and ".join(people[:3])
            return Link(
                label.document,
                label.speaker,
                f"{label.document}/{label.speaker}",
                False,
                "not linked",
                doubt=f"the label fits {fits}, so it is linked to neither",
                known=False,
            )
        return None

    def _only_speaker(self, document: str, label: Label, row: Mapping[str, str]) -> Link | None:
        person = row.get("participant", "")
        if person:
            fits = self.candidates(document, person) or [person]
            why = "the only speaker who is no interviewer; named in the documents sheet"
        else:
            fits = self.candidates(document, document)
            why = "the only speaker who is no interviewer; the document has this person's name"
        if len(fits) != 1:
            return None
        known = fits[0] in self._person or (fits[0], document) in self._in_document
        return Link(document, label.speaker, fits[0], False, why, known=known)

    def _nobody(self, label: Label) -> Link:
        if label.speaker is None:
            return Link(
                label.document, None, None, False, "no speaker labels", known=False
            )  # fmt: skip
        return Link(
            label.document,
            label.speaker,
            f"{label.document}/{label.speaker}",
            False,
            "no row in the participants sheet",
            known=False,
        )

    # -- attributes ----------------------------------------------------------------------------

    def row_value(self, person: str, document: str, name: str) -> str:
        """A participant's attribute in one document, else anywhere; "" = not recorded."""
        value = self._in_document.get((person, document), {}).get(name, "")
        return value or self._person.get(person, {}).get(name, "")

    def in_document(self, person: str, document: str, name: str) -> str:
        return self._in_document.get((person, document), {}).get(name, "")

    def of_person(self, person: str, name: str) -> str:
        return self._person.get(person, {}).get(name, "")

    def of_document(self, document: str, name: str) -> str:
        return self.documents.get(document, {}).get(name, "")

    def participant_names(self) -> list[str]:
        """Names of the participants' attributes, in sheet order."""
        names = dict.fromkeys(name for row in self.rows for name in row)
        return [name for name in names if name not in PARTICIPANT_KEYS]

    def document_names(self) -> list[str]:
        names = dict.fromkeys(name for row in self.documents.values() for name in row)
        return [name for name in names if name not in DOCUMENT_KEYS]

    def people(self) -> list[str]:
        """Ids of everybody with a row, in sheet order."""
        return list(dict.fromkeys(row_person(row) for row in self.rows))


def asks(link: Link | None, attributes: Mapping[str, str] | None) -> bool:
    """Whether a turn is an interviewer's: by its label, or by its own mark in the turn table."""
    if link is not None and link.interviewer:
        return True
    return ((attributes or {}).get("role") or "").casefold() in INTERVIEWER_ROLES


def row_person(row: Mapping[str, str]) -> str:
    """The person a row of the participants sheet is about."""
    return row.get("participant") or f"{row.get('document', '')}/{row.get('speaker', '')}"


def _with_doubt(link: Link, doubt: str) -> Link:
    return Link(
        link.document,
        link.speaker,
        link.participant,
        link.interviewer,
        link.why,
        "; ".join(filter(None, (link.doubt, doubt))),
        link.known,
    )
