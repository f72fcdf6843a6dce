"""Tables as panels side by side on one scale: small multiples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.errors import UsageError, listing
from qualcode.present.plots_base import (
    LEAST_WIDTH,
    MARGIN,
    QUIET,
    SIZE,
    SMALL,
    TITLE,
    Style,
    describe_table,
    extent,
    filled,
    fitted,
    from_the_right,
    new_figure,
    place,
    plain,
    resize,
    scale_words,
    styles,
)
from qualcode.present.plots_data import (
    NOT_THERE,
    Data,
    check_number,
    counts_last,
    data_of,
    entry_of,
    texts_of,
)
from qualcode.present.plots_marks import (
    GUTTER,
    KINDS,
    PAD,
    Kind,
    Panel,
    Scale,
    draw_panel,
    heights_of,
    in_points,
    legend_of,
    number_scale,
    top_of,
)
from qualcode.present.sheets import flat
from qualcode.present.table import ABSENT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.present.table import Table

# Panels are narrower where more of them then fit beside each other; a page is A4 on its side.
_PANEL, _PANEL_LEAST, _PANEL_GAP, _PAGE = 150.0, 96.0, 38.0, 842.0
_ROWS = "rows"


def small_multiples(
    table: Table,
    *,
    panels: str | None = None,
    marks: Kind = "bar",
    columns: Any = None,
    sort: str | None = None,
    across: int | None = None,
    annotate: bool = True,
    wrap: int = 28,
) -> Figure:
    """Draw a table as a panel for each value of one attribute, or for each row, all on one scale.

    panels: an attribute of the table's columns (the last of two, unless given): a panel for each of its
    values, in it the rows with the values of the other attribute, its bases under its title. Or "rows"
    (or the table's level, "theme" or "code"; so for one attribute, unless given): a panel for each row,
    in it a bar for each column, whose base stands beside it. marks: "bar" or "dot". across: panels beside
    each other, as many as fit a page unless given. Columns, sort, annotate and wrap as in `bar_plot`.

    A panel without any cell that exists says so. Returns the figure. Raises TableError as `bar_plot`
    does; UsageError for unknown panels or an unknown marks.
    """
    if marks not in KINDS:
        raise UsageError("marks", repr(marks), listing(KINDS))
    if across is not None and across < 1:
        raise UsageError("across", str(across), "1 or more panels")
    data = data_of(table, columns, sort)
    return _multiples(table, data, _panel_level(table, panels), marks, across, annotate, wrap)


def _panel_level(table: Table, panels: str | None) -> int | None:
    """Which level of the columns makes the panels; None for the rows of the table."""
    names = [str(name) for name in table.frame.columns.names]
    if counts_last(table):
        names.pop()
    if panels is None:
        return len(names) - 1 if len(names) > 1 else None
    if panels in (_ROWS, table.what.level) and panels not in names:
        return None
    if panels not in names or len(names) == 1:
        known = [*(names if len(names) > 1 else ()), table.what.level, _ROWS]
        raise UsageError("panels", repr(panels), listing(dict.fromkeys(known)))
    return names.index(panels)


@dataclass
class _Cell:
    """A panel with its title and the line of bases under it."""

    title: str
    bases: str
    panel: Panel


def _multiples(
    table: Table,
    data: Data,
    level: int | None,
    kind: Kind,
    across: int | None,
    annotate: bool,
    wrap: int,
) -> Figure:
    inside = [] if level is None else _others(data.heads, level)
    if level is not None:
        check_number(inside)
    with new_figure() as figure:
        title, note, labels, heads = texts_of(data, data.note(table, gutter=kind == "dot"))
        named = f"Small multiples of {'bars' if kind == 'bar' else 'dots'}"
        describe_table(figure, named, title, labels, heads, data.texts, data.values)
        look = styles(inside) if inside else styles([("",)])
        shown_inside = [] if level is None else _others(heads, level)
        if level is None:
            cells = _by_row(data, labels, look)
            labels = [
                _row_entry(flat(head), base, wrap)
                for head, base in zip(heads, data.bases, strict=True)
            ]
        else:
            cells = _by_column(data, heads, level, inside, look)
            labels = [filled(label, wrap) for label in labels]
        missing = any(np.isnan(cell.panel.values).any() for cell in cells)
        gutter = GUTTER if kind == "dot" and missing else 0.0
        sizes = [extent(figure, label, SIZE) for label in labels]
        left = PAD[kind] + 3 + max(w for w, _ in sizes)
        many = len(inside) > 1
        axes = [figure.add_axes((0, 0, 1, 1), label=str(n)) for n in range(len(cells))]
        texts = [entry_of(head, "") for head in shown_inside]
        beside = (0.0, 0.0)
        if many:
            legend = legend_of(axes[0], kind, shown_inside, texts, look, 0)
            beside = in_points(legend, figure)
            legend.remove()
        gap = _PANEL_GAP if kind == "bar" else 24.0
        free = _PAGE - left - beside[0]
        across, width = _panel_widths(len(cells), across, free, gap, gutter)
        down = math.ceil(len(cells) / across)
        reach = np.concatenate([cell.panel.reach().ravel() for cell in cells])
        scale = Scale(top_of(reach, data.what.measure), width, gutter)
        heights = heights_of(kind, [c.panel for c in cells], [h for _, h in sizes], scale)
        edges = np.concatenate([[0.0], np.cumsum(heights)])
        height = float(edges[-1])
        titles = [_filled_to(figure, cell.title, SIZE, width + gap - 14, "bold") for cell in cells]
        below = [_filled_to(figure, cell.bases, 7, width + gap - 14) for cell in cells]
        heads_high = [
            6
            + max(extent(figure, text, SIZE, "bold")[1] for text in titles[at : at + across])
            + max(
                (3 + extent(figure, text, 7)[1] if text else 0) for text in below[at : at + across]
            )
            for at in range(0, len(cells), across)
        ]
        whole_width = max(
            LEAST_WIDTH,
            left + across * width + (across - 1) * gap + 34 + (beside[0] if many else 0),
        )
        title = fitted(figure, title, TITLE, whole_width, "bold")
        note = fitted(figure, note, SMALL, whole_width)
        over = MARGIN + extent(figure, title, TITLE, "bold")[1] + 14
        foot = 22.0
        body = sum(heads_high) + down * (height + foot)
        lower = max(body + 22, beside[1] + heads_high[0] + 10 if many else 0)
        whole = resize(
            figure,
            whole_width + 2 * MARGIN,
            over + lower + extent(figure, note, SMALL)[1] + MARGIN,
        )
        for at, (ax, cell) in enumerate(zip(axes, cells, strict=True)):
            line, column = divmod(at, across)
            top = over + sum(heads_high[: line + 1]) + line * (height + foot)
            place(ax, (MARGIN + left + column * (width + gap), top, width, height), whole)
            exists = any(text != ABSENT for row in cell.panel.cells for text in row)
            draw_panel(
                ax, kind, cell.panel if exists else _nothing(cell.panel), edges, scale, annotate
            )
            if not exists:
                _say_nothing(ax, figure, width)
            ticks = labels if column == 0 else []
            ax.set_yticks((edges[1:] + edges[:-1]) / 2 if ticks else [], ticks)
            ax.tick_params(axis="y", left=True, labelleft=True, labelsize=SIZE, pad=PAD[kind])
            number_scale(ax, scale, data.what.measure)
            for tick in [*ax.xaxis.get_major_ticks(), *ax.yaxis.get_major_ticks()]:
                plain(tick.label1)
            _panel_head(ax, titles[at], below[at], figure)
        if many:
            corner = axes[across - 1]  # the upper right panel
            legend_of(corner, kind, shown_inside, texts, look, 34 if kind == "bar" else 22)
        x = (MARGIN + left) / whole[0]
        figure.text(
            x, 1 - (over + body - 4) / whole[1], scale_words(data.what), size=SMALL, va="top"
        )
        for words, y, more in (
            (title, 1 - MARGIN / whole[1], {"size": TITLE, "weight": "bold"}),
            (note, 1 - (over + lower) / whole[1], {"size": SMALL}),
        ):
            plain(figure.text(MARGIN / whole[0], y, words, va="top", **more))
    return figure


def _panel_widths(
    number: int, across: int | None, free: float, gap: float, gutter: float
) -> tuple[int, float]:
    """How many panels beside each other, and how wide one is."""
    if across is None:
        across = max(1, int(free // (_PANEL_LEAST + gutter + gap)))
        # Lines of equally many panels, the last with the gap.
        across = math.ceil(number / math.ceil(number / across))
    across = min(number, across)
    return across, min(_PANEL, max(_PANEL_LEAST, free / across - gap - gutter)) + gutter


def _filled_to(figure: Figure, text: str, size: float, width: float, weight: str = "normal") -> str:
    return fitted(figure, text, size, width, weight) if text else ""


def _others(heads: list[tuple[str, ...]], level: int) -> list[tuple[str, ...]]:
    """The heads inside a panel: all levels but the one that makes the panels."""
    return list(dict.fromkeys(head[:level] + head[level + 1 :] for head in heads))


def _by_row(data: Data, labels: Sequence[str], look: list[Style]) -> list[_Cell]:
    """A panel for each row: its columns stand under each other."""
    return [
        _Cell(
            label,
            "",
            Panel(
                data.values[row][:, None],
                [[text] for text in data.cells[row]],
                look,
                [data.colors[row]] * len(data.heads),
                None if data.ends is None else data.ends[row][:, None],
            ),
        )
        for row, label in enumerate(labels)
    ]


def _by_column(
    data: Data,
    shown: list[tuple[str, ...]],
    level: int,
    inside: list[tuple[str, ...]],
    look: list[Style],
) -> list[_Cell]:
    """A panel for each value of one level."""
    cells = []
    for value in dict.fromkeys(head[level] for head in data.heads):
        own = {
            head[:level] + head[level + 1 :]: at
            for at, head in enumerate(data.heads)
            if head[level] == value
        }
        columns = [own.get(each) for each in inside]
        values = np.full((len(data.labels), len(inside)), np.nan)
        texts = [[ABSENT] * len(inside) for _ in data.labels]
        ends = None if data.ends is None else np.full((*values.shape, 2), np.nan)
        bases = []
        for place_, at in enumerate(columns):
            if at is None:
                continue
            values[:, place_] = data.values[:, at]
            if ends is not None and data.ends is not None:
                ends[:, place_] = data.ends[:, at]
            for row in range(len(data.labels)):
                texts[row][place_] = data.cells[row][at]
            if data.bases[at] is not None:
                rest = shown[at][:level] + shown[at][level + 1 :]
                bases.append((flat(rest), data.bases[at]))
        if len(inside) == 1 and bases:
            line = f"n = {bases[0][1]:,}"
        else:
            line = "n: " + ", ".join(f"{name} {base:,}" for name, base in bases) if bases else ""
        at = next(iter(own.values()))
        alone = data.colors if len(inside) == 1 else None
        cells.append(_Cell(shown[at][level], line, Panel(values, texts, look, alone, ends)))
    return cells


def _nothing(panel: Panel) -> Panel:
    """A panel in which nothing is drawn, not even what is missing: its sentence says so."""
    none = np.empty((len(panel.values), 0))
    return Panel(none, [[] for _ in panel.cells], [], None)


def _say_nothing(ax: Axes, figure: Figure, width: float) -> None:
    plain(
        ax.text(
            0.5,
            0.5,
            fitted(figure, f"{ABSENT} {NOT_THERE}", SMALL, width - 20),
            transform=ax.transAxes,
            ha="center",
            va="center",
            size=SMALL,
            color=QUIET,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 3},
        )
    )


def _panel_head(ax: Axes, title: str, bases: str, figure: Figure) -> None:
    up = 5.0
    for words, size, weight, color in ((bases, 7.0, "normal", QUIET), (title, SIZE, "bold", None)):
        if not words:
            continue
        plain(
            ax.annotate(
                words,
                (0, 1),
                xycoords="axes fraction",
                xytext=(0, up),
                textcoords="offset points",
                va="bottom",
                ha="left",
                size=size,
                weight=weight,
                color=color,
                annotation_clip=False,
            )
        )
        up += extent(figure, words, size, weight)[1] + 3


def _row_entry(name: str, base: int | None, wrap: int) -> str:
    """A column as a row of a panel, with its base."""
    if base is None:
        return filled(name, wrap)
    if from_the_right(name):
        return f"{filled(name, wrap)}\nn = {base:,}"
    # Spaces that do not break, so that the base stays in one line.
    return filled(f"{name}, n\u00a0=\u00a0{base:,}", wrap).replace("\u00a0", " ")
