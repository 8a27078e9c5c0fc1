"""What was lost: every confirmed save held against the saves after it, and against what is stored in the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviews.rules.writing import canonical, digest

Place = tuple[int, str]  # review, and the row's name in its form


@dataclass(frozen=True, slots=True)
class Saved:
    """A confirmed save: which version it became, its text, and what its writer had been shown before."""

    writer: str
    version: int
    text: str
    shown: str  # the digest of the text that this one took the place of
    shown_version: int


@dataclass
class Story:
    """What was told about one text: the confirmed saves, and the texts whose fate the broken connection left open."""

    saved: list[Saved] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def losses(stories: Mapping[Place, Story], stored: Mapping[Place, tuple[int, str]]) -> list[str]:
    """A sentence for each confirmed save that is neither stored nor was written over by somebody who had seen it."""
    found = []
    for place, story in stories.items():
        if story.saved:
            found += [f"{place}: {loss}" for loss in _losses_of(story, *stored.get(place, (0, "")))]
    return found


def _losses_of(story: Story, version: int, text: str) -> list[str]:
    texts: dict[int, Saved] = {}
    found = []
    for one in story.saved:
        other = texts.setdefault(one.version, one)
        if canonical(other.text) != canonical(one.text):
            found.append(f"phiên bản {one.version} được xác nhận cho hai nội dung khác nhau")
    found += [
        f"{one.writer} ghi đè phiên bản {one.version - 1} của {before.writer} mà chưa thấy"
        for one in texts.values()
        if (before := texts.get(one.version - 1)) is not None and not _had_seen(one, before)
    ]
    last = texts[max(texts)]
    if version == last.version and canonical(text) != canonical(last.text):
        found.append(f"nội dung đang lưu không phải nội dung đã xác nhận (phiên bản {version})")
    elif version < last.version:
        found.append(f"đã xác nhận phiên bản {last.version} nhưng đang lưu phiên bản {version}")
    elif version > last.version and canonical(text) not in map(canonical, story.unanswered):
        found.append(f"đang lưu phiên bản {version} mà không ai gửi")
    return found


def _had_seen(later: Saved, before: Saved) -> bool:
    return later.shown_version == before.version or later.shown == digest(before.text)
