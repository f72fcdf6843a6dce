"""Whether people decide or only agree: who accepted what share of the suggestions, how acceptance moves with
the score that was shown, with time and with what came before, and how hidden checks were answered.

Everything is counted from the decisions that stand. What was accepted together with others, after a sample
of them, was not looked at one by one and is counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis.checks import answers, bulk_acts, deck
from qualcode.analysis.intervals import people_share_interval
from qualcode.core.records import DECISIONS
from qualcode.core.text import count_words
from qualcode.errors import UsageError, counted
from qualcode.store import Study, state

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = [
    "decision_id", "suggestion_id", "coder", "document", "code", "engine", "decision", "accepted", "score",
    "rank_score", "words", "time", "act", "alone", "together",
]  # fmt: skip
FEWEST = 10  # decisions of a bin, and of what a sentence is said about
BINS = 5
QUICK_SECONDS = 3  # between two acceptances of a run
QUICK_RUN = 5  # acceptances that make a run
HIGH = 0.8  # a share of acceptance that calls for a look where it does not move with the score
FLAT = 0.1  # a difference between the highest and the lowest scores that is no movement


def decided(study: Study, coder: str | None = None) -> pd.DataFrame:
    """One row for each decision that stands, in the order they were made.

    Columns: decision_id, suggestion_id, coder, document, code (its present id), engine, decision, accepted
    (as it was suggested), score (the probability that was shown, missing where none was), rank_score, words
    (of the suggested stretch), time, act, alone (the only decision of its act, so that its time says when
    it was made), together (accepted with others after a sample). coder: only this coder's.
    """
    import pandas as pd

    names, book, known = study.names(), state.codebook(study), state.all_versions(study)
    shown = _shown_scores(study)
    bulk = bulk_acts(study)
    sizes = dict(study.rows("SELECT added, count(*) FROM decision GROUP BY added"))
    rows = []
    for each in study.rows(
        "SELECT d.decision_id, d.suggestion_id, d.coder, s.version, s.code, s.engine, d.decision, s.score,"
        " s.rank_score, s.start, s.end, d.time, d.added FROM decision d JOIN suggestion s"
        " USING (suggestion_id) WHERE d.ended IS NULL ORDER BY d.added, d.n"
    ):
        (
            decision,
            suggestion,
            who,
            version,
            code,
            engine,
            said,
            score,
            rank,
            start,
            end,
            time,
            act,
        ) = each
        if coder is not None and names[who] != coder:
            continue
        rows.append(
            [
                decision,
                suggestion,
                names[who],
                known[version].document,
                book.successor(names[code]) or names[code],
                names[engine],
                DECISIONS[said],
                DECISIONS[said] == "accept",
                shown.get(decision, score),
                rank,
                count_words(study.text(version), [(start, end)]),
                time,
                act,
                sizes[act] == 1,
                act in bulk,
            ]
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype({"score": "Float64", "accepted": bool, "alone": bool, "together": bool})


def deciders(study: Study) -> list[str]:
    """Who decided on suggestions or answered hidden checks, by name."""
    found = {
        name
        for (name,) in study.rows(
            "SELECT DISTINCT n.text FROM decision d JOIN name n ON n.n = d.coder WHERE d.ended IS NULL"
        )
    }
    return sorted(found | {each.coder for each in answers(study)})


def _shown_scores(study: Study) -> dict[str, float]:
    """decision -> the score the queue showed, where it was another one than the suggestion was stored with."""
    found = {}
    for (packed,) in study.rows(
        "SELECT data FROM event WHERE kind = 'decision' AND instr(data, '\"score\"') > 0"
    ):
        data = json.loads(packed)
        found[data["id"]] = data["score"]
    return found


def looked_at(frame: pd.DataFrame) -> pd.DataFrame:
    """The decisions that were made one by one."""
    return frame[~frame["together"]]


def shares(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """One row for each combination of values: those, n, accepted, rejected, revised, share, low, high,
    together.

    share: accepted as suggested, of the decisions made one by one; low, high: its 95 % interval, exact
    binomial; missing where there is none. together: further ones that were accepted with others.
    """
    import pandas as pd

    rows = []
    for key, own in frame.groupby(list(by), sort=False, observed=True):
        single = looked_at(own)
        kinds = single["decision"].value_counts()
        n, k = len(single), int(kinds.get("accept", 0))
        refused, revised = int(kinds.get("reject", 0)), int(kinds.get("revise", 0))
        together = int(own["together"].sum())
        rows.append([*key, n, k, refused, revised, *_share(k, n), together])
    columns = [*by, "n", "accepted", "rejected", "revised", "share", "low", "high", "together"]
    return _typed(pd.DataFrame(rows, columns=columns), "share", "low", "high")


def _share(k: int, n: int) -> list[float | None]:
    found = people_share_interval(k, n)
    return [found.estimate, found.low, found.high]


def _typed(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.astype(dict.fromkeys(columns, "Float64"))


def by_score(frame: pd.DataFrame, bins: int = BINS) -> pd.DataFrame:
    """How acceptance moves with the score that was shown: one row for each bin, lowest scores first.

    Columns: from_score, to_score, mean_score, n, accepted, share, low, high. Bins hold about equally many
    decisions, at least 10 where there are so many; equal scores lie in one bin, and one that this leaves with
    fewer than 10 joins its neighbour. Only decisions that were
    made one by one on a suggestion that showed a probability.
    """
    import pandas as pd

    if isinstance(bins, bool) or not isinstance(bins, int) or bins < 1:
        raise UsageError("bins", f"{bins!r}", "a whole number from 1")
    own = looked_at(frame)
    own = own[own["score"].notna()]
    scores = own["score"].to_numpy(dtype=float)
    order = np.argsort(scores, kind="stable")
    scores, said = scores[order], own["accepted"].to_numpy(dtype=bool)[order]
    rows = []
    for start, stop in _bins(scores, min(bins, max(1, len(scores) // FEWEST))):
        part, k = scores[start:stop], int(said[start:stop].sum())
        rows.append(
            [part[0], part[-1], float(part.mean()), stop - start, k, *_share(k, stop - start)]
        )
    columns = ["from_score", "to_score", "mean_score", "n", "accepted", "share", "low", "high"]
    return _typed(pd.DataFrame(rows, columns=columns), "share", "low", "high")


def _bins(scores: np.ndarray, bins: int) -> list[tuple[int, int]]:
    """Where each bin begins and ends in sorted scores; equal scores stay together."""
    if not len(scores):
        return []
    edges = [0]
    for number in range(1, bins):
        at = round(number * len(scores) / bins)
        # To the end of the scores that are equal, unless that is all there is.
        at = int(np.searchsorted(scores, scores[at - 1], side="right"))
        if at - edges[-1] >= FEWEST and len(scores) - at >= FEWEST:
            edges.append(at)
    return list(pairwise([*edges, len(scores)]))


def score_sentence(bins: pd.DataFrame, who: str) -> str:
    """In a sentence whether acceptance moves with the score that was shown."""
    n = int(bins["n"].sum()) if len(bins) else 0
    if n < 2 * FEWEST or len(bins) < 2:
        return (
            f"{who}: {counted(n, 'decision')} on suggestions that showed a probability are too few, or too"
            " much alike in it, to tell whether acceptance moves with the score."
        )
    low, high = bins.iloc[0], bins.iloc[-1]
    ends = (
        f"{who} accepted {int(low['accepted'])} of {int(low['n'])} with the lowest scores"
        f" ({low['from_score']:.2f} to {low['to_score']:.2f}) and {int(high['accepted'])} of"
        f" {int(high['n'])} with the"
        f" highest ({high['from_score']:.2f} to {high['to_score']:.2f})"
    )
    if low["share"] >= HIGH and high["share"] - low["share"] <= FLAT:
        text = (
            f"{ends}: acceptance is high whatever the score, where by the lowest scores about"
            f" {low['mean_score'] * low['n']:.0f} of {int(low['n'])} were to be right. Either the scores say"
            " little, or suggestions are accepted because they are there; only turns coded blind tell which."
        )
    elif low["low"] > low["to_score"]:
        text = (
            f"{ends}: acceptance moves with the score, but the lowest scores were accepted more often than"
            " they promised."
        )
    elif high["share"] - low["share"] <= FLAT:
        text = f"{ends}: acceptance does not rise with the score."
    else:
        text = f"{ends}: acceptance rises with the score."
    return text


@dataclass(frozen=True)
class Quick:
    """What the times of one coder's decisions tell.

    timed: decisions whose act holds them alone. gaps: seconds between two of these that are no pause.
    accept_seconds, reject_seconds: the median before an acceptance and before anything else, None without.
    runs: of each run of acceptances in quick succession how many it has, the seconds from its first to its
    last, and the words that were to be read after the first.
    """

    coder: str
    decisions: int
    timed: int
    accept_seconds: float | None
    reject_seconds: float | None
    runs: tuple[tuple[int, float, int], ...]


PAUSE = 600  # seconds; a longer gap is no time of deciding


def quick(frame: pd.DataFrame) -> list[Quick]:
    """Patterns of time for each coder: runs of at least 5 acceptances with at most 3 seconds between them.

    Decisions handed in together, in a sheet or after a sample, share the time of their act and tell nothing.
    """
    found = []
    for coder, own in frame.groupby("coder", sort=True):
        timed = own[own["alone"] & ~own["together"]]
        times = [datetime.fromisoformat(time).timestamp() for time in timed["time"]]
        gaps = np.diff(times)
        said = timed["accepted"].to_numpy(dtype=bool)
        words = timed["words"].to_numpy()
        near = (gaps >= 0) & (gaps <= PAUSE)
        found.append(
            Quick(
                str(coder),
                len(own),
                len(timed),
                _median(gaps[near & said[1:]]),
                _median(gaps[near & ~said[1:]]),
                tuple(_runs(gaps, said, words)),
            )
        )
    return found


def _median(values: np.ndarray) -> float | None:
    return float(np.median(values)) if len(values) else None


def _runs(gaps: np.ndarray, said: np.ndarray, words: np.ndarray) -> list[tuple[int, float, int]]:
    runs, first = [], 0
    for at in range(len(said)):
        last = at == len(said) - 1
        joined = not last and said[at] and said[at + 1] and 0 <= gaps[at] <= QUICK_SECONDS
        if joined:
            continue
        if said[at] and at - first + 1 >= QUICK_RUN:
            runs.append(
                (at - first + 1, float(gaps[first:at].sum()), int(words[first + 1 : at + 1].sum()))
            )
        first = at + 1
    return runs


def by_order(frame: pd.DataFrame) -> pd.DataFrame:
    """How acceptance moves as a coder goes on: one row for each coder and third of the decisions.

    Columns: coder, third (first, second, last), n, accepted, share, low, high, mean_score (missing where no
    probability was shown). Only of coders with at least 30 decisions made one by one.
    """
    import pandas as pd

    rows = []
    for coder, own in looked_at(frame).groupby("coder", sort=True):
        if len(own) < 3 * FEWEST:
            continue
        edges = [round(part * len(own) / 3) for part in range(4)]
        for name, (start, stop) in zip(("first", "second", "last"), pairwise(edges), strict=True):
            part = own.iloc[start:stop]
            k, scores = int(part["accepted"].sum()), part["score"].dropna()
            mean = float(scores.mean()) if len(scores) else None
            rows.append([coder, name, len(part), k, *_share(k, len(part)), mean])
    columns = ["coder", "third", "n", "accepted", "share", "low", "high", "mean_score"]
    return _typed(pd.DataFrame(rows, columns=columns), "share", "low", "high", "mean_score")


def after_what(frame: pd.DataFrame) -> pd.DataFrame:
    """Acceptance by what the same coder did just before: coder, after (acceptance, or rejection or revision),
    n, accepted, share, low, high."""
    import pandas as pd

    rows = []
    for coder, own in looked_at(frame).groupby("coder", sort=True):
        said = own["accepted"].to_numpy(dtype=bool)
        for name, before in (("an acceptance", True), ("a rejection or revision", False)):
            after = said[1:][said[:-1] == before]
            if len(after):
                rows.append(
                    [
                        coder,
                        name,
                        len(after),
                        int(after.sum()),
                        *_share(int(after.sum()), len(after)),
                    ]
                )
    columns = ["coder", "after", "n", "accepted", "share", "low", "high"]
    return _typed(pd.DataFrame(rows, columns=columns), "share", "low", "high")


def checked(study: Study) -> pd.DataFrame:
    """How hidden checks were answered: coder, n, accepted, share, low, high, together. Only what was accepted
    as it was shown counts as accepted; a check that was revised does not. n: those looked at one by one;
    together: further ones that were accepted with others after a sample."""
    import pandas as pd

    given: dict[str, list[bool]] = {}
    together: dict[str, int] = {}
    for each in answers(study):
        said = given.setdefault(each.coder, [])
        if each.together:
            together[each.coder] = together.get(each.coder, 0) + 1
        else:
            said.append(each.decision == "accept")
    rows = [
        [coder, len(said), sum(said), *_share(sum(said), len(said)), together.get(coder, 0)]
        for coder, said in sorted(given.items())
    ]
    columns = ["coder", "n", "accepted", "share", "low", "high", "together"]
    return _typed(pd.DataFrame(rows, columns=columns), "share", "low", "high")


def checks_said(study: Study) -> str:
    """Whether hidden checks are on, in a sentence that does not say which they are."""
    own = deck(study)
    if own is None:
        return "Hidden checks: not switched on."
    if not own.on:
        return f"Hidden checks: switched off by {own.coder} in act {own.act}."
    return (
        f"Hidden checks: on since act {own.act}, by {own.coder}; about one of"
        f" {counted(round(1 / own.share) + 1, 'row')} of the queue is a proposal known to be wrong. None of"
        " them can become a coding."
    )


def together_said(study: Study) -> list[dict[str, Any]]:
    """What was accepted together: for each act coder, accepted, sample, sample_accepted, minimum, low, high."""
    who = dict(study.rows("SELECT n, coder FROM act"))
    return [{"act": act, "coder": who[act], **data} for act, data in bulk_acts(study).items()]
