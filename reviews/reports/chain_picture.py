"""The chain from suggestion to remedy as a picture: one for each khối, level or field, the same on page and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core import formats
from core.bars import Bar, Block, Chart, Fill
from reviews.reports.dashboard import ChainFilter, ChainRows, chain_sums, part_names
from reviews.reports.figure_tables import BY_BLOC, BY_FIELD, BY_TIER, Part
from reviews.states import Subject

_STEPS: Final = (
    ("Được gợi ý", "suggested", Fill.SOLID),
    ("Đã tiếp nhận", "acknowledged", Fill.SOLID),
    ("Đã giải trình", "answered", Fill.SOLID),
    ("Đã thẩm định", "appraised", Fill.SOLID),
    ("Đạt", "accepted", Fill.STRIPED),
    ("Trả lại, bổ sung", "supplement", Fill.DOTTED),
    ("Kiểm điểm lại", "rereview", Fill.CROSSED),
)
_REMEDIES: Final = (
    ("Xong đúng hạn", "in_time", Fill.STRIPED),
    ("Xong chậm", "late", Fill.DOTTED),
    ("Đang làm", "running", Fill.EMPTY),
    ("Quá hạn", "overdue", Fill.CROSSED),
)
_WHO: Final = {
    "": "Tập thể, cá nhân",
    Subject.COLLECTIVE.value: "Tập thể",
    Subject.INDIVIDUAL.value: "Cá nhân",
}


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of one way to part the total."""

    heading: str
    key: str
    charts: tuple[Chart, ...]


def of_subjects(rows: ChainRows, chosen: ChainFilter) -> tuple[Chart, ...]:
    """All that is chosen as one picture for the collectives and one for the persons."""
    narrowed = [
        ChainFilter(subject.value, chosen.tier, chosen.bloc, chosen.field)
        for subject in Subject
        if chosen.subject in ("", subject)
    ]
    return tuple(_chart(_WHO[one.subject], chain_sums(rows, one, None).get("", {}), one.subject) for one in narrowed)


def galleries(rows: ChainRows, chosen: ChainFilter) -> list[Gallery]:
    """What is chosen by khối, by level and by field; a gallery of a single picture says nothing new and is left out."""
    drawn = [Gallery(part.heading, part.key, _charts(rows, chosen, part)) for part in (BY_BLOC, BY_TIER, BY_FIELD)]
    return [gallery for gallery in drawn if len(gallery.charts) > 1]


def _charts(rows: ChainRows, chosen: ChainFilter, part: Part) -> tuple[Chart, ...]:
    sums = chain_sums(rows, chosen, part)
    named = part_names(rows, part).items()
    return tuple(_chart(name, sums[key], chosen.subject) for key, name in named if key in sums)


def _chart(title: str, sums: Mapping[str, int], subject: str) -> Chart:
    running = sums.get("open", 0) - sums.get("overdue", 0)
    return Chart(
        title,
        (
            _block(f"{_WHO[subject]} được gợi ý", sums.get("suggested", 0), _STEPS, sums),
            _block("Việc khắc phục", sums.get("all", 0), _REMEDIES, {**sums, "running": running}),
        ),
    )


def _block(heading: str, whole: int, bars: Sequence[tuple[str, str, Fill]], sums: Mapping[str, int]) -> Block:
    return Block(
        f"{heading}: {formats.number(whole)}",
        whole,
        tuple(Bar(label, sums.get(key, 0), fill) for label, key, fill in bars),
    )
