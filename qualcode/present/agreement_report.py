"""An agreement report: where coders differ, and how much they agree, in frames and in print."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.agreement_base import MEAN, NAMES, NOTHING_VARIES, SETS, Figure
from qualcode.analysis.agreement_figures import Figures
from qualcode.analysis.coder_units import REASONS, Comparison
from qualcode.analysis.coefficients import Coefficient
from qualcode.analysis.disagreements import Disagreements
from qualcode.analysis.harmless import harmless
from qualcode.analysis.places import shortened
from qualcode.analysis.plain import records
from qualcode.analysis.rounding import snapped
from qualcode.errors import UsageError, counted, listing
from qualcode.present.report import Report, Section, shown
from qualcode.present.table import ABSENT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Disagreements that are printed on a screen, and on paper; the frame and the workbook have them all.
ON_SCREEN, ON_PAPER = 20, 500
# Letters of a turn, and of a quotation, that a terminal shows of a disagreement.
_ROOM = 240
_BESIDE = 60  # letters of the turn before and after what was coded
UNDEFINED = "undefined"


@dataclass(repr=False)
class AgreementReport(Report):
    """Where coders differ, and how much they agree.

    `disagreements` is the list, one row for each unit and code in which they differ; `frame` the figures,
    one row for each code and coefficient; `units` where every unit went; `coders` what each coder did.
    The files hold the list first: .docx, .html, .md and .tex its first 500 rows, .xlsx all of it; .csv
    holds the figures.
    """

    comparison: Comparison | None = None
    figures: Figures | None = None
    listed: Disagreements | None = None
    interviewers: bool = False
    reflective: bool = False
    as_of: int | None = None

    # -- frames ------------------------------------------------------------------------------------------

    @cached_property
    def disagreements(self) -> pd.DataFrame:
        """One row for each disagreement; see `qualcode.analysis.disagreements.Disagreements.frame`."""
        assert self.listed is not None
        return self.listed.frame()

    @cached_property
    def by_kind(self) -> pd.DataFrame:
        """For each code how many disagreements of which kind: index the codes; columns the kinds, "all"."""
        assert self.listed is not None
        return self.listed.tally()

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each code and coefficient, then those over all codes.

        Columns: code ("(sets of codes)", "(all codes)" for spans, "(mean over codes)" for the last ones),
        label, coefficient (the function's name), name, value (missing = undefined) and reason;
        units_low, units_high, documents_low, documents_high (the intervals by what was resampled) and
        units_by, documents_by (how, or why there is none); n_units, counts (of what: turns, characters …),
        n_documents, n_coders; agreement (the share of pairs of codings that are equal), observed and
        expected (agreement or, for alphas, disagreement); if_random (for coefficients that are not 0 for
        coders who code at random: what they would be with these shares); n_codes and n_undefined of means;
        rule (what happens to missing values), notes; "prevalence NAME" (share of the units read by this
        coder that have the code).
        """
        return self._frame

    @cached_property
    def _frame(self) -> pd.DataFrame:
        import pandas as pd

        assert self.figures is not None and self.comparison is not None
        rows = []
        for own in self.figures.codes:
            shares = dict(zip(self.comparison.names, own.prevalence, strict=True))
            rows += [self._row(figure, own.agreement, shares) for figure in own.figures]
        rows += [self._row(figure, None, {}) for figure in self.figures.together]
        frame = pd.DataFrame(rows)
        for name in frame.columns:
            if name in _WHOLE:
                frame[name] = frame[name].astype("Int64")
            elif name in _REAL or name.startswith("prevalence "):
                frame[name] = frame[name].astype("Float64")
        return frame

    def _row(
        self, figure: Figure, agreement: float | None, shares: Mapping[str, float | None]
    ) -> dict[str, Any]:
        assert self.comparison is not None
        found = figure.found
        units, documents = figure.units or (None, None), figure.documents or (None, None)
        mean = figure.code == MEAN
        return {
            "code": figure.code,
            "label": self.label(figure.code),
            "coefficient": figure.function,
            "name": found.name,
            "value": found.value,
            "reason": found.reason,
            "units_low": _snapped(units[0]),
            "units_high": _snapped(units[1]),
            "units_by": figure.by_units,
            "documents_low": _snapped(documents[0]),
            "documents_high": _snapped(documents[1]),
            "documents_by": figure.by_documents,
            "n_units": found.n_units,
            "counts": figure.of,
            "n_documents": figure.n_documents,
            "n_coders": found.n_coders,
            "agreement": agreement,
            "observed": found.observed,
            "expected": found.expected,
            "if_random": _snapped(figure.if_random),
            "n_codes": figure.codes if mean else None,
            "n_undefined": figure.undefined if mean else None,
            "rule": found.rule,
            "notes": "; ".join(found.notes),
            **{f"prevalence {name}": shares.get(name) for name in self.comparison.names},
        }

    @cached_property
    def units(self) -> pd.DataFrame:
        """Where every unit went: index the codes; units (all there are), compared, and for each reason
        not to be compared how many; compared and the reasons add up to units."""
        import pandas as pd

        assert self.comparison is not None
        made = self.comparison
        rows = [made.base(row) for row in made.rows]
        index = pd.Index([made.every_row[row] for row in made.rows], name=made.level, dtype=object)
        return pd.DataFrame(rows, index=index, columns=["units", "compared", *REASONS])

    @cached_property
    def coders(self) -> pd.DataFrame:
        """One row for each coder: documents (with a unit that is compared), codings (that stand, of the
        codes compared; of a program suggestions), compared (those in a compared unit), then why the
        others are not; of the compared ones: blind, not blind, unknown, and from suggestions (accepted or
        revised). Blindness is missing for a program."""
        import pandas as pd

        assert self.comparison is not None
        frame = pd.DataFrame(self.comparison.told()).set_index("coder")
        return frame.astype("Int64")

    def label(self, code: str) -> str:
        """What print calls a code."""
        assert self.comparison is not None
        book = self.comparison.corpus.book
        return book[code].label if code in book else code

    # -- in words ----------------------------------------------------------------------------------------

    def value(self, code: str, coefficient: str) -> Coefficient:
        """One coefficient of one code (or of "(mean over codes)" …). UsageError where it is not there."""
        assert self.figures is not None
        for figure in self.figures:
            if (figure.code, figure.function) == (code, coefficient):
                return figure.found
        raise UsageError("agreement", f"no {coefficient!r} of {code!r}", "report.frame lists them")

    def sentence(self) -> str:
        """What was found, for the methods section of a paper."""
        assert self.figures is not None and self.comparison is not None
        made, figures = self.comparison, self.figures
        chosen = [name for name in figures.settings.coefficients if "percent" not in name]
        name = "krippendorff_alpha" if "krippendorff_alpha" in chosen else (chosen or [""])[0]
        values = [f.found.value for f in figures if f.function == name and f.code in made.every_row]
        there = [value for value in values if value is not None]
        units = max((own.n_units for own in figures.codes), default=0)
        documents = max((own.n_documents for own in figures.codes), default=0)
        of = "character" if made.units.kind == "span" else made.units.kind
        who = _and(made.names) if len(made.names) <= 4 else counted(len(made.names), "coder")
        text = (
            f"{who} were compared on {counted(units, of)} of"
            f" {counted(documents, 'document')} that {'both' if len(made.names) == 2 else 'two or more'}"
            f" had passed{' blind' if made.blind_only else ''}:"
        )
        if not name:
            return f"{text} no coefficient that is corrected for chance was asked for."
        if not there:
            return f"{text} no coefficient is defined ({counted(len(values), made.level)})."
        text += (
            f" {NAMES[name]}, mean over {counted(len(there), made.level)}"
            f" {shown(sum(there) / len(there), 'coefficient')}"
            f" (from {shown(min(there), 'coefficient')} to {shown(max(there), 'coefficient')}"
        )
        if len(there) < len(values):
            text += f"; undefined for {len(values) - len(there)}"
        pooled = next((f.found.value for f in figures.together if f.function == "masi_alpha"), None)
        text += ")"
        if pooled is not None:
            text += f", over sets of codes (MASI) {shown(pooled, 'coefficient')}"
        number = len(self.listed or ())
        listed = f"{counted(number, 'disagreement')} {'was' if number == 1 else 'were'} listed"
        return f"{text}. {listed}."

    def as_data(self) -> dict[str, Any]:
        """Everything as plain values for JSON; None where undefined or missing."""
        assert self.comparison is not None and self.figures is not None
        return {
            "title": self.title,
            "coders": self.comparison.names,
            "unit": self.comparison.units.kind,
            "level": self.comparison.level,
            "disagreements": records(self.disagreements),
            "figures": records(self.frame),
            "units": records(self.units.reset_index()),
            "told": records(self.coders.reset_index()),
            "notes": self.notes,
            "provenance": self.provenance,
        }

    def forest(self, ax: Axes | None = None, **options: Any) -> Axes:
        """Agreement code by code with both intervals; see `qualcode.plots.forest_plot`."""
        from qualcode.present.plots_agreement import forest_plot

        return forest_plot(self, ax=ax, **options)

    # -- printed -----------------------------------------------------------------------------------------

    def __str__(self) -> str:
        lines = [self.title, "═" * len(self.title), "", "Disagreements", "─────────────"]
        lines += self._summary()
        lines += ["", *self._told_in_lines()] if len(self.listed or ()) else []
        rest = Report("", self.sections[1:], self.notes, self.provenance)
        return "\n".join([*lines, *str(rest).split("\n")[2:]])

    __repr__ = __str__

    def to_csv(self, path: str | Path) -> None:
        """Write the figures (`frame`), as `Report.to_csv` does."""
        Report(self.title, [Section("Figures", self.frame)]).to_csv(path)

    def to_excel(self, path: str | Path) -> None:
        """Write a workbook: all disagreements, how many of which kind, the figures, the units, the coders,
        the notes."""
        assert self.comparison is not None
        shares = {
            name: "share"
            for name in self.frame.columns
            if name == "agreement" or name.startswith("prevalence ")
        }
        real = dict.fromkeys((name for name in _REAL if name != "agreement"), "coefficient")
        sections = [
            Section("Disagreements", self.disagreements, self._summary()),
            Section("Disagreements by code", self.by_kind),
            Section("Figures", self.frame, formats={**real, **shares}),
            Section("What was compared", self.units),
            Section("Coders", self.coders),
        ]
        Report(self.title, sections, self.notes, self.provenance).to_excel(path)

    def _summary(self) -> list[str]:
        assert self.listed is not None and self.comparison is not None and self.figures is not None
        made, listed = self.comparison, self.listed
        edges = int(listed.edges.sum())
        differ = len(listed) - edges
        kind = "turn" if made.units.kind == "span" else made.units.kind
        decisions = int(sum(made.compared(row).sum() for row in made.rows))
        units = max((int(made.compared(row).sum()) for row in made.rows), default=0)
        who = "both" if len(made.names) == 2 else "two or more"
        first = (
            f"{counted(units, kind)} that {who} passed for {counted(len(made.rows), made.level)}:"
            f" {counted(decisions, 'decision')} ({kind} by {made.level}). They differ in {differ:,};"
            f" in {edges:,} more they gave the {made.level} to different words."
        )
        if not decisions:
            first = f"No {kind} was passed by {who} for any {made.level}."
        return [first]

    def _told_in_lines(self) -> list[str]:
        """The first disagreements one below the other, as a terminal has room for: the words of a unit
        once, around what was coded there, and then code by code who coded what."""
        assert self.listed is not None and self.comparison is not None
        names = self.comparison.names
        frame, lines = self.listed.frame(ON_SCREEN), list[str]()
        rows = [row for _, row in frame.iterrows()]
        before = ""
        for at, row in enumerate(rows):
            if (where := _where(row)) != before:
                same = [each for each in rows if _where(each) == where]
                coded = [each[f"{name} quotation"] for each in same for name in names]
                lines += [where, f"    “{_around(row['text'], coded)}”"]
                before = where
            kind = f", {self._kind(at)}" if len(names) == 2 else ""
            lines.append(f"  {self.label(row[self.comparison.level])}{kind}")
            lines += [f"    {said}" for said in self._sides(at, row, _ROOM)]
            if row["memos"]:
                lines.append(f"    memo: {row['memos']}")
        if len(self.listed) > len(frame):
            lines.append(
                f"… and {len(self.listed) - len(frame):,} more: report.disagreements, or save the report"
            )
        return lines

    def _kind(self, at: int) -> str:
        """`only AB`, `other code instead: Price`."""
        assert self.listed is not None
        instead = self.listed.instead_words(at, self.label)
        return f"{self.listed.kind(at)}: {instead}" if instead else self.listed.kind(at)

    def _sides(self, at: int, row: Any, most: int | None = None) -> list[str]:
        """Who gave the code to which words in the disagreement at this place of the list, those who did
        alike together, and who did not: `not EF (price)`. most: letters of a quotation."""
        assert self.listed is not None and self.comparison is not None
        names, said = self.comparison.names, dict[str, list[str]]()
        for name in names:
            if own := _coded(row, name, most):
                said.setdefault(own, []).append(name)
        lines = [f"{', '.join(coders)}: {own}" for own, coders in said.items()]
        _, without = self.listed.sides(at)
        if without and len(names) > 2:
            alike: dict[str, list[str]] = {}
            for name in without:
                codes = ", ".join(map(self.label, self.listed.instead_of(at, name)))
                alike.setdefault(codes, []).append(name)
            told = [
                ", ".join(coders) + (f" ({codes})" if codes else "")
                for codes, coders in alike.items()
            ]
            lines.append(f"not {'; '.join(told)}")
        return lines

    def printed(self, most: int) -> list[Section]:
        """The sections as print shows them, with the first so many disagreements."""
        return [
            self._disagreements(most),
            self._kinds(),
            self._by_code(),
            self._by_interval(),
            self._together(),
            self._compared(),
            self._coders(),
        ]

    def _disagreements(self, most: int) -> Section:
        import pandas as pd

        assert self.listed is not None and self.comparison is not None
        made = self.comparison
        full = self.listed.frame(most)
        columns: dict[str, list[str]] = {
            "where": [_where(row) for _, row in full.iterrows()],
            made.level: [self.label(code) for code in full[made.level]],
            "kind": [self._kind(at) for at in range(len(full))],
        }
        if len(made.names) == 2:
            for name in made.names:
                columns[name] = [_coded(row, name) for _, row in full.iterrows()]
        else:
            del columns["kind"]
            told = [self._sides(at, row) for at, (_, row) in enumerate(full.iterrows())]
            columns["codings"] = ["; ".join(lines) for lines in told]
        # The words of a unit once: with many codes a long turn would fill page after page.
        columns["text"] = [
            text if at == 0 or where != columns["where"][at - 1] else "″"
            for at, (where, text) in enumerate(zip(columns["where"], full["text"], strict=True))
        ]
        if (full["memos"] != "").any():
            columns["memos"] = full["memos"].tolist()
        notes = ["″: the words of the row before."] if "″" in columns["text"] else []
        if len(self.listed) > most:
            notes.append(
                f"The first {most:,} of {len(self.listed):,}; the workbook (.xlsx) has all of them."
            )
        return Section("Disagreements", pd.DataFrame(columns), self._summary(), notes=notes)

    def _kinds(self) -> Section:
        frame = self.by_kind
        assert self.comparison is not None
        labels = {code: self.label(code) for code in frame.index}
        note = (
            "other code instead: on the same words another code, which the first coder did not use there."
            " edges differ: all gave the code to the unit, but it begins or ends elsewhere; other words: all"
            " gave it to the unit, no two of them to the same words. As units these agree."
        )
        return Section("Disagreements by kind", frame, labels=labels, notes=[note])

    def _by_code(self) -> Section:
        import pandas as pd

        assert self.figures is not None and self.comparison is not None
        made = self.comparison
        of = "characters" if made.units.kind == "span" else f"{made.units.kind}s"
        rows: list[dict[str, Any]] = []
        for own in self.figures.codes:
            row: dict[str, Any] = {of: own.n_units, "documents": own.n_documents}
            shares = zip(made.names, own.prevalence, strict=True)
            if len(made.names) <= 4:
                row |= {f"coded by {name}": share for name, share in shares}
            else:
                there = [share for _, share in shares if share is not None]
                row["least coded"], row["most coded"] = (
                    (min(there), max(there)) if there else (None, None)
                )
            row["agreement"] = own.agreement
            for figure in own.figures:
                if "percent" not in figure.function:
                    value = figure.found.value
                    row[figure.name] = UNDEFINED if value is None else value
            rows.append(row)
        index = [own.code for own in self.figures.codes]
        frame = pd.DataFrame(
            rows, index=pd.Index(index, name=made.level, dtype=object), dtype=object
        )
        formats = {
            name: "n"
            if name in (of, "documents")
            else "share"
            if name == "agreement" or "coded" in name
            else "coefficient"
            for name in frame.columns
        }
        labels = {code: self.label(code) for code in index}
        reasons: dict[str, list[str]] = {}
        for figure in self.figures:
            if figure.found.reason and figure.code in labels:
                reasons.setdefault(figure.found.reason, []).append(labels[figure.code])
        notes = [
            f"Agreement: the share of pairs of codings of a {'character' if of == 'characters' else of[:-1]}"
            " that are equal, not corrected for chance; so 100 % where nobody gave the code, which no coefficient"
            " corrected for chance can tell from chance.",
            *(
                f"Undefined, {reason}: {listing(dict.fromkeys(codes), 12)}."
                for reason, codes in reasons.items()
            ),
        ]
        return Section(
            f"Agreement by {made.level}", frame, formats=formats, labels=labels, notes=notes
        )

    def _by_interval(self) -> Section:
        assert self.figures is not None
        figures = [figure for own in self.figures.codes for figure in own.figures]
        settings = self.figures.settings
        percent = f"{settings.level * 100:g} %"
        notes = []
        if settings.intervals:
            notes.append(
                f"Percentile intervals from {counted(settings.draws, 'draw')}, seed {settings.seed}. Units of one"
                " document are not independent of each other: where there are documents enough, an"
                " interval from drawing whole documents is the one to report."
            )
        frame, common = self._interval_frame(figures, [self.label(f.code) for f in figures])
        notes += common
        heading = f"{percent} intervals" if settings.intervals else "Coefficients"
        return Section(heading, frame, notes=notes, formats=_FORMATS)

    def _interval_frame(
        self, figures: list[Figure], first: list[str]
    ) -> tuple[pd.DataFrame, list[str]]:
        """Figures with their intervals, and what is to be said of all of them."""
        import pandas as pd

        assert self.figures is not None and self.comparison is not None
        settings, kind = self.figures.settings, self.comparison.units.kind
        columns: dict[str, Any] = {
            self.comparison.level: first,
            "coefficient": [figure.name for figure in figures],
            "value": [
                UNDEFINED if figure.found.value is None else figure.found.value
                for figure in figures
            ],
        }
        if "units" in settings.intervals:
            of = "turn" if kind == "span" else kind
            columns[f"by {of}s"] = [_pair(figure.units) for figure in figures]
        if "documents" in settings.intervals:
            columns["by documents"] = [_pair(figure.documents) for figure in figures]
        columns["n"] = [
            counted(
                figure.found.n_units, figure.of.removesuffix("s").replace("rie", "ry"), figure.of
            )
            for figure in figures
        ]
        remarks, common = _remarks(figures)
        if any(remarks):
            columns["remark"] = remarks
        frame = pd.DataFrame(columns)
        frame["value"] = frame["value"].astype(object)
        return frame, common

    def _together(self) -> Section:
        assert self.figures is not None and self.comparison is not None
        figures = self.figures.together
        level = self.comparison.level
        names = [
            f"mean over {figure.codes} of {figure.codes + figure.undefined} {level}s"
            if figure.code == MEAN
            else f"sets of {level}s"
            if figure.code == SETS
            else f"all {level}s"
            for figure in figures
        ]
        frame, common = self._interval_frame(figures, names)
        if self.comparison.units.kind == "span":
            first = (
                "All spans on one line; where coders give several codes to the same words, read the"
                " coefficients of single codes."
            )
        else:
            first = (
                f"Sets: what each coder put on a {self.comparison.units.kind}, as one value; over the units"
                f" that were read for every {level} compared."
            )
        notes = [
            first,
            f"Means leave out the {level}s for which a coefficient is undefined. There is no kappa over all"
            f" units times {level}s: it would mostly count that most {level}s do not apply.",
            *common,
        ]
        return Section(f"All {level}s together", frame, notes=notes, formats=_FORMATS)

    def _compared(self) -> Section:
        import pandas as pd

        assert self.comparison is not None
        made, frame = self.comparison, self.units
        alike: dict[tuple[int, ...], list[str]] = {}
        for code, row in zip(frame.index, frame.to_numpy().tolist(), strict=True):
            alike.setdefault(tuple(row), []).append(self.label(code))
        names = [
            f"every {made.level}" if len(alike) == 1 else listing(codes, 6)
            for codes in alike.values()
        ]
        short_ = pd.DataFrame(list(alike), index=pd.Index(names, name=made.level, dtype=object))
        short_.columns = pd.Index(_spoken_reasons(made, list(frame.columns)))
        kept = [name for name in short_.columns if short_[name].any() or name == "compared"]
        kind = "turn" if made.units.kind == "span" else made.units.kind
        note = f"All {kind}s of the study; each is counted under one reason, the first that holds."
        return Section("What was compared", short_[kept], notes=[note])

    def _coders(self) -> Section:
        frame = self.coders
        kept = [
            name
            for name in frame.columns
            if name in ("documents", "codings", "compared", "blind", "not blind", "unknown")
            or frame[name].fillna(0).any()
        ]
        note = (
            "Codings of the codes compared; blind, not blind, unknown and from suggestions (accepted or"
            " revised) are of those in units that are compared."
        )
        return Section("Coders", frame[kept], notes=[note])


_WHOLE = ("n_units", "n_documents", "n_coders", "n_codes", "n_undefined")
_REAL = (
    "value", "units_low", "units_high", "documents_low", "documents_high", "agreement", "observed",
    "expected", "if_random",
)  # fmt: skip
_FORMATS = {"value": "coefficient"}


def _and(names: Sequence[str]) -> str:
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _where(row: Any) -> str:
    """`FG1, turn 2 (3), ANN (P1)`."""
    text = f"{row['document']}, turn {row['turn']}"
    if "piece" in row:
        text += f" ({row['piece']})"
    speaker, person = row["speaker"], row["participant"]
    who = speaker if not person or person in (speaker, f"{row['document']}/{speaker}") else ""
    who = who or (f"{speaker} ({person})" if speaker else person)
    return f"{text}, {who}" if who else text


def _coded(row: Any, name: str, most: int | None = None) -> str:
    """`59–72 “Trust matters”`, or `59–106, all of it`; "" where this coder has no coding there. most:
    letters of the words."""
    places, words = row[f"{name} ranges"], row[f"{name} quotation"]
    if not places:
        return ""
    if words == row["text"]:
        return f"{places}, all of it"
    return f"{places} “{words if most is None else shortened(words, most)}”"


def _around(text: str, coded: Sequence[str]) -> str:
    """The part of a unit's words in which something was coded, with a little of what stands beside it."""
    text = harmless(text)
    if len(text) <= _ROOM:
        return text
    found = [(text.find(words), len(words)) for words in map(harmless, coded) if words in text]
    begin = max(0, min((at for at, size in found if size), default=0) - _BESIDE)
    end = max((at + size for at, size in found if size), default=_ROOM) + _BESIDE
    if begin:
        begin = text.find(" ", begin) + 1
    end = min(end, begin + _ROOM)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + _ROOM // 2)
    return f"{'[…] ' if begin else ''}{text[begin:end]}{' […]' if end < len(text) else ''}"


def _snapped(number: float | None) -> float | None:
    return None if number is None else snapped(number)


def _pair(interval: tuple[float, float] | None) -> str:
    if interval is None:
        return ABSENT
    return f"[{shown(interval[0], 'coefficient')}, {shown(interval[1], 'coefficient')}]"


def _remarks(figures: list[Figure]) -> tuple[list[str], list[str]]:
    """For each figure why it is undefined, or has no interval, or a doubtful one; and what is so of all that
    are defined, to be said once."""
    rows: list[list[str]] = []
    for figure in figures:
        parts = [figure.found.reason]
        for interval, by in (
            (figure.units, figure.by_units),
            (figure.documents, figure.by_documents),
        ):
            # What follows the first semicolon is what makes an interval doubtful.
            parts += [by] if by and (interval is None or "jackknife" in by) else by.split("; ")[1:]
        rows.append(list(dict.fromkeys(filter(None, parts))))
    defined = [row for row, figure in zip(rows, figures, strict=True) if figure.found.defined]
    common = [part for part in (defined or [[]])[0] if all(part in row for row in defined)]
    if len(defined) < 2:
        common = []
    told = ["; ".join(_brief(part) for part in row if part not in common) for row in rows]
    return told, [f"{part[0].upper()}{part[1:]}." for part in common]


def _brief(remark: str) -> str:
    """A remark as a cell has room for it; the frame has it in full."""
    if remark.startswith("so few "):
        return f"few {remark.split()[2]}: too narrow"
    if found := re.match(r"([\d,]+) of [\d,]+ (draws of \w+) w\w+ undefined", remark):
        draws = found[2].replace("draws", "draw", 1) if found[1] == "1" else found[2]
        return f"{found[1]} {draws} undefined"
    return remark.removesuffix(f": {NOTHING_VARIES}")


def _spoken_reasons(made: Comparison, names: list[str]) -> list[str]:
    few = "read by one coder only" if made.least == 2 else "not read by all coders"
    return [few if name == "read by too few" else name for name in names]
