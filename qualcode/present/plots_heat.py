"""Tables as pictures: a heat map that says its numbers, its bases and what it counts."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from qualcode.errors import TableError, UsageError, listing
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    _ALT_MOST,
    LEAST_WIDTH,
    MARGIN,
    SIZE,
    SMALL,
    TITLE,
    axes_for,
    base_unit,
    describe_table,
    drawable,
    extent,
    filled,
    fitted,
    ink,
    make_room,
    note_of,
    number_axis,
    plain,
    room_of,
    root,
    scale_words,
    title_and_note,
)
from qualcode.present.sheets import flat, number, rows_of, spans

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
SHADINGS = ("values", "residuals")
LEVEL = 0.05
STEPS = (2, 3)  # an adjusted residual is about standard normal where nothing differs
_LEGEND = 150.0  # points for what the shades of residuals mean


@dataclass(frozen=True, slots=True)
class _Look:
    color: str
    hatch: str = ""
    hatching: str = "#8A8A8A"


# More is plain and dark, fewer is dotted: a grey printer keeps them apart, and so do the triangles.
_LOOKS: dict[int | None, _Look] = {
    2: _Look("#E69F00"),
    1: _Look("#F7D58C"),
    0: _Look("#FFFFFF"),
    -1: _Look("#D6E6F2", "...", "#5A7F99"),
    -2: _Look("#9CC3DF", "ooo", "#3C6482"),
    None: _Look("#EFEFEF"),
}
_MISSING = _Look("#F7F7F7", "////", "#B5B5B5")
_BAR = (110.0, 220.0)  # the colour bar is no shorter and no longer, however many rows there are


def heat_map(
    table: Table,
    ax: Axes | None = None,
    *,
    annotate: bool = True,
    wrap: int = 28,
    shading: str = "values",
) -> Axes:
    """Draw a table as a heat map: rows its rows, columns its columns, darker for more.

    ax: drawn into as it stands (its size is the caller's business); without it, into a new figure that
    is as large as the table needs. annotate: print each number into its cell. wrap: characters in a
    line of a row label. shading: "values", or "residuals" of a tested table: a cell is shaded where more
    or fewer participants have the code than chance would bring (adjusted residual beyond 2 or −2, darker
    beyond 3 or −3), with triangles that point up or down, so that it reads in grey too. Missing cells are hatched and marked "–"; under each column head stands its
    base, and under the table the notes.

    Characters that the font lacks (emoji, Chinese) are drawn as U+FFFD, with one warning: put a font
    that has them into `matplotlib.rcParams["font.family"]`, after the first.
    Raises TableError for a table without cells, for one whose columns are measured in different units,
    such as a frequency table without attributes (one scale of colour would mislead), and for residuals of
    a table that was not tested; UsageError for another shading.
    """
    import numpy as np

    if shading not in SHADINGS:
        raise UsageError("shading", repr(shading), listing(SHADINGS))
    by_residuals = shading == "residuals"
    if by_residuals and table.residuals is None:
        raise TableError(
            "table", "was not tested, so it has no residuals", next="Ask for test=True"
        )
    if not len(table.frame.index) or not len(table.frame.columns):
        raise TableError("table", "has no cells to draw")
    if len(set(table.measures)) > 1:
        raise TableError(
            "table",
            "has columns of different measures, which one scale of colour cannot show",
            next="Plot a crosstab or frequencies by an attribute, or draw bars: kind='bar'",
        )
    values = np.array(
        [[np.nan if value is None else float(value) for value in row] for row in table.numbers()]
    )
    own = ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        if by_residuals and not own:
            make_room(ax, _LEGEND)
        plan = _plan(table, ax, wrap, own, by_residuals)
        describe_table(
            ax,
            "Heat map",
            plan.title,
            [label for _, label in rows_of(table)],
            table.heads,
            _said(table, by_residuals),
            values,
        )
        if by_residuals:
            _describe_shades(table, ax, plan.title)
            _draw_residuals(table, ax, plan, values, annotate)
            if own:
                _arrange(ax, plan)
            _draw_heads(ax, plan)
            _residual_legend(table, ax)
            return ax
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


def _plan(table: Table, ax: Axes, wrap: int, own: bool, by_residuals: bool = False) -> _Plan:
    import numpy as np

    figure, heads = root(ax), table.heads
    width = len(heads)
    room = room_of(ax) / width  # points for a column, where the axes are the caller's
    characters = _HEAD_WRAP if own else min(_HEAD_WRAP, int(room / (0.55 * SIZE)))
    texts = drawable(
        [
            table.what.sentence(),
            note_of(table, table.what, *_warning(table, by_residuals), tests=by_residuals),
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
    bases = [_base(table.base_text(unit, at)) if unit else "" for at in range(width)]
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
    # Two triangles stand beside a number and the room around it.
    marks = 34.0 if by_residuals else 0.0
    column = max(34.0, *(12 + w for w, _ in [*head_sizes, *base_sizes]))
    column = max(column, *(12 + marks + w for w, _ in cell_sizes))
    for group, measured in zip(groups, group_sizes, strict=True):
        for (start, end, _), (w, _) in zip(group, measured, strict=True):
            column = max(column, (w + 12) / (end - start + 1))
    heights = [max(20.0, 8 + h) for _, h in label_sizes]
    x, y = column * np.arange(width + 1), np.concatenate([[0.0], np.cumsum(heights)])
    left = 8 + max(w for w, _ in label_sizes)
    bar = _LEGEND if by_residuals else 80.0
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


def _base(text: str) -> str:
    """`n = 6`, `n < 5`."""
    return f"n {text[0]} {text[1:]}" if text.startswith("<") else f"n = {text}"


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
                texts[at][column],
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
    _set_axes(ax, plan)
    return mesh


def _residual(table: Table, row: int, column: int) -> float | None:
    """A residual as a picture may show it."""
    assert table.residuals is not None
    return None if table.untold(row) else number(table.residuals.iloc[row, column])


def _step(residual: float | None) -> int | None:
    """-2, -1, 0, 1 or 2: how far a residual lies beyond chance; None where there is none."""
    if residual is None:
        return None
    size = (abs(residual) > STEPS[0]) + (abs(residual) > STEPS[1])
    return size if residual > 0 else -size


def _said(table: Table, by_residuals: bool) -> list[list[str]]:
    """The cells in words, with what the shading says."""
    texts = table.cells()
    if by_residuals:
        for at, row in enumerate(texts):
            for column in range(len(row)):
                if step := _step(_residual(table, at, column)):
                    row[column] += f" ({'more' if step > 0 else 'fewer'} than by chance)"
    return texts


def _warning(table: Table, by_residuals: bool) -> list[str]:
    """What a shade does not say: whether the row is significant."""
    if not by_residuals or table.tests is None or table.protection is not None:
        return []
    told = [number(value) for value in table.tests["p_adjusted"]]
    rows = [
        str(table.labels.get(row, row))
        for row, p in zip(table.frame.index, told, strict=True)
        if p is not None and p <= LEVEL
    ]
    return [
        "A shade is where to look and no test: with few people residuals go beyond 2 by chance alone."
        f" Rows with p (adjusted) at or under .05: {listing(rows, 12) if rows else 'none'}."
    ]


def _describe_shades(table: Table, ax: Axes, title: str) -> None:
    """The alt text of a large table says its largest numbers; here the shaded cells are what matters."""
    if len(table.frame.index) * len(table.frame.columns) <= _ALT_MOST:
        return
    labels, heads = [label for _, label in rows_of(table)], table.heads
    cells = table.cells()
    said: dict[bool, list[str]] = {True: [], False: []}
    for at, row in enumerate(table.numbers()):
        for column, value in enumerate(row):
            if value is not None and (step := _step(_residual(table, at, column))):
                who = f"{flat(heads[column])} {labels[at]} ({cells[at][column]})"
                said[step > 0].append(who)
    more, fewer = (", ".join(said[which]) or "no cell" for which in (True, False))
    describe(
        ax,
        f"Heat map. {title} {len(labels)} rows by {len(heads)} columns, shaded by adjusted residuals."
        f" More than by chance: {more}. Fewer: {fewer}.",
    )


def _draw_residuals(
    table: Table, ax: Axes, plan: _Plan, values: np.ndarray, annotate: bool
) -> None:
    import numpy as np
    from matplotlib.patches import Rectangle

    ax.grid(False)
    texts = table.cells()
    for at in range(len(plan.labels)):
        for column in range(len(plan.heads)):
            corner = (plan.x[column], plan.y[at])
            size = (plan.x[column + 1] - corner[0], plan.y[at + 1] - corner[1])
            middle = (corner[0] + size[0] / 2, corner[1] + size[1] / 2)
            missing = bool(np.isnan(values[at, column]))
            step = _step(_residual(table, at, column))
            look = _MISSING if missing else _LOOKS[step]
            box = Rectangle(
                corner, *size, facecolor=look.color, edgecolor=look.hatching, linewidth=0
            )
            if look.hatch:
                box.set_hatch(look.hatch)
            box.set_label(f"_residual {step}")
            ax.add_patch(box)
            rule = Rectangle(corner, *size, fill=False, edgecolor="#8A8A8A", linewidth=0.5)
            # The last rules lie on the edge of the axes, which would cut them.
            ax.add_patch(rule).set_clip_on(False)
            if annotate or missing:
                shown = ax.text(*middle, texts[at][column], ha="center", va="center", size=SIZE)
                if look.hatch:
                    # Room around the number: half a dot beside it would be read as a point.
                    shown.set_bbox({"facecolor": look.color, "edgecolor": "none", "pad": 3.5})
                plain(shown)
            if step and not missing:
                _draw_sign(ax, float(plan.x[column + 1]), float(middle[1]), step)
    _set_axes(ax, plan)


def _set_axes(ax: Axes, plan: _Plan) -> None:
    """The names of rows and columns in the middle of their cells, and no frame."""
    ax.set_xlim(plan.x[0], plan.x[-1])
    ax.set_ylim(plan.y[-1], plan.y[0])
    ax.set_yticks((plan.y[1:] + plan.y[:-1]) / 2, plan.labels)
    ax.set_xticks((plan.x[1:] + plan.x[:-1]) / 2, plan.heads)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _draw_sign(ax: Axes, right: float, middle: float, step: int) -> None:
    """One triangle or two at the right edge of a cell. Drawn, not written: no font has to have them."""
    from matplotlib.transforms import ScaledTranslation

    for at in range(abs(step)):
        shift = ScaledTranslation(-(7 + 8 * at) / 72, 0, root(ax).dpi_scale_trans)
        ax.plot(
            [right],
            [middle],
            transform=cast("Any", ax.transData) + shift,
            linestyle="none",
            marker="^" if step > 0 else "v",
            markersize=6.5,
            color="#111111",
            # A light rim, so that it stands out from the dots.
            markeredgecolor="white",
            markeredgewidth=0.9,
            label=f"_sign {step}",
        )


def _residual_legend(table: Table, ax: Axes) -> None:
    """What the shades mean: those that occur, from more to fewer."""
    from matplotlib.legend_handler import HandlerTuple
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    met = {
        _step(_residual(table, at, column))
        for at, row in enumerate(table.numbers())
        for column, value in enumerate(row)
        if value is not None
    }
    first, second = STEPS
    words = {
        2: f"more, above {second}",
        1: f"more, above {first}",
        0: f"from −{first} to {first}",
        -1: f"fewer, below −{first}",
        -2: f"fewer, below −{second}",
        None: "not tested",
    }
    handles, texts = [], []
    for step, text in words.items():
        if step not in met:
            continue
        look = _LOOKS[step]
        patch = Patch(
            facecolor=look.color, edgecolor=look.hatching if look.hatch else "#8A8A8A",
            hatch=look.hatch or None, linewidth=0.5,
        )  # fmt: skip
        sign = Line2D(
            [], [], linestyle="none", marker="^" if (step or 0) > 0 else "v", markersize=4.5,
            color="#111111",
        )  # fmt: skip
        handles.append((patch, *[sign] * abs(step or 0)))
        texts.append(text)
    legend = ax.legend(
        handles,
        texts,
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.1)},
        loc="upper left",
        bbox_to_anchor=(1 + 12 / room_of(ax), 1),
        borderaxespad=0,
        borderpad=0,
        frameon=False,
        fontsize=SMALL,
        handlelength=3.4,
        handleheight=1.1,
        labelspacing=0.6,
        title=f"Participants with the {table.what.level},\nadjusted residual",
        title_fontsize=SMALL,
        alignment="left",
    )
    for entry in [*legend.get_texts(), legend.get_title()]:
        plain(entry)


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
