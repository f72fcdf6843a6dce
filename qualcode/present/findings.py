"""The draft of a findings chapter: every theme with its counts and its quotations, for Word and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qualcode.analysis.tables import LEVELS, UNITS
from qualcode.core.codebook import Code
from qualcode.core.people import NONE, NOT_RECORDED
from qualcode.errors import UsageError, counted, listing
from qualcode.present.table import Table, printed

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.corpus import Corpus
    from qualcode.present import OpenProject
    from qualcode.store import Study

PER_CODE = 3


class Sheet(Protocol):
    """What a chapter is written on: `Paper` and `MarkdownPaper`."""

    def heading(self, text: str, level: int = 1) -> None: ...
    def paragraph(self, text: str, style: str | None = None) -> None: ...
    def quotation(self, text: str, source: str = "") -> None: ...
    def note(self, text: str) -> None: ...
    def table(
        self,
        head: Sequence[Sequence[str]],
        rows: Sequence[Sequence[str]],
        align: Sequence[str] = "",
        *,
        foot: Sequence[Sequence[str]] = (),
        title: str = "",
    ) -> None: ...


@dataclass(repr=False)
class Findings:
    """A findings chapter.

    title: of the study. overview: the table that opens it. quotations: which codings are quoted, one row
    each in the order of the chapter: code, coding_id, source, quotation, excerpt ("" = in full), key.
    """

    title: str
    overview: Table
    quotations: pd.DataFrame
    _blocks: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)

    def _write(self, sheet: Sheet) -> None:
        for method, arguments, named in self._blocks:
            getattr(sheet, method)(*arguments, **named)

    def to_word(self, path: str | Path) -> None:
        """Write the chapter as a Word document. ExportError where it cannot be written."""
        from qualcode.present.word import Paper

        paper = Paper(f"Findings: {self.title}")
        self._write(paper)
        paper.save(path)

    def to_markdown(self, path: str | Path | None = None) -> str:
        """The chapter as Markdown; written as a .md file when a path is given."""
        from qualcode.present.markdown import MarkdownPaper

        paper = MarkdownPaper(f"Findings: {self.title}")
        self._write(paper)
        if path is not None:
            paper.save(path)
        return paper.text

    def save(self, path: str | Path) -> Path:
        """Write the chapter as .docx or .md, as the suffix says; UsageError for another."""
        path = Path(path)
        suffix = path.suffix.casefold()
        if suffix == ".docx":
            self.to_word(path)
        elif suffix == ".md":
            self.to_markdown(path)
        else:
            raise UsageError(str(path), f"no chapter format {suffix or '(none)'}", ".docx, .md")
        return path

    def __str__(self) -> str:
        return self.to_markdown()

    def __repr__(self) -> str:
        number = counted(len(self.quotations), "quotation")
        return f"Findings({self.title!r}, {number})"

    def _repr_markdown_(self) -> str:
        return self.to_markdown()


def findings(
    project: OpenProject | Study,
    *,
    level: str = "theme",
    by: str | Sequence[str] | None = "role",
    where: Mapping[str, Any] | None = None,
    coders: str | Iterable[str] = "record",
    per_code: int = PER_CODE,
    key_only: bool = False,
    citation: str | None = None,
    counts: str = "participants",
    interviewers: bool = False,
    reflective: bool = False,
) -> Findings:
    """Draft a findings chapter: what each theme says, how many said it, and in whose words.

    level: "theme" (each theme with the codes beneath it) or "code" (codes one after the other, in
    codebook order). by: one attribute or two by which the counts are split, or None. counts: the unit of
    the counts (participants, documents, turns, codings, words). where, coders, interviewers, reflective:
    as in `crosstab`; "each" makes several sets of counts and is refused.
    per_code: how many quotations a code gets. Key quotations come first and are all shown, shortened as
    they were marked; the rest is filled up by a rule that the chapter states: in the order of the text,
    from people quoted least under the code, then from roles quoted least. key_only: key quotations only.
    citation: another citation form than the project's, for this chapter.

    Every number is that of `crosstab` and `frequencies`. A quotation in which several people speak is
    shown with their labels. Returns Findings. Raises what `crosstab` raises, and UsageError for a level,
    unit, number or citation form that does not exist.
    """
    from qualcode.analysis.corpus import corpus
    from qualcode.present import crosstab, frequencies, study_of

    if level not in LEVELS:
        raise UsageError("level", f"{level!r}", listing(LEVELS))
    if counts not in UNITS:
        raise UsageError("counts", f"{counts!r}", listing(UNITS))
    if coders == "each":
        raise UsageError(
            "coders", "'each' gives every coder counts of their own", "record, any, or one name"
        )
    if isinstance(per_code, bool) or not isinstance(per_code, int) or per_code < 0:
        raise UsageError("per_code", f"{per_code!r}", "0 or more quotations")
    names = [by] if isinstance(by, str) else list(by or ())
    study = study_of(project)
    shared: dict[str, Any] = {
        "where": where,
        "coders": coders,
        "interviewers": interviewers,
        "reflective": reflective,
    }

    def tables(rows: str) -> Numbers:
        every = frequencies(study, level=rows, unit=counts, **shared)
        split = crosstab(study, rows=rows, columns=names, unit=counts, **shared) if names else None
        return Numbers(every, split, counts)

    found = corpus(study)
    chapter = _Chapter(
        found,
        tables("theme"),
        tables("code"),
        _Chooser(found, where, interviewers, reflective, per_code, key_only, citation),
    )
    return chapter.write(study.title, level)


class Numbers:
    """The counts of one level as sentences; every number is a cell of a table."""

    def __init__(self, every: Table, split: Table | None, unit: str) -> None:
        self.every, self.split, self.unit = every, split, unit
        level = every.what.level
        self._every = {str(row[level]): row for row in _records(every.tidy())}
        self._split = [] if split is None else _records(split.tidy())

    def __contains__(self, row: str) -> bool:
        return row in self._every

    def used(self, row: str) -> bool:
        """Whether any coding of the row is counted."""
        return row in self and _int(self._every[row]["n_codings"]) > 0

    def considered(self, row: str) -> bool:
        return row in self and _int(self._every[row]["base_turns"]) > 0

    def sentence(self, row: str) -> str:
        """`9 of 16 participants (Commissioner 4 of 5, Provider 5 of 11).`"""
        if not self.considered(row):
            return "Not considered in any document that was read."
        text = self._of(self._every[row], self.unit)
        parts = self._parts(row)
        return f"{text} ({', '.join(parts)})." if parts else f"{text}."

    def _of(self, cells: dict[str, Any], noun: str) -> str:
        number = _int(cells[f"n_{self.unit}"])
        base = cells.get(f"base_{self.unit}")
        if base is None:  # codings are counted over no base
            return f"{number:,} {_noun(noun, number)}".rstrip()
        total = _int(base)
        return f"{number:,} of {total:,} {_noun(noun, total)}".rstrip()

    def _parts(self, row: str) -> list[str]:
        if self.split is None:
            return []
        level, names = self.split.what.level, self.split.what.attributes
        own = [cells for cells in self._split if cells[level] == row]
        heads = [[str(cells[name]) for name in names] for cells in own]
        if all(value in (NONE, NOT_RECORDED) for head in heads for value in head):
            return []
        return [
            f"{' × '.join(head)} {self._of(cells, '')}"
            for head, cells in zip(heads, own, strict=True)
            if not _missing(cells[f"n_{self.unit}"])
        ]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value != value


def _int(value: Any) -> int:
    return 0 if _missing(value) else int(value)


def _noun(noun: str, number: int) -> str:
    return noun[:-1] if number == 1 else noun


@dataclass
class _Chooser:
    """Which quotations stand under a code, and how they are printed."""

    corpus: Corpus
    where: Mapping[str, Any] | None
    interviewers: bool
    reflective: bool
    per_code: int
    key_only: bool
    citation: str | None
    chosen: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        from qualcode.analysis.selection import countable_turns, filters

        turns = countable_turns(
            self.corpus, [], interviewers=self.interviewers, reflective=self.reflective
        )
        self.turns = turns & filters(self.corpus, self.where).turn
        if self.citation is not None:
            from qualcode.analysis.citation import parse
            from qualcode.analysis.quotes import citation_fields

            parse(self.citation, citation_fields(self.corpus))

    def of(self, table: Table, code: str) -> list[dict[str, Any]]:
        """The quotations of a code in the order they are printed: the key ones, then those of the rule."""
        from qualcode.analysis.quotes import positions, quote_rows

        ids = table.quotes(code)["coding_id"].tolist()
        frame = quote_rows(
            self.corpus, positions(self.corpus, ids), turns=self.turns, citation=self.citation
        )
        rows: list[dict[str, Any]] = []
        seen = set()
        # A key quotation stands for the others on the same words.
        order = sorted(_records(frame), key=lambda row: not row["key"])
        for row in order:
            place = (row["document"], row["start"], row["end"])
            if place not in seen:
                seen.add(place)
                rows.append(row)
        picked = [row for row in rows if row["key"]]
        if not self.key_only:
            rest = [row for row in rows if not row["key"]]
            while rest and len(picked) < self.per_code:
                people = _tally(map(_person, picked))
                roles = _tally(map(_role, picked))
                best = min(
                    range(len(rest)),
                    key=lambda at: (
                        people.get(_person(rest[at]), 0),
                        roles.get(_role(rest[at]), 0),
                        at,
                    ),
                )
                picked.append(rest.pop(best))
        for row in picked:
            self.chosen.append({"code": code, **row})
        return picked

    def words(self, row: dict[str, Any]) -> str:
        """The quotation as the chapter prints it: shortened where it was marked so, and with labels
        where more than one person speaks in it."""
        from qualcode.analysis.quotes import said_by

        if row["excerpt"]:
            return row["excerpt"]
        said = said_by(self.corpus, row["document"], row["start"], row["end"])
        if len({speaker for speaker, _, _ in said}) < 2:
            return row["quotation"]
        return "\n".join(f"{speaker}: {words}" if speaker else words for speaker, _, words in said)

    def source(self, row: dict[str, Any]) -> str:
        """Where the quotation comes from; for an excerpt also whose words are in it beside those of the
        person cited, since an excerpt has no labels."""
        from qualcode.analysis.excerpt import check_excerpt
        from qualcode.analysis.quotes import said_by

        if not row["excerpt"]:
            return row["source"]
        said = said_by(self.corpus, row["document"], row["start"], row["end"])
        speakers = {speaker for speaker, _, _ in said}
        if " ".join(words for _, _, words in said) == row["quotation"]:
            places = check_excerpt(row["quotation"], row["excerpt"]).places
            speakers, at = set(), 0
            for speaker, _, words in said:
                if any(a < at + len(words) and b > at for a, b in places):
                    speakers.add(speaker)
                at += len(words) + 1
        others = sorted(each for each in speakers if each and each != row["speaker"])
        return f"{row['source']}, with words of {' and '.join(others)}" if others else row["source"]


def _tally(values: Iterable[Any]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def _person(row: Mapping[str, Any]) -> str:
    """Who is quoted; notes and interviewers count as one person in each document."""
    who = row["participant"]
    return who if isinstance(who, str) else f"\0{row['document']}"


def _role(row: Mapping[str, Any]) -> str:
    return row["role"] if isinstance(row["role"], str) else ""


@dataclass
class _Chapter:
    """A chapter under construction."""

    corpus: Corpus
    themes: Numbers
    codes: Numbers
    chooser: _Chooser
    blocks: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)

    def add(self, method: str, *arguments: Any, **named: Any) -> None:
        self.blocks.append((method, arguments, named))

    def write(self, title: str, level: str) -> Findings:
        import pandas as pd

        top = self.themes if level == "theme" else self.codes
        overview = top.split or top.every
        self.add("heading", f"Findings: {title}", 1)
        self.add("paragraph", overview.notes[0] if top.split is None else _base(top.every))
        head, rows, foot = printed(overview)
        self.add(
            "table", head, rows, ["l", *"r" * (len(head[0]) - 1)], foot=foot,
            title=f"Table. {overview.what.sentence()}",
        )  # fmt: skip
        self.add("note", overview.provenance)
        if level == "theme":
            for theme in self.corpus.book.themes:
                self._theme(self.corpus.book[theme])
        else:
            unused = []
            for code in self.codes.every.frame.index:
                if self.codes.used(code):
                    self._code(self.corpus.book[code], 2)
                else:
                    unused.append(code)
            self._unused(unused)
        self._counted()
        columns = ["code", "coding_id", "source", "quotation", "excerpt", "key"]
        return Findings(
            title, overview, pd.DataFrame(self.chooser.chosen, columns=columns), self.blocks
        )

    def _theme(self, theme: Code) -> None:
        book = self.corpus.book
        self.add("heading", theme.label, 2)
        if theme.definition:
            self.add("paragraph", theme.definition, "italic")
        self.add("paragraph", self.themes.sentence(theme.code))
        beneath = [book[code] for code in book.beneath(theme.code) if code != theme.code]
        if self.codes.used(theme.code):
            if beneath:
                own = self.codes.sentence(theme.code)
                self.add("paragraph", f"Coded with the theme itself: {_small(own)}")
            self._quotations(theme.code)
        unused = []
        for entry in beneath:
            if entry.code in self.codes and not self.codes.used(entry.code):
                unused.append(entry.code)
            elif entry.code in self.codes:
                self._code(entry, self._depth(entry))
            elif any(self.codes.used(code) for code in book.beneath(entry.code)):
                # A category says how the codes beneath it belong together.
                self.add("heading", entry.label, self._depth(entry))
                if entry.definition:
                    self.add("paragraph", entry.definition, "italic")
        if not beneath and theme.code in self.codes and not self.codes.used(theme.code):
            unused.append(theme.code)
        self._unused(unused)

    def _depth(self, entry: Code) -> int:
        depth, at = 2, entry
        while at.parent is not None:
            depth, at = depth + 1, self.corpus.book[at.parent]
        return min(depth, 6)

    def _code(self, entry: Code, depth: int) -> None:
        self.add("heading", entry.label, depth)
        if entry.definition:
            self.add("paragraph", entry.definition, "italic")
        self.add("paragraph", self.codes.sentence(entry.code))
        self._quotations(entry.code)

    def _quotations(self, code: str) -> None:
        rows = self.chooser.of(self.codes.every, code)
        for row in rows:
            self.add("quotation", self.chooser.words(row), self.chooser.source(row))
        if not rows and self.chooser.key_only:
            self.add("paragraph", "No key quotation is marked for this code.")

    def _unused(self, codes: list[str]) -> None:
        """Codes without a coding, said in a sentence: nobody used them, or nobody looked for them."""
        book = self.corpus.book
        said_of: dict[str, list[str]] = {
            "Not coded by itself, only through the codes beneath it": [],
            "Not coded in any document that was read": [],
            "Not considered in any document that was read": [],
        }
        itself, nowhere, unread = said_of
        for code in codes:
            if any(self.codes.used(other) for other in book.beneath(code)):
                said_of[itself].append(book[code].label)
            else:
                said_of[nowhere if self.codes.considered(code) else unread].append(book[code].label)
        for said, names in said_of.items():
            if names:
                self.add("paragraph", f"{said}: {', '.join(names)}.")

    # -- the last section --------------------------------------------------------------------------------

    def _counted(self) -> None:
        every = self.codes.every
        self.add("heading", "What was counted, and how quotations were chosen", 2)
        unit = self.themes.unit
        over = {
            "participants": "participants who spoke in the documents that were read",
            "documents": "documents that were read",
            "turns": "turns in the documents that were read",
            "words": "words spoken in the documents that were read",
        }.get(unit)
        facts = [f"Counted are {unit}" + (f", out of all {over}." if over else ", over no base.")]
        facts.append(
            "A theme counts once for everything beneath it, so its number is not the sum of its codes."
        )
        for table in (every, self.codes.split, self.themes.every, self.themes.split):
            facts += [note for note in (table.notes if table else []) if note not in facts]
        facts += self._choice()
        facts.append(
            f"Codebook {every.what.codebook_hash}, act {every.what.act}, {every.what.program}."
        )
        for fact in facts:
            self.add("paragraph", fact, "bullet")

    def _choice(self) -> list[str]:
        chosen = self.chooser
        keys = sum(bool(row["key"]) for row in chosen.chosen)
        short = [row["excerpt"] for row in chosen.chosen if row["excerpt"]]
        nobody = sum(not isinstance(row["participant"], str) for row in chosen.chosen)
        facts = []
        if chosen.key_only:
            facts.append(
                f"Quotations: only those marked as key quotations, {counted(keys, 'quotation')}."
            )
        else:
            facts.append(
                (
                    f"Quotations: those marked as key quotations come first, all {keys:,} of them."
                    if keys
                    else "Quotations: none is marked as a key quotation."
                )
                + f" Each code is filled up to {chosen.per_code} in the order of the text, from people "
                "quoted least under the code (nobody twice before everybody once), among these from "
                "roles quoted least."
            )
        if short:
            facts.append(
                f"{counted(len(short), 'quotation is', 'quotations are')} shortened: […] stands for "
                "words left out, square brackets for words put in; what is quoted was held against the "
                "text word for word."
            )
        if any("\n" in chosen.words(row) for row in chosen.chosen):
            facts.append("Quotations in which several people speak are printed with their labels.")
        if nobody:
            facts.append(
                f"{counted(nobody, 'quotation is', 'quotations are')} not a participant's words: they "
                "come from notes, headings or an interviewer, as their sources say."
            )
        return facts


def _small(sentence: str) -> str:
    """A sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _base(table: Table) -> str:
    """The sentence of a frequency table that says what it rests on."""
    return next((note for note in table.notes if note.startswith("Base: ")), table.notes[0])
