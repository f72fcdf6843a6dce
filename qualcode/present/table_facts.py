"""What tables say about themselves in every format: marks, heads, what was counted, how it is protected."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode import __version__

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from qualcode.analysis.disclosure import Hidden, Rule

PROGRAM = f"qualcode {__version__}"
ABSENT = "–"  # a combination that does not exist, as print shows it
FORMATS = (".csv", ".xlsx", ".html", ".tex", ".md", ".docx")
GUARDED = "…"  # hidden so that no other hidden number can be worked out
# The columns of `Table.tests`: name, head in print, how it is printed.
TESTS = (
    ("n_people", "People", "n"),
    ("p_permutation", "p (permutation)", "p"),
    ("smallest_p", "Smallest p", "p"),
    ("p_exact", "p (exact)", "p"),
    ("p_adjusted", "p (adjusted)", "p"),
    ("cramers_v", "V", "coefficient"),
    ("cramers_v_corrected", "V (corrected)", "coefficient"),
    ("expected_below_5", "Expected < 5", "share"),
)


@dataclass(frozen=True, slots=True)
class What:
    """What a table counts, in facts that a reader of the paper could ask for.

    unit, measure, level: as asked for. attributes: the columns. where: filters in words. coders: whose
    codings. codebook_hash, act: the codebook and the latest act it rests on. program: name and version.
    machine: "corrected" or "uncorrected" where a program's codes stand beside people's, else "".
    """

    unit: str
    measure: str
    level: str
    attributes: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    coders: str = ""
    codebook_hash: str = ""
    act: int | None = None
    program: str = ""
    machine: str = ""

    def sentence(self) -> str:
        """`Share of participants with the code, by role × case.`"""
        things = {
            "participants": "participants with the {level}",
            "documents": "documents with the {level}",
            "turns": "turns with the {level}",
            "codings": "codings",
            "words": "words coded",
        }[self.unit].format(level=self.level)
        if not self.attributes and self.measure == "n":
            return f"How often each {self.level} occurs: codings, turns, documents, participants, words."
        if self.measure == "share":
            base = {
                "participants": "participants who spoke",
                "documents": "documents",
                "turns": "turns",
                "codings": "the column's codings",
                "words": "words spoken",
            }[self.unit]
            text = f"{things.capitalize()}, as a share of {base}"
        elif self.measure == "per_1000_words":
            text = f"{things.capitalize()} per 1,000 words spoken"
        else:
            text = f"Number of {things}"
        text += f", by {' × '.join(self.attributes)}" if self.attributes else ""
        if self.machine == "uncorrected":
            text += "; machine-coded turns counted uncorrected"
        elif self.machine:
            text += "; machine-coded turns corrected by a blind audit sample"
        return text + "."


@dataclass(frozen=True, slots=True)
class Protection:
    """How a table is printed under disclosure control. hidden: what is done to each number. counts: rows x
    columns, the counts that the cells stand for, -1 where there is none. untold: rows whose tests would
    give hidden numbers away. few: whether some column rests on few people, whose number the people tested
    would tell. totals: whether they are printed."""

    rule: Rule
    hidden: Hidden
    counts: np.ndarray
    untold: np.ndarray
    few: bool = False
    totals: bool = True

    def silent(self, row: int, column: int) -> bool:
        """Whether the quotations behind a cell are held back."""
        return bool(self.hidden.cells[row, column]) or self.rule.small(
            int(self.counts[row, column])
        )

    def mark(self, state: int) -> str:
        """What stands in place of a number; "" where the number is printed."""
        return ("", f"<{self.rule.threshold}", GUARDED, GUARDED)[state]


@dataclass(frozen=True, slots=True)
class Part:
    """A table that stands under the main one, as print shows it; its first column holds the rows' labels."""

    title: str
    head: list[list[str]]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the cells of a table with a program's codes. frame: rows x (columns of the table and
    the names of what stands beside each). kinds: name -> how it is printed. part: the same in print."""

    frame: pd.DataFrame
    kinds: Mapping[str, str]
    part: Part


def base_sentence(texts: Mapping[str, str]) -> str:
    """`Base: 1 participant, 12 turns.`"""
    parts = [f"{text} {unit[:-1] if text == '1' else unit}" for unit, text in texts.items()]
    return f"Base: {', '.join(parts)}."


def is_missing(value: Any) -> bool:
    """Whether a cell of a frame holds no number."""
    import pandas as pd

    return bool(value is None or value is pd.NA or value != value)


def signed(value: Any) -> str:
    """`+2.45`, `−2.45`, `0.00`; "–" where there is none."""
    if is_missing(value):
        return ABSENT
    text = f"{round(float(value), 2) + 0.0:+.2f}"
    return "0.00" if text == "+0.00" else text.replace("-", "−")


def escape(text: Any) -> str:
    """Text from a study inside HTML."""
    return html.escape(str(text), quote=True)
