"""How fast the suggester that learns is, beside scikit-learn on the same study.

    python benchmarks/suggestion_speed.py [--quick] [--data FOLDER]

One JSON line for each operation, in the manner of speed.py. The study is generated and seeded; the refit is
measured on FOLDER (turns.csv as for suggestions.py), or without it on a generated study of its size.
Both sides get the same matrices and one thread. --quick compares results at a small size and states no goal.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from measuring import Line, line, medians, seconds
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from suggestions import Data, average_precision
from threadpoolctl import threadpool_limits

from qualcode.core.codebook import Code, Codebook
from qualcode.core.text import WORD, text_hash
from qualcode.index import Indexable, TokenIndex, build
from qualcode.suggest import features, linear
from qualcode.suggest.combined import DEFINITIONS, LEARNED, fit
from qualcode.suggest.material import Material
from qualcode.suggest.run import Source

CLOSE = 0.005  # of mean average precision


class Study:
    """Generated segments, a hundred to a document. y: n × codes; a code has words of its own, which
    turn up in two thirds of its segments."""

    def __init__(self, segments: int, codes: int, words_each: int) -> None:
        chance = np.random.default_rng(20260101)
        letters = np.array(list("etaoinshrdlucmfwypvbgk"))
        odds = 1 / np.arange(1, len(letters) + 1) ** 0.6
        odds /= odds.sum()
        vocabulary = [
            "".join(chance.choice(letters, size=chance.integers(3, 10), p=odds))
            for _ in range(9000)
        ]
        zipf = 1 / np.arange(5, len(vocabulary) + 5)
        zipf /= zipf.sum()
        self.y: NDArray = chance.random((segments, codes)) < np.linspace(0.02, 0.12, codes)
        about = [chance.choice(np.arange(200, 6000), 25, replace=False) for _ in range(codes)]
        self.texts: list[str] = []
        for row in self.y:
            size = max(3, int(chance.poisson(words_each)))
            words = chance.choice(len(vocabulary), size, p=zipf)
            for code in np.flatnonzero(row):
                at = chance.integers(0, size, 2 if chance.random() < 0.7 else 0)
                words[at] = chance.choice(about[code], len(at))
            self.texts.append(" ".join(vocabulary[word] for word in words))
        items = []
        for first in range(0, segments, 100):
            ranges, place = [], 0
            for text in self.texts[first : first + 100]:
                ranges.append(((place, place + len(text)),))
                place += len(text) + 1
            whole = "\n".join(self.texts[first : first + 100])
            items.append(Indexable(text_hash(whole), whole, ranges))
        self.index: TokenIndex = build(items)
        self.sources = [Source(f"D{n}", each.version, each.text) for n, each in enumerate(items)]


def matrix_of_counts(study: Study, runs: int, goal: bool) -> Iterator[Line]:
    """Words counted for each segment: from the token index, and by CountVectorizer."""
    segments = features.whole_turns(study.index)
    pattern = WORD.pattern
    theirs_of: list = []

    def ours() -> sp.csr_matrix:
        return features.word_counts(study.index, segments)

    def theirs() -> None:
        theirs_of[:] = [CountVectorizer(token_pattern=pattern).fit_transform(study.texts)]

    a, b = medians(ours, theirs, runs)
    counts = ours()
    same = counts.shape == theirs_of[0].shape and counts.sum() == theirs_of[0].sum()
    same = same and (np.diff(counts.indptr) == np.diff(theirs_of[0].indptr)).all()
    yield _line("document-term matrix", f"{len(segments):,} segments", a, b,
                "CountVectorizer, the same words", 20, goal, bool(same))  # fmt: skip


def models(study: Study, decided: int, runs: int, goal: bool) -> Iterator[Line]:
    """Models of all codes from the first segments, and scores of all."""
    segments = features.whole_turns(study.index)
    counts = features.word_counts(study.index, segments)
    words = features.tfidf(counts)[0]
    letters = features.tfidf((counts @ features.spelling(study.index.vocabulary)[0]).tocsr())[0]
    train, test = np.arange(decided), np.arange(decided, len(segments))
    for name, matrix, least in (
        ("words and characters", sp.hstack([words, letters]).tocsr(), 8.0),
        ("words", words, 1.5),
    ):
        own = matrix[train]
        scores: dict[str, NDArray] = {}

        def ours(matrix=matrix, own=own, scores=scores) -> None:
            model = linear.logistic(linear.gram(own), study.y[train], balanced=True)
            scores["ours"] = np.asarray(matrix @ model.columns(own)) + model.offset

        def theirs(matrix=matrix, own=own, scores=scores) -> None:
            found = np.zeros(study.y.shape)
            for code in range(study.y.shape[1]):
                model = LogisticRegression(solver="liblinear", class_weight="balanced")
                found[:, code] = model.fit(own, study.y[train, code]).decision_function(matrix)
            scores["theirs"] = found

        a, b = medians(ours, theirs, runs)
        precise = {
            side: average_precision(study.y[test], score[test]) for side, score in scores.items()
        }
        size = (
            f"{study.y.shape[1]} codes, {len(segments):,} segments from {decided:,},"
            f" {matrix.nnz / len(segments):.0f} non-zeros a row"
        )
        yield _line(
            f"fit and score, {name}", size, a, b,
            "liblinear, one code against the rest, the same matrix", least, goal,
            abs(precise["ours"] - precise["theirs"]) <= CLOSE,
            ap_ours=round(precise["ours"], 4), ap_theirs=round(precise["theirs"], 4),
        )  # fmt: skip


def refit(material: Material, name: str, runs: int, goal: bool) -> Iterator[Line]:
    """New scores and a queue after ten decisions more, models and features lying in memory."""
    everything = np.arange(len(material))
    # Half of the documents passed; decisions are taken in the others.
    passed = material.group < material.group.max() // 2 + 1
    start = replace(material, considered=np.repeat(passed[:, None], len(material.codes), axis=1))
    fitted = fit(start, engines=(LEARNED, DEFINITIONS))
    fitted.rank()
    rng = np.random.default_rng(20260101)
    order = np.argsort(-np.where(passed[:, None], -1, fitted.rank()).reshape(-1), kind="stable")
    times = []
    decided = start.decided.copy()
    for run in range(runs + 1):
        ten = order[10 * run : 10 * run + 10]
        decided = decided.copy()
        decided.reshape(-1)[ten] = rng.integers(0, 2, 10)
        after = replace(start, decided=decided)

        def anew(after=after) -> None:
            nonlocal fitted
            fitted = fitted.refitted(after)
            np.argsort(-fitted.rank(everything).reshape(-1), kind="stable")

        times.append(seconds(anew))
    fresh = fit(after, engines=(LEARNED, DEFINITIONS))
    same = bool(np.abs(fresh.rank() - fitted.rank()).max() < 1e-4)
    took = float(np.median(times[1:]))
    found = line(
        "refit after ten decisions, scores and queue",
        f"{name}: {len(material.codes)} codes, {len(material):,} segments, {passed.sum():,} of them passed",
        took, None, "", goal="under 1 s" if goal else None, passed=took < 1 if goal else None,
        first_s=round(times[0], 3), same=same,
    )  # fmt: skip
    yield found


def generated(study: Study, codes: int) -> Material:
    book = Codebook(Code(f"code{n}") for n in range(codes))
    return _rare(Material.unread(study.index, study.sources, book))


def _rare(material: Material) -> Material:
    """Three to ten segments of each code, drawn."""
    rng = np.random.default_rng(20260101)
    coded = np.zeros((len(material), len(material.codes)), np.bool_)
    for code in range(len(material.codes)):
        size = min(3 + int(rng.integers(0, 8)), len(material))
        coded[rng.choice(len(material), size, replace=False), code] = True
    return replace(material, coded=coded)


def _line(
    operation: str, size: str, ours: float, theirs: float, against: str, least: float, goal: bool,
    same: bool, **more: float,
) -> Line:  # fmt: skip
    ratio = theirs / ours
    return line(
        operation, size, ours, theirs, against, ratio=ratio,
        goal=f"at least {least:g} times as fast" if goal else None,
        passed=(ratio >= least and same) if goal else None, same=same, **more,
    )  # fmt: skip


def main() -> int:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--quick", action="store_true", help="a small size, results only")
    asks.add_argument("--data", type=Path, help="a folder with turns.csv, for the refit")
    asks.add_argument("--runs", type=int, default=3)
    given = asks.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    goal = not given.quick
    segments, decided, codes = (12_000, 3_000, 50) if goal else (1_200, 400, 6)
    study = Study(segments, codes, 85 if goal else 30)
    if given.data is not None:
        read = Data(given.data)
        book = Codebook(Code(f"code{n}") for n in range(150))
        again = _rare(Material.unread(read.index, read.sources, book)), given.data.resolve().name
    else:
        again = generated(Study(2_500 if goal else 300, 1, 70 if goal else 30), 150), "generated"
    steps: list[Callable[[], Iterator[Line]]] = [
        lambda: matrix_of_counts(study, given.runs, goal),
        lambda: models(study, decided, given.runs, goal),
        lambda: refit(*again, given.runs, goal),
    ]
    failed = False
    with threadpool_limits(1):
        for step in steps:
            for found in step():
                print(json.dumps(found), flush=True)
                failed = failed or found["pass"] is False or found.get("same") is False
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
