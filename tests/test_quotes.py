"""Quotations: which ones, in what words, with what around them, and how they are cited."""

from __future__ import annotations

import pytest

import qualcode as qc
from qualcode.errors import CodingError, TableError

TEXT = """A forum

INT: Begin?
ANN: Trust matters here. Price came last.
BOB: I would not say so.
[laughter]
ANN: Well, trust again.
"""


@pytest.fixture
def project(make_study) -> qc.Project:
    project = make_study(
        files={"F.txt": TEXT, "P2.txt": "I: And you?\nR: We trust nobody.\n"},
        participants="participant,aliases,role\nP1,ANN,Buyer\nP2,BOB,\n",
        documents="document,case\nF,Case A\nP2,\n",
        codebook="codes:\n  - code: v\n    codes:\n      - code: trust\n      - code: price\n"
        "  - code: other\n",
    )
    text = project.text("F")

    def code(words: str, name: str, document: str = "F") -> None:
        start = project.text(document).index(words)
        project.add_coding(document=document, start=start, end=start + len(words), code=name)

    code("Price came last", "price")
    code("Trust matters", "trust")
    code("so.\n[laughter]\nANN: Well", "other")
    code("We trust nobody", "trust", "P2")
    assert text == TEXT
    return project


def test_quotations_come_in_the_order_of_the_text_with_a_source(project) -> None:
    found = qc.quotes(project)
    assert list(found.columns) == [
        "quotation", "source", "document", "turn", "speaker", "participant", "role", "case",
        "code", "theme", "coder", "origin", "start", "end", "coding_id",
    ]  # fmt: skip
    assert found[["quotation", "source"]].values.tolist() == [
        ["Trust matters", "F, P1, Buyer, Case A"],
        ["Price came last", "F, P1, Buyer, Case A"],
        [
            "so. Well",
            "F, P2, Case A",
        ],  # the gap is one space; a role that is not recorded is left out
        ["We trust nobody", "P2"],  # document and person have one name, said once
    ]


def test_by_code_theme_and_attribute(project) -> None:
    assert qc.quotes(project, code="trust")["quotation"].to_list() == [
        "Trust matters", "We trust nobody",
    ]  # fmt: skip
    assert len(qc.quotes(project, code="v")) == 3
    assert len(qc.quotes(project, where={"case": "Case A"})) == 3
    assert qc.quotes(project, code="v", where={"case": qc.NONE})["document"].to_list() == ["P2"]
    # A coding that crosses turns is found by, and cited as, each of those who speak in it.
    crossing = qc.quotes(project, code="other", where={"role": "Buyer"})
    assert crossing["source"].to_list() == ["F, P1, Buyer, Case A"]
    assert qc.quotes(project, code="other", where={"participant": "P2"})["source"].to_list() == [
        "F, P2, Case A"
    ]
    assert qc.quotes(project, code="price", where={"participant": "P2"}).empty
    with pytest.raises(CodingError, match="not in the codebook"):
        qc.quotes(project, code="trsut")
    with pytest.raises(TableError, match="no turn has the value"):
        qc.quotes(project, where={"role": "Queen"})


def test_context_shows_the_turns_around(project) -> None:
    found = qc.quotes(project, code="price", context=1).iloc[0]
    assert found["before"] == "Begin? Trust matters here."
    assert found["quotation"] == "Price came last"
    assert found["after"] == ". I would not say so."
    wide = qc.quotes(project, code="price", context=9).iloc[0]
    assert wide["before"] == "Begin? Trust matters here."
    assert wide["after"] == ". I would not say so. Well, trust again."
    with pytest.raises(qc.UsageError):
        qc.quotes(project, context=-1)


def test_a_coding_on_a_header_is_a_quotation_of_the_document(project) -> None:
    project.add_coding(document="F", start=0, end=7, code="other", quotation="A forum")
    found = qc.quotes(project, code="other", where={"case": "Case A"})
    assert found["quotation"].to_list() == ["A forum", "so. Well"]
    assert found["source"].to_list() == ["F, Case A", "F, P2, Case A"]
    assert len(qc.quotes(project, code="other", where={"participant": "P2"})) == 1


def test_a_coding_on_a_whole_document_is_cited_without_a_speaker(project) -> None:
    text = project.text("F")
    project.add_coding(document="F", start=0, end=len(text), code="other")
    found = qc.quotes(project, code="other", where={"case": "Case A"})
    assert found["source"].to_list() == ["F, Case A", "F, P2, Case A"]
    assert len(qc.quotes(project, code="other", where={"participant": "P1"})) == 1


def test_quotations_are_shown_before_the_document_is_finished(project) -> None:
    project.complete("F")
    assert len(qc.quotes(project)) == 4  # P2 is not finished: its quotation is there …
    assert len(qc.quotes(project, coders="record")) == 3  # … but not among those that tables count
