"""Work on remediation: reporting by the owner's side, verifying and closing by the managing committee."""

from django.db.models import Q, QuerySet

from cadres.roles import Actor, Role
from core import formats
from reviews.models import Extension, HardTask, HardTaskRemark, ProgressReport, RemediationItem
from reviews.reports.inbox.source import Box, Kind, Line, Source, clipped, in_person_or_charged, with_role
from reviews.states import WORKED_ON, ExtensionOutcome
from reviews.states import RemediationState as S

EXTENSIONS = Kind(
    "extension", lambda: Extension.objects.select_related("item__plan__review__unit", "item__owner_cadre")
)
REMARKS = Kind("remark", lambda: HardTaskRemark.objects.select_related("task__unit"))
ITEMS = Kind("item", RemediationItem.objects.with_review)


def _owned(actor: Actor) -> QuerySet[RemediationItem]:
    return RemediationItem.objects.owned_by(actor).with_latest_step()


def _sent_back(actor: Actor) -> Q:
    return Q(state=S.IN_PROGRESS, latest_step=ProgressReport.Step.SEND_BACK)


def _due(actor: Actor) -> Q:
    return Q(state__in=[S.PLANNED, S.IN_PROGRESS]) & ~_sent_back(actor)


def _reported(actor: Actor) -> Q:
    return Q(state__in=[S.REPORTED, S.VERIFIED])


def _closed(actor: Actor) -> Q:
    return Q(state=S.CLOSED)


def _to_verify(actor: Actor) -> QuerySet[RemediationItem]:
    return RemediationItem.objects.filter(state=S.REPORTED).managed_by(actor, Role.STAFF)


def _to_close(actor: Actor) -> QuerySet[RemediationItem]:
    verified = RemediationItem.objects.filter(state=S.VERIFIED).exclude(verified_by_id=actor.user_id)
    return verified.managed_by(actor, Role.STANDING)


def _extensions_to_decide(actor: Actor) -> QuerySet[Extension]:
    items = RemediationItem.objects.filter(state__in=WORKED_ON).managed_by(actor, Role.STANDING)
    asked_by_others = Extension.objects.exclude(asked_by_id=actor.user_id)
    return asked_by_others.filter(outcome=ExtensionOutcome.WAITING, item__in=items.order_by().values("pk"))


def _remarks_to_answer(actor: Actor) -> QuerySet[HardTaskRemark]:
    tasks = HardTask.objects.answered_by(actor)
    return HardTaskRemark.objects.filter(answered_at=None, task__in=tasks.order_by().values("pk"))


def _extension_line(asked: Extension) -> Line:
    days = f"từ {formats.day(asked.old_due_on)} đến {formats.day(asked.new_due_on)}"
    words = f"Quyết định gia hạn: {clipped(asked.item.action)}"
    detail = f"{_whose(asked.item)}, {days}"
    return Line(words, "Quyết định", "reviews:item_page", asked.item_id, detail, None, asked.asked_at)


def _remark_line(remark: HardTaskRemark) -> Line:
    words = f"Trả lời ý kiến về việc khó: {clipped(remark.text)}"
    return Line(words, "Trả lời", "reviews:hard_task_page", remark.task_id, remark.by_name, None, remark.at)


def _verified_by(actor: Actor) -> QuerySet[RemediationItem]:
    return RemediationItem.objects.filter(verified_by_id=actor.user_id).filter(
        state__in=[S.VERIFIED, S.CLOSED], managing_unit_id__in=actor.unit_ids(Role.STAFF)
    )


def _line(item: RemediationItem, verb: str, words: str, detail: str = "") -> Line:
    text = f"{words}: {clipped(item.action)}"
    return Line(text, verb, "reviews:item_page", item.pk, detail, item.due_on, item.reported_at)


def _whose(item: RemediationItem) -> str:
    owner = item.owner_cadre.full_name if item.owner_cadre else item.owner_text
    return ", ".join(part for part in (item.plan.review.unit.name, owner) if part)


def _report_line(item: RemediationItem) -> Line:
    return _line(item, "Báo cáo", "Khắc phục", _whose(item))


def _sent_back_line(item: RemediationItem) -> Line:
    return _line(item, "Làm tiếp", "Chưa được công nhận, làm tiếp", _whose(item))


def _undated(item: RemediationItem, verb: str, words: str) -> Line:
    """The deadline was the owner's; what waits for the committee is sorted by when it was reported."""
    reported = f"báo cáo hoàn thành ngày {formats.day(item.reported_at)}" if item.reported_at else ""
    detail = ", ".join(part for part in (_whose(item), reported) if part)
    return Line(f"{words}: {clipped(item.action)}", verb, "reviews:item_page", item.pk, detail, None, item.reported_at)


def _verify_line(item: RemediationItem) -> Line:
    return _undated(item, "Xác minh", "Xác minh kết quả khắc phục")


def _close_line(item: RemediationItem) -> Line:
    return _undated(item, "Kết thúc", "Kết thúc việc khắc phục")


def _reported_line(item: RemediationItem) -> Line:
    return _undated(item, "Xem", "Đã báo cáo hoàn thành")


def _closed_line(item: RemediationItem) -> Line:
    mark = "Hoàn thành đúng hạn" if item.on_time else "Hoàn thành không đúng hạn"
    return _line(item, "Xem", "Đã khắc phục", mark)


def _verified_line(item: RemediationItem) -> Line:
    return _undated(item, "Xem", "Đã xác minh")


SOURCES = (
    Source(
        "items-due", Box.WAITING, ITEMS, in_person_or_charged, _owned, _report_line,
        since="created_at", due="due_on", among=_due,
    ),
    Source("items-to-verify", Box.WAITING, ITEMS, with_role(Role.STAFF), _to_verify, _verify_line, since="reported_at"),
    Source("items-to-close", Box.WAITING, ITEMS, with_role(Role.STANDING), _to_close, _close_line, since="verified_at"),
    Source(
        "extensions-to-decide", Box.WAITING, EXTENSIONS, with_role(Role.STANDING), _extensions_to_decide, _extension_line,
        since="asked_at",
    ),
    Source(
        "remarks-to-answer", Box.WAITING, REMARKS, in_person_or_charged, _remarks_to_answer, _remark_line, since="at"
    ),
    Source(
        "items-sent-back", Box.RETURNED, ITEMS, in_person_or_charged, _owned, _sent_back_line,
        since="created_at", due="due_on", among=_sent_back,
    ),
    Source(
        "items-reported", Box.SENT, ITEMS, in_person_or_charged, _owned, _reported_line,
        since="reported_at", among=_reported,
    ),
    Source(
        "items-closed", Box.DONE, ITEMS, in_person_or_charged, _owned, _closed_line, since="closed_at", among=_closed
    ),
    Source("items-verified", Box.DONE, ITEMS, with_role(Role.STAFF), _verified_by, _verified_line, since="verified_at"),
)  # fmt: skip
