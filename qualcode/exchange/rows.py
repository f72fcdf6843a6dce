"""The rows of a codings.csv, checked column by column before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qualcode.core.anchor import refind
from qualcode.core.codebook import Codebook
from qualcode.core.records import BLIND, ORIGINS
from qualcode.errors import CodingError, Problem, counted, listing
from qualcode.readers.sheets import Columns
from qualcode.store import Study, codings, moving, state
from qualcode.store.state import Version
from qualcode.store.study import now

if TYPE_CHECKING:
    import numpy as np

COLUMNS = [
    "coding_id",
    "document",
    "version",
    "turn",
    "start",
    "end",
    "code",
    "coder",
    "quotation",
    "created",
    "origin",
    "blind",
    "memo",
    "suggestion_id",
    "codebook_hash",
    "replaces",
]
_UNITS = ("codings", "turns", "documents", "participants", "words")
# Columns of the project's own frames: an extra column of such a name would stand for two things.
RESERVED = frozenset(
    ["speaker", "participant", "theme", "stale"]
    + [f"{kind}_{unit}" for kind in ("n", "base", "share") for unit in _UNITS]
)


def factored(values: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """The different values in the order they first occur, and for each row its place among them."""
    import numpy as np

    place = {value: number for number, value in enumerate(dict.fromkeys(values))}
    if len(place) == 1:
        return list(place), np.zeros(len(values), dtype=np.int64)
    found = map(place.__getitem__, values)
    return list(place), np.fromiter(found, np.int64, len(values))


class Rows:
    """The rows of a file that are new here, checked; known ones (by coding_id) are set aside.

    After `check`, all of one length: document (names), place (number among `versions`), start, end
    (arrays), code, coder, created, origin, blind, hash, suggestion, replaces, coding_id, memo. known:
    coding_ids of the file that are in the project -> act that retracted them, or None. become: those of
    them that are other codings by now (their code was renamed, say) -> these. book: the
    codebook with the codes that were created or opened, changed where book_changed.
    """

    def __init__(self, study: Study, table: Columns, create_codes: bool) -> None:
        self.study, self.table, self.create_codes = study, table, create_codes
        self.problems: list[tuple[int, Problem]] = []
        self.notes: list[Problem] = []
        self.known: dict[str, int | None] = {}
        self.become: dict[str, list[str]] = {}
        self.book: Codebook = state.codebook(study)
        self.book_changed = False
        self.created_codes: list[str] = []
        self.opened_codes: list[str] = []
        self.reanchored = 0
        self.cells, self.lines = table.columns, table.lines
        if any(table.columns.get("coding_id", ())):
            self._set_known_aside()

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> list[str]:
        found = self.cells.get(name)
        return [""] * len(self.lines) if found is None else found

    def problem(self, row: int, found: str, allowed: str = "", next: str = "Mend the row") -> None:
        where = f"{self.table.name}, line {self.lines[row]}"
        self.problems.append((row, Problem(where, found, allowed, next)))

    def check(self) -> None:
        """Look at every row; CodingError with all that is wrong, in the order of the lines."""
        self._columns()
        self._documents()
        self._codes()
        self._coders()
        self._facts()
        self._ranges()
        if self.problems:
            self.problems.sort(key=lambda pair: pair[0])
            raise CodingError.gathered(
                self.table.name,
                "nothing was imported",
                [problem for _, problem in self.problems],
            )

    def _set_known_aside(self) -> None:
        cells = self.table.columns
        ids = cells["coding_id"]
        here = known_codings(self.study, [each for each in ids if each])
        self.known = {each: ended for each, (ended, _) in here.items()}
        if not here:
            return
        for each, (ended, _) in here.items():
            if ended is not None and (now := moving.present(self.study, each)):
                self.become[each] = now
        differ = [
            row
            for row, each in enumerate(ids)
            if each in here and here[each][0] is None and not self._same(row, here[each][1], cells)
        ]
        if differ:
            self.notes.append(
                Problem(
                    f"{self.table.name}, line {listing(self.table.lines[row] for row in differ)}",
                    f"{counted(len(differ), 'row')} with the coding_id of a coding that says"
                    " something else here",
                    "",
                    "They were left out; empty the coding_id to add them as codings of their own",
                )
            )
        fresh = [row for row, each in enumerate(ids) if each not in here]
        self.cells = {name: [column[row] for row in fresh] for name, column in cells.items()}
        self.lines = [self.table.lines[row] for row in fresh]

    def _same(self, row: int, here: tuple[int, int, int, str, str], cells: dict) -> bool:
        number, start, end, code, coder = here
        if (cells["code"][row], cells["coder"][row]) != (code, coder):
            return False
        version = state.all_versions(self.study)[number]
        if cells["document"][row] != version.document:
            return False
        if "version" in cells and cells["version"][row] not in ("", version.version):
            return True  # offsets in another text say nothing here
        given = [cells[name][row] if name in cells else "" for name in ("start", "end")]
        return not any(given) or given == [str(start), str(end)]

    # -- steps -----------------------------------------------------------------------------------

    def _columns(self) -> None:
        if taken := [name for name in self.table.columns if name in RESERVED]:
            raise CodingError(
                self.table.name,
                f"extra columns with names that codings have here already: {listing(taken)}",
                "any other name",
                "Rename these columns or take them out",
            )

    def _first(self, names: list[str], wanted: Iterable[str]) -> int:
        wanted = set(wanted)
        return next(row for row, name in enumerate(names) if name in wanted)

    def _documents(self) -> None:
        import numpy as np

        self.document = self.column("document")
        names, self.place = factored(self.document)
        current = state.versions(self.study)
        self.versions: list[Version | None] = [current.get(name) for name in names]
        self.lengths = np.array([-1 if v is None else v.length for v in self.versions] or [0])
        missing = [name for name in names if name not in current]
        if "" in missing:
            self.problem(self._first(self.document, [""]), "the row has no document")
            missing.remove("")
        if missing:
            folded = {name.casefold(): name for name in current}
            same = [folded[name.casefold()] for name in missing if name.casefold() in folded]
            self.problem(
                self._first(self.document, missing),
                f"{counted(len(missing), 'document')} not in the project:"
                f" {listing(missing, len(missing))}",
                f"only the case differs from {listing(same)}" if same else "",
                "Ingest them first, or mend the names",
            )
        # Rows about another text of their document, with that text where the project has it.
        self.other_text: dict[int, Version | None] = {}
        given = self.column("version")
        if any(given):
            known = {(v.document, v.version): v for v in state.all_versions(self.study).values()}
            present = {name: version.version for name, version in current.items()}
            for row, (name, version) in enumerate(zip(self.document, given, strict=True)):
                if version and present.get(name, version) != version:
                    self.other_text[row] = known.get((name, version))

    def _present_ids(self, given: list[str]) -> list[str]:
        """The column with the ids that codes have now: a colleague's file may be older than a rename."""
        now = {code: self.book.successor(code) or code for code in dict.fromkeys(given)}
        for old, new in now.items():
            if old != new:
                number = given.count(old)
                self.notes.append(
                    Problem(
                        self.table.name,
                        f"{old!r} is {new!r} in this codebook: {counted(number, 'row')} taken as that",
                    )
                )
        return [now[code] for code in given] if any(a != b for a, b in now.items()) else given

    def _codes(self) -> None:
        self.code = self._present_ids(self.column("code"))
        self.codes, self.code_place = factored(self.code)
        unique = list(self.codes)
        if "" in unique:
            self.problem(self._first(self.code, [""]), "the row has no code")
            unique.remove("")
        unknown = [code for code in unique if code not in self.book]
        listed = [self.book[code] for code in unique if code in self.book]
        # A coding that was made in a project stands on what its code has become since: a retired code
        # keeps its codings, and those of a code that was split wait to be coded anew.
        exported = self._from_a_project()
        retired = [e.code for e in listed if e.retired and e.code not in exported]
        closed = [
            e.code for e in listed if not e.applicable and not (e.defined and e.code in exported)
        ]
        waiting = [e.code for e in listed if not e.applicable and e.code not in closed]
        if waiting:
            self.notes.append(
                Problem(
                    self.table.name,
                    f"codings on codes that were split: {listing(waiting)}",
                    "",
                    "They wait to be coded anew (qualcode codebook queue)",
                )
            )
        folded = {code.casefold(): code for code in reversed(list(self.book.codes))}
        for code in unknown:
            same = folded.setdefault(code.casefold(), code)
            if same != code:
                self.notes.append(
                    Problem(
                        self.table.name, f"{code!r} differs only in case from the code {same!r}",
                        "ids match exactly", "",
                    )
                )  # fmt: skip
        if (unknown or closed) and self.create_codes:
            self.book, created, opened = self.book.with_undefined([*unknown, *closed])
            self.created_codes, self.opened_codes = created, opened
            self.book_changed = True
        elif unknown or closed:
            self._refuse_codes(unknown, closed)
        if retired:
            self.problem(
                self._first(self.code, retired),
                f"retired: {listing(retired, len(retired))}",
                "",
                "Use another, or take it into use for the import (codebook retire --back)",
            )

    def _from_a_project(self) -> set[str]:
        """The codes all of whose rows have a coding_id."""
        without = {
            code for code, each in zip(self.code, self.column("coding_id"), strict=True) if not each
        }
        return set(self.codes) - without

    def _refuse_codes(self, unknown: list[str], closed: list[str]) -> None:
        case = "; ".join(note.found for note in self.notes if note.allowed == "ids match exactly")
        if unknown:
            self.problem(
                self._first(self.code, unknown),
                f"{counted(len(unknown), 'code')} not in the codebook:"
                f" {listing(unknown, len(unknown))}",
                case,
                "Load a codebook that has them, or add them undefined with --create-codes",
            )
        if closed:
            self.problem(
                self._first(self.code, closed),
                f"{counted(len(closed), 'category', 'categories')} used as codes:"
                f" {listing(closed, len(closed))}",
                "a category only groups codes",
                "Give it a row in the codebook, or use --create-codes",
            )

    def _coders(self) -> None:
        self.coder = self.column("coder")
        self.coders, self.coder_place = factored(self.coder)
        for name in self.coders:
            if fault := codings.coder_fault(name):
                self.problem(self.coder.index(name), fault)

    def _facts(self) -> None:
        self.origin = self._choice("origin", ORIGINS, "imported")
        self.blind = self._choice("blind", BLIND, "unknown")
        created = self.column("created")
        for value in dict.fromkeys(created):
            if value:
                try:
                    datetime.fromisoformat(value)
                except ValueError:
                    self.problem(
                        created.index(value), f"created is {value!r}", "2018-03-12T10:15:00"
                    )
        self.created = self._filled("created", now())
        self.coding_id = self.column("coding_id")
        if any(self.coding_id):
            seen: dict[str, int] = {}
            for row, value in enumerate(self.coding_id):
                if value and seen.setdefault(value, row) != row:
                    self.problem(row, f"the coding_id stands in line {self.lines[seen[value]]} too")
        self.hash = self.column("codebook_hash")
        self.memo = self.column("memo")
        self.suggestion = self._filled("suggestion_id", None)
        self.replaces = self._filled("replaces", None)

    def _choice(self, name: str, allowed: tuple[str, ...], blank: str) -> list[str]:
        values = self.column(name)
        for value in dict.fromkeys(values):
            if value and value not in allowed:
                self.problem(values.index(value), f"{name} is {value!r}", ", ".join(allowed))
        return self._filled(name, blank)

    def _filled(self, name: str, blank: Any) -> list[Any]:
        """A column with something else for its empty cells."""
        if name not in self.cells:
            return [blank] * len(self.lines)
        return [value or blank for value in self.cells[name]]

    # -- ranges ----------------------------------------------------------------------------------

    def _ranges(self) -> None:
        import numpy as np

        number = len(self.lines)
        self.start = np.zeros(number, dtype=np.int64)
        self.end = np.zeros(number, dtype=np.int64)
        starts, ends = self.column("start"), self.column("end")
        if not self.other_text and all(starts) and all(ends):
            self._by_offsets(list(range(number)), starts, ends)
            return
        by_offsets, by_turn = [], []
        turns = self.column("turn")
        for row, document in enumerate(self.place.tolist()):
            if self.versions[document] is None:
                continue
            if row in self.other_text:
                self._by_another_text(row)
            elif starts[row] or ends[row]:
                by_offsets.append(row)
            elif turns[row]:
                by_turn.append(row)
            else:
                self.problem(row, "the row has neither start and end nor a turn")
        self._by_offsets(
            by_offsets, [starts[row] for row in by_offsets], [ends[row] for row in by_offsets]
        )
        self._by_turns(by_turn)

    def _by_offsets(self, rows: list[int], starts: list[str], ends: list[str]) -> None:
        """rows: their numbers, ascending; starts, ends: their cells."""
        import numpy as np

        if not rows:
            return
        wrong: set[int] = set()
        try:
            start = np.fromiter(map(int, starts), np.int64, len(rows))
            end = np.fromiter(map(int, ends), np.int64, len(rows))
        except (ValueError, OverflowError):
            start, end, wrong = self._one_by_one(rows, starts, ends)
        at = np.array(rows)
        self.start[at], self.end[at] = start, end
        place = self.place[at]
        length = self.lengths[place]
        outside = (length >= 0) & ~((start >= 0) & (start < end) & (end <= length))
        for each in np.flatnonzero(outside).tolist():
            row = rows[each]
            if row not in wrong:
                self.problem(
                    row,
                    f"{starts[each]}–{ends[each]} lies outside of {self.document[row]}",
                    f"0 to {int(length[each]):,}, the end after the start",
                )
        wrong.update(at[outside].tolist())
        quotations = self.column("quotation")
        if any(quotations):
            self._compare(rows, place, start, end, quotations, wrong)

    def _one_by_one(
        self, rows: list[int], starts: list[str], ends: list[str]
    ) -> tuple[np.ndarray, np.ndarray, set[int]]:
        import numpy as np

        start, end = (np.zeros(len(rows), dtype=np.int64) for _ in "ab")
        wrong = set()
        for each, (a, b) in enumerate(zip(starts, ends, strict=True)):
            try:
                # Beyond every text there is only "outside"; 64 bits cannot hold some of these numbers.
                start[each], end[each] = (max(-1, min(int(cell), 2**60)) for cell in (a, b))
            except ValueError:
                wrong.add(rows[each])
                self.problem(rows[each], f"start and end are {a!r} and {b!r}", "whole numbers")
        return start, end, wrong

    def _compare(
        self,
        rows: list[int],
        place: np.ndarray,
        start: np.ndarray,
        end: np.ndarray,
        quotations: list[str],
        wrong: set[int],
    ) -> None:
        texts: dict[int, str] = {}
        columns = (place.tolist(), start.tolist(), end.tolist())
        for row, document, a, b in zip(rows, *columns, strict=True):
            quotation = quotations[row]
            if not quotation or row in wrong:
                continue
            text = texts.get(document)
            if text is None:
                text = texts[document] = self._text(document)
            if text[a:b] != quotation and self.versions[document] is not None:
                self.problem(
                    row,
                    f"the quotation differs from the text of {self.document[row]}, where"
                    f" “{text[a:b][:50]}” stands",
                    f"the row says “{quotation[:50]}”",
                    "Offsets count Unicode characters; correct them or the quotation",
                )

    def _text(self, document: int) -> str:
        version = self.versions[document]
        return "" if version is None else self.study.text(version.n)

    def _by_turns(self, rows: list[int]) -> None:
        if not rows:
            return
        turns, quotations = self.column("turn"), self.column("quotation")
        turn_range = self._turn_ranges()
        for row in rows:
            document = int(self.place[row])
            version, name = self.versions[document], self.document[row]
            assert version is not None
            found = turn_range(version).get(turns[row])
            if found is None:
                self.problem(row, f"{name} has no turn {turns[row]!r}")
                continue
            if quotation := quotations[row]:
                text = self._text(document)
                if text[slice(*found)] != quotation:
                    at = text.find(quotation, *found)
                    if at < 0 or text.find(quotation, at + 1, found[1]) >= 0:
                        self.problem(
                            row,
                            f"the quotation “{quotation[:50]}” stands "
                            + ("not" if at < 0 else "more than once")
                            + f" in turn {turns[row]} of {name}",
                            "",
                            "Quote the text exactly, or give start and end",
                        )
                        continue
                    found = at, at + len(quotation)
            self.start[row], self.end[row] = found

    def _turn_ranges(self) -> Callable[[Version], dict[str, tuple[int, int]]]:
        known: dict[int, dict[str, tuple[int, int]]] = {}

        def turn_range(version: Version) -> dict[str, tuple[int, int]]:
            if version.n not in known:
                known[version.n] = {
                    turn[0]: (turn[2][0], turn[2][-1])
                    for turn in state.structure(self.study, version)["turns"]
                }
            return known[version.n]

        return turn_range

    def _by_another_text(self, row: int) -> None:
        """A row about an earlier text: found again by its words, or refused."""
        document = int(self.place[row])
        present, old = self._text(document), self.other_text[row]
        quotation = self.column("quotation")[row]
        place = None
        if old is not None:
            before = self.study.text(old.n)
            start, end, turn = (self.column(name)[row] for name in ("start", "end", "turn"))
            was: tuple[int, int] | None = None
            if start.isdecimal() and end.isdecimal():
                was = int(start), int(end)
            elif turn and not start and not end:
                was = self._turn_ranges()(old).get(turn)
            if was is not None and quotation and before[slice(*was)] != quotation and not start:
                at = before.find(quotation, *was)
                once = at >= 0 and before.find(quotation, at + 1, was[1]) < 0
                was = (at, at + len(quotation)) if once else None
            if (
                was is not None
                and was[0] < was[1] <= len(before)
                and (not quotation or before[slice(*was)] == quotation)
            ):
                place = refind(before, present, *was)
        elif quotation:
            at = present.find(quotation)
            if at >= 0 and present.find(quotation, at + 1) < 0:
                place = at, at + len(quotation)
        if place is None:
            self.problem(
                row,
                f"it is about another text of {self.document[row]}, and its words are not found in"
                " one place of the present one",
                "",
                "Code it again, or take the row out",
            )
            return
        self.start[row], self.end[row] = place
        self.reanchored += 1


def known_codings(
    study: Study, ids: list[str]
) -> dict[str, tuple[int | None, tuple[int, int, int, str, str]]]:
    """Of these coding_ids the ones in the project: the act that retracted the coding, or None, and
    its version, start, end, code and coder."""
    names = study.names()
    found = {}
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        for each, ended, version, start, end, code, coder in study.rows(
            "SELECT coding_id, ended, version, start, end, code, coder FROM coding"
            f" WHERE coding_id IN ({','.join('?' * len(some))})",
            tuple(some),
        ):
            found[each] = (ended, (version, start, end, names[code], names[coder]))
    return found
