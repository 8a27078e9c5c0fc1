"""Whether the application writes letters to a person, chosen by that person."""

from django.db import transaction

from cadres.models import User
from cadres.roles import Actor
from core import audit


@transaction.atomic
def choose_mail(*, actor: Actor, wants_mail: bool) -> User:
    """Letters as well as the list in the application, or the list alone; the last word counts, so no version is asked."""
    user = User.objects.select_for_update(of=("self",)).get(pk=actor.user_id or 0)
    if user.wants_mail != wants_mail:
        user.wants_mail = wants_mail
        user.save(update_fields=["wants_mail"])
        audit.record(actor=actor, verb="account.choose_mail", target=user, wants_mail=wants_mail)
    return user
