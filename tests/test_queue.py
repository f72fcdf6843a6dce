"""The queue of open suggestions, acceptance of many at once, and hidden checks.

Four talks of one person each, three turns a talk, eight suggestions from two patterns: pay or money is about
wages, bus is about travel. D1 is said in nearly the same words as D2.
"""

from __future__ import annotations

import csv
import json
import shutil

import pandas as pd
import pytest

import qualcode as qc
from qualcode.analysis import checks
from qualcode.analysis.audits import audits
from qualcode.analysis.automation import checked, decided
from qualcode.cli import main
from qualcode.errors import CodingError, ExportError, UsageError
from qualcode.present.automation import automation
from qualcode.present.methods import methods_note
from qualcode.readers.sheets import read_sheet
from qualcode.review import learning, scores
from qualcode.review.bulk import accept_many, bulk_sample
from qualcode.review.checks import set_checks
from qualcode.review.decisions import decide, decide_sheet
from qualcode.review.learning import material
from qualcode.review.queue import COLUMNS, queue, queue_words, refresh_suggestions, write_queue
from qualcode.review.suggestions_csv import export_suggestions
from qualcode.suggest.vectors import available

CODEBOOK = """codes:
  - code: work
    name: Work
    codes:
      - code: wages
        name: Wages
        definition: What people earn.
        patterns: [pay, money]
      - code: travel
        name: Travel
        patterns: [bus]
"""
TALKS = {
    "D1": ["The pay here is late every month.", "The bus never comes on Sunday.", "I like the garden a lot."],
    "D2": ["The pay here is late every week.", "My bus was full of children.", "We cook rice for lunch there."],
    "D3": ["Money comes in envelopes from Anna.", "Nobody takes a bus at night.", "The roof leaks when it rains."],
    "D4": ["They pay for boots and gloves.", "No bus stops near the farm.", "My sister has seven goats now."],
}  # fmt: skip


@pytest.fixture
def study(make_study):
    """Eight suggestions: wages in the first turn of every talk, travel in the second."""
    project = make_study(
        files={
            f"{name}.txt": "".join(f"P{name[1]}: {turn}\n" for turn in turns)
            for name, turns in TALKS.items()
        },
        codebook=CODEBOOK,
    )
    project.suggest("patterns")
    return project


def ids(study):
    """(document, code) -> id of the suggestion."""
    frame = study.suggestions()
    return {(row.document, row.code): row.suggestion_id for row in frame.itertuples()}


def places(frame):
    return [f"{row.document} {row.code}" for row in frame.itertuples()]


def keep(study, **shown):
    """Scores as a refit would have left them: D1_wages=.9."""
    own = ids(study)
    given = {own[tuple(name.split("_"))]: score for name, score in shown.items()}
    scores.keep(study.study, scores.Kept(study.study.last_act, given, 0.6, ""))


SCORES = {
    "D1_wages": 0.95, "D2_wages": 0.62, "D3_wages": 0.30, "D4_wages": 0.75,
    "D1_travel": 0.55, "D2_travel": 0.85, "D3_travel": 0.05, "D4_travel": 0.45,
}  # fmt: skip


def test_the_queue_has_every_open_suggestion_in_its_context(study):
    frame = queue(study.study, "AB")
    assert list(frame.columns) == COLUMNS
    assert len(frame) == 8
    row = frame[(frame["document"] == "D1") & (frame["code"] == "travel")].iloc[0]
    assert row["quotation"] == "The bus never comes on Sunday."
    assert row["before"] == "P1: The pay here is late every month. P1:"
    assert row["after"] == "P1: I like the garden a lot."
    assert (row["name"], row["turn"], row["speaker"], row["engine"]) == (
        "Travel",
        "2",
        "P1",
        "patterns",
    )
    assert "“bus”" in row["evidence"]
    assert frame["score"].isna().all()
    assert (frame["why_here"] == "no probability yet, ordered by rank").all()
    assert frame[frame["code"] == "wages"]["definition"].tolist() == ["What people earn."] * 4


def test_certain_is_by_probability_and_uncertain_by_distance_to_the_threshold(study):
    keep(study, **SCORES)
    assert places(queue(study.study, "AB"))[:3] == ["D1 wages", "D2 travel", "D4 wages"]
    near = queue(study.study, "AB", order="uncertain")
    # .62 is .02 from the threshold .60, .55 is .05, .45 and .75 are .15.
    assert places(near)[:2] == ["D2 wages", "D1 travel"]
    assert near["why_here"].iloc[0] == "0.02 from the threshold 0.60"
    assert near.attrs["threshold"] == 0.6


def test_certain_says_in_words_why_a_row_stands_where_it_does(study):
    keep(study, **{**SCORES, "D4_wages": 0.85})
    frame = queue(study.study, "AB")
    # .95, .85 twice, .62: the two equal ones share the second place.
    assert frame["why_here"].tolist()[:4] == [
        "most likely of 8",
        "number 2 of 8 by probability",
        "number 2 of 8 by probability",
        "number 4 of 8 by probability",
    ]
    keep(study, D2_travel=0.9)
    frame = queue(study.study, "AB")
    assert frame["why_here"].tolist()[:2] == [
        "most likely of 1",
        "no probability yet, ordered by rank",
    ]


def test_without_a_threshold_the_middle_is_least_certain(study):
    keep(study, **SCORES)
    kept = scores.kept(study.study)
    scores.keep(study.study, scores.Kept(kept.act, kept.scores, None, "too few"))
    # .45 and .55 are .05 from .50; .62 is .12.
    assert set(places(queue(study.study, "AB", order="uncertain", limit=2))) == {
        "D1 travel",
        "D4 travel",
    }


def test_what_has_no_probability_comes_after_what_has_one(study):
    keep(study, D3_travel=0.01)
    assert places(queue(study.study, "AB"))[0] == "D3 travel"


def test_without_probabilities_the_most_uncertain_are_by_rank(make_study):
    talk = "P1: The pay is late.\nP1: The pay, the money, the pay.\nP1: No money, no pay today.\n"
    project = make_study(files={"D1.txt": talk}, codebook=CODEBOOK)
    project.suggest("patterns")
    frame = queue(project.study, "AB", order="uncertain")
    assert frame["score"].isna().all()
    assert frame["rank_score"].is_monotonic_decreasing and frame["rank_score"].nunique() > 1


@pytest.mark.parametrize("change", ["retired", "gone"])
def test_what_cannot_be_coded_any_more_is_not_open(study, tmp_path, change):
    if change == "retired":
        study.retire_code("wages")
    else:
        (tmp_path / "b.yaml").write_text("codes:\n  - code: travel\n")
        study.load_codebook(tmp_path / "b.yaml")
    frame = queue(study.study, "AB")
    assert set(frame["code"]) == {"travel"} and (frame.attrs["open"], len(frame)) == (4, 4)
    assert frame.attrs["left_out"] == 4
    assert "4 left out: their codes were retired" in queue_words(frame)
    assert bulk_sample(study.study, "AB", n=5).attrs["available"] == 4
    # Checks are put among what can be decided on.
    assert set_checks(study.study, "LEAD", share=0.5).open == 4


def test_by_code_and_by_document_keep_the_order_inside(study):
    keep(study, **SCORES)
    assert places(queue(study.study, "AB", by="code"))[:5] == [
        "D1 wages", "D4 wages", "D2 wages", "D3 wages", "D2 travel",
    ]  # fmt: skip
    assert places(queue(study.study, "AB", by="document"))[:4] == [
        "D1 wages", "D1 travel", "D2 travel", "D2 wages",
    ]  # fmt: skip
    assert places(queue(study.study, "AB", codes="work", documents=["D3"])) == [
        "D3 wages",
        "D3 travel",
    ]
    assert places(queue(study.study, "AB", codes="travel", limit=1)) == ["D2 travel"]


def test_decided_suggestions_leave_and_are_counted_by_code(study):
    own = ids(study)
    decide(study.study, "AB", own["D1", "wages"], "accept")
    decide(study.study, "AB", own["D4", "wages"], "accept")
    decide(study.study, "AB", own["D1", "travel"], "reject")
    frame = queue(study.study, "AB")
    assert len(frame) == 5 and frame.attrs["decided"] == 3
    assert dict(zip(frame["code"], frame["decided"], strict=True)) == {"wages": 2, "travel": 1}
    assert len(queue(study.study, "CD")) == 8


def test_what_is_like_a_rejected_one_sinks_and_says_why(study):
    keep(study, **{**SCORES, "D2_wages": 0.80, "D4_wages": 0.75, "D3_wages": 0.30})
    before = places(queue(study.study, "AB", codes="wages"))
    assert before == ["D1 wages", "D2 wages", "D4 wages", "D3 wages"]
    decide(study.study, "AB", ids(study)["D1", "wages"], "reject")
    frame = queue(study.study, "AB", codes="wages")
    # D2 has six of seven words of D1; D4 shares one, D3 none.
    assert places(frame) == ["D4 wages", "D3 wages", "D2 wages"]
    assert frame["why_here"].iloc[2].endswith("alike to a segment rejected for wages (D1, turn 1)")
    # D2 has .80 and would be first; it is third because of its words.
    assert [each.partition("; ")[0] for each in frame["why_here"]] == [
        "number 2 of 3 by probability",
        "number 3 of 3 by probability",
        "most likely of 3",
    ]
    assert places(queue(study.study, "CD", codes="wages")) == before


def test_what_is_more_like_an_accepted_one_stays(make_study):
    turns = ("late every month", "late every week", "late every week now", "late every month now")
    talk = "".join(f"P1: The pay here is {each}.\n" for each in turns)
    project = make_study(files={"D1.txt": talk}, codebook=CODEBOOK)
    project.suggest("patterns")
    rejected, accepted, *_ = project.suggestions()["suggestion_id"]
    decide(project.study, "AB", rejected, "reject")
    assert queue(project.study, "AB")["why_here"].str.contains("sinks").tolist() == [True] * 3
    decide(project.study, "AB", accepted, "accept")
    frame = queue(project.study, "AB").set_index("quotation")["why_here"].str.contains("sinks")
    assert not frame["The pay here is late every week now."]
    assert frame["The pay here is late every month now."]


def test_novel_puts_last_what_is_most_like_the_decided(study):
    decide(study.study, "AB", ids(study)["D1", "wages"], "accept")
    frame = queue(study.study, "AB", order="novel")
    assert places(frame)[-1] == "D2 wages"
    # No word of D2's bus turn was decided on.
    told = dict(zip(places(frame), frame["why_here"], strict=True))
    assert told["D2 travel"] == "0% alike to the nearest segment decided so far"
    assert places(frame) == places(queue(study.study, "AB", order="novel"))


CAPTIONS = """WEBVTT

00:01.000 --> 00:02.000
<v Ann>We talk of work.

00:02.000 --> 00:04.000
<v Bob>They keep the pay</v>

00:04.000 --> 00:06.000
<v Bob>of the week.</v>

00:06.000 --> 00:08.000
<v Ann>I see.
"""


def test_captions_show_words_without_their_marks(make_study, tmp_path):
    project = make_study(files={"C1.vtt": CAPTIONS}, codebook=CODEBOOK)
    project.suggest("patterns")
    row = queue(project.study, "AB").iloc[0]
    assert row["quotation"] == "They keep the pay of the week."
    assert (row["before"], row["after"]) == ("Ann: We talk of work. Bob:", "Ann: I see.")
    # The place is that of the exact words, marks and all.
    text = project.study.text(project.study.value("SELECT version FROM suggestion"))
    assert "-->" in text[row["start"] : row["end"]]
    path = tmp_path / "queue.csv"
    write_queue(project.study, queue(project.study, "AB"), path)
    fill(path, "accept")
    assert decide_sheet(project.study, "AB", path).counts == {"accept": 1}
    assert project.codings()["start"].tolist() == [row["start"]]


def test_evidence_across_a_gap_is_shown_without_marks(make_study):
    book = CODEBOOK.replace("[pay, money]", "[pay of]")
    project = make_study(files={"C1.vtt": CAPTIONS}, codebook=book)
    project.suggest("patterns")
    assert queue(project.study, "AB")["evidence"].iloc[0].startswith("“pay of” ")


def test_a_shorter_quotation_may_go_across_a_gap(make_study):
    project = make_study(files={"C1.vtt": CAPTIONS}, codebook=CODEBOOK)
    project.suggest("patterns")
    (one,) = queue(project.study, "AB")["suggestion_id"]
    decide(project.study, "AB", one, "revise", quotation="the pay of the week")
    (made,) = project.codings().itertuples()
    text = project.study.text(project.study.value("SELECT version FROM suggestion"))
    assert text[made.start :].startswith("the pay</v>")
    assert text[: made.end].endswith("of the week")


def test_context_is_cut_between_words(make_study):
    talk = "P1: " + "word " * 50 + "end.\nP2: The pay is late.\nP1: " + "other " * 50 + "\n"
    project = make_study(files={"D1.txt": talk}, codebook=CODEBOOK)
    project.suggest("patterns")
    (row,) = queue(project.study, "AB").itertuples()
    # "end." and "P2:" with a space each are 8 of the 200 characters; 38 times "word " fit into 192.
    assert row.before == "… " + "word " * 38 + "end. P2:"
    # "P1: " and 32 times "other " are 196 with the last blank, 195 without; the next does not fit.
    assert row.after == "P1: " + "other " * 32 + "…"


@pytest.mark.parametrize(
    "options",
    [{"order": "random"}, {"by": "speaker"}, {"limit": 0}, {"documents": "D9"}],
)
def test_what_the_queue_cannot_do_is_refused(study, options):
    with pytest.raises(UsageError):
        queue(study.study, "AB", **options)


def test_the_queue_needs_a_coder_and_known_codes(study):
    with pytest.raises(UsageError, match="needs to know who"):
        queue(study.study, "")
    with pytest.raises(CodingError, match="not in the codebook"):
        queue(study.study, "AB", codes="pension")


def test_turns_to_be_coded_blind_for_an_audit_are_held_back(make_study):
    project = make_study(
        files={f"D{n}.txt": f"P{n}: The pay is late.\nP{n}: A bus came.\n" for n in range(1, 11)},
        codebook=CODEBOOK,
    )
    project.suggest("patterns")
    from qualcode.review.auditing import draw_audit

    drawn = draw_audit(project.study, "CD", name="audit", n=10, auditor="AB")
    held = sum(len(part.turns or ()) for part in drawn.audit.plan.parts)
    frame = queue(project.study, "AB")
    assert (len(frame), frame.attrs["held_back"]) == (20 - held, 10)
    assert len(queue(project.study, "CD")) == 20
    assert "10 held back" in queue_words(frame)


# -- scores move ---------------------------------------------------------------------------------------


def coded_study(make_study):
    """Two talks read by AB, who codes pay as wages; two more with suggestions."""
    talk = "".join(
        f"P1: The pay of week {n} is late.\nP1: A bus of line {n} came.\nP1: It rained on day {n}.\n"
        for n in range(12)
    )
    project = make_study(
        files={f"D{n}.txt": talk.replace("P1", f"P{n}") for n in range(1, 5)}, codebook=CODEBOOK
    )
    for document in ("D1", "D2"):
        for turn in range(0, 36, 3):
            project.add_coding(document=document, turn=str(turn + 1), code="wages")
        project.complete(document)
    project.suggest("patterns")
    return project


def test_a_refit_says_how_many_scores_moved_and_the_queue_shows_them(make_study):
    project = coded_study(make_study)
    # Patterns ran: each suggestion keeps the share in which its pattern was right.
    report = refresh_suggestions(project.study, "AB")
    assert (report.moved, report.scored) == (0, 96)
    # All engines ran: what they say of it is what is shown from now on.
    project.suggest(precision=0)
    report = refresh_suggestions(project.study, "AB")
    assert report.scored > 0 and report.moved > 90
    again = refresh_suggestions(project.study, "AB")
    assert (again.moved, again.decided) == (0, 0)
    frame = queue(project.study, "AB", documents=["D3"])
    assert frame.attrs["refreshed"] == report.act
    known = frame[frame["code"] == "wages"]["score"]
    assert known.notna().all()
    assert known.min() > frame[frame["code"] == "travel"]["score"].fillna(0).max()
    assert f"{report.moved:,} of {report.open} open suggestions show another score" in str(report)


@pytest.fixture
def vectors(monkeypatch):
    """Sentence vectors, which other tests go without."""
    if available() is not None:
        pytest.skip("no sentence vectors here")
    monkeypatch.setattr("qualcode.suggest.vectors.available", available)


MONEY = ["salary", "wage", "income", "cash", "coins", "earnings", "bonus", "cheque", "fee", "loan"]
GARDEN = ["roses", "tulips", "beans", "apples", "pears", "weeds", "onions", "herbs", "daisies", "grass"]  # fmt: skip


def told_in_other_words(make_study, embeddings):
    """Three talks of twenty turns; AB coded wages where D1 and D2 speak of money, each time in another
    word: what D3 says of money is near to it in meaning and not in its words."""

    def talk(at):
        words = [*MONEY[at:], *MONEY[:at]], [*GARDEN[at:], *GARDEN[:at]]
        return "".join(
            f"P1: About the {one}, number {n}.\nP1: About the {other}, number {n}.\n"
            for n, (one, other) in enumerate(zip(*words, strict=True))
        )

    project = make_study(files={f"D{n}.txt": talk(3 * n) for n in (1, 2, 3)}, codebook=CODEBOOK)
    for document in ("D1", "D2"):
        for turn in range(1, 20, 2):
            project.add_coding(document=document, turn=str(turn), code="wages")
        project.complete(document)
    project.suggest(precision=0, embeddings=embeddings)
    return project


@pytest.mark.parametrize("embeddings", [False, True])
def test_a_refit_after_no_decision_moves_nothing(make_study, vectors, embeddings):
    project = told_in_other_words(make_study, embeddings=embeddings)
    path = project.study.path
    project.close()
    # Another day, so that nothing is remembered but what lies on the disk.
    with qc.open_project(path, coder="AB") as project:
        report = refresh_suggestions(project.study, "AB")
        assert report.open and report.scored == report.open
        assert (report.moved, report.embeddings) == (0, embeddings)
        assert scores.kept(project.study).embeddings is embeddings


def test_a_refit_for_nobody_counts_what_nobody_decided(study):
    own = ids(study)
    decide(study.study, "AB", own["D1", "wages"], "accept")
    decide(study.study, "CD", own["D2", "travel"], "reject")
    assert refresh_suggestions(study.study).open == 6
    assert refresh_suggestions(study.study, "AB").open == 7


def test_vectors_that_another_question_made_do_not_come_into_the_scores(make_study, vectors):
    project = told_in_other_words(make_study, embeddings=False)
    learning.fitted(project.study, embeddings=True)
    report = refresh_suggestions(project.study, "AB")
    assert (report.moved, report.embeddings) == (0, False)


def test_a_refit_keeps_the_choice_of_the_one_before(make_study, vectors):
    project = told_in_other_words(make_study, embeddings=False)
    with_them = refresh_suggestions(project.study, "AB", embeddings=True)
    assert with_them.embeddings and with_them.moved
    again = refresh_suggestions(project.study, "AB")
    assert (again.moved, again.embeddings) == (0, True)
    # Decisions do not change it, and it can be changed back.
    decide(project.study, "AB", queue(project.study, "AB")["suggestion_id"][0], "reject")
    assert project.refresh_suggestions().embeddings
    assert not project.refresh_suggestions(embeddings=False).embeddings
    assert not project.refresh_suggestions().embeddings


def test_after_decisions_the_nearer_choice_is_that_of_the_run(make_study, vectors):
    project = told_in_other_words(make_study, embeddings=False)
    learning.fitted(project.study, embeddings=True)
    decide(project.study, "AB", queue(project.study, "AB")["suggestion_id"][0], "accept")
    assert not refresh_suggestions(project.study, "AB").embeddings


def test_a_decision_keeps_the_score_that_was_shown(study):
    keep(study, D1_wages=0.95)
    decide(study.study, "AB", ids(study)["D1", "wages"], "accept")
    decide(study.study, "AB", ids(study)["D2", "wages"], "accept")
    assert decided(study.study)["score"].astype(object).tolist()[0] == 0.95
    assert decided(study.study)["score"].isna().tolist() == [False, True]
    assert study.check() == []


def test_a_sheet_keeps_the_scores_of_the_day_it_was_written(study, tmp_path):
    keep(study, D1_wages=0.9, D2_wages=0.8)
    path = tmp_path / "queue.csv"
    write_queue(study.study, queue(study.study, "AB", codes="wages", limit=3), path)
    keep(study, D1_wages=0.1, D2_wages=0.2, D3_wages=0.3, D4_wages=0.4)
    fill(path, "accept", "reject", "accept")
    decide_sheet(study.study, "AB", path)
    # Two scores were shown as they were then; the third suggestion had none.
    shown = decided(study.study)["score"].astype(object).tolist()
    assert shown[:2] == [0.9, 0.8] and shown[2] is pd.NA


def test_kept_scores_of_another_history_or_damaged_ones_are_none(study):
    scores.keep(study.study, scores.Kept(99, {"s1": 0.5}, None, ""))
    assert scores.kept(study.study) == scores.Kept()
    (study.study.derived / scores.FILE).write_bytes(b"PK\x03\x04 half")
    assert scores.kept(study.study) == scores.Kept()


def test_scores_that_cannot_be_kept_are_told_in_a_line(study):
    shutil.rmtree(study.study.derived)
    study.study.derived.write_text("somebody's notes")
    with pytest.raises(ExportError, match=r"-derived: cannot be written: .* Copy the project"):
        refresh_suggestions(study.study, "AB")


def test_a_precision_is_a_share(study):
    with pytest.raises(UsageError):
        refresh_suggestions(study.study, "AB", precision=1.2)


def test_the_command_line_has_a_say_in_vectors(make_study, vectors, capsys):
    project = told_in_other_words(make_study, embeddings=False)
    path = str(project.study.path)
    project.close()
    verb = ["queue", path, "--coder", "AB", "--json"]
    for option, used in (([], False), (["--embeddings"], True), (["--no-embeddings"], False)):
        assert main([*verb, "--refresh", *option]) == 0
        told = json.loads(capsys.readouterr().out)["result"]["refreshed_now"]
        assert told["embeddings"] is used
    assert main([*verb, "--no-embeddings"]) == 2
    assert "goes with --refresh" in "".join(capsys.readouterr())


# -- a sheet -------------------------------------------------------------------------------------------


def test_a_queue_is_filled_in_and_handed_in(study, tmp_path):
    path = tmp_path / "queue.csv"
    assert write_queue(study.study, queue(study.study, "AB", codes="wages"), path) == 4
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["decision"], rows[1]["decision"] = "accept", "reject"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ExportError, match="holds 2 decisions"):
        write_queue(study.study, queue(study.study, "AB"), path)
    report = decide_sheet(study.study, "AB", path)
    assert (report.counts, report.undecided) == ({"accept": 1, "reject": 1}, 2)
    assert write_queue(study.study, queue(study.study, "AB"), path) == 6


def test_decisions_of_another_coder_do_not_make_up_for_a_sheet(study, tmp_path):
    path = tmp_path / "queue.csv"
    write_queue(study.study, queue(study.study, "CD", codes="wages"), path)
    fill(path, "reject", "reject", "reject", "accept")
    for suggestion in queue(study.study, "AB", codes="wages")["suggestion_id"]:
        decide(study.study, "AB", suggestion, "accept")
    # AB decided on all four, three of them otherwise than CD, whose sheet was not handed in.
    with pytest.raises(ExportError, match="holds 3 decisions"):
        write_queue(study.study, queue(study.study, "AB"), path)
    decide_sheet(study.study, "CD", path)
    assert write_queue(study.study, queue(study.study, "AB"), path) == 4


# -- many at once --------------------------------------------------------------------------------------


@pytest.fixture
def wide(make_study):
    """Forty suggestions of wages, one in each of forty turns."""
    talk = "".join(f"P1: They pay {n} coins for it.\n" for n in range(40))
    project = make_study(files={"D1.txt": talk}, codebook=CODEBOOK)
    project.suggest("patterns")
    return project


def decide_all(project, frame, reject=0):
    for at, suggestion in enumerate(frame["suggestion_id"]):
        decide(project.study, "AB", suggestion, "reject" if at < reject else "accept")


def test_many_are_refused_before_a_sample_was_looked_at(wide):
    with pytest.raises(CodingError, match="no random sample of it was looked at"):
        accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.01)
    sample = bulk_sample(wide.study, "AB", {"code": "wages"}, n=10)
    assert len(sample) == 10
    decide(wide.study, "AB", sample["suggestion_id"].iloc[0], "accept")
    with pytest.raises(CodingError, match="9 of 10 in its sample are undecided"):
        accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.01)
    assert len(wide.codings()) == 1


def test_the_share_is_said_first_and_a_minimum_asked_for(wide):
    sample = bulk_sample(wide.study, "AB", {"code": "wages"}, n=10)
    decide_all(wide, sample, reject=1)
    said = accept_many(wide.study, "AB", {"code": "wages"})
    assert (said.sample, said.sample_accepted, said.open, said.accepted) == (10, 9, 30, 0)
    # Clopper and Pearson's interval for 9 of 10, from any table of it: .555 to .997.
    assert (round(said.share.low, 3), round(said.share.high, 3)) == (0.555, 0.997)
    assert "90%, 95% interval 55.5% to 99.7%; binomial, exact" in str(said)
    assert "say which share is enough" in str(said)
    assert len(wide.codings()) == 9


def test_the_minimum_is_held_against_the_lower_end(wide):
    decide_all(wide, bulk_sample(wide.study, "AB", {"code": "wages"}, n=10), reject=1)
    with pytest.raises(CodingError) as refused:
        accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.6)
    assert "; the lower end has to be 60% at least. Look at" in str(refused.value)
    assert "))" not in str(refused.value) and "((" not in str(refused.value)
    assert len(wide.codings()) == 9


def test_a_selection_is_named_as_it_was_given(study):
    drawn = bulk_sample(study.study, "AB", {"document": ["D3", "D1", "D2"]}, n=5)
    assert drawn.attrs["selection"] == "document D3, D1, D2"
    # The same documents in another order are the same selection.
    acts = study.study.last_act
    bulk_sample(study.study, "AB", {"document": ["D1", "D2", "D3", "D1"]}, n=5)
    assert study.study.last_act == acts
    with pytest.raises(CodingError, match=r"document D2, D3, D1: .* undecided"):
        accept_many(study.study, "AB", {"document": ["D2", "D3", "D1"]}, minimum=0.5)


def test_what_was_accepted_together_teaches_nothing(wide):
    def taught():
        return int((material(wide.study).decided == 1).sum())

    decide_all(wide, bulk_sample(wide.study, "AB", {"code": "wages"}, n=10), reject=1)
    assert taught() == 9
    accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.5)
    assert len(wide.codings()) == 39
    assert taught() == 9


def test_many_are_one_act_that_undo_takes_back(wide):
    decide_all(wide, bulk_sample(wide.study, "AB", {"code": "wages"}, n=10), reject=1)
    acts = wide.study.last_act
    done = accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.5)
    assert (done.accepted, len(done.coding_ids), wide.study.last_act) == (30, 30, acts + 1)
    codings = wide.codings()
    assert len(codings) == 39
    assert set(codings["origin"]) == {"accepted"} and set(codings["blind"]) == {"no"}
    assert wide.check() == []
    wide.undo()
    assert len(wide.codings()) == 9 and len(queue(wide.study, "AB")) == 30
    assert checks.bulk_acts(wide.study) == {}
    wide.redo()
    assert len(wide.codings()) == 39
    (kept,) = checks.bulk_acts(wide.study).values()
    assert (kept["accepted"], kept["sample"], kept["sample_accepted"], kept["minimum"]) == (
        30,
        10,
        9,
        0.5,
    )


def test_the_history_tells_of_sample_and_acceptance(wide):
    decide_all(wide, bulk_sample(wide.study, "AB", {"code": "wages"}, n=10), reject=1)
    accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.5)
    told = " ".join(wide.history().astype(str).to_csv().split())
    assert "drew 10 of 40 suggestions to look at before the others are accepted together" in told
    assert "accepted 30 suggestions together, after 9 of 10 in a random sample" in told


def test_a_sample_is_not_drawn_again_until_it_pleases(wide):
    first = bulk_sample(wide.study, "AB", {"code": "wages"}, n=10)["suggestion_id"].tolist()
    acts = wide.study.last_act
    again = bulk_sample(wide.study, "AB", {"code": "wages"}, n=10, seed=7)["suggestion_id"].tolist()
    assert again == first and wide.study.last_act == acts
    larger = bulk_sample(wide.study, "AB", {"code": "wages"}, n=15)["suggestion_id"].tolist()
    assert larger[:10] == first and len(larger) == 15
    other = bulk_sample(wide.study, "CD", {"code": "wages"}, n=10, seed=7)["suggestion_id"].tolist()
    assert other != first


def test_what_came_after_the_sample_stays_open(wide):
    wide.define_code("travel", patterns=["coins"])
    decide_all(wide, bulk_sample(wide.study, "AB", {"engine": "patterns"}, n=10))
    wide.suggest("patterns")
    done = accept_many(wide.study, "AB", {"engine": "patterns"}, minimum=0.5)
    assert (done.accepted, done.later) == (30, 40)
    assert set(wide.codings()["code"]) == {"wages"}


def test_the_sample_of_other_ids_does_not_count(wide):
    every = queue(wide.study, "AB")["suggestion_id"].tolist()
    decide_all(wide, bulk_sample(wide.study, "AB", every[:20], n=5))
    with pytest.raises(CodingError, match="no random sample"):
        accept_many(wide.study, "AB", every[20:], minimum=0.1)
    assert accept_many(wide.study, "AB", every[:20], minimum=0.1).accepted == 15


def test_what_was_accepted_together_was_not_looked_at(wide):
    sample = bulk_sample(wide.study, "AB", n=20)["suggestion_id"].tolist()
    decide(wide.study, "AB", sample[0], "reject")
    # The other nineteen as a selection of their own: five of them are looked at, fourteen are not.
    others = sample[1:]
    decide_all(wide, bulk_sample(wide.study, "AB", others, n=5))
    assert accept_many(wide.study, "AB", others, minimum=0.3).accepted == 14
    # Six of the first sample were looked at; fourteen that nobody saw take the places of those that went.
    with pytest.raises(CodingError, match="14 of 20 in its sample are undecided"):
        accept_many(wide.study, "AB", minimum=0.1)
    left = bulk_sample(wide.study, "AB", n=20)
    assert len(left) == 14 and not set(left["suggestion_id"]) & set(sample)
    decide_all(wide, left, reject=14)
    said = accept_many(wide.study, "AB")
    assert (said.sample, said.sample_accepted, said.open) == (20, 5, 6)


def test_undoing_the_drawing_brings_no_other_sample(wide):
    first = bulk_sample(wide.study, "AB", n=5, seed=1)["suggestion_id"].tolist()
    wide.undo()
    with pytest.raises(CodingError, match="no random sample of it was looked at"):
        accept_many(wide.study, "AB", minimum=0.1)
    assert bulk_sample(wide.study, "AB", n=5, seed=2)["suggestion_id"].tolist() == first
    assert wide.check() == []


@pytest.mark.parametrize("change", ["defined anew", "merged"])
def test_a_code_that_changed_since_the_sample_needs_another_one(wide, change):
    decide_all(wide, bulk_sample(wide.study, "AB", {"code": "wages"}, n=10))
    if change == "defined anew":
        wide.define_code("wages", definition="Bonuses only.")
    else:
        wide.merge_codes(["wages"], "travel")
    now = "wages" if change == "defined anew" else "travel"
    with pytest.raises(CodingError, match=f"{now} changed since its sample was drawn"):
        accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.5)
    assert len(wide.codings()) == 10
    again = bulk_sample(wide.study, "AB", {"code": "wages"}, n=10)
    assert (len(again), again.attrs["available"]) == (10, 30)
    decide_all(wide, again)
    assert accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.5).accepted == 20


def test_another_id_is_the_same_code_for_a_sample(wide):
    decide_all(wide, bulk_sample(wide.study, "AB", {"code": "wages"}, n=10))
    wide.rename_code("wages", "earnings")
    assert accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.5).accepted == 30
    assert set(wide.codings()["code"]) == {"earnings"}


def test_a_sample_that_grew_says_so(wide):
    decide_all(wide, bulk_sample(wide.study, "AB", n=10))
    decide_all(wide, bulk_sample(wide.study, "AB", n=15))
    said = accept_many(wide.study, "AB")
    assert (said.sample, said.grown) == (15, 1) and "made larger once" in str(said)


def test_nothing_left_to_accept_is_told(study):
    decide_all(study, bulk_sample(study.study, "AB", n=8))
    text = str(accept_many(study.study, "AB", minimum=0.5))
    assert text.endswith("\nnothing else that the sample stands for is open")
    # A larger sample than there is adds nothing.
    acts = study.study.last_act
    bulk_sample(study.study, "AB", n=20)
    assert study.study.last_act == acts


def test_a_new_text_leaves_the_sample_what_was_decided(wide):
    decide_all(wide, bulk_sample(wide.study, "AB", n=10).iloc[:5])
    folder = wide.study.path.parent / "new"
    folder.mkdir()
    (folder / "D1.txt").write_text("".join(f"P1: They pay {n} euros.\n" for n in range(40)))
    wide.ingest(folder, new_version=True)
    wide.suggest("patterns")
    # Forty suggestions on the new text: none could be drawn, so none is accepted.
    said = accept_many(wide.study, "AB", minimum=0.3)
    assert (said.sample, said.open, said.accepted, said.later) == (5, 0, 0, 40)
    assert "draw another one for them" in str(said)
    assert bulk_sample(wide.study, "AB", n=10).attrs["available"] == 40


@pytest.mark.parametrize("selection", [{"document": "D9"}, {"engine": "oracle"}])
def test_a_selection_names_what_there_is(wide, selection):
    (name,) = selection
    with pytest.raises(UsageError, match=f"{name}: '.*' \\(D1|{name}: '.*' \\(patterns"):
        bulk_sample(wide.study, "AB", selection)


@pytest.mark.parametrize(
    "selection", [{"theme": "wages"}, {"min_score": 2}, {"min_score": True}, 3]
)
def test_a_selection_that_cannot_be_is_refused(wide, selection):
    with pytest.raises(UsageError):
        bulk_sample(wide.study, "AB", selection)


def test_unknown_ids_and_wrong_numbers_are_refused(wide):
    with pytest.raises(CodingError, match="no suggestion of this project"):
        bulk_sample(wide.study, "AB", ["s1"])
    with pytest.raises(UsageError):
        bulk_sample(wide.study, "AB", n=2)
    with pytest.raises(UsageError):
        accept_many(wide.study, "AB", minimum=90)
    with pytest.raises(UsageError):
        accept_many(wide.study, "AB", minimum=0)
    with pytest.raises(CodingError, match="nothing of it is open"):
        bulk_sample(wide.study, "AB", {"code": "travel"})


# -- hidden checks -------------------------------------------------------------------------------------


def check_ids(project):
    return set(checks.deck(project.study).checks)


def test_hidden_checks_stand_among_the_suggestions_and_look_like_them(study):
    report = set_checks(study.study, "LEAD", share=0.25)
    # A quarter of eight open suggestions.
    assert (report.on, report.checks, report.open) == (True, 2, 8)
    frame = queue(study.study, "AB")
    assert len(frame) == 10 and frame.attrs["checks"]
    own = frame[frame["suggestion_id"].isin(check_ids(study))]
    assert len(own) == 2 and set(own["engine"]) == {"patterns"} and (own["evidence"] != "").all()
    for row in own.itertuples():
        assert row.quotation in TALKS[row.document]
        word = {"wages": "pay", "travel": "bus"}[row.code]
        assert word not in row.quotation.casefold()
    # They are no suggestions to anything else.
    assert len(study.suggestions()) == 8
    assert study.check() == []


def test_checks_are_a_share_of_what_nobody_decided(study):
    for suggestion in list(ids(study).values())[:4]:
        decide(study.study, "AB", suggestion, "reject")
    report = set_checks(study.study, "LEAD", share=0.25)
    assert (report.checks, report.open) == (1, 4)


def test_the_score_of_a_check_moves_with_that_of_a_real_suggestion(study):
    set_checks(study.study, "LEAD", share=0.25)
    keep(study, **SCORES)
    frame = queue(study.study, "AB")
    assert len(frame) == 10 and frame["score"].notna().all()
    own = frame[frame["suggestion_id"].isin(check_ids(study))]
    assert set(own["score"]) <= set(SCORES.values())
    decide(study.study, "AB", own["suggestion_id"].iloc[0], "reject")
    assert checks.answers(study.study)[0].score == own["score"].iloc[0]


def test_an_accepted_check_is_told_and_never_a_coding(study):
    set_checks(study.study, "LEAD", share=0.25)
    one, two = sorted(check_ids(study))
    assert decide(study.study, "AB", one, "accept") is None
    decide(study.study, "AB", two, "reject")
    assert len(study.codings()) == 0 and len(study.decisions()) == 0
    said = {each.suggestion_id: each.decision for each in checks.answers(study.study)}
    assert said == {one: "accept", two: "reject"}
    assert len(queue(study.study, "AB")) == 8 and len(queue(study.study, "CD")) == 10
    # Whoever decides in a notebook is told at the next look.
    assert "you accepted 1 hidden check so far" in queue_words(queue(study.study, "AB"))
    assert "accepted" not in queue_words(queue(study.study, "CD"))
    study.undo()
    assert {each.suggestion_id for each in checks.answers(study.study)} == {one}
    assert study.check() == []


def test_an_undone_acceptance_of_a_check_stays_its_answer(study):
    set_checks(study.study, "LEAD", share=0.25)
    one, two = sorted(check_ids(study))
    decide(study.study, "AB", one, "accept")  # AB is told now
    study.undo()
    decide(study.study, "AB", one, "reject")
    assert [each.decision for each in checks.answers(study.study)] == ["accept"]
    # An undone rejection has told nothing: the check is asked again.
    decide(study.study, "AB", two, "reject")
    study.undo()
    assert two in set(queue(study.study, "AB")["suggestion_id"])
    decide(study.study, "AB", two, "accept")
    assert [each.decision for each in checks.answers(study.study)] == ["accept", "accept"]
    assert study.check() == []


def test_the_first_answer_to_a_check_counts(study):
    set_checks(study.study, "LEAD", share=0.25)
    one = min(check_ids(study))
    decide(study.study, "AB", one, "accept")
    decide(study.study, "AB", one, "reject")
    assert [each.decision for each in checks.answers(study.study)] == ["accept"]


def test_a_sheet_tells_of_accepted_checks(study, tmp_path):
    set_checks(study.study, "LEAD", share=0.25)
    path = tmp_path / "queue.csv"
    frame = queue(study.study, "AB")
    frame["decision"] = "accept"
    write_queue(study.study, frame, path)
    report = decide_sheet(study.study, "AB", path)
    assert report.counts == {"accept": 10} and len(report.coding_ids) == 8
    assert len(report.checks) == 2
    assert str(report).count("A hidden check was accepted") == 2
    assert write_queue(study.study, queue(study.study, "AB"), path) == 0


def test_checks_accepted_together_are_no_codings_either(wide):
    talk = "".join(f"P2: The wind blew from hill {n} today.\n" for n in range(20))
    folder = wide.study.path.parent / "more"
    folder.mkdir()
    (folder / "D2.txt").write_text(talk + "P2: They pay nothing to me at all.\n")
    wide.ingest(folder)
    wide.suggest("patterns")
    set_checks(wide.study, "LEAD", share=0.2)
    population = queue(wide.study, "AB")
    assert len(population) == 41 + 8
    sample = bulk_sample(wide.study, "AB", n=10)
    decide_all(wide, sample)
    done = accept_many(wide.study, "AB", minimum=0.1)
    assert len(wide.codings()) == 41
    assert len(checks.answers(wide.study)) == 8
    assert done.sample + len(done.coding_ids) == 41
    # The ten of the sample were looked at, hidden checks among them too; of the rest nothing was.
    seen = 10 - done.sample
    assert (done.accepted, len(done.checks)) == (41 - done.sample, 8 - seen)
    (row,) = checked(wide.study).itertuples()
    assert (row.n, row.accepted, row.together) == (seen, seen, 8 - seen)
    said = str(automation(wide))
    assert f"AB accepted {done.accepted} suggestions and {8 - seen} hidden check" in said
    wide.undo()
    assert checked(wide.study)["together"].tolist() == [8 - seen]


def test_checks_are_of_words_a_person_read_without_the_code_where_there_are_any(make_study):
    project = coded_study(make_study)
    set_checks(project.study, "LEAD", share=0.1)
    for each in checks.deck(project.study).checks.values():
        assert each.how == "read for the code by a person, who left it uncoded"
        assert each.document in ("D1", "D2")


def test_checks_go_with_the_suggestions_they_stand_among(study):
    set_checks(study.study, "LEAD", share=0.25)
    study.undo()  # AB's suggestions
    assert len(study.suggestions()) == 0
    assert len(queue(study.study, "AB")) == 0
    study.redo()
    assert len(queue(study.study, "AB")) == 10


def test_a_check_that_somebody_codes_is_no_check_any_more(study):
    set_checks(study.study, "LEAD", share=0.25)
    each = next(iter(checks.deck(study.study).checks.values()))
    study.add_coding(document=each.document, start=each.start, end=each.end, code=each.code)
    assert len(queue(study.study, "CD")) == 9
    # Nor does it count as one that the queue can show: another one is drawn for it.
    report = set_checks(study.study, "LEAD", share=0.25)
    assert (report.checks, report.drawn) == (2, 1) and len(queue(study.study, "CD")) == 10


def test_no_check_is_what_somebody_proposed_or_coded(study):
    # By the new patterns the turns about pay, proposed before, are as far from wages as any.
    study.define_code("wages", patterns=["bus"])
    made = [study.add_coding(document=name, turn="3", code="wages") for name in ("D1", "D2", "D3")]
    set_checks(study.study, "LEAD", share=0.5)
    drawn = checks.deck(study.study).checks.values()
    # Three last turns are coded with wages, all first ones were proposed for it.
    taken = {(row.document, row.start, row.code) for row in study.suggestions().itertuples()}
    taken |= {(each.document, each.start, each.code) for each in made}
    assert drawn and not taken & {(each.document, each.start, each.code) for each in drawn}


def test_what_is_coded_beneath_a_code_is_no_check_of_it(make_study):
    # Eight turns of pay are coded as wages, and so are about work; two suggest work, two are of neither.
    talk = [f"P1: The pay of week {n} was late again." for n in range(8)]
    talk += [f"P1: That job number {n} was hard on all of us." for n in range(2)]
    talk += [f"P1: It rained for {n} days on end in spring." for n in range(2)]
    project = make_study(
        files={"D1.txt": "\n".join(talk) + "\n"},
        codebook=CODEBOOK.replace("name: Work\n", "name: Work\n    patterns: [job]\n"),
    )
    for turn in range(1, 9):
        project.add_coding(document="D1", turn=str(turn), code="wages")
    project.complete("D1")
    project.suggest("patterns", codes=["work"])
    report = set_checks(project.study, "LEAD", share=0.5)
    drawn = list(checks.deck(project.study).checks.values())
    assert (report.open, report.checks, len(drawn)) == (2, 1, 1)
    text = project.study.text(drawn[0].version)
    assert "rained" in text[drawn[0].start : drawn[0].end]
    # Coded beneath by now, it is known to be wrong no more.
    project.add_coding(document="D1", start=drawn[0].start, end=drawn[0].end, code="travel")
    assert drawn[0].suggestion_id not in set(queue(project.study, "CD")["suggestion_id"])


def test_checks_are_drawn_once_and_switched_off(study):
    set_checks(study.study, "LEAD", share=0.25)
    acts, first = study.study.last_act, check_ids(study)
    assert set_checks(study.study, "LEAD", share=0.25).drawn == 0
    assert study.study.last_act == acts and check_ids(study) == first
    decide(study.study, "AB", min(first), "reject")
    # One is answered, so another one is drawn.
    assert set_checks(study.study, "LEAD", share=0.25).drawn == 1
    assert len(check_ids(study)) == 3
    off = set_checks(study.study, "LEAD", False)
    assert not off.on and len(queue(study.study, "AB")) == 8
    assert [each.decision for each in checks.answers(study.study)] == ["reject"]


def test_no_history_says_which_the_checks_are(study):
    set_checks(study.study, "LEAD", share=0.25)
    told = study.history().astype(str).to_csv()
    for each in checks.deck(study.study).checks.values():
        assert each.suggestion_id not in told
    value = json.loads(
        study.study.value("SELECT value FROM setting WHERE key = ?", (checks.CHECKS,))
    )
    assert set(value) == {"on", "share", "seed", "content"}


def test_checks_that_cannot_be_are_refused(make_study, study):
    with pytest.raises(UsageError):
        set_checks(study.study, "LEAD", share=0.9)
    empty = make_study(files={"D1.txt": "P1: Nothing of it is here.\n"}, codebook=CODEBOOK)
    with pytest.raises(CodingError, match="no suggestion that nobody decided on"):
        set_checks(empty.study, "LEAD")


def test_words_of_settings_for_the_history():
    assert checks.check_words("primary", "AB") is None
    assert checks.check_words(f"{checks.ANSWER}s1:AB", '{"decision": "accept", "score": null}') == (
        "accepted a hidden check; nothing was coded"
    )


# -- at the command line -------------------------------------------------------------------------------


def run(capsys, *words):
    """Exit code, result and problems of one command."""
    from qualcode.cli import main

    code = main([*map(str, words), "--json"])
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    return code, said["result"], said["problems"]


def fill(path, *decisions):
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, decision in zip(rows, decisions, strict=True):
        row["decision"] = decision
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def test_from_the_queue_to_many_at_the_command_line(wide, tmp_path, capsys):
    path = wide.path
    wide.close()
    as_ab = ("--coder", "AB")
    code, result, _ = run(capsys, "queue", path, "--limit", 3, "--code", "wages", *as_ab)
    assert (code, len(result["suggestions"]), result["open"]) == (0, 3, 40)
    code, _, problems = run(capsys, "accept", path, "--code", "wages", *as_ab)
    assert code == 1 and "no random sample" in problems[0]["found"]
    sheet = tmp_path / "sample.csv"
    words = ("accept", path, "--code", "wages", *as_ab)
    code, result, _ = run(capsys, *words, "--sample-first", "--sample", 10, "--out", sheet)
    assert (code, result["n"], result["available"], len(result["sample"])) == (0, 10, 40, 10)
    fill(sheet, *["accept"] * 9, "reject")
    assert run(capsys, "decide", path, sheet, *as_ab)[0] == 0
    code, result, problems = run(capsys, *words)
    assert code == 1 and (result["sample"], result["sample_accepted"]) == (10, 9)
    assert "--minimum" in problems[0]["next"]
    assert main([*map(str, words)]) == 1
    said = capsys.readouterr().out
    assert "nothing was accepted: 30 suggestions could be" in said and "--minimum SHARE" in said
    code, result, _ = run(capsys, *words, "--minimum", 0.5)
    assert (code, result["accepted"]) == (0, 30)
    code, result, _ = run(capsys, "bias", path, "--out", tmp_path / "bias.csv")
    assert code == 0 and (tmp_path / "bias.csv").exists()
    assert result["sections"][0]["rows"][0]["together"] == 30


def test_checks_at_the_command_line(study, capsys):
    path = study.path
    study.close()
    code, result, _ = run(capsys, "checks", path, "on", "--share", 0.25, "--coder", "LEAD")
    assert (code, result["on"], result["checks"]) == (0, True, 2)
    assert run(capsys, "checks", path)[1] == {"on": True}
    code, result, _ = run(capsys, "queue", path, "--coder", "AB")
    assert len(result["suggestions"]) == 10 and result["checks"]
    assert run(capsys, "checks", path, "off", "--coder", "LEAD")[1]["on"] is False


@pytest.mark.parametrize(
    "words",
    [
        ("accept", "--sample-first", "--minimum", "0.5"),
        ("accept", "--sample", "10"),
        ("accept", "--sample-first", "--sample", "2"),
        ("checks", "off", "--share", "0.2"),
        ("checks", "--seed", "2"),
        ("queue", "--order", "random"),
        ("queue", "--limit", "0"),
    ],
)
def test_wrong_usage_is_told(study, capsys, words):
    verb, *options = words
    path = study.path
    study.close()
    code, _, problems = run(capsys, verb, path, *options, "--coder", "AB")
    assert code == 2
    # The place is named as it was typed.
    assert any(each in str(problems[0]) for each in options if each.startswith("--"))


def test_the_methods_section_tells_what_was_accepted_together(wide):
    decide_all(wide, bulk_sample(wide.study, "AB", {"code": "wages"}, n=10), reject=1)
    accept_many(wide.study, "AB", {"code": "wages"}, minimum=0.5)
    text = methods_note(wide).paragraph
    assert "(decisions: accept 39, reject 1)" in text
    assert "30 of these were accepted together, after a random sample" in text
    wide.undo()
    assert "together" not in methods_note(wide).paragraph


def test_a_check_is_about_as_long_as_what_it_imitates(make_study):
    """Twelve long turns are suggested for wages; as many long ones and many short ones are not."""
    filler = "and then the people of the village went on with the work of the day as they had always done"
    long_hit = "".join(f"P1: They pay {n} coins, {filler}.\n" for n in range(12))
    long_none = "".join(f"P1: The goats ate {n} shoes, {filler}.\n" for n in range(12))
    short = "".join(f"P1: I came from hill number {n}.\n" for n in range(60))
    project = make_study(files={"D1.txt": long_hit + long_none + short}, codebook=CODEBOOK)
    project.suggest("patterns")
    for number in range(1, 7):
        project.complete("D1", turns=[number])
    project.complete("D1", blind=True)
    set_checks(project.study, "AB", True, share=0.5)
    found = checks.deck(project.study)
    assert found is not None and len(found.checks) == 6
    assert {each.end - each.start > 90 for each in found.checks.values()} == {True}


def test_a_sheet_of_suggestions_keeps_from_an_auditor_what_the_queue_does(study, tmp_path):
    study.draw_audit("blind", 10)
    drawn = {
        (part.document, turn)
        for part in audits(study.study)["blind"].plan.parts
        for turn in part.turns
    }
    assert len(drawn) == 10
    export_suggestions(study.study, tmp_path / "s.csv", coder="AB")
    rows = read_sheet(tmp_path / "s.csv").rows
    assert not {(r.cells["document"], r.cells["turn"]) for r in rows} & drawn
    export_suggestions(study.study, tmp_path / "all.csv", coder="CD")
    assert len(read_sheet(tmp_path / "all.csv").rows) == 8
