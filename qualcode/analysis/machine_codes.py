"""What a program says of turns: codes by turn, and those of the suggestions that stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.queue_scores import kept
from qualcode.core.records import DECISIONS
from qualcode.errors import UsageError, listing
from qualcode.store import Study

PROBABILITY = 0.5  # a suggestion that is as likely right as wrong is taken as said
_REJECT = DECISIONS.index("reject")


@dataclass(frozen=True, slots=True)
class MachineCodes:
    """What a program says of turns. name: which program and by what rule, for print. coded: code ->
    document -> numbers of the turns that have the code."""

    name: str
    coded: Mapping[str, Mapping[str, Collection[str]]]

    def matrix(self, own: Corpus, row_of: Mapping[str, int], rows: int) -> np.ndarray:
        """turns of the corpus x rows: whether any of the row's codes is on the turn. Codes go by their
        present ids; turns that are no longer there are left out."""
        place = turn_places(own)
        found = np.zeros((len(own), rows), dtype=bool)
        for code, documents in self.coded.items():
            row = row_of.get(own.book.successor(code) or code)
            if row is None:
                continue
            for document, turns in documents.items():
                for turn in turns:
                    if (at := place.get((document, turn))) is not None:
                        found[at, row] = True
        return found


def standing_suggestions(
    study: Study,
    *,
    threshold: float = PROBABILITY,
    rank: float = 0.0,
    codes: Collection[str] | None = None,
) -> MachineCodes:
    """What the suggestions that stand say of each turn.

    A turn has a code where a suggestion of it touches the turn whose probability (`score`) is at least
    `threshold` or, where there is none, whose `rank_score` is at least `rank`. Probabilities are those that
    the queue shows: of its last refresh and, where that gave none, as the suggestion was made; the name says
    of which act they are. What anybody rejected does not stand. codes: only these. Raises UsageError for a
    threshold out of range.
    """
    check_probability(threshold, "threshold")
    check_probability(rank, "rank")
    own = corpus(study)
    names, book = study.names(), own.book
    base = {version.n: int(at) for version, at in zip(own.versions, own.base, strict=True)}
    rejected = {
        each
        for (each,) in study.rows(
            "SELECT DISTINCT suggestion_id FROM decision WHERE ended IS NULL AND decision = ?",
            (_REJECT,),
        )
    }
    starts, ends, which = [], [], []
    engines: dict[str, set[bool]] = {}  # engine -> whether its suggestions have a probability
    shown = kept(study)
    moved, made = 0, set[int]()
    for suggestion, version, start, end, code, engine, score, ranked, act in study.rows(
        "SELECT suggestion_id, version, start, end, code, engine, score, rank_score, added FROM suggestion"
    ):
        code = book.successor(names[code]) or names[code]
        if (
            version not in base
            or suggestion in rejected
            or (codes is not None and code not in codes)
        ):
            continue
        if suggestion in shown.scores:
            score = shown.scores[suggestion]
            moved += 1
        else:
            made.add(act)
        engines.setdefault(names[engine], set()).add(score is not None)
        if (ranked < rank) if score is None else (score < threshold):
            continue
        starts.append(base[version] + start)
        ends.append(base[version] + end)
        which.append(code)
    found: dict[str, dict[str, set[str]]] = {}
    stretch, touched = own.pairs(np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))
    for at, turn in zip(stretch.tolist(), own.range_turn[touched].tolist(), strict=True):
        document = own.documents[int(own.turn_document[turn])]
        found.setdefault(which[at], {}).setdefault(document, set()).add(own.turn_number[turn])
    rules = []
    for engine, kinds in sorted(engines.items()):
        least = [f"probability at least {threshold:g}"] if True in kinds else []
        if False in kinds:
            ranks = f"rank at least {rank:g}" if rank else "all that stand"
            least.append(f"without one {ranks}" if least else ranks)
        rules.append(f"{engine} ({', '.join(least)})")
    if not rules:
        return MachineCodes("no suggestions", found)
    since = listing(_of_which_acts(study, shown.act if moved else 0, sorted(made)))
    return MachineCodes(f"suggestions of {listing(rules)}, {since}", found)


def check_probability(value: Any, what: str = "probability") -> None:
    """Raises UsageError for what is no number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise UsageError(what, f"{value!r}", "0 to 1")


def _of_which_acts(study: Study, refresh: int, made: Sequence[int]) -> list[str]:
    """Of which acts the scores are, with the day: they move as people decide."""
    days = dict(study.rows("SELECT n, substr(time, 1, 10) FROM act"))
    found = []
    if refresh:
        found.append(f"scores refreshed after act {refresh} (of {days[refresh]})")
    if made:
        which = f"act {made[0]}" if len(made) == 1 else f"acts {made[0]} to {made[-1]}"
        found.append(f"{'others ' if refresh else ''}as made in {which} ({days[made[-1]]})")
    return found


def turn_places(own: Corpus) -> dict[tuple[str, str], int]:
    """(document, turn) -> position in the corpus."""
    return {
        (own.documents[document], number): turn
        for turn, (document, number) in enumerate(
            zip(own.turn_document.tolist(), own.turn_number, strict=True)
        )
    }
