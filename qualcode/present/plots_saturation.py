"""Accumulation of codes over interviews, with the band that random orders would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.saturation import WHOLE, Accumulated
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    SIZE,
    SMALL,
    axes_for,
    drawable,
    framed,
    place,
    plain,
    resize,
    root,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.present.saturation import SaturationReport

_LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2)))
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_INKS = ("#000000", "#4D4D4D", "#1b6e9c", "#7A7A7A", "#a04000", "#2f6f3e")
_WIDTH, _HEIGHT = 340.0, 220.0
MOST = 8
_ASIDE = 0.6  # of the way to the next unit: over it curves with their bars stand side by side


def accumulation_plot(
    report: SaturationReport,
    ax: Axes | None = None,
    *,
    strata: list[str] | None = None,
    band: bool | None = None,
) -> Axes:
    """Draw the cumulative number of codes over units, and the middle 95 % of random orders as a band.

    ax: drawn into as it stands; without it, into a new figure. strata: which values of the attribute, all
    of them unless given (at most 8). band: whether to show the band; by default where one curve is
    drawn. With several curves, each a little beside the next one, it is a bar at each unit. Curves are told
    apart by dashes and markers; the unit at which saturation was reached has a ring. Raises TableError for
    more curves than can be told apart, UsageError for an unknown stratum and for none.
    """
    found = report.found
    assert found is not None
    names = [each.stratum for each in found.strata]
    if strata is not None and (unknown := [each for each in strata if each not in names]):
        raise UsageError("strata", listing(unknown), listing(names))
    drawn = [each for each in found.strata if strata is None or each.stratum in strata]
    if not drawn:
        raise UsageError("strata", "none given", listing(names))
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
    aside = _ASIDE / len(drawn) if band and several else 0.0
    with axes_for(ax) as ax:
        figure = root(ax)
        if own:
            place(ax, (0, 0, _WIDTH, _HEIGHT), resize(figure, _WIDTH, _HEIGHT))
        labels = drawable([each.stratum for each in drawn])
        for at, (each, label) in enumerate(zip(drawn, labels, strict=True)):
            shift = aside * (at - (len(drawn) - 1) / 2)
            n = [unit + shift for unit in range(1, len(each.units) + 1)]
            # The seventh curve has the dashes of the first, and so another ink.
            ink = _INKS[(at + at // len(_LINES)) % len(_INKS)]
            if band and several:
                _draw_bars(ax, n, each.low, each.high, ink)
            elif band:
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
                    [x + shift], [each.cumulative[x - 1]], marker="o", markersize=10,
                    fillstyle="none", color=ink, markeredgewidth=1.2,
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
        named = _title(report, labels)
        title, note = named, _note(report, drawn, band)
        framed(ax, own, title, note, width=_WIDTH, height=_HEIGHT)
        describe(ax, _alt(report, named, drawn))
    return ax


def _draw_bars(ax: Axes, n: list[float], low: Any, high: Any, ink: str) -> None:
    """A bar from low to high at each place: bands that lie on each other could not be told apart."""
    ax.vlines(n, low, high, color=ink, linewidth=0.8, alpha=0.7)
    for ends in (low, high):
        ax.plot(n, ends, linestyle="none", marker="_", markersize=4, color=ink, alpha=0.7)


def _title(report: SaturationReport, labels: list[str]) -> str:
    """With the stratum, where one of several is drawn."""
    assert report.found is not None
    one = len(labels) == 1 and len(report.found.strata) > 1
    return f"{report.title}: {labels[0]}" if one else report.title


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


def _note(report: SaturationReport, drawn: list[Accumulated], band: bool) -> str:
    found = report.found
    assert found is not None
    facts = []
    if any(each.reached for each in drawn):
        facts.append("A ring: saturation reached.")
    if len(drawn) > 1:
        facts.append(f"In brackets: how many {found.unit}s.")
        if band:
            facts.append(
                f"Bars: 95% of {found.draws:,} random orders; curves stand side by side around each"
                f" {found.unit}."
            )
    return " ".join(
        [*facts, *report.sections[0].paragraphs[:1], *report.notes[:2], report.provenance]
    )


def _alt(report: SaturationReport, title: str, drawn: list[Accumulated]) -> str:
    found = report.found
    assert found is not None
    parts = [f"Line chart. {title}."]
    for each in drawn:
        number, total = len(each.units), each.cumulative[-1] if each.units else 0
        if each.reached:
            after = f"saturation reached after {each.reached.last}"
        else:
            after = f"saturation {'undefined' if each.reason else 'not reached'}"
        name = "" if each.stratum == WHOLE else f"{each.stratum}: "
        parts.append(
            f"{name}{counted(total, found.level)} after {counted(number, found.unit)}, {after}."
        )
    return " ".join(parts)
