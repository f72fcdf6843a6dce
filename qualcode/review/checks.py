"""Hidden checks: proposals known to be wrong, put among the suggestions of the queue where a team asks for it.

They show how attentively suggestions are read. Whoever switches them on signs an act; everybody is told that
they are on, nobody which they are. How they are kept so that none becomes a coding: `analysis.checks`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.analysis import checks
from qualcode.analysis.audits import reserved
from qualcode.analysis.checks import Check, Deck
from qualcode.analysis.sampling import DEFAULT_SEED
from qualcode.core.asked import asked_number, called
from qualcode.core.ids import suggestion_id
from qualcode.core.text import WORD
from qualcode.errors import CodingError, UsageError, counted
from qualcode.review.queue import kin, standing_checks
from qualcode.review.suggestions_csv import open_rows
from qualcode.store import Draft, Study, codings, state

SHARE = 0.05
LARGEST = 0.5
# A grunt that is proposed for a code gives itself away.
FEWEST_WORDS = 5
LOWEST, FEW = 0.1, 10  # of the segments, by what the engines say of the code
LENGTH = 1.5  # a check is at most so many times as long as what it imitates, or as short
READ = "read for the code by a person, who left it uncoded"
SCORED = "among the segments that the engines score lowest for the code"


@dataclass
class ChecksReport:
    """Hidden checks as they stand. checks: how many the queue can show, of those that nobody answered; drawn:
    how many of them this act drew; open: suggestions that nobody decided. share: one check for 1 / share
    suggestions."""

    on: bool
    checks: int
    drawn: int
    open: int
    share: float

    def __str__(self) -> str:
        if not self.on:
            return "hidden checks are off; answers given so far stay in the report"
        text = (
            f"hidden checks are on: {self.checks:,} among {counted(self.open, 'open suggestion')}; which they"
            " are is not shown, and none of them can become a coding"
        )
        if self.checks < round(self.share * self.open):
            text += "; for more there are no segments that are known to be wrong"
        return text

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "on": self.on,
            "checks": self.checks,
            "drawn": self.drawn,
            "open": self.open,
            "share": self.share,
        }


def set_checks(
    study: Study, coder: str, on: bool = True, *, share: float = SHARE, seed: int = DEFAULT_SEED
) -> ChecksReport:
    """Switch hidden checks on or off for everybody in this project, as one act.

    on: with True checks are drawn until there is one for 1 / share open suggestions; the same call again, later,
    draws those that lack. A check is a segment in a document that has suggestions, with a code for which a
    person read it and left it uncoded or, where there is none such, that the engines score lowest for it;
    nobody coded or proposed it there, nor a code above or beneath it. It shows the score of a real suggestion
    of the code. share: above 0, at most .5, of the suggestions that nobody decided on. Raises CodingError where
    there are none of these, UsageError for a share out of range. Nothing is told of which they are.
    """
    coder = codings.check_coder(coder, "hidden checks")
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= LARGEST:
        raise UsageError("share", called(share), f"above 0, at most {LARGEST:g}")
    seed = asked_number("seed", seed)
    report: list[ChecksReport] = []

    def prepare() -> Draft | None:
        deck = checks.deck(study)
        done = {
            row[0] for row in study.rows("SELECT suggestion_id FROM decision WHERE ended IS NULL")
        }
        usable = set(state.codebook(study).applicable())
        rows = [row for row in open_rows(study, None)[1] if row[0] not in done and row[5] in usable]
        waiting = _waiting(study)
        if not on:
            report[:] = [ChecksReport(False, 0, 0, len(rows), deck.share if deck else share)]
            if deck is None or not deck.on:
                return None
            return _setting(Draft(), False, deck.share, deck.seed, deck.content)
        if not rows:
            raise CodingError(
                study.path.name,
                "has no suggestion that nobody decided on, to put checks among",
                next="Run suggest first",
            )
        lack = max(1, round(share * len(rows))) - len(waiting)
        new = _drawn(study, rows, deck, lack, seed) if lack > 0 else []
        report[:] = [ChecksReport(True, len(waiting) + len(new), len(new), len(rows), float(share))]
        if not new and not waiting:
            raise CodingError(
                study.path.name,
                "has no segment that is known to be wrong for a code that is suggested",
                next="Code a document by hand first, or describe the codes in the codebook",
            )
        if not new and deck is not None and deck.on and deck.share == share:
            return None
        draft = Draft()
        every = [*(deck.checks.values() if deck else ()), *new]
        content = draft.content("checks", [each.as_data() for each in every])
        return _setting(draft, True, float(share), seed, content)

    study.write("hidden checks", coder, prepare)
    return report[0]


def _setting(draft: Draft, on: bool, share: float, seed: int, content: int) -> Draft:
    value = json.dumps({"on": on, "share": share, "seed": seed, "content": content})
    draft.event("setting", {"key": checks.CHECKS, "value": value})
    return draft


def _waiting(study: Study) -> list[Check]:
    """Checks that the queue can show and that nobody has answered."""
    done = {each.suggestion_id for each in checks.answers(study)}
    return [each for each, _ in standing_checks(study) if each.suggestion_id not in done]


def _drawn(
    study: Study, rows: Sequence[Sequence[Any]], deck: Deck | None, number: int, seed: int
) -> list[Check]:
    """New checks, each in the clothes of a real suggestion of its code that was drawn at random."""
    from qualcode.review.learning import fitted

    own = fitted(study)
    material, rank, columns = own.material, own.rank(), {c: at for at, c in enumerate(own.codes)}
    documents = [each.document for each in material.documents]
    versions = state.versions(study)
    with_suggestions = {row[1] for row in rows}
    usable = material.open & np.array(
        [documents[at] in with_suggestions for at in material.group.tolist()], dtype=bool
    )
    usable &= (material.segments.last - material.segments.first) >= FEWEST_WORDS
    usable &= ~_held(study, material, documents)
    taken = _taken(study, material, documents)
    done = dict(deck.checks) if deck is not None else {}
    used = {(each.document, each.start) for each in done.values()}
    # The draws of a later call are others, and the same for the same history.
    chance = np.random.default_rng([seed, len(done)])
    found: list[Check] = []
    for at in chance.permutation(np.tile(np.arange(len(rows)), 3)).tolist():
        if len(found) >= number:
            break
        row = rows[at]
        code = row[5]
        if code not in columns:
            continue
        column = columns[code]
        free = usable & ~taken.get(code, np.zeros(len(material), dtype=bool))
        refused = free & material.considered[:, material.place[code]]
        how, pool = (
            (READ, np.flatnonzero(refused)) if refused.any() else (SCORED, np.array([], int))
        )
        if not len(pool):
            pool = _lowest(rank[:, column], np.flatnonzero(free))
        pool = np.array(
            [x for x in pool.tolist() if (documents[material.group[x]], int(material.start[x])) not in used],
            dtype=np.int64,
        )  # fmt: skip
        if not len(pool):
            continue
        pool = _as_long(material, pool, row)
        segment = int(chance.choice(pool))
        document = documents[int(material.group[segment])]
        start, end = int(material.start[segment]), int(material.end[segment])
        version = versions[document]
        used.add((document, start))
        found.append(
            Check(
                suggestion_id(version.version, document, start, end, code),
                document, version.n, start, end, code, row[6], float(row[7]), row[8],
                _evidence(study, own, segment, row, (version.n, start, end)), how, row[0],
            )
        )  # fmt: skip
    return found


def _lowest(rank: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Of the free segments the tenth that is scored lowest, ten where a tenth is fewer, but never more than
    half; with all that are scored the same. None where the engines score nothing higher, and so tell no
    segment from another."""
    if not len(free):
        return free
    own = np.sort(rank[free])
    number = max(int(LOWEST * len(own)), min(FEW, len(own) // 2), 1)
    limit = own[number - 1]
    return free[rank[free] <= limit] if limit < rank.max() else free[:0]


def _as_long(material: Any, pool: np.ndarray, row: Sequence[Any]) -> np.ndarray:
    """Of the pool the segments about as long as the suggestion that is imitated: small talk among long turns
    would give itself away."""
    wanted = max(int(row[4]) - int(row[3]), 1)
    length = np.maximum(material.end[pool] - material.start[pool], 1)
    apart = np.abs(np.log(length / wanted))
    near = pool[apart <= np.log(LENGTH)]
    return near if len(near) >= FEW else pool[np.argsort(apart, kind="stable")[:FEW]]


def _held(study: Study, material: Any, documents: Sequence[str]) -> np.ndarray:
    """Segments that are to be coded blind for an audit: nobody is shown anything there."""
    blind = reserved(study)
    if not blind:
        return np.zeros(len(material), dtype=bool)
    numbers: dict[str, list[str]] = {
        document: [turn[0] for turn in state.structure(study, version)["turns"]]
        for document, version in state.versions(study).items()
    }
    first = material.index.document_turns
    result = []
    for turn, group in zip(material.segments.turn.tolist(), material.group.tolist(), strict=True):
        document = documents[group]
        result.append(numbers[document][turn - int(first[group])] in blind.get(document, ()))
    return np.array(result, dtype=bool)


def _taken(study: Study, material: Any, documents: Sequence[str]) -> Mapping[str, np.ndarray]:
    """code -> the segments where somebody coded it, or a code above or beneath it, or where a suggestion of one
    of these, whatever became of it, stands."""
    names, book = study.names(), state.codebook(study)
    current = {version.n: document for document, version in state.versions(study).items()}
    place = {document: at for at, document in enumerate(documents)}
    first = np.searchsorted(material.group, np.arange(len(documents) + 1))
    found: dict[str, np.ndarray] = {}
    related: dict[str, set[str]] = {}
    for version, start, end, code in [
        *study.rows("SELECT version, start, end, code FROM suggestion"),
        *study.rows("SELECT version, start, end, code FROM coding WHERE ended IS NULL"),
    ]:
        if version not in current:
            continue
        at = place[current[version]]
        here = slice(int(first[at]), int(first[at + 1]))
        now = book.successor(names[code]) or names[code]
        if now not in related:
            related[now] = kin(book, now)
        touched = (material.start[here] < end) & (material.end[here] > start)
        for each in related[now]:
            mask = found.setdefault(each, np.zeros(len(material), dtype=bool))
            mask[here] |= touched
    return found


def _evidence(
    study: Study, own: Any, segment: int, row: Sequence[Any], where: tuple[int, int, int]
) -> list[list[Any]]:
    """What the queue shows as evidence: what the engines say of this segment or, of an engine that finds
    nothing, its longest word beside the reason that the real suggestion gives."""
    if row[8] != "patterns":
        said = own.evidence(segment, row[5])
        if said:
            return [[each.start, each.end, each.reason] for each in said]
    content, place = study.rows(
        "SELECT evidence, place FROM suggestion WHERE suggestion_id = ?", (row[0],)
    )[0]
    real = study.content(content)
    reasons = [piece[2] for piece in real[place]] if real else []
    version, start, end = where
    longest = max(
        WORD.finditer(study.text(version), start, end),
        key=lambda found: (found.end() - found.start(), -found.start()),
    )
    return [[longest.start(), longest.end(), reason] for reason in reasons[:1]]
