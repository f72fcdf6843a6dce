"""The verbs of a blind audit sample: drawn from what a program coded, coded by a person, used to correct."""

from __future__ import annotations

import argparse

from qualcode.analysis.plain import records
from qualcode.cli.coders import BLIND
from qualcode.cli.commands import Commands, coder, seed, where
from qualcode.cli.shared import Outcome, opened, reported, say
from qualcode.cli.shared import where as filters
from qualcode.errors import counted


def add(top: Commands) -> None:
    into = top.group(
        "audit",
        "code a random sample blind, so that shares of what a program coded can be corrected",
        "qualcode audit sample study.qualcode audit --n 150 --by machine --coder AB",
    )
    made = into.verb(
        "sample", sample, "draw turns at random from the documents that nobody has passed",
        "qualcode audit sample study.qualcode audit --n 150 --by machine --coder AB",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME", help="what the sample is called")
    made.add_argument("--n", metavar="N", type=int, required=True, help="so many turns, 10 or more")
    made.add_argument(
        "--by",
        metavar="ATTR",
        action="append",
        help="strata: an attribute, or machine (half of it from what the program coded, which helps"
        " rare codes); may be given again",
    )
    where(made)
    made.add_argument("--code", metavar="C", action="append", help="only about these codes")
    made.add_argument(
        "--probability",
        metavar="X",
        type=float,
        help="of suggestions that count as the program's codes, at least (default: 0.5)",
    )
    made.add_argument("--auditor", metavar="NAME", help="who codes it (default: who draws)")
    seed(made)
    coder(made)
    made = into.verb(
        "status",
        status,
        "show how far an audit sample is, and which turns are left to code",
        "qualcode audit status study.qualcode audit",
    )
    made.add_argument("name", metavar="NAME", nargs="?", help="without it: all audit samples")
    made = into.verb(
        "complete", complete, "record that you have coded an audit sample, and how blind",
        "qualcode audit complete study.qualcode audit --blind yes --coder AB",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME")
    made.add_argument(
        "--blind",
        choices=list(BLIND),
        default="unknown",
        help="yes: no suggestion was in sight (default: unknown; no corrects nothing)",
    )
    made.add_argument("--document", metavar="D", action="append", help="only these (default: all)")
    coder(made)
    made = into.verb(
        "learn", learn, "let suggestions learn from the answers too; later codes are then not corrected",
        "qualcode audit learn study.qualcode audit --coder AB",
    )  # fmt: skip
    made.add_argument("name", metavar="NAME", help="the audit sample, passed in full")
    coder(made)


def sample(options: argparse.Namespace) -> Outcome:
    return reported(
        options,
        lambda project: project.draw_audit(
            options.name,
            n=options.n,
            by=options.by,
            where=filters(options.where),
            codes=options.code,
            auditor=options.auditor,
            probability=options.probability,
            seed=options.seed,
        ),
    )


def status(options: argparse.Namespace) -> Outcome:
    if options.name is not None:
        with opened(options) as project:
            found = project.audit_status(options.name)
        say(options, found)
        for row in records(found.now.frame):
            left = row["units"] - row["passed"]
            if left:
                still = f" ({left} of them left)" if row["passed"] else ""
                say(options, f"  to be coded in {row['document']}: turns {row['turns']}{still}")
        return found.as_data(), []
    with opened(options) as project:
        frame = project.audits()
    say(options, frame.to_string(index=False) if len(frame) else "no audit sample is drawn yet")
    return {"audits": records(frame)}, []


def complete(options: argparse.Namespace) -> Outcome:
    with opened(options) as project:
        made = project.complete_audit(options.name, options.document, blind=BLIND[options.blind])
    said = "" if made else "; it was said before"
    say(options, f"{counted(len(made), 'pass', 'passes')} recorded for {options.coder}{said}")
    return {"passes": [each.document for each in made]}, []


def learn(options: argparse.Namespace) -> Outcome:
    return reported(options, lambda project: project.use_audit_for_learning(options.name))
