"""Who is reminded of what, how long before or after its deadline, and the daily runs that did it."""

from django.db import models
from django.db.models import F, Q

from core import localtime
from reviews.querysets.reminders import ReminderRuleQuerySet
from reviews.states import Audience, ReminderKind

MOST_DAYS = 400  # beyond its deadline a rule reaches no further, so that a day asks for few deadlines


class ReminderRule(models.Model):
    """One line of the rules: on which days, counted from the deadline (before it: negative), to whom, how often."""

    kind = models.CharField(max_length=12, choices=ReminderKind)
    audience = models.CharField(max_length=10, choices=Audience)
    first_day = models.SmallIntegerField(help_text="-7: seven days before the deadline; 0: on it; 3: three days late")
    repeat_days = models.PositiveSmallIntegerField(default=0, help_text="0: once")
    last_day = models.SmallIntegerField(help_text="the last day on which it is repeated, counted like the first")
    on_days_off = models.BooleanField(default=False, help_text="no: what falls on a day off goes with the next day")
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "first_day", "audience", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day"), first_day__gte=-MOST_DAYS, last_day__lte=MOST_DAYS),
                name="reminder_rule_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["kind", "audience", "first_day"], name="reminder_rule_is_written_once_for_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_day:+d} → {self.audience}"


class ReminderRun(models.Model):
    """The digests of one local day; a day is done once. `since`: the day up to which the run before it had reminded."""

    day = models.DateField(unique=True)
    since = models.DateField()
    begun_at = models.DateTimeField(default=localtime.now)
    finished_at = models.DateTimeField(null=True)
    messages = models.PositiveIntegerField(default=0)
    without_mail = models.PositiveIntegerField(default=0, help_text="reminded in the application alone")
    without_account = models.PositiveIntegerField(default=0, help_text="people with something due and no account")

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"
