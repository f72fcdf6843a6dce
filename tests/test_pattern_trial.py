"""The pattern workshop: what a pattern would find, counted and shown before it is in a codebook."""

import builtins

import pandas as pd
import pytest

from qualcode.core.codebook import Pattern
from qualcode.errors import CodebookError, CodingError, TableError, UsageError
from qualcode.index import study_index
from qualcode.present.trial import Trial, Workshop, try_pattern

# Three documents. Words: ANN 5 + 4 = 9 in F1, BOB 4 in F1; CAT 6 in F2; DAN 3 in F3. INT asks.
# "price*": ANN twice in F1 turn 2 and once in turn 4, CAT once in F2; INT once; DAN never.
TURNS = """document,turn,speaker,text
F1,1,INT,Is price all?
F1,2,ANN,"Price, prices <b> and value"
F1,3,BOB,Value for money only
F1,4,ANN,No price at all
F2,1,CAT,We never saw a price list
F3,1,DAN,Nothing of note
"""
PARTICIPANTS = """participant,aliases,role
P1,ANN,Commissioner
P2,BOB,Provider
P3,CAT,Provider
P4,DAN,User
"""
DOCUMENTS = "document,case,interviewer\nF1,Case A,INT\nF2,Case B,INT\nF3,Case B,INT\n"
CODEBOOK = """codes:
  - code: money
    codes:
      - code: price
      - code: value
"""


@pytest.fixture
def project(make_study):
    project = make_study(
        turns=TURNS, participants=PARTICIPANTS, documents=DOCUMENTS, codebook=CODEBOOK
    )
    project.add_coding(document="F1", turn="2", code="price", quotation="Price, prices")
    project.add_coding(document="F2", turn="1", code="value")
    return project


def rows(frame):
    return [tuple(row) for row in frame.astype(object).where(frame.notna(), None).to_numpy()]


def test_what_a_glob_finds_and_who_says_it(project):
    trial = try_pattern(project, "price*")
    assert isinstance(trial, Trial)
    # The interviewer's "price" is not among them.
    assert (trial.hits, trial.turns, trial.documents, trial.participants) == (4, 3, 2, 2)
    assert trial.words == 9 + 4 + 6 + 3
    assert list(trial.by_role) == ["value", "hits", "turns", "participants", "words", "per_1000_words"]  # fmt: skip
    assert rows(trial.by_role) == [
        ("Commissioner", 3, 2, 1, 9, pytest.approx(1000 * 3 / 9)),
        ("Provider", 1, 1, 1, 10, pytest.approx(100)),
        ("User", 0, 0, 0, 3, 0),
    ]
    assert rows(trial.by_case) == [
        ("Case A", 3, 2, 1, 13, pytest.approx(3000 / 13)),
        ("Case B", 1, 1, 1, 9, pytest.approx(1000 / 9)),
    ]
    assert rows(trial.forms) == [("price", 3, 2), ("prices", 1, 1)]
    assert trial.notes == ()
    assert trial.already is None and trial.negated is None


def test_the_study_does_as_well_as_the_project_and_nothing_is_written(project):
    act = project.study.last_act
    assert try_pattern(project.study, "price").hits == 3
    assert project.study.last_act == act


@pytest.mark.parametrize(
    ("pattern", "hits", "forms"),
    [
        ("=price", 2, [("price", 2)]),
        ("value for", 1, [("value for", 1)]),
        ("* for money", 1, [("value for money", 1)]),
        ("lemma: price", 4, [("price", 3), ("prices", 1)]),
        ({"lemma": "see"}, 1, [("saw", 1)]),
        (r"regex: [Pp]rices?", 4, [("price", 2), ("Price", 1), ("prices", 1)]),
        ({"near": ["price*", "value"], "within": 8}, 1, [("prices … value", 1)]),
        ("{near: [a, price], within: 1}", 1, [("a price", 1)]),
        ({"tokens": [{"LOWER": "price"}, {"IS_ALPHA": True}]}, 2, [("price at", 1), ("price list", 1)]),
        ({"glob": "price*", "negation": "exclude"}, 2, [("price", 1), ("prices", 1)]),
        (Pattern("glob", "gone"), 0, []),
    ],
)  # fmt: skip
def test_a_pattern_may_be_anything_that_a_codebook_holds(project, pattern, hits, forms):
    trial = try_pattern(project, pattern)
    assert trial.hits == hits
    assert sorted(rows(trial.forms[["form", "hits"]])) == sorted(forms)
    assert int(trial.forms["hits"].sum()) == trial.hits
    assert str(trial) and trial._repr_html_()


def test_near_beside_a_glob(project):
    assert try_pattern(project, "price*", near="value").hits == 1
    assert try_pattern(project, "price*", near=["value", "b"], within=2).hits == 0
    assert try_pattern(project, "price*", near=["value", "b"], within=3).hits == 1
    with pytest.raises(UsageError, match="beside a lemma pattern"):
        try_pattern(project, "lemma: price", near="value")
    with pytest.raises(CodebookError, match=r"^near: near needs"):
        try_pattern(project, "price", near="value", within=0)


def test_interviewers_are_searched_when_asked_for_and_stand_outside_the_roles(project):
    trial = try_pattern(project, "price", interviewers=True)
    assert trial.hits == 4
    assert int(trial.by_role["hits"].sum()) == 3
    assert int(trial.by_case["hits"].sum()) == 4
    assert trial.notes == (
        "by role: 1 hit in field notes or interviewers' turns stand outside",
    )  # fmt: skip


def test_an_interviewer_has_no_role_even_where_the_document_gives_one(make_study):
    project = make_study(
        turns="document,turn,speaker,text\nF1,1,INT,A price?\nF1,2,ANN,One price only\n",
        documents="document,role,interviewer\nF1,Commissioner,INT\n",
    )
    trial = try_pattern(project, "price", interviewers=True)
    assert trial.hits == 2
    assert rows(trial.by_role) == [("Commissioner", 1, 1, 1, 3, pytest.approx(1000 / 3))]
    assert "(F1, turn 2, F1/ANN, Commissioner)\n" in str(trial)  # there is no case: left out
    assert trial.samples["case"].tolist() == ["(none)", "(none)"]


def test_where_cuts_the_words_that_are_searched(project):
    trial = try_pattern(project, "price*", where={"role": ["Provider", "User"], "case": "Case B"})
    assert (trial.hits, trial.words) == (1, 6 + 3)
    assert trial.by_role["value"].tolist() == ["Provider", "User"]
    assert trial.notes == ("only where role = Provider or User; case = Case B",)
    with pytest.raises(TableError, match="Landlord"):
        try_pattern(project, "price", where={"role": "Landlord"})
    with pytest.raises(UsageError, match="coder"):
        try_pattern(project, "price", where={"coder": "AB"})


def test_how_much_is_coded_already(project):
    assert try_pattern(project, "price*", code="price").already == 2  # both in turn 2
    assert try_pattern(project, "price*", code="value").already == 1  # the list in F2
    assert try_pattern(project, "price*", code="money").already == 3  # a theme with what is beneath
    assert "hits that lie in codings of money already: 3" in str(
        try_pattern(project, "price*", code="money")
    )
    with pytest.raises(CodingError, match="close to it: price"):
        try_pattern(project, "price*", code="prise")


def test_negated_hits_are_counted(project):
    trial = try_pattern(project, {"glob": "price*", "negation": "exclude"})
    assert (trial.hits, trial.negated) == (2, 2)  # "No price", "never saw a price"
    assert "2 hits left out as negated" in str(trial)
    assert try_pattern(project, {"glob": "price*", "negation": "only"}).hits == 2


def test_samples_stand_in_their_turn_and_come_evenly_from_the_documents(project):
    samples = try_pattern(project, "price*", samples=3, context=2).samples
    assert list(samples) == ["left", "match", "right", "document", "turn", "participant", "role", "case"]  # fmt: skip
    # Two of the three hits of F1 (the first and the third quarter: hits 1 and 3), the one of F2.
    assert rows(samples) == [
        ("", "Price", ", prices <b", "F1", "2", "P1", "Commissioner", "Case A"),
        ("No", "price", "at all", "F1", "4", "P1", "Commissioner", "Case A"),
        ("saw a", "price", "list", "F2", "1", "P3", "Provider", "Case B"),
    ]
    assert rows(try_pattern(project, "price*", samples=1).samples)[0][3:5] == ("F2", "1")
    assert len(try_pattern(project, "price*", samples=0).samples) == 0
    assert len(try_pattern(project, "price*", samples=99).samples) == 4
    again = try_pattern(project, "price*", samples=3, context=2).samples
    pd.testing.assert_frame_equal(samples, again)


def test_field_notes_are_searched_and_reflections_are_not(make_study):
    project = make_study(
        files={"OBS.txt": "The price was on the door.\n\n[Reflective] I thought of the price.\n"},
        documents="document,kind,case\nOBS,observation,Case A\n",
    )
    trial = try_pattern(project, "price")
    assert (trial.hits, trial.participants, trial.words) == (1, 0, 6)
    assert rows(trial.by_case) == [("Case A", 1, 1, 0, 6, pytest.approx(1000 / 6))]
    assert len(trial.by_role) == 0
    assert trial.notes == (
        "by role: 1 hit in field notes or interviewers' turns stand outside",
    )  # fmt: skip
    assert rows(trial.samples)[0][5:] == (None, None, "Case A")


def test_everything_from_the_texts_is_escaped(project):
    page = try_pattern(project, {"regex": "<b>|Price"})._repr_html_()
    assert "<b>" not in page and "&lt;b&gt;" in page
    assert "<b>" not in Workshop(lambda text: try_pattern(project, text), "<b>*").html


def test_a_pattern_that_cannot_be_searched_says_why(project, monkeypatch):
    from qualcode.suggest import language

    monkeypatch.setattr(language, "_trained", lambda name: language.Pipeline(None, "none here"))
    with pytest.raises(CodebookError, match=r"^pattern: lemma: price \(pos: VERB\) .* none here"):
        try_pattern(project, {"lemma": "price", "pos": "VERB"})
    for wrong in ("regex: (", "", "*", {"glob": "a", "negated": "only"}, {"regex": "("}):
        with pytest.raises(CodebookError):
            try_pattern(project, wrong)
    for more in ({"samples": -1}, {"context": 1.5}, {"samples": True}):
        with pytest.raises(UsageError):
            try_pattern(project, "price", **more)


# --- in a notebook -------------------------------------------------------------------------------


def test_typing_refreshes_the_table_and_mistakes_show_in_it(project):
    pytest.importorskip("ipywidgets")
    workshop = try_pattern(project, code="price")
    assert isinstance(workshop, Workshop)
    assert "application/vnd.jupyter.widget-view+json" in workshop._repr_mimebundle_()
    box, table = workshop.widget.children
    assert box.continuous_update is False
    box.value = "price*"
    assert "4 hits in 3 turns" in table.value and "already: 2" in table.value
    box.value = "regex: ("
    assert "regular expression" in table.value and "4 hits" not in table.value
    assert workshop.trial.hits == 4  # the last that could be counted
    box.value = "lemma: see"
    assert "1 hit in 1 turn" in table.value
    box.value = ""
    assert "Type a pattern" in table.value


def test_a_trial_can_go_on_live_with_its_pattern_and_options(project):
    trial = try_pattern(project, {"near": ["price*", "value"], "within": 8}, where={"role": "User"})
    live = trial.live()
    assert live.trial.hits == 0 and live.trial.pattern == trial.pattern
    live.show("note")
    assert live.trial.hits == 1
    live.show("price")
    assert live.trial.hits == 0  # still among users only


def test_without_ipywidgets_the_table_shows(project, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "ipywidgets":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    workshop = try_pattern(project)
    assert workshop.widget is None
    assert set(workshop._repr_mimebundle_()) == {"text/plain", "text/html"}
    assert "4 hits" in workshop.show("price*")
    assert "4 hits" in workshop._repr_mimebundle_()["text/html"]


# --- the index of a study ------------------------------------------------------------------------


def test_the_index_is_kept_while_the_texts_stay_and_follows_them(project):
    first = study_index(project.study)
    project.add_coding(document="F3", turn="1", code="price")
    assert study_index(project.study) is first
    assert (project.study.derived / "index.json").is_file()
    turns = project.turns()
    assert first.n_turns == len(turns)
    assert (first.turn_tokens[1:] - first.turn_tokens[:-1]).tolist() == turns["words"].tolist()


def test_the_index_follows_a_new_document(project, tmp_path):
    assert try_pattern(project, "price").hits == 3
    (tmp_path / "F9.txt").write_text("ANN: A price.\n", encoding="utf-8")
    project.ingest(tmp_path / "F9.txt")
    assert try_pattern(project, "price").hits == 4
    assert try_pattern(project.as_of(project.study.last_act - 1), "price").hits == 3


def test_an_empty_project_and_an_empty_turn_have_no_hits(make_study):
    trial = try_pattern(make_study(), "price")
    assert (trial.hits, trial.words, len(trial.by_role)) == (0, 0, 0)
    assert "0 hits" in str(trial) and "0 hits" in trial._repr_html_()
