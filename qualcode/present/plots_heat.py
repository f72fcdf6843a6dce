"""Tables as pictures: a heat map that says its numbers, its bases and what it counts."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import TableError
from qualcode.present.plots_base import (
    LEAST_WIDTH,
    MARGIN,
    SIZE,
    SMALL,
    TITLE,
    axes_for,
    base_unit,
    drawable,
    extent,
    filled,
    fitted,
    ink,
    note_of,
    number_axis,
    plain,
    room_of,
    root,
    scale_words,
    title_and_note,
)
from qualcode.present.sheets import number, rows_of, spans
from qualcode.present.table import ABSENT

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.figure import Figure

    from qualcode.present.table import Table

# Light is low, so that zeros recede on paper; even steps of lightness, which survive a grey printer and
# the common kinds of colour blindness.
COLORS = "cividis_r"
_HEAD_WRAP = 14
_BAR = (110.0, 220.0)  # the colour bar is no shorter and no longer, however many rows there are


def heat_map(
    table: Table, ax: Axes | None = None, *, annotate: bool = True, wrap: int = 28
) -> Axes:
    """Draw a table as a heat map: rows its rows, columns its columns, darker for more.

    ax: drawn into as it stands (its size is the caller's business); without it, into a new figure that
    is as large as the table needs. annotate: print each number into its cell. wrap: characters in a
    line of a row label. Missing cells are hatched and marked "–"; under each column head stands its
    base, and under the table the notes.

    Characters that the font lacks (emoji, Chinese) are drawn as U+FFFD, with one warning: put a font
    that has them into `matplotlib.rcParams["font.family"]`, after the first.
    Raises TableError for a table without cells, and for one whose columns are measured in different
    units, such as a frequency table without attributes: one scale of colour would mislead.
    """
    import numpy as np

    if not len(table.frame.index) or not len(table.frame.columns):
        raise TableError("table", "has no cells to draw")
    if len(set(table.measures)) > 1:
        raise TableError(
            "table",
            "has columns of different measures, which one scale of colour cannot show",
            next="Plot a crosstab or frequencies by an attribute, or draw bars: kind='bar'",
        )
    values = np.array(
        [
            [np.nan if (plain := number(value)) is None else float(plain) for value in row]
            for row in table.frame.to_numpy(object)
        ]
    )
    own = ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        plan = _plan(table, ax, wrap, own)
        mesh = _draw_cells(table, ax, plan, values, annotate)
        if own:
            _arrange(ax, plan)
        _draw_heads(ax, plan)
        label = textwrap.fill(scale_words(table.what), 34)
        if own:
            bar = figure.colorbar(mesh, cax=figure.add_axes(_bar_place(figure, ax, plan)))
        else:
            bar = figure.colorbar(mesh, ax=ax)
        bar.set_label(label, size=SMALL)
        bar.ax.tick_params(labelsize=SMALL)
        bar.outline.set_visible(False)
        number_axis(bar.ax.yaxis, table.what.measure, bar.ax.get_ylim()[1])
    return ax


# -- measuring ---------------------------------------------------------------------------------------------


@dataclass
class _Plan:
    """Texts as they will stand, and lengths in points.

    x, y: edges of columns and rows. left: the widest row label. heads, bases: under each other over a
    column. groups: for each outer level, inner first, the first and last column and the text.
    """

    labels: list[str]
    heads: list[str]
    bases: list[str]
    groups: list[list[tuple[int, int, str]]]
    title: str
    note: str
    x: np.ndarray
    y: np.ndarray
    left: float
    base_height: float
    head_height: float
    group_heights: list[float]
    title_height: float
    note_height: float
    right: float
    indent: float  # how far left of the cells title and note begin
    drop: float  # from the lower edge of the cells to the note

    @property
    def over_bases(self) -> float:
        return self.base_height + 6

    @property
    def over_heads(self) -> float:
        return self.over_bases + self.head_height + 4

    @property
    def over_groups(self) -> float:
        return self.over_heads + sum(height + 8 for height in self.group_heights)


def _plan(table: Table, ax: Axes, wrap: int, own: bool) -> _Plan:
    import numpy as np

    figure, heads = root(ax), table.heads
    width = len(heads)
    room = room_of(ax) / width  # points for a column, where the axes are the caller's
    characters = _HEAD_WRAP if own else min(_HEAD_WRAP, int(room / (0.55 * SIZE)))
    texts = drawable(
        [
            table.what.sentence(),
            note_of(table, table.what),
            *(label for _, label in rows_of(table)),
            *(part for head in heads for part in head),
        ]
    )
    sentence, below, texts = texts[0], texts[1], texts[2:]
    labels = [filled(label, wrap) for label in texts[: len(table.frame.index)]]
    texts = texts[len(labels) :]
    levels = len(heads[0])
    heads = [tuple(texts[at : at + levels]) for at in range(0, len(texts), levels)]
    inner = [filled(head[-1], characters) for head in heads]
    unit = base_unit(table, table.what)
    bases = [f"n = {int(value):,}" for value in table.bases[unit]] if unit else [""] * width
    groups = [
        [
            (start, end, filled(heads[start][level], characters * (end - start + 1)))
            for start, end, _ in spans(table.heads, level)
        ]
        for level in reversed(range(levels - 1))
    ]

    def sizes(texts: list[str], size: float, weight: str = "normal") -> list[tuple[float, float]]:
        known = {text: extent(figure, text, size, weight) for text in dict.fromkeys(texts)}
        return [known[text] for text in texts]

    label_sizes, head_sizes = sizes(labels, SIZE), sizes(inner, SIZE)
    base_sizes = sizes(bases, SMALL)
    cell_sizes = sizes([text for row in table.cells() for text in row], SIZE)
    group_sizes = [sizes([text for _, _, text in group], SIZE, "bold") for group in groups]
    column = max(34.0, *(12 + w for w, _ in [*head_sizes, *base_sizes, *cell_sizes]))
    for group, measured in zip(groups, group_sizes, strict=True):
        for (start, end, _), (w, _) in zip(group, measured, strict=True):
            column = max(column, (w + 12) / (end - start + 1))
    heights = [max(20.0, 8 + h) for _, h in label_sizes]
    x, y = column * np.arange(width + 1), np.concatenate([[0.0], np.cumsum(heights)])
    left = 8 + max(w for w, _ in label_sizes)
    bar = 80.0
    full = max(LEAST_WIDTH, left + x[-1] + bar) if own else room * width
    title = fitted(figure, sentence, TITLE, full, "bold")
    note = fitted(figure, below, SMALL, full)
    return _Plan(
        labels,
        inner,
        bases,
        groups,
        title,
        note,
        x,
        y,
        left,
        max(h for _, h in base_sizes) if unit else 0.0,
        max(h for _, h in head_sizes),
        [max(h for _, h in measured) for measured in group_sizes],
        extent(figure, title, TITLE, "bold")[1],
        extent(figure, note, SMALL)[1],
        full - left - x[-1],
        left if own else 0.0,
        # Beside a table of few rows the colour bar reaches further down than the cells.
        8 + max(0.0, _BAR[0] - y[-1] if own else 0.0),
    )


# -- drawing -----------------------------------------------------------------------------------------------


def _draw_cells(
    table: Table, ax: Axes, plan: _Plan, values: np.ndarray, annotate: bool
) -> QuadMesh:
    import matplotlib as mpl
    import numpy as np
    from matplotlib.colors import Normalize
    from matplotlib.patches import Rectangle

    known = values[~np.isnan(values)]
    top = float(known.max()) if len(known) and known.max() > 0 else 1.0
    scale, colors = Normalize(0, top), mpl.colormaps[COLORS]
    ax.grid(False)
    mesh = ax.pcolormesh(
        plan.x,
        plan.y,
        np.ma.masked_invalid(values),
        cmap=colors,
        norm=scale,
        edgecolors="white",
        linewidth=0.8,
    )
    middle_x, middle_y = (plan.x[1:] + plan.x[:-1]) / 2, (plan.y[1:] + plan.y[:-1]) / 2
    texts = table.cells()
    for at in range(len(plan.labels)):
        for column in range(len(plan.heads)):
            value, missing = values[at, column], np.isnan(values[at, column])
            if missing:
                corner = (plan.x[column], plan.y[at])
                size = (plan.x[column + 1] - corner[0], plan.y[at + 1] - corner[1])
                box = Rectangle(
                    corner, *size, facecolor="#f7f7f7", edgecolor="#b5b5b5", linewidth=0
                )
                box.set_hatch("////")
                ax.add_patch(box)
                # The edge colour is the hatching's, so the white rule is a rectangle of its own.
                ax.add_patch(Rectangle(corner, *size, fill=False, edgecolor="white", linewidth=0.8))
            if not (annotate or missing):
                continue
            shown = ax.text(
                middle_x[column],
                middle_y[at],
                ABSENT if missing else texts[at][column],
                ha="center",
                va="center",
                size=SIZE,
                color="black" if missing else ink(colors(scale(value))),
            )
            if missing:
                # Without a ground of its own the dash is lost in the hatching.
                shown.set_bbox({"facecolor": "#f7f7f7", "edgecolor": "none", "pad": 1.5})
            plain(shown)
    for group in plan.groups:
        # A gap of paper between groups, so that a column is read under its own head.
        for start, _, _ in group[1:]:
            ax.axvline(plan.x[start], color="white", linewidth=3)
    ax.set_xlim(plan.x[0], plan.x[-1])
    ax.set_ylim(plan.y[-1], plan.y[0])
    ax.set_yticks(middle_y, plan.labels)
    ax.set_xticks(middle_x, plan.heads)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return mesh


def _draw_heads(ax: Axes, plan: _Plan) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    figure = root(ax)

    def above(points: float) -> Any:
        """x in the table's own lengths, y so many points above its upper edge."""
        shift = ScaledTranslation(0, points / 72, figure.dpi_scale_trans)
        return blended_transform_factory(ax.transData, ax.transAxes) + shift

    middle = (plan.x[1:] + plan.x[:-1]) / 2
    ax.tick_params(axis="y", length=0, labelsize=SIZE, pad=4, left=True, labelleft=True)
    ax.tick_params(axis="y", which="both", right=False, labelright=False)
    ax.tick_params(
        axis="x",
        length=0,
        labelsize=SIZE,
        pad=plan.over_bases,
        rotation=0,
        top=True,
        labeltop=True,
        bottom=False,
        labelbottom=False,
    )
    for tick in [*ax.xaxis.get_major_ticks(), *ax.yaxis.get_major_ticks()]:
        for text in (tick.label1, tick.label2):
            plain(text)
    for tick in ax.xaxis.get_major_ticks():
        tick.label2.set_verticalalignment("bottom")
    for place, base in zip(middle, plan.bases, strict=True):
        if base:
            ax.text(
                place,
                1,
                base,
                transform=above(3),
                ha="center",
                va="bottom",
                size=SMALL,
                alpha=0.75,
            )
    points = plan.over_heads
    for group, height in zip(plan.groups, plan.group_heights, strict=True):
        for start, end, words in group:
            edges = [plan.x[start] + 4, plan.x[end + 1] - 4]
            line = Line2D(edges, [1, 1], transform=above(points), color="grey", linewidth=0.8)
            line.set_clip_on(False)
            ax.add_artist(line)
            plain(
                ax.text(
                    sum(edges) / 2,
                    1,
                    words,
                    transform=above(points + 3),
                    ha="center",
                    va="bottom",
                    size=SIZE,
                    weight="bold",
                )
            )
        points += height + 8
    title_and_note(
        ax,
        plan.title,
        plan.note,
        indent=plan.indent,
        over=plan.over_groups + 8,
        drop=plan.drop,
    )


# -- a figure of its own -----------------------------------------------------------------------------------


def _arrange(ax: Axes, plan: _Plan) -> None:
    """Make the figure as large as its parts, and put title and note flush with the row labels."""
    figure = root(ax)
    width, height = float(plan.x[-1]), float(plan.y[-1])
    over = plan.over_groups + 8 + plan.title_height
    under = plan.drop + plan.note_height
    whole = (
        2 * MARGIN + plan.left + width + plan.right,
        2 * MARGIN + over + height + under,
    )
    figure.set_size_inches(whole[0] / 72, whole[1] / 72)
    ax.set_position(
        (
            (MARGIN + plan.left) / whole[0],
            (MARGIN + under) / whole[1],
            width / whole[0],
            height / whole[1],
        )
    )


def _bar_place(figure: Figure, ax: Axes, plan: _Plan) -> tuple[float, float, float, float]:
    width, height = (72 * inches for inches in figure.get_size_inches())
    place = ax.get_position()
    length = min(max(_BAR[0], float(plan.y[-1])), _BAR[1])
    return (place.x1 + 14 / width, place.y1 - length / height, 10 / width, length / height)
