"""Inference on tables of people: what can be said about differences between groups of participants.

Codings, turns and words of one person are not independent of each other. So a code is tested present or
absent for each person, by dealing out the groups anew among the same people; each code is a test of its own,
for a person may have many codes. Exact tests, residuals, effect sizes and intervals are brought along here
from `contingency` and `intervals`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from qualcode.analysis.arrangements import (
    Bools,
    Floats,
    Ints,
    People,
    all_arrangements,
    random_arrangements,
    ways_to_deal,
)
from qualcode.analysis.contingency import (
    DEFAULT_SEED,
    DRAWS,
    ChiSquare,
    ExactTest,
    adjusted_residuals,
    asked_draws,
    benjamini_hochberg,
    bonferroni,
    conditional_odds_ratio,
    contingency_coefficient,
    cramers_v,
    cramers_v_corrected,
    expected,
    fisher_exact,
    freeman_halton,
    likelihood_ratio,
    pearson_chi2,
    pearson_residuals,
    small_expected_share,
    why_undefined,
)
from qualcode.analysis.intervals import (
    FEWEST,
    Interval,
    people_share_interval,
    rate_interval,
    rate_intervals,
    share_interval,
    share_intervals,
)
from qualcode.analysis.permuted import Pearson, WithinStrata, no_smaller
from qualcode.errors import TableError, UsageError, counted

__all__ = [
    "DEFAULT_SEED",
    "DRAWS",
    "EXCHANGEABILITY",
    "FEWEST",
    "ChiSquare",
    "ExactTest",
    "Interval",
    "Permutation",
    "adjusted_residuals",
    "benjamini_hochberg",
    "bonferroni",
    "conditional_odds_ratio",
    "contingency_coefficient",
    "cramers_v",
    "cramers_v_corrected",
    "expected",
    "fisher_exact",
    "freeman_halton",
    "likelihood_ratio",
    "pearson_chi2",
    "pearson_residuals",
    "people_share_interval",
    "permutation_test",
    "rate_interval",
    "rate_intervals",
    "share_interval",
    "share_intervals",
    "small_expected_share",
    "statistics",
    "why_undefined",
]

EXCHANGEABILITY = (
    "p says how often a difference at least this large comes about when the groups are dealt out anew among "
    "these participants. That the participants are exchangeable is all it supposes; it says nothing about "
    "people who were not asked, for a purposive sample is not drawn at random."
)

# Up to this many ways to deal out the groups, all are looked at instead of a random choice of them; for
# more than 25 people as many fewer, as each way is a row of people.
ALL = 100_000
# Numbers held at once; also what fits into a processor's own memory, so that smaller is not slower.
BLOCK = 100_000


@dataclass(frozen=True, eq=False)
class Permutation:
    """A permutation test of each code, present or absent by participant, against the groups.

    p, statistic, smallest_p, p_max: one float for each code, NaN where `reasons` says why there is none.

    p: the share of arrangements whose statistic is at least the observed one; with random permutations
    (1 + those) / (1 + draws), which is never 0. smallest_p: the least that p could be with these groups and
    this many people with the code, reached by the most uneven arrangement, and with random permutations not
    below 1 / (1 + draws); that alone is given for numbers instead of True and False, and where strata and
    groups are too many to count. Where it is above .05 no data whatsoever could have been significant. p_max: p
    of the largest statistic of all codes (Westfall & Young 1993), which holds for all codes together; where
    codes were not considered for the same people, it is the sum over the sets of codes that were.

    statistic: Pearson's chi-square of present / absent by group; within strata that of Cochran, Mantel and
    Haenszel for general association, with n in place of n - 1, which is Pearson's where there is one stratum.
    n: people considered, n_present: people with the code, for each code. reasons: one text for each code, "" where
    there is a p. draws: random permutations, or all arrangements where `exact` (the most over the codes); 0
    where no code could be tested.
    exact_codes: for each code whether all arrangements were looked at. unit: what is permuted. strata: "" or
    within what. what: what of a person is compared.
    """

    p: Floats
    statistic: Floats
    smallest_p: Floats
    p_max: Floats
    draws: int
    exact: bool
    seed: int
    n: Ints
    n_present: Ints
    exact_codes: Bools
    reasons: tuple[str, ...]
    unit: str = "participants"
    strata: str = ""
    what: str = "present or absent"

    @property
    def method(self) -> str:
        """`permutation of participants within 3 strata, 10,000 draws, seed 20260101`."""
        if not self.draws:
            return "no code could be tested"
        inside = f" {self.strata}" if self.strata else ""
        text = f"permutation of {self.unit}{inside}, "
        if self.exact:
            return text + f"exact: all {counted(self.draws, 'arrangement')}"
        text += f"{counted(self.draws, 'draw')}, seed {self.seed}"
        if number := int(self.exact_codes.sum()):
            text += f"; all arrangements for {counted(number, 'code')} considered for few people"
        return text

    @property
    def notes(self) -> list[str]:
        """What has to be printed under p: how it was found, what could not be, what it supports."""
        if not self.draws:
            return [f"{self.method[0].upper()}{self.method[1:]}."]
        notes = [f"Each code is tested {self.what} by participant: {self.method}."]
        if (tight := int((self.smallest_p > 0.05).sum())) > 0:
            notes.append(
                f"For {counted(tight, 'code')} the smallest p that these groups allow is above .05."
            )
        return [*notes, EXCHANGEABILITY]


# -- the test ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Tested:
    """What one set of codes, considered for the same people, gave: one value for each code, and the largest
    statistic of each arrangement."""

    codes: Ints
    statistic: Floats
    p: Floats
    smallest: Floats
    reasons: list[str]
    largest: Floats
    exact: bool
    draws: int

    def beyond(self, statistic: Floats) -> Floats:
        """The share of arrangements in which some code's statistic is at least this."""
        if not len(self.largest):
            return np.zeros(len(statistic))
        below = np.searchsorted(self.largest, no_smaller(statistic), side="left")
        more = 0 if self.exact else 1
        return (len(self.largest) - below + more) / (len(self.largest) + more)


def _renumbered(values: Ints) -> Ints:
    return np.unique(values, return_inverse=True)[1].reshape(values.shape)


def _tested(codes: Ints, people: People, draws: int, seed: int) -> _Tested:
    number = len(codes)
    nothing = np.full(number, np.nan)

    def undefined(reasons: list[str]) -> _Tested:
        return _Tested(codes, nothing, nothing, nothing, reasons, np.zeros(0), True, 0)

    if len(people.group) < FEWEST:
        who = counted(len(people.group), "person", "people")
        return undefined([f"considered for {who} only: a test needs {FEWEST}"] * number)
    if people.group.max() == 0:
        return undefined(["everybody for whom it was considered is in one group"] * number)
    order = np.argsort(people.stratum, kind="stable")
    people = People(people.present[order], people.group[order], people.stratum[order])
    measure = WithinStrata if people.stratum.max() else Pearson
    reasons = [
        "nobody has this code"
        if not most
        else "everybody has this code"
        if least == most == 1
        else "everybody has the same number"
        if least == most
        else ""
        if testable
        else "in no stratum do people differ both in group and in this code"
        for least, most, testable in zip(
            people.present.min(axis=0).tolist(),
            people.present.max(axis=0).tolist(),
            measure(people).testable.tolist(),
            strict=True,
        )
    ]
    there = np.flatnonzero([not reason for reason in reasons])
    if not len(there):
        return undefined(reasons)
    people = People(people.present[:, there], people.group, people.stratum)
    chi2 = measure(people)
    own = chi2(people.group[None, :])[0]
    ways = ways_to_deal(people.sizes)
    exact = ways * max(25, len(people.group)) <= 25 * ALL
    size = max(len(people.group), len(there))
    arrangements = (
        all_arrangements(people.sizes, max(1, BLOCK // size))
        if exact
        else random_arrangements(people, draws, seed, max(1, BLOCK // size))
    )
    beyond, largest = np.zeros(len(there), dtype=np.int64), []
    best, times = np.full(len(there), -np.inf), np.zeros(len(there), dtype=np.int64)
    threshold = no_smaller(own)
    for labels in arrangements:
        found = chi2(labels)
        beyond += (found >= threshold).sum(axis=0)
        largest.append(found.max(axis=1))
        if exact:
            top = np.maximum(best, found.max(axis=0))
            times = np.where(no_smaller(top) > best, 0, times) + (found >= no_smaller(top)).sum(
                axis=0
            )
            best = top
    if exact:
        p, smallest = beyond / ways, times / ways
    else:
        floor = 1 / (draws + 1)
        known = [chi2.smallest(code) for code in range(len(there))]
        smallest = np.array([max(floor, floor if each is None else each) for each in known])
        # Chance may leave p a little below the least it can be.
        p = np.maximum((beyond + 1) / (draws + 1), smallest)

    def everywhere(values: Floats) -> Floats:
        spread = nothing.copy()
        spread[there] = values
        return spread

    return _Tested(
        codes,
        statistic=everywhere(own),
        p=everywhere(p),
        smallest=everywhere(smallest),
        reasons=reasons,
        largest=np.sort(np.concatenate(largest)),
        exact=exact,
        draws=ways if exact else draws,
    )


def _matrix(values: Any, name: str) -> Floats:
    """People x codes as numbers; NaN where there is none."""
    array = np.asarray(values)
    try:
        numbers = array.astype(np.float64)
    except (TypeError, ValueError):
        raise UsageError(
            name, f"values of type {array.dtype}", "True and False, or one number each"
        ) from None
    if numbers.ndim != 2:
        raise UsageError(name, f"an array of shape {array.shape}", "participants x codes")
    return numbers


def _truths(values: Any, name: str, shape: tuple[int, ...]) -> Bools:
    numbers = _matrix(values, name)
    if numbers.shape != shape:
        raise UsageError(
            name, f"an array of shape {numbers.shape}", f"the shape of present, {shape}"
        )
    if not ((numbers == 0) | (numbers == 1)).all():
        raise UsageError(name, "other values", "True and False only")
    return numbers == 1


def _given(values: Any, of: Bools | None = None) -> Floats:
    """What people have, 0 where the code was not considered for them."""
    have = _matrix(values, "present")
    own = np.ones(have.shape, dtype=bool) if of is None else of
    if not np.isfinite(have[own]).all() or (have[own] < 0).any():
        wrong = have[own & ~(have >= 0) | own & ~np.isfinite(have)][0]
        raise UsageError("present", f"{wrong:g}", "True, False or a number from 0 on")
    return np.where(own, have, 0.0)


def _numbers(values: Any, name: str, people: int) -> Ints:
    array = np.asarray(values)
    if array.shape != (people,):
        raise UsageError(
            name,
            f"an array of shape {array.shape}",
            f"one number for each of {people} participants",
        )
    if array.dtype.kind not in "iu":
        raise UsageError(
            name,
            f"values of type {array.dtype}",
            "whole numbers; a negative one leaves the person out",
        )
    return array.astype(np.int64)


def permutation_test(
    present: Any,
    groups: Any,
    *,
    valid: Any = None,
    strata: Any = None,
    draws: int = DRAWS,
    seed: int = DEFAULT_SEED,
) -> Permutation:
    """Whether people with a code are spread unevenly over groups of people, for each code.

    present: participants x codes, True where the person has the code. A number from 0 on may stand there
    instead, such as the share of a person's turns; the statistic is then the number of people times the
    share of the sum of squares that lies between groups, which for True and False is Pearson's chi-square.
    groups: one whole number for each participant, such as the number of a role; a negative one leaves the
    person out. Every person is in one group: who has several roles has to be put into one of them or left
    out. valid: participants x codes, True where the code was considered for the person; a code is tested
    among those alone. strata: one whole number for each participant; groups are dealt out anew only among
    people of the same stratum (case). A negative one leaves the person out.

    Given how many people have the code and how many each group has, chi-square orders the arrangements as every
    other statistic that grows with the sum of (people with the code)² / size of the group does. Up to
    100,000 different arrangements of at most 25 people (fewer of more people) are all looked at; otherwise
    `draws` random ones, the same for all codes considered for the same people, and the same again with the
    same seed. A code's p does not depend on which other codes are tested.

    Few people have or have not a code in few ways, so p takes few values, the more so in groups of one size: at
    .05, three roles of 8 are told apart by chance in about 2 of 100 studies, of 10, 8 and 6 in about 4, and
    both in fewer where nearly everybody has the code, or nearly nobody.

    Raises TableError below 5 people, UsageError where the arrays do not fit together.

    Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology, 9(1), 39, for p from
    random permutations; Westfall & Young (1993), Resampling-based multiple testing, for p_max.
    """
    number, codes = _matrix(present, "present").shape
    of = np.ones((number, codes), dtype=bool)
    if valid is not None:
        of = _truths(valid, "valid", of.shape)
    have = _given(present, of)
    group = _numbers(groups, "groups", number)
    stratum = np.zeros(number, np.int64) if strata is None else _numbers(strata, "strata", number)
    draws, seed = asked_draws(draws, seed)
    inside = (group >= 0) & (stratum >= 0)
    if (people := int(inside.sum())) < FEWEST:
        raise TableError(
            "test",
            f"{counted(people, 'participant')} in the groups to compare",
            f"at least {FEWEST}: with fewer no arrangement of people is rare enough to mean anything",
            "Show the counts without a test.",
        )
    of = of & inside[:, None]
    columns, same = of[:, :0], np.zeros(0, np.int64)
    if codes:
        columns, same = np.unique(of, axis=1, return_inverse=True)
    tested = []
    for kind in range(columns.shape[1]):
        own, who = np.flatnonzero(same.ravel() == kind), np.flatnonzero(columns[:, kind])
        chosen = People(have[np.ix_(who, own)], _renumbered(group[who]), _renumbered(stratum[who]))
        tested.append(_tested(own, chosen, draws, seed))
    p, statistic, smallest, p_max = (np.full(codes, np.nan) for _ in range(4))
    exact, reasons = np.zeros(codes, dtype=bool), [""] * codes
    for part in tested:
        p[part.codes], statistic[part.codes] = part.p, part.statistic
        smallest[part.codes] = part.smallest
        for code, reason in zip(part.codes.tolist(), part.reasons, strict=True):
            reasons[code], exact[code] = reason, part.exact and not reason
    for code in np.flatnonzero(~np.isnan(p)):
        beyond = sum(each.beyond(statistic[[code]])[0] for each in tested)
        p_max[code] = min(1.0, beyond)
    p_max = np.maximum(p_max, p)
    exactly = all(part.exact for part in tested)
    return Permutation(
        p=p,
        statistic=statistic,
        smallest_p=smallest,
        p_max=p_max,
        draws=max((part.draws for part in tested), default=0) if exactly else draws,
        exact=exactly,
        seed=seed,
        n=of.sum(axis=0),
        n_present=((have > 0) & of).sum(axis=0),
        exact_codes=exact,
        reasons=tuple(reasons),
        what="present or absent" if np.isin(have, (0, 1)).all() else "in number",
        strata="" if strata is None else f"within {_strata_of(stratum[inside])}",
    )


def statistics(present: Any, groups: Any, labels: Any, *, strata: Any = None) -> Floats:
    """The statistic of `permutation_test` for given arrangements: arrangements x codes.

    present, groups, strata: as there, with everybody in a group. labels: arrangements x participants, each
    row an order of `groups` (within strata). NaN for a code that nobody or everybody has.
    """
    have = _given(present)
    group = _renumbered(_numbers(groups, "groups", len(have)))
    stratum = (
        np.zeros(len(have), np.int64) if strata is None else _numbers(strata, "strata", len(have))
    )
    order = np.argsort(stratum, kind="stable")
    people = People(have[order], group[order], _renumbered(stratum[order]))
    measure = (WithinStrata if people.stratum.max() else Pearson)(people)
    numbers = np.searchsorted(np.unique(groups), np.asarray(labels)[:, order])
    return np.where(measure.testable, measure(numbers), np.nan)


def _strata_of(stratum: Ints) -> str:
    return counted(len(np.unique(stratum)), "stratum", "strata")
