"""What a pattern finds among the explored words, and sample lines of it: live counts, as in a pattern trial."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.analysis import trial
from qualcode.analysis.trial import Found
from qualcode.core.codebook import Pattern
from qualcode.errors import one_line
from qualcode.explore.terms import Terms
from qualcode.index import stored
from qualcode.index.study import StoredTexts
from qualcode.suggest.find import Hits, find


def hits_of(terms: Terms, patterns: Sequence[Pattern]) -> Hits:
    """Where patterns occur in the explored turns."""
    texts = StoredTexts(stored(terms.corpus.study))
    return find(
        terms.index,
        texts,
        list(patterns),
        turns=terms.searched,
        where=[one_line(pattern) for pattern in patterns],
    )


def found_of(terms: Terms, pattern: Pattern) -> Found:
    """Where one pattern occurs in the explored turns."""
    return taken(hits_of(terms, [pattern]), slice(None))


def taken(hits: Hits, which: NDArray | slice) -> Found:
    """Some of the hits, in the order of the text."""
    return Found(
        hits.turn[which].astype(np.int64),
        hits.start[which].astype(np.int64),
        hits.end[which].astype(np.int64),
    )


def lines_of(terms: Terms, found: Found, number: int, context: int) -> pd.DataFrame:
    """Hits in their turns, spread over the documents: left, match, right, source."""
    frame = trial.samples(terms.corpus, terms.index, found, number, context)
    rows = trial.spread(terms.corpus.turn_document[found.turn], number)
    sources = [terms.source(turn) for turn in found.turn[rows].tolist()]
    return frame[["left", "match", "right"]].assign(source=sources)
