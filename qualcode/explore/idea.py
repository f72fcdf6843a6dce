"""What all results of exploring are: a report that says it is no coding, and a draft for the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.core.outfiles import write_whole
from qualcode.errors import CodingError, UsageError, listing
from qualcode.present.report import Report
from qualcode.readers.codebooks import write_codebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

IDEA = (
    "Ideas to read on from, not findings: nothing of this is a coding, none of it enters a table, and"
    " nothing was written to the project."
)
# The key under which an entry of a draft says what it is; it goes when the entry is written.
MARK = "draft"
_TO_WRITE = "to be written: what belongs here, and what does not"


@dataclass(frozen=True, slots=True)
class Drafted:
    """One thing that may go into a codebook.

    key: how it is chosen (a topic's number, a word). code: the entry it goes to, an existing one or a new
    one. name: of a new entry. patterns: what would find it. said: where it comes from. wanted: whether it
    is in the draft unless it is chosen.
    """

    key: Any
    code: str
    name: str
    patterns: tuple[Pattern, ...]
    said: str
    wanted: bool = True


@dataclass(repr=False)
class Idea(Report):
    """A report of ideas. book: the codebook they were held against; drafted: what could go into it."""

    book: Codebook = field(default_factory=Codebook)
    drafted: list[Drafted] = field(default_factory=list)

    def draft(
        self,
        choose: Iterable[Any] | Any | None = None,
        *,
        into: str | None = None,
        alone: bool = False,
    ) -> Codebook:
        """The project's codebook with the ideas in it, for `load_codebook` or to be merged by hand.

        choose: only these (numbers of topics, words, phrases); None = all that the codebook does not find
        already. into: put their patterns under this code, an existing or a new one. alone: without the
        other codes of the project.

        A new code has a name, patterns, no definition, and the key `draft` that says where it comes from;
        an existing code gets the patterns it lacks, and the key. Nothing else of it changes, so that no
        coding becomes stale. Raises UsageError for what is not in this report, CodingError for a code that
        was merged or retired.
        """
        rows = self._chosen(choose)
        if not rows:
            raise UsageError(
                "draft", "nothing to put into a codebook", next="Name some with choose="
            )
        grouped: dict[str, list[Drafted]] = {}
        for row in rows:
            grouped.setdefault(into or row.code, []).append(row)
        codes = {} if alone else dict(self.book.codes)
        for code, own in grouped.items():
            entry = self.book.codes.get(code)
            if entry is None:
                name = own[0].name if into is None else f"{into} (draft)"
                entry = Code(code, name=name)
            elif entry.merged_into is not None or entry.retired:
                raise CodingError(code, "is out of use", self.book.what_became(code))
            elif alone:
                # Without its branch, as an entry to be merged by hand.
                entry = replace(entry, parent=None)
            there = list(entry.patterns)
            for row in own:
                there += [pattern for pattern in row.patterns if pattern not in there]
            said = " · ".join(dict.fromkeys(row.said for row in own))
            codes[code] = replace(entry, patterns=tuple(there), extras={**entry.extras, MARK: said})
        return Codebook(
            codes.values(),
            title=self.book.title or "Draft",
            version=self.book.version,
        )

    def save_draft(
        self,
        path: str | Path,
        choose: Iterable[Any] | Any | None = None,
        *,
        into: str | None = None,
        alone: bool = False,
    ) -> Path:
        """Write `draft` as .yaml (with `definition` blank and marked), .csv or .docx; returns the path."""
        path = Path(path)
        book = self.draft(choose, into=into, alone=alone)
        if path.suffix.casefold() not in (".yaml", ".yml"):
            write_codebook(book, path)
            return path

        def write(part: Path) -> None:
            write_codebook(book, part)
            part.write_text(_marked(part.read_text("utf-8"), self.title), "utf-8", newline="\n")

        write_whole(path, (".yaml", ".yml"), write)
        return path

    def plot(self, ax: Axes | None = None, **options: Any) -> Axes:
        """Draw it, where there is a picture of it."""
        raise UsageError("plot", f"there is no picture of {self.title!r}")

    def _chosen(self, choose: Iterable[Any] | Any | None) -> Sequence[Drafted]:
        if choose is None:
            return [row for row in self.drafted if row.wanted]
        several = isinstance(choose, Iterable) and not isinstance(choose, str)
        asked = list(choose) if several else [choose]
        known = {str(row.key): row for row in self.drafted}
        if unknown := [each for each in asked if str(each) not in known]:
            raise UsageError("choose", f"{unknown[0]!r} is not in the report", listing(known, 20))
        return [known[str(each)] for each in asked]


def _marked(text: str, title: str) -> str:
    """The YAML text with a blank definition, marked, in every new entry of the draft."""
    import io

    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 100
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    data = yaml.load(text)

    def walk(entries: Any) -> None:
        for entry in entries:
            if MARK in entry and "definition" not in entry:
                entry.insert(2 if "name" in entry else 1, "definition", "")
                entry.yaml_add_eol_comment(_TO_WRITE, "definition")
            walk(entry.get("codes", ()))

    walk(data["codes"])
    out = io.StringIO()
    yaml.dump(data, out)
    head = (
        f"# {' '.join(title.split())}: a draft. Entries with the key `{MARK}` hold ideas, no findings.\n"
        "# Write their definitions, take out what does not hold, and take the key out; then\n"
        "# qualcode codebook check FILE, and qualcode codebook load PROJECT FILE.\n"
    )
    return head + out.getvalue()


def new_id(book: Codebook, wanted: str) -> str:
    """An id that the codebook does not have yet, nor had."""
    taken = set(book.codes) | set(book.former)
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}_{number}"
    return found
