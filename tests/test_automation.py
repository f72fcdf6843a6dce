"""Automation bias made visible: stories of coders who decide on the suggestions of two patterns.

One talk of forty turns in which every turn has the word pay, and so a suggestion of wages. The scores that
the queue showed are written here: turn n (from 1) showed n / 40. Decisions get their times here too.
"""

from __future__ import annotations

import json

import pytest

from qualcode.analysis import automation as figures
from qualcode.errors import TableError, UsageError
from qualcode.present.automation import AutomationReport, automation
from qualcode.review import scores
from qualcode.review.bulk import accept_many, bulk_sample
from qualcode.review.checks import set_checks
from qualcode.review.decisions import decide, decide_sheet
from qualcode.review.queue import queue

CODEBOOK = """codes:
  - code: wages
    name: Wages
    patterns: [pay]
  - code: travel
    name: Travel
    patterns: [bus]
"""


@pytest.fixture
def study(make_study):
    talk = "".join(f"P1: They pay {n} coins for it.\n" for n in range(40))
    project = make_study(files={"D1.txt": talk}, codebook=CODEBOOK)
    project.suggest("patterns")
    own = project.suggestions().sort_values("start")["suggestion_id"].tolist()
    given = {suggestion: (at + 1) / 40 for at, suggestion in enumerate(own)}
    scores.keep(project.study, scores.Kept(project.study.last_act, given, None, ""))
    project.own = own
    return project


def say(project, decisions, coder="AB"):
    """Decide on the suggestions in the order of the text: "a" accept, "r" reject."""
    for suggestion, said in zip(project.own, decisions, strict=False):
        decide(project.study, coder, suggestion, {"a": "accept", "r": "reject"}[said])


def at_seconds(project, seconds):
    """Give the decisions times, as a clock would have: seconds after nine o'clock."""
    connection = project.study.connection
    rows = connection.execute("SELECT n FROM decision ORDER BY n").fetchall()
    for (n,), second in zip(rows, seconds, strict=True):
        time = f"2024-03-01T09:{second // 60:02}:{second % 60:02}+00:00"
        connection.execute("UPDATE decision SET time = ? WHERE n = ?", (time, n))


def test_shares_are_of_decisions_one_by_one(study):
    say(study, "aaar")
    decide(study.study, "AB", study.own[4], "revise", quotation="pay 4 coins")
    say(study, "ar", coder="CD")
    frame = figures.shares(figures.decided(study.study), ["coder"]).set_index("coder")
    assert frame.loc["AB", ["n", "accepted", "rejected", "revised"]].tolist() == [5, 3, 1, 1]
    assert frame.loc["AB", "share"] == 0.6
    # Clopper and Pearson for 1 of 2: .013 to .987.
    assert [round(float(frame.loc["CD", each]), 3) for each in ("low", "high")] == [0.013, 0.987]


def test_what_was_accepted_together_is_counted_apart(study):
    for suggestion in bulk_sample(study.study, "AB", n=10)["suggestion_id"]:
        decide(study.study, "AB", suggestion, "accept")
    accept_many(study.study, "AB", minimum=0.5)
    row = figures.shares(figures.decided(study.study), ["coder"]).iloc[0]
    assert (row["n"], row["accepted"], row["together"]) == (10, 10, 30)
    assert "AB accepted 30 suggestions together" in str(automation(study))


def test_who_accepts_whatever_the_score_is_told_so(study):
    say(study, "a" * 40)
    bins = figures.by_score(figures.decided(study.study))
    # Forty decisions make four bins of ten: 1/40 to 10/40, …, 31/40 to 40/40.
    assert bins["n"].tolist() == [10, 10, 10, 10]
    assert bins["from_score"].tolist() == [0.025, 0.275, 0.525, 0.775]
    assert bins["to_score"].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert bins["accepted"].tolist() == [10, 10, 10, 10]
    said = figures.score_sentence(bins, "AB")
    assert "acceptance is high whatever the score" in said
    assert "10 of 10 with the lowest scores" in said


def test_who_accepts_by_the_score_is_told_so(study):
    say(study, "r" * 20 + "a" * 20)
    said = figures.score_sentence(figures.by_score(figures.decided(study.study)), "AB")
    assert said.endswith("acceptance rises with the score.")
    assert "accepted 0 of 10" in said and "10 of 10 with the highest" in said


def test_low_scores_accepted_more_often_than_they_promised_are_told(study):
    # Seven of ten at scores up to .25: the interval begins at .348, above all of them.
    say(study, "aaaaaaarrr" + "a" * 30)
    said = figures.score_sentence(figures.by_score(figures.decided(study.study)), "AB")
    assert said.endswith("the lowest scores were accepted more often than they promised.")


def test_equal_scores_lie_in_one_bin(study):
    given = dict.fromkeys(study.own[:30], 0.5) | dict.fromkeys(study.own[30:], 0.9)
    scores.keep(study.study, scores.Kept(study.study.last_act, given, None, ""))
    say(study, "a" * 40)
    bins = figures.by_score(figures.decided(study.study))
    assert bins["n"].tolist() == [30, 10]


def test_no_bin_holds_fewer_than_ten(study):
    # Thirty-nine equal scores and one above them: by one decision acceptance cannot be told.
    given = dict.fromkeys(study.own[:39], 0.5) | {study.own[39]: 0.9}
    scores.keep(study.study, scores.Kept(study.study.last_act, given, None, ""))
    say(study, "a" * 40)
    bins = figures.by_score(figures.decided(study.study))
    assert bins["n"].tolist() == [40]
    assert "too much alike in it" in figures.score_sentence(bins, "AB")


def test_equal_scores_leave_no_small_bin_in_the_middle(study):
    # The first cut, after ten, moves to nineteen; the second, after twenty, would leave one between.
    given = {each: 0.1 if at < 19 else 0.2 + at / 100 for at, each in enumerate(study.own)}
    scores.keep(study.study, scores.Kept(study.study.last_act, given, None, ""))
    say(study, "a" * 40)
    assert figures.by_score(figures.decided(study.study))["n"].tolist() == [19, 11, 10]


def test_few_decisions_say_nothing_of_the_score(study):
    say(study, "a" * 19)
    said = figures.score_sentence(figures.by_score(figures.decided(study.study)), "AB")
    assert said.startswith("AB: 19 decisions") and "too few" in said


def test_runs_of_quick_acceptances_are_found(study):
    say(study, "aaaaaa" + "r" + "aaaa")
    # Six with two seconds between them; a rejection; four more, too few for a run.
    at_seconds(study, [0, 2, 4, 6, 8, 10, 30, 31, 32, 33, 34])
    (found,) = figures.quick(figures.decided(study.study))
    # Six words in each turn: five of them after the first.
    assert found.runs == ((6, 10.0, 30),)
    assert (found.accept_seconds, found.reject_seconds) == (2.0, 20.0)
    report = str(automation(study))
    assert "The longest has 6; after its first, 30 words were decided on in 10 seconds." in report


def test_slow_acceptances_are_no_run(study):
    say(study, "aaaaaa")
    at_seconds(study, [0, 4, 8, 12, 16, 20])
    (found,) = figures.quick(figures.decided(study.study))
    assert found.runs == () and found.accept_seconds == 4.0
    assert "no run of 5 acceptances" in str(automation(study))


def test_decisions_of_one_act_have_no_times(study, tmp_path):
    path = tmp_path / "decided.csv"
    path.write_text("suggestion_id,decision\n" + "".join(f"{each},accept\n" for each in study.own))
    decide_sheet(study.study, "AB", path)
    (found,) = figures.quick(figures.decided(study.study))
    assert (found.decisions, found.timed, found.runs) == (40, 0, ())
    assert "too few for their times to tell anything" in str(automation(study))


def test_order_is_told_in_thirds_and_by_what_came_before(study):
    say(study, "r" * 10 + "a" * 30)
    frame = figures.decided(study.study)
    thirds = figures.by_order(frame)
    # Thirteen, fourteen, thirteen decisions.
    assert thirds["n"].tolist() == [13, 14, 13]
    assert thirds["accepted"].tolist() == [3, 14, 13]
    after = figures.after_what(frame).set_index("after")
    assert after.loc["an acceptance", ["n", "accepted"]].tolist() == [29, 29]
    assert after.loc["a rejection or revision", ["n", "accepted"]].tolist() == [10, 1]


def test_changed_and_undone_decisions_do_not_count(study):
    say(study, "aa")
    decide(study.study, "AB", study.own[0], "reject")
    decide(study.study, "AB", study.own[5], "accept")
    study.undo()
    frame = figures.decided(study.study)
    assert sorted(frame["decision"]) == ["accept", "reject"]


def test_hidden_checks_are_in_the_report_without_their_names(make_study):
    talk = "".join(
        f"P1: They pay {n} coins for it.\nP1: The wind blew from hill {n}.\n" for n in range(20)
    )
    project = make_study(files={"D1.txt": talk}, codebook=CODEBOOK)
    project.suggest("patterns")
    with pytest.raises(TableError, match="nobody has decided on a suggestion yet"):
        automation(project)
    set_checks(project.study, "LEAD", share=0.2)
    frame = queue(project.study, "AB")
    hidden = frame[frame["quotation"].str.contains("wind")]["suggestion_id"].tolist()
    assert len(hidden) == 4
    for at, suggestion in enumerate(hidden):
        decide(project.study, "AB", suggestion, "accept" if at == 0 else "reject")
    report = automation(project)
    text = str(report)
    assert "AB accepted 1 of 4 hidden checks (25%" in text
    assert "No suggestion was decided on." in text
    assert "Hidden checks: on since act" in text
    assert not any(each in text for each in hidden)
    checked = figures.checked(project.study).iloc[0]
    assert (checked["n"], checked["accepted"], checked["share"]) == (4, 1, 0.25)


def test_one_coder_alone(study):
    say(study, "aar")
    say(study, "r", coder="CD")
    report = automation(study, coder="CD")
    assert report.frame["coder"].tolist() == ["CD"] and report.frame["n"].tolist() == [1]
    with pytest.raises(TableError, match=r"'EF' has decided on no suggestion \(AB, CD did\)"):
        automation(study, coder="EF")
    with pytest.raises(UsageError):
        automation(study, bins=0)


def test_the_report_is_written_in_every_format(study, tmp_path):
    say(study, "a" * 30 + "r" * 10)
    report = automation(study)
    for suffix in ("csv", "xlsx", "html", "md", "docx", "tex"):
        assert report.save(tmp_path / f"bias.{suffix}").stat().st_size > 100
    assert json.loads(report.frame.to_json(orient="records"))[0]["share"] == 0.75


def test_the_figure_says_in_words_what_it_shows(study, tmp_path):
    import matplotlib

    matplotlib.use("Agg")
    from qualcode.present.plots import save
    from qualcode.present.plots_alt import alt_text

    with pytest.raises(TableError, match="probability"):
        AutomationReport("x", bins=figures.by_score(figures.decided(study.study))).plot()
    say(study, "r" * 5 + "a" * 35)
    say(study, "a" * 40, coder="CD")
    ax = automation(study).plot()
    save(ax, tmp_path / "bias.png")
    assert alt_text(ax).startswith(
        "Line chart. Acceptance by the score that was shown. AB, 40 decisions:"
    )
    assert "50% at 0.14" in alt_text(ax)
    import matplotlib.pyplot as plt

    plt.close(ax.figure)


def test_the_legend_hides_nothing_and_leaves_nobody_out(study):
    say(study, "r" * 5 + "a" * 35)
    say(study, "a" * 40, coder="_CD")
    ax = automation(study).plot()
    ax.figure.draw_without_rendering()
    legend = ax.get_legend()
    said = [entry.get_text() for entry in legend.get_texts()]
    assert said == ["as promised", "AB (40)", "_CD (40)"]
    assert legend.get_window_extent().y1 < ax.get_window_extent().y0
