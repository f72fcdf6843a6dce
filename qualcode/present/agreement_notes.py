"""What stands under an agreement report: what was compared, by which rules, and what to be wary of."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.analysis.agreement_base import MEAN
from qualcode.analysis.coder_reading import engine_names
from qualcode.analysis.coder_units import Comparison, missing_note, read_through_merges
from qualcode.analysis.samples import ever_settled
from qualcode.core.records import CONSENSUS, Pass
from qualcode.errors import counted, listing
from qualcode.present.agreement_report import AgreementReport
from qualcode.present.report import shown
from qualcode.store import state


def notes_of(found: AgreementReport) -> list[str]:
    """The notes of a report, in sentences."""
    made, figures = found.comparison, found.figures
    assert made is not None and figures is not None
    notes = [_missing(made), *_what_a_unit_is(made)]
    if found.as_of is not None:
        notes.append(f"The study as it was after act {found.as_of}.")
    if made.where:
        notes.append(f"Filtered: {'; '.join(made.where)}.")
    if found.interviewers:
        notes.append("Interviewers' turns are compared too.")
    if found.reflective:
        notes.append("Reflective notes are compared too.")
    notes += _rules(found)
    notes += _not_zero(found)
    notes += _blindness(found)
    notes += _programs(made)
    notes += _consensus(found)
    notes += read_through_merges(made)
    return [*notes, *made.notes]


def _missing(made: Comparison) -> str:
    if made.units.kind == "span" and not made.no_passes:
        return (
            "A turn is compared for a code where all coders have passed it for that code; elsewhere a missing"
            " coding is missing, not “no”."
        )
    return missing_note(made)


def _what_a_unit_is(made: Comparison) -> list[str]:
    kind = made.units.kind
    said = {
        "turn": "A turn has a code when one of its characters has.",
        "segment": (
            "Segments are those that suggestions are made for: a turn, or, of a turn of more than 150 words,"
            " pieces of at most 100 that end at sentence ends. A segment has a code when one of its"
            " characters has."
        ),
        "sentence": (
            "Sentences end at . ! ? or … and at the end of a turn. A sentence has a code when one of its"
            " characters has."
        ),
        "span": (
            "The turns are joined end to end without what lies between them, document by document; the"
            " stretches that coders marked are compared on this line."
        ),
    }
    notes = [said[kind] + " Remarks on a whole document are about no unit and left out."]
    if made.level == "theme":
        notes.append(
            "A theme is coded where one of its codes is, and read where one of its codes was considered."
        )
    return notes


def _rules(found: AgreementReport) -> list[str]:
    """For which coefficient units that only some coders read count how."""
    assert found.figures is not None and found.comparison is not None
    rules: dict[str, dict[str, None]] = {}
    for figure in found.figures:
        if figure.found.rule and figure.code != MEAN:
            rules.setdefault(figure.found.rule, {})[figure.name] = None
    made = found.comparison
    if len(made.names) == 2 and made.units.kind != "span":
        return [
            "Missing values: only units that both coders have read enter (the pairable ones), so all"
            " coefficients rest on the same units."
        ]
    every = [f"{rule[0].upper()}{rule[1:]}: {', '.join(names)}." for rule, names in rules.items()]
    notes = [f"Missing values. {' '.join(every)}"]
    if made.units.kind != "span" and all(
        (own.patterns.read.all(axis=1) | (own.patterns.total == 0)).all()
        for own in found.figures.codes
    ):
        notes[0] += " Here all coders have read every unit that is compared."
    return notes


def _not_zero(found: AgreementReport) -> list[str]:
    assert found.figures is not None
    spans: dict[str, list[float]] = {}
    for figure in found.figures:
        if figure.if_random is not None and abs(figure.if_random) >= 0.005:
            spans.setdefault(figure.name, []).append(figure.if_random)
    notes = []
    for name, values in spans.items():
        low, high = shown(min(values), "coefficient"), shown(max(values), "coefficient")
        notes.append(
            f"{name} is not 0 for coders who code at random: with these shares of the codes it would be"
            f" {low if low == high else f'between {low} and {high}'}."
        )
    return notes


def _blindness(found: AgreementReport) -> list[str]:
    made = found.comparison
    assert made is not None
    notes = []
    if made.blind_only:
        notes.append(
            "Only what was passed blind is compared; a document in which a coder has a coding made with"
            " suggestions or others' work in sight is left out for this coder, whatever the pass says."
        )
    people = [each for each in made.told() if each["blind"] is not None and each["compared"]]
    doubtful = [each for each in people if each["not blind"] or each["unknown"]]
    if doubtful and not made.blind_only:
        if len(doubtful) > 3:
            sums = {
                name: sum(e[name] for e in people) for name in ("blind", "not blind", "unknown")
            }
            doubtful = [{"coder": "all coders", **sums}]
        parts = [
            f"{each['coder']}: {each['blind']:,} blind, {each['not blind']:,} not,"
            f" {each['unknown']:,} unknown"
            for each in doubtful
        ]
        notes.append(
            f"Not all codings are known to be blind ({'; '.join(parts)}). Coders who see suggestions, or each"
            " other's work, agree more."
        )
    program = any(reader.is_program for reader in made.readers)
    for each in people:
        if each["from suggestions"]:
            notes.append(
                f"{each['from suggestions']:,} of {each['compared']:,} codings of {each['coder']} were accepted"
                " or revised from suggestions"
                + (
                    ", so they are not independent of the suggester: leave such documents out with blind_only."
                    if program
                    else "; suggestions that several coders saw make them agree more."
                )
            )
    return notes


def _programs(made: Comparison) -> list[str]:
    notes = []
    every = engine_names(made.corpus.study)
    for reader in made.readers:
        if reader.engines is None:
            continue
        notes.append(
            f"{reader.name} ({listing(reader.engines)}): a run is recorded by what it proposed, so a document"
            " counts as read where it was in the study at the last run that proposed something, for the"
            " codes that had patterns then (other engines: for the codes they proposed). A run for some codes"
            " only cannot be told apart. Suggestions count whatever was decided on them, each for its segment."
        )
        if len(reader.engines) < len(every):
            notes.append(
                f"What another engine ({listing(e for e in every if e not in reader.engines)}) had proposed"
                f" before is not recorded again, and so is not {reader.name}'s here."
            )
    return notes


def _consensus(found: AgreementReport) -> list[str]:
    """Where coders have met since, agreement is that of before."""
    made = found.comparison
    assert made is not None
    study = made.corpus.study
    if CONSENSUS in made.names:
        return []
    compared = _documents(made)
    passes = [
        each
        for each in state.current_passes(study)
        if each.coder == CONSENSUS and each.document in compared
    ]
    met = [each for each in ever_settled(study) if compared & set(each.documents)]
    if passes:
        said = settled_words(passes)
        number = 1 if said.startswith("1 ") else 2
        # A consensus that came in with a file has no settling, only its passes.
        first = min((each.act for each in met), default=0) or study.value(
            "SELECT min(p.added) FROM pass p JOIN name n ON n.n = p.coder WHERE n.text = ?",
            (CONSENSUS,),
        )
        what = f"{said} {'was' if number == 1 else 'were'} settled into a consensus, the first in act {first}"
    elif met:
        first = min(each.act for each in met)
        acts = ", ".join(str(act) for act in dict.fromkeys(each.act for each in met))
        what = f"What coders differ on was settled in act {acts}, and that was taken back"
    else:
        return []
    return [
        f"{what}: codings that coders changed since then count as they are now; as_of={first - 1} gives the"
        " agreement before."
    ]


def settled_words(passes: Sequence[Pass]) -> str:
    """`2 documents`, `18 turns of 10 documents`, `1 document and 3 turns of another`: what passes of the
    consensus are of."""
    whole = {each.document for each in passes if each.turns is None}
    turns = {
        (each.document, turn)
        for each in passes
        for turn in each.turns or ()
        if each.document not in whole
    }
    documents = counted(len(whole), "document")
    if not turns:
        return documents
    others = len({document for document, _ in turns})
    of = counted(len(turns), "turn")
    if not whole:
        return f"{of} of {counted(others, 'document')}"
    return f"{documents} and {of} of {counted(others, 'other document')}"


def _documents(made: Comparison) -> set[str]:
    """The documents in which something is compared."""
    turns = [made.units.turn[made.compared(row)] for row in made.rows]
    places = {place for own in turns for place in set(made.corpus.turn_document[own].tolist())}
    return {made.corpus.documents[place] for place in places}
