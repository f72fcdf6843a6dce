"""Tests and intervals of a counted table: always of its participants, whatever its cells count."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from qualcode.analysis.contingency import (
    adjusted_residuals,
    benjamini_hochberg,
    cramers_v,
    cramers_v_corrected,
    freeman_halton,
    small_expected_share,
)
from qualcode.analysis.corpus import Corpus
from qualcode.analysis.inference import (
    EXCHANGEABILITY,
    FEWEST,
    Permutation,
    permutation_test,
)
from qualcode.analysis.intervals import (
    Interval,
    people_share_interval,
    rate_intervals,
    share_intervals,
)
from qualcode.analysis.tables import Block, Counts
from qualcode.core.people import NOT_RECORDED
from qualcode.errors import TableError, UsageError, counted, listing

# Where the smallest p that the people allow lies above this, the note says so.
LEVEL = 0.05
# Steps of an exact test before random tables take its place: a table has many rows, and each may take
# a good part of a second.
LIMIT = 2_000_000


@dataclass
class Tested:
    """The tests of a table, one value for each row (None where there is none), and what stands under them.

    columns: positions of the columns that are compared. residuals: rows x all columns. notes: in full;
    nameless: the same for a table under disclosure control, without participants' names and numbers.
    """

    columns: list[int]
    n_people: list[int]
    p: list[float | None]
    smallest_p: list[float | None]
    p_exact: list[float | None]
    p_adjusted: list[float | None]
    v: list[float | None]
    v_corrected: list[float | None]
    small_expected: list[float | None]
    residuals: list[list[float | None]]
    notes: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)


@dataclass
class _Groups:
    """The participants that are compared. person: positions in the corpus. column: of each. place: of each
    in the block's pairs. out: why others are left out, with their names."""

    person: np.ndarray
    column: np.ndarray
    place: np.ndarray
    strata: np.ndarray | None
    out: list[tuple[str, list[str]]]


def compare(corpus: Corpus, counts: Counts, *, within: str | None, draws: int, seed: int) -> Tested:
    """Whether participants with and without a code are spread over the columns as by chance, row by row.

    A participant has a code where one of their turns in the column has it. Left out, and named in the
    notes: who speaks in several columns (a person counts once in a test), and whose column or stratum is
    not recorded. A row tests those for whom its codes were considered.

    within: an attribute; participants are dealt out anew only among those with the same value of it.
    Raises UsageError where there are no columns to compare, and TableError where there are several sets
    of codings, fewer than 5 participants or only one column with any.
    """
    if not counts.attributes:
        raise UsageError("test", "there are no columns to compare", "an attribute: by='role'")
    if len(counts.blocks) > 1:
        raise TableError(
            "test",
            "the columns of several coders hold the same participants",
            "one set of codings",
            f"Ask for one at a time: coders={counts.blocks[0].selection.coder!r}",
        )
    block = counts.blocks[0]
    cells = block.by_person("turns")
    groups = _groups(corpus, counts, block, cells.person, cells.column, within)
    compared = np.unique(groups.column).tolist()
    shown = [" × ".join(counts.columns[at]) for at in compared]
    number = len(groups.person)
    if number < FEWEST:
        sentences = (text[0].lower() + text[1:-1] for text in _sentences(groups.out, True))
        left = "".join(f"; {text}" for text in sentences)
        raise TableError(
            "test",
            f"{counted(number, 'participant')} can be compared{left}",
            f"{FEWEST} or more: with fewer, hardly any result could differ from chance",
            "Leave the test out, or compare fewer and larger columns",
        )
    if len(compared) < 2:
        raise TableError(
            "test", f"all participants stand in one column ({shown[0]})", "two columns or more"
        )
    # Whole turns are looked at, so that every unit of the table has the same test.
    present = cells.counts[:, groups.place] > 0
    valid = cells.base[:, groups.place] > 0
    label = np.searchsorted(compared, groups.column)
    found = permutation_test(
        present.T, label, valid=valid.T, strata=groups.strata, draws=draws, seed=seed
    )
    width, height = len(counts.columns), len(counts.rows)
    n_people = valid.sum(axis=1).tolist()
    p = _known(found.p)
    result = Tested(
        compared,
        n_people,
        p,
        _known(found.smallest_p),
        [None] * height,
        benjamini_hochberg(p),
        [None] * height,
        [None] * height,
        [None] * height,
        [[None] * width for _ in range(height)],
    )
    estimated: dict[str, list[str]] = {}
    names = _labels(corpus, counts)
    for row in range(height):
        if n_people[row] < FEWEST:
            continue
        own = valid[row]
        table = [
            np.bincount(label[own & mask], minlength=len(compared)).tolist()
            for mask in (present[row], ~present[row])
        ]
        exact = freeman_halton(table, draws=draws, seed=seed, limit=LIMIT)
        result.p_exact[row] = exact.p
        if exact.p is not None and not exact.exact:
            estimated.setdefault(exact.method, []).append(names[row])
        result.v[row] = cramers_v(table)
        result.v_corrected[row] = cramers_v_corrected(table)
        if found.reasons[row] == "":
            result.small_expected[row] = small_expected_share(table)
        for at, value in zip(compared, adjusted_residuals(table)[0], strict=True):
            result.residuals[row][at] = value
    exactly = [f"p (exact) of {listing(rows)}: {method}." for method, rows in estimated.items()]
    if within:
        exactly.append(f"p (exact), V and residuals compare all of them, not only within {within}.")
    result.notes = [
        _what(counts, shown, number, within),
        f"p (permutation): {found.method}. {_statistic(found, within)}{_ADJUSTED}",
        _SIZE,
        _EXPECTED_CELLS,
        *_reasons(names, found.reasons),
        *_floor(names, result.smallest_p, within),
        *exactly,
        *_sentences(groups.out, True),
        EXCHANGEABILITY,
    ]
    result.nameless = [
        _what(counts, shown, None, within),
        f"p (permutation): {_plain_method(found)}. {_statistic(found, within)}{_ADJUSTED}",
        _SIZE,
        _EXPECTED_CELLS,
        *exactly,
        *_sentences(groups.out, False),
        EXCHANGEABILITY,
    ]
    return result


_ADJUSTED = "p (adjusted): of these, by Benjamini and Hochberg over the rows. p (exact): Freeman and Halton's."
# Sentences of their own, so that a caption can take the one it needs.
_SIZE = "V: Cramér's, from 0 to 1; V (corrected): for small samples, after Bergsma."
_EXPECTED_CELLS = "Expected < 5: the share of cells in which chance would bring fewer than 5."


def _statistic(found: Permutation, within: str | None) -> str:
    if not found.draws:
        return ""
    name = f"Cochran, Mantel and Haenszel's over each {within}" if within else "Pearson's"
    return (
        f"It is the share of arrangements with a chi-square ({name}) of with and without by column at least as"
        " large as the observed one; a chi-square knows no direction. "
    )


def _plain_method(found: Permutation) -> str:
    """How p was found, without the number of arrangements: it tells how large the groups are."""
    if not found.draws:
        return found.method
    if found.exact:
        return "permutation of participants, all arrangements"
    return f"permutation of participants, {counted(found.draws, 'draw')}, seed {found.seed}"


def _known(values: np.ndarray) -> list[float | None]:
    return [None if value != value else float(value) for value in values.tolist()]


def _groups(
    corpus: Corpus,
    counts: Counts,
    block: Block,
    person: np.ndarray,
    column: np.ndarray,
    within: str | None,
) -> _Groups:
    recorded = np.array([NOT_RECORDED not in values for values in counts.columns], dtype=bool)
    known = recorded[column]
    columns_of = np.bincount(person[known], minlength=len(corpus.persons))
    names = " × ".join(counts.attributes)
    several = np.unique(person[columns_of[person] > 1])
    nowhere = np.unique(person[columns_of[person] == 0])
    out = [
        (f"they speak in several columns ({names})", several),
        (f"their {names} is not recorded", nowhere),
    ]
    place = np.flatnonzero(known & (columns_of[person] == 1))
    strata = None
    if within is not None:
        stratum, unclear, missing = _strata(corpus, block, within, recorded)
        own = person[place]
        out.append((f"their {within} differs between their turns", own[unclear[own]]))
        out.append((f"their {within} is not recorded", own[missing[own]]))
        place = place[~unclear[own] & ~missing[own]]
        strata = stratum[person[place]]
    left = [
        (reason, [corpus.persons[who] for who in who_left.tolist()])
        for reason, who_left in out
        if len(who_left)
    ]
    return _Groups(person[place], column[place], place, strata, left)


def _strata(
    corpus: Corpus, block: Block, within: str, recorded: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each person the value of `within`, and whether it differs or is not recorded."""
    attribute = corpus.attribute(within)
    turns = np.flatnonzero((block.turn_column >= 0) & (corpus.turn_person >= 0))
    turns = turns[recorded[block.turn_column[turns]]]
    person, value = corpus.turn_person[turns], attribute.index[turns]
    stratum = np.zeros(len(corpus.persons), dtype=np.int64)
    stratum[person] = value
    unclear = np.zeros(len(stratum), dtype=bool)
    unclear[person[value != stratum[person]]] = True
    gone = [n for n, text in enumerate(attribute.values) if text == NOT_RECORDED]
    return stratum, unclear, np.isin(stratum, gone) & ~unclear


def _what(counts: Counts, shown: list[str], number: int | None, within: str | None) -> str:
    dealt = f", dealt out anew within each {within}" if within else ""
    people = "" if number is None else f"{counted(number, 'participant')}, "
    return (
        f"Tested, whatever the cells count: participants with and without the {counts.level}"
        f" ({people}each counted once; columns compared: {listing(shown, 12)}){dealt}."
    )


def _labels(corpus: Corpus, counts: Counts) -> list[str]:
    """What print calls the rows."""
    return [corpus.book[row].label if row in corpus.book else row for row in counts.rows]


def _reasons(rows_of: list[str], reasons: tuple[str, ...]) -> list[str]:
    found: dict[str, list[str]] = {}
    for row, reason in zip(rows_of, reasons, strict=True):
        if reason:
            found.setdefault(reason, []).append(row)
    return [f"No test of {listing(rows, 12)}: {reason}." for reason, rows in found.items()]


def _floor(rows_of: list[str], smallest: list[float | None], within: str | None) -> list[str]:
    """Which rows could not be significant whatever had been said."""
    found: dict[str, list[str]] = {}
    for row, value in zip(rows_of, smallest, strict=True):
        if value is not None and value > LEVEL:
            found.setdefault(f"{value:.2f}", []).append(row)
    people = f"these people within each {within}" if within else "these people"
    return [
        f"p (permutation) of {listing(rows, 12)} cannot fall below {value} with {people}."
        for value, rows in found.items()
    ]


def _sentences(out: list[tuple[str, list[str]]], named: bool) -> list[str]:
    """Who is left out and why; without names also without how many."""
    return [
        f"Left out of the test, as {reason}: {listing(names, 20)}."
        if named
        else f"Participants of whom it holds that {reason} are left out of the test."
        for reason, names in out
    ]


# -- intervals -----------------------------------------------------------------------------------------------


@dataclass
class Intervals:
    """low, high: rows x columns, NaN where there is none. notes: the method, and why some are missing."""

    low: np.ndarray
    high: np.ndarray
    notes: list[str]


def check_intervals(unit: str, measure: str) -> None:
    """Raises UsageError where no interval by participant is known for what the cells are."""
    if (measure == "share" and unit in ("participants", "turns")) or measure == "per_1000_words":
        return
    raise UsageError(
        "intervals",
        f"none are known for {measure} of {unit}",
        "share of participants or of turns, and codings or words per 1,000 words",
    )


def intervals(counts: Counts, block: Block, unit: str, measure: str) -> Intervals:
    """An interval for each cell, by participant: of the share of participants, of the expected share of a
    participant's turns, or of the expected rate per 1,000 words; of coded words that is a share of words.

    Where fewer than 5 participants stand behind a cell there is none, and where its base holds turns that
    no participant speaks (field notes, interviewers), as the cell is then not the participants' alone.
    """
    height, width = len(counts.rows), len(block.columns)
    low, high = np.full((height, width), np.nan), np.full((height, width), np.nan)
    methods: dict[str, None] = {}
    without: dict[str, dict[int, None]] = {}
    of_people = (unit, measure) == ("participants", "share")
    # A word is coded or it is not: so many of a thousand words are a share, and cannot leave 0 to 1,000.
    per_word = measure == "per_1000_words" and unit != "words"
    scale = 1000.0 if measure == "per_1000_words" and not per_word else 1.0
    cells = None if of_people else block.by_person(unit)
    present, people = block.cells("participants"), block.base["participants"]
    for column in range(width):
        found: list[Interval | None] = [None] * height
        if cells is None:
            for row in np.flatnonzero(people[:, column]).tolist():
                n = int(people[row, column])
                found[row] = people_share_interval(int(present[row, column]), n)
        else:
            own = np.flatnonzero(cells.column == column)
            of_many = rate_intervals if per_word else share_intervals
            found = list(of_many(cells.counts[:, own].T, cells.base[:, own].T))
        for row, each in enumerate(found):
            if each is None or block.base["turns"][row, column] == 0:
                continue
            if cells is not None and cells.others[row, column]:
                without.setdefault(_OTHERS, {})[column] = None
            elif each.few or each.low is None or each.high is None:
                without.setdefault(_FEW, {})[column] = None
            else:
                methods[each.method] = None
                low[row, column], high[row, column] = scale * each.low, scale * each.high
    notes = []
    if methods:
        what = "" if of_people else _EXPECTED[measure].format(unit=unit)
        what += " (a word is coded or not, so this is a share)" if scale > 1 else ""
        notes.append(f"Intervals: 95 %, by participant{what}; {'; '.join(methods)}.")
    names = [" × ".join(values) for values in counts.columns]
    for reason, columns in without.items():
        where = f" for {listing((names[at] for at in columns), 12)}" if counts.attributes else ""
        notes.append(f"No interval{where}: {reason}.")
    return Intervals(low, high, notes)


_FEW = f"fewer than {FEWEST} participants"
_OTHERS = "words that no participant speaks count there too"
# A cell pools all turns; an interval is for what to expect of a participant.
_EXPECTED = {
    "share": " for the expected share of a participant's {unit}, each participant counting the same",
    "per_1000_words": " for the expected {unit} per 1,000 words of a participant",
}
