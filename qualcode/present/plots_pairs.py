"""What a picture of pairs of codes draws: codes, names, counts and pairs, from a report or from a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present.report import shown

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.present.cooccurrence import Cooccurrence

MEASURES = ("c", "n12")


@dataclass
class Drawn:
    """What is drawn. codes: ids; names: what print shows of them; n: units of each, None where nothing says;
    cells: (row, column) with row > column -> (n12, c or None); word, words: what a unit and units are called;
    level: code or theme; notes: for under the picture."""

    codes: list[str]
    names: list[str]
    themes: list[str]
    theme_names: dict[str, str]
    colors: list[str | None]
    n: list[int | None]
    cells: dict[tuple[int, int], tuple[int, float | None]]
    word: str
    words: str
    level: str
    title: str
    notes: list[str]

    def value(self, cell: tuple[int, int], measure: str) -> float | None:
        n12, c = self.cells[cell]
        return c if measure == "c" else float(n12)


def drawn_of(report: Cooccurrence | pd.DataFrame, coder: str | None) -> Drawn:
    import pandas as pd

    from qualcode.present.cooccurrence import Cooccurrence

    if isinstance(report, Cooccurrence):
        frame = report.frame
    elif isinstance(report, pd.DataFrame):
        frame = report if "code1" in report.columns else report.reset_index()
    else:
        raise UsageError("report", f"a {type(report).__name__}", "what qc.cooccurrence gives")
    if missing := [n for n in ("code1", "code2", "n12", "c") if n not in frame.columns]:
        raise TableError("frame", f"has no column {listing(missing)}", listing(frame.columns, 20))
    if "coder" in frame.columns:
        known = [str(each) for each in frame["coder"].unique()]
        if coder is None and len(known) > 1:
            raise UsageError("coder", "several coders, and one picture", listing(known))
        coder = coder if coder is not None else known[0] if known else None
        if coder not in known:
            raise UsageError("coder", repr(coder), listing(known))
        frame = frame[frame["coder"] == coder]
    elif coder is not None:
        raise UsageError(
            "coder", repr(coder), next="The report has one set of codings: leave it out"
        )
    if not len(frame):
        raise TableError("report", "has no pairs to draw")
    both = [*frame["code1"], *frame["code2"]]
    codes = [str(each) for each in dict.fromkeys(both)]
    if isinstance(report, Cooccurrence):
        codes = list(report.codes)
        matrix = report.matrix if coder is None else report.matrix.loc[coder]
        n: list[int | None] = [int(matrix.loc[code, code]) for code in codes]
        names = [report.labels[code] for code in codes]
        themes = [report.themes[code] for code in codes]
        theme_names, colors = report.theme_labels, [report.colors.get(code) for code in codes]
        word = "stretch" if report.unit == "overlap" else report.unit
        level, title = report.level, f"{report.title}."
        notes = [*report.caption, report.provenance]
    else:
        n, names, themes = _counts_of(frame, codes), list(codes), list(codes)
        theme_names, colors = {}, [None] * len(codes)
        word, level, title, notes = "unit", "code", "Codes that stand together.", []
    if coder is not None:
        notes = [f"Codings of {coder}.", *notes]
    at = {code: number for number, code in enumerate(codes)}
    cells: dict[tuple[int, int], tuple[int, float | None]] = {}
    for one, other, n12, c in zip(
        frame["code1"], frame["code2"], frame["n12"], frame["c"].astype(object), strict=True
    ):
        row, column = max(at[one], at[other]), min(at[one], at[other])
        cells[row, column] = (int(n12), None if pd.isna(c) else float(c))
    words = "stretches" if word == "stretch" else f"{word}s"
    return Drawn(
        codes, names, themes, theme_names, colors, n, cells, word, words, level, title, notes
    )


def _counts_of(frame: pd.DataFrame, codes: list[str]) -> list[int | None]:
    """Units of each code, as far as a frame of pairs says: the most, where the pairs' bases differ."""
    import pandas as pd

    if not {"n1", "n2"} <= set(frame.columns):
        return [None] * len(codes)
    long = pd.concat(
        [
            frame[["code1", "n1"]].set_axis(["code", "n"], axis=1),
            frame[["code2", "n2"]].set_axis(["code", "n"], axis=1),
        ]
    )
    most = long.groupby("code")["n"].max()
    return [int(most[code]) for code in codes]


def check_measure(value: Any, name: str) -> None:
    if value not in MEASURES:
        raise UsageError(name, repr(value), listing(MEASURES))


def said_of(drawn: Drawn, kind: str) -> str:
    """What the picture shows: how many codes, which stand together most, how many never do."""
    ranked = sorted(
        (cell for cell, (n12, _) in drawn.cells.items() if n12),
        key=lambda cell: (-(drawn.cells[cell][1] or 0.0), cell),
    )
    pairs = [
        f"{drawn.names[b]} and {drawn.names[a]} ({counted(drawn.cells[a, b][0], drawn.word, drawn.words)},"
        f" c {shown(drawn.cells[a, b][1], 'coefficient')})"
        for a, b in ranked[:5]
    ]
    never = len(drawn.cells) - len(ranked)
    text = f"{kind} of {counted(len(drawn.codes), drawn.level)}: {drawn.title}"
    if pairs:
        text += f" Closest: {'; '.join(pairs)}."
    return f"{text} {counted(never, 'pair')} of {len(drawn.cells):,} never together."
