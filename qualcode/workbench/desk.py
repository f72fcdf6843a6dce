"""What a page may ask of a study, and how it is answered.

A page calls methods by name with plain data and gets plain data back. Each answer of a call that wrote
something, or that asks for it, carries what has changed since the act the page last heard of, so that
one's own codings and those of others arrive by the same way.
"""

from __future__ import annotations

import inspect
import json
import types
import typing
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.errors import CodingError, QualcodeError, UsageError, listing, one_line
from qualcode.store import Study, codings
from qualcode.store.events import unpack
from qualcode.store.study import Act
from qualcode.workbench.looks import Looks

ALONE, CODER, LEAD = "alone", "coder", "lead"
ROLES = (ALONE, CODER, LEAD)
REMEMBERED = 500  # answers of a coder's latest acts
LARGEST = 2**53  # beyond it a whole number is not exact in a browser


@dataclass(frozen=True, slots=True)
class Method:
    """One thing a page can ask for. writes: it makes an act. slow: it may take seconds, so that coding
    must not wait for it. lead: only for who leads the study (or works alone)."""

    name: str
    function: Callable[..., Any]
    parameters: Mapping[str, Any]
    needed: frozenset[str]
    writes: bool
    slow: bool
    lead: bool


METHODS: dict[str, Method] = {}
_Function = typing.TypeVar("_Function", bound=Callable[..., Any])


def method(
    name: str, *, writes: bool = False, slow: bool = False, lead: bool = False
) -> Callable[[_Function], _Function]:
    """Make a function `f(desk, *, parameters…)` callable by a page. Its annotations are what is checked:
    str, int, float, bool, list[str], dict, and these or None; with `**name: Unpack[TypedDict]`, the keys of
    that may be given, too."""

    def made(function: _Function) -> _Function:
        hints = typing.get_type_hints(function)
        parameters: dict[str, Any] = {}
        needed: set[str] = set()
        for each, own in inspect.signature(function).parameters.items():
            if own.kind is inspect.Parameter.KEYWORD_ONLY:
                parameters[each] = hints[each]
                if own.default is inspect.Parameter.empty:
                    needed.add(each)
            elif own.kind is inspect.Parameter.VAR_KEYWORD:
                (fields,) = typing.get_args(hints[each])
                parameters |= typing.get_type_hints(fields)
        METHODS[name] = Method(name, function, parameters, frozenset(needed), writes, slow, lead)
        return function

    return made


class Desk:
    """One coder's place at a study: the study as this coder may see and change it.

    role: "alone" (nobody else works on this server), "coder" or "lead". enforced: whether other coders'
    work and suggestions stay hidden until this coder has finished a document, whatever the page asks.
    """

    def __init__(
        self,
        study: Study,
        coder: str,
        *,
        role: str = ALONE,
        enforced: bool = False,
        looks: Looks | None = None,
    ) -> None:
        load_methods()
        assert role in ROLES, role
        self.study = study
        self.coder = codings.check_coder(coder, "the coding page")
        self.role = role
        self.enforced = enforced
        self.looks = looks or Looks(study)
        # Whether the page shows other coders' codings, as it said when it last asked for a document.
        self.showing_others = False
        # What the latest acts answered, for a page that never heard it and asks again.
        self._answers: OrderedDict[str, Any] = OrderedDict()

    @property
    def leads(self) -> bool:
        return self.role != CODER

    def call(
        self,
        name: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        act_id: str | None = None,
        since: int | None = None,
        document: str | None = None,
        others: bool | None = None,
    ) -> dict[str, Any]:
        """Answer one call: {"result", "act"} and, where `since` is given, "changes" after that act. act: the
        last one that the answer knows of for certain.

        act_id: of a call that writes, the id that its act is to get. A call whose act exists already is
        not done again: it answers {"again": true} and the result it had (after a restart of the server as
        much of it as the act tells: coding, codings, retracted, memo). document: the document that is open
        in the page, whose changes are told in full; others: whether the page shows other coders' codings
        there. Raises QualcodeError for whatever is not possible.
        """
        asked = METHODS.get(name) if isinstance(name, str) else None
        if asked is None:
            raise UsageError("call", f"{str(name)[:60]!r} is nothing a page can ask for")
        if asked.lead and not self.leads:
            raise CodingError(
                name, f"is for who leads the study; {self.coder} codes", next="Ask the lead"
            )
        given = checked(asked, parameters or {})
        if asked.writes and self.study.read_only:
            raise CodingError(
                self.study.title,
                f"is open for reading only: {self.study.read_only}",
                next="Copy the file to a folder of yours and code in the copy"
                if self.study.derived is not None
                else "Code in the project itself, not in its past",
            )
        answer: dict[str, Any] = {}
        # What is written while this reads may be missing from the answer, so that the page asks for it then.
        seen = self.study.last_act
        if asked.writes and act_id is not None:
            with self.study.once(act_id) as before:
                if before is not None:
                    if before.coder != self.coder:
                        raise UsageError("act", "this act is somebody else's")
                    answer["again"] = True
                    answer["result"] = (
                        self._answers[act_id] if act_id in self._answers else self._told(before)
                    )
                else:
                    answer["result"] = asked.function(self, **given)
                    self._answers[act_id] = answer["result"]
                    while len(self._answers) > REMEMBERED:
                        self._answers.popitem(last=False)
        else:
            answer["result"] = asked.function(self, **given)
        if since is not None:
            from qualcode.workbench.changes import changes

            answer["changes"] = changes(self, since, document, others=others)
        answer["act"] = self.study.last_act if asked.writes else seen
        return answer

    def _told(self, act: Act) -> dict[str, Any]:
        """What an act of this coder made, by its events. Of a decision nothing is told: it would tell a
        suggestion from a hidden check, which makes no coding."""
        found: dict[str, Any] = {}
        if act.verb == "decide":
            return found
        for kind, data in self.study.rows(
            "SELECT kind, data FROM event WHERE act = ? ORDER BY n", (act.n,)
        ):
            if kind == "codings":
                (ids,) = unpack(json.loads(data), ("id",))
                found["codings"] = [*found.get("codings", ()), *ids]
                found["coding"] = found["codings"][0]
            elif kind == "retract":
                found["retracted"] = json.loads(data)["ids"]
            elif kind == "memo":
                found["memo"] = json.loads(data)["id"]
        return found

    # -- what this coder may see -----------------------------------------------------------------------

    def own_only(self, document: str) -> bool:
        """Whether other coders' work and suggestions on a document must stay hidden from this coder."""
        if not self.enforced and document not in self._to_read_blind():
            return False
        return not self.has_read(document)

    def has_read(self, document: str) -> bool:
        """Whether this coder has a pass over the whole of the present text of a document."""
        version = codings.current_version(self.study, document)
        return bool(
            self.study.rows(
                "SELECT 1 FROM pass p JOIN name w ON w.n = p.coder WHERE p.version = ?"
                " AND p.ended IS NULL AND p.turns IS NULL AND w.text = ? LIMIT 1",
                (version.n, self.coder),
            )
        )

    def _to_read_blind(self) -> Collection[str]:
        """Documents this coder is to code for a sample of double coding or an audit and has not finished."""
        from qualcode.workbench.assigned import open_documents

        return open_documents(self.study, self.coder)


def load_methods() -> None:
    """Fill METHODS; the modules are imported here, since they import this one."""
    from qualcode.workbench import (  # noqa: F401
        answers_book_changes,
        answers_book_effects,
        answers_books,
        answers_coding,
        answers_compare,
        answers_memos,
        answers_reading,
        answers_recoding,
        answers_review,
        answers_search,
        answers_tables,
    )


def facts(error: QualcodeError) -> dict[str, str]:
    """An error in its four facts, each in one line, as a page shows it."""
    return {
        "where": one_line(error.where),
        "found": one_line(error.found or str(error)),
        "allowed": one_line(error.allowed),
        "next": one_line(error.next),
    }


# -- what comes from outside -------------------------------------------------------------------------------


def checked(asked: Method, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a call, each of the kind the method takes; UsageError otherwise."""
    if not isinstance(given, Mapping):
        raise UsageError(asked.name, "parameters are no object")
    unknown = [str(each)[:40] for each in given if each not in asked.parameters]
    if unknown:
        raise UsageError(
            asked.name,
            f"does not know {listing(unknown)}",
            f"it takes {listing(asked.parameters) or 'nothing'}",
        )
    missing = sorted(asked.needed - given.keys())
    if missing:
        raise UsageError(asked.name, f"needs {listing(missing)}")
    for name, value in given.items():
        kind = asked.parameters[name]
        if not _fits(value, kind):
            raise UsageError(f"{asked.name}, {name}", f"{str(value)[:60]!r} is not {_spoken(kind)}")
    return dict(given)


def _fits(value: Any, kind: Any) -> bool:
    origin = typing.get_origin(kind)
    if kind is Any:
        return True
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, each) for each in typing.get_args(kind))
    if kind is type(None):
        return value is None
    if origin is list:
        (inner,) = typing.get_args(kind)
        return isinstance(value, list) and all(_fits(each, inner) for each in value)
    if origin is dict or kind is dict:
        return isinstance(value, dict)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    return isinstance(value, kind)


def _spoken(kind: Any) -> str:
    return str(kind).replace("<class '", "").replace("'>", "").replace("typing.", "")
