"""The papers around a meeting and beside a review: minutes, invitation, list, appendix of manifestations, differences."""

from typing import Final

from reviews.reports import difference_paper, indicator_papers
from reviews.reports import meeting_papers as papers
from reviews.reports.report_kind import ReportKind, day_of

MEETING_KINDS: Final = (
    ReportKind(
        "meeting_invitation",
        "Giấy mời hội nghị kiểm điểm",
        "review",
        papers.invitation_title,
        lambda actor, pk: [("meeting_invitation", pk)],
        lambda actor, pk, params: papers.collect_invitation(actor, review=pk, params=params, day=day_of(params)),
        options=frozenset({"round", "serial", "day"}),
        entered=("meeting", "on_day", "time", "place", "agenda", "guests"),
        symbol="GM",
    ),
    ReportKind(
        "attendance_list",
        "Danh sách thành phần hội nghị, có cột ký tên",
        "review",
        papers.attendance_title,
        lambda actor, pk: [("attendance_list", pk)],
        lambda actor, pk, params: papers.collect_attendance(actor, review=pk, params=params),
        options=frozenset({"round"}),
        entered=("meeting", "on_day", "guests"),
        is_table=True,
    ),
    ReportKind(
        "meeting_minutes",
        "Biên bản hội nghị kiểm điểm",
        "review",
        papers.minutes_title,
        lambda actor, pk: [("meeting_minutes", pk)],
        lambda actor, pk, params: papers.collect_minutes(actor, review=pk, params=params, day=day_of(params)),
        options=frozenset({"round", "serial", "day"}),
        entered=("meeting", "on_day", "agenda", "discussion", "vote"),
        symbol="BB",
    ),
    ReportKind(
        "indicator_appendix",
        "Phụ lục tự đối chiếu biểu hiện",
        "review",
        indicator_papers.title_of,
        lambda actor, pk: [("indicator_appendix", pk)],
        lambda actor, pk, params: indicator_papers.collect(
            actor, review=pk, number=params.get("round"), in_full=bool(params.get("in_full"))
        ),
        options=frozenset({"round", "in_full"}),
        is_table=True,
        is_sensitive=True,
    ),
    ReportKind(
        "round_differences",
        "Bản đối chiếu hai lần trình",
        "review",
        difference_paper.title_of,
        lambda actor, pk: [("round_differences", pk)],
        lambda actor, pk, params: difference_paper.collect(actor, review=pk, number=params.get("round")),
        options=frozenset({"round"}),
    ),
)
