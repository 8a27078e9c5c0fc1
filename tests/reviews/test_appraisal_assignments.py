"""An appraisal is given to one of the staff: who gives it, to whom never, what follows in list and inbox; days used."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from cadres.models import RoleGrant, User
from core import localtime
from core.errors import Invalid, NotAllowed
from reviews.actions.appraisal_assignments import assign_appraisal, candidates_for
from reviews.models import Review
from reviews.reports.inbox import appraising as inbox
from reviews.rules import appraisal_assignments as rules
from tests.factories import deep_reviews as letters
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(shared_province):
    return shared_province


@pytest.fixture
def review(world) -> Review:
    return letters.submitted(make.collective_review(world, world.commune))


def assign(world, review, to: str, by: str = "thuongtruc") -> Review:
    review.refresh_from_db()
    return assign_appraisal(
        review_id=review.pk, version=review.version, actor=world.actor(by), appraiser_id=world.users[to].pk
    )


def test_it_is_offered_to_those_who_appraise_there_and_leaves_the_inbox_of_the_others(world, review):
    names = dict(candidates_for(review))
    assert names[world.users["chuyenvien"].pk] == "Ngô Minh Đức"
    assert world.users["kiemtra"].pk not in names

    assign(world, review, "thuongtruc")

    assert not inbox._to_appraise(world.actor("chuyenvien")).exists()
    assert inbox._to_appraise(world.actor("thuongtruc")).get() == review
    assign(world, review, "chuyenvien")
    assert inbox._to_appraise(world.actor("chuyenvien")).get() == review


def test_not_you_and_not_now_are_different_sentences(world, review):
    with pytest.raises(NotAllowed, match="Chỉ thường trực, ban thường vụ cấp ủy trực tiếp quản lý"):
        assign(world, review, "chuyenvien", by="chuyenvien")
    being_written = make.collective_review(world, world.other_commune)
    with pytest.raises(NotAllowed, match="đang ở trạng thái “Đang viết”; chỉ giao thẩm định bản đã trình"):
        assign(world, being_written, "chuyenvien")


def test_it_is_never_given_to_another_committee_or_to_whom_it_concerns(world):
    review = letters.submitted(make.individual_review(world, world.cadre("canbo"), world.commune))
    with pytest.raises(Invalid, match="không thuộc cấp ủy thẩm định bản này"):
        assign(world, review, "trunguong")
    concerned = replace(world.actor("chuyenvien"), cadre_id=review.cadre_id)
    assert "liên quan đến chính đồng chí đó" in rules.may_be_assigned(concerned, review).reason


def test_the_deadline_is_a_figure_of_the_profile(world, review):
    profile = review.cycle.profile
    profile.figures.update_or_create(key=rules.DAYS, defaults={"value": 7, "meaning": "Số ngày thẩm định"})
    today = localtime.today()

    assert rules.appraise_by(today, profile) == today + timedelta(days=7)
    profile.figures.filter(key=rules.DAYS).update(value=0)
    assert rules.appraise_by(today, profile) is None


def test_the_list_filters_what_was_given_to_me_and_tells_deadline_and_days(client, world, review):
    other = letters.submitted(make.collective_review(world, world.other_commune))
    started = localtime.now() - timedelta(days=3)
    Review.objects.filter(pk=review.pk).update(submitted_at=started, appraise_by=localtime.today() - timedelta(days=1))
    client.force_login(world.users["thuongtruc"])
    sent = {"version": review.version, "appraiser_id": world.users["thuongtruc"].pk}
    assert client.post(reverse("reviews:assign_appraisal", args=[review.pk]), sent).status_code == 302

    mine = client.get(reverse("reviews:appraisals") + "?giao=toi")
    free = client.get(reverse("reviews:appraisals") + "?giao=chua")

    assert [row.pk for row in mine.context["listing"].rows] == [review.pk]
    assert [row.pk for row in free.context["listing"].rows] == [other.pk]
    for words in ("Giao: Hoàng Gia Lộc", "đã 3 ngày", "Quá hạn 1 ngày"):
        assert words in mine.text, words
    page = client.get(reverse("reviews:appraisal_page", args=[review.pk])).text
    assert "Giao cho đồng chí Hoàng Gia Lộc" in page


def account_is_closed(world, review):
    User.objects.filter(pk=world.users["thuongtruc"].pk).update(is_active=False)


def grant_has_ended(world, review):
    ended_on = localtime.today() - timedelta(days=1)
    RoleGrant.objects.filter(user=world.users["thuongtruc"]).update(ended_on=ended_on)


def managing_committee_is_another(world, review):
    make.account("thuongtruc_ubnd", None, (make.Role.STAFF, world.other_commune))
    Review.objects.filter(pk=review.pk).update(managing_unit=world.other_commune)


@pytest.mark.parametrize("event", [account_is_closed, grant_has_ended, managing_committee_is_another])
def test_it_falls_back_to_all_of_the_staff_when_whom_it_was_given_to_appraises_there_no_more(
    client, world, review, event
):
    assign(world, review, "thuongtruc")
    event(world, review)
    who = "chuyenvien"
    if event is managing_committee_is_another:
        who = "thuongtruc_ubnd"
        world.users[who] = User.objects.get(username=who)

    assert inbox._to_appraise(world.actor(who)).get() == review
    client.force_login(world.users[who])
    free = client.get(reverse("reviews:appraisals") + "?giao=chua")
    assert [row.pk for row in free.context["listing"].rows] == [review.pk]
    assert "Hoàng Gia Lộc" not in free.text
    assert "Chưa giao cho ai" in client.get(reverse("reviews:appraisal_page", args=[review.pk])).text
