"""Taking up accepted limitations of its people in the collective's draft."""

from collections.abc import Iterable

from django.db import transaction

from cadres.roles import Actor
from core import audit
from core.errors import Invalid
from reviews.actions.answer_rows import create_card
from reviews.actions.open_sheets import OpenSheet, open_sheet
from reviews.models import Limitation
from reviews.models.proposals import accepted_limitations
from reviews.rules.hints import words_of


@transaction.atomic
def propose_limitations(*, review_id: int, actor: Actor, limitation_ids: Iterable[int]) -> list[Limitation]:
    """Add an ordinary card for each of these accepted limitations: its fault and field, nothing of causes or persons.

    Where it came from stands in the audit trail alone. Refuses (NotAllowed) whoever may not write and a review out of
    its writers' hands, and (Invalid) a personal review, an empty choice, and what is no accepted limitation of its
    people. What stands in the draft already, word for word, is not added twice.
    """
    sheet = open_sheet(review_id, actor)
    if not sheet.review.is_collective:
        raise Invalid("Chỉ bản kiểm điểm tập thể đưa hạn chế của thành viên vào dự thảo.")
    ids = set(limitation_ids)
    chosen = list(accepted_limitations(sheet.review).filter(pk__in=ids))
    if not ids or len(chosen) < len(ids):
        raise Invalid("Hãy chọn ít nhất một hạn chế trong danh sách; nếu danh sách đã cũ thì tải lại trang.")
    there = {tuple(words_of(fault)) for fault in sheet.round.limitations.values_list("fault", flat=True)}
    return [_take_up(card, sheet, actor) for card in chosen if tuple(words_of(card.fault)) not in there]


def _take_up(card: Limitation, sheet: OpenSheet, actor: Actor) -> Limitation:
    taken = create_card(sheet, actor, fault=card.fault, field_id=card.field_id)
    audit.record(
        actor=actor,
        verb="limitation.propose",
        target=taken,
        review=sheet.review.pk,
        round=sheet.round.number,
        from_review=card.round.review_id,
        from_origin=str(card.origin),
    )
    return taken
