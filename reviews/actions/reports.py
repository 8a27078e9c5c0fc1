"""Asking for a printed paper, stopping a run, trying it again, and handing the file over."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from cadres.roles import Actor
from core import audit, jobs
from core.errors import Invalid
from core.models import OPEN_JOB_STATES, Job, JobState
from reviews.actions.locking import require
from reviews.actions.reading_prints import record_what_is_read
from reviews.actions.report_parts import delete_parts
from reviews.querysets.reports import REPORT_JOB, report_runs_of
from reviews.reports.registry import KINDS, ReportKind, may_see, require_appendix, require_round, title_of
from reviews.reports.report_kind import FACES, faces_of
from reviews.rules import reports as rules

_GONE = "Không còn thấy lần in này. Mời tải lại trang."


@transaction.atomic
def request_report(
    *,
    kind: str,
    about: int,
    actor: Actor,
    number: int | None = None,
    call: int | None = None,
    serial: str = "",
    day: date | None = None,
    appendix: bool = False,
    face: str = "pdf",
    in_full: bool = False,
    for_meeting: bool = False,
    urgent: bool = False,
    entered: Mapping[str, str] | None = None,
) -> Job:
    """Queue a report for the actor; a second click while the same one is open returns that one.

    `number` asks for one round of a review instead of the newest, `call` for the list of one year's pledges, `face` for
    Word documents or, where the paper is a table, an Excel file instead of PDF, `entered` is what was typed for this
    paper alone.
    Refuses (NotAllowed) what the actor may not see now; the run asks again, and so does the download.
    """
    report = _kind(kind)
    title = title_of(actor, report, about, call)
    if appendix:
        require_appendix(actor, report, about)
    if number is not None and "round" in report.options:
        require_round(actor, report, about, number)
        title = f"{title} (lần trình {number})"
    if face != "pdf":
        title = f"{title} ({require_face(report, face)})"
    options: dict[str, Any] = {
        "round": number,
        "call": call,
        "serial": serial,
        "day": day.isoformat() if day else "",
        "appendix": appendix,
        "in_full": in_full,
        "for_meeting": for_meeting,
        "urgent": urgent,
    }
    chosen = {name: value for name, value in options.items() if name in report.options and value}
    if face != "pdf":
        chosen["face"] = face
    chosen |= {name: text for name, text in (entered or {}).items() if name in report.entered and text}
    key = _once_key(actor, kind, about, chosen)
    same = report_runs_of(actor).filter(once_key=key, state__in=OPEN_JOB_STATES).first()
    if same is not None:
        return same
    job = jobs.enqueue(
        kind=REPORT_JOB,
        title=title[:300],
        params={"report": kind, "about": about, "office": actor.office, **chosen},
        actor=actor,
        once_key=key,
    )
    audit.record(actor=actor, verb="report.request", target=job, report=kind, about=about)
    return job


@transaction.atomic
def cancel_report(*, job_id: int, actor: Actor) -> Job:
    """Stop an open run; the worker notices at its next step. Refuses one that has ended."""
    job = _own_run(actor, job_id)
    if not jobs.cancel(job_id=job.pk):
        raise Invalid("Lần in này đã kết thúc, không huỷ được nữa.")
    transaction.on_commit(lambda: delete_parts(job))
    audit.record(actor=actor, verb="report.cancel", target=job)
    return job


@transaction.atomic
def retry_report(*, job_id: int, actor: Actor) -> Job:
    """Queue a failed or cancelled run again, from its last committed step.

    Refuses one that runs or is done, and one beside which the same paper is being made already.
    """
    job = _own_run(actor, job_id)
    if not jobs.retry(job_id=job.pk):
        raise Invalid(
            "Chỉ chạy lại được lần in không thành hoặc đã huỷ, khi chưa có lần in khác cùng nội dung đang chờ hoặc đang "
            "chạy. Mời xem danh sách các lần in."
        )
    audit.record(actor=actor, verb="report.retry", target=job)
    return job


@transaction.atomic
def hand_over_report(*, job_id: int, actor: Actor) -> Job | None:
    """The finished run whose file the actor may have now, or None; every personal review and pledge in it counts as read."""
    job = report_runs_of(actor).filter(pk=job_id, state=JobState.DONE).exclude(file="").first()
    kind = KINDS.get(job.params["report"]) if job else None
    if job is None or kind is None or not may_see(actor, kind, job.params["about"], job.params):
        return None
    record_what_is_read(((code, pk) for code, pk in job.params.get("documents", [])), actor)
    audit.record(actor=actor, verb="report.download", target=job)
    return job


def _once_key(actor: Actor, kind: str, about: int, chosen: dict[str, Any]) -> str:
    said = ":".join(str(part) for part in (actor.user_id, kind, about, *sorted(chosen.items())))
    return f"{REPORT_JOB}:{hashlib.sha256(said.encode()).hexdigest()}"


def require_face(kind: ReportKind, face: str) -> str:
    """What the face is called; refuses (Invalid) one that this kind of paper does not have."""
    if face not in faces_of(kind):
        raise Invalid("Loại báo cáo này không có dạng tệp đã chọn. Mời chọn lại.")
    return FACES[face]


def _kind(code: str) -> ReportKind:
    if code not in KINDS:
        raise Invalid("Không có loại báo cáo này. Mời chọn lại.")
    return KINDS[code]


def _own_run(actor: Actor, job_id: int) -> Job:
    job: Any = report_runs_of(actor).filter(pk=job_id).first()
    if job is None:
        raise Invalid(_GONE)
    require(rules.may_view_run(actor, job))
    return job
