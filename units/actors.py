"""What this app asks of the person acting; roles themselves are known further up."""

from typing import Protocol

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class UnitActor(Protocol):
    """Who acts on units: a person with the office acted for, or a named routine (import, demo data)."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def is_routine(self) -> bool: ...
    @property
    def administered_paths(self) -> list[str]: ...
    @property
    def readable_unit_paths(self) -> list[str]: ...
    @property
    def seat_unit_ids(self) -> list[int]: ...

    def administers(self, path: str) -> bool:
        """Whether the person administers the unit of this path."""
        ...

    def reads_people_of(self, unit_id: int, path: str) -> bool:
        """Whether the person may look up the people of this unit."""
        ...


class UnitRequest(HttpRequest):
    """A request behind the log-in, as the pages of units need it."""

    actor: UnitActor
    htmx: HtmxDetails
