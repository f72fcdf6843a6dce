"""What was left out of the consensus: codings of which it was settled that they do not come into it.

Until a pass by the consensus says that all of a place was considered, nothing else tells such a coding from
one that nobody has decided on yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.analysis.samples import settlings
from qualcode.core.records import Coding
from qualcode.store import Study, codings, state

LEFT_OUT = "Not in the consensus: "  # begins the memo on a coding that was settled as none
# Stood in such a memo where nobody gave a reason, when that memo alone said that a coding was left out.
NO_REASON = "no reason given"


class LeftOut:
    """Which codings are left out, by what the settlings that stand say of them, the latest one first.

    A coding that stands in for another one is what that one was, as long as only the id of its code or the
    text around it has changed: with other edges, or under another code, it is something to be settled.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._book = state.codebook(study)
        self._said: dict[str, bool] = {}
        known = settlings(study)
        for each in known:
            self._said.update(dict.fromkeys(each.left_out or (), True))
            self._said.update(dict.fromkeys(each.taken_in or (), False))
        older = any(each.left_out is None for each in known)
        self._memos = self._told_by_memos() if older else {}

    def holds(self, coding: Coding) -> bool:
        """Whether a standing coding is left out, as the latest settling that speaks of it says."""
        if not self._said:
            return False
        at = coding
        seen = {at.coding_id}
        while at.coding_id not in self._said:
            earlier = None if at.replaces is None else codings.coding(self.study, at.replaces)
            if earlier is None or earlier.coding_id in seen or not self._same(earlier, at):
                return False
            at = earlier
            seen.add(at.coding_id)
        return self._said[at.coding_id]

    def since(self, own: Iterable[Coding]) -> int:
        """The act in which a row of codings was left out by its memo alone, as older studies have it; -1 =
        none."""
        acts = (
            self._memos.get(each.coding_id, -1) for each in own if each.coding_id not in self._said
        )
        return max(acts, default=-1)

    def _same(self, earlier: Coding, now: Coding) -> bool:
        code = self._book.successor(earlier.code) or earlier.code
        return (
            earlier.coder == now.coder
            and code == (self._book.successor(now.code) or now.code)
            # On another text the same words stand elsewhere.
            and (
                earlier.version != now.version
                or (earlier.start, earlier.end) == (now.start, now.end)
            )
        )

    def _told_by_memos(self) -> dict[str, int]:
        return {
            on: act
            for on, act, words in self.study.rows(
                "SELECT m.on_id, m.added, m.content FROM memo m JOIN act a ON a.n = m.added"
                " WHERE m.ended IS NULL AND a.verb = 'settle' ORDER BY m.n"
            )
            if (self.study.content(words) or {}).get("text", "").startswith(LEFT_OUT)
        }
