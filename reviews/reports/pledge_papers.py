"""Yearly pledges on paper: one person's, and the cell's list of who has handed in."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from core.workbooks import Sheet
from reviews.models import Cycle, Pledge, PledgeAnswer, PledgeSection
from reviews.reports.letterheads import head_signature, place_of, recipients, unbroken
from reviews.reports.pledge_counts import MemberLine, call_for, calls_reaching, day_of_list, members_of_cell
from reviews.reports.printable import NotVisible
from reviews.rules import pledges as rules
from units.models import Unit

_TO_FILL_IN = "……………………………………"
_GONE = "Không tìm thấy nội dung cần in trong phạm vi của đồng chí."


@dataclass(frozen=True, slots=True)
class PledgeText:
    """One heading of the paper with what is pledged under it."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PledgePaper:
    """A bản cam kết tu dưỡng, rèn luyện, phấn đấu."""

    TEMPLATE: ClassVar[str] = "reports/pledge.html"

    head: LetterHead
    heading: Heading
    particulars: tuple[tuple[str, str], ...]
    opening: str
    sections: tuple[PledgeText, ...]
    closing: str
    signature: Signature
    received: Signature

    @property
    def signatures(self) -> tuple[Signature, Signature]:
        """Who received it on the left, who pledges on the right."""
        return self.received, self.signature

    @property
    def document_title(self) -> str:
        """Title and person, for the PDF's properties."""
        return f"{self.heading.in_one_line} – {self.signature.name}"


@dataclass(frozen=True, slots=True)
class PledgeListRow:
    """One member in the cell's list."""

    ordinal: int
    name: str
    state: str
    day: date | None


@dataclass(frozen=True, slots=True)
class PledgeListPaper:
    """The list of who has handed in the year's pledge."""

    TEMPLATE: ClassVar[str] = "reports/pledge_list.html"

    head: LetterHead
    heading: Heading
    opening: str
    rows: tuple[PledgeListRow, ...]
    signature: Signature
    recipients: Recipients

    @property
    def document_title(self) -> str:
        """Title and cell, for the PDF's properties."""
        return self.heading.in_one_line

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The list."""
        columns = (("TT", 6), ("Họ và tên", 34), ("Tình trạng", 22), ("Ngày nộp", 14))
        return (Sheet("Danh sách", columns, tuple((row.ordinal, row.name, row.state, row.day) for row in self.rows)),)


def printable_pledge(actor: Actor, pledge_id: int) -> Pledge:
    """The pledge, if the person may read its text; one handed in on paper has none here."""
    found = Pledge.objects.visible_to(actor).select_related("cadre", "form", "unit__parent", "unit__kind")
    pledge = found.filter(pk=pledge_id).first()
    if pledge is None or (pledge.is_on_paper and not rules.is_own(actor, pledge)):
        raise NotVisible(_GONE)
    return pledge


def printable_cell(actor: Actor, unit_id: int, call: int | None = None) -> tuple[Unit, Cycle]:
    """The cell with the call named, or the one that its page shows, if the person may list its people."""
    unit = Unit.objects.select_related("parent__kind", "kind").filter(pk=unit_id).first()
    found = call_for(unit, str(call or "")) if unit else None
    if unit is None or found is None or found.pk != (call or found.pk) or not rules.may_list_cell(actor, unit):
        raise NotVisible(_GONE)
    return unit, found


def title_of_list(actor: Actor, unit_id: int, call: int | None = None) -> str:
    """How the run that prints the list is called."""
    unit, found = printable_cell(actor, unit_id, call)
    return f"Danh sách nộp bản cam kết năm {found.period_to.year}: {unit.name}"


def calls_of_cell(actor: Actor, unit_id: int) -> list[Cycle]:
    """The calls of which the list can be printed, the latest first."""
    return calls_reaching(printable_cell(actor, unit_id)[0])


def collect(actor: Actor, *, pledge: int) -> PledgePaper:
    """The paper of one pledge as this person may see it now."""
    row = printable_pledge(actor, pledge)
    answers = dict(PledgeAnswer.objects.filter(pledge=row).values_list("section_id", "text"))
    sections = PledgeSection.objects.filter(form=row.form)
    unit_name = row.unit_name or row.unit.name
    return PledgePaper(
        head=LetterHead(
            upper=unbroken(row.upper_name or (row.unit.parent.name if row.unit.parent else "")),
            issuer=unbroken(unit_name),
            place=place_of(row.unit),
            day=localtime.local_day(row.handed_in_at) if row.handed_in_at else None,
        ),
        heading=Heading(row.form.title, f"Năm {row.year}"),
        particulars=_particulars(row, unit_name),
        opening=row.form.opening,
        sections=tuple(PledgeText(s.number, s.heading, answers.get(s.pk, "")) for s in sections),
        closing=row.form.closing,
        signature=Signature("", "Người cam kết", row.cadre.full_name, note="(ký, ghi rõ họ tên)"),
        received=Signature("Chi bộ", "", row.received_by_name, note="(ngày nhận, ký, ghi rõ họ tên)"),
    )


def _particulars(row: Pledge, unit_name: str) -> tuple[tuple[str, str], ...]:
    born = formats.day(row.cadre.born_on) if row.cadre.born_on else _TO_FILL_IN
    return (
        ("Họ và tên", row.cadre.full_name.upper()),
        ("Ngày sinh", born),
        ("Đơn vị công tác", row.workplace or row.cadre.workplace or _TO_FILL_IN),
        ("Chức vụ", row.post_line or "Đảng viên"),
        ("Sinh hoạt tại", unit_name),
    )


def collect_list(actor: Actor, *, unit: int, call: int | None = None) -> PledgeListPaper:
    """The list of the cell as it stands today, of the year shown on its page or of the call named."""
    cell, asked = printable_cell(actor, unit, call)
    year, today = asked.period_to.year, localtime.today()
    lines = members_of_cell(cell, year, day_of_list(asked))
    handed_in = sum(line.pledge is not None for line in lines)
    return PledgeListPaper(
        head=LetterHead(
            upper=unbroken(cell.parent.name if cell.parent else ""),
            issuer=unbroken(cell.name),
            place=place_of(cell),
            day=today,
        ),
        heading=Heading("DANH SÁCH NỘP BẢN CAM KẾT", f"tu dưỡng, rèn luyện, phấn đấu năm {year}"),
        opening=f"Tính đến ngày {formats.day(today)}, {handed_in}/{len(lines)} đồng chí của {cell.name} đã nộp bản cam kết.",
        rows=tuple(_row(number, line) for number, line in enumerate(lines, start=1)),
        signature=head_signature(cell, today),
        recipients=recipients(cell),
    )


def _row(number: int, line: MemberLine) -> PledgeListRow:
    pledge = line.pledge
    if pledge is None:
        return PledgeListRow(number, line.cadre.full_name, "Chưa nộp", None)
    day = pledge.paper_on or (localtime.local_day(pledge.handed_in_at) if pledge.handed_in_at else None)
    words = "Đã nộp bản giấy" if pledge.is_on_paper else "Đã nộp"
    return PledgeListRow(number, line.cadre.full_name, words, day)
