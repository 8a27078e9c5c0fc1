"""What the plan of a cycle must be, and what its days lead to. Values only, no query."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.formats import day
from reviews.rules.assignment import LEADER_FORM, MEMBER_FORM
from reviews.states import Subject


@dataclass(frozen=True, slots=True)
class TierDeadline:
    """By when those of a tier submit; None: they are not reviewed in this cycle."""

    tier: int
    collective_due_on: date | None = None
    individual_due_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody of the tier is reviewed."""
        return self.collective_due_on is None and self.individual_due_on is None


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """Everything a person enters about a cycle."""

    name: str
    kind: str
    scope_id: int
    plan_number: str
    plan_date: date
    period_from: date
    period_to: date
    profile_id: int
    catalogue_id: int
    template_ids: tuple[int, ...]
    deadlines: tuple[TierDeadline, ...]

    def used_deadlines(self) -> list[TierDeadline]:
        """Those that name a day."""
        return [deadline for deadline in self.deadlines if not deadline.is_empty]


@dataclass(frozen=True, slots=True)
class ChosenTemplate:
    """What a plan has to know of a form template."""

    code: str
    subject: str
    profile_id: int
    is_published: bool


def faults(plan: CyclePlan, templates: list[ChosenTemplate]) -> list[str]:
    """Everything that bars keeping the plan, as sentences; empty when there is nothing to say."""
    return [*_period_faults(plan), *deadline_faults(plan), *_template_faults(plan, templates)]


def _period_faults(plan: CyclePlan) -> Iterator[str]:
    if plan.period_to < plan.period_from:
        yield f"Kỳ kiểm điểm kết thúc ({day(plan.period_to)}) trước khi bắt đầu ({day(plan.period_from)})."
    if plan.plan_date < plan.period_from and (plan.period_from - plan.plan_date).days > _longest_lead(plan):
        yield f"Ngày kế hoạch {day(plan.plan_date)} cách quá xa kỳ kiểm điểm. Hãy xem lại năm đã gõ."


def _longest_lead(plan: CyclePlan) -> int:
    """A plan is made at most one length of the period before the period begins."""
    return max((plan.period_to - plan.period_from).days, 0)


def deadline_faults(plan: CyclePlan) -> Iterator[str]:
    """No deadline at all, or one before the plan or the period could have begun."""
    if not plan.used_deadlines():
        yield "Hãy ghi hạn trình cho ít nhất một cấp."
    for deadline in plan.used_deadlines():
        for due_on in (deadline.collective_due_on, deadline.individual_due_on):
            if due_on is not None and due_on < plan.period_from:
                yield f"Hạn {day(due_on)} ở trước ngày bắt đầu kỳ kiểm điểm ({day(plan.period_from)})."
            elif due_on is not None and due_on < plan.plan_date:
                yield f"Hạn {day(due_on)} ở trước ngày kế hoạch ({day(plan.plan_date)})."


def early_deadlines(plan: CyclePlan) -> list[date]:
    """Deadlines before the period ends: usual at the end of a year, so pointed out and not refused."""
    days = {d for t in plan.used_deadlines() for d in (t.collective_due_on, t.individual_due_on) if d is not None}
    return sorted(d for d in days if d < plan.period_to)


def _template_faults(plan: CyclePlan, templates: list[ChosenTemplate]) -> Iterator[str]:
    codes = [template.code for template in templates]
    for template in templates:
        if template.profile_id != plan.profile_id:
            yield f"Mẫu {template.code} đã chọn thuộc bộ quy định khác. Hãy chọn mẫu của đúng bộ quy định."
        if not template.is_published:
            yield f"Mẫu {template.code} đã chọn chưa được công bố."
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"Mẫu {code} được chọn hai bản; chỉ chọn một."
    used = plan.used_deadlines()
    if any(d.collective_due_on for d in used) and not any(t.subject == Subject.COLLECTIVE for t in templates):
        yield "Có hạn cho tập thể nhưng chưa chọn mẫu báo cáo của tập thể."
    if any(d.individual_due_on for d in used) and not {MEMBER_FORM, LEADER_FORM} <= set(codes):
        yield f"Có hạn cho cá nhân nhưng chưa chọn đủ mẫu {MEMBER_FORM} và {LEADER_FORM}."
