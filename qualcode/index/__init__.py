"""Tokens, vocabulary and postings of a corpus; derived data beside the project, always rebuildable."""
