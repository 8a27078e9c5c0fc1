"""Step 6: what was promised becomes items; the unit reports, the superior verifies, the standing committee closes."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from core import localtime
from core.models import AuditEntry
from reviews.models import RemediationItem, Review
from reviews.states import ItemKind, RemediationState
from tests.journeys import texts
from tests.journeys.visitor import Visitor


def items_of(review: Review) -> list[RemediationItem]:
    """The remedies of the review's plan."""
    return list(RemediationItem.objects.filter(plan__review=review, kind=ItemKind.REMEDY).order_by("order"))


def overdue_stands_out(username: str, item: RemediationItem) -> None:
    """Past its day the item is first in the list and says so by word and icon, for whoever logs in then."""
    with time_machine.travel(localtime.now() + timedelta(days=31), tick=True):
        visitor = Visitor.logged_in(username)
        visitor.open("/khac-phuc/?qua_han=on")
        first = visitor.page.tree.xpath("//tbody/tr")[0]
        assert f"/khac-phuc/{item.pk}/" in "".join(first.xpath(".//a/@href"))
        chips = first.xpath(".//*[contains(@class,'chip-danger')]")
        assert chips, "an overdue item bears its own mark"
        assert "Quá hạn" in chips[0].text_content()
        assert chips[0].xpath(".//*[local-name()='svg']"), "the mark is a picture too, not only a colour"


def report(owner: Visitor, item: RemediationItem) -> None:
    """Progress in percent and words, then done, with evidence; the owner may not verify the own work."""
    owner.open("/khac-phuc/")
    owner.open(f"/khac-phuc/{item.pk}/")
    owner.fill("Đã làm được gì", "Đã đối chiếu công nợ với 11 nhà thầu, thu 12,3 tỷ đồng.")
    owner.fill("Hoàn thành (%)", "60")
    owner.press("Báo cáo tiến độ")
    owner.fill("Đã làm được gì", texts.EVIDENCE)
    owner.press("Báo cáo hoàn thành")
    item.refresh_from_db()
    assert item.state == RemediationState.REPORTED
    assert "Xác minh" not in owner.buttons()


def verify_and_close(staff: Visitor, standing: Visitor, item: RemediationItem) -> None:
    """Sending back needs a reason; the staff verifies, the standing committee closes, and the mark for time is set."""
    staff.open(f"/khac-phuc/{item.pk}/")
    assert staff.sees(texts.EVIDENCE, "Xác minh kết quả")
    staff.press("Chưa công nhận", status=422)
    assert staff.refusals(), "not recognised needs a reason"
    staff.fill("Ý kiến của cấp quản lý", "Đã kiểm tra tại kho bạc khu vực.")
    staff.press("Xác minh")
    item.refresh_from_db()
    assert (item.state, item.done_on) == (RemediationState.VERIFIED, localtime.today())
    assert "Kết thúc" not in staff.buttons(), "the staff verifies, the standing committee closes"
    standing.open(f"/khac-phuc/{item.pk}/")
    standing.press("Kết thúc")
    item.refresh_from_db()
    assert (item.state, item.on_time) == (RemediationState.CLOSED, True)
    assert standing.sees("hoàn thành đúng hạn")
    verbs = list(
        AuditEntry.objects.filter(target_type__icontains="remediationitem", target_id=item.pk)
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert verbs[-3:] == ["remediationitem.done", "remediationitem.verify", "remediationitem.close"], verbs
