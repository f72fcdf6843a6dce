"""What a change of the codebook would do to codings, told before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qualcode.core import evolve
from qualcode.core.codebook import Codebook
from qualcode.errors import CodebookError, UsageError, counted, listing
from qualcode.review import codebook as books
from qualcode.store import Study, codings
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.entries import entry_of, fields_of, parts_of, plainly


@method("book_what", slow=True, lead=True)
def book_what(
    desk: Desk,
    *,
    change: str,
    codes: list[str],
    into: str | None = None,
    parts: list[dict] | None = None,
    to: str | None = None,
    fields: dict | None = None,
) -> dict[str, Any]:
    """What a merge, split, retire, take up, rename, define or move would do to codings, before it is done.

    codes: the codes it is about (one, except of a merge); into: of a merge; parts: of a split, as
    `book_split` takes them; to: a new id; fields: of define, as `book_define` takes them.

    Returns codings, coders, documents (how many stand on these codes), mine (of the codings), joined (of a
    merge: how many the same coder has coded so already), says: sentences for people. What cannot be done is
    refused as the act itself would be; nothing is written.
    """
    study = desk.study
    if change not in _TOLD:
        raise UsageError("change", f"{change[:40]!r}", listing(_TOLD))
    if not codes:
        raise UsageError("codes", "none named", next="Choose a code")
    book = codings.current_book(study)
    for each in codes:
        entry_of(desk, each)
    rows = _standing(study, codes)
    found: dict[str, Any] = {
        "codings": len(rows),
        "coders": len({row[3] for row in rows}),
        "documents": len({row[0] for row in rows}),
        "mine": sum(row[3] == desk.coder for row in rows),
        "joined": 0,
    }
    with plainly():
        said = _TOLD[change](
            _Asked(desk, book, codes, rows, found, into=into, parts=parts, to=to, fields=fields)
        )
    return {**found, "says": [each for each in said if each]}


class _Asked:
    """What is asked about a change of the codebook."""

    def __init__(
        self,
        desk: Desk,
        book: Codebook,
        codes: list[str],
        rows: list[tuple],
        found: dict[str, Any],
        **more: Any,
    ) -> None:
        self.desk, self.book, self.codes, self.rows, self.found = desk, book, codes, rows, found
        self.into: str | None = more["into"]
        self.parts: list[dict] | None = more["parts"]
        self.to: str | None = more["to"]
        self.fields: dict | None = more["fields"]
        self.code = book[codes[0]]

    @property
    def all(self) -> str:
        """`5 codings by 2 coders in 3 documents`."""
        found = self.found
        if not found["codings"]:
            return "no codings"
        return (
            f"{counted(found['codings'], 'coding')} by {counted(found['coders'], 'coder')} in"
            f" {counted(found['documents'], 'document')}"
        )

    def stand(self) -> str:
        """Whether one coding stands or several."""
        return "stands" if self.found["codings"] == 1 else "stand"

    def beneath(self) -> list[str]:
        return [each for code in self.codes for each in self.book.beneath(code) if each != code]


def _of_merge(asked: _Asked) -> list[str]:
    into = asked.into
    if into is None:
        raise UsageError("merge", "no code to merge into", next="Choose one")
    after = evolve.merge(asked.book, asked.codes, into)
    target = asked.book[into]
    there = {(row[0], row[1], row[2], row[3]) for row in _standing(asked.desk.study, [into])}
    joined = 0
    for row in asked.rows:
        if row[:4] in there:
            joined += 1
        there.add(row[:4])
    asked.found["joined"] = joined
    children = [each for code in asked.codes for each in asked.book.children(code)]
    patterns = len(after[into].patterns) - len(target.patterns)
    said = [
        f"{asked.all[0].upper()}{asked.all[1:]} on {_names(asked)} will count as {target.label}."
    ]
    if joined:
        said.append(
            f"{counted(joined, 'of them is', 'of them are')} on words that the same coder has coded so"
            " already: one coding stays there, with the memos of both."
        )
    waiting = sum(bool(row[4]) and row[4] != target.hash for row in asked.rows)
    if waiting:
        said.append(
            f"{counted(waiting, 'coding waits', 'codings wait')} to be looked at again then, made as they"
            " were under other words."
        )
    if children:
        said.append(
            f"{counted(len(children), 'code')} beneath"
            f" ({listing(each.label for each in children if each.code not in asked.codes)}) move along."
        )
    if patterns:
        said.append(f"{counted(patterns, 'pattern')} will look for {target.label} from then on.")
    widened = books.read_for_others(asked.desk.study, asked.codes, into)
    if widened:
        said.append(
            f"{counted(len(widened), 'document')} read for {_names(asked)} but not for {target.label}"
            " will count as read for it."
        )
    said.append(
        f"The definition of {target.label} stays as it is: change it if it means more from now on."
    )
    return said


def _of_split(asked: _Asked) -> list[str]:
    if asked.parts is not None:
        evolve.split(
            asked.book, asked.code.code, parts_of(asked.desk, asked.code.code, asked.parts)
        )
    elif asked.code.merged_into is not None:
        raise CodebookError(asked.code.code, f"was merged into {asked.code.merged_into}")
    label = asked.code.label
    if not asked.found["codings"]:
        return [f"{label} has no codings. It becomes the category above its parts."]
    return [
        f"{asked.all[0].upper()}{asked.all[1:]} {asked.stand()} on {label}. None is guessed: they stay on it"
        " and wait to be coded anew, each by its own coder.",
        f"{label} becomes the category above its parts and takes no new codings.",
        f"Its {counted(len(asked.code.patterns), 'pattern')} propose nothing any more unless a part takes"
        " them over."
        if asked.code.patterns
        else "",
    ]


def _of_retire(asked: _Asked) -> list[str]:
    evolve.retire(asked.book, asked.code.code)
    label = asked.code.label
    hint = evolve.beneath_in_use(asked.book, asked.code.code)
    return [
        f"{asked.all[0].upper()}{asked.all[1:]} {asked.stand()} on {label}. They stay and are counted in"
        " tables."
        if asked.found["codings"]
        else f"{label} has no codings.",
        f"From now on {label} is not offered for coding, and nothing is suggested for it.",
        f"{hint}." if hint else "",
    ]


def _of_take_up(asked: _Asked) -> list[str]:
    evolve.retire(asked.book, asked.code.code, back=True)
    return [f"{asked.code.label} is offered for coding and suggested again, with {asked.all}."]


def _of_rename(asked: _Asked) -> list[str]:
    evolve.rename(asked.book, asked.code.code, asked.to, name=asked.code.name)
    return [
        f"{asked.all[0].upper()}{asked.all[1:]} will go along with the id."
        if asked.found["codings"]
        else "It has no codings yet.",
        f"{asked.code.code} stays known as an earlier id, so that older files can be read.",
    ]


def _of_define(asked: _Asked) -> list[str]:
    after = evolve.define(asked.book, asked.code.code, **fields_of(asked.fields or {}, asked.code))
    entry = after[asked.code.code]
    if entry.hash == asked.code.hash:
        return (
            ["Codings are not touched: name, definition, include, exclude and examples stay."]
            if entry != asked.code
            else ["Nothing changes."]
        )
    if not asked.rows:
        return ["It has no codings yet."]
    fresh = [row for row in asked.rows if row[4] == asked.code.hash]
    unknown = sum(not row[4] for row in asked.rows)
    waiting = len(asked.rows) - len(fresh) - unknown
    asked.found["stale"] = len(fresh)
    said = []
    if fresh:
        coders = len({row[3] for row in fresh})
        said.append(
            f"{counted(len(fresh), 'coding')} by {counted(coders, 'coder')}"
            f" {'was' if len(fresh) == 1 else 'were'} made under the words of now: they stay, and wait to"
            " be looked at again by who made them."
        )
    if waiting:
        said.append(
            f"{counted(waiting, 'coding waits', 'codings wait')} to be looked at again already."
        )
    if unknown:
        said.append(
            f"{counted(unknown, 'coding was', 'codings were')} made under words that are not known"
            " (imported): they stay, and do not wait."
        )
    return said


def _of_move(asked: _Asked) -> list[str]:
    beneath = asked.beneath()
    return [
        f"Codings are not touched; tables by theme count them where {asked.code.label} stands.",
        f"{counted(len(beneath), 'code')} beneath it move along." if beneath else "",
    ]


_TOLD = {
    "merge": _of_merge,
    "split": _of_split,
    "retire": _of_retire,
    "take up": _of_take_up,
    "rename": _of_rename,
    "define": _of_define,
    "move": _of_move,
}


def _names(asked: _Asked) -> str:
    return listing(asked.book[code].label for code in asked.codes)


def _standing(study: Study, codes: Iterable[str]) -> list[tuple]:
    """(version, start, end, coder, hash it was made under) of every coding that stands on some codes."""
    names = study.names()
    wanted = set(codes)
    found: list[tuple] = []
    for n, text in names.items():
        if text in wanted:
            found += [
                (version, start, end, names[coder], names[made])
                for version, start, end, coder, made in study.rows(
                    "SELECT version, start, end, coder, codebook_hash FROM coding WHERE code = ?"
                    " AND ended IS NULL ORDER BY n",
                    (n,),
                )
            ]
    return found
