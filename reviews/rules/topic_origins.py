"""Which topic of an earlier letter a topic may take up again; values only, no query."""

from cadres.roles import Actor, Role
from core.verdict import YES, Verdict, no
from reviews.models import DeepReview, DeepReviewTopic
from reviews.rules import deep_reviews

_HIDDEN = no("Không tìm thấy nội dung gợi ý này trong phạm vi của đồng chí.")


def may_view(actor: Actor, topic: DeepReviewTopic, letter: DeepReview) -> Verdict:
    """The committee reads all topics of its issued letters, the others those of the targets they see; equals `visible_to`.

    Ask with the contents of the letter at hand.
    """
    if letter.issued_at is None:
        return _HIDDEN
    if actor.holds(Role.STAFF, Role.STANDING, at=letter.issuer_id):
        return YES
    for target in letter.targets.all():
        target.deep_review = letter
        if deep_reviews.may_view_target(actor, target) and deep_reviews.was_asked(topic, target):
            return YES
    return _HIDDEN


def may_take_up(draft: DeepReview, origin: DeepReviewTopic) -> Verdict:
    """Only what another letter, issued already, asked: so a chain of topics has a beginning and never a circle."""
    if origin.deep_review_id == draft.pk:
        return no("Nội dung của chính văn bản này không phải là nội dung đã gợi ý trước.")
    if origin.deep_review.issued_at is None:
        return no("Chỉ gắn được với nội dung của văn bản gợi ý đã ban hành.")
    return YES
