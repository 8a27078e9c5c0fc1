"""One table of what happened while two hundred people typed, and the same as JSON."""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.bench.hammer.client import Request
from tests.bench.hammer.faults import Window
from tests.bench.hammer.page import Tally

SAVE_P95_MS: Final = 300
TURN_SECONDS: Final = 10


def judge(tally: Tally, requests: Sequence[Request], windows: Sequence[Window], lost: Sequence[str]) -> dict[str, Any]:
    """The figures, those with a target beside the others, and what was missed."""
    saves = [one for one in requests if one.what == "lưu" and not one.error]
    undisturbed = [one for one in saves if not any(_meets(one, window) for window in windows)]
    broken = [one for one in requests if one.error]
    outside = [one for one in broken if not any(_meets(one, window) for window in windows)]
    figures: dict[str, Any] = {
        "requests": dict(Counter(one.what for one in requests)),
        "confirmed": tally.confirmed,
        "conflicts": tally.conflicts,
        "conflicts_with_oneself": tally.with_oneself,
        "save_ms": _spread(saves),
        "save_ms_outside": _spread(undisturbed),
        "save_p95_by_10_s": _in_turn(saves),
        "windows": {window.part: round(window.ended - window.begun, 1) for window in windows},
        "errors_in_windows": _kinds(one for one in broken if one not in outside),
        "errors_outside": _kinds(outside) | tally.refused,
        "lost": list(lost),
        "load": os.getloadavg()[0],
    }
    figures["missed"] = [
        name
        for name, is_met in (
            ("p95", figures["save_ms"]["p95"] < SAVE_P95_MS),
            ("lost", not lost),
            ("errors", not figures["errors_outside"]),
        )
        if not is_met
    ]
    return figures


def _meets(request: Request, window: Window) -> bool:
    return request.begun <= window.ended and request.ended >= window.begun


def _kinds(requests: Any) -> dict[str, int]:
    return dict(Counter(f"{one.what}: {one.error}" for one in requests))


def _spread(requests: Sequence[Request]) -> dict[str, float]:
    taken = sorted(one.milliseconds for one in requests)
    return {"p50": _quantile(taken, 0.5), "p95": _quantile(taken, 0.95), "max": _quantile(taken, 1)}


def _in_turn(requests: Sequence[Request]) -> list[float]:
    """How it went: a figure for every ten seconds since the first."""
    first = min((one.begun for one in requests), default=0.0)
    turns: dict[int, list[float]] = {}
    for one in requests:
        turns.setdefault(int(one.begun - first) // TURN_SECONDS, []).append(one.milliseconds)
    return [_quantile(sorted(turns[turn]), 0.95) for turn in sorted(turns)]


def _quantile(values: Sequence[float], share: float) -> float:
    return round(values[min(len(values) - 1, int(len(values) * share))], 1) if values else float("inf")


def table(figures: Mapping[str, Any]) -> str:
    """A line for each figure, with its target where it has one."""
    outside = figures["errors_outside"]
    restarts = ", ".join(f"{part} {seconds:.1f} giây" for part, seconds in figures["windows"].items())
    rows = [
        ("Lượt gửi", ", ".join(f"{what} {number}" for what, number in figures["requests"].items()), ""),
        ("Lượt lưu đã xác nhận", str(figures["confirmed"]), ""),
        (
            "Hai nội dung cùng một ô",
            f"{figures['conflicts']}, trong đó với chính mình {figures['conflicts_with_oneself']}",
            "",
        ),
        ("Một lượt lưu", _milliseconds(figures["save_ms"]), "p95"),
        ("  trừ lúc khởi động lại", _milliseconds(figures["save_ms_outside"]), ""),
        ("Từ lúc bị tắt đến trang đầu tiên", restarts or "không tắt gì", ""),
        ("Lỗi trong lúc khởi động lại", _listed(figures["errors_in_windows"]), ""),
        ("Lỗi ngoài lúc khởi động lại", _listed(outside), "errors"),
        ("Đã xác nhận mà mất", str(len(figures["lost"])), "lost"),
    ]
    width = max(len(name) for name, *_ in rows)
    lines = [f"{name.ljust(width)}  {words}{_verdict(figures, target)}" for name, words, target in rows]
    return "\n".join([*lines, *(f"  {loss}" for loss in figures["lost"][:20])])


def _milliseconds(spread: Mapping[str, float]) -> str:
    return f"p50 {spread['p50']:.0f} ms, p95 {spread['p95']:.0f} ms, lâu nhất {spread['max']:.0f} ms"


def _listed(kinds: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items())) or "0"


def _verdict(figures: Mapping[str, Any], target: str) -> str:
    if not target:
        return ""
    wanted = {"p95": f"< {SAVE_P95_MS} ms", "errors": "0", "lost": "0"}[target]
    return f"   (phải {wanted}: {'KHÔNG ĐẠT' if target in figures['missed'] else 'đạt'})"


def keep(figures: Mapping[str, Any], folder: Path) -> Path:
    """Write the JSON beside that of `make bench`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "hammer.json"
    file.write_text(json.dumps(figures, ensure_ascii=False, indent=1))
    return file
