"""Opening the next round of a review: a full copy of what was written, the submitted round stays as it is."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from core import localtime
from reviews.actions.attachments import copy_files
from reviews.actions.named_since import left_open
from reviews.models import (
    Answer,
    CarriedOver,
    Commitment,
    Explanation,
    IndicatorNote,
    IndicatorSheet,
    Limitation,
    MeetingTask,
    Opinion,
    OwnShare,
    PlaceRemark,
    Remedy,
    ResponsiblePerson,
    Review,
    Round,
    SegmentRemark,
)
from reviews.states import Opening

ENTRY_FIELDS = ("entered_by_id", "entered_by_name", "entered_office", "entered_because", "entered_at", "signed_on")
"""What a round keeps of having been typed in from a signed paper (nhập thay)."""


def latest_round(review: Review) -> Round:
    """The round with the highest number: the open one, or the last submitted."""
    return Round.objects.filter(review=review).select_related("template").latest("number")


def latest_submitted_round(review: Review) -> Round | None:
    """What those above the review read: the last submitted round, if there is one."""
    submitted = Round.objects.filter(review=review, submitted_at__isnull=False).select_related("template")
    return submitted.order_by("-number").first()


def open_next_round(
    *,
    review: Review,
    because: Opening,
    reason: str = "",
    settled_sections: Sequence[int] = (),
    settled_topics: Sequence[int] = (),
) -> Round:
    """Open the round that follows the last submitted one, with a copy of everything written in it.

    The caller holds the lock on the review and has checked that the move is allowed. `turn` (vòng) grows unless the
    writers took the review back themselves; then it also leaves alone what the round before had to leave alone. The
    section in which the person answers for the collective's limitations is open where a collective named the person since.
    """
    last = latest_round(review)
    _keep_remarks(review, last)
    if because == Opening.RECALL:
        settled_sections, settled_topics = last.settled_section_ids, last.settled_topic_ids
    settled_sections = left_open(review, settled_sections)
    review.handed_up_at = review.handed_up_by_id = review.named_since_at = None
    review.save(update_fields=["handed_up_at", "handed_up_by_id", "named_since_at"])
    turn = last.turn if because == Opening.RECALL else last.turn + 1
    following = Round.objects.create(
        review=review,
        number=last.number + 1,
        turn=turn,
        opened_because=because,
        opened_at=localtime.now(),
        reason=reason,
        settled_section_ids=list(settled_sections),
        settled_topic_ids=list(settled_topics),
        draft_number=last.draft_number + 1,
        held_on=last.held_on,
        held_at=last.held_at,
        chair=last.chair,
        secretary=last.secretary,
        present=last.present,
        total=last.total,
        absent_reasons=last.absent_reasons,
        conclusion=last.conclusion,
    )
    _copy_all(Answer.objects.filter(round=last), round=following)
    _copy_all(Commitment.objects.filter(round=last), round=following)
    _copy_all(MeetingTask.objects.filter(round=last), round=following)
    _copy_all(CarriedOver.objects.filter(round=last), round=following)
    _copy_all(OwnShare.objects.filter(round=last), round=following)
    _copy_all(Opinion.objects.filter(round=last), round=following)
    _copy_cards(Limitation.objects.filter(round=last), "limitation", following)
    _copy_cards(Explanation.objects.filter(round=last), "explanation", following)
    _copy_indicators(last, following)
    copy_files(last, following, with_signed_paper=because == Opening.RECALL)
    _carry_entry_on(review, last, following)
    return following


def _keep_remarks(review: Review, last: Round) -> None:
    """What places, and units of posts, had said of the round that is left: a later remark does not change its paper."""
    said = ("remark", "remarked_by_id", "remarked_by_name", "remarked_at")
    PlaceRemark.objects.bulk_create(
        PlaceRemark(round=last, place=place, **{name: getattr(place, name) for name in said})
        for place in review.places.exclude(remark="")
    )
    said = ("remark", "confirmed_by_id", "confirmed_by_name", "confirmed_at")
    SegmentRemark.objects.bulk_create(
        SegmentRemark(round=last, segment=segment, **{name: getattr(segment, name) for name in said})
        for segment in review.segments.exclude(remark="")
    )


def _carry_entry_on(review: Review, last: Round, following: Round) -> None:
    """What was typed in from paper stays marked so when its writers take it back; a returned one needs a new paper."""
    if last.entered_at is None:
        return
    if following.opened_because == Opening.RECALL:
        for name in ENTRY_FIELDS:
            setattr(following, name, getattr(last, name))
        following.save(update_fields=ENTRY_FIELDS)
    else:
        review.entered_by_id = None
        review.save(update_fields=["entered_by_id"])


def _copy(row: models.Model, **changed: Any) -> models.Model:
    row.pk = None
    row._state.adding = True  # noqa: SLF001  the documented way to copy a row
    for name, value in changed.items():
        setattr(row, name, value)
    return row


def _copy_all(rows: models.QuerySet[Any], **changed: Any) -> None:
    rows.model._default_manager.bulk_create([_copy(row, **changed) for row in rows])


def _copy_cards(cards: models.QuerySet[Any], name: str, following: Round) -> None:
    for card in cards:
        old_id = card.pk
        _copy(card, round=following).save()
        for kind in (ResponsiblePerson, Remedy):
            _copy_all(kind._default_manager.filter(**{f"{name}_id": old_id}), **{name: card})


def _copy_indicators(last: Round, following: Round) -> None:
    sheet = IndicatorSheet.objects.filter(round=last).first()
    if sheet is None:
        return
    notes = IndicatorNote.objects.filter(sheet_id=sheet.pk)
    copied = list(notes)
    _copy(sheet, round=following).save()
    IndicatorNote.objects.bulk_create([_copy(note, sheet=sheet) for note in copied])  # type: ignore[misc]
