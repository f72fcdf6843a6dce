"""Tables as LaTeX, with the rules of booktabs and nothing else that has to be installed.

Notes stand in a `\\parbox`, not in threeparttable, and numbers in plain `r` columns, not in siunitx:
the fewer packages a journal's class has to bear, the better.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import UsageError
from qualcode.present.table import printed
from qualcode.readers.papers import clean, head_spans, panels

if TYPE_CHECKING:
    from qualcode.present.table import Table

LONG = 40  # a table of more rows than this runs over several pages
# Lines of a float that leave room for its title and its note on one page.
PAGE, PAGE_LANDSCAPE = 54, 30
# A part of up to this many rows is not broken over two pages.
TOGETHER = 20
# Points between the margins of an article, upright and on its side.
ROOM, ROOM_LANDSCAPE = 345.0, 550.0
# Size, points that a digit of it takes, points between two columns.
SIZES = (
    ("", 5.0, 12.0),
    ("\\small", 4.65, 8.0),
    ("\\footnotesize", 4.3, 6.0),
    ("\\scriptsize", 4.0, 5.0),
)

_MORE_ROOM = (
    "% The columns do not fit beside each other, so they follow in parts; landscape=True gives them",
    "% more room.",
)
_LABEL = re.compile(r"[A-Za-z0-9:._/+-]+\Z")
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    # A straight one exists in some encodings only; what stands in its place in the others is closing.
    '"': r"\symbol{34}",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\u2011": r"\mbox{-}",
    "−": "$-$",
    "\ufffd": "[?]",
}
# The first of two signs that would be drawn as one other sign, or a sign with a command of its own.
_SPECIAL = re.compile(f"[-–—](?=[-–—])|'(?=')|,(?=,)|[{re.escape(''.join(_COMMANDS))}]")
_SPACE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")


def escape(text: Any) -> str:
    """Text from a study inside LaTeX; a line end is a space.

    Letters beyond ASCII stay as they are. What XML or UTF-8 forbid is "[?]".
    """
    line = _SPACE.sub(" ", clean(text)).strip()

    def command(found: re.Match[str]) -> str:
        written = _COMMANDS.get(found[0], found[0])
        pair = line[found.end() : found.end() + 1]
        return written + "{}" if found[0] in "-–—'," and pair and pair in "-–—'," else written

    done = _SPECIAL.sub(command, line)
    # After the end of a row LaTeX takes a star or a bracket for an option of the row's end.
    return "{}" + done if done[:1] in ("[", "*") else done


def latex_table(
    table: Table, *, caption: str | None = None, label: str = "", landscape: bool = False
) -> str:
    """The table for `\\input`: see `Table.to_latex`."""
    if label and not _LABEL.match(label):
        raise UsageError("label", f"{label!r}", "letters, digits and : . _ / + -", "tab:themes")
    head, rows, foot = printed(table)
    title = table.what.sentence() if caption is None else caption
    own = [note for note in table.notes if note not in table.test_notes]
    blocks = [_block(head, rows, foot, title, label, [*own, table.provenance], landscape=landscape)]
    for number, part in enumerate(table.parts):
        notes = [*table.test_notes, table.provenance] if number == 0 else []
        blocks.append(_block(part.head, part.rows, [], part.title, "", notes, landscape=landscape))
    packages = ["booktabs"]
    packages += ["longtable"] * any(block.long for block in blocks) + ["pdflscape"] * landscape
    in_parts = any(block.parts > 1 for block in blocks) and not landscape
    return "\n".join(
        [
            f"% Made by {' '.join(clean(table.what.program).split()) or 'qualcode'}. In the preamble:",
            *(f"%   \\usepackage{{{package}}}" for package in packages),
            "% pdflatex reads the letters of western Europe; for all others use lualatex or xelatex",
            "% with a font that has them.",
            *(_MORE_ROOM if in_parts else ()),
            *(line for block in blocks for line in block.lines),
            "",
        ]
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """A table with its title and notes. long: whether it runs over pages. parts: under each other."""

    lines: list[str]
    long: bool
    parts: int


def _block(
    head: list[list[str]],
    rows: list[list[str]],
    foot: list[list[str]],
    caption: str,
    label: str,
    notes: list[str],
    *,
    landscape: bool,
) -> _Block:
    room = ROOM_LANDSCAPE if landscape else ROOM
    fit = _fit(head, rows + foot, room)
    # One float holds one page; what may be longer runs on.
    lines = len(fit.panels) * (len(head) + len(rows) + len(foot) + 2)
    long = len(rows) > LONG or lines > (PAGE_LANDSCAPE if landscape else PAGE)
    title = escape(caption)
    named = (f"\\caption{{{title}}}" if title else "") + (f"\\label{{{label}}}" if label else "")
    note = " ".join(["\\textit{Note.}", *map(escape, notes)])
    under = f"\\parbox{{\\linewidth}}{{\\footnotesize\\raggedright {note}}}" if notes else ""
    shape = [fit.size, f"\\setlength{{\\tabcolsep}}{{{fit.gap / 2:g}pt}}"] if fit.size else []

    inner: list[str] = []
    for number, columns in enumerate(fit.panels):
        own = [[[row[at] for at in columns] for row in part] for part in (head, rows, foot)]
        kind = f"{{@{{}}{fit.first}{'r' * (len(columns) - 1)}@{{}}}}"
        heads = _heads(own[0], [fit.letters[at] for at in columns])
        # A short part runs on as a whole; the first one is long for the sake of its caption.
        whole = not long or (number > 0 and len(rows) + len(foot) <= TOGETHER)
        end = " \\\\" if whole or len(rows) + len(foot) > TOGETHER else " \\\\*"
        ragged = fit.first != "l"
        body = [_row(row, ragged, end) for row in own[1]]
        if foot:
            # No page ends between the bases.
            tied = " \\\\" if whole else " \\\\*"
            body[-1:] = [_row(row, ragged, tied) for row in own[1][-1:]]
            body += ["\\midrule", *(_row(row, ragged, tied) for row in own[2][:-1])]
            body += [_row(row, ragged) for row in own[2][-1:]]
        if not whole:
            inner += [
                f"\\begin{{longtable}}{kind}",
                *([named + " \\\\"] if named and number == 0 else []),
                *["\\toprule", *heads, "\\midrule", "\\endfirsthead"],
                *["\\toprule", *heads, "\\midrule", "\\endhead"],
                "\\midrule",
                f"\\multicolumn{{{len(columns)}}}{{r@{{}}}}{{\\textit{{continued}}}} \\\\",
                *["\\endfoot", "\\bottomrule", "\\endlastfoot"],
                *body,
                "\\end{longtable}",
            ]
        else:
            inner += ["\\begin{center}"] if long else ["", "\\medskip"] * (number > 0)
            inner += [
                f"\\begin{{tabular}}{kind}",
                *["\\toprule", *heads, "\\midrule", *body, "\\bottomrule"],
                "\\end{tabular}",
            ]
            inner += ["\\end{center}"] * long
    if long:
        below = [f"\\noindent{under}"] if under else []
        inner = ["\\begingroup", *shape, *inner, *below, "\\par\\endgroup"]
    else:
        place = "p" if landscape else "htbp"
        start = [
            f"\\begin{{table}}[{place}]",
            "\\centering",
            *([named + "\\smallskip"] if named else []),
            *shape,
        ]
        below = ["", "\\medskip", under] if under else []
        inner = [*start, *inner, *below, "\\end{table}"]
    if landscape:
        inner = ["\\begin{landscape}", *inner, "\\end{landscape}"]
    return _Block(inner, long, len(fit.panels))


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a table fits its page. size, gap: of the letters, between columns (points). first: the
    column of names. letters: how many letters the heads of each column have in one line. panels: the
    columns of each part."""

    size: str
    gap: float
    first: str
    letters: list[int]
    panels: list[list[int]]


def _fit(head: list[list[str]], rows: list[list[str]], room: float) -> _Fit:
    """The largest size at which the columns fit; panels where no size is small enough."""
    width = len(head[0])
    cells = [max((len(row[at]) for row in rows), default=0) for at in range(width)]
    words = [max(map(len, _pieces(head[-1][at])), default=0) for at in range(width)]
    names = max(cells[0], len(head[-1][0]))
    for size, letter, gap in SIZES:
        for most in (14, 0):
            letters = [
                max(cells[at], words[at], min(most, len(head[-1][at]))) for at in range(width)
            ]
            rest = room - sum(letter * letters[at] + gap for at in range(1, width))
            if rest >= letter * min(names, 44):
                return _Fit(
                    size,
                    gap,
                    "l" if names <= 44 else _wrapped(rest, room),
                    letters,
                    [[*range(width)]],
                )
            # Names may wrap, but not to a word a line.
            if rest >= letter * 24:
                return _Fit(size, gap, _wrapped(rest, room), letters, [[*range(width)]])
    size, letter, gap = SIZES[-2]
    first = letter * min(names, 30)
    widths = [first, *(letter * letters[at] + gap for at in range(1, width))]
    parts = panels(head, list(map(math.ceil, widths)), math.floor(room))
    return _Fit(size, gap, "l" if names <= 30 else _wrapped(first, room), letters, parts)


def _wrapped(size: float, room: float) -> str:
    return f"p{{{math.floor(100 * size / room) / 100:g}\\linewidth}}"


def _row(cells: list[str], ragged: bool, end: str = " \\\\") -> str:
    shown = list(map(escape, cells))
    if ragged:
        shown[0] = "\\raggedright " + shown[0]
    return " & ".join(shown) + end


def _heads(head: list[list[str]], letters: list[int]) -> list[str]:
    lines = []
    for level in range(len(head) - 1):
        found = head_spans(head, level)
        cells = []
        for start, end, text in found:
            over = sum(letters[start : end + 1]) + 2 * (end - start)
            spanned = f"\\multicolumn{{{end - start + 1}}}{{c}}{{{_stacked(text, over, 'c')}}}"
            cells.append(spanned if text else "")
        lines.append(" & ".join(cells) + " \\\\")
        lines.append(" ".join(f"\\cmidrule(lr){{{a + 1}-{b + 1}}}" for a, b, text in found if text))
    lowest = [
        escape(head[-1][0]),
        *(_stacked(text, most, "r") for text, most in zip(head[-1][1:], letters[1:], strict=True)),
    ]
    lines.append(" & ".join(lowest) + " \\\\")
    return [line for line in lines if line]


def _pieces(text: str) -> list[str]:
    """Where a head may be broken: at spaces, and after the underscores of `share_participants`."""
    return re.findall(r"[^\s_]*_+|[^\s_]+", text)


def _stacked(text: str, room: int, side: str) -> str:
    """A head over several lines, as columns of numbers do not wrap."""
    if len(text) <= room:
        return escape(text)
    lines = [""]
    for piece in re.findall(r"[^\s_]*_+|[^\s_]+|\s+", text):
        if lines[-1] and len(lines[-1]) + len(piece) > room and piece.strip():
            lines.append("")
        lines[-1] += piece
    # A space before the end of a line is not printed; it tells a break at a space from one at `_`.
    shown = [escape(line) + " " * line[-1:].isspace() for line in lines]
    if len(shown) == 1:
        return shown[0]
    inside = " \\\\ ".join(shown)
    return f"\\begin{{tabular}}[b]{{@{{}}{side}@{{}}}}{inside}\\end{{tabular}}"
