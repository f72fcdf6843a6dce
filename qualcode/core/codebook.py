"""Codes, the tree they form, and what makes a codebook contradict itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from qualcode.errors import Problem, counted, listing

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
PATTERN_KINDS = ("glob", "regex", "lemma", "near", "tokens")


def _digest(value: Any) -> str:
    packed = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the pattern suggester looks for, inside one turn.

    kind: "glob" (words or a phrase with * and ?), "regex", "lemma", "near" or "tokens".
    text: the glob, the regular expression or the lemma; for near and tokens a readable form.
    value: for near {"near": [globs], "within": words}; for tokens {"tokens": [...]}; else empty.
    """

    kind: str
    text: str
    value: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text if self.kind == "glob" else f"{self.kind}: {self.text}"

    def as_data(self) -> Any:
        """The form it has in a YAML codebook."""
        if self.kind == "glob":
            return self.text
        if self.value:
            return dict(self.value)
        return {self.kind: self.text}


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
        """Ids of the codes at the top of the tree, in order."""
        return [code.code for code in self if code.parent is None]

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
        return [code.code for code in self if code.applicable and not code.retired]

    def close_to(self, code: str) -> list[str]:
        """Ids that look like `code`, for an error message."""
        import difflib

        known = list(self.codes)
        same = [other for other in known if other.casefold() == code.casefold()]
        return same or difflib.get_close_matches(code, known, n=3, cutoff=0.6)

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


def lacking(codebook: Codebook, used: Mapping[str, int], name: str) -> list[Problem]:
    """What stands against loading `codebook` into a study where `used` (code -> codings) is in use."""
    missing = {
        code: n for code, n in used.items() if code not in codebook or not codebook[code].applicable
    }
    if not missing:
        return []
    formerly = {old for code in codebook for old in code.formerly}
    shown = listing(f"{code} ({counted(n, 'coding')})" for code, n in missing.items())
    cure = "Keep these codes in the file, or retract their codings first"
    if formerly & set(missing):
        cure += "; a new id needs the old codings renamed first"
    return [
        Problem(
            name,
            f"lacks {counted(len(missing), 'code')} with codings in the project: {shown}",
            "",
            cure,
        )
    ]
