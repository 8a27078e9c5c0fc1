"""The marks of a draft: kept, and asked for before it is handed up or decided on."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import Invalid
from reviews.models import Appraisal, AppraisalMark, DeepReviewTopic, Review, TemplateSection
from reviews.models.contents import RoundContents
from reviews.rules.appraisal_marks import lacking
from reviews.rules.appraisals import speaks_for_acceptance
from reviews.states import Mark


@dataclass(frozen=True, slots=True)
class MarkText:
    """What the draft says of one section, or of the answer to one suggested topic."""

    mark: str
    remark: str = ""
    section_id: int | None = None
    topic_id: int | None = None


def save_marks(appraisal: Appraisal, review: Review, marks: Sequence[MarkText]) -> None:
    """Write the marks anew; refuses those of another form or of topics not asked of this review, and a section
    called unresolved.
    """
    sections = {mark.section_id for mark in marks if mark.section_id is not None}
    topics = {mark.topic_id for mark in marks if mark.topic_id is not None}
    asked = DeepReviewTopic.objects.asked_of(review.pk, at=appraisal.round.submitted_at).filter(pk__in=topics)
    of_form = TemplateSection.objects.filter(template_id=review.template_id, pk__in=sections)
    if of_form.count() < len(sections) or asked.count() < len(topics):
        raise Invalid("Danh sách mục thẩm định đã thay đổi. Mời tải lại trang rồi làm tiếp.")
    if any(mark.section_id is not None and mark.mark == Mark.UNRESOLVED for mark in marks):
        raise Invalid("Chỉ nội dung được gợi ý mới đánh giá là “Chưa giải quyết”. Hãy chọn đánh giá khác cho mục này.")
    appraisal.marks.all().delete()
    AppraisalMark.objects.bulk_create(
        AppraisalMark(
            appraisal=appraisal, section_id=m.section_id, topic_id=m.topic_id, mark=m.mark, remark=m.remark.strip()
        )
        for m in marks
    )


def refuse_incomplete(appraisal: Appraisal, contents: RoundContents) -> None:
    """Nothing is handed up while something lacks; each of it is an item of the refusal."""
    items = tuple(lacking(appraisal, contents, appraisal.marks.all()))
    if items:
        raise Invalid(items[0][0] if len(items) == 1 else f"Còn {len(items)} chỗ phải hoàn thành.", items)


def refuse_against_marks(appraisal: Appraisal) -> None:
    """Nothing is accepted against a mark to review it again."""
    verdict = speaks_for_acceptance(appraisal.marks.select_related("section", "topic"))
    if not verdict:
        raise Invalid(verdict.reason)
