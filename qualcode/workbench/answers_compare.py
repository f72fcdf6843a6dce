"""Two coders on one text: where they agree and differ, how much, and what they settle on.

The rows are those of the worksheet for settling (`qualcode.analysis.to_settle`), and what is settled goes
through `qualcode.review.settling`, so that page and worksheet come to the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qualcode.analysis.places import Places
from qualcode.analysis.samples import GONE, plans, present_part
from qualcode.analysis.to_settle import Line, kind_of, paired, worksheet
from qualcode.core.records import CONSENSUS, Coding
from qualcode.errors import CodingError, TableError, UsageError, listing
from qualcode.present import agreement
from qualcode.review.settling import Choice, settle
from qualcode.store import codings, state
from qualcode.store.state import Version
from qualcode.workbench.answers_reading import coding_rows
from qualcode.workbench.desk import LARGEST, Desk, method
from qualcode.workbench.looks import SEEN

_CELLS = ("settle", "code", "start", "end", "reason")


@method("compare", slow=True)
def compare(
    desk: Desk,
    *,
    document: str,
    coders: list[str] | None = None,
    sample: str | None = None,
) -> dict[str, Any]:
    """Two coders (or those of a sample for double coding) on one text.

    coders: whom; None = the first two who have finished the document. sample: only what it drew of the
    document, its coders compared. Who has not finished the document, or is to read it blind, is refused.

    Returns document, version; coders (those compared); known [coder, finished it, codings] of everybody who
    did something here; samples [name, coders, turns or None] that drew from it; codings (rows of
    `answers_reading.CODING`) of those compared and of the consensus; codes (that all considered and that
    may be settled on); turns (numbers of a sample, None = all); lines: {id, kind, start, end, turn, who,
    own (coder -> [coding, start, end, code]), standing ([coding, start, end, code] of the consensus),
    choice, edit ([start, end, code] or None), reason, open, settleable}, with kind, choice, edit and reason
    as in `Line`; consensus (whether a pass by the consensus records it: "whole", "part" or "none"); settle
    (whether this coder may settle) and why (why not, or why lines are for reading only; "" otherwise);
    left_out (others who have finished the document).
    """
    _check_open(desk, document)
    study = desk.study
    version = state.version_of(study, document)
    known = _known(desk, version)
    samples = _samples(desk, document)
    whose = _chosen(known, coders, samples, sample)
    why, lines, codes, turns = "", [], None, None
    if len(whose) > 1:
        try:
            found = worksheet(
                study,
                sample=sample,
                documents=[document],
                coders=None if sample is not None else whose,
            )
        except CodingError as error:
            why = _unread_words(whose, known, sample) or str(error)
            lines = _plain_lines(desk, version, whose)
        else:
            (scope,) = found.scopes
            lines = list(found.lines)
            codes, turns = list(scope.codes), scope.turns
    shown = [
        row for row in coding_rows(desk, version, hidden=False) if row[4] in (*whose, CONSENSUS)
    ]
    if not desk.has_read(document) and any(row[4] != desk.coder for row in shown):
        desk.looks.note(desk.coder, version.version, SEEN)
    may = not why and len(whose) > 1
    if may and not desk.leads:
        may, why = False, "The lead settles what coders differ on; you can discuss it in memos."
    elif may and study.read_only:
        may, why = False, f"This study is open for reading only: {study.read_only}."
    finished = [coder for coder, read, _ in known if read]
    places = Places(study)
    return {
        "document": document,
        "version": version.version,
        "coders": whose,
        "sample": sample,
        "known": known,
        "samples": samples,
        "codings": shown,
        "codes": codes,
        "turns": None if turns is None else list(turns),
        "lines": [_told(each, places, version) for each in lines],
        "consensus": _consensus(desk, version),
        "settle": may,
        "why": why,
        "left_out": [] if sample is not None else [x for x in finished if x not in whose],
    }


def _check_open(desk: Desk, document: str) -> None:
    """Others' codings are compared by the lead, or who works alone, and by coders who have finished."""
    if desk.own_only(document) or not (desk.leads or desk.has_read(document)):
        raise CodingError(
            document,
            "is compared with other coders when you have finished it",
            next="Code it to its end and record that you are done; until then you read it on your own",
        )


def _known(desk: Desk, version: Version) -> list[list[Any]]:
    """[coder, whether finished, codings] of everybody who coded or finished a text; who finished it first."""
    rows = desk.study.rows(
        "SELECT w.text, count(*) FROM coding c JOIN name w ON w.n = c.coder"
        " WHERE c.version = ? AND c.ended IS NULL GROUP BY w.text",
        (version.n,),
    )
    number: dict[str, int] = dict(rows)
    read = dict.fromkeys(
        each.coder for each in state.passes_on(desk.study, version) if each.turns is None
    )
    names = [*read, *sorted(each for each in number if each not in read)]
    return [[name, name in read, number.get(name, 0)] for name in names if name != CONSENSUS]


def _samples(desk: Desk, document: str) -> list[list[Any]]:
    found: list[list[Any]] = []
    for each in plans(desk.study).values():
        for part in each.parts:
            if part.document == document and present_part(desk.study, part)[0] != GONE:
                turns = None if part.turns is None else len(part.turns)
                found.append([each.name, list(each.coders), turns])
    return found


def _chosen(
    known: Sequence[Sequence[Any]],
    coders: list[str] | None,
    samples: Sequence[Sequence[Any]],
    sample: str | None,
) -> list[str]:
    names = [each[0] for each in known]
    if sample is not None:
        for name, whose, _ in samples:
            if name == sample:
                return list(whose)
        raise UsageError("sample", repr(sample), listing(each[0] for each in samples) or "none")
    if coders is None:
        return names[:2]
    if len(coders) != 2 or coders[0] == coders[1] or CONSENSUS in coders:
        raise UsageError("coders", listing(coders) or "none", "two coders")
    return coders


def _unread_words(whose: Sequence[str], known: Sequence[Sequence[Any]], sample: str | None) -> str:
    """Why nothing can be settled yet, where somebody has not finished."""
    read = {name for name, whole, _ in known if whole}
    late = [name for name in whose if name not in read]
    if sample is not None or not late:
        return ""
    has = "has" if len(late) == 1 else "have"
    return (
        f"{' and '.join(late)} {has} not finished this document, so what is not coded may only not be read"
        " yet: nothing can be settled."
    )


def _plain_lines(desk: Desk, version: Version, whose: Sequence[str]) -> list[Line]:
    """Places for looking only, where the document is not read by both."""
    own = [each for each in codings.codings(desk.study, [version.document]) if each.coder in whose]
    found = []
    for group in paired(own):
        by_coder = {coder: each for coder in whose for each in group if each.coder == coder}
        found.append(Line("", version.document, kind_of(whose, by_coder), by_coder))
    return sorted(found, key=lambda line: (line.span, line.kind))


def _told(line: Line, places: Places, version: Version) -> dict[str, Any]:
    start, end = line.span
    return {
        "id": line.settle_id or "-".join(each.coding_id for each in line.own.values()),
        "kind": line.kind,
        "start": start,
        "end": end,
        "turn": places.turn(version.n, start, end),
        "who": places.participant(version.n, start, end),
        "own": {coder: _place(each) for coder, each in line.own.items()},
        "standing": [_place(each) for each in line.standing],
        "choice": line.choice,
        "edit": None if line.edit is None else list(line.edit),
        "reason": line.reason,
        "open": line.open,
        "settleable": line.settleable,
    }


def _place(coding: Coding) -> list[Any]:
    return [coding.coding_id, coding.start, coding.end, coding.code]


def _consensus(desk: Desk, version: Version) -> str:
    found = "none"
    for each in state.passes_on(desk.study, version):
        if each.coder == CONSENSUS:
            if each.turns is None:
                return "whole"
            found = "part"
    return found


# -- settling ----------------------------------------------------------------------------------------------


@method("settle", writes=True, lead=True)
def settle_places(
    desk: Desk,
    *,
    document: str,
    version: str,
    coders: list[str],
    choices: dict,
    sample: str | None = None,
) -> dict[str, Any]:
    """Settle places of a document, as one act; those that are not named stay as they are.

    choices: id of a line -> a coder's name, "both", "none", or an object with some of settle, code, start,
    end and reason, as `qualcode.review.settling.settle` takes them. What all agree on is carried over, what
    was left out before stays so, and when nothing is open any more the document (or what the sample drew of
    it) gets its pass. Returns act (None where nothing changed), added, kept, retracted, passes and open: how
    many.
    """
    _check_open(desk, document)
    if codings.current_version(desk.study, document).version != version:
        raise CodingError(
            document, "got a new version meanwhile", next="Load the document again and look"
        )
    chosen = {line: _choice(line, said) for line, said in choices.items()}
    whose = None if sample is not None else coders
    report = settle(
        desk.study,
        desk.coder,
        chosen,
        sample=sample,
        documents=[document],
        coders=whose,
        partial=True,
    )
    return {
        "act": None if report.before is None else report.before + 1,
        "added": report.added,
        "kept": report.kept,
        "retracted": report.retracted,
        "passes": report.passes,
        "open": report.open,
    }


def _choice(line: str, said: Any) -> Choice:
    """A choice as a page sent it: texts, and whole numbers for the edges."""
    cells = {"settle": said} if isinstance(said, str) else said
    if not isinstance(cells, dict):
        raise UsageError(
            f"row {line[:40]}", f"{str(said)[:60]!r}", "a choice, or an object of cells"
        )
    for name, value in cells.items():
        number = type(value) is int and abs(value) <= LARGEST
        fits = number if name in ("start", "end") else isinstance(value, str)
        if name not in _CELLS or not fits:
            raise UsageError(
                f"row {line[:40]}, {str(name)[:20]}", f"{str(value)[:60]!r}", listing(_CELLS)
            )
    return cells


# -- how much they agree -----------------------------------------------------------------------------------


@method("compare_figures", slow=True)
def compare_figures(desk: Desk, *, document: str, coders: list[str]) -> dict[str, str]:
    """How much coders agree, turn by turn, in one sentence each: here (this document) and everywhere (all
    documents that they have passed and that this coder may look at), or why no figure is defined."""
    _check_open(desk, document)
    open_ = [
        each
        for each in state.versions(desk.study)
        if not desk.own_only(each) and (desk.leads or desk.has_read(each))
    ]
    return {
        "here": _figures(desk, coders, [document]),
        "everywhere": _figures(desk, coders, open_),
    }


def _figures(desk: Desk, coders: list[str], documents: list[str]) -> str:
    try:
        found = agreement.report(
            desk.study,
            coders=coders,
            where={"document": documents},
            coefficients=["krippendorff_alpha"],
            interval=None,
        )
    except TableError as error:
        return f"No figure: {error.found or error}."
    # Its last sentence counts the disagreements of the report, which are not the places of the worksheet.
    return found.sentence().rpartition(". ")[0] + "."
