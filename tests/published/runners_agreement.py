"""Agreement coefficients: two coders' tables, units × coders, units × categories, sets, characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode.analysis import coefficients as co

Case = dict[str, Any]
DRAWS = 10_000


def name_of(case: Case) -> str:
    return case.get("statistic") or case["coefficient"]


def table(case: Case) -> co.Ratings:
    return co.from_table(case["data"]["table"], case["data"].get("categories"))


def units(case: Case) -> co.Ratings:
    """The values of a case, of one kind: numbers and texts side by side are names of categories."""
    rows = case["data"]["units"]
    kinds = {type(value) for row in rows for value in row if value is not None}
    if str in kinds and len(kinds) > 1:
        rows = [[None if value is None else str(value) for value in row] for row in rows]
    return co.read(rows, case["data"].get("categories"))


def on_a_scale(case: Case) -> co.Ratings:
    """The same where values lie nearer and farther: numbers written as texts are numbers, other texts
    lie in the order that the case names, else in that of the alphabet, as in R."""
    rows, named = case["data"]["units"], case["data"].get("categories")
    values = {value for row in rows for value in row if value is not None}
    if all(isinstance(value, str) for value in values):
        try:
            number = {value: float(value) for value in values}
        except ValueError:
            return co.read(rows, named or sorted(values))
        rows = [[None if value is None else number[value] for value in row] for row in rows]
        named = [float(value) for value in named] if named else None
    return co.read(rows, named)


def counts(case: Case) -> co.Ratings:
    return co.from_counts(case["data"]["counts"], case["data"].get("categories"))


def apart(case: Case) -> Callable[[Any, Any], float]:
    """The case's own distances: `"A|B": distance`, either way round, or a table of them."""
    given = {}
    if isinstance(case["data"]["distance"], list):
        names = list(table(case).values)
        rows = zip(names, case["data"]["distance"], strict=True)
        every = {(one, two): d for one, row in rows for two, d in zip(names, row, strict=True)}
        return lambda a, b: float(every[a, b])
    for key, distance in case["data"]["distance"].items():
        one, other = key.split("|")
        given[one, other] = given[other, one] = float(distance)
    return lambda a, b: 0.0 if a == b else given[str(a), str(b)]


def value(of: Callable[..., co.Coefficient], data: Callable[[Case], Any], **options: Any) -> Any:
    return lambda case, folder: of(data(case), interval=None, **options).value


def category(of: Callable[..., co.Coefficient], data: Callable[[Case], Any]) -> Any:
    """Kappa of the category that the name ends with, whether it is a text or a number."""

    def run(case: Case, folder: Path) -> float | None:
        name = re.fullmatch(r"(?:fleiss_)?kappa_category_(.+)", name_of(case)).group(1)
        ratings = co.read(data(case))
        found = [each for each in ratings.values if str(each) == name]
        return of(ratings, found[0], interval=None).value

    return run


def weighted(case: Case, folder: Path) -> float | None:
    """Cohen's kappa with weights 1 - distance, on a scale where the largest distance is 1."""
    distance = apart(case)
    names = table(case).values
    largest = max(distance(a, b) for a in names for b in names)
    weights = [[1 - distance(a, b) / largest for b in names] for a in names]
    return co.cohen_kappa(table(case), weights=weights).value


def own_distance(case: Case, folder: Path) -> float | None:
    return co.krippendorff_alpha(table(case), distance=apart(case)).value


def pairs(case: Case, folder: Path) -> float:
    """One figure of the distribution that KALPHA prints."""
    what = name_of(case).removeprefix("alpha_ordinal_boot_pairs_")
    found = co.alpha_draws(on_a_scale(case), "ordinal", interval="pairs", draws=DRAWS)
    if below := re.fullmatch(r"q_below_(\d*\.?\d+)", what):
        return float((found < float(below.group(1))).mean())
    result = co.krippendorff_alpha(on_a_scale(case), "ordinal", interval="pairs", draws=DRAWS)
    low, high = result.interval
    figures = {"ci_low": low, "ci_high": high, "se": result.se, "mean": found.mean()}
    return float(figures[what])


def convention(case: Case) -> str:
    """The convention for MASI that a case means: told by its note, else by where it comes from.

    A text that names both programs compares them and tells nothing; ours where nothing tells.
    """
    for field in ("note", "source", "provenance", "name"):
        text = str(case.get(field) or "")
        named = [name for name in ("dkpro", "nltk") if name in text.lower()]
        if len(named) == 1:
            return named[0]
    return "passonneau"


def sets(case: Case) -> list[list[Any]]:
    return case["data"]["units"]


def masi(case: Case, folder: Path) -> float | None:
    return co.masi_alpha(sets(case), convention(case), interval=None).value


def masi_apart(case: Case, folder: Path) -> Any:
    """The distance of the two sets that a unit has; of several units a list, or their mean."""
    read = [[each for each in row if each is not None] for row in sets(case)]
    found = [co.masi_distance(*row[:2], convention(case)) for row in read if len(row) > 1]
    if isinstance(case["expected"], list):
        return found
    return sum(found) / len(found) if found else None


def characters(case: Case, folder: Path) -> float | None:
    """A text's characters: coded by both, by one of the two, by neither."""
    data = case["data"]
    one = data["only_one"]
    ones = [*one.values()] if isinstance(one, dict) else one if isinstance(one, list) else [one, 0]
    cells = [[data["both"], ones[0]], [ones[1], data["neither"]]]
    lacking = data["length"] - sum(map(sum, cells))
    if lacking:
        raise ValueError(f"{lacking} characters are not accounted for")
    return co.percent_agreement(co.from_table(cells, ["coded", "not coded"])).value


def se(of: Callable[..., co.Coefficient], data: Callable[[Case], Any]) -> Any:
    return lambda case, folder: of(data(case), interval="analytic").se


Runner = Callable[[Case, Path], Any]
RUNNERS: list[tuple[str, str, Runner]] = [
    ("table", "percent_agreement", value(co.percent_agreement, table)),
    ("table", "cohen_kappa", value(co.cohen_kappa, table)),
    ("table", "cohen_kappa_max", value(co.cohen_kappa_max, table)),
    ("table", "cohen_kappa_quadratic", value(co.cohen_kappa, table, weights="quadratic")),
    # Fleiss, Cohen & Everitt and Gwet's handbook print the same formula for a table.
    ("table", "cohen_kappa_se(_gwet)?", se(co.cohen_kappa, table)),
    ("table", "weighted_kappa_custom", weighted),
    ("table", "krippendorff_alpha_custom", own_distance),
    ("table", "kappa_category_.+", category(co.kappa_category, table)),
    ("table", "scott_pi", value(co.scott_pi, table)),
    ("table", "bennett_s", value(co.bennett_s, table)),
    ("table", "brennan_prediger", value(co.brennan_prediger, table)),
    ("table", "gwet_ac1", value(co.gwet_ac1, table)),
    ("table", "gwet_ac1_se", se(co.gwet_ac1, table)),
    ("table", "gwet_ac2_quadratic", value(co.gwet_ac2, table)),
    ("table", "krippendorff_alpha_nominal", value(co.krippendorff_alpha, table)),
    ("matrix", "percent_agreement", value(co.percent_agreement, units)),
    ("matrix", "percent_agreement_gwet", value(co.percent_agreement, units, missing="gwet")),
    ("matrix", "cohen_kappa", value(co.cohen_kappa, units)),
    ("matrix", "scott_pi", value(co.scott_pi, units)),
    ("matrix", "fleiss_kappa", value(co.fleiss_kappa, units)),
    ("matrix", "fleiss_kappa_gwet", value(co.fleiss_kappa, units, missing="gwet")),
    ("matrix", "fleiss_kappa_category_.+", category(co.fleiss_kappa_category, units)),
    ("matrix", "conger_kappa", value(co.conger_kappa, units)),
    ("matrix", "conger_kappa_gwet", value(co.conger_kappa, units, missing="gwet")),
    ("matrix", "light_kappa_mean_pairwise", value(co.light_kappa, units)),
    ("matrix", "randolph_free_kappa", value(co.randolph_kappa, units)),
    ("matrix", "brennan_prediger", value(co.brennan_prediger, units)),
    ("matrix", "gwet_ac1", value(co.gwet_ac1, units)),
    ("matrix", "gwet_ac1_se", se(co.gwet_ac1, units)),
    ("matrix", "gwet_ac2_quadratic", value(co.gwet_ac2, on_a_scale)),
    ("matrix", "krippendorff_alpha_nominal", value(co.krippendorff_alpha, units)),
    *(
        (
            "matrix",
            f"krippendorff_alpha_{level}",
            value(co.krippendorff_alpha, on_a_scale, level=level),
        )
        for level in ("ordinal", "interval", "ratio")
    ),
    ("matrix", "alpha_ordinal_boot_pairs_.+", pairs),
    ("dist", "percent_agreement", value(co.percent_agreement, counts)),
    ("dist", "fleiss_kappa", value(co.fleiss_kappa, counts)),
    ("dist", "brennan_prediger", value(co.brennan_prediger, counts)),
    ("dist", "gwet_ac1", value(co.gwet_ac1, counts)),
    ("dist", "krippendorff_alpha_nominal", value(co.krippendorff_alpha, counts)),
    ("sets", "masi_distance", masi_apart),
    ("sets", "krippendorff_alpha_masi", masi),
    ("sets", "krippendorff_mvalpha", value(co.multivalued_alpha, sets)),
    ("sets", "percent_agreement_exact", value(co.exact_agreement, sets)),
    ("charcounts", "percent_agreement", characters),
]
