"""Double coding: drawn by chance within strata, coded apart, handed over, and ready or not."""

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import qualcode as qc
from qualcode.analysis.corpus import corpus
from qualcode.analysis.samples import (
    Plan,
    before_consensus,
    plan,
    plans,
    setting_words,
    units,
    wanted_codes,
)
from qualcode.analysis.sampling import allocate, draw, sample_size
from qualcode.errors import (
    CodingError,
    ExportError,
    HistoryError,
    ProjectError,
    TableError,
    UsageError,
)
from qualcode.exchange.codings import export_codings
from qualcode.exchange.progress import export_progress
from qualcode.review.copies import copy_for, hand_over
from qualcode.review.doublecoding import assignments, complete_sample, samples, status
from qualcode.review.drawing import draw_sample
from qualcode.store import state

# Ten interviews of one person each: six commissioners (C0–C5), three providers (P0–P2), a consultant (K0).
# Each is a question and an answer of four words; with the commissioners there is a second answer, of one.
COMMISSIONERS = [f"C{n}" for n in range(6)]
PROVIDERS = [f"P{n}" for n in range(3)]
EVERYBODY = [*COMMISSIONERS, *PROVIDERS, "K0"]
ROLES = {"C": "Commissioner", "P": "Provider", "K": "Consultant"}


def turn_rows(people):
    rows = ["document,turn,speaker,text"]
    for who in people:
        rows += [f"{who},1,INT,What matters?", f"{who},2,{who},Trust matters for {who}."]
        if who[0] == "C":
            rows += [f"{who},3,INT,And price?", f"{who},4,{who},Hardly."]
    return "\n".join(rows) + "\n"


PEOPLE = "participant,role\n" + "".join(f"{who},{ROLES[who[0]]}\n" for who in EVERYBODY)


@pytest.fixture
def ten(make_study):
    return make_study(turns=turn_rows(EVERYBODY), participants=PEOPLE, codebook=["trust", "price"])


def drawn(project, name="pilot", **options):
    options = {"coders": ("AB", "CD"), "by": "role", **options}
    return draw_sample(project.study, "AB", name, **options)


def strata(report):
    return {each.values: (each.available, each.drawn) for each in report.strata}


# -- allocation ----------------------------------------------------------------------------------------


def rng():
    return np.random.default_rng(1)


@pytest.mark.parametrize(
    ("sizes", "number", "expected"),
    [
        ([50, 30, 20], 10, [5, 3, 2]),  # in proportion, nothing left over
        ([7, 2, 1], 5, [3, 1, 1]),  # 3.5, 1, .5: the last one must have one, so the first gives way
        ([90, 9, 1], 10, [8, 1, 1]),  # 9, .9, .1
        ([1, 1, 1], 3, [1, 1, 1]),
        ([4, 4], 8, [4, 4]),
        ([97, 1, 1, 1], 2, [2, 0, 0, 0]),  # fewer than strata: 1.94, and .02 each
    ],
)
def test_units_are_given_to_strata_in_proportion_and_one_at_least(sizes, number, expected):
    assert allocate(sizes, number, rng()) == expected


def test_equal_remainders_are_settled_by_chance():
    # Two strata of one size, one unit: each has half a unit. Over 400 seeds each gets about 200, 4 standard
    # errors of a fair coin are 4 * sqrt(400 / 4) = 40.
    firsts = sum(allocate([5, 5], 1, np.random.default_rng(seed))[0] for seed in range(400))
    assert 160 <= firsts <= 240


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=12).flatmap(
        lambda sizes: st.tuples(st.just(sizes), st.integers(0, sum(sizes)))
    ),
    st.integers(0, 2**32),
)
def test_an_allocation_is_whole_fits_and_keeps_to_the_quota(given_, seed):
    sizes, number = given_
    found = allocate(sizes, number, np.random.default_rng(seed))
    assert sum(found) == number
    assert all(0 <= own <= size for own, size in zip(found, sizes, strict=True))
    quotas = [number * size / sum(sizes) for size in sizes]
    if number >= len(sizes):
        assert min(found) >= 1
    # Without help for the small ones, nobody is a whole unit away from the share.
    if all(quota >= 1 for quota in quotas) or number < len(sizes):
        assert all(abs(own - quota) < 1 for own, quota in zip(found, quotas, strict=True))


def test_a_share_is_at_least_that_share():
    assert [sample_size(n, 0.2, None) for n in (10, 11, 15, 16)] == [2, 3, 3, 4]
    assert sample_size(100, 0.55, None) == 55  # .55 * 100 in floating point is a little more
    assert sample_size(3, None, 3) == 3
    assert sample_size(7, None, None) == 2


@pytest.mark.parametrize(
    "options",
    [
        {"share": 0.2, "n": 3},
        {"share": 0},
        {"share": 1.1},
        {"share": float("nan")},
        {"share": True},
        {"share": "0.2"},
        {"n": 0},
        {"n": 11},
        {"n": 2.5},
        {"unit": "sentence"},
        {"by": ("role", "role")},
        {"by": None},
        {"coders": "AB"},
        {"coders": ("AB",)},
        {"coders": ("AB", "AB")},
        {"coders": ("AB", "consensus")},
        {"coders": ("AB", "Consensus")},
        {"coders": ("AB", "any")},
        {"coders": ("AB", "")},
        {"least_words": 2},
        {"seed": -1},
        {"seed": "x"},
        {"where": ["role"]},
        {"where": {"coder": "AB"}},
        {"name": ""},
        {"name": "a\nb"},
        {"name": "x" * 61},
        {"codes": []},
    ],
)
def test_options_that_mean_nothing_are_refused(ten, options):
    acts = ten.study.last_act
    with pytest.raises(UsageError) as error:
        drawn(ten, **options)
    assert "\n" not in str(error.value)
    assert ten.study.last_act == acts


def test_unknown_attributes_values_and_codes_are_refused(ten):
    for options, kind in (
        ({"by": "rol"}, TableError),
        ({"where": {"role": "Nurse"}}, TableError),
        ({"codes": ["thrust"]}, CodingError),
        ({"unit": "turn", "least_words": 5}, TableError),  # no turn has five words
    ):
        with pytest.raises(kind):
            drawn(ten, **options)
    assert plans(ten.study) == {}


def test_drawing_needs_a_coder(ten):
    with pytest.raises(UsageError, match="who does it"):
        draw_sample(ten.study, "", "pilot", coders=("AB", "CD"))


# -- what is drawn -------------------------------------------------------------------------------------


def test_documents_are_drawn_within_strata(ten):
    report = drawn(ten, n=5)
    # 6 : 3 : 1 of five is 3 : 1.5 : .5.
    assert strata(report) == {
        ("Commissioner",): (6, 3),
        ("Provider",): (3, 1),
        ("Consultant",): (1, 1),
    }
    kinds = Counter(document[0] for document in report.plan.documents)
    assert kinds == {"C": 3, "P": 1, "K": 1}
    assert report.plan.size == 5
    assert report.plan.available == 10
    assert report.frame.columns.tolist() == ["role", "available", "drawn"]
    assert report.frame["drawn"].sum() == 5


def test_turns_are_those_of_participants(ten):
    # Two answers with each of six commissioners, one with four others: 16; the questions are 16, too.
    report = drawn(ten, unit="turn", share=0.5)
    assert strata(report) == {
        ("Commissioner",): (12, 6),
        ("Provider",): (3, 1),
        ("Consultant",): (1, 1),
    }
    assert report.left_out == {"interviewers' turns": 16}
    for part in report.plan.parts:
        assert set(part.turns) <= {"2", "4"}
    long = drawn(ten, "long", unit="turn", n=10, least_words=2)
    assert long.plan.size == long.plan.available == 10
    assert long.left_out["turns of fewer than 2 words"] == 6


def test_filters_cut_what_is_drawn_from(ten):
    report = drawn(ten, n=3, where={"role": "Provider"})
    assert report.plan.documents == PROVIDERS
    assert report.left_out == {"documents that the filters leave out": 7}
    assert "only role = Provider" in report.rule
    turns = drawn(ten, "turns", unit="turn", n=4, where={"role": ["Provider", "Consultant"]})
    assert turns.plan.documents == [*PROVIDERS, "K0"]
    assert turns.left_out["turns that the filters leave out"] == 12


def test_a_document_with_people_of_two_roles_is_a_stratum_of_its_own(make_study):
    # F1: a commissioner and a provider; D1: field notes, nobody speaks.
    project = make_study(
        turns="document,turn,speaker,text\nF1,1,C0,Yes.\nF1,2,P0,No.\nC1,1,C1,Yes.\n",
        files={"D1.txt": "They met in the hall.\n"},
        participants=PEOPLE,
        documents="document,kind,case\nF1,focus_group,A\nC1,interview,A\nD1,observation,\n",
        codebook=["trust"],
    )
    report = drawn(project, by=("role", "case"), n=3)
    assert set(strata(report)) == {
        ("Commissioner + Provider", "A"),
        ("Commissioner", "A"),
        ("(no participant)", "(none)"),
    }
    turns = drawn(project, "turns", unit="turn", n=3)
    assert set(turns.plan.documents) == {"F1", "C1"}
    assert turns.left_out == {"entries of field notes and written sources": 1}


def test_the_same_seed_draws_the_same_in_whatever_order_files_were_read(make_study):
    found = []
    for people in (EVERYBODY, EVERYBODY[::-1]):
        project = make_study(turns=turn_rows(people), participants=PEOPLE, codebook=["trust"])
        found.append(
            {part.document: part.turns for part in drawn(project, unit="turn", n=8).plan.parts}
        )
    assert found[0] == found[1]


def test_coding_changes_nothing_of_what_is_drawn(ten):
    before = draw(corpus(ten.study), by=["role"], n=4, seed=7).documents
    for document in before:
        ten.add_coding(document=document, turn=2, code="trust")
        ten.complete(document)
    assert draw(corpus(ten.study), by=["role"], n=4, seed=7).documents == before


def test_within_a_stratum_every_document_has_the_same_chance(ten):
    # Two of six commissioners' interviews, 900 seeds: each is drawn about 300 times; 4 standard errors are
    # 4 * sqrt(900 * 1/3 * 2/3) = 57.
    texts = corpus(ten.study)
    seen = Counter(
        document
        for seed in range(900)
        for document in draw(
            texts, by=["role"], n=2, seed=seed, where={"role": "Commissioner"}
        ).documents
    )
    assert set(seen) == set(COMMISSIONERS)
    assert all(243 <= number <= 357 for number in seen.values())


# -- what is kept --------------------------------------------------------------------------------------


def test_rule_seed_and_versions_are_kept_and_printed(ten):
    report = drawn(ten, n=5, seed=42)
    text = str(report)
    assert "5 of 10 documents (50.0%) for AB and CD, seed 42" in text
    assert "within strata by role" in text
    assert "Provider              3      1" in text
    kept = plan(ten.study, "pilot")
    assert isinstance(kept, Plan)
    assert (kept.seed, kept.n, kept.share, kept.by) == (42, 5, None, ("role",))
    versions = state.versions(ten.study)
    assert {part.document: part.version for part in kept.parts} == {
        document: versions[document].version for document in kept.documents
    }
    assert report.as_data()["rule"] == report.rule
    assert ten.check() == []


def test_the_same_call_again_returns_the_sample_and_another_rule_is_refused(ten):
    first = drawn(ten, n=5)
    acts = ten.study.last_act
    again = drawn(ten, n=5)
    assert (first.same, again.same) == (False, True)
    assert again.plan == first.plan
    assert again.strata == first.strata
    assert drawn(ten, n=5, coders=("CD", "AB")).plan == first.plan
    for other in ({"n": 4}, {"n": 5, "seed": 1}, {"n": 5, "by": ()}, {"n": 5, "unit": "turn"}):
        with pytest.raises(CodingError, match="another rule"):
            drawn(ten, **other)
    assert ten.study.last_act == acts
    assert list(plans(ten.study)) == ["pilot"]


def test_the_same_call_again_returns_the_sample_when_the_study_has_grown(ten, tmp_path):
    first = drawn(ten, share=0.5, codes="trust")
    ten.add_code("delay")
    ten.rename_code("trust", "reliance")
    (tmp_path / "C9.txt").write_text("INT: Well?\nC9: Trust it is.\n")
    ten.ingest(tmp_path / "C9.txt")
    assert drawn(ten, share=0.5, codes="trust").plan == first.plan
    assert wanted_codes(ten.study, first.plan) == ["reliance"]


def test_a_project_that_cannot_be_written_answers_what_it_knows(ten):
    drawn(ten, n=5)
    past = ten.as_of(ten.study.last_act)
    assert drawn(past, n=5).same
    with pytest.raises(ProjectError):
        drawn(past, "other", n=5)


def test_drawing_is_an_act_that_can_be_undone_and_done_again(ten):
    report = drawn(ten, n=5)
    assert report.plan.act == ten.study.last_act
    assert ten.as_of(report.plan.act - 1).study.last_act == report.plan.act - 1
    assert plans(ten.as_of(report.plan.act - 1).study) == {}
    ten.undo()
    assert plans(ten.study) == {}
    ten.redo()
    assert plan(ten.study, "pilot") == report.plan
    assert ten.check() == []


def test_the_event_of_a_sample_holds_ids_and_no_words_of_the_study(ten):
    drawn(ten, n=5, where={"role": ["Commissioner", "Provider"]})
    (data,) = ten.study.rows("SELECT data FROM event WHERE data LIKE '%sample:pilot%'")[0]
    assert "Commissioner" not in data
    assert "C0" in data


def test_a_sample_is_told_in_words(ten):
    drawn(ten, n=5)
    key, value = ten.study.rows("SELECT key, value FROM setting")[0]
    assert setting_words(key, value) == (
        "drew the sample pilot: 5 of 10 documents (50.0%) for AB and CD, seed 20260101"
    )
    assert setting_words("primary", "AB") is None


def test_an_unknown_sample_is_refused_with_those_there_are(ten):
    drawn(ten, n=5)
    with pytest.raises(CodingError, match="samples: pilot"):
        status(ten.study, "pilots")


def test_the_frame_of_samples_has_the_columns_it_names(ten):
    drawn(ten, n=5)
    drawn(ten, "turns", unit="turn", share=0.25, codes=["price"])
    frame = samples(ten.study)
    documented = samples.__doc__
    assert all(column in documented for column in frame.columns)
    assert frame["sample"].tolist() == ["pilot", "turns"]
    assert frame["drawn"].tolist() == [5, 4]
    assert frame["available"].tolist() == [10, 16]
    assert frame["codes"].tolist() == ["", "price"]
    assert frame["n"].isna().tolist() == [False, True]


def test_units_lie_where_the_turns_do(ten):
    drawn(ten, unit="turn", n=16)
    frame = units(ten.study, "pilot")
    assert len(frame) == 16
    row = frame[(frame["document"] == "C0") & (frame["turn"] == "2")].iloc[0]
    assert ten.text("C0")[row["start"] : row["end"]] == "Trust matters for C0."
    drawn(ten, "whole", n=10)
    whole = units(ten.study, "whole")
    assert whole["turn"].isna().all()
    assert whole["end"].tolist() == [len(ten.text(each)) for each in whole["document"]]


# -- reading it ----------------------------------------------------------------------------------------


def as_coder(project, name):
    return qc.Project(project.study, name)


# Two interviews; the sample is turn 2 of both and turn 4 of C0.
@pytest.fixture
def two(make_study):
    project = make_study(
        turns=turn_rows(["C0", "P0"]), participants=PEOPLE, codebook=["trust", "price"]
    )
    drawn(project, unit="turn", n=3)
    assert {p.document: p.turns for p in plan(project.study, "pilot").parts} == {
        "C0": ("2", "4"),
        "P0": ("2",),
    }
    return project


def test_assignments_shrink_as_turns_are_passed(two):
    def left():
        frame = assignments(two.study, "CD")
        return dict(zip(frame["document"], frame["turns"], strict=True))

    assert left() == {"C0": "2; 4", "P0": "2"}
    as_coder(two, "CD").complete("C0", turns=[2], blind=True)
    assert left() == {"C0": "4", "P0": "2"}
    as_coder(two, "CD").complete("C0", turns=[4], codes=["trust"], blind=True)
    assert left() == {"C0": "4", "P0": "2"}  # price was not considered there
    assert assignments(two.study, "CD")["codes"].tolist() == ["price", "trust; price"]
    complete_sample(two.study, "CD", "pilot", blind=True)
    assert left() == {}
    assert assignments(two.study, "EF").empty
    assert list(assignments(two.study, "AB")["left"]) == [2, 1]


def test_completing_a_sample_passes_its_turns_as_one_act(two):
    acts = two.study.last_act
    made = complete_sample(two.study, "CD", "pilot", blind=True)
    assert [(each.document, each.turns, each.blind) for each in made] == [
        ("C0", ("2", "4"), "yes"),
        ("P0", ("2",), "yes"),
    ]
    assert two.study.last_act == acts + 1
    assert complete_sample(two.study, "CD", "pilot", blind=True) == []
    with pytest.raises(CodingError, match="not assigned"):
        complete_sample(two.study, "EF", "pilot")
    with pytest.raises(CodingError, match="not in the sample"):
        complete_sample(two.study, "AB", "pilot", ["K0"])


def test_a_sample_is_ready_when_everybody_has_passed_all_of_it(two):
    assert not status(two.study, "pilot").ready
    complete_sample(two.study, "CD", "pilot", blind=True)
    as_coder(two, "AB").complete("C0", blind=True)  # the whole interview: its turns, too
    found = status(two.study, "pilot")
    assert (found.passed, found.passed_by_all, found.ready) == ({"AB": 2, "CD": 3}, 2, False)
    assert found.blind == {"AB": "yes", "CD": "yes"}
    assert [problem.where for problem in found.problems] == ["AB"]
    assert "has not passed P0" in str(found)
    complete_sample(two.study, "AB", "pilot", "P0", blind=True)
    found = status(two.study, "pilot")
    assert found.ready
    assert found.problems == []
    assert "ready for agreement" in str(found)
    documented = status.__doc__
    assert all(column in documented for column in found.frame.columns)


def test_a_document_read_turn_by_turn_is_not_read_as_a_whole(ten):
    drawn(ten, n=10)
    as_coder(ten, "CD").complete("P0", turns=[1, 2], blind=True)
    assert status(ten.study, "pilot").passed["CD"] == 0
    as_coder(ten, "CD").complete("P0", blind=True)
    assert status(ten.study, "pilot").passed["CD"] == 1


def test_blindness_is_what_the_passes_say(two):
    complete_sample(two.study, "AB", "pilot")
    complete_sample(two.study, "CD", "pilot", "C0", blind=True)
    complete_sample(two.study, "CD", "pilot", "P0", blind=False)
    found = status(two.study, "pilot")
    assert found.ready
    assert found.blind == {"AB": "unknown", "CD": "no"}
    assert "did not say whether blind in C0, P0" in str(found)
    assert "says not to have been blind in P0" in str(found)


def test_a_code_made_later_leaves_finished_work_finished(two):
    for coder in ("AB", "CD"):
        complete_sample(two.study, coder, "pilot", blind=True)
    as_coder(two, "AB").add_code("delay")
    assert status(two.study, "pilot").ready


PATTERNS = """codes:
  - code: trust
    patterns: [trust]
  - code: price
    patterns: [hardly]
"""


def test_who_saw_suggestions_in_the_sample_before_passing_it_is_named(make_study):
    # trust is proposed for turn 2 of C0 and of P0, price for turn 4 of C0; the sample is turn 2 of C0.
    project = make_study(turns=turn_rows(["C0", "P0"]), participants=PEOPLE, codebook=PATTERNS)
    drawn(project, unit="turn", n=1, least_words=2, where={"role": "Commissioner"})
    project.suggest()
    frame = project.suggestions()
    at = {
        (d, str(c)): s
        for d, c, s in zip(frame["document"], frame["code"], frame["suggestion_id"], strict=True)
    }
    ab, cd = as_coder(project, "AB"), as_coder(project, "CD")
    ab.accept(at["P0", "trust"])
    cd.reject(at["C0", "price"])
    assert status(project.study, "pilot").frame["suggestions_seen"].tolist() == [0, 0]
    cd.reject(at["C0", "trust"])
    complete_sample(project.study, "AB", "pilot", blind=True)
    complete_sample(project.study, "CD", "pilot", blind=True)
    ab.accept(at["C0", "trust"])  # after the pass
    found = status(project.study, "pilot")
    assert found.frame["suggestions_seen"].tolist() == [0, 1]
    assert "CD: saw 1 suggestion in C0 before passing it" in str(found)
    assert found.ready


def test_a_decision_that_was_taken_back_was_still_seen(make_study):
    project = make_study(turns=turn_rows(["P0"]), participants=PEOPLE, codebook=PATTERNS)
    drawn(project, n=1)
    project.suggest()
    (suggestion,) = project.suggestions()["suggestion_id"]
    project.accept(suggestion)
    project.reject(suggestion, reason="no")
    complete_sample(project.study, "AB", "pilot", blind=True)
    assert status(project.study, "pilot").frame["suggestions_seen"].tolist() == [1, 0]


def test_codings_that_came_in_from_suggestions_tell_that_these_were_seen(two, tmp_path):
    (tmp_path / "codings.csv").write_text(
        "document,turn,code,coder,origin\nC0,2,trust,CD,accepted\nC0,4,trust,CD,manual\n"
        "C0,1,trust,CD,accepted\n"
    )
    two.import_codings(tmp_path / "codings.csv")
    found = status(two.study, "pilot").frame.set_index(["document", "coder"])["suggestions_seen"]
    # The sample is turns 2 and 4; the question in turn 1 is not in it.
    assert found.to_dict() == {("C0", "AB"): 0, ("C0", "CD"): 1, ("P0", "AB"): 0, ("P0", "CD"): 0}


def test_a_text_that_changed_since_is_noticed(make_study, tmp_path):
    project = make_study(
        files={"C0.txt": "INT: Well?\nC0: Trust matters.\n", "P0.txt": "INT: Well?\nP0: No.\n"},
        participants=PEOPLE,
        codebook=["trust"],
    )
    drawn(project, unit="turn", n=2)
    (tmp_path / "C0.txt").write_text("INT: Well?\nC0: Trust matters a lot.\n")
    project.ingest(tmp_path / "C0.txt", new_version=True)
    (tmp_path / "P0.txt").write_text("INT: Well?\n")
    project.ingest(tmp_path / "P0.txt", new_version=True)
    assert units(project.study, "pilot")["text"].tolist() == ["changed", "gone"]
    assert assignments(project.study, "AB")[["document", "text"]].to_numpy().tolist() == [
        ["C0", "changed"]
    ]
    found = status(project.study, "pilot")
    assert found.units == 1
    assert "C0: has another text than when it was drawn" in str(found)
    assert "P0: is no longer there as it was drawn" in str(found)
    with pytest.raises(CodingError, match="no longer there"):
        complete_sample(project.study, "AB", "pilot", "P0")
    for coder in ("AB", "CD"):
        complete_sample(project.study, coder, "pilot", "C0", blind=True)
    assert status(project.study, "pilot").ready


def test_nothing_is_before_a_consensus_that_is_not_there(two):
    with pytest.raises(CodingError, match="not settled yet"):
        before_consensus(two.study, "pilot")
    with pytest.raises(UsageError):
        before_consensus(two.study)


# -- on separate copies --------------------------------------------------------------------------------


# AB has coded and passed C0, with a memo; CD has coded a word of P0, with a memo; a suggestion lies on C0 and
# was decided on; the consensus has a coding; K0 is not in the sample.
SECRET = "Something only AB wrote, about hedging"
OWN = "CD wondered about this"


@pytest.fixture
def shared_study(make_study):
    project = make_study(
        turns=turn_rows(["C0", "P0", "K0"]),
        participants="participant,aliases,role\nC0,X1,Commissioner\nP0,,Provider\nK0,X1,Consultant\n",
        codebook=PATTERNS,
    )
    drawn(project, unit="turn", n=3, where={"role": ["Commissioner", "Provider"]})
    ab, cd = as_coder(project, "AB"), as_coder(project, "CD")
    ab.add_coding(document="C0", turn=2, code="price", memo=SECRET)
    cd.add_coding(document="P0", turn=2, code="trust", quotation="Trust", memo=OWN)
    ab.add_memo("AB in the diary, privately")
    ab.add_memo("AB on the coding of CD", on=cd.codings()["coding_id"].iloc[-1])
    project.suggest()
    frame = ab.suggestions()
    ab.reject(frame["suggestion_id"].iloc[0], reason="AB had a reason")
    ab.complete("C0", blind=True)
    project.set_primary("AB")
    return project


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def foreign(project) -> dict[str, bytes]:
    """What is in the project and must not be in the copy for CD."""
    rows = project.study.rows(
        "SELECT c.coding_id FROM coding c JOIN name n ON n.n = c.coder WHERE n.text <> 'CD'"
    )
    found = {f"coding {each}": each for (each,) in rows}
    for table in ("suggestion", "decision", "memo", "pass"):
        for (each,) in project.study.rows(f'SELECT {table}_id FROM "{table}"'):
            found[f"{table} {each}"] = each
    own = project.study.value(
        "SELECT m.memo_id FROM memo m JOIN name n ON n.n = m.coder WHERE n.text = 'CD'"
    )
    found.pop(f"memo {own}")
    for words in (
        SECRET,
        "AB in the diary",
        "AB on the coding",
        "AB had a reason",
        "K0",
        "Consultan",
    ):
        found[words] = words
    return {name: text.encode() for name, text in found.items()}


def test_a_copy_holds_the_texts_and_nothing_of_anybody_else(shared_study, tmp_path):
    path = tmp_path / "cd.qualcode"
    report = copy_for(shared_study.study, "pilot", "CD", path, signed="AB")
    assert (report.documents, report.units, report.codings) == (2, 3, 1)
    shared_study.study.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    here, there = bytes_of(shared_study.path), bytes_of(path)
    for name, text in foreign(shared_study).items():
        assert text in here, f"{name} is not in the project: the search finds nothing"
        assert text not in there, name
    with qc.open_project(path, coder="CD") as copy:
        assert copy.check() == []
        assert copy.study.last_act == 1
        assert copy.codebook.hash == shared_study.codebook.hash
        assert {d: v.version for d, v in state.versions(copy.study).items()} == {
            d: v.version for d, v in state.versions(shared_study.study).items() if d != "K0"
        }
        for document in ("C0", "P0"):
            assert copy.text(document) == shared_study.text(document)
        assert copy.codings()["coder"].tolist() == ["CD"]
        assert copy.memos()["text"].tolist() == [OWN]
        assert copy.suggestions().empty
        assert copy.decisions().empty
        assert copy.progress().empty
        assert assignments(copy.study, "CD")["turns"].tolist() == ["2; 4", "2"]
        assert len(copy.history()) == 1
        assert plan(copy.study, "pilot").words is None
    assert list(tmp_path.glob(".cd*")) == []


def test_what_a_copy_was_given_cannot_be_undone_in_it(shared_study, tmp_path):
    copy_for(shared_study.study, "pilot", "CD", tmp_path / "cd.qualcode", signed="CD")
    with qc.open_project(tmp_path / "cd.qualcode", coder="CD") as copy:
        made = copy.add_coding(document="C0", turn=4, code="trust")
        copy.undo()
        assert made.coding_id not in copy.codings()["coding_id"].tolist()
        with pytest.raises(HistoryError):
            copy.undo()
        assert len(copy.documents()) == 2


def test_the_people_of_a_copy_are_those_of_its_texts(shared_study, tmp_path):
    # X1 fits C0 and K0, so a turn labelled so would be linked to neither; C0 speaks under the own name.
    copy_for(shared_study.study, "pilot", "CD", tmp_path / "cd.qualcode")
    with qc.open_project(tmp_path / "cd.qualcode") as copy:
        turns, original = copy.turns(), shared_study.turns()
        kept = original[original["document"] != "K0"].reset_index(drop=True)
        for column in (
            "document",
            "turn",
            "speaker",
            "participant",
            "role",
            "start",
            "end",
            "text",
        ):
            assert turns[column].astype("string").equals(kept[column].astype("string")), column


def test_a_name_that_fits_two_people_fits_two_in_the_copy(make_study, tmp_path):
    project = make_study(
        turns="document,turn,speaker,text\nA,1,SH,Yes.\nA,2,C0,No.\nB,1,K0,Well.\n",
        participants="participant,aliases,role\nC0,SH,Commissioner\nK0,SH,Consultant\nP0,,Provider\n",
        codebook=["trust"],
    )
    drawn(project, n=1, where={"document": "A"})
    copy_for(project.study, "pilot", "CD", tmp_path / "cd.qualcode")
    with qc.open_project(tmp_path / "cd.qualcode") as copy:
        assert copy.turns()["participant"].tolist() == ["A/SH", "C0"]
        assert [row["participant"] for row in state.sheet_rows(copy.study, "participants")] == [
            "C0",
            "K0",
        ]


def test_everything_may_go_along_but_still_nobody_elses_work(shared_study, tmp_path):
    path = tmp_path / "cd.qualcode"
    report = copy_for(shared_study.study, "pilot", "CD", path, everything=True)
    assert report.documents == 3
    there = bytes_of(path)
    assert b"K0" in there
    assert SECRET.encode() not in there


def test_a_copy_is_refused_where_it_cannot_be_right(shared_study, tmp_path):
    there = tmp_path / "there.qualcode"
    there.write_bytes(b"mine")
    for name, coder, path, kind in (
        ("pilot", "EF", tmp_path / "x.qualcode", CodingError),
        ("other", "CD", tmp_path / "x.qualcode", CodingError),
        ("pilot", "CD", there, ProjectError),
        ("pilot", "CD", tmp_path / "no" / "x.qualcode", ProjectError),
    ):
        with pytest.raises(kind):
            copy_for(shared_study.study, name, coder, path)
    assert there.read_bytes() == b"mine"
    assert [each.name for each in tmp_path.glob("*.qualcode")] == ["there.qualcode"]


def test_making_a_copy_writes_nothing_in_the_project(shared_study, tmp_path):
    acts = shared_study.study.last_act
    copy_for(shared_study.study, "pilot", "CD", tmp_path / "cd.qualcode")
    assert shared_study.study.last_act == acts


WRITERS = {"codings.csv": export_codings, "progress.csv": export_progress}


def test_files_handed_over_come_home(shared_study, tmp_path):
    copy_for(shared_study.study, "pilot", "CD", tmp_path / "cd.qualcode", signed="AB")
    with qc.open_project(tmp_path / "cd.qualcode", coder="CD") as copy:
        copy.add_coding(document="C0", turn=2, code="trust", memo="A long answer 🙂")
        copy.add_coding(document="C0", turn=4, code="price")
        early = hand_over(copy.study, "CD", tmp_path / "early", WRITERS)
        assert early.left == {"pilot": ["C0", "P0"]}
        assert "CD has not passed C0, P0" in str(early)
        complete_sample(copy.study, "CD", "pilot", blind=True)
        report = hand_over(copy.study, "CD", tmp_path / "cd", WRITERS)
        assert report.files == {"codings.csv": 3, "progress.csv": 2}
        assert report.left == {}
        theirs = copy.codings()
    assert sorted(each.name for each in (tmp_path / "cd").iterdir()) == [
        "codings.csv",
        "progress.csv",
    ]
    done = shared_study.import_codings(tmp_path / "cd" / "codings.csv")
    assert (done.added, done.known, done.notes) == (2, 1, [])
    assert shared_study.import_progress(tmp_path / "cd" / "progress.csv").added == 2
    assert shared_study.check() == []
    home = shared_study.codings()
    home = home[home["coder"] == "CD"]
    columns = [
        "coding_id",
        "document",
        "version",
        "start",
        "end",
        "code",
        "origin",
        "created",
        "blind",
    ]
    by_id = [frame.sort_values("coding_id")[columns].astype(str) for frame in (theirs, home)]
    pd.testing.assert_frame_equal(by_id[0].reset_index(drop=True), by_id[1].reset_index(drop=True))
    assert set(home["blind"].astype(str)) == {"yes"}
    memos = shared_study.memos()
    assert "A long answer 🙂" in memos.loc[memos["coder"] == "CD", "text"].tolist()
    complete_sample(shared_study.study, "AB", "pilot", blind=True)
    assert status(shared_study.study, "pilot").ready


def test_handing_over_a_second_time_brings_what_changed(shared_study, tmp_path):
    copy_for(shared_study.study, "pilot", "CD", tmp_path / "cd.qualcode")
    folder = tmp_path / "cd"
    with qc.open_project(tmp_path / "cd.qualcode", coder="CD") as copy:
        kept = copy.add_coding(document="C0", turn=2, code="trust").coding_id
        dropped = copy.add_coding(document="C0", turn=4, code="trust").coding_id
        hand_over(copy.study, "CD", folder, WRITERS)
        shared_study.import_codings(folder / "codings.csv", replace=True)
        copy.retract(dropped)
        made = copy.add_coding(document="C0", turn=4, code="price").coding_id
        hand_over(copy.study, "CD", folder, WRITERS)
        shared_study.import_codings(folder / "codings.csv", replace=True)
    home = shared_study.codings()
    assert set(home.loc[(home["coder"] == "CD") & (home["document"] == "C0"), "coding_id"]) == {
        kept,
        made,
    }
    assert "AB" in set(home["coder"].astype(str))  # nobody else's are touched
    assert shared_study.check() == []


def test_from_a_shared_file_only_the_coders_own_work_is_handed_over(shared_study, tmp_path):
    report = hand_over(shared_study.study, "CD", tmp_path / "cd", WRITERS)
    assert report.files == {"codings.csv": 1, "progress.csv": 0}
    text = (tmp_path / "cd" / "codings.csv").read_text("utf-8")
    assert OWN in text
    assert "AB" not in text


def test_what_one_coder_made_is_written_as_the_whole_project_would_be(two, tmp_path):
    cd = as_coder(two, "CD")
    cd.add_coding(document="C0", turn=2, code="trust", memo="one")
    cd.add_coding(document="P0", start=0, end=5, code="price")
    complete_sample(two.study, "CD", "pilot", blind=True)
    hand_over(two.study, "CD", tmp_path / "cd", WRITERS)
    two.export_codings(tmp_path / "all.csv")
    two.export_progress(tmp_path / "passes.csv")
    assert (tmp_path / "cd" / "codings.csv").read_bytes() == (tmp_path / "all.csv").read_bytes()
    assert (tmp_path / "cd" / "progress.csv").read_bytes() == (tmp_path / "passes.csv").read_bytes()


def test_one_folder_is_one_coders(shared_study, tmp_path):
    folder = tmp_path / "box"
    hand_over(shared_study.study, "CD", folder, WRITERS)
    before = hashlib.sha256((folder / "codings.csv").read_bytes()).hexdigest()
    with pytest.raises(ExportError, match="rows by CD"):
        hand_over(shared_study.study, "AB", folder, WRITERS)
    assert hashlib.sha256((folder / "codings.csv").read_bytes()).hexdigest() == before
    hand_over(shared_study.study, "CD", folder, WRITERS)
    with pytest.raises(UsageError):
        hand_over(shared_study.study, "", folder, WRITERS)
    with pytest.raises(UsageError, match="reserved"):
        hand_over(shared_study.study, "consensus", folder, WRITERS)
    with pytest.raises(ExportError, match="cannot be made"):
        hand_over(shared_study.study, "CD", tmp_path / "no" / "box", WRITERS)


def test_a_hand_over_that_fails_leaves_what_was_there(shared_study, tmp_path):
    folder = tmp_path / "box"
    hand_over(shared_study.study, "CD", folder, WRITERS)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    as_coder(shared_study, "CD").add_coding(document="C0", turn=4, code="trust")

    def fails(study, path):
        raise ExportError(str(path), "the disk is full")

    with pytest.raises(ExportError, match="full"):
        hand_over(
            shared_study.study, "CD", folder, {"codings.csv": export_codings, "progress.csv": fails}
        )
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_a_refusal_says_filters_in_words(make_study):
    project = make_study(
        turns="document,turn,speaker,text\nA,1,P1,well\nB,1,P2,yes\n",
        documents="document,phase\nA,1\nB,2\n",
        codebook=["trust"],
    )
    asked = {"coders": ["AB", "CD"], "share": 1.0, "by": []}
    project.draw_sample("first", where={"phase": "2"}, **asked)
    with pytest.raises(CodingError) as refused:
        project.draw_sample("first", where={"phase": ["1", "2"]}, **asked)
    assert "where was phase = 2, is phase = 1, 2" in str(refused.value)
