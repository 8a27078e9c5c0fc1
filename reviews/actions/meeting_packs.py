"""Asking for a meeting pack, and binding its papers once they are printed."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats, jobs
from core.binding import Bound, bind
from core.errors import Invalid
from core.models import OPEN_JOB_STATES, Job
from core.pdf import html_to_pdf
from reviews.actions.report_parts import read_part
from reviews.querysets.reports import REPORT_JOB, report_runs_of
from reviews.reports.meeting_pack import MARKS, PackPaper, cover_of_cycle, cover_of_meeting, front_html
from reviews.reports.pack_kinds import PACK_PAPERS
from reviews.reports.registry import KINDS, title_of

MOST_PAPERS: Final = 1_200  # a province's season: 30 collectives and 500 persons, some with letter and explanation


@transaction.atomic
def request_pack(*, kind: str, about: int, keys: Sequence[str], two_sided: bool, mark: str, actor: Actor) -> Job:
    """Queue the pack of these papers in this order; a second click while the same one is open returns that one.

    Refuses (NotAllowed) what the actor may not see, (Invalid) an empty pack, too many papers, and one that is not offered.
    """
    title = title_of(actor, KINDS[kind], about)
    known: dict[str, PackPaper] = {paper.key: paper for paper in PACK_PAPERS[kind](actor, about)}
    if not keys:
        raise Invalid("Hãy chọn ít nhất một văn bản cho tập tài liệu.")
    if len(keys) > MOST_PAPERS:
        raise Invalid(
            f"Một tập tài liệu có nhiều nhất {formats.number(MOST_PAPERS)} văn bản. Hãy chia thành nhiều tập."
        )
    if not set(keys) <= set(known) or len(set(keys)) != len(keys):
        raise Invalid("Danh sách văn bản đã thay đổi. Mời tải lại trang rồi chọn lại.")
    if mark and mark not in MARKS:
        raise Invalid("Không có dấu chỉ mức độ này. Mời chọn lại.")
    chosen = [known[key] for key in keys]
    pack = {
        "documents": [list(paper.document) for paper in chosen],
        "entries": [[paper.title, paper.group] for paper in chosen],
        "two_sided": two_sided,
        "mark": mark,
    }
    said = f"{actor.user_id}:{kind}:{about}:{sorted(pack.items())}"
    once_key = f"{REPORT_JOB}:pack:{hashlib.sha256(said.encode()).hexdigest()}"
    same = report_runs_of(actor).filter(once_key=once_key, state__in=OPEN_JOB_STATES).first()
    if same is not None:
        return same
    job = jobs.enqueue(
        kind=REPORT_JOB,
        title=title[:300],
        params={"report": kind, "about": about, "office": actor.office, **pack},
        actor=actor,
        once_key=once_key,
    )
    audit.record(actor=actor, verb="report.request", target=job, report=kind, about=about, papers=len(chosen))
    return job


def bind_pack(job: Job, actor: Actor) -> bytes:
    """The printed papers of the run as one pack with cover, contents, running numbers and bookmarks."""
    params = job.params
    cover: dict[str, Any] = (cover_of_meeting if params["report"] == "meeting_pack" else cover_of_cycle)(
        actor, params["about"]
    )
    entries = [(title, group) for title, group in params["entries"]]

    def reader(number: int) -> Any:
        return lambda: read_part(job, number)

    papers = [Bound(title, group, reader(number)) for number, (title, group) in enumerate(entries, start=1)]
    return bind(
        papers,
        title=job.title,
        front=lambda starts: html_to_pdf(front_html(cover, entries, starts)),
        mark=params["mark"],
        two_sided=params["two_sided"],
    )
