"""The office passes on in the middle of a cycle: the new holder finds everything, the old one what was signed and no more."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cadres.actions.accounts import end_grant
from cadres.models import RoleGrant
from cadres.roles import Role
from core import localtime
from reviews.actions.segments import confirm_segment, send_segment
from reviews.actions.sheets import recall_review, submit_review
from reviews.models import Appraisal, DeepReview, Review, Round, Segment
from reviews.reports.inbox.boxes import BoxLines, counts
from reviews.reports.inbox.source import Box
from reviews.rules import deep_reviews as letters
from reviews.rules import sheets as rules
from reviews.rules.signatures import may_read_signed
from reviews.states import ReviewState
from tests.factories import organisation as org
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def leave(world, who: str) -> None:
    """The roles of the account ended yesterday."""
    for grant in RoleGrant.objects.filter(user=world.users[who]):
        end_grant(
            grant_id=grant.pk,
            version=grant.version,
            actor=org.SYSTEM,
            on=localtime.today() - timedelta(days=1),
        )


def follow(world, who: str, role: Role, name: str) -> None:
    """A new account holds the role from today on."""
    unit = world.province if role in (Role.STAFF, Role.STANDING) else world.commune
    world.users[who] = org.make_account(who, (role, unit), name=name, since=localtime.today())


def texts(world, who: str, box: Box = Box.WAITING) -> list[str]:
    actor, day = world.actor(who), localtime.today()
    return [line.text for line in BoxLines(actor, box, day, counts(actor, day))[0:50]]


def as_(world, who: str) -> Client:
    client = Client()
    client.force_login(world.users[who])
    return client


def test_the_new_secretary_finds_drafts_work_and_segments_and_the_old_one_none_of_it(world):
    review = make.complete_review(world.collective, world.actor("thuky"))
    make.suggest(world, review)
    leave(world, "thuky")
    follow(world, "thuky_moi", Role.SECRETARY, "Kiều Thị Mới")
    canbo = world.own("canbo")
    segment = canbo.segments.get(unit=world.commune)
    send_segment(segment_id=segment.pk, version=segment.version, actor=world.actor("canbo"))

    waiting = texts(world, "thuky_moi")

    assert any(line.startswith("Soạn bản kiểm điểm tập thể") for line in waiting)
    assert any(line.startswith("Xác nhận phần kiểm điểm") for line in waiting)
    assert any("gợi ý" in line.lower() for line in waiting)
    assert rules.reads_open_round(world.actor("thuky_moi"), review)
    assert make.open_round(review).answers.exclude(text="").exists()
    segment.refresh_from_db()
    confirmed = confirm_segment(segment_id=segment.pk, version=segment.version, actor=world.actor("thuky_moi"))
    assert confirmed.confirmed_by_name == "Kiều Thị Mới"
    assert texts(world, "thuky") == []
    assert not Review.objects.visible_to(world.actor("thuky")).exists()
    assert not Segment.objects.visible_to(world.actor("thuky")).exists()
    assert not DeepReview.objects.visible_to(world.actor("thuky")).exists()


def test_the_new_head_goes_on_and_the_old_one_reads_what_was_submitted_and_nothing_newer(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))
    leave(world, "bithu2")
    follow(world, "bithu_moi", Role.HEAD, "Tô Văn Tiếp")
    signed = Round.objects.get(review=review)
    review = recall_review(review_id=review.pk, version=review.version, actor=world.actor("bithu_moi"))
    newer = make.open_round(review)
    newer.answers.exclude(text="").update(text="Viết sau khi thôi chức.")
    later = submit_review(review_id=review.pk, version=review.version, actor=world.actor("bithu_moi"))
    former = as_(world, "bithu2")

    page = former.get(reverse("reviews:signed_round", args=[signed.pk]))

    assert later.state == ReviewState.SUBMITTED
    assert make.FAULT in page.text
    assert "Viết sau khi thôi chức." not in page.text
    assert reverse("reviews:signed_round", args=[signed.pk]) in former.get(reverse("reviews:signed")).text
    assert former.get(reverse("reviews:signed_round", args=[newer.pk])).status_code == 404
    for name in (
        "review_page",
        "edit_review",
        "review_rounds",
        "review_meeting",
        "review_indicators",
        "review_opinions",
    ):
        assert former.get(reverse(f"reviews:{name}", args=[review.pk])).status_code == 404, name
    assert former.get(reverse("reviews:review_round", args=[review.pk, 1])).status_code == 404
    assert former.get(reverse("reviews:round_indicators", args=[review.pk, 1])).status_code == 404


def test_who_decided_keeps_the_decision_and_the_round_it_was_about(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    decision = Appraisal.objects.create(
        round=Round.objects.get(review=review),
        outcome="accept",
        decided_at=localtime.now(),
        decided_by_id=world.users["thuongtruc"].pk,
        decided_by_name="Hoàng Gia Lộc",
    )
    leave(world, "thuongtruc")

    page = as_(world, "thuongtruc").get(reverse("reviews:signed_round", args=[decision.round_id])).text

    assert "Hoàng Gia Lộc" in page
    assert make.FAULT in page
    assert not Review.objects.visible_to(world.actor("thuongtruc")).filter(pk=review.pk).exists()


def test_who_approved_a_letter_keeps_reading_it_and_none_of_those_drafted_since(world):
    letter = make.suggest(world, world.collective)
    leave(world, "thuongtruc")
    follow(world, "thuongtruc_moi", Role.STANDING, "Võ Thị Kế")

    assert letter.approved_by_id == world.users["thuongtruc"].pk
    assert letter in DeepReview.objects.visible_to(world.actor("thuongtruc"))
    assert letter in DeepReview.objects.visible_to(world.actor("thuongtruc_moi"))
    former = as_(world, "thuongtruc")
    page = former.get(reverse("reviews:deep_review_page", args=[letter.pk]))
    assert page.status_code == 200
    assert reverse("reviews:review_page", args=[world.collective.pk]) not in page.text
    other = DeepReview.objects.create(
        cycle=world.cycle, issuer=world.province, title="Thư mới", drafted_by_id=world.users["chuyenvien"].pk
    )
    assert other not in DeepReview.objects.visible_to(world.actor("thuongtruc"))


def test_what_one_signed_is_by_the_list_what_it_is_by_the_rule(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu"))
    make.submitted_review(world.own("thanhvien"), world.actor("thanhvien"))
    make.suggest(world, world.own("canbo"))
    first = Round.objects.get(review=review)
    Appraisal.objects.create(
        round=first, outcome="accept", decided_at=localtime.now(), decided_by_id=world.users["thuongtruc"].pk
    )
    for who in ("bithu", "thuongtruc"):
        leave(world, who)
    rounds = [(one, Appraisal.objects.filter(round=one).first()) for one in Round.objects.all()]
    every = list(DeepReview.objects.with_contents())

    seen_by: dict[str, int] = {}
    for who in world.users:
        actor = world.actor(who)
        signed = set(Round.objects.signed_by(actor).values_list("pk", flat=True))
        assert signed == {one.pk for one, appraisal in rounds if may_read_signed(actor, one, appraisal)}, who
        found = set(DeepReview.objects.visible_to(actor).values_list("pk", flat=True))
        assert found == {letter.pk for letter in every if letters.may_view(actor, letter)}, who
        seen_by |= {who: len(signed)} if signed else {}
    assert seen_by == {"bithu": 1, "thanhvien": 1, "thuongtruc": 1}
