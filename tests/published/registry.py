"""Every kind and name that a file of published examples may use; anything else is a mistake."""

from __future__ import annotations

import re

# kind -> names, as regular expressions that must match whole. A `table` may hold two coders' counts or
# a cross-tabulation; `codings` may ask for any theme of the case itself.
NAMES: dict[str, tuple[str, ...]] = {
    "table": (
        "percent_agreement", "cohen_kappa(_max|_quadratic|_se|_se_gwet)?", "weighted_kappa_custom",
        "krippendorff_alpha_(custom|nominal)", "kappa_category_.+", "scott_pi", "bennett_s",
        "brennan_prediger", "gwet_ac1(_se)?", "gwet_ac2_quadratic",
        "pearson_chi2", "df", "p_value", "likelihood_ratio_G2", "adjusted_standardised_residuals",
        "pearson_residuals", "cramers_v(_bias_corrected)?", "contingency_coefficient",
        "expected_cells_below_5_share", "fisher_exact_(less|greater|two_sided)_p",
        "conditional_mle_odds_ratio", "freeman_halton_exact_p", "principal_inertias",
        "total_inertia", "row_principal_dim1_abs",
    ),
    "matrix": (
        "percent_agreement(_gwet)?", "cohen_kappa", "scott_pi", "fleiss_kappa(_gwet)?",
        "fleiss_kappa_category_.+", "conger_kappa(_gwet)?", "light_kappa_mean_pairwise",
        "randolph_free_kappa", "brennan_prediger", "gwet_ac1(_se)?", "gwet_ac2_quadratic",
        "krippendorff_alpha_(nominal|ordinal|interval|ratio)", "alpha_ordinal_boot_pairs_.+",
    ),
    "dist": (
        "percent_agreement", "fleiss_kappa", "brennan_prediger", "gwet_ac1",
        "krippendorff_alpha_nominal",
    ),
    "sets": (
        "masi_distance", "krippendorff_alpha_masi", "krippendorff_mvalpha",
        "percent_agreement_exact",
    ),
    "spans": (
        "alphaU_1995_overall", "alphaU_1995_(category|Do)_.+", "u_alpha_(nominal|binary)",
        "cu_alpha_nominal",
    ),
    "spans_se": ("gamma", "gamma_cat", "gamma_best_disorder"),
    "boundaries": ("boundary_similarity_n2",),
    "charcounts": ("percent_agreement",),
    "pvalues": ("bh_adjusted_p", r"bh_rejections_at_\.05", r"bonferroni_rejections_at_\.05"),
    "wordcounts": ("log_odds_z",),
    "counts": ("rounded",),
    "cooc": ("c_coefficient",),
    "codings": (".+",),
    "saturation": ("new_information_ratio_by_run",),
}  # fmt: skip


def known(kind: str, name: str) -> bool:
    """Whether a file may ask for this name on this kind of data."""
    return any(re.fullmatch(pattern, name) for pattern in NAMES.get(kind, ()))
