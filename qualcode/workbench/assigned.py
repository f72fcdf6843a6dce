"""Documents that a coder is to code without sight of others: samples of double coding, blind audits."""

from __future__ import annotations

from qualcode.analysis.audits import audits
from qualcode.analysis.samples import plans
from qualcode.store import Study, state


def open_documents(study: Study, coder: str) -> frozenset[str]:
    """Documents of samples this coder is assigned to, not all of whose drawn turns the coder has passed."""
    # Codings do not move it, and a coder makes one after another: looked at again only after a pass, a text
    # or a setting.
    facts = study.rows(
        "SELECT * FROM (SELECT count(*), max(n), max(added) FROM setting),"
        " (SELECT count(*), max(added), count(ended), max(ended) FROM pass),"
        " (SELECT count(*), max(added) FROM version)"
    )[0]
    held = study.remembered(("to read blind", coder), dict)
    if facts not in held:
        held.clear()
        held[facts] = _open_documents(study, coder)
    return held[facts]


def _open_documents(study: Study, coder: str) -> frozenset[str]:
    wanted: dict[str, set[str] | None] = {}
    drawn = [
        *plans(study).values(),
        *(each.plan for each in audits(study).values() if not each.learns),
    ]
    for plan in drawn:
        if coder not in plan.coders:
            continue
        for part in plan.parts:
            before = wanted.get(part.document, set())
            if part.turns is None or before is None:
                wanted[part.document] = None
            else:
                before.update(each for each in part.turns if each is not None)
                wanted[part.document] = before
    found = set()
    current = state.versions(study)
    for document, turns in wanted.items():
        if document not in current:
            continue
        read: set[str] = set()
        whole = False
        for each in state.passes_on(study, current[document]):
            if each.coder == coder:
                whole = whole or each.turns is None
                read.update(each.turns or ())
        if not whole and (turns is None or not turns <= read):
            found.add(document)
    return frozenset(found)
