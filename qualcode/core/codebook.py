"""Codes, the tree they form, and what makes a codebook contradict itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qualcode.errors import CodebookError, Problem, counted, listing, one_line

# Keys that mean something to us; every other key or column is kept and handed back on export.
CODE_KEYS = (
    "code",
    "name",
    "parent",
    "formerly",
    "merged_into",
    "retired",
    "applicable",
    "definition",
    "include",
    "exclude",
    "examples",
    "color",
    "patterns",
    "unless",
    "codes",
)
COLOR = re.compile(r"#[0-9A-Fa-f]{6}\Z|[A-Za-z]+\Z")
PATTERN_KINDS = ("glob", "regex", "lemma", "near", "tokens")


def _digest(value: Any) -> str:
    packed = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the pattern suggester looks for, inside one turn.

    kind: "glob" (words or a phrase with * and ?), "regex", "lemma", "near" or "tokens".
    text: the glob, the regular expression or the lemma; for near and tokens a readable form.
    value: for near {"near": [globs], "within": words}; for tokens {"tokens": [...]}; for the others
    empty, unless the entry has options: then it is all of the entry, kind and options by name.
    """

    kind: str
    text: str
    value: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        text = self.text if self.kind == "glob" else f"{self.kind}: {self.text}"
        said = [
            f"{name.replace('_', ' ')}: {' '.join(map(str, v)) if isinstance(v, list) else v}"
            for name, v in self.options.items()
        ]
        return f"{text} ({', '.join(said)})" if said else text

    @property
    def options(self) -> dict[str, Any]:
        """Everything the entry says beside what to look for: pos, language, negation …"""
        return {name: v for name, v in self.value.items() if name not in (self.kind, "within")}

    def as_data(self) -> Any:
        """The form it has in a YAML codebook."""
        if self.value:
            return dict(self.value)
        return self.text if self.kind == "glob" else {self.kind: self.text}

    @classmethod
    def of(cls, data: Any) -> Pattern:
        """The pattern that an entry of a codebook says, as plain data.

        data: text for a glob, or a mapping of one kind with its options: `within` (near), `pos` and
        `language` (lemma), `negation`, `negation_window` and `negation_words` (all kinds). Numbers may
        be written as text. Raises CodebookError, with what was found and what is allowed.
        """
        if isinstance(data, str):
            data = {"glob": data}
        if not isinstance(data, Mapping):
            raise CodebookError("", f"{data!r} is no pattern", "text, or a mapping as in YAML")
        kinds = [kind for kind in PATTERN_KINDS if kind in data]
        if len(kinds) != 1:
            raise CodebookError(
                "",
                f"a pattern of two kinds, {' and '.join(kinds)}"
                if kinds
                else "a pattern of no known kind",
                "text, or regex, lemma, near, tokens",
            )
        kind = kinds[0]
        known = [kind, *_PATTERN_OPTIONS.get(kind, ()), *_NEGATION_OPTIONS]
        if unknown := [str(name) for name in data if name not in known]:
            raise CodebookError(
                "", f"the {kind} pattern has an unknown key {unknown[0]!r}", ", ".join(known)
            )
        value: dict[str, Any] = {}
        if kind == "near":
            words, within = data[kind], _whole(data.get("within"))
            if not (
                isinstance(words, (list, tuple))
                and 2 <= len(words) <= NEAR_MOST
                and all(isinstance(word, str) and word.strip() for word in words)
                and 1 <= within <= WITHIN_MOST
            ):
                raise CodebookError(
                    "",
                    f"near needs two patterns or more (at most {NEAR_MOST}), and within: a number from 1"
                    f" to {WITHIN_MOST:,}",
                    "near: [price*, quality*] with within: 8",
                )
            value = {"near": list(words), "within": within}
            text = f"{' … '.join(words)} within {within}"
        elif kind == "tokens":
            tokens = data[kind]
            if not (
                isinstance(tokens, (list, tuple))
                and tokens
                and all(isinstance(token, Mapping) for token in tokens)
            ):
                raise CodebookError("", "tokens need a list of keys and values")
            value = {"tokens": [dict(token) for token in tokens]}
            text = one_line(value["tokens"])
        else:
            text = data[kind]
            if not isinstance(text, str) or not text.strip():
                raise CodebookError("", f"the {kind} is empty", "text")
            value = {}
        options = _pattern_options(kind, data)
        if options and not value:
            value = {kind: text}
        return cls(kind, text, {**value, **options})


# What stands beside the kind in an entry. NEAR_MOST keeps a search for many partners from running away.
_PATTERN_OPTIONS = {"near": ("within",), "lemma": ("pos", "language")}
_NEGATION_OPTIONS = ("negation", "negation_window", "negation_words")
NEGATIONS = ("exclude", "only")
NEAR_MOST = 6
WITHIN_MOST = 1_000_000
# The parts of speech of Universal Dependencies, which every spaCy pipeline uses; "*" is any.
PARTS_OF_SPEECH = (
    "ADJ",
    "ADP",
    "ADV",
    "AUX",
    "CCONJ",
    "DET",
    "INTJ",
    "NOUN",
    "NUM",
    "PART",
    "PRON",
    "PROPN",
    "SCONJ",
    "SYM",
    "VERB",
    "X",
)


def _whole(value: Any) -> int:
    """A whole number, also when written as text; 0 for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _pattern_options(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if "pos" in data:
        pos = data["pos"]
        parts = [pos] if isinstance(pos, str) else pos
        if not (
            isinstance(parts, (list, tuple))
            and parts
            and all(isinstance(part, str) and part in (*PARTS_OF_SPEECH, "*") for part in parts)
        ):
            raise CodebookError(
                "", f"pos is {pos!r}", f"{', '.join(PARTS_OF_SPEECH)}, or * for any"
            )
        words = len(data[kind].split())
        if len(parts) not in (1, words):
            raise CodebookError(
                "",
                f"pos has {counted(len(parts), 'entry', 'entries')} for {counted(words, 'word')}",
                "one for each word, or one for all",
            )
        options["pos"] = parts[0] if isinstance(pos, str) else list(parts)
    if "language" in data:
        language = data["language"]
        if not (isinstance(language, str) and 2 <= len(language) <= 3 and language.isalpha()):
            raise CodebookError("", f"language is {language!r}", "two letters as in en")
        options["language"] = language.lower()
    negation = data.get("negation")
    if "negation" in data:
        if negation not in NEGATIONS:
            raise CodebookError("", f"negation is {negation!r}", " or ".join(NEGATIONS))
        options["negation"] = negation
    elif extra := [name for name in _NEGATION_OPTIONS if name in data]:
        raise CodebookError("", f"{extra[0]} without negation", f"negation: {NEGATIONS[0]}")
    if "negation_window" in data:
        window = _whole(data["negation_window"])
        if not 1 <= window <= 50:
            raise CodebookError(
                "", f"negation_window is {data['negation_window']!r}", "1 to 50 words"
            )
        options["negation_window"] = window
    if "negation_words" in data:
        words = data["negation_words"]
        if not (
            isinstance(words, (list, tuple))
            and words
            and all(isinstance(word, str) and len(word.split()) == 1 for word in words)
        ):
            raise CodebookError("", f"negation_words is {words!r}", "a list of single words")
        options["negation_words"] = list(words)
    return options


@dataclass(frozen=True, slots=True)
class Code:
    """A named idea with a definition.

    code: stable id, unique in its codebook. parent: id of the code above, None for a theme.
    applicable: False for a category, which only groups codes and is never applied itself.
    defined: False for a code that came with codings and still waits for its entry.
    hash: changes when name, definition, include, exclude or examples change; a coding made under
    another hash is stale.
    """

    code: str
    name: str = ""
    parent: str | None = None
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    color: str = ""
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    formerly: tuple[str, ...] = ()
    merged_into: str | None = None
    retired: bool = False
    applicable: bool = True
    defined: bool = True
    extras: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What a table prints: the name, else the id."""
        return self.name or self.code

    @property
    def hash(self) -> str:
        """16 hexadecimal digits over name, definition, include, exclude and examples."""
        return _digest(
            [
                self.name,
                self.definition,
                list(self.include),
                list(self.exclude),
                list(self.examples),
            ]
        )

    def as_data(self) -> dict[str, Any]:
        """Everything that is not at its default, as plain data."""
        data: dict[str, Any] = {"code": self.code}
        for key in ("name", "parent", "definition", "color", "merged_into"):
            if value := getattr(self, key):
                data[key] = value
        for key in ("include", "exclude", "examples", "formerly"):
            if value := getattr(self, key):
                data[key] = list(value)
        for key in ("patterns", "unless"):
            if value := getattr(self, key):
                data[key] = [
                    {"kind": p.kind, "text": p.text, "value": dict(p.value)} for p in value
                ]
        if self.retired:
            data["retired"] = True
        if not self.applicable:
            data["applicable"] = False
        if not self.defined:
            data["defined"] = False
        if self.extras:
            data["extras"] = dict(self.extras)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Code:
        fields = dict(data)
        for key in ("include", "exclude", "examples", "formerly"):
            fields[key] = tuple(fields.get(key, ()))
        for key in ("patterns", "unless"):
            fields[key] = tuple(
                Pattern(p["kind"], p["text"], p["value"]) for p in fields.get(key, ())
            )
        return cls(**fields)


class Codebook:
    """An ordered tree of codes. Unchangeable: a changed codebook is another object.

    codes: mapping id -> Code in the order of the file, which is the order of every table.
    title, version: as the file says, for the methods chapter.
    """

    def __init__(self, codes: Iterable[Code] = (), *, title: str = "", version: str = "") -> None:
        self.codes: dict[str, Code] = {code.code: code for code in codes}
        self.title = title
        self.version = version
        self._themes: dict[str, str] = {}
        self._former: dict[str, str] | None = None
        self._hash = ""

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def __getitem__(self, code: str) -> Code:
        return self.codes[code]

    def __iter__(self):
        return iter(self.codes.values())

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"Codebook({counted(len(self), 'code')}, {counted(len(self.themes), 'theme')}, {self.hash})"

    @property
    def hash(self) -> str:
        """16 hexadecimal digits over every code with everything in it, order included."""
        if not self._hash:
            entries = [code.as_data() for code in self]
            self._hash = _digest([self.title, self.version, entries])
        return self._hash

    @property
    def themes(self) -> list[str]:
        """Ids of the codes at the top of the tree, in order; not those merged into another code."""
        return [code.code for code in self if code.parent is None and code.merged_into is None]

    def theme(self, code: str) -> str:
        """The id of the code at the top of the branch that `code` stands on."""
        if not self._themes:
            for entry in self:
                at = entry
                while at.parent is not None:
                    at = self.codes[at.parent]
                self._themes[entry.code] = at.code
        return self._themes[code]

    def children(self, code: str | None) -> list[Code]:
        return [entry for entry in self if entry.parent == code]

    def beneath(self, code: str) -> list[str]:
        """`code` itself and every code under it, in codebook order."""
        found = {code}
        for _ in range(len(self)):
            more = {entry.code for entry in self if entry.parent in found} - found
            if not more:
                break
            found |= more
        return [entry.code for entry in self if entry.code in found]

    def applicable(self) -> list[str]:
        """Ids of the codes that a coding may carry."""
        return [
            code.code
            for code in self
            if code.applicable and not code.retired and code.merged_into is None
        ]

    def successor(self, code: str) -> str | None:
        """The present id of a code: itself, what it was renamed to, or what it was merged into.

        None for an id that this codebook never had, and for merges that run in a circle.
        """
        seen: set[str] = set()
        at: str | None = code
        while at is not None and at not in seen:
            seen.add(at)
            if at not in self.codes:
                at = self.former.get(at)
            elif self.codes[at].merged_into is None:
                return at
            else:
                at = self.codes[at].merged_into
        return None

    def renamed(self, code: str) -> str:
        """The id that a code has now if it only changed its id; as given for every other id."""
        seen: set[str] = set()
        at = code
        while at not in self.codes and at in self.former and at not in seen:
            seen.add(at)
            at = self.former[at]
        return at if at in self.codes else code

    @property
    def former(self) -> dict[str, str]:
        """Earlier ids -> the code that has each of them under `formerly`."""
        if self._former is None:
            self._former = {old: code.code for code in self for old in code.formerly}
        return self._former

    def close_to(self, code: str) -> list[str]:
        """Ids that look like `code`, for an error message."""
        import difflib

        known = list(self.codes)
        same = [other for other in known if other.casefold() == code.casefold()]
        return same or difflib.get_close_matches(code, known, n=3, cutoff=0.6)

    def likeness(self, code: str) -> str:
        """`close to it: trust, trusts` for an error message; "" where no id looks like `code`."""
        close = self.close_to(code)
        return f"close to it: {listing(close)}" if close else ""

    def what_became(self, code: str) -> str:
        """`it is reliance now` for an earlier id, else its likeness, for an error message."""
        now = self.successor(code)
        return f"it is {now} now" if now else self.likeness(code)

    def with_undefined(self, ids: Iterable[str]) -> tuple[Codebook, list[str], list[str]]:
        """This codebook with every id of `ids` applicable.

        Returns the new codebook, the ids that were created as undefined codes, and the ids of
        categories that became applicable.
        """
        codes = dict(self.codes)
        created, opened = [], []
        for code in ids:
            if code not in codes:
                codes[code] = Code(code=code, defined=False)
                created.append(code)
            elif not codes[code].applicable:
                codes[code] = replace(codes[code], applicable=True)
                opened.append(code)
        return Codebook(codes.values(), title=self.title, version=self.version), created, opened

    def as_data(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "version": self.version,
            "codes": [code.as_data() for code in self],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Codebook:
        return cls(
            (Code.from_data(entry) for entry in data["codes"]),
            title=data["title"],
            version=data["version"],
        )


def lacking(
    codebook: Codebook, used: Mapping[str, int], name: str, before: Codebook | None = None
) -> list[Problem]:
    """What stands against loading `codebook` into a study where `used` (code -> codings) is in use.

    before: the present codebook. A code that it only keeps as a category already (it was split, and its
    codings wait to be coded anew) may stay one, and so may one whose entry says so itself.
    """
    missing = {}
    for code, n in used.items():
        now = codebook.successor(code)
        if now is not None and not codebook[now].applicable:
            # Codings may wait on a category where it is their own code: one that was split before, or
            # that its entry makes one now. They never come to a category from another code.
            waits = before is not None and code in before and not before[code].applicable
            own = codebook.renamed(code) == now
            now = now if own and (waits or codebook[now].defined) else None
        if now is None:
            missing[code] = n
    if not missing:
        return []
    shown = listing(f"{code} ({counted(n, 'coding')})" for code, n in missing.items())
    return [
        Problem(
            name,
            f"lacks {counted(len(missing), 'code')} with codings in the project: {shown}",
            "",
            "Keep these codes in the file, say what became of them (formerly: [OLD ID] at the new code,"
            " or merged_into: ID), or retract their codings first",
        )
    ]
