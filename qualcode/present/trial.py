"""The pattern workshop: what a pattern would find, before it goes into a codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from qualcode.analysis.plain import records
from qualcode.core.asked import asked_number, asked_text
from qualcode.core.codebook import Pattern
from qualcode.core.people import NONE, NOT_RECORDED
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import CodebookError, QualcodeError, UsageError, counted
from qualcode.present.table import ABSENT
from qualcode.present.table import escape as escaped
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.present import OpenProject

# How many word forms are shown; the frame has them all.
FORMS_SHOWN = 20

STYLE = """
.qualcode-trial{color:inherit;margin:.5em 0;max-width:80em}
.qualcode-trial p{margin:.3em 0}
.qualcode-trial .qc-found{font-weight:600}
.qualcode-trial .qc-two{display:flex;flex-wrap:wrap;gap:0 2.5em;align-items:flex-start}
.qualcode-trial table{border-collapse:collapse;margin:.6em 0;font-size:.92em;color:inherit;border:0}
.qualcode-trial caption{caption-side:top;text-align:left;font-weight:600;padding:.2em 0;color:inherit}
.qualcode-trial th,.qualcode-trial td{padding:.2em .6em;border:0;background:none;color:inherit;
 text-align:left;vertical-align:baseline}
.qualcode-trial th{font-weight:600;border-bottom:1px solid rgba(128,128,128,.6)}
.qualcode-trial tr{background:none}
.qualcode-trial .qc-n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.qualcode-trial .qc-left{text-align:right}
.qualcode-trial .qc-match{font-weight:600}
.qualcode-trial .qc-notes{font-size:.85em;opacity:.85}
""".strip()


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What one pattern finds in a study.

    pattern: what was looked for. hits; turns, documents, participants: distinct ones with a hit.
    words: words spoken in the turns that were searched.
    by_role, by_case: one row for each value: value, hits, turns, participants, words, per_1000_words.
    forms: which words the hits are, the commonest first: form, hits, documents. A hit of two words that
    stand apart (near) is "first … last".
    samples: hits in their turns, spread evenly over the documents: left, match, right, document, turn,
    participant, role, case.
    code, already: how many hits begin inside a coding of that code (or one beneath it), by anybody;
    None without a code. negated: hits that were left out as negated, None where that was not asked.
    notes: what has to be said beside the numbers.
    """

    pattern: Pattern
    hits: int
    turns: int
    documents: int
    participants: int
    words: int
    by_role: pd.DataFrame
    by_case: pd.DataFrame
    forms: pd.DataFrame
    samples: pd.DataFrame
    code: str | None = None
    already: int | None = None
    negated: int | None = None
    notes: tuple[str, ...] = ()
    again: Callable[[str], Workshop] | None = field(default=None, repr=False)

    def live(self) -> Workshop:
        """A text box that begins with this pattern, see `Workshop`."""
        if self.again is None:
            raise UsageError("trial", "was not made by try_pattern")
        return self.again(_typed(self.pattern))

    def sentences(self) -> list[str]:
        """The numbers in words, one sentence each."""
        rate = f", {1000 * self.hits / self.words:,.2f} per 1,000 words" if self.words else ""
        found = [
            f"{self.pattern}: {counted(self.hits, 'hit')} in {counted(self.turns, 'turn')} of"
            f" {counted(self.documents, 'document')}, {counted(self.participants, 'participant')}{rate}"
        ]
        if self.already is not None:
            found.append(f"hits that lie in codings of {self.code} already: {self.already:,}")
        if self.negated is not None:
            found.append(f"{counted(self.negated, 'hit')} left out as negated")
        return [*found, *self.notes]

    def __str__(self) -> str:
        first, *rest = self.sentences()
        lines = [first]
        if self.hits:
            shown = self.forms.head(FORMS_SHOWN)
            parts = [f"{form} {n:,}" for form, n in zip(shown["form"], shown["hits"], strict=True)]
            more = len(self.forms) - len(shown)
            lines += ["forms: " + ", ".join(parts) + (f" … ({more:,} more)" if more else ""), ""]
            for name, frame in (("role", self.by_role), ("case", self.by_case)):
                lines += [*_aligned(_breakdown_cells(name, frame)), ""]
            width = max((len(text) for text in self.samples["left"]), default=0)
            for row in records(self.samples):
                lines.append(f"{row['left']:>{width}}  [{row['match']}]  {row['right']}")
                lines.append(" " * (width + 2) + f"({_source(row)})")
        return "\n".join([*lines, *rest]).rstrip()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<style>{STYLE}</style>{self._fragment()}"

    def _fragment(self) -> str:
        first, *rest = self.sentences()
        out = ['<div class="qualcode-trial">', f'<p class="qc-found">{_safe(first)}</p>']
        if self.hits:
            shown = self.forms.head(FORMS_SHOWN)
            more = len(self.forms) - len(shown)
            rows = [["form", "hits", "documents"], *shown.astype(object).to_numpy().tolist()]
            title = f"forms, the first {len(shown)} of {len(self.forms):,}" if more else "forms"
            out += ['<div class="qc-two">', _html_table(title, rows)]
            for name, frame in (("role", self.by_role), ("case", self.by_case)):
                out.append(_html_table(f"by {name}", _breakdown_cells(name, frame)))
            out += ["</div>", "<table><caption>samples</caption><tbody>"]
            for row in records(self.samples):
                out.append(
                    f'<tr><td class="qc-left" dir="auto">{_safe(row["left"])}</td>'
                    f'<td class="qc-match" dir="auto">{_safe(row["match"])}</td>'
                    f'<td dir="auto">{_safe(row["right"])}</td><td>{_safe(_source(row))}</td></tr>'
                )
            out.append("</tbody></table>")
        out += ['<div class="qc-notes">', *(f"<p>{_safe(text)}</p>" for text in rest), "</div>"]
        return "\n".join([*out, "</div>"])


def try_pattern(
    project: OpenProject | Study,
    pattern: str | Mapping[str, Any] | Pattern | None = None,
    *,
    near: str | Iterable[str] | None = None,
    within: int = 8,
    code: str | None = None,
    where: Mapping[str, Any] | None = None,
    interviewers: bool = False,
    samples: int = 5,
    context: int = 8,
    pipeline: str | None = None,
    watch: Watch = unwatched,
) -> Trial | Workshop:
    """What a pattern finds in the current texts: how often, by whom, in which forms, and a few of them.

    pattern: as in a codebook: `"measur*"`, `"lemma: measure"`, `"regex: \\bKPIs?\\b"`, or a mapping such
    as `{"near": ["price*", "quality*"], "within": 8}`. Without one, a text box in the notebook whose
    table follows what is typed (`Workshop`).
    near, within: other globs that must stand within so many words of the pattern, itself a glob.
    code: also count how many hits lie in its codings already. where: attribute -> value or values; cuts
    the words that are searched. interviewers: whether their turns are searched too; reflective field
    notes never are. samples: how many hits are shown, context: with how many words on each side.
    pipeline: the trained spaCy pipeline for parts of speech, see `qualcode.suggest.language`.

    Nothing is written to the project; its token index is opened, or built where there is none. Raises
    CodebookError for a pattern that is wrong or cannot be searched here, with the way on; CodingError for
    an unknown code; TableError for an unknown attribute or value.
    """
    study = project if isinstance(project, Study) else project.study
    # Numbers above these mean all there are.
    samples = min(asked_number("samples", samples), 10**9)
    context = min(asked_number("context", context), 10**9)
    if code is not None:
        asked_text("code", code, "one id of the codebook")

    def run(asked: str | Mapping[str, Any] | Pattern) -> Trial:
        return _tried(
            study,
            _pattern(asked, near, within),
            code=code,
            where=where,
            interviewers=interviewers,
            samples=samples,
            context=context,
            pipeline=pipeline,
            watch=watch,
            again=lambda typed: Workshop(run, typed),
        )

    return Workshop(run) if pattern is None else run(pattern)


def _pattern(
    asked: str | Mapping[str, Any] | Pattern, near: str | Iterable[str] | None, within: int
) -> Pattern:
    from qualcode.readers.codebooks import read_pattern

    pattern = asked
    if isinstance(asked, str):
        pattern = read_pattern(asked_text("pattern", asked))
    elif not isinstance(asked, Pattern):
        try:
            pattern = Pattern.of(asked)
        except CodebookError as error:
            raise CodebookError("pattern", error.found, error.allowed) from None
    assert isinstance(pattern, Pattern)
    if near is None:
        return pattern
    if pattern.kind != "glob":
        raise UsageError("near", f"beside a {pattern.kind} pattern", "beside a glob")
    if not isinstance(near, Iterable):
        raise UsageError("near", f"{near!r}", "a glob, or several")
    others = [near] if isinstance(near, str) else list(near)
    data = {**pattern.options, "near": [pattern.text, *others], "within": within}
    try:
        return Pattern.of(data)
    except CodebookError as error:
        raise CodebookError("near", error.found, error.allowed) from None


def _tried(
    study: Study,
    pattern: Pattern,
    *,
    code: str | None,
    where: Mapping[str, Any] | None,
    interviewers: bool,
    samples: int,
    context: int,
    pipeline: str | None,
    watch: Watch,
    again: Callable[[str], Workshop],
) -> Trial:
    import numpy as np

    from qualcode.analysis import trial
    from qualcode.analysis.corpus import corpus
    from qualcode.analysis.selection import filters
    from qualcode.index import stored, study_index
    from qualcode.index.study import StoredTexts
    from qualcode.suggest.find import find

    own = corpus(study)
    searched = trial.searchable(own, where, interviewers=interviewers)
    index = study_index(study, watch)
    texts = StoredTexts(stored(study))
    hits = find(index, texts, [pattern], turns=searched, where=["pattern"], pipeline=pipeline)
    if hits.skipped:
        raise CodebookError("pattern", f"{pattern} is not searched: {hits.skipped[0]}")
    found = trial.Found(
        hits.turn.astype(np.int64), hits.start.astype(np.int64), hits.end.astype(np.int64)
    )
    turns = np.unique(found.turn)
    people = own.turn_person[turns]
    by_role, role_note = trial.breakdown(own, found, searched, "role")
    by_case, case_note = trial.breakdown(own, found, searched, "case")
    notes = [note for note in (role_note, case_note) if note]
    if where:
        notes.append("only where " + "; ".join(filters(own, where).words))
    as_written = pattern.kind == "regex" or (
        pattern.kind == "glob" and pattern.text.strip().startswith("=")
    )
    return Trial(
        pattern=pattern,
        hits=len(found),
        turns=len(turns),
        documents=len(np.unique(own.turn_document[turns])),
        participants=len(np.unique(people[people >= 0])),
        words=int(own.turn_words[searched].sum()),
        by_role=by_role,
        by_case=by_case,
        forms=trial.forms(own, index, found, apart=pattern.kind == "near", as_written=as_written),
        samples=trial.samples(own, index, found, samples, context),
        code=code,
        already=None if code is None else trial.coded_already(own, found, code),
        negated=hits.negated.get(0),
        notes=tuple(notes),
        again=again,
    )


class Workshop:
    """A text box in a notebook; the table under it shows what the pattern in the box finds.

    Type a pattern as it stands in a codebook and press Enter. What is wrong with it is shown in place of
    the table. `trial` is the last one that could be counted. Without ipywidgets there is no box: `show`
    counts a pattern, and the display is its table.
    """

    def __init__(self, run: Callable[[str], Trial], pattern: str = "") -> None:
        self._run = run
        self.pattern = ""
        self.trial: Trial | None = None
        self.html = _message("Type a pattern, for example measur*, and press Enter.")
        if pattern:
            self.show(pattern)

    def show(self, pattern: str) -> str:
        """Count a pattern; the HTML that is shown for it. An error is shown, not raised."""
        self.pattern = pattern.strip()
        if not self.pattern:
            self.html = _message("Type a pattern, for example measur*, and press Enter.")
            return self.html
        try:
            self.trial = self._run(self.pattern)
            self.html = self.trial._repr_html_()
        except QualcodeError as error:
            self.html = _message(str(error))
        return self.html

    def __repr__(self) -> str:
        return f"Workshop({self.pattern!r})"

    def _repr_html_(self) -> str:
        return self.html

    @cached_property
    def widget(self) -> Any:
        """The box and its table as an ipywidgets VBox; None where ipywidgets is not installed."""
        try:
            import ipywidgets
        except ImportError:
            return None
        box = ipywidgets.Text(
            value=self.pattern,
            description="pattern",
            placeholder="measur*  ·  lemma: measure  ·  {near: [price*, quality*], within: 8}",
            continuous_update=False,
            layout=ipywidgets.Layout(width="40em", max_width="100%"),
        )
        table = ipywidgets.HTML(value=self.html)

        def follow(change: Mapping[str, Any]) -> None:
            table.value = self.show(change["new"])

        box.observe(follow, names="value")
        return ipywidgets.VBox([box, table])

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": self.html}
        made = getattr(self.widget, "_repr_mimebundle_", None)
        data = made() if made else {}
        return {**(data[0] if isinstance(data, tuple) else data), **bundle}


def _typed(pattern: Pattern) -> str:
    """The pattern as one types it."""
    import json

    if pattern.value:
        return json.dumps(pattern.as_data(), ensure_ascii=False)
    return str(pattern)


def _message(text: str) -> str:
    return f'<style>{STYLE}</style><div class="qualcode-trial"><p>{_safe(text)}</p></div>'


def _safe(text: Any) -> str:
    from qualcode.present.sheets import clean

    return escaped(clean(text))


def _breakdown_cells(name: str, frame: pd.DataFrame) -> list[list[Any]]:
    rows: list[list[Any]] = [[name, "hits", "turns", "participants", "words", "per 1,000 words"]]
    for value, *counts, rate in frame.astype(object).to_numpy().tolist():
        rows.append([value, *counts, f"{rate:,.2f}" if isinstance(rate, float) else ABSENT])
    return rows


def _shown(cell: Any) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _aligned(rows: Sequence[Sequence[Any]]) -> list[str]:
    cells = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in cells
    ]


def _html_table(title: str, rows: Sequence[Sequence[Any]]) -> str:
    head, *body = rows
    out = [f"<table><caption>{_safe(title)}</caption><thead><tr>"]
    out += [f"<th{_side(at)}>{_safe(cell)}</th>" for at, cell in enumerate(head)]
    out.append("</tr></thead><tbody>")
    for row in body:
        cells = (f"<td{_side(at)}>{_safe(_shown(cell))}</td>" for at, cell in enumerate(row))
        out.append(f"<tr>{''.join(cells)}</tr>")
    return "".join([*out, "</tbody></table>"])


def _side(column: int) -> str:
    return ' class="qc-n"' if column else ""


def _source(row: Mapping[str, Any]) -> str:
    facts = [row["document"], f"turn {row['turn']}", row["participant"], row["role"], row["case"]]
    # What is not recorded is left out, as where quotations are cited.
    return ", ".join(str(fact) for fact in facts if fact and fact not in (NONE, NOT_RECORDED))
