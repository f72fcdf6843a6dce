"""Why a code is suggested for a segment: the words that weighed most, and what they met, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qualcode.core.records import Evidence
from qualcode.core.stop_words import is_stop_word
from qualcode.core.text import WORD
from qualcode.errors import counted
from qualcode.index.tokens import fold
from qualcode.suggest.features import word_weights
from qualcode.suggest.material import described

if TYPE_CHECKING:
    from qualcode.suggest.combined import Fitted, Part

# At most so many words are named for each reason, and none that adds less than this to the log odds, or than
# this part of what the first one adds.
_WORDS = 4
_LEAST, _LEAST_PART = 0.02, 0.15
# Two words are alike where they share this many first letters, and this part of the longer one.
_ALIKE, _ALIKE_PART = 4, 0.6
# Words of a codebook entry that stand in more than this part of all segments, and in more than so many, say
# nothing.
_COMMON, _COMMON_COUNT = 0.1, 20


class Explainer:
    """Evidence for suggestions of one `Fitted`; what a code's words weigh is worked out once for each code."""

    def __init__(self, fitted: Fitted) -> None:
        self.fitted = fitted
        self.material = fitted.material
        self._weights: dict[tuple[int, int, int], tuple[NDArray, NDArray]] = {}
        self._entries: dict[str, dict[str, list[str]]] = {}
        self._counts: dict[int, tuple[NDArray, NDArray, int, int]] = {}
        self._part = {
            int(column): (number, at)
            for number, part in enumerate(fitted.parts)
            for at, column in enumerate(part.columns)
        }
        self._proposal: dict[tuple[int, int], int] = {}
        hits = fitted.hits
        if hits is not None:
            columns = [self.material.place[code] for code in hits.run.codes]
            for number, (row, code) in enumerate(
                zip(hits.of.tolist(), hits.run.code.tolist(), strict=True)
            ):
                self._proposal[row, columns[code]] = number

    def evidence(self, row: int, column: int) -> list[Evidence]:
        """Of one segment and the code in this column of the fitted codes: hits of patterns, then words that
        were learned, then words of the codebook. Never empty: where no word speaks for it, the segment
        as a whole stands there with that sentence."""
        found = self._patterns(row, self.fitted.material.place[self.fitted.codes[column]])
        learned = self._learned(row, column)
        found += learned
        found += self._definitions(row, column, {(e.start, e.end) for e in found})
        if not found:
            start, end = int(self.material.start[row]), int(self.material.end[row])
            found = [
                Evidence(
                    start, end,
                    "no single word: who speaks, what was said before, how long it is, and what it is about",
                )
            ]  # fmt: skip
        return found

    def _patterns(self, row: int, column: int) -> list[Evidence]:
        hits, record = self.fitted.hits, self.fitted.record
        number = self._proposal.get((row, column))
        if hits is None or number is None:
            return []
        run = hits.run
        found = []
        for at in range(int(run.evidence_from[number]), int(run.evidence_from[number + 1])):
            pattern = int(run.evidence_reason[at])
            reason = run.reasons[pattern]
            if record is not None and record.decided[pattern]:
                right, decided = int(record.right[pattern]), int(record.decided[pattern])
                reason = f"{reason}: right in {right:,} of {decided:,} so far"
            found.append(Evidence(int(run.evidence_start[at]), int(run.evidence_end[at]), reason))
        return found

    # -- what was learned --------------------------------------------------------------------------

    def _learned(self, row: int, column: int) -> list[Evidence]:
        place = self._part.get(column)
        if place is None or "learned" not in self.fitted.engines:
            return []
        number, at = place
        part = self.fitted.parts[number]
        words, adds = self._words(part, number, at, row)
        if not len(words):
            return []
        kept = adds >= max(_LEAST, _LEAST_PART * float(adds[0]))
        kept[_WORDS:] = False
        cases, others, coded, rest = self._said(part, number, at)
        name = self.fitted.codes[column]
        found = []
        for word in words[kept].tolist():
            if cases[word]:
                reason = (
                    f"said in {int(cases[word]):,} of {counted(coded, 'segment')} coded {name},"
                    f" in {int(others[word]):,} of {rest:,} others"
                )
            else:
                reason = f"spelled like words in segments coded {name}"
            start, end = self._first(row, word)
            found.append(Evidence(start, end, reason))
        return sorted(found, key=lambda each: each.start)

    def _words(
        self, part: Part, number: int, at: int, row: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """See `Learned.words`; the two sums over all decided segments are kept for the next segment."""
        model = part.learned
        role = int(model.features.role[row])
        if (number, at, role) not in self._weights:
            same = model.features.role[model.rows] == role
            alpha = np.column_stack([model.dual.weights[:, at], model.odds.weights[:, at]])
            alpha = alpha * np.where(same, 1, 1 - model.by_role)[:, None]
            both = np.asarray(model.features.text[model.rows].T @ alpha)
            self._weights[number, at, role] = both[:, 0], both[:, 1]
        ridge, odds = self._weights[number, at, role]
        score = self.fitted.raw(number)[row, at]
        slopes = model.slopes(float(score), at)
        return word_weights(self.material.text, row, slopes[0] * ridge + slopes[1] * odds)

    def _said(self, part: Part, number: int, at: int) -> tuple[NDArray, NDArray, int, int]:
        """For each word in how many coded and in how many other segments it is said, and how many there are."""
        column = int(part.columns[at])
        if column not in self._counts:
            rows = part.rows
            coded = self.fitted.targets(rows)[:, column]
            said = self.material.text.counts[rows]
            width = said.shape[1]
            cases = np.bincount(said[coded].indices, minlength=width)
            others = np.bincount(said[~coded].indices, minlength=width)
            self._counts[column] = cases, others, int(coded.sum()), int((~coded).sum())
        return self._counts[column]

    # -- the codebook ------------------------------------------------------------------------------

    def _definitions(self, row: int, column: int, said: set[tuple[int, int]]) -> list[Evidence]:
        if "definitions" not in self.fitted.engines:
            return []
        code = self.fitted.codes[column]
        entry = self._entry(code)
        text = self.material.text
        distinct = text.vocabulary.words[0]
        low, high = text.counts.indptr[row], text.counts.indptr[row + 1]
        met: list[tuple[float, int, str]] = []
        for word in text.counts.indices[low:high].tolist():
            other = _closest(distinct[word], entry)
            if other:
                met.append((-float(text.idf[word]), word, other))
        found = []
        for _, word, other in sorted(met)[:_WORDS]:
            start, end = self._first(row, word)
            where = "stands" if other == distinct[word] else f"is like “{other}”"
            if (start, end) not in said:
                found.append(Evidence(start, end, f"{where} in the codebook's entry of {code}"))
        return sorted(found, key=lambda each: each.start)

    def shares_a_word(self, row: int, column: int) -> bool:
        """Whether a word of the segment is one of the codebook's entry, or begins as one does."""
        return bool(self._definitions(row, column, set()))

    def _entry(self, code: str) -> dict[str, list[str]]:
        """The telling words of a codebook entry by their first letters."""
        if code not in self._entries:
            (name,), (rest,) = described(self.material.codebook, [code])
            number = self._numbers
            most = max(_COMMON * len(self.material), _COMMON_COUNT)
            found: dict[str, list[str]] = {}
            for word in dict.fromkeys(fold(each) for each in WORD.findall(f"{name} {rest}")):
                at = number.get(word)
                common = at is not None and self._segments_with[at] > most
                if len(word) < 3 or common or is_stop_word(word):
                    continue
                found.setdefault(word[:_ALIKE], []).append(word)
            self._entries[code] = found
        return self._entries[code]

    @property
    def _numbers(self) -> dict[str, int]:
        words = self.material.text.vocabulary.words[0]
        return self.material.once("numbers", lambda: {word: at for at, word in enumerate(words)})

    @property
    def _segments_with(self) -> NDArray[np.int64]:
        counts = self.material.text.counts
        return self.material.once(
            "segments with", lambda: np.bincount(counts.indices, minlength=counts.shape[1])
        )

    def _first(self, row: int, word: int) -> tuple[int, int]:
        """Where a word first stands in a segment."""
        index, segments = self.material.index, self.material.segments
        first, last = int(segments.first[row]), int(segments.last[row])
        number = index.vocabulary.words[1]
        at = first + int(np.argmax(number[index.forms[first:last]] == word))
        start = int(index.starts[at])
        return start, start + int(index.lengths[at])


def _closest(word: str, entry: dict[str, list[str]]) -> str:
    """The word of the entry that is this word, or begins as it does; "" where there is none."""
    best, length = "", 0
    for other in entry.get(word[:_ALIKE], ()):
        if other == word:
            return other
        same = 0
        for a, b in zip(word, other, strict=False):
            if a != b:
                break
            same += 1
        if same >= _ALIKE and same >= _ALIKE_PART * max(len(word), len(other)) and same > length:
            best, length = other, same
    return best
