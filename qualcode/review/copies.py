"""What one coder made, apart from everybody else's work: a copy to code blind in, and files to hand over."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qualcode.analysis.samples import (
    COPY,
    GONE,
    SAMPLE,
    Plan,
    Readings,
    copy_owner,
    plan,
    plans,
    present_part,
)
from qualcode.core.ids import new_id
from qualcode.core.outfiles import target, write_whole
from qualcode.core.people import row_person
from qualcode.core.text import text_hash
from qualcode.errors import (
    CodingError,
    ExportError,
    Problem,
    ProjectError,
    ReadError,
    counted,
    listing,
    one_line,
)
from qualcode.readers.sheets import read_columns
from qualcode.review.doublecoding import assignments, check_assigned, check_owner
from qualcode.store import Draft, Study, codings, moving, schema, state
from qualcode.store.study import now

# Settings by which texts are read and cited; who counts and what is settled stays behind.
_SETTINGS = ("role_from", "citation")

# Writes a file of a study and says how many rows.
Writer = Callable[[Study, Path], int]


def own_part(
    study: Study,
    coder: str,
    documents: Collection[str],
    *,
    sample: Plan | None = None,
    signed: str = "",
    owner: str = "",
    path: Path | None = None,
) -> Study:
    """A study in memory with these documents and, of all that was made on them, what `coder` made.

    It holds the present texts (not the files they were read from, in which somebody may have commented),
    the rows of the sheets about these documents and the people in them, the codebook, the coder's own
    codings with the coder's own memos on them, the coder's passes, and the plan of one sample. It is made
    by a new act from what stands now, never by taking things out of a copied file; so nothing of the others
    can be in it, no coding, suggestion, decision, memo or consensus, nor their history. Texts keep their
    versions and codings their ids, so that files written from it come home.

    signed: who makes it; the coder unless given. owner: whose copy it says to be. path: the file it will
    be. Raises CodingError where a text
    is no longer kept.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.execute("BEGIN")
        schema.create(connection)
        connection.executemany(
            "INSERT INTO meta VALUES (?,?)",
            [("project_id", new_id("p")), ("title", study.title), ("created", now())],
        )
        connection.execute("COMMIT")
        made = Study(connection, path or study.path)
        chosen = [document for document in state.versions(study) if document in documents]
        # The act that makes a project cannot be undone: the coder's `undo` stops at what was given.
        made.write("new", signed or coder, lambda: _draft_part(study, coder, chosen, sample, owner))
    except BaseException:
        connection.close()
        raise
    return made


def _draft_part(
    study: Study, coder: str, documents: list[str], sample: Plan | None, owner: str
) -> Draft:
    draft = Draft()
    draft.event("project", {"schema": schema.SCHEMA_VERSION})
    for sheet, rows in _sheet_rows(study, documents).items():
        if rows:
            contents = [draft.content("row", row) for row in rows]
            draft.event("rows", {"sheet": sheet, "contents": contents})
    for key in _SETTINGS:
        if (value := state.setting(study, key)) is not None:
            draft.event("setting", {"key": key, "value": value})
    numbers = {
        document: _draft_text(study, draft, document, place)
        for place, document in enumerate(documents)
    }
    book = state.codebook(study)
    if len(book):
        content = draft.content("codebook", book.as_data())
        draft.event("codebook", {"hash": book.hash, "content": content})
    if sample is not None:
        # The strata tell of documents that are not here, so their words stay behind.
        alone = replace(sample, words=None)
        draft.event("setting", {"key": SAMPLE + sample.name, "value": alone.as_setting()})
    if owner:
        draft.event("setting", {"key": COPY, "value": owner})
    _draft_own_codings(study, draft, coder, numbers)
    readings = Readings(study)
    stale = {each.pass_id for name in numbers for each in readings.of_another_text(name)}
    for each in state.current_passes(study):
        if each.coder == coder and each.document in numbers and each.pass_id not in stale:
            data = {
                "id": each.pass_id,
                "version": numbers[each.document],
                "coder": coder,
                "codes": list(each.codes),
                "turns": None if each.turns is None else list(each.turns),
                "blind": each.blind,
                "hash": each.codebook_hash,
                "date": each.date,
            }
            draft.event("pass", data)
    return draft


def _draft_text(study: Study, draft: Draft, document: str, place: int) -> int:
    version = state.version_of(study, document)
    text = study.text(version.n)
    if text_hash(text) != version.version:
        raise CodingError(document, "its text is no longer kept", next="Leave the document out")
    number = draft.content("text", text)
    structure = draft.content("structure", state.structure(study, version))
    draft.event(
        "document",
        {
            "n": number,
            "after": None,
            "document": document,
            "version": version.version,
            "kind": version.kind,
            "rule": version.rule,
            "rule_version": version.rule_version,
            "file_hash": version.file_hash,
            "structure": structure,
            "original": None,
            "length": version.length,
            "place": place,
        },
    )
    return number


def _sheet_rows(study: Study, documents: list[str]) -> dict[str, list[dict[str, str]]]:
    """The rows about these documents and about everybody who may be meant in them. A name that fits two
    people there must fit two people here, too, or its turns would be linked."""
    chosen = set(documents)
    own = [row for row in state.sheet_rows(study, "documents") if row["document"] in chosen]
    names = chosen | {row.get("participant", "") for row in own}
    names |= {each.speaker or "" for each in state.labels(study) if each.document in chosen}
    names.discard("")
    rows = state.sheet_rows(study, "participants")
    people = set()
    for row in rows:
        known = {row.get("participant", ""), row.get("speaker", "")}
        known |= {alias.strip() for alias in row.get("aliases", "").split(";")}
        if row.get("document", "") in chosen or (not row.get("document") and known & names):
            people.add(row_person(row))
    kept = [
        row
        for row in rows
        if row_person(row) in people and row.get("document", "") in chosen | {""}
    ]
    return {"participants": kept, "documents": own}


def _draft_own_codings(study: Study, draft: Draft, coder: str, numbers: Mapping[str, int]) -> None:
    own = [each for each in codings.codings(study, numbers) if each.coder == coder]
    if not own:
        return
    columns = codings.coding_columns(
        len(own),
        id=[each.coding_id for each in own],
        version=[numbers[each.document] for each in own],
        start=[each.start for each in own],
        end=[each.end for each in own],
        code=[each.code for each in own],
        coder=coder,
        time=[each.time for each in own],
        origin=[each.origin for each in own],
        blind=[each.blind for each in own],
        suggestion=[each.suggestion_id for each in own],
        hash=[each.codebook_hash for each in own],
        replaces=[each.replaces for each in own],
    )
    codings.draft_codings(draft, columns, moving.extras(study, [each.coding_id for each in own]))
    for each in own:
        for coding in moving.chain(study, each.coding_id):
            for memo, time, content in study.rows(
                "SELECT m.memo_id, m.time, m.content FROM memo m JOIN name n ON n.n = m.coder"
                " WHERE m.on_id = ? AND n.text = ? AND m.ended IS NULL ORDER BY m.n",
                (coding, coder),
            ):
                body = study.content(content)
                if body is not None:
                    data = {"id": memo, "on": each.coding_id, "time": time, "coder": coder}
                    draft.event("memo", {**data, "content": draft.content("memo", body)})


# -- a copy ------------------------------------------------------------------------------------------------


@dataclass
class CopyReport:
    """A copy of a project for one coder. everything: whether it holds all documents or the sample's."""

    path: Path
    sample: str
    coder: str
    documents: int
    units: int
    unit: str
    codings: int
    everything: bool
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        of = "all documents" if self.everything else "the documents of the sample"
        lines = [
            f"{self.path}: for {self.coder}, sample {self.sample},"
            f" {counted(self.units, self.unit)} to code; {of}"
            f" ({self.documents:,}), {counted(self.codings, 'coding')} of {self.coder} and of nobody else"
        ]
        return "\n".join([*lines, *(f"  {problem}" for problem in self.problems)])

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "file": str(self.path),
            "sample": self.sample,
            "coder": self.coder,
            "documents": self.documents,
            "units": self.units,
            "unit": self.unit,
            "codings": self.codings,
            "everything": self.everything,
            "problems": [problem.as_dict() for problem in self.problems],
        }


def copy_for(
    study: Study,
    name: str,
    coder: str,
    path: str | Path,
    *,
    signed: str = "",
    everything: bool = False,
) -> CopyReport:
    """Make a project file in which an assigned coder codes a sample blind.

    See `own_part` for what is in it. everything: all documents of the project go along, not only those of
    the sample. signed: who makes the copy. Nothing is written in the project. The coder opens the copy,
    codes, completes the sample and hands over; see `hand_over`.

    Raises ProjectError where a file of that name exists or cannot be made, CodingError where the coder is
    not assigned or a text is no longer kept; no file is left then.
    """
    own = plan(study, name)
    check_assigned(own, coder)
    path = Path(path)
    _check_free(path)
    there = {part.document: present_part(study, part) for part in own.parts}
    gone = [document for document, (text, _) in there.items() if text == GONE]
    chosen = set(state.versions(study)) if everything else set(there) - set(gone)
    with closing(
        own_part(study, coder, chosen, sample=own, signed=signed, owner=coder, path=path)
    ) as made:
        report = CopyReport(
            path,
            own.name,
            coder,
            len(state.versions(made)),
            sum(len(units) for _, units in there.values()),
            own.unit,
            made.value("SELECT count(*) FROM coding"),
            everything,
        )
        _save(made, path)
    if gone:
        report.problems.append(
            Problem(listing(gone), "no longer there as it was drawn, and not in the copy")
        )
    return report


def _check_free(path: Path) -> None:
    if path.exists():
        raise ProjectError(
            str(path), "exists already", next="Choose another name; no copy writes over a file"
        )
    if not path.parent.is_dir():
        raise ProjectError(
            str(path), f"there is no folder {path.parent}", next="Make the folder first"
        )


def _save(made: Study, path: Path) -> None:
    """Write a study in memory into a file that is there whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as file:
            made.connection.backup(file)
        # link, not rename: it refuses where somebody made a file of that name meanwhile.
        try:
            os.link(part, path)
        except FileExistsError:
            _check_free(path)
        except OSError:
            part.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise ProjectError(
            str(path), f"cannot be made: {one_line(error)}", next="Choose a folder you may write to"
        ) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


# -- handing over --------------------------------------------------------------------------------------------


@dataclass
class HandOver:
    """Files that a coder hands over. files: name -> rows in it. left: sample -> documents not passed yet.
    others: who else has codings or passes in the coder's copy."""

    folder: Path
    coder: str
    files: dict[str, int] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        seen = [
            Problem(
                listing(self.others),
                f"has work in this copy, where {self.coder} could see it",
                "a copy is for one coder",
                "If it was there while coding, the passes are not blind: complete again, saying so",
            )
        ]
        return (seen if self.others else []) + [
            Problem(
                f"sample {sample}",
                f"{self.coder} has not passed {listing(documents)}",
                "",
                "Complete them and hand over again, or say that they are left",
            )
            for sample, documents in self.left.items()
        ]

    def __str__(self) -> str:
        files = ", ".join(f"{name} ({counted(rows, 'row')})" for name, rows in self.files.items())
        lines = [f"{self.folder}: {files}, by {self.coder}"]
        return "\n".join([*lines, *(f"  {problem}" for problem in self.problems)])

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "coder": self.coder,
            "files": self.files,
            "left": self.left,
            "others": self.others,
        }


def hand_over(
    study: Study, coder: str, folder: str | Path, writers: Mapping[str, Writer]
) -> HandOver:
    """Write what a coder made, and nothing of anybody else, as files that the project takes in.

    folder: made where it is missing. writers: name of a file -> what writes it; the files are exchanged by
    another room, as codings.csv and progress.csv. They are swapped in together, when all are written.
    Raises CodingError where the coder made nothing here, or the copy is another coder's, and ExportError,
    leaving what is there, where a file cannot be written or holds another coder's rows: two coders who hand
    over into one folder would lose the first one's work.
    """
    coder = codings.check_coder(coder, "handing over")
    check_owner(study, coder)
    workers = _workers(study)
    if coder not in workers:
        raise CodingError(
            coder,
            "has no coding and no pass in this project, so there is nothing to hand over",
            f"who has: {listing(workers) or 'nobody'}",
            "Names match exactly",
        )
    folder = Path(folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportError(
            str(folder), f"cannot be made: {error.strerror or error}", next="Choose another folder"
        ) from None
    for file in writers:
        _spare_others(folder / file, coder)
    report = HandOver(folder, coder)
    try:
        with (
            closing(own_part(study, coder, state.versions(study))) as own,
            TemporaryDirectory(prefix=".handing-over-", dir=folder) as aside,
        ):
            for file, write in writers.items():
                report.files[file] = write(own, Path(aside) / file)
            for file in writers:
                write_whole(
                    folder / file,
                    (Path(file).suffix,),
                    partial(shutil.copyfile, Path(aside) / file),
                )
    except OSError as error:
        raise ExportError(
            str(folder),
            f"cannot be written: {error.strerror or error}",
            next="Choose another folder",
        ) from None
    if copy_owner(study):
        report.others = [name for name in workers if name != coder]
    for sample in plans(study):
        if len(left := assignments(study, coder, sample)):
            report.left[sample] = left["document"].tolist()
    return report


def _workers(study: Study) -> list[str]:
    """Everybody with a coding or a pass on a present text."""
    names = {each.coder for each in state.current_passes(study)}
    versions = {version.n for version in state.versions(study).values()}
    for name, version in study.rows(
        "SELECT DISTINCT n.text, c.version FROM coding c JOIN name n ON n.n = c.coder"
        " WHERE c.ended IS NULL"
    ):
        if version in versions:
            names.add(name)
    return sorted(names)


def _spare_others(path: Path, coder: str) -> None:
    path = target(path, (path.suffix,))
    if not path.exists():
        return
    try:
        there = set(read_columns(path).columns.get("coder", ()))
    except ReadError:
        there = {"somebody unknown"}
    if others := sorted(there - {coder}):
        raise ExportError(
            str(path),
            f"holds rows by {listing(others)}",
            next=f"Choose a folder for {coder} alone",
        )
