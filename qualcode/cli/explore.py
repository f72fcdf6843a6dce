"""The verbs of exploring: ideas from the words alone, and drafts for the codebook. Nothing is coded."""

from __future__ import annotations

import argparse
from typing import Any

from qualcode.cli.commands import Commands, seed, where
from qualcode.cli.numbers import check_files, shown, written
from qualcode.cli.shared import Outcome, bar, opened, say
from qualcode.cli.shared import where as filters
from qualcode.errors import UsageError

DRAFTS = (".yaml", ".csv", ".docx")


def add(top: Commands) -> None:
    into = top.group(
        "explore",
        "ideas from the words alone: topics, collocations, words near a code, patterns for it",
        "qualcode explore topics study.qualcode",
    )
    made = into.verb(
        "topics",
        topics,
        "look for topics, with how stable and coherent they are beside shuffled words",
        "qualcode explore topics study.qualcode --k 4 --k 6 --plot coherence.png",
    )
    made.add_argument(
        "--k", metavar="N", type=int, action="append", help="how many; may be repeated"
    )
    made.add_argument("--show", metavar="N", type=int, help="show the model with so many topics")
    made.add_argument("--method", choices=["nmf", "lda"], default="nmf")
    made.add_argument("--level", choices=["turns", "documents"], default="turns")
    made.add_argument("--coherence", choices=["npmi", "c_v"], default="npmi")
    made.add_argument(
        "--seeds", metavar="N", type=int, default=3, help="runs for each k (default: 3)"
    )
    made.add_argument("--least", metavar="N", type=int, default=3, help="fewest uses (default: 3)")
    made.add_argument(
        "--most",
        metavar="SHARE",
        type=float,
        default=0.5,
        help="words in more of the turns (documents) than this are left out (default: 0.5)",
    )
    _of_words(made, top=10, samples=3, interviewers=True, lemmas=True)
    seed(made)
    written(made, plot="also draw coherence by number of topics")
    made.add_argument("--plot-words", metavar="F", help="also draw the words of each topic")

    made = into.verb(
        "collocations",
        collocations,
        "list words that stand together more often than chance would have it",
        "qualcode explore collocations study.qualcode --top 20",
    )
    made.add_argument("--within", metavar="N", type=int, default=1, help="words apart (default: 1)")
    made.add_argument("--least", metavar="N", type=int, default=3, help="fewest times (default: 3)")
    made.add_argument(
        "--people", metavar="N", type=int, default=2, help="fewest people (default: 2)"
    )
    made.add_argument("--sort", choices=["log_likelihood", "npmi"], default="log_likelihood")
    made.add_argument("--threshold", metavar="X", type=float, default=0.0, help="least NPMI")
    _of_words(made, top=30, samples=2, interviewers=True)
    written(made, plot="")

    made = into.verb(
        "near",
        near,
        "list words that are used like a code's words, from vectors trained on this study",
        "qualcode explore near study.qualcode trust --plot near.png",
    )
    made.add_argument("code", metavar="CODE", nargs="?")
    made.add_argument(
        "--word", metavar="W", action="append", default=[], help="these words instead"
    )
    made.add_argument("--seeds", metavar="N", type=int, default=5, help="trainings (default: 5)")
    made.add_argument(
        "--draws", metavar="N", type=int, default=5, help="with documents drawn anew (default: 5)"
    )
    made.add_argument("--model", choices=["word2vec", "fasttext"], default="word2vec")
    made.add_argument("--least", metavar="N", type=int, default=5, help="fewest uses (default: 5)")
    made.add_argument("--epochs", metavar="N", type=int)
    _of_words(made, top=20, samples=1, interviewers=True, lemmas=True)
    seed(made)
    written(made)

    made = into.verb(
        "patterns",
        patterns,
        "list words and phrases that set a code's turns apart, as patterns to try",
        "qualcode explore patterns study.qualcode trust --draft draft.yaml",
    )
    made.add_argument("code", metavar="CODE")
    made.add_argument("--least", metavar="N", type=int, default=2, help="fewest turns (default: 2)")
    made.add_argument(
        "--people", metavar="N", type=int, default=2, help="fewest people (default: 2)"
    )
    made.add_argument("--no-phrases", action="store_true", help="single words only")
    made.add_argument("--coders", metavar="WHOSE", default="record", help="record, any, or a NAME")
    made.add_argument("--prior", metavar="N", type=float, default=500.0)
    _of_words(made, top=20, samples=2, lemmas=True)
    written(made, plot="")


def _of_words(
    made: argparse.ArgumentParser,
    *,
    top: int,
    samples: int,
    interviewers: bool = False,
    lemmas: bool = False,
) -> None:
    """Which words are looked at, how many are shown, and the draft that may be written of them."""
    where(made)
    made.add_argument("--top", metavar="N", type=int, default=top, help=f"default: {top}")
    made.add_argument("--samples", metavar="N", type=int, default=samples, help="lines of each")
    made.add_argument("--stop", choices=["english", "none"], default="english")
    made.add_argument("--leave-out", metavar="W", nargs="+", default=[], help="words left out")
    if interviewers:
        made.add_argument("--interviewers", action="store_true", help="their words too")
    if lemmas:
        made.add_argument("--lemmas", action="store_true", help="forms of a word as one")
    made.add_argument(
        "--draft",
        metavar="F",
        help="a draft of the codebook, to edit and load: .yaml, .csv or .docx",
    )
    made.add_argument(
        "--choose",
        metavar="KEY",
        nargs="+",
        help="only these ideas in the draft: the first column of the list (a topic's number, a phrase, a word)",
    )
    made.add_argument(
        "--into", metavar="CODE", help="the code that gets them as patterns in the draft"
    )
    made.add_argument("--alone", action="store_true", help="the draft without the present codebook")


def _asked(options: argparse.Namespace, *names: str) -> dict[str, Any]:
    common = ("top", "samples", "stop", "leave_out", "interviewers", "lemmas")
    asked = {name: getattr(options, name) for name in (*common, *names) if hasattr(options, name)}
    return {**asked, "where": filters(options.where), "watch": bar(options)}


def _check(options: argparse.Namespace, *figures: str) -> None:
    check_files(options, *figures)
    if options.draft is not None and not options.draft.casefold().endswith(DRAFTS):
        raise UsageError("--draft", f"{options.draft!r}", ", ".join(DRAFTS))
    if options.draft is None and (options.choose or options.into or options.alone):
        raise UsageError("--draft", "is missing", "--choose, --into and --alone are about it")


def _told(options: argparse.Namespace, report: Any, **drawings: Any) -> Outcome:
    draft = None
    if options.draft is not None:
        draft = str(
            report.save_draft(options.draft, options.choose, into=options.into, alone=options.alone)
        )
    result, problems = shown(options, report, **drawings)
    if draft is not None:
        say(options, f"written: {draft}")
        result["written"].append(draft)
    return result, problems


def topics(options: argparse.Namespace) -> Outcome:
    from qualcode import explore

    _check(options, "plot", "plot_words")
    names = ("k", "show", "method", "level", "coherence", "seeds", "seed", "least", "most")
    with opened(options) as project:
        found = explore.topics(project, **_asked(options, *names))
        return _told(options, found, plot=found.plot, plot_words=found.plot_words)


def collocations(options: argparse.Namespace) -> Outcome:
    from qualcode import explore

    _check(options)
    names = ("within", "least", "people", "sort", "threshold")
    with opened(options) as project:
        return _told(options, explore.collocations(project, **_asked(options, *names)))


def near(options: argparse.Namespace) -> Outcome:
    from qualcode import explore

    _check(options)
    names = ("seeds", "draws", "model", "least", "epochs", "seed")
    with opened(options) as project:
        found = explore.near_words(
            project, options.code, words=options.word, **_asked(options, *names)
        )
        return _told(options, found, plot=found.plot)


def patterns(options: argparse.Namespace) -> Outcome:
    from qualcode import explore

    _check(options)
    names = ("least", "people", "coders", "prior")
    with opened(options) as project:
        found = explore.candidate_patterns(
            project, options.code, phrases=not options.no_phrases, **_asked(options, *names)
        )
        return _told(options, found)
