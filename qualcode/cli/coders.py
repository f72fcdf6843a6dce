"""The verbs for several coders: agreement, and the double-coding procedure from drawing to settling."""

from __future__ import annotations

import argparse

from qualcode.cli.commands import Commands, as_of, coder, where
from qualcode.cli.numbers import check_files, seeded, shown, written
from qualcode.cli.shared import Outcome, opened, records, say
from qualcode.cli.shared import where as filters
from qualcode.errors import counted

BLIND = {"yes": True, "no": False, "unknown": None}


def add(top: Commands) -> None:
    made = top.verb(
        "agreement",
        agreement,
        "compare coders on what they have read: disagreements first, coefficients second",
        "qualcode agreement study.qualcode --coders AB,CD --out agreement.docx --plot forest.png",
    )
    made.add_argument("--coders", metavar="A,B", help="names; a program is one too: suggester")
    made.add_argument("--unit", choices=["turn", "segment", "sentence", "span"], default="turn")
    made.add_argument("--code", metavar="C", action="append", help="only these codes")
    made.add_argument("--level", choices=["code", "theme"], default="code")
    made.add_argument("--blind", action="store_true", help="only what was coded blind")
    where(made)
    seeded(made, 2000)
    as_of(made)
    written(made, plot="also draw a forest plot")

    into = top.group(
        "double",
        "code a sample twice: draw, complete, hand over, settle",
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
    made.add_argument("--blind", choices=list(BLIND), default="unknown")
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
        "settle", settle, "write the worksheet of a sample, or settle by a filled one",
        "qualcode double settle study.qualcode first --out settle.csv --coder AB",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME")
    made.add_argument("sheet", metavar="SHEET", nargs="?", help="with the column settle filled")
    made.add_argument("--document", metavar="D", action="append", help="only these")
    made.add_argument("--out", metavar="F", help="the worksheet: .csv or .xlsx")
    made.add_argument("--partial", action="store_true", help="leave unsettled rows open")
    coder(made)


def _names(text: str | None) -> list[str] | None:
    return [each.strip() for each in text.split(",") if each.strip()] if text else None


def agreement(options: argparse.Namespace) -> Outcome:
    from qualcode.present.agreement import report

    check_files(options)
    with opened(options) as project:
        found = report(
            project.study,
            coders=_names(options.coders),
            unit=options.unit,
            codes=options.code,
            level=options.level,
            where=filters(options.where),
            draws=options.draws,
            seed=options.seed,
            blind_only=options.blind,
        )
        return shown(options, found, plot=found.forest)


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
            return {"samples": records(frame)}, []
        found = project.sample_status(options.name)
    say(options, found)
    return {"status": records(found.frame), "ready": found.ready}, []


def complete(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        made = project.complete_sample(
            options.name, options.documents or None, blind=BLIND[options.blind]
        )
    say(options, f"{counted(len(made), 'pass', 'passes')} recorded for {options.coder}")
    return {"passes": [each.document for each in made]}, []


def copy(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        found = project.copy_for(
            options.name, options.whom, options.file, everything=options.everything
        )
    say(options, found)
    return {"said": str(found)}, []


def hand_over(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        found = project.hand_over(options.folder)
    say(options, found)
    return {"said": str(found)}, []


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
                    " qualcode double settle",
                )
            else:
                say(options, frame.to_string(index=False))
            return {"rows": records(frame), "out": options.out}, []
        found = project.settle(
            options.sheet, options.name, documents=options.document, partial=options.partial
        )
    say(options, found)
    return {"said": str(found)}, []
