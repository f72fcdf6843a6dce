"""Files into a project: what is stored, recognised, refused, said; and what a new version keeps."""

import hashlib
import zipfile

import pandas as pd
import pytest
from kit import (
    CODEBOOK,
    DOCUMENTS,
    FORUM,
    PARTICIPANTS,
    code_by_hand,
    content,
    forum,
    marks,
    write,
    write_forum,
)

import qualcode as qc
from qualcode.errors import IngestError, QualcodeError, ReadError, UsageError

TALK = "I: How is it going?\nR: Well enough, thank you.\n"
VTT = (
    "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ann>Trust matters.\n\n"
    "00:02.000 --> 00:04.000\n<v Bob>So does price.\n"
)
SRT = "1\n00:00:01,000 --> 00:00:02,000\nANN: Trust matters.\n\n2\n00:00:02,000 --> 00:00:03,000\nBOB: So does price.\n"
TURNS = (
    "document,turn,speaker,text,role,mood\n"
    "T1,1,Kim,How are you?,interviewer,\n"
    "T1,2,Lee,Fine.,,calm\n"
    "T2,1,Lee,Fine again.,participant,\n"
)


def word(path, *paragraphs):
    """A .docx with these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{p}</w:t></w:r></w:p>" for p in paragraphs)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            f"<Override PartName='/word/document.xml' ContentType='{kind}'/></Types>",
        )
        archive.writestr(
            "_rels/.rels",
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='r1' Type='{office}' Target='word/document.xml'/></Relationships>",
        )
        archive.writestr(
            "word/document.xml",
            "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
            f"<w:body>{body}</w:body></w:document>",
        )
    return path


@pytest.fixture
def new(tmp_path):
    return qc.new_project(tmp_path / "s.qualcode", coder="AB")


def status(report):
    return dict(zip(report.frame["document"], report.frame["status"], strict=True))


def doubts(report):
    return "\n".join(str(doubt) for doubt in report.doubts)


def refusals(report):
    lines = [str(problem) for problem in report.refused]
    assert not any("\n" in line for line in lines)
    return "\n".join(lines)


# -- what goes in --------------------------------------------------------------------------------------


def test_all_formats_of_a_folder_go_in_as_one_act(new, tmp_path):
    # Six documents: five files and two documents of a turn table, less the sheet and other files.
    folder = write(
        tmp_path / "in",
        A__txt="ANN: Trust matters.\nBOB: So does price.\n",
        B__md="**ANN:** Trust matters.\n\n**BOB:** So does price.\n",
        C__vtt=VTT,
        D__srt=SRT,
        turns__csv=TURNS,
        participants__csv="participant,role\nLee,Provider\n",
        codebook__yaml=CODEBOOK,
        codings__csv="document,code,coder,turn\nA,trust,AB,1\n",
        README__md="A study.",
        picture__png=b"\x89PNG",
    )
    word(folder / "E.docx", "ANN: Trust matters.", "BOB: So does price.")
    (folder / "sub").mkdir()
    write(folder / "sub", F__txt=TALK)
    report = new.ingest(folder)
    assert status(report) == dict.fromkeys(["A", "B", "C", "D", "E", "F", "T1", "T2"], "new")
    assert new.study.last_act == 2
    turns = new.turns()
    assert turns.groupby("document", observed=True).size().to_dict() == {
        "A": 2, "B": 2, "C": 2, "D": 2, "E": 2, "F": 2, "T1": 2, "T2": 1,
    }  # fmt: skip
    for document in "ABCDE":
        own = turns[turns["document"] == document]
        assert own["text"].tolist() == ["Trust matters.", "So does price."]
    # The other files are named, with what to do with them.
    notes = "\n".join(report.notes)
    for name in ("codebook.yaml", "codings.csv", "README.md", "picture.png"):
        assert name in notes
    assert "codings import" in notes
    assert report.refused == []
    assert new.check() == []


def test_a_file_named_itself_is_refused_where_a_folder_passes_over_it(new, tmp_path):
    folder = write(tmp_path / "in", picture__png=b"\x89PNG", A__txt=TALK)
    report = new.ingest([folder / "picture.png", folder / "A.txt"])
    assert "picture.png" in refusals(report)
    assert status(report) == {"A": "new"}


def test_the_example_is_read_to_the_last_offset(tmp_path):
    project = forum(tmp_path)
    frame = project.turns()
    assert list(zip(frame["start"], frame["end"], frame["words"], strict=True)) == [
        (36, 53, 3), (59, 106, 8), (112, 131, 5), (148, 166, 3),
    ]  # fmt: skip
    assert frame["participant"].astype(object).fillna("–").tolist() == ["–", "P1", "P2", "P1"]
    assert frame["interviewer"].tolist() == [True, False, False, False]
    assert set(frame["case"]) == {"Case A"}


def test_the_report_says_what_a_person_should_know(tmp_path):
    write_forum(tmp_path)
    project = qc.new_project(tmp_path / "s.qualcode", coder="AB")
    report = project.ingest(
        tmp_path / "FG1.txt",
        participants=tmp_path / "participants.csv",
        documents=tmp_path / "documents.csv",
    )
    assert report.doubts == []
    (row,) = report.frame.to_dict("records")
    assert row == {
        "document": "FG1", "file": "FG1.txt", "status": "new", "kind": "focus_group",
        "encoding": "utf-8", "turns": 4, "words": 19, "speakers": 3, "interviewers": 1,
    }  # fmt: skip
    gaps = report.gaps_frame
    assert gaps[["kind", "start", "end", "text"]].to_numpy().tolist() == [
        ["header", 0, 29, "Provider forum, 12 March 2018"],
        ["stage", 132, 142, "[laughter]"],
    ]
    labels = report.labels_frame.set_index("speaker")
    assert labels["turns"].to_dict() == {"INT": 1, "ANN": 2, "BOB": 1}
    assert labels.loc["INT", "interviewer"]
    text = str(report)
    for words in ("Provider forum", "[laughter]", "INT in FG1", "documents sheet", "3 speakers"):
        assert words in text


def test_a_dry_run_says_the_same_and_stores_nothing(tmp_path):
    write_forum(tmp_path)
    write(tmp_path, participants__csv=PARTICIPANTS + "P3,ZOE,Provider\n")
    project = qc.new_project(tmp_path / "s.qualcode", coder="AB")
    options = {
        "participants": tmp_path / "participants.csv",
        "documents": tmp_path / "documents.csv",
    }
    before = content(project)
    dry = project.ingest(tmp_path / "FG1.txt", **options, dry_run=True)
    assert content(project) == before
    wet = project.ingest(tmp_path / "FG1.txt", **options)
    pd.testing.assert_frame_equal(dry.frame, wet.frame)
    pd.testing.assert_frame_equal(dry.labels_frame, wet.labels_frame)
    assert doubts(dry) == doubts(wet)
    assert "1 row nobody matches: P3" in doubts(dry)
    assert "would be read" in str(dry)


def test_nothing_to_read_is_an_error_and_stores_nothing(new, tmp_path):
    (tmp_path / "empty").mkdir()
    before = content(new)
    for paths in ([], [tmp_path / "empty"]):
        with pytest.raises(IngestError, match="nothing to read"):
            new.ingest(paths)
    with pytest.raises(IngestError, match="no such file"):
        new.ingest([tmp_path / "none"])
    assert content(new) == before


# -- encodings -----------------------------------------------------------------------------------------


def test_encodings_are_recognised_and_said(new, tmp_path):
    text = "I: How is it?\nR: A café – naïve, £5.\n"
    folder = write(
        tmp_path / "in",
        plain__txt=text,
        bom__txt=text.encode("utf-8-sig"),
        wide__txt=text.encode("utf-16"),
        old__txt=text.encode("cp1252"),
    )
    report = new.ingest(folder)
    encodings = dict(zip(report.frame["document"], report.frame["encoding"], strict=True))
    assert encodings == {
        "plain": "utf-8", "bom": "utf-8 with BOM", "wide": "utf-16", "old": "cp1252",
    }  # fmt: skip
    assert {new.text(name) for name in encodings} == {text}
    # The same text four times is asked about; cp1252 is said aloud.
    assert "[cp1252]" in str(report)
    assert "same text as" in doubts(report)
    assert any("cp1252" in str(doubt) and "old" in str(doubt) for doubt in report.doubts)


def test_line_ends_become_lf_and_nothing_else_changes(new, tmp_path):
    new.ingest(
        write(tmp_path / "in", A__txt=b"I: One?\r\nR:  Two  \xe2\x80\xa8three.\r\n") / "A.txt"
    )
    assert new.text("A") == "I: One?\nR:  Two  \u2028three.\n"


# -- the same again, changed, new versions --------------------------------------------------------------


def test_the_same_file_again_is_recognised(tmp_path):
    project = forum(tmp_path)
    before = content(project)
    report = project.ingest(tmp_path / "FG1.txt")
    assert status(report) == {"FG1": "already there"}
    # Saved with other line ends and a byte-order mark it is the same text.
    write(tmp_path, FG1__txt=b"\xef\xbb\xbf" + FORUM.replace("\n", "\r\n").encode())
    assert status(project.ingest(tmp_path / "FG1.txt")) == {"FG1": "already there"}
    assert content(project) == before


def test_a_changed_file_is_refused_with_the_way_on_and_stops_no_other(tmp_path):
    project = forum(tmp_path)
    folder = write(tmp_path / "in", FG1__txt=FORUM.replace("honestly", "frankly"), FG2__txt=TALK)
    report = project.ingest(folder)
    assert status(report) == {"FG1": "refused", "FG2": "new"}
    assert "--new-version" in refusals(report)
    assert project.text("FG1") == FORUM
    assert project.text("FG2") == TALK
    before = content(project)
    project.ingest(folder / "FG1.txt")
    assert content(project) == before


def test_a_name_that_differs_only_in_case_is_refused(tmp_path):
    project = forum(tmp_path)
    report = project.ingest(write(tmp_path / "in", fg1__txt=TALK) / "fg1.txt", new_version=True)
    assert "differs only in case" in refusals(report)
    assert len(project.documents()) == 1


def test_with_a_line_on_top_every_coding_keeps_its_words_23_further_on(tmp_path):
    project = forum(tmp_path)
    ids = code_by_hand(project)
    other = qc.open_project(project.path, coder="CD")
    write(
        tmp_path,
        c__csv="document,code,coder,start,end,created,blind,mood\nFG1,delay,CD,112,131,2020-02-02T10:00:00,yes,wry\n",
    )
    other.import_codings(tmp_path / "c.csv")
    project.suggest()
    project.accept(project.suggestions()["suggestion_id"][0])
    project.complete("FG1", blind=False)
    other.complete("FG1", blind=True)
    old = project.codings().set_index("coding_id")
    write(tmp_path, FG1__txt="Recorded with consent.\n" + FORUM)
    report = project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert status(report) == {"FG1": "new version"}
    assert "5 codings on the new text, 0 not placed" in str(report)
    new = project.codings()
    assert len(new) == 5
    replaced = new["coding_id"].map(
        dict(project.study.rows("SELECT coding_id, replaces FROM coding WHERE ended IS NULL"))
    )
    assert set(ids) < set(replaced)
    kept = [
        "quotation",
        "code",
        "coder",
        "created",
        "origin",
        "blind",
        "turn",
        "participant",
        "mood",
    ]
    before = old.loc[replaced]
    for name in kept:
        assert (
            new[name].astype(object).fillna("–").tolist()
            == before[name].astype(object).fillna("–").tolist()
        ), name
    assert (new["start"].to_numpy() - before["start"].to_numpy() == 23).all()
    assert new[new["coder"] == "CD"]["mood"].tolist() == ["wry"]
    # Nobody's words changed: both passes are carried over, as blind as they were.
    progress = project.progress()
    assert dict(zip(progress["coder"], progress["blind"], strict=True)) == {"AB": "no", "CD": "yes"}
    table = qc.crosstab(project, rows="code", columns="role", unit="words", coders="AB")
    assert table.frame.loc["price", "Commissioner"] == 3
    assert project.check() == []


def test_changed_words_of_a_participant_list_their_codings_and_end_the_pass(tmp_path):
    # "Price came last" becomes "Cost came last"; "Trust matters" and "trust again" stay.
    project = forum(tmp_path)
    code_by_hand(project)
    project.complete("FG1")
    write(tmp_path, FG1__txt=FORUM.replace("Price came", "Cost came"))
    report = project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert [m[1:4] for m in marks(project)] == [(59, 72, "trust"), (153, 164, "trust")]
    assert "2 codings on the new text, 1 not placed" in str(report)
    assert "“Price came last”" in doubts(report)
    assert "not carried over" in doubts(report)
    assert len(project.progress()) == 0
    table = qc.crosstab(project.as_of(6), rows="code", columns="role", unit="codings")
    assert table.frame.loc["price", "Commissioner"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Shall we begin?", "Shall we now begin, please?"),
        lambda text: text.replace("[laughter]\n", ""),
        lambda text: text.replace("BOB:", "INT: Yes?\nBOB:"),
        lambda text: text.replace("matters to us.", "matters  to us."),
    ],
    ids=["interviewer", "stage", "another question", "spaces"],
)
def test_a_pass_is_carried_over_where_no_participants_words_changed(tmp_path, change):
    project = forum(tmp_path)
    project.complete("FG1")
    write(tmp_path, FG1__txt=change(FORUM))
    report = project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert "carried" not in doubts(report)
    assert project.progress()["coder"].tolist() == ["AB"]


def test_a_pass_is_carried_over_where_labels_are_replaced_by_ids(tmp_path):
    # ANN becomes P1 and INT becomes Q1, which the new documents sheet says.
    project = forum(tmp_path)
    project.complete("FG1")
    write(
        tmp_path,
        FG1__txt=FORUM.replace("ANN:", "P1:").replace("INT:", "Q1:"),
        documents__csv=DOCUMENTS.replace("INT", "Q1"),
    )
    project.ingest(tmp_path / "FG1.txt", documents=tmp_path / "documents.csv", new_version=True)
    assert project.progress()["coder"].tolist() == ["AB"]


def test_a_pass_ends_where_words_pass_to_another_person(tmp_path):
    project = forum(tmp_path)
    project.complete("FG1")
    write(tmp_path, FG1__txt=FORUM.replace("BOB:", "ANN:"))
    report = project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert "not carried over" in doubts(report)


def test_a_pass_over_some_turns_ends_where_their_numbers_change(tmp_path):
    project = forum(tmp_path)
    project.complete("FG1")
    qc.open_project(project.path, coder="CD").complete("FG1", turns=[3])
    write(tmp_path, FG1__txt=FORUM.replace("BOB:", "INT: Yes?\nBOB:"))
    report = project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert project.progress()["coder"].tolist() == ["AB"]
    assert "CD" in doubts(report)


def test_a_text_that_comes_back_is_a_version_of_its_own(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project)
    project.complete("FG1")
    project.suggest()
    for text in ("Recorded with consent.\n" + FORUM, FORUM):
        write(tmp_path, FG1__txt=text)
        project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert project.text("FG1") == FORUM
    assert [m[1:3] for m in marks(project)] == [(59, 72), (80, 95), (154, 165)]
    assert project.progress()["coder"].tolist() == ["AB"]
    project.suggest()
    assert len(project.suggestions()) == 3
    project.accept(project.suggestions()["suggestion_id"][0])
    assert project.check() == []


# -- names ---------------------------------------------------------------------------------------------


def test_two_files_of_one_name_are_both_refused_and_stop_no_other(new, tmp_path):
    folder = write(tmp_path / "in", A__txt=TALK, A__md=TALK, a__txt=TALK, B__txt=TALK)
    report = new.ingest(folder)
    assert status(report) == {"B": "new"}
    assert "A.md" in refusals(report)
    assert "A.txt" in refusals(report)
    assert "a.txt" in refusals(report)


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "a\\b", "..", "/etc/passwd", "x\ty", "x" * 300],
)  # fmt: skip
def test_an_odd_id_in_a_table_is_refused_and_stops_no_other(new, tmp_path, name):
    folder = write(
        tmp_path / "in",
        turns__csv=f'document,turn,speaker,text\n"{name}",1,A,Hello.\nT1,1,A,Hello you.\n',
    )
    report = new.ingest(folder)
    assert status(report) == {"T1": "new"}
    assert "turns.csv" in refusals(report)
    assert not (tmp_path / "up").exists()
    before = content(new)
    with pytest.raises(IngestError, match=r"d\.csv") as error:
        new.ingest(
            documents=write(tmp_path, d__csv=f'document,kind\n"{name}",interview\n') / "d.csv"
        )
    assert "\n" not in str(error.value)
    assert content(new) == before


@pytest.mark.parametrize(
    "stem", ["Interview 7", "Ünïcode – 3", "007", "None", "a.b.c", "O'Brien, A"]
)
def test_an_ordinary_odd_name_is_an_id_as_it_stands(new, tmp_path, stem):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / f"{stem}.txt").write_text(TALK, encoding="utf-8")
    assert status(new.ingest(folder)) == {stem: "new"}
    assert new.documents()["document"].tolist() == [stem]


# -- turn tables ---------------------------------------------------------------------------------------


def test_turns_keep_their_numbers_and_further_columns(new, tmp_path):
    new.ingest(write(tmp_path / "in", turns__csv=TURNS.replace("T1,2", "T1,2b")) / "turns.csv")
    frame = new.turns()
    assert frame["turn"].tolist() == ["1", "2b", "1"]
    assert frame["interviewer"].tolist() == [True, False, False]
    assert frame["mood"].astype(object)[1] == "calm"
    assert new.text("T1") == "How are you?\nFine."


def test_turn_tables_are_compared_document_by_document(new, tmp_path):
    path = write(tmp_path / "in", turns__csv=TURNS) / "turns.csv"
    new.ingest(path)
    write(tmp_path / "in", turns__csv=TURNS.replace("Fine again", "Bad") + "T3,1,Lee,New.,,\n")
    report = new.ingest(path)
    assert status(report) == {"T1": "already there", "T2": "refused", "T3": "new"}


def test_a_corrected_speaker_in_a_turn_table_is_a_change_too(new, tmp_path):
    # The words are the same, so the text's hash is: who said them is not.
    path = write(tmp_path / "in", turns__csv=TURNS) / "turns.csv"
    new.ingest(path)
    new.load_codebook(
        write(tmp_path, c__yaml="codes:\n  - code: x\n    patterns: [fine]\n") / "c.yaml"
    )
    new.suggest()
    new.reject(new.suggestions()["suggestion_id"][1])
    new.add_coding(document="T1", turn=2, code="x")
    new.complete("T1")
    write(tmp_path / "in", turns__csv=TURNS.replace("T1,2,Lee", "T1,2,Max"))
    report = new.ingest(path)
    assert status(report) == {"T1": "refused", "T2": "already there"}
    assert "speaker" in refusals(report)
    report = new.ingest(path, new_version=True)
    assert status(report) == {"T1": "new version", "T2": "already there"}
    assert new.turns()["participant"].astype(object).tolist()[1] == "T1/Max"
    assert [m[:3] for m in marks(new)] == [("T1", 13, 18)]
    assert len(new.progress()) == 0  # the words went to another person
    new.complete("T1")
    assert len(new.progress()) == 1
    new.suggest()
    open_ones = new.suggestions(open_only=True)
    assert open_ones["document"].astype(str).tolist() == ["T1"]
    new.accept(open_ones["suggestion_id"].item())
    assert new.check() == []


def test_two_tables_of_one_name_in_two_folders_keep_their_own_bytes(new, tmp_path):
    for n in "12":
        write(tmp_path / "in" / n, turns__csv=f"document,turn,speaker,text\nD{n},1,A,Hello {n}.\n")
    new.ingest(tmp_path / "in")
    hashes = dict(new.study.rows("SELECT document, file_hash FROM version"))
    for n in "12":
        body = (tmp_path / "in" / n / "turns.csv").read_bytes()
        assert hashes[f"D{n}"] == hashlib.sha256(body).hexdigest()
    assert new.check() == []


def test_the_bytes_of_a_file_are_kept_once(new, tmp_path):
    path = write(tmp_path / "in", turns__csv=TURNS) / "turns.csv"
    new.ingest(path)
    assert new.study.rows("SELECT body FROM original") == [(path.read_bytes(),)]


# -- sheets --------------------------------------------------------------------------------------------


def test_sheets_in_a_folder_are_found_by_their_columns(new, tmp_path):
    folder = write(tmp_path / "in", FG1__txt=FORUM, who__csv=PARTICIPANTS, what__csv=DOCUMENTS)
    new.ingest(folder)
    assert new.participants()["participant"].tolist() == ["P1", "P2"]
    assert new.documents()["case"].tolist() == ["Case A"]


def test_a_named_sheet_goes_before_those_in_the_folder(new, tmp_path):
    folder = write(tmp_path / "in", FG1__txt=FORUM, participants__csv=PARTICIPANTS)
    write(tmp_path, mine__csv=PARTICIPANTS.replace("Provider", "Supplier"))
    report = new.ingest(folder, participants=tmp_path / "mine.csv")
    assert new.participants().set_index("participant")["role"]["P2"] == "Supplier"
    assert "another participants sheet was named" in "\n".join(report.notes)


def test_a_changed_sheet_updates_attributes_by_one_act_without_a_path(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project)
    project.complete("FG1")
    last = project.study.last_act
    write(
        tmp_path,
        p__csv=PARTICIPANTS.replace("Commissioner", "Officer") + "P3,ZOE,Provider\n",
        d__csv=DOCUMENTS.replace("Case A", "Case B"),
    )
    report = project.ingest(participants=tmp_path / "p.csv", documents=tmp_path / "d.csv")
    assert project.study.last_act == last + 1
    assert "participants sheet: 1 new row, 1 changed, 1 as before" in str(report)
    assert "1 row nobody matches: P3" in doubts(report)
    frame = qc.crosstab(project, rows="code", columns=["role", "case"], unit="codings").frame
    assert frame.loc["trust", ("Officer", "Case B")] == 2
    past = qc.crosstab(
        project.as_of(last), rows="code", columns=["role", "case"], unit="codings"
    ).frame
    assert past.loc["trust", ("Commissioner", "Case A")] == 2
    project.undo()
    assert project.documents()["case"].tolist() == ["Case A"]


def test_a_row_that_left_the_sheet_stays_and_is_said(tmp_path):
    project = forum(tmp_path)
    write(tmp_path, p__csv="participant,aliases,role\nP1,ANN,Commissioner\n")
    report = project.ingest(participants=tmp_path / "p.csv")
    assert "1 row of the project not in this sheet, kept" in str(report)
    assert project.participants()["participant"].tolist() == ["P1", "P2"]


def test_cells_are_text(new, tmp_path):
    write(
        tmp_path,
        FG1__txt=FORUM,
        p__csv="doc_id,participant,aliases,role,badge,note\n,P1,ANN,None,007,NA\n,P2,BOB,nan,1.50,\n",
    )
    new.ingest(tmp_path / "FG1.txt", participants=tmp_path / "p.csv")
    frame = new.participants().set_index("participant")
    assert frame.loc["P1", ["role", "badge", "note"]].tolist() == ["None", "007", "NA"]
    assert frame.loc["P2", ["role", "badge"]].tolist() == ["nan", "1.50"]
    assert frame.loc["P2", "note"] == "(not recorded)"


@pytest.mark.parametrize(
    "body",
    [
        PARTICIPANTS.replace(",", ";").encode(),
        PARTICIPANTS.encode("utf-8-sig"),
        PARTICIPANTS.replace("Provider", "Chargé").replace("\n", "\r\n").encode("cp1252"),
        PARTICIPANTS.replace("participant", "Participant").replace("role", "Role").encode(),
    ],
    ids=["semicolon", "bom", "cp1252", "capitals"],
)
def test_sheets_as_spreadsheet_programs_write_them(new, tmp_path, body):
    write(tmp_path, FG1__txt=FORUM, p__csv=body)
    new.ingest(tmp_path / "FG1.txt", participants=tmp_path / "p.csv")
    roles = new.participants().set_index("participant")["role"]
    assert roles["P1"] == "Commissioner"
    assert roles["P2"] in ("Provider", "Chargé")


BAD_SHEETS = {
    "an own column": ("participants", "participant,coder\nP1,x\n", "coder"),
    "a count": ("participants", "participant,n_words\nP1,3\n", "n_words"),
    "a share": ("participants", "participant,share_x\nP1,3\n", "share_x"),
    "a base": ("documents", "document,kind,base_turns\nFG1,interview,3\n", "base_turns"),
    "a kind": ("documents", "document,kind\nFG1,chat\n", "line 2"),
    "one person twice": ("participants", "participant,role\nP1,a\nP2,b\nP1,c\n", "line 4"),
    "twice in one document": ("participants", "participant,document,role\nP1,D,a\nP1,D,c\n", "line 3"),
    "one document twice": ("documents", "document,kind\nFG1,interview\nFG1,interview\n", "line 3"),
    "nobody": ("participants", "participant,role\nP1,a\n,b\n", "line 3"),
    "no document": ("documents", "document,kind\n,interview\n", "line 2"),
    "another table": ("participants", "document,code,coder,turn\nFG1,x,AB,1\n", "participants sheet"),
    "a column twice": ("participants", "participant,role,role\nP1,a,b\n", "role"),
    "no columns": ("documents", "", "empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_a_wrong_sheet_stops_the_ingest_in_one_line_that_names_the_place(tmp_path, name):
    option, body, place = BAD_SHEETS[name]
    project = forum(tmp_path)
    folder = write(tmp_path / "in", FG2__txt=TALK)
    path = write(tmp_path, bad__csv=body) / "bad.csv"
    before = content(project)
    with pytest.raises(QualcodeError) as error:
        project.ingest(folder, **{option: path})
    assert place in str(error.value)
    assert "bad.csv" in str(error.value)
    assert "\n" not in str(error.value)
    assert content(project) == before


def test_all_wrong_rows_are_told_at_once(tmp_path):
    project = forum(tmp_path)
    path = (
        write(tmp_path, d__csv="document,kind\nA,chat\nB,interview\n../C,interview\nB,survey\n")
        / "d.csv"
    )
    with pytest.raises(IngestError) as error:
        project.ingest(documents=path)
    assert [p.where for p in error.value.problems] == [
        "d.csv, line 2",
        "d.csv, line 4",
        "d.csv, line 5",
    ]


# -- roles from another column ----------------------------------------------------------------------------


def test_role_from_takes_another_column_and_leaves_role_to_mark_interviewers(new, tmp_path):
    write(
        tmp_path,
        t__csv=(
            "document,turn,speaker,text,role,perspective\n"
            "S1,1,Kim,Question one?,interviewer,outsider\n"
            "S1,2,Lee,Answer one two.,participant,developer\n"
        ),
    )
    new.load_codebook(write(tmp_path, c__yaml="codes:\n  - code: x\n") / "c.yaml")
    new.ingest(tmp_path / "t.csv", role_from="perspective")
    new.add_coding(document="S1", turn=2, code="x")
    new.complete("S1")
    frame = new.turns()
    assert frame["interviewer"].tolist() == [True, False]
    table = qc.crosstab(new, rows="code", columns="role", unit="words")
    assert table.frame.loc["x"].to_dict() == {"developer": 3}


def test_role_from_a_column_that_no_sheet_has_is_wrong_usage(tmp_path):
    project = forum(tmp_path)
    before = content(project)
    with pytest.raises(UsageError, match="perspektive") as error:
        project.ingest(tmp_path / "FG1.txt", role_from="perspektive")
    assert error.value.exit_code == 2
    assert content(project) == before


# -- doubts --------------------------------------------------------------------------------------------


def test_a_label_seen_once_is_a_doubt_only_where_no_sheet_vouches_for_it(new, tmp_path):
    # INT, ANN, BOB speak twice; EVE and ZOE once, and the sheet knows ZOE.
    text = "INT: A?\nANN: B.\nBOB: C.\nEVE: D.\nZOE: E.\nINT: F?\nANN: G.\nBOB: H.\n"
    write(tmp_path, M1__txt=text, p__csv="participant\nANN\nBOB\nZOE\n")
    found = doubts(new.ingest(tmp_path / "M1.txt", participants=tmp_path / "p.csv"))
    assert "M1, EVE: a label seen once" in found
    assert found.count("seen once") == 1
    assert "1 speaker without a row: M1/EVE" in found


def test_a_likely_misspelling_is_a_doubt_and_two_people_with_rows_are_not(new, tmp_path):
    text = "INT: A?\nAMANDA: B.\nAMANADA: C.\nMARIE: D.\nMARIA: E.\nINT: A?\nAMANDA: B.\nMARIE: F.\nMARIA: G.\n"
    write(tmp_path, M1__txt=text, p__csv="participant\nAMANDA\nMARIE\nMARIA\n")
    found = doubts(new.ingest(tmp_path / "M1.txt", participants=tmp_path / "p.csv"))
    assert "AMANADA: 1 turn; looks like a misspelling of AMANDA" in found
    assert found.count("misspelling") == 1


def test_ids_that_differ_in_a_digit_are_no_misspellings(new, tmp_path):
    write(tmp_path, M1__txt="Speaker 1: A.\nSpeaker 2: B.\nSpeaker 1: C.\nSpeaker 2: D.\n")
    assert "misspelling" not in doubts(new.ingest(tmp_path / "M1.txt"))


def test_rows_nobody_matches_and_documents_that_are_not_there_are_said(new, tmp_path):
    write(
        tmp_path,
        FG1__txt=FORUM,
        p__csv=PARTICIPANTS + "P9,EVE,Provider\nKW,INT,interviewer\n",
        d__csv="document,kind,interviewer\nFG1,focus_group,INT\nFG2,interview,I\n",
    )
    found = doubts(
        new.ingest(
            tmp_path / "FG1.txt", participants=tmp_path / "p.csv", documents=tmp_path / "d.csv"
        )
    )
    assert "1 row nobody matches: P9" in found  # KW is the interviewer, and there
    assert "1 row without a document: FG2" in found


def test_an_interviewer_who_is_no_label_is_said(new, tmp_path):
    write(tmp_path, FG1__txt=FORUM, d__csv=DOCUMENTS.replace("INT", "Jane Bell"))
    report = new.ingest(tmp_path / "FG1.txt", documents=tmp_path / "d.csv")
    assert "names Jane Bell as interviewer, which is no label in FG1" in doubts(report)
    assert new.turns()["interviewer"].tolist() == [True, False, False, False]


def test_speakers_who_all_have_rows_need_no_interviewer(new, tmp_path):
    # Two people who talk with each other, both in the sheet; in M2 one is unknown.
    talk = "ANN: A?\nBOB: B.\nANN: C.\nBOB: D.\n"
    write(
        tmp_path / "in",
        M1__txt=talk,
        M2__txt=talk.replace("BOB", "EVE"),
        M3__txt=talk.replace("BOB", "EVE"),
    )
    write(tmp_path, p__csv="participant\nANN\nBOB\n")
    report = new.ingest(tmp_path / "in", participants=tmp_path / "p.csv")
    found = [str(doubt) for doubt in report.doubts if "known as the interviewer" in doubt.found]
    assert len(found) == 1
    assert found[0].startswith("M2, M3: ")


def test_an_alias_that_fits_two_is_said(new, tmp_path):
    write(tmp_path, FG1__txt=FORUM, p__csv="participant,aliases\nP1,ANN\nP2,ANN;BOB\n")
    report = new.ingest(tmp_path / "FG1.txt", participants=tmp_path / "p.csv")
    assert "FG1, ANN: the label fits P1 and P2" in doubts(report)
    people = new.turns()["participant"].astype(object).fillna("–").tolist()
    assert people == ["–", "FG1/ANN", "P2", "FG1/ANN"]


def test_the_usual_interview_file_is_linked_by_its_name_and_the_link_is_said(new, tmp_path):
    write(tmp_path, IP07__txt=TALK, p__csv="participant,role\nIP07,Commissioner\n")
    report = new.ingest(tmp_path / "IP07.txt", participants=tmp_path / "p.csv")
    assert new.turns()["participant"].astype(object).tolist()[1] == "IP07"
    assert "R is IP07" in str(report)
    assert doubts(report).count("seen once") == 0


def test_a_name_in_both_sheets_is_said(new, tmp_path):
    write(
        tmp_path, FG1__txt=FORUM,
        p__csv="participant,aliases,region\nP1,ANN,North\nP2,BOB,\n",
        d__csv="document,region,case\nFG1,South,A\n",
    )  # fmt: skip
    report = new.ingest(
        tmp_path / "FG1.txt", participants=tmp_path / "p.csv", documents=tmp_path / "d.csv"
    )
    assert "in both sheets: region" in doubts(report)
    # The document goes before the participant.
    assert new.turns()["region"].astype(object).tolist()[1:] == ["South"] * 3


# -- field notes ---------------------------------------------------------------------------------------


def test_field_notes_are_read_as_notes_where_the_sheet_says_so(new, tmp_path):
    notes = "Observation, 3 May 2018\n\n10:15 Chair opens the meeting.\n10:20 Talk of price.\n\nReflections\nI felt out of place.\n"
    write(tmp_path, ON1__txt=notes, d__csv="document,kind,case\nON1,observation,Case A\n")
    report = new.ingest(tmp_path / "ON1.txt", documents=tmp_path / "d.csv")
    frame = new.turns()
    assert frame["speaker"].isna().all()
    assert frame["participant"].isna().all()
    assert "reflective" in set(frame["part"])
    assert "Chair opens the meeting." in " ".join(frame["text"])
    assert report.labels == []


# -- sheets by spreadsheet -------------------------------------------------------------------------------


def test_a_workbook_is_a_sheet_as_good_as_any(new, tmp_path):
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "p.xlsx")) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(PARTICIPANTS.split()):
            sheet.write_row(n, 0, row.split(","))
    write(tmp_path, FG1__txt=FORUM)
    new.ingest(tmp_path / "FG1.txt", participants=tmp_path / "p.xlsx")
    assert new.participants()["role"].tolist() == ["Commissioner", "Provider"]
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        book.add_worksheet().write_row(0, 0, ["colour", "size"])
    before = content(new)
    with pytest.raises((IngestError, ReadError), match=r"x\.xlsx"):
        new.ingest(participants=tmp_path / "x.xlsx")
    assert "x.xlsx" in refusals(new.ingest(tmp_path / "x.xlsx"))
    assert content(new) == before


def test_what_qualcode_wrote_itself_is_no_transcript(tmp_path):
    # The exports lie in the folder of the transcripts, which is ingested again.
    project = forum(tmp_path / "first")
    folder = write_forum(tmp_path / "again")
    project.export_codebook(folder / "book.docx")
    qc.save_quotes(qc.kwic(project, "trust"), folder / "words.csv")
    project.add_memo("A thought.")
    project.export_memos(folder / "memos.csv")
    report = qc.new_project(tmp_path / "n.qualcode", coder="AB").ingest(folder)
    assert [each.document for each in report.documents] == ["FG1"]
    said = str(report)
    assert "book.docx: not read (written by qualcode" in said
    assert "words.csv: not read" in said and "memos.csv: not read" in said
