"""What several tests stand on: one tiny study, a maker of small studies, the folder with outside data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from kit import CODEBOOK, DOCUMENTS, FORUM, HAND_CODED, PARTICIPANTS

import qualcode as qc


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        action="append",
        metavar="FILE",
        help="a file of published examples (default: all of the folder shared/cases)",
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with outside data beside the checkout; what needs it is skipped without it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"no folder {folder.name!r} beside the checkout")
    return folder


@pytest.fixture(autouse=True)
def no_figure_stays_open() -> Iterator[None]:
    """Each test leaves no figure to the next."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture(autouse=True)
def no_sentence_vectors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is suggested must not depend on whether the extra is installed; its own tests ask for it."""
    if request.module.__name__ != "test_vectors":
        monkeypatch.setattr("qualcode.suggest.vectors.available", lambda: "left out of the tests")


@dataclass
class Tiny:
    """The tiny study: its folder, its project, the printed report of its ingest, its text."""

    folder: Path
    project: qc.Project
    report: str
    text: str

    def as_coder(self, name: str) -> qc.Project:
        """The same project in another coder's hands."""
        return qc.Project(self.project.study, name)

    def code_as_ab(self) -> None:
        for quotation, start, end, code in HAND_CODED:
            self.project.add_coding(
                document="FG1", start=start, end=end, code=code, quotation=quotation
            )
        self.project.complete("FG1")


@pytest.fixture
def make_tiny(tmp_path: Path) -> Iterator[Callable[..., Tiny]]:
    """A maker of the tiny study, ingested and with its codebook; the sheets may be other ones."""
    made: list[Tiny] = []

    def make(*, participants: str = PARTICIPANTS, documents: str = DOCUMENTS) -> Tiny:
        folder = tmp_path / f"tiny{len(made)}"
        folder.mkdir()
        (folder / "FG1.txt").write_bytes(FORUM.encode())
        (folder / "documents.csv").write_text(documents, encoding="utf-8")
        (folder / "participants.csv").write_text(participants, encoding="utf-8")
        (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
        project = qc.new_project(folder / "study.qualcode", coder="AB")
        report = project.ingest(
            folder / "FG1.txt",
            participants=folder / "participants.csv",
            documents=folder / "documents.csv",
        )
        project.load_codebook(folder / "codebook.yaml")
        made.append(Tiny(folder, project, str(report), FORUM))
        return made[-1]

    yield make
    for each in made:
        each.project.close()


@pytest.fixture
def tiny(make_tiny: Callable[..., Tiny]) -> Tiny:
    """The tiny study, ingested and with its codebook, not coded yet. Coder AB holds it."""
    return make_tiny()


@pytest.fixture
def coded(tiny: Tiny) -> Tiny:
    """The tiny study, coded and completed by AB."""
    tiny.code_as_ab()
    return tiny


MakeStudy = Callable[..., qc.Project]


@pytest.fixture
def make_study(tmp_path: Path) -> Iterator[MakeStudy]:
    """A maker of small studies from texts and sheets written in the test.

    turns, participants, documents, codings, progress: CSV text. files: name -> text. codebook: YAML
    text, or the ids of codes without a tree. coder: who holds the project.
    """
    made: list[qc.Project] = []

    def make(
        *,
        turns: str = "",
        files: Mapping[str, str] | None = None,
        participants: str = "",
        documents: str = "",
        codebook: str | list[str] = "",
        codings: str = "",
        progress: str = "",
        coder: str = "AB",
        role_from: str | None = None,
    ) -> qc.Project:
        folder = tmp_path / f"study{len(made)}"
        source = folder / "in"
        source.mkdir(parents=True)

        def put(name: str, text: str, where: Path = folder) -> Path:
            path = where / name
            path.write_bytes(text.encode())
            return path

        for name, text in (files or {}).items():
            put(name, text, source)
        if turns:
            put("turns.csv", turns, source)
        project = qc.new_project(folder / "study.qualcode", coder=coder)
        made.append(project)
        if files or turns:
            project.ingest(
                source,
                participants=put("participants.csv", participants) if participants else None,
                documents=put("documents.csv", documents) if documents else None,
                role_from=role_from,
            )
        if not isinstance(codebook, str):
            codebook = "codes:\n" + "".join(f"  - code: {code}\n" for code in codebook)
        if codebook:
            project.load_codebook(put("codebook.yaml", codebook))
        if codings:
            project.import_codings(put("codings.csv", codings))
        if progress:
            project.import_progress(put("progress.csv", progress))
        return project

    yield make
    for project in made:
        project.close()
