"""Keeping what a draft suggestion said whenever another person takes it up, or it was handed up meanwhile."""

from cadres.roles import Actor
from core import formats, localtime
from reviews.models import DeepReview, DeepReviewTopic, DraftVersion
from reviews.reports.topic_origins import letter_words
from reviews.states import Ground


def keep_version(deep_review_id: int, actor: Actor) -> None:
    """Keep the (locked) draft as it is now: over what the same person left since it was last handed up, else beside it."""
    row = DeepReview.objects.select_related("prompted_by__issuer__kind", "working_group").get(pk=deep_review_id)
    last = DraftVersion.objects.filter(deep_review=row).first()
    if last is None or (last.changed_by_id, last.proposal) != (actor.user_id, row.proposal):
        last = DraftVersion(deep_review=row, number=last.number + 1 if last else 1, proposal=row.proposal)
    last.changed_at, last.changed_by_id, last.changed_by_name = localtime.now(), actor.user_id, actor.name
    last.content = _content(row)
    last.save()


def _content(row: DeepReview) -> list[list[str]]:
    """Every text of the draft: what names it in all versions, its label, its words."""
    targets = row.targets.select_related("review__unit", "review__cadre")
    names = {target.pk: target.review.subject_name for target in targets.order_by("pk")}
    topics = row.topics.select_related("field", "origin__deep_review__issuer__kind")
    topics = topics.prefetch_related("only_for", "ground_links__ground").order_by("order")
    return [
        ["title", "Trích yếu", row.title],
        ["prompted_by", "Theo gợi ý của cấp trên", letter_words(row.prompted_by) if row.prompted_by else ""],
        ["grounds", "Căn cứ", "; ".join(Ground(ground).label for ground in row.grounds)],
        ["grounds_text", "Văn bản làm căn cứ", row.grounds_text],
        ["introduction", "Đánh giá tình hình", row.introduction],
        ["working_group", "Tổ công tác", row.working_group.name if row.working_group else ""],
        ["due_on", "Hạn giải trình", formats.day(row.due_on) if row.due_on else ""],
        *([f"topic-{topic.pk}", f"Nội dung {topic.order}", _topic(topic, names)] for topic in topics),
        ["targets", "Nơi được gợi ý", "\n".join(names.values())],
    ]


def _topic(topic: DeepReviewTopic, names: dict[int, str]) -> str:
    chosen = [names[target.pk] for target in topic.only_for.all() if target.pk in names]
    lines = (
        ("", topic.title),
        ("Lĩnh vực: ", topic.field.name if topic.field else ""),
        ("Căn cứ: ", Ground(topic.ground).label if topic.ground else ""),
        ("Theo sổ căn cứ: ", "; ".join(str(link) for link in topic.ground_links.all())),
        ("Đã gợi ý trước: ", letter_words(topic.origin.deep_review) if topic.origin else ""),
        ("Cần làm rõ: ", topic.clarify),
        ("Chỉ gửi: ", "; ".join(chosen)),
    )
    return "\n".join(f"{label}{words}" for label, words in lines if words)
