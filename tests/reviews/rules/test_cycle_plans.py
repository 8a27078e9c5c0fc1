"""Which plans of a cycle are refused, and with what words."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.rules.cycle_plans import ChosenTemplate, CyclePlan, TierDeadline, early_deadlines, faults
from reviews.states import CycleKind, Subject

PROFILE = 7
COLLECTIVE = ChosenTemplate("01", Subject.COLLECTIVE, PROFILE, is_published=True)
MEMBER = ChosenTemplate("2A", Subject.INDIVIDUAL, PROFILE, is_published=True)
LEADER = ChosenTemplate("2B", Subject.INDIVIDUAL, PROFILE, is_published=True)
ALL = [COLLECTIVE, MEMBER, LEADER]
DUE = date(2026, 12, 10)
PLAN = CyclePlan(
    name="Kiểm điểm năm 2026",
    kind=CycleKind.YEAR,
    scope_id=1,
    plan_number="45-KH/TU",
    plan_date=date(2026, 10, 15),
    period_from=date(2026, 1, 1),
    period_to=date(2026, 12, 31),
    profile_id=PROFILE,
    catalogue_id=1,
    template_ids=(1, 2, 3),
    deadlines=(TierDeadline(3, DUE, DUE),),
)


def test_usual_plan_has_no_fault():
    assert faults(PLAN, ALL) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param(
            {"period_to": date(2025, 12, 31)},
            "Kỳ kiểm điểm kết thúc (31/12/2025) trước khi bắt đầu (01/01/2026).",
            id="ends-before-it-begins",
        ),
        pytest.param(
            {"plan_date": date(2016, 10, 15)},
            "Ngày kế hoạch 15/10/2016 cách quá xa kỳ kiểm điểm. Hãy xem lại năm đã gõ.",
            id="plan-of-another-decade",
        ),
        pytest.param({"deadlines": ()}, "Hãy ghi hạn trình cho ít nhất một cấp.", id="no-deadline"),
        pytest.param({"deadlines": (TierDeadline(3),)}, "Hãy ghi hạn trình cho ít nhất một cấp.", id="empty-deadline"),
        pytest.param(
            {"deadlines": (TierDeadline(3, date(2025, 12, 1), DUE),)},
            "Hạn 01/12/2025 ở trước ngày bắt đầu kỳ kiểm điểm (01/01/2026).",
            id="deadline-before-the-period",
        ),
        pytest.param(
            {"deadlines": (TierDeadline(3, DUE, date(2026, 10, 1)),)},
            "Hạn 01/10/2026 ở trước ngày kế hoạch (15/10/2026).",
            id="deadline-before-the-plan",
        ),
    ],
)
def test_impossible_days_are_refused(changes, sentence):
    assert sentence in faults(replace(PLAN, **changes), ALL)


@pytest.mark.parametrize(
    ("templates", "sentence"),
    [
        pytest.param([MEMBER, LEADER], "Có hạn cho tập thể nhưng chưa chọn mẫu báo cáo của tập thể.", id="no-01"),
        pytest.param([COLLECTIVE, MEMBER], "Có hạn cho cá nhân nhưng chưa chọn đủ mẫu 2A và 2B.", id="no-2b"),
        pytest.param([*ALL, MEMBER], "Mẫu 2A được chọn hai bản; chỉ chọn một.", id="twice"),
        pytest.param(
            [COLLECTIVE, MEMBER, replace(LEADER, profile_id=8)],
            "Mẫu 2B đã chọn thuộc bộ quy định khác. Hãy chọn mẫu của đúng bộ quy định.",
            id="other-profile",
        ),
        pytest.param(
            [COLLECTIVE, MEMBER, replace(LEADER, is_published=False)],
            "Mẫu 2B đã chọn chưa được công bố.",
            id="draft-template",
        ),
    ],
)
def test_unfit_templates_are_refused(templates, sentence):
    assert sentence in faults(PLAN, templates)


def test_cycle_of_collectives_alone_needs_no_personal_form():
    plan = replace(PLAN, deadlines=(TierDeadline(3, DUE, None),))

    assert faults(plan, [COLLECTIVE]) == []


def test_deadline_before_the_end_of_the_period_is_pointed_out_only():
    assert faults(PLAN, ALL) == []
    assert early_deadlines(PLAN) == [DUE]
