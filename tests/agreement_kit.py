"""What the tests of agreement share: small studies, and ways to read a comparison. Holds no tests."""

from __future__ import annotations

import random

import pandas as pd

import qualcode as qc
from qualcode.analysis.coder_units import Comparison
from qualcode.analysis.corpus import corpus
from qualcode.analysis.disagreements import disagreements
from qualcode.present import agreement


def forum_of_two(coded) -> qc.Project:
    """The forum as AB coded it (trust 59–72 and 154–165, price 80–95), and CD: turn 2 is trust."""
    second = coded.as_coder("CD")
    second.add_coding(document="FG1", start=59, end=106, code="trust")
    second.complete("FG1", blind=True)
    return coded.project


def as_coder(project: qc.Project, name: str) -> qc.Project:
    return qc.Project(project.study, name)


def compare(project: qc.Project, **options) -> Comparison:
    return Comparison(corpus(project.study), **options)


def row(comparison: Comparison, code: str) -> int:
    return comparison.every_row.index(code)


def values(comparison: Comparison, code: str) -> dict[tuple[str, str, int], list[int]]:
    """(document, turn, piece) -> for each coder 1 coded, 0 not, -1 not read."""
    found, cells = comparison.values(row(comparison, code))
    units, known = comparison.units, comparison.corpus
    return {
        (
            known.documents[known.turn_document[units.turn[unit]]],
            known.turn_number[units.turn[unit]],
            int(units.piece[unit]),
        ): own.tolist()
        for unit, own in zip(found.tolist(), cells, strict=True)
    }


TURNS = (
    "document,turn,speaker,role,text\n"
    "A,1,INT,interviewer,How was it?\n"
    "A,2,ANN,,Slow and dear.\n"
    "A,3,ANN,,But we trust them.\n"
    "B,1,BOB,,Trust is all.\n"
    "B,2,BOB,,The price went up.\n"
    "C,1,EVE,,Nothing to say.\n"
)


CODES = ["trust", "price"]


def base(comparison: Comparison, code: str) -> dict[str, int]:
    found = comparison.base(row(comparison, code))
    assert sum(found.values()) == 2 * found["units"]  # every unit has exactly one reason
    return {reason: n for reason, n in found.items() if n and reason != "units"}


def listed(comparison: Comparison) -> list[tuple[str, str, str]]:
    frame = disagreements(comparison).frame()
    return list(zip(frame["turn"], frame[comparison.level], frame["kind"], strict=True))


def random_study(make_study, seed: int, coders: list[str]) -> qc.Project:
    """Four documents of up to six turns; passes, codings and their edges at random."""
    chance = random.Random(seed)
    turns = "document,turn,speaker,role,text\n"
    sizes = {}
    for document in "ABCD":
        sizes[document] = chance.randint(1, 6)
        for number in range(1, sizes[document] + 1):
            role = "interviewer" if chance.random() < 0.2 else ""
            words = " ".join(
                chance.choice(["yes", "no.", "well"]) for _ in range(chance.randint(2, 9))
            )
            turns += f"{document},{number},S{number % 2},{role},{words}\n"
    project = make_study(turns=turns, codebook=["x", "y", "z"])
    for coder in coders:
        own = as_coder(project, coder)
        for document in "ABCD":
            length = len(project.text(document))
            for _ in range(chance.randint(0, 6)):
                start = chance.randrange(length)
                own.add_coding(
                    document=document, start=start, end=chance.randint(start + 1, length), code=chance.choice("xyz")
                )  # fmt: skip
            if chance.random() < 0.8:
                codes = chance.sample("xyz", chance.randint(1, 3))
                some = chance.random() < 0.3
                numbers = [str(n) for n in range(1, sizes[document] + 1) if chance.random() < 0.6]
                if not some or numbers:
                    own.complete(document, codes=codes, turns=numbers if some else None)
        if not any(p.coder == coder for p in qc.Project(project.study).progress().itertuples()):
            own.complete("A")
    return project


def figure(report: agreement.AgreementReport, code: str, coefficient: str) -> pd.Series:
    frame = report.frame
    (found,) = [
        row
        for _, row in frame.iterrows()
        if (row["code"], row["coefficient"]) == (code, coefficient)
    ]
    return found
