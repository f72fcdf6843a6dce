"""The findings chapter: its numbers are those of the tables, its words those of the text."""

from __future__ import annotations

import docx
import pytest

import qualcode as qc
from qualcode.errors import TableError, UsageError
from qualcode.present.findings import findings
from qualcode.review.citing import set_citation
from qualcode.review.keys import mark_key

# Three buyers and a seller. A: Ann says one, two, three; B: Bea four; C: Cal (seller) five, six; D: Dan
# nothing that is coded. The interviewer's "why?" in A lies inside Ann's coding of two and three.
TURNS = """document,turn,speaker,text,role
A,1,INT,Begin?,interviewer
A,2,Ann,one. two,
A,3,INT,why? 🙂,interviewer
A,4,Ann,three,
B,1,Bea,four *b*,
C,1,Cal,five. six,
D,1,Dan,seven,
"""
PEOPLE = "participant,aliases,role\nP1,Ann,Buyer\nP2,Bea,Buyer\nP3,Cal,Seller\nP4,Dan,Buyer\n"
BOOK = """codes:
  - code: values
    name: Values & worth
    definition: What people hold dear.
    codes:
      - code: trust
        name: Trust
        definition: Being relied on.
      - code: price
      - code: rest
        name: Rest of it
  - code: delay
    name: Delay
"""


@pytest.fixture
def project(make_study) -> qc.Project:
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=BOOK)

    def code(document: str, words: str, name: str) -> None:
        start = project.text(document).index(words)
        project.add_coding(document=document, start=start, end=start + len(words), code=name)

    for document, words in (
        ("A", "one"), ("A", "two"), ("A", "three"), ("B", "four *b*"), ("C", "five"), ("C", "six"),
    ):  # fmt: skip
        code(document, words, "trust")
    code("B", "four", "price")
    project.complete(["A", "B", "C", "D"])
    return project


def quoted(project: qc.Project, code: str = "trust", **options) -> list[str]:
    frame = findings(project, **options).quotations
    return frame[frame["code"] == code]["quotation"].to_list()


def test_counts_are_sentences_with_the_numbers_of_the_tables(project) -> None:
    text = str(findings(project))
    # Ann, Bea and Cal of four; two of three buyers, the one seller.
    assert "3 of 4 participants (Buyer 2 of 3, Seller 1 of 1)." in text
    assert "1 of 4 participants (Buyer 1 of 3, Seller 0 of 1)." in text
    assert "## Values \\& worth\n\n*What people hold dear.*\n\n3 of 4 participants" in text
    assert "### Trust\n\n*Being relied on.*" in text
    assert "Not coded in any document that was read: Rest of it." in text
    assert "Not coded in any document that was read: Delay." in text
    table = qc.crosstab(project, rows="code", columns="role")
    assert table.frame.loc["trust"].to_list() == [2, 1]
    assert "4 of 7" not in text


def test_other_units_other_columns_and_none(project) -> None:
    assert "6 codings (Buyer 4, Seller 2)." in str(findings(project, counts="codings"))
    # Interviewers' turns stand outside: five turns are left, four of them with trust.
    assert "4 of 5 turns (Buyer 3 of 4, Seller 1 of 1)." in str(findings(project, counts="turns"))
    plain = str(findings(project, by=None))
    assert "3 of 4 participants.\n" in plain and "Buyer 2" not in plain
    assert "3 of 4 participants.\n" in str(findings(project, by="case"))  # nobody has a case
    buyers = str(findings(project, where={"role": "Buyer"}))
    assert "2 of 3 participants (Buyer 2 of 3)." in buyers and "five" not in buyers


def test_everybody_is_quoted_once_before_anybody_twice(project) -> None:
    # In the order of the text, but Cal before Bea: his role is not quoted yet.
    assert quoted(project) == ["one", "five", "four *b*"]
    assert quoted(project, per_code=5) == ["one", "five", "four *b*", "six", "two"]
    assert quoted(project, per_code=0) == []


def test_key_quotations_come_first_and_are_all_there(project) -> None:
    frame = qc.quotes(project, "trust").set_index("quotation")
    mark_key(project.study, "AB", frame.loc[["two", "three"], "coding_id"].to_list())
    mark_key(project.study, "AB", frame.loc["four *b*", "coding_id"], excerpt="[F]our")
    assert quoted(project) == ["two", "three", "four *b*"]
    assert quoted(project, per_code=1) == ["two", "three", "four *b*"]
    assert quoted(project, per_code=4) == ["two", "three", "four *b*", "five"]
    chapter = findings(project, key_only=True)
    assert chapter.quotations["key"].all() and len(chapter.quotations) == 3
    text = str(chapter)
    assert "> \\[F\\]our\n>\n> B, P2, Buyer" in text and "> four" not in text
    assert "only those marked as key quotations, 3 quotations." in text
    assert "1 quotation is shortened" in text
    assert "No key quotation is marked for this code." in text  # price


def test_no_interviewers_words_pass_for_a_participants(project) -> None:
    start, end = project.text("A").index("two"), len(project.text("A"))
    project.add_coding(document="A", start=start, end=end, code="delay")
    own = project.text("A").index("why?")
    project.add_coding(document="A", start=own, end=own + 4, code="delay")
    chapter = findings(project)
    assert "> Ann: two\\\n> INT: why? 🙂\\\n> Ann: three\n>\n> A, P1, Buyer" in str(chapter)
    assert quoted(project, "delay") == ["two why? 🙂 three"]
    assert "printed with their labels" in str(chapter)
    asked = findings(project, interviewers=True)
    assert "> why?\n>\n> A, INT (interviewer)" in str(asked)
    assert "1 quotation is not a participant's words" in str(asked)
    # A shortened quotation has no labels, so its source says whose words are in it.
    coding = qc.quotes(project, "delay")["coding_id"].iloc[0]
    mark_key(project.study, "AB", coding, excerpt="why? […] three")
    assert "A, P1, Buyer, with words of INT" in str(findings(project))
    mark_key(project.study, "AB", coding, excerpt="two […] three")
    assert "with words of" not in str(findings(project))


def test_the_citation_form_of_the_project_or_of_the_chapter(project) -> None:
    set_citation(project.study, "AB", "{role}, turn {turn}")
    assert "> one\n>\n> Buyer, turn 2" in str(findings(project))
    assert "> one\n>\n> P1" in str(findings(project, citation="{participant}"))
    with pytest.raises(UsageError, match="unknown field"):
        findings(project, citation="{nobody}")


def test_code_by_code_and_what_was_counted(project) -> None:
    chapter = findings(project, level="code")
    text = str(chapter)
    assert "## Trust" in text and "What people hold dear" not in text
    assert text.count("## ") == 3 and "Rest of it, Delay." in text
    last = text.split("## What was counted")[1]
    for fact in (
        "- Counted are participants, out of all participants who spoke",
        "- Base: 4 participants, 4 documents, 5 turns",
        "coded by AB",
        "none is marked as a key quotation. Each code is filled up to 3",
        f"Codebook {project.codebook.hash}, act {len(project.history())}",
    ):
        assert fact in last
    assert chapter._repr_markdown_() == text


def test_a_code_that_nobody_looked_for_is_not_called_uncoded(make_study) -> None:
    project = make_study(turns=TURNS, participants=PEOPLE, codebook=BOOK)
    project.add_coding(document="B", turn="1", code="trust")
    project.complete(["A", "B", "C", "D"], codes=["trust"])
    text = str(findings(project))
    assert "Not considered in any document that was read: price, Rest of it." in text
    assert "## Delay\n\nNot considered in any document that was read." in text


def test_the_same_words_coded_twice_are_quoted_once(project) -> None:
    other = qc.Project(project.study, "JT")
    start = project.text("A").index("one")
    other.add_coding(document="A", start=start, end=start + 3, code="trust")
    assert quoted(project, coders="any", per_code=9).count("one") == 1


def test_word_and_markdown_hold_the_same(project, tmp_path) -> None:
    chapter = findings(project)
    chapter.save(tmp_path / "f.docx")
    chapter.save(tmp_path / "f.md")
    document = docx.Document(str(tmp_path / "f.docx"))
    said = [p.text for p in document.paragraphs if p.style.name == "Quote"]
    assert said == chapter.quotations["quotation"].to_list() == ["one", "five", "four *b*", "four"]
    heads = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads == [
        "Findings: study", "Values & worth", "Trust", "price", "Delay",
        "What was counted, and how quotations were chosen",
    ]  # fmt: skip
    assert len(document.tables) == 1
    assert "> four \\*b\\*" in (tmp_path / "f.md").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match=r"\.docx, \.md"):
        chapter.save(tmp_path / "f.pdf")


def test_what_is_refused(project, make_study) -> None:
    for wrong in (
        {"level": "page"}, {"counts": "pages"}, {"coders": "each"}, {"per_code": -1},
        {"by": ["role", "case", "phase"]},
    ):  # fmt: skip
        with pytest.raises(UsageError):
            findings(project, **wrong)
    with pytest.raises(TableError):
        findings(project, by="shoe")
    with pytest.raises(TableError, match="codebook"):
        findings(make_study(turns=TURNS))
