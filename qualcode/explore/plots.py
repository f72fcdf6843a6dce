"""Pictures of ideas: coherence by number of topics, the words of topics, near words. In greys, with alt text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qualcode.errors import TableError, UsageError, listing
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    QUIET,
    SIZE,
    SMALL,
    axes_for,
    drawable,
    extent,
    framed,
    make_room,
    place,
    plain,
    resize,
    root,
)
from qualcode.present.report import shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from qualcode.explore.neighbours import NearWordsReport
    from qualcode.explore.topic_models import TopicsReport

_WIDTH, _HEIGHT = 340.0, 210.0
_ROW = 13.5
_INK, _BAR, _RANGE = "#1A1A1A", "#8C8C8C", "#9A9A9A"
# Rows up to which a picture can be read.
MOST = 120


def coherence_plot(report: TopicsReport, ax: Axes | None = None) -> Axes:
    """Draw mean coherence by number of topics, each seed as a small ring, and what shuffled words give.

    report: of `qc.explore.topics`. ax: drawn into as it stands; without it, into a new figure. The line
    joins the means of the seeds, the dashed line those of the shuffled words; the number of topics that
    the report shows has a square.
    """
    from matplotlib.ticker import MultipleLocator

    own = ax is None
    by_k, runs = report.by_k, report.runs
    ks = by_k["k"].tolist()
    mean = by_k["coherence"].astype(float).tolist()
    chance = by_k["shuffled"].astype(float).tolist()
    measure = "NPMI" if report.measure == "npmi" else "C_v"
    with axes_for(ax) as ax:
        figure = root(ax)
        if own:
            place(ax, (0, 0, _WIDTH, _HEIGHT), resize(figure, _WIDTH, _HEIGHT))
        ax.plot(
            runs["k"], runs["coherence"], linestyle="none", marker="o", markersize=4.5,
            fillstyle="none", color=QUIET, label="one seed", zorder=2,
        )  # fmt: skip
        ax.plot(
            ks, mean, color=_INK, linewidth=1.5, marker="o", markersize=3.5, label="mean of seeds"
        )
        ax.plot(
            ks, chance, color=QUIET, linewidth=1.2, linestyle=(0, (4, 3)), marker="x", markersize=4.5,
            label="shuffled words",
        )  # fmt: skip
        at = ks.index(report.shown_k)
        ax.plot(
            [ks[at]], [mean[at]], marker="s", markersize=8, color=_INK, linestyle="none",
            label=f"shown: {report.shown_k} topics", zorder=4,
        )  # fmt: skip
        ax.set_xticks(ks)
        if len(ks) == 1:
            ax.set_xlim(ks[0] - 1, ks[0] + 1)
        ax.tick_params(labelsize=SMALL)
        # Steps that two decimals show as even ones.
        low, high = ax.get_ylim()
        ax.yaxis.set_major_locator(MultipleLocator(max(0.01, round((high - low) / 6, 2))))
        ax.yaxis.set_major_formatter(lambda value, _: shown(value, "coefficient"))
        ax.set_xlabel("number of topics", size=SIZE)
        ax.set_ylabel(f"coherence ({measure})", size=SIZE)
        for side in ("top", "right"):
            ax.spines[side].set_visible(False)
        low, high = ax.get_ylim()
        # Room above the points, where the legend covers none of them.
        ax.set_ylim(low, high + 0.3 * (high - low))
        ax.legend(loc="upper right", fontsize=SMALL, frameon=False, ncols=2, handlelength=2.4)
        title = f"Coherence by number of topics ({report.title.partition(':')[0].lower()})"
        note = " ".join(
            [
                "Topics are no themes.",
                "Dashed: the same words dealt anew, which is what chance gives.",
                *(report.notes[1:3] if own else ()),
                report.provenance,
            ]
        )
        framed(
            ax,
            own,
            title,
            note,
            left=46.0,
            width=_WIDTH,
            height=_HEIGHT,
            drop=40.0,
            right=10.0,
            least=320.0,
        )
        said = "; ".join(
            f"{k} topics {shown(value, 'coefficient')} (shuffled {shown(other, 'coefficient')})"
            for k, value, other in zip(ks, mean, chance, strict=True)
        )
        describe(ax, f"Line chart. {title}. Mean {measure} of the seeds: {said}.")
    return ax


def topic_plot(
    report: TopicsReport,
    ax: Axes | None = None,
    *,
    topics: Sequence[int] | int | None = None,
    words: int = 6,
) -> Axes:
    """Draw the first words of each topic as bars, topic under topic.

    report: of `qc.explore.topics`. ax: drawn into as it stands; without it, into a new figure. topics: which,
    by their numbers; None = all. words: how many of each. A bar is the weight of a word in its topic, with
    all words of the topic 100 %. Beside the head of a topic stand its share and its stability. Raises UsageError for a topic that is not in
    the report, TableError for more rows than can be read (120).
    """
    frame = report.frame
    known = frame["topic"].tolist()
    asked = known if topics is None else [topics] if isinstance(topics, int) else list(topics)
    if not asked or (unknown := [each for each in asked if each not in known]):
        found = f"{unknown[0]!r} is not in the report" if asked else "none given"
        raise UsageError("topics", found, listing(known, 20))
    if isinstance(words, bool) or not isinstance(words, int) or words < 1:
        raise UsageError("words", f"{words!r}", "a whole number from 1")
    rows: list[tuple[str, float | None]] = []
    said = []
    for number in asked:
        own_row = frame[frame["topic"] == number].iloc[0]
        part = report.weights[report.weights["topic"] == number].head(words)
        facts = [f"{shown(own_row['share'], 'share')} of the words"]
        if shown(own_row["stability"], "share") != "–":
            facts.append(f"{shown(own_row['stability'], 'share')} stable")
        rows.append((f"Topic {number} · {', '.join(facts)}", None))
        rows += [
            (str(word), float(weight))
            for word, weight in zip(part["word"], part["weight"], strict=True)
        ]
        said.append(f"Topic {number} ({', '.join(facts)}): {', '.join(part['word'])}.")
    _check_rows("topic_plot", len(rows), "Choose some with topics=, or fewer words=")
    own = ax is None
    with axes_for(ax) as ax:
        figure = root(ax)
        labels = drawable([label for label, _ in rows])
        values = [value for _, value in rows]
        height = _ROW * len(rows)
        if own:
            place(ax, (0, 0, 220.0, height), resize(figure, 220.0, height))
        places = list(range(len(rows)))
        bars = [(at, value) for at, value in enumerate(values) if value is not None]
        ax.barh(
            [at for at, _ in bars], [value for _, value in bars], height=0.72, color=_BAR,
            edgecolor=_INK, linewidth=0.4,
        )  # fmt: skip
        ax.set_ylim(len(rows) - 0.4, -0.6)
        ax.set_yticks([at for at, _ in bars], [labels[at] for at, _ in bars])
        ax.set_xlim(0, 1.05 * max((value for _, value in bars), default=1.0))
        for at in places:
            if values[at] is None:
                head = ax.annotate(
                    labels[at], (0, at), xytext=(2, 0), textcoords="offset points", va="center",
                    size=SIZE, weight="bold",
                )  # fmt: skip
                plain(head)
        _tidy(ax)
        ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
        ax.xaxis.set_major_locator(_few_ticks())
        ax.set_xlabel("weight in the topic", size=SIZE)
        left = 8 + max(extent(figure, labels[at], SIZE)[0] for at, _ in bars)
        title = f"Words of {len(asked)} of {len(known)} topics" if len(asked) < len(known) else (
            f"Words of {len(known)} topics"
        )  # fmt: skip
        note = " ".join(
            [
                "Topics are no themes. Stable: share of the top words that the matching topic has under"
                " other seeds.",
                *(report.notes[1:3] if own else ()),
                report.provenance,
            ]
        )
        framed(
            ax,
            own,
            title,
            note,
            left=left,
            width=220.0,
            height=height,
            drop=38.0,
            right=10.0,
            least=320.0,
        )
        describe(ax, f"Bar chart. {title}, by weight. {' '.join(said)}")
    return ax


def neighbour_plot(report: NearWordsReport, ax: Axes | None = None) -> Axes:
    """Draw near words by their similarity, with the range over the seeds.

    report: of `qc.explore.near_words`. ax: drawn into as it stands; without it, into a new figure. A dot is
    the mean similarity, filled where the word is among the first under every seed; the bar is the range of
    the seeds. To the right stand the share of draws of documents under which it is among the first, its uses and
    who says it. Raises TableError for more rows than can be read (120).
    """
    frame = report.frame
    _check_rows("neighbour_plot", len(frame), "Ask for fewer with top=")
    own = ax is None
    drawn = bool(frame["stable_documents"].notna().any())
    with axes_for(ax) as ax:
        figure = root(ax)
        labels = drawable(frame["word"].tolist())
        height = 1.15 * _ROW * max(len(labels), 1)
        if own:
            place(ax, (0, 0, 220.0, height), resize(figure, 220.0, height))
        beside = []
        for at, row in enumerate(frame.to_dict("records")):
            steady = float(row["stable"]) >= 1
            ax.plot(
                [row["low"], row["high"]], [at, at], color=_RANGE, linewidth=5, solid_capstyle="butt",
                zorder=2,
            )  # fmt: skip
            ax.plot(
                [row["similarity"]], [at], marker="o", markersize=5.5, color=_INK,
                linestyle="none", zorder=3,
                markerfacecolor=_INK if steady else "white",
            )  # fmt: skip
            facts = [
                f"n {row['n']}",
                f"{row['n_participants']} {'person' if row['n_participants'] == 1 else 'people'}",
            ]
            if drawn:
                facts.insert(0, shown(row["stable_documents"], "share"))
            beside.append(" · ".join(facts))
        ax.set_ylim(len(labels) - 0.4, -0.6)
        ax.set_yticks(range(len(labels)), labels)
        low, high = ax.get_xlim()
        ax.set_xlim(low - 0.03 * (high - low), high + 0.03 * (high - low))
        _tidy(ax)
        ax.xaxis.set_major_locator(_few_ticks())
        ax.xaxis.set_major_formatter(lambda value, _: shown(value, "coefficient"))
        ax.grid(True, axis="x", color="#E6E6E6", linewidth=0.6)
        ax.set_axisbelow(True)
        ax.set_xlabel("similarity (cosine)", size=SIZE)
        right = 10 + max((extent(figure, text, SMALL)[0] for text in beside), default=0.0)
        if not own:
            make_room(ax, right)
        for at, text in enumerate(beside):
            ax.annotate(
                text, (1, at), xycoords=("axes fraction", "data"), xytext=(6, 0),
                textcoords="offset points", va="center", size=SMALL, annotation_clip=False,
            )  # fmt: skip
        left = 8 + max((extent(figure, text, SIZE)[0] for text in labels), default=0.0)
        title = drawable([f"Words near {listing(report.asked, 6)}"])[0]
        told = "Filled: among the first under every seed. Bars: range of the seeds."
        if drawn:
            told += " Right: share of draws of documents under which it is, uses, who says it."
        warned = [
            each for each in report.notes if each.startswith(("Two seeds", "One seed", "That is"))
        ]
        note = drawable(
            [" ".join([told, *warned, *(report.notes[1:2] if own else ()), report.provenance])]
        )[0]
        framed(
            ax,
            own,
            title,
            note,
            left=left,
            width=220.0,
            height=height,
            drop=38.0,
            right=right,
            least=320.0,
        )
        words = "; ".join(
            f"{row['word']} {shown(row['similarity'], 'coefficient')},"
            f" {shown(row['stable'], 'share')} of the seeds"
            for row in frame.to_dict("records")
        )
        describe(ax, f"Dot plot. {title}, by similarity: {words or 'none'}. {' '.join(warned)}")
    return ax


def _check_rows(where: str, rows: int, way_on: str) -> None:
    if rows > MOST:
        raise TableError(
            where, f"{rows} rows are too many for a picture", f"at most {MOST}", way_on
        )


def _few_ticks() -> Any:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(nbins=4, steps=[1, 2, 5, 10])


def _tidy(ax: Axes) -> None:
    ax.tick_params(axis="x", labelsize=SMALL)
    ax.tick_params(axis="y", length=0, labelsize=SIZE)
    for tick in ax.yaxis.get_major_ticks():
        plain(tick.label1)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
