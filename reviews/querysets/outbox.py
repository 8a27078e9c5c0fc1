"""Which outgoing messages a person may find, and which are to be sent now."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from cadres.models import User
from cadres.roles import Actor, Role
from core.text import search_key
from reviews.states import MessageState

if TYPE_CHECKING:
    from reviews.models import OutgoingMessage  # noqa: F401  types only


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def to(self, actor: Actor) -> OutgoingMessageQuerySet:
        """What was written to the person."""
        return self.filter(user_id=actor.user_id or 0)

    def visible_to(self, actor: Actor) -> OutgoingMessageQuerySet:
        """As rows of the outbox: those to accounts that the person administers."""
        if actor.works_for_all(Role.ADMIN):
            return self
        if not actor.administered_paths:
            return self.none()
        return self.filter(user__in=User.objects.visible_to(actor).values("pk"))

    def to_send(self, moment: datetime) -> OutgoingMessageQuerySet:
        """Waiting ones whose time has come, and those in the hands of a worker that is gone."""
        waiting = Q(state=MessageState.WAITING, next_try_at__lte=moment)
        return self.filter(waiting | Q(state=MessageState.SENDING, claimed_until__lt=moment))

    def chosen(self, *, words: str = "", state: str = "", day: date | None = None) -> OutgoingMessageQuerySet:
        """Those that pass every given filter; names are looked for without regard to accents and case."""
        rows = self.filter(state=state) if state else self
        rows = rows.filter(day=day) if day else rows
        if key := search_key(words):
            rows = rows.filter(Q(user__search_key__contains=key) | Q(address__icontains=words.strip()))
        return rows
