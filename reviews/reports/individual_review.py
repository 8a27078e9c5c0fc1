"""An individual's review (Mẫu 2A, 2B, 2C) on paper: own head, no number, then room for remarks of those above."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cadres.models import Cadre
from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading, LetterHead, Signature
from reviews.models import PlaceRemark, Review, ReviewPlace, Round, Segment, SegmentRemark
from reviews.models.contents import contents_of
from reviews.models.round_facts import as_submitted
from reviews.reports.collective_review import as_named_in, choices_of, edition_of, title_of
from reviews.reports.indicator_appendix import indicator_appendix
from reviews.reports.letterheads import authority, committee, period_words, place_of, unbroken
from reviews.reports.printable import printable_review
from reviews.reports.review_parts import IndicatorAppendix, Section
from reviews.reports.review_sections import SectionWriter, segment_label
from reviews.states import PlaceKind, Subject

TO_FILL_IN = "……………………………………"


@dataclass(frozen=True, slots=True)
class Particular:
    """One line of the head: what it says about the person."""

    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One line of a remark block; empty text prints as dotted lines to write on."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class RemarkBlock:
    """Remark and proposed level of one place of review, with its signature."""

    title: str
    lines: tuple[RemarkLine, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class IndividualReviewPaper:
    """A bản kiểm điểm cá nhân."""

    TEMPLATE: ClassVar[str] = "reports/individual_review.html"

    head: LetterHead
    heading: Heading
    particulars: tuple[Particular, ...]
    sections: tuple[Section, ...]
    signature: Signature
    remarks: tuple[RemarkBlock, ...] = ()
    appendix: IndicatorAppendix | None = None
    attachments: tuple[Section, ...] = ()
    edition: str = ""
    entered: str = ""

    @property
    def document_title(self) -> str:
        """Title and person, for the PDF's properties."""
        return f"{self.heading.in_one_line} – {self.signature.name}"


def collect(actor: Actor, *, review: int, number: int | None = None, appendix: bool = False) -> IndividualReviewPaper:
    """The paper as this person may see it now, of the newest round or of the one with this number.

    Refuses (NotAllowed) a review or round that cannot be seen or read.
    """
    row, round_ = printable_review(actor, review, Subject.INDIVIDUAL, number)
    checked = indicator_appendix(actor, row, round_) if appendix else None
    row = as_named_in(row, round_)
    cadre = row.cadre
    assert cadre is not None  # a constraint of the table: an individual's review has a person
    places = places_of(row, round_)
    contents = contents_of(row, round_)
    writer = SectionWriter(contents, choices_of(row))
    return IndividualReviewPaper(
        head=head_of(row, round_, places),
        heading=Heading(title_of(row, round_), _capitalised(period_words(row.cycle))),
        particulars=particulars_of(row, cadre, places, contents.segments),
        sections=writer.body(),
        signature=Signature("", "Người tự kiểm điểm", cadre.full_name),
        remarks=_remarks(row, *_as_said_of(round_, places, contents.segments)),
        appendix=checked,
        attachments=writer.attachments(beside_indicators=checked is not None),
        edition=edition_of(round_),
        entered=_entered_words(round_),
    )


def _entered_words(round_: Round) -> str:
    """That it was typed in from a signed paper, under the signature; empty where the person wrote it here."""
    if round_.entered_at is None or round_.signed_on is None:
        return ""
    said = f"Bản nhập thay theo bản ký ngày {formats.day(round_.signed_on)}; người nhập: {round_.entered_by_name}"
    return f"{said}." if round_.has_signed_paper else f"{said} (chưa có bản ký đính kèm)."


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cell(places: list[ReviewPlace]) -> ReviewPlace | None:
    return next((place for place in places if place.kind == PlaceKind.CELL), None)


def head_of(review: Review, round_: Round, places: list[ReviewPlace]) -> LetterHead:
    """Where the person lives the Party life, above the paper; without a number."""
    cell = _cell(places)
    unit = cell.unit if cell else review.unit
    return LetterHead(
        upper=unbroken(unit.parent.name if unit.parent else ""),
        issuer=unbroken(unit.name),
        place=place_of(unit) or place_of(review.unit),
        day=localtime.local_day(round_.submitted_at) if round_.submitted_at else None,
        draft=round_.draft_number if round_.is_open else None,
    )


def particulars_of(
    review: Review, cadre: Cadre, places: list[ReviewPlace], segments: Sequence[Segment] = ()
) -> tuple[Particular, ...]:
    """Who the person is: name, birthday, posts, those held in the period with their days, workplace, cell."""
    cell = _cell(places)
    lines = (
        Particular("Họ và tên", cadre.full_name.upper(), strong=True),
        Particular("Ngày sinh", formats.day(cadre.born_on) if cadre.born_on else TO_FILL_IN),
        Particular("Chức vụ Đảng", review.post_line or TO_FILL_IN),
        Particular("Chức vụ chính quyền", cadre.government_post),
        Particular("Chức vụ đoàn thể", cadre.union_post),
        Particular("Chức vụ đã giữ trong kỳ", "; ".join(segment_label(segment) for segment in segments)),
        Particular("Đơn vị công tác", cadre.workplace or review.unit.name),
        Particular("Chi bộ", cell.unit.name if cell else TO_FILL_IN),
    )
    return tuple(line for line in lines if line.text)


def places_of(review: Review, round_: Round) -> list[ReviewPlace]:
    """Where the person is reviewed; in a submitted round those of its day, by their names of that day."""
    then = as_submitted(round_)
    return then.places(review) if then else list(review.places.select_related("unit__kind", "unit__parent"))


def _as_said_of(
    round_: Round, places: list[ReviewPlace], segments: list[Segment]
) -> tuple[list[ReviewPlace], list[Segment]]:
    """Both with what was said of this round; only a round that another one followed has to be asked for it."""
    if round_.is_open or not any([*(one.remark for one in places), *(one.remark for one in segments)]):
        return places, segments
    if Round.objects.filter(review_id=round_.review_id, number__gt=round_.number).exists():
        said = dict(PlaceRemark.objects.filter(round=round_).values_list("place_id", "remark"))
        for place in places:
            place.remark = said.get(place.pk, "")
        said = dict(SegmentRemark.objects.filter(round=round_).values_list("segment_id", "remark"))
        for segment in segments:
            segment.remark = said.get(segment.pk, "")
    return places, segments


def _remarks(review: Review, places: list[ReviewPlace], segments: list[Segment]) -> tuple[RemarkBlock, ...]:
    """First those who lead and manage the person (with the former units), then the cell."""
    managing = [RemarkLine(f"Nhận xét của {committee(p.unit)}", p.remark) for p in places if p.kind != PlaceKind.CELL]
    former = [
        RemarkLine(f"Nhận xét về thời gian giữ chức vụ {segment_label(s)}", s.remark) for s in segments if s.remark
    ]
    cell = _cell(places)
    blocks = []
    if managing:
        lines = (*managing, *former, RemarkLine("Mức xếp loại chất lượng đề nghị"))
        signed = Signature(authority(review.unit), note="(xác lập thời điểm, ký, ghi rõ họ tên và đóng dấu)")
        blocks.append(RemarkBlock("ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÁN BỘ", lines, signed))
    lines = (
        RemarkLine("Nhận xét, đánh giá của chi ủy", cell.remark if cell else ""),
        RemarkLine("Chi bộ đề xuất xếp loại mức chất lượng"),
    )
    signed = Signature("Chi ủy (chi bộ)", note="(xác lập thời điểm, ký, ghi rõ họ tên)")
    blocks.append(RemarkBlock("ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG ĐẢNG VIÊN", lines, signed))
    return tuple(blocks)
