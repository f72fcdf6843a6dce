"""Undo, redo, and the history as it is read."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from qualcode.core.codebook import Codebook
from qualcode.errors import HistoryError, counted, listing
from qualcode.store import state, summaries
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
    "unmemo": "memo taken back",
    "mark": "key quotation",
    "unmark": "key quotation unmarked",
    "summary": "summary",
    "unsummary": "summary taken out",
}
_PLURALS = {
    "pass": "passes",
    "unmemo": "memos taken back",
    "unmark": "key quotations unmarked",
    "summary": "summaries",
    "unsummary": "summaries taken out",
}
# What an event that ends rows ends, and the table where they stand.
_ENDS = {
    "retract": "coding",
    "unpass": "pass",
    "undecide": "decision",
    "unmemo": "memo",
    "unmark": "mark",
    "unsummary": "summary",
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
    return _entries(study, "")


def entry(study: Study, n: int) -> Entry:
    """One act, without a look at all the others."""
    return _entries(study, "WHERE {} = ?", n)[0]


def _entries(study: Study, where: str, *only: int) -> list[Entry]:
    undone = dict(study.rows("SELECT act, by FROM undone"))
    named = dict(study.rows("SELECT n, document FROM version"))
    events: dict[int, list[tuple[str, Data]]] = {}
    for act, kind, data in study.rows(
        f"SELECT act, kind, data FROM event {where.format('act')} ORDER BY act, n", only
    ):
        events.setdefault(act, []).append((kind, json.loads(data)))
    for kind, data in (pair for pairs in events.values() for pair in pairs):
        if kind == "document":
            named.setdefault(data["n"], data["document"])
    entries = []
    for row in study.rows(
        f"SELECT n, act_id, coder, time, verb FROM act {where.format('n')} ORDER BY n", only
    ):
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
            words.append(_setting(data["key"], data["value"]))
        elif kind in ("undo", "redo"):
            words.append(f"of act {data['act']}")
    return ", ".join(
        [counted(number, _NOUNS[kind], _PLURALS.get(kind)) for kind, number in counts.items()]
        + [word if n == 1 else f"{word} ({n:,} times)" for word, n in Counter(words).items()]
    )


# Settings whose values are for programs -> what people read.
_SETTINGS = (
    ("audit:", "blind audit sample"),
    ("check:", "answer to a hidden check"),
    ("bulk done:", "accepted after a sample"),
    ("bulk:", "sample before many are accepted"),
)


def _setting(key: str, value: str | None) -> str:
    """A setting in a few words. What a sample or a settlement holds is told by the journal."""
    if key.startswith("sample:"):
        return f"sample {key.removeprefix('sample:')}"
    if key == "settled":
        return f"settled {listing(json.loads(value)['documents'])}" if value else "nothing settled"
    if key == "hidden checks":
        return f"hidden checks {'on' if value and json.loads(value)['on'] else 'off'}"
    if key == "suggested" and value:
        return f"by {value}"
    for head, said in _SETTINGS:
        if key.startswith(head):
            return said
    return f"{key} = {'(none)' if value is None else value}"


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
    return entry(study, chosen[0])


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
    return entry(study, chosen[0])


def _named(study: Study, numbers: list[int]) -> str:
    marks = ",".join("?" * len(numbers[:5]))
    rows = study.rows(
        f"SELECT n, verb, coder, time FROM act WHERE n IN ({marks}) ORDER BY n", tuple(numbers[:5])
    )
    shown = ", ".join(f"act {n} ({verb} by {coder}, {time})" for n, verb, coder, time in rows)
    return shown + (f" and {len(numbers) - 5} more" if len(numbers) > 5 else "")


def dependents(study: Study, act: int) -> list[int]:
    """Numbers of the later acts that could not stand without act `act`."""
    found: set[int] = set()
    for kind, data in study.projections.events_of(act):
        if kind == "document":
            found |= _built_on_text(study, data, act)
        elif kind == "codings":
            (ids,) = unpack(data, ("id",))
            found |= _naming(study, "coding", "coding_id", ids, "ended")
            found |= _naming(study, "decision", "coding_id", ids)
            found |= _naming(study, "memo", "on_id", ids)
            found |= _naming(study, "mark", "coding_id", ids)
            found |= _naming(study, "summary_link", "coding_id", ids)
        elif kind == "suggestions":
            (ids,) = unpack(data, ("id",))
            found |= _naming(study, "decision", "suggestion_id", ids)
            found |= _naming(study, "memo", "on_id", ids)
        elif kind in ("pass", "decision", "memo", "mark", "summary"):
            found |= _naming(study, kind, f"{kind}_id", [data["id"]], "ended")
            found |= _naming(study, "memo", "on_id", [data["id"]])
        elif kind == "codebook":
            found |= _lost_codes(study, data["content"])
            # Every later codebook was made from this one.
            books = _books(study)
            if (data["content"], act) in books:
                found |= {later for _, later in books[books.index((data["content"], act)) + 1 :]}
        elif kind == "retract":
            found |= _twins(study, data["ids"])
        elif kind == "unsummary":
            found |= _written_anew(study, data["ids"])
    return sorted(number for number in found if number > act)


def _naming(study: Study, table: str, column: str, ids: list[str], by: str = "added") -> set[int]:
    """The acts (`added` or `ended`) of the rows of a table that name one of these ids."""
    found: set[int] = set()
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        found |= {
            row[0]
            for row in study.rows(
                f'SELECT DISTINCT {by} FROM "{table}" WHERE {by} IS NOT NULL AND {column} IN'
                f" ({','.join('?' * len(some))})",
                tuple(some),
            )
        }
    return found


def _built_on_text(study: Study, data: Data, act: int) -> set[int]:
    """Acts that code, pass or suggest on a version, follow it with another, or write of its document."""
    found: set[int] = set()
    for table in ("coding", "pass", "suggestion"):
        found |= {
            row[0]
            for row in study.rows(
                f'SELECT DISTINCT added FROM "{table}" WHERE version = ?', (data["n"],)
            )
        }
    others = study.rows(
        "SELECT n, added FROM version WHERE document = ? AND n <> ?", (data["document"], data["n"])
    )
    found |= {added for _, added in others if added > act}
    if not others:
        found |= _naming(study, "memo", "on_id", [data["document"]])
    return found


def _books(study: Study) -> list[tuple[int, int]]:
    """(content, act) of the codebooks that are loaded, the present one last."""
    return study.rows("SELECT content, added FROM codebook ORDER BY added, n")


def _codes_in(study: Study, content: int) -> set[str]:
    """The codes of a codebook that codings can stand on: not those merged into others."""
    book = Codebook.from_data(study.content(content))
    return {code for code in book.codes if book.successor(code) == code}


def _known_codes(study: Study) -> set[str]:
    books = _books(study)
    return _codes_in(study, books[-1][0]) if books else set()


def _took_away(study: Study, codes: set[str]) -> set[int]:
    """The act since which codings cannot stand on some of these codes."""
    found: set[int] = set()
    for content, act in reversed(_books(study)):
        if codes <= _codes_in(study, content):
            break
        found = {act}
    return found


def _lost_codes(study: Study, content: int) -> set[int]:
    """Acts whose codings, passes, summaries or memos would have no code without the codebook in `content`."""
    books = _books(study)
    if not books or books[-1][0] != content:
        return set()
    left = _codes_in(study, books[-2][0]) if len(books) > 1 else set()
    found = {
        added
        for added, code in study.rows(
            "SELECT DISTINCT c.added, n.text FROM coding c JOIN name n ON n.n = c.code"
            " WHERE c.ended IS NULL"
        )
        if code not in left
    }
    found |= {
        added
        for added, codes in study.rows(
            "SELECT DISTINCT p.added, n.text FROM pass p JOIN name n ON n.n = p.codes"
            " WHERE p.ended IS NULL"
        )
        if not left.issuperset(json.loads(codes))
    }
    found |= {
        added
        for added, code in study.rows(
            "SELECT s.added, n.text FROM summary s JOIN name n ON n.n = s.code"
            " WHERE s.ended IS NULL"
        )
        if code in _codes_in(study, content) - left
    }
    return found | _naming(study, "memo", "on_id", sorted(_codes_in(study, content) - left))


def _twins(study: Study, ids: list[str]) -> set[int]:
    """Acts that put the same coding there again after it was retracted, or took its code away."""
    found: set[int] = set()
    codes: set[str] = set()
    for coding in ids:
        rows = study.rows(
            "SELECT n.text, b.added FROM coding a JOIN name n ON n.n = a.code LEFT JOIN coding b"
            " ON (b.version, b.start, b.end, b.code, b.coder)"
            " = (a.version, a.start, a.end, a.code, a.coder)"
            " AND b.coding_id <> a.coding_id AND b.ended IS NULL AND b.added > a.ended"
            " WHERE a.coding_id = ?",
            (coding,),
        )
        codes |= {code for code, _ in rows}
        found |= {added for _, added in rows if added is not None}
    return found | _took_away(study, codes)


def _written_anew(study: Study, ids: list[str]) -> set[int]:
    """Acts that wrote a summary into the cell of one that was taken out."""
    every = summaries.all_summaries(study)
    cells = {each.cell for each in every if each.summary_id in ids and each.row is not None}
    return {
        each.added
        for each in every
        if each.ended is None and each.cell in cells and each.summary_id not in ids
    }


def _needs(study: Study, act: int) -> str:
    """Why an undone act can no longer be done again; "" = it can."""
    versions = {row[0] for row in study.rows("SELECT n FROM version")}
    known = _known_codes(study)
    added: set[str] = set()
    events = study.projections.events_of(act)
    leaving = {each for kind, data in events if kind == "retract" for each in data["ids"]}
    leaving_cells = {each for kind, data in events if kind == "unsummary" for each in data["ids"]}
    # What stands is read once for the act: an import or a merge has hundreds of events.
    standing: dict[int, set[tuple]] = {}
    for kind, data in events:
        why = ""
        if kind == "document":
            why = _other_text(study, data)
            versions.add(data["n"])
        elif kind == "codebook":
            later = [number for _, number in _books(study) if number > act]
            known = _codes_in(study, data["content"])
            if later:
                why = f"the codebook was changed meanwhile, in act {later[-1]}"
            elif gone := sorted(_used_besides(study, leaving) - known):
                why = f"{gone[0]} is in use by now, and its codebook has no such code"
        elif kind == "codings":
            why = _codings_need(study, data, versions, known, leaving, standing)
            added |= set(data["id"])
        elif kind == "suggestions":
            (ids, needed) = unpack(data, ("id", "version"))
            if not set(needed) <= versions:
                why = "its document is no longer in the project"
            elif _naming(study, "suggestion", "suggestion_id", ids):
                why = "the same was suggested again meanwhile"
        elif kind in _ENDS:
            table = _ENDS[kind]
            if not all(_stands(study, table, each) for each in data["ids"]):
                why = f"a {table} it takes back is no longer there"
        elif kind == "mark":
            if data["coding"] not in added and not _stands(study, "coding", data["coding"]):
                why = "the coding it marks is no longer in the project"
        elif kind == "summary":
            why = _summary_needs(study, data, leaving_cells, added)
        elif kind == "pass":
            if data["version"] not in versions:
                why = "its document is no longer in the project"
        elif kind == "decision":
            coding = data["coding"]
            if not _naming(study, "suggestion", "suggestion_id", [data["suggestion"]]):
                why = "its suggestion is no longer in the project"
            elif coding and coding not in added and not _stands(study, "coding", coding):
                why = "its coding is no longer in the project"
        elif kind == "memo" and not _is_there(study, data["on"], added):
            why = "what the memo is about is no longer in the project"
        if why:
            return why
    return ""


def _summary_needs(study: Study, data: Data, leaving: set[str], added: set[str]) -> str:
    code = state.codebook(study).successor(data["code"])
    if code is None:
        return f"the codebook no longer has {data['code']}"
    links = set(data["links"]) - added
    known = {
        each
        for each in links
        if study.value("SELECT 1 FROM coding WHERE coding_id = ?", (each,)) is not None
    }
    if links - known:
        return "a coding it is linked to is no longer in the project"
    row = (study.content(data["row"]) or {}).get("value")
    cell = (data["by"], summaries.present_row(study, data["by"], row), code)
    if row is not None and any(
        each.cell == cell and each.summary_id not in leaving for each in summaries.standing(study)
    ):
        return "the cell was written meanwhile"
    return ""


def _used_besides(study: Study, leaving: set[str]) -> set[str]:
    """Codes of the standing codings, but for those that the act itself takes away."""
    return {
        code
        for coding, code in study.rows(
            "SELECT c.coding_id, n.text FROM coding c JOIN name n ON n.n = c.code"
            " WHERE c.ended IS NULL"
        )
        if coding not in leaving
    }


def _other_text(study: Study, data: Data) -> str:
    """Whether a document has another text now than the one that this event followed."""
    present = {name.casefold(): version.n for name, version in state.versions(study).items()}.get(
        data["document"].casefold()
    )
    if present != data["after"]:
        return f"{data['document']} has been ingested or taken back meanwhile"
    return ""


def _codings_need(
    study: Study,
    data: Data,
    versions: set[int],
    known: set[str],
    leaving: set[str],
    standing: dict[int, set[tuple]],
) -> str:
    ids, *key = unpack(data, ("id", "version", "start", "end", "code", "coder"))
    if not set(key[0]) <= versions:
        return "its document is no longer in the project"
    if gone := set(key[3]) - known:
        return f"the codebook no longer has {sorted(gone)[0]}"
    for version in set(key[0]) - set(standing):
        standing[version] = {
            tuple(row[1:])
            for row in study.rows(
                "SELECT c.coding_id, c.version, c.start, c.end, k.text, p.text FROM coding c"
                " JOIN name k ON k.n = c.code JOIN name p ON p.n = c.coder"
                " WHERE c.version = ? AND c.ended IS NULL",
                (version,),
            )
            if row[0] not in leaving
        }
    if any(each in standing[each[0]] for each in zip(*key, strict=True)) or _naming(
        study, "coding", "coding_id", ids
    ):
        return "the same was coded again meanwhile"
    return ""


def _stands(study: Study, table: str, each: str) -> bool:
    return bool(
        study.value(f'SELECT 1 FROM "{table}" WHERE {table}_id = ? AND ended IS NULL', (each,))
    )


def _is_there(study: Study, on: str | None, added: set[str]) -> bool:
    """Whether a memo's subject is in the project."""
    if on is None or on in added:
        return True
    tables = ("coding", "suggestion", "memo", "decision", "pass", "act")
    if any(study.value(f'SELECT 1 FROM "{t}" WHERE {t}_id = ?', (on,)) for t in tables):
        return True
    people = {link.participant for link in state.links(study).values()}
    people |= set(state.people(study).people())
    code = state.codebook(study).successor(on)
    return on in state.versions(study) or code is not None or on in people
