"""What a round still has to say about the remedies and commitments of earlier cycles; pure, over loaded rows."""

from collections.abc import Iterator, Sequence

from reviews.models import CarriedOver, OwnShare
from reviews.states import WORKED_ON, CarriedState, RemediationState

# What the register says that speaks against the mark: a row marked done that the register still holds open, and the like.
_OPEN = (*WORKED_ON, RemediationState.SUSPENDED, RemediationState.TRANSFERRED, RemediationState.NOT_DONE)
_UNTOUCHED = (RemediationState.PLANNED, RemediationState.SUSPENDED, RemediationState.NOT_DONE)
_DONE = (RemediationState.VERIFIED, RemediationState.CLOSED)


def carried_gaps(rows: Sequence[CarriedOver]) -> Iterator[tuple[str, str]]:
    """What each row lacks, as (sentence, place to write): a mark, and the state of things where it is not done."""
    for ordinal, row in enumerate(rows, start=1):
        stem = f"carried-{row.origin.hex}"
        if not row.state:
            yield f"việc kỳ trước {ordinal}: chưa đánh dấu đã xong, đang làm hay chưa làm.", f"{stem}-state"
        elif row.state == CarriedState.NOT_DONE and not row.reason.strip():
            yield f"việc kỳ trước {ordinal} chưa làm: chưa ghi lý do.", f"{stem}-reason"
        elif row.state == CarriedState.IN_PROGRESS and not row.reason.strip():
            yield f"việc kỳ trước {ordinal} đang làm: chưa ghi đã làm đến đâu.", f"{stem}-reason"


def differs_from_register(row: CarriedOver) -> bool:
    """Whether the mark says otherwise than the remediation register, which this form does not change."""
    if not row.state or not row.register_state:
        return False
    if row.state == CarriedState.DONE:
        return row.register_state in _OPEN
    if row.state == CarriedState.NOT_DONE:
        return row.register_state not in _UNTOUCHED
    return row.register_state in _DONE


def share_gaps(rows: Sequence[OwnShare]) -> Iterator[tuple[str, str]]:
    """The limitations of the collective whose own part the person has not answered, with the place to write."""
    for ordinal, row in enumerate(rows, start=1):
        if not row.text.strip():
            yield (
                f"hạn chế {ordinal} của {row.unit_name}: chưa nêu trách nhiệm của bản thân.",
                f"share-{row.origin.hex}-text",
            )
