"""The demo province: every state occurs, the audit carries the days of the story, and everybody has something to do."""

import re
from collections import defaultdict
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import F, Max, Min
from django.test import override_settings
from django.urls import reverse

import reviews.tasks  # noqa: F401  registers the runner that generates the reviews
from cadres.actors import actor_of
from cadres.models import Cadre, Tenure, User
from core import localtime
from core.models import AuditEntry
from reviews.demo.accounts import DEMO_ACCOUNTS, PASSWORD
from reviews.demo.chapters import Chapters
from reviews.management.commands.write_workflow_docs import TABLES
from reviews.models import (
    Amendment,
    Appraisal,
    Attachment,
    CarriedOver,
    Catalogue,
    Cycle,
    DeepReview,
    DeepReviewTopic,
    EvidenceFile,
    HardTask,
    IndicatorNote,
    Limitation,
    Opinion,
    OutgoingMessage,
    PlaceRemark,
    Pledge,
    PledgeRead,
    ProgressReport,
    Reading,
    RegisteredGround,
    RemediationItem,
    Review,
    ReviewPlace,
    ReviewRead,
    Round,
    Segment,
)
from reviews.reports.inbox.boxes import counts
from reviews.reports.inbox.source import Box
from reviews.reports.named_since import unanswered
from reviews.states import (
    AmendmentKind,
    CycleKind,
    CycleState,
    Ground,
    Opening,
    OpinionOutcome,
    RemediationState,
    ReviewState,
    SegmentState,
    Subject,
)
from units.models import Unit

pytestmark = [pytest.mark.slow]

MODELS: dict[str, Any] = {
    "CYCLE_WORKFLOW": Cycle,
    "REVIEW_WORKFLOW": Review,
    "DEEP_REVIEW_WORKFLOW": DeepReview,
    "GROUND_WORKFLOW": RegisteredGround,
    "APPRAISAL_WORKFLOW": Appraisal,
    "REMEDIATION_WORKFLOW": RemediationItem,
    "PLEDGE_WORKFLOW": Pledge,
}
LISTS = [
    ("thuky", "reviews:reviews reviews:remediation reviews:hard_tasks reviews:deep_reviews reviews:cycles"),
    ("bithu", "reviews:signed"),
    ("canbo", "reviews:reads reviews:pledges"),
    ("chuyenvien", "reviews:appraisals reviews:grounds reviews:deep_reviews"),
    ("quantri", "units:units cadres:people cadres:accounts cadres:log reviews:catalogues reviews:templates"),
]
CHOOSING = [m for m in apps.get_app_config("reviews").get_models() if any(f.choices for f in m._meta.fields)]
# A story of two years needs no more kinds of cycle, and not everybody reads or prints everything.
NOT_CHOSEN = {
    (Cycle, "kind"): {CycleKind.QUARTER, CycleKind.HALF_YEAR, CycleKind.TERM},
    (Catalogue, "origin"): {"imported"},
    (DeepReviewTopic, "ground"): {Ground.CHECK, Ground.COMPLAINT, Ground.PUBLIC_OPINION, Ground.OTHER},
    (ReviewRead, "part"): {
        ReviewRead.Part.SEGMENT,
        ReviewRead.Part.ATTACHMENT,
        ReviewRead.Part.REMEDIATION,
        ReviewRead.Part.DECISION,
    },
    (PledgeRead, "part"): {PledgeRead.Part.PRINT},
    (OutgoingMessage, "state"): {"sending", "failed", "cancelled", "in_app"},
}

# Which items a submitted paper repeats from the register, and what was due on a morning, depends on the day of the year.
MAY_BE_LEFT = {
    (CarriedOver, "register_state"): {"transferred", "suspended", "not_done"},
    (OutgoingMessage, "kind"): {"reminder"},
    (OutgoingMessage, "state"): {"waiting", "sent"},
}


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole story, told once for this module and taken back at its end: the screen, and the file of the accounts."""
    screen, accounts = StringIO(), tmp_path_factory.mktemp("demo") / "accounts.txt"
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEMO_ACCOUNTS_FILE=accounts):
        call_command("seed_demo", stdout=screen)
        connection.check_constraints()  # now for all rows, or each test would check them again at its end
        yield screen.getvalue(), accounts
        transaction.set_rollback(True)


@pytest.fixture
def province(told, db):
    return Unit.objects.get(parent=None)


def actor(username: str):
    return actor_of(User.objects.get(username=username))


def test_the_accounts_are_kept_in_a_file_that_the_screen_names_and_does_not_repeat(told):
    screen, accounts = told

    assert PASSWORD in accounts.read_text()
    assert str(accounts) in screen
    assert PASSWORD not in screen


def test_each_chapter_is_announced_with_its_place_and_what_is_left(told):
    screen, _ = told
    lines = [line for line in screen.splitlines() if line.startswith("  ")]

    assert [line.split()[0] for line in lines] == [f"{number}/{len(lines)}" for number in range(1, len(lines) + 1)]
    assert all(re.search(r"\(còn .* phút\) … \d+ giây$", line) for line in lines)


def test_what_is_left_is_told_at_the_pace_of_the_chapters_before():
    now, screen = [0.0], StringIO()
    chapters = Chapters(screen.write, (60, 120), clock=lambda: now[0])

    chapters.begin("Một")
    now[0] = 180.0
    chapters.begin("Hai")
    now[0] = 500.0

    assert chapters.end() == 500
    assert screen.getvalue() == "  1/2 Một (còn khoảng 3 phút) … 180 giây\n  2/2 Hai (còn khoảng 6 phút) … 320 giây\n"


@pytest.mark.usefixtures("province")
class TestSizes:
    def test_units_people_and_levels_are_those_of_a_small_province(self):
        tiers = [Unit.objects.filter(ended_on=None, kind__tier=tier).count() for tier in (2, 3, 4, 6)]

        assert tiers == [1, 12, 40, 120]
        assert Cadre.objects.count() == 600
        assert Unit.objects.filter(ended_on__isnull=False, successions__isnull=False).count() == 1

    def test_nobody_has_the_name_of_another(self):
        names = list(Cadre.objects.values_list("full_name", flat=True))

        assert len(names) == len(set(names))


@pytest.mark.usefixtures("province")
def test_papers_of_every_office_kind_go_with_one_review_into_the_round_in_hand():
    of_commune = Attachment.objects.filter(round__review__unit__name="Đảng bộ xã Tân Sơn").order_by("pk")
    kept = of_commune.filter(round__review__cadre=None)
    assert list(kept.filter(round__number=1).values_list("stored__kind", flat=True)) == ["pdf", "docx", "xlsx"]
    assert kept.filter(round__number=2, withdrawn_at=None).count() == 3


@pytest.mark.usefixtures("province")
def test_opinions_on_one_collective_are_answered_in_every_way_and_some_wait():
    gathered = Opinion.objects.filter(round__review__unit__name="Đảng bộ xã Tân Sơn", round__submitted_at__isnull=False)

    assert gathered.filter(round__number=1).tally() == (12, 2)
    assert set(gathered.values_list("outcome", flat=True)) == set(OpinionOutcome)
    assert gathered.exclude(section_key="").exists()


@pytest.mark.usefixtures("province")
class TestEveryState:
    def test_cycles_are_finished_running_and_in_preparation(self):
        assert set(Cycle.objects.values_list("state", flat=True)) == set(CycleState.values)

    @pytest.mark.parametrize("subject", Subject.values)
    def test_reviews_of_this_year_stand_in_every_state(self, subject):
        reviews = Review.objects.filter(cycle__state=CycleState.OPEN, subject=subject)

        assert set(reviews.values_list("state", flat=True)) == set(ReviewState.values)
        assert reviews.filter(state=ReviewState.DRAFT, started_at=None).exists()
        assert reviews.filter(state=ReviewState.DRAFT, started_at__isnull=False).exists()

    def test_a_leader_whom_the_second_vong_names_has_not_answered_yet(self):
        (named,) = Review.objects.filter(state=ReviewState.SUBMITTED, named_since_at__isnull=False)

        assert unanswered(named)

    def test_collectives_remark_on_their_leaders_also_before_a_return(self):
        assert ReviewPlace.objects.exclude(remark="").count() > 10
        assert PlaceRemark.objects.exists()

    def test_some_collectives_are_overdue(self):
        overdue = Review.objects.overdue(localtime.today()).filter(subject=Subject.COLLECTIVE)

        assert {ReviewState.DRAFT, ReviewState.RETURNED} == set(overdue.values_list("state", flat=True))

    def test_last_years_reviews_are_all_accepted(self):
        states = Review.objects.filter(cycle__state=CycleState.CLOSED).values_list("state", flat=True)

        assert set(states) == {ReviewState.ACCEPTED}

    def test_rounds_were_opened_for_every_reason(self):
        assert set(Round.objects.values_list("opened_because", flat=True)) == set(Opening.values)

    @pytest.mark.parametrize(("name", "workflow"), [(name, table) for _, _, name, table in TABLES])
    def test_every_state_of_every_workflow_occurs(self, name, workflow):
        assert {row.state for row in MODELS[name].objects.all()} == set(workflow.states)

    @pytest.mark.parametrize("model", CHOOSING, ids=lambda model: model.__name__)
    def test_whatever_can_be_chosen_was_chosen_somewhere(self, model):
        for field in model._meta.fields:
            chosen = (
                set(model._default_manager.values_list(field.name, flat=True).distinct()) if field.choices else set()
            )
            left = {value for value, _ in field.flatchoices} - chosen - MAY_BE_LEFT.get((model, field.name), set())
            assert left == NOT_CHOSEN.get((model, field.name), set()), field.name

    def test_items_are_closed_in_time_and_late_and_some_are_overdue(self):
        closed = RemediationItem.objects.filter(state=RemediationState.CLOSED)

        assert set(closed.values_list("on_time", flat=True)) == {True, False}
        assert 3 <= RemediationItem.objects.overdue(localtime.today()).count() <= 30
        assert set(ProgressReport.objects.values_list("step", flat=True)) == set(ProgressReport.Step.values)

    def test_reports_bring_evidence_and_one_says_not_done_yet(self):
        names = EvidenceFile.objects.values_list("stored__name", "report__is_public")

        assert {is_public for _, is_public in names} == {True, False}
        assert Reading.objects.filter(item__measure_kind="yes_no", value=0).exists()

    def test_advances_went_down_from_26_to_6_billion(self):
        item = RemediationItem.objects.filter(baseline=26).earliest("pk")
        readings = [float(r or 0) for r in item.readings.standing().values_list("value", flat=True)]

        assert readings == [21.5, 14.2, 9.8, 6.4]
        assert item.due_on < localtime.today()


@pytest.mark.usefixtures("province")
class TestTrueDates:
    def test_the_audit_tells_the_days_of_the_story_and_nothing_of_tomorrow(self):
        times = AuditEntry.objects.exclude(verb__startswith="unit.").aggregate(first=Min("at"), last=Max("at"))

        assert times["last"] <= localtime.now()
        assert (times["last"] - times["first"]) > timedelta(days=365)
        last = Cycle.objects.get(state=CycleState.CLOSED)
        opened = AuditEntry.objects.get(verb="cycle.open", target_id=last.pk)
        assert opened.at.year == last.period_to.year == opened.at.astimezone(localtime.HO_CHI_MINH).year

    def test_submissions_come_before_decisions_and_after_the_opening(self):
        assert not Review.objects.filter(settled_at__lt=F("submitted_at")).exists()
        assert not Review.objects.filter(submitted_at__lt=F("cycle__opened_at")).exists()
        assert not Appraisal.objects.filter(decided_at__lt=F("round__submitted_at")).exists()

    def test_every_act_of_a_person_names_the_account(self):
        by_people = AuditEntry.objects.filter(verb__in=["review.submit", "appraisal.decide", "deepreview.issue"])

        assert by_people.exists()
        assert not by_people.filter(user_id=None).exists()


@pytest.mark.usefixtures("province")
class TestPeople:
    def test_canbo_changed_posts_within_the_period_and_waits_for_the_former_unit(self):
        canbo = User.objects.get(username="canbo").cadre
        review = Review.objects.get(cycle__state=CycleState.OPEN, cadre=canbo)
        former, present = Segment.objects.filter(review=review)

        assert (former.unit.name, present.unit.name) == ("Đảng bộ xã Vĩnh Hòa", "Đảng bộ xã Tân Sơn")
        assert former.state == SegmentState.SENT
        assert former in Segment.objects.awaiting(actor("thuky2"))
        assert Tenure.objects.filter(cadre=canbo, ended_on=None).count() == 1

    def test_letter_to_the_commune_names_the_collective_and_two_of_its_cadres(self):
        letter = DeepReview.objects.get(number="118-CV/TU")
        reviews = [target.review for target in letter.targets.select_related("review__cadre", "review__unit")]
        persons = {review.cadre.user.username for review in reviews if review.cadre}

        assert [review.unit.name for review in reviews if review.cadre is None] == ["Đảng bộ xã Tân Sơn"]
        assert persons == {"bithu", "canbo"}

    def test_commune_has_to_acknowledge_its_new_deadline_and_keeps_the_two_cadres(self):
        change = Amendment.objects.get(deep_review__number="118-CV/TU")

        assert change.kind == AmendmentKind.RESCHEDULE
        assert {target.acknowledged_at for target in change.deep_review.targets.all()} == {None}

    def test_nobody_admits_the_same_in_two_years(self):
        told = Limitation.objects.filter(round__submitted_at__isnull=False).values_list(
            "round__review__unit", "round__review__cadre", "fault", "round__review__cycle"
        )
        years = defaultdict(set)
        for unit, cadre, fault, cycle in told:
            years[cadre or unit, cadre is None, fault].add(cycle)

        assert [fault for (*_, fault), cycles in years.items() if len(cycles) > 1] == []

    def test_readers_of_canbos_review_are_listed(self):
        canbo = User.objects.get(username="canbo").cadre

        assert ReviewRead.objects.filter(review__cadre=canbo).count() >= 3

    @pytest.mark.parametrize("username", [account.username for account in DEMO_ACCOUNTS])
    def test_every_account_logs_in_and_reaches_its_home(self, client, username):
        response = client.post(reverse("cadres:login"), {"username": username, "password": PASSWORD})

        assert response.status_code == 302
        assert client.get(reverse("reviews:home")).status_code == 200

    @pytest.mark.parametrize("username", ["thuky", "bithu", "canbo", "thuky2", "chuyenvien", "thuongtruc"])
    def test_something_waits_for_everybody_who_works_on_reviews(self, username):
        numbers = counts(actor(username), localtime.today())

        assert numbers[Box.WAITING] + numbers[Box.OVERDUE] + numbers[Box.RETURNED] > 0

    @pytest.mark.parametrize(("username", "name"), [(who, name) for who, names in LISTS for name in names.split()])
    def test_no_list_is_empty_for_those_who_work_with_it(self, client, username, name):
        client.force_login(User.objects.get(username=username))
        page = client.get(reverse(name))

        assert page.status_code == 200
        assert 'class="empty"' not in page.text

    def test_front_follows_hard_tasks_and_the_cycle_in_preparation_can_be_opened(self):
        assert HardTask.objects.visible_to(actor("mattran")).count() >= 3
        assert Cycle.objects.visible_to(actor("chuyenvien")).filter(state=CycleState.DRAFT).count() == 1


@pytest.mark.usefixtures("province")
class TestWords:
    def test_texts_are_vietnamese_sentences(self):
        texts = [
            *Limitation.objects.values_list("fault", flat=True),
            *IndicatorNote.objects.values_list("text", flat=True),
        ]

        assert len(texts) > 100
        assert not any(re.search(r"lorem|ipsum|xxx|TODO", text, re.IGNORECASE) for text in texts)
        assert all(re.search(r"[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵ]", text) for text in texts)

    def test_second_seeding_is_refused(self):
        with pytest.raises(CommandError, match="đã có dữ liệu"):
            call_command("seed_demo", verbosity=0)
