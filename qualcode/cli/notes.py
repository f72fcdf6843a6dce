"""The verbs for what is written beside the codings: memos, the history, and a look at the attributes."""

from __future__ import annotations

import argparse
from typing import Any

from qualcode.analysis.plain import records
from qualcode.cli.commands import Commands, coder
from qualcode.cli.shared import Outcome, exported, opened, reported, say
from qualcode.core.records import MEMO_KINDS
from qualcode.errors import UsageError, counted


def add_memos(top: Commands) -> None:
    made = top.verb(
        "memo",
        memo,
        "write a memo on anything that has an id, or in the study diary",
        'qualcode memo study.qualcode "Is it the form, or who fills it in?" --on measuring --coder AB',
    )
    made.add_argument(
        "text", metavar="TEXT", nargs="?", help="the memo; without --on a diary entry"
    )
    made.add_argument(
        "--on", metavar="ID", help='a coding, code, document, person, memo, "act 3" …'
    )
    made.add_argument(
        "--kind", choices=MEMO_KINDS[:-1], help="what the id is, where it is several things"
    )
    made.add_argument("--title", metavar="T", default="")
    made.add_argument("--time", metavar="DATE", help="when it was written, if not now")
    made.add_argument("--edit", metavar="MEMO", help="give this memo of yours other words")
    made.add_argument("--retract", metavar="MEMO", help="take this memo of yours back")
    coder(made)

    into = top.group(
        "memos",
        "list, search, print, import or export memos",
        'qualcode memos study.qualcode "who fills" --by code --out memos.docx',
        metavar="[ACTION]",
    )
    made = into.verb(
        "show",
        memos,
        "list or search memos, or print them as a book",
        "qualcode memos study.qualcode",
    )
    made.add_argument("words", metavar="WORDS", nargs="?", help='a phrase: "social value*"')
    made.add_argument("--on", metavar="ID", help="only on this")
    made.add_argument("--kind", choices=MEMO_KINDS)
    _filters(made)
    made.add_argument(
        "--by", choices=["date", "code", "document", "participant"], default="date", help="headings"
    )
    made.add_argument("--out", metavar="F", help=".md, .docx, .html or .csv")
    made = into.verb(
        "import", memos_import, "add the memos of a table or a diary; all or none",
        "qualcode memos import study.qualcode memos.csv --coder AB",
    )  # fmt: skip
    made.add_argument(
        "file", metavar="F", help=".csv, .xlsx, or a diary .md with dates as headings"
    )
    coder(made)
    made = into.verb(
        "export", memos_export, "write all memos, verbatim",
        "qualcode memos export study.qualcode memos.csv",
    )  # fmt: skip
    made.add_argument("file", metavar="F", help=".csv")


def add_history(top: Commands) -> None:
    made = top.verb(
        "history",
        history,
        "list what was done, as an audit trail",
        "qualcode history study.qualcode --code trust --since 2018-03-01 --out journal.html",
    )
    made.add_argument("--verb", metavar="V", help="only acts of this kind")
    made.add_argument("--coding", metavar="ID", help="everything that happened to one coding")
    _filters(made)
    made.add_argument("--out", metavar="F", help=".csv, .html or .md")

    made = top.verb(
        "attributes",
        attributes,
        "look for misspelt, stray and missing values; nothing is changed",
        "qualcode attributes study.qualcode",
    )


def _filters(made: argparse.ArgumentParser) -> None:
    made.add_argument("--by-coder", metavar="NAME", help="only by this person")
    made.add_argument("--document", metavar="D")
    made.add_argument("--code", metavar="C", help="a code, or a theme with all beneath it")
    if not made.prog.endswith("history"):
        made.add_argument("--participant", metavar="P")
    made.add_argument("--since", metavar="DATE")
    made.add_argument("--until", metavar="DATE")


def memo(options: argparse.Namespace) -> Outcome:
    from qualcode.analysis.memos import subject_of

    if options.retract and (options.text or options.edit):
        raise UsageError("memo", "--retract with words", "either")
    with opened(options) as project:
        if options.retract:
            project.retract_memo(options.retract)
            say(options, f"memo {options.retract} taken back")
            return {"memo_id": options.retract}, []
        if not options.text:
            raise UsageError("memo", "has no words", 'qualcode memo PROJECT "…"')
        if options.edit:
            if options.on or options.kind or options.time:
                raise UsageError(
                    "memo", "--edit with --on, --kind or --time", "",
                    "Editing changes words and title; subject and date stay",
                )  # fmt: skip
            made = project.edit_memo(options.edit, options.text, title=options.title or None)
        else:
            made = project.add_memo(
                options.text,
                options.on,
                title=options.title,
                kind=options.kind,
                time=options.time,
            )
        about = subject_of(project.study, made)
    say(options, f"memo {made} {'in' if about == 'the study diary' else 'on'} {about}")
    return {"memo_id": made, "on": about}, []


def memos(options: argparse.Namespace) -> Outcome:
    from qualcode.present.memos import memo_book

    with opened(options) as project:
        book = memo_book(
            project.study,
            options.by,
            words=options.words,
            on=options.on,
            kind=options.kind,
            coder=options.by_coder,
            document=options.document,
            code=options.code,
            participant=options.participant,
            since=options.since,
            until=options.until,
        )
        if options.out:
            book.save(options.out)
    rows = records(book.frame)
    for row in [] if options.out else rows:
        title = f"{row['title']}: " if row["title"] else ""
        where = row["subject"] or "study diary"
        say(options, f"{row['time'][:10]}  {row['coder']}  {where}  [{row['memo_id']}]")
        say(options, f"    {title}{row['text']}")
    if options.out:
        say(options, f"{options.out}: {counted(len(rows), 'memo')}")
    else:
        say(options, f"\n{counted(len(rows), 'memo')}")
    return {"memos": rows, "out": options.out}, []


def memos_import(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.import_memos(options.file))


def memos_export(options: argparse.Namespace) -> Outcome:
    return exported(options, lambda project: project.export_memos(options.file), "memo", "memos")


def history(options: argparse.Namespace) -> Outcome:
    from qualcode.present.journal import save_journal

    kept: dict[str, Any] = {
        "coder": options.by_coder,
        "document": options.document,
        "code": options.code,
        "verb": options.verb,
        "since": options.since,
        "until": options.until,
        "coding": options.coding,
    }
    with opened(options) as project:
        frame = project.history(**kept)
        if options.out:
            save_journal(project, options.out, **kept)
    rows = records(frame)
    for row in [] if options.out else rows:
        undone = f"  [undone by act {row['undone_by']}]" if row["undone_by"] else ""
        facts = f"{row['time']}  {row['coder']:<12}  {row['verb']:<16}"
        say(options, f"{row['act']:>5}  {facts}  {row['what']}{undone}")
    if options.out:
        say(options, f"{options.out}: {counted(len(rows), 'act')}")
    elif not rows:
        asked = ", ".join(f"{name} {value}" for name, value in kept.items() if value)
        say(options, f"no act fits: {asked}")
    return rows, []


def attributes(options: argparse.Namespace) -> Outcome:
    # Things to look at, not things that are wrong: the command was done.
    return reported(options, lambda project: project.check_attributes())
