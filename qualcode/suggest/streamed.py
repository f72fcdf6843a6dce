"""Ridge models of many decided segments, without the n × n table of their products.

A product of all rows with all rows, times something, is made from the rows themselves each time it is
wanted: memory grows with the words that were said and not with the square of the segments. The system that
`linear.ridge` solves by elimination is solved here by conjugate gradients over all codes together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

# How far a score may be from that of the exact minimiser, on the scale of shares; see `solve`.
TOLERANCE = 1e-6
# Columns found in more than this share of the rows are multiplied as a dense matrix.
_COMMON = 0.1
# Columns that are multiplied at one go.
_DENSE, _SPARSE = 1024, 8192
# By how much single precision lessens what is left before it is computed anew in double precision.
_STRIDE = 1e-4
# Rounds of that, and steps in each: far more than any study needs.
_ROUNDS, _STEPS = 12, 400

Times = Callable[[NDArray], NDArray]


class Rows:
    """n rows of features; multiplies by the products of all rows with all rows.

    matrix: n × F. dense: n × d beside it, or None. role, by_role: as in `Learned`: products of rows of different roles
    count 1 - by_role. What is kept is single; double comes out where double goes in.
    """

    def __init__(
        self,
        matrix: sp.csr_matrix,
        dense: NDArray | None = None,
        role: NDArray | None = None,
        by_role: float = 0.0,
    ) -> None:
        n = matrix.shape[0]
        self.by_role = by_role if role is not None else 0.0
        self.groups: list[NDArray[np.int64]] = [np.arange(n)]
        if role is not None and self.by_role:
            self.groups = [np.flatnonzero(role == each) for each in np.unique(role)]
        found = np.bincount(matrix.indices, minlength=matrix.shape[1])
        often = found > max(_COMMON * n, 2)
        common, rare = np.flatnonzero(often), np.flatnonzero((found >= 1) & ~often)
        columns = matrix.tocsc()
        # For each stretch of columns one part for each group of rows.
        self.blocks: list[list[Any]] = []
        for first in range(0, len(common), _DENSE):
            block = columns[:, common[first : first + _DENSE]].toarray().astype(np.float32)
            self.blocks.append([block[at] for at in self.groups])
        if dense is not None and dense.shape[1]:
            self.blocks.append([np.asarray(dense, np.float32)[at] for at in self.groups])
        for first in range(0, len(rare), _SPARSE):
            part = columns[:, rare[first : first + _SPARSE]]
            whole = len(self.groups) == 1
            cut = [part] if whole else [part.tocsr()[at].tocsc() for at in self.groups]
            self.blocks.append([each.astype(np.float32) for each in cut])

    def times(self, right: NDArray) -> NDArray:
        """n × k: the products of all rows with all rows, times right (n × k)."""
        result = np.zeros_like(right)
        own = [right[at] for at in self.groups]
        for block in self.blocks:
            parts = [part.astype(right.dtype, copy=False) for part in block]
            sums = [part.T @ each for part, each in zip(parts, own, strict=True)]
            every = sums[0] if len(sums) == 1 else (1 - self.by_role) * np.sum(sums, axis=0)
            for at, part, each in zip(self.groups, parts, sums, strict=True):
                shared = every if len(sums) == 1 else every + self.by_role * each
                result[at] += part @ shared.astype(right.dtype, copy=False)
        return result


def system(parts: Sequence[Rows], penalty: float) -> Times:
    """What ridge solves: the products of all parts together, and the penalty on the diagonal."""

    def times(right: NDArray) -> NDArray:
        result = right * right.dtype.type(penalty)
        for part in parts:
            result += part.times(right)
        return result

    return times


def solve(times: Times, right: NDArray, tolerance: float = TOLERANCE) -> NDArray[np.float64]:
    """x with times(x) = right, n × k, for a symmetric matrix whose eigenvalues are a penalty of 1 or more,
    or larger.

    Steps are taken in single precision, and what is left is computed in double precision, until the
    length of every column of it is at most `tolerance`. A score of a decided segment is then as near as that to the
    score by the exact solution: what is left goes through (products)(products + penalty)^-1, which
    lengthens nothing. A score of any other segment, whose row has length r, is as near as r / (2
    sqrt(penalty)) times that. Where single precision does not lead on, steps are taken in double. Raises
    ArithmeticError where it does not come that near.
    """
    right = np.asarray(right, np.float64)
    result = np.zeros_like(right)
    left, before = right, np.inf
    kind: type[np.floating] = np.float32
    for _ in range(_ROUNDS):
        size = np.sqrt((left**2).sum(axis=0))
        open_ = np.flatnonzero(~(size <= tolerance))  # what is no number is not solved
        if not len(open_):
            return result
        if size.max() > before / 2:
            kind = np.float64
        before = size.max()
        scale = size[open_]
        aim = np.maximum(_STRIDE, 0.5 * tolerance / scale)
        step = _steps(times, (left[:, open_] / scale).astype(kind), aim)
        result[:, open_] += step * scale
        left = right - times(result)
    raise ArithmeticError("the models of many segments did not converge")


def _steps(times: Times, right: NDArray, aim: NDArray) -> NDArray[np.float64]:
    """About x with times(x) = right: conjugate gradients in one space for all columns.

    aim: the length of what may be left of each column. Directions are kept orthonormal, so that codes
    that are alike, or the same, do no harm.
    """
    x = np.zeros_like(right)
    rest, size = np.linalg.qr(right)
    way = rest.copy()
    for _ in range(_STEPS):
        moved = times(way)
        inner = (way.T @ moved).astype(np.float64)
        length = np.linalg.inv((inner + inner.T) / 2).astype(right.dtype)
        x += way @ (length @ size)
        rest, turn = np.linalg.qr(rest - moved @ length)
        size = turn @ size
        if (np.sqrt((size**2).sum(axis=0)) <= aim).all():
            break
        way = rest + way @ turn.T
    return x.astype(np.float64)
