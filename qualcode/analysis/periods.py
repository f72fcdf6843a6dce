"""From when to when: dates as people write them, for memos and for the history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from qualcode.core.asked import called
from qualcode.errors import UsageError

_ALLOWED = "2018, 2018-03, 2018-03-12, 2018-03-12T14:05"
_PART = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?)?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends included; "" = open.

    A year or a month stands for all of it: until "2018-03" reaches to the end of March. Times are
    compared as they were written down, each in its own time zone.
    """

    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, since: str | date | None, until: str | date | None) -> Period:
        """From what somebody gave; UsageError for what is no date."""
        return cls(_written(since, "since"), _written(until, "until"))

    def covers(self, time: str) -> bool:
        if self.until and time[: len(self.until)] > self.until:
            return False
        return not self.since or time[: len(self.since)] >= self.since

    def __bool__(self) -> bool:
        return bool(self.since or self.until)

    def __str__(self) -> str:
        parts = [f"since {self.since}" if self.since else "", f"until {self.until}"]
        return " ".join(parts[: 2 if self.until else 1]).strip()


def as_date(given: Any, name: str, allowed: str) -> str | date:
    """What was given for a date, with "" for nothing and a year as text; UsageError for what can be none."""
    if given is None:
        return ""
    if isinstance(given, int | np.integer) and not isinstance(given, bool):
        return str(given)
    if isinstance(given, np.datetime64):
        given = pd.Timestamp(given)
    if not isinstance(given, str | date) or pd.isna(given):
        raise UsageError(name, f"{called(given)} is no date", allowed)
    return given


def _written(given: str | date | None, name: str) -> str:
    given = as_date(given, name, _ALLOWED)
    if given == "":
        return ""
    if isinstance(given, datetime):
        return given.replace(tzinfo=None).isoformat(timespec="seconds")
    text = given.isoformat() if isinstance(given, date) else str(given).strip()
    if not _PART.fullmatch(text) or not _is_date(text):
        raise UsageError(name, f"{called(text)} is no date", _ALLOWED)
    return text.replace(" ", "T")


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(
            text if len(text) > 7 else f"{text}-01" if text[4:] else f"{text}-01-01"
        )
    except ValueError:
        return False
    return True
