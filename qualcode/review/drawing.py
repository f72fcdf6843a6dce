"""Drawing a sample for double coding and assigning it, as an act that is kept with its rule and seed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.analysis import samples as kept
from qualcode.analysis.coder_reading import SUGGESTER
from qualcode.analysis.corpus import corpus
from qualcode.analysis.samples import Plan
from qualcode.analysis.sampling import DEFAULT_SEED, DEFAULT_SHARE, Stratum, Unit, draw
from qualcode.analysis.selection import check_where
from qualcode.analysis.to_settle import BOTH, NONE
from qualcode.core.asked import asked_text, asked_texts
from qualcode.core.codebook import Codebook
from qualcode.core.records import CONSENSUS, ORIGINS
from qualcode.errors import CodingError, UsageError, counted, listing
from qualcode.store import Draft, Study, codings, state

if TYPE_CHECKING:
    import pandas as pd

_NAME_MOST = 60
_ACCEPTED = (ORIGINS.index("accepted"), ORIGINS.index("revised"))


# -- drawing ---------------------------------------------------------------------------------------------


@dataclass
class SampleReport:
    """A sample as it was drawn.

    plan: the rule and the units, by id. strata: for each combination of values how many units there were
    and how many were drawn, in the order of the sheets; where: the filters; left_out: why units could not
    be drawn -> how many (these three are empty in a coder's copy). codes: how many codes it is about. same:
    it had been drawn before, and nothing was done now.
    """

    plan: Plan
    strata: list[Stratum] = field(default_factory=list)
    where: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    same: bool = False

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each stratum: a column for each attribute, available, drawn."""
        import pandas as pd

        columns = [*self.plan.by, "available", "drawn"]
        rows = [[*each.values, each.available, each.drawn] for each in self.strata]
        return pd.DataFrame(rows, columns=columns)

    @property
    def rule(self) -> str:
        """How it was drawn, in a sentence for the methods chapter."""
        return kept.rule(self.plan, self.where)

    def __str__(self) -> str:
        plan = self.plan
        lines = [
            f"sample {plan.name}: {plan.told()}"
            + (f"; drawn already in act {plan.act}" if self.same else ""),
            f"  rule: {self.rule}",
        ]
        if self.strata and plan.by:
            heads = [*plan.by, "available", "drawn"]
            cells = [
                [*each.values, f"{each.available:,}", f"{each.drawn:,}"] for each in self.strata
            ]
            widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
            for row in [heads, *cells]:
                words = [
                    cell.ljust(width) if at < len(plan.by) else cell.rjust(width)
                    for at, (cell, width) in enumerate(zip(row, widths, strict=True))
                ]
                lines.append(f"  {'  '.join(words)}".rstrip())
            if empty := sum(not each.drawn for each in self.strata):
                lines.append(
                    f"  {counted(empty, 'stratum', 'strata')} without a {plan.unit}: the sample is"
                    f" smaller than the {len(self.strata)} strata"
                )
        lines += [f"  not drawn from: {number:,} {why}" for why, number in self.left_out.items()]
        if plan.asked is not None:
            about = listing(plan.codes, 20)
        else:
            about = f"all {len(plan.codes)} codes" if plan.codes else "all codes (none yet)"
        lines.append(f"  about: {about}")
        shown = (
            part.document if part.turns is None else f"{part.document} ({listing(part.turns)})"
            for part in plan.parts
        )
        lines.append(f"  {'turns' if plan.unit == 'turn' else 'documents'}: {listing(shown, 30)}")
        return "\n".join(lines)

    __repr__ = __str__  # as a notebook shows it

    def as_data(self) -> dict[str, Any]:
        plan = self.plan
        return {
            "sample": plan.name,
            "act": plan.act,
            "same": self.same,
            "unit": plan.unit,
            "coders": list(plan.coders),
            "drawn": plan.size,
            "available": plan.available,
            "by": list(plan.by),
            "share": plan.share,
            "n": plan.n,
            "seed": plan.seed,
            "least_words": plan.least_words,
            "where": self.where,
            "codes": None if plan.asked is None else list(plan.codes),
            "rule": self.rule,
            "strata": [
                {"values": list(each.values), "available": each.available, "drawn": each.drawn}
                for each in self.strata
            ],
            "left_out": self.left_out,
            "documents": {
                part.document: None if part.turns is None else list(part.turns)
                for part in plan.parts
            },
        }


def draw_sample(
    study: Study,
    coder: str,
    name: str,
    *,
    coders: Sequence[str],
    share: float | None = None,
    n: int | None = None,
    unit: Unit = "document",
    by: str | Sequence[str] = ("role", "case"),
    where: Mapping[str, Any] | None = None,
    codes: str | Collection[str] | None = None,
    least_words: int = 0,
    seed: int = DEFAULT_SEED,
) -> SampleReport:
    """Draw a stratified random sample of documents or turns and assign it to coders, as one act.

    coder: who draws. coders: two or more names, all of whom read the whole sample. share: at least this
    part of the units (a fifth unless n is given); n: this many. unit: "document", or "turn" for turns of
    participants; the rest of the document stays readable as context. by, where, least_words, seed: see
    `qualcode.analysis.sampling.draw`; nobody's codings are looked at. codes: the ids that the sample is
    about (of a theme: those beneath it); all of them unless given.

    Kept are the rule, the seed, the ids of the units and the versions of their texts, so that a text that
    changed since is noticed. The same call again returns the sample as it was drawn; another one under its
    name is refused, as a sample that may be drawn until it pleases is none. `undo` takes it back, and the
    history shows that. Raises UsageError and CodingError, changing nothing.
    """
    coder = codings.check_coder(coder, "drawing a sample")
    name = checked_name(name)
    check_where(where)
    if share is None and n is None:
        share = DEFAULT_SHARE
    rule: dict[str, Any] = {
        "coders": _checked_coders(coders),
        "unit": unit,
        "share": share,
        "n": n,
        "by": asked_texts("by", by, "names of attributes"),
        "where": {each: filter_texts(value) for each, value in (where or {}).items()},
        "codes": None if codes is None else asked_texts("codes", codes, "ids of codes"),
        "least_words": least_words,
        "seed": seed,
    }
    if len(set(rule["by"])) < len(rule["by"]):
        raise UsageError("by", f"{listing(rule['by'])}: one of them twice", "each once")
    known: list[Plan] = []

    def prepare() -> Draft | None:
        plans = kept.plans(study).values()
        known[:] = [each for each in plans if each.name == name]
        alike = [each for each in plans if each.name.casefold() == name.casefold()]
        if alike and not known:
            raise UsageError(
                "sample",
                f"the name {name!r}",
                f"there is {alike[0].name!r} already",
                "Choose another name",
            )
        if known:
            check_same(study, known[0], rule)
            return None
        draft = Draft()
        draft.event(
            "setting",
            {"key": kept.SAMPLE + name, "value": _new(study, draft, name, rule).as_setting()},
        )
        return draft

    # A project that cannot be written still answers a notebook that is run again.
    if not study.read_only or prepare() is not None:
        study.write("draw sample", coder, prepare)
    report = kept_report(study, kept.plan(study, name))
    report.same = bool(known)
    return report


def _new(study: Study, draft: Draft, name: str, rule: Mapping[str, Any]) -> Plan:
    """Draw, and put the words that go with the plan aside."""
    asked = rule["codes"]
    book = state.codebook(study)
    about = book.applicable() if asked is None else checked_codes(book, asked)
    drawn = draw(
        corpus(study),
        **{
            each: rule[each]
            for each in ("unit", "by", "share", "n", "where", "least_words", "seed")
        },
    )
    words = {
        "where": rule["where"],
        "strata": [[list(each.values), each.available, each.drawn] for each in drawn.strata],
        "left_out": dict(drawn.left_out),
    }
    return kept.new_plan(
        name,
        drawn,
        state.versions(study),
        coders=rule["coders"],
        by=rule["by"],
        share=None if rule["share"] is None else float(rule["share"]),
        n=None if rule["n"] is None else int(rule["n"]),
        seed=int(rule["seed"]),
        least_words=int(rule["least_words"]),
        asked=asked,
        codes=about,
        words=draft.content("sample", words),
    )


def filter_texts(given: Any) -> list[str]:
    """The values of a filter as text, as `selection.filters` takes them."""
    if isinstance(given, bool):
        return ["yes" if given else "no"]
    if isinstance(given, (list, tuple, set, frozenset)):
        found = [text for each in given for text in filter_texts(each)]
        return found if isinstance(given, (list, tuple)) else sorted(found)
    return [str(given)]


def kept_report(study: Study, plan: Plan) -> SampleReport:
    """A kept sample, as `draw_sample` reported it."""
    strata, where, left_out = kept.strata(study, plan)
    return SampleReport(plan, strata, where, left_out)


def checked_name(name: str) -> str:
    name = asked_text("sample", name, "a name for it").strip()
    if not name or len(name) > _NAME_MOST or not name.isprintable():
        raise UsageError("sample", f"the name {name!r}", f"1 to {_NAME_MOST} printable characters")
    return name


def _checked_coders(coders: Sequence[str]) -> list[str]:
    names = [each.strip() for each in asked_texts("coders", coders, "names of coders")]
    for name in names:
        fault = codings.coder_fault(name)
        if name.casefold() == CONSENSUS:
            fault = f"the coder {CONSENSUS!r} is reserved for settled codings"
        elif name.casefold() in (BOTH, NONE):
            fault = f"{name!r} is what a worksheet says of a row"
        elif name.casefold() == SUGGESTER:
            fault = f"{name!r} is a program, and compared without being assigned"
        if fault:
            raise UsageError("coders", fault, "names of two or more coders")
    if len({name.casefold() for name in names}) < max(2, len(names)):
        raise UsageError(
            "coders", listing(names) or "none", "two or more coders with different names"
        )
    return names


def checked_codes(book: Codebook, asked: Sequence[str]) -> list[str]:
    """The codes that can be applied among these and all beneath them, in codebook order."""
    usable = book.applicable()
    found: set[str] = set()
    for given in asked:
        code = book.successor(given) or given
        if code not in book:
            raise CodingError(
                code, f"is not in the codebook ({len(book)} codes)", book.what_became(code)
            )
        beneath = set(book.beneath(code)) & set(usable)
        if not beneath:
            raise CodingError(code, "takes no codings, and no code beneath it does")
        found |= beneath
    if not found:
        raise UsageError("codes", "none given", "ids of codes, or leave it out for all")
    return [code for code in usable if code in found]


def check_same(study: Study, plan: Plan, rule: Mapping[str, Any]) -> None:
    """CodingError where a sample of this name was drawn by another rule."""
    _, where, _ = kept.strata(study, plan)
    book = state.codebook(study)
    before: dict[str, Any] = {
        "coders": list(plan.coders),
        "unit": plan.unit,
        "share": plan.share,
        "n": plan.n,
        "by": list(plan.by),
        # In a coder's copy the values of filters are not kept: nothing to compare.
        "where": rule["where"] if plan.words is None else where,
        "codes": None if plan.asked is None else list(plan.asked),
        "least_words": plan.least_words,
        "seed": plan.seed,
    }

    def alike(name: str, value: Any) -> Any:
        if name == "codes" and value is not None:
            return {book.successor(code) or code for code in value}
        return sorted(value) if name == "coders" else value

    differ = [
        f"{name} was {_said(before[name])}, is {_said(rule[name])}"
        for name in before
        if alike(name, before[name]) != alike(name, rule[name])
    ]
    if differ:
        raise CodingError(
            f"the sample {plan.name}",
            f"was drawn in act {plan.act} by another rule: {listing(differ)}",
            "",
            "Choose another name; a sample that is drawn again until it pleases is no random sample",
        )


def _said(value: Any) -> str:
    if value in (None, {}):
        return "not given"
    if isinstance(value, list):
        return listing(value, 4)
    if isinstance(value, dict):
        return "; ".join(f"{name} = {listing(own, 4)}" for name, own in value.items())
    return str(value)
