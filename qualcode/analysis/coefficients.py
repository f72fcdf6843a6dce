"""Agreement between coders: the coefficients, each with what it counted and how.

| function | chance comes from | coders | 0 for coders who code at random |
|---|---|---|---|
| `percent_agreement`, `exact_agreement` | nothing | two or more | no |
| `cohen_kappa` | each coder's own values | two | yes |
| `conger_kappa`, `light_kappa` | each coder's own values | two or more | yes |
| `scott_pi`, `fleiss_kappa` | all coders' values together | two; two or more | yes |
| `krippendorff_alpha`, `masi_alpha`, `multivalued_alpha` | all coders' values together | two or more | yes |
| `brennan_prediger`, `bennett_s`, `randolph_kappa` | the number of categories | two or more; two | no |
| `gwet_ac1`, `gwet_ac2` | the spread of the values | two or more | no |

A frame has one row per unit and one column per coder. A missing cell (None, NaN, pd.NA) means that this
coder did not read the unit; "read and left uncoded" is a value of its own. In place of a frame: an array, a
list of lists, `from_table` (two coders' table) or `from_counts` (units × categories).
"""

from __future__ import annotations

from collections.abc import Callable

from qualcode.analysis.coefficients_alpha import alpha_draws, krippendorff_alpha
from qualcode.analysis.coefficients_base import DEFAULT_SEED, DRAWS, Coefficient, short
from qualcode.analysis.coefficients_data import Ratings, read
from qualcode.analysis.coefficients_own import (
    cohen_kappa,
    cohen_kappa_max,
    conger_kappa,
    kappa_category,
    light_kappa,
)
from qualcode.analysis.coefficients_pooled import (
    bennett_s,
    brennan_prediger,
    fleiss_kappa,
    fleiss_kappa_category,
    gwet_ac1,
    gwet_ac2,
    percent_agreement,
    randolph_kappa,
    scott_pi,
)
from qualcode.analysis.coefficients_sets import (
    exact_agreement,
    masi_alpha,
    masi_distance,
    multivalued_alpha,
)
from qualcode.analysis.coefficients_tables import from_counts, from_table

# By name, for whoever takes a coefficient's name from a user.
COEFFICIENTS: dict[str, Callable[..., Coefficient]] = {
    function.__name__: function
    for function in (
        percent_agreement,
        cohen_kappa,
        cohen_kappa_max,
        scott_pi,
        fleiss_kappa,
        conger_kappa,
        light_kappa,
        krippendorff_alpha,
        brennan_prediger,
        bennett_s,
        randolph_kappa,
        gwet_ac1,
        gwet_ac2,
        exact_agreement,
        masi_alpha,
        multivalued_alpha,
    )
}

__all__ = [
    "COEFFICIENTS",
    "DEFAULT_SEED",
    "DRAWS",
    "Coefficient",
    "Ratings",
    "alpha_draws",
    "bennett_s",
    "brennan_prediger",
    "cohen_kappa",
    "cohen_kappa_max",
    "conger_kappa",
    "exact_agreement",
    "fleiss_kappa",
    "fleiss_kappa_category",
    "from_counts",
    "from_table",
    "gwet_ac1",
    "gwet_ac2",
    "kappa_category",
    "krippendorff_alpha",
    "light_kappa",
    "masi_alpha",
    "masi_distance",
    "multivalued_alpha",
    "percent_agreement",
    "randolph_kappa",
    "read",
    "scott_pi",
    "short",
]
