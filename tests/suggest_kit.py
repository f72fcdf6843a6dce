"""A study that can be learned from: what is said of a thing stands in the words that are said. Holds no tests."""

from __future__ import annotations

from itertools import cycle

# Ten turns an interview: three on counting, two on money, five on neither.
COUNTING = [
    "We counted the outcomes again for the report",
    "Counting outcomes takes the whole team a week",
    "The indicators are counted every quarter",
    "Nobody had counted these outcomes before us",
]
MONEY = [
    "The price decided in the end",
    "They asked for a lower price once more",
    "A lower price won the tender again",
]
OTHER = [
    "The bus was late that day",
    "My sister moved to the coast",
    "We had tea and talked about gardens",
    "It rained through all of March",
    "The hall was cold as always",
    "I like the walk along the river",
    "She brought her dog to the meeting",
]
BOOK = """codes:
  - code: measuring
    name: Counting outcomes
    definition: Talk about how outcomes are counted.
  - code: price
    definition: Talk about money.
    patterns: [price]
"""


def turns(documents: int = 8) -> str:
    """CSV of so many interviews D1, D2, … of ten turns each; turns 1, 2, 3 are on counting, 4 and 5 on money."""
    counting, money, other = cycle(COUNTING), cycle(MONEY), cycle(OTHER)
    rows = ["document,turn,speaker,text"]
    for number in range(1, documents + 1):
        said = [next(counting) for _ in range(3)] + [next(money) for _ in range(2)]
        said += [next(other) for _ in range(5)]
        rows += [f"D{number},{at},P{number},{text}" for at, text in enumerate(said, 1)]
    return "\n".join(rows) + "\n"


def codings(documents: list[int], coder: str = "AB") -> str:
    """CSV of the codings of these interviews, five each."""
    rows = ["document,turn,code,coder"]
    for number in documents:
        rows += [f"D{number},{turn},measuring,{coder}" for turn in (1, 2, 3)]
        rows += [f"D{number},{turn},price,{coder}" for turn in (4, 5)]
    return "\n".join(rows) + "\n"


def progress(documents: list[int], coder: str = "AB", blind: str = "yes") -> str:
    """CSV of passes over these interviews for both codes."""
    rows = ["document,coder,codes,blind"]
    rows += [f"D{number},{coder},measuring;price,{blind}" for number in documents]
    return "\n".join(rows) + "\n"
