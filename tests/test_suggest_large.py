"""Many decided segments: the same models without the table of their products."""

import numpy as np
import pytest
import scipy.sparse as sp
from suggest_kit import BOOK, codings, progress, turns

from qualcode.review import learning
from qualcode.suggest import keep, learned, linear, streamed
from qualcode.suggest.combined import fit
from qualcode.suggest.features import Features, unit_rows
from qualcode.suggest.learned import LaidOut, Products, Streamed, learn

READ = [1, 2, 3, 4, 5]


def rows_of_words(n=700, words=1500, said=40, seed=3):
    """n rows of length one; words are as unequally frequent as in speech."""
    chance = np.random.default_rng(seed)
    odds = 1 / np.arange(1, words + 1)
    at = chance.choice(words, (n, said), p=odds / odds.sum())
    counts = sp.csr_matrix(
        (np.ones(n * said, np.float32), (np.repeat(np.arange(n), said), at.ravel())), (n, words)
    )
    counts.sum_duplicates()
    return unit_rows(counts)


@pytest.fixture(scope="module")
def study():
    """700 segments of seven documents and three roles; twelve codes hang on a word each, two of them on the
    same, one was given to nothing."""
    chance = np.random.default_rng(8)
    text = rows_of_words()
    dense = chance.standard_normal((700, 20)).astype(np.float32)
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    own = Features(text, rows_of_words(said=5, seed=4), dense, np.arange(700) % 3)
    y = np.asarray(text[:, 10:22].toarray()) > 0
    y ^= chance.random(y.shape) < 0.02
    y[:, 1] = y[:, 0]
    y[:, 2] = False
    return own, y, np.arange(700) // 100


def both(own):
    rows = np.arange(600)
    return LaidOut.of(own, rows), Streamed(own, rows)


@pytest.mark.parametrize("by_role", [0.0, 0.5])
def test_both_paths_give_the_same_models(study, by_role):
    own, y, _ = study
    table, rows = both(own)
    one, other = (each.ridge(y[:600].astype(float), 8.0, by_role) for each in (table, rows))
    assert np.abs(one.weights - other.weights).max() < 1e-6
    assert np.array_equal(one.offset, other.offset)
    everything, first = np.arange(700), np.arange(600)
    a, b = (learned._applied(own, first, each, by_role, everything) for each in (one, other))
    assert np.abs(a - b).max() < 1e-6
    # And the minimiser itself, in double precision.
    gram = _exactly(own, by_role)
    right = y[:600] - y[:600].mean(axis=0)
    exact = np.linalg.solve(gram + 2 * np.eye(600), right)
    found = streamed.solve(rows._system(2.0, by_role), right)
    assert np.abs(found - exact).max() < 1e-6
    assert np.abs(gram @ (found - exact)).max() < 1e-6


def _exactly(own, by_role):
    text, around, dense = (each[:600].astype(float) for each in (own.text, own.around, own.dense))
    role = own.role[:600]
    share = np.where(role[:, None] == role, 1, 1 - by_role)
    return ((text @ text.T).toarray() + dense @ dense.T) * share + (around @ around.T).toarray()


def test_every_segment_counts(study):
    own, y, _ = study
    rows = Streamed(own, np.arange(600))
    found = rows.ridge(y[:600].astype(float), 2.0, 0.0).weights
    assert (np.abs(found[:, 0]) > 0).all()
    changed = y[:600].copy()
    changed[599, 0] ^= True
    other = rows.ridge(changed.astype(float), 2.0, 0.0).weights
    assert not np.allclose(found[:599, 0], other[:599, 0], atol=1e-7)
    # A code that was given to nothing has no weights; two that are the same have the same.
    assert not found[:, 2].any()
    assert np.allclose(found[:, 0], found[:, 1], atol=1e-7)


def test_what_is_left_is_as_small_as_stated(study):
    own, y, _ = study
    times = Streamed(own, np.arange(600))._system(4.0, 0.25)
    right = y[:600] - y[:600].mean(axis=0)
    for tolerance in (1e-3, 1e-6, 1e-10):
        left = right - times(streamed.solve(times, right, tolerance))
        assert np.sqrt((left**2).sum(axis=0)).max() <= tolerance


def test_what_single_precision_cannot_solve_double_does():
    chance = np.random.default_rng(5)
    turn = np.linalg.qr(chance.standard_normal((60, 60)))[0]
    matrix = turn @ np.diag(np.logspace(0, 8, 60)) @ turn.T
    right = chance.standard_normal((60, 3))
    found = streamed.solve(lambda each: matrix.astype(each.dtype) @ each, right, 1e-6)
    assert np.abs(matrix @ found - right).max() <= 1e-6
    with pytest.raises(ArithmeticError):
        streamed.solve(lambda each: each * 0 + np.array([[np.nan]], each.dtype), right)


def test_learning_is_the_same_by_either_path(study):
    own, y, documents = study
    one, other = (
        learn(own, np.arange(600), y[:600], documents[:600], products=each) for each in both(own)
    )
    assert (one.penalty, one.by_role) == (other.penalty, other.by_role)
    everything = np.arange(700)
    # The table is eliminated in single precision; see above for the minimiser itself.
    assert np.abs(one.scores(everything) - other.scores(everything)).max() < 5e-6
    assert np.abs(one.probabilities(everything) - other.probabilities(everything)).max() < 1e-4


def test_a_few_decisions_more_are_the_same_by_either_path(study, monkeypatch):
    own, _, _ = study
    rows, more = np.arange(600), np.array([650, 620, 699])
    pairs = []
    for each in both(own):
        border, corner = each.border(own, rows, more, 0.5)
        solve = each.solver(4.0, 0.5)
        pairs.append((border, corner, solve(border.T, more), solve, each))
    for one, other in zip(pairs[0][:3], pairs[1][:3], strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max() < 1e-6
    across = pairs[0][4].extended(own, rows, more).gram(0.5)
    assert np.allclose(pairs[0][0], across[600:, :600], atol=1e-6)
    assert np.allclose(pairs[0][1], across[600:, 600:], atol=1e-6)
    # What was solved is not solved again: of the next refresh only the new one is.
    asked = []
    real = streamed.solve
    monkeypatch.setattr(
        streamed, "solve", lambda times, right: asked.append(right.shape[1]) or real(times, right)
    )
    after = np.array([699, 650, 610])
    border, _ = pairs[1][4].border(own, rows, after, 0.5)
    again = pairs[1][3](border.T, after)
    assert asked == [1]
    assert np.array_equal(again[:, 1], pairs[1][2][:, 0])


# -- which path ----------------------------------------------------------------------------------------


class Heavy:
    """Features of so many segments with so many entries each; nothing but their number is looked at."""

    def __init__(self, n, entries=1200):
        self.n = n
        self.text = type("M", (), {"nnz": n * entries})
        self.around = type("M", (), {"nnz": 0})

    def __len__(self):
        return self.n


@pytest.mark.parametrize(
    ("n", "codes", "laid_out"),
    [(100, 1, True), (5_000, 1, True), (8_000, 20, False), (8_000, 300, True), (11_500, 2_000, True),
     (11_501, 2_000, False), (50_000, 50, False)],
)  # fmt: skip
def test_the_cheaper_path_is_taken(n, codes, laid_out):
    assert learned._laid_out_is_cheaper(Heavy(n), np.arange(n), codes) is laid_out


def test_documents_of_thousands_of_segments_choose_by_a_part_of_each():
    groups = np.repeat(np.arange(3), 7_000)
    at = learned._some(groups, 800)
    assert len(at) == 5_000
    assert np.ptp(np.bincount(groups[at])) <= 1
    # Everything else as ever: whole documents.
    small = np.repeat(np.arange(30), 100)
    assert len(learned._some(small, 800)) == 800


def test_models_of_many_segments_are_kept_without_a_table(make_study, monkeypatch):
    project = make_study(
        turns=turns(8), codebook=BOOK, codings=codings(READ), progress=progress(READ)
    )
    own = learning.material(project.study, embeddings=False)
    table = fit(own).scores()
    monkeypatch.setattr(learned, "_FEW", 0)
    monkeypatch.setattr(learned, "_MANY", 0)
    rows = fit(own)
    assert isinstance(rows.parts[0].products, Streamed)
    assert np.abs(rows.scores() - table).max() < 1e-4
    part = rows.parts[0]
    arrays = keep.models_arrays([(part.columns, part.base, part.products)])
    assert not any("products" in name for name in arrays)
    ((columns, model, products),) = keep.models_of(arrays, own.features, lambda columns: (None, {}))
    assert isinstance(products, Streamed) and np.array_equal(columns, part.columns)
    assert np.array_equal(model.dual.weights, part.base.dual.weights)
    assert isinstance(Products.of(own.features, part.rows), Streamed)
    # A decision more is taken in, too.
    project.suggest(precision=0)
    before = learning.fitted(project.study, embeddings=False).scores().copy()
    open_ = project.suggestions(open_only=True)
    project.accept(open_["suggestion_id"].iloc[0])
    after = learning.fitted(project.study, embeddings=False)
    assert np.isfinite(after.scores()).all() and not np.array_equal(after.scores(), before)
    assert linear.Dual is type(after.parts[0].learned.dual)
