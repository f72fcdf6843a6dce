"""What a figure shows, in words, for readers who cannot see it: every figure carries its alt text."""

from __future__ import annotations

from typing import Any

_NAME = "qualcode_alt_text"


def describe(ax: Any, text: str) -> None:
    """Let axes carry their alt text: what kind of figure, of what, and the numbers that matter."""
    setattr(ax, _NAME, " ".join(text.split()))


def alt_text(picture: Any) -> str:
    """The alt text of axes or of a whole figure ("" where nobody described it), to be put beside the
    picture in a paper or on a page. `plots.save` writes it into the file too."""
    own = getattr(picture, _NAME, None)
    if own is not None:
        return str(own)
    axes = getattr(picture, "axes", None)
    if not isinstance(axes, list):
        return ""
    return " ".join(filter(None, (getattr(each, _NAME, "") for each in axes)))
