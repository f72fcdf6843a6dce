"""Memos: written on anything, changed by their author, found, exported and brought back."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from kit import CODEBOOK, FORUM, code_by_hand, content, forum, picture, write

import qualcode as qc
from qualcode.analysis.harmless import harmless
from qualcode.analysis.memos import find_memos, memo_frame, subject_of
from qualcode.errors import CodingError, ExportError, UsageError
from qualcode.exchange.memos import COLUMNS, export_memos, import_memos
from qualcode.present.memos import memo_book
from qualcode.review.memos import add_memo, edit_memo, retract_memo


@pytest.fixture
def project(tmp_path):
    """The forum, coded by AB: trust on "Trust matters", price, trust on "trust again"."""
    project = forum(tmp_path)
    code_by_hand(project)
    yield project
    project.close()


def memo(study, text, on=None, coder="AB", **options):
    return add_memo(study, coder, text, on, **options)


def texts(frame):
    return sorted(frame["text"].tolist())


def one(study, memo_id):
    frame = memo_frame(study)
    row = frame[frame["memo_id"] == memo_id].iloc[0]
    return {name: None if value is None or value != value else value for name, value in
            row.astype(object).where(row.notna(), None).items()}  # fmt: skip


def as_in_old_projects(study, character):
    """Puts a character that is refused today where a memo says HERE."""
    escaped = json.dumps(character)[1:-1]
    study.connection.execute("UPDATE content SET body = replace(body, 'HERE', ?)", (escaped,))
    study._cache.clear()


def coding(project, code="trust", start=59):
    frame = project.codings()
    return frame[(frame["code"] == code) & (frame["start"] == start)]["coding_id"].item()


# -- what a memo is about ----------------------------------------------------------------------------------


def test_a_memo_says_what_it_is_about(project):
    study = project.study
    on = coding(project)
    row = one(study, memo(study, "Trust comes first here.", on))
    assert row["kind"] == "coding"
    assert row["subject"] == "coding of trust in FG1, turn 2: “Trust matters”"
    assert (row["document"], row["code"], row["participant"]) == ("FG1", "trust", "P1")
    assert (row["quotation"], row["coding_id"], row["on"]) == ("Trust matters", on, on)
    assert (row["coder"], row["edited"], row["title"]) == ("AB", None, "")


@pytest.mark.parametrize(
    ("on", "kind", "facts"),
    [
        (None, "diary", (None, None, None)),
        ("FG1", "document", ("FG1", None, None)),
        ("trust", "code", (None, "trust", None)),
        ("P1", "participant", (None, None, "P1")),
    ],
)
def test_a_memo_may_be_on_a_name_or_on_nothing(project, on, kind, facts):
    row = one(project.study, memo(project.study, "A thought.", on))
    assert (row["kind"], row["on"]) == (kind, on)
    assert (row["document"], row["code"], row["participant"]) == facts


def test_a_memo_may_be_on_a_suggestion_a_decision_a_pass_and_an_act(project):
    study = project.study
    project.suggest()
    suggestion = project.suggestions()["suggestion_id"][0]
    project.reject(suggestion)
    project.complete("FG1")
    about = {
        "suggestion": suggestion,
        "decision": project.decisions()["decision_id"][0],
        "pass": project.progress()["pass_id"][0],
        "act": project.history()["act_id"][1],
    }
    for kind, on in about.items():
        row = one(study, memo(study, f"On the {kind}.", on))
        assert row["kind"] == kind
        assert row["document"] == (None if kind == "act" else "FG1")
        assert row["code"] == ("trust" if kind in ("suggestion", "decision") else None)
    assert one(study, memo_frame(study)["memo_id"].iloc[3])["subject"] == "act 2 (ingest by AB)"


def test_a_reply_is_about_what_the_first_memo_is_about(project):
    study = project.study
    first = memo(study, "Is this trust?", coding(project), title="Doubt")
    row = one(study, memo(study, "I think so.", first, coder="CD"))
    assert row["kind"] == "memo"
    assert row["subject"].startswith("AB’s memo of ") and row["subject"].endswith("“Doubt”")
    assert (row["document"], row["code"], row["participant"]) == ("FG1", "trust", "P1")


def test_an_id_that_is_a_document_and_a_person_is_asked_for_by_kind(make_study):
    # The usual case: IP07.docx is the interview with the participant IP07.
    project = make_study(
        files={"IP07.txt": "I: How?\nR: Slowly.\n"}, participants="participant,role\nIP07,Clerk\n"
    )
    study = project.study
    of_document = memo(study, "Noisy room.", "IP07")
    of_person = memo(study, "Shy.", "IP07", kind="participant")
    assert one(study, of_document)["kind"] == "document"
    assert one(study, of_person)["kind"] == "participant"
    assert texts(find_memos(study, participant="IP07")) == ["Shy."]
    assert texts(find_memos(study, document="IP07")) == ["Noisy room."]


def test_a_memo_on_a_person_who_only_stands_in_the_sheet(make_study):
    project = make_study(
        turns="document,turn,speaker,text\nA,1,P1,Yes.\n",
        participants="participant,role\nP1,Clerk\nP9,Mayor\n",
    )
    assert one(project.study, memo(project.study, "Never came.", "P9"))["participant"] == "P9"


@pytest.mark.parametrize(
    ("on", "options", "error"),
    [
        ("nothing", {}, CodingError),
        ("FG1", {"kind": "code"}, CodingError),
        ("FG1", {"kind": "thing"}, UsageError),
        ("FG1", {"kind": "diary"}, UsageError),
        (None, {"kind": "document"}, UsageError),
        (None, {"time": "12 March"}, UsageError),
        (None, {"time": "2018-13-01"}, UsageError),
        (None, {"title": "\0"}, UsageError),
    ],
)
def test_what_fits_nothing_is_refused_and_nothing_is_written(project, on, options, error):
    before = content(project)
    with pytest.raises(error):
        memo(project.study, "Words.", on, **options)
    with pytest.raises(UsageError):
        memo(project.study, " \n", "FG1")
    assert content(project) == before


@pytest.mark.parametrize("on", ["act 2", "Act 2", "ACT"])
def test_an_act_may_be_named_by_its_number(project, on):
    study = project.study
    act = project.history()["act_id"][1]
    row = one(study, memo(study, "Read in.", act if on == "ACT" else on))
    assert (row["kind"], row["on"]) == ("act", act)
    assert row["subject"] == "act 2 (ingest by AB)"


@pytest.mark.parametrize("on", ["2", 2, np.int64(2), "act 2"])
def test_with_its_kind_the_number_of_an_act_is_enough(project, on):
    study = project.study
    memo(study, "Read in.", on, kind="act")
    assert texts(find_memos(study, on=on, kind="act")) == ["Read in."]
    assert texts(find_memos(study, on="act 2")) == ["Read in."]
    assert texts(find_memos(study, on="act 3")) == []


def test_a_document_that_is_called_like_an_act_goes_first(make_study):
    project = make_study(turns="document,turn,speaker,text\nact 2,1,P1,Yes.\n")
    study = project.study
    assert one(study, memo(study, "The play.", "act 2"))["kind"] == "document"
    assert one(study, memo(study, "The reading in.", "act 2", kind="act"))["kind"] == "act"


def test_an_act_that_is_not_there_is_refused_with_those_that_are(project):
    # 1 made, 2 read in, 3 codebook, 4 to 6 coded by hand.
    for on, kind in (("act 99", None), (99, "act"), ("0", "act")):
        with pytest.raises(CodingError, match="acts 1 to 6"):
            memo(project.study, "Words.", on, kind=kind)
    with pytest.raises(CodingError, match='Act 2 is "act 2"'):
        memo(project.study, "Words.", "2")


def test_what_a_memo_was_written_on_can_be_said(make_study):
    project = make_study(
        files={"IP07.txt": "I: How?\nR: Slowly.\n"},
        participants="participant,role\nIP07,Clerk\n",
        codebook=["pace"],
    )
    study = project.study
    on = project.add_coding(document="IP07", turn=2, code="pace").coding_id
    reply = memo(study, "Noisy room.", "IP07", time="2018-03-12")
    said = {
        "IP07": "the document IP07",
        "pace": "the code pace",
        None: "the study diary",
        "act 1": "act 1 (new by AB)",
        on: "the coding of pace in IP07, turn 2: “Slowly.”",
        reply: "AB’s memo of 2018-03-12: “Noisy room.”",
    }
    for on, words in said.items():
        assert subject_of(study, memo(study, "Words.", on)) == words
    assert (
        subject_of(study, memo(study, "W.", "IP07", kind="participant")) == "the participant IP07"
    )
    with pytest.raises(CodingError, match="no memo"):
        subject_of(study, "m0")


def test_close_names_are_offered(project):
    with pytest.raises(CodingError, match="close to it: trust"):
        memo(project.study, "Words.", "trost")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": None}, "memo: None is no text"),
        ({"text": 7}, "memo: 7 (int) is no text"),
        ({"title": None}, "title: None is no text"),
        ({"on": 3}, "on: 3 (int) is no id"),
        ({"on": np.int64(3)}, "on: 3 (int64) is no id"),
        ({"on": True}, "on: True (bool) is no text"),
        ({"on": ["trust"]}, "on: a list of 1 is no text"),
        ({"on": pd.Series(["trust", "price"])}, "on: a Series of 2 is no text"),
        ({"on": pd.NA}, "on: a NAType is no text"),
        ({"kind": 3, "on": "FG1"}, "kind: 3 (int)"),
        ({"time": pd.Series(["2018"])}, "time: a Series of 1 is no date"),
        ({"time": pd.NaT}, "time: a NaTType is no date"),
        ({"on": "\ud800"}, "on: '\\ud800' holds half of a surrogate pair"),
        ({"text": "a\udfff"}, "memo: 'a\\udfff' holds half of a surrogate pair"),
        ({"title": "\ud800"}, "title: '\\ud800' holds half of a surrogate pair"),
    ],
)
def test_what_is_no_text_is_named_and_nothing_is_written(project, wrong, said):
    before = content(project)
    given = {"text": "Words.", "on": None, **wrong}
    with pytest.raises(UsageError) as caught:
        add_memo(project.study, "AB", **given)
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)
    assert caught.value.problems[0].allowed
    assert content(project) == before


@pytest.mark.parametrize("wrong", [3, None, "\ud800", [3]])
def test_the_id_of_a_memo_is_text(project, wrong):
    for change in (
        lambda: edit_memo(project.study, "AB", wrong, "Words."),
        lambda: retract_memo(project.study, "AB", wrong),
        lambda: subject_of(project.study, wrong),
    ):
        with pytest.raises(UsageError, match=r"ids? of a? ?memos?, as text"):
            change()


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x07", "\x7f", "\x9b", "\x0b"])
def test_control_characters_are_refused(project, tmp_path, character):
    study = project.study
    first = memo(study, "Fine.\tWith a tab,\r\nand a line.")
    before = content(project)
    words = f"Clear {character}[2J"
    for write_it in (
        lambda: memo(study, words),
        lambda: edit_memo(study, "AB", first, words),
    ):
        with pytest.raises(UsageError, match=rf"U\+{ord(character):04X} at character 7"):
            write_it()
    assert content(project) == before


def test_control_characters_in_a_file_are_refused_with_their_line(project, tmp_path):
    write(tmp_path, m__csv="text,title\nFine.,\nClear \x1b[2J,\nFine too.,\x1b]0;\n")
    before = content(project)
    with pytest.raises(CodingError, match="nothing was imported") as caught:
        import_memos(project.study, tmp_path / "m.csv", "AB")
    assert [each.where for each in caught.value.problems] == ["m.csv, line 3", "m.csv, line 4"]
    assert "its title holds" in str(caught.value.problems[1])
    assert content(project) == before


def test_words_of_old_projects_are_harmless_on_a_terminal(project):
    study = project.study
    reply = memo(study, "A reply.", memo(study, "Clear HERE[2J\nall."))
    as_in_old_projects(study, "\x1b")
    assert memo_frame(study)["text"][0] == "Clear \x1b[2J\nall."
    assert harmless(memo_frame(study)["text"][0]) == "Clear ␛[2J\nall."
    # What is put together from it, as subjects and the journal, is shown so from the start.
    assert "\x1b" not in subject_of(study, reply) and "␛[2J" in subject_of(study, reply)
    assert "“Clear ␛[2J all.”" in project.history()["what"].iloc[-2]


def test_harmless_words_keep_their_lines_and_tabs():
    assert harmless("a\tb\r\nc\rd 🙂 é") == "a\tb\nc\nd 🙂 é"
    assert harmless("\x00\x07\x7f\x9b\ud800") == "␀␇␡\ufffd\ufffd"
    harmless("".join(map(chr, range(0x11000)))).encode("utf-8")


def test_a_memo_of_the_future_is_refused(project, tmp_path):
    study = project.study
    today = date.today()
    memo(study, "Tomorrow, elsewhere.", time=today + timedelta(days=1))
    for time in ("2999-01-01", "2999-01-01T10:00+02:00", today + timedelta(days=3)):
        with pytest.raises(UsageError, match="lies in the future"):
            memo(study, "Words.", time=time)
    write(tmp_path, m__csv="date,text\n2999-01-01,Words.\n")
    with pytest.raises(CodingError, match="line 2: 2999-01-01 lies in the future"):
        import_memos(study, tmp_path / "m.csv", "AB")
    assert len(memo_frame(study)) == 1


def test_a_memo_follows_a_coding_to_a_new_text_and_a_code_to_its_new_id(project, tmp_path):
    study = project.study
    of_coding = memo(study, "Said first of all.", coding(project))
    of_code = memo(study, "Broad.", "trust")
    write(tmp_path, FG1__txt="Recorded with consent.\n" + FORUM)
    project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert one(study, of_coding)["coding_id"] == coding(project, start=59 + 23)
    project.rename_code("trust", "faith")
    row = one(study, of_coding)
    assert row["coding_id"] == coding(project, "faith", 59 + 23)
    assert row["subject"] == "coding of faith in FG1, turn 2: “Trust matters”"
    row = one(study, of_code)
    assert (row["on"], row["code"]) == ("trust", "faith")
    assert one(study, memo(study, "Also.", "trust"))["on"] == "faith"
    assert texts(find_memos(study, code="trust")) == ["Also.", "Broad.", "Said first of all."]


def test_a_memo_on_a_retracted_coding_says_so(project):
    study = project.study
    on = coding(project)
    written = memo(study, "Hm.", on)
    project.retract(on)
    row = one(study, written)
    assert row["subject"] == "coding of trust in FG1, turn 2: “Trust matters” (retracted)"
    assert (row["coding_id"], row["code"]) == (on, "trust")


# -- changing and taking back -----------------------------------------------------------------------------


def test_a_changed_memo_keeps_its_subject_and_date_and_its_earlier_words(project):
    study = project.study
    first = memo(study, "Trust frist.", coding(project), title="T", time="2018-03-12")
    reply = memo(study, "Typing error?", first, coder="CD")
    second = edit_memo(study, "AB", first, "Trust first.")
    third = edit_memo(study, "AB", second, "Trust comes first.", title="Trust")
    row = one(study, third)
    assert (row["text"], row["title"], row["time"]) == ("Trust comes first.", "Trust", "2018-03-12")
    assert row["code"] == "trust" and row["edited"]
    assert texts(memo_frame(study)) == ["Trust comes first.", "Typing error?"]
    assert one(study, reply)["subject"].endswith("“Trust”")
    bodies = [study.content(n) for (n,) in study.rows("SELECT content FROM memo ORDER BY n")]
    assert [body["text"] for body in bodies] == [
        "Trust frist.", "Typing error?", "Trust first.", "Trust comes first.",
    ]  # fmt: skip
    assert bodies[3]["replaces"] == second
    assert project.check() == []


def test_the_same_words_again_change_nothing(project):
    first = memo(project.study, "As it is.")
    before = content(project)
    assert edit_memo(project.study, "AB", first, "As it is.") == first
    assert content(project) == before


def test_a_changed_memo_can_be_undone_and_done_again(project):
    study = project.study
    first = memo(study, "One.")
    before = picture(project)
    edit_memo(study, "AB", first, "Two.")
    after = picture(project)
    project.undo()
    assert picture(project) == before
    project.redo()
    assert picture(project) == after
    assert project.check() == []


def test_only_the_author_changes_or_takes_back_a_memo(project):
    study = project.study
    mine, yours = memo(study, "Mine."), memo(study, "Yours.", coder="CD")
    before = content(project)
    with pytest.raises(CodingError, match="written by CD"):
        edit_memo(study, "AB", yours, "Better.")
    with pytest.raises(CodingError, match="written by CD"):
        retract_memo(study, "AB", [mine, yours])
    with pytest.raises(CodingError, match="no memo"):
        retract_memo(study, "AB", "m0")
    assert content(project) == before
    assert retract_memo(study, "AB", mine) == [mine]
    assert texts(memo_frame(study)) == ["Yours."]
    with pytest.raises(CodingError, match="taken back in act"):
        edit_memo(study, "AB", mine, "Again.")


# -- found again ------------------------------------------------------------------------------------------


@pytest.fixture
def noted(project):
    """Six memos: two on codings of trust, one on price's, on the theme, on P2, in the diary."""
    study = project.study
    memo(study, "Trust comes before Price.", coding(project), time="2018-03-12")
    memo(study, "Again, don’t overlook it.", coding(project, start=154), time="2018-04-01T09:30")
    memo(study, "Price is last.", coding(project, "price", 80), "CD", time="2018-04-30")
    memo(study, "What do values mean?", "values", time="2018-05-02", title="Open question")
    memo(study, "Speaks little.", "P2", time="2019-01-01")
    memo(study, "Trusting interviewers.", time="2019-02-01")
    return project


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("trust", 1),  # a whole word
        ("trust*", 2),
        ("PRICE", 2),
        ("before price", 1),
        ("price before", 0),  # a phrase keeps its order
        ("trust price", 0),  # and its neighbours
        ("don't overlook", 1),  # either apostrophe
        ("open question", 1),  # in the title
        ("l?st", 1),
        ("*st", 2),  # Trust, last
    ],
)
def test_words_are_found_as_phrases(noted, words, found):
    assert len(find_memos(noted.study, words)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"code": "trust"}, 2),
        ({"code": "values"}, 4),  # the theme, and what is beneath it
        ({"document": "FG1"}, 3),
        ({"participant": "P1"}, 3),  # ANN says all that is coded
        ({"participant": "P2"}, 1),
        ({"coder": "CD"}, 1),
        ({"kind": "diary"}, 1),
        ({"since": "2018-04-01"}, 5),
        ({"until": "2018-04"}, 3),  # all of April
        ({"since": "2018-04", "until": "2018-05"}, 3),
        ({"since": "2019"}, 2),
        ({"until": "2018-04-01"}, 2),  # all of that day
        ({"coder": "AB", "code": "values", "until": "2018-04"}, 2),
        ({"on": "values"}, 1),
    ],
)
def test_filters_cut(noted, asked, found):
    assert len(find_memos(noted.study, **asked)) == found


def test_what_the_project_does_not_have_is_refused(noted):
    for asked in ({"code": "trost"}, {"document": "FG9"}, {"participant": "P9"}, {"on": "x"}):
        with pytest.raises(CodingError):
            find_memos(noted.study, **asked)
    for asked in (
        {"since": "spring"},
        {"until": "2018-02-30"},
        {"kind": "note"},
        {"words": "–"},
        {"words": 3},
        {"code": 3},
        {"document": pd.Series(["FG1"])},
        {"coder": 3},
        {"on": "\ud800"},
        {"on": 3},
        {"since": pd.Series(["2018"])},
    ):
        with pytest.raises(UsageError):
            find_memos(noted.study, **asked)
        with pytest.raises(UsageError):
            memo_book(noted, **asked)


def test_memos_on_all_forms_of_a_coding_are_found_by_any_of_its_ids(project):
    study = project.study
    old = coding(project)
    memo(study, "Before.", old)
    project.rename_code("trust", "faith")
    memo(study, "After.", coding(project, "faith"))
    assert texts(find_memos(study, on=old)) == ["After.", "Before."]
    assert texts(find_memos(study, on=coding(project, "faith"))) == ["After.", "Before."]


# -- out and in -------------------------------------------------------------------------------------------


def copied(project, folder):
    """The project as it was before any memo: the same texts, codebook and codings, with their ids."""
    folder.mkdir()
    copy = forum(folder)
    project.export_codings(folder / "codings.csv")
    copy.import_codings(folder / "codings.csv")
    return copy


def test_memos_travel_word_for_word(project, tmp_path):
    study = project.study
    first = memo(study, " =1+1 “quoted”, ünïcode 🙂\n\nSecond paragraph. ", coding(project))
    memo(study, "A reply.", first, coder="CD", title="Re")
    memo(study, "Diary.", time="2018-03-12")
    memo(study, "On a person.", "P1")
    edit_memo(study, "AB", memo(study, "Frist.", "trust"), "First.")
    copy = copied(project, tmp_path / "copy")
    assert export_memos(study, tmp_path / "memos.csv") == 5
    report = import_memos(copy.study, tmp_path / "memos.csv", "EF")
    assert (report.rows, report.added, report.known) == (5, 5, [])
    assert memo_frame(copy.study).equals(memo_frame(study))
    export_memos(copy.study, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "memos.csv").read_bytes()
    assert copy.history()["coder"].iloc[-1] == "EF"
    assert copy.check() == []
    before = content(copy)
    report = import_memos(copy.study, tmp_path / "memos.csv", "EF")
    assert (report.added, len(report.known), report.notes) == (0, 5, [])
    assert content(copy) == before
    copy.close()


def test_a_memo_on_a_replaced_coding_comes_to_the_coding_of_today(project, tmp_path):
    # The copy only knows the coding that stands; the memo was written on the one before.
    study = project.study
    memo(study, "Before the name changed.", coding(project))
    project.rename_code("trust", "faith")
    write(tmp_path, codebook__yaml=CODEBOOK.replace("code: trust", "code: faith"))
    copy = qc.new_project(tmp_path / "copy.qualcode", coder="AB")
    copy.ingest(tmp_path / "FG1.txt", participants=tmp_path / "participants.csv")
    copy.load_codebook(tmp_path / "codebook.yaml")
    project.export_codings(tmp_path / "codings.csv")
    # Where the file has no history of its own, what a row replaces is unknown and not needed.
    rows = list(csv.DictReader(io.StringIO((tmp_path / "codings.csv").read_text("utf-8"))))
    with (tmp_path / "plain.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, [n for n in rows[0] if n != "replaces"], extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
    copy.import_codings(tmp_path / "plain.csv")
    export_memos(study, tmp_path / "memos.csv")
    assert import_memos(copy.study, tmp_path / "memos.csv", "AB").added == 1
    assert memo_frame(copy.study)["coding_id"].tolist() == [coding(project, "faith")]
    copy.close()


def test_words_changed_elsewhere_take_the_place_of_the_old_ones_here(project, tmp_path):
    study = project.study
    first = memo(study, "Old.", "FG1")
    copy = copied(project, tmp_path / "copy")
    export_memos(study, tmp_path / "one.csv")
    import_memos(copy.study, tmp_path / "one.csv", "AB")
    edit_memo(study, "AB", first, "New.")
    export_memos(study, tmp_path / "two.csv")
    assert import_memos(copy.study, tmp_path / "two.csv", "AB").added == 1
    assert texts(memo_frame(copy.study)) == ["New."]
    copy.close()


def test_a_diary_kept_in_a_spreadsheet_comes_in(project, tmp_path):
    sheet = "date,text\n2018-03-12,First visit.\n2018-03-19,Second visit.\n"
    write(tmp_path, diary__csv=sheet)
    report = import_memos(project.study, tmp_path / "diary.csv", "CD")
    assert (report.rows, report.added) == (2, 2)
    frame = memo_frame(project.study)
    assert frame["time"].tolist() == ["2018-03-12", "2018-03-19"]
    assert set(frame["kind"]) == {"diary"} and set(frame["coder"]) == {"CD"}
    report = import_memos(project.study, tmp_path / "diary.csv", "CD")
    assert (report.added, report.repeats) == (0, 2)
    qc.Project(project.study, "CD").undo()
    assert len(memo_frame(project.study)) == 0


def test_the_same_file_again_adds_nothing(project, tmp_path):
    # Two rows without a time, one with; the last but one says what the second says.
    rows = [
        "on,time,coder,title,text",
        "trust,,CD,,Broad.",
        "FG1,,,,Noisy.",
        ",2018-03-12,,Visit,First visit.",
        "FG1,,,, Noisy. ",
        ",2018-03-19,,Visit,First visit.",
    ]
    write(tmp_path, m__csv="\n".join(rows) + "\n")
    report = import_memos(project.study, tmp_path / "m.csv", "AB")
    assert (report.rows, report.added, report.repeats, report.doubled) == (5, 4, 0, 1)
    assert str(report.notes[0]) == "m.csv, line 5: says what line 3 says, and was counted once"
    assert "1 twice in the file and counted once" in str(report)
    before = texts(memo_frame(project.study))
    report = import_memos(project.study, tmp_path / "m.csv", "AB")
    assert (report.added, report.repeats, report.doubled) == (0, 5, 0)
    assert texts(memo_frame(project.study)) == before
    # The code has another id now; the memo is the same.
    project.rename_code("trust", "faith")
    assert import_memos(project.study, tmp_path / "m.csv", "AB").added == 0


@pytest.mark.parametrize(
    "row",
    [
        "price,,AB,,Broad.",  # another subject
        "trust,,CD,,Broad.",  # another author
        "trust,,AB,Size,Broad.",  # another title
        "trust,,AB,,Broad?",  # other words
        "trust,2018-03-12,AB,,Broad.",  # a day that the file gives
    ],
)
def test_what_differs_in_one_thing_is_another_memo(project, tmp_path, row):
    head = "on,time,coder,title,text\n"
    write(tmp_path, one__csv=head + "trust,,AB,,Broad.\n", two__csv=f"{head}{row}\n")
    import_memos(project.study, tmp_path / "one.csv", "AB")
    report = import_memos(project.study, tmp_path / "two.csv", "AB")
    assert (report.added, report.repeats) == (1, 0)


def test_a_diary_in_markdown_comes_in(project, tmp_path):
    diary = (
        "# My diary\n\n## 2018-03-12 The first visit\n\nCold hall.\n\n### What I saw\n\nChairs.\n"
        "\n## 2018-03-19 14:30 – Again\n\nWarmer.\n"
    )
    write(tmp_path, diary__md=diary)
    assert import_memos(project.study, tmp_path / "diary.md", "AB").added == 2
    frame = memo_frame(project.study)
    assert frame["time"].tolist() == ["2018-03-12", "2018-03-19T14:30"]
    assert frame["title"].tolist() == ["The first visit", "Again"]
    assert frame["text"].tolist() == ["Cold hall.\n\n### What I saw\n\nChairs.", "Warmer."]
    write(tmp_path, lost__md="Before any date.\n\n## 2018-03-12\n\nLater.\n")
    with pytest.raises(CodingError, match="before the first date"):
        import_memos(project.study, tmp_path / "lost.md", "AB")


def test_a_file_with_bad_rows_changes_nothing_and_names_them_all(project, tmp_path):
    rows = [
        "on,kind,time,coder,text,memo_id",
        "FG1,,2018-03-12,AB,Fine.,",
        "nowhere,,,AB,On what?,",
        "FG1,,March,AB,When?,",
        "FG1,,,any,Who?,",
        "FG1,,,AB,,",
        "FG1,code,,AB,What?,",
        ",document,,AB,Where?,",
        "FG1,,,AB,Which?,m1",
    ]
    write(tmp_path, bad__csv="\n".join(rows) + "\n")
    before = content(project)
    with pytest.raises(CodingError, match="nothing was imported") as caught:
        import_memos(project.study, tmp_path / "bad.csv", "AB")
    lines = [problem.where for problem in caught.value.problems]
    assert lines == [f"bad.csv, line {n}" for n in (3, 4, 5, 6, 7, 8, 9)]
    assert content(project) == before
    write(tmp_path, none__csv="date,words\n2018-03-12,Hm.\n")
    with pytest.raises(CodingError, match="no column text"):
        import_memos(project.study, tmp_path / "none.csv", "AB")


def test_an_exported_file_has_the_promised_columns(project, tmp_path):
    export_memos(project.study, tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_text("utf-8").strip().split(",") == COLUMNS


# -- as a document ----------------------------------------------------------------------------------------


def test_every_memo_stands_in_a_book_once_whatever_the_order(noted):
    everything = texts(memo_frame(noted.study))
    for by in ("date", "code", "document", "participant"):
        assert texts(memo_book(noted, by).frame) == everything


def test_a_book_by_date_has_a_heading_for_each_day(noted):
    book = memo_book(noted, "date")
    assert [section.heading for section in book.sections] == [
        "12 March 2018", "1 April 2018", "30 April 2018", "2 May 2018", "1 January 2019",
        "1 February 2019",
    ]  # fmt: skip
    assert book.facts == "6 memos by AB (5), CD (1), 12 March 2018 to 1 February 2019."


def test_a_book_by_code_follows_the_codebook_and_ends_with_the_diary(noted):
    noted.define_code("trust", name="Trust", definition="Talk of trust.")
    book = memo_book(noted, "code")
    assert [(s.heading, len(s.memos)) for s in book.sections] == [
        ("values", 1), ("Trust (trust)", 2), ("price", 1), ("Study diary", 1), ("Not on a code", 1),
    ]  # fmt: skip
    assert book.sections[1].note == "Talk of trust."
    text = book.to_markdown()
    assert "## Trust (trust)" in text and "*Talk of trust.*" in text
    assert "*On the coding of trust in FG1, turn 2*" in text
    assert "> Trust matters\n>\n> FG1, P1" in text
    assert "### Open question (AB, 2 May 2018)" in text


def test_a_book_can_be_cut_by_filters_and_says_so(noted):
    book = memo_book(noted, "document", code="trust", until="2018-03")
    assert texts(book.frame) == ["Trust comes before Price."]
    assert book.filters == ["Only: code trust, until 2018-03."]
    assert memo_book(noted, coder="nobody").facts == "No memos."
    for by in ("colour", 3, pd.Series(["date", "code"])):
        with pytest.raises(UsageError, match="date, code, document, participant"):
            memo_book(noted, by)


def test_words_of_memos_run_nowhere(project, tmp_path):
    study = project.study
    memo(study, "<script>alert(1)</script> *not bold* HERE", "FG1", title="=HYPERLINK(1)")
    as_in_old_projects(study, "\x0b")
    book = memo_book(project)
    page = book.to_html()
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert r"\*not bold\*" in book.to_markdown()
    for name in ("m.csv", "m.md", "m.html", "m.docx"):
        book.save(tmp_path / name)
    cells = next(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text("utf-8-sig"))))
    assert cells["title"] == "'=HYPERLINK(1)"
    with zipfile.ZipFile(tmp_path / "m.docx") as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    assert "&lt;script&gt;" in body and "HYPERLINK(1)" in body
    with pytest.raises(ExportError, match="no format"):
        book.save(tmp_path / "m.pdf")


def test_purged_words_are_marked_and_not_exported(project, tmp_path):
    study = project.study
    memo(study, "Private.", "FG1")
    memo(study, "Public.", "FG1")
    study.connection.execute(
        "UPDATE content SET body = NULL, digest = NULL WHERE body LIKE '%Private.%'"
    )
    study._cache.clear()
    assert memo_frame(study)["text"].tolist() == ["", "Public."]
    assert "purged" in memo_book(project).to_markdown()
    assert export_memos(study, tmp_path / "m.csv") == 1
