"""The current texts and codings of a study in columns: the one door through which analysis reads.

Positions are global: every document has a base, and base + offset is a position. All texts then lie
one after another on one line, and a coding finds its turns by two binary searches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from qualcode.core.codebook import Codebook
from qualcode.core.people import (
    INTERVIEWER_ROLES,
    NONE,
    NOT_RECORDED,
    PARTICIPANT_ROLES,
    Link,
    People,
    asks,
)
from qualcode.core.records import BLIND, ORIGINS, Pass
from qualcode.core.text import word_ranges
from qualcode.errors import TableError, listing
from qualcode.store import Study, state
from qualcode.store.state import Version

SPEECH, DESCRIPTIVE, REFLECTIVE, TEXT = range(4)
PARTS = {"speech": SPEECH, "descriptive": DESCRIPTIVE, "reflective": REFLECTIVE, "text": TEXT}

# In an attribute's index: the turn is nobody's words, so a participant's attribute says nothing.
UNATTRIBUTABLE = -1
# Names that the corpus itself knows, beside the columns of the sheets.
OWN_NAMES = ("document", "participant", "speaker", "kind")
LEVELS = ("turn", "document", "participant")


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute over all turns.

    values: in the order of the sheets, "(none)" and "(not recorded)" last where they occur.
    index: for each turn the position in `values`, or UNATTRIBUTABLE.
    of_document: for each document the position of what holds for all of it, whoever speaks.
    of_people: whether it is an attribute of participants, so that field notes have none.
    missing: how print shows that there is no value, "(none)" or "(not recorded)".
    """

    name: str
    values: list[str]
    index: np.ndarray
    of_document: np.ndarray
    of_people: bool
    missing: str = NOT_RECORDED


@dataclass
class Codings:
    """The standing codings on current texts, in columns of one length.

    document, code, coder: positions in `Corpus.documents`, `codes` and `coders`. start, end: global
    positions. stale: 1 yes, 0 no, -1 unknown. blind: position in core.records.BLIND, passes applied.
    number: the rows' numbers in the store, by which `Corpus.coding_texts` finds ids and times: a table
    counts a million codings without them.
    """

    number: np.ndarray
    document: np.ndarray
    start: np.ndarray
    end: np.ndarray
    code: np.ndarray
    coder: np.ndarray
    origin: np.ndarray
    blind: np.ndarray
    stale: np.ndarray
    codes: list[str] = field(default_factory=list)
    coders: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.number)


class Corpus:
    """Documents, turns, people and codings of a study as it stands at one act."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.last_act = study.last_act
        self.people: People = state.people(study)
        self.book: Codebook = state.codebook(study)
        self.role_from = state.setting(study, "role_from") or "role"
        self.links: dict[tuple[str, str | None], Link] = state.links(study)
        self.versions: list[Version] = list(state.versions(study).values())
        self.documents: list[str] = [version.document for version in self.versions]
        lengths = np.array([version.length for version in self.versions], dtype=np.int64)
        # One position is left free after each text, so that no two texts touch.
        self.base = np.concatenate(([0], np.cumsum(lengths + 1)))[:-1].astype(np.int64)
        self.lengths = lengths
        self._attributes: dict[str, Attribute] = {}
        self._read_turns()

    def _read_turns(self) -> None:
        documents: list[int] = []
        numbers: list[str] = []
        speakers: list[str | None] = []
        times: list[str | None] = []
        words: list[int] = []
        parts: list[int] = []
        persons: list[int] = []
        interviewer: list[bool] = []
        own: list[dict[str, str] | None] = []
        starts: list[int] = []
        ends: list[int] = []
        range_start: list[int] = []
        range_end: list[int] = []
        range_turn: list[int] = []
        known: dict[str, int] = {}
        for place, version in enumerate(self.versions):
            base = int(self.base[place])
            for number, speaker, edges, time, _, part, attributes, count in state.structure(
                self.study, version
            )["turns"]:
                turn = len(documents)
                link = self.links.get((version.document, speaker)) if part == "speech" else None
                person = -1
                asked = part == "speech" and asks(link, attributes)
                if link is not None and not asked and link.participant is not None:
                    person = known.setdefault(link.participant, len(known))
                documents.append(place)
                numbers.append(number)
                speakers.append(speaker)
                times.append(time)
                words.append(count)
                parts.append(PARTS[part])
                persons.append(person)
                interviewer.append(asked)
                own.append(attributes)
                starts.append(base + edges[0])
                ends.append(base + edges[-1])
                for at in range(0, len(edges), 2):
                    range_start.append(base + edges[at])
                    range_end.append(base + edges[at + 1])
                    range_turn.append(turn)
        self.turn_document = np.array(documents, dtype=np.int32)
        self.turn_number = numbers
        self.turn_speaker = speakers
        self.turn_time = times
        self.turn_words = np.array(words, dtype=np.int64)
        self.turn_part = np.array(parts, dtype=np.int8)
        self.turn_person = np.array(persons, dtype=np.int32)
        self.turn_interviewer = np.array(interviewer, dtype=bool)
        self.turn_attributes = own
        self.turn_start = np.array(starts, dtype=np.int64)
        self.turn_end = np.array(ends, dtype=np.int64)
        self.persons = list(known)
        # Ranges of turns never overlap but may interleave, so they are put in the order of the text.
        start = np.array(range_start, dtype=np.int64)
        order = np.argsort(start, kind="stable")
        self.range_start = start[order]
        self.range_end = np.array(range_end, dtype=np.int64)[order]
        self.range_turn = np.array(range_turn, dtype=np.int32)[order]

    def __len__(self) -> int:
        return len(self.turn_number)

    def text(self, document: int) -> str:
        return self.study.text(self.versions[document].n)

    # -- words -------------------------------------------------------------------------------------

    @cached_property
    def word_starts(self) -> np.ndarray:
        """Global positions of the first characters of all words, sorted."""
        found: list[np.ndarray] = []
        for place, base in enumerate(self.base.tolist()):
            words = word_ranges(self.text(place), self.ranges_of(place))
            found.append(np.fromiter((a for a, _ in words), np.int64, len(words)) + base)
        return np.concatenate(found) if found else np.empty(0, np.int64)

    # -- attributes --------------------------------------------------------------------------------

    def attribute_names(self) -> list[str]:
        """Every name that a table can be split or filtered by, in sheet order, roles first."""
        names = dict.fromkeys(["role", "case", "phase"])
        names.update(dict.fromkeys(self.people.participant_names()))
        names.update(dict.fromkeys(self.people.document_names()))
        names.update(dict.fromkeys(self._turn_names))
        names.update(dict.fromkeys(OWN_NAMES))
        return list(names)

    @cached_property
    def _turn_names(self) -> list[str]:
        names: dict[str, None] = {}
        for attributes in self.turn_attributes:
            if attributes:
                names.update(dict.fromkeys(attributes))
        return list(names)

    def attribute(self, name: str) -> Attribute:
        """The values of one attribute, resolved at every turn.

        name: a column of any sheet; "document.x", "participant.x" or "turn.x" for one level only; or
        "document", "participant", "speaker", "kind". Raises TableError for an unknown name.
        """
        if name not in self._attributes:
            self._attributes[name] = self._resolve(name)
        return self._attributes[name]

    def _resolve(self, name: str) -> Attribute:
        if name in ("document", "participant", "speaker"):
            return self._own(name)
        level, dot, rest = name.partition(".")
        if not (dot and level in LEVELS):
            level, rest = "", name
        if level == "" and rest == "role":
            rest = self.role_from
        people, documents = self.people.participant_names(), self.people.document_names()
        known = (
            (level in ("", "participant") and rest in people)
            or (level in ("", "document") and rest in documents)
            or (level in ("", "turn") and rest in self._turn_names)
            or (level == "" and name in ("role", "case", "phase", "kind"))
        )
        if not known:
            raise TableError(
                name,
                "is no attribute of this project",
                f"attributes: {listing(self.attribute_names(), 20)}",
            )
        decided_by_document = level == "" and rest in ("case", "phase")
        # A name that only documents have is a fact about the document, for field notes too.
        of_people = (
            not decided_by_document
            and level in ("", "participant")
            and (rest in people or name == "role")
        )
        sheets = [
            *(self.people.rows if level in ("", "participant") and not decided_by_document else ()),
            *(self.people.documents.values() if level in ("", "document") else ()),
        ]
        order = list(dict.fromkeys(row[rest] for row in sheets if row.get(rest)))
        value = self._resolver(level, rest, decided_by_document)
        return self._indexed(name, rest, order, value, of_people)

    def _resolver(
        self, level: str, name: str, decided_by_document: bool
    ) -> Callable[[int, int, str], str]:
        people, documents = self.people, self.documents

        def value(document: int, person: int, own: str) -> str:
            where = documents[document]
            if decided_by_document or level == "document":
                return people.of_document(where, name)
            if level == "turn":
                return own
            who = self.persons[person] if person >= 0 else None
            if level == "participant":
                return people.row_value(who, where, name) if who is not None else ""
            return (
                own
                or (people.in_document(who, where, name) if who is not None else "")
                or people.of_document(where, name)
                or (people.of_person(who, name) if who is not None else "")
            )

        return value

    def _indexed(
        self,
        name: str,
        column: str,
        order: list[str],
        value: Callable[[int, int, str], str],
        of_people: bool,
    ) -> Attribute:
        missing = NONE if name in ("case", "document.case") else NOT_RECORDED
        position: dict[str, int] = {text: number for number, text in enumerate(order)}
        cache: dict[tuple[int, int, str], int] = {}

        def placed(document: int, person: int, own: str) -> int:
            key = (document, person, own)
            if key not in cache:
                found = value(document, person, own)
                if not found and of_people and person < 0:
                    cache[key] = UNATTRIBUTABLE
                else:
                    cache[key] = position.setdefault(found or missing, len(position))
            return cache[key]

        index = np.empty(len(self), dtype=np.int32)
        for turn, (document, person) in enumerate(
            zip(self.turn_document.tolist(), self.turn_person.tolist(), strict=True)
        ):
            attributes = self.turn_attributes[turn]
            own = (attributes or {}).get(column, "")
            if column == "role" and own.casefold() in _MARKS:
                own = ""
            index[turn] = placed(document, person, own)
        everywhere = np.fromiter(
            (placed(document, -1, "") for document in range(len(self.documents))),
            np.int32,
            len(self.documents),
        )
        return _tidied(name, list(position), index, everywhere, of_people, missing)

    def _own(self, name: str) -> Attribute:
        number = len(self.documents)
        nowhere = np.full(number, UNATTRIBUTABLE, dtype=np.int32)
        if name == "document":
            own = np.arange(number, dtype=np.int32)
            return Attribute(name, list(self.documents), self.turn_document.copy(), own, False)
        if name == "participant":
            rank = {person: number for number, person in enumerate(self.people.people())}
            order = sorted(
                range(len(self.persons)), key=lambda n: (rank.get(self.persons[n], len(rank)), n)
            )
            place = np.empty(len(order) + 1, dtype=np.int32)
            place[order] = np.arange(len(order))
            place[-1] = UNATTRIBUTABLE
            values = [self.persons[n] for n in order]
            return Attribute(name, values, place[self.turn_person], nowhere, True)
        position: dict[str, int] = {}
        index = np.fromiter(
            (
                UNATTRIBUTABLE if speaker is None else position.setdefault(speaker, len(position))
                for speaker in self.turn_speaker
            ),
            np.int32,
            len(self),
        )
        return Attribute(name, list(position), index, nowhere, True)

    # -- codings -----------------------------------------------------------------------------------

    @cached_property
    def codings(self) -> Codings:
        """Every standing coding on a current text."""
        names = self.study.names()
        place = {version.n: number for number, version in enumerate(self.versions)}
        rows = self.study.rows(
            "SELECT n, version, start, end, code, coder, origin, blind, codebook_hash FROM coding"
            " WHERE ended IS NULL ORDER BY n"
        )
        table = np.array(rows, dtype=np.int64).reshape(len(rows), 9)
        # Codings on earlier texts are not about the present ones.
        numbers, where = np.unique(table[:, 1], return_inverse=True)
        document = np.array([place.get(n, -1) for n in numbers.tolist()], dtype=np.int32)[where]
        table, document = table[document >= 0], document[document >= 0]
        base = self.base[document]
        code, codes = _interned(table[:, 4], names)
        coder, coders = _interned(table[:, 5], names)
        made_under, hashes = _interned(table[:, 8], names)
        current = {entry.code: entry.hash for entry in self.book}
        stale = np.array(
            [
                [
                    -1 if not own or kind not in current else int(own != current[kind])
                    for own in hashes
                ]
                for kind in codes
            ],
            dtype=np.int8,
        ).reshape(len(codes), len(hashes))
        found = Codings(
            table[:, 0],
            document,
            table[:, 2] + base,
            table[:, 3] + base,
            code,
            coder,
            table[:, 6].astype(np.int8),
            table[:, 7].astype(np.int8),
            stale[code, made_under],
            codes,
            coders,
        )
        self._blind_by_pass(found)
        return found

    def coding_texts(self, rows: np.ndarray) -> tuple[list[str], list[str]]:
        """Ids and times of the codings at these positions."""
        wanted = self.codings.number[rows].tolist()
        found: dict[int, tuple[str, str]] = {}
        select = "SELECT n, coding_id, time FROM coding"
        if len(wanted) > 5_000:
            stored = self.study.rows(f"{select} ORDER BY n")
            if [n for n, _, _ in stored] == wanted:  # all that there are, in their order
                return [coding for _, coding, _ in stored], [time for _, _, time in stored]
            found = {n: (coding, time) for n, coding, time in stored}
        else:
            for at in range(0, len(wanted), 500):
                some = tuple(wanted[at : at + 500])
                marks = ",".join("?" * len(some))
                for n, coding, time in self.study.rows(f"{select} WHERE n IN ({marks})", some):
                    found[n] = (coding, time)
        # A coding that somebody's undo took away since keeps its place in the table that counted it.
        texts = [found.get(n, ("", "")) for n in wanted]
        return [coding for coding, _ in texts], [time for _, time in texts]

    def _blind_by_pass(self, codings: Codings) -> None:
        """A manual coding of unknown blindness is as blind as its coder's pass over the place for its code;
        of several passes the least blind one says it."""
        place = {document: number for number, document in enumerate(self.documents)}
        coder = {name: number for number, name in enumerate(codings.coders)}
        unknown, no = BLIND.index("unknown"), BLIND.index("no")
        said = np.full((len(place), len(coder)), unknown, dtype=codings.blind.dtype)
        every = set(codings.codes)
        own = [
            each
            for each in state.current_passes(self.study)
            if each.blind != "unknown" and each.coder in coder
        ]
        number = Counter((each.document, each.coder) for each in own)
        parts: list[Pass] = []
        for each in own:
            alone = number[each.document, each.coder] == 1
            if alone and each.turns is None and every <= set(each.codes):
                said[place[each.document], coder[each.coder]] = BLIND.index(each.blind)
            else:
                parts.append(each)
        open_ = (codings.blind == unknown) & np.isin(
            codings.origin, [ORIGINS.index("manual"), ORIGINS.index("imported")]
        )
        codings.blind[open_] = said[codings.document, codings.coder][open_]
        if not parts:
            return
        # A pass looks at the codings of its document only: there may be thousands of each.
        earlier = self._earlier_codes()
        order = np.argsort(codings.document, kind="stable")
        sorted_ = codings.document[order]
        for each in parts:
            document = place[each.document]
            rows = order[slice(*np.searchsorted(sorted_, [document, document + 1]))]
            rows = rows[
                open_[rows]
                & (codings.coder[rows] == coder[each.coder])
                & (codings.blind[rows] != no)
            ]
            considered = set(each.codes)
            codes = [n for n, code in enumerate(codings.codes) if code in considered]
            asked = np.isin(codings.code[rows], codes)
            if not asked.all():
                # Coded anew since under a code of which the pass could not know: it was read for the earlier.
                asked |= [bool(earlier.get(n, set()) & considered) for n in codings.number[rows]]
            rows = rows[asked]
            if each.turns is not None:
                rows = rows[self._within(codings, rows, document, each.turns)]
            codings.blind[rows] = BLIND.index(each.blind)

    def _earlier_codes(self) -> dict[int, set[str]]:
        """Standing codings that replaced others, by number -> the codes of those, under their present ids."""
        names = self.study.names()
        found: dict[int, set[str]] = {}
        for n, code in self.study.rows(
            "WITH RECURSIVE up(n, id) AS ("
            "SELECT n, replaces FROM coding WHERE replaces IS NOT NULL AND ended IS NULL UNION"
            " SELECT up.n, c.replaces FROM up JOIN coding c ON c.coding_id = up.id"
            " WHERE c.replaces IS NOT NULL)"
            " SELECT up.n, c.code FROM up JOIN coding c ON c.coding_id = up.id"
        ):
            present = self.book.successor(names[code]) or names[code]
            found.setdefault(n, set()).add(present)
        return found

    def _within(
        self, codings: Codings, rows: np.ndarray, document: int, numbers: Sequence[str]
    ) -> np.ndarray:
        """Whether codings touch turns of these numbers, and no others."""
        read = np.zeros(len(self), dtype=bool)
        turns = np.flatnonzero(self.turn_document == document).tolist()
        read[[turn for turn in turns if self.turn_number[turn] in numbers]] = True
        stretch, touched = self.pairs(codings.start[rows], codings.end[rows])
        inside = np.bincount(stretch, minlength=len(rows)) > 0
        inside[stretch[~read[self.range_turn[touched]]]] = False
        return inside

    def on_whole_document(self, rows: np.ndarray) -> np.ndarray:
        """Whether codings cover a document of several turns from end to end: a remark on the document,
        not on a turn. rows: positions in `codings`."""
        own = self.codings
        if not len(rows):
            return np.zeros(0, dtype=bool)
        document = own.document[rows]
        turns = np.bincount(self.turn_document, minlength=len(self.documents))
        base = self.base[document]
        return (
            (own.start[rows] == base)
            & (own.end[rows] == base + self.lengths[document])
            & (turns[document] > 1)
        )

    def ranges_of(self, place: int) -> list[tuple[int, int]]:
        """The ranges of one document's turns in the order of the text, as document offsets."""
        base = self.base[place]
        first, last = np.searchsorted(self.range_start, [base, base + self.lengths[place] + 1])
        return list(
            zip(
                (self.range_start[first:last] - base).tolist(),
                (self.range_end[first:last] - base).tolist(),
                strict=True,
            )
        )

    def pairs(self, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Which ranges of turns the stretches [start, end) touch: (stretch, range), both positions."""
        return touched_ranges(self.range_start, self.range_end, start, end)

    def need_codebook(self) -> None:
        """Raises TableError where the project has no codebook."""
        if not len(self.book):
            raise TableError(
                self.study.path.name, "has no codebook", next="Load one: qualcode codebook load"
            )


def touched_ranges(
    range_start: np.ndarray, range_end: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which of these ranges, in order and apart, the stretches [start, end) touch: (stretch, range), both
    positions."""
    first = np.searchsorted(range_end, start, side="right")
    last = np.searchsorted(range_start, end, side="left")
    count = np.maximum(last - first, 0)
    stretch = np.repeat(np.arange(len(start)), count)
    within = np.arange(len(stretch)) - np.repeat(np.cumsum(count) - count, count)
    return stretch, np.repeat(first, count) + within


# Values of a turn table's `role` that only mark who asks and who answers.
_MARKS = PARTICIPANT_ROLES | INTERVIEWER_ROLES


def _interned(numbers: np.ndarray, names: dict[int, str]) -> tuple[np.ndarray, list[str]]:
    """Positions in a short list of names, in the order in which the names were first used."""
    unique, index = np.unique(numbers, return_inverse=True)
    return index.astype(np.int32), [names[n] for n in unique.tolist()]


def _tidied(
    name: str,
    values: list[str],
    index: np.ndarray,
    of_document: np.ndarray,
    of_people: bool,
    missing: str,
) -> Attribute:
    """Values in order, the two kinds of "nothing" at the end."""
    last = [text for text in (NONE, NOT_RECORDED) if text in values]
    order = [n for n, text in enumerate(values) if text not in last]
    order += [values.index(text) for text in last]
    place = np.empty(len(values) + 1, dtype=np.int32)
    place[order] = np.arange(len(order))
    place[-1] = UNATTRIBUTABLE  # index -1 reaches the last place
    ordered = [values[n] for n in order]
    return Attribute(name, ordered, place[index], place[of_document], of_people, missing)


def corpus(study: Study) -> Corpus:
    """The corpus of a study, remembered until the next act."""
    return study.cached("corpus", lambda: Corpus(study))
