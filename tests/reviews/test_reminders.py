"""Nobody forgets: who is told of what in the digest of a day, who never is, and that nothing doubles it or loses it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.actors import actor_of, actors_of
from cadres.models import Tenure, User
from cadres.roles import Role
from core import days_off, jobs, localtime
from core.models import Job
from reviews.actions import reminders
from reviews.models import DeepReviewTarget, OutgoingMessage, RemediationItem, ReminderRun, Review
from reviews.reports.reminders import gathering
from reviews.reports.reminders.gathering import gather, reachable
from reviews.reports.reminders.kinds import KINDS
from reviews.rules.reminders import day_before
from reviews.states import Audience, MessageState, ReminderKind
from tests.factories import deep_reviews as letters
from tests.factories import outbox
from tests.factories import small_province as make
from tests.factories.reminders import DUE, at_eight, digests, remedies, rule, told
from tests.factories.reviews import run_job

pytestmark = pytest.mark.django_db

BEFORE = DUE - timedelta(days=7)
RECOVER, MOVE, VISIT = "Khắc phục: Thu hồi tạm ứng", "Khắc phục: Di dời tàu thuyền", "Khắc phục: Đi cơ sở mỗi tuần"


@pytest.fixture
def world(shared_province):
    remedies(shared_province)
    return shared_province


def test_one_digest_for_each_person_names_everything_with_its_unit_deadline_and_link(world):
    rule()
    digests(BEFORE)

    assert told("thuky", BEFORE) == [RECOVER]  # nobody is named: whoever writes for the unit is told
    assert told("canbo", BEFORE) == [MOVE, VISIT]
    assert OutgoingMessage.objects.count() == 2
    message = OutgoingMessage.objects.get(user=world.users["canbo"])
    assert (message.address, message.state, message.entry_count) == ("canbo@example.vn", MessageState.WAITING, 2)
    assert message.subject == "Nhắc việc ngày 09/12/2026: 2 việc"
    item = RemediationItem.objects.get(action="Di dời tàu thuyền")
    assert f"1. {MOVE}. Đảng ủy xã Tân Sơn: còn 7 ngày (16/12/2026)\n" in message.text
    assert f"http://127.0.0.1:8000/khac-phuc/{item.pk}/\n" in message.text


@pytest.mark.parametrize(
    ("audience", "who", "what"),
    [
        (Audience.SECRETARY, "thuky", {RECOVER, MOVE, VISIT}),
        (Audience.HEAD, "bithu", {RECOVER, MOVE, VISIT}),
        (Audience.STAFF, "chuyenvien", {RECOVER, MOVE, VISIT}),
        (Audience.STANDING, "thuongtruc", {RECOVER, MOVE, VISIT}),
    ],
)
def test_a_rule_reaches_its_audience_and_nobody_else(world, audience, who, what):
    rule(audience, 5, last_day=30, repeat_days=7)  # on a Monday
    digests(DUE + timedelta(days=5))

    assert set(told(who, DUE + timedelta(days=5))) == what
    assert list(OutgoingMessage.objects.values_list("user__username", flat=True)) == [who]
    assert "3 quá hạn" in OutgoingMessage.objects.get().subject
    assert digests(DUE + timedelta(days=6)) is not None
    assert told(who, DUE + timedelta(days=6)) == []


def test_whoever_works_on_it_too_is_reminded_by_a_rule_of_their_own(world):
    rule(Audience.CO_OWNER)
    RemediationItem.objects.filter(action="Thu hồi tạm ứng").update(co_owner_ids=[world.cadre("thanhvien").pk])
    digests(BEFORE)

    assert told("thanhvien", BEFORE) == [RECOVER]
    assert OutgoingMessage.objects.count() == 1


def test_a_co_owner_who_was_replaced_in_the_unit_is_not_reminded_of_its_work(world):
    rule(Audience.CO_OWNER)
    RemediationItem.objects.filter(action="Thu hồi tạm ứng").update(co_owner_ids=[world.cadre("thanhvien").pk])
    Tenure.objects.filter(cadre=world.cadre("thanhvien")).update(ended_on=BEFORE - timedelta(days=1))
    digests(BEFORE)

    assert told("thanhvien", BEFORE) == []


def test_of_more_than_can_be_named_the_most_pressing_are_and_all_that_is_late_is_counted(world, monkeypatch):
    monkeypatch.setattr(gathering, "MOST_NAMED", 1)
    rule(Audience.SECRETARY, 5)
    rule(Audience.SECRETARY, 2)
    RemediationItem.objects.update(due_on=BEFORE - timedelta(days=2))
    RemediationItem.objects.filter(action="Đi cơ sở mỗi tuần").update(due_on=BEFORE - timedelta(days=5))
    digests(BEFORE)

    assert told("thuky", BEFORE) == [VISIT]
    assert OutgoingMessage.objects.get().subject == "Nhắc việc ngày 09/12/2026: 3 việc, 3 quá hạn"


def test_several_rules_that_meet_on_a_day_name_a_thing_once(world):
    rule(Audience.SECRETARY, -7)
    rule(Audience.OWNER, -7)
    rule(Audience.HEAD, -7)
    digests(BEFORE)

    assert sorted(told("thuky", BEFORE)) == sorted([RECOVER, MOVE, VISIT])


@pytest.mark.parametrize("state", ["reported", "verified", "closed", "suspended", "not_done"])
def test_nobody_is_reminded_of_what_is_done(world, state):
    rule()
    RemediationItem.objects.update(state=state, closed_at=at_eight(BEFORE), on_time=True)
    digests(BEFORE)

    assert not OutgoingMessage.objects.exists()


def test_whoever_lost_the_account_or_left_is_not_reminded_and_the_secretary_is_instead(world):
    rule()
    User.objects.filter(username="canbo").update(is_active=False)
    digests(BEFORE)

    assert sorted(told("thuky", BEFORE)) == sorted([RECOVER, MOVE, VISIT])
    assert OutgoingMessage.objects.count() == 1
    assert ReminderRun.objects.get().without_account == 1


def test_whoever_was_replaced_in_the_unit_is_reminded_of_the_own_work_only(world):
    rule()
    Tenure.objects.filter(cadre=world.cadre("canbo")).update(ended_on=BEFORE - timedelta(days=1))
    digests(BEFORE)

    assert told("canbo", BEFORE) == [VISIT]
    assert sorted(told("thuky", BEFORE)) == sorted([RECOVER, MOVE])


def test_who_has_no_address_or_wants_no_mail_reads_it_inside_and_is_counted(world, settings):
    rule(Audience.SECRETARY)
    rule(Audience.HEAD)
    User.objects.filter(username="thuky").update(email="")
    User.objects.filter(username="bithu").update(wants_mail=False)
    digests(BEFORE)

    assert set(OutgoingMessage.objects.values_list("state", flat=True)) == {MessageState.IN_APP}
    run = ReminderRun.objects.get()
    assert (run.messages, run.without_mail) == (2, 1)


def test_reviews_to_hand_in_and_suggestions_to_answer_are_reminded_of_too(world):
    review = make.individual_review(world, world.cadre("thanhvien"), world.commune)
    letter = letters.issued(world, [review])
    due = letter.targets.get().due_on
    assert due is not None
    Review.objects.filter(pk=review.pk).update(due_on=due)
    for kind in (ReminderKind.REVIEW, ReminderKind.EXPLANATION):
        rule(kind=kind, on_days_off=True)
    day = due - timedelta(days=7)
    digests(day)

    personal = "bản kiểm điểm cá nhân của đồng chí Nguyễn Thị Ánh Nguyệt"
    assert sorted(told("thanhvien", day)) == [
        f"Giải trình gợi ý “{letter.title}” trong {personal}",
        f"Trình {personal}",
    ]


def test_nobody_is_told_of_what_they_may_not_see_whatever_the_rules_say(world):
    """Everybody who could be reached by any rule, with the offices mixed up, against `visible_to` of that moment."""
    other = make.individual_review(world, world.cadre("bithu"), world.other_commune)
    make.limitation(other, "Chậm", {"action": "Việc của bí thư", "due_on": DUE, "owner_cadre": world.cadre("canbo")})
    make.accept(other, world.actor("thuongtruc"))
    make.individual_review(world, world.cadre("thanhvien"), world.commune)
    Review.objects.filter(state="draft").update(due_on=DUE)
    make.grant(world.users["trunguong"], Role.HEAD, world.province)
    make.grant(world.users["kiemtra"], Role.SECRETARY, world.lookalike)
    RemediationItem.objects.update(co_owner_ids=[world.cadre("thanhvien").pk])
    every = [rule(audience, kind=kind.kind) for kind in KINDS for audience in Audience]
    users = list(reachable(BEFORE))
    found = gather(users, every, day_before(BEFORE), BEFORE)

    tables: dict[str, Any] = {"remediation": RemediationItem, "review": Review, "explanation": DeepReviewTarget}
    named = 0
    for user in users:
        with localtime.clock_at(at_eight(BEFORE)):
            actor = actor_of(user)
        for kind, pk in found[user.pk].named if user.pk in found else ():
            assert tables[kind].objects.visible_to(actor).filter(pk=pk).exists(), (user, kind, pk)
            named += 1
    assert named > 12, "or the test shows nothing"


def test_actors_of_many_accounts_are_those_of_each(world):
    users = list(reachable(BEFORE))

    assert actors_of(users, BEFORE) == {user.pk: actor_of(user, day=BEFORE) for user in users}


def test_the_digests_of_a_day_are_written_once_from_its_hour_on(world, settings):
    rule()
    with localtime.clock_at(at_eight(BEFORE) - timedelta(hours=2)):
        assert reminders.begin_digests() is None
    assert digests(BEFORE) is not None
    before = list(OutgoingMessage.objects.values_list("pk", "mail_id"))

    assert digests(BEFORE) is None
    assert list(OutgoingMessage.objects.values_list("pk", "mail_id")) == before


def test_a_run_that_is_killed_between_two_chunks_goes_on_and_doubles_nothing(world, monkeypatch):
    rule(Audience.SECRETARY)
    rule(Audience.HEAD)
    rule(Audience.STAFF)
    monkeypatch.setattr(reminders, "PEOPLE_AT_A_TIME", 2)
    with localtime.clock_at(at_eight(BEFORE)):
        job = reminders.begin_digests()
        assert job is not None
    with monkeypatch.context() as broken:
        kept = jobs.Run.progress

        def stop_later(run, done, *rest, **facts):
            kept(run, done, *rest, **facts)
            if done >= 4:
                raise jobs.JobStopped

        broken.setattr(jobs.Run, "progress", stop_later)
        with localtime.clock_at(at_eight(BEFORE)):
            run_job(job)
    partly = set(OutgoingMessage.objects.values_list("mail_id", flat=True))
    Job.objects.filter(pk=job.pk).update(lease_until=at_eight(BEFORE))

    with localtime.clock_at(at_eight(BEFORE) + timedelta(minutes=5)):
        assert run_job(job).state == "done"
    messages = OutgoingMessage.objects.values_list("mail_id", "user__username")
    assert sorted(name for _, name in messages) == ["bithu", "chuyenvien", "thuky"]
    assert partly < {mail_id for mail_id, _ in messages}


def test_digests_that_were_not_done_by_midnight_are_left_to_the_run_of_the_next_day(world):
    rule(on_days_off=True)
    with localtime.clock_at(at_eight(BEFORE)):
        job = reminders.begin_digests()
    assert job is not None
    with localtime.clock_at(at_eight(BEFORE) + timedelta(hours=17)):
        run_job(job)
    assert not OutgoingMessage.objects.exists()

    digests(BEFORE + timedelta(days=1))
    assert told("canbo", BEFORE + timedelta(days=1)) == [MOVE, VISIT]


def test_messages_of_more_than_a_year_ago_go(world):
    old = outbox.message(world.users["thuky"], day=BEFORE - timedelta(days=500))
    digests(BEFORE)

    assert not OutgoingMessage.objects.filter(pk=old.pk).exists()


def test_a_day_without_a_run_is_made_up_for_on_the_next(world):
    rule(on_days_off=True)
    digests(BEFORE - timedelta(days=2))
    digests(BEFORE + timedelta(days=3))

    assert told("canbo", BEFORE + timedelta(days=3)) == [MOVE, VISIT]


def test_a_working_day_without_a_run_is_made_up_for_though_runs_on_days_off_came_between(world):
    rule()
    friday = BEFORE + timedelta(days=2)
    RemediationItem.objects.update(due_on=friday + timedelta(days=7))
    for day in (-1, 1, 2, 3):  # Thursday, not Friday, Saturday, Sunday, Monday
        digests(friday + timedelta(days=day))

    assert [told("canbo", friday + timedelta(days=day)) for day in (-1, 1, 2, 3)] == [[], [], [], [MOVE, VISIT]]


def test_ten_times_as_many_people_cost_no_more_questions(world):
    rules = [rule(), rule(Audience.SECRETARY), rule(Audience.HEAD), rule(Audience.STAFF)]

    def asked(users) -> int:
        with CaptureQueriesContext(connection) as questions:
            gather(users, rules, day_before(BEFORE), BEFORE)
        return len(questions)

    days_off.calendar()  # read once a minute, whoever asks
    users = list(reachable(BEFORE))
    few = [user for user in users if user.username in ("thuky", "bithu", "canbo", "chuyenvien")]
    assert asked(few) == asked(users)
