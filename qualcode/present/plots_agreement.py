"""Agreement code by code as a forest plot, with what units and what documents leave open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.analysis.agreement_base import MEAN, NAMES, Figure
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
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
    make_room,
    place,
    plain,
    resize,
    room_of,
    root,
    title_and_note,
)
from qualcode.present.report import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.present.agreement import AgreementReport

_WIDTH = 280.0
_ROW = 25.0  # a row with one line of label
_BAND, _LINE, _DOT = "#A9A9A9", "#000000", "#000000"
# Codes up to which rows are drawn; more are no picture.
MOST = 80


@dataclass(frozen=True)
class _Row:
    """label: what stands to the left; figure: the coefficient; mean: whether it is the mean row."""

    label: str
    figure: Figure
    mean: bool


def forest_plot(
    report: AgreementReport,
    ax: Axes | None = None,
    *,
    coefficient: str | None = None,
    codes: list[str] | None = None,
    wrap: int = 30,
) -> Axes:
    """Draw one coefficient code by code: its value, the interval by units and the interval by documents.

    report: of `qc.agreement.report`. ax: drawn into as it stands; without it, into a new figure that is as
    large as needed. coefficient: one that the report has, by the name of its function; None =
    Krippendorff's alpha where it is there, else the first that is corrected for chance. codes: ids, in
    this order; None = all of them in the order of the codebook. wrap: characters in a line of a label.

    A filled square is the value, the wide grey bar the interval by units, the thin line with ends the
    interval by documents; the mean over codes is a diamond at the foot. Where a coefficient is not 0 for
    coders who code at random, a ring is what they would get with these shares of the code. A code for which the coefficient
    is undefined has no mark, and the reason in its row. To the right stand the value and how many units
    were compared. The dashed line is 0, where it is what coders who code at random would get.

    Raises UsageError for a coefficient or code that the report does not have, TableError for more than 80
    codes.
    """
    rows, name = _rows(report, coefficient, codes)
    own = ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        texts = drawable([row.label for row in rows])
        labels = [filled(text, wrap) for text in texts]
        asked = bool(report.figures and report.figures.settings.intervals)
        said = [_said(row, own, asked) for row in rows]
        sizes = [extent(figure, text, SIZE) for text in labels]
        heights = [max(_ROW, size[1] + 8) for size in sizes]
        # From the top down; the mean stands apart from the codes.
        middle, at = [], 0.0
        for row, height in zip(rows, heights, strict=True):
            at += 6.0 if row.mean else 0.0
            middle.append(at + height / 2)
            at += height
        low = _draw(ax, rows, middle, name)
        ax.set_ylim(at, 0)
        ax.set_yticks(middle, labels)
        _axis(ax, low, NAMES[name])
        for row, place_, words in zip(rows, middle, said, strict=True):
            if row.figure.found.defined:
                ax.annotate(
                    words,
                    (1, place_),
                    xycoords=("axes fraction", "data"),
                    xytext=(8, 0),
                    textcoords="offset points",
                    va="center",
                    size=SMALL,
                    annotation_clip=False,
                )
        title, note = drawable([_title(report, name), _note(report, rows, name)])
        legend = _legend(ax, rows)
        if own:
            left = 10 + max(width for width, _ in sizes)
            right = 12 + max(extent(figure, text, SMALL)[0] for text in said)
            width = left + _WIDTH + right
            title = fitted(figure, title, TITLE, width, "bold")
            note = fitted(figure, note, SMALL, width)
            drop = 58.0 if legend else 38.0
            over = MARGIN + extent(figure, title, TITLE, "bold")[1] + 10
            under = drop + extent(figure, note, SMALL)[1] + MARGIN
            whole = resize(figure, width + 2 * MARGIN, over + at + under)
            place(ax, (MARGIN + left, over, _WIDTH, at), whole)
            _set_legend(ax, legend, 36.0 / at, left)
            title_and_note(ax, title, note, indent=left, over=10, drop=drop)
        else:
            make_room(ax, 10 + max(extent(figure, text, SMALL)[0] for text in said))
            tall = 72 * ax.get_window_extent().height / figure.dpi
            _set_legend(ax, legend, 36.0 / tall, 0.0)
            title_and_note(
                ax,
                fitted(figure, title, TITLE, room_of(ax), "bold"),
                fitted(figure, note, SMALL, room_of(ax)),
                drop=58 if legend else 38,
            )
        describe(ax, _alt(report, rows, name))
    return ax


def _rows(
    report: AgreementReport, coefficient: str | None, codes: list[str] | None
) -> tuple[list[_Row], str]:
    figures, made = report.figures, report.comparison
    assert figures is not None and made is not None
    there = figures.settings.coefficients
    if coefficient is None:
        chosen = [each for each in there if "percent" not in each] or list(there)
        coefficient = "krippendorff_alpha" if "krippendorff_alpha" in chosen else chosen[0]
    if coefficient not in there:
        raise UsageError("coefficient", f"{coefficient!r} is not in the report", listing(there, 20))
    known = {own.code: own for own in figures.codes}
    codes = [codes] if isinstance(codes, str) else codes
    names = list(known) if codes is None else list(dict.fromkeys(codes))
    if not names:
        raise UsageError("codes", "none given", listing(known, 20))
    if unknown := [each for each in names if each not in known]:
        raise UsageError("codes", f"{unknown[0]!r} is not in the report", listing(known, 20))
    if len(names) > MOST:
        raise TableError(
            "forest_plot",
            f"{len(names)} codes are too many for a picture",
            f"at most {MOST}",
            "Choose some with codes=, or level='theme' for the report",
        )
    rows = []
    for code in names:
        figure = next(each for each in known[code].figures if each.function == coefficient)
        rows.append(_Row(report.label(code), figure, False))
    mean = next(
        each for each in figures.together if (each.code, each.function) == (MEAN, coefficient)
    )
    if codes is None and mean.codes > 1:
        label = f"mean of {mean.codes} {made.level}s"
        if mean.undefined:
            label += f", {mean.undefined} undefined"
        rows.append(_Row(label, mean, True))
    return rows, coefficient


def _said(row: _Row, roomy: bool, asked: bool) -> str:
    """`0.44 · 120 turns, 5 documents`: what stands to the right; in somebody's axes `0.44`. asked: whether
    intervals were; a mark alone would then look certain, so that there is none is said."""
    found = row.figure.found
    if found.value is None:
        return ""
    value = shown(found.value, "coefficient")
    if asked and row.figure.units is None and row.figure.documents is None:
        value += ", no interval"
    if row.mean or not roomy:
        return value
    return f"{value} · {_number(row.figure)}"


def _number(figure: Figure) -> str:
    of = figure.of.removesuffix("s").replace("rie", "ry")
    documents = counted(figure.n_documents, "document")
    return f"{counted(figure.found.n_units, of, figure.of)}, {documents}"


def _draw(ax: Axes, rows: list[_Row], middle: list[float], name: str) -> float:
    """Bars, lines and marks; returns where the scale has to begin."""
    low = 0.0
    for row, y in zip(rows, middle, strict=True):
        figure = row.figure
        if not figure.found.defined:
            continue
        value = float(figure.found.value or 0.0)
        low = min(low, value)
        if figure.units is not None:
            ax.plot(figure.units, [y, y], color=_BAND, linewidth=7, solid_capstyle="butt", zorder=2)
            low = min(low, figure.units[0])
        if figure.documents is not None:
            ax.plot(
                figure.documents, [y, y], color=_LINE, linewidth=1.2, marker="|", markersize=9,
                markeredgewidth=1.2, zorder=3,
            )  # fmt: skip
            low = min(low, figure.documents[0])
        if figure.if_random is not None:
            ax.plot(
                [figure.if_random], [y], marker="o", markersize=8.5, fillstyle="none", color=_DOT,
                markeredgewidth=1.0, linestyle="none", zorder=3.5,
            )  # fmt: skip
            low = min(low, figure.if_random)
        ax.plot(
            [value], [y], marker="D" if row.mean else "s", markersize=6.5 if row.mean else 5.5,
            color=_DOT, markeredgecolor="white", markeredgewidth=0.8, linestyle="none", zorder=4,
        )  # fmt: skip
    for row, y in zip(rows, middle, strict=True):
        if not row.figure.found.defined:
            reason = row.figure.found.reason.partition(":")[0]
            text = ax.annotate(
                fitted(root(ax), f"undefined: {reason}", SMALL, max(120.0, room_of(ax) - 12))
                if room_of(ax) < _WIDTH
                else f"undefined: {reason}",
                (0, y),
                xycoords=("axes fraction", "data"),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                size=SMALL,
                style="italic",
                color=QUIET,
                zorder=5,
            )
            plain(text).set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
    if _is_zero_at_random(rows, name):
        ax.axvline(0, color="#5A5A5A", linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    return low


def _is_zero_at_random(rows: list[_Row], name: str) -> bool:
    """Whether 0 is what coders who code at random would get."""
    return "percent" not in name and all(row.figure.if_random is None for row in rows)


def _axis(ax: Axes, low: float, name: str) -> None:
    from matplotlib.ticker import FuncFormatter, MultipleLocator

    # Tenths below 0 that hold everything; what agrees wholly still shows its mark.
    low = round(low, 3)
    start = -0.05 if low >= 0 else max(-1.05, -0.05 - 0.1 * -(-abs(low) // 0.1))
    ax.set_xlim(start, 1.04)
    ax.xaxis.set_major_locator(MultipleLocator(0.2 if start > -0.6 else 0.5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x + 0.0:.1f}".replace("-", "−")))
    ax.tick_params(axis="x", labelsize=SMALL)
    ax.tick_params(axis="y", length=0, labelsize=SIZE)
    for tick in ax.yaxis.get_major_ticks():
        plain(tick.label1)
    ax.grid(True, axis="x", color="#E6E6E6", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_xlabel(name, size=SIZE)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)


def _legend(ax: Axes, rows: list[_Row]) -> list[tuple[Any, str]]:
    """Handles and words for what is drawn, and only for that."""
    from matplotlib.lines import Line2D

    shown_: list[tuple[Any, str]] = []
    units = next((row.figure for row in rows if row.figure.units), None)
    documents = next((row.figure for row in rows if row.figure.documents), None)
    if units is not None:
        of = units.by_units.split(" resampled")[0].split()[-1]
        of = of if of.endswith("s") else f"{of}s"
        level = f"{units.found.level * 100:g}%"
        shown_.append((Line2D([], [], color=_BAND, linewidth=7), f"{level} by {of}"))
    if documents is not None:
        level = f"{documents.found.level * 100:g}%"
        line = Line2D(
            [], [], color=_LINE, linewidth=1.2, marker="|", markersize=9, markeredgewidth=1.2
        )
        shown_.append((line, f"{level} by documents"))
    if any(row.figure.if_random is not None for row in rows):
        ring = Line2D(
            [], [], color=_DOT, linestyle="none", marker="o", markersize=8.5, fillstyle="none"
        )
        shown_.append((ring, "coders at random"))
    return shown_


def _set_legend(ax: Axes, legend: list[tuple[Any, str]], below: float, indent: float) -> None:
    if not legend:
        return
    made = ax.legend(
        [handle for handle, _ in legend],
        [words for _, words in legend],
        loc="upper left",
        bbox_to_anchor=(-indent / room_of(ax), -below),
        ncols=3,
        columnspacing=1.4,
        frameon=False,
        fontsize=SMALL,
        handlelength=2.6,
        borderaxespad=0,
        borderpad=0,
    )
    for text in made.get_texts():
        plain(text)


def _title(report: AgreementReport, name: str) -> str:
    made = report.comparison
    assert made is not None
    who = report.title.removeprefix("Agreement of ").partition(", by ")[0]
    return f"{NAMES[name]} of {who}, by {made.level}."


def _note(report: AgreementReport, rows: list[_Row], name: str) -> str:
    parts = []
    if _is_zero_at_random(rows, name):
        parts.append("Dashed: what coders who code at random would get.")
    elif any(row.figure.if_random is not None for row in rows):
        parts.append(
            "Rings: what coders who code at random would get with these shares of the code."
        )
    settings = report.figures.settings if report.figures else None
    if settings is not None and any(row.figure.units or row.figure.documents for row in rows):
        parts.append(f"Intervals: {counted(settings.draws, 'draw')}, seed {settings.seed}.")
    few = sorted({row.figure.n_documents for row in rows if row.figure.documents})
    if few and few[0] < 10:
        parts.append(f"{counted(few[0], 'document')} make an interval that is too narrow.")
    return " ".join([*parts, *report.notes[:1], report.provenance])


def _alt(report: AgreementReport, rows: list[_Row], name: str) -> str:
    asked = bool(report.figures and report.figures.settings.intervals)
    parts = [f"Forest plot. {_title(report, name)}"]
    for row in rows:
        figure = row.figure
        if figure.found.value is None:
            parts.append(f"{row.label}: undefined ({figure.found.reason.partition(':')[0]}).")
            continue
        text = f"{row.label}: {shown(figure.found.value, 'coefficient')}"
        for words, interval in (("units", figure.units), ("documents", figure.documents)):
            if interval is not None:
                low, high = (shown(end, "coefficient") for end in interval)
                text += f", by {words} {low} to {high}"
        if asked and figure.units is None and figure.documents is None:
            text += ", no interval"
        parts.append(text + ".")
    return " ".join(parts)
