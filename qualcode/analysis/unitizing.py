"""Agreement of coders who mark spans: where a unit begins and ends, and which category it gets.

"Alpha for unitizing" names two different coefficients, which give different numbers on the same spans:

- `alpha_u_1995`: alpha_U of Krippendorff (1995, Sociological Methodology 25, 47–76; 2004, Quality &
  Quantity 38, 787–800), made of squared differences between the edges of overlapping units;
- the family of Krippendorff, Mathet, Bouvry & Widlöcher (2016, Quality & Quantity 50, 2347–2364), made of
  the lengths of intersections: `u_alpha` (units and categories), `u_alpha_binary` (|u-alpha, units
  against gaps), `cu_alpha` (categories where units meet), `ku_alpha` ((k)cu-alpha, one category).

Every result names its version and the length of the continuum. Beside them stand gamma, boundary
similarity, the figures over characters, and `compare_spans`, the list that comes before any number.

Every function takes a frame with one row for each span (coder, start, end half-open, category or code,
and document where there are several; `spans_frame` makes one), and the continuum that everybody read.
"""

from __future__ import annotations

from qualcode.analysis.unitizing_1995 import alpha_u_1995
from qualcode.analysis.unitizing_2016 import cu_alpha, ku_alpha, u_alpha, u_alpha_binary
from qualcode.analysis.unitizing_compare import compare_spans, span_summary
from qualcode.analysis.unitizing_gamma import best_disorder, gamma, gamma_cat, gamma_family
from qualcode.analysis.unitizing_pairs import (
    boundary_similarity,
    boundary_similarity_spans,
    character_counts,
    character_kappa,
    character_percent_agreement,
)
from qualcode.analysis.unitizing_spans import spans_frame

__all__ = [
    "alpha_u_1995",
    "best_disorder",
    "boundary_similarity",
    "boundary_similarity_spans",
    "character_counts",
    "character_kappa",
    "character_percent_agreement",
    "compare_spans",
    "cu_alpha",
    "gamma",
    "gamma_cat",
    "gamma_family",
    "ku_alpha",
    "span_summary",
    "spans_frame",
    "u_alpha",
    "u_alpha_binary",
]
