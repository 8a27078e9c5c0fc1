"""Who can be given a remediation item: the collective as it is now, whatever the period of the review was."""

from collections.abc import Iterable
from datetime import date

from cadres.models import Cadre, Tenure
from cadres.roles import Position
from reviews.models.options import RANK, Member


def owners_to_choose(unit_id: int, day: date, named: Iterable[int | None] = ()) -> list[tuple[int, str]]:
    """(number, words) of those who hold a post of the unit on the day, head first; then whoever is named already."""
    held = Tenure.objects.held_on(day).filter(post__unit_id=unit_id).select_related("post", "cadre")
    found: dict[int, str] = {}
    for one in sorted(held, key=lambda t: (RANK[Position(t.post.position)], t.post.order, t.cadre.sort_key)):
        found.setdefault(one.cadre_id, Member(one.cadre_id, one.cadre.full_name, one.post.position, one.post.name).line)
    gone = Cadre.objects.filter(pk__in={pk for pk in named if pk is not None} - set(found))
    return [*found.items(), *((person.pk, f"{person.full_name}, hiện không giữ chức vụ ở đơn vị") for person in gone)]
