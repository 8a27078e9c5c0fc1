"""The review meeting's facts, kept with the round, and the remark of each place where a person is reviewed."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from cadres.roles import Actor
from core import audit, localtime
from core.errors import Invalid, NotAllowed
from reviews.actions.locking import locked, require
from reviews.models import Review, ReviewPlace, Round
from reviews.rules import sheets as rules
from reviews.states import ReviewState


@dataclass(frozen=True)
class MeetingFacts:
    """What the round keeps of its meeting; whatever is not known yet stays empty."""

    held_on: date | None = None
    held_at: str = ""
    chair: str = ""
    secretary: str = ""
    present: int | None = None
    total: int | None = None
    absent_reasons: str = ""
    conclusion: str = ""
    draft_number: int = 1


@transaction.atomic
def record_meeting(*, round_id: int, version: int, actor: Actor, facts: MeetingFacts) -> Round:
    """Write the facts of the meeting into the open round.

    Refuses whoever neither writes nor is charged with a place, a submitted round, a cycle that has ended, more present
    than in all, and a day that is still to come.
    """
    review_id = Round.objects.values_list("review_id", flat=True).get(pk=round_id)
    review = locked(Review.objects.select_related("unit", "cadre", "cycle"), review_id, None)
    round_ = locked(Round.objects.all(), round_id, version)
    require(rules.may_record_meeting(actor, review))
    require(rules.is_open_for_writing(review))
    if facts.present is not None and facts.total is not None and facts.present > facts.total:
        raise Invalid("Số người có mặt lớn hơn tổng số. Hãy xem lại hai số này.")
    if facts.held_on is not None and facts.held_on > localtime.today():
        raise Invalid("Ngày họp chưa tới. Hãy nhập sau khi đã họp.")
    values = asdict(facts)
    for name, value in values.items():
        setattr(round_, name, value)
    round_.version += 1
    round_.save(update_fields=[*values, "version"])
    audit.record(actor=actor, verb="round.record_meeting", target=round_, review=review_id, held_on=facts.held_on)
    return round_


@transaction.atomic
def remark_as_place(*, place_id: int, version: int, actor: Actor, remark: str) -> ReviewPlace:
    """Write the remark of a place on a person's review; refuses the person, whoever is not charged with the
    place, a review that was accepted, and a cycle that has ended."""
    place = locked(ReviewPlace.objects.select_related("review__unit", "review__cycle", "unit"), place_id, version)
    require(rules.may_remark(actor, place.review, place.unit_id))
    if place.review.state == ReviewState.ACCEPTED:
        raise NotAllowed("Bản kiểm điểm đã thẩm định đạt nên không ghi thêm nhận xét.")
    require(rules.is_in_running_cycle(place.review))
    if not remark.strip():
        raise Invalid("Hãy viết nhận xét trước khi ghi.")
    place.remark, place.remarked_at = remark, localtime.now()
    place.remarked_by_id, place.remarked_by_name = actor.user_id, actor.name
    place.version += 1
    place.save(update_fields=["remark", "remarked_at", "remarked_by_id", "remarked_by_name", "version"])
    audit.record(actor=actor, verb="reviewplace.remark", target=place, review=place.review_id, unit=place.unit_id)
    return place
