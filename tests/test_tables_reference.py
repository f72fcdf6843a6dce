"""Tables of random small studies against a slow and plain count, and what every table conserves."""

from __future__ import annotations

import csv
import io
import itertools
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qualcode as qc
from qualcode.errors import TableError
from qualcode.store import state

UNITS = ("codings", "turns", "documents", "participants", "words")
WORD = re.compile(r"\w+(?:['’‑-]\w+)*")
# theme -> codes beneath
TREE = {"values": ["trust", "price"], "delay": [], "care": ["time"]}
CODES = [code for theme, beneath in TREE.items() for code in (theme, *beneath)]
BOOK = "codes:\n" + "".join(
    f"  - code: {theme}\n"
    + ("    codes:\n" + "".join(f"      - code: {code}\n" for code in beneath) if beneath else "")
    for theme, beneath in TREE.items()
)
SPEAKERS = ["ANN", "BEE", "CAT", "DAN", "INT"]
# ANN is P1, a buyer, and a judge in D1; BEE and B2 are P2, a seller; CAT has a row without a role;
# DAN has no row.
PARTICIPANTS = """participant,aliases,document,role,town,case
P2,BEE;B2,,Seller,,mine
P1,ANN,,Buyer,Leeds,two
P1,ANN,D1,Judge,,one
CAT,,,,York,
"""
DOCUMENT_ROWS = {
    "D0": {"kind": "interview", "case": "two", "town": ""},
    "D1": {"kind": "interview", "case": "", "town": "Hull"},
    "D2": {"kind": "focus_group", "case": "one", "town": ""},
    "D3": {"kind": "observation", "case": "two", "town": ""},
}

words = st.lists(
    st.sampled_from(["trust", "it's", "🙂", "a-b", "…", "we", "1,000", "no."]),
    min_size=1,
    max_size=5,
).map(" ".join)
talk = st.lists(st.tuples(st.sampled_from(SPEAKERS), words), min_size=1, max_size=5)


def as_csv(columns: list[str], rows: list[list[object]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue()


@st.composite
def studies(draw) -> dict:
    """D0 a turn table, D1 subtitles (cues of one speaker are joined), D2 a transcript, D3 notes."""
    cues = draw(talk)
    clock = [f"00:{n:02d}.000" for n in range(len(cues) + 1)]
    subtitles = "WEBVTT\n\n" + "".join(
        f"{clock[n]} --> {clock[n + 1]}\n<v {speaker}>{text}</v>\n\n"
        for n, (speaker, text) in enumerate(cues)
    )
    transcript = "A forum\n\n" + "[laughter]\n".join(
        f"{speaker}: {text}\n" for speaker, text in draw(talk)
    )
    entries, thoughts = draw(st.lists(words, max_size=2)), draw(st.lists(words, max_size=2))
    notes = "Descriptive notes\n\n" + "\n\n".join(["Begin.", *entries])
    if thoughts:
        notes += "\n\nReflective notes\n\n" + "\n\n".join(thoughts)
    # Two edges, each anywhere, or where a turn begins or ends; or the whole document.
    edge = st.tuples(st.booleans(), st.floats(0, 1))
    place = st.tuples(edge, edge)
    whole = st.just(((False, 0.0), (False, 1.0)))
    codings = draw(
        st.lists(
            st.tuples(
                st.sampled_from(list(DOCUMENT_ROWS)),
                st.one_of(place, place, place, place, whole),
                st.sampled_from(["trust", "trust", "trust", *CODES]),
                st.sampled_from(["AB", "CD"]),
            ),
            max_size=20,
        )
    )
    codes = st.one_of(st.just(CODES), st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    passes = draw(
        st.one_of(
            st.just({}),
            st.dictionaries(
                st.tuples(st.sampled_from(list(DOCUMENT_ROWS)), st.sampled_from(["AB", "CD"])),
                codes,
                min_size=1,
            ),
        )
    )
    return {
        "table": [["D0", n, speaker, text] for n, (speaker, text) in enumerate(draw(talk), 1)],
        "files": {"D1.vtt": subtitles, "D2.txt": transcript, "D3.txt": notes},
        "codings": codings,
        "passes": passes,
        "where": draw(st.sampled_from([{}, {}, {"town": ["Leeds", "Hull"]}, {"case": "two"}])),
    }


def build(folder: Path, made: dict) -> qc.Project:
    source = folder / "in"
    source.mkdir()
    for name, text in made["files"].items():
        (source / name).write_text(text, encoding="utf-8")
    table = as_csv(["document", "turn", "speaker", "text"], made["table"])
    (source / "turns.csv").write_text(table, encoding="utf-8")
    (folder / "participants.csv").write_text(PARTICIPANTS, encoding="utf-8")
    rows = [[name, *row.values()] for name, row in DOCUMENT_ROWS.items()]
    sheet = as_csv(["document", "kind", "case", "town"], rows)
    (folder / "documents.csv").write_text(sheet, encoding="utf-8")
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    project = qc.new_project(folder / "s.qualcode", coder="AB")
    project.ingest(
        source, participants=folder / "participants.csv", documents=folder / "documents.csv"
    )
    project.load_codebook(folder / "book.yaml")
    rows = []
    turns = project.turns()
    for document, edges, code, coder in made["codings"]:
        length = len(project.text(document))
        own = turns[turns["document"] == document]
        known = sorted({*own["start"], *own["end"]})
        start, end = sorted(
            known[round(at * (len(known) - 1))] if of_turn else round(at * length)
            for of_turn, at in edges
        )
        if start < end:
            rows.append([document, start, end, code, coder])
    if rows:
        path = folder / "codings.csv"
        path.write_text(as_csv(["document", "start", "end", "code", "coder"], rows), "utf-8")
        project.import_codings(path)
    if made["passes"]:
        path = folder / "progress.csv"
        rows = [[*who, ";".join(codes)] for who, codes in made["passes"].items()]
        path.write_text(as_csv(["document", "coder", "codes"], rows), "utf-8")
        project.import_progress(path)
    return project


# -- the slow way ------------------------------------------------------------------------------------------


@dataclass
class SlowTurn:
    document: str
    number: str
    characters: set[int]
    words: set[int]
    person: str | None
    interviewer: bool
    reflective: bool
    values: dict[str, str | None]


def slow_turns(project: qc.Project) -> list[SlowTurn]:
    """Every turn with its characters, its words and its attributes, from the texts and the sheets."""
    found = []
    for name, version in state.versions(project.study).items():
        document = state.read_document(project.study, version)
        for turn in document.turns:
            speech = turn.part == "speech"
            interviewer = speech and turn.speaker == "INT"
            person = {"ANN": "P1", "BEE": "P2", "CAT": "CAT", "DAN": f"{name}/DAN"}.get(
                turn.speaker or ""
            )
            role: str | None = {"P2": "Seller", "P1": "Judge" if name == "D1" else "Buyer"}.get(
                person or "", "(not recorded)"
            )
            own_town = {"P1": "Leeds", "CAT": "York"}.get(person or "", "")
            town: str | None = DOCUMENT_ROWS[name]["town"] or own_town or "(not recorded)"
            if person is None:
                role = None
                town = DOCUMENT_ROWS[name]["town"] or None
            found.append(
                SlowTurn(
                    name,
                    turn.number,
                    {at for a, b in turn.ranges for at in range(a, b)},
                    {
                        a + match.start()
                        for a, b in turn.ranges
                        for match in WORD.finditer(document.text[a:b])
                    },
                    person,
                    interviewer,
                    turn.part == "reflective",
                    {
                        "role": role,
                        "town": town,
                        "case": DOCUMENT_ROWS[name]["case"] or "(none)",
                        "document": name,
                    },
                )
            )
    return found


ORDER = {
    "role": ["Seller", "Buyer", "Judge", "(not recorded)"],
    "town": ["Leeds", "York", "Hull", "(not recorded)"],
    "case": ["two", "one", "(none)"],
}


def slow_table(project, made, names, level, coders, interviewers, reflective) -> dict:
    """(row, column values) -> unit -> (n or None, base), and the codings that are in no cell."""
    passes = made["passes"]
    rows = CODES if level == "code" else list(TREE)
    theme_of = {code: theme for theme, beneath in TREE.items() for code in (theme, *beneath)}
    chosen_coders = ["AB", "CD"] if coders == "any" else [coders]
    documents = list(state.versions(project.study))
    considered: dict[str, set[str]] = {}
    for document in documents:
        if not passes:
            considered[document] = set(CODES)
        for coder in chosen_coders:
            if (document, coder) in passes:
                considered.setdefault(document, set()).update(passes[document, coder])
    spoken = slow_turns(project)
    turns = [
        turn
        for turn in spoken
        if turn.document in considered
        and (interviewers or not turn.interviewer)
        and (reflective or not turn.reflective)
        and all(turn.values[name] is not None for name in names)
        and all(
            turn.values[name] in ([wanted] if isinstance(wanted, str) else wanted)
            for name, wanted in made["where"].items()
        )
    ]
    used = [
        [
            value
            for value in ORDER.get(name, documents)
            if any(turn.values[name] == value for turn in turns)
        ]
        for name in names
    ]
    columns = list(itertools.product(*used))
    codings = [row for row in project.codings().to_dict("records") if row["coder"] in chosen_coders]
    whole = {
        row["coding_id"]
        for row in codings
        if (row["start"], row["end"]) == (0, len(project.text(row["document"])))
        and len([turn for turn in spoken if turn.document == row["document"]]) > 1
    }
    table: dict = {}
    in_cells: set[str] = set()
    for row in rows:
        codes = {row} if level == "code" else {code for code in CODES if theme_of[code] == row}
        own_turns = [turn for turn in turns if considered[turn.document] & codes]
        own = [
            coding
            for coding in codings
            if coding["code"] in codes
            and coding["document"] in considered
            and considered[coding["document"]] & codes
            and coding["coding_id"] not in whole
        ]
        for column in (*columns, None):
            here = [
                turn
                for turn in own_turns
                if column is None or tuple(turn.values[name] for name in names) == column
            ]
            n: dict[str, set] = {unit: set() for unit in UNITS}
            for coding in own:
                characters = set(range(coding["start"], coding["end"]))
                for turn in here:
                    if turn.document != coding["document"] or not characters & turn.characters:
                        continue
                    n["codings"].add(coding["coding_id"])
                    n["turns"].add((turn.document, turn.number))
                    n["documents"].add(turn.document)
                    if turn.person is not None:
                        n["participants"].add(turn.person)
                    n["words"] |= {(turn.document, at) for at in turn.words & characters}
            in_cells |= n["codings"]
            base = {
                "turns": len(here),
                "documents": len({turn.document for turn in here}),
                "participants": len({turn.person for turn in here} - {None}),
                "words": sum(len(turn.words) for turn in here),
            }
            table[row, column] = {
                unit: (
                    len(n[unit])
                    if base["turns" if unit in ("codings", "words") else unit]
                    else None,
                    base.get(unit),
                )
                for unit in UNITS
            }
    return {"columns": columns, "cells": table, "in_cells": in_cells, "codings": codings}


def value(cell: object) -> object:
    import pandas as pd

    return None if cell is pd.NA else cell


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    made=studies(),
    names=st.sampled_from(
        [[], ["role"], ["case"], ["document"], ["town"], ["role", "case"], ["case", "role"],
         ["town", "document"]]
    ),
    coders=st.sampled_from(["AB", "CD", "any"]),
    interviewers=st.booleans(),
    reflective=st.booleans(),
)  # fmt: skip
def test_every_number_equals_a_slow_count(made, names, coders, interviewers, reflective) -> None:
    with tempfile.TemporaryDirectory() as folder, build(Path(folder), made) as project:
        options = {
            "coders": coders,
            "interviewers": interviewers,
            "reflective": reflective,
            "where": made["where"],
        }
        for level in ("code", "theme"):
            slow = slow_table(project, made, names, level, coders, interviewers, reflective)
            try:
                tables = {
                    unit: qc.frequencies(project, by=names, level=level, unit=unit, **options)
                    for unit in UNITS
                }
            except TableError as error:
                # Nobody of that name has done anything, or nothing has the value that is filtered by.
                assert "no codings and no passes" in str(error) or "no turn has" in str(error)
                return
            compare(tables, slow, names)
            conserve(tables["codings"], slow)


def compare(tables: dict[str, qc.Table], slow: dict, names: list[str]) -> None:
    columns = slow["columns"]
    for unit, table in tables.items():
        tidy = table.tidy()
        assert len(tidy) == len(table.frame.index) * len(columns)
        if names:
            heads = [head if isinstance(head, tuple) else (head,) for head in table.frame.columns]
            assert heads == columns
        for row in table.frame.index:
            expected = [slow["cells"][row, column][unit] for column in columns]
            if names:
                got = [value(cell) for cell in table.frame.loc[row]]
                assert got == [n for n, _ in expected], (unit, row)
                total, total_base = slow["cells"][row, None][unit]
                assert value(table.totals[row]) == total, (unit, row, total_base)
            else:
                assert value(table.frame.loc[row, f"n_{unit}"]) == expected[0][0]
            level = tidy.columns[0]
            mine = tidy[tidy[level] == row]
            assert [value(n) for n in mine[f"n_{unit}"]] == [n for n, _ in expected]
            if unit != "codings":
                assert mine[f"base_{unit}"].to_list() == [base for _, base in expected]
                shares = [n / base if base and n is not None else None for n, base in expected]
                assert [value(share) for share in mine[f"share_{unit}"]] == pytest.approx(shares)


def conserve(table: qc.Table, slow: dict) -> None:
    """Every coding of the chosen coders is in the cells, or in one printed line, and cells open theirs."""
    rows = table.reconciliation.set_index("where")["n_codings"]
    assert rows.sum() == len(slow["codings"])
    assert rows["counted in the table"] == len(slow["in_cells"])
    if not table.what.attributes:
        return
    beyond = 0
    for note in table.notes:
        if found := re.search(r"count once in each: (\d+) counts? beyond", note):
            beyond = int(found[1])
    tidy = table.tidy()
    assert tidy["n_codings"].sum() == rows["counted in the table"] + beyond
    quoted = set()
    names = list(table.what.attributes)
    for _, cell in tidy.iterrows():
        column = tuple(cell[name] for name in names)
        found = table.quotes(cell.iloc[0], column if len(column) > 1 else column[0])
        assert len(found) == (0 if value(cell["n_codings"]) is None else cell["n_codings"])
        quoted |= set(found["coding_id"])
        if "role" in names and len(found):
            assert set(found["role"]) == {cell["role"]}
    assert quoted == slow["in_cells"]
