"""What a row still names and the lists of its form offer no more: a tenure was re-dated, a unit moved under another one."""

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Q

from cadres.models import Cadre
from reviews.models.answers import Limitation, Remedy, ResponsiblePerson
from reviews.states import Share
from units.models import Unit

NAMES_LOST_BY_LISTS: Final = frozenset({"persons", "shares", "owner_cadre_id", "responsible_unit_id"})
"""Fields of choices whose lists follow posts and units, and so may lose what a row stores."""


def former_choices(review_id: int, kind: str, key: str, name: str) -> frozenset[str]:
    """What a field of choices stores in a row of the review's open round, as a page sends it; one query.

    Empty for a row of another review and for fields whose lists lose nothing.
    """
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return frozenset()
    if name == "persons":
        persons = ResponsiblePerson.objects.filter(_in_open_round(review_id, "limitation__"), limitation_id=key)
        return frozenset(str(pk) for pk in persons.values_list("cadre_id", flat=True))
    if name == "shares":
        parts = ResponsiblePerson.objects.filter(
            _in_open_round(review_id, "explanation__"), explanation__topic_id=int(key)
        )
        return frozenset(f"{pk}:{share}" for pk, share in parts.values_list("cadre_id", "share"))
    rows: Any = {
        "owner_cadre_id": Remedy.objects.filter(
            _in_open_round(review_id, "limitation__") | _in_open_round(review_id, "explanation__")
        ),
        "responsible_unit_id": Limitation.objects.filter(_in_open_round(review_id)),
    }
    stored = rows[name].filter(pk=key).values_list(name, flat=True) if name in rows else ()
    return frozenset(str(pk) for pk in stored if pk is not None)


def _in_open_round(review_id: int, below: str = "") -> Q:
    return Q(**{f"{below}round__review_id": review_id, f"{below}round__submitted_at": None})


def former_words(name: str, values: Collection[str]) -> dict[str, str]:
    """The words for stored choices of a field that its list does not offer; one query."""
    pks = {int(value.partition(":")[0]) for value in values}
    if name == "responsible_unit_id":
        names = dict(Unit.objects.filter(pk__in=pks).values_list("pk", "name"))
    else:
        names = dict(Cadre.objects.filter(pk__in=pks).values_list("pk", "full_name"))
    found = {}
    for value in values:
        pk, _, share = value.partition(":")
        person = names.get(int(pk), pk)
        found[value] = f"{person}: {Share(share).label.lower()}" if share else person
    return found
