"""What is learned from a few coded interviews: who taught it, what it may not learn from, and how sure it is."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from suggest_kit import BOOK, codings, progress, turns

from qualcode.core.codebook import Code, Codebook
from qualcode.core.text import text_hash
from qualcode.errors import UsageError
from qualcode.index import Indexable, build
from qualcode.review import learning
from qualcode.review.suggesting import suggest
from qualcode.suggest.combined import FEWEST_CODINGS, fit
from qualcode.suggest.engines import Combined, proposals
from qualcode.suggest.learned import CONTEXT
from qualcode.suggest.material import Material
from qualcode.suggest.run import Source

READ = [1, 2, 3, 4, 5]


def material(project, **options):
    return learning.material(project.study, embeddings=False, **options)


def suggested(project, coder="AB", **options):
    return suggest(project.study, coder, embeddings=False, **options)


def shown(project):
    """(document, turn, code) of the suggestions that stand."""
    frame = project.suggestions()
    return {tuple(row) for row in frame[["document", "turn", "code"]].to_numpy().tolist()}


@pytest.fixture
def taught(make_study):
    """Eight interviews, five of them coded and passed: 15 codings of measuring, 10 of price."""
    return make_study(turns=turns(8), codebook=BOOK, codings=codings(READ), progress=progress(READ))


# -- what teaches --------------------------------------------------------------------------------------


def test_passed_segments_teach_and_unread_ones_are_nothing(taught):
    own = material(taught)
    assert own.codes == ("measuring", "price")
    assert len(own) == 80
    assert own.considered.sum() == 2 * 50  # five interviews of ten turns, two codes
    assert not own.considered[own.group >= 5].any()
    assert (own.coded & own.considered).sum(axis=0).tolist() == [15, 10]
    # What nobody has read is never a negative: taking it away changes nothing.
    whole = fit(own)
    rows = np.flatnonzero(own.considered.any(axis=1))
    assert whole.rows.tolist() == rows.tolist() == list(range(50))
    assert np.array_equal(whole.scores(), fit(own, rows).scores())


def test_a_coding_in_a_document_without_a_pass_teaches_nothing(taught):
    before = fit(material(taught)).scores()
    taught.add_coding(document="D8", turn="9", code="measuring")
    own = material(taught)
    assert not own.considered[own.group == 7].any()
    assert np.array_equal(fit(own).scores(), before)


def test_without_a_pass_there_is_no_probability(make_study):
    project = make_study(turns=turns(3), codebook=BOOK, codings=codings([1, 2]))
    fitted = fit(material(project))
    assert np.isnan(fitted.scores()).all()
    assert not np.isnan(fitted.rank()).any()
    assert "no document has been passed" in fitted.notes[0]
    report = suggested(project)
    frame = project.suggestions()
    assert len(frame) == report.new > 0
    assert frame["score"].isna().all()
    # The word of the pattern in each of the six turns on money; the codebook's words in the others.
    assert set(frame[frame["engine"] == "patterns"]["turn"]) == {"4", "5"}
    assert set(frame[frame["engine"] == "definitions"]["code"]) == {"measuring"}


def test_a_pass_over_some_turns_teaches_these(make_study):
    project = make_study(
        turns=turns(2),
        codebook=BOOK,
        codings=codings([1]),
        progress="document,coder,codes,turns,blind\nD1,AB,measuring,1;2;9,yes\n",
    )
    own = material(project)
    assert np.argwhere(own.considered).tolist() == [[0, 0], [1, 0], [8, 0]]


def test_documents_of_several_coders_teach_nothing_until_one_is_chosen(make_study):
    project = make_study(
        turns=turns(2),
        codebook=BOOK,
        codings=codings([1]),
        progress=progress([1]) + "D1,CD,measuring;price,no\n",
    )
    own = material(project)
    assert not own.considered.any()
    assert "D1" in own.notes[0]
    project.set_primary("AB")
    assert material(project).considered.sum() == 20
    assert material(project, coders="CD").coded.sum() == 0
    assert material(project, coders="any").coded.sum() == 5


def test_blindness_is_that_of_the_pass_and_of_the_coding(taught):
    own = material(taught)
    assert (own.blind[own.considered] == 1).all()
    assert (own.blind[~own.considered] == -1).all()
    # One suggestion is accepted and one rejected in a passed interview: there nobody was blind any more.
    suggested(taught, engines=["patterns"])
    frame = taught.suggestions().query("document == 'D1'").set_index("turn")["suggestion_id"]
    taught.accept(frame["4"])
    taught.reject(frame["5"])
    now = material(taught)
    place = now.place["price"]
    assert now.blind[3, place] == now.blind[4, place] == 0
    assert (now.blind[now.considered] == 1).sum() == 100 - 2
    # What is read without blindness is left out where only blind answers count.
    assert material(taught, blind_only=True).considered.sum() == 98


def test_what_another_person_decided_takes_nobodys_blindness(taught):
    suggested(taught, "CD", engines=["patterns"])
    from qualcode.project import Project

    other = Project(taught.study, "CD")
    frame = taught.suggestions().query("document == 'D1'")
    other.reject(frame["suggestion_id"].iloc[0])
    own = material(taught)
    assert (own.blind[own.considered] == 1).all()


def test_turns_of_an_audit_sample_teach_nothing(taught):
    taught.draw_audit("check", n=10)
    drawn = taught.study.rows("SELECT count(*) FROM setting WHERE key = 'audit:check'")
    assert drawn == [(1,)]
    taught.complete_audit("check", blind=True)
    own = material(taught)
    assert own.considered.sum() == 100  # ten turns of D6 to D8 were passed, and are left out


def test_interviewers_and_reflective_notes_are_neither_learned_from_nor_proposed_for(make_study):
    project = make_study(
        turns=turns(6).replace(",P2,", ",Interviewer,"),
        codebook=BOOK,
        codings=codings(READ),
        progress=progress(READ),
    )
    own = material(project)
    assert len(own) == 60
    assert not own.open[own.group == 1].any()
    assert not own.considered[own.group == 1].any()
    suggested(project, precision=0)
    assert {document for document, _, _ in shown(project)} == {"D6"}


# -- what comes of it ----------------------------------------------------------------------------------


def test_probabilities_tell_what_is_said_in_interviews_that_nobody_read(taught):
    fitted = fit(material(taught))
    chance = fitted.scores(np.arange(50, 80)).reshape(3, 10, 2)
    measuring, price = chance[:, :, 0], chance[:, :, 1]
    assert measuring[:, :3].min() > 0.5 > measuring[:, 3:].max()
    assert price[:, 3:5].min() > 0.5 > price[:, [0, 1, 2, 5, 6, 7, 8, 9]].max()
    assert chance.min() >= 0 and chance.max() <= 1


def test_the_suggestions_are_the_turns_that_belong_there(taught):
    report = suggested(taught, precision=0.7)
    right = {(f"D{n}", str(t), "measuring") for n in (6, 7, 8) for t in (1, 2, 3)}
    right |= {(f"D{n}", str(t), "price") for n in (6, 7, 8) for t in (4, 5)}
    assert report.new == len(shown(taught)) > 0
    assert len(shown(taught) & right) >= 0.7 * len(shown(taught))
    frame = taught.suggestions()
    assert (frame["score"] == frame["rank_score"]).all()
    assert set(frame["engine"]) == {"combined"}


def test_shuffled_labels_are_learned_at_chance():
    """Twenty documents, random words: what was coded has nothing to do with what was said."""
    rng = np.random.default_rng(4)
    words = [f"w{n}" for n in range(60)]
    texts = ["\n".join(" ".join(rng.choice(words, 8)) for _ in range(30)) for _ in range(20)]
    own = _of_texts(texts, Codebook([Code("a"), Code("b")]))
    coded = rng.random((600, 2)) < 0.2
    own = _read(own, own.group < 10, coded)
    chance = fit(own).scores(np.arange(300, 600))
    for code in (0, 1):
        truth = coded[300:, code]
        order = np.argsort(-chance[:, code], kind="stable")
        hits = truth[order]
        precise = (np.cumsum(hits) / np.arange(1, 301))[hits].mean()
        # 300 segments, 60 of them coded: by chance .21, give or take .035.
        assert abs(precise - truth.mean()) < 0.09
    assert abs(chance.mean() - 0.2) < 0.05


def test_the_same_material_gives_the_same_numbers(taught):
    one, two = fit(material(taught)), fit(material(taught))
    assert np.array_equal(one.scores(), two.scores())
    fresh = fit(Material(**{**_fields(material(taught)), "kept": {}, "folder": None}))
    assert np.array_equal(one.scores(), fresh.scores())


def test_models_beside_the_project_are_those_that_would_be_fitted(taught, tmp_path):
    own, folder = material(taught), tmp_path / "kept"
    first = fit(own, folder=folder).scores()
    files = sorted(path.name for path in folder.iterdir())
    assert files == ["suggest-patterns-learned-definitions.npz"]
    assert np.array_equal(fit(own, folder=folder).scores(), first)
    # Damaged, of something else, gone: made again.
    path = folder / files[0]
    path.write_bytes(path.read_bytes()[:200])
    assert np.array_equal(fit(own, folder=folder).scores(), first)
    taught.retract(taught.codings()["coding_id"][0])
    other = fit(material(taught), folder=folder).scores()
    assert not np.array_equal(other, first)
    path.unlink()
    assert np.array_equal(fit(own, folder=folder).scores(), first)


def test_files_beside_the_project_may_be_deleted(taught):
    before = learning.fitted(taught.study, embeddings=False).scores()
    derived = taught.study.derived
    kept = sorted(path.name for path in derived.glob("suggest-*"))
    assert kept == [
        "suggest-features.npz", "suggest-patterns-learned-definitions.npz", "suggest-text.npz",
    ]  # fmt: skip
    for name in kept:
        with np.load(derived / name, allow_pickle=False) as file:
            assert all(file[each].dtype != object for each in file.files)
    path = taught.study.path
    taught.close()
    import qualcode as qc

    for gone in (False, True):
        if gone:
            for name in kept:
                (derived / name).unlink()
        with qc.open_project(path, coder="AB") as project:
            again = learning.fitted(project.study, embeddings=False).scores()
        assert np.array_equal(again, before)


# -- decisions -----------------------------------------------------------------------------------------


def test_a_decision_teaches_its_own_code_and_nothing_else(taught):
    suggested(taught, precision=0)
    before = learning.fitted(taught.study, embeddings=False)
    frame = taught.suggestions().query("document == 'D7' and code == 'price'")
    row = frame.set_index("turn")
    taught.reject(row["suggestion_id"]["4"])
    own = material(taught)
    assert np.argwhere(own.decided >= 0).tolist() == [[63, 1]]
    after = learning.fitted(taught.study, embeddings=False)
    # The same words stand in other interviews: price falls there, measuring stays as it was.
    assert after.scores()[63, 1] < before.scores()[63, 1]
    assert np.allclose(after.scores()[:, 0], before.scores()[:, 0], atol=1e-5)
    # And quickly or slowly, it is the same answer.
    assert np.allclose(after.scores(), fit(own).scores(), atol=1e-5)


def test_one_decision_is_what_ridge_on_one_segment_more_would_be(taught):
    """Without patterns and definitions, raw scores of price with D7's fourth turn as a negative."""
    own = material(taught)
    base = fit(own, engines=["learned"])
    decided = own.decided.copy()
    decided[63, 1] = 0
    after = fit(Material(**{**_fields(own), "decided": decided}), engines=["learned"])
    part = base.parts[0]
    rows = np.append(part.rows, 63)
    f, by_role, penalty = part.base.features, part.base.by_role, part.base.penalty
    words = (f.text[rows] @ f.text[rows].T).toarray() + f.dense[rows] @ f.dense[rows].T
    same = f.role[rows][:, None] == f.role[rows]
    gram = words * np.where(same, 1, 1 - by_role) + (f.around[rows] @ f.around[rows].T).toarray()
    y = np.append(own.coded[part.rows, 1], False) - own.coded[part.rows, 1].mean()
    weights = np.linalg.solve(gram + penalty * np.eye(51), y)
    assert np.allclose(after.parts[0].learned.dual.weights[:, 1], weights, atol=1e-3)


def test_what_was_accepted_and_taken_back_says_nothing(taught):
    suggested(taught, precision=0)
    frame = taught.suggestions().query("document == 'D7' and code == 'price'").set_index("turn")
    coding = taught.accept(frame["suggestion_id"]["5"])
    assert np.argwhere(material(taught).decided == 1).tolist() == [[64, 1]]
    taught.retract(coding)
    assert not (material(taught).decided >= 0).any()


def test_what_is_coded_or_rejected_is_not_proposed_again(taught):
    taught.add_coding(document="D6", turn="4", code="price")
    suggested(taught, precision=0)
    assert ("D6", "4", "price") not in shown(taught)
    assert ("D6", "5", "price") in shown(taught)
    row = taught.suggestions().query("document == 'D6' and turn == '5' and code == 'price'")
    taught.reject(row["suggestion_id"].iloc[0])
    fitted = learning.fitted(taught.study, embeddings=False)
    refused = [("D6", row["start"].iloc[0], row["end"].iloc[0], "price")]
    run = proposals(fitted, precision=0, skip=refused)
    assert not [p for p in run if (p.document, p.start, p.code) == ("D6", refused[0][1], "price")]


def test_what_was_read_needs_no_suggestion(taught):
    suggested(taught, precision=0)
    assert {document for document, _, _ in shown(taught)} == {"D6", "D7", "D8"}


# -- abstaining ----------------------------------------------------------------------------------------


def test_a_precision_that_cannot_be_supported_shows_nothing_learned_and_says_so(make_study):
    project = make_study(
        turns=turns(6), codebook=BOOK, codings=codings([1, 2]), progress=progress([1, 2])
    )
    bound = fit(material(project)).threshold(0.8)
    assert bound.value is None
    assert bound.reason.startswith(
        "inner validation cannot support a precision of 0.8 on this project: 10 coded segments in 2 documents"
    )
    report = suggested(project)
    # The codebook's own pattern still speaks: two turns in each of four interviews.
    assert shown(project) == {(f"D{n}", t, "price") for n in (3, 4, 5, 6) for t in ("4", "5")}
    only = "; proposed is only what a pattern of the codebook hits"
    assert report.held_why == bound.reason + only
    assert (
        report.held["measuring"] >= 12
    )  # three turns in each of the four, and what comes after them
    assert f"held back {sum(report.held.values())}" in str(report)
    assert report.as_data()["held"] == report.held
    # Asked for the most likely whatever they are: one for each of forty turns, the patterns' among them.
    everything = suggested(project, precision=0)
    assert everything.held == {}
    assert len(project.suggestions()) == 40


def test_a_precision_is_a_share(taught):
    for wrong in (1, 1.2, -0.1, "0.8", True):
        with pytest.raises(UsageError, match="precision"):
            suggested(taught, precision=wrong)


def test_the_threshold_holds_in_documents_left_out(make_study):
    many = list(range(1, 16))
    project = make_study(
        turns=turns(20), codebook=BOOK, codings=codings(many), progress=progress(many)
    )
    fitted = fit(material(project))
    bound = fitted.threshold(0.8)
    assert bound.value is not None and bound.shown >= 30 and bound.precision >= 0.8
    report = suggested(project)
    frame = project.suggestions()
    assert (frame["score"] >= bound.value).all()
    assert "at and above which 80% of all suggestions are right" in report.held_why
    truth = {(f"D{n}", str(t), c) for n in range(16, 21) for t, c in
             [(1, "measuring"), (2, "measuring"), (3, "measuring"), (4, "price"), (5, "price")]}  # fmt: skip
    assert len(shown(project) & truth) >= 0.8 * len(shown(project))


# -- codes that are too fine ---------------------------------------------------------------------------

FINE = """codes:
  - code: outcomes
    {applicable}
    codes:
      - code: measuring
      - code: {child}
  - code: price
"""


def _fine(make_study, applicable=True, read=True):
    """In five interviews the fine code `reports` has three codings, one fewer than five less one."""
    book = FINE.format(
        applicable="name: Outcomes" if applicable else "applicable: false", child="reports"
    )
    given = codings(READ).replace("D1,1,measuring", "D1,1,reports")
    given = given.replace("D2,1,measuring", "D2,1,reports").replace(
        "D3,1,measuring", "D3,1,reports"
    )
    passes = progress(READ).replace("measuring;price", "outcomes;reports;measuring;price")
    if not (applicable and read):
        passes = passes.replace("outcomes;", "")
    return make_study(turns=turns(8), codebook=book, codings=given, progress=passes)


def test_a_code_that_is_too_fine_is_suggested_as_its_theme(make_study):
    project = _fine(make_study)
    fitted = fit(material(project))
    assert FEWEST_CODINGS == 5
    assert fitted.fine == {"reports": "outcomes"}
    assert fitted.notes[-1] == (
        "fewer than 5 codings are too few to learn a code from: outcomes is suggested instead of reports"
    )
    # The theme is taught by the three codings of the fine code.
    theme = fitted.codes.index("outcomes")
    assert fitted.targets(fitted.rows)[:, theme].sum() == 3
    suggested(project, precision=0)
    assert {code for _, _, code in shown(project)} <= {"outcomes", "measuring", "price"}
    assert "outcomes" in {code for _, _, code in shown(project)}
    # Where this coder has the fine code already, its theme is not proposed.
    place = next(iter(sorted(each for each in shown(project) if each[2] == "outcomes")))
    project.add_coding(document=place[0], turn=place[1], code="reports")
    fitted = learning.fitted(project.study, embeddings=False)
    row = int(np.flatnonzero(fitted.material.group == int(place[0][1:]) - 1)[int(place[1]) - 1])
    assert learning.standing(project.study, fitted, "AB")[row, theme]


def test_a_theme_that_is_no_code_is_not_suggested_and_that_is_said(make_study):
    fitted = fit(material(_fine(make_study, applicable=False)))
    assert fitted.fine == {"reports": None}
    assert fitted.notes[-1] == (
        "fewer than 5 codings are too few to learn a code from: reports; outcomes above cannot be"
        " suggested instead, as it is no code that can be applied here"
    )


def test_a_theme_that_nobody_has_read_for_is_not_suggested_and_that_is_said(make_study):
    # The passes name reports, measuring and price, and not the theme outcomes.
    project = _fine(make_study, read=False)
    fitted = fit(material(project))
    assert fitted.fine == {"reports": None}
    assert fitted.notes[-1] == (
        "fewer than 5 codings are too few to learn a code from: reports; outcomes above cannot be"
        " suggested instead, as fewer than 5 segments were read for it"
    )
    # So it is the code itself that is suggested, as far as three codings go.
    assert fitted.shown[fitted.codes.index("reports")]
    suggested(project, precision=0)
    assert "reports" in {code for _, _, code in shown(project)}


# -- patterns once decided on --------------------------------------------------------------------------

WORDS = """codes:
  - code: price
    patterns: [lower, price]
  - code: measuring
    patterns: [outcomes]
"""


def test_patterns_are_scored_by_their_own_record(make_study):
    """Of seven interviews the first five are decided on by suggestion: "price" is right in all ten turns, "outcomes" in none."""
    project = make_study(turns=turns(7), codebook=WORDS)
    suggested(project, engines=["patterns"])
    assert project.suggestions()["score"].isna().all()
    frame = project.suggestions()
    for row in frame[frame["document"].isin([f"D{n}" for n in READ])].itertuples():
        (project.accept if row.code == "price" else project.reject)(row.suggestion_id)
    fitted = learning.fitted(project.study, engines=["patterns"])
    record = dict(
        zip(
            fitted.hits.patterns,
            zip(fitted.record.right, fitted.record.decided, strict=True),
            strict=True,
        )
    )
    assert record["price"] == (10, 10)
    right, decided = record["outcomes"]
    assert right == 0 and decided > 5
    rates = dict(zip(fitted.hits.patterns, fitted.record.rate, strict=True))
    assert rates["outcomes"] < 0.3 < 0.7 < rates["price"]
    # The rates of new proposals are those; by a run that reads a new interview.
    scores = fitted.scores()[50:70]
    assert np.allclose(scores[[3, 4, 13, 14], 0], rates["price"])
    assert np.isnan(scores[5:10]).all()


def test_a_record_is_drawn_to_that_of_all_patterns():
    from qualcode.suggest.hits import SHRINK, Record

    record = Record(np.array([3.0, 0.0, 0.0]), np.array([3.0, 9.0, 0.0]), {})
    share = 3.5 / 13  # three right and half a one, of twelve and one
    assert SHRINK == 4
    assert np.allclose(record.rate, [(3 + 4 * share) / 7, (0 + 4 * share) / 13, share])


# -- small and odd studies -----------------------------------------------------------------------------


def _of_texts(texts, book, role=None):
    entries = []
    for text in texts:
        ranges, at = [], 0
        for line in text.split("\n"):
            ranges.append(((at, at + len(line)),))
            at += len(line) + 1
        entries.append(Indexable(text_hash(text), text, ranges))
    sources = [Source(f"D{n}", each.version, each.text) for n, each in enumerate(entries)]
    return Material.unread(build(entries), sources, book, role=role)


def _fields(own):
    return {name: getattr(own, name) for name in own.__dataclass_fields__}


def _read(own, rows, coded):
    read = np.repeat(rows[:, None], len(own.codes), axis=1)
    return Material(**{**_fields(own), "considered": read, "coded": coded})


def test_one_code_and_one_document(make_study):
    project = make_study(
        turns=turns(2), codebook=["measuring"],
        codings="document,turn,code,coder\nD1,1,measuring,AB\nD1,2,measuring,AB\nD1,3,measuring,AB\n",
        progress="document,coder,codes,blind\nD1,AB,measuring,yes\n",
    )  # fmt: skip
    fitted = fit(material(project))
    chance = fitted.scores(np.arange(10, 20))[:, 0]
    assert chance[:3].min() > chance[3:].max()
    assert "1 document" in fitted.threshold().reason


def test_all_coded_and_nothing_coded_is_no_error():
    own = _of_texts(
        ["one two\nthree four\nfive six\nseven eight\nnine ten"] * 2, Codebook([Code("a")])
    )
    for coded in (np.ones((10, 1), bool), np.zeros((10, 1), bool)):
        fitted = fit(_read(own, own.group == 0, coded))
        assert np.isfinite(fitted.scores()).all()
        assert (fitted.scores() > 0.5).all() == coded.any()


def test_a_document_and_its_copy_are_one_document_left_out():
    # Eight interviews of twelve turns, each imported twice. Which turns were coded has nothing to do with what
    # is said there, and is the same in the copy: who has read the one knows the other by heart.
    chance = np.random.default_rng(7)
    words = ["river", "garden", "market", "window", "kettle", "ladder", "pocket", "saddle"]
    texts = ["\n".join(" ".join(chance.choice(words, 6)) for _ in range(12)) for _ in range(8)]
    own = _of_texts(texts * 2, Codebook([Code("a")]))
    coded = np.tile(chance.random(96) < 0.5, 2)[:, None]
    fitted = fit(_read(own, own.group >= 0, coded), engines=["learned"])
    (part,) = fitted.parts
    assert len(np.unique(part.base.inner_documents)) == 8
    guessed = part.base.left_out[:, 0] > 0.5
    assert (guessed == part.base.inner_targets[:, 0]).mean() < 0.7
    assert fitted.threshold().value is None


def _two_speakers(about_what_is_said):
    """Six interviews of thirty turns, two people in turn. The code is where the word river is said (a fifth of
    the turns, whoever speaks), or else wherever the first of the two speaks, whatever is said."""
    chance = np.random.default_rng(11)
    words = [
        "garden",
        "market",
        "window",
        "kettle",
        "ladder",
        "pocket",
        "saddle",
        "candle",
        "mirror",
    ]
    texts, coded = [], []
    for _ in range(6):
        river = chance.random(30) < 0.2
        lines = [" ".join([*chance.choice(words, 3), "river" if at else "lamp"]) for at in river]
        texts.append("\n".join(lines))
        coded.append(river if about_what_is_said else np.arange(30) % 2 == 0)
    own = _of_texts(texts, Codebook([Code("a")]), np.tile([0, 1], 90))
    return own, _read(own, own.group < 4, np.concatenate(coded)[:, None])


def test_context_counts_less_where_it_has_nothing_to_do_with_the_codes(tmp_path):
    _, read = _two_speakers(True)
    (part,) = fit(read, engines=["learned"], folder=tmp_path).parts
    assert part.base.features.context == CONTEXT[-1]
    # The products are those of the lighter features, and what was kept is what was fitted.
    rows = part.rows
    around = part.base.features.around[rows]
    assert np.allclose(part.products.other, (around @ around.T).toarray(), atol=1e-5)
    again = fit(replace(read, kept={}), engines=["learned"], folder=tmp_path)
    assert again.parts[0].base.features.context == CONTEXT[-1]
    fresh = fit(read, engines=["learned"])
    assert np.allclose(again.scores(), fresh.scores(), atol=1e-6)


def test_context_counts_in_full_where_it_tells(tmp_path):
    _, read = _two_speakers(False)
    fitted = fit(read, engines=["learned"])
    assert fitted.parts[0].base.features.context == 1
    chance = fitted.scores()[read.group == 5, 0]
    assert chance[::2].min() > chance[1::2].max()


def test_a_study_without_documents_or_with_empty_turns():
    own = _of_texts(["?\n?\n?\n?\n?\n?"], Codebook([Code("a")]))
    assert np.isfinite(fit(_read(own, own.group == 0, np.zeros((6, 1), bool))).scores()).all()
    none = Material.unread(build([]), [], Codebook([Code("a")]))
    assert fit(none).scores().shape == (0, 1)
    assert len(Combined().suggest(none)) == 0


def test_the_codebook_changes_between(taught, tmp_path):
    learning.fitted(taught.study, embeddings=False)
    taught.add_code("trust", definition="Talk about trust.")
    fitted = learning.fitted(taught.study, embeddings=False)
    assert fitted.codes == ("measuring", "price", "trust")
    # Nobody read anything for the new code: no probability, only an order.
    assert np.isnan(fitted.scores()[:, 2]).all()
    assert np.isfinite(fitted.scores()[:, :2]).all()
    assert np.isfinite(fitted.rank()).all()
    taught.rename_code("price", "cost")
    renamed = learning.fitted(taught.study, embeddings=False)
    assert renamed.codes == ("measuring", "cost", "trust")
    assert renamed.targets(renamed.rows)[:, 1].sum() == 10


def test_codes_that_were_passed_apart_are_learned_apart(make_study):
    given = "document,coder,codes,blind\n" + "".join(
        f"D{n},AB,{'measuring;price' if n < 4 else 'measuring'},yes\n" for n in READ
    )
    project = make_study(turns=turns(8), codebook=BOOK, codings=codings(READ), progress=given)
    fitted = fit(material(project))
    assert sorted((part.columns.tolist(), len(part.rows)) for part in fitted.parts) == [
        ([0], 50), ([1], 30),
    ]  # fmt: skip
    # price may still be proposed where only measuring was considered.
    suggested(project, precision=0)
    assert {d for d, _, c in shown(project) if c == "price"} >= {"D4", "D5"}
    assert not {d for d, _, c in shown(project) if c == "measuring"} & {f"D{n}" for n in READ}


def test_only_the_codes_asked_for_are_proposed(taught):
    suggested(taught, precision=0, codes=["price"])
    assert {code for _, _, code in shown(taught)} == {"price"}
    with pytest.raises(UsageError, match="prise"):
        suggested(taught, codes=["prise"])


def test_long_turns_are_learned_in_pieces(make_study):
    long = " ".join(["The hall was cold as always and we waited."] * 30)  # 270 words
    project = make_study(
        turns=f"document,turn,speaker,text\nD1,1,P1,{long}\nD1,2,P1,Price decided.\n", codebook=BOOK
    )
    own = material(project)
    assert own.segments.turn.tolist() == [0] * (len(own) - 1) + [1]
    text = project.study.text(1) if False else own.documents[0].text
    assert [text[a:b].split()[0] for a, b in zip(own.start, own.end, strict=True)][-1] == "Price"
    # Every word belongs to one piece, and a coding teaches the pieces that it touches.
    assert (own.segments.last - own.segments.first).sum() == 272
    start = int(own.start[1])
    project.add_coding(document="D1", start=start, end=start + 8, code="measuring")
    project.complete("D1")
    assert material(project).coded[:, 0].tolist() == [False, True] + [False] * (len(own) - 2)


def test_the_first_words_are_light():
    """Importing the protocol loads no numbers."""
    import subprocess

    script = "import sys, qualcode.suggest; assert 'numpy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_what_an_entry_excludes_counts_against_it():
    texts = [
        "we planted trees\nwe planted roses\nthe bus was late\nit rained in march\nnobody came today\nthe hall was cold"
    ]
    plain = Codebook([Code("gardens", definition="planted things")])
    strict = Codebook([Code("gardens", definition="planted things", exclude=("trees",))])
    order = fit(_of_texts(texts, plain), engines=["definitions"]).rank()[:, 0]
    narrow = fit(_of_texts(texts, strict), engines=["definitions"]).rank()[:, 0]
    assert order[:2].min() > order[2:].max()
    assert narrow[0] < order[0] and narrow[0] < narrow[1]
    assert narrow[1] == pytest.approx(order[1])


def test_words_are_counted_as_one_counts_them_by_hand(monkeypatch):
    from qualcode.suggest import features

    monkeypatch.setattr(features, "_STRETCH", 5)  # a few segments at one go
    texts = ["to be or not to be\n?\nbe it so\nto to to", "not so\nso so"]
    own = _of_texts(texts, Codebook([Code("a")]))
    words = own.index.vocabulary.words[0]
    counts = features.word_counts(own.index, own.segments).toarray()
    said = [{w: int(n) for w, n in zip(words, row, strict=True) if n} for row in counts]
    assert said == [
        {"to": 2, "be": 2, "or": 1, "not": 1}, {}, {"be": 1, "it": 1, "so": 1}, {"to": 3},
        {"not": 1, "so": 1}, {"so": 2},
    ]  # fmt: skip
    twos, pairs = features.pair_counts(own.index, own.segments)
    named = [f"{words[a]} {words[b]}" for a, b in pairs]
    assert {n: int(c) for n, c in zip(named, twos.toarray()[0], strict=True) if c} == {
        "to be": 2, "be or": 1, "or not": 1, "not to": 1,
    }  # fmt: skip
    assert dict(zip(named, twos.toarray()[3], strict=True))["to to"] == 2
