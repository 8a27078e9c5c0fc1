"""The document that changes an issued letter of suggestion (công văn điều chỉnh), in the layout of the letter itself."""

from dataclasses import replace

from cadres.roles import Actor
from core import formats
from core.paper.parts import Signature
from reviews.models import Amendment, DeepReviewTarget, DeepReviewTopic, GroupVisit
from reviews.reports.letterheads import authority, collective, number_words, period_words
from reviews.reports.printable import NotVisible
from reviews.reports.suggestion_letter import (
    SuggestedTopic,
    SuggestionLetterPaper,
    addressee_of,
    group_sent,
    head_of,
    recipients_of,
    sources_of,
)
from reviews.states import AmendmentKind


def printable_amendment(actor: Actor, pk: int) -> Amendment:
    """The change, if it concerns somebody whom the person sees."""
    rows = Amendment.objects.visible_to(actor).select_related(
        "deep_review__issuer__kind", "deep_review__issuer__parent", "deep_review__cycle__owner__kind"
    )
    change = rows.filter(pk=pk).first()
    if change is None:
        raise NotVisible("Không tìm thấy nội dung cần in trong phạm vi của đồng chí.")
    return change


def collect(actor: Actor, *, amendment: int) -> SuggestionLetterPaper:
    """The document as this person may see it: addressed to the concerned within their view."""
    change = printable_amendment(actor, amendment)
    row = change.deep_review
    targets = list(
        change.targets.visible_to(actor)
        .select_related("review__unit__kind", "review__cadre")
        .order_by("review__subject", "pk")
    )
    subject = f"về việc điều chỉnh nội dung gợi ý kiểm điểm sâu {period_words(row.cycle)}"
    return SuggestionLetterPaper(
        head=replace(head_of(row, change.number, change.issued_on), subject=subject, marks=()),
        addressees=tuple(addressee_of(target) for target in targets),
        opening=_opening(change),
        topics=_changes(change, targets),
        closing=_closing(change, targets),
        signature=Signature(authority(row.issuer), change.signer_post, change.signer_name),
        recipients=recipients_of(row),
        edition="đã ban hành",
    )


def _opening(change: Amendment) -> str:
    row = change.deep_review
    assert row.issued_on is not None  # only an issued letter is changed
    reason = change.reason.rstrip(" .;")
    number = number_words(row.issuer, "CV", row.number)
    return (
        f"Liên quan đến Công văn số {number}, ngày {formats.day(row.issued_on)} (“{row.title}”). {reason}. "
        f"{collective(row.issuer)} điều chỉnh như sau:"
    )


def _changes(change: Amendment, targets: list[DeepReviewTarget]) -> tuple[SuggestedTopic, ...]:
    """One numbered paragraph for each thing that changes."""
    if change.due_on is not None:
        return (SuggestedTopic(1, f"Hạn giải trình: trước ngày {formats.day(change.due_on)}"),)
    if change.kind == AmendmentKind.WITHDRAW_TARGETS:
        return (SuggestedTopic(1, "Tập thể, cá nhân có tên trên không phải giải trình các nội dung đã gợi ý"),)
    if change.kind == AmendmentKind.WITHDRAW_TOPICS:
        named = {target.pk for target in targets}
        gone = [t for t in change.withdrawn_topics.prefetch_related("only_for").order_by("order") if _is_for(t, named)]
        return tuple(SuggestedTopic(n, f"Không phải giải trình: {t.title}") for n, t in enumerate(gone, start=1))
    return tuple(_topic(n, topic) for n, topic in enumerate(_topics_put(change, targets), start=1))


def _topics_put(change: Amendment, targets: list[DeepReviewTarget]) -> list[DeepReviewTopic]:
    """The topic that was added, or those that an added target has to answer."""
    if change.kind == AmendmentKind.ADD_TOPIC:
        return list(change.added_topics.prefetch_related("ground_links__ground"))
    topics = change.deep_review.topics.prefetch_related("only_for", "ground_links__ground").order_by("order")
    named = {target.pk for target in targets}
    return [topic for topic in topics if _stood_at(topic, change) and _is_for(topic, named)]


def _stood_at(topic: DeepReviewTopic, change: Amendment) -> bool:
    """Whether the topic was in the letter when the change was made; later changes do not reach into its paper."""
    was_there = topic.added_by_id is None or topic.added_by_id <= change.pk
    return was_there and (topic.withdrawn_by_id is None or topic.withdrawn_by_id > change.pk)


def _is_for(topic: DeepReviewTopic, target_ids: set[int]) -> bool:
    chosen = {target.pk for target in topic.only_for.all()}
    return not chosen or bool(chosen & target_ids)


def _topic(number: int, topic: DeepReviewTopic) -> SuggestedTopic:
    return SuggestedTopic(number, topic.title, grounds=sources_of(topic), to_clarify=topic.clarify)


def _closing(change: Amendment, targets: list[DeepReviewTarget]) -> str:
    if change.kind in (AmendmentKind.WITHDRAW_TARGETS, AmendmentKind.WITHDRAW_TOPICS):
        return "Phần đã giải trình được giữ nguyên trong bản kiểm điểm. Các nội dung khác không thay đổi."
    whom = "tập thể, cá nhân có tên trên"
    sent = group_sent(change.deep_review, whom) if _sends_group(change, targets) else ""
    return "\n".join(filter(None, (f"Đề nghị {whom} thực hiện. Các nội dung khác không thay đổi.", sent)))


def _sends_group(change: Amendment, targets: list[DeepReviewTarget]) -> bool:
    """Whether the letter's group was given where the added ones belong: not where one of its members belongs to it."""
    units = {target.review.unit_id for target in targets}
    given = GroupVisit.objects.filter(group=change.deep_review.working_group_id or 0, unit__in=units)
    return change.kind == AmendmentKind.ADD_TARGET and given.count() == len(units)
