"""Step 1: the provincial staff opens a cycle over the province, and a job opens a review for each unit and person."""

from __future__ import annotations

from collections.abc import Callable

from core import formats
from core.models import AuditEntry, Job
from reviews.models import Cycle, Review
from reviews.states import CycleState
from tests.journeys.province import Province
from tests.journeys.visitor import Visitor

NAME = "Kiểm điểm, đánh giá, xếp loại chất lượng năm nay"
TIERS = (2, 3, 4, 5, 6)


def open_cycle(staff: Visitor, world: Province, work_off: Callable[[], list[Job]]) -> Cycle:
    """Plan, refusal of what is missing, opening, generation, and a second generation that finds nothing to do."""
    staff.open("/")
    staff.follow("Đợt kiểm điểm", within="dieu-huong")
    staff.follow("Chuẩn bị đợt mới")
    staff.press("Lưu", status=422)
    assert any("Tên đợt" in sentence for sentence in staff.refusals()), staff.refusals()
    _fill_plan(staff, world)
    staff.press("Lưu")
    assert "Đã lưu đợt kiểm điểm" in staff.notice()
    cycle = Cycle.objects.get(name=NAME)
    assert (cycle.state, cycle.plan_number, cycle.scope_id) == (CycleState.DRAFT, "45-KH/TU", world.unit.pk)
    staff.press("Mở đợt")
    _generate(staff, world, cycle, work_off)
    cycle.refresh_from_db()
    return cycle


def _fill_plan(staff: Visitor, world: Province) -> None:
    staff.fill("Tên đợt", NAME)
    staff.choose("Loại kỳ", "Năm")
    staff.fill("Số, ký hiệu kế hoạch", "45-KH/TU")
    staff.fill("Ngày kế hoạch", formats.day(world.period[0]))
    staff.fill("Kỳ kiểm điểm từ ngày", formats.day(world.period[0]))
    staff.fill("Kỳ kiểm điểm đến ngày", formats.day(world.period[1]))
    staff.choose("Bộ quy định", "Quy định 366")
    for tier in TIERS:
        for side in ("collective", "individual"):
            staff.fill(f"{side}_{tier}", formats.day(world.due_on))


def _generate(staff: Visitor, world: Province, cycle: Cycle, work_off: Callable[[], list[Job]]) -> None:
    assert staff.sees("Sinh bản kiểm điểm", "Đang chờ")
    assert [job.state for job in work_off()] == ["done"]
    staff.open(f"/dot/{cycle.pk}/")
    assert staff.sees("Xong")
    reviews = Review.objects.filter(cycle=cycle)
    collectives = {world.unit, world.commune, world.cell, world.other_commune, world.other_cell}
    assert set(reviews.filter(cadre=None).values_list("unit", flat=True)) == {unit.pk for unit in collectives}
    assert set(reviews.exclude(cadre=None).values_list("cadre", flat=True)) == {c.pk for c in world.people.values()}
    moved = reviews.get(cadre=world.people["canbo"])
    assert list(moved.segments.order_by("held_from").values_list("unit", flat=True)) == [
        world.other_commune.pk,
        world.commune.pk,
    ]
    assert reviews.get(cadre=world.people["bithu"]).segments.count() == 1
    before = set(reviews.values_list("pk", flat=True))
    staff.press("Sinh bản còn thiếu")
    assert [job.state for job in work_off()] == ["done"]
    assert set(reviews.values_list("pk", flat=True)) == before
    verbs = AuditEntry.objects.filter(target_type__icontains="cycle", target_id=cycle.pk).values_list("verb", flat=True)
    assert {"cycle.create", "cycle.open"} <= set(verbs), list(verbs)
