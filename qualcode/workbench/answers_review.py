"""Reviewing suggestions on a page: the queue, decisions, new scores, new runs, and accepting many at once.

Hidden checks are part of the queue. Whatever a page is told here it is told of a suggestion and of a check
alike: the same keys, the same counts, an act for each decision and each undo.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qualcode.analysis import checks
from qualcode.analysis.queue_scores import kept, kept_scores
from qualcode.errors import CodingError, HistoryError, UsageError
from qualcode.review.bulk import SAMPLE, BulkReport, accept_many, bulk_sample
from qualcode.review.decisions import Decision, as_suggested, decide
from qualcode.review.memos import add_memo
from qualcode.review.queue import (
    Open,
    codes_beneath,
    open_suggestions,
    queue,
    refresh_suggestions,
    standing_checks,
    to_be_blind,
)
from qualcode.review.suggesting import last_run, suggest
from qualcode.store import Draft, Study, history, state
from qualcode.suggest.combined import DEFINITIONS, LEARNED, PATTERNS
from qualcode.suggest.engines import PRECISION, names
from qualcode.workbench import answers_reading
from qualcode.workbench.answers_coding import present_code, undoable
from qualcode.workbench.desk import Desk, method
from qualcode.workbench.looks import SEEN

AHEAD = 30  # suggestions that a page holds ready
MOST = 200
TOGETHER = "accept many"  # the verb of an act that accepts what a sample stands for
ASSIGNED, WANTED = "assigned", "wanted"  # why suggestions are kept from a coder


@method("review")
def review(
    desk: Desk,
    *,
    order: str = "certain",
    by: str | None = None,
    codes: list[str] | None = None,
    documents: list[str] | None = None,
    blind: bool = False,
    without: list[str] | None = None,
    about: str | None = None,
    limit: int = AHEAD,
) -> dict[str, Any]:
    """What this coder has to decide, and how far it is.

    order, by, codes, documents: see `qualcode.review.queue.queue`. blind: leave out documents that this coder
    has not finished; those that must stay hidden are left out always. without: ids that the page has already;
    about: one whose score it wants to know anew.

    Returns rows: [{id, document, version, start, end, code, score (None = no probability yet), engine, evidence:
    [[start, end, reason]], why, first: whether showing it has to be noted (see `review_seen`)}]; open, decided:
    how many the coder may see and has decided; matching: open ones that the filters leave; codes: code -> [open,
    decided]; documents: document -> open; hidden: [{document, open, why: "assigned" or "wanted"}]; audit: held
    back for an audit; left_out: of codes that cannot be used any more; ever: whether anything was suggested
    yet; unread: documents with open suggestions that this coder has not finished and of which none was seen yet;
    threshold, reason, refreshed, since: of the last refit and the decisions after it; mine: those of `since`
    that this coder made one by one, and that new scores would learn from; meaning: what a score is
    ("rates": how often the patterns were right; "fitted"; "other"); checks: whether hidden checks are on;
    engines: of what is open; score: of `about`.
    """
    study = desk.study
    if not 1 <= limit <= MOST:
        raise UsageError("limit", str(limit), f"1 to {MOST}")
    found, audit = open_suggestions(study, desk.coder)
    back = _taken_back(desk)
    every = [*found, *back]
    hidden = _hidden(desk, {row.document for row in every}, blind)
    seen = [row for row in every if row.document not in hidden]
    wanted = None
    if documents is not None or hidden:
        asked = list(state.versions(study)) if documents is None else documents
        wanted = [each for each in asked if each not in hidden]
    known = {row.suggestion_id: row for row in found}
    skip = set(without or ())
    frame = queue(
        study,
        desk.coder,
        order=order,
        by=by,
        codes=codes,
        documents=wanted,
        limit=limit + len(skip),
    )
    among = None if codes is None else codes_beneath(state.codebook(study), codes)

    def fits(row: Open) -> bool:
        return (wanted is None or row.document in wanted) and (among is None or row.code in among)

    chosen = [
        (known[each], why)
        for each, why in zip(frame["suggestion_id"], frame["why_here"], strict=True)
        if each not in skip
    ]
    # A check whose answer was taken back is open again, as a suggestion would be; the queue does not offer it.
    chosen += [(row, "") for row in back if fits(row) and row.suggestion_id not in skip]
    decided, since = _decided(desk), frame.attrs["decided_since"]
    answered = sum(act > frame.attrs["refreshed"] for _, act in _answers(desk).values())
    open_codes = Counter(row.code for row in seen)
    run, scores = last_run(study), kept(study)
    asked_for = next((row for row in seen if row.suggestion_id == about), None)
    return {
        "rows": _rows(desk, chosen[:limit]),
        "open": len(seen),
        "decided": sum(decided.values()),
        "matching": sum(map(fits, seen)),
        "codes": {
            code: [open_codes[code], decided[code]]
            for code in state.codebook(study).codes
            if open_codes[code] or decided[code]
        },
        "documents": dict(Counter(row.document for row in seen)),
        "hidden": [
            {"document": each, "open": number, "why": hidden[each]}
            for each, number in Counter(
                row.document for row in every if row.document in hidden
            ).items()
        ],
        "audit": audit,
        "left_out": frame.attrs["left_out"],
        "ever": bool(study.value("SELECT 1 FROM suggestion LIMIT 1")),
        "unread": [each for each in dict.fromkeys(row.document for row in seen) if _first(desk, each)],
        "threshold": scores.threshold,
        "reason": scores.reason,
        "refreshed": bool(scores.act),
        "since": since + answered,
        "mine": _one_by_one(desk, frame.attrs["refreshed"]),
        "meaning": "other" if run is None else "rates" if run.engines == (PATTERNS,) else "fitted",
        "checks": frame.attrs["checks"],
        "engines": sorted({row.engine for row in seen}),
        "score": None if asked_for is None else asked_for.score,
    }  # fmt: skip


@method("review_text")
def review_text(desk: Desk, *, document: str) -> dict[str, Any]:
    """One text with this coder's own codings, as `document` gives it; the document that is open in the page
    stays the open one."""
    before = desk.showing_others
    try:
        return answers_reading.document(desk, document=document, others=False)
    finally:
        desk.showing_others = before


@method("review_seen")
def review_seen(desk: Desk, *, document: str) -> None:
    """Note that suggestions of a document were shown. A pass after that is not blind; one before stays so."""
    _note_seen(desk, document)


def _note_seen(desk: Desk, document: str) -> None:
    if not desk.has_read(document):
        desk.looks.note(desk.coder, state.version_of(desk.study, document).version, SEEN)


def _first(desk: Desk, document: str) -> bool:
    version = state.version_of(desk.study, document)
    return not desk.has_read(document) and desk.looks.how(desk.coder, version.version) != SEEN


def _hidden(desk: Desk, documents: Iterable[str], blind: bool) -> dict[str, str]:
    """document -> why its suggestions are kept from this coder."""
    found = {}
    for each in documents:
        if desk.own_only(each):
            found[each] = ASSIGNED
        elif blind and not desk.has_read(each):
            found[each] = WANTED
    return found


def _rows(desk: Desk, chosen: Sequence[tuple[Open, str]]) -> list[dict[str, Any]]:
    study = desk.study
    versions = state.versions(study)
    first = {each: _first(desk, each) for each in {row.document for row, _ in chosen}}
    contents: dict[int, Any] = {}
    found = []
    for row, why in chosen:
        evidence: Any = row.evidence
        if isinstance(evidence, tuple):
            content, place = evidence
            if content not in contents:
                contents[content] = study.content(content)
            evidence = contents[content][place] if contents[content] else []
        found.append(
            {
                "id": row.suggestion_id,
                "document": row.document,
                "version": versions[row.document].version,
                "start": row.start,
                "end": row.end,
                "code": row.code,
                "score": row.score,
                "engine": row.engine,
                "evidence": [list(piece) for piece in evidence],
                "why": why,
                "first": first[row.document],
            }
        )
    return found


def _answers(desk: Desk) -> dict[str, tuple[str, int]]:
    """Hidden checks that this coder has answered and not taken back -> what was said last, in which act."""

    def make() -> dict[str, tuple[str, int]]:
        found = {}
        for key, value, act in desk.study.rows(
            "SELECT key, value, added FROM setting WHERE substr(key, 1, ?) = ? ORDER BY added, n",
            (len(checks.ANSWER), checks.ANSWER),
        ):
            suggestion, _, whose = key.removeprefix(checks.ANSWER).partition(":")
            if whose == desk.coder and value is not None:
                found[suggestion] = (json.loads(value)["decision"], act)
        return found

    return desk.study.cached(("answers on the page", desk.coder), make)


def _taken_back(desk: Desk) -> list[Open]:
    """Hidden checks to which this coder took every answer back, as rows like all others."""
    study, deck = desk.study, checks.deck(desk.study)
    if deck is None or not deck.on:
        return []
    wanted = checks.answered(study, desk.coder) - _answers(desk).keys()
    if not wanted:
        return []
    scores, blind = kept_scores(study), to_be_blind(study, desk.coder)
    return [
        Open(
            check.suggestion_id, check.document, check.version, check.start, check.end, code,
            scores.get(check.like, check.score), check.rank, check.engine, check.evidence,
        )
        for check, code in standing_checks(study)
        if check.suggestion_id in wanted and check.document not in blind
    ]  # fmt: skip


def _decided(desk: Desk) -> Counter[str]:
    """Present code -> how many suggestions of it on the current texts this coder has decided."""
    study = desk.study
    named, book = study.names(), state.codebook(study)
    current = {version.n for version in state.versions(study).values()}
    found: Counter[str] = Counter()
    for version, code, number in study.rows(
        "SELECT s.version, s.code, count(*) FROM decision d JOIN suggestion s USING (suggestion_id)"
        " JOIN name k ON k.n = d.coder WHERE d.ended IS NULL AND k.text = ? GROUP BY s.version, s.code",
        (desk.coder,),
    ):
        if version in current:
            found[book.successor(named[code]) or named[code]] += number
    deck = checks.deck(study)
    for each in _answers(desk):
        check = deck.checks.get(each) if deck is not None else None
        if check is not None and check.version in current:
            found[book.successor(check.code) or check.code] += 1
    return found


def _one_by_one(desk: Desk, act: int) -> int:
    """Decisions of this coder after an act. What was accepted together was not looked at and teaches nothing."""
    study = desk.study
    together = {
        n for (n,) in study.rows("SELECT n FROM act WHERE verb = ? AND n > ?", (TOGETHER, act))
    }
    made = [
        added
        for (added,) in study.rows(
            "SELECT d.added FROM decision d JOIN name k ON k.n = d.coder WHERE d.ended IS NULL"
            " AND d.added > ? AND k.text = ?",
            (act, desk.coder),
        )
    ]
    made += [added for _, added in _answers(desk).values() if added > act]
    return sum(added not in together for added in made)


# -- deciding ----------------------------------------------------------------------------------------------


@method("review_decide", writes=True)
def review_decide(
    desk: Desk,
    *,
    suggestion: str,
    decision: str,
    reason: str = "",
    start: int | None = None,
    end: int | None = None,
    code: str | None = None,
) -> dict[str, Any]:
    """Accept, reject or revise one suggestion; see `qualcode.review.decisions.decide`. A decision of one's own
    that stands already is changed."""
    known = _known(desk, suggestion)
    code = code and present_code(desk, code)
    before = checks.answered(desk.study, desk.coder) if known.check else set()
    decide(
        desk.study, desk.coder, suggestion, decision, reason=reason, start=start, end=end, code=code
    )
    if known.check:
        _answered(desk, known, (decision, reason.strip(), start, end, code), suggestion in before)
    _note_seen(desk, known.document)
    return {"suggestion": suggestion, "decision": decision}


def _known(desk: Desk, suggestion: str) -> Decision:
    """A suggestion or check that this coder may see; CodingError otherwise."""
    known = as_suggested(desk.study, suggestion, "reject")
    if desk.own_only(known.document):
        raise CodingError(
            known.document,
            "is to be read without sight of suggestions first",
            next="Code it, say that you are done with it, and come back",
        )
    return known


def _answered(desk: Desk, known: Decision, said: tuple[Any, ...], again: bool) -> None:
    """Only a coder's first answer to a check counts. A later one is kept all the same: that it made no act, and
    could not be undone, would tell what it was an answer to. The same answer again makes no act, as ever."""
    study = desk.study
    known_as = study.remembered(("answers to checks", desk.coder), dict)
    before = _answers(desk).get(known.suggestion_id)
    if again and before is not None and known_as.get(before[1]) == said:
        return

    def prepare() -> Draft:
        draft = Draft()
        key = f"{checks.ANSWER}{known.suggestion_id}:{desk.coder}"
        value = json.dumps({"decision": said[0], "score": known.score})
        draft.event("setting", {"key": key, "value": value})
        return draft

    if again:
        study.write("decide", desk.coder, prepare)
    if now := _answers(desk).get(known.suggestion_id):
        known_as[now[1]] = said


@method("review_undo", writes=True)
def review_undo(
    desk: Desk, *, suggestion: str | None = None, memo: str | None = None, many: bool = False
) -> dict[str, Any]:
    """Take back the last thing this coder did: the decision on this suggestion, this memo, or (many) the
    acceptance of many. Where something else was done since, nothing is undone."""
    study = desk.study
    if sum((suggestion is not None, memo is not None, many)) != 1:
        raise UsageError("review_undo", "needs one of suggestion, memo and many")
    latest = undoable(desk)
    act, what = None, "what was accepted together"
    if suggestion is not None:
        what = "your decision on this suggestion"
        found = _answers(desk).get(suggestion)
        act = found[1] if found else study.value(
            "SELECT d.added FROM decision d JOIN name k ON k.n = d.coder WHERE d.suggestion_id = ?"
            " AND d.ended IS NULL AND k.text = ?",
            (suggestion, desk.coder),
        )  # fmt: skip
    elif memo is not None:
        what = "this memo"
        act = study.value("SELECT added FROM memo WHERE memo_id = ? AND ended IS NULL", (memo,))
    elif latest is not None and latest["verb"] == TOGETHER:
        act = latest["act"]
    if act is None and not many:
        raise HistoryError(what, "does not stand any more")
    if latest is None or act != latest["act"]:
        raise HistoryError(
            what,
            "is not the last thing you did",
            next="Undo what you did since, or go back to the suggestion and decide anew",
        )
    history.undo(study, desk.coder)
    return {"suggestion": suggestion, "memo": memo, "many": many}


@method("review_memo", writes=True)
def review_memo(desk: Desk, *, suggestion: str, text: str) -> dict[str, Any]:
    """Write a memo on a suggestion; in a study that has or had hidden checks on its document, with the place in
    the title, since a check is nothing that a memo can be on. Returns its id."""
    study = desk.study
    known = _known(desk, suggestion)
    if checks.deck(study) is None:
        return {"memo": add_memo(study, desk.coder, text, suggestion, kind="suggestion")}
    turns = state.structure(study, state.versions(study)[known.document])["turns"]
    here = [turn[0] for turn in turns if turn[2][0] <= known.start]
    entry = state.codebook(study)[known.code]
    title = f"On the suggestion of {entry.label}" + (f", turn {here[-1]}" if here else "")
    made = add_memo(study, desk.coder, text, known.document, title=title, kind="document")
    return {"memo": made}


# -- scores and new suggestions ----------------------------------------------------------------------------


@method("review_refit", slow=True)
def review_refit(desk: Desk) -> dict[str, Any]:
    """Fit the engines again to what is decided by now; how many open suggestions show another score, and what
    is to be known of it."""
    report = refresh_suggestions(desk.study, desk.coder)
    return {
        "moved": report.moved,
        "threshold": report.threshold,
        "reason": report.reason,
        "engines": list(report.engines),
        "embeddings": report.embeddings,
        "notes": list(report.notes),
    }


@method("review_engines")
def review_engines(desk: Desk) -> dict[str, Any]:
    """The engines there are: [{engine, ready, number}], number: the codes with patterns, the documents that
    were finished, the codes with a definition, None for those that installed packages bring; vectors: why
    sentence vectors cannot be made, None = they can; codes: that can be used; precision: the usual one."""
    from qualcode.suggest.vectors import available

    study = desk.study
    book = state.codebook(study)
    usable = [book[code] for code in book.applicable()]
    numbers = {
        PATTERNS: sum(bool(entry.patterns) for entry in usable),
        LEARNED: len({each.document for each in state.current_passes(study)}),
        DEFINITIONS: sum(bool(entry.definition.strip()) for entry in usable),
    }
    return {
        "engines": [
            {"engine": each, "ready": bool(numbers.get(each, 1)), "number": numbers.get(each)}
            for each in names()
        ],
        "vectors": available(),
        "codes": len(usable),
        "precision": PRECISION,
    }


@method("review_suggest", writes=True, slow=True)
def review_suggest(
    desk: Desk, *, engines: list[str], precision: float = PRECISION
) -> dict[str, Any]:
    """Let engines propose codings; see `qualcode.review.suggesting.suggest`. Returns what its report says."""
    report = suggest(desk.study, desk.coder, engines=engines, precision=precision)
    return {
        **report.as_data(),
        "skipped": [str(problem) for problem in report.skipped],
        "negated": [str(each) for each in report.negated if each.hits],
    }


# -- many at once ------------------------------------------------------------------------------------------


@method("review_sample", writes=True, slow=True)
def review_sample(
    desk: Desk,
    *,
    codes: list[str] | None = None,
    documents: list[str] | None = None,
    engine: str | None = None,
    min_score: float | None = None,
    blind: bool = False,
    n: int = SAMPLE,
) -> dict[str, Any]:
    """Draw what has to be looked at before the others are accepted together; see
    `qualcode.review.bulk.bulk_sample`. What is kept from this coder is not drawn from.

    Returns selection (to be handed in again), n (of the sample), available (what could be drawn), and rows as
    `review` has them: what of the sample is open.
    """
    study = desk.study
    hidden = _hidden(desk, state.versions(study), blind)
    selection: dict[str, Any] = {}
    if codes is not None:
        selection["code"] = codes
    if documents is not None or hidden:
        asked = list(state.versions(study)) if documents is None else documents
        selection["document"] = [each for each in asked if each not in hidden]
        if not selection["document"]:
            raise CodingError(
                "every document", "is to be finished first", next="Code them, and come back"
            )
    if engine is not None:
        selection["engine"] = engine
    if min_score is not None:
        selection["min_score"] = min_score
    frame = bulk_sample(study, desk.coder, selection, n=n)
    known = {row.suggestion_id: row for row in open_suggestions(study, desk.coder)[0]}
    chosen = [(known[each], "part of a random sample") for each in frame["suggestion_id"]]
    return {
        "selection": selection,
        "asked": frame.attrs["selection"],
        "n": frame.attrs["n"],
        "available": frame.attrs["available"],
        "rows": _rows(desk, chosen),
    }


@method("review_sampled")
def review_sampled(desk: Desk, *, selection: dict) -> dict[str, Any]:
    """What the sample of a selection says, once all of it is decided; nothing is accepted."""
    _visible(desk, selection)
    return _bulk_told(desk.study, accept_many(desk.study, desk.coder, selection))


@method("review_accept_many", writes=True, slow=True)
def review_accept_many(desk: Desk, *, selection: dict, minimum: float) -> dict[str, Any]:
    """Accept what is open of a selection whose sample was looked at; see `qualcode.review.bulk.accept_many`."""
    study = desk.study
    _visible(desk, selection)
    before = accept_many(study, desk.coder, selection)
    low = before.share.low
    if checks.deck(study) is not None and (low is None or low < minimum):
        # The words of the report would count the suggestions of the sample without the checks.
        raise CodingError(
            before.asked,
            f"cannot be accepted together: the lower end of the interval has to be {100 * minimum:g}% at"
            " least",
            next="Look at a larger sample, ask for less, or decide one by one",
        )
    open_before = {
        row.suggestion_id: row.document for row in open_suggestions(study, desk.coder)[0]
    }
    report = accept_many(study, desk.coder, selection, minimum=minimum)
    left = {row.suggestion_id for row in open_suggestions(study, desk.coder)[0]}
    for document in {of for each, of in open_before.items() if each not in left}:
        _note_seen(desk, document)
    return _bulk_told(study, report)


def _visible(desk: Desk, selection: Mapping[str, Any]) -> None:
    """Nothing that is kept from this coder is accepted unseen."""
    chosen = selection.get("document")
    listed = [chosen] if isinstance(chosen, str) else chosen
    for each in listed if isinstance(listed, list) else state.versions(desk.study):
        if each in state.versions(desk.study) and desk.own_only(each):
            raise CodingError(
                each,
                "is to be read without sight of suggestions first",
                next="Draw a sample without it",
            )


def _bulk_told(study: Study, report: BulkReport) -> dict[str, Any]:
    """A report as the page shows it. With hidden checks it does not say how many of the sample were
    suggestions, and what was accepted is counted with them."""
    told = checks.deck(study) is None
    share = report.share
    return {
        "asked": report.asked,
        "sample": report.sample if told else None,
        "right": report.sample_accepted if told else None,
        "share": share.estimate,
        "low": share.low,
        "high": share.high,
        "method": share.method,
        "grown": report.grown,
        "open": report.open,
        "later": report.later,
        "accepted": report.accepted + len(report.checks),
    }
