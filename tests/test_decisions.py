"""Decisions on suggestions, one by one and by spreadsheet: all or nothing, per coder, kept."""

import csv
import io

import pytest
from kit import CODEBOOK, FORUM, code_by_hand, content, forum, marks, write

import qualcode as qc
from qualcode.errors import CodingError, QualcodeError, ReadError, UsageError
from qualcode.readers.sheets import read_sheet

# Three suggestions: trust on 59–106 (turn 2), price on 59–106 (turn 2), trust on 148–166 (turn 4).
TURN_2, TURN_4 = (59, 106), (148, 166)


@pytest.fixture
def project(tmp_path):
    project = forum(tmp_path)
    project.suggest()
    return project


def ids(project):
    frame = project.suggestions()
    return {
        (code, int(start)): suggestion
        for code, start, suggestion in zip(
            frame["code"].astype(str), frame["start"], frame["suggestion_id"], strict=True
        )
    }


def decided(project):
    """(code, start of the suggestion) -> decision of this coder."""
    frame = project.suggestions()
    return {
        (str(code), int(start)): decision
        for code, start, decision in zip(
            frame["code"], frame["start"], frame["decision"], strict=True
        )
        if decision
    }


def other(project, coder="CD"):
    return qc.open_project(project.path, coder=coder)


def sheet(project, path, change=None, **changes):
    """Export, change cells and write again. changes: suggestion "trust_59" -> cells to set."""
    project.export_suggestions(path, open_only=False)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(changes.get(f"{row['code']}_{row['start']}", {}))
    if change:
        rows = change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


# -- one by one ----------------------------------------------------------------------------------------


def test_a_suggestion_is_no_coding_until_somebody_accepts_it(project):
    assert len(project.suggestions()) == 3
    assert marks(project) == []
    coding = project.accept(ids(project)["trust", 59])
    assert marks(project) == [("FG1", *TURN_2, "trust", "AB")]
    row = project.codings().iloc[0]
    assert row["coding_id"] == coding
    assert (row["origin"], row["blind"]) == ("accepted", "no")
    assert decided(project) == {("trust", 59): "accept"}


def test_a_rejection_makes_no_coding_and_keeps_its_reason(project):
    assert project.reject(ids(project)["price", 59], reason="only a figure of speech") is None
    assert marks(project) == []
    assert project.decisions()["reason"].tolist() == ["only a figure of speech"]
    assert decided(project) == {("price", 59): "reject"}


@pytest.mark.parametrize(
    ("change", "made"),
    [
        ({"start": 59, "end": 72}, (59, 72, "trust")),
        ({"end": 83}, (59, 83, "trust")),
        ({"quotation": "Trust matters"}, (59, 72, "trust")),
        ({"code": "delay"}, (59, 106, "delay")),
        ({"quotation": "Price came last", "code": "price"}, (80, 95, "price")),
        ({"start": 54, "end": 131}, (54, 131, "trust")),
    ],
)
def test_a_revision_takes_other_edges_other_words_or_another_code(project, change, made):
    project.revise(ids(project)["trust", 59], **change)
    assert [m[1:4] for m in marks(project)] == [made]
    assert project.codings()["origin"].tolist() == ["revised"]
    assert decided(project) == {("trust", 59): "revise"}


def test_offsets_may_come_from_a_frame(project):
    end = project.suggestions()["end"].to_numpy()[0]
    project.revise(ids(project)["trust", 59], end=end - 1)
    assert [m[1:3] for m in marks(project)] == [(59, 105)]
    assert project.check() == []


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"start": 59, "end": 106, "code": "trust"},
        {"start": 106, "end": 59},
        {"end": 168},
        {"start": -1},
        {"code": "nope"},
        {"quotation": "not there"},
        {"quotation": "s"},
        {"start": 59, "end": 72.0},
        {"start": "59"},
    ],
)
def test_a_revision_that_does_not_fit_changes_nothing(project, change):
    before = content(project)
    with pytest.raises(CodingError) as error:
        project.revise(ids(project)["trust", 59], **change)
    assert "\n" not in str(error.value)
    assert content(project) == before


def test_an_unknown_suggestion_and_a_missing_coder_are_refused(project):
    with pytest.raises(CodingError, match="no suggestion"):
        project.accept("s0")
    nobody = qc.open_project(project.path)
    for act in (nobody.accept, nobody.reject):
        with pytest.raises(UsageError, match="coder"):
            act(ids(project)["trust", 59])


def test_the_same_decision_again_is_skipped(project):
    first = project.accept(ids(project)["trust", 59])
    before = content(project)
    assert project.accept(ids(project)["trust", 59]) == first
    assert content(project) == before
    project.reject(ids(project)["price", 59])
    before = content(project)
    project.reject(ids(project)["price", 59])
    assert content(project) == before


def test_a_different_decision_takes_the_place_of_the_first(project):
    accepted = project.accept(ids(project)["trust", 59])
    project.reject(ids(project)["trust", 59])
    assert marks(project) == []
    assert decided(project) == {("trust", 59): "reject"}
    again = project.accept(ids(project)["trust", 59])
    assert again != accepted
    assert len(marks(project)) == 1
    project.revise(ids(project)["trust", 59], start=59, end=72)
    assert marks(project) == [("FG1", 59, 72, "trust", "AB")]
    # Nothing is overwritten: three codings and four decisions were made, one of each stands.
    assert project.study.value("SELECT count(*) FROM coding") == 3
    assert project.study.value("SELECT count(*) FROM decision") == 4
    assert len(project.decisions()) == 1
    assert project.check() == []


def test_another_reason_is_another_decision_on_the_same_coding(project):
    coding = project.accept(ids(project)["trust", 59])
    assert project.accept(ids(project)["trust", 59], reason="she repeats it later") == coding
    assert project.codings()["coding_id"].tolist() == [coding]
    assert project.decisions()["reason"].tolist() == ["she repeats it later"]


def test_decisions_are_each_coders_own(project):
    cd = other(project)
    project.accept(ids(project)["trust", 59])
    cd.reject(ids(cd)["trust", 59])
    assert decided(project) == {("trust", 59): "accept"}
    assert decided(cd) == {("trust", 59): "reject"}
    assert marks(project) == [("FG1", *TURN_2, "trust", "AB")]
    assert len(project.decisions()) == 2
    assert len(cd.suggestions(open_only=True)) == 2


def test_accepting_what_is_coded_by_hand_makes_no_second_coding(project):
    by_hand = project.add_coding(document="FG1", turn=2, code="trust").coding_id
    assert project.accept(ids(project)["trust", 59]) == by_hand
    assert project.codings()["origin"].tolist() == ["manual"]


def test_a_change_of_mind_does_not_take_away_what_was_coded_by_hand(project):
    project.add_coding(document="FG1", turn=2, code="trust")
    project.accept(ids(project)["trust", 59])
    project.reject(ids(project)["trust", 59])
    assert project.codings()["origin"].tolist() == ["manual"]
    assert decided(project) == {("trust", 59): "reject"}


def test_a_change_of_mind_does_not_take_away_what_another_decision_made(project):
    # Both suggestions are revised to the same words and code, so both stand on one coding.
    project.revise(ids(project)["trust", 59], start=59, end=72)
    project.revise(ids(project)["price", 59], start=59, end=72, code="trust")
    assert len(marks(project)) == 1
    project.reject(ids(project)["trust", 59])
    assert marks(project) == [("FG1", 59, 72, "trust", "AB")]
    project.reject(ids(project)["price", 59])
    assert marks(project) == []
    assert project.check() == []


def test_a_coding_that_was_retracted_can_be_accepted_again(project):
    coding = project.accept(ids(project)["trust", 59])
    project.retract(coding)
    again = project.accept(ids(project)["trust", 59])
    assert again != coding
    assert project.codings()["coding_id"].tolist() == [again]


# -- suggesting again ----------------------------------------------------------------------------------


def test_again_means_only_what_is_new(project, tmp_path):
    assert project.suggest().new == 0
    write(
        tmp_path,
        b__yaml=CODEBOOK.replace("  - code: delay\n", "  - code: delay\n    patterns: [well]\n"),
    )
    project.load_codebook(tmp_path / "b.yaml")
    report = project.suggest()
    assert (report.proposed, report.new, report.codes) == (4, 1, {"delay": 1})


def test_what_was_rejected_stays_away_for_this_coder_code_and_place(project):
    # The suggestion is undone after its rejection is copied to a larger and a smaller neighbour.
    from qualcode.review.suggesting import rejections, was_refused

    project.reject(ids(project)["trust", 59])  # 47 characters
    refused = rejections(project.study, "AB")
    assert refused == {("FG1", "trust"): [TURN_2]}
    for start, end, away in (
        (59, 106, True),
        (59, 83, True),  # 24 of 47
        (59, 82, False),  # 23 of 47
        (82, 106, True),
        (36, 106, True),  # 47 of 70
        (0, 106, False),  # 47 of 106
        (106, 131, False),
    ):
        assert was_refused(refused, "FG1", start, end, "trust") is away, (start, end)
        assert not was_refused(refused, "FG1", start, end, "price")
    assert rejections(project.study, "CD") == {}


def test_what_was_rejected_stays_away_on_a_new_version(project, tmp_path):
    # 23 characters further on, the rejected turn is not proposed again; the others are.
    project.reject(ids(project)["trust", 59])
    write(tmp_path, FG1__txt="Recorded with consent.\n" + FORUM)
    project.ingest(tmp_path / "FG1.txt", new_version=True)
    assert len(project.suggestions()) == 0
    assert project.suggest().new == 2
    assert set(ids(project)) == {("price", 82), ("trust", 171)}
    cd = other(project)
    assert cd.suggest().new == 1


def test_a_suggestion_on_an_earlier_text_is_not_decided_upon(project, tmp_path):
    old = ids(project)["trust", 59]
    path = sheet(project, tmp_path / "d.csv", trust_59={"decision": "accept"})
    write(tmp_path, FG1__txt="Recorded with consent.\n" + FORUM)
    project.ingest(tmp_path / "FG1.txt", new_version=True)
    before = content(project)
    for act in (lambda: project.accept(old), lambda: project.decide(path)):
        with pytest.raises(CodingError, match="earlier text of FG1") as error:
            act()
        assert "suggest again" in str(error.value)
    assert content(project) == before


# -- by spreadsheet ------------------------------------------------------------------------------------


def test_the_sheet_holds_what_a_reviewer_needs(project, tmp_path):
    assert project.export_suggestions(tmp_path / "s.csv") == 3
    found = read_sheet(tmp_path / "s.csv")
    assert found.columns == (
        "suggestion_id", "document", "turn", "start", "end", "code", "score", "rank_score", "engine",
        "evidence", "quotation", "decision", "reason",
    )  # fmt: skip
    first = found.rows[0].cells
    assert (first["document"], first["turn"], first["start"], first["end"]) == (
        "FG1",
        "2",
        "59",
        "106",
    )
    assert first["score"] == first["decision"] == first["reason"] == ""
    assert first["quotation"] == FORUM[59:106]
    evidence = {row.cells["code"] + row.cells["start"]: row.cells["evidence"] for row in found.rows}
    assert "59–64" in evidence["trust59"]
    assert "80–85" in evidence["price59"]
    assert "154–159" in evidence["trust148"]


def test_a_sheet_is_one_act_and_blank_rows_stay_open(project, tmp_path):
    last = project.study.last_act
    path = sheet(
        project,
        tmp_path / "d.csv",
        trust_59={"decision": "revise", "start": "59", "end": "72", "reason": "only this"},
        price_59={"decision": "Reject "},
    )
    report = project.decide(path)
    assert project.study.last_act == last + 1
    assert report.counts == {"revise": 1, "reject": 1}
    assert (report.undecided, report.same, report.changed) == (1, 0, 0)
    assert decided(project) == {("trust", 59): "revise", ("price", 59): "reject"}
    assert marks(project) == [("FG1", 59, 72, "trust", "AB")]
    assert project.export_suggestions(tmp_path / "open.csv") == 1


def test_the_same_sheet_again_is_skipped_and_a_changed_row_is_changed(project, tmp_path):
    rows = {
        "trust_59": {"decision": "accept"},
        "price_59": {"decision": "reject", "reason": "no"},
        "trust_148": {"decision": "revise", "quotation": "trust again"},
    }
    path = sheet(project, tmp_path / "d.csv", **rows)
    project.decide(path)
    before = content(project)
    report = project.decide(path)
    assert content(project) == before
    assert (report.same, report.coding_ids) == (3, [])
    rows["trust_59"] = {"decision": "reject"}
    report = project.decide(sheet(project, path, **rows))
    assert (report.same, report.changed) == (2, 1)
    assert marks(project) == [("FG1", 154, 165, "trust", "AB")]


def test_for_a_revision_changed_offsets_and_code_win_over_the_quotation(project, tmp_path):
    path = sheet(
        project,
        tmp_path / "d.csv",
        trust_59={"decision": "revise", "start": "80", "end": "95", "quotation": "Trust matters"},
        trust_148={"decision": "revise", "code": "delay", "quotation": "trust again"},
    )
    project.decide(path)
    assert [m[1:4] for m in marks(project)] == [(80, 95, "trust"), (154, 165, "delay")]


def test_a_quotation_whose_line_breaks_the_spreadsheet_folded_is_not_changed(tmp_path):
    # One turn over three lines; the cell comes back with spaces, or with other line breaks.
    project = forum(tmp_path / "s")
    write(tmp_path, N1__vtt=
        "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ann>We trust\n\n00:02.000 --> 00:04.000\n<v Ann>them a lot.\n")  # fmt: skip
    project.ingest(tmp_path / "N1.vtt")
    project.suggest()
    (start,) = [start for code, start in ids(project) if start not in (59, 148)]
    quotation = project.suggestions().set_index("start").loc[start, "quotation"]
    for changed in (" ".join(quotation.split()), quotation.replace("\n", "\r\n"), quotation):
        path = sheet(
            project, tmp_path / "d.csv",
            **{f"trust_{start}": {"decision": "accept", "quotation": changed}},
        )  # fmt: skip
        project.decide(path)
    assert len(marks(project)) == 1


BAD_ROWS = {
    "a decision of no kind": ({"decision": "maybe"}, "maybe"),
    "an accepted change": ({"decision": "accept", "end": "72"}, "revise"),
    "an accepted other code": ({"decision": "accept", "code": "price"}, "revise"),
    "a rejected change of words": ({"decision": "reject", "quotation": "Trust matters"}, "revise"),
    "a revision of nothing": ({"decision": "revise"}, "changes nothing"),
    "an offset of letters": ({"decision": "revise", "start": "x"}, "whole number"),
    "half an offset": ({"decision": "revise", "start": "60.5"}, "whole number"),
    "an offset outside": ({"decision": "revise", "end": "9999"}, "outside"),
    "an empty range": ({"decision": "revise", "end": "59"}, "empty"),
    "an unknown code": ({"decision": "revise", "code": "nope"}, "nope"),
    "words that are not there": ({"decision": "revise", "quotation": "never said"}, "never said"),
    "words that are there twice": ({"decision": "revise", "quotation": "s"}, "more than once"),
    "an unknown suggestion": ({"decision": "accept", "suggestion_id": "s0"}, "no suggestion"),
    "no suggestion": ({"decision": "accept", "suggestion_id": ""}, "no suggestion"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_one_bad_row_and_nothing_is_decided(project, tmp_path, name):
    cells, said = BAD_ROWS[name]
    path = sheet(project, tmp_path / "d.csv", trust_59=cells, trust_148={"decision": "accept"})
    before = content(project)
    with pytest.raises(CodingError) as error:
        project.decide(path)
    (problem,) = error.value.problems
    assert problem.where in ("d.csv, line 2", "d.csv, line 3")
    assert said in str(problem)
    assert "\n" not in str(error.value)
    assert content(project) == before


def test_every_bad_row_is_listed_with_its_line(project, tmp_path):
    path = sheet(
        project,
        tmp_path / "d.csv",
        change=lambda rows: [*rows, {**rows[2], "decision": "accept"}],
        trust_59={"decision": "maybe"},
        price_59={"decision": "revise"},
        trust_148={"decision": "accept"},
    )
    with pytest.raises(CodingError) as error:
        project.decide(path)
    assert sorted(p.where for p in error.value.problems) == [
        "d.csv, line 2", "d.csv, line 3", "d.csv, line 5",
    ]  # fmt: skip
    assert "nothing was decided" in str(error.value)
    assert marks(project) == []


def as_excel(text, separator, encoding, end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(
        csv.reader(io.StringIO(text))
    )
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), (",", "utf-8-sig"), (";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")],
)
def test_the_sheet_comes_back_as_a_spreadsheet_program_writes_it(
    project, tmp_path, separator, encoding
):
    path = sheet(
        project, tmp_path / "d.csv",
        trust_59={"decision": "accept", "reason": "naïve"}, price_59={"decision": "reject"},
        trust_148={"decision": "revise", "quotation": "trust again"},
    )  # fmt: skip
    path.write_bytes(as_excel(path.read_text("utf-8"), separator, encoding))
    assert project.decide(path).counts == {"accept": 1, "reject": 1, "revise": 1}
    assert "naïve" in project.decisions()["reason"].tolist()
    assert [m[1:3] for m in marks(project)] == [(59, 106), (154, 165)]


def test_the_sheet_comes_back_as_a_workbook(project, tmp_path):
    import xlsxwriter

    path = sheet(
        project,
        tmp_path / "d.csv",
        trust_59={"decision": "accept"},
        price_59={"decision": "revise", "end": "72"},
    )
    with xlsxwriter.Workbook(str(tmp_path / "d.xlsx")) as book:
        page = book.add_worksheet()
        with path.open(encoding="utf-8", newline="") as file:
            for n, row in enumerate(csv.reader(file)):
                for m, cell in enumerate(row):
                    # As Excel does it: what looks like a number is one.
                    page.write_number(n, m, int(cell)) if cell.isdigit() else page.write_string(
                        n, m, cell
                    )
    assert project.decide(tmp_path / "d.xlsx").counts == {"accept": 1, "revise": 1}


def test_only_the_two_needed_columns_are_enough(project, tmp_path):
    body = f"suggestion_id,decision\n{ids(project)['trust', 59]},accept\n"
    project.decide(write(tmp_path, d__csv=body) / "d.csv")
    assert marks(project) == [("FG1", *TURN_2, "trust", "AB")]


def test_a_file_that_is_no_decided_sheet_is_refused(project, tmp_path):
    before = content(project)
    for body in (b"", b"a,b\n1,2\n", b"suggestion_id\ns1\n", bytes(range(256)) * 8):
        path = write(tmp_path, d__csv=body) / "d.csv"
        with pytest.raises((CodingError, ReadError)) as error:
            project.decide(path)
        assert "d.csv" in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(QualcodeError, match=r"none\.csv"):
        project.decide(tmp_path / "none.csv")
    assert content(project) == before


def test_two_coders_hand_in_their_sheets(project, tmp_path):
    cd = other(project)
    project.decide(sheet(project, tmp_path / "a.csv", trust_59={"decision": "accept"}))
    cd.decide(
        sheet(
            cd, tmp_path / "b.csv", trust_59={"decision": "accept"}, price_59={"decision": "accept"}
        )
    )
    assert marks(project) == [
        ("FG1", *TURN_2, "price", "CD"),
        ("FG1", *TURN_2, "trust", "AB"),
        ("FG1", *TURN_2, "trust", "CD"),
    ]
    cd.undo()
    assert marks(project) == [("FG1", *TURN_2, "trust", "AB")]
    assert decided(cd) == {}
    code_by_hand(cd)
    assert project.check() == []


def test_a_sheet_with_decisions_that_were_not_handed_in_is_not_written_over(project, tmp_path):
    sheet = tmp_path / "review.csv"
    project.export_suggestions(sheet)
    text = sheet.read_text(encoding="utf-8")
    head, first, *rest = text.splitlines()
    filled = "\n".join([head, first.removesuffix(",,") + ",accept,", *rest]) + "\n"
    sheet.write_text(filled, encoding="utf-8")
    with pytest.raises(QualcodeError, match="1 decision that the project does not have"):
        project.export_suggestions(sheet)
    assert sheet.read_text(encoding="utf-8") == filled
    project.decide(sheet)
    assert project.export_suggestions(sheet) == len(rest)


def test_what_i_rejected_is_not_open_to_me_though_somebody_else_ran_the_suggester(project):
    again = project.suggestions(open_only=True)
    project.reject(again.suggestion_id[0])
    left = project.suggestions(open_only=True)
    assert again.suggestion_id[0] not in set(left.suggestion_id)
    assert len(left) == len(again) - 1
