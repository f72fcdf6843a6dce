"""One function for each verb: options in, (result, problems) out; what people read is printed here."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.plain import records
from qualcode.cli.numbers import check_figure, check_files, counted_as, shown
from qualcode.cli.shared import Outcome, bar, exported, opened, reported, say, where
from qualcode.errors import UsageError, counted

if TYPE_CHECKING:
    from qualcode.present.table import Table


def demo(options: argparse.Namespace) -> Outcome:
    import matplotlib

    from qualcode.demo import make

    matplotlib.use("Agg")  # figures go to files; no window, no screen needed
    done = make(Path(options.directory), say=lambda text: say(options, text))
    if options.open:
        import webbrowser

        webbrowser.open((done.directory / "themes_by_role_and_case.html").resolve().as_uri())
    return done.as_data(), []


def new(options: argparse.Namespace) -> Outcome:
    from qualcode.project import new_project

    with new_project(options.project, coder=options.coder, title=options.title) as project:
        say(options, f"{project.path}: a new project, “{project.title}”")
        return {"project": str(project.path), "title": project.title}, []


def ingest(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        report = project.ingest(
            options.paths,
            participants=options.participants,
            documents=options.documents,
            role_from=options.role_from,
            new_version=options.new_version,
            dry_run=options.dry_run,
            watch=bar(options),
        )
    say(options, report)
    for problem in report.refused:
        print(f"qualcode: {problem}", file=sys.stderr)
    return report.as_data(), report.refused


def codings_import(options: argparse.Namespace) -> Outcome:
    return reported(
        options,
        lambda project: project.import_codings(
            options.file,
            create_codes=options.create_codes,
            complete=options.complete,
            replace=options.replace,
        ),
    )


def codings_export(options: argparse.Namespace) -> Outcome:
    return exported(
        options, lambda project: project.export_codings(options.file), "coding", "codings"
    )


def progress_show(options: argparse.Namespace) -> Outcome:
    from qualcode.store import state

    with opened(options) as project:
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
            say(options, f"{document if not number else '':<{width}}  {line}")
    whole = {each.document for each in passes if each.turns is None}
    in_part = len(read) - len(whole)
    say(
        options,
        f"\n{len(whole)} of {counted(len(documents), 'document')} read by somebody"
        + (f", {in_part} more in part" if in_part else ""),
    )
    return {
        "documents": len(documents),
        "read": len(whole),
        "in_part": in_part,
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
    return reported(options, lambda project: project.import_progress(options.file))


def progress_export(options: argparse.Namespace) -> Outcome:
    return exported(
        options, lambda project: project.export_progress(options.file), "pass", "passes"
    )


def progress_complete(options: argparse.Namespace) -> Outcome:
    blind = {"yes": True, "no": False, "unknown": None}[options.blind]
    with opened(options) as project:
        made = project.complete(options.documents, blind=blind, codes=options.code)
    say(options, f"{counted(len(made), 'pass', 'passes')} recorded for {options.coder}")
    return {"passes": [each.document for each in made]}, []


def progress_primary(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        project.set_primary(options.name)
    say(options, f"{options.name} is the primary coder")
    return {"primary": options.name}, []


def suggest(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        asked = {"engines": options.engine} if options.engine else {}
        report = project.suggest(
            **asked,
            codes=options.code,
            precision=options.precision,
            pipeline=options.pipeline,
            embeddings=options.embeddings,
            watch=bar(options),
        )
        say(options, report)
        result = report.as_data()
        if options.out:
            number = project.export_suggestions(options.out)
            say(
                options,
                f"{options.out}: {counted(number, 'open suggestion')}; fill the column `decision`"
                " (accept, reject, revise), then: qualcode decide",
            )
            result["out"] = options.out
            result["open"] = number
    return result, []


def decide(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.decide(options.file))


# -- tables --------------------------------------------------------------------------------------------


def _check_table(options: argparse.Namespace) -> None:
    """UsageError for options that do not go together, before anything is counted."""
    check_files(options)
    if options.plot is not None and options.by_origin:
        raise UsageError("--plot", "draws one table, not three", "", "Leave out --by-origin")
    for option, given in (("--plot-kind", options.plot_kind), ("--shading", options.shading)):
        if given and not options.plot:
            raise UsageError(option, "no figure asked for", "", "Name it with --plot F.png")
    if options.shading and options.plot_kind not in (None, "heat"):
        raise UsageError("--shading", "only a heat map is shaded", "", "Use --plot-kind heat")
    if not options.test:
        if options.shading == "residuals":
            raise UsageError("--shading residuals", "is of a tested table", "", "Add --test")
        for option in ("within", "draws", "seed"):
            if getattr(options, option) is not None:
                raise UsageError(f"--{option}", "is of a test", "", "Add --test")
    if options.threshold is not None and not options.disclose:
        raise UsageError(
            "--threshold", "nothing is to be protected", "", "Add --disclose threshold"
        )


def _counting(options: argparse.Namespace) -> dict[str, Any]:
    """The options that frequencies and crosstab share, as arguments."""
    return {
        "unit": options.unit,
        "measure": options.measure,
        **counted_as(options),
        "test": options.test,
        "intervals": options.intervals,
        **_permuted(options),
        **_machined(options),
    }


def _machined(options: argparse.Namespace) -> dict[str, Any]:
    """What was said of a program's codes."""
    return {
        name: getattr(options, name)
        for name in ("machine", "audit", "target", "probability")
        if getattr(options, name) is not None
    }


def _permuted(options: argparse.Namespace) -> dict[str, Any]:
    """What was said of the permutations; the rest is left to `crosstab`."""
    said = {name: getattr(options, name) for name in ("within", "draws", "seed")}
    return {name: value for name, value in said.items() if value is not None}


def _table(options: argparse.Namespace, table: Table) -> Outcome:
    # Everything is counted before anything is written.
    if options.disclose:
        table = table.disclosed(options.disclose, threshold=options.threshold)
    if options.by_origin:
        return shown(options, table.by_origin())
    # Files first: whoever reads the output may stop reading (`| head`).
    written = [str(table.save(path)) for path in options.out]
    if options.plot:
        written.append(_draw(table, options.plot, options.plot_kind or "heat", options.shading))
    say(options, table)
    for path in written:
        say(options, f"written: {path}")
    return table_data(table) | {"written": written}, []


def _draw(table: Table, path: str, kind: str, shading: str | None) -> str:
    import matplotlib

    matplotlib.use("Agg")  # figures go to files; no window, no screen needed
    from qualcode.present.plots import save

    shaded: dict[str, Any] = {"shading": shading} if shading else {}
    return str(save(table.plot(kind=kind, **shaded), path))


def portrait(options: argparse.Namespace) -> Outcome:
    import matplotlib

    from qualcode.analysis.corpus import corpus
    from qualcode.analysis.portrait import word_shares

    if options.out:
        check_figure("--out", options.out)
    if options.code and not options.out:
        raise UsageError(
            "--code", "shows where a code lies in a figure", "", "Name it with --out F.png"
        )
    with opened(options) as project:
        documents, kept = options.document or None, where(options.where)
        frame = word_shares(corpus(project.study), documents=documents, where=kept)
        if options.out:
            matplotlib.use("Agg")
            from qualcode.present.plots import portrait as draw
            from qualcode.present.plots import save

            picture = draw(
                project.study,
                order=options.order,
                codes=options.code or None,
                coders=options.coders,
                documents=documents,
                where=kept,
            )
            save(picture, options.out)
    rows = records(frame)
    for row in rows:
        who = row["participant"] or row["speaker"] or row["part"]
        role = ", ".join(filter(None, (row["role"], "interviewer" if row["interviewer"] else "")))
        share = f"{100 * row['share']:>4.0f}%" if row["share"] is not None else "    –"
        facts = f"{row['document']:<10}  {share}  {row['words']:>7,} words  {who}"
        say(options, facts + (f" ({role})" if role else ""))
    if options.out:
        say(options, f"written: {options.out}")
    return {"speakers": rows, "written": options.out}, []


def table_data(table: Table) -> dict[str, Any]:
    """A table as plain data; None where a combination does not exist."""
    import pandas as pd

    def plain(value: Any) -> Any:
        return None if value is pd.NA or value != value else value

    # Through the one door of print: what disclosure control holds back is in no answer either.
    height, width = table.frame.shape
    tests = [] if table.tests is None or table.protection else records(table.tests.reset_index())
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
            "machine": table.what.machine,
        },
        "rows": list(table.frame.index),
        "labels": table.labels,
        "columns": [list(head) for head in table.heads],
        "cells": [[plain(value) for value in row] for row in table.numbers()],
        "marks": [[table.mark(row, at) for at in range(width)] for row in range(height)],
        "intervals": None
        if table.intervals is None
        else [[table.ends(row, at) for at in range(width)] for row in range(height)],
        "beside": [] if table.beside is None else records(table.tidy()),
        "totals": [plain(table.total_number(row)) for row in range(len(table.totals))],
        "bases": {
            name: [plain(table.base_number(name, at)) for at in range(len(table.bases))]
            for name in table.bases.columns
        },
        "tests": tests,
        "notes": table.notes,
        "reconciliation": []
        if table.reconciliation is None or table.protection
        else table.reconciliation.to_dict("records"),
    }


def frequencies(options: argparse.Namespace) -> Outcome:
    from qualcode.present import frequencies as build

    _check_table(options)
    with opened(options) as project:
        table = build(
            project.study,
            by=options.by or None,
            level=options.level,
            **_counting(options),
        )
        return _table(options, table)


def crosstab(options: argparse.Namespace) -> Outcome:
    from qualcode.present import crosstab as build

    _check_table(options)
    names = [name.strip() for name in options.columns.split(",") if name.strip()]
    with opened(options) as project:
        table = build(
            project.study,
            rows=options.rows,
            columns=names,
            **_counting(options),
        )
        return _table(options, table)


# -- history -------------------------------------------------------------------------------------------


def undo(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        said = project.undo()
    say(options, said)
    return {"said": said}, []


def redo(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        said = project.redo()
    say(options, said)
    return {"said": said}, []


def check(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        problems = project.check()
        acts = project.study.last_act
    if problems:
        for problem in problems:
            print(f"qualcode: {problem}", file=sys.stderr)
    else:
        say(options, f"{options.project}: {counted(acts, 'act')}, nothing is wrong")
    return {"acts": acts, "problems": len(problems)}, problems
