"""Linear models for many codes at once, through the products of rows with rows.

Few segments are decided on and every segment has many features, so a model is kept as one weight for each
decided segment and code: `Dual`. The gram matrix (n × n products of rows) is made once and serves all
codes, every penalty and the scores of documents left out; a decision more adds a row to it. Where it would
be too large, `suggest.streamed` finds the same models without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

# Columns found in more than this share of the rows are multiplied as a dense matrix.
_COMMON = 0.03
# The share of everything a fit may be off by before it stops.
_CLOSE = 1e-3


@dataclass(frozen=True, eq=False)
class Dual:
    """Fitted models of k codes on n decided segments.

    weights: n × k. offset: k, what is added to every score. A score is products of a segment's row with
    the n decided rows, times weights, plus offset.
    """

    weights: NDArray[np.float32]
    offset: NDArray[np.float32]

    def scores(self, products: NDArray) -> NDArray[np.float32]:
        """m × k from the m × n products of rows with the decided rows."""
        return np.asarray(products, np.float32) @ self.weights + self.offset

    def columns(self, decided: sp.csr_matrix) -> NDArray[np.float32]:
        """f × k: the same models as weights of features. decided: the n rows they were fitted on."""
        return np.asarray(decided.T @ self.weights, np.float32)


def gram(matrix: sp.csr_matrix) -> NDArray[np.float32]:
    """n × n: products of all rows with all rows.

    Common columns are multiplied as a dense matrix in blocks and the others as a sparse one: each is
    several times faster than either is for the whole.
    """
    rows = matrix.shape[0]
    found = np.bincount(matrix.indices, minlength=matrix.shape[1])
    common = np.flatnonzero(found > max(_COMMON * rows, 2))
    rare = np.flatnonzero((found >= 1) & (found <= max(_COMMON * rows, 2)))
    csc = matrix.tocsc()
    result = np.zeros((rows, rows), np.float32)
    if len(rare):
        part = csc[:, rare].tocsr()
        product = (part @ part.T).tocsr()
        at = np.repeat(np.arange(rows), np.diff(product.indptr))
        result[at, product.indices] = product.data
    for first in range(0, len(common), 2048):
        block = csc[:, common[first : first + 2048]].toarray().astype(np.float32)
        result += block @ block.T
    return result


def products(rows: sp.csr_matrix, decided: sp.csr_matrix) -> NDArray[np.float32]:
    """m × n: products of rows with the decided rows, dense."""
    return np.asarray((rows @ decided.T).toarray(), np.float32)


def ridge(matrix: NDArray, targets: NDArray, penalty: float = 1.0) -> Dual:
    """Least squares on departures from the mean, with a penalty on the weights. matrix: gram, n × n.

    targets: n × k, for instance 0 and 1. A code without a case, or with nothing else, gets weights of
    zero and its mean as offset.
    """
    n = len(matrix)
    mean = targets.mean(axis=0)
    # Single precision is enough: the penalty keeps the system far from singular.
    inner = np.array(matrix, np.float32)
    inner[np.diag_indices(n)] += penalty
    factor = cho_factor(inner, lower=True, overwrite_a=True, check_finite=False)
    weights = cho_solve(factor, (targets - mean).astype(np.float32), check_finite=False)
    return Dual(weights.astype(np.float32), mean.astype(np.float32))


def left_out(
    matrix: NDArray, targets: NDArray, groups: NDArray, penalty: float = 1.0
) -> NDArray[np.float64]:
    """n × k: each segment's ridge scores by the model of all other groups, in closed form.

    groups: n numbers, the segment's document. One inverse gives what refitting for every group would.
    The mean stays that of all groups: taken anew without a group it would be low exactly where the group
    has many cases, and make every score look as if it pointed the wrong way.
    """
    n = len(matrix)
    inner = matrix.astype(np.float64)
    inner[np.diag_indices(n)] += penalty
    factor = cho_factor(inner, lower=True, overwrite_a=True, check_finite=False)
    inverse = cho_solve(factor, np.eye(n), check_finite=False)
    weights = inverse @ (targets - targets.mean(axis=0))
    result = np.array(targets, np.float64)
    order = np.argsort(groups, kind="stable")
    for at in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        result[at] -= np.linalg.solve(inverse[np.ix_(at, at)], weights[at])
    return result


def logistic(
    matrix: NDArray,
    targets: NDArray,
    penalty: float = 1.0,
    balanced: bool = False,
    start: Dual | None = None,
    steps: int = 30,
) -> Dual:
    """Logistic regression of all codes together by Newton's method. matrix: gram, n × n.

    targets: n × k booleans. The loss is the sum over segments plus penalty/2 times the squared weights;
    the offset is penalised like a feature that is always 1, as liblinear does. balanced: cases and
    others of a code weigh as much in sum. start: models of the same rows to begin from.
    """
    n, k = targets.shape
    gram1 = (np.asarray(matrix, np.float32) + 1) / np.float32(penalty)
    y = targets.astype(np.float32)
    cost = np.ones((n, k), np.float32)
    if balanced:
        cases = np.maximum(y.sum(axis=0), 1)
        others = np.maximum(n - y.sum(axis=0), 1)
        cost = np.where(targets, n / (2 * cases), n / (2 * others)).astype(np.float32)
    dual = np.zeros((n, k), np.float32) if start is None else start.weights * np.float32(penalty)
    open_ = np.flatnonzero(targets.any(axis=0) & ~targets.all(axis=0))
    dual[:, np.setdiff1d(np.arange(k), open_)] = 0
    score = gram1 @ dual
    for _ in range(steps):
        if not len(open_):
            break
        s, c, t = score[:, open_], cost[:, open_], y[:, open_]
        p = 1 / (1 + np.exp(-np.clip(s, -30, 30)))
        slope = c * (t - p)
        curve = np.maximum(c * p * (1 - p), 1e-6)
        gap = slope - dual[:, open_]  # zero at the solution
        size = np.sqrt((gap**2).sum(axis=0)) / np.sqrt(((c * t) ** 2).sum(axis=0))
        going = size > _CLOSE
        if not going.any():
            break
        open_ = open_[going]
        root = np.sqrt(curve[:, going])
        # (root K root + 1) x = root (gap's change of score): a well-behaved matrix for every code.
        right = gap[:, going] / root
        x = _conjugate(gram1, root, right)
        step = root * x
        move = gram1 @ step
        dual[:, open_], score[:, open_] = _shortened(
            dual[:, open_], score[:, open_], step, move, y[:, open_], cost[:, open_]
        )
    weights = dual / np.float32(penalty)
    return Dual(weights, weights.sum(axis=0))


def _conjugate(gram1: NDArray, root: NDArray, right: NDArray, most: int = 25) -> NDArray:
    """x with (root·K·root + 1) x = right, for all columns together, to a tenth."""
    x = np.zeros_like(right)
    rest = right.copy()
    way = rest.copy()
    size = (rest**2).sum(axis=0)
    aim = 0.01 * size
    for _ in range(most):
        if (size <= aim).all():
            break
        moved = root * (gram1 @ (root * way)) + way
        length = size / np.maximum((way * moved).sum(axis=0), 1e-30)
        length[size <= aim * 1e-3] = 0
        x += length * way
        rest -= length * moved
        after = (rest**2).sum(axis=0)
        way = rest + way * (after / np.maximum(size, 1e-30))
        size = after
    return x


def _shortened(
    dual: NDArray, score: NDArray, step: NDArray, move: NDArray, y: NDArray, cost: NDArray
) -> tuple[NDArray, NDArray]:
    """The step, halved for each code until the loss falls."""

    def loss(d: NDArray, s: NDArray) -> NDArray:
        return (cost * (np.logaddexp(0, s) - y * s)).sum(axis=0) + 0.5 * (d * s).sum(axis=0)

    before = loss(dual, score)
    length = np.ones(dual.shape[1], np.float32)
    for _ in range(8):
        worse = loss(dual + length * step, score + length * move) > before + 1e-6 * abs(before)
        if not worse.any():
            break
        length[worse] /= 2
    return dual + length * step, score + length * move
