"""Key quotations: marking them, shortening them word for word, and what becomes of a mark."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualcode as qc
from qualcode.analysis.excerpt import check_excerpt, closest, shorten
from qualcode.analysis.marks import standing_marks
from qualcode.errors import CodingError, HistoryError, UsageError
from qualcode.review.keys import key_quotes, mark_key, unmark_key

QUOTATION = (
    "They were asked for outcomes nobody had defined 🙂, and it’s due [laughter] by March."
    " We trust providers."
)


@pytest.mark.parametrize(
    ("excerpt", "insertions", "capitals"),
    [
        (QUOTATION, (), ()),
        ("asked for outcomes […] by March", (), ()),
        ("asked  for\noutcomes [...] by March.", (), ()),
        ("[…] asked for outcomes [. . .] We trust providers. […]", (), ()),
        ("[t]hey were asked", (), ("t",)),
        ("[T]hey were asked", (), ()),  # no letter is changed
        ("nobody […] [w]e trust", (), ("w",)),
        ("[the council] were asked", ("the council",), ()),
        ("They [the council] were asked", ("the council",), ()),
        ("outcomes [the team] had defined", ("the team",), ()),
        ("We trust [local] providers", ("local",), ()),
        ("We trust provider[s]", ("s",), ()),
        ("We trust [them].", ("them",), ()),
        ("[a] [b] were asked [c] for", ("a", "b", "c"), ()),
        ("it's due", (), ()),  # a keyboard's apostrophe
        ("due [laughter] by March", (), ()),  # the brackets are the transcript's own
        ("due […] [smiling] […] by March", ("smiling",), ()),
        ("defined 🙂, and", (), ()),
    ],
)
def test_an_excerpt_whose_words_are_there(excerpt, insertions, capitals) -> None:
    found = check_excerpt(QUOTATION, excerpt)
    assert (found.insertions, found.capitals) == (insertions, capitals)
    assert found.text == " ".join(excerpt.split())


@pytest.mark.parametrize(
    ("excerpt", "message"),
    [
        ("asked for outcome", "“asked for outcome” is not in .*closest to it: “asked for outcomes”"),
        ("asked for outcomes […] trusted providers", "“trusted providers” is not .*“trust providers”"),
        ("rust providers", "is not in"),
        ("trus [x] providers", "is not in"),
        ("trust [x] roviders", "is not in"),
        ("it", "is not in"),  # of “it’s”
        ("They were defined", "is not in"),  # words are left out and no […] says so
        ("They [people] defined", "is not in"),  # an insertion is no cover for an omission
        ("we trust", "is not in"),  # a changed capital wants its brackets
        ("[h]e were", "is not in"),
        ("trust provider[]", "is not in"),
        ("by March […] asked for", "“asked for” stands .* before"),
        ("We trust [….]", "is not in"),
        ("zebra", r"not in the quotation\. Quote"),
        ("[…]", "none of the quotation's words"),
        ("[the council]", "none of the quotation's words"),
        ("  ", "none of the quotation's words"),
    ],
)  # fmt: skip
def test_an_excerpt_whose_words_are_not_there(excerpt, message) -> None:
    with pytest.raises(CodingError, match=message):
        check_excerpt(QUOTATION, excerpt)


def test_an_excerpt_of_many_insertions_is_looked_up_in_no_time() -> None:
    long = "we said it was so and so " * 400
    with pytest.raises(CodingError):
        check_excerpt(long, " ".join(["[x] so"] * 8) + " zebra")


def test_places_are_those_of_the_pieces() -> None:
    found = check_excerpt(QUOTATION, "[t]hey were […] it's due [laughter][…] providers")
    assert [QUOTATION[a:b] for a, b in found.places] == [
        "They were", "it’s due [laughter]", "providers",
    ]  # fmt: skip


WORDS = st.lists(st.sampled_from(["we", "trust", "Trust", "it’s", "🙂", "a-b", "(x)", "[y]", "…", "ß"]), min_size=1, max_size=12)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(WORDS, st.data())
def test_every_excerpt_made_of_pieces_is_found_again(words, data) -> None:
    quotation = " ".join(words)
    pieces, at = [], 0
    while at < len(words):
        start = data.draw(st.integers(at, len(words) - 1))
        end = data.draw(st.integers(start + 1, len(words)))
        if any(re.search(r"\w", word) for word in words[start:end]):
            pieces.append(" ".join(words[start:end]))
        at = end
    if not pieces:
        return
    excerpt = shorten(quotation, pieces)
    found = check_excerpt(quotation, excerpt)
    assert found.insertions == () and found.capitals == ()
    flat = [quotation[a:b] for a, b in found.places]
    kept = re.split(r" \[…\] ", excerpt)
    assert flat == [piece for piece in kept if re.search(r"\w", piece)]


@settings(deadline=None, max_examples=200)
@given(WORDS, st.text("wetrus tT[]…. x", max_size=30))
def test_what_is_accepted_holds_no_words_of_its_own(words, excerpt) -> None:
    quotation = " ".join(words)
    try:
        found = check_excerpt(quotation, excerpt)
    except CodingError:
        return
    # Without its brackets, every word of an accepted excerpt is a word of the quotation or part of one.
    bare = re.sub(r"\[[^\[\]]*\]", " ", excerpt)
    for word in re.findall(r"\w+", bare):
        assert word in quotation
    assert all(a < b for a, b in found.places)
    assert list(found.places) == sorted(found.places)


def test_shorten_shows_only_what_is_left_out() -> None:
    assert shorten(QUOTATION, ["They were asked", "for outcomes", "by March."]) == (
        "They were asked for outcomes […] by March."
    )
    assert shorten(QUOTATION, "We trust") == "We trust"
    for wrong in ([], [""], ["by March", "They"], ["zebra"]):
        with pytest.raises(CodingError):
            shorten(QUOTATION, wrong)
    assert closest("", "zebra") == ""


# -- marks -----------------------------------------------------------------------------------------------------


@pytest.fixture
def coded(coded) -> qc.Project:
    return coded.project


def ids(project: qc.Project) -> list[str]:
    return qc.quotes(project)["coding_id"].to_list()


def test_marked_codings_are_key_quotations(coded) -> None:
    first, second, third = ids(coded)
    marks = mark_key(coded.study, "AB", [third, first])
    assert len(marks) == 2
    frame = qc.quotes(coded)
    assert frame["key"].to_list() == [True, False, True]
    assert frame["excerpt"].to_list() == ["", "", ""]
    assert qc.quotes(coded, key=True)["coding_id"].to_list() == [first, third]
    assert qc.quotes(coded, "price", key=True).empty
    cell = qc.crosstab(coded, rows="code", columns="role").quotes("trust", "Commissioner")
    assert cell["key"].to_list() == [True, True]
    assert coded.check() == []
    assert key_quotes(coded.study)["marked_by"].to_list() == ["AB", "AB"]
    assert second not in standing_marks(coded.study)


def test_marking_is_one_act_can_be_undone_and_is_not_done_twice(coded) -> None:
    first, second, _ = ids(coded)
    before = len(coded.history())
    marks = mark_key(coded.study, "AB", [first, second])
    assert mark_key(coded.study, "JT", [second, first]) == marks[::-1]
    history = coded.history()
    assert len(history) == before + 1
    assert history["what"].iloc[-1].count("marked as a key quotation: ") == 2
    coded.undo()
    assert qc.quotes(coded, key=True).empty
    coded.redo()
    assert len(qc.quotes(coded, key=True)) == 2
    assert unmark_key(coded.study, "AB", first) == marks[:1]
    assert unmark_key(coded.study, "AB", first) == []
    assert qc.quotes(coded, key=True)["coding_id"].to_list() == [second]
    coded.undo()
    assert len(qc.quotes(coded, key=True)) == 2
    assert coded.check() == []


def test_an_excerpt_is_held_against_the_text_and_kept_as_content(coded) -> None:
    _, second, _ = ids(coded)
    mark_key(coded.study, "AB", second, excerpt="Price  […] last")
    assert qc.quotes(coded, key=True)["excerpt"].to_list() == ["Price […] last"]
    # Marked again without words, it keeps its own; with others it gets them; with "" it has none.
    mark_key(coded.study, "AB", second)
    assert qc.quotes(coded, key=True)["excerpt"].to_list() == ["Price […] last"]
    mark_key(coded.study, "AB", second, excerpt="[p]rice came")
    assert qc.quotes(coded, key=True)["excerpt"].to_list() == ["[p]rice came"]
    acts = len(coded.history())
    with pytest.raises(CodingError, match="“Price went” is not in the quotation"):
        mark_key(coded.study, "AB", second, excerpt="Price went")
    assert len(coded.history()) == acts
    events = "".join(
        row[0] for row in coded.study.rows("SELECT data FROM event WHERE kind = 'mark'")
    )
    assert "rice" not in events
    mark_key(coded.study, "AB", second, excerpt="")
    assert qc.quotes(coded, key=True)[["key", "excerpt"]].values.tolist() == [[True, ""]]
    assert coded.study.value("SELECT count(*) FROM mark WHERE ended IS NULL") == 1
    assert coded.check() == []


def test_purged_words_leave_the_mark_without_its_excerpt(coded) -> None:
    _, second, _ = ids(coded)
    mark_key(coded.study, "AB", second, excerpt="Price came")
    coded.study.connection.execute("UPDATE content SET body = NULL WHERE kind = 'excerpt'")
    again = qc.open_project(coded.path)
    assert qc.quotes(again, key=True)["excerpt"].to_list() == [""]
    again.close()


def test_what_cannot_be_marked(coded) -> None:
    first, second, third = ids(coded)
    coded.retract(third)
    for wrong in ("nothing", third, [first, "nothing"]):
        with pytest.raises(CodingError, match=r"no coding of this project|was retracted in act"):
            mark_key(coded.study, "AB", wrong)
    with pytest.raises(UsageError):
        mark_key(coded.study, "", first)
    with pytest.raises(UsageError):
        mark_key(coded.study, "AB", [])
    with pytest.raises(UsageError, match="one for 2 codings"):
        mark_key(coded.study, "AB", [first, second], excerpt="Trust")
    with pytest.raises(CodingError, match="no coding"):
        unmark_key(coded.study, "AB", ["nothing"])
    assert qc.quotes(coded, key=True).empty


def test_a_mark_follows_its_coding_into_a_new_version(tiny) -> None:
    tiny.code_as_ab()
    project = tiny.project
    _, second, third = ids(project)
    mark_key(project.study, "AB", second, excerpt="Price […] last")
    mark_key(project.study, "AB", third, excerpt="trust [it] again")
    path = tiny.folder / "FG1.txt"
    path.write_text(tiny.text.replace("Provider forum", "The provider forum"), encoding="utf-8")
    project.ingest(path, new_version=True)
    found = qc.quotes(project, key=True)
    assert found["excerpt"].to_list() == ["Price […] last", "trust [it] again"]
    assert not {second, third} & set(found["coding_id"])
    # The old ids are answered with the new ones, and unmarking reaches the mark made on the old one.
    with pytest.raises(CodingError, match=f"was replaced in act .*{found['coding_id'][0]}"):
        mark_key(project.study, "AB", second)
    assert len(mark_key(project.study, "AB", found["coding_id"][0])) == 1
    assert len(qc.quotes(project, key=True)) == 2
    unmark_key(project.study, "AB", found["coding_id"][0])
    assert qc.quotes(project, key=True)["excerpt"].to_list() == ["trust [it] again"]
    assert project.check() == []


def test_an_excerpt_that_no_longer_fits_is_named_and_not_shown(coded, tmp_path) -> None:
    _, second, _ = ids(coded)
    mark_key(coded.study, "AB", second, excerpt="Price […] last")
    # An edit elsewhere made the quotation shorter: the same coding, replaced by a row of a file.
    coded.export_codings(tmp_path / "c.csv")
    sheet = tmp_path / "edited.csv"
    sheet.write_text(
        "document,code,coder,start,end,quotation,replaces\n"
        f"FG1,price,AB,80,90,Price came,{second}\n",
        encoding="utf-8",
    )
    coded.import_codings(sheet)
    assert qc.quotes(coded, "price", key=True)[["quotation", "excerpt"]].values.tolist() == [
        ["Price came", ""]
    ]
    found = key_quotes(coded.study)
    assert found["lost_excerpt"].to_list() == ["Price […] last"]


def test_a_coding_that_is_marked_is_not_undone_under_its_mark(tiny) -> None:
    tiny.code_as_ab()
    project = tiny.project
    mark_key(project.study, "JT", ids(project)[0])
    project.undo()  # AB's pass
    project.undo()  # the third coding
    project.undo()  # the second
    with pytest.raises(HistoryError, match="depend"):
        project.undo()
