"""Who of the managing committee may appraise a review today, and how it goes on where too few may."""

from collections.abc import Collection

from django.db.models import prefetch_related_objects

from cadres.actors import actors_of
from cadres.models import RoleGrant, User
from cadres.roles import Actor
from core import localtime
from core.text import name_sort_key
from reviews.models import Appraisal, Review
from reviews.querysets.sheets import APPRAISING
from reviews.rules import appraisal_assignments as rules
from reviews.rules import sheets
from reviews.rules.appraisals import may_draft_appraisal
from reviews.states import ReviewState


def office_holders(review: Review) -> list[Actor]:
    """Who holds an appraising office of the managing unit today, with an account that is open, by name; four queries,
    with the parts of the review, of which the rules ask for each.
    """
    prefetch_related_objects([review], "segments")
    grants = RoleGrant.objects.running_on(localtime.today()).filter(
        unit_id=review.managing_unit_id or 0, role__in=APPRAISING
    )
    holding = User.objects.filter(is_active=True, pk__in=grants.values("user_id")).select_related("cadre")
    return sorted(actors_of(holding, localtime.today()).values(), key=lambda actor: name_sort_key(actor.name))


def not_you(actor: Actor, review: Review) -> str:
    """To one of the managing committee who may not appraise what waits there: why not, who may. Empty for all others."""
    if review.state != ReviewState.SUBMITTED or not sheets.is_managing(actor, review):
        return ""
    verdict = may_draft_appraisal(actor, review)
    draft = Appraisal.objects.filter(round__review=review).order_by("-round__number")
    return "" if verdict else f"{verdict.reason} {way_on(review, draft.first())}"


def way_on(review: Review, appraisal: Appraisal | None) -> str:
    """Who may draft and who may decide, in a sentence; what to do where two hands cannot be found."""
    drafted: Collection[int] = appraisal.hand_ids if appraisal is not None and appraisal.decided_at is None else ()
    return rules.way_on(office_holders(review), review, drafted)
