"""Work on yearly pledges: handing in the own one, receiving those of the cell."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from cadres.roles import Actor, Role
from core import formats, localtime
from reviews.models import Cycle, Pledge
from reviews.querysets.pledges import unanswered_calls
from reviews.reports.inbox.source import Box, Kind, Line, Source, in_person, with_role
from reviews.states import PledgeState

CALLS = Kind("pledge-call", Cycle.objects.all)
PLEDGES = Kind("pledge", Pledge.objects.with_names)


def _asked(actor: Actor) -> QuerySet[Cycle]:
    return unanswered_calls(actor, localtime.today())


def _own(actor: Actor) -> QuerySet[Pledge]:
    return Pledge.objects.filter(cadre_id=actor.cadre_id or 0)


def _own_in(state: PledgeState) -> Callable[[Actor], Q]:
    return lambda actor: Q(state=state)


def _call_line(cycle: Cycle) -> Line:
    words = f"Nộp bản cam kết năm {cycle.period_to.year}"
    return Line(words, "Viết", "reviews:write_pledge", cycle.pk, cycle.name, cycle.pledge_due_on, cycle.opened_at)


def _receive_line(pledge: Pledge) -> Line:
    words = f"Nhận bản cam kết năm {pledge.year} của đồng chí {pledge.cadre.full_name}"
    return Line(words, "Nhận", "reviews:pledge_page", pledge.pk, pledge.unit.name, None, pledge.handed_in_at)


def _sent_line(pledge: Pledge) -> Line:
    when = f"Nộp ngày {formats.day(pledge.handed_in_at)}, chờ chi bộ nhận" if pledge.handed_in_at else ""
    words = f"Đã nộp bản cam kết năm {pledge.year}"
    return Line(words, "Xem", "reviews:pledge_page", pledge.pk, when, None, pledge.handed_in_at)


def _received_line(pledge: Pledge) -> Line:
    when = f"{pledge.unit_name} nhận ngày {formats.day(pledge.received_at)}" if pledge.received_at else ""
    words = f"Chi bộ đã nhận bản cam kết năm {pledge.year}"
    return Line(words, "Xem", "reviews:pledge_page", pledge.pk, when, None, pledge.received_at)


SOURCES = (
    Source(
        "pledge-to-hand-in", Box.WAITING, CALLS, in_person, _asked, _call_line,
        since="opened_at", due="pledge_due_on",
    ),
    Source(
        "pledges-to-receive", Box.WAITING, PLEDGES, with_role(Role.SECRETARY, Role.HEAD),
        Pledge.objects.to_receive, _receive_line, since="handed_in_at",
    ),
    Source(
        "pledge-handed-in", Box.SENT, PLEDGES, in_person, _own, _sent_line,
        since="handed_in_at", among=_own_in(PledgeState.HANDED_IN),
    ),
    Source(
        "pledge-received", Box.DONE, PLEDGES, in_person, _own, _received_line,
        since="received_at", among=_own_in(PledgeState.RECEIVED),
    ),
)  # fmt: skip
