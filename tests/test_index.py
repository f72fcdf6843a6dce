"""The token index: the same words as core.text finds, the same after a round trip, never a wrong hit."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.core.text import WORD, count_words, text_hash, word_ranges
from qualcode.errors import CodebookError
from qualcode.index import (
    Indexable,
    TokenIndex,
    build,
    index_key,
    load_or_build,
    parse_glob,
    search,
)
from qualcode.index import files as index_files
from qualcode.index.builder import _postings
from qualcode.index.tokens import document_tokens, plain_tokens

FORUM = (
    "Provider forum, 12 March 2018\n\n"
    "INT: Shall we begin? 🙂\n"
    "ANN: Trust matters to us. Price came last, honestly.\n"
    "BOB: I would not say so.\n"
    "[laughter]\n"
    "ANN: Well, trust again.\n"
)
FORUM_TURNS = [((36, 53),), ((59, 106),), ((112, 131),), ((148, 166),)]

# Letters that give trouble: typographic marks, a combining accent, letters and pictures outside the
# Basic Multilingual Plane, capitals that grow in lower case, odd white space, half a surrogate pair.
LETTERS = "aabB1_éß’'‑-  \n.,\u0301🙂𝒜İςΣ\u00a0\u200b\x1c\ud83d²"


def entry(text, *turns):
    return Indexable(text_hash(text), text, [tuple(turn) for turn in turns] or [((0, len(text)),)])


def forum():
    return entry(FORUM, *FORUM_TURNS)


def hits(index, written, texts=None):
    """Matches as the words they cover, with the start of each."""
    glob = parse_glob(written)
    return [
        [
            (int(index.starts[at]), index.vocabulary.raw[int(index.forms[at])])
            for at in range(first, first + len(glob.words))
        ]
        for first in search(index, glob, texts).tolist()
    ]


def said(text, written):
    """The words that a glob finds in one turn."""
    return [
        " ".join(word for _, word in hit) for hit in hits(build([entry(text)]), written, [text])
    ]


@st.composite
def cut_texts(draw, touching=True):
    """A text and turns of one or more ranges; what is in no range is a gap."""
    text = draw(st.text(LETTERS, min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8)))
    ranges = list(pairwise(cuts))
    if not touching:
        ranges = ranges[::2]
    owners = draw(st.lists(st.integers(0, 2), min_size=len(ranges), max_size=len(ranges)))
    if not touching:
        owners = sorted(owners)
    turns = [
        tuple(r for r, owner in zip(ranges, owners, strict=True) if owner == turn)
        for turn in sorted(set(owners))
    ]
    return text, turns


def test_the_forum_is_indexed_word_by_word():
    index = build([forum()])
    assert np.diff(index.turn_tokens).tolist() == [3, 8, 5, 3]  # the words of EXAMPLE.md
    assert hits(index, "trust") == [[(59, "Trust")], [(154, "trust")]]
    assert hits(index, "laughter") == []  # a gap
    assert hits(index, "march") == []
    assert len(index) == 19 and index.n_turns == 4


def test_one_word_in_two_spellings_is_two_forms_of_one_word():
    index = build([entry("Don’t don't DON'T co‑production co-production")])
    words, of_form = index.vocabulary.words
    assert words == ["co-production", "don't"]
    assert [words[at] for at in of_form] == [
        "co-production",
        "co-production",
        "don't",
        "don't",
        "don't",
    ]
    assert len(hits(index, "don't")) == len(hits(index, "don’t")) == 3
    assert len(hits(index, "co-production")) == len(hits(index, "CO‑PRODUCTION")) == 2


@pytest.mark.parametrize(
    ("text", "glob", "found"),
    [
        ("monitor monitoring unmonitored", "monitor*", ["monitor", "monitoring"]),
        ("action nation national", "*tion", ["action", "nation"]),
        ("nation more action", "*tion", ["nation", "action"]),  # in the order of the text
        ("the more action nation action the nation", "the *tion", ["the nation"]),
        ("woman women wombn womaan wmn", "wom?n", ["woman", "women", "wombn"]),
        ("reporting repeat rating", "re*ing", ["reporting"]),
        ("unaccountability accounts", "*account*", ["unaccountability", "accounts"]),
        (
            "social value, social  values social\nvalue",
            "social value*",
            ["social value", "social values", "social value"],
        ),
        ("Social, value", "social value", []),
        ("the KPI kpi Kpi", "=KPI", ["KPI"]),
        ("the KPIs KPIx kpis", "=KPI*", ["KPIs", "KPIx"]),
        ("Co‑op co-op", "=Co-op", ["Co‑op"]),
        ("value for money, value of money", "value * money", ["value for money", "value of money"]),
        ("value money", "value * money", []),
        ("for what it is", "* it", ["what it"]),
        ("it is", "* it", []),
        ("don't do", "don", []),
        ("co-production product", "product*", ["product"]),
        ("co-production well-being", "co-*", ["co-production"]),
        ("KPI's and KPIs", "KPI's", ["KPI's"]),
        ("said “trust” and (trust)", "“trust”", ["trust", "trust"]),
        ("trust trust trust", "trust trust", ["trust trust", "trust trust"]),
        ("a1 bb1 ccc1", "??1", ["bb1"]),
        ("İstanbul istanbul", "İstanbul", ["İstanbul"]),
        ("ΣΑΣ σας", "σας", ["ΣΑΣ", "σας"]),
        ("and/or, and or, and / or", "and/or", ["and or"]),
        ("Marks & Spencer, Marks and Spencer", "marks & spencer", ["Marks Spencer"]),
        ("U.K. U K", "u.k.", ["U K"]),
        ("cafe\u0301 cafe", "cafe", ["cafe", "cafe"]),  # a combining accent is no letter to WORD
    ],
)
def test_what_each_form_of_glob_finds(text, glob, found):
    assert said(text, glob) == found


def test_punctuation_inside_a_pattern_has_to_stand_in_the_text():
    text = "and or, and/or, and / or"
    assert hits(build([entry(text)]), "and/or", [text]) == [[(8, "and"), (12, "or")]]
    with pytest.raises(ValueError, match="texts"):
        search(build([entry(text)]), parse_glob("and/or"))


def test_punctuation_between_two_turns_joins_no_phrase():
    text = "social/value"
    assert hits(build([entry(text)]), text, [text]) != []
    assert hits(build([entry(text, ((0, 6),), ((7, 12),))]), text, [text]) == []


@pytest.mark.parametrize("glob", ["*", "**", "??", "* *", "=", "", "  ", "–", "=*", "?!", "..."])
def test_a_pattern_without_anything_to_look_for_is_refused_by_name(glob):
    with pytest.raises(CodebookError) as caught:
        parse_glob(glob, "trust")
    assert f'"{glob.strip()}' in str(caught.value).replace('"  ', '"') or glob.strip() == ""
    assert str(caught.value).startswith("trust: ")


def test_a_phrase_stays_in_its_turn_and_crosses_a_gap_inside_it():
    # "social" ends the first cue; the second cue of the same turn begins with "value".
    text = "A: so social\n00:02\nvalue\nB: value\nsocial"
    first, second = text.index("so "), text.index("value")
    third, fourth = text.index("value\nsocial"), text.index("social", 20)
    turns = [
        ((first, first + 9), (second, second + 5)),
        ((third, third + 5),),
        ((fourth, fourth + 6),),
    ]
    index = build([entry(text, *turns)])
    assert hits(index, "social value") == [[(6, "social"), (19, "value")]]
    assert hits(index, "value value") == hits(index, "value social") == []


def test_a_phrase_never_runs_from_one_document_into_the_next():
    index = build([entry("social"), entry("value")])
    assert hits(index, "social value") == []
    assert hits(index, "social/value", ["social", "value"]) == []


def test_a_word_is_cut_at_the_edge_of_a_range():
    index = build([entry("foobar foo-bar", ((0, 3), (3, 6), (7, 10), (10, 14)))])
    assert [index.vocabulary.raw[form] for form in index.forms] == ["foo", "bar", "foo", "bar"]
    assert index.joined.tolist() == [False, True, True, False]  # a hyphen is no white space


def test_ranges_outside_the_text_and_turns_without_ranges_are_refused():
    for turn in (((0, 99),), ((3, 3),), ((-1, 2),), ()):
        with pytest.raises(ValueError, match="range"):
            build([Indexable("v", "some words", [turn])])


@settings(max_examples=400, deadline=None)
@given(cut_texts())
def test_every_word_of_core_is_a_token_and_no_other(cut):
    text, turns = cut
    index = build([entry(text, *turns)])
    for number, turn in enumerate(turns):
        first, last = index.turn_tokens[number], index.turn_tokens[number + 1]
        found = [
            (start, start + length)
            for start, length in zip(
                index.starts[first:last].tolist(), index.lengths[first:last].tolist(), strict=True
            )
        ]
        assert found == word_ranges(text, turn)
        assert last - first == count_words(text, turn)
        assert index.ranges_of(number) == turn
        for (start, end), form in zip(found, index.forms[first:last].tolist(), strict=True):
            assert index.vocabulary.raw[form] == text[start:end]


@settings(max_examples=400, deadline=None)
@given(cut_texts(touching=False))
def test_the_fast_and_the_plain_way_agree(cut):
    text, turns = cut
    words = [text[start:end] for turn in turns for start, end in word_ranges(text, turn)]
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    document = entry(text, *turns)
    fast, plain = document_tokens(document, numbers), plain_tokens(document, numbers)
    for name in ("starts", "ends", "joined", "raw", "turn_tokens"):
        assert getattr(fast, name).tolist() == getattr(plain, name).tolist(), name


def test_every_character_python_knows_is_classed_as_python_does():
    # Each between two letters: a word character makes one word of them, all others two. The
    # surrogates are left out of one long text because they would pair up in its encoding.
    for first, last in ((0, 0xD800), (0xE000, 0x11000), (0x1D400, 0x1F700)):
        text = " ".join(f"a{chr(code)}a" for code in range(first, last))
        index = build([entry(text)])
        assert np.array_equal(index.starts, [m.start() for m in WORD.finditer(text)])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 70_000), max_size=300))
def test_postings_are_an_argsort_by_form(values):
    forms = np.array(values, np.uint32)
    postings, offsets = _postings(forms, 70_001)
    assert postings.tolist() == np.argsort(forms, kind="stable").tolist()
    assert np.array_equal(np.diff(offsets), np.bincount(forms, minlength=70_001))


def test_postings_of_many_blocks_are_those_of_one(monkeypatch):
    forms = np.random.default_rng(1).integers(0, 50, 1_000).astype(np.uint8)
    monkeypatch.setattr("qualcode.index.builder._BLOCK", 7)
    assert _postings(forms, 50)[0].tolist() == np.argsort(forms, kind="stable").tolist()


def test_nothing_at_all_can_be_indexed():
    for documents in ([], [Indexable("v", "", [])], [entry("…")]):
        index = build(documents)
        assert len(index) == 0 and hits(index, "trust") == hits(index, "a b") == []


# --- on disk -------------------------------------------------------------------------------------


def same(a, b):
    return (
        all(np.array_equal(getattr(a, name), getattr(b, name)) for name in TokenIndex.ARRAYS)
        and (a.key, a.versions) == (b.key, b.versions)
        and (list(a.vocabulary.raw), list(a.vocabulary.folded))
        == (list(b.vocabulary.raw), list(b.vocabulary.folded))
    )


@pytest.mark.parametrize("documents", [[], [forum()], [forum(), entry("a\ud83d🙂 b"), entry("…")]])
def test_an_index_comes_back_from_disk_as_it_was(tmp_path, documents):
    index = build(documents)
    index.save(tmp_path / "index")
    again = TokenIndex.open(tmp_path / "index", index_key(documents))
    assert again is not None and same(index, again)
    assert not any(path.suffix == ".pkl" for path in (tmp_path / "index").iterdir())


def test_other_texts_turns_or_order_give_another_key():
    base = [forum(), entry("more words")]
    keys = [
        index_key(base),
        index_key(base[::-1]),
        index_key(base[:1]),
        index_key([forum(), entry("more words", ((0, 4),), ((5, 10),))]),
        index_key([forum(), entry("more words", ((0, 4), (5, 10)))]),
        index_key([forum(), entry("more  words", ((0, 10),))]),
    ]
    assert len(set(keys)) == len(keys)
    assert build(base).key == keys[0]


def test_an_index_of_other_texts_is_not_opened_but_replaced(tmp_path):
    load_or_build(tmp_path, [forum()])
    assert TokenIndex.open(tmp_path, index_key([entry("other words")])) is None
    other = load_or_build(tmp_path, [entry("other words")])
    assert hits(other, "trust") == []
    assert TokenIndex.open(tmp_path, other.key) is not None
    names = [path.name for path in tmp_path.iterdir()]
    assert len(names) == len(set(names)) == 1 + len(TokenIndex.ARRAYS) + 3  # nothing old is left


def test_load_or_build_reads_what_it_wrote(tmp_path, monkeypatch):
    first = load_or_build(tmp_path, [forum()])
    monkeypatch.setattr(
        "qualcode.index.builder.build", lambda documents: pytest.fail("built again")
    )
    assert same(first, load_or_build(tmp_path, [forum()]))


@pytest.mark.parametrize("name", [*TokenIndex.ARRAYS, "raw", "folded", "versions", "index.json"])
@pytest.mark.parametrize("damage", ["cut short", "one bit", "emptied", "gone", "garbage"])
def test_a_damaged_index_is_built_again(tmp_path, name, damage):
    documents = [forum(), entry("trust is a word")]
    index = load_or_build(tmp_path, documents)
    path = next(p for p in tmp_path.iterdir() if p.name == name or p.stem.endswith(f"-{name}"))
    packed = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        middle = len(packed) - 3 if name != "index.json" else packed.index(b'"key"') + 10
        path.write_bytes(
            {
                "cut short": packed[:-1],
                "one bit": packed[:middle] + bytes([packed[middle] ^ 1]) + packed[middle + 1 :],
                "emptied": b"",
                "garbage": b"\x93NUMPY\x00\x01garbage",
            }[damage]
        )
    assert TokenIndex.open(tmp_path, index.key) is None
    again = load_or_build(tmp_path, documents)
    assert same(index, again)
    assert TokenIndex.open(tmp_path, index.key) is not None


def test_the_arrays_of_two_indexes_are_not_mixed(tmp_path):
    load_or_build(tmp_path / "a", [forum()])
    load_or_build(tmp_path / "b", [entry("price price price")])
    contents = [json.loads((tmp_path / n / "index.json").read_text()) for n in "ab"]
    for name, described in contents[1]["files"].items():
        if name in ("postings", "offsets"):
            (tmp_path / "a" / described["file"]).write_bytes(
                (tmp_path / "b" / described["file"]).read_bytes()
            )
            contents[0]["files"][name] = described
    (tmp_path / "a" / "index.json").write_text(json.dumps(contents[0]))
    assert TokenIndex.open(tmp_path / "a") is None


def test_a_folder_that_is_none_of_ours_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    (tmp_path / "index.json").write_text('{"files": {"starts": {"file": "../../secret.npy"}}}')
    assert TokenIndex.open(tmp_path) is None
    load_or_build(tmp_path, [forum()])
    assert (tmp_path / "thesis.docx").read_bytes() == b"years of work"
    for value in ("[]", "null", "3", "[" * 100_000, ""):
        (tmp_path / "index.json").write_text(value)
        assert TokenIndex.open(tmp_path) is None


def test_a_contents_file_cannot_point_outside_its_folder(tmp_path):
    load_or_build(tmp_path / "a", [forum()])
    contents = json.loads((tmp_path / "a" / "index.json").read_text())
    name = contents["files"]["starts"]["file"]
    (tmp_path / "a" / name).rename(tmp_path / name)
    contents["files"]["starts"]["file"] = f"../{name}"
    (tmp_path / "a" / "index.json").write_text(json.dumps(contents))
    assert TokenIndex.open(tmp_path / "a") is None


def test_a_folder_that_cannot_be_written_means_an_index_in_memory(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    for folder in (None, tmp_path / "file" / "index", tmp_path / "file"):
        assert len(load_or_build(folder, [forum()])) == 19


def test_a_save_that_fails_leaves_the_old_index_whole(tmp_path, monkeypatch):
    old = load_or_build(tmp_path, [forum()])

    def full_disk(self, target):
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="no space"):
        build([entry("other words")]).save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1 + len(TokenIndex.ARRAYS) + 3
    again = TokenIndex.open(tmp_path, old.key)
    assert again is not None and same(old, again)


def test_an_index_of_another_format_or_byte_order_is_foreign(tmp_path, monkeypatch):
    load_or_build(tmp_path, [forum()])
    monkeypatch.setattr(index_files, "FORMAT", 99)
    assert TokenIndex.open(tmp_path) is None
    monkeypatch.undo()
    monkeypatch.setattr("sys.byteorder", "other")
    assert TokenIndex.open(tmp_path) is None


def test_the_mapped_arrays_cannot_be_written(tmp_path):
    load_or_build(tmp_path, [forum()])
    index = TokenIndex.open(tmp_path)
    assert index is not None
    with pytest.raises(ValueError, match="read-only"):
        index.starts[0] = 7


def test_a_mask_names_turns_by_document():
    index = build([forum(), entry("a b", ((0, 1),), ((2, 3),))])
    assert index.turn_mask([[1, 3], None]).tolist() == [False, True, False, True, True, True]
    assert index.turn_mask([[], [1]]).tolist() == [False] * 5 + [True]
    for wrong in ([[1]], [[4], None], [[-1], None]):
        with pytest.raises(ValueError, match="turn"):
            index.turn_mask(wrong)


@settings(max_examples=200, deadline=None)
@given(cut_texts())
def test_the_token_at_a_position_is_the_first_of_its_turn_that_ends_after_it(cut):
    text, turns = cut
    index = build([entry("before"), entry(text, *turns)])
    asked = [(turn + 1, at) for turn in range(len(turns)) for at in range(len(text) + 1)]
    found = index.tokens_at(np.array([t for t, _ in asked]), np.array([at for _, at in asked]))
    for (turn, at), token in zip(asked, found.tolist(), strict=True):
        words = word_ranges(text, turns[turn - 1])
        expected = sum(end <= at for _, end in words)
        assert token == int(index.turn_tokens[turn]) + expected


def test_ids_that_follow_one_another_are_a_range_and_give_the_same_places():
    # In the order of the folded words: PRICE, price, Trust, trust, trusts.
    index = build([entry("Trust trust price trusts trust PRICE")])
    vocabulary = index.vocabulary
    for word, case, ids, places in (
        ("price", False, range(2), [2, 5]),
        ("trust", False, range(2, 4), [0, 1, 4]),
        ("trust*", False, range(2, 5), [0, 1, 3, 4]),
        ("tru", False, range(2, 2), []),
        ("*t", False, [2, 3], [0, 1, 4]),
        ("trust", True, [3], [1, 4]),
    ):
        found = vocabulary.forms(word, case)
        assert list(found) == list(ids)
        assert isinstance(found, range) == isinstance(ids, range)
        assert vocabulary.match(word, case).tolist() == list(ids)
        assert index.places(found).tolist() == places
        assert index.count(found) == len(places)


def test_a_word_without_repetition_has_its_stretch_of_ids():
    vocabulary = build([entry("Trust trust TRUST price can't can’t")]).vocabulary
    words, first = vocabulary.words[0], vocabulary.first_ids.tolist()
    stretches = [vocabulary.raw[a:b] for a, b in pairwise(first)]
    assert words == ["can't", "price", "trust"]
    assert stretches == [["can't", "can’t"], ["price"], ["TRUST", "Trust", "trust"]]
