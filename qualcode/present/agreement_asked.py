"""What is asked of a report on agreement, of everything or of a sample, and the report that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qualcode.analysis.agreement_base import INTERVALS, Settings, check_names
from qualcode.analysis.agreement_figures import Figures
from qualcode.analysis.coder_units import Comparison
from qualcode.analysis.coefficients_base import check_interval, check_level
from qualcode.analysis.corpus import Corpus
from qualcode.analysis.disagreements import disagreements
from qualcode.analysis.tables import table_rows
from qualcode.errors import UsageError, listing
from qualcode.present.agreement_notes import notes_of
from qualcode.present.agreement_report import ON_PAPER, AgreementReport
from qualcode.present.report import provenance


def asked_codes(
    found: Corpus, codes: Iterable[str] | None, level: str
) -> tuple[list[str] | None, list[str]]:
    """The codes that are compared where these were asked for, and what is to be said of it.

    A code that is no row of its own (it takes no codings) stands for the codes beneath it, as it does where
    a sample is drawn; of one that has codings of its own the note says that those beneath are others.
    """
    if codes is None:
        return None, []
    names = [codes] if isinstance(codes, str) else list(dict.fromkeys(codes))
    if level != "code":
        return names, []
    book, rows = found.book, set(table_rows(found, level))
    wanted: dict[str, None] = {}
    notes = []
    for name in names:
        beneath = [each for each in book.beneath(name) if each in rows] if name in book else []
        if name in rows or not beneath:
            wanted[name] = None
            left = [each for each in beneath if each not in names]
            if name in rows and left:
                notes.append(
                    f"{name} is compared as the one code, without those beneath it"
                    f' ({listing(left, 12)}): name them too, or ask for level="theme".'
                )
            continue
        wanted.update(dict.fromkeys(beneath))
        notes.append(
            f"{name} takes no codings; compared are those beneath it: {listing(beneath, 12)}."
        )
    return list(wanted), notes


def asked_settings(
    made: Comparison,
    unit: str,
    coefficients: Sequence[str] | None,
    interval: str | Sequence[str] | None,
    draws: int,
    seed: int,
    confidence: float,
) -> Settings:
    return Settings(
        check_names(coefficients, unit, len(made.names)),
        asked_intervals(interval, draws, seed, confidence),
        draws,
        seed,
        confidence,
    )


def asked_intervals(interval: Any, draws: int, seed: int, confidence: float) -> tuple[str, ...]:
    many = isinstance(interval, Iterable) and not isinstance(interval, str)
    chosen = () if interval is None else tuple(interval) if many else (interval,)
    for each in chosen:
        if each not in INTERVALS:
            raise UsageError("interval", repr(each), "units, documents, both, or None")
    check_level(confidence, "confidence")
    check_interval(None, (), confidence, draws, seed)
    return chosen


def told(
    made: Comparison,
    settings: Settings,
    title: str,
    interviewers: bool,
    reflective: bool,
    as_of: int | None,
) -> AgreementReport:
    """The report of a comparison: of everything that coders have read, or of a sample of it."""
    result = AgreementReport(
        title=title,
        provenance=provenance(made.corpus),
        comparison=made,
        figures=Figures(made, settings),
        listed=disagreements(made),
        interviewers=interviewers,
        reflective=reflective,
        as_of=as_of,
    )
    result.notes = notes_of(result)
    result.sections = result.printed(ON_PAPER)
    return result
