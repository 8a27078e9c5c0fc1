"""Who of a collective answers for which suggested topic: people down, topics across, as many tables as the page needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

from cadres.roles import Position
from reviews.models import Explanation, ResponsiblePerson
from reviews.states import Share, Stance

MOST_TOPICS_IN_A_TABLE: Final = 6
_IN_A_CELL: Final = {Share.DIRECT: "trực tiếp", Share.RELATED: "liên đới", Share.NONE: "không phụ trách", "": "có"}


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A person with the post held, and the part in each topic of the table; empty where nothing was said."""

    ordinal: int
    name: str
    post: str
    shares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShareTable:
    """Some of the topics by their ordinals, across all people named in any of them."""

    topics: tuple[int, ...]
    rows: tuple[ShareRow, ...]

    @property
    def lines(self) -> list[tuple[ShareRow, list[tuple[int, str]]]]:
        """Each person with the part in each topic, named by its ordinal."""
        return [(row, list(zip(self.topics, row.shares, strict=True))) for row in self.rows]


def share_tables(answers: Sequence[tuple[int, Explanation | None]]) -> tuple[ShareTable, ...]:
    """The tables of these topics (ordinal, answer); none where no part of anybody was decided."""
    decided = {ordinal: _by_person(answer) for ordinal, answer in answers if _names_people(answer)}
    named = [person for persons in decided.values() for person in persons.values()]
    if not any(person.share for person in named):
        return ()
    people, ordinals = _ranked(named), sorted(decided)
    return tuple(
        _table(ordinals[first : first + MOST_TOPICS_IN_A_TABLE], people, decided)
        for first in range(0, len(ordinals), MOST_TOPICS_IN_A_TABLE)
    )


def _names_people(answer: Explanation | None) -> TypeGuard[Explanation]:
    """A topic that is refuted asks for nobody, whatever was ticked before."""
    return answer is not None and answer.stance != Stance.REFUTED


def _table(
    ordinals: Sequence[int], people: Sequence[ResponsiblePerson], decided: dict[int, dict[int, ResponsiblePerson]]
) -> ShareTable:
    rows = (
        ShareRow(place, person.cadre.full_name, person.post_name, _shares(person.cadre_id, ordinals, decided))
        for place, person in enumerate(people, start=1)
    )
    return ShareTable(tuple(ordinals), tuple(rows))


def _by_person(answer: Explanation) -> dict[int, ResponsiblePerson]:
    return {person.cadre_id: person for person in answer.persons.all()}


def _ranked(persons: Sequence[ResponsiblePerson]) -> list[ResponsiblePerson]:
    """Each person once: head, deputies, members, in the order in which the form names them."""
    once: dict[int, ResponsiblePerson] = {}
    for person in persons:
        once.setdefault(person.cadre_id, person)
    order = list(Position)
    return sorted(once.values(), key=lambda person: order.index(Position(person.position)))


def _shares(
    cadre_id: int, ordinals: Sequence[int], decided: dict[int, dict[int, ResponsiblePerson]]
) -> tuple[str, ...]:
    found = (decided[ordinal].get(cadre_id) for ordinal in ordinals)
    return tuple(_IN_A_CELL[person.share] if person else "" for person in found)
