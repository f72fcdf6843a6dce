"""Lines with speaker labels -> turns and gaps. For .txt, .md and the text of .docx."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import cast

from qualcode.core.documents import Gap, Turn
from qualcode.core.text import Range
from qualcode.errors import Problem, counted, listing, one_line
from qualcode.readers.candidates import (
    SET_OFF_HERE,
    TIME_ONLY,
    Label,
    find_labels,
    find_lone_names,
    find_marks,
    first_time,
)
from qualcode.readers.files import line_of, lines_at
from qualcode.readers.labels import (
    Shape,
    bare_word,
    folded,
    is_stage,
    ordinary_words,
    shape,
    surname_first,
)

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n.*?\n---[^\S\n]*(?=\n|\Z)", re.DOTALL)
# What the head of a source without speakers names; `Background:` or `Question 1:` begin its text.
_HEAD_KEYS = frozenset(
    ("date", "title", "author", "source", "url", "version", "file", "place", "location", "project")
)
_LONG_HEADER = 80  # words
_HEAD_LINES = 40  # a head of more lines with labels is none
_NOT_SPACE = re.compile(r"\S")
_DIALOGUE_KINDS = ("interview", "focus_group")
_NAME, _NAME_AND_FORM = itemgetter(2), itemgetter(2, 3)  # of a Label
_SPEAKER = attrgetter("speaker")


@dataclass(slots=True)
class Parsed:
    turns: list[Turn] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)


def parse_lines(
    text: str,
    *,
    name: str,
    kind: str,
    labels: Collection[str] = (),
    headings: Sequence[Range] = (),
    paragraphs: Sequence[Range] | None = None,
    markdown: bool = True,
) -> Parsed:
    """Turns and gaps of a transcript.

    name: the file, for doubts. labels: names from the study's sheets; they help, and are never
    needed. headings, paragraphs: what a Word file says about its paragraphs; None where
    paragraphs are to be found by blank lines. markdown: whether `#` begins a heading.
    """
    known = frozenset(folded(label) for label in labels)
    found = find_labels(text)
    accepted, doubts = _accept(text, name, kind, known, found)
    if not accepted and kind in _DIALOGUE_KINDS:
        accepted = _names_on_their_own_lines(text, known)
    marks = find_marks(text, headings, markdown)
    if accepted:
        parsed = _labelled(text, name, accepted, marks)
        _doubt_lone_speaker(parsed, name, kind)
    else:
        parsed = _unlabelled(text, name, kind, marks, paragraphs, found)
    parsed.doubts[:0] = doubts
    return parsed


# ---- judging


def _accept(
    text: str, name: str, kind: str, known: frozenset[str], found: list[Label]
) -> tuple[list[Label], list[Problem]]:
    """The candidates that are speakers, without those in the head of the file; and doubts."""
    # Each distinct name is judged once in each form; a transcript has two of them, and hundreds of
    # labels.
    as_written = Counter(map(_NAME_AND_FORM, found))
    shapes: dict[str, Shape] = {}
    counts: dict[tuple[str, bool], int] = {}
    for (words, form), count in as_written.items():
        if words not in shapes:
            shapes[words] = _shape(words, form, known)
        key = (folded(words), form == "bracket")
        counts[key] = counts.get(key, 0) + count
    once = any(
        looks == "name" and as_written[words, "colon"] == 1 for words, looks in shapes.items()
    )
    ordinary = ordinary_words(text) if once else frozenset()
    verdicts = {
        (words, form): _is_speaker(
            words, form, shapes[words], counts[folded(words), form == "bracket"], known, ordinary
        )
        for words, form in as_written
    }
    accepted = found
    passed_over: dict[str, list[int]] = {}
    if not all(verdicts.values()):
        accepted = [label for label in found if verdicts[label.name, label.form]]
        for label in found:
            if (
                label.form == "colon"
                and shapes[label.name] in ("weak", "name", "id", "meta")
                and not verdicts[label.name, "colon"]
            ):
                passed_over.setdefault(label.name, []).append(label.start)
    if kind not in _DIALOGUE_KINDS and not _is_dialogue(accepted, known):
        return [], []
    accepted = _without_head(text, found, accepted, shapes)
    if not accepted:
        return [], []
    names = set(map(_NAME, accepted))
    if (
        len(names) == len(accepted)
        and accepted[0].start > len(text) // 2
        and all(shapes[words] in ("name", "weak") for words in names)
    ):
        # Paragraphs without labels, and late among them one that begins like a label: were it
        # one, all that stands before it would be a header.
        for label in accepted:
            passed_over.setdefault(label.name, []).append(label.start)
        return [], _passed_over(text, name, passed_over, 0)
    return accepted, _passed_over(text, name, passed_over, accepted[0].start)


def _passed_over(
    text: str, name: str, passed_over: dict[str, list[int]], first: int
) -> list[Problem]:
    """Doubts about words that look like labels and were read as speech, after character `first`."""
    doubts = []
    for words, starts in passed_over.items():
        later = [start for start in starts if start >= first]
        if later:
            doubts.append(
                Problem(
                    name,
                    f"{lines_at(text, later)}:"
                    f" “{one_line(words)}:” was read as speech, not as a label",
                    next="If it is a speaker, name the label in participants.csv.",
                )
            )
    return doubts


def _shape(words: str, form: str, known: frozenset[str]) -> Shape:
    if form.startswith("time") and "," in words:
        swapped = surname_first(words)
        if swapped:
            return shape(swapped, known)
    return shape(words, known)


def _is_speaker(
    words: str, form: str, looks: Shape, count: int, known: frozenset[str], ordinary: frozenset[str]
) -> bool:
    """Whether words of this shape, found `count` times in this form, are a speaker's label."""
    if looks in ("no", "meta"):
        return False
    if folded(words) in known:
        return True
    if form == "bracket":
        if is_stage(words):
            return False
        if any(character.isdigit() for character in words):
            return looks in ("id", "sure")
        return count >= 2 and looks in ("id", "sure", "name")
    if form in ("tab", "alone", "listed", "time, one space"):
        return looks in ("sure", "id") or (looks == "name" and count >= 2) or count >= 3
    if looks == "weak":
        return count >= 2
    if looks == "name" and count == 1:
        return bare_word(words) not in ordinary
    return True


def _names_on_their_own_lines(text: str, known: frozenset[str]) -> list[Label]:
    """Labels without any sign, each on a line of its own above the words.

    Only asked where nothing else was found, and only believed where at least two of them recur:
    a line of one word may be speech.
    """
    found = find_lone_names(text)
    counts = Counter(folded(label.name) for label in found)
    shapes = {label.name: shape(label.name, known) for label in found}
    good = [
        label
        for label in found
        if counts[folded(label.name)] >= 2
        and shapes[label.name] in ("sure", "id", "name")
        and bare_word(label.name) not in ("yes", "no", "right", "okay", "mm", "mhm", "hmm", "yeah")
    ]
    return good if len({folded(label.name) for label in good}) >= 2 else []


def _is_dialogue(accepted: list[Label], known: frozenset[str]) -> bool:
    """Whether a written source holds a conversation all the same: two labels that both recur."""
    names = [folded(label.name) for label in accepted]
    if any(name in known for name in names):
        return True
    return sum(names.count(name) >= 2 for name in set(names)) >= 2


_VALUE_WORD = re.compile(r"[A-Z\d#(&]|(?:de|of|and|the|van|von)$")


def _is_value(words: str) -> bool:
    """Whether the words after a colon are a datum of a header (`AB`, `Town Hall`) rather than speech."""
    items = words.split()
    return 1 <= len(items) <= 6 and words[-1] not in ".?!…" and all(map(_VALUE_WORD.match, items))


def _without_head(
    text: str, found: list[Label], accepted: list[Label], shapes: dict[str, Shape]
) -> list[Label]:
    """Drop labels that are lines of the file's head, such as `Interviewer: AB` under `Date: …`.

    A head is the first block of lines (to a blank line) where it names a date, a place or the like;
    or where each of its lines is a label and a datum, and the talk begins below it.
    """
    for _ in range(_HEAD_LINES):
        if not accepted:
            break
        label = accepted[0]
        line_end = text.find("\n", label.end)
        value = text[label.end : line_end if line_end >= 0 else len(text)].strip()
        if not value or not _is_value(value) or len(accepted) == 1:
            break
        block_start = max(text.rfind("\n\n", 0, label.start), 0)
        block_end = text.find("\n\n", label.end)
        block_end = len(text) if block_end < 0 else block_end
        inside = [c for c in accepted if block_start <= c.start < block_end]
        later = {folded(c.name) for c in accepted[len(inside) :]}
        names = [folded(c.name) for c in inside]
        beside = any(shapes[c.name] == "meta" for c in found if block_start <= c.start < block_end)
        above = any(shapes[c.name] == "meta" for c in found if c.start < label.start)
        if beside or above:
            # Once the talk runs, its speakers come again; in the head each is named once.
            again = names.count(names[0]) > 1
            if (names[0] in later or again) and shapes[label.name] != "sure":
                break
            accepted = accepted[1:]
            continue
        values = [
            text[c.end : (text.find("\n", c.end) + 1 or len(text) + 1) - 1].strip() for c in inside
        ]
        if (
            len(inside) < 2
            or not later
            or len(set(names)) < len(names)
            or not all(value and _is_value(value) for value in values)
            or (set(names) & later and not all(map(_strong_value, values)))
        ):
            break
        accepted = accepted[len(inside) :]
    return accepted


def _strong_value(words: str) -> bool:
    items = words.split()
    return len(items) >= 2 or words.isupper() or any(c.isdigit() for c in words)


# ---- assembling


class _Writer:
    """Puts gaps and ranges one after the other; white space between them becomes break gaps."""

    __slots__ = ("at", "gaps", "text")

    def __init__(self, text: str, gaps: list[Gap]) -> None:
        self.text, self.gaps, self.at = text, gaps, 0

    def speech(self, end: int) -> Range | None:
        """The words from here to `end` without the white space around them; None if there are none."""
        start = self.at
        words = self.text[start:end]
        self.at = end
        body = words.strip()
        if not body:
            if end > start:
                self.gaps.append(Gap("break", start, end))
            return None
        first = start + len(words) - len(words.lstrip())
        last = first + len(body)
        if first > start:
            self.gaps.append(Gap("break", start, first))
        if last < end:
            self.gaps.append(Gap("break", last, end))
        return first, last

    def gap(self, kind: str, end: int) -> None:
        if end > self.at:
            self.gaps.append(Gap(kind, self.at, end))
            self.at = end

    def covered(self, kind: str, end: int) -> None:
        """Text from here to `end` as one gap of this kind, white space at its ends apart."""
        span = self.speech(end)
        if span:
            self.gaps.append(Gap(kind, *span))


def _labelled(
    text: str, name: str, accepted: list[Label], marks: list[tuple[int, int, str, str]]
) -> Parsed:
    parsed = Parsed()
    writer = _Writer(text, parsed.gaps)
    first = accepted[0].start
    before = [mark for mark in marks if mark[0] < first]
    marks = marks[len(before) :]
    pending: str | None = None
    header_end = first
    if before and before[-1][2] == "time" and not text[before[-1][1] : first].strip():
        header_end = before[-1][0]
    writer.covered("header", header_end)
    if header_end < first:
        pending = first_time(before[-1][3])
        writer.gap("time", before[-1][1])
        writer.speech(first)
    header_words = len(text[:header_end].split())
    if header_words > _LONG_HEADER:
        parsed.doubts.append(
            Problem(
                name,
                f"{counted(header_words, 'word')} before the first speaker label"
                f" (line {line_of(text, first)}) were kept as the header",
                next="If they were spoken, put a label before them.",
            )
        )
    clock_only = _clock_only(text, accepted)
    silent: list[int] = []
    number = mark_at = 0
    mark_count = len(marks)
    add_turn, new = parsed.turns.append, tuple.__new__
    # Plain tuples: a document makes Gaps of them when somebody asks for them.
    add_gap = cast("list[tuple[str, int, int]]", parsed.gaps).append
    nothing: Mapping[str, str] = MappingProxyType({})
    ends = [label.start for label in accepted[1:]] + [len(text)]
    next_mark = marks[0][0] if marks else len(text)
    for label, end in zip(accepted, ends, strict=True):
        if label.name in clock_only:
            while mark_at < mark_count and marks[mark_at][0] < end:
                mark_at += 1
            next_mark = marks[mark_at][0] if mark_at < mark_count else len(text)
            writer.speech(label.start)
            writer.covered("stage", end)
            continue
        pieces = label.pieces
        if next_mark >= end and len(pieces) == 1 and pending is None:
            # The plain case, `NAME: words` and nothing else, is nearly every turn of nearly every
            # file; the rest of this loop would give the same.
            start = label.end
            stop = end - 1 if text[end - 1] == "\n" else end
            if (
                start < stop
                and not (text[start].isspace() or text[stop - 1].isspace())
                and text[start] not in "[({<#\\"
            ):
                add_gap(("label", label.start, start))
                number += 1
                speech = ((start, stop),)
                add_turn(
                    new(Turn, (str(number), label.name, speech, None, None, "speech", nothing))
                )
                if stop < end:
                    add_gap(("break", stop, end))
                writer.at = end
                continue
        starts = [label.start + after for _, after in pieces]
        for (kind, _), start, stop in zip(pieces, starts, [*starts[1:], label.end], strict=True):
            add_gap((kind, start, stop))
        writer.at = label.end
        time, end_time = label.time, label.end_time
        if time is None:
            time = pending
        pending = None
        ranges: list[Range] = []
        here = SET_OFF_HERE.match(text, label.end, end) if label.form != "time" else None
        if here:
            writer.gap("time", here.end())
            time = time or first_time(here[0])
        while mark_at < mark_count and marks[mark_at][0] < end:
            start, mark_end, kind, words = marks[mark_at]
            mark_at += 1
            if start < writer.at:
                continue
            span = writer.speech(start)
            if span:
                ranges.append(span)
                pending = None
            writer.gap(kind, min(mark_end, end))
            if kind == "time":
                pending = first_time(words)
                if not ranges and time is None:
                    time = pending
        next_mark = marks[mark_at][0] if mark_at < mark_count else len(text)
        span = writer.speech(end)
        if span:
            ranges.append(span)
            pending = None
        if ranges:
            number += 1
            add_turn(Turn(str(number), label.name, tuple(ranges), time, end_time))
        else:
            silent.append(label.start)
    if silent:
        parsed.doubts.append(
            Problem(
                name,
                f"{lines_at(text, silent)}:"
                f" {counted(len(silent), 'label')} without words after it, no turn was made",
            )
        )
    return parsed


def _clock_only(text: str, accepted: list[Label]) -> set[str]:
    """Names whose every turn holds a time and nothing else, such as the breaks of a broadcast."""
    candidates = set(map(_NAME, accepted))
    for at, label in enumerate(accepted):
        if label.name in candidates:
            end = accepted[at + 1].start if at + 1 < len(accepted) else len(text)
            # Cheap refusal first: a turn of more than a few dozen characters is no time.
            if end - label.end >= 60 or not TIME_ONLY.fullmatch(text, label.end, end):
                candidates.remove(label.name)
        if not candidates:
            break
    return candidates


def paragraph_ranges(text: str) -> list[Range]:
    """Paragraphs by blank lines; line by line in a text without any blank line."""
    pattern = (
        r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*"
        if re.search(r"\S[^\S\n]*\n[^\S\n]*\n\s*\S", text)
        else r"[^\n]*\S[^\n]*"
    )
    found = []
    for match in re.finditer(pattern, text):
        words = match[0]
        start = match.start() + len(words) - len(words.lstrip())
        found.append((start, match.start() + len(words.rstrip())))
    return found


def _unlabelled(
    text: str,
    name: str,
    kind: str,
    marks: list[tuple[int, int, str, str]],
    paragraphs: Sequence[Range] | None,
    found: list[Label],
) -> Parsed:
    """Each paragraph is a turn of nobody."""
    parsed = Parsed()
    if paragraphs is None:
        paragraphs = paragraph_ranges(text)
    writer = _Writer(text, parsed.gaps)
    part = "speech" if kind in _DIALOGUE_KINDS else "text"
    header_end = _head_end(text, marks, found)
    writer.covered("header", header_end)
    number = mark_at = 0
    for _, end in paragraphs:
        if end <= writer.at:
            continue
        ranges: list[Range] = []
        time = None
        while mark_at < len(marks) and marks[mark_at][0] < end:
            start, mark_end, mark_kind, words = marks[mark_at]
            mark_at += 1
            if start < writer.at:
                continue
            span = writer.speech(start)
            if span:
                ranges.append(span)
            writer.gap(mark_kind, mark_end)
            if mark_kind == "time" and not ranges:
                time = first_time(words)
        if end > writer.at:
            span = writer.speech(end)
            if span:
                ranges.append(span)
        if ranges:
            number += 1
            parsed.turns.append(Turn(str(number), None, tuple(ranges), time, None, part))
    writer.speech(len(text))
    if part == "speech":
        parsed.doubts.append(
            Problem(
                name,
                f"no speaker labels; {counted(number, 'paragraph')} kept as turns of nobody",
                "lines such as “INT: …”, “Anna Smith: …” or “[P1] …”",
                "Put labels before the turns, or give the document the kind “document”.",
            )
        )
    return parsed


def _head_end(text: str, marks: list[tuple[int, int, str, str]], found: list[Label]) -> int:
    """Where the head of a text without labels ends: `#` headings, front matter, `Date: …` lines."""
    match = _FRONT_MATTER.match(text)
    end = match.end() if match else 0
    heads = {mark[0]: mark[1] for mark in marks if mark[2] == "heading"}
    metas = {label.start for label in found if folded(label.name) in _HEAD_KEYS}
    while True:
        begin = _NOT_SPACE.search(text, end)
        if begin is None:
            return end
        start = begin.start()
        if start in heads:
            end = heads[start]
        elif start in metas:
            line_end = text.find("\n", start)
            end = line_end if line_end >= 0 else len(text)
            if len(text[start:end].split()) > 15:
                return match.end() if match else 0
        else:
            return end


def speakers(turns: Sequence[Turn]) -> dict[str, int]:
    """Speaker -> number of turns, in order of first appearance; turns of nobody are not counted."""
    return dict(Counter(turn.speaker for turn in turns if turn.speaker is not None))


def _doubt_lone_speaker(parsed: Parsed, name: str, kind: str) -> None:
    names = set(map(_SPEAKER, parsed.turns)) - {None}
    if len(names) == 1 and kind in _DIALOGUE_KINDS:
        parsed.doubts.append(
            Problem(
                name,
                f"only one speaker label was found: {listing(names)}",
                next="Look whether the others are labelled in the same way.",
            )
        )
