"""Disclosure control: small counts hidden, others rounded, and nothing hidden that the rest gives away.

Works on plain arrays of counts. What attacks a table here is somebody who knows how it was protected, sees
every number that is printed, knows by how much people of several columns make a row's cells add up to more
than its total, and reads exact counts off the quotations: stronger than any reader, so that the protection
holds for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.errors import UsageError, listing

RULES = ("threshold", "hesa", "ofqual")
# What is done to a number: printed, hidden as it is small, hidden as it would give another one away, and
# hidden as the share or mean rests on too few.
SHOWN, SMALL, GUARD, FEW = range(4)
# HESA: no percentages of fewer than 22.5, no means of seven or fewer.
LEAST_BASE, LEAST_MEAN = 22.5, 8
_ENDLESS = 1 << 40


@dataclass(frozen=True, slots=True)
class Rule:
    """How counts are protected. name: one of RULES, or "" for rounding alone. threshold: counts from 1 to
    below it are small. base: counts are rounded to its multiples, 1 for none. hides: whether small counts
    are hidden, or only rounded. guards: whether totals are taken as exact when what else to hide is worked
    out, although they are rounded."""

    name: str
    threshold: int
    base: int
    hides: bool
    guards: bool

    def rounded(self, count: int) -> int:
        """The nearest multiple of the base; half of it goes up."""
        return self.base * ((2 * count + self.base) // (2 * self.base))

    def small(self, count: int) -> bool:
        return 1 <= count < self.threshold

    def behind(self, count: int) -> tuple[int, int]:
        """From the printed total to the counts that it may stand for: the least and the largest."""
        if self.guards or self.base == 1:
            return count, count
        low = self.rounded(count) - self.base // 2
        high = self.rounded(count) + (self.base - 1) // 2
        if self.hides and count >= self.threshold:
            low = max(low, self.threshold)
        return (0, 0) if self.hides and count == 0 else (max(low, 0), high)


def rule_of(name: str | None, threshold: int | None = None, base: int | None = None) -> Rule:
    """A rule by its name, None for rounding alone.

    "threshold": counts below the threshold (5) are hidden, all others rounded to the base (5; 1 or 0 for
    no rounding). "ofqual": nearest 5, 1 to 4 as "<5", a true zero stays 0. "hesa": nearest 5, so that 0, 1
    and 2 become 0; no shares of fewer than 22.5, no means of 7 or fewer.
    Raises UsageError for another rule, a threshold below 3 (where "<2" could only be 1), a negative base,
    and a threshold or base of one's own beside a published rule.
    """
    for what, value in (("threshold", threshold), ("base", base)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise UsageError(what, f"{value!r}", "a whole number")
    if name in ("hesa", "ofqual"):
        if threshold not in (None, 5) or base not in (None, 5):
            raise UsageError(
                "rule",
                f"{name!r} fixes threshold and base at 5",
                next="Leave them out, or rule='threshold'",
            )
        return Rule(name, 5, 5, name == "ofqual", False)
    if name is not None and name != "threshold":
        raise UsageError("rule", f"{name!r}", f"{listing(RULES)}, or None for rounding alone")
    base = 5 if base is None else base
    if base < 0:
        raise UsageError("base", f"{base}", "a whole number from 0 on; 0 or 1 for no rounding")
    if name is None:
        return Rule("", 1, max(base, 1), False, False)
    threshold = 5 if threshold is None else threshold
    if threshold < 3:
        raise UsageError(
            "threshold", f"{threshold}", "3 or more: “<2” could only be 1, so it would hide nothing"
        )
    return Rule("threshold", threshold, max(base, 1), True, True)


def published(counts: Sequence[int], rule: str) -> list[int | None]:
    """Counts as a published rule prints them; None for what it prints as "fewer than 5".

    rule: "hesa" or "ofqual". Raises UsageError for another one.
    """
    if rule not in ("hesa", "ofqual"):
        raise UsageError("rule", f"{rule!r}", "hesa or ofqual")
    own = rule_of(rule)
    return [None if own.hides and own.small(n) else own.rounded(n) for n in counts]


@dataclass
class Hidden:
    """What is done to every number: SHOWN, SMALL, GUARD or FEW. cells: rows x columns. totals: rows.
    bases: name -> columns."""

    cells: np.ndarray
    totals: np.ndarray
    bases: dict[str, np.ndarray]


def protect(
    cells: np.ndarray,
    totals: np.ndarray | None,
    bases: Mapping[str, np.ndarray],
    rule: Rule,
    *,
    unit: str = "",
    whole_columns: bool = False,
) -> Hidden:
    """Which numbers of a table are hidden, so that none of them can be worked out.

    cells: rows x columns of counts, -1 where a cell does not exist. totals: of the rows, -1 where there is
    none; None where they are not printed. bases: name -> counts by column; `unit` names the one that no
    cell of a column can exceed. whole_columns: the cells of a column make up a known whole (shares of
    codings add up to 100 %), so that they guard each other too.

    A row whose total is printed never has one hidden number alone. Every hidden number keeps at least two
    possible values: where it would not, another number of the row is hidden, the smallest first, never a
    zero and never a cell that does not exist; where there is none left, the total, then the base.
    """
    height, width = cells.shape
    small = np.vectorize(rule.small, otypes=[bool])
    state = Hidden(
        np.zeros((height, width), dtype=np.int8),
        np.zeros(height, dtype=np.int8),
        {name: np.zeros(width, dtype=np.int8) for name in bases},
    )
    if rule.hides:
        state.cells[small(cells)] = SMALL
        for name, values in bases.items():
            state.bases[name][small(values)] = SMALL
        if totals is not None:
            state.totals[small(totals)] = SMALL
    base = bases.get(unit)
    if whole_columns and rule.hides:
        for column in range(width):
            _guard_column(column, cells, rule, state)
        if totals is not None:
            # Rows and columns together could be solved where neither could alone.
            state.totals[(state.cells > 0).any(axis=1) & (totals >= 0)] = GUARD
    changed = True
    while changed and rule.name:
        changed = False
        for row in range(height):
            changed |= _guard_row(row, cells, totals, base, unit, rule, state)
    return state


def _guard_row(
    row: int,
    cells: np.ndarray,
    totals: np.ndarray | None,
    base: np.ndarray | None,
    unit: str,
    rule: Rule,
    state: Hidden,
) -> bool:
    """Hide what else must be hidden in a row; whether anything was."""
    found = False
    hidden = state.cells[row]
    while True:
        spans = _spans(row, cells, base, unit, rule, state)
        known = totals is not None and totals[row] >= 0
        open_ = _possible(row, cells, totals if known else None, spans, rule, state)
        caught = [at for at, many in open_.items() if many < 2]
        if not caught:
            return found
        found = True
        # A guard that can be only one number itself guards nothing.
        others = [at for at in range(cells.shape[1]) if cells[row, at] >= max(rule.threshold, 1)]
        others = [at for at in others if hidden[at] == SHOWN]
        others.sort(
            key=lambda at: (_cap(at, base, unit, rule, state) <= rule.threshold, cells[row, at], at)
        )
        if others and known and state.totals[row] == SHOWN and rule.hides:
            hidden[others[0]] = GUARD
        elif known and state.totals[row] != GUARD:
            # Also "<5" says much: four cells from 1 on and their total below 5 are four times 1.
            state.totals[row] = GUARD
        else:
            for at in caught:
                state.bases[unit][at] = GUARD


def _cap(at: int, base: np.ndarray | None, unit: str, rule: Rule, state: Hidden) -> int:
    """The largest count that the printed base of a column leaves room for."""
    if base is None:
        return _ENDLESS
    hidden = state.bases[unit][at]
    if hidden == SHOWN:
        return int(base[at])
    return rule.threshold - 1 if hidden == SMALL else _ENDLESS


def _spans(
    row: int,
    cells: np.ndarray,
    base: np.ndarray | None,
    unit: str,
    rule: Rule,
    state: Hidden,
) -> list[tuple[int, int]]:
    """For each cell the least and the largest count that its print leaves possible, by itself."""
    found = []
    for at, count in enumerate(cells[row].tolist()):
        if count < 0:
            found.append((0, 0))
        elif state.cells[row, at] == SMALL:
            found.append((1, min(rule.threshold - 1, _cap(at, base, unit, rule, state))))
        elif state.cells[row, at] == GUARD:
            found.append((rule.threshold, _cap(at, base, unit, rule, state)))
        elif not rule.hides and count < rule.threshold:
            # That a number opens no quotations tells that it is small.
            low, high = rule.behind(count)
            found.append((low, min(high, rule.threshold - 1)))
        else:
            found.append((count, count))
    return found


def _possible(
    row: int,
    cells: np.ndarray,
    totals: np.ndarray | None,
    spans: list[tuple[int, int]],
    rule: Rule,
    state: Hidden,
) -> dict[int, int]:
    """For each cell of the row that is protected, how many counts are possible."""
    least, most = 0, _ENDLESS
    if totals is not None:
        total = int(totals[row])
        if state.totals[row] == SHOWN:
            least, most = rule.behind(total)
        elif state.totals[row] == SMALL:
            least, most = 1, rule.threshold - 1
        # People of several columns stand in each of them: cells add up to more than the total.
        extra = int(np.maximum(cells[row], 0).sum()) - total
        least, most = least + extra, most + extra
    low, high = sum(a for a, _ in spans), sum(b for _, b in spans)
    found = {}
    for at, (a, b) in enumerate(spans):
        if state.cells[row, at] == SHOWN and not (
            not rule.hides and rule.small(int(cells[row, at]))
        ):
            continue
        found[at] = min(b, most - (low - a)) - max(a, least - (high - b)) + 1
    return found


def _guard_column(column: int, cells: np.ndarray, rule: Rule, state: Hidden) -> None:
    """Hide what else must be hidden in a column whose sum is known, the smallest first."""
    hidden, counts = state.cells[:, column], cells[:, column]
    while True:
        at_hidden = np.flatnonzero(hidden > 0)
        spans = [
            (1, rule.threshold - 1) if hidden[at] == SMALL else (rule.threshold, _ENDLESS)
            for at in at_hidden.tolist()
        ]
        known = int(counts[at_hidden].sum())
        low, high = sum(a for a, _ in spans), sum(b for _, b in spans)
        if all(min(b, known - (low - a)) > max(a, known - (high - b)) for a, b in spans):
            return
        others = [
            at for at in range(len(hidden)) if hidden[at] == SHOWN and counts[at] >= rule.threshold
        ]
        if not others:
            return
        # A guard that can be only one number itself guards nothing.
        hidden[min(others, key=lambda at: (counts[at] == rule.threshold, counts[at], at))] = GUARD
