"""The verbs for several coders: agreement, and the double-coding procedure from drawing to settling."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from qualcode.analysis.plain import records
from qualcode.cli.commands import Commands, as_of, coder, where
from qualcode.cli.numbers import check_files, seeded, shown, written
from qualcode.cli.shared import Outcome, opened, say
from qualcode.cli.shared import where as filters
from qualcode.errors import ReadError, UsageError, counted, listing

BLIND = {"yes": True, "no": False, "unknown": None}
HANDED_OVER = ("codings.csv", "progress.csv")
INTERVAL: dict[str, tuple[str, ...] | None] = {
    "units": ("units",),
    "documents": ("documents",),
    "both": ("units", "documents"),
    "none": None,
}


def add(top: Commands) -> None:
    made = top.verb(
        "agreement",
        agreement,
        "compare coders on what they have read: disagreements first, coefficients second",
        "qualcode agreement study.qualcode --coders AB,CD --out agreement.docx --plot forest.png",
    )
    made.add_argument("--coders", metavar="A,B", help="names; a program is one too: suggester")
    made.add_argument("--sample", metavar="NAME", help="only the units of this sample")
    made.add_argument("--code", metavar="C", action="append", help="only these codes")
    made.add_argument("--blind", action="store_true", help="only what was coded blind")
    _compared(made)
    where(made)
    as_of(made)
    written(made, plot="also draw a forest plot")

    into = top.group(
        "double",
        "code a sample twice: draw, copy, complete, hand over, settle, report",
        "qualcode double draw study.qualcode first --coders AB,CD --share 0.2",
    )
    made = into.verb(
        "draw", draw, "draw a stratified random sample and assign it",
        "qualcode double draw study.qualcode first --coders AB,CD --share 0.2 --coder AB",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME", help="what the sample is called")
    made.add_argument("--coders", metavar="A,B", required=True, help="who codes it")
    made.add_argument("--share", metavar="X", type=float, help="of all units (default: 0.2)")
    made.add_argument("--number", metavar="N", type=int, help="or so many units")
    made.add_argument("--unit", choices=["document", "turn"], default="document")
    made.add_argument(
        "--by", metavar="A,B", default="role,case", help="strata (default: role,case)"
    )
    made.add_argument("--code", metavar="C", action="append", help="only about these codes")
    made.add_argument("--least-words", metavar="N", type=int, default=0, help="of a turn")
    made.add_argument("--seed", metavar="N", type=int, default=20260101)
    where(made)
    coder(made)
    made = into.verb(
        "status", status, "show who has coded what of a sample", "qualcode double status P first"
    )
    made.add_argument("name", metavar="NAME", nargs="?", help="without it: all samples")
    made = into.verb(
        "complete", complete, "record that you have finished your part of a sample",
        "qualcode double complete study.qualcode first --blind yes --coder CD",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME")
    made.add_argument("documents", metavar="DOCUMENT", nargs="*", help="default: all of it")
    made.add_argument(
        "--blind",
        choices=list(BLIND),
        default="unknown",
        help="yes: no suggestion and nobody else's codings were in sight (default: unknown)",
    )
    coder(made)
    made = into.verb(
        "copy", copy, "make a copy for one coder, with nobody else's work in it",
        "qualcode double copy study.qualcode first for_CD.qualcode --for CD",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME")
    made.add_argument("file", metavar="FILE", help="the new project file")
    made.add_argument("--for", dest="whom", metavar="CODER", required=True)
    made.add_argument("--everything", action="store_true", help="all documents, not the sample's")
    coder(made)
    made = into.verb(
        "hand-over", hand_over, "write your codings.csv and progress.csv, to be imported",
        "qualcode double hand-over for_CD.qualcode from_CD --coder CD",
    )  # fmt: skip
    made.add_argument("folder", metavar="FOLDER")
    coder(made)
    made = into.verb(
        "take-in", take_in, "take in what a coder handed over: codings first, then passes",
        "qualcode double take-in study.qualcode from_CD --coder AB",
    )  # fmt: skip
    made.add_argument("folder", metavar="FOLDER", help="with codings.csv and progress.csv")
    made.add_argument(
        "--replace", action="store_true", help="take back here what the coder took back since"
    )
    coder(made)
    made = into.verb(
        "settle", settle, "write the worksheet of a sample, or settle by a filled one",
        "qualcode double settle study.qualcode first --out settle.csv --coder AB",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME")
    made.add_argument("sheet", metavar="SHEET", nargs="?", help="with the column settle filled")
    made.add_argument("--document", metavar="D", action="append", help="only these")
    made.add_argument("--out", metavar="F", help="the worksheet: .csv or .xlsx")
    made.add_argument("--partial", action="store_true", help="leave unsettled rows open")
    coder(made)
    made = into.verb(
        "report", report, "tell the whole procedure and its agreement, for the appendix of a paper",
        "qualcode double report study.qualcode first --out appendix.docx",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME")
    made.add_argument(
        "--without-texts", action="store_true", help="no list of disagreements, which quotes"
    )
    _compared(made)
    written(made, plot="")


def _compared(made: argparse.ArgumentParser) -> None:
    """What is compared, by which coefficients and with which intervals."""
    made.add_argument("--unit", choices=["turn", "segment", "sentence", "span"], default="turn")
    made.add_argument("--level", choices=["code", "theme"], default="code")
    made.add_argument(
        "--coefficient",
        metavar="NAME",
        action="append",
        help="such as scott_pi or krippendorff_alpha; may be given again (default: the usual ones)",
    )
    made.add_argument(
        "--interval", choices=list(INTERVAL), default="both", help="what is drawn (default: both)"
    )
    made.add_argument(
        "--confidence", metavar="X", type=float, default=0.95, help="of intervals (default: 0.95)"
    )
    made.add_argument("--interviewers", action="store_true", help="compare their turns too")
    made.add_argument("--reflective", action="store_true", help="compare reflective notes too")
    seeded(made, 2000)


def _comparing(options: argparse.Namespace) -> dict[str, Any]:
    """The options of `_compared` as arguments."""
    if not 0 < options.confidence < 1:
        raise UsageError("--confidence", f"{options.confidence:g}", "between 0 and 1, such as 0.95")
    coefficients = [each for text in options.coefficient or () for each in _names(text) or ()]
    return {
        "unit": options.unit,
        "level": options.level,
        "coefficients": coefficients if options.coefficient else None,
        "interval": INTERVAL[options.interval],
        "confidence": options.confidence,
        "draws": options.draws,
        "seed": options.seed,
        "interviewers": options.interviewers,
        "reflective": options.reflective,
    }


def _names(text: str | None) -> list[str] | None:
    return [each.strip() for each in text.split(",") if each.strip()] if text else None


def agreement(options: argparse.Namespace) -> Outcome:
    from qualcode.present.agreement import report as compare
    from qualcode.present.double_coding_agreement import sample_agreement

    check_files(options)
    asked = {
        "coders": _names(options.coders),
        "codes": options.code,
        "where": filters(options.where),
        "blind_only": options.blind,
        "as_of": options.as_of,
        **_comparing(options),
    }
    # The report goes back to the act itself, and says so.
    options.as_of = None
    with opened(options) as project:
        if options.sample is None:
            found = compare(project.study, **asked)
        else:
            found = sample_agreement(project.study, options.sample, **asked)
        (told, problems) = shown(options, found, plot=found.forest)
        return {**found.as_data(), "written": told["written"]}, problems


def draw(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        found = project.draw_sample(
            options.name,
            coders=_names(options.coders) or [],
            share=options.share,
            n=options.number,
            unit=options.unit,
            by=tuple(_names(options.by) or ()),
            where=filters(options.where),
            codes=options.code,
            least_words=options.least_words,
            seed=options.seed,
        )
    say(options, found)
    return found.as_data(), []


def status(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        if options.name is None:
            frame = project.samples()
            say(options, frame.to_string(index=False) if len(frame) else "no sample is drawn yet")
            if audits := list(project.audits()["sample"]):
                say(
                    options,
                    f"audit samples, coded by one person: {listing(audits)}; see qualcode audit status",
                )
            return {"samples": records(frame)}, []
        found = project.sample_status(options.name)
    say(options, found)
    return found.as_data(), []


def complete(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        made = project.complete_sample(
            options.name, options.documents or None, blind=BLIND[options.blind]
        )
    said = "" if made else "; it was said before"
    say(options, f"{counted(len(made), 'pass', 'passes')} recorded for {options.coder}{said}")
    return {"passes": [each.document for each in made]}, []


def copy(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        found = project.copy_for(
            options.name, options.whom, options.file, everything=options.everything
        )
    say(options, found)
    return found.as_data(), []


def hand_over(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        found = project.hand_over(options.folder)
    say(options, found)
    return found.as_data(), []


def take_in(options: argparse.Namespace) -> Outcome:
    folder = Path(options.folder)
    for name in HANDED_OVER:
        if not (folder / name).is_file():
            raise ReadError(
                str(folder / name), "there is no such file", "",
                "Hand over both: passes without the codings would say that nothing was coded",
            )  # fmt: skip
    with opened(options) as project:
        # Codings first: where they are refused, no pass may say that these texts were read.
        codings = project.import_codings(folder / HANDED_OVER[0], replace=options.replace)
        passes = project.import_progress(folder / HANDED_OVER[1])
    say(options, codings)
    say(options, passes)
    return {"codings": codings.as_data(), "passes": passes.as_data()}, []


def settle(options: argparse.Namespace) -> Outcome:
    from qualcode.review.worksheet_files import write_settlement

    with opened(options) as project:
        if options.sheet is None:
            frame = project.settlement(options.name, documents=options.document)
            if options.out:
                write_settlement(frame, options.out)
                say(
                    options,
                    f"{options.out}: {counted(len(frame), 'row')}; fill the column `settle`, then:"
                    f" qualcode double settle {options.project} {options.name} {options.out}",
                )
            else:
                say(options, frame.to_string(index=False))
            return {"rows": records(frame), "out": options.out}, []
        if options.out:
            raise UsageError("--out", "given with a filled worksheet", "", "Leave one of them out")
        found = project.settle(
            options.sheet, options.name, documents=options.document, partial=options.partial
        )
    say(options, found)
    return found.as_data(), []


def report(options: argparse.Namespace) -> Outcome:
    from qualcode.present.double_coding import appendix

    check_files(options)
    with opened(options) as project:
        found = appendix(
            project.study, options.name, texts=not options.without_texts, **_comparing(options)
        )
        (told, problems) = shown(options, found)
        return {**found.as_data(), "written": told["written"]}, problems
