"""Correspondence maps: a table that can be worked out by hand, and what is no map."""

from __future__ import annotations

import builtins

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import qualcode as qc
from qualcode.analysis.correspondence import correspondence as analyse
from qualcode.errors import TableError, UsageError
from qualcode.present.correspondence import correspondence
from qualcode.present.plots_alt import alt_text


def test_two_by_two_by_hand() -> None:
    # [[2, 1], [1, 2]]: chi-square 6 * (2*2 - 1*1)^2 / (3*3*3*3) = 2/3, of 6 counts: inertia 1/9.
    found = analyse([[2, 1], [1, 2]])
    assert found.total == pytest.approx(1 / 9)
    assert found.inertias.tolist() == pytest.approx([1 / 9])
    # Both rows have half of the mass, so each is at a distance of a third, on either side.
    assert found.rows["dim1"].abs().tolist() == pytest.approx([1 / 3, 1 / 3])
    assert found.rows["dim1"].iloc[0] > 0 > found.rows["dim1"].iloc[1]
    assert found.quality_rows.tolist() == pytest.approx([1, 1])


def test_inertia_is_chi_square_over_the_counts() -> None:
    counts = np.array([[9, 2, 1], [3, 7, 4], [2, 3, 8], [5, 5, 5]])
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    chi2 = ((counts - expected) ** 2 / expected).sum()
    found = analyse(counts)
    assert found.total == pytest.approx(chi2 / counts.sum())
    assert found.inertias.sum() == pytest.approx(found.total)
    # Weighted by mass, the points of each dimension lie around 0 and carry its inertia.
    for points, mass in ((found.rows, found.mass_rows), (found.columns, found.mass_columns)):
        assert (points.mul(mass, axis=0)).sum().to_numpy() == pytest.approx(np.zeros(2), abs=1e-12)
        carried = (points**2).mul(mass, axis=0).sum().to_numpy()
        assert carried == pytest.approx(found.inertias)


def test_what_holds_nothing_is_left_out_and_named() -> None:
    frame = pd.DataFrame(
        {"A": [2, 0, 1], "B": [1, 0, 2], "C": [0, 0, 0], "D": [1, 2, None]}, ["x", "none", "y"]
    )
    found = analyse(frame)
    assert found.left_out == ["none", "D", "C"]
    assert list(found.columns.index) == ["A", "B"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([[1, 2]], "two of each"),
        ([[1, 2], [2, 4]], "same profile"),
        ([[0, 0], [0, 0]], "two of each"),
    ],
)
def test_no_map_is_said(table, said) -> None:
    with pytest.raises(TableError, match=said):
        analyse(table)


def test_counts_below_nought_are_refused() -> None:
    with pytest.raises(UsageError, match="below 0"):
        analyse([[1, -2], [2, 4]])


def test_without_prince_the_way_on_is_said(monkeypatch) -> None:
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "prince":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="qualcode\\[maps\\]"):
        analyse([[2, 1], [1, 2]])


def test_a_crosstab_becomes_a_map_that_says_it_is_a_description(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\n" + "".join(f"D{n},1,S{n},words\n" for n in range(1, 7)),
        participants="participant,role\n"
        + "".join(f"S{n},{'Commissioner' if n < 4 else '$Provider$'}\n" for n in range(1, 7)),
        codebook=["a", "b", "c"],
        codings="document,turn,code,coder\nD1,1,a,AB\nD2,1,a,AB\nD3,1,b,AB\nD4,1,b,AB\nD5,1,b,AB\nD6,1,a,AB\n",
    )
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    found = correspondence(table)
    assert found.frame["kind"].tolist() == ["row", "row", "column", "column"]
    assert "tests nothing" in str(found) and any(
        "Left out" in note and "exist: c." in note for note in found.notes
    )
    assert "one dimension only" in str(found)
    assert found.frame["dim2"].isna().all()  # and not 0, where there is no second dimension
    ax = found.plot()
    texts = [text.get_text() for text in ax.texts]
    assert {"a", "b", "Commissioner", "$Provider$"} <= set(texts)
    assert "Scatter plot" in alt_text(ax)
    plt.close(ax.figure)
    shares = qc.crosstab(project, rows="code", columns="role", measure="share")
    with pytest.raises(TableError, match="not a crosstab of counts"):
        correspondence(shares)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([["a", "b"], ["c", "d"]], "no table of numbers"),
        ([[1, 2], [3, float("inf")]], "without end"),
        ([[1, 2], [3, -4]], "below 0"),
        (5, "no table of numbers"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(table, words) -> None:
    with pytest.raises(UsageError, match=words):
        correspondence(pd.DataFrame(table) if isinstance(table, list) else table)


def test_columns_of_one_name_are_two_points_and_one_that_does_not_exist_is_named() -> None:
    frame = pd.DataFrame([[4, 1, pd.NA], [1, 4, 2]], columns=["x", "x", "gone"])
    found = correspondence(frame)
    assert found.frame["point"].tolist() == ["0", "1", "x", "x"]
    assert any("cells that do not exist: gone." in note for note in found.notes)
