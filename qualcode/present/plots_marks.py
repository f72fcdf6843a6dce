"""Bars and dots on one scale: how high rows are, where marks stand, what the legend says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from qualcode.present.plots_base import (
    QUIET,
    SIZE,
    SMALL,
    Style,
    filled,
    ink,
    number_axis,
    plain,
    room_of,
    root,
)
from qualcode.present.plots_data import LEGEND_WRAP
from qualcode.present.sheets import flat
from qualcode.present.table import ABSENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


Kind = Literal["bar", "dot"]
KINDS: tuple[Kind, ...] = ("bar", "dot")

_BAR, _BAR_STEP = 9.0, 11.0
_DOT, _LANE = 6.5, 8.0
PAD = {"bar": 5.0, "dot": 9.0}  # between a label and the scale, where a dot may lie on zero
GUTTER = 26.0  # left of zero, where what does not exist is marked


@dataclass
class Panel:
    """Values of one panel, and how they look. row_colors: where a single column is drawn, its rows'. ends:
    rows x columns x 2, the ends of intervals, NaN where there is none."""

    values: np.ndarray
    cells: list[list[str]]
    styles: list[Style]
    row_colors: list[str] | None = None
    ends: np.ndarray | None = None

    def reach(self) -> np.ndarray:
        """The values, or the upper ends of their intervals."""
        return self.values if self.ends is None else np.fmax(self.values, self.ends[:, :, 1])


@dataclass
class Scale:
    """top: the end of the scale. width: of the axes in points. gutter: points of it left of zero."""

    top: float
    width: float
    gutter: float = 0.0

    @property
    def left(self) -> float:
        return -self.gutter / (self.width - self.gutter) * self.top

    def points(self, value: float) -> float:
        return value / self.top * (self.width - self.gutter)


def top_of(values: np.ndarray, measure: str) -> float:
    from matplotlib.ticker import MaxNLocator

    known = values[~np.isnan(values)]
    largest = float(known.max()) if len(known) else 0.0
    if measure == "share" and largest > 0.5:
        return 1.0
    if not largest > 0:
        return 1.0
    ticks = MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=measure == "n").tick_values(
        0, largest
    )
    return float(next((tick for tick in ticks if tick >= largest), largest))


def _row_lanes(panel: Panel, row: int, scale: Scale) -> tuple[list[int], list[int], int]:
    if panel.ends is None:
        return _lanes(panel.values[row], scale)
    # Intervals are long, and each needs a line of its own.
    width = max(1, panel.values.shape[1])
    return list(range(width)), [width] * width, width


def _lanes(values: np.ndarray, scale: Scale) -> tuple[list[int], list[int], int]:
    """For each dot of a row its lane, so that none covers another, and how many lanes its heap has: a dot
    alone at its place stands on the line. Then how many lanes the row needs."""
    lane, many = [0] * len(values), [1] * len(values)
    missing = np.flatnonzero(np.isnan(values)).tolist()
    for own, at in enumerate(missing):
        lane[at], many[at] = own, len(missing)
    ends: list[float] = []
    heap: list[int] = []
    for at in np.argsort(values, kind="stable").tolist()[: len(values) - len(missing)]:
        here = scale.points(float(values[at]))
        if all(end <= here for end in ends):
            ends, heap = [], []
        free = next((n for n, end in enumerate(ends) if end <= here), len(ends))
        ends[free : free + 1] = [here + _LANE]
        lane[at] = free
        heap.append(at)
        for other in heap:
            many[other] = len(ends)
    return lane, many, max(many, default=1)


def heights_of(kind: Kind, panels: list[Panel], labels: list[float], scale: Scale) -> list[float]:
    """Of the rows in points: room for the label and for what is drawn, the same in all panels."""
    found = []
    for row, label in enumerate(labels):
        if kind == "bar":
            need = len(panels[0].styles) * _BAR_STEP + 7
        else:
            need = 8 + _LANE * max(_row_lanes(panel, row, scale)[2] for panel in panels)
        found.append(max(18.0, label + 6, need))
    return found


def draw_panel(
    ax: Axes, kind: Kind, panel: Panel, edges: np.ndarray, scale: Scale, annotate: bool
) -> None:
    ax.grid(False)
    ax.set_axisbelow(True)
    ax.xaxis.grid(True, color="#E4E4E4", linewidth=0.6, linestyle="-")
    for edge in edges[1:-1]:
        ax.axhline(edge, color="#E4E4E4", linewidth=0.6, zorder=0.5)
    middle = (edges[1:] + edges[:-1]) / 2
    if kind == "bar":
        _draw_bars(ax, panel, middle, annotate)
    else:
        _draw_dots(ax, panel, middle, scale)
    # The scale begins at nothing, and this is where nothing is.
    ax.axvline(0, color="#333333", linewidth=0.8, zorder=2.5)
    ax.set_xlim(scale.left, scale.top)
    ax.set_ylim(edges[-1], edges[0])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(False)
    ax.tick_params(axis="both", which="both", length=0, labelsize=SMALL, pad=3)
    ax.tick_params(axis="x", bottom=True, labelbottom=True, top=False, labeltop=False, rotation=0)


def _draw_bars(ax: Axes, panel: Panel, middle: np.ndarray, annotate: bool) -> None:
    from matplotlib.transforms import ScaledTranslation

    width = len(panel.styles)
    beside = ScaledTranslation(1.6 / 72, 0, root(ax).dpi_scale_trans)
    for column, style in enumerate(panel.styles):
        y = middle + (column - (width - 1) / 2) * _BAR_STEP
        values = panel.values[:, column]
        known = np.flatnonzero(~np.isnan(values))
        colors = [
            style.color if panel.row_colors is None else panel.row_colors[row] for row in known
        ]
        ax.barh(
            y[known],
            values[known],
            height=_BAR,
            color=colors,
            edgecolor=[_edge(color, style.hatch) for color in colors],
            linewidth=0.5,
            hatch=style.hatch or None,
            clip_on=False,
        )
        for row, color in zip(known, colors, strict=True):
            if values[row] == 0:
                # A true 0 can be seen: a stroke where a bar would begin.
                ax.plot(
                    [0, 0],
                    [y[row] - _BAR / 2, y[row] + _BAR / 2],
                    color=color,
                    linewidth=2.4,
                    solid_capstyle="butt",
                    clip_on=False,
                    zorder=3,
                    transform=ax.transData + beside,
                )
        _draw_ends(ax, panel, column, y)
        reach = panel.reach()[:, column]
        for at, value in enumerate(values):
            missing = np.isnan(value)
            if annotate or missing:
                plain(
                    ax.annotate(
                        panel.cells[at][column],
                        (0 if missing else reach[at], y[at]),
                        xytext=(5, 0),
                        textcoords="offset points",
                        va="center_baseline",
                        ha="left",
                        size=SIZE if missing else 7,
                        color=QUIET if missing else None,
                        annotation_clip=False,
                    )
                )


def _draw_ends(ax: Axes, panel: Panel, column: int, y: np.ndarray) -> None:
    """Intervals as thin lines with a stroke at each end."""
    if panel.ends is None:
        return
    low, high = panel.ends[:, column, 0], panel.ends[:, column, 1]
    known = np.flatnonzero(~np.isnan(low) & ~np.isnan(panel.values[:, column]))
    for row in known.tolist():
        ax.plot(
            [low[row], high[row]],
            [y[row]] * 2,
            color="#222222",
            linewidth=1.0,
            marker="|",
            markersize=4.5,
            clip_on=False,
            zorder=2.8,
            label="_interval",
        )


def _edge(color: str, hatch: str) -> str:
    """The colour of the outline, which is also that of the hatching, so that it must stand out."""
    from matplotlib.colors import to_rgb

    return ink(to_rgb(color)) if hatch else "#333333"


def _draw_dots(ax: Axes, panel: Panel, middle: np.ndarray, scale: Scale) -> None:
    places = np.empty_like(panel.values)
    for row, values in enumerate(panel.values):
        lane, of, _ = _row_lanes(panel, row, scale)
        places[row] = [
            middle[row] + (own - (many - 1) / 2) * _LANE for own, many in zip(lane, of, strict=True)
        ]
        known = values[~np.isnan(values)]
        if len(known) and panel.ends is None:
            # Of one dot alone the line shows how far it is from nothing.
            first = 0.0 if len(panel.styles) == 1 else known.min()
            ax.plot(
                [first, known.max()],
                [middle[row]] * 2,
                color="#9A9A9A",
                linewidth=1.0,
                zorder=1.5,
                solid_capstyle="butt",
            )
    if scale.gutter:
        ax.axvspan(scale.left, 0, color="#F2F2F2", linewidth=0, zorder=0.2)
    for column, style in enumerate(panel.styles):
        values = panel.values[:, column]
        known = np.flatnonzero(~np.isnan(values))
        _draw_ends(ax, panel, column, places[:, column])
        if panel.row_colors is None:
            groups = [(style.color, known)]
        else:
            groups = [(panel.row_colors[row], known[known == row]) for row in known]
        for color, group in groups:
            ax.plot(
                values[group],
                places[group, column],
                label=f"_{column}",
                clip_on=False,
                zorder=3,
                **_dot(replace(style, color=color)),
            )
        if missing := np.flatnonzero(np.isnan(values)).tolist():
            shape = {**_dot(replace(style, fill="none")), "markersize": _DOT - 1.5}
            ax.plot(
                [scale.left / 2] * len(missing),
                places[missing, column],
                label="_absent",
                zorder=3,
                **shape,
            )


def _dot(style: Style) -> dict[str, Any]:
    hollow = style.fill == "none"
    return {
        "linestyle": "none",
        "marker": style.marker,
        "markersize": _DOT,
        "fillstyle": style.fill,
        "color": style.color,
        "markeredgecolor": style.color if hollow else "#222222",
        "markeredgewidth": 1.2 if hollow else 0.5,
    }


def number_scale(ax: Axes, scale: Scale, measure: str) -> None:
    """Numbers along the lower edge, and "–" under the gutter."""
    from matplotlib.ticker import FixedFormatter, FixedLocator

    number_axis(ax.xaxis, measure, scale.top, int((scale.width - scale.gutter) / 38))
    if not scale.gutter:
        return
    ticks = [tick for tick in ax.xaxis.get_major_locator()() if 0 <= tick <= scale.top * 1.000001]
    texts = ax.xaxis.get_major_formatter().format_ticks(ticks)
    ax.xaxis.set_major_locator(FixedLocator([scale.left / 2, *ticks]))
    ax.xaxis.set_major_formatter(FixedFormatter([ABSENT, *texts]))
    ax.xaxis.get_major_ticks()[0].gridline.set_visible(False)


def legend_of(
    ax: Axes,
    kind: Kind,
    heads: list[tuple[str, ...]],
    texts: list[str],
    own: list[Style],
    gap: float,
) -> Any:
    """A legend to the right of the axes, in the order in which bars stand under each other; the outer
    values of two levels as headings."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    shown: list[tuple[str, bool]] = []
    last: tuple[str, ...] | None = None
    for head, text, style in zip(heads, texts, own, strict=True):
        if head[:-1] and head[:-1] != last:
            handles.append(Line2D([], [], linestyle="none"))
            shown.append((filled(flat(head[:-1]), LEGEND_WRAP), True))
        last = head[:-1]
        if kind == "bar":
            handles.append(
                Patch(
                    facecolor=style.color,
                    edgecolor=_edge(style.color, style.hatch),
                    linewidth=0.5,
                    hatch=style.hatch or None,
                )
            )
        else:
            handles.append(Line2D([], [], **_dot(style)))
        shown.append((text, False))
    legend = ax.legend(
        handles,
        # A name that begins with "_" would be left out, so the texts are put in afterwards.
        ["x"] * len(handles),
        loc="upper left",
        bbox_to_anchor=(1 + gap / room_of(ax), 1),
        borderaxespad=0,
        borderpad=0,
        frameon=False,
        fontsize=SMALL,
        handlelength=1.6,
        handleheight=0.9,
        labelspacing=0.55,
    )
    for entry, (words, heading) in zip(legend.get_texts(), shown, strict=True):
        plain(entry).set_text(words)
        if heading:
            entry.set_fontweight("bold")
    return legend


def in_points(artist: Any, figure: Figure) -> tuple[float, float]:
    box = artist.get_window_extent()
    return 72 * box.width / figure.dpi, 72 * box.height / figure.dpi
