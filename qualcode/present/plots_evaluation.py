"""How suggestions improve with documents coded, and whether their probabilities hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.analysis.rounding import rounded
from qualcode.errors import TableError, counted
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    MARGIN,
    PALETTE,
    QUIET,
    SIZE,
    SMALL,
    TITLE,
    axes_for,
    extent,
    fitted,
    new_figure,
    number_axis,
    place,
    plain,
    resize,
    room_of,
    root,
    title_and_note,
)
from qualcode.present.report import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from qualcode.present.evaluation import EvaluationReport

_WIDTH, _HEIGHT = 300.0, 220.0
_LEFT, _DROP = 46.0, 40.0
_SIDE = _HEIGHT  # of the calibration, which is square
_GAP = 70.0


def learning_plot(report: EvaluationReport, ax: Axes | None = None) -> Axes:
    """Draw what is found, and how well it is ordered, over the number of documents learned from.

    ax: drawn into as it stands; without it, into a new figure. Filled circles on a solid line: the share of
    codings found at one suggestion per segment. Open squares on a dashed line: mean average precision.
    Bars: from the lowest to the highest draw; the legend has room above them. The dotted line is the average precision of chance. Raises TableError
    where no curve was made.
    """
    return _alone(
        report, ax, _learning, "How suggestions improve with documents coded", _WIDTH, _HEIGHT
    )


def calibration_plot(report: EvaluationReport, ax: Axes | None = None) -> Axes:
    """Draw for ten bins of the suggestions looked at first what they promised and how many were right.

    ax: drawn into as it stands; without it, into a new figure. On the diagonal probabilities hold; below
    it they promise too much. Raises TableError where there are too few suggestions.
    """
    return _alone(report, ax, _calibrated, "Whether probabilities hold", _SIDE, _SIDE)


def evaluation_figure(report: EvaluationReport) -> Figure:
    """Both side by side, as far as there are both. Raises TableError where there is neither."""
    parts = []
    for draw, title, width, height in (
        (_learning, "How suggestions improve with documents coded", _WIDTH, _HEIGHT),
        (_calibrated, "Whether probabilities hold", _SIDE, _SIDE),
    ):
        if _has_curve(report) if draw is _learning else _has_bins(report):
            parts.append((draw, title, width, height))
    if not parts:
        raise TableError(
            "evaluation", "has nothing to draw", next="The report says why no code can be graded"
        )
    with new_figure() as figure:
        wide = [2 * MARGIN + _LEFT + width for _, _, width, _ in parts]
        tall = max(height for *_, height in parts)
        axes, notes, heads = [], [], []
        for draw, title, width, _ in parts:
            ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
            notes.append(fitted(figure, draw(report, ax), SMALL, _LEFT + width))
            heads.append(fitted(figure, title, TITLE, _LEFT + width, "bold"))
            axes.append(ax)
        over = MARGIN + max(extent(figure, head, TITLE, "bold")[1] for head in heads) + 10
        under = _DROP + max(extent(figure, note, SMALL)[1] for note in notes) + MARGIN
        whole = resize(
            figure, sum(wide) + _GAP * (len(parts) - 1) - 2 * MARGIN * (len(parts) - 1),
            over + tall + under,
        )  # fmt: skip
        left = MARGIN
        for ax, note, head, (_, _, width, height) in zip(axes, notes, heads, parts, strict=True):
            place(ax, (left + _LEFT, over + tall - height, width, height), whole)
            if ax.get_legend() is not None:
                _settled(ax, report)
            title_and_note(ax, head, note, indent=_LEFT, over=10, drop=_DROP)
            left += _LEFT + width + _GAP
        return figure


def _alone(
    report: EvaluationReport, ax: Axes | None, draw: Any, title: str, width: float, height: float
) -> Axes:
    own = ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        note = draw(report, ax)
        if own:
            title = fitted(figure, title, TITLE, _LEFT + width, "bold")
            note = fitted(figure, note, SMALL, _LEFT + width)
            over = MARGIN + extent(figure, title, TITLE, "bold")[1] + 10
            under = _DROP + extent(figure, note, SMALL)[1] + MARGIN
            whole = resize(figure, _LEFT + width + 2 * MARGIN, over + height + under)
            place(ax, (MARGIN + _LEFT, over, width, height), whole)
            title_and_note(ax, title, note, indent=_LEFT, over=10, drop=_DROP)
        else:
            room = room_of(ax)
            title_and_note(
                ax,
                fitted(figure, title, TITLE, room, "bold"),
                fitted(figure, note, SMALL, room),
                drop=_DROP,
            )
        if draw is _learning:
            _settled(ax, report)
    return ax


def _has_curve(report: EvaluationReport) -> bool:
    assert report.found is not None
    return report.found.curve is not None


def _has_bins(report: EvaluationReport) -> bool:
    assert report.found is not None
    top = report.found.main.top
    return top is not None and top.error is not None


def _learning(report: EvaluationReport, ax: Axes) -> str:
    """Draws the curve; returns what stands beneath it."""
    from matplotlib.ticker import NullLocator

    from qualcode.present.evaluation import outlook

    assert report.found is not None
    found, curve = report.found, report.found.curve
    if curve is None:
        raise TableError(
            "learning curve", "was not made: no code can be graded, or it was not asked for"
        )
    series = (
        (
            "found",
            "codings found at one suggestion per segment",
            PALETTE[0],
            "-",
            "o",
            "full",
            0.985,
        ),
        ("average_precision", "mean average precision", PALETTE[4], "--", "s", "none", 1.015),
    )
    for name, label, color, dash, marker, fill, aside in series:
        steps = [each for each in curve.steps if getattr(each, name) is not None]
        x = [each.documents * aside for each in steps]
        values = [getattr(each, name) for each in steps]
        middle, low, high = ([value[at] for value in values] for at in range(3))
        ax.vlines(x, low, high, color=color, linewidth=0.9)
        for ends in (low, high):
            ax.plot(x, ends, linestyle="none", marker="_", markersize=5, color=color)
        ax.plot(
            x, middle, color=color, linestyle=dash, marker=marker, fillstyle=fill, markersize=5,
            linewidth=1.4, label=label,
        )  # fmt: skip
    chance = found.main.chance
    if chance is not None:
        ax.axhline(
            chance, color=QUIET, linestyle=":", linewidth=1.2, label="average precision by chance"
        )
    sizes = [each.documents for each in curve.steps]
    ax.set_xscale("log", base=2)
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlim(sizes[0] / 1.15, sizes[-1] * 1.15)
    ax.set_xlabel("documents learned from (log scale)", size=SIZE)
    ax.set_ylabel("share found; average precision", size=SIZE)
    ax.tick_params(labelsize=SMALL)
    _open(ax)
    legend = ax.legend(loc="upper left", fontsize=SMALL, frameon=False, handlelength=3)
    for entry in legend.get_texts():
        plain(entry)
    said = outlook(curve)
    points = "; ".join(
        f"{each.documents}: {percent(each.found[0]) if each.found else '–'} found, average precision"
        f" {rounded(each.average_precision[0], 2) if each.average_precision else '–'}"
        for each in curve.steps
    )
    describe(
        ax,
        f"Line chart. How suggestions improve with documents coded, {counted(curve.codes, 'code')}."
        f" By documents learned from, {points}. {said}",
    )
    return (
        f"{said} Bars: lowest and highest of {curve.draws} draws, seed {found.seed};"
        f" {counted(curve.codes, 'code')} graded. {report.provenance}"
    )


def _settled(ax: Axes, report: EvaluationReport) -> None:
    """What depends on the size of the axes: room for the legend above all points, and a label for each
    step of the curve."""
    import math

    from matplotlib.ticker import FixedLocator

    assert report.found is not None and report.found.curve is not None
    legend = ax.get_legend()
    assert legend is not None
    frame = ax.get_window_extent()
    # A little more than the legend is high, for markers and the ends of bars.
    taken = (legend.get_window_extent().height + root(ax).dpi * 10 / 72) / frame.height
    highest = max(float(ax.dataLim.y1), 0.05)
    top = highest / (1 - min(taken, 0.6))
    end = min(top, 1.0)
    number_axis(ax.yaxis, "share", end)
    ticks = ax.yaxis.get_major_locator().tick_values(0, end)
    ax.yaxis.set_major_locator(FixedLocator([each for each in ticks if each <= end + 1e-9]))
    ax.set_ylim(0, top)
    ax.spines["left"].set_bounds(0, end)  # no share is above one
    # Steps that lie too close for two labels share one.
    sizes = [each.documents for each in report.found.curve.steps]
    low, high = ax.get_xlim()
    octave = room_of(ax) / math.log2(high / low)
    labels = [f"{size:,}" for size in sizes]
    for at in range(len(sizes) - 1, 0, -1):
        wanted = 0.35 * SMALL * (len(labels[at]) + len(labels[at - 1])) + 4
        if octave * math.log2(sizes[at] / sizes[at - 1]) < wanted:
            labels[at], labels[at - 1] = f"{labels[at - 1]}, {labels[at]}", ""
    ax.set_xticks(sizes, labels)


def _calibrated(report: EvaluationReport, ax: Axes) -> str:
    assert report.found is not None
    top = report.found.main.top
    if top is None or top.error is None or top.perfect is None:
        raise TableError(
            "calibration", top.reason if top is not None else "no code can be graded", "",
            "The report gives what there is",
        )  # fmt: skip
    most = min(1.0, 1.15 * max(float(top.said.max()), float(top.happened.max()), 0.05))
    ax.plot([0, most], [0, most], color=QUIET, linewidth=1.0, linestyle=(0, (4, 3)))
    ax.annotate(
        "as promised", (0.9 * most, 0.9 * most), xytext=(-6, 2), textcoords="offset points",
        ha="right", va="bottom", size=SMALL, color=QUIET,
    )  # fmt: skip
    ax.vlines(top.said, top.said, top.happened, color=PALETTE[0], linewidth=0.9)
    ax.plot(top.said, top.happened, linestyle="none", marker="o", markersize=5, color=PALETTE[0])
    ax.set_xlim(0, most)
    ax.set_ylim(0, most)
    for axis in (ax.xaxis, ax.yaxis):
        number_axis(axis, "share", most, 5)
    ax.set_xlabel("mean probability shown", size=SIZE)
    ax.set_ylabel("share that was right", size=SIZE)
    ax.tick_params(labelsize=SMALL)
    _open(ax)
    number, sizes = int(top.sizes.sum()), sorted(set(top.sizes.tolist()))
    each = f"{sizes[0]}" if len(sizes) == 1 else f"{sizes[0]} or {sizes[-1]}"
    bins = "; ".join(
        f"{percent(float(a))} {percent(float(b))}"
        for a, b in zip(top.said, top.happened, strict=True)
    )
    error = (
        f"calibration error {rounded(top.error, 3)}, of exactly right probabilities by chance"
        f" {rounded(top.perfect, 3)}"
    )
    describe(
        ax,
        f"Dots against the diagonal. Whether probabilities hold, {len(top.sizes)} bins of {number:,} suggestions:"
        f" promised and right {bins}; {error}.",
    )
    return (
        f"{number:,} suggestions looked at first, one per segment on average, in {len(top.sizes)} bins of"
        f" {each}: {error}. Under the diagonal they promise too much. {report.provenance}"
    )


def _open(ax: Axes) -> None:
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
