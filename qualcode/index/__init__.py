"""The token index: where each word of each turn stands, and every place a word occurs.

`build` and `load_or_build` make a `TokenIndex`; `parse_glob` and `search` ask it. The index is derived
data: it may be deleted at any time and is built again from the stored texts.
"""

from __future__ import annotations

from qualcode.index.builder import build, load_or_build
from qualcode.index.query import Glob, parse_glob, search
from qualcode.index.token_index import TokenIndex, Vocabulary
from qualcode.index.tokens import Indexable, index_key

__all__ = [
    "Glob",
    "Indexable",
    "TokenIndex",
    "Vocabulary",
    "build",
    "index_key",
    "load_or_build",
    "parse_glob",
    "search",
]
