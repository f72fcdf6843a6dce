"""Which hindrance may pass, so that the same is asked again, and which is a refusal."""

from __future__ import annotations

from typing import Any

import pytest

import qualcode as qc
from qualcode.errors import CodingError, ProjectError, QualcodeError, UsageError


def test_what_hinders_the_file_may_pass_and_what_was_given_never_does(tiny: Any) -> None:
    project, study = tiny.project, tiny.project.study
    with pytest.raises(ProjectError, match="cannot take what was given") as given:
        study.rows("SELECT ?", (["two", "names"],))
    assert given.value.again is False
    # No page more than the file has: nothing can be added, as on a full disk.
    (most,) = study.rows("PRAGMA page_count")[0]
    study.rows(f"PRAGMA max_page_count = {most}")
    before = study.last_act
    with pytest.raises(ProjectError, match="disk is full") as full:
        project.add_memo("Words " * 20_000)
    assert full.value.again is True and study.last_act == before
    study.rows("PRAGMA max_page_count = 1073741823")
    project.add_memo("Words " * 20_000)
    assert study.last_act == before + 1


def test_only_a_project_can_stand_in_the_way_for_a_while() -> None:
    assert ProjectError("s.qualcode", "is read-only").again
    for kind in (QualcodeError, UsageError, CodingError):
        assert not kind("", "is wrong").again


def test_another_program_that_writes_passes(tiny: Any) -> None:
    with qc.open_project(tiny.project.path, coder="CD") as other:
        other.study.connection.execute("PRAGMA busy_timeout = 0")
        tiny.project.study.connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(ProjectError, match="another program") as busy:
            other.add_memo("Words")
        assert busy.value.again
        tiny.project.study.connection.execute("ROLLBACK")
        other.add_memo("Words")
