"""Work on cycles: opening what was prepared."""

from django.db.models import QuerySet

from cadres.roles import Actor, Role
from core import formats
from reviews.models import Cycle
from reviews.reports.inbox.source import Box, Kind, Line, Source, with_role
from reviews.states import CycleState

CYCLES = Kind("cycle", lambda: Cycle.objects.select_related("owner"))


def _prepared(actor: Actor) -> QuerySet[Cycle]:
    return Cycle.objects.filter(owner_id__in=actor.unit_ids(Role.STAFF), state=CycleState.DRAFT)


def _open_line(cycle: Cycle) -> Line:
    detail = f"Kế hoạch số {cycle.plan_number} ngày {formats.day(cycle.plan_date)}"
    return Line(
        f"Mở đợt kiểm điểm: {cycle.name}", "Mở đợt", "reviews:cycle_page", cycle.pk, detail, None, cycle.created_at
    )


SOURCES = (
    Source("cycles-to-open", Box.WAITING, CYCLES, with_role(Role.STAFF), _prepared, _open_line, since="created_at"),
)
