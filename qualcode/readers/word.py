"""Word files (.docx): the paragraphs in body order, read straight from the XML.

The text is what the page shows in its running text: insertions are read, tracked deletions, comments
and field codes are not. What stands outside the running text (notes, text boxes) is not read, and
said as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import accumulate
from pathlib import Path
from typing import Any

from lxml import etree

from qualcode.core.documents import Document, Reading
from qualcode.core.text import Range
from qualcode.errors import Problem, ReadError, counted, one_line
from qualcode.readers.files import open_archive, read_part
from qualcode.readers.lines import parse_lines

RULE = "word"
_CURE = "Open and save it again in Word or LibreOffice as .docx."
_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # "strict" files
)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFFICE_DOCUMENT = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*/officeDocument\"[^>]*>")
_TARGET = re.compile(rb"\bTarget=\"/?([^\"]+)\"")
_HEADING_ID = re.compile(r"(?:heading|title|subtitle)\s?\d*", re.IGNORECASE)
_PLAIN_IDS = frozenset(
    ("Normal", "ListParagraph", "BodyText", "NoSpacing", "PlainText", "Standard", "TableParagraph")
)


def read_word(
    path: Path, *, document: str, kind: str = "interview", labels: Collection[str] = ()
) -> Reading:
    """Read a .docx. See `read_transcript`."""
    name = path.name
    with open_archive(name, path, what="Word document (.docx)") as archive:
        part = "word/document.xml"
        if part not in archive.NameToInfo:
            part = _main_part(read_part(name, archive, "_rels/.rels") or b"")
        data = read_part(name, archive, part)
        if data is None:
            raise ReadError(name, "holds no Word text", "a Word document (.docx)", _CURE)
        body = _parse(name, data)
        text, paragraphs, styles, doubts = _text(name, body)
        headings: list[Range] = []
        if styles:
            heading_ids = _heading_ids(name, set(styles.values()), archive, part)
            headings = [paragraphs[at] for at, style in styles.items() if style in heading_ids]
        doubts += _notes(name, archive, part)
    if not text.strip():
        raise ReadError(name, "is empty", "text", "Check that the right file was saved.")
    headings = _filled(text, headings)
    attributes: dict[str, str] = {}
    if kind == "observation":
        from qualcode.readers.fieldnotes import parse_notes

        parsed, attributes = parse_notes(
            text, name=name, paragraphs=_filled(text, paragraphs), headings=headings
        )
    else:
        parsed = parse_lines(
            text,
            name=name,
            kind=kind,
            labels=labels,
            headings=headings,
            paragraphs=paragraphs,
            markdown=False,
        )
    made = Document(
        document, text, tuple(parsed.turns), tuple(parsed.gaps), kind, RULE, attributes=attributes
    )
    return Reading(made, "", tuple(doubts + parsed.doubts))


def _filled(text: str, spans: list[Range]) -> list[Range]:
    """The ranges that hold more than white space, without the white space at their ends."""
    found = []
    for start, end in spans:
        words = text[start:end]
        if words.strip():
            found.append((start + len(words) - len(words.lstrip()), start + len(words.rstrip())))
    return found


def _main_part(relations: bytes) -> str:
    match = _OFFICE_DOCUMENT.search(relations)
    target = _TARGET.search(match[0]) if match else None
    return target[1].decode("utf-8", "replace") if target else ""


def _parse(name: str, data: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(
            name, f"its text is damaged XML: {one_line(error)[:100]}", next=_CURE
        ) from None
    # Word never writes a document type; one is only there to define entities. They have not been
    # expanded, and would be holes in the text.
    if root.getroottree().docinfo.doctype:
        raise ReadError(name, "its XML defines entities, which Word never does", next=_CURE)
    return root


def _text(name: str, root: Any) -> tuple[str, list[Range], dict[int, str], list[Problem]]:
    """The text, the range of each paragraph, paragraph number -> style id, and doubts."""
    w = next((f"{{{uri}}}" for uri in _NAMESPACES if f"{{{uri}}}" in (root.tag or "")), None)
    body = root.find(f"{w}body") if w else None
    if w is None or body is None:
        raise ReadError(name, "holds no Word text", "a Word document (.docx)", _CURE)
    doubts = _prune(name, body, w)
    tag_p, tag_t, tag_tab, tag_br = w + "p", w + "t", w + "tab", w + "br"
    tag_style, tag_row, tag_cell, tag_cr = w + "pStyle", w + "tr", w + "tc", w + "cr"
    tag_r, value, kind = w + "r", w + "val", w + "type"
    single = {w + "noBreakHyphen": "\u2011", w + "softHyphen": "\u00ad", w + "ptab": "\t"}
    parts: list[str] = []
    add = parts.append
    firsts: list[int] = []  # for each paragraph, the number of its first part
    styles: dict[int, str] = {}
    first_cell = new_cell = False
    symbols = 0
    for element in body.iter(
        tag_t, tag_p, tag_tab, tag_br, tag_style, tag_row, tag_cell, tag_cr, w + "sym", *single
    ):
        tag = element.tag
        if tag == tag_t:
            words = element.text
            if words:
                # A line end inside w:t is layout of the XML; Word shows a space.
                if "\n" in words or "\r" in words:
                    words = words.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
                add(words)
        elif tag == tag_p:
            add("\t" if new_cell and not first_cell else "\n")
            if new_cell:
                first_cell = new_cell = False
            firsts.append(len(parts))
        elif tag == tag_tab and element.get(value) is None:
            add("\t")  # with a value it is the definition of a tab stop
        elif tag == tag_style:
            styles[len(firsts) - 1] = element.get(value, "")
        elif tag == tag_row:
            first_cell = True
        elif tag == tag_cell:
            new_cell = True
        elif element.getparent().tag != tag_r or tag == tag_tab:
            continue
        elif tag in (tag_br, tag_cr):
            # Page and column breaks are layout, but a word before and one after do not join.
            layout = element.get(kind) in ("page", "column")
            if not (layout and parts and parts[-1].endswith("\n")):
                add("\n")
        elif tag in single:
            add(single[tag])
        else:
            symbols += 1
    if symbols:
        doubts.append(
            Problem(
                name,
                f"{counted(symbols, 'symbol')} from a picture font not read",
                next="Where they carry meaning, replace them by ordinary letters.",
            )
        )
    if not firsts:
        return "", [], {}, doubts
    # The first paragraph needs nothing before it; each other one begins after its separator.
    parts[0 : firsts[0]] = [""] * firsts[0]
    reached = [0, *accumulate(map(len, parts))]
    starts = [reached[first] for first in firsts]
    ends = [reached[first - 1] for first in firsts[1:]] + [reached[-1]]
    return "".join(parts), list(zip(starts, ends, strict=True)), styles, doubts


def _prune(name: str, body: Any, w: str) -> list[Problem]:
    """Take out of the tree what is not running text, and say what was lost by it."""
    doubts: list[Problem] = []
    alternate, box, moved, ruby, gone = (
        _MC + "AlternateContent",
        w + "txbxContent",
        w + "moveFrom",
        w + "rt",
        w + "del",
    )
    present = {element.tag for element in body.iter(alternate, box, moved, ruby, gone)}
    if not present:
        return doubts

    def drop(*tags: str) -> int:
        dropped = 0
        for element in list(body.iter(*tags)):
            parent = element.getparent()
            if parent is not None:
                dropped += any((t.text or "").strip() for t in element.iter(w + "t", w + "delText"))
                parent.remove(element)
        return dropped

    # One thing in two forms: the fallback is the one written for readers as simple as this.
    for element in list(body.iter(alternate)):
        if element.find(_MC + "Fallback") is not None:
            for choice in element.findall(_MC + "Choice"):
                element.remove(choice)
    boxes = drop(box)
    if boxes:
        doubts.append(
            Problem(
                name,
                f"{counted(boxes, 'text box', 'text boxes')} not read",
                next="Move their words into the running text where they were spoken.",
            )
        )
    drop(moved, ruby)
    deleted = drop(gone)
    if deleted:
        doubts.append(
            Problem(
                name,
                f"{counted(deleted, 'tracked deletion')} not read",
                next="Accept or reject the tracked changes in Word.",
            )
        )
    return doubts


def _heading_ids(name: str, used: set[str], archive: Any, part: str) -> set[str]:
    """Which of the style ids in use are headings or titles, by their id or by their English name."""
    headings = {style for style in used if _HEADING_ID.fullmatch(style)}
    unclear = used - headings - _PLAIN_IDS
    if unclear:
        # Word in other languages has ids such as "berschrift1"; the name inside stays English.
        folder = part.rsplit("/", 1)[0] if "/" in part else ""
        data = read_part(name, archive, f"{folder}/styles.xml" if folder else "styles.xml")
        if data:
            try:
                root = _parse(name, data)
            except ReadError:
                return headings
            w = root.tag.partition("}")[0] + "}"
            for style in root.iter(w + "style"):
                style_name = style.find(w + "name")
                if (
                    style.get(w + "styleId") in unclear
                    and style_name is not None
                    and _HEADING_ID.fullmatch(style_name.get(w + "val", ""))
                ):
                    headings.add(style.get(w + "styleId"))
    return headings


def _notes(name: str, archive: Any, part: str) -> list[Problem]:
    """Doubts for footnotes, endnotes and comments, which stand in parts of their own."""
    doubts = []
    folder = part.rsplit("/", 1)[0]
    for noun in ("footnote", "endnote"):
        at = f"{folder}/{noun}s.xml"
        if at not in archive.NameToInfo:
            continue
        data = read_part(name, archive, at) or b""
        # Word puts two notes of its own (separators, with a type) into every such part.
        own = len(re.findall(rb"<\w+:%s\b(?![^>]*:type=)" % noun.encode(), data))
        if own:
            doubts.append(
                Problem(
                    name,
                    f"{counted(own, noun)} not read",
                    next="Move its words into the running text where they were spoken.",
                )
            )
    return doubts
