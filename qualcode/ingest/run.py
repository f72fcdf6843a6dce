"""Reading files into a project: one act, whole documents only, and a report of everything else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from qualcode.core.documents import ROUTINE_GAPS, Document, Reading
from qualcode.core.people import PARTICIPANT_KEYS, People, reserved_columns
from qualcode.core.text import count_words
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import IngestError, Problem, ReadError, UsageError, counted, listing
from qualcode.ingest.doubts import label_doubts, sheet_doubts, unread_labels
from qualcode.ingest.files import Found, bad_document_id, checked_rows, find
from qualcode.ingest.report import DocumentLine, GapLine, IngestReport, LabelLine
from qualcode.ingest.versions import carry_over
from qualcode.readers import read_transcript, read_turn_tables
from qualcode.store import Draft, Study, state
from qualcode.store.state import Version

# Columns of a turn table that are no attributes of a turn.
_TURN_KEYS = ("document", "turn", "speaker", "text", "time")


@dataclass(frozen=True, slots=True)
class _Source:
    """One document as read, with the file it came from."""

    reading: Reading
    file: str
    body: bytes
    words: tuple[int, ...]

    @property
    def document(self) -> Document:
        return self.reading.document


def ingest(
    study: Study,
    paths: Iterable[str | Path] = (),
    *,
    coder: str,
    participants: str | Path | None = None,
    documents: str | Path | None = None,
    role_from: str | None = None,
    new_version: bool = False,
    dry_run: bool = False,
    watch: Watch = unwatched,
) -> IngestReport:
    """Read files and folders into the project as one act.

    paths: transcripts, turn tables, sheets, or folders with them; may be empty when only sheets
        have changed. participants, documents: the sheets, where they are not met in the folders.
    role_from: the column (of any sheet) that takes the place of `role`.
    new_version: whether a changed file of a known name becomes a new version of its document.
    dry_run: read and report, store nothing. watch: shows how far the reading is.

    Returns the report. Raises IngestError, storing nothing, where a sheet about people or documents
    is wrong or a path does not exist; a bad transcript is refused in the report and stops no other.
    """
    paths = list(paths)
    if any(not str(path).strip() for path in paths):
        # An unset variable of a shell; an empty path would mean the current folder.
        raise UsageError("ingest", "an empty path", "a file or a folder")
    found = find(
        [Path(path) for path in paths],
        None if participants is None else Path(participants),
        None if documents is None else Path(documents),
    )
    new_rows = {
        "participants": checked_rows(found.participants, "participants"),
        "documents": checked_rows(found.documents, "documents"),
    }
    people = _merged_people(study, new_rows)
    report = IngestReport(notes=found.notes, refused=found.refused, dry_run=dry_run)
    sources = _read_all(found, people, report, watch)
    _check_role_from(role_from, people, sources, study)
    if not (sources or any(new_rows.values()) or report.refused or report.notes or role_from):
        raise IngestError("", "nothing to read was found", next="Name transcripts or a folder")
    outcome: dict[str, Document] = {}

    def prepare() -> Draft:
        # Called again when another process wrote in between: the report starts afresh.
        draft = Draft()
        del report.documents[:], report.gaps[:], report.labels[:]
        first_notes, first_refused = len(notes), len(refused)
        report.notes[:] = report.notes[:first_notes]
        report.refused[:] = report.refused[:first_refused]
        outcome.clear()
        for sheet, rows in new_rows.items():
            _draft_rows(study, draft, sheet, rows, report)
        if role_from is not None and role_from != state.setting(study, "role_from"):
            draft.event("setting", {"key": "role_from", "value": role_from})
        _draft_documents(study, draft, sources, people, new_version, report, outcome)
        return draft

    notes, refused = list(report.notes), list(report.refused)
    if dry_run:
        prepare()
    else:
        study.write("ingest", coder, prepare)
    _describe(study, sources, outcome, people, report)
    report.doubts += sheet_doubts(study, people, new_rows, outcome)
    return report


def _merged_people(study: Study, new_rows: Mapping[str, list[dict[str, str]]]) -> People:
    """The sheets as they will be: rows of this ingest go before the rows in the project."""
    merged = {}
    for sheet, rows in new_rows.items():
        known = {state.row_key(sheet, row): row for row in state.sheet_rows(study, sheet)}
        known.update({state.row_key(sheet, row): row for row in rows})
        merged[sheet] = list(known.values())
    return People(merged["participants"], {row["document"]: row for row in merged["documents"]})


# -- reading -------------------------------------------------------------------------------------------


def _read_all(found: Found, people: People, report: IngestReport, watch: Watch) -> list[_Source]:
    """Every readable document; what cannot be read goes into the report."""
    sources: list[_Source] = []
    for path in watch(found.transcripts, "reading"):
        document = path.stem.strip()
        if bad_document_id(document):
            report.refused.append(
                Problem(path.name, "its name is no document id", "", "Rename the file")
            )
            continue
        row = people.documents.get(document, {})
        try:
            body = path.read_bytes()
            reading = read_transcript(
                path,
                document=document,
                kind=row.get("kind", "interview"),
                labels=_known_labels(people, document),
            )
        except ReadError as error:
            report.refused.extend(error.problems)
            continue
        except OSError as error:
            report.refused.append(
                Problem(
                    path.name, f"cannot be read: {error.strerror or error}", "", "Check the file"
                )
            )
            continue
        sources.append(_source(reading, path.name, body))
    for sheet, path in found.turn_sheets:
        taken = reserved_columns(sheet.columns, (*_TURN_KEYS, "participant"))
        if taken:
            report.refused.append(
                Problem(
                    sheet.name,
                    f"has a column that qualcode's own tables need: {listing(taken)}",
                    "",
                    "Rename it",
                )
            )
            continue
        kinds = {name: row.get("kind", "interview") for name, row in people.documents.items()}
        readings, problems = read_turn_tables(sheet, kinds=kinds)
        report.refused.extend(problems)
        body = path.read_bytes()
        for reading in readings:
            read = reading.document
            if bad_document_id(read.document):
                report.refused.append(
                    Problem(
                        sheet.name,
                        f"{read.document!r} is no document id",
                        "without / or \\, not only dots",
                        "Rename the document in the table",
                    )
                )
                continue
            sources.append(_source(reading, sheet.name, body))
    return _without_twins(sources, report)


def _source(reading: Reading, file: str, body: bytes) -> _Source:
    document = reading.document
    words = tuple(count_words(document.text, turn.ranges) for turn in document.turns)
    return _Source(reading, file, body, words)


def _known_labels(people: People, document: str) -> set[str]:
    """Names that are speakers according to the sheets; they help to tell a label from prose."""
    names: set[str] = set()
    for row in people.rows:
        if row.get("document", document) == document:
            names |= {row.get("participant", ""), row.get("speaker", "")}
            names |= {alias.strip() for alias in row.get("aliases", "").split(";")}
    cells = people.documents.get(document, {})
    names |= {name.strip() for name in cells.get("interviewer", "").split(";")}
    return names - {""}


def _without_twins(sources: list[_Source], report: IngestReport) -> list[_Source]:
    """Without documents that two files would both be: neither is preferred."""
    by_id: dict[str, list[_Source]] = {}
    for source in sources:
        by_id.setdefault(source.document.document.casefold(), []).append(source)
    kept = []
    for source in sources:
        twins = by_id[source.document.document.casefold()]
        if len(twins) == 1:
            kept.append(source)
        elif twins[0] is source:
            report.refused.append(
                Problem(
                    source.document.document,
                    f"two files have this name: {listing(t.file for t in twins)}",
                    "a document's id is its file's stem, and upper and lower case are the same",
                    "Rename one of them",
                )
            )
    return kept


def _check_role_from(
    role_from: str | None, people: People, sources: list[_Source], study: Study
) -> None:
    if role_from is None:
        return
    columns = dict.fromkeys([*people.participant_names(), *people.document_names()])
    for source in sources:
        columns.update(dict.fromkeys(k for turn in source.document.turns for k in turn.attributes))
    for version in state.versions(study).values():
        for turn in state.structure(study, version)["turns"]:
            columns.update(dict.fromkeys(turn[6] or ()))
    if role_from not in columns and role_from not in ("role", *PARTICIPANT_KEYS):
        raise UsageError(
            "--role-from",
            f"no sheet has a column {role_from!r}",
            f"columns: {listing(columns)}" if columns else "no sheet was given",
        )


# -- writing -------------------------------------------------------------------------------------------


def _draft_rows(
    study: Study, draft: Draft, sheet: str, rows: list[dict[str, str]], report: IngestReport
) -> None:
    """Rows that are new or changed; a row the sheet no longer has stays and is said."""
    if not rows:
        return
    known = {state.row_key(sheet, row): row for row in state.sheet_rows(study, sheet)}
    changed = [row for row in rows if known.get(state.row_key(sheet, row)) != row]
    if changed:
        draft.event(
            "rows",
            {"sheet": sheet, "contents": [draft.content("row", row) for row in changed]},
        )
    new = sum(state.row_key(sheet, row) not in known for row in changed)
    gone = set(known) - {state.row_key(sheet, row) for row in rows}
    said = f"{sheet} sheet: {counted(new, 'new row')}, {len(changed) - new} changed, {len(rows) - len(changed)} as before"
    if gone:
        said += f"; {counted(len(gone), 'row')} of the project not in this sheet, kept"
    report.notes.append(said)


def _draft_documents(
    study: Study,
    draft: Draft,
    sources: list[_Source],
    people: People,
    new_version: bool,
    report: IngestReport,
    outcome: dict[str, Document],
) -> None:
    versions = state.versions(study)
    folded = {document.casefold(): document for document in versions}
    originals: dict[int, int] = {}
    texts = {version.version: version.document for version in versions.values()}
    for place, source in enumerate(sources):
        document = source.document
        name = document.document
        known = versions.get(name)
        other_case = folded.get(name.casefold())
        if known is None and other_case is not None:
            report.refused.append(
                Problem(
                    source.file,
                    f"{name} differs only in case from {other_case}, which is in the project",
                    "",
                    "Rename the file",
                )
            )
            continue
        status = "new"
        if known is not None:
            difference = _difference(study, known, document)
            if not difference:
                status = "already there"
            elif not new_version:
                status = "refused"
                report.refused.append(
                    Problem(
                        source.file,
                        f"{name} is in the project with {difference}",
                        "a stored document is never overwritten",
                        "If it is an edited transcript: qualcode ingest … --new-version; if it is"
                        " another document: rename the file",
                    )
                )
            else:
                status = "new version"
        twin = texts.get(document.version)
        if status == "new" and twin is not None and twin != name:
            report.doubts.append(
                Problem(source.file, f"{name} has the same text as {twin}", "", "Is it a copy?")
            )
        texts.setdefault(document.version, name)
        _describe_line(source, status, report)
        if status in ("already there", "refused"):
            continue
        outcome[name] = document
        number = _draft_version(draft, source, place, originals, known)
        if status == "new version":
            assert known is not None
            carry_over(study, draft, known, number, source.document, people, report)


def _difference(study: Study, known: Version, document: Document) -> str:
    """What a file of a known name brings that the stored document has not; "" = nothing."""
    if known.version != document.version:
        return "another text"
    if known.rule != "turns" or document.rule != "turns":
        return ""
    # The text of a turn table is its `text` cells alone: its other cells are compared too.
    fresh = state.structure_data(document, [0] * len(document.turns), {})["turns"]
    stored = state.structure(study, known)["turns"]
    columns = dict.fromkeys(
        column
        for a, b in zip_longest(stored, fresh, fillvalue=[None] * 8)
        for column in _unlike(a, b)
    )
    return f"the same words, but other cells in {listing(columns)}" if columns else ""


def _unlike(a: list, b: list) -> Iterator[str]:
    """Names of the columns in which two stored turns differ."""
    for column, at in (("turn", 0), ("speaker", 1), ("text", 2), ("time", 3)):
        if a[at] != b[at]:
            yield column
    x, y = a[6] or {}, b[6] or {}
    yield from (key for key in {**x, **y} if x.get(key) != y.get(key))


def _draft_version(
    draft: Draft, source: _Source, place: int, originals: dict[int, int], after: Version | None
) -> int:
    document = source.document
    # A turn table is one file with many documents: its bytes are kept once.
    if id(source.body) not in originals:
        originals[id(source.body)] = draft.original(source.body)
    number = draft.content("text", document.text)
    draft.event(
        "document",
        {
            "n": number,
            "after": after.n if after else None,
            "document": document.document,
            "version": document.version,
            "kind": document.kind,
            "rule": document.rule,
            "rule_version": document.rule_version,
            "file_hash": hashlib.sha256(source.body).hexdigest(),
            "structure": draft.content(
                "structure",
                state.structure_data(
                    document,
                    list(source.words),
                    {"file": source.file, "encoding": source.reading.encoding},
                ),
            ),
            "original": originals[id(source.body)],
            "length": len(document.text),
            "place": place,
        },
    )
    return number


# -- describing ----------------------------------------------------------------------------------------


def _describe_line(source: _Source, status: str, report: IngestReport) -> None:
    document = source.document
    speakers = {turn.speaker for turn in document.turns if turn.speaker is not None}
    report.documents.append(
        DocumentLine(
            document.document,
            source.file,
            status,
            document.kind,
            source.reading.encoding,
            len(document.turns),
            sum(source.words),
            len(speakers),
        )
    )


def _describe(
    study: Study,
    sources: list[_Source],
    outcome: dict[str, Document],
    people: People,
    report: IngestReport,
) -> None:
    """Labels, interviewers, gaps and doubts of what this ingest read."""
    data = {
        source.document.document: state.structure_data(source.document, list(source.words), {})
        for source in sources
        if source.document.document in outcome
    }
    labels = [
        label
        for document, own in data.items()
        for label in state.document_labels(document, own["turns"])
    ]
    links = people.links(labels)
    for label in labels:
        words = sum(turn[7] for turn in data[label.document]["turns"] if turn[1] == label.speaker)
        report.labels.append(LabelLine(links[label.document, label.speaker], label.turns, words))
    interviewers: dict[str, int] = {}
    for link in links.values():
        interviewers[link.document] = interviewers.get(link.document, 0) + link.interviewer
    report.documents[:] = [
        replace(line, interviewers=interviewers.get(line.document, 0)) for line in report.documents
    ]
    for source in sources:
        if source.document.document not in outcome:
            continue
        report.doubts += source.reading.doubts
        report.doubts += unread_labels(source.document, source.file)
        for gap in source.document.gaps:
            if gap.kind not in ROUTINE_GAPS:
                text = " ".join(source.document.text[gap.start : gap.end].split())
                shown = text if len(text) <= 80 else text[:77] + "…"
                report.gaps.append(
                    GapLine(source.document.document, gap.kind, gap.start, gap.end, shown)
                )
    report.doubts += label_doubts(report.labels, people)
