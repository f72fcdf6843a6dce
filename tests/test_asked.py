"""What people type: too large, too deep, of the wrong kind. Each is refused in a line, or means all there is."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode.analysis.excerpt import check_excerpt, shorten
from qualcode.core.codebook import Pattern
from qualcode.core.expressions import expression_problem, read_expression
from qualcode.errors import CodebookError, CodingError, QualcodeError, UsageError
from qualcode.present import frequencies, kwic, quotes
from qualcode.present.findings import findings
from qualcode.present.trial import try_pattern
from qualcode.readers.codebooks import read_codebook, read_pattern
from qualcode.suggest import language

HALF = "\udc80"  # half of a character, as a broken file name has it


# -- regular expressions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        (r"(?:a|b|ab){1000000}c", "repeats 1000000 times"),
        (r"\d{1000000000}", "repeats 1000000000 times"),
        (r"(?:(?:a|b){200}){100}", "come to 20,000"),
        (r"(?:a{200}[](]b){100}", "come to 20,000"),  # the bracket in the set opens nothing
        (r"(?:a{200}(?#()b){100}", "come to 20,000"),  # nor the one in a comment
        ("(" * 101 + ")" * 101, "more than 100 brackets"),
        ("a" * 2001, "2,001 characters"),
        ("a" + HALF, "half of a character"),
    ],
)
def test_an_expression_that_could_end_the_process_is_not_compiled(expression, why, monkeypatch):
    def never(*_):
        raise AssertionError("was compiled")

    monkeypatch.setattr("regex.compile", never)
    assert why in expression_problem(expression)
    with pytest.raises(CodebookError, match="cannot be read") as raised:
        read_expression(expression, "trust")
    assert raised.value.where == "trust"
    str(raised.value).encode()


@pytest.mark.parametrize(
    "expression",
    [r"\d{4}-\d{2}-\d{2}", r"price\W+(?:\w+\W+){0,30}?quality", r"(?:trust){e<=2}", r"\p{Lu}{2,}"],
)
def test_everyday_expressions_are_read(expression):
    assert expression_problem(expression) == ""


def test_every_way_in_goes_through_the_same_door(tiny, tmp_path):
    runaway = r"(?:a|b|ab){1000000}c"
    path = tmp_path / "book.yaml"
    path.write_text(f"codes:\n  - code: a\n    patterns:\n      - regex: '{runaway}'\n")
    asked = [
        lambda: read_codebook(path),
        lambda: kwic(tiny.project, runaway, regex=True),
        lambda: try_pattern(tiny.project, f"regex: {runaway}"),
        lambda: try_pattern(tiny.project, Pattern("regex", runaway)),
        lambda: try_pattern(tiny.project, {"tokens": [{"TEXT": {"REGEX": runaway}}]}),
    ]
    for each in asked:
        with pytest.raises(CodebookError, match="at most 1,000 are read"):
            each()
    with pytest.raises(CodebookError) as raised:
        kwic(tiny.project, "(", regex=True)
    assert raised.value.where == "pattern"


def test_an_expression_that_calls_itself_for_ever_is_told(tiny):
    for ask in (
        lambda: kwic(tiny.project, "(?R)", regex=True),
        lambda: try_pattern(tiny.project, "regex: (?R)"),
    ):
        with pytest.raises(CodebookError, match="too much memory"):
            ask()


# -- shortened quotations --------------------------------------------------------------------------------


def test_many_insertions_are_refused_and_not_searched_for_ever():
    quotation = "We were asked " + "again and " * 40 + "again"
    with pytest.raises(CodingError, match="14 insertions"):
        check_excerpt(quotation, "We " + "[a] " * 14 + "zzz")
    assert check_excerpt("We were asked for it", "We [all] [x] asked").insertions == ("all", "x")


def test_a_search_that_takes_too_long_is_refused(monkeypatch):
    class Endless:
        def search(self, quotation, at, timeout):
            raise TimeoutError

    monkeypatch.setattr("qualcode.analysis.excerpt._pattern", lambda piece: (Endless(), []))
    with pytest.raises(CodingError, match="too many insertions beside one another"):
        check_excerpt("We were asked", "We [a] [b] asked")


def test_an_omission_stands_where_something_is_left_out():
    with pytest.raises(CodingError, match="nothing is left out before “asked”"):
        check_excerpt("We were asked", "We were […] asked")
    assert check_excerpt("We were asked", "We […] asked").places == ((0, 2), (8, 13))
    assert check_excerpt("We were asked", "We […] [all] asked").insertions == ("all",)
    assert shorten("We were asked", ["We were", "asked"]) == "We were asked"


# -- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("huge", [2**63 - 1, 10**20, np.int64(2**62)])
def test_a_huge_number_means_all_there_is(coded, huge):
    project = coded.project
    first = kwic(project, "Trust", width=huge).iloc[0]
    assert (first["left"], first["match"]) == ("", "Trust")
    assert first["right"] == " matters to us. Price came last, honestly."
    assert kwic(project, "Trust", words=huge)["right"].iloc[0].endswith("honestly.")
    assert kwic(project, "Tr\\w+", words=huge, regex=True)["right"].iloc[0].endswith("honestly.")
    assert len(quotes(project, "trust NEAR price", near=huge)) == 3
    assert len(quotes(project, "trust", context=huge)) == 2
    assert len(try_pattern(project, "trust", samples=huge, context=huge).samples) == 2


def test_numbers_of_numpy_are_numbers_and_others_are_not(tiny):
    assert len(try_pattern(tiny.project, "trust", samples=np.int64(1)).samples) == 1
    for wrong in (True, -1, "2", 1.5, None):
        with pytest.raises(UsageError, match="a whole number from 0"):
            kwic(tiny.project, "trust", width=wrong)
        with pytest.raises(UsageError, match="a whole number from 0"):
            try_pattern(tiny.project, "trust", samples=wrong)
    with pytest.raises(CodebookError, match="1 to 1,000,000"):
        Pattern.of({"near": ["a", "b"], "within": 10**20})


# -- expressions over codes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deep",
    [
        "(" * 200 + "trust" + ")" * 200,
        "trust " + "NOT " * 5000 + "price",
        " AND ".join(["trust"] * 5000),
        " NEAR ".join(["trust"] * 5000),
    ],
)
def test_expressions_that_lie_too_deep_in_themselves_are_refused(coded, deep):
    with pytest.raises(CodingError, match="up to"):
        quotes(coded.project, deep)


def test_what_is_just_deep_enough_is_read(coded):
    assert len(quotes(coded.project, "(" * 30 + "trust" + ")" * 30)) == 2
    assert len(quotes(coded.project, " AND ".join(["trust"] * 101))) == 2
    assert len(quotes(coded.project, " OR ".join(["trust", "price"] * 1000))) == 3


# -- the wrong kind of thing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "misuse",
    [
        lambda p: try_pattern(p, "trust", code=3),
        lambda p: try_pattern(p, "trust", code=["trust"]),
        lambda p: try_pattern(p, "trust", where=["role"]),
        lambda p: try_pattern(p, "trust", near=3),
        lambda p: kwic(p, "trust", where=["role"]),
        lambda p: kwic(p, "trust", where=p.documents()["document"]),
        lambda p: kwic(p, "trust", where={3: "x"}),
        lambda p: quotes(p, codes=[3]),
        lambda p: quotes(p, "trust", where=[]),
        lambda p: p.mark_key(None),
        lambda p: p.mark_key([3]),
        lambda p: p.mark_key("c1", excerpt=3),
        lambda p: p.set_citation(3),
        lambda p: findings(p, citation=3),
        lambda p: frequencies(p).plot(kind=["heat"]),
        lambda p: frequencies(p).quotes(["trust"]),
    ],
)
def test_misuse_is_told_with_what_is_allowed(coded, misuse):
    with pytest.raises(UsageError) as raised:
        misuse(coded.project)
    assert raised.value.where and raised.value.allowed


@pytest.mark.parametrize(
    "broken",
    [
        lambda p: p.mark_key("c" + HALF),
        lambda p: p.mark_key("c1", excerpt=HALF),
        lambda p: p.set_citation("{document}" + HALF),
        lambda p: quotes(p, "trust" + HALF),
        lambda p: quotes(p, codes=["trust" + HALF]),
        lambda p: kwic(p, "trust" + HALF),
        lambda p: kwic(p, HALF, regex=True),
        lambda p: try_pattern(p, "trust" + HALF),
        lambda p: try_pattern(p, "trust", code=HALF),
        lambda p: read_pattern("regex: " + HALF),
    ],
)
def test_half_a_character_is_told_in_a_line_that_can_be_printed(coded, broken):
    with pytest.raises(QualcodeError, match="half of a character") as raised:
        broken(coded.project)
    str(raised.value).encode()


def test_a_coding_that_is_not_there_has_a_place_in_the_message(coded):
    with pytest.raises(CodingError) as raised:
        coded.project.mark_key("nobody")
    assert str(raised.value).startswith("key quotation: nothing was marked")
    assert raised.value.problems[0].where == "nobody"


# -- patterns as typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        (r"regex: '\bKPIs?\b'", "regex", r"\bKPIs?\b"),
        (r'regex: "\bKPIs?\b"', "regex", r"\bKPIs?\b"),
        (r'regex: "\\bKPIs?\\b"', "regex", r"\bKPIs?\b"),
        ("regex: 'it''s'", "regex", "it's"),
        ("regex: 'a' or 'b'", "regex", "'a' or 'b'"),
        ('"=KPI"', "glob", "=KPI"),
        ('"*tion"', "glob", "*tion"),
        ("lemma: 'measure'", "lemma", "measure"),
        ("price*", "glob", "price*"),
        ('"', "glob", '"'),
    ],
)
def test_quotation_marks_around_a_pattern_are_those_of_yaml(typed, kind, text):
    found = read_pattern(typed)
    assert (found.kind, found.text) == (kind, text)


def test_near_and_tokens_need_no_braces():
    assert read_pattern("near: [price*, quality*], within: 8").value == {
        "near": ["price*", "quality*"],
        "within": 8,
    }
    assert read_pattern("tokens: [{LOWER: trust}]").value == {"tokens": [{"LOWER": "trust"}]}
    with pytest.raises(CodebookError, match="and within: a number"):
        read_pattern("near: [price*, quality*]")


# -- pipelines -------------------------------------------------------------------------------------------


def test_a_pipeline_asked_for_is_not_replaced_by_another(tiny):
    for ask in (
        lambda: try_pattern(tiny.project, "trust", pipeline="nope"),
        lambda: tiny.project.suggest(pipeline="nope"),
        lambda: language.trained("nope"),
    ):
        with pytest.raises(UsageError, match=r"'nope' is not installed.*qualcode\[english\]"):
            ask()
    assert len(tiny.project.suggestions()) == 0


# -- the chapter -----------------------------------------------------------------------------------------


def test_a_parent_whose_children_are_coded_is_not_called_uncoded(coded):
    text = findings(coded.project, level="code").to_markdown()
    assert "Not coded by itself, only through the codes beneath it: values." in text
    assert "Not coded in any document that was read: delay." in text
