"""The map of a correspondence analysis: rows as dots, columns as triangles, labels that do not collide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    MARGIN,
    SMALL,
    TITLE,
    axes_for,
    drawable,
    extent,
    fitted,
    place,
    plain,
    resize,
    room_of,
    root,
    title_and_note,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.present.correspondence import Map

_WIDTH, _HEIGHT = 380.0, 300.0
# Where a label may stand around its point: right, left, above, below, and farther out.
_PLACES = [
    (x * reach, y * reach)
    for reach in (1.0, 2.2, 3.6)
    for x, y in (
        (1, 0),
        (-1, 0),
        (0, 1),
        (0, -1),
        (0.8, 0.8),
        (-0.8, 0.8),
        (0.8, -0.8),
        (-0.8, -0.8),
    )
]


def correspondence_map(found: Map, ax: Axes | None = None, *, most: int = 15) -> Axes:
    """Draw the first two dimensions of a correspondence analysis.

    ax: drawn into as it stands; without it, into a new figure. most: how many rows get a label, those
    that make the two dimensions first (mass times squared distance); all points are drawn. Rows are filled dots as large as their mass,
    columns hollow triangles with labels in bold; both axes have one scale, so that distances can be seen.
    """
    assert found.found is not None
    ca, own = found.found, ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        if own:
            place(ax, (0, 0, _WIDTH, _HEIGHT), resize(figure, _WIDTH, _HEIGHT))
        rows, columns = _two(ca.rows.to_numpy()), _two(ca.columns.to_numpy())
        every = np.vstack([rows, columns])
        sizes = 12 + 160 * np.sqrt(ca.mass_rows.to_numpy() / ca.mass_rows.max()) / 4
        ax.axhline(0, color="#BDBDBD", linewidth=0.8, zorder=0)
        ax.axvline(0, color="#BDBDBD", linewidth=0.8, zorder=0)
        ax.scatter(rows[:, 0], rows[:, 1], s=sizes, color="#4D4D4D", zorder=2, label="rows")
        ax.scatter(
            columns[:, 0], columns[:, 1], s=46, marker="^", facecolors="white", edgecolors="black",
            linewidths=1.2, zorder=3, label="columns",
        )  # fmt: skip
        _limits(ax, every)
        share = 100 * ca.inertias[:2] / ca.total
        ax.set_xlabel(f"dimension 1 ({share[0]:.0f}% of the inertia)", size=SMALL)
        second = f"dimension 2 ({share[1]:.0f}%)" if len(share) > 1 else "no second dimension"
        ax.set_ylabel(second, size=SMALL)
        ax.tick_params(labelsize=SMALL)
        names = found.labels or {}
        text_rows = [str(names.get(each, each)) for each in ca.rows.index]
        text_columns = [
            " × ".join(map(str, each)) if isinstance(each, tuple) else str(each)
            for each in ca.columns.index
        ]
        part = ca.mass_rows.to_numpy() * (rows**2).sum(axis=1)
        heavy = np.argsort(-part, kind="stable")[:most].tolist()
        wanted = [(columns[at], text, "bold") for at, text in enumerate(drawable(text_columns))]
        labels = drawable(text_rows)
        wanted += [(rows[at], labels[at], "normal") for at in heavy]
        _label(ax, wanted, every)
        hidden = (
            ""
            if len(heavy) == len(rows)
            else f" Named are the {len(heavy)} rows that make the dimensions most."
        )
        note = f"Dots: rows, by mass. Triangles: columns.{hidden} {' '.join(found.notes[:2])} {found.provenance}"
        title = found.title
        if own:
            left = 44.0
            width = left + _WIDTH
            title = fitted(figure, title, TITLE, width, "bold")
            note = fitted(figure, note, SMALL, width)
            over = MARGIN + extent(figure, title, TITLE, "bold")[1] + 10
            under = 40 + extent(figure, note, SMALL)[1] + MARGIN
            whole = resize(figure, width + 2 * MARGIN, over + _HEIGHT + under)
            place(ax, (MARGIN + left, over, _WIDTH, _HEIGHT), whole)
            title_and_note(ax, title, note, indent=left, over=10, drop=40)
        else:
            width = room_of(ax)
            title = fitted(figure, title, TITLE, width, "bold")
            title_and_note(ax, title, fitted(figure, note, SMALL, width), drop=40)
        far = ca.rows["dim1"].abs().sort_values(ascending=False).index[:3]
        describe(
            ax,
            f"Scatter plot. {found.title}. {found.notes[0]} Farthest out on dimension 1:"
            f" {', '.join(str(names.get(each, each)) for each in far)}.",
        )
    return ax


def _two(points: np.ndarray) -> np.ndarray:
    """The first two dimensions; a zero for the second where there is one only."""
    if points.shape[1] > 1:
        return points[:, :2]
    return np.column_stack([points[:, 0], np.zeros(len(points))])


def _limits(ax: Axes, points: np.ndarray) -> None:
    """Room for all points, the same scale on both axes."""
    box = ax.get_window_extent()
    low, high = points.min(axis=0), points.max(axis=0)
    middle, span = (low + high) / 2, np.maximum(high - low, 1e-9) * 1.3
    # Units per pixel: the axis that needs more decides.
    step = max(span[0] / box.width, span[1] / box.height)
    half = step * np.array([box.width, box.height]) / 2
    ax.set_xlim(middle[0] - half[0], middle[0] + half[0])
    ax.set_ylim(middle[1] - half[1], middle[1] + half[1])


def _label(ax: Axes, wanted: list[tuple[np.ndarray, str, str]], points: np.ndarray) -> None:
    """Labels where they cover neither each other nor a point, as far as there is room."""
    figure = root(ax)
    pixel = figure.dpi / 72
    taken = [(x - 4 * pixel, y - 4 * pixel, x + 4 * pixel, y + 4 * pixel)
             for x, y in ax.transData.transform(points)]  # fmt: skip
    frame = ax.get_window_extent()
    for point, text, weight in wanted:
        x, y = ax.transData.transform(point)
        width, height = (each * pixel for each in extent(figure, text, SMALL - 1, weight))
        best: tuple[float, tuple[float, float]] | None = None
        for rank, (right, up) in enumerate(_PLACES):
            gap = 7 * pixel
            cx = x + right * gap + (width / 2 if right > 0 else -width / 2 if right < 0 else 0)
            cy = y + up * gap + (height / 2 if up > 0 else -height / 2 if up < 0 else 0)
            box = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
            cost = sum(
                max(0, min(box[2], b[2]) - max(box[0], b[0]))
                * max(0, min(box[3], b[3]) - max(box[1], b[1]))
                for b in taken
            )
            outside = max(0, frame.x0 - box[0]) + max(0, box[2] - frame.x1)
            outside += max(0, frame.y0 - box[1]) + max(0, box[3] - frame.y1)
            cost += 1e3 * outside + 0.5 * rank
            if best is None or cost < best[0]:
                best = cost, (cx, cy)
        assert best is not None
        cx, cy = best[1]
        taken.append((cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2))
        # A label beside its point needs no line.
        beside = max(abs(cx - x) - width / 2, abs(cy - y) - height / 2)
        away = beside > 9 * pixel
        plain(
            ax.annotate(
                text,
                (float(point[0]), float(point[1])),
                xytext=tuple(ax.transData.inverted().transform((cx, cy))),
                size=SMALL - 1,
                weight=weight,
                ha="center",
                va="center",
                zorder=4,
                arrowprops={"arrowstyle": "-", "color": "#767676", "linewidth": 0.5}
                if away
                else None,
            )
        )
