"""Subtitle files (.vtt, .srt) -> turns of joined cues, read as far as they can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from itertools import filterfalse
from operator import itemgetter
from typing import cast

from qualcode.core.documents import Gap, Turn
from qualcode.core.text import Range
from qualcode.errors import Problem, ReadError, counted
from qualcode.readers.files import lines_at
from qualcode.readers.labels import Shape, bare_word, folded, is_stage, shape
from qualcode.readers.lines import Parsed

_T = r"\d{1,4}+:\d{2}(?::\d{2})?+[.,]\d{1,3}+"
# One cue, over "\n" + text: an identifier line, the timing line, and lines up to a blank one. The
# leading line feed lets `re` skip from line to line. The first form is a cue whose whole payload is
# words, with at most one name before them. Groups: times; name in a voice tag; name before a colon; words; or the payload as it is.
_CUE = re.compile(
    r"\n(?:[^\n]++\n)?"
    rf"[^\S\n]*({_T})[^\S\n]*-->[^\S\n]*({_T})[^\n]*+"
    r"(?:\n(?:<v(?:\.[^\s>]*)? ([^>\s](?:[^>\n]*[^>\s])?)>|([^\W_](?:[\w.'’\- ]{0,44}[\w.'’\-])?):[ ]+)?"
    r"([^\s<{][^\n<{>]*+)(?<!\s)(?:</v>)?(?=\n\n|\n?\Z)"
    r"|((?:\n[^\S\n]*+[^\s][^\n]*+)*+))"
)
# That first form between blank lines, also with words that go on over further lines in which no name
# and no markup can be; or else a single line. Tiles cover the file without a hole, so `findall` gives
# the cues of a file at once and their places are sums of lengths. Groups: all before the words; in it
# the identifier, the times, the name in a voice tag, the name before a colon; then the
# words; a closing tag; or the line.
_TILES = re.compile(
    rf"((?:\A|\n)\n(?:([^\n]++)\n)?[^\S\n]*+({_T})[^\S\n]*+-->[^\S\n]*+({_T})[^\n]*+\n"
    r"(?:<v(?:\.[^\s>]*)? ([^>\s](?:[^>\n]*[^>\s])?)>|([^\W_](?:[\w.'’\- ]{0,44}[\w.'’\-])?):[ ]+|))"
    r"([^\s<{][^\n<{>]*+(?:\n[^\s<{>:\[][^\n<{>:\[]*+)*+)(?<!\s)(</v>|)(?=\n\n|\n?\Z)"
    r"|(\n[^\n]*+)"
)
_Tile = tuple[str, str, str, str, str, str, str, str, str]
_IDENTIFIER, _COLON_NAME = itemgetter(1), itemgetter(5)
_NOT_PLAIN = frozenset("[(♪*-–•>&")  # a nameless cue that begins so may be a stage direction
_TIMING = re.compile(rf"[^\S\n]*({_T})[^\S\n]*-->[^\S\n]*({_T})(?:[^\S\n][^\n]*)?")
# What was meant as a timing line: an arrow between digits, or a real arrow on whatever line.
_ARROW = re.compile(r"\n([^\n]*(?:-->|\d[^\S\n]*(?:->|—>|–>|→)[^\S\n]*\d)[^\n]*)")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[^\S\n]+([^>\n]*?)[^\S\n]*>[^\S\n]*")
_TAG = re.compile(
    rf"</?(?:[bicuvs]|ruby|rt|lang|font)\b[^>\n]*>|<{_T}>|</?c[^>\n]*>|\{{\\[^}}\n]*\}}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?P<lead>(?:(?:>>+|&gt;&gt;|[-–•])[^\S\n]*)?)"
    r"(?:(?P<name>[^\W_](?:[\w.'’\-&/# ]|\([^()\n:]{1,30}\)){0,45}):(?!//)(?=\s|$)\s*"
    r"|\[(?P<id>[^\W_][\w.'’\- ]{0,39})\]:?[^\S\n]+(?=\S))"
)
# Candidates for names at line starts; "[P1" keeps its bracket, to be told from "P1:".
_NAMES = re.compile(
    r"\n(?:(?:>>+|&gt;&gt;|[-–•])[^\S\n]*)?"
    r"((?=[^\n:]*+:\s)[^\W\d_](?:[\w.'’\-&/# ]|\([^()\n:]{1,30}\)){0,45}+(?=:\s)"
    r"|\d{1,3}[A-Za-z]{1,3}\d{0,3}(?=:\s)"
    r"|\[[^\W_][\w.'’\- ]{0,39}+(?=\]:?[^\S\n]+\S))"
)
_STAGE = re.compile(r"(?:[\[(♪*][^\n]{0,300}[\])♪*]|♪+)")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[^\S\n][^\n]*)?(?=\n|\Z)")


def parse_subtitles(
    text: str, *, name: str, kind: str = "interview", labels: Collection[str] = ()
) -> Parsed:
    """Turns and gaps of a subtitle file; see `read_transcript`.

    Consecutive cues of one speaker are one turn with a range per cue, the time of the first cue and
    the end time of the last. Where no cue names anybody, each cue is a turn of nobody; where some
    do, a cue that does not is an `unassigned` gap. Doubts name the lines of everything that is not
    as the formats want it.
    """
    reader = _Reader(text, name, kind, frozenset(folded(label) for label in labels))
    reader.read()
    return reader.parsed


class _Reader:
    """One pass over a file. `at` is where the text written so far ends."""

    def __init__(self, text: str, name: str, kind: str, known: frozenset[str]) -> None:
        self.text, self.name, self.known = text, name, known
        self.padded = "\n" + text
        self.part = "text" if kind in ("document", "survey") else "speech"
        self.parsed = Parsed()
        # Plain tuples: a document makes Gaps of them when somebody asks for them.
        self.gaps = cast("list[tuple[str, int, int]]", self.parsed.gaps)
        self.at = 0
        self.cues = 0
        # The turn being gathered; its cues may still go on.
        self.speaker: str | None = None
        self.ranges: list[Range] = []
        self.time = self.end_time = ""
        self.voices = "<" in text and _VOICE.search(text) is not None
        self.names: dict[str, bool] = {}  # a name before a colon -> whether it is a speaker
        self.bad: list[int] = []
        self.backwards: list[int] = []
        self.stray: list[int] = []
        self.silent: list[int] = []
        self.nobody: list[int] = []

    def read(self) -> None:
        text = self.text
        tiles: list[_Tile] = _TILES.findall(self.padded)
        if not self.voices:  # a file with voice tags names its speakers in them
            self._judge_names(self._names_at_line_starts(tiles))
        self.someone = self.voices or any(self.names.values())
        someone, part, turns = self.someone, self.part, self.parsed.turns
        speakers = {name: name for name, good in self.names.items() if good}
        add_gap, add_turn = self.gaps.append, turns.append
        # Places count from the text's first character; -1 is the line feed put before it.
        place = done = -1
        # As in self, which holds them only for the long way.
        at, cues, current, ranges, began, ended = 0, 0, None, self.ranges, "", ""
        for head, _, first, last, voice, named, words, tail, other in tiles:
            if other:
                place += len(other)
                continue
            start = place
            words_at = start + len(head)
            stop = words_at + len(words)
            place = stop + len(tail)
            speaker = voice or speakers.get(named)
            lines = "\n" in words
            if (speaker is None and (named or someone or words[0] in _NOT_PLAIN)) or (
                lines and "→" in words
            ):
                continue
            if done < start:
                self.at, self.cues, self.speaker = at, cues, current
                self.ranges, self.time, self.end_time = ranges, began, ended
                self._the_long_way(done, start)
                at, cues, current = self.at, self.cues, self.speaker
                ranges, began, ended = self.ranges, self.time, self.end_time
            done = place
            cues += 1
            if speaker is None:
                add_gap(("time", at, words_at))
                span = ((words_at, stop),)
                add_turn(Turn(str(len(turns) + 1), None, span, first, last, part))
            else:
                if speaker == current and not lines:
                    # Between two cues of one speaker the label says nothing new: one gap.
                    add_gap(("time", at, words_at))
                else:
                    label_at = text.rindex("<v" if voice else f"{speaker}:", at, words_at)
                    add_gap(("time", at, label_at))
                    add_gap(("label", label_at, words_at))
                    if speaker != current and ranges:
                        self._keep(current, ranges, began, ended)
                        ranges = []
                    current = speaker
                    if not ranges:
                        began = first
                ranges.append((words_at, stop))
                ended = last
            at = stop
            if lines and tail:
                add_gap(("markup", stop, place))
                at = place
        self.at, self.cues, self.speaker = at, cues, current
        self.ranges, self.time, self.end_time = ranges, began, ended
        if done < len(text):
            self._the_long_way(done, len(text))
        self._close()
        self._space(len(text))
        if not self.cues:
            raise ReadError(
                self.name,
                "holds no cue with a time",
                "00:00:01.000 --> 00:00:04.000 above each cue",
                "Fetch the file anew; if it is a plain transcript, name it .txt.",
            )
        self._doubts()

    def _the_long_way(self, begin: int, stop: int) -> None:
        """Cues of any form, and what is no cue, from one blank line to another."""
        text, names, someone, part = self.text, self.names, self.someone, self.part
        add_gap, turns = self.gaps.append, self.parsed.turns
        end = max(begin, 0)
        for match in _CUE.finditer(self.padded, begin + 1, stop + 1):
            start = match.start()
            if start > end + 2:  # more than the blank line between two cues
                self._between(end, start)
            first, last, voice, named, words, payload = match.groups()
            # Places in `padded` are one more than in the text.
            end = match.end() - 1
            words_at = match.start(5) - 1
            speaker = voice
            if named is not None and names.get(named):
                speaker = named
            if words is None or (
                speaker is None and (named is not None or someone or words[0] in "[(♪*-–•>&")
            ):
                # Anything but the plain form goes the long way.
                if words is not None:
                    payload = ""
                    words_at = match.start(4 if named is not None else 5) - 1
                else:
                    words_at = match.start(6) - 1
                if "->" in payload or "→" in payload:
                    self._damaged(words_at, end, first, last)
                else:
                    self._cue(words_at, end, first, last)
                continue
            self.cues += 1
            at = self.at
            self.at = words_end = words_at + len(words)
            if speaker is None:
                add_gap(Gap("time", at, words_at))
                span = ((words_at, words_end),)
                turns.append(Turn(str(len(turns) + 1), None, span, first, last, part))
                continue
            if speaker == self.speaker:
                # Between two cues of one speaker the label says nothing new: one gap.
                add_gap(Gap("time", at, words_at))
            else:
                self._close()
                self.speaker, self.time = speaker, first
                label_at = text.rindex("<v", at, words_at) if voice else match.start(4) - 1
                add_gap(Gap("time", at, label_at))
                add_gap(Gap("label", label_at, words_at))
            self.ranges.append((words_at, words_end))
            self.end_time = last
        if end < stop:
            self._between(end, stop)

    # ---- names

    def _names_at_line_starts(self, tiles: list[_Tile]) -> dict[str, int]:
        """How often each name stands before a colon at the start of a line.

        What `_NAMES` finds in the whole text; but the labels of plain cues are known already, and
        further lines of their words hold no name.
        """
        counts: Counter[str] = Counter()
        for found, number in Counter(map(_COLON_NAME, tiles)).items():
            counts.update(dict.fromkeys(_NAMES.findall(f"\n{found}: "), number))
        lines = []
        identifiers = "\n".join(map(_IDENTIFIER, tiles))
        if ":" in identifiers or "[" in identifiers:
            lines.append("\n" + identifiers)
        for *_, words, tail, other in filterfalse(_COLON_NAME, tiles):
            if other or ":" in words or "[" in words:
                lines.append(other or f"\n{words}{tail}")
        if lines and not self.padded.endswith(lines[-1]):
            lines.append("")  # the white space after a colon at the end of the line
        counts.update(_NAMES.findall("\n".join(lines)))
        return counts

    def _judge_names(self, counts: dict[str, int]) -> None:
        """Which of these names are speakers."""
        head = self._head_length()
        for found in counts:
            bare = found.lstrip("[")
            looks: Shape = shape(bare, self.known)
            in_head = self.text.count(found + ":", 0, head) if head else 0
            count = counts[found] - in_head
            if found.startswith("["):
                good = folded(bare) in self.known or (
                    not is_stage(bare)
                    and looks in ("sure", "id")
                    and any(character.isdigit() for character in bare)
                )
            elif looks == "weak":
                good = count >= 2
            elif looks == "name" and count == 1:
                good = not self._is_ordinary(bare_word(bare))
            else:
                good = looks in ("sure", "id", "name") and count > 0
            self.names[found] = good

    def _is_ordinary(self, word: str) -> bool:
        """Whether a word stands in the text in small letters. It is asked for few words: to collect
        all of them would take as long as reading the file."""
        return bool(word) and bool(re.search(rf"\b{re.escape(word)}\b", self.text))

    def _head_length(self) -> int:
        if not self.text.startswith("WEBVTT"):
            return 0
        end = self.text.find("\n\n")
        return len(self.text) if end < 0 else end

    # ---- cues

    def _cue(self, start: int, end: int, first: str, last: str) -> None:
        """A cue: its words lie in text[start:end]; everything since `at` is timing and what leads to it."""
        text = self.text
        self.cues += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if start == end:
            self.silent.append(self.at)
            self._timing(end)
            return
        self._pieces(start, end, first, last)

    def _pieces(self, start: int, end: int, first: str, last: str) -> None:
        """A cue with markup, several voices or names: cut at its tags and labels."""
        text = self.text
        cuts: list[tuple[int, int, str, str | None]] = []  # start, end, gap kind, new speaker
        for match in _TAG.finditer(text, start, end):
            cuts.append((match.start(), match.end(), "markup", None))
        for match in _VOICE.finditer(text, start, end):
            cuts.append((match.start(), match.end(), "label", match[1] or None))
        for line_start in self._line_starts(start, end):
            after = line_start
            while True:  # a label may follow opening tags: <i>ANNA: …
                tag = _TAG.match(text, after, end)
                if not tag or tag.end() == after:
                    break
                after = tag.end()
            named = _NAMED.match(text, after, end) if self.names else None
            if named:
                found = named["name"] if named["name"] else "[" + named["id"]
                if self.names.get(found):
                    label = named["name"] or named["id"]
                    cuts.append((after, named.end(), "label", label.strip()))
        # A voice tag is also a tag: the label, which is as long or longer, goes first.
        cuts.sort(key=lambda cut: (cut[0], cut[2] != "label"))
        if not any(cut[3] for cut in cuts):
            if _STAGE.fullmatch(_TAG.sub("", text[start:end]).strip()):
                self._timing(start)
                self.gaps.append(Gap("stage", start, end))
                self.at = end
                return
            if self.someone:
                self._nobody(start, end)
                return
            self._close()
        self._timing(start)
        for cut_start, cut_end, kind, speaker in cuts:
            if cut_start < self.at:
                continue
            self._words(cut_start, first, last)
            if speaker is not None and speaker != self.speaker:
                self._close()
                self.speaker, self.time = speaker, first
            self.gaps.append(Gap(kind, cut_start, cut_end))
            self.at = cut_end
        self._words(end, first, last)
        if not self.someone:
            self.speaker = None
            self._close()

    def _line_starts(self, start: int, end: int) -> list[int]:
        starts = [start]
        at = self.text.find("\n", start, end)
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1, end)
        return starts

    def _words(self, end: int, first: str, last: str) -> None:
        start = self.at
        words = self.text[start:end]
        body = words.strip()
        if body and self.speaker is None and self.someone:
            # Words before the first name inside a cue that names somebody later.
            self._space_to(start + len(words) - len(words.lstrip()))
            stop = self.at + len(body)
            self.gaps.append(Gap("unassigned", self.at, stop))
            self.nobody.append(self.at)
            self.at = stop
        elif body:
            self._space_to(start + len(words) - len(words.lstrip()))
            stop = self.at + len(body)
            if not self.ranges:
                self.time = first
            self.ranges.append((self.at, stop))
            self.end_time = last
            self.at = stop
        self._space_to(end)

    def _nobody(self, start: int, end: int) -> None:
        self._timing(start)
        self._close()
        self.nobody.append(start)
        self.gaps.append(Gap("unassigned", start, end))
        self.at = end

    def _close(self) -> None:
        """End the turn that is being gathered."""
        if self.ranges:
            self._keep(self.speaker, self.ranges, self.time, self.end_time)
            self.ranges = []
        self.speaker = None

    def _keep(self, speaker: str | None, ranges: list[Range], time: str, end_time: str) -> None:
        turns = self.parsed.turns
        number, spans = str(len(turns) + 1), tuple(ranges)
        turns.append(Turn(number, speaker, spans, time or None, end_time or None, self.part))

    def _timing(self, end: int) -> None:
        """The gap from the last words to the next: line breaks, identifier, timing line.

        They are one `time` gap: a file has as many of them as cues, and nothing lies between.
        """
        if end > self.at:
            self.gaps.append(Gap("time", self.at, end))
            self.at = end

    def _space_to(self, end: int) -> None:
        if end > self.at:
            self.gaps.append(Gap("break", self.at, end))
            self.at = end

    _space = _space_to

    # ---- what is not a cue

    def _between(self, start: int, end: int) -> None:
        """Blank lines, header, notes, broken cues between two cues (or before, or after them)."""
        text = self.text
        if not text[start:end].strip():
            return
        self._space_to(start)
        for block in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text[start:end]):
            a, b = start + block.start(), start + block.end()
            words = block[0]
            a += len(words) - len(words.lstrip())
            b -= len(words) - len(words.rstrip())
            if a >= b:
                continue
            if self.at == 0 and text.startswith("WEBVTT", a):
                self._space_to(a)
                self.gaps.append(Gap("header", a, b))
                self.at = b
            elif _BLOCK.match(text, a, b):
                self._space_to(a)
                self.gaps.append(Gap("markup", a, b))
                self.at = b
            elif _ARROW.search("\n" + text[a:b]):
                self._damaged(a, b, "", "")
            elif words.strip().isdigit():
                # The number of a cue whose rest is missing, as at the end of a cut file.
                self._space_to(a)
                self.gaps.append(Gap("markup", a, b))
                self.at = b
            else:
                self._close()
                self._space_to(a)
                self.gaps.append(Gap("unassigned", a, b))
                self.stray.append(a)
                self.at = b

    def _damaged(self, start: int, end: int, first: str, last: str) -> None:
        """Lines in which another timing line stands: cues without blank lines, or with bad times.

        first, last: times of the cue these lines began as; "" where they began as no cue.
        """
        text = self.text
        arrows = list(_ARROW.finditer("\n" + text[start:end]))
        if not arrows:
            self._cue(start, end, first, last)
            return
        at = start
        opened = bool(first)
        for arrow in arrows:
            line_start = start + arrow.start()
            line_end = min(end, start + arrow.end() - 1)
            words_end = line_start
            # The number of the next cue stands on the line above its timing.
            before = text.rfind("\n", start, max(start, line_start - 1)) + 1
            if before > at and text[before:line_start].strip().isdigit():
                words_end = before
            if opened:
                self._cue(at, words_end, first, last)
            elif text[at:words_end].strip():
                self._stray_lines(at, words_end)
            timing = _TIMING.fullmatch(text, line_start, line_end)
            if timing:
                first, last = timing.groups()
            else:
                first = last = ""
            self.bad.append(line_start)
            opened = True
            at = line_end
        self._cue(at, end, first, last)

    def _stray_lines(self, start: int, end: int) -> None:
        words = self.text[start:end]
        a = start + len(words) - len(words.lstrip())
        b = start + len(words.rstrip())
        self._space_to(a)
        if self.text.startswith("WEBVTT", a) and not self.cues:
            self.gaps.append(Gap("header", a, b))
        elif "\n" not in words.strip():
            self.gaps.append(Gap("markup", a, b))  # an identifier
        else:
            self._close()
            self.gaps.append(Gap("unassigned", a, b))
            self.stray.append(a)
        self.at = b

    # ---- doubts

    def _doubts(self) -> None:
        def lines(starts: list[int]) -> str:
            return lines_at(self.text, starts)

        def doubt(found: str, allowed: str = "", next: str = "") -> None:
            self.parsed.doubts.append(Problem(self.name, found, allowed, next))

        if self.name.lower().endswith(".vtt") and not self.text.startswith("WEBVTT"):
            doubt("does not begin with WEBVTT", next="Look whether its beginning is missing.")
        if self.bad:
            doubt(
                f"{lines(self.bad)}: timing lines that are damaged or have no blank line before them",
                "a blank line, then 00:00:01.000 --> 00:00:04.000",
                "The words below them were read; look whether their speakers and times are right.",
            )
        if self.stray:
            doubt(
                f"{lines(self.stray)}: text that belongs to no cue, kept as nobody's words",
                next="Put a timing line above it, or remove the blank line within its cue.",
            )
        if self.silent:
            doubt(f"{lines(self.silent)}: {counted(len(self.silent), 'cue')} without words")
        if self.nobody:
            doubt(
                f"{lines(self.nobody)}: {counted(len(self.nobody), 'cue')} without a speaker in a file"
                " whose other cues have one, kept as nobody's words",
                next="Name the speaker in these cues.",
            )
        if not self.someone:
            doubt(
                f"no cue names a speaker; {counted(len(self.parsed.turns), 'cue')} kept as turns of nobody",
                "<v Name>words, or Name: words",
                "Name the speakers, or give the document the kind “document”.",
            )
