"""The register of hard tasks (sổ đăng ký việc khó) on paper: of one cycle, as far as the person may see it."""

from datetime import date
from typing import Final

from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading
from reviews.models import HardTask, RemediationItem
from reviews.reports.letterheads import collective, period_words, recipients
from reviews.reports.plain_paper import WidePaper
from reviews.reports.printable import printable_cycle
from reviews.reports.summary_frame import head_of, issuer_of, reported_to, signature_of

_COLUMNS: Final = (
    ("TT", 5),
    ("Tập thể, cá nhân", 22),
    ("Việc khó đăng ký", 33),
    ("Kết quả phải đạt", 18),
    ("Thời hạn", 10),
    ("Tình trạng", 12),
)


def title_of(actor: Actor, cycle: int) -> str:
    """What it is called; refuses what `printable_cycle` refuses."""
    return f"Sổ đăng ký việc khó: {printable_cycle(actor, cycle).name}"


def collect(actor: Actor, *, cycle: int, serial: str = "", day: date | None = None) -> WidePaper:
    """The tasks by unit, collectives before persons; refuses (NotAllowed) whom `may_print_summary` refuses."""
    row = printable_cycle(actor, cycle)
    issuer = issuer_of(actor, row)
    tasks = list(
        HardTask.objects.visible_to(actor)
        .filter(cycle=row)
        .with_names()
        .order_by("unit__sort_key", "cadre__sort_key", "due_on", "pk")
    )
    told = f"{formats.number(len(tasks))} việc" if tasks else "chưa có việc nào"
    return WidePaper(
        head=head_of(issuer, serial, day),
        heading=Heading("SỔ ĐĂNG KÝ VIỆC KHÓ", f"của tập thể, cá nhân, {period_words(row)}"),
        opening=f"Số liệu tính đến {formats.moment(localtime.now())}, trong phạm vi theo dõi của {collective(issuer)}: {told}.",
        columns=_COLUMNS,
        rows=tuple(
            (at, _whose(task), task.text, task.measure, task.due_on, _state(task)) for at, task in enumerate(tasks, 1)
        ),
        signatures=(signature_of(actor, issuer, day),),
        recipients=recipients(issuer, *reported_to(issuer, row)),
        edition="theo sổ",
    )


def _whose(task: HardTask) -> str:
    return f"{task.cadre.full_name}, {task.unit.name}" if task.cadre else task.unit.name


def _state(task: HardTask) -> str:
    item: RemediationItem | None = getattr(task, "item", None)
    return str(item.get_state_display()) if item else "Đã đăng ký"
