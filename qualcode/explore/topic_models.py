"""Topics: words that are said together in turns, for several numbers of topics and several seeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qualcode.core.asked import asked_number
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.explore.idea import IDEA, Drafted, Idea, new_id
from qualcode.explore.terms import DEFAULT_SEED, Terms, asked_seeds, few_words, terms_of
from qualcode.present import OpenProject
from qualcode.present.report import Section, provenance, shown
from qualcode.store import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

METHODS = {
    "nmf": "non-negative matrix factorisation of TF-IDF weights (gensim)",
    "lda": "latent Dirichlet allocation (gensim)",
}
COHERENCE = {"npmi": "c_npmi", "c_v": "c_v"}
# gensim's own: words apart that still count as said together.
_WINDOW = {"npmi": 10, "c_v": 110}
KS = (3, 4, 5, 6, 8, 10, 12)
_PASSES = 20
# A unit of fewer terms says too little about its topic to stand for it.
_TYPICAL = 8
_PATTERNS = 6


@dataclass
class Model:
    """One model. words: topics x terms, weights; share: units x topics, each row sums to 1 (or is 0);
    top: for each topic its first terms; coherence: of each topic."""

    k: int
    seed: int
    words: NDArray[np.float64]
    share: NDArray[np.float64]
    top: list[list[int]]
    coherence: list[float] = field(default_factory=list)

    @property
    def mean(self) -> float:
        return float(np.mean(self.coherence))


@dataclass(repr=False)
class TopicsReport(Idea):
    """Topics. frame: a row for each topic of the shown model, see `topics`. by_k: a row for each number of
    topics. runs: a row for each model. weights: a row for each topic and top word, with its weight."""

    by_k: pd.DataFrame = field(default_factory=pd.DataFrame)
    runs: pd.DataFrame = field(default_factory=pd.DataFrame)
    weights: pd.DataFrame = field(default_factory=pd.DataFrame)
    shown_k: int = 0
    measure: str = "npmi"

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """Coherence by number of topics, see `qualcode.explore.coherence_plot`."""
        from qualcode.explore.plots import coherence_plot

        return coherence_plot(self, ax, **options)

    def plot_words(self, ax: Axes | None = None, **options: Any) -> Axes:
        """The words of the topics as bars, see `qualcode.explore.topic_plot`."""
        from qualcode.explore.plots import topic_plot

        return topic_plot(self, ax, **options)


def topics(
    project: OpenProject | Study,
    k: int | Sequence[int] | None = None,
    *,
    seeds: int | Sequence[int] = 3,
    seed: int = DEFAULT_SEED,
    method: str = "nmf",
    level: str = "turns",
    where: Mapping[str, Any] | None = None,
    interviewers: bool = False,
    show: int | None = None,
    top: int = 10,
    coherence: str = "npmi",
    least: int = 3,
    most: float = 0.5,
    lemmas: bool | str = False,
    stop: str = "english",
    leave_out: Iterable[str] = (),
    samples: int = 3,
    watch: Watch = unwatched,
) -> TopicsReport:
    """Words that are said together, as topics: how coherent and how stable they are, and typical turns.

    k: the number of topics, or several; None tries 3 to 12, as far as there are turns for them. seeds: how
    many models for each k (seed, seed + 1 …), or the seeds themselves. method: "nmf" or "lda". level: what
    a topic is a topic of, "turns" or "documents". where, interviewers, stop, leave_out, lemmas: which words,
    see `qualcode.explore.terms.terms_of`. show: the k whose topics are shown; None = the one with the
    highest mean coherence. top: how many words stand for a topic. coherence: "npmi" (words within 10 words
    of each other, -1 to 1) or "c_v" (within 110, 0 to 1). least: fewest uses of a word; most: largest share
    of turns (documents) with it. samples: typical turns of each topic, one of a person.

    frame, a row for each topic: topic (1, 2 …, the largest first), words, share (of the explored words,
    by the topics' shares in each unit), coherence, stability (mean share of its top words that the topic
    most like it has under the other seeds, topics matched one to one; missing with one seed), n_turns or
    n_documents (units whose largest topic it is), n_participants who speak in these, top_share (largest
    share of its words by one participant). by_k: k, coherence (mean over seeds and topics), low, high (of
    the seeds), stability, shuffled and shuffled_stability (the same where the words are dealt anew to
    the turns: what chance gives), seeds. The model shown is the seed whose topics are most like those of
    the others.

    Raises TableError where there are too few words or units, UsageError for a wrong call.
    """
    if method not in METHODS:
        raise UsageError("method", f"{method!r}", listing(METHODS))
    if level not in ("turns", "documents"):
        raise UsageError("level", f"{level!r}", "turns, documents")
    if coherence not in COHERENCE:
        raise UsageError("coherence", f"{coherence!r}", listing(COHERENCE))
    top, least = asked_number("top", top, 2), asked_number("least", least, 1)
    samples = asked_number("samples", samples)
    if isinstance(most, bool) or not isinstance(most, (int, float)) or not 0 < most <= 1:
        raise UsageError("most", f"{most!r}", "a share above 0, up to 1")
    chosen_seeds = asked_seeds(seeds, seed)
    terms = terms_of(
        project,
        where=where,
        interviewers=interviewers,
        stop=stop,
        leave_out=leave_out,
        lemmas=lemmas,
        watch=watch,
    )
    bags = _Bags(terms, level, least, float(most))
    ks = _asked_ks(k, bags)
    if show is not None and show not in ks:
        raise UsageError("show", f"{show!r} is not among the numbers of topics", listing(ks))
    top = min(top, len(bags.kept))
    shuffled = bags.shuffled(chosen_seeds[0])
    jobs = [(size, each, bags) for size in ks for each in chosen_seeds]
    jobs += [(size, each, shuffled) for size in ks for each in chosen_seeds[:2]]
    made = [
        _fitted(own, size, each, method, top) for size, each, own in watch(jobs, "fitting topics")
    ]
    real, dealt = made[: len(ks) * len(chosen_seeds)], made[len(ks) * len(chosen_seeds) :]
    _cohere(bags, real, coherence, top)
    _cohere(shuffled, dealt, coherence, top)
    by_k = _by_k(ks, real, dealt)
    best = int(by_k["k"].iloc[_largest(by_k)]) if show is None else show
    models = [model for model in real if model.k == best]
    model, stability = _central(models)
    report = TopicsReport(
        f"Topics of {'turns' if level == 'turns' else 'documents'}: ideas",
        book=terms.corpus.book,
        provenance=provenance(terms.corpus),
        by_k=by_k,
        runs=pd.DataFrame(
            {
                "k": [each.k for each in real],
                "seed": [each.seed for each in real],
                "coherence": [each.mean for each in real],
            }
        ),
        shown_k=best,
        measure=coherence,
    )
    _fill(report, bags, model, stability, samples)
    report.notes = _notes(
        report, bags, chosen_seeds, method, coherence, (least, float(most), top), show
    )
    return report


class _Bags:
    """Units with their terms. kept: the terms that count; place: of each term among them, or -1; unit: of
    each content token its unit, column: its place in kept; texts: the words of each unit, in order."""

    def __init__(self, terms: Terms, level: str, least: int, most: float) -> None:
        self.terms, self.level = terms, level
        of = terms.turn if level == "turns" else terms.corpus.turn_document[terms.turn]
        self.units, unit = np.unique(of, return_inverse=True)
        pairs = np.unique(unit[terms.content] * len(terms.names) + terms.term[terms.content])
        spread = np.bincount(pairs % len(terms.names), minlength=len(terms.names))
        limit = max(most * len(self.units), 1.0)
        # In a handful of documents every word is in most of them.
        wanted = (terms.uses >= least) & ((spread <= limit) | (len(self.units) < 5))
        self.kept = np.flatnonzero(wanted)
        self.place = np.full(len(terms.names), -1)
        self.place[self.kept] = np.arange(len(self.kept))
        self.all_units = unit
        column = np.where(terms.content, self.place[terms.term], -1)
        self.slots = np.flatnonzero(column >= 0)
        self.unit, self.column = unit[self.slots], column[self.slots]

    def shuffled(self, seed: int) -> _Bags:
        """The same units with the same numbers of terms, the terms dealt anew."""
        import copy

        dealt = copy.copy(self)
        dealt.column = np.random.default_rng(seed).permutation(self.column)
        return dealt

    @property
    def names(self) -> list[str]:
        return [self.terms.names[at] for at in self.kept.tolist()]

    @property
    def sizes(self) -> NDArray[np.int64]:
        return np.bincount(self.unit, minlength=len(self.units))

    def rows(self) -> list[list[tuple[int, int]]]:
        """Each unit as (term, count), ascending."""
        width = len(self.kept)
        keys, counts = np.unique(self.unit * width + self.column, return_counts=True)
        found: list[list[tuple[int, int]]] = [[] for _ in self.units]
        for key, n in zip(keys.tolist(), counts.tolist(), strict=True):
            found[key // width].append((key % width, n))
        return found

    def texts(self) -> list[list[str]]:
        """The words of each unit in their order; what is no term keeps its place, as ""."""
        names = np.array(["", *self.names], dtype=object)
        column = np.zeros(len(self.terms.token), dtype=np.int64)
        column[self.slots] = self.column + 1
        found: list[list[str]] = [[] for _ in self.units]
        for unit, word in zip(self.all_units.tolist(), names[column].tolist(), strict=True):
            found[unit].append(word)
        return found


def _asked_ks(k: int | Sequence[int] | None, bags: _Bags) -> list[int]:
    units = int((bags.sizes > 0).sum())
    room = min(units, len(bags.kept))
    if room < 2:
        raise TableError(
            "topics",
            f"{counted(units, 'unit')} with {counted(len(bags.kept), 'word')} that count are too few",
            "at least 2 of each",
            "Lower least= (--least), raise most= (--most) for words that are in most turns, or take more turns",
        )
    if k is None:
        return [each for each in KS if each <= room // 3] or [2]
    several = isinstance(k, Iterable) and not isinstance(k, str)
    ks = sorted({asked_number("k", each, 2) for each in (k if several else [k])})  # type: ignore[union-attr]
    if not ks:
        raise UsageError("k", "none given", "a whole number from 2, or several")
    if ks[-1] > room:
        raise TableError(
            "topics", f"{ks[-1]} topics of {counted(units, 'unit')} and"
            f" {counted(len(bags.kept), 'word')} cannot be", f"at most {room}",
        )  # fmt: skip
    return ks


def _fitted(bags: _Bags, k: int, seed: int, method: str, top: int) -> Model:
    rows, names = bags.rows(), dict(enumerate(bags.names))
    filled = [row for row in rows if row]
    if method == "lda":
        from gensim.models import LdaModel

        model = LdaModel(
            filled, num_topics=k, id2word=names, passes=_PASSES, iterations=100,
            chunksize=max(len(filled), 1), update_every=1, eval_every=None, random_state=seed,
        )  # fmt: skip
        words = model.get_topics()
        gamma, _ = model.inference(filled)
        weight = gamma / gamma.sum(axis=1, keepdims=True)
    else:
        from gensim.models import Nmf, TfidfModel

        scaled = TfidfModel(filled)
        weighted = [scaled[row] or [(term, float(n)) for term, n in row] for row in filled]
        model = Nmf(
            weighted, num_topics=k, id2word=names, passes=_PASSES, eval_every=None,
            random_state=seed, normalize=False,
        )  # fmt: skip
        words = np.asarray(model.get_topics(normalize=False), dtype=float)
        words = words / np.maximum(words.sum(axis=1, keepdims=True), 1e-12)
        weight = np.zeros((len(filled), k))
        for at, row in enumerate(weighted):
            for topic, value in model.get_document_topics(row, normalize=False):
                weight[at, topic] = value
        weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
    share = np.zeros((len(rows), k))
    share[[at for at, row in enumerate(rows) if row]] = weight
    firsts = [
        np.lexsort((np.arange(words.shape[1]), -np.round(row, 12)))[:top].tolist() for row in words
    ]
    return Model(k, seed, np.asarray(words, dtype=float), share, firsts)


def _cohere(bags: _Bags, models: list[Model], measure: str, top: int) -> None:
    """Coherence of every topic of all models, the windows counted once, in this process."""
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    names = bags.names
    dictionary = Dictionary()
    dictionary.token2id = {name: at for at, name in enumerate(names)}
    dictionary.id2token = dict(enumerate(names))
    every = [[names[at] for at in row] for model in models for row in model.top]
    found = CoherenceModel(
        topics=every,
        texts=bags.texts(),
        dictionary=dictionary,
        coherence=COHERENCE[measure],
        window_size=_WINDOW[measure],
        topn=top,
        processes=1,
    ).get_coherence_per_topic()
    at = 0
    for model in models:
        # What differs in the last digits only must not choose between models.
        model.coherence = [round(float(value), 10) for value in found[at : at + model.k]]
        at += model.k


def _shared(a: Model, b: Model) -> NDArray[np.float64]:
    """For each topic of a the share of its top words that its match in b has; matched one to one."""
    from scipy.optimize import linear_sum_assignment

    overlap = np.array([[len(set(x) & set(y)) / len(x) for y in b.top] for x in a.top])
    rows, columns = linear_sum_assignment(-overlap)
    return overlap[rows, columns]


def _central(models: list[Model]) -> tuple[Model, NDArray[np.float64] | None]:
    """The model most like the others, and the stability of each of its topics (None with one model)."""
    if len(models) < 2:
        return models[0], None
    each = [
        np.mean([_shared(model, other) for other in models if other is not model], axis=0)
        for model in models
    ]
    at = int(np.argmax([round(float(values.mean()), 10) for values in each]))
    return models[at], each[at]


def _stability(models: list[Model]) -> float | None:
    pairs = [float(_shared(a, b).mean()) for at, a in enumerate(models) for b in models[at + 1 :]]
    return float(np.mean(pairs)) if pairs else None


def _by_k(ks: list[int], real: list[Model], dealt: list[Model]) -> pd.DataFrame:
    rows = []
    for k in ks:
        own = [model for model in real if model.k == k]
        chance = [model for model in dealt if model.k == k]
        values = [model.mean for model in own]
        rows.append(
            (k, float(np.mean(values)), min(values), max(values), _stability(own),
             float(np.mean([model.mean for model in chance])), _stability(chance), len(own))
        )  # fmt: skip
    frame = pd.DataFrame(
        rows,
        columns=[
            "k", "coherence", "low", "high", "stability", "shuffled", "shuffled_stability", "seeds",
        ],
    )  # fmt: skip
    for name in ("coherence", "low", "high", "stability", "shuffled", "shuffled_stability"):
        frame[name] = frame[name].astype("Float64")
    return frame


def _largest(by_k: pd.DataFrame) -> int:
    """Which row has the highest mean coherence; the first of equals."""
    return int(np.argmax(by_k["coherence"].to_numpy(dtype=float)))


def _fill(
    report: TopicsReport,
    bags: _Bags,
    model: Model,
    stability: NDArray[np.float64] | None,
    samples: int,
) -> None:
    terms, names, sizes = bags.terms, bags.names, bags.sizes
    mass = model.share * sizes[:, None]
    total = mass.sum(axis=0)
    order = np.lexsort((np.arange(model.k), -np.round(total, 9)))
    largest = np.where(model.share.sum(axis=1) > 0, np.argmax(model.share, axis=1), -1)
    # The words of each participant under each topic: tokens weigh what the topic has of their unit.
    person = terms.corpus.turn_person[terms.turn[bags.slots]]
    known = person >= 0
    rows, quotes, weights = [], [], []
    drafted: list[Drafted] = []
    unit_of_turn = (
        dict(zip(bags.units.tolist(), range(len(bags.units)), strict=True))
        if bags.level == "documents"
        else {}
    )
    for number, topic in enumerate(order.tolist(), 1):
        words = [names[at] for at in model.top[topic]]
        units = np.flatnonzero(largest == topic)
        turns = (
            bags.units[units]
            if bags.level == "turns"
            else terms.turns[np.isin(terms.corpus.turn_document[terms.turns], bags.units[units])]
        )
        by_person = np.bincount(
            person[known], weights=model.share[bags.unit[known], topic], minlength=1
        )
        rows.append(
            {
                "topic": number,
                "words": ", ".join(words),
                "share": total[topic] / max(float(total.sum()), 1e-12),
                "coherence": model.coherence[topic],
                "stability": None if stability is None else float(stability[topic]),
                f"n_{bags.level}": len(units),
                "n_participants": terms.people(turns),
                "top_share": float(by_person.max() / by_person.sum()) if by_person.sum() else None,
            }
        )
        weights += [
            (number, word, float(model.words[topic, at]))
            for word, at in zip(words, model.top[topic], strict=True)
        ]
        wanted = bags.kept[model.top[topic]].tolist()
        for turn, share in _typical(bags, model, topic, samples, unit_of_turn):
            quotes.append(
                {
                    "topic": number,
                    "quotation": terms.quotation(turn, wanted),
                    "source": f"topic {number} ({100 * share:.0f}% of the"
                    f" {bags.level.removesuffix('s')}'s words): {terms.source(turn)}",
                }
            )
        drafted.append(
            Drafted(
                number,
                new_id(report.book, f"draft_topic_{number}"),
                f"{', '.join(words[:3])} (draft)",
                tuple(terms.pattern(word) for word in words[:_PATTERNS]),
                f"topic {number} of {model.k}, seed {model.seed}; words: {', '.join(words)}",
            )
        )
    frame = pd.DataFrame(rows)
    for name in ("share", "coherence", "stability", "top_share"):
        frame[name] = frame[name].astype("Float64")
    report.weights = pd.DataFrame(weights, columns=["topic", "word", "weight"])
    report.drafted = drafted
    formats = {
        "share": "share",
        "coherence": "coefficient",
        "stability": "share",
        "top_share": "share",
        "topic": "n",
    }
    report.sections = [
        Section(f"{model.k} topics (seed {model.seed})", frame, formats=formats),
        Section(
            "Typical turns",
            pd.DataFrame(quotes, columns=["topic", "quotation", "source"]),
            paragraphs=[] if quotes else ["None were asked for, or no turn has enough words."],
            hidden=("topic",),
            quotations=True,
        ),
        Section(
            "By number of topics",
            report.by_k,
            formats={
                "coherence": "coefficient",
                "stability": "share",
                "shuffled": "coefficient",
                "shuffled_stability": "share",
            },
            intervals={"coherence": ("low", "high")},
        ),
    ]


def _typical(
    bags: _Bags, model: Model, topic: int, samples: int, unit_of_turn: dict[int, int]
) -> list[tuple[int, float]]:
    """Turns with the largest shares of a topic, one of a person: (turn, share). Of documents, the turn with
    most of the topic's words in those with the largest shares."""
    terms, sizes = bags.terms, bags.sizes
    top = model.top[topic]
    hit = np.isin(bags.column, top)
    turn = terms.turn[bags.slots]
    if bags.level == "turns":
        turns, share = bags.units, model.share[:, topic]
        long = sizes >= min(_TYPICAL, int(sizes.max()))
    else:
        turns = terms.turns
        documents = terms.corpus.turn_document[turns].tolist()
        share = model.share[[unit_of_turn[each] for each in documents], topic]
        long = np.ones(len(turns), dtype=bool)
    at = np.searchsorted(turns, turn)
    hits = np.bincount(at[hit], minlength=len(turns))
    order = np.lexsort((np.arange(len(turns)), -hits, -np.round(share, 6)))
    found: list[tuple[int, float]] = []
    seen: set[int] = set()
    for each in order.tolist():
        if len(found) >= samples:
            break
        if not (long[each] and hits[each] and share[each] > 0):
            continue
        person = int(terms.corpus.turn_person[turns[each]])
        if person >= 0 and person in seen:
            continue
        seen.add(person)
        found.append((int(turns[each]), float(share[each])))
    return found


def _notes(
    report: TopicsReport,
    bags: _Bags,
    seeds: list[int],
    method: str,
    coherence: str,
    limits: tuple[int, float, int],
    show: int | None,
) -> list[str]:
    by_k, (least, most, top) = report.by_k, limits
    row = by_k[by_k["k"] == report.shown_k].iloc[0]
    notes = [
        "Topics are no themes: a topic is words that are said together, a theme is what somebody makes of"
        f" what was meant. {IDEA}",
        *bags.terms.said,
        f"{counted(len(bags.kept), 'word')} used at least {counted(least, 'time')} and in at most"
        f" {100 * most:.0f}% of {bags.level}; {METHODS[method]}, {_PASSES} passes, seeds"
        f" {listing(seeds)}; the first {top} words of each topic.",
        f"Coherence: {'NPMI' if coherence == 'npmi' else 'C_v'} of the top words within"
        f" {_WINDOW[coherence]} words of each other, by the turns themselves; stability: share of top"
        " words that the matching topic has under another seed; shuffled: the same when the words are"
        f" dealt anew to the {bags.level}, which is what chance gives.",
    ]
    if len(by_k) > 1 and show is None:
        # How far the next best k is, against how far seeds lie from each other.
        others = by_k[by_k["k"] != report.shown_k]
        next_ = others.iloc[_largest(others)]
        if float(next_["high"]) >= float(row["low"]) and int(row["seeds"]) > 1:
            notes.append(
                f"{report.shown_k} topics have the highest mean coherence, but the seeds of"
                f" {int(next_['k'])} topics reach into theirs: coherence does not choose between them."
            )
        else:
            notes.append(f"{report.shown_k} topics have the highest mean coherence.")
    notes += _doubts(report, bags, row)
    if small := few_words(bags.terms.words, "topic models"):
        notes.append(small)
    return notes


def _doubts(report: TopicsReport, bags: _Bags, row: Any) -> list[str]:
    """What the figures say against the topics."""
    doubts = []
    if float(row["coherence"]) <= float(row["shuffled"]):
        doubts.append(
            f"These topics are no more coherent ({shown(row['coherence'], 'coefficient')}) than those of shuffled words"
            f" ({shown(row['shuffled'], 'coefficient')}): the corpus does not bear {report.shown_k} topics."
            + (" Topics of whole documents may fare better." if bags.level == "turns" else "")
        )
    if not pd.isna(row["stability"]):
        told = f"Under another seed a topic keeps {100 * row['stability']:.0f}% of its top words"
        if not pd.isna(row["shuffled_stability"]):
            told += f" ({100 * row['shuffled_stability']:.0f}% where the words are shuffled)"
        weak = row["stability"] < 0.6
        doubts.append(told + (": another run would tell another story." if weak else "."))
    else:
        doubts.append("One seed: nothing is known of what another run would give.")
    own = report.sections[0].frame
    assert own is not None
    personal = own[(own["top_share"] > 0.5).fillna(False)]["topic"].tolist()
    if personal:
        doubts.append(
            f"More than half of {'topic' if len(personal) == 1 else 'topics'} {listing(personal, 20)}"
            " is one participant's words: a way of speaking, perhaps, and no topic."
        )
    return doubts
