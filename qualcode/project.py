"""Project: what a notebook holds. Every method hands on to the room that does the work."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.core.codebook import Codebook
from qualcode.core.records import Coding, Pass
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import Problem, counted
from qualcode.store import Study, create_study, history, open_study, replay, state

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.analysis.corpus import Corpus
    from qualcode.exchange.codings import ImportReport
    from qualcode.exchange.progress import ProgressReport
    from qualcode.ingest import IngestReport
    from qualcode.ingest.codebook import CodebookReport
    from qualcode.review.decisions import DecideReport
    from qualcode.review.suggesting import SuggestReport


def login_name() -> str:
    """The name under which somebody is logged in; it signs what needs no coder."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def new_project(path: str | Path, *, coder: str | None = None, title: str = "") -> Project:
    """Make a new, empty project file and open it.

    path: the file, usually NAME.qualcode. coder: who works here; coding, deciding, passes and undo
    need one. Raises ProjectError where the file exists or cannot be made.
    """
    study = create_study(path, title=title, coder=coder or login_name())
    return Project(study, coder)


def open_project(path: str | Path, *, coder: str | None = None) -> Project:
    """Open a project file; one that may not be written opens for reading.

    Raises ProjectError, changing nothing, where it is no project, damaged or of a newer qualcode.
    """
    return Project(open_study(path), coder)


class Project:
    """One study in one file. Close it, or use it in a `with` block, before copying the file."""

    def __init__(self, study: Study, coder: str | None = None) -> None:
        self.study = study
        self.coder = coder

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        documents = counted(len(state.versions(self.study)), "document")
        return f"Project({self.study.path.name!r}, {documents}, act {self.study.last_act})"

    def close(self) -> None:
        """Fold everything into the one file and close it."""
        self.study.close()

    @property
    def path(self) -> Path:
        return self.study.path

    @property
    def title(self) -> str:
        return self.study.title

    def _signed(self) -> str:
        return self.coder or login_name()

    # -- in ------------------------------------------------------------------------------------------

    def ingest(
        self,
        paths: str | Path | Iterable[str | Path] = (),
        *,
        participants: str | Path | None = None,
        documents: str | Path | None = None,
        role_from: str | None = None,
        new_version: bool = False,
        dry_run: bool = False,
        watch: Watch = unwatched,
    ) -> IngestReport:
        """Read transcripts, field notes and sheets, as one act; see `qualcode.ingest.ingest`."""
        from qualcode.ingest import ingest

        several = [paths] if isinstance(paths, (str, Path)) else list(paths)
        return ingest(
            self.study,
            several,
            coder=self._signed(),
            participants=participants,
            documents=documents,
            role_from=role_from,
            new_version=new_version,
            dry_run=dry_run,
            watch=watch,
        )

    def load_codebook(self, path: str | Path) -> CodebookReport:
        """Load a codebook (.yaml, .csv, .xlsx), as one act."""
        from qualcode.ingest.codebook import load_codebook

        return load_codebook(self.study, path, coder=self._signed())

    @property
    def codebook(self) -> Codebook:
        return state.codebook(self.study)

    def import_codings(
        self,
        path: str | Path,
        *,
        create_codes: bool = False,
        complete: bool = False,
        replace: bool = False,
    ) -> ImportReport:
        """Add the codings of a codings.csv, as one act; see `qualcode.exchange.codings`."""
        from qualcode.exchange.codings import import_codings

        return import_codings(
            self.study,
            path,
            coder=self._signed(),
            create_codes=create_codes,
            complete=complete,
            replace=replace,
        )

    def import_progress(self, path: str | Path) -> ProgressReport:
        """Add the passes of a progress.csv, as one act."""
        from qualcode.exchange.progress import import_progress

        return import_progress(self.study, path, coder=self._signed())

    # -- coding --------------------------------------------------------------------------------------

    def add_coding(
        self,
        *,
        document: str,
        code: str,
        start: int | None = None,
        end: int | None = None,
        turn: str | int | None = None,
        quotation: str | None = None,
        memo: str | None = None,
    ) -> Coding:
        """Put a code on start–end of a document, or on a turn or words in it; one act."""
        from qualcode.review.coding import add_coding

        return add_coding(
            self.study,
            self.coder or "",
            document=document,
            code=code,
            start=start,
            end=end,
            turn=turn,
            quotation=quotation,
            memo=memo,
        )

    def retract(self, coding_ids: str | Iterable[str]) -> list[str]:
        """Take codings away; they stay in the history."""
        from qualcode.review.coding import retract

        return retract(self.study, self.coder or "", coding_ids)

    def complete(
        self,
        documents: str | Iterable[str],
        *,
        blind: bool | None = None,
        codes: Sequence[str] | None = None,
        turns: Sequence[str | int] | None = None,
    ) -> list[Pass]:
        """Record that this coder has finished documents: only then does no coding mean "no"."""
        from qualcode.review.coding import complete

        return complete(
            self.study, self.coder or "", documents, blind=blind, codes=codes, turns=turns
        )

    def set_primary(self, coder: str) -> None:
        """Name the coder who counts where several read a document and nothing is settled."""
        from qualcode.review.coding import set_primary

        set_primary(self.study, self.coder or "", coder)

    def add_memo(self, text: str, on: str | None = None) -> str:
        """Write a memo on an id, or in the study diary; returns the memo's id."""
        from qualcode.review.coding import add_memo

        return add_memo(self.study, self.coder or "", text, on)

    # -- suggestions -----------------------------------------------------------------------------------

    def suggest(
        self,
        engines: str | Sequence[str] = ("patterns",),
        *,
        codes: Collection[str] | None = None,
        watch: Watch = unwatched,
    ) -> SuggestReport:
        """Let engines propose codings; nothing is coded until somebody decides."""
        from qualcode.review.suggesting import suggest

        chosen = (engines,) if isinstance(engines, str) else tuple(engines)
        codes = [codes] if isinstance(codes, str) else codes
        return suggest(self.study, self._signed(), engines=chosen, codes=codes, watch=watch)

    def accept(self, suggestion_id: str, *, reason: str = "") -> str | None:
        """Make the proposed coding yours; returns its id."""
        from qualcode.review.decisions import decide

        return decide(self.study, self.coder or "", suggestion_id, "accept", reason=reason)

    def reject(self, suggestion_id: str, *, reason: str = "") -> None:
        """Turn a proposal down; it and those like it stay away."""
        from qualcode.review.decisions import decide

        decide(self.study, self.coder or "", suggestion_id, "reject", reason=reason)

    def revise(
        self,
        suggestion_id: str,
        *,
        start: int | None = None,
        end: int | None = None,
        code: str | None = None,
        quotation: str | None = None,
        reason: str = "",
    ) -> str | None:
        """Take a proposal with other edges, other words or another code; returns the coding's id."""
        from qualcode.review.decisions import decide

        return decide(
            self.study,
            self.coder or "",
            suggestion_id,
            "revise",
            reason=reason,
            start=start,
            end=end,
            code=code,
            quotation=quotation,
        )

    def decide(self, path: str | Path) -> DecideReport:
        """Hand in a decided suggestions.csv: all of it or nothing."""
        from qualcode.review.decisions import decide_sheet

        return decide_sheet(self.study, self.coder or "", path)

    def export_suggestions(self, path: str | Path, *, open_only: bool = True) -> int:
        """Write suggestions.csv for review; returns how many. open_only: those not decided yet."""
        from qualcode.review.suggestions_csv import export_suggestions

        return export_suggestions(self.study, path, coder=self.coder, open_only=open_only)

    # -- frames ----------------------------------------------------------------------------------------

    @property
    def _corpus(self) -> Corpus:
        from qualcode.analysis.corpus import corpus

        return corpus(self.study)

    def documents(self) -> pd.DataFrame:
        """One row for each document."""
        from qualcode.analysis import frames

        return frames.documents(self._corpus)

    def turns(self) -> pd.DataFrame:
        """One row for each turn, with who speaks and every attribute."""
        from qualcode.analysis import frames

        return frames.turns(self._corpus)

    def participants(self) -> pd.DataFrame:
        """One row for each person."""
        from qualcode.analysis import frames

        return frames.participants(self._corpus)

    def codings(self) -> pd.DataFrame:
        """One row for each standing coding, with everything known about where it stands."""
        from qualcode.analysis import frames

        return frames.codings(self._corpus)

    def suggestions(self, *, open_only: bool = False) -> pd.DataFrame:
        """One row for each suggestion, with this coder's decisions. open_only: the undecided ones."""
        from qualcode.analysis import frames

        frame = frames.suggestions(self.study, self.coder)
        if open_only:
            from qualcode.review.suggestions_csv import open_rows

            _, rows = open_rows(self.study, self.coder)
            frame = frame[frame["suggestion_id"].isin({row[0] for row in rows})]
            frame = frame.reset_index(drop=True)
        return frame

    def decisions(self) -> pd.DataFrame:
        """One row for each decision that stands."""
        from qualcode.analysis import frames

        return frames.decisions(self.study)

    def progress(self) -> pd.DataFrame:
        """One row for each pass."""
        from qualcode.analysis import frames

        return frames.progress(self.study)

    def memos(self) -> pd.DataFrame:
        """One row for each memo."""
        from qualcode.analysis import frames

        return frames.memos(self.study)

    def history(self) -> pd.DataFrame:
        """One row for each act, oldest first."""
        from qualcode.analysis import frames

        return frames.acts(self.study)

    def attributes(self) -> list[str]:
        """Names that a table can be split or filtered by."""
        return self._corpus.attribute_names()

    def text(self, document: str) -> str:
        """The canonical text of a document, which its offsets count in."""
        return self.study.text(state.version_of(self.study, document).n)

    # -- files -----------------------------------------------------------------------------------------

    def export_codings(self, path: str | Path) -> int:
        """Write codings.csv; returns how many codings."""
        from qualcode.exchange.codings import export_codings

        return export_codings(self.study, path)

    def export_progress(self, path: str | Path) -> int:
        """Write progress.csv; returns how many passes."""
        from qualcode.exchange.progress import export_progress

        return export_progress(self.study, path)

    def export_codebook(self, path: str | Path) -> None:
        """Write the codebook as .yaml or .csv."""
        from qualcode.readers.codebooks import write_codebook

        write_codebook(self.codebook, path)

    # -- history ---------------------------------------------------------------------------------------

    def undo(self) -> str:
        """Reverse this coder's latest act by a new one; says what was undone."""
        from qualcode.store.codings import check_coder

        return _said("undone", history.undo(self.study, check_coder(self.coder, "undo")))

    def redo(self) -> str:
        """Do again what this coder undid last; says what was redone."""
        from qualcode.store.codings import check_coder

        return _said("redone", history.redo(self.study, check_coder(self.coder, "redo")))

    def as_of(self, act: int) -> Project:
        """The study as it was after an act, for reading and tables only."""
        from qualcode.store.codings import whole

        return Project(replay.as_of(self.study, whole(act, "act")), self.coder)

    def check(self) -> list[Problem]:
        """Rebuild every projection from the acts and compare; an empty list means all is well."""
        return replay.check(self.study)


def _said(what: str, entry: history.Entry) -> str:
    act = entry.act
    return f"{what}: act {act.n}, {act.verb}" + (f" ({entry.what})" if entry.what else "")
