"""qualcode: code interviews and field notes, review suggestions, tabulate themes by role and case."""

__version__ = "0.1.0"
