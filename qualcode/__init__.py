"""qualcode: code interviews and field notes, review suggestions, tabulate themes by role and case.

The public names are loaded when they are first used; importing the package loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.3.0"

_WHERE = {
    "new_project": "qualcode.project",
    "open_project": "qualcode.project",
    "Project": "qualcode.project",
    "cooccurrence": "qualcode.present.cooccurrence",
    "proximity": "qualcode.present.cooccurrence",
    "automation": "qualcode.present.automation",
    "sensitivity": "qualcode.present.sensitivity",
    "correspondence": "qualcode.present.correspondence",
    "crosstab": "qualcode.present",
    "frequencies": "qualcode.present",
    "methods_note": "qualcode.present.methods",
    "quotes": "qualcode.present",
    "kwic": "qualcode.present",
    "kwic_lines": "qualcode.analysis.kwic",
    "distinctive_words": "qualcode.present.words",
    "findings": "qualcode.present.findings",
    "save_quotes": "qualcode.present.passages",
    "Table": "qualcode.present.table",
    "Trial": "qualcode.present.trial",
    "try_pattern": "qualcode.present.trial",
    "compare_codebooks": "qualcode.core.changes",
    "Codebook": "qualcode.core.codebook",
    "Code": "qualcode.core.codebook",
    "NONE": "qualcode.core.people",
    "NOT_RECORDED": "qualcode.core.people",
    "QualcodeError": "qualcode.errors",
    "UsageError": "qualcode.errors",
}

__all__ = [
    "NONE",
    "NOT_RECORDED",
    "Code",
    "Codebook",
    "Project",
    "QualcodeError",
    "Table",
    "Trial",
    "UsageError",
    "__version__",
    "agreement",
    "automation",
    "compare_codebooks",
    "cooccurrence",
    "correspondence",
    "crosstab",
    "distinctive_words",
    "explore",
    "findings",
    "framework",
    "frequencies",
    "inference",
    "kwic",
    "kwic_lines",
    "methods_note",
    "new_project",
    "open_project",
    "plots",
    "proximity",
    "quotes",
    "saturation",
    "save_quotes",
    "sensitivity",
    "try_pattern",
]

if TYPE_CHECKING:
    from qualcode import explore
    from qualcode.analysis import inference
    from qualcode.analysis.kwic import kwic_lines
    from qualcode.core.changes import compare_codebooks
    from qualcode.core.codebook import Code, Codebook
    from qualcode.core.people import NONE, NOT_RECORDED
    from qualcode.errors import QualcodeError, UsageError
    from qualcode.present import (
        agreement,
        crosstab,
        framework,
        frequencies,
        kwic,
        plots,
        quotes,
        saturation,
    )
    from qualcode.present.automation import automation
    from qualcode.present.cooccurrence import cooccurrence, proximity
    from qualcode.present.correspondence import correspondence
    from qualcode.present.findings import findings
    from qualcode.present.methods import methods_note
    from qualcode.present.passages import save_quotes
    from qualcode.present.sensitivity import sensitivity
    from qualcode.present.table import Table
    from qualcode.present.trial import Trial, try_pattern
    from qualcode.present.words import distinctive_words
    from qualcode.project import Project, new_project, open_project


# Modules whose functions are public under their own name: qc.plots.bar_plot(table).
_MODULES = {
    "agreement": "qualcode.present.agreement",
    "explore": "qualcode.explore",
    "framework": "qualcode.present.framework",
    "inference": "qualcode.analysis.inference",
    "plots": "qualcode.present.plots",
    "saturation": "qualcode.present.saturation",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _MODULES:
        return import_module(_MODULES[name])
    if name in _WHERE:
        value = getattr(import_module(_WHERE[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'qualcode' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
