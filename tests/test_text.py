"""Ranges, words and segments over a fixed text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.core.text import (
    LONG_TURN,
    PIECE,
    count_words,
    merged,
    overlap_by_half,
    printed,
    segments,
    word_ranges,
)


def test_a_word_keeps_its_apostrophes_and_hyphens():
    text = "Don’t co-design O'Neill's 3–4 £5k 🙂 naïve"
    words = [text[a:b] for a, b in word_ranges(text, [(0, len(text))])]
    assert words == ["Don’t", "co-design", "O'Neill's", "3", "4", "5k", "naïve"]


def test_a_word_does_not_cross_the_edge_of_a_range():
    assert count_words("trustworthy", [(0, 5), (5, 11)]) == 2


def test_print_leaves_gaps_out_as_one_space():
    #       0         1         2
    #       012345678901234567890123456
    text = "I trust\n[laughs]\nthem, yes."
    assert printed(text, 2, 21, [(0, 7), (17, 27)]) == "trust them"
    assert printed(text, 8, 16, [(0, 7), (17, 27)]) == "[laughs]"


def test_half_of_the_longer_one_is_an_overlap():
    assert overlap_by_half((0, 10), (5, 15))
    assert not overlap_by_half((0, 10), (6, 16))
    assert not overlap_by_half((0, 100), (10, 40)), "a sentence does not silence the turn around it"


def sentence(words: int, mark: str = ".") -> str:
    return " ".join(["word"] * words) + mark


def test_a_turn_of_150_words_is_one_segment_and_a_longer_one_is_split_at_sentence_ends():
    text = " ".join(sentence(50) for _ in range(3))
    assert segments(text, [(0, len(text))]) == [(0, len(text))]
    text += " " + sentence(1)
    pieces = [text[a:b] for a, b in segments(text, [(0, len(text))])]
    assert [len(piece.split()) for piece in pieces] == [100, 51]
    assert all(piece.endswith(".") for piece in pieces)


def test_a_sentence_of_more_than_100_words_is_cut_at_its_last_comma_before():
    text = sentence(60, ",") + " " + sentence(70, ",") + " " + sentence(30)
    pieces = [text[a:b] for a, b in segments(text, [(0, len(text))])]
    assert [len(piece.split()) for piece in pieces] == [60, 100]
    text = sentence(230)
    assert [len(text[a:b].split()) for a, b in segments(text, [(0, len(text))])] == [100, 100, 30]


def test_dr_and_an_initial_end_no_sentence():
    text = sentence(90) + " Then Dr. " + sentence(80)
    first = segments(text, [(0, len(text))])[0]
    assert text[slice(*first)].endswith("word.")


@given(
    st.lists(
        st.sampled_from(["word", "well,", "end.", "(so", "no!)", "—", "🙂", "é.", "\n"]),
        max_size=500,
    )
)
def test_segments_keep_every_word_once_and_none_is_too_long(parts):
    text = " ".join(parts).strip()
    if not text:
        return
    whole = [(0, len(text))]
    found = segments(text, whole)
    assert found == sorted(found) and all(a < b for a, b in found)
    inside = [word for piece in found for word in word_ranges(text, [piece])]
    assert inside == word_ranges(text, whole)
    if len(inside) > LONG_TURN:
        assert all(count_words(text, [piece]) <= PIECE for piece in found)
    else:
        assert found == whole


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8))))
def test_merged_ranges_cover_the_same_characters_and_do_not_touch(pairs):
    ranges = [(start, start + length) for start, length in pairs]
    covered = {at for a, b in ranges for at in range(a, b)}
    result = merged(ranges)
    assert {at for a, b in result for at in range(a, b)} == covered
    assert all(x[1] < y[0] for x, y in pairwise(result))
