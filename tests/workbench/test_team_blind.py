"""What another coder does on a text that is still to be read blind leaves no trace in any answer, whatever a
page asks; and work that comes late finds the code that was renamed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from workbench.conftest import BOOK, TALK

import qualcode as qc
from qualcode.errors import CodingError, QualcodeError
from qualcode.store import Study
from qualcode.workbench.desk import CODER, LEAD, Desk


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Two talks with the same words by two people, and suggestions for both."""
    book = BOOK.replace("the price.}", "the price., patterns: [garden]}")
    (tmp_path / "book.yaml").write_text(book, "utf-8")
    with qc.new_project(tmp_path / "study.qualcode", coder="LP") as project:
        project.load_codebook(tmp_path / "book.yaml")
        for name, speaker in (("talk", "P1"), ("walk", "P2")):
            (tmp_path / f"{name}.txt").write_text(TALK.replace("P1", speaker), "utf-8")
            project.ingest(tmp_path / f"{name}.txt")
        project.suggest(engines=["patterns"])
        yield project.study


def text(desk: Desk, document: str) -> str:
    return desk.call("document", {"document": document})["result"]["version"]


def code(desk: Desk, document: str, start: int, end: int, name: str) -> str:
    of = {"document": document, "version": text(desk, document), "code": name}
    return desk.call("add", {**of, "start": start, "end": end})["result"]["coding"]


def done(desk: Desk, document: str) -> None:
    desk.call("done", {"document": document, "version": text(desk, document)})


def asked(desk: Desk) -> dict[str, Any]:
    """Everything that a page could ask about what is to be read blind."""
    found: dict[str, Any] = {}

    def ask(name: str, **given: Any) -> None:
        try:
            told = desk.call(name, given)["result"]
        except QualcodeError as error:
            told = str(error)
        if isinstance(told, dict):
            # How far the history has come is no secret.
            told = {key: value for key, value in told.items() if key not in ("act", "provenance")}
        found[f"{name} {given}"] = told

    for name in ("documents", "codebook", "counts", "undoable", "memos", "book_more", "book_queue"):
        ask(name)
    for document in ("talk", "walk"):
        ask("document", document=document, others=True)
        ask("memos", document=document, others=True)
        for name in ("passes", "looked", "review_text", "memos"):
            ask(name, document=document)
    for name in ("compare", "compare_figures"):
        ask(name, document="talk", coders=["AB", "CD"])
    ask("review_sample", documents=["talk"])
    for word in ("price", "garden"):
        ask("search", words=word)
    for name in ("value", "price"):
        ask("book_quotes", code=name)
        ask("book_queue", code=name)
        for coders in ("record", "any", "each", "AB"):
            ask("table", asked={"rows": "code", "coders": coders})
            ask("table_quotes", asked={"rows": "code", "coders": coders}, row=name)
    ask("review")
    # Of all documents together: how many decisions the scores do not know yet.
    for each in ("since", "refreshed", "reason", "threshold"):
        found["review {}"].pop(each)
    return found


def test_what_others_do_out_of_sight_leaves_no_trace(study: Study) -> None:
    ab, lp = Desk(study, "AB", role=CODER), Desk(study, "LP", role=LEAD)
    cd = Desk(study, "CD", role=CODER, enforced=True)
    for document in ("talk", "walk"):
        code(cd, document, 124, 129, "price")
    done(cd, "walk")
    before, act = asked(cd), study.last_act
    made = code(ab, "talk", 41, 49, "value")
    ab.call("memo_add", {"on": made, "text": "A thought"})
    ab.call("memo_add", {"on": "talk", "text": "A thought"})
    ab.call("key", {"coding": made, "on": True})
    ab.call("retract", {"codings": [code(ab, "talk", 60, 66, "price")]})
    here = {"documents": ["talk"]}
    (suggestion,) = ab.call("review", here)["result"]["rows"]
    ab.call("review_decide", {"suggestion": suggestion["id"], "decision": "accept"})
    done(ab, "talk")
    after = asked(cd)
    assert {key for key in before if before[key] != after[key]} == set()
    since = {"since": act, "document": "talk", "others": True}
    told = cd.call("changes", since)["result"]
    assert told["touched"] == []
    assert told["codings"]["gone"] == [] and [row[4] for row in told["codings"]["added"]] == ["CD"]
    # Nor can the ids of codings be tried out.
    for name, given in (("retract", {"codings": [made]}), ("change", {"coding": made, "end": 50})):
        with pytest.raises(CodingError, match="is no coding"):
            cd.call(name, given)
    # AB's two codings wait since the words of their code changed; CD's pass lets CD know.
    lp.call("book_define", {"code": "value", "definition": "What is gained."})
    assert cd.call("book_more")["result"]["codes"]["value"]["waiting"] == 0
    assert cd.call("book_queue")["result"]["others"] == 0
    assert lp.call("book_queue")["result"]["others"] == 2
    done(cd, "talk")
    assert cd.call("book_more")["result"]["codes"]["value"]["waiting"] == 2
    assert cd.call("book_queue")["result"]["others"] == 2
    assert cd.call("changes", since)["result"]["touched"] == ["talk"]


def test_a_retraction_out_of_sight_is_not_told_with_ones_own(study: Study) -> None:
    ab = Desk(study, "AB", role=CODER)
    cd = Desk(study, "CD", role=CODER, enforced=True)
    theirs = code(ab, "talk", 60, 66, "price")
    mine = code(cd, "talk", 124, 129, "price")
    act = study.last_act
    ab.call("retract", {"codings": [theirs]})
    since = {"since": act, "document": "talk", "others": True}
    told = cd.call("changes", since)["result"]
    assert (told["touched"], told["codings"]) == ([], None)
    cd.call("retract", {"codings": [mine]})
    told = cd.call("changes", since)["result"]
    assert (told["touched"], told["codings"]["gone"]) == (["talk"], [mine])


def test_late_work_finds_a_code_that_was_renamed_or_merged(study: Study) -> None:
    """A page without a line keeps codings with the ids that codes had then."""
    ab, lp = Desk(study, "AB", role=CODER), Desk(study, "LP", role=LEAD)
    first = code(ab, "talk", 124, 129, "price")
    lp.call("book_rename", {"code": "value", "to": "worth"})
    code(ab, "talk", 41, 49, "value")
    ab.call("change", {"coding": first, "code": "value"})

    def found(document: str) -> list[list[Any]]:
        return [
            row[1:4] for row in ab.call("document", {"document": document})["result"]["codings"]
        ]

    assert found("talk") == [[41, 49, "worth"], [124, 129, "worth"]]
    lp.call("book_merge", {"codes": ["worth"], "into": "price"})
    code(ab, "walk", 41, 49, "value")
    assert found("walk") == [[41, 49, "price"]]
    of = {"document": "walk", "version": text(ab, "walk")}
    items = [{**of, "start": 5, "end": 9}, {**of, "start": 41, "end": 49}]
    assert ab.call("code_many_what", {"items": items, "code": "value"})["result"] == {
        "new": 1, "stood": 1, "documents": 1,
    }  # fmt: skip
    ab.call("code_many", {"items": items, "code": "value"})
    assert found("walk") == [[5, 9, "price"], [41, 49, "price"]]
    with pytest.raises(CodingError, match="is not in the codebook"):
        code(ab, "walk", 41, 49, "never")


def test_a_late_revision_finds_a_code_that_was_renamed_and_its_suggestion_stays(
    study: Study,
) -> None:
    ab, lp = Desk(study, "AB", role=CODER), Desk(study, "LP", role=LEAD)
    done(ab, "talk")
    (row,) = ab.call("review", {"documents": ["talk"]})["result"]["rows"]
    lp.call("book_rename", {"code": "price", "to": "cost"})
    ab.call("review_decide", {"suggestion": row["id"], "decision": "revise", "code": "price"})
    (made,) = ab.call("document", {"document": "talk"})["result"]["codings"]
    assert made[3] == "cost"
    ab.call("change", {"coding": made[0], "start": made[1], "end": made[2] + 1})
    (changed,) = study.rows("SELECT end - start, suggestion_id FROM coding WHERE ended IS NULL")
    assert changed == (made[2] + 1 - made[1], row["id"])
