"""Disclosure control: small numbers are hidden, and nobody can work them out from what is left."""

from __future__ import annotations

import itertools
import random
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from test_plots import table
from test_present_formats import read_docx, read_html, read_md, read_tex

import qualcode as qc
from qualcode.analysis.disclosure import protect, published, rule_of
from qualcode.errors import TableError, UsageError
from qualcode.present.plots_alt import alt_text
from qualcode.present.table import FORMATS

ROLES = ["Commissioner", "Provider", "Funder"]
# Trust: 3 of 9 commissioners, 8 of 12 providers, 11 in all. There is no funder.
COUNTS = {"trust": [3, 8, None], "price": [6, 0, None], "delay": [7, 9, None]}
BASES, TOTALS = [9, 12, 0], [11, 6, 16]


def study(**more):
    return table(COUNTS, ROLES, BASES, totals=TOTALS, **more)


def body(one):
    """The printed cells with their totals."""
    return [[*row, *([one.total_text(at)] if one.has_totals else [])]
            for at, row in enumerate(one.cells())]  # fmt: skip


def said(one, start="Disclosure control"):
    (note,) = (note for note in one.notes if note.startswith(start))
    return note


# -- rules by hand -----------------------------------------------------------------------------------------


def test_a_small_number_takes_a_second_with_it_where_the_total_is_printed():
    # 11 - 8 would be 3; so the 8 goes too. Price: 6 and 0 tell of nobody below 5.
    one = study().disclosed(base=0)
    assert body(one) == [["<5", "…", "–", "11"], ["6", "0", "–", "6"], ["7", "9", "–", "16"]]
    assert said(one) == (
        "Disclosure control: numbers from 1 to 4 are shown as <5; … stands for a number by which a hidden"
        " one could be worked out; quotations behind small and hidden numbers are left out."
    )


def test_without_totals_nothing_else_has_to_be_hidden():
    one = study().disclosed(base=0, totals=False)
    assert body(one) == [["<5", "8", "–"], ["6", "0", "–"], ["7", "9", "–"]]
    assert not one.has_totals and "all" not in str(one).split("\n")[0]
    assert one.totals.to_list() == TOTALS


def test_counts_are_rounded_and_the_frame_keeps_the_full_numbers():
    whole = study()
    one = whole.disclosed()
    assert body(one) == [["<5", "…", "–", "10"], ["5", "0", "–", "5"], ["5", "10", "–", "15"]]
    assert dict(one.base_lines())["base: participants"] == ["10", "10", "0"]
    assert "counts are rounded to the nearest 5" in said(one)
    pd.testing.assert_frame_equal(one.frame, whole.frame)
    pd.testing.assert_frame_equal(one.bases, whole.bases)
    assert one.totals.to_list() == TOTALS
    # The table it was made from prints as before.
    assert body(whole)[0] == ["3", "8", "–", "11"] and whole.protection is None


def test_published_rules():
    assert published([0, 1, 2, 3, 4, 7, 8, 22, 23], "hesa") == [0, 0, 0, 5, 5, 5, 10, 20, 25]
    assert published([0, 1, 4, 5, 7, 8, 22, 23], "ofqual") == [0, None, None, 5, 5, 10, 20, 25]
    assert body(study().disclosed("hesa"))[0] == ["5", "10", "–", "10"]
    assert body(study().disclosed("ofqual"))[0] == ["<5", "10", "–", "10"]
    assert body(study().disclosed(None, base=10))[0] == ["0", "10", "–", "10"]


def test_another_threshold():
    one = study().disclosed(threshold=7, base=0)
    # Of price 6 is small now, its total as well, and it stands beside a true zero: 1 to 6 remain.
    assert body(one) == [["<7", "…", "–", "11"], ["<7", "0", "–", "<7"], ["7", "9", "–", "16"]]


def test_shares_are_hidden_with_their_counts_and_computed_before_rounding():
    shares = {"trust": [3 / 9, 8 / 12, None], "price": [6 / 9, 0.0, None]}
    one = table(shares, ROLES, BASES, measure="share", totals=[11, 6])
    one._counts = np.array([[3, 8, -1], [6, 0, -1]])
    got = one.disclosed()
    assert body(got) == [["<5", "…", "–", "10"], ["67%", "0%", "–", "5"]]
    assert "shares and rates computed before" in said(got)
    with pytest.raises(TableError, match="counts behind"):
        table(shares, ROLES, BASES, measure="share", totals=[11, 6]).disclosed()


def test_hesa_hides_shares_of_few():
    columns, bases = ["Commissioner", "Provider"], [22, 23]
    one = table({"trust": [0.5, 10 / 23]}, columns, bases, measure="share", totals=[21])
    one._counts = np.array([[11, 10]])
    got = one.disclosed("hesa")
    assert body(got) == [["…", "43%", "20"]]
    assert "base under 22.5" in said(got)


def test_hesa_hides_rates_of_seven_people_or_fewer():
    one = table(
        {"trust": [1.25, 2.5]}, ["C", "P"], [7, 8], "per_1000_words", "codings", totals=[50]
    )
    one._counts = np.array([[20, 30]])
    assert body(one.disclosed("hesa")) == [["…", "2.5", "50"]]


def test_four_cells_of_one_person_each_hide_their_total_twice():
    # Four cells from 1 on, and a total below 5: each could only be 1.
    one = table({"trust": [1, 1, 1, 1]}, list("ABCD"), [9, 9, 9, 9], totals=[4]).disclosed(base=0)
    assert body(one) == [["<5", "<5", "<5", "<5", "…"]]


def test_a_column_of_few_people_is_named():
    one = table({"trust": [2, 6]}, ["Mayor", "Provider"], [3, 9], totals=[8]).disclosed(base=0)
    assert dict(one.base_lines())["base: participants"] == ["<5", "9"]
    assert said(one, "1 column") == (
        "1 column rests on fewer than 5 participants, who may be known by role alone, also beside a"
        " quotation: Mayor."
    )


def test_shares_of_codings_guard_each_other_within_a_column():
    # 2 of 20 codings and 18 of 20: the shares add up to all of the column's.
    one = table(
        {"trust": [0.1, 0.5], "price": [0.9, 0.5]}, ["C", "P"], [9, 9], "share", "codings",
        totals=[None, None],
    )  # fmt: skip
    one._counts = np.array([[2, 6], [18, 6]])
    assert body(one.disclosed(base=0)) == [["<5", "50%"], ["…", "50%"]]


def shares_of_codings(counts, **more):
    """A table of shares of codings that knows its counts."""
    counts = np.array(counts)
    names = [f"r{at}" for at in range(len(counts))]
    shares = counts / counts.sum(axis=0)
    one = table(
        dict(zip(names, shares.tolist(), strict=True)), list("ABCD")[: counts.shape[1]],
        [30] * counts.shape[1], "share", "codings", totals=counts.sum(axis=1).tolist(),
    )  # fmt: skip
    one._counts = counts
    return one.disclosed(base=0, **more)


def columns_that_fit(one, counts):
    """For each hidden cell of a column whose sum is known the counts that fit: tried one by one."""
    found = []
    for column in np.array(counts).T.tolist():
        at = [n for n in range(len(column)) if one.mark(n, len(found))]
        spans = [range(1, 5) if one.mark(n, len(found)) == "<5" else range(5, 40) for n in at]
        known = sum(column[n] for n in at)
        fitting = [values for values in itertools.product(*spans) if sum(values) == known]
        found.append({n: {values[place] for values in fitting} for place, n in enumerate(at)})
    return found


def test_two_hidden_shares_of_one_coding_each_take_a_third_with_them():
    # 12 and 6 of 20 codings are shown, so that 2 are left for two cells from 1 on: 1 and 1.
    assert [row[0] for row in shares_of_codings([[12], [6], [1], [1]]).cells()] == [
        "60%", "…", "<5", "<5",
    ]  # fmt: skip


def test_shares_of_codings_give_nothing_away_by_columns_nor_by_both():
    chance = random.Random(3)
    hidden = 0
    for _ in range(150):
        counts = [[chance.choice([0, 1, 2, 4, 5, 6, 9]) for _ in range(2)] for _ in range(3)]
        if not all(map(sum, zip(*counts, strict=True))):
            continue
        one = shares_of_codings(counts)
        for at, cells in enumerate(columns_that_fit(one, counts)):
            shown = [n for n in range(3) if not one.mark(n, at) and counts[n][at]]
            for row, values in cells.items():
                hidden += 1
                # What 100 % are is known from a share that is shown.
                assert counts[row][at] in values and (len(values) >= 2 or not shown), counts
        # A row with a hidden cell has no total: rows and columns together could be solved.
        for row in range(3):
            if any(one.mark(row, at) for at in range(2)):
                assert one.total_text(row) == "…"
    assert hidden > 100


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"rule": "onspd"}, "threshold, hesa, ofqual, or None"),
        ({"threshold": 2}, "could only be 1"),
        ({"base": -5}, "base"),
        ({"rule": "hesa", "threshold": 10}, "fixes threshold and base"),
        ({"threshold": 4.5}, "whole number"),
    ],
)
def test_what_protects_nothing_is_refused(options, what):
    with pytest.raises(UsageError, match=what):
        study().disclosed(**options)


def test_a_protected_table_is_not_protected_again():
    with pytest.raises(TableError, match="already"):
        study().disclosed().disclosed("hesa")
    with pytest.raises(TableError, match="disclosure control"):
        study().disclosed().by_origin()
    with pytest.raises(UsageError, match="hesa or ofqual"):
        published([1], "threshold")


# -- an attacker -------------------------------------------------------------------------------------------


def possible(one, row, extra):
    """For each hidden cell of a printed row the counts that fit everything printed, found by trying all.

    The attacker knows the threshold (5), that "…" was not below it, that no cell exceeds its base, and by
    how many (`extra`) people in several columns make the cells add up to more than the total.
    """
    texts, total = one.cells()[row], one.total_text(row) if one.has_totals else ""
    bases = dict(one.base_lines())["base: participants"]
    most = 14
    choices = []
    for text, base in zip(texts, bases, strict=True):
        cap = {"<5": 4, "…": most}.get(base, most)
        cap = int(base) if base.isdigit() else cap
        span = {"<5": range(1, min(4, cap) + 1), "…": range(5, cap + 1), "–": [0]}
        choices.append(list(span.get(text) or [int(text)]))
    sums = {"<5": range(1, 5), "…": range(1000), "–": range(1000), "": range(1000)}.get(total)
    found = [set() for _ in texts]
    for values in itertools.product(*choices):
        if sum(values) - extra in (sums if sums is not None else [int(total)]):
            for at, value in enumerate(values):
                found[at].add(value)
    return {at: found[at] for at, text in enumerate(texts) if text in ("<5", "…")}


def random_row(chance):
    """Bases, a row of counts, and its distinct total: some people may stand in several columns."""
    width = chance.randint(1, 4)
    bases = [chance.choice([2, 4, 5, 6, 9, 12]) for _ in range(width)]
    row = [chance.choice([0, chance.randint(0, base)]) for base in bases]
    overlap = chance.randint(0, max(0, sum(row) - max(row))) if chance.random() < 0.4 else 0
    return bases, row, sum(row) - overlap


def test_an_attacker_who_tries_everything_finds_no_hidden_number():
    chance = random.Random(4)
    hidden = 0
    for _ in range(1500):
        bases, row, total = random_row(chance)
        columns = [f"c{at}" for at in range(len(row))]
        one = table({"code": row}, columns, bases, totals=[total])
        got = one.disclosed(base=0, totals=chance.random() < 0.8)
        left = possible(got, 0, sum(row) - total)
        for at, values in left.items():
            hidden += 1
            assert row[at] in values, (row, bases, total, str(got))
            assert len(values) >= 2, (row, bases, total, str(got))
        # What is not hidden is exact, no small number is printed, and no zero is hidden.
        for at, text in enumerate(got.cells()[0]):
            assert text in ("<5", "…") or int(text) == row[at]
            assert (text == "<5") == (1 <= row[at] < 5)
    assert hidden > 1000


def test_the_attacker_is_no_straw_man():
    # Without the second step the attacker has it: 11 - 8 = 3.
    one = study().disclosed(base=0)
    one.protection.hidden.cells[0, 1] = 0
    assert possible(one, 0, 0) == {0: {3}}


@pytest.mark.parametrize("name", ["hesa", "ofqual"])
def test_rounded_tables_keep_two_answers_for_each_small_number(name):
    """The attacker knows exactly every count of 5 or more, and what each rounded number may stand for."""
    chance = random.Random(8)
    small = 0

    def behind(value):
        return {n for n in range(30) if published([n], name) == [value]}

    for _ in range(600):
        bases, row, total = random_row(chance)
        one = table({"code": row}, [f"c{at}" for at in range(len(row))], bases, totals=[total])
        got = one.disclosed(name)
        text = got.total_text(0)
        totals = {"<5": {1, 2, 3, 4}, "…": set(range(100))}.get(text)
        totals = behind(int(text)) if totals is None else totals
        choices = []
        for count, shown in zip(row, got.cells()[0], strict=True):
            if count >= 5 and shown != "…":
                choices.append({count})
            elif shown == "…":
                choices.append(set(range(5, 15)))
            else:
                # A number without quotations behind it is small, or nothing.
                choices.append(behind(None if shown == "<5" else int(shown)) & set(range(5)))
        fitting = [
            values
            for values in itertools.product(*choices)
            if sum(values) - (sum(row) - total) in totals
        ]
        for at, count in enumerate(row):
            if 1 <= count < 5:
                small += 1
                assert len({values[at] for values in fitting}) >= 2, (row, total, str(got))
    assert small > 200


def test_rows_and_columns_guard_each_other_until_none_is_alone():
    chance = random.Random(15)
    for _ in range(200):
        cells = np.array([[chance.choice([0, 2, 7, 8, 9]) for _ in range(4)] for _ in range(4)])
        state = protect(
            cells, cells.sum(axis=1), {}, rule_of("threshold", 5, 0), whole_columns=True
        )
        hidden = state.cells > 0
        for line, values, total in [
            *zip(hidden, cells, state.totals == 0, strict=True),
            *zip(hidden.T, cells.T, [True] * 4, strict=True),
        ]:
            if line.sum() == 1:
                # Alone only where nothing else is there to be hidden, and no total gives it away.
                assert (values > 0).sum() == 1 or not total
        assert not hidden[cells == 0].any()


# -- one door ----------------------------------------------------------------------------------------------


def quoting(one):
    """Each cell has a quotation that names its row and column."""

    def found(row, column):
        places = [column] if column else [(role,) for role in ROLES]
        texts = [f"words of {row} {place[0]}" for place in places if place[0] != "Funder"]
        return pd.DataFrame(
            {"quotation": texts, "source": "IP1", "code": row, "coding_id": "c", "turn": 1}
        )

    one._quotes = found
    return one


def test_no_format_prints_what_is_hidden_or_its_quotations(tmp_path):
    one = quoting(study()).disclosed(base=0)
    rows = [["trust", "<5", "…", "–", "11"], ["price", "6", "0", "–", "6"]]
    for suffix in FORMATS:
        one.save(tmp_path / f"t{suffix}")
    one.to_word(tmp_path / "q.docx", quotations=True)
    assert read_tex((tmp_path / "t.tex").read_text("utf-8"))[1][:2] == rows
    assert read_md((tmp_path / "t.md").read_text("utf-8"))[1][:2] == rows
    assert read_docx(tmp_path / "t.docx")[1][:2] == rows
    assert read_html(tmp_path / "t.html")[:2] == rows
    lines = (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == "trust,trust,<5,…,–,11"
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["Table"]
    assert [sheet.cell(2, n).value for n in range(3, 7)] == ["<5", "…", "–", 11]
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as parts:
                data = b"".join(parts.read(name) for name in parts.namelist())
        text = data.decode("utf-8", "replace")
        assert "words of trust" not in text, path
        if path.suffix in (".xlsx", ".html") or path.name == "q.docx":
            assert "words of price Commissioner" in text and "words of delay Provider" in text
    # The researcher still has them.
    assert list(one.quotes("trust", "Provider")["quotation"]) == ["words of trust Provider"]


def test_no_figure_draws_what_is_hidden():
    import matplotlib.pyplot as plt

    one = study().disclosed(base=0)
    for kind in ("heat", "bar", "dot"):
        ax = one.plot(kind=kind)
        texts = [text.get_text() for text in ax.texts]
        assert "3" not in texts and "8" not in texts
        assert kind == "dot" or {"<5", "…"} <= set(texts)
        assert "trust: Commissioner <5, Provider …, Funder –" in alt_text(ax)
        assert "n: 9" not in alt_text(ax)
    bars = one.plot(kind="bar").containers
    assert [patch.get_width() for patch in bars[0]] == [6, 7]
    assert [patch.get_width() for patch in bars[1]] == [0, 9]
    few = table({"trust": [2, 6]}, ["Mayor", "Provider"], [3, 9], totals=[8]).disclosed(base=0)
    assert [text.get_text() for text in few.plot().texts[2:4]] == ["n < 5", "n = 9"]
    figure = one.plot(kind="multiples")
    assert "<5" in [text.get_text() for ax in figure.axes for text in ax.texts]
    plt.close("all")


def test_a_study_from_files_to_a_protected_workbook(make_study, tmp_path):
    # Six commissioners and five providers, one turn each. Trust: C1 to C5 and P1; price: all but P5.
    people = [f"C{n}" for n in range(1, 7)] + [f"P{n}" for n in range(1, 6)]
    project = make_study(
        turns="document,turn,speaker,text\n"
        + "".join(f"D{who},1,{who},we talk\n" for who in people),
        participants="participant,role\n"
        + "".join(f"{who},{'Commissioner' if who[0] == 'C' else 'Provider'}\n" for who in people),
        codebook=["trust", "price"],
        codings="document,turn,code,coder\n"
        + "".join(f"D{who},1,trust,AB\n" for who in [*people[:5], "P1"])
        + "".join(f"D{who},1,price,AB\n" for who in people[:-1]),
        progress="document,coder\n" + "".join(f"D{who},AB\n" for who in people),
    )
    whole = qc.crosstab(project, rows="code", columns="role")
    assert body(whole) == [["5", "1", "6"], ["6", "4", "10"]]
    one = whole.disclosed(base=0)
    # "…" is 5 or 6: with 1 to 4 beside it a total of 6 could only be 5 + 1, and one of 10 only 6 + 4.
    assert body(one) == [["…", "<5", "…"], ["…", "<5", "…"]]
    assert possible(one, 0, 0) == {0: {5, 6}, 1: {1, 2, 3, 4}}
    one.to_excel(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    counted = [cell.value for row in book["What was counted"] for cell in row]
    assert "Where every coding went" not in counted
    assert not any(note.startswith("The cells count") for note in one.notes)
    # The numbers of the study as a whole, protected too.
    frequencies = qc.frequencies(project).disclosed()
    assert frequencies.notes[0] == "Base: 10 participants, 10 documents, 10 turns, 20 words."
    # Six turns of two words, and ten.
    assert frequencies.cells() == [
        ["5", "5", "5", "5", "10", "55%"],
        ["10", "10", "10", "10", "20", "91%"],
    ]


def test_notes_do_not_print_small_numbers_either(make_study, tmp_path):
    # Six people, a turn each; two notes that nobody speaks, one of them coded; the moderator coded once, by
    # hand as well. JT has two codings of six in documents that AB has read, and one document is unread.
    people = [f"C{n}" for n in range(1, 7)]
    rows = "".join(f"D{who},1,{who},we talk\nD{who},2,INT,and then\n" for who in people)
    project = make_study(
        turns="document,turn,speaker,text\n" + rows + "DX,1,C1,not read\n",
        participants="participant,role\n" + "".join(f"{who},Commissioner\n" for who in people),
        codebook=["trust"],
        codings="document,turn,code,coder\n"
        + "".join(f"D{who},1,trust,AB\n" for who in people)
        + "DC1,2,trust,AB\nDX,1,trust,AB\nDC1,1,trust,JT\nDC2,1,trust,JT\n",
        progress="document,coder\n" + "".join(f"D{who},AB\n" for who in people),
    )
    whole = qc.crosstab(project, rows="code", columns="role", coders="AB")
    frequencies = qc.frequencies(project, coders="AB")
    for one in (whole, frequencies):
        assert any(
            note.endswith("outside of the table: 1 in interviewer turns.") for note in one.notes
        )
        assert "Not yet coded (1 document; 1 coding in them)." in one.notes
        got = one.disclosed()
        assert "Codings outside of the table: <5 in interviewer turns." in got.notes
        assert "Not yet coded (<5 documents; <5 codings in them)." in got.notes
        assert "Codings outside of the table: 1" not in str(got)
        # Rules that only round, round.
        assert (
            "Codings outside of the table: 0 in interviewer turns." in one.disclosed("hesa").notes
        )


def test_cells_that_few_people_fill_are_named_where_the_threshold_is_on_something_else(make_study):
    # C1 has six turns of trust, of two others each has one; all three are commissioners. Five providers have one.
    people = ["C1", "C2", "C3", "C4", "C5", *(f"P{n}" for n in range(1, 6))]
    project = make_study(
        turns="document,turn,speaker,text\n"
        + "".join(f"D{who},{turn},{who},we talk\n" for who in people for turn in range(1, 7)),
        participants="participant,role\n"
        + "".join(f"{who},{'Commissioner' if who[0] == 'C' else 'Provider'}\n" for who in people),
        codebook=["trust"],
        codings="document,turn,code,coder\n"
        + "".join(f"DC1,{turn},trust,AB\n" for turn in range(1, 7))
        + "".join(f"D{who},1,trust,AB\n" for who in ["C2", "C3", *people[5:]]),
    )
    one = qc.crosstab(project, rows="code", columns="role", unit="codings").disclosed(base=0)
    assert body(one) == [["8", "5", "13"]]
    assert (
        "The cells count codings, and so does the threshold: 1 cell that is shown rests on fewer than 5"
        " participants." in one.notes
    )
    assert body(qc.crosstab(project, rows="code", columns="role").disclosed(base=0)) == [
        ["<5", "…", "…"]
    ]


def test_an_adjusted_p_does_not_tell_the_p_of_a_row_that_is_held_back(make_study):
    # Trust: six of ten commissioners and five of ten providers; price: one and seven, of which the one is small.
    people = [f"{role}{n:02}" for role in "CP" for n in range(10)]
    project = make_study(
        turns="document,turn,speaker,text\n"
        + "".join(f"D{who},1,{who},we talk\n" for who in people),
        participants="participant,role\n"
        + "".join(f"{who},{'Commissioner' if who[0] == 'C' else 'Provider'}\n" for who in people),
        codebook=["trust", "price"],
        codings="document,turn,code,coder\n"
        + "".join(f"D{who},1,trust,AB\n" for who in [*people[:6], *people[10:15]])
        + "".join(f"D{who},1,price,AB\n" for who in [people[0], *people[10:17]]),
    )
    whole = qc.crosstab(project, rows="code", columns="role", test=True)
    adjusted = whole.tests["p_adjusted"].to_list()
    one = whole.disclosed(base=0)
    tests = {row[0]: row[1:] for row in one.parts[0].rows}
    assert set(tests["price"][1:]) == {"…"}
    # Trust's own p is printed; adjusted it would be twice price's p or its own.
    assert tests["trust"][1] not in ("…", "–") and tests["trust"][4] == "…"
    assert one.tests["p_adjusted"].to_list() == adjusted
    assert "p (adjusted), which tells of them, are not shown" in said(one)
    # Nothing held back, nothing to hide.
    alone = qc.crosstab(project, rows="code", columns="role", test=True).disclosed(None, base=0)
    assert "…" not in {cell for row in alone.parts[0].rows for cell in row}
