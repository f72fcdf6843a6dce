"""Samples for double coding as a project keeps them: what was drawn, who has read it, when it was settled."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qualcode.analysis.sampling import Drawn, Stratum, Unit
from qualcode.core.asked import asked_text, asked_texts
from qualcode.core.records import CONSENSUS, Pass
from qualcode.errors import CodingError, UsageError, counted, listing
from qualcode.store import Study, state
from qualcode.store.state import Version

if TYPE_CHECKING:
    import pandas as pd

# A plan is the setting "sample:NAME", so that it stands in the chain of the history. It holds ids only;
# the values of its strata and filters are words of the study and lie in a content row.
SAMPLE = "sample:"
SETTLED = "settled"
COPY = "copy for"  # in a coder's copy: whose it is
AS_DRAWN, CHANGED, GONE = "as drawn", "changed", "gone"
UNIT_COLUMNS = ["document", "turn", "text", "start", "end"]


@dataclass(frozen=True, slots=True)
class Part:
    """What was drawn of one document. turns: numbers of the turns; None = the whole document. version: the
    text it was drawn from."""

    document: str
    version: str
    turns: tuple[str, ...] | None

    @property
    def units(self) -> tuple[str | None, ...]:
        return (None,) if self.turns is None else self.turns


@dataclass(frozen=True, slots=True)
class Plan:
    """A kept sample. share, n: as asked for, one of them None. asked: the codes it was to be about, None =
    all; codes: those that they were when it was drawn, all of them applicable. words: the content row with
    the values of strata and filters, None in a copy. act, time, drawn_by: the act that drew it."""

    name: str
    unit: Unit
    coders: tuple[str, ...]
    by: tuple[str, ...]
    share: float | None
    n: int | None
    seed: int
    least_words: int
    asked: tuple[str, ...] | None
    codes: tuple[str, ...]
    available: int
    parts: tuple[Part, ...]
    words: int | None
    act: int = 0
    time: str = ""
    drawn_by: str = ""

    @property
    def size(self) -> int:
        return sum(len(part.units) for part in self.parts)

    @property
    def documents(self) -> list[str]:
        return [part.document for part in self.parts]

    def as_setting(self) -> str:
        """As the event holds it."""
        return json.dumps(
            {
                "unit": self.unit,
                "coders": self.coders,
                "by": self.by,
                "share": self.share,
                "n": self.n,
                "seed": self.seed,
                "least_words": self.least_words,
                "asked": self.asked,
                "codes": self.codes,
                "available": self.available,
                "words": self.words,
                "documents": {part.document: [part.version, part.turns] for part in self.parts},
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    def told(self) -> str:
        """`24 of 120 turns (20.0%) in 9 documents for AB and CD, seed 20260101`."""
        text = f"{self.size:,} of {counted(self.available, self.unit)}"
        text += f" ({self.size / self.available:.1%})"
        if self.unit == "turn":
            text += f" in {counted(len(self.parts), 'document')}"
        return f"{text} for {' and '.join(self.coders)}, seed {self.seed}"


def new_plan(
    name: str,
    drawn: Drawn,
    versions: Mapping[str, Version],
    *,
    coders: Collection[str],
    by: Collection[str],
    share: float | None,
    n: int | None,
    seed: int,
    least_words: int,
    asked: Collection[str] | None,
    codes: Collection[str],
    words: int | None,
) -> Plan:
    return Plan(
        name,
        drawn.unit,
        tuple(coders),
        tuple(by),
        share,
        n,
        seed,
        least_words,
        None if asked is None else tuple(asked),
        tuple(codes),
        drawn.available,
        tuple(
            Part(document, versions[document].version, turns)
            for document, turns in drawn.documents.items()
        ),
        words,
    )


def _plan(name: str, packed: str, act: int, time: str, coder: str) -> Plan:
    data = json.loads(packed)
    return Plan(
        name,
        data["unit"],
        tuple(data["coders"]),
        tuple(data["by"]),
        data["share"],
        data["n"],
        data["seed"],
        data["least_words"],
        None if data["asked"] is None else tuple(data["asked"]),
        tuple(data["codes"]),
        data["available"],
        tuple(
            Part(document, version, None if turns is None else tuple(turns))
            for document, (version, turns) in data["documents"].items()
        ),
        data["words"],
        act,
        time,
        coder,
    )


def setting_words(key: str, value: str | None) -> str | None:
    """What the history says of a setting of this module, None for any other setting."""
    if value is None:
        return None
    if key.startswith(SAMPLE):
        name = key.removeprefix(SAMPLE)
        return f"drew the sample {name}: {_plan(name, value, 0, '', '').told()}"
    if key == COPY:
        return f"made this copy for {value}"
    if key == SETTLED:
        data = json.loads(value)
        of = f" of the sample {data['sample']}" if data["sample"] else ""
        part = " in part" if data["partial"] else ""
        return f"settled {listing(data['documents'])}{of}{part}, coded by {' and '.join(data['coders'])}"
    return None


def plans(study: Study) -> dict[str, Plan]:
    """The samples of the project by name, in the order they were drawn."""

    def make() -> dict[str, Plan]:
        rows = study.rows(
            "SELECT s.key, s.value, a.n, a.time, a.coder FROM setting s JOIN act a ON a.n = s.added"
            " WHERE substr(s.key, 1, ?) = ? ORDER BY s.added, s.n",
            (len(SAMPLE), SAMPLE),
        )
        found = {}
        for key, value, act, time, coder in rows:
            name = key.removeprefix(SAMPLE)
            found[name] = _plan(name, value, act, time, coder)
        return found

    return study.cached("samples", make)


def ever_drawn(study: Study) -> list[tuple[Plan, bool]]:
    """Every sample that was ever drawn, in order, and whether it stands: one that was taken back and drawn
    otherwise was seen."""
    standing = {(each.name, each.as_setting()) for each in plans(study).values()}
    found = []
    for act, time, coder, event in study.rows(
        "SELECT a.n, a.time, a.coder, e.data FROM act a JOIN event e ON e.act = a.n"
        " WHERE a.verb = 'draw sample' AND e.kind = 'setting' ORDER BY a.n, e.n"
    ):
        data = json.loads(event)
        if not data["key"].startswith(SAMPLE):
            continue  # what an audit sample keeps beside its plan
        each = _plan(data["key"].removeprefix(SAMPLE), data["value"], act, time, coder)
        found.append((each, (each.name, each.as_setting()) in standing))
    return found


def copy_owner(study: Study) -> str | None:
    """The coder for whom this project file was made as a copy to code in; None where it is no copy."""
    return state.setting(study, COPY)


def plan(study: Study, name: str) -> Plan:
    """One sample; CodingError where there is none of that name."""
    known = plans(study)
    found = known.get(asked_text("sample", name, "the name of a sample").strip())
    if found is None:
        raise CodingError(
            name,
            "is no sample of this project",
            f"samples: {listing(known)}" if known else "no sample has been drawn",
            "" if known else "project.draw_sample(NAME), qualcode double draw",
        )
    return found


def parts_of(of: Plan, documents: str | Iterable[str] | None) -> list[Part]:
    """The parts of a sample in these documents, all of them unless given."""
    if documents is None:
        return list(of.parts)
    wanted = list(dict.fromkeys(asked_texts("documents", documents, "ids of documents")))
    known = {part.document: part for part in of.parts}
    if strange := [each for each in wanted if each not in known]:
        raise CodingError(
            listing(strange), f"not in the sample {of.name}", f"its documents: {listing(known)}"
        )
    return [known[each] for each in wanted]


def strata(study: Study, of: Plan) -> tuple[list[Stratum], dict[str, Any], dict[str, int]]:
    """The strata of a sample, its filters, and what could not be drawn; empty where these words are not
    kept (in a coder's copy, or purged)."""
    body = None if of.words is None else study.content(of.words)
    if body is None:
        return [], {}, {}
    found = [Stratum(tuple(values), have, drawn) for values, have, drawn in body["strata"]]
    return found, body["where"], body["left_out"]


def rule(of: Plan, where: Mapping[str, Any]) -> str:
    """How a sample was drawn, in a sentence for the methods chapter. where: its filters, as kept."""
    kind = "turns of participants" if of.unit == "turn" else "documents"
    if of.least_words:
        kind += f" of at least {counted(of.least_words, 'word')}"
    size = f"{of.n:,}" if of.n is not None else f"at least {100 * (of.share or 0):g}% of the"
    text = f"{size} {kind}, at random"
    if of.by:
        text += (
            f" within strata by {listing(of.by)}, in proportion to their size (largest remainder,"
            " each at least one where the size allows it)"
        )
    if where:
        only = (f"{name} = {' or '.join(values)}" for name, values in where.items())
        text += f"; only {listing(only)}"
    return f"{text}; numpy's default generator, seed {of.seed}"


def wanted_codes(study: Study, of: Plan) -> list[str]:
    """The codes that have to be considered everywhere in a sample, by their present ids.

    Those it is about or, in a sample about all of them, those that could be applied when it was drawn; so a
    code made later leaves finished work finished. A code that was split or retired since is not asked for.
    """
    book = state.codebook(study)
    usable = book.applicable()
    now = {book.successor(code) for code in of.codes}
    # A sample may have been drawn before there was a codebook.
    return [code for code in usable if code in now] or (usable if of.asked is None else [])


def present_part(study: Study, part: Part) -> tuple[str, tuple[str | None, ...]]:
    """What has become of a drawn part: "as drawn", "changed" (another text) or "gone" (no text, or none of
    its turns), and the units that are still there."""
    version = state.versions(study).get(part.document)
    if version is None:
        return GONE, ()
    same = AS_DRAWN if version.version == part.version else CHANGED
    if part.turns is None:
        return same, (None,)
    known = {turn[0] for turn in state.structure(study, version)["turns"]}
    left = tuple(turn for turn in part.turns if turn in known)
    return (same if left else GONE), left


def units(study: Study, name: str) -> pd.DataFrame:
    """The units of a sample, one row each, in the order of the texts.

    Columns: document, turn (missing for whole documents), text ("as drawn", "changed": the document has
    another text now, "gone": the document or the turn is no longer there), start and end in the present
    text (half-open, characters; missing where it is gone).
    """
    import pandas as pd

    rows: list[list[Any]] = []
    for part in plan(study, name).parts:
        text, left = present_part(study, part)
        version = state.versions(study).get(part.document)
        edges: dict[str | None, tuple[int, int]] = {}
        if version is not None:
            edges = {
                turn[0]: (turn[2][0], turn[2][-1])
                for turn in state.structure(study, version)["turns"]
            }
            edges[None] = (0, version.length)
        for turn in part.units:
            there = turn in left
            start, end = edges[turn] if there else (None, None)
            rows.append([part.document, turn, text if there else GONE, start, end])
    frame = pd.DataFrame(rows, columns=UNIT_COLUMNS)
    frame["turn"] = pd.array([row[1] for row in rows], dtype="string")
    for column in ("start", "end"):
        frame[column] = frame[column].astype("Int64")
    return frame


def instant(time: str) -> datetime:
    """A moment that can be compared; one without a zone is taken as of the place where this runs."""
    try:
        return datetime.fromisoformat(time).astimezone()
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)


def later(time: str, than: str) -> bool:
    """Whether a moment is later than another; by the day where one of them is only a day."""
    if len(time) <= 10 or len(than) <= 10:
        return time[:10] > than[:10]
    return instant(time) > instant(than)


class Readings:
    """Who has considered which codes on the present texts, document by document and turn by turn. A pass
    over an earlier text says nothing of the present one."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.added = dict(study.rows('SELECT pass_id, added FROM "pass" WHERE ended IS NULL'))
        self._first: dict[str, int] = {}
        for version in state.all_versions(study).values():
            self._first.setdefault(version.document, version.n)
        self._times = dict(study.rows("SELECT n, time FROM act"))

    def of_another_text(self, document: str) -> list[Pass]:
        """Passes that came in after the present text of a document did and are dated before it, as those
        from a copy with the earlier text: what they say was read is not this text."""
        version = state.versions(self.study).get(document)
        if version is None or version.n == self._first[document]:
            return []
        since = self._times[version.added]
        return [
            each
            for each in state.passes_on(self.study, version)
            # What was carried over to the present text came with it.
            if self.added[each.pass_id] > version.added and later(since, each.date)
        ]

    def covering(self, document: str, coder: str, turn: str | None) -> list[Pass]:
        """The passes of a coder over a turn, or over a whole document; a document whose turns were read one
        by one was not read as a whole."""
        version = state.versions(self.study).get(document)
        if version is None:
            return []
        stale = {each.pass_id for each in self.of_another_text(document)}
        return [
            each
            for each in state.passes_on(self.study, version)
            if each.coder == coder
            and each.pass_id not in stale
            and (each.turns is None or (turn is not None and turn in each.turns))
        ]

    def codes(self, document: str, coder: str, units: Iterable[str | None]) -> set[str]:
        """The codes considered in every one of these units."""
        found: set[str] | None = None
        for unit in units:
            here = {code for each in self.covering(document, coder, unit) for code in each.codes}
            found = here if found is None else found & here
        return found or set()

    def blind(self, document: str, coder: str, units: Iterable[str | None]) -> str:
        """ "no" where any of the passes over these units says so, "yes" where all do, else "unknown"."""
        said = {each.blind for unit in units for each in self.covering(document, coder, unit)}
        if "no" in said:
            return "no"
        return "yes" if said == {"yes"} else "unknown"

    def coders(self, document: str, units: Iterable[str | None]) -> list[str]:
        """Everybody but the consensus with a pass over each of these units, in the order of their passes."""
        version = state.versions(self.study).get(document)
        wanted = list(units)
        if version is None:
            return []
        names = dict.fromkeys(each.coder for each in state.passes_on(self.study, version))
        return [
            name
            for name in names
            if name != CONSENSUS and all(self.covering(document, name, unit) for unit in wanted)
        ]


def settled_value(
    sample: str | None,
    documents: Collection[str],
    coders: Collection[str],
    *,
    whole: bool,
    partial: bool,
    left_out: Collection[str],
    taken_in: Collection[str],
) -> str:
    """What the setting "settled" says of one settling. left_out: ids of the codings that it left out of the
    consensus; taken_in: of those that were left out before and are so no more."""
    data = {
        "sample": sample,
        "documents": list(documents),
        "coders": list(coders),
        "whole": whole,
        "partial": partial,
        "left_out": list(left_out),
        "taken_in": list(taken_in),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Settling:
    """One settling that stands: the act, when and by whom it was signed, and what it was about. whole:
    whole documents, not turns of a sample; partial: some rows were left open; left_out, taken_in: as in
    `settled_value`, both None in a study of before they were written down."""

    act: int
    time: str
    signed: str
    sample: str | None
    documents: tuple[str, ...]
    coders: tuple[str, ...]
    whole: bool
    partial: bool
    left_out: tuple[str, ...] | None
    taken_in: tuple[str, ...] | None

    def concerns(self, name: str | None, documents: Collection[str]) -> bool:
        """Whether it was about some of these documents; of a sample: about the turns of that one."""
        # What was settled for another sample of turns are other turns; whole documents hold these too.
        return (name is None or self.whole or self.sample == name) and bool(
            set(documents) & set(self.documents)
        )


def settlings(study: Study) -> list[Settling]:
    """The settlings that stand, in the order of their acts."""
    rows = study.rows(
        "SELECT a.n, a.time, a.coder, s.value FROM setting s JOIN act a ON a.n = s.added"
        " WHERE s.key = ? ORDER BY s.added, s.n",
        (SETTLED,),
    )
    return [_settling(*row) for row in rows]


def ever_settled(study: Study) -> list[Settling]:
    """Every settling there ever was, also those that were undone: the coders had met by then."""
    found = []
    for act, time, coder, event in study.rows(
        "SELECT a.n, a.time, a.coder, e.data FROM act a JOIN event e ON e.act = a.n"
        " WHERE a.verb = 'settle' AND e.kind = 'setting' ORDER BY a.n, e.n"
    ):
        data = json.loads(event)
        if data["key"] == SETTLED:
            found.append(_settling(act, time, coder, data["value"]))
    return found


def _settling(act: int, time: str, coder: str, value: str) -> Settling:
    data = json.loads(value)
    left_out, taken_in = data.get("left_out"), data.get("taken_in")
    return Settling(
        act,
        time,
        coder,
        data["sample"],
        tuple(data["documents"]),
        tuple(data["coders"]),
        data["whole"],
        data["partial"],
        None if left_out is None else tuple(left_out),
        None if taken_in is None else tuple(taken_in),
    )


def before_consensus(
    study: Study, name: str | None = None, documents: str | Iterable[str] | None = None
) -> int:
    """The number of the last act before the coders' differences were settled for the first time.

    `project.as_of` of it is what agreement is computed on: nobody's coding had been discussed then. name:
    a sample; documents: only these of it or, without a sample, whatever they were settled for. A sample
    that was settled in portions has the act before the first of them; ask document by document to have
    each portion's own. A settling that was undone, and done otherwise, counts: the coders had seen each
    other's work. Raises CodingError where nothing of it is settled now.
    """
    asked = None if documents is None else _names(documents)
    if name is not None:
        own = plan(study, name)
        name = own.name
        wanted = set(own.documents if asked is None else asked)
    elif asked:
        wanted = set(asked)
    else:
        raise UsageError("before_consensus", "neither a sample nor documents", "one of them")
    if any(each.concerns(name, wanted) for each in settlings(study)):
        return min(each.act for each in ever_settled(study) if each.concerns(name, wanted)) - 1
    what = f"the sample {name}" if name is not None else listing(sorted(wanted))
    raise CodingError(
        what, "is not settled yet", next="Until then agreement is computed on the project as it is"
    )


def _names(given: str | Iterable[str]) -> list[str]:
    return [given] if isinstance(given, str) else list(dict.fromkeys(given))
