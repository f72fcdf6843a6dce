"""Tables on a page: counted as print and files have them, with the quotations behind every cell."""

from __future__ import annotations

import base64
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.analysis.corpus import corpus
from qualcode.analysis.disclosure import RULES
from qualcode.analysis.selection import coder_names
from qualcode.core.records import CONSENSUS
from qualcode.errors import TableError, UsageError, counted, listing
from qualcode.present import crosstab, frequencies
from qualcode.present.table_facts import ABSENT, FORMATS
from qualcode.review.coding import set_primary
from qualcode.store import state
from qualcode.workbench.assigned import open_documents
from qualcode.workbench.desk import ALONE, Desk, method
from qualcode.workbench.looks import SEEN

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.present.table import Table

MOST_FILE = 20_000_000  # bytes of a file that is handed to a page
MOST_QUOTES = 200  # quotations in one answer
_LEVELS = ("theme", "code")
_MIME = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".md": "text/markdown",
    ".tex": "application/x-tex",
}


def kept_from(desk: Desk) -> list[str]:
    """Documents on which the work of others has to stay hidden from this coder: `desk.own_only`, asked for
    all at once."""
    current = state.versions(desk.study)
    blind = current if desk.enforced else open_documents(desk.study, desk.coder)
    return [each for each in current if each in blind and not desk.has_read(each)]


# -- what is asked for -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """A table as a page asks for it: the words of `crosstab`, protect being the rule of `Table.disclosed`."""

    rows: str = "theme"
    columns: tuple[str, ...] = ()
    unit: str = "participants"
    measure: str = "n"
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    coders: str = "record"
    interviewers: bool = False
    reflective: bool = False
    test: bool = False
    intervals: bool = False
    protect: str = ""


def _asked(given: Mapping[str, Any]) -> _Asked:
    """What a page sent, each part of the kind it has to be; UsageError otherwise."""
    known = set(_Asked.__dataclass_fields__)
    if unknown := [str(each) for each in given if each not in known]:
        raise UsageError("table", f"does not know {listing(unknown)}", f"it takes {listing(known)}")
    parts: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("interviewers", "reflective", "test", "intervals"):
            fits = isinstance(value, bool)
        elif name == "columns":
            fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
        elif name == "where":
            fits = isinstance(value, dict) and all(
                isinstance(own, list) and all(isinstance(each, str) for each in own)
                for own in value.values()
            )
        else:
            fits = isinstance(value, str)
        if not fits:
            raise UsageError(f"table, {name}", f"{str(value)[:60]!r} cannot be asked for")
        if name == "where":
            value = tuple((each, tuple(own)) for each, own in value.items() if own)
        parts[name] = tuple(value) if name == "columns" else value
    asked = _Asked(**parts)
    if asked.rows not in _LEVELS:
        raise UsageError("rows", repr(asked.rows), listing(_LEVELS))
    if asked.protect and asked.protect not in RULES:
        raise UsageError("protect", repr(asked.protect), f"{listing(RULES)}, or nothing")
    return asked


def _limited(desk: Desk, asked: _Asked) -> str:
    """Why only one's own codings are counted; "" where others' may be."""
    hidden = kept_from(desk)
    if not hidden or asked.coders == desk.coder:
        return ""
    return (
        f"You are still to read {counted(len(hidden), 'document')} without sight of others' work, so this"
        f" table counts your own codings only. ({listing(hidden, 4)})"
    )


def _table(desk: Desk, asked: _Asked) -> Table:
    """The table; of one's own codings alone while others' are kept from this coder. It is kept until the
    study changes, for the quotations that are asked for next."""
    study = desk.study
    blind = bool(kept_from(desk))
    return study.cached(
        ("page table", asked, desk.coder if blind else ""), lambda: _counted(desk, asked, blind)
    )


def _counted(desk: Desk, asked: _Asked, blind: bool) -> Table:
    common: dict[str, Any] = {
        "unit": asked.unit,
        "measure": asked.measure,
        "where": {name: list(values) for name, values in asked.where} or None,
        "coders": desk.coder if blind else asked.coders,
        "interviewers": asked.interviewers,
        "reflective": asked.reflective,
        "test": asked.test,
        "intervals": asked.intervals,
    }
    if blind and desk.coder not in coder_names(corpus(desk.study)):
        raise TableError(
            "No table yet",
            "you have coded nothing, and others' codings are shown when you have finished reading",
            next="Code a document first",
        )
    if asked.columns:
        table = crosstab(desk.study, rows=asked.rows, columns=list(asked.columns), **common)
    else:
        table = frequencies(desk.study, level=asked.rows, **common)
    if blind:
        # How much others coded is not to be known either.
        table.notes[:] = [note for note in table.notes if not note.startswith("Not counted")]
    return table.disclosed(asked.protect) if asked.protect else table


# -- answers -----------------------------------------------------------------------------------------------


@method("table_choices", slow=True)
def table_choices(desk: Desk) -> dict[str, Any]:
    """What a table can be asked for: attributes (what columns and filters may be), coders (one's own name
    alone while others' work is kept from this coder), blind (whether it is), primary (the primary coder's name
    or None)."""
    found = corpus(desk.study)
    names = [each for each in coder_names(found) if each != CONSENSUS]
    blind = bool(kept_from(desk))
    return {
        "attributes": found.attribute_names(),
        "coders": [each for each in names if each == desk.coder] if blind else names,
        "blind": blind,
        "primary": state.setting(desk.study, "primary"),
    }


@method("table_values", slow=True)
def table_values(desk: Desk, *, attribute: str) -> list[str]:
    """The values of an attribute, in the order of the sheets."""
    return list(corpus(desk.study).attribute(attribute).values)


@method("table", slow=True)
def table(desk: Desk, *, asked: dict) -> dict[str, Any]:
    """A table of frequencies (no columns) or a crosstab (one attribute or two).

    asked: rows ("theme", "code"), columns, unit, measure, where (attribute -> values), coders,
    interviewers, reflective, test, intervals: as in `crosstab`; protect: a rule of `Table.disclosed`, "" for
    none.

    Returns title; level; heads (for each level of the columns their texts) and columns (for each column its
    values, by which quotations are asked for); rows [code, label, cells as print shows them, total or None];
    total (head of the totals, None = there are none); silent (for each row and column whether disclosure
    control holds back its quotations); foot [name, texts]; parts [title, head, rows]; notes; provenance;
    limited (why only own codings are counted, "" where all may be); act.

    Where several coders read a document and nobody said whose codings count, returns `choose` instead:
    {found, documents: [[document, who coded it]], coders: names to choose from}.
    """
    wanted = _asked(asked)
    limited = _limited(desk, wanted)
    try:
        made = _table(desk, wanted)
    except TableError as error:
        if error.where != "coders" or wanted.coders != "record" or len(error.problems) == 0:
            raise
        names = [each for each in coder_names(corpus(desk.study)) if each != CONSENSUS]
        return {
            "choose": {
                "found": error.found,
                "documents": [[each.where, each.found] for each in error.problems],
                "coders": names,
            }
        }
    cells = made.cells()
    heads = made.heads
    levels = max((len(head) for head in heads), default=1)
    return {
        "title": made.what.sentence(),
        "level": made.what.level,
        "heads": [[head[level] for head in heads] for level in range(levels)],
        "columns": [list(head) for head in heads],
        "rows": [
            [
                str(row),
                str(made.labels.get(row, row)),
                cells[at],
                made.total_text(at) if made.has_totals else None,
            ]
            for at, row in enumerate(made.frame.index)
        ],
        "total": made.total_head if made.has_totals else None,
        "silent": [
            [_held(made, at, head) for head in heads] for at in range(len(made.frame.index))
        ],
        "absent": ABSENT,
        "foot": [[name, texts] for name, texts in made.base_lines()],
        "parts": [[part.title, part.head, part.rows] for part in made.parts],
        "notes": list(made.notes),
        "provenance": made.provenance,
        "limited": limited,
        "act": made.what.act,
    }


@method("table_quotes", slow=True)
def table_quotes(
    desk: Desk,
    *,
    asked: dict,
    row: str,
    column: list[str] | None = None,
    first: int = 0,
    number: int = 50,
) -> dict[str, Any]:
    """The quotations behind a cell, or behind a whole row where no column is named.

    first, number: which of them, in the order of the text. Returns total (how many there are), held (why
    they are held back, "" where they are not) and quotes: {coding, quotation, source, document, turn,
    speaker, code, coder, start, end, key}. What this coder sees of others in documents not finished yet is
    noted: they were then not read blind.
    """
    made = _table(desk, _asked(asked))
    found = made.quotes(row, None if column is None else tuple(column))
    at = list(made.frame.index).index(row)
    named = None if column is None else tuple(map(str, column))
    if _held(made, at, named):
        return {
            "total": None,
            "quotes": [],
            "held": "Disclosure control holds these quotations back: who counts them knows the number.",
        }
    first, number = max(0, first), max(1, min(number, MOST_QUOTES))
    some = found.iloc[first : first + number]
    _note(desk, some)
    blind = bool(kept_from(desk))
    return {
        "total": len(found),
        "quotes": [_quote(each, blind) for each in some.to_dict("records")],
        "held": "",
    }


def _held(table: Table, row: int, column: tuple[str, ...] | None) -> bool:
    """Whether disclosure control holds back the quotations behind a cell, or a whole row. The columns of a
    frequency table are counts of the same codings, so that one hidden number hides them all."""
    heads = table.heads
    if table.what.attributes:
        places = [at for at, head in enumerate(heads) if column is None or head == column]
    else:
        places = [at for at, head in enumerate(heads) if not column or head[:-1] == column[:-1]]
    return any(table.silent(row, at) for at in places)


def _quote(each: Mapping[Any, Any], blind: bool) -> dict[str, Any]:
    return {
        "coding": _text(each["coding_id"]),
        "quotation": _text(each["quotation"]),
        "source": _text(each["source"]),
        "document": _text(each["document"]),
        "turn": _text(each["turn"]),
        "speaker": _text(each["speaker"]),
        "code": _text(each["code"]),
        "coder": _text(each["coder"]),
        "start": int(each["start"]),
        "end": int(each["end"]),
        # Anybody may have marked it.
        "key": bool(each["key"]) and not blind,
    }


def _text(value: Any) -> str:
    import pandas as pd

    return "" if value is None or value is pd.NA or value != value else str(value)


def _note(desk: Desk, quotes: pd.DataFrame) -> None:
    """Others' codings that are shown in documents which this coder has not finished."""
    current = state.versions(desk.study)
    others = quotes["coder"] != desk.coder
    for document in quotes["document"][others].drop_duplicates().tolist():
        if document in current and not desk.has_read(document):
            desk.looks.note(desk.coder, current[document].version, SEEN)


# -- files -------------------------------------------------------------------------------------------------


@method("table_file", slow=True)
def table_file(desk: Desk, *, asked: dict, format: str, beside: bool = False) -> dict[str, Any]:
    """The table as a file: the same that `Table.save` writes.

    format: "csv", "xlsx", "docx", "html", "md" or "tex". Returns name, mime and data (base64); with
    `beside` it is written next to the project under a name that nothing has yet, and {name, path} is
    returned: only for who works alone, on whose own machine that is. Raises TableError for a file of more
    than MOST_FILE bytes.
    """
    suffix = f".{format}"
    if suffix not in FORMATS:
        raise UsageError("format", repr(format[:20]), listing(each[1:] for each in FORMATS))
    if beside and desk.role != ALONE:
        raise UsageError("beside", "on a server files are not left there", "a download")
    wanted = _asked(asked)
    made = _table(desk, wanted)
    name = _file_name(wanted)
    if suffix in (".xlsx", ".html"):
        _note_all(desk, made)
    if beside:
        return _beside(desk, name, suffix, made)
    # The workbook and the page hold quotations: where they lie for a moment is where the study lies.
    home = desk.study.derived
    if home is not None and not os.access(home, os.W_OK):
        home = None
    with tempfile.TemporaryDirectory(prefix="table-", dir=home) as folder:
        path = Path(folder) / f"{name}{suffix}"
        made.save(path)
        size = path.stat().st_size
        if size > MOST_FILE:
            raise TableError(
                "table",
                f"the file has {size / 1e6:,.0f} MB",
                f"at most {MOST_FILE // 1_000_000} MB",
                "Write it from a notebook or with `qualcode crosstab … --out`",
            )
        data = path.read_bytes()
    return {
        "name": f"{name}{suffix}",
        "mime": _MIME[suffix],
        "data": base64.b64encode(data).decode("ascii"),
    }


def _beside(desk: Desk, name: str, suffix: str, made: Table) -> dict[str, Any]:
    folder = Path(desk.study.path).parent
    number = 1
    while (folder / f"{name}{'' if number == 1 else f'-{number}'}{suffix}").exists():
        number += 1
    path = folder / f"{name}{'' if number == 1 else f'-{number}'}{suffix}"
    made.save(path)
    return {"name": path.name, "path": str(path)}


def _note_all(desk: Desk, made: Table) -> None:
    """A file with quotations shows all of them."""
    for row in made.frame.index:
        _note(desk, made.quotes(row))


def _file_name(asked: _Asked) -> str:
    if not asked.columns:
        return f"{asked.rows}_frequencies"
    by = "_and_".join(asked.columns)
    return f"{asked.rows}s_by_" + re.sub(r"[^a-z0-9_]+", "_", by.casefold())[:60].strip("_")


# -- whose codings count -----------------------------------------------------------------------------------


@method("table_primary", writes=True, lead=True)
def table_primary(desk: Desk, *, coder: str) -> dict[str, Any]:
    """Name the primary coder, whose codings count in all tables where several coders read a document and
    nothing is settled. One act; nothing is done where it is so already."""
    set_primary(desk.study, desk.coder, coder)
    return {"primary": coder}
