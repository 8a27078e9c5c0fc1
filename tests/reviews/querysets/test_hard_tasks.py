"""Which hard tasks a list finds equals what the rule says of each, for every role."""

from datetime import date, datetime, timedelta

import pytest

from cadres.models import User
from core import localtime
from core.errors import Invalid
from reviews.actions.hard_task_remarks import answer_remark, remark_on_hard_task
from reviews.actions.hard_tasks import register_hard_task
from reviews.actions.remediation import report_done
from reviews.models import HardTask, RemediationItem
from reviews.reports.inbox.following import followed_by
from reviews.rules import hard_tasks as rules
from reviews.states import RemediationState
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, tzinfo=localtime.HO_CHI_MINH)


def test_visible_tasks_are_those_that_may_be_viewed():
    world = make.small_province()
    for where in (world.central, world.province, world.commune, world.other_commune, world.lookalike):
        for cadre in (None, world.cadre("canbo")):
            HardTask.objects.create(
                cycle=world.cycle, unit=where, cadre=cadre, text="Việc khó", due_on=date(2027, 1, 1)
            )
    seen = set()

    for who in world.users:
        actor = world.actor(who)
        listed = set(HardTask.objects.visible_to(actor))
        assert listed == {task for task in HardTask.objects.with_names() if rules.may_view(actor, task)}, who
        seen.add(frozenset(task.pk for task in listed))

    assert len(seen) > 5, "the roles must differ, or the test shows nothing"


@pytest.fixture
def own_task():
    world = make.small_province()
    make.individual_review(world, world.cadre("canbo"), world.commune)
    with localtime.clock_at(NOON):
        task = register_hard_task(
            cycle_id=world.cycle.pk,
            unit_id=world.commune.pk,
            cadre_id=world.cadre("canbo").pk,
            actor=world.actor("canbo"),
            text="Dời chợ",
            measure="",
            due_on=date(2027, 1, 1),
        )
        yield world, task


@pytest.mark.parametrize(
    ("of_item", "is_late"),
    [
        ({}, True),
        ({"due_on": date(2027, 3, 1), "extensions": 1}, False),
        ({"state": RemediationState.REPORTED}, False),
        ({"state": RemediationState.IN_PROGRESS}, True),
        (None, True),
    ],
)
def test_a_task_is_late_as_its_item_is_and_by_its_own_day_without_one(own_task, of_item, is_late):
    world, task = own_task
    items = RemediationItem.objects.filter(hard_task=task)
    items.delete() if of_item is None else items.update(version=2, **of_item)
    day = date(2027, 1, 5)

    (counted,) = [
        one.number for one in followed_by(world.actor("mattran"), day) if one.followed.label == "Việc khó đã đến hạn"
    ]

    assert (counted == 1, HardTask.objects.chosen(day=day, past=True).exists()) == (is_late, is_late)
    assert not HardTask.objects.past(date(2027, 1, 1)).exists()


@pytest.mark.parametrize(
    ("change", "is_left"),
    [
        (lambda person: None, False),
        (lambda person: User.objects.filter(cadre=person).update(is_active=False), True),
        (lambda person: User.objects.filter(cadre=person).update(cadre=None), True),
        (lambda person: person.tenures.update(ended_on=NOON.date() - timedelta(days=1)), True),
        (lambda person: person.tenures.update(ended_on=NOON.date()), False),
    ],
)
def test_the_unit_answers_for_a_person_who_cannot_be_waited_for(own_task, change, is_left):
    world, task = own_task

    change(world.cadre("canbo"))

    may = {who for who in world.users if rules.may_answer(world.actor(who), task)}
    assert ({"thuky", "bithu"} <= may) == is_left
    assert may <= {"canbo", "thuky", "bithu"}
    for who in world.users:
        assert HardTask.objects.answered_by(world.actor(who)).exists() == (who in may), who


def test_it_is_not_reported_done_while_a_remark_waits(own_task):
    world, task = own_task
    item, actor = RemediationItem.objects.get(hard_task=task), world.actor("canbo")
    remark = remark_on_hard_task(task_id=task.pk, version=1, actor=world.actor("mattran"), text="Khi nào xong?")

    with pytest.raises(Invalid, match="còn 1 ý kiến của Mặt trận"):
        report_done(item_id=item.pk, version=item.version, actor=actor, evidence="Biên bản bàn giao")
    answer_remark(remark_id=remark.pk, version=1, actor=actor, answer="Tuần này")
    done = report_done(item_id=item.pk, version=item.version, actor=actor, evidence="Biên bản bàn giao")

    assert done.state == RemediationState.REPORTED
