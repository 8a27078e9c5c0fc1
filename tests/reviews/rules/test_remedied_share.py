"""Criterion 3.3: how much of what earlier cycles left was remedied, by the register alone."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from reviews.models import CarriedOver, ProfileFigure
from reviews.rules.remedied_share import RemediedShare, Standing, remedied_share
from reviews.states import CarriedState
from reviews.states import RemediationState as S

END = date(2026, 12, 31)
EIGHTY = ProfileFigure(key="self_criticism.remedied_from_percent", value=Decimal(80))


def row(fault: str, state: str, due_on: date = date(2026, 6, 30), source: str = "Năm 2025") -> CarriedOver:
    return CarriedOver(
        origin=uuid.uuid4(), source=source, fault=fault, action="Làm", due_on=due_on, register_state=state
    )


def account(*rows: CarriedOver, figure: ProfileFigure | None = EIGHTY) -> RemediedShare:
    return remedied_share(rows, figure, END)


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ([S.CLOSED], Standing.REMEDIED),
        ([S.VERIFIED, S.CLOSED], Standing.REMEDIED),
        ([S.CLOSED, S.REPORTED], Standing.LEFT),
        ([S.PLANNED], Standing.LEFT),
        ([S.NOT_DONE], Standing.LEFT),
        ([S.SUSPENDED], Standing.LEFT),
        ([S.TRANSFERRED], Standing.ELSEWHERE),
        ([S.TRANSFERRED, S.CLOSED], Standing.REMEDIED),
    ],
)
def test_a_content_is_remedied_when_all_its_remedies_here_are_verified(states, standing):
    (content,) = account(*(row("Giải ngân chậm", state) for state in states)).contents

    assert content.standing == standing


def test_what_is_due_after_the_period_is_left_out_unless_it_is_done():
    later = date(2027, 1, 1)
    found = account(row("Một", S.PLANNED, later), row("Hai", S.CLOSED, later), row("Ba", S.PLANNED, END))

    assert [one.standing for one in found.contents] == [Standing.LATER, Standing.REMEDIED, Standing.LEFT]
    assert (found.remedied, found.counted, found.left_out, found.share) == (1, 2, 1, Decimal("50.0"))


def test_what_was_given_up_is_left_whatever_its_day():
    later = date(2027, 1, 1)
    found = account(row("Một", S.NOT_DONE, later), row("Hai", S.PLANNED, later), row("Hai", S.NOT_DONE, later))

    assert [one.standing for one in found.contents] == [Standing.LEFT, Standing.LEFT]


def test_the_same_fault_of_two_cycles_counts_twice_and_a_task_without_fault_alone():
    found = account(row("Một", S.CLOSED), row("Một", S.CLOSED, source="Năm 2024"), row("", S.CLOSED), row("", S.CLOSED))

    assert (found.remedied, found.counted) == (4, 4)


def test_marks_of_the_writer_and_commitments_count_for_nothing():
    marked, pledged = row("Một", S.IN_PROGRESS), row("", "")
    marked.state = pledged.state = CarriedState.DONE

    found = account(marked, pledged)

    assert (found.remedied, found.counted) == (0, 1)


@pytest.mark.parametrize(
    ("done", "of_all", "share", "is_reached"),
    [
        (4, 5, "80.0", True),
        (3, 4, "75.0", False),
        (7996, 10000, "80.0", False),
        (2000, 2001, "99.9", True),
        (5, 5, "100.0", True),
    ],
)
def test_the_share_is_rounded_and_what_is_reached_is_not(done, of_all, share, is_reached):
    found = account(*(row(str(n), S.CLOSED if n < done else S.PLANNED) for n in range(of_all)))

    assert (found.share, found.is_reached) == (Decimal(share), is_reached)


def test_without_contents_or_without_a_figure_nothing_is_said():
    assert (account().share, account().is_reached) == (None, None)
    assert account(row("Một", S.CLOSED), figure=None).is_reached is None
