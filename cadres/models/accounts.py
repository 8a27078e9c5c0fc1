"""Accounts, the roles granted to them for a unit and a period, and failed log-ins."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from cadres.models.people import Cadre
from cadres.querysets import AccountQuerySet, RoleGrantQuerySet
from cadres.roles import Role
from core import localtime
from core.fields import NFCCharField
from units.models import Unit


class User(AbstractBaseUser):
    """A login. It belongs to at most one person; a person may have none."""

    username = models.CharField(max_length=60, unique=True)
    display_name = NFCCharField(max_length=200)
    email = models.EmailField(blank=True)
    cadre = models.OneToOneField(Cadre, on_delete=models.PROTECT, related_name="user", null=True, blank=True)
    is_active = models.BooleanField(default=True)
    wants_mail = models.BooleanField(
        default=True, help_text="no: what the application sends is read in the application alone"
    )
    saved_filters = models.JSONField(
        default=list, blank=True, help_text="lists with their filters, under names of one's own"
    )
    must_change_password = models.BooleanField(default=True)
    one_time_password_until = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0, help_text="raised to end every session of the account")
    created_at = models.DateTimeField(default=localtime.now)
    search_key = models.CharField(max_length=300, default="", editable=False)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to count: a new password or a raised epoch ends every session of the account."""
        salt = "cadres.models.User.session"
        return salted_hmac(salt, f"{self.session_epoch}:{self.password}", secret=secret, algorithm="sha256").hexdigest()


class RoleGrant(models.Model):
    """A role given to an account for a unit and a period (both days included); rights follow the office."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    about_id = models.BigIntegerField(
        null=True, blank=True, help_text="what a task is limited to: the number of a cycle"
    )
    version = models.PositiveIntegerField(default=1)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "role", "started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="grant_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(ended_on=None), name="a_running_grant_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} @ {self.unit_id}"


class LoginAttempt(models.Model):
    """A failed log-in, kept for the limits per account-and-address and per address."""

    username = models.CharField(max_length=150)
    address = models.GenericIPAddressField()
    at = models.DateTimeField(default=localtime.now)

    class Meta:
        indexes = [
            models.Index(fields=["address", "at"], name="failed_logins_of_address"),
            models.Index(fields=["username", "address", "at"], name="failed_logins_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.address} {self.at}"
