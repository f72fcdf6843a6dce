"""What can be typed: every verb with its options, a sentence and an example."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from qualcode import __version__
from qualcode.errors import UsageError

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


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        verb = self.prog.removeprefix("qualcode").strip()
        raise UsageError(verb, message, next=f"{self.prog} --help shows what it takes")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of one command line; UsageError where they are wrong."""
    words = list(words)
    # `qualcode progress PROJECT` shows; the actions are words of their own.
    known = {"import", "export", "complete", "primary", "show", "-h", "--help"}
    if words[:1] == ["progress"] and not known & set(words[1:2]):
        words.insert(1, "show")
    parser = _build()
    options = parser.parse_args(words)
    if not hasattr(options, "run"):
        parser.print_help()
        raise SystemExit(0 if not words else 2)
    return options


def _build() -> argparse.ArgumentParser:
    from qualcode.cli import verbs

    parser = _Parser(
        prog="qualcode",
        description=_DESCRIPTION,
        epilog=_TYPICAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"qualcode {__version__}")
    commands = parser.add_subparsers(metavar="VERB", parser_class=_Parser)

    def verb(
        name: str, run: Callable | None, says: str, example: str, into: Any = commands
    ) -> argparse.ArgumentParser:
        made = into.add_parser(
            name,
            help=says,
            description=says[0].upper() + says[1:] + ".",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if run is not None:
            made.set_defaults(run=run, command=made.prog.removeprefix("qualcode "))
            made.add_argument("--json", action="store_true", help="answer as one JSON object")
        return made

    def project(made: argparse.ArgumentParser) -> None:
        made.add_argument("project", metavar="PROJECT", help="the project file, NAME.qualcode")

    def coder(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--coder",
            metavar="NAME",
            default=os.environ.get("QUALCODE_CODER") or None,
            help="who does this (default: QUALCODE_CODER)",
        )

    made = verb(
        "demo",
        verbs.demo,
        "make the demonstration study: ingested, suggested, reviewed, tabled, plotted",
        "qualcode demo demo-study",
    )
    made.add_argument("directory", metavar="DIR", nargs="?", default="demo-study")
    made.add_argument("--open", action="store_true", help="open the finished table in the browser")

    made = verb("new", verbs.new, "make a new, empty project", "qualcode new study.qualcode")
    project(made)
    made.add_argument("--title", metavar="T", default="", help="the study's name")
    coder(made)

    made = verb(
        "ingest",
        verbs.ingest,
        "read transcripts, field notes, turn tables and sheets into the project",
        "qualcode ingest study.qualcode transcripts/ --participants participants.csv",
    )
    project(made)
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

    group = verb("codebook", None, "load, check or export a codebook", "qualcode codebook check F")
    into = group.add_subparsers(metavar="ACTION", parser_class=_Parser, required=True)
    made = verb(
        "load",
        verbs.codebook_load,
        "make a codebook file the project's codebook",
        "qualcode codebook load study.qualcode codebook.yaml",
        into,
    )
    project(made)
    made.add_argument("file", metavar="F", help=".yaml, .csv or .xlsx")
    coder(made)
    made = verb(
        "check",
        verbs.codebook_check,
        "list every problem of a codebook file, by line",
        "qualcode codebook check codebook.yaml",
        into,
    )
    made.add_argument("file", metavar="F", help=".yaml, .csv or .xlsx")
    made = verb(
        "export",
        verbs.codebook_export,
        "write the project's codebook",
        "qualcode codebook export study.qualcode codebook.csv",
        into,
    )
    project(made)
    made.add_argument("file", metavar="F", help=".yaml or .csv")

    group = verb("codings", None, "import or export codings", "qualcode codings export P F.csv")
    into = group.add_subparsers(metavar="ACTION", parser_class=_Parser, required=True)
    made = verb(
        "import",
        verbs.codings_import,
        "add the codings of a table; all rows or none",
        "qualcode codings import study.qualcode codings.csv --create-codes --coder AB",
        into,
    )
    project(made)
    made.add_argument("file", metavar="F", help=".csv or .xlsx")
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
    made = verb(
        "export",
        verbs.codings_export,
        "write all standing codings, verbatim",
        "qualcode codings export study.qualcode codings.csv",
        into,
    )
    project(made)
    made.add_argument("file", metavar="F", help=".csv")

    group = verb("progress", None, "show who has read what", "qualcode progress study.qualcode")
    into = group.add_subparsers(metavar="[ACTION]", parser_class=_Parser, required=True)
    made = verb("show", verbs.progress_show, "show who has read what", "qualcode progress P", into)
    project(made)
    made = verb(
        "import",
        verbs.progress_import,
        "add the passes of a table; all rows or none",
        "qualcode progress import study.qualcode progress.csv --coder AB",
        into,
    )
    project(made)
    made.add_argument("file", metavar="F", help=".csv or .xlsx")
    coder(made)
    made = verb(
        "export",
        verbs.progress_export,
        "write all passes",
        "qualcode progress export study.qualcode progress.csv",
        into,
    )
    project(made)
    made.add_argument("file", metavar="F", help=".csv")
    made = verb(
        "complete",
        verbs.progress_complete,
        "record that you have finished documents",
        "qualcode progress complete study.qualcode IP01 IP02 --blind yes --coder AB",
        into,
    )
    project(made)
    made.add_argument("documents", metavar="DOCUMENT", nargs="+")
    made.add_argument("--blind", choices=["yes", "no", "unknown"], default="unknown")
    coder(made)

    made = verb(
        "primary",
        verbs.progress_primary,
        "name the coder who counts where several read a document and nothing is settled",
        "qualcode progress primary study.qualcode MW --coder MW",
        into,
    )
    project(made)
    made.add_argument("name", metavar="NAME", help="the coder whose codings count")
    coder(made)

    made = verb(
        "suggest",
        verbs.suggest,
        "let the codebook's patterns propose codings; nothing is coded until you decide",
        "qualcode suggest study.qualcode --out suggestions.csv",
    )
    project(made)
    made.add_argument("--engine", metavar="E", action="append", help="patterns (the default)")
    made.add_argument("--code", metavar="C", action="append", help="only these codes")
    made.add_argument("--out", metavar="F", help="write the open suggestions to suggestions.csv")
    coder(made)

    made = verb(
        "decide",
        verbs.decide,
        "hand in a decided suggestions.csv; all rows or none",
        "qualcode decide study.qualcode suggestions.csv --coder AB",
    )
    project(made)
    made.add_argument("file", metavar="F", help=".csv or .xlsx with the column decision filled")
    coder(made)

    def counting(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--unit",
            choices=["participants", "documents", "turns", "codings", "words"],
            help="what is counted (default: participants)",
        )
        made.add_argument("--measure", choices=["n", "share", "per_1000_words"], default="n")
        made.add_argument(
            "--where", metavar="NAME=VALUE", action="append", default=[], help="keep only these"
        )
        made.add_argument(
            "--coders",
            metavar="WHOSE",
            default="record",
            help="record (default), any, each, or a name",
        )
        made.add_argument("--interviewers", action="store_true", help="count their turns too")
        made.add_argument("--reflective", action="store_true", help="count reflective notes too")
        made.add_argument(
            "--as-of", metavar="ACT", type=int, help="the study as it was after an act"
        )
        made.add_argument(
            "--out", metavar="F", action="append", default=[], help=".csv, .xlsx or .html"
        )

    made = verb(
        "frequencies",
        verbs.frequencies,
        "count how often each code or theme occurs",
        "qualcode frequencies study.qualcode --by role --unit codings --out codes.csv",
    )
    project(made)
    made.add_argument("--by", metavar="ATTR", action="append", default=[], help="split by this")
    made.add_argument("--level", choices=["code", "theme"], default="code")
    counting(made)

    made = verb(
        "crosstab",
        verbs.crosstab,
        "count codes or themes by one or two attributes",
        "qualcode crosstab study.qualcode --rows theme --columns role,case --out themes.xlsx",
    )
    project(made)
    made.add_argument("--rows", choices=["code", "theme"], required=True)
    made.add_argument("--columns", metavar="ATTR[,ATTR]", required=True)
    counting(made)
    made.add_argument("--plot", metavar="F", help="also draw a heat map: .png, .pdf or .svg")

    made = verb(
        "quotes",
        verbs.quotes,
        "list quotations with a source that can be cited",
        'qualcode quotes study.qualcode --code trust --where "role=Commissioner" --context 1',
    )
    project(made)
    made.add_argument("--code", metavar="C", help="a code, or a theme with all beneath it")
    made.add_argument("--where", metavar="NAME=VALUE", action="append", default=[])
    made.add_argument("--coders", metavar="WHOSE", default="any")
    made.add_argument("--context", metavar="N", type=int, default=0, help="turns before and after")
    made.add_argument("--out", metavar="F", help=".csv")

    made = verb("history", verbs.history, "list every act", "qualcode history study.qualcode")
    project(made)
    made = verb(
        "undo", verbs.undo, "reverse your latest act", "qualcode undo study.qualcode --coder AB"
    )
    project(made)
    coder(made)
    made = verb(
        "redo", verbs.redo, "do your undone act again", "qualcode redo study.qualcode --coder AB"
    )
    project(made)
    coder(made)
    made = verb(
        "check",
        verbs.check,
        "rebuild everything from the acts and compare",
        "qualcode check study.qualcode",
    )
    project(made)
    return parser
