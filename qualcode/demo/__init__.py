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
    project.suggest()
    project.decide(data / "review" / "decisions.csv")
    project.import_codings(data / "review" / "codings.csv")
    project.import_progress(data / "review" / "progress.csv")
    project.set_primary(FIRST)
    project.import_memos(data / "review" / "memos.csv")
    _mark_key_quotations(project, data / "review" / "key_quotations.csv")


def _mark_key_quotations(project: Any, path: Path) -> None:
    """Mark what the chapter quotes first. A row finds its coding by document, code and words in it, since
    the ids of codings are drawn anew each time."""
    codings = project.codings()
    own = codings[codings["coder"] == project.coder]
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            here = own[(own["document"] == row["document"]) & (own["code"] == row["code"])]
            (coding,) = here[here["quotation"].str.contains(row["words"], regex=False)]["coding_id"]
            project.mark_key(coding, row["excerpt"])


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
    )
    return done


def _tables(project: Any, directory: Path, done: Demonstration, say: Callable[[str], Any]) -> None:
    import matplotlib.pyplot as plt

    from qualcode.present import crosstab, frequencies
    from qualcode.present.findings import findings
    from qualcode.present.plots import portrait, save

    study = project.study

    def keep(table: Any, name: str, *suffixes: str) -> None:
        done.written.extend(table.save(directory / f"{name}{suffix}") for suffix in suffixes)

    codes = frequencies(study, level="code")
    keep(codes, "code_frequencies", ".csv", ".xlsx")
    roles = crosstab(study, rows="theme", columns="role")
    say(str(roles))
    keep(roles, "themes_by_role", ".csv", ".xlsx", ".html", ".docx", ".tex", ".md")
    both = crosstab(study, rows="theme", columns=["role", "case"], where={"phase": "2"})
    keep(both, "themes_by_role_and_case", ".csv", ".xlsx", ".html", ".docx")

    def draw(picture: Any, name: str) -> None:
        done.written.append(save(picture, directory / f"{name}.png"))
        plt.close(picture.get_figure(root=True))

    for columns, name, where in (
        ("role", "themes_by_role", None),
        ("case", "themes_by_case", {"phase": "2"}),
    ):
        rate = crosstab(
            study,
            rows="theme",
            columns=columns,
            unit="words",
            measure="per_1000_words",
            where=where,
        )
        draw(rate.plot(), name)
    draw(both.plot(kind="multiples"), "themes_by_role_in_each_case")
    draw(portrait(study), "who_spoke")
    chapter = findings(study)
    for suffix in (".docx", ".md"):
        done.written.append(chapter.save(directory / f"findings{suffix}"))
    project.memo_book(by="code").save(directory / "memos.docx")
    project.export_history(directory / "history.html")
    project.export_codebook(directory / "codebook.docx")
    done.written += [directory / name for name in ("memos.docx", "history.html", "codebook.docx")]
    for name, export in (
        ("codings.csv", project.export_codings),
        ("progress.csv", project.export_progress),
    ):
        export(directory / name)
        done.written.append(directory / name)
