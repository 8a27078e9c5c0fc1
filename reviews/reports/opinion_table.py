"""The table of opinions on a review, with what was accepted and what explained, on paper (landscape)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar

from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading, LetterHead, Signature
from core.text import sort_key
from core.workbooks import Sheet
from reviews.models import Opinion, Review, Round
from reviews.models.standing import sections_of
from reviews.reports.collective_review import as_named_in, edition_of, signature_of
from reviews.reports.letterheads import (
    collective,
    committee,
    period_words,
    place_of,
    unbroken,
    upper_name,
)
from reviews.reports.printable import printable_review
from reviews.rules.completeness import section_numbers
from reviews.states import OpinionOutcome, OpinionSource

_UNGROUPED = "Nội dung khác"
_COLUMNS = (
    ("Số", 6),
    ("Nhóm nội dung", 22),
    ("Nơi, người góp ý", 28),
    ("Ngày nhận", 12),
    ("Nội dung góp ý", 60),
    ("Mục liên quan", 18),
    ("Kết quả", 16),
    ("Tiếp thu, giải trình", 60),
    ("Mục đã sửa", 18),
)


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One opinion as the table prints it."""

    number: int
    source: str
    received: date
    text: str
    section: str
    outcome: str
    reply: str
    changed: str


@dataclass(frozen=True, slots=True)
class OpinionGroup:
    """The opinions of one group; `name` is empty where the register has no groups."""

    name: str
    rows: tuple[OpinionRow, ...]


@dataclass(frozen=True, slots=True)
class OpinionTablePaper:
    """A bảng tổng hợp ý kiến góp ý, tiếp thu, giải trình."""

    TEMPLATE: ClassVar[str] = "reports/opinion_table.html"
    IS_LANDSCAPE: ClassVar[bool] = True

    head: LetterHead
    heading: Heading
    opening: str
    groups: tuple[OpinionGroup, ...]
    signature: Signature
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and abstract, for the PDF's properties."""
        return self.heading.in_one_line

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The rows in the order of the paper, the name of their group beside them."""
        rows = tuple(
            (
                row.number,
                group.name,
                row.source,
                row.received,
                row.text,
                row.section,
                row.outcome,
                row.reply,
                row.changed,
            )
            for group in self.groups
            for row in group.rows
        )
        return (Sheet("Góp ý", _COLUMNS, rows),)


def collect(actor: Actor, *, review: int, number: int | None = None) -> OpinionTablePaper:
    """The table as this person may see it now, of the newest round or of the one with this number.

    Refuses (NotAllowed) a review or round that cannot be seen or read.
    """
    row, round_ = printable_review(actor, review, None, number)
    row = as_named_in(row, round_)
    opinions = list(Opinion.objects.visible_to(actor).filter(round=round_).order_by("number"))
    body = collective(row.unit, round_.unit_name) if row.cadre is None else f"đồng chí {row.cadre.full_name}"
    return OpinionTablePaper(
        head=_head(row, round_),
        heading=Heading(
            "Bảng tổng hợp",
            f"ý kiến góp ý và việc tiếp thu, giải trình\nđối với bản kiểm điểm của {body} {period_words(row.cycle)}",
        ),
        opening=_opening(opinions),
        groups=_groups(opinions, section_words(row, round_)),
        signature=_signature(row, round_),
        edition=edition_of(round_),
    )


def _head(review: Review, round_: Round) -> LetterHead:
    return LetterHead(
        upper=unbroken(upper_name(review.unit, round_.upper_name)),
        issuer=unbroken(committee(review.unit, round_.unit_name)),
        place=place_of(review.unit),
        day=localtime.local_day(round_.submitted_at) if round_.submitted_at else None,
        draft=round_.draft_number if round_.is_open else None,
    )


def _signature(review: Review, round_: Round) -> Signature:
    if review.cadre is not None:
        return Signature("", "Người tự kiểm điểm", review.cadre.full_name)
    return signature_of(review, round_)


def _opening(opinions: Sequence[Opinion]) -> str:
    """How many there are, from whom, and what became of them; kinds and outcomes without any are left out."""
    if not opinions:
        return "Không có ý kiến góp ý nào được ghi nhận."
    sources = _counted([one.source_kind for one in opinions], OpinionSource)
    outcomes = _counted([one.outcome for one in opinions], OpinionOutcome)
    return f"Tổng số {formats.number(len(opinions))} ý kiến góp ý ({sources}). Kết quả: {outcomes}."


def _counted(values: Sequence[str], kinds: type[OpinionSource] | type[OpinionOutcome]) -> str:
    counts = [(str(kind.label).lower(), values.count(kind)) for kind in kinds]
    return "; ".join(f"{label}: {formats.number(count)}" for label, count in counts if count)


def section_words(review: Review, round_: Round) -> dict[str, str]:
    """How the sections of a round's form are spoken of, by key: `mục II.1`."""
    sections = sections_of(round_.template_of(review))
    numbers = section_numbers(sections)
    return {one.key: f"mục {numbers[one.pk]}" if numbers[one.pk] else one.heading for one in sections}


def _groups(opinions: Sequence[Opinion], sections: dict[str, str]) -> tuple[OpinionGroup, ...]:
    """By group in the order of their names, what has none last; within a group by number."""
    ordered = sorted(opinions, key=lambda one: (not one.group, sort_key(one.group), one.number))
    has_groups = any(one.group for one in opinions)
    return tuple(
        OpinionGroup((name or _UNGROUPED) if has_groups else "", tuple(_row(one, sections) for one in group))
        for name, group in groupby(ordered, key=lambda one: one.group)
    )


def _row(opinion: Opinion, sections: dict[str, str]) -> OpinionRow:
    return OpinionRow(
        opinion.number,
        opinion.source_name,
        opinion.received_on,
        opinion.text,
        sections.get(opinion.section_key, ""),
        opinion.get_outcome_display(),
        opinion.reply if opinion.is_answered else "",
        sections.get(opinion.changed_section_key, ""),
    )
