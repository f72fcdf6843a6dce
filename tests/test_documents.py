"""Documents: every character belongs to exactly one turn or gap, and nothing changes afterwards."""

import pytest

from qualcode.core.documents import Document, Gap, Turn

# ANN: 0–4, "Yes." 5–9, line break 9–10, "No." 10–13.
TEXT = "ANN: Yes.\nNo."


def turn(*ranges, number="1"):
    return Turn(number, "ANN", ranges)


def made(turns, gaps):
    return Document("D", TEXT, turns, gaps)


def test_pieces_in_any_order_that_tile_the_text_make_a_document():
    document = made([turn((5, 9), (10, 13))], [("break", 9, 10), ("label", 0, 5)])
    assert document.gaps == (Gap("break", 9, 10), Gap("label", 0, 5))
    assert document.gaps[1].kind == "label"
    assert (document.turns[0].start, document.turns[0].end) == (5, 13)
    assert document.words(document.turns[0]) == 2
    assert document.turns[0].attributes == {}


@pytest.mark.parametrize(
    ("turns", "gaps", "found"),
    [
        ([turn((5, 9), (10, 13))], [("label", 0, 5)], "turn 10-13 does not follow 9"),
        ([turn((5, 13))], [("label", 0, 6)], "turn 5-13 does not follow 6"),
        ([turn((5, 12))], [("label", 0, 5)], "characters 12-13 belong to nothing"),
        ([turn((5, 14))], [("label", 0, 5)], "characters 14-13 belong to nothing"),
        ([turn((5, 13))], [("label", 0, 5), ("break", 5, 5)], "break 5-5 does not follow 5"),
        # Ends and beginnings that would fit one another, were the second piece not turned round.
        ([turn((0, 9), (5, 13))], [("break", 9, 5)], "turn 5-13 does not follow 9"),
        ([], [], "characters 0-13 belong to nothing"),
    ],
)
def test_anything_else_is_refused_with_the_first_wrong_place(turns, gaps, found):
    with pytest.raises(ValueError, match=f"^D: {found}$"):
        made(turns, gaps)


def test_a_document_does_not_change():
    document = made([turn((5, 13))], [Gap("label", 0, 5)])
    for name in ("text", "turns", "kind", "gaps", "anything"):
        with pytest.raises(AttributeError):
            setattr(document, name, "")
    with pytest.raises(AttributeError):
        del document.text
    assert document == made([turn((5, 13))], [("label", 0, 5)])
    assert document != made([turn((5, 13), number="2")], [("label", 0, 5)])
