"""Collocations: words that stand together more often than how often each is said would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.core.asked import asked_number
from qualcode.core.codebook import Pattern
from qualcode.core.stop_words import CONNECTORS
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import UsageError, counted, listing
from qualcode.explore.idea import IDEA, Drafted, Idea, new_id
from qualcode.explore.lines import found_of, lines_of
from qualcode.explore.terms import Terms, terms_of
from qualcode.present import OpenProject
from qualcode.present.report import Section, provenance
from qualcode.store import Study

SORTS = {"log_likelihood": "log-likelihood ratio", "npmi": "NPMI"}
COLUMNS = [
    "phrase",
    "n",
    "npmi",
    "log_likelihood",
    "n_first",
    "n_second",
    "expected",
    "n_turns",
    "n_documents",
    "n_participants",
    "top_share",
]


@dataclass(repr=False)
class CollocationsReport(Idea):
    """Linked words. frame: a row for each, see `collocations`."""

    @property
    def lines(self) -> pd.DataFrame:
        """The sample lines: phrase, left, match, right, source."""
        frame = self.sections[1].frame
        assert frame is not None
        return frame


def log_likelihood(both: int, first: int, second: int, total: int) -> float:
    """Dunning's log-likelihood ratio of a 2 x 2 table: how often two words stand together (`both`), how
    often each is said, and how many words there are. Below 0 where they meet less often than by chance."""
    cells = (both, first - both, second - both, total - first - second + both)
    rows, columns = (first, total - first), (second, total - second)
    value = 0.0
    for at, seen in enumerate(cells):
        expected = rows[at // 2] * columns[at % 2] / total
        if seen > 0 and expected > 0:
            value += 2 * seen * log(seen / expected)
    value = max(value, 0.0)
    return value if both * total >= first * second else -value


def collocations(
    project: OpenProject | Study,
    *,
    within: int = 1,
    top: int = 30,
    least: int = 3,
    people: int = 2,
    sort: str = "log_likelihood",
    threshold: float = 0.0,
    where: Mapping[str, Any] | None = None,
    interviewers: bool = False,
    stop: str = "english",
    leave_out: Iterable[str] = (),
    samples: int = 2,
    context: int = 8,
    watch: Watch = unwatched,
) -> CollocationsReport:
    """Words that are statistically linked: phrases, or words that stand near each other.

    within: 1 finds phrases, words side by side with nothing but white space or connecting words (value for
    money) between them; more finds pairs of words at most so many words apart in one turn, in either
    order. top: how many. least: fewest times together; people: fewest participants. sort: "log_likelihood"
    (Dunning 1993; favours what is frequent) or "npmi" (normalised pointwise mutual information, -1 to 1;
    favours what is rare but exclusive). threshold: NPMI must be above it. where, interviewers, stop,
    leave_out: which words, see `qualcode.explore.terms.terms_of`. samples: lines for each, with `context` words on
    each side.

    frame, a row for each: phrase ("social value"; of pairs "price … quality"), n (times together), npmi,
    log_likelihood, n_first and n_second (uses of each word), expected (times together by chance), n_turns,
    n_documents, n_participants, top_share (the largest share of n by one participant; missing where nobody
    is known).

    Raises TableError where no words are left, UsageError for a wrong call.
    """
    if sort not in SORTS:
        raise UsageError("sort", f"{sort!r}", listing(SORTS))
    if (
        isinstance(threshold, bool)
        or not isinstance(threshold, (int, float))
        or not -1 <= threshold < 1
    ):
        raise UsageError("threshold", f"{threshold!r}", "a number from -1, below 1")
    within, top = asked_number("within", within, 1), asked_number("top", top, 1)
    least, people = asked_number("least", least, 1), asked_number("people", people)
    samples, context = asked_number("samples", samples), asked_number("context", context)
    terms = terms_of(
        project,
        where=where,
        interviewers=interviewers,
        stop=stop,
        leave_out=leave_out,
        watch=watch,
    )
    if within > 50:
        raise UsageError("within", f"{within} words", "1 to 50")
    found = (
        _phrases(terms, least, float(threshold))
        if within == 1
        else _pairs(terms, within, least, float(threshold))
    )
    rows: list[dict[str, Any]] = []
    patterns: dict[str, Pattern] = {}
    alone = 0
    key = "npmi" if sort == "npmi" else "log_likelihood"
    for each in sorted(found, key=lambda row: (-row[key], row["phrase"])):
        if len(rows) >= top:
            break
        turns = each.pop("turns")
        pattern = each.pop("pattern")
        spoken = terms.people(turns)
        if spoken < people:
            alone += 1
            continue
        rows.append(
            {
                **each,
                "n_turns": len(np.unique(turns)),
                "n_documents": terms.documents(turns),
                "n_participants": spoken,
                "top_share": terms.top_share(turns),
            }
        )
        patterns[each["phrase"]] = pattern
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("npmi", "log_likelihood", "expected", "top_share"):
        frame[name] = frame[name].astype("Float64")
    lines = []
    for phrase, pattern in patterns.items():
        hits = found_of(terms, pattern)
        lines.append(lines_of(terms, hits, samples, context).assign(phrase=phrase))
    shown = (
        pd.concat(lines, ignore_index=True)
        if lines
        else pd.DataFrame(columns=["left", "match", "right", "source", "phrase"])
    )
    code = new_id(terms.corpus.book, "draft_phrases" if within == 1 else "draft_pairs")
    how = "phrases" if within == 1 else f"pairs within {within} words"
    return CollocationsReport(
        f"Linked words ({how}): ideas",
        [
            Section(
                "Phrases" if within == 1 else f"Pairs within {within} words",
                frame,
                paragraphs=[] if len(frame) else ["None were found."],
                formats={
                    "npmi": "coefficient",
                    "log_likelihood": "rate",
                    "expected": "rate",
                    "top_share": "share",
                },
            ),
            Section("Lines", shown[["phrase", "left", "match", "right", "source"]]),
        ],
        _notes(terms, within, least, people, alone, sort, float(threshold)),
        provenance(terms.corpus),
        book=terms.corpus.book,
        drafted=[
            Drafted(
                phrase,
                code,
                f"Linked words, {how} (draft)",
                (pattern,),
                f"linked words ({how}, by {SORTS[sort]})",
            )
            for phrase, pattern in patterns.items()
        ],
    )


def _notes(
    terms: Terms,
    within: int,
    least: int,
    people: int,
    alone: int,
    sort: str,
    threshold: float,
) -> list[str]:
    what = (
        "Side by side (gensim Phrases; connecting words such as of, for, to may stand between)"
        if within == 1
        else f"At most {within} words apart in one turn, in either order; a meeting counts once for each"
        " pair of places"
    )
    only = " and 1 where they only ever stand together" if within == 1 else ""
    notes = [
        IDEA,
        *terms.said,
        f"{what}; at least {counted(least, 'time')}, by {counted(people, 'participant')} or more, NPMI"
        f" above {threshold:g}; sorted by {SORTS[sort]}. No chance is involved, so there is no seed.",
        f"NPMI is 0 where two words meet as often as by chance{only}; the log-likelihood ratio (Dunning 1993) says how surprising that is if words were independent"
        " draws. They are not, so there is no p-value here.",
    ]
    if alone:
        notes.append(
            f"{counted(alone, 'phrase')} that would stand here were said by fewer than"
            f" {counted(people, 'participant')} and are left out."
        )
    return notes


def _phrases(terms: Terms, least: int, threshold: float) -> list[dict[str, Any]]:
    """Rows for words side by side, connecting words between them or not."""
    from gensim.models.phrases import Phrases

    names = terms.names
    sentences = _sentences(terms)
    model = Phrases(
        sentences,
        min_count=least,
        threshold=threshold,
        scoring="npmi",
        connector_words=CONNECTORS,
        delimiter=" ",
    )
    content = {names[at] for at in np.unique(terms.term[terms.content]).tolist()}
    total = int(model.corpus_word_count)
    rows = []
    for phrase, score in sorted(model.export_phrases().items()):
        words = phrase.split(" ")
        if not (words[0] in content and words[-1] in content):
            continue
        rows.append(
            _row(
                terms,
                phrase,
                float(score),
                int(model.vocab[phrase]),
                int(model.vocab[words[0]]),
                int(model.vocab[words[-1]]),
                total,
            )
        )
    return rows


def _row(
    terms: Terms, phrase: str, score: float, both: int, first: int, second: int, total: int
) -> dict[str, Any]:
    pattern = Pattern("glob", phrase)
    return {
        "phrase": phrase,
        "n": both,
        "npmi": score,
        "log_likelihood": log_likelihood(both, first, second, total),
        "n_first": first,
        "n_second": second,
        "expected": first * second / total,
        "turns": found_of(terms, pattern).turn,
        "pattern": pattern,
    }


def _sentences(terms: Terms) -> list[list[str]]:
    """Stretches of words with nothing but white space between them."""
    names = np.array(terms.names, dtype=object)[terms.term].tolist()
    begins = np.flatnonzero(~terms.joined).tolist()
    return [names[a:b] for a, b in zip(begins, [*begins[1:], len(names)], strict=True)]


def _pairs(terms: Terms, within: int, least: int, threshold: float) -> list[dict[str, Any]]:
    """Rows for pairs of content words at most `within` words apart in one turn."""
    size = len(terms.names)
    total = len(terms.token)
    keys: list[NDArray] = []
    places: list[NDArray] = []
    for apart in range(1, within + 1):
        a, b = terms.term[:-apart], terms.term[apart:]
        fits = terms.content[:-apart] & terms.content[apart:] & (a != b)
        fits &= terms.turn[:-apart] == terms.turn[apart:]
        a, b = a[fits], b[fits]
        keys.append(np.minimum(a, b) * size + np.maximum(a, b))
        places.append(terms.turn[:-apart][fits])
    key, turn = np.concatenate(keys), np.concatenate(places)
    unique, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    order = np.argsort(inverse, kind="stable")
    edges = np.concatenate(([0], np.cumsum(counts)))
    # Ordered pairs of places within reach: each word has so many places around it, on either side.
    chances = 2 * within * total
    rows = []
    for at in np.flatnonzero(counts >= least).tolist():
        one, other = divmod(int(unique[at]), size)
        both, first, second = int(counts[at]), int(terms.uses[one]), int(terms.uses[other])
        # A meeting of two words is one of these in the order "one, other".
        expected = chances * (first / total) * (second / total)
        score = log(both / expected) / -log(both / chances)
        if score <= threshold:
            continue
        phrase = f"{terms.names[one]} … {terms.names[other]}"
        words = [terms.names[one], terms.names[other]]
        rows.append(
            {
                "phrase": phrase,
                "n": both,
                "npmi": score,
                "log_likelihood": log_likelihood(
                    both, 2 * within * first, 2 * within * second, chances
                ),
                "n_first": first,
                "n_second": second,
                "expected": expected,
                "turns": turn[order[edges[at] : edges[at + 1]]],
                "pattern": Pattern(
                    "near",
                    f"{' … '.join(words)} within {within}",
                    {"near": words, "within": within},
                ),
            }
        )
    return rows
