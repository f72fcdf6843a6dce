"""Which words at the start of a line name a speaker.

A name is judged by its shape, once per distinct name; how often it occurs and where is judged by the
reader that found it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

# sure: known from the study's sheets, or a word for a part in a conversation ("Interviewer").
# id: INT, P02, CB4, "Speaker 1". name: "Sam Soffes", "Dr O’Neill". weak: could be a name or the
# start of a sentence ("Woman in audience"). meta: "Date", "Note", never a speaker. no: a sentence.
Shape = Literal["sure", "id", "name", "weak", "meta", "no"]

MAX_LENGTH = 40
MAX_WORDS = 5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTS_IN_TALK = _words(
    "interviewer interviewee int moderator mod facilitator researcher respondent participant "
    "speaker host guest presenter chair chairman chairwoman chairperson convenor convener "
    "commissioner provider consultant client therapist counsellor counselor patient nurse doctor "
    "teacher student pupil parent mother father child carer worker officer manager director "
    "councillor member audience interpreter translator transcriber observer question answer "
    "male female man woman unknown unidentified voice several all everyone everybody both group "
    "witness agent operator caller customer expert panellist panelist delegate"
)
META = _words(
    "date dates place time times location venue duration length title subject topic recording "
    "recorded file filename project transcript transcribed interview interviews version note "
    "notes nb n.b ps http https ftp mailto email tel phone url source link keywords key case site "
    "organisation organization study id language country city town setting event meeting present "
    "attendees apologies observation pseudonym pseudonyms gender age role position job sector "
    "status consent audio video track session start started end ended started_at ref reference "
    "code id_number author copyright licence license abstract summary contents chapter section "
    "figure table page appendix example examples eg e.g ie i.e warning important todo kind style "
    "region phase wave round format software created modified day month year week weather "
    "comment comments background context conclusion purpose"
)
# "Date of interview", "Interview date", "Time started", "Length of recording" …
_META_PHRASE = re.compile(
    r"(?:date|time|place|length|duration|number|name|type|mode|start|end|location)s? (?:of|and|&) .*"
    r"|(?:interview|recording|file|project|transcript|document|participant|interviewee|respondent"
    r"|session|meeting|case|start|end|audio|total) (?:date|time|number|no|id|code|name|length"
    r"|duration|place|location|title|type|ref|reference|file|start|end|study)"
    r"|(?:interview|transcript|recording|file|track|session|page|chapter|section|figure|table|part"
    r"|phase|case|appendix|step|stage|day|week|year|wave|round|note|line|item|theme|question)"
    r"s? ?\d{1,3}"
    r"|(?:transcribed|conducted|interviewed|recorded|prepared|checked|anonymi[sz]ed) (?:by|on|at)"
    r"|(?:end|start|beginning) of .*"
)
# A line of speech may begin with one of these and a colon; nobody is called so.
_NOBODY = _words(
    "well so yes yeah no nope ok okay but and or then first firstly second secondly third thirdly "
    "finally lastly honestly actually look listen basically however anyway right now plus also "
    "thus therefore because although though still maybe perhaps sure exactly true false result "
    "results again next last meanwhile remember namely specifically generally usually sometimes "
    "often never always today tomorrow yesterday please thanks sorry hello hi like really "
    "obviously clearly e.g. i.e. etc"
)
# Words that are in sentences and not in names.
_SENTENCE = _words(
    "i i'm i’m i'll i’ll i'd i’d i've i’ve we we'll we’ll you he she it it's it’s they this that "
    "that's that’s these those there there's there’s here what what's what’s who how why when "
    "where which is are was were be been being am do does did has have had will would can could "
    "shall should may might must not don't don’t my your our their his her its me us them if as "
    "to in at on by with about into than then because so but or one thing things another like "
    "said say says think know mean want wanted get got go going went come came make made see let "
    "let's let’s just very really more most some any no yes well something someone"
)
_PARTICLES = _words(
    "de da di du del der den des dos das van von la le el al bin ibn ap y e of the and & for from "
    "ter ten zu zur in st"
)
_TITLES = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Rev|Sr|Jr|St|Cllr|Hon|Lt|Col|Gen|Sgt|No|[A-Za-z])\."
)
_ID = re.compile(r"[A-Z]{1,8}[-_./ ]?\d{0,4}[A-Za-z]?|[^\W\d_]{1,14}[ _#-]{0,2}\d{1,4}[a-zA-Z]?")
_LOGIN = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
_DIGIT_ID = re.compile(r"\d{1,3}[A-Za-z]{1,3}\d{0,3}")
_STAGE_WORD = re.compile(
    r"(?:laugh|chuckl|paus|silen|cough|sigh|inaud|unintell|cross|overlap|noise|music|applau|sic\b"
    r"|indistinct|unclear|crying|break|end|start|record|phone|interrupt|redact|anonym|name|place"
    r"|organi|door|nod|several|long|short|background|emphasi|whisper|smil|gestur|point|reads?\b|ph\b"
    r"|clears?|whistl|mumbl|snort|gasp|click|beep|clap|tape|off\b|reflection|pseudonym|removed)",
    re.IGNORECASE,
)


def folded(name: str) -> str:
    """A label as it is compared: case and runs of white space do not matter."""
    return " ".join(name.split()).casefold()


def shape(name: str, known: Collection[str]) -> Shape:
    """What kind of words these are. known: labels from the study's sheets, folded."""
    key = folded(name)
    if key in known:
        return "sure"
    bare = re.sub(r"\s*\([^()]*\)", "", name).strip(" *_#")
    key = folded(bare)
    words = bare.split()
    if not words or len(name) > MAX_LENGTH or len(words) > MAX_WORDS:
        return "no"
    if not any(character.isalpha() for character in bare):
        return "no"
    plain = key.rstrip(".")
    if plain in META or _META_PHRASE.fullmatch(plain):
        return "meta"
    stem = re.sub(r"[ _#-]*(?:\d+|[a-z])$", "", plain)
    if plain in _PARTS_IN_TALK or stem in _PARTS_IN_TALK:
        return "sure"
    if plain in _NOBODY:
        return "no"
    if re.search(r"[,;!?\"“”…]", bare) or re.search(r"\.\s", _TITLES.sub("", bare)):
        return "no"
    if bare[0].isdigit():
        return "id" if _DIGIT_ID.fullmatch(bare) else "no"
    if _ID.fullmatch(bare) or _LOGIN.fullmatch(bare):
        return "id"
    if bare.isupper() and not set(plain.split()) & {"end", "start", "recording", "interview"}:
        return "id"
    lower = [word.casefold() for word in words]
    if lower[0] in _NOBODY:
        return "no"
    sentence = set(lower) & _SENTENCE
    if sentence:
        # "Woman in audience", "Man at the back": prepositions, but a person first.
        person = lower[0] in _PARTS_IN_TALK and sentence <= {"in", "at", "on", "with", "one"}
        return "weak" if person else "no"
    if all(not word[0].islower() or (at and word in _PARTICLES) for at, word in enumerate(words)):
        return "no" if lower[0] in ("the", "a", "an") else "name"
    if words[0] in _PARTICLES and words[-1][0].isupper() and lower[0] not in ("the", "of", "and"):
        return "name"
    if len(words) <= 3 and lower[0] not in ("the", "a", "an", "of", "and", "for", "from"):
        return "weak"
    return "no"


def is_stage(words: str) -> bool:
    """Whether bracketed words are a stage direction rather than a label."""
    return bool(_STAGE_WORD.match(words.strip(" *_\\")))


def ordinary_words(text: str) -> frozenset[str]:
    """Words that stand in this text in small letters."""
    return frozenset(re.findall(r"\b[^\W\d_A-Z]+\b", text))


def bare_word(name: str) -> str:
    """A single capitalised word in small letters, to be looked up among the ordinary words; else "".

    `Trust:` seen once in a text that speaks of `trust` is the start of a sentence.
    """
    return name.lower() if name.isalpha() and name[1:].islower() else ""


def surname_first(name: str) -> str | None:
    """`Smith, Anna` as `Smith Anna`, to be judged as a name; None for other commas."""
    if re.fullmatch(r"[^\W\d_][\w'’-]+, [^\W\d_][\w'’. -]+", name):
        return name.replace(",", "", 1)
    return None
