"""Marking the quotations that a chapter will show, in full or shortened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qualcode.analysis.excerpt import check_excerpt
from qualcode.analysis.marks import standing_marks
from qualcode.core.asked import asked_text
from qualcode.core.ids import new_id
from qualcode.core.text import printed
from qualcode.errors import CodingError, Problem, UsageError, listing
from qualcode.store import Draft, Study, codings, moving, state

if TYPE_CHECKING:
    import pandas as pd


def mark_key(
    study: Study, coder: str, coding_ids: str | Iterable[str], excerpt: str | None = None
) -> list[str]:
    """Mark codings as key quotations, as one act. Returns the ids of their marks, in order.

    excerpt: the quotation shortened, for one coding only: “We were asked for outcomes […] by March”; see
    `analysis.excerpt.check_excerpt` for what may stand in it. It is held against the text and refused
    where a piece is not there. None leaves the excerpt that a marked coding has, "" takes it away.

    Marking again what is marked changes nothing, whoever marked it. The mark follows a coding that is
    replaced. Raises CodingError, changing nothing, for an unknown or retracted coding and an excerpt that
    does not fit, and UsageError without a coder and for one excerpt on several codings.
    """
    coder = codings.check_coder(coder, "marking a key quotation")
    ids = _ids(coding_ids)
    if excerpt is not None:
        asked_text("excerpt", excerpt, "the quotation shortened with […]")
    if excerpt and len(ids) != 1:
        raise UsageError(
            "excerpt", f"one for {len(ids)} codings", "one coding", "Mark them one by one"
        )
    found: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        found.clear()
        _check_standing(study, ids)
        known = standing_marks(study)
        ends: list[str] = []
        for each in ids:
            before = known.get(each)
            words = (before.excerpt if before else "") if excerpt is None else excerpt
            if excerpt:
                words = check_excerpt(quotation_of(study, each), excerpt).text
            if before is not None and words == before.excerpt:
                found.append(before.mark)
                continue
            if before is not None and _only(study, before.marked, each):
                ends.append(before.mark)
            mark = new_id("k")
            content = draft.content("excerpt", {"text": words}) if words else None
            draft.event("mark", {"id": mark, "coding": each, "content": content})
            found.append(mark)
        if ends:
            draft.event("unmark", {"ids": list(dict.fromkeys(ends))})
        return draft

    study.write("key", coder, prepare)
    return list(found)


def unmark_key(study: Study, coder: str, coding_ids: str | Iterable[str]) -> list[str]:
    """Take the marks off codings, as one act. Returns the ids of the marks that were taken away; a
    coding without a mark is passed over. Raises CodingError for an unknown coding."""
    coder = codings.check_coder(coder, "unmarking a key quotation")
    ids = _ids(coding_ids)
    ended: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        if unknown := [each for each in ids if not _exists(study, each)]:
            raise CodingError(listing(unknown), "is no coding of this project")
        wanted = {at for each in ids for at in (each, *moving.present(study, each))}
        # All marks that lead to the coding, not only the latest, or an older one would show instead.
        ended[:] = [
            mark
            for mark, coding in study.rows(
                "SELECT mark_id, coding_id FROM mark WHERE ended IS NULL ORDER BY n"
            )
            if coding in wanted or not wanted.isdisjoint(moving.present(study, coding))
        ]
        if ended:
            draft.event("unmark", {"ids": list(ended)})
        return draft

    study.write("unkey", coder, prepare)
    return list(ended)


def key_quotes(study: Study) -> pd.DataFrame:
    """The key quotations in the order of the text: the columns of `quotes`, and marked_by, marked (time)
    and lost_excerpt (an excerpt that no longer fits, since the coding or the text was changed; else "")."""
    import pandas as pd

    from qualcode.analysis.corpus import corpus
    from qualcode.analysis.quotes import find_quotes

    frame = find_quotes(corpus(study), key=True)
    marks = standing_marks(study)
    own = [marks[each] for each in frame["coding_id"]]
    frame["marked_by"] = pd.Series([mark.coder for mark in own], dtype=object)
    frame["marked"] = pd.Series([mark.time for mark in own], dtype=object)
    lost = [
        "" if shown else mark.excerpt for mark, shown in zip(own, frame["excerpt"], strict=True)
    ]
    frame["lost_excerpt"] = pd.Series(lost, dtype=object)
    return frame


def quotation_of(study: Study, coding_id: str) -> str:
    """The words of a coding as print shows them."""
    each = codings.coding(study, coding_id)
    assert each is not None
    n = study.value("SELECT version FROM coding WHERE coding_id = ?", (coding_id,))
    version = state.all_versions(study)[n]
    return printed(study.text(n), each.start, each.end, state.speech(study, version))


def _ids(coding_ids: str | Iterable[str]) -> list[str]:
    allowed = "one id of a coding, or several"
    if not isinstance(coding_ids, Iterable):
        raise UsageError("key quotation", f"{coding_ids!r} is no id", allowed)
    given = [coding_ids] if isinstance(coding_ids, str) else list(coding_ids)
    ids = list(dict.fromkeys(asked_text("key quotation", each, allowed) for each in given))
    if not ids:
        raise UsageError("key quotation", "no coding named", "one id or more")
    return ids


def _exists(study: Study, coding_id: str) -> bool:
    return bool(study.value("SELECT 1 FROM coding WHERE coding_id = ?", (coding_id,)))


def _only(study: Study, marked: str, coding: str) -> bool:
    """Whether a mark is on this coding alone: one that two codings inherited stays for the other."""
    return moving.present(study, marked) == [coding]


def _check_standing(study: Study, ids: list[str]) -> None:
    problems = []
    for each in ids:
        rows = study.rows("SELECT ended FROM coding WHERE coding_id = ?", (each,))
        if not rows:
            problems.append(Problem(each, "is no coding of this project"))
        elif rows[0][0] is not None:
            instead = moving.present(study, each)
            problems.append(
                Problem(
                    each,
                    f"was {'replaced' if instead else 'retracted'} in act {rows[0][0]}",
                    next=f"Mark {listing(instead)}" if instead else "",
                )
            )
    if problems:
        raise CodingError.gathered("key quotation", "nothing was marked", problems)
