"""What happened to a suggestion, told from the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q

from core import formats
from core.models import AuditEntry
from reviews.models import DeepReview, DeepReviewTarget
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
_AFTER_ISSUE: Final = ("deepreview.issue", "deepreview.amend", "deepreview.withdraw")


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, when, in which office, with the reason where one was given."""

    at: datetime
    who: str
    office: str
    words: str
    reason: str = ""


def collect(deep_review: DeepReview, targets: Sequence[DeepReviewTarget], *, whole: bool) -> list[Event]:
    """The newest first; without `whole`, what concerns those suggested: the issue, changes that name them, a withdrawal,
    their receipts.

    A run of edits by one person on one day is told once.
    """
    names = {target.pk: target.review.subject_name for target in targets}
    of_letter = Q(target_type="reviews.deepreview", target_id=deep_review.pk)
    if not whole:
        of_letter &= Q(verb__in=_AFTER_ISSUE)
    of_targets = Q(target_type="reviews.deepreviewtarget", target_id__in=list(names))
    entries = AuditEntry.objects.filter(of_letter | of_targets, verb__in=_WORDS).order_by("-at", "-pk")
    events: list[Event] = []
    told: set[tuple[str, int | None, date]] = set()
    for entry in entries:
        key = (entry.verb, entry.user_id, entry.at.date())
        if entry.verb == "deepreview.edit" and key in told:
            continue
        if not whole and "targets" in entry.data and not _names_any(entry, names):
            continue
        told.add(key)
        events.append(_event(entry, names))
    return events


def _names_any(entry: AuditEntry, names: dict[int, str]) -> bool:
    """Whether a change concerned one of these targets; the issue, which tells their number only, concerns all."""
    told = entry.data["targets"]
    return not isinstance(told, list) or any(pk in names for pk in told)


def _event(entry: AuditEntry, names: dict[int, str]) -> Event:
    words = _WORDS[entry.verb]
    data: dict[str, Any] = entry.data
    if entry.verb == "deepreview.issue":
        words += f" số {data['number']} ngày {formats.day(date.fromisoformat(data['issued_on']))}"
    if entry.verb == "deepreview.amend":
        kind = AmendmentKind(data["kind"]).label.lower()
        words = f"{kind}, văn bản số {data['number']} ngày {formats.day(date.fromisoformat(data['issued_on']))}"
    if entry.verb == "deepreview.record_opinion":
        words += f": đồng chí {data['member']}, {MemberStance(data['stance']).label.lower()}"
    if data.get("for_person"):
        words += " thay"
    if entry.target_type == "reviews.deepreviewtarget" and entry.target_id in names:
        words += f": {names[entry.target_id]}"
    return Event(entry.at, entry.actor_name, entry.office, words, str(data.get("reason", "")))
