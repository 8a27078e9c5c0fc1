"""The report on the situation of a cycle by suggestions: its tables and pictures, as a draft or as it was issued."""

from dataclasses import dataclass, replace
from typing import ClassVar, Final

from cadres.roles import Actor, Role
from core import formats, localtime
from core.bars import Chart
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from reviews.models import Cycle, SituationReport
from reviews.reports import chain_picture
from reviews.reports.dashboard import STEP_COLUMNS, ChainFilter, ChainRows, chain_of, chain_tables
from reviews.reports.figure_tables import Group, Row, Table
from reviews.reports.letterheads import authority, collective, period_words, plan_words, recipients
from reviews.reports.printable import NotVisible, printable_cycle
from reviews.reports.summary_frame import head_of, issuer_of, reported_to, signature_of
from reviews.reports.tree_figures import committee_of
from reviews.rules.paper_numbers import split_number
from units.models import Unit

_GONE: Final = "Không tìm thấy báo cáo này trong phạm vi của đồng chí."
_ALL: Final = ChainFilter()


@dataclass(frozen=True, slots=True)
class SituationPaper:
    """The report as a signed paper."""

    TEMPLATE: ClassVar[str] = "reports/situation_report.html"

    head: LetterHead
    heading: Heading
    opening: str
    tables: tuple[Table, ...]
    totals: tuple[Chart, ...]
    galleries: tuple[chain_picture.Gallery, ...]
    closing: str
    signature: Signature
    recipients: Recipients
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and abstract, for the PDF's properties."""
        return self.heading.in_one_line


def issued_report(actor: Actor, pk: int) -> SituationReport:
    """The issued report, if the person may see it; refuses (NotVisible) the others."""
    found = SituationReport.objects.visible_to(actor).select_related(
        "cycle__owner__kind", "issuer__kind", "issuer__parent"
    )
    report = found.filter(pk=pk).first()
    if report is None:
        raise NotVisible(_GONE)
    return report


def rows_of(report: SituationReport) -> ChainRows:
    """The counts that it keeps."""
    return ChainRows(**report.rows)


def rows_today(cycle: Cycle, issuer: Unit) -> ChainRows:
    """The same counts as the issuing committee would see them now."""
    return chain_of(cycle, committee_of(issuer), localtime.today())


def draft_title(actor: Actor, pk: int) -> str:
    """What a draft for this cycle is called; refuses what `printable_cycle` refuses."""
    return f"Dự thảo báo cáo tổng hợp tình hình: {printable_cycle(actor, pk).name}"


def issued_title(actor: Actor, pk: int) -> str:
    """What an issued one is called."""
    report = issued_report(actor, pk)
    return f"Báo cáo tổng hợp tình hình số {report.number}: {report.cycle.name}"


def collect_draft(actor: Actor, *, cycle: int) -> SituationPaper:
    """The numbers of now, without a number: those of the committee for its own people, of what they see for others."""
    row = printable_cycle(actor, cycle)
    issuer = issuer_of(actor, row)
    works_there = actor.holds(Role.STAFF, Role.STANDING, at=issuer.pk)
    rows = rows_today(row, issuer) if works_there else chain_of(row, actor, localtime.today())
    marked = replace(head_of(issuer), marks=("Dự thảo",))
    moment = formats.moment(localtime.now())
    return _paper(row, issuer, rows, moment, marked, signature_of(actor, issuer), "dự thảo")


def collect_issued(actor: Actor, *, report: int) -> SituationPaper:
    """The report with the numbers that it keeps."""
    issued = issued_report(actor, report)
    serial, symbol = split_number(issued.number)
    numbered = head_of(issued.issuer, serial, issued.issued_on)
    head = replace(numbered, symbol=symbol or numbered.symbol)
    signature = Signature(authority(issued.issuer), issued.signer_post, issued.signer_name)
    moment = formats.moment(issued.counted_at)
    return _paper(issued.cycle, issued.issuer, rows_of(issued), moment, head, signature, "đã ban hành")


def _paper(
    cycle: Cycle, issuer: Unit, rows: ChainRows, moment: str, head: LetterHead, signature: Signature, edition: str
) -> SituationPaper:
    return SituationPaper(
        head=head,
        heading=Heading("BÁO CÁO", f"tổng hợp tình hình kiểm điểm theo gợi ý {period_words(cycle)}"),
        opening=f"Thực hiện {plan_words(cycle)}, {collective(issuer)} tổng hợp tình hình gợi ý kiểm điểm sâu, giải trình, "
        f"thẩm định và khắc phục sau gợi ý. Số liệu chốt lúc {moment}.",
        tables=tuple(part for table in chain_tables(cycle.pk, rows, _ALL) for part in _halves(table)),
        totals=chain_picture.of_subjects(rows, _ALL),
        galleries=tuple(chain_picture.galleries(rows, _ALL)),
        closing="Bản được hỏi về nhiều lĩnh vực có mặt ở từng lĩnh vực đó. Đạt; trả lại, bổ sung; kiểm điểm lại: theo quyết định "
        "thẩm định mới nhất. Việc quá hạn cũng nằm trong số chưa kết thúc. Nơi được rút khỏi gợi ý không tính.",
        signature=signature,
        recipients=recipients(issuer, *reported_to(issuer, cycle)),
        edition=edition,
    )


def _halves(table: Table) -> tuple[Table, Table]:
    """A page is too narrow for the whole chain: the steps first, then the remedies."""
    middle = len(STEP_COLUMNS)
    whose = table.title.rpartition(": ")[2]
    return (
        _narrowed(table, f"Từ gợi ý đến thẩm định: {whose}", slice(0, middle)),
        _narrowed(table, f"Khắc phục sau gợi ý: {whose}", slice(middle, None)),
    )


def _narrowed(table: Table, title: str, columns: slice) -> Table:
    def cut(row: Row) -> Row:
        return Row(row.label, row.cells[columns])

    groups = tuple(Group(group.heading, tuple(cut(row) for row in group.rows)) for group in table.groups)
    return Table(title, cut(table.total), groups)
