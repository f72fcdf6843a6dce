"""qualcode: code interviews and field notes, review suggestions, tabulate themes by role and case.

The public names are loaded when they are first used; importing the package loads nothing heavy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "new_project": "qualcode.project",
    "open_project": "qualcode.project",
    "Project": "qualcode.project",
    "crosstab": "qualcode.present",
    "frequencies": "qualcode.present",
    "quotes": "qualcode.present",
    "Table": "qualcode.present.table",
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
    "UsageError",
    "__version__",
    "crosstab",
    "frequencies",
    "new_project",
    "open_project",
    "quotes",
]

if TYPE_CHECKING:
    from qualcode.core.codebook import Code, Codebook
    from qualcode.core.people import NONE, NOT_RECORDED
    from qualcode.errors import QualcodeError, UsageError
    from qualcode.present import crosstab, frequencies, quotes
    from qualcode.present.table import Table
    from qualcode.project import Project, new_project, open_project


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        from importlib import import_module

        value = getattr(import_module(_WHERE[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'qualcode' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
