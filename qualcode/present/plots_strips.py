"""Strips of words, the voices in them, and lanes of codes under them, as they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from qualcode.present.plots_base import (
    INTERVIEWER,
    LEAST_WIDTH,
    MARGIN,
    QUIET,
    SIZE,
    SMALL,
    TITLE,
    drawable,
    extent,
    filled,
    fitted,
    ink,
    make_room,
    number_axis,
    place,
    plain,
    resize,
    room_of,
    root,
    title_and_note,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH = 430.0
_STRIP, _LANE, _LANE_GAP = 13.0, 6.0, 2.0
_INSIDE = 7.0  # points of the letters in a strip
_BESIDE = 250.0  # the most width for what stands right of a strip
NOTES = {"descriptive": "#E8DCC4", "reflective": "#F7F1E3", "text": "#D9E2EC"}
NOTES_HATCH = {"descriptive": "", "reflective": "...", "text": ""}


@dataclass
class Voice:
    """Somebody's words in one document. label: as print names them."""

    label: str
    words: int
    share: float | None
    color: str
    hatch: str = ""


@dataclass
class Strip:
    """A document: its label, its words, its voices in order, and the stretches (voice, first, words)."""

    label: str
    words: int
    voices: list[Voice]
    stretches: list[tuple[int, int, int]]


# A voice, how it is named, and how long that is in points.
_Entry = tuple[Voice, str, float]


@dataclass
class Lane:
    """A code under all strips: for each document its stretches (first, words), None for not read."""

    label: str
    color: str
    stretches: list[list[tuple[int, int]] | None]


def _percent(share: float | None) -> str:
    if share is None:
        return "no words"
    # A voice that spoke is never rounded to nothing.
    return "<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def draw_strips(
    ax: Axes,
    strips: list[Strip],
    lanes: list[Lane],
    scale: str,
    title: str,
    note: str,
    own: bool,
    wrap: int,
) -> None:
    figure = root(ax)
    shown = drawable(
        [
            title,
            note,
            *(lane.label for lane in lanes),
            *(strip.label for strip in strips),
            *(voice.label for strip in strips for voice in strip.voices),
        ]
    )
    title, note, rest = shown[0], shown[1], iter(shown[2:])
    lane_labels = [next(rest) for _ in lanes]
    labels = [filled(next(rest), wrap) for _ in strips]
    names = [
        [f"{next(rest)} {_percent(voice.share)}" for voice in strip.voices] for strip in strips
    ]
    width = _WIDTH if own else room_of(ax)
    longest = max([strip.words for strip in strips] + [1])

    def units(strip: Strip) -> float:
        """How much of the scale one word of the document takes."""
        return 1.0 / max(1, strip.words) if scale == "share" else 1.0

    top = 1.0 if scale == "share" else float(longest)
    sizes = [extent(figure, label, SIZE) for label in labels]

    def laid(width: float) -> tuple[list[dict[int, str]], list[list[list[_Entry]]]]:
        """Names inside each strip, and beside it line by line."""
        both = [
            _named(figure, strip, text, units(strip) * width / top)
            for strip, text in zip(strips, names, strict=True)
        ]
        return [inside for inside, _ in both], [_rows_of(entries) for _, entries in both]

    inside, beside = laid(width)
    if not own:
        make_room(ax, 10 + max(_width_of(lines) for lines in beside))
        width = room_of(ax)
        inside, beside = laid(width)
    lane_height = len(lanes) * (_LANE + _LANE_GAP)
    heights = [
        max(8 + _STRIP + lane_height, 6 + h, 6 + 10.0 * len(lines))
        for (_, h), lines in zip(sizes, beside, strict=True)
    ]
    edges = np.concatenate([[0.0], np.cumsum(heights)])
    left = 8 + max(w for w, _ in sizes)
    ax.grid(False)
    for at, strip in enumerate(strips):
        over = edges[at] + (heights[at] - _STRIP - lane_height) / 2
        _draw_strip(ax, strip, over, units(strip))
        for voice, text in inside[at].items():
            _inside(ax, strip, voice, text, over, units(strip))
        _draw_beside(ax, strip, beside[at], edges[at] + heights[at] / 2, top)
        for lane_at, lane in enumerate(lanes):
            upper = over + _STRIP + _LANE_GAP + lane_at * (_LANE + _LANE_GAP)
            _draw_lane(ax, lane, at, upper, strip, units(strip))
    ax.set_xlim(0, top)
    ax.set_ylim(edges[-1], 0)
    ax.set_yticks((edges[1:] + edges[:-1]) / 2, labels)
    for side in ax.spines.values():
        side.set_visible(False)
    ax.tick_params(axis="both", which="both", length=0, labelsize=SIZE, pad=5)
    ax.tick_params(axis="y", left=True, labelleft=True, right=False, labelright=False)
    ax.tick_params(axis="x", labelsize=SMALL, pad=3, rotation=0, bottom=True, labelbottom=True)
    ax.tick_params(axis="x", top=False, labeltop=False)
    number_axis(ax.xaxis, "share" if scale == "share" else "n", top)
    ax.set_xlabel(
        "share of the document's words" if scale == "share" else "words", size=SMALL, labelpad=3
    )
    for tick in [*ax.xaxis.get_major_ticks(), *ax.yaxis.get_major_ticks()]:
        plain(tick.label1)
    over_axes = 8.0
    if own:
        place(ax, (0, 0, width, float(edges[-1])), resize(figure, width, float(edges[-1])))
    if lanes:
        over_axes += 6 + _lane_legend(ax, figure, lanes, lane_labels, width)
    right = max([_width_of(lines) for lines in beside] + [0.0])
    whole_width = max(LEAST_WIDTH, left + width + 10 + right) if own else width
    title = fitted(figure, title, TITLE, whole_width, "bold")
    note = fitted(figure, note, SMALL, whole_width)
    if own:
        above = MARGIN + extent(figure, title, TITLE, "bold")[1] + over_axes
        under = 36 + extent(figure, note, SMALL)[1] + MARGIN
        whole = resize(figure, whole_width + 2 * MARGIN, above + float(edges[-1]) + under)
        place(ax, (MARGIN + left, above, width, float(edges[-1])), whole)
    title_and_note(ax, title, note, indent=left if own else 0.0, over=over_axes, drop=36)


def _draw_strip(ax: Axes, strip: Strip, over: float, unit: float) -> None:
    """One bar for each stretch; those of one voice are made at once, so that they can be found again."""
    for at, voice in enumerate(strip.voices):
        own = [(first * unit, words * unit) for n, first, words in strip.stretches if n == at]
        if not own:
            continue
        ax.barh(
            [over] * len(own),
            [words for _, words in own],
            left=[first for first, _ in own],
            height=_STRIP,
            align="edge",
            color=voice.color,
            edgecolor=_edge(voice),
            hatch=voice.hatch or None,
            linewidth=0,
            label=f"_{at}",
        )
    if strip.words:
        ax.barh(
            [over],
            [strip.words * unit],
            height=_STRIP,
            align="edge",
            fill=False,
            edgecolor="#333333",
            linewidth=0.6,
            clip_on=False,
            label="_outline",
        )


def _edge(voice: Voice) -> str:
    """The colour of the hatching: what is nobody's speech in the study recedes."""
    if voice.color == INTERVIEWER or voice.color in NOTES.values():
        return "#7A7A7A"
    return ink(_rgb(voice.color))


def _named(
    figure: Figure, strip: Strip, names: list[str], points: float
) -> tuple[dict[int, str], list[_Entry]]:
    """Which voices are named inside the strip, where they have one stretch long enough for it, and which
    beside it. points: the length of a word."""
    inside: dict[int, str] = {}
    beside: list[_Entry] = []
    pieces: dict[int, list[int]] = {}
    for at, _first, words in strip.stretches:
        pieces.setdefault(at, []).append(words)
    for at, (voice, name) in enumerate(zip(strip.voices, names, strict=True)):
        long = extent(figure, name, _INSIDE)[0]
        if (
            len(pieces.get(at, ())) == 1
            and len(strip.stretches) == len(strip.voices)
            and pieces[at][0] * points >= long + 6
        ):
            inside[at] = name
        else:
            beside.append((voice, name, long))
    return inside, beside


def _inside(ax: Axes, strip: Strip, voice: int, text: str, over: float, unit: float) -> None:
    first, words = next((first, words) for at, first, words in strip.stretches if at == voice)
    own = strip.voices[voice]
    color = ink(_rgb(own.color))
    shown = ax.text(
        (first + words / 2) * unit,
        over + _STRIP / 2,
        text,
        ha="center",
        va="center_baseline",
        size=_INSIDE,
        color=color,
    )
    if own.hatch:
        shown.set_bbox({"facecolor": own.color, "edgecolor": "none", "pad": 1.0})
    plain(shown)


def _rgb(color: str) -> Any:
    from matplotlib.colors import to_rgb

    return to_rgb(color)


_SQUARE, _BETWEEN = 9.0, 8.0


def _rows_of(entries: list[_Entry]) -> list[list[_Entry]]:
    """The names beside a strip, as many in a line as fit."""
    lines: list[list[_Entry]] = []
    used = 0.0
    for entry in entries:
        need = _SQUARE + entry[2] + _BETWEEN
        if not lines or used + need > _BESIDE:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += need
    return lines


def _width_of(lines: list[list[_Entry]]) -> float:
    return max([sum(_SQUARE + w + _BETWEEN for _, _, w in line) for line in lines] + [0.0])


def _draw_beside(
    ax: Axes,
    strip: Strip,
    lines: list[list[_Entry]],
    middle: float,
    top: float,
) -> None:
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import ScaledTranslation

    figure = root(ax)
    if not strip.words:
        plain(
            ax.annotate(
                "no words",
                (0, middle),
                xytext=(4, 0),
                textcoords="offset points",
                va="center_baseline",
                size=_INSIDE,
                color=QUIET,
            )
        )
        return
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * 10.0
        along = 10.0
        for voice, text, width in line:
            # Squares are measured in points from the end of the scale, whatever the scale is.
            end = ScaledTranslation(top, middle, cast("Any", ax.transData))
            shift = end + ScaledTranslation(along / 72, -down / 72, figure.dpi_scale_trans)
            square = Rectangle(
                (0, -3 / 72),
                6 / 72,
                6 / 72,
                transform=figure.dpi_scale_trans + shift,
                facecolor=voice.color,
                edgecolor=_edge(voice) if voice.hatch else "#333333",
                linewidth=0.4,
                hatch=voice.hatch or None,
                clip_on=False,
            )
            ax.add_artist(square)
            plain(
                ax.annotate(
                    text,
                    (top, middle),
                    xytext=(along + _SQUARE, -down),
                    textcoords="offset points",
                    va="center_baseline",
                    ha="left",
                    size=_INSIDE,
                    annotation_clip=False,
                )
            )
            along += _SQUARE + width + _BETWEEN


def _draw_lane(ax: Axes, lane: Lane, at: int, upper: float, strip: Strip, unit: float) -> None:
    own = lane.stretches[at]
    ax.plot(
        [0, strip.words * unit],
        [upper + _LANE / 2] * 2,
        color="#D0D0D0",
        linewidth=0.6,
        linestyle="-" if own is not None else ":",
        zorder=1,
    )
    if own is None:
        shown = ax.annotate(
            "not yet coded",
            (0, upper + _LANE / 2),
            xytext=(4, 0),
            textcoords="offset points",
            va="center_baseline",
            size=6,
            color=QUIET,
        )
        shown.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        plain(shown)
        return
    if own:
        ax.barh(
            [upper] * len(own),
            [words * unit for _, words in own],
            left=[first * unit for first, _ in own],
            height=_LANE,
            align="edge",
            color=lane.color,
            # An outline, so that a single word of a long document can be seen.
            edgecolor=lane.color,
            linewidth=0.8,
            zorder=2,
            label=f"_code {lane.label}",
        )


def _lane_legend(
    ax: Axes, figure: Figure, lanes: list[Lane], labels: list[str], width: float
) -> float:
    """The codes over the strips, from upper to lower lane; how high that is in points."""
    from matplotlib.patches import Patch

    words = [f"{at}. {label}" if len(labels) > 1 else label for at, label in enumerate(labels, 1)]
    legend = ax.legend(
        [Patch(facecolor=lane.color, edgecolor=lane.color) for lane in lanes],
        ["x"] * len(lanes),
        loc="lower left",
        bbox_to_anchor=(0, 1 + 4 / (72 * ax.get_window_extent().height / figure.dpi)),
        borderaxespad=0,
        borderpad=0,
        frameon=False,
        fontsize=SMALL,
        handlelength=1.6,
        handleheight=0.5,
        labelspacing=0.4,
        title="Lanes under each strip, from the top" if len(lanes) > 1 else None,
        title_fontsize=SMALL,
        alignment="left",
    )
    for text, shown in zip(legend.get_texts(), words, strict=True):
        plain(text).set_text(fitted(figure, shown, SMALL, width - 30))
    return 72 * float(legend.get_window_extent().height) / figure.dpi
