"""A codebook that grows: six operations, each an act, no coding ever lost.

The small study of kit.py: three codings by AB, trust 59–72, price 80–95, trust 154–165.
"""

from __future__ import annotations

import random

import pytest
from kit import CODEBOOK, code_by_hand, content, forum, marks, picture, write

import qualcode as qc
from qualcode.core import evolve
from qualcode.core.changes import compare_codebooks
from qualcode.core.codebook import Code, Codebook
from qualcode.errors import CodebookError, CodingError, HistoryError, UsageError
from qualcode.store import moving

TREE = Codebook(
    [
        Code("values", applicable=False),
        Code("trust", parent="values", definition="Reliance."),
        Code("deep", parent="trust"),
        Code("price", parent="values"),
        Code("delay"),
    ]
)


@pytest.fixture
def project(tmp_path):
    project = forum(tmp_path)
    code_by_hand(project)
    return project


def exported(project, folder):
    """The bytes of every exchange file."""
    folder.mkdir()
    project.export_codings(folder / "codings.csv")
    project.export_progress(folder / "progress.csv")
    project.export_codebook(folder / "codebook.yaml")
    project.export_suggestions(folder / "suggestions.csv", open_only=False)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# -- the operations on a codebook ----------------------------------------------------------------------


def ids(book):
    return list(book.codes)


def test_add_puts_a_code_behind_the_last_child_of_its_parent():
    book = evolve.add(TREE, Code("faith"), parent="trust")
    assert ids(book) == ["values", "trust", "deep", "faith", "price", "delay"]
    assert book["faith"].parent == "trust"
    book = evolve.add(TREE, Code("faith"), parent="values", after="trust")
    assert ids(book) == ["values", "trust", "deep", "faith", "price", "delay"]
    assert ids(evolve.add(TREE, Code("theme")))[-1] == "theme"


def test_rename_takes_children_along_and_keeps_the_earlier_id():
    book = evolve.rename(TREE, "trust", "reliance")
    assert ids(book) == ["values", "reliance", "deep", "price", "delay"]
    assert book["deep"].parent == "reliance"
    assert book["reliance"].formerly == ("trust",)
    assert book["reliance"].hash == TREE["trust"].hash
    assert book.successor("trust") == "reliance"
    assert evolve.rename(book, "reliance", "trust")["trust"].formerly == ("reliance",)


def test_merge_leaves_the_entry_with_the_way_on_and_hands_over_its_children():
    book = evolve.merge(TREE, ["trust", "delay"], "price")
    assert book["trust"].merged_into == book["delay"].merged_into == "price"
    assert book["deep"].parent == "price"
    assert book.successor("delay") == "price"
    assert ids(book) == ["values", "trust", "price", "deep", "delay"]
    assert book.applicable() == ["price", "deep"]
    assert book.themes == ["values"]
    assert book["price"].hash == TREE["price"].hash


def test_split_makes_a_category_with_new_children():
    book = evolve.split(TREE, "trust", [Code("in_people"), Code("in_firms")])
    assert ids(book) == ["values", "trust", "deep", "in_people", "in_firms", "price", "delay"]
    assert not book["trust"].applicable
    assert [child.code for child in book.children("trust")] == ["deep", "in_people", "in_firms"]


def test_move_takes_a_whole_branch():
    book = evolve.move(TREE, "trust")
    assert ids(book) == ["values", "price", "delay", "trust", "deep"]
    assert book.theme("deep") == "trust"
    back = evolve.move(book, "trust", parent="values", after="price")
    assert ids(back) == ["values", "price", "trust", "deep", "delay"]


def test_retire_and_back():
    book = evolve.retire(TREE, "delay")
    assert "delay" not in book.applicable()
    assert evolve.retire(book, "delay", back=True).hash == TREE.hash


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: evolve.add(TREE, Code("trust")), "in the codebook already"),
        (lambda: evolve.add(TREE, Code("x"), parent="nobody"), "not in the codebook"),
        (lambda: evolve.add(TREE, Code("x"), parent="values", after="delay"), "not beneath values"),
        (lambda: evolve.add(evolve.rename(TREE, "delay", "wait"), Code("delay")), "earlier id of wait"),
        (lambda: evolve.rename(TREE, "trust", "price"), "in the codebook already"),
        (lambda: evolve.rename(TREE, "Trust", "x"), "close to it: trust"),
        (lambda: evolve.merge(TREE, ["trust"], "values"), "is a category"),
        (lambda: evolve.merge(TREE, ["trust"], "trust"), "into itself"),
        (lambda: evolve.merge(TREE, ["trust"], "deep"), "stands beneath trust"),
        (lambda: evolve.split(TREE, "trust", [Code("price")]), "in the codebook already"),
        (lambda: evolve.move(TREE, "trust", parent="deep"), "circle"),
        (lambda: evolve.retire(TREE, "trust", back=True), "is not retired"),
        (lambda: evolve.rename(evolve.merge(TREE, ["delay"], "price"), "delay", "x"), "merged into price"),
    ],
)  # fmt: skip
def test_what_would_lose_an_id_is_refused(change, said):
    with pytest.raises(CodebookError, match=said):
        change()


@pytest.mark.parametrize(
    "change",
    [
        lambda: evolve.rename(TREE, "trust"),
        lambda: evolve.merge(TREE, [], "trust"),
        lambda: evolve.split(TREE, "trust", []),
        lambda: evolve.split(TREE, "trust", [Code("a"), Code("a")]),
        lambda: evolve.made(" "),
        lambda: evolve.made("a", wording="x"),
        lambda: evolve.made("a", include="one text"),
        lambda: evolve.made("a", definition=3),
    ],
)
def test_a_wrong_call_is_a_usage_error(change):
    with pytest.raises(UsageError):
        change()


def test_no_operation_loses_an_id_of_any_earlier_codebook():
    for seed in range(60):
        drawn = random.Random(seed)
        book, known = TREE, set(TREE.codes)
        for step in range(12):
            living = [code.code for code in book if code.merged_into is None]
            one, other = drawn.choice(living), drawn.choice(living)
            change = drawn.choice(
                [
                    lambda b, one=one, n=step: evolve.add(b, Code(f"n{n}"), parent=one),
                    lambda b, one=one, n=step: evolve.rename(b, one, f"r{n}"),
                    lambda b, one=one, other=other: evolve.merge(b, [one], other),
                    lambda b, one=one, n=step: evolve.split(b, one, [Code(f"p{n}"), Code(f"q{n}")]),
                    lambda b, one=one, other=other: evolve.move(b, one, parent=other),
                    lambda b, one=one: evolve.retire(b, one),
                ]
            )
            try:
                after = change(book)
            except CodebookError:
                continue
            assert all(code.parent in after for code in after if code.parent)
            assert {after.theme(code.code) for code in after} <= set(after.codes)
            if after.hash == book.hash:  # moved to where it stood
                continue
            note = compare_codebooks(book, after)
            assert note and not note.removed and str(note)
            book = after
            known |= set(book.codes)
            assert all(book.successor(each) in book for each in known), (seed, step)


# -- codings go along ----------------------------------------------------------------------------------


def test_a_rename_takes_codings_passes_memos_and_decisions_along(project):
    first = project.codings().query("start == 59")["coding_id"].item()
    project.add_memo("Said twice.", on=first)
    project.complete("FG1", blind=True)
    report = project.rename_code("trust", "reliance")
    assert report.moved == {"trust": 2}
    assert marks(project) == [
        ("FG1", 59, 72, "reliance", "AB"),
        ("FG1", 80, 95, "price", "AB"),
        ("FG1", 154, 165, "reliance", "AB"),
    ]
    frame = project.codings()
    now = frame.query("start == 59")["coding_id"].item()
    assert moving.chain(project.study, now) == [now, first]
    assert moving.present(project.study, first) == [now]
    assert not frame["stale"].astype(bool).any()
    assert project.progress()["codes"].item() == "values; reliance; price; delay"
    from qualcode.store.codings import memos_by_coding

    assert memos_by_coding(project.study)[now] == ["Said twice."]
    # The earlier id still means something.
    with pytest.raises(CodingError):
        project.add_coding(document="FG1", turn=3, code="trust")
    assert project.check() == []


def test_what_was_decided_under_the_earlier_id_stays_decided(tmp_path):
    # The patterns propose trust for turns 2 and 4, price for turn 2.
    project = forum(tmp_path)
    project.suggest()
    frame = project.suggestions().set_index(["code", "turn"])["suggestion_id"]
    project.accept(frame["trust", "2"])
    project.reject(frame["trust", "4"])
    sheet = tmp_path / "s.csv"
    project.export_suggestions(sheet)
    assert project.suggestions(open_only=True)["code"].tolist() == ["price"]
    project.rename_code("trust", "reliance")
    assert [row[3] for row in marks(project)] == ["reliance"]
    # The same decision again is the same; the code is named as it is now.
    project.accept(frame["trust", "2"])
    assert [row[3] for row in marks(project)] == ["reliance"]
    # What was proposed before is not proposed again, under whatever name.
    assert project.suggest().new == 0
    assert project.suggestions(open_only=True)["code"].tolist() == ["price"]
    # Another decision takes the coding back, though it has another id by now.
    project.reject(frame["trust", "2"])
    assert marks(project) == []
    assert project.check() == []


def test_merge_makes_one_coding_of_two_on_the_same_words(project):
    # AB also codes 59–72 as price; merging price into trust leaves trust on 59–72, 80–95, 154–165.
    twin = project.add_coding(document="FG1", start=59, end=72, code="price", memo="Paid.")
    kept = project.codings().query("start == 59 and code == 'trust'")["coding_id"].item()
    report = project.merge_codes("price", "trust")
    assert report.moved == {"price": 2}
    assert report.joined == 1
    assert [(row[1], row[3]) for row in marks(project)] == [
        (59, "trust"),
        (80, "trust"),
        (154, "trust"),
    ]
    assert project.codings().query("start == 59")["coding_id"].item() == kept
    from qualcode.store.codings import memos_by_coding

    assert memos_by_coding(project.study)[kept] == ["Paid."]
    table = qc.frequencies(project, unit="codings").frame
    assert table["n_codings"].to_dict() == {"values": 0, "trust": 3, "delay": 0}
    # The coding that was merged had other words: 80–95 waits; the words were the same text here, so not.
    assert project.codings()["stale"].astype(bool).sum() == 0
    assert moving.present(project.study, twin.coding_id) == [kept]
    assert project.check() == []


def test_merge_then_undo_is_the_same_project(project, tmp_path):
    project.suggest()
    project.complete("FG1")
    project.add_memo("A note.", on="price")
    before, bytes_before = picture(project), exported(project, tmp_path / "a")
    project.merge_codes(["price"], "trust")
    assert exported(project, tmp_path / "b") != bytes_before
    project.undo()
    assert picture(project) == before
    assert exported(project, tmp_path / "c") == bytes_before
    assert project.check() == []
    project.redo()
    assert [row[3] for row in marks(project)] == ["trust"] * 3
    assert project.check() == []


def test_split_queues_the_codings_and_guesses_none(project):
    project.complete("FG1")
    project.split_code("trust", ["in_people", {"code": "in_firms", "definition": "Firms."}])
    # The codings stay on trust, and the table shows them there.
    assert [row[3] for row in marks(project)] == ["trust", "price", "trust"]
    assert qc.crosstab(project, rows="code", unit="codings").frame.loc["trust", "Commissioner"] == 2
    queue = project.recoding_queue()
    assert queue["reason"].tolist() == ["split", "split"]
    assert queue["choices"].tolist() == ["in_people; in_firms"] * 2
    assert queue["quotation"].tolist() == ["Trust matters", "trust again"]
    with pytest.raises(CodingError, match="category"):
        project.add_coding(document="FG1", turn=3, code="trust")
    one, two = queue["coding_id"]
    project.recode({one: ["in_people", "in_firms"]})
    report = project.recode({two: "in_firms"})
    assert [(row[1], row[3]) for row in marks(project)] == [
        (59, "in_firms"), (59, "in_people"), (80, "price"), (154, "in_firms"),
    ]  # fmt: skip
    assert project.recoding_queue().empty
    # Read before the parts were there: not considered until the coder says so.
    assert report.done == {"FG1": ["in_people", "in_firms"]}
    table = qc.crosstab(project, rows="code", unit="codings")
    assert table.frame.loc["in_firms"].isna().all()
    assert "in_firms" in " ".join(table.notes)
    project.complete("FG1", codes=["in_people", "in_firms"])
    assert (
        qc.crosstab(project, rows="code", unit="codings").frame.loc["in_firms", "Commissioner"] == 2
    )
    assert project.check() == []


def test_stale_codings_wait_until_they_are_kept_or_coded_anew(project):
    project.define_code("trust", definition="Reliance on others.")
    queue = project.recoding_queue()
    assert queue["reason"].tolist() == ["defined anew"] * 2
    assert queue["words_now"].tolist() == ["Reliance on others."] * 2
    project.keep(queue["coding_id"][0])
    assert project.recoding_queue()["coding_id"].tolist() == [queue["coding_id"][1]]
    project.recode({queue["coding_id"][1]: "retract"})
    assert project.recoding_queue().empty
    assert [(row[1], row[3]) for row in marks(project)] == [(59, "trust"), (80, "price")]
    assert not project.codings()["stale"].astype(bool).any()


def test_a_merged_coding_waits_where_the_words_differ(project):
    project.define_code("price", definition="Money.")
    project.keep(project.recoding_queue()["coding_id"])
    project.merge_codes("price", "trust")
    queue = project.recoding_queue()
    assert queue["reason"].tolist() == ["merged"]
    assert (queue["words_then"].item(), queue["words_now"].item()) == ("Money.", "")
    assert project.recoding_queue(reason="split").empty


def test_only_the_coder_codes_anew(project):
    project.define_code("trust", definition="x")
    (first, _) = project.recoding_queue()["coding_id"]
    before = content(project)
    other = qc.open_project(project.path, coder="CD")
    with pytest.raises(CodingError, match="coding by AB"):
        other.keep(first)
    for choice, said in (
        ("nothing", "not in the codebook"),
        ([], "no code"),
        (["keep", "price"], "together"),
    ):
        with pytest.raises(CodingError, match=said):
            project.recode({first: choice})
    with pytest.raises(CodingError, match="is no coding of this project"):
        project.recode({"c0": "price"})
    assert content(project) == before


def test_the_queue_as_a_sheet(project, tmp_path):
    from qualcode.review.recoding import export_queue

    project.split_code("trust", ["in_people", "in_firms"])
    assert export_queue(project.study, tmp_path / "q.csv") == 2
    lines = (tmp_path / "q.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",recode")
    lines[1] += "in_people; in_firms"
    (tmp_path / "q.csv").write_text("\n".join(lines), encoding="utf-8")
    report = project.recode(tmp_path / "q.csv")
    assert (report.recoded, report.left) == (1, 1)
    assert [row[3] for row in marks(project)] == ["in_firms", "in_people", "price", "trust"]


def test_a_late_code_is_not_considered_where_read_before(project):
    project.complete("FG1")
    report = project.add_code("hope", parent="values")
    assert "not considered" in str(report)
    table = qc.crosstab(project, rows="code")
    assert table.frame.loc["hope"].isna().all()
    assert not table.frame.loc["trust"].isna().any()


def test_a_retired_code_is_a_row_while_codings_carry_it(project):
    project.retire_code("trust")
    project.retire_code("delay")
    assert list(qc.crosstab(project, rows="code", unit="codings").frame.index) == [
        "values", "trust", "price",
    ]  # fmt: skip
    assert list(qc.crosstab(project, rows="theme", unit="codings").frame.index) == ["values"]
    project.retire_code("delay", back=True)
    assert list(qc.crosstab(project, rows="theme", unit="codings").frame.index) == [
        "values",
        "delay",
    ]


def test_six_operations_and_every_coding_keeps_its_history(project):
    made = project.codings()["coding_id"].tolist()
    project.complete("FG1", blind=True)
    project.add_code("hope", parent="values", definition="What may come.")
    project.rename_code("trust", "reliance")
    project.merge_codes("price", "hope")
    project.split_code("reliance", ["in_people", "in_firms"])
    project.move_code("hope")
    project.retire_code("delay")
    project.recode(dict.fromkeys(project.recoding_queue(reason="split")["coding_id"], "in_people"))
    assert [(row[1], row[3]) for row in marks(project)] == [
        (59, "in_people"), (80, "hope"), (154, "in_people"),
    ]  # fmt: skip
    for first in made:
        (now,) = moving.present(project.study, first)
        assert moving.chain(project.study, now)[-1] == first
    frame = project.codings().set_index("start")
    assert frame["blind"].astype(str).to_dict() == {59: "yes", 80: "yes", 154: "yes"}
    assert project.check() == []
    verbs = project.history()["verb"].tolist()
    after = content(project)
    for _ in range(8):
        project.undo()
    assert sorted(project.codings()["coding_id"]) == sorted(made)
    assert project.check() == []
    for _ in range(8):
        project.redo()
    assert [(row[1], row[3]) for row in marks(project)] == [
        (59, "in_people"), (80, "hope"), (154, "in_people"),
    ]  # fmt: skip
    assert content(project) != after and project.history()["verb"].tolist()[: len(verbs)] == verbs
    assert project.check() == []


def test_an_undo_refuses_while_a_later_codebook_stands(project):
    project.rename_code("trust", "reliance")
    other = qc.open_project(project.path, coder="CD")
    other.add_code("hope")
    with pytest.raises(HistoryError, match="add code by CD"):
        project.undo()
    other.undo()
    project.undo()
    assert [row[3] for row in marks(project)] == ["trust", "price", "trust"]


# -- by file -------------------------------------------------------------------------------------------


def test_life_events_of_a_file_do_the_same(project, tmp_path):
    write(
        tmp_path,
        b__yaml="codes:\n"
        "  - code: reliance\n    formerly: [trust]\n"
        "  - code: money\n"
        "  - code: price\n    merged_into: money\n",
    )
    report = project.load_codebook(tmp_path / "b.yaml")
    assert report.moved == {"trust": 2, "price": 1}
    assert [row[3] for row in marks(project)] == ["reliance", "money", "reliance"]
    assert report.changes.renamed == {"trust": "reliance"}
    assert report.changes.merged == {"price": "money"}
    project.undo()
    assert [row[3] for row in marks(project)] == ["trust", "price", "trust"]


def test_every_version_can_be_exported_and_loaded_again(project, tmp_path):
    project.rename_code("trust", "reliance")
    project.split_code("reliance", ["a", "b"])
    frame = project.codebook_versions()
    assert frame["verb"].tolist() == ["load codebook", "rename code", "split code"]
    assert frame["changes"].tolist()[1:] == [
        "Renamed: trust is now reliance.", "Split: reliance into a, b.",
    ]  # fmt: skip
    from qualcode.readers.codebooks import read_codebook, write_codebook

    for act, hash_ in zip(frame["act"], frame["hash"], strict=True):
        book = project.codebook_at(int(act))
        assert book.hash == hash_ == project.codebook_at(hash_[:10]).hash
        write_codebook(book, tmp_path / "v.yaml")
        assert read_codebook(tmp_path / "v.yaml")[0].hash == hash_
    # The present one again, with codings that wait on the code that was split: nothing happens.
    before = content(project)
    assert project.load_codebook(tmp_path / "v.yaml").same
    assert content(project) == before
    with pytest.raises(HistoryError, match="no codebook"):
        project.codebook_at(1)


def test_a_colleagues_file_may_use_earlier_ids(project, tmp_path):
    project.rename_code("trust", "reliance")
    write(
        tmp_path,
        c__csv="document,code,coder,turn\nFG1,trust,CD,3\n",
        p__csv="document,coder,codes\nFG1,CD,trust; delay\n",
    )
    report = project.import_codings(tmp_path / "c.csv")
    assert "'trust' is 'reliance'" in str(report)
    assert ("FG1", 112, 131, "reliance", "CD") in marks(project)
    project.import_progress(tmp_path / "p.csv")
    assert project.progress()["codes"].tolist() == ["reliance; delay"]


def test_a_category_is_no_goal_of_a_merge_in_a_file(project, tmp_path):
    write(
        tmp_path,
        b__yaml="codes:\n  - code: trust\n  - code: top\n    applicable: false\n    definition: x\n  - code: price\n    merged_into: top\n",
    )
    before = content(project)
    with pytest.raises(CodebookError, match=r"price \(1 coding\)"):
        project.load_codebook(tmp_path / "b.yaml")
    assert content(project) == before


# -- the change note -----------------------------------------------------------------------------------


def test_the_change_note_reads_like_one():
    after = evolve.add(TREE, Code("faith", name="Faith", definition="In people."), parent="values")
    after = evolve.rename(after, "trust", "reliance")
    after = evolve.define(after, "reliance", definition="Reliance on others.", include=["a"])
    after = evolve.merge(after, ["delay"], "price")
    after = evolve.split(after, "deep", [Code("d1"), Code("d2")])
    after = evolve.retire(after, "faith")
    note = compare_codebooks(TREE, after)
    assert note.lines() == [
        "New code faith (Faith) under values: In people. (retired since)",
        "Renamed: trust is now reliance.",
        "Merged into price: delay.",
        "Split: deep into d1, d2.",
        "reliance, definition: “Reliance.” is now “Reliance on others.”.",
        "reliance, include: new “a”.",
    ]
    assert note.stale == ["reliance"]
    assert note.markdown().count("\n- ") == 6
    assert not compare_codebooks(TREE, TREE).lines()
    moved = compare_codebooks(TREE, evolve.move(TREE, "trust"))
    assert moved.lines() == ["Moved: trust from values to the top (a theme of its own)."]
    assert not moved.reordered
    swapped = Codebook([*list(TREE)[:1], *list(TREE)[3:4], *list(TREE)[1:3], *list(TREE)[4:]])
    assert compare_codebooks(TREE, swapped).lines() == ["Codes stand in another order."]


def test_a_codebook_file_without_the_used_code_says_the_way_on(project, tmp_path):
    write(tmp_path, b__yaml=CODEBOOK.replace("trust", "faith"))
    with pytest.raises(CodebookError, match="formerly"):
        project.load_codebook(tmp_path / "b.yaml")


# -- two people, other orders --------------------------------------------------------------------------


def test_a_redo_does_not_make_a_second_present_codebook(project):
    other = qc.open_project(project.path, coder="CD")
    project.rename_code("trust", "reliance")
    project.undo()
    other.add_code("hope")
    with pytest.raises(HistoryError, match="codebook was changed meanwhile"):
        project.redo()
    assert "hope" in project.codebook and "trust" in project.codebook
    assert project.check() == []


def test_no_undo_puts_a_coding_on_a_code_that_was_merged_away(project):
    price = project.codings().query("code == 'price'")["coding_id"].item()
    project.retract(price)
    other = qc.open_project(project.path, coder="CD")
    other.merge_codes("price", "trust")
    other.add_code("hope")
    with pytest.raises(HistoryError, match="merge codes by CD"):
        project.undo()
    other.undo()
    other.undo()
    project.undo()
    assert [row[3] for row in marks(project)] == ["trust", "price", "trust"]


def test_no_redo_of_a_merge_leaves_a_coding_behind(project):
    project.merge_codes("price", "trust")
    project.undo()
    other = qc.open_project(project.path, coder="CD")
    other.add_coding(document="FG1", turn=3, code="price")
    with pytest.raises(HistoryError, match="price is in use by now"):
        project.redo()


def test_a_coding_of_the_earlier_id_can_still_be_retracted(project):
    first = project.codings().query("start == 59")["coding_id"].item()
    project.rename_code("trust", "reliance")
    project.retract(first)
    assert [row[1] for row in marks(project)] == [80, 154]


def test_an_earlier_export_of_ones_own_changes_nothing(project, tmp_path):
    project.export_codings(tmp_path / "c.csv")
    project.rename_code("trust", "reliance")
    now = marks(project)
    report = project.import_codings(tmp_path / "c.csv", replace=True)
    assert (report.added, report.removed, report.became, report.retracted_here) == (0, 0, 2, [])
    assert marks(project) == now


def test_a_colleague_who_coded_anew_takes_the_place_of_the_renamed_coding(project, tmp_path):
    write(tmp_path, c__csv="document,start,end,code,coder,coding_id,replaces\n")
    first = project.codings().query("start == 59")["coding_id"].item()
    project.rename_code("trust", "reliance")
    with (tmp_path / "c.csv").open("a") as file:
        file.write(f"FG1,59,72,price,AB,{'c' + '1' * 32},{first}\n")
    project.import_codings(tmp_path / "c.csv")
    assert [(row[1], row[3]) for row in marks(project)] == [
        (59, "price"), (80, "price"), (154, "reliance"),
    ]  # fmt: skip


def test_what_waits_or_rests_travels_to_another_project(project, tmp_path):
    project.split_code("trust", ["in_people", "in_firms"])
    project.retire_code("price")
    project.export_codings(tmp_path / "c.csv")
    project.export_codebook(tmp_path / "b.yaml")
    there = forum(tmp_path / "there")
    there.load_codebook(tmp_path / "b.yaml")
    report = there.import_codings(tmp_path / "c.csv")
    assert "wait to be coded anew" in str(report)
    assert marks(there) == marks(project)
    assert len(there.recoding_queue()) == 2
    # Rows that come from no project are told what is wrong.
    write(tmp_path, d__csv="document,code,coder,turn\nFG1,trust,CD,3\nFG1,price,CD,3\n")
    with pytest.raises(CodingError, match="retire --back"):
        there.import_codings(tmp_path / "d.csv")


def test_a_file_that_forgets_what_codes_were_loses_nothing(project, tmp_path):
    # Renamed and merged at the command line, then the old file goes on with the new id only.
    project.complete("FG1")
    project.rename_code("trust", "reliance")
    project.merge_codes("delay", "price")
    write(tmp_path, b__yaml="codes:\n  - code: reliance\n  - code: price\n    name: Price\n")
    report = project.load_codebook(tmp_path / "b.yaml")
    assert "kept: reliance was formerly trust" in str(report)
    assert "kept: delay was merged into price" in str(report)
    assert project.progress()["codes"].item() == "values; reliance; price"
    table = qc.crosstab(project, rows="code", unit="codings").frame
    assert table["Commissioner"].to_dict() == {"reliance": 2, "price": 1}
    before = content(project)
    assert project.load_codebook(tmp_path / "b.yaml").same
    assert content(project) == before
    write(tmp_path, b__yaml="codes:\n  - code: reliance\n  - code: price\n  - code: trust\n")
    with pytest.raises(CodebookError, match="earlier id of reliance"):
        project.load_codebook(tmp_path / "b.yaml")
    assert content(project) == before


def test_a_split_code_gets_another_id_with_its_codings(project, tmp_path):
    project.split_code("trust", ["a", "b"])
    project.rename_code("trust", "reliance")
    assert [row[3] for row in marks(project)] == ["reliance", "price", "reliance"]
    assert len(project.recoding_queue()) == 2
    write(
        tmp_path,
        b__yaml="codes:\n  - code: price\n  - code: faith\n    formerly: [trust, reliance]\n"
        "    applicable: false\n    codes: [{code: a}, {code: b}]\n",
    )
    project.load_codebook(tmp_path / "b.yaml")
    assert [row[3] for row in marks(project)] == ["faith", "price", "faith"]
    assert project.check() == []


def test_other_words_after_a_rename_are_no_merge(project):
    project.rename_code("trust", "reliance", name="Reliance")
    assert project.recoding_queue()["reason"].tolist() == ["defined anew"] * 2
    first = project.recoding_queue()["coding_id"][0]
    project.retire_code("reliance")
    assert project.keep(first).kept == 1


def test_coding_anew_onto_words_coded_so_already_keeps_the_memo(project):
    from qualcode.store.codings import memos_by_coding

    first = project.codings().query("start == 59")["coding_id"].item()
    project.add_memo("Important.", on=first)
    there = project.add_coding(document="FG1", start=59, end=72, code="price").coding_id
    project.split_code("trust", ["a", "b"])
    assert project.recode({first: "price"}).joined == 1
    assert moving.present(project.study, first) == [there]
    assert memos_by_coding(project.study)[there] == ["Important."]
    project.undo()
    assert moving.present(project.study, first) == [first]
    assert project.check() == []


def test_of_two_accepted_suggestions_that_became_one_coding_one_may_be_refused(tmp_path):
    # Turn 2 is proposed for trust and for price; both are accepted, then price is merged into trust.
    project = forum(tmp_path)
    project.suggest()
    frame = project.suggestions().set_index(["code", "turn"])["suggestion_id"]
    project.accept(frame["trust", "2"])
    project.accept(frame["price", "2"])
    project.merge_codes("price", "trust")
    assert [row[3] for row in marks(project)] == ["trust"]
    project.reject(frame["trust", "2"])
    assert [row[3] for row in marks(project)] == ["trust"]
    project.reject(frame["price", "2"])
    assert marks(project) == []


def test_a_sheet_can_be_handed_in_in_portions(project):
    project.split_code("trust", ["a", "b"])
    one, two = project.recoding_queue()["coding_id"]
    project.recode({one: "a"})
    project.rename_code("a", "aa")
    report = project.recode({one: "a", two: "a"})
    assert (report.same, report.recoded) == (1, 1)
    assert [row[3] for row in marks(project)] == ["aa", "price", "aa"]
    with pytest.raises(CodingError, match="coded anew already, as aa"):
        project.recode({one: "b"})


def test_codings_of_the_consensus_can_be_coded_anew_by_anybody(project, tmp_path):
    write(tmp_path, c__csv="document,code,coder,turn\nFG1,trust,consensus,3\n")
    project.import_codings(tmp_path / "c.csv")
    project.split_code("trust", ["a", "b"])
    (settled,) = project.recoding_queue(coder="consensus")["coding_id"]
    project.recode({settled: "a"})
    assert ("FG1", 112, 131, "a", "consensus") in marks(project)


def test_a_merge_says_where_it_widens_what_was_read(project):
    project.complete("FG1", codes=["price", "delay"])
    report = project.merge_codes("price", "trust")
    assert "Read for price but not for trust: FG1" in str(report)
    said = "Read for price, which was merged into trust, and so counted as read for trust: FG1."
    assert said in qc.crosstab(project, rows="code").notes
    assert said not in qc.crosstab(project, rows="theme").notes
    project.complete("FG1")
    assert said not in qc.crosstab(project, rows="code").notes


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("  - code: a\n    merged_into: b\n  - code: b\n    merged_into: a\n", "circle"),
        ("  - code: a\n    merged_into: a\n", "circle"),
        ("  - code: a\n    merged_into: b\n", "which is no code"),
    ],
)
def test_a_merge_leads_somewhere(tmp_path, body, said):
    from qualcode.readers.codebooks import read_codebook

    write(tmp_path, b__yaml="codes:\n" + body)
    with pytest.raises(CodebookError, match=said):
        read_codebook(tmp_path / "b.yaml")


def test_a_code_that_waits_for_its_entry_goes_out_and_comes_in(project, tmp_path):
    from qualcode.readers.codebooks import read_codebook

    write(tmp_path, c__csv="document,code,coder,turn\nFG1,late,CD,3\nFG1,later,CD,3\n")
    project.import_codings(tmp_path / "c.csv", create_codes=True)
    project.split_code("late", ["l1", "l2"])
    for name in ("b.yaml", "b.csv", "b.docx"):
        project.export_codebook(tmp_path / name)
        assert read_codebook(tmp_path / name)[0].hash == project.codebook.hash, name


def test_a_wrong_expression_does_not_get_into_the_codebook(project):
    before = content(project)
    with pytest.raises(CodebookError, match="hope"):
        project.add_code("hope", patterns=["hope*", {"regex": "("}])
    assert content(project) == before
