"""Accumulation and saturation: small stories, counted by eye."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import pytest

from qualcode.errors import TableError, UsageError
from qualcode.present import saturation
from qualcode.present.plots_alt import alt_text
from qualcode.present.saturation import new_information

# Six interviews. D1 has a, b; D2 has b, c; D3 c; D4 d; D5 and D6 bring nothing new.
TURNS = "document,turn,speaker,text\n" + "".join(
    f"D{n},1,S{n},words of interview number {n}\n" for n in range(1, 7)
)
PEOPLE = "participant,role\n" + "".join(
    f"S{n},{'Commissioner' if n % 2 else 'Provider'}\n" for n in range(1, 7)
)
CODES = {1: "ab", 2: "bc", 3: "c", 4: "d", 5: "a", 6: ""}
CODINGS = "document,turn,code,coder\n" + "".join(
    f"D{n},1,{code},AB\n" for n, codes in CODES.items() for code in codes
)


@pytest.fixture
def six(make_study):
    project = make_study(
        turns=TURNS, participants=PEOPLE, codebook=["a", "b", "c", "d", "e"], codings=CODINGS
    )
    project.complete([f"D{n}" for n in range(1, 7)])
    return project


def test_runs_overlap_or_follow_each_other() -> None:
    new = [4, 2, 1, 1, 0, 0, 0]
    # Base of 3 interviews: 7 codes. Runs of 2: (4,5) 1 new, (5,6) 0, (6,7) 0.
    assert [(r.first, r.last, r.new) for r in new_information(new, 3, 2)] == [
        (4, 5, 1), (5, 6, 0), (6, 7, 0),
    ]  # fmt: skip
    assert [(r.first, r.last) for r in new_information(new, 3, 2, overlapping=False)] == [
        (4, 5), (6, 7),
    ]  # fmt: skip
    assert new_information(new, 3, 2)[0].ratio == pytest.approx(1 / 7)


def test_too_few_interviews_have_no_run_and_an_empty_base_no_ratio() -> None:
    assert new_information([3, 1, 0], 2, 2) == []
    assert [r.ratio for r in new_information([0, 0, 1], 2, 1)] == [None]
    with pytest.raises(UsageError, match="base"):
        new_information([1, 2], 0, 1)
    with pytest.raises(UsageError, match="new_codes"):
        new_information([1, -2], 1, 1)


def test_accumulation_counted_by_eye(six) -> None:
    report = saturation.report(six, base=2, run=2, threshold=0.0)
    assert report.accumulation["new"].tolist() == [2, 1, 0, 1, 0, 0]
    assert report.accumulation["cumulative"].tolist() == [2, 3, 3, 4, 4, 4]
    assert report.accumulation["codes"].tolist() == ["a; b", "c", "", "d", "", ""]
    # Base D1, D2: 3 codes. (3,4): 1/3; (4,5): 1/3; (5,6): 0.
    assert report.runs["new"].tolist() == [1, 1, 0]
    assert report.runs["new_information"].tolist() == pytest.approx([1 / 3, 1 / 3, 0])
    assert report.frame["saturation"].tolist() == ["4+2 at ≤0%"]
    assert report.frame["after"].tolist() == [6]
    assert "By first occurrence" in str(report)


def test_every_code_that_was_used_is_new_once_whatever_the_strata(six) -> None:
    # Conservation: the new codes of a stratum are the codes that occur in it.
    report = saturation.report(six, by="role", base=1, run=1)
    frame = report.accumulation.groupby("stratum")["new"].sum()
    assert frame.to_dict() == {"Commissioner": 3, "Provider": 3}  # a b c | b c d
    # Units are D1, D3, D5 and D2, D4, D6, in this order.
    assert report.accumulation["unit"].tolist() == ["D1", "D3", "D5", "D2", "D4", "D6"]


def test_the_band_is_of_all_orders(six) -> None:
    frame = saturation.report(six, draws=2000).accumulation
    # After one interview: 2 codes (D1, D2), 1 (D3, D4, D5) or 0 (D6); after all of them 4 in any order.
    assert (frame["low"].iloc[0], frame["median"].iloc[0], frame["high"].iloc[0]) == (0, 1, 2)
    assert frame[["low", "median", "high"]].iloc[-1].tolist() == [4, 4, 4]
    again = saturation.report(six, draws=2000).accumulation
    assert frame.equals(again)


def test_the_share_of_orders_counted_over_two_interviews(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nD1,1,S1,one\nD2,1,S2,two\n",
        codebook=["a", "b"],
        codings="document,turn,code,coder\nD1,1,a,AB\nD2,1,a,AB\nD2,1,b,AB\n",
    )
    # D1 first: base a, then b is new (100 %). D2 first: base a, b, then nothing (0 %): half of the orders.
    report = saturation.report(project, base=1, run=1, threshold=0.05, draws=4000)
    assert report.frame["saturation"].tolist() == ["not reached"]
    assert report.frame["share_of_orders"].iloc[0] == 0.5


def test_a_code_made_while_coding_is_new_where_it_was_made(make_study) -> None:
    project = make_study(turns=TURNS, codebook=["a"])
    project.add_coding(document="D1", turn=1, code="a")
    project.add_code("late")
    project.add_coding(document="D3", turn=1, code="late")
    # Only afterwards is the code put on an earlier interview.
    project.add_coding(document="D1", turn=1, code="late")
    project.complete([f"D{n}" for n in range(1, 7)])
    made = saturation.report(project)
    new = made.accumulation.loc[made.accumulation["new"] > 0, ["unit", "codes"]]
    assert new.to_numpy().tolist() == [["D3", "late"]]
    assert "In the codebook before coding began, so never new: a (1 of 2 rows)." in made.notes
    first = saturation.report(project, basis="first occurrence").accumulation
    assert first["codes"].tolist()[:3] == ["a; late", "", ""]


def test_what_nobody_can_know_is_refused(six) -> None:
    with pytest.raises(TableError, match="does not know when codes were made"):
        saturation.report(six, basis="made")


def test_order_by_date_by_hand_and_what_is_missing(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=["a", "b", "c", "d"],
        codings=CODINGS,
        documents="document,date\n" + "".join(f"D{n},2018-0{7 - n}-01\n" for n in range(1, 7)),
    )
    units = saturation.report(project).accumulation["unit"].tolist()
    assert units == ["D6", "D5", "D4", "D3", "D2", "D1"]
    by_hand = saturation.report(project, order=["D2", "D1", "D3", "D4", "D5", "D6"])
    assert by_hand.accumulation["new"].tolist() == [2, 1, 0, 1, 0, 0]
    with pytest.raises(TableError, match="leaves out D6"):
        saturation.report(project, order=["D1", "D2", "D3", "D4", "D5"])


def test_a_date_that_is_missing_is_said(six) -> None:
    with pytest.raises(TableError, match="no date for"):
        saturation.report(six, order="date")


def test_unread_documents_are_no_interviews(make_study) -> None:
    project = make_study(turns=TURNS, codebook=["a", "b", "c", "d"], codings=CODINGS)
    project.complete(["D1", "D2", "D3"])
    report = saturation.report(project)
    assert report.accumulation["unit"].tolist() == ["D1", "D2", "D3"]
    said = report.frame["saturation"].iloc[0]
    assert said == "undefined: 3 documents, fewer than a base of 4 and a run of 2"
    assert report.frame["share_of_orders"].isna().all()


def test_participants_as_units_and_a_person_in_two_documents(make_study) -> None:
    project = make_study(
        turns=TURNS + "D7,1,S1,once more\n",
        participants=PEOPLE,
        codebook=["a", "b", "c", "d"],
        codings=CODINGS + "D7,1,d,AB\n",
    )
    report = saturation.report(project, unit="participant")
    # S1 speaks in D1 and D7, so d is S1's already.
    assert report.accumulation["unit"].tolist() == ["S1", "S2", "S3", "S4", "S5", "S6"]
    assert report.accumulation["new"].tolist() == [3, 1, 0, 0, 0, 0]


def test_the_figure_draws_the_numbers_and_says_them(six) -> None:
    ax = saturation.report(six, base=2, run=2, threshold=0.0).plot()
    line = ax.get_lines()
    assert [2, 3, 3, 4, 4, 4] in [list(each.get_ydata()) for each in line]
    assert "4 codes after 6 documents, saturation reached after 6" in alt_text(ax)
    plt.close(ax.figure)


def test_wrong_calls_are_said(six) -> None:
    for wrong in (
        {"unit": "turn"},
        {"basis": "guess"},
        {"by": "document"},
        {"coders": "each"},
        {"threshold": 5},
        {"order": "alphabet"},
        {"base": 0},
    ):
        with pytest.raises(UsageError):
            saturation.report(six, **wrong)


def test_few_units_are_put_in_every_order(make_study) -> None:
    # 24 orders of four interviews, fewer than draws: band and share are counted over each of them once.
    has = {"D1": "abe", "D2": "b", "D3": "ac", "D4": "d"}
    project = make_study(
        turns="document,turn,speaker,text\n" + "".join(f"{d},1,S{d},one\n" for d in has),
        codebook=list("abcde"),
        codings="document,turn,code,coder\n"
        + "".join(f"{d},1,{code},AB\n" for d, codes in has.items() for code in codes),
    )
    curves, reached = [], 0
    for order in itertools.permutations(has):
        seen: set[str] = set()
        curve = [len(seen := seen | set(has[each])) for each in order]
        curves.append(curve)
        reached += any((curve[at] - curve[at - 1]) * 3 <= curve[1] for at in (2, 3))
    report = saturation.report(project, base=2, run=1, threshold=1 / 3, draws=100)
    assert report.frame["share_of_orders"].tolist() == [reached / 24]
    ranked = [sorted(column) for column in zip(*curves, strict=True)]
    frame = report.accumulation
    # The 1st, the 12th and the 24th of 24.
    assert frame["low"].tolist() == [column[0] for column in ranked]
    assert frame["median"].tolist() == [column[11] for column in ranked]
    assert frame["high"].tolist() == [column[23] for column in ranked]


def test_a_participant_comes_in_with_the_earliest_date(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nD1,1,S1,one\nD2,1,S2,two\nD3,1,S1,three\n",
        participants="participant,role\nS1,R\nS2,R\n",
        documents="document,date\nD1,2018-05-01\nD2,2018-03-01\nD3,2018-01-01\n",
        codebook=["a"],
        codings="document,turn,code,coder\nD2,1,a,AB\nD3,1,a,AB\n",
    )
    # S1 speaks in D3, in January, before S2 does in March, though D1 comes first in the project.
    report = saturation.report(project, unit="participant", base=1, run=1)
    assert report.accumulation["unit"].tolist() == ["S1", "S2"]
    assert "Order: date of the documents." in report.notes


def test_imported_codings_do_not_say_when_codes_were_made(make_study) -> None:
    project = make_study(
        turns=TURNS, codebook=["a"], codings="document,turn,code,coder\nD1,1,a,AB\n"
    )
    project.add_code("late")
    project.add_coding(document="D2", turn=1, code="late")
    assert "By first occurrence" in str(saturation.report(project))
    with pytest.raises(TableError, match="does not know when codes were made"):
        saturation.report(project, basis="made")


def test_a_threshold_is_printed_with_its_digits(six) -> None:
    text = str(saturation.report(six, base=2, run=2, threshold=0.005))
    assert "4+2 at ≤0.5%" in text and "at most 0.5% of those" in text


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("seed", "x"),
        ("seed", -1),
        ("order", 5),
        ("order", [["D1"]]),
        ("by", 5),
        ("threshold", False),
    ],
)
def test_what_means_nothing_is_refused_by_its_name(six, option, value) -> None:
    with pytest.raises(UsageError, match=option):
        saturation.report(six, **{option: value})


def test_a_threshold_that_is_passed_again_is_said_and_the_answer_explained(six) -> None:
    """Of D1 the base has 2 codes; D2 1 new, D3 none (reached), D4 1 new (above again), then none."""
    report = saturation.report(six, base=1, run=1)
    assert report.frame["saturation"].tolist() == ["2+1 at ≤5%"]
    text = str(report)
    assert (
        "“2+1 at ≤5%” reads: 2 documents, then one at a time; new information at most 5%." in text
    )
    assert "A later run goes above the threshold again: document 4 (1 new, 50%)." in text
    runs = saturation.report(six, base=4, run=2)
    assert "“4+2 at ≤5%” reads: 4 documents, then runs of 2; new information at most 5%." in str(
        runs
    )
    assert "again" not in str(runs)
