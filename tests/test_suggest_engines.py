"""The engines there are, those that other packages bring, what a run says of itself, and its evidence."""

import csv
import re
from dataclasses import replace

import numpy as np
import pytest
from suggest_kit import BOOK, codings, progress, turns

from qualcode.core.codebook import Code, Codebook
from qualcode.core.text import text_hash
from qualcode.errors import UsageError
from qualcode.index import Indexable, build
from qualcode.review import learning
from qualcode.review.suggesting import suggest
from qualcode.suggest import engines
from qualcode.suggest.combined import fit
from qualcode.suggest.material import Material
from qualcode.suggest.run import Source

READ = [1, 2, 3, 4, 5]


def suggested(project, coder="AB", **options):
    return suggest(project.study, coder, embeddings=False, **options)


@pytest.fixture
def taught(make_study):
    return make_study(turns=turns(8), codebook=BOOK, codings=codings(READ), progress=progress(READ))


# -- engines of other packages -------------------------------------------------------------------------

PLUGIN = """
from dataclasses import replace
import numpy as np
from qualcode.core.records import Evidence, Proposal
from qualcode.errors import UsageError
from qualcode.suggest.run import Run

class WordLists:
    name = "wordlists"
    def suggest(self, material, *, codes=None, skip=()):
        found = []
        for row in range(len(material)):
            document = material.documents[int(material.group[row])]
            start, end = int(material.start[row]), int(material.end[row])
            at = document.text.find("dog", start, end)
            if material.open[row] and at >= 0 and "price" in (codes or material.codes):
                found.append(Proposal(document.document, document.version, start, end, "price", self.name,
                                      0.9, 0.25, (Evidence(at, at + 3, "on the list of animals"),)))
        return Run.of(self.name, found)

class Fails:
    name = "fails"
    def suggest(self, material, *, codes=None, skip=()):
        raise ValueError("no\\nluck")

class Wrong:
    name = "wrong"
    def suggest(self, material, *, codes=None, skip=()):
        d = material.documents[0]
        return Run.of(self.name, [Proposal(d.document, d.version, 0, 10**6, "price", self.name, 0.5)])

class Other:
    name = "other"
    def suggest(self, material, *, codes=None, skip=()):
        d = material.documents[0]
        return Run.of(self.name, [Proposal(d.document, d.version, 0, 5, "nope", self.name, 0.5)])

class NoRun:
    name = "norun"
    def suggest(self, material, *, codes=None, skip=()):
        return []

def odd(name, **columns):
    # An engine whose answer is whole but for these columns.
    def suggest(self, material, *, codes=None, skip=()):
        d = material.documents[0]
        run = Run.of(self.name, [Proposal(d.document, d.version, 0, 5, "price", self.name, 0.5, 0.5,
                                          (Evidence(0, 2, "why"),))])
        return replace(run, **{key: make(run) for key, make in columns.items()})
    return type(name, (), {"name": name, "suggest": suggest})

nan = float("nan")
Unranked = odd("unranked", rank_score=lambda run: np.array([nan]))
Endless = odd("endless", score=lambda run: np.array([np.inf]))
Sure = odd("sure", score=lambda run: np.array([1.5]))
Below = odd("below", rank_score=lambda run: np.array([-0.1]))
Unsure = odd("unsure", score=lambda run: np.array([nan]))
Uneven = odd("uneven", end=lambda run: np.array([5, 6]))
Listed = odd("listed", start=lambda run: [0])
Halves = odd("halves", start=lambda run: np.array([0.5]))
Nowhere = odd("nowhere", document=lambda run: np.array([3]))
Nocode = odd("nocode", code=lambda run: np.array([-1]))
Empty = odd("empty", end=lambda run: np.array([0]))
Faraway = odd("faraway", evidence_end=lambda run: np.array([10**6]))
Loose = odd("loose", evidence_from=lambda run: np.array([0, 0]))
Mute = odd("mute", notes=lambda run: (5,))
Mask = odd("mask", engine=lambda run: "patterns")
Unasked = odd("unasked")
Exact = odd("exact", score=lambda run: None)
Own = odd("combined")

class Leaves:
    name = "leaves"
    def suggest(self, material, *, codes=None, skip=()):
        raise SystemExit(0)

class Known:
    name = "known"
    def suggest(self, material, *, codes=None, skip=()):
        raise UsageError("model", "not found")

class Writes:
    name = "writes"
    def suggest(self, material, *, codes=None, skip=()):
        material.coded[:] = True

nothing = 5
class Nameless:
    pass
"""
POINTS = """[qualcode.suggesters]
wordlists = wordlists_plugin:WordLists
fails = wordlists_plugin:Fails
wrong = wordlists_plugin:Wrong
other = wordlists_plugin:Other
norun = wordlists_plugin:NoRun
gone = wordlists_plugin:Gone
missing = no_such_module_here:Thing
nameless = wordlists_plugin:Nameless
number = wordlists_plugin:nothing
patterns = wordlists_plugin:WordLists
"""
ODD = [
    "Unranked",
    "Endless",
    "Sure",
    "Below",
    "Unsure",
    "Uneven",
    "Listed",
    "Halves",
    "Nowhere",
    "Nocode",
    "Empty",
    "Faraway",
    "Loose",
    "Mute",
    "Mask",
    "Unasked",
    "Exact",
    "Leaves",
    "Known",
    "Writes",
    "Own",
]
POINTS += "".join(f"{name.lower()} = wordlists_plugin:{name}\n" for name in ODD)


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    site = tmp_path / "site"
    info = site / "animals-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "wordlists_plugin.py").write_text(PLUGIN, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: animals\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(site)


def test_an_engine_of_another_package_runs_by_its_entry_point(taught, plugin):
    assert engines.names()[:3] == ["patterns", "learned", "definitions"]
    assert "wordlists" in engines.names()
    report = suggested(taught, engines=["wordlists"])
    frame = taught.suggestions()
    assert report.new == len(frame) > 0
    assert set(frame["engine"]) == {"wordlists"}
    assert set(frame["score"]) == {0.25}
    assert all("dog" in text for text in frame["quotation"])
    assert "on the list of animals" in frame["evidence"].iloc[0]
    assert suggested(taught, engines=["wordlists"]).new == 0
    # Beside the project's own; a name of theirs is never taken by another package.
    assert len(set(engines.names())) == len(engines.names())
    assert type(engines.load("patterns")).__module__ == "qualcode.suggest.patterns"
    suggested(taught, engines=["patterns", "wordlists"])
    assert set(taught.suggestions()["engine"]) == {"patterns", "wordlists"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fails", "engine fails: failed: ValueError: no luck"),
        ("wrong", "engine wrong: proposed a range outside the text of D1"),
        ("other", "engine other: proposed 'nope': no code that can be applied"),
        ("norun", "engine norun: answered with list, not with a Run"),
        ("gone", "engine gone: cannot be loaded: AttributeError"),
        ("missing", "engine missing: cannot be loaded: ModuleNotFoundError"),
        ("nameless", "engine nameless: wordlists_plugin:Nameless of animals is no suggester"),
        ("number", "engine number: cannot be loaded: TypeError"),
        ("unheard", "engine: 'unheard'"),
        ("unranked", "engine unranked: gave a rank_score that is no number"),
        ("endless", "engine endless: gave a score outside 0 to 1"),
        ("sure", "engine sure: gave a score outside 0 to 1"),
        ("below", "engine below: gave a rank_score outside 0 to 1"),
        ("uneven", "engine uneven: gave 2 values of end where 1 belong"),
        ("listed", "engine listed: gave start that is no array"),
        ("halves", "engine halves: gave start that are no integers"),
        ("nowhere", "engine nowhere: gave a number of document that stands for none"),
        ("nocode", "engine nocode: gave a number of code that stands for none"),
        ("empty", "engine empty: proposed a range outside the text of D1"),
        ("faraway", "engine faraway: gave as evidence a range outside the text of D1"),
        ("loose", "engine loose: gave evidence_from that does not go from 0"),
        ("mute", "engine mute: gave a reason or a note that is no text"),
        ("mask", "engine mask: answered in the name of 'patterns'"),
        ("own", "engine own: wordlists_plugin:Own of animals calls itself 'combined'"),
        ("leaves", "engine leaves: failed: SystemExit: 0"),
        ("known", "engine known: failed: UsageError: model: not found"),
        ("writes", "engine writes: failed: ValueError: assignment destination is read-only"),
    ],
)
def test_a_broken_engine_is_named_in_one_line_and_nothing_is_stored(taught, plugin, name, said):
    last = taught.study.last_act
    with pytest.raises(UsageError) as caught:
        suggested(taught, engines=["patterns", name])
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)
    assert taught.study.last_act == last


@pytest.mark.parametrize("name", ["unsure", "exact"])
def test_an_engine_need_not_know_how_likely(taught, plugin, name):
    assert suggested(taught, engines=[name]).new == 1
    assert taught.suggestions()["score"].isna().all()


def test_what_nobody_asked_an_engine_for_is_refused(taught, plugin):
    with pytest.raises(UsageError, match="engine unasked: proposed 'price', which nobody asked"):
        suggested(taught, engines=["unasked"], codes=["measuring"])


@pytest.mark.parametrize("name", ["patterns", "learned", "definitions"])
def test_each_of_the_projects_own_is_a_suggester_of_the_same_kind(taught, name):
    engine = engines.load(name)
    own = learning.material(taught.study, embeddings=False)
    run = engine.suggest(own, codes=["price"])
    assert engine.name == run.engine == name
    assert {each.code for each in run} <= {"price"}
    assert all(own.codebook[each.code] and each.evidence for each in run)


def test_no_engine_is_no_run(taught):
    with pytest.raises(UsageError, match="none given"):
        suggested(taught, engines=[])


# -- what a run leaves ---------------------------------------------------------------------------------


def test_a_run_that_brings_nothing_is_an_act_once(make_study):
    project = make_study(turns=turns(2), codebook=["gardens"])
    last = project.study.last_act
    assert suggested(project, engines=["patterns"]).new == 0
    assert project.study.last_act == last + 1
    act = project.history().iloc[-1]
    assert (act["verb"], act["what"]) == ("suggest", "patterns proposed nothing new")
    suggested(project, engines=["patterns"])
    assert project.study.last_act == last + 1
    # Another engine has not read it yet; and nobody has after the codebook changed.
    suggested(project, engines=["learned"])
    assert project.study.last_act == last + 2
    project.add_code("rain")
    suggested(project, engines=["patterns"])
    assert project.study.last_act == last + 4
    project.undo()
    suggested(project, engines=["patterns"])
    assert project.study.last_act == last + 6
    assert project.check() == []


def test_what_was_found_says_itself_who_read(taught):
    suggested(taught, engines=["patterns"])
    last = taught.study.last_act
    suggested(taught, engines=["patterns"])
    assert taught.study.last_act == last


# -- evidence ------------------------------------------------------------------------------------------


def test_evidence_names_the_words_that_weighed_most_inside_the_segment(taught):
    fitted = learning.fitted(taught.study, embeddings=False)
    own = fitted.material
    text = own.documents[5].text
    for row in range(50, 60):
        for code in fitted.codes:
            for each in fitted.evidence(row, code):
                assert own.start[row] <= each.start < each.end <= own.end[row]
    said = {text[e.start : e.end]: e.reason for e in fitted.evidence(50, "measuring")}
    # Counted by hand in the fifteen turns on counting of D1 to D5, and the thirty-five others.
    assert text[own.start[50] : own.end[50]] == "Nobody had counted these outcomes before us"
    assert said["outcomes"] == "said in 11 of 15 segments coded measuring, in 0 of 35 others"
    assert said["counted"] == "said in 11 of 15 segments coded measuring, in 0 of 35 others"


def test_evidence_of_a_definition_names_the_words_they_share(make_study):
    project = make_study(turns=turns(1), codebook=BOOK)
    fitted = learning.fitted(project.study, embeddings=False, engines=["definitions"])
    own = fitted.material
    text = own.documents[0].text
    said = [(text[e.start : e.end], e.reason) for e in fitted.evidence(1, "measuring")]
    assert said == [
        ("Counting", "stands in the codebook's entry of measuring"),
        ("outcomes", "stands in the codebook's entry of measuring"),
    ]
    said = [(text[e.start : e.end], e.reason) for e in fitted.evidence(0, "measuring")]
    assert ("counted", "stands in the codebook's entry of measuring") in said


def test_a_pattern_is_evidence_with_its_record(taught):
    fitted = learning.fitted(taught.study, embeddings=False)
    own = fitted.material
    rows = [row for row in range(50, 60) if fitted.hits.rank[row, own.place["price"]] > 0]
    first = fitted.evidence(rows[0], "price")[0]
    text = own.documents[5].text
    assert text[first.start : first.end] == "price"
    # The word stands in all ten turns on money of D1 to D5, and in no other.
    assert first.reason == "price: right in 10 of 10 so far"


def test_where_no_word_speaks_that_is_said(taught):
    fitted = learning.fitted(taught.study, embeddings=False)
    own = fitted.material
    (only,) = fitted.evidence(59, "price")[:1]
    text = own.documents[5].text
    words = text[own.start[59] : own.end[59]]
    assert "price" not in words
    assert text[only.start : only.end] in words
    if only.reason.startswith("no single word"):
        assert (only.start, only.end) == (own.start[59], own.end[59])


# -- real data -----------------------------------------------------------------------------------------


def _real(folder, name, code, changed=None):
    """The folder's documents as material with one code, read in the first half; turns `changed` get other texts."""
    with (folder / "turns.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "codings.csv").open(encoding="utf-8-sig", newline="") as file:
        coded = {(r["doc_id"], r["turn"]) for r in csv.DictReader(file) if r["code"] == code}
    documents, truth, items, names = {}, [], [], []
    for row in rows:
        documents.setdefault(row["doc_id"], []).append(row)
    place = 0
    for document, own in list(documents.items())[:120]:
        parts, ranges, at = [], [], 0
        for row in own:
            text = (changed or {}).get(place, row["text"] or "-")
            ranges.append(((at, at + len(text)),))
            parts.append(text)
            at += len(text) + 1
            truth.append((document, row["turn"]) in coded)
            place += 1
        whole = "\n".join(parts)
        items.append(Indexable(text_hash(whole), whole, ranges))
        names.append(document)
    sources = [Source(n, i.version, i.text) for n, i in zip(names, items, strict=True)]
    own = Material.unread(build(items), sources, Codebook([Code(code)]))
    if len(own) != len(truth):  # a long turn is several segments: none in this folder
        pytest.skip("turns are not segments here")
    read = (own.group < 60)[:, None]
    return replace(own, considered=read, coded=np.array(truth)[:, None])


def test_without_its_evidence_words_a_segment_scores_lower(shared):
    folder = shared / "data" / "casino"
    if not folder.is_dir():
        pytest.skip("no folder casino")
    own = _real(folder, "casino", "small-talk")
    fitted = fit(own, engines=["learned"])
    chance = fitted.scores()[:, 0]
    unread = np.flatnonzero(own.group >= 60)
    best = unread[np.argsort(-chance[unread])[:40]]
    changed = {}
    for row in best.tolist():
        text = own.documents[int(own.group[row])].text
        start, end = int(own.start[row]), int(own.end[row])
        words = {text[e.start : e.end].lower() for e in fitted.evidence(row, "small-talk")}
        gone = "".join(
            part for part in re.split(r"(\w+(?:['’‑-]\w+)*)", text[start:end])
            if part.lower() not in words
        )  # fmt: skip
        changed[row] = gone or "-"
    after = fit(_real(folder, "casino", "small-talk", changed), engines=["learned"]).scores()[:, 0]
    lower = after[best] < chance[best]
    assert lower.mean() >= 0.95
    # And not by a little.
    assert np.median(after[best]) < 0.7 * np.median(chance[best])
