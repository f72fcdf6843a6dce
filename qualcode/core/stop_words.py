"""English words that say little by themselves: what grammar and hesitation need in speech.

Short on purpose: no noun is in it, and no verb but those that English uses as auxiliaries or that fill
almost every answer ("you know", "I mean"). Words with an apostrophe are left out where the word before it
is one of these (it's, they'd, don't).
"""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a an the this that these those
    i me my mine myself we us our ours ourselves you your yours yourself yourselves
    he him his himself she her hers herself it its itself they them their theirs themselves
    who whom whose which what when where why how
    whatever whoever whichever whenever wherever however
    one ones someone somebody something anyone anybody anything everyone everybody everything
    none nobody nothing other others another each every either neither both all any some such same
    few many much more most less least several enough own
    be am is are was were been being have has had having do does did done doing
    will would shall should can could may might must ought cannot gonna wanna gotta
    get gets got getting gotten go goes going gone went come comes coming came
    say says said saying know knows knew mean means meant think thinks thought
    let lets make makes made making put puts take takes took see saw seen want wants wanted
    and or but nor so yet if then than because although though while whereas unless until till since
    as at by for from in into of off on onto out over per to toward towards under up upon down with
    within without about above across after against along among amongst around before behind below
    beneath beside besides between beyond during except inside like near outside past through
    throughout via despite
    not no yes yeah yep yup nope okay ok oh ah uh um umm er erm ehm hmm hm mm mmm mhm well right sure
    actually basically really very quite rather just only even still also too again ever never always
    often sometimes perhaps maybe probably certainly obviously honestly else almost already
    here there now once away back ago soon later
    sort kind bit lot lots thing things stuff way
    don didn doesn isn aren wasn weren hasn haven hadn won wouldn shouldn couldn mustn ain
    re ve ll
    """.split()  # noqa: SIM905
)

# Words that may stand inside a phrase: "value for money", "point of view".
CONNECTORS = frozenset("a an the for of with without at from to in on by and or".split())  # noqa: SIM905


def is_stop_word(word: str) -> bool:
    """Whether a folded word is one of `STOP_WORDS`, also with an apostrophe behind it."""
    if word in STOP_WORDS:
        return True
    whole, apostrophe, ending = word.partition("'")
    if not apostrophe:
        return False
    if ending == "t":  # don't, isn't, can't
        return whole in STOP_WORDS or whole.removesuffix("n") in STOP_WORDS
    return ending in ("s", "re", "ve", "ll", "d", "m") and whole in STOP_WORDS
