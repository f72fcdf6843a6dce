"""The verbs of deciding on suggestions: the queue, accepting many after a sample, hidden checks, and what
decisions tell of automation bias."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from qualcode.analysis.plain import records
from qualcode.cli.commands import Commands, as_of, coder
from qualcode.cli.numbers import check_files, shown, written
from qualcode.cli.shared import Outcome, opened, reported, say
from qualcode.errors import Problem, UsageError, counted

if TYPE_CHECKING:
    import pandas as pd

ON_SCREEN = 20  # suggestions that are shown where nothing is said
FILL = "fill the column decision (accept, reject, revise), then qualcode decide"


def add(top: Commands) -> None:
    made = top.verb(
        "queue",
        queue,
        "show the open suggestions with their context, in an order of your choice",
        "qualcode queue study.qualcode --order uncertain --limit 30 --out queue.csv --coder AB",
    )
    made.add_argument(
        "--order",
        choices=["certain", "uncertain", "novel"],
        default="certain",
        help="highest probability first (default), nearest the threshold, or least like what is decided",
    )
    made.add_argument("--by", choices=["code", "document"], help="go through one after the other")
    made.add_argument("--code", metavar="C", action="append", help="only these codes and themes")
    made.add_argument("--document", metavar="D", action="append", help="only these documents")
    made.add_argument(
        "--limit", metavar="N", type=int, help=f"default: {ON_SCREEN}; with --out all of them"
    )
    made.add_argument(
        "--refresh", action="store_true", help="first let the scores move with what is decided"
    )
    made.add_argument(
        "--embeddings",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="with --refresh: sentence vectors or none (default: as in the run that made the scores)",
    )
    made.add_argument("--out", metavar="F", help="a .csv to fill in and hand in with decide")
    coder(made)

    made = top.verb(
        "accept",
        accept,
        "accept many suggestions together, after a random sample of them was looked at",
        "qualcode accept study.qualcode --code trust --minimum 0.8 --coder AB",
    )
    made.add_argument("--code", metavar="C", action="append", help="only these codes and themes")
    made.add_argument("--document", metavar="D", action="append", help="only these documents")
    made.add_argument("--engine", metavar="E", action="append", help="only what these proposed")
    made.add_argument("--min-score", metavar="X", type=float, help="only with this probability on")
    made.add_argument("--max-score", metavar="X", type=float, help="only up to this probability")
    made.add_argument(
        "--sample-first",
        action="store_true",
        help="1. draw the random sample that is decided on first (--out, then qualcode decide)",
    )
    made.add_argument("--sample", metavar="N", type=int, help="its size (default: 20, at least 5)")
    made.add_argument("--seed", metavar="N", type=int, help="of the sample (default: 20260101)")
    made.add_argument(
        "--minimum",
        metavar="SHARE",
        type=float,
        help="2. accept the others where the lower end of the interval of the share that was right in the"
        " sample reaches this; without it only that share is told",
    )
    made.add_argument("--out", metavar="F", help="the sample as a .csv to fill in")
    coder(made)

    made = top.verb(
        "checks",
        checks,
        "put proposals known to be wrong among the suggestions, or take them out again",
        "qualcode checks study.qualcode on --share 0.05 --coder LEAD",
    )
    made.add_argument(
        "state", choices=["on", "off", "show"], nargs="?", default="show", help="default: show"
    )
    made.add_argument(
        "--share",
        metavar="SHARE",
        type=float,
        help="with on: of the suggestions that nobody decided on (default: 0.05, at most 0.5)",
    )
    made.add_argument(
        "--seed", metavar="N", type=int, help="with on: of the drawing (default: 20260101)"
    )
    coder(made)

    made = top.verb(
        "bias",
        bias,
        "tell who accepted what share, and how that moves with the score that was shown",
        "qualcode bias study.qualcode --out bias.docx --plot bias.png",
    )
    made.add_argument("--whose", metavar="NAME", help="only this coder's decisions")
    made.add_argument("--bins", metavar="N", type=int, default=5, help="of scores, at most")
    as_of(made)
    written(made)


def queue(options: argparse.Namespace) -> Outcome:
    from qualcode.review.queue import queue_words, write_queue

    if options.embeddings is not None and not options.refresh:
        given = "--embeddings" if options.embeddings else "--no-embeddings"
        raise UsageError(given, "goes with --refresh")
    with opened(options) as project:
        refreshed = None
        if options.refresh:
            refreshed = project.refresh_suggestions(embeddings=options.embeddings)
            say(options, refreshed)
        limit = options.limit
        if limit is None and not options.out:
            limit = ON_SCREEN
        frame = project.queue(
            order=options.order,
            by=options.by,
            codes=options.code,
            documents=options.document,
            limit=limit,
        )
        if options.out:
            write_queue(project.study, frame, options.out)
        else:
            _show(options, frame)
        say(options, queue_words(frame))
        if options.out:
            say(options, f"written: {options.out}; {FILL}")
    return {
        "suggestions": records(frame),
        **frame.attrs,
        "refreshed_now": None if refreshed is None else refreshed.as_data(),
        "written": options.out,
    }, []


def _show(options: argparse.Namespace, frame: pd.DataFrame) -> None:
    """Every suggestion with its context; a paragraph each."""
    for row in records(frame):
        score = "no probability" if row["score"] is None else f"{row['score']:.2f}"
        say(
            options,
            f"{row['document']}, turn {row['turn']}  {row['code']} ({row['name']})  {score}",
        )
        if row["definition"]:
            say(options, f"    {row['definition']}")
        words = " ".join(row["quotation"].split())
        for line in (row["before"], f"» {words} «", row["after"]):
            if line:
                say(options, f"    {line}")
        for head, text in ((row["engine"], row["evidence"]), ("here", row["why_here"])):
            if text:
                say(options, f"    {head}: {text}")
        say(options, "")


def _selection(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "code": options.code,
        "document": options.document,
        "engine": options.engine,
        "min_score": options.min_score,
        "max_score": options.max_score,
    }


def accept(options: argparse.Namespace) -> Outcome:
    from qualcode.core.asked import asked_number
    from qualcode.review.bulk import FEWEST

    if options.sample_first and options.minimum is not None:
        raise UsageError(
            "--minimum",
            "goes with accepting",
            "",
            "Draw the sample first, decide on it, then accept",
        )
    for name in ("sample", "seed", "out"):
        if getattr(options, name) is not None and not options.sample_first:
            raise UsageError(f"--{name}", "goes with --sample-first")
    if options.sample is not None:
        asked_number("--sample", options.sample, FEWEST)
    with opened(options) as project:
        if options.sample_first:
            return _sample(options, project)
        report = project.accept_many(_selection(options), minimum=options.minimum)
    if report.minimum is None:
        say(options, report.said)
        wanted = Problem(
            report.asked,
            f"nothing was accepted: {counted(report.open, 'suggestion')} could be",
            "",
            "Say which share is enough: --minimum SHARE, held against the lower end of the interval",
        )
        say(options, wanted)
        return report.as_data(), [wanted]
    say(options, report)
    return report.as_data(), []


def _sample(options: argparse.Namespace, project: Any) -> Outcome:
    from qualcode.review.queue import write_queue

    given = {"n": options.sample, "seed": options.seed}
    frame = project.bulk_sample(
        _selection(options), **{name: value for name, value in given.items() if value is not None}
    )
    if options.out:
        write_queue(project.study, frame, options.out)
    else:
        _show(options, frame)
    of = frame.attrs
    say(
        options,
        f"a random sample of {of['n']} of {counted(of['available'], 'suggestion')} ({of['selection']}), seed"
        f" {of['seed']}; {len(frame)} still to decide",
    )
    if options.out:
        say(options, f"written: {options.out}; {FILL}")
    facts = {name: of[name] for name in ("n", "available", "seed", "selection")}
    return {"sample": records(frame), **facts, "written": options.out}, []


def checks(options: argparse.Namespace) -> Outcome:
    for name in ("share", "seed"):
        if getattr(options, name) is not None and options.state != "on":
            raise UsageError(f"--{name}", "goes with on", "", "qualcode checks PROJECT on")
    if options.state == "show":
        from qualcode.analysis.automation import checks_said
        from qualcode.analysis.checks import deck

        with opened(options) as project:
            found = deck(project.study)
            say(options, checks_said(project.study))
        return {"on": found is not None and found.on}, []
    given = {"share": options.share, "seed": options.seed}
    asked = {name: value for name, value in given.items() if value is not None}
    return reported(options, lambda project: project.hidden_checks(options.state == "on", **asked))


def bias(options: argparse.Namespace) -> Outcome:
    check_files(options)
    with opened(options) as project:
        found = project.automation(coder=options.whose, bins=options.bins)
        return shown(options, found, plot=found.plot)
