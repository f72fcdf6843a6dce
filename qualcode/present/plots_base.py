"""What all pictures share: measuring texts, colours, titles and notes, files that come out the same."""

from __future__ import annotations

import sys
import textwrap
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.errors import listing
from qualcode.present.plots_alt import alt_text, describe
from qualcode.present.sheets import clean, flat

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from qualcode.present.table import Table, What

SIZE, SMALL, TITLE = 9.0, 8.0, 10.0  # points; the layouts are computed from them
LEAST_WIDTH = 340.0
MARGIN = 10.0
FILES = (".png", ".pdf", ".svg")

# The palette of Okabe and Ito, dark and light in turns, so that neighbours differ on a grey printer too.
PALETTE = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#56B4E9",
    "#D55E00",
    "#CC79A7",
    "#F0E442",
    "#000000",
)
# Eight colours are not eight greys: hatching tells apart what comes out alike, and the second eight.
_HATCHES = (
    *("", "", "////", "....", "\\\\\\\\", "xxxx", "", ""),
    *("////", "xxxx", "", "\\\\\\\\", "....", "", "////", "...."),
)
_NESTED_HATCHES = ("", "////", "....")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "p", "h", "<", ">", "*", "d", "8", "H", "X")
_FILLS = ("full", "none", "left")
STYLES_MOST = len(_HATCHES)
INTERVIEWER = "#BDBDBD"
QUIET = "#767676"  # the lightest grey that is still read as text on white


@dataclass(frozen=True, slots=True)
class Style:
    """How one value is drawn: never by its colour alone."""

    color: str
    hatch: str
    marker: str
    fill: str = "full"


def styles(heads: list[tuple[str, ...]]) -> list[Style]:
    """A style for each column head; after STYLES_MOST of them they come again.

    Under two levels the inner value has the colour and the outer one the hatching, where there are few
    enough: the same case looks alike under both coders.
    """
    inner = list(dict.fromkeys(head[-1] for head in heads))
    outer = list(dict.fromkeys(head[:-1] for head in heads))
    if 1 < len(outer) <= len(_NESTED_HATCHES) and len(inner) <= len(PALETTE):
        found = []
        for head in heads:
            at, over = inner.index(head[-1]), outer.index(head[:-1])
            found.append(Style(PALETTE[at], _NESTED_HATCHES[over], _MARKERS[at], _FILLS[over]))
        return found
    return [
        Style(PALETTE[at % len(PALETTE)], _HATCHES[at % STYLES_MOST], _MARKERS[at % STYLES_MOST])
        for at in range(len(heads))
    ]


def known_color(color: str | None, otherwise: str = PALETTE[0]) -> str:
    """A code's own colour, if it is one that can be drawn."""
    from matplotlib.colors import is_color_like

    return color if color and is_color_like(color) else otherwise


# -- figures -----------------------------------------------------------------------------------------------


@contextmanager
def axes_for(ax: Axes | None) -> Iterator[Axes]:
    """The caller's axes, or those of a new figure, which is closed again when drawing fails."""
    if ax is not None:
        yield ax
        return
    with new_figure() as figure:
        yield figure.add_axes((0.1, 0.1, 0.8, 0.8))


@contextmanager
def new_figure() -> Iterator[Figure]:
    import matplotlib.pyplot as plt

    # A layout engine set by the user would move what is placed to the point.
    figure = plt.figure(layout="none")
    try:
        yield figure
    except BaseException:
        plt.close(figure)
        raise


def save(picture: Axes | Figure, path: str | Path, *, dpi: float = 200) -> Path:
    """Write a picture as .png, .pdf or .svg, cut to what is drawn; the same picture is the same bytes.

    picture: what the functions of this module return. dpi: dots per inch of a .png. The alt text of the
    figure goes into the file's properties. A file that was there is swapped for the new one only when
    that is whole. Raises ExportError for another suffix, a project file, and a place that cannot be
    written.
    """
    import matplotlib as mpl

    figure: Any = picture.get_figure(root=True)
    path = Path(path)
    alt = clean(alt_text(figure)) or None
    # Dates and random ids would make each file differ from the last.
    facts: dict[str, dict[str, Any]] = {
        ".png": {"Description": alt} if alt else {},
        ".pdf": {"CreationDate": None, "Subject": alt},
        ".svg": {"Date": None, "Description": alt},
    }

    def write(part: Path) -> None:
        with mpl.rc_context({"svg.hashsalt": "qualcode"}):
            figure.savefig(
                part, dpi=dpi, bbox_inches="tight", metadata=facts.get(path.suffix.casefold())
            )

    write_whole(path, FILES, write)
    return path


def place(ax: Axes, box: tuple[float, float, float, float], whole: tuple[float, float]) -> None:
    """Put axes at left, top, width, height in points, counted from the upper left corner."""
    left, top, width, height = box
    ax.set_position(
        (
            left / whole[0],
            1 - (top + height) / whole[1],
            width / whole[0],
            height / whole[1],
        )
    )


def resize(figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Give the figure a size in points."""
    figure.set_size_inches(width / 72, height / 72)
    return width, height


def make_room(ax: Axes, points: float) -> None:
    """Take room for what stands right of the caller's axes from the axes, as a colour bar does, so that
    it does not lie on the next ones. A layout engine does so by itself."""
    figure = root(ax)
    box, width = ax.get_position(), room_of(ax)
    if figure.get_layout_engine() is None and points < 0.75 * width:
        ax.set_position((box.x0, box.y0, box.width * (1 - points / width), box.height))


# -- texts -------------------------------------------------------------------------------------------------


def root(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def plain(text: Text) -> Text:
    """Text from a study: two dollar signs are money, not mathematics, and a backslash is no TeX."""
    text.set_parse_math(False)
    text.set_usetex(False)
    return text


def from_the_right(text: str) -> bool:
    """Whether some of it is written from right to left, so that what follows in a line changes sides."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def extent(figure: Figure, text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Width and height in points, as this figure's own renderer draws the text."""
    artist = plain(figure.text(0, 0, text, size=size, weight=weight))
    box = artist.get_window_extent()
    artist.remove()
    return 72 * box.width / figure.dpi, 72 * box.height / figure.dpi


def filled(text: str, width: int) -> str:
    return textwrap.fill(text, max(4, width))


def fitted(figure: Figure, text: str, size: float, width: float, weight: str = "normal") -> str:
    """Text broken into lines of a width in points; fonts differ too much to count characters."""
    characters = int(width / (0.45 * size))
    while True:
        lines = filled(text, characters)
        if characters <= 12 or extent(figure, lines, size, weight)[0] <= width:
            return lines
        characters = int(0.95 * characters)


def known_glyphs() -> set[int]:
    """The characters that the fonts chosen by the user can draw, in the weights used here."""
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties, findfont, get_font

    found = []
    for weight in ("normal", "bold"):
        known: set[int] = set()
        for family in mpl.rcParams["font.family"]:
            known |= set(
                get_font(findfont(FontProperties(family=family, weight=weight))).get_charmap()
            )
        found.append(known)
    return found[0] & found[1]


def _outside() -> int:
    """How many calls up the caller of this package stands: there a warning is of use."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_globals["__name__"].startswith("qualcode."):
        frame, level = frame.f_back, level + 1
    return level


def drawable(texts: list[str]) -> list[str]:
    """The texts with U+FFFD for what no font can draw, and one warning that says so.

    matplotlib itself would warn for each such character at each drawing, and draw a box.
    """
    glyphs, lost = known_glyphs(), set()
    shown = []
    for text in map(clean, texts):
        kept = []
        for character in text:
            if ord(character) in glyphs or character.isspace():
                kept.append(character)
            elif unicodedata.category(character) not in ("Cf", "Mn"):
                # Joiners and variation selectors are invisible; without them nothing is missed.
                kept.append("\ufffd")
                lost.add(character)
        shown.append("".join(kept))
    if lost:
        warnings.warn(
            f"the font has no glyph for {listing(sorted(lost))}, drawn as \ufffd;"
            " add a font that has to matplotlib.rcParams['font.family']",
            UserWarning,
            stacklevel=_outside(),
        )
    return shown


def base_unit(table: Table, what: What) -> str:
    """Which base stands under the heads: what the numbers are to be held against."""
    unit = "words" if what.measure == "per_1000_words" else what.unit
    if unit in table.bases.columns:
        return unit
    # Codings have no base of their own; there are as many chances for one as there are turns.
    return "turns" if "turns" in table.bases.columns else ""


def note_of(table: Table, what: What, *more: str, tests: bool = False) -> str:
    """What stands under a picture: what n is, the notes of the table, what it rests on. tests: also what
    the notes say of the tests, for a picture that shows them."""
    words = {
        "participants": "participants who spoke",
        "documents": "documents",
        "turns": "turns",
        "words": "words spoken",
    }
    unit = base_unit(table, what)
    each = " in each column" if what.attributes else ""
    base = [f"n: {words.get(unit, unit)}{each}."] if unit else []
    notes = [note for note in table.notes if tests or note not in table.test_notes]
    return " ".join([*base, *more, *notes, table.provenance])


# Cells of a table that its alt text says one by one.
_ALT_MOST = 60


def describe_table(
    picture: Any,
    kind: str,
    title: str,
    labels: list[str],
    heads: list[tuple[str, ...]],
    cells: list[list[str]],
    values: np.ndarray,
) -> None:
    """Give a picture of a table its alt text: kind, title, and the numbers as print shows them; of a large
    table the largest of each column."""
    names = [flat(head) or "all" for head in heads]
    if len(labels) * len(heads) <= _ALT_MOST:
        rows = [
            f"{label}: {', '.join(f'{name} {text}' for name, text in zip(names, row, strict=True))}"
            for label, row in zip(labels, cells, strict=True)
        ]
        said = f"{'; '.join(rows)}."
    else:
        largest = []
        for at, name in enumerate(names):
            known = [
                (values[row, at], row)
                for row in range(len(labels))
                if values[row, at] == values[row, at]
            ]
            if known:
                most = max(value for value, _ in known)
                first, *others = [row for value, row in known if value == most]
                more = f" and {len(others)} more" if others else ""
                largest.append(f"{name} {labels[first]}{more} ({cells[first][at]})")
        said = f"{len(labels)} rows by {len(heads)} columns; largest in {'; '.join(largest)}."
    describe(picture, f"{kind}. {title} {said}")


def scale_words(what: What) -> str:
    if what.measure == "per_1000_words":
        return f"{what.unit} per 1,000 words"
    return f"share of {what.unit}" if what.measure == "share" else f"number of {what.unit}"


def room_of(ax: Axes) -> float:
    """Width of the axes in points."""
    return 72 * ax.get_window_extent().width / root(ax).dpi


def ink(color: Any) -> str:
    """Black or white, whichever stands out more (relative luminance as WCAG defines it)."""
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3]]
    luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return "black" if luminance > 0.179 else "white"


def title_and_note(
    ax: Axes, title: str, note: str, *, indent: float = 0.0, over: float = 8.0, drop: float = 8.0
) -> None:
    """Title and note flush with the row labels.

    indent: how far left of the axes they begin. over, drop: from the axes to the title, to the note.
    """
    # y is given, or matplotlib would move the title to what it believes to be the top.
    head = ax.set_title(
        title,
        loc="left",
        pad=over,
        x=-indent / room_of(ax),
        y=1.0,
        size=TITLE,
        weight="bold",
    )
    below = ax.annotate(
        note,
        (0, 0),
        xycoords="axes fraction",
        xytext=(-indent, -drop),
        textcoords="offset points",
        va="top",
        size=SMALL,
        annotation_clip=False,
    )
    for text in (head, below):
        plain(text)


def framed(
    ax: Axes,
    own: bool,
    title: str,
    note: str,
    *,
    left: float = 44.0,
    width: float,
    height: float,
    drop: float = 40.0,
    right: float = 0.0,
    least: float = 0.0,
) -> None:
    """Title and note; a figure of our own gets the size that all of it needs.

    left: room for what stands beside the axes; width, height: of the axes; drop: from the axes to the note;
    right: room after them; least: the whole is at least this wide.
    """
    figure = root(ax)
    if not own:
        room = room_of(ax)
        title_and_note(
            ax,
            fitted(figure, title, TITLE, room, "bold"),
            fitted(figure, note, SMALL, room),
            drop=drop,
        )
        return
    whole_width = max(left + width + right, least)
    title = fitted(figure, title, TITLE, whole_width, "bold")
    note = fitted(figure, note, SMALL, whole_width)
    over = MARGIN + extent(figure, title, TITLE, "bold")[1] + 10
    under = drop + extent(figure, note, SMALL)[1] + MARGIN
    whole = resize(figure, whole_width + 2 * MARGIN, over + height + under)
    place(ax, (MARGIN + left, over, width, height), whole)
    title_and_note(ax, title, note, indent=left, over=10, drop=drop)


def number_axis(axis: Axis, measure: str, top: float, most: int = 6) -> None:
    """Numbers along a scale as the table prints them, between two and `most` of them."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter, StrMethodFormatter

    # Steps of 2.5 would be rounded to whole per cent, and so be wrong.
    whole = measure == "n" or (measure == "per_1000_words" and top >= 10)
    axis.set_major_locator(
        MaxNLocator(nbins=max(1, min(6, most)), steps=[1, 2, 5, 10], integer=whole, min_n_ticks=2)
    )
    if measure == "share":
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0 if top >= 0.05 else None))
    else:
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}" if whole else "{x:,.1f}"))
