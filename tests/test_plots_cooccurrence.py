"""The matrix and the network draw the numbers of the report, and nothing lies on anything else."""

from __future__ import annotations

import itertools
import math
import warnings

import pandas as pd
import pytest

from qualcode.errors import TableError, UsageError
from qualcode.present import plots
from qualcode.present.cooccurrence import cooccurrence
from qualcode.present.plots_alt import alt_text
from qualcode.present.plots_cooccurrence import cooccurrence_matrix, cooccurrence_network

# Ten turns: trust in 1-5, price in 4-8, delay in 8; nobody speaks of risk.
TURNS = "document,turn,speaker,text\n" + "".join(f"D1,{n},ANN,Yes indeed.\n" for n in range(1, 11))
MARKS = [(n, "trust") for n in range(1, 6)] + [(n, "price") for n in range(4, 9)] + [(8, "delay")]
CODINGS = "document,turn,code,coder\n" + "".join(f"D1,{n},{code},AB\n" for n, code in MARKS)
BOOK = """codes:
  - code: values
    name: What is valued
    codes:
      - {code: trust, name: Trust in $ and in $ others, color: "#1b9e77"}
      - {code: price, name: Price}
  - code: delay
  - code: risk
"""


@pytest.fixture(autouse=True)
def figures():
    import matplotlib.pyplot as plt

    yield plt
    plt.close("all")


@pytest.fixture
def study(make_study):
    return make_study(turns=TURNS, codebook=BOOK, codings=CODINGS)


CODES = ["trust", "price", "delay", "risk"]


@pytest.fixture
def report(study):
    return cooccurrence(study, codes=CODES, unit="turn")


def said(ax):
    return [text.get_text() for text in ax.texts]


def note(ax):
    return " ".join(said(ax)[-1].split())


def many(number, length=60):
    """Pairs of codes with long names; neighbours stand together, the first ones most."""
    names = [f"{n:02} " + "a long name of a code that goes on " * 2 for n in range(number)]
    names = [name[:length].strip() for name in names]
    return pd.DataFrame(
        [
            {"code1": a, "code2": b, "n1": 40, "n2": 40 - y, "n12": max(0, 9 - (y - x) - x // 4),
             "c": max(0, 9 - (y - x) - x // 4) / 80}
            for (x, a), (y, b) in itertools.combinations(enumerate(names), 2)
        ]
    )  # fmt: skip


def ties(ax):
    """Codes' places -> width of the line between them."""
    found = {}
    for patch in ax.patches:
        kind, *ends = str(patch.get_gid()).split("-")
        if kind == "tie":
            found[tuple(sorted(map(int, ends)))] = patch.get_linewidth()
    return found


def dots(ax):
    return {
        int(str(patch.get_gid()).split("-")[1]): patch
        for patch in ax.patches
        if str(patch.get_gid()).startswith("code-")
    }


def no_text_on_another(ax):
    figure = ax.get_figure()
    figure.canvas.draw()
    texts = [text for text in ax.texts if text.get_text()]
    legend = ax.get_legend()
    texts += legend.get_texts() if legend else []
    texts += [ax.title, *ax.get_xticklabels(), *ax.get_yticklabels()] if ax.axison else []
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        inside = min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
        assert not inside, (one, other)


# -- the matrix --------------------------------------------------------------------------------------------


def test_cells_say_the_numbers_of_the_report(report):
    ax = cooccurrence_matrix(report)
    # Row by row, the diagonal last in each: price meets trust in 2 turns (4, 5): 2 / (5 + 5 - 2).
    assert said(ax)[:-1] == [
        "5",
        "2", "0.25", "5",
        "0", "1", "0.20", "1",
        "0", "0", "0", "0",
    ]  # fmt: skip
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Trust in $ and in $ others", "Price", "delay", "risk",
    ]  # fmt: skip
    # Two dollar signs are money, not mathematics.
    assert not any(label.get_parse_math() for label in ax.get_yticklabels())
    assert ax.get_title(loc="left") == "Codes that stand together in one turn."
    assert "on the diagonal the turns of the code itself" in note(ax)
    assert "White: never together." in note(ax) and "Base: 10 turns" in note(ax)
    assert "act" in note(ax) and "Codings counted" in note(ax)


def test_darker_is_closer_and_never_is_white(report):
    from matplotlib.colors import to_rgb

    ax = cooccurrence_matrix(report)
    cells = {}
    for patch in ax.patches:
        if patch.get_fill() and not patch.get_hatch():
            width, height = patch.get_width(), patch.get_height()
            place = (round(patch.get_y() / height), round(patch.get_x() / width))
            cells[place] = sum(to_rgb(patch.get_facecolor()))
    assert cells[1, 0] < cells[2, 1] < cells[2, 0] == 3.0


def test_neither_code_is_no_zero(study):
    ax = cooccurrence_matrix(cooccurrence(study, codes=["trust", "values", "risk"], unit="turn"))
    assert said(ax).count("–") == 1 and "“–”: neither code occurs." in note(ax)
    assert any(patch.get_hatch() for patch in ax.patches)


def test_more_codes_than_names_fit_are_numbered(figures):
    ax = cooccurrence_matrix(many(30))
    assert [label.get_text() for label in ax.get_xticklabels()] == [str(n) for n in range(1, 31)]
    labels = [" ".join(label.get_text().split()) for label in ax.get_yticklabels()]
    assert labels[0].startswith("1 00 a long name") and labels[29].startswith("30 29 a long")
    assert len(cooccurrence_matrix(many(10)).get_xticklabels()[0].get_text()) > 10


@pytest.mark.parametrize("number", [2, 3, 6, 30])
@pytest.mark.parametrize("draw", [cooccurrence_matrix, cooccurrence_network])
def test_no_text_lies_on_another(number, draw):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        no_text_on_another(draw(many(number)))


def test_the_scale_can_be_units(report):
    ax = cooccurrence_matrix(report, colors="n12")
    bar = next(each for each in ax.get_figure().axes if each is not ax)
    assert bar.get_ylabel() == "turns of both" and bar.get_ylim() == (0, 2)
    bare = cooccurrence_matrix(report, annotate=False)
    assert said(bare)[:-1] == [] and "In each cell" not in note(bare)


# -- the network -------------------------------------------------------------------------------------------


def test_lines_are_the_pairs_that_stand_together(report):
    ax = cooccurrence_network(report)
    # trust and price c 0.25, price and delay c 0.20: one strong and one weak.
    assert ties(ax) == {(0, 1): 3.4, (1, 2): 1.1}
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["c 0.25 (1 pair)", "c 0.20 (1 pair)"]
    dashes = {str(patch.get_linestyle()) for patch in ax.patches if "tie" in str(patch.get_gid())}
    assert len(dashes) == 2
    assert "Lines: all 2 pairs of codes that stand together." in note(ax)
    strongest = cooccurrence_network(report, most=1)
    assert ties(strongest) == {(0, 1): 3.4}
    assert "the strongest of the 2 pairs of codes that stand together, down to a c of 0.25" in (
        note(strongest)
    )
    assert ties(cooccurrence_network(report, least=0.21)) == {(0, 1): 3.4}
    nothing = cooccurrence_network(report, least=0.5)
    assert ties(nothing) == {} and nothing.get_legend() is None
    assert "none of the 2 pairs" in note(nothing)
    assert ties(cooccurrence_network(report, most=0)) == {}


def test_lines_of_equal_strength_are_drawn_all_or_none():
    frame = many(4)
    frame["c"] = [0.5, 0.3, 0.3, 0.3, 0.1, 0.1]
    frame["n12"] = 1
    assert len(ties(cooccurrence_network(frame, most=2))) == 1
    assert len(ties(cooccurrence_network(frame, most=4))) == 4
    frame["c"] = 0.3
    # Where already the strongest are too many, they are drawn.
    assert len(ties(cooccurrence_network(frame, most=2))) == 6
    assert len(ties(cooccurrence_network(frame, least=0.3))) == 6


def test_circles_have_areas_as_the_codes_have_units(report):
    found = dots(cooccurrence_network(report))
    assert found[0].get_radius() == found[1].get_radius()
    assert found[2].get_radius() == pytest.approx(found[0].get_radius() / math.sqrt(5))
    # A code that never occurs is an empty circle.
    assert found[3].get_facecolor()[:3] == (1, 1, 1)
    assert found[0].get_facecolor()[:3] == pytest.approx((0x1B / 255, 0x9E / 255, 0x77 / 255))
    names = [" ".join(text.split()) for text in said(cooccurrence_network(report))]
    assert {"Trust in $ and in $ others (5)", "Price (5)", "delay (1)", "risk (0)"} <= set(names)


def test_codes_stand_by_theme(study):
    ax = cooccurrence_network(cooccurrence(study, codes=["trust", "delay", "price"], unit="turn"))
    assert "What is valued" in said(ax) and "their themes in the codebook" in note(ax)
    where = {at: math.atan2(dot.center[1], dot.center[0]) for at, dot in dots(ax).items()}
    # trust, price, delay clockwise from the top, though asked for in another order.
    turned = sorted(where, key=lambda at: (math.pi / 2 - where[at]) % (2 * math.pi))
    assert turned == [0, 2, 1]
    # Themes among themselves have no headings.
    themes = cooccurrence_network(cooccurrence(study, level="theme", unit="turn"))
    assert "the order of the themes" in note(themes)


def test_the_same_report_gives_the_same_picture(report, tmp_path):
    for draw in (cooccurrence_matrix, cooccurrence_network):
        files = [plots.save(draw(report), tmp_path / f"{n}.svg").read_bytes() for n in (1, 2)]
        assert files[0] == files[1]


# -- both --------------------------------------------------------------------------------------------------


def test_given_axes_are_drawn_into_and_come_back(report, figures):
    figure, axes = figures.subplots(1, 2, figsize=(10, 4))
    size = figure.get_size_inches().tolist()
    assert cooccurrence_matrix(report, ax=axes[0]) is axes[0]
    assert cooccurrence_network(report, axes[1]) is axes[1]
    assert figure.get_size_inches().tolist() == size
    # In narrow axes the columns are numbered.
    assert [label.get_text() for label in axes[0].get_xticklabels()] == ["1", "2", "3", "4"] or (
        axes[0].get_xticklabels()[1].get_text() == "Price"
    )
    no_text_on_another(axes[1])
    # A circle is a circle in axes of any shape.
    dot = dots(axes[1])[0].get_window_extent()
    assert dot.width == pytest.approx(dot.height, rel=0.02)


def test_alt_text_says_what_the_picture_shows(report, tmp_path):
    text = alt_text(cooccurrence_matrix(report))
    assert text == (
        "Matrix of 4 codes: Codes that stand together in one turn. Closest: Trust in $ and in $ others and"
        " Price (2 turns, c 0.25); Price and delay (1 turn, c 0.20). 4 pairs of 6 never together."
    )
    assert alt_text(cooccurrence_network(report)).startswith("Network of 4 codes")


def test_a_frame_is_enough(report):
    ax = cooccurrence_matrix(report.frame)
    assert {"5", "2", "0.25"} <= set(said(ax))
    assert len(ties(cooccurrence_network(report.frame))) == 2
    indexed = report.sections[0].frame
    assert len(ties(cooccurrence_network(indexed))) == 2
    few = report.frame[["code1", "code2", "n12", "c"]]
    assert "5" not in said(cooccurrence_matrix(few))
    assert len(ties(cooccurrence_network(few))) == 2


def test_a_picture_is_of_one_coder(make_study):
    project = make_study(
        turns=TURNS, codebook=BOOK, codings=CODINGS + "D1,1,price,CD\nD1,1,trust,CD\n"
    )
    report = cooccurrence(project, codes=CODES, unit="turn", coders="each")
    for draw in (cooccurrence_matrix, cooccurrence_network):
        with pytest.raises(UsageError, match=r"AB, CD|CD, AB"):
            draw(report)
        with pytest.raises(UsageError, match="XY"):
            draw(report, coder="XY")
        assert note(draw(report, coder="CD")).find("Codings of CD.") >= 0
    assert said(cooccurrence_matrix(report, coder="CD"))[:4] == ["1", "1", "1.00", "1"]
    assert said(cooccurrence_matrix(report, coder="AB"))[:4] == ["5", "2", "0.25", "5"]


@pytest.mark.parametrize("draw", [cooccurrence_matrix, cooccurrence_network])
def test_what_cannot_be_drawn_is_refused(report, draw, figures):
    with pytest.raises(TableError, match="no column"):
        draw(pd.DataFrame({"code1": ["a"], "code2": ["b"]}))
    with pytest.raises(TableError, match="no pairs"):
        draw(report.frame.iloc[:0])
    with pytest.raises(UsageError, match="list"):
        draw([1, 2])
    with pytest.raises(UsageError, match="coder"):
        draw(report, coder="AB")
    assert figures.get_fignums() == []
    for wrong in ({"colors": "p"}, {"edges": "p"}, {"most": -1}, {"least": "0.5"}):
        name = next(iter(wrong))
        if (name == "colors") == (draw is cooccurrence_matrix):
            with pytest.raises(UsageError):
                draw(report, **wrong)


def test_reports_draw_themselves(report):
    assert ties(report.network(edges="n12")) == {(0, 1): 3.4, (1, 2): 1.1}
    assert "2" in said(report.plot())
