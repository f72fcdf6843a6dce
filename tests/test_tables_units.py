"""Units, measures, roll-up, printing, and the columns that are promised."""

from __future__ import annotations

import pandas as pd
import pytest

import qualcode as qc
from qualcode.core.people import COUNT_COLUMNS
from qualcode.errors import TableError

BASES = ["base_participants", "base_documents", "base_turns", "base_words"]
SHARES = [f"share_{unit}" for unit in ("codings", "turns", "documents", "participants", "words")]


def cell(project: qc.Project, unit: str, code: str = "c", **options) -> int:
    options = {"rows": "code", "columns": "document", "coders": "any", **options}
    table = qc.crosstab(project, unit=unit, **options)
    return table.frame.loc[code].iloc[0]


def one_turn(make_study, text: str, codings: str, codebook=("c",)) -> qc.Project:
    return make_study(
        turns=f'document,turn,speaker,text\nA,1,p,"{text}"\n',
        codebook=list(codebook),
        codings="document,start,end,code,coder\n" + codings,
    )


def test_words_that_overlapping_codings_share_count_once(make_study) -> None:
    # one two three four: one two / two three / three: the union is three words.
    project = one_turn(make_study, "one two three four", "A,0,7,c,AB\nA,4,13,c,AB\nA,8,13,c,CD\n")
    assert cell(project, "words") == 3
    assert cell(project, "codings") == 3
    assert cell(project, "turns") == 1


def test_a_coding_inside_a_longer_one_does_not_reopen_it(make_study) -> None:
    # The long one ends after the short one: what comes after the short one is not counted again.
    project = one_turn(make_study, "one two three four", "A,0,18,c,AB\nA,0,3,c,CD\nA,4,7,c,CD\n")
    assert cell(project, "words") == 4


def test_a_word_is_coded_when_its_first_character_is(make_study) -> None:
    project = one_turn(make_study, "one two three four", "A,2,5,c,AB\n")  # "e t" holds a first t
    assert cell(project, "words") == 1
    project = one_turn(make_study, "one two three four", "A,1,4,c,AB\n")  # "ne " holds none
    assert (cell(project, "words"), cell(project, "turns"), cell(project, "codings")) == (0, 1, 1)


def test_a_coding_that_only_meets_a_turns_edge_does_not_touch_it(make_study) -> None:
    # "one\ntwo\nthree": the coding is the line break after "one", "two" and its line break.
    project = make_study(
        turns="document,turn,speaker,text\nA,1,p,one\nA,2,q,two\nA,3,r,three\n",
        codebook=["c"],
        codings="document,start,end,code,coder\nA,3,8,c,AB\n",
    )
    for unit in ("codings", "turns", "participants", "words"):
        table = qc.crosstab(project, rows="code", columns="speaker", unit=unit)
        assert table.frame.loc["c"].to_dict() == {"p": 0, "q": 1, "r": 0}, unit
    assert project.codings()["speaker"].to_list() == ["q"]


def test_words_are_the_same_in_bases_and_in_codings(make_study) -> None:
    text = "It’s a well-known 1,000: don't 🙂 … say"
    project = one_turn(make_study, text, f"A,0,{len(text)},c,AB\n")
    table = qc.crosstab(project, rows="code", columns="document", unit="words")
    assert table.frame.iloc[0, 0] == table.bases["words"].iloc[0] == 7


def test_gaps_hold_no_words_of_anybody(make_study) -> None:
    # The coding runs from "trust" over a stage direction and a label to "pay".
    project = make_study(
        files={"F.txt": "ANN: We trust.\n[a long silence]\nBOB: They pay late.\n"}, codebook=["c"]
    )
    text = project.text("F")
    project.add_coding(document="F", start=text.index("trust"), end=text.index(" late"), code="c")
    table = qc.crosstab(project, rows="code", columns="speaker", unit="words")
    assert table.frame.loc["c"].to_dict() == {"ANN": 1, "BOB": 2}
    assert table.bases["words"].to_list() == [2, 3]
    assert table.quotes("c")["quotation"].to_list() == ["trust. They pay"]
    assert project.codings()["quotation"].to_list() == ["trust.\n[a long silence]\nBOB: They pay"]


def test_joined_cues_are_one_turn_with_the_times_between_them_left_out(make_study) -> None:
    cues = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>We trust</v>\n\n"
        "00:02.000 --> 00:03.000\n<v Ann>them all</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Bob>No</v>\n"
    )
    project = make_study(files={"V.vtt": cues}, codebook=["c"])
    text = project.text("V")
    turns = project.turns()
    assert turns["text"].to_list() == ["We trust them all", "No"]
    assert turns["words"].to_list() == [4, 1]
    project.add_coding(document="V", start=text.index("trust"), end=text.index("all"), code="c")
    # A coding of the times between two cues only is in nobody's words.
    between = text.index("00:02.000 -->")
    project.add_coding(document="V", start=between, end=between + 5, code="c")
    table = qc.crosstab(project, rows="code", columns="speaker", unit="words")
    assert table.frame.loc["c"].to_dict() == {"Ann": 2, "Bob": 0}
    assert table.quotes("c", "Ann")["quotation"].to_list() == ["trust them"]
    where = table.reconciliation.set_index("where")["n_codings"]
    assert where["counted in the table"] == 1
    assert where["in no turn (headers, headings, stage directions)"] == 1


TREE = "codes:\n  - code: t\n    codes:\n      - code: a\n      - code: b\n  - code: u\n"


def test_a_theme_is_a_union_never_a_sum(make_study) -> None:
    # a on words 1-2, b on words 2-3, t itself on word 2, all in one turn.
    project = make_study(
        turns="document,turn,speaker,text\nA,1,p,one two three four\n",
        codebook=TREE,
        codings="document,start,end,code,coder\nA,0,7,a,AB\nA,4,13,b,AB\nA,4,7,t,AB\n",
    )
    units = ("codings", "turns", "documents", "participants", "words")
    assert [cell(project, unit, "t", rows="theme") for unit in units] == [3, 1, 1, 1, 3]
    assert [cell(project, unit, "t") for unit in units] == [1, 1, 1, 1, 1]
    assert [cell(project, unit, "a") for unit in units] == [1, 1, 1, 1, 2]
    theme = qc.crosstab(project, rows="theme", columns="document", unit="codings")
    assert list(theme.frame.index) == ["t", "u"]
    assert sorted(theme.quotes("t", "A")["code"]) == ["a", "b", "t"]


# Buyers p (3 words, 2 turns) and q (1 word), seller r (4 words). c: twice in p's first turn, once in r's.
SMALL = """document,turn,speaker,role,text
A,1,p,Buyer,one two
A,2,p,Buyer,three
B,1,q,Buyer,four
B,2,r,Seller,five six seven eight
"""
SMALL_CODINGS = """document,turn,code,coder,quotation
A,1,c,AB,one
A,1,c,AB,two
B,2,c,AB,six seven
A,2,d,AB,
"""


@pytest.fixture
def small(make_study) -> qc.Project:
    return make_study(turns=SMALL, codebook=["c", "d"], codings=SMALL_CODINGS)


@pytest.mark.parametrize(
    ("unit", "n", "share"),
    [
        ("codings", [2, 1], [2 / 3, 1.0]),
        ("turns", [1, 1], [1 / 3, 1.0]),
        ("documents", [1, 1], [1 / 2, 1.0]),
        ("participants", [1, 1], [1 / 2, 1.0]),
        ("words", [2, 2], [2 / 4, 2 / 4]),
    ],
)
def test_shares_rest_on_the_units_own_base(small, unit, n, share) -> None:
    table = qc.crosstab(small, rows="code", columns="role", unit=unit)
    assert table.frame.loc["c"].to_list() == n
    assert {str(kind) for kind in table.frame.dtypes} == {"Int64"}
    table = qc.crosstab(small, rows="code", columns="role", unit=unit, measure="share")
    assert table.frame.loc["c"].to_list() == pytest.approx(share)
    assert {str(kind) for kind in table.frame.dtypes} == {"Float64"}
    assert table.totals.loc["c"] == sum(n)
    assert "all (n)" in str(table)
    tidy = table.tidy().set_index(["code", "role"])
    assert tidy.loc[("c", "Buyer"), f"share_{unit}"] == pytest.approx(share[0])


def test_rates_per_1000_words_rest_on_the_words_spoken_in_the_column(small) -> None:
    for unit, expected in (("codings", [500.0, 250.0]), ("words", [500.0, 500.0])):
        table = qc.crosstab(small, rows="code", columns="role", unit=unit, measure="per_1000_words")
        assert table.frame.loc["c"].to_list() == expected
        assert table.frame.loc["d"].to_list()[1] == 0.0


def test_people_and_documents_are_never_summed(make_study) -> None:
    # p speaks in both documents and in both phases: one person.
    project = make_study(
        turns="document,turn,speaker,text\nA,1,p,x\nB,1,p,x\n",
        participants="participant\np\n",
        documents="document,phase\nA,1\nB,2\n",
        codebook=["c"],
        codings="document,turn,code,coder\nA,1,c,AB\nB,1,c,AB\n",
    )
    table = qc.crosstab(project, rows="code", columns="phase")
    assert (table.frame.loc["c"].to_list(), table.totals["c"]) == ([1, 1], 1)
    table = qc.crosstab(project, rows="code", columns="participant", unit="documents")
    assert (table.frame.loc["c"].to_list(), table.totals["c"]) == ([2], 2)


def test_tidy_has_the_columns_that_are_promised(small) -> None:
    counts = ["n_codings", "n_turns", "n_documents", "n_participants", "n_words"]
    assert counts == COUNT_COLUMNS
    one = qc.crosstab(small, rows="code", columns="role").tidy()
    assert list(one.columns) == ["code", "role", *counts, *BASES, *SHARES]
    two = qc.crosstab(small, rows="theme", columns=["document", "role"], coders="each").tidy()
    assert list(two.columns) == ["coder", "theme", "document", "role", *counts, *BASES, *SHARES]
    assert {str(two[name].dtype) for name in [*counts, *BASES]} == {"Int64"}
    assert {str(two[name].dtype) for name in SHARES} == {"Float64"}
    absent = two[(two["document"] == "A") & (two["role"] == "Seller")]
    assert absent[[*counts, *SHARES]].isna().all(axis=None)
    free = qc.frequencies(small).tidy()
    assert list(free.columns) == ["code", *counts, *BASES, *SHARES]
    assert len(free) == 2


def test_frequencies_without_attributes(small) -> None:
    table = qc.frequencies(small)
    assert list(table.frame.columns) == [*COUNT_COLUMNS, "share_participants"]
    assert table.frame.loc["c"].to_list() == [3, 2, 2, 2, 4, pytest.approx(2 / 3)]
    assert table.frame.loc["d"].to_list() == [1, 1, 1, 1, 1, pytest.approx(1 / 3)]
    assert "Base: 3 participants, 2 documents, 4 turns, 8 words." in table.notes
    assert "base:" not in str(table)
    rate = qc.frequencies(small, unit="codings", measure="per_1000_words")
    assert rate.frame.loc["c", "codings_per_1000_words"] == 375.0
    share = qc.frequencies(small, unit="words", measure="share")
    assert share.frame.loc["c", "share_words"] == 0.5
    assert len(table.quotes("c", "n_words")) == len(table.quotes("c")) == 3
    same = qc.crosstab(small, rows="code", columns="role", unit="codings")
    by = qc.frequencies(small, by="role", unit="codings")
    pd.testing.assert_frame_equal(same.frame, by.frame)


def test_a_table_prints_its_numbers_bases_and_facts(small) -> None:
    lines = str(qc.crosstab(small, rows="code", columns="role", unit="codings")).splitlines()
    assert lines[0].split() == ["Buyer", "Seller", "all"]
    assert lines[2].split() == ["c", "2", "1", "3"]
    assert lines[3].split() == ["d", "1", "0", "1"]
    assert lines[5].split() == ["base:", "participants", "2", "1"]
    assert lines[8].split() == ["base:", "words", "4", "4"]
    assert lines[10] == "Number of codings, by role."
    facts = qc.crosstab(small, rows="code", columns="role").what
    assert facts.act == small.study.last_act
    assert facts.codebook_hash == small.codebook.hash


def test_print_says_a_head_once_and_shows_no_totals_that_do_not_exist(small) -> None:
    other = qc.Project(small.study, "CD")
    other.add_coding(document="A", turn=1, code="c")
    people = qc.crosstab(small, rows="code", columns="role", coders="each")
    lines = str(people).splitlines()
    assert lines[0].split() == ["AB", "CD"]
    assert lines[1].split() == ["Buyer", "Seller", "Buyer", "Seller"]  # two coders' people overlap
    assert lines[3].split() == ["c", "1", "1", "1", "0"]
    codings = qc.crosstab(small, rows="code", columns="role", unit="codings", coders="each")
    assert str(codings).splitlines()[1].split()[-1] == "all"


# -- from a frame of codings -------------------------------------------------------------------------------

FRAME = pd.DataFrame(
    {
        "code": pd.Categorical(["a", "b", "a", "a", "b"], categories=["b", "a", "z"]),
        "role": pd.Categorical(["x", "y", "x", None, "y"], categories=["y", "x"]),
        "case": ["1", "1", "2", "2", "1"],
        "document": ["D", "D", "E", "E", "D"],
        "turn": ["1", "2", "1", None, "2"],
        "participant": ["p", "q", "p", None, "q"],
    }
)


def test_a_categorical_frame_counts_like_pandas() -> None:
    table = qc.crosstab(FRAME, rows="code", columns="role")
    assert list(table.frame.index) == ["b", "a", "z"]
    assert list(table.frame.columns) == ["y", "x", "(not recorded)"]
    plain = pd.crosstab(FRAME["code"], FRAME["role"], dropna=False)
    assert table.frame[["y", "x"]].to_numpy().tolist() == plain[["y", "x"]].to_numpy().tolist()
    assert table.frame["(not recorded)"].to_list() == [0, 1, 0]
    assert table.frame.sum(axis=None) == len(FRAME)
    two = qc.crosstab(FRAME, rows="code", columns=["role", "case"])
    plain = pd.crosstab(FRAME["code"], [FRAME["role"], FRAME["case"]])
    for column in plain.columns:
        assert two.frame[column].reindex(plain.index).to_list() == plain[column].to_list()


def test_many_random_codings_of_a_frame_count_like_pandas() -> None:
    import numpy as np

    random = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "code": pd.Categorical(random.choice(list("abcdefgh"), 5000)),
            "role": pd.Categorical(random.choice(["x", "y", "w"], 5000, p=[0.9, 0.09, 0.01])),
            "case": random.choice(["A", "B"], 5000),
        }
    )
    plain = pd.crosstab(frame["code"], [frame["role"], frame["case"]])
    table = qc.crosstab(frame, rows="code", columns=["role", "case"]).frame
    assert sorted(table.columns) == list(plain.columns)
    assert table[plain.columns].to_numpy().tolist() == plain.to_numpy().tolist()


def test_units_of_a_frame_are_distinct_and_need_their_keys() -> None:
    def got(unit):
        return qc.crosstab(FRAME, rows="code", columns="role", unit=unit)

    assert got("documents").frame.to_numpy().tolist() == [[1, 0, 0], [0, 2, 1], [0, 0, 0]]
    assert got("documents").totals.to_list() == [1, 2, 0]
    # A coding on no turn is no turn, and one on nobody is no participant.
    assert got("turns").frame.to_numpy().tolist() == [[1, 0, 0], [0, 2, 0], [0, 0, 0]]
    assert got("participants").frame.to_numpy().tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    with pytest.raises(qc.UsageError, match="pass the project"):
        got("words")
    with pytest.raises(TableError, match="has no column town"):
        qc.crosstab(FRAME, rows="code", columns="town")
    with pytest.raises(qc.UsageError, match="no bases"):
        qc.crosstab(FRAME, rows="code", columns="role", measure="share")
    for options in ({"where": {"role": "x"}}, {"coders": "any"}, {"interviewers": True}):
        with pytest.raises(qc.UsageError, match="pass the project"):
            qc.crosstab(FRAME, rows="code", columns="role", **options)
    with pytest.raises(TableError, match="no quotations"):
        got("codings").quotes("a")


def test_missing_values_of_a_frame_join_those_that_are_said_to_be_missing() -> None:
    frame = FRAME.assign(role=["x", "(not recorded)", None, "x", "y"])
    table = qc.crosstab(frame, rows="code", columns="role")
    assert list(table.frame.columns) == ["x", "y", "(not recorded)"]
    assert table.frame.loc["b"].to_list() == [0, 1, 1]
    assert table.frame.loc["a"].to_list() == [2, 0, 1]
    said = frame.assign(role=pd.Categorical(frame["role"], ["(not recorded)", "y", "x"]))
    table = qc.crosstab(said, rows="code", columns="role")
    assert table.frame.loc["b"].to_dict() == {"y": 1, "x": 0, "(not recorded)": 1}


def test_an_empty_frame_gives_an_empty_table() -> None:
    table = qc.crosstab(FRAME.iloc[:0], rows="code", columns="role")
    assert table.frame.shape == (3, 0)
    assert qc.crosstab(FRAME.iloc[:0], rows="code", columns="role", unit="turns").frame.empty
