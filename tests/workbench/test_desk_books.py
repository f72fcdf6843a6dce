"""The codebook as a page changes it: what is written, what is said before, who may, and what waits after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import qualcode as qc
from qualcode.core.codebook import Code, Codebook
from qualcode.errors import CodebookError, CodingError, QualcodeError, UsageError
from qualcode.workbench.desk import CODER, LEAD, METHODS, Desk
from qualcode.workbench.entries import LISTS, PATTERNS, TEXTS, id_of, moved

TALK = (
    "INT: What grows?\n\nMay: A 🌱 garden and a shed.\n\nMay: The price of seeds, and trust.\n\n"
    "May: Nothing else.\n"
)
BOOK = """\
codebook: Small
codes:
  - code: value
    name: Social value
    definition: What is gained.
    codes:
      - {code: place, name: The place, definition: A place one likes., patterns: [garden*]}
      - {code: people, name: People 🌱}
  - {code: money, name: Money, definition: Talk of money., patterns: [price*, {regex: '£\\d+'}, {near: [price*, seed*], within: 8}]}
  - {code: price, name: Price, definition: The price alone., patterns: [price, cost*]}
"""


@pytest.fixture
def study(make_study: Callable[..., qc.Project]) -> qc.Project:
    return make_study(
        files={"talk.txt": TALK}, codebook=BOOK, participants="participant,role\nMay,Gardener\n"
    )


def desk(project: qc.Project, coder: str = "AB", **options: Any) -> Desk:
    return Desk(project.study, coder, **options)


def ask(of: Desk, name: str, /, **parameters: Any) -> Any:
    return of.call(name, parameters)["result"]


def code(of: Desk, words: str, code: str) -> str:
    start = TALK.index(words)
    place = {"start": start, "end": start + len(words)}
    version = ask(of, "document", document="talk")["version"]
    return ask(of, "add", document="talk", version=version, code=code, **place)["coding"]


def tree(of: Desk) -> list[tuple[str, str | None]]:
    return [(each["code"], each["parent"]) for each in ask(of, "codebook")["codes"]]


def entry(of: Desk, code: str) -> dict[str, Any]:
    (found,) = [each for each in ask(of, "codebook")["codes"] if each["code"] == code]
    return found


def own(of: Desk, **where: Any) -> list[str]:
    frame = qc.Project(of.study, of.coder).codings()
    return frame["code"][frame["coder"] == of.coder].tolist()


def test_a_code_gets_an_id_from_its_name_and_its_place(study: qc.Project) -> None:
    of = desk(study)
    made = ask(of, "book_add", name="The Gärtner’s 🌱 view", parent="value", definition="Hers.")
    assert made["code"] == "the_gärtners_view"
    assert entry(of, made["code"])["definition"] == "Hers."
    assert made["act"] == study.study.last_act
    # The name again is another code; before a sibling it stands where it is put.
    made = ask(of, "book_add", name="The Gärtner’s 🌱 view", parent="value", before="people")
    assert made["code"] == "the_gärtners_view_2"
    assert [code for code, parent in tree(of) if parent == "value"] == [
        "place", "the_gärtners_view_2", "people", "the_gärtners_view",
    ]  # fmt: skip
    assert ask(of, "book_add", name="🌱🌱")["code"] == "code"
    made = ask(of, "book_add", code="own-id", name="Own", patterns=["seed*", "lemma: grow"])
    assert made["code"] == "own-id"
    assert entry(of, "own-id")["patterns"] == ["seed*", "lemma: grow"]
    ask(of, "undo")
    assert "own-id" not in dict(tree(of))


def test_ids_from_names_are_never_those_of_former_times() -> None:
    book = Codebook([Code("trust", formerly=("faith",)), Code("code")])
    assert id_of("Faith", book) == "faith_2"
    assert id_of("Trust!", book, taken=["trust_2"]) == "trust_3"
    assert id_of("?!", book) == "code_2"
    assert id_of("word " * 20, book) == "word_word_word_word_word_word_word_word"


def test_a_new_code_needs_a_name_and_a_pattern_that_can_be_read(study: qc.Project) -> None:
    of = desk(study)
    before = study.study.last_act
    with pytest.raises(UsageError, match="neither a name nor an id"):
        ask(of, "book_add", name="  ")
    with pytest.raises(CodebookError, match="regular expression"):
        ask(of, "book_add", name="Wrong", patterns=["regex: (unclosed"])
    with pytest.raises(CodebookError, match="already"):
        ask(of, "book_add", code="place", name="Again")
    with pytest.raises(CodebookError, match="not in the codebook"):
        ask(of, "book_add", name="Orphan", parent="nobody")
    assert study.study.last_act == before


def test_whoever_has_read_is_told_that_the_new_code_was_not_considered(study: qc.Project) -> None:
    of = desk(study)
    ask(of, "done", document="talk", version=ask(of, "document", document="talk")["version"])
    (hint,) = ask(of, "book_add", name="Late")["hints"]
    assert hint.startswith("You had read 1 document before")
    assert ask(desk(study, "CD"), "book_add", name="Later")["hints"] == []


def test_reorganising_is_for_the_lead_and_adding_for_everybody(study: qc.Project) -> None:
    coder, lead = desk(study, role=CODER), desk(study, "LE", role=LEAD)
    for name, asked in {
        "book_define": {"code": "place", "definition": "Other"},
        "book_rename": {"code": "place", "to": "site"},
        "book_move": {"code": "place", "parent": None},
        "book_merge": {"codes": ["price"], "into": "money"},
        "book_split": {"code": "place", "into": [{"name": "Here"}, {"name": "There"}]},
        "book_retire": {"code": "place"},
        "book_what": {"change": "retire", "codes": ["place"]},
    }.items():
        with pytest.raises(CodingError, match="who leads"):
            ask(coder, name, **asked)
        ask(lead, name, **asked)
        if name != "book_what":
            ask(lead, "undo")
    assert ask(coder, "book_add", name="Mine")["code"] == "mine"


def test_moving_puts_a_branch_under_another_code_and_before_another(study: qc.Project) -> None:
    of = desk(study)
    ask(of, "book_move", code="price", parent="value", before="place")
    assert tree(of) == [
        ("value", None), ("price", "value"), ("place", "value"), ("people", "value"), ("money", None),
    ]  # fmt: skip
    ask(of, "book_move", code="money", parent=None, before="value")
    assert [code for code, parent in tree(of) if parent is None] == ["money", "value"]
    ask(of, "book_move", code="value", parent="money")
    assert tree(of)[:3] == [("money", None), ("value", "money"), ("price", "value")]
    with pytest.raises(CodebookError, match="circle"):
        ask(of, "book_move", code="money", parent="place")
    with pytest.raises(CodebookError, match="same code"):
        ask(of, "book_move", code="people", parent="money", before="place")
    with pytest.raises(CodebookError, match="outside its branch"):
        ask(of, "book_move", code="value", parent="money", before="value")


def test_moving_before_keeps_branches_together() -> None:
    book = Codebook([Code("a"), Code("b", parent="a"), Code("c"), Code("d", parent="c"), Code("e")])
    assert list(moved(book, "c", None, "a").codes) == ["c", "d", "a", "b", "e"]
    assert list(moved(book, "a", None, "e").codes) == ["c", "d", "a", "b", "e"]


def test_a_merge_is_told_before_and_done_in_one_act(study: qc.Project) -> None:
    ab, cd = desk(study), desk(study, "CD")
    code(ab, "price of seeds", "price")
    code(ab, "price of seeds", "money")
    code(ab, "trust", "price")
    code(cd, "price", "price")
    told = ask(ab, "book_what", change="merge", codes=["price"], into="money")
    # On price stand two codings of AB and one of CD; on "price of seeds" AB has money, too.
    assert (told["codings"], told["coders"], told["documents"], told["mine"]) == (3, 2, 1, 2)
    assert told["joined"] == 1
    assert told["says"][0] == "3 codings by 2 coders in 1 document on Price will count as Money."
    # Of `price` and `cost*` neither is among those of money.
    assert "2 patterns will look for Money from then on." in told["says"]
    before = study.study.last_act
    done = ask(ab, "book_merge", codes=["price"], into="money")
    assert study.study.last_act == before + 1 == done["act"]
    assert (done["moved"], done["joined"]) == (3, 1)
    assert own(ab) == ["money", "money"]
    assert entry(ab, "price")["merged_into"] == "money"
    with pytest.raises(CodebookError, match="merged into money"):
        ask(ab, "book_what", change="merge", codes=["price"], into="people")
    ask(ab, "undo")
    assert sorted(own(ab)) == ["money", "price", "price"]


def test_what_cannot_be_done_is_refused_in_words_of_a_page(study: qc.Project) -> None:
    of = desk(study)
    ask(of, "book_retire", code="money")
    with pytest.raises(CodebookError) as error:
        ask(of, "book_what", change="merge", codes=["price"], into="money")
    assert "Take it into use again first" in str(error.value)
    assert "codebook retire" not in str(error.value)
    with pytest.raises(CodebookError, match="Move it first"):
        ask(of, "book_merge", codes=["value"], into="place")
    with pytest.raises(CodebookError, match="retired already"):
        ask(of, "book_what", change="retire", codes=["money"])
    with pytest.raises(UsageError, match="change"):
        ask(of, "book_what", change="burn", codes=["money"])
    with pytest.raises(UsageError, match="none named"):
        ask(of, "book_what", change="retire", codes=[])


def test_a_split_leaves_codings_waiting_until_their_coder_sorts_them(study: qc.Project) -> None:
    ab, cd = desk(study), desk(study, "CD", role=CODER)
    garden, shed = code(ab, "🌱 garden", "place"), code(ab, "shed", "place")
    theirs = code(cd, "garden", "place")
    parts = [
        {"name": "Growing 🌱", "definition": "What grows.", "patterns": ["garden*"]},
        {"name": "Built"},
    ]
    told = ask(ab, "book_what", change="split", codes=["place"], parts=parts)
    assert (told["codings"], told["coders"]) == (3, 2)
    assert told["says"][0].startswith("3 codings by 2 coders in 1 document stand on The place.")
    done = ask(ab, "book_split", code="place", into=parts)
    assert done["codes"] == ["growing", "built"]
    assert done["hints"] == []
    assert entry(ab, "growing")["patterns"] == ["garden*"]
    assert entry(ab, "place")["category"] and done["waiting"] == 3
    waits = ask(ab, "book_queue")
    assert (waits["total"], waits["others"]) == (2, 1)
    first = waits["codings"][0]
    assert (first["coding"], first["quotation"], first["reason"]) == (garden, "🌱 garden", "split")
    assert first["choices"] == ["growing", "built"]
    assert (first["before"], first["turn"]) == ("What grows? A", "2")
    assert TALK[first["start"] : first["end"]] == "🌱 garden"
    # Codings of CD are CD's to sort.
    with pytest.raises(CodingError, match="coding by CD"):
        ask(ab, "book_recode", codings=[theirs], codes=["built"])
    done = ask(ab, "book_recode", codings=[garden], codes=["growing", "built"])
    assert done["recoded"] == 1 and len(done["codings"]) == 2
    assert ask(ab, "book_recode", codings=[shed], codes=[])["retracted"] == 1
    assert sorted(own(ab)) == ["built", "growing"]
    assert ask(ab, "book_queue")["total"] == 0
    assert ask(cd, "book_queue")["total"] == 1
    more = ask(ab, "book_more")
    assert (more["own_waiting"], more["codes"]["place"]["waiting"]) == (0, 1)


def test_other_words_make_codings_wait_and_keeping_takes_them_from_the_queue(
    study: qc.Project,
) -> None:
    of = desk(study)
    coding = code(of, "price", "money")
    shown = entry(of, "money")["patterns"]
    assert shown == ["price*", "regex: £\\d+", "near: price* … seed* within 8"]
    fields = {"definition": "Any talk of money.", "patterns": shown}
    told = ask(of, "book_what", change="define", codes=["money"], fields=fields)
    assert told["says"][0].startswith("1 coding by 1 coder was made under the words of now")
    ask(of, "book_define", code="money", **fields)
    # A pattern that comes back as it was shown is the pattern it was.
    assert [each.kind for each in study.codebook["money"].patterns] == ["glob", "regex", "near"]
    # To be changed it comes in a form that can be read.
    written = ask(of, "book_more")["codes"]["money"]["written"]["patterns"]
    wider = [each.replace("8", "9") for each in written]
    ask(of, "book_define", code="money", patterns=wider)
    assert entry(of, "money")["patterns"][2] == "near: price* … seed* within 9"
    (waits,) = ask(of, "book_queue")["codings"]
    assert (waits["coding"], waits["reason"]) == (coding, "defined anew")
    assert "Talk of money." in waits["then"] and "Any talk of money." in waits["now"]
    assert ask(of, "book_keep", codings=[coding])["kept"] == 1
    assert ask(of, "book_queue")["total"] == 0
    assert own(of) == ["money"]
    # Colour and patterns are no wording.
    told = ask(of, "book_what", change="define", codes=["money"], fields={"color": "#123456"})
    assert told["says"][0].startswith("Codings are not touched")
    with pytest.raises(UsageError, match="nothing to change"):
        ask(of, "book_define", code="money")
    with pytest.raises(UsageError, match="list of texts"):
        ask(of, "book_what", change="define", codes=["money"], fields={"include": "one"})


def test_a_code_is_renamed_with_its_codings_and_retired_without_losing_them(
    study: qc.Project,
) -> None:
    of = desk(study)
    code(of, "price", "money")
    told = ask(of, "book_what", change="rename", codes=["money"], to="finance")
    assert told["says"][0] == "1 coding by 1 coder in 1 document will go along with the id."
    assert ask(of, "book_rename", code="money", to="finance", name="Finance")["moved"] == 1
    assert own(of) == ["finance"]
    assert ask(of, "book_more")["codes"]["finance"]["formerly"] == ["money"]
    told = ask(of, "book_what", change="retire", codes=["finance"])
    assert "stays" not in told["says"][0] and "are counted" in told["says"][0]
    ask(of, "book_retire", code="finance")
    assert entry(of, "finance")["retired"] and own(of) == ["finance"]
    ask(of, "book_what", change="take up", codes=["finance"])
    ask(of, "book_retire", code="finance", back=True)
    assert entry(of, "finance")["applicable"]


def test_counts_leave_out_what_is_to_be_read_blind(study: qc.Project) -> None:
    cd = desk(study, "CD")
    code(cd, "price", "price")
    ask(cd, "memo_add", on="price", text="On the code")
    code(desk(study), "trust", "price")
    told = ask(desk(study), "book_more")
    assert told["codes"]["price"]["all"] == 2 and told["codes"]["price"]["coders"] == 2
    assert told["codes"]["price"]["memos"] == 1 and told["left_out"] == 0
    told = ask(desk(study, enforced=True), "book_more")
    assert told["codes"]["price"]["all"] == 1 and told["codes"]["price"]["coders"] == 1
    assert told["left_out"] == 1


def test_a_late_code_is_considered_only_when_its_reader_says_so(study: qc.Project) -> None:
    of = desk(study)
    version = ask(of, "document", document="talk")["version"]
    shed = code(of, "shed", "place")
    ask(of, "done", document="talk", version=version)
    ask(of, "book_split", code="place", into=[{"name": "Growing"}, {"name": "Built"}])
    done = ask(of, "book_recode", codings=[shed], codes=["built"])
    assert done["done"] == {"talk": ["growing", "built"]}
    ask(of, "book_considered", document="talk", codes=["growing", "built"])
    read = {code for each in ask_passes(study) for code in each}
    assert {"growing", "built"} <= read


def ask_passes(project: qc.Project) -> list[tuple[str, ...]]:
    from qualcode.store import state

    return [tuple(each.codes) for each in state.current_passes(project.study)]


def test_what_waits_in_a_document_to_be_read_blind_is_not_told(study: qc.Project) -> None:
    ab, cd = desk(study), desk(study, "CD")
    code(ab, "garden", "place")
    code(cd, "shed", "place")
    ask(ab, "book_define", code="place", definition="A place one goes to.")
    more = ask(ab, "book_more")
    assert (more["codes"]["place"]["waiting"], more["own_waiting"]) == (2, 1)
    assert ask(ab, "book_queue")["others"] == 1
    blind = desk(study, enforced=True)
    more = ask(blind, "book_more")
    assert (more["codes"]["place"]["waiting"], more["own_waiting"]) == (1, 1)
    queue = ask(blind, "book_queue")
    assert (queue["total"], queue["others"]) == (1, 0)


def test_who_has_not_finished_a_document_has_considered_nothing_there(study: qc.Project) -> None:
    of = desk(study, enforced=True)
    with pytest.raises(CodingError, match="not finished"):
        ask(of, "book_considered", document="talk", codes=["place"])
    assert of.own_only("talk") and study.progress().empty


def test_the_fields_of_an_entry_are_one_list_for_a_new_and_an_old_one(study: qc.Project) -> None:
    new, old = METHODS["book_add"], METHODS["book_define"]
    says = {*TEXTS, *LISTS, *PATTERNS}
    assert (len(says), old.parameters.keys() - {"code"}) == (8, says)
    assert new.parameters.keys() - {"code", "parent", "before"} == says
    assert (new.needed, old.needed) == (frozenset(), frozenset({"code"}))
    of = desk(study)
    for wrong in ({"include": "garden"}, {"patterns": [1]}, {"colour": "red"}):
        with pytest.raises(UsageError):
            ask(of, "book_define", code="place", **wrong)


def test_ids_that_mean_something_else_in_a_sheet_are_refused(study: qc.Project) -> None:
    of = desk(study)
    ask(of, "book_add", code="keep", name="Keep")
    coding = code(of, "price", "money")
    ask(of, "book_define", code="money", definition="Other")
    with pytest.raises(QualcodeError, match="another id"):
        ask(of, "book_recode", codings=[coding], codes=["keep"])
    with pytest.raises(UsageError, match="none named"):
        ask(of, "book_keep", codings=[])
    with pytest.raises(CodingError, match="no coding"):
        ask(of, "book_keep", codings=["c" + "0" * 32])


def test_quotations_of_a_code_are_those_a_coder_may_see(study: qc.Project) -> None:
    ab, cd = desk(study), desk(study, "CD")
    code(ab, "🌱 garden", "place")
    code(ab, "shed", "people")
    theirs = code(cd, "garden and a shed", "place")
    told = ask(ab, "book_quotes", code="value")
    # Of a theme all beneath it; those of CD come when AB has finished the text.
    assert [(each["code"], each["quotation"]) for each in told["quotes"]] == [
        ("place", "🌱 garden"), ("people", "shed"),
    ]  # fmt: skip
    assert (told["total"], told["unread"]) == (2, 1)
    assert ask(desk(study, enforced=True), "book_quotes", code="value")["unread"] == 0
    ask(ab, "done", document="talk", version=told["quotes"][0]["version"])
    told = ask(ab, "book_quotes", code="place")
    assert [each["coder"] for each in told["quotes"]] == ["AB", "CD"]
    last = ask(ab, "book_quotes", code="place", offset=1, limit=1)
    assert (last["total"], last["quotes"][0]["coding"]) == (2, theirs)
    assert TALK[last["quotes"][0]["start"] : last["quotes"][0]["end"]] == "garden and a shed"


def test_what_had_the_colour_of_its_theme_has_its_new_one_in_the_same_act(
    study: qc.Project,
) -> None:
    of = desk(study)
    for each, color in (("value", "#0072B2"), ("place", "#0072B2"), ("people", "#111111")):
        ask(of, "book_define", code=each, color=color)
    before = of.study.last_act
    assert ask(of, "book_define", code="value", color="#00666b")["act"] == before + 1
    colors = {each.code: each.color for each in study.codebook}
    assert colors == {
        "value": "#00666b", "place": "#00666b", "people": "#111111", "money": "", "price": "",
    }  # fmt: skip
    # What has none before changes nothing but itself.
    ask(of, "book_define", code="money", color="#1b6b3a")
    assert study.codebook["price"].color == ""
