"""Several names in one cell of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A part in quotation marks, or else everything up to the next separator.
_PART = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?=;|$)|([^;]+)')


def joined(parts: Iterable[str]) -> str:
    """`a; b; "c; d"`: a part that holds the separator stands in quotation marks, doubled inside."""
    return "; ".join(
        '"' + part.replace('"', '""') + '"' if ";" in part or part.startswith('"') else part
        for part in parts
    )


def parted(cell: str) -> list[str]:
    """The parts that `joined` put together; blank parts are left out."""
    parts = [
        match[2] if match[1] is None else match[1].replace('""', '"')
        for match in _PART.finditer(cell)
    ]
    return [part.strip() for part in parts if part.strip()]
