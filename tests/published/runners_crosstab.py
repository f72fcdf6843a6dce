"""Cross-tabulations and sets of p-values, computed with qualcode.analysis.inference."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode.analysis import inference

ALTERNATIVES = {"less": "less", "greater": "greater", "two_sided": "two-sided"}


def table_of(case: dict[str, Any]) -> list[list[int]]:
    """The rows of counts; files may also give them with names of rows and columns."""
    data = case["data"]
    return data["table"] if isinstance(data, dict) else data


def of_table(function: Callable[[Any], Any]) -> Callable[[dict[str, Any], Path], Any]:
    return lambda case, folder: function(table_of(case))


def fisher(case: dict[str, Any], folder: Path) -> float | None:
    word = case["statistic"].removeprefix("fisher_exact_").removesuffix("_p")
    return inference.fisher_exact(table_of(case), ALTERNATIVES[word])


def exact(case: dict[str, Any], folder: Path) -> float | None:
    """Only an exact p will do here, not an estimated one."""
    found = inference.freeman_halton(table_of(case))
    assert found.exact or found.p is None, found.method
    return found.p


def rejected(adjust: Callable[[Any], list[float | None]]) -> Callable[[dict[str, Any], Path], int]:
    return lambda case, folder: sum(p is not None and p <= 0.05 for p in adjust(case["data"]))


Runner = Callable[[dict[str, Any], Path], Any]
RUNNERS: list[tuple[str, str, Runner]] = [
    ("table", "pearson_chi2", of_table(lambda table: inference.pearson_chi2(table).statistic)),
    ("table", "df", of_table(lambda table: inference.pearson_chi2(table).df)),
    ("table", "p_value", of_table(lambda table: inference.pearson_chi2(table).p)),
    (
        "table",
        "likelihood_ratio_G2",
        of_table(lambda table: inference.likelihood_ratio(table).statistic),
    ),
    ("table", "adjusted_standardised_residuals", of_table(inference.adjusted_residuals)),
    ("table", "pearson_residuals", of_table(inference.pearson_residuals)),
    ("table", "cramers_v", of_table(inference.cramers_v)),
    ("table", "cramers_v_bias_corrected", of_table(inference.cramers_v_corrected)),
    ("table", "contingency_coefficient", of_table(inference.contingency_coefficient)),
    ("table", "expected_cells_below_5_share", of_table(inference.small_expected_share)),
    ("table", "fisher_exact_(less|greater|two_sided)_p", fisher),
    ("table", "conditional_mle_odds_ratio", of_table(inference.conditional_odds_ratio)),
    ("table", "freeman_halton_exact_p", exact),
    ("pvalues", "bh_adjusted_p", lambda case, folder: inference.benjamini_hochberg(case["data"])),
    ("pvalues", r"bh_rejections_at_\.05", rejected(inference.benjamini_hochberg)),
    ("pvalues", r"bonferroni_rejections_at_\.05", rejected(inference.bonferroni)),
]
