"""Who answers for a suggested topic and how far: a decision about the head and each deputy of the collective.

In the form and in its tokens a decision is one text, "<person>:<share>", so that the field is a set like any other.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from reviews.models import ResponsiblePerson
from reviews.states import Share

SHARES: Final = frozenset(Share.values)


def written(persons: Iterable[ResponsiblePerson]) -> frozenset[str]:
    """The decisions that stand, as the form sends them."""
    return frozenset(f"{person.cadre_id}:{person.share}" for person in persons)


def read(decisions: Iterable[str]) -> dict[int, str]:
    """Person → share; a person named twice keeps one decision, the graver one."""
    gravest_last = sorted(decisions, key=lambda one: -_GRAVITY.index(one.partition(":")[2]))
    return {int(pk): share for pk, _, share in (one.partition(":") for one in gravest_last)}


def agree(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether no person has one part here and another one there, so that both can stand together."""
    parts = {*one, *other}
    return len({part.partition(":")[0] for part in parts}) == len(parts)


_GRAVITY: Final = [Share.DIRECT.value, Share.RELATED.value, "", Share.NONE.value]


def undecided(persons: Iterable[ResponsiblePerson], leaders: Mapping[int, str]) -> list[str]:
    """The names of the head and deputies about whom nothing was decided; `leaders` is person → name."""
    decided = {person.cadre_id for person in persons if person.share}
    return [name for cadre_id, name in leaders.items() if cadre_id not in decided]
