"""What the worker does for a report: collect, print paper by paper, store; each step committed, so that a run goes on.

Printed papers of an unfinished run lie in the storage folder, numbered; a run taken over from a dead worker uses them.
"""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cadres.actors import actor_of
from cadres.models import User
from cadres.roles import Actor
from core import formats, job_limits, jobs, localtime
from core.archives import ZIP, zipped
from core.errors import DomainError
from core.models import Job, JobState
from core.paper.word import WORD
from core.pdf import merge_pdfs
from core.text import search_key
from core.workbooks import XLSX
from reviews.actions.meeting_packs import bind_pack
from reviews.actions.printing import Printed, print_paper
from reviews.actions.report_parts import count_parts, delete_parts, has_part, held_part, keep_part, read_part
from reviews.reports.printable import drafts_among
from reviews.reports.registry import KINDS, MOST_DOCUMENTS, collector_of, names_of
from reviews.reports.rendering import Paper, render_archive, render_excel, render_word
from reviews.reports.report_kind import FACES

NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
_DISK_IS_FULL: Final = (
    "Máy chủ hết chỗ trống trên đĩa nên chưa lưu được tệp. Mời báo quản trị dọn chỗ rồi bấm “Thử lại”; các văn bản đã lập "
    "xong không phải lập lại."
)
HELP_JOB: Final = "report_help"
WORTH_SHARING: Final = 8  # papers; below that the second worker would find nothing left to do


_Print = Callable[[int], Printed]


@dataclass(frozen=True, slots=True)
class _FileKind:
    ending: str
    media_type: str
    make: Callable[[Paper], bytes] | None = None  # a PDF may have been issued or printed before


_FACES: Final = {
    "pdf": _FileKind(".pdf", "application/pdf"),
    "word": _FileKind(".docx", WORD, render_word),
    "archive": _FileKind("-luu-tru.pdf", "application/pdf", render_archive),
    "excel": _FileKind(".xlsx", XLSX, render_excel),
}


def produce(run: jobs.Run) -> None:
    """Go on from the last committed step to the stored file; a refusal of a rule ends the run with its sentence."""
    try:
        actor = _requester(run.job)
        if "documents" not in run.job.params:
            _collect_list(run, actor)
        of_all = len(run.job.params["documents"])
        if run.job.steps_done == of_all + 2:
            return  # stored by a worker that died before it could say so
        _note_drafts(run, actor, of_all)
        if of_all == 1 and "entries" not in run.job.params:
            _print_only_one(run, actor)
        else:
            _print_pack(run, actor, of_all)
    except DomainError as refusal:
        raise jobs.JobFailed(str(refusal)) from refusal
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise jobs.JobFailed(_DISK_IS_FULL) from error


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
        raise jobs.JobFailed(KINDS[params["report"]].why_nothing)
    if len(documents) > MOST_DOCUMENTS:
        raise jobs.JobFailed(
            f"Có {formats.number(len(documents))} bản, nhiều hơn {MOST_DOCUMENTS} bản in được trong một lần. "
            "Mời in theo từng đơn vị."
        )
    run.progress(1, len(documents) + 2, "Đã thu thập số liệu", documents=documents)


def _note_drafts(run: jobs.Run, actor: Actor, of_all: int) -> None:
    """Keep of which reviews a draft is in the file, those of parts printed before among them: who leaves their side does
    not get it any more."""
    params = run.job.params
    known = set(params.get("drafts", ()))
    reviews = {pk for code, pk in params["documents"] if KINDS[code].about == "review"}
    shown = drafts_among(actor, reviews, params.get("round"))
    if not known.issuperset(shown):
        done = max(run.job.steps_done, 1)
        run.progress(done, of_all + 2, "Đã thu thập số liệu", drafts=sorted(known.union(shown)))


def _print_only_one(run: jobs.Run, actor: Actor) -> None:
    """Printed and stored at once: with nothing to put together, there is nothing to put down in between."""
    made, face = _printer(run.job, actor)(1), _face(run.job)
    _store(run, made.content, 1, _edition(made.edition, made.since), face.ending, face.media_type)


def _print_pack(run: jobs.Run, actor: Actor, of_all: int) -> None:
    """Paper by paper, with the help of a second worker where it is worth it; then one file of all, and the parts go."""
    if of_all >= WORTH_SHARING:
        title, params = f"{run.job.title} (cùng lập)"[:300], {"job": run.job.pk}
        jobs.enqueue(kind=HELP_JOB, title=title, params=params, actor=actor, once_key=f"{HELP_JOB}:{run.job.pk}")
    printer = _printer(run.job, actor)
    for waits in (False, True):  # first what is free, then what the other worker is at
        for number in range(1, of_all + 1):
            if not has_part(run.job, number):
                _print_one(run, printer, number, of_all, waits=waits)
    parts = (read_part(run.job, number) for number in range(1, of_all + 1))
    face, edition = _face(run.job), run.job.params.get("edition", "")
    if "entries" in run.job.params:
        _store(run, bind_pack(run.job, actor), of_all, edition, face.ending, face.media_type)
    elif face.ending == ".pdf":
        _store(run, merge_pdfs(parts, run.job.title), of_all, edition, face.ending, face.media_type)
    else:
        _store(run, zipped(zip(_names(run.job, actor), parts, strict=True)), of_all, edition, ".zip", ZIP)
    delete_parts(run.job)


def _print_one(run: jobs.Run, printer: _Print, number: int, of_all: int, *, waits: bool = False) -> None:
    """Printed, put down, and only then counted as done; left alone while another worker is at it, unless `waits`."""
    facts = {"edition": _edition(f"{of_all} bản")} if number == 1 else {}
    with held_part(run.job, number, waits=waits) as is_ours:
        if not is_ours:
            return
        if not has_part(run.job, number):
            keep_part(run.job, number, printer(number).content)
    done = count_parts(run.job)
    run.progress(done + 1, of_all + 2, f"Đã lập {done}/{of_all} bản", **facts)


def help_along(run: jobs.Run) -> None:
    """Print papers of the pack that another worker is at, from its end, as long as nobody waits for a worker.

    Whatever becomes of this one, the other prints what is left.
    """
    job = Job.objects.get(pk=run.job.params["job"])
    of_all = len(job.params["documents"])
    printer = _printer(job, _requester(job))
    for number in range(of_all, 0, -1):
        job_limits.begin_step()  # its own row has no steps: the pack's has
        if jobs.somebody_waits():
            return
        with held_part(job, number, waits=False) as is_ours:
            if not _is_being_printed(job, of_all):
                return
            if is_ours and not has_part(job, number):
                keep_part(job, number, printer(number).content)
    if not _is_being_printed(job, of_all):
        delete_parts(job)  # it was cancelled in the meantime


def _is_being_printed(job: Job, of_all: int) -> bool:
    job.refresh_from_db(fields=["state", "steps_done"])
    return job.state == JobState.RUNNING and job.steps_done < of_all + 2


def _printer(job: Job, actor: Actor) -> _Print:
    """Prints a paper by its number, with the requester's rights of now."""
    collect = collector_of(actor, job.params)

    def print_one(number: int) -> Printed:
        code, pk = job.params["documents"][number - 1]
        paper = collect((code, pk))
        make = _face(job).make
        if make is not None:
            return Printed(make(paper), edition=getattr(paper, "edition", ""))
        return print_paper(actor, (code, pk), paper, job.params)

    return print_one


def _face(job: Job) -> _FileKind:
    """What is made of each paper."""
    return _FACES[_face_code(job)]


def _face_code(job: Job) -> str:
    """Runs asked for by an earlier edition of the site said `word`."""
    return job.params.get("face") or ("word" if job.params.get("word") else "pdf")


def _names(job: Job, actor: Actor) -> list[str]:
    """`007-dong-chi-tran-dinh-huong.docx`: in the order of the list, each saying to whom."""
    told = names_of(actor, job.params["documents"])
    return [f"{number:03}-{_plain(name)[:100]}{_face(job).ending}" for number, name in enumerate(told, start=1)]


def _edition(words: str, since: datetime | None = None) -> str:
    """The state of what was printed and when; what had been printed of the same values says so."""
    told = f"lập lúc {formats.moment(since)}, số liệu không đổi" if since else f"lúc {formats.moment(localtime.now())}"
    return f"{words}, {told}".removeprefix(", ")


def _store(run: jobs.Run, content: bytes, of_all: int, edition: str, ending: str, media_type: str) -> None:
    """Last step: the file with its SHA-256."""
    called = run.job.title.removesuffix(f" ({FACES[_face_code(run.job)]})")  # the ending says which face it is
    run.keep_file(
        content,
        file_name=f"{_plain(called)[:120] or 'bao-cao'}{ending}",
        file_type=media_type,
        data_version=edition[:100],
        done=of_all + 2,
        label="Đã lưu tệp",
    )


def _plain(words: str) -> str:
    """`ban-kiem-diem-tap-the-ban-thuong-vu-dang-uy-xa-tan-son`: letters that every office PC can save."""
    return "-".join(
        "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in search_key(words)).split()
    )
