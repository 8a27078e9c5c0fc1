"""Home: "Việc của tôi", the inbox of one person."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.requests import ActingRequest
from core import localtime
from core.listing import list_page
from reviews.models import Cycle
from reviews.reports.inbox.boxes import BoxLines, counts
from reviews.reports.inbox.following import followed_by
from reviews.reports.inbox.source import Box
from reviews.states import CycleState

BOX_KEY = "hop"
PER_PAGE = 25  # the most pressing stand first, and what follows them can wait for another page
CURRENT_CYCLE = "current_cycle"  # in the session, read by the bar on top of every page

_EMPTY = {
    Box.WAITING: "Không có việc nào chờ đồng chí xử lý.",
    Box.RETURNED: "Không có việc nào bị trả lại.",
    Box.OVERDUE: "Không có việc nào quá hạn.",
    Box.SENT: "Chưa có việc nào đã gửi đi và đang chờ người khác.",
    Box.DONE: "Chưa có việc nào đã xong.",
}


@require_safe
def show_home(request: ActingRequest) -> HttpResponse:
    """One box of the person's inbox (what waits, unless the address names another), with the counts of all boxes."""
    asked = request.GET.get(BOX_KEY, "")
    box = Box(asked) if asked in Box.values else Box.WAITING
    day = localtime.today()
    numbers = counts(request.actor, day)
    _remember_cycle(request)
    context = {
        "box": box,
        "boxes": [(one, numbers[one]) for one in Box],
        "listing": list_page(BoxLines(request.actor, box, day, numbers), request.GET, per_page=PER_PAGE),
        "why": _EMPTY[box],
        "followed": followed_by(request.actor, day),
    }
    return render(request, "reviews/home/page.html", context)


def _remember_cycle(request: ActingRequest) -> None:
    """Keep the open cycle the person works in with the session: the bar on top then names it without asking again."""
    cycles = Cycle.objects.visible_to(request.actor).filter(state=CycleState.OPEN)
    found = cycles.order_by("only_chosen", "-period_to", "-pk").values("pk", "name").first()
    if request.session.get(CURRENT_CYCLE) != found:
        request.session[CURRENT_CYCLE] = found
