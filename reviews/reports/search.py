"""Searching by name and title over everything the person may see. Answers to indicators are never looked into.

What has every word as a whole syllable stands before what has it as a part of one: "an" is An first, then Lan and Đoàn.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from cadres.models import Cadre
from cadres.roles import Actor
from core.text import search_key
from reviews.models import DeepReview, HardTask, Review
from units.models import Unit

SHORTEST, MOST_WORDS = 2, 8
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Found:
    """One result: its words and where it leads."""

    text: str
    detail: str
    url_name: str
    url_arg: int


@dataclass(frozen=True, slots=True)
class Section:
    """The results of one kind, at most SHOWN of them."""

    title: str
    found: list[Found]
    list_url_name: str
    has_more: bool


@dataclass(frozen=True)
class _Kind:
    title: str
    rows: Callable[[Actor], QuerySet[Any]]
    containing: Callable[..., Q]
    read: Callable[[Any], Found]
    list_url_name: str = ""


def search(actor: Actor, text: str) -> list[Section]:
    """What the person may see and what contains every word, accents and case aside; three queries for each kind."""
    words = search_key(text).split()[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    sections = [_search_kind(kind, actor, words) for kind in _KINDS]
    return [section for section in sections if section.found]


def _search_kind(kind: _Kind, actor: Actor, words: list[str]) -> Section:
    rows = kind.rows(actor)
    keys = _keys(rows.filter(kind.containing(words)), kind.containing(words, whole=True))
    by_key = rows.in_bulk(keys[:SHOWN])  # what a row shows is joined for the few shown, not for all that match
    found = [kind.read(by_key[key]) for key in keys if key in by_key]
    return Section(kind.title, found, kind.list_url_name, len(keys) > SHOWN)


def _keys(rows: QuerySet[Any], whole: Q) -> list[int]:
    """The first of those found, one more than is shown; among many the second question is not asked."""
    first = list(rows.filter(whole).values_list("pk", flat=True)[: SHOWN + 1])
    if len(first) > SHOWN:
        return first
    return first + list(rows.exclude(pk__in=first).values_list("pk", flat=True)[: SHOWN + 1 - len(first)])


def _reviews(actor: Actor) -> QuerySet[Review]:
    """The latest cycle first, in it collectives before persons."""
    return Review.objects.visible_to(actor).with_subject().order_by("-cycle_id", "subject", "-pk")


def _of_unit_or_person(words: list[str], *, whole: bool = False) -> Q:
    """By the names of units and of people, each looked up in its own index."""
    named = _in_columns("search_key__contains")(words, whole=whole)
    units, people = Unit.objects.filter(named), Cadre.objects.filter(named)
    return Q(unit_id__in=units.order_by().values("pk")) | Q(cadre_id__in=people.order_by().values("pk"))


def _review_found(review: Review) -> Found:
    name = review.cadre.full_name if review.cadre else review.unit.name
    kind = "cá nhân" if review.cadre else "tập thể"
    return Found(
        f"Bản kiểm điểm {kind}: {name}", f"{review.cycle.name}, {review.unit.name}", "reviews:review_page", review.pk
    )


def _in_columns(*lookups: str) -> Callable[..., Q]:
    """Every word in one of the columns; `whole`: not as a part of a syllable."""

    def containing(words: list[str], *, whole: bool = False) -> Q:
        asked = [lookup.replace("contains", "regex") for lookup in lookups] if whole else lookups
        condition = Q()
        for word in words:
            pattern = rf"\m{re.escape(word)}\M" if whole else word
            condition &= reduce(or_, (Q(**{lookup: pattern}) for lookup in asked))
        return condition

    return containing


_KINDS = (
    _Kind(
        "Cán bộ, đảng viên",
        lambda actor: Cadre.objects.visible_to(actor).order_by("sort_key", "pk"),
        _in_columns("search_key__contains"),
        lambda cadre: Found(cadre.full_name, cadre.workplace, "cadres:cadre_page", cadre.pk),
        "cadres:people",
    ),
    _Kind(
        "Đơn vị, tổ chức đảng",
        lambda actor: (
            Unit.objects.visible_to(actor).select_related("parent").order_by(Length("name"), "sort_key", "pk")
        ),
        _in_columns("search_key__contains"),
        lambda unit: Found(unit.name, unit.parent.name if unit.parent else "", "units:unit_page", unit.pk),
        "units:units",
    ),
    _Kind(
        "Bản kiểm điểm",
        _reviews,
        _of_unit_or_person,
        _review_found,
        "reviews:reviews",
    ),
    _Kind(
        "Gợi ý kiểm điểm sâu",
        lambda actor: DeepReview.objects.visible_to(actor).select_related("issuer").order_by("-created_at", "-pk"),
        _in_columns("title__unaccent__icontains", "number__unaccent__icontains"),
        lambda letter: Found(letter.title, letter.issuer.name, "reviews:deep_review_page", letter.pk),
    ),
    _Kind(
        "Việc khó",
        lambda actor: HardTask.objects.visible_to(actor).with_names().order_by("due_on", "pk"),
        _in_columns("text__unaccent__icontains", "unit__search_key__contains", "cadre__search_key__contains"),
        lambda task: Found(task.text, task.unit.name, "reviews:hard_task_page", task.pk),
    ),
)
