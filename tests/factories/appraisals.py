"""Reviews on their way through appraisal, made by the actions themselves."""

from collections.abc import Iterable

from core import localtime
from reviews.actions import appraisals
from reviews.actions.appraisal_marks import MarkText
from reviews.actions.appraisal_papers import OrderText, PaperText
from reviews.models import Appraisal, DeepReviewTopic, Review, Round, TemplateSection
from reviews.models.contents import contents_of
from reviews.rules.appraisal_marks import parts_to_mark
from reviews.rules.reopening import marked_sections
from reviews.states import AppraisalOutcome, Mark
from tests.factories.small_province import SmallProvince


def marked(review: Review, mark: str = Mark.GOOD, *said: MarkText) -> list[MarkText]:
    """A mark for every part of the round submitted last: what was said of some, this one for the rest."""
    contents = contents_of(review, Round.objects.filter(review=review, submitted_at__isnull=False).latest("number"))
    own = {(one.section_id, one.topic_id): one for one in said}
    return [own.get(part.ids) or MarkText(mark, "", *part.ids) for part in parts_to_mark(contents)]


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
        marks=marked(review),
    )


def proposed(world: SmallProvince, review: Review, outcome: str = AppraisalOutcome.ACCEPT) -> Appraisal:
    """Handed to the standing committee."""
    drafted(world, review, outcome)
    review.refresh_from_db()
    return appraisals.propose_appraisal(review_id=review.pk, version=review.version, actor=world.actor("chuyenvien"))


def returned(
    world: SmallProvince,
    review: Review,
    reason: str = "Chưa rõ nguyên nhân chủ quan.",
    *,
    sections: Iterable[TemplateSection] | None = None,
    topics: Iterable[DeepReviewTopic] = (),
) -> Review:
    """Returned to supplement these sections and topics, the whole form where not given: the next round is open."""
    proposed(world, review, AppraisalOutcome.SUPPLEMENT)
    review = Review.objects.with_subject().get(pk=review.pk)
    contents = contents_of(review, Round.objects.filter(review=review).latest("number"))
    whole = sections is None
    return appraisals.return_review(
        review_id=review.pk,
        version=review.version,
        actor=world.actor("thuongtruc"),
        reason=reason,
        section_ids=[section.pk for section in (marked_sections(contents) if sections is None else sections)],
        topic_ids=[topic.pk for topic in (contents.topics if whole else topics)],
    )


def paper(number: str = "37-CV/TU") -> PaperText:
    """What the clerk's register says of a paper issued today."""
    return PaperText(number, localtime.today(), "Phó Bí thư Thường trực", "Hoàng Gia Lộc")


def order(number: str = "37-CV/TU") -> OrderText:
    """An order to review again, for two of the listed reasons."""
    return OrderText(
        paper(number), "Quy định số 366-QĐ/TW ngày 30/8/2025", ("responsibility-unclear", "no-subjective-cause")
    )


def accepted(world: SmallProvince, review: Review) -> Review:
    """Accepted, with its remediation plan."""
    proposed(world, review)
    review.refresh_from_db()
    return appraisals.accept_review(review_id=review.pk, version=review.version, actor=world.actor("thuongtruc"))
