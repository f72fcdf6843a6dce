"""What needs a parsed turn: spaCy token patterns, and the part of speech of a word."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import regex
from numpy.typing import NDArray

from qualcode.core.text import Range
from qualcode.errors import CodebookError, one_line
from qualcode.index import TokenIndex
from qualcode.suggest.language import blank, trained

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

# What an attribute of a token pattern needs of a pipeline; each tuple is one way to come by it.
_TAGGED = (("tagger", "attribute_ruler"), ("morphologizer",))
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "POS": _TAGGED,
    "MORPH": _TAGGED,
    "TAG": (("tagger",),),
    "LEMMA": (
        ("tagger", "attribute_ruler", "lemmatizer"),
        ("morphologizer", "lemmatizer"),
        ("trainable_lemmatizer",),
    ),
    "DEP": (("parser",),),
    "SENT_START": (("parser",), ("senter",)),
    "IS_SENT_START": (("parser",), ("senter",)),
    "ENT_TYPE": (("ner",), ("entity_ruler",)),
    "ENT_IOB": (("ner",), ("entity_ruler",)),
    "ENT_ID": (("entity_ruler",), ("ner",)),
    "ENT_KB_ID": (("entity_linker",),),
}
_SHARED = ("tok2vec", "transformer", "curated_transformer")
# How long one expression may take on one word, and on all words of the vocabulary.
REGEX_SECONDS = 0.2
REGEX_ALL_SECONDS = 10.0
# spaCy's Matcher cannot be stopped either: three open gaps in one pattern take minutes on a long turn.
# So such a pattern is tried on the beginning of a turn, then on twice as much, for as long as that is
# quick. The last limit is for all turns together, and another second for each thousand of them.
TRIAL_TOKENS = 16
TRIAL_SECONDS = 0.5
MATCH_SECONDS = 60.0
_MOST_TOKENS, _MOST_TIMES = 40, 50

_SURROGATES = re.compile("[\ud800-\udfff]")
_INK = re.compile(r"\S+")


@dataclass(slots=True)
class Spoken:
    """A turn as it is spoken: gaps and white space are one space each, and every character knows its
    place in the document."""

    text: str
    new: list[int] = field(default_factory=list)  # where each stretch of ink begins in `text`
    old: list[int] = field(default_factory=list)  # and in the document

    def place(self, at: int) -> int:
        """The document's code point behind a character of `text` that is not the space between."""
        number = bisect_right(self.new, at) - 1
        return self.old[number] + at - self.new[number]

    def found(self, position: int) -> int:
        """The place in `text` of a code point of the document that is no white space."""
        number = bisect_right(self.old, position) - 1
        return self.new[number] + position - self.old[number]


def spoken(text: str, ranges: Sequence[Range]) -> Spoken:
    parts: list[str] = []
    result = Spoken("")
    at = 0
    for start, end in ranges:
        for match in _INK.finditer(text[start:end]):
            result.new.append(at)
            result.old.append(start + match.start())
            parts.append(match.group())
            at += len(match.group()) + 1
    # spaCy writes UTF-8, which has no halves of surrogate pairs.
    result.text = _SURROGATES.sub("\ufffd", " ".join(parts))
    return result


def attributes(tokens: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(name).upper() for token in tokens for name in token} - {"OP"}


def check_tokens(tokens: Sequence[Mapping[str, Any]], pattern: str, where: str) -> None:
    """Raises CodebookError, naming code and pattern, for what spaCy's Matcher does not take."""
    if "_" in attributes(tokens):
        raise CodebookError(
            where,
            f"pattern {pattern!r} asks for attributes of your own (_)",
            "the attributes that spaCy itself gives to tokens",
        )
    times = [int(n) for token in tokens for n in re.findall(r"\d+", str(token.get("OP", "")))]
    if len(tokens) > _MOST_TOKENS or max(times, default=0) > _MOST_TIMES:
        raise CodebookError(
            where,
            f"pattern {pattern[:80]!r} … is too long",
            f"{_MOST_TOKENS} tokens, and no number above {_MOST_TIMES} in OP",
        )
    from spacy.matcher import Matcher

    try:
        Matcher(blank().vocab, validate=True).add("pattern", [[dict(token) for token in tokens]])
    except Exception as error:  # spaCy's own and those of what it checks with
        raise CodebookError(
            where,
            f"token pattern {pattern!r} cannot be read: {one_line(error)}",
            "the keys of spaCy's Matcher",
        ) from error
    for expression in _expressions(tokens):
        try:
            re.compile(expression)
            regex.compile(expression)
        except (re.error, regex.error, RecursionError, OverflowError) as error:
            raise CodebookError(
                where,
                f"the regular expression {expression!r} in {pattern!r} is wrong: {one_line(error)}",
            ) from error


def _expressions(value: Any) -> Iterator[str]:
    """Regular expressions anywhere in a token pattern."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if str(name).upper() == "REGEX":
                yield from _strings(inner)
            else:
                yield from _expressions(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _expressions(inner)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)


def too_slow(tokens: Sequence[Mapping[str, Any]], index: TokenIndex) -> str:
    """Why the expressions of a token pattern must not be run on these words; "" = they may.

    spaCy runs them without a limit, so each is tried on every word of the vocabulary with one.
    """
    for expression in _expressions(tokens):
        compiled = regex.compile(expression)
        begun = time.perf_counter()
        for word in index.vocabulary.raw:
            try:
                compiled.search(word, timeout=REGEX_SECONDS)
            except TimeoutError:
                return f"the regular expression {expression!r} takes too long"
            if time.perf_counter() - begun > REGEX_ALL_SECONDS:
                return f"the regular expression {expression!r} takes too long"
    return ""


def components(nlp: Language, wanted: Iterable[str]) -> tuple[set[str], str]:
    """Names of the components that give these attributes, and the first attribute that none gives."""
    names: set[str] = set()
    for attribute in wanted:
        ways = NEEDS.get(attribute)
        if ways is None:
            continue
        way = next((way for way in ways if set(way) <= set(nlp.pipe_names)), None)
        if way is None:
            return set(), attribute
        names |= {*way, *(name for name in _SHARED if name in nlp.pipe_names)}
    return names, ""


def parse(
    index: TokenIndex,
    texts: Sequence[str],
    tokens: Mapping[int, Sequence[Mapping[str, Any]]],
    words: NDArray[np.int64],
    turns: NDArray[np.bool_] | None,
    nlp: Language | None,
    skipped: dict[int, str],
) -> tuple[list[tuple[int, int, int, int, int]], dict[int, str]]:
    """Token patterns over turns, and the parts of speech of words; each turn is parsed once.

    tokens: number of the pattern -> its token descriptions, checked. words: numbers of the tokens whose
    part of speech is asked. turns: which turns may be searched. nlp: the trained pipeline, or None
    where nothing needs one. skipped: takes the patterns that turn out too slow. Returns rows (pattern, document, turn, start, end), and token -> part of
    speech. Of matches of one pattern that overlap the longest is taken, of equally long ones the first.
    A word has the part of speech of its last piece before an apostrophe: "council's" is a noun.
    """
    plain = {n: t for n, t in tokens.items() if not attributes(t) & NEEDS.keys()}
    rest = {n: t for n, t in tokens.items() if n not in plain}
    rows: list[tuple[int, int, int, int, int]] = []
    if plain:
        wanted = _candidates(index, texts, plain, turns)
        rows += _matches(index, texts, plain, wanted, blank(), set(), skipped)
    speech: dict[int, str] = {}
    if rest or len(words):
        assert nlp is not None
        names = {name for t in rest.values() for name in attributes(t)}
        needed, _ = components(nlp, [*names, *(["POS"] if len(words) else [])])
        wanted = _candidates(index, texts, rest, turns)
        asked: dict[int, list[int]] = {}
        for token, turn in zip(words.tolist(), index.token_turn[words].tolist(), strict=True):
            asked.setdefault(turn, []).append(token)
        wanted |= asked.keys()
        rows += _matches(index, texts, rest, wanted, nlp, needed, skipped, asked, speech)
    return [row for row in rows if row[0] not in skipped], speech


def _matches(
    index: TokenIndex,
    texts: Sequence[str],
    patterns: Mapping[int, Sequence[Mapping[str, Any]]],
    turns: set[int],
    nlp: Language,
    needed: set[str],
    skipped: dict[int, str],
    asked: Mapping[int, Sequence[int]] | None = None,
    speech: dict[int, str] | None = None,
) -> Iterator[tuple[int, int, int, int, int]]:
    matchers = {number: _matcher(nlp, tokens) for number, tokens in patterns.items()}
    doubtful = {number for number, tokens in patterns.items() if _gaps(tokens) > 1}
    spent = dict.fromkeys(matchers, 0.0)
    allowance = MATCH_SECONDS + len(turns) / 1000

    def turn_texts() -> Iterator[tuple[str, tuple[int, Spoken]]]:
        for turn in sorted(turns):
            said = spoken(texts[int(index.turn_document[turn])], index.ranges_of(turn))
            if said.text:
                yield said.text, (turn, said)

    off = [name for name in nlp.pipe_names if name not in needed]
    for doc, (turn, said) in nlp.pipe(turn_texts(), as_tuples=True, disable=off, batch_size=128):
        document = int(index.turn_document[turn])
        for number, matcher in matchers.items():
            if number in skipped:
                continue
            begun = time.perf_counter()
            if (number in doubtful and _runs_away(matcher, doc)) or spent[number] > allowance:
                skipped[number] = "takes too long; give it fewer gaps (OP: *, +), or use near"
                continue
            spans = [(doc[a].idx, doc[b - 1].idx + len(doc[b - 1])) for _, a, b in matcher(doc)]
            for start, end in sorted(spans):
                yield number, document, turn, said.place(start), said.place(end - 1) + 1
            spent[number] += time.perf_counter() - begun
        if asked and speech is not None and turn in asked:
            begins = [token.idx for token in doc]
            for word in asked[turn]:
                start = said.found(int(index.starts[word]))
                written = doc.text[start : start + int(index.lengths[word])]
                end = start + len(re.split("['’]", written)[0])
                speech[word] = doc[bisect_right(begins, end - 1) - 1].pos_


def _matcher(nlp: Language, tokens: Sequence[Mapping[str, Any]]) -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(nlp.vocab, validate=True)
    # Without it `{POS: NOUN, OP: "+"}` would find every part of every row of nouns.
    matcher.add("pattern", [[dict(token) for token in tokens]], greedy="LONGEST")
    return matcher


def _gaps(tokens: Sequence[Mapping[str, Any]]) -> int:
    """How many tokens may stand for any number of words."""
    return sum(str(token.get("OP", ""))[:1] in ("*", "+", "{") for token in tokens if "OP" in token)


def _runs_away(matcher: Matcher, doc: Doc) -> bool:
    size = TRIAL_TOKENS
    while size < len(doc):
        begun = time.perf_counter()
        matcher(doc[:size])
        if time.perf_counter() - begun > TRIAL_SECONDS:
            return True
        size *= 2
    return False


def _candidates(
    index: TokenIndex,
    texts: Sequence[str],
    patterns: Mapping[int, Sequence[Mapping[str, Any]]],
    turns: NDArray[np.bool_] | None,
) -> set[int]:
    """Turns in which one of the patterns can match: those that hold the words it cannot do without."""
    if not patterns:
        return set()
    needs = [_literals(tokens) for tokens in patterns.values()]
    found: set[int] = set()
    for document in range(len(index.versions)):
        first, last = index.document_turns[document : document + 2].tolist()
        allowed = [turn for turn in range(first, last) if turns is None or turns[turn]]
        if not all(needs):  # a pattern without words may match anywhere
            found.update(allowed)
            continue
        if not allowed:
            continue
        text = texts[document]
        for turn in allowed:
            said = " ".join(text[start:end] for start, end in index.ranges_of(turn)).lower()
            if any(all(word in said for word in words) for words in needs):
                found.add(turn)
    return found


def _literals(tokens: Sequence[Mapping[str, Any]]) -> list[str]:
    """Words that stand in every match, in lower case. A final sigma changes with its place: left out."""
    return [
        value.lower()
        for token in tokens
        if token.get("OP", "1") in ("1", "+")
        for name, value in token.items()
        if name in ("LOWER", "ORTH", "TEXT") and isinstance(value, str) and value.isascii()
    ]


def demanding(patterns: Mapping[int, Sequence[Mapping[str, Any]]]) -> bool:
    """Whether one of these token patterns needs a trained pipeline."""
    return any(attributes(tokens) & NEEDS.keys() for tokens in patterns.values())


def problem(tokens: Sequence[Mapping[str, Any]], pipeline: str | None) -> str:
    """Why a token pattern cannot be searched with what is installed; "" = it can."""
    needed = attributes(tokens) & NEEDS.keys()
    if not needed:
        return ""
    found = trained(pipeline)
    if found.nlp is None:
        return f"{' and '.join(sorted(needed))} cannot be had: {found.said}"
    _, without = components(found.nlp, sorted(needed))
    return f"{found.said} gives no {without}" if without else ""


def pos_problem(language: str, pipeline: str | None) -> str:
    """Why the part of speech of words of a language cannot be had; "" = it can."""
    reason = problem([{"POS": ""}], pipeline)
    nlp = trained(pipeline).nlp
    if not reason and nlp is not None and nlp.lang != language:
        return f"{trained(pipeline).said} is for the language {nlp.lang!r}, not {language!r}"
    return reason


__all__ = [
    "Spoken",
    "check_tokens",
    "demanding",
    "parse",
    "pos_problem",
    "problem",
    "spoken",
    "too_slow",
]
