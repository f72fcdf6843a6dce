"""How good suggestions are by documents coded, on a folder of coded documents.

    python benchmarks/suggestions.py --data FOLDER [--draws N] [--coded 1,2,4,8,20%,60%] [--embeddings]

FOLDER holds turns.csv (doc_id, turn, role, text), codings.csv (doc_id, turn, coder, code, and perhaps
pattern, the second-cycle code) and codebook.csv (code, definition, and perhaps inclusion, parent). One JSON
line per number of documents coded and engine: documents are drawn, the engines learn from them and are
measured on all the rest. All engines see the same draws; differences are paired, with 95 % intervals by
Student's t over draws, which overlap in documents: they say how far the draws agree, not how far other
interviews would.

plain: TF-IDF of words and characters with balanced logistic regression, one code against the rest;
plain+context: the same with role, length, question mark and the turn before. default: what
`qualcode suggest` uses; default-definitions: without the codebook's words; default+vectors: with the extra
`embeddings`, ensemble: plain+context and the same model on these vectors. Turns are the units, whole.

ap: average precision, mean over codes with a case in the test. found1: share of human codings among the
first suggestions, one per turn on average. wss95: turns that need not be read to find 95 % of a code's
cases, less 5 %, mean over codes. ece: ten bins of equal count over the first suggestions, one per turn on
average; ece_perfect is what scores that are exactly right would show there by chance. precision, recall:
of what reaches the threshold for a precision of 0.8, pooled over draws; silent_draws: draws in which
documents left out could not support it and nothing was shown.

Codes: in at least 20 turns (10 where second-cycle codes are given) of at least 4 documents, by the majority
of a document's coders. draws: in which the documents left hold a case; without one there is nothing to
measure. Where no code is left, or no case, one line says so.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.stats import t as student
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression

from qualcode.core.codebook import Code, Codebook
from qualcode.core.text import text_hash
from qualcode.index import Indexable, TokenIndex, build
from qualcode.suggest import calibrate
from qualcode.suggest.combined import DEFINITIONS, LEARNED, fit
from qualcode.suggest.features import whole_turns
from qualcode.suggest.material import Material, Pieces
from qualcode.suggest.run import Source
from qualcode.suggest.vectors import available, with_vectors

CODED = "1,2,4,8,20%,60%"
LEAST_TURNS, FEW_TURNS, LEAST_DOCUMENTS = 20, 10, 4
TARGET = 0.8
FEW_DOCUMENTS = 4  # with more the definitions are not run without, too


class Data:
    """A folder read. y: turns × codes; document: for each turn its place; T turns in reading order."""

    def __init__(self, folder: Path, least: int | None = None) -> None:
        csv.field_size_limit(2**31 - 1)  # a turn may be a whole speech

        def rows(name: str) -> list[dict[str, str]]:
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file, restval=""))

        by_document: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows("turns.csv"):
            by_document[row["doc_id"]].append(row)
        place: dict[tuple[str, str], int] = {}
        items: list[Indexable] = []
        self.texts: list[str] = []
        roles: list[str] = []
        for name, turns in by_document.items():
            at, ranges, parts = 0, [], []
            for row in sorted(turns, key=lambda row: float(row["turn"])):
                said = row["text"] or "-"
                ranges.append(((at, at + len(said)),))
                parts.append(said)
                at += len(said) + 1
                place[name, row["turn"]] = len(self.texts)
                self.texts.append(row["text"])
                roles.append(row.get("role") or row.get("speaker") or "")
            whole = "\n".join(parts)
            items.append(Indexable(text_hash(whole), whole, ranges))
        self.index: TokenIndex = build(items)
        self.sources = [
            Source(name, item.version, item.text)
            for name, item in zip(by_document, items, strict=True)
        ]
        self.document = self.index.turn_document.astype(np.int64)
        self.count = len(items)
        names = sorted(set(roles))
        self.role = np.array([names.index(role) for role in roles])
        documents = list(by_document)
        coders: dict[str, set[str]] = defaultdict(set)
        votes: dict[tuple[int, str], set[str]] = defaultdict(set)
        cycles, self.lost = False, 0  # codings without a code, or of no turn
        for row in rows("codings.csv"):
            code = row.get("pattern") or row["code"]
            turn = place.get((row["doc_id"], row["turn"]))
            if not code or turn is None:
                self.lost += 1
                continue
            coders[row["doc_id"]].add(row.get("coder", ""))
            cycles = cycles or bool(row.get("pattern"))
            votes[turn, code].add(row.get("coder", ""))
        turns_of: dict[str, list[int]] = defaultdict(list)
        for (turn, code), by in votes.items():
            if 2 * len(by) > len(coders[documents[self.document[turn]]]):
                turns_of[code].append(turn)
        # Second-cycle codes are few and rare.
        self.least = least = least or (FEW_TURNS if cycles else LEAST_TURNS)
        self.codes = sorted(
            code
            for code, turns in turns_of.items()
            if len(turns) >= least and len(set(self.document[turns])) >= LEAST_DOCUMENTS
        )
        self.y = np.zeros((len(self.texts), len(self.codes)), np.bool_)
        for number, code in enumerate(self.codes):
            self.y[turns_of[code], number] = True
        book = rows("codebook.csv") if (folder / "codebook.csv").is_file() else []
        fold = str.casefold
        said = defaultdict(list)
        for row in book:
            entry = [
                row.get(column) or ""
                for column in ("definition", "inclusion", "include", "examples")
            ]
            said[fold(row["code"].strip())].append(" ".join(entry))
            if row.get("parent"):  # what belongs to a theme tells what it is about
                said[fold(row["parent"].strip())].append(row["code"])
        self.definitions = [" ".join(said.get(fold(code.strip()), [])) for code in self.codes]
        self.signs = [re.sub(r"[\w\s]", "", text) for text in self.texts]

    def material(self) -> Material:
        """The folder as suggesters see it, nothing read yet; every turn is one segment."""
        book = Codebook(
            Code(code, definition=said)
            for code, said in zip(self.codes, self.definitions, strict=True)
        )
        none = Material.unread(self.index, self.sources, book)
        edges = self.index.turn_ranges
        whole = Pieces(
            whole_turns(self.index, self.role, self.signs),
            self.index.ranges[edges[:-1], 0].astype(np.int64),
            self.index.ranges[edges[1:] - 1, 1].astype(np.int64),
        )
        shape = self.y.shape
        return replace(
            none,
            pieces=whole,
            open=np.ones(shape[0], np.bool_),
            considered=np.ones(shape, np.bool_),
            coded=self.y,
            blind=np.ones(shape, np.int8),
            decided=np.full(shape, -1, np.int8),
            speaker=np.full(shape[0], -1),
            kept={},
        )


class Plain:
    """TF-IDF of words, pairs and characters, fitted on the coded documents; balanced logistic
    regression, one code against the rest. context: with role, length, question mark and turn before."""

    def __init__(self, data: Data) -> None:
        self.y = data.y
        self.counts = [
            _counted(CountVectorizer(ngram_range=(1, 2)), data.texts),
            _counted(CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)), data.texts),
        ]
        words = np.array([len(text.split()) for text in data.texts])
        asks = np.array(["?" in text for text in data.texts])
        around = [
            np.eye(data.role.max() + 1)[data.role],
            np.log1p(words)[:, None] / 5,
            asks[:, None],
        ]
        self.around = sp.csr_matrix(np.hstack(around).astype(float))
        self.before = np.where(
            np.diff(data.document, prepend=-1) != 0, -1, np.arange(-1, len(words) - 1)
        )

    def matrix(self, train: NDArray, context: bool) -> sp.csr_matrix:
        parts = []
        for counts in self.counts:
            inner = counts[train]
            kept = np.flatnonzero(np.bincount(inner.indices, minlength=counts.shape[1]))
            if not len(kept):  # nothing said in the coded documents that can be counted
                parts.append(sp.csr_matrix((counts.shape[0], 1)))
                continue
            weights = TfidfTransformer(sublinear_tf=True).fit(inner[:, kept])
            parts.append(weights.transform(counts[:, kept]))
        if context:
            has = self.before >= 0
            pick = sp.csr_matrix(
                (np.ones(has.sum()), (np.flatnonzero(has), self.before[has])),
                shape=(len(has), len(has)),
            )
            parts += [self.around, 0.5 * (pick @ parts[0])]
        return sp.hstack(parts).tocsr()

    def ruled(self, train: NDArray, test: NDArray, where: NDArray, score: NDArray):
        """The threshold of the plain engine by the rule of the others: five inner folds of documents,
        pooled calibration. Returns it with the calibrated scores that it is about."""
        fold = np.unique(where, return_inverse=True)[1] % 5
        if not fold.any():  # of one document the parts
            fold = np.arange(len(train)) * 5 // len(train)
        inner = np.zeros((len(train), self.y.shape[1]))
        for number in np.unique(fold):
            own, out = train[fold != number], train[fold == number]
            inner[fold == number] = self.probabilities(self.matrix(own, False), own, out)
        pooled = calibrate.fit(_signs(inner), self.y[train], np.array([1.0, 0.0, 0.0]), where)
        kept = pooled.probabilities(_signs(inner))
        bound = calibrate.threshold(kept, self.y[train], where, TARGET)
        return bound, pooled.probabilities(_signs(score))

    def probabilities(self, matrix: sp.csr_matrix, train: NDArray, test: NDArray) -> NDArray:
        result = np.zeros((len(test), self.y.shape[1]))
        inner, outer = matrix[train], matrix[test]
        for code in range(self.y.shape[1]):
            y = self.y[train, code]
            if y.any() and not y.all():
                model = LogisticRegression(solver="liblinear", class_weight="balanced")
                result[:, code] = model.fit(inner, y).predict_proba(outer)[:, 1]
            elif y.all():
                result[:, code] = 1.0
        return result


def _counted(counter: CountVectorizer, texts: list[str]) -> sp.csr_matrix:
    try:
        return counter.fit_transform(texts)
    except ValueError:  # no text holds a word as it counts them
        return sp.csr_matrix((len(texts), 1), dtype=np.int64)


def _signs(score: NDArray) -> list[NDArray]:
    """Log odds as the first sign of a calibration, and no others."""
    odds = np.log(np.clip(score, 1e-6, 1 - 1e-6) / (1 - np.clip(score, 1e-6, 1 - 1e-6)))
    return [odds, np.zeros_like(odds), np.zeros_like(odds)]


def average_precision(y: NDArray, score: NDArray) -> float:
    """Mean over codes with a case; equal scores are taken together."""
    values = []
    for code in np.flatnonzero(y.any(axis=0)):
        order = np.argsort(-score[:, code], kind="stable")
        ends = np.append(np.flatnonzero(np.diff(score[order, code])), len(order) - 1)
        right = np.cumsum(y[order, code])[ends]
        values.append((np.diff(right, prepend=0) * right / (ends + 1)).sum() / right[-1])
    return float(np.mean(values))


def work_saved(y: NDArray, score: NDArray) -> float:
    values = []
    for code in np.flatnonzero(y.any(axis=0)):
        order = np.argsort(-score[:, code], kind="stable")
        found = np.cumsum(y[order, code])
        depth = int(np.searchsorted(found, 0.95 * found[-1] - 1e-9)) + 1
        values.append(1 - depth / len(order) - 0.05)
    return float(np.mean(values))


def first(score: NDArray, count: int) -> NDArray:
    """Places, in the flattened table, of the highest scores."""
    return np.argsort(-score.reshape(-1), kind="stable")[:count]


def found_at(y: NDArray, score: NDArray) -> float:
    return float(y.reshape(-1)[first(score, len(y))].sum() / y.sum())


def calibration_error(right: NDArray, score: NDArray) -> float:
    bins = np.array_split(np.argsort(score, kind="stable"), 10)
    return float(sum(abs(right[at].sum() - score[at].sum()) for at in bins) / len(score))


def measured(y: NDArray, score: NDArray, seed: int) -> dict[str, float]:
    top = first(score, len(y))
    shown = np.clip(score.reshape(-1)[top], 0, 1)
    chance = np.random.default_rng(seed)
    perfect = [calibration_error(chance.random(len(shown)) < shown, shown) for _ in range(5)]
    return {
        "ap": average_precision(y, score),
        "found1": found_at(y, score),
        "wss95": work_saved(y, score),
        "ece": calibration_error(y.reshape(-1)[top].astype(float), shown),
        "ece_perfect": float(np.mean(perfect)),
    }


def numbers(text: str, count: int) -> dict[str, int]:
    """What was asked for -> documents, at least one; numbers that leave no document are left out."""
    result = {}
    for part in text.split(","):
        n = max(1, round(float(part[:-1]) / 100 * count)) if part.endswith("%") else int(part)
        if n < count:
            result[part] = n
    return result


def interval(values: NDArray) -> list[float | None]:
    """Mean and half the width of its 95 % interval over draws; None with one draw."""
    mean = round(float(np.mean(values)), 4)
    if len(values) < 2:
        return [mean, None]
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return [mean, round(float(student.ppf(0.975, len(values) - 1) * error), 4)]


def run(data: Data, name: str, asked: str, draws: int, embeddings: Path | None) -> None:
    about_data = {"data": name, "documents": data.count, "turns": len(data.texts)}
    if data.lost:
        about_data["codings_left_out"] = data.lost
    if not data.codes:
        said = f"no code has {data.least} turns in {LEAST_DOCUMENTS} documents: nothing to measure"
        line(**about_data, codes=0, said=said)
        return
    began = time.perf_counter()
    made = {"default": data.material()}
    _ = made["default"].features
    about = made["default"].likeness
    spent = time.perf_counter() - began
    vectors = None
    if embeddings is not None:
        began = time.perf_counter()
        made["default+vectors"] = with_vectors(replace(made["default"], kept={}), True, embeddings)
        vectors = made["default+vectors"].vectors
        line(data=name, vectors_seconds=round(time.perf_counter() - began, 1))
    both, alone = (LEARNED, DEFINITIONS), (LEARNED,)
    plain = Plain(data)
    line(
        **about_data, codes=len(data.codes), draws=draws,
        features_seconds=round(spent, 3),
        definitions_alone={
            "ap": round(average_precision(data.y, about), 4),
            "found1": round(found_at(data.y, about), 4),
            "chance_ap": round(float(data.y.mean(axis=0).mean()), 4),
        },
    )  # fmt: skip
    for label, coded in numbers(asked, data.count).items():
        found: dict[str, list[dict[str, float]]] = defaultdict(list)
        for draw in range(draws):
            chance = np.random.default_rng([20260101, coded, draw])
            inside = np.isin(data.document, chance.permutation(data.count)[:coded])
            train, test = np.flatnonzero(inside), np.flatnonzero(~inside)
            where = data.document[train]
            outcome = data.y[test]
            if not outcome.any():
                continue
            scores: dict[str, NDArray] = {}
            seconds: dict[str, float] = {}
            for engine, context in (("plain", False), ("plain+context", True)):
                began = time.perf_counter()
                scores[engine] = plain.probabilities(plain.matrix(train, context), train, test)
                seconds[engine] = time.perf_counter() - began
            if vectors is not None:
                began = time.perf_counter()
                own = sp.hstack([sp.csr_matrix(vectors), plain.around]).tocsr()
                sentences = plain.probabilities(own, train, test)
                scores["ensemble"] = _mean_odds(scores["plain+context"], sentences)
                seconds["ensemble"] = seconds["plain+context"] + time.perf_counter() - began
            bounds = {}
            if label == "20%":
                bounds["plain"], ruled = plain.ruled(train, test, where, scores["plain"])
            for engine, made_of, entry in [
                ("default", "default", both),
                ("default-definitions", "default", alone),
                ("default+vectors", "default+vectors", both),
            ]:
                if made_of not in made or (entry == alone and coded > FEW_DOCUMENTS):
                    continue
                began = time.perf_counter()
                model = fit(made[made_of], train, engines=entry)
                scores[engine] = model.rank(test)
                seconds[engine] = time.perf_counter() - began
                bounds[engine] = model.threshold(TARGET)
            for engine, score in scores.items():
                values = measured(outcome, score, draw) | {"seconds": seconds[engine]}
                values["hits"] = values["shown"] = 0.0
                if engine in bounds and bounds[engine].value is not None:
                    above = (ruled if engine == "plain" else score) >= bounds[engine].value
                    values |= {"hits": float(outcome[above].sum()), "shown": float(above.sum())}
                values["cases"] = float(outcome.sum())
                found[engine].append(values)
        base = found["plain"]
        if not base:
            said = "the documents left hold no case in any draw: nothing to measure"
            line(data=name, coded=coded, asked=label, draws=0, said=said)
        for engine, rows in found.items():
            result: dict[str, object] = {
                "data": name,
                "coded": coded,
                "asked": label,
                "engine": engine,
                "draws": len(rows),
            }
            for measure in ("ap", "found1", "wss95", "ece", "ece_perfect", "seconds"):
                result[measure] = round(float(np.mean([row[measure] for row in rows])), 4)
            result["ece_worst"] = round(max(row["ece"] for row in rows), 4)
            shown = sum(row["shown"] for row in rows)
            result["shown"] = round(shown / len(rows), 1)
            result["silent_draws"] = sum(row["shown"] == 0 for row in rows)
            result["precision"] = (
                round(sum(row["hits"] for row in rows) / shown, 4) if shown else None
            )
            result["recall"] = round(
                sum(row["hits"] for row in rows) / sum(row["cases"] for row in rows), 4
            )
            for other, against in (("plain", base), ("plain+context", found["plain+context"]),
                                   ("default-definitions", found.get("default-definitions", [])),
                                   ("ensemble", found.get("ensemble", []))):  # fmt: skip
                if engine == other or not against or not engine.startswith("default"):
                    continue
                for measure in ("ap", "found1"):
                    gaps = np.array(
                        [a[measure] - b[measure] for a, b in zip(rows, against, strict=True)]
                    )
                    result[f"{measure}_minus_{other}"] = interval(gaps)
            line(**result)


def _mean_odds(a: NDArray, b: NDArray) -> NDArray:
    odds = sum(
        np.log(np.clip(p, 1e-6, 1 - 1e-6) / (1 - np.clip(p, 1e-6, 1 - 1e-6))) for p in (a, b)
    )
    return 1 / (1 + np.exp(-odds / 2))


def line(**values: object) -> None:
    print(json.dumps(values), flush=True)


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asks.add_argument("--data", type=Path, required=True)
    asks.add_argument("--draws", type=int, default=20)
    asks.add_argument("--coded", default=CODED)
    asks.add_argument("--embeddings", action="store_true", help="with the extra embeddings, too")
    asks.add_argument("--cache", type=Path, help="folder in which sentence vectors are kept")
    given = asks.parse_args()
    if not (given.data / "turns.csv").is_file():
        asks.error(f"{given.data} holds no turns.csv")
    if given.embeddings and (reason := available()) is not None:
        asks.error(f"--embeddings: {reason}")
    warnings.simplefilter("ignore", ConvergenceWarning)
    with tempfile.TemporaryDirectory() as own:
        cache = given.cache or Path(own)
        run(
            Data(given.data), given.data.resolve().name, given.coded, given.draws,
            cache if given.embeddings else None,
        )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
