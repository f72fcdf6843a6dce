"""Statistics of one table of counts: tests, residuals, effect sizes, and p-values of many tests.

A table is a list of rows or a 2-D array of whole numbers; each thing that was counted must lie in one cell
only. People counted once each are such things; codings of the same person are not independent of each
other, so a chi-square over codings says far too often that groups differ (about one time in two at an
intra-class correlation of .15, where one in twenty is promised).

Rows and columns without a count say nothing: they are left out of every statistic, and a residual there
is None. What is undefined is None, and `why_undefined` says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualcode.core.asked import asked_number, called
from qualcode.errors import UsageError

DEFAULT_SEED = 20260101
DRAWS = 10_000
# More would tell p below one in a million from p below one in ten million, and hold gigabytes.
MOST_DRAWS = 1_000_000
# Two tables count as equally probable when their probabilities differ by less than this share, so that
# rounding does not decide which tables are "at most as probable" as the observed one.
SAME = 1e-7
# Partial tables looked at before an exact test gives way to a Monte Carlo one: some seconds.
LIMIT = 20_000_000
# Numbers held at once while partial tables are looked at.
BLOCK = 1_000_000

Counts = Sequence[Sequence[int]] | NDArray[Any] | Any
Residuals = list[list[float | None]]


class ChiSquare(NamedTuple):
    """A chi-square test: statistic, degrees of freedom, p from the chi-square distribution.

    statistic and p are None where fewer than two rows or columns hold counts; df is then 0.
    """

    statistic: float | None
    df: int
    p: float | None


@dataclass(frozen=True)
class ExactTest:
    """Freeman and Halton's test of a table.

    p: None where it is undefined, and `reason` says why. exact: every table with these margins was
    counted; otherwise p was estimated from `draws` random tables (seeded) and is never below
    1/(draws + 1). draws and seed are None for an exact p.
    """

    p: float | None
    exact: bool
    draws: int | None = None
    seed: int | None = None
    reason: str = ""

    @property
    def method(self) -> str:
        if self.p is None:
            return f"undefined: {self.reason}"
        if self.exact:
            return "Freeman–Halton, exact"
        return f"Freeman–Halton, Monte Carlo ({self.draws:,} random tables, seed {self.seed})"


def asked_draws(draws: Any, seed: Any) -> tuple[int, int]:
    """Both as whole numbers; UsageError for draws below 1 or above 1,000,000, and for a seed below 0."""
    number = asked_number("draws", draws, 1)
    if number > MOST_DRAWS:
        raise UsageError("draws", f"{number:,}", f"1 to {MOST_DRAWS:,}")
    return number, asked_number("seed", seed)


def counts_of(table: Counts) -> NDArray[np.int64]:
    """The table as whole numbers, rows x columns.

    Raises UsageError where it is not a rectangle of whole numbers from 0 on.
    """
    try:
        array = np.array(table, dtype=object)
    except ValueError:
        array = np.empty(0, dtype=object)
    if array.ndim != 2:
        raise UsageError(
            "table",
            "rows of unequal length, or no rows at all",
            "a list of rows of counts, all of one length",
        )
    try:
        numbers = array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise UsageError("table", str(error), "counts: whole numbers from 0 on") from None
    wrong = ~((numbers >= 0) & (numbers == np.floor(numbers)) & (numbers < 2**53))
    if wrong.any():
        raise UsageError("table", f"{array[wrong][0]!r}", "counts: whole numbers from 0 on")
    return numbers.astype(np.int64)


def _filled(table: Counts) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """The table without empty rows and columns, and which rows and columns stayed."""
    counts = counts_of(table)
    rows, columns = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    return counts[np.ix_(rows, columns)], rows, columns


def why_undefined(table: Counts) -> str:
    """Why no test of this table is defined; "" where one is."""
    counts, _, _ = _filled(table)
    if not counts.size:
        return "the table holds no counts"
    for number, name in zip(counts.shape, ("row", "column"), strict=True):
        if number == 1:
            return f"only one {name} holds counts, so there is nothing to compare"
    return ""


def expected(table: Counts) -> NDArray[np.float64]:
    """Counts expected under independence, rows x columns: row total times column total over all.

    0 in an empty row or column.
    """
    counts = counts_of(table)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    return np.outer(rows, columns) / max(int(counts.sum()), 1)


def _chi_square(statistic: float, counts: NDArray[np.int64]) -> ChiSquare:
    from scipy.special import chdtrc

    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return ChiSquare(statistic, df, float(chdtrc(df, statistic)))


def pearson_chi2(table: Counts) -> ChiSquare:
    """Pearson's chi-square, without a continuity correction: (statistic, df, p)."""
    counts, _, _ = _filled(table)
    if min(counts.shape) < 2:
        return ChiSquare(None, 0, None)
    due = expected(counts)
    return _chi_square(float(((counts - due) ** 2 / due).sum()), counts)


def likelihood_ratio(table: Counts) -> ChiSquare:
    """The likelihood ratio G², twice the sum of observed x log(observed / expected): (statistic, df, p)."""
    counts, _, _ = _filled(table)
    if min(counts.shape) < 2:
        return ChiSquare(None, 0, None)
    own = counts > 0  # a cell of 0 adds 0
    ratio = counts[own] / expected(counts)[own]
    return _chi_square(max(0.0, float(2 * (counts[own] * np.log(ratio)).sum())), counts)


def _residuals(table: Counts, adjusted: bool) -> Residuals:
    counts, rows, columns = _filled(table)
    shape = (len(rows), len(columns))
    found: Residuals = [[None] * shape[1] for _ in range(shape[0])]
    if min(counts.shape) < 2:
        return found
    due = expected(counts)
    spread = due
    if adjusted:
        total = counts.sum()
        spread = due * np.outer(1 - counts.sum(axis=1) / total, 1 - counts.sum(axis=0) / total)
    values = (counts - due) / np.sqrt(spread)
    for i, row in zip(np.flatnonzero(rows).tolist(), values.tolist(), strict=True):
        for j, value in zip(np.flatnonzero(columns).tolist(), row, strict=True):
            found[i][j] = value
    return found


def adjusted_residuals(table: Counts) -> Residuals:
    """Adjusted standardised residuals, rows x columns: about standard normal where nothing differs.

    (observed - expected) / sqrt(expected x (1 - row share) x (1 - column share)). None in an empty row or
    column, and everywhere where only one row or column holds counts.

    Haberman, S. J. (1973). The analysis of residuals in cross-classified tables. Biometrics, 29, 205–220.
    """
    return _residuals(table, adjusted=True)


def pearson_residuals(table: Counts) -> Residuals:
    """(observed - expected) / sqrt(expected), rows x columns; their squares sum to Pearson's chi-square.

    None where `adjusted_residuals` is None.
    """
    return _residuals(table, adjusted=False)


def cramers_v(table: Counts) -> float | None:
    """Cramér's V, 0 to 1: sqrt(chi² / (n x (the smaller of rows and columns - 1))).

    At the sizes of interview studies most of a small V is bias: see `cramers_v_corrected`.
    """
    counts, _, _ = _filled(table)
    statistic = pearson_chi2(counts).statistic
    if statistic is None:
        return None
    return min(1.0, math.sqrt(statistic / (int(counts.sum()) * (min(counts.shape) - 1))))


def cramers_v_corrected(table: Counts) -> float | None:
    """Cramér's V with the correction for small samples; 0 where V is no more than chance brings.

    None also where there is only one count for each row or each column.

    Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T. Journal of the Korean
    Statistical Society, 42, 323–328.
    """
    counts, _, _ = _filled(table)
    statistic = pearson_chi2(counts).statistic
    if statistic is None:
        return None
    n = int(counts.sum())
    r, c = counts.shape
    phi2 = max(0.0, statistic / n - (r - 1) * (c - 1) / (n - 1))
    smaller = min(k - (k - 1) ** 2 / (n - 1) - 1 for k in (r, c))
    return min(1.0, math.sqrt(phi2 / smaller)) if smaller > 1e-12 else None


def contingency_coefficient(table: Counts) -> float | None:
    """Pearson's contingency coefficient: sqrt(chi² / (chi² + n)); its maximum is below 1."""
    counts, _, _ = _filled(table)
    statistic = pearson_chi2(counts).statistic
    return None if statistic is None else math.sqrt(statistic / (statistic + int(counts.sum())))


def small_expected_share(table: Counts) -> float | None:
    """The share of cells whose expected count is below 5; chi-square's own p is then not to be trusted."""
    counts, _, _ = _filled(table)
    return float((expected(counts) < 5).mean()) if counts.size else None


# -- exact tests ---------------------------------------------------------------------------------------


def _two_by_two(table: Counts) -> tuple[NDArray[np.int64], bool]:
    counts = counts_of(table)
    if counts.shape != (2, 2):
        shape = " x ".join(str(number) for number in counts.shape)
        raise UsageError("table", f"{shape} cells", "2 x 2", "For others use freeman_halton.")
    return counts, bool(counts.any(axis=1).all() and counts.any(axis=0).all())


def fisher_exact(
    table: Counts, alternative: Literal["two-sided", "less", "greater"] = "two-sided"
) -> float | None:
    """p of Fisher's exact test of a 2 x 2 table; None where a row or column is empty.

    alternative: "greater" for an odds ratio above 1, "less" for one below 1; "two-sided" adds up all tables
    that are at most as probable as the observed one. Raises UsageError for another shape or word.
    """
    from scipy.stats import fisher_exact as fisher

    if alternative not in ("two-sided", "less", "greater"):
        raise UsageError("alternative", f"{alternative!r}", "two-sided, less or greater")
    counts, defined = _two_by_two(table)
    return min(1.0, float(fisher(counts, alternative)[1])) if defined else None


def conditional_odds_ratio(table: Counts) -> float | None:
    """The odds ratio of a 2 x 2 table at which its margins make it most likely (as R's fisher.test gives).

    0 or infinite where a cell is empty; None where a row or column is.
    """
    from scipy.stats.contingency import odds_ratio

    counts, defined = _two_by_two(table)
    return float(odds_ratio(counts, kind="conditional").statistic) if defined else None


def freeman_halton(
    table: Counts, *, draws: int = DRAWS, seed: int = DEFAULT_SEED, limit: int = LIMIT
) -> ExactTest:
    """The exact test of a table of any size: how probable are tables at most as probable as this one,
    among all with the same margins.

    A table too large to be counted (more than `limit` partial tables) is estimated from `draws` random
    tables with the same margins; the result says which it is.

    Freeman, G. H., & Halton, J. H. (1951). Note on an exact treatment of contingency, goodness of fit and
    other problems of significance. Biometrika, 38, 141–149.
    """
    draws, seed = asked_draws(draws, seed)
    counts, _, _ = _filled(table)
    if reason := why_undefined(table):
        return ExactTest(None, exact=False, reason=reason)
    if counts.shape[0] > counts.shape[1]:
        counts = counts.T
    p = _counted(counts, limit)
    if p is not None:
        return ExactTest(p, exact=True)
    return ExactTest(_estimated(counts, draws, seed), exact=False, draws=draws, seed=seed)


def log_factorials(largest: int) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.log(np.arange(1, largest + 1)).cumsum()])


@dataclass(frozen=True)
class _Part:
    """Every way to fill some of the columns. Ways that give the same row totals in any order, and the same
    product of factorials, are one entry: only these two matter for what is still to be filled. totals: row
    totals from the largest down, as one number (mixed radix); log_weight: minus the sum of log
    factorials; number: of ways."""

    totals: NDArray[np.int64]
    log_weight: NDArray[np.float64]
    number: NDArray[np.float64]

    def merged(self) -> _Part:
        order = np.lexsort((self.log_weight, self.totals))
        totals, weights = self.totals[order], self.log_weight[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (totals[1:] != totals[:-1]) | (weights[1:] - weights[:-1] > SAME / 1000)
        starts = np.flatnonzero(new)
        numbers = np.add.reduceat(self.number[order], starts)
        return _Part(totals[starts], weights[starts], numbers)


def compositions(total: int, most: NDArray[np.int64]) -> NDArray[np.int64]:
    """All ways to write a total as one number for each row, none above its row's own total."""
    ways = np.zeros((1, 0), dtype=np.int64)
    left = np.array([total])
    after = np.append(most[::-1].cumsum()[::-1][1:], 0)  # what the rows below can still take
    for row, top in enumerate(most.tolist()):
        low = np.maximum(left - after[row], 0)
        number = np.minimum(left, top) - low + 1
        first = np.repeat(number.cumsum() - number, number)
        here = np.repeat(low, number) + np.arange(len(first)) - first
        ways = np.column_stack([np.repeat(ways, number, axis=0), here])
        left = np.repeat(left, number) - here
    return ways


def _filled_columns(
    columns: list[int],
    rows: NDArray[np.int64],
    logs: NDArray[np.float64],
    limit: int,
    *,
    taken: bool,
) -> _Part | None:
    """All ways to fill these columns; None where more than `limit` steps would be needed.

    rows: the row totals of the whole table, from the largest down. taken: begin there and take away, so that
    totals are what is left for the other columns; else begin with nothing and add up.
    """
    radix = (int(rows[0]) + 1) ** np.arange(len(rows))
    begin = rows @ radix if taken else 0
    part = _Part(np.array([begin], dtype=np.int64), np.zeros(1), np.ones(1))
    for total in sorted(columns):
        # The number of compositions without regard to the rows' totals is no less than the true one.
        if math.comb(total + len(rows) - 1, len(rows) - 1) > limit:
            return None
        ways = compositions(total, rows if taken else np.full_like(rows, rows[0]))
        if len(part.number) * len(ways) > limit:
            return None
        before = part.totals[:, None] // radix % (int(rows[0]) + 1)
        lighter = logs[ways].sum(axis=1)
        pieces = []
        step = max(1, BLOCK // ways.size)
        for first in range(0, len(before), step):
            here = before[first : first + step, None, :]
            if taken:
                after = here - ways
                fits = (after >= 0).all(axis=2)
            else:
                after = here + ways
                # Sorted totals that pass the sorted row totals somewhere fit into the rows in no order.
                after.sort(axis=2)
                after = after[:, :, ::-1]
                fits = (after <= rows).all(axis=2)
            node, way = np.nonzero(fits)
            after = after[node, way]
            if taken:
                after.sort(axis=1)
                after = after[:, ::-1]
            node += first
            weights = part.log_weight[node] - lighter[way]
            pieces.append(_Part(after @ radix, weights, part.number[node]).merged())
        part = _Part(
            np.concatenate([piece.totals for piece in pieces]),
            np.concatenate([piece.log_weight for piece in pieces]),
            np.concatenate([piece.number for piece in pieces]),
        ).merged()
    return part


def _orders(totals: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """In how many orders each of these row totals can stand."""
    radix = (int(rows[0]) + 1) ** np.arange(len(rows))
    values = totals[:, None] // radix % (int(rows[0]) + 1)
    orders = np.full(len(totals), float(math.factorial(len(rows))))
    run = np.ones(len(totals))
    for row in range(1, len(rows)):
        run = np.where(values[:, row] == values[:, row - 1], run + 1, 1.0)
        orders /= run
    return orders


def _counted(counts: NDArray[np.int64], limit: int) -> float | None:
    """The exact p of a table without empty rows and columns; None where that is too much work.

    The columns are split into two halves. A whole table is a way to fill the left half and one to fill what
    that leaves; for each left half, the right halves that keep the table at most as probable as the
    observed one are found by a search among sorted weights.
    """
    rows, columns = np.sort(counts.sum(axis=1))[::-1], counts.sum(axis=0)
    if (int(rows[0]) + 1) ** len(rows) >= 2**62:
        return None
    logs = log_factorials(int(counts.sum()))
    halves: tuple[list[int], list[int]] = ([], [])
    for total in sorted(columns.tolist(), reverse=True):
        min(halves, key=lambda half: math.prod(each + 1 for each in half)).append(total)
    left = _filled_columns(halves[0], rows, logs, limit, taken=True)
    right = None if left is None else _filled_columns(halves[1], rows, logs, limit, taken=False)
    if left is None or right is None:
        return None
    observed = -float(logs[counts].sum()) + SAME
    whole = float(logs[-1] - logs[rows].sum() - logs[columns].sum())
    # The right half is counted for row totals in every order; what is left stands in one of them.
    number = right.number / _orders(right.totals, rows)
    keys, first = np.unique(right.totals, return_index=True)
    last = np.append(first[1:], len(right.totals))
    share = 0.0
    left_keys, left_first = np.unique(left.totals, return_index=True)
    left_last = np.append(left_first[1:], len(left.totals))
    places = np.searchsorted(keys, left_keys)
    for at, start, end in zip(
        places.tolist(), left_first.tolist(), left_last.tolist(), strict=True
    ):
        weights = right.log_weight[first[at] : last[at]]
        top = float(weights[-1])
        mass = (number[first[at] : last[at]] * np.exp(weights - top)).cumsum()
        own = left.log_weight[start:end]
        fitting = np.append(0.0, mass)[np.searchsorted(weights, observed - own, side="right")]
        share += float((left.number[start:end] * np.exp(own + top - whole) * fitting).sum())
    return min(share, 1.0)


def _estimated(counts: NDArray[np.int64], draws: int, seed: int) -> float:
    """p from random tables with the same margins; the observed table counts as one of them."""
    rng = np.random.default_rng(seed)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    logs = log_factorials(int(counts.sum()))
    observed = -float(logs[counts].sum()) + SAME
    weight = np.zeros(draws)
    left = np.repeat(columns[None, :], draws, axis=0)
    for row in rows[:-1].tolist():
        short = np.full(draws, row)  # people of this row who have no column yet
        others = left.sum(axis=1)  # places in this and all further columns
        for column in range(len(columns) - 1):
            others -= left[:, column]
            here = rng.hypergeometric(left[:, column], others, short)
            left[:, column] -= here
            short -= here
            weight -= logs[here]
        left[:, -1] -= short
        weight -= logs[short]
    weight -= logs[left].sum(axis=1)
    return float((1 + (weight <= observed).sum()) / (draws + 1))


# -- many tests ----------------------------------------------------------------------------------------


def _p_values(p: Iterable[Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    import pandas as pd

    if isinstance(p, str) or not isinstance(p, Iterable):
        raise UsageError("p", called(p), "a sequence of numbers from 0 to 1")
    given = list(p)
    try:
        there = np.array([not pd.isna(each) for each in given], dtype=bool)
        values = np.array([float(each) for each, own in zip(given, there, strict=True) if own])
    except (TypeError, ValueError):
        raise UsageError("p", "not numbers", "0 to 1, and None where there is none") from None
    if ((values < 0) | (values > 1)).any():
        raise UsageError("p", f"{values[(values < 0) | (values > 1)][0]:g}", "0 to 1")
    return values, there


def _spread(values: NDArray[np.float64], there: NDArray[np.bool_]) -> list[float | None]:
    numbers = iter(values.tolist())
    return [next(numbers) if own else None for own in there.tolist()]


def benjamini_hochberg(p: Iterable[Any]) -> list[float | None]:
    """p-values adjusted for the false discovery rate: of the tests called significant at a level, at most
    that share is expected to be wrong.

    p: any sequence; a missing one (None, NaN, NA) stays None and does not count as a test.

    Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B, 57, 289–300.
    """
    values, there = _p_values(p)
    order = np.argsort(values, kind="stable")
    stepped = values[order] * len(values) / np.arange(1, len(values) + 1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum.accumulate(stepped[::-1])[::-1]
    return _spread(np.minimum(adjusted, 1.0), there)


def bonferroni(p: Iterable[Any]) -> list[float | None]:
    """p-values times the number of tests, at most 1; missing ones stay None and do not count."""
    values, there = _p_values(p)
    return _spread(np.minimum(values * len(values), 1.0), there)
