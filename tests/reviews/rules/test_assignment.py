"""Where a person is reviewed, by whom, on which form, for which posts."""

from datetime import date

import pytest

from cadres.roles import Position
from reviews.rules.assignment import Held, UnitFacts, choose_form, plan_person
from reviews.states import PlaceKind

PROVINCE, COMMUNE, OTHER, CELL = 1, 2, 3, 9
UNITS = {
    PROVINCE: UnitFacts(2, None),
    COMMUNE: UnitFacts(3, PROVINCE),
    OTHER: UnitFacts(3, PROVINCE),
    CELL: UnitFacts(6, COMMUNE),
}
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 11, 22)


def held(unit_id, position=Position.HEAD, since=date(2025, 7, 1), until=None, *, number=1, order=10, name="Bí thư"):
    return Held(number, unit_id, name, position, PROVINCE, order, since, until)


def plan(*posts, forms=("01", "2A", "2B", "2C"), inside=True):
    return plan_person(
        cell_id=CELL, held=posts, units=UNITS, in_political_system=inside, forms=forms, period=YEAR, day=TODAY
    )


def test_member_is_reviewed_in_the_cell_by_its_superior():
    result = plan()

    assert (result.unit_id, result.managing_unit_id, result.form, result.position) == (CELL, COMMUNE, "2A", "")
    assert [(p.unit_id, p.kind) for p in result.places] == [(CELL, PlaceKind.CELL)]
    assert result.segments == ()


def test_leader_is_reviewed_in_the_cell_and_in_the_collective():
    result = plan(held(COMMUNE, Position.DEPUTY, name="Phó Bí thư"))

    assert (result.unit_id, result.managing_unit_id, result.form) == (COMMUNE, PROVINCE, "2B")
    assert [(p.unit_id, p.kind, p.position) for p in result.places] == [
        (CELL, PlaceKind.CELL, ""),
        (COMMUNE, PlaceKind.COLLECTIVE, "deputy"),
    ]


def test_secretary_of_the_own_cell_has_one_place():
    result = plan(held(CELL, name="Bí thư chi bộ"))

    assert [(p.unit_id, p.kind, p.position) for p in result.places] == [(CELL, PlaceKind.CELL, "head")]


def test_highest_post_decides_unit_and_manager():
    result = plan(
        held(CELL, Position.HEAD, number=1, name="Bí thư chi bộ"),
        held(COMMUNE, Position.MEMBER, number=2, order=40, name="Ủy viên Ban Thường vụ"),
        held(COMMUNE, Position.DEPUTY, number=3, order=30, name="Phó Bí thư"),
    )

    assert (result.unit_id, result.position) == (COMMUNE, "deputy")
    assert result.post_line == "Phó Bí thư, Ủy viên Ban Thường vụ, Bí thư chi bộ"


def test_former_post_gets_its_segment_but_no_place():
    result = plan(
        held(OTHER, since=date(2024, 3, 1), until=date(2026, 5, 31), number=1),
        held(COMMUNE, since=date(2026, 6, 1), number=2),
    )

    assert [(s.unit_id, s.held_from, s.held_to) for s in result.segments] == [
        (OTHER, date(2026, 1, 1), date(2026, 5, 31)),
        (COMMUNE, date(2026, 6, 1), date(2026, 12, 31)),
    ]
    assert [p.unit_id for p in result.places] == [CELL, COMMUNE]


def test_post_outside_the_period_leaves_no_trace():
    result = plan(held(OTHER, since=date(2023, 1, 1), until=date(2025, 12, 31)))

    assert (result.unit_id, result.form, result.segments) == (CELL, "2A", ())


def test_whoever_led_in_the_period_writes_the_leaders_form():
    result = plan(held(OTHER, until=date(2026, 1, 1)))

    assert (result.unit_id, result.form, len(result.segments)) == (CELL, "2B", 1)


@pytest.mark.parametrize(
    ("leads", "inside", "forms", "expected"),
    [
        pytest.param(False, True, {"2A", "2B", "2C"}, "2A", id="member"),
        pytest.param(False, False, {"2A", "2B", "2C"}, "2C", id="outside-the-political-system"),
        pytest.param(False, False, {"2A", "2B"}, "2A", id="outside-but-the-profile-has-no-2c"),
        pytest.param(True, False, {"2A", "2B", "2C"}, "2B", id="leader-outside-the-political-system"),
    ],
)
def test_form_follows_the_post_and_the_profile(leads, inside, forms, expected):
    assert choose_form(leads=leads, in_political_system=inside, forms=forms) == expected
