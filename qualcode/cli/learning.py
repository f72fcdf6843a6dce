"""The verbs around suggestions that learn: how good they are, and what they do to people."""

from __future__ import annotations

import argparse

from qualcode.cli.commands import Commands, as_of, seed
from qualcode.cli.numbers import check_files, shown, written
from qualcode.cli.shared import Outcome, bar, opened


def add(top: Commands) -> None:
    made = top.verb(
        "evaluate",
        evaluate,
        "measure how good suggestions are on this project's own blind codings, code by code",
        "qualcode evaluate study.qualcode --out evaluation.docx --plot evaluation.png",
    )
    made.add_argument(
        "--code", metavar="C", action="append", help="grade only these codes; all are learned"
    )
    made.add_argument(
        "--engine",
        metavar="E",
        action="append",
        help="patterns, learned, definitions (default: all of them together)",
    )
    made.add_argument(
        "--coders",
        metavar="WHOSE",
        default="record",
        help="whose codings they learn from: record (default), any, or a name",
    )
    made.add_argument(
        "--precision",
        metavar="P",
        type=float,
        default=0.8,
        help="that the threshold is set for (default: 0.8)",
    )
    made.add_argument(
        "--folds", metavar="N", type=int, help="parts of the documents (default: up to 10)"
    )
    made.add_argument(
        "--embeddings",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="with or without sentence vectors (default: with them where they are available)",
    )
    seed(made)
    as_of(made)
    written(made, plot="also draw learning curve and calibration")


def evaluate(options: argparse.Namespace) -> Outcome:
    check_files(options)
    with opened(options) as project:
        found = project.evaluate(
            codes=options.code,
            engines=options.engine,
            coders=options.coders,
            precision=options.precision,
            folds=options.folds,
            seed=options.seed,
            embeddings=options.embeddings,
            watch=bar(options),
        )
        return shown(options, found, plot=found.figure)
