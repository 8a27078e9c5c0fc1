"""The entries of the left navigation, from top to bottom. An entry shows once its URL name exists."""

from core.navigation import NavEntry

ENTRIES = (
    NavEntry("Việc của tôi", "reviews:home", "inbox"),
    NavEntry("Đợt kiểm điểm", "reviews:cycles", "cycle"),
    NavEntry("Gợi ý kiểm điểm sâu", "reviews:deep_reviews", "lens"),
    NavEntry("Khắc phục", "reviews:remediation", "wrench"),
    NavEntry("Báo cáo", "reviews:reports", "chart"),
    NavEntry("Đơn vị và cán bộ", "units:units", "people"),
    NavEntry("Quản trị", "cadres:accounts", "gear"),
)
