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
from reviews.reports.rendering import Paper, render_pdf

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
        if of_all == 1:
            _print_only_one(run, actor)
        else:
            _print_pack(run, actor, of_all)
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
    run.progress(1, len(documents) + 2, "Đã thu thập số liệu", documents=documents)


def _print_only_one(run: jobs.Run, actor: Actor) -> None:
    """Printed and stored at once: with nothing to put together, there is nothing to put down in between."""
    paper = _collect(run, actor, 1)
    _store(run, render_pdf(paper), 1, _edition(getattr(paper, "edition", "")))


def _print_pack(run: jobs.Run, actor: Actor, of_all: int) -> None:
    """Paper by paper, then one file of all, and the parts go."""
    for number in range(1, of_all + 1):
        if number >= run.job.steps_done or not has_part(run.job, number):
            _print_one(run, actor, number, of_all)
    parts = (read_part(run.job, number) for number in range(1, of_all + 1))
    _store(run, merge_pdfs(parts, run.job.title), of_all, run.job.params.get("edition", ""))
    delete_parts(run.job)


def _print_one(run: jobs.Run, actor: Actor, number: int, of_all: int) -> None:
    """Printed, put down, and only then counted as done."""
    facts = {"edition": _edition(f"{of_all} bản")} if number == 1 else {}
    keep_part(run.job, number, render_pdf(_collect(run, actor, number)))
    run.progress(max(number + 1, run.job.steps_done), of_all + 2, f"Đã lập {number}/{of_all} bản", **facts)


def _collect(run: jobs.Run, actor: Actor, number: int) -> Paper:
    """One paper's values, with the requester's rights of now."""
    code, pk = run.job.params["documents"][number - 1]
    return collect_document(actor, (code, pk), run.job.params)


def _edition(words: str) -> str:
    return f"{words}, lúc {formats.moment(localtime.now())}".removeprefix(", ")


def _store(run: jobs.Run, content: bytes, of_all: int, edition: str) -> None:
    """Last step: the file with its SHA-256."""
    run.keep_file(
        content,
        file_name=_file_name(run.job),
        file_type=PDF,
        data_version=edition[:100],
        done=of_all + 2,
        label="Đã lưu tệp",
    )


def _file_name(job: Job) -> str:
    """`ban-kiem-diem-tap-the-ban-thuong-vu-dang-uy-xa-tan-son.pdf`: letters that every office PC can save."""
    words = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in search_key(job.title))
    return f"{'-'.join(words.split())[:120] or 'bao-cao'}.pdf"
