"""Which page of the user guide a screen leads to.

The setting GUIDE names a list of `GuideEntry`; the first that fits the screen and the person counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from core.navigation import everybody


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """Screens (by URL name) whose guide is this section of this page, for whom `may_use` says so (no query)."""

    page: str
    section: str
    url_names: frozenset[str]
    may_use: Callable[[Any], bool] = everybody


def guide_address(entries: tuple[GuideEntry, ...], url_name: str, actor: Any) -> str:
    """Where "Hướng dẫn" leads from this screen; the table of contents where no entry names it."""
    for entry in entries:
        if url_name in entry.url_names and entry.may_use(actor):
            return f"{reverse('core:guide_page', args=[entry.page])}#{entry.section}"
    return reverse("core:guide")


def guide(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `guide_url`, worked out only where a page shows it; empty before the log-in."""

    def address() -> str:
        actor, match = getattr(request, "actor", None), request.resolver_match
        if actor is None or match is None:
            return ""
        return guide_address(_declared_entries(settings.GUIDE), match.view_name, actor)

    return {"guide_url": SimpleLazyObject(address)}


@cache
def _declared_entries(dotted_name: str) -> tuple[GuideEntry, ...]:
    return tuple(import_string(dotted_name))
