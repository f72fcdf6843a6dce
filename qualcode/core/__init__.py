"""The nouns of a study. Standard library only."""
