"""The page "Ai đã xem bản của tôi": complete for the person, empty for everybody else."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core import localtime
from reviews.actions.reads import record_read
from reviews.models import ReviewRead
from reviews.rules import reads as rules
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make.small_province()
    review = make.individual_review(world, world.cadre("canbo"), world.commune)
    collective = make.collective_review(world, world.commune)
    for reader in ("chuyenvien", "kiemtra", "thuky", "canbo"):
        record_read(review=review, actor=world.actor(reader), part=ReviewRead.Part.FORM)
        record_read(review=collective, actor=world.actor(reader), part=ReviewRead.Part.FORM)
    return world


def test_the_person_sees_every_other_reader_with_office_and_part(client, world):
    client.force_login(world.users["canbo"])

    page = client.get("/ai-da-xem-ban-cua-toi/").text

    for name in ("Ngô Minh Đức", "Tạ Hữu Kiên", "Vũ Thị Thảo"):
        assert name in page
    assert "Chuyên viên giúp việc ban thường vụ, Tỉnh ủy Nam Trung" in page
    assert page.count("Xem bản kiểm điểm") == 3


def test_nobody_else_sees_who_read(client, world):
    for who in world.users:
        if who == "canbo":
            continue
        client.force_login(world.users[who])
        assert "Xem bản kiểm điểm" not in client.get("/ai-da-xem-ban-cua-toi/").text, who


def test_visible_reads_are_those_that_may_be_viewed(world):
    for who in world.users:
        actor = world.actor(who)
        found = set(ReviewRead.objects.visible_to(actor))
        assert found == {read for read in ReviewRead.objects.select_related("review") if rules.may_view(actor, read)}


def test_reading_the_same_part_again_and_again_in_a_day_is_one_line_with_the_number_of_times(client, world):
    review = ReviewRead.objects.all()[0].review
    midnight = datetime(2026, 11, 10, 0, 0, tzinfo=localtime.HO_CHI_MINH)
    for minutes in (-1, 1, 5, 90):
        with localtime.clock_at(midnight + timedelta(minutes=minutes)):
            record_read(review=review, actor=world.actor("thuky"), part=ReviewRead.Part.INDICATORS)

    lines = ReviewRead.objects.visible_to(world.actor("canbo")).filter(part=ReviewRead.Part.INDICATORS).by_day()

    assert {(line["day"].day, line["times"]) for line in lines} == {(10, 3), (9, 1)}
    client.force_login(world.users["canbo"])
    page = client.get("/ai-da-xem-ban-cua-toi/").text
    assert "10/11/2026, từ 00:01 đến 01:30" in page
    assert "09/11/2026, 23:59" in page


def test_the_page_asks_as_often_for_30_reads(client, world, django_assert_max_num_queries: DjangoAssertNumQueries):
    client.force_login(world.users["canbo"])
    client.get("/ai-da-xem-ban-cua-toi/")
    with django_assert_max_num_queries(8) as few:
        client.get("/ai-da-xem-ban-cua-toi/")
    review = ReviewRead.objects.all()[0].review
    for _ in range(30):
        record_read(review=review, actor=world.actor("thuky"), part=ReviewRead.Part.INDICATORS)

    with django_assert_max_num_queries(8) as many:
        client.get("/ai-da-xem-ban-cua-toi/")

    assert len(few) == len(many)
