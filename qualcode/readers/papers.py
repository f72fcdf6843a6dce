"""Word documents out (.docx): headings, paragraphs, quotations, notes and tables of three rules.

It stands here, below the rooms that print tables and chapters, because codebooks are written as Word
files too. The same calls give the same bytes: no dates, no login name, nothing of the machine.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.errors import UsageError, listing

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# Whoever opens a paper reads this name in its properties; nobody's login name is given away.
AUTHOR = "qualcode"

# XML 1.0 has no place for these, and UTF-8 none for half of a surrogate pair.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
STYLES = ("bullet", "bold", "italic")
ALIGNMENTS = {"l": "left", "r": "right", "c": "center"}

# All in twentieths of a point: an A4 page with margins of 2.2 cm.
_SHORT, _LONG, _MARGIN = 11906, 16838, 1247
PORTRAIT_WIDTH = _SHORT - 2 * _MARGIN
_CELL_MARGIN = 70
# The average letter of the font of tables (9.5 points) on the safe side.
_LETTER = 104
# A table of up to this many rows stays on one page.
_TOGETHER = 16
_FONT = "Calibri"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def clean(text: Any) -> str:
    """Text that every format can hold: what XML or UTF-8 forbid becomes U+FFFD, so it can be seen."""
    return _ILLEGAL.sub("\ufffd", str(text))


def text_lines(text: Any) -> list[str]:
    """The lines of a text, each one that every format can hold."""
    return clean(str(text).replace("\r\n", "\n").replace("\r", "\n")).split("\n")


def checked_align(align: Sequence[str], width: int) -> list[str]:
    """One of l, r, c for each column; what is not said is l. UsageError for another letter."""
    if wrong := [each for each in align if each not in ALIGNMENTS]:
        raise UsageError("align", f"no alignment {listing(wrong)}", "l, r or c for each column")
    return [*align[:width], *["l"] * (width - len(align))]


def checked_rows(
    head: Sequence[Sequence[str]], *parts: Sequence[Sequence[str]]
) -> tuple[int, list[list[list[str]]]]:
    """Number of columns, and the parts with short rows filled up.

    UsageError without a head, and for a row longer than the head.
    """
    width = max((len(row) for row in head), default=0)
    if not width:
        raise UsageError("table", "has no head", "one row of heads or more")
    for part in parts:
        if longer := [row for row in part if len(row) > width]:
            raise UsageError("table", f"a row of {len(longer[0])} cells", f"{width} columns")
    return width, [[[*row, *[""] * (width - len(row))] for row in part] for part in (head, *parts)]


def head_spans(head: Sequence[Sequence[str]], level: int) -> list[tuple[int, int, str]]:
    """First column, last column and text of the heads of one level.

    Neighbours with the same text under the same heads are one head; in the lowest level, and where
    there is no text, each column stands alone.
    """
    found: list[tuple[int, int, str]] = []
    for at, text in enumerate(head[level]):
        same = (
            level + 1 < len(head)
            and found
            and text
            and all(row[found[-1][0]] == row[at] for row in head[: level + 1])
        )
        if same:
            found[-1] = (found[-1][0], at, text)
        else:
            found.append((at, at, text))
    return found


def panels(head: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> list[list[int]]:
    """The columns of a table that is too wide for its page, panel by panel.

    Each panel begins with the first column, which says what the rows are. Columns under one head stay
    together unless they alone are too wide. One panel where the table fits.
    """
    if sum(widths) <= room:
        return [list(range(len(widths)))]
    found = _filled(head, widths, room)
    # As few panels as there must be, and these as even as they can be.
    low, high = 0, room
    while high - low > 1:
        middle = (low + high) // 2
        if len(_filled(head, widths, middle)) == len(found):
            high = middle
        else:
            low = middle
    return _filled(head, widths, high)


def _filled(head: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> list[list[int]]:
    """Panels filled one after the other."""
    found: list[list[int]] = [[0]]

    def fits(more: list[int]) -> bool:
        return sum(widths[at] for at in [*found[-1], *more]) <= room

    for start, end, _ in head_spans([row[1:] for row in head], 0):
        group = list(range(start + 1, end + 2))
        if not fits(group) and len(found[-1]) > 1:
            found.append([0])
        for at in group:
            if not fits([at]) and len(found[-1]) > 1:
                found.append([0])
            found[-1].append(at)
    return found


class Paper:
    """A Word document, put together from top to bottom and saved once.

    title: in the file's properties (not on the page: that is `heading`). landscape: A4 on its side.
    Every text may hold anything: line ends are kept, and what XML forbids is shown as U+FFFD.
    """

    def __init__(self, title: str = "", *, landscape: bool = False) -> None:
        self._document = _blank(clean(title))
        self._body = self._document.element.body
        self.landscape = landscape
        _set_page(self._body.sectPr, landscape)

    @property
    def text_width(self) -> int:
        """Room for text between the margins, in twentieths of a point."""
        return (_LONG if self.landscape else _SHORT) - 2 * _MARGIN

    def heading(self, text: str, level: int = 1) -> None:
        """A heading; level 1 to 6."""
        if not 1 <= level <= 6:
            raise UsageError("heading", f"level {level}", "1 to 6")
        self._add(_paragraph(text, f"Heading{level}"))

    def paragraph(self, text: str, style: str | None = None) -> None:
        """A paragraph; style None, "bullet", "bold" or "italic". A line end is a line break."""
        if style is not None and style not in STYLES:
            raise UsageError("paragraph", f"no style {style!r}", listing(STYLES))
        kind = "ListBullet" if style == "bullet" else ""
        self._add(_paragraph(text, kind, bold=style == "bold", italic=style == "italic"))

    def quotation(self, text: str, source: str = "") -> None:
        """Words of a study, set off, with where they come from in a line of its own beneath."""
        self._add(_paragraph(text, "Quote", keep=bool(source)))
        if source:
            self._add(_paragraph(source, "QuotationSource"))

    def note(self, text: str) -> None:
        """Small print under a table, after the word *Note.*; each line is a paragraph."""
        for number, line in enumerate(text_lines(text)):
            self._add(_paragraph(line, "TableNote", before="" if number else "Note. "))

    def table(
        self,
        head: Sequence[Sequence[str]],
        rows: Sequence[Sequence[str]],
        align: Sequence[str] = "",
        *,
        foot: Sequence[Sequence[str]] = (),
        title: str = "",
    ) -> None:
        """A table with three rules and no vertical ones; its heads repeat on every page.

        head: the rows of the head from the top down, each with a text for every column. In every row
        but the lowest, neighbours with the same text are one cell; no text is an empty cell.
        rows, foot: the cells as printed; the foot stands below a rule of its own (bases, sums).
        align: l, r or c for each column ("lrr", or a list); what is not said is l. title: above it.
        Where the columns do not fit beside each other, they follow in tables beneath each other, each
        with the first column.

        Raises UsageError for a table without a head, a row longer than the head, another alignment.
        """
        width, (heads, body, feet) = checked_rows(head, rows, foot)
        sides = checked_align(align, width)
        if title:
            self._add(_paragraph(title, "Caption"))
        needed = [least for least, _ in _wishes([heads, body, feet])]
        # Names of rows may wrap, but not to one word a line beside twenty numbers.
        if sum(needed) > self.text_width:
            needed[0] = max(needed[0], min(_wishes([heads, body, feet])[0][1], 26 * _LETTER))
        for columns in panels(heads, needed, self.text_width):
            own = [[[row[at] for at in columns] for row in part] for part in (heads, body, feet)]
            self._add(_table(own, [sides[at] for at in columns], self.text_width))
            # Word joins two tables that touch, and has no place to type after one at the end.
            self._add(_paragraph("", "TableNote"))

    def turn_page(self, *, landscape: bool) -> None:
        """Go on on a new page that stands upright or lies on its side."""
        from docx.enum.section import WD_SECTION

        self._document.add_section(WD_SECTION.NEW_PAGE)
        self.landscape = landscape
        _set_page(self._body.sectPr, landscape)

    def save(self, path: str | Path) -> None:
        """Write the document. ExportError for a suffix other than .docx, and where it cannot be
        written."""
        data = _packed(self._document)
        write_whole(path, (".docx",), lambda part: part.write_bytes(data))

    def _add(self, element: Any) -> None:
        self._body.sectPr.addprevious(element)


def needed_width(
    head: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], foot: Sequence[Sequence[str]] = ()
) -> int:
    """The narrowest that a table can be without breaking words, in twentieths of a point."""
    return sum(least for least, _ in _wishes(checked_rows(head, rows, foot)[1]))


# -- parts of the document -----------------------------------------------------------------------------


def _blank(title: str) -> WordDocument:
    """An empty document in our styles, without the traces of the template it is made from."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE as KIND

    document = docx.Document()
    package = document.part.package
    drop = (KIND.THUMBNAIL, KIND.CUSTOM_XML, KIND.CUSTOM_XML_PROPS)
    for rels in (package.rels, document.part.rels):
        for key, rel in list(rels.items()):
            if rel.reltype in drop or rel.reltype.endswith("/stylesWithEffects"):
                del rels[key]
            elif rel.reltype == KIND.EXTENDED_PROPERTIES:
                rel.target_part._blob = _APP
    facts = document.core_properties
    facts.title, facts.author, facts.last_modified_by = title[:255], AUTHOR, AUTHOR
    facts.comments, facts.keywords, facts.subject, facts.category = "", "", "", ""
    for element in list(facts._element):
        # A date would make two runs of the same notebook differ; the history has the dates.
        if element.tag.rpartition("}")[2] in ("created", "modified", "lastPrinted"):
            facts._element.remove(element)
    _style(document)
    return document


_APP = (
    b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>qualcode</Application></Properties>"
)


def _style(document: WordDocument) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")

    def shape(
        name: str,
        size: float,
        before: float = 0,
        after: float = 0,
        *,
        bold: bool = False,
        italic: bool = False,
        left: float = 0,
        keep: bool = False,
    ) -> Any:
        try:
            style: Any = styles[name]
        except KeyError:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
        font = style.font
        font.name, font.size, font.bold, font.italic = _FONT, Pt(size), bold, italic
        font.cs_bold, font.cs_italic = bold, italic
        font.color.rgb = RGBColor(0, 0, 0)
        for old in style.element.rPr.findall(qn("w:szCs")):
            style.element.rPr.remove(old)
        # The size again, for scripts that Word calls complex.
        style.element.rPr.find(qn("w:sz")).addnext(_element("w:szCs", val=int(2 * size)))
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if key.endswith("heme")]:
            del fonts.attrib[key]
        fonts.set(qn("w:cs"), "Arial")
        fonts.set(qn("w:eastAsia"), _FONT)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.08
        form.left_indent = Pt(left) if left else None
        form.keep_with_next = keep
        return style

    shape("Normal", 11, 0, 7)
    for level, size in enumerate((16, 13.5, 12, 11, 11, 11), 1):
        shape(
            f"Heading {level}", size, 14 if level < 3 else 10, 5, bold=True, italic=level > 4,
            keep=True,
        )  # fmt: skip
    shape("List Bullet", 11, 0, 3, left=18)
    shape("Quote", 10.5, 4, 2, left=28)
    shape("Quotation Source", 9.5, 0, 8, left=28)
    shape("Caption", 10.5, 10, 4, bold=True, keep=True)
    shape("Table Text", 9.5, 1.5, 1.5)
    shape("Table Note", 9, 0, 3)
    for name in ("Quotation Source", "Table Text", "Table Note"):
        styles[name].quick_style = True


def _set_page(section: Any, landscape: bool) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    size = section.find(qn("w:pgSz"))
    if size is None:
        size = OxmlElement("w:pgSz")
        section.insert(0, size)
    size.attrib.clear()
    size.set(qn("w:w"), str(_LONG if landscape else _SHORT))
    size.set(qn("w:h"), str(_SHORT if landscape else _LONG))
    if landscape:
        size.set(qn("w:orient"), "landscape")
    margins = section.find(qn("w:pgMar"))
    if margins is not None:
        for side in ("top", "bottom", "left", "right"):
            margins.set(qn(f"w:{side}"), str(_MARGIN))


@lru_cache(maxsize=64)
def _names(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _element(tag: str, parent: Any = None, **attributes: Any) -> Any:
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(_names(f"w:{name}"), str(value))
    if parent is not None:
        parent.append(element)
    return element


def _runs_leftwards(text: str) -> bool:
    """Whether the first letter with a direction belongs to a script written from right to left."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


def _paragraph(
    text: Any,
    style: str = "",
    *,
    align: str = "l",
    bold: bool = False,
    italic: bool = False,
    keep: bool = False,
    ruled: bool = False,
    before: str = "",
) -> Any:
    """A paragraph; before: words in italics at its beginning, ruled: with a line beneath."""
    lines = text_lines(text)
    leftwards = _runs_leftwards(lines[0])
    paragraph = _element("w:p")
    facts = _element("w:pPr", paragraph)
    if style:
        _element("w:pStyle", facts, val=style)
    if keep:
        _element("w:keepNext", facts)
    if ruled:
        _element("w:bottom", _element("w:pBdr", facts), val="single", sz=4, space=1, color="auto")
    if leftwards:
        _element("w:bidi", facts)
    if align != "l":
        # In a paragraph from right to left, Word means the beginning of the line by "left".
        side = ALIGNMENTS[align]
        _element("w:jc", facts, val="left" if leftwards and side == "right" else side)
    if lines == [""]:
        return paragraph
    if before:
        run = _element("w:r", paragraph)
        _element("w:i", _element("w:rPr", run))
        _words(run, before)
    run = _element("w:r", paragraph)
    shape = _element("w:rPr", run)
    if bold:
        _element("w:b", shape)
        _element("w:bCs", shape)
    if italic:
        _element("w:i", shape)
        _element("w:iCs", shape)
    if leftwards:
        _element("w:rtl", shape)
    for number, line in enumerate(lines):
        if number:
            _element("w:br", run)
        for tab, piece in enumerate(line.split("\t")):
            if tab:
                _element("w:tab", run)
            if piece:
                _words(run, piece)
    return paragraph


def _words(run: Any, text: str) -> None:
    words = _element("w:t", run)
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _wishes(parts: list[list[list[str]]]) -> list[tuple[int, int]]:
    """For each column the least width and the width at which nothing wraps, margins included."""
    head = parts[0]
    # A head over several columns is as wide as they are together, so only the lowest one counts.
    rows = [head[-1], *(row for part in parts[1:] for row in part)]
    found = []
    for at in range(len(head[0])):
        lines = [line for row in rows for line in text_lines(row[at])]
        word = max((len(word) for line in lines for word in line.split()), default=1)
        line = max(map(len, lines), default=1)
        least = _LETTER * min(max(word, 4), 26) + 2 * _CELL_MARGIN
        found.append((least, max(least, _LETTER * min(line, 90) + 2 * _CELL_MARGIN)))
    # Spanning heads need room too: the columns under one are widened evenly.
    for level in range(len(head) - 1):
        for start, end, text in head_spans(head, level):
            own = found[start : end + 1]
            need = _LETTER * max(map(len, text.split()), default=0) + 2 * _CELL_MARGIN
            lack = -(-max(0, need - sum(least for least, _ in own)) // len(own))
            found[start : end + 1] = [(a + lack, max(a + lack, b)) for a, b in own]
    return found


def _widths(parts: list[list[list[str]]], room: int) -> list[int]:
    """The columns' widths: as wide as they wish where there is room, else at least a word each."""
    wishes = _wishes(parts)
    least, wish = sum(a for a, _ in wishes), sum(b for _, b in wishes)
    if wish <= room:
        return [b for _, b in wishes]
    if least >= room:
        return [a * room // least for a, _ in wishes]
    return _least_height(parts, wishes, room)


def _least_height(
    parts: list[list[list[str]]], wishes: list[tuple[int, int]], room: int
) -> list[int]:
    """The widths at which the table is about as low as it can be: room goes step by step to the column whose
    long texts make most of the rows high."""
    rows = [row for part in parts[1:] for row in part] or parts[0][-1:]
    rows = rows[:: -(-len(rows) // 200)]  # as good as all of them, and soon done
    lengths = [
        [_LETTER * sum(map(len, text_lines(row[at]))) for row in rows] for at in range(len(wishes))
    ]
    widths = [least for least, _ in wishes]

    def lines(at: int, width: int) -> list[float]:
        inner = max(width - 2 * _CELL_MARGIN, _LETTER)
        # A high power instead of the largest: a cell nearly as high as the highest counts, too.
        return [(length / inner) ** 4 for length in lengths[at]]

    high = [lines(at, width) for at, width in enumerate(widths)]
    total = [sum(column) for column in zip(*high, strict=True)]
    step = max(_LETTER, (room - sum(widths)) // 60)
    while sum(widths) + step <= room:
        best, gained = None, 0.0
        for at, (_, wish) in enumerate(wishes):
            if widths[at] >= wish:
                continue
            new = lines(at, widths[at] + step)
            gain = sum(
                whole**0.25 - max(whole - before + now, 0.0) ** 0.25
                for whole, before, now in zip(total, high[at], new, strict=True)
            )
            if best is None or gain > gained:
                best, gained, wider = at, gain, new
        if best is None:
            break
        total = [
            whole - before + now
            for whole, before, now in zip(total, high[best], wider, strict=True)
        ]
        high[best] = wider
        widths[best] = min(widths[best] + step, wishes[best][1])
    return widths


def _table(parts: list[list[list[str]]], align: list[str], room: int) -> Any:
    head, rows, foot = parts
    widths = _widths(parts, room)
    table = _element("w:tbl")
    facts = _element("w:tblPr", table)
    _element("w:tblW", facts, w=sum(widths), type="dxa")
    _element("w:tblLayout", facts, type="fixed")
    margins = _element("w:tblCellMar", facts)
    for side in ("left", "right"):
        _element(f"w:{side}", margins, w=_CELL_MARGIN, type="dxa")
    _element("w:tblLook", facts, firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noVBand=1)
    grid = _element("w:tblGrid", table)
    for width in widths:
        _element("w:gridCol", grid, w=width)
    together = len(head) + len(rows) + len(foot) <= _TOGETHER

    for level in range(len(head)):
        row = _row(table, repeat=True)
        for start, end, text in head_spans(head, level):
            rules = {"top": 12} if level == 0 else {}
            upper = level + 1 < len(head)
            if not upper:
                rules["bottom"] = 6
            _cell(
                row, text, sum(widths[start : end + 1]), "c" if upper else align[start],
                span=end - start + 1, rules=rules, bold=True, keep=True, low=True,
                ruled=upper and bool(text),
            )  # fmt: skip
    for part, kind in ((rows, "body"), (foot, "foot")):
        for number, texts in enumerate(part):
            row = _row(table)
            last = part is (foot or rows) and number == len(part) - 1
            rules = {"top": 6} if kind == "foot" and number == 0 else {}
            if last:
                rules["bottom"] = 12
            for at, text in enumerate(texts):
                _cell(
                    row, text, widths[at], align[at],
                    rules=rules, italic=kind == "foot", keep=together and not last,
                )  # fmt: skip
    return table


def _row(table: Any, *, repeat: bool = False) -> Any:
    row = _element("w:tr", table)
    facts = _element("w:trPr", row)
    _element("w:cantSplit", facts)
    if repeat:
        _element("w:tblHeader", facts)
    return row


def _cell(
    row: Any,
    text: str,
    width: int,
    align: str,
    *,
    span: int = 1,
    rules: dict[str, int] | None = None,
    bold: bool = False,
    italic: bool = False,
    keep: bool = False,
    low: bool = False,
    ruled: bool = False,
) -> None:
    cell = _element("w:tc", row)
    facts = _element("w:tcPr", cell)
    _element("w:tcW", facts, w=width, type="dxa")
    if span > 1:
        _element("w:gridSpan", facts, val=span)
    if rules:
        borders = _element("w:tcBorders", facts)
        for side in ("top", "bottom"):
            if side in rules:
                _element(f"w:{side}", borders, val="single", sz=rules[side], space=0, color="auto")
    if low:
        _element("w:vAlign", facts, val="bottom")
    lines = text_lines(text)
    for number, line in enumerate(lines, 1):
        cell.append(
            _paragraph(
                line,
                "TableText",
                align=align,
                bold=bold,
                italic=italic,
                keep=keep,
                ruled=ruled and number == len(lines),
            )
        )


def _packed(document: WordDocument) -> bytes:
    """The bytes of the file; the archive's own dates are fixed, so that they tell nothing."""
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w") as archive:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, source.read(part))
    return out.getvalue()


def is_paper(path: Path) -> bool:
    """Whether a Word file was written by this module: a chapter, a codebook or memos, and no transcript.

    False for a file that cannot be read; whoever reads it will say why.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as file:
            facts = file.read(100_000)
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return False
    return f">{AUTHOR}</dc:creator>".encode() in facts
