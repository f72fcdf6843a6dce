"""Accepting many suggestions together, after a random sample of them was looked at.

The sample is drawn here and decided like anything else. Only when all of it is decided can the others be
accepted, by a person who has seen what share of the sample was right and who says what share is enough.

The drawing puts all that can be drawn in an order by chance; the sample are the first of these. One that can
no longer be looked at (accepted together with others, about an earlier text, out of the selection by a new
score) leaves, and the next takes its place. Taking the drawing back does not bring another one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.analysis import checks
from qualcode.analysis.checks import BulkSample
from qualcode.analysis.intervals import Interval, people_share_interval
from qualcode.analysis.sampling import DEFAULT_SEED
from qualcode.core.asked import asked_number, asked_texts, called
from qualcode.core.records import DECISIONS
from qualcode.errors import CodingError, UsageError, counted, listing
from qualcode.review import decisions
from qualcode.review.queue import COLUMNS, codes_beneath, open_suggestions, queue
from qualcode.store import Draft, Study, codings, state

if TYPE_CHECKING:
    import pandas as pd

SAMPLE = 20
FEWEST = 5
FILTERS = ("code", "document", "engine", "min_score", "max_score")
Selection = str | Iterable[str] | Mapping[str, Any] | None


@dataclass
class BulkReport:
    """What came of accepting many. sample: how many of it were decided; sample_accepted: of these, accepted
    as they were; share: with its 95 % interval. minimum: what was asked for, None = not said yet. open: how
    many could be accepted; accepted: how many were. later: suggestions of the selection that came after the
    sample was drawn; they stay open. coding_ids: of the codings made, origin "accepted". checks: hidden
    checks among what was accepted."""

    asked: str
    sample: int
    sample_accepted: int
    share: Interval
    open: int
    minimum: float | None = None
    accepted: int = 0
    later: int = 0
    coding_ids: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    grown: int = 0

    def __str__(self) -> str:
        lines = [self.said]
        if not self.open:
            lines.append("nothing else that the sample stands for is open")
        elif self.minimum is None:
            lines.append(
                f"nothing was accepted: say which share is enough (minimum=…) to accept the other"
                f" {self.open:,}; it is held against the lower end of the interval"
            )
        else:
            lines.append(
                f"{self.accepted:,} accepted together, {counted(len(self.coding_ids), 'coding')} made; undo"
                " takes all of them back"
            )
        if self.later:
            lines.append(
                f"{self.later:,} came after the sample was drawn and stay open; draw another one for them"
            )
        return "\n".join([*lines, *self.checks])

    __repr__ = __str__  # as a notebook shows it

    @property
    def said(self) -> str:
        """`18 of 20 in the sample of code trust were accepted as they were: 90%, …`."""
        text = f"{self.sample_accepted} of {self.sample} in the sample of {self.asked} were accepted as they were"
        if self.share.low is None or self.share.high is None or self.share.estimate is None:
            return text
        text += (
            f": {self.share.estimate:.0%}, 95% interval {self.share.low:.1%} to"
            f" {self.share.high:.1%}; {self.share.method}"
        )
        if self.grown:
            often = "once" if self.grown == 1 else f"{self.grown} times"
            text += (
                f"; the sample was made larger {often}: an interval that is looked at until it suffices is"
                " too narrow"
            )
        return text

    def as_data(self) -> dict[str, Any]:
        return {
            "selection": self.asked,
            "sample": self.sample,
            "sample_accepted": self.sample_accepted,
            "grown": self.grown,
            "share": self.share.estimate,
            "low": self.share.low,
            "high": self.share.high,
            "minimum": self.minimum,
            "open": self.open,
            "accepted": self.accepted,
            "later": self.later,
            "codings": self.coding_ids,
            "checks": self.checks,
        }


# -- what is selected ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Selected:
    """key: the same for the same selection. asked: in words. codes: what of it is open, in order of the texts,
    each with its present code."""

    key: str
    asked: str
    codes: Mapping[str, str]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.codes)


def _selected(study: Study, coder: str, selection: Selection) -> _Selected:
    rows, _ = open_suggestions(study, coder)
    if selection is None:
        selection = {}
    if isinstance(selection, Mapping):
        rule = _rule(selection)
        _there(study, rule)
        kept = rows
        if "code" in rule:
            codes = codes_beneath(state.codebook(study), rule["code"])
            kept = [row for row in kept if row.code in codes]
        for name in ("document", "engine"):
            if name in rule:
                kept = [row for row in kept if getattr(row, name) in rule[name]]
        for name, sign in (("min_score", 1), ("max_score", -1)):
            if name in rule:
                kept = [
                    row
                    for row in kept
                    if row.score is not None and sign * row.score >= sign * rule[name]
                ]
        said = [
            f"{name} {listing(value)}" for name, value in rule.items() if isinstance(value, list)
        ]
        if "min_score" in rule:
            said.append(f"scores from {rule['min_score']:g}")
        if "max_score" in rule:
            said.append(f"scores up to {rule['max_score']:g}")
        asked = ", ".join(said) or "all open suggestions"
        # The same selection in another order is the same.
        plain = {
            name: sorted(value) if isinstance(value, list) else value
            for name, value in rule.items()
        }
        packed = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    else:
        ids = set(asked_texts("selection", selection, "ids of suggestions"))
        _known(study, ids)
        kept = [row for row in rows if row.suggestion_id in ids]
        asked = counted(len(ids), "chosen suggestion")
        packed = json.dumps(sorted(ids))
    key = hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return _Selected(key, asked, {row.suggestion_id: row.code for row in kept})


def _rule(selection: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := [name for name in selection if name not in FILTERS]:
        raise UsageError("selection", f"{unknown[0]!r}", listing(FILTERS))
    rule: dict[str, Any] = {}
    for name in FILTERS:
        value = selection.get(name)
        if value is None:
            continue
        if name in ("code", "document", "engine"):
            rule[name] = list(dict.fromkeys(asked_texts(name, value, "text")))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise UsageError(name, called(value), "0 to 1")
        else:
            rule[name] = float(value)
    return rule


def _there(study: Study, rule: Mapping[str, Any]) -> None:
    """UsageError for a document that the project lacks, and for an engine that proposed nothing in it."""
    engines = study.rows("SELECT DISTINCT n.text FROM suggestion s JOIN name n ON n.n = s.engine")
    there = {
        "document": list(state.versions(study)),
        "engine": sorted(engine for (engine,) in engines),
    }
    for name, known in there.items():
        for value in rule.get(name, ()):
            if value not in known:
                raise UsageError(name, f"{value!r}", listing(known) or "none: run suggest first")


def _known(study: Study, ids: set[str]) -> None:
    deck = checks.deck(study)
    known = set(deck.checks) if deck is not None else set()
    known |= {row[0] for row in study.rows("SELECT suggestion_id FROM suggestion")}
    if unknown := sorted(ids - known):
        raise CodingError(
            unknown[0],
            f"{unknown[0]!r} is no suggestion of this project",
            next="Take ids from the queue",
        )


# -- the sample ----------------------------------------------------------------------------------------


def bulk_sample(
    study: Study,
    coder: str,
    selection: Selection = None,
    *,
    n: int = SAMPLE,
    seed: int = DEFAULT_SEED,
) -> pd.DataFrame:
    """Draw suggestions at random that have to be decided before the others are accepted together.

    selection: ids of suggestions, or a mapping with any of code (of a theme those beneath it), document,
    engine (one or several each), min_score, max_score; None = all that is open. n: how many, at least 5. The
    drawing is an act. The same call again returns what is left of the same sample; a larger n adds to it (that
    is kept, too), and so does the call after the drawing was undone. A new sample is drawn only where the
    selection has suggestions that could not be drawn then, or codes that are defined otherwise by now.

    Returns what of the sample is open, in the order it was drawn, with the columns of `queue`; decisions on it
    are ordinary decisions. `attrs`: n (of the sample), available, seed, selection. Raises CodingError where
    nothing of the selection is open and none was drawn from it, UsageError for a selection that cannot be.
    """
    coder = codings.check_coder(coder, "drawing a sample")
    n, seed = asked_number("n", n, FEWEST), asked_number("seed", seed)
    if isinstance(selection, Iterable) and not isinstance(selection, str | Mapping):
        selection = list(selection)

    def prepare() -> Draft | None:
        chosen = _selected(study, coder, selection)
        known = checks.bulk_samples(study, coder).get(chosen.key)
        undone = checks.undone_samples(study, coder).get(chosen.key)
        grown, draft, size = 0, Draft(), n
        if known is not None and _serves(study, known, chosen):
            drawn = set(_in_force(study, coder, known, chosen)[0])
            if min(n, len(known.population)) <= known.size or drawn.issuperset(chosen.codes):
                return None
            grown, drawing = known.grown + 1, known.seed
            population = list(known.population)
        elif undone is not None and _serves(study, undone, chosen):
            grown, drawing = undone.grown, undone.seed
            population, size = list(undone.population), max(n, undone.size)
        else:
            if not chosen.ids:
                raise CodingError(
                    chosen.asked, "nothing of it is open", next="Run suggest, or choose others"
                )
            drawing = seed
            order = np.random.default_rng(seed).permutation(len(chosen.ids))
            population = [chosen.ids[at] for at in order.tolist()]
        book = state.codebook(study)
        content = draft.content(
            "bulk",
            {
                "population": population,
                "asked": chosen.asked,
                "codes": {code: book[code].hash for code in sorted(set(chosen.codes.values()))},
            },
        )
        value = {
            "n": min(size, len(population)), "of": len(population), "seed": drawing, "grown": grown,
            "content": content,
        }  # fmt: skip
        draft.event(
            "setting", {"key": f"{checks.BULK}{chosen.key}:{coder}", "value": json.dumps(value)}
        )
        return draft

    if not study.read_only or prepare() is not None:
        study.write("draw bulk sample", coder, prepare)
    chosen = _selected(study, coder, selection)
    sample = checks.bulk_samples(study, coder)[chosen.key]
    ids = _in_force(study, coder, sample, chosen)[0]
    frame = queue(study, coder)
    place = {suggestion: at for at, suggestion in enumerate(ids)}
    frame = frame[frame["suggestion_id"].isin(place)]
    frame = frame.sort_values("suggestion_id", key=lambda ids: ids.map(place)).reset_index(
        drop=True
    )
    frame.attrs.update(
        n=len(ids),
        available=len(sample.population),
        seed=sample.seed,
        selection=sample.asked,
    )
    return frame[COLUMNS]


def _serves(study: Study, sample: BulkSample, chosen: _Selected) -> bool:
    """Whether a sample can still stand for what is open of its selection."""
    could = set(sample.population)
    return all(each in could for each in chosen.codes) and not _other_codes(study, sample, chosen)


def _other_codes(study: Study, sample: BulkSample, chosen: _Selected) -> list[str]:
    """Codes of what was drawn from and is open that are no longer what they were when the sample was drawn:
    defined anew, or with others merged into them. Another id for the same code is no change."""
    if sample.codes is None:
        return []
    book = state.codebook(study)
    same = {
        code
        for old, kept in sample.codes.items()
        if (code := book.renamed(old)) in book and book[code].hash == kept
    }
    same -= {
        now
        for old in sample.codes
        if (now := book.successor(old)) is not None and now != book.renamed(old)
    }
    could = set(sample.population)
    left = {code for each, code in chosen.codes.items() if each in could}
    return [code for code in book.codes if code in left - same]


def _in_force(
    study: Study, coder: str, sample: BulkSample, chosen: _Selected
) -> tuple[list[str], dict[str, str]]:
    """The ids of the sample, and what was decided on those of them that are suggestions. Hidden checks keep their
    place and are not counted: they tell of the coder, not of the suggestions."""
    bulk = checks.bulk_acts(study)
    said = {
        suggestion: DECISIONS[decision]
        for suggestion, decision, act in study.rows(
            "SELECT d.suggestion_id, d.decision, d.added FROM decision d JOIN name k ON k.n = d.coder"
            " WHERE d.ended IS NULL AND k.text = ?",
            (coder,),
        )
        if act not in bulk
    }
    answered = {
        each.suggestion_id
        for each in checks.answers(study)
        if each.coder == coder and not each.together
    }
    own = [
        each
        for each in sample.population
        if each in said or each in answered or each in chosen.codes
    ][: sample.size]
    return own, {each: said[each] for each in own if each in said}


# -- accepting -----------------------------------------------------------------------------------------


def accept_many(
    study: Study,
    coder: str,
    selection: Selection = None,
    *,
    minimum: float | None = None,
) -> BulkReport:
    """Accept what is open of a selection, as one act that undo takes back as a whole.

    selection: the same as in `bulk_sample`. minimum: the share of right suggestions that is enough, above 0. It is
    held against the lower end of the 95 % interval (Clopper and Pearson) of the share of the sample that was
    accepted as it was; revised ones do not count as accepted. Without it nothing is accepted and the report
    says the share. Suggestions that came after the sample was drawn stay open. The codings have origin
    "accepted" and are not blind; decisions made so are counted apart in `automation`.

    Raises CodingError where no sample of the selection was drawn, where some of it is undecided, where a code was
    defined anew or took others in since it was drawn, and where the sample does not bear the minimum out;
    UsageError for a minimum that is no share.
    """
    coder = codings.check_coder(coder, "accepting")
    if minimum is not None and (
        isinstance(minimum, bool) or not isinstance(minimum, int | float) or not 0 < minimum <= 1
    ):
        raise UsageError("minimum", called(minimum), "a share, above 0, at most 1")
    if isinstance(selection, Iterable) and not isinstance(selection, str | Mapping):
        selection = list(selection)
    report: list[BulkReport] = []

    def looked() -> tuple[_Selected, list[str]]:
        chosen = _selected(study, coder, selection)
        sample = checks.bulk_samples(study, coder).get(chosen.key)
        if sample is None and not chosen.codes:
            raise CodingError(
                chosen.asked, "nothing is open", next="Make suggestions first (suggest)"
            )
        if sample is None:
            raise CodingError(
                chosen.asked,
                "cannot be accepted together: no random sample of it was looked at",
                "",
                "Draw one first (bulk_sample, or qualcode accept --sample-first), and decide on it",
            )
        if others := _other_codes(study, sample, chosen):
            raise CodingError(
                chosen.asked,
                f"cannot be accepted together: {listing(others)} changed since its sample was drawn",
                "",
                "Draw another one (bulk_sample, or qualcode accept --sample-first), and decide on it",
            )
        drawn, said = _in_force(study, coder, sample, chosen)
        left = sum(each in chosen.codes and each not in said for each in drawn)
        if left:
            raise CodingError(
                chosen.asked,
                f"cannot be accepted together: {left} of {len(drawn)} in its sample are undecided",
                "",
                "Decide on the sample first",
            )
        if not said:
            raise CodingError(
                chosen.asked,
                "cannot be accepted together: its sample holds no suggestion that was looked at",
                "",
                "Draw a larger one, and decide on it",
            )
        decided, accepted = len(said), sum(each == "accept" for each in said.values())
        could = set(sample.population)
        ids = [each for each in chosen.ids if each in could]
        report[:] = [
            BulkReport(
                sample.asked, decided, accepted, people_share_interval(accepted, decided), len(ids),
                minimum, later=len(chosen.ids) - len(ids), grown=sample.grown,
            )
        ]  # fmt: skip
        return chosen, ids

    if minimum is None:
        looked()
        return report[0]
    key = ""

    def wanted() -> list[decisions.Decision]:
        nonlocal key
        chosen, ids = looked()
        key, own = chosen.key, report[0]
        if own.share.low is None or own.share.low < minimum:
            raise CodingError(
                chosen.asked,
                f"cannot be accepted together: {own.said}; the lower end has to be"
                f" {100 * minimum:g}% at least",
                "",
                "Look at a larger sample, ask for less, or decide one by one",
            )
        return [decisions.as_suggested(study, each, "accept") for each in ids]

    def also(draft: Draft, done: decisions.DecideReport) -> None:
        own = report[0]
        value = {
            "accepted": _suggestions(done), "checks": len(done.checks), "sample": own.sample,
            "sample_accepted": own.sample_accepted, "minimum": minimum, "low": own.share.low,
            "high": own.share.high,
        }  # fmt: skip
        draft.event(
            "setting", {"key": f"{checks.BULK_DONE}{key}:{coder}", "value": json.dumps(value)}
        )

    done = decisions.write_decisions(study, coder, wanted, verb="accept many", also=also)
    own = report[0]
    own.accepted, own.coding_ids, own.checks = (
        _suggestions(done),
        done.coding_ids,
        done.checks,
    )
    return own


def _suggestions(done: decisions.DecideReport) -> int:
    """How many suggestions were accepted; each line of checks is one more that was none."""
    return sum(done.counts.values()) - len(done.checks)
