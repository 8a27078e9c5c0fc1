"""The left navigation: one list of entries, named by the setting NAVIGATION, shown as far as the person may use them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

FOLDED_COOKIE = "nav"


def everybody(actor: Any) -> bool:
    """The predicate of an entry that every logged-in person may use."""
    return True


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One line of the navigation.

    `may_use` gets the Actor of the request and must ask no database. `also_under` lists further path prefixes below
    which this entry counts as the current one.
    """

    label: str
    url_name: str
    icon: str
    may_use: Callable[[Any], bool] = everybody
    also_under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavLink:
    """An entry as the template shows it."""

    label: str
    url: str
    icon: str
    is_current: bool


def links_for(actor: Any, path: str, entries: tuple[NavEntry, ...]) -> list[NavLink]:
    """The entries this actor may use; the one with the longest matching prefix of `path` is the current one.

    An entry whose URL name is not known is left out.
    """
    usable = [(entry, url) for entry in entries if entry.may_use(actor) and (url := _url_of(entry)) is not None]
    reach = [_reach(path, url, entry.also_under) for entry, url in usable]
    furthest = max(reach, default=0)
    return [
        NavLink(entry.label, url, entry.icon, is_current=bool(furthest) and length == furthest)
        for (entry, url), length in zip(usable, reach, strict=True)
    ]


def _url_of(entry: NavEntry) -> str | None:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return None


def _reach(path: str, url: str, also_under: tuple[str, ...]) -> int:
    """How many characters of the path the entry covers; the home page covers itself only."""
    prefixes = [prefix for prefix in (url, *also_under) if prefix != "/" and path.startswith(prefix)]
    return max((len(prefix) for prefix in prefixes), default=int(path == url))


@cache
def _declared_entries(dotted_name: str) -> tuple[NavEntry, ...]:
    return tuple(import_string(dotted_name))


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation` (worked out only where a page shows it) and whether the person folded it."""

    def links() -> list[NavLink]:
        actor = getattr(request, "actor", None)
        dotted_name = getattr(settings, "NAVIGATION", "")
        if actor is None or not dotted_name:
            return []
        return links_for(actor, request.path, _declared_entries(dotted_name))

    return {
        "navigation": SimpleLazyObject(links),
        "navigation_folded": request.COOKIES.get(FOLDED_COOKIE) == "gon",
    }
