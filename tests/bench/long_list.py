"""A register of 5,000 rows printed in a process of its own: how much memory that takes at most.

`python -m tests.bench.long_list` prints the figures as JSON.
"""

import json
import resource
import subprocess
import sys
import time
from typing import Final

import django

from config.local import paths

ROWS: Final = 5000
_COLUMNS: Final = (
    ("TT", 5),
    ("Tập thể, cá nhân", 22),
    ("Việc khó đăng ký", 38),
    ("Kết quả phải đạt", 25),
    ("Thời hạn", 10),
)
_TASK: Final = "Giải quyết dứt điểm việc cấp giấy chứng nhận quyền sử dụng đất tồn đọng tại thôn"


def measure() -> dict[str, float]:
    """Megabytes, seconds of the processor and pages, each under its name."""
    command = [sys.executable, "-m", "tests.bench.long_list"]
    done = subprocess.run(command, cwd=paths.ROOT, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def main() -> None:
    """Print one register and tell what it took."""
    django.setup()
    from core.paper.parts import Heading, LetterHead, Signature
    from reviews.reports.plain_paper import WidePaper
    from reviews.reports.rendering import render_pdf
    from tests.core.pdf_reading import reader

    paper = WidePaper(
        head=LetterHead(upper="ĐẢNG BỘ TỈNH", issuer="BAN THƯỜNG VỤ TỈNH ỦY", place="Tân Sơn", symbol="BC/TU"),
        heading=Heading("SỔ ĐĂNG KÝ VIỆC KHÓ", "của tập thể, cá nhân"),
        opening=f"Gồm {ROWS} việc.",
        columns=_COLUMNS,
        rows=tuple(
            (at, f"Đảng ủy xã thứ {at}", f"{_TASK} {at}", "100% hồ sơ được cấp giấy", "31/12/2026")
            for at in range(1, ROWS + 1)
        ),
        signatures=(Signature(authority="BAN THƯỜNG VỤ", post="PHÓ BÍ THƯ", name="Hoàng Gia Lộc"),),
    )
    begun = time.process_time()
    content = render_pdf(paper)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "long_list_megabytes": peak,
        "long_list_cpu_seconds": seconds,
        "long_list_pages": len(reader(content).pages),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
