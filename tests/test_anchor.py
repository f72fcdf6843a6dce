"""A quotation found again in a changed text, or not at all; never by guessing."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.anchor import refind

# "Yes, I agree." is said twice: the first answer is about trust, the second about price.
TALK = (
    "INT: Do you trust them?\n"
    "ANN: Yes, I agree.\n"
    "INT: And is it price in the end?\n"
    "ANN: Yes, I agree.\n"
    "INT: Thank you.\n"
)
FIRST = TALK.index("Yes")
SECOND = TALK.rindex("Yes")
LENGTH = len("Yes, I agree.")


def found(old, new, start, end):
    place = refind(old, new, start, end)
    if place is not None:
        assert new[slice(*place)] == old[start:end]
    return place


def test_a_line_on_top_moves_every_quotation_by_its_length():
    new = "Recorded with consent.\n" + TALK
    for start in (FIRST, SECOND):
        assert found(TALK, new, start, start + LENGTH) == (start + 23, start + 23 + LENGTH)


def test_repeated_words_are_told_apart_by_what_stands_around_them():
    new = TALK.replace("in the end", "after all, for you,").replace("Do you trust", "You do trust")
    assert found(TALK, new, FIRST, FIRST + LENGTH)[0] == new.index("Yes")
    assert found(TALK, new, SECOND, SECOND + LENGTH)[0] == new.rindex("Yes")


def test_words_that_were_deleted_are_not_found_in_their_twin():
    # The first question and answer are gone; the same words about price are still there.
    new = TALK[TALK.index("INT: And") :]
    assert found(TALK, new, FIRST, FIRST + LENGTH) is None
    assert found(TALK, new, SECOND, SECOND + LENGTH)[0] == new.index("Yes")


def test_long_words_that_were_deleted_are_not_found_in_their_twin():
    words = "We never had the money for that kind of thing."
    old = f"ANN: {words} So we stopped.\nBOB: Well. {words} Not once.\n"
    new = f"BOB: Well. {words} Not once.\n"
    assert found(old, new, 5, 5 + len(words)) is None
    second = old.rindex(words)
    assert found(old, new, second, second + len(words)) == (11, 11 + len(words))


def test_words_that_were_changed_are_not_found():
    assert found(TALK, TALK.replace("agree", "do"), FIRST, FIRST + LENGTH) is None
    assert found(TALK, "", FIRST, FIRST + LENGTH) is None
    assert refind(TALK, TALK, 5, 5) is None


def test_a_short_word_in_other_company_is_not_found():
    assert found("ANN: Trust, mostly.\n", "BOB: We lost their Trust fund.\n", 5, 10) is None


def test_two_equal_places_are_not_chosen_between():
    assert found("a yes b", "x yes y x yes y", 2, 5) is None
    said = "COMMISSIONER: Yes, I agree.\n"
    assert found(f"{said}BOB: No.\n", f"{said}EVE: Why?\n{said}EVE: Why?\n", 14, 27) is None


def test_a_whole_text_is_found_in_itself():
    assert found("ok", "ok", 0, 2) == (0, 2)


def test_a_moved_paragraph_keeps_its_quotation():
    old = (
        "ANN: First this.\nBOB: Then the other thing, which took a while to say.\nCID: Last that.\n"
    )
    lines = old.splitlines(keepends=True)
    new = lines[0] + lines[2] + lines[1]
    start = old.index("which took a while to say")
    assert found(old, new, start, start + 25)[0] == new.index("which")


words = st.lists(
    st.sampled_from(["a", "b", "yes", "no", "we", "trust", "price", ".", "\n"]),
    min_size=1,
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(words, words, st.data())
def test_whatever_is_found_has_the_same_words(old, new, data):
    old, new = " ".join(old), " ".join(new)
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    found(old, new, start, end)


@settings(max_examples=200, deadline=None)
@given(words, st.data())
def test_in_an_unchanged_text_everything_is_found_where_it_was(text, data):
    text = " ".join(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert found(text, text, start, end) in ((start, end), None)
    longer = "ANN: Good morning to you all.\n" + text + "\nBOB: And a very good night.\n"
    assert found(longer, longer, start + 30, end + 30) == (start + 30, end + 30)


def test_a_hundred_short_quotations_in_a_long_interview_take_seconds_at_most():
    chance = random.Random(2)
    text = " ".join(chance.choice(["I", "think", "yes", "well", "money"]) for _ in range(12_000))
    new = "Recorded with consent.\n" + text
    begun = time.perf_counter()
    for _ in range(100):
        start = chance.randrange(len(text) - 10)
        assert found(text, new, start, start + 6) == (start + 23, start + 29)
    assert time.perf_counter() - begun < 5
