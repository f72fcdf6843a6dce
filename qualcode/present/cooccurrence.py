"""qc.cooccurrence and qc.proximity: which codes stand together, how often by chance, and how near."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qualcode.analysis.contingency import DEFAULT_SEED, benjamini_hochberg
from qualcode.analysis.corpus import Corpus, corpus
from qualcode.core.asked import asked_number
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present import OpenProject, study_of
from qualcode.present.report import Report, Section, provenance
from qualcode.store import Study

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

    from qualcode.analysis.cooccurrence import Marks, Together
    from qualcode.analysis.proximity import Near
    from qualcode.analysis.tables import Counts

_Text = dict[str, str]
# One code is so many times as frequent as the other: then c is small however they go together.
UNEQUAL = 5
_NAMED = 10
_TOGETHER = {
    "overlap": "in the same words",
    "turn": "in one turn",
    "document": "in one document",
    "participant": "with one participant",
}
_FORMATS = {
    "c": "coefficient",
    "c_characters": "coefficient",
    "share1": "share",
    "share2": "share",
    "expected": "coefficient",
    "p": "p",
    "p_adjusted": "p",
    "within": "n",
    "share_within": "share",
    "expected_share": "share",
    "median_turns": "rate",
    "median_words": "rate",
}


@dataclass(repr=False)
class Pairs(Report):
    """A report on pairs of codes.

    `frame` has one row for each pair, codes named by their ids. codes: ids in order. level: code or theme.
    labels: what print shows of each; themes: under which theme each stands; theme_labels: what print shows
    of themes; colors: those of the codebook.
    """

    codes: list[str] = field(default_factory=list)
    level: str = "code"
    labels: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    theme_labels: dict[str, str] = field(default_factory=dict)
    colors: dict[str, str] = field(default_factory=dict)
    _tidy: Any = None
    _quotes: Callable[[str, str, str | None], pd.DataFrame] | None = None

    @property
    def frame(self) -> pd.DataFrame:
        """One row for each pair; see `cooccurrence` or `proximity` for the columns."""
        found: pd.DataFrame = self._tidy
        return found

    def quotes(
        self, code1: str, code2: str | None = None, *, coder: str | None = None
    ) -> pd.DataFrame:
        """The quotations behind a pair: whole codings of both codes where they stand together as this
        report counts it; without code2 all codings of the code that were counted.

        coder: whose, in a report with coders="each" (everybody's without it). Columns as in
        `qc.quotes`; where the codes share words also overlap, what the row shares with the other code.
        Raises TableError for a code that is not in the report.
        """
        assert self._quotes is not None
        for code in filter(None, (code1, code2)):
            if code not in self.codes:
                raise TableError(code, "is not in this report", f"codes: {listing(self.codes, 20)}")
        return self._quotes(code1, code1 if code2 is None else code2, coder)


@dataclass(repr=False)
class Cooccurrence(Pairs):
    """How codes stand together.

    unit: in what. matrix: codes x codes (under several coders one such block for each, the coder being the
    first level of the rows): in how many units both occur, and on the diagonal how many the code has.
    caption: the notes that belong under a picture too.
    """

    unit: str = "overlap"
    matrix: Any = None
    caption: list[str] = field(default_factory=list)

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """The matrix as a picture; see `qualcode.plots.cooccurrence_matrix`."""
        from qualcode.present.plots_cooccurrence import cooccurrence_matrix

        return cooccurrence_matrix(self, ax=ax, **options)

    def network(self, ax: Axes | None = None, **options: Any) -> Axes:
        """The pairs as a network; see `qualcode.plots.cooccurrence_network`."""
        from qualcode.present.plots_cooccurrence import cooccurrence_network

        return cooccurrence_network(self, ax=ax, **options)


@dataclass(repr=False)
class Proximity(Pairs):
    """How near codes stand to each other. within: how many turns away still counts as near."""

    within: int = 1


def cooccurrence(
    project: OpenProject | Study,
    *,
    codes: Iterable[str] | None = None,
    level: str = "code",
    unit: str = "overlap",
    where: Mapping[str, Any] | None = None,
    coders: str = "record",
    interviewers: bool = False,
    reflective: bool = False,
    expected: bool = True,
    draws: int | None = None,
    seed: int = DEFAULT_SEED,
) -> Cooccurrence:
    """Which codes stand together, how often, and how often they would by chance.

    codes: ids, in the order in which they shall stand; all codes in codebook order unless given. level:
    "code" (each code's own codings) or "theme" (a theme with everything beneath it, as a union).
    unit: in what two codes are together.
        "turn", "document", "participant": units in which either occurs, counted as in `frequencies`.
        "overlap": words that both cover. What a code covers without a break within one turn is one
        stretch, so that codings of a code that overlap one another count once, and a coding that crosses
        turns is a stretch in each. n12 pairs stretches of the two codes that share a character, one to one
        and as many as possible, so that no stretch counts twice.
    where, coders, interviewers, reflective: as in `crosstab`. expected: whether to say what chance
    would give. draws, seed: how often stretches are dealt at random (None: 9,999, or fewer where a study
    has so many codings that it would take minutes; the number is printed) and where random numbers begin.

    Returns a Cooccurrence. Its frame has one row for each pair, those with the highest c first: coder
    (under "each"), code1, code2, n1, n2 (units of each code, where both were considered), n12 (units of
    both), c = n12 / (n1 + n2 - n12), in 0..1 (Jaccard's index; ATLAS.ti's coefficient c), share1, share2
    (share of the units of code1 in which code2 occurs too, and the other way round: n12 / n1 and n12 / n2,
    but for "overlap" the share of stretches that have a character in common with the other code),
    unequal (one code has more than 5 times the units of the other, and c is small for that alone),
    expected, p, p_adjusted (Benjamini-Hochberg over the pairs), base (units read for both codes; turns for
    "overlap"). For "overlap" also with1, with2 (the stretches that share1 and share2 count), pairs (of
    stretches that share a character, a stretch counting in each), characters1, characters2, characters
    (covered by each, and by both) and c_characters. Missing: c where neither code occurs, a share where its
    code does not, p where nothing else could have happened.

    expected is exact, and so is p but for "overlap": over all ways to deal the marks of one code anew,
    within each document to its turns, or for documents and participants over all of them. Stretches are
    dealt at random to the turns of their document, each keeping its part of a turn. p is two-sided:
    the smaller tail, twice.

    Raises TableError where a table would not mean what it says and for fewer than two codes, CodingError
    for an unknown code, UsageError for another unit or level.
    """
    from qualcode.analysis.cooccurrence import UNITS, behind, marked, together

    if unit not in UNITS:
        raise UsageError("unit", f"{unit!r}", listing(UNITS))
    if draws is not None:
        draws = asked_number("draws", draws, 1)
    seed = asked_number("seed", seed)
    found = corpus(study_of(project))
    table, sets = marked(
        found,
        codes=codes,
        level=level,
        where=where,
        coders=coders,
        interviewers=interviewers,
        reflective=reflective,
    )
    results = [together(each, unit, expected=expected, draws=draws, seed=seed) for each in sets]
    several = sets[0].block.selection.coder is not None
    tidy = _several(several, results, [_pair_rows(table.rows, each, unit) for each in results])
    matrix = _matrix(table.rows, results, several, level)
    names = _names(found, table.rows)
    hidden = _hidden(tidy, unit, expected)
    pairs = _section(f"Pairs of {level}s", tidy, names[0], several, hidden, level)
    square = _square(matrix, names[0], unit, level)
    notes = _what_it_counts(unit, tidy, level)
    of_codings = _notes_of(table, unit)
    caption = [
        *([_stretch(level)] if unit == "overlap" else []),
        _C,
        *_base_note(tidy, unit, level),
        *of_codings,
    ]
    if expected:
        notes += _what_chance_gives(unit, tidy, results, seed, level)
    notes += of_codings

    def quotes(one: str, other: str, coder: str | None) -> pd.DataFrame:
        return _quotes(
            found, sets, lambda marks: behind(marks, unit, *_places(table, one, other)), coder
        )

    return Cooccurrence(
        f"{level.capitalize()}s that stand together {_TOGETHER[unit]}",
        [pairs, square],
        notes,
        provenance(found),
        list(table.rows),
        level,
        *names,
        tidy,
        quotes,
        unit,
        matrix,
        caption,
    )


def proximity(
    project: OpenProject | Study,
    *,
    codes: Iterable[str] | None = None,
    level: str = "code",
    within: int = 1,
    where: Mapping[str, Any] | None = None,
    coders: str = "record",
    interviewers: bool = False,
    reflective: bool = False,
    expected: bool = True,
    draws: int | None = None,
    seed: int = DEFAULT_SEED,
) -> Proximity:
    """How near codes stand: from each stretch of one code to the nearest of another in the same document.

    A stretch is what a code covers without a break within one turn, as in `cooccurrence`. Distances are
    counted in turns (0 the same turn, 1 the next or the last one, interviewers' turns not counted unless
    `interviewers`) and in words between (0: side by side or overlapping). Turns that `where` filters out
    are still passed on the way. within: how many turns away is near. Other arguments as in `cooccurrence`.

    Returns a Proximity. Its frame has one row for each ordered pair, in codebook order: coder (under
    "each"), code1, code2, n (stretches of code1 where both were considered), none (those of them without
    any code2 in the document), median_turns, median_words (over the others; missing where there are
    none), within (how many have code2 at most so many turns away), share_within = within / n (those
    without any in the document are in n), expected_share (exact: each code's turns dealt anew to the turns of
    their document), p (the smaller tail twice, from random draws), p_adjusted (Benjamini-Hochberg), base
    (turns read for both codes). Raises as `cooccurrence` does.
    """
    from qualcode.analysis.cooccurrence import marked
    from qualcode.analysis.proximity import near, near_codings

    within = asked_number("within", within)
    if draws is not None:
        draws = asked_number("draws", draws, 1)
    seed = asked_number("seed", seed)
    found = corpus(study_of(project))
    table, sets = marked(
        found,
        codes=codes,
        level=level,
        where=where,
        coders=coders,
        interviewers=interviewers,
        reflective=reflective,
    )
    options = {"interviewers": interviewers, "reflective": reflective}
    results = [
        near(each, within, expected=expected, draws=draws, seed=seed, **options) for each in sets
    ]
    several = sets[0].block.selection.coder is not None
    tidy = _several(several, results, [_near_rows(table.rows, each) for each in results])
    names = _names(found, table.rows)
    hidden = [*_constant(tidy), *([] if expected else ["expected_share", "p", "p_adjusted"])]
    section = _section("Nearest codings", tidy, names[0], several, hidden, level)
    notes = [
        *_what_is_near(within, tidy, expected, results, seed, interviewers, level),
        *_notes_of(table, "turn"),
    ]

    def quotes(one: str, other: str, coder: str | None) -> pd.DataFrame:
        def chosen(marks: Marks) -> tuple[np.ndarray, np.ndarray, None]:
            return near_codings(marks, *_places(table, one, other), within, **options)

        return _quotes(found, sets, chosen, coder)

    return Proximity(
        f"How near {level}s stand to each other",
        [section],
        notes,
        provenance(found),
        list(table.rows),
        level,
        *names,
        tidy,
        quotes,
        within,
    )


# -- frames ------------------------------------------------------------------------------------------------


def _names(found: Corpus, rows: list[str]) -> tuple[_Text, _Text, _Text, _Text]:
    """Labels of codes, their themes, labels of these, and colours of codes."""
    book = found.book
    themes = {row: book.theme(row) for row in rows}
    return (
        {row: book[row].label for row in rows},
        themes,
        {theme: book[theme].label for theme in themes.values()},
        {row: color for row in rows if (color := book[row].color)},
    )


def _places(table: Counts, one: str, other: str) -> tuple[int, int]:
    return table.rows.index(one), table.rows.index(other)


def _integers(values: np.ndarray) -> Any:
    import pandas as pd

    return pd.array(values, dtype="Int64")


def _floats(values: np.ndarray) -> Any:
    import numpy as np
    import pandas as pd

    missing = np.isnan(values)
    return pd.arrays.FloatingArray(np.where(missing, 0.0, values), missing)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.divide(
        above.astype(float), below, out=np.full(len(above), np.nan), where=np.asarray(below) > 0
    )


def _adjusted(p: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.array([np.nan if each is None else each for each in benjamini_hochberg(p)])


def _pair_rows(rows: list[str], own: Together, unit: str) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    one, other = np.triu_indices(len(rows), 1)
    n1, n2, n12 = own.of[one, other], own.of[other, one], own.n12[one, other]
    met1, met2 = own.met[one, other], own.met[other, one]
    c = _ratio(n12, n1 + n2 - n12)
    nothing = np.full(len(one), np.nan)
    p = nothing if own.p is None else own.p[one, other]
    names = np.array(rows, dtype=object)
    columns = {
        "code1": names[one],
        "code2": names[other],
        "n1": _integers(n1),
        "n2": _integers(n2),
        "n12": _integers(n12),
        "c": _floats(c),
        "share1": _floats(_ratio(met1, n1)),
        "share2": _floats(_ratio(met2, n2)),
        "unequal": (np.minimum(n1, n2) > 0) & (np.maximum(n1, n2) > UNEQUAL * np.minimum(n1, n2)),
        "expected": _floats(nothing if own.expected is None else own.expected[one, other]),
        "p": _floats(p),
        "p_adjusted": _floats(_adjusted(p)),
        "base": _integers(own.base[one, other]),
    }
    if unit == "overlap":
        assert own.pairs is not None and own.shared is not None and own.covered is not None
        first, second = own.covered[one, other], own.covered[other, one]
        shared = own.shared[one, other]
        columns |= {
            "with1": _integers(met1),
            "with2": _integers(met2),
            "pairs": _integers(own.pairs[one, other]),
            "characters1": _integers(first),
            "characters2": _integers(second),
            "characters": _integers(shared),
            "c_characters": _floats(_ratio(shared, first + second - shared)),
        }
    # The closest pairs first; what has no c last; otherwise the order of the codes.
    order = np.argsort(np.where(np.isnan(c), 2.0, -c), kind="stable")
    return pd.DataFrame(columns).iloc[order].reset_index(drop=True)


def _near_rows(rows: list[str], own: Near) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    one, other = np.nonzero(~np.eye(len(rows), dtype=bool))
    nothing = np.full(len(one), np.nan)
    p = nothing if own.p is None else own.p[one, other]
    n, within = own.n[one, other], own.within[one, other]
    chance = nothing if own.expected is None else _ratio(own.expected[one, other], n)
    names = np.array(rows, dtype=object)
    return pd.DataFrame(
        {
            "code1": names[one],
            "code2": names[other],
            "n": _integers(n),
            "none": _integers(own.none[one, other]),
            "median_turns": _floats(own.turns[one, other]),
            "median_words": _floats(own.words[one, other]),
            "within": _integers(within),
            "share_within": _floats(_ratio(within, n)),
            "expected_share": _floats(chance),
            "p": _floats(p),
            "p_adjusted": _floats(_adjusted(p)),
            "base": _integers(own.base[one, other]),
        }
    )


def _several(
    several: bool, results: Sequence[Together | Near], frames: list[pd.DataFrame]
) -> pd.DataFrame:
    import pandas as pd

    if several:
        for own, frame in zip(results, frames, strict=True):
            frame.insert(0, "coder", [str(own.coder)] * len(frame))
    return pd.concat(frames, ignore_index=True)


def _matrix(rows: list[str], results: list[Together], several: bool, level: str) -> pd.DataFrame:
    import pandas as pd

    names = pd.Index(rows, name=level, dtype=object)
    frames = [pd.DataFrame(own.n12, names, names).astype("Int64") for own in results]
    if several:
        return pd.concat(
            dict(zip([str(own.coder) for own in results], frames, strict=True)), names=["coder"]
        )
    return frames[0]


def _square(matrix: pd.DataFrame, labels: dict[str, str], unit: str, level: str) -> Section:
    """The matrix for print. More codes than fit as heads are numbered, in the rows and over the columns."""
    notes = [f"Diagonal: {_units(unit)} of the {level} itself."]
    if len(matrix.columns) <= _NAMED:
        said = list(labels.values())
        # Two codes of one name are told apart by their ids.
        heads = {
            code: f"{label} ({code})" if said.count(label) > 1 else label
            for code, label in labels.items()
        }
        return Section("Matrix", matrix.rename(columns=heads), labels=heads, notes=notes)
    numbers = {code: str(at) for at, code in enumerate(matrix.columns, 1)}
    rows = {code: f"{number} {labels[code]}" for code, number in numbers.items()}
    numbered = matrix.rename(columns=numbers).rename(index=rows, level=matrix.index.names[-1])
    return Section("Matrix", numbered, notes=notes)


def _constant(tidy: pd.DataFrame) -> list[str]:
    """The base, where it is one for all pairs: then a sentence says it."""
    return ["base"] if tidy["base"].nunique() == 1 else []


def _hidden(tidy: pd.DataFrame, unit: str, expected: bool) -> list[str]:
    hidden = _constant(tidy)
    if unit == "overlap":
        hidden += ["with1", "with2", "pairs", "characters1", "characters2"]
    if not expected:
        hidden += ["expected", "p", "p_adjusted"]
    if not tidy["unequal"].any():
        hidden.append("unequal")
    return hidden


def _section(
    heading: str,
    tidy: pd.DataFrame,
    labels: dict[str, str],
    several: bool,
    hidden: list[str],
    level: str,
) -> Section:
    index = [*(["coder"] if several else []), "code1", "code2"]
    frame = tidy.set_index(index)
    # Print calls themes themes; the frame's columns have one name whatever the level.
    frame.index.names = [
        name.replace("code", level) if name[-1].isdigit() else name for name in index
    ]
    return Section(heading, frame, formats=_formats(tidy), labels=labels, hidden=hidden)


def _formats(tidy: pd.DataFrame) -> dict[str, str]:
    return {name: kind for name, kind in _FORMATS.items() if name in tidy.columns}


# -- notes -------------------------------------------------------------------------------------------------


def _units(unit: str) -> str:
    return "stretches" if unit == "overlap" else f"{unit}s"


def _stretch(level: str) -> str:
    return (
        f"A stretch is what a {level} covers without a break within one turn; codings of it that overlap one"
        " another are one."
    )


_C = (
    "c = n12 / (n1 + n2 − n12), from 0 (never together) to 1 (never apart): Jaccard's index, in ATLAS.ti the"
    " coefficient c."
)


def _what_it_counts(unit: str, tidy: pd.DataFrame, level: str) -> list[str]:
    if unit == "overlap":
        notes = [
            _stretch(level),
            f"n1, n2: stretches of each {level}. n12: stretches of both that share a character, paired one"
            f" to one. share1, share2: share of the stretches of {level}1 ({level}2) that share a character with"
            " one of the other. characters: covered by both.",
        ]
    else:
        of = f"with each {level}" if unit == "participant" else f"in which each {level} occurs"
        notes = [
            f"n1, n2: {unit}s {of}; n12: both. share1 = n12 / n1, share2 = n12 / n2.",
        ]
    notes += [_C, *_base_note(tidy, unit, level)]
    if tidy["unequal"].any():
        notes.append(
            f"unequal: one {level} has more than {UNEQUAL} times the {_units(unit)} of the other, so that c is"
            " small however closely the rarer one keeps to it; see the shares."
        )
    return notes


def _what_chance_gives(
    unit: str, tidy: pd.DataFrame, results: list[Together], seed: int, level: str
) -> list[str]:
    notes = []
    if unit == "overlap":
        how = "each keeping its part of a turn"
        notes.append(_dealt_note(_draws(results), seed, "stretches", how, level))
        notes.append(
            "expected: mean of n12 over the draws."
            + _p_note(tidy, _draws(results), level, exact=False)
        )
    else:
        over = (
            "its turns dealt anew within each document"
            if unit == "turn"
            else f"its {unit}s drawn anew from all of them"
        )
        notes.append(
            f"expected: n12 if one of the two {level}s had {over}, as often as it occurs there."
            + _p_note(tidy, [], level, exact=True)
        )
    if unit in ("turn", "overlap"):
        notes.append(
            f"Turns of a document are taken as alike for this: where {level}s come in runs, or long turns hold"
            " more of them, they meet more often than so without one calling for the other."
        )
    return notes


def _base_note(tidy: pd.DataFrame, unit: str, level: str) -> list[str]:
    unit = "turn" if unit == "overlap" else unit
    if _constant(tidy):
        return [f"Base: {counted(int(tidy['base'].iloc[0]), unit)} read for both {level}s."]
    return [f"base: {unit}s read for both {level}s."]


def _dealt_note(draws: list[int], seed: int, what: str, how: str, level: str) -> str:
    said = ""
    if draws:
        number = " and ".join(f"{each:,}" for each in draws)
        said = f"; {number} {'draw' if draws == [1] else 'draws'}, seed {seed}"
    return f"By chance: each {level}'s {what} dealt at random to the turns of their document, {how}{said}."


def _draws(results: Sequence[Together | Near]) -> list[int]:
    """How many draws were made, by any set of codings."""
    return sorted({own.draws for own in results if own.draws})


def _p_note(tidy: pd.DataFrame, draws: list[int], level: str, *, exact: bool) -> str:
    from qualcode.analysis.cooccurrence import LEAST_DRAWS

    if not exact and (not draws or draws[0] < LEAST_DRAWS):
        return (
            f" p: not given, since it takes {LEAST_DRAWS} random draws or more; where there are so many"
            " codings that these take long, ask for them: draws=999."
        )
    text = " p: exact,"
    if not exact:
        # What Benjamini and Hochberg's method makes of the smallest p there can be.
        least, tests = 2 / (draws[0] + 1), int(tidy["p"].notna().sum())
        text = f" p: from the draws (at least {least:.2g}, adjusted {min(1.0, least * tests):.2g}),"
    text += " two-sided (the smaller tail, twice); p adjusted: Benjamini–Hochberg over the pairs."
    if tidy["p"].isna().any():
        text += f" “–”: nothing else could have happened, as where a {level} never occurs."
    return text


def _what_is_near(
    within: int,
    tidy: pd.DataFrame,
    expected: bool,
    results: list[Near],
    seed: int,
    interviewers: bool,
    level: str,
) -> list[str]:
    others = "interviewers' turns counted" if interviewers else "interviewers' turns not counted"
    near = f"at most {counted(within, 'turn')} away" if within else "in the same turn"
    notes = [
        f"From each stretch of {level}1 (what it covers without a break within one turn) to the nearest of"
        f" {level}2 in the same document. Turns: 0 the same turn, 1 the next or the last one, {others};"
        " words: between the two.",
        f"within: stretches of {level}1 with {level}2 {near}; share within: of all n, those in documents without"
        f" any {level}2 (none) included; medians: of the others.",
        *_base_note(tidy, "turn", level),
    ]
    if expected:
        notes.append(_dealt_note(_draws(results), seed, "turns", "as many as it has there", level))
        notes.append(
            "expected share: exact, over all ways to deal them."
            + _p_note(tidy, _draws(results), level, exact=False)
        )
    return notes


def _notes_of(table: Counts, unit: str) -> list[str]:
    """What every table says of its codings, documents and filters."""
    from qualcode.analysis.tables import without_people

    notes: list[str] = []
    for block in table.blocks:
        head = f"{block.selection.coder}: " if len(table.blocks) > 1 else ""
        absent = without_people(table, block) if unit == "participant" else ""
        for note in filter(None, [*block.notes, absent]):
            if head + note not in notes:
                notes.append(head + note)
    if table.interviewers:
        notes.append("Interviewers' turns are counted too.")
    if table.reflective:
        notes.append("Reflective field notes are counted too.")
    return notes


# -- quotations --------------------------------------------------------------------------------------------


def _quotes(
    found: Corpus,
    sets: list[Marks],
    chosen: Callable[[Marks], tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray] | None]],
    coder: str | None,
) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    from qualcode.analysis.quotes import quote_rows, shared_words

    known = [each.block.selection.coder for each in sets]
    if coder is not None and coder not in known:
        raise TableError(
            "coder", f"{coder!r} has no block here", listing(name for name in known if name)
        )
    parts = []
    for marks in sets:
        if coder is not None and marks.block.selection.coder != coder:
            continue
        rows, turns, shared = chosen(marks)
        frame = quote_rows(found, np.asarray(rows), turns=turns)
        if shared is not None:
            frame["overlap"] = shared_words(found, frame, shared) if len(frame) else []
        parts.append(frame)
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
