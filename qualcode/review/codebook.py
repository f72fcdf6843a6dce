"""The codebook as it grows with the reading: each operation is one act that can be undone.

What an operation does to the entries is `core.evolve`; what it does to codings is `store.moving`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qualcode.core import evolve
from qualcode.core.codebook import Code
from qualcode.errors import UsageError, counted, listing
from qualcode.ingest.codebook import CodebookReport, change_codebook
from qualcode.store import Study, state

# A new code as people write it: its id, or its id with whatever its entry says.
New = str | Mapping[str, Any] | Code


def add_code(
    study: Study,
    coder: str,
    code: str,
    *,
    parent: str | None = None,
    after: str | None = None,
    **fields: Any,
) -> CodebookReport:
    """Put a new code into the codebook, under `parent` (None = a theme), behind its last child or `after`.

    fields: name, definition, include, exclude, examples (lists), color, patterns, unless (as in YAML),
    extras. Documents that were passed before do not count as read for it: tables say "not considered".
    Raises CodebookError where the id is taken or was ever used for another code.
    """
    entry = evolve.made(code, **fields)
    report = change_codebook(
        study,
        coder,
        "add code",
        f"added {entry.code}",
        lambda book: evolve.add(book, entry, parent=parent, after=after),
    )
    read = list(dict.fromkeys(each.document for each in state.current_passes(study)))
    if read:
        report.hints.append(
            f"{counted(len(read), 'document')} read before: {entry.code} is not considered there until"
            f" read again for it (qualcode progress complete PROJECT {read[0]} --code {entry.code})"
        )
    return report


def rename_code(
    study: Study, coder: str, code: str, to: str | None = None, *, name: str | None = None
) -> CodebookReport:
    """Give a code another id (`to`), another name, or both. Its codings go along with the id.

    Another name is another wording of the entry: codings made before are stale until looked at.
    """
    return change_codebook(
        study,
        coder,
        "rename code",
        f"renamed {code}",
        lambda book: evolve.rename(book, code, to, name=name),
    )


def define_code(study: Study, coder: str, code: str, **fields: Any) -> CodebookReport:
    """Change what an entry says: name, definition, include, exclude, examples, color, patterns, unless.

    Codings made under other words (the first five) are stale, and wait in `queue`.
    """
    if not fields:
        raise UsageError("define", "nothing to change", "definition=…, include=[…] …")
    return change_codebook(
        study, coder, "define code", f"defined {code}", lambda b: evolve.define(b, code, **fields)
    )


def merge_codes(study: Study, coder: str, codes: str | Sequence[str], into: str) -> CodebookReport:
    """Merge codes into another one; their codings, patterns and children go to it.

    Where a coder had both codes on the very same words, one coding stays, with the memos of both. A
    document counts as read for the code where it was read for any of them.
    """
    names = [codes] if isinstance(codes, str) else list(codes)
    widened = read_for_others(study, names, into)
    report = change_codebook(
        study,
        coder,
        "merge codes",
        f"merged into {into}",
        lambda book: evolve.merge(book, names, into),
    )
    if widened:
        report.hints.append(
            f"Read for {listing(names)} but not for {into}: {listing(widened)}. They count as read for"
            f" {into} now; if that is not so, read them again"
        )
    return report


def read_for_others(study: Study, codes: Sequence[str], into: str) -> list[str]:
    """Documents with a pass for some of `codes` and none for `into`."""
    read: dict[str, set[str]] = {}
    for each in state.current_passes(study):
        read.setdefault(each.document, set()).update(each.codes)
    return [
        document
        for document, considered in read.items()
        if into not in considered and not considered.isdisjoint(codes)
    ]


def split_code(study: Study, coder: str, code: str, into: Iterable[New]) -> CodebookReport:
    """Split a code into new ones beneath it. Its codings stay on it and wait in `queue` to be coded anew:
    none is guessed.

    into: ids, or mappings with `code` and what its entry says.
    """
    parts = [_new(each) for each in into]
    return change_codebook(
        study, coder, "split code", f"split {code}", lambda b: evolve.split(b, code, parts)
    )


def move_code(
    study: Study, coder: str, code: str, *, parent: str | None = None, after: str | None = None
) -> CodebookReport:
    """Put a code, with all beneath it, under another parent (None = a theme of its own)."""
    return change_codebook(
        study,
        coder,
        "move code",
        f"moved {code}",
        lambda book: evolve.move(book, code, parent=parent, after=after),
    )


def retire_code(study: Study, coder: str, code: str, *, back: bool = False) -> CodebookReport:
    """Take a code out of use (back=True: into use again). Its codings stay and are counted."""
    report = change_codebook(
        study,
        coder,
        "retire code",
        f"{'took up' if back else 'retired'} {code}",
        lambda book: evolve.retire(book, code, back=back),
    )
    if not back and (hint := evolve.beneath_in_use(state.codebook(study), code)):
        report.hints.append(hint)
    return report


def _new(each: New) -> Code:
    if isinstance(each, Code):
        return each
    if isinstance(each, str):
        return evolve.made(each)
    fields = dict(each)
    code = fields.pop("code", None)
    if not isinstance(code, str):
        raise UsageError(
            "split", f"{each!r} has no code", 'an id, or {"code": ID, "definition": …}'
        )
    return evolve.made(code, **fields)
