"""Words by which roles or cases differ, printed and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.analysis.corpus import corpus
from qualcode.analysis.words import DEFAULT_SEED, Distinctive, distinctive
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import counted
from qualcode.present import OpenProject, study_of
from qualcode.present.report import Report, Section, provenance
from qualcode.store import Study


@dataclass(repr=False)
class WordsReport(Report):
    """Distinctive words; `frame` has a row for each value and word."""

    found: Distinctive | None = None


def distinctive_words(
    project: OpenProject | Study,
    by: str = "role",
    *,
    value: str | None = None,
    where: Mapping[str, Any] | None = None,
    top: int = 20,
    least: int = 5,
    people: int = 2,
    prior: float = 500.0,
    draws: int = 500,
    seed: int = DEFAULT_SEED,
    watch: Watch = unwatched,
) -> WordsReport:
    """Words that one role or case uses more than all others (log-odds with an informative Dirichlet
    prior, Monroe, Colaresi & Quinn 2008), and whether that holds when participants are drawn again.

    Arguments, columns and what is raised: see `qualcode.analysis.words.distinctive`. A starting point for
    reading (`qc.kwic`), not a finding: there is no p-value here.
    """
    columns = corpus(study_of(project))
    found = distinctive(
        columns,
        by=by,
        value=value,
        where=where,
        top=top,
        least=least,
        people=people,
        prior=prior,
        draws=draws,
        seed=seed,
        watch=watch,
    )
    formats = {
        "log_odds": "coefficient",
        "low": "coefficient",
        "high": "coefficient",
        "z": "coefficient",
        "per_1000_words": "rate",
        "per_1000_words_others": "rate",
        "top_share": "share",
        "stable": "share",
    }
    sections = [
        Section(
            str(name),
            part.drop(columns="value").reset_index(drop=True),
            formats=formats,
            intervals={"log_odds": ("low", "high")},
        )
        for name, part in found.frame.groupby("value", sort=False)
    ]
    notes = [
        f"Log-odds of each word against all others, with a Dirichlet prior worth {prior:g} words spread"
        f" as the words of all (Monroe, Colaresi & Quinn 2008); words used at least"
        f" {counted(least, 'time')} in all and by {counted(people, 'participant')} or more of the value.",
        "z takes words for independent draws, which words of one person are not; low and high are the"
        f" middle 95 % over {draws:,} draws of participants (seed {seed}), stable the share of draws in"
        " which the value still uses the word at a higher rate, top share the largest share of one person.",
        *found.notes,
    ]
    report = WordsReport(f"Distinctive words by {by}", sections, notes, provenance(columns), found)
    return report
