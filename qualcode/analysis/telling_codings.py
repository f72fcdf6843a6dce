"""Acts on codings and passes, told in sentences."""

from __future__ import annotations

from collections import Counter

from qualcode.analysis.act_facts import (
    Facts,
    tally,
    unpacked,
)
from qualcode.analysis.places import shortened
from qualcode.analysis.telling_base import (
    UNROLLED,
    Act,
    TellerBase,
    Told,
)
from qualcode.errors import counted, listing


class TellsCodings(TellerBase):
    def _codings(self, act: Act, told: Told) -> None:
        if not act.made:
            self._many(act, told)
            return
        decided = {data["coding"] for data in act.kinds.get("decision", ())}
        if len(act.kinds.get("decision", ())) > UNROLLED:
            decided = set()
        own = {each: act.made[each] for each in self._ours(act.made)}
        told.codings.update(dict.fromkeys(own))
        told.touch(
            (self.document(facts.version) for facts in own.values()),
            (facts.code for facts in own.values()),
        )
        new = [f for each, f in own.items() if not f.replaces and each not in decided]
        if len(new) > UNROLLED:
            self._each([], "applied", new, told)
        for facts in new if len(new) <= UNROLLED else ():
            by = "" if facts.by == act.coder else f" (coded by {facts.by})"
            told.parts.append(f"applied {facts.code} to {self.cited(facts)}{by}")
        stand_in = {each: f for each, f in own.items() if f.replaces and each not in decided}
        if stand_in:
            self._replaced(act, stand_in, told)

    def _many(self, act: Act, told: Told) -> None:
        if self.chain is not None:
            wanted = set(self.chain.codings)
            for data in act.coded:
                if wanted.isdisjoint(data["id"]):
                    continue
                for each, facts in unpacked(data).items():
                    if each in wanted:
                        by = "" if facts.by == act.coder else f" (coded by {facts.by})"
                        told.parts.append(f"applied {facts.code} to {self.cited(facts)}{by}")
                        told.codings[each] = None
            return
        codes, documents, people = self._sums(act.coded, told, "coder")
        by = "" if list(people) == [act.coder] else f" by {tally(people)}"
        part = f"applied {counted(act.number, 'coding')}{by}: {tally(codes)} in {tally(documents)}"
        for asked, counts, how in (
            (self.lens.documents, documents, "in"),
            (self.lens.codes, codes, "of"),
        ):
            met = [each for each in counts if asked is not None and each in asked]
            if met and len(counts) > len(met):
                part += f", {sum(counts[each] for each in met):,} of them {how} {listing(met)}"
        told.parts.append(part)

    def _replaced(self, act: Act, own: dict[str, Facts], told: Told) -> None:
        earlier = self.codings([f.replaces for f in own.values() if f.replaces], act.made)
        told.touch(
            (self.document(facts.version) for facts in earlier.values()),
            (facts.code for facts in earlier.values()),
        )
        many = len(own) > UNROLLED or ("codebook" in act.kinds and self.chain is None)
        recoded: Counter = Counter()
        carried: Counter = Counter()
        other: Counter = Counter()
        for facts in own.values():
            old = earlier.get(facts.replaces or "")
            if old is None:
                other[f"brought in {facts.code} in place of a coding unknown here"] += 1
                told.parts += [] if many else [f"applied {facts.code} to {self.cited(facts)}"]
            elif old.version != facts.version:
                carried[self.document(facts.version)] += 1
                if not many and self.chain is not None:
                    told.parts.append(f"carried over to the new text: {self.cited(facts)}")
            elif old.code != facts.code:
                recoded[old.code, facts.code] += 1
                if not many:
                    told.parts.append(f"{facts.code} instead of {old.code} on {self.cited(facts)}")
            elif (old.start, old.end) != (facts.start, facts.end):
                other[f"{facts.code} on other words"] += 1
                if not many:
                    told.parts.append(
                        f"moved the edges of {facts.code} to {self.cited(facts)}"
                        f" (was “{shortened(self.places.quotation(old.version, old.start, old.end))}”)"
                    )
            else:
                other[f"{facts.code} confirmed"] += 1
                if not many:
                    told.parts.append(f"confirmed {facts.code} on {self.cited(facts)}")
        if carried and self.chain is None:
            told.parts += [
                f"carried {counted(number, 'coding')} over to the new text of {document}"
                for document, number in carried.items()
            ]
        if many:
            told.parts += [
                f"{counted(number, 'coding')} of {old} {'is' if number == 1 else 'are'} now {new}"
                for (old, new), number in recoded.items()
            ]
            told.parts += [f"{counted(number, 'coding')}: {what}" for what, number in other.items()]

    def _retracted(self, act: Act, told: Told) -> None:
        # A coding that another one stands in for was told with that one.
        settled = {facts.replaces for facts in act.made.values()}
        joined = {
            old: new
            for data in act.kinds["retract"]
            for old, new in data.get("joined", {}).items()
            if self.chain is None or old in self.chain.codings
        }
        ids = [each for each in self._ours(act.ids("retract")) if each not in settled]
        facts = self.codings([*ids, *joined.values()], act.made)
        told.codings.update(dict.fromkeys(each for each in ids if each in facts))
        away = [facts[each] for each in ids if each in facts and each not in joined]
        self._each([f"{f.code} from {self.cited(f)}" for f in away], "took away", away, told)
        pairs = [
            (facts[old], facts[new]) for old, new in joined.items() if old in facts and new in facts
        ]
        told.touch(
            (self.document(old.version) for old, _ in pairs),
            (code for old, new in pairs for code in (old.code, new.code)),
        )
        if len(pairs) <= UNROLLED and ("codebook" not in act.kinds or self.chain is not None):
            told.parts += [
                f"{old.code} on {self.cited(old)} is one with {new.code}, coded there already"
                for old, new in pairs
            ]
            return
        for (old, new), number in Counter((old.code, new.code) for old, new in pairs).items():
            told.parts.append(
                f"{counted(number, 'coding')} of {old} {'is' if number == 1 else 'are'} one with"
                f" {new} on the same words, coded already"
            )

    def _passes(self, act: Act, told: Told) -> None:
        own = act.kinds.get("pass", [])
        for data in own:
            told.touch([self.document(data["version"])], data["codes"])
        if len(own) > UNROLLED:
            documents = {self.document(data["version"]) for data in own}
            people = Counter(data["coder"] for data in own)
            told.parts.append(
                f"recorded {counted(len(own), 'reading')} of {counted(len(documents), 'document')}"
                f" by {tally(people)}"
            )
            own = []
        readers: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for data in own:
            name = self.document(data["version"]) or "a document"
            if data["turns"] is not None:
                name += f" (turns {listing(data['turns'])})"
            if "document" in act.kinds:
                told.parts.append(f"{data['coder']}’s reading of {name} holds for the new text")
                continue
            codes = data["codes"]
            which = listing(codes) if len(codes) < 4 else counted(len(codes), "code")
            read = (f"{name} for {which}, blind {data['blind']}", tuple(codes))
            readers.setdefault(read, []).append(data["coder"])
        for (what, _), readers_of in readers.items():
            own_hand = readers_of == [act.coder]
            told.parts.append(
                f"read {what}" if own_hand else f"recorded that {listing(readers_of)} read {what}"
            )
        earlier = self.rows_of("pass", act.ids("unpass"))
        again = {(self.document(d["version"]), d["coder"]) for d in act.kinds.get("pass", ())}
        for data in earlier.values():
            name = self.document(data["version"])
            told.touch([name])
            if (name, data["coder"]) not in again:
                told.parts.append(f"took back {data['coder']}’s reading of {name}")
