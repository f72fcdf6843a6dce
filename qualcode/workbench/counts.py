"""How many codings of a coder stand on each text and each code: told beside every document and code after
each coding, so that they are counted on, not counted anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.store import Study

# Events that move no coding; after any other kind the codings are counted anew.
_STILL = frozenset(
    {
        "memo", "unmemo", "mark", "unmark", "pass", "unpass", "decision", "undecide",
        "suggestions", "setting", "summary", "unsummary",
    }
)  # fmt: skip


@dataclass
class Counts:
    """by_version: private number of a text -> codings; by_code: id of a code -> codings; up to act `act`,
    the last coding of which has the private number `n`."""

    by_version: Counter[int] = field(default_factory=Counter)
    by_code: Counter[str] = field(default_factory=Counter)
    act: int = -1
    n: int = 0


def own_counts(study: Study, coder: str) -> Counts:
    """The counts of one coder now. The object is the study's own: read it, do not change it."""
    held: Counts = study.remembered(("own counts", coder), Counts)
    last = study.last_act
    if held.act == last:
        return held
    # Whoever writes meanwhile is counted the next time: everything is bounded by `last`.
    gone: list[str] = []
    for kind, data in study.rows(
        "SELECT kind, data FROM event WHERE act > ? AND act <= ?", (held.act, last)
    ):
        if held.act < 0 or (kind not in ("codings", "retract") and kind not in _STILL):
            held.act = -1
            break
        if kind == "retract":
            gone += json.loads(data)["ids"]
    who = study.value("SELECT n FROM name WHERE text = ?", (coder,)) or -1
    if held.act < 0:
        held.by_version.clear()
        held.by_code.clear()
        _add(study, held, "ended IS NULL OR ended > ?", (last,), who, last, 1)
    else:
        _add(study, held, "n > ?", (held.n,), who, last, 1)
        for at in range(0, len(gone), 500):
            some = gone[at : at + 500]
            _add(study, held, f"coding_id IN ({','.join('?' * len(some))})", some, who, last, -1)
    held.n = (
        study.value("SELECT n FROM coding WHERE added <= ? ORDER BY n DESC LIMIT 1", (last,)) or 0
    )
    held.act = last
    return held


def _add(
    study: Study, held: Counts, where: str, values: Sequence[Any], who: int, last: int, sign: int
) -> None:
    names = study.names()
    for version, code, number in study.rows(
        "SELECT version, code, count(*) FROM coding"
        f" WHERE coder = ? AND added <= ? AND ({where}) GROUP BY version, code",
        (who, last, *values),
    ):
        held.by_version[version] += sign * number
        held.by_code[names[code]] += sign * number
