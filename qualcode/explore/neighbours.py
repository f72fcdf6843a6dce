"""Words near a code's words: vectors trained on this corpus alone, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.core.asked import asked_number, asked_text, asked_texts
from qualcode.core.codebook import Codebook, Pattern
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import CodingError, TableError, UsageError, counted, listing
from qualcode.explore.idea import IDEA, Drafted, Idea, new_id
from qualcode.explore.lines import found_of, lines_of
from qualcode.explore.terms import DEFAULT_SEED, Terms, asked_seeds, few_words, terms_of
from qualcode.index import parse_glob
from qualcode.present import OpenProject
from qualcode.present.report import Section, provenance
from qualcode.store import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MODELS = {"word2vec": "Word2Vec, skip-gram", "fasttext": "FastText, skip-gram with parts of words"}
COLUMNS = [
    "word",
    "similarity",
    "low",
    "high",
    "stable",
    "stable_documents",
    "n",
    "n_participants",
    "n_documents",
    "n_beside",
]
# Words that training goes through in all; a small corpus is gone through again and again.
_TRAINED = 500_000
_EPOCHS = (5, 30)
# gensim cuts sentences longer than this.
_LONGEST = 10_000
# A word that holds under so many of the runs goes into a draft unasked.
_STEADY = 0.7


def stable_hash(text: str) -> int:
    """The same number for a word in every run: Python's own hash changes with each start."""
    return crc32(text.encode("utf-8", "surrogatepass"))


@dataclass(repr=False)
class NearWordsReport(Idea):
    """Near words. frame: a row for each, see `near_words`. asked: the words they are near to. overlap,
    overlap_documents, shuffled: share of the first words that two runs have in common, under other seeds, under other
    documents, and where the words of the corpus are shuffled (missing with one run)."""

    asked: list[str] = field(default_factory=list)
    overlap: float | None = None
    overlap_documents: float | None = None
    shuffled: float | None = None

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """The words with their similarity, see `qualcode.explore.neighbour_plot`."""
        from qualcode.explore.plots import neighbour_plot

        return neighbour_plot(self, ax, **options)


def near_words(
    project: OpenProject | Study,
    code: str | None = None,
    *,
    words: Iterable[str] = (),
    top: int = 20,
    seeds: int | Sequence[int] = 5,
    draws: int = 5,
    seed: int = DEFAULT_SEED,
    model: str = "word2vec",
    dimensions: int = 50,
    window: int = 5,
    epochs: int | None = None,
    least: int = 5,
    where: Mapping[str, Any] | None = None,
    interviewers: bool = False,
    stop: str = "english",
    leave_out: Iterable[str] = (),
    lemmas: bool | str = False,
    samples: int = 1,
    context: int = 8,
    watch: Watch = unwatched,
) -> NearWordsReport:
    """Words that are used like a code's words: nearest by vectors trained on these turns and nothing else.

    code: a code; its words are those that its patterns of one word find (globs, lemmas, the parts of near),
    with those of the codes beneath it; where it has none, the words of its phrases. words: other words or globs to start from, in place
    of the patterns. top: how many. seeds: how many times the vectors are trained (seed, seed + 1 …), or the
    seeds; draws: how many times more on documents drawn again with replacement. model: "word2vec" or
    "fasttext" (also goes by parts of words: market, marketing). dimensions, window, epochs (None: so many
    that 500,000 words are gone through, 5 to 30): of the training. least: fewest uses of a word. where,
    interviewers, stop, leave_out, lemmas: which words, see `qualcode.explore.terms.terms_of`.
    samples: lines for each word, with `context` words on each side.

    frame, a row for each word, the steadiest first (mean of stable and stable_documents): word, similarity (mean cosine over the seeds to the mean
    of the code's words), low, high (of the seeds), stable (share of the seeds under which it is among the
    first `top`), stable_documents (the same over the draws of documents; missing with draws=0), n (uses),
    n_participants, n_documents, n_beside (turns that hold it together with one of the code's words).

    One worker and fixed seeds: the same words give the same numbers. Raises CodingError for an unknown code,
    TableError where none of its words is used often enough, UsageError for a wrong call.
    """
    if model not in MODELS:
        raise UsageError("model", f"{model!r}", listing(MODELS))
    top, draws = asked_number("top", top, 1), asked_number("draws", draws)
    dimensions, window = (
        asked_number("dimensions", dimensions, 2),
        asked_number("window", window, 1),
    )
    least, samples = asked_number("least", least, 1), asked_number("samples", samples)
    context = asked_number("context", context)
    if epochs is not None:
        epochs = asked_number("epochs", epochs, 1)
    chosen_seeds = asked_seeds(seeds, seed)
    given = asked_texts("words", words, "words, or globs such as measur*")
    terms = terms_of(
        project,
        where=where,
        interviewers=interviewers,
        stop=stop,
        leave_out=leave_out,
        lemmas=lemmas,
        watch=watch,
    )
    if code is None and not given:
        raise UsageError(
            "near",
            "neither a code nor words were named",
            "a code, or one word or more (words=, --word)",
        )
    if code is not None:
        check_code(terms.corpus.book, code)
    counts = np.bincount(terms.term, minlength=len(terms.names))
    asked = _asked(terms, code, given)
    usable = [at for at in asked if counts[at] >= least]
    if not usable:
        raise TableError(
            "near_words",
            f"none of the words of {code or listing(given)} is used {counted(least, 'time')} or more",
            "",
            "Name words that are used: words=, --word; or lower least=, --least",
        )
    trainer = _Trainer(terms, counts, least, model, dimensions, window, epochs)
    candidates = np.flatnonzero((terms.uses >= least) & (counts >= least))
    candidates = candidates[~np.isin(candidates, asked)]
    if not len(candidates):
        raise TableError(
            "near_words", "no other word is used often enough", "", "Lower least=, --least"
        )
    jobs: list[tuple[str, int]] = [("seed", each) for each in chosen_seeds]
    jobs += [("documents", at) for at in range(draws)]
    jobs += [("shuffled", each) for each in chosen_seeds[:2] if len(chosen_seeds) > 1]
    runs: dict[str, list[NDArray[np.float64]]] = {"seed": [], "documents": [], "shuffled": []}
    for kind, number in watch(jobs, "training word vectors"):
        runs[kind].append(trainer.similarity(kind, number, chosen_seeds[0], usable, candidates))
    report = NearWordsReport(
        f"Words near {code or listing(given)}: ideas",
        provenance=provenance(terms.corpus),
        book=terms.corpus.book,
        asked=[terms.names[at] for at in usable],
        overlap=_overlap(runs["seed"], top),
        overlap_documents=_overlap(runs["documents"], top),
        shuffled=_overlap(runs["shuffled"], top),
    )
    frame = _frame(terms, candidates, runs, usable, top)
    _fill(report, terms, frame, code, samples, context)
    report.notes = _notes(report, trainer, chosen_seeds, draws, asked, top, least)
    return report


def check_code(book: Codebook, code: str) -> None:
    """Raises CodingError for a code that is not in the codebook."""
    asked_text("code", code, "one id of the codebook")
    if code not in book:
        raise CodingError(
            code,
            "is not in the codebook",
            book.likeness(code) or book.what_became(code) or listing(book.codes, 12),
        )


def _asked(terms: Terms, code: str | None, given: Sequence[str]) -> list[int]:
    """The terms to start from, ascending."""
    vocabulary = terms.index.vocabulary
    term_of = np.full(len(vocabulary.words[0]), -1)
    words = vocabulary.words[1][terms.index.forms[terms.token]]
    term_of[words] = terms.term
    content = np.zeros(len(terms.names), dtype=bool)
    content[terms.term[terms.content]] = True
    found: set[int] = set()

    def add(ids: NDArray) -> None:
        own = term_of[np.unique(vocabulary.words[1][ids])]
        found.update(own[(own >= 0)].tolist())

    if given:
        for written in given:
            for word in parse_glob(written, "words").words:
                add(vocabulary.match(word))
        return sorted(found)
    from qualcode.suggest.lemmas import lemmas

    book = terms.corpus.book
    single: list[NDArray] = []
    several: list[NDArray] = []
    for each in book.beneath(code or ""):
        for pattern in book[each].patterns:
            if pattern.kind == "lemma":
                known = lemmas(vocabulary, str(pattern.value.get("language", "en")))
                words_of = pattern.text.split()
                if known.lemma is not None:
                    own = single if len(words_of) == 1 else several
                    own += [known.match(word) for word in words_of if word != "*"]
                continue
            texts = {"glob": [pattern.text], "near": list(pattern.value.get("near", ()))}
            for text in texts.get(pattern.kind, ()):
                glob = parse_glob(text, each)
                own = single if len(glob.words) == 1 else several
                own += [vocabulary.match(word, glob.case) for word in glob.words if word != "*"]

    for ids in single:
        add(ids)
    if not any(content[at] for at in found):
        for ids in several:
            add(ids)
    return sorted(at for at in found if content[at])


class _Trainer:
    """Trains vectors on the explored turns, on other documents of theirs, or on shuffled words."""

    def __init__(
        self,
        terms: Terms,
        counts: NDArray[np.int64],
        least: int,
        model: str,
        dimensions: int,
        window: int,
        epochs: int | None,
    ) -> None:
        self.terms, self.counts, self.least, self.model = terms, counts, least, model
        self.dimensions, self.window = dimensions, window
        low, high = _EPOCHS
        self.epochs = epochs or min(max(low, -(-_TRAINED // max(terms.words, 1))), high)
        self.documents = terms.corpus.turn_document[terms.turns]

    def _sentences(self, kind: str, number: int, seed: int) -> list[list[str]]:
        term, edges = self.terms.term, self.terms.edges.tolist()
        turns = np.arange(len(self.terms.turns))
        rng = np.random.default_rng([seed, number])
        if kind == "documents":
            there = np.unique(self.documents)
            drawn = rng.choice(there, size=len(there))
            turns = np.concatenate([np.flatnonzero(self.documents == each) for each in drawn])
        elif kind == "shuffled":
            term = np.random.default_rng(seed).permutation(term)
        names = np.array(self.terms.names, dtype=object)[term].tolist()
        found = []
        for at in turns.tolist():
            for begin in range(edges[at], edges[at + 1], _LONGEST):
                found.append(names[begin : min(begin + _LONGEST, edges[at + 1])])
        return found

    def similarity(
        self, kind: str, number: int, seed: int, asked: list[int], candidates: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Cosine of each candidate to the mean of the asked words; nan where a word has no vector there."""
        from gensim.models import FastText, Word2Vec

        sentences = self._sentences(kind, number, seed)
        options: dict[str, Any] = {
            "vector_size": self.dimensions,
            "window": self.window,
            "min_count": self.least,
            "sg": 1,
            "workers": 1,
            "seed": number if kind != "documents" else seed,
            "epochs": self.epochs,
            "hashfxn": stable_hash,
        }
        found = np.full(len(candidates), np.nan)
        names = self.terms.names
        spoken = {word for row in sentences for word in row}
        heard = [names[at] for at in asked if names[at] in spoken]
        try:
            if self.model == "fasttext":
                made = FastText(sentences, bucket=50_000, **options)
            else:
                made = Word2Vec(sentences, **options)
        except RuntimeError:  # documents drawn so that no word is used often enough
            return found
        place = made.wv.key_to_index
        start = [place[word] for word in heard if word in place]
        known = [at for at, each in enumerate(candidates.tolist()) if names[each] in place]
        if not start or not known:
            return found
        # Vectors of a small corpus all point one way; without what they share words can be told apart
        # (Mu & Viswanath 2018).
        vectors = made.wv.vectors.astype(float)
        vectors -= vectors.mean(axis=0)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        mean = vectors[start].mean(axis=0)
        mean /= max(float(np.linalg.norm(mean)), 1e-12)
        rows = [place[names[each]] for each in candidates[known].tolist()]
        # Rounded: the order must not hang on the last digits.
        found[known] = np.round(vectors[rows] @ mean, 6)
        return found


def _first(similarity: NDArray[np.float64], top: int) -> NDArray[np.int64]:
    order = np.lexsort((np.arange(len(similarity)), -np.nan_to_num(similarity, nan=-2.0)))
    return np.array(
        [at for at in order[:top].tolist() if similarity[at] == similarity[at]], np.int64
    )


def _overlap(runs: list[NDArray[np.float64]], top: int) -> float | None:
    """Mean share of the first words that two runs have in common."""
    lists = [set(_first(run, top).tolist()) for run in runs]
    lists = [each for each in lists if each]
    shares = [
        len(a & b) / max(len(a), len(b)) for at, a in enumerate(lists) for b in lists[at + 1 :]
    ]
    return float(np.mean(shares)) if shares else None


def _frame(
    terms: Terms,
    candidates: NDArray[np.int64],
    runs: dict[str, list[NDArray[np.float64]]],
    asked: list[int],
    top: int,
) -> pd.DataFrame:
    values = np.array(runs["seed"])

    def held(own: list[NDArray[np.float64]]) -> NDArray[np.float64]:
        share = np.zeros(len(candidates))
        for run in own:
            share[_first(run, top)] += 1 / len(own)
        return np.round(share, 10)

    stable = held(runs["seed"])
    again = held(runs["documents"]) if runs["documents"] else None
    steady = stable if again is None else np.round((stable + again) / 2, 10)
    mean = np.round(values.mean(axis=0), 6)
    order = np.lexsort((np.arange(len(candidates)), -mean, -steady))[:top]
    with_asked = np.unique(terms.turn[np.isin(terms.term, asked)])
    rows = []
    for at in order.tolist():
        term = int(candidates[at])
        turns = terms.turn[(terms.term == term) & terms.content]
        rows.append(
            (
                terms.names[term],
                float(mean[at]),
                float(values[:, at].min()),
                float(values[:, at].max()),
                float(stable[at]),
                None if again is None else float(again[at]),
                len(turns),
                terms.people(turns),
                terms.documents(turns),
                len(np.intersect1d(turns, with_asked)),
            )
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for name in ("similarity", "low", "high", "stable", "stable_documents"):
        frame[name] = frame[name].astype("Float64")
    return frame


def _fill(
    report: NearWordsReport,
    terms: Terms,
    frame: pd.DataFrame,
    code: str | None,
    samples: int,
    context: int,
) -> None:
    lines = []
    to = code or new_id(report.book, "draft_near_words")
    steady = frame[["stable", "stable_documents"]].astype(float).mean(axis=1, skipna=True)
    for word, stable in zip(frame["word"], steady, strict=True):
        pattern: Pattern = terms.pattern(word)
        if samples:
            found = found_of(terms, pattern)
            lines.append(lines_of(terms, found, samples, context).assign(word=word))
        report.drafted.append(
            Drafted(
                word,
                to,
                f"Words near {listing(report.asked, 3)} (draft)",
                (pattern,),
                f"words near {listing(report.asked, 3)}",
                bool(stable >= _STEADY),
            )
        )
    shown = (
        pd.concat(lines, ignore_index=True)[["word", "left", "match", "right", "source"]]
        if lines
        else None
    )
    report.sections = [
        Section(
            "Near words",
            frame,
            paragraphs=[f"Near {listing(report.asked, 30)}."],
            formats={
                "similarity": "coefficient",
                "stable": "share",
                "stable_documents": "share",
            },
            intervals={"similarity": ("low", "high")},
        )
    ]
    if shown is not None:
        report.sections.append(Section("Lines", shown))


def _notes(
    report: NearWordsReport,
    trainer: _Trainer,
    seeds: list[int],
    draws: int,
    asked: list[int],
    top: int,
    least: int,
) -> list[str]:
    terms = trainer.terms
    rare = [terms.names[at] for at in asked if trainer.counts[at] < least]
    notes = [
        f"Near means: said among the same words, which opposites are too. {IDEA}",
        *terms.said,
        f"{MODELS[trainer.model]} (gensim), {trainer.dimensions} dimensions, window {trainer.window},"
        f" {counted(trainer.epochs, 'epoch')}, one worker, words used at least {counted(least, 'time')},"
        f" what all vectors share taken away (Mu & Viswanath 2018); seeds {listing(seeds)}"
        + (f", and {draws} draws of documents from seed {seeds[0]}" if draws else "")
        + ".",
        f"stable: share of the seeds under which a word is among the first {top}; stable documents: share of"
        " draws of documents; n beside: turns that hold it together with one of the words asked for.",
    ]
    if rare:
        notes.append(f"Too rare to have a vector: {listing(rare, 20)}.")
    if report.overlap is None:
        notes.append("One seed: nothing is known of what another run would give.")
    else:
        told = f"Two seeds share {100 * report.overlap:.0f}% of their first {top} words"
        if report.shuffled is not None:
            told += f" ({100 * report.shuffled:.0f}% where the words of the corpus are shuffled)"
        if report.overlap_documents is not None:
            told += f", two draws of documents {100 * report.overlap_documents:.0f}%"
        notes.append(f"{told}.")
        weakest = min(
            report.overlap, 1.0 if report.overlap_documents is None else report.overlap_documents
        )
        if weakest < 0.5:
            notes.append(
                "That is unstable: take the words as an invitation to look, not as what the corpus says."
            )
    if small := few_words(terms.words, "word vectors"):
        notes.append(small)
    return notes
