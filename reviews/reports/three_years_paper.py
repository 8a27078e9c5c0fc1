"""Three years of remediation on paper (sơ kết ba năm): the tables and the picture of the page, of a committee's own tree."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from cadres.roles import Actor, Role
from core import formats, localtime
from core.bars import Chart
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from core.workbooks import Sheet
from reviews.models import RemediationItem
from reviews.reports.figure_tables import Table
from reviews.reports.letterheads import collective, recipients
from reviews.reports.printable import NotVisible, require
from reviews.reports.summary_frame import head_of, office_of, signature_of
from reviews.reports.three_years import YEARS, AmountRow, ThreeYears
from reviews.reports.three_years import collect as collect_years
from reviews.reports.tree_figures import committee_of
from reviews.rules.dashboard import may_view_dashboard
from units.models import Unit

FIRST_YEAR: Final = 2002
"""Nothing that the page can be asked for is earlier."""


@dataclass(frozen=True, slots=True)
class ThreeYearsPaper:
    """The three years as a signed report."""

    TEMPLATE: ClassVar[str] = "reports/three_years.html"

    head: LetterHead
    heading: Heading
    opening: str
    table: Table
    totals: tuple[Chart, ...]
    amounts: tuple[AmountRow, ...]
    below: Table | None
    tables: tuple[Sheet, ...]
    closing: str
    signature: Signature
    recipients: Recipients
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and abstract, for the file's properties."""
        return self.heading.in_one_line

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables of the page, for Excel."""
        return self.tables


def title_of(actor: Actor, last: int) -> str:
    """What the paper of the three years that end with `last` is called; refuses years to come and who sums nothing up."""
    if not FIRST_YEAR < last <= localtime.today().year:
        raise NotVisible("Chưa có số liệu của những năm này.")
    require(may_view_dashboard(actor))
    return f"Sơ kết khắc phục ba năm {_span(last)}"


def collect(actor: Actor, *, last: int, serial: str = "", day: date | None = None) -> ThreeYearsPaper:
    """The numbers of now, of the office acted for: as the committee sees them, or as its inspection does."""
    title_of(actor, last)
    issuer = office_of(actor)
    assert issuer is not None  # who may sum up holds such an office
    works_there = actor.holds(Role.STAFF, Role.STANDING, at=issuer.pk)
    reader = committee_of(issuer) if works_there else _inspection_of(actor, issuer)
    today = localtime.today()
    items = RemediationItem.objects.visible_to(reader)
    found = collect_years(reader, today, last, items, {}, issuer)
    return ThreeYearsPaper(
        head=head_of(issuer, serial, day),
        heading=Heading("BÁO CÁO", f"sơ kết khắc phục hạn chế, khuyết điểm ba năm {_span(last)}"),
        opening=_opening(found, issuer),
        table=found.table,
        totals=(found.chart,),
        amounts=found.amounts,
        below=found.below,
        tables=tuple(found.sheets),
        closing="Còn mở khi hết năm bằng số còn mở từ năm trước cộng việc được giao, mở lại hoặc nhận lại, trừ việc đã kết thúc, "
        "không thực hiện được, chuyển cơ quan khác. Số của một năm tính từ "
        "ngày giao, ngày kết thúc, quyết định gia hạn và diễn biến đã ghi; xong đúng hạn, xong "
        "chậm: dấu đã ghi khi kết thúc. Kết quả bằng số đo cộng từ số đã báo cáo đến hết năm, không cộng tỷ lệ phần trăm.",
        signature=signature_of(actor, issuer, day),
        recipients=recipients(issuer),
        edition="số liệu ba năm",
    )


def _inspection_of(actor: Actor, issuer: Unit) -> Actor:
    """Who inspects there as nobody in particular: what the person sees in other offices has no place in the paper."""
    held = (grant for grant in actor.grants if grant.role == Role.INSPECTION and grant.unit_id == issuer.pk)
    return Actor(user_id=None, grants=frozenset(held))


def _opening(found: ThreeYears, issuer: Unit) -> str:
    told = [
        f"Trong phạm vi theo dõi của {collective(issuer)}. Số liệu tính đến {formats.moment(localtime.now())}.",
        *(f"Năm {year} chưa có dữ liệu khắc phục." for year in found.empty),
    ]
    return " ".join(told)


def _span(last: int) -> str:
    return f"{last - YEARS + 1}–{last}"
