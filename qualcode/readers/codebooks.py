"""Codebooks from .yaml, .csv, .xlsx and .docx, with every problem named by its line, and out again."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from qualcode.core.codebook import CODE_KEYS, COLOR, Code, Codebook, Pattern
from qualcode.core.expressions import expression_problem
from qualcode.core.outfiles import write_whole
from qualcode.errors import (
    CodebookError,
    Problem,
    ReadError,
    counted,
    listing,
    one_line,
)
from qualcode.readers.files import decode, plain_lines
from qualcode.readers.sheets import Row, Sheet, read_sheet

MAX_BYTES = 20_000_000
MAX_DEPTH = 60
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0", ""}
_TOP_KEYS = ("codebook", "version", "codes")
# Names under which a code's own facts are kept; an extra column may not take them.
_LISTS = ("include", "exclude", "examples", "formerly")
# defined: false for a code that came with codings and still waits for its entry.
_FLAGS = ("retired", "applicable", "defined")


class _Reader:
    """Collects problems while a codebook is put together, so that all are told at once."""

    def __init__(self, name: str, place: str = "line") -> None:
        self.name = name
        self.place = place  # what the numbers of places count
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.codes: list[Code] = []
        self.lines: dict[str, int] = {}

    def problem(
        self, line: int, found: str, allowed: str = "", next: str = "Mend the file"
    ) -> None:
        self.problems.append(Problem(f"{self.name}, {self.place} {line}", found, allowed, next))

    def doubt(self, line: int, found: str, next: str = "") -> None:
        self.doubts.append(Problem(f"{self.name}, {self.place} {line}", found, "", next))

    def add(self, code: Code, line: int) -> None:
        if set(code.code) & set("\0\n\r"):
            self.problem(line, f"the id {code.code!r} holds a line break or a NUL character")
        if code.code in self.lines:
            self.problem(
                line,
                f"the code {code.code!r} stands in {self.place} {self.lines[code.code]} already",
                "each id once",
                "Give one of them another id",
            )
            return
        self.lines[code.code] = line
        self.codes.append(code)

    def finish(self, title: str, version: str) -> Codebook:
        """Check the tree, and raise everything that was found or return the codebook."""
        self._parents()
        self._life_events()
        if self.problems:
            raise CodebookError.gathered(
                self.name,
                f"the codebook has {counted(len(self.problems), 'problem')}",
                self.problems,
            )
        return Codebook(self.codes, title=title, version=version)

    def _parents(self) -> None:
        known = {code.code for code in self.codes}
        made: dict[str, Code] = {}
        for number, code in enumerate(self.codes):
            line = self.lines[code.code]
            if code.parent == code.code:
                self.doubt(line, f"{code.code!r} names itself as parent; it is a theme")
                self.codes[number] = _replaced(code, parent=None)
            elif code.parent is not None and code.parent not in known and code.parent not in made:
                self.doubt(
                    line, f"the parent {code.parent!r} has no row of its own; it is a category"
                )
                made[code.parent] = Code(code.parent, applicable=False, defined=False)
        # A category comes before its first child, where a reader of the table looks for it.
        for parent, entry in made.items():
            first = next(n for n, code in enumerate(self.codes) if code.parent == parent)
            self.codes.insert(first, entry)
        parents = {code.code: code.parent for code in self.codes}
        for start in parents:
            seen, at = [start], parents[start]
            while at is not None and at not in seen:
                seen.append(at)
                at = parents[at]
            # Told once, at the code that comes first in the circle.
            if at == start and min(seen, key=lambda each: self.lines.get(each, 0)) == start:
                self.problem(
                    self.lines.get(start, 0),
                    f"codes are above each other in a circle: {' < '.join([*seen, start])}",
                    "",
                    "Take one of them out of the circle",
                )

    def _life_events(self) -> None:
        known = {code.code for code in self.codes}
        former: dict[str, str] = {}
        for code in self.codes:
            line = self.lines.get(code.code, 0)
            for old in code.formerly:
                if old in known:
                    self.problem(line, f"{old!r} is both a code and a former id of {code.code!r}")
                elif old in former:
                    self.problem(line, f"{old!r} is a former id of {former[old]!r} too")
                former[old] = code.code
            if code.merged_into is not None:
                self._merge(code, line)

    def _merge(self, code: Code, line: int) -> None:
        """A merged code leads to one that is there, at once or over others that were merged. That one may have
        been split or retired since."""
        entries = {each.code: each for each in self.codes}
        seen, at = [code.code], code.merged_into
        while at is not None and at in entries and at not in seen:
            seen.append(at)
            at = entries[at].merged_into
        if at is not None and at in entries:
            if at == code.code:
                way = " > ".join([*seen, at])
                self.problem(line, f"codes are merged into each other in a circle: {way}")
        elif at is not None:
            self.problem(line, f"{seen[-1]!r} is merged into {at!r}, which is no code")


def _replaced(code: Code, **changes: Any) -> Code:
    from dataclasses import replace

    return replace(code, **changes)


def read_codebook(path: str | Path) -> tuple[Codebook, list[Problem]]:
    """The codebook in a file, and the doubts met on the way (categories, codes that name themselves).

    Raises CodebookError with every problem, each with its line; ReadError where the file cannot be
    read at all.
    """
    path = Path(path)
    if not path.is_file():
        raise ReadError(str(path), "there is no such file")
    if path.suffix.casefold() in (".yaml", ".yml"):
        return _read_yaml(path)
    if path.suffix.casefold() in (".csv", ".tsv", ".xlsx"):
        return _read_table(path)
    if path.suffix.casefold() == ".docx":
        return _read_word(path)
    raise ReadError(path.name, "is no codebook format", ".yaml, .csv, .xlsx or .docx")


# -- YAML ----------------------------------------------------------------------------------------------


def _read_yaml(path: Path) -> tuple[Codebook, list[Problem]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if path.stat().st_size > MAX_BYTES:
        raise ReadError(path.name, "is too large for a codebook", f"up to {MAX_BYTES:,} bytes")
    text, _, _ = decode(path.name, path.read_bytes())
    text = plain_lines(text)
    try:
        # Only the tree of nodes: nothing is constructed, so a tag cannot make an object, and every
        # scalar stays the text that was written (`no`, `007`, `1.0`).
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CodebookError(
            f"{path.name}, line {line}",
            f"is no valid YAML: {one_line(error.problem or error.context or '')}",
            next="Check indentation, quotes and colons there",
        ) from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise CodebookError(path.name, f"is no valid YAML: {one_line(error)[:200]}") from None
    reader = _Reader(path.name)
    if root is None:
        raise CodebookError(path.name, "is empty", next="codebooks/template.yaml shows the form")
    top = _Yaml(reader).mapping(root, "the codebook")
    for key in top:
        if key not in _TOP_KEYS:
            reader.problem(top[key][0], f"unknown key {key!r}", "keys: " + ", ".join(_TOP_KEYS))
    yaml = _Yaml(reader)
    if "codes" not in top:
        reader.problem(1, "has no list of codes", "a key `codes`")
    else:
        yaml.codes(top["codes"][1], None, 0)
    if not reader.codes and not reader.problems:
        raise CodebookError(
            path.name, "has no codes", next="codebooks/template.yaml shows the form"
        )
    title = yaml.scalar(top["codebook"][1]) if "codebook" in top else ""
    version = yaml.scalar(top["version"][1]) if "version" in top else ""
    return reader.finish(title or "", version or ""), reader.doubts


class _Yaml:
    """Walks the nodes of one YAML file. Anchors are refused: they can unfold without end."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self._seen: set[int] = set()

    def _enter(self, node: Any) -> bool:
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            self.reader.problem(
                line, "an alias (*name) repeats the part that begins here", "write it out"
            )
            return False
        self._seen.add(id(node))
        tag = str(node.tag or "")
        if not tag.startswith("tag:yaml.org,2002:") or "python" in tag:
            self.reader.problem(
                line, f"the tag {one_line(tag)!r} is not allowed", "plain text only"
            )
            return False
        return True

    def mapping(self, node: Any, what: str) -> dict[str, tuple[int, Any]]:
        """key -> (line, node)."""
        line = node.start_mark.line + 1
        if not self._enter(node):
            return {}
        if type(node).__name__ != "MappingNode":
            self.reader.problem(line, f"{what} should be keys and values")
            return {}
        found: dict[str, tuple[int, Any]] = {}
        for key_node, value in node.value:
            key = self.scalar(key_node) or ""
            key_line = key_node.start_mark.line + 1
            if key in found:
                self.reader.problem(key_line, f"the key {key!r} stands twice")
            found[key] = (key_line, value)
        return found

    def items(self, node: Any, what: str) -> Iterator[Any]:
        if not self._enter(node) or (type(node).__name__ == "ScalarNode" and node.value == ""):
            return
        if type(node).__name__ != "SequenceNode":
            self.reader.problem(node.start_mark.line + 1, f"{what} should be a list")
            return
        yield from node.value

    def scalar(self, node: Any) -> str | None:
        if type(node).__name__ != "ScalarNode":
            self.reader.problem(node.start_mark.line + 1, "plain text is expected here")
            return None
        if not self._enter(node):
            return None
        return str(node.value).strip()

    def texts(self, node: Any, what: str) -> tuple[str, ...]:
        if type(node).__name__ == "ScalarNode":
            text = self.scalar(node)
            return (text,) if text else ()
        return tuple(text for each in self.items(node, what) if (text := self.scalar(each)))

    def codes(self, node: Any, parent: str | None, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.reader.problem(node.start_mark.line + 1, "codes are nested too deep")
            return
        for each in self.items(node, "codes"):
            self.code(each, parent, depth)

    def code(self, node: Any, parent: str | None, depth: int) -> None:
        line = node.start_mark.line + 1
        cells = self.mapping(node, "a code")
        if not cells:
            return
        if "code" not in cells:
            self.reader.problem(line, "a code without an id", "a key `code`")
            return
        code = self.scalar(cells["code"][1]) or ""
        if not code:
            self.reader.problem(line, "the id of a code is empty")
            return
        fields: dict[str, Any] = {"code": code, "parent": parent}
        extras: dict[str, str] = {}
        for key, (key_line, value) in cells.items():
            if key in ("code", "codes"):
                continue
            if key in _LISTS:
                fields[key] = self.texts(value, key)
            elif key in ("patterns", "unless"):
                fields[key] = tuple(self.patterns(value, key))
            elif key in _FLAGS:
                fields[key] = self.flag(value)
            elif key == "parent":
                self.reader.problem(
                    key_line,
                    "a parent inside YAML",
                    "children stand under `codes:` of their parent",
                )
            elif key in CODE_KEYS:
                fields[key] = self.scalar(value) or ("" if key != "merged_into" else None)
            elif type(value).__name__ == "ScalarNode":
                extras[key] = self.scalar(value) or ""
            else:
                self.reader.problem(
                    key_line, f"unknown key {key!r}", "keys: " + ", ".join(CODE_KEYS)
                )
        _check_color(self.reader, line, fields.get("color", ""))
        self.reader.add(Code(**fields, extras=extras), line)
        if "codes" in cells:
            self.codes(cells["codes"][1], code, depth + 1)

    def flag(self, node: Any) -> bool:
        text = (self.scalar(node) or "").casefold()
        if text not in _TRUE | _FALSE:
            self.reader.problem(node.start_mark.line + 1, f"{text!r}", "true or false")
        return text in _TRUE

    def patterns(self, node: Any, what: str) -> Iterator[Pattern]:
        for each in self.items(node, what):
            if type(each).__name__ == "ScalarNode":
                text = self.scalar(each)
                if text:
                    yield Pattern("glob", text)
                continue
            line = each.start_mark.line + 1
            cells = self.mapping(each, "a pattern")
            data = {key: self.pattern_value(key, value) for key, (_, value) in cells.items()}
            try:
                pattern = Pattern.of(data)
            except CodebookError as error:
                self.reader.problem(line, error.found, error.allowed)
                continue
            if pattern.kind == "regex" and (wrong := expression_problem(pattern.text)):
                found = f"the regular expression {pattern.text[:80]!r} is wrong: {wrong}"
                self.reader.problem(line, found)
                continue
            yield pattern

    def pattern_value(self, key: str, node: Any) -> Any:
        """What stands under one key of a pattern; words stay as written, `lemma: 007` too."""
        if key == "tokens":
            return [self.plain(token) for token in self.items(node, key)]
        if key == "near" or type(node).__name__ == "SequenceNode":
            return list(self.texts(node, key))
        return self.scalar(node) or ""

    def plain(self, node: Any, depth: int = 0) -> Any:
        """A token pattern as plain data; numbers and true / false are what spaCy expects."""
        if depth > 8 or not self._enter(node):
            return None
        kind = type(node).__name__
        if kind == "MappingNode":
            return {str(k.value): self.plain(v, depth + 1) for k, v in node.value}
        if kind == "SequenceNode":
            return [self.plain(each, depth + 1) for each in node.value]
        tag = str(node.tag)
        if tag.endswith(":bool"):
            return str(node.value).casefold() in _TRUE
        if tag.endswith(":int") and re.fullmatch(r"-?\d{1,9}", str(node.value)):
            return int(node.value)
        return str(node.value)


def _check_color(reader: _Reader, line: int, color: str) -> None:
    if color and not COLOR.match(color):
        reader.problem(line, f"the color {color!r}", '"#1b9e77" or a name')


# -- tables --------------------------------------------------------------------------------------------


def _read_table(path: Path) -> tuple[Codebook, list[Problem]]:
    sheet = read_sheet(path)
    if "code" not in sheet.columns or {"document", "codes"} & set(sheet.columns):
        raise CodebookError(
            path.name,
            f"is no codebook: its columns are {listing(sheet.columns)}",
            "needed: code; and name, parent, definition, include, exclude, examples, color",
            "Rename its columns",
        )
    title, version, rows = _titled(path.stem, sheet)
    return _from_rows(_Reader(path.name), title, version, rows)


def _titled(stem: str, sheet: Sheet) -> tuple[str, str, Sequence[Row]]:
    """Title, version and the rows without them.

    They stand in the first row, in the columns `codebook` and `version`. Columns of these names with
    something in another row are columns of one's own, as in a file without `codebook`; such a file is
    named for its title.
    """
    own = {name: name.casefold() for name in sheet.columns}
    own = {name: key for name, key in own.items() if key in ("codebook", "version")}
    if "codebook" not in own.values() or any(
        row.cells[name] for row in sheet.rows[1:] for name in own
    ):
        return stem, "", sheet.rows
    facts = {key: sheet.rows[0].cells[name] for name, key in own.items()} if sheet.rows else {}
    rows = [
        Row(row.line, {key: cell for key, cell in row.cells.items() if key not in own})
        for row in sheet.rows
    ]
    return facts.get("codebook", ""), facts.get("version", ""), rows


def _read_word(path: Path) -> tuple[Codebook, list[Problem]]:
    from qualcode.readers.codebooks_word import read_word_codebook

    if path.stat().st_size > MAX_BYTES:
        raise CodebookError(path.name, "is too large for a codebook", f"up to {MAX_BYTES:,} bytes")
    title, version, rows, doubts = read_word_codebook(path)
    reader = _Reader(path.name, "row")
    reader.doubts += doubts
    return _from_rows(reader, title, version, rows)


def _from_rows(
    reader: _Reader, title: str, version: str, rows: Iterable[Row]
) -> tuple[Codebook, list[Problem]]:
    for row in rows:
        _table_row(reader, row)
    if not reader.codes and not reader.problems:
        raise CodebookError(reader.name, "has no codes")
    return reader.finish(title, version), reader.doubts


def _table_row(reader: _Reader, row: Row) -> None:
    cells = {key: value for key, value in row.cells.items() if value}
    if not cells:
        return
    code = cells.pop("code", "")
    if not code:
        reader.problem(row.line, "the row has no code")
        return
    fields: dict[str, Any] = {"code": code, "parent": cells.pop("parent", None)}
    for key in ("name", "definition", "color", "merged_into"):
        if key in cells:
            fields[key] = cells.pop(key)
    for key in _LISTS:
        if key in cells:
            fields[key] = tuple(_cell_items(cells.pop(key)))
    for key in ("patterns", "unless"):
        if key in cells:
            fields[key] = tuple(_cell_patterns(reader, row.line, cells.pop(key)))
    for key in _FLAGS:
        if key in cells:
            flag = cells.pop(key).casefold()
            fields[key] = flag in _TRUE
            if flag not in _TRUE | _FALSE:
                reader.problem(row.line, f"{key} is {flag!r}", "true or false")
    _check_color(reader, row.line, fields.get("color", ""))
    reader.add(Code(**fields, extras=cells), row.line)


def _cell_items(cell: str) -> list[str]:
    """The items of one cell: one a line; or, in one line, separated by `;`; or a JSON list."""
    if cell.startswith("["):
        with contextlib.suppress(ValueError):
            items = json.loads(cell)
            if all(isinstance(item, str) for item in items):
                return items
    parts = cell.split("\n") if "\n" in cell else cell.split(";")
    return [part.strip() for part in parts if part.strip()]


def item_cell(items: Iterable[str]) -> str:
    """The cell that `_cell_items` reads as these items."""
    items = list(items)
    if not any(mark in item for item in items for mark in ";\n"):
        separator = "; "
    elif len(items) > 1 and not any("\n" in item for item in items):
        separator = "\n"
    else:
        return json.dumps(items, ensure_ascii=False)
    cell = separator.join(items)
    return cell if _cell_items(cell) == items else json.dumps(items, ensure_ascii=False)


def _cell_patterns(reader: _Reader, line: int, cell: str) -> Iterator[Pattern]:
    """Patterns in one cell: `regex: …` and `lemma: …` name their kind; `{near: [price*, quality*],
    within: 8}` and all others may be written as in YAML."""
    for text in _cell_items(cell):
        kind, _, rest = text.partition(": ")
        if text.startswith("{"):
            yield from _written_out(reader, line, text)
        elif kind == "regex":
            if wrong := expression_problem(rest.strip()):
                reader.problem(line, f"the regular expression {rest[:80]!r} is wrong: {wrong}")
            else:
                yield Pattern("regex", rest.strip())
        elif kind == "lemma":
            if rest.strip():
                yield Pattern("lemma", rest.strip())
            else:
                reader.problem(line, "the lemma is empty")
        elif kind in ("near", "tokens"):
            reader.problem(
                line,
                f"a {kind} pattern without its braces",
                "{near: [price*, quality*], within: 8}",
            )
        else:
            yield Pattern("glob", text)


def read_pattern(written: str) -> Pattern:
    """One pattern as a cell of a codebook table has it: `price*`, `regex: …`, `lemma: …`, and as in YAML,
    with braces or without, `near: [price*, quality*], within: 8`. What stands wholly in quotation marks
    is read without them, as YAML does. Raises CodebookError where it cannot be read.
    """
    if any("\ud800" <= mark <= "\udfff" for mark in written):
        raise CodebookError("pattern", f"{written!r} holds half of a character (a lone surrogate)")
    text = written.strip()
    kind, mark, rest = text.partition(": ")
    if mark and kind in ("near", "tokens"):
        text = f"{{{text}}}"
    elif mark and kind in ("regex", "lemma"):
        text = f"{kind}: {_unquoted(rest.strip())}"
    else:
        text = _unquoted(text)
    reader = _Reader("pattern")
    found = list(_cell_patterns(reader, 1, json.dumps([text])))
    if reader.problems:
        problem = reader.problems[0]
        raise CodebookError("pattern", problem.found, problem.allowed)
    if len(found) != 1 or not written.strip():
        raise CodebookError("pattern", f"{written!r} is not one pattern", "price*, lemma: …")
    return found[0]


def _unquoted(text: str) -> str:
    """What YAML reads in a text that stands wholly in quotation marks; every other text as it is."""
    mark = text[:1]
    if len(text) < 2 or mark not in "'\"" or text[-1] != mark:
        return text
    inner = text[1:-1]
    if mark == "'":
        return text if "'" in inner.replace("''", "") else inner.replace("''", "'")
    if re.search(r'(?<!\\)(?:\\\\)*"', inner):
        return text  # two quoted words, not one text in quotation marks
    # On a command line "\bKPIs?\b" means what it says; only a doubled backslash or \" is YAML's.
    return re.sub(r'\\(["\\])', r"\1", inner)


def _written_out(reader: _Reader, line: int, text: str) -> Iterator[Pattern]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    inner = _Reader(reader.name)
    try:
        node = YAML(typ="safe", pure=True).compose(f"[{text}]")
    except (YAMLError, RecursionError, ValueError):
        reader.problem(line, f"the pattern {text[:60]!r} cannot be read", "as in YAML, in braces")
        return
    yield from _Yaml(inner).patterns(node, "patterns")
    for problem in inner.problems:
        reader.problem(line, problem.found, problem.allowed)


def _pattern_item(pattern: Pattern) -> str:
    plain = str(pattern)
    if not pattern.value and not (
        pattern.kind == "glob" and re.match(r"\{|(regex|lemma|near|tokens): ", plain)
    ):
        return plain
    return json.dumps(dict(pattern.value) or {pattern.kind: pattern.text}, ensure_ascii=False)


# -- writing -------------------------------------------------------------------------------------------


def write_codebook(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook as .yaml, .csv or .docx; reading it again gives the same codebook.

    A table has its title and version in the first row, in the columns `codebook` and `version`, unless
    the codes have columns of these names. A Word document has them above the table. Raises ExportError
    for another suffix and where the file cannot be written.
    """
    suffixes = (".yaml", ".yml", ".csv", ".docx")
    suffix = Path(path).suffix.casefold()
    if suffix == ".docx":
        from qualcode.readers.codebooks_word import codebook_paper

        codebook_paper(codebook, *_table_rows(codebook)).save(path)
        return
    table = suffix == ".csv"
    text, newline = (_table_text(codebook), "") if table else (_yaml_text(codebook), "\n")
    write_whole(
        path,
        suffixes,
        lambda part: part.write_text(text, encoding="utf-8", newline=newline),
    )


def _entry(codebook: Codebook, code: Code) -> dict[str, Any]:
    data: dict[str, Any] = {"code": code.code}
    for key in ("name", "definition", "color", "merged_into"):
        if value := getattr(code, key):
            data[key] = value
    for key in _LISTS:
        if value := getattr(code, key):
            data[key] = list(value)
    for key in ("patterns", "unless"):
        if value := getattr(code, key):
            data[key] = [pattern.as_data() for pattern in value]
    if code.retired:
        data["retired"] = True
    if not code.applicable:
        data["applicable"] = False
    if not code.defined:
        data["defined"] = False
    data.update(code.extras)
    children = codebook.children(code.code)
    if children:
        data["codes"] = [_entry(codebook, child) for child in children]
    return data


def _yaml_text(codebook: Codebook) -> str:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.StringIO()
    data: dict[str, Any] = {"codebook": codebook.title, "version": codebook.version}
    data["codes"] = [_entry(codebook, code) for code in codebook.children(None)]
    yaml.dump(data, out)
    return out.getvalue()


def _table_rows(codebook: Codebook) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows of the table form; lists are tuples of texts, all else is text."""
    extras = list(dict.fromkeys(key for code in codebook for key in code.extras))
    columns = ["code", "name", "parent", "definition", "include", "exclude", "examples", "color"]
    optional = [
        key
        for key in ("patterns", "unless", "formerly", "merged_into", "retired")
        if any(getattr(code, key) for code in codebook)
    ]
    # A bare category has no row; its children's parent makes it again, before the first of them.
    codes = [code for code in codebook if code.as_data() != _bare(code) or code.applicable]
    optional += [
        key for key in ("applicable", "defined") if not all(getattr(c, key) for c in codes)
    ]
    rows = []
    for code in codes:
        row: dict[str, Any] = {}
        for key in columns + optional:
            value = getattr(code, key)
            if key in ("patterns", "unless"):
                value = tuple(map(_pattern_item, value))
            elif isinstance(value, bool):
                # Only the exceptions are said.
                value = str(value).lower() if value != (key != "retired") else ""
            row[key] = value or ""
        rows.append({**row, **{key: code.extras.get(key, "") for key in extras}})
    return columns + optional + extras, rows


def _table_text(codebook: Codebook) -> str:
    columns, rows = _table_rows(codebook)
    if not {"codebook", "version"} & {column.casefold() for column in columns} and rows:
        columns += ["codebook", "version"] if codebook.version else ["codebook"]
        rows[0] |= {"codebook": codebook.title, "version": codebook.version}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        cells = [row.get(column, "") for column in columns]
        writer.writerow([item_cell(cell) if isinstance(cell, tuple) else cell for cell in cells])
    return out.getvalue()


def _bare(code: Code) -> dict[str, Any]:
    """What a category is that nothing is said about."""
    return Code(code.code, applicable=False, defined=False).as_data()
