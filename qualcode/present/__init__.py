"""The public tables: analysis wrapped in a Table that knows its codings and how to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from qualcode import __version__
from qualcode.analysis.contingency import DEFAULT_SEED
from qualcode.analysis.corpus import Corpus, corpus
from qualcode.analysis.tables import (
    BASES,
    MEASURES,
    UNITS,
    Block,
    Counts,
    count,
    without_people,
)
from qualcode.core.asked import asked_number, called
from qualcode.core.people import NOT_RECORDED
from qualcode.errors import TableError, UsageError, listing
from qualcode.present.table import TESTS, Table, What, base_sentence
from qualcode.store import Study

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

PROGRAM = f"qualcode {__version__}"
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


def crosstab(
    project: OpenProject | Study | pd.DataFrame,
    *,
    rows: str = "theme",
    columns: str | Sequence[str] = "role",
    unit: str | None = None,
    measure: str = "n",
    where: Mapping[str, Any] | None = None,
    coders: str | Iterable[str] = "record",
    interviewers: bool = False,
    reflective: bool = False,
    test: bool = False,
    intervals: bool = False,
    within: str | None = None,
    draws: int = 10_000,
    seed: int = DEFAULT_SEED,
) -> Table:
    """Codes or themes by one or two attributes.

    project: an open project, or a tidy frame of codings (one row each; `code` or `theme` and the columns
        named; with a frame only n is counted, by default of codings, since bases come from the corpus,
        and what is missing is counted as "(not recorded)").
    rows: "code" (each code's own codings) or "theme" (a code at the top of the tree with everything
        beneath it, as a union). columns: one attribute name or two.
    unit: participants (default), documents, turns, codings, or words (words coded, each once).
    measure: "n"; "share" of the column's base (of its codings for unit codings), 0..1; or
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
        if _asks_for_test(test) or intervals:
            raise TableError(
                "test" if test else "intervals",
                "need the people who said nothing, and a frame of codings does not have them",
                next="Pass the project",
            )
        return _from_frame(project, rows, names, unit or "codings", measure)
    if not names:
        raise UsageError("columns", "none given", "one attribute or two")
    return _build(
        corpus(_study(project)),
        Asked(
            rows,
            tuple(names),
            unit or "participants",
            measure,
            where,
            coders,
            interviewers,
            reflective,
            _asks_for_test(test),
            intervals,
            within,
            draws,
            seed,
        ),
    )


def frequencies(
    project: OpenProject | Study,
    *,
    by: str | Sequence[str] | None = None,
    level: str = "code",
    unit: str | None = None,
    measure: str = "n",
    where: Mapping[str, Any] | None = None,
    coders: str | Iterable[str] = "record",
    interviewers: bool = False,
    reflective: bool = False,
    test: bool = False,
    intervals: bool = False,
    within: str | None = None,
    draws: int = 10_000,
    seed: int = DEFAULT_SEED,
) -> Table:
    """How often each code or theme occurs.

    Without `by`: one column for each unit (n_codings, n_turns, n_documents, n_participants, n_words)
    and share_… of the unit's base (participants unless given): the code-frequency table of a paper.
    The bases are the same for every column, so they are a sentence of the notes. With `by` (one
    attribute or two): the same as `crosstab` with these columns. A code that nobody used is a row of
    zeros. All other arguments, and what is raised, as in `crosstab`; a test needs `by`.
    """
    return _build(
        corpus(_study(project)),
        Asked(
            level,
            (by,) if isinstance(by, str) else tuple(by or ()),
            unit or "participants",
            measure,
            where,
            coders,
            interviewers,
            reflective,
            _asks_for_test(test),
            intervals,
            within,
            draws,
            seed,
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
    if asked.within is not None and not asked.test:
        raise UsageError("within", repr(asked.within), "goes with test=True")
    if asked.test:
        asked_number("draws", asked.draws, 1)
        asked_number("seed", asked.seed)
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
    make = _table if asked.attributes else _frequency_table
    table = make(found, counts, asked.unit, asked.measure)
    if asked.intervals:
        _add_intervals(table, counts, asked.unit, measure)
    if asked.test:
        _add_tests(found, table, counts, asked)
    own = dict(asked.where or {})

    def again(where: Mapping[str, Any], test: bool) -> Table:
        within = asked.within if test else None
        return _build(found, replace(asked, where={**own, **where}, test=test, within=within))

    table._again = again
    return table


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
        corpus(_study(project)),
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
        corpus(_study(project)),
        pattern,
        where=where,
        width=width,
        words=words,
        interviewers=interviewers,
        reflective=reflective,
        regex=regex,
        limit=limit,
    )


def _study(project: OpenProject | Study) -> Study:
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


# -- building the table ------------------------------------------------------------------------------------


def _heads(counts: Counts) -> list[tuple[str, ...]]:
    return [
        (*(() if block.selection.coder is None else (block.selection.coder,)), *column)
        for block in counts.blocks
        for column in block.columns
    ]


def _index(heads: list[tuple[str, ...]], names: list[str]) -> pd.Index:
    import pandas as pd

    if len(names) > 1:
        return pd.MultiIndex.from_tuples(heads, names=names)
    return pd.Index([head[0] for head in heads], name=names[0], dtype=object)


def _measured(block: Block, unit: str, measure: str) -> np.ndarray:
    """rows x columns of floats, NaN where the base is empty or the ratio is over 0."""
    import numpy as np

    cells = block.cells(unit)
    n = np.where(cells < 0, np.nan, cells).astype(float)
    if measure == "n":
        return n
    if measure == "per_1000_words":
        base = block.base["words"].astype(float)
        factor = 1000.0
    else:
        if unit == "codings":
            base = np.broadcast_to(block.column_codings.astype(float), n.shape)
        else:
            base = block.base[unit].astype(float)
        factor = 1.0
    return np.divide(factor * n, base, out=np.full(n.shape, np.nan), where=base > 0)


def _numbers(values: np.ndarray, measure: str) -> Any:
    """A column of the frame: Int64 for counts, Float64 for measures, missing as <NA>."""
    import numpy as np
    import pandas as pd

    missing = np.isnan(values)
    if measure == "n":
        return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
    return pd.arrays.FloatingArray(np.where(missing, 0.0, values), missing)


def _values(values: Sequence[float | None], measure: str) -> Any:
    """The same from a list in which None is missing."""
    import numpy as np

    return _numbers(np.array([np.nan if v is None else v for v in values], dtype=float), measure)


def _table(found: Corpus, counts: Counts, unit: str, measure: str) -> Table:
    import numpy as np
    import pandas as pd

    heads = _heads(counts)
    several = bool(counts.blocks) and counts.blocks[0].selection.coder is not None
    names = (["coder"] if several else []) + counts.attributes
    values = (
        np.concatenate([_measured(block, unit, measure) for block in counts.blocks], axis=1)
        if heads
        else np.empty((len(counts.rows), 0))
    )
    columns = _index(heads, names) if heads else pd.Index([], name=names[-1], dtype=object)
    index = pd.Index(counts.rows, name=counts.level, dtype=object)
    frame = pd.DataFrame(
        {number: _numbers(values[:, number], measure) for number in range(values.shape[1])},
        index=index,
    )
    frame.columns = columns
    bases = pd.DataFrame(
        {
            base: np.concatenate([block.column_base[base] for block in counts.blocks])
            for base in BASES
        },
        index=columns,
        dtype="Int64",
    )
    totals = pd.Series(_totals(counts, unit), index=index, name="all")
    table = _wrapped(found, counts, unit, measure, frame, bases, totals)
    table._counts = _side_by_side(counts, unit)
    return table


def _side_by_side(counts: Counts, unit: str) -> np.ndarray:
    """The counts of all blocks, rows x columns, -1 where there is none."""
    import numpy as np

    own = [block.cells(unit) for block in counts.blocks]
    return np.concatenate(own, axis=1) if own else np.empty((len(counts.rows), 0), dtype=np.int64)


def _totals(counts: Counts, unit: str) -> Any:
    """Distinct totals of the rows. Under "each", people, documents, turns and words of several coders
    overlap; only codings add up."""
    import numpy as np

    total = np.array([block.totals(unit) for block in counts.blocks])
    overlapping = len(total) > 1 and unit != "codings"
    missing = (total < 0).all(axis=0) | overlapping
    return _numbers(np.where(missing, np.nan, np.maximum(total, 0).sum(axis=0)), "n")


def _frequency_table(found: Corpus, counts: Counts, unit: str, measure: str) -> Table:
    import numpy as np
    import pandas as pd

    order = ["codings", "turns", "documents", "participants", "words"]
    index = pd.Index(counts.rows, name=counts.level, dtype=object)
    columns: dict[Any, Any] = {}
    bases: dict[Any, list[int]] = {}
    behind: list[np.ndarray] = []
    for block in counts.blocks:
        head = () if block.selection.coder is None else (block.selection.coder,)

        def put(name: str, each: str, kind: str, head=head, block=block) -> None:
            key: Any = (*head, name) if head else name
            columns[key] = _numbers(_measured(block, each, kind)[:, 0], kind)
            bases[key] = [int(block.column_base[base][0]) for base in BASES]
            behind.append(block.cells(each)[:, 0])

        for each in order:
            put(f"n_{each}", each, "n")
        if measure == "per_1000_words":
            put(f"{unit}_per_1000_words", unit, measure)
        else:
            put(f"share_{unit}", unit, "share")
    frame = pd.DataFrame(dict(enumerate(columns.values())), index=index)
    several = counts.blocks[0].selection.coder is not None
    frame.columns = (
        pd.MultiIndex.from_tuples(list(columns), names=["coder", "count"])
        if several
        else pd.Index(list(columns), name="count", dtype=object)
    )
    base_frame = pd.DataFrame(
        list(bases.values()), columns=list(BASES), index=frame.columns, dtype="Int64"
    )
    totals = pd.Series([], dtype="Int64", name="all")
    for block in counts.blocks:
        base = {each: f"{int(block.column_base[each][0]):,}" for each in BASES}
        block.notes.insert(0, base_sentence(base))
    table = _wrapped(found, counts, unit, "n", frame, base_frame, totals)
    table._counts = np.stack(behind, axis=1)
    table.measures = [
        "share" if name.startswith("share_") else "per_1000_words" if "per_1000" in name else "n"
        for name in (key[-1] if isinstance(key, tuple) else key for key in columns)
    ]
    return table


def _add_tests(found: Corpus, table: Table, counts: Counts, asked: Asked) -> None:
    import pandas as pd

    from qualcode.analysis.tested import compare

    tested = compare(found, counts, within=asked.within, draws=asked.draws, seed=asked.seed)
    values: tuple[Sequence[float | None], ...] = (
        tested.n_people,
        tested.p,
        tested.smallest_p,
        tested.p_exact,
        tested.p_adjusted,
        tested.v,
        tested.v_corrected,
        tested.small_expected,
    )
    index = table.frame.index
    table.tests = pd.DataFrame(
        {
            name: _values(own, "n" if kind == "n" else "share")
            for (name, _, kind), own in zip(TESTS, values, strict=True)
        },
        index=index,
    )
    residuals = pd.DataFrame(
        {
            at: _values([row[at] for row in tested.residuals], "share")
            for at in range(len(table.frame.columns))
        },
        index=index,
    )
    residuals.columns = table.frame.columns
    table.residuals = residuals
    table._people = _side_by_side(counts, "participants")
    table.test_notes, table._nameless = tested.notes, tested.nameless
    table.notes += tested.notes


def _add_intervals(table: Table, counts: Counts, unit: str, measure: str) -> None:
    import numpy as np
    import pandas as pd

    from qualcode.analysis.tested import intervals

    found = [intervals(counts, block, unit, measure) for block in counts.blocks]
    low, high = (
        np.concatenate([getattr(each, end) for each in found], axis=1) for end in ("low", "high")
    )
    heads = [column if isinstance(column, tuple) else (column,) for column in table.frame.columns]
    if table.measures:
        heads = [head for at, head in enumerate(heads) if table.measures[at] != "n"]
    ends = {
        (*head, end): _numbers(values[:, at], measure)
        for at, head in enumerate(heads)
        for end, values in (("low", low), ("high", high))
    }
    frame = pd.DataFrame(dict(enumerate(ends.values())), index=table.frame.index)
    names = [*table.frame.columns.names, "end"]
    frame.columns = pd.MultiIndex.from_tuples(list(ends), names=names)
    table.intervals = frame
    several = len(counts.blocks) > 1
    for block, each in zip(counts.blocks, found, strict=True):
        head = f"{block.selection.coder}: " if several else ""
        table.notes += [head + note for note in each.notes if head + note not in table.notes]
    plain = table._tidy
    name = f"share_{unit}" if measure == "share" else f"{unit}_{measure}"

    def tidy() -> pd.DataFrame:
        assert plain is not None
        whole = plain()
        # Rows of the frame are cells block by block.
        at = 0
        parts: dict[str, list[np.ndarray]] = {"low": [], "high": []}
        for block in counts.blocks:
            columns = slice(at, at + len(block.columns))
            at += len(block.columns)
            parts["low"].append(low[:, columns].ravel())
            parts["high"].append(high[:, columns].ravel())
        for end, values in parts.items():
            whole[f"{name}_{end}"] = _numbers(np.concatenate(values), measure)
        return whole

    table._tidy = tidy


def _wrapped(
    found: Corpus,
    counts: Counts,
    unit: str,
    measure: str,
    frame: pd.DataFrame,
    bases: pd.DataFrame,
    totals: pd.Series,
) -> Table:
    import pandas as pd

    notes: list[str] = []
    for block in counts.blocks:
        head = f"{block.selection.coder}: " if len(counts.blocks) > 1 else ""
        absent = (
            "" if counts.attributes and unit != "participants" else without_people(counts, block)
        )
        for note in filter(None, [*block.notes, absent]):
            if head + note not in notes:
                notes.append(head + note)
    if counts.interviewers:
        notes.append("Interviewers' turns are counted too.")
    if counts.reflective:
        notes.append("Reflective field notes are counted too.")
    what = What(
        unit,
        measure,
        counts.level,
        tuple(counts.attributes),
        tuple(counts.where),
        "; ".join(block.selection.rule for block in counts.blocks),
        found.book.hash,
        found.last_act,
        PROGRAM,
    )
    reconciliation = pd.DataFrame(
        [
            {"coder": block.selection.coder or "", "where": reason, "n_codings": number}
            for block in counts.blocks
            for reason, number in block.reconciliation.items()
        ]
    )
    labels = {row: found.book[row].label for row in counts.rows}
    colors = {row: found.book[row].color for row in counts.rows if found.book[row].color}

    def tidy() -> pd.DataFrame:
        return _tidy(counts)

    def quoted(row: str, column: tuple[str, ...] | None) -> pd.DataFrame:
        from qualcode.analysis.frames import cell_codings
        from qualcode.analysis.quotes import quote_rows

        if not counts.attributes:
            # A frequency table's columns are units, so every cell of a row has the same quotations.
            column = None if column is None else column[:-1]
        rows, turns = cell_codings(counts, row, column)
        return quote_rows(found, rows, turns=turns)

    return Table(frame, bases, totals, labels, what, notes, reconciliation, colors, tidy, quoted)


def _tidy(counts: Counts) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    parts = []
    for block in counts.blocks:
        height, width = len(counts.rows), len(block.columns)
        part: dict[str, Any] = {}
        if block.selection.coder is not None:
            part["coder"] = [block.selection.coder] * (height * width)
        part[counts.level] = np.repeat(np.array(counts.rows, dtype=object), width)
        for level, name in enumerate(counts.attributes):
            part[name] = [column[level] for column in block.columns] * height
        for unit in ("codings", "turns", "documents", "participants", "words"):
            part[f"n_{unit}"] = _numbers(_measured(block, unit, "n").ravel(), "n")
        for base in BASES:
            part[f"base_{base}"] = pd.array(block.base[base].ravel(), dtype="Int64")
        for unit in ("codings", "turns", "documents", "participants", "words"):
            part[f"share_{unit}"] = _numbers(_measured(block, unit, "share").ravel(), "share")
        parts.append(pd.DataFrame(part))
    return pd.concat(parts, ignore_index=True)


# -- from a frame ------------------------------------------------------------------------------------------


def _counted_cells(
    place: np.ndarray, cells: list[tuple[np.ndarray, int]], number: int
) -> np.ndarray:
    """How many rows fall into each cell: `place` is the row of the table, `cells` its columns level by
    level with their sizes.

    Block by block, so that what is put together stays in the processor's cache: with a million codings
    it is memory that takes the time.
    """
    import numpy as np

    grid = np.zeros(number, dtype=np.int64)
    block = 1 << 15
    flat = np.empty(block, dtype=np.intp)
    for at in range(0, len(place), block):
        part = flat[: min(block, len(place) - at)]
        part[:] = place[at : at + block]
        for codes, size in cells:
            part *= size
            part += codes[at : at + block]
        grid += np.bincount(part, minlength=number)
    return grid


def _from_frame(frame: pd.DataFrame, rows: str, names: list[str], unit: str, measure: str) -> Table:
    """Codings counted from a tidy frame; categorical columns are counted without being unfolded."""
    import numpy as np
    import pandas as pd

    if measure != "n":
        raise UsageError(
            "measure", measure, "n: a frame of codings has no bases", "Pass the project"
        )
    keys: dict[str, tuple[str, ...]] = {
        "codings": (),
        "turns": ("document", "turn"),
        "documents": ("document",),
    }
    keys["participants"] = ("participant",)
    if unit not in keys:
        raise UsageError("unit", unit, listing(keys), "Words need the texts: pass the project")
    if not 1 <= len(set(names)) == len(names) <= 2:
        raise UsageError("columns", listing(names), "one attribute, or two different ones")
    needed = [rows, *names, *keys[unit]]
    if missing := [name for name in needed if name not in frame.columns]:
        raise TableError("frame", f"has no column {listing(missing)}", listing(frame.columns, 20))

    def factor(name: str) -> tuple[np.ndarray, list[str]]:
        """Positions and values of a column; what is missing is "(not recorded)", the last value."""
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, values = column.cat.codes.to_numpy(), list(map(str, column.cat.categories))
        else:
            codes, unique = pd.factorize(column)
            values = list(map(str, unique))
        order = [n for n, value in enumerate(values) if value != NOT_RECORDED]
        if len(order) < len(values):
            place = np.full(len(values), len(order), dtype=np.int32)
            place[order] = np.arange(len(order), dtype=np.int32)
            codes = np.where(codes < 0, np.int32(-1), place[codes])
        # Missing is -1 in codes: one value more, so that no coding is lost.
        if codes.min(initial=0) < 0:
            codes = np.where(codes < 0, np.int32(len(order)), codes)
        return codes, [*(values[n] for n in order), NOT_RECORDED]

    place, labels = factor(rows)
    columns: list[tuple[str, ...]] = [()]
    cells: list[tuple[np.ndarray, int]] = []
    for name in names:
        codes, values = factor(name)
        columns = [(*column, value) for column in columns for value in values]
        cells.append((codes, len(values)))
    height, width = len(labels), len(columns)
    every = _counted_cells(place, cells, height * width).reshape(height, width)
    if unit == "codings":
        grid, totals = every, every.sum(axis=1)
    else:
        flat = place.astype(np.int64)
        for codes, size in cells:
            flat = flat * size + codes
        key = np.zeros(len(frame), dtype=np.int64)
        known = np.ones(len(frame), dtype=bool)
        for name in keys[unit]:
            codes, unique = pd.factorize(frame[name])
            known &= codes >= 0
            key = key * max(len(unique), 1) + codes
        size = int(key.max(initial=0)) + 1
        distinct = np.unique(flat[known] * size + key[known]) // size
        grid = np.bincount(distinct, minlength=height * width).reshape(height, width)
        per_row = np.unique(place[known].astype(np.int64) * size + key[known]) // size
        totals = np.bincount(per_row, minlength=height)
    row_kept = [n for n in range(height) if n < height - 1 or every[n].any()]
    kept = np.flatnonzero(every.any(axis=0)).tolist()
    index = pd.Index([labels[n] for n in row_kept], name=rows, dtype=object)
    heads = [columns[n] for n in kept]
    table = pd.DataFrame(
        {
            at: pd.arrays.IntegerArray(
                grid[row_kept, n].astype(np.int64), np.zeros(len(row_kept), dtype=bool)
            )
            for at, n in enumerate(kept)
        },
        index=index,
    )
    table.columns = _index(heads, names) if heads else pd.Index([], name=names[-1], dtype=object)
    return Table(
        table,
        pd.DataFrame(index=table.columns),
        pd.Series(totals[row_kept], index=index, dtype="Int64", name="all"),
        {row: row for row in index},
        What(unit, measure, rows, tuple(names), coders="the codings of a frame", program=PROGRAM),
        ["Counted from a frame of codings, so without bases."],
    )
