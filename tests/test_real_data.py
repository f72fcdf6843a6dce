"""Published studies coded by people: everything read, and the sums equal the rows."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import qualcode as qc
from qualcode.errors import TableError


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def study(shared: Path, folder: Path, name: str, **options) -> tuple[qc.Project, Path, object]:
    data = shared / "data" / name
    if not data.is_dir():
        pytest.skip(f"no data on {name}")
    project = qc.new_project(folder / f"{name}.qualcode", coder="tester")
    report = project.ingest(data, **options)
    project.load_codebook(data / "codebook.csv")
    return project, data, report


def outside(table: qc.Table) -> dict[str, int]:
    rows = table.reconciliation
    found = dict(zip(rows["where"], rows["n_codings"], strict=True))
    return {where: n for where, n in found.items() if n and where != "counted in the table"}


@pytest.fixture(scope="module")
def scrum(shared: Path, tmp_path_factory):
    project, data, report = study(
        shared, tmp_path_factory.mktemp("scrum"), "scrum", role_from="perspective"
    )
    imported = project.import_codings(data / "codings.csv", create_codes=True, complete=True)
    yield project, data, report, imported
    project.close()


def test_scrum_is_read_whole(scrum) -> None:
    project, data, report, _ = scrum
    turns, documents = project.turns(), project.documents()
    given = rows_of(data / "turns.csv")
    assert (len(documents), len(turns)) == (25, 2482) == (25, len(given))
    assert turns["text"].to_list() == [" ".join(row["text"].split()) for row in given]
    assert turns["turn"].to_list() == [row["turn"] for row in given]
    asked = [row["role"] == "interviewer" for row in given]
    assert turns["interviewer"].to_list() == asked
    for label in ("AMANADA", "US", "OK"):
        assert any(label in str(doubt) for doubt in str(report).splitlines()), label


def test_scrum_codings_are_all_accounted_for(scrum) -> None:
    project, data, _, imported = scrum
    given = rows_of(data / "codings.csv")
    assert (imported.rows, imported.added, len(imported.repeats)) == (421, 417, 4)
    assert len(given) == 421 and len(project.codings()) == 417
    assert (len(imported.created), len(imported.opened)) == (82, 1)
    distinct = {(row["doc_id"], row["turn"], row["code"]) for row in given}
    assert len(distinct) == 417
    mine = project.codings()[["document", "turn", "code"]].astype(str)
    assert set(mine.apply(tuple, axis=1)) == distinct


def test_scrum_by_perspective(scrum) -> None:
    project, data, _, _ = scrum
    table = qc.crosstab(project, rows="code", columns="role", unit="codings")
    assert list(table.frame.columns) == list(
        dict.fromkeys(row["perspective"] for row in rows_of(data / "documents.csv"))
    )
    assert table.frame.sum(axis=None) == 410 == table.totals.sum()
    assert outside(table) == {"in interviewer turns": 7}
    assert table.bases["documents"].sum() == 24
    assert table.bases["participants"].sum() == 27
    assert table.reconciliation["n_codings"].sum() == 417
    # The seven lie in P24, which has no turn by a participant.
    turns = project.turns()
    assert turns[turns["document"] == "P24"]["interviewer"].all()
    rows = project.codings()
    assert (rows["document"] == "P24").sum() == 7
    assert rows[rows["document"] == "P24"]["role"].isna().all()
    # Counted from the files alone: codings by perspective, repeats once, the interviewer's left out.
    perspective = {row["doc_id"]: row["perspective"] for row in rows_of(data / "documents.csv")}
    asked = {
        (row["doc_id"], row["turn"])
        for row in rows_of(data / "turns.csv")
        if row["role"] == "interviewer"
    }
    codings = {(r["doc_id"], r["turn"], r["code"]) for r in rows_of(data / "codings.csv")}
    expected = Counter(
        (code, perspective[document])
        for document, turn, code in codings
        if (document, turn) not in asked
    )
    got = table.frame.stack()
    assert {key: n for key, n in got.to_dict().items() if n} == expected


def test_scrum_people_and_themes(scrum) -> None:
    project, _, _, _ = scrum
    people = qc.crosstab(project, rows="theme", columns="role")
    spoken = project.turns().query("not interviewer")
    assert people.bases["participants"].to_list() == [
        spoken[spoken["role"] == role]["participant"].nunique() for role in people.frame.columns
    ]
    assert people.bases["words"].sum() == spoken["words"].sum()
    theme = qc.crosstab(project, rows="theme", columns="role", unit="codings")
    assert theme.frame.sum(axis=None) == 410
    share = qc.crosstab(project, rows="code", columns="role", unit="codings", measure="share")
    assert share.frame.sum().round(9).to_list() == [1.0] * len(share.frame.columns)
    assert project.check() == []


@pytest.fixture(scope="module")
def casino(shared: Path, tmp_path_factory):
    folder = shared / "data" / "casino"
    project, data, report = study(
        shared,
        tmp_path_factory.mktemp("casino"),
        "casino",
        participants=folder / "speakers.csv",
    )
    imported = project.import_codings(data / "codings.csv", create_codes=True, complete=True)
    yield project, data, report, imported
    project.close()


def test_casino_sums_equal_the_rows_read(casino) -> None:
    project, data, _, imported = casino
    given = rows_of(data / "codings.csv")
    assert (imported.rows, imported.added, len(given)) == (3668, 3668, 3668)
    assert (len(project.documents()), len(project.turns())) == (244, 3462)
    people = project.participants()
    assert len(people) == 488 == people["in_sheet"].sum()
    table = qc.crosstab(project, rows="code", columns="gender", unit="codings")
    assert table.frame.sum(axis=None) == 3668
    assert outside(table) == {}
    assert table.bases["participants"].sum() == 488
    by_code = Counter(row["code"] for row in given)
    assert {code: n for code, n in table.totals.to_dict().items() if n} == by_code
    # From the files alone: gender of the speaker of each coded turn.
    gender = {(r["doc_id"], r["speaker"]): r["gender"] for r in rows_of(data / "speakers.csv")}
    speaker = {(r["doc_id"], r["turn"]): r["speaker"] for r in rows_of(data / "turns.csv")}
    expected = Counter(
        (r["code"], gender[r["doc_id"], speaker[r["doc_id"], r["turn"]]]) for r in given
    )
    assert {key: n for key, n in table.frame.stack().to_dict().items() if n} == expected


def test_casino_tables_by_two_attributes_and_by_frame_agree(casino) -> None:
    import pandas as pd

    project, _, _, _ = casino
    table = qc.crosstab(project, rows="code", columns=["svo", "gender"], unit="codings")
    assert table.frame.sum(axis=None) == 3668
    rows = project.codings()
    from_frame = qc.crosstab(rows, rows="code", columns=["svo", "gender"])
    plain = pd.crosstab(rows["code"], [rows["svo"], rows["gender"]])
    for column in plain.columns:
        assert from_frame.frame[column].to_dict() == table.frame[column].to_dict()
        assert from_frame.frame[column][plain.index].to_list() == plain[column].to_list()


@pytest.fixture(scope="module")
def annomi(shared: Path, tmp_path_factory):
    project, data, report = study(shared, tmp_path_factory.mktemp("annomi"), "annomi")
    imported = project.import_codings(data / "codings.csv", create_codes=True, complete=True)
    yield project, data, report, imported
    project.close()


def test_annomi_with_ten_coders_is_refused_until_somebody_is_chosen(annomi) -> None:
    project, data, _, imported = annomi
    given = rows_of(data / "codings.csv")
    assert (imported.rows, imported.added, len(given)) == (9365, 9365, 9365)
    readers: dict[str, set[str]] = {}
    for row in given:
        readers.setdefault(row["doc_id"], set()).add(row["coder"])
    several = {document for document, coders in readers.items() if len(coders) > 1}
    assert len(several) == 5 and all(len(readers[document]) == 10 for document in several)
    assert imported.passes == sum(map(len, readers.values())) == len(project.progress())
    with pytest.raises(TableError) as refusal:
        qc.crosstab(project, rows="code", columns="role")
    assert {problem.where for problem in refusal.value.problems} >= several
    assert "any, each, annotator_0" in str(refusal.value)

    anybody = qc.crosstab(project, rows="code", columns="role", unit="codings", coders="any")
    assert anybody.frame.sum(axis=None) == 9365
    assert outside(anybody) == {}
    per_coder = Counter(row["coder"] for row in given)
    each = qc.crosstab(project, rows="code", columns="role", unit="codings", coders="each")
    sums = each.frame.T.groupby(level="coder").sum().sum(axis=1)
    assert sums.to_dict() == per_coder
    one = qc.crosstab(project, rows="code", columns="role", unit="codings", coders="annotator_3")
    assert one.frame.sum(axis=None) == per_coder["annotator_3"]
    documents = {d for d, coders in readers.items() if "annotator_3" in coders}
    assert f"Not yet coded ({84 - len(documents)} documents)." in one.notes
    assert one.bases["documents"].max() == len(documents)


TRANSCRIPTS = sorted(
    path.name
    for path in (Path(__file__).resolve().parents[2] / "shared/exchange/transcripts").glob("*")
    if path.suffix in (".txt", ".md", ".docx", ".vtt", ".srt")
)


@pytest.mark.parametrize("name", TRANSCRIPTS or [None])
def test_transcripts_of_other_programs_lose_nothing(shared: Path, tmp_path, name) -> None:
    if name is None:
        pytest.skip("no transcripts")
    path = shared / "exchange" / "transcripts" / name
    from qualcode.store import state

    with qc.new_project(tmp_path / "s.qualcode", coder="AB") as project:
        report = project.ingest(path)
        assert path.stem in str(report)
        (document,) = project.documents()["document"]
        text = project.text(document)
        turns = project.turns()
        assert len(turns) and turns["words"].sum()
        found = state.structure(project.study, state.version_of(project.study, document))
        owners = [0] * len(text)
        for turn in found["turns"]:
            for a, b in zip(turn[2][::2], turn[2][1::2], strict=True):
                owners[a:b] = [owner + 1 for owner in owners[a:b]]
        for _, a, b in found["gaps"]:
            owners[a:b] = [owner + 1 for owner in owners[a:b]]
        assert set(owners) == {1}  # every character belongs to one turn or one gap
        if "founders-talk" in name:
            # A podcast of two people; "Break" is a heading between them, and nobody.
            people = project.participants()
            assert len(people) == 2
            assert turns["speaker"].dropna().nunique() == 2
            assert "Break" not in set(turns["speaker"].dropna())
