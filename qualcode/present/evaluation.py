"""qualcode evaluate, as it is printed: how good suggestions are on a project's own codings, and on
which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.analysis.coefficients import Coefficient
from qualcode.analysis.corpus import Corpus
from qualcode.analysis.evaluated import (
    BLIND,
    FEW_CODINGS,
    LEAST_CODINGS,
    LEAST_DOCUMENTS,
    SAYS_YES,
    CodeGrade,
    Curve,
    Evaluation,
    Graded,
)
from qualcode.analysis.grading import BINS, DRAWS, LEAST_SHOWN, LEAST_STEPS, WIDEST
from qualcode.analysis.rounding import rounded
from qualcode.errors import counted, listing
from qualcode.present.report import Report, Section, percent, provenance

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.axes import Axes

# A share of codings found that is worth the trouble of coding further documents.
WORTH = 0.02
_ORDERING = ("codings", "documents", "segments", "chance", "average_precision", "work_saved")
_FORMATS = {
    **dict.fromkeys(("codings", "documents", "segments", "shown", "looked_at"), "n"),
    **dict.fromkeys(("segments_people", "not_blind", "unknown"), "n"),
    **dict.fromkeys(("chance", "average_precision", "work_saved"), "coefficient"),
    **dict.fromkeys(("precision", "recall"), "share"),
    **dict.fromkeys(("calibration_error", "calibration_by_chance"), "p"),  # three decimals
    **dict.fromkeys(
        ("kappa", "alpha", "kappa_same", "kappa_people", "alpha_people"), "coefficient"
    ),
    "stands_for": "text",
    "why_not": "text",
}


@dataclass(repr=False)
class EvaluationReport(Report):
    """How good suggestions are. `frame` has one row for each code with all its figures, also those that
    cannot be graded (print shows these apart), and is what .csv holds; `curve` the learning curve; `calibration` the bins; `found` the measured figures as they are.

    Columns of `frame` (index: code): codings, documents, segments (that grade it), chance,
    average_precision, work_saved (WSS@95), shown, precision, recall (at the threshold), looked_at,
    calibration_error, calibration_by_chance, kappa, alpha (the program with the coder), kappa_people,
    alpha_people, kappa_same (the program with the coder on the same segments), segments_people,
    not_blind and unknown (coded segments that grade nothing, or apart), stands_for (codes too fine to be
    learned whose codings count as the theme's; it is not the whole theme), why_not (why it is not graded).
    Missing where there is nothing to say.
    """

    found: Evaluation | None = None
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each code that was asked for, graded or not."""
        assert self.found is not None
        return _frame(self.found, self.found.main)

    def to_csv(self, path: str | Path) -> None:
        """Write `frame`: all codes with all figures."""
        Report(self.title, [Section("", self.frame, formats=_FORMATS)]).to_csv(path)

    @property
    def curve(self) -> pd.DataFrame:
        """One row for each step: documents, average_precision with the lowest and the highest draw, found
        with these. Empty where no curve was made."""
        assert self.found is not None
        return _curve_frame(self.found.curve)

    @property
    def calibration(self) -> pd.DataFrame:
        """One row for each bin of the suggestions looked at first: suggestions, said (mean
        probability), right (share)."""
        import pandas as pd

        assert self.found is not None
        top = self.found.main.top
        if top is None or top.error is None:
            return pd.DataFrame({"suggestions": [], "said": [], "right": []})
        return pd.DataFrame({"suggestions": top.sizes, "said": top.said, "right": top.happened})

    def plot(self, ax: Axes | None = None, *, kind: str = "curve") -> Axes:
        """kind: "curve" (learning curve) or "calibration"; see `qualcode.present.plots_evaluation`."""
        from qualcode.errors import UsageError
        from qualcode.present import plots_evaluation as plots

        kinds = {"curve": plots.learning_plot, "calibration": plots.calibration_plot}
        if kind not in kinds:
            raise UsageError("kind", f"{kind!r}", listing(kinds))
        return kinds[kind](self, ax=ax)

    def figure(self) -> Any:
        """Learning curve and calibration side by side, as one figure."""
        from qualcode.present.plots_evaluation import evaluation_figure

        return evaluation_figure(self)


def evaluation_report(found: Evaluation, columns: Corpus) -> EvaluationReport:
    """What `review.evaluating.evaluate` measured, as it is printed."""
    main = found.main
    labels = _labels(found, {entry.code: entry.label for entry in columns.book})
    frame = _frame(found, main)
    graded = frame[frame["why_not"].isna()]
    sections = [
        Section(
            "How well suggestions are ordered",
            graded if len(graded) else None,
            _ordering(found, main),
            _FORMATS,
            labels,
            hidden=[name for name in frame.columns if name not in _ORDERING],
            notes=_ordering_notes(found, main, labels),
        )
    ]
    if main.graded:
        shown = Section(
            f"What is shown at a precision of {percent(found.precision)}, and whether probabilities hold",
            graded[_shown_columns(graded)],
            [*_threshold(found, main), *_calibrated(main)],
            _FORMATS,
            labels,
            notes=_shown_notes(main, graded),
        )
        sections += [shown, _agreement(main, graded, labels)]
    sections += [
        *_curve_section(found),
        *_not_graded(found, main, frame, labels),
        *_apart(found, main, labels),
    ]
    return EvaluationReport(
        "How good suggestions are on this project's own codings",
        sections,
        _notes(found, main, columns),
        provenance(columns),
        found,
        labels,
    )


# -- frames ------------------------------------------------------------------------------------------------


def _value(coefficient: Coefficient | None) -> float | None:
    return None if coefficient is None else coefficient.value


def _row(grade: CodeGrade, found: Evaluation) -> dict[str, Any]:
    shown, top = grade.shown, grade.top
    other = found.unknown if found.main.kind == BLIND else found.blind
    elsewhere = {each.code: each.codings for each in other.codes}
    return {
        "codings": grade.codings,
        "documents": grade.documents,
        "segments": grade.segments,
        "chance": grade.chance,
        "average_precision": grade.average_precision,
        "work_saved": grade.saved,
        "shown": None if shown is None else shown.shown,
        "precision": None if shown is None else shown.precision,
        "recall": None if shown is None else shown.recall,
        "looked_at": grade.looked,
        "calibration_error": None if top is None else top.error,
        "calibration_by_chance": None if top is None else top.perfect,
        "kappa": _value(grade.kappa),
        "alpha": _value(grade.alpha),
        "kappa_people": _value(grade.people_kappa),
        "alpha_people": _value(grade.people_alpha),
        "kappa_same": _value(grade.program_kappa),
        "segments_people": grade.people_segments if grade.people_kappa is not None else None,
        "not_blind": found.set_aside[grade.code],
        "unknown" if found.main.kind == BLIND else "blind": elsewhere.get(grade.code, 0),
        "stands_for": ", ".join(found.stands_for.get(grade.code, [])) or None,
        "why_not": grade.reason or None,
    }


def _labels(found: Evaluation, labels: dict[str, str]) -> dict[str, str]:
    """With what the rows of themes are about that stand for codes too fine to be learned: these codes, and
    not the whole theme, whose other codes have rows of their own."""
    named = dict(labels)
    for each in found.main.graded:
        if each.own is not None:
            inside = "itself and its rare codes" if each.own else "its rare codes"
            named[each.code] = f"{labels[each.code]} ({inside})"
    return named


def _frame(found: Evaluation, main: Graded) -> pd.DataFrame:
    import pandas as pd

    codes = [each.code for each in main.codes]
    frame = pd.DataFrame(
        [_row(each, found) for each in main.codes], index=pd.Index(codes, name="code", dtype=object)
    )
    for name in frame.columns:
        kind = _FORMATS.get(name, "n")
        if kind == "n":
            frame[name] = frame[name].astype("Int64")
        elif kind != "text":
            frame[name] = frame[name].astype("Float64")
        else:
            frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    return frame


def _curve_frame(curve: Curve | None) -> pd.DataFrame:
    import pandas as pd

    rows = []
    for step in curve.steps if curve else []:
        row: dict[str, Any] = {"documents": step.documents}
        for name in ("average_precision", "found"):
            value = getattr(step, name) or (None, None, None)
            row |= {name: value[0], f"{name}_low": value[1], f"{name}_high": value[2]}
        rows.append(row)
    names = [
        "documents",
        *(f"{a}{b}" for a in ("average_precision", "found") for b in ("", "_low", "_high")),
    ]
    frame = pd.DataFrame(rows, columns=names)
    return frame.astype({"documents": "Int64"} | dict.fromkeys(names[1:], "Float64"))


# -- sentences ---------------------------------------------------------------------------------------------


def _shown_columns(frame: pd.DataFrame) -> list[str]:
    """Calibration code by code only where a code has enough suggestions for it."""
    names = ["shown", "precision", "recall", "looked_at"]
    if frame["calibration_error"].notna().any():
        names += ["calibration_error", "calibration_by_chance"]
    return names


def _two(number: float | None) -> str:
    return "–" if number is None else rounded(number, 2)


def _per(often: float) -> str:
    """How many suggestions for each segment, in words."""
    if often < 1:
        return f"one suggestion for every {round(1 / often)} segments"
    return "one suggestion" if often == 1 else f"{often:g} suggestions"


def _ordering(found: Evaluation, main: Graded) -> list[str]:
    if not main.graded:
        return [
            f"No code can be graded: what is needed are at least {LEAST_CODINGS} codings in"
            f" {LEAST_DOCUMENTS} documents that were made without sight of suggestions."
        ]
    lines = [
        f"{counted(len(main.graded), 'code')} of {len(main.codes)} graded on"
        f" {counted(main.codings, 'coding')} in {counted(main.segments, 'segment')} of"
        f" {counted(len(main.documents), 'document')}. Mean average precision"
        f" {_two(main.average_precision)}, by chance {_two(main.chance)}; mean work saved {_two(main.saved)}."
    ]
    parts = [
        f"{percent(share)} after {_per(often)}"
        for often, share in main.found.items()
        if share is not None
    ]
    lines.append(f"Share of people's codings found, on average per segment: {', '.join(parts)}.")
    return lines


def _ordering_notes(found: Evaluation, main: Graded, labels: dict[str, str]) -> list[str]:
    few = [each.code for each in main.graded if each.codings < FEW_CODINGS]
    notes = [
        "codings: segments (a turn, or a part of a long one) with the code. average precision: the mean precision"
        " at each of them when segments are read from the highest score on; chance is their share, which scores"
        " that say nothing reach. work saved (WSS@95): the share of segments that need not be read to find"
        " 95% of them, less the 5% that reading at random saves; below 0 is worse than reading at random."
    ]
    themes = [
        f"{labels[each.code]}: {listing((labels[code] for code in found.stands_for[each.code]), 40)}"
        f" ({each.codings - each.own} of {each.codings} codings are theirs alone)"
        for each in main.graded
        if each.own is not None
    ]
    if themes:
        notes.append(
            "its rare codes: not the whole theme, whose other codes have rows of their own. Codes with too few"
            " codings to be learned in some or all folds are suggested as their theme, and their codings count as"
            f" the theme's. {'; '.join(themes)}."
        )
    if few:
        notes.append(
            f"Fewer than {FEW_CODINGS} codings, so that one more or less moves every figure far:"
            f" {listing((labels[code] for code in few), 40)}."
        )
    return notes


def _threshold(found: Evaluation, main: Graded) -> list[str]:
    if not main.graded or main.shown is None:
        return []
    silent = [each for each in found.thresholds if each.value is None]
    shown = main.shown
    if len(silent) == len(found.thresholds):
        return [
            f"Nothing is shown: {silent[0].reason}."
            if silent[0].reason
            else "Nothing is shown: no threshold could be set."
        ]
    values = [each.value for each in found.thresholds if each.value is not None]
    said = (
        f"The threshold is set in each fold by the documents learned from (probability {_percent(min(values))} to"
        f" {_percent(max(values))}). At and above it {counted(shown.shown, 'suggestion')} were shown in documents"
        f" left out, {shown.right:,} of them right"
    )
    if shown.precision is not None and shown.recall is not None:
        said += f": precision {percent(shown.precision)}, recall {percent(shown.recall)}"
    lines = [said + "."]
    if silent:
        lines.append(
            f"In {len(silent)} of {len(found.thresholds)} folds nothing was shown: {silent[0].reason}."
        )
    return lines


def _calibrated(main: Graded) -> list[str]:
    top = main.top
    if top is None:
        return []
    if top.error is None:
        return [f"Whether probabilities hold cannot be said: {top.reason}."]
    assert top.perfect is not None and top.perfect_high is not None
    verdict = (
        "no more than probabilities that are exactly right show by chance"
        if top.error <= top.perfect_high
        else "more than chance explains: read the probabilities as an order, not as shares"
    )
    number = int(top.sizes.sum())
    return [
        f"Of the {number:,} suggestions looked at first (one per segment on average) the probabilities are off"
        f" by {rounded(top.error, 3)} on average over {BINS} bins of equal count; exactly right ones would be off"
        f" by {rounded(top.perfect, 3)} (95% of draws at most {rounded(top.perfect_high, 3)}). That is {verdict}."
    ]


def _shown_notes(main: Graded, graded: pd.DataFrame) -> list[str]:
    notes = [
        "shown, precision, recall: at the threshold; recall is of all codings of the code. looked at: how many of"
        " the code are among the suggestions looked at first."
    ]
    if "calibration_error" in _shown_columns(graded):
        notes.append(
            f"calibration error: of those looked at, in ten bins, where there are at least {LEAST_SHOWN}; by"
            f" chance: what exactly right probabilities would show ({DRAWS:,} draws)."
        )
    return notes


def _agreement(main: Graded, own: pd.DataFrame, labels: dict[str, str]) -> Section:
    graded = main.graded
    people = [each for each in graded if each.people_kappa is not None]
    names, who = ["kappa", "alpha"], listing(main.people)
    mean = _mean(each.kappa for each in graded)
    said = f" Mean kappa with {who} {_two(mean)}." if mean is not None else ""
    lines = [
        f"The program is taken to give a code where its probability is at least {SAYS_YES:g}; it is held against"
        f" {who}.{said}"
    ]
    notes = [
        "kappa: Cohen's (of more than two people the mean of their pairs), alpha: Krippendorff's, nominal; by"
        " segment, one code present or absent."
    ]
    if not people:
        lines.append(
            "No second person has read these segments: there is no human–human agreement to hold it against."
        )
    else:
        apart = any(each.people_segments != each.segments for each in people)
        names += ["kappa_same"] if apart else []
        names += ["kappa_people", "alpha_people", "segments_people"]
        both = [
            each
            for each in people
            if _value(each.people_kappa) is not None and _value(each.program_kappa) is not None
        ]
        if both:
            lines.append(
                f"Where two people read the same segments ({counted(len(both), 'code')}): mean kappa of program"
                f" and person {_two(_mean(each.program_kappa for each in both))}, of people with each other"
                f" {_two(_mean(each.people_kappa for each in both))}."
            )
        notes.append(
            "kappa people, alpha people: on the segments that two people or more have read (segments people)."
            + (" kappa same: the program with the person on these." if apart else "")
        )
        if seeing := [name for name, blind in main.others.items() if not blind]:
            notes.append(
                f"Not all of what {listing(seeing)} coded there was made blind to suggestions: agreement"
                " between people may owe something to these."
            )
    reasons = {
        one.reason
        for each in graded
        for one in (each.kappa, each.people_kappa)
        if one is not None and one.value is None
    }
    if reasons:
        notes.append(f"– where undefined: {listing(sorted(reasons), 4)}.")
    return Section("Agreement with the coder", own[names], lines, _FORMATS, labels, notes=notes)


def _mean(values: Iterable[Coefficient | None]) -> float | None:
    known = [each.value for each in values if each is not None and each.value is not None]
    return sum(known) / len(known) if known else None


def outlook(curve: Curve) -> str:
    """Whether a few documents more are likely to help, in one or two sentences."""
    gain, more = curve.gain, curve.more
    last = curve.steps[-1]
    now = ""
    if last.found is not None:
        now = (
            f"earned from {counted(last.documents, 'document')}, one suggestion per segment finds"
            f" {percent(last.found[0])} of the codings"
        )
    if untold := gain.untold:
        said = f"Whether {_number(more)} more coded documents would help cannot be told: {untold}."
        return f"L{now}. {said}" if now else said
    assert gain.value is not None and gain.low is not None and gain.high is not None
    points, low, high = (_points(each) for each in (gain.value, gain.low, gain.high))
    expected = (
        f"if the curve goes on as it went, {_number(more)} more than the {curve.now:,} coded now change the share"
        f" found by {points} percentage points (95% interval {low} to {high})"
    )
    some = f"{_number(more)} more documents"
    if gain.high < WORTH:
        verdict = f"{some.capitalize()} are not likely to help much"
    elif gain.low > 0:
        little = "" if gain.value >= WORTH else " a little"
        verdict = f"{some.capitalize()} are likely to help{little}"
    elif gain.value >= WORTH:
        verdict = f"{some.capitalize()} may help, but that is not certain"
    else:
        verdict = f"It cannot be told whether {some} would help"
    return f"{verdict}: l{now}; {expected}."


def _points(share: float) -> str:
    """`+3.1`, `−0.4`, `0.0`: percentage points."""
    text = rounded(100 * share, 1)
    return text if text == "0.0" or share < 0 else f"+{text}"


def _percent(share: float) -> str:
    """With a decimal below ten per cent, where thresholds of rare codes may lie."""
    return f"{100 * share:.1f}%" if share < 0.0995 else percent(share)


def _number(number: int) -> str:
    return "five" if number == 5 else f"{number:,}"


def _curve_section(found: Evaluation) -> list[Section]:
    curve = found.curve
    if curve is None:
        return []
    frame = _curve_frame(curve).rename(columns={"found": "found_at_one_per_segment"})
    low, high = curve.tested
    tested = counted(low, "document") if low == high else f"{low} or {high} documents"
    kept = "is" if low == high == 1 else "are"
    steps = curve.gain.steps
    notes = [
        f"Means of {curve.draws} draws over {counted(curve.codes, 'code')}, in brackets the lowest and the highest"
        f" draw, seed {found.seed}. In each draw {tested} {kept} kept for testing, the same for all steps; the others"
        " are added in random order. found: share of codings found at one suggestion per segment. Average precision"
        " is of these few documents at a time, and so not that of the first table."
    ]
    if steps:
        notes.append(
            "The outlook takes the curve to go on as it went from"
            f" {steps[0]} to {steps[-1]} documents, by the same amount for each doubling; its interval is the wider"
            " of documents left out one by one and of the spread over draws (Student's t), and change and interval are"
            " held to what is possible. A curve that flattens brings less. Much is"
            f" {100 * WORTH:.0f} percentage points or more. Nothing is told of the outlook where it rests on fewer"
            f" than {counted(LEAST_STEPS, 'step')} or where the interval, before it is held to what is possible,"
            f" is wider than {100 * WIDEST:.0f} percentage points."
        )
    return [
        Section(
            "Learning curve, by documents coded",
            frame,
            [outlook(curve)],
            {"documents": "n", "average_precision": "coefficient", "found_at_one_per_segment": "share",
             **dict.fromkeys(("average_precision_low", "average_precision_high"), "coefficient"),
             **dict.fromkeys(("found_low", "found_high"), "share")},
            intervals={
                "average_precision": ("average_precision_low", "average_precision_high"),
                "found_at_one_per_segment": ("found_low", "found_high"),
            },
            notes=notes,
        )
    ]  # fmt: skip


def _not_graded(
    found: Evaluation, main: Graded, frame: pd.DataFrame, labels: dict[str, str]
) -> list[Section]:
    left = frame[frame["why_not"].notna()]
    if not len(left):
        return []
    other = "unknown" if main.kind == BLIND else "blind"
    return [
        Section(
            "Codes that cannot be graded",
            left[["codings", "not_blind", other, "why_not"]],
            [],
            _FORMATS | {other: "n"},
            labels,
            notes=[
                f"codings: segments coded {_how(main.kind)}; not blind: from suggestions, or with suggestions or"
                " others' work in sight."
            ],
        )
    ]


def _how(kind: str) -> str:
    return "blind" if kind == BLIND else "where nobody says whether it was blind"


def _apart(found: Evaluation, main: Graded, labels: dict[str, str]) -> list[Section]:
    """The other kind of reference, where it grades anything: never added to the first."""
    other = found.unknown if main.kind == BLIND else found.blind
    if not other.graded or other is main:
        return []
    frame = _frame(found, other)
    frame = frame[frame["why_not"].isna()]
    names = [
        "codings",
        "documents",
        "segments",
        "chance",
        "average_precision",
        "precision",
        "recall",
        "kappa",
    ]
    return [
        Section(
            f"Apart: on codings {_how(other.kind)}",
            frame[names],
            [
                f"{counted(len(other.graded), 'code')} graded on {counted(other.codings, 'coding')} in"
                f" {counted(len(other.documents), 'document')}: mean average precision"
                f" {_two(other.average_precision)}, by chance {_two(other.chance)}. If some of these codings were"
                " made with suggestions in sight, these figures flatter the suggestions."
            ],
            _FORMATS,
            labels,
        )
    ]


def _notes(found: Evaluation, main: Graded, columns: Corpus) -> list[str]:
    from qualcode.present import PROGRAM

    notes = []
    if main.kind != BLIND and main.graded:
        notes.append(
            "NOT KNOWN TO BE BLIND: no coding is recorded as made without sight of suggestions. All figures rest on"
            " codings of which nobody says how they were made; if suggestions were in sight, they flatter the"
            " suggestions. Say so when you complete documents: --blind yes."
        )
    people = ", ".join(f"{name} ({counted(n, 'document')})" for name, n in main.people.items())
    if people:
        notes.append(f"Held against the codings of {people}, {_how(main.kind)}.")
    aside = sum(found.set_aside.values())
    if aside:
        notes.append(
            f"{counted(aside, 'coded segment')} grade nothing, since they came from suggestions or were made with"
            " suggestions or others' work in sight; where a blind pass had said no before, its no stands."
            " Suggestions may learn from them."
        )
    unknown = sum(each.codings for each in found.unknown.codes)
    if main.kind == BLIND and unknown:
        notes.append(
            f"{counted(unknown, 'coded segment')} of unknown blindness are counted apart and are in none of the"
            " figures above."
        )
    if found.unread:
        notes.append(
            f"{counted(found.unread, 'segment')} that nobody has read are left out: unread is not “no”."
        )
    whose = {"record": "the codings of record", "any": "the codings of all coders"}
    whose_said = whose.get(found.coders, f"the codings of {found.coders}")
    notes.append(
        f"Learned from {whose_said} in {counted(found.taught, 'document')}, in"
        f" {found.folds} folds: each learns from all documents but those it is tried on, so that no document is ever"
        f" in both. The words of all documents are known to the program, coded or not, as they are when it is used."
    )
    notes.append(
        f"Engines: {listing(found.engines)} ({PROGRAM}). Threshold for a precision of"
        f" {percent(found.precision)}. Seed {found.seed}."
    )
    if not found.vectors:
        notes.append(f"Sentence vectors were not used: {found.why_no_vectors.rstrip('.')}.")
    elif not any(each.casefold().startswith("sentence vectors were used") for each in found.notes):
        notes.append("Sentence vectors were used.")
    if found.asked is not None:
        notes.append(f"Only these codes are graded; all were learned: {listing(found.asked, 20)}.")
    notes.append(
        "What is said of these documents holds for others like them, coded by the same people with this codebook;"
        " a code whose definition changes has to be evaluated again."
    )
    return [*notes, *(f"{each[:1].upper()}{each[1:].rstrip('.')}." for each in found.notes)]
