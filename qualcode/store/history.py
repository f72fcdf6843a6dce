"""Undo, redo, and the history as it is read."""

from __future__ import annotations

import json
from dataclasses import dataclass

from qualcode.errors import HistoryError, counted
from qualcode.store.events import Data, unpack
from qualcode.store.study import Act, Draft, Study

_NOUNS = {
    "document": "document",
    "codings": "coding",
    "retract": "retraction",
    "pass": "pass",
    "suggestions": "suggestion",
    "decision": "decision",
    "memo": "memo",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the history shows it. undone_by: the act that undid it, or None."""

    act: Act
    what: str
    documents: tuple[str, ...]
    undone_by: int | None


def acts(study: Study) -> list[Entry]:
    """Every act, oldest first."""
    undone = dict(study.rows("SELECT act, by FROM undone"))
    named = dict(study.rows("SELECT n, document FROM version"))
    events: dict[int, list[tuple[str, Data]]] = {}
    for act, kind, data in study.rows("SELECT act, kind, data FROM event ORDER BY n"):
        events.setdefault(act, []).append((kind, json.loads(data)))
    for kind, data in (pair for pairs in events.values() for pair in pairs):
        if kind == "document":
            named.setdefault(data["n"], data["document"])
    entries = []
    for row in study.rows("SELECT n, act_id, coder, time, verb FROM act ORDER BY n"):
        act = Act(*row)
        own = events.get(act.n, [])
        entries.append(Entry(act, _summary(own), _documents(own, named), undone.get(act.n)))
    return entries


def _summary(events: list[tuple[str, Data]]) -> str:
    counts: dict[str, int] = {}
    words: list[str] = []
    for kind, data in events:
        if kind in _NOUNS:
            number = data.get("rows") or len(data.get("ids", ())) or 1
            counts[kind] = counts.get(kind, 0) + number
        elif kind == "rows":
            name = "participant row" if data["sheet"] == "participants" else "document row"
            words.append(counted(len(data["contents"]), name))
        elif kind == "codebook":
            words.append(f"codebook {data['hash']}")
        elif kind == "setting":
            words.append(f"{data['key']} = {data['value']}")
        elif kind in ("undo", "redo"):
            words.append(f"of act {data['act']}")
    return ", ".join([counted(number, _NOUNS[kind]) for kind, number in counts.items()] + words)


def _documents(events: list[tuple[str, Data]], named: dict[int, str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for kind, data in events:
        if kind == "document":
            found[data["document"]] = None
        elif kind in ("codings", "suggestions"):
            (versions,) = unpack(data, ("version",))
            for version in dict.fromkeys(versions):
                found[named.get(version, "")] = None
        elif kind == "pass":
            found[named.get(data["version"], "")] = None
    found.pop("", None)
    return tuple(found)


def undo(study: Study, coder: str) -> Entry:
    """Reverse `coder`'s latest act that is not undone yet, by a new act.

    Raises HistoryError where there is nothing to undo, or where later acts depend on it: they are
    named, and nothing is changed.
    """
    chosen: list[int] = []

    def prepare() -> Draft:
        act = study.value(
            "SELECT max(n) FROM act WHERE coder = ? AND verb NOT IN ('new', 'undo', 'redo')"
            " AND n NOT IN (SELECT act FROM undone)",
            (coder,),
        )
        if act is None:
            raise HistoryError(study.path.name, f"{coder} has no act to undo")
        later = dependents(study, act)
        if later:
            raise HistoryError(
                f"{study.path.name}, act {act}",
                f"cannot be undone, later acts depend on it: {_named(study, later)}",
                next="Those have to be undone first, each by its coder, the latest first",
            )
        chosen[:] = [act]
        draft = Draft()
        draft.event("undo", {"act": act})
        return draft

    study.write("undo", coder, prepare)
    return acts(study)[chosen[0] - 1]


def redo(study: Study, coder: str) -> Entry:
    """Do again what `coder` undid last, by a new act.

    Only directly after an undo: a new act of the same coder ends the chance. Raises HistoryError
    where there is nothing to redo or what it needs is no longer there.
    """
    chosen: list[int] = []

    def prepare() -> Draft:
        latest = study.value(
            "SELECT max(n) FROM act WHERE coder = ? AND verb NOT IN ('undo', 'redo')", (coder,)
        )
        row = study.rows(
            "SELECT u.act FROM undone u JOIN act a ON a.n = u.act WHERE a.coder = ?"
            " AND u.by > ? ORDER BY u.act LIMIT 1",
            (coder, latest or 0),
        )
        if not row:
            raise HistoryError(
                study.path.name,
                f"{coder} has no undone act to redo",
                "only what was undone since this coder's latest act",
            )
        act = row[0][0]
        missing = _needs(study, act)
        if missing:
            raise HistoryError(
                f"{study.path.name}, act {act}", f"cannot be redone: {missing}",
                next="Bring that back first",
            )  # fmt: skip
        chosen[:] = [act]
        draft = Draft()
        draft.event("redo", {"act": act})
        return draft

    study.write("redo", coder, prepare)
    return acts(study)[chosen[0] - 1]


def _named(study: Study, numbers: list[int]) -> str:
    marks = ",".join("?" * len(numbers[:5]))
    rows = study.rows(
        f"SELECT n, verb, coder, time FROM act WHERE n IN ({marks}) ORDER BY n", tuple(numbers[:5])
    )
    shown = ", ".join(f"act {n} ({verb} by {coder}, {time})" for n, verb, coder, time in rows)
    return shown + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")


def _marks(values: list) -> str:
    return ",".join("?" * len(values))


def dependents(study: Study, act: int) -> list[int]:
    """Numbers of the later acts that could not stand without act `act`."""
    found: set[int] = set()
    for kind, data in study.projections.events_of(act):
        if kind == "document":
            for table in ("coding", "pass", "suggestion"):
                found |= {
                    row[0]
                    for row in study.rows(
                        f'SELECT DISTINCT added FROM "{table}" WHERE version = ?', (data["n"],)
                    )
                }
            newer = study.rows(
                "SELECT added FROM version WHERE document = ? AND added > ?",
                (data["document"], act),
            )
            found |= {row[0] for row in newer}
        elif kind == "codings":
            (ids,) = unpack(data, ("id",))
            for at in range(0, len(ids), 500):
                some = ids[at : at + 500]
                for sql in (
                    "SELECT DISTINCT ended FROM coding WHERE ended IS NOT NULL AND coding_id IN ({})",
                    "SELECT DISTINCT added FROM memo WHERE on_id IN ({})",
                ):
                    found |= {row[0] for row in study.rows(sql.format(_marks(some)), tuple(some))}
        elif kind == "suggestions":
            (ids,) = unpack(data, ("id",))
            for at in range(0, len(ids), 500):
                some = ids[at : at + 500]
                for sql in (
                    "SELECT DISTINCT added FROM decision WHERE suggestion_id IN ({})",
                    "SELECT DISTINCT added FROM memo WHERE on_id IN ({})",
                ):
                    found |= {row[0] for row in study.rows(sql.format(_marks(some)), tuple(some))}
        elif kind == "pass":
            found |= {
                row[0]
                for row in study.rows(
                    "SELECT ended FROM pass WHERE pass_id = ? AND ended IS NOT NULL", (data["id"],)
                )
            }
        elif kind == "decision":
            found |= {
                row[0]
                for row in study.rows(
                    "SELECT ended FROM decision WHERE decision_id = ? AND ended IS NOT NULL",
                    (data["id"],),
                )
            }
        elif kind == "codebook":
            found |= _lost_codes(study, data["content"])
        elif kind == "retract":
            found |= _twins(study, data["ids"])
    return sorted(number for number in found if number != act)


def _lost_codes(study: Study, content: int) -> set[int]:
    """Acts whose codings would have no code once the codebook in `content` is taken back."""
    books = study.rows("SELECT content FROM codebook ORDER BY n")
    if not books or books[-1][0] != content:
        return set()
    left = study.content(books[-2][0]) if len(books) > 1 else {"codes": []}
    known = {entry["code"] for entry in left["codes"]}
    return {
        added
        for added, code in study.rows(
            "SELECT DISTINCT c.added, n.text FROM coding c JOIN name n ON n.n = c.code"
            " WHERE c.ended IS NULL"
        )
        if code not in known
    }


def _twins(study: Study, ids: list[str]) -> set[int]:
    """Acts that put the same coding there again after it was retracted, or took its code away."""
    found: set[int] = set()
    for coding in ids:
        found |= {
            row[0]
            for row in study.rows(
                "SELECT b.added FROM coding a JOIN coding b USING (version, start, end, code, coder)"
                " WHERE a.coding_id = ? AND b.coding_id <> a.coding_id AND b.ended IS NULL"
                " AND b.added > a.ended",
                (coding,),
            )
        }
    known = _known_codes(study)
    for (code,) in study.rows(
        "SELECT DISTINCT n.text FROM coding c JOIN name n ON n.n = c.code"
        f" WHERE c.coding_id IN ({_marks(ids[:500])})",
        tuple(ids[:500]),
    ):
        if code not in known:
            found |= {study.value("SELECT added FROM codebook ORDER BY n DESC LIMIT 1") or 0}
    found.discard(0)
    return found


def _known_codes(study: Study) -> set[str]:
    content = study.value("SELECT content FROM codebook ORDER BY n DESC LIMIT 1")
    return {entry["code"] for entry in study.content(content)["codes"]} if content else set()


def _needs(study: Study, act: int) -> str:
    """What an undone act would need and no longer finds; "" = all is there."""
    versions = {row[0] for row in study.rows("SELECT n FROM version")}
    known = _known_codes(study)
    for kind, data in study.projections.events_of(act):
        if kind in ("codings", "suggestions"):
            needed, codes = unpack(data, ("version", "code"))
            if not set(needed) <= versions:
                return "its document is no longer in the project"
            if kind == "codings" and (gone := set(codes) - known):
                return f"the codebook no longer has {sorted(gone)[0]}"
        elif kind == "pass" and data["version"] not in versions:
            return "its document is no longer in the project"
        elif kind == "document" and study.value(
            "SELECT n FROM version WHERE document = ? AND version = ?",
            (data["document"], data["version"]),
        ):
            return f"{data['document']} has been ingested again"
        elif kind == "retract":
            for coding in data["ids"]:
                if not study.value(
                    "SELECT 1 FROM coding WHERE coding_id = ? AND ended IS NULL", (coding,)
                ):
                    return "a coding it retracts is no longer there"
        elif kind == "decision" and not study.value(
            "SELECT 1 FROM suggestion WHERE suggestion_id = ?", (data["suggestion"],)
        ):
            return "its suggestion is no longer in the project"
    return ""
