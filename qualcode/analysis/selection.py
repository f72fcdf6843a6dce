"""What enters a table: whose codings count, which documents were read, which turns pass the filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from qualcode.analysis.corpus import REFLECTIVE, Attribute, Corpus
from qualcode.core.asked import asked_texts
from qualcode.core.records import BLIND, CONSENSUS, ORIGINS
from qualcode.errors import Problem, TableError, UsageError, counted, listing
from qualcode.store import state

# Filters that cut codings and leave the base as it is.
CODING_FILTERS = ("coder", "origin", "blind", "stale")
_STALE = {"yes": 1, "no": 0, "unknown": -1}


@dataclass
class Selection:
    """One set of codings with the documents they were read in.

    coder: the coder of a column block under `each`, else None. rule: how the set was chosen, in words.
    read: for each document whether it enters the base. considered: for each document and code of the
    codebook whether the code was considered there. coding: for each coding whether it counts; only
    codings in documents that were read do.
    merged: (code, earlier code that was merged into it) -> documents that were read for the earlier one
    only. unread_codings: codings of the chosen coders in documents that do not enter the base.
    """

    coder: str | None
    rule: str
    read: np.ndarray
    considered: np.ndarray
    coding: np.ndarray
    unread_codings: int
    no_passes: bool
    notes: list[str] = field(default_factory=list)
    merged: dict[tuple[str, str], set[int]] = field(default_factory=dict)


def coder_names(corpus: Corpus) -> list[str]:
    """Everybody with a coding or a pass on a current text, by name."""
    passes = {each.coder for each in state.current_passes(corpus.study)}
    return sorted(passes | set(corpus.codings.coders))


def select(corpus: Corpus, coders: str | Iterable[str] = "record") -> list[Selection]:
    """The sets of codings that a table counts: one, or one for each coder under "each".

    coders: "record" (the consensus where settled, else the primary coder, else the only coder),
    "any", "each", or a coder's name. Raises TableError where the rule leaves a document with several
    coders undecided, or the name is no coder's.
    """
    if not isinstance(coders, str):
        names = asked_texts("coders", coders, "record, any, each, or one coder's name")
        if len(names) != 1:
            raise TableError(
                "coders",
                f"{listing(names)} together are no set of codings",
                "record, any, each, or one name",
                "coders='each' gives every coder a column block",
            )
        coders = names[0]
    known = coder_names(corpus)
    if coders == "record":
        return [_record(corpus)]
    if coders == "any":
        return [_any(corpus)]
    if coders == "each":
        return [_of_coder(corpus, name) for name in known] or [_any(corpus)]
    if coders not in known:
        raise TableError(
            coders,
            "has no codings and no passes on the current texts",
            f"coders: {listing(known) or 'none yet'}",
        )
    return [replace(_of_coder(corpus, coders), coder=None)]


class _Passes:
    """The whole-document passes on current texts, by document and coder."""

    def __init__(self, corpus: Corpus) -> None:
        self.none = not state.passes(corpus.study)
        self.place = {document: number for number, document in enumerate(corpus.documents)}
        self.code = {entry.code: number for number, entry in enumerate(corpus.book)}
        self.codes: dict[tuple[int, str], set[str]] = {}
        self.itself: dict[tuple[int, str], set[str]] = {}
        self.merged: dict[tuple[int, str], set[tuple[str, str]]] = {}
        for each in state.current_passes(corpus.study):
            if each.turns is None:
                key = (self.place[each.document], each.coder)
                self.codes.setdefault(key, set()).update(each.codes)
                through = {code for code, _ in each.merged}
                self.itself.setdefault(key, set()).update(set(each.codes) - through)
                self.merged.setdefault(key, set()).update(each.merged)

    def coders(self, document: int) -> list[str]:
        return [coder for place, coder in self.codes if place == document]

    def by_document(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for place, coder in self.codes:
            found.setdefault(place, []).append(coder)
        return found

    def considered(self, corpus: Corpus, chosen: Mapping[int, Iterable[str]]) -> np.ndarray:
        matrix = np.zeros((len(corpus.documents), len(corpus.book)), dtype=bool)
        for place, coders in chosen.items():
            for coder in coders:
                for code in self.codes.get((place, coder), ()):
                    if code in self.code:
                        matrix[place, self.code[code]] = True
        return matrix

    def through_merges(
        self, chosen: Mapping[int, Iterable[str]]
    ) -> dict[tuple[str, str], set[int]]:
        """(code, earlier code) -> documents in which none of the chosen coders considered the code itself."""
        found: dict[tuple[str, str], set[int]] = {}
        for place, coders in chosen.items():
            keys = [(place, coder) for coder in coders]
            itself = set().union(*(self.itself.get(key, set()) for key in keys))
            for code, earlier in set().union(*(self.merged.get(key, set()) for key in keys)):
                if code not in itself:
                    found.setdefault((code, earlier), set()).add(place)
        return found


def _all_considered(corpus: Corpus) -> np.ndarray:
    return np.ones((len(corpus.documents), len(corpus.book)), dtype=bool)


def _record(corpus: Corpus) -> Selection:
    passes, codings = _Passes(corpus), corpus.codings
    merged: dict[tuple[str, str], set[int]] = {}
    primary = state.setting(corpus.study, "primary")
    if passes.none:
        coders_of = _coders_by_codings(corpus)
    else:
        coders_of = passes.by_document()
    chosen: dict[int, str] = {}
    undecided: list[int] = []
    for place, coders in coders_of.items():
        if CONSENSUS in coders and not passes.none:
            chosen[place] = CONSENSUS
        elif primary in coders:
            chosen[place] = str(primary)
        elif len(coders) == 1:
            chosen[place] = coders[0]
        else:
            undecided.append(place)
    if undecided:
        raise _undecided(corpus, undecided, coders_of)
    coder_of = np.full(len(corpus.documents), -1, dtype=np.int64)
    number = {coder: n for n, coder in enumerate(codings.coders)}
    for place, coder in chosen.items():
        coder_of[place] = number.get(coder, -1)
    if passes.none:
        read = np.ones(len(corpus.documents), dtype=bool)
        considered = _all_considered(corpus)
    else:
        read = np.zeros(len(corpus.documents), dtype=bool)
        read[list(chosen)] = True
        whose = {place: [coder] for place, coder in chosen.items()}
        considered, merged = passes.considered(corpus, whose), passes.through_merges(whose)
    coding = _nothing()
    if len(codings):
        coding = (codings.coder == coder_of[codings.document]) & read[codings.document]
    unread = int((~read[codings.document]).sum()) if len(codings) else 0
    kinds = [
        counted(sum(c == CONSENSUS for c in chosen.values()), "document") + " settled"
        if CONSENSUS in chosen.values()
        else "",
        f"primary coder {primary}" if primary else "",
    ]
    by = ", ".join(sorted(set(chosen.values()))) or "nobody"
    rule = "; ".join(["coding of record", *filter(None, kinds), f"coded by {by}"])
    return Selection(None, rule, read, considered, coding, unread, passes.none, merged=merged)


def _undecided(corpus: Corpus, places: list[int], coders_of: Mapping[int, list[str]]) -> TableError:
    names = sorted({coder for place in places for coder in coders_of[place]} - {CONSENSUS})
    found = (
        f"{counted(len(places), 'document has', 'documents have')} several coders and no consensus"
    )
    choices = f"choose one of {listing(['any', 'each', *names], 14)}"
    cure = f"--coders {names[0]}, or name the primary coder: qualcode progress primary, project.set_primary"
    shown = listing(
        f"{corpus.documents[place]} ({listing(sorted(coders_of[place]), 3)})" for place in places
    )
    error = TableError("coders", f"{found}: {shown}", choices, cure)
    error.headline = str(Problem("coders", found, choices, cure))
    error.problems = tuple(
        Problem(corpus.documents[place], f"coded by {listing(sorted(coders_of[place]), 20)}")
        for place in places
    )
    return error


def _coders_by_codings(corpus: Corpus) -> dict[int, list[str]]:
    codings = corpus.codings
    found: dict[int, list[str]] = {}
    if len(codings):
        seen = np.unique(codings.document.astype(np.int64) * len(codings.coders) + codings.coder)
        for key in seen.tolist():
            place, coder = divmod(key, len(codings.coders))
            found.setdefault(place, []).append(codings.coders[coder])
    return found


def _nothing() -> np.ndarray:
    return np.zeros(0, dtype=bool)


def _any(corpus: Corpus) -> Selection:
    passes, codings = _Passes(corpus), corpus.codings
    merged: dict[tuple[str, str], set[int]] = {}
    coding = np.ones(len(codings), dtype=bool)
    if passes.none:
        read, considered = np.ones(len(corpus.documents), dtype=bool), _all_considered(corpus)
    else:
        chosen = passes.by_document()
        read = np.zeros(len(corpus.documents), dtype=bool)
        read[list(chosen)] = True
        considered, merged = passes.considered(corpus, chosen), passes.through_merges(chosen)
    unread = int((~read[codings.document]).sum()) if len(codings) else 0
    if len(codings):
        coding &= read[codings.document]
    names = coder_names(corpus)
    rule = f"codings of any coder ({listing(names)})" if names else "no codings"
    return Selection(None, rule, read, considered, coding, unread, passes.none, merged=merged)


def _of_coder(corpus: Corpus, coder: str) -> Selection:
    passes, codings = _Passes(corpus), corpus.codings
    merged: dict[tuple[str, str], set[int]] = {}
    number = {name: n for n, name in enumerate(codings.coders)}.get(coder, -1)
    coding = codings.coder == number
    if passes.none:
        read, considered = np.ones(len(corpus.documents), dtype=bool), _all_considered(corpus)
    else:
        places = [place for place, name in passes.codes if name == coder]
        read = np.zeros(len(corpus.documents), dtype=bool)
        read[places] = True
        by = {place: [coder] for place in places}
        considered, merged = passes.considered(corpus, by), passes.through_merges(by)
    unread = int((coding & ~read[codings.document]).sum()) if len(codings) else 0
    if len(codings):
        coding &= read[codings.document]
    return Selection(
        coder, f"codings by {coder}", read, considered, coding, unread, passes.none, merged=merged
    )


# -- filters ---------------------------------------------------------------------------------------------


@dataclass
class Filters:
    """`where`, taken apart. turn, document, coding: masks (document: for what is on no turn). words:
    what was filtered, for the note."""

    turn: np.ndarray
    document: np.ndarray
    coding: np.ndarray
    words: list[str]


def filters(corpus: Corpus, where: Mapping[str, Any] | None) -> Filters:
    """Masks of the turns and of the codings that pass `where`.

    where: name -> value or list of values; AND between names, OR within a list. Attribute names cut
    turns and so the base; coder, origin, blind and stale cut codings only. Raises TableError for an
    unknown name and for a value that nobody has.
    """
    turn = np.ones(len(corpus), dtype=bool)
    document = np.ones(len(corpus.documents), dtype=bool)
    codings = corpus.codings
    coding = np.ones(len(codings), dtype=bool)
    words: list[str] = []
    check_where(where)
    for name, given in (where or {}).items():
        values = _values(given)
        if not values:
            raise UsageError(f"where {name}", "no value given", "one value, or a list of values")
        words.append(f"{name} = {' or '.join(values)}")
        if name in CODING_FILTERS:
            coding &= _coding_mask(corpus, name, values)
            continue
        attribute = corpus.attribute(name)
        wanted = []
        for value in values:
            if value in attribute.values:
                wanted.append(attribute.values.index(value))
            elif value != attribute.missing:
                raise TableError(
                    f"where {name}",
                    f"no turn has the value {value!r}",
                    f"values: {listing(attribute.values, 20)}",
                )
        turn &= np.isin(attribute.index, wanted)
        document &= np.isin(attribute.of_document, wanted)
    return Filters(turn, document, coding, words)


def check_where(where: Any) -> None:
    """Raises UsageError where filters are no mapping of names to values."""
    if where is not None and not (
        isinstance(where, Mapping) and all(isinstance(name, str) for name in where)
    ):
        raise UsageError(
            "where",
            f"given as {type(where).__name__}, not as names with values",
            'a mapping such as {"role": "Commissioner"}',
        )


def _values(given: Any) -> list[str]:
    if isinstance(given, bool):
        return ["yes" if given else "no"]
    if isinstance(given, (list, tuple, set, frozenset)):
        return [value for each in given for value in _values(each)]
    return [str(given)]


def _coding_mask(corpus: Corpus, name: str, values: list[str]) -> np.ndarray:
    codings = corpus.codings
    if name == "coder":
        allowed: dict[str, int] = {coder: n for n, coder in enumerate(codings.coders)}
        column = codings.coder
    elif name == "origin":
        allowed, column = {value: n for n, value in enumerate(ORIGINS)}, codings.origin
    elif name == "blind":
        allowed, column = {value: n for n, value in enumerate(BLIND)}, codings.blind
    else:
        allowed, column = _STALE, codings.stale
    if unknown := [value for value in values if value not in allowed]:
        raise TableError(
            f"where {name}", f"{unknown[0]!r} is no value of it", f"values: {listing(allowed)}"
        )
    return np.isin(column, [allowed[value] for value in values])


def countable_turns(
    corpus: Corpus, attributes: list[Attribute], *, interviewers: bool, reflective: bool
) -> np.ndarray:
    """Turns that a table by these attributes may count, before filters and passes."""
    mask = np.ones(len(corpus), dtype=bool)
    if not interviewers:
        mask &= ~corpus.turn_interviewer
    if not reflective:
        mask &= corpus.turn_part != REFLECTIVE
    for attribute in attributes:
        mask &= attribute.index >= 0
    return mask
