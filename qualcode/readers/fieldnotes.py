"""Field notes -> entries. Nobody speaks in them: what is told of a `Chair:` is the observer's text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qualcode.core.documents import Turn
from qualcode.core.text import Range
from qualcode.errors import Problem, one_line
from qualcode.readers.files import line_of
from qualcode.readers.lines import Parsed, _Writer, paragraph_ranges

_HEAD_LINE = re.compile(
    r"[>*_\- ]{0,4}(?P<key>(?:field ?notes?|observation(?: of)?|observed|date(?: of [a-z ]+)?|time|times"
    r"|place|location|venue|site|setting|observers?|researchers?|field ?workers?|author|by|title"
    r"|event|meeting|occasion|present|attend(?:ees|ing|ance)|participants?|duration|length|weather"
    r"|project|study|case(?: study)?|document|file|version|phase|kind|activity|note[- ]?taker"
    r"|people present|organi[sz]ation)(?: (?:no|number|date|time|id)\.?)?)"
    r"(?P<mark>[*_]{0,3}[:\t][*_]{0,3})[^\S\n]*(?P<value>[^\n]*)",
    re.IGNORECASE,
)
_PART_HEADING = re.compile(
    r"(?:\#{1,6}[ \t]+)?[*_]{0,3}(?:\d+[.)] ?)?(?:(?P<reflective>(?:(?:observer|researcher)['’]?s? )?"
    r"(?:reflective|analytic(?:al)?)(?: (?:field ?)?(?:notes?|part|memos?|comments?))?"
    r"|(?:(?:observer|researcher)['’]?s? )?reflections?(?: (?:notes?|on [^\n:.]{1,40}))?"
    r"|(?:observer|researcher)['’]?s? comments?)"
    r"|(?:descriptive|observational)(?: (?:field ?)?(?:notes?|part|account))?"
    r"|descriptions?|observations?(?: notes?)?|what happened)"
    r"[ \t]*:?[*_]{0,3}:?[ \t]*",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"(?:\[(?:reflections?|reflective(?: note)?|oc|observer['’]?s? comments?)\][:.]?"
    r"|[*_]{0,3}[\[(]?(?:o\.?c\.?|observer['’]?s? comments?|reflections?|reflective(?: notes?)?)[*_]{0,3}"
    r"[ \t]*:[*_]{0,3})[ \t\n]*",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?::\d{2}(?::\d{2})?(?:[ \t]?[ap]\.?m\b\.?)?|\.\d{2}[ \t]?[ap]\.?m\b\.?|[ \t]?[ap]\.?m\b\.?)"
_TIME = re.compile(
    rf"[*_]{{0,3}}[\[(]?(?P<from>{_CLOCK})(?:\s?(?:-|–|—|to|until)\s?(?P<to>{_CLOCK}))?[\])]?"
    r"[*_]{0,3}(?:[ \t]*[:.,–—-](?=\s)[*_]{0,3}|(?=\s|\Z))[*_]{0,3}[^\S\n]*",
    re.IGNORECASE,
)
# British usage writes 10.15 as well; only four digits before a capital, so that 2.50 stays a price.
_TIME_DOT = re.compile(
    r"(?P<from>[012]\d\.[0-5]\d)(?:\s?[-–—]\s?(?P<to>[012]\d\.[0-5]\d))?[^\S\n]+(?=[A-Z])"
)
_HASH = re.compile(r"\#{1,6}[ \t]+[^\n]*")
_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for month in names.split()
}
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"),
    re.compile(
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<name>[A-Za-z]{3,9})\.?,? (?P<y>\d{4})\b"
    ),
    re.compile(r"\b(?P<name>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})\b"),
)


def iso_date(words: str) -> str | None:
    """`12 March 2018`, `2018-03-12`, `12/03/2018` (day first) as 2018-03-12; None for anything else."""
    for pattern in _DATES:
        for match in pattern.finditer(words):
            groups = match.groupdict()
            month = (
                _MONTHS.get(groups["name"].casefold())
                if groups.get("name")
                else int(groups.get("m") or 0)
            )
            try:
                return date(int(groups["y"]), month or 0, int(groups["d"])).isoformat()
            except ValueError:
                continue
    return None


def parse_notes(
    text: str,
    *,
    name: str,
    paragraphs: Sequence[Range] | None = None,
    headings: Sequence[Range] = (),
) -> tuple[Parsed, dict[str, str]]:
    """Entries of field notes as turns of nobody, and what their head says about the document.

    paragraphs, headings: what a Word file says about its paragraphs; None where blank lines tell.

    The head (`Date: …`, `Place: …`, titles) ends at the first line of another form. An entry is a
    paragraph; a line that begins with a clock time or an observer's comment begins a new one.
    """
    parsed = Parsed()
    attributes: dict[str, str] = {}
    heading_at = dict(headings)
    by_word = paragraphs is not None
    blocks = list(paragraphs) if paragraphs is not None else paragraph_ranges(text)
    if not by_word and "\n\n" not in text and any(_TIME.match(text, *block) for block in blocks):
        # No blank lines, but times: they tell the entries, and a line without one goes on.
        blocks = [(blocks[0][0], blocks[-1][1])]
    lines = [line for block in blocks for line in _lines(text, block)]
    head = _head(text, lines, heading_at)
    if head:
        attributes = _head_attributes(text, lines[:head], name, parsed.doubts)
    writer = _Writer(text, parsed.gaps)
    if head:
        writer.covered("header", lines[head - 1][1])
    part = "descriptive"
    entry: list[tuple[int, int]] = []  # lines of the entry being gathered
    number = 0

    def close() -> None:
        """Write the entry gathered so far."""
        nonlocal number, entry
        if not entry:
            return
        start, end = entry[0][0], entry[-1][1]
        entry = []
        writer.speech(start)
        time = end_time = None
        own_part = part
        for _ in range(2):  # a time before the marker, or after it
            match = _TIME.match(text, start, end) or _TIME_DOT.match(text, start, end)
            if match and time is None and _plausible(match["from"]):
                time, end_time = match["from"], match["to"]
                start = min(match.end(), end)
                writer.gap("time", start)
                writer.speech(_skip(text, start, end))
                start = writer.at
            match = _COMMENT.match(text, start, end)
            if match and own_part == part:
                own_part = "reflective"
                start = (
                    match.start() + len(match[0].rstrip("\n\t "))
                    if match.end() >= end
                    else match.end()
                )
                writer.gap("label", start)
        span = writer.speech(end)
        if span:
            number += 1
            parsed.turns.append(
                Turn(
                    str(number),
                    None,
                    (span,),
                    time,
                    end_time,
                    own_part,
                )
            )

    previous_block = -1
    for start, end, block in lines[head:]:
        words = text[start:end]
        # A line that is a Word heading in part only (before a line break) is left to its words.
        is_heading = heading_at.get(start) == end or (not by_word and _HASH.fullmatch(words))
        switch = _PART_HEADING.fullmatch(words)
        if switch or is_heading:
            close()
            writer.speech(start)
            writer.gap("heading", end)
            if switch:
                part = "reflective" if switch["reflective"] else "descriptive"
            continue
        begins = block != previous_block or bool(
            _TIME.match(text, start, end) or _COMMENT.match(text, start, end)
        )
        if begins:
            close()
        previous_block = block
        entry.append((start, end))
    close()
    writer.speech(len(text))
    if not parsed.turns:
        parsed.doubts.append(
            Problem(name, "field notes without a single entry", next="Look at the file.")
        )
    return parsed, attributes


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _plausible(clock: str) -> bool:
    hour, *rest = [int(digits) for digits in re.findall(r"\d+", clock)]
    return hour < 24 and all(number < 60 for number in rest)


def _lines(text: str, block: Range) -> list[tuple[int, int, int]]:
    """Lines of a paragraph as (start, end, paragraph), without the white space around them."""
    found = []
    at = block[0]
    for line in text[block[0] : block[1]].split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            found.append((start, at + len(line.rstrip()), block[0]))
        at += len(line) + 1
    return found


def _head(text: str, lines: list[tuple[int, int, int]], heading_at: dict[int, int]) -> int:
    """How many lines at the top are the head: titles, and `Key: value` lines."""
    count = 0
    keys = 0
    while count < len(lines):
        start, end, _ = lines[count]
        words = text[start:end]
        if _PART_HEADING.fullmatch(words):
            break
        if _HEAD_LINE.fullmatch(words):
            keys += 1
        elif heading_at.get(start) == end or _HASH.fullmatch(words) or words in ("---", "***"):
            if keys and _TIME.match(words.lstrip("#* ")):
                break
        elif not (
            # A title: one short line of its own at the very top, which is no sentence.
            count == 0
            and len(lines) > 1
            and len(words.split()) <= 14
            and words[-1] not in ".?!…:"
            and (
                _HEAD_LINE.fullmatch(text[lines[1][0] : lines[1][1]]) or lines[1][2] != lines[0][2]
            )
            and not _TIME.match(words)
            and not _COMMENT.match(words)
        ):
            break
        count += 1
    # A text of nothing but such lines is no head without a body.
    return count if count < len(lines) else 0


def _head_attributes(
    text: str, lines: list[tuple[int, int, int]], name: str, doubts: list[Problem]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for start, end, _ in lines:
        match = _HEAD_LINE.fullmatch(text[start:end])
        if not match or not match["value"].strip(" *_"):
            continue
        key = match["key"].casefold()
        value = one_line(match["value"].strip(" *_"))
        if key.startswith("date"):
            iso = iso_date(value)
            if iso:
                found.setdefault("date", iso)
            elif "date" not in found:
                doubts.append(
                    Problem(
                        f"{name}, line {line_of(text, start)}",
                        f"date {value!r} not understood",
                        "12 March 2018, 2018-03-12 or 12/03/2018 (day first)",
                        "Give the date in documents.csv.",
                    )
                )
        elif key.startswith(("place", "location", "venue", "site", "setting")):
            found.setdefault("place", value)
        elif key.startswith("observer"):
            found.setdefault("observer", value)
    if "date" not in found and not doubts:
        head = text[lines[0][0] : lines[-1][1]]
        iso = iso_date(head)
        if iso:
            found["date"] = iso
    return found
