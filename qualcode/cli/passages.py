"""The verbs that find passages: quotes, kwic, try; and those that choose and print them."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from qualcode.analysis.plain import records
from qualcode.cli.commands import Commands, coder, where
from qualcode.cli.shared import Outcome, bar, opened, say
from qualcode.cli.shared import where as filters
from qualcode.errors import UsageError, counted, listing

if TYPE_CHECKING:
    import pandas as pd

PASSAGES = ".csv, .xlsx, .html, .md or .docx"


def add(top: Commands) -> None:
    made = top.verb(
        "quotes",
        quotes,
        "list quotations with a source that can be cited",
        'qualcode quotes study.qualcode --code trust --where "role=Commissioner" --context 1\n'
        '  qualcode quotes study.qualcode --code "trust AND NOT competition" --within turn --out q.docx',
    )
    made.add_argument(
        "--code",
        metavar="C",
        help="a code, a theme with all beneath it, or several with AND, OR, NOT, NEAR",
    )
    where(made)
    made.add_argument("--coders", metavar="WHOSE", default="any")
    made.add_argument("--context", metavar="N", type=int, default=0, help="turns before and after")
    made.add_argument(
        "--within",
        choices=["overlap", "turn", "document"],
        default="overlap",
        help="where AND and NOT look for the other code (default: on the same words)",
    )
    made.add_argument("--near", metavar="N", type=int, default=1, help="turns apart for NEAR")
    made.add_argument("--key", action="store_true", help="only key quotations")
    made.add_argument("--out", metavar="F", help=PASSAGES)

    made = top.verb(
        "kwic",
        kwic,
        "find words or phrases, each with its context in the same turn",
        'qualcode kwic study.qualcode "social value*" --where "role=Commissioner"',
    )
    made.add_argument("pattern", metavar="PATTERN", help='words with * and ?: "social value*"')
    made.add_argument("--regex", action="store_true", help="the pattern is a regular expression")
    made.add_argument("--width", metavar="N", type=int, default=40, help="characters on each side")
    made.add_argument("--words", metavar="N", type=int, help="or words on each side")
    where(made)
    made.add_argument("--interviewers", action="store_true", help="look in their turns too")
    made.add_argument("--reflective", action="store_true", help="look in reflective notes too")
    made.add_argument("--limit", metavar="N", type=int, help="show the first N")
    made.add_argument("--out", metavar="F", help=PASSAGES)

    made = top.verb(
        "try",
        try_,
        "show what a pattern would find, by role and case, before it goes into the codebook",
        'qualcode try study.qualcode "commission*" --code procedure\n'
        "  qualcode try study.qualcode '{near: [price*, quality*], within: 8}'",
    )
    made.add_argument(
        "pattern", metavar="PATTERN", help='"price*", "lemma: measure", "regex: …", or as in YAML'
    )
    made.add_argument("--code", metavar="C", help="how many hits are coded with this already")
    where(made)
    made.add_argument("--interviewers", action="store_true", help="look in their turns too")
    made.add_argument("--samples", metavar="N", type=int, default=5, help="sample lines")
    made.add_argument("--pipeline", metavar="NAME", help="an installed spaCy pipeline")

    made = top.verb(
        "key",
        key,
        "mark key quotations for the findings chapter, in full or shortened with […]",
        "qualcode key study.qualcode c0123… --excerpt “We were asked […] by March” --coder AB",
    )
    made.add_argument("codings", metavar="CODING", nargs="*", help="ids; without any, list them")
    made.add_argument(
        "--excerpt", metavar="TEXT", help="the quotation shortened; held against the text"
    )
    made.add_argument("--remove", action="store_true", help="take the marks away")
    coder(made)

    made = top.verb(
        "citation",
        citation,
        "show or choose how quotations are cited",
        'qualcode citation study.qualcode "{participant}, {role}" --coder AB',
    )
    made.add_argument(
        "form", metavar="FORM", nargs="?", help='fields in braces; "" for the form of the beginning'
    )
    coder(made)

    made = top.verb(
        "findings",
        findings,
        "write a findings chapter: each theme with its counts and chosen quotations",
        "qualcode findings study.qualcode --by role --out findings.docx",
    )
    made.add_argument("--level", choices=["theme", "code"], default="theme")
    made.add_argument(
        "--by", metavar="ATTR", action="append", default=[], help="counts split by this"
    )
    where(made)
    made.add_argument("--coders", metavar="WHOSE", default="record")
    made.add_argument(
        "--counts",
        choices=["participants", "documents", "turns", "codings"],
        default="participants",
        help="what is counted (default: participants)",
    )
    made.add_argument(
        "--per-code", metavar="N", type=int, default=3, help="quotations for each code"
    )
    made.add_argument("--key-only", action="store_true", help="only quotations marked as key")
    made.add_argument("--citation", metavar="FORM", help="another form than the project's")
    made.add_argument("--interviewers", action="store_true", help="quote and count them too")
    made.add_argument(
        "--reflective", action="store_true", help="quote and count reflective notes too"
    )
    made.add_argument("--out", metavar="F", help=".docx or .md; without it the text is shown")


def _save(options: argparse.Namespace, frame: pd.DataFrame, title: str, noun: str) -> None:
    from qualcode.present.passages import save_quotes

    save_quotes(frame, options.out, title=title)
    say(options, f"{options.out}: {counted(len(frame), noun)}")


def quotes(options: argparse.Namespace) -> Outcome:
    from qualcode.present import quotes as find

    with opened(options) as project:
        frame = find(
            project.study,
            options.code,
            where=filters(options.where),
            coders=options.coders,
            context=options.context,
            key=options.key,
            within=options.within,
            near=options.near,
        )
    rows = records(frame)
    if options.out:
        _save(options, frame, f"Quotations: {options.code or 'all codes'}", "quotation")
    else:
        for row in rows:
            if row.get("before"):
                say(options, f"    … {row['before']}")
            mark = " ★" if row["key"] else ""
            said = f"[{row['code']}, {row['coder']}]{mark}"
            say(options, f"“{row['quotation']}” ({row['source']}) {said}")
            if row["excerpt"]:
                say(options, f"    shortened: “{row['excerpt']}”")
            if row.get("after"):
                say(options, f"    {row['after']} …")
        coders = sorted({row["coder"] for row in rows})
        by = f", coded by {listing(coders)}" if coders else ""
        say(options, f"\n{counted(len(rows), 'quotation')}{by}")
    return {"quotations": rows}, []


def kwic(options: argparse.Namespace) -> Outcome:
    from qualcode.analysis.corpus import corpus
    from qualcode.analysis.kwic import find_words, kwic_lines

    with opened(options) as project:
        frame = find_words(
            corpus(project.study),
            options.pattern,
            regex=options.regex,
            width=options.width,
            words=options.words,
            where=filters(options.where),
            interviewers=options.interviewers,
            reflective=options.reflective,
            limit=options.limit,
            watch=bar(options),
        )
    hits = frame.attrs["hits"]
    if options.out:
        _save(options, frame, f"“{options.pattern}” in context", "passage")
    elif not options.json:
        for line in kwic_lines(frame):
            print(line)
        shown = f"{len(frame):,} of " if len(frame) < hits else ""
        print(f"\n{shown}{counted(hits, 'passage')}")
    return {"pattern": options.pattern, "hits": hits, "passages": records(frame)}, []


def try_(options: argparse.Namespace) -> Outcome:
    from qualcode.present.trial import Trial, try_pattern
    from qualcode.readers.codebooks import read_pattern

    with opened(options) as project:
        trial = try_pattern(
            project.study,
            read_pattern(options.pattern),
            code=options.code,
            where=filters(options.where),
            interviewers=options.interviewers,
            samples=options.samples,
            pipeline=options.pipeline,
            watch=bar(options),
        )
    assert isinstance(trial, Trial)  # a pattern was given, so it is no live table
    say(options, trial)
    return {
        "pattern": options.pattern,
        "hits": trial.hits,
        "turns": trial.turns,
        "documents": trial.documents,
        "participants": trial.participants,
        "by_role": records(trial.by_role),
        "by_case": records(trial.by_case),
        "forms": records(trial.forms),
        "samples": records(trial.samples),
        "already": trial.already,
        "notes": trial.notes,
    }, []


def key(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        if not options.codings:
            if options.excerpt or options.remove:
                raise UsageError("key", "no coding named", "ids of codings")
            rows = records(project.key_quotes())
            for row in rows:
                shown = row["excerpt"] or row["quotation"]
                say(options, f"“{shown}” ({row['source']}) [{row['code']}, {row['coding_id']}]")
            say(options, f"\n{counted(len(rows), 'key quotation')}")
            return {"quotations": rows}, []
        if options.remove:
            done = project.unmark_key(options.codings)
            say(options, f"{counted(len(done), 'mark')} taken away")
        else:
            done = project.mark_key(options.codings, options.excerpt)
            say(options, f"{counted(len(done), 'key quotation')} marked")
    return {"marks": done}, []


def citation(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        if options.form is not None:
            project.set_citation(options.form)
        form = project.citation
    say(options, f"quotations are cited as {json.dumps(form, ensure_ascii=False)}")
    return {"citation": form}, []


def findings(options: argparse.Namespace) -> Outcome:
    from qualcode.present.findings import findings as build

    with opened(options) as project:
        chapter = build(
            project.study,
            level=options.level,
            by=options.by or "role",
            where=filters(options.where),
            coders=options.coders,
            per_code=options.per_code,
            key_only=options.key_only,
            citation=options.citation,
            counts=options.counts,
            interviewers=options.interviewers,
            reflective=options.reflective,
        )
        if options.out:
            chapter.save(options.out)
    number = len(chapter.quotations)
    say(options, f"{options.out}: {counted(number, 'quotation')}" if options.out else chapter)
    return {"quotations": records(chapter.quotations), "out": options.out}, []
