"""The study as nouns: documents, people, codebook, passes, settings, read from the projections."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.core.codebook import Codebook
from qualcode.core.documents import Document, Gap, Turn
from qualcode.core.people import Label, Link, People, row_person
from qualcode.core.records import BLIND, Pass
from qualcode.errors import CodingError, listing
from qualcode.store.study import Study


@dataclass(frozen=True, slots=True)
class Version:
    """One text of one document. n: its private number; version: the SHA-256 that names it."""

    n: int
    document: str
    version: str
    kind: str
    rule: str
    rule_version: int
    file_hash: str
    structure: int
    original: int | None
    length: int
    place: int
    added: int


def all_versions(study: Study) -> dict[int, Version]:
    """Every version that is in the project, by number."""
    return study.cached(
        "all_versions",
        lambda: {
            row[0]: Version(*row)
            for row in study.rows(
                "SELECT n, document, version, kind, rule, rule_version, file_hash, structure,"
                " original, length, place, added FROM version ORDER BY added, place"
            )
        },
    )


def versions(study: Study) -> dict[str, Version]:
    """The current version of every document, in the order in which they were ingested."""

    def make() -> dict[str, Version]:
        found: dict[str, Version] = {}
        for version in all_versions(
            study
        ).values():  # a later version takes the place of an earlier
            found[version.document] = version
        return found

    return study.cached("versions", make)


def version_of(study: Study, document: str) -> Version:
    """The current version of one document; CodingError where there is none of that id."""
    found = versions(study).get(document)
    if found is None:
        import difflib

        close = difflib.get_close_matches(document, versions(study), n=3)
        raise CodingError(
            document,
            "is no document of this project",
            f"close to it: {listing(close)}" if close else "",
            "project.documents() lists them",
        )
    return found


def structure_data(
    document: Document, words: list[int], extra: Mapping[str, Any]
) -> dict[str, Any]:
    """What is stored of a document beside its text; the labels in it are words of the study."""
    return {
        "turns": [
            [
                turn.number,
                turn.speaker,
                [edge for span in turn.ranges for edge in span],
                turn.time,
                turn.end_time,
                turn.part,
                dict(turn.attributes) or None,
                count,
            ]
            for turn, count in zip(document.turns, words, strict=True)
        ],
        "gaps": [[gap.kind, gap.start, gap.end] for gap in document.gaps],
        "attributes": dict(document.attributes),
        **extra,
    }


def structure(study: Study, version: Version) -> dict[str, Any]:
    """Turns (number, speaker, flat ranges, time, end time, part, attributes, words) and gaps."""
    return study.remembered(
        ("structure", version.n),
        lambda: study.content(version.structure) or {"turns": [], "gaps": [], "attributes": {}},
    )


def speech(study: Study, version: Version) -> list[tuple[int, int]]:
    """The ranges of all turns of a version, in the order of the text, as `core.text.printed` takes them."""
    return sorted(
        pair
        for turn in structure(study, version)["turns"]
        for pair in zip(turn[2][::2], turn[2][1::2], strict=True)
    )


def read_document(study: Study, version: Version) -> Document:
    def make() -> Document:
        data = structure(study, version)
        return Document(
            version.document,
            study.text(version.n),
            tuple(
                Turn(
                    number,
                    speaker,
                    tuple(zip(edges[::2], edges[1::2], strict=True)),
                    time,
                    end_time,
                    part,
                    attributes or {},
                )
                for number, speaker, edges, time, end_time, part, attributes, _ in data["turns"]
            ),
            tuple(Gap(*gap) for gap in data["gaps"]),
            version.kind,
            version.rule,
            version.rule_version,
            data["attributes"],
        )

    return study.remembered(("document", version.n), make)


def setting(study: Study, key: str) -> str | None:
    """The latest value of a setting ("role_from", "primary"), or None."""
    return study.value(
        "SELECT value FROM setting WHERE key = ? ORDER BY added DESC, n DESC LIMIT 1", (key,)
    )


def sheet_rows(study: Study, sheet: str) -> list[dict[str, str]]:
    """The rows of the participants or documents sheet as last ingested, first-seen order.

    A later row about the same person (in the same document), or the same document, takes the place of
    an earlier one.
    """

    def make() -> list[dict[str, str]]:
        found: dict[Any, dict[str, str]] = {}
        for (body,) in (
            study.rows(
                "SELECT c.body FROM sheet_row s JOIN content c ON c.n = s.content"
                " WHERE s.sheet = ? ORDER BY s.added, s.n",
                (sheet,),
            )
            if study._as_of is None
            else _past_rows(study, sheet)
        ):
            if body is None:  # purged
                continue
            row = json.loads(body)
            found[row_key(sheet, row)] = row
        return list(found.values())

    return study.cached(("sheet", sheet), make)


def _past_rows(study: Study, sheet: str) -> list[tuple]:
    """The same for a study as of an act, whose words lie in another database."""
    numbers = study.rows(
        "SELECT content FROM sheet_row WHERE sheet = ? ORDER BY added, n", (sheet,)
    )
    return [
        study.rows("SELECT body FROM content WHERE n = ?", (number,))[0] for (number,) in numbers
    ]


def row_key(sheet: str, row: Mapping[str, str]) -> Any:
    if sheet == "documents":
        return row["document"]
    return row_person(row), row.get("document", "")


def people(study: Study) -> People:
    """Participants and documents sheets; what a file says of itself fills the sheet's empty cells."""

    def make() -> People:
        rows = {row["document"]: dict(row) for row in sheet_rows(study, "documents")}
        for document, version in versions(study).items():
            row = rows.setdefault(document, {"document": document})
            for key, value in structure(study, version)["attributes"].items():
                row[key] = row.get(key) or value
            row["kind"] = version.kind
        return People(sheet_rows(study, "participants"), rows)

    return study.cached("people", make)


def labels(study: Study) -> list[Label]:
    """Every speaker label of every current document; None for a transcript without labels."""

    def make() -> list[Label]:
        found = []
        for document, version in versions(study).items():
            found += document_labels(document, structure(study, version)["turns"])
        return found

    return study.cached("labels", make)


def document_labels(document: str, turns: list) -> list[Label]:
    """The labels of one document from its stored turns."""
    roles: dict[str | None, set[str]] = {}
    counts: dict[str | None, int] = {}
    for _, speaker, _, _, _, part, attributes, _ in turns:
        if part != "speech":
            continue
        counts[speaker] = counts.get(speaker, 0) + 1
        role = (attributes or {}).get("role", "")
        roles.setdefault(speaker, set()).update({role} - {""})
    return [Label(document, name, frozenset(roles[name]), counts[name]) for name in counts]


def links(study: Study) -> dict[tuple[str, str | None], Link]:
    return study.cached("links", lambda: people(study).links(labels(study)))


def codebook(study: Study) -> Codebook:
    """The current codebook; an empty one where none was loaded."""

    def make() -> Codebook:
        content = study.value("SELECT content FROM codebook ORDER BY added DESC, n DESC LIMIT 1")
        return Codebook.from_data(study.content(content)) if content else Codebook()

    return study.cached("codebook", make)


@dataclass(frozen=True, slots=True)
class Book:
    """One version of the codebook: the act that made it, and what it held."""

    act: int
    time: str
    coder: str
    verb: str
    codebook: Codebook


def books(study: Study) -> list[Book]:
    """Every version of the codebook that was not undone, the first one first."""
    found = []
    for content, act, time, coder, verb in study.rows(
        "SELECT b.content, a.n, a.time, a.coder, a.verb FROM codebook b JOIN act a ON a.n = b.added"
        " ORDER BY b.added, b.n"
    ):
        data = study.content(content)
        if data is not None:
            found.append(Book(act, time, coder, verb, Codebook.from_data(data)))
    return found


def used_codes(study: Study) -> dict[str, int]:
    """Codes of the codings that stand -> how many codings."""
    return dict(
        study.rows(
            "SELECT n.text, count(*) FROM coding c JOIN name n ON n.n = c.code"
            " WHERE c.ended IS NULL GROUP BY c.code ORDER BY min(c.n)"
        )
    )


def passes(study: Study) -> list[Pass]:
    """The passes that stand, on every version, oldest first."""
    return [each for _, each in _passes(study)]


def current_passes(study: Study) -> list[Pass]:
    """The passes on the current texts."""
    current = {version.n for version in versions(study).values()}
    return [each for n, each in _passes(study) if n in current]


def passes_on(study: Study, version: Version) -> list[Pass]:
    """The passes that stand on one version, oldest first."""

    def make() -> dict[int, list[Pass]]:
        found: dict[int, list[Pass]] = {}
        for n, each in _passes(study):
            found.setdefault(n, []).append(each)
        return found

    return study.cached("passes_on", make).get(version.n, [])


def _passes(study: Study) -> list[tuple[int, Pass]]:
    """With the number of their version: two versions may have the same text, hence the same name."""

    def make() -> list[tuple[int, Pass]]:
        names, known, book = study.names(), all_versions(study), codebook(study)
        lists: dict[int, tuple[str, ...]] = {}
        merged: dict[int, tuple[tuple[str, str], ...]] = {}
        found = []
        for pass_id, n, coder, codes, turns, blind, hash_, date in study.rows(
            "SELECT pass_id, version, coder, codes, turns, blind, codebook_hash, date FROM pass"
            " WHERE ended IS NULL ORDER BY n"
        ):
            if codes not in lists:
                # What was read for a code counts for what became of it, as a theme counts as considered
                # where any of its codes was.
                given = json.loads(names[codes])
                now = {code: book.successor(code) or code for code in given}
                lists[codes] = tuple(dict.fromkeys(now.values()))
                itself = {book.renamed(code) for code in given}
                merged[codes] = tuple((new, code) for code, new in now.items() if new not in itself)
            version = known[n]
            each = Pass(
                pass_id,
                version.document,
                version.version,
                names[coder],
                lists[codes],
                None if turns is None else tuple(json.loads(turns)),
                BLIND[blind],
                hash_,
                date,
                merged[codes],
            )
            found.append((n, each))
        return found

    return study.cached("passes", make)
