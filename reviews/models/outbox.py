"""What leaves for people: the text as it was written, the address as it was then, and how far the sending has come."""

import uuid

from django.db import models
from django.db.models import Q

from cadres.models import User
from core import localtime
from core.fields import NFCCharField, NFCTextField
from reviews.querysets.outbox import OutgoingMessageQuerySet
from reviews.states import MessageState


class OutgoingMessage(models.Model):
    """One message to one person, at most one of its kind a day; never changed but in how far its sending has come.

    `entries` repeats what the text names, one for each thing: kind, number, words, unit, deadline, address in the
    application; whoever else looks at the message is shown those that they may see themselves.
    """

    class Kind(models.TextChoices):
        REMINDER = "reminder", "Nhắc việc"

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REMINDER)
    day = models.DateField(help_text="the local day it was written for")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages")
    name = NFCCharField(max_length=200)
    address = models.EmailField(blank=True, help_text="empty: read in the application alone")
    subject = NFCCharField(max_length=300)
    text = NFCTextField()
    entries = models.JSONField(default=list)
    entry_count = models.PositiveIntegerField(help_text="things that wait, those counted but not named included")
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=localtime.now, help_text="while waiting")
    claimed_until = models.DateTimeField(null=True, help_text="while sending; past it, the worker is gone")
    claim = models.UUIDField(null=True)
    mail_id = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="its Message-ID at every try: receivers drop a second copy by it"
    )
    last_error = NFCTextField(blank=True)
    created_at = models.DateTimeField(default=localtime.now)
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
                name="messages_to_send",
            ),
            models.Index(fields=["state", "-day", "-id"], name="messages_by_state"),
            models.Index(fields=["user", "-day"], include=["entry_count"], name="messages_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "day"], name="one_message_of_a_kind_a_day"),
            models.CheckConstraint(
                condition=~Q(address="") | Q(state=MessageState.IN_APP), name="message_without_address_stays_inside"
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False), name="sent_message_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} → {self.name}"


class MailPause(models.Model):
    """One row for all, there while the mail server takes nothing: until when no letter is tried, and how often in a row."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    failures = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(default=localtime.now)
    last_error = NFCTextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="mail_pauses_once_for_all")]

    def __str__(self) -> str:
        return f"{self.failures} → {self.until}"
