"""Figures of agreement from a project: code by code, over sets of codes, over stretches of text."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from agreement_kit import CODES, TURNS, compare, figure, forum_of_two, random_study

import qualcode as qc
from qualcode.analysis.agreement_base import MEAN, OF_UNITS, SETS, TWO_ONLY
from qualcode.analysis.agreement_spans import Lines
from qualcode.analysis.disagreements import EDGES
from qualcode.errors import UsageError
from qualcode.present import agreement


@pytest.fixture
def two_on_the_forum(coded) -> qc.Project:
    return forum_of_two(coded)


# -- figures -------------------------------------------------------------------------------------------------


def test_the_forum_by_hand(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum)
    # trust: AB yes, no, yes; CD yes, no, no. Agreement 2/3.
    # Cohen: chance 2/3 · 1/3 + 1/3 · 2/3 = 4/9; (6/9 - 4/9) / (5/9) = 2/5.
    # Alpha: three yes and three no; 1 - (2/6) / (2 · 3 · 3 / 30) = 4/9.
    # AC1: half of all codings are yes, chance 1/2; (2/3 - 1/2) / (1/2) = 1/3.
    expected = {
        "percent_agreement": 2 / 3,
        "cohen_kappa": 2 / 5,
        "krippendorff_alpha": 4 / 9,
        "gwet_ac1": 1 / 3,
    }
    for name, value in expected.items():
        row_ = figure(report, "trust", name)
        assert row_["value"] == pytest.approx(value), name
        assert (row_["n_units"], row_["n_documents"], row_["n_coders"]) == (3, 1, 2)
        assert row_["agreement"] == pytest.approx(2 / 3)
        assert (row_["prevalence AB"], row_["prevalence CD"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))  # fmt: skip
    assert report.value("trust", "cohen_kappa").value == pytest.approx(2 / 5)
    # price: AB yes in one of three, CD never. Cohen's chance is 1/3 · 0 + 2/3 · 1, so kappa is 0.
    assert figure(report, "price", "cohen_kappa")["value"] == pytest.approx(0)
    # One yes among six: chance 2 · 1/6 · 5/6 = 10/36; (24/36 - 10/36) / (26/36) = 7/13.
    assert figure(report, "price", "gwet_ac1")["value"] == pytest.approx(7 / 13)
    # Independent coders with these shares agree on 2/3 of the units, just as these two do.
    assert figure(report, "price", "gwet_ac1")["if_random"] == pytest.approx(7 / 13)
    # Mean of kappa over the two codes somebody used.
    mean = figure(report, MEAN, "cohen_kappa")
    assert mean["value"] == pytest.approx(1 / 5)
    assert (mean["n_codes"], mean["n_undefined"]) == (2, 2)


def test_what_nobody_used_is_undefined_and_never_one(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum)
    for name in ("cohen_kappa", "krippendorff_alpha", "gwet_ac1"):
        row_ = figure(report, "delay", name)
        assert row_["value"] is pd.NA or pd.isna(row_["value"])
        assert "nobody gave the code" in row_["reason"]
    assert figure(report, "delay", "percent_agreement")["value"] == 1
    text = str(report)
    assert "undefined" in text and "nan" not in text.lower()
    assert not report.frame["value"].map(lambda v: isinstance(v, float) and v != v).any()


def test_what_everybody_always_used_is_undefined(make_study) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nB,1,BOB,Trust.\nB,2,BOB,And trust.\n",
        codebook=CODES,
        codings="document,turn,code,coder\n" + "".join(f"B,{n},trust,{c}\n" for n in "12" for c in ("AB", "CD")),
        progress="document,coder\nB,AB\nB,CD\n",
    )  # fmt: skip
    found = figure(agreement.report(project), "trust", "krippendorff_alpha")
    assert pd.isna(found["value"]) and "every turn" in found["reason"]


def test_a_code_nobody_read_twice_is_undefined(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        progress="document,coder,codes\nB,AB,\nB,CD,trust\n",
    )
    report = agreement.report(project, codes=["price"])
    assert set(report.frame["reason"].iloc[:4]) == {"no turn was passed by two coders for it"}
    assert report.frame["value"].isna().all()
    assert "No turn was passed by both for any code." in str(report)


UNCOUNTED = ("percent_agreement",)


@pytest.mark.parametrize("number", [2, 3])
def test_every_coefficient_is_the_public_one(make_study, number) -> None:
    checked = 0
    names = [n for n in OF_UNITS if number == 2 or n not in TWO_ONLY]
    for seed in range(100, 104):
        project = random_study(make_study, seed, ["AB", "CD", "EF"][:number])
        report = agreement.report(project, coefficients=names, draws=200)
        for own in report.figures.codes:
            frame = agreement.coder_frame(project, own.code)
            frame = frame[frame.notna().sum(axis=1) >= 2]
            documents = pd.Series(frame.index.get_level_values("document"), index=frame.index)
            for one in own.figures:
                function = getattr(agreement, one.function)
                options = {} if one.function in UNCOUNTED else {"categories": ["no", "yes"]}
                public = function(frame, interval="units", draws=200, **options)
                assert (one.found.value is None) == (public.value is None)
                if public.value is None:
                    continue
                checked += 1
                assert one.found.value == pytest.approx(public.value, abs=1e-12)
                if public.observed is not None:
                    assert one.found.observed == pytest.approx(public.observed, abs=1e-12)
                assert one.found.n_units == public.n_units == len(frame)
                assert one.units == (public.interval and pytest.approx(public.interval, abs=1e-12))
                options |= {"interval": "documents", "clusters": documents, "draws": 200}
                by = function(frame, **options).interval
                assert one.documents == (by and pytest.approx(by, abs=1e-12))
                plain = agreement.percent_agreement(frame).value
                assert own.agreement == pytest.approx(plain, abs=1e-12)
    assert checked > 50


@pytest.mark.parametrize("number", [2, 3])
def test_sets_of_codes_are_the_public_ones(make_study, number) -> None:
    checked = 0
    for seed in range(6):
        project = random_study(make_study, 200 + seed, ["AB", "CD", "EF"][:number])
        report = agreement.report(project, draws=200)
        frame = agreement.coder_frame(project)
        documents = pd.Series(frame.index.get_level_values("document"), index=frame.index)
        for one in report.figures.together[:3]:
            function = getattr(agreement, one.function)
            public = function(frame, interval="units", draws=200)
            assert (one.found.value is None) == (public.value is None)
            if public.value is None:
                continue
            checked += 1
            assert one.found.value == pytest.approx(public.value, abs=1e-12)
            assert one.units == (public.interval and pytest.approx(public.interval, abs=1e-12))
            by = function(frame, interval="documents", clusters=documents, draws=200).interval
            assert one.documents == (by and pytest.approx(by, abs=1e-12))
    assert checked > 8


def test_sets_on_the_forum(two_on_the_forum) -> None:
    # {trust, price} against {trust}; nothing against nothing; {trust} against nothing.
    frame = agreement.coder_frame(two_on_the_forum)
    assert frame["AB"].to_list() == [
        frozenset({"trust", "price"}),
        frozenset(),
        frozenset({"trust"}),
    ]
    assert frame["CD"].to_list() == [frozenset({"trust"}), frozenset(), frozenset()]
    report = agreement.report(two_on_the_forum)
    assert figure(report, SETS, "exact_agreement")["value"] == pytest.approx(1 / 3)
    # MASI: {t, p} from {t} 1 - 1/2 · 2/3 = 2/3; from {} 1; {t} from {} 1. Observed (2/3 + 0 + 1) / 3 = 5/9.
    # Six values: {} three times, {t} twice, {t, p} once; ordered pairs 2·(3·2·1 + 3·1·1 + 2·1·2/3) = 62/3
    # over 30: expected 31/45. 1 - (25/45) / (31/45) = 6/31.
    assert figure(report, SETS, "masi_alpha")["value"] == pytest.approx(6 / 31)


def test_the_frame_of_a_code(two_on_the_forum) -> None:
    frame = agreement.coder_frame(two_on_the_forum, "trust")
    assert list(frame.columns) == ["AB", "CD"]
    assert list(frame.index) == [("FG1", "2"), ("FG1", "3"), ("FG1", "4")]
    assert frame["AB"].to_list() == ["yes", "no", "yes"]
    assert frame["CD"].to_list() == ["yes", "no", "no"]
    assert agreement.cohen_kappa(frame).value == pytest.approx(0.4)
    pieces = agreement.coder_frame(two_on_the_forum, "trust", unit="sentence")
    assert list(pieces.index)[:2] == [("FG1", "2", 1), ("FG1", "2", 2)]
    with pytest.raises(UsageError, match="span"):
        agreement.coder_frame(two_on_the_forum, "trust", unit="span")


def test_a_coder_who_did_not_consider_the_code_is_missing_in_the_frame(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nB,1,price,AB\n",
        progress="document,coder,codes\nB,AB,\nB,CD,trust\nC,AB,\nC,CD,\n",
    )
    frame = agreement.coder_frame(project, "price")
    assert frame["CD"].isna().to_list() == [True, True, False]
    assert frame.loc[("B", "1"), "AB"] == "yes"


@pytest.mark.parametrize("seed", [303, 308, 310])
def test_the_mean_over_codes_draws_documents_and_units_for_all_codes_at_once(
    make_study, seed
) -> None:
    project = random_study(make_study, seed, ["AB", "CD"])
    names = ("percent_agreement", "cohen_kappa", "gwet_ac1")
    report = agreement.report(project, draws=100, coefficients=names)
    made = report.comparison
    frames = {own.code: agreement.coder_frame(project, own.code) for own in report.figures.codes}
    documents = sorted({d for f in frames.values() for d in f.index[f.notna().all(axis=1)].get_level_values(0)})  # fmt: skip
    units = [
        key
        for key in zip(
            (made.corpus.documents[d] for d in made.corpus.turn_document),
            made.corpus.turn_number,
            strict=True,
        )
        if any(key in f.index and f.loc[key].notna().all() for f in frames.values())
    ]

    def drawn(keys, column):
        """The mean over codes of each draw, unit by unit."""
        found = []
        for often in keys:
            values = []
            for own in report.figures.codes:
                one = next(f for f in own.figures if f.function == column)
                rows = [
                    key
                    for key, n in often.items()
                    for _ in range(n)
                    if key in frames[own.code].index and frames[own.code].loc[key].notna().all()
                ]
                if not one.found.defined:
                    continue
                cells = frames[own.code].loc[rows] if rows else frames[own.code].iloc[:0]
                value = getattr(agreement, column)(
                    cells.reset_index(drop=True), interval=None
                ).value
                if value is not None:
                    values.append(value)
            found.append(np.mean(values) if values else np.nan)
        return np.array(found)

    chance = np.random.default_rng(agreement.DEFAULT_SEED)
    by_unit = [
        dict(zip(units, np.bincount(own, minlength=len(units)).tolist(), strict=True))
        for own in (chance.integers(len(units), size=len(units)) for _ in range(100))
    ]
    chance = np.random.default_rng(agreement.DEFAULT_SEED)
    often = [
        np.bincount(own, minlength=len(documents))
        for own in (chance.integers(len(documents), size=len(documents)) for _ in range(100))
    ]
    by_document = [
        {key: int(n) for d, n in zip(documents, own, strict=True) for key in units if key[0] == d}
        for own in often
    ]
    checked = 0
    for name in names:
        mean = figure(report, MEAN, name)
        for kind, keys in (("units", by_unit), ("documents", by_document)):
            if pd.isna(mean["value"]) or pd.isna(mean[f"{kind}_low"]):
                continue
            values = drawn(keys, name)
            values = values[~np.isnan(values)]
            assert [mean[f"{kind}_low"], mean[f"{kind}_high"]] == pytest.approx(
                np.quantile(values, [0.025, 0.975]).tolist(), abs=1e-9
            ), (name, kind)
            checked += 1
    assert checked >= 3


def test_too_many_sets_to_draw_have_an_interval_that_is_computed(make_study, monkeypatch) -> None:
    from qualcode.analysis import agreement_sets

    chance = random.Random(5)
    turns = "document,turn,speaker,text\n"
    codings = "document,turn,code,coder\n"
    for document in range(20):
        for turn in range(1, 16):
            turns += f"D{document:02},{turn},A,word {turn}\n"
            for code in "xyz":
                said = chance.random() < 0.3
                for coder in ("AB", "CD"):
                    if said != (chance.random() < 0.15):
                        codings += f"D{document:02},{turn},{code},{coder}\n"
    project = make_study(
        turns=turns,
        codebook=["x", "y", "z"],
        codings=codings,
        progress="document,coder\n" + "".join(f"D{d:02},{c}\n" for d in range(20) for c in ("AB", "CD")),
    )  # fmt: skip
    drawn = figure(agreement.report(project), SETS, "masi_alpha")
    monkeypatch.setattr(agreement_sets, "SETS_MOST", 2)
    computed = figure(agreement.report(project), SETS, "masi_alpha")
    assert computed["value"] == pytest.approx(drawn["value"], abs=1e-12)
    assert "jackknife over 300 turns" in computed["units_by"]
    for end in ("units_low", "units_high", "documents_low", "documents_high"):
        # Both are approximations of the same; ends lie within a seventh of the interval's width.
        width = drawn[f"{end.split('_')[0]}_high"] - drawn[f"{end.split('_')[0]}_low"]
        assert abs(computed[end] - drawn[end]) < width / 7
    # The public function's own standard error leads to the same interval.
    public = agreement.masi_alpha(agreement.coder_frame(project))
    assert [computed["units_low"], computed["units_high"]] == pytest.approx(
        public.interval, abs=0.01
    )


def test_how_one_unit_more_moves_alpha() -> None:
    from qualcode.analysis.agreement_sets import Masi, Sets
    from qualcode.analysis.coefficients_data import Ratings

    table = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool)
    codes = np.array([[1, 1], [0, 1], [3, 2], [0, 0], [2, 2]])
    times = np.array([500, 200, 300, 900, 400])
    made = Masi(Sets(table))

    def alpha(times: np.ndarray) -> float:
        ratings = Ratings(codes, (0, 1, 2, 3), ("AB", "CD"), times=times, kind="sets")
        return made.point(ratings).value[0]

    ratings = Ratings(codes, (0, 1, 2, 3), ("AB", "CD"), times=times, kind="sets")
    value, moves = made.moves(ratings)
    assert value == pytest.approx(alpha(times))
    for at in range(5):
        one = np.eye(5, dtype=int)[at]
        # The slope is that of the two neighbours; among 2,300 units the curve is straight enough.
        slope = (alpha(times + one) - alpha(times - one)) / 2
        assert moves[at] == pytest.approx(slope, rel=1e-4), at


def test_masi_from_subsets_and_from_blocks() -> None:
    from qualcode.analysis.agreement_sets import Masi, Sets
    from qualcode.analysis.coefficients_sets import masi_matrix

    chance = np.random.default_rng(3)
    table = np.unique(chance.random((60, 6)) < 0.4, axis=0)
    counts = chance.integers(0, 5, len(table)).astype(float)
    matrix = masi_matrix([frozenset(np.flatnonzero(each).tolist()) for each in table])
    made = Masi(Sets(table))
    assert made._by_blocks(counts[None])[0] == pytest.approx(matrix @ counts)
    assert made._by_subsets(counts) == pytest.approx(matrix @ counts)


# -- spans ---------------------------------------------------------------------------------------------------


def test_characters_of_the_forum(two_on_the_forum) -> None:
    report = agreement.report(two_on_the_forum, unit="span", codes=["trust"])
    # 47 + 19 + 18 = 84 characters. AB: 59–72 and 154–165, 24; CD: 59–106, 47; both: 59–72, 13.
    found = figure(report, "trust", "character_kappa")
    assert (found["n_units"], found["counts"]) == (84, "characters")
    agreed, chance = (13 + 26) / 84, (24 * 47 + 60 * 37) / 84**2
    assert found["observed"] == pytest.approx(agreed) == found["agreement"]
    assert found["value"] == pytest.approx((agreed - chance) / (1 - chance))
    assert (found["prevalence AB"], found["prevalence CD"]) == (
        pytest.approx(24 / 84),
        pytest.approx(47 / 84),
    )
    names = report.frame["name"].str.cat(sep=" ")
    assert "Krippendorff 1995/2004" in names and "2016" in names
    assert "84 characters" in str(report)
    assert report.disagreements["kind"].to_list() == [EDGES, "only AB"]


def test_spans_lie_on_the_turns_that_both_passed(make_study) -> None:
    # AB codes from turn 1 into turn 3; turn 2 is the interviewer's, and CD passed turns 1 to 3 only.
    project = make_study(
        files={"D.txt": "ANN: abcde\nINT: fgh\nANN: ijklm\nANN: nopq\n"},
        documents="document,interviewer\nD,INT\n",
        codebook=CODES,
        codings="document,start,end,code,coder\nD,7,29,trust,AB\n",
        progress="document,coder,turns\nD,AB,\nD,CD,1; 2; 3\n",
    )
    turns = project.turns()
    assert turns["start"].to_list() == [5, 16, 25, 36]
    line = Lines(compare(project, unit="span")).of([0])
    assert line.continuum == {"D": (0, 10)}  # abcde and ijklm
    # cde and ijkl: one stretch, since what lies between is not on the line.
    assert line.spans[["coder", "start", "end", "category"]].to_numpy().tolist() == [
        ["AB", 2, 9, "trust"]
    ]


def test_spans_of_three_coders_are_compared_where_all_have_read(make_study) -> None:
    project = make_study(
        turns=TURNS,
        codebook=CODES,
        codings="document,turn,code,coder\nB,1,trust,AB\nB,1,trust,CD\nC,1,trust,AB\n",
        progress="document,coder\nB,AB\nB,CD\nB,EF\nC,AB\nC,CD\n",
    )
    report = agreement.report(project, unit="span")
    assert report.units.loc["trust"][["compared", "read by too few"]].to_list() == [2, 1]
    assert list(report.frame["coefficient"].unique()) == ["alpha_u_1995", "u_alpha", "u_alpha_binary", "cu_alpha"]  # fmt: skip
    assert "not read by all coders" in str(report)
    with pytest.raises(UsageError, match="compares two coders"):
        agreement.report(project, unit="span", coefficients=["character_kappa"])
