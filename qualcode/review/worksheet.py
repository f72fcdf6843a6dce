"""The worksheet on which coders settle, as a frame with columns to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.analysis.places import Places
from qualcode.analysis.to_settle import prefilled, worksheet
from qualcode.core.lists import joined
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd

_FIRST = ["settle_id", "document", "turn", "participant", "kind"]
_LAST = ["settle", "code", "start", "end", "reason", "codings"]


def settlement(
    study: Study,
    *,
    sample: str | None = None,
    documents: str | Iterable[str] | None = None,
    coders: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The worksheet on which a sample, or whole documents, are settled: one row for each thing that coders
    agree or differ on, in the order of the texts.

    sample: its name; documents: only these of it or, without a sample, whole documents. coders: those of the
    sample; without one everybody who has passed all the documents. Every standing coding of these coders
    there, of a code that the sample is about, is in one row and in one only.

    Columns: settle_id, document, turn and participant (where it begins), kind, then for each coder NAME
    code, NAME start, NAME end, NAME quotation (missing where there is none), then the columns to fill in:
    settle, code, start, end, reason; and codings, the ids. Offsets are half-open, in characters.

    kind: "agreed" (same code, same words), "edges" (same code, other edges), "code" (other codes on the same
    words), "only AB" (nobody else coded it), "consensus" (a coding of the consensus that belongs to no other
    row), "not considered by CD" (cannot be settled, as CD did not look for that code; nothing to fill in).
    settle: a coder's name (take hers), "both", "none", or empty: what is agreed is carried over, and with code,
    start or end filled in these hold. Where it was settled before, the row says as what.

    Raises CodingError where something of it is not passed by all of the coders, naming it.
    """
    import pandas as pd

    found = worksheet(study, sample=sample, documents=documents, coders=coders)
    places = Places(study)
    versions = {scope.document: scope.version for scope in found.scopes}
    names = [
        f"{coder} {what}"
        for coder in found.coders
        for what in ("code", "start", "end", "quotation")
    ]
    rows = []
    for line in found.lines:
        n = versions[line.document].n
        start, end = line.span
        row: list[Any] = [
            line.settle_id,
            line.document,
            places.turn(n, start, end),
            places.participant(n, start, end),
            line.kind,
        ]
        for coder in found.coders:
            own = line.own.get(coder)
            if own is None:
                row += [None] * 4
            else:
                quotation = places.quotation(n, own.start, own.end)
                row += [own.code, own.start, own.end, quotation]
        a, b, code = prefilled(line) or (None, None, "")
        ids = [each.coding_id for each in line.own.values()]
        row += [line.choice, code, a, b, line.reason, joined(ids)]
        rows.append(row)
    frame = pd.DataFrame(rows, columns=[*_FIRST, *names, *_LAST])
    for column in frame.columns:
        number = column in ("start", "end") or column.endswith((" start", " end"))
        frame[column] = frame[column].astype("Int64" if number else "string")
    return frame
