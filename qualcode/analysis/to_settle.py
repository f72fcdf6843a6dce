"""What is to be settled of a sample, or of documents: what coders agree on, where they differ, and what
stands already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qualcode.analysis.left_out import LEFT_OUT, NO_REASON, LeftOut
from qualcode.analysis.sample_status import touches, unit_ranges
from qualcode.analysis.samples import GONE, Readings, parts_of, plan, present_part, wanted_codes
from qualcode.core.asked import asked_texts
from qualcode.core.lists import joined, parted
from qualcode.core.records import CONSENSUS, Coding
from qualcode.core.text import overlap_by_half, shared_length
from qualcode.errors import CodingError, UsageError, listing
from qualcode.store import Study, codings, moving, state
from qualcode.store.state import Version

AGREED, EDGES, CODES, STANDING = "agreed", "edges", "code", "consensus"
BOTH, NONE = "both", "none"
SETTLES = "settles"  # the cell in which a coding of the consensus names the codings it settles
Key = tuple[int, int, str]


def key_of(coding: Coding) -> Key:
    return coding.start, coding.end, coding.code


@dataclass(frozen=True, slots=True)
class Scope:
    """What is settled of one document.

    turns: numbers of the turns, None = all of it. codes: those that all coders considered there, in
    codebook order. not_considered: further codes of codings there -> coders who did not consider them.
    """

    version: Version
    turns: tuple[str, ...] | None
    codes: tuple[str, ...]
    not_considered: Mapping[str, tuple[str, ...]]

    @property
    def document(self) -> str:
        return self.version.document


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the worksheet. own: coder -> coding, one of each at most. standing: the codings of the
    consensus that settle it now. choice: what it is settled as, a coder's name, "both" or "none"; "" = not
    settled, carried over, or as `edit` says (range and code)."""

    settle_id: str
    document: str
    kind: str
    own: Mapping[str, Coding]
    standing: tuple[Coding, ...] = ()
    choice: str = ""
    edit: Key | None = None
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it has to be settled: what is agreed is carried over, what not all considered cannot be."""
        return self.settleable and not (self.choice or self.edit or self.kind == AGREED)

    @property
    def settleable(self) -> bool:
        return not self.kind.startswith("not considered")

    @property
    def span(self) -> tuple[int, int]:
        every = [*self.own.values(), *self.standing]
        return min(each.start for each in every), max(each.end for each in every)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """All that is to be settled at once. sample: its name, or None for whole documents."""

    sample: str | None
    coders: tuple[str, ...]
    scopes: tuple[Scope, ...]
    lines: tuple[Line, ...] = field(default=())

    @property
    def whole(self) -> bool:
        return all(scope.turns is None for scope in self.scopes)


# -- which codings --------------------------------------------------------------------------------------------


def worksheet(
    study: Study,
    *,
    sample: str | None = None,
    documents: str | Iterable[str] | None = None,
    coders: Sequence[str] | None = None,
) -> Worksheet:
    """What `settlement` shows and `settle` writes."""
    found = _asked(study, sample, documents, coders)
    return replace(found, lines=tuple(_lines(study, found)))


def _asked(
    study: Study,
    sample: str | None,
    documents: str | Iterable[str] | None,
    coders: Sequence[str] | None,
) -> Worksheet:
    readings = Readings(study)
    names = None if coders is None else asked_texts("coders", coders, "names of coders")
    places: list[tuple[str, tuple[str, ...] | None]] = []
    limit: set[str] | None = None
    needed: list[str] = []
    if sample is not None:
        own = plan(study, sample)
        sample = own.name
        if names is not None and set(names) != set(own.coders):
            raise UsageError(
                "coders",
                listing(names),
                f"the sample {sample} is assigned to {listing(own.coders)}",
            )
        names = list(own.coders)
        needed = wanted_codes(study, own)
        if own.asked is not None:
            book = state.codebook(study)
            limit = {book.successor(code) or code for code in own.codes}
        for part in parts_of(own, documents):
            text, units = present_part(study, part)
            if text != GONE:
                turns = None if part.turns is None else tuple(u for u in units if u is not None)
                places.append((part.document, turns))
    elif documents is None:
        raise UsageError("settlement", "neither a sample nor documents", "one of them")
    else:
        for document in dict.fromkeys(asked_texts("documents", documents, "ids of documents")):
            state.version_of(study, document)
            places.append((document, None))
        if names is None:
            names = _readers(readings, [document for document, _ in places])
    if len(names) < 2 or len(set(names)) < len(names) or CONSENSUS in names:
        raise UsageError("coders", listing(names) or "none", "two or more coders")
    return Worksheet(
        sample, tuple(names), tuple(_scopes(study, readings, places, names, needed, limit))
    )


def _readers(readings: Readings, documents: Sequence[str]) -> list[str]:
    """Everybody who has passed all of these documents."""
    found: list[str] | None = None
    for document in documents:
        here = readings.coders(document, [None])
        found = here if found is None else [name for name in found if name in here]
    if len(found or ()) < 2:
        raise CodingError(
            listing(documents),
            f"passed as a whole by {listing(found or ()) or 'nobody'}",
            "two or more coders who have passed all of it",
            "What one coder has read there is nothing to settle of",
        )
    return found or []


def _scopes(
    study: Study,
    readings: Readings,
    places: Sequence[tuple[str, tuple[str, ...] | None]],
    coders: Sequence[str],
    needed: Sequence[str],
    limit: set[str] | None,
) -> Iterable[Scope]:
    order = {code: at for at, code in enumerate(state.codebook(study).codes)}
    unread: dict[str, list[str]] = {}
    found: list[Scope] = []
    for document, turns in places:
        units = (None,) if turns is None else turns
        seen = {coder: readings.codes(document, coder, units) for coder in coders}
        late = [name for name, codes in seen.items() if not codes or not set(needed) <= codes]
        if late:
            unread[document] = late
            continue
        shared = set.intersection(*seen.values())
        if limit is not None:
            shared &= limit
        if not shared:
            unread[document] = list(coders)
            continue
        # What only some considered is shown and cannot be settled; what a sample is not about is no part of it.
        others = {
            code: tuple(name for name in coders if code not in seen[name])
            for code in order
            if code not in shared and (limit is None or code in limit)
        }
        codes = tuple(sorted(shared, key=lambda code: order.get(code, len(order))))
        found.append(Scope(state.version_of(study, document), turns, codes, others))
    if unread:
        done = [scope.document for scope in found]
        raise CodingError(
            "settlement",
            "not passed yet for the same codes: "
            + listing(f"{document} ({listing(late, 3)})" for document, late in unread.items()),
            "what every coder has passed can be settled",
            f"Settle only these so far: {listing(done)}" if done else "Complete them first",
        )
    order_of = {document: at for at, document in enumerate(state.versions(study))}
    return sorted(found, key=lambda scope: order_of[scope.document])


def in_scope(study: Study, scope: Scope) -> list[Coding]:
    """The standing codings in the document that touch what is settled of it. With turns, a remark on the
    whole document is about none of them."""
    found = codings.codings(study, [scope.document])
    if scope.turns is None:
        return found
    ranges = [
        each for own in unit_ranges(study, scope.document, scope.turns).values() for each in own
    ]
    several = len(state.structure(study, scope.version)["turns"]) > 1
    whole = (0, scope.version.length)
    return [
        each
        for each in found
        if touches(ranges, each.start, each.end)
        and not (several and (each.start, each.end) == whole)
    ]


# -- rows -----------------------------------------------------------------------------------------------------


def paired(found: Sequence[Coding]) -> list[list[Coding]]:
    """Codings of several coders put together that speak of the same thing, no two of one coder.

    First the same code on the same words, then the same code on words that overlap, most of them first,
    then another code on words that overlap by half. Each coding is in one group, and alone where nothing
    fits.
    """
    groups: dict[Key, list[Coding]] = {}
    for each in found:
        groups.setdefault(key_of(each), []).append(each)
    group_of = {each.coding_id: group for group in groups.values() for each in group}
    ordered = sorted(found, key=lambda each: (each.start, each.end, each.code, each.coder))
    pairs: list[tuple[tuple, Coding, Coding]] = []
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.start >= one.end:
                break
            a, b = (one.start, one.end), (other.start, other.end)
            same = one.code == other.code
            if one.coder == other.coder or not (same or overlap_by_half(a, b)):
                continue
            shared = shared_length(a, b)
            longest = max(a[1] - a[0], b[1] - b[0])
            pairs.append(((not same, -shared / longest, -shared), one, other))
    for _, one, other in sorted(pairs, key=lambda pair: pair[0]):
        group, more = group_of[one.coding_id], group_of[other.coding_id]
        if group is more or {x.coder for x in group} & {x.coder for x in more}:
            continue
        group += more
        for each in more:
            group_of[each.coding_id] = group
    return list({id(group): group for group in group_of.values()}.values())


def kind_of(coders: Sequence[str], own: Mapping[str, Coding]) -> str:
    if len({each.code for each in own.values()}) > 1:
        return CODES
    if len(own) < len(coders):
        return f"only {joined(own)}"
    return AGREED if len({key_of(each) for each in own.values()}) == 1 else EDGES


def _lines(study: Study, asked: Worksheet) -> Iterable[Line]:
    memos = codings.memos_by_coding(study)
    left_out = LeftOut(study)
    for scope in asked.scopes:
        there = in_scope(study, scope)
        own = [each for each in there if each.coder in asked.coders]
        considered = set(scope.codes)
        found: list[Line] = []
        for group in paired([each for each in own if each.code in considered]):
            by_coder = {
                coder: each for coder in asked.coders for each in group if each.coder == coder
            }
            found.append(_line(scope, kind_of(asked.coders, by_coder), by_coder))
        for each in own:
            if each.code in scope.not_considered:
                late = joined(scope.not_considered[each.code])
                found.append(_line(scope, f"not considered by {late}", {each.coder: each}))
        standing = [each for each in there if each.coder == CONSENSUS and each.code in considered]
        found = _with_standing(study, scope, found, standing, left_out)
        order = {code: at for at, code in enumerate(state.codebook(study).codes)}
        for line in sorted(found, key=lambda line: (line.span, _codes_at(line, order), line.kind)):
            yield replace(line, reason=_reason(line, memos))


def _codes_at(line: Line, order: Mapping[str, int]) -> list[int]:
    every = [*line.own.values(), *line.standing]
    return [order.get(each.code, len(order)) for each in every]


def _line(
    scope: Scope, kind: str, own: Mapping[str, Coding], standing: Coding | None = None
) -> Line:
    ids = sorted(each.coding_id for each in [*own.values(), *([standing] if standing else [])])
    digest = hashlib.sha256("\0".join(ids).encode()).hexdigest()
    # A letter first: a spreadsheet takes 12e4 for a number.
    line = Line(f"x{digest[:16]}", scope.document, kind, own)
    if standing is None:
        return line
    return replace(line, standing=(standing,), edit=key_of(standing))


def _with_standing(
    study: Study,
    scope: Scope,
    lines: list[Line],
    standing: Sequence[Coding],
    left_out: LeftOut,
) -> list[Line]:
    """The lines as they are settled now, and lines for codings of the consensus that belong to none."""
    at_id = {each.coding_id: at for at, line in enumerate(lines) for each in line.own.values()}
    at_key = {
        key_of(each): at
        for at, line in enumerate(lines)
        if line.settleable
        for each in line.own.values()
    }
    belong: dict[int, list[Coding]] = {}
    strays: list[Coding] = []
    for each in standing:
        named = [
            now for old in settles(study, each.coding_id) for now in moving.present(study, old)
        ]
        linked = {at_id[now] for now in named if now in at_id}
        if not linked and key_of(each) in at_key:
            linked = {at_key[key_of(each)]}
        for at in linked:
            belong.setdefault(at, []).append(each)
        if not linked:
            strays.append(each)
    since = _settled_since(study, scope)
    done: list[Line] = []
    for at, line in enumerate(lines):
        settled, over = _settled(line, belong.get(at, []), since, left_out)
        done.append(settled)
        strays += over
    return [*done, *(_line(scope, STANDING, {}, each) for each in dict.fromkeys(strays))]


def _settled(
    line: Line, here: list[Coding], since: Mapping[str, int], left_out: LeftOut
) -> tuple[Line, list[Coding]]:
    """A line with what it is settled as, and codings of the consensus that no choice on it can mean."""
    own: dict[Key, str] = {}
    for coder, each in line.own.items():
        own.setdefault(key_of(each), coder)
    keys = {key_of(each) for each in here}
    if not here:
        told = left_out.since(line.own.values())
        decided = all(
            left_out.holds(each)
            or max(told, since.get(each.code, -1)) >= _added(left_out.study, each.coding_id)
            for each in line.own.values()
        )
        return (replace(line, choice=NONE) if decided and line.settleable else line), []
    if len(keys) > 1 and keys == set(own):
        return replace(line, choice=BOTH, standing=tuple(here)), []
    first, *over = sorted(here, key=lambda each: (key_of(each) not in own, key_of(each)))
    if key_of(first) in own:
        choice = "" if len(own) == 1 and line.kind == AGREED else own[key_of(first)]
        return replace(line, choice=choice, standing=(first,)), over
    return replace(line, edit=key_of(first), standing=(first,)), over


def settles(study: Study, coding: str) -> list[str]:
    """The codings that a coding of the consensus was made from; none where that is not known."""
    rows = study.rows("SELECT content, place FROM coding_extra WHERE coding_id = ?", (coding,))
    cells = study.content(rows[0][0]) if rows else None
    return parted(cells[rows[0][1]].get(SETTLES, "")) if cells else []


def _added(study: Study, coding: str) -> int:
    return study.value("SELECT added FROM coding WHERE coding_id = ?", (coding,)) or 0


def _settled_since(study: Study, scope: Scope) -> dict[str, int]:
    """Code -> the act since which it is settled in all of a scope. What was coded later was not: that it is
    not in the consensus says nothing."""
    readings = Readings(study)
    units: tuple[str | None, ...] = (None,) if scope.turns is None else scope.turns
    found: dict[str, int] = {}
    for code in readings.codes(scope.document, CONSENSUS, units):
        found[code] = min(
            max(
                readings.added[each.pass_id]
                for each in readings.covering(scope.document, CONSENSUS, unit)
                if code in each.codes
            )
            for unit in units
        )
    return found


def _reason(line: Line, memos: Mapping[str, list[str]]) -> str:
    """The latest reason that was given for what stands."""
    if line.standing:
        return next((memos[e.coding_id][-1] for e in line.standing if memos.get(e.coding_id)), "")
    if line.choice == NONE and line.own:
        first = next(iter(line.own.values()))
        said = [memo for memo in memos.get(first.coding_id, ()) if memo.startswith(LEFT_OUT)]
        reason = said[-1].removeprefix(LEFT_OUT) if said else ""
        return "" if reason == NO_REASON else reason
    return ""


def prefilled(line: Line) -> Key | None:
    """The range and code that stand in the columns to fill in: of what was agreed, and of what was settled
    by another range or code than any coder's."""
    if line.edit is not None:
        return line.edit
    if line.kind == AGREED:
        return key_of(next(iter(line.own.values())))
    return None
