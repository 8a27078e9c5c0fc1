"""Tying the topics of a draft to grounds of the register, and untying them."""

from collections.abc import Collection

from django.db import transaction

from cadres.roles import Actor
from core import audit
from core.errors import Invalid
from reviews.actions.deep_reviews_drafting import sign
from reviews.actions.draft_versions import keep_version
from reviews.actions.locking import locked, require
from reviews.models import DeepReview, DeepReviewTopic, RegisteredGround, TopicGround
from reviews.querysets.deep_reviews import letter_contents
from reviews.states import GroundState
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@transaction.atomic
def tie_grounds(
    *, deep_review_id: int, version: int, actor: Actor, topic_id: int, ground_ids: Collection[int]
) -> DeepReview:
    """Say on which grounds a topic rests, many at once; their kinds are grounds of the letter from then on.

    Refuses (Invalid) grounds that the person does not see, of another committee's register, and treated ones.
    """
    row, topic = locked_topic(deep_review_id, version, actor, topic_id)
    if not ground_ids:
        raise Invalid("Chưa chọn căn cứ nào. Hãy đánh dấu các dòng rồi gắn vào nội dung.")
    of_register = RegisteredGround.objects.visible_to(actor).filter(owner=row.issuer_id)
    found = list(of_register.filter(pk__in=set(ground_ids)).order_by("noted_on", "pk"))
    if len(found) < len(set(ground_ids)):
        raise Invalid(f"Có căn cứ không thuộc sổ của {row.issuer.name}. Mời tải lại trang rồi chọn lại.")
    treated = [ground for ground in found if ground.state == GroundState.TREATED]
    if treated:
        raise Invalid(f"Căn cứ “{treated[0]}” đã xử lý. Muốn dùng lại, hãy mở lại căn cứ đó trong sổ.")
    links = [TopicGround(topic=topic, ground=ground) for ground in found]
    TopicGround.objects.bulk_create(links, ignore_conflicts=True)
    row.grounds = list(dict.fromkeys([*row.grounds, *(ground.kind for ground in found)]))
    row.save(update_fields=["grounds"])
    return touched(row, actor, "tie_grounds", topic=topic.pk, grounds=sorted(ground_ids))


@transaction.atomic
def untie_grounds(
    *, deep_review_id: int, version: int, actor: Actor, topic_id: int, ground_ids: Collection[int]
) -> DeepReview:
    """Take grounds off a topic; they stay in the register."""
    row, topic = locked_topic(deep_review_id, version, actor, topic_id)
    gone, _ = TopicGround.objects.filter(topic=topic, ground__in=set(ground_ids)).delete()
    if not gone:
        raise Invalid("Chưa chọn căn cứ nào để bỏ.")
    return touched(row, actor, "untie_grounds", topic=topic.pk, grounds=sorted(ground_ids))


def locked_topic(deep_review_id: int, version: int, actor: Actor, topic_id: int) -> tuple[DeepReview, DeepReviewTopic]:
    """The draft under lock with one of its topics; refuses whoever does not draft it, and a topic that is gone."""
    rows = DeepReview.objects.select_related("cycle", "issuer__kind").prefetch_related(*letter_contents())
    row = locked(rows, deep_review_id, version)
    require(DEEP_REVIEW_WORKFLOW.check("edit", actor, row))
    topic = next((topic for topic in row.topics.all() if topic.pk == topic_id), None)
    if topic is None:
        raise Invalid("Danh sách nội dung đã thay đổi. Mời tải lại trang rồi làm lại.")
    return row, topic


def touched(row: DeepReview, actor: Actor, verb: str, **facts: object) -> DeepReview:
    """Note that the (locked) draft was changed, and by whom."""
    row.version += 1
    row.save(update_fields=["version", *sign(row, actor)])
    audit.record(actor=actor, verb=f"deepreview.{verb}", target=row, **facts)
    keep_version(row.pk, actor)
    return row
