"""Correspondence analysis of a table of counts: a map of rows and columns, and nothing but a description.

Greenacre, Correspondence Analysis in Practice (3rd ed., 2017): principal coordinates of rows and columns,
inertias as squared singular values. Computed by prince, which the extra `maps` installs.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from qualcode.core.asked import called
from qualcode.errors import TableError, UsageError, listing


@dataclass(frozen=True)
class Correspondence:
    """inertias: of each dimension, the largest first; total: their sum. rows, columns: points x
    dimensions, principal coordinates (columns dim1, dim2 …). quality_rows, quality_columns: share of each
    point's inertia that the first two dimensions show, 0..1. mass_rows, mass_columns: share of the counts.
    left_out: rows and columns that hold nothing."""

    inertias: np.ndarray
    total: float
    rows: pd.DataFrame
    columns: pd.DataFrame
    quality_rows: pd.Series
    quality_columns: pd.Series
    mass_rows: pd.Series
    mass_columns: pd.Series
    left_out: list[str]


def correspondence(table: Any) -> Correspondence:
    """Correspondence analysis of a table of counts.

    table: a frame, or rows of counts. Columns where a cell does not exist, and rows and columns that hold
    nothing, are left out and named. The sign of a dimension means nothing; it is fixed so that the row farthest
    out is positive. Raises TableError with fewer than two rows or columns that hold something and where
    all rows have the same profile, UsageError for what is no table of counts and without prince.
    """
    frame = _counts(table)
    missing = frame.isna().any(axis=0).to_numpy()
    kept = frame.loc[:, ~missing]
    empty_rows = (kept.sum(axis=1) == 0).to_numpy()
    kept = kept.loc[~empty_rows]
    empty = (kept.sum(axis=0) == 0).to_numpy()
    left_out = [
        _name(each)
        for each in [
            *frame.index[empty_rows],
            *frame.columns[missing],
            *frame.columns[~missing][empty],
        ]
    ]
    frame = kept.loc[:, ~empty].astype(float)
    if min(frame.shape) < 2:
        raise TableError(
            "correspondence",
            f"{frame.shape[0]} × {frame.shape[1]} rows and columns hold something",
            "two of each or more",
        )
    counts = frame.to_numpy()
    total = counts.sum()
    r, c = counts.sum(axis=1) / total, counts.sum(axis=0) / total
    expected = np.outer(r, c)
    chi = (counts / total - expected) ** 2 / expected
    inertia = float(chi.sum())
    if inertia < 1e-12:
        raise TableError(
            "correspondence", "all rows have the same profile, so there is no map to draw"
        )
    index, columns = frame.index, frame.columns
    plain = pd.DataFrame(counts, [*map(str, range(len(r)))], [*map(str, range(len(c)))])
    row_points, column_points, inertias = _by_prince(plain)
    for at in range(row_points.shape[1]):
        far = np.argmax(np.abs(row_points[:, at]))
        if row_points[far, at] < 0:
            row_points[:, at] *= -1
            column_points[:, at] *= -1
    names = [f"dim{at + 1}" for at in range(row_points.shape[1])]

    def quality(points: np.ndarray, mass: np.ndarray, own: np.ndarray) -> np.ndarray:
        seen = mass * (points[:, :2] ** 2).sum(axis=1)
        # A point at the middle has no inertia to show.
        return np.divide(seen, own, out=np.full(len(own), np.nan), where=own > 1e-15)

    return Correspondence(
        inertias,
        inertia,
        pd.DataFrame(row_points, index, names),
        pd.DataFrame(column_points, columns, names),
        pd.Series(np.minimum(quality(row_points, r, chi.sum(axis=1)), 1), index),
        pd.Series(np.minimum(quality(column_points, c, chi.sum(axis=0)), 1), columns),
        pd.Series(r, index),
        pd.Series(c, columns),
        left_out,
    )


def _counts(table: Any) -> pd.DataFrame:
    """A frame of numbers, missing ones allowed; UsageError for anything else."""
    try:
        frame = pd.DataFrame(table).astype("Float64")
    except (TypeError, ValueError):
        raise UsageError("table", f"{called(table)} is no table of numbers", "counts") from None
    if bool((frame < 0).any(axis=None)):
        raise UsageError("table", "holds numbers below 0", "counts")
    if bool((frame == float("inf")).any(axis=None)):
        raise UsageError("table", "holds numbers without end", "counts")
    return frame


def _name(value: Any) -> str:
    return " × ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _by_prince(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it imports
            import prince
    except ImportError:
        raise UsageError(
            "correspondence",
            "needs prince, which is not installed",
            next="pip install 'qualcode[maps]'",
        ) from None
    dimensions = min(frame.shape) - 1
    found = prince.CA(n_components=dimensions, engine="scipy").fit(frame)
    inertias = np.asarray(found.eigenvalues_, dtype=float)
    rows = found.row_coordinates(frame).to_numpy(dtype=float)
    columns = found.column_coordinates(frame).to_numpy(dtype=float)
    # What is left of a dimension by rounding is no dimension.
    kept = inertias > 1e-12 * inertias[0]
    return rows[:, kept].copy(), columns[:, kept].copy(), inertias[kept]


def said(found: Correspondence) -> str:
    """`Dimension 1 shows 87.8 %, dimension 2 11.8 % of the inertia (0.085).`"""
    shares = 100 * found.inertias[:2] / found.total
    parts = [f"dimension {at + 1} shows {share:.1f} %" for at, share in enumerate(shares)]
    return f"{listing(parts).capitalize()} of the inertia ({found.total:.4g})."
