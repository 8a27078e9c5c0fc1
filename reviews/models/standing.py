"""What can no longer change, kept by each process once it has read it.

Published templates, profiles that a cycle uses and catalogues are never edited, only followed by another version with a
number of its own: what was read under a number stays true. So it does of submitted rounds, which the database freezes.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

from reviews.models.cycles import Cycle
from reviews.models.indicators import IndicatorItem
from reviews.models.regulation import RegulationProfile
from reviews.models.templates import TemplateSection

P = ParamSpec("P")
T = TypeVar("T")
_ROUNDS_KEPT = 256
_frozen: list[Callable[[], None]] = []
_sections: dict[int, list[TemplateSection]] = {}
_profiles: dict[int, RegulationProfile] = {}
_catalogue_sizes: dict[int, int] = {}


def sections_of(template_id: int) -> list[TemplateSection]:
    """The sections of a template in their order; those of a draft are read each time."""
    if template_id in _sections:
        return list(_sections[template_id])
    found = list(TemplateSection.objects.filter(template_id=template_id).select_related("template"))
    if found and found[0].template.published_on is not None:
        _sections[template_id] = found
    return list(found)


def profile_of(cycle: Cycle) -> RegulationProfile:
    """The profile that the cycle uses, with figures and choices; `bring_profile` changes none that is in use."""
    if cycle.profile_id not in _profiles:
        everything = RegulationProfile.objects.prefetch_related("figures", "choices")
        _profiles[cycle.profile_id] = everything.get(pk=cycle.profile_id)
    return _profiles[cycle.profile_id]


def catalogue_size(cycle: Cycle) -> int:
    """How many items the cycle's catalogue has."""
    if cycle.catalogue_id not in _catalogue_sizes:
        _catalogue_sizes[cycle.catalogue_id] = IndicatorItem.objects.filter(catalogue_id=cycle.catalogue_id).count()
    return _catalogue_sizes[cycle.catalogue_id]


def of_submitted_round(read: Callable[P, T]) -> Callable[P, T]:
    """Ask once for each submitted round; the function takes its number and returns what nobody changes."""
    asked_once = lru_cache(maxsize=_ROUNDS_KEPT)(read)
    _frozen.append(asked_once.cache_clear)
    return asked_once  # type: ignore[return-value]  # a cached function takes any arguments that are hashable


def forget() -> None:
    """Read everything anew; for tests, which put reference data back."""
    for kept in (_sections, _profiles, _catalogue_sizes):
        kept.clear()
    for clear in _frozen:
        clear()
