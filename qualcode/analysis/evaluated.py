"""What an evaluation of suggestions found, as plain data: measured in `review.evaluating`, printed by
`present.evaluation`."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.coefficients import Coefficient
from qualcode.analysis.grading import Calibrated, Gain, Shown

# The kinds of reference: codings made without sight of suggestions, and those of which nobody knows.
BLIND, UNKNOWN = "blind", "unknown"
KINDS = {BLIND: 1, UNKNOWN: -1}  # as arrays hold them; 0 grades nothing
# How many suggestions are looked at, on average for each segment.
PER_TURN = (0.25, 0.5, 1.0, 2.0)
# From this probability on the program is taken to say that a segment has the code.
SAYS_YES = 0.5
# Fewer codings or documents than these grade nothing.
LEAST_CODINGS, LEAST_DOCUMENTS = 2, 2
# Codes with fewer codings are marked: one coding more or less moves their figures far.
FEW_CODINGS = 10


@dataclass(frozen=True, eq=False)
class CodeGrade:
    """One code under one kind of reference.

    codings: segments that the person coded; documents: with one of these; segments: that the person
    read for the code, coded or not. reason: why it is not graded, "" where it is; then all figures are
    None. chance: the share of segments with the code, which is the average precision of scores that say
    nothing. shown: at the threshold. looked: how many of its suggestions are among those looked at
    first, one per segment on average over all codes; top: their calibration. saved: work saved at 95 %.
    kappa, alpha: of the program's yes (probability at least SAYS_YES) with the person. people_kappa,
    people_alpha: of the people with each other on those of the segments that two of them read
    (`people_segments`), None where there are none. program_kappa: the program with the same person on
    these segments. own: those of `codings` that have the code itself, for a theme that stands for codes
    too fine to be learned; the others have only such a code. None where it stands for none.
    """

    code: str
    codings: int
    documents: int
    segments: int
    reason: str = ""
    chance: float | None = None
    average_precision: float | None = None
    shown: Shown | None = None
    looked: int | None = None
    top: Calibrated | None = None
    saved: float | None = None
    kappa: Coefficient | None = None
    alpha: Coefficient | None = None
    people_kappa: Coefficient | None = None
    people_alpha: Coefficient | None = None
    program_kappa: Coefficient | None = None
    people_segments: int = 0
    own: int | None = None


@dataclass(frozen=True, eq=False)
class Graded:
    """All codes under one kind of reference (BLIND or UNKNOWN).

    documents: names of those that grade; segments: how many; people: whose codings are the reference ->
    in how many of these documents. codings: of the codes that are graded. average_precision, chance,
    saved: means over these codes. found: how many suggestions are looked at per segment (PER_TURN) ->
    the share of codings among them. shown: at the threshold, over all graded codes. top: calibration of
    those looked at first, one per segment. others: people compared with the reference, and whether all
    of their readings there were blind.
    """

    kind: str
    codes: list[CodeGrade]
    documents: list[str]
    segments: int
    people: dict[str, int]
    codings: int = 0
    average_precision: float | None = None
    chance: float | None = None
    saved: float | None = None
    found: dict[float, float | None] = field(default_factory=dict)
    shown: Shown | None = None
    top: Calibrated | None = None
    others: dict[str, bool] = field(default_factory=dict)

    @property
    def graded(self) -> list[CodeGrade]:
        return [each for each in self.codes if not each.reason]


@dataclass(frozen=True)
class FoldThreshold:
    """The threshold in one fold: value None where nothing was shown, then why. documents: left out."""

    documents: tuple[str, ...]
    value: float | None
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Step:
    """A point of the learning curve. documents: learned from. Each of `average_precision` and `found`: mean
    over draws, and the lowest and the highest draw; None where no draw had a coding to find."""

    documents: int
    average_precision: tuple[float, float, float] | None
    found: tuple[float, float, float] | None


@dataclass(frozen=True, eq=False)
class Curve:
    """The learning curve. codes: those graded; now: documents coded at present; gain: of the share found at
    one suggestion per segment, by `more` documents. tested: how many documents were kept for testing
    in a draw, at least and at most."""

    steps: list[Step]
    now: int
    more: int
    gain: Gain
    draws: int
    tested: tuple[int, int]
    codes: int
    kind: str


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How good suggestions are on a project's own codings.

    coders: whose codings they learned from, by the rule of tables; taught: documents that they can learn
    from. set_aside: code -> coded segments there that grade nothing, because they came from suggestions or
    were made with suggestions or others' work in sight. asked: codes that were asked for, None = all.
    stands_for: theme -> codes too fine to be learned, whose codings count as its own in the grades.
    unread: segments that nobody has read, which grade nothing. vectors: whether sentence vectors were used;
    without, why_no_vectors.
    """

    blind: Graded
    unknown: Graded
    set_aside: dict[str, int]
    unread: int
    thresholds: list[FoldThreshold]
    curve: Curve | None
    engines: tuple[str, ...]
    coders: str
    taught: int
    precision: float
    folds: int
    seed: int
    asked: tuple[str, ...] | None
    stands_for: dict[str, list[str]] = field(default_factory=dict)
    vectors: bool = False
    why_no_vectors: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def main(self) -> Graded:
        """The grades that stand first: by blind codings, where they grade anything."""
        return self.blind if self.blind.graded or not self.unknown.graded else self.unknown


def as_float(values: NDArray) -> NDArray[np.float64]:
    """With -inf for what a program cannot say: it comes last."""
    return np.where(np.isnan(values), -np.inf, values)
