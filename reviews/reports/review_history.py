"""Who changed what in a review, and when: read from the audit trail, which never holds a text.

Nothing about the answers to manifestations is among it, not even that somebody wrote there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from cadres.roles import Actor
from core.models import AuditEntry
from reviews.models import Answer, Commitment, Explanation, Limitation, Remedy, Review, Segment, TemplateSection
from reviews.models.contents import RoundContents
from reviews.reports.review_sections import segment_label
from reviews.rules import sheets
from reviews.rules.completeness import section_numbers, short
from reviews.states import SectionKind

_MOVES: Final = {
    "review.generate": "Lập bản kiểm điểm của đợt",
    "review.follow": "Cập nhật theo thay đổi về tổ chức, chức vụ",
    "review.submit": "Trình",
    "review.recall": "Thu hồi để sửa",
    "review.accept": "Công nhận đạt",
    "review.return": "Trả lại, bổ sung",
    "review.rereview": "Yêu cầu kiểm điểm lại",
    "review.suggest": "Mở lại để giải trình gợi ý",
    "review.upgrade_template": "Nâng mẫu",
}
_WRITING: Final = {
    "answer.write": "Viết",
    "limitation.add": "Thêm hạn chế, khuyết điểm",
    "limitation.write": "Viết hạn chế, khuyết điểm",
    "limitation.remove": "Bỏ một hạn chế, khuyết điểm",
    "limitation.put_back": "Khôi phục hạn chế, khuyết điểm đã bỏ",
    "remedy.add": "Thêm biện pháp",
    "remedy.write": "Viết biện pháp",
    "remedy.remove": "Bỏ một biện pháp",
    "remedy.put_back": "Khôi phục biện pháp đã bỏ",
    "commitment.add": "Thêm việc cam kết",
    "commitment.write": "Viết việc cam kết",
    "commitment.remove": "Bỏ một việc cam kết",
    "commitment.put_back": "Khôi phục việc cam kết đã bỏ",
    "explanation.add": "Bắt đầu giải trình",
    "explanation.write": "Viết giải trình",
    "carriedover.write": "Ghi kết quả việc kỳ trước",
    "ownshare.write": "Viết trách nhiệm cá nhân đối với hạn chế của tập thể",
    "limitation.propose": "Đưa hạn chế của thành viên vào dự thảo",
    "opinion.register": "Ghi góp ý",
    "opinion.change": "Sửa góp ý",
    "opinion.answer": "Trả lời góp ý",
    "opinion.mark": "Xếp nhóm, trả lời nhiều góp ý",
    "opinion.remove": "Bỏ góp ý",
    "opinion.put_back": "Khôi phục góp ý đã bỏ",
    "attachment.add": "Đính kèm tệp",
    "attachment.withdraw": "Gỡ tệp đính kèm",
    "attachment.put_back": "Đính kèm lại tệp",
    "round.record_meeting": "Nhập thông tin hội nghị",
    "segment.send": "Gửi đơn vị xác nhận phần giữ chức vụ",
    "segment.confirm": "Xác nhận phần giữ chức vụ",
    "segment.reopen": "Mở lại phần đã xác nhận",
    "reviewplace.remark": "Ghi nhận xét của nơi kiểm điểm",
}
_WORDS: Final = _MOVES | _WRITING


@dataclass(frozen=True, slots=True)
class Change:
    """One act: when, by whom, in which office, what in words, where in the form, in which submission."""

    at: datetime
    by: str
    office: str
    words: str
    place: str
    round_number: int | None


@dataclass(frozen=True, slots=True)
class LastHand:
    """Who wrote last in a section, and when."""

    section: str
    by: str
    at: datetime


def entries_of(actor: Actor, review: Review) -> QuerySet[AuditEntry]:
    """The trail of a review as far as this person reads it, the newest first.

    The review's own side reads everything; those above what led to the last submission, and the moves after it.
    """
    written = Q(data__has_key="review", data__review=review.pk)
    own = Q(target_type=Review._meta.label_lower, target_id=review.pk)
    entries = AuditEntry.objects.filter(own | written, verb__in=list(_WORDS))
    if not sheets.reads_open_round(actor, review):
        entries = entries.filter(Q(at__lte=review.submitted_at) | Q(verb__in=list(_MOVES)))
    return entries.order_by("-at", "-id")


def changes(review: Review, entries: Iterable[AuditEntry]) -> list[Change]:
    """Entries of one page in words; a fixed number of queries."""
    entries = list(entries)
    places = _Places(review, entries)
    return [
        Change(
            at=entry.at,
            by=entry.actor_name,
            office=entry.office,
            words=_WORDS[entry.verb],
            place=places.of(entry),
            round_number=entry.data.get("round"),
        )
        for entry in entries
    ]


def last_hands(contents: RoundContents) -> list[LastHand]:
    """Section by section, who wrote last in this round; sections in which nobody wrote are left out."""
    numbers = section_numbers(contents.sections)
    found = []
    for section in contents.sections:
        rows = [row for row in _rows(section, contents) if row.updated_by_name]
        if rows:
            latest = max(rows, key=lambda row: row.updated_at)
            found.append(LastHand(_label(section, numbers[section.pk]), latest.updated_by_name, latest.updated_at))
    return found


def _rows(section: TemplateSection, contents: RoundContents) -> list[Any]:
    """Everything written below a heading, remedies with their cards."""
    rows: list[Any] = [answer for (pk, _), answer in contents.answers.items() if pk == section.pk]
    cards: list[Any] = []
    if section.kind == SectionKind.LIMITATIONS:
        cards = contents.limitations
    elif section.kind == SectionKind.EXPLANATIONS:
        cards = list(contents.explanations.values())
    elif section.kind == SectionKind.COMMITMENTS:
        rows += contents.commitments
    elif section.kind == SectionKind.CARRIED_OVER:
        rows += contents.carried_over
    elif section.kind == SectionKind.RESPONSIBILITY:
        rows += contents.own_shares
    return [*rows, *cards, *(remedy for card in cards for remedy in card.remedies.all())]


class _Places:
    """Where in the form the rows of these entries stand; rows taken out since have no place any more."""

    def __init__(self, review: Review, entries: list[AuditEntry]) -> None:
        self._entries = entries
        self._answers = self._load(Answer, "section", "segment__unit", "segment__review__cycle")
        self._segments = self._load(Segment, "unit", "review__cycle")
        self._limitations = self._load(Limitation)
        self._remedies = self._load(Remedy, "limitation", "explanation__topic")
        self._commitments = self._load(Commitment)
        self._explanations = self._load(Explanation, "topic")
        templates = {answer.section.template_id for answer in self._answers.values()}
        self._numbers: dict[int, str] = {}
        sections = TemplateSection.objects.filter(template__in=templates)
        for template_id in templates:
            self._numbers |= section_numbers([one for one in sections if one.template_id == template_id])

    def of(self, entry: AuditEntry) -> str:
        """`mục I.1`, `hạn chế 2`, or nothing where the words say it all."""
        kind, pk = entry.target_type.rpartition(".")[2], entry.target_id
        if kind == "opinion":
            return f"góp ý {entry.data['number']}" if "number" in entry.data else ""
        if kind == "answer" and pk in self._answers:
            return self._answer(self._answers[pk])
        if kind == "segment" and pk in self._segments:
            return segment_label(self._segments[pk])
        if kind == "limitation" and pk in self._limitations:
            return f"hạn chế {self._limitations[pk].order}"
        if kind == "commitment" and pk in self._commitments:
            return f"cam kết {self._commitments[pk].order}"
        if kind == "explanation" and pk in self._explanations:
            return f"“{short(self._explanations[pk].topic.title, 60)}”"
        return self._remedy(self._remedies[pk]) if kind == "remedy" and pk in self._remedies else ""

    def _answer(self, answer: Any) -> str:
        label = _label(answer.section, self._numbers.get(answer.section_id, ""))
        return f"{label}; {segment_label(answer.segment)}" if answer.segment else label

    @staticmethod
    def _remedy(remedy: Any) -> str:
        if remedy.limitation is not None:
            return f"hạn chế {remedy.limitation.order}, biện pháp {remedy.order}"
        return f"“{short(remedy.explanation.topic.title, 60)}”, biện pháp {remedy.order}"

    def _load(self, model: type[Model], *related: str) -> dict[Any, Any]:
        label = model._meta.label_lower
        ids = {entry.target_id for entry in self._entries if entry.target_type == label}
        rows = model._default_manager.select_related(*related) if related else model._default_manager.all()
        return rows.in_bulk(ids) if ids else {}


def _label(section: TemplateSection, number: str) -> str:
    return f"mục {number}. {short(section.heading, 60)}" if number else f"“{short(section.heading, 60)}”"
