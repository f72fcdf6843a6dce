"""Words that one role or case uses more than the others: log-odds with an informative Dirichlet prior.

Monroe, Colaresi & Quinn 2008, Political Analysis 16(4), 372-403, equations 15, 16, 19 and 22. Their variance
takes every word for an independent draw, which words of one person are not: so each figure comes with what
becomes of it when participants are drawn again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from qualcode.analysis.corpus import Corpus
from qualcode.analysis.selection import CODING_FILTERS, countable_turns, filters
from qualcode.core.asked import asked_number, asked_text
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.index import study_index

DEFAULT_SEED = 20260101
COLUMNS = [
    "value",
    "word",
    "log_odds",
    "low",
    "high",
    "z",
    "n",
    "n_others",
    "per_1000_words",
    "per_1000_words_others",
    "n_participants",
    "base_participants",
    "top_share",
    "stable",
]


def log_odds(group: Any, others: Any, prior: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log-odds ratios of words between two groups, their variances, and z scores.

    group, others: counts of each word. prior: pseudo-counts of each word (an informative prior is
    proportional to the words' counts in the whole corpus). All of one length, prior above 0. Returns
    arrays of that length; all are missing (nan) where prior and counts leave one word only. Raises
    UsageError for other shapes and numbers.
    """
    a, b, alpha = (np.asarray(each, dtype=float) for each in (group, others, prior))
    if not (a.ndim == 1 and a.shape == b.shape == alpha.shape):
        raise UsageError("counts", "of different lengths", "one count for each word in all three")
    if not (np.isfinite([a, b, alpha]).all() and (a >= 0).all() and (b >= 0).all()):
        raise UsageError("counts", "below 0 or missing", "0 or more for each word")
    if not (alpha > 0).all():
        raise UsageError("prior", "not above 0 for every word", "a pseudo-count for each word")
    rest_a = a.sum() + alpha.sum() - a - alpha
    rest_b = b.sum() + alpha.sum() - b - alpha
    found = (rest_a > 0) & (rest_b > 0)
    delta = np.full(a.shape, np.nan)
    delta[found] = (
        np.log(a[found] + alpha[found])
        - np.log(rest_a[found])
        - np.log(b[found] + alpha[found])
        + np.log(rest_b[found])
    )
    variance = np.where(found, 1 / (a + alpha) + 1 / (b + alpha), np.nan)
    return delta, variance, delta / np.sqrt(variance)


@dataclass
class Distinctive:
    """frame: see `distinctive`. values: all values of the attribute with words. words: how many words of
    how many participants were compared. notes: what a reader has to know."""

    frame: pd.DataFrame
    by: str
    values: list[str]
    prior: float
    least: int
    people: int
    draws: int
    seed: int
    notes: list[str] = field(default_factory=list)


def distinctive(
    corpus: Corpus,
    *,
    by: str = "role",
    value: str | None = None,
    where: Mapping[str, Any] | None = None,
    top: int = 20,
    least: int = 5,
    people: int = 2,
    prior: float = 500.0,
    draws: int = 500,
    seed: int = DEFAULT_SEED,
    watch: Watch = unwatched,
) -> Distinctive:
    """Words by which the speech of one value of an attribute differs most from that of all the others.

    by: the attribute. value: only for this value. where: cuts turns, as in `crosstab`. top: how many words
    for each value. least: fewest uses in all. people: fewest participants who use it within the value.
    prior: words that the prior is worth, spread as the words of all are. draws, seed: of the participants.

    All participants' turns count, read or not: words need no coding. Words are folded to lower case, none
    is left out as a stop word. One row for each value and word, the most distinctive (by z) first: value,
    word, log_odds, low, high (middle 95 % when participants are drawn again within the value and among the
    others), z (after the paper, words taken as independent), n and n_others (uses), per_1000_words and
    per_1000_words_others, n_participants of base_participants (who use it within the value), top_share
    (the largest share of its uses within the value by one person), stable (share of draws in which
    the value still uses it at a higher rate). low, high and stable are missing where a value has one participant.

    Raises TableError where fewer than two values have words, UsageError for a wrong call.
    """
    top, least = asked_number("top", top, 1), asked_number("least", least, 1)
    people, draws = asked_number("people", people, 1), asked_number("draws", draws, 1)
    seed, by = asked_number("seed", seed), asked_text("by", by, "the name of an attribute")
    counts_words = isinstance(prior, (int, float)) and not isinstance(prior, bool)
    if not counts_words or not 0 < prior < float("inf"):
        raise UsageError("prior", f"{prior!r}", "a number of words above 0")
    if unwanted := [name for name in where or {} if name in CODING_FILTERS]:
        raise UsageError("where", f"{listing(unwanted)} is about codings", "attributes")
    attribute = corpus.attribute(by)
    kept = filters(corpus, where)
    turns = countable_turns(corpus, [attribute], interviewers=False, reflective=False)
    turns &= kept.turn & (corpus.turn_person >= 0)
    if value is not None and value not in attribute.values:
        raise TableError(by, f"no turn has the value {value!r}", listing(attribute.values, 20))
    counts, words, cells = _counts(corpus, turns, attribute.index, least, watch)
    if len({place for _, place in cells}) < 2:
        raise TableError(
            by, "fewer than two values have words of participants", next="Another attribute"
        )
    person = np.array([each for each, _ in cells])
    place = np.array([each for _, each in cells])
    total = counts.sum(axis=0)
    # Where no word is rare, their column is empty, and nothing is shared out to it.
    alpha = np.maximum(prior * total / total.sum(), 1e-12)
    rng = np.random.default_rng(seed)
    rows: list[tuple] = []
    alone: list[str] = []
    for at in np.unique(place).tolist():
        name = attribute.values[at]
        if value is not None and name != value:
            continue
        inside = place == at
        group, others = counts[inside].sum(axis=0), counts[~inside].sum(axis=0)
        delta, _, z = log_odds(group, others, alpha)
        users = (counts[inside] > 0).sum(axis=0)
        usable = (users >= people) & (delta > 0)
        usable[-1] = False  # all rare words together
        order = np.lexsort((np.arange(len(words)), -np.where(usable, z, -np.inf)))
        chosen = order[: min(top, int(usable.sum()))]
        base = int(inside.sum())
        if base < 2:
            alone.append(name)
        again = _drawn(counts, person, inside, alpha, chosen, draws, rng) if base > 1 else None
        for number, word in enumerate(chosen.tolist()):
            own = counts[inside, word]
            uses, size = int(group[word]), int(group.sum())
            low = high = stable = None
            if again is not None:
                low, high = np.quantile(again[0][:, number], [0.025, 0.975]).tolist()
                stable = float(again[1][:, number].mean())
            rows.append(
                (
                    name,
                    words[word],
                    float(delta[word]),
                    low,
                    high,
                    float(z[word]),
                    uses,
                    int(others[word]),
                    1000 * uses / size,
                    1000 * float(others[word]) / max(int(others.sum()), 1),
                    int(users[word]),
                    base,
                    float(own.max() / uses),
                    stable,
                )
            )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("log_odds", "low", "high", "z", "per_1000_words", "top_share", "stable"):
        frame[name] = frame[name].astype("Float64")
    notes = [
        f"Words of {counted(len(np.unique(person)), 'participant')} in all their turns, coded or not,"
        " in lower case."
    ]
    if kept.words:
        notes.append(f"Filtered: {'; '.join(kept.words)}.")
    if alone:
        notes.append(
            f"{listing(alone)} {'rests' if len(alone) == 1 else 'rest'} on one participant"
            f"{'' if len(alone) == 1 else ' each'}: what is distinctive there may be that person."
        )
    both = sorted({corpus.persons[each] for each in person if (person == each).sum() > 1})
    if both:
        notes.append(f"In several columns, by what they said in each: {listing(both)}.")
    values = [attribute.values[at] for at in np.unique(place).tolist()]
    return Distinctive(frame, by, values, float(prior), least, people, draws, seed, notes)


def _counts(
    corpus: Corpus, turns: np.ndarray, values: np.ndarray, least: int, watch: Watch
) -> tuple[np.ndarray, list[str], list[tuple[int, int]]]:
    """Uses of each word by each person within each value: counts (cells x words), the words, the cells.

    Words used fewer than `least` times are one column, the last: no row of theirs is asked for, and a
    large corpus has tens of thousands of them.
    """
    index = study_index(corpus.study, watch)
    words, number = index.vocabulary.words
    sizes = np.diff(index.turn_tokens)
    token_turn = np.repeat(np.arange(len(corpus)), sizes)
    live = turns[token_turn]
    token_turn, token_word = token_turn[live], number[index.forms[live]]
    key = corpus.turn_person[token_turn].astype(np.int64) * (int(values.max(initial=0)) + 1)
    key += values[token_turn]
    unique, cell = np.unique(key, return_inverse=True)
    total = np.bincount(token_word, minlength=len(words))
    used = np.flatnonzero(total >= least)
    column = np.full(len(words), len(used))
    column[used] = np.arange(len(used))
    word, size = column[token_word], len(used) + 1
    counts = np.bincount(cell * size + word, minlength=len(unique) * size)
    width = int(values.max(initial=0)) + 1
    cells = [(int(each) // width, int(each) % width) for each in unique]
    return counts.reshape(len(unique), size), [*(words[at] for at in used.tolist()), ""], cells


def _drawn(
    counts: np.ndarray,
    person: np.ndarray,
    inside: np.ndarray,
    alpha: np.ndarray,
    chosen: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds of the chosen words when people are drawn again, and whether the value then uses the word
    at a higher rate: both draws x words.

    People of the value and those of the others are drawn apart; somebody who is in both is drawn among
    the first, and brings along what she or he said elsewhere.
    """
    first = np.unique(person[inside])
    rest = np.setdiff1d(np.unique(person), first)
    size = int(person.max()) + 1
    weight = np.zeros((draws, size))
    for people in (first, rest):
        if len(people):
            weight[:, people] = rng.multinomial(
                len(people), np.full(len(people), 1 / len(people)), size=draws
            )
    cells = weight[:, person]
    own, total = counts[:, chosen].astype(float), counts.sum(axis=1).astype(float)
    group = (cells * inside) @ own
    others = (cells * ~inside) @ own
    n_group, n_others = (cells * inside) @ total, (cells * ~inside) @ total
    a, whole = alpha[chosen], alpha.sum()
    delta = (
        np.log(group + a)
        - np.log(n_group[:, None] + whole - group - a)
        - np.log(others + a)
        + np.log(n_others[:, None] + whole - others - a)
    )
    # Held against each other crosswise: a word that nobody of the draw uses is not used more, whatever
    # the prior makes of it.
    return delta, group * n_others[:, None] > others * n_group[:, None]
