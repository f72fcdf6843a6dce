"""What acts wrote, row by row, also where it was undone: the facts that the journal is told from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from qualcode.analysis.places import PURGED, shortened
from qualcode.core.changes import Changes, compare_codebooks
from qualcode.core.codebook import Codebook
from qualcode.core.people import row_person
from qualcode.errors import listing
from qualcode.store import Study, state
from qualcode.store.events import Data, unpack

CHUNK = 500  # ids in one question to the database


def events_of(study: Study, acts: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for act, kind, data in study.rows(
        f"SELECT act, kind, data FROM event WHERE act IN ({','.join('?' * len(acts))})"
        " ORDER BY act, n",
        tuple(acts),
    ):
        found.setdefault(act, []).append((kind, data))
    return found


def undone_events(study: Study, kinds: Sequence[str]) -> list[tuple[str, Data]]:
    """Events of the acts that are undone now: their rows are in no projection."""
    return [
        (kind, json.loads(data))
        for kind, data in study.rows(
            "SELECT e.kind, e.data FROM undone u JOIN event e ON e.act = u.act"
            f" WHERE e.kind IN ({','.join('?' * len(kinds))}) ORDER BY e.act, e.n",
            tuple(kinds),
        )
    ]


# -- facts about rows, also of those that are gone -----------------------------------------------------------


class Facts(NamedTuple):
    """A coding or a suggestion. by: its coder, or its engine."""

    version: int
    start: int
    end: int
    code: str
    by: str
    suggestion: str | None = None
    replaces: str | None = None


def stored(
    study: Study, sql: str, ids: Sequence[str], make: Callable[[tuple], Any]
) -> dict[str, Any]:
    """Rows by id; `sql` ends where the list of ids begins, its first column is the id."""
    found = {}
    for at in range(0, len(ids), CHUNK):
        some = tuple(ids[at : at + CHUNK])
        for row in study.rows(f"{sql} ({','.join('?' * len(some))})", some):
            found[row[0]] = make(row[1:])
    return found


def stored_codings(study: Study, ids: Sequence[str]) -> dict[str, Facts]:
    return stored(
        study,
        "SELECT c.coding_id, c.version, c.start, c.end, k.text, p.text, c.suggestion_id, c.replaces"
        " FROM coding c JOIN name k ON k.n = c.code JOIN name p ON p.n = c.coder"
        " WHERE c.coding_id IN",
        ids,
        lambda row: Facts(*row),
    )


class Gone:
    """Rows of undone acts, read from their events when somebody asks for the first time."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._codings: dict[str, Facts] | None = None
        self._others: dict[str, dict[str, Any]] | None = None

    @property
    def codings(self) -> dict[str, Facts]:
        if self._codings is None:
            self._codings = {}
            for _, data in undone_events(self.study, ("codings",)):
                self._codings.update(unpacked(data))
        return self._codings

    def of(self, kind: str) -> dict[str, Any]:
        """Suggestions as Facts, passes, decisions, memos, marks and summaries as their events."""
        if self._others is None:
            kinds = ("suggestions", "pass", "decision", "memo", "mark", "summary")
            self._others = {each: {} for each in kinds}
            for each, data in undone_events(self.study, kinds):
                if each == "suggestions":
                    self._others[each].update(unpacked_suggestions(data))
                else:
                    self._others[each][data["id"]] = data
        return self._others[kind]


def unpacked(data: Data) -> dict[str, Facts]:
    names = ("version", "start", "end", "code", "coder", "suggestion", "replaces")
    ids, *columns = unpack(data, ("id", *names))
    return dict(zip(ids, map(Facts, *columns), strict=True))


def unpacked_suggestions(data: Data) -> dict[str, Facts]:
    ids, *columns = unpack(data, ("id", "version", "start", "end", "code", "engine"))
    return dict(zip(ids, map(Facts, *columns), strict=True))


def counts_of(values: Any, rows: int) -> Counter:
    """How often each value of a packed column occurs, without unfolding it."""
    if isinstance(values, list):
        return Counter(values)
    if "all" in values:
        return Counter({values["all"]: rows})
    found: Counter = Counter()
    for place, number in Counter(values["at"]).items():
        found[values["of"][place]] += number
    return found


def tally(counts: Counter, most: int = 8) -> str:
    """`trust 300, price 200 … (16 in all)`, the most frequent first."""
    return listing((f"{name} {number:,}" for name, number in counts.most_common()), most)


# -- sheets and codebooks as they were -------------------------------------------------------------------------


class Past:
    """What each load of a codebook and each change of a sheet changed, by act.

    Both take the place of what stood before, and what stood before depends on what was undone then: so
    the few acts that matter are walked through once.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self.books: dict[int, list[Changes]] = {}
        self.rows: dict[int, list[RowChange]] = {}
        books: dict[int, list[int]] = {}  # act -> contents; all of them, then those that stand
        standing: dict[int, list[int]] = {}
        sheets: dict[int, list[tuple[Any, dict[str, str]]]] = {}
        lines: dict[Any, dict[int, dict[str, str]]] = {}
        self._read: dict[int, Codebook] = {}
        for act, kind, packed in study.rows(
            "SELECT act, kind, data FROM event WHERE kind IN ('codebook', 'rows', 'undo', 'redo')"
            " ORDER BY act, n"
        ):
            data = json.loads(packed)
            if kind == "codebook":
                latest = standing[max(standing)][-1] if standing else None
                before, after = self._book(latest), self._book(data["content"])
                if before is not None and after is not None:
                    self.books.setdefault(act, []).append(compare_codebooks(before, after))
                books.setdefault(act, []).append(data["content"])
                standing[act] = books[act]
            elif kind == "rows":
                for content in data["contents"]:
                    self._row(act, data["sheet"], study.content(content), sheets, lines)
            elif kind == "undo":
                standing.pop(data["act"], None)
                for key, _ in sheets.get(data["act"], ()):
                    lines[key].pop(data["act"], None)
            else:
                if data["act"] in books:
                    standing[data["act"]] = books[data["act"]]
                for key, row in sheets.get(data["act"], ()):
                    lines[key][data["act"]] = row

    def _book(self, content: int | None) -> Codebook | None:
        if content is None:
            return Codebook()
        if content not in self._read:
            data = self.study.content(content)
            self._read[content] = Codebook() if data is None else Codebook.from_data(data)
        return self._read[content]

    def _row(
        self,
        act: int,
        sheet: str,
        row: dict[str, str] | None,
        sheets: dict[int, list[tuple[Any, dict[str, str]]]],
        lines: dict[Any, dict[int, dict[str, str]]],
    ) -> None:
        if row is None:
            self.rows.setdefault(act, []).append(RowChange(sheet, PURGED, "", None, {}))
            return
        key = (sheet, state.row_key(sheet, row))
        known = lines.setdefault(key, {})
        before = known[max(known)] if known else None
        who = row["document"] if sheet == "documents" else row_person(row)
        self.rows.setdefault(act, []).append(
            RowChange(sheet, who, row.get("document", ""), before, row)
        )
        known[act] = row
        sheets.setdefault(act, []).append((key, row))


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of a sheet as it was (None = a new one) and as it is."""

    sheet: str
    who: str
    document: str
    before: dict[str, str] | None
    after: dict[str, str]

    def __str__(self) -> str:
        name = self.who
        if (
            self.sheet == "participants"
            and self.document
            and not name.startswith(f"{self.document}/")
        ):
            name = f"{name} in {self.document}"
        if self.before is None:
            return name
        said = [
            f"{key} “{shortened(self.before.get(key, ''), 40)}” is now"
            f" “{shortened(self.after.get(key, ''), 40)}”"
            for key in dict.fromkeys([*self.before, *self.after])
            if self.before.get(key, "") != self.after.get(key, "")
        ]
        return f"{name}: {', '.join(said) or 'as before'}"
