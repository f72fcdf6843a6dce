"""The pattern suggester: what it proposes, why, and that it finds exactly what a slow search finds."""

import re
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.core.records import Evidence, Proposal
from qualcode.core.text import WORD, segments, text_hash
from qualcode.errors import CodebookError
from qualcode.index import Indexable, build
from qualcode.suggest import find as find_module
from qualcode.suggest import language
from qualcode.suggest.material import Material
from qualcode.suggest.patterns import PatternSuggester, Run, Source, find, suggest

FORUM = (
    "Provider forum, 12 March 2018\n\n"
    "INT: Shall we begin? 🙂\n"
    "ANN: Trust matters to us. Price came last, honestly.\n"
    "BOB: I would not say so.\n"
    "[laughter]\n"
    "ANN: Well, trust again.\n"
)
FORUM_TURNS = [((36, 53),), ((59, 106),), ((112, 131),), ((148, 166),)]


def glob(text):
    return Pattern("glob", text)


def expression(text):
    return Pattern("regex", text)


def code(name, *patterns, unless=(), **more):
    return Code(
        name,
        patterns=tuple(glob(p) if isinstance(p, str) else p for p in patterns),
        unless=tuple(glob(p) if isinstance(p, str) else p for p in unless),
        **more,
    )


VALUES = Codebook(
    [
        code("values", applicable=False),
        code("trust", "trust", parent="values"),
        code("price", "price", parent="values"),
        code("delay"),
    ]
)


def study(*texts):
    """An index and sources; each text is one document, and each of its lines one turn."""
    entries, sources = [], []
    for number, text in enumerate(texts):
        turns = [((m.start(), m.end()),) for m in re.finditer(r"[^\n]+", text)]
        entries.append(Indexable(text_hash(text), text, turns))
        sources.append(Source(f"D{number}", text_hash(text), text))
    return build(entries), sources


def proposed(text, *codes, **more):
    """(code, segment's words, [words of the evidence]) for each proposal in one document."""
    index, sources = study(text)
    return [
        (p.code, text[p.start : p.end], [text[e.start : e.end] for e in p.evidence])
        for p in suggest(index, sources, Codebook(codes), **more)
    ]


def forum_run(codebook=VALUES, **more):
    index = build([Indexable(text_hash(FORUM), FORUM, FORUM_TURNS)])
    return suggest(index, [Source("FG1", text_hash(FORUM), FORUM)], codebook, **more)


def test_the_three_suggestions_of_the_forum():
    version = text_hash(FORUM)

    def expected(start, end, code, at):
        return Proposal(
            "FG1", version, start, end, code, "patterns", 0.5, None, (Evidence(*at, reason=code),)
        )

    assert list(forum_run(turns=[[1, 2, 3]])) == [
        expected(59, 106, "trust", (59, 64)),
        expected(59, 106, "price", (80, 85)),
        expected(148, 166, "trust", (154, 159)),
    ]


def test_turns_that_are_not_allowed_are_not_searched():
    we = Codebook([code("we", "we", expression("we"))])
    assert len(forum_run(we)) == 1  # the interviewer's "Shall we begin?"
    assert len(forum_run(we, turns=[[1, 2, 3]])) == 0
    assert [p.start for p in forum_run(turns=[[3]])] == [148]


def test_categories_and_retired_codes_are_not_proposed():
    book = Codebook(
        [
            code("a", "trust", applicable=False),
            code("b", "trust", retired=True),
            code("c", "trust"),
        ]
    )
    assert {p.code for p in forum_run(book)} == {"c"}
    assert len(forum_run(book, codes=["a", "b"])) == 0


def test_only_the_codes_asked_for_are_proposed():
    assert [(p.start, p.code) for p in forum_run(codes=["price"])] == [(59, "price")]
    with pytest.raises(CodebookError, match=r"not in the codebook: prise.*price"):
        forum_run(codes=["prise"])


def test_patterns_that_cannot_be_searched_are_named_in_the_order_of_the_codebook(monkeypatch):
    monkeypatch.setattr(language, "_trained", lambda name: language.Pipeline(None, "none here"))
    book = Codebook(
        [
            code(
                "trust",
                "trust",
                Pattern.of({"lemma": "matter", "pos": "VERB"}),
                unless=[Pattern.of({"tokens": [{"LEMMA": "trust"}]})],
            ),
            code("price", Pattern.of({"lemma": "price", "pos": "NOUN"}), "price"),
        ]
    )
    run = forum_run(book)
    assert [(p.code, p.start) for p in run] == [("trust", 59), ("price", 59), ("trust", 148)]
    assert [(s.code, s.pattern) for s in run.skipped] == [
        ("trust", "lemma: matter (pos: VERB)"),
        ("trust", "unless: tokens: [{'LEMMA': 'trust'}]"),
        ("price", "lemma: price (pos: NOUN)"),
    ]
    assert {s.reason.partition(" ")[0] for s in run.skipped} == {"POS", "LEMMA"}
    assert all("none here" in str(s) for s in run.skipped)


def test_every_hit_is_evidence_overlapping_ones_too():
    text = "social value and social value indicators"
    assert proposed(text, code("m", "social value", "social value indicator*", "value")) == [
        (
            "m",
            text,
            ["social value", "value", "social value", "social value indicators", "value"],
        )
    ]


def test_more_patterns_rank_above_more_hits():
    index, sources = study("a\na a a\na b\na a b")
    run = suggest(index, sources, Codebook([code("x", "a", "b", "a")]))
    # Patterns 1, 1, 2, 2 and hits 1, 3, 2, 3; a pattern that is listed twice counts once.
    assert run.rank_score.tolist() == pytest.approx([1 / 2, 5 / 8, 5 / 7, 8 / 11])
    assert run.rank_score.argsort().tolist() == [0, 1, 2, 3]
    assert run.score is None


def test_unless_drops_the_hits_it_overlaps_and_only_those_of_its_code():
    text = "a measure of respect and a measure of cost"
    assert proposed(
        text,
        code("measuring", "measure*", unless=["measure of respect"]),
        code("other", "measure*"),
    ) == [("measuring", text, ["measure"]), ("other", text, ["measure", "measure"])]
    assert proposed("a measure of respect", code("m", "measure*", unless=["of respect"])) != []
    assert proposed("value for money", code("m", "value for", unless=[expression("or m")])) == []
    assert proposed("value for money", code("m", "value for", unless=[expression(" money")])) != []


def test_an_unless_that_only_touches_a_hit_leaves_it():
    text = "value for money"
    assert len(proposed(text, code("m", "money", unless=[expression("for ")]))) == 1
    assert len(proposed(text, code("m", "money", unless=[expression("for m")]))) == 0


def test_unless_of_a_long_hit_reaches_over_short_ones_after_it():
    # The long exclusion begins first and ends last; the short ones in between end before the hit.
    text = "not in any real sense a partner here"
    found = code("p", "partner", unless=[expression("not.*partner"), "any", "sense"])
    assert proposed(text, found) == []


def test_unless_in_one_document_leaves_the_next_alone():
    index, sources = study("real trust", "trust", "real trust")
    run = suggest(index, sources, Codebook([code("t", "trust", unless=["real trust"])]))
    assert [p.document for p in run] == ["D1"]


def test_proposals_come_by_document_position_and_codebook_order():
    index, sources = study("b a\na", "a b")
    run = suggest(index, sources, Codebook([code("z", "b"), code("y", "a")]))
    assert [(p.document, p.start, p.code) for p in run] == [
        ("D0", 0, "z"),
        ("D0", 0, "y"),
        ("D0", 4, "y"),
        ("D1", 0, "z"),
        ("D1", 0, "y"),
    ]


def test_a_long_turn_is_proposed_in_pieces_and_a_hit_counts_where_it_starts():
    sentence = "We said this and that about the many things of the day. "
    text = sentence * 7 + "It was all a matter of social. " + "Value " + sentence * 9
    pieces = segments(text, [(0, len(text))])
    assert len(pieces) > 1
    crossing = expression(r"social\.\s+Value")
    in_gap = expression(r"\s+Value")  # begins in the white space between two pieces
    index = build([Indexable(text_hash(text), text, [((0, len(text)),)])])
    sources = [Source("D", text_hash(text), text)]
    run = suggest(
        index, sources, Codebook([code("c", crossing), code("g", in_gap), code("w", "we")])
    )
    at = text.index("social.")
    first = next(n for n, (start, end) in enumerate(pieces) if start <= at < end)
    assert pieces[first][1] == at + len("social.")  # the piece ends at that sentence
    found = {name: [(p.start, p.end) for p in run if p.code == name] for name in ("c", "g", "w")}
    assert found["c"] == [pieces[first]]
    assert found["g"] == [pieces[first + 1]]
    assert found["w"] == pieces
    assert sum(len(p.evidence) for p in run if p.code == "w") == 16


def test_a_turn_of_150_words_is_whole_and_one_of_151_is_not():
    for words, n in ((150, 1), (151, 2)):
        assert len(proposed("Trust. " * words, code("t", "trust"))) == n


def test_turns_that_interleave_are_proposed_in_the_order_of_the_text():
    text = "trust one two trust three"
    turns = [((14, 19), (20, 25)), ((0, 5), (6, 9))]
    index = build([Indexable(text_hash(text), text, turns)])
    run = suggest(index, [Source("D", text_hash(text), text)], Codebook([code("t", "trust")]))
    assert [(p.start, p.end) for p in run] == [(0, 9), (14, 25)]


def test_refused_ranges_are_not_proposed_again():
    assert [p.start for p in forum_run(skip=[("FG1", 59, 106, "trust")])] == [59, 148]
    assert [p.code for p in forum_run(skip=[("FG1", 59, 106, "trust")])] == ["price", "trust"]
    half, less = ("FG1", 59, 83, "trust"), ("FG1", 59, 82, "trust")  # 47 characters in all
    assert len(forum_run(skip=[half])) == 2
    assert len(forum_run(skip=[less])) == 3
    assert len(forum_run(skip=[("FG2", 59, 106, "trust"), ("FG1", 59, 106, "gone")])) == 3
    run = forum_run(skip=[("FG1", 59, 106, "trust")])
    assert [[e.start for e in p.evidence] for p in run] == [[80], [154]]


def test_the_index_has_to_be_that_of_the_documents():
    index, sources = study("trust", "price")
    with pytest.raises(ValueError, match="other documents"):
        suggest(index, sources[::-1], VALUES)


def test_nothing_to_look_for_and_nothing_found_are_empty_runs():
    index, sources = study("a b c")
    for book in (Codebook(), Codebook([code("x")]), Codebook([code("x", "z")]), VALUES):
        run = suggest(index, sources, book)
        assert len(run) == 0 and list(run) == [] and len(run.columns()["document"]) == 0
    index, sources = study("")
    assert len(suggest(index, sources, VALUES)) == 0
    assert len(suggest(build([]), [], VALUES)) == 0


def test_texts_are_not_read_when_words_alone_are_sought():
    class Unread:
        document, version = "FG1", text_hash(FORUM)

        @property
        def text(self):
            pytest.fail("the text was fetched")

    index = build([Indexable(text_hash(FORUM), FORUM, FORUM_TURNS)])
    assert len(suggest(index, [Unread()], VALUES)) == 3


def test_the_columns_say_what_the_proposals_say():
    run = forum_run()
    columns, evidence = run.columns(), run.evidence_columns()
    assert columns["code"].tolist() == ["trust", "price", "trust"]
    assert columns["document"].tolist() == ["FG1"] * 3
    assert np.isnan(columns["score"]).all()
    rows = zip(
        *(evidence[name].tolist() for name in ("proposal", "start", "end", "reason")), strict=True
    )
    assert list(rows) == [(0, 59, 64, "trust"), (1, 80, 85, "price"), (2, 154, 159, "trust")]
    assert columns["evidence_from"].tolist() == [0, 1, 2]
    assert columns["evidence_to"].tolist() == [1, 2, 3]


def test_a_run_can_be_made_from_proposals():
    proposals = forum_run().proposals()
    again = Run.of("patterns", proposals)
    assert list(again) == proposals
    scored = [Proposal("D", "v", 0, 5, "c", "learned", 0.7, 0.7), *proposals]
    assert Run.of("x", scored).score is None
    assert Run.of("x", scored[:1]).score.tolist() == [0.7]
    assert list(Run.of("x", [])) == []


def test_the_suggester_is_the_function_with_a_name():
    index = build([Indexable(text_hash(FORUM), FORUM, FORUM_TURNS)])
    engine = PatternSuggester()
    sources = [Source("FG1", text_hash(FORUM), FORUM)]
    assert engine.name == "patterns"
    material = Material.unread(index, sources, VALUES, turns=[[1, 2, 3]])
    assert list(engine.suggest(material)) == list(forum_run(turns=[[1, 2, 3]]))


# --- expressions ---------------------------------------------------------------------------------


def test_expressions_count_capitals_and_stay_in_their_turn():
    assert proposed("the KPI, kpis and KPIs", code("k", expression(r"\bKPIs?\b"))) == [
        ("k", "the KPI, kpis and KPIs", ["KPI", "KPIs"])
    ]
    # Neither label nor neighbour can be seen: ^ is the start of the turn, "R:" is not in it.
    text = "R: trust"
    index = build([Indexable(text_hash(text), text, [((3, 8),)])])
    source = [Source("D", text_hash(text), text)]
    for pattern, n in (("^trust$", 1), ("R:", 0), (r"(?<=\s)trust", 0), (r"\btrust", 1)):
        assert len(suggest(index, source, Codebook([code("c", expression(pattern))]))) == n, pattern


def test_hits_come_in_the_order_of_the_patterns_whatever_their_kind():
    index, sources = study("a b a", "b a")
    texts = [source.text for source in sources]
    hits = find(index, texts, [expression("a"), glob("b"), expression("b"), glob("a")])
    assert hits.pattern.tolist() == [0, 0, 0, 1, 1, 2, 2, 3, 3, 3]
    assert hits.document.tolist() == [0, 0, 1, 0, 1, 0, 1, 0, 0, 1]
    assert hits.start.tolist() == [0, 4, 2, 2, 0, 2, 0, 0, 4, 2]


def test_empty_matches_are_no_hits():
    assert proposed("aaa", code("c", expression("b*"))) == []
    assert proposed("abb", code("c", expression("b*"))) == [("c", "abb", ["bb"])]


@pytest.mark.parametrize(
    "bad", ["(", "[", "*a", r"(?P<n>a)(?P<n", r"\p{NoSuchThing}", "(?<=a", "a{2,1}"]
)
def test_an_expression_that_is_wrong_is_named(bad):
    with pytest.raises(CodebookError) as caught:
        proposed("some text", code("measuring", expression(bad)))
    assert "measuring" in str(caught.value) and bad in str(caught.value)


def test_an_expression_that_never_ends_is_skipped_and_all_others_are_proposed(monkeypatch):
    monkeypatch.setattr(find_module, "REGEX_SECONDS", 0.2)
    index, sources = study("a price, aaa", "a" * 60 + "b, a price")
    book = Codebook(
        [code("delay", expression("(a|aa)+$"), expression("price")), code("price", "price")]
    )
    begun = time.perf_counter()
    run = suggest(index, sources, book)
    assert time.perf_counter() - begun < 10
    # What it found in the first document goes too: half of its hits would look like all of them.
    assert [(p.document, p.code, [e.reason for e in p.evidence]) for p in run] == [
        ("D0", "delay", ["regex: price"]),
        ("D0", "price", ["price"]),
        ("D1", "delay", ["regex: price"]),
        ("D1", "price", ["price"]),
    ]
    assert [(s.code, s.pattern) for s in run.skipped] == [("delay", "regex: (a|aa)+$")]
    assert (
        "takes longer than 0.2 seconds, or too much memory, on one turn; simplify it"
        in run.skipped[0].reason
    )


def test_an_expression_that_is_slow_everywhere_is_skipped_too(monkeypatch):
    monkeypatch.setattr(find_module, "REGEX_BASE_SECONDS", 0.0)
    monkeypatch.setattr(find_module, "REGEX_SECONDS_PER_MILLION", 0.0)
    index, sources = study("some text")
    run = suggest(index, sources, Codebook([code("delay", expression("some"), "text")]))
    assert "takes too long on all turns" in str(run.skipped[0])
    assert [len(p.evidence) for p in run] == [1]


def test_a_glob_that_holds_nothing_names_its_code():
    with pytest.raises(CodebookError, match=r'^delay: pattern "\*" holds nothing'):
        proposed("some text", code("delay", "*"))


def test_a_glob_with_many_stars_does_not_run_away():
    text = "a" * 20_000
    begun = time.perf_counter()
    assert proposed(text, code("c", "*a*a*a*a*a*a*a*b", "*a*a*a*a*a?a*a")) != []
    assert time.perf_counter() - begun < 5


def test_find_refuses_a_kind_it_does_not_know():
    index, _ = study("a")
    with pytest.raises(CodebookError, match="kind"):
        find(index, ["a"], [Pattern("sound", "measure")])


# --- against a slow search that shares no code with the fast one ---------------------------------

LETTERS = "aabcB1_é’'‑-  \n.,/\u0301🙂\u00a0\u200bİß"


def folded(word, case):
    word = word.replace("’", "'").replace("‑", "-")
    return word if case else word.lower().replace("’", "'").replace("‑", "-")


def slow_find(text, turns, written):
    """(turn, start, end) of a glob whose words are separated by single spaces."""
    case = written.startswith("=")
    wanted = [
        re.compile(
            "".join(
                ".*" if letter == "*" else "." if letter == "?" else re.escape(letter)
                for letter in folded(word, case)
            ),
            re.DOTALL,
        )
        for word in written.lstrip("=").split(" ")
    ]
    found = []
    for number, ranges in enumerate(turns):
        # The turn as it is spoken: what lies between its ranges is blank.
        inside = {at for start, end in ranges for at in range(start, end)}
        speech = "".join(letter if at in inside else " " for at, letter in enumerate(text))
        words = [m.span() for m in WORD.finditer(speech)]
        for first in range(len(words) - len(wanted) + 1):
            spans = words[first : first + len(wanted)]
            if all(
                fits.fullmatch(folded(speech[start:end], case))
                for fits, (start, end) in zip(wanted, spans, strict=True)
            ) and all(speech[left[1] : right[0]].isspace() for left, right in pairwise(spans)):
                found.append((number, spans[0][0], spans[-1][1]))
    return sorted(found)


@st.composite
def documents(draw):
    text = draw(st.text(LETTERS, min_size=2, max_size=80))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=10)))
    ranges = list(pairwise(cuts))[::2]
    owners = draw(st.lists(st.integers(0, 2), min_size=len(ranges), max_size=len(ranges)))
    if draw(st.booleans()):
        owners.sort()  # the usual case: turns follow one another
    turns = [
        tuple(r for r, owner in zip(ranges, owners, strict=True) if owner == turn)
        for turn in sorted(set(owners))
    ]
    return text, turns


GLOB_WORD = st.from_regex(r"[a-cB1_é*?](?:['’‑-]?[a-c1é*?]){0,3}", fullmatch=True)


@st.composite
def globs(draw):
    words = draw(st.lists(GLOB_WORD, min_size=1, max_size=3))
    written = " ".join(words)
    if not re.search(r"\w", written):
        written += "a"
    return draw(st.sampled_from(["", "="])) + written


@settings(max_examples=600, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=3), st.lists(globs(), min_size=1, max_size=4))
def test_the_index_finds_what_a_slow_search_finds(texts, written):
    index = build([Indexable(text_hash(text), text, turns) for text, turns in texts])
    hits = find(index, [text for text, _ in texts], [glob(one) for one in written])
    places = hits.turn - index.document_turns[hits.document]
    found = list(
        zip(
            *(a.tolist() for a in (hits.pattern, hits.document, places, hits.start, hits.end)),
            strict=True,
        )
    )
    expected = [
        (pattern, document, *hit)
        for pattern, one in enumerate(written)
        for document, (text, turns) in enumerate(texts)
        for hit in slow_find(text, turns, one)
    ]
    assert found == expected  # the same hits, in the documented order


@settings(max_examples=200, deadline=None)
@given(
    documents(),
    st.lists(globs(), min_size=1, max_size=3),
    st.lists(globs(), min_size=1, max_size=3),
    st.lists(globs(), max_size=2),
)
def test_proposals_hold_exactly_the_hits_that_no_unless_overlaps(document, one, two, unless):
    text, turns = document
    book = Codebook([code("one", *one, unless=unless), code("two", *two)])
    index = build([Indexable(text_hash(text), text, turns)])
    run = suggest(index, [Source("D", text_hash(text), text)], book)
    found = {(p.code, p.start, p.end, e.start, e.end, e.reason) for p in run for e in p.evidence}
    against = [hit for written in unless for hit in slow_find(text, turns, written)]
    expected = {
        (name, turns[turn][0][0], turns[turn][-1][1], start, end, written)
        for name, patterns in (("one", one), ("two", two))
        for written in patterns
        for turn, start, end in slow_find(text, turns, written)
        if name == "two" or not any(s < end and e > start for _, s, e in against)
    }
    assert found == expected
    assert len({(p.start, p.end, p.code) for p in run}) == len(run)


@settings(max_examples=200, deadline=None)
@given(
    documents(), st.sampled_from([r"a+", r"\w+", r"[aB]\b", r"^.", r".$", r"(?i)b", r"\s+", r"a|"])
)
def test_expressions_find_in_each_range_what_the_standard_module_finds(document, written):
    text, turns = document
    text = text.replace("\u0301", "b")  # a letter to the regex module, not to the standard one
    index = build([Indexable(text_hash(text), text, turns)])
    hits = find(index, [text], [expression(written)])
    found = list(zip(hits.turn.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True))
    assert found == [
        (turn, start + m.start(), start + m.end())
        for turn, ranges in enumerate(turns)
        for start, end in ranges
        for m in re.finditer(written, text[start:end])
        if m.end() > m.start()
    ]
