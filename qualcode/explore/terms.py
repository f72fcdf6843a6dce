"""The words that are explored: the participants' turns as rows of terms, with what grammar needs apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.corpus import DESCRIPTIVE, Corpus, corpus
from qualcode.analysis.selection import filters
from qualcode.analysis.trial import searchable
from qualcode.core.asked import asked_number, asked_texts
from qualcode.core.codebook import Pattern
from qualcode.core.stop_words import is_stop_word
from qualcode.core.text import printed
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import TableError, UsageError, counted
from qualcode.index import TokenIndex, parse_glob, study_index
from qualcode.present import OpenProject, study_of
from qualcode.store import Study

DEFAULT_SEED = 20260101
# Below so many words everything that rests on how words keep company is weak.
SMALL_CORPUS = 1_000_000
_NOTE = re.compile(r"\[[^\[\]\n]{1,60}\]")


@dataclass(eq=False)
class Terms:
    """The searched turns as tokens.

    searched: for each turn of the corpus whether it is explored. names: the terms, in alphabetical order.
    token: numbers of the searched tokens in the index, ascending; turn, term: their turns and terms;
    content: whether a token may stand for something (no stop word, more than one letter, not only digits,
    not left out). lemmas: the language of the lemmas, "" where terms are words as said. said: what was
    chosen, for the notes.
    """

    corpus: Corpus
    index: TokenIndex
    searched: NDArray[np.bool_]
    names: list[str]
    token: NDArray[np.int64]
    turn: NDArray[np.int64]
    term: NDArray[np.int64]
    content: NDArray[np.bool_]
    lemmas: str
    said: list[str]

    @property
    def words(self) -> int:
        """Words of the searched turns."""
        return len(self.token)

    @cached_property
    def turns(self) -> NDArray[np.int64]:
        """The searched turns that have words, ascending."""
        return np.unique(self.turn)

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """Where the words of each of `turns` begin among the tokens, and one more entry."""
        return np.append(np.searchsorted(self.turn, self.turns), len(self.turn))

    @cached_property
    def uses(self) -> NDArray[np.int64]:
        """How often each term is said as content."""
        return np.bincount(self.term[self.content], minlength=len(self.names))

    @cached_property
    def joined(self) -> NDArray[np.bool_]:
        """Whether only white space stands between a token and the one before, in the same turn."""
        return np.asarray(self.index.joined)[self.token]

    def people(self, turns: NDArray) -> int:
        """How many participants speak in these turns."""
        person = self.corpus.turn_person[np.unique(turns)]
        return len(np.unique(person[person >= 0]))

    def documents(self, turns: NDArray) -> int:
        return len(np.unique(self.corpus.turn_document[turns]))

    def top_share(self, turns: NDArray) -> float | None:
        """The largest share of hits by one participant, a turn for each hit; None where nobody is known."""
        person = self.corpus.turn_person[turns]
        person = person[person >= 0]
        return float(np.bincount(person).max() / len(person)) if len(person) else None

    def pattern(self, term: str) -> Pattern:
        """What finds a term in a codebook."""
        if not self.lemmas:
            return Pattern("glob", term)
        if self.lemmas == "en":
            return Pattern("lemma", term)
        return Pattern("lemma", term, {"lemma": term, "language": self.lemmas})

    def source(self, turn: int) -> str:
        """`P1, Commissioner, FG1 turn 3`: where words come from."""
        facts = []
        for name in ("participant", "role"):
            attribute = self.corpus.attribute(name)
            own = int(attribute.index[turn])
            if own >= 0 and attribute.values[own] != attribute.missing:
                facts.append(attribute.values[own])
        document = self.corpus.documents[int(self.corpus.turn_document[turn])]
        return ", ".join([*facts, f"{document} turn {self.corpus.turn_number[turn]}"])

    def quotation(self, turn: int, wanted: Sequence[int], most: int = 45) -> str:
        """The words of a turn; of a long one the stretch of `most` words with most of the wanted terms."""
        at = int(np.searchsorted(self.turns, turn))
        first, last = int(self.edges[at]), int(self.edges[at + 1])
        hits = np.isin(self.term[first:last], wanted) & self.content[first:last]
        begin, finish = first, last
        if last - first > most:
            running = np.concatenate(([0], np.cumsum(hits)))
            begin = first + int(np.argmax(running[most:] - running[:-most]))
            finish = begin + most
        index, corpus_ = self.index, self.corpus
        a = int(index.starts[self.token[begin]])
        z = int(index.starts[self.token[finish - 1]]) + int(index.lengths[self.token[finish - 1]])
        ranges = index.ranges_of(turn)
        if begin == first:
            a = ranges[0][0]
        if finish == last:
            z = ranges[-1][1]
        text = printed(corpus_.text(int(corpus_.turn_document[turn])), a, z, ranges)
        return f"{'[…] ' if begin > first else ''}{text}{' […]' if finish < last else ''}"


def terms_of(
    project: OpenProject | Study,
    *,
    where: Mapping[str, Any] | None = None,
    interviewers: bool = False,
    stop: str = "english",
    leave_out: Iterable[str] = (),
    lemmas: bool | str = False,
    watch: Watch = unwatched,
) -> Terms:
    """The terms of a study.

    where: attribute -> value or values, cuts turns. interviewers: whether their turns are explored too;
    reflective field notes never are. stop: "english" leaves `STOP_WORDS` out, "none" nothing. leave_out:
    further words or globs. lemmas: True (English) or the two letters of a language puts the forms of a
    word together.

    Raises UsageError for a wrong call, TableError where nothing is left or an attribute is unknown.
    """
    study = study_of(project)
    own = corpus(study)
    if stop not in ("english", "none"):
        raise UsageError(
            "stop", f"{stop!r}", "english, none", "Name words of your own in leave_out"
        )
    searched = searchable(own, where, interviewers=interviewers)
    index = study_index(study, watch)
    vocabulary = index.vocabulary
    words, number = vocabulary.words
    spoken = np.array(
        [
            len(word) > 1
            and any(letter.isalpha() for letter in word)
            and not (stop == "english" and is_stop_word(word))
            for word in words
        ],
        dtype=bool,
    )
    unwanted = asked_texts("leave_out", leave_out, "words, or globs such as council*")
    for written in unwanted:
        glob = parse_glob(written, "leave_out")
        if len(glob.words) > 1:
            raise UsageError("leave_out", f"{written!r} is several words", "one word each")
        spoken[number[vocabulary.match(glob.words[0], glob.case)]] = False
    language = "en" if lemmas is True else str(lemmas or "")
    names, term_of = words, np.arange(len(words))
    if language:
        names, term_of = _lemmas(words, language)
        if stop == "english":
            spoken &= np.array([not is_stop_word(names[at]) for at in term_of], dtype=bool)
    token = np.flatnonzero(searched[index.token_turn]) if len(index) else np.zeros(0, np.int64)
    word = number[index.forms[token]] if len(token) else np.zeros(0, np.int64)
    turn = np.asarray(index.token_turn)[token].astype(np.int64)
    content = spoken[word] if len(token) else np.zeros(0, bool)
    noted = _in_brackets(own, index, token, turn)
    bracketed, content = int((content & noted).sum()), content & ~noted
    if not content.any():
        raise TableError(
            "explore",
            "no words of participants are left"
            if len(token)
            else "no turn of a participant is left",
            "",
            "Look at where=, stop= and leave_out= (--where, --stop, --leave-out)",
        )
    notes_too = bool((own.turn_part[np.unique(turn)] == DESCRIPTIVE).any())
    whose = ["participants", *["the interviewers"] * interviewers]
    whose += ["descriptive field notes"] * notes_too
    said = [
        f"Words of {' and '.join(whose)}:"
        f" {counted(len(token), 'word')} in {counted(len(np.unique(turn)), 'turn')} of"
        f" {counted(len(np.unique(own.turn_document[turn])), 'document')},"
        f" {counted(int(content.sum()), 'word')} without stop words"
        + (" (English list)" if stop == "english" else " (none left out)")
        + (f"; also left out: {', '.join(unwanted)}" if unwanted else "")
        + (
            f"; {counted(bracketed, 'word')} in square brackets left out as transcribers' notes"
            if bracketed
            else ""
        )
        + (f"; forms put together by lemma ({language})" if language else "")
        + "."
    ]
    if where:
        said.append(f"Filtered: {'; '.join(filters(own, where).words)}.")
    return Terms(own, index, searched, names, token, turn, term_of[word], content, language, said)


def _in_brackets(
    corpus_: Corpus, index: TokenIndex, token: NDArray[np.int64], turn: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which tokens stand in square brackets, as [laughs] does: nobody said them."""
    inside = np.zeros(len(token), dtype=bool)
    document = corpus_.turn_document[turn]
    starts = index.starts[token].astype(np.int64)
    for each in np.unique(document).tolist():
        spans = [match.span() for match in _NOTE.finditer(corpus_.text(each))]
        if spans:
            rows = np.flatnonzero(document == each)
            before = np.searchsorted([a for a, _ in spans], starts[rows], "right") - 1
            ends = np.array([z for _, z in spans])
            inside[rows] = (before >= 0) & (starts[rows] < ends[before])
    return inside


def _lemmas(words: Sequence[str], language: str) -> tuple[list[str], NDArray[np.int64]]:
    from qualcode.suggest.language import lemmatizer

    lemma, reason = lemmatizer(language)
    if lemma is None:
        raise UsageError("lemmas", reason)
    found = [lemma(word) or word for word in words]
    names = sorted(set(found))
    place = {name: at for at, name in enumerate(names)}
    return names, np.array([place[name] for name in found], dtype=np.int64)


def asked_seeds(seeds: int | Sequence[int], seed: int) -> list[int]:
    """So many seeds from `seed` on, or those given."""
    if isinstance(seeds, (list, tuple)):
        chosen = [asked_number("seeds", each) for each in seeds]
        if not chosen or len(set(chosen)) < len(chosen):
            raise UsageError("seeds", f"{seeds!r}", "different whole numbers, or how many")
    else:
        first = asked_number("seed", seed)
        chosen = [first + at for at in range(asked_number("seeds", seeds, 1))]
    if max(chosen) >= 2**32:
        raise UsageError("seed", str(max(chosen)), "a whole number below 4,294,967,296")
    return chosen


def few_words(words: int, what: str) -> str:
    """The sentence about a small corpus; "" for a large one."""
    if words >= SMALL_CORPUS:
        return ""
    return (
        f"{counted(words, 'word')} is a small corpus for {what}, which rest on millions elsewhere."
    )
