"""Which suggestions and targets a person may find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from cadres.roles import Actor, Role
from core.text import search_key
from reviews.querysets.sheets import assisted, concerns, own_matter
from reviews.querysets.topics import in_force_at
from reviews.states import DeepReviewState, ReviewState
from units.querysets import path_in

if TYPE_CHECKING:
    from reviews.models import DeepReview, DeepReviewTarget  # noqa: F401  type parameters only


WRITING = (ReviewState.DRAFT, ReviewState.RETURNED)  # nothing is sent up without an answer to every topic
_ASKED = Q(deep_review__topics__only_for=None) | Q(deep_review__topics__only_for=F("pk"))


def letter_contents() -> tuple[str | Prefetch[Any], ...]:
    """What rules and pages read of a letter: to be prefetched, in a fixed number of queries."""
    targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager
    asked = targets.select_related("review__unit", "review__cadre", "review__cycle")
    return (
        Prefetch("targets", asked),
        "targets__review__segments",
        "topics__field",
        "topics__only_for",
        "member_opinions",
    )


class DeepReviewQuerySet(models.QuerySet["DeepReview"]):
    def visible_to(self, actor: Actor) -> DeepReviewQuerySet:
        """The issuing committee's own; once issued, those with a target on the person's side, inspected, or approved by them."""
        targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.filter(deep_review=OuterRef("pk"))
        issued = Q(issued_at__isnull=False) & (
            Q(Exists(targets.filter(concerns(actor, "review__"))))
            | Q(Exists(targets.filter(path_in(actor.paths(Role.INSPECTION), "review__unit__path"))))
            | Q(Exists(targets.filter(assisted(actor, "review__"))))
        )
        signed = Q(issued_at__isnull=False, approved_by_id=actor.user_id or 0)
        return self.filter(Q(issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING)) | issued | signed)

    def asking(self, unit_id: int) -> DeepReviewQuerySet:
        """Letters in force of other committees that ask the collective of this unit, and that it may pass on below."""
        targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.in_force()
        asked = targets.filter(deep_review=OuterRef("pk"), review__unit=unit_id, review__cadre=None)
        return self.filter(Exists(asked), state=DeepReviewState.ISSUED).exclude(issuer=unit_id)

    def with_contents(self) -> DeepReviewQuerySet:
        """Topics, targets with their reviews and members' opinions, for rules, pages, the letter: a fixed number of queries."""
        return self.select_related("cycle", "issuer__kind", "working_group").prefetch_related(*letter_contents())

    def matching(self, words: str, actor: Actor) -> DeepReviewQuerySet:
        """Letters with the words in title or number, or to somebody whose name has them, accents aside."""
        named = apps.get_model("reviews", "DeepReviewTarget")._default_manager.visible_to(actor)
        key = search_key(words)
        to_them = named.filter(
            Q(review__unit__search_key__contains=key) | Q(review__cadre__search_key__contains=key),
            deep_review=OuterRef("pk"),
        )
        return self.filter(Q(title__unaccent__icontains=words) | Q(number__icontains=words) | Q(Exists(to_them)))

    def with_counts(self, actor: Actor) -> DeepReviewQuerySet:
        """How many targets the person sees of each letter, how many received it, whether all sent their answer up."""
        targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.visible_to(actor)
        own = targets.in_force().filter(deep_review=OuterRef("pk")).order_by()
        mine = own.values("deep_review")
        count = Coalesce(Subquery(mine.annotate(n=models.Count("pk")).values("n")), 0)
        received = own.received().values("deep_review").annotate(n=models.Count("pk")).values("n")
        return self.annotate(
            target_count=count,
            acknowledged_count=Coalesce(Subquery(received), 0),
            is_answered=~Exists(mine.filter(review__state__in=WRITING)),
            due_now=Coalesce(Subquery(mine.annotate(last=models.Max("due_on")).values("last")), F("due_on")),
        )

    def awaiting_standing(self, actor: Actor) -> DeepReviewQuerySet:
        """Proposed ones to approve and approved ones to issue by the person's standing committee, drafted by other hands
        and to none of the person's own side: what `rules.deep_reviews.may_approve` leaves to that person."""
        waiting = [DeepReviewState.PROPOSED, DeepReviewState.APPROVED]
        targets = apps.get_model("reviews", "DeepReviewTarget")._default_manager.filter(deep_review=OuterRef("pk"))
        others = self.exclude(drafted_by_id=actor.user_id).exclude(hand_ids__contains=[actor.user_id or 0])
        return others.filter(
            ~Exists(targets.filter(own_matter(actor, "review__"))),
            issuer_id__in=actor.unit_ids(Role.STANDING),
            state__in=waiting,
        )

    def being_drafted(self, actor: Actor) -> DeepReviewQuerySet:
        """Drafts in the hands of the committee's staff, those sent back among them."""
        return self.filter(issuer_id__in=actor.unit_ids(Role.STAFF), state=DeepReviewState.DRAFT)


class DeepReviewTargetQuerySet(models.QuerySet["DeepReviewTarget"]):
    def visible_to(self, actor: Actor) -> DeepReviewTargetQuerySet:
        """All targets for the issuing committee; for the others those on their own side, once issued, or inspected."""
        issued = Q(deep_review__issued_at__isnull=False) & (
            concerns(actor, "review__")
            | path_in(actor.paths(Role.INSPECTION), "review__unit__path")
            | assisted(actor, "review__")
        )
        return self.filter(Q(deep_review__issuer_id__in=actor.unit_ids(Role.STAFF, Role.STANDING)) | issued)

    def in_force(self) -> DeepReviewTargetQuerySet:
        """Those that no later change of the letter withdrew."""
        return self.filter(withdrawn_by=None)

    def received(self) -> DeepReviewTargetQuerySet:
        """Those that said so once, whatever changed the letter since, or that sent an answer to it up."""
        answers = apps.get_model("reviews", "Explanation")._default_manager.filter(
            round__review=OuterRef("review"),
            round__submitted_at__isnull=False,
            topic__deep_review=OuterRef("deep_review"),
        )
        return self.filter(Q(received_at__isnull=False) | Q(Exists(answers)))

    def still_to_answer(self, ground_id: int) -> DeepReviewTargetQuerySet:
        """Targets of issued letters with a topic for them that rests on this ground, whose review is not accepted yet."""
        return self.filter(
            _ASKED,
            deep_review__state=DeepReviewState.ISSUED,
            deep_review__topics__ground_links__ground=ground_id,
            deep_review__topics__withdrawn_by=None,
            withdrawn_by=None,
        ).exclude(review__state=ReviewState.ACCEPTED)

    def answered(self, ground_id: int) -> DeepReviewTargetQuerySet:
        """Targets whose review is accepted and was, when it was handed in, asked for a topic that rests on this ground."""
        then = F("review__submitted_at")
        return self.filter(
            _ASKED,
            Q(deep_review__withdrawn_at=None) | Q(deep_review__withdrawn_at__gt=then),
            in_force_at("", then),
            in_force_at("deep_review__topics__", then),
            deep_review__issued_at__lte=then,
            deep_review__topics__ground_links__ground=ground_id,
            review__state=ReviewState.ACCEPTED,
        )

    def received_for(self, actor: Actor) -> DeepReviewTargetQuerySet:
        """Letters to the person whose receipt another confirmed, of which the person has still to be told."""
        own = self.filter(review__cadre_id=actor.cadre_id or 0, received_for_person=True, person_told_at=None)
        return own.filter(deep_review__issued_at__isnull=False)

    def awaiting_acknowledgement(self, actor: Actor) -> DeepReviewTargetQuerySet:
        """Issued ones whose receipt, or that of a later change or of the withdrawal, the person has to confirm: the own one,
        or as secretary or head of its place."""
        charged = actor.unit_ids(Role.SECRETARY, Role.HEAD)
        collective = Q(review__cadre=None, review__unit_id__in=charged)
        placed = Q(review__place_unit_ids__overlap=charged) if charged else Q(pk__in=[])
        own = Q(review__cadre_id=actor.cadre_id) if actor.cadre_id is not None else Q(pk__in=[])
        taken_back = Q(deep_review__state=DeepReviewState.WITHDRAWN, withdrawn_by=None)
        told = Q(deep_review__state=DeepReviewState.ISSUED) | taken_back
        return self.filter(collective | placed | own, told, acknowledged_at__isnull=True)
