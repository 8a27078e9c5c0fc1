"""Changing an issued letter: the deadline, a target, a topic; each change is a document, and tells those it concerns.

What was issued stays as it is. A round that was submitted keeps what it was asked (`asked_of(review, at=…)`).
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import prefetch_related_objects

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.amendment_documents import ChangePaper, begin_change, seal_change
from reviews.actions.appraisals import reopen_for_suggestion
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.actions.grounds import treat_grounds_left
from reviews.actions.locking import locked, require
from reviews.actions.named_since import ask_anew
from reviews.actions.review_rows import make_known
from reviews.actions.working_groups import send_with_letter
from reviews.models import Amendment, DeepReview, DeepReviewTarget, DeepReviewTopic, Review
from reviews.querysets.deep_reviews import WRITING, letter_contents
from reviews.rules import deep_reviews as rules
from reviews.states import AmendmentKind, ReviewState
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@transaction.atomic
def reschedule(
    *,
    deep_review_id: int,
    version: int,
    actor: Actor,
    paper: ChangePaper,
    due_on: date,
    target_ids: Collection[int] = (),
) -> Amendment:
    """Set a new deadline for all targets or for those named; a review still being written may take as long.

    Refuses (Invalid) a day that is past, and one that is the deadline already.
    """
    row = _locked(deep_review_id, version, actor)
    if due_on < localtime.today():
        raise Invalid("Hạn mới không thể trước hôm nay.")
    targets = _chosen(row, target_ids)
    if all(target.due_on == due_on for target in targets):
        raise Invalid(f"Hạn giải trình đang là {formats.day(due_on)}. Hãy ghi hạn khác.")
    change = begin_change(row, actor, AmendmentKind.RESCHEDULE, paper, due_on)
    for target in targets:
        target.due_on = due_on
    _extend_reviews([target.review_id for target in targets], due_on, actor, change)
    return seal_change(row, change, actor, targets)


@transaction.atomic
def add_target(
    *,
    deep_review_id: int,
    version: int,
    actor: Actor,
    paper: ChangePaper,
    review_id: int,
    topic_ids: Collection[int] = (),
) -> Amendment:
    """Suggest to one more collective or person: the topics for all, and those of the others' own that are named.

    One that was withdrawn is named anew, with the topics of its own that it had. Refuses (NotAllowed) what concerns the
    person who adds, (Invalid) one named already, outside the issuer's management or accepted, and one left without a
    topic. A review submitted already goes back to its writers, as at the issue; the letter's group is given the unit.
    """
    row = _locked(deep_review_id, version, actor)
    review = locked(Review.objects.select_related("unit", "cadre", "cycle"), review_id, None)
    require(rules.may_suggest_to(actor, review))
    if any(target.review_id == review.pk for target in _in_force(row)):
        raise Invalid(f"Đã có trong văn bản: {review.subject_name}. Mỗi tập thể, cá nhân chỉ nêu một lần.")
    _refuse_unsuitable(row, [review])
    in_force = [topic for topic in row.topics.all() if topic.withdrawn_by_id is None]
    own = [topic for topic in in_force if topic.only_for.all() and (topic.pk in topic_ids or _was_for(topic, review))]
    if not own and all(topic.only_for.all() for topic in in_force):
        raise Invalid(f"{review.subject_name} chưa được phân nội dung nào. Hãy chọn ít nhất một nội dung.")
    due_on = _running_deadline(_in_force(row))
    change = begin_change(row, actor, AmendmentKind.ADD_TARGET, paper)
    target = DeepReviewTarget.objects.create(deep_review=row, review=review, due_on=due_on, added_by=change)
    for topic in own:
        topic.only_for.add(target)
    make_known([review])
    send_with_letter(row, {review.unit_id}, actor, as_far_as_possible=True)
    _reopen([review], row, change, actor, due_on)
    return seal_change(row, change, actor, [target])


@transaction.atomic
def withdraw_targets(
    *, deep_review_id: int, version: int, actor: Actor, paper: ChangePaper, target_ids: Collection[int]
) -> Amendment:
    """Take targets back: nothing is asked of them any more, what they answered is kept. The last one is refused."""
    row = _locked(deep_review_id, version, actor)
    if not target_ids:
        raise Invalid("Hãy chọn nơi cần rút.")
    targets = _chosen(row, target_ids)
    if len(targets) == len(_in_force(row)):
        raise Invalid("Không rút hết các nơi bằng văn bản điều chỉnh. Hãy rút cả văn bản gợi ý.")
    change = begin_change(row, actor, AmendmentKind.WITHDRAW_TARGETS, paper)
    for target in targets:
        target.withdrawn_by = change
    seal_change(row, change, actor, targets)
    ask_anew(row)
    treat_grounds_left(topics=[topic for topic in row.topics.all() if topic.withdrawn_by_id is None], actor=actor)
    return change


@transaction.atomic
def add_topic(
    *,
    deep_review_id: int,
    version: int,
    actor: Actor,
    paper: ChangePaper,
    topic: TopicText,
    target_ids: Collection[int] = (),
) -> Amendment:
    """Ask for one more topic, of all targets or of those named.

    Refuses (Invalid) a topic without a title or without what it must clarify, and targets that are accepted already.
    Reviews that were submitted go back to their writers.
    """
    row = _locked(deep_review_id, version, actor)
    title, clarify = fold_space(topic.title), topic.clarify.strip()
    if not title or not clarify:
        raise Invalid("Hãy ghi tên nội dung và vấn đề cần làm rõ.")
    targets = _chosen(row, target_ids)
    reviews = _locked_reviews(targets)
    _refuse_unsuitable(row, reviews)
    due_on = _running_deadline(targets)
    change = begin_change(row, actor, AmendmentKind.ADD_TOPIC, paper)
    order = max(kept.order for kept in row.topics.all()) + 1
    facts = {"title": title, "clarify": clarify, "field_id": topic.field_id, "ground": topic.ground}
    added = DeepReviewTopic.objects.create(deep_review=row, order=order, added_by=change, **facts)
    if target_ids:
        added.only_for.set(targets)
    _reopen(reviews, row, change, actor, due_on)
    return seal_change(row, change, actor, targets)


@transaction.atomic
def withdraw_topics(
    *, deep_review_id: int, version: int, actor: Actor, paper: ChangePaper, topic_ids: Collection[int]
) -> Amendment:
    """Ask no more for these topics; answers written are kept. Refused where a target would be left without any."""
    row = _locked(deep_review_id, version, actor)
    gone = [topic for topic in row.topics.all() if topic.pk in set(topic_ids) and topic.withdrawn_by_id is None]
    if not gone:
        raise Invalid("Hãy chọn nội dung cần rút.")
    concerned = [target for target in _in_force(row) if any(rules.is_asked(topic, target) for topic in gone)]
    left = [topic for topic in row.topics.all() if topic not in gone]
    for target in concerned:
        if not any(rules.is_asked(topic, target) for topic in left):
            raise Invalid(
                f"{target.review.subject_name} sẽ không còn nội dung nào. Hãy rút nơi đó trước, hoặc rút cả văn bản."
            )
    change = begin_change(row, actor, AmendmentKind.WITHDRAW_TOPICS, paper)
    for topic in gone:
        topic.withdrawn_by = change
        topic.save(update_fields=["withdrawn_by"])
    seal_change(row, change, actor, concerned)
    ask_anew(row)
    treat_grounds_left(topics=gone, actor=actor)
    return change


def _locked(deep_review_id: int, version: int, actor: Actor) -> DeepReview:
    row = locked(DeepReview.objects.select_related("cycle", "issuer__kind"), deep_review_id, version)
    prefetch_related_objects([row], *letter_contents())
    require(DEEP_REVIEW_WORKFLOW.check("amend", actor, row))
    return row


def _was_for(topic: DeepReviewTopic, review: Review) -> bool:
    """Whether it was a topic of the target's own before the target was withdrawn."""
    return any(target.review_id == review.pk for target in topic.only_for.all())


def _in_force(row: DeepReview) -> list[DeepReviewTarget]:
    return [target for target in row.targets.all() if target.withdrawn_by_id is None]


def _chosen(row: DeepReview, target_ids: Collection[int]) -> list[DeepReviewTarget]:
    """The targets named, or all; refuses those that are in the letter no more."""
    known = {target.pk: target for target in _in_force(row)}
    if not set(target_ids) <= set(known):
        raise Invalid("Danh sách nơi được gợi ý đã thay đổi. Mời tải lại trang rồi làm lại.")
    return [known[pk] for pk in target_ids] if target_ids else list(known.values())


def _running_deadline(targets: Iterable[DeepReviewTarget]) -> date | None:
    """The latest deadline among these; what is asked now cannot have been due yesterday."""
    due_on = max((target.due_on for target in targets if target.due_on), default=None)
    if due_on is not None and due_on < localtime.today():
        raise Invalid(f"Hạn giải trình {formats.day(due_on)} đã qua. Hãy đổi hạn trước, rồi mới thêm.")
    return due_on


def _locked_reviews(targets: Iterable[DeepReviewTarget]) -> list[Review]:
    wanted = [target.review_id for target in targets]
    reviews = Review.objects.select_for_update(of=("self",)).select_related("unit", "cadre", "cycle")
    return list(reviews.filter(pk__in=wanted).in_lock_order())


def _refuse_unsuitable(row: DeepReview, reviews: Iterable[Review]) -> None:
    for review in reviews:
        if sentence := rules.why_not_suggested(row, review):
            raise Invalid(sentence)


def _reopen(reviews: Iterable[Review], row: DeepReview, change: Amendment, actor: Actor, due_on: date | None) -> None:
    reason = (
        f"Cần giải trình nội dung gợi ý kiểm điểm sâu theo văn bản điều chỉnh số {change.number} ngày "
        f"{formats.day(change.issued_on)} của {row.issuer.name}."
    )
    for review in reviews:
        if review.state == ReviewState.SUBMITTED:
            reopen_for_suggestion(review=review, actor=actor, reason=reason, due_on=due_on)


def _extend_reviews(review_ids: Collection[int], due_on: date, actor: Actor, change: Amendment) -> None:
    """What is still to be written is not due before its answers are."""
    late = Review.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=review_ids, due_on__lt=due_on)
    for review in late.filter(state__in=WRITING).in_lock_order():
        before, review.due_on = review.due_on, due_on
        review.version += 1
        review.save(update_fields=["due_on", "version"])
        audit.record(
            actor=actor, verb="review.deadline", target=review, before=before, after=due_on, reason=change.reason
        )
