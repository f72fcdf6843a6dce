"""Scores of suggestions as they are now: they move as people decide, while a suggestion keeps the score it
was made with. What was shown when somebody decided stands in the decision."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.queue_scores import CHOICES, FILE, Kept, kept
from qualcode.core.outfiles import write_whole
from qualcode.errors import counted
from qualcode.review.suggesting import last_run, pattern_rates
from qualcode.store import Study, state
from qualcode.suggest.combined import OWN, PATTERNS

if TYPE_CHECKING:
    from qualcode.suggest.combined import Fitted

# Scores are shown with two decimals; what does not show has not moved.
PLACES = 2
_SAME = 1e-6  # scores of the same models, up to rounding
_NO_BOUND = "patterns alone hold nothing back: each has the share in which it was right so far"


@dataclass
class RefreshReport:
    """What a refit did. scored: open suggestions that have a probability now; moved: those that show another
    one than before; open: all of them. decided: decisions since the refit before. embeddings: whether sentence
    vectors were used. engines: which were fitted. notes: what else a person should know, in sentences."""

    open: int
    scored: int
    moved: int
    decided: int
    threshold: float | None
    reason: str
    act: int
    embeddings: bool = False
    engines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [
            f"{self.moved:,} of {counted(self.open, 'open suggestion')} show another score, after"
            f" {counted(self.decided, 'decision')} since the last refit"
        ]
        if self.scored < self.open:
            lines.append(f"{self.open - self.scored:,} have no probability yet")
        if self.threshold is not None:
            lines.append(
                f"of all suggestions at and above a probability of {self.threshold:.2f}, enough are right"
            )
        elif self.reason:
            lines.append(f"no threshold: {self.reason}")
        if self.engines:
            with_them = "with" if self.embeddings else "without"
            vectors = "" if self.engines == (PATTERNS,) else f" {with_them} sentence vectors"
            lines.append(f"scores of {', '.join(self.engines)}{vectors}")
        lines += self.notes
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "open": self.open,
            "scored": self.scored,
            "moved": self.moved,
            "decided": self.decided,
            "threshold": self.threshold,
            "reason": self.reason,
            "act": self.act,
            "embeddings": self.embeddings,
            "engines": list(self.engines),
            "notes": list(self.notes),
        }


def keep(study: Study, new: Kept) -> None:
    """Keep scores beside the project; a study in memory keeps none."""
    folder = study.derived
    if folder is None:
        return
    folder.mkdir(exist_ok=True)

    def write(part: Path) -> None:
        with part.open("wb") as file:
            np.savez(
                file,
                act=new.act,
                ids=np.array(list(new.scores), dtype=np.str_),
                scores=np.array(list(new.scores.values()), dtype=np.float64),
                threshold=np.nan if new.threshold is None else new.threshold,
                reason=new.reason,
                embeddings=CHOICES.index(new.embeddings),
            )

    write_whole(folder / FILE, (".npz",), write)


def decided_since(study: Study, act: int) -> int:
    """Decisions that were made after an act, whoever made them."""
    return int(
        study.value("SELECT count(*) FROM decision WHERE ended IS NULL AND added > ?", (act,)) or 0
    )


@dataclass(frozen=True)
class Choice:
    """What a refit is made with. engines: the project's own; embeddings: whether sentence vectors are used.
    notes: where these are not what the scores that are shown were made with, in sentences."""

    engines: tuple[str, ...]
    embeddings: bool
    notes: tuple[str, ...] = ()


def planned(study: Study, embeddings: bool | None = None) -> Choice:
    """What a refit is to be made with, so that a refit after no decision moves nothing.

    The engines are those of the latest run of suggest that had one of the project's own; all where no run says. Sentence
    vectors (None): as in the last refit, or in a run after it. A run of an earlier version does not say whether it used
    any: the choice whose scores come nearest to those it left is taken. Where no suggestion has a score
    it is as in suggest: where they are available. Where they were used and are not available here, a note
    says so. Raises UsageError where they were asked for and are not available.
    """
    from qualcode.suggest.vectors import available, in_use

    run = last_run(study)
    engines = (run.engines if run else None) or OWN
    if embeddings is not None:
        wanted = in_use(embeddings)
        if engines != (PATTERNS,):
            return Choice(engines, wanted)
        said = "patterns have no use for sentence vectors"
        return Choice(engines, False, (said,) if wanted else ())
    if engines == (PATTERNS,):
        return Choice(engines, False)
    last = kept(study)
    told = last.embeddings if run is None or run.act <= last.act else None
    if told is None and run is not None:
        told = run.embeddings
    reason = available()
    if reason is not None:
        said = f"the scores so far were made with sentence vectors, these without: {reason}"
        return Choice(engines, False, (said,) if told else ())
    return Choice(engines, _nearer(study, engines) if told is None else told)


def _nearer(study: Study, engines: tuple[str, ...]) -> bool:
    """Whether the latest run with scores used sentence vectors, by its scores."""
    from qualcode.suggest.vectors import FILE as VECTORS

    # What patterns propose by themselves has nothing to do with vectors.
    scored = (
        "FROM suggestion s JOIN name n ON n.n = s.engine WHERE s.score IS NOT NULL AND n.text <> ?"
    )
    run = study.value(f"SELECT max(s.added) {scored}", (PATTERNS,))
    if run is None:
        return True
    made = dict(
        study.rows(f"SELECT s.suggestion_id, s.score {scored} AND s.added = ?", (PATTERNS, run))
    )
    # A run with vectors left them beside the project; the likelier choice is tried first, since what
    # gives the same scores again needs no second fit.
    folder = study.derived
    first = folder is not None and (folder / VECTORS.format(name="segments")).is_file()
    apart = {}
    for option in (first, not first):
        given = _fitted_scores(study, option, engines)[0]
        both = [abs(given[each] - score) for each, score in made.items() if each in given]
        apart[option] = float(np.mean(both)) if both else np.inf
        if both and max(both) < _SAME:
            return option
    return min(apart, key=lambda option: apart[option])  # the first of equal ones


def fresh(
    study: Study,
    precision: float,
    embeddings: bool | None = None,
    engines: tuple[str, ...] | None = None,
) -> Kept:
    """Fit the engines to what is decided by now, and score every suggestion on a current text.

    A suggestion whose stretch is no segment of the present texts keeps the score it was made with.
    embeddings, engines: None = see `planned`."""
    if embeddings is None or engines is None:
        chosen = planned(study, embeddings)
        embeddings, engines = chosen.embeddings, engines or chosen.engines
    new, found = _fitted_scores(study, embeddings, engines)
    if engines == (PATTERNS,):
        return Kept(study.last_act, new, None, _NO_BOUND)
    threshold = found.threshold(precision)
    return Kept(study.last_act, new, threshold.value, threshold.reason, embeddings)


def _fitted_scores(
    study: Study, embeddings: bool, engines: tuple[str, ...]
) -> tuple[dict[str, float], Fitted]:
    """Suggestions and their scores by what can be learned now, and what was learned."""
    from qualcode.review.learning import fitted

    found = fitted(study, engines=engines, embeddings=embeddings)
    material = found.material
    scores = pattern_rates(found) if engines == (PATTERNS,) else found.scores()
    place = {each.document: at for at, each in enumerate(material.documents)}
    rows = {
        key: row
        for row, key in enumerate(
            zip(
                material.group.tolist(), material.start.tolist(), material.end.tolist(), strict=True
            )
        )
    }
    column = {code: at for at, code in enumerate(found.codes)}
    names, book = study.names(), state.codebook(study)
    columns = {n: column.get(book.successor(name) or name, -1) for n, name in names.items()}
    current = {version.n: place[document] for document, version in state.versions(study).items()}
    ids: list[str] = []
    at: list[tuple[int, int]] = []
    for suggestion, version, start, end, code in study.rows(
        "SELECT suggestion_id, version, start, end, code FROM suggestion"
    ):
        row = rows.get((current.get(version, -1), start, end))
        if row is not None and columns[code] >= 0:
            ids.append(suggestion)
            at.append((row, columns[code]))
    where = np.array(at, dtype=np.int64).reshape(-1, 2)
    values = scores[where[:, 0], where[:, 1]]
    new = {each: value for each, value in zip(ids, values.tolist(), strict=True) if value == value}
    return new, found
