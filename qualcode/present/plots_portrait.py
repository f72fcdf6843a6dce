"""Documents as strips: who spoke how many of the words, in what order, and where a code applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.portrait import chosen_documents, code_runs, word_runs, word_shares
from qualcode.errors import UsageError, counted, listing
from qualcode.present import PROGRAM, OpenProject, study_of
from qualcode.present.plots_alt import describe
from qualcode.present.plots_base import (
    INTERVIEWER,
    PALETTE,
    Style,
    axes_for,
    known_color,
    styles,
)
from qualcode.present.plots_strips import (
    NOTES,
    NOTES_HATCH,
    Lane,
    Strip,
    Voice,
    _percent,
    draw_strips,
)
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Order = Literal["share", "text"]
ORDERS: tuple[Order, ...] = ("share", "text")
SCALES = ("share", "words")
_ALT_MOST = 8  # documents that the alt text goes through one by one


def portrait(
    project: OpenProject | Study,
    ax: Axes | None = None,
    *,
    order: Order | None = None,
    documents: str | Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    scale: Literal["share", "words"] = "share",
    code: str | None = None,
    codes: Sequence[str] | None = None,
    coders: str = "record",
    wrap: int = 34,
) -> Axes:
    """Draw each document as a strip of its words, coloured by who spoke them.

    order: "share" puts each voice's words together, participants by their share and interviewers last;
    "text" keeps the order of the text turn by turn, so that monologue and exchange can be seen. Without
    it "share", and "text" when codes are given. documents: ids. where: as in tables; a document is drawn
    whole when one of its turns passes. scale: "share", all strips of one length; or "words", strips as
    long as the documents. code, codes: a lane under each strip shows the words that a code (or a theme,
    with everything beneath it) covers; coders: whose codings, as in tables, but not "each". A document
    in which the code was not read has "not yet coded" in the lane. ax: drawn into as it stands; without
    it, into a new figure that is as large as needed. wrap: characters in a line of a document's label.

    Colours tell the participants of one document apart, first to last by their share; interviewers are
    grey and hatched, field notes sand, reflective ones dotted. Each voice is named with its share of the
    document's words, and each document with its number of words. The numbers are those of
    `qualcode.analysis.portrait.word_shares`. Raises TableError where no document is left or is unknown,
    CodingError for an unknown code, UsageError for options that do not go together.
    """
    names = _codes(code, codes)
    order = order or ("text" if names else "share")
    if order not in ORDERS:
        raise UsageError("order", repr(order), listing(ORDERS))
    if scale not in SCALES:
        raise UsageError("scale", repr(scale), listing(SCALES))
    if names and order != "text":
        raise UsageError("order", "'share' has no places for codes", "order='text' with codes")
    found = corpus(study_of(project))
    places, filtered = chosen_documents(found, documents, where)
    chosen = [found.documents[place] for place in places]
    shares = word_shares(found, documents=chosen)
    runs = word_runs(found, documents=chosen) if order == "text" else None
    coded = (
        code_runs(found, names, documents=chosen, where=_of_codings(where), coders=coders)
        if names
        else None
    )
    strips = _strips(found, places, shares, runs)
    lanes = _lanes(found, names, strips, coded)
    title = (
        f"Who spoke how many of the words, {'turn by turn' if order == 'text' else 'by document'}"
    )
    if names:
        title += f", and where {'a code applies' if len(names) == 1 else 'codes apply'}"
    with axes_for(ax) as own:
        draw_strips(
            own, strips, lanes, scale, title + ".", _note(found, filtered, coded), ax is None, wrap
        )
        describe(own, _alt(title, strips, lanes))
    return own


def _alt(title: str, strips: list[Strip], lanes: list[Lane]) -> str:
    """Who speaks how much in each document and how many words each code covers there; of many documents
    the range."""
    said = [f"Strips of {counted(len(strips), 'document')}: {title[0].lower()}{title[1:]}."]
    if len(strips) > _ALT_MOST:
        sizes = [strip.words for strip in strips]
        said.append(f"From {min(sizes):,} to {counted(max(sizes), 'word')} each.")
        for lane in lanes:
            own = [runs for runs in lane.stretches if runs]
            words = sum(number for runs in own for _, number in runs)
            where = counted(len(own), "document")
            said.append(f"{lane.label} covers {counted(words, 'word')} in {where}.")
        return " ".join(said)
    for at, strip in enumerate(strips):
        voices = [f"{voice.label} {_percent(voice.share)}" for voice in strip.voices]
        codes = []
        for lane in lanes:
            runs = lane.stretches[at]
            words = sum(number for _, number in runs or [])
            codes.append(f"{lane.label} {'not read' if runs is None else f'{words:,}'}")
        covered = f"; words coded: {', '.join(codes)}" if codes else ""
        said.append(f"{strip.label}: {', '.join(voices)}{covered}.")
    return " ".join(said)


def _codes(code: str | None, codes: Sequence[str] | None) -> list[str]:
    if code is not None and codes is not None:
        raise UsageError("codes", "code and codes are both given", "one of them")
    if isinstance(code, str):
        return [code]
    given = [codes] if isinstance(codes, str) else list(codes or ())
    if codes is not None and not given:
        raise UsageError("codes", "none given", "a code, or several")
    return list(dict.fromkeys(given))


def _of_codings(where: Mapping[str, Any] | None) -> dict[str, Any]:
    """The filters that choose codings; the documents are chosen already."""
    from qualcode.analysis.selection import CODING_FILTERS

    return {name: value for name, value in (where or {}).items() if name in CODING_FILTERS}


# -- what is drawn -----------------------------------------------------------------------------------------


def _key(row: Any) -> tuple[str, ...]:
    """Whose words a row holds: a participant may have several labels, others are their label."""
    import pandas as pd

    def text(value: Any) -> str:
        return "" if value is pd.NA or value is None else str(value)

    who = text(row.participant)
    return (row.part, who, text(row.role), str(row.interviewer), "" if who else text(row.speaker))


def _strips(
    found: Corpus, places: list[int], shares: pd.DataFrame, runs: pd.DataFrame | None
) -> list[Strip]:
    by_document = _by_document(shares)
    turns = {} if runs is None else _by_document(runs)
    strips = []
    for at in places:
        name = found.documents[at]
        rows = by_document.get(name, [])
        people = list(
            dict.fromkeys(_who(row) for row in rows if row.part == "speech" and not row.interviewer)
        )
        looks = styles([(person,) for person in people])
        voices = [_voice(row, people, looks) for row in rows]
        whole = sum(voice.words for voice in voices)
        number = {_key(row): at for at, row in enumerate(rows)}
        stretches: list[tuple[int, int, int]] = []
        if runs is None:
            before = 0
            for own, voice in enumerate(voices):
                stretches.append((own, before, voice.words))
                before += voice.words
        else:
            for row in turns.get(name, []):
                own = number[_key(row)]
                if stretches and stretches[-1][0] == own:
                    # Turns of one speaker after each other are one stretch of colour.
                    _, first, words = stretches.pop()
                    stretches.append((own, first, words + int(row.words)))
                else:
                    stretches.append((own, int(row.first), int(row.words)))
        strips.append(Strip(f"{name}, {counted(whole, 'word')}", whole, voices, stretches))
    return strips


def _by_document(frame: pd.DataFrame) -> dict[str, list[Any]]:
    return {
        str(name): list(rows.itertuples(index=False))
        for name, rows in frame.groupby("document", sort=False)
    }


def _who(row: Any) -> str:
    import pandas as pd

    return str(row.speaker if row.participant is pd.NA else row.participant)


def _voice(row: Any, people: list[str], looks: list[Style]) -> Voice:
    import pandas as pd

    words = int(row.words)
    share = None if row.share is pd.NA else float(row.share)
    label = next((str(name) for name in (row.participant, row.speaker) if name is not pd.NA), "")
    # Somebody whom no sheet knows is called by document and label; the document stands beside the strip.
    label = label.removeprefix(f"{row.document}/") or label
    if row.part != "speech":
        return Voice(row.part, words, share, NOTES[row.part], NOTES_HATCH[row.part])
    if row.interviewer:
        if label.casefold() != "interviewer":
            label = f"interviewer {label}".strip()
        return Voice(label, words, share, INTERVIEWER, "////")
    own = looks[people.index(_who(row))]
    return Voice(label or "no speaker", words, share, own.color, own.hatch)


def _lanes(
    found: Corpus,
    codes: list[str],
    strips: list[Strip],
    coded: tuple[pd.DataFrame, pd.DataFrame, str] | None,
) -> list[Lane]:
    if coded is None:
        return []
    runs, read, _ = coded
    documents = list(dict.fromkeys(read["document"]))
    lanes = []
    for at, code in enumerate(codes):
        own = read[read["code"] == code]
        places: dict[str, list[tuple[int, int]] | None] = {
            document: [] if known else None
            for document, known in zip(own["document"], own["read"], strict=True)
        }
        for document, rows in _by_document(runs[runs["code"] == code]).items():
            if places[document] is not None:
                places[document] = [(int(row.first), int(row.words)) for row in rows]
        color = known_color(found.book[code].color, PALETTE[at % len(PALETTE)])
        lanes.append(
            Lane(found.book[code].label, color, [places[document] for document in documents])
        )
    return lanes


def _note(
    found: Corpus, filtered: list[str], coded: tuple[pd.DataFrame, pd.DataFrame, str] | None
) -> str:
    facts = [
        "Words spoken or written, labels and gaps left out; per cent of each document's words."
    ]
    facts.append("Colours tell apart the participants of one document, not of several.")
    if filtered:
        facts.append(f"Filtered: {'; '.join(filtered)}.")
    if coded is not None:
        facts.append(f"Codings shown: {coded[2]}. Codings of whole documents are not drawn.")
    source = [f"act {found.last_act}", PROGRAM]
    if coded is not None:
        source.insert(0, f"codebook {found.book.hash}")
    return " ".join([*facts, f"({', '.join(source)})"])
