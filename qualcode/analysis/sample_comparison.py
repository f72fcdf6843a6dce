"""Coders compared on the units of a sample, and on nothing else that they have read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from qualcode.analysis.coder_units import Comparison
from qualcode.analysis.corpus import Corpus
from qualcode.analysis.samples import Plan, Readings, present_part, wanted_codes


class SampleComparison(Comparison):
    """A `Comparison` on the units of a sample that are still there; other turns count as filtered out.

    documents: only these of the sample. coders: those of the sample unless given. codes: those that the
    sample is about unless given; of a sample about all codes, those that two coders have passed. The
    other options as in `Comparison`.
    """

    def __init__(
        self,
        corpus: Corpus,
        of: Plan,
        *,
        documents: Collection[str] | None = None,
        **options: Any,
    ) -> None:
        self._drawn = drawn_turns(corpus, of, documents)
        if options.get("coders") is None:
            options["coders"] = list(of.coders)
        if options.get("codes") is None and options.get("level", "code") == "code" and of.asked:
            options["codes"] = wanted_codes(corpus.study, of)
        super().__init__(corpus, **options)
        some = "" if documents is None else f", {len(documents)} of its {len(of.parts)} documents"
        self.where = [f"the sample {of.name}{some}", *self.where]

    @property
    def _set_aside(self) -> tuple[Any, Any, Any]:
        return self._aside

    @_set_aside.setter
    def _set_aside(self, masks: tuple[Any, Any, Any]) -> None:
        interviewers, reflective, filtered = masks
        self._aside = (interviewers, reflective, filtered | ~self._drawn[self.units.turn])


def drawn_turns(corpus: Corpus, of: Plan, documents: Collection[str] | None) -> np.ndarray:
    """Mask of the turns of the present texts that a sample is about; none of a document of which one of its
    coders has passed an earlier text only, since its words were not read as they are."""
    drawn = np.zeros(len(corpus), dtype=bool)
    readings = Readings(corpus.study)
    place = {document: number for number, document in enumerate(corpus.documents)}
    for part in of.parts:
        if part.document not in place or (documents is not None and part.document not in documents):
            continue
        if any(each.coder in of.coders for each in readings.of_another_text(part.document)):
            continue
        own = np.flatnonzero(corpus.turn_document == place[part.document])
        if part.turns is not None:
            left = set(present_part(corpus.study, part)[1])
            own = own[[corpus.turn_number[turn] in left for turn in own.tolist()]]
        drawn[own] = True
    return drawn
