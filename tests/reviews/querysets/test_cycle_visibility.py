"""`Cycle.objects.visible_to` finds exactly the cycles that `rules.cycles.may_view` allows."""

import pytest

from cadres.roles import Position, Role
from reviews.models import Cycle, Review
from reviews.rules import cycles as rules
from tests.factories import organisation as org
from tests.factories.reviews import drafted_cycle, opened_cycle

pytestmark = pytest.mark.django_db


def test_visible_to_equals_may_view_for_every_actor_and_cycle():
    tree = org.make_tree()
    province = org.acting(org.make_account("chuyenvien", (Role.STAFF, tree.province)))
    commune = org.acting(org.make_account("chuyenvien_xa", (Role.STAFF, tree.commune)))
    member = org.make_account("canbo", cadre=org.make_cadre("Lê Thị Mơ", tree.cell))
    seated = org.make_cadre("Trần Hưởng")
    org.hold(org.make_post(tree.other_commune, Position.DEPUTY), seated)
    actors = [
        province,
        commune,
        org.acting(member),
        org.acting(org.make_account("uyvien", cadre=seated)),
        org.acting(org.make_account("nguoi_la")),
        org.acting(org.make_account("nguoi_la_2", cadre=org.make_cadre("Không Đợt"))),
        *(
            org.acting(org.make_account(f"tk-{role}-{unit.pk}", (role, unit)))
            for role in Role
            for unit in (tree.province, tree.commune, tree.cell, tree.other_commune, tree.trap)
        ),
    ]
    opened_cycle(tree.province, province, name="Cả tỉnh")
    opened_cycle(tree.province, province, name="Một xã", scope_id=tree.commune.pk)
    drafted_cycle(tree.province, province, name="Đang chuẩn bị")
    opened_cycle(tree.commune, commune, name="Của xã")
    drafted_cycle(tree.commune, commune, name="Xã chuẩn bị")
    for name in ("Đột xuất, đã gợi ý", "Đột xuất, chưa gợi ý"):
        Cycle.objects.filter(pk=opened_cycle(tree.province, province, name=name).pk).update(only_chosen=True)
    Review.objects.filter(cycle__name="Đột xuất, chưa gợi ý").update(awaits_letter=True)

    for actor in actors:
        found = set(Cycle.objects.visible_to(actor))
        own = set(Review.objects.filter(cadre_id=actor.cadre_id or 0).values_list("cycle", flat=True))
        seen = set(Review.objects.visible_to(actor).values_list("cycle", flat=True))
        allowed = {
            cycle
            for cycle in Cycle.objects.select_related("owner", "scope")
            if rules.may_view(actor, cycle, has_own_review=cycle.pk in own, sees_a_review=cycle.pk in seen)
        }
        assert found == allowed, actor
