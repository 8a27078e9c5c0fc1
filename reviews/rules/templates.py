"""What a form template must be before it is published. Values only, no query."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reviews.states import SectionKind

SINGLE_KINDS = (
    SectionKind.LIMITATIONS,
    SectionKind.CARRIED_OVER,
    SectionKind.EXPLANATIONS,
    SectionKind.RESPONSIBILITY,
    SectionKind.REMEDIES,
    SectionKind.COMMITMENTS,
    SectionKind.INDICATORS,
    SectionKind.RATING,
)
# Without these a suggested topic could never be answered, or a review never meet the four requirements.
NEEDED_KINDS = (
    SectionKind.LIMITATIONS,
    SectionKind.EXPLANATIONS,
    SectionKind.INDICATORS,
    SectionKind.COMMITMENTS,
)
SEGMENT_KINDS = (SectionKind.TEXT, SectionKind.GRADED_TEXT)


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """One heading of a template, as read from a file or a form."""

    key: str
    heading: str
    kind: str
    number: str = ""
    depth: int = 1
    guidance: str = ""
    required: bool = True
    per_segment: bool = False
    only_if_any: bool = False


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A whole template, not yet in the database."""

    code: str
    subject: str
    name: str
    title: str
    note: str
    published_on: date
    sections: tuple[SectionDraft, ...]


def faults(sections: tuple[SectionDraft, ...]) -> list[str]:
    """Everything that bars publishing; empty when there is nothing to say."""
    return [*_list_faults(sections), *_section_faults(sections)]


def _list_faults(sections: tuple[SectionDraft, ...]) -> Iterator[str]:
    for key, times in Counter(section.key for section in sections).items():
        if times > 1:
            yield f"Mã mục “{key}” dùng {times} lần; mỗi mục cần một mã riêng."
    kinds = Counter(section.kind for section in sections)
    for kind in SINGLE_KINDS:
        if kinds[kind] > 1:
            yield f"Loại mục “{kind.label}” chỉ được có một lần trong mẫu, đang có {kinds[kind]}."
    for kind in NEEDED_KINDS:
        if not kinds[kind]:
            yield f"Mẫu chưa có mục loại “{kind.label}”."
    if not kinds[SectionKind.TEXT] + kinds[SectionKind.GRADED_TEXT]:
        yield "Mẫu cần ít nhất một mục viết văn bản."


def _section_faults(sections: tuple[SectionDraft, ...]) -> Iterator[str]:
    for place, section in enumerate(sections, start=1):
        name = f"Mục thứ {place}"
        if not section.heading.strip():
            yield f"{name} chưa có tên."
        if section.kind not in SectionKind.values:
            yield f"{name} có loại không dùng được: “{section.kind}”."
        if not 1 <= section.depth <= 3:
            yield f"{name} phải ở cấp 1, 2 hoặc 3."
        if section.per_segment and section.kind not in SEGMENT_KINDS:
            yield f"{name}: chỉ mục văn bản mới viết riêng cho từng chức vụ."
