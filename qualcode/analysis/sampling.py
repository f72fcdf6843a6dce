"""Drawing a stratified random sample of documents or of participants' turns, blind to what is coded."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from qualcode.analysis.corpus import SPEECH, Attribute, Corpus
from qualcode.analysis.selection import CODING_FILTERS, check_where, filters
from qualcode.core.asked import asked_number, called
from qualcode.core.people import NOT_RECORDED
from qualcode.errors import TableError, UsageError, counted, listing

DEFAULT_SEED = 20260101
DEFAULT_SHARE = 0.2
Unit = Literal["document", "turn"]
UNITS: tuple[Unit, ...] = ("document", "turn")
# The stratum value of a document in which no participant speaks, where people have the attribute.
NOBODY = "(no participant)"


@dataclass(frozen=True, slots=True)
class Stratum:
    """The units with the same values of the attributes. values: one for each attribute."""

    values: tuple[str, ...]
    available: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample. documents: id -> the turns drawn in it, in the order of the text; None = all of it.
    left_out: why units could not be drawn -> how many."""

    unit: Unit
    available: int
    documents: Mapping[str, tuple[str, ...] | None]
    strata: tuple[Stratum, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(stratum.drawn for stratum in self.strata)


def allocate(sizes: Sequence[int], number: int, rng: np.random.Generator) -> list[int]:
    """How many of `number` units each stratum gives, in proportion to its size.

    sizes: units in each stratum, all at least 1; their sum is at least `number`. Largest remainder, ties
    by chance; then, where there are at least as many units as strata, each stratum that has none takes one
    from the stratum that is furthest above its share. The sum is `number`, no stratum gives more than it has.
    """
    total = sum(sizes)
    if not sizes or not 0 <= number <= total or min(sizes) < 1:
        raise ValueError(f"{number} of {list(sizes)}")
    chance = rng.random(len(sizes)).tolist()
    # Whole numbers throughout: shares as fractions would let rounding decide between equal remainders.
    given = [number * size // total for size in sizes]
    rest = [number * size % total for size in sizes]
    order = sorted(range(len(sizes)), key=lambda at: (-rest[at], chance[at]))
    for at in order[: number - sum(given)]:
        given[at] += 1
    if number >= len(sizes):
        for at in order:
            if given[at]:
                continue
            donor = max(
                (each for each, own in enumerate(given) if own > 1),
                key=lambda each: (
                    given[each] * total - number * sizes[each],
                    given[each],
                    chance[each],
                ),
            )
            given[donor] -= 1
            given[at] += 1
    return given


def sample_size(available: int, share: float | None, n: int | None) -> int:
    """How many of the available units are drawn: n, or at least the share of them.

    Raises UsageError where both are given or they are out of range.
    """
    if share is not None and n is not None:
        raise UsageError("sample", f"share {share} and n {n} together", "one of the two")
    if n is not None:
        number = asked_number("n", n, 1)
        if number > available:
            raise UsageError(
                "n", f"{number:,} of {counted(available, 'unit')}", f"1 to {available:,}"
            )
        return number
    share = DEFAULT_SHARE if share is None else share
    if isinstance(share, bool) or not isinstance(share, (int, float, np.floating)):
        raise UsageError("share", called(share), "a number above 0, at most 1")
    if not 0 < share <= 1:
        raise UsageError("share", called(share), "a number above 0, at most 1")
    # Rounded up, so that what is reported as a fifth is at least a fifth; as a decimal, so that .1 of 30
    # is 3 and not a little more.
    return math.ceil(Fraction(str(float(share))) * available)


def draw(
    corpus: Corpus,
    *,
    unit: Unit = "document",
    by: Sequence[str] = ("role", "case"),
    share: float | None = None,
    n: int | None = None,
    where: Mapping[str, Any] | None = None,
    least_words: int = 0,
    seed: int = DEFAULT_SEED,
) -> Drawn:
    """Draw documents, or turns of participants, at random within strata.

    Codings and passes are not looked at, so coded and uncoded units have the same chance. by: attributes
    whose values make the strata; a document has the values of all its participants' turns, several of them
    joined by " + ". share: at least this part of the units; n: this many; DEFAULT_SHARE where neither is
    given. where: filters by attributes, as in tables; a document passes where one of its participants'
    turns does. least_words: turns with fewer words are not drawn.

    The same texts, sheets, rule and seed give the same sample, in whatever order the files were ingested.
    Raises UsageError for options that mean nothing, TableError for an unknown attribute or value and where
    there is nothing to draw from.
    """
    if unit not in UNITS:
        raise UsageError("unit", called(unit), " or ".join(UNITS))
    if least_words and unit == "document":
        raise UsageError("least_words", "given for a sample of documents", "a sample of turns")
    seed = asked_number("seed", seed)
    check_where(where)
    if peeking := [name for name in where or () if name in CODING_FILTERS]:
        raise UsageError(
            "where",
            f"{listing(peeking)}: filters of codings",
            "attributes of turns, people and documents",
            "A sample for double coding is drawn without a look at the codings",
        )
    attributes = [corpus.attribute(name) for name in by]
    if unit == "turn":
        pool, left_out = _turns(corpus, attributes, where, asked_number("least_words", least_words))
    else:
        pool, left_out = _documents(corpus, attributes, where)
    units = sum(map(len, pool.values()))
    if not units:
        raise TableError(
            "sample",
            f"no {unit} to draw from",
            listing(f"{number:,} {why}" for why, number in left_out.items()),
            "Is everything ingested, and does `where` leave anything?",
        )
    rng = np.random.default_rng(seed)
    # In the order of the words: the order of values in the sheets is for reading only.
    keys = sorted(pool, key=lambda key: [text for _, text in key])
    given = allocate([len(pool[key]) for key in keys], sample_size(units, share, n), rng)
    strata: dict[_Key, Stratum] = {}
    chosen: list[tuple[str, int]] = []
    for key, number in zip(keys, given, strict=True):
        own = sorted(pool[key])
        order = np.argsort(rng.random(len(own)), kind="stable")[:number]
        chosen += [own[at] for at in order.tolist()]
        strata[key] = Stratum(tuple(text for _, text in key), len(own), number)
    listed = tuple(strata[key] for key in sorted(strata))
    return Drawn(unit, units, _by_document(corpus, unit, chosen), listed, left_out)


# A stratum by its values, each with its place in the order of the sheet; and the units in it: (document,
# position of the turn, or 0).
_Key = tuple[tuple[int, str], ...]
_Pool = dict[_Key, list[tuple[str, int]]]


def _spoken(corpus: Corpus) -> np.ndarray:
    """The turns in which a participant speaks."""
    return ~corpus.turn_interviewer & (corpus.turn_part == SPEECH) & (corpus.turn_person >= 0)


def _turns(
    corpus: Corpus,
    attributes: Sequence[Attribute],
    where: Mapping[str, Any] | None,
    least_words: int,
) -> tuple[_Pool, dict[str, int]]:
    spoken, passing = _spoken(corpus), filters(corpus, where).turn
    speech = corpus.turn_part == SPEECH
    long_enough = corpus.turn_words >= least_words
    left_out = {
        "interviewers' turns": int((corpus.turn_interviewer & speech).sum()),
        "turns of nobody known": int((speech & ~spoken & ~corpus.turn_interviewer).sum()),
        "entries of field notes and written sources": int((~speech).sum()),
        f"turns of fewer than {least_words} words": int((spoken & ~long_enough).sum()),
        "turns that the filters leave out": int((spoken & long_enough & ~passing).sum()),
    }
    pool: _Pool = {}
    for turn in np.flatnonzero(spoken & long_enough & passing).tolist():
        key = tuple(_value(attribute, int(attribute.index[turn])) for attribute in attributes)
        document = corpus.documents[int(corpus.turn_document[turn])]
        pool.setdefault(key, []).append((document, turn))
    return pool, {why: number for why, number in left_out.items() if number}


def documents_by_stratum(
    corpus: Corpus,
    by: Sequence[str],
    where: Mapping[str, Any] | None,
    least_words: int,
    chosen: Mapping[str, tuple[str, ...] | None],
) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Of each stratum of turns: the turns in it, the documents in which it has turns, and those of them in
    which turns of it were chosen (document -> numbers of turns). A document may be in several strata."""
    attributes = [corpus.attribute(name) for name in by]
    pool, _ = _turns(corpus, attributes, where, least_words)
    found = {}
    for key, own in pool.items():
        drawn = {
            document
            for document, turn in own
            if corpus.turn_number[turn] in (chosen.get(document) or ())
        }
        documents = {document for document, _ in own}
        found[tuple(text for _, text in key)] = (len(own), len(documents), len(drawn))
    return found


def _value(attribute: Attribute, index: int) -> tuple[int, str]:
    if index < 0:
        return len(attribute.values), NOT_RECORDED
    return index, attribute.values[index]


def _documents(
    corpus: Corpus, attributes: Sequence[Attribute], where: Mapping[str, Any] | None
) -> tuple[_Pool, dict[str, int]]:
    spoken, passing = _spoken(corpus), filters(corpus, where)
    pool: _Pool = {}
    for place, document in enumerate(corpus.documents):
        own = np.flatnonzero(spoken & (corpus.turn_document == place))
        if not (passing.turn[own].any() if len(own) else passing.document[place]):
            continue
        key = tuple(_of_document(attribute, place, own) for attribute in attributes)
        pool.setdefault(key, []).append((document, 0))
    left = len(corpus.documents) - sum(map(len, pool.values()))
    return pool, {"documents that the filters leave out": left} if left else {}


def _of_document(attribute: Attribute, place: int, turns: np.ndarray) -> tuple[int, str]:
    """What a document is by an attribute of whoever speaks in it."""
    met = np.unique(attribute.index[turns])
    met = met[met >= 0]
    if not len(met):
        index = int(attribute.of_document[place])
        return (len(attribute.values), NOBODY) if index < 0 else _value(attribute, index)
    return int(met[0]), " + ".join(attribute.values[each] for each in met.tolist())


def _by_document(
    corpus: Corpus, unit: Unit, chosen: list[tuple[str, int]]
) -> dict[str, tuple[str, ...] | None]:
    turns: dict[str, list[int]] = {}
    for document, turn in chosen:
        turns.setdefault(document, []).append(turn)
    return {
        document: None
        if unit == "document"
        else tuple(corpus.turn_number[turn] for turn in sorted(turns[document]))
        for document in corpus.documents
        if document in turns
    }
