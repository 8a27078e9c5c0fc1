"""Searching by name and title over everything the person may see. Answers to indicators are never looked into."""

from collections.abc import Callable
from dataclasses import dataclass
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
    contains: Callable[[str], Q]
    read: Callable[[Any], Found]
    list_url_name: str = ""


def search(actor: Actor, text: str) -> list[Section]:
    """What the person may see and what contains every word, accents and case aside; one query for each kind."""
    words = search_key(text).split()[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    sections = [_search_kind(kind, actor, words) for kind in _KINDS]
    return [section for section in sections if section.found]


def _search_kind(kind: _Kind, actor: Actor, words: list[str]) -> Section:
    rows = kind.rows(actor)
    for word in words:
        rows = rows.filter(kind.contains(word))
    found = [kind.read(row) for row in rows[: SHOWN + 1]]
    return Section(kind.title, found[:SHOWN], kind.list_url_name, len(found) > SHOWN)


def _reviews(actor: Actor) -> QuerySet[Review]:
    return Review.objects.visible_to(actor).with_subject().order_by("-cycle__period_to", "unit__sort_key", "pk")


def _review_found(review: Review) -> Found:
    name = review.cadre.full_name if review.cadre else review.unit.name
    kind = "cá nhân" if review.cadre else "tập thể"
    return Found(
        f"Bản kiểm điểm {kind}: {name}", f"{review.cycle.name}, {review.unit.name}", "reviews:review_page", review.pk
    )


def _in_columns(*columns: str) -> Callable[[str], Q]:
    def contains(word: str) -> Q:
        condition = Q()
        for column in columns:
            condition |= Q(**{column: word})
        return condition

    return contains


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
        _in_columns("unit__search_key__contains", "cadre__search_key__contains"),
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
