"""Section III on paper: what became of the remedies and commitments of earlier cycles; section V of a person's form."""

from collections.abc import Iterable
from decimal import Decimal

from core import formats
from reviews.models import CarriedOver, OwnShare
from reviews.reports.review_parts import CarriedRow, OwnShareText
from reviews.rules.carried_over import differs_from_register
from reviews.states import CarriedState, RemediationState

_NOT_MARKED = "chưa đánh dấu"


def carried_rows(rows: Iterable[CarriedOver]) -> tuple[CarriedRow, ...]:
    """The ledger of a round as a table or a list prints it; a cycle and a fault are named where they begin."""
    written: list[CarriedRow] = []
    before: CarriedOver | None = None
    for ordinal, row in enumerate(rows, start=1):
        written.append(_row(ordinal, row, before))
        before = row
    return tuple(written)


def share_texts(rows: Iterable[OwnShare]) -> tuple[OwnShareText, ...]:
    """What the person says of the own part in each limitation."""
    return tuple(OwnShareText(n, row.fault, row.unit_name, row.text) for n, row in enumerate(rows, start=1))


def _row(ordinal: int, row: CarriedOver, before: CarriedOver | None) -> CarriedRow:
    measured = row.has_measurement
    names_fault = bool(row.fault) and not (before and before.fault == row.fault)
    return CarriedRow(
        ordinal,
        content=_with_extensions(
            row, f"{row.fault.rstrip(' .')}. Biện pháp: {row.action}" if names_fault else row.action
        ),
        source="" if before and before.source == row.source else row.source,
        state=CarriedState(row.state).label if row.state else _NOT_MARKED,
        reason=row.reason,
        baseline=_amount(row.baseline, row) if measured else "",
        target=_amount(row.target, row) if measured else "",
        reached=_amount(row.reached, row) if measured else "",
        share=formats.percent(row.share_done) if row.share_done is not None else "",
        register=RemediationState(row.register_state).label.lower() if differs_from_register(row) else "",
    )


def _with_extensions(row: CarriedOver, content: str) -> str:
    """A deadline that was moved is told with the first one, for ever."""
    if not row.extensions or row.due_on is None:
        return content
    first = f", hạn đầu {formats.day(row.first_due_on)}" if row.first_due_on else ""
    return f"{content.rstrip(' .')} (hạn {formats.day(row.due_on)}, đã gia hạn {row.extensions} lần{first})"


def _amount(value: Decimal | None, row: CarriedOver) -> str:
    return formats.amount(value, row.measure_unit) if value is not None else ""
