"""Every version of the codebook, and what changed from one to the next."""

from __future__ import annotations

import pandas as pd

from qualcode.core.changes import compare_codebooks
from qualcode.core.codebook import Codebook
from qualcode.errors import HistoryError, listing
from qualcode.store import Study, state


def codebook_versions(study: Study) -> pd.DataFrame:
    """One row for each version of the codebook, the first one first: act, time, coder, verb, hash, title,
    version, codes, themes, changes (what was changed since the version before; "" for the first)."""
    rows: list[tuple] = []
    before: Codebook | None = None
    for each in state.books(study):
        book = each.codebook
        note = "" if before is None else " ".join(compare_codebooks(before, book).lines())
        facts = (each.act, each.time, each.coder, each.verb, book.hash, book.title, book.version)
        rows.append((*facts, len(book), len(book.themes), note))
        before = book
    columns = [
        "act",
        "time",
        "coder",
        "verb",
        "hash",
        "title",
        "version",
        "codes",
        "themes",
        "changes",
    ]
    return pd.DataFrame(rows, columns=columns)


def codebook_at(study: Study, which: int | str) -> Codebook:
    """The codebook as it stood after an act (a number), or by the first digits of its hash.

    Raises HistoryError where there was none.
    """
    found = state.books(study)
    if isinstance(which, int):
        earlier = [each for each in found if each.act <= which]
        if earlier and which <= study.last_act:
            return earlier[-1].codebook
    else:
        fitting = {b.codebook.hash: b.codebook for b in found if b.codebook.hash.startswith(which)}
        if which and len(fitting) == 1:
            return next(iter(fitting.values()))
    raise HistoryError(
        str(which),
        "no codebook, or several, of that act or hash",
        listing(f"act {each.act} ({each.codebook.hash})" for each in found) or "none yet",
        "qualcode codebook versions lists them",
    )
