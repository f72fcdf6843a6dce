"""Tables as bars and dots: one group for each code, every value with its base, nothing missing as zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.present.plots_base import (
    LEAST_WIDTH,
    MARGIN,
    SIZE,
    SMALL,
    TITLE,
    axes_for,
    describe_table,
    extent,
    filled,
    fitted,
    make_room,
    place,
    plain,
    resize,
    room_of,
    root,
    scale_words,
    styles,
    title_and_note,
)
from qualcode.present.plots_data import check_number, data_of, entry_of, texts_of
from qualcode.present.plots_marks import (
    GUTTER,
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.present.table import Table

_WIDTH = 300.0  # of the scale, in a figure of its own


def bar_plot(
    table: Table,
    ax: Axes | None = None,
    *,
    columns: Any = None,
    sort: str | None = None,
    annotate: bool = True,
    wrap: int = 28,
) -> Axes:
    """Draw a table as horizontal bars: a group for each row, a bar for each column.

    ax: drawn into as it stands, the legend to its right; without it, into a new figure that is as large
    as the table needs. columns: which columns are drawn, values or tuples of values; all of them unless
    given, and of a frequency table without attributes its unit ("n_participants"; "share_participants"
    and the others can be asked for). sort: "n" puts the rows with the largest total first (of a
    frequency table: the longest bar), otherwise they stand in codebook order. annotate: print each
    number at its bar. wrap: characters in a line of a row label.

    The legend names each column with its base; the colours are told apart by hatching too. Where one
    column is drawn, each row has its code's own colour. A true 0 is a short upright stroke, a
    combination that does not exist or was not read is "–". Shares that rest on fewer than 5 participants
    are named in the note. A table with intervals has them drawn over the bars, as thin lines.

    Characters that the font lacks are drawn as U+FFFD, see `heat_map`. Raises TableError for a table
    without cells, for columns of different measures and for more columns than can be told apart (16, or
    8 under each of 3); UsageError for an unknown `sort`.
    """
    return _single(table, ax, "bar", columns, sort, annotate, wrap)


def dot_plot(
    table: Table,
    ax: Axes | None = None,
    *,
    columns: Any = None,
    sort: str | None = None,
    wrap: int = 28,
) -> Axes:
    """Draw a table as dots on one line for each row (after Cleveland), one for each column.

    A thin line joins the smallest and the largest; dots that would cover each other stand under each
    other. Values are told apart by shape and colour. What does not exist or was not read is marked left
    of the scale, over "–". All else, and what is raised, as in `bar_plot`.
    """
    return _single(table, ax, "dot", columns, sort, False, wrap)


def _single(
    table: Table,
    ax: Axes | None,
    kind: Kind,
    columns: Any,
    sort: str | None,
    annotate: bool,
    wrap: int,
) -> Axes:
    data = data_of(table, columns, sort)
    check_number(data.heads)
    own = ax is None
    alone = len(data.heads) == 1
    with axes_for(ax) as ax:
        figure = root(ax)
        title, note, labels, heads = texts_of(data, data.note(table, gutter=kind == "dot"))
        named = "Bar chart" if kind == "bar" else "Dot plot"
        describe_table(ax, named, title, labels, heads, data.texts, data.values)
        labels = [filled(label, wrap) for label in labels]
        panel = Panel(
            data.values, data.cells, styles(data.heads), data.colors if alone else None, data.ends
        )
        gap = GUTTER if kind == "dot" and np.isnan(data.values).any() else 0.0
        # Where nothing tells columns apart, the base of them all stands beside what is counted.
        single = alone and not data.what.attributes
        texts = [entry_of(head, data.base(at)) for at, head in enumerate(heads)]
        off = 34 if kind == "bar" else 22
        if not own and not single:
            legend = legend_of(ax, kind, heads, texts, panel.styles, off)
            make_room(ax, off + in_points(legend, figure)[0])
            legend.remove()
        width = _WIDTH + gap if own else room_of(ax)
        scale = Scale(top_of(panel.reach(), data.what.measure), width, gap)
        sizes = [extent(figure, label, SIZE) for label in labels]
        heights = heights_of(kind, [panel], [h for _, h in sizes], scale)
        edges = np.concatenate([[0.0], np.cumsum(heights)])
        left = PAD[kind] + 3 + max(w for w, _ in sizes)
        draw_panel(ax, kind, panel, edges, scale, annotate)
        ax.set_yticks((edges[1:] + edges[:-1]) / 2, labels)
        ax.tick_params(
            axis="y", left=True, labelleft=True, right=False, labelright=False, pad=PAD[kind]
        )
        ax.tick_params(axis="y", labelsize=SIZE)
        number_scale(ax, scale, data.what.measure)
        words = scale_words(data.what)
        if single and data.base(0):
            words += f" ({data.base(0)})"
        ax.set_xlabel(words, size=SMALL, labelpad=3)
        for tick in [*ax.xaxis.get_major_ticks(), *ax.yaxis.get_major_ticks()]:
            plain(tick.label1)
        if own:
            # The legend is measured where it will stand, so the axes get their width first.
            place(ax, (0, 0, width, edges[-1]), resize(figure, width, float(edges[-1])))
        beside = (0.0, 0.0)
        if not single:
            beside = in_points(legend_of(ax, kind, heads, texts, panel.styles, off), figure)
        if not own:
            title = fitted(figure, title, TITLE, width, "bold")
            note = fitted(figure, note, SMALL, width)
            title_and_note(ax, title, note, drop=36)
            return ax
        whole_width = max(LEAST_WIDTH, left + width + 34 + beside[0])
        title = fitted(figure, title, TITLE, whole_width, "bold")
        note = fitted(figure, note, SMALL, whole_width)
        over = MARGIN + extent(figure, title, TITLE, "bold")[1] + 10
        drop = max(36.0, beside[1] - float(edges[-1]) + 12)
        under = drop + extent(figure, note, SMALL)[1] + MARGIN
        whole = resize(figure, whole_width + 2 * MARGIN, over + float(edges[-1]) + under)
        place(ax, (MARGIN + left, over, width, float(edges[-1])), whole)
        title_and_note(ax, title, note, indent=left, over=10, drop=drop)
    return ax
