"""Work of those who are in a working group: the conferences they still have to write about."""

from cadres.roles import Role
from core import formats
from reviews.models import GroupVisit
from reviews.reports.inbox.source import Box, Kind, Line, Source, in_person

VISITS = Kind("group-visit", lambda: GroupVisit.objects.select_related("group", "unit"))


def _line(visit: GroupVisit) -> Line:
    when = f"hội nghị ngày {formats.day(visit.held_on)}" if visit.held_on else "chưa có lịch hội nghị"
    return Line(
        f"Dự kiểm điểm tại {visit.unit.name}",
        "Ghi",
        "reviews:group_page",
        visit.group_id,
        f"{visit.group.name}; {when}",
        visit.held_on,
        visit.group.created_at,
    )


SOURCES = (
    Source(
        "visits-to-note", Box.WAITING, VISITS, lambda actor: in_person(actor) and actor.holds_any(Role.TASK),
        GroupVisit.objects.still_to_note, _line, since="group__created_at", due="held_on",
    ),
)  # fmt: skip
