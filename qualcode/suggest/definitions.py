"""What the codebook says of a code, held against what is said in a segment, by words.

Useful before anything is coded, for codes that name a topic; worthless for codes that name what is being
done. How much it counts beside what was learned is therefore learned too (`engine`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from qualcode.core.text import WORD
from qualcode.index.tokens import fold
from qualcode.suggest.features import CHARACTERS, Text, unit_rows

# A name is what a code is about, in few words; a definition has many more that are about definitions.
_NAME = 2.0


def likeness(text: Text, names: Sequence[str], definitions: Sequence[str]) -> NDArray[np.float32]:
    """n × k: how alike each segment and each code's description are, 0 = not at all.

    The mean of the idf-weighted cosines of words and of character sequences: word forms of one stem share
    most of their characters. names, definitions: k texts; the definition may hold include and exclude
    rules and examples, and may be empty. Words in many of the descriptions ("code", "participants")
    count little.
    """
    rows = [_words(name) for name in names], [_words(entry) for entry in definitions]
    known = {word: at for at, word in enumerate(text.vocabulary.words[0])}
    k = len(names)
    common: dict[str, int] = {}
    for name, entry in zip(*rows, strict=True):
        for word in {*name, *entry}:
            common[word] = common.get(word, 0) + 1
    weights: list[dict[str, float]] = []
    for name, entry in zip(*rows, strict=True):
        found: dict[str, float] = {}
        for words, factor in ((name, _NAME), (entry, 1.0)):
            for word in words:
                rare = np.log((1 + k) / (1 + common[word])) / np.log(1 + k) + 0.1 if k > 1 else 1.0
                found[word] = max(found.get(word, 0.0), factor * float(rare))
        weights.append(found)
    matrix = sp.lil_matrix((k, len(known)), dtype=np.float32)
    for at, found in enumerate(weights):
        for word, weight in found.items():
            if word in known:
                matrix[at, known[word]] = weight
    queries = matrix.tocsr()
    idf = text.idf.astype(np.float32)
    said = text.counts.copy()
    said.data = (1 + np.log(said.data)) * idf[said.indices]
    by_words = _cosine(unit_rows(said), queries.multiply(idf[None, :]).tocsr())
    # Character sequences of the whole words, unknown words too: "estimates" is like "estimation".
    longest = text.sequences[:, :]
    letters = sp.diags(idf) @ longest
    spoken = unit_rows(((text.counts > 0).astype(np.float32) @ letters).tocsr())
    asked = _spelled(weights, text, idf)
    by_letters = _cosine(spoken, asked)
    return np.asarray((by_words + by_letters) / 2, np.float32)


def standardised(likeness: NDArray) -> NDArray[np.float32]:
    """Each code's likeness less its mean over the segments, in standard deviations; 0 where all alike."""
    if not len(likeness):
        return np.asarray(likeness, np.float32)
    spread = likeness.std(axis=0)
    middle = likeness - likeness.mean(axis=0)
    return np.asarray(middle / np.where(spread > 1e-9, spread, 1), np.float32)


def alone(standardised: NDArray) -> NDArray[np.float64]:
    """n × k rank scores in 0..1 for a project without a decided segment; an order, no probability."""
    return 1 / (1 + np.exp(3 - np.asarray(standardised, np.float64)))


def _words(text: str) -> list[str]:
    return [fold(word) for word in WORD.findall(text.replace("_", " ").replace("-", " "))]


def _cosine(rows: sp.csr_matrix, queries: sp.csr_matrix) -> NDArray[np.float32]:
    return np.asarray((rows @ unit_rows(queries.astype(np.float32)).T).toarray(), np.float32)


def _spelled(weights: list[dict[str, float]], text: Text, idf: NDArray) -> sp.csr_matrix:
    from qualcode.suggest.features import spelling  # the names of the sequences

    number = {name: at for at, name in enumerate(spelling(text.vocabulary)[1])}
    most = float(idf.max(initial=1.0))
    known = {word: at for at, word in enumerate(text.vocabulary.words[0])}
    matrix = sp.lil_matrix((len(weights), len(number)), dtype=np.float32)
    for at, found in enumerate(weights):
        for word, weight in found.items():
            padded = f" {word} "
            rare = float(idf[known[word]]) if word in known else most
            for size in range(CHARACTERS[0], CHARACTERS[1] + 1):
                for start in range(len(padded) - size + 1):
                    column = number.get(padded[start : start + size])
                    if column is not None:
                        matrix[at, column] += weight * rare
    return matrix.tocsr()
