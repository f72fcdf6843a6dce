"""How fast transcripts are read: files of an hour's interview, generated, seeded and invented.

python benchmarks/speed.py --only readers
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from measuring import Line, medians, times_as_fast

from qualcode.readers import read_transcript

NAMES = ("Anna Field", "Ben Marsh")
LABELS = ("INT", "P07")
WORDS = [
    *("the", "price", "of", "outcomes", "nobody", "had", "asked", "for", "and", "what", "the"),
    *("council", "counted", "was", "not", "really", "value", "in", "any", "sense", "we'd", "know"),
    *("though", "it", "mattered", "to", "us", "and", "our", "partners"),
]
CUES = 900  # in an hour, as meeting programs cut speech
TURNS = 240
FILES = 10
Said = list[tuple[int, str]]  # who, words


# -- subtitles -----------------------------------------------------------------------------------------


def stamp(at: int) -> str:
    minutes, ms = divmod(at, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}.{ms % 1000:03}"


def speech(rng: random.Random, shortest: int, longest: int) -> str:
    words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(shortest, longest)))
    return words.capitalize() + "."


def cues(rng: random.Random, number: int) -> Iterator[tuple[str, int, str]]:
    """Time, who, and words of cues; a third of them begin the other person's turn."""
    at = who = 0
    for _ in range(number):
        who = 1 - who if rng.random() < 0.33 else who
        end = at + rng.randint(2_000, 6_000)
        yield f"{stamp(at)} --> {stamp(end)}", who, speech(rng, 6, 18)
        at = end


def voices(rng: random.Random, number: int) -> str:
    """As one meeting program writes it: a voice tag around each cue's words."""
    return "WEBVTT\n\n" + "\n\n".join(
        f"9f1c-{n}/{n}-0\n{time}\n<v {NAMES[who]}>{words}</v>"
        for n, (time, who, words) in enumerate(cues(rng, number))
    )


def names(rng: random.Random, number: int) -> str:
    """As another one does: numbers, and the name before a colon."""
    return (
        "WEBVTT\n\n"
        + "\n\n".join(
            f"{n}\n{time}\n{NAMES[who]}: {words}"
            for n, (time, who, words) in enumerate(cues(rng, number), start=1)
        )
        + "\n"
    )


def wrapped(rng: random.Random, number: int) -> str:
    """As a person subtitles: no numbers, longer cues in two lines, now and then a stage direction."""
    found = ["WEBVTT - an interview", "NOTE checked twice"]
    for n, (time, who, words) in enumerate(cues(rng, number)):
        if len(words) > 50:
            cut = words.index(" ", 35)
            words = f"{words[:cut]}\n{words[cut + 1 :]}"
        stage = n and n % 60 == 0
        found.append(f"{time}\n" + ("(laughter)" if stage else f"<v {NAMES[who]}>{words}"))
    return "\n\n".join(found) + "\n"


def webvtt_turns(path: Path) -> list[tuple[str, str]]:
    """(speaker, words) as one gets them from webvtt-py, with cues of one speaker joined."""
    found: list[tuple[str, str]] = []
    for voice, words in webvtt_cues(path):
        if voice is None:
            voice, colon, rest = words.partition(": ")
            if not colon:  # a stage direction is nobody's words, and ends no turn
                continue
            words = rest
        if found and found[-1][0] == voice:
            found[-1] = voice, f"{found[-1][1]} {words}"
        else:
            found.append((voice, words))
    return found


def webvtt_cues(path: Path) -> list[tuple[str | None, str]]:
    import webvtt

    return [(caption.voice, caption.text) for caption in webvtt.read(str(path)).captions]


# -- Word ----------------------------------------------------------------------------------------------


def plain_paragraphs(book: Any, said: Said) -> None:
    for who, words in said:
        book.add_paragraph(f"{LABELS[who]}: {words}")


def bold_labels(book: Any, said: Said) -> None:
    book.add_heading("Interview 7", level=1)
    for who, words in said:
        paragraph = book.add_paragraph()
        paragraph.add_run(f"{LABELS[who]}:").bold = True
        paragraph.add_run(f" {words}")


def tabbed(book: Any, said: Said) -> None:
    for who, words in said:
        book.add_paragraph(f"{LABELS[who]}:\t{words}")


def many_runs(book: Any, said: Said) -> None:
    """As Word leaves a text that was typed, corrected and spell-checked: a run for every few words."""
    for who, words in said:
        paragraph = book.add_paragraph(f"{LABELS[who]}: ")
        items = words.split()
        for at in range(0, len(items), 3):
            last = at + 3 >= len(items)
            paragraph.add_run(" ".join(items[at : at + 3]) + ("" if last else " "))


def short_turns(book: Any, said: Said) -> None:
    for who, words in said:
        for part in words.split(". "):
            who = 1 - who
            book.add_paragraph(f"{LABELS[who]}: {part}")


def in_a_table(book: Any, said: Said) -> None:
    """One row for each turn, as some services deliver: label, words."""
    table = book.add_table(rows=0, cols=2)
    for who, words in said:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{LABELS[who]}:", words


WORD_STYLES: dict[str, Callable[[Any, Said], None]] = {
    "a paragraph a turn": plain_paragraphs,
    "bold labels and a heading": bold_labels,
    "tabs after labels": tabbed,
    "a run for every three words": many_runs,
    "short turns": short_turns,
    "a table, one row a turn": in_a_table,
}


def docx_lines(path: Path) -> list[str]:
    """The paragraphs in body order as python-docx gives them, the cells of a row joined by tabs."""
    import docx
    from docx.table import Table

    lines: list[str] = []
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


# -- both ----------------------------------------------------------------------------------------------


def turns(path: Path) -> list[tuple[str, str]]:
    document = read_transcript(path, document=path.stem).document
    text = document.text
    return [
        (turn.speaker or "", " ".join(text[start:end] for start, end in turn.ranges))
        for turn in document.turns
    ]


def read(paths: list[Path]) -> None:
    for path in paths:
        read_transcript(path, document=path.stem)


def operations(folder: Path, *, runs: int, share: float = 1.0) -> Iterator[Line]:
    """Each run reads a folder of interviews. share: how much of an hour each file holds."""
    number = max(3, int(CUES * share))
    for nature, make in (
        ("voice tags", voices),
        ("names before a colon", names),
        ("voice tags, two lines a cue, stage directions", wrapped),
    ):
        paths = [folder / f"interview {seed}.vtt" for seed in range(FILES)]
        for seed, path in enumerate(paths):
            path.write_text(make(random.Random(seed), number), encoding="utf-8")
            assert turns(path) == webvtt_turns(path), f"webvtt-py reads other turns ({nature})"
        a, b = medians(partial(read, paths), partial(all_cues, paths), runs)
        yield times_as_fast(
            f".vtt to turns: {nature}",
            f"{FILES} files of {number} cues, {size(paths)}",
            a,
            b,
            "webvtt-py, text and voice of every caption",
            10,
            runs=runs,
        )
    import docx

    for nature, fill in WORD_STYLES.items():
        paths = [folder / f"interview {seed}.docx" for seed in range(FILES)]
        number = 0
        for seed, path in enumerate(paths):
            rng = random.Random(seed)
            said = [
                (n % 2, " ".join(speech(rng, 5, 15) for _ in range(1 + n % 2 * rng.randint(1, 8))))
                for n in range(max(4, int(TURNS * share)))
            ]
            book = docx.Document()
            fill(book, said)
            book.save(str(path))
            reading = read_transcript(path, document="interview").document
            assert reading.text.split("\n") == docx_lines(path), f"python-docx differs ({nature})"
            assert {turn.speaker for turn in reading.turns} == set(LABELS), nature
            number += len(reading.turns)
        a, b = medians(partial(read, paths), partial(all_lines, paths), runs)
        yield times_as_fast(
            f".docx to turns: {nature}",
            f"{FILES} files, {number:,} turns, {size(paths)}",
            a,
            b,
            "python-docx, the text of every paragraph",
            8,
            runs=runs,
        )


def all_lines(paths: list[Path]) -> None:
    for path in paths:
        docx_lines(path)


def all_cues(paths: list[Path]) -> None:
    for path in paths:
        webvtt_cues(path)


def size(paths: list[Path]) -> str:
    return f"{sum(path.stat().st_size for path in paths):,} bytes"
