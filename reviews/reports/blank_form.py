"""A form to fill in by hand: for one review with its head filled in, or a bare template. It holds nothing written."""

from dataclasses import dataclass, replace
from typing import ClassVar

from cadres.roles import Actor
from core.paper.parts import Heading, LetterHead, Signature
from reviews.models import Catalogue, FormTemplate, IndicatorGroup, ProfileChoice, Review, Round
from reviews.models.contents import contents_of
from reviews.reports import collective_review, individual_review
from reviews.reports.blank_parts import CARDS, ROWS_OF_A_TABLE, BlankSection, BlankWriter
from reviews.reports.individual_review import TO_FILL_IN, Particular
from reviews.reports.letterheads import collective, head_signature, period_words
from reviews.reports.printable import NotVisible, require
from reviews.reports.review_parts import IndicatorAppendix, IndicatorGroupRows, IndicatorRow
from reviews.rules import reports as rules
from reviews.states import IndicatorPart, Subject

_GONE = "Không tìm thấy nội dung cần in trong phạm vi của đồng chí."


@dataclass(frozen=True, slots=True)
class BlankFormPaper:
    """A form with dotted lines, empty boxes and empty tables."""

    TEMPLATE: ClassVar[str] = "reports/blank_form.html"

    head: LetterHead
    heading: Heading
    particulars: tuple[Particular, ...]
    sections: tuple[BlankSection, ...]
    signature: Signature
    attachments: tuple[BlankSection, ...] = ()
    indicators: IndicatorAppendix | None = None
    edition: str = ""
    cards: range = range(1, CARDS + 1)
    rows: range = range(1, ROWS_OF_A_TABLE + 1)
    note_lines: range = range(12)

    @property
    def document_title(self) -> str:
        """Title and whose form it is."""
        return self.heading.in_one_line


def blank_review(actor: Actor, review_id: int) -> Review:
    """The review whose form is printed empty; refuses everybody who is not on its own side."""
    found = Review.objects.visible_to(actor).with_subject()
    found = found.select_related("unit__parent__kind", "cycle__owner__kind", "cycle__catalogue", "managing_unit__kind")
    review = found.filter(pk=review_id).first()
    if review is None:
        raise NotVisible(_GONE)
    require(rules.may_print_blank(actor, review))
    return review


def blank_template(actor: Actor, template_id: int) -> FormTemplate:
    """The template to print; hidden from whoever may not look at templates."""
    template = FormTemplate.objects.select_related("profile").filter(pk=template_id).first()
    if template is None or not rules.may_print_template(actor):
        raise NotVisible(_GONE)
    return template


def collect_for_review(actor: Actor, *, review: int) -> BlankFormPaper:
    """The form of this review with its head filled in and room for everything else."""
    row = blank_review(actor, review)
    round_ = Round.objects.filter(review=row).latest("number")
    contents = contents_of(row, round_)
    writer = BlankWriter(contents.sections, _choices(row.cycle.profile_id, row.subject), contents)
    paper = _collective(row, round_, writer) if row.is_collective else _individual(row, round_, writer)
    return replace(paper, indicators=_table(row.cycle.catalogue) if writer.asks_for_indicators() else None)


def collect_for_template(actor: Actor, *, template: int) -> BlankFormPaper:
    """The template for nobody in particular: head and particulars are dotted too."""
    row = blank_template(actor, template)
    writer = BlankWriter(list(row.sections.all()), _choices(row.profile_id, row.subject))
    of_person = row.subject == Subject.INDIVIDUAL
    names = ("Họ và tên", "Ngày sinh", "Chức vụ Đảng", "Chức vụ chính quyền", "Đơn vị công tác", "Chi bộ")
    latest = Catalogue.objects.order_by("-catalogue_version").first()
    return BlankFormPaper(
        head=LetterHead(upper="Đảng bộ ……………………", issuer="………………………………", place="………………"),
        heading=Heading(row.title, "(kỳ kiểm điểm ……………………)"),
        particulars=tuple(Particular(name, TO_FILL_IN) for name in names) if of_person else (),
        sections=writer.body(),
        signature=Signature("", "Người tự kiểm điểm" if of_person else "Bí thư", note="(ký, ghi rõ họ tên)"),
        attachments=writer.attachments(),
        indicators=_table(latest) if latest and writer.asks_for_indicators() else None,
    )


def _choices(profile_id: int, subject: str) -> list[ProfileChoice]:
    """The lists of a profile, of the kinds of commitment those of one side."""
    lists = ProfileChoice.List
    other_side = lists.INDIVIDUAL_COMMITMENT if subject == Subject.COLLECTIVE else lists.COLLECTIVE_COMMITMENT
    return list(ProfileChoice.objects.filter(profile=profile_id).exclude(list=other_side))


def _individual(row: Review, round_: Round, writer: BlankWriter) -> BlankFormPaper:
    cadre, places = row.cadre, list(row.places.select_related("unit__kind", "unit__parent"))
    assert cadre is not None  # a constraint of the table: an individual's review has a person
    return BlankFormPaper(
        head=replace(individual_review.head_of(row, round_, places), day=None, draft=None),
        heading=Heading(collective_review.title_of(row, round_), period_words(row.cycle)),
        particulars=individual_review.particulars_of(row, cadre, places),
        sections=writer.body(),
        signature=Signature("", "Người tự kiểm điểm", cadre.full_name, note="(ký, ghi rõ họ tên)"),
        attachments=writer.attachments(),
    )


def _collective(row: Review, round_: Round, writer: BlankWriter) -> BlankFormPaper:
    return BlankFormPaper(
        head=replace(collective_review.letterhead(row, round_, "", None), draft=None),
        heading=collective_review.heading_of(row, round_, collective(row.unit)),
        particulars=(),
        sections=writer.body(),
        signature=head_signature(row.unit, row.cycle.period_to),
        attachments=writer.attachments(),
    )


def _table(catalogue: Catalogue) -> IndicatorAppendix | None:
    """The catalogue with empty boxes: what there is to answer, and no answer."""
    groups = IndicatorGroup.objects.filter(catalogue=catalogue).prefetch_related("items").order_by("number")
    rows: list[IndicatorGroupRows] = []
    part = 0
    for group in groups:
        items = tuple(IndicatorRow(f"{group.number}.{item.number}", item.text) for item in group.items.all())
        heading = IndicatorPart(group.part).label if group.part != part else ""
        rows.append(IndicatorGroupRows(group.number, group.text, items, part_heading=heading))
        part = group.part
    title = f"Tự đối chiếu {len(rows)} biểu hiện suy thoái, “tự diễn biến”, “tự chuyển hóa”"
    return IndicatorAppendix(title, catalogue.label, tuple(rows)) if rows else None
