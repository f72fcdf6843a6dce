"""Who has read what, for which codes, and whose codings count."""

from __future__ import annotations

import pandas as pd
import pytest

import qualcode as qc
from qualcode.errors import TableError, UsageError

# Two interviews, one turn each: ANN in A is a commissioner, BOB in B a provider.
TURNS = """document,turn,speaker,role,text
A,1,ANN,Commissioner,Trust is the word here
B,1,BOB,Provider,Price is all they see
"""
BOTH = "document,coder\nA,AB\nB,AB\n"


def outside(table: qc.Table) -> dict[str, int]:
    """Where the codings went, without the zeros."""
    rows = table.reconciliation
    return dict(rows[rows["n_codings"] > 0].groupby("where")["n_codings"].sum())


def notes(table: qc.Table) -> str:
    return "\n".join(table.notes)


def test_no_coding_means_no_only_where_somebody_has_read(make_study) -> None:
    # AB coded both but finished A only: B is no "0", it is not there.
    project = make_study(
        turns=TURNS,
        codebook=["trust", "price"],
        codings="document,turn,code,coder\nA,1,trust,AB\nB,1,price,AB\n",
        progress="document,coder\nA,AB\n",
    )
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert table.frame.to_dict() == {"Commissioner": {"trust": 1, "price": 0}}
    assert table.bases["documents"].to_list() == [1]
    assert "Not yet coded (1 document; 1 coding in them)." in table.notes
    assert outside(table) == {
        "counted in the table": 1,
        "in documents that are not read yet": 1,
    }
    project.complete("B")
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert table.frame.to_dict() == {
        "Commissioner": {"trust": 1, "price": 0},
        "Provider": {"trust": 0, "price": 1},
    }
    assert "Not yet coded" not in notes(table)


def test_a_project_without_any_pass_counts_every_document_and_says_so(make_study) -> None:
    project = make_study(
        turns=TURNS, codebook=["trust"], codings="document,turn,code,coder\nA,1,trust,AB\n"
    )
    table = qc.crosstab(project, rows="code", columns="role")
    assert table.frame.to_dict() == {"Commissioner": {"trust": 1}, "Provider": {"trust": 0}}
    assert "No pass is recorded, so every document counts as read." in table.notes
    assert "Not yet coded" not in notes(table)


def test_a_pass_over_some_turns_enters_no_base(make_study) -> None:
    project = make_study(
        turns=TURNS + "A,2,ANN,Commissioner,And more\n", codebook=["trust"], progress=BOTH
    )
    assert len(qc.crosstab(project, rows="code", columns="document").frame.columns) == 2
    other = make_study(
        turns=TURNS + "A,2,ANN,Commissioner,And more\n",
        codebook=["trust"],
        progress="document,coder,turns\nA,AB,1\nB,AB,\n",
    )
    table = qc.crosstab(other, rows="code", columns="document")
    assert list(table.frame.columns) == ["B"]
    assert "Not yet coded (1 document)." in table.notes


BOOK = """codes:
  - code: values
    codes:
      - code: trust
  - code: price
"""
LATER = """codes:
  - code: values
    codes:
      - code: trust
      - code: care
  - code: price
  - code: delay
"""


def test_a_code_made_after_the_pass_was_not_considered(make_study, tmp_path) -> None:
    project = make_study(
        turns=TURNS,
        codebook=BOOK,
        codings="document,turn,code,coder\nA,1,trust,AB\n",
        progress=BOTH,
    )
    path = tmp_path / "later.yaml"
    path.write_text(LATER, encoding="utf-8")
    project.load_codebook(path)
    project.complete("B")  # read again, with care and delay in mind
    project.add_coding(document="B", turn=1, code="care")
    project.add_coding(document="A", turn=1, code="care")  # A was not read for care
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    frame = table.frame.astype(object).where(table.frame.notna(), None)
    assert frame.loc["trust"].to_list() == [1, 0]
    assert frame.loc["care"].to_list() == [None, 1]
    assert frame.loc["delay"].to_list() == [None, 0]
    assert "Not considered, so not in the row's base: care, delay in A." in table.notes
    tidy = table.tidy().set_index(["code", "role"])
    assert tidy.loc[("care", "Commissioner"), "base_documents"] == 0
    assert tidy.loc[("trust", "Commissioner"), "base_documents"] == 1
    assert outside(table) == {
        "counted in the table": 2,
        "of a code that was not considered in their document": 1,
    }
    # The theme was considered in A, as trust was: its base is whole and it counts all that is beneath.
    theme = qc.crosstab(project, rows="theme", columns="role", unit="codings")
    assert theme.frame.loc["values"].to_list() == [2, 1]
    assert theme.frame.loc["delay"].isna().to_list() == [True, False]
    assert "Not considered, so not in the row's base: delay in A." in theme.notes
    # The share of documents rests on the documents where the code was considered.
    overall = qc.frequencies(project, unit="documents")
    assert overall.frame["share_documents"].to_dict() == {
        "values": 0.0, "trust": 0.5, "care": 1.0, "price": 0.0, "delay": 0.0,
    }  # fmt: skip


def test_a_code_that_was_considered_nowhere_has_no_total(make_study, tmp_path) -> None:
    project = make_study(turns=TURNS, codebook=BOOK, progress=BOTH)
    path = tmp_path / "later.yaml"
    path.write_text(LATER, encoding="utf-8")
    project.load_codebook(path)
    table = qc.crosstab(project, rows="code", columns="role")
    assert table.frame.loc["delay"].isna().all()
    assert table.totals.isna().to_dict() == {
        "values": False, "trust": False, "care": True, "price": False, "delay": True,
    }  # fmt: skip
    assert [line.split()[-1] for line in str(table).splitlines() if line.startswith("delay")] == [
        "–"
    ]


# A is read by AB and CD, B by AB only. On A, AB finds trust and CD finds trust and price.
TWO = """document,turn,code,coder
A,1,trust,AB
A,1,trust,CD
A,1,price,CD
B,1,price,AB
"""
TWO_PASSES = "document,coder\nA,AB\nA,CD\nB,AB\n"


@pytest.fixture
def two(make_study) -> qc.Project:
    return make_study(turns=TURNS, codebook=["trust", "price"], codings=TWO, progress=TWO_PASSES)


def by_document(project: qc.Project, **options) -> dict:
    table = qc.crosstab(project, rows="code", columns="document", unit="codings", **options)
    return table.frame.astype(object).where(table.frame.notna(), None).to_dict()


def test_several_coders_are_refused_with_documents_and_choices(two) -> None:
    with pytest.raises(TableError) as refusal:
        by_document(two)
    text = str(refusal.value)
    assert "A (AB, CD)" in text and "any, each, AB, CD" in text
    assert [problem.where for problem in refusal.value.problems if problem.where == "A"] == ["A"]
    assert not any(problem.where == "B" for problem in refusal.value.problems)


def test_coders_any_each_and_by_name(two) -> None:
    assert by_document(two, coders="any") == {
        "A": {"trust": 2, "price": 1},
        "B": {"trust": 0, "price": 1},
    }
    assert by_document(two, coders="AB") == {
        "A": {"trust": 1, "price": 0},
        "B": {"trust": 0, "price": 1},
    }
    # CD has not read B, so B is no column of CD's table …
    assert by_document(two, coders="CD") == {"A": {"trust": 1, "price": 1}}
    # … and missing, not 0, beside AB's.
    each = qc.crosstab(two, rows="code", columns="document", unit="codings", coders="each")
    assert list(each.frame.columns) == [("AB", "A"), ("AB", "B"), ("CD", "A"), ("CD", "B")]
    assert each.frame.columns.names == ["coder", "document"]
    assert each.frame["CD", "B"].isna().all()
    assert each.frame.loc["price"].to_list()[:3] == [0, 1, 1]
    assert each.bases["documents"].to_list() == [1, 1, 1, 0]
    assert "CD: “–”: B is not read yet." in each.notes
    assert "CD: Not yet coded (1 document)." in each.notes
    assert each.totals.to_dict() == {"trust": 2, "price": 2}
    people = qc.crosstab(two, rows="code", columns="document", coders="each")
    assert people.totals.isna().all()  # ANN is in both coders' blocks
    tidy = each.tidy()
    assert list(tidy.columns[:3]) == ["coder", "code", "document"]
    assert len(tidy) == 2 * 2 * 2
    assert len(each.quotes("trust", ("CD", "A"))) == 1
    assert each.quotes("trust", ("CD", "A"))["coder"].to_list() == ["CD"]
    with pytest.raises(TableError, match="no codings and no passes"):
        by_document(two, coders="EF")
    with pytest.raises(TableError, match="no set of codings"):
        by_document(two, coders=["AB", "CD"])


def test_the_choice_of_coders_is_printed(two) -> None:
    assert "codings by AB" in notes(qc.crosstab(two, rows="code", columns="document", coders="AB"))
    assert "codings of any coder (AB, CD)" in notes(
        qc.crosstab(two, rows="code", columns="document", coders="any")
    )


def test_the_primary_coder_counts_where_nothing_is_settled(two) -> None:
    two.set_primary("CD")
    assert by_document(two) == {"A": {"trust": 1, "price": 1}, "B": {"trust": 0, "price": 1}}
    table = qc.crosstab(two, rows="code", columns="document")
    assert "primary coder CD" in notes(table)
    two.set_primary("AB")
    assert by_document(two)["A"] == {"trust": 1, "price": 0}


def test_a_pass_by_consensus_settles_a_document(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=["trust", "price"],
        codings=TWO + "A,1,price,consensus\n",
        progress=TWO_PASSES + "A,consensus\n",
    )
    assert by_document(project) == {"A": {"trust": 0, "price": 1}, "B": {"trust": 0, "price": 1}}
    table = qc.crosstab(project, rows="code", columns="document")
    assert "1 document settled" in notes(table)
    project.set_primary("AB")  # the consensus goes before the primary coder
    assert by_document(project)["A"] == {"trust": 0, "price": 1}


def test_codings_by_consensus_without_its_pass_settle_nothing(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=["trust", "price"],
        codings=TWO + "A,1,price,consensus\n",
        progress=TWO_PASSES,
    )
    with pytest.raises(TableError, match="several coders"):
        by_document(project)


def test_without_passes_the_coders_of_a_document_are_those_with_codings(make_study) -> None:
    project = make_study(turns=TURNS, codebook=["trust", "price"], codings=TWO)
    with pytest.raises(TableError, match="A \\(AB, CD\\)"):
        by_document(project)
    assert by_document(project, coders="CD") == {
        "A": {"trust": 1, "price": 1},
        "B": {"trust": 0, "price": 0},
    }


def test_each_with_coders_who_read_different_documents(make_study) -> None:
    # AB read A (commissioner), CD read B (provider): nothing in common but the columns.
    project = make_study(
        turns=TURNS,
        codebook=["trust", "price"],
        codings="document,turn,code,coder\nA,1,trust,AB\nB,1,price,CD\n",
        progress="document,coder\nA,AB\nB,CD\n",
    )
    for unit in ("participants", "documents", "turns", "codings", "words"):
        table = qc.crosstab(project, rows="code", columns="role", unit=unit, coders="each")
        missing = table.frame.isna().all()
        assert missing.to_list() == [False, True, True, False], unit
        shares = table.tidy()["share_codings"]
        assert shares.isna().sum() == 4
    record = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert record.frame.to_dict() == {
        "Commissioner": {"trust": 1, "price": 0},
        "Provider": {"trust": 0, "price": 1},
    }
    free = qc.frequencies(project, coders="each")
    assert list(free.frame.columns.get_level_values(0).unique()) == ["AB", "CD"]
    assert "AB: Base: 1 participant, 1 document, 1 turn, 5 words." in free.notes


@pytest.mark.parametrize(
    "columns", ["role", ["role", "case"], "document", "participant", "speaker"]
)
@pytest.mark.parametrize("coders", ["record", "any", "each"])
def test_an_empty_project_gives_an_empty_table(make_study, columns, coders) -> None:
    project = make_study(codebook=["trust"])
    for unit in ("participants", "documents", "turns", "codings", "words"):
        for measure in ("n", "share"):
            table = qc.crosstab(
                project, rows="code", columns=columns, unit=unit, measure=measure, coders=coders
            )
            assert table.frame.shape == (1, 0)
            assert "trust" in str(table)
            assert table.tidy().empty
    free = qc.frequencies(project, coders=coders)
    assert free.frame.isna().all(axis=None)
    assert str(free)
    assert table.quotes("trust").empty


def test_a_project_without_a_codebook_is_refused(make_study) -> None:
    project = make_study(turns=TURNS)
    with pytest.raises(TableError, match="no codebook"):
        qc.crosstab(project, columns="role")


def test_read_documents_without_codings_are_zeros_and_ratios_over_nothing_missing(
    make_study,
) -> None:
    project = make_study(turns=TURNS, codebook=["trust"], progress=BOTH)
    assert qc.crosstab(project, rows="code", columns="role").frame.to_numpy().tolist() == [[0, 0]]
    share = qc.crosstab(project, rows="code", columns="role", unit="codings", measure="share")
    assert share.frame.isna().all(axis=None)  # a share of no codings
    share = qc.crosstab(project, rows="code", columns="role", unit="turns", measure="share")
    assert share.frame.to_numpy().tolist() == [[0.0, 0.0]]


def test_a_retired_code_is_a_row_only_while_codings_carry_it(make_study, tmp_path) -> None:
    project = make_study(
        turns=TURNS,
        codebook=["trust", "price"],
        codings="document,turn,code,coder\nA,1,trust,AB\n",
        progress=BOTH,
    )
    path = tmp_path / "later.yaml"
    path.write_text(
        "codes:\n  - code: trust\n    retired: true\n  - code: price\n    retired: true\n"
        "  - code: care\n",
        encoding="utf-8",
    )
    project.load_codebook(path)
    project.complete(["A", "B"])
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert list(table.frame.index) == ["trust", "care"]
    assert table.frame.loc["trust"].to_list() == [1, 0]


def test_units_and_measures_that_mean_nothing_are_refused(two) -> None:
    for unit in ("participants", "documents", "turns"):
        with pytest.raises(UsageError, match="per_1000_words goes with codings and words"):
            qc.crosstab(two, columns="role", unit=unit, measure="per_1000_words", coders="any")
    for options in (
        {"unit": "characters"},
        {"measure": "percent"},
        {"rows": "family"},
        {"columns": []},
        {"columns": ["role", "role"]},
        {"columns": ["role", "case", "phase"]},
    ):
        with pytest.raises(UsageError):
            qc.crosstab(two, **{"columns": "role", "coders": "any", **options})
    with pytest.raises(TableError, match="no attribute of this project"):
        qc.crosstab(two, columns="colour", coders="any")


def test_as_of_an_earlier_act_the_table_is_the_earlier_one(two) -> None:
    before = qc.crosstab(two, rows="code", columns="document", unit="codings", coders="AB")
    act = two.study.last_act
    two.add_coding(document="A", turn=1, code="price")
    now = qc.crosstab(two, rows="code", columns="document", unit="codings", coders="AB")
    assert now.frame.loc["price", "A"] == 1
    then = qc.crosstab(two.as_of(act), rows="code", columns="document", unit="codings", coders="AB")
    pd.testing.assert_frame_equal(before.frame, then.frame)
    two.undo()
    again = qc.crosstab(two, rows="code", columns="document", unit="codings", coders="AB")
    pd.testing.assert_frame_equal(before.frame, again.frame)
