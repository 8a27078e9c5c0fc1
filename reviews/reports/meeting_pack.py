"""The papers of a meeting (tập tài liệu hội nghị): which there are for a unit's meeting or a cycle, and its front pages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.template.loader import render_to_string

from cadres.roles import Actor, Position
from core.paper.layouts import layout_on
from core.paper.typesetting import set_type
from reviews.models import Cycle, DeepReview, DeepReviewTarget, DeepReviewTopic, Opinion, Review
from reviews.reports.letterheads import collective, committee, place_of, unbroken, upper_name
from reviews.reports.printable import printable_cycle, printable_review, readable_rounds
from reviews.reports.report_kind import Document
from reviews.reports.summary_frame import issuer_of
from reviews.rules import reports as rules
from reviews.rules import sheets
from reviews.states import DeepReviewState, Subject
from units.models import Unit
from units.querysets import ancestor_ids

OF_THE_MEETING: Final = "Hội nghị"
MARKS: Final = ("TÀI LIỆU HỘI NGHỊ", "DỰ THẢO")
_RANK: Final = {Position.HEAD: 0, Position.DEPUTY: 1, Position.MEMBER: 2}


@dataclass(frozen=True, slots=True)
class PackPaper:
    """One paper that may go into the pack: how the agenda calls it, under whom, and by what one may choose it.

    `unit` is that of the review; tables and letters of the whole cycle have none.
    """

    document: Document
    title: str
    group: str
    person: int | None = None
    unit: tuple[int, str] | None = None
    topics: frozenset[int] = field(default_factory=frozenset)

    @property
    def key(self) -> str:
        """`individual_review-12`: its name in the form."""
        return f"{self.document[0]}-{self.document[1]}"


def papers_of_meeting(actor: Actor, pk: int) -> list[PackPaper]:
    """For the meeting of a collective: its papers, then those of its people, the head before deputies and members.

    For those of the collective between the list to sign in, first, and the minutes to be filled in, last.
    """
    review, _ = printable_review(actor, pk, Subject.COLLECTIVE)
    persons = (
        Review.objects.visible_to(actor)
        .with_subject()
        .filter(cycle=review.cycle_id, subject=Subject.INDIVIDUAL, places__unit=review.unit_id)
        .prefetch_related("places")
        .distinct()
    )
    ordered = sorted(persons, key=lambda one: (_rank(one, review.unit_id), one.cadre.sort_key if one.cadre else ""))
    read = _papers(actor, [review, *ordered])
    if not rules.may_print_meeting(actor, review):
        return read
    attendance = PackPaper(("attendance_list", pk), "Danh sách thành phần hội nghị", OF_THE_MEETING)
    return [attendance, *read, PackPaper(("meeting_minutes", pk), "Biên bản hội nghị", OF_THE_MEETING)]


def papers_of_cycle(actor: Actor, pk: int) -> list[PackPaper]:
    """For a committee that goes through a cycle: its tables, its letters, then what was submitted, unit by unit."""
    cycle = printable_cycle(actor, pk)
    tables = [
        PackPaper(("cycle_summary", pk), "Bảng tổng hợp đợt kiểm điểm", ""),
        PackPaper(("season_summary", pk), "Bảng tập thể, cá nhân được gợi ý kiểm điểm sâu", ""),
    ]
    letters = DeepReview.objects.visible_to(actor).filter(cycle=cycle, state=DeepReviewState.ISSUED)
    letters = letters.select_related("issuer").order_by("issued_on", "pk")
    named = [
        PackPaper(("suggestion_letter", row.pk), f"Công văn số {row.number}: {row.title}", "Văn bản gợi ý")
        for row in letters
        if rules.may_print_letter(actor, row)
    ]
    submitted = Review.objects.visible_to(actor).with_subject().filter(cycle=cycle, submitted_at__isnull=False)
    reviews = list(submitted.order_by("subject", "cadre__sort_key", "pk"))
    reviews.sort(key=lambda review: ancestor_ids(review.unit.path))
    return [*tables, *named, *_papers(actor, reviews)]


def meeting_title(actor: Actor, pk: int) -> str:
    """The pack of a collective's meeting."""
    review, _ = printable_review(actor, pk, Subject.COLLECTIVE)
    return f"Tập tài liệu hội nghị kiểm điểm: {collective(review.unit)}, {review.cycle.name}"


def cycle_title(actor: Actor, pk: int) -> str:
    """The pack of a cycle."""
    return f"Tập tài liệu hội nghị: {printable_cycle(actor, pk).name}"


def front_html(head: dict[str, Any], entries: Iterable[tuple[str, str]], starts: Sequence[int]) -> str:
    """Cover and contents; `entries` are (title, group) in the order of the agenda."""
    rows, last = [], ""
    for (title, group), start in zip(entries, starts, strict=True):
        rows.append({"title": title, "page": start, "group": group if group != last else "", "is_inside": bool(group)})
        last = group
    context = {"head": head, "rows": rows, "layout": layout_on(head["day"])}
    return set_type(render_to_string("reports/pack_front.html", context))


def cover_of_meeting(actor: Actor, pk: int) -> dict[str, Any]:
    """What stands on the cover of a collective's pack."""
    review, round_ = printable_review(actor, pk, Subject.COLLECTIVE)
    return _cover(review.unit, f"Kiểm điểm của {collective(review.unit)}", review.cycle, round_.held_on)


def cover_of_cycle(actor: Actor, pk: int) -> dict[str, Any]:
    """What stands on the cover of a cycle's pack."""
    cycle = printable_cycle(actor, pk)
    return _cover(issuer_of(actor, cycle), "Xem xét kết quả kiểm điểm", cycle, None)


def _cover(unit: Unit, subject: str, cycle: Cycle, day: Any) -> dict[str, Any]:
    return {
        "upper": unbroken(upper_name(unit)),
        "issuer": unbroken(committee(unit)),
        "subject": subject,
        "cycle": cycle.name,
        "place": place_of(unit),
        "day": day,
    }


def _rank(review: Review, unit_id: int) -> int:
    place = next((one for one in review.places.all() if one.unit_id == unit_id), None)
    return _RANK.get(Position(place.position), 3) if place and place.position else 3


def _papers(actor: Actor, reviews: Sequence[Review]) -> list[PackPaper]:
    """Letter, review, explanation and opinions of each that the person may print, in that order."""
    readable = [
        review
        for review in reviews
        if rules.may_print_review(actor, review)
        and (review.submitted_at is not None or sheets.reads_open_round(actor, review))
    ]
    targets, topics = _asked(actor, readable)
    commented = set(Opinion.objects.filter(round__review__in=readable).values_list("round__review_id", flat=True))
    found: list[PackPaper] = []
    for review in readable:
        kind = "collective" if review.cadre is None else "individual"
        group = collective(review.unit) if review.cadre is None else f"Đồng chí {review.cadre.full_name}"
        papers = [(("target_letter", target), "Công văn gợi ý kiểm điểm sâu") for target in targets[review.pk]]
        papers.append(((f"{kind}_review", review.pk), "Bản kiểm điểm"))
        if topics[review.pk] and _must_explain(actor, review):
            papers.append(((f"{kind}_explanation", review.pk), "Báo cáo giải trình"))
        if review.pk in commented:
            papers.append((("opinion_table", review.pk), "Bảng tổng hợp ý kiến góp ý"))
        found += [
            PackPaper(
                document,
                f"{name}: {group}",
                group,
                review.cadre_id,
                (review.unit_id, review.unit.name),
                frozenset(topics[review.pk]),
            )
            for document, name in papers
        ]
    return found


def _asked(actor: Actor, reviews: Sequence[Review]) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
    """By review the targets of issued letters, and the topics that they ask."""
    rows = DeepReviewTarget.objects.visible_to(actor).in_force().filter(review__in=reviews)
    rows = rows.filter(deep_review__state=DeepReviewState.ISSUED).order_by("deep_review__issued_on", "pk")
    targets: dict[int, list[int]] = defaultdict(list)
    topics: dict[int, set[int]] = defaultdict(set)
    for row in rows.prefetch_related("deep_review__topics__only_for"):
        if row.added_by_id is None:
            targets[row.review_id].append(row.pk)
        for topic in row.deep_review.topics.all():
            chosen = {one.pk for one in topic.only_for.all()}
            if topic.withdrawn_by_id is None and (not chosen or row.pk in chosen):
                topics[row.review_id].add(topic.pk)
    return targets, topics


def _must_explain(actor: Actor, review: Review) -> bool:
    """Whether the round that will be printed is asked for anything: a letter may have come after it was submitted."""
    round_ = readable_rounds(actor, review).first()
    return round_ is not None and DeepReviewTopic.objects.asked_of(review.pk, at=round_.submitted_at).exists()
