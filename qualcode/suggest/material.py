"""What suggesters are given: the segments of a study, its codebook, and what people have said of them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.core.codebook import Codebook
from qualcode.core.text import LONG_TURN, Range, segments
from qualcode.index import TokenIndex
from qualcode.suggest import definitions, keep
from qualcode.suggest.features import Features, Segments, Text, features, read_text
from qualcode.suggest.run import Written

# Encodings of `Material.blind` and `Material.decided`.
YES, NO, UNKNOWN = 1, 0, -1
_NEITHER = re.compile(r"[\w\s]+")


@dataclass(frozen=True, eq=False)
class Pieces:
    """The segments of a study as stretches of its texts; n of them, by document, turn and place.

    segments: as rows for features. start, end: n code points each, half-open, in the segment's document.
    """

    segments: Segments
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start)


def pieces(
    index: TokenIndex, documents: Sequence[Written], role: NDArray[np.int64] | None = None
) -> Pieces:
    """Every turn of the index as one segment, or, where it is long, as several; see core.text.segments.

    role: for each turn of the index a number for the role of who speaks, -1 where none is known.
    """
    words = np.diff(index.turn_tokens)
    turn: list[int] = []
    bounds: list[Range] = []
    signs: list[str] = []
    first: list[int] = []
    last: list[int] = []
    for place, document in enumerate(documents):
        text = document.text
        turns = range(int(index.document_turns[place]), int(index.document_turns[place + 1]))
        for number in turns:
            ranges = index.ranges_of(number)
            low, high = int(index.turn_tokens[number]), int(index.turn_tokens[number + 1])
            if words[number] <= LONG_TURN:
                own = [(ranges[0][0], ranges[-1][1])]
                edges = [low, high]
            else:
                own = segments(text, ranges)
                starts = index.starts[low:high].astype(np.int64)
                cuts = np.searchsorted(starts, [start for start, _ in own[1:]])
                edges = [low, *(low + cuts).tolist(), high]
            for at, (start, end) in enumerate(own):
                turn.append(number)
                bounds.append((start, end))
                first.append(edges[at])
                last.append(edges[at + 1])
                said = (
                    text[max(a, start) : min(b, end)] for a, b in ranges if a < end and b > start
                )
                signs.append(_NEITHER.sub("", "".join(said)))
    turns_of = np.array(turn, np.int64)
    known = np.full(index.n_turns, -1) if role is None else np.asarray(role, np.int64)
    made = Segments(
        document=index.turn_document[turns_of].astype(np.int64),
        turn=turns_of,
        first=np.array(first, np.int64),
        last=np.array(last, np.int64),
        role=known[turns_of],
        signs=signs,
    )
    edges_of = np.array(bounds, np.int64).reshape(-1, 2)
    return Pieces(made, edges_of[:, 0], edges_of[:, 1])


@dataclass(frozen=True, eq=False)
class Material:
    """A study as suggesters see it; n segments, k codes. A program never changes it.

    index, documents, codebook: as everywhere; documents are in the order of the index. pieces: all
    segments, those of interviewers too: what was asked tells about what is answered. codes: ids of the
    applicable codes, in the codebook's order: the columns of what follows.
    open: n, whether codes may be proposed there: not for interviewers' turns and reflective notes.
    considered: n × k, a person of record has read the segment for the code (a pass covers it). coded:
    n × k, a coding of theirs touches the segment. A considered segment without a coding is a negative; one
    that is not considered is nothing. blind: n × k, whether that was done without sight of suggestions: 1
    yes, 0 no, -1 unknown (also where nothing was considered). decided: n × k, single decisions outside the passes:
    1 accepted, 0 rejected, -1 none. speaker: n numbers of the people who speak, -1 for nobody known.
    notes: what was left out of this, in sentences. kept: what is computed of the texts alone, shared by
    all materials of the same texts. folder: where that is kept for the next time, None = nowhere. vectors: n × d sentence vectors, or None; meaning: k × d, those of
    what the codebook says of the codes; see suggest.vectors.
    pipeline: the spaCy pipeline for patterns that need one, see suggest.language.
    """

    index: TokenIndex
    documents: Sequence[Written]
    codebook: Codebook
    pieces: Pieces
    codes: tuple[str, ...]
    open: NDArray[np.bool_]
    considered: NDArray[np.bool_]
    coded: NDArray[np.bool_]
    blind: NDArray[np.int8]
    decided: NDArray[np.int8]
    speaker: NDArray[np.int64]
    notes: tuple[str, ...] = ()
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)
    folder: Path | None = None
    vectors: NDArray[np.float32] | None = None
    meaning: NDArray[np.float32] | None = None
    pipeline: str | None = None

    @classmethod
    def unread(
        cls,
        index: TokenIndex,
        documents: Sequence[Written],
        codebook: Codebook,
        *,
        turns: Sequence[Sequence[int] | None] | None = None,
        role: NDArray[np.int64] | None = None,
    ) -> Material:
        """Texts and a codebook of which nobody has read or decided anything.

        turns: for each document the places (0 = its first) of the turns where codes may be proposed, None =
        all. role: for each turn of the index a number for the role of who speaks. Raises ValueError
        where index and documents differ.
        """
        if [document.version for document in documents] != index.versions:
            raise ValueError("the index was built from other documents, or in another order")
        made = pieces(index, documents, role)
        codes = tuple(codebook.applicable())
        shape = len(made), len(codes)
        mask = np.ones(index.n_turns, np.bool_) if turns is None else index.turn_mask(turns)
        return cls(
            index=index,
            documents=documents,
            codebook=codebook,
            pieces=made,
            codes=codes,
            open=mask[made.segments.turn],
            considered=np.zeros(shape, np.bool_),
            coded=np.zeros(shape, np.bool_),
            blind=np.full(shape, UNKNOWN, np.int8),
            decided=np.full(shape, UNKNOWN, np.int8),
            speaker=np.full(len(made), -1),
        )

    def __len__(self) -> int:
        return len(self.pieces)

    @property
    def segments(self) -> Segments:
        return self.pieces.segments

    @property
    def group(self) -> NDArray[np.int64]:
        """n: the number of each segment's document."""
        return self.pieces.segments.document

    @property
    def originals(self) -> NDArray[np.int64]:
        """For each document its number; documents of the same text have that of the first of them: who learns
        from a copy has seen the text."""
        versions = self.index.versions
        first = {version: at for at, version in reversed(list(enumerate(versions)))}
        return np.array([first[version] for version in versions], np.int64)

    @property
    def original(self) -> NDArray[np.int64]:
        """n: `group`, with copies of a document under the number of the first, see `originals`."""
        return self.originals[self.group]

    @property
    def start(self) -> NDArray[np.int64]:
        return self.pieces.start

    @property
    def end(self) -> NDArray[np.int64]:
        return self.pieces.end

    @cached_property
    def place(self) -> Mapping[str, int]:
        """code -> its column."""
        return {code: at for at, code in enumerate(self.codes)}

    @cached_property
    def turns(self) -> list[list[int]]:
        """For each document the places (0 = its first) of the turns where codes may be proposed."""
        found: list[list[int]] = [[] for _ in self.documents]
        first = self.index.document_turns
        for turn in np.unique(self.segments.turn[self.open]).tolist():
            document = int(self.index.turn_document[turn])
            found[document].append(turn - int(first[document]))
        return found

    @property
    def text(self) -> Text:
        """The words of all segments as numbers."""

        def make() -> Text:
            arrays = keep.load(self.folder, "suggest-text", self._key)
            if arrays is not None:
                with contextlib.suppress(KeyError, ValueError):
                    return keep.text_of(arrays, self.index.vocabulary)
            text = read_text(self.index, self.segments)
            keep.save(self.folder, "suggest-text", self._key, keep.text_arrays(text))
            return text

        return self.once("text", make)

    @property
    def features(self) -> Features:
        def make() -> Features:
            vectors = None if self.vectors is None else keep.digest(self.vectors)
            key = keep.digest(self._key, vectors)
            arrays = keep.load(self.folder, "suggest-features", key)
            if arrays is not None:
                with contextlib.suppress(KeyError, ValueError):
                    return keep.features_of(arrays, self.text, self.segments.role)
            made = features(self.index, self.segments, vectors=self.vectors, text=self.text)
            keep.save(self.folder, "suggest-features", key, keep.features_arrays(made))
            return made

        return self.once(("features", self.vectors is not None), make)

    @property
    def _key(self) -> str:
        """Of texts, their cutting, and who speaks."""
        own = self.segments
        return self.once(
            "key", lambda: keep.digest(self.index.key, own.first, own.last, own.role, own.signs)
        )

    @property
    def likeness(self) -> NDArray[np.float32]:
        """n × k: how alike segment and codebook entry are, standardised for each code: by their words,
        and with sentence vectors half by their meaning."""

        def make() -> NDArray[np.float32]:
            names, entries = described(self.codebook, self.codes)
            words = definitions.standardised(definitions.likeness(self.text, names, entries))
            if self.vectors is None or self.meaning is None:
                return words
            meant = definitions.standardised(self.vectors @ self.meaning.T)
            return np.asarray((words + meant) / 2, np.float32)

        with_vectors = self.vectors is not None and self.meaning is not None
        return self.once(("likeness", self.codebook.hash, self.codes, with_vectors), make)

    @property
    def exclusion(self) -> NDArray[np.float32] | None:
        """n × k: how alike segment and what the entry excludes are, standardised; 0 for codes that exclude
        nothing, None where none does."""
        excluded = [" ".join(self.codebook[code].exclude) for code in self.codes]
        if not any(excluded):
            return None

        def make() -> NDArray[np.float32]:
            found = definitions.likeness(self.text, [""] * len(excluded), excluded)
            return definitions.standardised(found)

        return self.once(("exclusion", self.codebook.hash, self.codes), make)

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        """`make()`, kept for all materials of the same texts."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]


def described(codebook: Codebook, codes: Sequence[str]) -> tuple[list[str], list[str]]:
    """For each code its name, and in one text what the codebook says of it: definition, include, examples,
    and the names of the codes beneath it. What a code excludes is what it is not about; see
    `Material.exclusion`."""
    names, entries = [], []
    for code in codes:
        entry = codebook[code]
        names.append(entry.name or code.replace("_", " ").replace("-", " "))
        below = [other.label for other in codebook.children(code)]
        entries.append(
            " ".join([entry.definition, *entry.include, *entry.examples, *below]).strip()
        )
    return names, entries
