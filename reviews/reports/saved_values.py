"""What earlier versions of the form's fields say in words: names, days, labels of what was chosen."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from cadres.models import Cadre
from core import formats
from reviews.models import Field
from reviews.models.contents import RoundContents
from reviews.models.standing import profile_of
from reviews.rules import topic_shares
from reviews.rules.completeness import section_numbers
from reviews.rules.writing import canonical
from reviews.states import CarriedState, OpinionOutcome, OpinionSource, Share, Stance
from units.models import Unit

_LABELS: Final = {
    "state": dict(CarriedState.choices),
    "stance": dict(Stance.choices),
    "source_kind": dict(OpinionSource.choices),
    "outcome": dict(OpinionOutcome.choices),
}
_NUMBERS: Final = frozenset({"score", "actual", "present", "total", "draft_number"})
_DAYS: Final = frozenset({"due_on", "held_on", "received_on"})


def value_now(row: Any, field: str) -> str:
    """What the field of a row holds, as its earlier versions are kept."""
    if field in getattr(row, "unread_values", {}):
        return str(row.unread_values[field].text)
    if field == "persons":
        return canonical(frozenset(person.cadre_id for person in row.persons.all()))
    if field == "shares":
        return canonical(topic_shares.written(row.persons.all()))
    value = getattr(row, field)
    return value if isinstance(value, str) else canonical(value)


class SavedValues:
    """The words of kept values; the names that they tell of are read at once, three queries at most."""

    def __init__(self, contents: RoundContents, texts: Iterable[tuple[str, str]]) -> None:
        """`texts`: (field, text) of everything that will be asked for."""
        texts = list(texts)
        self._choices = {choice.code: choice.label for choice in profile_of(contents.review.cycle).choices.all()}
        people = _numbers(texts, "persons", "shares", "owner_cadre_id")
        self._people = {pk: cadre.full_name for pk, cadre in _found(Cadre, people).items()}
        self._units = {pk: unit.name for pk, unit in _found(Unit, _numbers(texts, "responsible_unit_id")).items()}
        self._sections = _sections(contents)
        self._fields = {pk: field.name for pk, field in _found(Field, _numbers(texts, "field_id")).items()}

    def words(self, field: str, text: str) -> str:
        """The text as people read it; what cannot be read stays as it was typed."""
        say = self._sayers().get(field)
        try:
            return say(text) if say and text else text
        except (ValueError, KeyError, InvalidOperation):
            return text

    def _sayers(self) -> dict[str, Callable[[str], str]]:
        return {
            "persons": lambda text: "; ".join(self._people[int(pk)] for pk in text.split(",")),
            "shares": lambda text: "; ".join(map(self._share, text.split(","))),
            "owner_cadre_id": lambda text: self._people[int(text)],
            "responsible_unit_id": lambda text: self._units[int(text)],
            "field_id": lambda text: self._fields[int(text)],
            **dict.fromkeys(("section_key", "changed_section_key"), self._sections.__getitem__),
            **dict.fromkeys(("choice", "kind"), lambda text: self._choices[text]),
            **{field: labels.__getitem__ for field, labels in _LABELS.items()},
            **dict.fromkeys(_NUMBERS, lambda text: formats.number(Decimal(text))),
            **dict.fromkeys(_DAYS, lambda text: formats.day(date.fromisoformat(text))),
        }

    def _share(self, decision: str) -> str:
        pk, _, share = decision.partition(":")
        return f"{self._people[int(pk)]} ({Share(share).label.lower()})" if share else self._people[int(pk)]


def _sections(contents: RoundContents) -> dict[str, str]:
    """What an opinion calls a section: "mục II.1", one without a number by its heading."""
    numbers = section_numbers(contents.sections)
    return {one.key: f"mục {numbers[one.pk]}" if numbers[one.pk] else one.heading for one in contents.sections}


def _numbers(texts: Iterable[tuple[str, str]], *fields: str) -> set[int]:
    parts = [part.partition(":")[0] for field, text in texts if field in fields for part in text.split(",")]
    return {int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 19}


def _found(model: Any, numbers: set[int]) -> dict[int, Any]:
    return model._base_manager.in_bulk(numbers) if numbers else {}
