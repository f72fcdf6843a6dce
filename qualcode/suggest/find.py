"""Where the patterns of a codebook occur: words over the token index, the rest over the turns."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from qualcode.core.codebook import Pattern
from qualcode.core.expressions import expression_problem, read_expression
from qualcode.errors import CodebookError
from qualcode.index import TokenIndex, near_windows, parse_glob, search
from qualcode.suggest.language import check_asked, trained
from qualcode.suggest.lemmas import lemmas
from qualcode.suggest.negation import WINDOW, negated

# Kinds that can be looked for; what one of them lacks on this machine is named, never silently dropped.
SEARCHED = ("glob", "regex", "lemma", "near", "tokens")

# A codebook may come from anybody, and one expression can be made to run for years. The first limit is
# for one turn, the second for all turns together: 30 s and another 10 s for each million characters.
REGEX_SECONDS = 2.0
REGEX_BASE_SECONDS = 30.0
REGEX_SECONDS_PER_MILLION = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Every occurrence of every pattern, overlapping ones too: five equally long integer arrays.

    document: place in the index. turn: place in the index as a whole; subtract
    index.document_turns[document] for the place within the document. start, end: half-open code points
    of the document. pattern: place in the list that was searched. Ordered by pattern, then document,
    turn and position.
    skipped: patterns that could not be searched -> why, and the way on. negated: patterns that leave
    negated hits out -> how many they left out.
    """

    document: NDArray[np.int32]
    turn: NDArray[np.int32]
    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    pattern: NDArray[np.int32]
    skipped: Mapping[int, str] = field(default_factory=dict)
    negated: Mapping[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.start)

    def take(self, which: NDArray) -> Hits:
        """Those hits that a mask or an array of places names."""
        return replace(
            self,
            document=self.document[which],
            turn=self.turn[which],
            start=self.start[which],
            end=self.end[which],
            pattern=self.pattern[which],
        )


def find(
    index: TokenIndex,
    texts: Sequence[str],
    patterns: Sequence[Pattern],
    *,
    turns: NDArray[np.bool_] | None = None,
    where: Sequence[str] | None = None,
    pipeline: str | None = None,
) -> Hits:
    """All occurrences of `patterns` in the turns of an index.

    texts: the documents' texts in the order of the index; read for regular expressions, for what is
    parsed, and for globs with punctuation inside, so it may be a sequence that fetches them on demand.
    turns: which turns may be searched (index.turn_mask makes it), None = all. where: for each pattern
    the code it belongs to, for error messages. pipeline: the trained spaCy pipeline to use, see
    suggest.language.

    A glob matches whole words within one turn (see index.parse_glob). A lemma matches a row of words
    whose lemmas are those of its words (suggest.lemmas), also by their part of speech where the entry
    has `pos`. near is a window of index.near_windows. A regular expression is run on each range of a
    turn by itself, capitals count, and an empty match is no hit; for it a combining accent is a letter,
    as the regex module has it, for globs it is not. tokens are matched by spaCy over the turn as it is
    spoken (suggest.parsed). With `negation`, hits behind a negation word (suggest.negation) are left
    out, or they alone are kept.

    An expression that takes too long and what needs a pipeline that is not installed are not searched:
    see Hits.skipped. Raises CodebookError for a pattern without anything to look for, for an
    expression or token pattern that is wrong, and for a pattern of a kind that is not in SEARCHED.
    """
    if pipeline is not None:
        check_asked(pipeline)
    names = list(where) if where is not None else [""] * len(patterns)
    skipped: dict[int, str] = {}
    nothing = np.zeros(0, np.int64)
    firsts: list[NDArray] = [nothing] * len(patterns)
    lasts: list[NDArray] = [nothing] * len(patterns)
    expressions: dict[int, regex.Pattern[str]] = {}
    parsed: dict[int, Pattern] = {}
    for number, pattern in enumerate(patterns):
        if pattern.kind == "glob":
            glob = parse_glob(pattern.text, names[number])
            firsts[number] = lasts[number] = search(index, glob, texts)
            if len(glob.words) > 1:
                lasts[number] = firsts[number].astype(np.int64) + (len(glob.words) - 1)
        elif pattern.kind == "near":
            globs = [parse_glob(text, names[number]) for text in pattern.value["near"]]
            found = [search(index, glob, texts) for glob in globs]
            sizes = [len(glob.words) for glob in globs]
            within = int(pattern.value["within"])
            firsts[number], lasts[number] = near_windows(index, found, sizes, within)
        elif pattern.kind == "lemma":
            first, size, reason = _by_lemma(index, texts, pattern, names[number])
            if reason:
                skipped[number] = reason
                continue
            firsts[number], lasts[number] = first, first.astype(np.int64) + (size - 1)
            if set(_parts(pattern)) != {"*"}:
                parsed[number] = pattern
        elif pattern.kind == "tokens":
            parsed[number] = pattern
        elif pattern.kind == "regex":
            expressions[number] = _compiled(pattern.text, names[number])
        else:
            raise CodebookError(
                names[number],
                f'pattern "{pattern}" is of a kind that is not searched here',
                f"kinds: {', '.join(SEARCHED)}",
            )
        if turns is not None:
            kept = turns[index.token_turn[firsts[number]]]
            one_word = lasts[number] is firsts[number]
            firsts[number] = firsts[number][kept]
            lasts[number] = firsts[number] if one_word else lasts[number][kept]
    rows: list[tuple[int, int, int, int, int]] = []
    if expressions:
        rows += _by_regex(index, texts, expressions, turns, skipped)
    if parsed:
        rows += _by_parsing(index, texts, parsed, turns, names, pipeline, firsts, lasts, skipped)
    hits = _from_tokens(index, firsts, lasts)
    if rows:
        hits = _joined(hits, rows)
    hits = replace(hits, skipped=skipped)
    asked = {n: p for n, p in enumerate(patterns) if "negation" in p.value}
    return _by_negation(index, texts, asked, hits) if asked else hits


def _from_tokens(index: TokenIndex, firsts: list[NDArray], lasts: list[NDArray]) -> Hits:
    """First and last tokens, one entry per pattern, as hits."""
    counts = np.array([len(found) for found in firsts], np.int64)
    none = np.zeros(0, np.int64)
    first = np.concatenate([none, *firsts])
    # `take` is a third faster than brackets, and this is most of the time.
    turn = index.token_turn.take(first)
    start = index.starts.take(first)
    end = start + index.lengths.take(first)
    # Most patterns are single words, whose last token is the first: only the others end elsewhere.
    longer = [lasts[at] is not firsts[at] for at in range(len(firsts))]
    last = np.concatenate([none, *(found for found, ask in zip(lasts, longer, strict=True) if ask)])
    end[np.repeat(np.array(longer, np.bool_), counts)] = index.starts[last] + index.lengths[last]
    return Hits(
        index.turn_document.take(turn),
        turn,
        start,
        end,
        np.repeat(np.arange(len(firsts), dtype=np.int32), counts),
    )


def _joined(hits: Hits, rows: list[tuple[int, int, int, int, int]]) -> Hits:
    """The hits and the rows (pattern, document, turn, start, end), by pattern."""
    found = np.array(rows, np.int64).reshape(-1, 5)
    pattern = np.concatenate([hits.pattern, found[:, 0].astype(np.int32)])
    order = np.argsort(pattern, kind="stable")
    return Hits(
        np.concatenate([hits.document, found[:, 1].astype(np.int32)])[order],
        np.concatenate([hits.turn, found[:, 2].astype(np.int32)])[order],
        np.concatenate([hits.start, found[:, 3].astype(np.uint32)])[order],
        np.concatenate([hits.end, found[:, 4].astype(np.uint32)])[order],
        pattern[order],
    )


def _by_lemma(
    index: TokenIndex, texts: Sequence[str], pattern: Pattern, where: str
) -> tuple[NDArray, int, str]:
    """Tokens at which a lemma pattern begins, its length in words, and why it cannot be searched."""
    glob = parse_glob(pattern.text, where)
    if glob.case:
        raise CodebookError(
            where,
            f'pattern "{pattern}" asks for capitals, which lemmas do not have',
            "words without =",
        )
    parts = _parts(pattern)
    if len(parts) not in (1, len(glob.words)):
        raise CodebookError(
            where,
            f'pattern "{pattern}" has {len(parts)} parts of speech for {len(glob.words)} words',
            "one for each word, or one for all",
        )
    table = lemmas(index.vocabulary, pattern.value.get("language", "en"))
    if table.lemma is None:
        return np.zeros(0, np.int64), 1, table.said
    return search(index, glob, texts, table.match), len(glob.words), ""


def _parts(pattern: Pattern) -> list[str]:
    pos = pattern.value.get("pos", "*")
    return [pos] if isinstance(pos, str) else list(pos)


def _by_parsing(
    index: TokenIndex,
    texts: Sequence[str],
    patterns: Mapping[int, Pattern],
    turns: NDArray[np.bool_] | None,
    names: Sequence[str],
    pipeline: str | None,
    firsts: list[NDArray],
    lasts: list[NDArray],
    skipped: dict[int, str],
) -> list[tuple[int, int, int, int, int]]:
    """Rows of the token patterns; cuts the lemma patterns in firsts and lasts to their parts of speech."""
    from qualcode.suggest import parsed

    tokens: dict[int, Sequence[Mapping]] = {}
    by_part: dict[
        int, NDArray
    ] = {}  # the words whose part of speech is asked: hits by words, -1 = any
    nlp = None
    for number, pattern in patterns.items():
        if pattern.kind == "tokens":
            described = pattern.value["tokens"]
            for expression in parsed._expressions(described):
                if wrong := expression_problem(expression):
                    found = (
                        f"the regular expression {expression[:80]!r} in {str(pattern)[:80]!r} is"
                    )
                    raise CodebookError(names[number], f"{found} wrong: {wrong}")
            parsed.check_tokens(described, str(pattern), names[number])
            reason = parsed.problem(described, pipeline) or parsed.too_slow(described, index)
            if not reason:
                tokens[number] = described
        else:
            reason = parsed.pos_problem(pattern.value.get("language", "en"), pipeline)
            size = int(lasts[number][0] - firsts[number][0]) + 1 if len(firsts[number]) else 1
            words = firsts[number].astype(np.int64)[:, None] + np.arange(size)
            parts = _parts(pattern)
            anything = [part == "*" for part in (parts * size if len(parts) == 1 else parts)]
            words[:, np.array(anything[:size], np.bool_)] = -1
            by_part[number] = words
        if reason:
            skipped[number] = reason
            firsts[number] = lasts[number] = np.zeros(0, np.int64)
            by_part.pop(number, None)
    asked = np.unique(np.concatenate([[-1], *(words.ravel() for words in by_part.values())]))
    if parsed.demanding(tokens) or len(asked) > 1:
        nlp = trained(pipeline).nlp
    words_asked = asked[1:].astype(np.int64)
    rows, speech = parsed.parse(index, texts, tokens, words_asked, turns, nlp, skipped)
    for number, words in by_part.items():
        parts = _parts(patterns[number])
        wanted = parts * words.shape[1] if len(parts) == 1 else parts
        kept = np.array(
            [
                all(at < 0 or speech.get(at) == part for at, part in zip(row, wanted, strict=True))
                for row in words.tolist()
            ],
            np.bool_,
        )
        firsts[number], lasts[number] = firsts[number][kept], lasts[number][kept]
    return rows


def _by_negation(
    index: TokenIndex, texts: Sequence[str], patterns: Mapping[int, Pattern], hits: Hits
) -> Hits:
    """Without the hits that their patterns' `negation` does not want."""
    kept = np.ones(len(hits), np.bool_)
    dropped: dict[int, int] = {}
    for number, pattern in patterns.items():
        mine = np.flatnonzero(hits.pattern == number)
        denied = negated(
            index,
            texts,
            hits.turn[mine],
            hits.start[mine],
            window=int(pattern.value.get("negation_window", WINDOW)),
            words=pattern.value.get("negation_words"),
        )
        only = pattern.value["negation"] == "only"
        kept[mine] = denied if only else ~denied
        if not only:
            dropped[number] = int(denied.sum())
    return replace(hits.take(kept), negated=dropped)


def _compiled(expression: str, where: str) -> regex.Pattern[str]:
    return read_expression(expression, where)


def _by_regex(
    index: TokenIndex,
    texts: Sequence[str],
    expressions: Mapping[int, regex.Pattern[str]],
    turns: NDArray[np.bool_] | None,
    skipped: dict[int, str],
) -> list[tuple[int, int, int, int, int]]:
    """Rows (pattern, document, turn, start, end); an expression that takes too long goes to `skipped`,
    with everything it found: half of its hits would look like all of them."""
    rows: list[tuple[int, int, int, int, int]] = []
    spent = dict.fromkeys(expressions, 0.0)
    read = 0
    ends = index.document_turns.tolist()
    for document, (first, last) in enumerate(pairwise(ends)):
        wanted = [turn for turn in range(first, last) if turns is None or turns[turn]]
        if not wanted:
            continue
        text = texts[document]
        # A range by itself: an expression must not see the label before it or another's turn after.
        pieces = [
            (turn, start, text[start:end])
            for turn in wanted
            for start, end in index.ranges_of(turn)
        ]
        read += sum(len(piece) for _, _, piece in pieces)
        allowance = REGEX_BASE_SECONDS + REGEX_SECONDS_PER_MILLION * read / 1e6
        for number, expression in expressions.items():
            if number in skipped:
                continue
            begun = time.perf_counter()
            try:
                for turn, offset, piece in pieces:
                    for match in expression.finditer(piece, timeout=REGEX_SECONDS):
                        start, end = match.span()
                        if end > start:
                            rows.append((number, document, turn, start + offset, end + offset))
            except (TimeoutError, MemoryError):  # one that calls itself takes memory, not time
                skipped[number] = (
                    f"takes longer than {REGEX_SECONDS:g} seconds, or too much memory, on one turn;"
                    " simplify it: a repetition"
                    " inside a repetition is the usual cause"
                )
            spent[number] += time.perf_counter() - begun
            if spent[number] > allowance:
                skipped.setdefault(number, "takes too long on all turns together; simplify it")
    return [row for row in rows if row[0] not in skipped]
