"""The public tables: analysis wrapped in a Table that knows its codings and how to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from qualcode.analysis.contingency import DEFAULT_SEED, asked_draws
from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.corrected import TARGETS, Target
from qualcode.analysis.machined import Machine, machine_counts
from qualcode.analysis.tables import MEASURES, UNITS, count
from qualcode.core.asked import called
from qualcode.errors import TableError, UsageError, listing
from qualcode.present.counted import add_intervals, add_tests, counted_table, frequency_table
from qualcode.present.from_frame import table_from_frame
from qualcode.present.machined import machine_table
from qualcode.present.table import Table
from qualcode.present.table_facts import PROGRAM
from qualcode.store import Study

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "PROGRAM",
    "Asked",
    "OpenProject",
    "crosstab",
    "frequencies",
    "kwic",
    "quotes",
    "study_of",
]

# What makes no sense is refused: people per 1,000 words, for one.
_RATES = ("codings", "words")


class OpenProject(Protocol):
    """What a notebook holds, as far as tables need it: this room does not know `Project`."""

    study: Study


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table was asked for, in the words of `crosstab`; attributes () for frequencies alone."""

    level: str
    attributes: tuple[str, ...]
    unit: str
    measure: str
    where: Mapping[str, Any] | None
    coders: str | Iterable[str]
    interviewers: bool
    reflective: bool
    test: bool
    intervals: bool
    within: str | None
    draws: int
    seed: int
    machine: Machine | None = None
    audit: str | None = None
    target: Target | None = None
    probability: float | None = None


def crosstab(
    project: OpenProject | Study | pd.DataFrame,
    *,
    rows: str = "theme",
    columns: str | Sequence[str] = "role",
    unit: str | None = None,
    measure: str | None = None,
    where: Mapping[str, Any] | None = None,
    coders: str | Iterable[str] = "record",
    interviewers: bool = False,
    reflective: bool = False,
    test: bool = False,
    intervals: bool = False,
    within: str | None = None,
    draws: int = 10_000,
    seed: int = DEFAULT_SEED,
    machine: Machine | None = None,
    audit: str | None = None,
    target: Target | None = None,
    probability: float | None = None,
) -> Table:
    """Codes or themes by one or two attributes.

    project: an open project, or a tidy frame of codings (one row each; `code` or `theme` and the columns
        named; with a frame only n is counted, by default of codings, since bases come from the corpus,
        and what is missing is counted as "(not recorded)").
    rows: "code" (each code's own codings) or "theme" (a code at the top of the tree with everything
        beneath it, as a union). columns: one attribute name or two.
    unit: participants (default), documents, turns, codings, or words (words coded, each once).
    measure: "n" (the default); "share" of the column's base (of its codings for unit codings), 0..1; or
        "per_1000_words" spoken, for codings and words.
    where: attribute -> value or values (AND between names, OR within a list; qc.NONE and
        qc.NOT_RECORDED for what is missing), which cut the base too; or coder, origin, blind, stale,
        which cut codings only. coders: "record" (the consensus, else the primary coder, else the only
        coder), "any", "each" (coder is the first column level), or a name.
    interviewers, reflective: whether interviewers' turns and reflective field notes count too.
    test: also test each row: whether the participants with and without the code are spread over the columns
        as by chance. Whatever unit and measure the cells have, the test is of participants, each counted
        once; who speaks in several columns, and whose column is not recorded, is left out and named. See
        `Table.tests` and `Table.residuals`. within: an attribute such as "case": the columns are then
        dealt out anew only among participants with the same value of it. draws: permutations, where there
        are more arrangements than that. seed: of the draws.
    intervals: also a 95 % interval by participant for each share of participants or turns, and for codings
        and words per 1,000 words; see `Table.intervals`.
    machine: also count turns that only a program coded, in documents that nobody has passed, beside people's
        codings in those that were passed. Unit and measure are then turns and share (or n). "uncorrected":
        the program's codes as they are: those kept with the audit sample `audit` or, without one, the
        suggestions that stand there with a `probability` of at least .5 (of engines that give none, all).
        "corrected": shares corrected by the blind audit sample `audit`, each with a 95 % interval, about
        the `target` "corpus" (these turns; the default) or "people" (people like these). See `Table.beside`.

    Returns a Table. A true 0 is 0; a missing cell is a combination that does not exist, was not read or
    was filtered away, and the notes say which. Raises TableError where the table would not mean what it
    says (a test of fewer than 5 participants, of several coders' codings at once, of a frame), and UsageError
    for a unit or measure that does not exist, and for any test of codings as if they were independent.
    """
    import pandas as pd

    names = [columns] if isinstance(columns, str) else list(columns)
    if isinstance(project, pd.DataFrame):
        if where or coders != "record" or interviewers or reflective:
            raise UsageError(
                "crosstab",
                "where, coders, interviewers and reflective need the texts",
                next="Filter the frame first, or pass the project",
            )
        if machine is not None or audit is not None:
            raise TableError(
                "machine", "needs the turns that were not coded, and a frame does not have them",
                next="Pass the project",
            )  # fmt: skip
        if _asks_for_test(test) or intervals:
            raise TableError(
                "test" if test else "intervals",
                "need the people who said nothing, and a frame of codings does not have them",
                next="Pass the project",
            )
        return table_from_frame(project, rows, names, unit or "codings", measure or "n")
    if not names:
        raise UsageError("columns", "none given", "one attribute or two")
    return _build(
        corpus(study_of(project)),
        Asked(
            rows,
            tuple(names),
            unit or ("participants" if machine is None else "turns"),
            measure or ("n" if machine is None else "share"),
            where,
            coders,
            interviewers,
            reflective,
            _asks_for_test(test),
            intervals,
            within,
            draws,
            seed,
            machine,
            audit,
            target,
            probability,
        ),
    )


def frequencies(
    project: OpenProject | Study,
    *,
    by: str | Sequence[str] | None = None,
    level: str = "code",
    unit: str | None = None,
    measure: str | None = None,
    where: Mapping[str, Any] | None = None,
    coders: str | Iterable[str] = "record",
    interviewers: bool = False,
    reflective: bool = False,
    test: bool = False,
    intervals: bool = False,
    within: str | None = None,
    draws: int = 10_000,
    seed: int = DEFAULT_SEED,
    machine: Machine | None = None,
    audit: str | None = None,
    target: Target | None = None,
    probability: float | None = None,
) -> Table:
    """How often each code or theme occurs.

    Without `by`: one column for each unit (n_codings, n_turns, n_documents, n_participants, n_words)
    and share_… of the unit's base (participants unless given): the code-frequency table of a paper.
    The bases are the same for every column, so they are a sentence of the notes. With `by` (one
    attribute or two): the same as `crosstab` with these columns. A code that nobody used is a row of
    zeros. All other arguments, and what is raised, as in `crosstab`; a test needs `by`.
    """
    return _build(
        corpus(study_of(project)),
        Asked(
            level,
            (by,) if isinstance(by, str) else tuple(by or ()),
            unit or ("participants" if machine is None else "turns"),
            measure or ("n" if machine is None else "share"),
            where,
            coders,
            interviewers,
            reflective,
            _asks_for_test(test),
            intervals,
            within,
            draws,
            seed,
            machine,
            audit,
            target,
            probability,
        ),
    )


def _asks_for_test(test: Any) -> bool:
    if isinstance(test, str) and "chi" in test.casefold():
        raise UsageError(
            "test",
            f"{test!r}: codings of one person depend on each other, and a chi-square over them finds"
            " differences where there are none (about every second time at interview-study sizes)",
            "True: a test of the participants with and without the code",
        )
    if not isinstance(test, bool):
        raise UsageError("test", called(test), "True or False; True tests participants")
    return test


def _build(found: Corpus, asked: Asked) -> Table:
    """The table as asked for, with its tests and intervals, and with the way to count it again."""
    from qualcode.analysis.tested import check_intervals

    _check_measure(asked.unit, asked.measure)
    if asked.machine is not None:
        return _with_machine(found, asked)
    for name in ("audit", "target", "probability"):
        if getattr(asked, name) is not None:
            raise UsageError(name, repr(getattr(asked, name)), "goes with machine")
    if asked.within is not None and not asked.test:
        raise UsageError("within", repr(asked.within), "goes with test=True")
    if asked.test:
        asked_draws(asked.draws, asked.seed)
    if not isinstance(asked.intervals, bool):
        raise UsageError("intervals", called(asked.intervals), "True or False")
    # The share of a frequency table stands beside its counts.
    measure = asked.measure
    if not asked.attributes and measure == "n":
        measure = "share"
    if asked.intervals:
        check_intervals(asked.unit, measure)
    counts = count(
        found,
        level=asked.level,
        attributes=asked.attributes,
        where=asked.where,
        coders=asked.coders,
        interviewers=asked.interviewers,
        reflective=asked.reflective,
    )
    make = counted_table if asked.attributes else frequency_table
    table = make(found, counts, asked.unit, asked.measure)
    if asked.intervals:
        add_intervals(table, counts, asked.unit, measure)
    if asked.test:
        add_tests(found, table, counts, within=asked.within, draws=asked.draws, seed=asked.seed)
    own = dict(asked.where or {})

    def again(where: Mapping[str, Any], test: bool) -> Table:
        within = asked.within if test else None
        return _build(found, replace(asked, where={**own, **where}, test=test, within=within))

    table._again = again
    return table


def _with_machine(found: Corpus, asked: Asked) -> Table:
    """The table with a program's codes, after what it cannot count is refused."""
    assert asked.machine is not None
    corrected = asked.machine == "corrected"
    measures = ("share",) if corrected else ("share", "n")
    if asked.unit != "turns" or asked.measure not in measures:
        raise UsageError(
            "unit" if asked.unit != "turns" else "measure",
            f"{asked.measure} of {asked.unit}: a program's codes are of turns",
            f"{listing(measures)} of turns",
            "Leave out unit and measure, or machine to count what people coded",
        )
    if asked.interviewers or asked.reflective:
        raise UsageError(
            "interviewers" if asked.interviewers else "reflective",
            "their turns are not left to a program",
            next="Leave it out, or machine",
        )
    if asked.test:
        raise UsageError(
            "test",
            "a test would take a program's codes for what people found",
            next="Leave out the test, or machine to test what people coded",
        )
    if asked.intervals and not corrected:
        raise UsageError(
            "intervals",
            "one that takes a program's codes for data is wrong about how sure they are",
            "corrected shares, which have intervals",
            "machine='corrected' with an audit sample: qualcode audit sample",
        )
    if asked.target is not None and not corrected:
        raise UsageError("target", repr(asked.target), "goes with machine='corrected'")
    if asked.target is not None and asked.target not in TARGETS:
        raise UsageError("target", repr(asked.target), " or ".join(TARGETS))
    counts = machine_counts(
        found,
        asked.machine,
        level=asked.level,
        attributes=asked.attributes,
        where=asked.where,
        coders=asked.coders,
        audited=asked.audit,
        target=asked.target or "corpus",
        probability=asked.probability,
    )
    return machine_table(found, counts, asked.measure)


def quotes(
    project: OpenProject | Study,
    code: str | None = None,
    *,
    codes: Iterable[str] | None = None,
    where: Mapping[str, Any] | None = None,
    coders: str = "any",
    context: int = 0,
    key: bool = False,
    within: str = "overlap",
    near: int = 1,
) -> pd.DataFrame:
    """Quotations of codes, each with a citable source.

    project: an open project. code: an id, or an expression over ids; None for all codes. A theme means
    everything beneath it. codes: several ids, for the quotations of any of them.

    An expression is written with AND, OR, NOT, NEAR and brackets: "trust AND price", "trust OR price",
    "trust NOT price", "(trust OR delay) AND NOT price", "trust NEAR price". Rows are whole codings, never
    cut, of the codes that must be there: with AND those of both codes that share at least one character
    with a stretch where all of them are; with NOT those that share none with a coding of the other; with
    NEAR (or NEAR/3) those of both that stand at most `near` (3) turns of the document apart, 0 being the
    same turn and interviewers' turns counted. within="turn" or "document" asks instead whether the codes
    occur in one turn, or in one document. An id is an id whatever words it holds; one with blanks or
    brackets stands inside an expression in quotation marks: '"value for money" AND trust'.

    where: as in `crosstab`. coders: as in `crosstab`, but "any" unless said otherwise. Both cut the
    codings of all codes of an expression alike, also of those after NOT. context: how many turns before
    and after are shown. key: only key quotations.

    Returns a frame with one row for each coding, in the order of the text: quotation (as print shows it:
    gaps left out), source (in the citation form of the project, at first "IP07, P7, Commissioner, Case A":
    what is not recorded is left out), document, turn, speaker, participant, role, case, code, theme,
    coder, origin, start, end, coding_id, key (True for a key quotation), excerpt (how it is shortened;
    "" = in full); with context also before and after (each turn with its speaker's label); with AND of
    codes that overlap also overlap (the words of the row that the others cover too, " … " between
    stretches; "" where a row came in by OR). Raises CodingError for an unknown code and, naming the
    place, for an expression that cannot be read; UsageError for another level or a negative number.
    """
    from qualcode.analysis.quotes import find_quotes

    return find_quotes(
        corpus(study_of(project)),
        code,
        codes=codes,
        where=where,
        coders=coders,
        context=context,
        key=key,
        within=within,
        near=near,
    )


def kwic(
    project: OpenProject | Study,
    pattern: str | Mapping[str, Any],
    *,
    where: Mapping[str, Any] | None = None,
    width: int = 40,
    words: int | None = None,
    interviewers: bool = False,
    reflective: bool = False,
    regex: bool = False,
    limit: int | None = None,
) -> pd.DataFrame:
    """Every place where something is said, with the words of the same turn around it.

    project: an open project. pattern: whole words with * and ?, in any case, as in a codebook ("social
    value*", "*tion"; "=KPI" minds capitals); with regex=True a regular expression, which minds them and
    is run on each turn by itself; or a mapping as in YAML: {"regex": …}, {"near": [...], "within": 8}.
    where: attribute -> value or values, as in `crosstab`. width: characters of left and right; words:
    that many words of each side instead. interviewers, reflective: whether interviewers' turns and
    reflective field notes are searched too. limit: the first so many hits.

    Returns a frame with one row for each hit, in the order of the documents, then of the text; hits may
    overlap. Columns: left, match, right (as print shows the turn, never another speaker's words: gaps and
    line breaks are one space, so that the three together are a stretch of the printed turn), document,
    turn, speaker, participant, role, case, phase, start, end (half-open offsets of the document's text,
    in characters; the text there is the match as it stands). `frame.attrs["hits"]` is how many there are
    without limit. Raises CodebookError for a pattern that cannot be searched, TableError for an unknown
    attribute or value, UsageError for a filter on codings and a number that makes no sense.
    """
    from qualcode.analysis.kwic import find_words

    return find_words(
        corpus(study_of(project)),
        pattern,
        where=where,
        width=width,
        words=words,
        interviewers=interviewers,
        reflective=reflective,
        regex=regex,
        limit=limit,
    )


def study_of(project: OpenProject | Study) -> Study:
    """The study of an open project, or the study itself."""
    return project if isinstance(project, Study) else project.study


def _check_measure(unit: str, measure: str) -> None:
    if unit not in UNITS:
        raise UsageError("unit", f"{unit!r}", listing(UNITS))
    if measure not in MEASURES:
        raise UsageError("measure", f"{measure!r}", listing(MEASURES))
    if measure == "per_1000_words" and unit not in _RATES:
        raise UsageError(
            "measure",
            f"{unit} per 1,000 words is no rate that means anything",
            "per_1000_words goes with codings and words",
            "Ask for --measure share",
        )
