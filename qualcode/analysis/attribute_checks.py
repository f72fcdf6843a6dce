"""Attributes that may be wrong: typing errors, strays, contradictions and gaps. Nothing is changed.

What the sheets say is compared value by value, pooled over all sheets, because a table pools them too.
What a person should look at is reported; what is right is theirs to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from qualcode.core.people import INTERVIEWER_ROLES, row_person
from qualcode.errors import counted, listing
from qualcode.ingest.doubts import looks_like
from qualcode.store import Study, state

COLUMNS = ["check", "where", "attribute", "value", "n", "problem", "suggestion"]
PARTICIPANTS, DOCUMENTS, TURNS = "participants sheet", "documents sheet", "turn tables"
CHECKS = {
    "spelling": "Values that may be another one misspelt",
    "missing written": "Missing values written out; tables count them as a value of their own",
    "date forms": "Dates written in more than one form",
    "text among numbers": "Text in a column of numbers",
    "once": "Values used once, beside values that are used often",
    "two levels": "One name at two levels, with different values",
    "described again": "People described anew with another value; the latest counts",
    "missing": "Nothing recorded",
    "almost empty": "Columns that are almost empty",
    "varies": "For information: people whose attribute differs between documents",
}
# Below this many filled cells nothing can be said about what is usual.
_USUAL = 8
_LONG = 60  # characters; a longer value is free text
_MOST = 500  # different values that are compared letter by letter
_NO_VALUES = frozenset(["title", "date", "time", "interviewer", "url", "file", "notes", "comment"])
_NUMBER = re.compile(r"[\W\d_]*\d[\W\d_]*")
_FREE_TEXT = frozenset(["title", "url", "file", "notes", "note", "comment", "comments"])
# How people and programs write that nothing is known, casefolded.
_NOTHING = frozenset(
    [
        *("n/a", "n.a.", "na", "#n/a", "nan", "null", "unknown", "not known", "not recorded"),
        *("not available", "missing", "(none)", "(not recorded)", "-", "--", "–", "—", "?", "??"),
        "???",
    ]
)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_M = "(?:0?[1-9]|1[0-2])"
_YEAR = "(?:[0-9]{2}|[0-9]{4})"
# Whole dates only; what a form is called is an example of it.
_DATE_FORMS = {
    "2020-01-05": re.compile(f"[12][0-9]{{3}}-(?:0[1-9]|1[0-2])-{_DAY}(?:[ t][0-9:.+z-]+)?"),
    "2020/01/05": re.compile(f"[12][0-9]{{3}}/{_M}/{_DAY}"),
    # Which of the two is the day can be seen from the 13th on.
    "31/01/2020": re.compile(f"(?:1[3-9]|2[0-9]|3[01])/{_M}/{_YEAR}"),
    "01/31/2020": re.compile(f"{_M}/(?:1[3-9]|2[0-9]|3[01])/{_YEAR}"),
    "05/01/2020": re.compile(f"{_M}/{_M}/{_YEAR}"),
    "05.01.2020": re.compile(rf"{_DAY}\.\s?{_M}\.\s?{_YEAR}"),
    "05-01-2020": re.compile(f"(?:{_DAY}-{_M}|{_M}-{_DAY})-[0-9]{{4}}"),
    "5 January 2020": re.compile(
        rf"{_DAY}(?:st|nd|rd|th|\.)?[ -]{_MONTH}\.?,?[ -](?:[0-9]{{2}}|[0-9]{{4}})"
    ),
    "January 5, 2020": re.compile(rf"{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?,? [0-9]{{4}}"),
}
_PLAIN_NUMBER = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:[.,][0-9]+)?) ?%?"
)
# No digit at all ("five"), or a number with a word behind it ("12 years"); 103A and X17 are ids.
_NO_NUMBER = re.compile(r"[^0-9]+|[0-9.,]+ +[^\W\d_]{2,}[^0-9]*")
# Numbers in these columns are names.
_NAMES = frozenset(["case", "phase", "site", "group", "ward", "wave", "round", "team", "cluster"])
_ID_WORD = re.compile("ids?|nr|no|number|codes?|ref|reference|postcode|zip|phone|tel")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; check: a key of CHECKS, n: rows, documents, turns or people concerned."""

    check: str
    where: str
    attribute: str
    value: str
    n: int
    problem: str
    suggestion: str = ""


@dataclass(repr=False)
class AttributeReport:
    """What `check_attributes` found.

    findings: one by one. notes: what was looked at, and what was not. frame: one row for each finding:
    check, where (sheet), attribute, value, n (rows of a sheet, or turns; of people or documents where
    these are missing something), problem, suggestion.
    """

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def frame(self) -> pd.DataFrame:
        rows = [[getattr(each, name) for name in COLUMNS] for each in self.findings]
        frame = pd.DataFrame(rows, columns=COLUMNS)
        frame["n"] = frame["n"].astype("int64")
        return frame

    @property
    def problems(self) -> list[Finding]:
        """What may be wrong; without what is only for information."""
        return [each for each in self.findings if each.check != "varies"]

    def as_data(self) -> dict[str, Any]:
        """The report as plain data, for --json."""
        return {
            "findings": [{name: getattr(each, name) for name in COLUMNS} for each in self.findings],
            "notes": self.notes,
        }

    def __str__(self) -> str:
        lines = [f"{counted(len(self.findings), 'finding')}; nothing was changed."]
        for check, title in CHECKS.items():
            own = [each for each in self.findings if each.check == check]
            if not own:
                continue
            lines += ["", f"{title} ({len(own):,})"]
            for each in own:
                line = f"  {each.where}, {each.attribute}: {each.problem}"
                lines.append(f"{line}. {each.suggestion}" if each.suggestion else line)
        return "\n".join([*lines, *(["", *self.notes] if self.notes else [])])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        import html

        return f"<pre>{html.escape(str(self))}</pre>"


@dataclass
class _Uses:
    """Where one value of an attribute stands: cells by sheet, and how many people, documents or speakers
    have it (a turn table repeats a value at every turn)."""

    cells: dict[str, int] = field(default_factory=dict)
    holders: set[tuple[str, str]] = field(default_factory=set)

    @property
    def where(self) -> str:
        return ", ".join(self.cells)

    @property
    def n(self) -> int:
        return sum(self.cells.values())

    def __str__(self) -> str:
        nouns = {PARTICIPANTS: "row", DOCUMENTS: "row", TURNS: "turn"}
        return ", ".join(counted(n, nouns[where]) for where, n in self.cells.items())


def check_attributes(study: Study) -> AttributeReport:
    """Look through the attributes of participants, documents and turns for what may be wrong.

    - spelling: values that differ in case, spaces, hyphens, accents or a plural s, or by a slip of the
      finger: words of four letters or more, one slip, two in words of eight letters that begin alike.
      The rarer value is the suspect; for slips it must be met once or at most half as often. Words
      that differ in a digit, numbers, dates, ids, short marks as A and B, and text of more than 60
      characters are never compared by letters.
    - missing written: n/a, NA, NaN, null, unknown, not known, not recorded, not available, missing, ?, -
      and the like, in any case, standing alone in a cell. An empty cell is a missing value; these are
      counted as a value of their own. They enter none of the other comparisons of values.
    - date forms: columns in which at least half of the cells hold a whole date, and these have two forms
      or more, as 2020-01-05 and 05/01/2020, or 31/01/2020 and 01/31/2020; the most used form is the usual
      one. A year or a month alone is no date here.
    - text among numbers: columns in which at least two thirds of the cells hold a number, at least two
      different ones: values without a digit ("five"), or with a word behind the number ("12 years").
      Columns of ids are left alone: a number with leading zeros in it, a name that ends in id, no,
      number, code and the like; and case, phase, site, group, whose numbers are names.
    - once: values met once, where at least 8 cells are filled and at least three quarters of them
      hold a value that is met twice or more.
    - two levels: a person's own value beside another one of the document they speak in.
    - described again: rows that a later ingest replaced by other values.
    - missing: people who speak without a role; people without a value of an attribute that three
      quarters of the people have; documents without case, phase or date where others have one, or
      where only the participants sheet has them.
    - almost empty: columns of at least 5 rows of which at most a fifth is filled.
    - varies: people whose attribute differs between documents, which is allowed.

    Title, notes, comment, url and file are free text, where no value is compared; date and time are only
    asked for their form and for missing values.

    Returns the report; nothing is changed. What ingest says of labels and rows is not said again.
    """
    report = AttributeReport()
    check = _Check(study, report)
    check.run()
    order = list(CHECKS)
    report.findings.sort(key=lambda each: order.index(each.check))
    return report


class _Check:
    def __init__(self, study: Study, report: AttributeReport) -> None:
        self.study, self.report = study, report
        self.people = state.people(study)
        self.rows = state.sheet_rows(study, "participants")
        self.document_rows = self.people.documents
        self.links = state.links(study)
        self.speaks: dict[str, dict[str, int]] = {}  # person -> document -> turns
        self.turn_values: dict[tuple[str, str], dict[str, dict[str, int]]] = {}
        self._read_turns()
        self.uses = self._uses()

    def run(self) -> None:
        for name, every in self.uses.items():
            key = name.casefold()
            if key in _FREE_TEXT:
                continue
            nothing = self._missing_written(name, every)
            values = {value: uses for value, uses in every.items() if value not in nothing}
            self._date_forms(name, values)
            suspects = self._text_among_numbers(name, values)
            if key not in _NO_VALUES:
                suspects |= self._spelling(name, values)
                self._once(name, values, suspects)
        self._two_levels()
        self._described_again()
        self._missing()
        self._almost_empty()
        self._varies()
        cells = sum(uses.n for values in self.uses.values() for uses in values.values())
        self.report.notes.append(
            f"Looked at {counted(cells, 'filled cell')} of {counted(len(self.uses), 'attribute')}:"
            f" {listing(self.uses, 20) or 'none'}."
        )

    def _add(
        self,
        check: str,
        where: str,
        attribute: str,
        value: str,
        n: int,
        problem: str,
        cure: str = "",
    ) -> None:
        self.report.findings.append(Finding(check, where, attribute, value, n, problem, cure))

    # -- what is there ----------------------------------------------------------------------------

    def _read_turns(self) -> None:
        for document, version in state.versions(self.study).items():
            for _, speaker, _, _, _, part, attributes, _ in state.structure(self.study, version)[
                "turns"
            ]:
                if part != "speech":
                    continue
                link = self.links.get((document, speaker))
                own = (attributes or {}).get("role", "").casefold() in INTERVIEWER_ROLES
                if link is not None and link.participant and not link.interviewer and not own:
                    counts = self.speaks.setdefault(link.participant, {})
                    counts[document] = counts.get(document, 0) + 1
                for name, value in (attributes or {}).items():
                    if value:
                        key = (document, speaker or "")
                        met = self.turn_values.setdefault(key, {}).setdefault(name, {})
                        met[value] = met.get(value, 0) + 1

    def _uses(self) -> dict[str, dict[str, _Uses]]:
        found: dict[str, dict[str, _Uses]] = {}

        def use(name: str, value: str, where: str, holder: str, n: int = 1) -> None:
            uses = found.setdefault(name, {}).setdefault(value, _Uses())
            uses.cells[where] = uses.cells.get(where, 0) + n
            uses.holders.add((where, holder))

        for row in self.rows:
            for name in self.people.participant_names():
                if row.get(name):
                    holder = f"{row_person(row)}\0{row.get('document', '')}"
                    use(name, row[name], PARTICIPANTS, holder)
        for document, cells in self.document_rows.items():
            for name in self.people.document_names():
                if cells.get(name) and name != "kind":
                    use(name, cells[name], DOCUMENTS, document)
        for (document, speaker), names in self.turn_values.items():
            for name, values in names.items():
                for value, n in values.items():
                    use(name, value, TURNS, f"{document}\0{speaker}", n)
        return found

    # -- values -----------------------------------------------------------------------------------

    def _missing_written(self, name: str, values: Mapping[str, _Uses]) -> set[str]:
        """Report the values that say that there is none; returns them."""
        found = {value for value in values if " ".join(value.split()).casefold() in _NOTHING}
        for value in values:
            if value in found:
                self._add(
                    "missing written",
                    values[value].where,
                    name,
                    value,
                    values[value].n,
                    f"“{value}” ({values[value]}) is counted as a value of its own",
                    "If it means that nothing is known, leave the cell empty and ingest the sheet again",
                )
        return found

    def _date_forms(self, name: str, values: Mapping[str, _Uses]) -> None:
        forms: dict[str, list[str]] = {}
        for value in values:
            if form := _date_form(value):
                forms.setdefault(form, []).append(value)

        def number(form: str) -> int:
            return sum(len(values[value].holders) for value in forms[form])

        # 05/01/2020 is written as those beside it whose order can be seen.
        seen = [form for form in ("31/01/2020", "01/31/2020") if form in forms]
        if seen and "05/01/2020" in forms:
            forms[max(seen, key=number)] += forms.pop("05/01/2020")
        numbers = {form: number(form) for form in forms}
        every = sum(len(uses.holders) for uses in values.values())
        if len(forms) < 2 or 2 * sum(numbers.values()) < every:
            return
        # Of two that are used as often the one that sorts by time is the usual one.
        usual = max(numbers, key=lambda form: (numbers[form], form == "2020-01-05"))
        for form, own in forms.items():
            if form == usual:
                continue
            uses = [values[value] for value in own]
            self._add(
                "date forms",
                ", ".join(dict.fromkeys(where for each in uses for where in each.cells)),
                name,
                "; ".join(own[:3]) + (" …" if len(own) > 3 else ""),
                sum(each.n for each in uses),
                f"{listing(own, 3)} {'is' if len(own) == 1 else 'are'} written like {form}, others like"
                f" {usual}, as {forms[usual][0]}",
                "Write all of them in one form; 2020-01-05 also sorts by time",
            )

    def _text_among_numbers(self, name: str, values: Mapping[str, _Uses]) -> set[str]:
        """Report the words in a column of numbers; returns them."""
        words = re.split(r"[\W_]+", name.casefold())
        if _ID_WORD.fullmatch(words[-1]) or set(words) & _NAMES:
            return set()
        numbers = [value for value in values if _PLAIN_NUMBER.fullmatch(value)]
        if any(len(value) > 1 and value[0] == "0" and value[1].isdigit() for value in numbers):
            return set()
        every = sum(len(uses.holders) for uses in values.values())
        if len(numbers) < 2 or 3 * sum(len(values[n].holders) for n in numbers) < 2 * every:
            return set()
        found = {value for value in values if _NO_NUMBER.fullmatch(value)}
        for value in values:
            if value in found:
                self._add(
                    "text among numbers",
                    values[value].where,
                    name,
                    value,
                    values[value].n,
                    f"“{value}” ({values[value]}) stands among numbers, as {listing(numbers, 3)}",
                    "If it is a number, write it in digits without its unit",
                )
        return found

    def _spelling(self, name: str, values: Mapping[str, _Uses]) -> set[str]:
        """Report the values that may be another one; returns them."""
        suspects: dict[str, tuple[str, str]] = {}  # value -> how it is alike, and which other one
        alike: dict[str, list[str]] = {}
        for value in values:
            if len(value) <= _LONG:
                alike.setdefault(_plain(value), []).append(value)
        for key, group in alike.items():
            if len(key) > 3 and key.endswith("s") and key[:-1] in alike:
                group = group + alike[key[:-1]]
            usual = _usual(group, values)
            suspects.update({v: ("may be the same as", usual) for v in group if v != usual})
        words = [
            v for v in values if len(v) <= _LONG and v not in suspects and not _NUMBER.fullmatch(v)
        ]
        if len(words) > _MOST:
            self.report.notes.append(
                f"{name} has {counted(len(words), 'different value')}, too many to be compared letter by"
                " letter; only case, spaces, hyphens and accents were."
            )
            words = []
        # The most used first, so that a value is measured against the best that it may stand for.
        words.sort(key=lambda value: -len(values[value].holders))
        for at, rare in enumerate(words):
            seldom = len(values[rare].holders)
            for usual in words[:at]:
                often = len(values[usual].holders)
                if not (seldom == 1 or 2 * seldom <= often):
                    continue
                if abs(len(rare) - len(usual)) <= 2 * (rare.count(" ") + 1) and _slip(rare, usual):
                    # What looks like a suspect is one of what the suspect may stand for.
                    suspects[rare] = ("looks like", suspects.get(usual, ("", usual))[1])
                    break
        for value in values:
            if value in suspects:
                self._misspelt(name, value, values, *suspects[value])
        return set(suspects)

    def _misspelt(
        self, name: str, value: str, values: Mapping[str, _Uses], how: str, usual: str
    ) -> None:
        self._add(
            "spelling",
            values[value].where,
            name,
            value,
            values[value].n,
            f"“{value}” ({values[value]}) {how} “{usual}” ({values[usual]})",
            f"If so, write “{usual}” in the sheet and ingest it again",
        )

    def _once(self, name: str, values: Mapping[str, _Uses], suspects: set[str]) -> None:
        numbers = {value: len(uses.holders) for value, uses in values.items()}
        filled = sum(numbers.values())
        single = [value for value, n in numbers.items() if n == 1]
        if filled < _USUAL or 4 * len(single) > filled or all(map(_NUMBER.fullmatch, values)):
            return
        for value in single:
            if value in suspects or value.casefold() in INTERVIEWER_ROLES:
                continue
            self._add(
                "once",
                values[value].where,
                name,
                value,
                values[value].n,
                f"“{value}” is met once; the other {counted(filled - len(single), 'cell')} share"
                f" {counted(len(values) - len(single), 'value')}",
                "Is it a value of its own?",
            )

    # -- people and documents ------------------------------------------------------------------------

    def _two_levels(self) -> None:
        both = [n for n in self.people.participant_names() if n in self.people.document_names()]
        for name in both:
            apart: dict[tuple[str, str], list[str]] = {}
            for person, documents in self.speaks.items():
                for document in documents:
                    own = self.people.row_value(person, document, name)
                    its = self.people.of_document(document, name)
                    if own and its and own != its:
                        apart.setdefault((own, its), []).append(f"{person} in {document}")
            for (own, its), pairs in apart.items():
                if name in ("case", "phase"):
                    rule = f"Tables count the words under the document’s {name}"
                else:
                    rule = (
                        "The participant’s row for the document counts first, then the document, then the"
                        " participant"
                    )
                self._add(
                    "two levels",
                    f"{PARTICIPANTS}, {DOCUMENTS}",
                    name,
                    own,
                    len(pairs),
                    f"“{own}” of the participant, “{its}” of the document: {listing(pairs)}",
                    f"{rule}; document.{name} and participant.{name} ask for one of them",
                )

    def _described_again(self) -> None:
        latest: dict[Any, dict[str, str]] = {}
        for content, act in self.study.rows(
            "SELECT content, added FROM sheet_row WHERE sheet = 'participants' ORDER BY added, n"
        ):
            row = self.study.content(content)
            if row is None:
                continue
            key = state.row_key("participants", row)
            before = latest.get(key, {})
            for name in self.people.participant_names():
                old, new = before.get(name, ""), row.get(name, "")
                if old and new and old != new:
                    who = key[0] + (f" in {key[1]}" if key[1] else "")
                    self._add(
                        "described again",
                        PARTICIPANTS,
                        name,
                        new,
                        1,
                        f"{who} was “{old}” and is “{new}” since act {act}",
                        "If both hold, each in its document, give them a row for each document",
                    )
            latest[key] = row

    def _value_of(self, person: str, document: str, name: str) -> str:
        """A person's value as a table resolves it, but for what a document itself decides."""
        for (at, speaker), names in self.turn_values.items():
            if at == document and name in names:
                link = self.links.get((document, speaker or None))
                if link is not None and link.participant == person:
                    return " / ".join(names[name])
        return self.people.row_value(person, document, name)

    def _missing(self) -> None:
        # The case and phase of words are their document's, whatever the person's row says.
        own = [n for n in self.people.participant_names() if n not in ("role", "case", "phase")]
        for name in ["role", *own]:
            without = [
                person
                for person, documents in self.speaks.items()
                if not all(
                    self._value_of(person, document, name)
                    or (name != "role" and self.people.of_document(document, name))
                    for document in documents
                )
            ]
            # Without a role no table by role can count a person; other columns may be meant for a few.
            if without and (name == "role" or 4 * len(without) <= len(self.speaks)):
                self._add(
                    "missing",
                    PARTICIPANTS,
                    name,
                    "",
                    len(without),
                    f"{len(without):,} of the {counted(len(self.speaks), 'person', 'people')} who"
                    f" speak without one: {listing(without)}",
                    "In tables they stand under (not recorded)",
                )
        documents = list(state.versions(self.study))
        for name, shown in (
            ("case", "(none)"),
            ("phase", "(not recorded)"),
            ("date", "no date"),
        ):
            bare = [each for each in documents if not self.people.of_document(each, name)]
            people = sum(bool(row.get(name)) for row in self.rows)
            if bare and len(bare) == len(documents) and people:
                self._add(
                    "missing",
                    DOCUMENTS,
                    name,
                    "",
                    len(bare),
                    f"no document has one, though {counted(people, 'row')} of the participants sheet"
                    f" {'has' if people == 1 else 'have'}",
                    f"The document decides the {name} of what is said in it: write it there, or ask for"
                    f" participant.{name}",
                )
            if bare and len(bare) < len(documents):
                self._add(
                    "missing",
                    DOCUMENTS,
                    name,
                    "",
                    len(bare),
                    f"{len(bare):,} of {counted(len(documents), 'document')} without one:"
                    f" {listing(bare)}",
                    f"In tables they stand under {shown}" if name != "date" else "",
                )

    def _almost_empty(self) -> None:
        sheets: list[tuple[str, Iterable[str], list[Mapping[str, str]]]] = [
            (PARTICIPANTS, self.people.participant_names(), list(self.rows)),
            (DOCUMENTS, self.people.document_names(), list(self.document_rows.values())),
        ]
        for where, names, rows in sheets:
            for name in names:
                filled = sum(bool(row.get(name)) for row in rows)
                if len(rows) >= 5 and 5 * filled <= len(rows):
                    self._add(
                        "almost empty",
                        where,
                        name,
                        "",
                        filled,
                        f"filled in {filled:,} of {counted(len(rows), 'row')}",
                        "A table by it would count nearly everybody as (not recorded)",
                    )

    def _varies(self) -> None:
        names = dict.fromkeys(["role", *self.people.participant_names()])
        people: dict[str, dict[str, None]] = {
            person: dict.fromkeys(documents) for person, documents in self.speaks.items()
        }
        for row in self.rows:
            if row.get("document"):
                people.setdefault(row_person(row), {})[row["document"]] = None
        for person, documents in people.items():
            for name in names:
                met: dict[str, list[str]] = {}
                for document in documents:
                    if value := self._value_of(person, document, name):
                        met.setdefault(value, []).append(document)
                if len(met) > 1:
                    said = "; ".join(f"{value} in {listing(own)}" for value, own in met.items())
                    self._add(
                        "varies",
                        PARTICIPANTS,
                        name,
                        "; ".join(met),
                        sum(map(len, met.values())),
                        f"{person}: {said}",
                    )


# -- words -----------------------------------------------------------------------------------------------


def _date_form(value: str) -> str:
    """Which of _DATE_FORMS a value is written in; "" where it is no whole date."""
    text = " ".join(value.split()).casefold()
    return next((form for form, known in _DATE_FORMS.items() if known.fullmatch(text)), "")


def _usual(group: Iterable[str], values: Mapping[str, _Uses]) -> str:
    """The value that most have; of equals the first in the sheets."""
    return max(group, key=lambda value: len(values[value].holders))


def _plain(value: str) -> str:
    """Without case, accents, spaces, hyphens and other signs; a sign that is all there is stays."""
    bare = unicodedata.normalize("NFKD", value.casefold())
    bare = "".join(each for each in bare if not unicodedata.combining(each))
    return re.sub(r"[\W_]+", "", bare) or value


def _slip(a: str, b: str) -> bool:
    """Whether one value may be the other with a slip of the finger: word by word, long words only."""
    x, y = a.casefold().split(), b.casefold().split()
    if len(x) != len(y):
        return False
    different = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
    return bool(different) and all(_word_slip(p, q) for p, q in different)


def _word_slip(a: str, b: str) -> bool:
    if not looks_like(a, b):
        return False
    # Two slips are believed only where the words begin alike: internal is not external.
    return a[0] == b[0] or (
        len(a) == len(b) and sum(p != q for p, q in zip(a, b, strict=True)) == 1
    )
