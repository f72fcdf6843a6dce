"""Five counselling sessions coded by ten people: our figures against the published file itself."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import krippendorff
import numpy as np
import pandas as pd
import pytest

import qualcode as qc
from qualcode.analysis.agreement_base import MEAN
from qualcode.present import agreement

DRAWS = 200


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    data = shared / "data" / "annomi"
    if not data.is_dir():
        pytest.skip("no data on annomi")
    return data


@pytest.fixture(scope="module")
def project(folder: Path, tmp_path_factory):
    made = qc.new_project(tmp_path_factory.mktemp("annomi") / "a.qualcode", coder="tester")
    made.ingest(folder)
    made.load_codebook(folder / "codebook.csv")
    made.import_codings(folder / "codings.csv", create_codes=True, complete=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def report(project) -> agreement.AgreementReport:
    return agreement.report(project, draws=DRAWS)


class Directly:
    """The file read without qualcode. cells: (document, turn) -> coder -> codes."""

    def __init__(self, folder: Path) -> None:
        coders: dict[str, set[str]] = defaultdict(set)
        self.cells: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        for row in rows_of(folder / "codings.csv"):
            coders[row["doc_id"]].add(row["coder"])
            self.cells[row["doc_id"], row["turn"]][row["coder"]].add(row["code"])
        self.coders = sorted(set().union(*coders.values()))
        self.documents = sorted(d for d, names in coders.items() if len(names) > 1)
        self.turns = [
            (row["doc_id"], row["turn"])
            for row in rows_of(folder / "turns.csv")
            if row["doc_id"] in self.documents
        ]
        self.codes = sorted({row["code"] for row in rows_of(folder / "codings.csv")})

    def table(self, code: str, turns: list[tuple[str, str]] | None = None) -> np.ndarray:
        """coders × turns: 1 where the coder gave the turn the code."""
        chosen = self.turns if turns is None else turns
        return np.array(
            [
                [float(code in self.cells[turn].get(coder, ())) for turn in chosen]
                for coder in self.coders
            ]
        )


@pytest.fixture(scope="module")
def directly(folder: Path) -> Directly:
    return Directly(folder)


def row(report: agreement.AgreementReport, code: str, name: str) -> pd.Series:
    frame = report.frame
    return frame[(frame["code"] == code) & (frame["coefficient"] == name)].iloc[0]


def test_ten_coders_and_five_documents(report, directly: Directly) -> None:
    assert report.comparison.names == directly.coders and len(directly.coders) == 10
    assert len(directly.documents) == 5
    assert set(report.units["compared"]) == {len(directly.turns)} == {383}
    assert (report.units["units"] == 5398).all()
    assert (report.units.drop(columns="units").sum(axis=1) == 5398).all()


def test_alpha_of_each_code(report, directly: Directly) -> None:
    assert len(directly.codes) == 12
    for code in directly.codes:
        found = row(report, code, "krippendorff_alpha")
        expected = krippendorff.alpha(
            reliability_data=directly.table(code), level_of_measurement="nominal"
        )
        assert found["value"] == pytest.approx(expected, abs=1e-12), code
        assert (found["n_units"], found["n_documents"], found["n_coders"]) == (383, 5, 10)
        for coder, coded in zip(directly.coders, directly.table(code), strict=True):
            assert found[f"prevalence {coder}"] == pytest.approx(coded.mean())
    values = [row(report, code, "krippendorff_alpha")["value"] for code in directly.codes]
    assert row(report, MEAN, "krippendorff_alpha")["value"] == pytest.approx(np.mean(values))


def test_both_intervals(report, directly: Directly) -> None:
    """Documents drawn with the same seed and put together turn by turn; turns with another."""
    chance = np.random.default_rng(agreement.DEFAULT_SEED)
    drawn = [chance.integers(0, 5, 5) for _ in range(DRAWS)]
    of = {
        d: [n for n, turn in enumerate(directly.turns) if turn[0] == d] for d in directly.documents
    }
    other = np.random.default_rng(1)
    for code in ("client_change", "reflection_simple", "question_closed"):
        found, table = row(report, code, "krippendorff_alpha"), directly.table(code)
        by_documents = []
        for documents in drawn:
            turns = [turn for n in documents for turn in of[directly.documents[n]]]
            by_documents.append(
                krippendorff.alpha(reliability_data=table[:, turns], level_of_measurement="nominal")
            )
        assert [found["documents_low"], found["documents_high"]] == pytest.approx(
            np.quantile(by_documents, [0.025, 0.975]).tolist(), abs=1e-9
        )
        by_turns = [
            krippendorff.alpha(
                reliability_data=table[:, other.integers(0, 383, 383)],
                level_of_measurement="nominal",
            )
            for _ in range(DRAWS)
        ]
        low, high = np.quantile(by_turns, [0.025, 0.975])
        # The ends of 200 draws scatter by about a fifteenth of the interval's width; four times that.
        assert abs(found["units_low"] - low) < (high - low) * 4 / 15
        assert abs(found["units_high"] - high) < (high - low) * 4 / 15
        assert found["units_by"].startswith("383 turns resampled, 200 draws, seed")
        assert found["documents_by"].startswith("5 documents resampled, 200 draws, seed")
        assert "so few documents" in found["documents_by"]


def test_each_turn_on_which_somebody_differs_is_listed_once(report, directly: Directly) -> None:
    expected = {}
    for code in directly.codes:
        given = directly.table(code).sum(axis=0)
        for turn, number in zip(directly.turns, given, strict=True):
            if 0 < number < 10:
                expected[(*turn, code)] = int(number)
    frame = report.disagreements
    listed = {(r.document, r.turn, r.code): len(r.coded_by.split("; ")) for r in frame.itertuples()}
    assert len(frame) == len(listed)
    assert listed == expected
    assert not (frame["kind"] == "edges differ").any()  # every coding there is of a whole turn


def test_two_of_the_coders(project, directly: Directly) -> None:
    pair = directly.coders[:2]
    report = agreement.report(project, coders=pair, draws=DRAWS)
    # Documents that only one of the two coded are read by one; they share the five.
    assert set(report.units["compared"]) == {383}
    table = directly.table("client_change")[:2]
    agreed = (table[0] == table[1]).mean()
    share = table.mean(axis=1)
    chance = share[0] * share[1] + (1 - share[0]) * (1 - share[1])
    found = row(report, "client_change", "cohen_kappa")
    assert found["value"] == pytest.approx((agreed - chance) / (1 - chance), abs=1e-12)
    assert found["observed"] == pytest.approx(agreed)
    frame = report.disagreements
    differ = int((table[0] != table[1]).sum())
    assert (frame["code"] == "client_change").sum() == differ


def test_the_report_is_written(report, tmp_path: Path) -> None:
    text = str(report)
    assert text.index("Disagreements") < text.index("Agreement by code")
    for suffix in (".docx", ".html", ".xlsx", ".md", ".tex", ".csv"):
        assert report.save(tmp_path / f"a{suffix}").stat().st_size > 2_000
