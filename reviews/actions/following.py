"""Reviews follow their person: posts and cells that changed after the generation, while the form is with its writer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from cadres.models import Tenure
from cadres.roles import Actor
from core import audit
from reviews.actions.review_rows import add_places, add_segments
from reviews.actions.whole_texts import hand_all_to_first_post
from reviews.models import Cycle, FormTemplate, RemediationItem, Review, ReviewPlace, Segment
from reviews.rules.assignment import PersonPlan
from reviews.states import ReviewState, SegmentState, Subject

_FOLLOWED = ("unit_id", "managing_unit_id", "position", "post_line", "place_unit_ids", "template_id")


def changed_reviews(cycle: Cycle) -> QuerySet[Review]:
    """Personal reviews in their writers' hands whose person got or gave up a post since they were generated."""
    in_period = Q(ended_on=None) | Q(ended_on__gte=cycle.period_from)
    own = Segment.objects.filter(review=OuterRef(OuterRef("pk")), tenure=OuterRef("pk"))
    got = Tenure.objects.filter(in_period, ~Exists(own), cadre=OuterRef("cadre"), started_on__lte=cycle.period_to)
    gave_up = Segment.objects.filter(review=OuterRef("pk"), tenure__ended_on__lt=F("held_to"))
    with_writers = Review.objects.filter(
        cycle=cycle, subject=Subject.INDIVIDUAL, state__in=[ReviewState.DRAFT, ReviewState.RETURNED]
    )
    return with_writers.filter(Exists(got) | Exists(gave_up)).order_by("pk")


def follow(
    reviews: Sequence[Review], plans: Mapping[int, PersonPlan], templates: Mapping[str, FormTemplate], actor: Actor
) -> None:
    """Bring segments, places, unit and managing committee of these (locked) reviews to the plan, with an audit row each.

    Items that hang on such a review already (hard tasks) go with it: the committee that has it now follows them.

    A segment stays although its post was given up: it is a part of the year. What was written for the whole before there
    was any post goes with the first one's text, else no page would show it. The form changes only while nobody has
    written in it; a place where a remark was written stays.
    """
    for review in reviews:
        plan = plans[review.pk]
        before = {name: getattr(review, name) for name in _FOLLOWED}
        _follow_segments(review, plan, actor)
        _follow_places(review, plan)
        review.unit_id, review.managing_unit_id = plan.unit_id, plan.managing_unit_id
        review.position, review.post_line = plan.position, plan.post_line
        if review.started_at is None and review.template.code != plan.form and plan.form in templates:
            review.template = templates[plan.form]
        review.version += 1
        review.save(update_fields=[*(name.removesuffix("_id") for name in _FOLLOWED), "version"])
        after = {name: getattr(review, name) for name in _FOLLOWED}
        changed: dict[str, Any] = {
            name: [before[name], after[name]] for name in _FOLLOWED if before[name] != after[name]
        }
        _follow_items(review, actor)
        audit.record(actor=actor, verb="review.follow", target=review, changed=changed, segments=len(plan.segments))


def _follow_items(review: Review, actor: Actor) -> None:
    there = {"unit_id": review.unit_id, "managing_unit_id": review.managing_unit_id}
    items = RemediationItem.objects.select_for_update(of=("self",)).filter(plan__review=review).order_by("pk")
    elsewhere = [item for item in items if any(getattr(item, name) != pk for name, pk in there.items())]
    before = [(item.pk, {name: getattr(item, name) for name in there}) for item in elsewhere]
    RemediationItem.objects.filter(pk__in=[pk for pk, _ in before]).update(**there, version=F("version") + 1)
    facts = ((pk, {"changed": {name: [was[name], there[name]] for name in there}}) for pk, was in before)
    audit.record_many(actor=actor, verb="remediationitem.follow", model=RemediationItem, facts=facts)


def _follow_segments(review: Review, plan: PersonPlan, actor: Actor) -> None:
    kept = {segment.tenure_id: segment for segment in Segment.objects.filter(review=review)}
    for one in plan.segments:
        segment = kept.get(one.tenure_id)
        if segment is not None and segment.held_to != one.held_to and segment.state != SegmentState.CONFIRMED:
            segment.held_to = one.held_to
            segment.version += 1
            segment.save(update_fields=["held_to", "version"])
    last = Segment.objects.filter(review=review).aggregate(last=Max("order"))["last"] or 0
    add_segments([(review, [one for one in plan.segments if one.tenure_id not in kept])], after=last)
    if plan.segments and not kept:
        hand_all_to_first_post(review, actor)


def _follow_places(review: Review, plan: PersonPlan) -> None:
    planned = {place.unit_id: place for place in plan.places}
    ReviewPlace.objects.filter(review=review, remark="").exclude(unit_id__in=planned).delete()
    there = set(ReviewPlace.objects.filter(review=review).values_list("unit_id", flat=True))
    add_places([(review, [place for unit_id, place in planned.items() if unit_id not in there])])
    review.place_unit_ids = [*planned, *sorted(there - set(planned))]
