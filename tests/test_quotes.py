"""Quotations: which ones, in what words, with what around them, and how they are cited."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualcode as qc
from qualcode.analysis.citation import parse
from qualcode.errors import CodingError, TableError
from qualcode.present import kwic
from qualcode.present.passages import save_quotes
from qualcode.review.citing import set_citation

TEXT = """A forum

INT: Begin?
ANN: Trust matters here. Price came last.
BOB: I would not say so.
[laughter]
ANN: Well, trust again.
"""


@pytest.fixture
def project(make_study) -> qc.Project:
    project = make_study(
        files={"F.txt": TEXT, "P2.txt": "I: And you?\nR: We trust nobody.\n"},
        participants="participant,aliases,role\nP1,ANN,Buyer\nP2,BOB,\n",
        documents="document,case\nF,Case A\nP2,\n",
        codebook="codes:\n  - code: v\n    codes:\n      - code: trust\n      - code: price\n"
        "  - code: other\n",
    )
    text = project.text("F")

    def code(words: str, name: str, document: str = "F") -> None:
        start = project.text(document).index(words)
        project.add_coding(document=document, start=start, end=start + len(words), code=name)

    code("Price came last", "price")
    code("Trust matters", "trust")
    code("so.\n[laughter]\nANN: Well", "other")
    code("We trust nobody", "trust", "P2")
    assert text == TEXT
    return project


def test_quotations_come_in_the_order_of_the_text_with_a_source(project) -> None:
    found = qc.quotes(project)
    assert list(found.columns) == [
        "quotation", "source", "document", "turn", "speaker", "participant", "role", "case",
        "code", "theme", "coder", "origin", "start", "end", "coding_id", "key", "excerpt",
    ]  # fmt: skip
    assert found[["quotation", "source"]].values.tolist() == [
        ["Trust matters", "F, P1, Buyer, Case A"],
        ["Price came last", "F, P1, Buyer, Case A"],
        [
            "so. Well",
            "F, P2, Case A",
        ],  # the gap is one space; a role that is not recorded is left out
        ["We trust nobody", "P2"],  # document and person have one name, said once
    ]


def test_by_code_theme_and_attribute(project) -> None:
    assert qc.quotes(project, code="trust")["quotation"].to_list() == [
        "Trust matters", "We trust nobody",
    ]  # fmt: skip
    assert len(qc.quotes(project, code="v")) == 3
    assert len(qc.quotes(project, where={"case": "Case A"})) == 3
    assert qc.quotes(project, code="v", where={"case": qc.NONE})["document"].to_list() == ["P2"]
    # A coding that crosses turns is found by, and cited as, each of those who speak in it.
    crossing = qc.quotes(project, code="other", where={"role": "Buyer"})
    assert crossing["source"].to_list() == ["F, P1, Buyer, Case A"]
    assert qc.quotes(project, code="other", where={"participant": "P2"})["source"].to_list() == [
        "F, P2, Case A"
    ]
    assert qc.quotes(project, code="price", where={"participant": "P2"}).empty
    with pytest.raises(CodingError, match="not in the codebook"):
        qc.quotes(project, code="trsut")
    with pytest.raises(TableError, match="no turn has the value"):
        qc.quotes(project, where={"role": "Queen"})


def test_context_shows_the_turns_around(project) -> None:
    found = qc.quotes(project, code="price", context=1).iloc[0]
    assert found["before"] == "INT: Begin? ANN: Trust matters here."
    assert found["quotation"] == "Price came last"
    assert found["after"] == ". BOB: I would not say so."
    wide = qc.quotes(project, code="price", context=9).iloc[0]
    assert wide["before"] == "INT: Begin? ANN: Trust matters here."
    assert wide["after"] == ". BOB: I would not say so. ANN: Well, trust again."
    # A quotation at the beginning of its turn has only other turns before it.
    first = qc.quotes(project, code="trust", where={"document": "F"}, context=1).iloc[0]
    assert first["before"] == "INT: Begin?"
    assert first["after"] == "here. Price came last. BOB: I would not say so."
    # One that crosses turns ends in another turn than it begins in.
    crossing = qc.quotes(project, code="other", context=1).iloc[0]
    assert crossing["before"] == "ANN: Trust matters here. Price came last. BOB: I would not say"
    assert crossing["after"] == ", trust again."
    with pytest.raises(qc.UsageError):
        qc.quotes(project, context=-1)


def test_a_coding_on_a_header_is_a_quotation_of_the_document(project) -> None:
    project.add_coding(document="F", start=0, end=7, code="other", quotation="A forum")
    found = qc.quotes(project, code="other", where={"case": "Case A"})
    assert found["quotation"].to_list() == ["A forum", "so. Well"]
    assert found["source"].to_list() == ["F, Case A", "F, P2, Case A"]
    assert len(qc.quotes(project, code="other", where={"participant": "P2"})) == 1


def test_a_coding_on_a_whole_document_is_cited_without_a_speaker(project) -> None:
    text = project.text("F")
    project.add_coding(document="F", start=0, end=len(text), code="other")
    found = qc.quotes(project, code="other", where={"case": "Case A"})
    assert found["source"].to_list() == ["F, Case A", "F, P2, Case A"]
    assert len(qc.quotes(project, code="other", where={"participant": "P1"})) == 1


def test_quotations_are_shown_before_the_document_is_finished(project) -> None:
    project.complete("F")
    assert len(qc.quotes(project)) == 4  # P2 is not finished: its quotation is there …
    assert len(qc.quotes(project, coders="record")) == 3  # … but not among those that tables count


def test_context_of_a_header_and_of_a_stage_direction(project) -> None:
    for words in ("A forum", "[laughter]"):
        start = TEXT.index(words)
        project.add_coding(document="F", start=start, end=start + len(words), code="price")
    found = qc.quotes(project, code="price", context=1).set_index("quotation")
    assert found.loc["A forum", ["before", "after"]].to_list() == ["", "INT: Begin?"]
    assert found.loc["[laughter]", ["before", "after"]].to_list() == [
        "BOB: I would not say so.", "ANN: Well, trust again.",
    ]  # fmt: skip


# -- codes together ------------------------------------------------------------------------------------------

# Turn 1 INT, 2 ANN, 3 BOB, 4 INT, 5 ANN; in G one turn. By letters of ANN's first turn:
#   trust  aaaa bbbb cccc            (turn 2)
#   price            cccc dddd      (turn 2)
#   delay                      eeee (turn 2)
#   price  ffff                      (turn 3)     trust  hhhh (turn 5)
# G:  trust 🙂 gggg    and price nowhere.
PAIRS = "INT: Go on?\nANN: aaaa bbbb cccc dddd eeee\nBOB: ffff 🙂\nINT: So?\nANN: hhhh\n"


@pytest.fixture
def pairs(make_study) -> qc.Project:
    project = make_study(
        files={"F.txt": PAIRS, "G.txt": "INT: Well?\nCY: 🙂 gggg\n"},
        participants="participant,aliases,role\nP1,ANN,Buyer\nP2,BOB,Seller\nP3,CY,Buyer\n",
        codebook="codes:\n  - code: v\n    codes:\n      - code: trust\n      - code: price\n"
        "  - code: delay\n  - code: value for money\n  - code: a AND b\n",
    )
    for words, code in (
        ("aaaa bbbb cccc", "trust"),
        ("cccc dddd", "price"),
        ("eeee", "delay"),
        ("ffff 🙂", "price"),
        ("hhhh", "trust"),
        ("🙂 gggg", "trust"),
    ):
        document = "G" if "g" in words else "F"
        start = project.text(document).index(words)
        project.add_coding(document=document, start=start, end=start + len(words), code=code)
    return project


def said(project: qc.Project, expression: str, **options) -> list[str]:
    return qc.quotes(project, expression, **options)["quotation"].to_list()


def test_and_keeps_whole_codings_that_share_words_and_says_which(pairs) -> None:
    found = qc.quotes(pairs, "trust AND price")
    assert found[["quotation", "code", "overlap"]].values.tolist() == [
        ["aaaa bbbb cccc", "trust", "cccc"],
        ["cccc dddd", "price", "cccc"],
    ]
    assert said(pairs, "trust AND delay") == []
    # Words that several codings share are said once, stretches apart from each other one by one.
    text = pairs.text("F")
    for words in ("cccc dd", "aaaa"):
        start = text.index(words)
        pairs.add_coding(document="F", start=start, end=start + len(words), code="price")
    again = qc.quotes(pairs, "trust AND price").set_index("quotation")["overlap"]
    assert again["aaaa bbbb cccc"] == "aaaa … cccc"
    assert again["cccc dddd"] == "cccc"
    pairs.undo()
    pairs.undo()
    assert "overlap" not in qc.quotes(pairs, "trust OR price")
    mixed = qc.quotes(pairs, "(trust AND price) OR delay")
    assert mixed["overlap"].to_list() == ["cccc", "cccc", ""]


def test_or_and_not_and_brackets(pairs) -> None:
    assert said(pairs, "delay OR price") == ["cccc dddd", "eeee", "ffff 🙂"]
    assert said(pairs, "trust NOT price") == ["hhhh", "🙂 gggg"]
    assert said(pairs, "trust AND NOT price") == ["hhhh", "🙂 gggg"]
    assert said(pairs, "NOT price AND trust") == ["hhhh", "🙂 gggg"]
    assert said(pairs, "(trust OR delay) AND NOT price") == ["eeee", "hhhh", "🙂 gggg"]
    # NOT binds to its neighbour: trust without price, or any delay.
    assert said(pairs, "delay OR trust NOT price") == ["eeee", "hhhh", "🙂 gggg"]
    assert said(pairs, "v NOT trust") == ["ffff 🙂"]  # a theme means everything beneath it
    assert said(pairs, "v AND delay", within="turn") == ["aaaa bbbb cccc", "cccc dddd", "eeee"]


def test_together_in_a_turn_or_a_document(pairs) -> None:
    assert said(pairs, "trust AND delay", within="turn") == ["aaaa bbbb cccc", "eeee"]
    assert said(pairs, "trust AND delay", within="document") == ["aaaa bbbb cccc", "eeee", "hhhh"]
    assert said(pairs, "trust NOT price", within="turn") == ["hhhh", "🙂 gggg"]
    assert said(pairs, "trust NOT price", within="document") == ["🙂 gggg"]
    assert "overlap" not in qc.quotes(pairs, "trust AND price", within="turn")
    with pytest.raises(qc.UsageError, match="overlap, turn, document"):
        qc.quotes(pairs, "trust", within="page")


def test_three_codes_must_meet_in_one_place(pairs) -> None:
    text = pairs.text("F")
    start = text.index("aaaa")
    pairs.add_coding(document="F", start=start, end=start + 4, code="value for money")
    # The first trust meets price at cccc and value for money at aaaa, but never both at once.
    assert said(pairs, 'trust AND price AND "value for money"') == []
    assert len(said(pairs, 'trust AND "value for money"')) == 2
    assert len(said(pairs, 'trust AND price AND "value for money"', within="turn")) == 3


def test_near_counts_turns_and_no_coding_is_near_itself(pairs) -> None:
    # delay (turn 2) and the second price (3) are one turn apart, that price and trust (5) two.
    assert said(pairs, "delay NEAR price") == ["cccc dddd", "eeee", "ffff 🙂"]
    assert said(pairs, "delay NEAR price", near=0) == ["cccc dddd", "eeee"]
    assert said(pairs, "delay NEAR trust", near=2) == ["aaaa bbbb cccc", "eeee"]
    assert said(pairs, "delay NEAR/3 trust") == ["aaaa bbbb cccc", "eeee", "hhhh"]
    assert said(pairs, "price NEAR price", near=0) == []
    assert said(pairs, "price NEAR price") == ["cccc dddd", "ffff 🙂"]
    assert said(pairs, "(trust NEAR/3 delay) AND price") == ["aaaa bbbb cccc", "cccc dddd"]
    # The last trust of F and that of G would be two turns apart if documents followed each other.
    assert said(pairs, "trust NEAR trust", near=2) == []
    assert said(pairs, "trust NEAR trust", near=3) == ["aaaa bbbb cccc", "hhhh"]
    with pytest.raises(qc.UsageError):
        qc.quotes(pairs, "trust NEAR price", near=-1)


def test_ids_that_look_like_expressions_are_ids(pairs) -> None:
    text = pairs.text("F")
    pairs.add_coding(
        document="F", start=text.index("dddd"), end=text.index("dddd") + 4, code="a AND b"
    )
    assert said(pairs, "a AND b") == ["dddd"]
    assert said(pairs, 'price AND "a AND b"') == ["cccc dddd", "dddd"]
    assert said(pairs, "value for money") == []


def test_several_codes_by_a_list(pairs) -> None:
    found = qc.quotes(pairs, codes=["delay", "trust", "delay"])
    assert found["quotation"].to_list() == ["aaaa bbbb cccc", "eeee", "hhhh", "🙂 gggg"]
    for wrong in ({"codes": []}, {"code": "trust", "codes": ["price"]}, {"code": ["trust"]}):
        with pytest.raises(qc.UsageError):
            qc.quotes(pairs, **wrong)
    with pytest.raises(CodingError, match="not in the codebook"):
        qc.quotes(pairs, codes=["trust AND price"])


def test_filters_and_coders_cut_both_sides_alike(pairs) -> None:
    # Only the seller's price is near; a buyer's trust with a seller's price is no pair among buyers.
    assert said(pairs, "trust NEAR/2 price", where={"role": "Seller"}) == []
    assert said(pairs, "trust NOT price", where={"role": "Buyer"}, within="document") == ["🙂 gggg"]
    other = qc.Project(pairs.study, "JT")
    start = pairs.text("F").index("hhhh")
    other.add_coding(document="F", start=start, end=start + 4, code="price")
    assert said(pairs, "trust AND price") == ["aaaa bbbb cccc", "cccc dddd", "hhhh", "hhhh"]
    assert said(pairs, "trust AND price", coders="AB") == ["aaaa bbbb cccc", "cccc dddd"]
    assert said(pairs, "trust NOT price", coders="AB") == ["hhhh", "🙂 gggg"]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("trust AND", "character 10: a code is missing"),
        ("AND trust", "character 1: AND has no code"),
        ("trust AND (price", "character 11: the bracket is not closed"),
        ("trust) AND price", "character 6: a bracket is closed"),
        ("trust AND prise", "prise: is not in the codebook .*character 11.*price"),
        ("trust price AND delay", "character 7: “price” is one too many"),
        ('trust AND "price', "character 11: a quotation mark is not closed"),
        ("NOT trust", "names only what must not be there"),
        ("price AND (trust OR NOT delay)", "character 21: names what must not"),
        ("trust NEAR NOT price", "character 7: NEAR wants codes"),
        ("trust and price", "“and” at character 7 is written small"),
        ("trsut", "not in the codebook .*trust"),
        (" ", "is empty"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(pairs, expression, message) -> None:
    with pytest.raises(CodingError, match=message):
        qc.quotes(pairs, expression)


# -- citations -----------------------------------------------------------------------------------------------


def test_the_citation_form_is_chosen_once_and_used_everywhere(project) -> None:
    set_citation(project.study, "AB", "{participant} ({role}, turn {turn})")
    sources = ["P1 (Buyer, turn 2)", "P1 (Buyer, turn 2)", "P2 (turn 3)", "P2 (turn 2)"]
    assert qc.quotes(project)["source"].to_list() == sources
    cell = qc.crosstab(project, rows="theme", columns="role").quotes("v", "Buyer")
    assert cell["source"].to_list() == sources[:2]
    assert project.check() == []
    acts = len(project.history())
    set_citation(project.study, "AB", "{participant} ({role}, turn {turn})")
    assert len(project.history()) == acts  # the same again is no act
    project.undo()
    assert qc.quotes(project)["source"].to_list()[0] == "F, P1, Buyer, Case A"
    set_citation(project.study, "AB", "{role}")
    assert qc.quotes(project)["source"].to_list() == ["Buyer", "Buyer", "F", "P2"]
    set_citation(project.study, "AB", None)
    assert qc.quotes(project)["source"].to_list()[3] == "P2"


def test_a_citation_form_that_means_nothing_is_refused(project) -> None:
    with pytest.raises(
        qc.UsageError, match=r"unknown field \{rol\}.*participant.*Did you mean \{role\}"
    ):
        set_citation(project.study, "AB", "{rol}")
    for wrong in (
        "no field",
        "{participant",
        "{participant}}",
        "({role}",
        "{role}\n{case}",
        "{role}" * 40,
    ):
        with pytest.raises(qc.UsageError):
            set_citation(project.study, "AB", wrong)
    with pytest.raises(qc.UsageError):
        set_citation(project.study, "", "{role}")
    assert qc.quotes(project)["source"].to_list()[0] == "F, P1, Buyer, Case A"


@pytest.mark.parametrize(
    ("form", "values", "text"),
    [
        ("{participant}, {role}", {"participant": "P1"}, "P1"),
        ("{participant}, {role}", {"role": "Buyer"}, "Buyer"),
        ("{participant}, {role}, {case}", {"participant": "P1", "case": "A"}, "P1, A"),
        ("{participant} ({role}, {case})", {"participant": "P1", "case": "A"}, "P1 (A)"),
        ("{participant} ({role}, {case})", {"participant": "P1"}, "P1"),
        ("{participant}, turn {turn}", {"turn": "7"}, "turn 7"),
        ("{document}:{turn}", {"document": "D", "turn": "7"}, "D:7"),
        ("{time} min, {role}", {"time": "3", "role": "B"}, "3 min, B"),
        ("{time} min, {role}", {"role": "B"}, "B"),
        ("[{document}]", {"document": "D"}, "[D]"),
        ("from {document}.", {"document": "D"}, "from D."),
        ("{participant} at {case}", {"participant": "P1", "case": "A"}, "P1 at A"),
        ("{participant}, {turn}", {"participant": "7", "turn": "7"}, "7, 7"),
        ("{document}, {participant}", {"document": "P2", "participant": "P2"}, "P2"),
        ("{role}", {}, ""),
    ],
)
def test_what_is_missing_is_left_out_with_its_comma(form, values, text) -> None:
    assert parse(form).fill(values) == text


# -- files ---------------------------------------------------------------------------------------------------


def test_quotations_and_hits_in_every_format(project, tmp_path) -> None:
    start = TEXT.index("not say")
    project.add_coding(document="F", start=start, end=start + 7, code="other")
    quotes, hits = qc.quotes(project, context=1), kwic(project, "trust", limit=1)
    for frame, name in ((quotes, "q"), (hits, "k"), (quotes.head(0), "none")):
        for suffix in (".csv", ".xlsx", ".html", ".md", ".docx"):
            path = save_quotes(frame, tmp_path / f"{name}{suffix}")
            assert path.stat().st_size > 0
    text = (tmp_path / "q.md").read_text(encoding="utf-8")
    assert "> Price came last\n>\n> F, P1, Buyer, Case A · turn 2 · price · coded by AB" in text
    assert "*… INT: Begin? ANN: Trust matters here.*" in text
    assert "1 of 3 hits." in (tmp_path / "k.md").read_text(encoding="utf-8")
    with (tmp_path / "q.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["quotation"] for row in rows] == quotes["quotation"].to_list()
    assert rows[0]["key"] == "no" and rows[0]["start"] == str(quotes["start"].iloc[0])
    with pytest.raises(qc.UsageError, match=r"\.csv, \.xlsx"):
        save_quotes(quotes, tmp_path / "q.txt")
    with pytest.raises(qc.UsageError):
        save_quotes(project.documents(), tmp_path / "q.csv")


def test_words_that_a_spreadsheet_would_run_stay_words(make_study, tmp_path) -> None:
    project = make_study(
        turns="document,turn,speaker,text\nD,1,Cy,=HYPERLINK(1) <b>x</b>\n", codebook=["c"]
    )
    project.add_coding(document="D", turn="1", code="c")
    frame = qc.quotes(project)
    with save_quotes(frame, tmp_path / "q.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["quotation"] == "'=HYPERLINK(1) <b>x</b>"
    book = openpyxl.load_workbook(save_quotes(frame, tmp_path / "q.xlsx"))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1) <b>x</b>", "s")
    page = save_quotes(frame, tmp_path / "q.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;x&lt;/b&gt;" in page and "<b>" not in page


# -- expressions against a slow reading of the same rules -----------------------------------------------------

CODES = ["a", "b", "c", "d"]


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Iterator[qc.Project]:
    """Sixty codings of four codes thrown over two documents of twelve turns each; some codings cross
    turns, some lie on labels only."""
    folder = tmp_path_factory.mktemp("many")
    chance = random.Random(5)
    (folder / "in").mkdir()
    for name in ("X", "Y"):
        lines = [f"{'AB'[n % 2]}: {'wo🙂d ' * chance.randint(1, 6)}end\n" for n in range(12)]
        (folder / "in" / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
    (folder / "c.yaml").write_text(
        "codes:\n" + "".join(f"  - code: {code}\n" for code in CODES), encoding="utf-8"
    )
    project = qc.new_project(folder / "s.qualcode", coder="AB")
    project.ingest(folder / "in")
    project.load_codebook(folder / "c.yaml")
    rows = ["document,code,coder,start,end"]
    for _ in range(60):
        name = chance.choice("XY")
        start = chance.randrange(len(project.text(name)) - 30)
        rows.append(f"{name},{chance.choice(CODES)},AB,{start},{start + chance.randint(1, 29)}")
    (folder / "k.csv").write_text("\n".join(rows), encoding="utf-8")
    project.import_codings(folder / "k.csv")
    yield project
    project.close()


@pytest.fixture(scope="module")
def facts(many) -> dict[str, dict]:
    """Each coding with the places it holds at every level, found one character at a time."""
    turns, found = many.turns(), {}
    for row in many.codings().to_dict("records"):
        own = turns[turns["document"] == row["document"]]
        touched = [
            int(turn)
            for turn, a, b in zip(own["turn"], own["start"], own["end"], strict=True)
            if a < row["end"] and b > row["start"]
        ]
        name = row["document"]
        found[row["coding_id"]] = row | {
            "touched": touched,
            "document": {name},
            "overlap": {(name, at) for at in range(row["start"], row["end"])},
            "turn": {(name, turn) for turn in touched},
        }
    return found


def slowly(rows: dict[str, dict], tree, within: str) -> set[str]:
    """The rules of `quotes` in plain sets: units are characters, turns or documents."""
    where = {each: row[within] for each, row in rows.items()}

    def union(ids) -> set:
        return set().union(*(where[each] for each in ids))

    def near(one: str, other: str) -> bool:
        x, y = rows[one]["touched"], rows[other]["touched"]
        same = rows[one]["document"] == rows[other]["document"]
        # From the last turn of the one to the first of the other.
        return same and one != other and bool(x and y) and max(x[0] - y[-1], y[0] - x[-1]) <= 1

    def meaning(node) -> tuple[set[str], set]:
        if isinstance(node, str):
            ids = {each for each, row in rows.items() if row["code"] == node}
            return ids, union(ids)
        kind, (ids, region), (others, other) = node[0], meaning(node[1]), meaning(node[2])
        if kind == "OR":
            return ids | others, region | other
        if kind == "AND":
            shared = region & other
            return {each for each in ids | others if where[each] & shared}, shared
        if kind == "NOT":
            kept = {each for each in ids if not where[each] & other}
            return kept, region & union(kept)
        kept = {x for x in ids if any(near(x, y) for y in others)}
        kept |= {y for y in others if any(near(x, y) for x in ids)}
        return kept, union(kept)

    return meaning(tree)[0]


TREES = st.recursive(
    st.sampled_from(CODES),
    lambda inner: st.tuples(st.sampled_from(["AND", "OR", "NOT", "NEAR"]), inner, inner),
    max_leaves=4,
)


def written(tree) -> str:
    return tree if isinstance(tree, str) else f"({written(tree[1])} {tree[0]} {written(tree[2])})"


@settings(deadline=None, max_examples=80)
@given(tree=TREES, within=st.sampled_from(["overlap", "turn", "document"]))
def test_expressions_mean_what_their_rules_say(many, facts, tree, within) -> None:
    found = qc.quotes(many, written(tree), within=within)
    assert set(found["coding_id"]) == slowly(facts, tree, within)


def test_quotations_and_hits_of_an_earlier_act(project) -> None:
    act = len(project.history())
    set_citation(project.study, "AB", "{role}")
    project.retract(qc.quotes(project)["coding_id"].to_list())
    before = project.as_of(act)
    assert qc.quotes(before)["source"].to_list()[0] == "F, P1, Buyer, Case A"
    assert len(kwic(before, "trust")) == 3
    assert qc.quotes(project).empty
