"""Which hard tasks a list finds equals what the rule says of each, for every role."""

from datetime import date

import pytest

from reviews.models import HardTask
from reviews.rules import hard_tasks as rules
from tests.factories import small_province as make

pytestmark = pytest.mark.django_db


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
