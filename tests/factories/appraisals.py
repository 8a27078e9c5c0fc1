"""Reviews on their way through appraisal, made by the actions themselves."""

from reviews.actions import appraisals
from reviews.models import Appraisal, Review
from reviews.states import AppraisalOutcome
from tests.factories.small_province import SmallProvince


def drafted(
    world: SmallProvince,
    review: Review,
    outcome: str = AppraisalOutcome.ACCEPT,
    remark: str = "Kiểm điểm nghiêm túc, đủ nội dung.",
) -> Appraisal:
    """A draft of the provincial staff on the submitted round."""
    review.refresh_from_db()
    return appraisals.draft_appraisal(
        review_id=review.pk,
        version=review.version,
        actor=world.actor("chuyenvien"),
        proposed_outcome=outcome,
        remark=remark,
    )


def proposed(world: SmallProvince, review: Review, outcome: str = AppraisalOutcome.ACCEPT) -> Appraisal:
    """Handed to the standing committee."""
    drafted(world, review, outcome)
    review.refresh_from_db()
    return appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"))


def returned(world: SmallProvince, review: Review, reason: str = "Chưa rõ nguyên nhân chủ quan.") -> Review:
    """Returned for supplements: the next round is open."""
    proposed(world, review, AppraisalOutcome.SUPPLEMENT)
    review.refresh_from_db()
    return appraisals.return_review(
        review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"), reason=reason
    )


def accepted(world: SmallProvince, review: Review) -> Review:
    """Accepted, with its remediation plan."""
    proposed(world, review)
    review.refresh_from_db()
    return appraisals.accept_review(review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"))
