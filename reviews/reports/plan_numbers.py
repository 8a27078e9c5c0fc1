"""Whether the number of a plan stands under another cycle of the same committee too: meant, or a slip of the hand."""

from datetime import date

from cadres.roles import Actor
from core.formats import day
from reviews.models import Cycle
from reviews.reports.letterheads import paper_symbol
from reviews.rules.paper_numbers import number_key
from units.models import Unit

PLAN = "KH"


def used_for(actor: Actor, owner: Unit, number: str, dated: date, besides: int | None = None) -> str:
    """The other cycles under this number of this year in words, of any kind; empty where there is none. One query."""
    symbol = paper_symbol(owner, PLAN)
    among = Cycle.objects.visible_to(actor).filter(owner=owner, plan_date__year=dated.year).exclude(pk=besides or 0)
    key = number_key(number, symbol)
    same = [one for one in among.order_by("plan_date", "pk") if number_key(one.plan_number, symbol) == key]
    return "; ".join(f"“{one.name}” (kế hoạch ngày {day(one.plan_date)})" for one in same)
