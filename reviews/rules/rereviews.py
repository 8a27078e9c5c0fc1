"""Requiring a review again: the listed reasons, and how often the profile lets it be required."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from core.verdict import YES, Verdict, no
from reviews.models import RegulationProfile

FILE: Final = Path(__file__).resolve().parent.parent / "data" / "rereview_reasons.toml"
ROUNDS_MOST: Final = "rereview.rounds_most"  # a figure of the profile; zero or none: unlimited


@cache
def rereview_reasons() -> dict[str, str]:
    """The reasons to choose from, code → words, as shipped with the program."""
    with FILE.open("rb") as file:
        return {one["code"]: one["text"] for one in tomllib.load(file)["reason"]}


def may_require_once_more(required_before: int, profile: RegulationProfile) -> Verdict:
    """Any number of times, unless the profile sets a limit and it is reached."""
    most = int(profile.figure(ROUNDS_MOST) or 0)
    if not most or required_before < most:
        return YES
    return no(
        f"Bộ quy định {profile.code} cho yêu cầu kiểm điểm lại nhiều nhất {most} lần; bản này đã kiểm điểm lại "
        f"{required_before} lần. Hãy trả lại để bổ sung, hoặc công nhận."
    )
