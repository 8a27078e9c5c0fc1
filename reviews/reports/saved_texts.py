"""Earlier versions of the form in its own words: where each stood, who replaced it, and what became of it, word by word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from reviews.models import MeetingTask, Opinion, SavedText
from reviews.models.contents import RoundContents
from reviews.reports.differences import TextDifference, text_differences
from reviews.reports.review_sections import segment_label
from reviews.reports.saved_values import SavedValues, value_now
from reviews.rules.completeness import section_numbers, short

_FIELDS: Final = {
    "": "",
    "text": "",
    "choice": "mức tự đánh giá, tự nhận",
    "score": "điểm tự chấm",
    "field_id": "lĩnh vực",
    "responsible_unit_id": "tổ chức chịu trách nhiệm",
    "persons": "cá nhân chịu trách nhiệm",
    "shares": "phần trách nhiệm của từng đồng chí",
    "stance": "ý kiến về nội dung được gợi ý",
    "owner_cadre_id": "người chủ trì",
    "due_on": "thời hạn",
    "kind": "loại cam kết",
    "state": "tình trạng",
    "actual": "số đo đạt được",
    "held_on": "ngày họp",
    "chair": "chủ trì",
    "secretary": "thư ký",
    "present": "số có mặt",
    "total": "tổng số",
    "draft_number": "dự thảo lần",
    "fault": "khuyết điểm",
    "responsible_text": "địa chỉ trách nhiệm",
    "objective_cause": "nguyên nhân khách quan",
    "subjective_cause": "nguyên nhân chủ quan",
    "lessons": "bài học kinh nghiệm",
    "action": "việc làm",
    "owner": "người chịu trách nhiệm",
    "owner_text": "đơn vị, người khác chủ trì",
    "measure": "kết quả phải đạt",
    "reason": "lý do, tình hình",
    "held_at": "địa điểm",
    "absent_reasons": "lý do vắng mặt",
    "conclusion": "kết luận",
    "source_kind": "loại nguồn",
    "source_name": "nơi góp ý",
    "received_on": "ngày nhận",
    "group": "nhóm nội dung",
    "section_key": "mục liên quan",
    "outcome": "kết quả trả lời",
    "reply": "phần trả lời",
    "changed_section_key": "mục đã sửa",
}
_GONE: Final = "chỗ đã bỏ khỏi bản"
REMOVED: Final = {
    "limitation": "hạn chế đã bỏ",
    "remedy": "biện pháp đã bỏ",
    "commitment": "cam kết đã bỏ",
    "opinion": "góp ý đã bỏ",
    "task": "nhiệm vụ hội nghị giao đã bỏ",
}
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EarlierText:
    """One of them, beside what followed it; `row` is the row of the form in which it may be put back."""

    saved: SavedText
    place: str
    difference: TextDifference
    row: Any = None
    is_now: bool = False


def shown(contents: RoundContents, page: Iterable[SavedText]) -> list[EarlierText]:
    """The earlier versions of one page, each against the next of its field or what stands there now; six queries."""
    page = list(page)
    places = dict(_places(contents)) | dict(_entries(contents, page))
    following = _following(contents, page)
    after = {saved.pk: following.get(saved.pk, _now(saved, places)) for saved in page}
    values = SavedValues(contents, [(one.field, text) for one in page for text in (one.text, after[one.pk])])
    return [_shown(saved, after[saved.pk], places, values) for saved in page]


def _shown(saved: SavedText, after: str, places: dict[Name, tuple[str, Any]], values: SavedValues) -> EarlierText:
    label, row = places.get((saved.kind, saved.key), (_GONE, None))
    if saved.is_removal:
        label, after = REMOVED.get(saved.kind, _GONE), ""
    before, now = values.words(saved.field, saved.text), values.words(saved.field, after)
    difference = text_differences([("", "", before)], [("", "", now)])[0]
    place = ": ".join(part for part in (label, _FIELDS[saved.field]) if part)
    is_now = row is not None and (saved.is_removal or _now_in(row, saved.field) == saved.text.strip())
    return EarlierText(saved, place, difference, row, is_now)


def _now(saved: SavedText, places: dict[Name, tuple[str, Any]]) -> str:
    _, row = places.get((saved.kind, saved.key), ("", None))
    return _now_in(row, saved.field) if row is not None and saved.field else ""


def _now_in(row: Any, field: str) -> str:
    return value_now(row, field).strip()


def _following(contents: RoundContents, page: list[SavedText]) -> dict[int, str]:
    """By version, the next one of the same field."""
    if not page:
        return {}
    since = SavedText.objects.filter(review=contents.review, round_number=contents.round.number, pk__gt=page[-1].pk)
    latest: dict[tuple[str, str, str], str] = {}
    found: dict[int, str] = {}
    rows = since.exclude(field="").order_by("-pk")
    for pk, kind, key, field, text in rows.values_list("pk", "kind", "key", "field", "text"):
        if (kind, key, field) in latest:
            found[pk] = latest[kind, key, field]
        latest[kind, key, field] = text
    oldest = page[-1]
    if (name := (oldest.kind, oldest.key, oldest.field)) in latest:
        found[oldest.pk] = latest[name]
    return found


def _places(contents: RoundContents) -> Iterable[tuple[Name, tuple[str, Any]]]:
    """Every row of the form by its name: what it is called, and the row."""
    numbers = section_numbers(contents.sections)
    segments = {segment.pk: segment_label(segment) for segment in contents.segments}
    headings = {section.pk: section.heading for section in contents.sections}
    for (section_id, segment_id), answer in contents.answers.items():
        number = numbers.get(section_id, "")
        label = f"mục {number}" if number else f"“{short(headings.get(section_id, ''), 60)}”"
        of_segment = f", {segments[segment_id]}" if segment_id in segments else ""
        yield ("answer", f"{section_id}-{segment_id or 0}"), (f"{label}{of_segment}", answer)
    for n, card in enumerate(contents.limitations, start=1):
        yield ("limitation", str(card.pk)), (f"hạn chế {n}", card)
        for m, remedy in enumerate(card.remedies.all(), start=1):
            yield ("remedy", str(remedy.pk)), (f"hạn chế {n}, biện pháp {m}", remedy)
    for n, topic in enumerate(contents.topics, start=1):
        explanation = contents.explanation(topic)
        if explanation is not None:
            yield ("explanation", str(topic.pk)), (f"giải trình nội dung {n}", explanation)
            for m, remedy in enumerate(explanation.remedies.all(), start=1):
                yield ("remedy", str(remedy.pk)), (f"giải trình nội dung {n}, biện pháp {m}", remedy)
    for n, commitment in enumerate(contents.commitments, start=1):
        yield ("commitment", str(commitment.pk)), (f"cam kết {n}", commitment)
    for n, row in enumerate(contents.carried_over, start=1):
        yield ("carried", row.origin.hex), (f"việc kỳ trước {n}", row)
    for n, share in enumerate(contents.own_shares, start=1):
        yield ("share", share.origin.hex), (f"trách nhiệm đối với hạn chế {n} của tập thể", share)
    yield ("meeting", str(contents.round.pk)), ("hội nghị", contents.round)


def _entries(contents: RoundContents, page: Iterable[SavedText]) -> Iterable[tuple[Name, tuple[str, Any]]]:
    """The same of opinions and of the meeting's tasks, which are not part of what `contents` holds: of those on the page."""
    kinds = {saved.kind for saved in page}
    keys = {kind: [int(saved.key) for saved in page if saved.kind == kind] for kind in kinds & {"opinion", "task"}}
    for opinion in Opinion.objects.filter(round=contents.round, pk__in=keys.get("opinion", [])):
        yield ("opinion", str(opinion.pk)), (f"góp ý số {opinion.number}", opinion)
    if "task" in keys:
        for n, task in enumerate(MeetingTask.objects.filter(round=contents.round), start=1):
            yield ("task", str(task.pk)), (f"nhiệm vụ hội nghị giao {n}", task)
