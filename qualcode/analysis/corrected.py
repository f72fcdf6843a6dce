"""Shares of segments with a code where a program coded most of them, corrected by a blind audit sample.

A program that is right nine times in ten still gives wrong shares, and an interval that takes its codes for
data is wrong about how sure they are. A random sample of the segments, coded by a person who did not see the
program's codes, says how often the program errs in what it coded and in what it left. The estimate sorts all
segments by the program's code, takes the person's share within each of the two groups from the sample, and
weighs the groups by their known sizes. It is as right as the sample is random, however bad the program; a good
program makes it narrower than coding the sample by hand alone.

An interval is about one of two things, and says about which. `corpus`: the share among these segments, as if a
person had read them all; only the sampling is uncertain, and a sample of all of them leaves nothing open.
`people`: the share expected among segments of people like these; people differ, so that even reading
everything leaves it open. What both reach is measured in tests/test_corrected_simulations.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.intervals import FEWEST, Interval
from qualcode.errors import UsageError, counted

Target = Literal["corpus", "people"]
TARGETS: tuple[Target, ...] = get_args(Target)
FEWEST_SAMPLED = 10  # segments; below, the sample says next to nothing

ESTIMATE = (
    "post-stratified by the program's code (Cochran 1977, chapter 5A; the correction of prediction-powered "
    "inference, Angelopoulos et al. 2023, and of design-based supervised learning, Egami et al. 2023)"
)
CORPUS_METHOD = (
    f"{ESTIMATE}; score interval (Wilson 1927) with restricted maximum likelihood in the groups (Miettinen & "
    "Nurminen 1985), finite-population correction, t"
)
PEOPLE_METHOD = (
    f"{ESTIMATE}, people's own errors shrunken towards none; variance by participant, jackknife (MacKinnon, "
    "Nielsen & Webb 2023), with pseudo-counts for small groups; score interval (Wilson 1927), t(people - 1)"
)
CORPUS_HAND = "score interval (Wilson 1927), finite-population correction, t"
PEOPLE_HAND = (
    "variance by participant, jackknife (MacKinnon, Nielsen & Webb 2023); score interval (Wilson 1927), "
    "t(people - 1)"
)

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]

_Ends = tuple[float | None, float | None, float | None]

_KNOWN = 1e15  # the effective size of a group in which every segment was read
_MORE = 1.0  # pseudo-count of both answers in a group


@dataclass(frozen=True)
class Corrected(Interval):
    """A share of segments, corrected by a blind audit sample, and its interval.

    estimate, low, high: None where there is no interval to give, and `reason` says why. target: "corpus",
    the share among these segments, or "people", the share expected among segments of people like these.
    machine: the share by the program's codes (and by people's where people coded a part), uncorrected.
    hand: the interval for the same target from the people's codes alone, for comparison. n_sampled:
    segments of the sample; n_coded: segments of the part that people coded; n_units: segments in all, for
    "people" those that a person said. n_people: people with segments, 0 where people were not told apart.
    notes: what a reader should know beside it.
    """

    target: Target = "corpus"
    machine: float | None = None
    hand: Interval | None = None
    n_sampled: int = 0
    n_coded: int = 0
    notes: tuple[str, ...] = ()

    @property
    def narrower(self) -> float | None:
        """By what part it is narrower than hand coding alone (.2: a fifth); negative where it is wider."""
        hand = self.hand
        if self.low is None or self.high is None or hand is None:
            return None
        if hand.low is None or hand.high is None or hand.high <= hand.low:
            return None
        return 1 - (self.high - self.low) / (hand.high - hand.low)


def together(columns: Any, groups: Iterable[Sequence[int]]) -> Truths:
    """Several codes as one, such as the codes of a theme: True where any of them is.

    columns: segments x codes. groups: for each column of the answer the positions of its codes. To be used
    on the program's and on the people's codes alike.
    """
    own = _truths(columns, "columns")
    made = [own[:, list(group)].any(axis=1) for group in groups]
    return np.stack(made, axis=1) if made else own[:, :0]


def corrected_shares(
    machine: Any,
    sampled: Any,
    values: Any,
    people: Any = None,
    *,
    target: Target = "corpus",
    weights: Any = None,
    coded: Any = None,
    coded_people: Any = None,
    level: float = 0.95,
    unit: str = "segment",
) -> list[Corrected]:
    """The shares of segments with a code, corrected by a blind audit sample; one answer for each code.

    machine: segments x codes, True where the program says that the segment has the code: every segment that
    people did not code, those of the sample included. The program must not have learned from the sample's
    answers. sampled: positions of the segments of the sample, drawn at random without a look at their
    words. values: sampled x codes, what the person says. people: for each segment the number of the
    person who said it, negative for nobody; needed for the target "people", which leaves out what nobody
    said. weights: for each sampled segment how many it stands for, available / drawn of its stratum, where
    strata were drawn from unequally; None = all the same. coded, coded_people: the same of segments that
    people coded in full, whose values are known. unit: what reasons and notes call a segment.

    The target "people" needs 5 people with segments, either target 10 sampled segments; otherwise there is
    no interval and `reason` says so. Nothing is assumed of how often the program errs, nor that all people
    are coded as well; that people's audit answers are right is.

    Within the program's yes and no the sample's share stands for all. Where one of the two groups has no
    sampled segment, the share of the whole sample is put in, the interval of the corpus reaches over all
    that the group could be, and a note says so. Angelopoulos, Bates, Fannjiang, Jordan & Zrnic (2023),
    Science, 382, 669–674; Egami, Hinck, Stewart & Wei (2023), NeurIPS 36; Cochran (1977), Sampling
    Techniques; MacKinnon, Nielsen & Webb (2023), Journal of Econometrics, 232, 272–299. Raises UsageError
    where the arrays do not fit together.
    """
    if target not in TARGETS:
        raise UsageError("target", repr(target), " or ".join(TARGETS))
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        raise UsageError("level", f"{level!r}", "between 0 and 1, as .95")
    given = _checked(machine, sampled, values, people, weights, coded, coded_people)
    if target == "people":
        given = given.of_somebody()
    segments = len(given.machine) + len(given.coded)
    n_people = len(given.persons)
    reason = _why_not(given, target, n_people, segments, unit)
    codes = given.machine.shape[1]
    share: list[float | None] = [None] * codes
    if segments:
        by_program = (given.machine.sum(axis=0) + given.coded.sum(axis=0)) / segments
        share = [float(each) for each in by_program]
    method, by_hand = (
        (CORPUS_METHOD, CORPUS_HAND) if target == "corpus" else (PEOPLE_METHOD, PEOPLE_HAND)
    )

    def answer(column: int, ours: _Ends, theirs: _Ends, notes: tuple[str, ...]) -> Corrected:
        return Corrected(
            *ours,
            level,
            method,
            n_people,
            segments,
            reason,
            target=target,
            machine=share[column],
            hand=Interval(*theirs, level, by_hand, n_people, segments, reason),
            n_sampled=len(given.sampled),
            n_coded=len(given.coded),
            notes=notes,
        )

    if reason:
        nothing = (None, None, None)
        return [answer(column, nothing, nothing, ()) for column in range(codes)]
    groups, alone = _Groups(given, given.machine), _Groups(given, np.zeros_like(given.machine))
    ends = _corpus if target == "corpus" else _people
    ours, theirs = ends(given, groups, level), ends(given, alone, level)
    return [
        answer(column, ours[column], theirs[column], groups.notes(column, unit))
        for column in range(codes)
    ]


# -- what is given -------------------------------------------------------------------------------------


def _truths(values: Any, name: str) -> Truths:
    array = np.asarray(values)
    try:
        numbers = array.astype(np.float64)
    except (TypeError, ValueError):
        raise UsageError(name, f"values of type {array.dtype}", "True and False") from None
    if numbers.ndim != 2:
        raise UsageError(name, f"an array of shape {numbers.shape}", "segments x codes")
    if not ((numbers == 0) | (numbers == 1)).all():
        raise UsageError(name, "other values", "True and False only")
    return numbers == 1


def _persons(values: Any, name: str, number: int) -> Whole:
    array = np.asarray(values)
    if array.shape != (number,) or (number and array.dtype.kind not in "iu"):
        raise UsageError(
            name,
            f"an array of shape {array.shape} of {array.dtype}",
            f"one whole number for each of {number} segments, negative for nobody",
        )
    return array.astype(np.int64)


@dataclass
class _Given:
    """machine, coded: segments x codes. sampled: positions in machine; values, weights: of these. who,
    coded_who: the person of each segment, None where people are not told apart."""

    machine: Truths
    sampled: Whole
    values: Truths
    weights: Numbers
    coded: Truths
    who: Whole | None
    coded_who: Whole | None

    @property
    def persons(self) -> Whole:
        """The people with a segment."""
        if self.who is None or self.coded_who is None:
            return np.zeros(0, np.int64)
        there = np.unique(np.concatenate([self.who, self.coded_who]))
        return there[there >= 0]

    def of_somebody(self) -> _Given:
        """Without the segments that nobody said."""
        if self.who is None or self.coded_who is None:
            raise UsageError(
                "people", "not given", "the person of each segment",
                "An interval for people like these has to tell people apart",
            )  # fmt: skip
        said = self.who >= 0
        kept = said[self.sampled]
        place = np.cumsum(said) - 1
        known = self.coded_who >= 0
        return _Given(
            self.machine[said],
            place[self.sampled[kept]],
            self.values[kept],
            self.weights[kept],
            self.coded[known],
            self.who[said],
            self.coded_who[known],
        )


def _checked(
    machine: Any,
    sampled: Any,
    values: Any,
    people: Any,
    weights: Any,
    coded: Any,
    coded_people: Any,
) -> _Given:
    own = _truths(machine, "machine")
    positions = np.asarray(sampled)
    if positions.ndim != 1 or (positions.size and positions.dtype.kind not in "iu"):
        raise UsageError("sampled", f"{positions.dtype} of shape {positions.shape}", "positions")
    positions = positions.astype(np.int64)
    if positions.size and not 0 <= positions.min() <= positions.max() < len(own):
        raise UsageError("sampled", "a position outside the segments", f"0 to {len(own) - 1}")
    if len(np.unique(positions)) < len(positions):
        raise UsageError("sampled", "a segment twice", "each segment of the sample once")
    said = _truths(values, "values")
    if said.shape != (len(positions), own.shape[1]):
        raise UsageError(
            "values", f"an array of shape {said.shape}", f"{(len(positions), own.shape[1])}"
        )
    if weights is None:
        stands_for = np.ones(len(positions))
    else:
        stands_for = np.asarray(weights, dtype=np.float64)
        if stands_for.shape != positions.shape or not (
            np.isfinite(stands_for).all() and (stands_for > 0).all()
        ):
            raise UsageError("weights", "other values", "a number above 0 for each sampled segment")
    known = own[:0] if coded is None else _truths(coded, "coded")
    if known.shape[1] != own.shape[1]:
        raise UsageError(
            "coded", f"{counted(known.shape[1], 'code')}", f"{own.shape[1]}, as machine"
        )
    who = None if people is None else _persons(people, "people", len(own))
    coded_who = None
    if who is not None:
        if coded_people is None and len(known):
            raise UsageError("coded_people", "not given", "the person of each coded segment")
        of = np.zeros(0, np.int64) if coded_people is None else coded_people
        coded_who = _persons(of, "coded_people", len(known))
    return _Given(own, positions, said, stands_for, known, who, coded_who)


def _why_not(given: _Given, target: Target, people: int, segments: int, unit: str) -> str:
    if not segments:
        return f"there is no {unit}"
    if target == "people" and people < FEWEST:
        return (
            f"{counted(people, 'person', 'people')}: an interval for people like these needs {FEWEST};"
            " the share in this corpus can be given"
        )
    n = len(given.sampled)
    if len(given.machine) and n < min(FEWEST_SAMPLED, len(given.machine)):
        return f"{counted(n, unit)} of the audit sample: a correction needs {FEWEST_SAMPLED}"
    return ""


# -- the estimate --------------------------------------------------------------------------------------


class _Groups:
    """The machine-coded part, sorted into two groups, and what the sample says of each.

    Arrays are 2 x codes: size (share of the segments), share (of the group's segments with the code),
    count (sampled segments, after weighting), effective (that many independent ones would make it as sure,
    finite groups allowed for), empty (no segment of the group was sampled). part: sampled x codes, what each sampled answer
    adds to the estimate, summing to 1 over a group-covering sample. error: answers minus the group's share.
    """

    def __init__(self, given: _Given, yes: Truths) -> None:
        number = max(len(yes), 1)
        answers, weights = given.values.astype(np.float64), given.weights[:, None]
        codes = yes.shape[1]
        inside = np.stack([~yes[given.sampled], yes[given.sampled]])
        self.yes = yes
        self.all = np.stack([(~yes).sum(axis=0), yes.sum(axis=0)])
        self.size = self.all / number
        self.n = inside.sum(axis=1)
        weighed = (weights * inside).sum(axis=1)
        squared = (weights**2 * inside).sum(axis=1)
        there = weighed > 0
        # Where a group has no sampled segment the whole sample's share stands in for its own.
        overall = (weights * answers).sum(axis=0) / max(float(given.weights.sum()), 1e-300)
        total = (weights * answers * inside).sum(axis=1)
        self.share = np.where(there, total / np.where(there, weighed, 1), overall)
        # Sums of weights may leave 1 by rounding.
        self.share = np.clip(self.share, 0, 1)
        self.count = np.where(there, weighed**2 / np.where(there, squared, 1), 0)
        per = self.size / np.where(there, weighed, 1)
        self.part = (weights * per[:, None, :] * inside).sum(axis=0)
        self.error = answers - (self.share[:, None, :] * inside).sum(axis=0)
        stands_for = np.maximum(self.part * number, 1)
        open_ = (1 - 1 / stands_for) * self.part**2
        design = (open_ * inside).sum(axis=1)
        even = self.share * (1 - self.share) * design
        seen = (open_ * self.error**2 * inside).sum(axis=1)
        # Where unequal weights fall on the segments that err most, the group is worth fewer segments.
        uneven = np.maximum(seen / np.where(even > 0, even, 1), 1)
        uneven[even <= 0] = 1
        effective = self.size**2 / np.where(design > 0, design * uneven, 1)
        self.effective = np.where(design > 0, np.minimum(effective, _KNOWN), _KNOWN)
        self.empty = ~there & (self.all > 0)
        self.estimate = np.clip((self.size * self.share).sum(axis=0), 0, 1)
        self.codes = codes

    def variance(self, share: Numbers) -> Numbers:
        """Of the estimate, by the sampling alone, if these were the groups' shares."""
        own = self.size**2 * share * (1 - share) / self.effective
        return np.where(self.empty, 0, own).sum(axis=0)

    def careful(self) -> tuple[Numbers, Numbers]:
        """The variance by the sampling with pseudo-counts, and by how much it is above the plain one."""
        shrunken = (self.count * self.share + _MORE) / (self.count + 2 * _MORE)
        # As unsure as a share can be is one that is 0 or 1 by the toss of a coin.
        open_ = np.where(self.empty, self.size**2 / 4, 0).sum(axis=0)
        more = self.variance(shrunken) + open_
        one_less = np.where(self.count > 1, self.count / np.maximum(self.count - 1, 1e-9), 0)
        own = self.size**2 * self.share * (1 - self.share) * one_less / self.effective
        return more, np.maximum(more - np.where(self.empty, 0, own).sum(axis=0), 0)

    def notes(self, column: int, unit: str) -> tuple[str, ...]:
        found = []
        for which, said in enumerate(("left uncoded", "coded")):
            size = int(self.all[which, column])
            if size and not self.n[which, column]:
                found.append(
                    f"the one {unit} that the program {said} was not drawn; the interval allows for either"
                    if size == 1
                    else f"none of the {counted(size, unit)} that the program {said} was drawn;"
                    " the interval allows for all of them and for none"
                )
        return tuple(found)


def _tilted(groups: _Groups, pull: Numbers) -> Numbers:
    """The shares of the groups that are most likely among those with one estimate: where the estimate is
    pulled down (pull > 0) or up, each group gives way by how unsure it is. 2 x codes."""
    n, share = groups.effective, groups.share
    force = pull * groups.size
    both = n + force
    root = np.sqrt(np.maximum(both**2 - 4 * force * n * share, 0))
    # Two forms of one root of force p² - (n + force) p + n share = 0; each is exact on its side.
    above = np.divide(2 * n * share, both + root, out=np.zeros_like(root), where=both + root > 0)
    below = np.divide(
        both - root, 2 * force, out=np.zeros_like(root), where=(force != 0) & (both <= 0)
    )
    return np.clip(np.where(both > 0, above, below), 0, 1)


def _score(groups: _Groups, critical: Numbers) -> tuple[Numbers, Numbers]:
    """The smallest and the largest share that the estimate does not contradict."""
    ends = []
    for side in (1.0, -1.0):
        low, high = np.full(groups.codes, -25.0), np.full(groups.codes, 50.0)
        end = groups.estimate
        for _ in range(70):
            middle = (low + high) / 2
            share = _tilted(groups, side * np.exp(middle))
            end = (groups.size * share).sum(axis=0)
            inside = (groups.estimate - end) ** 2 <= critical**2 * groups.variance(share)
            low, high = np.where(inside, middle, low), np.where(inside, high, middle)
        ends.append(end)
    return ends[0], ends[1]


def _critical(level: float, freedom: Any) -> Numbers:
    from scipy.stats import t

    return np.asarray(t.ppf((1 + level) / 2, np.maximum(freedom, 1)), dtype=np.float64)


def _corpus(given: _Given, groups: _Groups, level: float) -> list[_Ends]:
    """estimate, low and high of each code."""
    number, known = len(given.machine), given.coded.sum(axis=0)
    total = number + len(given.coded)
    freedom = len(given.sampled) - (groups.n > 0).sum(axis=0)
    low, high = _score(groups, _critical(level, freedom))
    # A group of which nothing is known may be all without the code, or all with it.
    low = low - np.where(groups.empty, groups.size * groups.share, 0).sum(axis=0)
    high = high + np.where(groups.empty, groups.size * (1 - groups.share), 0).sum(axis=0)
    # What was read is known: the share is at least that of the codes found, at most all but the noes.
    read = given.values.sum(axis=0)
    # And it is a whole number of segments: where few are left to read that is not next to nothing.
    low = np.maximum(np.floor(low * number + 1e-9), read)
    high = np.minimum(np.ceil(high * number - 1e-9), number - (len(given.sampled) - read))
    estimate = groups.estimate * number
    low, high = np.minimum(low, estimate), np.maximum(high, estimate)
    return _listed((estimate + known) / total, (low + known) / total, (high + known) / total)


def _listed(estimate: Numbers, low: Numbers, high: Numbers) -> list[_Ends]:
    return list(zip(estimate.tolist(), low.tolist(), high.tolist(), strict=True))


def _by_person(who: Whole, people: int, values: Numbers) -> Numbers:
    """Sums over the segments of each person: people x codes."""
    codes = values.shape[1]
    place = who[:, None] * codes + np.arange(codes)
    sums = np.bincount(place.ravel(), values.ravel(), people * codes)
    return sums.astype(np.float64).reshape(people, codes)


def _own_errors(part: Numbers, error: Numbers, who: Whole, people: int) -> tuple[Numbers, Numbers]:
    """What is known of each person's own mean error, drawn towards none by how unsure it is, and which part
    of the estimate the sample already lets it have: people x codes, both."""
    weighed = part * error
    sums, parts = _by_person(who, people, weighed), _by_person(who, people, part)
    squares = _by_person(who, people, part**2)
    alone, all_ = (weighed**2).sum(axis=0), (part**2).sum(axis=0)
    pairs = (parts**2).sum(axis=0) - all_
    between = np.divide(
        (sums**2).sum(axis=0) - alone, pairs, out=np.zeros_like(pairs), where=pairs > 0
    )
    between = np.maximum(between, 0)
    whole = np.divide(alone, all_, out=np.zeros_like(all_), where=all_ > 0)
    within = np.maximum(whole - between, 0)
    seen = parts > 0
    mean = np.divide(sums, parts, out=np.zeros_like(sums), where=seen)
    noise = within * np.divide(squares, parts**2, out=np.zeros_like(sums), where=seen)
    trust = np.divide(between, between + noise, out=np.zeros_like(sums), where=between + noise > 0)
    return mean * trust, parts


def _people(given: _Given, groups: _Groups, level: float) -> list[_Ends]:
    """estimate, low and high of each code."""
    assert given.who is not None and given.coded_who is not None
    persons = given.persons
    people = len(persons)
    who, coded_who = np.searchsorted(persons, given.who), np.searchsorted(persons, given.coded_who)
    number, total = len(given.machine), len(given.machine) + len(given.coded)
    own = _by_person(who, people, np.ones((number, 1)))
    yes = _by_person(who, people, groups.yes.astype(np.float64))
    expected = (groups.share[0] * (own - yes) + groups.share[1] * yes) / max(number, 1)
    asked = who[given.sampled]
    of_person = expected + _by_person(asked, people, groups.part * groups.error)
    # Where the program says the same of every segment it says nothing, and this is coding by hand.
    says = (groups.all > 0).all(axis=0)
    error, parts = _own_errors(groups.part, groups.error, asked, people)
    # The sample has some people more often than their part of the segments, and others less.
    of_person += np.where(says, error * (own / max(number, 1) - parts), 0)
    scale = number / total
    known = _by_person(coded_who, people, given.coded.astype(np.float64))
    of_person = of_person * scale + known / total
    estimate = np.clip(of_person.sum(axis=0), 0, 1)
    part = (own + _by_person(coded_who, people, np.ones((len(coded_who), 1)))) / total
    # The jackknife: what leaving the person out would change.
    change = (of_person - estimate * part) / (1 - part)
    variance = (people - 1) / people * (change**2).sum(axis=0)
    careful, more = groups.careful()
    plain = groups.variance(groups.share)
    variance += np.where(says, more, 0) * scale**2
    # People cannot differ less than not at all.
    variance = np.maximum(variance, np.where(says, careful, plain) * scale**2)
    edge = 1 / (2 * max(len(given.sampled) + len(given.coded), 1))
    near = np.clip(estimate, edge, 1 - edge)
    alike = near * (1 - near)
    worth = np.divide(alike, variance, out=np.full_like(alike, 1 / (2 * edge)), where=variance > 0)
    low, high = _wilson(near, worth, _critical(level, people - 1))
    return _listed(estimate, np.minimum(low, estimate), np.maximum(high, estimate))


def _wilson(share: Numbers, number: Numbers, critical: Numbers) -> tuple[Numbers, Numbers]:
    square = critical**2 / number
    middle = (share + square / 2) / (1 + square)
    half = np.sqrt(critical**2 * share * (1 - share) / number + square**2 / 4) / (1 + square)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
