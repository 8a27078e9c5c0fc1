"""Which opinions a person finds equals what the rule says of each, for every role; and what the filters find."""

import pytest

from core import localtime
from reviews.actions.opinions import answer_opinion
from reviews.models import Opinion, Review
from reviews.rules import opinions as rules
from reviews.rules.opinions import OpinionReply
from reviews.states import OpinionSource, ReviewState
from tests.factories import opinions as given
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


def test_visible_opinions_are_those_that_may_be_viewed(shared_province):
    world = shared_province
    collective = make.collective_review(world, world.commune)
    own = make.individual_review(world, world.cadre("canbo"), world.commune)
    elsewhere = make.collective_review(world, world.other_commune)
    submitted = make.individual_review(world, world.cadre("bithu"), world.commune)
    for review, writer in ((collective, "thuky"), (own, "canbo"), (elsewhere, "thuky_khac"), (submitted, "bithu")):
        given.registered(review, world.actor(writer), "Làm rõ số liệu")
    submitted.rounds.update(submitted_at=localtime.now())
    Review.objects.filter(pk=submitted.pk).update(state=ReviewState.SUBMITTED, submitted_at=localtime.now())
    seen = set()

    for who in world.users:
        actor = world.actor(who)
        every = Opinion.objects.select_related("round__review__unit")
        listed = set(Opinion.objects.visible_to(actor))
        assert listed == {one for one in every if rules.may_view(actor, one)}, who
        seen.add(frozenset(one.pk for one in listed))

    assert len(seen) > 4, "the roles must differ, or the test shows nothing"


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, [1, 2, 3]),
        ({"outcome": "unanswered"}, [2, 3]),
        ({"source_kind": "agency"}, [2]),
        ({"group": "Đất đai"}, [3]),
        ({"words": "ĐƯỜNG thôn"}, [1]),
        ({"words": "tài chính"}, [2]),
        ({"words": "đã sửa"}, [1]),
        ({"words": "không có chữ này"}, []),
    ],
)
def test_filters(shared_province, chosen, found):
    world = shared_province
    review, writer = make.collective_review(world, world.commune), world.actor("thuky")
    first, *_ = given.registered(
        review,
        writer,
        "Làm đường thôn Đông",
        given.draft("Giải ngân chậm", "Sở Tài chính", source_kind=OpinionSource.AGENCY),
        given.draft("Cấp sổ", group="Đất đai"),
    )
    reply = OpinionReply("accepted", "Đã sửa")
    answer_opinion(opinion_id=first.pk, version=1, actor=writer, answer=reply)

    assert list(Opinion.objects.order_by("number").chosen(**chosen).values_list("number", flat=True)) == found
