"""The verbs of figures beyond the cross-tabulation: saturation, co-occurrence, agreement and what follows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.plain import records
from qualcode.cli.commands import Commands, as_of, seed, where
from qualcode.cli.shared import Outcome, bar, opened, say
from qualcode.cli.shared import where as filters
from qualcode.errors import QualcodeError, UsageError

if TYPE_CHECKING:
    from qualcode.present.report import Report

FIGURES = (".png", ".pdf", ".svg")


def add(top: Commands) -> None:
    made = top.verb(
        "saturation",
        saturation,
        "count how many new codes each further interview brings, and when they stop coming",
        "qualcode saturation study.qualcode --by role --base 4 --run 2 --plot accumulation.png",
    )
    made.add_argument("--unit", choices=["document", "participant"], default="document")
    made.add_argument("--by", metavar="ATTR", help="a curve for each value: role, case …")
    made.add_argument("--level", choices=["code", "theme"], default="code")
    made.add_argument("--base", metavar="N", type=int, default=4, help="first units (default: 4)")
    made.add_argument(
        "--run", dest="length", metavar="N", type=int, default=2, help="units of a run (default: 2)"
    )
    made.add_argument(
        "--threshold",
        metavar="SHARE",
        type=float,
        default=0.05,
        help="default: 0.05, which is 5 %%",
    )
    made.add_argument(
        "--apart", action="store_true", help="runs one after the other, not overlapping"
    )
    made.add_argument(
        "--order", metavar="HOW", help="date, project, coded, or ids with commas between them"
    )
    made.add_argument(
        "--basis",
        choices=["made", "first-occurrence"],
        help="from when codes were made, where that is known (default), or by first occurrence",
    )
    seeded(made, 1000)
    counted_over(made)
    written(made)

    made = top.verb(
        "words",
        words,
        "list words that one role or case uses more than the others, as places to read",
        "qualcode words study.qualcode --by case --top 10 --out words.docx",
    )
    made.add_argument("--by", metavar="ATTR", default="role", help="default: role")
    made.add_argument("--value", metavar="V", help="only for this value")
    where(made)
    made.add_argument("--top", metavar="N", type=int, default=20, help="words for each value")
    made.add_argument("--least", metavar="N", type=int, default=5, help="fewest uses in all")
    made.add_argument("--people", metavar="N", type=int, default=2, help="fewest people of a value")
    made.add_argument(
        "--prior", metavar="N", type=float, default=500, help="words the prior is worth"
    )
    seeded(made, 500)
    as_of(made)
    written(made, plot="")

    made = top.verb(
        "map",
        correspondence,
        "draw which codes lie nearer to which roles or cases (correspondence analysis)",
        "qualcode map study.qualcode --rows code --columns role --plot map.png",
    )
    made.add_argument("--rows", choices=["code", "theme"], default="code")
    made.add_argument("--columns", metavar="ATTR[,ATTR]", default="role", help="default: role")
    made.add_argument(
        "--unit",
        choices=["codings", "turns", "documents", "participants", "words"],
        default="codings",
        help="what is counted (default: codings)",
    )
    counted_over(made)
    written(made)

    made = top.verb(
        "methods",
        methods,
        "draft the methods section with its COREQ and SRQR checklists from the project",
        "qualcode methods study.qualcode --out methods.docx",
    )
    made.add_argument(
        "--standard",
        choices=["coreq", "srqr"],
        action="append",
        help="which checklist (default: both)",
    )
    made.add_argument(
        "--unit",
        choices=["turn", "segment", "sentence", "span"],
        default="turn",
        help="of agreement (default: turn)",
    )
    as_of(made)
    written(made, plot="")

    made = top.verb(
        "cooccurrence",
        cooccurrence,
        "count which codes stand together, against what chance would give",
        "qualcode cooccurrence study.qualcode --unit turn --plot together.png --network net.png",
    )
    made.add_argument(
        "--unit",
        choices=["overlap", "turn", "document", "participant"],
        help="in what codes are together (default: overlap)",
    )
    made.add_argument("--level", choices=["code", "theme"], default="code")
    made.add_argument("--code", metavar="C", action="append", help="only these codes")
    made.add_argument(
        "--proximity", metavar="N", type=int, help="how near codes stand; near is N turns apart"
    )
    made.add_argument(
        "--draws", metavar="N", type=drawn, help="random draws (default: up to 9,999)"
    )
    seed(made)
    counted_over(made)
    written(made, plot="also draw the matrix")
    made.add_argument("--network", metavar="F", help="also draw the network: .png, .pdf or .svg")


def counted_over(made: argparse.ArgumentParser, whose: str = "record, any, or a name") -> None:
    """What every count takes: filters, whose codings, which turns."""
    where(made)
    made.add_argument("--coders", metavar="WHOSE", default="record", help=whose)
    made.add_argument("--interviewers", action="store_true", help="count their turns too")
    made.add_argument("--reflective", action="store_true", help="count reflective notes too")
    as_of(made)


def counted_as(options: argparse.Namespace) -> dict[str, Any]:
    """The options of `counted_over` as arguments."""
    return {
        "where": filters(options.where),
        "coders": options.coders,
        "interviewers": options.interviewers,
        "reflective": options.reflective,
    }


MOST_DRAWS = 1_000_000  # more say nothing more, and would take days


def drawn(text: str) -> int:
    """The number of --draws; too few are refused by what draws, which knows the fewest."""
    number = int(text)
    if number > MOST_DRAWS:
        raise UsageError("--draws", f"{number:,}", f"at most {MOST_DRAWS:,}")
    return number


def seeded(made: argparse.ArgumentParser, draws: int) -> None:
    made.add_argument(
        "--draws", metavar="N", type=drawn, default=draws, help=f"random draws (default: {draws:,})"
    )
    seed(made)


def written(made: argparse.ArgumentParser, *, plot: str = "also draw it") -> None:
    made.add_argument(
        "--out",
        metavar="F",
        action="append",
        default=[],
        help=".csv, .xlsx, .html, .tex, .md or .docx; may be given again",
    )
    if plot:
        made.add_argument("--plot", metavar="F", help=f"{plot}: .png, .pdf or .svg")


def check_figure(option: str, path: str | None) -> None:
    """UsageError for a suffix of which no figure is written."""
    if path is not None and Path(path).suffix.casefold() not in FIGURES:
        raise UsageError(option, f"{path!r}", ", ".join(FIGURES))


def check_files(options: argparse.Namespace, *figures: str) -> None:
    """UsageError for a suffix that nobody writes, before anything is counted."""
    from qualcode.present.table import FORMATS

    for path in getattr(options, "out", []):
        if Path(path).suffix.casefold() not in FORMATS:
            raise UsageError("--out", f"{path!r}", ", ".join(FORMATS))
    for name in figures or ("plot",):
        check_figure(f"--{name}", getattr(options, name, None))


def shown(options: argparse.Namespace, report: Report, **drawings: Callable[[], Any]) -> Outcome:
    """Say the report, write its files and its figures; what it holds is the result."""
    # Files first: whoever reads the output may stop reading (`| head`).
    files = [str(report.save(path)) for path in options.out]
    for name, draw in drawings.items():
        path = getattr(options, name, None)
        if path:
            import matplotlib

            matplotlib.use("Agg")  # figures go to files; no window, no screen needed
            from qualcode.present.plots import save

            try:
                files.append(str(save(draw(), path)))
            except QualcodeError:
                say(options, report)  # which says why there is nothing to draw
                raise
    say(options, report)
    for path in files:
        say(options, f"written: {path}")
    sections = [
        {
            "heading": each.heading,
            "paragraphs": list(each.paragraphs),
            "rows": [] if each.frame is None else records(_flat(each.frame, each.indexed)),
            "notes": list(each.notes),
        }
        for each in report.sections
    ]
    return {
        "title": report.title,
        "sections": sections,
        "notes": report.notes,
        "provenance": report.provenance,
        "written": files,
    }, []


def _flat(frame: Any, indexed: bool) -> Any:
    """A frame with one level of columns and its index among them."""
    flat = frame.reset_index() if indexed else frame.copy()
    flat.columns = [
        " ".join(filter(None, map(str, each))) if isinstance(each, tuple) else str(each)
        for each in flat.columns
    ]
    return flat


def saturation(options: argparse.Namespace) -> Outcome:
    from qualcode.present.saturation import report

    check_files(options)
    order = options.order
    if order and order not in ("date", "project", "coded"):
        order = [each.strip() for each in order.split(",") if each.strip()]
    with opened(options) as project:
        found = report(
            project.study,
            unit=options.unit,
            by=options.by,
            level=options.level,
            order=order,
            basis=options.basis and options.basis.replace("-", " "),
            base=options.base,
            run=options.length,
            threshold=options.threshold,
            overlapping=not options.apart,
            draws=options.draws,
            seed=options.seed,
            **counted_as(options),
        )
        return shown(options, found, plot=found.plot)


def words(options: argparse.Namespace) -> Outcome:
    from qualcode.present.words import distinctive_words

    check_files(options)
    with opened(options) as project:
        found = distinctive_words(
            project.study,
            options.by,
            value=options.value,
            where=filters(options.where),
            top=options.top,
            least=options.least,
            people=options.people,
            prior=options.prior,
            draws=options.draws,
            seed=options.seed,
            watch=bar(options),
        )
        return shown(options, found)


def correspondence(options: argparse.Namespace) -> Outcome:
    check_files(options)
    names = [name.strip() for name in options.columns.split(",") if name.strip()]
    with opened(options) as project:
        found = project.correspondence(
            options.rows, names, unit=options.unit, **counted_as(options)
        )
        return shown(options, found, plot=found.plot)


def methods(options: argparse.Namespace) -> Outcome:
    from qualcode.present.methods import STANDARDS, methods_note

    check_files(options)
    with opened(options) as project:
        standards = tuple(dict.fromkeys(options.standard or STANDARDS))
        return shown(options, methods_note(project.study, standards=standards, unit=options.unit))


def cooccurrence(options: argparse.Namespace) -> Outcome:
    from qualcode.present.cooccurrence import cooccurrence as together
    from qualcode.present.cooccurrence import proximity

    check_files(options, "plot", "network")
    asked: dict[str, Any] = {
        "codes": options.code,
        "level": options.level,
        "draws": options.draws,
        "seed": options.seed,
        **counted_as(options),
    }
    if options.proximity is not None:
        if options.plot or options.network:
            raise UsageError("--proximity", "has no figure", "", "Leave out --plot, --network")
        if options.unit:
            raise UsageError("--proximity", "counts turns apart", "", "Leave out --unit")
    with opened(options) as project:
        if options.proximity is not None:
            return shown(options, proximity(project.study, within=options.proximity, **asked))
        found = together(project.study, unit=options.unit or "overlap", **asked)
        return shown(options, found, plot=found.plot, network=found.network)
