"""Accumulation of codes over interviews, with the band that random orders would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import TableError, UsageError, listing
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    MARGIN,
    SIZE,
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

    from qualcode.present.saturation import SaturationReport

_LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2)))
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_INKS = ("#000000", "#4D4D4D", "#1b6e9c", "#7A7A7A", "#a04000", "#2f6f3e")
_WIDTH, _HEIGHT = 340.0, 220.0
MOST = 8


def accumulation_plot(
    report: SaturationReport,
    ax: Axes | None = None,
    *,
    strata: list[str] | None = None,
    band: bool | None = None,
) -> Axes:
    """Draw the cumulative number of codes over units, and the middle 95 % of random orders as a band.

    ax: drawn into as it stands; without it, into a new figure. strata: which values of the attribute, all
    of them unless given (at most 8). band: whether to shade the band; by default where one curve is
    drawn. Curves are told apart by dashes and markers; the unit at which saturation was reached has a
    ring. Raises TableError for more curves than can be told apart, UsageError for an unknown stratum.
    """
    found = report.found
    assert found is not None
    names = [each.stratum for each in found.strata]
    if strata is not None and (unknown := [each for each in strata if each not in names]):
        raise UsageError("strata", listing(unknown), listing(names))
    drawn = [each for each in found.strata if strata is None or each.stratum in strata]
    if len(drawn) > MOST:
        raise TableError(
            "accumulation_plot",
            f"{len(drawn)} curves cannot be told apart",
            f"at most {MOST}",
            "Choose some with strata=",
        )
    band = len(drawn) == 1 if band is None else band
    own = ax is None
    several = len(drawn) > 1
    with axes_for(ax) as ax:
        figure = root(ax)
        if own:
            place(ax, (0, 0, _WIDTH, _HEIGHT), resize(figure, _WIDTH, _HEIGHT))
        labels = drawable([each.stratum for each in drawn])
        for at, (each, label) in enumerate(zip(drawn, labels, strict=True)):
            n = range(1, len(each.units) + 1)
            ink = _INKS[at % len(_INKS)]
            if band:
                ax.fill_between(n, each.low, each.high, color=ink, alpha=0.15, linewidth=0)
                ax.plot(n, each.median, color=ink, linewidth=0.8, linestyle=(0, (2, 2)))
            text = f"{label} ({len(each.units)})" if several else f"observed ({found.order})"
            ax.plot(
                n,
                each.cumulative,
                color=ink,
                linestyle=_LINES[at % len(_LINES)],
                marker=_MARKERS[at],
                markersize=3.5,
                linewidth=1.4,
                label=text,
            )
            if each.reached is not None:
                x = each.reached.last
                ax.plot(
                    [x], [each.cumulative[x - 1]], marker="o", markersize=10, fillstyle="none",
                    color=ink, markeredgewidth=1.2,
                )  # fmt: skip
        if band and not several:
            ax.plot(
                [], [], color=_INKS[0], linewidth=0.8, linestyle=(0, (2, 2)), label="median order"
            )
            ax.fill_between([], [], color=_INKS[0], alpha=0.15, label="95% of random orders")
        _axis(ax, max((len(each.units) for each in drawn), default=1), found.unit, found.level)
        legend = ax.legend(
            loc="lower right" if own else "best", fontsize=SMALL, frameon=False, handlelength=3
        )
        for entry in legend.get_texts():
            plain(entry)
        title, note = report.title, _note(report)
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
            title_and_note(
                ax,
                fitted(figure, title, TITLE, width, "bold"),
                fitted(figure, note, SMALL, width),
                drop=40,
            )
        describe(ax, _alt(report, drawn))
    return ax


def _axis(ax: Axes, longest: int, unit: str, level: str) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.set_xlim(0.5, longest + 0.5)
    ax.set_ylim(0, 1.06 * max(1.0, ax.get_ylim()[1]))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    ax.tick_params(labelsize=SMALL)
    ax.set_xlabel(f"{unit}s", size=SIZE)
    ax.set_ylabel(f"{level}s so far", size=SIZE)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)


def _note(report: SaturationReport) -> str:
    ring = "A ring: saturation reached. " if any(e.reached for e in report.found.strata) else ""  # type: ignore[union-attr]
    return (
        f"{ring}{report.sections[0].paragraphs[0]} {' '.join(report.notes[:2])} {report.provenance}"
    )


def _alt(report: SaturationReport, drawn: list) -> str:
    parts = [f"Line chart. {report.title}."]
    for each in drawn:
        total = each.cumulative[-1] if each.units else 0
        after = (
            f"saturation reached after {each.reached.last}"
            if each.reached
            else "saturation not reached"
        )
        parts.append(f"{each.stratum}: {total} after {len(each.units)}, {after}.")
    return " ".join(parts)
