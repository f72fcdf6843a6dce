"""Shares corrected by a blind audit sample, counted by hand; and the sample itself, drawn, coded and used."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qualcode.analysis.audit_values import audit_values
from qualcode.analysis.audits import audit_words, reserved
from qualcode.analysis.corrected import corrected_shares, together
from qualcode.analysis.intervals import Interval
from qualcode.analysis.machine_codes import MachineCodes, standing_suggestions
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.review.auditing import (
    audit_status,
    audits,
    complete_audit,
    draw_audit,
    use_for_learning,
)
from qualcode.review.drawing import draw_sample

# A hundred segments; the program codes the first twenty. Of these five are in the sample, four of them with the
# code; of the eighty others fifteen are, three of them with it.
MACHINE = np.arange(100)[:, None] < 20
SAMPLED = np.r_[0:5, 20:35]
VALUES = np.isin(SAMPLED, [0, 1, 2, 3, 20, 21, 22])[:, None]
PEOPLE = np.arange(100) % 10  # ten people, ten segments each


def one(*given, **options):
    (found,) = corrected_shares(*given, **options)
    return found


def ends(found: Interval) -> tuple[float | None, float | None, float | None]:
    return found.estimate, found.low, found.high


# -- the estimate --------------------------------------------------------------------------------------


def test_each_group_of_the_program_weighs_what_it_is_known_to_be():
    found = one(MACHINE, SAMPLED, VALUES)
    # A fifth of the segments at 4 of 5, and four fifths at 3 of 15: .2 * .8 + .8 * .2 = .32. The sample alone
    # has 7 of 20, in which the program's own are a quarter; the program says 20 of 100.
    assert found.estimate == pytest.approx(0.32)
    assert found.hand.estimate == pytest.approx(0.35)
    assert found.machine == 0.20
    assert (found.target, found.n_sampled, found.n_units, found.n_coded) == ("corpus", 20, 100, 0)
    assert found.low < 0.32 < found.high
    assert (
        "Cochran 1977" in found.method
        and "Egami" in found.method
        and "Angelopoulos" in found.method
    )


def test_by_hand_alone_it_is_wilsons_interval_with_the_finite_population_correction():
    hand = one(MACHINE, SAMPLED, VALUES).hand
    # 20 of 100 without putting back are worth 20 / (1 - 20 / 100) = 25; t with 19 degrees of freedom is 2.0930.
    square = 2.0930**2 / 25
    middle = (0.35 + square / 2) / (1 + square)
    half = math.sqrt(square * 0.35 * 0.65 + square**2 / 4) / (1 + square)
    # .1868 to .5579: of a hundred segments 18 to 56, whole ones.
    assert (middle - half, middle + half) == pytest.approx((0.1868, 0.5579), abs=1e-4)
    assert (hand.low, hand.high) == (0.18, 0.56)


def test_a_program_that_never_errs_leaves_little_open_and_hand_coding_much():
    truth = MACHINE.copy()
    found = one(MACHINE, np.r_[0:20, 20:60], truth[np.r_[0:20, 20:60]])
    # All twenty that it coded were read and right; of the eighty others forty were read, none with the code.
    assert found.estimate == 0.20
    assert found.low == pytest.approx(0.20)
    assert found.narrower > 0.3


def test_reading_everything_leaves_nothing_open_in_this_corpus_but_does_for_people_like_these():
    truth = np.arange(100)[:, None] % 3 == 0  # 34 segments
    corpus = one(MACHINE, np.arange(100), truth, PEOPLE)
    assert ends(corpus) == pytest.approx((0.34, 0.34, 0.34))
    people = one(MACHINE, np.arange(100), truth, PEOPLE, target="people")
    assert people.estimate == pytest.approx(0.34)
    assert people.low < 0.33 and people.high > 0.35


def test_people_are_what_varies_where_the_target_is_people_like_these():
    # Five people with four segments each, all read: 0, 1, 2, 3, 4 of 4. The mean is .5, and its squared standard
    # error (.25 + .0625 + 0 + .0625 + .25) / 4 / 5 = .03125, as of .25 / .03125 = 8 independent segments. t with
    # 4 degrees of freedom is 2.7764.
    truth = np.array([[1, 1, 1, 1], [0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]])
    people = np.repeat(np.arange(5), 4)
    none = np.zeros((20, 1), dtype=bool)
    found = one(none, np.arange(20), truth.reshape(20, 1), people, target="people")
    square = 2.7764**2 / 8
    half = math.sqrt(square * 0.25 + square**2 / 4) / (1 + square)
    assert ends(found) == pytest.approx((0.5, 0.5 - half, 0.5 + half), abs=1e-4)


@pytest.mark.parametrize("target", ["corpus", "people"])
@pytest.mark.parametrize("says", [False, True])
def test_a_program_that_says_the_same_of_everything_says_nothing(target, says):
    same = np.full((100, 1), says)
    # In order: four of the seven are one person's.
    found = one(same, SAMPLED, VALUES, np.arange(100) // 10, target=target)
    assert ends(found) == pytest.approx(ends(found.hand))
    assert found.estimate == pytest.approx(0.35)
    assert found.machine == float(says)


@pytest.mark.parametrize("target", ["corpus", "people"])
def test_a_code_nobody_found_has_an_interval_from_nothing_and_its_mirror_image_one_to_all(target):
    nobody = one(MACHINE, SAMPLED, np.zeros((20, 1)), PEOPLE, target=target)
    assert nobody.estimate == nobody.low == nobody.hand.low == 0
    assert 0 < nobody.high < 1 and 0 < nobody.hand.high < 1
    everybody = one(~MACHINE, SAMPLED, np.ones((20, 1)), PEOPLE, target=target)
    assert everybody.estimate == everybody.high == 1
    assert everybody.low == pytest.approx(1 - nobody.high)


def test_what_was_read_is_known_of_this_corpus():
    # Nineteen of twenty read, all with the code: at least 19 of 20 have it.
    found = one(np.arange(20)[:, None] < 10, np.arange(19), np.ones((19, 1)))
    assert found.low == pytest.approx(0.95)
    assert found.high == pytest.approx(1)


def test_a_group_without_a_sampled_segment_is_open():
    # None of the twenty that the program coded is among these; of the others 6 of 20 have the code.
    sampled = np.arange(20, 40)
    values = (sampled < 26)[:, None]
    found = one(MACHINE, sampled, values)
    assert found.estimate == pytest.approx(0.30)
    # The eighty alone: 20 of 80 are worth 20 / (1 - 20 / 80), t with 19 degrees of freedom is 2.0930. Of the
    # twenty none may have the code, or all.
    square = 2.0930**2 / (80 / 3)
    middle = (0.3 + square / 2) / (1 + square)
    half = math.sqrt(square * 0.3 * 0.7 + square**2 / 4) / (1 + square)
    assert found.low == math.floor(80 * (middle - half)) / 100
    assert found.high == (math.ceil(80 * (middle + half)) + 20) / 100
    assert found.notes == (
        "none of the 20 segments that the program coded was drawn; the interval allows for all of them and"
        " for none",
    )
    people = one(MACHINE, sampled, values, PEOPLE, target="people")
    assert people.low < 0.20 and people.high > 0.44


def test_segments_that_people_coded_are_known():
    # A hundred more, 50 of them with the code, known: (32 + 50) / 200, and half the interval's width.
    alone = one(MACHINE, SAMPLED, VALUES)
    known = np.arange(100)[:, None] < 50
    both = one(MACHINE, SAMPLED, VALUES, coded=known)
    assert both.estimate == pytest.approx(0.41)
    assert both.high - both.low == pytest.approx((alone.high - alone.low) / 2)
    assert both.machine == pytest.approx(0.35)  # 20 and 50 of 200
    assert (both.n_units, both.n_coded) == (200, 100)
    people = one(
        MACHINE, SAMPLED, VALUES, PEOPLE, target="people", coded=known, coded_people=PEOPLE + 5
    )
    assert people.n_people == 15
    assert people.low < people.estimate < people.high


def test_unequal_chances_are_weighed():
    # Ten of the twenty that the program gave code A are drawn, and ten of the eighty others: each stands for 2 or
    # for 8. Code B, of which the program knows nothing, is on five of the first ten and on one of the others:
    # (5 * 2 + 1 * 8) / 100. Without weights it would be 6 of 20.
    sampled = np.r_[0:10, 20:30]
    weights = np.r_[np.full(10, 2.0), np.full(10, 8.0)]
    values = np.isin(sampled, [0, 1, 2, 3, 4, 20])[:, None]
    none = np.zeros((100, 1), dtype=bool)
    assert one(none, sampled, values, weights=weights).estimate == pytest.approx(0.18)
    assert one(none, sampled, values).estimate == pytest.approx(0.30)
    # For code A the groups are the strata, and the weights change nothing.
    assert one(MACHINE, sampled, values, weights=weights).estimate == pytest.approx(0.18)
    assert one(MACHINE, sampled, values).estimate == pytest.approx(0.18)


def test_codes_are_answered_one_by_one_and_a_theme_is_any_of_its_codes():
    other = np.arange(100)[:, None] % 4 == 0
    machine, values = np.hstack([MACHINE, other]), np.hstack([VALUES, other[SAMPLED]])
    for target in ("corpus", "people"):
        both = corrected_shares(machine, SAMPLED, values, PEOPLE, target=target)
        assert ends(both[0]) == pytest.approx(
            ends(one(MACHINE, SAMPLED, VALUES, PEOPLE, target=target))
        )
        assert ends(both[1]) == pytest.approx(
            ends(one(other, SAMPLED, other[SAMPLED], PEOPLE, target=target))
        )
    # Coded by the program: 20, or one of 20 others that are multiples of four: 40.
    assert together(machine, [[0, 1]]).sum() == 40
    assert together(machine, [[1], [0, 1]]).sum(axis=0).tolist() == [25, 40]


# -- what cannot be said -------------------------------------------------------------------------------


def test_fewer_than_five_people_have_no_interval_for_people_like_these():
    found = one(MACHINE, SAMPLED, VALUES, PEOPLE % 4, target="people")
    assert ends(found) == ends(found.hand) == (None, None, None)
    assert found.reason.startswith("4 people: an interval for people like these needs 5")
    assert found.machine == 0.20
    assert one(MACHINE, SAMPLED, VALUES, PEOPLE % 4).estimate == pytest.approx(0.32)


def test_what_nobody_said_counts_in_the_corpus_and_not_for_people():
    people = np.where(np.arange(100) % 10 == 9, -1, PEOPLE)  # ten segments are nobody's
    found = one(MACHINE, SAMPLED, VALUES, people, target="people")
    assert (found.n_units, found.n_people) == (90, 9)
    assert found.n_sampled == 19  # 29 is out; 9 and 19 were not drawn
    assert one(MACHINE, SAMPLED, VALUES, people).n_units == 100


def test_a_handful_of_segments_corrects_nothing():
    found = one(MACHINE, SAMPLED[:9], VALUES[:9])
    assert found.estimate is None
    assert found.reason == "9 segments of the audit sample: a correction needs 10"
    empty = one(MACHINE[:0], SAMPLED[:0], VALUES[:0])
    assert (empty.estimate, empty.machine, empty.reason) == (None, None, "there is no segment")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"machine": MACHINE + 2}, "machine"),
        ({"machine": MACHINE[:, 0]}, "machine"),
        ({"sampled": SAMPLED + 70}, "sampled"),
        ({"sampled": np.zeros(20, dtype=int)}, "sampled"),
        ({"values": VALUES[:-1]}, "values"),
        ({"people": PEOPLE[:-1]}, "people"),
        ({"weights": np.zeros(20)}, "weights"),
        ({"coded": np.zeros((3, 2))}, "coded"),
        ({"coded": np.zeros((3, 1))}, "coded_people"),
        ({"target": "everybody"}, "target"),
        ({"level": 95}, "level"),
        ({"target": "people", "people": None}, "people"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_arrays_that_do_not_fit_are_refused(change, where):
    given = {"machine": MACHINE, "sampled": SAMPLED, "values": VALUES, "people": PEOPLE} | change
    with pytest.raises(UsageError) as caught:
        corrected_shares(**given)
    assert caught.value.where == where


# -- the sample ----------------------------------------------------------------------------------------

# Six interviews of five answers each. Trust is talked of in three of five: the pattern finds the first, misses two
# and takes one for it that is none.
ANSWERS = [
    "I trust them.",
    "There is no trust.",
    "I rely on them.",
    "I count on them.",
    "It rains.",
]
TRUE = ("2", "6", "8")  # the numbers of the turns; the interviewer asks before each
WHO = [f"P{n}" for n in range(6)]


def turn_rows(people=WHO):
    rows = ["document,turn,speaker,text"]
    for who in people:
        for number, answer in enumerate(ANSWERS):
            rows.append(f"D{who},{2 * number + 1},INT,And?")
            rows.append(f"D{who},{2 * number + 2},{who},{answer}")
    return "\n".join(rows) + "\n"


PARTICIPANTS = "participant,role\n" + "".join(
    f"{who},{'Provider' if number < 2 else 'Commissioner'}\n" for number, who in enumerate(WHO)
)
BOOK = """codes:
  - code: values
    codes:
      - code: trust
        patterns: [trust]
      - code: price
        patterns: [price]
"""


@pytest.fixture
def six(make_study):
    """Six interviews, of which AB has read the first and coded trust in its three turns; the rest was looked
    through by the patterns."""
    project = make_study(turns=turn_rows(), participants=PARTICIPANTS, codebook=BOOK)
    code_truly(project, "AB", "DP0", TRUE)
    project.complete("DP0", blind=True)
    project.suggest("patterns")
    return project


def code_truly(project, coder, document, turns):
    import qualcode as qc

    frame = project.turns()
    held = qc.Project(project.study, coder)
    for _, turn in frame[frame["document"] == document].iterrows():
        if turn["turn"] in turns:
            held.add_coding(
                document=document, start=int(turn["start"]), end=int(turn["end"]), code="trust"
            )


def drawn(project, n=10, name="audit", **options):
    return draw_audit(project.study, "AB", name=name, n=n, **options)


def coded_by(project, coder="AB", name="audit", **options):
    """The sample coded rightly and passed."""
    for part in audit_status(project.study, name).audit.plan.parts:
        code_truly(project, coder, part.document, set(part.turns) & set(TRUE))
    complete_audit(project.study, coder, name, **{"blind": True, **options})


def test_what_suggestions_say_of_turns(six):
    said = standing_suggestions(six.study)
    # "I trust them." and "There is no trust." of each interview.
    assert said.coded["trust"] == {f"D{who}": {"2", "4"} for who in WHO}
    assert "patterns (all that stand)" in said.name
    # What was rejected does not stand.
    row = six.suggestions().iloc[3]  # DP1, turn 4
    six.reject(row["suggestion_id"])
    assert standing_suggestions(six.study).coded["trust"]["DP1"] == {"2"}
    assert standing_suggestions(six.study, rank=1.0).coded == {}
    assert standing_suggestions(six.study, codes=["price"]).coded == {}


def test_it_is_drawn_from_what_nobody_passed(six):
    report = drawn(six)
    assert report.audit.plan.available == 25  # five interviews of five answers
    assert report.coded == 10
    assert report.left_out == {
        "turns of documents that people passed": 5,
        "turns of interviewers and of reflective notes": 25,
    }
    assert report.audit.plan.size == report.left == 10
    assert "DP0" not in report.audit.plan.documents
    assert set(report.audit.weights().values()) == {2.5}
    assert "10 of 25 turns (40.0%)" in str(report) and "10 left" in str(report)
    # The same again is the same, another rule under the name is none.
    acts = six.study.last_act
    again = drawn(six)
    assert again.same and again.audit == report.audit and six.study.last_act == acts
    with pytest.raises(CodingError, match="by another rule"):
        drawn(six, seed=1)
    with pytest.raises(CodingError, match="was drawn by no strata"):
        drawn(six, by="machine")
    assert drawn(six, name="other", seed=1).audit.plan.parts != report.audit.plan.parts


def test_half_of_it_can_be_drawn_from_what_the_program_coded(six):
    report = drawn(six, by=["machine"])
    # Ten turns are coded, fifteen are not.
    assert [(values, *sizes) for values, *sizes in report.strata] == [
        (("coded",), 10, 5),
        (("left uncoded",), 15, 5),
    ]
    assert sorted(set(report.audit.weights().values())) == [2.0, 3.0]
    assert report.frame["stands_for"].tolist() == [2.0, 3.0]
    both = drawn(six, name="both", n=12, by=["machine", "role"])
    # Of the five interviews one is a provider's: 2 and 8 coded, 3 and 12 not; 6 of each side in proportion.
    found = {values: tuple(sizes) for values, *sizes in both.strata}
    assert found == {
        ("coded", "Provider"): (2, 1),
        ("coded", "Commissioner"): (8, 5),
        ("left uncoded", "Provider"): (3, 1),
        ("left uncoded", "Commissioner"): (12, 5),
    }


def test_what_the_program_said_begins_at_a_probability(six):
    # "There is no trust." is likely to be wrong.
    for suggestion, turn in six.suggestions()[["suggestion_id", "turn"]].itertuples(index=False):
        six.study.connection.execute(
            "UPDATE suggestion SET score = ? WHERE suggestion_id = ?",
            (0.4 if turn == "4" else 0.6, suggestion),
        )
    assert drawn(six, name="usual").coded == 5  # one turn of each of five interviews
    found = drawn(six, name="low", probability=0.3)
    assert found.coded == 10
    assert "probability at least 0.3" in found.audit.machine
    assert found.as_data()["probability"] == 0.3
    assert drawn(six, name="low", probability=0.3).same
    assert drawn(six, name="usual", probability=0.5).same
    with pytest.raises(CodingError, match=r"probability was 0\.3, is 0\.5"):
        drawn(six, name="low")
    for wrong in (1.5, -0.1, True, "high"):
        with pytest.raises(UsageError, match="probability"):
            drawn(six, name="wrong", probability=wrong)
    with pytest.raises(UsageError, match="probability"):
        drawn(six, name="own", probability=0.3, machine=standing_suggestions(six.study))


def test_each_stratum_gives_a_turn_at_least(make_study):
    project = make_study(turns=turn_rows(), participants=PARTICIPANTS, codebook=BOOK)
    project.suggest("patterns")
    # Coded and left uncoded, in six interviews.
    with pytest.raises(UsageError, match="10 turns for 12 strata"):
        drawn(project, by=["machine", "document"])
    report = drawn(project, n=12, by=["machine", "document"])
    assert [number for _, _, number in report.strata] == [1] * 12


def test_the_programs_half_gives_way_to_strata_of_the_others(make_study):
    # Twelve interviews; the program coded all of the first and nothing else. Half of the sample would be five
    # turns of the first, and seven for the eleven others.
    people = [f"P{n:02}" for n in range(12)]
    project = make_study(turns=turn_rows(people), codebook=BOOK)
    said = MachineCodes("one", {"trust": {"DP00": ["2", "4", "6", "8", "10"]}})
    report = drawn(project, n=12, by=["machine", "document"], machine=said)
    assert [number for _, _, number in report.strata] == [1] * 12
    assert report.audit.machine == "one"


def test_corrected_shares_of_a_sample_of_everything_are_the_truth(six):
    drawn(six, n=25)
    coded_by(six)
    found = audit_values(six.study, "audit").shares()
    # Three of five in all six interviews; the program's codes, and AB's in the first: (10 + 3) of 30.
    assert ends(found["trust"]) == pytest.approx((0.6, 0.6, 0.6))
    assert found["trust"].machine == pytest.approx(13 / 30)
    assert (found["trust"].n_units, found["trust"].n_coded) == (30, 5)
    assert found["price"].estimate == 0


def test_corrected_shares_count_by_hand(six):
    report = drawn(six, n=15, by="machine")
    coded_by(six)
    values = audit_values(six.study, "audit")
    assert values.rows == ["values", "trust", "price"] and not values.notes
    turns = [(part.document, turn) for part in report.audit.plan.parts for turn in part.turns]
    said = [turn in TRUE for _, turn in turns if turn in ("2", "4")]
    left = [turn in TRUE for _, turn in turns if turn not in ("2", "4")]
    assert (len(said), len(left)) == (7, 8)
    expected = (10 * np.mean(said) + 15 * np.mean(left) + 3) / 30
    assert values.shares()["trust"].estimate == pytest.approx(expected)
    # A theme is any of its codes: here no other code was used.
    theme = audit_values(six.study, "audit", level="theme").shares()
    assert list(theme) == ["values"]
    assert theme["values"].estimate == pytest.approx(expected)
    # One role: the two providers, of whom one was read in full.
    from qualcode.analysis.corpus import corpus

    role = corpus(six.study).attribute("role")
    provider = role.index == role.values.index("Provider")
    own = values.shares(turns=provider)["trust"]
    assert own.n_units == 10
    assert own.machine == pytest.approx(5 / 10)
    people = values.shares("people")["trust"]
    assert (people.n_people, people.target) == (6, "people")


def test_documents_passed_later_are_known_and_late_documents_are_named(six, tmp_path):
    drawn(six, n=25)
    coded_by(six)
    # AB reads the second interview as a whole too; its codings of trust are there already.
    six.complete("DP1", blind=True)
    values = audit_values(six.study, "audit")
    assert [len(block.coded_turns) for block in values.blocks] == [10]
    assert values.shares()["trust"].estimate == pytest.approx(0.6)
    late = tmp_path / "late.csv"
    late.write_text(turn_rows(["P9"]), encoding="utf-8")
    six.ingest(late)
    values = audit_values(six.study, "audit")
    assert "In no corrected share: 5 turns that nobody has passed" in values.notes[0]
    assert values.shares()["trust"].n_units == 30


def test_a_sample_in_part_or_not_blind_corrects_nothing(six):
    drawn(six)
    with pytest.raises(CodingError, match="10 of its 10 turns are not passed by AB"):
        audit_values(six.study, "audit")
    coded_by(six, blind=None)
    assert audit_status(six.study, "audit").ready
    assert "Nothing says whether AB" in audit_values(six.study, "audit").notes[0]
    complete_audit(six.study, "AB", "audit", blind=False)
    assert not audit_status(six.study, "audit").ready
    with pytest.raises(CodingError, match="not to have been blind"):
        audit_values(six.study, "audit")


def test_learning_leaves_the_sample_alone_until_it_is_given_it(six):
    report = drawn(six)
    turns = {part.document: frozenset(part.turns) for part in report.audit.plan.parts}
    assert reserved(six.study) == turns
    with pytest.raises(CodingError, match="10 of its 10 turns are not passed yet"):
        use_for_learning(six.study, "AB", "audit")
    coded_by(six)
    later = MachineCodes("a later program", {"trust": {"DP1": ["2"]}})
    assert audit_values(six.study, "audit", later).shares()["trust"].machine == pytest.approx(
        4 / 30
    )
    before = audit_values(six.study, "audit").shares()["trust"]
    use_for_learning(six.study, "AB", "audit")
    assert reserved(six.study) == {}
    # It still corrects by what the program said before anybody answered, and by no later codes.
    assert audit_values(six.study, "audit").shares()["trust"] == before
    with pytest.raises(TableError, match="given to learning in act"):
        audit_values(six.study, "audit", later)
    six.undo()
    assert reserved(six.study) == turns
    with pytest.raises(TableError, match="given to learning in act"):
        audit_values(six.study, "audit", later)


def test_what_the_program_said_is_kept_as_it_was(six):
    drawn(six, n=25)
    coded_by(six)
    before = audit_values(six.study, "audit").shares()["trust"]
    for suggestion in six.suggestions()["suggestion_id"]:
        six.reject(suggestion)
    assert audit_values(six.study, "audit").shares()["trust"] == before


def test_audit_samples_are_listed_taken_back_and_told(six):
    drawn(six, auditor="CD", codes="trust")
    row = audits(six.study).iloc[0]
    assert (row["sample"], row["coder"], row["drawn"], row["available"]) == ("audit", "CD", 10, 25)
    assert (row["codes"], row["passed"], row["blind"]) == ("trust", 0, "not coded yet")
    coded_by(six, "CD")
    values = audit_values(six.study, "audit")
    assert values.rows == ["trust"]
    assert values.left_out["price"] == "the audit sample audit was not coded for it"
    theme = audit_values(six.study, "audit", level="theme")
    assert theme.left_out == {"values": "the audit sample audit was not coded for values, price"}
    assert audit_words("audit learned:audit", "yes") == (
        "gave the answers of the audit sample audit to learning"
    )
    assert audit_words("primary", "AB") is None


def test_undo_takes_a_drawing_back(six):
    drawn(six)
    six.undo()
    assert len(audits(six.study)) == 0 and reserved(six.study) == {}


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"n": 26}, UsageError, "26 of 25 turns"),
        ({"n": 9}, UsageError, "from 10"),
        ({"auditor": "consensus"}, UsageError, "reserved"),
        ({"auditor": "suggester"}, UsageError, "no person's name"),
        ({"by": ["role", "role"]}, UsageError, "twice"),
        ({"by": "height"}, TableError, "is no attribute"),
        ({"where": {"coder": "AB"}}, UsageError, "filters of codings"),
        ({"where": {"document": "DP0"}}, TableError, "no turn to draw from"),
        ({"codes": ["nothing"]}, CodingError, "is not in the codebook"),
        ({"name": ""}, UsageError, "printable"),
    ],
    ids=str,
)
def test_a_sample_that_cannot_be_drawn_changes_nothing(six, options, error, words):
    act = six.study.last_act
    with pytest.raises(error, match=words):
        drawn(six, **options)
    assert six.study.last_act == act


def test_a_name_is_taken_once(six):
    draw_sample(six.study, "AB", "Pilot", coders=("AB", "CD"), unit="document", n=2, by="role")
    with pytest.raises(UsageError, match="there is a sample 'Pilot' already"):
        drawn(six, name="pilot")
    with pytest.raises(CodingError, match="is no audit sample"):
        audit_status(six.study, "Pilot")


def test_the_coder_of_a_sample_can_have_a_copy_that_shows_no_suggestion(six, tmp_path):
    import qualcode as qc
    from qualcode.review.copies import copy_for

    report = drawn(six, auditor="CD")
    copy_for(six.study, "audit", "CD", tmp_path / "cd.qualcode", signed="AB")
    copy = qc.open_project(tmp_path / "cd.qualcode", coder="CD")
    assert len(copy.suggestions()) == 0
    assert copy.study.rows("SELECT 1 FROM setting WHERE key LIKE 'audit%'") == []
    left = copy.assignments()
    assert left["left"].sum() == report.audit.plan.size
    copy.close()
    assert six.check() == []
