"""Which grounds of the register a person may find; `rules.grounds.may_view` says the same about one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q

from cadres.roles import Actor, Role
from core.text import search_key
from reviews.states import GroundState
from units.querysets import path_in

if TYPE_CHECKING:
    from reviews.models import Field, GroundFile, RegisteredGround, TopicGround  # noqa: F401  types only


class RegisteredGroundQuerySet(models.QuerySet["RegisteredGround"]):
    def visible_to(self, actor: Actor) -> RegisteredGroundQuerySet:
        """The register of the person's own committee; inspection: the registers of its tree. Never one about oneself or
        about a collective on whose side one stands: the concerned read the letter, once it is issued.
        """
        kept = Q(owner_id__in=actor.unit_ids(Role.STAFF, Role.STANDING, Role.INSPECTION))
        inspected = path_in(actor.paths(Role.INSPECTION), "owner__path")
        own_units = self.model.units.through._default_manager.filter(
            registeredground=OuterRef("pk"),
            unit_id__in=[*actor.unit_ids(Role.SECRETARY, Role.HEAD), *actor.seat_unit_ids],
        )
        oneself = self.model.cadres.through._default_manager.filter(
            registeredground=OuterRef("pk"), cadre_id=actor.cadre_id or 0
        )
        return self.filter(kept | inspected).exclude(Exists(own_units)).exclude(Exists(oneself))

    def open(self) -> RegisteredGroundQuerySet:
        """Those about which something is still to be done."""
        return self.filter(state=GroundState.OPEN)

    def used_in(self, review_id: int) -> RegisteredGroundQuerySet:
        """Those on which a topic rests that this review has to answer."""
        topics = apps.get_model("reviews", "DeepReviewTopic")._default_manager.asked_of(review_id)
        links = apps.get_model("reviews", "TopicGround")._default_manager.filter(topic__in=topics)
        return self.filter(pk__in=links.values("ground"))

    def without_unresolved(self) -> RegisteredGroundQuerySet:
        """Those on which no topic rests that an appraisal left unresolved."""
        topics = apps.get_model("reviews", "DeepReviewTopic")._default_manager.left_unresolved()
        return self.exclude(Exists(topics.filter(ground_links__ground=OuterRef("pk"))))

    def matching(self, words: str) -> RegisteredGroundQuerySet:
        """Those with the words in summary, number, issuer or a name concerned, accents and case aside."""
        key = search_key(words)
        if not key:
            return self
        in_text = Q()
        for column in ("summary", "document_number", "document_issuer"):
            in_text |= Q(**{f"{column}__unaccent__icontains": words.strip()})
        return self.filter(
            in_text | self._naming("unit", search_key__contains=key) | self._naming("cadre", search_key__contains=key)
        )

    def about(self, unit_words: str) -> RegisteredGroundQuerySet:
        """Those that concern a unit of this name or one below it."""
        key = search_key(unit_words)
        if not key:
            return self
        named = apps.get_model("units", "Unit")._default_manager.filter(search_key__contains=key)
        below = named.annotate(told=ExpressionWrapper(OuterRef("unit__path"), models.TextField())).filter(
            told__startswith=F("path")
        )
        through = self.model.units.through._default_manager.filter(registeredground=OuterRef("pk"))
        return self.filter(Exists(through.filter(Exists(below))))

    def chosen(
        self,
        *,
        words: str = "",
        kind: str = "",
        field: Field | None = None,
        unit_words: str = "",
        state: str = "",
        noted_from: date | None = None,
        noted_to: date | None = None,
    ) -> RegisteredGroundQuerySet:
        """The grounds that pass every given filter."""
        columns = {
            "kind": kind,
            "field": field,
            "state": state,
            "noted_on__gte": noted_from,
            "noted_on__lte": noted_to,
        }
        rows = self.filter(**{lookup: value for lookup, value in columns.items() if value})
        return rows.matching(words).about(unit_words)

    def with_concerned(self) -> RegisteredGroundQuerySet:
        """Everything that rules and list rows read: a fixed number of queries."""
        return self.select_related("owner", "field").prefetch_related("units", "cadres")

    def _naming(self, what: str, **lookup: str) -> Q:
        through = getattr(self.model, f"{what}s").through._default_manager.filter(registeredground=OuterRef("pk"))
        return Q(Exists(through.filter(**{f"{what}__{name}": value for name, value in lookup.items()})))


class GroundFileQuerySet(models.QuerySet["GroundFile"]):
    def visible_to(self, actor: Actor) -> GroundFileQuerySet:
        """The standing files of the grounds that the person may find."""
        return self.standing().in_grounds_of(actor)

    def in_grounds_of(self, actor: Actor) -> GroundFileQuerySet:
        """The files of the grounds that the person may find, those withdrawn among them."""
        grounds = apps.get_model("reviews", "RegisteredGround")._default_manager.visible_to(actor)
        return self.filter(ground__in=grounds)

    def standing(self) -> GroundFileQuerySet:
        """Those not withdrawn."""
        return self.filter(withdrawn_at=None)


class TopicGroundQuerySet(models.QuerySet["TopicGround"]):
    def of_letter(self, deep_review_id: int) -> TopicGroundQuerySet:
        """What the topics of one letter rest on."""
        return self.filter(topic__deep_review=deep_review_id).select_related("ground")
