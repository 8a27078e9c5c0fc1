"""Giving the appraisal of a review to one of the committee's staff."""

from django.db import transaction

from cadres.actors import actor_of
from cadres.models import User
from cadres.roles import Actor
from core import audit
from core.errors import Invalid
from reviews.actions.locking import locked, require
from reviews.models import Review
from reviews.reports.appraisers import office_holders
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
    fitting = [holder for holder in office_holders(review) if rules.may_be_assigned(holder, review)]
    return [(holder.user_id, holder.name) for holder in fitting if holder.user_id is not None]
