"""What the page of one suggestion letter shows, each reader their own part of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from cadres.requests import ActingRequest
from cadres.roles import Role
from reviews.actions.reads import record_reads
from reviews.models import Amendment, DeepReview, DeepReviewTarget, DeepReviewTopic, WorkingGroup
from reviews.querysets.deep_reviews import WRITING
from reviews.reports import (
    deep_review_timeline,
    suggestion_cascade,
    suggestion_results,
    topic_coverage,
    topic_origins,
    topic_sources,
)
from reviews.rules import deep_reviews as rules
from reviews.states import DeepReviewState, Ground

_EVENTS_AT_FIRST = 30
ALL_EVENTS = "dien-bien"  # in the address of the page: the whole story


def contents_of_page(request: ActingRequest, row: DeepReview) -> dict[str, Any]:
    """What the page of a letter shows to this person: topics, targets with their receipts, changes, story."""
    seen = set(DeepReviewTarget.objects.visible_to(request.actor).filter(deep_review=row).values_list("pk", flat=True))
    targets = [target for target in row.targets.all() if target.pk in seen]
    for target in targets:
        target.deep_review = row
    in_force = [target for target in targets if target.withdrawn_by_id is None]
    topic_sources.show(request.actor, row)
    topic_origins.show(request.actor, row.topics.all())
    results = suggestion_results.collect(request.actor, row, targets) if row.issued_at else {}
    coverage = topic_coverage.collect(request.actor, row, in_force) if row.issued_at else None
    is_issuer = request.actor.holds(Role.STAFF, Role.STANDING, at=row.issuer_id)
    topics = [
        topic for topic in row.topics.all() if is_issuer or any(rules.was_asked(topic, target) for target in targets)
    ]
    return {
        "topics": topics,
        "groups": [
            [
                (
                    target,
                    rules.may_acknowledge(request.actor, target),
                    rules.may_note_receipt(request.actor, target),
                    results.get(target.pk),
                )
                for target in group
            ]
            for group in topic_coverage.by_unit(targets)
        ],
        "target_count": len(in_force),
        **_receipts(row, in_force),
        "is_answered": is_answered(in_force),
        "due_now": latest_deadline(row, in_force),
        "passed_on": suggestion_cascade.collect(request.actor, row, whole=is_issuer) if row.issued_at else [],
        "prompt": _prompt(request, row),
        "working_groups": WorkingGroup.objects.visible_to(request.actor).given(
            row.cycle_id, {target.review.unit_id for target in in_force}
        ),
        "changes": _changes(request, row, {topic.pk for topic in topics}),
        "coverage": coverage,
        "ground_words": "; ".join(Ground(ground).label for ground in row.grounds),
        **_story(request, row, targets, topics, whole=is_issuer),
    }


def _story(
    request: ActingRequest,
    row: DeepReview,
    targets: list[DeepReviewTarget],
    topics: list[DeepReviewTopic],
    *,
    whole: bool,
) -> dict[str, Any]:
    """The latest of what happened, or all of it where it was asked for; what it tells of persons counts as read."""
    events = deep_review_timeline.collect(request.actor, row, targets, topics, whole=whole)
    shown = events if ALL_EVENTS in request.GET else events[:_EVENTS_AT_FIRST]
    reviews = {target.review_id: target.review for target in targets}
    record_reads([(reviews[event.tells[0]], event.tells[1]) for event in shown if event.tells], request.actor)
    return {"events": shown, "events_left": len(events) - len(shown)}


def _receipts(row: DeepReview, in_force: list[DeepReviewTarget]) -> dict[str, int]:
    """How many received the letter, and how many have not yet confirmed what changed it."""
    if row.issued_at is None:
        return {}
    ids = [target.pk for target in in_force]
    unconfirmed = [target for target in in_force if target.amended_by_id and target.acknowledged_at is None]
    return {
        "acknowledged_count": DeepReviewTarget.objects.filter(pk__in=ids).received().count(),
        "unconfirmed_count": len(unconfirmed) if row.state == DeepReviewState.ISSUED else 0,
    }


def _prompt(request: ActingRequest, row: DeepReview) -> tuple[str, str] | None:
    """The letter of the superior that this one passes on: its words, its address for those who may open it."""
    if row.prompted_by is None:
        return None
    is_seen = DeepReview.objects.visible_to(request.actor).filter(pk=row.prompted_by.pk).exists()
    url = reverse("reviews:deep_review_page", args=[row.prompted_by.pk]) if is_seen else ""
    return topic_origins.letter_words(row.prompted_by), url


def _changes(request: ActingRequest, row: DeepReview, shown: set[int]) -> list[tuple[Amendment, list[str]]]:
    """What changed the letter since it was issued, each with the names of its topics that the person may read."""
    if row.issued_at is None:
        return []
    changes = Amendment.objects.visible_to(request.actor).filter(deep_review=row).with_contents()
    return [
        (one, [t.title for t in (*one.added_topics.all(), *one.withdrawn_topics.all()) if t.pk in shown])
        for one in changes
    ]


def latest_deadline(row: DeepReview, targets: Iterable[DeepReviewTarget]) -> date | None:
    """By when the last of those still asked answers, whatever changes the letter has seen."""
    due = [target.due_on for target in targets if target.due_on and target.withdrawn_by_id is None]
    return max(due, default=row.due_on)


def is_answered(targets: Iterable[DeepReviewTarget]) -> bool:
    """Whether nobody owes an answer any more: the day in the letter presses only as long."""
    return not any(target.review.state in WRITING for target in targets)
