"""How much of what earlier cycles left to remedy was remedied by the end of the period: criterion 3.3 of a leader's form.

Computed from the remediation register, never typed and never from the writer's own marks; pure, over loaded rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import groupby
from typing import Final

from reviews.models import CarriedOver, ProfileFigure
from reviews.states import RemediationState

REMEDIED_FROM: Final = "self_criticism.remedied_from_percent"
_DONE: Final = (RemediationState.VERIFIED, RemediationState.CLOSED)
_TENTH: Final = Decimal("0.1")


class Standing(StrEnum):
    """What counts for a content; the last two leave it out of the account."""

    REMEDIED = "đã khắc phục xong"
    LEFT = "chưa khắc phục xong"
    LATER = "chưa đến hạn"
    ELSEWHERE = "đã chuyển cơ quan khác"


@dataclass(frozen=True, slots=True)
class Content:
    """One fault of an earlier cycle with all its remedies; a task that names no fault is a content of its own."""

    rows: tuple[CarriedOver, ...]
    standing: Standing

    @property
    def words(self) -> str:
        """The fault, otherwise what was to be done."""
        return self.rows[0].fault or self.rows[0].action

    @property
    def source(self) -> str:
        """The cycle that it comes from."""
        return self.rows[0].source


@dataclass(frozen=True, slots=True)
class RemediedShare:
    """The account of one form; `figure` is what the profile asks for, None where it asks for nothing."""

    contents: tuple[Content, ...]
    figure: ProfileFigure | None

    @property
    def remedied(self) -> int:
        """How many contents are remedied."""
        return sum(content.standing == Standing.REMEDIED for content in self.contents)

    @property
    def counted(self) -> int:
        """Of how many: those remedied, and those whose day is over or that were given up."""
        return sum(content.standing in (Standing.REMEDIED, Standing.LEFT) for content in self.contents)

    @property
    def left_out(self) -> int:
        """How many are no part of the account."""
        return len(self.contents) - self.counted

    @property
    def share(self) -> Decimal | None:
        """In percent with one place; None where nothing is counted. What is not all never reads 100."""
        if not self.counted:
            return None
        rounded = (Decimal(self.remedied * 100) / self.counted).quantize(_TENTH, ROUND_HALF_UP)
        return min(rounded, 100 - _TENTH) if self.remedied < self.counted else rounded

    @property
    def is_reached(self) -> bool | None:
        """Whether it is as much as the profile asks for, by the unrounded figures; None where one of them is missing."""
        if self.figure is None or not self.counted:
            return None
        return Decimal(self.remedied * 100) >= self.figure.value * self.counted


def remedied_share(rows: Sequence[CarriedOver], figure: ProfileFigure | None, period_to: date) -> RemediedShare:
    """The account of a form's ledger, up to the last day of its period; commitments, which stand there too, are left out.

    Source: Quy định 366-QĐ/TW, Hướng dẫn 43-HD/BTCTW, profile key `REMEDIED_FROM`, whose figure is given.
    """
    registered = [row for row in rows if row.register_state and row.commitment_id is None]
    grouped = groupby(registered, key=lambda row: (row.source, row.fault or row.origin.hex))
    contents = tuple(_content(tuple(of_one), period_to) for _, of_one in grouped)
    return RemediedShare(contents, figure)


def _content(rows: tuple[CarriedOver, ...], period_to: date) -> Content:
    return Content(
        rows, _standing([row for row in rows if row.register_state != RemediationState.TRANSFERRED], period_to)
    )


def _standing(rows: Iterable[CarriedOver], period_to: date) -> Standing:
    here = list(rows)
    if not here:
        return Standing.ELSEWHERE
    undone = [row for row in here if row.register_state not in _DONE]
    if not undone:
        return Standing.REMEDIED
    is_later = all(_is_later(row, period_to) for row in undone)
    return Standing.LATER if is_later else Standing.LEFT


def _is_later(row: CarriedOver, period_to: date) -> bool:
    """Due after the period, by the day that counts at the end of it, which only the committee above moves; what was given
    up is due no more."""
    given_up = row.register_state == RemediationState.NOT_DONE
    return not given_up and row.due_on is not None and row.due_on > period_to
