"""Giving the appraisal of a review to one of the committee's staff."""

from django.db import transaction

from cadres.actors import actor_of, actors_of
from cadres.models import RoleGrant, User
from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid
from core.text import name_sort_key
from reviews.actions.locking import locked, require
from reviews.models import Review
from reviews.querysets.sheets import APPRAISING
from reviews.rules import appraisal_assignments as rules


@transaction.atomic
def assign_appraisal(*, review_id: int, version: int, actor: Actor, appraiser_id: int | None) -> Review:
    """Give the appraisal to this account, or to nobody in particular (None); it stays theirs in later rounds.

    Refuses others than the standing committee, a review that does not wait for its appraisal, and (Invalid) somebody of
    another committee or concerned by the review.
    """
    review = locked(Review.objects.select_related("unit", "cadre", "cycle"), review_id, version)
    require(rules.may_assign(actor, review))
    review.appraiser_id, review.appraiser_name = None, ""
    if appraiser_id is not None:
        chosen = _candidate(appraiser_id, review)
        review.appraiser_id, review.appraiser_name = chosen.user_id, chosen.name
    review.version += 1
    review.save(update_fields=["appraiser_id", "appraiser_name", "version"])
    audit.record(
        actor=actor,
        verb="review.assign_appraisal",
        target=review,
        appraiser=review.appraiser_id,
        name=review.appraiser_name,
    )
    return review


def _candidate(user_id: int, review: Review) -> Actor:
    account = User.objects.filter(pk=user_id, is_active=True).first()
    if account is None:
        raise Invalid("Không thấy tài khoản này. Mời chọn lại.")
    candidate = actor_of(account)
    verdict = rules.may_be_assigned(candidate, review)
    if not verdict:
        raise Invalid(verdict.reason)
    return candidate


def candidates_for(review: Review) -> list[tuple[int, str]]:
    """The accounts to choose from, by name: who holds a fitting role at the managing unit today, and no part in it."""
    grants = RoleGrant.objects.running_on(localtime.today()).filter(
        unit_id=review.managing_unit_id or 0, role__in=APPRAISING
    )
    holding = User.objects.filter(is_active=True, pk__in=grants.values("user_id")).select_related("cadre")
    actors = actors_of(holding, localtime.today())
    found = ((user.pk, str(user)) for user in holding if rules.may_be_assigned(actors[user.pk], review))
    return sorted(found, key=lambda one: name_sort_key(one[1]))
