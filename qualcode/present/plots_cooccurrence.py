"""Codes that stand together as pictures: a matrix that says its counts, and a network around a circle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.core.asked import asked_number
from qualcode.errors import UsageError, counted
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    LEAST_WIDTH,
    MARGIN,
    QUIET,
    SIZE,
    SMALL,
    TITLE,
    axes_for,
    drawable,
    extent,
    filled,
    fitted,
    ink,
    known_color,
    number_axis,
    place,
    plain,
    resize,
    room_of,
    root,
    title_and_note,
)
from qualcode.present.plots_heat import COLORS
from qualcode.present.plots_pairs import Drawn, check_measure, drawn_of, said_of
from qualcode.present.report import shown
from qualcode.present.table import ABSENT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable

    from qualcode.present.cooccurrence import Cooccurrence

# Up to so many codes are named under their columns; more of them are numbered.
_NAMED = 10
_CELL = (30.0, 26.0)
_BAR = (60.0, 160.0)
# Strong, middle and weak ties: told apart by width and by dashes, and so on a grey printer too.
_TIES: tuple[tuple[float, Any, str], ...] = (
    (3.4, "-", "#2B2B2B"),
    (1.8, (0, (4, 1.4)), "#4D4D4D"),
    (1.1, (0, (1, 1.6)), "#6B6B6B"),
)
_NODE = "#8DA9C4"
_RADIUS = (100.0, 230.0)
_DOT = (3.0, 12.0)  # half of the width of the smallest circle and of the largest
_LEADER = 34.0  # from the circle to the names
_GAP = 0.7  # between themes, in steps from code to code


# -- the matrix --------------------------------------------------------------------------------------------


def cooccurrence_matrix(
    report: Cooccurrence | pd.DataFrame,
    ax: Axes | None = None,
    *,
    colors: str = "c",
    annotate: bool = True,
    coder: str | None = None,
    wrap: int = 28,
) -> Axes:
    """Draw how often codes stand together as the lower half of a matrix, darker for more.

    report: of `qc.cooccurrence`, or a tidy frame with code1, code2, n12, c, and n1 and n2 for the diagonal.
    ax: drawn into as it stands; without it, into a new figure that is as large as needed. colors: "c" or
    "n12", what the darkness means. annotate: print n12 and under it c into each cell; on the diagonal
    stands how many units the code itself has. coder: whose, in a report with coders="each". wrap:
    characters in a line of a label. More than ten codes are numbered, and columns have their numbers.

    Raises TableError where there is nothing to draw, UsageError for another measure or coder.
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    check_measure(colors, "colors")
    drawn = drawn_of(report, coder)
    own, number = ax is None, len(drawn.codes)
    with axes_for(ax) as ax:
        figure = root(ax)
        named = number <= _NAMED and (own or room_of(ax) / number > 55)
        title, note, *names = drawable([drawn.title, _matrix_note(drawn, annotate), *drawn.names])
        labels = [
            filled(name if named else f"{at}  {name}", wrap) for at, name in enumerate(names, 1)
        ]
        heads = [
            filled(name, 14) if named else str(at) for at, name in enumerate(names, 1)
        ]  # fmt: skip
        label_sizes = [extent(figure, text, SIZE) for text in labels]
        head_sizes = [extent(figure, text, SIZE) for text in heads]
        width = max(_CELL[0], *(8 + w for w, _ in head_sizes))
        height = max(_CELL[1], *(6 + h for _, h in label_sizes))
        if not own:
            width = room_of(ax) / number
            height = 72 * ax.get_window_extent().height / figure.dpi / number
        top = max([drawn.value(cell, colors) or 0.0 for cell in drawn.cells], default=0.0)
        shades = ScalarMappable(Normalize(0, top or 1.0), COLORS)
        _draw_cells(ax, drawn, shades, colors, annotate, (width, height))
        ax.set_xticks([(n + 0.5) * width for n in range(number)], heads)
        ax.set_yticks([(n + 0.5) * height for n in range(number)], labels)
        for axis in (ax.xaxis, ax.yaxis):
            for tick in axis.get_major_ticks():
                plain(tick.label1)
        ax.tick_params(length=0, labelsize=SIZE, pad=4)
        foot = 12 + max(h for _, h in head_sizes)
        if own:
            left = 8 + max(w for w, _ in label_sizes)
            # The upper half is empty; with enough codes the scale stands there.
            outside = number < 5
            full = max(LEAST_WIDTH, left + number * width + (60 if outside else 0))
            title = fitted(figure, title, TITLE, full, "bold")
            note = fitted(figure, note, SMALL, full)
            over = 8 + extent(figure, title, TITLE, "bold")[1]
            under = foot + extent(figure, note, SMALL)[1]
            tall = max(number * height, _BAR[0])
            whole = resize(figure, 2 * MARGIN + full, 2 * MARGIN + over + tall + under)
            box = (MARGIN + left, MARGIN + over, number * width, number * height)
            place(ax, box, whole)
            title_and_note(ax, title, note, indent=left, over=8, drop=foot + tall - number * height)
            bar_ax = figure.add_axes((0, 0, 1, 1))
            length = min(max(_BAR[0], 0.4 * box[3]), _BAR[1])
            right = box[0] + box[2]
            place(bar_ax, (right + 14 if outside else right - 12, box[1], 10, length), whole)
            bar = figure.colorbar(shades, cax=bar_ax)
            if not outside:
                bar_ax.yaxis.set_ticks_position("left")
                bar_ax.yaxis.set_label_position("left")
        else:
            title = fitted(figure, title, TITLE, room_of(ax), "bold")
            note = fitted(figure, note, SMALL, room_of(ax))
            title_and_note(ax, title, note, over=8, drop=foot)
            bar = figure.colorbar(shades, ax=ax)
        bar.set_label("coefficient c" if colors == "c" else f"{drawn.words} of both", size=SMALL)
        bar.ax.tick_params(labelsize=SMALL)
        bar.outline.set_visible(False)
        _scale(bar.ax, colors, top)
        describe(ax, said_of(drawn, "Matrix"))
    return ax


def _scale(ax: Axes, measure: str, top: float) -> None:
    from matplotlib.ticker import MaxNLocator

    if measure == "n12":
        number_axis(ax.yaxis, "n", top, 4)
        return
    ax.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10], min_n_ticks=2))
    if top >= 0.05:
        ax.yaxis.set_major_formatter("{x:.2f}")


def _draw_cells(
    ax: Axes,
    drawn: Drawn,
    shades: ScalarMappable,
    measure: str,
    annotate: bool,
    size: tuple[float, float],
) -> None:
    import numpy as np
    from matplotlib.patches import Rectangle

    width, height = size
    number = len(drawn.codes)
    # In somebody's small axes two lines of numbers do not fit.
    roomy = width >= 22 and height >= 21
    small = SIZE if width >= 22 else SMALL - 2
    ax.grid(False)
    for row in range(number):
        for column in range(row + 1):
            corner = (column * width, row * height)
            middle = (corner[0] + width / 2, corner[1] + height / 2)
            if row == column:
                own = drawn.n[row]
                frame = Rectangle(
                    corner,
                    width,
                    height,
                    facecolor="white",
                    edgecolor="#9A9A9A",
                    lw=0.8,
                    zorder=1.5,
                )
                ax.add_patch(frame)
                if own is not None and annotate:
                    ax.text(
                        *middle, f"{own:,}", ha="center", va="center", size=small, weight="bold"
                    )
                continue
            n12, c = drawn.cells.get((row, column), (0, None))
            value = drawn.value((row, column), measure) if (row, column) in drawn.cells else None
            if value is None:
                box = Rectangle(
                    corner, width, height, facecolor="#f7f7f7", edgecolor="#b5b5b5", lw=0
                )
                box.set_hatch("////")
                ax.add_patch(box)
                shown_at = ax.text(*middle, ABSENT, ha="center", va="center", size=small)
                shown_at.set_bbox({"facecolor": "#f7f7f7", "edgecolor": "none", "pad": 1.0})
            else:
                color = tuple(shades.to_rgba(np.array([value]))[0]) if n12 else "white"
                ax.add_patch(Rectangle(corner, width, height, facecolor=color, lw=0))
                if annotate:
                    two = roomy and n12 > 0
                    shift = 0.17 * min(height, 30.0) if two else 0.0
                    said = ink(color) if n12 else QUIET
                    words: dict[str, Any] = {"ha": "center", "va": "center", "color": said}
                    ax.text(middle[0], middle[1] - shift, f"{n12:,}", size=small, **words)
                    if two:
                        text = shown(c, "coefficient")
                        ax.text(middle[0], middle[1] + 1.5 * shift, text, size=SMALL - 1.5, **words)
            # Cells in which nothing is are white, so that the rule between cells is a light grey.
            rule = Rectangle(corner, width, height, fill=False, edgecolor="#E3E3E3", lw=0.6)
            ax.add_patch(rule)
    ax.set_xlim(-1, number * width + 1)
    ax.set_ylim(number * height + 1, -1)
    for spine in ax.spines.values():
        spine.set_visible(False)


def _matrix_note(drawn: Drawn, annotate: bool) -> str:
    facts = []
    if annotate:
        facts.append(
            f"In each cell the number of {drawn.words} of both {drawn.level}s and under it c; on the"
            f" diagonal the {drawn.words} of the {drawn.level} itself."
        )
    if any(c is None for _, c in drawn.cells.values()):
        facts.append(f"“{ABSENT}”: neither {drawn.level} occurs.")
    if any(n12 == 0 for n12, _ in drawn.cells.values()):
        facts.append("White: never together.")
    return " ".join([*facts, *drawn.notes])


# -- the network -------------------------------------------------------------------------------------------


@dataclass
class _Tie:
    """A line between two codes. strength: position in _TIES."""

    one: int
    other: int
    value: float
    strength: int


@dataclass
class _Word:
    """A name beside the circle, or a theme's over the first of its codes (code None). Places in points from
    the middle of the circle."""

    text: str
    code: int | None
    side: int
    y: float
    height: float


def cooccurrence_network(
    report: Cooccurrence | pd.DataFrame,
    ax: Axes | None = None,
    *,
    edges: str = "c",
    least: float | None = None,
    most: int | None = None,
    coder: str | None = None,
    wrap: int = 28,
) -> Axes:
    """Draw codes around a circle, sorted by theme, with a line between those that stand together.

    report, coder: as in `cooccurrence_matrix`. edges: "c" or "n12", what a line's strength means; there are
    three widths, each with its own dashes, and the legend says what each stands for. least: lines are drawn
    from this value on. most: no more than so many lines, the strongest, all of equal strength or none (by
    default three for every two codes, unless `least` is given). What is not drawn is counted under the
    picture. A circle's area is the number of units of its code, which stands behind its name. ax: drawn into
    as it stands; without it, into a new figure. wrap: characters in a line of a label.

    The place of a code says only where it stands in the codebook. Raises TableError where there is nothing
    to draw, UsageError for another measure or coder, and for a `least` or `most` that is no such number.
    """
    check_measure(edges, "edges")
    drawn = drawn_of(report, coder)
    ties, rule = _ties(drawn, edges, least, most)
    own = ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        groups = _groups(drawn)
        if not own:
            wrap = min(wrap, max(10, int(0.22 * room_of(ax) / (0.5 * SIZE))))
        leader = _LEADER if own else 0.6 * _LEADER
        tall = 72 * ax.get_window_extent().height / figure.dpi
        texts = drawable(
            [drawn.title, _network_note(drawn, edges, rule, bool(groups[0][0])), *drawn.names]
        )
        title, note, names = texts[0], texts[1], texts[2:]
        theme_names = [drawn.theme_names.get(theme, theme) for theme, _ in groups]
        heads = [filled(text, wrap) for text in drawable(theme_names)]
        labels = [
            filled(name if n is None else f"{name} ({n:,})", wrap)
            for name, n in zip(names, drawn.n, strict=True)
        ]
        sizes = [extent(figure, text, SIZE) for text in labels]
        head_sizes = [extent(figure, text, SMALL, "bold") for text in heads]
        beside = max(w for w, _ in [*sizes, *head_sizes])
        # As high as the longer column of names, as far as that is sensible.
        column = sum(height + 6 for _, height in [*sizes, *head_sizes]) / 2
        radius = min(max(_RADIUS[0], 0.45 * column, 6.5 * len(labels)), _RADIUS[1])
        if not own:
            radius = max(30.0, min(radius, room_of(ax) / 2 - beside - leader, tall / 2 - 20))
        angles = _angles(groups)
        words = _words(groups, angles, radius, labels, sizes, heads, head_sizes)
        dots = _dots(drawn)
        _draw_ties(ax, ties, angles, radius)
        _draw_codes(ax, drawn, angles, radius, dots)
        _draw_words(ax, words, angles, radius, dots, leader)
        across = radius + leader + beside + 4
        places = [(radius * math.sin(angle), dots[code]) for code, angle in angles.items()]
        places += [(word.y, word.height / 2) for word in words]
        high, low = (max(side * y + half for y, half in places) + 4 for side in (1, -1))
        wide, spare = 2 * across, 0.0
        if not own:
            # Circles stay round in whatever shape the axes have.
            scale = max(wide / room_of(ax), (low + high) / tall)
            wide, spare = scale * room_of(ax), scale * tall - low - high
        ax.set_xlim(-wide / 2, wide / 2)
        ax.set_ylim(-low - spare / 2, high + spare / 2)
        ax.set_axis_off()
        room = max(LEAST_WIDTH, wide) if own else room_of(ax)
        foot = 12.0 + 15.0 * _legend(ax, edges, ties, room)
        if own:
            full = max(LEAST_WIDTH, 2 * across)
            title = fitted(figure, title, TITLE, full, "bold")
            note = fitted(figure, note, SMALL, full)
            over = 8 + extent(figure, title, TITLE, "bold")[1]
            under = foot + extent(figure, note, SMALL)[1]
            whole = resize(figure, 2 * MARGIN + full, 2 * MARGIN + over + low + high + under)
            indent = (full - 2 * across) / 2
            place(ax, (MARGIN + indent, MARGIN + over, 2 * across, low + high), whole)
            title_and_note(ax, title, note, indent=indent, over=8, drop=foot)
        else:
            title = fitted(figure, title, TITLE, room_of(ax), "bold")
            note = fitted(figure, note, SMALL, room_of(ax))
            title_and_note(ax, title, note, over=8, drop=foot)
        describe(ax, said_of(drawn, "Network"))
    return ax


def _ties(
    drawn: Drawn, measure: str, least: float | None, most: int | None
) -> tuple[list[_Tie], str]:
    """The lines to draw, the strongest last, and what is drawn and left out in words."""
    if least is not None and (isinstance(least, bool) or not isinstance(least, (int, float))):
        raise UsageError("least", repr(least), "a number")
    if most is not None:
        most = asked_number("most", most)
    elif least is None:
        most = max(6, math.ceil(1.5 * len(drawn.codes)))
    meeting = {
        cell: value
        for cell, (n12, _) in drawn.cells.items()
        if n12 and (value := drawn.value(cell, measure)) is not None
    }
    kept = {cell: v for cell, v in meeting.items() if least is None or v >= least}
    if most is not None and len(kept) > most:
        values = sorted(kept.values(), reverse=True)
        # All lines of equal strength or none of them; where already the strongest are too many, these.
        bound = values[most] if most else math.inf
        stronger = {cell: v for cell, v in kept.items() if v > bound}
        kept = stronger or ({cell: v for cell, v in kept.items() if v == bound} if most else {})
    low, high = min(kept.values(), default=0.0), max(kept.values(), default=0.0)
    step = (high - low) / 3
    ties = [
        _Tie(*cell, value, 0 if value >= high - step else 1 if value >= low + step else 2)
        for cell, value in kept.items()
    ]
    ties.sort(key=lambda tie: tie.value)
    things = f"{drawn.level}s that stand together"
    kind = "coefficient" if measure == "c" else "n"
    if not meeting:
        rule = f"No two of these {drawn.level}s stand together."
    elif len(kept) == len(meeting):
        every = f"all {len(meeting):,} pairs" if len(meeting) > 1 else "the one pair"
        rule = f"Lines: {every} of {things}."
    else:
        rule = (
            f"Lines: the {f'{len(kept)} ' if len(kept) > 1 else ''}strongest of the {counted(len(meeting), 'pair')} of {things}, down to"
            f" {'a c of ' if measure == 'c' else ''}{shown(low, kind)}"
            f"{'' if measure == 'c' else f' {drawn.words} of both'}."
        )
        if not kept:
            rule = f"Lines: none of the {counted(len(meeting), 'pair')} of {things} is drawn."
    return ties, rule


def _groups(drawn: Drawn) -> list[tuple[str, list[int]]]:
    """Codes by theme, in the order of the themes; one group without a name where there are no themes."""
    found: dict[str, list[int]] = {}
    for at, theme in enumerate(drawn.themes):
        found.setdefault(theme, []).append(at)
    if all(len(members) == 1 for members in found.values()):
        return [("", list(range(len(drawn.codes))))]
    return list(found.items())


def _angles(groups: list[tuple[str, list[int]]]) -> dict[int, float]:
    """Where each code stands on the circle: clockwise from the top."""
    gap = _GAP if len(groups) > 1 else 0.0
    steps = sum(len(members) for _, members in groups) + gap * len(groups)
    found, at = {}, (1.0 + gap) / 2
    for _, members in groups:
        for member in members:
            found[member] = math.pi / 2 - 2 * math.pi * at / steps
            at += 1
        at += gap
    return found


def _dots(drawn: Drawn) -> list[float]:
    """Half the width of each circle, so that areas are as the numbers of units."""
    most = max((n for n in drawn.n if n), default=1)
    return [
        5.0 if n is None else max(_DOT[0], _DOT[1] * math.sqrt(n / most)) for n in drawn.n
    ]  # fmt: skip


def _words(
    groups: list[tuple[str, list[int]]],
    angles: dict[int, float],
    radius: float,
    labels: list[str],
    sizes: list[tuple[float, float]],
    heads: list[str],
    head_sizes: list[tuple[float, float]],
) -> list[_Word]:
    """Names in a column on either side, as near to their codes as they can be without lying on each other;
    over the first code of a theme on that side stands the theme."""
    found = []
    group_of = {member: at for at, (_, members) in enumerate(groups) for member in members}
    for side in (1, -1):
        # What stands right at the top or the bottom goes to the right.
        own = [code for code, a in angles.items() if (math.cos(a) > -1e-9) == (side == 1)]
        own.sort(key=lambda code: -math.sin(angles[code]))
        blocks: list[list[_Word]] = []
        last = -1
        for code in own:
            block = []
            group = group_of[code]
            if group != last and groups[group][0]:
                block.append(_Word(heads[group], None, side, 0.0, head_sizes[group][1] + 1))
            last = group
            block.append(_Word(labels[code], code, side, 0.0, sizes[code][1]))
            blocks.append(block)
        edge = math.inf  # the lower edge of what stands above
        aims = []
        for block in blocks:
            above = sum(word.height for word in block[:-1])
            word = block[-1]
            assert word.code is not None
            aim = (radius + 12) * math.sin(angles[word.code])
            gap = 9.0 if len(block) > 1 else 4.0
            word.y = min(aim, edge - gap - above - word.height / 2)
            edge = word.y - word.height / 2
            aims.append(aim - word.y)
            if len(block) > 1:
                block[0].y = word.y + (word.height + block[0].height) / 2
        shift = sum(aims) / len(aims) if aims else 0.0
        for block in blocks:
            for word in block:
                word.y += shift
                found.append(word)
    return found


def _draw_ties(ax: Axes, ties: list[_Tie], angles: dict[int, float], radius: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for tie in ties:
        ends = [
            (radius * math.cos(angles[code]), radius * math.sin(angles[code]))
            for code in (tie.one, tie.other)
        ]
        # Bent towards the middle, so that neighbours' lines leave the circle and lines come apart.
        # Near neighbours' lines stay near the circle.
        middle = [(a + b) / 2 for a, b in zip(*ends, strict=True)]
        depth = 0.35 + 0.35 * math.hypot(*middle) / radius
        bend = (depth * middle[0], depth * middle[1])
        width, dashes, color = _TIES[tie.strength]
        path = Path([ends[0], bend, ends[1]], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        line = PathPatch(path, fill=False, lw=width, linestyle=dashes, edgecolor=color, zorder=2)
        line.set_gid(f"tie-{tie.one}-{tie.other}")
        ax.add_patch(line)


def _draw_codes(
    ax: Axes, drawn: Drawn, angles: dict[int, float], radius: float, dots: list[float]
) -> None:
    from matplotlib.patches import Circle

    for code, angle in angles.items():
        n = drawn.n[code]
        middle = (radius * math.cos(angle), radius * math.sin(angle))
        color = "white" if n == 0 else known_color(drawn.colors[code], _NODE)
        node = Circle(middle, dots[code], facecolor=color, edgecolor="black", lw=0.8, zorder=3)
        node.set_gid(f"code-{code}")
        ax.add_patch(node)


def _draw_words(
    ax: Axes,
    words: list[_Word],
    angles: dict[int, float],
    radius: float,
    dots: list[float],
    leader: float,
) -> None:
    for word in words:
        x = word.side * (radius + leader)
        align = "left" if word.side > 0 else "right"
        if word.code is None:
            style: dict[str, Any] = {"size": SMALL, "weight": "bold"}
        else:
            style = {"size": SIZE}
            angle, away = angles[word.code], radius + dots[word.code] + 1.5
            ax.plot(
                [away * math.cos(angle), x - 3 * word.side],
                [away * math.sin(angle), word.y],
                color="#9A9A9A",
                lw=0.6,
                zorder=1,
            )
        plain(ax.text(x, word.y, word.text, ha=align, va="center", zorder=4, **style))


def _legend(ax: Axes, measure: str, ties: list[_Tie], room: float) -> int:
    """Say what the lines mean, under the picture; returns how many lines of text that takes."""
    from matplotlib.lines import Line2D

    handles, texts = [], []
    kind = "coefficient" if measure == "c" else "n"
    for strength, (width, dashes, color) in enumerate(_TIES):
        values = [tie.value for tie in ties if tie.strength == strength]
        if not values:
            continue
        low, high = shown(min(values), kind), shown(max(values), kind)
        reach = low if low == high else f"{low}–{high}"
        handles.append(Line2D([], [], lw=width, linestyle=dashes, color=color))
        texts.append(f"{measure} {reach} ({counted(len(values), 'pair')})")
    if not handles:
        return 0
    columns = max(1, min(len(handles), int(room // 125)))
    legend = ax.legend(
        handles,
        texts,
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        ncols=columns,
        fontsize=SMALL,
        frameon=False,
        handlelength=3.2,
        borderaxespad=0.3,
        columnspacing=1.4,
    )
    for text in legend.get_texts():
        plain(text)
    return -(-len(handles) // columns)


def _network_note(drawn: Drawn, measure: str, rule: str, themes: bool) -> str:
    order = "their themes in the codebook" if themes else f"the order of the {drawn.level}s"
    facts = [rule, f"Places around the circle follow {order}."]
    if any(n is not None for n in drawn.n):
        facts.insert(
            1, f"Circles, and the numbers behind the names: {drawn.words} of the {drawn.level}."
        )
    if measure == "n12":
        facts.append(f"n12: {drawn.words} of both.")
    return " ".join([*facts, *drawn.notes])
