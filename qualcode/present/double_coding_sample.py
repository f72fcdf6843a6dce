"""The sample of a double coding: how it was drawn, who coded it when and how blind, and what was not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qualcode.analysis.corpus import corpus
from qualcode.analysis.sample_status import SampleStatus
from qualcode.analysis.samples import (
    Plan,
    ever_drawn,
    ever_settled,
    rule,
    settlings,
    strata,
    wanted_codes,
)
from qualcode.analysis.sampling import documents_by_stratum
from qualcode.errors import QualcodeError, counted, listing
from qualcode.present.report import Section
from qualcode.store import Study, replay, state

if TYPE_CHECKING:
    import pandas as pd


def sample(study: Study, own: Plan) -> tuple[Section, pd.DataFrame | None]:
    """How it was drawn, with the frame of its strata; None where they are not kept."""
    import pandas as pd

    found, where, left_out = strata(study, own)
    told = rule(own, where)
    paragraphs = [
        f"{own.told()[0].upper()}{own.told()[1:]}. Drawn by {own.drawn_by} on {own.time[:10]} (act"
        f" {own.act}): {told}. The draw does not look at codings.",
        f"About {_codes(study, own)}.",
    ]
    others = [
        f"{each.name} in act {each.act} (seed {each.seed}, {counted(each.size, each.unit)}"
        + ("" if stands else "; taken back")
        + ")"
        for each, stands in ever_drawn(study)
        if each.act != own.act and (each.name, each.as_setting()) != (own.name, own.as_setting())
    ]
    if others:
        paragraphs.append(f"Also drawn in this project: {listing(others, 20)}.")
    if not found:
        paragraphs.append("The strata are not kept in a coder's copy.")
        return Section("The sample", paragraphs=paragraphs), None
    by_documents = _documents_of_strata(study, own, where)
    same = {each.values: each.available for each in found} == {
        values: counts[0] for values, counts in by_documents.items()
    }
    rows = []
    for each in found:
        row: dict[str, Any] = dict(zip(own.by, each.values, strict=True))
        row |= {f"{own.unit}s": each.available, "drawn": each.drawn}
        row["share drawn"] = each.drawn / each.available
        if same:
            _, row["documents with them"], row["documents drawn in"] = by_documents[each.values]
        rows.append(row)
    frame = pd.DataFrame(rows)
    notes = []
    if empty := sum(not each.drawn for each in found):
        notes.append(f"{counted(empty, 'stratum', 'strata')} without a {own.unit} in the sample.")
    if same:
        notes.append("A document with people of several strata stands in each of them.")
    if left_out:
        notes.append(
            f"Not drawn from: {listing(f'{number:,} {why}' for why, number in left_out.items())}."
        )
    formats = {"share drawn": "share"}
    return Section("The sample", frame, paragraphs, formats=formats, notes=notes), frame


def _codes(study: Study, own: Plan) -> str:
    if own.asked is not None:
        return f"the {counted(len(own.codes), 'code')} {listing(own.codes, 20)}"
    if not own.codes:
        return "all codes; there was no codebook yet"
    book = state.codebook(study)
    later = [code for code in book.applicable() if code not in set(wanted_codes(study, own))]
    text = f"all {len(own.codes)} codes that could be applied then"
    return f"{text}; not about those made later: {listing(later, 20)}" if later else text


def _documents_of_strata(
    study: Study, own: Plan, where: Mapping[str, Any]
) -> dict[tuple[str, ...], tuple[int, int, int]]:
    """Of the strata of a sample of turns, as they were when it was drawn, the turns and the documents."""
    if own.unit != "turn":
        return {}
    try:
        then = corpus(replay.as_of(study, own.act))
        chosen = {part.document: part.turns for part in own.parts}
        return documents_by_stratum(then, own.by, where, own.least_words, chosen)
    except QualcodeError:
        # A text that was purged since; the counts that were kept stand without it.
        return {}


def coders(own: Plan, now: SampleStatus) -> Section:
    """Who coded, when, and how blind."""
    import pandas as pd

    rows = []
    for coder in own.coders:
        mine = now.frame[now.frame["coder"] == coder]
        done = mine[mine["passed"] > 0]
        dates = sorted(each[:10] for each in done["date"].dropna())
        blind = {
            said: int(done.loc[done["blind"] == said, "passed"].sum())
            for said in ("yes", "no", "unknown")
        }
        rows.append(
            {
                "passed": now.passed[coder],
                "of": now.units,
                "documents": len(done),
                "first pass": dates[0] if dates else "",
                "last pass": dates[-1] if dates else "",
                "blind": blind["yes"],
                "not blind": blind["no"],
                "blind unknown": blind["unknown"],
                "suggestions seen": int(mine["suggestions_seen"].sum()),
                "changed after passing": int(mine["changed_after"].sum()),
            }
        )
    frame = pd.DataFrame(rows, index=pd.Index(list(own.coders), name="coder", dtype=object))
    notes = [
        f"Counted in {own.unit}s: passed, blind, not blind, blind unknown. A pass is blind where its coder said to"
        " have seen neither suggestions nor others' work; nobody else can know it. A document counts as not"
        " blind where any of its passes was not. Suggestions seen: that the coder decided on before passing"
        " the text, or coded from. Changed after passing: codings made or taken back between the coder's"
        " first pass and the first settling, by their dates."
    ]
    return Section("Coders", frame, notes=notes)


def passes(now: SampleStatus) -> Section:
    frame = now.frame[["document", "coder", "units", "passed", "blind", "date", "settled", "text"]]
    frame = frame.copy()
    frame["date"] = frame["date"].str[:10]
    note = (
        f"units: how many {now.plan.unit}s of the sample are to be coded there; passed: of them by this coder,"
        " for all codes; date: of the latest pass; settled: by the consensus; text: as drawn, changed since,"
        " or gone."
    )
    return Section("Passes, document by document", frame.reset_index(drop=True), notes=[note])


def not_done(study: Study, own: Plan, now: SampleStatus) -> Section:
    told = [f"{_sentence(str(replace(each, next='')))}" for each in now.problems]
    missing = now.units - now.passed_by_all
    if missing:
        told.insert(
            0,
            f"{missing:,} of {counted(now.units, own.unit)} of the sample"
            f" {'was' if missing == 1 else 'were'} not passed by every coder.",
        )
    if now.units < own.size:
        told.append(
            f"{own.size - now.units:,} of {counted(own.size, f'drawn {own.unit}')} are no longer there."
        )
    if now.settled and now.settled < now.units:
        told.append(
            f"{now.units - now.settled:,} of {counted(now.units, own.unit)} are not settled."
        )
    if not now.settled:
        told.append("Nothing is settled.")
    undone = {each.act for each in ever_settled(study)} - {each.act for each in settlings(study)}
    mine = [
        each
        for each in ever_settled(study)
        if each.act in undone and each.concerns(own.name, own.documents)
    ]
    if mine and not any(each.concerns(own.name, own.documents) for each in settlings(study)):
        told.append(
            f"A settling (act {listing(each.act for each in mine)}) was undone: the coders had met by then."
        )
    if not told:
        told.append(f"Every {own.unit} was passed by every coder, and settled.")
    return Section("What was not done, and what to be wary of", paragraphs=told)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
