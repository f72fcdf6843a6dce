"""Search from a page: what is found, where, how it is narrowed, and codes put on what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc
from qualcode.core.text import Range
from qualcode.errors import CodebookError, CodingError, QualcodeError, UsageError
from qualcode.workbench.answers_search import pattern_of, sentence
from qualcode.workbench.desk import Desk

GARDEN = (
    "INT: What about price?\n\nMay: A 🌱 garden. We measured trust, e.g. by asking. Trust stays.\n\n"
    "May: Measuring is not trust!\n"
)
OFFICE = "INT: And here?\n\nTom: Trust in the measures, and the PRICE.\n"
BOOK = "codebook: Small\ncodes:\n  - {code: value, name: Social value 🌱}\n  - {code: price}\n"


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    return make_study(
        files={"garden.txt": GARDEN, "office.txt": OFFICE, "long.txt": f"Tom: {'a' * 60}b\n"},
        participants="participant,role\nMay,Gardener\nTom,Buyer\n",
        documents="document,case\ngarden,North\noffice,South\nlong,South\n",
        codebook=BOOK,
    )


def desk(project: qc.Project, coder: str = "AB", **options: Any) -> Desk:
    return Desk(project.study, coder, **options)


def ask(of: Desk, name: str, /, **parameters: Any) -> Any:
    return of.call(name, parameters)["result"]


def found(of: Desk, words: str, **more: Any) -> list[tuple[str, str]]:
    return [
        (each["document"], each["match"]) for each in ask(of, "search", words=words, **more)["hits"]
    ]


def test_a_hit_is_told_with_its_turn_its_sentence_and_its_words(study: qc.Project) -> None:
    of = desk(study)
    told = ask(of, "search", words="trust")
    # "trust, e.g." and "Trust stays" in May's first turn, "trust!" in the second, "Trust in" of Tom.
    assert told["total"] == 4
    first, second, third, last = told["hits"]
    assert [each["turn"] for each in told["hits"]] == ["2", "2", "3", "2"]
    assert GARDEN[first["start"] : first["end"]] == "trust"
    assert GARDEN[slice(*first["sentence"])] == "We measured trust, e.g. by asking."
    assert GARDEN[slice(*second["sentence"])] == "Trust stays."
    assert GARDEN[slice(*first["whole"])] == (
        "A 🌱 garden. We measured trust, e.g. by asking. Trust stays."
    )
    assert GARDEN[slice(*third["sentence"])] == "Measuring is not trust!"
    assert first["left"] + first["match"] == "A 🌱 garden. We measured trust"
    assert (last["speaker"], last["role"], last["case"]) == ("Tom", "Buyer", "South")
    assert last["version"] == ask(of, "document", document="office")["version"]


def test_words_forms_and_expressions_find_what_they_say(study: qc.Project) -> None:
    of = desk(study)
    assert found(of, "measur*") == [
        ("garden", "measured"), ("garden", "Measuring"), ("office", "measures"),
    ]  # fmt: skip
    assert found(of, "measure", kind="lemma") == found(of, "measur*") == found(of, "lemma: measure")
    assert found(of, "measured trust") == [("garden", "measured trust")]
    assert found(of, "trust", case=True) == [("garden", "trust"), ("garden", "trust")]
    assert found(of, "price") == [("office", "PRICE")]
    assert found(of, "price", case=True) == []
    assert found(of, "price", interviewers=True) == [("garden", "price"), ("office", "PRICE")]
    assert found(of, "🌱", kind="regex") == [("garden", "🌱")]
    assert found(of, r"\btrust\b", kind="regex", case=True) == found(of, "regex: \\btrust\\b")
    assert len(found(of, r"\btrust\b", kind="regex")) == 4
    assert found(of, "near: [trust, measure*], within: 3")[0] == ("garden", "measured trust")
    assert str(pattern_of("=PRICE", case=True)) == "=PRICE"


def test_a_lemma_is_told_with_the_words_around_it_as_any_other(study: qc.Project) -> None:
    of = desk(study)
    plain = ask(of, "search", words="measured")["hits"][0]
    lemma = ask(of, "search", words="measure", kind="lemma")["hits"][0]
    assert lemma == plain
    narrow = ask(of, "search", words="measure", kind="lemma", width=5)["hits"][0]
    assert (narrow["left"], narrow["right"]) == (". We ", " trus")


def test_a_search_is_narrowed_by_document_and_attribute(study: qc.Project) -> None:
    of = desk(study)
    assert found(of, "trust", documents=["office"]) == [("office", "Trust")]
    assert found(of, "trust", where={"role": ["Buyer"]}) == [("office", "Trust")]
    assert len(found(of, "trust", where={"case": ["North", "South"]})) == 4
    assert found(of, "measure", kind="lemma", where={"role": ["Buyer"]}) == [("office", "measures")]
    assert ask(of, "search_choices") == {
        "role": ["Gardener", "Buyer"],
        "case": ["North", "South"],
    }
    for wrong in ({"role": ["Nobody"]}, {"colour": ["red"]}, {"role": "Buyer"}, {"coder": ["AB"]}):
        with pytest.raises(QualcodeError):
            ask(of, "search", words="trust", where=wrong)
    with pytest.raises(QualcodeError):
        ask(of, "search", words="trust", documents=["nowhere"])


def test_long_lists_come_in_pages(study: qc.Project) -> None:
    of = desk(study)
    for kind, words in (("words", "trust"), ("lemma", "trust")):
        everything = ask(of, "search", words=words, kind=kind)["hits"]
        first = ask(of, "search", words=words, kind=kind, limit=3)
        rest = ask(of, "search", words=words, kind=kind, limit=3, offset=3)
        assert (first["total"], rest["total"], rest["offset"]) == (4, 4, 3)
        assert first["hits"] + rest["hits"] == everything
        assert ask(of, "search", words=words, kind=kind, offset=9)["hits"] == []


def test_what_cannot_be_looked_for_is_said(
    study: qc.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = desk(study)
    for words, more, said in (
        (" ", {}, "nothing to look for"),
        ("🌱", {}, "emoji are found as a regular expression"),
        ("(unclosed", {"kind": "regex"}, "cannot be read"),
        ("regex: (unclosed", {}, "is wrong"),
        ("=Trust", {"kind": "lemma"}, "capitals"),
    ):
        with pytest.raises(CodebookError, match=said):
            ask(of, "search", words=words, **more)
    with pytest.raises(UsageError, match="kind"):
        ask(of, "search", words="trust", kind="magic")
    # An expression that would run for years ends, and says why.
    monkeypatch.setattr("qualcode.analysis.kwic.REGEX_SECONDS", 0.05)
    with pytest.raises(CodebookError, match="takes too long"):
        ask(of, "search", words=r"(a|aa)+$", kind="regex", documents=["long"])


@pytest.mark.parametrize(
    ("text", "ranges", "hit", "expected"),
    [
        ("One. Two here. Three.", [(0, 21)], "here", "Two here."),
        ("One two", [(0, 7)], "two", "One two"),
        ("Dr. May said so. Yes.", [(0, 21)], "said", "Dr. May said so."),
        # A time between two parts of a turn is no sentence, and its point ends none.
        ("It is 00:01. trust. So", [(0, 5), (13, 22)], "trust", "It is 00:01. trust."),
        ("One. 00:01 two three.", [(0, 4), (11, 21)], "three", "two three."),
        ("One two. Three four. Five.", [(0, 26)], "two. Three", "One two. Three four."),
    ],
)
def test_the_sentence_around_a_hit(text: str, ranges: list[Range], hit: str, expected: str) -> None:
    start = text.index(hit)
    a, b = sentence(text, ranges, start, start + len(hit))
    assert text[a:b] == expected


def stretches(told: dict[str, Any], what: str) -> list[dict[str, Any]]:
    found = []
    for each in told["hits"]:
        start, end = each[what] if what != "words" else (each["start"], each["end"])
        place = {"start": start, "end": end}
        found.append({"document": each["document"], "version": each["version"], **place})
    return found


def test_many_hits_are_coded_in_one_act_and_nothing_twice(study: qc.Project) -> None:
    of = desk(study)
    items = stretches(ask(of, "search", words="trust"), "whole")
    # Four hits in three turns.
    assert ask(of, "code_many_what", items=items, code="value") == {
        "new": 3, "stood": 1, "documents": 2,
    }  # fmt: skip
    before = study.study.last_act
    made = of.call("code_many", {"items": items, "code": "value"}, act_id="a" + "1" * 32)
    assert study.study.last_act == before + 1
    assert len(made["result"]["codings"]) == 3 and made["result"]["stood"] == 1
    assert made["result"]["documents"] == ["garden", "office"]
    # Sent again after the answer was lost, also by a server that has begun anew: once.
    again = desk(study).call("code_many", {"items": items, "code": "value"}, act_id="a" + "1" * 32)
    assert again["result"]["codings"] == made["result"]["codings"]
    assert study.codings()["quotation"].tolist() == [
        "A 🌱 garden. We measured trust, e.g. by asking. Trust stays.",
        "Measuring is not trust!",
        "Trust in the measures, and the PRICE.",
    ]
    assert study.codings()["origin"].unique().tolist() == ["manual"]
    told = ask(of, "search", words="trust")
    assert [each["codes"] for each in told["hits"]] == [["value"]] * 4
    # Everything again: nothing is written. The sentences are other stretches.
    assert ask(of, "code_many", items=items, code="value")["codings"] == []
    assert study.study.last_act == before + 1
    assert (
        len(ask(of, "code_many", items=stretches(told, "sentence"), code="value")["codings"]) == 2
    )
    ask(of, "undo")
    ask(of, "undo")
    assert len(study.codings()) == 0


def test_one_that_does_not_fit_refuses_them_all(study: qc.Project) -> None:
    of = desk(study)
    (good,) = stretches(ask(of, "search", words="PRICE"), "words")
    before = study.study.last_act
    for wrong, said in (
        ({**good, "version": "0" * 64}, "new version"),
        ({**good, "end": 10_000}, "outside of the text"),
        ({**good, "start": good["end"]}, "is empty"),
        ({**good, "document": "nowhere"}, "no document"),
        ({**good, "start": True}, "document, version, start, end"),
        ({}, "document, version, start, end"),
    ):
        with pytest.raises(QualcodeError, match=said):
            ask(of, "code_many", items=[good, wrong], code="value")
    with pytest.raises(CodingError, match="not in the codebook"):
        ask(of, "code_many", items=[good], code="nothing")
    with pytest.raises(UsageError, match="nothing is chosen"):
        ask(of, "code_many", items=[], code="value")
    with pytest.raises(UsageError, match=r"up to 2,000"):
        ask(of, "code_many", items=[good] * 2_001, code="value")
    assert study.study.last_act == before


def test_others_codes_are_not_told_beside_hits(study: qc.Project) -> None:
    cd = desk(study, "CD")
    items = stretches(ask(cd, "search", words="trust"), "words")
    ask(cd, "code_many", items=items, code="value")
    of = desk(study, enforced=True)
    assert [each["codes"] for each in ask(of, "search", words="trust")["hits"]] == [[]] * 4
    # They do not stand in the way of one's own either.
    assert ask(of, "code_many_what", items=items, code="value")["new"] == 4
