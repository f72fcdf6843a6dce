"""How a codebook grows: each operation takes a codebook and gives another; none loses an id.

Ids are for good. A renamed code keeps its earlier ids under `formerly`, a merged one stays with
`merged_into`, a split one stays as the category above its parts, a retired one stays with its codings.
So every coding ever made, and every file ever exported, can be understood under every later codebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from qualcode.core.codebook import CODE_KEYS, COLOR, Code, Codebook, Pattern
from qualcode.core.expressions import read_expression
from qualcode.errors import CodebookError, UsageError, counted, listing

# What `define` may change; ids, parents and life events have operations of their own.
TEXTS = ("name", "definition", "color")
LISTS = ("include", "exclude", "examples")
PATTERNS = ("patterns", "unless")


def entry(codebook: Codebook, code: str) -> Code:
    """The entry of a code; CodebookError, naming what is close or what became of it, for another id."""
    if code in codebook:
        return codebook[code]
    raise CodebookError(
        code, "is not in the codebook", codebook.what_became(code), "Ids match exactly"
    )


def made(code: str, **fields: Any) -> Code:
    """A new entry from plain values: texts, lists of texts, patterns as texts or as YAML has them."""
    code = _id(code)
    return _with(Code(code), fields, allowed=(*TEXTS, *LISTS, *PATTERNS, "extras"))


def add(
    codebook: Codebook, code: Code, *, parent: str | None = None, after: str | None = None
) -> Codebook:
    """With a new code: beneath `parent` (None = a theme), behind its last child or behind `after`.

    Raises CodebookError where the id is taken, also by a code of former times, and where parent or
    after do not fit.
    """
    _free(codebook, code.code)
    code = replace(code, parent=parent)
    if parent is not None:
        _living(codebook, parent)
    return _placed(codebook, [code], parent, after)


def rename(
    codebook: Codebook, code: str, to: str | None = None, *, name: str | None = None
) -> Codebook:
    """With another id, another name, or both. The earlier id stays under `formerly`."""
    old = _living(codebook, code)
    if to is None and name is None:
        raise UsageError("rename", "neither a new id nor a new name", next="Give one of them")
    new = old
    if name is not None:
        new = replace(new, name=_text(name, "name"))
    if to is not None and to != code:
        to = _id(to)
        if codebook.former.get(to) != code:  # back to an id of its own is no clash
            _free(codebook, to)
        formerly = tuple(each for each in old.formerly if each != to)
        new = replace(new, code=to, formerly=(*formerly, code))
    codes = []
    for each in codebook:
        if each.code == code:
            codes.append(new)
        elif code in (each.parent, each.merged_into):
            codes.append(
                replace(
                    each,
                    parent=new.code if each.parent == code else each.parent,
                    merged_into=new.code if each.merged_into == code else each.merged_into,
                )
            )
        else:
            codes.append(each)
    return _like(codebook, codes)


def define(codebook: Codebook, code: str, **fields: Any) -> Codebook:
    """With other words for a code: name, definition, include, exclude, examples, color, patterns,
    unless, extras. What is not given stays. Codings made under other words of the first five are stale.
    """
    old = entry(codebook, code)
    new = _with(old, fields, allowed=(*TEXTS, *LISTS, *PATTERNS, "extras"))
    if not old.defined:
        new = replace(new, defined=True)
    return _like(codebook, (new if each.code == code else each for each in codebook))


def merge(codebook: Codebook, codes: Sequence[str], into: str) -> Codebook:
    """With `codes` merged into another code, which takes over their patterns and their children.

    They stay in the codebook with `merged_into`. The words of `into` do not change: whoever merges says
    with `define` what the code means now.
    """
    target = _living(codebook, into)
    if not target.applicable:
        raise CodebookError(
            into, "is a category and takes no codings",
            f"its codes: {listing(child.code for child in codebook.children(into))}",
            "Merge into one of them, or add a code first",
        )  # fmt: skip
    if target.retired:
        raise CodebookError(
            into, "is retired and takes no codings", next=f"codebook retire {into} --back first"
        )
    names = list(dict.fromkeys(codes))
    if not names:
        raise UsageError(
            "merge", "no codes to merge", next="Name one or more, and the code they go into"
        )
    for name in names:
        _living(codebook, name)
        if name == into:
            raise CodebookError(name, "cannot be merged into itself")
        if into in codebook.beneath(name):
            raise CodebookError(
                into, f"stands beneath {name}", next=f"Move it first: codebook move {into}"
            )
    patterns, unless = list(target.patterns), list(target.unless)
    for name in names:
        patterns += [each for each in codebook[name].patterns if each not in patterns]
        unless += [each for each in codebook[name].unless if each not in unless]
    changed = []
    for each in codebook:
        if each.code == into:
            each = replace(each, patterns=tuple(patterns), unless=tuple(unless))
        elif each.code in names:
            each = replace(each, merged_into=into)
        changed.append(each)
    book = _like(codebook, changed)
    for each in codebook:
        # A branch goes to its new place as a whole, so that the order is that of the tree.
        if each.parent in names and each.code not in names:
            book = move(book, each.code, parent=into)
    return book


def split(codebook: Codebook, code: str, into: Sequence[Code]) -> Codebook:
    """With a code divided into new ones beneath it. It becomes the category above them; its codings stay
    on it until somebody codes them anew."""
    old = _living(codebook, code)
    if not into:
        raise UsageError("split", "no codes to split into", next="Name two or more")
    ids = [each.code for each in into]
    if twice := {each for each in ids if ids.count(each) > 1}:
        raise UsageError("split", f"{listing(sorted(twice))} named twice", "each id once")
    for each in ids:
        _free(codebook, each)
    book = _like(
        codebook,
        (
            replace(each, applicable=False, defined=True) if each.code == old.code else each
            for each in codebook
        ),
    )
    return _placed(book, [replace(each, parent=code) for each in into], code, None)


def move(
    codebook: Codebook, code: str, *, parent: str | None = None, after: str | None = None
) -> Codebook:
    """With a code, and everything beneath it, under another parent (None = a theme of its own), behind
    its last child or behind `after`."""
    _living(codebook, code)
    if after is not None and after in codebook.beneath(code):
        raise CodebookError(
            code, f"cannot stand behind {after}", "behind a code outside of its branch"
        )
    if parent is not None:
        _living(codebook, parent)
        if parent in codebook.beneath(code):
            raise CodebookError(
                parent,
                f"is {code} itself or stands beneath it",
                "codes cannot be above each other in a circle",
            )
    block = set(codebook.beneath(code))
    moved = [
        replace(each, parent=parent) if each.code == code else each
        for each in codebook
        if each.code in block
    ]
    rest = _like(codebook, (each for each in codebook if each.code not in block))
    return _placed(rest, moved, parent, after)


def retire(codebook: Codebook, code: str, *, back: bool = False) -> Codebook:
    """With a code that is no longer applied (or is again: back=True). Its codings stay and count."""
    old = _living(codebook, code)
    if old.retired != back:
        raise CodebookError(code, "is not retired" if back else "is retired already")
    return _like(
        codebook, (replace(each, retired=not back) if each is old else each for each in codebook)
    )


def continued(codebook: Codebook, before: Codebook) -> tuple[Codebook, list[str]]:
    """A codebook from a file as the next version of `before`: the life events that the file does not
    repeat are kept, since codings and passes made under earlier ids rest on them.

    Returns the codebook and a sentence for each thing that was kept. Raises CodebookError where the file
    uses an earlier id of one code for another one.
    """
    said: list[str] = []
    codes: list[Code] = []
    for code in codebook:
        earlier = [code.code, *code.formerly]
        known = [
            old
            for each in earlier
            if each in before
            for old in before[each].formerly
            if old != code.code and old not in code.formerly
        ]
        for old in known:
            if old in codebook:
                raise CodebookError(
                    old,
                    f"is an earlier id of {code.code}, and in this file a code of its own",
                    "ids are for good: earlier codings, passes and files name it",
                    "Give the new code another id",
                )
        if known := [old for old in dict.fromkeys(known) if old not in codebook.former]:
            said.append(f"kept: {code.code} was formerly {listing(known)}")
            code = replace(code, formerly=(*known, *code.formerly))
        codes.append(code)
    ids = {code.code for code in codes}
    book = _like(codebook, codes)
    for code in before:
        if code.merged_into is None or code.code in ids or code.code in book.former:
            continue
        into = book.successor(code.merged_into)
        if into is None:
            continue
        parent = code.parent if code.parent in ids else None
        book = _placed(book, [replace(code, merged_into=into, parent=parent)], parent, None)
        said.append(f"kept: {code.code} was merged into {into}")
    return book, said


# -- what they share -----------------------------------------------------------------------------------


def _like(codebook: Codebook, codes: Iterable[Code]) -> Codebook:
    return Codebook(codes, title=codebook.title, version=codebook.version)


def _living(codebook: Codebook, code: str) -> Code:
    found = entry(codebook, code)
    if found.merged_into is not None:
        raise CodebookError(code, f"was merged into {found.merged_into}", next="Work on that code")
    return found


def _free(codebook: Codebook, code: str) -> None:
    if code in codebook:
        raise CodebookError(code, "is in the codebook already", next="Choose another id")
    if code in codebook.former:
        raise CodebookError(
            code,
            f"is an earlier id of {codebook.former[code]}",
            "ids are for good: earlier codings and files name it",
            "Choose another id",
        )


def _placed(
    codebook: Codebook, block: list[Code], parent: str | None, after: str | None
) -> Codebook:
    """`block` put behind `after` and everything beneath it, or behind the last child of `parent`."""
    if after is not None:
        if entry(codebook, after).parent != parent:
            above = f"beneath {parent}" if parent else "a theme"
            raise CodebookError(
                after, f"is not {above}", next="Name one of the codes it stands among"
            )
        anchor = after
    elif parent is not None:
        anchor = parent
    else:
        return _like(codebook, [*codebook, *block])
    behind = set(codebook.beneath(anchor))
    codes = list(codebook)
    at = max(number for number, each in enumerate(codes) if each.code in behind) + 1
    return _like(codebook, [*codes[:at], *block, *codes[at:]])


def _id(code: str) -> str:
    if not isinstance(code, str) or not code.strip() or not code.strip().isprintable():
        raise UsageError("code", f"{code!r} is no id", "a short, printable name such as trust")
    return code.strip()


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise UsageError(key, f"{value!r}", "text")
    return value.strip()


def _with(code: Code, fields: dict[str, Any], allowed: tuple[str, ...]) -> Code:
    changes: dict[str, Any] = {}
    for key, value in fields.items():
        if key not in allowed:
            raise UsageError(
                "code", f"{key!r} is nothing a code has", f"one of {listing(allowed, 12)}"
            )
        if key in TEXTS:
            changes[key] = _text(value, key)
            if key == "color" and changes[key] and not COLOR.match(changes[key]):
                raise UsageError("color", f"{value!r}", '"#1b9e77" or a name')
        elif key == "extras":
            if taken := [name for name in value if name in CODE_KEYS or name == "defined"]:
                raise UsageError("extras", f"{listing(taken)}: a key of its own", "other names")
            changes[key] = {str(name): _text(text, name) for name, text in dict(value).items()}
        elif isinstance(value, str):
            raise UsageError(key, f"{value!r}", "a list of texts", f"[{value!r}]")
        elif key in LISTS:
            changes[key] = tuple(_text(each, key) for each in value)
        else:
            changes[key] = tuple(_pattern(each, code.code) for each in value)
    return replace(code, **changes)


def beneath_in_use(codebook: Codebook, code: str) -> str:
    """A sentence on the codes beneath a retired one; "" where there are none."""
    left = [
        each
        for each in codebook.beneath(code)
        if each != code and codebook[each].applicable and not codebook[each].retired
    ]
    return f"{counted(len(left), 'code')} beneath it stay in use: {listing(left)}" if left else ""


def _pattern(value: Any, code: str) -> Pattern:
    pattern = value if isinstance(value, Pattern) else Pattern.of(value)
    if pattern.kind == "regex":
        # A wrong expression in the codebook would stop every suggestion from then on.
        read_expression(pattern.text, code)
    return pattern
