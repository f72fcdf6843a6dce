"""Lemmas over the vocabulary of an index: a word is looked up once, however often it is said."""

from __future__ import annotations

from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from qualcode.index import Vocabulary
from qualcode.suggest.language import lemmatizer


class Lemmas:
    """The lemmas of a vocabulary in one language."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.vocabulary = vocabulary
        self.lemma, self.said = lemmatizer(language)

    @cached_property
    def _by_lemma(self) -> dict[str, list[int]]:
        """Lemma -> places in `vocabulary.words`."""
        assert self.lemma is not None
        found: dict[str, list[int]] = {}
        for place, word in enumerate(self.vocabulary.words[0]):
            found.setdefault(self.lemma(word), []).append(place)
        return found

    def match(self, word: str, case: bool = False) -> NDArray[np.int64]:
        """Ids of the word forms that a word of a lemma pattern means, ascending.

        These are the forms whose lemma is the written word or its lemma, and the written word itself.
        A word with * or ? is a glob.
        """
        own = self.vocabulary.match(word, case)
        if "*" in word or "?" in word:
            return own
        assert self.lemma is not None
        places = {
            place for lemma in (word, self.lemma(word)) for place in self._by_lemma.get(lemma, ())
        }
        ids = self.vocabulary.first_ids
        return np.unique(np.concatenate([own, *(np.arange(*ids[n : n + 2]) for n in places)]))


# A vocabulary of 40,000 words takes a fifth of a second, so nothing is kept on disk.
_KNOWN: WeakKeyDictionary[Vocabulary, dict[str, Lemmas]] = WeakKeyDictionary()


def lemmas(vocabulary: Vocabulary, language: str = "en") -> Lemmas:
    """The lemmas of a vocabulary, made when they are first asked for and kept with it."""
    return _KNOWN.setdefault(vocabulary, {}).setdefault(language, Lemmas(vocabulary, language))
