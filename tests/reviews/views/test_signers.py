"""Who signs is not typed where one person alone can be meant."""

import pytest

from cadres.roles import Position
from reviews.reports.letterheads import likely_signer
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


def seat(world, name: str, position: Position, title: str):
    person = make.cadre(name)
    make.seat(person, world.other_commune, position, title, managed_by=world.province)
    return person


def test_the_head_signs_and_a_deputy_who_acts_signs_for_themselves(world):
    staff = world.actor("chuyenvien")
    before = likely_signer(world.other_commune, staff)["signer_name"]
    deputy = seat(world, "Đinh Công Tráng", Position.DEPUTY, "Phó Bí thư")
    world.users["pho_bi_thu"] = make.account("pho_bi_thu", deputy)

    assert before
    assert likely_signer(world.other_commune, staff)["signer_name"] == before
    assert likely_signer(world.other_commune, world.actor("pho_bi_thu"))["signer_name"] == "Đinh Công Tráng"


def test_of_two_heads_neither_is_put_forward(world):
    seat(world, "Người Thứ Hai", Position.HEAD, "Bí thư")

    assert likely_signer(world.other_commune, world.actor("chuyenvien")) == {}
    assert likely_signer(None, world.actor("chuyenvien")) == {}
