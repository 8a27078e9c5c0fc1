"""The number of a document is typed, and used once by an issuer in a cycle and on a day, whatever kind it is."""

from datetime import date

from django.db.models import Q

from core import formats
from core.errors import Invalid
from reviews.models import Amendment, DeepReview
from units.models import Unit


def refuse_taken_number(row: DeepReview, number: str, issued_on: date, *, is_change: bool = False) -> None:
    """Refuse (Invalid) a number that another letter, or a change of a letter, of this issuer bears; to a change also
    that of the letter itself.

    The lock on the issuer keeps two documents from taking it at the same moment.
    """
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=row.issuer_id)
    same = DeepReview.objects.filter(issuer_id=row.issuer_id, number__iexact=number)
    same = same if is_change else same.exclude(pk=row.pk)
    taken = same.filter(Q(cycle_id=row.cycle_id) | Q(issued_on=issued_on)).first()
    if taken is not None and taken.issued_on is not None:
        raise _refusal(number, f"văn bản “{taken.title}”", taken.issued_on)
    changes = Amendment.objects.filter(deep_review__issuer=row.issuer_id, number__iexact=number)
    change = changes.filter(Q(deep_review__cycle=row.cycle_id) | Q(issued_on=issued_on)).first()
    if change is not None:
        raise _refusal(number, "văn bản điều chỉnh", change.issued_on)


def _refusal(number: str, what: str, issued_on: date) -> Invalid:
    return Invalid(
        f"Số {number} đã dùng cho {what} ngày {formats.day(issued_on)}. Hãy kiểm tra sổ văn bản đi rồi ghi số khác."
    )
