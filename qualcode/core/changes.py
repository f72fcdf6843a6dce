"""What happened between two codebooks, written as a change note for the methods chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from qualcode.core.codebook import Code, Codebook
from qualcode.errors import counted, listing, one_line

_WORDS = ("name", "definition")
_LISTS = ("include", "exclude", "examples")


@dataclass(frozen=True, slots=True)
class Redefined:
    """One field of one code with other words. before, after: text, or a tuple of items."""

    code: str
    field: str
    before: str | tuple[str, ...]
    after: str | tuple[str, ...]


@dataclass
class Changes:
    """The difference of two codebooks, in the order of the later one.

    added, removed: ids; added are in no relation to an earlier code. renamed: earlier id -> present id.
    merged: id -> the code it was merged into; unmerged: id -> the code it was merged into before. split: id -> its new parts. moved: id -> (parent before,
    parent now), None for a theme. retired, restored: ids. opened, closed: ids that take codings now, or
    are categories now (without those split). redefined: other words, field by field; codings made
    under the words before are stale. patterns: id -> (new, gone), `unless:` patterns marked so.
    other: id -> keys that changed besides (color, further columns). reordered: whether codes that both
    have stand in another order.
    """

    before: Codebook
    after: Codebook
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    unmerged: dict[str, str] = field(default_factory=dict)
    split: dict[str, list[str]] = field(default_factory=dict)
    moved: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    retired: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    redefined: list[Redefined] = field(default_factory=list)
    patterns: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    other: dict[str, list[str]] = field(default_factory=dict)
    reordered: bool = False

    @property
    def stale(self) -> list[str]:
        """Ids of the codes whose words changed: codings made before are stale."""
        return list(dict.fromkeys(each.code for each in self.redefined))

    def __bool__(self) -> bool:
        return self.before.hash != self.after.hash

    def __str__(self) -> str:
        return "\n".join([self.headline, *(f"  {line}" for line in self.lines())])

    @property
    def headline(self) -> str:
        if not self:
            return f"No changes: {_named(self.after)}."
        return f"From {_named(self.before)} to {_named(self.after)}."

    def markdown(self) -> str:
        """The note as a Markdown list."""
        lines = [self.headline, "", *(f"- {line}" for line in self.lines())]
        return "\n".join(lines).rstrip() + "\n"

    def lines(self) -> list[str]:
        """One sentence for each change."""
        after, lines = self.after, []
        if self.before.title != after.title:
            lines.append(f"Title: “{self.before.title}” is now “{after.title}”.")
        for code in self.added:
            entry = after[code]
            what = "New category" if not entry.applicable else "New code"
            above = f" under {entry.parent}" if entry.parent else " (a theme)"
            words = f": {one_line(entry.definition)}" if entry.definition else "."
            lines.append(f"{what} {_shown(entry)}{above}{words}{_since(entry)}")
        lines += [f"Renamed: {old} is now {new}." for old, new in self.renamed.items()]
        targets = dict.fromkeys(self.merged.values())
        for target in targets:
            sources = [code for code, into in self.merged.items() if into == target]
            lines.append(f"Merged into {target}: {listing(sources, 20)}.")
        for code, into in self.unmerged.items():
            lines.append(
                f"A code of its own again: {code} (it was merged into {into}, where its codings stay)."
            )
        for code, parts in self.split.items():
            named = listing((_shown(after[part]) for part in parts), 20)
            lines.append(f"Split: {code} into {named}.")
            lines += [
                f"{part}: {one_line(after[part].definition)}{_since(after[part])}".replace(
                    ":  ", ": "
                )
                for part in parts
                if after[part].definition or _since(after[part])
            ]
        for code, (old, new) in self.moved.items():
            lines.append(
                f"Moved: {code} from {old or 'the top'} to {new or 'the top (a theme of its own)'}."
            )
        if self.retired:
            lines.append(f"Retired: {listing(self.retired, 20)}; their codings stay.")
        if self.restored:
            lines.append(f"In use again: {listing(self.restored, 20)}.")
        if self.closed:
            lines.append(f"Categories now, which take no codings: {listing(self.closed, 20)}.")
        if self.opened:
            lines.append(f"Take codings now: {listing(self.opened, 20)}.")
        lines += [_redefinition(each) for each in self.redefined]
        for code, (new_ones, gone) in self.patterns.items():
            said = []
            if new_ones:
                said.append(f"now also {listing(new_ones, 20)}")
            if gone:
                said.append(f"no longer {listing(gone, 20)}")
            lines.append(f"Patterns of {code}: {'; '.join(said) or 'another order'}.")
        lines += [f"{code}: {listing(keys)} changed." for code, keys in self.other.items()]
        if self.removed:
            lines.append(f"Taken out: {listing(self.removed, 20)}.")
        if self.reordered:
            lines.append("Codes stand in another order.")
        return lines

    def as_data(self) -> dict[str, Any]:
        return {
            "before": {
                "title": self.before.title,
                "version": self.before.version,
                "hash": self.before.hash,
            },
            "after": {
                "title": self.after.title,
                "version": self.after.version,
                "hash": self.after.hash,
            },
            "same": not self,
            "added": self.added,
            "removed": self.removed,
            "renamed": self.renamed,
            "merged": self.merged,
            "unmerged": self.unmerged,
            "split": self.split,
            "moved": {code: list(pair) for code, pair in self.moved.items()},
            "retired": self.retired,
            "restored": self.restored,
            "opened": self.opened,
            "closed": self.closed,
            "redefined": [
                {
                    "code": each.code,
                    "field": each.field,
                    "before": each.before if isinstance(each.before, str) else list(each.before),
                    "after": each.after if isinstance(each.after, str) else list(each.after),
                }
                for each in self.redefined
            ],
            "patterns": {
                code: {"new": new, "gone": gone} for code, (new, gone) in self.patterns.items()
            },
            "other": self.other,
            "reordered": self.reordered,
        }


def compare_codebooks(before: Codebook, after: Codebook) -> Changes:
    """What happened from one codebook to another; life events are told by what the entries say."""
    found = Changes(before, after)
    origin: dict[str, str] = {}  # present id -> id in the codebook before
    for code in after:
        if code.code in before:
            origin[code.code] = code.code
            continue
        # The latest of the earlier ids that the codebook before still had.
        old = next((each for each in reversed(code.formerly) if each in before), None)
        if old is not None and old not in after:
            origin[code.code] = old
            found.renamed[old] = code.code
    parts = _parts(found, origin)
    for code in after:
        name = code.code
        if name not in origin:
            if name not in parts:
                found.added.append(name)
            continue
        _one(found, before[origin[name]], code, origin)
    gone = set(before.codes) - set(origin.values())
    found.removed = [code for code in before.codes if code in gone]
    ours = [origin[code] for code in after.codes if code in origin]
    # A moved branch stands elsewhere by its move; what else changed its place was put in another order.
    still = {old for now, old in origin.items() if now not in found.moved}
    still -= {
        origin[each] for code in found.moved for each in after.beneath(code) if each in origin
    }
    found.reordered = [c for c in ours if c in still] != [c for c in before.codes if c in still]
    return found


def _parts(found: Changes, origin: dict[str, str]) -> set[str]:
    """Codes that are new beneath a code which took codings before and is a category now."""
    parts: set[str] = set()
    for code in found.after:
        old = origin.get(code.code)
        if old is None or code.applicable or not found.before[old].applicable:
            continue
        new = [each.code for each in found.after.children(code.code) if each.code not in origin]
        if new:
            found.split[code.code] = new
            parts |= set(new)
    return parts


def _one(found: Changes, old: Code, new: Code, origin: dict[str, str]) -> None:
    name = new.code
    if new.merged_into != old.merged_into and new.merged_into is not None:
        renamed_target = found.renamed.get(old.merged_into or "") == new.merged_into
        if not renamed_target:
            found.merged[name] = new.merged_into
    if old.merged_into is not None and new.merged_into is None:
        found.unmerged[name] = old.merged_into
    above = None if new.parent is None else origin.get(new.parent, new.parent)
    taken_over = new.parent is not None and found.after.successor(old.parent or "") == new.parent
    if above != old.parent and not taken_over:
        found.moved[name] = (old.parent, new.parent)
    if new.retired != old.retired:
        (found.retired if new.retired else found.restored).append(name)
    if new.applicable != old.applicable and name not in found.split:
        (found.opened if new.applicable else found.closed).append(name)
    for key in (*_WORDS, *_LISTS):
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            found.redefined.append(Redefined(name, key, was, now))
    was_all, now_all = _patterns(old), _patterns(new)
    if was_all != now_all:
        found.patterns[name] = (
            [each for each in now_all if each not in was_all],
            [each for each in was_all if each not in now_all],
        )
    keys = [] if new.color == old.color else ["color"]
    if {*new.formerly} - {old.code} != {*old.formerly} - {new.code}:
        keys.append("formerly")
    keys += [
        key
        for key in dict.fromkeys([*old.extras, *new.extras])
        if old.extras.get(key) != new.extras.get(key)
    ]
    if keys:
        found.other[name] = keys


def _patterns(code: Code) -> list[str]:
    return [str(each) for each in code.patterns] + [f"unless: {each}" for each in code.unless]


def _redefinition(each: Redefined) -> str:
    if isinstance(each.before, str) and isinstance(each.after, str):
        if not each.before:
            return f"{each.code}, {each.field}: “{one_line(each.after)}” (was empty)."
        if not each.after:
            return f"{each.code}, {each.field}: “{one_line(each.before)}” was taken out."
        return (
            f"{each.code}, {each.field}: “{one_line(each.before)}” is now “{one_line(each.after)}”."
        )
    said = []
    for mark, a, b in _item_changes(tuple(each.before), tuple(each.after)):
        if mark == "new":
            said.append(f"new “{one_line(b)}”")
        elif mark == "gone":
            said.append(f"without “{one_line(a)}”")
        else:
            said.append(f"“{one_line(a)}” is now “{one_line(b)}”")
    return f"{each.code}, {each.field}: {'; '.join(said) or 'another order'}."


def _item_changes(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = min(b - a, d - c)
        found += [("other", before[a + n], after[c + n]) for n in range(pairs)]
        found += [("gone", each, "") for each in before[a + pairs : b]]
        found += [("new", "", each) for each in after[c + pairs : d]]
    return found


def _since(code: Code) -> str:
    """What happened to a new code before the later codebook."""
    if code.merged_into is not None:
        return f" (merged into {code.merged_into} since)"
    return " (retired since)" if code.retired else ""


def _shown(code: Code) -> str:
    return f"{code.code} ({code.name})" if code.name and code.name != code.code else code.code


def _named(codebook: Codebook) -> str:
    title = f"“{codebook.title}”" if codebook.title else "the codebook"
    version = f", version {codebook.version}" if codebook.version else ""
    return f"{title}{version} ({counted(len(codebook), 'code')}, {codebook.hash})"
