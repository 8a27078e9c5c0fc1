"""The states and kinds of what is followed until it is closed."""

from django.db.models import TextChoices


class RemediationState(TextChoices):
    PLANNED = "planned", "Chưa thực hiện"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    REPORTED = "reported", "Đã báo cáo hoàn thành"
    VERIFIED = "verified", "Đã xác minh"
    CLOSED = "closed", "Đã kết thúc"
    TRANSFERRED = "transferred", "Đã chuyển cơ quan khác"
    SUSPENDED = "suspended", "Tạm dừng"
    NOT_DONE = "not_done", "Không thực hiện được"


WORKED_ON = (RemediationState.PLANNED, RemediationState.IN_PROGRESS)
"""In the hands of whoever owns the item; what may be overdue."""
OPEN_REMEDIATION = (
    *WORKED_ON,
    RemediationState.REPORTED,
    RemediationState.VERIFIED,
    RemediationState.SUSPENDED,
)
"""Still to be brought to an end here: neither closed nor given up, nor in the hands of another authority."""


class ItemKind(TextChoices):
    """What an item to be followed grew from."""

    REMEDY = "remedy", "Khắc phục hạn chế"
    CONCLUSION = "conclusion", "Kết luận gợi ý, thẩm định"
    MEETING = "meeting", "Nhiệm vụ hội nghị giao"
    COMMITMENT = "commitment", "Việc cam kết"
    HARD_TASK = "hard_task", "Việc khó"


PLANNED_KINDS = (ItemKind.REMEDY, ItemKind.CONCLUSION, ItemKind.MEETING)
"""What stands in a remediation plan; commitments and hard tasks have registers of their own."""
AMENDED_KINDS = (*PLANNED_KINDS, ItemKind.COMMITMENT)
"""Whose words change by amendments once the plan beside them is approved; a hard task is written in its register."""


class Difficulty(TextChoices):
    ORDINARY = "ordinary", "Bình thường"
    HARD = "hard", "Khó"
    HARDEST = "hardest", "Rất khó"


class MeasureKind(TextChoices):
    """How one tells how far an item has come."""

    NONE = "none", "Không đo"
    YES_NO = "yes_no", "Xong hoặc chưa"
    NUMBER = "number", "Bằng số"


class ExtensionOutcome(TextChoices):
    WAITING = "waiting", "Chờ quyết định"
    GRANTED = "granted", "Cho gia hạn"
    REFUSED = "refused", "Không cho gia hạn"
