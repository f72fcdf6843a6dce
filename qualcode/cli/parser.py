"""What can be typed: every verb with its options, a sentence and an example."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from qualcode import __version__
from qualcode.cli.commands import Commands, Parser, coder, where

_DESCRIPTION = """\
Qualitative research on interviews and field notes: code, review what patterns suggest, tabulate
themes by role and case. Everything stays in one project file on this machine."""
_TYPICAL = """\
a study from files to table:
  qualcode new study.qualcode --title "Commissioning for social value"
  qualcode ingest study.qualcode transcripts/ --participants participants.csv --documents documents.csv
  qualcode codebook load study.qualcode codebook.yaml
  qualcode suggest study.qualcode --out suggestions.csv
  qualcode decide study.qualcode suggestions.csv --coder AB     (after filling the column `decision`)
  qualcode progress complete study.qualcode IP01 IP02 --coder AB
  qualcode crosstab study.qualcode --rows theme --columns role,case --out themes.xlsx

`qualcode VERB --help` explains a verb. Coding and deciding need --coder NAME or QUALCODE_CODER."""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of one command line; UsageError where they are wrong."""
    words = list(words)
    # `qualcode progress PROJECT` and `qualcode memos PROJECT` show; the actions are words of their own.
    known = {"import", "export", "complete", "primary", "show", "-h", "--help"}
    if words[:1] in (["progress"], ["memos"]) and not known & set(words[1:2]):
        words.insert(1, "show")
    parser = _build()
    options = parser.parse_args(words)
    if not hasattr(options, "run"):
        parser.print_help()
        raise SystemExit(0 if not words else 2)
    options.flags = options.parser.flags
    return options


def _build() -> argparse.ArgumentParser:
    from qualcode.cli import (
        audit,
        codebook,
        coders,
        explore,
        framework,
        learning,
        notes,
        numbers,
        pages,
        passages,
        queue,
        verbs,
    )

    parser = Parser(
        prog="qualcode",
        description=_DESCRIPTION,
        epilog=_TYPICAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"qualcode {__version__}")
    top = Commands(parser.add_subparsers(metavar="VERB", parser_class=Parser))
    verb = top.verb

    made = verb(
        "demo",
        verbs.demo,
        "make the demonstration study: ingested, suggested, reviewed, tabled, plotted",
        "qualcode demo demo-study",
        project=False,
    )
    made.add_argument("directory", metavar="DIR", nargs="?", default="demo-study")
    made.add_argument("--open", action="store_true", help="open the finished table in the browser")

    made = verb("new", verbs.new, "make a new, empty project", "qualcode new study.qualcode")
    made.add_argument("--title", metavar="T", default="", help="the study's name")
    coder(made)

    made = verb(
        "ingest",
        verbs.ingest,
        "read transcripts, field notes, turn tables and sheets into the project",
        "qualcode ingest study.qualcode transcripts/ --participants participants.csv",
    )
    made.add_argument("paths", metavar="PATH", nargs="*", help="files and folders, mixed")
    made.add_argument("--participants", metavar="F", help="the participants sheet (.csv, .xlsx)")
    made.add_argument("--documents", metavar="F", help="the documents sheet (.csv, .xlsx)")
    made.add_argument("--role-from", metavar="COLUMN", help="the column that holds the role")
    made.add_argument(
        "--new-version",
        action="store_true",
        help="a changed file of a known name is a new version; codings find their words again",
    )
    made.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
    coder(made)

    codebook.add(top)

    into = top.group(
        "codings", "import or export codings", "qualcode codings export study.qualcode codings.csv"
    )
    made = into.verb(
        "import",
        verbs.codings_import,
        "add the codings of a table; all rows or none",
        "qualcode codings import study.qualcode codings.csv --create-codes --coder AB",
    )
    made.add_argument(
        "file",
        metavar="F",
        help=".csv or .xlsx with the columns document, code, coder, and turn (or start and end);"
        " optional: quotation (words of the turn, exactly) and more",
    )
    made.add_argument(
        "--create-codes", action="store_true", help="add codes the codebook lacks, undefined"
    )
    made.add_argument(
        "--complete", action="store_true", help="record a pass for each coder and document"
    )
    made.add_argument(
        "--replace",
        action="store_true",
        help="also retract these coders' codings in the file's documents that the file lacks",
    )
    coder(made)
    made = into.verb(
        "export",
        verbs.codings_export,
        "write all standing codings, verbatim",
        "qualcode codings export study.qualcode codings.csv",
    )
    made.add_argument("file", metavar="F", help=".csv")

    into = top.group(
        "progress", "show who has read what", "qualcode progress study.qualcode", metavar="[ACTION]"
    )
    made = into.verb(
        "show", verbs.progress_show, "show who has read what", "qualcode progress study.qualcode"
    )
    made = into.verb(
        "import",
        verbs.progress_import,
        "add the passes of a table; all rows or none",
        "qualcode progress import study.qualcode progress.csv --coder AB",
    )
    made.add_argument("file", metavar="F", help=".csv or .xlsx")
    coder(made)
    made = into.verb(
        "export",
        verbs.progress_export,
        "write all passes",
        "qualcode progress export study.qualcode progress.csv",
    )
    made.add_argument("file", metavar="F", help=".csv")
    made = into.verb(
        "complete",
        verbs.progress_complete,
        "record that you have finished documents",
        "qualcode progress complete study.qualcode IP01 IP02 --blind yes --coder AB",
    )
    made.add_argument("documents", metavar="DOCUMENT", nargs="+")
    made.add_argument(
        "--blind",
        choices=["yes", "no", "unknown"],
        default="unknown",
        help="yes: no suggestion and nobody else's codings were in sight; only then can it grade"
        " suggestions (default: unknown)",
    )
    made.add_argument(
        "--code", metavar="C", action="append", help="only for these codes (default: all of them)"
    )
    coder(made)

    made = into.verb(
        "primary",
        verbs.progress_primary,
        "name the coder who counts where several read a document and nothing is settled",
        "qualcode progress primary study.qualcode MW --coder MW",
    )
    made.add_argument("name", metavar="NAME", help="the coder whose codings count")
    coder(made)

    made = verb(
        "suggest",
        verbs.suggest,
        "let patterns, what was learned and the codebook's words propose codings; nothing is coded"
        " until you decide",
        "qualcode suggest study.qualcode --precision 0.7 --out suggestions.csv",
    )
    made.add_argument(
        "--engine",
        metavar="E",
        action="append",
        help="patterns, learned, definitions, or an installed package's; may be given again"
        " (default: these three together)",
    )
    made.add_argument(
        "--precision",
        metavar="P",
        type=float,
        default=0.8,
        help="hold back what is less likely to be right (default: 0.8; 0 holds nothing back)",
    )
    made.add_argument(
        "--embeddings",
        action=argparse.BooleanOptionalAction,
        help="sentence vectors (default: where the extra is installed)",
    )
    made.add_argument("--code", metavar="C", action="append", help="only these codes")
    made.add_argument(
        "--pipeline", metavar="NAME", help="an installed spaCy pipeline for parts of speech"
    )
    made.add_argument("--out", metavar="F", help="write the open suggestions to suggestions.csv")
    coder(made)

    made = verb(
        "decide",
        verbs.decide,
        "hand in a decided suggestions.csv; all rows or none",
        "qualcode decide study.qualcode suggestions.csv --coder AB",
    )
    made.add_argument(
        "file",
        metavar="F",
        help=".csv or .xlsx with the column decision filled: accept, reject, or revise (after changing start,"
        " end, code or quotation of the row); empty = not decided",
    )
    coder(made)

    def counting(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--unit",
            choices=["participants", "documents", "turns", "codings", "words"],
            help="what is counted (default: participants; with --machine turns)",
        )
        made.add_argument(
            "--measure",
            choices=["n", "share", "per_1000_words"],
            help="default: n; with --machine share",
        )
        numbers.counted_over(made, "record (default), any, each, or a name")
        numbers.written(made)
        made.add_argument(
            "--plot-kind",
            choices=["heat", "bar", "dot", "multiples"],
            help="heat map (default), bars, dots, or a panel for each value",
        )
        made.add_argument(
            "--shading",
            choices=["values", "residuals"],
            help="of the heat map: its numbers (default), or with --test where more or fewer"
            " participants than by chance have the code",
        )
        made.add_argument(
            "--test", action="store_true", help="permutation of participants, row by row"
        )
        made.add_argument("--intervals", action="store_true", help="95 %% intervals by participant")
        made.add_argument(
            "--machine",
            choices=["corrected", "uncorrected"],
            help="also count turns that only a program coded, corrected by --audit or as they are",
        )
        made.add_argument("--audit", metavar="NAME", help="the blind audit sample that corrects")
        made.add_argument(
            "--target",
            choices=["corpus", "people"],
            help="what corrected shares are about: these turns (default), or people like these",
        )
        made.add_argument(
            "--probability",
            metavar="X",
            type=float,
            help="of suggestions that count uncorrected, at least (default: 0.5)",
        )
        made.add_argument("--within", metavar="ATTR", help="permute within this: case")
        made.add_argument(
            "--draws", metavar="N", type=int, help="permutations of the test (default: 10,000)"
        )
        made.add_argument("--seed", metavar="N", type=int, help="of these (default: 20260101)")
        made.add_argument(
            "--disclose",
            choices=["threshold", "hesa", "ofqual"],
            help="protect small cells in everything that is shown and written",
        )
        made.add_argument("--threshold", metavar="N", type=int, help="default: 5")
        made.add_argument(
            "--by-origin", action="store_true", help="human-only, accepted, and all codings"
        )

    made = verb(
        "frequencies",
        verbs.frequencies,
        "count how often each code or theme occurs",
        "qualcode frequencies study.qualcode --by role --unit codings --out codes.csv",
    )
    made.add_argument("--by", metavar="ATTR", action="append", default=[], help="split by this")
    made.add_argument("--level", choices=["code", "theme"], default="code")
    counting(made)

    made = verb(
        "crosstab",
        verbs.crosstab,
        "count codes or themes by one or two attributes",
        "qualcode crosstab study.qualcode --rows theme --columns role,case --out themes.xlsx",
    )
    made.add_argument("--rows", choices=["code", "theme"], required=True)
    made.add_argument("--columns", metavar="ATTR[,ATTR]", required=True)
    counting(made)

    made = verb(
        "portrait",
        verbs.portrait,
        "show who speaks how much of each document",
        "qualcode portrait study.qualcode --out portrait.png --code trust",
    )
    made.add_argument("--document", metavar="D", action="append", help="only these documents")
    where(made)
    made.add_argument(
        "--order",
        choices=["share", "text"],
        help="each speaker's share, or turn by turn (the default with --code)",
    )
    made.add_argument("--code", metavar="C", action="append", help="also show where this code lies")
    made.add_argument("--coders", metavar="WHOSE", default="record")
    made.add_argument("--out", metavar="F", help="the figure: .png, .pdf or .svg")

    learning.add(top)
    numbers.add(top)
    explore.add(top)
    coders.add(top)
    audit.add(top)
    framework.add(top)
    passages.add(top)
    queue.add(top)
    pages.add(top)

    notes.add_memos(top)
    notes.add_history(top)
    made = verb(
        "undo", verbs.undo, "reverse your latest act", "qualcode undo study.qualcode --coder AB"
    )
    coder(made)
    made = verb(
        "redo", verbs.redo, "do your undone act again", "qualcode redo study.qualcode --coder AB"
    )
    coder(made)
    made = verb(
        "check",
        verbs.check,
        "rebuild everything from the acts and compare",
        "qualcode check study.qualcode",
    )
    return parser
