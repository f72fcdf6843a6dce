"""The small study that many tests share, and what to compare of it. Holds no tests."""

from __future__ import annotations

import hashlib
from pathlib import Path

import qualcode as qc

# Provider forum: header 0–29; INT 36–53, ANN 59–106, BOB 112–131, [laughter] 132–142, ANN 148–166.
# Coded by hand: "Trust matters" 59–72, "Price came last" 80–95, "trust again" 154–165.
FORUM = (
    "Provider forum, 12 March 2018\n\n"
    "INT: Shall we begin? 🙂\n"
    "ANN: Trust matters to us. Price came last, honestly.\n"
    "BOB: I would not say so.\n"
    "[laughter]\n"
    "ANN: Well, trust again.\n"
)
DOCUMENTS = "document,kind,case,phase,interviewer\nFG1,focus_group,Case A,2,INT\n"
PARTICIPANTS = "participant,aliases,role\nP1,ANN,Commissioner\nP2,BOB,Provider\n"
CODEBOOK = """codebook: Tiny
version: "1.0"
codes:
  - code: values
    codes:
      - code: trust
        patterns: [trust]
      - code: price
        patterns: [price]
  - code: delay
"""
HAND_CODED = [
    ("Trust matters", 59, 72, "trust"),
    ("Price came last", 80, 95, "price"),
    ("trust again", 154, 165, "trust"),
]


def write(folder: Path, **files: str | bytes) -> Path:
    """Files by name, `__` standing for the dot: write(folder, FG1__txt="...")."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        data = body if isinstance(body, bytes) else body.encode("utf-8")
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def write_forum(folder: Path) -> Path:
    return write(
        folder,
        FG1__txt=FORUM,
        documents__csv=DOCUMENTS,
        participants__csv=PARTICIPANTS,
        codebook__yaml=CODEBOOK,
    )


def forum(folder: Path, coder: str = "AB") -> qc.Project:
    """The small study: ingested (act 2), with its codebook (act 3), nothing coded."""
    write_forum(folder)
    project = qc.new_project(folder / "s.qualcode", coder=coder)
    project.ingest(
        folder / "FG1.txt",
        participants=folder / "participants.csv",
        documents=folder / "documents.csv",
    )
    project.load_codebook(folder / "codebook.yaml")
    return project


def code_by_hand(project: qc.Project, number: int = 3) -> list[str]:
    return [
        project.add_coding(
            document="FG1", start=start, end=end, code=code, quotation=words
        ).coding_id
        for words, start, end, code in HAND_CODED[:number]
    ]


def marks(project: qc.Project) -> list[tuple]:
    """The codings that stand: (document, start, end, code, coder), in order of place."""
    frame = project.codings()[["document", "start", "end", "code", "coder"]]
    return sorted(tuple(row) for row in frame.astype(object).to_numpy().tolist())


def picture(project: qc.Project) -> dict[str, object]:
    """Everything the frames say, as plain data that can be compared."""
    frames = {
        name: getattr(project, name)().astype(object).fillna("—").to_dict("split", index=False)
        for name in (
            "documents",
            "turns",
            "participants",
            "codings",
            "suggestions",
            "decisions",
            "progress",
            "memos",
        )
    }
    return {**frames, "codebook": project.codebook.hash}


def content(project: qc.Project) -> str:
    """A hash over every row of every table: what "nothing changed" means."""
    connection = project.study.connection
    digest = hashlib.sha256()
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
    ]
    for table in tables:
        digest.update(table.encode())
        for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
            digest.update(repr(row).encode())
    return digest.hexdigest()
