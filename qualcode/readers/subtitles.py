"""Subtitle files (.vtt, .srt) -> turns of joined cues, read as far as they can be read."""

from __future__ import annotations

import re
from collections.abc import Collection

from qualcode.core.documents import Gap, Turn
from qualcode.core.text import Range
from qualcode.errors import Problem, ReadError, counted
from qualcode.readers.files import lines_at
from qualcode.readers.labels import Shape, bare_word, folded, is_stage, ordinary_words, shape
from qualcode.readers.lines import Parsed

_T = r"\d{1,4}+(?::\d{2}){1,2}+[.,]\d{1,3}+"
# One cue, over "\n" + text: an identifier line, the timing line, and lines up to a blank one. The
# leading line feed lets `re` skip from line to line. The first form is a cue whose whole payload is
# words, with at most one name before them; it is nearly every cue of nearly every file and costs one
# look. Groups: times; name in a voice tag; name before a colon; words; or the payload as it is.
_CUE = re.compile(
    r"\n(?:[^\n]++\n)?"
    rf"[^\S\n]*({_T})[^\S\n]*-->[^\S\n]*({_T})[^\n]*+"
    r"(?:\n(?:<v(?:\.[^\s>]*)? ([^>\n]*[^>\s])>|([^\W_][\w.'’\- ]{0,45}):[ ]+)?"
    r"([^\s<{][^\n<{>]*+)(?<![\s])(?:</v>)?(?=\n\n|\n?\Z)"
    r"|((?:\n[^\S\n]*+[^\s][^\n]*+)*+))"
)
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
    r"([^\W\d_](?:[\w.'’\-&/# ]|\([^()\n:]{1,30}\)){0,45}+(?=:\s)"
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
        self.part = "text" if kind in ("document", "survey") else "speech"
        self.parsed = Parsed()
        self.gaps = self.parsed.gaps
        self.at = 0
        self.cues = 0
        # The turn being gathered; its cues may still go on.
        self.speaker: str | None = None
        self.ranges: list[Range] = []
        self.time = self.end_time = ""
        self.voices = _VOICE.search(text) is not None
        self.names: dict[str, bool] = {}  # a name before a colon -> whether it is a speaker
        self.bad: list[int] = []
        self.backwards: list[int] = []
        self.stray: list[int] = []
        self.silent: list[int] = []
        self.nobody: list[int] = []

    def read(self) -> None:
        text = self.text
        self._judge_names()
        self.someone = self.voices or any(self.names.values())
        padded = "\n" + text
        end = 0
        someone, names, part = self.someone, self.names, self.part
        add_gap, turns = self.gaps.append, self.parsed.turns
        for match in _CUE.finditer(padded):
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
            self.at = stop = words_at + len(words)
            if speaker is None:
                add_gap(Gap("time", at, words_at))
                span = ((words_at, stop),)
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
            self.ranges.append((words_at, stop))
            self.end_time = last
        if end < len(text):
            self._between(end, len(text))
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

    # ---- names

    def _judge_names(self) -> None:
        """Which names before a colon, at the start of a line, are speakers."""
        if self.voices:
            return  # a file with voice tags names its speakers in them
        counts: dict[str, int] = {}
        for found in _NAMES.findall("\n" + self.text):
            counts[found] = counts.get(found, 0) + 1
        head = self._head_length()
        once = any(number == 1 for number in counts.values())
        ordinary = ordinary_words(self.text) if once else frozenset()
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
                good = bare_word(bare) not in ordinary
            else:
                good = looks in ("sure", "id", "name") and count > 0
            self.names[found] = good

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
            self.parsed.turns.append(
                Turn(
                    str(len(self.parsed.turns) + 1),
                    self.speaker,
                    tuple(self.ranges),
                    self.time or None,
                    self.end_time or None,
                    self.part,
                )
            )
            self.ranges = []
        self.speaker = None

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
