"""Issuing a printed paper: its number is taken, its bytes are frozen, and a code on it tells anybody whether it is valid."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cadres.roles import Actor
from core import audit, jobs, localtime
from core.errors import Invalid
from core.models import Job, JobState
from core.paper.parts import LetterHead
from core.paper.seal import draw_code
from reviews.actions.locking import one_at_a_time, require
from reviews.actions.paper_numbers import refuse_used_number, take_number
from reviews.actions.reading_prints import record_what_is_read
from reviews.models import Cycle, IssuedPaper, PaperNumber, Round
from reviews.querysets.reports import REPORT_JOB, report_runs_of
from reviews.reports.issuing import SAYS_WHAT_WAS_SUBMITTED, is_issued_by_hand, issuing_unit, same_for_every_reader
from reviews.reports.printable import printable_review
from reviews.reports.registry import KINDS, ReportKind, collect_document, may_see
from reviews.reports.rendering import layout_of
from reviews.rules import issued_papers as rules
from reviews.rules.paper_numbers import number_key
from reviews.states import NumberSource

PDF = "application/pdf"
ISSUED = "issued"  # the folder of the files that stay
_KEPT_PARAMS = ("round", "serial", "day", "meeting", "on_day")
_GONE = "Không còn thấy lần in này. Mời tải lại trang."


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is kept of a paper beside its bytes and its number."""

    code: str
    kind: str
    about: int
    title: str
    symbol: str
    data_version: str
    layout: str
    occasion: str = ""
    params: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def prepare_issue(*, job_id: int, actor: Actor, serial: str, day: date) -> Job:
    """Print the paper of a finished run with number, day and code, to be looked at before it is issued.

    Refuses (NotAllowed) others than the issuing office's people, (Invalid) a paper that bears no number, one with an
    appendix, a review not submitted, a number in use, a day to come and one before there was anything to issue. A second
    click returns the run that is open.
    """
    run = _finished_run(actor, job_id)
    kind, about = KINDS[run.params["report"]], run.params["about"]
    if not is_issued_by_hand(kind) or run.params.get("appendix") or run.file_type != PDF:
        raise Invalid("Chỉ phát hành bản in PDF của loại văn bản có số, không kèm phụ lục tự đối chiếu biểu hiện.")
    issuer = issuing_unit(actor, kind, about)
    require(rules.may_issue_paper(actor, issuer.pk))
    params = {
        name: run.params[name] for name in ("round", "for_meeting", "urgent", *kind.entered) if name in run.params
    }
    params |= _round_of_now(actor, kind, about, params)
    if day > localtime.today():
        raise Invalid("Ngày ban hành không thể sau hôm nay.")
    _refuse_early_day(kind, about, params, day)
    params |= {"serial": serial, "day": day.isoformat()}
    paper = collect_document(actor, (kind.code, about), params)
    refuse_used_number(issuer=issuer, kind="", number=f"{serial}-{paper.head.symbol}", issued_on=day, actor=actor)
    facts = {"symbol": paper.head.symbol, "layout": layout_of(paper).code, "seal": draw_code(), "issuer": issuer.pk}
    job = jobs.enqueue(
        kind=REPORT_JOB,
        title=f"{run.title} (để phát hành)"[:300],
        params={"report": kind.code, "about": about, "office": actor.office, **params, **facts},
        actor=actor,
        once_key=f"issue:{actor.user_id}:{run.pk}:{serial}:{day}"[:120],
    )
    audit.record(actor=actor, verb="issued_paper.prepare", target=job, report=kind.code, about=about)
    return job


@transaction.atomic
def issue_paper(*, job_id: int, actor: Actor) -> IssuedPaper:
    """Issue the paper that this run printed, as it lies there: from here on neither it nor its number changes.

    A second click returns the paper issued. What was issued of the same thing (for the same meeting) before counts as
    replaced. Refuses
    (NotAllowed) who may not issue it, (Invalid) a run that is not over, one prepared for another office, a round before
    the one issued last, a number taken meanwhile and a file that differs from what was printed.
    """
    run = _finished_run(actor, job_id)
    code = run.params.get("seal", "")
    if not code:
        raise Invalid("Bản in này chưa có số và mã kiểm tra. Mời bấm “Chuẩn bị phát hành” trước.")
    kind, about = KINDS[run.params["report"]], run.params["about"]
    issuer = issuing_unit(actor, kind, about)
    require(rules.may_issue_paper(actor, issuer.pk))
    one_at_a_time(f"issue:{kind.code}:{about}")
    if (row := IssuedPaper.objects.filter(code=code).first()) is not None:
        return row
    if not may_see(actor, kind, about, run.params):
        raise Invalid(_GONE)
    if "round" in kind.options and not run.params.get("round"):
        raise Invalid("Bản này không ghi là của lần trình nào. Mời chuẩn bị phát hành lại.")
    if run.params.get("issuer") != issuer.pk:
        raise Invalid("Bản này được lập với nơi ban hành khác. Mời chuẩn bị phát hành lại.")
    _require_submitted(kind, about, run.params)
    _refuse_earlier_round(issuer.pk, kind, about, run.params)
    content = _content_of(run)
    title = run.title.removesuffix(" (để phát hành)")
    number = f"{run.params['serial']}-{run.params['symbol']}"
    day = date.fromisoformat(run.params["day"])
    entry = take_number(
        issuer=issuer,
        kind="",
        number=number,
        issued_on=day,
        used_for=f"“{title}”",
        source=NumberSource.PAPER,
        actor=actor,
    )
    facts = PaperFacts(
        code=code,
        kind=kind.code,
        about=about,
        title=title,
        symbol=run.params["symbol"],
        data_version=run.data_version,
        layout=run.params["layout"],
        occasion=_occasion(kind, about, run.params),
        params={name: run.params[name] for name in _KEPT_PARAMS if name in run.params},
    )
    return freeze(entry=entry, facts=facts, content=content, actor=actor)


def freeze(*, entry: PaperNumber, facts: PaperFacts, content: bytes, actor: Actor) -> IssuedPaper:
    """Keep the bytes under the number, as the last paper of what it is about; the caller has asked who may."""
    before = _in_force(entry.issuer_id, facts.kind, facts.about, facts.occasion)
    try:
        name = default_storage.save(f"{ISSUED}/{localtime.today():%Y}/{uuid.uuid4().hex}", ContentFile(content))
    except OSError as error:
        raise Invalid("Máy chủ không lưu được tệp nên chưa phát hành. Mời báo quản trị rồi thử lại.") from error
    try:
        with transaction.atomic():
            row = IssuedPaper.objects.create(
                code=facts.code,
                entry=entry,
                issuer_id=entry.issuer_id,
                kind=facts.kind,
                about=facts.about,
                occasion=facts.occasion,
                params=facts.params,
                title=facts.title,
                number=_printed_number(entry.number, facts.symbol),
                issued_on=entry.issued_on,
                file=name,
                file_name=f"van-ban-{facts.code.lower()}.pdf",
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                data_version=facts.data_version[:100],
                layout=facts.layout,
                supersedes=before,
                issued_by_id=actor.user_id,
                issued_by_name=actor.name,
                issued_office=actor.office,
            )
    except BaseException:
        default_storage.delete(name)
        raise
    audit.record(actor=actor, verb="issued_paper.issue", target=row, number=row.number, sha256=row.sha256)
    return row


def number_of_act(actor: Actor, kind: ReportKind, about: int, head: LetterHead) -> PaperNumber | None:
    """The number in the register that this document of an act bears; None for a draft."""
    if not head.serial or head.day is None:
        return None
    issuer = issuing_unit(actor, kind, about)
    key = number_key(f"{head.serial}-{head.symbol}", "")
    return PaperNumber.objects.filter(issuer=issuer, issued_on=head.day, key=key).first()


def sees_whole(actor: Actor, row: IssuedPaper) -> bool:
    """Whether the person may have the issued file: may see what it is about now, and would be printed no less of it."""
    kind = KINDS.get(row.kind)
    if kind is None or not may_see(actor, kind, row.about, row.params | {"documents": [[row.kind, row.about]]}):
        return False
    return same_for_every_reader(kind) or rules.decides_in(actor, row.issuer_id)


@transaction.atomic
def hand_over_paper(*, paper_id: int, actor: Actor) -> IssuedPaper | None:
    """The issued paper whose file the person may have now, or None; what a person wrote in it counts as read."""
    row = IssuedPaper.objects.filter(pk=paper_id).first()
    if row is None or not sees_whole(actor, row):
        return None
    record_what_is_read([(row.kind, row.about)], actor)
    audit.record(actor=actor, verb="issued_paper.download", target=row)
    return row


def _in_force(issuer_id: int, kind: str, about: int, occasion: str = "") -> IssuedPaper | None:
    same = IssuedPaper.objects.filter(issuer_id=issuer_id, kind=kind, about=about, occasion=occasion)
    return same.filter(superseded_by=None).first()


def _occasion(kind: ReportKind, about: int, params: Any) -> str:
    """`2-1`, the first meeting of the second turn: what is issued for it replaces nothing that was issued for another one.
    Nothing for the first meeting of all, and for papers of no meeting."""
    if "meeting" not in kind.entered:
        return ""
    turn = Round.objects.get(review=about, number=params["round"]).turn
    occasion = f"{turn}-{params.get('meeting') or 1}"
    return "" if occasion == "1-1" else occasion


def _printed_number(number: str, symbol: str) -> str:
    """`05-BC/ĐU`: as the head of the paper has it."""
    serial = number.partition("-")[0].strip().removeprefix("Số").removeprefix("số").strip()
    return f"{serial.rjust(2, '0') if serial.isdigit() else serial}-{symbol}"


def _finished_run(actor: Actor, job_id: int) -> Job:
    run = report_runs_of(actor).filter(pk=job_id, state=JobState.DONE).exclude(file="").first()
    if run is None or run.params.get("report") not in KINDS:
        raise Invalid(_GONE)
    return run


def _round_of_now(actor: Actor, kind: ReportKind, about: int, params: Any) -> dict[str, int]:
    """The round that is printed, by its number: whatever becomes of the review until a worker prints it, it is this one."""
    if "round" not in kind.options:
        return {}
    _require_submitted(kind, about, params)
    return {"round": printable_review(actor, about, None, params.get("round"))[1].number}


def _require_submitted(kind: ReportKind, about: int, params: Any) -> None:
    """A review is issued as it was submitted; what is still being written is a draft."""
    if kind.code not in SAYS_WHAT_WAS_SUBMITTED:
        return
    rounds = Round.objects.filter(review=about).order_by("-number")
    chosen = rounds.filter(number=params["round"]) if params.get("round") else rounds
    newest = chosen.first()
    if newest is None or newest.submitted_at is None:
        raise Invalid("Bản kiểm điểm chưa trình nên chưa phát hành được; bản in lúc này là dự thảo.")


def _refuse_earlier_round(issuer_id: int, kind: ReportKind, about: int, params: Any) -> None:
    """The later paper replaces the one before, so the rounds go out in their order."""
    last = _in_force(issuer_id, kind.code, about, _occasion(kind, about, params))
    number = last.params.get("round", 0) if last else 0
    if number > params.get("round", number):
        raise Invalid(f"Đã phát hành bản của lần trình {number}, nên không phát hành bản của lần trình trước đó.")


def _refuse_early_day(kind: ReportKind, about: int, params: Any, day: date) -> None:
    """Nothing is issued before it was submitted, nor before the plan of its cycle."""
    if kind.code in SAYS_WHAT_WAS_SUBMITTED:
        submitted_at = Round.objects.get(review=about, number=params["round"]).submitted_at
        if submitted_at is not None and day < localtime.local_day(submitted_at):
            raise Invalid("Ngày ban hành không thể trước ngày trình bản kiểm điểm.")
    elif kind.about in ("cycle", "review"):
        cycle = Cycle.objects.get(pk=about) if kind.about == "cycle" else Cycle.objects.get(reviews=about)
        if day < cycle.plan_date:
            raise Invalid("Ngày ban hành không thể trước ngày của kế hoạch tổ chức đợt.")


def _content_of(run: Job) -> bytes:
    try:
        with run.file.open("rb") as opened:
            content = bytes(opened.read())
    except FileNotFoundError:
        raise Invalid("Tệp của lần in này không còn. Mời chuẩn bị phát hành lại.") from None
    if hashlib.sha256(content).hexdigest() != run.sha256:
        raise Invalid("Tệp của lần in này không còn đúng như lúc lập. Mời chuẩn bị phát hành lại.")
    return content
