"""What the topics of a letter rest on, and which letters rest on a ground."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from cadres.roles import Actor
from reviews.models import DeepReview, RegisteredGround, TopicGround


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the letter names it; the address of the ground for those who read the register."""

    words: str
    url: str = ""


def show(actor: Actor, letter: DeepReview) -> None:
    """Give each topic of the letter its `sources`. Two queries."""
    links = list(TopicGround.objects.of_letter(letter.pk))
    known = RegisteredGround.objects.visible_to(actor).filter(pk__in=[link.ground_id for link in links])
    readable = set(known.values_list("pk", flat=True)) if links else set()
    found: dict[int, list[Source]] = defaultdict(list)
    for link in links:
        url = reverse("reviews:ground_page", args=[link.ground_id]) if link.ground_id in readable else ""
        found[link.topic_id].append(Source(str(link), url))
    for topic in letter.topics.all():
        topic.sources = found[topic.pk]  # type: ignore[attr-defined]


def letters_on(actor: Actor, ground: RegisteredGround) -> QuerySet[DeepReview]:
    """The letters with a topic that rests on this ground, as far as the person may see them, the newest first."""
    links = TopicGround.objects.filter(ground=ground).values("topic__deep_review")
    return DeepReview.objects.visible_to(actor).filter(pk__in=links).order_by("-created_at", "-pk")
