"""Project: what a notebook holds. Every method hands on to the room that does the work."""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any

from qualcode.core.codebook import Codebook
from qualcode.core.records import Coding, Pass
from qualcode.core.watch import Watch, unwatched
from qualcode.errors import Problem, UsageError, counted
from qualcode.store import Study, create_study, history, open_study, replay, state

if TYPE_CHECKING:
    import pandas as pd

    from qualcode import present
    from qualcode.analysis.attribute_checks import AttributeReport
    from qualcode.analysis.corpus import Corpus
    from qualcode.exchange.codings import ImportReport
    from qualcode.exchange.memos import MemoReport
    from qualcode.exchange.progress import ProgressReport
    from qualcode.ingest import IngestReport
    from qualcode.ingest.codebook import CodebookReport
    from qualcode.present import agreement as _agreement
    from qualcode.present import saturation as _saturation
    from qualcode.present.automation import AutomationReport
    from qualcode.present.cooccurrence import cooccurrence as _cooccurrence
    from qualcode.present.cooccurrence import proximity as _proximity
    from qualcode.present.correspondence import Map
    from qualcode.present.double_coding import DoubleCodingReport
    from qualcode.present.evaluation import EvaluationReport
    from qualcode.present.findings import findings as _findings
    from qualcode.present.framework import FrameworkMatrix
    from qualcode.present.memos import MemoBook
    from qualcode.present.methods import methods_note as _methods_note
    from qualcode.present.sensitivity import sensitivity as _sensitivity
    from qualcode.present.trial import Trial, Workshop
    from qualcode.present.words import distinctive_words as _distinctive_words
    from qualcode.review.auditing import AuditReport
    from qualcode.review.bulk import BulkReport, Selection
    from qualcode.review.checks import ChecksReport
    from qualcode.review.copies import CopyReport, HandOver
    from qualcode.review.decisions import DecideReport
    from qualcode.review.doublecoding import SampleStatus
    from qualcode.review.drawing import SampleReport
    from qualcode.review.framework import FrameworkReport
    from qualcode.review.recoding import RecodeReport
    from qualcode.review.scores import RefreshReport
    from qualcode.review.settling import SettleReport
    from qualcode.review.suggesting import SuggestReport
    from qualcode.workbench.widget import ReviewWidget


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


class _Public:
    """A public function as a method: `project.quotes(…)` is `qc.quotes(project, …)`, with its arguments
    and its help. The room it lies in is loaded when the method is first asked for."""

    def __init__(self, name: str, room: str = "qualcode.present") -> None:
        self.name, self.room = name, room

    def __get__(self, project: Project | None, owner: type | None = None) -> Any:
        function = getattr(import_module(self.room), self.name)
        return function if project is None else MethodType(function, project)


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

    # -- the codebook as it grows ----------------------------------------------------------------------

    def add_code(
        self, code: str, *, parent: str | None = None, after: str | None = None, **fields: Any
    ) -> CodebookReport:
        """Put a new code into the codebook; see `qualcode.review.codebook.add_code` for the fields."""
        from qualcode.review.codebook import add_code

        return add_code(self.study, self._signed(), code, parent=parent, after=after, **fields)

    def rename_code(
        self, code: str, to: str | None = None, *, name: str | None = None
    ) -> CodebookReport:
        """Give a code another id, another name, or both; its codings go along."""
        from qualcode.review.codebook import rename_code

        return rename_code(self.study, self._signed(), code, to, name=name)

    def define_code(self, code: str, **fields: Any) -> CodebookReport:
        """Change what an entry says: name, definition, include, exclude, examples, color, patterns …"""
        from qualcode.review.codebook import define_code

        return define_code(self.study, self._signed(), code, **fields)

    def merge_codes(self, codes: str | Sequence[str], into: str) -> CodebookReport:
        """Merge codes into another one, with their codings, patterns and children."""
        from qualcode.review.codebook import merge_codes

        return merge_codes(self.study, self._signed(), codes, into)

    def split_code(self, code: str, into: Iterable[str | Mapping[str, Any]]) -> CodebookReport:
        """Split a code into new ones beneath it; its codings wait in `recoding_queue`."""
        from qualcode.review.codebook import split_code

        return split_code(self.study, self._signed(), code, into)

    def move_code(
        self, code: str, *, parent: str | None = None, after: str | None = None
    ) -> CodebookReport:
        """Put a code, with all beneath it, under another parent (None = a theme)."""
        from qualcode.review.codebook import move_code

        return move_code(self.study, self._signed(), code, parent=parent, after=after)

    def retire_code(self, code: str, *, back: bool = False) -> CodebookReport:
        """Take a code out of use (back=True: into use again); its codings stay and count."""
        from qualcode.review.codebook import retire_code

        return retire_code(self.study, self._signed(), code, back=back)

    def recoding_queue(
        self, *, code: str | None = None, coder: str | None = None, reason: str | None = None
    ) -> pd.DataFrame:
        """Codings that wait to be looked at again; see `qualcode.review.recoding.queue`."""
        from qualcode.review.recoding import queue

        return queue(self.study, code=code, coder=coder, reason=reason)

    def recode(self, choices: Mapping[str, str | Sequence[str]] | str | Path) -> RecodeReport:
        """Code waiting codings anew: coding_id -> code, codes, "keep" or "retract"; or a filled sheet."""
        from qualcode.review.recoding import recode, recode_sheet

        if isinstance(choices, (str, Path)):
            return recode_sheet(self.study, self.coder or "", choices)
        return recode(self.study, self.coder or "", choices)

    def keep(self, coding_ids: str | Iterable[str]) -> RecodeReport:
        """Say that stale codings of yours stand under the present words of their codes."""
        from qualcode.review.recoding import keep

        return keep(self.study, self.coder or "", coding_ids)

    def codebook_versions(self) -> pd.DataFrame:
        """One row for each version of the codebook: act, time, coder, verb, hash, title, version, codes
        (how many), themes, changes (the note on what the act changed)."""
        from qualcode.analysis.codebooks import codebook_versions

        return codebook_versions(self.study)

    def codebook_at(self, which: int | str) -> Codebook:
        """The codebook as it was after an act, or by the first digits of its hash."""
        from qualcode.analysis.codebooks import codebook_at

        return codebook_at(self.study, which)

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

    def mark_key(self, coding_ids: str | Iterable[str], excerpt: str | None = None) -> list[str]:
        """Mark codings as key quotations; excerpt: one of them shortened with […], held against the text."""
        from qualcode.review.keys import mark_key

        return mark_key(self.study, self.coder or "", coding_ids, excerpt)

    def unmark_key(self, coding_ids: str | Iterable[str]) -> list[str]:
        """Take the marks of key quotations away."""
        from qualcode.review.keys import unmark_key

        return unmark_key(self.study, self.coder or "", coding_ids)

    def key_quotes(self) -> pd.DataFrame:
        """The key quotations, one row each."""
        from qualcode.review.keys import key_quotes

        return key_quotes(self.study)

    @property
    def citation(self) -> str:
        """How quotations are cited."""
        from qualcode.review.citing import citation

        return citation(self.study)

    def set_citation(self, form: str | None) -> None:
        """Choose how quotations are cited, once for the project: "{participant}, {role}"."""
        from qualcode.review.citing import set_citation

        set_citation(self.study, self.coder or "", form)

    def complete(
        self,
        documents: str | Iterable[str],
        *,
        blind: bool | None = None,
        codes: Sequence[str] | None = None,
        turns: Sequence[str | int] | None = None,
    ) -> list[Pass]:
        """Record that this coder has finished documents: only then does no coding mean "no". blind: whether no
        suggestion and nobody else's codings were in sight (only True lets them grade suggestions)."""
        from qualcode.review.coding import complete

        return complete(
            self.study, self.coder or "", documents, blind=blind, codes=codes, turns=turns
        )

    def set_primary(self, coder: str) -> None:
        """Name the coder who counts where several read a document and nothing is settled."""
        from qualcode.review.coding import set_primary

        set_primary(self.study, self.coder or "", coder)

    def review(
        self,
        document: str | None = None,
        view: str = "code",
        *,
        coder: str | None = None,
        blind: bool | None = None,
        height: int | None = None,
    ) -> ReviewWidget:
        """The coding page, here in the notebook; the same that `qualcode review` shows in a browser.

        document: what is opened (None: what was open last); view: code, review, compare, tables, search,
        codebook or memos; coder: who codes, if not this project's coder; blind=True: others' work and
        suggestions stay hidden until that coder has finished a document; height: in pixels. What is coded
        there is written at once, as by the other methods. Raises UsageError without a coder.
        """
        from qualcode.workbench.widget import review

        return review(
            self.study,
            coder or self.coder,
            document=document,
            view=view,
            blind=blind,
            height=height,
        )

    # -- memos -----------------------------------------------------------------------------------------

    def add_memo(
        self,
        text: str,
        on: str | int | None = None,
        *,
        title: str = "",
        kind: str | None = None,
        time: str | None = None,
    ) -> str:
        """Write a memo on an id, or in the study diary; returns the memo's id."""
        from qualcode.review.memos import add_memo

        return add_memo(self.study, self.coder or "", text, on, title=title, kind=kind, time=time)

    def edit_memo(self, memo_id: str, text: str, *, title: str | None = None) -> str:
        """Give a memo of yours other words; the earlier ones stay in the history. Returns the new id."""
        from qualcode.review.memos import edit_memo

        return edit_memo(self.study, self.coder or "", memo_id, text, title=title)

    def retract_memo(self, memo_ids: str | Iterable[str]) -> list[str]:
        """Take memos of yours back; they stay in the history."""
        from qualcode.review.memos import retract_memo

        return retract_memo(self.study, self.coder or "", memo_ids)

    def find_memos(self, words: str | None = None, **filters: Any) -> pd.DataFrame:
        """Memos with these words, on this code, by this coder …; see `qualcode.analysis.memos.find_memos`."""
        from qualcode.analysis.memos import find_memos

        return find_memos(self.study, words, **filters)

    def memo_book(self, by: str = "date", **filters: Any) -> MemoBook:
        """Memos as a document by date, code, document or participant: `.save("memos.docx")`."""
        from qualcode.present.memos import memo_book

        return memo_book(self, by, **filters)

    def import_memos(self, path: str | Path) -> MemoReport:
        """Add the memos of a memos.csv, or of a diary in Markdown, as one act."""
        from qualcode.exchange.memos import import_memos

        return import_memos(self.study, path, self._signed())

    def export_memos(self, path: str | Path) -> int:
        """Write memos.csv; returns how many memos."""
        from qualcode.exchange.memos import export_memos

        return export_memos(self.study, path)

    # -- double coding ---------------------------------------------------------------------------------

    def draw_sample(self, name: str, **options: Any) -> SampleReport:
        """Draw and keep a sample for double coding; see `qualcode.review.drawing.draw_sample`."""
        from qualcode.review.drawing import draw_sample

        return draw_sample(self.study, self._signed(), name, **options)

    def samples(self) -> pd.DataFrame:
        """The samples that were drawn, one row each."""
        from qualcode.review.doublecoding import samples

        return samples(self.study)

    def assignments(self, sample: str | None = None) -> pd.DataFrame:
        """What is left for this coder to code of the samples (of double coding and audit), a row for each
        document with its turns; empty where nothing is left. See `qualcode.review.doublecoding.assignments`."""
        from qualcode.review.doublecoding import assignments
        from qualcode.store.codings import check_coder

        return assignments(self.study, check_coder(self.coder, "assignments"), sample)

    def sample_status(self, name: str) -> SampleStatus:
        """Who has coded what of a sample, blind or not, and whether agreement can be computed."""
        from qualcode.review.doublecoding import status

        return status(self.study, name)

    def complete_sample(
        self, name: str, documents: Iterable[str] | None = None, *, blind: bool | None = None
    ) -> list[Pass]:
        """Record that this coder has finished her or his part of a sample."""
        from qualcode.review.doublecoding import complete_sample

        return complete_sample(self.study, self.coder or "", name, documents, blind=blind)

    def copy_for(
        self, name: str, coder: str, path: str | Path, *, everything: bool = False
    ) -> CopyReport:
        """A project of its own for one coder of a sample, with nobody else's work in it."""
        from qualcode.review.copies import copy_for

        return copy_for(self.study, name, coder, path, signed=self._signed(), everything=everything)

    def hand_over(self, folder: str | Path) -> HandOver:
        """Write this coder's codings.csv and progress.csv, to be imported into the main project."""
        from qualcode.exchange.codings import export_codings
        from qualcode.exchange.progress import export_progress
        from qualcode.review.copies import hand_over

        writers = {"codings.csv": export_codings, "progress.csv": export_progress}
        return hand_over(self.study, self.coder or "", folder, writers)

    def settlement(
        self,
        sample: str | None = None,
        *,
        documents: Iterable[str] | None = None,
        coders: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """The worksheet for settling: every agreement and disagreement; see `review.worksheet`."""
        from qualcode.review.worksheet import settlement

        return settlement(self.study, sample=sample, documents=documents, coders=coders)

    def export_settlement(
        self,
        path: str | Path,
        sample: str | None = None,
        *,
        documents: Iterable[str] | None = None,
        coders: Sequence[str] | None = None,
    ) -> int:
        """Write the worksheet for settling as .csv or .xlsx to be filled in; returns its rows."""
        from qualcode.review.worksheet_files import write_settlement

        return write_settlement(self.settlement(sample, documents=documents, coders=coders), path)

    def double_coding_report(self, sample: str, **options: Any) -> DoubleCodingReport:
        """The double coding of a sample, told for an appendix; see `qc.agreement.appendix`."""
        from qualcode.present.double_coding import appendix

        return appendix(self, sample, **options)

    def settle(
        self,
        choices: Any,
        sample: str | None = None,
        *,
        documents: Iterable[str] | None = None,
        coders: Sequence[str] | None = None,
        partial: bool = False,
    ) -> SettleReport:
        """Settle by a filled worksheet into the consensus; the original codings stay."""
        from qualcode.review.settling import settle

        return settle(
            self.study,
            self.coder or "",
            choices,
            sample=sample,
            documents=documents,
            coders=coders,
            partial=partial,
        )

    def before_consensus(
        self, sample: str | None = None, documents: Iterable[str] | None = None
    ) -> int:
        """The act after which nothing was settled yet, for agreement before consensus."""
        from qualcode.analysis.samples import before_consensus

        return before_consensus(self.study, sample, documents)

    # -- the queue -------------------------------------------------------------------------------------

    def queue(self, **options: Any) -> pd.DataFrame:
        """What this coder has not decided, in order="certain", "uncertain" or "novel", by="code" or "document";
        see `qualcode.review.queue.queue` for codes, documents, limit and the columns."""
        from qualcode.review.queue import queue

        return queue(self.study, self.coder or "", **options)

    def refresh_suggestions(
        self, *, precision: float = 0.8, embeddings: bool | None = None
    ) -> RefreshReport:
        """Let the scores of the queue move with what is decided by now; says how many moved. embeddings: None
        = sentence vectors as in the run whose scores are shown."""
        from qualcode.review.queue import refresh_suggestions

        return refresh_suggestions(
            self.study, self.coder, precision=precision, embeddings=embeddings
        )

    def bulk_sample(self, selection: Selection = None, **options: Any) -> pd.DataFrame:
        """Draw the random sample (n=20, seed) that has to be decided before the others are accepted
        together; see `qualcode.review.bulk.bulk_sample` for what a selection can be."""
        from qualcode.review.bulk import bulk_sample

        return bulk_sample(self.study, self.coder or "", selection, **options)

    def accept_many(
        self, selection: Selection = None, *, minimum: float | None = None
    ) -> BulkReport:
        """Accept what is open of a selection, as one act, after its sample was decided; without a minimum
        only the share that was right is told."""
        from qualcode.review.bulk import accept_many

        return accept_many(self.study, self.coder or "", selection, minimum=minimum)

    def hidden_checks(self, on: bool = True, **options: Any) -> ChecksReport:
        """Put proposals known to be wrong among the suggestions of the queue (share=0.05), or take them out;
        none of them can become a coding. See `qualcode.review.checks.set_checks`."""
        from qualcode.review.checks import set_checks

        return set_checks(self.study, self.coder or "", on, **options)

    def automation(self, *, coder: str | None = None, bins: int = 5) -> AutomationReport:
        """Whether people decide or only agree: shares accepted, by score, by time, and hidden checks."""
        from qualcode.present.automation import automation

        return automation(self, coder=coder, bins=bins)

    # -- the blind audit sample ------------------------------------------------------------------------

    def draw_audit(self, name: str, n: int, **options: Any) -> AuditReport:
        """Draw n turns at random from documents that nobody has completed, whether a program coded them or
        not, to be coded blind by one person, so that its shares can be corrected. by="machine": half of them
        from turns with a code by the program. `assignments` lists what was drawn. See
        `qualcode.review.auditing.draw_audit` for by, where, codes, auditor, machine, seed."""
        from qualcode.review.auditing import draw_audit

        return draw_audit(self.study, self.coder or "", name=name, n=n, **options)

    def audits(self) -> pd.DataFrame:
        """The audit samples that were drawn, one row each."""
        from qualcode.review.auditing import audits

        return audits(self.study)

    def audit_status(self, name: str) -> AuditReport:
        """An audit sample as it was drawn, how much of it is coded, and whether it can correct."""
        from qualcode.review.auditing import audit_status

        return audit_status(self.study, name)

    def complete_audit(
        self,
        name: str,
        documents: str | Iterable[str] | None = None,
        *,
        blind: bool | None = None,
    ) -> list[Pass]:
        """Record that this coder has coded an audit sample, or its turns in some documents. blind: whether no
        suggestion was in sight; with False it corrects nothing. Returns the passes that were recorded."""
        from qualcode.review.auditing import complete_audit

        return complete_audit(self.study, self.coder or "", name, documents, blind=blind)

    def use_audit_for_learning(self, name: str) -> AuditReport:
        """Let suggesters learn from the answers of an audit sample; it then corrects no later codes."""
        from qualcode.review.auditing import use_for_learning

        return use_for_learning(self.study, self.coder or "", name)

    # -- the framework matrix --------------------------------------------------------------------------

    def framework(
        self,
        rows: str = "case",
        columns: Any = "theme",
        where: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> FrameworkMatrix:
        """Summaries of each case or participant under each theme; see `qc.framework.matrix`."""
        from qualcode.present.framework import matrix

        return matrix(self, rows, columns, where, **options)

    def summarise(
        self,
        row: str,
        column: str,
        text: str,
        *,
        rows: str = "case",
        quotes: Iterable[str] | None = None,
    ) -> str:
        """Write the summary of a cell, with the codings it rests on. Returns its id."""
        from qualcode.review.framework import summarise

        return summarise(self.study, self.coder or "", row, column, text, rows=rows, quotes=quotes)

    def clear_summary(self, row: str, column: str, *, rows: str = "case") -> list[str]:
        """Take the summary of a cell away; it stays in the history."""
        from qualcode.review.framework import clear_summary

        return clear_summary(self.study, self.coder or "", row, column, rows=rows)

    def link_quotations(
        self, row: str, column: str, coding_ids: Iterable[str], *, rows: str = "case"
    ) -> str:
        """Link codings to the summary of a cell."""
        from qualcode.review.framework import link_quotations

        return link_quotations(self.study, self.coder or "", row, column, coding_ids, rows=rows)

    def unlink_quotations(
        self, row: str, column: str, coding_ids: Iterable[str], *, rows: str = "case"
    ) -> str:
        """Take links of a summary away."""
        from qualcode.review.framework import unlink_quotations

        return unlink_quotations(self.study, self.coder or "", row, column, coding_ids, rows=rows)

    def import_framework(
        self,
        path: str | Path,
        *,
        rows: str | None = None,
        clear: bool = False,
        overwrite: bool = False,
    ) -> FrameworkReport:
        """Read an edited matrix back; changed cells become edits, conflicts are listed."""
        from qualcode.review.framework import import_framework

        return import_framework(
            self.study, self.coder or "", path, rows=rows, clear=clear, overwrite=overwrite
        )

    def move_summaries(self, row: str, to: str, *, rows: str = "case") -> list[str]:
        """Give the summaries of a row to another one, when it is called otherwise now. Returns their ids."""
        from qualcode.review.framework import move_summaries

        return move_summaries(self.study, self.coder or "", row, to, rows=rows)

    # -- what is counted and printed -------------------------------------------------------------------

    if TYPE_CHECKING:  # what editors and type checkers see of those below
        crosstab = present.crosstab
        frequencies = present.frequencies
        quotes = present.quotes
        kwic = present.kwic
        findings = _findings
        agreement = _agreement.report
        cooccurrence = _cooccurrence
        proximity = _proximity
        saturation = _saturation.report
        distinctive_words = _distinctive_words
        sensitivity = _sensitivity
        methods_note = _methods_note
    else:
        crosstab = _Public("crosstab")
        frequencies = _Public("frequencies")
        quotes = _Public("quotes")
        kwic = _Public("kwic")
        findings = _Public("findings", "qualcode.present.findings")
        agreement = _Public("report", "qualcode.present.agreement")
        cooccurrence = _Public("cooccurrence", "qualcode.present.cooccurrence")
        proximity = _Public("proximity", "qualcode.present.cooccurrence")
        saturation = _Public("report", "qualcode.present.saturation")
        distinctive_words = _Public("distinctive_words", "qualcode.present.words")
        sensitivity = _Public("sensitivity", "qualcode.present.sensitivity")
        methods_note = _Public("methods_note", "qualcode.present.methods")

    def correspondence(
        self,
        rows: str = "code",
        columns: str | Sequence[str] = "role",
        *,
        unit: str = "codings",
        **asked: Any,
    ) -> Map:
        """Which codes lie nearer to which roles or cases: `qc.correspondence` of a crosstab of counts.

        asked: where, coders (not "each"), interviewers, reflective, as in `crosstab`.
        """
        from qualcode.present import crosstab
        from qualcode.present.correspondence import correspondence

        if asked.get("coders") == "each":
            # Every turn would have as much weight as it has coders.
            raise UsageError("coders", "'each'", "record, any, or one name")
        return correspondence(crosstab(self, rows=rows, columns=columns, unit=unit, **asked))

    # -- suggestions -----------------------------------------------------------------------------------

    def suggest(
        self,
        engines: str | Sequence[str] = ("patterns", "learned", "definitions"),
        *,
        codes: Collection[str] | None = None,
        precision: float = 0.8,
        pipeline: str | None = None,
        embeddings: bool | None = None,
        watch: Watch = unwatched,
    ) -> SuggestReport:
        """Let engines propose codings; nothing is coded until somebody decides.

        patterns, learned and definitions are combined into one; other names are engines of installed
        packages. With passed documents a suggestion has a probability, and what does not reach the precision is
        held back and counted; 0 holds nothing back. pipeline: an installed spaCy pipeline for patterns
        that ask for parts of speech. embeddings: sentence vectors, None = where the extra is installed.
        """
        from qualcode.review.suggesting import suggest

        chosen = (engines,) if isinstance(engines, str) else tuple(engines)
        codes = [codes] if isinstance(codes, str) else codes
        return suggest(
            self.study, self._signed(), engines=chosen, codes=codes, precision=precision,
            pipeline=pipeline, embeddings=embeddings, watch=watch,
        )  # fmt: skip

    def evaluate(self, **options: Any) -> EvaluationReport:
        """How good suggestions are on this project's own blind codings, code by code, by documents left out.

        options: codes, engines, coders, precision, folds, seed, curve, draws, embeddings (True or False: with
        or without sentence vectors, None: where they are available), watch; see
        `qualcode.review.evaluating.evaluate`.
        """
        from qualcode.present.evaluation import evaluation_report
        from qualcode.review.evaluating import evaluate

        return evaluation_report(evaluate(self.study, **options), self._corpus)

    def try_pattern(
        self, pattern: str | Mapping[str, Any] | None = None, **options: Any
    ) -> Trial | Workshop:
        """What a pattern would find: counts by role and case, forms, sample lines.

        Without a pattern a live table to type in. See `qualcode.present.trial.try_pattern` for options.
        """
        from qualcode.present.trial import try_pattern

        return try_pattern(self, pattern, **options)

    def accept(self, suggestion_id: str, *, reason: str = "") -> str | None:
        """Make the proposed coding yours; returns its id (None for a hidden check, which never becomes one)."""
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

    def memos(self, words: str | None = None, **filters: Any) -> pd.DataFrame:
        """One row for each memo; with words or filters those that `find_memos` finds."""
        from qualcode.analysis import frames

        if words is not None or filters:
            return self.find_memos(words, **filters)

        return frames.memos(self.study)

    def history(self, **filters: Any) -> pd.DataFrame:
        """One row for each act, oldest first, in words that can be read as an audit trail.

        filters: coder, document, code, verb, since, until, coding; see `qualcode.analysis.journal`.
        """
        from qualcode.analysis.journal import journal

        return journal(self.study, **filters)

    def export_history(self, path: str | Path, **filters: Any) -> int:
        """Write the history as .csv, .html or .md; returns how many acts."""
        from qualcode.present.journal import save_journal

        return save_journal(self, path, **filters)

    def coding_history(self, coding_id: str) -> pd.DataFrame:
        """Everything that happened to one coding, from the day it was made, under whatever code."""
        from qualcode.analysis.journal import coding_history

        return coding_history(self.study, coding_id)

    def check_attributes(self) -> AttributeReport:
        """Values that look misspelt, stand alone or are missing, people who differ between documents."""
        from qualcode.analysis.attribute_checks import check_attributes

        return check_attributes(self.study)

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
