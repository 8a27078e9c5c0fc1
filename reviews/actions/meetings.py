"""The review meeting's facts, kept with the round, and the remark of each place where a person is reviewed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid, NotAllowed
from reviews.actions.answer_rows import FIELDS, values_of
from reviews.actions.answers import Edit, Outcome, write_edits
from reviews.actions.locking import locked, require
from reviews.actions.open_sheets import open_sheet
from reviews.models import Review, ReviewPlace, Round
from reviews.models.unread import Unread
from reviews.rules import sheets as rules
from reviews.rules.writing import Settlement, digest, merge, read_token, token_of
from reviews.states import ReviewState

MAY_COME_TO_BE_POSSIBLE: Final = ("held_on", "present", "total")


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
def save_meeting(
    *, review_id: int, actor: Actor, edits: Sequence[Edit], read: Callable[[str, Unread], Any] = lambda *_: None
) -> Outcome:
    """Write facts of the meeting into the open round, field by field, as `save_answers` writes the form.

    Refuses whoever neither writes nor is charged with a place, a submitted round and a cycle that has ended. A day still to
    come and more present than in all are kept as they were typed, until a save finds that they can be: the day has come, the
    other number was mended (`read`: the value of a field's words as its form reads them; None where it cannot).
    """
    sheet = open_sheet(review_id, actor, may=rules.may_record_meeting)
    refusals: dict[str, str] = {}
    edits = [_without_the_impossible(sheet.round, edit, refusals) for edit in edits if edit.kind == "meeting"]
    edits = [_with_what_can_be_by_now(sheet.round, edit, read) for edit in edits]
    outcome = write_edits(sheet, actor, edits)
    outcome.refusals |= refusals
    return outcome


@transaction.atomic
def record_meeting(*, round_id: int, version: int, actor: Actor, facts: MeetingFacts) -> Round:
    """Write all the facts at once over those of `version`; refuses (Invalid) where one of them cannot be."""
    round_ = locked(Round.objects.all(), round_id, version)
    token = str(token_of(round_.version, values_of("meeting", round_)))
    edit = Edit("meeting", str(round_id), asdict(facts), token)
    outcome = save_meeting(review_id=round_.review_id, actor=actor, edits=[edit])
    if outcome.refusals:
        raise Invalid(next(iter(outcome.refusals.values())))
    round_.refresh_from_db()
    return round_


def _without_the_impossible(round_: Round, edit: Edit, refusals: dict[str, str]) -> Edit:
    """What cannot be comes as typed words, each with its sentence; `round_` is under lock."""
    values, stem = dict(edit.values), "-".join(edit.name)
    if "draft_number" in values and values["draft_number"] is None:
        values["draft_number"] = 1
    held_on = values.get("held_on")
    if isinstance(held_on, date) and held_on > localtime.today():
        values["held_on"] = Unread((formats.day(held_on),))
        refusals[f"{stem}-held_on"] = "Ngày họp chưa tới. Hãy nhập sau khi đã họp."
    stored = values_of("meeting", round_)
    written = _written(round_, stored, replace(edit, values=values))
    if _are_too_many(stored | written):
        for name in written.keys() & {"present", "total"}:
            values[name] = Unread((str(written[name]),))
            refusals[f"{stem}-{name}"] = "Số người có mặt lớn hơn tổng số. Hãy xem lại hai số này."
    return replace(edit, values=values)


def _with_what_can_be_by_now(round_: Round, edit: Edit, read: Callable[[str, Unread], Any]) -> Edit:
    """With what is sent, what waits unread beside it and has become possible: a page does not send again what it shows."""
    if not round_.unread or edit.key != str(round_.pk):
        return edit
    stored = values_of("meeting", round_)
    waiting = {
        name: value
        for name, words in round_.unread_values.items()
        if name in MAY_COME_TO_BE_POSSIBLE and name not in edit.values and (value := read(name, words)) is not None
    }
    if "held_on" in waiting and waiting["held_on"] > localtime.today():
        del waiting["held_on"]
    if _are_too_many(stored | _written(round_, stored, edit) | waiting):
        waiting = {name: value for name, value in waiting.items() if name == "held_on"}
    settled = {name: Settlement("mine", digest(stored[name])) for name in waiting}
    return replace(edit, values=edit.values | waiting, settled=edit.settled | settled)


def _written(round_: Round, stored: dict[str, Any], edit: Edit) -> dict[str, Any]:
    return merge(stored, round_.version, read_token(edit.token, FIELDS["meeting"]), edit.values, edit.settled).write


def _are_too_many(facts: dict[str, Any]) -> bool:
    present, total = facts["present"], facts["total"]
    return isinstance(present, int) and isinstance(total, int) and present > total


@transaction.atomic
def remark_as_place(*, place_id: int, version: int, actor: Actor, remark: str) -> ReviewPlace:
    """Write the remark of a place on a person's review; refuses the person, whoever is not charged with the
    place, a review that was accepted, and a cycle that has ended."""
    of_place = Review.objects.filter(places=place_id).order_by().values_list("pk", flat=True)
    review = locked(
        Review.objects.select_related("unit", "cycle"), of_place.first() or 0, None
    )  # no acceptance beside it
    place = locked(ReviewPlace.objects.select_related("unit"), place_id, version)
    require(rules.may_remark(actor, review, place.unit_id))
    if review.state == ReviewState.ACCEPTED:
        raise NotAllowed("Bản kiểm điểm đã thẩm định đạt nên không ghi thêm nhận xét.")
    require(rules.is_in_running_cycle(review))
    if not remark.strip():
        raise Invalid("Hãy viết nhận xét trước khi ghi.")
    place.remark, place.remarked_at = remark, localtime.now()
    place.remarked_by_id, place.remarked_by_name = actor.user_id, actor.name
    place.version += 1
    place.save(update_fields=["remark", "remarked_at", "remarked_by_id", "remarked_by_name", "version"])
    audit.record(actor=actor, verb="reviewplace.remark", target=place, review=place.review_id, unit=place.unit_id)
    return place
