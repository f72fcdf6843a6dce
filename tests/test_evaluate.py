"""How good suggestions are on a project's own codings: what may grade them, and what is said of it.

The story: four conversations D0 to D3, each with one person and 25 turns of small talk. In the fifth and the
twentieth turn of each somebody says that the budget was cut, coded "money": 8 codings, 2 in each.
"""

from __future__ import annotations

import json
import random

import numpy as np
import pytest

from qualcode.analysis import grading
from qualcode.analysis.evaluated import Curve, Step
from qualcode.cli import main
from qualcode.errors import TableError, UsageError
from qualcode.present.evaluation import outlook
from qualcode.present.plots import alt_text
from qualcode.review import evaluating

TALK = (
    "we said they would come again to sit here and drink tea while it rains on the roof of"
    " that old house near the pond where ducks swim all day long"
)
MONEY = (5, 20)
FAST = {"curve": False}


def talk(documents=4, turns=25, said=None, speakers=None):
    """A turns.csv. said: (document, turn) -> what is said there in place of the last words."""
    chance = random.Random(7)
    rows = ["document,turn,speaker,text"]
    for document in range(documents):
        for turn in range(1, turns + 1):
            words = [chance.choice(TALK.split()) for _ in range(9)]
            if extra := (said or {}).get((document, turn), "").split():
                words[-len(extra) :] = extra  # no turn is told by its length
            speaker = (speakers or {}).get(turn, f"S{document}")
            rows.append(f"D{document},{turn},{speaker},{' '.join(words)}")
    return "\n".join(rows) + "\n"


def spoken(documents=4, turns=MONEY, words="the budget was cut"):
    return {(document, turn): words for document in range(documents) for turn in turns}


def codings(places, code="money", coder="AB", origin="manual", blind="", head=True):
    rows = ["document,turn,code,coder,origin,blind"] if head else []
    rows += [f"D{document},{turn},{code},{coder},{origin},{blind}" for document, turn in places]
    return "\n".join(rows) + "\n"


def passes(documents=range(4), coder="AB", blind="yes", head=True):
    rows = ["document,coder,codes,turns,blind"] if head else []
    rows += [f"D{document},{coder},,,{blind}" for document in documents]
    return "\n".join(rows) + "\n"


@pytest.fixture
def make(make_study):
    """The story; documents may be fewer, codings and passes other ones."""

    def made(documents=4, codebook=("money", "weather"), said=None, **given):
        said = spoken(documents) if said is None else said
        asked = {
            "turns": talk(documents, said=said),
            "codebook": list(codebook) if not isinstance(codebook, str) else codebook,
            "codings": codings(said),
            "progress": passes(range(documents)),
        }
        return make_study(**(asked | given))

    return made


def row(report, code="money"):
    return report.frame.loc[code]


def copies(of=2):
    """turns.csv of four conversations: the last two are copies of the first ones (of=1: all of the first)."""
    first = talk(of, said=spoken(of)).splitlines()[1:]
    rows = [
        row_.replace(f"D{n % of},", f"D{n},", 1)
        for n in range(4)
        for row_ in first
        if row_.startswith(f"D{n % of},")
    ]
    return "\n".join(["document,turn,speaker,text", *rows]) + "\n"


def with_coins(make, first="yes", origin="manual"):
    """The story with a rare code of "money": three codings of coins, in D0 to D2. first: how blind D0 was
    read for coins; origin: of coins."""
    book = "codes:\n  - code: money\n    name: Money matters\n    codes:\n      - code: coins\n"
    coins = [(d, 9) for d in range(3)]
    given = "document,coder,codes,turns,blind\n"
    given += f"D0,AB,coins,,{first}\nD0,AB,money;weather,,yes\n" + passes(range(1, 4), head=False)
    return make(
        codebook=book + "  - code: weather\n",
        said=spoken() | dict.fromkeys(coins, "with brass coins"),
        codings=codings(spoken()) + codings(coins, "coins", origin=origin, head=False),
        progress=given,
    )


def rare_codes(make_study):
    """The story with other codes: nobody gave "money" itself, but 3 times its code "coins" (D0 to D2) and 4
    times "bills", each too few to be learned; "weather" is given twice in each conversation."""
    book = "codes:\n  - code: money\n    codes:\n      - code: coins\n      - code: bills\n"
    said = {(d, 9): "with brass coins" for d in range(3)}
    said |= {(d, 15): "paid by bank bills" for d in range(4)}
    said |= spoken(words="heavy snow fell again")
    return make_study(
        turns=talk(said=said),
        codebook=book + "  - code: weather\n",
        codings=codings(spoken(), "weather")
        + codings([(d, 9) for d in range(3)], "coins", head=False)
        + codings([(d, 15) for d in range(4)], "bills", head=False),
        progress=passes(),
    )


class TestCurve:
    def test_a_theme_is_tried_with_the_codings_that_it_stands_for(self, make_study):
        # All 7 codings of the theme are those of its rare codes: without them there is nothing to find.
        curve = rare_codes(make_study).evaluate(codes="money", draws=3).found.curve
        assert curve.codes == 1
        assert all(step.found is not None for step in curve.steps)
        assert all(step.average_precision is not None for step in curve.steps)


class TestSentenceVectors:
    def test_the_report_says_that_there_were_none_and_why(self, make):
        project = make()
        assert "Sentence vectors were not used: left out of the tests." in str(
            project.evaluate(**FAST)
        )
        assert "vectors were not used: they were not wanted." in str(
            project.evaluate(embeddings=False, **FAST)
        )
        assert "vectors were not used: patterns have no use for them." in str(
            project.evaluate(engines="patterns", **FAST)
        )

    def test_asked_for_where_there_are_none_is_refused(self, make):
        with pytest.raises(UsageError, match="left out of the tests"):
            make().evaluate(embeddings=True, **FAST)
        with pytest.raises(UsageError, match="True, False or None"):
            make().evaluate(embeddings="yes", **FAST)

    @pytest.mark.parametrize(("asked", "used"), [(None, True), (True, True), (False, False)])
    def test_they_are_handed_to_what_is_learned(self, make, monkeypatch, asked, used):
        learned_with = []

        def made(material, embeddings, folder, watch):
            learned_with.append(embeddings)
            return material

        monkeypatch.setattr("qualcode.suggest.vectors.available", lambda: None)
        monkeypatch.setattr("qualcode.review.learning.with_vectors", made)
        report = make().evaluate(embeddings=asked, **FAST)
        # What people said is read without them.
        assert learned_with[0] is used
        assert not any(learned_with[1:])
        assert ("Sentence vectors were used." in str(report)) is used


class TestWhatIsCounted:
    def test_codings_documents_segments_and_chance(self, make):
        found = row(make().evaluate(**FAST))
        assert (found["codings"], found["documents"], found["segments"]) == (8, 4, 100)
        assert found["chance"] == pytest.approx(0.08)

    def test_a_word_that_all_share_is_found_in_documents_left_out(self, make):
        report = make().evaluate(**FAST)
        assert row(report)["average_precision"] == pytest.approx(1.0)
        # 8 of 100 need to be read for all of them.
        assert row(report)["work_saved"] == pytest.approx(0.95 - 0.08)
        assert report.found.main.found[0.25] == pytest.approx(1.0)

    def test_interviewers_do_not_grade(self, make):
        asks = dict.fromkeys((1, 2, 3), "INT")
        report = make(turns=talk(said=spoken(), speakers=asks)).evaluate(**FAST)
        assert row(report)["segments"] == 4 * 22

    def test_a_code_without_a_coding_says_why_it_is_not_graded(self, make):
        report = make().evaluate(**FAST)
        assert row(report, "weather")["why_not"] == "no coding made blind"
        assert "no coding made blind" in str(report)

    def test_where_nothing_can_be_graded_each_code_says_why(self, make, tmp_path):
        report = make().evaluate(codes="weather", **FAST)
        assert report.sections[0].frame is None
        assert "No code can be graded" in str(report)
        assert row(report, "weather")["why_not"] == "no coding made blind"
        for suffix in ("csv", "xlsx", "md"):
            assert report.save(tmp_path / f"e.{suffix}").stat().st_size > 50

    def test_codings_in_one_document_only_cannot_be_learned_elsewhere(self, make):
        said = spoken() | {(0, 3): "snow", (0, 9): "snow"}
        given = codings(spoken()) + codings([(0, 3), (0, 9)], "weather", head=False)
        report = make(said=said, codings=given).evaluate(**FAST)
        assert "one document" in row(report, "weather")["why_not"]

    def test_a_code_too_fine_to_be_learned_is_left_to_its_theme(self, make):
        # Three codings of coins: in every fold fewer than five to learn from.
        report = with_coins(make).evaluate(**FAST)
        assert (
            "its theme Money matters is suggested in its place" in row(report, "coins")["why_not"]
        )
        # The theme stands for them: 8 of its own and 3.
        assert row(report)["codings"] == 11
        assert row(report)["stands_for"] == "coins"
        # 8 of the 11 are money itself, so that 3 are coins alone.
        assert "Money matters (itself and its rare codes)" in str(report)
        assert "coins (3 of 11 codings are theirs alone)" in str(report)

    def test_a_theme_is_as_blind_as_the_codes_it_stands_for(self, make):
        # Who read D0 says nothing of how blind that was for coins: nothing of its theme is known to be either.
        project = with_coins(make, first="unknown")
        report = project.evaluate(**FAST)
        # 6 of the theme's own codings in D1 to D3 and 2 of coins, in three documents of 25 turns.
        assert (row(report)["segments"], row(report)["codings"]) == (75, 8)
        assert row(report)["unknown"] == 3
        assert report.found.unknown.codes[0].segments == 25

    def test_a_theme_is_not_graded_where_its_rare_code_came_from_suggestions(self, make):
        report = with_coins(make, first="no").evaluate(**FAST)
        assert (row(report)["segments"], row(report)["codings"]) == (75, 8)
        assert row(report)["unknown"] == 0

    def test_a_theme_that_its_rare_codes_leave_too_little_of_says_so(self, make):
        # Coins were accepted in D0 to D2 before these were passed: two codings of money in D3 are left.
        report = with_coins(make, origin="accepted").evaluate(**FAST)
        assert row(report)["codings"] == 2
        assert "in other documents its rare codes were not coded blind" in row(report)["why_not"]

    def test_a_theme_that_is_only_its_rare_codes_is_called_so(self, make_study):
        report = rare_codes(make_study).evaluate(**FAST)
        assert row(report)["codings"] == 7
        first = report.sections[0].printed()[1]
        assert [cells[0] for cells in first] == ["money (its rare codes)", "weather"]
        assert "not the whole theme" in str(report)
        assert "money (its rare codes): bills, coins (7 of 7 codings are theirs alone)" in str(
            report
        )

    def test_what_cannot_be_graded_is_no_row_of_dashes_among_the_grades(self, make, tmp_path):
        report = make().evaluate(**FAST)
        assert list(report.sections[0].frame.index) == ["money"]
        apart = next(each for each in report.sections if "cannot be graded" in each.heading)
        assert list(apart.frame.index) == ["weather"]
        # The frame and the file made of it have both.
        assert list(report.frame.index) == ["money", "weather"]
        assert "no coding made blind" in report.save(tmp_path / "e.csv").read_text("utf-8-sig")

    def test_only_the_codes_asked_for_are_graded_and_figures_stay(self, make):
        project = make()
        some, every = project.evaluate(codes="money", **FAST), project.evaluate(**FAST)
        assert list(some.frame.index) == ["money"]
        assert row(some)["kappa"] == row(every)["kappa"]
        assert "Only these codes" in str(some)

    def test_codings_are_counted_apart_from_the_segments_they_lie_in(self, make):
        # Turn 5 of each conversation has both codes: 8 codings and 4 in 100 segments.
        given = codings(spoken()) + codings([(d, 5) for d in range(4)], "weather", head=False)
        said = str(make(codings=given).evaluate(**FAST))
        assert "2 codes of 2 graded on 12 codings in 100 segments of 4 documents" in said

    def test_that_vectors_were_used_is_said_once(self, make, monkeypatch):
        def noted(material, embeddings, folder, watch):
            from dataclasses import replace

            return replace(material, notes=("sentence vectors were used (a model)",))

        monkeypatch.setattr("qualcode.suggest.vectors.available", lambda: None)
        monkeypatch.setattr("qualcode.review.learning.with_vectors", noted)
        assert str(make().evaluate(**FAST)).count("entence vectors were used") == 1

    def test_a_code_that_is_not_there_is_answered_with_those_that_are(self, make):
        with pytest.raises(UsageError, match="money, weather"):
            make().evaluate(codes="nope")


class TestReading:
    def test_an_unread_segment_is_never_a_negative(self, make):
        project = make(progress=passes(range(3)))
        project.complete("D3", blind=True, turns=[str(n) for n in range(1, 11)])
        # Of D3 ten turns were read, with one of its two codings.
        report = project.evaluate(**FAST)
        assert (row(report)["segments"], row(report)["codings"]) == (85, 7)
        assert report.found.unknown.segments == 0

    def test_unread_segments_are_named(self, make):
        report = make(progress=passes(range(3)), codings=codings(spoken(3))).evaluate(**FAST)
        assert row(report)["segments"] == 75
        assert "25 segments that nobody has read are left out" in str(report)

    def test_a_code_made_later_is_graded_where_it_was_considered(self, make):
        given = "document,coder,codes,turns,blind\n"
        given += "D0,AB,money,,yes\nD1,AB,money,,yes\nD2,AB,,,yes\nD3,AB,,,yes\n"
        said = spoken() | {(d, 9): "snow fell again" for d in range(4)}
        project = make(
            said=said,
            codings=codings(spoken()) + codings([(2, 9), (3, 9)], "weather", head=False),
            progress=given,
        )
        report = project.evaluate(**FAST)
        assert row(report, "weather")["segments"] == 50
        assert row(report)["segments"] == 100


class TestBlindness:
    def test_what_came_from_a_suggestion_never_grades_the_suggester(self, make, tmp_path):
        project = make()
        (tmp_path / "more.csv").write_text(codings([(0, 7)], origin="accepted", blind="no"))
        project.import_codings(tmp_path / "more.csv")
        # Accepted after the blind pass: what the pass said of this segment stands, as where one is rejected.
        report = project.evaluate(**FAST)
        assert (row(report)["segments"], row(report)["codings"]) == (100, 8)
        assert row(report)["not_blind"] == 1
        assert row(report, "weather")["segments"] == 100
        assert "where a blind pass had said no before, its no stands" in str(report)

    def test_an_accepted_suggestion_does_not_grade_either_when_the_program_made_it(self, make):
        book = "codes:\n  - code: money\n    patterns: [ducks]\n  - code: weather\n"
        project = make(codebook=book)
        project.suggest("patterns")
        open_ = project.suggestions(open_only=True)
        other = open_[~open_["quotation"].str.contains("budget")].iloc[0]
        project.accept(other["suggestion_id"])
        report = project.evaluate(**FAST)
        # It is as wrong as it was before somebody agreed with it.
        assert (row(report)["segments"], row(report)["codings"]) == (100, 8)

    def test_what_was_accepted_and_undone_has_been_seen(self, make, tmp_path):
        book = "codes:\n  - code: money\n    patterns: [budget]\n  - code: weather\n"
        project = make(codebook=book, codings="", progress="")
        project.suggest("patterns")
        shown = project.suggestions()
        of_d0 = shown[shown["document"] == "D0"]["suggestion_id"].iloc[0]
        project.accept(of_d0)
        project.undo()
        for document, turn in spoken():
            project.add_coding(document=f"D{document}", turn=str(turn), code="money")
        for document in range(4):
            project.complete(f"D{document}", blind=True)
        report = project.evaluate(**FAST)
        # AB saw what the program says of D0: three documents of 25 turns are left, two codings in each.
        assert (row(report)["segments"], row(report)["codings"]) == (75, 6)
        assert row(report)["not_blind"] == 2
        assert row(report, "weather")["segments"] == 100

    def test_a_corrected_text_takes_nobodys_blindness(self, make_study, tmp_path):
        texts = {
            f"D{n}.txt": f"INT: So?\nS{n}: The budget was cut.\nS{n}: It rains.\n" for n in range(3)
        }
        book = "codes:\n  - code: money\n    patterns: [rains]\n"
        project = make_study(files=texts, codebook=book)
        for n in range(3):
            project.add_coding(document=f"D{n}", turn="2", code="money")
            project.complete(f"D{n}", blind=True)
        project.suggest("patterns")
        for each in project.suggestions(open_only=True)["suggestion_id"]:
            project.accept(each)
        assert row(project.evaluate(engines="patterns", **FAST))["segments"] == 6
        again = tmp_path / "again"
        again.mkdir()
        (again / "D0.txt").write_text(texts["D0.txt"].replace("So?", "And so?"))
        project.ingest(again / "D0.txt", new_version=True)
        # Passes and codings came to the new text together; what was accepted came after the pass.
        report = project.evaluate(engines="patterns", **FAST)
        assert (row(report)["segments"], row(report)["codings"]) == (6, 3)

    def test_what_was_accepted_before_the_pass_and_merged_since_has_been_seen(self, make):
        given = codings(spoken(), "cash", origin="accepted", blind="no")
        project = make(codebook=("money", "cash", "weather"), codings=given)
        project.merge_codes(["cash"], into="money")
        assert row(project.evaluate(codes=["money", "weather"], **FAST))["segments"] == 0

    def test_a_revised_suggestion_grades_neither_code(self, make, tmp_path):
        project = make()
        (tmp_path / "more.csv").write_text(
            codings([(1, 8), (2, 8)], "weather", origin="revised", blind="no")
        )
        project.import_codings(tmp_path / "more.csv")
        report = project.evaluate(**FAST)
        assert "2 that came from suggestions" in row(report, "weather")["why_not"]
        assert row(report)["segments"] == row(report, "weather")["segments"] == 100

    def test_deciding_before_the_pass_takes_its_blindness_for_that_code(self, make):
        # AB accepted in D0 before calling the pass over D0 blind: D0 is no blind answer for money.
        given = codings(spoken()) + codings([(0, 7)], origin="accepted", blind="no", head=False)
        report = make(codings=given).evaluate(**FAST)
        assert (row(report)["segments"], row(report)["codings"]) == (75, 6)
        assert row(report)["not_blind"] == 3
        assert row(report, "weather")["segments"] == 100

    def test_what_a_person_coded_without_help_as_well_stays_theirs(self, make, tmp_path):
        project = make()
        (tmp_path / "more.csv").write_text(
            "document,turn,quotation,code,coder,origin,blind\nD0,5,budget,money,AB,accepted,no\n"
        )
        project.import_codings(tmp_path / "more.csv")
        assert len(project.codings()) == 9
        assert row(project.evaluate(**FAST))["segments"] == 100

    def test_what_somebody_else_accepted_leaves_a_blind_coder_blind(self, make):
        given = codings(spoken(), coder="CD")
        given += codings([(0, 7)], origin="accepted", blind="no", head=False)
        both = passes(coder="CD") + passes(coder="AB", blind="no", head=False)
        project = make(codings=given, progress=both)
        project.set_primary("AB")
        report = project.evaluate(**FAST)
        assert report.found.main.people == {"CD": 4}
        assert row(report)["segments"] == 100

    def test_what_somebody_else_rejected_first_leaves_a_blind_coder_blind(self, make, tmp_path):
        book = "codes:\n  - code: money\n    patterns: [ducks]\n  - code: weather\n"
        project = make(codebook=book, codings=codings(spoken(), coder="CD"), progress="")
        project.suggest()
        project.reject(project.suggestions(open_only=True)["suggestion_id"].iloc[0])
        (tmp_path / "p.csv").write_text(passes(coder="CD"))
        project.import_progress(tmp_path / "p.csv")
        assert row(project.evaluate(**FAST))["segments"] == 100

    def test_unknown_blindness_is_counted_apart(self, make):
        given = passes(range(2)) + passes((2, 3), blind="", head=False)
        report = make(progress=given).evaluate(**FAST)
        assert (row(report)["codings"], row(report)["segments"]) == (4, 50)
        assert row(report)["unknown"] == 4
        assert report.found.unknown.codings == 4
        assert "Apart: on codings where nobody says whether it was blind" in str(report)
        assert "4 coded segments of unknown blindness are counted apart" in str(report)

    def test_where_nothing_is_known_to_be_blind_the_report_says_so_first(self, make):
        report = make(progress=passes(blind="")).evaluate(**FAST)
        assert row(report)["codings"] == 8
        assert report.notes[0].startswith("NOT KNOWN TO BE BLIND")

    def test_a_blind_pass_for_another_code_makes_no_coding_blind(self, make):
        given = "document,coder,codes,turns,blind\n"
        given += "".join(f"D{d},AB,money,,no\nD{d},AB,weather,,yes\n" for d in range(4))
        report = make(progress=given).evaluate(**FAST)
        assert row(report)["segments"] == 0
        assert row(report)["not_blind"] == 8

    def test_codings_with_suggestions_in_sight_grade_nothing(self, make):
        with pytest.raises(TableError, match="4 more passed with suggestions"):
            make(progress=passes(blind="no")).evaluate(**FAST)


class TestLeftOut:
    def test_a_document_is_never_learned_from_and_tried_on(self, make, monkeypatch):
        project = make()
        tried, fit = [], evaluating.combined.fit

        class Watched:
            def __init__(self, material, rows, options):
                self.own, self.learned = fit(material, rows, **options), set(material.group[rows])
                self.group = material.group

            def __getattr__(self, name):
                return getattr(self.own, name)

            def rank(self, rows):
                assert not self.learned & set(self.group[rows])
                tried.append(sorted(set(self.group[rows])))
                return self.own.rank(rows)

        monkeypatch.setattr(
            evaluating.combined,
            "fit",
            lambda material, rows, **options: Watched(material, rows, options),
        )
        project.evaluate(draws=2)
        # Each document in one of the four folds; then the draws of the curve.
        assert sorted(each for some in tried[:4] for each in some) == [0, 1, 2, 3]
        assert len(tried) > 4

    def test_a_word_of_one_document_alone_finds_nothing_in_another(self, make):
        chance, said = random.Random(3), {}
        for document, word in enumerate(("wibble", "zorf", "quax", "plunk")):
            for turn in chance.sample(range(1, 26), 4):
                said[document, turn] = word
        alone = row(make(said=said).evaluate(**FAST))
        same = row(make(said=dict.fromkeys(said, "wibble")).evaluate(**FAST))
        # 16 codings of 100: chance is .16.
        assert alone["chance"] == pytest.approx(0.16)
        assert alone["average_precision"] < 0.35
        assert same["average_precision"] > 0.95

    def test_shuffled_labels_are_at_chance(self, make):
        chance = np.random.default_rng(5)
        gaps = []
        for _ in range(5):
            places = [
                (document, turn)
                for document in range(4)
                for turn in (chance.permutation(25)[:5] + 1).tolist()
            ]
            found = row(make(said={}, codings=codings(places)).evaluate(**FAST))
            score = np.array([chance.random(100) for _ in range(200)])
            truth = np.arange(100) < 20
            luck = np.mean([grading.average_precision(truth, each) for each in score])
            gaps.append(found["average_precision"] - luck)
        # One such figure varies by about .05; the mean of five by .022, three of which are .07.
        assert abs(np.mean(gaps)) < 0.07

    def test_two_documents_are_enough(self, make):
        report = make(documents=2).evaluate()
        assert row(report)["codings"] == 4
        assert report.found.folds == 2
        assert "cannot be told" in outlook(report.found.curve)

    def test_one_document_is_refused_with_the_reason(self, make):
        with pytest.raises(TableError, match=r"1 document with a pass that can grade.*at least 2"):
            make(progress=passes(range(1))).evaluate(**FAST)

    def test_without_any_pass_nothing_is_no(self, make):
        with pytest.raises(TableError, match="0 documents"):
            make(progress="").evaluate(**FAST)

    def test_two_coders_of_whom_none_is_of_record_teach_nothing(self, make):
        given = codings(spoken()) + codings(spoken(), coder="CD", head=False)
        project = make(codings=given, progress=passes() + passes(coder="CD", head=False))
        with pytest.raises(TableError, match=r"nothing to learn from.*primary"):
            project.evaluate(**FAST)
        assert row(project.evaluate(coders="any", **FAST))["segments"] == 100
        assert project.evaluate(coders="CD", **FAST).found.main.people == {"CD": 4}

    def test_the_same_project_gives_the_same_report(self, make):
        chance = random.Random(11)
        given = codings(chance.sample([(d, t) for d in range(4) for t in range(1, 26)], 20))
        one, other = (make(codings=given).evaluate(draws=2) for _ in range(2))
        assert one.frame.equals(other.frame)
        assert one.curve.equals(other.curve)
        assert str(one) == str(other)


class TestAgreement:
    def test_people_with_each_other_beside_the_program(self, make):
        # CD, blind, gave money in D0 and D1 to turns 5 and 11: of 50 turns both 2, AB alone 2, CD alone 2.
        given = codings(spoken()) + codings(
            [(d, t) for d in range(2) for t in (5, 11)], coder="CD", head=False
        )
        progress = passes() + passes(range(2), coder="CD", head=False)
        project = make(codings=given, progress=progress)
        project.set_primary("AB")
        report = project.evaluate(**FAST)
        found = row(report)
        assert report.found.main.people == {"AB": 4}
        assert found["segments_people"] == 50
        observed, by_chance = 46 / 50, 0.08**2 + 0.92**2
        assert found["kappa_people"] == pytest.approx((observed - by_chance) / (1 - by_chance))
        assert "not made blind" not in str(report)

    def test_the_person_of_record_grades_where_their_reading_was_blind(self, make):
        given = codings(spoken()) + codings(spoken(2), coder="CD", head=False)
        project = make(codings=given, progress=passes() + passes(range(2), coder="CD", head=False))
        project.set_primary("CD")
        assert project.evaluate(**FAST).found.main.people == {"AB": 2, "CD": 2}

    def test_a_second_coder_who_saw_suggestions_is_named(self, make):
        given = codings(spoken()) + codings(spoken(2), coder="CD", head=False)
        progress = passes() + passes(range(2), coder="CD", blind="no", head=False)
        project = make(codings=given, progress=progress)
        project.set_primary("AB")
        assert "Not all of what CD coded there was made blind" in str(project.evaluate(**FAST))

    def test_one_person_alone_has_nobody_to_agree_with(self, make):
        report = make().evaluate(**FAST)
        assert "kappa_people" not in report.sections[2].frame
        assert "No second person has read these segments" in str(report)


class TestAsking:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"folds": 1}, "folds.*2 to 4"),
            ({"folds": 5}, "folds.*2 to 4"),
            ({"precision": 1.0}, "precision"),
            ({"precision": True}, "precision"),
            ({"codes": ["mony"]}, "mony"),
            ({"engines": "magic"}, "magic.*patterns"),
            ({"draws": 1}, "draws"),
            ({"coders": "ZZ"}, "ZZ.*record, any, or one of AB"),
            ({"seed": -1}, "seed"),
        ],
    )
    def test_what_is_out_of_range_is_refused(self, make, asked, found):
        with pytest.raises(UsageError, match=found):
            make().evaluate(**(FAST | asked))

    def test_fewer_folds_leave_out_several_documents_at_once(self, make):
        report = make().evaluate(folds=2, **FAST)
        assert sorted(len(each.documents) for each in report.found.thresholds) == [2, 2]

    def test_engines_are_named(self, make):
        report = make().evaluate(engines=["learned"], **FAST)
        assert "Engines: learned (qualcode" in str(report)


class TestOutlook:
    @pytest.mark.parametrize(
        ("value", "low", "high", "said"),
        [
            (0.05, 0.02, 0.08, "Five more documents are likely to help:"),
            (0.015, 0.005, 0.025, "Five more documents are likely to help a little:"),
            (0.001, 0.0005, 0.0015, "Five more documents are not likely to help much:"),
            (-0.03, -0.07, 0.01, "Five more documents are not likely to help much:"),
            (0.05, -0.02, 0.12, "Five more documents may help, but that is not certain:"),
            (0.01, -0.04, 0.06, "It cannot be told whether five more documents would help:"),
        ],
    )
    def test_it_is_as_sure_as_its_interval(self, value, low, high, said):
        step = Step(8, (0.4, 0.3, 0.5), (0.5, 0.4, 0.6))
        gain = grading.Gain(value, low, high, (2, 4, 8))
        found = outlook(Curve([step], 10, 5, gain, 6, (2, 2), 3, "blind"))
        assert found.startswith(said)
        assert "finds 50% of the codings" in found

    @pytest.mark.parametrize(
        ("steps", "width", "said"),
        [
            ((2, 4, 8), 1.2, "the 95% interval of the change is 120 percentage points wide"),
            ((1, 2), 0.1, "the curve has 2 steps to go by, and 3 are needed"),
        ],
    )
    def test_what_is_too_uncertain_is_not_told(self, steps, width, said):
        step = Step(steps[-1], (0.4, 0.3, 0.5), (0.87, 0.8, 0.9))
        gain = grading.Gain(0.13, -0.25, 0.13, steps, width=width)
        found = outlook(Curve([step], 10, 5, gain, 6, (2, 2), 3, "blind"))
        assert "finds 87% of the codings. " in found
        assert f"Whether five more coded documents would help cannot be told: {said}" in found
        assert "+13" not in found

    def test_without_a_curve_it_says_why(self):
        step = Step(1, None, None)
        gain = grading.Gain(None, reason="too few documents to draw a curve")
        found = outlook(Curve([step], 2, 5, gain, 6, (1, 1), 3, "blind"))
        assert found.endswith("cannot be told: too few documents to draw a curve.")


class TestReport:
    @pytest.fixture
    def report(self, make):
        return make().evaluate(draws=2)

    def test_the_outlook_is_one_sentence_with_its_uncertainty(self, report):
        said = outlook(report.found.curve)
        # Three documents teach at most while one is tried on; with two they find all already.
        assert "five more" in said.casefold()
        assert said in str(report)

    def test_the_curve_has_a_row_for_each_number_of_documents(self, report):
        assert report.curve["documents"].tolist() == [1, 2]

    @pytest.mark.parametrize("suffix", ["csv", "xlsx", "html", "md", "docx", "tex"])
    def test_every_format_is_written(self, report, tmp_path, suffix):
        assert report.save(tmp_path / f"e.{suffix}").stat().st_size > 100

    def test_nothing_undefined_is_printed_as_nan(self, report):
        assert "nan" not in str(report).casefold().replace("human", "")

    def test_figures_carry_their_numbers_in_words(self, report):
        assert "1: " in alt_text(report.plot())
        assert "calibration error" in alt_text(report.plot(kind="calibration"))
        assert alt_text(report.figure()).startswith("Line chart.")

    @pytest.mark.parametrize("drawn", ["alone", "both", "small axes"])
    def test_the_legend_lies_above_all_points_and_each_step_is_labelled(self, report, drawn):
        import matplotlib.pyplot as plt

        # All is found: the points lie at 100%, where the legend would be.
        assert report.curve["found"].tolist() == [1.0, 1.0]
        if drawn == "both":
            ax = report.figure().axes[0]
        else:
            ax = report.plot(plt.subplots(figsize=(4, 3))[1] if drawn == "small axes" else None)
        ax.figure.canvas.draw()
        highest = ax.transData.transform((1, 1.0))[1]
        assert ax.get_legend().get_window_extent().y0 > highest
        assert [each.get_text() for each in ax.get_xticklabels()] == ["1", "2"]
        assert [each.get_text() for each in ax.get_yticklabels()][-1] == "100%"

    def test_a_figure_of_another_kind_is_refused(self, report):
        with pytest.raises(UsageError, match="curve"):
            report.plot(kind="pie")

    def test_it_draws_into_given_axes(self, report):
        import matplotlib.pyplot as plt

        figure, axes = plt.subplots(1, 2, figsize=(9, 4))
        try:
            assert report.plot(axes[0]) is axes[0]
            assert report.plot(axes[1], kind="calibration") is axes[1]
        finally:
            plt.close(figure)


class TestCommandLine:
    def test_files_figure_and_json(self, make, tmp_path, capsys):
        project = make()
        path = project.path
        project.close()
        files = [tmp_path / "e.csv", tmp_path / "e.png"]
        code = main(
            ["evaluate", str(path), "--folds", "2", "--code", "money", "--json", "--no-embeddings",
             "--out", str(files[0]), "--plot", str(files[1])]
        )  # fmt: skip
        answer = json.loads(capsys.readouterr().out)
        assert code == 0
        assert answer["result"]["sections"][0]["rows"][0]["codings"] == 8
        assert any("they were not wanted" in each for each in answer["result"]["notes"])
        assert all(file.stat().st_size for file in files)

    def test_one_document_is_one_line_and_no_traceback(self, make, capsys):
        project = make(progress=passes(range(1)))
        path = project.path
        project.close()
        assert main(["evaluate", str(path)]) == 1
        said = capsys.readouterr().err.strip()
        assert len(said.splitlines()) == 1
        assert "at least 2 documents" in said


def test_copies_of_a_text_are_left_out_together(make):
    """Whoever learns from the copy of a text has seen what it is tried on."""
    project = make(turns=copies())
    with pytest.raises(UsageError, match=r"3.*2 to 2"):
        project.evaluate(folds=3)
    assert project.evaluate(**FAST).found.folds == 2
    with pytest.raises(TableError, match=r"4 documents with a pass .*, all of the same text"):
        make(turns=copies(of=1)).evaluate(**FAST)


def test_a_figure_of_nothing_comes_after_the_report_that_says_why(make, tmp_path, capsys):
    project = make(codebook=("weather", "trust"), codings=codings({}), documents=2)
    project.close()
    plot = tmp_path / "curve.png"
    code = main(["evaluate", str(project.path), "--engine", "patterns", "--plot", str(plot)])
    said = capsys.readouterr()
    assert code and not plot.exists()
    assert "weather" in said.out and said.err.count("\n") == 1
