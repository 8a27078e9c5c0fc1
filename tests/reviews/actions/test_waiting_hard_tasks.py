"""Hard tasks that were registered before the review of their collective or person was there."""

from datetime import timedelta

import pytest

from cadres.roles import Role
from core import localtime
from reviews.models import HardTask, RemediationItem
from tests.factories import organisation as org
from tests.factories.reviews import generate, opened_cycle, review_of

pytestmark = pytest.mark.django_db


def test_the_next_generation_follows_them():
    tree = org.make_tree()
    staff = org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))
    cycle = opened_cycle(tree.province, staff)
    late, nowhere = org.make_cadre("Ngô Thị Muộn", tree.cell), org.make_cadre("Người không có bản", tree.trap)
    nowhere.cell_memberships.all().delete()
    due_on = localtime.today() + timedelta(days=200)
    task, _ = (
        HardTask.objects.create(cycle=cycle, unit=tree.commune, cadre=cadre, text="Dời chợ", due_on=due_on)
        for cadre in (late, nowhere)
    )

    generate(cycle, staff)

    item = RemediationItem.objects.get()  # of the other task none, whose person has no review
    assert (item.hard_task, item.plan.review) == (task, review_of(cycle, cadre_id=late.pk))
