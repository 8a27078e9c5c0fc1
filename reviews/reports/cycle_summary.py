"""The cycle's summary table: by khối and level, how many were suggested, answered, accepted, returned, reviewed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from django.db.models import Count, Exists, OuterRef, Q

from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from core.workbooks import Sheet, Value
from reviews.models import Cycle, DeepReviewTarget, Review, Round
from reviews.querysets.suggestion_progress import answered_reviews
from reviews.reports.letterheads import collective, period_words, plan_words, recipients
from reviews.reports.printable import printable_cycle
from reviews.reports.summary_frame import head_of, issuer_of, reported_to, signature_of
from reviews.states import DeepReviewState, Opening, ReviewState, Subject
from units.models import Unit

_NO_BLOC = "Chưa phân khối"
_COLUMNS = (
    ("TT", 6),
    ("Khối, cấp", 36),
    ("Số bản kiểm điểm", 12),
    ("Được gợi ý", 12),
    ("Đã giải trình", 12),
    ("Đã chấp nhận", 12),
    ("Bị trả lại", 12),
    ("Kiểm điểm lại", 12),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """The six counts of one row; rows of one table add up to its total. All but the first count suggested ones."""

    reviews: int = 0
    suggested: int = 0
    answered: int = 0
    accepted: int = 0
    returned: int = 0
    reviewed_again: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(a + b for a, b in zip(self.columns, other.columns, strict=True)))

    @property
    def columns(self) -> tuple[int, ...]:
        """In the order of the table's columns."""
        return (self.reviews, self.suggested, self.answered, self.accepted, self.returned, self.reviewed_again)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A khối (`is_group`, with its sums) or a level within it."""

    ordinal: str
    name: str
    counts: Figures
    is_group: bool = False

    @property
    def figures(self) -> tuple[int, ...]:
        """The counts as the template prints them."""
        return self.counts.columns


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """One table: collectives, or individuals."""

    caption: str
    rows: tuple[SummaryRow, ...]

    @property
    def total(self) -> tuple[int, ...]:
        """The sum of the khối rows, column by column."""
        return sum((row.counts for row in self.rows if row.is_group), Figures()).columns


@dataclass(frozen=True, slots=True)
class CycleSummaryPaper:
    """The summary as a signed table."""

    TEMPLATE: ClassVar[str] = "reports/cycle_summary.html"

    head: LetterHead
    heading: Heading
    opening: str
    tables: tuple[SummaryTable, ...]
    closing: str
    signature: Signature
    recipients: Recipients
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and abstract, for the PDF's properties."""
        return self.heading.in_one_line

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Each table with its sums, collectives first."""
        return tuple(_sheet(table) for table in self.tables)


def _sheet(table: SummaryTable) -> Sheet:
    rows: tuple[tuple[Value, ...], ...] = tuple((row.ordinal, row.name, *row.figures) for row in table.rows)
    strong = {number for number, row in enumerate(table.rows) if row.is_group} | {len(rows)}
    return Sheet(table.caption.lstrip("12. "), _COLUMNS, (*rows, ("", "Cộng", *table.total)), frozenset(strong))


def collect(actor: Actor, *, cycle: int, serial: str = "", day: date | None = None) -> CycleSummaryPaper:
    """The counts over the reviews that this person may see; refuses (NotAllowed) whom `may_print_summary` refuses."""
    row = printable_cycle(actor, cycle)
    issuer = issuer_of(actor, row)
    counted = _counted(actor, row)
    return CycleSummaryPaper(
        head=head_of(issuer, serial, day),
        heading=Heading("Bảng tổng hợp", f"kết quả gợi ý kiểm điểm sâu và thẩm định kiểm điểm {period_words(row)}"),
        opening=_opening(row, issuer),
        tables=(
            _table("1. Tập thể", [c for c in counted if c["subject"] == Subject.COLLECTIVE]),
            _table("2. Cá nhân", [c for c in counted if c["subject"] == Subject.INDIVIDUAL]),
        ),
        closing="Các cột từ “Đã giải trình” trở đi tính trên số tập thể, cá nhân được gợi ý kiểm điểm sâu.",
        signature=signature_of(actor, issuer, day),
        recipients=recipients(issuer, *reported_to(issuer, row)),
        edition="số liệu của cả đợt",
    )


def _opening(cycle: Cycle, issuer: Unit) -> str:
    return (
        f"Kỳ kiểm điểm từ ngày {formats.day(cycle.period_from)} đến ngày {formats.day(cycle.period_to)}, theo "
        f"{plan_words(cycle)}. Số liệu tính đến {formats.moment(localtime.now())}, "
        f"trong phạm vi theo dõi của {collective(issuer)}."
    )


def _counted(actor: Actor, cycle: Cycle) -> list[Mapping[str, Any]]:
    """One query: the counts for every subject, khối and level among the reviews the person may see."""
    in_force = DeepReviewTarget.objects.in_force().filter(deep_review__state=DeepReviewState.ISSUED)
    suggested = Exists(in_force.filter(review=OuterRef("pk")))
    rounds = Round.objects.filter(review=OuterRef("pk"))
    returned = Exists(rounds.filter(opened_because__in=[Opening.SUPPLEMENT, Opening.REREVIEW]))
    again = Exists(rounds.filter(opened_because=Opening.REREVIEW))
    visible = Review.objects.visible_to(actor).filter(cycle=cycle)
    answered = Q(pk__in=answered_reviews())
    marked = visible.alias(is_suggested=suggested, is_answered=answered, is_returned=returned, is_again=again)
    named = Q(is_suggested=True)
    return list(
        marked.order_by()
        .values("subject", "unit__bloc__order", "unit__bloc__name", "unit__kind__tier", "unit__kind__tier_name")
        .annotate(
            reviews=Count("pk"),
            suggested=Count("pk", filter=named),
            answered=Count("pk", filter=named & Q(is_answered=True)),
            accepted=Count("pk", filter=named & Q(state=ReviewState.ACCEPTED)),
            returned=Count("pk", filter=named & Q(is_returned=True)),
            reviewed_again=Count("pk", filter=named & Q(is_again=True)),
        )
        .order_by("unit__bloc__order", "unit__bloc__name", "unit__kind__tier")
    )


def _table(caption: str, counted: list[Mapping[str, Any]]) -> SummaryTable:
    rows: list[SummaryRow] = []
    blocs = groupby(counted, key=lambda count: count["unit__bloc__name"] or _NO_BLOC)
    for number, (bloc, group) in enumerate(blocs, start=1):
        levels = [SummaryRow("", count["unit__kind__tier_name"], _figures(count)) for count in group]
        rows.append(
            SummaryRow(formats.roman(number), bloc, sum((level.counts for level in levels), Figures()), is_group=True)
        )
        rows.extend(levels)
    return SummaryTable(caption, tuple(rows))


def _figures(count: Mapping[str, Any]) -> Figures:
    return Figures(**{name: count[name] for name in Figures.__dataclass_fields__})
