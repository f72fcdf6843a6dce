"""The same table with and without what a machine proposed: stories counted by hand."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

import qualcode as qc
from qualcode.errors import TableError, UsageError
from qualcode.present.report import Report
from qualcode.present.sensitivity import ACCEPTED, HUMAN, sensitivity

PEOPLE = [f"{role}{n}" for role in "CP" for n in range(1, 6)]
ORIGIN_OF = {"h": "manual", "m": "accepted", "r": "revised", "i": "imported", "c": "consensus"}


@pytest.fixture
def study(make_study):
    """A maker: five commissioners and five providers, a document each; codings like "C1 trust h"."""

    def make(*rows):
        found = "document,turn,code,coder,origin\n"
        for row in rows:
            who, code, origin = row.split()
            found += f"D{who},1,{code},AB,{ORIGIN_OF[origin]}\n"
        return make_study(
            turns="document,turn,speaker,text\n"
            + "".join(f"D{who},1,{who},we talk here\n" for who in PEOPLE),
            participants="participant,role\n"
            + "".join(f"{w},{'Commissioner' if w[0] == 'C' else 'Provider'}\n" for w in PEOPLE),
            codebook=["trust", "price", "delay"],
            codings=found,
            progress="document,coder\n" + "".join(f"D{who},AB\n" for who in PEOPLE),
        )

    return make


# Trust: 4 people by hand and 1 accepted. Price: 2 by hand, 4 accepted or revised. Delay: 2 imported.
MIXED = [
    *("C1 trust h", "C2 trust h", "C3 trust c", "P1 trust h", "P2 trust m"),
    *("C1 price h", "P1 price h", "C2 price m", "C3 price m", "P2 price r", "P3 price m"),
    *("C4 delay i", "C5 delay i"),
]


def counts(table):
    return {str(row): table.frame.loc[row].to_list() for row in table.frame.index}


def line(report, start):
    (found,) = (text for text in report.sections[0].paragraphs if text.startswith(start))
    return found


def test_every_origin_is_in_one_half():
    assert HUMAN == ("manual", "consensus", "imported")
    assert ACCEPTED == ("accepted", "revised")


def test_human_only_and_accepted_add_up_to_all_codings(study):
    project = study(*MIXED)
    found = qc.crosstab(project, rows="code", columns="role", unit="codings").by_origin()
    assert counts(found.human_only) == {"trust": [3, 1], "price": [1, 1], "delay": [2, 0]}
    assert counts(found.accepted) == {"trust": [0, 1], "price": [2, 2], "delay": [0, 0]}
    pd.testing.assert_frame_equal(found.human_only.frame + found.accepted.frame, found.all.frame)
    assert found.all.frame.sum(axis=None) == 13 == len(project.codings())
    # Filters by origin cut codings, never the base.
    for each in (found.human_only, found.accepted):
        pd.testing.assert_frame_equal(each.bases, found.all.bases)


def test_rows_that_swap_are_named(study):
    found = sensitivity(study(*MIXED), rows="code", columns="role")
    # All: trust 5 people, price 6. By hand: trust 4, price 2.
    assert found.swaps == [("price", "trust")]
    assert line(found, "5 codings") == (
        "5 codings of this table began as suggestions. Without them the order of rows changes: 1 pair of rows"
        " changes places: price and trust (all: 6 and 5; human-only: 2 and 4). Tied only with or only without"
        " them: price and delay (all: 6 and 2; human-only: 2 and 2)."
    )
    # Commissioners: trust 3, price 3, delay 2; by hand 3, 1, 2. Providers: 2, 3, 0; by hand 1, 1, 0. To be
    # tied, before or after, is no change.
    assert found.column_swaps == {"Commissioner": [("price", "delay")]}
    frame = found.frame
    assert frame["all"].to_list() == [5, 6, 2]
    assert frame["human_only"].to_list() == [4, 2, 2]
    assert frame["accepted"].to_list() == [1, 4, 0]
    assert frame["rank_all"].to_list() == [2, 1, 3]
    assert frame["rank_human_only"].to_list() == [1, 2, 2]


def test_ties_are_no_change_of_places_and_are_said(study):
    # All: trust 2, price 1; by hand both 1.
    found = sensitivity(
        study("C1 trust h", "C2 trust m", "P1 price h"), rows="code", columns="role"
    )
    assert (found.swaps, found.ties) == ([], [("trust", "price")])
    assert line(found, "1 coding") == (
        "1 coding of this table began as a suggestion. The order of rows by their totals does not change"
        " without them, but for ties. Tied only with or only without them: trust and price (all: 2 and 1;"
        " human-only: 1 and 1)."
    )


def test_rows_that_keep_their_distance_keep_their_order(study):
    # Trust 3 and price 1 of all, 2 and 1 by hand; nobody of delay.
    found = sensitivity(
        study("C1 trust h", "C2 trust m", "C3 trust h", "P1 price h"), rows="code", columns="role"
    )
    assert (found.swaps, found.ties) == ([], [])
    assert line(found, "1 coding").endswith("by their totals does not change without them.")


def test_rows_that_swap_within_a_column_are_named(study):
    # Commissioners: trust 2 and price 1, by hand 1 and ... none of trust: 0 and 1. In all: 3 and 2, 1 and 2.
    project = study(
        "C1 trust m", "C2 trust m", "C1 price h", "P1 trust h", "P1 price h", "P2 trust h"
    )
    found = sensitivity(project, rows="code", columns="role")
    assert found.swaps == []  # trust 4 and price 2; by hand 2 and 2
    assert found.column_swaps == {"Commissioner": [("trust", "price")]}
    assert line(found, "Within columns") == (
        "Within columns rows change places too: Commissioner: trust and price."
    )


def test_without_suggestions_it_says_so(study):
    found = sensitivity(study("C1 trust h", "P1 price i"), rows="code", columns="role")
    assert found.sections[0].paragraphs == [
        "No coding of this table began as a suggestion, so nothing depends on them."
    ]
    assert "Imported codings count as human" in found.notes[0]


def test_nothing_significant_is_said_as_that_and_rows_by_their_labels(study, make_study):
    found = sensitivity(study(*MIXED), rows="code", columns="role", test=True)
    assert "Nothing is significant at .05 after adjustment, with or without them." in str(found)
    labelled = make_study(
        turns="document,turn,speaker,text\nD,1,A,we talk\nD,2,B,we talk\n",
        participants="participant,role\nA,C\nB,P\n",
        codebook="codes:\n  - code: trust\n    name: The trust\n  - code: price\n    name: The price\n",
        codings="document,turn,code,coder,origin\nD,1,trust,AB,manual\nD,1,price,AB,accepted\n"
        "D,2,price,AB,accepted\n",
        progress="document,coder\nD,AB\n",
    )
    # Two people have the price, both by suggestions; one has trust, by hand.
    said = sensitivity(labelled, rows="code", columns="role")
    assert "The price and The trust (all: 2 and 1; human-only: 0 and 1)" in str(said)


def test_what_becomes_significant_only_with_suggestions_is_named(study):
    # Trust: all commissioners, no provider, but two of the five by hand.
    project = study("C1 trust h", "C2 trust h", "C3 trust m", "C4 trust m", "C5 trust m")
    found = sensitivity(project, rows="code", columns="role", test=True)
    # Five against none: 2 of 252 ways. Two against none: 20 of 45 pairs.
    assert found.frame.loc["trust", "p_adjusted_all"] == pytest.approx(2 / 252)
    assert found.frame.loc["trust", "p_adjusted_human_only"] == pytest.approx(20 / 45)
    assert (found.gained, found.lost) == (["trust"], [])
    assert line(found, "What is significant") == (
        "What is significant at .05 after adjustment changes; significant only with accepted suggestions:"
        " trust."
    )


def test_what_stops_being_significant_with_suggestions_is_named(study):
    # By hand all commissioners and no provider; the machine found it with the providers as well.
    project = study(
        *(f"C{n} trust h" for n in range(1, 6)), "P1 trust m", "P2 trust m", "P3 trust m"
    )
    found = sensitivity(project, rows="code", columns="role", test=True)
    assert (found.gained, found.lost) == ([], ["trust"])
    assert "only without them: trust" in line(found, "What is significant")
    assert found.accepted.tests is None


def test_frequencies_are_split_too(study):
    project = study(*MIXED)
    found = sensitivity(project, rows="code")
    assert found.swaps == [("price", "trust")]
    assert found.frame["human_only"].to_list() == [4, 2, 2]
    same = qc.frequencies(project).by_origin()
    pd.testing.assert_frame_equal(same.frame, found.frame)
    by_codings = qc.frequencies(project, unit="codings", where={"role": "Provider"}).by_origin()
    # Providers: trust 1 by hand and 1 accepted, price 1 and 2.
    assert by_codings.frame["all"].to_list() == [2, 3, 0]
    assert by_codings.frame["human_only"].to_list() == [1, 1, 0]


def test_several_coders_have_no_order_of_rows(study):
    project = study(*MIXED)
    other = qc.Project(project.study, "CD")
    other.add_coding(document="DC1", turn="1", code="trust", quotation="talk")
    other.complete("DC1")
    found = qc.crosstab(project, rows="code", columns="role", coders="each").by_origin()
    assert found.swaps == []
    assert "Rows have no totals here" in line(found, "5 codings")
    assert found.frame.columns.names == ["coder", "role"]


def test_it_is_a_report_in_every_format(study, tmp_path):
    found = sensitivity(study(*MIXED), rows="code", columns="role")
    assert isinstance(found, Report)
    for suffix in (".csv", ".xlsx", ".html", ".md", ".docx", ".tex"):
        assert found.save(tmp_path / f"s{suffix}").stat().st_size
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert len(book.sheetnames) == 5
    values = [[cell.value for cell in row] for row in book.worksheets[2]]
    assert values[1] == ["trust", 3, 1, 4]
    text = str(found)
    assert "Human-only (manual, consensus, imported)" in text and "changes places" in text
    assert "Sensitivity to the machine" in found.to_html()


def test_what_cannot_be_split_is_refused(study):
    project = study(*MIXED)
    with pytest.raises(UsageError, match="origin"):
        sensitivity(project, rows="code", columns="role", where={"origin": "manual"})
    with pytest.raises(TableError, match="made from a frame"):
        qc.crosstab(project.codings(), rows="code", columns="role").by_origin()
