"""Hints for clearer writing: what a text leaves open, as a question to its writer. Values in, hints out; no query.

A hint never bars anything, never judges a person, and never reads the check against the catalogue of manifestations.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

from core import formats
from core.text import nfc, search_key
from reviews.rules.hint_data import HintData

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: the field it stands under, a code by which it can be waved away, and what it says."""

    field: str
    code: str
    sentence: str


@dataclass(frozen=True)
class Known:
    """A text written elsewhere, and where, as people say it: `kỳ trước`, `hạn chế 2`."""

    text: str
    where: str

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Its neighbouring words, looked for once however many texts are compared with it."""
        return _pairs(words_of(self.text))


def words_of(text: str) -> list[str]:
    """The words of a text: composed, without regard to case and punctuation."""
    return _WORD.findall(nfc(text).casefold())


def remedy_hints(name: str, *, action: str, has_owner: bool, has_date: bool, measure: str) -> Iterator[Hint]:
    """A remedy with an action, but nobody to do it, no day to end it, or nothing to see the result by."""
    if not action.strip():
        return
    if not has_owner:
        yield Hint(f"{name}-owner_cadre_id", "no-owner", "Biện pháp chưa có người chủ trì: giao cho ai?")
    if not has_date:
        yield Hint(f"{name}-due_on", "no-date", "Biện pháp chưa có thời hạn: xong trước ngày nào?")
    if not measure.strip():
        yield Hint(f"{name}-measure", "no-measure", "Chưa có kết quả phải đạt: nhìn vào đâu để biết đã làm xong?")


def deadline_hints(field: str, due_on: date | None, period_from: date) -> Iterator[Hint]:
    """A deadline before the period under review has even begun."""
    if due_on is not None and due_on < period_from:
        yield Hint(field, "past-date", f"Thời hạn {formats.day(due_on)} ở trước cả kỳ kiểm điểm: có gõ nhầm năm không?")


def cause_hints(name: str, *, fault: str, objective: str, subjective: str) -> Iterator[Hint]:
    """A fault or an objective cause without a subjective one, or a subjective cause that repeats the objective one."""
    field = f"{name}-subjective_cause"
    if not subjective.strip():
        if fault.strip() or objective.strip():
            yield Hint(field, "no-cause", "Chưa nêu nguyên nhân chủ quan: phần nào do mình làm chưa đúng, chưa đủ?")
    elif words_of(subjective) == words_of(objective):
        yield Hint(
            field,
            "same-cause",
            "Nguyên nhân chủ quan đang giống nguyên nhân khách quan: phần nào do mình, không do hoàn cảnh?",
        )


def vague_hints(field: str, where: str, text: str, data: HintData) -> list[Hint]:
    """Stock phrases in a short text without any figure; a text that says more is left alone."""
    words = words_of(text)
    if not words or len(words) > data.longest_vague or any(word.isdigit() for word in words):
        return []
    joined = f" {' '.join(words)} "
    found = [one for one in data.phrases if where in one.where and _spaced(one.text) in joined]
    longest_first = sorted(found, key=lambda one: -len(one.text))
    kept = [
        one
        for n, one in enumerate(longest_first)
        if not any(_within(one.text, other.text) for other in longest_first[:n])
    ]
    return [
        Hint(field, f"vague-{search_key(one.text).replace(',', '').replace(' ', '-')}", f"“{one.text}”: {one.ask}")
        for one in kept[: data.most_in_a_field]
    ]


def is_worth_comparing(text: str, data: HintData) -> bool:
    """Whether a text is long enough that its likeness to another one says anything."""
    return len(words_of(text)) >= data.shortest_compared


def repeated_hints(field: str, text: str, known: Iterable[Known], data: HintData) -> list[Hint]:
    """The one text written elsewhere that this one repeats most closely, if it does."""
    words = words_of(text)
    if len(words) < data.shortest_compared:
        return []
    pairs = _pairs(words)
    likeness = [(_likeness(pairs, other.pairs), other.where) for other in known]
    most, where = max(likeness, default=(0.0, ""), key=lambda one: one[0])
    if most < data.same_words:
        return []
    return [Hint(field, "repeated", f"Gần như lặp lại nội dung của {where}: điều gì là của lần này, của việc này?")]


def _within(part: str, whole: str) -> bool:
    return _spaced(part) in _spaced(whole)


@cache
def _spaced(phrase: str) -> str:
    """The words of a stock phrase, each between spaces."""
    return f" {' '.join(words_of(phrase))} "


def _pairs(words: list[str]) -> set[tuple[str, str]]:
    return set(pairwise(words))


def _likeness(some: set[tuple[str, str]], others: set[tuple[str, str]]) -> float:
    """The share of neighbouring pairs in common, from 0 to 1."""
    return len(some & others) / len(some | others) if some and others else 0.0
