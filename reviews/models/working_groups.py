"""Working groups (tổ, đoàn công tác): who is sent, to which units, for how long, and what came of it."""

from django.db import models
from django.db.models import F, Q

from cadres.models import Cadre, RoleGrant
from core import formats, localtime
from core.fields import NFCCharField, NFCTextField
from reviews.models.cycles import Cycle
from reviews.querysets.working_groups import GroupVisitQuerySet, WorkingGroupQuerySet
from reviews.states import Attendance, GroupDuty
from units.models import Unit

_SET_UP_BY = " (thành lập theo Quyết định"


class WorkingGroup(models.Model):
    """A group of a committee that helps units through their reviews from a first to a last day."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="working_groups")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="working_groups")
    name = NFCCharField(max_length=200)
    decision_number = NFCCharField(max_length=60, help_text="số, ký hiệu of the decision that set it up")
    decision_on = models.DateField()
    works_from = models.DateField()
    works_to = models.DateField()
    created_at = models.DateTimeField(default=localtime.now)
    version = models.PositiveIntegerField(default=1)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(works_to__gte=F("works_from")), name="group_ends_after_it_began"),
            models.UniqueConstraint(fields=["cycle", "owner", "name"], name="group_of_a_cycle_is_named_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> str:
        """As a letter names it: with the decision that set it up."""
        return f"{self.name}{_SET_UP_BY} số {self.decision_number}, ngày {formats.day(self.decision_on)})"


def name_in(words: str) -> str:
    """The name alone of a group named `in_words`."""
    return words.rpartition(_SET_UP_BY)[0]


class GroupMember(models.Model):
    """A person in a group; whoever left keeps the row, for the attendance that was recorded."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="members")
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="working_groups")
    duty = models.CharField(max_length=10, choices=GroupDuty)
    left_on = models.DateField(null=True, blank=True)
    grants = models.ManyToManyField(RoleGrant, related_name="+", blank=True, help_text="the rights the task brought")

    class Meta:
        ordering = ["group_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "cadre"], name="group_has_a_member_once"),
            models.UniqueConstraint(
                fields=["group"], condition=Q(duty=GroupDuty.HEAD, left_on=None), name="group_has_one_head"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre_id} @ {self.group_id}"


class GroupVisit(models.Model):
    """A unit given to a group: when and where its conference is, and the group's note after it."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="group_visits")
    held_on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    place = NFCCharField(max_length=250, blank=True)
    note = NFCTextField(blank=True, help_text="what the group saw and said at the conference")
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by_name = NFCCharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GroupVisitQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", F("held_on").asc(nulls_last=True), "id"]
        constraints = [models.UniqueConstraint(fields=["group", "unit"], name="group_is_given_a_unit_once")]

    def __str__(self) -> str:
        return f"{self.group_id} → {self.unit_id}"

    @property
    def came_count(self) -> int:
        """How many members came, of those about whom it was recorded (reads the prefetched ones)."""
        return sum(one.came == Attendance.CAME for one in self.attendances.all())


class VisitAttendance(models.Model):
    """Whether a member came to a conference; who did not, with the reason."""

    visit = models.ForeignKey(GroupVisit, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(GroupMember, on_delete=models.PROTECT, related_name="attendances")
    came = models.CharField(max_length=8, choices=Attendance)
    reason = NFCCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["visit_id", "member_id"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "member"], name="attendance_is_recorded_once"),
            models.CheckConstraint(condition=~Q(came=Attendance.ABSENT) | ~Q(reason=""), name="absence_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.came}"
