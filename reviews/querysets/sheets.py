"""Which reviews and segments a person may find; `rules.sheets.may_view` says the same about one object."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When

from cadres.models import RoleGrant
from cadres.roles import Actor, Office, Position, Role
from core import localtime
from core.days_off import late_before
from core.text import search_key
from reviews.states import CycleState, Opening, ReviewState, SegmentState, Subject
from units.querysets import path_in

if TYPE_CHECKING:
    from reviews.models import Field, Review, Segment  # noqa: F401  types only


APPRAISING = (Role.STAFF, Role.STANDING)  # the roles among whose holders an appraisal is given to one


def concerns(actor: Actor, prefix: str = "") -> Q:
    """Reviews on the person's own side, but for one of an extraordinary cycle that no letter opens to them yet."""
    return own_side(actor, prefix) & Q(**{f"{prefix}awaits_letter": False})


def own_side(actor: Actor, prefix: str = "") -> Q:
    """Reviews the person writes, is the subject of, or is charged with at a place: their own side of the table."""
    charged = actor.unit_ids(Role.SECRETARY, Role.HEAD)
    members = sorted({*charged, *actor.seat_unit_ids})
    collective = Q(**{f"{prefix}subject": Subject.COLLECTIVE, f"{prefix}unit_id__in": members})
    placed = Q(**{f"{prefix}place_unit_ids__overlap": charged}) if charged else Q(pk__in=[])
    own = Q(**{f"{prefix}cadre_id": actor.cadre_id}) if actor.cadre_id is not None else Q(pk__in=[])
    return collective | placed | own


def own_matter(actor: Actor, prefix: str = "") -> Q:
    """Reviews that the person does not appraise; equals `rules.appraisals.is_own_matter`."""
    charged = actor.unit_ids(Role.SECRETARY, Role.HEAD)
    here = Q(**{f"{prefix}unit_id__in": sorted({*charged, *actor.seat_unit_ids})})
    for office in actor.offices:
        here |= _within(office, f"{prefix}unit_id", f"{prefix}cycle__period_from", f"{prefix}cycle__period_to")
    found = Q(**{f"{prefix}subject": Subject.COLLECTIVE}) & here
    if actor.cadre_id is not None:
        found |= Q(**{f"{prefix}cadre_id": actor.cadre_id})
    if actor.user_id is not None:
        found |= Q(**{f"{prefix}pk__in": _rows("Review").filter(hand_ids__contains=[actor.user_id]).values("pk")})
    led = [_within(office, "unit_id", "held_from", "held_to") for office in actor.offices if office.leads]
    if led:
        of_the_judging = Q(unit=F("review__managing_unit"))
        segments = _rows("Segment").filter(reduce(or_, led), ~of_the_judging, review__subject=Subject.INDIVIDUAL)
        found |= Q(**{f"{prefix}pk__in": segments.values("review_id")})
    return found


def _within(office: Office, unit: str, first: str, last: str) -> Q:
    """The office was held in this unit between the two days."""
    facts: dict[str, Any] = {f"{unit}__in": sorted(office.unit_ids), f"{last}__gte": office.started_on}
    if office.ended_on is not None:
        facts[f"{first}__lte"] = office.ended_on
    return Q(**facts)


def _rows(name: str) -> models.QuerySet[Any]:
    return apps.get_model("reviews", name)._default_manager.order_by()


def assisted(actor: Actor, prefix: str = "") -> Q:
    """Collectives of open cycles that were given to a working group with the person, while its task lasts."""
    given = Q(pk__in=[])
    for unit_id, cycle_id in actor.tasks():
        facts = {"subject": Subject.COLLECTIVE, "unit": unit_id, "cycle": cycle_id, "cycle__state": CycleState.OPEN}
        given |= Q(**{f"{prefix}{name}": value for name, value in facts.items()})
    return given


def visible(actor: Actor, prefix: str = "") -> Q:
    """Reviews the person may find: their own side; as managing committee; as inspection; collectives below a committee;
    collectives given to the person's working group.

    Personal reviews are not seen by a committee further up than the managing one.
    """
    managing = Q(**{f"{prefix}managing_unit_id__in": actor.unit_ids(Role.STAFF, Role.STANDING)})
    inspected = path_in(actor.paths(Role.INSPECTION), f"{prefix}unit__path")
    followed = Q(**{f"{prefix}subject": Subject.COLLECTIVE}) & path_in(
        actor.paths(Role.STAFF, Role.STANDING), f"{prefix}unit__path"
    )
    from_outside = inspected | followed | assisted(actor, prefix)
    return concerns(actor, prefix) | managing | (from_outside & Q(**{f"{prefix}awaits_letter": False}))


def is_still_given() -> Q:
    """Whether the account that the appraisal was given to is open and appraises for the managing committee today.

    Where it was given to nobody PostgreSQL does not look: it would read every account there is for the first row.
    """
    grants = RoleGrant.objects.running_on(localtime.today()).filter(
        user=OuterRef("appraiser_id"),
        user__is_active=True,
        unit=OuterRef("managing_unit_id"),
        role__in=APPRAISING,
    )
    return Q(appraiser_id__isnull=False) & Q(Exists(grants))


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, actor: Actor) -> ReviewQuerySet:
        """Reviews whose row (state, deadline) the person may see; the content has a rule of its own."""
        return self.filter(visible(actor))

    def in_lock_order(self) -> ReviewQuerySet:
        """Collectives before persons, as handing in locks them: the collective, then whom it names. Nobody waits in a circle."""
        return self.order_by("subject", "pk")

    def seen_besides(self, actor: Actor, top_ids: list[int]) -> ReviewQuerySet:
        """What the person sees besides what the committee at the top of the tree sees, for which the person works."""
        others = [pk for pk in actor.unit_ids(Role.STAFF, Role.STANDING) if pk not in top_ids]
        inspected = path_in(actor.paths(Role.INSPECTION), "unit__path") & Q(awaits_letter=False)
        seen = self.filter(concerns(actor) | Q(managing_unit_id__in=others) | inspected)
        return seen.filter(subject=Subject.INDIVIDUAL).exclude(managing_unit_id__in=top_ids)

    def concerning(self, actor: Actor) -> ReviewQuerySet:
        """Reviews on the person's own side: written by them, about them, or in a place they are charged with."""
        return self.filter(concerns(actor))

    def managed_by(self, actor: Actor) -> ReviewQuerySet:
        """Reviews the person's committee appraises."""
        return self.filter(managing_unit_id__in=actor.unit_ids(Role.STAFF, Role.STANDING))

    def awaiting_draft(self, actor: Actor) -> ReviewQuerySet:
        """Submitted ones whose appraisal the person's committee has still to draft or hand over."""
        return self.managed_by(actor).filter(state=ReviewState.SUBMITTED, handed_up_at=None)

    def given_to_nobody(self) -> ReviewQuerySet:
        """Whose appraisal lies with all of the staff: given to none, or to one who does not appraise there (any more)."""
        return self.filter(~is_still_given())

    def with_appraiser(self) -> ReviewQuerySet:
        """Each with `given_to`: the name of whom its appraisal is given to, empty where it lies with all of the staff."""
        return self.annotate(given_to=Case(When(is_still_given(), then="appraiser_name"), default=models.Value("")))

    def awaiting_decision(self, actor: Actor) -> ReviewQuerySet:
        """Submitted ones whose appraisal was handed to the standing committee that the person sits for, by other hands."""
        handed = self.filter(state=ReviewState.SUBMITTED, handed_up_at__isnull=False)
        drafted = _rows("Appraisal").filter(hand_ids__contains=[actor.user_id or 0], decided_at=None)
        others = handed.exclude(handed_up_by_id=actor.user_id).exclude(pk__in=drafted.values("round__review_id"))
        return others.filter(managing_unit_id__in=actor.unit_ids(Role.STANDING))

    def handed_up_by(self, actor: Actor) -> ReviewQuerySet:
        """Submitted ones whose appraisal the person drafted, and which wait for the decision of the standing committee."""
        return self.filter(state=ReviewState.SUBMITTED, handed_up_at__isnull=False, handed_up_by_id=actor.user_id or 0)

    def due_before(self, review: Review) -> ReviewQuerySet:
        """Never handed in yet and to come before this one: of a person, the collective's, then the head's."""
        if review.subject == Subject.COLLECTIVE:
            return self.none()
        known = self.filter(cycle_id=review.cycle_id, unit_id=review.unit_id, awaits_letter=False)
        same = known.filter(submitted_at=None).exclude(pk=review.pk)
        first = Q(cadre=None) if review.position == Position.HEAD else Q(cadre=None) | Q(position=Position.HEAD)
        return same.filter(first)

    def matching(self, words: str) -> ReviewQuerySet:
        """Reviews of collectives and persons whose name, or whose unit's name, contains the words, accents aside."""
        key = search_key(words)
        return self.filter(Q(unit__search_key__contains=key) | Q(cadre__search_key__contains=key)) if key else self

    def matching_with_posts(self, words: str) -> ReviewQuerySet:
        """The same, with the persons who held a post in the period at a unit of that name, given up since or not."""
        key = search_key(words)
        if not key:
            return self
        posts = apps.get_model("reviews", "Segment")._default_manager.filter(unit__search_key__contains=key)
        return (self.matching(words) | self.filter(pk__in=posts.order_by().values("review"))).order_by()

    def with_open_items(
        self, actor: Actor, *, field: Field | None = None, overdue_on: date | None = None
    ) -> ReviewQuerySet:
        """Reviews of those who still have something to remedy from any cycle: in a field of work, or past its deadline.

        Only items that the person may open count: a filter must not tell what a list would hide.
        """
        every = apps.get_model("reviews", "RemediationItem")._default_manager.visible_to(actor)
        items = every.open() if overdue_on is None else every.overdue(overdue_on)
        if field is not None:
            items = items.filter(field=field)
        of_person = items.filter(cadre=OuterRef("cadre"))
        owned = items.filter(owner_cadre=OuterRef("cadre"))
        of_unit = items.filter(unit=OuterRef("unit"), cadre=None)
        return self.filter(Q(Exists(of_person)) | Q(Exists(owned)) | (Q(cadre=None) & Q(Exists(of_unit))))

    def with_open_grounds(self, actor: Actor, kind: str = "") -> ReviewQuerySet:
        """Reviews of those about whom the register that the person reads holds something not treated yet."""
        grounds = apps.get_model("reviews", "RegisteredGround")._default_manager.visible_to(actor).open()
        if kind:
            grounds = grounds.filter(kind=kind)
        of_unit = grounds.filter(units=OuterRef("unit"))
        return self.filter(Q(Exists(grounds.filter(cadres=OuterRef("cadre")))) | (Q(cadre=None) & Q(Exists(of_unit))))

    def returned_before(self, actor: Actor) -> ReviewQuerySet:
        """Reviews of those whose review of another cycle was returned, as far as the person may open that one."""
        earlier = (
            apps.get_model("reviews", "Review")
            ._default_manager.visible_to(actor)
            .filter(rounds__opened_because__in=[Opening.SUPPLEMENT, Opening.REREVIEW])
            .exclude(cycle=OuterRef("cycle"))
        )
        of_unit = earlier.filter(unit=OuterRef("unit"), cadre=None)
        return self.filter(Q(Exists(earlier.filter(cadre=OuterRef("cadre")))) | (Q(cadre=None) & Q(Exists(of_unit))))

    def overdue(self, day: date) -> ReviewQuerySet:
        """Not yet submitted (or returned and not submitted again) after the deadline."""
        return self.filter(state__in=[ReviewState.DRAFT, ReviewState.RETURNED], due_on__lt=late_before(day))

    def by_collective(self) -> ReviewQuerySet:
        """Units by name, each followed by its people: head, deputies, members, by name."""
        rank = Case(
            When(cadre=None, then=0),
            When(position=Position.HEAD, then=1),
            When(position=Position.DEPUTY, then=2),
            default=3,
            output_field=models.SmallIntegerField(),
        )
        return self.order_by("unit__sort_key", "unit_id", rank, "cadre__sort_key", "pk")

    def with_opening(self) -> ReviewQuerySet:
        """Why the latest round of each was opened, which pages say of one that was not returned but only opened again."""
        rounds = apps.get_model("reviews", "Round")._default_manager.filter(review=OuterRef("pk"))
        return self.annotate(opening=models.Subquery(rounds.order_by("-number").values("opened_because")[:1]))

    def with_subject(self) -> ReviewQuerySet:
        """Everything that rules and list rows read, in one query."""
        return self.select_related("unit", "unit__kind", "unit__bloc", "cadre", "managing_unit", "cycle", "template")


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, actor: Actor) -> SegmentQuerySet:
        """Segments of reviews the person may see, and those sent for confirmation to a unit the person is charged with."""
        sent = Q(
            unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD),
            state__in=[SegmentState.SENT, SegmentState.CONFIRMED],
        )
        return self.filter(sent | visible(actor, "review__"))

    def awaiting(self, actor: Actor) -> SegmentQuerySet:
        """Segments the person has to confirm for a unit; once the review is accepted nothing waits for it any more."""
        sent = self.filter(unit_id__in=actor.unit_ids(Role.SECRETARY, Role.HEAD), state=SegmentState.SENT)
        return sent.exclude(review__cadre_id=actor.cadre_id or 0).exclude(review__state=ReviewState.ACCEPTED)
