"""One function for each verb: options in, (result, problems) out; what people read is printed here."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.outfiles import write_whole
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import Problem, UsageError, counted, listing

if TYPE_CHECKING:
    from qualcode.present.table import Table
    from qualcode.project import Project

Outcome = tuple[Any, list[Problem]]
FIGURES = (".png", ".pdf", ".svg")


def _say(options: argparse.Namespace, text: object) -> None:
    if not options.json:
        print(text)


def _bar(options: argparse.Namespace) -> Watch:
    """A bar on a terminal, where somebody is waiting; nothing in a log or beside --json."""
    if options.json or not sys.stderr.isatty():
        return unwatched

    def watched(items: Sequence[Any], doing: str) -> Iterable[Any]:
        from tqdm import tqdm

        return tqdm(items, desc=doing, leave=False, delay=1, file=sys.stderr)

    return watched


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Project]:
    from qualcode.project import open_project

    project = open_project(options.project, coder=getattr(options, "coder", None))
    try:
        if getattr(options, "as_of", None) is not None:
            yield project.as_of(options.as_of)
        else:
            yield project
    finally:
        project.close()


def demo(options: argparse.Namespace) -> Outcome:
    import matplotlib

    from qualcode.demo import make

    matplotlib.use("Agg")  # figures go to files; no window, no screen needed
    done = make(Path(options.directory), say=lambda text: _say(options, text))
    if options.open:
        import webbrowser

        webbrowser.open((done.directory / "themes_by_role_and_case.html").resolve().as_uri())
    return done.as_data(), []


def new(options: argparse.Namespace) -> Outcome:
    from qualcode.project import new_project

    with new_project(options.project, coder=options.coder, title=options.title) as project:
        _say(options, f"{project.path}: a new project, “{project.title}”")
        return {"project": str(project.path), "title": project.title}, []


def ingest(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        report = project.ingest(
            options.paths,
            participants=options.participants,
            documents=options.documents,
            role_from=options.role_from,
            new_version=options.new_version,
            dry_run=options.dry_run,
            watch=_bar(options),
        )
    _say(options, report)
    for problem in report.refused:
        print(f"qualcode: {problem}", file=sys.stderr)
    return report.as_data(), report.refused


def codebook_load(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        report = project.load_codebook(options.file)
    _say(options, report)
    return report.as_data(), []


def codebook_check(options: argparse.Namespace) -> Outcome:
    from qualcode.readers.codebooks import read_codebook

    book, doubts = read_codebook(options.file)
    _say(
        options,
        f"{options.file}: {counted(len(book), 'code')}, {counted(len(book.themes), 'theme')}",
    )
    for doubt in doubts:
        _say(options, f"  {doubt}")
    undefined = [code.code for code in book if code.applicable and not code.definition]
    if undefined:
        _say(options, f"  without a definition: {', '.join(undefined[:10])}")
    return {
        "codes": len(book),
        "themes": len(book.themes),
        "hash": book.hash,
        "doubts": [doubt.as_dict() for doubt in doubts],
        "undefined": undefined,
    }, []


def codebook_export(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        project.export_codebook(options.file)
        number = len(project.codebook)
    _say(options, f"{options.file}: {counted(number, 'code')}")
    return {"file": options.file, "codes": number}, []


def codings_import(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        report = project.import_codings(
            options.file,
            create_codes=options.create_codes,
            complete=options.complete,
            replace=options.replace,
        )
    _say(options, report)
    return report.as_data(), []


def codings_export(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        number = project.export_codings(options.file)
    _say(options, f"{options.file}: {counted(number, 'coding')}")
    return {"file": options.file, "codings": number}, []


def progress_show(options: argparse.Namespace) -> Outcome:
    from qualcode.store import state

    with _open(options) as project:
        documents = list(state.versions(project.study))
        passes = state.current_passes(project.study)
        book = project.codebook
    read: dict[str, list[str]] = {}
    for each in passes:
        missing = [code for code in book.applicable() if code not in each.codes]
        how = f"{each.coder}, blind {each.blind}"
        if each.turns is not None:
            how += f", {counted(len(each.turns), 'turn')} only"
        if missing:
            how += f", {counted(len(missing), 'code')} of the present codebook not considered"
        read.setdefault(each.document, []).append(f"{how}, {each.date[:10]}")
    width = max(map(len, documents), default=0)
    for document in documents:
        lines = read.get(document, ["not yet coded"])
        for number, line in enumerate(lines):
            _say(options, f"{document if not number else '':<{width}}  {line}")
    _say(options, f"\n{len(read)} of {counted(len(documents), 'document')} read by somebody")
    return {
        "documents": len(documents),
        "read": len(read),
        "passes": [
            {
                "document": each.document,
                "coder": each.coder,
                "codes": list(each.codes),
                "turns": None if each.turns is None else list(each.turns),
                "blind": each.blind,
                "codebook_hash": each.codebook_hash,
                "date": each.date,
            }
            for each in passes
        ],
    }, []


def progress_import(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        report = project.import_progress(options.file)
    _say(options, report)
    return report.as_data(), []


def progress_export(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        number = project.export_progress(options.file)
    _say(options, f"{options.file}: {counted(number, 'pass', 'passes')}")
    return {"file": options.file, "passes": number}, []


def progress_complete(options: argparse.Namespace) -> Outcome:
    blind = {"yes": True, "no": False, "unknown": None}[options.blind]
    with _open(options) as project:
        made = project.complete(options.documents, blind=blind)
    _say(options, f"{counted(len(made), 'pass', 'passes')} recorded for {options.coder}")
    return {"passes": [each.document for each in made]}, []


def progress_primary(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        project.set_primary(options.name)
    _say(options, f"{options.name} is the primary coder")
    return {"primary": options.name}, []


def suggest(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        report = project.suggest(
            options.engine or ("patterns",), codes=options.code, watch=_bar(options)
        )
        _say(options, report)
        result = report.as_data()
        if options.out:
            number = project.export_suggestions(options.out)
            _say(
                options,
                f"{options.out}: {counted(number, 'open suggestion')}; fill the column `decision`"
                " (accept, reject, revise), then: qualcode decide",
            )
            result["out"] = options.out
            result["open"] = number
    return result, []


def decide(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        report = project.decide(options.file)
    _say(options, report)
    return report.as_data(), []


# -- tables --------------------------------------------------------------------------------------------


def where(pairs: list[str]) -> dict[str, list[str]]:
    """NAME=VALUE pairs as filters: the same name again adds a value, other names narrow."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError("--where", f"{pair!r}", "NAME=VALUE", '--where "role=Commissioner"')
        found.setdefault(name.strip(), []).append(value.strip())
    return found


def _table(options: argparse.Namespace, table: Table, plot: str | None = None) -> Outcome:
    # Everything is counted before anything is written, and the formats are known to be right.
    from qualcode.present.table import FORMATS

    for path in options.out:
        if Path(path).suffix.casefold() not in FORMATS:
            raise UsageError("--out", f"{path!r}", ", ".join(FORMATS))
    _say(options, table)
    written = [str(table.save(path)) for path in options.out]
    if plot:
        written.append(_draw(table, plot))
    for path in written:
        _say(options, f"written: {path}")
    return table_data(table) | {"written": written}, []


def _draw(table: Table, path: str) -> str:
    import matplotlib

    if Path(path).suffix.casefold() not in FIGURES:
        raise UsageError("--plot", f"{path!r}", ".png, .pdf or .svg")
    matplotlib.use("Agg")
    figure: Any = table.plot().get_figure(root=True)
    write_whole(path, FIGURES, lambda part: figure.savefig(part, dpi=200, bbox_inches="tight"))
    return path


def table_data(table: Table) -> dict[str, Any]:
    """A table as plain data; None where a combination does not exist."""
    import pandas as pd

    def plain(value: Any) -> Any:
        return None if value is pd.NA or value != value else value

    cells = [[plain(v) for v in row] for row in table.frame.astype(object).to_numpy().tolist()]
    return {
        "what": {
            "unit": table.what.unit,
            "measure": table.what.measure,
            "level": table.what.level,
            "columns": list(table.what.attributes),
            "where": list(table.what.where),
            "coders": table.what.coders,
            "codebook_hash": table.what.codebook_hash,
            "act": table.what.act,
            "program": table.what.program,
        },
        "rows": list(table.frame.index),
        "labels": table.labels,
        "columns": [list(head) for head in table.heads],
        "cells": cells,
        "totals": [plain(value) for value in table.totals.astype(object).tolist()],
        "bases": {
            name: [plain(value) for value in table.bases[name].astype(object).tolist()]
            for name in table.bases.columns
        },
        "notes": table.notes,
        "reconciliation": []
        if table.reconciliation is None
        else table.reconciliation.to_dict("records"),
    }


def frequencies(options: argparse.Namespace) -> Outcome:
    from qualcode.present import frequencies as build

    with _open(options) as project:
        table = build(
            project.study,
            by=options.by or None,
            level=options.level,
            unit=options.unit,
            measure=options.measure,
            where=where(options.where),
            coders=options.coders,
            interviewers=options.interviewers,
            reflective=options.reflective,
        )
        return _table(options, table)


def crosstab(options: argparse.Namespace) -> Outcome:
    from qualcode.present import crosstab as build

    names = [name.strip() for name in options.columns.split(",") if name.strip()]
    with _open(options) as project:
        table = build(
            project.study,
            rows=options.rows,
            columns=names,
            unit=options.unit,
            measure=options.measure,
            where=where(options.where),
            coders=options.coders,
            interviewers=options.interviewers,
            reflective=options.reflective,
        )
        return _table(options, table, options.plot)


def quotes(options: argparse.Namespace) -> Outcome:
    from qualcode.present import quotes as find

    with _open(options) as project:
        frame = find(
            project.study,
            code=options.code,
            where=where(options.where),
            coders=options.coders,
            context=options.context,
        )
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    if options.out:
        if Path(options.out).suffix.casefold() != ".csv":
            raise UsageError("--out", f"{options.out!r}", ".csv")
        from qualcode.present.sheets import csv_text

        def write(part: Path) -> None:
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(frame.columns)
                for row in rows:
                    writer.writerow(
                        [csv_text(v) if isinstance(v, str) else v for v in row.values()]
                    )

        write_whole(options.out, (".csv",), write)
        _say(options, f"{options.out}: {counted(len(rows), 'quotation')}")
    else:
        for row in rows:
            if row.get("before"):
                _say(options, f"    … {row['before']}")
            _say(options, f"“{row['quotation']}” ({row['source']}) [{row['code']}, {row['coder']}]")
            if row.get("after"):
                _say(options, f"    {row['after']} …")
        coders = sorted({row["coder"] for row in rows})
        by = f", coded by {listing(coders)}" if coders else ""
        _say(options, f"\n{counted(len(rows), 'quotation')}{by}")
    return {"quotations": rows}, []


# -- history -------------------------------------------------------------------------------------------


def history(options: argparse.Namespace) -> Outcome:
    from qualcode.store.history import acts

    with _open(options) as project:
        entries = acts(project.study)
    for entry in entries:
        act = entry.act
        undone = f"  [undone by act {entry.undone_by}]" if entry.undone_by else ""
        where_ = ", ".join(entry.documents[:4]) + (" …" if len(entry.documents) > 4 else "")
        facts = "; ".join(filter(None, (entry.what, where_)))
        _say(options, f"{act.n:>5}  {act.time}  {act.coder:<12}  {act.verb:<16}  {facts}{undone}")
    return [
        {
            "act": entry.act.n,
            "act_id": entry.act.act_id,
            "time": entry.act.time,
            "coder": entry.act.coder,
            "verb": entry.act.verb,
            "what": entry.what,
            "documents": list(entry.documents),
            "undone_by": entry.undone_by,
        }
        for entry in entries
    ], []


def undo(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        said = project.undo()
    _say(options, said)
    return {"said": said}, []


def redo(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        said = project.redo()
    _say(options, said)
    return {"said": said}, []


def check(options: argparse.Namespace) -> Outcome:
    with _open(options) as project:
        problems = project.check()
        acts = project.study.last_act
    if problems:
        for problem in problems:
            print(f"qualcode: {problem}", file=sys.stderr)
    else:
        _say(options, f"{options.project}: {counted(acts, 'act')}, nothing is wrong")
    return {"acts": acts, "problems": len(problems)}, problems
