"""The project file: made, opened, checked, shared between processes, killed, damaged, read-only."""

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kit import (
    FORUM,
    PARTICIPANTS,
    code_by_hand,
    content,
    forum,
    marks,
    picture,
    write,
    write_forum,
)

import qualcode as qc
from qualcode.errors import CodingError, ProjectError, QualcodeError
from qualcode.review.framework import summarise
from qualcode.review.keys import mark_key
from qualcode.store import replay, schema
from qualcode.store.study import content_digest

# -- making and opening --------------------------------------------------------------------------------


def test_a_new_project_is_empty_and_has_one_act(tmp_path):
    project = qc.new_project(tmp_path / "study.qualcode", coder="AB", title="A study")
    assert project.title == "A study"
    assert project.history()["verb"].tolist() == ["new"]
    assert len(project.documents()) == len(project.codings()) == len(project.turns()) == 0
    assert project.check() == []


def test_a_closed_project_is_one_file_and_a_copy_of_it_is_the_same_study(tmp_path):
    project = forum(tmp_path / "one")
    code_by_hand(project)
    before = picture(project)
    project.close()
    (tmp_path / "two").mkdir()
    shutil.copy(tmp_path / "one" / "s.qualcode", tmp_path / "two" / "copy.qualcode")
    names = sorted(path.name for path in (tmp_path / "one").iterdir() if path.is_file())
    assert names == ["FG1.txt", "codebook.yaml", "documents.csv", "participants.csv", "s.qualcode"]
    with qc.open_project(tmp_path / "two" / "copy.qualcode") as copy:
        assert picture(copy) == before


def test_a_project_is_never_made_over_a_file(tmp_path):
    path = write(tmp_path, notes__qualcode="my notes") / "notes.qualcode"
    with pytest.raises(ProjectError, match="exists already"):
        qc.new_project(path)
    assert path.read_text() == "my notes"
    with pytest.raises(ProjectError, match="no folder"):
        qc.new_project(tmp_path / "nowhere" / "s.qualcode")
    assert [p.name for p in tmp_path.iterdir()] == ["notes.qualcode"]


def test_readers_see_what_another_connection_wrote(tmp_path):
    # What is remembered between two questions is thrown away when anybody adds an act.
    ab = forum(tmp_path)
    cd = qc.open_project(ab.path, coder="CD")
    assert marks(cd) == []
    code_by_hand(ab)
    assert len(marks(cd)) == 3
    cd.retract(list(cd.codings()["coding_id"]))
    assert marks(ab) == []


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path, monkeypatch):
    project = forum(tmp_path)
    before = content(project)
    monkeypatch.setitem(sys.modules["qualcode.store.events"]._APPLY, "memo", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        project.add_coding(document="FG1", turn=2, code="trust", memo="Both or neither.")
    assert content(project) == before
    monkeypatch.undo()
    project.add_coding(document="FG1", turn=2, code="trust", memo="Both or neither.")
    assert project.check() == []


def test_what_was_checked_still_holds_when_it_is_written(tmp_path):
    # Somebody retracts the coding after AB looked at it and before AB's own retraction is written.
    ab = forum(tmp_path)
    (coding,) = code_by_hand(ab, 1)
    cd = qc.open_project(ab.path, coder="CD")
    looked = ab.study.rows
    meanwhile = []

    def rows(sql, parameters=()):
        found = looked(sql, parameters)
        if sql.startswith("SELECT ended FROM coding") and not meanwhile:
            meanwhile.append(cd.retract(coding))
        return found

    ab.study.rows = rows
    with pytest.raises(CodingError, match="was retracted in act 5"):
        ab.retract(coding)
    assert ab.history()["verb"].tolist()[-1] == "retract"
    assert ab.check() == []


def test_a_writer_who_is_outrun_again_and_again_still_comes_to_write(tmp_path):
    from qualcode.store import Draft, codings

    ab = forum(tmp_path)
    cd = qc.open_project(ab.path, coder="CD")
    seen = []

    def prepare():
        seen.append(ab.study.last_act)
        if len(seen) <= 6:
            cd.add_memo("I was faster.")
        draft = Draft()
        codings.draft_memo(draft, "At last.", None)
        return draft

    act = ab.study.write("memo", "AB", prepare)
    assert act.n == 10
    assert seen == [3, 4, 5, 6, 7, 8, 9]
    assert ab.check() == []


# -- check ---------------------------------------------------------------------------------------------


def full(folder):
    """A study with rows in every table: acts 2 to 21."""
    project = forum(folder)
    ids = code_by_hand(project)
    project.retract(ids[1])
    project.suggest()
    frame = project.suggestions()
    project.accept(frame["suggestion_id"][0], reason="yes")
    project.reject(frame["suggestion_id"][1])
    project.complete("FG1", blind=False)
    project.add_memo("Price is talked of in passing.", on="price")
    project.set_primary("AB")
    write(folder, c__csv="document,code,coder,turn,weight\nFG1,delay,CD,3,7\n")
    project.import_codings(folder / "c.csv")
    project.undo()
    project.redo()
    mark_key(project.study, "AB", ids[0])
    project.add_coding(document="FG1", start=59, end=72, code="delay")
    project.merge_codes("delay", "trust")
    summarise(project.study, "AB", "Case A", "trust", "Trust, then price.", quotes=[ids[0]])
    return project


def test_check_finds_nothing_in_a_study_with_rows_in_every_table(tmp_path):
    project = full(tmp_path)
    assert project.check() == []
    for table in schema.PROJECTIONS:
        if table != "undone":
            assert project.study.value(f'SELECT count(*) FROM "{table}"') > 0, table


ALTERED = {
    "name": "UPDATE name SET text = 'delay!' WHERE text = 'delay'",
    "version": "UPDATE version SET kind = 'interview'",
    "sheet_row": "DELETE FROM sheet_row WHERE n = 1",
    "setting": "UPDATE setting SET value = 'CD'",
    "codebook": "UPDATE codebook SET hash = '0'",
    "coding": "UPDATE coding SET end = end - 1 WHERE n = 1",
    "coding_extra": "DELETE FROM coding_extra",
    "pass": "UPDATE pass SET blind = 0",
    "suggestion": "UPDATE suggestion SET rank_score = 99 WHERE n = 2",
    "decision": "UPDATE decision SET coding_id = NULL",
    "memo": "UPDATE memo SET on_id = 'trust'",
    "mark": "UPDATE mark SET ended = 5",
    "joined": "UPDATE joined SET into_id = 'c0'",
    "summary": "UPDATE summary SET attribute = 'role'",
    "summary_link": "DELETE FROM summary_link",
    "undone": "INSERT INTO undone VALUES (4, 5)",
}


def test_the_list_of_alterations_is_complete():
    assert set(ALTERED) == set(schema.PROJECTIONS)


@pytest.mark.parametrize("table", ALTERED)
def test_check_finds_a_row_altered_by_hand(tmp_path, table):
    project = full(tmp_path)
    assert project.study.connection.execute(ALTERED[table]).rowcount > 0
    found = project.check()
    assert any(f"table {table}" in problem.where for problem in found)
    assert all("\n" not in str(problem) for problem in found)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE event SET data = replace(data, '59', '60') WHERE kind = 'codings'", "act 4"),
        ("UPDATE act SET coder = 'EF' WHERE n = 5", "act 5"),
        ("UPDATE act SET time = '2001-01-01T00:00:00+00:00' WHERE n = 2", "act 2"),
        ("UPDATE event SET kind = 'unpass' WHERE kind = 'pass'", "altered"),
        ("DELETE FROM act WHERE n = 6", "act 6 is missing"),
        ("DELETE FROM event WHERE act = 6", "act 6"),
        ("DELETE FROM act WHERE n = (SELECT max(n) FROM act)", "of no act"),
        ("INSERT INTO event VALUES (999, 0, 'project', '{}')", "of no act"),
        ("UPDATE content SET body = replace(body, 'Trust', 'Truth') WHERE kind = 'text'", "text"),
        ("UPDATE content SET body = replace(body, 'Provider', 'Friend') WHERE kind = 'row'", "row"),
        ("UPDATE content SET body = replace(body, 'delay', 'decay') WHERE kind = 'codebook'", "codebook"),
        ("UPDATE content SET body = replace(body, 'Price', 'Prize') WHERE kind = 'memo'", "memo"),
        ("UPDATE original SET body = x'00'", "kept file"),
        ("DELETE FROM content WHERE kind = 'text'", "version"),
        ("DELETE FROM content WHERE kind = 'row'", "sheet_row"),
    ],
)  # fmt: skip
def test_check_finds_an_altered_history_or_altered_words(tmp_path, sql, said):
    project = full(tmp_path)
    assert project.study.connection.execute(sql).rowcount > 0
    found = project.check()
    assert any(said in str(problem) for problem in found), found


def test_check_finds_a_text_that_was_altered_together_with_its_digest(tmp_path):
    project = full(tmp_path)
    altered = FORUM.replace("Price came last", "Price came fast")
    project.study.connection.execute(
        "UPDATE content SET body = ?, digest = ? WHERE kind = 'text'",
        (altered, content_digest(altered)),
    )
    (problem,) = project.check()
    assert "text is not the one that was ingested" in problem.found


def test_check_finds_a_coding_outside_of_its_text_that_history_and_table_agree_upon(tmp_path):
    # Written through the door itself: acts and projections agree, the text is too short for it.
    from qualcode.store import Draft, codings

    project = forum(tmp_path)
    version = project.study.value("SELECT n FROM version")

    def prepare():
        draft = Draft()
        columns = codings.coding_columns(
            1, id=["c1"], version=version, start=160, end=168, code="trust", coder="AB",
            time="2020-01-01", origin="manual", blind="unknown", hash="",
        )  # fmt: skip
        codings.draft_codings(draft, columns)
        return draft

    project.study.write("code", "AB", prepare)
    (problem,) = project.check()
    assert "outside" in problem.found


def test_check_accepts_words_that_were_purged(tmp_path):
    # Purging empties a row and leaves it: a receipt without content.
    project = full(tmp_path)
    project.study.connection.execute("UPDATE content SET body = NULL WHERE kind = 'memo'")
    project.study.connection.execute("UPDATE original SET body = NULL")
    assert project.check() == []


# -- any sequence of acts ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_after_any_sequence_of_acts_the_projections_are_what_the_acts_say(tmp_path, seed):
    chance = random.Random(seed)
    ab = forum(tmp_path)
    cd = qc.open_project(ab.path, coder="CD")
    seen = {}
    consent = 0

    def an_act(project):
        nonlocal consent
        if not len(project.documents()) or not len(project.codebook):
            project.ingest(tmp_path / "FG1.txt")
            project.load_codebook(tmp_path / "codebook.yaml")
        text = project.text("FG1")
        kind = chance.randrange(14)
        if kind <= 3:
            start = chance.randrange(len(text))
            project.add_coding(
                document="FG1",
                start=start,
                end=min(len(text), start + chance.randrange(1, 30)),
                code=chance.choice(["trust", "price", "delay"]),
            )
        elif kind == 4:
            standing = project.codings()["coding_id"].tolist()
            project.retract(chance.sample(standing, min(len(standing), 2)))
        elif kind == 5:
            project.suggest()
        elif kind == 6:
            each = chance.choice(project.suggestions()["suggestion_id"].tolist())
            chance.choice([project.accept, project.reject])(each)
        elif kind == 7:
            project.complete("FG1", codes=chance.choice([None, ["trust"]]))
        elif kind == 8:
            consent += 1
            write(tmp_path, FG1__txt=f"Consent {consent}.\n" + FORUM)
            project.ingest(tmp_path / "FG1.txt", new_version=True)
        elif kind == 9:
            sheet = PARTICIPANTS.replace("Provider", chance.choice(["Provider", "Supplier"]))
            project.ingest(participants=write(tmp_path, p__csv=sheet) / "p.csv")
        elif kind == 10:
            project.undo()
        else:
            project.redo()

    for _ in range(70):
        project = chance.choice([ab, cd])
        try:
            an_act(project)
        except (QualcodeError, ValueError, IndexError) as error:
            assert "damaged" not in str(error)
            assert "\n" not in str(error)
        if chance.random() < 0.15:
            seen[ab.study.last_act] = picture(ab)
    assert ab.check() == []
    assert cd.check() == []
    assert ab.study.last_act > 20
    rebuilt = qc.project.Project(replay.as_of(ab.study, ab.study.last_act), "AB")
    assert picture(rebuilt) == picture(ab)
    for act, then in seen.items():
        assert picture(ab.as_of(act)) == then


# -- two at once, and killed ---------------------------------------------------------------------------

WRITER = """
import sys, time, qualcode as qc
path, coder, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
project = qc.open_project(path, coder=coder)
text = len(project.text("FG1"))
print("ready", flush=True)
sys.stdin.readline()
for n in range(number):
    start, length = n % text, 1 + n // text
    made = project.add_coding(document="FG1", start=start, end=min(text, start + length), code="trust")
    print(made.coding_id, flush=True)
    time.sleep(PAUSE)
"""


def writer(path, coder, number):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER.replace("PAUSE", "0.002"), str(path), coder, str(number)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_write_at_once_lose_nothing(tmp_path):
    project = forum(tmp_path)
    processes = [writer(project.path, coder, 120) for coder in ("AB", "CD")]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    # The parent reads and writes between them.
    for n in range(10):
        project.add_memo(f"Note {n}")
    printed = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], printed
    ids = [line for out, _ in printed for line in out.split()]
    assert len(set(ids)) == 240
    assert set(ids) == set(project.codings()["coding_id"])
    frame = project.history()
    assert frame["act"].tolist() == list(range(1, 254))
    coders = frame[frame["verb"] == "code"]["coder"].tolist()
    assert coders != sorted(coders), "the two did not write at the same time"
    assert len(project.memos()) == 10
    assert project.check() == []


KILLED = (
    WRITER.replace('print("ready", flush=True)', "").replace("sys.stdin.readline()", "")
).replace("PAUSE", "0")


def test_a_process_killed_at_any_moment_loses_at_most_the_act_in_flight(tmp_path):
    project = forum(tmp_path)
    path = project.path
    project.close()
    chance = random.Random(1)
    known: set[str] = set()
    written = 0
    for turn in range(36):
        # A coder of its own each time, since the same coding is not made twice.
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(path), f"coder {turn}", "100000"],
            stdout=subprocess.PIPE,
            text=True,
        )
        first = process.stdout.readline().strip()
        time.sleep(chance.random() * 0.06)
        os.kill(process.pid, signal.SIGKILL)
        rest, _ = process.communicate()
        # The last line may have been cut in the middle of writing it.
        ids = {first, *(line for line in rest.splitlines() if len(line) == 33)}
        reopened = qc.open_project(path)
        standing = {row[0] for row in reopened.study.rows("SELECT coding_id FROM coding")}
        assert ids <= standing
        assert known <= standing
        assert len(standing - known - ids) <= 1
        if turn % 6 == 5:
            assert reopened.check() == []
        reopened.close()
        written += len(ids)
        known = standing
    assert written > 72, "the children were killed before they wrote"


# -- files that are no project, or may not be changed --------------------------------------------------


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def project_bytes(folder: Path) -> bytes:
    project = forum(folder)
    code_by_hand(project)
    project.suggest()
    project.close()
    return (folder / "s.qualcode").read_bytes()


def other_database(folder: Path) -> bytes:
    connection = sqlite3.connect(folder / "other.db")
    connection.execute("CREATE TABLE act (n INTEGER, act_id TEXT, digest TEXT)")
    connection.commit()
    connection.close()
    body = (folder / "other.db").read_bytes()
    (folder / "other.db").unlink()
    return body


def with_version(body: bytes, version: int) -> bytes:
    return body[:60] + version.to_bytes(4, "big") + body[64:]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda body, _: b"", "not a qualcode project"),
        (lambda body, _: random.Random(3).randbytes(8192), "not a qualcode project"),
        (lambda body, _: b"INT: Shall we begin?\n" * 30, "not a qualcode project"),
        (lambda body, _: body[:50], "not a qualcode project"),
        (lambda body, _: body[: len(body) // 2], "damaged"),
        (lambda body, _: body[:-1], "damaged"),
        (lambda body, _: body[:100] + bytes(len(body) - 100), "damaged"),
        (lambda body, _: body[:100] + random.Random(3).randbytes(len(body) - 100), "damaged"),
        (lambda body, _: with_version(body, 99), "newer qualcode"),
        (lambda body, _: with_version(body, 0), "schema 0"),
        (lambda body, folder: other_database(folder), "another program"),
    ],
    ids=["empty", "random", "text", "start", "half", "cut", "zeros", "noise", "newer", "older", "sqlite"],
)  # fmt: skip
def test_a_file_that_is_no_sound_project_is_refused_in_one_line_and_left_alone(
    tmp_path, make, said
):
    body = project_bytes(tmp_path / "sound")
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "s.qualcode").write_bytes(make(body, folder))
    before = fingerprint(folder)
    with pytest.raises(ProjectError) as error:
        qc.open_project(folder / "s.qualcode", coder="AB")
    assert said in str(error.value)
    assert "s.qualcode" in str(error.value)
    assert "\n" not in str(error.value)
    assert fingerprint(folder) == before


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.qualcode"):
        with pytest.raises(ProjectError, match="qualcode new"):
            qc.open_project(path)
    assert list(tmp_path.iterdir()) == []


def test_a_page_overwritten_in_the_middle_is_found_and_nothing_is_written_into_the_file(tmp_path):
    # Whichever page it is, either opening, reading or check says so, in one line.
    body = project_bytes(tmp_path / "sound")
    size = int.from_bytes(body[16:18], "big")
    folder = tmp_path / "bad"
    folder.mkdir()
    path = folder / "s.qualcode"
    unnoticed = []
    for page in range(1, len(body) // size):
        noise = random.Random(page).randbytes(size)
        path.write_bytes(body[: page * size] + noise + body[(page + 1) * size :])
        before = fingerprint(folder)
        try:
            with qc.open_project(path, coder="AB") as project:
                problems = project.check()
                assert all("\n" not in str(problem) for problem in problems)
                if not problems:
                    unnoticed.append(page)
                # The reader of frames gets an error of ours, or an answer; never a traceback.
                picture(project)
        except ProjectError as error:
            assert "damaged" in str(error)
            assert "\n" not in str(error)
        assert fingerprint(folder) == before
    assert unnoticed == []


def test_a_read_only_file_can_be_read_and_tabulated_and_is_left_alone(tmp_path):
    # Also for an administrator, whom the system would let write in spite of chmod 0444.
    folder = tmp_path / "study"
    project = forum(folder)
    code_by_hand(project)
    project.complete("FG1")
    before_closing = picture(project)
    frame = qc.crosstab(project, rows="code", columns="role", unit="codings").frame
    project.close()
    path = folder / "s.qualcode"
    path.chmod(0o444)
    before = fingerprint(folder)
    reader = qc.open_project(path, coder="AB")
    assert picture(reader) == before_closing
    table = qc.crosstab(reader, rows="code", columns="role", unit="codings")
    assert table.frame.equals(frame)
    assert table.frame.loc["trust", "Commissioner"] == 2
    assert reader.check() == []
    assert reader.as_of(3).check() == []
    for write_something in (
        lambda: reader.add_memo("No."),
        lambda: reader.add_coding(document="FG1", turn=2, code="trust"),
        lambda: reader.suggest(),
        lambda: reader.undo(),
        lambda: reader.complete("FG1", blind=True),
        lambda: reader.ingest(folder / "FG1.txt", participants=folder / "participants.csv", role_from="role"),
    ):  # fmt: skip
        with pytest.raises(ProjectError, match="read-only") as error:
            write_something()
        assert "\n" not in str(error.value)
    reader.close()
    assert fingerprint(folder) == before


def test_a_read_only_file_that_was_not_closed_shows_every_act(tmp_path):
    # A writer was killed: its acts are in the log beside the file.
    folder = tmp_path / "study"
    project = forum(folder)
    code_by_hand(project)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("s.qualcode", "s.qualcode-wal"):
        shutil.copy(folder / name, copy / name)
    (copy / "s.qualcode").chmod(0o444)
    with qc.open_project(copy / "s.qualcode") as reader:
        assert len(marks(reader)) == 3


def test_a_newer_schema_that_still_lies_in_the_log_is_refused(tmp_path):
    folder = tmp_path / "study"
    project = forum(folder)
    project.study.connection.execute("PRAGMA user_version = 99")
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("s.qualcode", "s.qualcode-wal"):
        shutil.copy(folder / name, copy / name)
    with pytest.raises(ProjectError, match="newer qualcode"):
        qc.open_project(copy / "s.qualcode")


def test_a_relative_path_stays_the_same_file_when_the_folder_changes(tmp_path, monkeypatch):
    write_forum(tmp_path)
    monkeypatch.chdir(tmp_path)
    project = qc.new_project("s.qualcode", coder="AB")
    project.ingest("FG1.txt")
    project.load_codebook("codebook.yaml")
    project.add_coding(document="FG1", turn=2, code="trust")
    assert len(qc.open_project("s.qualcode").codings()) == 1


# -- projects of earlier versions ------------------------------------------------------------------------


def first_schema(folder):
    """A project as the first version wrote it: no table of key quotations."""
    project = forum(folder)
    code_by_hand(project)
    path = project.path
    project.close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE mark")
    connection.execute("DROP TABLE joined")
    connection.execute("DROP INDEX coding_by_replaced")
    connection.execute("DROP TABLE summary")
    connection.execute("DROP TABLE summary_link")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    return path


def test_a_project_of_the_first_schema_is_brought_up_when_opened(tmp_path):
    path = first_schema(tmp_path)
    project = qc.open_project(path, coder="AB")
    assert len(marks(project)) == 3
    first = project.codings()["coding_id"][0]
    mark_key(project.study, "AB", first)
    project.rename_code("trust", "reliance")
    assert project.check() == []
    fresh = forum(tmp_path / "fresh")

    def made(connection):
        return set(
            connection.execute(
                "SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            )
        )

    assert made(project.study.connection) == made(fresh.study.connection)


def test_a_project_of_the_first_schema_can_be_read_where_it_may_not_be_written(tmp_path):
    path = first_schema(tmp_path)
    path.chmod(0o444)
    before = path.read_bytes()
    project = qc.open_project(path)
    assert len(marks(project)) == 3
    assert project.check() == []
    with pytest.raises(ProjectError, match="read-only"):
        project.add_code("hope")
    project.close()
    assert path.read_bytes() == before
