"""The desk itself: which act an answer knows of, and what is asked for wrongly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import qualcode as qc
from qualcode.errors import UsageError
from qualcode.workbench.desk import METHODS, Desk

TALK = "May: A 🌱 garden.\n"


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    return make_study(files={"talk.txt": TALK}, codebook=["value"])


def test_what_is_written_while_a_call_reads_is_told_by_the_next(
    study: qc.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CD codes right after AB's page has read who coded what."""
    of, before = Desk(study.study, "AB"), study.study.last_act
    counted = METHODS["hello"]

    def read_and_then_coded(desk: Desk) -> Any:
        found = counted.function(desk)
        qc.Project(study.study, "CD").add_coding(document="talk", start=7, end=15, code="value")
        return found

    monkeypatch.setitem(METHODS, "hello", replace(counted, function=read_and_then_coded))
    answer = of.call("hello")
    assert (answer["act"], study.study.last_act) == (before, before + 1)
    changes = of.call("changes", {"since": answer["act"], "document": "talk", "others": True})
    assert [row[4] for row in changes["result"]["codings"]["added"]] == ["CD"]
    # Who writes knows of the own act.
    made = of.call("memo_add", {"on": None, "text": "Words"})
    assert made["act"] == study.study.last_act == before + 2


def test_names_of_parameters_are_told_in_short(study: qc.Project) -> None:
    of = Desk(study.study, "AB")
    for given in ({"x" * 100_000: 1}, ["documents"], "documents", {"only": ["talk", 3]}):
        with pytest.raises(UsageError) as error:
            of.call("documents", given)  # type: ignore[arg-type]
        assert len(str(error.value)) < 300
