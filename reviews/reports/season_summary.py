"""What a season of suggestions was, in one table: by who suggested, khối and level the collectives, persons and fields."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, ClassVar, Final

from django.db.models import Exists, OuterRef

from cadres.roles import Actor
from core import formats, localtime
from core.paper.parts import Heading, LetterHead, Recipients, Signature
from core.workbooks import Sheet
from reviews.models import Cycle, DeepReviewTarget, DeepReviewTopic, Review
from reviews.reports.letterheads import collective, period_words, plan_words, recipients
from reviews.reports.printable import printable_cycle
from reviews.reports.summary_frame import head_of, issuer_of, reported_to, signature_of
from reviews.states import DeepReviewState, Subject

_NO_BLOC: Final = "Chưa phân khối"
_NO_FIELD: Final = "Chưa phân lĩnh vực"
_COLUMNS: Final = (
    ("TT", 6),
    ("Cấp gợi ý, khối, cấp được gợi ý", 40),
    ("Tập thể", 10),
    ("Cá nhân", 10),
    ("Nội dung gợi ý theo lĩnh vực (lượt)", 50),
)


@dataclass(frozen=True, slots=True)
class Suggested:
    """Collectives and persons suggested to, and what was asked of them by field: a topic asked of three counts three."""

    collectives: int = 0
    persons: int = 0
    topics: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Suggested") -> "Suggested":
        return Suggested(self.collectives + other.collectives, self.persons + other.persons, self.topics + other.topics)

    @property
    def by_field(self) -> str:
        """`Đất đai 5; đầu tư công 2`, the most frequent first."""
        ordered = sorted(self.topics.items(), key=lambda one: (-one[1], one[0]))
        return "; ".join(f"{name} {formats.number(count)}" for name, count in ordered)


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """Who suggested (`depth` 0), a khối of those suggested to (1), a level in it (2)."""

    ordinal: str
    name: str
    counts: Suggested
    depth: int


@dataclass(frozen=True, slots=True)
class SeasonSummaryPaper:
    """The season as a signed table."""

    TEMPLATE: ClassVar[str] = "reports/season_summary.html"

    head: LetterHead
    heading: Heading
    opening: str
    rows: tuple[SeasonRow, ...]
    total: Suggested
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
        """The table with its sums."""
        lines = (*((row.ordinal, row.name, row.counts) for row in self.rows), ("", "Cộng", self.total))
        rows = tuple((at, name, counts.collectives, counts.persons, counts.by_field) for at, name, counts in lines)
        strong = {number for number, row in enumerate(self.rows) if row.depth < 2} | {len(self.rows)}
        return (Sheet("Được gợi ý", _COLUMNS, rows, frozenset(strong)),)


def collect(actor: Actor, *, cycle: int, serial: str = "", day: date | None = None) -> SeasonSummaryPaper:
    """The suggestions of the cycle to reviews that this person may see; refuses whom `may_print_summary` refuses.

    A unit that has ended since stands in the khối and on the level that it had.
    """
    row = printable_cycle(actor, cycle)
    issuer = issuer_of(actor, row)
    counted = _counted(actor, row)
    rows = tuple(_rows(counted, issuer.pk, collective(issuer)))
    return SeasonSummaryPaper(
        head=head_of(issuer, serial, day),
        heading=Heading("Bảng tổng hợp", f"tập thể, cá nhân được gợi ý kiểm điểm sâu {period_words(row)}"),
        opening=f"Thực hiện {plan_words(row)}. Số liệu tính đến {formats.moment(localtime.now())}, "
        f"trong phạm vi theo dõi của {collective(issuer)}.",
        rows=rows,
        total=sum((one.counts for one in rows if one.depth == 0), Suggested()),
        closing="Nội dung gợi ý tính theo lượt: một nội dung gợi ý cho ba nơi là ba lượt. Nơi được rút không tính.",
        signature=signature_of(actor, issuer, day),
        recipients=recipients(issuer, *reported_to(issuer, row)),
        edition="số liệu của cả đợt",
    )


def _counted(actor: Actor, cycle: Cycle) -> list[Mapping[str, Any]]:
    """One line for each review suggested to: who suggested first, its khối and level, the fields of what is asked.

    What is visible is asked once about these reviews alone; inside the larger query PostgreSQL may ask it for each row.
    """
    targets = DeepReviewTarget.objects.in_force().filter(
        deep_review__state=DeepReviewState.ISSUED, deep_review__cycle=cycle
    )
    named = set(targets.order_by().values_list("review_id", flat=True))
    visible = set(Review.objects.visible_to(actor).filter(pk__in=named).order_by().values_list("pk", flat=True))
    lines = targets.order_by("pk").values(
        "pk",
        "review_id",
        "review__subject",
        "deep_review_id",
        "deep_review__issuer_id",
        "review__unit__bloc__order",
        "review__unit__bloc__name",
        "review__unit__kind__tier",
        "review__unit__kind__tier_name",
    )
    seen = [line for line in lines if line["review_id"] in visible]
    fields = _fields_asked([line["pk"] for line in seen])
    return [line | {"fields": fields.get(line["pk"], Counter())} for line in seen]


def _fields_asked(targets: list[int]) -> dict[int, Counter[str]]:
    """By target, how many topics of each field it was asked: those for all, and those for it alone."""
    through = DeepReviewTopic.only_for.through.objects.filter(deepreviewtopic=OuterRef("pk"))
    topics = DeepReviewTopic.objects.filter(withdrawn_by=None).alias(is_own=Exists(through))
    asked: dict[int, Counter[str]] = {}
    for_all = topics.filter(is_own=False, deep_review__targets__in=targets)
    own = topics.filter(only_for__in=targets)
    pairs = [
        *for_all.order_by().values_list("deep_review__targets", "field__name"),
        *own.order_by().values_list("only_for", "field__name"),
    ]
    for target, name in pairs:
        asked.setdefault(target, Counter())[name or _NO_FIELD] += 1
    return asked


def _rows(counted: list[Mapping[str, Any]], issuer_id: int, issuer: str) -> Iterable[SeasonRow]:
    once: set[int] = set()
    own = [line for line in counted if line["deep_review__issuer_id"] == issuer_id]
    below = [line for line in counted if line["deep_review__issuer_id"] != issuer_id]
    parts = ((f"{issuer} gợi ý", own), ("Cấp ủy cấp dưới gợi ý", below))
    for letter, (name, lines) in zip("AB", parts, strict=True):
        if lines:
            grouped = _by_bloc(lines, once)
            yield SeasonRow(letter, name, sum((row.counts for row in grouped if row.depth == 1), Suggested()), 0)
            yield from grouped


def _by_bloc(lines: list[Mapping[str, Any]], once: set[int]) -> list[SeasonRow]:
    def place(line: Mapping[str, Any]) -> tuple[Any, ...]:
        return (line["review__unit__bloc__order"] or 0, line["review__unit__bloc__name"] or _NO_BLOC)

    rows: list[SeasonRow] = []
    ordered = sorted(lines, key=lambda line: (*place(line), line["review__unit__kind__tier"]))
    for number, ((_, bloc), of_bloc) in enumerate(groupby(ordered, key=place), start=1):
        levels = [
            SeasonRow("", name, sum((_one(line, once) for line in of_level), Suggested()), 2)
            for name, of_level in groupby(of_bloc, key=lambda line: line["review__unit__kind__tier_name"])
        ]
        rows.append(SeasonRow(formats.roman(number), bloc, sum((level.counts for level in levels), Suggested()), 1))
        rows.extend(levels)
    return rows


def _one(line: Mapping[str, Any], once: set[int]) -> Suggested:
    """A review named in two letters counts once; what each asks counts."""
    is_new = line["review_id"] not in once
    once.add(line["review_id"])
    is_collective = line["review__subject"] == Subject.COLLECTIVE
    return Suggested(int(is_new and is_collective), int(is_new and not is_collective), line["fields"])
