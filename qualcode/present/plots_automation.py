"""Acceptance of suggestions by the score that was shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.errors import TableError, counted
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    QUIET,
    SIZE,
    SMALL,
    axes_for,
    drawable,
    fitted,
    framed,
    number_axis,
    place,
    plain,
    resize,
    room_of,
    root,
)
from qualcode.present.report import percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from qualcode.present.automation import AutomationReport

_SIDE = 260.0
_LABELS = 36.0  # points under the axes for numbers and their label
_HANDLE = 40.0  # points of a legend's line and the space after it
_LINES = ("-", "--", "-.", ":")
_MARKERS = ("o", "s", "^", "D", "v", "P")
_INKS = ("#000000", "#1b6e9c", "#a04000", "#4D4D4D", "#2f6f3e", "#7A7A7A")
MOST = 6
_ASIDE = 0.006  # coders decide on the same scores: their bars stand side by side


def acceptance_plot(report: AutomationReport, ax: Axes | None = None) -> Axes:
    """Draw the share that was accepted over the mean score of each bin, a line for each coder.

    ax: drawn into as it stands; without it, into a new figure. Bars are 95 % intervals. On the diagonal as
    much was accepted as the scores promised. Raises TableError where no decision had a score, and for more
    than 6 coders.
    """
    bins = report.bins
    if bins is None or not len(bins):
        raise TableError(
            "acceptance_plot", "no suggestion that was decided on showed a probability",
            next="Scores come once documents are coded and passed; refresh the queue",
        )  # fmt: skip
    coders = list(dict.fromkeys(bins["coder"]))
    if len(coders) > MOST:
        raise TableError(
            "acceptance_plot", f"{len(coders)} coders cannot be told apart", f"at most {MOST}",
            "Name one with coder=",
        )  # fmt: skip
    own = ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        if own:
            place(ax, (0, 0, _SIDE, _SIDE), resize(figure, _SIDE, _SIDE))
        (line,) = ax.plot([0, 1], [0, 1], color=QUIET, linewidth=0.8, linestyle=(0, (2, 2)))
        drawn = [(line, "as promised")]
        for at, (coder, name) in enumerate(zip(coders, drawable(coders), strict=True)):
            part = bins[bins["coder"] == coder]
            x = part["mean_score"].to_numpy(dtype=float) + _ASIDE * (at - (len(coders) - 1) / 2)
            y = part["share"].to_numpy(dtype=float)
            ax.vlines(
                x, part["low"].to_numpy(dtype=float), part["high"].to_numpy(dtype=float),
                color=_INKS[at], linewidth=0.9,
            )  # fmt: skip
            (line,) = ax.plot(
                x, y, color=_INKS[at], linestyle=_LINES[at % len(_LINES)], marker=_MARKERS[at],
                markersize=4.5, linewidth=1.2,
            )  # fmt: skip
            drawn.append((line, f"{name} ({int(part['n'].sum()):,})"))
        _axes(ax)
        title = "Acceptance by the score that was shown"
        note = (
            "In brackets: decisions made one by one on suggestions with a probability. Bars: 95% intervals,"
            f" exact binomial. {report.provenance}"
        )
        drop = _legend(ax, drawn, _SIDE if own else None)
        framed(ax, own, title, note, width=_SIDE, height=_SIDE, drop=drop)
        describe(ax, _alt(title, bins, coders))
    return ax


def _legend(ax: Axes, drawn: Sequence[tuple[Line2D, str]], height: float | None) -> float:
    """Who is which line, under the axes, where it hides nothing; returns the points from the axes to what
    follows. height: of the axes in points, None = as they stand."""
    figure = root(ax)
    if height is None:
        height = 72 * ax.get_window_extent().height / figure.dpi
    legend = ax.legend(
        [line for line, _ in drawn], ["."] * len(drawn), loc="upper left", fontsize=SMALL, frameon=False,
        handlelength=3, borderaxespad=0, borderpad=0, bbox_to_anchor=(0.0, -_LABELS / height),
    )  # fmt: skip
    # Given as labels, names that begin with an underscore would be left out.
    for entry, (_, name) in zip(legend.get_texts(), drawn, strict=True):
        plain(entry).set_text(fitted(figure, name, SMALL, room_of(ax) - _HANDLE))
    return _LABELS + 72 * legend.get_window_extent().height / figure.dpi + 8


def _axes(ax: Axes) -> None:
    # Room for whole markers at 0 and at 1.
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    number_axis(ax.yaxis, "share", 1.0)
    ax.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    ax.tick_params(labelsize=SMALL)
    ax.set_xlabel("score that was shown (mean of the bin)", size=SIZE)
    ax.set_ylabel("accepted", size=SIZE)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def _alt(title: str, bins: pd.DataFrame, coders: list[str]) -> str:
    parts = [f"Line chart. {title}."]
    for coder in coders:
        part = bins[bins["coder"] == coder].to_dict("records")
        said = ", ".join(f"{percent(each['share'])} at {each['mean_score']:.2f}" for each in part)
        number = counted(sum(each["n"] for each in part), "decision")
        parts.append(f"{coder}, {number}: accepted {said}.")
    return " ".join(parts)
