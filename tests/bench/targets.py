"""What the figures have to keep to. Times are ratios to the bare page of the same run: machines differ, ratios hardly.

Where no target was set beforehand the one of the most similar page counts: home sums up like the dashboard, the detail
reads like the form, and a log-in may take what its password costs (seven bare pages) on top of half a form.
"""

from dataclasses import dataclass
from typing import Final

from reviews.forms.item_filter import ItemFilter


@dataclass(frozen=True, slots=True)
class PageTarget:
    """At most so many times the bare page, so many queries, so many times the ratio in the smaller province."""

    label: str
    ratio: float
    queries: int
    growth: float | None = None


GROWTH: Final = 1.2
BY_FILTER: Final = "items by {}"
PAGE_TARGETS: Final = {
    "bare page": PageTarget("Trang trống", 1, 3),
    "log-in page": PageTarget("Trang đăng nhập", 10, 2),
    "log-in": PageTarget("Đăng nhập", 12, 20),
    "home of the province": PageTarget("Việc của tôi, chuyên viên tỉnh", 13, 15, GROWTH),
    "home of a secretary": PageTarget("Việc của tôi, thư ký xã", 13, 15, GROWTH),
    "list of the province": PageTarget("Danh sách bản kiểm điểm, tỉnh", 10, 10, GROWTH),
    "detail": PageTarget("Xem một bản kiểm điểm", 10, 25, GROWTH),
    "form of 135 rows": PageTarget("Biểu mẫu 135 dòng", 10, 12, GROWTH),
    "form of the review": PageTarget("Biểu mẫu bản kiểm điểm", 10, 30, GROWTH),
    "save of one answer": PageTarget("Tự lưu một ô", 4, 12, GROWTH),
    "save of the 135 rows": PageTarget("Lưu cả 135 dòng", 7, 15, GROWTH),
    "save of the whole review": PageTarget("Lưu cả bản kiểm điểm", 7, 30, GROWTH),
    "dashboard of the province": PageTarget("Tổng hợp, tỉnh", 13, 15, GROWTH),
    "items": PageTarget("Danh sách khắc phục, chuyên viên tỉnh", 10, 10),
    "items of inspection": PageTarget("Danh sách khắc phục, kiểm tra", 10, 10),
    **{BY_FILTER.format(name): PageTarget(f"Khắc phục, lọc {name}", 10, 12) for name in ItemFilter.base_fields},
    "figures of items": PageTarget("Tình hình khắc phục, tỉnh", 13, 15),
}

# A paper costs at most 0.60 s of processor where the bare engine, its tables left to find their widths, takes 0.72 s.
PAPER_CPU: Final = 0.60 / 0.72
# Two worker processes bring out papers nearly as fast as two processes that do nothing but render the same HTML.
PAPER_RATE: Final = 0.8
WORKER_MEGABYTES: Final = 120
# Issuing a suggestion to 29 collectives and 137 persons: seconds of the request; the pack of its letters, as the papers above.
ISSUE_SECONDS: Final = 1.0
LETTER_RATE: Final = 0.85
# The digests of a morning: seconds for 10,000 people, and how much larger the process is after the last chunk of them than
# after the second.
DIGEST_SECONDS: Final = 60.0
DIGEST_GROWTH: Final = 1.15
