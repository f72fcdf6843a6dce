"""Studies that nobody would plan: whatever is coded, nothing breaks, and what is said is finite and in range."""

import pytest

from qualcode.errors import TableError
from qualcode.review.evaluating import evaluate
from qualcode.review.queue import queue, refresh_suggestions
from qualcode.review.suggesting import suggest
from qualcode.suggest.combined import OWN

TALK = ["price went up", "the bus was late", "we had tea", "it rained on", "my dog ran", "count it"]
HEBREW_AND_ARABIC = ["שלום לכולם", "מה שלומך", "مرحبا بالعالم", "كيف حالك \u202bاليوم\u202c"]
BOOK = """codes:
  - code: a
    definition: Talk about money.
    patterns: [price, tea]
  - code: b
"""


def study_of(make_study, said, documents, turns, read, coded, book=BOOK, codes=("a", "b")):
    """D1, D2, … of so many turns; the first `read` were passed. said, coded: of document and turn the words,
    the codes."""
    places = [(d, t) for d in range(1, documents + 1) for t in range(1, turns + 1)]
    text = ["document,turn,speaker,text", *(f"D{d},{t},P{d},{said(d, t)}" for d, t in places)]
    given = ["document,turn,code,coder"]
    given += [f"D{d},{t},{code},AB" for d, t in places if d <= read for code in coded(d, t)]
    passes = ["document,coder,codes,blind"]
    passes += [f"D{d},AB,{';'.join(codes)},yes" for d in range(1, read + 1)]
    return make_study(
        turns="\n".join(text),
        codebook=book,
        codings="\n".join(given) if len(given) > 1 else "",
        progress="\n".join(passes),
    )


def odd(_, turn):
    return ["a"] if turn % 2 else []


CASES = {
    "one document passed": (lambda d, t: TALK[(d + t) % 6], 4, 8, 1, odd),
    "a code in all segments": (lambda d, t: TALK[(d + t) % 6], 4, 8, 3, lambda d, t: ["a"]),
    "both codes in all segments": (lambda d, t: TALK[(d + t) % 6], 4, 8, 3, lambda d, t: ["a", "b"]),
    "nothing coded": (lambda d, t: TALK[(d + t) % 6], 4, 8, 3, lambda d, t: []),
    "all segments the same": (lambda d, t: "the same words", 4, 8, 3, odd),
    "one word": (lambda d, t: "yes", 4, 8, 3, odd),
    "some turns empty": (lambda d, t: TALK[t % 6] if t % 2 else "", 4, 8, 3, odd),
    "no words": (lambda d, t: "?!", 4, 8, 3, odd),
    "nothing but spaces of other kinds": (lambda d, t: "\u00a0\u200b", 4, 8, 3, lambda d, t: []),
    "one turn a document": (lambda d, t: TALK[d % 6], 8, 1, 6, lambda d, t: ["a"] if d % 2 else []),
    "one turn": (lambda d, t: TALK[d % 6], 2, 1, 1, lambda d, t: ["a"]),
    "nothing but emoji": (lambda d, t: "🙂" * t + "👩‍👩‍👧", 4, 8, 3, odd),
    "right to left": (lambda d, t: HEBREW_AND_ARABIC[t % 4], 4, 8, 3, odd),
    "everything read": (lambda d, t: TALK[(d + t) % 6], 3, 8, 3, odd),
}  # fmt: skip


def through(project):
    """All that one does with suggestions."""
    for engines in (["patterns"], ["definitions"], ["learned"], OWN):
        for precision in (0, 0.8):
            assert str(suggest(project.study, "AB", engines=engines, precision=precision))
    refresh_suggestions(project.study, "AB")
    for order in ("certain", "uncertain", "novel"):
        queue(project.study, "AB", order=order)
    for at, each in enumerate(project.suggestions(open_only=True)["suggestion_id"].tolist()[:4]):
        (project.reject if at % 2 else project.accept)(each)
    assert str(refresh_suggestions(project.study, "AB"))
    try:
        assert str(evaluate(project.study, draws=2))
    except TableError as error:  # too few documents to leave one out
        assert "document" in str(error)
    found = project.suggestions()
    assert found["rank_score"].between(0, 1).all()
    assert found["score"].dropna().between(0, 1).all()
    assert found["evidence"].str.len().gt(0).all()
    assert project.check() == []


@pytest.mark.parametrize("case", CASES)
def test_an_odd_study_goes_all_the_way(make_study, case):
    through(study_of(make_study, *CASES[case]))


def test_three_hundred_codes(make_study):
    codes = [f"c{n}" for n in range(300)]
    project = study_of(
        make_study, lambda d, t: f"{TALK[(d + t) % 6]} w{t}", 6, 30, 4,
        lambda d, t: [f"c{(7 * d * t + n) % 300}" for n in range(3)], codes, codes,
    )  # fmt: skip
    through(project)


def test_where_a_code_is_in_all_segments_it_is_likely_everywhere(make_study):
    project = study_of(make_study, *CASES["a code in all segments"])
    suggest(project.study, "AB", precision=0)
    frame = project.suggestions()
    # Eight turns of the one unread document carry it; the other code was never given.
    assert set(frame["document"]) == {"D4"}
    assert frame.loc[frame["code"] == "a", "score"].min() > 0.8
    assert (
        frame.loc[frame["code"] == "b", "score"].max() < 0.1 if "b" in set(frame["code"]) else True
    )


def test_segments_that_are_the_same_are_equally_likely(make_study):
    # In each place two of the four interviews that were read carry the code: nothing tells where.
    project = study_of(
        make_study,
        lambda d, t: "the same words",
        5,
        8,
        4,
        lambda d, t: ["a"] if (d + t) % 2 else [],
    )
    suggest(project.study, "AB", precision=0)
    frame = project.suggestions()
    assert len(frame) == 8 and set(frame["code"]) == {"a"}
    assert frame["score"].between(0.3, 0.7).all()
