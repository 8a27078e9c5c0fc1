"""What happened to a suggestion: acts on the letter from the audit trail, with what became of each target."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse

from cadres.roles import Actor
from core import localtime
from core.models import AuditEntry
from reviews.models import DeepReview, DeepReviewTarget, DeepReviewTopic, WorkingGroup
from reviews.models.working_groups import name_in
from reviews.reports import suggestion_course
from reviews.reports.suggestion_course import Event, numbered, printed
from reviews.states import AmendmentKind, MemberStance

_WORDS: Final = {
    "deepreview.draft": "bắt đầu soạn văn bản",
    "deepreview.edit": "sửa nội dung",
    "deepreview.add_targets": "thêm tập thể, cá nhân được gợi ý",
    "deepreview.remove_targets": "bỏ bớt tập thể, cá nhân được gợi ý",
    "deepreview.assign_topics": "phân nội dung",
    "deepreview.tie_grounds": "gắn căn cứ trong sổ",
    "deepreview.untie_grounds": "bỏ căn cứ khỏi nội dung",
    "deepreview.tie_origin": "gắn nội dung với nội dung đã gợi ý trước",
    "deepreview.untie_origin": "bỏ gắn với nội dung đã gợi ý trước",
    "deepreview.propose": "trình duyệt",
    "deepreview.recall": "thu hồi để sửa",
    "deepreview.record_opinion": "ghi ý kiến thành viên",
    "deepreview.approve": "duyệt",
    "deepreview.send_back": "trả lại người soạn",
    "deepreview.issue": "ban hành",
    "deepreview.amend": "điều chỉnh",
    "deepreview.withdraw": "rút văn bản",
    "deepreviewtarget.acknowledge": "xác nhận đã nhận",
    "deepreviewtarget.note": "đã biết việc nhận thay",
}
_OF_GROUP: Final = {
    "workinggroup.give_units": "giao {group} dự kiểm điểm",
    "workinggroup.take_unit_back": "thôi giao {group} dự kiểm điểm",
}
_AFTER_ISSUE: Final = ("deepreview.issue", "deepreview.amend", "deepreview.withdraw")


def collect(
    actor: Actor,
    deep_review: DeepReview,
    targets: Sequence[DeepReviewTarget],
    topics: Sequence[DeepReviewTopic],
    *,
    whole: bool,
) -> list[Event]:
    """The newest first: acts on the letter, and what became of these targets and topics (`suggestion_course`).

    Without `whole`, of the letter only what concerns those suggested: the issue, changes that name them, a withdrawal,
    their receipts. A run of edits by one person on one day is told once.
    """
    events = list(_of_letter(deep_review, targets, whole=whole))
    if deep_review.issued_at is not None:
        events += _of_groups(actor, deep_review, targets)
        events += suggestion_course.collect(actor, deep_review, targets, topics)
    return sorted(events, key=lambda event: event.at, reverse=True)


def _of_letter(deep_review: DeepReview, targets: Sequence[DeepReviewTarget], *, whole: bool) -> Iterator[Event]:
    names = {target.pk: target.review.subject_name for target in targets}
    of_letter = Q(target_type="reviews.deepreview", target_id=deep_review.pk)
    if not whole:
        of_letter &= Q(verb__in=_AFTER_ISSUE)
    of_targets = Q(target_type="reviews.deepreviewtarget", target_id__in=list(names))
    entries = AuditEntry.objects.filter(of_letter | of_targets, verb__in=_WORDS).order_by("-at", "-pk")
    changes = dict(deep_review.amendments.values_list("number", "pk"))
    told: set[tuple[str, int | None, date]] = set()
    for entry in entries:
        key = (entry.verb, entry.user_id, localtime.local_day(entry.at))
        if entry.verb == "deepreview.edit" and key in told:
            continue
        if not whole and "targets" in entry.data and not _names_any(entry, names):
            continue
        told.add(key)
        yield _event(entry, names, deep_review.pk, changes)


def _of_groups(actor: Actor, deep_review: DeepReview, targets: Sequence[DeepReviewTarget]) -> Iterator[Event]:
    """When the group of the letter, or another that the person may open, was given the units of these targets, and when
    one was taken back."""
    seen = WorkingGroup.objects.visible_to(actor).filter(cycle=deep_review.cycle_id, owner=deep_review.issuer_id)
    opens = {group.pk: group.name for group in seen}
    names = dict(opens)
    if deep_review.working_group_id is not None:
        names[deep_review.working_group_id] = name_in(deep_review.working_group_words)
    if not names:
        return
    units = {target.review.unit_id: target.review.unit.name for target in targets}
    acts = AuditEntry.objects.filter(target_type="reviews.workinggroup", target_id__in=list(names), verb__in=_OF_GROUP)
    for entry in acts:
        group = entry.target_id or 0
        given = entry.data.get("units") or [entry.data.get("unit")]
        if told := [units[pk] for pk in given if pk in units]:
            words = f"{_OF_GROUP[entry.verb].format(group=names[group])}: {', '.join(told)}"
            address = reverse("reviews:group_page", args=[group]) if group in opens else ""
            yield Event(entry.at, entry.actor_name, entry.office, words, url=address)


def _names_any(entry: AuditEntry, names: dict[int, str]) -> bool:
    """Whether a change concerned one of these targets; the issue, which tells their number only, concerns all."""
    told = entry.data["targets"]
    return not isinstance(told, list) or any(pk in names for pk in told)


def _event(entry: AuditEntry, names: dict[int, str], letter_pk: int, changes: dict[str, int]) -> Event:
    words = _WORDS[entry.verb]
    data: dict[str, Any] = entry.data
    address = ""
    if entry.verb == "deepreview.issue":
        words += f" {numbered(data['number'], date.fromisoformat(data['issued_on']))}"
        address = printed("suggestion_letter", deep_review=letter_pk)
    if entry.verb == "deepreview.amend":
        kind = AmendmentKind(data["kind"]).label.lower()
        words = f"{kind}, văn bản {numbered(data['number'], date.fromisoformat(data['issued_on']))}"
        address = printed("suggestion_amendment", amendment=changes[data["number"]])
    if entry.verb == "deepreview.record_opinion":
        words += f": đồng chí {data['member']}, {MemberStance(data['stance']).label.lower()}"
    if data.get("of_withdrawal"):
        words = "xác nhận đã biết văn bản rút"
    if data.get("for_person"):
        words += " thay"
    if entry.target_type == "reviews.deepreviewtarget" and entry.target_id in names:
        words += f": {names[entry.target_id]}"
    return Event(entry.at, entry.actor_name, entry.office, words, str(data.get("reason", "")), address)
