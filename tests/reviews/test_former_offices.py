"""Nobody appraises what they wrote or what concerns themselves, whatever office they hold by the day of the appraisal."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from cadres.actions.accounts import end_grant
from cadres.actions.posts import end_tenure
from cadres.models import RoleGrant, Tenure
from cadres.roles import Role
from core import localtime
from core.errors import DomainError, Invalid, NotAllowed
from reviews.actions import appraisals
from reviews.actions import deep_reviews as life
from reviews.actions.appraisal_assignments import assign_appraisal
from reviews.actions.entries import begin_entry
from reviews.actions.segments import confirm_segment, send_segment
from reviews.models import DeepReview, Review
from reviews.reports.inbox.appraising import SOURCES
from reviews.rules import appraisals as rules
from reviews.rules import deep_reviews as letter_rules
from tests.factories import appraisals as appraising
from tests.factories import deep_reviews as letters
from tests.factories import organisation as org
from tests.factories import sheets as make

pytestmark = pytest.mark.django_db

YESTERDAY = timedelta(days=1)
SOURCE = {source.name: source for source in SOURCES}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make.province()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    return built


def moves_up(world, who: str, *roles: Role, left: date | None = None) -> None:
    """Every office of the account ended (yesterday where no day is given); now it works for the province."""
    on = left or localtime.today() - YESTERDAY
    user = world.users[who]
    for grant in RoleGrant.objects.filter(user=user):
        end_grant(grant_id=grant.pk, version=grant.version, actor=org.SYSTEM, on=on)
    for tenure in Tenure.objects.filter(cadre_id=user.cadre_id or 0, ended_on=None):
        end_tenure(tenure_id=tenure.pk, version=None, actor=org.SYSTEM, on=on)
    for role in roles or (Role.STAFF, Role.STANDING):
        org.give_role(user, role, world.province, since=localtime.today())


def handed_up(world, review: Review) -> Review:
    review.refresh_from_db()
    act = {"review_id": review.pk, "actor": world.actor("chuyenvien")}
    appraisals.draft_appraisal(
        version=review.version, proposed_outcome="accept", remark="Đạt.", marks=appraising.marked(review), **act
    )
    review.refresh_from_db()
    appraisals.propose_appraisal(version=review.version, **act)
    return fresh(review)


def fresh(review: Review) -> Review:
    return Review.objects.with_subject().get(pk=review.pk)


def refused(act) -> str:
    """The sentence of the refusal; "" where it went through. Nothing of it stays."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except DomainError as error:
        return str(error)
    return ""


def sentences(world, who: str, review: Review) -> list[str]:
    """What drafting, deciding, and being given the appraisal are answered."""
    actor, review = world.actor(who), fresh(review)
    draft = refused(
        lambda: appraisals.draft_appraisal(review_id=review.pk, version=review.version, actor=actor, remark="Đạt.")
    )
    given = refused(
        lambda: assign_appraisal(
            review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"), appraiser_id=actor.user_id
        )
    )
    with transaction.atomic():
        ready = handed_up(world, review)
        decide = refused(
            lambda: appraisals.accept_review(review_id=ready.pk, version=ready.version, actor=world.actor(who))
        )
        transaction.set_rollback(True)
    return [draft, given, decide]


def listed(world, who: str, review: Review) -> tuple[bool, bool]:
    """Whether the review waits for the person's draft, and, once handed up, for the person's decision."""
    actor = world.actor(who)
    to_draft = review in SOURCE["reviews-to-appraise"].rows(actor)
    with transaction.atomic():
        handed_up(world, review)
        to_decide = review in SOURCE["appraisals-to-decide"].rows(actor)
        transaction.set_rollback(True)
    return to_draft, to_decide


@pytest.mark.parametrize("who", ["thuky", "thuky2", "bithu2", "bithu", "canbo", "thanhvien", "thuky_khac"])
def test_whoever_wrote_submitted_wrote_for_headed_or_sat_in_the_collective_stays_out_of_it(world, who):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))
    concerned = who != "thuky_khac"

    moves_up(world, who)

    found = sentences(world, who, review)
    assert [bool(sentence) for sentence in found] == [concerned] * 3
    assert all("không" in sentence.lower() for sentence in found if concerned)
    assert listed(world, who, review) == (not concerned, not concerned)


def test_an_office_that_ended_before_the_period_bars_nobody(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))

    moves_up(world, "thanhvien", left=review.cycle.period_from - YESTERDAY)

    assert sentences(world, "thanhvien", review) == ["", "", ""]
    assert listed(world, "thanhvien", review) == (True, True)


def test_who_wrote_is_barred_though_the_office_was_never_held_within_the_period(world):
    review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))
    RoleGrant.objects.filter(user=world.users["thuky"]).delete()  # as if the grant had been typed for another year
    org.give_role(world.users["thuky"], Role.STAFF, world.province)
    org.give_role(world.users["thuky"], Role.STANDING, world.province)

    assert all("đã viết" in rules_sentence for rules_sentence in (
        rules.may_draft_appraisal(world.actor("thuky"), fresh(review)).reason,
        rules.may_decide(world.actor("thuky"), fresh(review)).reason,
    ))  # fmt: skip
    assert listed(world, "thuky", review) == (False, False)


def test_who_typed_a_paper_in_stays_out_of_it_and_of_no_other(world):
    review = world.own("thanhvien")
    begin_entry(
        review_id=review.pk, version=review.version, actor=world.actor("thuky_chibo"), because="Ốm",
        signed_on=localtime.today(),
    )  # fmt: skip
    make.submitted_review(world.own("canbo"), world.actor("canbo"))
    moves_up(world, "thuky_chibo")
    actor = world.actor("thuky_chibo")

    assert "nhập thay" in rules.may_draft_appraisal(actor, fresh(review)).reason
    assert rules.may_draft_appraisal(actor, fresh(world.own("canbo")))


@pytest.mark.parametrize(
    ("who", "concerned"),
    [
        ("thuky2", True),
        ("bithu2", True),
        ("bithu_khac", True),
        ("thuky_khac", True),
        ("thuky_bay", False),
        ("canbo", True),
    ],
)
def test_whose_post_was_under_somebody_is_not_judged_by_that_person(world, who, concerned):
    """`canbo` came from the other commune in the middle of the period: both units answer for a part of that review."""
    review = make.submitted_review(world.own("canbo"), world.actor("canbo"))

    moves_up(world, who)

    assert [bool(sentence) for sentence in sentences(world, who, review)] == [concerned] * 3
    assert listed(world, who, review) == (not concerned, not concerned)


def test_who_led_the_unit_after_the_post_was_left_is_only_barred_by_having_confirmed_it(world):
    canbo = world.own("canbo")
    part = canbo.segments.get(unit=world.other_commune)
    org.make_account("bithu_moi", (Role.HEAD, world.other_commune), name="Tô Văn Tiếp", since=part.held_to + YESTERDAY)
    world.users["bithu_moi"] = RoleGrant.objects.get(user__username="bithu_moi").user
    assert not rules.is_own_matter(world.actor("bithu_moi"), fresh(canbo))

    part = send_segment(segment_id=part.pk, version=part.version, actor=world.actor("canbo"))
    confirm_segment(segment_id=part.pk, version=part.version, actor=world.actor("bithu_moi"))

    assert rules.is_own_matter(world.actor("bithu_moi"), fresh(canbo))
    del world.users["bithu_moi"]


def post_at_the_province(world, who: str) -> Review:
    """The review of somebody whose post before was in the managing committee itself; submitted."""
    review = world.own(who)
    review.segments.filter(unit=world.other_commune).update(unit=world.province)
    return make.submitted_review(review, world.actor(who))


def test_an_officer_of_the_managing_committee_judges_posts_under_it_but_not_what_bears_that_officers_hand(world):
    """Whoever leads the appraising committee appraises those it manages: that is the office, not a matter of one's own."""
    review = post_at_the_province(world, "canbo")
    officer = world.users["quantri"]
    for role in (Role.HEAD, Role.STANDING, Role.STAFF):
        org.give_role(officer, role, world.province)

    assert sentences(world, "quantri", review) == ["", "", ""]
    assert listed(world, "quantri", review) == (True, True)

    Review.objects.filter(pk=review.pk).update(hand_ids=[*review.hand_ids, officer.pk])  # as confirming the part does
    assert all("xác nhận" in sentence or "liên quan" in sentence for sentence in sentences(world, "quantri", review))
    assert listed(world, "quantri", review) == (False, False)


class TestWhoElse:
    """Where the person may not take the next step, the page names who may, or what to do where nobody may."""

    def told(self, client, world, who: str, review: Review) -> str:
        client.force_login(world.users[who])
        page = client.get(reverse("reviews:appraisal_page", args=[review.pk]))
        return page.context["way_on"]

    def test_not_you_names_those_who_may_and_not_now_is_another_sentence(self, client, world):
        review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))
        moves_up(world, "thuky", Role.STAFF)

        page = self.told(client, world, "thuky", review)
        not_you = rules.may_draft_appraisal(world.actor("thuky"), fresh(review)).reason

        assert "Soạn được: Ngô Minh Đức, Hoàng Gia Lộc. Quyết định được: Hoàng Gia Lộc." in page
        assert not_you in client.get(reverse("reviews:appraisal_page", args=[review.pk])).text
        assert page in client.get(reverse("reviews:review_page", args=[review.pk])).text
        not_now = refused(
            lambda: appraisals.draft_appraisal(
                review_id=world.own("thanhvien").pk, version=1, actor=world.actor("chuyenvien"), remark="Đạt."
            )
        )
        assert "đang ở trạng thái" in not_now
        assert "đang ở trạng thái" not in not_you

    def test_in_a_very_small_committee_it_says_which_office_is_missing(self, client, world):
        review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))
        RoleGrant.objects.filter(user=world.users["chuyenvien"]).delete()
        alone = self.told(client, world, "thuongtruc", review)
        Review.objects.filter(pk=review.pk).update(hand_ids=[*review.hand_ids, world.users["thuongtruc"].pk])
        nobody = self.told(client, world, "thuongtruc", review)

        assert "Chỉ đồng chí Hoàng Gia Lộc" in alone
        assert "không liên quan đến bản này" in alone
        assert "Không chuyên viên, thường trực nào" in nobody
        assert "quản trị giao vai trò" in nobody


@pytest.mark.parametrize(
    ("who", "concerned"), [("bithu", True), ("thuky2", True), ("thanhvien", True), ("bithu_khac", False)]
)
def test_no_letter_is_approved_sent_back_or_listed_by_who_led_or_wrote_for_its_target(world, who, concerned):
    letter = letters.proposed(world, [world.collective])
    moves_up(world, who, Role.STANDING)
    actor = world.actor(who)
    act = {"deep_review_id": letter.pk, "version": letter.version, "actor": actor}

    for verb, more in (("approve", {}), ("send_back", {"reason": "Chưa rõ."})):
        sentence = refused(lambda verb=verb, more=more: getattr(life, f"{verb}_deep_review")(**act, **more))
        assert bool(sentence) is concerned, sentence
    assert (letter in DeepReview.objects.awaiting_standing(actor)) is not concerned
    assert bool(letter_rules.may_send_back(actor, letters.fresh(letter))) is not concerned


def test_every_list_says_of_every_review_and_every_account_what_the_rule_says(world):
    make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))
    for who in ("canbo", "thanhvien", "bithu"):
        make.submitted_review(world.own(who), world.actor(who))
    everybody = [who for who in world.users if who not in ("thuongtruc", "chuyenvien")]
    for who in everybody:
        moves_up(world, who)

    waiting = {who: set(SOURCE["reviews-to-appraise"].rows(world.actor(who))) for who in everybody}

    for review in Review.objects.with_subject().filter(state="submitted"):
        for who in everybody:
            allowed = bool(rules.may_draft_appraisal(world.actor(who), review))
            assert (review in waiting[who]) is allowed, (who, review.subject_name)


class TestTwoHands:
    def test_a_comma_of_a_colleague_leaves_the_draft_the_work_of_who_wrote_it(self, world):
        review = make.submitted_review(world.collective, world.actor("thuky"), by=world.actor("bithu2"))
        org.give_role(world.users["quantri"], Role.STANDING, world.province)
        wrote = world.actor("quantri")
        appraisals.draft_appraisal(
            review_id=review.pk, version=review.version, actor=wrote, proposed_outcome="accept", remark="Cả bản này"
        )
        review = handed_up(world, review)

        with pytest.raises(NotAllowed, match="đã soạn"):
            appraisals.accept_review(review_id=review.pk, version=review.version, actor=wrote)
        assert review not in SOURCE["appraisals-to-decide"].rows(wrote)
        assert review in SOURCE["appraisals-to-decide"].rows(world.actor("thuongtruc"))
        appraisals.accept_review(review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"))

    def test_nor_is_a_letter_approved_by_whoever_changed_a_word_of_it(self, world):
        org.give_role(world.users["quantri"], Role.STANDING, world.province)
        letter = letters.drafted(world, [world.collective])
        wrote = world.actor("quantri")
        letters.drafting.edit_deep_review(
            deep_review_id=letter.pk, version=letter.version, actor=wrote,
            text=letters.LetterText(letter.title, "Viết lại cả văn bản.", due_on=letters.DUE, grounds=("inspection",)),
            topics=[letters.TopicText("Đất đai", None, "inspection", "Vì sao?")],
        )  # fmt: skip
        letter = letters.fresh(letter)
        letters.drafting.assign_topics(
            deep_review_id=letter.pk, version=letter.version, actor=world.actor("chuyenvien"), only_for={}
        )
        letter = letters.fresh(letter)
        life.propose_deep_review(deep_review_id=letter.pk, version=letter.version, actor=world.actor("chuyenvien"))
        letter = letters.fresh(letter)

        with pytest.raises((NotAllowed, Invalid), match="đã soạn"):
            life.approve_deep_review(deep_review_id=letter.pk, version=letter.version, actor=wrote)
        assert letter not in DeepReview.objects.awaiting_standing(wrote)
        assert letter in DeepReview.objects.awaiting_standing(world.actor("thuongtruc"))
