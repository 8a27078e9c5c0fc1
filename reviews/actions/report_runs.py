"""What the worker does for a report: collect, print paper by paper, store; each step committed, so that a run goes on.

Printed papers of an unfinished run lie in the storage folder, numbered; a run taken over from a dead worker uses them.
"""

from cadres.actors import actor_of
from cadres.models import User
from cadres.roles import Actor
from core import formats, jobs, localtime
from core.errors import DomainError
from core.models import Job
from core.pdf import merge_pdfs
from core.text import search_key
from reviews.actions.report_parts import delete_parts, has_part, keep_part, read_part
from reviews.reports.registry import KINDS, MOST_DOCUMENTS, collect_document
from reviews.reports.rendering import render_pdf

PDF = "application/pdf"


def produce(run: jobs.Run) -> None:
    """Go on from the last committed step to the stored file; a refusal of a rule ends the run with its sentence."""
    try:
        actor = _requester(run.job)
        if "documents" not in run.job.params:
            _collect_list(run, actor)
        of_all = len(run.job.params["documents"])
        if run.job.steps_done == of_all + 2:
            return  # stored by a worker that died before it could say so
        for number in range(1, of_all + 1):
            if number >= run.job.steps_done or not has_part(run.job, number):
                _print_one(run, actor, number, of_all)
        _store(run, of_all)
    except DomainError as refusal:
        raise jobs.JobFailed(str(refusal)) from refusal


def _requester(job: Job) -> Actor:
    user = User.objects.filter(pk=job.requested_by_id or 0, is_active=True).first()
    if user is None:
        raise jobs.JobFailed("Tài khoản yêu cầu in không còn hoạt động.")
    return actor_of(user, office=job.params.get("office", ""))


def _collect_list(run: jobs.Run, actor: Actor) -> None:
    """Step one: which papers; kept on the row, so that later steps and the download speak of the same ones."""
    params = run.job.params
    documents = KINDS[params["report"]].documents(actor, params["about"])
    if not documents:
        raise jobs.JobFailed("Chưa có bản kiểm điểm nào đã trình trong phạm vi của đồng chí.")
    if len(documents) > MOST_DOCUMENTS:
        raise jobs.JobFailed(
            f"Có {formats.number(len(documents))} bản, nhiều hơn {MOST_DOCUMENTS} bản in được trong một lần. "
            "Mời in theo từng đơn vị."
        )
    run.remember(documents=documents)
    run.progress(1, len(documents) + 2, "Đã thu thập số liệu")


def _print_one(run: jobs.Run, actor: Actor, number: int, of_all: int) -> None:
    """One paper: collected with the requester's rights of now, printed, put down, and only then counted as done."""
    code, pk = run.job.params["documents"][number - 1]
    paper = collect_document(actor, (code, pk), run.job.params)
    if number == 1:
        edition = getattr(paper, "edition", "") if of_all == 1 else f"{of_all} bản"
        run.remember(edition=f"{edition}, lúc {formats.moment(localtime.now())}".lstrip(", "))
    keep_part(run.job, number, render_pdf(paper))
    run.progress(max(number + 1, run.job.steps_done), of_all + 2, f"Đã lập {number}/{of_all} bản")


def _store(run: jobs.Run, of_all: int) -> None:
    """Last step: one file with its SHA-256, then the parts go."""
    parts = [read_part(run.job, number) for number in range(1, of_all + 1)]
    content = parts[0] if len(parts) == 1 else merge_pdfs(parts, run.job.title)
    if run.job.file:
        run.job.file.delete(save=False)  # left by a worker that died between storing and counting
    run.keep_file(
        content, file_name=_file_name(run.job), file_type=PDF, data_version=run.job.params.get("edition", "")[:100]
    )
    run.progress(of_all + 2, of_all + 2, "Đã lưu tệp")
    delete_parts(run.job)


def _file_name(job: Job) -> str:
    """`ban-kiem-diem-tap-the-ban-thuong-vu-dang-uy-xa-tan-son.pdf`: letters that every office PC can save."""
    words = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in search_key(job.title))
    return f"{'-'.join(words.split())[:120] or 'bao-cao'}.pdf"
