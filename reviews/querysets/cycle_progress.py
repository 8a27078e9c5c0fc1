"""How far a review of a cycle is: one definition for the count on the cycle's page and for the list behind it."""

from datetime import date
from enum import StrEnum

from django.db.models import Q

from core.days_off import late_before
from reviews.states import ReviewState


class Progress(StrEnum):
    """The columns of a cycle's figures; overdue ones are counted in another column too."""

    NOT_BEGUN = "chua-viet"
    WRITING = "dang-viet"
    SUBMITTED = "da-trinh"
    RETURNED = "bi-tra-lai"
    ACCEPTED = "dat"
    OVERDUE = "qua-han"

    @property
    def label(self) -> str:
        """The column's heading."""
        return _LABELS[self]


_LABELS = {
    Progress.NOT_BEGUN: "Chưa viết",
    Progress.WRITING: "Đang viết",
    Progress.SUBMITTED: "Đã trình",
    Progress.RETURNED: "Bị trả lại",
    Progress.ACCEPTED: "Đã thẩm định đạt",
    Progress.OVERDUE: "Quá hạn",
}


def reviews_in(progress: Progress, day: date) -> Q:
    """The reviews that stand in this column on `day`."""
    return {
        Progress.NOT_BEGUN: Q(state=ReviewState.DRAFT, started_at=None),
        Progress.WRITING: Q(state=ReviewState.DRAFT, started_at__isnull=False),
        Progress.SUBMITTED: Q(state=ReviewState.SUBMITTED),
        Progress.RETURNED: Q(state=ReviewState.RETURNED),
        Progress.ACCEPTED: Q(state=ReviewState.ACCEPTED),
        Progress.OVERDUE: Q(state__in=[ReviewState.DRAFT, ReviewState.RETURNED], due_on__lt=late_before(day)),
    }[progress]
