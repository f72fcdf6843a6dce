"""One tiny study to the last number: a focus group of a commissioner and a provider."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import qualcode as qc
from qualcode.errors import TableError

if TYPE_CHECKING:
    from conftest import Tiny

CODES = ["values", "trust", "price", "delay"]
# unit -> code -> commissioner, provider
COUNTS = {
    "codings": {"values": (0, 0), "trust": (2, 0), "price": (1, 0), "delay": (0, 0)},
    "turns": {"values": (0, 0), "trust": (2, 0), "price": (1, 0), "delay": (0, 0)},
    "documents": {"values": (0, 0), "trust": (1, 0), "price": (1, 0), "delay": (0, 0)},
    "participants": {"values": (0, 0), "trust": (1, 0), "price": (1, 0), "delay": (0, 0)},
    "words": {"values": (0, 0), "trust": (4, 0), "price": (3, 0), "delay": (0, 0)},
}
AS_THEME = {"codings": 3, "turns": 2, "documents": 1, "participants": 1, "words": 7}


def pairs(frame: pd.DataFrame) -> dict[str, tuple[int, int]]:
    return {code: (int(row.iloc[0]), int(row.iloc[1])) for code, row in frame.iterrows()}


def assert_counts_of_ab(project: qc.Project, **options) -> None:
    """Every table of the study as AB coded it."""
    for unit, expected in COUNTS.items():
        table = qc.crosstab(project, rows="code", columns="role", unit=unit, **options)
        assert list(table.frame.index) == CODES
        assert table.frame.columns[0] == "Commissioner"
        assert pairs(table.frame) == expected, unit
        theme = qc.crosstab(project, rows="theme", columns="role", unit=unit, **options)
        assert list(theme.frame.index) == ["values", "delay"]
        assert pairs(theme.frame) == {"values": (AS_THEME[unit], 0), "delay": (0, 0)}, unit
        assert theme.totals.to_dict() == {"values": AS_THEME[unit], "delay": 0}, unit
    rate = qc.crosstab(
        project, rows="code", columns="role", unit="codings", measure="per_1000_words", **options
    )
    assert rate.frame.iloc[:, 0].round(1).to_list() == [0.0, 181.8, 90.9, 0.0]
    assert rate.frame.iloc[:, 1].to_list() == [0.0, 0.0, 0.0, 0.0]
    assert list(rate.bases.columns) == ["participants", "documents", "turns", "words"]
    assert rate.bases.to_numpy().tolist() == [[1, 1, 2, 11], [1, 1, 1, 5]]


def test_text_turns_and_words(tiny: Tiny) -> None:
    text = tiny.project.text("FG1")
    assert text == tiny.text
    assert (len(text), len(text.encode())) == (167, 170)
    turns = tiny.project.turns()
    assert turns[["turn", "speaker", "start", "end", "words"]].values.tolist() == [
        ["1", "INT", 36, 53, 3],
        ["2", "ANN", 59, 106, 8],
        ["3", "BOB", 112, 131, 5],
        ["4", "ANN", 148, 166, 3],
    ]
    assert turns["participant"].astype(object).where(turns["participant"].notna(), None).to_list() == [
        None, "P1", "P2", "P1",
    ]  # fmt: skip
    assert turns["interviewer"].to_list() == [True, False, False, False]
    assert turns["role"].isna().to_list() == [True, False, False, False]
    assert turns["role"].to_list()[1:] == ["Commissioner", "Provider", "Commissioner"]
    assert turns["case"].to_list() == ["Case A"] * 4


def test_the_report_prints_what_was_found(tiny: Tiny) -> None:
    printed = tiny.report
    assert "0–29 header: Provider forum, 12 March 2018" in printed
    assert "132–142 stage: [laughter]" in printed
    assert "3 speakers" in printed and "1 interviewer" in printed
    assert "INT in FG1: named in the documents sheet" in printed
    assert "doubt" not in printed.lower()


def test_the_gaps_are_those_that_the_text_has(tiny: Tiny) -> None:
    from qualcode.store import state

    study = tiny.project.study
    gaps = {
        (kind, start, end)
        for kind, start, end in state.structure(study, state.version_of(study, "FG1"))["gaps"]
    }
    labels = {("label", a, b) for a, b in [(31, 36), (54, 59), (107, 112), (143, 148)]}
    assert {gap for gap in gaps if gap[0] != "break"} == {
        ("header", 0, 29),
        ("stage", 132, 142),
        *labels,
    }
    covered = sorted(
        [(start, end) for _, start, end in gaps]
        + tiny.project.turns()[["start", "end"]].apply(tuple, axis=1).to_list()
    )
    assert covered[0][0] == 0 and covered[-1][1] == 167
    assert all(a[1] == b[0] for a, b in pairwise(covered))


def test_suggestions(tiny: Tiny) -> None:
    tiny.project.suggest()
    found = tiny.project.suggestions()
    assert set(found[["start", "end", "code"]].apply(tuple, axis=1)) == {
        (59, 106, "trust"),
        (59, 106, "price"),
        (148, 166, "trust"),
    }
    evidence = dict(
        zip(zip(found["start"], found["code"], strict=True), found["evidence"], strict=True)
    )
    assert evidence[59, "trust"].startswith("“Trust” 59–64")
    assert evidence[59, "price"].startswith("“Price” 80–85")
    assert evidence[148, "trust"].startswith("“trust” 154–159")
    assert len(tiny.project.codings()) == 0  # a suggestion is no coding


def test_every_unit_base_and_rate(coded: Tiny) -> None:
    assert_counts_of_ab(coded.project)
    assert coded.project.check() == []


def test_cells_open_their_quotations(coded: Tiny) -> None:
    table = qc.crosstab(coded.project, rows="code", columns="role")
    found = table.quotes("trust", "Commissioner")
    assert found["quotation"].to_list() == ["Trust matters", "trust again"]
    assert found["source"].to_list() == ["FG1, P1, Commissioner, Case A"] * 2
    assert table.quotes("trust", "Provider").empty


def test_somebody_without_a_row_changes_no_total(make_tiny) -> None:
    tiny = make_tiny(participants="participant,aliases,role\nP1,ANN,Commissioner\n")
    tiny.code_as_ab()
    assert_counts_of_ab(tiny.project)
    table = qc.crosstab(tiny.project, columns="role")
    assert list(table.frame.columns) == ["Commissioner", qc.NOT_RECORDED]
    turns = tiny.project.turns()
    assert turns["participant"].to_list()[2] == "FG1/BOB"
    assert turns["role"].to_list()[2] == qc.NOT_RECORDED


def test_two_coders_without_consensus_are_refused(coded: Tiny) -> None:
    other = coded.as_coder("CD")
    other.add_coding(document="FG1", start=59, end=106, code="trust")
    other.complete("FG1")
    for build in (
        lambda: qc.crosstab(coded.project, rows="code", columns="role"),
        lambda: qc.frequencies(coded.project),
    ):
        with pytest.raises(TableError, match="several coders and no consensus") as refusal:
            build()
        assert "FG1 (AB, CD)" in str(refusal.value)
        assert all(choice in str(refusal.value) for choice in ("any", "each", "AB", "CD"))
    assert_counts_of_ab(coded.project, coders="AB")
    # What an agreement on trust over the three participants' turns would be given.
    each = qc.crosstab(
        coded.project, rows="code", columns="participant", unit="turns", coders="each"
    )
    assert each.frame.loc["trust"].to_dict() == {
        ("AB", "P1"): 2, ("AB", "P2"): 0, ("CD", "P1"): 1, ("CD", "P2"): 0,
    }  # fmt: skip
    turns = {
        coder: sorted(set(rows["turn"])) for coder, rows in
        qc.quotes(coded.project, code="trust").groupby("coder", observed=True)
    }  # fmt: skip
    assert turns == {"AB": ["2", "4"], "CD": ["2"]}  # of 2, 3, 4: yes no yes; yes no no


def test_a_document_that_nobody_has_read(coded: Tiny) -> None:
    project = coded.project
    (coded.folder / "FG2.txt").write_text(
        "INT: And you?\nEVE: We price what we trust.\n", encoding="utf-8"
    )
    (coded.folder / "participants.csv").write_text(
        "participant,aliases,role\nP1,ANN,Commissioner\nP2,BOB,Provider\nP3,EVE,Provider\n",
        encoding="utf-8",
    )
    (coded.folder / "documents.csv").write_text(
        "document,kind,case,phase,interviewer\n"
        "FG1,focus_group,Case A,2,INT\nFG2,focus_group,Case B,2,INT\n",
        encoding="utf-8",
    )
    before = qc.crosstab(project, rows="code", columns=["role", "case"])
    project.ingest(
        coded.folder / "FG2.txt",
        participants=coded.folder / "participants.csv",
        documents=coded.folder / "documents.csv",
    )
    assert_counts_of_ab(project)
    after = qc.crosstab(project, rows="code", columns=["role", "case"])
    pd.testing.assert_frame_equal(before.frame, after.frame)
    assert "Not yet coded (1 document)." in after.notes
    assert [note for note in after.notes if note not in before.notes] == [
        "Not yet coded (1 document)."
    ]
    project.complete("FG2")
    table = qc.crosstab(project, rows="code", columns=["role", "case"])
    assert list(table.frame.columns) == [
        ("Commissioner", "Case A"), ("Commissioner", "Case B"),
        ("Provider", "Case A"), ("Provider", "Case B"),
    ]  # fmt: skip
    assert table.frame["Commissioner", "Case B"].isna().all()
    assert table.frame["Provider", "Case B"].to_list() == [0, 0, 0, 0]
    assert "“–”: Commissioner × Case B does not occur in the study." in table.notes
    assert "–" in str(table)
    project.add_coding(document="FG2", start=19, end=24, code="price", quotation="We pr")
    again = qc.crosstab(project, rows="code", columns=["role", "case"])
    assert again.frame["Provider", "Case B"].to_list() == [0, 0, 1, 0]


def test_codings_follow_their_words_into_a_new_version(coded: Tiny) -> None:
    before = coded.project.codings()
    path = coded.folder / "FG1.txt"
    path.write_bytes(("Recorded with consent.\n" + coded.text).encode())
    coded.project.ingest(path, new_version=True)
    after = coded.project.codings()
    assert after["quotation"].to_list() == before["quotation"].to_list()
    assert (after["start"] - before["start"]).to_list() == [23, 23, 23]
    assert (after["end"] - before["end"]).to_list() == [23, 23, 23]
    assert_counts_of_ab(coded.project)  # the pass went with them
    assert coded.project.check() == []
