"""Taking a card or row out of the form: what has words in it only by whoever has just seen them."""

from datetime import date
from typing import Final

from django.db import transaction

from cadres.roles import Actor
from core import audit, formats
from core.errors import Invalid
from reviews.actions.answer_rows import Name, find_rows, values_of
from reviews.actions.locking import require
from reviews.actions.open_sheets import open_sheet
from reviews.actions.removed_rows import Removable, keep_removed
from reviews.models import Commitment, Limitation, Remedy, SavedText
from reviews.models.unread import Unread
from reviews.rules.completeness import begun, commitment_begun
from reviews.rules.writing import digest, token_of

_WOULD_GO: Final = "Nếu bấm “Vẫn bỏ”, bản kiểm điểm không còn những nội dung sau (vẫn khôi phục được):"


class WordsWouldGo(Invalid):
    """Not taken out: `words` would go with it. `seen` stands for them, and takes the row out as long as it holds no others."""

    def __init__(self, sentence: str, words: list[str], seen: str) -> None:
        self.words, self.seen = words, seen
        super().__init__(sentence)


@transaction.atomic
def remove_row(*, review_id: int, actor: Actor, name: Name, seen: str = "") -> SavedText | None:
    """Take a limitation, remedy or commitment out of the open round; what it held is kept, to be put back.

    Refuses (WordsWouldGo) one with words in it, unless `seen` stands for exactly the words that are in it now. A row that
    is already gone is no fault; an empty one of which the trail never heard leaves no trace in it either.
    """
    sheet = open_sheet(review_id, actor)
    row = find_rows(sheet, [name]).get(name) if name[0] in ("limitation", "remedy", "commitment") else None
    if not isinstance(row, Removable):
        return None
    require(sheet.may_write(row))
    if has_words(row) and seen != (now := _trace_of(row)):
        sentence = "Nội dung của mục vừa có thay đổi; hãy xem lại trước khi bỏ." if seen else "Mục này đã có nội dung."
        raise WordsWouldGo(f"{sentence} {_WOULD_GO}", words_of(row), now)
    kept = keep_removed(sheet, actor, name, _with_remedies(row), words_of(row))
    if has_words(row) or audit.knows(row):
        audit.record(actor=actor, verb=f"{name[0]}.remove", target=row, review=review_id, round=sheet.round.number)
    row.delete()
    return kept


def has_words(row: Removable) -> bool:
    """Whether anything was written in the row, its remedies included."""
    if isinstance(row, Remedy):
        return begun(row)
    if isinstance(row, Commitment):
        return commitment_begun(row)
    texts = (row.fault, row.responsible_text, row.objective_cause, row.subjective_cause)
    return bool(row.unread) or any(text.strip() for text in texts) or any(map(begun, row.remedies.all()))


def words_of(row: Removable) -> list[str]:
    """Everything typed in the row and its remedies, as a person reads it; what was chosen from lists is not among it."""
    typed = [value for _, one in _with_remedies(row) for value in _typed_in(one)]
    return [text for text in typed if text.strip()]


def _typed_in(row: Removable) -> list[str]:
    kind = type(row).__name__.lower()
    values = [value for name, value in values_of(kind, row).items() if name != "kind"]
    readable = [value.text if isinstance(value, Unread) else value for value in values]
    days = [formats.day(value) for value in values if isinstance(value, date)]
    return [value for value in readable if isinstance(value, str)] + days


def _trace_of(row: Removable) -> str:
    """What stands for all that is in the row now, chosen or typed."""
    parts = [f"{kind}-{one.pk}{token_of(0, values_of(kind, one))}" for kind, one in _with_remedies(row)]
    return digest(" ".join(parts))


def _with_remedies(row: Removable) -> list[tuple[str, Removable]]:
    remedies = list(row.remedies.order_by("order", "pk")) if isinstance(row, Limitation) else []
    return [(type(row).__name__.lower(), row), *(("remedy", remedy) for remedy in remedies)]
