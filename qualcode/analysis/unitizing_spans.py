"""Spans of several coders on one line: read from a frame, joined over documents, ready to be compared.

The one public form is a frame with one row for each span: `coder`, `start`, `end` (half-open offsets),
`category` (or `code`), and `document` where there are several; and the continuum that everybody read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.coefficients import DRAWS, Coefficient
from qualcode.analysis.coefficients_base import check_interval
from qualcode.analysis.coefficients_result import FEW, Ask, summed_up
from qualcode.errors import UsageError, counted, listing, one_line

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]
# (start, end) of the one document, or of each document by its name.
Continuum = tuple[int, int] | Mapping[str, tuple[int, int]]
FEW_DOCUMENTS = "so few documents make the interval too narrow"
RULE = "what a coder read and left uncoded is a gap, which counts"
LARGEST = (
    2**40
)  # an offset; positions of many documents and coders side by side stay exact below it


def spans_frame(
    spans: Mapping[str, Iterable[Sequence[Any]]], *, lengths: bool = False, document: str = ""
) -> pd.DataFrame:
    """The frame that every function here takes, from `{coder: [(start, end, category), …]}`.

    lengths: the second number is a length, not an end. document: a name for the column `document`,
    which is left out without one. A coder with an empty list has no row: name them in `coders`.
    """
    import pandas as pd

    rows = [
        (str(coder), start, start + second if lengths else second, str(category))
        for coder, own in spans.items()
        for start, second, category in own
    ]
    frame = pd.DataFrame(rows, columns=["coder", "start", "end", "category"])
    if document:
        frame["document"] = document
    return frame


@dataclass(frozen=True)
class Line:
    """Spans of the compared coders on one line of positions, documents joined end to end.

    start, end, coder, category, document: one entry for each span, the last three as numbers into
    `coders`, `categories`, `documents`. bounds: documents × 2, where each document lies on the line;
    offset: what was added to its own offsets. row: the position of the span in the frame.
    joined: how many spans were taken into another of the same coder and category. aside: spans of
    people who are not compared.
    """

    start: Array
    end: Array
    coder: Array
    category: Array
    document: Array
    coders: tuple[str, ...]
    categories: tuple[str, ...]
    documents: tuple[str, ...]
    bounds: Array
    offset: Array
    row: Array
    joined: int = 0
    aside: int = 0

    @property
    def lengths(self) -> Array:
        """How long each document is."""
        return self.bounds[:, 1] - self.bounds[:, 0]

    @property
    def length(self) -> int:
        return int(self.lengths.sum())

    def subset(self, keep: Array) -> Line:
        """The same line with only some of its spans; coders, categories and documents stay."""
        return self._with(self.start[keep], self.end[keep], keep, self.joined)

    def _with(self, start: Array, end: Array, keep: Array, joined: int) -> Line:
        return Line(
            start, end, self.coder[keep], self.category[keep], self.document[keep],
            self.coders, self.categories, self.documents, self.bounds, self.offset, self.row[keep],
            joined, self.aside,
        )  # fmt: skip

    def only(self, category: str | None) -> Line:
        """The spans of one category as if there were no other; None keeps them all."""
        if category is None:
            return self
        name = str(category)
        number = self.categories.index(name) if name in self.categories else -1
        kept = self.subset(self.category == number)
        return Line(
            kept.start, kept.end, kept.coder, np.zeros(len(kept.start), dtype=np.int64),
            kept.document, self.coders, (name,), self.documents, self.bounds, self.offset,
            kept.row, self.joined, self.aside,
        )  # fmt: skip

    def union(self, *, across: bool = False) -> Line:
        """Overlapping spans of one coder and category joined into one; those that touch stay apart.

        across: overlapping spans of one coder are joined whatever their category.
        """
        if not len(self.start):
            return self
        group = self.coder if across else self.coder * len(self.categories) + self.category
        order = np.lexsort((self.end, self.start, group))
        # Each group on a stretch of its own, so that one running maximum serves all.
        shift = group[order] * (self.length + 1)
        start, end = self.start[order] + shift, self.end[order] + shift
        reached = np.maximum.accumulate(end)
        first = np.ones(len(start), dtype=bool)
        first[1:] = start[1:] >= reached[:-1]
        begins = np.flatnonzero(first)
        last = np.append(begins[1:], len(start)) - 1
        keep = order[begins]
        joined = len(start) - len(keep)
        return self._with(self.start[keep], (reached - shift)[last], keep, joined)

    def of_coder(self, number: int) -> Line:
        return self.subset(self.coder == number)

    def gaps(self) -> tuple[Array, Array, Array]:
        """What these spans leave free in each document: starts, ends, documents. No gap runs over the
        end of a document, so that the order of documents does not matter."""
        edges = np.arange(len(self.documents))
        start = np.concatenate((self.bounds[:, 0], self.start, self.bounds[:, 1]))
        end = np.concatenate((self.bounds[:, 0], self.end, self.bounds[:, 1]))
        document = np.concatenate((edges, self.document, edges))
        # An empty document's edge must not come before the end of the document before it.
        order = np.lexsort((end, start, document))
        start, end, document = start[order], np.maximum.accumulate(end[order]), document[order]
        free = np.flatnonzero(start[1:] > end[:-1]) if len(start) else np.zeros(0, dtype=int)
        return end[free], start[free + 1], document[free]

    def covered(self, start: Array, end: Array) -> Array:
        """How many positions of each stretch [start, end) lie in at least one of these spans."""
        if not len(self.start):
            return np.zeros(len(start), dtype=np.int64)
        one = Line(
            self.start, self.end, np.zeros_like(self.coder), np.zeros_like(self.category),
            self.document, ("",), ("",), self.documents, self.bounds, self.offset, self.row,
        ).union()  # fmt: skip
        order = np.argsort(one.start)
        begins, ends = one.start[order], one.end[order]
        before = np.concatenate(([0], np.cumsum(ends - begins)))

        def up_to(position: Array) -> Array:
            index = np.searchsorted(begins, position, side="right")
            inside = np.maximum(ends[index - 1] - position, 0)
            return np.where(index > 0, before[index] - inside, 0)

        return up_to(end) - up_to(start)


def lay(
    spans: pd.DataFrame, continuum: Continuum | None, coders: Sequence[str] | None = None
) -> Line:
    """The spans on one line. continuum None: each document ends with its last span.

    Raises UsageError for a missing column, an empty cell, an offset that is no whole number, a span that
    is empty or lies outside its document, a document that the continuum does not name.
    """
    frame, category = _columns(spans)
    row = np.arange(len(frame))
    aside = 0
    if coders is None:
        names = tuple(sorted(set(frame["coder"].map(str))))
    else:
        if isinstance(coders, str):
            coders = (coders,)
        names = tuple(dict.fromkeys(str(each) for each in coders))
        kept = frame["coder"].map(str).isin(names).to_numpy(dtype=bool)
        aside = int((~kept).sum())
        frame, row = frame[kept], row[kept]
    start, end = _whole(frame, "start"), _whole(frame, "end")
    if (empty := np.flatnonzero(start >= end)).size:
        first = int(empty[0])
        raise UsageError(
            _place(frame, first),
            f"the span {start[first]}–{end[first]} is empty",
            "a span ends after it starts",
            f"{counted(len(empty), 'such span')}: take them out",
        )
    documents, number, own = _documents(frame, continuum, start, end)
    lengths = own[:, 1] - own[:, 0]
    base = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
    offset = base - own[:, 0]
    categories = tuple(sorted(set(frame[category].map(str))))
    return Line(
        start + offset[number],
        end + offset[number],
        _numbers(frame["coder"], names),
        _numbers(frame[category], categories),
        number,
        names,
        categories,
        documents,
        np.column_stack((base, base + lengths)),
        offset,
        row,
        0,
        aside,
    )


def _columns(spans: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    category = "category" if "category" in spans.columns else "code"
    wanted = ["coder", "start", "end", category]
    if missing := [name for name in wanted if name not in spans.columns]:
        missing = ["category (or code)" if name == "code" else name for name in missing]
        raise UsageError(
            "spans",
            f"no column {listing(missing)}",
            "one row for each span: coder, start, end, category, and document where there are several",
            f"Found: {listing(spans.columns)}",
        )
    frame = spans[wanted + ["document"] * ("document" in spans.columns)]
    for name in frame.columns:
        if (empty := np.flatnonzero(frame[name].isna().to_numpy())).size:
            raise UsageError(
                f"spans, row {int(empty[0]) + 1}",
                f"nothing in the column {name}",
                next=f"{counted(len(empty), 'such row')}: fill them in or take them out",
            )
    return frame, category


def _whole(frame: pd.DataFrame, name: str) -> Array:
    import pandas as pd

    numbers = pd.to_numeric(frame[name], errors="coerce").astype("float64").to_numpy()
    fit = np.isfinite(numbers) & (np.abs(numbers) < LARGEST)
    bad = np.flatnonzero(~fit | (np.where(fit, numbers, 0) % 1 != 0))
    if bad.size:
        raise UsageError(
            f"spans, row {int(bad[0]) + 1}",
            f"{name} is {one_line(repr(frame[name].iloc[int(bad[0])]))}",
            f"offsets are whole numbers below {LARGEST:,}",
        )
    return numbers.astype(np.int64)


def _numbers(names: pd.Series[Any], known: tuple[str, ...]) -> Array:
    at = {name: n for n, name in enumerate(known)}
    return names.map(str).map(at).to_numpy(dtype=np.int64)


def _place(frame: pd.DataFrame, position: int) -> str:
    one = frame.iloc[position]
    where = f"{one['document']}, " if "document" in frame.columns else ""
    return f"{where}a span of {one['coder']}"


def _documents(
    frame: pd.DataFrame, continuum: Continuum | None, start: Array, end: Array
) -> tuple[tuple[str, ...], Array, Array]:
    """Names of the documents, the document of each span as a number, documents × (start, end)."""
    named = "document" in frame.columns
    found = frame["document"].map(str) if named else None
    if isinstance(continuum, Mapping):
        documents = tuple(str(name) for name in continuum)
        edges = list(continuum.values())
        if not documents:
            raise UsageError("continuum", "it names no document")
        if found is None and len(documents) > 1 and len(frame):
            raise UsageError(
                "spans",
                f"no column document, but the continuum names {len(documents)} documents",
                next="Add the column document to the spans",
            )
    else:
        inside = sorted(set(found)) if found is not None else []
        if continuum is None:
            documents = tuple(inside) or ("",)
        elif len(inside) > 1:
            raise UsageError(
                "continuum",
                f"one stretch for {len(inside)} documents ({listing(inside)})",
                "{document: (start, end)} with every document that was read, also those without a span",
            )
        else:
            documents = tuple(inside) or ("",)
        edges = [continuum] * len(documents) if continuum is not None else []
    if found is not None:
        if strange := sorted(set(found) - set(documents)):
            raise UsageError(
                "spans",
                f"{counted(len(strange), 'document')} not in the continuum: {listing(strange)}",
                "{document: (start, end)} with every document that was read",
            )
        number = _numbers(found, documents)
    else:
        number = np.zeros(len(frame), dtype=np.int64)
    if continuum is None:
        own = np.zeros((len(documents), 2), dtype=np.int64)
        np.minimum.at(own[:, 0], number, start)
        np.maximum.at(own[:, 1], number, end)
    else:
        own = np.array([_edges(each) for each in edges], dtype=np.int64).reshape(-1, 2)
    outside = np.flatnonzero((start < own[number, 0]) | (end > own[number, 1]))
    if outside.size:
        first = int(outside[0])
        low, high = own[number[first]]
        raise UsageError(
            _place(frame, first),
            f"the span {start[first]}–{end[first]} lies outside the continuum",
            f"{low}–{high}",
            f"{counted(len(outside), 'such span')}: give the continuum that was read",
        )
    return documents, number, own


def _edges(pair: Any) -> tuple[int, int]:
    try:
        low, high = pair
        fits = int(low) == low and int(high) == high and -LARGEST < low <= high < LARGEST
    except (TypeError, ValueError, OverflowError):
        fits = False
    if not fits:
        raise UsageError(
            "continuum", f"it is {one_line(repr(pair))}", "(start, end), two whole numbers in order"
        )
    return int(low), int(high)


def overlapping(start_a: Array, end_a: Array, start_b: Array, end_b: Array) -> tuple[Array, Array]:
    """Every pair of a stretch of a and one of b that share a position, once: two arrays of indices.

    Of two that overlap, one starts inside the other (or both start together): the pairs in which b starts
    inside a are a range of the sorted starts of b, the others a range of the sorted starts of a.
    """
    order_a = np.argsort(start_a, kind="stable")
    order_b = np.argsort(start_b, kind="stable")
    a, b = _ranges(start_b[order_b], start_a, end_a, "left")
    more_b, more_a = _ranges(start_a[order_a], start_b, end_b, "right")
    return np.concatenate((a, order_a[more_a])), np.concatenate((order_b[b], more_b))


def _ranges(starts: Array, low: Array, high: Array, side: Any) -> tuple[Array, Array]:
    first = np.searchsorted(starts, low, side=side)
    number = np.maximum(np.searchsorted(starts, high, side="left") - first, 0)
    of = np.repeat(np.arange(len(low)), number)
    within = np.arange(len(of)) - np.repeat(np.cumsum(number) - number, number)
    return of, np.repeat(first, number) + within


def common(line: Line) -> tuple[str, ...]:
    """What every coefficient over spans says of its material."""
    notes = [f"continuum of {counted(line.length, 'character')}"]
    if len(line.documents) > 1:
        notes[0] += f" in {counted(len(line.documents), 'document')} joined end to end"
    silent = [name for number, name in enumerate(line.coders) if not np.any(line.coder == number)]
    if silent and len(silent) < len(line.coders):
        notes.append(f"{listing(silent)} coded nothing")
    if line.joined:
        one = counted(line.joined, "span")
        notes.append(f"{one} of the same coder and category overlapping another joined with it")
    if line.aside:
        notes.append(f"{counted(line.aside, 'span')} of coders who are not compared left aside")
    return tuple(notes)


def nothing(line: Line, category: str | None) -> str:
    """Why there is nothing to compare; empty where there is."""
    if len(line.coders) < 2:
        return "one coder: agreement needs two" if line.coders else "there is no coder"
    if line.length == 0:
        return "the continuum is empty"
    if not len(line.start):
        return "nobody coded anything" if category is None else f"nobody coded {category!r}"
    return ""


def one_minus(observed: Array, expected: Array) -> Array:
    """1 − observed / expected, NaN where nothing is expected."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def undefined(
    name: str, reason: str, line: Line, notes: tuple[str, ...], rule: str = RULE
) -> Coefficient:
    return Coefficient(
        name=name,
        value=None,
        reason=reason,
        n_units=len(line.start),
        n_coders=len(line.coders),
        rule=rule,
        notes=notes,
    )


def two_coders(line: Line) -> tuple[str, str]:
    if len(line.coders) != 2:
        raise UsageError(
            "coders",
            f"{counted(len(line.coders), 'coder')}"
            + (f" ({listing(line.coders)})" if line.coders else ""),
            "this compares two",
            "Name them: coders=(A, B)",
        )
    return line.coders[0], line.coders[1]


def by_documents(
    documents: int,
    value: Callable[[Array], Array],
    *,
    draws: int,
    seed: int,
    level: float,
) -> tuple[tuple[float, float] | None, str, tuple[str, ...]]:
    """Percentile interval from drawing documents with replacement: (interval, by which method, notes).

    value: from draws × documents (how often each document was drawn) to one value for each draw, NaN
    where it is undefined there. Raises UsageError for settings that make no interval.
    """
    check_interval(None, (), level, draws or DRAWS, seed)
    if not draws:
        return None, "", ()
    if documents < 2:
        why = "one document only, and documents are what is resampled"
        return None, f"none: {why}", (f"no interval: {why}",)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(documents, np.full(documents, 1 / documents), size=draws)
    values = value(weights.astype(np.float64))
    notes = [FEW_DOCUMENTS] if documents < FEW else []
    by = f"{counted(documents, 'document')} resampled, {counted(draws, 'draw')}, seed {seed}"
    ask = Ask(None, level=level, draws=draws, seed=seed)
    _, interval, by, notes = summed_up(
        np.where(np.isfinite(values), values, np.nan), by, ask, notes
    )
    notes = [note.replace(" draws were ", " draws of documents were ") for note in notes]
    if interval is None:
        return None, f"none: {notes[-1].removeprefix('no interval: ')}", tuple(notes)
    return interval, by, tuple(notes)


def doubts(found: Coefficient) -> list[str]:
    """What the notes of a coefficient say of its interval, or why it has none."""
    return [
        note
        for note in found.notes
        if note == FEW_DOCUMENTS
        or note.startswith("no interval: ")
        or note.endswith(" undefined and are left out")
    ]
