"""The study on disk: one ordinary SQLite file of acts, words, and projections of the acts."""

from qualcode.store.study import Draft, Study, create_study, open_study

__all__ = ["Draft", "Study", "create_study", "open_study"]
