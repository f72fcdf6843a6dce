"""Two coders' spans side by side: which are the same, which differ in edges, which in code, which are
one coder's alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.unitizing_spans import Array, Line, lay, overlapping, two_coders

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("equal", "edges differ", "other code", "only A", "only B")


def compare_spans(
    spans: pd.DataFrame, *, coders: Sequence[str] | None = None, category: str | None = None
) -> pd.DataFrame:
    """Boundary disagreement apart from code disagreement: every span of two coders in exactly one row.

    spans: one row for each span with coder, start, end (half-open), category or code, and document where
    there are several. coders: the two to compare, A first; default the two in the frame, by name; spans
    of other people are left out. category: only spans of this one.

    Spans that share a position are matched one to one, within a document: first those with the same code,
    then what is left with another code; in each step the pair with the largest overlap first, then the
    one with the smallest difference of edges, then the first in the text, then by code. Which coder is A
    and the order of rows make no difference. A span that finds no partner is "only A" or "only B".

    Returns a frame in the order of the text:
        document : str (empty where the spans have no such column)
        kind : "equal" (same code, same edges), "edges differ" (same code), "other code" (edges may differ
            too), "only A", "only B"
        start_a, end_a, code_a, start_b, end_b, code_b : <NA> where that coder has no span here
        start_shift, end_shift : B's edge less A's in characters, <NA> without a pair
        overlap : shared characters, 0 without a pair
        row_a, row_b : position of the span in the frame that was given, <NA> without one
    `frame.attrs["coders"]` is (A, B). Raises UsageError where there are not two coders, and for spans that
    `unitizing_spans.lay` refuses.
    """
    import pandas as pd

    line = lay(spans, None, coders)
    first, second = two_coders(line)
    line = line.only(category)
    a, b = line.of_coder(0), line.of_coder(1)
    pairs_a, pairs_b = _matched(a, b, line.length)
    only_a = np.setdiff1d(np.arange(len(a.start)), pairs_a)
    only_b = np.setdiff1d(np.arange(len(b.start)), pairs_b)
    # −1 stands for "no span of this coder".
    at_a = np.concatenate((pairs_a, only_a, np.full(len(only_b), -1)))
    at_b = np.concatenate((pairs_b, np.full(len(only_a), -1), only_b))
    has_a, has_b = at_a >= 0, at_b >= 0

    def column(values: Array, at: Array, has: Array) -> Array:
        taken = np.zeros(len(at), dtype=np.int64)
        taken[has] = values[at[has]]
        return taken

    def whole(values: Array, shown: Array) -> Any:
        return pd.arrays.IntegerArray(values.copy(), ~shown)

    def texts(values: Array, shown: Array | None = None) -> Any:
        array = pd.array(values, dtype="string")
        if shown is not None:
            array[~shown] = pd.NA
        return array

    place = {
        "start_a": column(a.start, at_a, has_a),
        "end_a": column(a.end, at_a, has_a),
        "start_b": column(b.start, at_b, has_b),
        "end_b": column(b.end, at_b, has_b),
    }
    code_a, code_b = column(a.category, at_a, has_a), column(b.category, at_b, has_b)
    document = np.where(has_a, column(a.document, at_a, has_a), column(b.document, at_b, has_b))
    pair = has_a & has_b
    start_shift = np.where(pair, place["start_b"] - place["start_a"], 0)
    end_shift = np.where(pair, place["end_b"] - place["end_a"], 0)
    overlap = np.where(
        pair,
        np.minimum(place["end_a"], place["end_b"]) - np.maximum(place["start_a"], place["start_b"]),
        0,
    )
    kind = np.select(
        [~has_b, ~has_a, code_a != code_b, (start_shift != 0) | (end_shift != 0)],
        [3, 4, 2, 1],
        0,
    )
    starts = np.where(has_a, place["start_a"], place["start_b"])
    starts = np.where(pair, np.minimum(starts, place["start_b"]), starts)
    ends = np.where(has_a, place["end_a"], place["end_b"])
    ends = np.where(pair, np.maximum(ends, place["end_b"]), ends)
    order = np.lexsort((code_b, code_a, kind, ends, starts))
    offset = line.offset[document]
    names = np.array(line.categories or ("",), dtype=object)
    frame = pd.DataFrame(
        {
            "document": texts(np.array(line.documents, dtype=object)[document]),
            "kind": texts(np.array(KINDS, dtype=object)[kind]),
            "start_a": whole(place["start_a"] - offset, has_a),
            "end_a": whole(place["end_a"] - offset, has_a),
            "code_a": texts(names[code_a], has_a),
            "start_b": whole(place["start_b"] - offset, has_b),
            "end_b": whole(place["end_b"] - offset, has_b),
            "code_b": texts(names[code_b], has_b),
            "start_shift": whole(start_shift, pair),
            "end_shift": whole(end_shift, pair),
            "overlap": overlap,
            "row_a": whole(column(a.row, at_a, has_a), has_a),
            "row_b": whole(column(b.row, at_b, has_b), has_b),
        }
    )
    frame = frame.iloc[order].reset_index(drop=True)
    frame.attrs["coders"] = (first, second)
    return frame


def span_summary(compared: pd.DataFrame) -> pd.DataFrame:
    """What `compare_spans` found, code by code.

    Returns a frame, index the codes by name, columns
        n_a, n_b : spans of each coder
        equal, edges_differ : pairs of spans with this code
        other_code_a : spans of A with this code where B has another; other_code_b the other way round
        only_a, only_b : spans of one coder alone
        start_shift, end_shift : mean size of the difference in characters over `edges_differ`, <NA>
            without any
    n_a = equal + edges_differ + other_code_a + only_a, and the same for B.
    """
    import pandas as pd

    codes = sorted({*compared["code_a"].dropna(), *compared["code_b"].dropna()})

    def count(column: str, *kinds: str) -> pd.Series[Any]:
        rows = compared.loc[compared["kind"].isin(kinds), column]
        return rows.value_counts().reindex(codes, fill_value=0).astype("Int64")

    differ = compared[compared["kind"] == KINDS[1]]

    def shift(column: str) -> pd.Series[Any]:
        sizes = differ[column].abs().astype("Float64")
        return sizes.groupby(differ["code_a"].astype(object)).mean().reindex(codes)

    return pd.DataFrame(
        {
            "n_a": count("code_a", *KINDS),
            "n_b": count("code_b", *KINDS),
            "equal": count("code_a", KINDS[0]),
            "edges_differ": count("code_a", KINDS[1]),
            "other_code_a": count("code_a", KINDS[2]),
            "other_code_b": count("code_b", KINDS[2]),
            "only_a": count("code_a", KINDS[3]),
            "only_b": count("code_b", KINDS[4]),
            "start_shift": shift("start_shift"),
            "end_shift": shift("end_shift"),
        },
        index=pd.Index(codes, name="code", dtype="string"),
    )


def _matched(a: Line, b: Line, length: int) -> tuple[Array, Array]:
    """Indices of the spans of a and b that are pairs."""
    # Codes side by side on one long line: only spans with the same code can overlap there.
    shift_a, shift_b = a.category * (length + 1), b.category * (length + 1)
    same = overlapping(a.start + shift_a, a.end + shift_a, b.start + shift_b, b.end + shift_b)
    one, two = _greedy(a, b, *same)
    free_a = np.setdiff1d(np.arange(len(a.start)), one)
    free_b = np.setdiff1d(np.arange(len(b.start)), two)
    i, j = overlapping(a.start[free_a], a.end[free_a], b.start[free_b], b.end[free_b])
    more_a, more_b = _greedy(a, b, free_a[i], free_b[j])
    return np.concatenate((one, more_a)), np.concatenate((two, more_b))


def _greedy(a: Line, b: Line, i: Array, j: Array) -> tuple[Array, Array]:
    """Of the pairs (i, j), the best ones such that each span is in one pair at most.

    Ties are settled by what does not depend on who is A: smaller and larger of the two, not A's and B's.
    """
    starts, ends = (a.start[i], b.start[j]), (a.end[i], b.end[j])
    codes = (a.category[i], b.category[j])
    overlap = np.minimum(*ends) - np.maximum(*starts)
    apart = np.abs(starts[0] - starts[1]) + np.abs(ends[0] - ends[1])
    ties = [bound(*two) for two in (codes, ends, starts) for bound in (np.maximum, np.minimum)]
    order = np.lexsort((*ties, apart, -overlap))
    used_a, used_b = bytearray(len(a.start)), bytearray(len(b.start))
    kept: list[int] = []
    for pair, one, two in zip(order.tolist(), i[order].tolist(), j[order].tolist(), strict=True):
        if not (used_a[one] or used_b[two]):
            used_a[one] = used_b[two] = 1
            kept.append(pair)
    return i[kept], j[kept]
