"""The two packs of papers: for the meeting of a collective, and for a committee that goes through a cycle."""

from collections.abc import Callable, Mapping
from typing import Final

from cadres.roles import Actor
from reviews.reports import meeting_pack
from reviews.reports.meeting_pack import PackPaper
from reviews.reports.report_kind import ReportKind

PACK_PAPERS: Final[Mapping[str, Callable[[Actor, int], list[PackPaper]]]] = {
    "meeting_pack": meeting_pack.papers_of_meeting,
    "cycle_pack": meeting_pack.papers_of_cycle,
}
PACK_KINDS: Final = (
    ReportKind(
        "meeting_pack",
        "Tập tài liệu hội nghị kiểm điểm",
        "review",
        meeting_pack.meeting_title,
        lambda actor, pk: [paper.document for paper in meeting_pack.papers_of_meeting(actor, pk)],
    ),
    ReportKind(
        "cycle_pack",
        "Tập tài liệu hội nghị của đợt",
        "cycle",
        meeting_pack.cycle_title,
        lambda actor, pk: [paper.document for paper in meeting_pack.papers_of_cycle(actor, pk)],
    ),
)
