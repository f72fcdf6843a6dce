"""How fast the token index and the pattern suggester are, against what else one could use.

    python benchmarks/patterns.py [--size INTERVIEWS]

One JSON line per operation. The corpus is generated, seeded, and made of invented words: no download.
Words are independent draws from a Zipf distribution and the codebook is deliberately heavy, so that
the cost of hits is an upper end; ratios within one run are the evidence, not seconds.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.core.text import segments, text_hash
from qualcode.index import Indexable, TokenIndex, build, parse_glob, search
from qualcode.suggest.find import find
from qualcode.suggest.patterns import Source, suggest

FULL = 1_000  # interviews: 117,000 turns, 8 million words
RUNS = 7
PANDAS_DOCUMENTS = 5
FORMS = 40_000
STEMS = 60  # domain words, each with six endings
ENDINGS = ("", "s", "ed", "ing", "ment", "ation")
ONSETS = [*"bcdfghjlmnprstvw", "br", "ch", "pr", "sh", "st", "tr"]
VOWELS = [*"aeiou", "ea", "ou", "ai"]
CODAS = ["", "", "", "", "n", "r", "s", "t", "l", "nd", "rk", "ck"]


def vocabulary(rng: np.random.Generator) -> tuple[list[str], list[str], list[str]]:
    """Ordinary words from frequent to rare, domain stems, acronyms; all invented, all different."""
    seen: dict[str, None] = {}
    while len(seen) < FORMS:
        # English words grow longer as they grow rarer.
        syllables = 1 + sum(int(rng.random() < len(seen) / rank) for rank in (4_000, 30_000))
        parts = (
            ONSETS[rng.integers(len(ONSETS))]
            + VOWELS[rng.integers(len(VOWELS))]
            + CODAS[rng.integers(len(CODAS))]
            for _ in range(syllables)
        )
        word = "".join(parts)
        if len(seen) > 200 and rng.random() < 0.01:
            word += "'s" if rng.random() < 0.5 else "-" + word[:3]
        seen.setdefault(word)
    words = list(seen)
    stems = [
        f"{'zxq'[n % 3]}{VOWELS[n % 8]}{ONSETS[n % 22]}om{'aeiou'[n % 5]}l{n // 22 * 'e'}"
        for n in range(STEMS)
    ]
    acronyms = ["Q" + "BCDFGHJK"[n // 8] + "LMNPRSTV"[n % 8] for n in range(30)]
    return words, stems, acronyms


def corpus(size: int, seed: int = 7) -> Iterator[tuple[str, list[tuple[tuple[int, int], ...]]]]:
    """Interviews as (text, turns), one after the other."""
    rng = np.random.default_rng(seed)
    words, stems, acronyms = vocabulary(rng)
    domain = [stem + ending for stem in stems for ending in ENDINGS]
    forms = np.array([*words, *domain, *acronyms], object)
    weights = np.empty(len(forms))
    weights[:FORMS] = 1 / (np.arange(FORMS) + 2.7) ** 1.05
    weights[FORMS:] = 0.03 * weights[:FORMS].sum() / (len(forms) - FORMS)
    cumulative = np.cumsum(weights / weights.sum())
    marks = np.array([" "] * 88 + [", "] * 6 + [". "] * 5 + ["? "], object)
    curly = str.maketrans("'", "’")
    for number in range(size):
        parts: list[str] = []
        turns: list[tuple[tuple[int, int], ...]] = []
        at = 0
        for turn in range(117):
            asked = turn % 2 == 0
            label = "INT: " if asked else "R1: "
            length = max(3, int(rng.lognormal(2.6 if asked else 4.65, 0.7)))
            drawn = forms[
                np.minimum(np.searchsorted(cumulative, rng.random(length)), len(forms) - 1)
            ]
            after = marks[rng.integers(0, len(marks), length)]
            # Planted phrases: a domain word after a domain word, now and then.
            for place in np.flatnonzero(rng.random(length - 1) < 0.004).tolist():
                first = int(rng.integers(STEMS))
                drawn[place : place + 2] = stems[first], domain[(first * 6 + 7) % len(domain)]
                after[place] = " "
            after[-1] = "."
            said = "".join((drawn + after).tolist())
            said = said[:1].upper() + said[1:]
            if number % 3 == 0:  # a third of the transcripts come with typographic apostrophes
                said = said.translate(curly)
            start = at + len(label)
            turns.append(((start, start + len(said)),))
            parts += (label, said, "\n\n")
            at = start + len(said) + 2
        yield "".join(parts), turns


def codebook(patterns: int = 600, seed: int = 7) -> list[str]:
    """Half words, a quarter `stem*`, a fifth phrases (a third of them with a wildcard), some acronyms."""
    rng = np.random.default_rng(seed)
    words, stems, acronyms = vocabulary(rng)
    domain = [stem + ending for stem in stems for ending in ENDINGS]
    plain = [word for word in words[90:] if word.isalpha()]
    share = patterns // 20
    globs = plain[: share * 4 : 2] + domain[: share * 8]
    common = tuple({word[:4] for word in words[:90]})  # nobody looks for the commonest words
    prefixes = [
        word[:4] + "*" for word in plain[100:4_000] if len(word) > 5 and not word.startswith(common)
    ]
    globs += [stem + "*" for stem in stems[: share * 2]] + list(dict.fromkeys(prefixes))[
        : share * 3
    ]
    for number in range(share * 4):
        first, second = stems[number % STEMS], domain[(number % STEMS * 6 + 7) % len(domain)]
        if number >= STEMS:
            second = plain[number]
        globs.append(f"{first[:-2]}* {second}" if number % 3 == 0 else f"{first} {second}")
    globs += ["=" + acronym for acronym in acronyms[:share]]
    return globs


def stateless(texts: list[str], globs: list[str]) -> list[tuple[int, int, int]]:
    """What one writes with pyahocorasick: literals, then a look at the characters around each hit.

    Gives (pattern, document, start). Phrases with a wildcard inside cannot be said in it.
    """
    import ahocorasick

    automaton = ahocorasick.Automaton()
    by_literal: dict[str, list[tuple[int, bool, str | None, int]]] = {}
    for number, glob in enumerate(globs):
        case = glob.startswith("=")
        word = glob.lstrip("=").rstrip("*")
        entry = (number, glob.endswith("*"), word if case else None, len(word))
        by_literal.setdefault(word.lower(), []).append(entry)
    for literal, entries in by_literal.items():
        automaton.add_word(literal, tuple(entries))
    automaton.make_automaton()
    plain = frozenset(" \n.,?!:;")
    joiners = "'-"
    found = []
    for document, written in enumerate(texts):
        text = written.lower().replace("’", "'").replace("‑", "-")
        size = len(text)
        for last, entries in automaton.iter(text):
            after = text[last + 1] if last + 1 < size else " "
            ended = after in plain or not (
                after.isalnum()
                or after == "_"
                or (after in joiners and last + 2 < size and text[last + 2].isalnum())
            )
            for number, prefix, case, length in entries:
                if not (ended or prefix):
                    continue
                start = last + 1 - length
                before = text[start - 1] if start else " "
                if before not in plain and (
                    before.isalnum()
                    or before == "_"
                    or (before in joiners and start > 1 and text[start - 2].isalnum())
                ):
                    continue
                if case is None or written[start : last + 1] == case:
                    found.append((number, document, start))
    return found


def grouped(
    documents: list[Indexable], texts: list[str], globs: list[str]
) -> dict[tuple[int, int, int], list[tuple[int, int]]]:
    """(document, start of the segment, code) -> hits, as one writes it without arrays."""
    starts = [[turn[0][0] for turn in document.turns] for document in documents]
    result: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    known: dict[tuple[int, int], list[int]] = {}
    for pattern, document, start in stateless(texts, globs):
        turn = bisect_right(starts[document], start) - 1
        pieces = known.get((document, turn))
        if pieces is None:
            found = segments(texts[document], documents[document].turns[turn])
            pieces = known[document, turn] = [first for first, _ in found]
        segment = pieces[bisect_right(pieces, start) - 1]
        result.setdefault((document, segment, pattern % 50), []).append((start, pattern))
    return result


def as_pattern(glob: str) -> Pattern:
    return Pattern("glob", glob)


def as_regex(glob: str, exact: bool) -> tuple[str, int]:
    """A glob for pandas. exact: with this project's words; else with the \\b that people write."""
    body = (
        "".join(
            r"[\w'’‑-]*" if letter == "*" else "['’]" if letter == "'" else re.escape(letter)
            for letter in glob.lstrip("=").replace(" ", "\x00")
        )
        .replace("\x00", r"\s+")
        .replace(re.escape("\x00"), r"\s+")
    )
    flags = 0 if glob.startswith("=") else re.IGNORECASE
    if exact:
        return rf"(?<!\w)(?<!\w['’‑-]){body}(?!\w)(?!['’‑-]\w)", flags
    return rf"\b{body}\b", flags


def alternating(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """Medians of both, run by turns so that a busy moment of the machine meets both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        for function, into in ((ours, times[0]), (theirs, times[1])):
            begun = time.perf_counter()
            function()
            into.append(time.perf_counter() - begun)
    return statistics.median(times[0]), statistics.median(times[1])


def line(
    operation: str,
    size: str,
    ours: float,
    theirs: float,
    against: str,
    goal: float,
    rate: float = 1,
) -> dict[str, Any]:
    """rate: how many times more work ours did."""
    ratio = theirs / ours * rate
    return {
        "operation": operation,
        "size": size,
        "ours_s": round(ours, 6),
        "theirs_s": round(theirs, 6),
        "theirs": against,
        "ratio": round(ratio, 3),
        "goal": f">= {goal:g}",
        "pass": ratio >= goal,
    }


def resource_line(operation: str, size: str, against: str, ratio: float, goal: float):
    return {
        "operation": operation,
        "size": size,
        "ours_s": None,
        "theirs_s": None,
        "theirs": against,
        "ratio": round(ratio, 3),
        "goal": f"<= {goal:g}",
        "pass": ratio <= goal,
    }


def operations(size: int = FULL) -> Iterator[dict[str, Any]]:
    """One result per operation, as DESIGN.md asks of benchmarks/speed.py. size: interviews."""
    import pandas as pd

    documents = [Indexable(text_hash(text), text, turns) for text, turns in corpus(size)]
    texts = [document.text for document in documents]
    globs = codebook()
    patterns = [as_pattern(glob) for glob in globs]
    index = build(documents)
    hits = find(index, texts, patterns)
    scale = f"{size} interviews, {len(index):,} words, {len(globs)} patterns"
    said = f"{scale}, {len(hits):,} hits"

    shared = [glob for glob in globs if "*" not in glob[:-1]]
    shared_patterns = [as_pattern(glob) for glob in shared]
    ours = find(index, texts, shared_patterns)
    mine = np.stack([ours.pattern, ours.document, ours.start.astype(np.int64)], 1)
    other = np.array(stateless(texts, shared), np.int64).reshape(-1, 3)
    mine, other = (part[np.lexsort(part.T[::-1])] for part in (mine, other))
    assert np.array_equal(mine, other), "index and pyahocorasick differ"
    a, b = alternating(
        lambda: find(index, texts, shared_patterns), lambda: stateless(texts, shared)
    )
    yield line("apply patterns, warm", said, a, b, "pyahocorasick + boundary check", 10)
    a, b = alternating(
        lambda: find(build(documents), texts, shared_patterns), lambda: stateless(texts, shared)
    )
    yield line("text to tagged, cold", said, a, b, "pyahocorasick + boundary check", 0.6)

    few = documents[: min(PANDAS_DOCUMENTS, size)]
    small = build(few)
    few_texts = [document.text for document in few]
    turns = pd.Series([d.text[a:b] for d in few for ((a, b),) in d.turns])
    counts = np.bincount(find(small, few_texts, patterns).pattern, minlength=len(patterns))
    for number, glob in enumerate(globs[:: max(1, len(globs) // 60)]):
        expression, flags = as_regex(glob, exact=True)
        theirs = int(turns.str.count(expression, flags=flags).sum())
        assert theirs == counts[number * max(1, len(globs) // 60)], f"pandas differs on {glob}"
    loose = [as_regex(glob, exact=False) for glob in globs]
    a, b = alternating(
        lambda: find(index, texts, patterns),
        lambda: [turns.str.count(expression, flags=flags).sum() for expression, flags in loose],
    )
    rate = len(index) / len(small)
    yield line("apply patterns, by rate", said, a, b, "Series.str.count per pattern", 1_000, rate)

    packed = "\n".join(texts).encode()
    edited = patterns[::20]
    ours_times, scans = [], []
    for pattern in edited:
        # Each pattern on its own: the slowest one counts, not the slowest moment of the machine.
        wanted, literal = [pattern], pattern.text.strip("=*").encode()
        mine_s, scan_s = alternating(
            partial(find, index, texts, wanted), partial(packed.count, literal)
        )
        ours_times.append(mine_s)
        scans.append(scan_s)
    slowest = max(ours_times)
    a, b = statistics.median(ours_times), statistics.median(scans)
    yield line("one edited pattern, median", scale, a, b, "bytes.count over the text", 10)
    yield line("one edited pattern, slowest", scale, slowest, b, "bytes.count over the text", 10)

    phrase = next(glob for glob in globs if " " in glob and "*" not in glob)
    expression, flags = as_regex(phrase, exact=True)
    compiled = re.compile(expression, flags)
    parsed = parse_glob(phrase)
    found = sum(len(compiled.findall(text)) for text in texts)
    assert found == len(search(index, parsed)), "index and re differ on a phrase"
    a, b = alternating(
        lambda: search(index, parsed), lambda: sum(len(compiled.findall(text)) for text in texts)
    )
    yield line("find one phrase", f"{scale}, {found:,} hits", a, b, "re over the texts", 30)

    part = documents[: max(1, size // 10)]
    part_index, part_texts = build(part), texts[: len(part)]
    book = Codebook(
        [Code(f"c{n}", patterns=tuple(map(as_pattern, shared[n::50]))) for n in range(50)]
    )
    sources = [Source(str(n), d.version, d.text) for n, d in enumerate(part)]
    run = suggest(part_index, sources, book)
    rows = list(zip(*(a.tolist() for a in (run.document, run.start, run.code)), strict=True))
    assert rows == sorted(grouped(part, part_texts, shared)), "proposals differ"
    a, b = alternating(
        lambda: suggest(part_index, sources, book), lambda: grouped(part, part_texts, shared)
    )
    proposed = f"{len(part)} interviews, {len(part_index):,} words, {len(run):,} proposals"
    yield line("suggest, warm", proposed, a, b, "pyahocorasick, bisect, dict of segments", 2)

    text_bytes = len(packed)
    with tempfile.TemporaryDirectory() as folder:
        index.save(folder)
        on_disk = sum(path.stat().st_size for path in Path(folder).iterdir())
        a, b = alternating(lambda: TokenIndex.open(folder, index.key), lambda: build(documents))
        again = TokenIndex.open(folder, index.key)
        assert again is not None and len(find(again, texts, patterns)) == len(hits)
        yield line("open a saved index", scale, a, b, "building it", 5)
    yield resource_line("index on disk", scale, "bytes of text", on_disk / text_bytes, 3.5)
    with tempfile.TemporaryDirectory() as folder:
        # The corpus comes from a file: making it would leave its own peak behind.
        file = Path(folder) / "corpus.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for document in documents:
                lines.write(json.dumps([document.text, document.turns]) + "\n")
        child = subprocess.run(
            [sys.executable, __file__, "--memory", str(file)],
            check=True,
            capture_output=True,
            text=True,
        )
    peak = int(child.stdout)
    yield resource_line("peak memory of a build", scale, "bytes of text", peak / text_bytes, 8)


def peak_of_build(file: Path) -> int:
    """Bytes that a build needs at most, its texts included. To be called in a fresh process."""
    documents = []
    with file.open(encoding="utf-8") as lines:
        for number, packed in enumerate(lines):
            text, turns = json.loads(packed)
            ranges = [tuple(map(tuple, turn)) for turn in turns]
            documents.append(Indexable(str(number), text, ranges))
    text_bytes = sum(len(document.text.encode()) for document in documents)
    build(documents[:1])  # tables of characters belong to the program, not to the corpus
    before = peak_memory()
    build(documents)
    return peak_memory() - before + text_bytes


def peak_memory() -> int:
    """Most bytes this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux counts the parent's peak into ru_maxrss
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        assert found
        return int(found[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=FULL, help="number of interviews")
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        print(peak_of_build(options.memory))
        return
    for result in operations(options.size):
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
