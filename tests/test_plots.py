"""Bars, dots, panels and portraits: what is drawn is what was counted, and nothing missing is a zero."""

from __future__ import annotations

import itertools
import warnings

import pandas as pd
import pytest

import qualcode as qc
from qualcode.analysis.corpus import corpus
from qualcode.analysis.portrait import code_runs, word_runs, word_shares
from qualcode.errors import CodingError, ExportError, TableError, UsageError
from qualcode.present import plots
from qualcode.present.plots_base import PALETTE, STYLES_MOST, styles
from qualcode.present.table import Table, What

ROLES = ["Commissioner", "Provider", "Funder"]
# Six commissioners and four providers spoke; there is no funder. Nobody of the providers spoke of price.
COUNTS = {"trust": [3, 4, None], "price": [6, 0, None]}
BASES = [6, 4, 0]


@pytest.fixture(autouse=True)
def figures():
    import matplotlib.pyplot as plt

    yield plt
    plt.close("all")


def table(
    counts=COUNTS,
    columns=ROLES,
    bases=BASES,
    measure="n",
    unit="participants",
    names=("role",),
    labels=None,
    totals=None,
    colors=None,
    notes=(),
):
    kind = "Int64" if measure == "n" else "Float64"
    frame = pd.DataFrame(
        {at: pd.array([row[at] for row in counts.values()], kind) for at in range(len(columns))},
        index=pd.Index(list(counts), name="theme"),
    )
    frame.columns = (
        pd.MultiIndex.from_tuples(columns, names=list(names))
        if isinstance(columns[0], tuple)
        else pd.Index(columns, name=names[0], dtype=object)
    )
    base = pd.DataFrame(
        dict.fromkeys(("participants", "documents", "turns", "words"), bases),
        index=frame.columns,
        dtype="Int64",
    )
    return Table(
        frame,
        base,
        pd.Series(totals or [None] * len(frame), index=frame.index, dtype="Int64"),
        labels or {row: row for row in counts},
        What(unit, measure, "theme", tuple(names), program="qualcode"),
        list(notes),
        colors=colors or {},
    )


# A commissioner and a provider in case A; in case B only a provider; nobody at all in case C.
CASES = [(role, case) for role in ("Commissioner", "Provider") for case in ("A", "B", "C")]
BY_CASE = {"trust": [1, None, None, 0, 1, None], "price": [0, None, None, 1, 1, None]}


def by_case(**more):
    return table(BY_CASE, CASES, [1, 0, 0, 1, 1, 0], names=("role", "case"), **more)


def bars(ax):
    """For each column drawn the widths of its bars, from the upper to the lower."""
    return [
        [patch.get_width() for patch in sorted(group, key=lambda patch: patch.get_y())]
        for group in ax.containers
    ]


def strokes(ax):
    """How many true zeros are drawn."""
    return sum(
        list(line.get_xdata()) == [0, 0] and line.get_clip_on() is False for line in ax.lines
    )


def said(ax):
    return [text.get_text() for text in ax.texts]


def rows(ax):
    return [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]


def legend(ax):
    return [text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()]


def note(ax):
    """The last text that is drawn at the axes stands under them."""
    return " ".join(said(ax)[-1].split())


def dots(ax):
    """For each column the places of its dots: (value, y)."""
    return [
        sorted(zip(line.get_xdata(), line.get_ydata(), strict=True), key=lambda dot: dot[1])
        for line in ax.lines
        if str(line.get_label()).removeprefix("_").isdigit()
    ]


# -- bars --------------------------------------------------------------------------------------------------


def test_bars_are_the_numbers_of_the_table():
    ax = plots.bar_plot(table())
    assert rows(ax) == ["trust", "price"]
    assert bars(ax) == [[3, 6], [4, 0], []]
    # Within a row the columns stand under each other, in the order of the table.
    first, second = (group.patches[0] for group in ax.containers[:2])
    assert first.get_y() < second.get_y() < ax.containers[0].patches[1].get_y()
    assert ax.yaxis_inverted() and ax.get_xlim() == (0, 6)


def test_absent_is_not_zero():
    ax = plots.bar_plot(table())
    assert strokes(ax) == 1  # providers on price
    assert said(ax).count("0") == 1
    assert said(ax).count("–") == 2  # no funder, in both rows
    assert "–: no such combination, or not read." in note(ax)
    bare = plots.bar_plot(table(), annotate=False)
    assert said(bare).count("–") == 2 and strokes(bare) == 1 and "0" not in said(bare)


def test_every_bar_has_its_base():
    ax = plots.bar_plot(table())
    assert legend(ax) == [
        "Commissioner, n = 6 participants",
        "Provider, n = 4 participants",
        "Funder, n = 0 participants",
    ]
    one = plots.bar_plot(table(bases=[6, 1, 0]))
    assert legend(one)[1] == "Provider, n = 1 participant"
    words = plots.bar_plot(table(measure="per_1000_words", unit="codings", bases=[6000, 4, 0]))
    assert legend(words)[0] == "Commissioner, n = 6,000 words"


def test_shares_of_few_people_are_shown_and_said():
    shares = {"trust": [0.5, 1.0, None]}
    ax = plots.bar_plot(table(shares, measure="share"))
    assert bars(ax) == [[0.5], [1.0], []]
    assert "Shares that rest on fewer than 5 participants: Provider (4)." in note(ax)
    assert "fewer than" not in note(plots.bar_plot(table()))  # counts are no shares
    assert "fewer than" not in note(plots.bar_plot(table(shares, measure="share", bases=[6, 5, 0])))


def test_rows_stand_in_the_order_of_the_codebook_or_by_total():
    counts = {"a": [1, 1, None], "b": [2, 1, None], "c": [1, 2, None]}
    one = table(counts, totals=[2, 3, 3])
    assert rows(plots.bar_plot(one)) == ["a", "b", "c"]
    ax = plots.bar_plot(one, sort="n")
    assert rows(ax) == ["b", "c", "a"]  # equals as in the codebook
    assert bars(ax)[:2] == [[2, 1, 1], [1, 2, 1]]
    with pytest.raises(UsageError, match="sort: 'N'"):
        plots.bar_plot(one, sort="N")


def test_one_column_has_the_colours_of_its_codes():
    from matplotlib.colors import to_hex

    one = table(colors={"trust": "#cc0000", "price": "no colour"})
    ax = plots.bar_plot(one, columns="Provider")
    assert bars(ax) == [[4, 0]]
    assert to_hex(ax.containers[0].patches[0].get_facecolor()) == "#cc0000"
    assert to_hex(ax.containers[0].patches[1].get_facecolor()) == PALETTE[0].lower()
    assert legend(ax) == ["Provider, n = 4 participants"]
    both = plots.bar_plot(one, columns=["Funder", "Commissioner"])
    assert bars(both) == [[3, 6], []]  # in the order of the table
    with pytest.raises(TableError, match="Buyer: is no column"):
        plots.bar_plot(one, columns=["Buyer"])


def test_a_frequency_table_is_drawn_in_its_unit(coded):
    one = qc.frequencies(coded.project, level="code")
    ax = plots.bar_plot(one)
    # Ann spoke of trust, twice, and of price; nobody of anything else.
    assert dict(zip(rows(ax), bars(ax)[0], strict=True)) == {
        "values": 0,
        "trust": 1,
        "price": 1,
        "delay": 0,
    }
    assert ax.get_xlabel() == "number of participants (n = 2 participants)"
    assert ax.get_legend() is None
    codings = plots.bar_plot(one, columns="n_codings", sort="n")
    assert rows(codings)[:2] == ["trust", "price"] and bars(codings)[0][:2] == [2, 1]
    share = plots.bar_plot(one, columns="share_participants")
    assert bars(share)[0] == [0, 0.5, 0.5, 0]
    assert "fewer than 5 participants: 2 participants." in note(share)
    with pytest.raises(TableError, match="different measures"):
        plots.bar_plot(one, columns=["n_codings", "n_words"])


def test_frequencies_of_each_coder_are_a_bar_each(coded):
    coded.as_coder("CD").complete("FG1")
    ax = plots.bar_plot(qc.frequencies(coded.project, level="theme", coders="each"))
    assert legend(ax) == ["AB, n = 2 participants", "CD, n = 2 participants"]
    assert bars(ax) == [[1, 0], [0, 0]]


def test_a_table_of_a_frame_has_no_bases_and_is_drawn_without():
    frame = pd.DataFrame({"code": ["trust", "trust", "price"], "role": ["A", "B", "A"]})
    ax = plots.bar_plot(qc.crosstab(frame, rows="code", columns="role"))
    assert bars(ax) == [[1, 1], [1, 0]] and legend(ax) == ["A", "B"]


def test_coders_are_told_apart_by_hatching_and_cases_by_colour():
    columns = [(coder, case) for coder in ("AB", "CD") for case in ("A", "B")]
    one = table({"trust": [1, 2, 3, 4]}, columns, [5, 5, 5, 5], names=("coder", "case"))
    ax = plots.bar_plot(one)
    looks = [(group[0].get_facecolor(), group[0].get_hatch()) for group in ax.containers]
    assert looks[0][0] == looks[2][0] != looks[1][0] == looks[3][0]
    assert looks[0][1] == looks[1][1] != looks[2][1] == looks[3][1]
    assert legend(ax) == [
        "AB",
        "A, n = 5 participants",
        "B, n = 5 participants",
        "CD",
        "A, n = 5 participants",
        "B, n = 5 participants",
    ]


def test_no_two_columns_look_alike_and_none_by_colour_alone():
    from matplotlib.colors import to_rgb

    def grey(color):
        red, green, blue = to_rgb(color)
        return 0.3 * red + 0.59 * green + 0.11 * blue

    found = styles([(str(n),) for n in range(STYLES_MOST)])
    assert len({(each.color, each.hatch) for each in found}) == STYLES_MOST
    assert len({(each.color, each.marker) for each in found}) == STYLES_MOST
    for one, other in itertools.combinations(found[:8], 2):
        assert one.marker != other.marker
        assert one.hatch != other.hatch or abs(grey(one.color) - grey(other.color)) > 0.15


def test_more_columns_than_can_be_told_apart_are_refused(figures):
    names = [f"R{n}" for n in range(STYLES_MOST + 1)]
    one = table({"trust": [1] * len(names)}, names, [5] * len(names))
    with pytest.raises(TableError, match=r"17 columns.*kind='multiples'"):
        plots.bar_plot(one)
    assert len(bars(plots.bar_plot(one, columns=names[:16]))) == 16
    figures.close("all")
    empty = table()
    empty.frame = empty.frame.iloc[:0]
    for draw in (plots.bar_plot, plots.dot_plot, plots.small_multiples):
        with pytest.raises(TableError, match="no cells"):
            draw(empty)
    assert figures.get_fignums() == []


# -- dots --------------------------------------------------------------------------------------------------


def test_dots_are_the_numbers_of_the_table():
    ax = plots.dot_plot(table())
    found = dots(ax)
    assert [[value for value, _ in column] for column in found] == [[3, 6], [4, 0], []]
    lines = [list(line.get_xdata()) for line in ax.lines if line.get_label().startswith("_child")]
    assert [3, 4] in lines and [0, 6] in lines  # each row from its smallest to its largest
    absent = [line for line in ax.lines if line.get_label() == "_absent"]
    assert len(absent) == 1 and len(absent[0].get_xdata()) == 2
    assert all(value < 0 for value in absent[0].get_xdata())  # left of the scale, not on it
    assert [label.get_text() for label in ax.get_xticklabels()][:2] == ["–", "0"]
    assert legend(ax)[0] == "Commissioner, n = 6 participants"
    shapes = [line.get_marker() for line in ax.lines if line.get_marker() != "None"]
    assert len(set(shapes)) == 3


def test_a_scale_without_absent_values_begins_at_zero():
    assert plots.dot_plot(table({"trust": [3, 4]}, ROLES[:2], BASES[:2])).get_xlim()[0] == 0


def test_no_dot_covers_another():
    names = [f"R{n}" for n in range(12)]
    values = [0.5, 0.5, 0.51, 0.52, 0.53, 0.54, 0.55, 0.2, 0.0, 0.0, 1.0, 0.5]
    counts = {"a": values, "b": values[::-1]}
    ax = plots.dot_plot(table(counts, names, [9] * 12, "share"))
    ax.figure.canvas.draw()
    scale = 72 / ax.figure.dpi
    places = [ax.transData.transform(dot) * scale for column in dots(ax) for dot in column]
    assert len(places) == 24
    for one, other in itertools.combinations(places, 2):
        assert max(abs(one - other)) >= 6.5  # the size of a dot in points


# -- panels ------------------------------------------------------------------------------------------------


def panel_texts(ax):
    return [text.replace("\n", " ") for text in said(ax)]


def test_a_panel_for_each_case_on_one_scale():
    figure = plots.small_multiples(by_case())
    first, second, third = figure.axes
    assert bars(first) == [[1, 0], [0, 1]]
    assert bars(second) == [[], [1, 1]]
    assert said(second).count("–") == 2  # no commissioner in case B, in both rows
    assert {ax.get_xlim() for ax in figure.axes} == {(0, 1)}
    assert {ax.get_ylim() for ax in figure.axes} == {first.get_ylim()}
    assert rows(first) == ["trust", "price"] and rows(second) == []
    assert panel_texts(first)[-2:] == ["n: Commissioner 1, Provider 1", "A"]
    assert panel_texts(second)[-2:] == ["n: Commissioner 0, Provider 1", "B"]
    # Nobody spoke in case C: the panel says so, and draws neither bars nor zeros.
    assert bars(third) == [] and strokes(third) == 0
    assert "– no such combination, or not read" in panel_texts(third)
    assert sum(ax.get_legend() is not None for ax in figure.axes) == 1


def test_panels_of_the_other_attribute_and_as_dots():
    figure = plots.small_multiples(by_case(), panels="role", marks="dot")
    first, second = figure.axes
    assert [[value for value, _ in column] for column in dots(first)] == [[1, 0], [], []]
    assert [[value for value, _ in column] for column in dots(second)] == [[0, 1], [1, 1], []]
    assert first.get_xlim() == second.get_xlim()


def test_a_panel_for_each_theme():
    from matplotlib.colors import to_hex

    one = table(colors={"trust": "#cc0000", "price": "#00cc00"})
    figure = plots.small_multiples(one)
    first, second = figure.axes
    assert bars(first) == [[3, 4]] and bars(second) == [[6, 0]]
    assert said(first).count("–") == said(second).count("–") == 1 and strokes(second) == 1
    assert rows(first) == ["Commissioner, n = 6", "Provider, n = 4", "Funder, n = 0"]
    assert said(first)[-1] == "trust" and first.get_legend() is None
    assert to_hex(second.containers[0].patches[0].get_facecolor()) == "#00cc00"
    both = plots.small_multiples(by_case(), panels="theme", across=1)
    assert rows(both.axes[0])[:2] == ["Commissioner × A, n = 1", "Commissioner × B, n = 0"]
    assert both.axes[0].get_position().y0 > both.axes[1].get_position().y1


def test_panels_that_do_not_exist_are_refused():
    with pytest.raises(UsageError, match=r"panels: 'gender' \(role, case, theme, rows\)"):
        plots.small_multiples(by_case(), panels="gender")
    with pytest.raises(UsageError, match="panels: 'role'"):
        plots.small_multiples(table(), panels="role")
    with pytest.raises(UsageError, match="marks: 'line'"):
        plots.small_multiples(table(), marks="line")
    with pytest.raises(UsageError, match="across: 0"):
        plots.small_multiples(table(), across=0)


# -- all kinds ---------------------------------------------------------------------------------------------

LONG = "Relationships that outlast the contract and the people who signed it"
HOSTILE = [
    "_under",
    "from $3 to $4",
    r"$\nonsense{$",
    "Rôle 🙂",
    "مفوض",
    "採購經理",
    "<b>x</b>",
    LONG,
]


def hostile(measure="share"):
    """Eight columns and six rows whose names are long, mathematics, or in letters the font lacks."""
    counts = {
        f"r{n}": [None if (n + m) % 5 == 0 else (n * m % 7) / 6 for m in range(8)] for n in range(6)
    }
    labels = dict(
        zip(counts, ["Donaudampfschifffahrtsgesellschaftskapitän", *HOSTILE], strict=False)
    )
    notes = ["Codings counted: $1 and $2 🙂."] * 6
    return table(counts, HOSTILE, [3, 1200, 5, 0, 1, 7, 8, 9], measure, labels=labels, notes=notes)


def long_words(kind):
    if kind != "multiples":
        return hostile()
    columns = [(role, case) for role in (LONG, "A") for case in ("B", LONG, "C", "D", "E")]
    counts = {name: [n % 3 / 2 for n in range(10)] for name in (LONG, "Donaudampfschifffahrt", "x")}
    return table(counts, columns, [1200] * 10, "share", names=("role", "case"))


KINDS = ["bar", "dot", "multiples"]


def visible(figure):
    from matplotlib.text import Text

    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


@pytest.mark.filterwarnings("ignore:the font has no glyph")
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_overlaps_and_nothing_is_cut(kind):
    figure = long_words(kind).plot(kind=kind).get_figure(root=True)
    figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in visible(figure)]
    for text, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0, text
        assert box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1, text
    for (text, box), (other, second) in itertools.combinations(boxes, 2):
        clear = (
            box.x1 <= second.x0 + 1
            or second.x1 <= box.x0 + 1
            or box.y1 <= second.y0 + 1
            or second.y1 <= box.y0 + 1
        )
        assert clear, (text, other)


@pytest.mark.filterwarnings("ignore:the font has no glyph")
@pytest.mark.parametrize("kind", [*KINDS, "heat"])
def test_names_are_never_mathematics_and_never_lost(kind):
    figure = hostile().plot(kind=kind).get_figure(root=True)
    figure.canvas.draw()
    texts = visible(figure)
    assert not any(text.get_parse_math() for text in texts if "$" in text.get_text())
    shown = "".join("".join(text.get_text() for text in texts).split())
    for name in ("_under", "from$3to$4", r"$\nonsense{$", "مفوض", "<b>x</b>"):
        assert name in shown
    assert "".join(LONG.split()) in shown


@pytest.mark.parametrize("kind", KINDS)
def test_characters_without_a_glyph_are_said_once(kind):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        hostile().plot(kind=kind).get_figure(root=True).canvas.draw()
    (one,) = caught
    assert str(one.message).startswith("the font has no glyph for")
    assert one.filename == __file__  # the place where the picture was asked for


@pytest.mark.parametrize("kind", [*KINDS, "heat"])
def test_a_picture_that_fails_leaves_no_figure_open(kind, figures):
    with pytest.raises(UserWarning, match="the font has no glyph"):
        hostile().plot(kind=kind)
    assert figures.get_fignums() == []


@pytest.mark.parametrize("kind", [*KINDS, "heat"])
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_table_is_the_same_file(kind, suffix, tmp_path, figures):
    for name in ("a", "b"):
        plots.save(by_case().plot(kind=kind), tmp_path / f"{name}.{suffix}")
        figures.close("all")
    first = (tmp_path / f"a.{suffix}").read_bytes()
    assert first == (tmp_path / f"b.{suffix}").read_bytes()
    assert len(first) > 1000


def test_a_picture_is_not_written_under_another_suffix(tmp_path):
    with pytest.raises(ExportError, match=r"\.png, \.pdf, \.svg"):
        plots.save(table().plot(kind="bar"), tmp_path / "a.qualcode")
    assert list(tmp_path.iterdir()) == []


def test_the_callers_axes_and_settings_stay_as_they_are(figures):
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 11.0, "axes.grid": True}):
        before = dict(mpl.rcParams)
        figure, axes = figures.subplots(1, 3, figsize=(18, 4))
        assert table().plot(axes[0], kind="bar") is axes[0]
        assert table().plot(axes[1], kind="dot") is axes[1]
        assert list(figure.get_size_inches()) == [18, 4] and not axes[2].texts
        assert figures.get_fignums() == [1]
        figure.canvas.draw()
        # The legend lies beside its own axes and not on the next ones.
        for left, right in itertools.pairwise(axes):
            box = left.get_legend().get_window_extent()
            assert left.get_window_extent().x1 < box.x0 < box.x1 < right.get_window_extent().x0
        assert dict(mpl.rcParams) == before


def test_kinds_of_pictures():
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    one = table()
    assert one.plot().collections  # the cells of a heat map
    assert bars(one.plot(kind="bar", sort="n")) == [[6, 3], [0, 4], []]
    assert isinstance(one.plot(kind="dot"), Axes)
    assert isinstance(one.plot(kind="multiples", marks="dot"), Figure)
    with pytest.raises(UsageError, match=r"kind: 'pie' \(heat, bar, dot, multiples\)"):
        one.plot(kind="pie")
    with pytest.raises(UsageError, match="no option sort"):
        one.plot(kind="heat", sort="n")
    with pytest.raises(UsageError, match="ax: panels need a figure of their own"):
        one.plot(one.plot(), kind="multiples")


def test_a_row_of_one_number_can_be_drawn():
    one = table({"trust": [3]}, ["Commissioner"], [6])
    assert bars(one.plot(kind="bar")) == [[3]]
    assert dots(one.plot(kind="dot"))[0][0][0] == 3
    assert bars(one.plot(kind="multiples").axes[0]) == [[3]]
    nothing = table({"trust": [None]}, ["Commissioner"], [0])
    assert bars(nothing.plot(kind="bar")) == [[]]


# -- portraits ---------------------------------------------------------------------------------------------

# INT 3 words; ANN 8; BOB 5; ANN 3. The header and [laughter] are nobody's words.


def test_words_of_each_voice(tiny):
    found = word_shares(corpus(tiny.project.study))
    assert found.columns.tolist() == [
        "document",
        "part",
        "speaker",
        "participant",
        "role",
        "interviewer",
        "words",
        "share",
    ]
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["FG1", "speech", "ANN", "P1", "Commissioner", False, 11, 11 / 19],
        ["FG1", "speech", "BOB", "P2", "Provider", False, 5, 5 / 19],
        ["FG1", "speech", "INT", None, None, True, 3, 3 / 19],
    ]


def test_words_in_the_order_of_the_text(tiny):
    found = word_runs(corpus(tiny.project.study))
    assert found[["speaker", "turn", "first", "words"]].to_numpy().tolist() == [
        ["INT", "1", 0, 3],
        ["ANN", "2", 3, 8],
        ["BOB", "3", 11, 5],
        ["ANN", "4", 16, 3],
    ]


# Ann speaks under two labels; nobody knows X; the notes say 4 words, and 2 of the researcher's own.
STUDY = {
    "files": {
        "F1.txt": "I: Go on please.\nANN: One two three.\nX: Four.\nANNA: Five, six.\nI: Thanks.\n",
        "F2.txt": "ANN: Alone here.\n",
        "OBS.txt": "Rain on the roof.\n\n[Reflective] I wonder.\n",
    },
    "participants": "participant,aliases,role\nP1,ANN;ANNA,Commissioner\n",
    "documents": "document,kind,case\nF1,interview,A\nF2,interview,B\nOBS,observation,A\n",
    "codebook": ["trust", "price"],
}


def test_no_word_is_lost(make_study):
    project = make_study(**STUDY)
    found = corpus(project.study)
    shares, runs = word_shares(found), word_runs(found)
    whole = project.documents().set_index("document")["words"]
    assert shares.groupby("document")["words"].sum().to_dict() == whole.to_dict()
    assert runs.groupby("document")["words"].sum().to_dict() == whole.to_dict()
    assert shares.groupby("document")["share"].sum().round(9).eq(1).all()
    for _, own in runs.groupby("document"):
        ends = own["first"] + own["words"]
        assert own["first"].tolist() == [0, *ends.tolist()[:-1]]
    first = shares[shares["document"] == "F1"]
    assert first[["speaker", "words"]].to_numpy().tolist() == [["ANN; ANNA", 5], ["X", 1], ["I", 4]]


def test_somebody_whom_no_sheet_knows_is_called_by_the_label(make_study):
    found = word_shares(corpus(make_study(**STUDY).study), documents="F1")
    assert found["participant"].tolist()[:2] == ["P1", "F1/X"]
    ax = plots.portrait(make_study(**STUDY), documents="F1")
    assert {"P1 50%", "X 10%", "interviewer I 40%"} <= set(said(ax))


def strip_of(ax, voice):
    """The stretches of one voice in all strips: (from, how long)."""
    return [
        (round(patch.get_x(), 9), round(patch.get_width(), 9))
        for group in ax.containers
        if group.get_label() == f"_{voice}"
        for patch in group
    ]


def test_a_portrait_by_share(tiny):
    ax = plots.portrait(tiny.project)
    assert rows(ax) == ["FG1, 19 words"]
    assert [strip_of(ax, voice) for voice in range(3)] == [
        [(0, round(11 / 19, 9))],
        [(round(11 / 19, 9), round(5 / 19, 9))],
        [(round(16 / 19, 9), round(3 / 19, 9))],
    ]
    # 11, 5 and 3 of 19 are 57.9, 26.3 and 15.8 per cent.
    assert {"P1 58%", "P2 26%", "interviewer INT 16%"} <= set(said(ax))
    hatched = [group[0].get_hatch() for group in ax.containers if group.get_label() == "_2"]
    assert hatched == ["////"]
    assert not any("ANN" in text for text in said(ax))


def test_a_portrait_turn_by_turn_in_words(tiny):
    ax = plots.portrait(tiny.project, order="text", scale="words")
    assert [strip_of(ax, voice) for voice in range(3)] == [[(3, 8), (16, 3)], [(11, 5)], [(0, 3)]]
    assert ax.get_xlim() == (0, 19)


def test_field_notes_are_described_or_thought(make_study):
    project = make_study(**STUDY)
    found = word_shares(corpus(project.study), documents="OBS")
    assert found[["part", "words"]].to_numpy().tolist() == [["descriptive", 4], ["reflective", 2]]
    assert found[["speaker", "participant", "role"]].isna().all(axis=None)
    ax = plots.portrait(project, documents=["OBS"])
    assert {"descriptive 67%", "reflective 33%"} <= set(said(ax))


def lane_of(ax, label):
    return [
        (patch.get_x(), patch.get_width())
        for group in ax.containers
        if group.get_label() == f"_code {label}"
        for patch in group
    ]


def test_where_codes_lie(coded):
    # Words: 3 Trust, 4 matters … 7 Price, 8 came, 9 last … 16 Well, 17 trust, 18 again.
    found, read, rule = code_runs(corpus(coded.project.study), ["trust", "values", "delay"])
    assert found[["code", "first", "words"]].to_numpy().tolist() == [
        ["trust", 3, 2],
        ["trust", 17, 2],
        ["values", 3, 2],
        ["values", 7, 3],
        ["values", 17, 2],
    ]
    assert read["read"].all() and "AB" in rule
    ax = plots.portrait(coded.project, codes=["trust", "delay"], scale="words")
    assert lane_of(ax, "trust") == [(3, 2), (17, 2)] and lane_of(ax, "delay") == []
    assert legend(ax) == ["1. trust", "2. delay"]
    assert "not yet coded" not in said(ax)
    assert rule in note(ax)


def test_codings_that_overlap_are_one_stretch(coded):
    coded.project.add_coding(
        document="FG1", start=65, end=79, code="trust", quotation="matters to us."
    )
    found, _, _ = code_runs(corpus(coded.project.study), "trust")
    assert found[["first", "words"]].to_numpy().tolist() == [[3, 4], [17, 2]]


def test_what_nobody_has_read_is_not_drawn_as_uncoded(make_study):
    progress = "document,coder,codes\nF1,AB,trust\n"
    project = make_study(**STUDY, progress=progress)
    _, read, _ = code_runs(corpus(project.study), ["trust", "price"])
    assert read[read["read"]][["document", "code"]].to_numpy().tolist() == [["F1", "trust"]]
    ax = plots.portrait(project, codes=["trust", "price"])
    assert said(ax).count("not yet coded") == 5


def test_which_documents_are_drawn(make_study):
    project = make_study(**STUDY)
    assert len(rows(plots.portrait(project))) == 3
    ax = plots.portrait(project, where={"case": "A"})
    assert rows(ax) == ["F1, 10 words", "OBS, 6 words"]
    assert "Filtered: case = A." in note(ax)
    # The whole document, also what others say in it.
    assert rows(plots.portrait(project, where={"role": "Commissioner"})) == [
        "F1, 10 words",
        "F2, 2 words",
    ]
    with pytest.raises(TableError, match="F9 is not in the project"):
        plots.portrait(project, documents=["F1", "F9"])
    with pytest.raises(TableError, match="none are left"):
        plots.portrait(project, documents="F2", where={"case": "A"})


def test_portraits_that_make_no_sense_are_refused(tiny, figures):
    for error, options, words in (
        (UsageError, {"order": "time"}, "order: 'time'"),
        (UsageError, {"scale": "turns"}, "scale: 'turns'"),
        (UsageError, {"code": "trust", "order": "share"}, "no places for codes"),
        (UsageError, {"code": "trust", "codes": ["price"]}, "both given"),
        (UsageError, {"codes": []}, "none given"),
        (UsageError, {"code": "trust", "coders": "each"}, "one coder at a time"),
        (CodingError, {"code": "trsut"}, "close to it: trust"),
    ):
        with pytest.raises(error, match=words):
            plots.portrait(tiny.project, **options)
    assert figures.get_fignums() == []


def test_a_portrait_is_the_same_file_each_time(coded, tmp_path):
    for name in ("a.svg", "b.svg"):
        plots.save(plots.portrait(coded.project, code="trust"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_many_speakers_are_named_and_nothing_overlaps(make_study):
    turns = "document,turn,speaker,text\n" + "".join(
        f"G,{n},Speaker number {n},{'word ' * (1 + n)}\n" for n in range(18)
    )
    project = make_study(turns=turns + "H,1,$x$,a\nH,2,_y,b\n")
    figure = plots.portrait(project, order="text").get_figure(root=True)
    figure.canvas.draw()
    texts = visible(figure)
    shown = " ".join(text.get_text() for text in texts)
    assert all(f"Speaker number {n} " in shown for n in range(18))
    assert "$x$" in shown and "_y" in shown
    boxes = [text.get_window_extent() for text in texts]
    for one, other in itertools.combinations(boxes, 2):
        assert (
            one.x1 <= other.x0 + 1
            or other.x1 <= one.x0 + 1
            or one.y1 <= other.y0 + 1
            or other.y1 <= one.y0 + 1
        )
    for box in boxes:
        assert box.x0 >= 0 and box.x1 <= figure.bbox.x1 and box.y0 >= 0
