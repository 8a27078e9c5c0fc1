"""The stock phrases and thresholds of the hints, read once from their data file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).resolve().parent.parent / "data" / "hints.toml"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stock phrase, in which kinds of field it says too little, and the question it leaves open."""

    text: str
    where: frozenset[str]
    ask: str


@dataclass(frozen=True, slots=True)
class HintData:
    """Everything the hints take from data."""

    phrases: tuple[Phrase, ...]
    same_words: float
    shortest_compared: int
    longest_vague: int
    most_in_a_field: int


@cache
def hint_data() -> HintData:
    """The data shipped with the program."""
    with FILE.open("rb") as file:
        read = tomllib.load(file)
    phrases = tuple(Phrase(one["text"], frozenset(one["where"]), one["ask"]) for one in read["phrase"])
    return HintData(phrases, **read["thresholds"])
