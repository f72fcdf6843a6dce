"""Figures as readers meet them: in grey, at the size of a page, or through their alt text alone."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest

import qualcode as qc
from qualcode import plots
from qualcode.errors import UsageError
from qualcode.present import saturation
from qualcode.present.correspondence import correspondence
from qualcode.present.plots_alt import alt_text


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def words_of(texts):
    return [" ".join(text.get_text().split()) for text in texts]


# Six people with one turn each; the first three are commissioners.
TURNS = "document,turn,speaker,text\n" + "".join(
    f"D{n},1,S{n},we talk about it\n" for n in range(1, 7)
)
PEOPLE = "participant,role\n" + "".join(
    f"S{n},{'Commissioner' if n < 4 else 'Provider'}\n" for n in range(1, 7)
)


def study(make_study, *codings, codes=("a", "b", "c"), people=PEOPLE):
    """codings: "D1 a"."""
    rows = [each.split() for each in codings]
    project = make_study(
        turns=TURNS,
        participants=people,
        codebook=list(codes),
        codings="document,turn,code,coder\n"
        + "".join(f"{document},1,{code},AB\n" for document, code in rows),
    )
    project.complete([f"D{n}" for n in range(1, 7)])
    return project


# -- shaded by residuals -----------------------------------------------------------------------------------


def test_the_alt_text_of_a_large_table_names_the_shaded_cells(make_study):
    # 31 codes x 2 roles. All three commissioners and no provider have a: residuals 2.45 and -2.45.
    codes = ["a", *(f"x{n}" for n in range(30))]
    project = study(make_study, "D1 a", "D2 a", "D3 a", "D1 x0", "D4 x0", codes=codes)
    ax = qc.crosstab(project, rows="code", test=True).plot(shading="residuals")
    said = alt_text(ax)
    assert "31 rows by 2 columns, shaded by adjusted residuals" in said
    assert said.endswith("More than by chance: Commissioner a (3). Fewer: Provider a (0).")


def test_the_note_says_that_a_shade_is_no_test(make_study):
    project = study(make_study, "D1 a", "D2 a", "D3 a")
    table = qc.crosstab(project, rows="code", test=True)
    note = words_of(table.plot(shading="residuals").texts)[-1]
    # Of the 20 ways to deal out two roles of three, two are as uneven: p is .10.
    assert "A shade is where to look and no test" in note
    assert "Rows with p (adjusted) at or under .05: none." in note
    assert "A shade" not in words_of(table.plot().texts)[-1]
    # Under disclosure control p is not told, and so not which rows have a small one.
    assert (
        "p (adjusted) at or" not in words_of(table.disclosed().plot(shading="residuals").texts)[-1]
    )


def test_the_rules_at_the_edge_are_not_cut(make_study):
    project = study(make_study, "D1 a", "D2 a", "D3 a")
    ax = qc.crosstab(project, rows="code", test=True).plot(shading="residuals")
    rules = [patch for patch in ax.patches if not patch.get_fill()]
    assert len(rules) == 6 and not any(rule.get_clip_on() for rule in rules)


# -- accumulation ------------------------------------------------------------------------------------------


@pytest.fixture
def two_roles(make_study):
    """Commissioners bring a, then b, then nothing; providers a, then c and b, then nothing."""
    return study(make_study, "D1 a", "D2 b", "D3 a", "D4 a", "D5 c", "D5 b", "D6 a")


def test_too_few_is_undefined_and_not_no(two_roles):
    report = saturation.report(two_roles, by="role", base=4, run=2)
    said = alt_text(report.plot())
    assert "Commissioner: 2 codes after 3 documents, saturation undefined." in said
    assert "Provider: 3 codes after 3 documents, saturation undefined." in said
    enough = saturation.report(two_roles, by="role", base=1, run=2)
    assert "Provider: 3 codes after 3 documents, saturation not reached." in alt_text(enough.plot())


def test_bands_of_several_curves_stand_side_by_side(two_roles):
    report = saturation.report(two_roles, by="role", base=1, run=1)
    ax = report.plot(band=True)
    curves = [
        line for line in ax.get_lines() if line.get_label() in ("Commissioner (3)", "Provider (3)")
    ]
    # Over 0.6 of the way to the next unit: 0.15 to either side.
    assert [line.get_xdata().tolist() for line in curves] == [
        pytest.approx([0.85, 1.85, 2.85]),
        pytest.approx([1.15, 2.15, 3.15]),
    ]
    assert [line.get_ydata().tolist() for line in curves] == [[1, 2, 2], [1, 3, 3]]
    # A bar for each unit of each; no shaded bands, which would lie on each other.
    bars = [each for each in ax.collections if hasattr(each, "get_segments")]
    assert [len(each.get_segments()) for each in bars] == [3, 3]
    assert len(ax.collections) == 2
    note = words_of(ax.texts)[-1]
    assert "In brackets: how many documents. Bars: 95% of 1,000 random orders" in note


def test_one_curve_of_several_says_whose(two_roles):
    report = saturation.report(two_roles, by="role", base=1, run=1)
    ax = report.plot(strata=["Provider"])
    assert ax.get_title(loc="left").endswith("by role: Provider")
    assert "In brackets" not in words_of(ax.texts)[-1]
    with pytest.raises(UsageError, match="none given"):
        report.plot(strata=[])


def test_eight_curves_are_told_apart(make_study):
    turns = "document,turn,speaker,text\n" + "".join(f"D{n},1,S{n},words\n" for n in range(8))
    people = "participant,role\n" + "".join(f"S{n},Role {n}\n" for n in range(8))
    project = make_study(
        turns=turns,
        participants=people,
        codebook=["a"],
        codings="document,turn,code,coder\nD0,1,a,AB\n",
    )
    ax = saturation.report(project, by="role", base=1, run=1).plot()
    lines = [line for line in ax.get_lines() if line.get_label().startswith("Role")]
    looks = {(line.get_color(), line.get_linestyle()) for line in lines}
    assert len(lines) == len(looks) == 8


# -- the map -----------------------------------------------------------------------------------------------


def test_labels_of_a_crowded_map_do_not_cover_each_other(make_study):
    pytest.importorskip("prince")
    # Twelve codes with nearly the same profile, and one far away from them.
    codes = [f"an idea that has number {n}" for n in range(12)] + ["far"]
    rows = [(f"D{n % 5 + 1}", code) for n, code in enumerate(codes[:12]) for _ in range(2)] + [
        (f"D{(n + 2) % 5 + 1}", code) for n, code in enumerate(codes[:12])
    ]
    rows += [("D6", "far")] * 2
    project = make_study(
        turns=TURNS,
        participants="participant,role\n" + "".join(f"S{n},Role {n}\n" for n in range(1, 7)),
        codebook=codes,
        codings="document,turn,code,coder\n"
        + "".join(f"{document},1,{code},AB\n" for document, code in dict.fromkeys(rows)),
    )
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    ax = correspondence(table).plot()
    figure = ax.get_figure()
    figure.canvas.draw()
    frame = ax.get_window_extent()
    boxes = [
        text.get_window_extent()
        for text in ax.texts
        if text.get_text().startswith(("an idea", "far", "Role"))
    ]
    assert len(boxes) == 19
    for at, box in enumerate(boxes):
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1
        for other in boxes[:at]:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            tall = min(box.y1, other.y1) - max(box.y0, other.y0)
            # Letters do not touch; an empty line of a pixel or two may.
            assert wide <= 2 or tall <= 2


def test_how_many_rows_are_named(make_study):
    pytest.importorskip("prince")
    project = study(make_study, "D1 a", "D2 a", "D4 b", "D5 b", "D6 c", "D3 c")
    found = correspondence(qc.crosstab(project, rows="code", columns="role", unit="codings"))
    note = words_of(found.plot(most=1).texts)[-1]
    assert "Named is the row that makes the dimensions most." in note
    assert "No row is named." in words_of(found.plot(most=0).texts)[-1]
    for wrong in (-3, "x"):
        with pytest.raises(UsageError, match="most"):
            found.plot(most=wrong)


# -- the portrait ------------------------------------------------------------------------------------------


def test_a_portrait_has_its_numbers_in_words(coded):
    ax = plots.portrait(coded.project, codes=["trust", "delay"])
    # Of 19 words ANN says 11, BOB 5; "Trust matters" and "trust again" are 4.
    assert alt_text(ax) == (
        "Strips of 1 document: who spoke how many of the words, turn by turn, and where codes apply."
        " FG1, 19 words: P1 58%, P2 26%, interviewer INT 16%; words coded: trust 4, delay 0."
    )


def test_a_portrait_of_many_documents_says_the_range(make_study):
    turns = "document,turn,speaker,text\n" + "".join(
        f"D{n},1,S{n},{'word ' * n}\n" for n in range(1, 10)
    )
    project = make_study(
        turns=turns,
        codebook=["a"],
        codings="document,turn,code,coder\nD2,1,a,AB\nD3,1,a,AB\n",
    )
    said = alt_text(plots.portrait(project, codes=["a"]))
    assert "Strips of 9 documents" in said and "From 1 to 9 words each." in said
    assert said.endswith("a covers 5 words in 2 documents.")
