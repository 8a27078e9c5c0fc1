"""The papers about a cycle as a whole, its tables and the report on its situation, and about three years."""

from typing import Final

from reviews.reports import cycle_summary, hard_task_register, season_summary, situation_report, three_years_paper
from reviews.reports import report_titles as titles
from reviews.reports.report_kind import ReportKind, day_of

SUMMARY_KINDS: Final = (
    ReportKind(
        "cycle_summary",
        "Bảng tổng hợp đợt kiểm điểm",
        "cycle",
        titles.summary_title,
        lambda actor, pk: [("cycle_summary", pk)],
        lambda actor, pk, params: cycle_summary.collect(
            actor, cycle=pk, serial=params.get("serial", ""), day=day_of(params)
        ),
        options=frozenset({"serial", "day", "for_meeting", "urgent"}),
        is_table=True,
    ),
    ReportKind(
        "season_summary",
        "Bảng tổng hợp được gợi ý kiểm điểm sâu",
        "cycle",
        titles.season_title,
        lambda actor, pk: [("season_summary", pk)],
        lambda actor, pk, params: season_summary.collect(
            actor, cycle=pk, serial=params.get("serial", ""), day=day_of(params)
        ),
        options=frozenset({"serial", "day", "for_meeting", "urgent"}),
        is_table=True,
    ),
    ReportKind(
        "hard_task_register",
        "Sổ đăng ký việc khó",
        "cycle",
        hard_task_register.title_of,
        lambda actor, pk: [("hard_task_register", pk)],
        lambda actor, pk, params: hard_task_register.collect(
            actor, cycle=pk, serial=params.get("serial", ""), day=day_of(params)
        ),
        options=frozenset({"serial", "day", "for_meeting", "urgent"}),
        is_table=True,
    ),
    ReportKind(
        "three_years",
        "Báo cáo sơ kết khắc phục ba năm",
        "year",
        three_years_paper.title_of,
        lambda actor, year: [("three_years", year)],
        lambda actor, year, params: three_years_paper.collect(
            actor, last=year, serial=params.get("serial", ""), day=day_of(params)
        ),
        options=frozenset({"serial", "day", "for_meeting", "urgent"}),
        is_table=True,
    ),
    ReportKind(
        "situation_draft",
        "Dự thảo báo cáo tổng hợp tình hình",
        "cycle",
        situation_report.draft_title,
        lambda actor, pk: [("situation_draft", pk)],
        lambda actor, pk, params: situation_report.collect_draft(actor, cycle=pk),
    ),
    ReportKind(
        "situation_report",
        "Báo cáo tổng hợp tình hình kiểm điểm theo gợi ý",
        "situation",
        situation_report.issued_title,
        lambda actor, pk: [("situation_report", pk)],
        lambda actor, pk, params: situation_report.collect_issued(actor, report=pk),
    ),
)
