"""How a run of suggest was made stands in the project, and a refit is made the same way."""

import pytest
from suggest_kit import BOOK, codings, progress, turns

import qualcode as qc
from qualcode.analysis.suggested import ENGINES_SETTING
from qualcode.errors import UsageError
from qualcode.review import scores
from qualcode.review.queue import queue, refresh_suggestions
from qualcode.review.suggesting import LastRun, last_run, suggest
from qualcode.store import state
from qualcode.suggest.combined import OWN
from qualcode.suggest.vectors import NOTE, available

READ = [1, 2, 3, 4, 5]
GONE = "sentence vectors need onnxruntime, which is not installed."


@pytest.fixture
def taught(make_study):
    """Eight interviews of ten turns, five of them coded and passed."""
    return make_study(turns=turns(8), codebook=BOOK, codings=codings(READ), progress=progress(READ))


@pytest.fixture
def vectors(monkeypatch):
    """Sentence vectors, which other tests go without."""
    if available() is not None:
        pytest.skip("no sentence vectors here")
    monkeypatch.setattr("qualcode.suggest.vectors.available", available)


@pytest.fixture
def uninstall(monkeypatch):
    return lambda: monkeypatch.setattr("qualcode.suggest.vectors.available", lambda: GONE)


def said(project):
    return state.setting(project.study, ENGINES_SETTING)


def run_before_records(project):
    """A run as earlier versions left it: suggestions, and nothing that says how they were made."""
    suggest(project.study, "AB", precision=0)
    project.study.connection.execute("DELETE FROM setting WHERE key = ?", (ENGINES_SETTING,))
    project.study.connection.commit()


# -- what a run leaves ---------------------------------------------------------------------------------


def test_a_run_says_which_engines_ran_and_whether_vectors_were_used(taught):
    report = suggest(taught.study, "AB", precision=0)
    assert said(taught) == "patterns, learned, definitions without sentence vectors"
    assert report.embeddings is False and report.as_data()["embeddings"] is False
    assert "patterns, learned, definitions ran without sentence vectors" in str(report)
    assert last_run(taught.study) == LastRun(taught.study.last_act, OWN, False)
    # Patterns have no use for them.
    report = suggest(taught.study, "AB", engines=["patterns"], codes=["price"])
    assert said(taught) == "patterns for price"
    assert report.embeddings is None and "vectors" not in str(report)
    assert last_run(taught.study).engines == ("patterns",)
    assert taught.check() == []


def test_the_same_run_again_is_no_act_and_another_one_is(taught):
    suggest(taught.study, "AB", precision=0)
    last = taught.study.last_act
    assert suggest(taught.study, "AB", precision=0).new == 0
    assert taught.study.last_act == last
    # Nothing new, and yet the run that a refit is to follow.
    assert suggest(taught.study, "AB", engines=["learned"], precision=0.99).new == 0
    assert taught.study.last_act == last + 1
    assert last_run(taught.study) == LastRun(last + 1, ("learned",), False)
    taught.undo()
    assert last_run(taught.study) == LastRun(last, OWN, False)


def test_with_vectors_the_run_says_so(taught, vectors):
    report = suggest(taught.study, "AB", precision=0)
    assert said(taught) == "patterns, learned, definitions with sentence vectors"
    assert report.embeddings is True and str(report).count(NOTE) == 1
    # The same engines without them are another run.
    suggest(taught.study, "AB", precision=0, embeddings=False)
    assert last_run(taught.study).embeddings is False


def test_a_run_of_an_earlier_version_is_silent(taught):
    run_before_records(taught)
    assert last_run(taught.study) == LastRun(taught.study.last_act, None, None)
    assert scores.planned(taught.study) == scores.Choice(OWN, False)


def test_no_run_is_none(taught):
    assert last_run(taught.study) is None


# -- a refit -------------------------------------------------------------------------------------------


def test_after_patterns_alone_a_refit_moves_nothing(taught):
    suggest(taught.study, "AB", engines=["patterns"])
    frame = queue(taught.study, "AB")
    # The pattern hits two turns in each of the eight interviews.
    assert len(frame) == 16 and frame["score"].notna().all()
    report = refresh_suggestions(taught.study, "AB")
    assert (report.open, report.scored, report.moved) == (16, 16, 0)
    assert report.threshold is None and "patterns alone" in report.reason
    # Then all of them, which say something else of the same turns.
    suggest(taught.study, "AB", precision=0)
    assert refresh_suggestions(taught.study, "AB").moved > 0
    assert refresh_suggestions(taught.study, "AB").moved == 0


@pytest.mark.parametrize("engines", [["learned"], ["learned", "definitions"]])
def test_a_refit_uses_the_engines_of_the_latest_run(taught, engines):
    suggest(taught.study, "AB", engines=engines, precision=0)
    report = refresh_suggestions(taught.study, "AB")
    assert report.open and (report.scored, report.moved) == (report.open, 0)
    assert scores.planned(taught.study).engines == tuple(engines)


def test_the_run_and_not_what_lies_beside_the_project_tells_of_vectors(
    taught, vectors, monkeypatch
):
    suggest(taught.study, "AB", precision=0, embeddings=False)
    monkeypatch.setattr(scores, "_nearer", None)  # nothing is inferred
    assert scores.planned(taught.study) == scores.Choice(OWN, False)
    suggest(taught.study, "AB", precision=0, embeddings=True)
    assert scores.planned(taught.study) == scores.Choice(OWN, True)
    # A refit that was asked for otherwise holds until the next run.
    refresh_suggestions(taught.study, "AB", embeddings=False)
    assert scores.planned(taught.study).embeddings is False
    suggest(taught.study, "AB", engines=["learned", "definitions"], precision=0)
    assert scores.planned(taught.study).embeddings is True


def test_undoing_a_run_of_patterns_brings_back_the_choice_before(taught, vectors):
    suggest(taught.study, "AB", precision=0, embeddings=True)
    suggest(taught.study, "AB", engines=["patterns"])
    refresh_suggestions(taught.study, "AB")
    taught.undo()
    assert scores.planned(taught.study) == scores.Choice(OWN, True)


def test_where_vectors_were_used_and_are_not_there_one_sentence_says_so(taught, vectors, uninstall):
    suggest(taught.study, "AB", precision=0)
    path = taught.study.path
    taught.close()
    uninstall()
    with qc.open_project(path, coder="AB") as project:
        found = scores.planned(project.study)
        assert (found.engines, found.embeddings) == (OWN, False)
        assert found.notes == (
            f"the scores so far were made with sentence vectors, these without: {GONE}",
        )
        report = refresh_suggestions(project.study, "AB")
        assert report.open and report.scored == report.open and not report.embeddings
        # Now the scores are those without.
        assert scores.planned(project.study).notes == ()
        with pytest.raises(UsageError, match="onnxruntime"):
            refresh_suggestions(project.study, "AB", embeddings=True)


def test_vectors_are_of_no_use_to_patterns(taught, vectors):
    suggest(taught.study, "AB", engines=["patterns"])
    found = scores.planned(taught.study, True)
    assert (found.engines, found.embeddings) == (("patterns",), False)
    assert found.notes == ("patterns have no use for sentence vectors",)


def test_a_report_of_a_refit_says_how_it_was_made():
    made = scores.RefreshReport(2, 2, 0, 0, None, "", 7, True, OWN, ("A plain sentence",))
    assert str(made).splitlines()[-2:] == [
        "scores of patterns, learned, definitions with sentence vectors",
        "A plain sentence",
    ]
    alone = scores.RefreshReport(2, 2, 0, 0, None, "", 7, False, ("patterns",))
    assert str(alone).splitlines()[-1] == "scores of patterns"
    assert made.as_data()["engines"] == list(OWN)
