"""Recording that a coder has read a document for a set of codes."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.core.codebook import Codebook
from qualcode.core.ids import new_id
from qualcode.errors import CodingError, listing
from qualcode.store import state
from qualcode.store.study import Draft, Study, now


def draft_pass(
    study: Study,
    draft: Draft,
    coder: str,
    document: str,
    codes: Sequence[str] | None,
    turns: Sequence[str] | None,
    blind: str,
    *,
    hash_: str | None = None,
    date: str | None = None,
    book: Codebook | None = None,
) -> list[str]:
    """Draft one pass unless it stands already. Returns the ids drafted (one or none).

    hash_: of the codebook it was made under, the present one unless given; "" = unknown. book: the
    codebook where the same draft changes it.
    """
    version = state.version_of(study, document)
    book = book or state.codebook(study)
    given = book.applicable() if codes is None else codes
    wanted = list(dict.fromkeys(book.successor(code) or code for code in given))
    if unknown := [code for code in wanted if code not in book]:
        raise CodingError(
            document, f"codes that are not in the codebook: {listing(unknown)}",
            next="Load a codebook that has them",
        )  # fmt: skip
    if not wanted:
        raise CodingError(document, "there is no codebook to read it for", next="Load one first")
    if turns is not None:
        known = {turn[0] for turn in state.structure(study, version)["turns"]}
        if missing := [turn for turn in turns if turn not in known]:
            raise CodingError(document, f"has no turn {listing(missing)}")
    hash_ = book.hash if hash_ is None else hash_
    scope = None if turns is None else tuple(turns)
    all_own = [p for p in state.passes_on(study, version) if p.coder == coder]
    own = [p for p in all_own if p.turns == scope]
    if blind == "unknown" and own:
        # Completing again without a word on blindness does not unsay what was said before.
        blind = own[-1].blind
    for each in all_own:
        wider = each.turns is None or (scope is not None and set(scope) <= set(each.turns))
        same = (each.blind, each.codebook_hash) == (blind, hash_)
        if wider and same and set(wanted) <= set(each.codes):
            return []
    covered = []
    for each in own:
        if set(each.codes) <= set(wanted):
            covered.append(each.pass_id)
    if covered:
        draft.event("unpass", {"ids": covered})
    pass_id = new_id("r")
    draft.event(
        "pass",
        {
            "id": pass_id,
            "version": version.n,
            "coder": coder,
            "codes": wanted,
            "turns": None if turns is None else list(turns),
            "blind": blind,
            "hash": hash_,
            "date": date or now(),
        },
    )
    return [pass_id]
