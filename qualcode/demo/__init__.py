"""The demonstration study, from its files to the published table. All of it is invented."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.errors import ProjectError

# The two invented coders. MW reviewed the suggestions and coded everything; JT coded six documents
# without seeing anything of it.
FIRST, SECOND = "MW", "JT"


def study_folder() -> Path:
    """Where the study's files lie: `data/` and `codebooks/`, from a wheel or from a checkout."""
    packed = Path(__file__).parent / "study"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[2]


@dataclass
class Demonstration:
    """What `make` left behind. directory: where; written: the files, project first."""

    directory: Path
    written: list[Path] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return {"directory": str(self.directory), "written": [str(path) for path in self.written]}


def build(project: Any, folder: Path, coder: str = FIRST) -> None:
    """Take a new project through the whole study: read, suggest, review, code, complete.

    project: a Project opened by `coder`. folder: as `study_folder`. Each step is the one a researcher
    would take, with the decisions of the recorded review.
    """
    data = folder / "data"
    project.ingest(
        [data / name for name in ("transcripts", "case_a", "case_b", "case_c")],
        participants=data / "participants.csv",
        documents=data / "documents.csv",
    )
    project.load_codebook(folder / "codebooks" / "commissioning.yaml")
    # The recorded review is about what the patterns found.
    project.suggest("patterns")
    project.decide(data / "review" / "decisions.csv")
    project.import_codings(data / "review" / "codings.csv")
    project.import_progress(data / "review" / "progress.csv")
    project.set_primary(FIRST)
    project.import_memos(data / "review" / "memos.csv")
    _mark_key_quotations(project, data / "review" / "key_quotations.csv")


def _mark_key_quotations(project: Any, path: Path) -> None:
    """Mark what the chapter quotes first."""
    own = _own_codings(project)
    for row in _rows(path):
        project.mark_key(_coding(own, row), row["excerpt"])


def _write_summaries(project: Any, path: Path) -> None:
    """Fill cells of the framework matrix, each with the quotations it rests on: its first row holds the
    summary, every row one quotation. Other cells stay empty, as they do in a study under way."""
    own = _own_codings(project)
    cells: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for row in _rows(path):
        _, quotes = cells.setdefault((row["case"], row["theme"]), (row["summary"], []))
        quotes.append(_coding(own, row))
    for (case, theme), (summary, quotes) in cells.items():
        project.summarise(case, theme, summary, quotes=quotes)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _own_codings(project: Any) -> Any:
    codings = project.codings()
    return codings[codings["coder"] == project.coder]


def _coding(own: Any, row: dict[str, str]) -> str:
    """A coding by document, code and words in it, since ids of codings are drawn anew each time."""
    here = own[(own["document"] == row["document"]) & (own["code"] == row["code"])]
    (coding,) = here[here["quotation"].str.contains(row["words"], regex=False)]["coding_id"]
    return coding


def make(directory: Path, say: Callable[[str], Any] = print) -> Demonstration:
    """The demonstration study in a folder: project, tables, figures, workbook, and its source files.

    Raises ProjectError where the folder holds a project already: somebody may have worked in it.
    """
    from qualcode.project import new_project

    project_path = directory / "study.qualcode"
    if project_path.exists():
        raise ProjectError(
            str(project_path),
            "exists already",
            next="Name another folder, or delete this one first",
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            str(directory), f"cannot be made: {error.strerror or error}", next="Name another folder"
        ) from None
    folder = study_folder()
    done = Demonstration(directory, [project_path])
    say("The demonstration study: commissioning for social value. Everybody in it is invented.\n")
    with new_project(project_path, coder=FIRST, title="Commissioning for social value") as project:
        build(project, folder)
        _write_summaries(project, folder / "data" / "review" / "summaries.csv")
        _tables(project, directory, done, say)
    for name in ("data", "codebooks"):
        # A checkout may hold somebody's real data in data/private; it stays where it is.
        hidden = shutil.ignore_patterns("private", ".*")
        shutil.copytree(
            folder / name, directory / "sources" / name, ignore=hidden, dirs_exist_ok=True
        )
    done.written.append(directory / "sources")
    say("\nWritten:")
    for path in done.written:
        say(f"  {path}")
    say(
        "\nLook at themes_by_role_and_case.html (every cell opens its quotations) and findings.docx, then try:\n"
        f"  qualcode crosstab {project_path} --rows code --columns role --unit codings\n"
        f'  qualcode quotes {project_path} --code trust --where "role=Commissioner" --context 1'
        f"\n  qualcode review {project_path} --coder YOU    (the coding page, in the browser)"
    )
    return done


def _tables(project: Any, directory: Path, done: Demonstration, say: Callable[[str], Any]) -> None:
    from qualcode.present.plots import portrait

    keep = _Keeper(directory, done)
    keep.saved(project.frequencies(level="code"), "code_frequencies", ".csv", ".xlsx")
    roles = project.crosstab(rows="theme", columns="role")
    say(str(roles))
    keep.saved(roles, "themes_by_role", ".csv", ".xlsx", ".html", ".docx", ".tex", ".md")
    both = project.crosstab(rows="theme", columns=["role", "case"], where={"phase": "2"})
    keep.saved(both, "themes_by_role_and_case", ".csv", ".xlsx", ".html", ".docx")
    for columns, name, where in (
        ("role", "themes_by_role", None),
        ("case", "themes_by_case", {"phase": "2"}),
    ):
        rate = project.crosstab(
            rows="theme", columns=columns, unit="words", measure="per_1000_words", where=where
        )
        keep.drawn(rate.plot(), name)
    keep.drawn(both.plot(kind="multiples"), "themes_by_role_in_each_case")
    keep.drawn(portrait(project.study), "who_spoke")
    keep.saved(project.findings(), "findings", ".docx", ".md")
    _numbers(project, keep)
    project.memo_book(by="code").save(directory / "memos.docx")
    project.export_history(directory / "history.html")
    project.export_codebook(directory / "codebook.docx")
    project.export_codings(directory / "codings.csv")
    project.export_progress(directory / "progress.csv")
    for name in ("memos.docx", "history.html", "codebook.docx", "codings.csv", "progress.csv"):
        done.written.append(directory / name)


def _numbers(project: Any, keep: _Keeper) -> None:
    """What a reviewer asks for."""
    tested = project.crosstab(
        rows="theme", columns="role", measure="share", test=True, intervals=True
    )
    keep.saved(tested, "themes_by_role_tested", ".docx", ".xlsx")
    keep.drawn(tested.plot(shading="residuals"), "themes_by_role_tested")
    agreement = project.agreement(coders=[FIRST, SECOND])
    keep.saved(agreement, "agreement", ".docx", ".xlsx")
    keep.drawn(agreement.forest(), "agreement")
    together = project.cooccurrence(unit="turn")
    keep.saved(together, "cooccurrence", ".xlsx")
    keep.drawn(together.plot(), "cooccurrence")
    saturation = project.saturation()
    keep.saved(saturation, "saturation", ".docx")
    keep.drawn(saturation.plot(), "saturation")
    matrix = project.framework(where={"phase": "2"}, coders="record")
    keep.saved(matrix, "framework", ".xlsx", ".docx")
    keep.saved(project.methods_note(), "methods", ".docx")


@dataclass
class _Keeper:
    """Writes files into the folder, and their names on the list of what was written."""

    directory: Path
    done: Demonstration

    def saved(self, what: Any, name: str, *suffixes: str) -> None:
        for suffix in suffixes:
            self.done.written.append(what.save(self.directory / f"{name}{suffix}"))

    def drawn(self, picture: Any, name: str) -> None:
        import matplotlib.pyplot as plt

        from qualcode.present.plots import save

        self.done.written.append(save(picture, self.directory / f"{name}.png"))
        plt.close(picture.get_figure(root=True))
