"""What became of codes, told in sentence parts."""

from __future__ import annotations

from qualcode.analysis.places import shortened
from qualcode.analysis.telling_base import (
    UNROLLED,
)
from qualcode.core.changes import Changes
from qualcode.errors import counted, listing


def book_parts(changes: Changes, loaded: bool) -> list[str]:
    """What became of codes, in sentence parts."""
    parts: list[str] = []
    if loaded:
        title = f" “{shortened(changes.after.title, 60)}”" if changes.after.title else ""
        version = f", version {changes.after.version}" if changes.after.version else ""
        parts.append(f"loaded the codebook{title}{version} ({counted(len(changes.after), 'code')})")
    parts += [f"renamed {old} to {new}" for old, new in changes.renamed.items()]
    for target in dict.fromkeys(changes.merged.values()):
        sources = [code for code, into in changes.merged.items() if into == target]
        parts.append(f"merged {listing(sources, UNROLLED)} into {target}")
    parts += [
        f"split {code} into {listing(into, UNROLLED)}" for code, into in changes.split.items()
    ]
    parts += [
        f"moved {code} from {old or 'the top'} to {new or 'the top'}"
        for code, (old, new) in changes.moved.items()
    ]
    add = [
        (changes.added, "code", "added"),
        (changes.stale, "code", "defined anew"),
        (list(changes.patterns), "code", "with other patterns"),
        (changes.closed, "code", "made a category"),
        (changes.opened, "category", "made applicable"),
        (changes.removed, "code", "taken out"),
    ]
    parts += [
        f"{counted(len(names), noun, 'categories' if noun == 'category' else None)} {what}:"
        f" {listing(names, UNROLLED)}"
        for names, noun, what in add
        if names
    ]
    if changes.retired:
        parts.append(f"retired {listing(changes.retired, UNROLLED)}")
    if changes.restored:
        parts.append(f"brought {listing(changes.restored, UNROLLED)} back into use")
    if changes.other:
        parts.append(f"other cells of {listing(changes.other, UNROLLED)} changed")
    if changes.reordered:
        parts.append("codes put in another order")
    if changes.before.title != changes.after.title and not loaded:
        parts.append(f"the codebook is now called “{shortened(changes.after.title, 60)}”")
    return parts or ["changed nothing in the codebook"]


def changed_codes(changes: Changes) -> list[str]:
    return list(
        dict.fromkeys(
            [
                *changes.added,
                *changes.removed,
                *changes.renamed,
                *changes.renamed.values(),
                *changes.merged,
                *changes.merged.values(),
                *changes.split,
                *(part for parts in changes.split.values() for part in parts),
                *changes.moved,
                *changes.retired,
                *changes.restored,
                *changes.opened,
                *changes.closed,
                *changes.stale,
                *changes.patterns,
                *changes.other,
            ]
        )
    )
