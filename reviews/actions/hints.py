"""Waving a hint away. Nobody is shown that it was: no name, no time and no entry of the audit trail is kept."""

import re
from typing import Final

from django.db import transaction

from cadres.roles import Actor
from core.errors import Invalid
from reviews.actions.open_sheets import open_sheet
from reviews.models import DismissedHint

_FIELD: Final = re.compile(r"[a-z]+-[0-9a-f-]{1,40}-[a-z_]{1,30}")
_CODE: Final = re.compile(r"[a-z0-9-]{1,80}")
MOST_DISMISSED: Final = 1000


@transaction.atomic
def dismiss_hint(*, review_id: int, actor: Actor, field: str, hint: str) -> None:
    """Do not show this hint at this field again, as long as the round is open.

    Refuses (NotAllowed) whoever may not write, and (Invalid) what is no name of a field and a hint.
    """
    sheet = open_sheet(review_id, actor)
    rows = DismissedHint.objects.filter(round=sheet.round)
    if not _FIELD.fullmatch(field) or not _CODE.fullmatch(hint) or rows.count() >= MOST_DISMISSED:
        raise Invalid("Không tìm thấy gợi ý này. Mời tải lại trang.")
    rows.get_or_create(round=sheet.round, field=field, hint=hint)
