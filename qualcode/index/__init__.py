"""The token index: where each word of each turn stands, and every place a word occurs.

`build` and `load_or_build` make a `TokenIndex`, `study_index` that of a study; `parse_glob`, `search` and
`near_windows` ask it. The index is derived data: it may be deleted at any time and is built again from
the stored texts.
"""

from __future__ import annotations

from qualcode.index.builder import build, load_or_build
from qualcode.index.near import near_windows
from qualcode.index.query import Glob, parse_glob, search
from qualcode.index.study import Stored, stored, study_index
from qualcode.index.token_index import TokenIndex, Vocabulary
from qualcode.index.tokens import Indexable, index_key

__all__ = [
    "Glob",
    "Indexable",
    "Stored",
    "TokenIndex",
    "Vocabulary",
    "build",
    "index_key",
    "load_or_build",
    "near_windows",
    "parse_glob",
    "search",
    "stored",
    "study_index",
]
