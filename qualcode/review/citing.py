"""Choosing once how sources are written."""

from __future__ import annotations

from qualcode.analysis.citation import DEFAULT, parse
from qualcode.analysis.corpus import corpus
from qualcode.analysis.quotes import citation_fields
from qualcode.core.asked import asked_text
from qualcode.store import Draft, Study, codings, state


def set_citation(study: Study, coder: str, form: str | None) -> None:
    """Choose how the source of a quotation is written, in tables, exports and chapters; one act.

    form: text with fields, “{participant}, {role}” for “IP07, Commissioner”. Fields are participant, role,
    case, phase, document, turn, speaker, time and every attribute. What is missing is left out with its
    comma, and a source in which everything is missing is the document. None or "" is the form projects
    begin with. Raises UsageError for an unknown field, listing those there are, and without a coder.
    """
    coder = codings.check_coder(coder, "choosing the citation form")
    if form is not None:
        form = asked_text("citation", form, "text such as {participant}, {role}")
    chosen = (form or "").strip() or DEFAULT
    parse(chosen, citation_fields(corpus(study)))

    def prepare() -> Draft:
        draft = Draft()
        if citation(study) != chosen:
            draft.event("setting", {"key": "citation", "value": chosen})
        return draft

    study.write("citation", coder, prepare)


def citation(study: Study) -> str:
    """The form in which sources are written."""
    return state.setting(study, "citation") or DEFAULT
