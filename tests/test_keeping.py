"""What a suggester proposes is kept once, with its evidence, whatever characters the evidence has."""

import numpy as np
import pytest

from qualcode.core.ids import suggestion_id, suggestion_ids
from qualcode.core.watch import unwatched
from qualcode.review.keeping import draft_run
from qualcode.store import Draft, state
from qualcode.suggest.run import Run

# ANN 59-106: "Trust matters to us. Price came last, honestly."; ANN 148-166: "Well, trust again."
REASON = 'regex: "[Tt]rust" – ünsicher\\b'
THREE = [
    # start, end, code, rank, evidence as (start, end, reason)
    (59, 106, "trust", 0.5, [(59, 64, REASON)]),
    (59, 106, "price", 0.75, [(80, 85, "price"), (91, 95, "last")]),
    (148, 166, "trust", 0.5, [(154, 159, REASON)]),
]


def run_of(study, rows):
    version = state.versions(study)["FG1"].version
    codes = list(dict.fromkeys(row[2] for row in rows))
    pieces = [piece for row in rows for piece in row[4]]
    reasons = list(dict.fromkeys(piece[2] for piece in pieces))
    return Run(
        engine="made up",
        documents=["FG1"],
        versions=[version],
        codes=codes,
        reasons=reasons,
        document=np.zeros(len(rows), np.int64),
        start=np.array([row[0] for row in rows]),
        end=np.array([row[1] for row in rows]),
        code=np.array([codes.index(row[2]) for row in rows]),
        rank_score=np.array([row[3] for row in rows]),
        evidence_from=np.cumsum([0, *(len(row[4]) for row in rows)]),
        evidence_start=np.array([piece[0] for piece in pieces]),
        evidence_end=np.array([piece[1] for piece in pieces]),
        evidence_reason=np.array([reasons.index(piece[2]) for piece in pieces]),
    )


@pytest.fixture
def keep(tiny):
    """Store runs as one act; gives how many were new, by code, for each of them."""
    study = tiny.project.study

    def _keep(*runs, refused=None):
        counts = []

        def prepare():
            draft = Draft()
            known = dict(study.rows("SELECT suggestion_id, version FROM suggestion"))
            counts[:] = [
                dict(draft_run(study, draft, run_of(study, run), known, refused or {}, unwatched))
                for run in runs
            ]
            return draft

        study.write("suggest", "AB", prepare)
        assert tiny.project.check() == []
        return counts

    return _keep


def seen(project):
    frame = project.suggestions().astype(object)
    return frame[["start", "end", "code", "rank_score", "evidence"]].to_numpy().tolist()


def test_everything_that_was_proposed_is_there_with_its_evidence(tiny, keep):
    assert keep(THREE) == [{"trust": 2, "price": 1}]
    assert seen(tiny.project) == [
        [59, 106, "price", 0.75, "“Price” 80–85 (price); “last” 91–95 (last)"],
        [59, 106, "trust", 0.5, f"“Trust” 59–64 ({REASON})"],
        [148, 166, "trust", 0.5, f"“trust” 154–159 ({REASON})"],
    ]


def test_the_same_proposal_is_kept_once(tiny, keep):
    # In one run twice, from a second engine in the same act, and from a later act.
    assert keep([THREE[0], THREE[0], THREE[1]], THREE[1:]) == [
        {"trust": 1, "price": 1},
        {"trust": 1},
    ]
    assert keep(THREE) == [{}]
    assert [row[:3] for row in seen(tiny.project)] == [
        [59, 106, "price"],
        [59, 106, "trust"],
        [148, 166, "trust"],
    ]
    assert seen(tiny.project)[1][4] == f"“Trust” 59–64 ({REASON})"


def test_what_was_refused_is_left_out_and_the_rest_keeps_its_own_evidence(tiny, keep):
    # 59-90 is 31 of the 47 characters of 59-106.
    assert keep(THREE, refused={("FG1", "trust"): [(59, 90)]}) == [{"price": 1, "trust": 1}]
    assert [row[3:] for row in seen(tiny.project)] == [
        [0.75, "“Price” 80–85 (price); “last” 91–95 (last)"],
        [0.5, f"“trust” 154–159 ({REASON})"],
    ]


def test_each_document_has_the_evidence_of_its_own_proposals(make_study):
    project = make_study(
        turns="document,turn,speaker,text\nA,1,X,We trust them.\nB,1,Y,No price was named to us.\n",
        codebook="codes:\n- code: trust\n  patterns: [trust]\n- code: price\n  patterns: [price, named]\n",
    )
    assert project.suggest().new == 2
    assert project.suggestions()[["document", "code", "evidence"]].to_numpy().tolist() == [
        ["A", "trust", "“trust” 3–8 (trust)"],
        ["B", "price", "“price” 3–8 (price); “named” 13–18 (named)"],
    ]


def test_the_ids_of_many_are_the_ids_of_each():
    rows = [(0, 4, "a"), (0, 5, "a"), (0, 4, "b"), (10, 40, "ü\0 c")]
    many = suggestion_ids("v", "D", *zip(*rows, strict=True))
    assert many == [suggestion_id("v", "D", *row) for row in rows]
    assert len(set(many)) == 4
    # An id never changes: it was given out by earlier versions and lies in files.
    assert many[0] == "s" + "849408ac8b0250867c161899712248f7"
