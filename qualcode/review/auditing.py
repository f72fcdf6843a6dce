"""Drawing an audit sample of what a program coded, for one person to code blind, and how far it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis import audits as kept
from qualcode.analysis import samples
from qualcode.analysis.audits import Audit
from qualcode.analysis.coder_reading import SUGGESTER
from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.corrected import FEWEST_SAMPLED
from qualcode.analysis.machine_codes import (
    PROBABILITY,
    MachineCodes,
    check_probability,
    standing_suggestions,
)
from qualcode.analysis.sample_status import SampleStatus, status
from qualcode.analysis.sampling import DEFAULT_SEED, NOBODY, Drawn, allocate
from qualcode.analysis.selection import CODING_FILTERS, check_where, countable_turns, filters
from qualcode.analysis.to_settle import BOTH, NONE
from qualcode.core.asked import asked_number, asked_texts
from qualcode.core.people import NOT_RECORDED
from qualcode.core.records import CONSENSUS, Pass
from qualcode.errors import CodingError, TableError, UsageError, counted, listing
from qualcode.review.doublecoding import complete_sample
from qualcode.review.drawing import check_same, checked_codes, checked_name, filter_texts
from qualcode.store import Draft, Study, codings, state

if TYPE_CHECKING:
    import pandas as pd

BY_MACHINE = "machine"  # among the names in `by`: the program's own codes
SAID, LEFT = "coded", "left uncoded"
AUDIT_COLUMNS = [
    "sample", "coder", "machine", "drawn", "available", "documents", "by", "codes", "seed", "passed",
    "blind", "learned_from", "act", "time", "drawn_by",
]  # fmt: skip


_ONCE = "Choose another name; a sample that is drawn again until it pleases is no random sample"


@dataclass
class AuditReport:
    """An audit sample as it was drawn, and how far it is.

    audit: what is kept. strata: the values of each, how many turns it had and how many were drawn. left_out:
    why turns could not be drawn -> how many. coded: of the turns it was drawn from, how many have any code
    by the program. same: it had been drawn before, and nothing was done now. now: who has passed what.
    """

    audit: Audit
    strata: list[tuple[tuple[str, ...], int, int]]
    where: dict[str, list[str]]
    left_out: dict[str, int]
    coded: int
    now: SampleStatus
    same: bool = False

    @property
    def left(self) -> int:
        """Turns that are still to be coded."""
        return self.now.units - self.now.passed_by_all

    @property
    def ready(self) -> bool:
        """Whether corrected shares can be computed."""
        return self.now.ready and self.now.blind[self.audit.plan.coders[0]] != "no"

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each stratum: a column for each attribute, available, drawn, stands_for (turns)."""
        import pandas as pd

        rows = [
            [*values, available, drawn, available / drawn]
            for values, available, drawn in self.strata
        ]
        columns = [*self.audit.by, "available", "drawn", "stands_for"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        of, plan = self.audit, self.audit.plan
        lines = [
            f"audit sample {of.name}: {plan.told()}"
            + (f"; drawn already in act {plan.act}" if self.same else ""),
            f"  the program's codes: {of.machine}; {self.coded:,} of {plan.available:,} turns have one",
        ]
        if of.by:
            lines.append(f"  strata by {listing(of.by)}:")
            lines += [
                f"    {', '.join(values)}: {drawn:,} of {available:,}"
                for values, available, drawn in self.strata
            ]
        if self.where:
            only = (f"{name} = {' or '.join(values)}" for name, values in self.where.items())
            lines.append(f"  only {listing(only)}")
        lines += [f"  not drawn from: {number:,} {why}" for why, number in self.left_out.items()]
        coder = plan.coders[0]
        lines.append(
            f"  {coder}: {self.now.passed[coder]:,} of {self.now.units:,} passed, blind:"
            f" {self.now.told_blind(coder)}; "
            + (
                "ready to correct"
                if self.ready
                else f"{self.left:,} left"
                if self.left
                else "not blind, corrects nothing"
            )
        )
        if of.released is not None:
            lines.append(
                f"  its answers were given to learning in act {of.released}: it corrects with the codes kept"
                " when it was drawn, and no later ones"
            )
        # Agreement and settling are about two coders.
        lines += [f"  {problem}" for problem in self.now.problems]
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        plan, coder = self.audit.plan, self.audit.plan.coders[0]
        return {
            "sample": plan.name,
            "act": plan.act,
            "same": self.same,
            "coder": coder,
            "machine": self.audit.machine,
            "probability": self.audit.probability,
            "coded": self.coded,
            "drawn": plan.size,
            "available": plan.available,
            "by": list(self.audit.by),
            "seed": plan.seed,
            "where": self.where,
            "codes": None if plan.asked is None else list(plan.codes),
            "strata": [
                {"values": list(values), "available": available, "drawn": drawn}
                for values, available, drawn in self.strata
            ],
            "left_out": self.left_out,
            "documents": {part.document: list(part.turns or ()) for part in plan.parts},
            "units": self.now.units,
            "passed": self.now.passed[coder],
            "blind": self.now.told_blind(coder),
            "ready": self.ready,
            "learned_from": self.audit.released,
            "problems": [problem.as_dict() for problem in self.now.problems],
        }


# -- drawing -------------------------------------------------------------------------------------------


def draw_audit(
    study: Study,
    coder: str,
    *,
    name: str,
    n: int,
    by: str | Sequence[str] | None = None,
    seed: int = DEFAULT_SEED,
    where: Mapping[str, Any] | None = None,
    codes: str | Collection[str] | None = None,
    auditor: str | None = None,
    probability: float | None = None,
    machine: MachineCodes | None = None,
) -> AuditReport:
    """Draw turns at random from the documents that nobody has passed, for one person to code blind, as one act.

    coder: who draws. auditor: who codes it (who draws, unless given), without a look at suggestions. n: how
    many turns, at least 10. by: attributes whose values make strata, drawn from in proportion to their size;
    with "machine" among them half of the sample, as far as there are so many, is drawn from the turns that
    have any of the codes by the program, which helps codes that are rare. Turns that tables count are drawn
    from: not interviewers', no reflective notes. where: filters by attributes, as in tables. codes: ids
    that it is about (of a theme: those beneath it), all unless given. machine: what the program says of the
    turns; unless given the suggestions that stand with a `probability` of at least .5 (of engines that give none,
    all), see `qualcode.analysis.machine_codes.standing_suggestions`. It is kept with the sample, as it was before anybody
    answered.

    The turns that were drawn are left out of learning, see `qualcode.analysis.audits.reserved`. The same call
    again returns the sample as it was drawn; another one under its name is refused. Raises UsageError,
    TableError and CodingError, changing nothing.
    """
    coder = codings.check_coder(coder, "drawing an audit sample")
    name, who = checked_name(name), _checked_auditor(coder if auditor is None else auditor)
    check_where(where)
    if peeking := [each for each in where or () if each in CODING_FILTERS]:
        raise UsageError(
            "where", f"{listing(peeking)}: filters of codings",
            "attributes of turns, people and documents",
        )  # fmt: skip
    strata_by = [] if by is None else asked_texts("by", by, "names of attributes, or machine")
    if len(set(strata_by)) < len(strata_by):
        raise UsageError("by", f"{listing(strata_by)}: one of them twice", "each once")
    if probability is not None and machine is not None:
        raise UsageError(
            "probability", f"{probability!r}: the program's codes were given", "", "Leave it out"
        )
    if probability is None and machine is None:
        probability = PROBABILITY
    if probability is not None:
        check_probability(probability)
    rule: dict[str, Any] = {
        "coders": [who],
        "unit": "turn",
        "share": None,
        "n": asked_number("n", n, FEWEST_SAMPLED),
        "by": [each for each in strata_by if each != BY_MACHINE],
        "where": {each: filter_texts(value) for each, value in (where or {}).items()},
        "codes": None if codes is None else asked_texts("codes", codes, "ids of codes"),
        "least_words": 0,
        "seed": asked_number("seed", seed),
    }
    known: list[Audit] = []

    def prepare() -> Draft | None:
        known[:] = [each for each in kept.audits(study).values() if each.name == name]
        alike = [each for each in samples.plans(study) if each.casefold() == name.casefold()]
        if alike and not known:
            raise UsageError(
                "sample", f"the name {name!r}", f"there is a sample {alike[0]!r} already",
                "Choose another name",
            )  # fmt: skip
        if known:
            check_same(study, known[0].plan, rule)
            if list(known[0].by) != strata_by:
                raise CodingError(
                    f"the audit sample {name}",
                    f"was drawn by {listing(known[0].by) or 'no strata'}, not by"
                    f" {listing(strata_by) or 'no strata'}",
                    "",
                    _ONCE,
                )
            if known[0].probability != probability:
                raise CodingError(
                    f"the audit sample {name}",
                    f"was drawn in act {known[0].plan.act} by another rule: probability was"
                    f" {_told(known[0].probability)}, is {_told(probability)}",
                    "",
                    _ONCE,
                )
            return None
        return _draft(study, name, strata_by, rule, machine, probability)

    # A project that cannot be written still answers a notebook that is run again.
    if not study.read_only or prepare() is not None:
        study.write("draw sample", coder, prepare)
    report = audit_status(study, name)
    report.same = bool(known)
    return report


def _told(probability: float | None) -> str:
    return "not given" if probability is None else f"{probability:g}"


def _checked_auditor(name: str) -> str:
    name = name.strip()
    fault = codings.coder_fault(name)
    if name.casefold() == CONSENSUS:
        fault = f"the coder {CONSENSUS!r} is reserved for settled codings"
    elif name.casefold() in (BOTH, NONE, SUGGESTER):
        fault = f"{name!r} is no person's name"
    if fault:
        raise UsageError("auditor", fault, "the name of the person who codes the sample")
    return name


def _draft(
    study: Study,
    name: str,
    by: Sequence[str],
    rule: Mapping[str, Any],
    machine: MachineCodes | None,
    probability: float | None,
) -> Draft:
    own, book, draft = corpus(study), state.codebook(study), Draft()
    asked = rule["codes"]
    about = book.applicable() if asked is None else checked_codes(book, asked)
    if not about:
        raise CodingError("audit sample", "there is no code to audit", "", "Load a codebook first")
    if machine is None:
        least = PROBABILITY if probability is None else probability
        machine = standing_suggestions(study, threshold=least, codes=about)
    says = machine.matrix(own, dict.fromkeys(about, 0), 1)[:, 0]
    pool, left_out = _pool(own, rule["where"])
    drawn, strata, stratum = _drawn(own, pool, says, by, rule["n"], rule["seed"])
    versions = state.versions(study)
    frame: dict[str, tuple[str, list[str]]] = {}
    for turn in np.flatnonzero(pool).tolist():
        document = own.documents[int(own.turn_document[turn])]
        frame.setdefault(document, (versions[document].version, []))[1].append(
            own.turn_number[turn]
        )
    in_frame = {document: set(turns) for document, (_, turns) in frame.items()}
    said = {
        code: {
            document: sorted(set(turns) & in_frame[document])
            for document, turns in documents.items()
            if document in in_frame and set(turns) & in_frame[document]
        }
        for code, documents in machine.coded.items()
    }
    words = draft.content(
        "sample",
        {
            "strata": [[list(values), available, number] for values, available, number in strata],
            "where": rule["where"],
            "left_out": left_out,
            "frame": frame,
            "machine": said,
        },
    )
    of_plan = draft.content("sample", {"where": rule["where"], "strata": [], "left_out": left_out})
    plan = samples.new_plan(
        name,
        Drawn("turn", int(pool.sum()), drawn, (), left_out),
        versions,
        coders=rule["coders"],
        by=rule["by"],
        share=None,
        n=rule["n"],
        seed=rule["seed"],
        least_words=0,
        asked=asked,
        codes=about,
        words=of_plan,
    )
    draft.event("setting", {"key": samples.SAMPLE + name, "value": plan.as_setting()})
    sizes = [(available, number) for _, available, number in strata]
    value = kept.as_setting(by, sizes, stratum, machine.name, words, probability)
    draft.event("setting", {"key": kept.AUDIT + name, "value": value})
    return draft


def _pool(own: Corpus, where: Mapping[str, Any]) -> tuple[np.ndarray, dict[str, int]]:
    """The turns that can be drawn, and why others cannot."""
    passed = np.zeros(len(own.documents), dtype=bool)
    place = {document: number for number, document in enumerate(own.documents)}
    for each in state.current_passes(own.study):
        if each.turns is None:
            passed[place[each.document]] = True
    open_ = ~passed[own.turn_document]
    tabled = countable_turns(own, [], interviewers=False, reflective=False)
    passing = filters(own, where).turn
    left_out = {
        "turns of documents that people passed": int((tabled & ~open_).sum()),
        "turns of interviewers and of reflective notes": int((open_ & ~tabled).sum()),
        "turns that the filters leave out": int((open_ & tabled & ~passing).sum()),
    }
    pool = open_ & tabled & passing
    left_out = {why: number for why, number in left_out.items() if number}
    if not pool.any():
        raise TableError(
            "audit sample",
            "no turn to draw from",
            listing(f"{number:,} {why}" for why, number in left_out.items()),
            "An audit sample is drawn from the documents that no person has passed",
        )
    return pool, left_out


_Strata = list[tuple[tuple[str, ...], int, int]]


def _drawn(
    own: Corpus, pool: np.ndarray, says: np.ndarray, by: Sequence[str], n: int, seed: int
) -> tuple[dict[str, tuple[str, ...]], _Strata, dict[str, list[int]]]:
    """The turns of each document, the strata, and of each turn its stratum."""
    members: dict[tuple[tuple[int, str], ...], list[tuple[str, int]]] = {}
    attributes = {each: own.attribute(each) for each in by if each != BY_MACHINE}
    machine_at = list(by).index(BY_MACHINE) if BY_MACHINE in by else None
    for turn in np.flatnonzero(pool).tolist():
        key: list[tuple[int, str]] = []
        for each in by:
            if each == BY_MACHINE:
                key.append((0, SAID) if says[turn] else (1, LEFT))
                continue
            attribute = attributes[each]
            at = int(attribute.index[turn])
            nobody = NOBODY if attribute.of_people else NOT_RECORDED
            key.append((len(attribute.values), nobody) if at < 0 else (at, attribute.values[at]))
        document = own.documents[int(own.turn_document[turn])]
        members.setdefault(tuple(key), []).append((document, turn))
    available = int(pool.sum())
    if n > available:
        raise UsageError("n", f"{n:,} of {counted(available, 'turn')}", f"10 to {available:,}")
    if n < len(members):
        raise UsageError(
            "n",
            f"{n:,} turns for {len(members):,} strata",
            f"at least {len(members):,}: a stratum without a sampled turn is known nothing of",
            "Draw more, or by fewer attributes",
        )
    rng = np.random.default_rng(seed)
    # In the order of the words: the order of values in the sheets is for reading only.
    keys = sorted(members, key=lambda key: [text for _, text in key])
    sizes = [len(members[key]) for key in keys]
    given = _allocated(keys, sizes, machine_at, n, rng)
    chosen: dict[str, list[tuple[int, int]]] = {}
    order = sorted(keys)
    for own_key, number in zip(keys, given, strict=True):
        pooled = sorted(members[own_key])
        for at in np.argsort(rng.random(len(pooled)), kind="stable")[:number].tolist():
            document, turn = pooled[at]
            chosen.setdefault(document, []).append((turn, order.index(own_key)))
    by_key = dict(zip(keys, zip(sizes, given, strict=True), strict=True))
    strata = [(tuple(text for _, text in each), *by_key[each]) for each in order]
    turns, stratum = {}, {}
    for document in own.documents:
        if document in chosen:
            listed = sorted(chosen[document])
            turns[document] = tuple(own.turn_number[turn] for turn, _ in listed)
            stratum[document] = [which for _, which in listed]
    return turns, strata, stratum


def _allocated(
    keys: Sequence[tuple[tuple[int, str], ...]],
    sizes: Sequence[int],
    machine_at: int | None,
    n: int,
    rng: np.random.Generator,
) -> list[int]:
    """How many turns each stratum gives: in proportion, half of all from what the program coded where its
    codes make strata."""
    if machine_at is None:
        return allocate(sizes, n, rng)
    given = [0] * len(keys)
    sides = [
        [at for at, key in enumerate(keys) if key[machine_at][1] == value] for value in (SAID, LEFT)
    ]
    totals = [sum(sizes[at] for at in side) for side in sides]
    said = min(totals[0], max(n // 2, n - totals[1]))
    # Each stratum has one at least, on either side.
    said = max(len(sides[0]), min(said, n - len(sides[1])))
    for side, number in zip(sides, (said, n - said), strict=True):
        if side:
            for at, own in zip(
                side, allocate([sizes[at] for at in side], number, rng), strict=True
            ):
                given[at] = own
    return given


# -- how far it is -------------------------------------------------------------------------------------


def audit_status(study: Study, name: str) -> AuditReport:
    """An audit sample as it was drawn, and how much of it is coded."""
    of = kept.audit(study, name)
    drawn, own = kept.drawing(study, of), corpus(study)
    frame = {(document, turn) for document, (_, turns) in drawn.frame.items() for turn in turns}
    about = {own.book.successor(code) or code for code in of.plan.codes}
    coded = {
        (document, turn)
        for code, documents in drawn.machine.coded.items()
        if (own.book.successor(code) or code) in about
        for document, turns in documents.items()
        for turn in turns
    }
    now = status(study, of.name)
    return AuditReport(of, drawn.strata, drawn.where, drawn.left_out, len(coded & frame), now)


def audits(study: Study) -> pd.DataFrame:
    """One row for each audit sample, in the order they were drawn.

    Columns: sample, coder (who codes it), machine (the program's codes), drawn and available (turns),
    documents, by, codes (what it is about; "" = all), seed, passed (turns), blind (yes, no, unknown, not coded yet),
    learned_from (the act that gave its answers to learning; missing), act, time, drawn_by.
    """
    import pandas as pd

    rows = []
    for of in kept.audits(study).values():
        plan, now = of.plan, status(study, of.name)
        coder = plan.coders[0]
        rows.append(
            [
                plan.name, coder, of.machine, plan.size, plan.available, len(plan.parts), "; ".join(of.by),
                "" if plan.asked is None else "; ".join(plan.codes), plan.seed, now.passed[coder],
                now.told_blind(coder), of.released, plan.act, plan.time, plan.drawn_by,
            ]
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=AUDIT_COLUMNS)
    frame["learned_from"] = frame["learned_from"].astype("Int64")
    return frame


def complete_audit(
    study: Study,
    coder: str,
    name: str,
    documents: str | Iterable[str] | None = None,
    *,
    blind: bool | None = None,
) -> list[Pass]:
    """Record that the coder of an audit sample has finished it, or some documents of it; only the turns that
    were drawn are passed. See `qualcode.review.doublecoding.complete_sample`."""
    return complete_sample(study, coder, kept.audit(study, name).name, documents, blind=blind)


def use_for_learning(study: Study, coder: str, name: str) -> AuditReport:
    """Let learning use the answers of an audit sample, as an act.

    From then on the sample corrects only with the program's codes kept when it was drawn: what has learned
    from the answers seems to err less than it does. `undo` keeps them from learning again, but what has
    been learned from is known, so that the sample still corrects no later codes. Raises CodingError where
    the sample is not passed yet: what is given to learning before all is coded may change what is coded.
    """
    coder = codings.check_coder(coder, "giving an audit sample to learning")
    of = kept.audit(study, name)
    now = status(study, of.name)
    left = now.units - now.passed_by_all
    if not now.ready:
        raise CodingError(
            of.name,
            f"{left:,} of its {counted(now.units, 'turn')} {'is' if left == 1 else 'are'} not passed yet",
            "", "Finish it first: qualcode audit status, qualcode audit complete",
        )  # fmt: skip

    def prepare() -> Draft | None:
        if state.setting(study, kept.LEARNED + of.name) is not None:
            return None
        draft = Draft()
        draft.event("setting", {"key": kept.LEARNED + of.name, "value": "yes"})
        return draft

    study.write(kept.RELEASE, coder, prepare)
    return audit_status(study, of.name)
