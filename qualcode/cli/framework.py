"""The verbs of the framework matrix: shown, written, sent out and read back."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from qualcode.analysis.plain import records
from qualcode.cli.commands import Commands, coder, where
from qualcode.cli.shared import Outcome, opened, say
from qualcode.cli.shared import where as filters
from qualcode.errors import UsageError, counted


def add(top: Commands) -> None:
    into = top.group(
        "framework",
        "summaries of each case or participant under each theme",
        "qualcode framework show study.qualcode",
    )

    def rows(made: argparse.ArgumentParser) -> None:
        made.add_argument("--rows", metavar="ATTR", default="case", help="default: case")

    def shape(made: argparse.ArgumentParser) -> None:
        rows(made)
        made.add_argument(
            "--columns", metavar="WHAT", default="theme", help="theme, code, or ids with commas"
        )
        where(made)
        made.add_argument("--order-by", metavar="ATTR", help="rows in the order of this: role …")

    made = into.verb("show", show, "show the matrix", "qualcode framework show study.qualcode")
    shape(made)
    made = into.verb(
        "todo",
        todo,
        "list cells with codings and no summary",
        "qualcode framework todo study.qualcode",
    )
    shape(made)
    made.add_argument("--stale", action="store_true", help="also those whose codings changed since")
    made = into.verb(
        "write", write, "write the summary of a cell",
        'qualcode framework write study.qualcode "Case A" money "Price decides." --coder AB',
    )  # fmt: skip
    made.add_argument("row", metavar="ROW")
    made.add_argument("column", metavar="COLUMN")
    made.add_argument("text", metavar="TEXT", nargs="?", help="- reads it from the input")
    rows(made)
    made.add_argument("--quote", metavar="ID", action="append", help="a coding it rests on")
    made.add_argument("--clear", action="store_true", help="take the summary away")
    coder(made)
    made = into.verb(
        "link", link, "link quotations to a summary",
        'qualcode framework link study.qualcode "Case A" money c0123 --coder AB',
    )  # fmt: skip
    made.add_argument("row", metavar="ROW")
    made.add_argument("column", metavar="COLUMN")
    made.add_argument("codings", metavar="ID", nargs="+")
    rows(made)
    made.add_argument("--off", action="store_true", help="take the links away")
    coder(made)
    made = into.verb(
        "export", export, "write the matrix to be edited and read again",
        "qualcode framework export study.qualcode matrix.xlsx",
    )  # fmt: skip
    made.add_argument("file", metavar="FILE", help=".xlsx, .docx, .csv, .html or .md")
    shape(made)
    made.add_argument("--quotations", choices=["all", "linked", "none"])
    made = into.verb(
        "import", import_, "read an edited matrix; changed cells become edits",
        "qualcode framework import study.qualcode matrix.xlsx --coder AB",
    )  # fmt: skip
    made.add_argument("file", metavar="FILE", help=".xlsx, .docx or .csv")
    made.add_argument("--rows", metavar="ATTR", help="where the file does not say it")
    made.add_argument("--clear", action="store_true", help="empty cells clear their summaries")
    made.add_argument(
        "--overwrite", action="store_true", help="also where the project changed since"
    )
    coder(made)


def _matrix(options: argparse.Namespace, project: Any) -> Any:
    columns = options.columns
    if columns not in ("theme", "code"):
        columns = [each.strip() for each in columns.split(",") if each.strip()]
    return project.framework(
        options.rows, columns, filters(options.where), order_by=options.order_by
    )


def show(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        found = _matrix(options, project)
        say(options, found)
        return {"cells": records(found.cells()), "notes": list(found.notes)}, []


def todo(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        frame = _matrix(options, project).todo(stale=options.stale)
    for row in records(frame):
        why = f", {row['why']}" if options.stale else ""
        say(options, f"{row['row']} × {row['column']}: {counted(row['n_codings'], 'coding')}{why}")
    say(options, f"\n{counted(len(frame), 'cell')} to be summarised")
    return {"cells": records(frame)}, []


def write(options: argparse.Namespace) -> Outcome:
    cell = f"{options.row} × {options.column}"
    if options.clear and (options.text is not None or options.quote):
        raise UsageError("--clear", "takes the summary away", "", "Leave out the words and --quote")
    with opened(options) as project:
        if options.clear:
            done = project.clear_summary(options.row, options.column, rows=options.rows)
            say(options, f"{cell}: {'summary taken away' if done else 'had no summary'}")
            return {"cleared": done}, []
        text = sys.stdin.read().strip() if options.text == "-" else options.text or ""
        made = project.summarise(
            options.row, options.column, text, rows=options.rows, quotes=options.quote
        )
    say(options, f"{cell}: summary {made}")
    return {"summary": made}, []


def link(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        act = project.unlink_quotations if options.off else project.link_quotations
        made = act(options.row, options.column, options.codings, rows=options.rows)
    say(options, f"{options.row} × {options.column}: summary {made}")
    return {"summary": made}, []


def export(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        found = _matrix(options, project)
        found.save(options.file, quotations=options.quotations)
    say(options, f"{options.file}: {counted(len(found.frame), 'row')}")
    return {"file": options.file}, []


def import_(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        report = project.import_framework(
            options.file, rows=options.rows, clear=options.clear, overwrite=options.overwrite
        )
    say(options, report)
    for problem in report.problems:
        print(f"qualcode: {problem}", file=sys.stderr)
    return report.as_data(), list(report.problems)
