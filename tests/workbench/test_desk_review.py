"""Reviewing suggestions through a desk: what a page is sent, and what becomes of what it sends."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc
from qualcode.analysis import checks
from qualcode.core.ids import new_id
from qualcode.errors import CodingError, HistoryError, QualcodeError, UsageError
from qualcode.store import open_study
from qualcode.workbench.desk import ALONE, CODER, Desk
from qualcode.workbench.looks import HIDDEN, SEEN, Looks

# Two talks of AB's. T1: P1 says trust twice in one turn after an emoji, and P2 the price in another;
# T2 the price once. The interviewer is left out, as everywhere.
#        0         1         2         3
#        0123456789012345678901234567890123456789
T1 = "INT: Why?\nP1: A 🌱 is trust, and trust takes time.\nP2: The price decides, every time.\n"
T2 = "INT: And you?\nP3: Price first, I am afraid, and then the price again.\n"
BOOK = """codebook: Small
codes:
  - code: values
    codes:
      - {code: trust, name: Trust, definition: Relying on somebody., patterns: [trust]}
      - {code: price, name: Price, definition: What it costs., patterns: [price]}
  - {code: time, name: Time, definition: How long it takes.}
"""
TRUST, PRICE = T1.index("A 🌱"), T1.index("The price")
TRUST_END, PRICE_END = T1.index("\nP2"), len(T1) - 1
MakeStudy = Callable[..., qc.Project]


@pytest.fixture
def project(make_study: MakeStudy) -> qc.Project:
    made = make_study(files={"T1.txt": T1, "T2.txt": T2}, codebook=BOOK)
    made.suggest(engines=("patterns",))
    return made


def desk_of(project: qc.Project, coder: str = "AB", **more: Any) -> Desk:
    return Desk(project.study, coder, **more)


def asked(desk: Desk, name: str, **parameters: Any) -> Any:
    return desk.call(name, parameters)["result"]


def rows_of(desk: Desk, **parameters: Any) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (row["document"], row["code"]): row for row in asked(desk, "review", **parameters)["rows"]
    }


def test_the_queue_holds_all_that_a_page_needs_to_show_the_next_one(project: qc.Project) -> None:
    desk = desk_of(project)
    told = asked(desk, "review")
    assert [told[name] for name in ("open", "decided", "matching", "ever", "audit")] == [
        3,
        0,
        3,
        True,
        0,
    ]
    assert told["codes"] == {"trust": [1, 0], "price": [2, 0]}
    assert told["documents"] == {"T1": 2, "T2": 1}
    trust = rows_of(desk)["T1", "trust"]
    assert (trust["start"], trust["end"]) == (TRUST, TRUST_END)
    # Evidence counts characters, so that the emoji before it is one.
    assert [T1[a:b] for a, b, _ in trust["evidence"]] == ["trust", "trust"]
    assert {reason for *_, reason in trust["evidence"]} == {"trust"}
    assert trust["score"] is None and trust["why"]
    text = asked(desk, "review_text", document="T1")
    assert text["version"] == trust["version"] and text["text"][trust["start"] :].startswith("A 🌱")


def test_what_a_page_has_already_is_not_sent_again(project: qc.Project) -> None:
    desk = desk_of(project)
    first = asked(desk, "review", limit=1)["rows"][0]["id"]
    rest = [row["id"] for row in asked(desk, "review", without=[first])["rows"]]
    assert len(rest) == 2 and first not in rest
    # A theme means the codes beneath it; a document only itself.
    assert set(rows_of(desk, codes=["values"], documents=["T2"])) == {("T2", "price")}
    assert asked(desk, "review", codes=["trust"])["matching"] == 1
    assert [row["document"] for row in asked(desk, "review", by="document")["rows"]] == [
        "T1",
        "T1",
        "T2",
    ]
    with pytest.raises(UsageError):
        asked(desk, "review", limit=0)


def test_each_kind_of_decision_makes_what_it_says(project: qc.Project) -> None:
    desk, rows = desk_of(project), rows_of(desk_of(project))
    accepted, rejected, revised = (
        rows[key]["id"] for key in (("T1", "trust"), ("T2", "price"), ("T1", "price"))
    )
    asked(desk, "review_decide", suggestion=accepted, decision="accept")
    asked(desk, "review_decide", suggestion=rejected, decision="reject", reason="only an aside")
    words = "price decides"
    at = T1.index(words)
    asked(
        desk,
        "review_decide",
        suggestion=revised,
        decision="revise",
        start=at,
        end=at + len(words),
        code="time",
    )
    codings = project.codings()
    assert sorted(zip(codings["code"], codings["quotation"], codings["origin"], strict=True)) == [
        ("time", words, "revised"),
        ("trust", "A 🌱 is trust, and trust takes time.", "accepted"),
    ]
    assert set(codings["blind"]) == {"no"}
    said = project.decisions().set_index("suggestion_id")
    assert said["decision"].to_dict() == {accepted: "accept", rejected: "reject", revised: "revise"}
    assert said.loc[rejected, "reason"] == "only an aside"
    told = asked(desk, "review")
    assert (told["open"], told["decided"], told["rows"]) == (0, 3, [])
    assert told["codes"] == {"trust": [0, 1], "price": [0, 2]}


def test_a_decision_that_is_sent_twice_is_made_once(project: qc.Project) -> None:
    desk, act = desk_of(project), new_id("a")
    given = {"suggestion": rows_of(desk)["T1", "trust"]["id"], "decision": "accept"}
    first = desk.call("review_decide", given, act_id=act)
    again = desk.call("review_decide", given, act_id=act)
    assert again["again"] and again["result"] == first["result"] and again["act"] == first["act"]
    # A server that was started again remembers nothing and does not decide again either.
    with_new_memory = desk_of(project).call("review_decide", given, act_id=act)
    assert with_new_memory["again"] and with_new_memory["act"] == first["act"]
    assert len(project.codings()) == 1


def test_undo_takes_back_this_decision_and_no_other(project: qc.Project) -> None:
    desk = desk_of(project)
    rows = rows_of(desk)
    trust, price = rows["T1", "trust"]["id"], rows["T1", "price"]["id"]
    asked(desk, "review_decide", suggestion=trust, decision="accept")
    asked(desk, "review_decide", suggestion=price, decision="reject")
    with pytest.raises(HistoryError, match="not the last thing"):
        asked(desk, "review_undo", suggestion=trust)
    asked(desk, "review_undo", suggestion=price)
    asked(desk, "review_undo", suggestion=trust)
    assert project.codings().empty and project.decisions().empty
    with pytest.raises(HistoryError, match="does not stand"):
        asked(desk, "review_undo", suggestion=trust)
    # A memo between is taken back by itself.
    asked(desk, "review_decide", suggestion=trust, decision="reject")
    memo = asked(desk, "review_memo", suggestion=price, text="Ask P2 again 🙂")["memo"]
    assert project.memos()["text"].tolist() == ["Ask P2 again 🙂"]
    asked(desk, "review_undo", memo=memo)
    asked(desk, "review_undo", suggestion=trust)
    assert project.memos().empty and asked(desk, "review")["open"] == 3


def test_what_cannot_be_decided_says_why(project: qc.Project) -> None:
    desk = desk_of(project)
    trust = rows_of(desk)["T1", "trust"]["id"]
    project.retire_code("trust")
    with pytest.raises(CodingError, match="retired"):
        asked(desk, "review_decide", suggestion=trust, decision="accept")
    with pytest.raises(CodingError, match="no suggestion"):
        asked(desk, "review_decide", suggestion="s" + "0" * 32, decision="accept")
    told = asked(desk, "review")
    assert (told["left_out"], told["open"]) == (1, 2)


# -- blindness ---------------------------------------------------------------------------------------------


def test_suggestions_of_a_document_to_be_read_blind_stay_away_until_it_is_done(
    project: qc.Project,
) -> None:
    desk = desk_of(project, "CD", role=CODER, enforced=True)
    told = asked(desk, "review")
    assert (told["rows"], told["open"], told["unread"]) == ([], 0, [])
    assert told["hidden"] == [
        {"document": "T1", "open": 2, "why": "assigned"},
        {"document": "T2", "open": 1, "why": "assigned"},
    ]
    known = rows_of(desk_of(project))["T1", "trust"]["id"]
    for name, more in (("review_decide", {"decision": "accept"}), ("review_memo", {"text": "Hm."})):
        with pytest.raises(CodingError, match="without sight of suggestions"):
            asked(desk, name, suggestion=known, **more)
    with pytest.raises(CodingError):
        asked(desk, "review_sample")
    qc.Project(project.study, "CD").complete("T1", blind=True)
    told = asked(desk, "review")
    assert {row["document"] for row in told["rows"]} == {"T1"}
    assert told["hidden"] == [{"document": "T2", "open": 1, "why": "assigned"}]


def test_a_coder_can_keep_suggestions_away_from_herself(project: qc.Project) -> None:
    desk = desk_of(project)
    assert asked(desk, "review")["unread"] == ["T1", "T2"]
    told = asked(desk, "review", blind=True)
    assert (told["rows"], [each["why"] for each in told["hidden"]]) == ([], ["wanted", "wanted"])
    project.complete("T2")
    assert set(rows_of(desk, blind=True)) == {("T2", "price")}


def test_who_has_seen_suggestions_does_not_read_blind_any_more(project: qc.Project) -> None:
    desk = desk_of(project)
    version = {document: rows_of(desk)[document, "price"]["version"] for document in ("T1", "T2")}
    # Sent is not shown.
    asked(desk, "review_text", document="T1")
    assert desk.looks.how("AB", version["T1"]) == HIDDEN
    assert rows_of(desk)["T1", "trust"]["first"]
    asked(desk, "review_seen", document="T1")
    assert desk.looks.how("AB", version["T1"]) == SEEN
    assert not rows_of(desk)["T1", "trust"]["first"]
    with pytest.raises(CodingError, match="in sight"):
        asked(desk, "done", document="T1", version=version["T1"], blind=True)
    # Whoever decides has seen it, whatever the page said; after the own pass it changes nothing.
    asked(desk, "review_decide", suggestion=rows_of(desk)["T2", "price"]["id"], decision="reject")
    assert desk.looks.how("AB", version["T2"]) == SEEN
    other = desk_of(project, "EF")
    qc.Project(project.study, "EF").complete("T1", blind=True)
    asked(other, "review_seen", document="T1")
    assert other.looks.how("EF", version["T1"]) is None


def test_the_open_text_of_the_page_stays_the_open_one(project: qc.Project) -> None:
    desk = desk_of(project)
    asked(desk, "document", document="T1", others=True)
    asked(desk, "review_text", document="T2")
    assert desk.showing_others


# -- hidden checks -----------------------------------------------------------------------------------------

# Ten turns of one speaker; every second one says trust, and nobody proposes it for the others.
TALK = "\n".join(
    f"P1: {'I trust them, number' if n % 2 else 'We count things here, number'} {n} and so on."
    for n in range(20)
)


@pytest.fixture
def checked(make_study: MakeStudy) -> tuple[Desk, str, str]:
    """A desk over a study with hidden checks, one of them, and a real suggestion of the same code."""
    made = make_study(files={"T3.txt": TALK}, codebook=BOOK)
    made.suggest(engines=("patterns",))
    made.hidden_checks(True, share=0.2)
    deck = checks.deck(made.study)
    assert deck is not None and len(deck.checks) == 2
    desk = desk_of(made)
    ids = [row["id"] for row in asked(desk, "review")["rows"]]
    assert set(deck.checks) < set(ids) and len(ids) == 12
    return (
        desk,
        next(each for each in ids if each in deck.checks),
        next(each for each in ids if each not in deck.checks),
    )


def numbers(desk: Desk) -> list[Any]:
    told = asked(desk, "review")
    return [
        told["open"],
        told["decided"],
        told["matching"],
        told["since"],
        told["codes"],
        told["documents"],
    ]


def the_story_of(desk: Desk, suggestion: str, how: dict[str, Any]) -> list[Any]:
    """All that a page is told while something is decided, decided anew, and taken back again and again."""
    story: list[Any] = []
    start = desk.study.last_act

    def step(name: str, **given: Any) -> dict[str, Any]:
        answer = desk.call(name, given, act_id=new_id("a"))
        told = {key: value for key, value in answer["result"].items() if key != "memo"}
        assert told.pop("suggestion", suggestion) in (suggestion, None)
        there = suggestion in {row["id"] for row in asked(desk, "review")["rows"]}
        story.append([name, told, answer["act"] - start, there, numbers(desk)])
        return answer["result"]

    other = "reject" if how["decision"] == "accept" else "accept"
    step("review_decide", suggestion=suggestion, **how)
    step("review_decide", suggestion=suggestion, **how)  # the same again
    step("review_decide", suggestion=suggestion, decision=other)
    step("review_undo", suggestion=suggestion)
    step("review_decide", suggestion=suggestion, **how)  # as it stands again
    step("review_undo", suggestion=suggestion)
    step("review_decide", suggestion=suggestion, **how)
    step("review_undo", suggestion=suggestion)
    memo = step("review_memo", suggestion=suggestion, text="Strange.")["memo"]
    step("review_undo", memo=memo)
    return story


@pytest.mark.parametrize(
    "how",
    [
        {"decision": "accept"},
        {"decision": "reject"},
        {"decision": "reject", "reason": "not so"},
        {"decision": "revise", "code": "price"},
    ],
    ids=["accept", "reject", "with a reason", "revise"],
)
def test_a_page_cannot_tell_a_hidden_check_from_a_suggestion(
    checked: tuple[Desk, str, str], how: dict[str, Any]
) -> None:
    desk, check, real = checked
    rows = {row["id"]: row for row in asked(desk, "review")["rows"]}
    assert rows[check].keys() == rows[real].keys() and len(check) == len(real)
    assert {name: type(value) for name, value in rows[check].items()} == {
        name: type(value) for name, value in rows[real].items()
    }
    before = numbers(desk)
    assert the_story_of(desk, check, how) == the_story_of(desk, real, how)
    assert numbers(desk) == before
    # What is open again is open: the check as well, though only its first answer counts.
    assert {check, real} <= {row["id"] for row in asked(desk, "review")["rows"]}
    if how["decision"] != "reject":
        first = [each for each in checks.answers(desk.study) if each.suggestion_id == check]
        assert [each.decision for each in first] == [how["decision"]]


def test_no_check_becomes_a_coding_or_a_memo_that_tells(checked: tuple[Desk, str, str]) -> None:
    desk, check, real = checked
    project = qc.Project(desk.study, "AB")
    for suggestion in (check, real):
        asked(desk, "review_decide", suggestion=suggestion, decision="accept")
        asked(desk, "review_memo", suggestion=suggestion, text="Why?")
    assert project.decisions()["suggestion_id"].tolist() == [real]
    assert len(project.codings()) == 1
    memos = project.memos()
    assert set(memos["kind"]) == {"document"} and set(memos["on"]) == {"T3"}
    assert all(title.startswith("On the suggestion of Trust, turn ") for title in memos["title"])
    with pytest.raises(QualcodeError, match="no suggestion"):
        asked(desk, "review_decide", suggestion="s" + "1" * 32, decision="accept")


# -- scores, runs, many --------------------------------------------------------------------------------------


def test_a_run_from_the_page_says_what_it_needs_and_what_it_brought(make_study: MakeStudy) -> None:
    made = make_study(files={"T1.txt": T1, "T2.txt": T2}, codebook=BOOK)
    desk = desk_of(made)
    assert not asked(desk, "review")["ever"]
    told = asked(desk, "review_engines")
    assert {each["engine"]: (each["ready"], each["number"]) for each in told["engines"]} == {
        "patterns": (True, 2),
        "learned": (False, 0),
        "definitions": (True, 3),
    }
    assert told["vectors"] == "left out of the tests"
    act = new_id("a")
    report = desk.call("review_suggest", {"engines": ["patterns"]}, act_id=act)["result"]
    assert (report["new"], report["codes"]) == (3, {"trust": 1, "price": 2})
    assert desk.call("review_suggest", {"engines": ["patterns"]}, act_id=act)["again"]
    assert asked(desk, "review")["open"] == 3
    with pytest.raises(UsageError):
        asked(desk, "review_suggest", engines=[])


def test_new_scores_count_the_decisions_since_the_last_ones(project: qc.Project) -> None:
    desk = desk_of(project)
    asked(desk, "review_decide", suggestion=rows_of(desk)["T1", "price"]["id"], decision="accept")
    told = asked(desk, "review")
    assert (told["since"], told["refreshed"], told["meaning"]) == (1, False, "rates")
    # To somebody else the decision is none of theirs.
    assert told["mine"] == 1
    other = asked(desk_of(project, "ZZ"), "review")
    assert (other["since"], other["mine"]) == (1, 0)
    assert asked(desk, "review_refit")["engines"] == ["patterns"]
    about = rows_of(desk)["T2", "price"]["id"]
    told = asked(desk, "review", about=about, without=[about])
    assert (told["since"], told["mine"], told["refreshed"]) == (0, 0, True)
    assert told["score"] == rows_of(desk)["T2", "price"]["score"]


def test_many_are_accepted_only_after_a_sample_was_looked_at(make_study: MakeStudy) -> None:
    # Ten turns say trust; nine are accepted with a look at five of them, all right: the lower end is 47.8 %.
    made = make_study(files={"T3.txt": TALK}, codebook=BOOK)
    made.suggest(engines=("patterns",))
    desk = desk_of(made)
    with pytest.raises(CodingError, match="no random sample"):
        asked(desk, "review_accept_many", selection={"code": ["trust"]}, minimum=0.4)
    sample = asked(desk, "review_sample", codes=["trust"], n=5)
    assert (sample["n"], sample["available"], len(sample["rows"])) == (5, 10, 5)
    selection = sample["selection"]
    with pytest.raises(CodingError, match="undecided"):
        asked(desk, "review_sampled", selection=selection)
    for row in sample["rows"]:
        asked(desk, "review_decide", suggestion=row["id"], decision="accept")
    told = asked(desk, "review_sampled", selection=selection)
    assert (told["sample"], told["right"], told["open"]) == (5, 5, 5)
    assert round(told["low"], 3) == 0.478
    with pytest.raises(CodingError, match="lower end"):
        asked(desk, "review_accept_many", selection=selection, minimum=0.8)
    assert asked(desk, "review_accept_many", selection=selection, minimum=0.4)["accepted"] == 5
    assert len(made.codings()) == 10
    asked(desk, "review_undo", many=True)
    assert len(made.codings()) == 5


def test_accepting_many_leaves_alone_what_has_to_stay_hidden(project: qc.Project) -> None:
    other = desk_of(project, "CD")
    sample = asked(other, "review_sample", n=5)
    for row in sample["rows"]:
        asked(other, "review_decide", suggestion=row["id"], decision="accept")
    # From now on CD is to read blind: what was drawn before that opens no door.
    kept = Desk(project.study, "CD", role=ALONE, enforced=True)
    with pytest.raises(CodingError, match="without sight"):
        asked(kept, "review_accept_many", selection=sample["selection"], minimum=0.1)


def test_a_sample_with_checks_in_it_does_not_count_them_in_sight(
    checked: tuple[Desk, str, str],
) -> None:
    desk, _, _ = checked
    sample = asked(desk, "review_sample", n=12)
    assert len(sample["rows"]) == 12
    for row in sample["rows"]:
        asked(desk, "review_decide", suggestion=row["id"], decision="accept")
    told = asked(desk, "review_sampled", selection=sample["selection"])
    assert (told["sample"], told["right"], told["share"]) == (None, None, 1.0)
    with pytest.raises(CodingError) as caught:
        asked(desk, "review_accept_many", selection=sample["selection"], minimum=0.99)
    assert "10 of 10" not in str(caught.value)


def test_looks_are_shared_by_the_desks_of_a_server(project: qc.Project) -> None:
    with contextlib.closing(open_study(project.study.path)) as second:
        looks = Looks(project.study)
        one = Desk(project.study, "AB", looks=looks)
        two = Desk(second, "AB", looks=looks)
        asked(one, "review_seen", document="T1")
        assert not rows_of(two)["T1", "trust"]["first"]


def test_neither_changes_nor_a_resend_nor_undo_tell_a_check_from_a_suggestion(
    checked: tuple[Desk, str, str],
) -> None:
    desk, check, real = checked
    told = []
    for suggestion in (check, real):
        act_id, since = new_id("a"), desk.study.last_act
        given = {"suggestion": suggestion, "decision": "reject"}
        first = desk.call("review_decide", given, act_id=act_id, since=since, document="T3")
        # A desk of another time, as after a restart, answers from the act alone.
        again = Desk(desk.study, "AB").call("review_decide", given, act_id=act_id)
        undo = asked(desk, "undoable")
        told.append(
            [
                {
                    key: value
                    for key, value in first["changes"].items()
                    if key not in ("act", "since")
                },
                again["again"],
                again["result"],
                [undo[key] for key in ("verb", "what", "large")],
            ]
        )
        accepted = desk.call(
            "review_decide",
            {"suggestion": suggestion, "decision": "accept"},
            act_id=(same := new_id("a")),
        )
        assert accepted["act"] == first["act"] + 1
        told[-1].append(
            Desk(desk.study, "AB").call(
                "review_decide", {"suggestion": suggestion, "decision": "accept"}, act_id=same
            )["result"]
        )
    assert told[0] == told[1]
