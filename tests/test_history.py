"""Acts, undo and redo, and the study as it was."""

import json

import pandas as pd
import pytest
from kit import (
    CODEBOOK,
    FORUM,
    HAND_CODED,
    PARTICIPANTS,
    code_by_hand,
    content,
    forum,
    marks,
    picture,
    write,
)

import qualcode as qc
from qualcode.errors import CodingError, HistoryError, ProjectError, UsageError


def other(project, coder):
    """The same project in the hands of another coder."""
    return qc.open_project(project.path, coder=coder)


def suggestion(project, code, start):
    frame = project.suggestions()
    return frame[(frame["code"] == code) & (frame["start"] == start)]["suggestion_id"].item()


# -- every kind of act can be undone and done again ------------------------------------------------


def _ingest(project, folder):
    write(folder, FG2__txt="INT: And you?\nEVE: Delay, mostly.\n")
    project.ingest(folder / "FG2.txt")


def _new_version(project, folder):
    code_by_hand(project)
    project.complete("FG1")
    write(folder, FG1__txt="Recorded with consent.\n" + FORUM)
    project.ingest(folder / "FG1.txt", new_version=True)


def _sheet(project, folder):
    write(folder, participants__csv=PARTICIPANTS.replace("Provider", "Supplier"))
    project.ingest(participants=folder / "participants.csv")


def _codebook(project, folder):
    write(folder, codebook__yaml=CODEBOOK + "  - code: risk\n")
    project.load_codebook(folder / "codebook.yaml")


def _code(project, folder):
    project.add_coding(document="FG1", start=59, end=72, code="trust", memo="At once.")


def _retract(project, folder):
    project.retract(code_by_hand(project)[1])


def _complete(project, folder):
    project.complete("FG1", blind=True)


def _complete_again(project, folder):
    project.complete("FG1", codes=["trust"], blind=True)
    project.complete("FG1", blind=True)


def _suggest(project, folder):
    project.suggest()


def _accept(project, folder):
    project.suggest()
    project.accept(suggestion(project, "trust", 59), reason="obviously")


def _reject(project, folder):
    project.suggest()
    project.reject(suggestion(project, "price", 59))


def _revise(project, folder):
    project.suggest()
    project.revise(suggestion(project, "trust", 59), start=59, end=72)


def _change_of_mind(project, folder):
    project.suggest()
    project.accept(suggestion(project, "trust", 59))
    project.reject(suggestion(project, "trust", 59))


def _memo(project, folder):
    project.add_memo("Ask about price again.", on="FG1")


def _setting(project, folder):
    code_by_hand(project)
    project.set_primary("AB")


def _role_from(project, folder):
    project.ingest(role_from="aliases")


def _import(project, folder):
    write(folder, c__csv="document,code,coder,turn,weight\nFG1,trust,CD,2,7\nFG1,price,CD,4,8\n")
    project.import_codings(folder / "c.csv", complete=True)


def _import_creating_codes(project, folder):
    write(folder, c__csv="document,code,coder,turn\nFG1,new one,CD,2\n")
    project.import_codings(folder / "c.csv", create_codes=True, complete=True)


def _import_replacing(project, folder):
    code_by_hand(project)
    write(folder, c__csv="document,code,coder,turn\nFG1,trust,AB,2\n")
    project.import_codings(folder / "c.csv", replace=True)


def _import_progress(project, folder):
    write(folder, p__csv="document,coder,blind\nFG1,CD,yes\n")
    project.import_progress(folder / "p.csv")


def _decide_by_sheet(project, folder):
    project.suggest()
    project.export_suggestions(folder / "d.csv")
    text = (folder / "d.csv").read_text("utf-8").splitlines()
    rows = [
        line + "" if n == 0 else line[: line.rindex(",,") + 1] + "accept,"
        for n, line in enumerate(text)
    ]
    write(folder, d__csv="\n".join(rows))
    assert sum(project.decide(folder / "d.csv").counts.values()) == 3


ACTS = [
    _ingest, _new_version, _sheet, _codebook, _code, _retract, _complete, _complete_again, _suggest,
    _accept, _reject, _revise, _change_of_mind, _memo, _setting, _role_from, _import,
    _import_creating_codes, _import_replacing, _import_progress, _decide_by_sheet,
]  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__[1:])
def test_an_act_can_be_undone_and_done_again_and_undone_once_more(tmp_path, act):
    project = forum(tmp_path)
    act(project, tmp_path)
    after = picture(project)
    last = project.study.last_act
    before = picture(project.as_of(last - 1))
    assert after != before or act is _role_from or act is _setting
    for _ in range(2):
        project.undo()
        assert picture(project) == before
        assert project.check() == []
        project.redo()
        assert picture(project) == after
        assert project.check() == []
    assert project.study.last_act == last + 4


def test_a_study_can_be_undone_to_nothing_and_done_again(tmp_path):
    # Acts 2 to 9: ingest, codebook, three codings, suggest, accept, pass.
    project = forum(tmp_path)
    code_by_hand(project)
    project.suggest()
    project.accept(suggestion(project, "trust", 148))
    project.complete("FG1")
    after = picture(project)
    for _ in range(8):
        project.undo()
    with pytest.raises(HistoryError, match="no act to undo"):
        project.undo()
    assert len(project.documents()) == len(project.codings()) == 0
    for _ in range(8):
        project.redo()
    with pytest.raises(HistoryError, match="no undone act"):
        project.redo()
    assert picture(project) == after
    assert project.check() == []


def test_the_study_as_of_every_act_is_what_the_frames_gave_at_that_moment(tmp_path):
    project = forum(tmp_path)
    seen = {}

    def look():
        seen[project.study.last_act] = picture(project)

    look()
    for act in (_setting, _accept, _import, _new_version, _memo, _sheet, _complete_again):
        act(project, tmp_path)
        look()
    for _ in range(3):
        project.undo()
        look()
    project.redo()
    look()
    project.add_memo("Later.")
    look()
    assert len(seen) == 13
    for act, picture_then in seen.items():
        past = project.as_of(act)
        assert picture(past) == picture_then, act
        assert past.check() == []


def test_a_past_study_gives_the_tables_of_then_and_takes_no_new_act(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project)
    project.complete("FG1")
    then = project.study.last_act
    frame = qc.crosstab(project, rows="code", columns="role", unit="codings").frame
    project.retract(list(project.codings()["coding_id"]))
    past = project.as_of(then)
    pd.testing.assert_frame_equal(
        qc.crosstab(past, rows="code", columns="role", unit="codings").frame, frame
    )
    assert frame.loc["trust", "Commissioner"] == 2
    with pytest.raises(ProjectError, match=f"as of act {then}"):
        past.add_memo("Too late.")
    for wrong in (0, project.study.last_act + 1):
        with pytest.raises(HistoryError, match=f"no act {wrong}"):
            project.as_of(wrong)


# -- what cannot be undone or redone ---------------------------------------------------------------


def refused(project, *acts):
    """Undo is refused, names these acts and changes nothing."""
    before = content(project)
    with pytest.raises(HistoryError) as error:
        project.undo()
    assert "\n" not in str(error.value)
    for act in acts:
        assert f"act {act} (" in str(error.value)
    assert content(project) == before


def test_an_ingest_with_codings_of_another_coder_stays(tmp_path):
    # AB: ingest 2, codebook 3. CD: coding 4, pass 5, memo 6 on the document.
    ab = forum(tmp_path)
    cd = other(ab, "CD")
    cd.add_coding(document="FG1", start=59, end=72, code="trust")
    cd.complete("FG1")
    refused(ab, 4, 5)  # the codebook that act 4 coded with
    cd.undo()
    cd.undo()
    cd.add_memo("A lively one.", on="FG1")
    ab.undo()  # the codebook
    refused(ab, 8)
    cd.undo()
    ab.undo()
    assert len(ab.documents()) == 0
    assert ab.check() == []


def test_what_others_built_upon_stays(tmp_path):
    # CD imports AB's codings, then others retract, decide and write memos upon them.
    cd = forum(tmp_path, coder="CD")
    write(tmp_path, c__csv="document,code,coder,turn\nFG1,trust,AB,2\nFG1,trust,AB,4\n")
    cd.import_codings(tmp_path / "c.csv")  # act 4
    ab = other(cd, "AB")
    first, second = ab.codings()["coding_id"]
    ab.retract(first)  # act 5
    refused(cd, 5)
    ab.undo()
    ab.add_memo("Why this?", on=second)  # act 7
    refused(cd, 7)
    ab.undo()
    ab.suggest()  # act 9
    ab.accept(suggestion(ab, "trust", 59))  # act 10: already coded, by the import
    refused(cd, 10)
    assert cd.check() == []


def test_a_new_version_that_was_coded_stays(tmp_path):
    ab = forum(tmp_path)
    _new_version(ab, tmp_path)
    act = ab.study.last_act
    cd = other(ab, "CD")
    cd.add_coding(document="FG1", start=82, end=95, code="price")
    refused(ab, act + 1)


def test_a_retraction_stays_where_the_same_words_were_coded_again(tmp_path):
    # CD retracts AB's coding; AB codes the same words again; CD's undo would make them twice.
    ab = forum(tmp_path)
    (coding,) = code_by_hand(ab, 1)  # act 4
    cd = other(ab, "CD")
    cd.retract(coding)  # act 5
    code_by_hand(ab, 1)  # act 6
    refused(cd, 6)


@pytest.mark.parametrize("kind", ["memo", "pass", "decision"])
def test_what_carries_a_memo_stays(tmp_path, kind):
    ab = forum(tmp_path)
    if kind == "memo":
        subject = ab.add_memo("First thought.")
    elif kind == "pass":
        (done,) = ab.complete("FG1")
        subject = done.pass_id
    else:
        ab.suggest()
        ab.reject(suggestion(ab, "price", 59))
        subject = ab.decisions()["decision_id"].item()
    other(ab, "CD").add_memo("I disagree.", on=subject)
    refused(ab, ab.study.last_act)


def test_undo_takes_back_my_latest_act_and_nobody_elses(tmp_path):
    ab = forum(tmp_path)
    code_by_hand(ab, 1)
    cd = other(ab, "CD")
    cd.add_coding(document="FG1", start=112, end=131, code="delay")
    assert ab.undo() == "undone: act 4, code (1 coding)"
    assert marks(ab) == [("FG1", 112, 131, "delay", "CD")]
    cd.undo()
    assert marks(ab) == []
    assert ab.redo() == "redone: act 4, code (1 coding)"
    assert marks(cd) == [("FG1", 59, 72, "trust", "AB")]
    with pytest.raises(HistoryError, match="EF has no act to undo"):
        other(ab, "EF").undo()


def test_undo_and_redo_need_a_coder(tmp_path):
    forum(tmp_path).close()
    nobody = qc.open_project(tmp_path / "s.qualcode")
    for verb in (nobody.undo, nobody.redo):
        with pytest.raises(UsageError, match="coder"):
            verb()


def test_redo_ends_with_a_new_act_of_mine_but_not_with_one_of_yours(tmp_path):
    ab = forum(tmp_path)
    code_by_hand(ab)
    ab.undo()
    other(ab, "CD").add_memo("Meanwhile.")
    ab.redo()
    assert len(marks(ab)) == 3
    ab.undo()
    ab.add_memo("Something new.")
    before = content(ab)
    with pytest.raises(HistoryError, match="no undone act"):
        ab.redo()
    assert content(ab) == before


def test_two_undone_acts_come_back_in_the_order_in_which_they_were_made(tmp_path):
    ab = forum(tmp_path)
    code_by_hand(ab)
    ab.undo()
    ab.undo()
    ab.redo()
    assert [m[1:3] for m in marks(ab)] == [(59, 72), (80, 95)]
    ab.undo()
    ab.redo()
    ab.redo()
    assert [m[1:3] for m in marks(ab)] == [(59, 72), (80, 95), (154, 165)]


def cannot_redo(project, why):
    before = content(project)
    with pytest.raises(HistoryError, match=why) as error:
        project.redo()
    assert "damaged" not in str(error.value)
    assert content(project) == before
    assert project.check() == []


def test_redo_is_refused_where_its_document_is_gone(tmp_path):
    cd = forum(tmp_path, coder="CD")
    ab = other(cd, "AB")
    code_by_hand(ab, 1)
    ab.undo()
    cd.undo()
    cd.undo()
    cannot_redo(ab, "no longer")


def test_redo_is_refused_where_its_code_is_gone(tmp_path):
    cd = forum(tmp_path, coder="CD")
    ab = other(cd, "AB")
    code_by_hand(ab, 1)
    ab.undo()
    cd.undo()
    cannot_redo(ab, "no longer has trust")


def test_redo_is_refused_where_somebody_did_the_same_meanwhile(tmp_path):
    ab = forum(tmp_path)
    cd = other(ab, "CD")
    ab.suggest()
    ab.undo()
    cd.suggest()
    cannot_redo(ab, "again")
    cd.undo()
    ab.redo()
    assert len(ab.suggestions()) == 3


def test_redo_is_refused_where_the_same_codings_came_by_import(tmp_path):
    ab = forum(tmp_path)
    code_by_hand(ab, 1)
    ab.export_codings(tmp_path / "c.csv")
    ab.undo()
    cd = other(ab, "CD")
    cd.import_codings(tmp_path / "c.csv")
    cannot_redo(ab, "again")
    assert len(marks(ab)) == 1


def test_redo_is_refused_where_another_text_took_the_place(tmp_path):
    ab = forum(tmp_path)
    _ingest(ab, tmp_path)
    ab.undo()
    cd = other(ab, "CD")
    write(tmp_path, FG2__txt="INT: And you?\nEVE: Something else.\n")
    cd.ingest(tmp_path / "FG2.txt")
    cannot_redo(ab, "FG2")
    assert "Something else" in ab.text("FG2")


def test_redo_of_a_codebook_is_refused_where_it_lacks_a_code_in_use_by_now(tmp_path):
    ab = forum(tmp_path)
    write(tmp_path, codebook__yaml=CODEBOOK.replace("  - code: delay\n", ""))
    ab.load_codebook(tmp_path / "codebook.yaml")
    ab.undo()
    other(ab, "CD").add_coding(document="FG1", turn=3, code="delay")
    cannot_redo(ab, "delay")


def test_redo_is_refused_where_what_it_retracts_is_gone(tmp_path):
    ab = forum(tmp_path)
    (coding,) = code_by_hand(ab, 1)
    cd = other(ab, "CD")
    cd.retract(coding)
    cd.undo()
    ab.retract(coding)
    cannot_redo(cd, "no longer")


def test_redo_does_not_put_an_older_sheet_above_a_newer_one(tmp_path):
    # AB's sheet says Supplier (act 4), CD's says Vendor (act 5). AB's undo and redo change nothing.
    ab = forum(tmp_path)
    _sheet(ab, tmp_path)
    cd = other(ab, "CD")
    write(tmp_path, participants__csv=PARTICIPANTS.replace("Provider", "Vendor"))
    cd.ingest(participants=tmp_path / "participants.csv")
    ab.undo()
    ab.redo()
    roles = ab.participants().set_index("participant")["role"]
    assert roles["P2"] == "Vendor"
    assert ab.check() == []


def test_redo_does_not_put_an_older_codebook_above_a_newer_one(tmp_path):
    ab = forum(tmp_path)
    write(tmp_path, codebook__yaml=CODEBOOK.replace("Tiny", "Second"))
    ab.load_codebook(tmp_path / "codebook.yaml")
    ab.undo()
    cd = other(ab, "CD")
    write(tmp_path, codebook__yaml=CODEBOOK.replace("Tiny", "Third"))
    cd.load_codebook(tmp_path / "codebook.yaml")
    # Two codebooks would both be the present one.
    with pytest.raises(HistoryError, match="the codebook was changed meanwhile, in act 6"):
        ab.redo()
    assert ab.codebook.title == "Third"


# -- the history as it is read ---------------------------------------------------------------------


def test_the_history_names_every_act_who_did_it_and_whether_it_was_undone(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project, 2)
    project.undo()
    frame = project.history()
    assert frame["verb"].tolist() == ["new", "ingest", "load codebook", "code", "code", "undo"]
    assert frame["act"].tolist() == [1, 2, 3, 4, 5, 6]
    assert set(frame["coder"]) == {"AB"}
    assert frame["undone_by"].isna().tolist() == [True, True, True, True, False, True]
    assert frame["undone_by"][4] == 6


def test_no_words_of_the_study_stand_in_the_history(tmp_path):
    # Texts, names, attribute values, memos, evidence and reasons lie in content rows.
    project = forum(tmp_path)
    for act in (_accept, _memo, _sheet, _import):
        act(project, tmp_path)
    events = json.dumps(project.study.rows("SELECT kind, data FROM event"), ensure_ascii=False)
    for word in (
        "honestly",
        "ANN",
        "BOB",
        "Supplier",
        "Commissioner",
        "Ask about",
        "obviously",
        "P1",
    ):
        assert word not in events, word


def test_an_act_of_nothing_is_no_act(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project)
    project.complete("FG1")
    project.set_primary("AB")
    last = project.study.last_act
    code_by_hand(project)
    project.complete("FG1")
    project.set_primary("AB")
    project.load_codebook(tmp_path / "codebook.yaml")
    project.ingest(
        tmp_path / "FG1.txt",
        participants=tmp_path / "participants.csv",
        documents=tmp_path / "documents.csv",
    )
    project.suggest()
    project.suggest()
    assert project.study.last_act == last + 1  # the first suggest


def test_codings_never_change_they_are_retracted_and_added(tmp_path):
    project = forum(tmp_path)
    ids = code_by_hand(project)
    project.retract(ids[0])
    with pytest.raises(CodingError, match="was retracted in act 7"):
        project.retract(ids[0])
    with pytest.raises(CodingError, match="is no coding"):
        project.retract("c0")
    rows = project.study.rows("SELECT coding_id, ended FROM coding ORDER BY n")
    assert rows == [(ids[0], 7), (ids[1], None), (ids[2], None)]
    assert len(marks(project)) == len(HAND_CODED) - 1
