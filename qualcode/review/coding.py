"""Coding by hand, and the record of what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.core.ids import new_id
from qualcode.core.records import CONSENSUS, Coding, Pass
from qualcode.errors import CodingError, Problem, UsageError, listing
from qualcode.store import Draft, Study, codings, moving, passes, state
from qualcode.store.state import Version
from qualcode.store.study import now

BLINDNESS = {True: "yes", False: "no", None: "unknown"}


def add_coding(
    study: Study,
    coder: str,
    *,
    document: str,
    code: str,
    start: int | None = None,
    end: int | None = None,
    turn: str | int | None = None,
    quotation: str | None = None,
    memo: str | None = None,
) -> Coding:
    """Put a code on a quotation, as one act.

    Either start and end (half-open, Unicode characters), or `turn` for a whole turn; with `turn` and
    a `quotation` that stands in it once, that part. A given quotation must equal the text.

    Returns the coding. The same coding by the same coder is not made twice: the one that stands is
    returned, so that a notebook can be run again. Raises CodingError where the range, the words or the
    code do not fit, and UsageError without a coder.
    """
    coder = codings.check_coder(coder)
    coding_id = new_id("c")
    seen: list[int] = []
    found: list[Coding] = []

    def prepare() -> Draft | None:
        version = codings.current_version(study, document)
        if seen and seen[0] != version.n:
            raise CodingError(
                document, "got a new version meanwhile", next="Look at the text again"
            )
        seen[:] = [version.n]
        a, b = place(study, version, start, end, turn, quotation)
        entry = codings.applicable(codings.current_book(study), code)
        standing = codings.existing(study, version.n, a, b, code, coder)
        if standing is not None:
            made = codings.coding(study, standing)
            assert made is not None
            found[:] = [made]
            if not memo or memo in codings.memos_by_coding(study).get(standing, ()):
                return None
            draft = Draft()
            codings.draft_memo(draft, memo, standing)
            return draft
        made = Coding(
            coding_id, document, version.version, a, b, code, coder, now(), codebook_hash=entry.hash
        )
        found[:] = [made]
        draft = Draft()
        columns = codings.coding_columns(
            1,
            id=[coding_id],
            version=version.n,
            start=a,
            end=b,
            code=code,
            coder=coder,
            time=made.time,
            origin=made.origin,
            blind=made.blind,
            hash=made.codebook_hash,
        )
        codings.draft_codings(draft, columns)
        if memo:
            codings.draft_memo(draft, memo, coding_id)
        return draft

    # A project that cannot be written still answers a notebook that is run again.
    if not study.read_only or prepare() is not None:
        study.write("code", coder, prepare)
    return found[0]


def place(
    study: Study,
    version: Version,
    start: int | None,
    end: int | None,
    turn: str | int | None,
    quotation: str | None,
) -> tuple[int, int]:
    """The range that a coding names by offsets, by its turn, or by words within a turn."""
    document = version.document
    if start is not None and end is not None:
        start = codings.whole(start, "start", document)
        end = codings.whole(end, "end", document)
        codings.check_range(version, start, end)
        if turn is not None:
            first, last = codings.turn_range(study, version, str(turn))
            if not first <= start < end <= last:
                raise CodingError(
                    f"{document}, {start}–{end}",
                    f"does not lie in turn {turn}, which is {first}–{last}",
                    next="Give the offsets or the turn",
                )
        if quotation is not None and study.text(version.n)[start:end] != quotation:
            raise CodingError(
                f"{document}, {start}–{end}",
                f"the text there is “{study.text(version.n)[start:end][:60]}”",
                f"the quotation given is “{quotation[:60]}”",
                "Correct the offsets or the quotation",
            )
        return start, end
    if turn is None or start is not None or end is not None:
        raise UsageError(document, "a coding needs start and end, or a turn")
    found = codings.turn_range(study, version, str(turn))
    if quotation is None:
        return found
    return codings.find_once(study.text(version.n), found, quotation, f"{document}, turn {turn}")


def retract(study: Study, coder: str, coding_ids: str | Iterable[str]) -> list[str]:
    """Take codings away, as one act; they stay in the history. Returns the ids.

    The id of a coding that became another one (its code was renamed, its text has a new version) means
    that one.

    Raises CodingError, changing nothing, where one of them is unknown or was retracted already.
    """
    coder = codings.check_coder(coder)
    ids = [coding_ids] if isinstance(coding_ids, str) else list(dict.fromkeys(coding_ids))

    def prepare() -> Draft:
        problems = []
        gone: list[str] = []
        for each in ids:
            now = moving.present(study, each)
            rows = study.rows("SELECT ended FROM coding WHERE coding_id = ?", (each,))
            gone += now
            if not rows:
                problems.append(Problem(each, "is no coding of this project"))
            elif not now:
                problems.append(Problem(each, f"was retracted in act {rows[0][0]}"))
        if problems:
            raise CodingError.gathered("", "nothing was retracted", problems)
        draft = Draft()
        if gone:
            draft.event("retract", {"ids": list(dict.fromkeys(gone))})
        return draft

    study.write("retract", coder, prepare)
    return ids


def complete(
    study: Study,
    coder: str,
    documents: str | Iterable[str],
    *,
    blind: bool | None = None,
    codes: Sequence[str] | None = None,
    turns: Sequence[str | int] | None = None,
) -> list[Pass]:
    """Record that the coder has finished documents (or some turns of one) for a set of codes.

    blind: True where no suggestions and no other coder's work were seen, False where they were.
    codes: the ids considered; all applicable codes of the codebook unless given. turns: their numbers.
    An earlier pass of the coder over the same stretch that this one covers is replaced. Returns the
    passes that were recorded; one that says nothing new is not recorded again.
    """
    coder = codings.check_coder(coder, "completing a document")
    names = [documents] if isinstance(documents, str) else list(documents)
    numbers = None if turns is None else [str(turn) for turn in turns]
    made: list[str] = []

    def prepare() -> Draft:
        draft = Draft()
        made.clear()
        for document in names:
            made.extend(
                passes.draft_pass(study, draft, coder, document, codes, numbers, BLINDNESS[blind])
            )
        return draft

    study.write("complete", coder, prepare)
    return [each for each in state.passes(study) if each.pass_id in made]


def set_primary(study: Study, coder: str, primary: str) -> None:
    """Name the coder whose codings count where several read a document and nothing is settled."""
    coder = codings.check_coder(coder, "naming the primary coder")
    known = {each.coder for each in state.passes(study)} | {
        row[0]
        for row in study.rows("SELECT DISTINCT n.text FROM coding c JOIN name n ON n.n = c.coder")
    }
    if primary == CONSENSUS or primary not in known:
        raise CodingError(
            primary,
            "is no coder of this project",
            f"coders: {listing(sorted(known - {CONSENSUS})) or 'none yet'}",
        )

    def prepare() -> Draft:
        draft = Draft()
        if state.setting(study, "primary") != primary:
            draft.event("setting", {"key": "primary", "value": primary})
        return draft

    study.write("primary", coder, prepare)
