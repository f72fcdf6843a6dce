"""Agreement on stretches of text: characters, edges and categories on the line of what all coders passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis import unitizing, unitizing_spans
from qualcode.analysis.agreement_base import (
    ALL_SPANS,
    NAMES,
    NOTHING_VARIES,
    OF_ALL_SPANS,
    OF_UNITS,
    ONE_DOCUMENT,
    TWO_ONLY,
    Figure,
    OfCode,
    Settings,
    alike,
    by_groups,
    middle,
    prevalence,
)
from qualcode.analysis.coder_units import Comparison
from qualcode.analysis.coefficients_base import Coefficient
from qualcode.analysis.coefficients_result import NO_SPREAD

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Line:
    """The turns that all coders have passed for one code, joined without gaps, document by document.

    spans: a row for each stretch with coder, start, end, category, document. continuum: document ->
    (0, how many characters).
    """

    spans: pd.DataFrame
    continuum: dict[str, tuple[int, int]]


class Lines:
    """The lines of the codes; codes that were read in the same places share one."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    def of(self, rows: Sequence[int]) -> Line:
        """The line of the turns that were passed for all these rows, with the spans of the rows."""
        import pandas as pd

        compared = self.comparison
        corpus, units, marks = compared.corpus, compared.units, compared.marks
        inside = np.logical_and.reduce([compared.compared(row) for row in rows])
        ranges = np.flatnonzero(inside[units.range_unit])
        begin, end = units.range_start[ranges], units.range_end[ranges]
        document = corpus.turn_document[units.turn[units.range_unit[ranges]]]
        before = np.concatenate(([0], np.cumsum(end - begin)))
        places, first = np.unique(document, return_index=True)
        lengths = np.bincount(document, weights=end - begin, minlength=len(corpus.documents))
        continuum = {corpus.documents[place]: (0, int(lengths[place])) for place in places.tolist()}
        start_of = np.zeros(len(corpus.documents), dtype=np.int64)
        start_of[places] = before[first]
        mark, unit, a, b = compared.pieces
        mine = np.isin(marks.row[mark], rows) & inside[unit]
        mark, a, b = mark[mine], a[mine], b[mine]
        at = np.searchsorted(begin, a, side="right") - 1
        where = document[at] if len(at) else np.zeros(0, dtype=np.int64)
        a = before[at] + a - begin[at] - start_of[where]
        b = before[at] + b - begin[at] - start_of[where]
        # What one coding covers in turns that follow each other here is one stretch.
        order = np.lexsort((a, mark))
        mark, a, b, where = mark[order], a[order], b[order], where[order]
        new = np.ones(len(mark), dtype=bool)
        new[1:] = (mark[1:] != mark[:-1]) | (a[1:] != b[:-1])
        heads = np.flatnonzero(new)
        ends = b[np.append(heads[1:], len(mark)) - 1] if len(heads) else b[:0]
        names = np.array(compared.names, dtype=object)
        codes = np.array(compared.every_row, dtype=object)
        documents = np.array(corpus.documents, dtype=object)
        spans = pd.DataFrame(
            {
                "coder": names[marks.coder[mark[heads]]],
                "start": a[heads],
                "end": ends,
                "category": codes[marks.row[mark[heads]]],
                "document": documents[where[heads]],
            }
        )
        return Line(spans, continuum)


def of_spans(comparison: Comparison, settings: Settings) -> list[OfCode]:
    """The figures of every code that is compared, in the order of the codebook."""
    lines, found = Lines(comparison), []
    every = lines.of(comparison.rows) if "ku_alpha" in settings.coefficients else None
    for row in comparison.rows:
        patterns = comparison.characters(row)
        own = OfCode(comparison.every_row[row], row, patterns, prevalence(patterns))
        line = lines.of([row])
        for name in settings.coefficients:
            used = every if name == "ku_alpha" and every is not None else line
            own.figures.append(
                _of_line(comparison, used, own.code, name, settings, own.n_documents, own)
            )
        found.append(own)
    return found


def of_all_spans(comparison: Comparison, settings: Settings) -> list[Figure]:
    """Figures over the spans of all codes, where everybody has read for all of them."""
    line = Lines(comparison).of(comparison.rows)
    return [
        _of_line(comparison, line, None, name, settings, len(line.continuum), None)
        for name in OF_ALL_SPANS
        if len(comparison.names) == 2 or name not in TWO_ONLY
    ]


def _of_line(
    comparison: Comparison,
    line: Line,
    code: str | None,
    name: str,
    settings: Settings,
    n_documents: int,
    own: OfCode | None,
) -> Figure:
    function = getattr(unitizing, name)
    options: dict[str, Any] = {"coders": comparison.names, "level": settings.level}
    options |= {"seed": settings.seed}
    options["draws"] = settings.draws if "documents" in settings.intervals else 0
    if code is not None and name not in ("u_alpha_binary",):
        options["category"] = code
    if not line.continuum:
        found = Coefficient(
            name=NAMES[name],
            value=None,
            reason="no turn was passed by all coders",
            n_coders=len(comparison.names),
        )
    else:
        found = function(line.spans, line.continuum, **options)
    if code is not None and found.reason.startswith("nobody coded"):
        found = replace(found, reason=f"nobody gave the code to any words: {NOTHING_VARIES}")
    of = {"character": "characters", "boundary_": "boundaries"}.get(name[:9], "spans")
    figure = Figure(code or ALL_SPANS, name, found, n_documents=n_documents, of=of)
    if found.defined:
        figure.documents = found.interval
        said = unitizing_spans.doubts(found)
        if found.interval is not None:
            said = [found.interval_by, *said]
        elif said:
            said = ["no interval: every draw is the same" if said[-1] == NO_SPREAD else said[-1]]
        figure.by_documents = "; ".join(said)
        if len(line.continuum) < 2 and "documents" in settings.intervals:
            figure.by_documents = ONE_DOCUMENT
        if "units" in settings.intervals:
            if name in ("character_kappa", "character_percent_agreement") and own is not None:
                figure.units, figure.by_units = _by_turns(comparison, own, name, settings)
            else:
                figure.by_units = "by documents only: spans run on from turn to turn"
    return figure


def _by_turns(
    comparison: Comparison, own: OfCode, name: str, settings: Settings
) -> tuple[tuple[float, float] | None, str]:
    """The interval of a figure over characters from drawing turns: the characters of one turn are
    not independent of each other."""
    by_turn = comparison.characters(own.row, by_turn=True)
    _, apart = alike(by_turn, comparison.names)
    number = len(by_turn.places)
    if number < 2:
        return None, "all characters lie in one turn: no interval over turns"
    statistic = OF_UNITS["cohen_kappa" if name == "character_kappa" else "percent_agreement"](2)
    values = by_groups(statistic, apart, number, settings)
    return middle(values, number, "turn", settings)
