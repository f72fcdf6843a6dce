"""Spans and segmentations: alpha_U, the u-alpha family, gamma, boundary similarity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qualcode.analysis import unitizing as un


def _read(case: dict[str, Any]) -> tuple[Any, tuple[int, int], list[str]]:
    data = case["data"]
    low, high = data["continuum"]
    return un.spans_frame(data["spans"], lengths=True), (low, high), list(data["spans"])


def alpha_u_1995(case: dict[str, Any], folder: Path) -> float | None:
    """`alphaU_1995_overall`, `alphaU_1995_category_X`, `alphaU_1995_Do_X`: X is the category."""
    spans, continuum, coders = _read(case)
    _, _, what = case["coefficient"].partition("alphaU_1995_")
    kind, _, category = what.partition("_")
    found = un.alpha_u_1995(
        spans, continuum, None if kind == "overall" else category, coders=coders, draws=0
    )
    return found.observed if kind == "Do" else found.value


FAMILY = {
    "u_alpha_nominal": un.u_alpha,
    "u_alpha_binary": un.u_alpha_binary,
    "cu_alpha_nominal": un.cu_alpha,
}


def family_2016(case: dict[str, Any], folder: Path) -> float | None:
    spans, continuum, coders = _read(case)
    return FAMILY[case["coefficient"]](spans, continuum, coders=coders, draws=0).value


GAMMA = {"gamma": "gamma", "gamma_cat": "gamma_cat", "gamma_best_disorder": "best_disorder"}


def gamma(case: dict[str, Any], folder: Path) -> float | None:
    rows = case["data"]["spans"]
    # Places between two seconds or letters: all is measured in parts of the sum of two lengths.
    fine = 1 if all(float(edge) == int(edge) for row in rows for edge in row[2:]) else 1_000
    rows = [[row[0], row[1], round(row[2] * fine), round(row[3] * fine)] for row in rows]
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for coder, label, start, end in rows:
        spans.setdefault(coder, []).append((start, end, label))
    continuum = (min(0, *(row[2] for row in rows)), max(row[3] for row in rows))
    found = un.gamma_family(un.spans_frame(spans), continuum)
    return found[GAMMA[case["coefficient"]]].value


def boundaries(case: dict[str, Any], folder: Path) -> float | None:
    first, second = case["data"]["masses"]
    return un.boundary_similarity(first, second, n_t=2).value


RUNNERS = [
    ("spans", "alphaU_1995_overall|alphaU_1995_(category|Do)_.+", alpha_u_1995),
    ("spans", "u_alpha_(nominal|binary)|cu_alpha_nominal", family_2016),
    ("spans_se", "gamma|gamma_cat|gamma_best_disorder", gamma),
    ("boundaries", "boundary_similarity_n2", boundaries),
]
