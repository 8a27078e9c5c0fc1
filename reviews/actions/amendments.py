"""Changing an issued letter: the deadline, a target, a topic; each change is a document, and tells those it concerns.

What was issued stays as it is. A round that was submitted keeps what it was asked (`asked_of(review, at=…)`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.appraisals import reopen_for_suggestion
from reviews.actions.deep_reviews_drafting import TopicText
from reviews.actions.grounds import treat_grounds_left
from reviews.actions.locking import advance, locked, require
from reviews.actions.named_since import ask_anew
from reviews.actions.paper_numbers import LETTER, take_number
from reviews.actions.review_rows import make_known
from reviews.actions.working_groups import send_with_letter
from reviews.models import Amendment, DeepReview, DeepReviewTarget, DeepReviewTopic, Review
from reviews.querysets.deep_reviews import WRITING, letter_contents
from reviews.rules import deep_reviews as rules
from reviews.states import AmendmentKind, ReviewState
from reviews.workflow.deep_reviews import DEEP_REVIEW_WORKFLOW


@dataclass(frozen=True, slots=True)
class ChangePaper:
    """The document of a change as the office's clerk entered it, with the reason that it gives."""

    number: str
    issued_on: date
    reason: str
    signer_name: str = ""
    signer_post: str = ""


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
    change = _begin(row, actor, AmendmentKind.RESCHEDULE, paper, due_on)
    for target in targets:
        target.due_on = due_on
    _extend_reviews([target.review_id for target in targets], due_on, actor, change)
    return _seal(row, change, actor, targets)


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
    change = _begin(row, actor, AmendmentKind.ADD_TARGET, paper)
    target = DeepReviewTarget.objects.create(deep_review=row, review=review, due_on=due_on, added_by=change)
    for topic in own:
        topic.only_for.add(target)
    make_known([review])
    send_with_letter(row, {review.unit_id}, actor, as_far_as_possible=True)
    _reopen([review], row, change, actor, due_on)
    return _seal(row, change, actor, [target])


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
    change = _begin(row, actor, AmendmentKind.WITHDRAW_TARGETS, paper)
    for target in targets:
        target.withdrawn_by = change
    _seal(row, change, actor, targets)
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
    change = _begin(row, actor, AmendmentKind.ADD_TOPIC, paper)
    order = max(kept.order for kept in row.topics.all()) + 1
    facts = {"title": title, "clarify": clarify, "field_id": topic.field_id, "ground": topic.ground}
    added = DeepReviewTopic.objects.create(deep_review=row, order=order, added_by=change, **facts)
    if target_ids:
        added.only_for.set(targets)
    _reopen(reviews, row, change, actor, due_on)
    return _seal(row, change, actor, targets)


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
    change = _begin(row, actor, AmendmentKind.WITHDRAW_TOPICS, paper)
    for topic in gone:
        topic.withdrawn_by = change
        topic.save(update_fields=["withdrawn_by"])
    _seal(row, change, actor, concerned)
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


def _begin(
    row: DeepReview, actor: Actor, kind: AmendmentKind, paper: ChangePaper, due_on: date | None = None
) -> Amendment:
    """The document of the change, not sealed yet; refuses (Invalid) a number, day or reason that cannot be."""
    number, reason = fold_space(paper.number), paper.reason.strip()
    assert row.issued_on is not None  # the workflow lets issued letters through only
    if not number:
        raise Invalid("Hãy ghi số, ký hiệu của văn bản điều chỉnh.")
    if not reason:
        raise Invalid("Hãy ghi rõ lý do điều chỉnh.")
    if paper.issued_on > localtime.today():
        raise Invalid("Ngày văn bản điều chỉnh không thể sau hôm nay.")
    if paper.issued_on < row.issued_on:
        raise Invalid(
            f"Ngày văn bản điều chỉnh không thể trước ngày {formats.day(row.issued_on)} của văn bản gợi ý. Hãy xem lại ngày."
        )
    what = "văn bản điều chỉnh"
    take_number(issuer=row.issuer, kind=LETTER, number=number, issued_on=paper.issued_on, used_for=what, actor=actor)
    return Amendment.objects.create(
        deep_review=row,
        kind=kind,
        number=number,
        issued_on=paper.issued_on,
        reason=reason,
        due_on=due_on,
        signer_name=fold_space(paper.signer_name),
        signer_post=fold_space(paper.signer_post),
        made_at=localtime.now(),
        made_by_id=actor.user_id,
        made_by_name=actor.name,
    )


def _seal(row: DeepReview, change: Amendment, actor: Actor, targets: Iterable[DeepReviewTarget]) -> Amendment:
    """Name whom it concerns, ask for their receipt, and close the document: from here on nothing of it moves."""
    concerned = list(targets)
    change.targets.set(concerned)
    for target in concerned:
        target.amended_by, target.acknowledged_at, target.acknowledged_by_name = change, None, ""
        target.received_for_person, target.person_told_at = False, None
    receipt = ("acknowledged_at", "acknowledged_by_name", "received_for_person", "person_told_at")
    DeepReviewTarget.objects.bulk_update(concerned, ["amended_by", "withdrawn_by", "due_on", *receipt])
    change.issued_at = localtime.now()
    change.save(update_fields=["issued_at"])
    facts: dict[str, Any] = {"kind": change.kind, "number": change.number, "issued_on": change.issued_on}
    told = [target.pk for target in concerned]
    advance(DEEP_REVIEW_WORKFLOW, "amend", row, actor, reason=change.reason, targets=told, **facts)
    return change


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
