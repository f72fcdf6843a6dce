"""How the differences of a double coding were settled, and what became of each coder's codings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.analysis.sample_status import SampleStatus
from qualcode.analysis.samples import Plan, Settling, settlings
from qualcode.analysis.to_settle import (
    AGREED,
    BOTH,
    NONE,
    STANDING,
    Line,
    key_of,
    prefilled,
    worksheet,
)
from qualcode.errors import CodingError, counted, listing
from qualcode.present.report import Section
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd

# How a row of the worksheet was settled, beside "as NAME".
AS_AGREED, EDITED, OPEN = "as agreed", "edited", "open"


@dataclass(frozen=True, slots=True)
class Consensus:
    """What is told of a consensus. settled: how many rows of which kind were settled how; outcome: what
    became of each coder's codings; both None where nothing is settled or it cannot be told."""

    sections: list[Section]
    settled: pd.DataFrame | None = None
    outcome: pd.DataFrame | None = None


def consensus(study: Study, own: Plan, now: SampleStatus) -> Consensus:
    """The sections on a consensus, and their frames."""
    acts = [each for each in settlings(study) if each.concerns(own.name, own.documents)]
    rows = now.frame.drop_duplicates("document")
    documents = [
        document
        for document, number in zip(rows["document"], rows["settled"], strict=True)
        if number or any(each.concerns(own.name, [document]) for each in acts)
    ]
    heading = "The consensus"
    if not documents:
        return Consensus([Section(heading, paragraphs=["Nothing of the sample is settled."])])
    paragraphs = [_signed(own, acts, now)]
    try:
        sheet = worksheet(study, sample=own.name, documents=documents)
    except CodingError as error:
        said = f"What it became cannot be told: {replace(error.problems[0], next='')}."
        return Consensus([Section(heading, paragraphs=[*paragraphs, said])])
    lines = list(sheet.lines)
    settled, outcome = _how_settled(lines, own.coders), _outcome(lines, own.coders)
    differ = [line for line in lines if line.settleable and line.kind not in (AGREED, STANDING)]
    still = sum(_said(line) == OPEN for line in lines)
    standing = {each.coding_id for line in lines for each in line.standing}
    done = [line for line in differ if _said(line) != OPEN]
    how = Counter(_said(line) for line in done)
    changed = sum(
        _said(line) != AS_AGREED for line in lines if line.kind == AGREED and line.settleable
    )
    changed -= sum(_said(line) == OPEN for line in lines if line.kind == AGREED)
    paragraphs.append(
        f"{counted(len(differ), 'difference')}, of which {len(done):,} settled"
        + (f" ({listing(f'{number:,} {said}' for said, number in how.items())})" if how else "")
        + f"; {counted(sum(line.kind == AGREED for line in lines), 'agreement')}, of which {changed:,} were"
        f" changed all the same. The consensus has {counted(len(standing), 'coding')}."
    )
    if still:
        paragraphs.append(
            f"{counted(still, 'row')} {'is' if still == 1 else 'are'} open: left so, or coded since."
        )
    notes = [
        "A row is what coders gave to the same words: agreed (same code, same words), edges (same code, other"
        " words that overlap), code (other codes on the same words), only NAME (nobody else coded it),"
        " consensus (a coding of the consensus that no coder had). as NAME: as this coder had it; both: each"
        " stands; none: left out; edited: other words or another code than anybody's."
    ]
    if late := [line for line in lines if not line.settleable]:
        notes.append(
            f"{counted(len(late), 'coding')} of codes that not every coder looked for: not settled."
        )
    sections = [
        Section(f"{heading}: how differences were settled", settled, paragraphs, notes=notes),
        Section(
            f"{heading}: what became of each coder's codings",
            outcome,
            notes=[
                "The originals stay in the project. As they were: the same code on the same words is in the"
                " consensus; other words, other code: settled otherwise; left out: not in the consensus."
            ],
        ),
    ]
    return Consensus(sections, settled, outcome)


def _signed(own: Plan, acts: Sequence[Settling], now: SampleStatus) -> str:
    text = f"{now.settled:,} of {counted(now.units, own.unit)} settled"
    if not acts:
        return f"{text}, by a consensus that came in with a file."
    told = []
    for each in acts:
        about = [document for document in each.documents if document in set(own.documents)]
        part = ", in part" if each.partial else ""
        told.append(
            f"on {each.time[:10]} by {each.signed} (act {each.act}: {listing(about, 30)}{part})"
        )
    return f"{text}: {'; '.join(told)}."


def _said(line: Line) -> str:
    """How a row is settled now."""
    if line.choice:
        return line.choice if line.choice in (BOTH, NONE) else f"as {line.choice}"
    if not line.standing:
        return OPEN
    keys = {key_of(each) for each in line.standing}
    if line.kind == AGREED and keys == {prefilled(replace(line, edit=None))}:
        return AS_AGREED
    return EDITED


def _how_settled(lines: Sequence[Line], coders: Sequence[str]) -> pd.DataFrame:
    """Kinds of rows by how they were settled; every row that can be settled is in one cell."""
    import pandas as pd

    rows = [line for line in lines if line.settleable]
    kinds = [AGREED, "edges", "code", *(f"only {coder}" for coder in coders)]
    kinds += sorted({line.kind for line in rows} - {*kinds, STANDING})
    kinds.append(STANDING)
    ways = [AS_AGREED, *(f"as {coder}" for coder in coders), BOTH, NONE, EDITED, OPEN]
    table = Counter((line.kind, _said(line)) for line in rows)
    frame = pd.DataFrame(
        [
            [sum(table[kind, way] for way in ways), *(table[kind, way] for way in ways)]
            for kind in kinds
        ],
        index=pd.Index(kinds, name="row", dtype=object),
        columns=["rows", *ways],
    )
    return frame[frame["rows"] > 0].loc[
        :, lambda f: (f != 0).any() | f.columns.isin(["rows", NONE])
    ]


def _outcome(lines: Sequence[Line], coders: Sequence[str]) -> pd.DataFrame:
    """What became of each coder's codings; the last row is of the consensus."""
    import pandas as pd

    columns = ["codings", "as they were", "other words", "other code", "left out", "open"]
    rows = []
    for coder in coders:
        tally = Counter(
            _became(line, coder) for line in lines if line.settleable and coder in line.own
        )
        rows.append([sum(tally.values()), *(tally[column] for column in columns[1:])])
    return pd.DataFrame(
        rows, index=pd.Index(list(coders), name="coder", dtype=object), columns=columns
    )


def _became(line: Line, coder: str) -> str:
    own = line.own[coder]
    said = _said(line)
    if said == NONE:
        return "left out"
    if said == OPEN:
        return "open"
    if key_of(own) in {key_of(each) for each in line.standing}:
        return "as they were"
    return "other words" if own.code in {each.code for each in line.standing} else "other code"
