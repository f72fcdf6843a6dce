"""The queue: what is open for a coder to decide, in an order of her or his choice.

A program proposes and orders; only the coder decides. Scores are those of the last refit, see
`refresh_suggestions`; beside each proposal stands in words why it is there and why it stands where it does.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from qualcode.analysis import checks
from qualcode.analysis.audits import audits
from qualcode.analysis.queue_scores import kept, kept_scores
from qualcode.analysis.suggested import evidence_words
from qualcode.core.asked import asked_number, asked_texts
from qualcode.core.codebook import Codebook
from qualcode.core.outfiles import target, write_whole
from qualcode.core.records import DECISIONS
from qualcode.core.text import Range, printed
from qualcode.errors import CodingError, ExportError, UsageError, counted, listing
from qualcode.review import decisions
from qualcode.review import scores as now
from qualcode.review.likeness import Place, Words
from qualcode.review.scores import RefreshReport
from qualcode.review.suggesting import rejections, was_refused
from qualcode.store import Study, codings, state

if TYPE_CHECKING:
    import pandas as pd

ORDERS = ("certain", "uncertain", "novel")
GROUPS = ("code", "document")
COLUMNS = [
    "suggestion_id", "document", "turn", "speaker", "before", "quotation", "after", "start", "end", "code",
    "name", "definition", "score", "rank_score", "engine", "evidence", "why_here", "decided", "decision",
    "reason",
]  # fmt: skip
CONTEXT = 200  # characters before and after
# A proposal that is less alike to what was rejected stays where it is.
ALIKE = 0.3
MIDDLE = 0.5  # where a probability is least certain, unless there is a threshold
PRECISION = 0.8


def queue(
    study: Study,
    coder: str,
    *,
    order: str = "certain",
    by: str | None = None,
    codes: str | Collection[str] | None = None,
    documents: str | Collection[str] | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """The suggestions that a coder has not decided, one row each.

    order: "certain" (highest probability first; those without one after them, by rank_score), "uncertain"
    (nearest to the threshold of the last refit first, to .5 where there is none; those without a probability
    after them, by rank_score) or "novel" (segments whose words are least like those of segments decided so
    far, by TF-IDF). by: "code" or "document", to go
    through one after the other, in the order of the codebook or of the project. codes: only these ids,
    of a theme those beneath it. documents: only these. limit: only the first so many.

    What is alike to a segment that this coder rejected for the same code, and less alike to what was
    accepted for it, sinks in every order, and `why_here` says so. What overlaps a rejected range by half is
    left out. So are turns that this coder is to code blind in an audit sample, and suggestions of codes that
    nothing can be coded with any more (retired, a category only, or gone from the codebook).

    Columns: suggestion_id, document, turn, speaker (missing in field notes), before, quotation, after (the
    segment in its context, as print shows words: what stands between the parts of a turn, such as the marks
    of captions, is left out; start and end give the exact place), start, end, code, name, definition, score (missing = no probability yet),
    rank_score, engine, evidence, why_here, decided (how many suggestions of this code the coder has
    decided), decision and reason (empty, to be filled in). `attrs`: open (how many there are in all), decided,
    threshold (None = none), refreshed (act of the last refit, 0 = none), decided_since (decisions after it),
    held_back (for an audit), left_out (their codes cannot be used any more), coder, checks (whether hidden checks are on), checks_accepted (how many of them this
    coder accepted so far).

    Raises UsageError for an unknown order, group or document and without a coder, CodingError for an
    unknown code.
    """
    import pandas as pd

    coder = codings.check_coder(coder, "the queue")
    if order not in ORDERS:
        raise UsageError("order", f"{order!r}", listing(ORDERS))
    if by is not None and by not in GROUPS:
        raise UsageError("by", f"{by!r}", listing(GROUPS))
    if limit is not None:
        limit = asked_number("limit", limit, 1)
    rows, held_back = open_suggestions(study, coder)
    in_all = len(rows)
    rows = _chosen(study, rows, codes, documents)
    known = kept(study)
    done = _decided(study, coder)
    ordered, why = _ordered(study, rows, done, order, known.threshold)
    if by is not None:
        place = {each: at for at, each in enumerate(_groups(study, by))}
        ordered.sort(key=lambda at: place.get(getattr(rows[at], by), len(place)))
    chosen = ordered if limit is None else ordered[:limit]
    counts: dict[str, int] = {}
    for each in done:
        counts[each.code] = counts.get(each.code, 0) + 1
    book = state.codebook(study)
    held: dict[int, Any] = {}
    made = [
        [
            *_read(study, book, rows[at], held),
            "; ".join(why.get(at, ())),
            counts.get(rows[at].code, 0),
            "",
            "",
        ]
        for at in chosen
    ]
    frame = pd.DataFrame(made, columns=COLUMNS)
    frame["score"] = frame["score"].astype("Float64")
    deck = checks.deck(study)
    frame.attrs.update(
        open=in_all,
        decided=len(done),
        threshold=known.threshold,
        refreshed=known.act,
        decided_since=now.decided_since(study, known.act),
        held_back=held_back,
        left_out=_light(study, coder).left_out,
        coder=coder,
        checks=deck is not None and deck.on,
        checks_accepted=sum(
            each.coder == coder and each.decision == "accept" for each in checks.answers(study)
        ),
    )
    return frame


def queue_words(frame: pd.DataFrame) -> str:
    """What `attrs` of a queue say, in lines."""
    of: dict[Any, Any] = frame.attrs
    lines = [
        f"{len(frame):,} of {counted(of['open'], 'open suggestion')} shown; {of['decided']:,} decided"
    ]
    if not of["open"]:
        lines.append("nothing is open: suggest makes suggestions for what nobody has decided on")
    if of["refreshed"]:
        lines.append(
            f"scores of act {of['refreshed']}, {counted(of['decided_since'], 'decision')} since"
            + ("; refresh to let them move" if of["decided_since"] else "")
        )
    if of["held_back"]:
        lines.append(
            f"{of['held_back']:,} held back: you are to code these turns blind for an audit"
        )
    if of["left_out"]:
        lines.append(
            f"{of['left_out']:,} left out: their codes were retired, are categories only or are not in the"
            " codebook any more"
        )
    if of["checks"]:
        lines.append("hidden checks are on: some proposals are known to be wrong")
    if of["checks_accepted"]:
        lines.append(
            f"you accepted {counted(of['checks_accepted'], 'hidden check')} so far; nothing was coded for it"
        )
    return "\n".join(lines)


def refresh_suggestions(
    study: Study,
    coder: str | None = None,
    *,
    precision: float = PRECISION,
    embeddings: bool | None = None,
) -> RefreshReport:
    """Fit the engines again to what is decided by now; says how many open suggestions show another score.

    coder: whose open suggestions are counted; None = those that nobody decided. precision: the share of right
    suggestions that the threshold is to keep. embeddings: whether sentence vectors are used; None = as in the run
    whose scores are shown, so that a refit after no decision moves nothing, see `scores.planned`. Nothing is
    written into the project: scores lie beside it. Raises UsageError for a precision out of range, and where
    sentence vectors are asked for and not available, ExportError where nothing can be written beside it.
    """
    if (
        isinstance(precision, bool)
        or not isinstance(precision, float | int)
        or not 0 < precision < 1
    ):
        raise UsageError("precision", f"{precision!r}", "between 0 and 1")
    rows = _light(study, coder).rows
    before = kept(study)
    chosen = now.planned(study, embeddings)
    new = now.fresh(study, precision, chosen.embeddings, chosen.engines)
    try:
        now.keep(study, new)
    except OSError as error:
        raise ExportError(
            str(study.derived),
            f"cannot be written: {error.strerror or error}",
            next="Copy the project to a folder of yours and open the copy; the scores are as they were",
        ) from None
    moved = scored = 0
    for row in rows:
        was = before.scores.get(row.suggestion_id, row.score)
        is_ = new.scores.get(row.suggestion_id, row.score)
        scored += is_ is not None
        moved += _shown(was) != _shown(is_)
    return RefreshReport(
        len(rows),
        scored,
        moved,
        now.decided_since(study, before.act),
        new.threshold,
        new.reason,
        new.act,
        bool(new.embeddings),
        chosen.engines,
        chosen.notes,
    )


def _shown(score: float | None) -> float | None:
    return None if score is None else round(score, now.PLACES)


# -- what is open --------------------------------------------------------------------------------------


class Open(NamedTuple):
    """A suggestion, or a hidden check, that a coder has not decided. version: its number. evidence: the
    content row that holds it and the place there; or, of a check, the evidence itself. What takes time to
    read is read for the rows that are shown."""

    suggestion_id: str
    document: str
    version: int
    start: int
    end: int
    code: str
    score: float | None
    rank_score: float
    engine: str
    evidence: tuple[int, int] | Sequence[Sequence[Any]]


def open_suggestions(study: Study, coder: str) -> tuple[list[Open], int]:
    """What a coder has not decided, hidden checks among it, in the order of the texts, with the scores of
    the last refit; and how many suggestions are held back for an audit."""
    blind = to_be_blind(study, coder)
    scores = kept_scores(study)
    found, held_back = [], 0
    for row in _light(study, coder).rows:
        if blind and _turn_at(study, row.document, row.start)[0] in blind.get(row.document, ()):
            held_back += 1
            continue
        score = scores.get(row.suggestion_id, row.score)
        found.append(row if score == row.score else row._replace(score=score))
    hidden = _checks(study, coder, blind)
    if hidden:
        place = {document: at for at, document in enumerate(state.versions(study))}
        found += hidden
        found.sort(
            key=lambda row: (
                place[row.document],
                row.start,
                -row.rank_score,
                row.end,
                row.suggestion_id,
            )
        )
    return found, held_back


class _Light(NamedTuple):
    """rows: what is open. left_out: how many of it there are of codes that nothing can be coded with."""

    rows: list[Open]
    left_out: int


def _light(study: Study, coder: str | None) -> _Light:
    """The open suggestions in the order of the texts, with the scores they were made with. As in
    `suggestions_csv.open_rows` the same words are not offered twice for codes that were merged, and what
    overlaps by half a range that this coder rejected for the code is not offered at all."""
    return study.cached(("open suggestions", coder), lambda: _read_light(study, coder))


def _read_light(study: Study, coder: str | None) -> _Light:
    names, book = study.names(), state.codebook(study)
    present = {n: book.successor(name) or name for n, name in names.items()}
    # Without a coder: what anybody decided.
    done = {
        row[0]
        for row in study.rows(
            "SELECT d.suggestion_id FROM decision d JOIN name n ON n.n = d.coder"
            " WHERE d.ended IS NULL AND (n.text = ? OR ? IS NULL)",
            (coder, coder),
        )
    }
    refused = rejections(study, coder) if coder else {}
    usable, left_out = set(book.applicable()), 0
    found: list[Open] = []
    for version in state.versions(study).values():
        document = version.document
        rows = study.rows(
            "SELECT suggestion_id, start, end, code, score, rank_score, engine, evidence, place"
            " FROM suggestion WHERE version = ? ORDER BY start, rank_score DESC, end, suggestion_id",
            (version.n,),
        )
        seen = {(row[1], row[2], present[row[3]]) for row in rows if row[0] in done}
        for suggestion, start, end, number, score, rank, engine, evidence, place in rows:
            code = present[number]
            key = (start, end, code)
            if key in seen or (refused and was_refused(refused, document, start, end, code)):
                continue
            seen.add(key)
            if code not in usable:
                left_out += 1
                continue
            found.append(
                Open(
                    suggestion, document, version.n, start, end, code, score, rank, names[engine],
                    (evidence, place),
                )
            )  # fmt: skip
    return _Light(found, left_out)


def to_be_blind(study: Study, coder: str) -> dict[str, set[str]]:
    """document -> the turns that a coder is to code for an audit without sight of suggestions."""
    found: dict[str, set[str]] = {}
    for each in audits(study).values():
        if coder in each.plan.coders and not each.learns:
            for part in each.plan.parts:
                found.setdefault(part.document, set()).update(part.turns or ())
    return found


def kin(book: Codebook, code: str) -> set[str]:
    """A code with those above and beneath it: where one of them was coded, none of the others is known to
    be wrong."""
    found = set(book.beneath(code))
    above = book[code].parent if code in book else None
    while above is not None and above in book and above not in found:
        found.add(above)
        above = book[above].parent
    return found


def standing_checks(study: Study) -> list[tuple[checks.Check, str]]:
    """The hidden checks that can be shown, each with its present code, whoever answered them: on a current
    text, with a code that can be used, of a segment where nobody coded or proposed it meanwhile."""
    deck = checks.deck(study)
    if deck is None:
        return []

    def proposed(suggestion: str) -> bool:
        sql = "SELECT 1 FROM suggestion WHERE suggestion_id = ?"
        return bool(study.value(sql, (suggestion,)))

    versions, book = state.versions(study), state.codebook(study)
    usable = set(book.applicable())
    coded: dict[tuple[str, str], list[tuple[int, int]]] = {}
    related: dict[str, set[str]] = {}
    for made in codings.codings(study, {each.document for each in deck.checks.values()}):
        now = book.successor(made.code) or made.code
        if now not in related:
            related[now] = kin(book, now)
        for code in related[now]:
            coded.setdefault((made.document, code), []).append((made.start, made.end))
    found = []
    for check in deck.checks.values():
        version, present = versions.get(check.document), book.successor(check.code)
        if (
            version is not None
            and version.n == check.version
            and present in usable
            # The suggestion it is made like was not undone, and nobody proposes it itself by now.
            and proposed(check.like)
            and not proposed(check.suggestion_id)
            # Somebody coded it by now: it is no longer known to be wrong.
            and not any(
                a < check.end and b > check.start
                for a, b in coded.get((check.document, present), ())
            )
        ):
            found.append((check, present))
    return found


def _checks(study: Study, coder: str, blind: Mapping[str, set[str]]) -> list[Open]:
    """The hidden checks that a coder has not answered, as rows like all others."""
    deck = checks.deck(study)
    if deck is None or not deck.on:
        return []
    scores, done = kept_scores(study), checks.answered(study, coder)
    return [
        Open(
            check.suggestion_id, check.document, check.version, check.start, check.end, code,
            scores.get(check.like, check.score), check.rank, check.engine, check.evidence,
        )
        for check, code in standing_checks(study)
        if check.suggestion_id not in done
        and _turn_at(study, check.document, check.start)[0] not in blind.get(check.document, ())
    ]  # fmt: skip


def _turn_at(study: Study, document: str, start: int) -> tuple[str, str | None]:
    """Number and speaker of the turn at a place of the text."""

    def make() -> tuple[list[int], list[tuple[str, str | None]]]:
        turns = sorted(
            (turn[2][0], turn[0], turn[1])
            for turn in state.structure(study, state.versions(study)[document])["turns"]
        )
        return [turn[0] for turn in turns], [(turn[1], turn[2]) for turn in turns]

    starts, facts = study.cached(("turns of", document), make)
    return facts[max(int(np.searchsorted(starts, start, side="right")) - 1, 0)]


def _chosen(
    study: Study,
    rows: list[Open],
    codes: str | Collection[str] | None,
    documents: str | Collection[str] | None,
) -> list[Open]:
    if codes is not None:
        kept = codes_beneath(state.codebook(study), asked_texts("codes", codes, "ids of codes"))
        rows = [row for row in rows if row.code in kept]
    if documents is not None:
        asked = asked_texts("documents", documents, "ids of documents")
        known = state.versions(study)
        if unknown := [each for each in asked if each not in known]:
            raise UsageError("documents", f"{unknown[0]!r}", listing(known))
        chosen = set(asked)
        rows = [row for row in rows if row.document in chosen]
    return rows


def codes_beneath(book: Codebook, asked: Iterable[str]) -> set[str]:
    """The codes asked for and all beneath them. CodingError for one that the codebook lacks."""
    found: set[str] = set()
    for given in asked:
        code = book.successor(given) or given
        if code not in book:
            raise CodingError(
                code or repr(code),
                f"is not in the codebook ({len(book)} codes)",
                book.what_became(code),
                "Ids match exactly; qualcode codebook export writes them all",
            )
        found |= set(book.beneath(code))
    return found


def _groups(study: Study, by: str) -> list[str]:
    return list(state.codebook(study).codes) if by == "code" else list(state.versions(study))


def _decided(study: Study, coder: str) -> list[Place]:
    """What a coder decided on the current texts."""
    names, book = study.names(), state.codebook(study)
    current = {version.n: version.document for version in state.versions(study).values()}
    return [
        Place(current[version], version, start, end, book.successor(names[code]) or names[code], DECISIONS[said])
        for version, start, end, code, said in study.rows(
            "SELECT s.version, s.start, s.end, s.code, d.decision FROM decision d JOIN suggestion s"
            " USING (suggestion_id) JOIN name k ON k.n = d.coder WHERE d.ended IS NULL AND k.text = ?"
            " ORDER BY d.n",
            (coder,),
        )
        if version in current
    ]  # fmt: skip


# -- in which order ------------------------------------------------------------------------------------


def _ordered(
    study: Study, rows: Sequence[Open], done: Sequence[Place], order: str, threshold: float | None
) -> tuple[list[int], dict[int, list[str]]]:
    """The rows' places in the order asked for, and for rows in words why they stand there."""
    words = Words(study, rows, done)
    why: dict[int, list[str]] = {}
    sink = np.zeros(len(rows))
    said = [each for each in done if each.decision != "revise"]
    for at, (alike, nearest) in words.rejected(rows, said).items():
        if alike < ALIKE:
            continue
        sink[at] = alike
        turn = _turn_at(study, nearest.document, nearest.start)[0]
        why[at] = [
            f"sinks: its words are {alike:.0%} alike to a segment rejected for {nearest.code}"
            f" ({nearest.document}, turn {turn})"
        ]
    known = np.array([row.score is not None for row in rows], dtype=bool)
    rank = np.array([row.rank_score for row in rows], dtype=float)
    score = np.array([row.rank_score if row.score is None else row.score for row in rows])
    key: np.ndarray
    places = np.arange(len(rows))
    if order == "novel":
        likest = words.nearest(rows, done)
        key = -(1 - likest) * (1 - sink)
        for at, alike in enumerate(likest.tolist()):
            text = "nothing is decided yet, so all is new"
            if done:
                text = f"{alike:.0%} alike to the nearest segment decided so far"
            why.setdefault(at, []).insert(0, text)
        return np.lexsort((places, key)).tolist(), why
    if order == "uncertain":
        middle = MIDDLE if threshold is None else threshold
        key = np.where(known, np.abs(score - middle) + sink, -score * (1 - sink))
        name = f"the threshold {middle:.2f}" if threshold is not None else f"{middle:.2f}"
        for at in np.flatnonzero(known).tolist():
            why.setdefault(at, []).insert(0, f"{abs(score[at] - middle):.2f} from {name}")
    else:
        key = -score * (1 - sink)
        likest_first = -np.sort(-score[known])
        for at in np.flatnonzero(known).tolist():
            # Equal probabilities share a number.
            number = int(np.searchsorted(-likest_first, -score[at], side="left")) + 1
            text = f"number {number:,} of {len(likest_first):,} by probability"
            if number == 1:
                text = f"most likely of {len(likest_first):,}"
            why.setdefault(at, []).insert(0, text)
    for at in np.flatnonzero(~known).tolist():
        why.setdefault(at, []).insert(0, "no probability yet, ordered by rank")
    # A probability and a rank are not of one kind: they are never compared.
    return np.lexsort((places, -rank, key, ~known)).tolist(), why


def _read(study: Study, book: Codebook, row: Open, held: dict[int, Any]) -> list[Any]:
    """A row of the frame, up to evidence. held: content rows of evidence that were read already."""
    page, entry = _page(study, row.document), book[row.code]
    turn, speaker = _turn_at(study, row.document, row.start)
    evidence: Any = row.evidence
    if isinstance(evidence, tuple):
        content, place = evidence
        if content not in held:
            held[content] = study.content(content)
        evidence = held[content][place] if held[content] else []
    return [
        row.suggestion_id,
        row.document,
        turn,
        speaker,
        page.before(row.start),
        page.words(row.start, row.end),
        page.after(row.end),
        row.start,
        row.end,
        row.code,
        entry.label,
        entry.definition,
        row.score,
        row.rank_score,
        row.engine,
        evidence_words(page.spoken, [list(piece) for piece in evidence]),
    ]


class _Page:
    """A document as print shows it. spoken: its text with blanks for all that is no turn, so that places
    stay what they are."""

    def __init__(self, text: str, turns: Iterable[Sequence[Any]]) -> None:
        found: list[tuple[Range, str]] = []
        for turn in turns:
            pairs = sorted(zip(turn[2][::2], turn[2][1::2], strict=True))
            names = [f"{turn[1]}:" if turn[1] else "", *[""] * (len(pairs) - 1)]
            found += zip(pairs, names, strict=True)
        found.sort()
        self.text = text
        self.spans = [span for span, _ in found]
        self.starts = [a for a, _ in self.spans]
        self.speakers = [name for _, name in found]  # at the first stretch of a turn
        parts, at = [], 0
        for a, b in self.spans:
            parts += [" " * (a - at), text[max(a, at) : b]]
            at = max(at, b)
        self.spoken = "".join([*parts, " " * (len(text) - at)])

    def words(self, start: int, end: int) -> str:
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = bisect_left(self.starts, end)
        return printed(self.text, start, end, self.spans[first:last])

    def before(self, start: int) -> str:
        """What is said before a segment, with who says it, on one line, cut between words."""
        at = bisect_right(self.starts, start) - 1
        parts: list[str] = []
        while at >= 0 and sum(map(len, parts)) <= CONTEXT:
            a, b = self.spans[at]
            parts += [*reversed(self.text[a : min(b, start)].split()), self.speakers[at]]
            at -= 1
        words, cut = _fitting(parts)
        return " ".join(["…", *words[::-1]] if cut or at >= 0 else words[::-1])

    def after(self, end: int) -> str:
        """What is said after a segment."""
        at = max(bisect_right(self.starts, end) - 1, 0)
        parts: list[str] = []
        while at < len(self.spans) and sum(map(len, parts)) <= CONTEXT:
            a, b = self.spans[at]
            if a >= end:
                parts.append(self.speakers[at])
            parts += self.text[max(a, end) : max(b, end)].split()
            at += 1
        words, cut = _fitting(parts)
        return " ".join([*words, "…"] if cut or at < len(self.spans) else words)


def _fitting(words: Iterable[str]) -> tuple[list[str], bool]:
    """The first words that stay within the context, and whether any was left out."""
    found: list[str] = []
    length = 0
    for word in filter(None, words):
        length += len(word) + bool(found)
        if length > CONTEXT:
            return found, True
        found.append(word)
    return found, False


def _page(study: Study, document: str) -> _Page:
    def make() -> _Page:
        version = state.versions(study)[document]
        return _Page(study.text(version.n), state.structure(study, version)["turns"])

    return study.cached(("page of", document), make)


# -- a sheet -------------------------------------------------------------------------------------------


def write_queue(study: Study, frame: pd.DataFrame, path: str | Path) -> int:
    """Write a queue as .csv, to be filled in and handed in with `decide_sheet`; returns how many rows.

    The file is exact, nothing is changed for spreadsheets. Raises ExportError where it cannot be written, and
    where a sheet stands there whose decisions have not been handed in.
    """
    path = target(path, (".csv",))
    decisions.spare_sheet(study, path)

    def write(part: Path) -> None:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(frame.columns)
            plain = frame.astype(object).where(frame.notna(), "")
            writer.writerows(plain.to_numpy().tolist())

    write_whole(path, (".csv",), write)
    return len(frame)
