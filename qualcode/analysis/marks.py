"""Key quotations: the codings that somebody marked, and how their words are shortened."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.store import Study, moving


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding marked as a key quotation. coding: the coding that stands now; marked: the one that
    was marked, which `coding` stands in for; excerpt: "" = quoted in full."""

    mark: str
    coding: str
    marked: str
    coder: str
    time: str
    excerpt: str


def standing_marks(study: Study) -> dict[str, Mark]:
    """The key quotations by the id of their standing coding, in the order they were marked.

    A mark follows its coding: where a coding was replaced (by an edit, a renamed code, a new version of
    the text), the mark is on the one that stands in for it; where two do, on both. A mark on a coding
    that was retracted for good rests until the coding comes back. Of several marks that meet on one
    coding the latest counts.
    """

    def make() -> dict[str, Mark]:
        names = study.names()
        rows = study.rows(
            "SELECT mark_id, coding_id, coder, time, content FROM mark WHERE ended IS NULL ORDER BY n"
        )
        found: dict[str, Mark] = {}
        for mark, coding, coder, time, content in rows:
            words = None if content is None else study.content(content)
            for at in moving.present(study, coding):
                found.pop(at, None)
                found[at] = Mark(
                    mark, at, coding, names[coder], time, (words or {}).get("text", "")
                )
        return found

    return study.cached("standing marks", make)
