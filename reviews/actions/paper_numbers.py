"""The one home of "a number is used once": every paper that is issued here takes its number from its issuer's register."""

from datetime import date
from typing import Final

from core import formats
from core.errors import Invalid
from reviews.models import PaperNumber
from reviews.reports.letterheads import paper_symbol
from reviews.rules.paper_numbers import number_key
from units.models import Unit

LETTER: Final = "CV"
NOTICE: Final = "TB"


def take_number(*, issuer: Unit, kind: str, number: str, issued_on: date, used_for: str) -> PaperNumber:
    """Enter the number of a paper in the register of its year; `kind` is the symbol of papers like it (CV, TB).

    Refuses (Invalid) one that another paper of the issuer bears, naming that paper. Of two who take it at the same
    moment the database lets one through; the other waits for it and is refused.
    """
    row, is_taken_now = PaperNumber.objects.get_or_create(
        issuer=issuer,
        year=issued_on.year,
        key=number_key(number, paper_symbol(issuer, kind)),
        defaults={"number": number, "issued_on": issued_on, "used_for": used_for},
    )
    if not is_taken_now:
        raise Invalid(
            f"Số {number} đã dùng cho {row.used_for} ngày {formats.day(row.issued_on)}. "
            "Hãy kiểm tra sổ văn bản đi rồi ghi số khác."
        )
    return row
