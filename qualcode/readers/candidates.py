"""What at the start of a line has the form of a label, and what else interrupts speech.

Forms only: whether the words of a label name a speaker is judged where all of them are known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qualcode.core.text import Range

_T = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_SPAN = rf"{_T}(?:\s?(?:-->|[-–—])\s?{_T})?"
# A time as transcribers set it off: [00:12:03], (00:12), {…}, <…>, #00:12:03-4#, with Markdown's
# backslashes, or bare.
_SET_OFF = rf"(?:\\?\[{_SPAN}\\?\]|\({_SPAN}\)|\{{{_SPAN}\}}|<{_SPAN}>|#{_T}(?:-\d+)?#)"
_ANY_TIME = rf"(?:{_SET_OFF}|{_SPAN})"
TIME = re.compile(_T)
TIME_ONLY = re.compile(rf"[\s*_]*{_ANY_TIME}[\s*_.]*")
SET_OFF_HERE = re.compile(rf"{_SET_OFF}[^\S\n]*")
_INLINE = re.compile(rf"\[{_SPAN}\\?\][^\S\n]*")
_INLINE_F4 = re.compile(rf"#{_T}(?:-\d+)?#[^\S\n]*")
_LINE_START_TIME = re.compile(rf"\n[^\S\n]*(\({_SPAN}\)[^\S\n]*)")

# Every pattern that looks at line starts begins with a line feed and runs over "\n" + text: a
# literal first character lets `re` skip from line to line, which `^` in multi-line mode does not.
# Group 1 is the plain label `NAME: words`; other lines are only noticed, and looked at by _FORMS.
_NOTICE = re.compile(
    r"\n(?:([^\W_][\w.'’\- ]{0,39}+):[ \t]+(?=\S)"
    r"|[^\S\n]*[\[({<*_>•+\-\\\d#]|[^\S\n]+[^\W_]|[^\W_][\w.,'’\-&/# ]{0,48}+[:\t\[(*<\\：])"
)
_BEFORE = (
    r"\n[^\S\n]*(?P<bullet>(?:[-*+>•][ \t]+|\d{1,5}[.)]?[ \t]+)?)(?P<open>[*_]{1,3})?"
    rf"(?:(?P<t1>{_ANY_TIME})[^\S\n]*(?:[-–—|,][^\S\n]*)?)?(?P<open2>[*_]{{1,3}})?"
)
_NAME = r"(?P<name>[^\W_](?:[\w.,'’\-&/# ]|\([^()\n:]{1,30}\)){0,45}?)"
_FORMS = tuple(
    (form, re.compile(_BEFORE + pattern))
    for form, pattern in (
        (
            "colon",
            _NAME + rf"(?P<close>[*_]{{1,3}})?[^\S\n]*(?:(?P<t2>{_SET_OFF}|(?<=\s){_T})[^\S\n]*)?"
            r"(?P<close1>[*_]{1,3})?[:：](?P<close2>[*_]{1,3})?(?!//|\d)[^\S\n]*",
        ),
        (
            "time",
            _NAME
            + rf"(?P<close>[*_]{{1,3}})?(?P<space>[^\S\n]+)(?P<t2>{_ANY_TIME})"
            + r"(?P<close2>[*_]{1,3})?[^\S\n]*(?=\n|\Z)",
        ),
        (
            "bracket",
            r"(?P<name>\\?\[[^\W_][\w.'’\- ]{0,39}\\?\])(?P<close2>[*_]{1,3})?[:：]?[^\S\n]*",
        ),
        ("tab", _NAME + r"(?P<close2>[*_]{1,3})?[ ]*\t[^\S\n]*(?=\S)"),
        ("alone", r"(?(t1)|(?!))" + _NAME + r"(?P<close2>[*_]{1,3})?[^\S\n]*(?=\n|\Z)"),
    )
)
_BRACKETED = r"(?:\\?\[[^\[\]\n]{1,300}\]|\(\([^()\n]{1,300}\)\)|\([^()\n]{1,300}\))"
_STRUCTURE = re.compile(
    # What any of them begins with first: at most lines that is the end of it.
    rf"\n[^\S\n]*(?=[*_\\\[({{<#\d\-=~])(?:(?P<time>[*_]{{0,3}}{_ANY_TIME}[*_]{{0,3}})"
    rf"|(?P<stage>[*_]{{0,3}}{_BRACKETED}(?:[^\S\n]*{_BRACKETED}){{0,3}}[*_]{{0,3}}\.?)"
    r"|(?P<markup>[-*_=~]{3,})"
    r"|(?P<heading>\#{1,6}[ \t]+[^\n]*?))[^\S\n]*(?=\n|\Z)"
)
_LONE = re.compile(
    r"\n[^\S\n]*(?P<sign>\*\*|__)?(?P<name>[^\W_](?:[\w.'’\- ]{0,38}[^\W_])?)(?(sign)(?P=sign))"
    r"[^\S\n]*(?=\n\s*\S)"
)
_END = re.compile(
    r"\n[^\S\n]*[*_]{0,3}(end(?: of(?: the)?)? (?:interview|recording|transcript|transcription|tape|audio"
    r"|session|focus group))\b[^\n]{0,40}\Z",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """A candidate: where the line's label zone starts and ends (the words follow), and its pieces.

    pieces: (kind, characters after `start`) in order; each runs to the next one, the last to `end`.
    """

    start: int
    end: int
    name: str
    form: str
    pieces: tuple[tuple[str, int], ...]
    time: str | None = None
    end_time: str | None = None


_ALL_LABEL = (("label", 0),)  # pieces


def find_labels(text: str) -> list[Label]:
    """Everything at a line start that has the form of a label, whatever its words."""
    padded = "\n" + text
    found: list[Label] = []
    add, new = found.append, tuple.__new__
    for notice in _NOTICE.finditer(padded):
        plain = notice[1]
        start, end = notice.span()
        if plain is not None:
            # Nearly every label of nearly every file: made as fast as can be.
            add(new(Label, (start, end - 1, plain.rstrip(), "colon", _ALL_LABEL, None, None)))
            continue
        for form, pattern in _FORMS:
            match = pattern.match(padded, start)
            if match:
                label = _label(text, form, match)
                if label is not None:
                    add(label)
                    break
    return found


def find_lone_names(text: str) -> list[Label]:
    """Lines that hold nothing but a few words without punctuation, bold or not, and are followed by
    a line of text."""
    found = []
    for match in _LONE.finditer("\n" + text):
        start, end = match.start("name") - 1, match.end("name") - 1
        if match["sign"]:
            pieces = (("markup", 0), ("label", 2), ("markup", end - start + 2))
            found.append(Label(start - 2, end + 2, match["name"], "alone", pieces))
        else:
            found.append(Label(start, end, match["name"], "alone", _ALL_LABEL))
    return found


def _label(text: str, form: str, match: re.Match[str]) -> Label | None:
    groups = match.groupdict()
    name = match["name"]
    pieces: list[tuple[str, int]] = []

    def piece(kind: str, group: str) -> None:
        if groups.get(group) and (not pieces or pieces[-1][0] != kind):
            pieces.append((kind, match.start(group) - 1))

    piece("markup", "bullet")
    piece("markup", "open")
    piece("time", "t1")
    piece("markup", "open2")
    piece("label", "name")
    piece("markup", "close")
    piece("time", "t2")
    piece("markup", "close1")
    piece("markup", "close2")
    if form == "bracket":
        name = name.strip("\\[]")
    if groups["open"] or groups["open2"]:
        name = name.rstrip("_")
    time = groups.get("t2") or groups["t1"]
    times = TIME.findall(time) if time else []
    end = match.end() - 1
    while end > 0 and text[end - 1].isspace() and (end == len(text) or text[end] == "\n"):
        end -= 1
    if end <= pieces[-1][1]:
        return None
    bullet = groups["bullet"]
    if form == "colon" and bullet and bullet[0] != ">" and not (groups["open"] or groups["open2"]):
        form = "listed"  # numbered lines, but also the items of a list
    if form == "time" and not (groups.get("space") or "").strip(" ") and groups["space"] == " ":
        form = "time, one space"
    start = pieces[0][1]
    return Label(
        start,
        end,
        name.strip(),
        form,
        tuple([(kind, at - start) for kind, at in pieces]),
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
    )


def find_marks(
    text: str, headings: Sequence[Range], markdown: bool
) -> list[tuple[int, int, str, str]]:
    """Marks (start, end, kind, words) that are no labels: headings, stage directions, times, rules."""
    padded = "\n" + text
    marks: list[tuple[int, int, str, str]] = []
    for match in _STRUCTURE.finditer(padded):
        kind = match.lastgroup or ""
        if kind == "heading" and not markdown:
            continue
        start, end = match.span(kind)
        if kind == "stage" and TIME_ONLY.fullmatch(match[kind]):
            kind = "time"
        marks.append((start - 1, end - 1, kind, match[match.lastgroup or 0]))
    for pattern, sign in ((_INLINE, "["), (_INLINE_F4, "#")):
        if sign in text:
            for match in pattern.finditer(text):
                start = match.start()
                if start and text[start - 1] == "\\":
                    start -= 1
                marks.append((start, match.end(), "time", match[0]))
    if "\n(" in padded:
        for match in _LINE_START_TIME.finditer(padded):
            marks.append((match.start(1) - 1, match.end(1) - 1, "time", match[1]))
    last = _END.search(padded, max(0, len(text) - 120))
    if last:
        marks.append((last.start(1) - 1, len(text.rstrip()), "stage", last[1]))
    for start, end in headings:
        marks.append((start, end, "heading", text[start:end]))
    # At one place the longer mark wins: a heading over the time it begins with.
    marks.sort(key=lambda mark: (mark[0], -mark[1]))
    return marks


def first_time(words: str) -> str | None:
    match = TIME.search(words)
    return match[0] if match else None
