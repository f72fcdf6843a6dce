"""Tables with tests and intervals: always of participants, counted by hand."""

from __future__ import annotations

import csv
import io
import re

import docx
import lxml.html
import openpyxl
import pandas as pd
import pytest

import qualcode as qc
from qualcode.analysis.contingency import adjusted_residuals
from qualcode.analysis.intervals import rate_interval, share_interval
from qualcode.errors import TableError, UsageError
from qualcode.present import plots
from qualcode.present.plots_alt import alt_text

SIX = ["C1", "C2", "C3", "P1", "P2", "P3"]


def roles(people):
    return "participant,role\n" + "".join(
        f"{who},{'Commissioner' if who[0] == 'C' else 'Provider'}\n" for who in people
    )


def spoken(people, turns=2):
    """Each person in a document of their own, so many turns of three words."""
    return "document,turn,speaker,text\n" + "".join(
        f"D{who},{turn},{who},we talk here\n" for who in people for turn in range(1, turns + 1)
    )


def read_by(people, coder="AB"):
    return "document,coder\n" + "".join(f"D{who},{coder}\n" for who in people)


def coded(*rows, coder="AB"):
    """Rows like "C1 1 trust": turn 1 of C1's document."""
    found = "document,turn,code,coder\n"
    for row in rows:
        who, turn, code = row.split()
        found += f"D{who},{turn},{code},{coder}\n"
    return found


@pytest.fixture
def six(make_study):
    """Three commissioners, who all speak of trust, and three providers, of whom none does; one of each of
    price; nobody of delay."""
    return make_study(
        turns=spoken(SIX),
        participants=roles(SIX),
        codebook=["trust", "price", "delay"],
        codings=coded("C1 1 trust", "C2 1 trust", "C2 2 trust", "C3 1 trust", "C1 2 price", "P1 1 price"),
        progress=read_by(SIX),
    )  # fmt: skip


def tab(project, **more):
    return qc.crosstab(project, **{"rows": "code", "columns": "role", "test": True, **more})


def row(frame, name):
    """A row as plain numbers, None where something is missing."""
    return {
        key: None if value is None or value is pd.NA else value
        for key, value in frame.loc[name].astype(object).items()
    }


def starting(table, start):
    (note,) = (note for note in table.notes if note.startswith(start))
    return note


# -- the test ----------------------------------------------------------------------------------------------


def test_three_of_three_against_none_of_three(six):
    table = tab(six)
    # Of the 20 ways to deal three commissioners out of six people, two are so uneven.
    assert row(table.tests, "trust") == pytest.approx(
        {
            "n_people": 6,
            "p_permutation": 0.1,
            "smallest_p": 0.1,
            "p_exact": 0.1,
            "p_adjusted": 0.2,  # .1 x 2 rows / rank 1; delay has no test
            "cramers_v": 1.0,
            "cramers_v_corrected": 1.0,
            "expected_below_5": 1.0,
        }
    )
    # (3 - 1.5) / sqrt(1.5 x 1/2 x 1/2)
    assert row(table.residuals, "trust") == pytest.approx(
        {"Commissioner": 6**0.5, "Provider": -(6**0.5)}
    )
    # One of each: nothing is more even. Two of six in one role at the least: 6 of 15 pairs.
    price = row(table.tests, "price")
    assert (price["p_permutation"], price["smallest_p"], price["cramers_v"]) == (1, 0.4, 0)
    assert row(table.residuals, "price") == {"Commissioner": 0, "Provider": 0}


def test_notes_of_a_test_name_rows_as_the_table_does(make_study):
    project = make_study(
        turns=spoken(TEN),
        participants=roles(TEN),
        codebook="codes:\n  - code: trust\n    name: The trust\n  - code: price\n    name: The price\n",
        codings="document,turn,code,coder\nDC1,1,trust,AB\n",
        progress=read_by(TEN),
    )
    table = tab(project)
    # One of ten has it, in either role of five: certain, whoever it is.
    assert "p (permutation) of The trust cannot fall below 1.00 with these people." in table.notes
    assert "No test of The price: nobody has this code." in table.notes
    # What a caption may take alone.
    assert (
        "V: Cramér's, from 0 to 1; V (corrected): for small samples, after Bergsma." in table.notes
    )


def test_what_is_undefined_is_missing_with_a_reason(six):
    table = tab(six)
    delay = row(table.tests, "delay")
    assert delay.pop("n_people") == 6
    assert set(delay.values()) == {None}
    assert starting(table, "No test of") == "No test of delay: nobody has this code."
    nobody = tab(six, where={"coder": "AB", "origin": "manual"})
    assert starting(nobody, "p (permutation): ").startswith(
        "p (permutation): no code could be tested. p (adjusted)"
    )
    assert any("no code could be tested" in note for note in nobody.disclosed().notes)
    assert table.residuals.loc["delay"].isna().all()


def test_the_notes_say_what_was_tested_and_what_it_supports(six):
    table = tab(six)
    assert table.test_notes == table.notes[-len(table.test_notes) :]
    assert starting(table, "Tested") == (
        "Tested, whatever the cells count: participants with and without the code (6 participants, each"
        " counted once; columns compared: Commissioner, Provider)."
    )
    assert starting(table, "p (permutation): ").startswith(
        "p (permutation): permutation of participants, exact: all 20 arrangements. It is the share of"
        " arrangements with a chi-square (Pearson's) of with and without by column at least as large as the"
        " observed one; a chi-square knows no direction."
    )
    assert "p (permutation) of trust cannot fall below 0.10 with these people." in table.notes
    assert "exchangeable is all it supposes" in starting(table, "p says")


@pytest.mark.parametrize(
    ("unit", "measure"),
    [("codings", "n"), ("codings", "per_1000_words"), ("turns", "share"), ("words", "n")],
)
def test_the_test_is_of_participants_whatever_the_cells_count(six, unit, measure):
    table = tab(six, unit=unit, measure=measure)
    pd.testing.assert_frame_equal(table.tests, tab(six).tests)
    assert "whatever the cells count: participants with" in starting(table, "Tested")
    if unit == "codings" and measure == "n":
        assert table.frame.loc["trust"].to_list() == [4, 0]


def test_frequencies_by_role_are_tested_alike(six):
    by_role = qc.frequencies(six, by="role", test=True)
    pd.testing.assert_frame_equal(by_role.tests, tab(six).tests)


def test_random_permutations_print_draws_and_seed(make_study):
    # Three groups of five: 756,756 arrangements, more than are looked at one by one.
    people = [f"{role}{n}" for role in "CPF" for n in range(5)]
    project = make_study(
        turns=spoken(people, 1),
        participants="participant,role\n" + "".join(f"{who},{who[0]}\n" for who in people),
        codebook=["trust"],
        codings=coded(*(f"{who} 1 trust" for who in people[:5])),
        progress=read_by(people),
    )
    table = tab(project, draws=500, seed=7)
    assert "500 draws, seed 7" in starting(table, "p (permutation): ")
    # All of one group and nobody else is as uneven as can be (3 of 3,003 ways): once in 501 at the least,
    # and some chance arrangements may come out like it.
    got = row(table.tests, "trust")
    assert got["smallest_p"] == pytest.approx(1 / 501)
    assert got["p_permutation"] in [pytest.approx(n / 501) for n in range(1, 8)]
    assert got["p_exact"] == pytest.approx(3 / 3003)
    pd.testing.assert_frame_equal(table.tests, tab(project, draws=500, seed=7).tests)


# -- who is in it ------------------------------------------------------------------------------------------

# C1 to C3 and P1 to P3 speak in one document each. B is a commissioner in DX and a provider in DY. N's role
# is not recorded.
MIXED = [*SIX, "N"]
MIXED_ROLES = roles(SIX) + "N,\n"


@pytest.fixture
def mixed(make_study):
    return make_study(
        turns=spoken(MIXED) + "DX,1,B,one two\nDY,1,B,three four\n",
        participants="participant,document,role\n"
        + "".join(f"{line.replace(',', ',,')}\n" for line in MIXED_ROLES.split("\n")[1:-1])
        + "B,DX,Commissioner\nB,DY,Provider\n",
        codebook=["trust"],
        codings=coded("C1 1 trust", "C2 1 trust", "C3 1 trust", "N 1 trust", "X 1 trust"),
        progress=read_by([*MIXED, "X", "Y"]),
    )


def test_who_speaks_in_several_columns_is_left_out_and_named(mixed):
    table = tab(mixed)
    # B counts once in each column, so columns do not sum: 4 + 0 + 1, five people in all.
    assert table.frame.loc["trust"].to_list() == [4, 0, 1]
    assert table.bases["participants"].to_list() == [4, 4, 1]
    assert row(table.tests, "trust")["n_people"] == 6
    assert row(table.tests, "trust")["p_permutation"] == pytest.approx(0.1)
    assert "Left out of the test, as they speak in several columns (role): B." in table.notes
    assert "Left out of the test, as their role is not recorded: N." in table.notes
    assert row(table.residuals, "trust")["(not recorded)"] is None
    # Conservation: who is tested and who is left out are all who spoke.
    assert len(mixed.participants()) == 6 + 1 + 1


def test_a_code_is_tested_among_those_for_whom_it_was_considered(make_study):
    # In DP3 only price was considered.
    project = make_study(
        turns=spoken(SIX),
        participants=roles(SIX),
        codebook=["trust", "price"],
        codings=coded("C1 1 trust", "C2 1 trust", "C3 1 trust", "P3 1 price"),
        progress="document,coder,codes\n"
        + "".join(f"D{who},AB,{'price' if who == 'P3' else 'trust; price'}\n" for who in SIX),
    )
    table = tab(project)
    assert table.tests["n_people"].to_list() == [5, 6]
    # Three of three against none of two: 1 of 10 ways.
    assert row(table.tests, "trust")["p_permutation"] == pytest.approx(0.1)


def test_a_code_considered_for_few_people_has_no_test(make_study):
    project = make_study(
        turns=spoken(SIX),
        participants=roles(SIX),
        codebook=["trust", "price"],
        codings=coded("C1 1 trust", "P3 1 price"),
        progress="document,coder,codes\n"
        + "".join(f"D{who},AB,{'price' if who[1] > '2' else 'trust; price'}\n" for who in SIX),
    )
    table = tab(project)
    assert row(table.tests, "trust")["p_permutation"] is None
    assert "considered for 4 people only" in starting(table, "No test of trust")


def test_permutations_stay_within_the_case(make_study):
    # In each of two cases two commissioners with trust and two providers without.
    people = ["CA1", "CA2", "PA1", "PA2", "CB1", "CB2", "PB1", "PB2"]
    project = make_study(
        turns=spoken(people),
        participants=roles(people),
        documents="document,case\n" + "".join(f"D{who},Case {who[1]}\n" for who in people),
        codebook=["trust"],
        codings=coded(*(f"{who} 1 trust" for who in people if who[0] == "C")),
        progress=read_by(people),
    )
    # 6 x 6 arrangements within the cases; all commissioners with trust, or all providers: 2 of 36.
    table = tab(project, within="case")
    assert row(table.tests, "trust")["p_permutation"] == pytest.approx(2 / 36)
    assert "within 2 strata, exact: all 36 arrangements" in starting(table, "p (permutation): ")
    assert "cannot fall below 0.06 with these people within each case" in " ".join(table.notes)
    assert "p (exact), V and residuals compare all of them, not only within case." in table.notes
    # Over all eight people it would be 2 of 70.
    assert row(tab(project).tests, "trust")["p_permutation"] == pytest.approx(2 / 70)
    assert row(table.tests, "trust")["p_exact"] == pytest.approx(2 / 70)
    # Two attributes: the columns are dealt out within the case that is one of them, and each case is as
    # uneven as can be in two of its six ways.
    both = tab(project, columns=["role", "case"], within="case")
    assert row(both.tests, "trust")["p_permutation"] == pytest.approx(2 / 6 * 2 / 6)


def test_who_speaks_in_two_cases_is_in_no_stratum(make_study):
    people = [*SIX, "C4"]
    project = make_study(
        turns=spoken(people) + "DX,1,C4,more words\n",
        participants=roles(people),
        documents="document,case\nDC4,Case A\nDX,Case B\n" + "".join(f"D{w},Case A\n" for w in SIX),
        codebook=["trust"],
        codings=coded("C1 1 trust"),
        progress=read_by([*people, "X"]),
    )
    table = tab(project, within="case")
    assert table.tests["n_people"].to_list() == [6]
    assert "Left out of the test, as their case differs between their turns: C4." in table.notes


def test_the_tested_counts_are_those_of_the_table(six):
    table = tab(six)
    people = table.bases["participants"]
    for name in ("trust", "price"):
        have = table.frame.loc[name]
        again = adjusted_residuals([have.to_list(), (people - have).to_list()])[0]
        assert table.residuals.loc[name].to_list() == pytest.approx(again)


# -- refusals ----------------------------------------------------------------------------------------------


def test_fewer_than_five_people_are_refused_with_their_number(make_study):
    four = ["C1", "C2", "P1", "P2"]
    project = make_study(
        turns=spoken(four),
        participants=roles(four),
        codebook=["trust"],
        codings=coded("C1 1 trust"),
        progress=read_by(four),
    )
    with pytest.raises(TableError, match=r"4 participants can be compared.*5 or more"):
        tab(project)
    assert qc.crosstab(project, rows="code").tests is None


@pytest.mark.parametrize("asked", ["chi2", "chi-square", "Chi"])
def test_a_chi_square_over_codings_is_refused_with_the_reason(six, asked):
    with pytest.raises(UsageError, match=r"depend on each other.*participants with and without"):
        qc.crosstab(six, rows="code", unit="codings", test=asked)


@pytest.mark.parametrize(
    ("options", "error", "what"),
    [
        ({"test": "t-test"}, UsageError, "True tests participants"),
        ({"test": True, "where": {"role": "Provider"}}, TableError, "3 participants"),
        ({"test": True, "coders": "each"}, TableError, "coders='AB'"),
        ({"test": True, "columns": "phase"}, TableError, "stand in one column"),
        ({"test": True, "draws": 0}, UsageError, "draws"),
        ({"test": True, "seed": -1}, UsageError, "seed"),
        ({"test": True, "within": "nowhere"}, TableError, "no attribute"),
        ({"within": "case"}, UsageError, "test=True"),
        ({"intervals": True}, UsageError, "n of participants"),
        ({"intervals": True, "unit": "words", "measure": "share"}, UsageError, "share of words"),
    ],
)
def test_what_means_nothing_is_refused(make_study, options, error, what):
    project = make_study(
        turns=spoken(SIX),
        participants=roles(SIX),
        documents="document,phase\n" + "".join(f"D{who},1\n" for who in SIX),
        codebook=["trust"],
        codings=coded("C1 1 trust") + "DC1,1,trust,CD\n",
        progress=read_by(SIX) + "DC1,CD\n",
    )
    project.set_primary("AB")
    with pytest.raises(error, match=re.escape(what)):
        qc.crosstab(project, **{"rows": "code", "columns": "role", **options})


def test_frequencies_without_columns_and_frames_have_no_test(six):
    with pytest.raises(UsageError, match="by='role'"):
        qc.frequencies(six, test=True)
    with pytest.raises(TableError, match="people who said nothing"):
        qc.crosstab(six.codings(), rows="code", columns="role", test=True)
    with pytest.raises(TableError, match="people who said nothing"):
        qc.crosstab(six.codings(), rows="code", columns="role", intervals=True)


# -- intervals ---------------------------------------------------------------------------------------------

TEN = [f"{role}{n}" for role in "CP" for n in range(1, 6)]


@pytest.fixture
def ten(make_study):
    """Five commissioners: all speak of trust, C1 in both turns, the others in one. Five providers: none.
    A mayor, alone."""
    people = [*TEN, "M"]
    return make_study(
        turns=spoken(people),
        participants=roles(TEN) + "M,Mayor\n",
        codebook=["trust"],
        codings=coded("C1 1 trust", "C1 2 trust", *(f"C{n} 1 trust" for n in range(2, 6))),
        progress=read_by(people),
    )


def with_intervals(project, unit="participants", measure="share", **more):
    return qc.crosstab(project, rows="code", columns="role", unit=unit, measure=measure,
                       intervals=True, **more)  # fmt: skip


def test_a_share_of_participants_has_the_exact_interval(ten):
    table = with_intervals(ten)
    # Five of five and none of five: the ends are .025 ** (1/5) and 1 - .025 ** (1/5).
    low = 0.025**0.2
    got = table.intervals.loc["trust"]
    assert list(got.index) == [
        (role, end) for role in ("Commissioner", "Provider", "Mayor") for end in ("low", "high")
    ]
    assert got.astype(object).to_list()[:4] == pytest.approx([low, 1, 0, 1 - low])
    assert got["Mayor"].isna().all()
    assert table.cells() == [["100% [48–100]", "0% [0–52]", "0% [–]"]]
    assert "No interval for Mayor: fewer than 5 participants." in table.notes
    assert "Clopper & Pearson" in starting(table, "Intervals")


def test_a_share_of_turns_has_an_interval_by_participant(ten):
    table = with_intervals(ten, "turns")
    by_hand = share_interval([2, 1, 1, 1, 1], [2, 2, 2, 2, 2])
    got = table.intervals.loc["trust", "Commissioner"].astype(object).to_list()
    assert got == [by_hand.low, by_hand.high]
    assert table.cells()[0][0].startswith("60% [")
    # Nobody of the providers: from 0 to something.
    none = table.intervals.loc["trust", "Provider"]
    assert none["low"] == 0 < none["high"]
    assert "each participant counting the same" in starting(table, "Intervals")


def test_a_turn_coded_twice_is_one_turn_of_its_speaker(make_study):
    project = make_study(
        turns=spoken(TEN),
        participants=roles(TEN),
        codebook=["trust"],
        codings="document,turn,code,coder,quotation\n"
        "DC1,1,trust,AB,we\nDC1,1,trust,AB,here\nDC2,1,trust,AB,talk\n",
        progress=read_by(TEN),
    )
    by_hand = share_interval([1, 1, 0, 0, 0], [2] * 5)
    got = with_intervals(project, "turns").intervals.loc["trust", "Commissioner"]
    assert got.astype(object).to_list() == [by_hand.low, by_hand.high]
    by_hand = rate_interval([2, 1, 0, 0, 0], [6] * 5)
    rates = with_intervals(project, "codings", "per_1000_words")
    got = rates.intervals.loc["trust", "Commissioner"]
    assert got.astype(object).to_list() == [by_hand.low, by_hand.high]


def test_a_rate_has_an_interval_by_participant(ten):
    # Each spoke six words.
    table = with_intervals(ten, "codings", "per_1000_words")
    by_hand = rate_interval([2, 1, 1, 1, 1], [6, 6, 6, 6, 6])
    got = table.intervals.loc["trust", "Commissioner"].astype(object).to_list()
    assert got == [by_hand.low, by_hand.high]
    assert table.frame.loc["trust", "Commissioner"] == 200
    # A coded turn is three words.
    words = with_intervals(ten, "words", "per_1000_words").intervals.loc["trust", "Commissioner"]
    # A word is coded or it is not: a share of the words, times 1,000, which cannot be above 1,000.
    by_hand = share_interval([6, 3, 3, 3, 3], [6, 6, 6, 6, 6])
    assert rate_interval([6, 3, 3, 3, 3], [6, 6, 6, 6, 6]).high > 1000 > 1000 * by_hand.high
    assert words.astype(object).to_list() == [1000 * by_hand.low, 1000 * by_hand.high]


def test_words_of_nobody_have_no_interval_by_participant(make_study):
    project = make_study(
        turns=spoken(TEN),
        participants=roles(TEN),
        documents="document,kind,case\n" + "".join(f"D{who},interview,A\n" for who in TEN)
        + "N1,observation,B\n" + "".join(f"D{who},interview,B\n" for who in ()),
        files={"N1.txt": "Descriptive notes\n\nThe office was full.\n"},
        codebook=["trust"],
        codings=coded("C1 1 trust"),
        progress=read_by(TEN) + "N1,AB\n",
    )  # fmt: skip
    table = qc.crosstab(
        project, rows="code", columns="case", unit="turns", measure="share", intervals=True
    )
    assert table.cells()[0][1] == "0% [–]" and table.cells()[0][0].startswith("5% [")
    assert "No interval for B: words that no participant speaks count there too." in table.notes


def test_intervals_are_columns_where_numbers_stay_numbers(ten, tmp_path):
    table = with_intervals(ten)
    tidy = table.tidy().set_index("role")
    assert tidy["share_participants_low"].astype(object).to_list()[:2] == [
        pytest.approx(0.025**0.2), 0,
    ]  # fmt: skip
    assert tidy["share_participants_high"].isna().to_list() == [False, False, True]
    table.save(tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Table"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[6:8] == ["Commissioner: low", "Commissioner: high"]
    assert [cell.value for cell in sheet[2]][2:8] == [1, 0, 0, 5, pytest.approx(0.025**0.2), 1]
    assert sheet.cell(2, 11).value == "–"
    table.save(tmp_path / "t.csv")
    lines = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"))))
    assert lines[0][6] == "Commissioner: low" and float(lines[1][6]) == pytest.approx(0.025**0.2)
    for text in (str(table), table.to_html(), table.to_markdown().replace("\\", "")):
        assert "100% [48–100]" in text
    assert "100\\% [48--100]" in table.to_latex()


def test_intervals_of_a_frequency_table_stand_with_its_share(ten):
    table = qc.frequencies(ten, intervals=True)
    # Five of eleven participants.
    assert table.cells()[0][:5] == ["6", "6", "5", "5", "18"]
    assert re.fullmatch(r"45% \[\d+–\d+\]", table.cells()[0][5])
    assert list(table.intervals.columns) == [
        ("share_participants", "low"), ("share_participants", "high"),
    ]  # fmt: skip
    assert "share_participants_high" in table.tidy()


def test_each_coder_has_intervals_of_their_own(make_study):
    project = make_study(
        turns=spoken(TEN),
        participants=roles(TEN),
        codebook=["trust"],
        codings=coded(*(f"C{n} 1 trust" for n in range(1, 6))) + "DC1,1,trust,CD\n",
        progress=read_by(TEN) + "".join(f"D{who},CD\n" for who in TEN),
    )
    table = with_intervals(project, coders="each")
    cells = dict(zip(table.heads, table.cells()[0], strict=True))
    assert cells[("AB", "Commissioner")] == "100% [48–100]"
    assert cells[("CD", "Commissioner")].startswith("20% [1–")
    assert table.tidy()["share_participants_low"].notna().all()


def test_figures_draw_intervals_as_lines(ten):
    import matplotlib.pyplot as plt

    table = with_intervals(ten)
    for kind in ("bar", "dot"):
        ax = table.plot(kind=kind)
        lines = [list(line.get_xdata()) for line in ax.lines if line.get_label() == "_interval"]
        assert lines == [pytest.approx([0.025**0.2, 1]), pytest.approx([0, 1 - 0.025**0.2])]
        assert "Commissioner 100% [48–100]" in alt_text(ax)
    assert "100% [48–100]" in [text.get_text() for text in table.plot().texts]
    figure = table.plot(kind="multiples")
    assert sum(line.get_label() == "_interval" for ax in figure.axes for line in ax.lines) == 2
    plt.close("all")


# -- in every format ---------------------------------------------------------------------------------------


def test_tests_and_residuals_stand_in_every_format(six, tmp_path):
    table = tab(six)
    first = ["trust", "6", "0.100", "0.100", "0.100", "0.200", "1.00", "1.00", "100%"]
    last = ["delay", "6", *["–"] * 7]
    spread = ["trust", "+2.45", "−2.45"]
    said = "p (permutation) of trust cannot fall below 0.10"

    text = str(table)
    for line in (first, last, spread):
        assert re.search(r"^" + r"\s+".join(map(re.escape, line)) + "$", text, re.MULTILINE)
    assert said in text and text.index("tests") < text.index("Number of participants")

    page = lxml.html.fromstring(table.to_html())
    rows = [
        [[cell.text_content() for cell in line] for line in each.xpath(".//tbody/tr")]
        for each in page.xpath("//table")
    ]
    assert rows[1][0] == first and rows[1][2] == last and rows[2][0] == spread
    assert said in page.text_content()

    table.to_word(tmp_path / "t.docx")
    document = docx.Document(str(tmp_path / "t.docx"))
    assert [cell.text for cell in document.tables[1].rows[1].cells] == first
    assert [cell.text for cell in document.tables[2].rows[1].cells] == spread
    assert any(said in paragraph.text for paragraph in document.paragraphs)

    lines = [re.split(r" *\| *", line)[1:-1] for line in table.to_markdown().split("\n")]
    assert first in lines and ["trust", "+2.45", "−2.45"] in lines
    assert said in table.to_markdown()

    latex = table.to_latex(tmp_path / "t.tex")
    assert " & ".join(first).replace("%", "\\%") in latex
    assert "trust & +2.45 & $-$2.45 \\\\" in latex
    assert said in latex and latex.count("\\begin{table}") == 3

    table.save(tmp_path / "t.csv")
    cells = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"))))
    at = cells[0].index("p_permutation")
    assert cells[0][at - 1 : at + 3] == ["n_people", "p_permutation", "smallest_p", "p_exact"]
    assert float(cells[1][at]) == pytest.approx(0.1) and cells[3][at] == "–"
    assert cells[0][-2:] == ["residual: Commissioner", "residual: Provider"]

    table.save(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Table", "Tests", "Quotations", "What was counted"]
    sheet = [[cell.value for cell in line] for line in book["Tests"]["A1:L4"]]
    assert sheet[0][2:4] == ["n_people", "p_permutation"]
    assert sheet[1][2:] == pytest.approx([6, 0.1, 0.1, 0.1, 0.2, 1, 1, 1, 6**0.5, -(6**0.5)])
    assert sheet[3][3:] == ["–"] * 9
    assert any(said in str(line[0].value) for line in book["Tests"])
    # The table itself is as without the test.
    assert [cell.value for cell in book["Table"][1]] == [
        "id",
        "label",
        "Commissioner",
        "Provider",
        "all",
    ]


def test_a_table_without_tests_is_printed_as_before(six):
    plain = qc.crosstab(six, rows="code", columns="role")
    assert plain.parts == [] and plain.tests is None and plain.intervals is None
    assert str(plain).count("───") and "residuals" not in str(plain)
    assert plain.to_latex().count("\\begin{table}") == 1


def test_under_disclosure_control_tests_give_no_hidden_number_away(mixed, six):
    table = tab(mixed).disclosed(base=0)
    # 4 of 4 commissioners and 0 of 4 providers: both bases are hidden, and what follows from them.
    assert table.cells() == [["<5", "0", "<5"]]
    assert table.parts[0].rows == [["trust", *["…"] * 8]]
    assert table.parts[1].rows == [["trust", "…", "…", "…"]]
    text = str(table)
    assert "Left out of the test, as they" not in text and ": B." not in text and "0.10" not in text
    assert "Participants of whom it holds that they speak in several columns" in text
    assert "arrangements" in text and "20 arrangements" not in text
    assert not any("B." in note for note in table.test_notes)
    # The frames are whole.
    assert row(table.tests, "trust")["p_permutation"] == pytest.approx(0.1)


def test_residuals_do_not_tell_a_hidden_base_or_few_people(make_study):
    # Six commissioners speak of trust, each in both turns, but none of three mayors does.
    people = [f"C{n}" for n in range(6)] + [f"P{n}" for n in range(3)]
    project = make_study(
        turns=spoken(people),
        participants=roles(people),
        codebook=["trust"],
        codings=coded(*(f"{who} {turn} trust" for who in people[:6] for turn in (1, 2))),
        progress=read_by(people),
    )
    one = tab(project).disclosed(base=0)
    assert one.cells() == [["6", "0"]] and one.base_lines()[0][1] == ["6", "<5"]
    # With the base of the first column, its residual would tell the second.
    assert one.parts[0].rows == [["trust", *["…"] * 8]]
    assert one.parts[1].rows == [["trust", "…", "…"]]
    # Twelve codings are no small number, but they are of three people.
    few = make_study(
        turns=spoken([*people, "P3", "P4"]),
        participants=roles([*people, "P3", "P4"]),
        codebook=["trust"],
        codings="document,turn,code,coder,quotation\n"
        + "".join(
            f"D{who},{turn},trust,AB,{word}\n"
            for who in people[:3] for turn in (1, 2) for word in ("we", "talk")
        ),
        progress=read_by([*people, "P3", "P4"]),
    )  # fmt: skip
    one = tab(few, unit="codings").disclosed(base=0)
    assert one.cells() == [["12", "0"]]
    assert one.parts[0].rows == [["trust", "11", *["…"] * 7]]


# -- shading -----------------------------------------------------------------------------------------------


def test_the_heat_map_shades_what_lies_beyond_chance(six):
    import matplotlib.pyplot as plt

    ax = tab(six).plot(shading="residuals")
    looks = {}
    for patch in ax.patches:
        if str(patch.get_label()).startswith("_residual"):
            looks.setdefault(patch.get_label(), []).append(patch)
    # trust: 2.45 and -2.45; price: twice 0; delay: no test.
    assert {name: len(found) for name, found in looks.items()} == {
        "_residual 1": 1, "_residual -1": 1, "_residual 0": 2, "_residual None": 2,
    }  # fmt: skip
    signs = [line for line in ax.lines if str(line.get_label()).startswith("_sign")]
    assert [line.get_marker() for line in signs] == ["^", "v"]
    # In grey: fewer is dotted, more is not.
    assert looks["_residual -1"][0].get_hatch() and not looks["_residual 1"][0].get_hatch()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "more, above 2", "from −2 to 2", "fewer, below −2", "not tested",
    ]  # fmt: skip
    assert (
        "trust: Commissioner 3 (more than by chance), Provider 0 (fewer than by chance)"
        in alt_text(ax)
    )
    note = [text.get_text() for text in ax.texts][-1]
    assert "all 20 arrangements" in " ".join(note.split())
    plain = tab(six).plot()
    assert "arrangements" not in " ".join(text.get_text() for text in plain.texts)
    _, (left, _) = plt.subplots(1, 2, figsize=(14, 3))
    assert plots.heat_map(tab(six), ax=left, shading="residuals") is left
    plt.close("all")


def test_shading_needs_a_test(six):
    with pytest.raises(TableError, match="test=True"):
        qc.crosstab(six, rows="code").plot(shading="residuals")
    with pytest.raises(UsageError, match="values, residuals"):
        tab(six).plot(shading="colour")


def test_an_exact_test_that_takes_too_long_is_estimated_and_says_so(six, monkeypatch):
    from qualcode.analysis import tested

    monkeypatch.setattr(tested, "LIMIT", 1)
    table = tab(six, draws=200, seed=5)
    assert starting(table, "p (exact) of") == (
        "p (exact) of trust, price: Freeman–Halton, Monte Carlo (200 random tables, seed 5)."
    )
    # A tenth of all tables are as improbable: 20 of 200 random ones, give or take.
    assert 0.03 < row(table.tests, "trust")["p_exact"] < 0.2
