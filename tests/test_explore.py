"""Ideas from the words alone: small stories whose words can be counted, and the demonstration study."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

import qualcode as qc
from qualcode import explore
from qualcode.core.stop_words import is_stop_word
from qualcode.errors import CodingError, TableError, UsageError
from qualcode.explore.linked_words import log_likelihood
from qualcode.explore.terms import terms_of
from qualcode.present.plots import alt_text, save
from qualcode.readers.codebooks import read_codebook

GARDEN = ["rose tulip soil", "tulip soil spade", "soil spade rose", "spade rose tulip"]
KITCHEN = ["oven bread flour", "bread flour salt", "flour salt oven", "salt oven bread"]
PEOPLE = "participant,document,speaker,role\nP1,D1,ANN,Cook\nP2,D2,BOB,Cook\nP3,D3,CAT,Gardener\n"


def turns(*rows: tuple[str, str, str]) -> str:
    lines = ["document,turn,speaker,text"]
    counts: dict[str, int] = {}
    for document, speaker, text in rows:
        counts[document] = counts.get(document, 0) + 1
        lines.append(f'{document},{counts[document]},{speaker},"{text}"')
    return "\n".join(lines) + "\n"


@pytest.fixture
def two_worlds(make_study):
    """Three people, four turns each about gardens; two of them four turns each about kitchens as well. The
    interviewer talks about zebras and nothing else."""
    rows = []
    for document, speaker in (("D1", "ANN"), ("D2", "BOB"), ("D3", "CAT")):
        rows.append((document, "I", "zebra zebra zebra"))
        rows += [(document, speaker, f"{text}, you know, {text}") for text in GARDEN]
        if speaker != "CAT":
            rows += [(document, speaker, f"{text}, I mean, {text}") for text in KITCHEN]
    return make_study(turns=turns(*rows), participants=PEOPLE, codebook=["trust"])


# -- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["the", "it's", "they'd", "don't", "can't", "isn't", "we've", "um"]
)
def test_what_grammar_and_hesitation_need_is_a_stop_word(word):
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["council", "council's", "money", "trust", "o'clock", "serious"])
def test_what_somebody_talks_about_is_none(word):
    assert not is_stop_word(word)


def test_interviewers_brackets_numbers_and_words_left_out_are_not_explored(make_study):
    project = make_study(
        turns=turns(("D1", "I", "zebra"), ("D1", "ANN", "Rose [laughs] 2018 tulips, the tulip"))
    )
    terms = terms_of(project)
    assert sorted({terms.names[at] for at in terms.term[terms.content]}) == [
        "rose",
        "tulip",
        "tulips",
    ]
    assert terms.words == 6  # rose, laughs, 2018, tulips, the, tulip
    left = terms_of(project, leave_out=["tulip*"], interviewers=True)
    assert sorted({left.names[at] for at in left.term[left.content]}) == ["rose", "zebra"]
    together = terms_of(project, lemmas=True)
    assert int(together.uses[together.names.index("tulip")]) == 2
    with pytest.raises(TableError, match="no words"):
        terms_of(project, leave_out=["tulip*", "rose"])
    with pytest.raises(UsageError, match="german"):
        terms_of(project, stop="german")


# -- topics ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["nmf", "lda"])
def test_two_ways_of_talking_are_two_topics(two_worlds, method):
    report = explore.topics(two_worlds, 2, method=method, seeds=2, top=4, most=1.0)
    frame = report.frame
    # Three people with four turns on gardens, two with four on kitchens.
    assert frame["n_turns"].tolist() == [12, 8]
    assert frame["n_participants"].tolist() == [3, 2]
    assert set(frame["words"][0].split(", ")) == {"rose", "tulip", "soil", "spade"}
    assert set(frame["words"][1].split(", ")) == {"oven", "bread", "flour", "salt"}
    assert frame["stability"].tolist() == [1.0, 1.0]
    row = report.by_k.iloc[0]
    assert row["coherence"] > row["shuffled"]
    assert row["low"] <= row["coherence"] <= row["high"]
    assert "zebra" not in str(report)
    assert "no themes" in report.notes[0] and "no" in report.notes[0]
    assert f"seeds {20260101}, {20260102}" in "\n".join(report.notes)


def test_typical_turns_are_those_of_the_topic_one_of_a_person(two_worlds):
    report = explore.topics(two_worlds, 2, seeds=1, top=4, most=1.0, samples=5)
    quotes = report.sections[1].frame
    assert quotes is not None
    garden = quotes[quotes["topic"] == 1]
    assert len(garden) == 3  # five were asked for, three people speak of gardens
    assert all(any(word in text for word in ("rose", "soil")) for text in garden["quotation"])
    assert garden["source"].str.contains("P1").sum() == 1
    assert report.frame["stability"].isna().all()
    assert "One seed" in "\n".join(report.notes)


def test_shuffled_words_bear_no_topics_and_the_report_says_so(make_study):
    words = ["rose", "tulip", "soil", "spade", "oven", "bread", "flour", "salt"]
    # Every pair of words stands together equally often: nothing goes with anything.
    rows = [("D1", "ANN", f"{a}. {b}. {a}") for at, a in enumerate(words) for b in words[at + 1 :]]
    project = make_study(turns=turns(*rows))
    report = explore.topics(project, [2, 3], seeds=3, top=4, most=1.0)
    said = "\n".join(report.notes)
    assert "does not bear" in said or "another run would tell another story" in said
    assert "is one participant's words" in said
    assert "small corpus" in said and "84 words" in said  # 28 turns of three words


def test_the_number_of_topics_shown_can_be_chosen(two_worlds):
    report = explore.topics(two_worlds, [2, 3], seeds=2, show=3, most=1.0)
    assert len(report.frame) == 3 and report.shown_k == 3
    assert report.by_k["k"].tolist() == [2, 3]
    assert report.runs["k"].tolist() == [2, 2, 3, 3]
    by_documents = explore.topics(two_worlds, 2, level="documents", seeds=2, samples=1)
    assert by_documents.frame["n_documents"].sum() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 0},
        {"k": []},
        {"show": 7},
        {"method": "bert"},
        {"level": "lines"},
        {"coherence": "u"},
        {"most": 0},
        {"seeds": []},
        {"seeds": [1, 1]},
        {"seed": 2**40},
        {"where": {"coder": "AB"}},
    ],
)
def test_topics_refuse_what_makes_no_sense(two_worlds, wrong):
    with pytest.raises(UsageError):
        explore.topics(two_worlds, **wrong)


def test_words_that_are_in_most_turns_are_named_as_the_reason(make_study):
    rows = [(f"D{n}", f"P{n}", "The council trusts a council.") for n in range(4) for _ in range(5)]
    project = make_study(turns=turns(*rows))
    with pytest.raises(TableError, match=r"0 words.*Lower least=.*raise most="):
        explore.topics(project)
    assert len(explore.topics(project, k=2, most=1.0, seeds=1).frame) == 2


def test_an_unknown_code_is_answered_with_those_there_are(coded_study):
    for ask in (explore.candidate_patterns, explore.near_words):
        with pytest.raises(CodingError, match="money"):
            ask(coded_study, "zzz")


def test_limits_of_words_can_be_given_on_the_command_line(two_worlds, capsys):
    from qualcode.cli import main

    path = str(two_worlds.study.path)
    words = ["explore", "topics", path, "--k", "2", "--seeds", "1", "--least", "1", "--most", "1"]
    assert main(words) == 0
    assert "used at least 1 time and in at most 100% of turns" in capsys.readouterr().out


def test_too_few_words_are_told(two_worlds, make_study):
    with pytest.raises(TableError, match="at most"):
        explore.topics(two_worlds, 50)
    with pytest.raises(TableError, match="too few"):
        explore.topics(make_study(turns=turns(("D1", "ANN", "Rose and tulip."))))


# -- linked words ------------------------------------------------------------------------------------------


@pytest.fixture
def phrases(make_study):
    """Twenty words: "supply chain" three times by two people and neither word without the other; "value for
    money" three times by two; "price … quality" twice."""
    return make_study(
        turns=turns(
            ("D1", "ANN", "supply chain, value for money."),  # 5 words
            ("D1", "ANN", "supply chain, price over quality."),  # 5
            ("D2", "BOB", "supply chain, value for money, quality, price."),  # 7
            ("D2", "BOB", "value for money"),  # 3
        ),
        participants=PEOPLE,
        codebook=["trust"],
    )


def test_phrases_with_their_counts(phrases):
    report = explore.collocations(phrases)
    frame = report.frame.set_index("phrase")
    assert set(frame.index) == {"supply chain", "value for money"}
    chain = frame.loc["supply chain"]
    assert (chain["n"], chain["n_first"], chain["n_second"]) == (3, 3, 3)
    assert chain["npmi"] == pytest.approx(1.0)
    assert chain["expected"] == pytest.approx(3 * 3 / 20)
    assert (chain["n_turns"], chain["n_documents"], chain["n_participants"]) == (3, 2, 2)
    assert chain["top_share"] == pytest.approx(2 / 3)  # ANN twice, BOB once
    value = frame.loc["value for money"]
    assert (value["n"], value["n_participants"]) == (3, 2)
    trial = qc.try_pattern(phrases, "value for money")
    assert trial.hits == 3
    lines = report.lines
    assert lines[lines["phrase"] == "supply chain"]["match"].tolist() == ["supply chain"] * 2


def test_punctuation_parts_phrases_and_one_person_is_left_out(phrases):
    report = explore.collocations(phrases, least=1, people=0, threshold=-1)
    assert "chain value" not in report.frame["phrase"].tolist()
    assert "quality price" not in report.frame["phrase"].tolist()
    assert "price over quality" not in report.frame["phrase"].tolist()  # "over" connects nothing
    least = explore.collocations(phrases, people=3)
    assert not len(least.frame) and "None were found." in str(least)
    assert "2 phrases that would stand here" in "\n".join(least.notes)


def test_pairs_near_each_other(phrases):
    report = explore.collocations(phrases, within=2, least=2, people=2)
    frame = report.frame.set_index("phrase")
    # "price over quality" and "quality, price": two meetings of two uses each.
    pair = frame.loc["price … quality"]
    assert (pair["n"], pair["n_first"], pair["n_second"], pair["n_participants"]) == (2, 2, 2, 2)
    # 20 words with two places on either side, of which 2/20 and 2/20 are these.
    assert pair["expected"] == pytest.approx(80 * 0.1 * 0.1)
    assert pair["npmi"] == pytest.approx(math.log(2 / 0.8) / -math.log(2 / 80))
    (pattern,) = report.draft(["price … quality"])["draft_pairs"].patterns
    assert pattern.as_data() == {"near": ["price", "quality"], "within": 2}


def test_log_likelihood_is_that_of_the_four_cells():
    from scipy.stats import chi2_contingency

    table = [[110, 2442 - 110], [111 - 110, 31777 - 2442 - 1]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert log_likelihood(110, 2442, 111, 31777) == pytest.approx(expected)
    assert log_likelihood(1, 10, 10, 100) == pytest.approx(0.0, abs=1e-12)
    assert log_likelihood(0, 50, 50, 100) < 0


@pytest.mark.parametrize(
    "wrong", [{"sort": "x"}, {"within": 0}, {"within": 99}, {"threshold": 1}, {"top": 0}]
)
def test_collocations_refuse_what_makes_no_sense(phrases, wrong):
    with pytest.raises(UsageError):
        explore.collocations(phrases, **wrong)


# -- near words --------------------------------------------------------------------------------------------

ANIMALS = ["kitten", "puppy"]
BILLS = ["rent", "mortgage"]


@pytest.fixture
def alike(make_study):
    """ "kitten" and "puppy" are said among the same words, "rent" and "mortgage" among others, never together."""
    rows = []
    for at in range(40):
        speaker, document = ("ANN", "D1") if at % 2 else ("BOB", "D2")
        rows.append((document, speaker, f"sleepy little {ANIMALS[at // 2 % 2]} chased yarn daily"))
        rows.append(
            (document, speaker, f"landlord demanded {BILLS[at // 2 % 2]} payment every month")
        )
    book = "codes:\n  - code: pets\n    patterns: [kitten*, pay the rent]\n  - code: empty\n"
    return make_study(turns=turns(*rows), participants=PEOPLE, codebook=book)


@pytest.mark.parametrize("model", ["word2vec", "fasttext"])
def test_words_said_among_the_same_words_are_near(alike, model):
    report = explore.near_words(alike, "pets", model=model, seeds=2, draws=2, top=5, epochs=60)
    frame = report.frame.set_index("word")
    assert report.asked == ["kitten"]  # one word goes before the words of the phrase
    assert frame.index[0] == "puppy"
    puppy = frame.loc["puppy"]
    assert (puppy["n"], puppy["n_participants"], puppy["n_documents"]) == (20, 2, 2)
    assert puppy["n_beside"] == 0  # near, and never said together
    assert puppy["stable"] == 1.0 and puppy["low"] <= puppy["similarity"] <= puppy["high"]
    assert "kitten" not in frame.index
    said = "\n".join(report.notes)
    assert "480 words is a small corpus" in said  # 80 turns of six words
    assert "Two seeds share" in said and "seeds 20260101, 20260102" in said


def test_a_code_without_usable_words_is_told(alike):
    with pytest.raises(TableError, match="none of the words of empty"):
        explore.near_words(alike, "empty")
    with pytest.raises(CodingError, match="pets"):
        explore.near_words(alike, "pet")
    with pytest.raises(UsageError, match="neither"):
        explore.near_words(alike)
    with pytest.raises(UsageError, match="bert"):
        explore.near_words(alike, "pets", model="bert")


def test_one_seed_says_that_nothing_is_known(alike):
    report = explore.near_words(alike, words=["rent"], seeds=1, draws=0, top=3, epochs=5)
    assert report.overlap is None and report.shuffled is None
    assert report.frame["stable_documents"].isna().all()
    assert "One seed" in "\n".join(report.notes)
    assert "NaN" not in str(report)


# -- candidate patterns ------------------------------------------------------------------------------------


@pytest.fixture
def coded_study(make_study):
    """D1 and D2 are passed, D3 is not. "price" is on four turns: all of them say invoice, two budget."""
    return make_study(
        turns=turns(
            ("D1", "ANN", "The invoice came late."),
            ("D1", "ANN", "Our budget and the invoice."),
            ("D1", "ANN", "Weather was lovely."),
            ("D1", "ANN", "Garden visits, lovely."),
            ("D2", "BOB", "An invoice again, again late."),
            ("D2", "BOB", "Budget before invoice."),
            ("D2", "BOB", "A lovely invoice drawing."),
            ("D2", "BOB", "Weather, garden, weather."),
            ("D3", "CAT", "That invoice and another invoice."),
        ),
        participants=PEOPLE,
        codebook=(
            "codes:\n  - code: money\n    codes:\n      - code: price\n        patterns: [budget*]\n"
            "  - code: delay\n    patterns: [late]\n  - code: art\n"
        ),
        codings="document,code,coder,turn\nD1,price,AB,1\nD1,price,AB,2\nD2,price,AB,1\nD2,price,AB,2\n",
        progress="document,coder\nD1,AB\nD2,AB\n",
    )


def test_candidates_with_live_counts(coded_study):
    report = explore.candidate_patterns(coded_study, "price")
    assert (report.coded, report.other) == (4, 4)  # D3 is neither
    assert report.found_now == (2, 0)
    frame = report.frame.set_index("pattern")
    row = frame.loc["invoice"]
    assert (row["turns_coded"], row["turns_other"], row["turns_unread"]) == (4, 1, 1)
    assert row["precision"] == pytest.approx(0.8) and row["share_coded"] == 1.0
    assert row["hits"] == 7  # one of D3's turn says it twice
    assert (row["n_participants"], row["n_documents"]) == (2, 2)
    assert row["found_already"] == 0
    assert row["adds"] == 2  # budget* finds the two others
    assert frame.loc["budget", "found_already"] == 2  # both hits
    assert frame.loc["late", "also_finds"] == "delay"
    assert "lovely" not in frame.index
    trial = qc.try_pattern(coded_study, "invoice", code="price")
    assert (trial.hits, trial.already) == (7, 4)


def test_lines_show_coded_and_other_turns(coded_study):
    lines = explore.candidate_patterns(coded_study, "price").lines
    assert lines is not None
    own = lines[lines["pattern"] == "invoice"]
    assert own["coded"].tolist() == ["yes", "yes", "no"]
    assert own["source"].tolist()[-1] == "P2, Cook, D2 turn 3"


def test_a_theme_takes_the_codings_beneath_it(coded_study):
    theme = explore.candidate_patterns(coded_study, "money")
    assert (theme.coded, theme.other) == (4, 4)
    assert theme.found_now == (2, 0)


def test_what_is_chosen_without_a_document_is_told_of_that_document(coded_study):
    report = explore.candidate_patterns(
        coded_study, "price", least=1, people=1, top=1, phrases=False, prior=1
    )
    # Chosen on either document alone, "invoice" comes first (under a weak prior); it finds two coded turns in D1 and, in D2,
    # two coded turns and the drawing.
    assert report.frame["pattern"].tolist() == ["invoice"]
    assert report.left_out == (4, 5)
    assert "4 of 5 turns found carry the code" in "\n".join(report.notes)


def test_words_of_one_document_do_not_serve_in_the_other(make_study):
    project = make_study(
        turns=turns(
            ("D1", "ANN", "Acorns."),
            ("D1", "ANN", "Acorns."),
            ("D1", "ANN", "Weather."),
            ("D2", "BOB", "Barley."),
            ("D2", "BOB", "Barley."),
            ("D2", "BOB", "Weather."),
        ),
        codebook=["crops"],
        codings="document,code,coder,turn\nD1,crops,AB,1\nD1,crops,AB,2\nD2,crops,AB,1\nD2,crops,AB,2\n",
        progress="document,coder\nD1,AB\nD2,AB\n",
    )
    report = explore.candidate_patterns(project, "crops", people=1, phrases=False)
    frame = report.frame.set_index("pattern")
    assert frame["precision"].tolist() == [1.0, 1.0] and set(frame.index) == {"acorns", "barley"}
    # Chosen on D2 alone it is barley, of which D1 has none, and the other way round.
    assert report.left_out == (0, 0)
    assert "find nothing" in "\n".join(report.notes)


def test_leaving_one_person_out_never_raises_z(coded_study):
    frame = explore.candidate_patterns(coded_study, "price").frame
    assert (frame["z_without"] <= frame["z"]).all()


def test_candidates_need_turns_with_and_without(coded_study):
    with pytest.raises(TableError, match="no passed turn carries it"):
        explore.candidate_patterns(coded_study, "art")
    with pytest.raises(CodingError):
        explore.candidate_patterns(coded_study, "prize")
    with pytest.raises(UsageError, match="each"):
        explore.candidate_patterns(coded_study, "price", coders="each")


# -- drafts ------------------------------------------------------------------------------------------------


def test_a_draft_of_candidates_loads_and_leaves_codings_as_they_are(coded_study, tmp_path):
    report = explore.candidate_patterns(coded_study, "price")
    path = report.save_draft(tmp_path / "draft.yaml", ["invoice"])
    book, doubts = read_codebook(path)
    assert not doubts
    assert [str(pattern) for pattern in book["price"].patterns] == ["budget*", "invoice"]
    assert "candidate patterns from 4 coded turns" in book["price"].extras["draft"]
    assert list(book.codes) == ["money", "price", "delay", "art"]
    before = coded_study.study.last_act
    assert coded_study.study.last_act == before  # exploring wrote nothing
    coded_study.load_codebook(path)
    assert (coded_study.codings()["stale"] != "yes").all()
    assert qc.try_pattern(coded_study, "invoice").hits == 7
    # All that the codebook does not find already: not budget.
    found = [str(pattern) for pattern in report.draft()["price"].patterns]
    assert "invoice" in found and "budget" not in found


def test_a_new_code_waits_for_its_definition(phrases, tmp_path):
    report = explore.collocations(phrases)
    path = report.save_draft(tmp_path / "draft.yaml", "supply chain")
    text = path.read_text("utf-8")
    assert "definition: ''" in text and "to be written" in text and text.startswith("# ")
    book, _ = read_codebook(path)
    entry = book["draft_phrases"]
    assert entry.definition == "" and [str(each) for each in entry.patterns] == ["supply chain"]
    assert "trust" in book
    report.save_draft(tmp_path / "draft.csv", alone=True)
    alone, _ = read_codebook(tmp_path / "draft.csv")
    assert list(alone.codes) == ["draft_phrases"]
    phrases.load_codebook(path)
    # Asked again, the id is taken.
    assert "draft_phrases_2" in explore.collocations(phrases).draft()


def test_ideas_can_go_into_a_code_that_is_there(phrases):
    report = explore.collocations(phrases)
    book = report.draft(into="trust")
    assert {str(each) for each in book["trust"].patterns} == {"supply chain", "value for money"}
    assert "draft_phrases" not in book
    with pytest.raises(UsageError, match="not in the report"):
        report.draft(["price war"])
    with pytest.raises(UsageError, match="no picture"):
        report.plot()


def test_topics_become_codes_with_their_words(two_worlds, tmp_path):
    report = explore.topics(two_worlds, 2, seeds=1, top=4, most=1.0)
    book = report.draft(2)
    assert "draft_topic_2" in book and "draft_topic_1" not in book
    assert {each.text for each in book["draft_topic_2"].patterns} == set(KITCHEN[0].split()) | {
        "salt"
    }
    read_codebook(report.save_draft(tmp_path / "t.yaml"))


# -- the same words give the same numbers --------------------------------------------------------------------


def test_nothing_depends_on_the_hash_of_a_run(two_worlds):
    script = (
        "import sys, qualcode as qc\nfrom qualcode import explore\n"
        "p = qc.open_project(sys.argv[1])\n"
        "print(explore.topics(p, [2, 3], seeds=2, most=1.0))\n"
        "print(explore.near_words(p, words=['rose'], seeds=2, draws=1, top=4, least=2))\n"
        "print(explore.collocations(p, people=1))\n"
    )
    two_worlds.study.connection.commit()
    printed = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", script, str(two_worlds.path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
        )
        for seed in ("1", "2")
    ]
    assert printed[0].stderr == "" and printed[0].returncode == 0
    assert printed[0].stdout == printed[1].stdout and "Near rose" in printed[0].stdout


# -- the demonstration study ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    from qualcode.demo import build, study_folder

    with qc.new_project(tmp_path_factory.mktemp("demo") / "s.qualcode", coder="MW") as project:
        build(project, study_folder())
        yield project


def test_ideas_of_the_demonstration_study(demo, tmp_path: Path):
    act = demo.study.last_act
    report = explore.collocations(demo, top=5)
    assert report.frame["phrase"][0] == "social value"
    hits = qc.try_pattern(demo, "social value").hits
    assert report.frame["n"][0] == hits
    candidates = explore.candidate_patterns(demo, "measuring", top=5, lemmas=True)
    assert candidates.found_now[0] < candidates.coded
    for name, idea in (("c", report), ("p", candidates)):
        for suffix in (".csv", ".xlsx", ".html", ".md", ".docx", ".tex"):
            idea.save(tmp_path / f"{name}{suffix}")
        read_codebook(idea.save_draft(tmp_path / f"{name}.yaml"))
    assert demo.study.last_act == act


def test_a_small_study_is_told_how_little_it_bears(demo):
    report = explore.near_words(demo, "trust", seeds=2, draws=2, epochs=5, top=10)
    said = "\n".join(report.notes)
    assert "small corpus" in said and "unstable" in said
    topics = explore.topics(demo, [4, 6], seeds=2)
    said = "\n".join(topics.notes)
    assert "small corpus" in said and "another run would tell another story" in said


# -- pictures ------------------------------------------------------------------------------------------------


def test_pictures_say_what_they_show(two_worlds, tmp_path):
    import matplotlib.pyplot as plt

    report = explore.topics(two_worlds, [2, 3], seeds=2, most=1.0)
    near = explore.near_words(
        two_worlds, words=["rose"], seeds=2, draws=1, top=4, least=2, epochs=3
    )
    for at, (ax, words) in enumerate(
        [
            (report.plot(), "Line chart. Coherence by number of topics"),
            (report.plot_words(), "Bar chart. Words of 2 topics"),
            (near.plot(), "Dot plot. Words near rose"),
        ]
    ):
        assert alt_text(ax).startswith(words)
        save(ax, tmp_path / f"{at}.png")
        plt.close(ax.get_figure())
    figure, axes = plt.subplots(1, 3, figsize=(14, 5))
    given = [report.plot(axes[0]), report.plot_words(axes[1], topics=1), near.plot(axes[2])]
    assert all(a is b for a, b in zip(given, axes, strict=True))
    save(figure, tmp_path / "all.png")
    plt.close(figure)
    with pytest.raises(UsageError, match="topics"):
        report.plot_words(topics=9)
    with pytest.raises(TableError, match="too many"):
        explore.topic_plot(report, words=10**6, topics=[1, 2] * 60)
