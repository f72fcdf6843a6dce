"""The map of a correspondence analysis: rows as dots, columns as triangles, labels that do not collide."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode.core.asked import asked_number
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    SMALL,
    axes_for,
    drawable,
    extent,
    framed,
    place,
    plain,
    resize,
    root,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.present.correspondence import Map

_WIDTH, _HEIGHT = 380.0, 300.0
_Place = tuple[float, float]
# Where a label may stand around its point: right, left, above, below, between, and farther out.
_PLACES = [
    (x * reach, y * reach)
    for reach in (1.0, 2.2, 3.6, 5.2, 7.0)
    for x, y in (
        (1, 0),
        (-1, 0),
        (0, 1),
        (0, -1),
        (0.8, 0.8),
        (-0.8, 0.8),
        (0.8, -0.8),
        (-0.8, -0.8),
        (1, 0.4),
        (-1, 0.4),
        (1, -0.4),
        (-1, -0.4),
    )
]
_ROUNDS = 20


def correspondence_map(found: Map, ax: Axes | None = None, *, most: int = 15) -> Axes:
    """Draw the first two dimensions of a correspondence analysis.

    ax: drawn into as it stands; without it, into a new figure. most: how many rows get a label, those
    that make the two dimensions first (mass times squared distance); all points are drawn. Rows are filled dots as large as their mass,
    columns hollow triangles with labels in bold; both axes have one scale, so that distances can be seen.
    Raises UsageError for a `most` that is no whole number from 0 on.
    """
    most = asked_number("most", most)
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
        hidden = ""
        if len(heavy) < len(rows):
            hidden = (
                f" Named {'is the row' if len(heavy) == 1 else f'are the {len(heavy)} rows'} that"
                f" {'makes' if len(heavy) == 1 else 'make'} the dimensions most."
                if heavy
                else " No row is named."
            )
        note = f"Dots: rows of the table, larger where they hold more. Triangles: its columns.{hidden} {' '.join(found.notes[:2])} {found.provenance}"
        title = found.title
        framed(ax, own, title, note, width=_WIDTH, height=_HEIGHT)
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


@dataclass
class _Box:
    """A rectangle in pixels."""

    left: float
    low: float
    right: float
    high: float

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.high - self.low)

    def nearest(self, place: _Place) -> _Place:
        """The place in it that is nearest to another one."""
        return (
            min(max(place[0], self.left), self.right),
            min(max(place[1], self.low), self.high),
        )

    def over(self, other: _Box) -> float:
        """The area that both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.high, other.high) - max(self.low, other.low)
        return wide * tall if wide > 0 and tall > 0 else 0.0

    def crossed(self, one: _Place, other: _Place) -> bool:
        """Whether a line from one place to the other goes through it."""
        first, last = 0.0, 1.0
        for start, end, low, high in (
            (one[0], other[0], self.left, self.right),
            (one[1], other[1], self.low, self.high),
        ):
            if start == end:
                if not low < start < high:
                    return False
                continue
            near, far = sorted(((low - start) / (end - start), (high - start) / (end - start)))
            first, last = max(first, near), min(last, far)
        return first < last


@dataclass
class _Label:
    """A label and all the boxes that it could have, the nearest to its point first; `at` is the chosen one."""

    point: _Place
    text: str
    weight: str
    boxes: list[_Box]
    at: int = 0

    @property
    def box(self) -> _Box:
        return self.boxes[self.at]

    def line(self, at: int, beside: float) -> tuple[_Place, _Place] | None:
        """From the point to the nearest edge of a box that stands away from it; None beside it."""
        end = self.boxes[at].nearest(self.point)
        return None if math.dist(self.point, end) <= beside else (self.point, end)


def _label(ax: Axes, wanted: list[tuple[np.ndarray, str, str]], points: np.ndarray) -> None:
    """Labels where they cover neither each other nor a point nor the line to another label, as far as there
    is room: each in its turn takes the best place beside the others, until none moves."""
    figure = root(ax)
    pixel = figure.dpi / 72
    whole = ax.get_window_extent()
    edge = 3 * pixel
    frame = _Box(whole.x0 + edge, whole.y0 + edge, whole.x1 - edge, whole.y1 - edge)
    half = 4.5 * pixel
    places: list[_Place] = [(x, y) for x, y in ax.transData.transform(points).tolist()]
    dots = [_Box(x - half, y - half, x + half, y + half) for x, y in places]
    beside = 9 * pixel
    labels = []
    for point, text, weight in wanted:
        x, y = ax.transData.transform(point).tolist()
        width, height = (each * pixel for each in extent(figure, text, SMALL - 1, weight))
        boxes = []
        for right, up in _PLACES:
            gap = 7 * pixel
            left = x + right * gap - (0.0 if right > 0 else width if right < 0 else width / 2)
            low = y + up * gap - (0.0 if up > 0 else height if up < 0 else height / 2)
            boxes.append(_Box(left, low, left + width, low + height))
        labels.append(_Label((x, y), text, weight, boxes))

    def cost(own: _Label, at: int, others: list[_Label]) -> float:
        box, line = own.boxes[at], own.line(at, beside)
        found = 0.03 * at + 4 * sum(box.over(dot) / dot.area for dot in dots)
        outside = max(0.0, frame.left - box.left) + max(0.0, box.right - frame.right)
        outside += max(0.0, frame.low - box.low) + max(0.0, box.high - frame.high)
        found += 100 * outside
        for other in others:
            found += 15 * box.over(other.box) / min(box.area, other.box.area)
            its = other.line(other.at, beside)
            found += 2.0 * (its is not None and box.crossed(*its))
            found += 2.0 * (line is not None and other.box.crossed(*line))
        if line is None:
            # Without a line a label is read as the nearest point's.
            far = math.dist(own.point, box.nearest(own.point))
            near = any(
                place != own.point and math.dist(place, box.nearest(place)) < far + pixel
                for place in places
            )
            return found + near
        crossed = sum(dot.crossed(*line) for dot in dots if dot.nearest(own.point) != own.point)
        return found + 0.4 + 0.7 * crossed

    placed: list[_Label] = []
    for own in labels:
        own.at = min(range(len(own.boxes)), key=lambda at: cost(own, at, placed))
        placed.append(own)
    for _ in range(_ROUNDS):
        before = [own.at for own in labels]
        for own in labels:
            others = [each for each in labels if each is not own]
            own.at = min(range(len(own.boxes)), key=lambda at: cost(own, at, others))
        if before == [own.at for own in labels]:
            break
    back = ax.transData.inverted()
    for own in labels:
        box, line = own.box, own.line(own.at, beside)
        if line is not None:
            (x0, y0), (x1, y1) = back.transform(line)
            ax.plot([x0, x1], [y0, y1], color="#767676", linewidth=0.5, zorder=1.5)
        middle = ((box.left + box.right) / 2, (box.low + box.high) / 2)
        plain(
            ax.annotate(
                own.text,
                tuple(back.transform(own.point)),
                xytext=tuple(back.transform(middle)),
                size=SMALL - 1,
                weight=own.weight,
                ha="center",
                va="center",
                zorder=4,
            )
        )
