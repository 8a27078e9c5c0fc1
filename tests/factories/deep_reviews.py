"""Letters of suggestion in each state, made by the actions themselves."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from cadres.models import User
from core import localtime
from reviews.actions import amendment_documents, amendments
from reviews.actions import deep_reviews as life
from reviews.actions import deep_reviews_drafting as drafting
from reviews.actions.deep_reviews_drafting import LetterText, TopicText
from reviews.models import Amendment, DeepReview, Review
from reviews.states import DeepReviewState as S
from reviews.states import Ground, ReviewState
from tests.factories.small_province import SmallProvince
from units.models import Unit

TOPICS = (
    TopicText("Quản lý đất đai, trật tự xây dựng", None, Ground.INSPECTION, "Vì sao để lấn chiếm 3 thửa đất công?"),
    TopicText("Giải ngân vốn đầu tư công", None, Ground.LATE_REMEDY, "Trách nhiệm của người đứng đầu."),
)
DUE = localtime.today() + timedelta(days=28)
NUMBER = "12-CV/TU"


def drafted(
    world: SmallProvince,
    reviews: Sequence[Review] = (),
    *,
    title: str = "Gợi ý kiểm điểm sâu năm 2026",
    topics: Sequence[TopicText] = TOPICS,
    due_on: date = DUE,
    issuer: Unit | None = None,
) -> DeepReview:
    """A draft of the staff, of the provincial committee's where no other is named, with text, topics and these targets."""
    staff, issuer_id = world.actor("chuyenvien"), (issuer or world.province).pk
    row = drafting.draft_deep_review(cycle_id=world.cycle.pk, issuer_id=issuer_id, actor=staff, title=title)
    text = LetterText(title, "Qua theo dõi tình hình địa bàn.", (Ground.INSPECTION,), "Kết luận số 15-KL/TTr", due_on)
    row = drafting.edit_deep_review(
        deep_review_id=row.pk, version=row.version, actor=staff, text=text, topics=list(topics)
    )
    if reviews:
        ids = [review.pk for review in reviews]
        row = drafting.add_targets(deep_review_id=row.pk, version=row.version, actor=staff, review_ids=ids)
    return fresh(row)


def fresh(row: DeepReview) -> DeepReview:
    """The letter as it is in the database now, with everything that the rules look at."""
    return DeepReview.objects.with_contents().get(pk=row.pk)


def proposed(world: SmallProvince, reviews: Sequence[Review], **text: object) -> DeepReview:
    """Handed to the standing committee."""
    row = drafted(world, reviews, **text)  # type: ignore[arg-type]
    life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))
    return fresh(row)


def approved(world: SmallProvince, reviews: Sequence[Review], **text: object) -> DeepReview:
    """Approved, without number and date yet."""
    row = proposed(world, reviews, **text)
    life.approve_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"))
    return fresh(row)


def issued(world: SmallProvince, reviews: Sequence[Review], *, number: str = NUMBER, **text: object) -> DeepReview:
    """Numbered, dated today and sent."""
    return numbered(world, approved(world, reviews, **text), number=number)


def sent(world: SmallProvince, row: DeepReview, *, number: str = NUMBER) -> DeepReview:
    """A draft on its whole way: proposed, approved, issued today under this number."""
    life.propose_deep_review(deep_review_id=row.pk, version=row.version, actor=world.actor("chuyenvien"))
    life.approve_deep_review(deep_review_id=row.pk, version=fresh(row).version, actor=world.actor("thuongtruc"))
    return numbered(world, fresh(row), number=number)


def numbered(world: SmallProvince, row: DeepReview, *, number: str = NUMBER) -> DeepReview:
    """An approved letter, issued today under this number."""
    life.issue_deep_review(
        deep_review_id=row.pk,
        version=row.version,
        actor=world.actor("thuongtruc"),
        number=number,
        issued_on=localtime.today(),
        signer_name="Hoàng Gia Lộc",
        signer_post="Phó Bí thư Thường trực",
    )
    return fresh(row)


def withdrawn(world: SmallProvince, reviews: Sequence[Review], **text: object) -> DeepReview:
    """Taken back after it was sent."""
    row = issued(world, reviews, **text)  # type: ignore[arg-type]
    life.withdraw_deep_review(
        deep_review_id=row.pk, version=row.version, actor=world.actor("thuongtruc"), reason="Ban hành nhầm căn cứ"
    )
    return fresh(row)


def rescheduled(world: SmallProvince, row: DeepReview, *, number: str = "31-CV/TU") -> Amendment:
    """An issued letter with a later deadline for all, by a document of its own."""
    return amendments.reschedule(
        deep_review_id=row.pk,
        version=fresh(row).version,
        actor=world.actor("thuongtruc"),
        paper=amendment_documents.ChangePaper(
            number, localtime.today(), "Theo đề nghị của đơn vị", "Hoàng Gia Lộc", "Phó Bí thư"
        ),
        due_on=max(row.due_on or DUE, localtime.today()) + timedelta(days=15),
    )


def target_withdrawn(world: SmallProvince, row: DeepReview, review: Review, *, number: str = "32-CV/TU") -> Amendment:
    """An issued letter that asks nothing of this review any more, by a document of its own."""
    return amendments.withdraw_targets(
        deep_review_id=row.pk,
        version=fresh(row).version,
        actor=world.actor("thuongtruc"),
        paper=amendment_documents.ChangePaper(
            number, localtime.today(), "Đã kiểm điểm ở kỳ trước", "Hoàng Gia Lộc", "Phó Bí thư"
        ),
        target_ids=[row.targets.get(review=review).pk],
    )


IN_STATE: dict[S, Callable[..., DeepReview]] = {
    S.DRAFT: drafted,
    S.PROPOSED: proposed,
    S.APPROVED: approved,
    S.ISSUED: issued,
    S.WITHDRAWN: withdrawn,
}


def submitted(review: Review, by: User | None = None) -> Review:
    """The review with its round frozen, as submitting leaves it (what it takes to get there is another test's matter)."""
    round_ = review.rounds.latest("number")
    round_.submitted_at = localtime.now()
    round_.submitted_by_id = by.pk if by else None
    round_.save(update_fields=["submitted_at", "submitted_by_id"])
    review.state, review.submitted_at = ReviewState.SUBMITTED, round_.submitted_at
    review.version += 1
    review.save(update_fields=["state", "submitted_at", "version"])
    return Review.objects.with_subject().get(pk=review.pk)
