"""Who could end a verified item: another of the managing committee than the one who verified it."""

from django.db.models import Q

from cadres.actors import actors_of
from cadres.models import RoleGrant, User
from cadres.roles import Role
from core import localtime
from core.text import name_sort_key
from reviews.models import RemediationItem
from reviews.rules.remediation import may_close


def closers_of(item: RemediationItem) -> list[str]:
    """The names of those who may close the item today (`may_close`), in the order of names; nobody: an empty list."""
    committee, today = item.plan.review.managing_unit_id, localtime.today()
    at_committee = Q(unit=committee) | Q(unit__former_ids__contains=[committee])
    grants = RoleGrant.objects.running_on(today).filter(at_committee, role=Role.STANDING)
    holding = User.objects.filter(is_active=True, pk__in=grants.order_by().values("user_id")).select_related("cadre")
    actors = actors_of(holding, today)
    return sorted((str(user) for user in holding if may_close(actors[user.pk], item)), key=name_sort_key)
