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
from qualcode.store import Study, state

if TYPE_CHECKING:
    from qualcode.suggest.combined import Fitted

# Scores are shown with two decimals; what does not show has not moved.
PLACES = 2
_SAME = 1e-6  # scores of the same models, up to rounding


@dataclass
class RefreshReport:
    """What a refit did. scored: open suggestions that have a probability now; moved: those that show another
    one than before; open: all of them. decided: decisions since the refit before. embeddings: whether sentence
    vectors were used."""

    open: int
    scored: int
    moved: int
    decided: int
    threshold: float | None
    reason: str
    act: int
    embeddings: bool = False

    def __str__(self) -> str:
        lines = [
            f"{self.moved:,} of {counted(self.open, 'open suggestion')} show another score, after"
            f" {counted(self.decided, 'decision')} since the last refit"
        ]
        if self.scored < self.open:
            lines.append(f"{self.open - self.scored:,} have no probability yet")
        if self.threshold is not None:
            lines.append(f"at and above {self.threshold:.2f} suggestions are right often enough")
        elif self.reason:
            lines.append(f"no threshold: {self.reason}")
        return "\n".join(lines)

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


def choice(study: Study, embeddings: bool | None) -> bool:
    """Whether a refit uses sentence vectors. None: as the run did whose scores are shown.

    That is the last refit, or a run of suggest after it. A run does not say whether it used any: the choice
    whose scores come nearest to those it left is taken. Where no suggestion has a score it is as in suggest: where
    they are available. Raises UsageError where they were asked for and are not available.
    """
    from qualcode.suggest.patterns import NAME as PATTERNS
    from qualcode.suggest.vectors import FILE as VECTORS
    from qualcode.suggest.vectors import in_use

    if embeddings is not None or not in_use(None):
        return in_use(embeddings)
    last = kept(study)
    # What patterns propose by themselves has nothing to do with vectors.
    scored = (
        "FROM suggestion s JOIN name n ON n.n = s.engine WHERE s.score IS NOT NULL AND n.text <> ?"
    )
    run = study.value(f"SELECT max(s.added) {scored}", (PATTERNS,))
    if last.embeddings is not None and (run or 0) <= last.act:
        return last.embeddings
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
        given = _fitted_scores(study, option)[0]
        both = [abs(given[each] - score) for each, score in made.items() if each in given]
        apart[option] = float(np.mean(both)) if both else np.inf
        if both and max(both) < _SAME:
            return option
    return min(apart, key=lambda option: apart[option])  # the first of equal ones


def fresh(study: Study, precision: float, embeddings: bool | None = None) -> Kept:
    """Fit the engines to what is decided by now, and score every suggestion on a current text.

    A suggestion whose stretch is no segment of the present texts keeps the score it was made with.
    embeddings: whether sentence vectors are used, None = where they are available."""
    from qualcode.suggest.vectors import in_use

    used = in_use(embeddings)
    new, found = _fitted_scores(study, used)
    threshold = found.threshold(precision)
    return Kept(study.last_act, new, threshold.value, threshold.reason, used)


def _fitted_scores(study: Study, embeddings: bool) -> tuple[dict[str, float], Fitted]:
    """Suggestions and their scores by what can be learned now, and what was learned."""
    from qualcode.review.learning import fitted

    found = fitted(study, embeddings=embeddings)
    material = found.material
    scores = found.scores()
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
