"""Tying a topic of a draft to the topic of an earlier letter that it takes up again, and beginning a letter from one."""

from django.db import transaction

from cadres.roles import Actor
from core import audit
from core.errors import Invalid, NotAllowed
from reviews.actions.deep_reviews_drafting import draft_deep_review
from reviews.actions.draft_versions import keep_version
from reviews.actions.locking import require
from reviews.actions.topic_grounds import locked_topic, touched
from reviews.models import DeepReview, DeepReviewTarget, DeepReviewTopic, Review, TopicGround
from reviews.rules import deep_reviews as letters
from reviews.rules import topic_origins as rules
from reviews.states import GroundState


@transaction.atomic
def tie_origin(*, deep_review_id: int, version: int, actor: Actor, topic_id: int, origin_id: int) -> DeepReview:
    """Say that a topic of the draft takes up this one of an earlier letter; another one before it is replaced.

    Refuses (Invalid) what the person does not see, and a topic of this letter itself.
    """
    row, topic = locked_topic(deep_review_id, version, actor, topic_id)
    topic.origin = _origin(actor, row, origin_id)
    topic.save(update_fields=["origin"])
    return touched(row, actor, "tie_origin", topic=topic.pk, origin=origin_id)


@transaction.atomic
def untie_origin(*, deep_review_id: int, version: int, actor: Actor, topic_id: int) -> DeepReview:
    """Let the topic stand by itself again."""
    row, topic = locked_topic(deep_review_id, version, actor, topic_id)
    if topic.origin_id is None:
        raise Invalid("Nội dung này không gắn với nội dung đã gợi ý trước.")
    before, topic.origin = topic.origin_id, None
    topic.save(update_fields=["origin"])
    return touched(row, actor, "untie_origin", topic=topic.pk, origin=before)


@transaction.atomic
def draft_further(
    *, origin_id: int, review_id: int | None, cycle_id: int, issuer_id: int, actor: Actor, title: str
) -> DeepReview:
    """Begin a letter that takes up a topic: its words, its field and the open grounds of the same register go along.

    `review_id`: who answered it; named as a target where the cycle has a review of the same that may be suggested, left
    to the choice of targets otherwise. Refuses what `draft_deep_review` and `tie_origin` refuse.
    """
    row = draft_deep_review(cycle_id=cycle_id, issuer_id=issuer_id, actor=actor, title=title)
    origin = _origin(actor, row, origin_id)
    topic = DeepReviewTopic.objects.create(
        deep_review=row,
        order=1,
        title=origin.title,
        field_id=origin.field_id,
        ground=origin.ground,
        clarify=origin.clarify,
        origin=origin,
    )
    _take_grounds(row, topic, origin)
    if review_id is not None:
        _name_again(row, review_id, actor)
    audit.record(actor=actor, verb="deepreview.tie_origin", target=row, topic=topic.pk, origin=origin_id)
    keep_version(row.pk, actor)
    return row


def _origin(actor: Actor, row: DeepReview, origin_id: int) -> DeepReviewTopic:
    known = DeepReviewTopic.objects.visible_to(actor).select_related("deep_review")
    origin = known.filter(pk=origin_id).first()
    if origin is None:
        raise Invalid("Không tìm thấy nội dung đã gợi ý trước. Mời tải lại trang rồi chọn lại.")
    require(rules.may_take_up(row, origin))
    return origin


def _take_grounds(row: DeepReview, topic: DeepReviewTopic, origin: DeepReviewTopic) -> None:
    """The grounds of the earlier topic that are still open in the register of the same committee."""
    links = TopicGround.objects.filter(topic=origin, ground__owner=row.issuer_id, ground__state=GroundState.OPEN)
    grounds = [link.ground for link in links.select_related("ground")]
    TopicGround.objects.bulk_create(TopicGround(topic=topic, ground=ground) for ground in grounds)
    kinds = [kind for kind in (origin.ground, *(ground.kind for ground in grounds)) if kind]
    row.grounds = list(dict.fromkeys(kinds))
    row.save(update_fields=["grounds"])


def _name_again(row: DeepReview, review_id: int, actor: Actor) -> None:
    """The same collective or person by the review of this letter's cycle, where there is one that may be suggested."""
    answered = Review.objects.visible_to(actor).filter(pk=review_id).first()
    if answered is None:
        raise NotAllowed("Không tìm thấy bản kiểm điểm đã giải trình trong phạm vi của đồng chí.")
    whose = {"cadre": answered.cadre_id} if answered.cadre_id else {"cadre": None, "unit": answered.unit_id}
    here = Review.objects.filter(cycle=row.cycle_id, **whose).select_related("unit", "cadre").first()
    if here is not None and not letters.why_not_suggested(row, here):
        DeepReviewTarget.objects.create(deep_review=row, review=here)
