"""The verb `codebook`: load, check, export, compare, and every way in which a codebook grows."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.cli.commands import Commands, coder
from qualcode.cli.shared import Outcome, opened, reported, say
from qualcode.errors import UsageError, counted

if TYPE_CHECKING:
    from qualcode.core.codebook import Codebook


def add(top: Commands) -> None:
    into = top.group(
        "codebook",
        "load, check, export, compare or change a codebook",
        "qualcode codebook load study.qualcode codebook.yaml",
    )
    made = into.verb(
        "load",
        load,
        "make a codebook file the project's codebook; codings of renamed and merged codes go along",
        "qualcode codebook load study.qualcode codebook.yaml",
    )
    made.add_argument("file", metavar="F", help=".yaml, .csv, .xlsx or .docx")
    coder(made)
    made = into.verb(
        "check",
        check,
        "list every problem of a codebook file, by line",
        "qualcode codebook check codebook.yaml",
        project=False,
    )
    made.add_argument("file", metavar="F", help=".yaml, .csv, .xlsx or .docx")
    made = into.verb(
        "export",
        export,
        "write the project's codebook, as it is or as it was",
        "qualcode codebook export study.qualcode codebook.docx",
    )
    made.add_argument("file", metavar="F", help=".yaml, .csv or .docx")
    made.add_argument(
        "--version-of",
        metavar="WHICH",
        help="the codebook after this act (a number), or the first digits of its hash",
    )
    made = into.verb(
        "versions",
        versions,
        "list every version of the codebook and what changed",
        "qualcode codebook versions study.qualcode",
    )
    made = into.verb(
        "diff",
        diff,
        "tell what changed from one codebook to another, as a change note",
        "qualcode codebook diff codebook_v1.yaml study.qualcode\n"
        "  qualcode codebook diff study.qualcode@12 study.qualcode --out changes.md",
        project=False,
    )
    for name in ("before", "after"):
        made.add_argument(
            name,
            metavar=name.upper(),
            help="a codebook file or a project; PROJECT@ACT or PROJECT@HASH for an earlier version",
        )
    made.add_argument("--out", metavar="F", help="also write the note: .md or .txt")

    made = into.verb(
        "add",
        add_code,
        "put a new code into the codebook",
        "qualcode codebook add study.qualcode trust --parent relationships"
        ' --definition "Reliance on the other side." --pattern "trust*" --coder AB',
    )
    made.add_argument("code", metavar="CODE", help="its id")
    _place(made)
    _fields(made)
    coder(made)
    made = into.verb(
        "define",
        define_code,
        "change what an entry says; codings made under other words are stale",
        'qualcode codebook define study.qualcode trust --definition "Reliance on partners." --coder AB',
    )
    made.add_argument("code", metavar="CODE")
    _fields(made)
    coder(made)
    made = into.verb(
        "rename",
        rename_code,
        "give a code another id, another name, or both; its codings go along",
        "qualcode codebook rename study.qualcode counting measuring --coder AB",
    )
    made.add_argument("code", metavar="CODE")
    made.add_argument("to", metavar="NEW_ID", nargs="?")
    made.add_argument("--name", metavar="NAME", help="another name; codings become stale by it")
    coder(made)
    made = into.verb(
        "merge",
        merge_codes,
        "merge codes into another, with their codings, patterns and children",
        "qualcode codebook merge study.qualcode counting evidencing --into measuring --coder AB",
    )
    made.add_argument("codes", metavar="CODE", nargs="+")
    made.add_argument("--into", metavar="CODE", required=True)
    coder(made)
    made = into.verb(
        "split",
        split_code,
        "split a code into new ones beneath it; its codings wait to be coded anew",
        "qualcode codebook split study.qualcode measuring --into outcomes outputs --coder AB",
    )
    made.add_argument("code", metavar="CODE")
    made.add_argument("--into", metavar="NEW_ID", nargs="+", required=True)
    coder(made)
    made = into.verb(
        "move",
        move_code,
        "put a code, with all beneath it, under another parent",
        "qualcode codebook move study.qualcode trust --parent relationships --coder AB",
    )
    made.add_argument("code", metavar="CODE")
    _place(made)
    coder(made)
    made = into.verb(
        "retire",
        retire_code,
        "take a code out of use; its codings stay and count",
        "qualcode codebook retire study.qualcode delay --coder AB",
    )
    made.add_argument("code", metavar="CODE")
    made.add_argument("--back", action="store_true", help="take it into use again")
    coder(made)

    made = into.verb(
        "queue",
        queue,
        "list codings to look at again: stale ones, and those of a code that was split",
        "qualcode codebook queue study.qualcode --out recode.csv",
    )
    made.add_argument("--code", metavar="C", help="only this code, or all beneath it")
    made.add_argument("--reason", choices=["split", "merged", "defined anew"])
    made.add_argument("--out", metavar="F", help="a .csv with a column `recode` to fill in")
    coder(made)
    made = into.verb(
        "recode",
        recode,
        "hand in a filled queue: a code, several with `;`, keep, or retract; all rows or none",
        "qualcode codebook recode study.qualcode recode.csv --coder AB",
    )
    made.add_argument("file", metavar="F", help=".csv or .xlsx with the column recode filled")
    coder(made)


def _place(made: argparse.ArgumentParser) -> None:
    made.add_argument("--parent", metavar="CODE", help="the code above it (default: none, a theme)")
    made.add_argument("--after", metavar="CODE", help="the code it stands behind")


_TEXTS = ("name", "definition", "color")
_LISTS = {"include": "include", "exclude": "exclude", "example": "examples", "pattern": "patterns"}


def _fields(made: argparse.ArgumentParser) -> None:
    for name in _TEXTS:
        made.add_argument(f"--{name}", metavar="TEXT")
    for name in _LISTS:
        help_ = "may be given again"
        if name == "pattern":
            help_ = '"price*", "lemma: measure", "regex: …", or as in YAML; may be given again'
        made.add_argument(f"--{name}", metavar="TEXT", action="append", help=help_)


def _given(options: argparse.Namespace) -> dict[str, Any]:
    fields = {name: getattr(options, name) for name in _TEXTS}
    fields |= {key: getattr(options, name) for name, key in _LISTS.items()}
    if fields["patterns"]:
        from qualcode.readers.codebooks import read_pattern

        fields["patterns"] = [read_pattern(each) for each in fields["patterns"]]
    return {name: value for name, value in fields.items() if value is not None}


def load(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.load_codebook(options.file))


def check(options: argparse.Namespace) -> Outcome:
    from qualcode.readers.codebooks import read_codebook

    book, doubts = read_codebook(options.file)
    say(
        options,
        f"{options.file}: {counted(len(book), 'code')}, {counted(len(book.themes), 'theme')}",
    )
    for doubt in doubts:
        say(options, f"  {doubt}")
    undefined = [code.code for code in book if code.applicable and not code.definition]
    if undefined:
        say(options, f"  without a definition: {', '.join(undefined[:10])}")
    return {
        "codes": len(book),
        "themes": len(book.themes),
        "hash": book.hash,
        "doubts": [doubt.as_dict() for doubt in doubts],
        "undefined": undefined,
    }, []


def export(options: argparse.Namespace) -> Outcome:
    from qualcode.readers.codebooks import write_codebook

    with opened(options) as project:
        which = options.version_of
        book = project.codebook if which is None else project.codebook_at(_which(which))
        write_codebook(book, options.file)
    say(options, f"{options.file}: {counted(len(book), 'code')}, codebook {book.hash}")
    return {"file": options.file, "codes": len(book), "hash": book.hash}, []


def _which(text: str) -> int | str:
    """An act or a hash: a hash of 16 digits may have no letter in it, no act has so many digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def versions(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        rows: list[dict[Any, Any]] = project.codebook_versions().to_dict("records")
    for row in rows:
        version = f"version {row['version']}" if row["version"] else ""
        named = ", ".join(filter(None, (row["title"], version)))
        what = f"{counted(row['codes'], 'code')} in {counted(row['themes'], 'theme')}"
        facts = f"{row['time']}  {row['coder']:<12}  {row['hash']}  {what}  {named}"
        say(options, f"act {row['act']:>4}  {facts}")
        say(options, f"          {row['verb']}" + (f": {row['changes']}" if row["changes"] else ""))
    return rows, []


def diff(options: argparse.Namespace) -> Outcome:
    from qualcode.core.changes import compare_codebooks
    from qualcode.core.outfiles import write_whole

    changes = compare_codebooks(_book(options.before), _book(options.after))
    say(options, changes)
    result = changes.as_data()
    if options.out:
        text = (
            changes.markdown() if Path(options.out).suffix.casefold() == ".md" else f"{changes}\n"
        )
        write_whole(
            options.out, (".md", ".txt"), lambda part: part.write_text(text, encoding="utf-8")
        )
        say(options, f"written: {options.out}")
        result["written"] = options.out
    return result, []


def _book(named: str) -> Codebook:
    """A codebook by file, or of a project as it is or was."""
    from qualcode.project import open_project
    from qualcode.readers.codebooks import read_codebook

    name, at, which = named.rpartition("@")
    if Path(named).suffix.casefold() == ".qualcode":
        name, at, which = named, "", ""
    elif not (at and Path(name).suffix.casefold() == ".qualcode"):
        return read_codebook(named)[0]
    if at and not which:
        raise UsageError(named, "nothing behind the @", "PROJECT@ACT or PROJECT@HASH")
    with open_project(name) as project:
        return project.codebook_at(_which(which)) if at else project.codebook


def add_code(options: argparse.Namespace) -> Outcome:
    fields = {"parent": options.parent, "after": options.after, **_given(options)}
    return reported(options, lambda project: project.add_code(options.code, **fields))


def define_code(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.define_code(options.code, **_given(options)))


def rename_code(options: argparse.Namespace) -> Outcome:
    return reported(
        options, lambda project: project.rename_code(options.code, options.to, name=options.name)
    )


def merge_codes(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.merge_codes(options.codes, options.into))


def split_code(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.split_code(options.code, options.into))


def move_code(options: argparse.Namespace) -> Outcome:
    return reported(
        options,
        lambda project: project.move_code(options.code, parent=options.parent, after=options.after),
    )


def retire_code(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.retire_code(options.code, back=options.back))


def queue(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        frame = project.recoding_queue(
            code=options.code, reason=options.reason, coder=options.coder
        )
    if options.out:
        from qualcode.review.recoding import write_queue

        write_queue(frame, options.out)
    rows = frame.to_dict("records")
    for row in rows:
        choices = f" → {row['choices']}" if row["choices"] else ""
        where = f"{row['document']}, turn {row['turn']}"
        say(options, f"{where}  {row['code']} ({row['reason']}{choices}), {row['coder']}")
        say(options, f"    “{row['quotation']}”  [{row['coding_id']}]")
    say(options, f"{counted(len(rows), 'coding')} to look at again")
    if options.out:
        say(
            options,
            f"{options.out}: fill the column `recode` (a code, several with ;, keep, retract), then:"
            " qualcode codebook recode",
        )
    return rows, []


def recode(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.recode(options.file))
