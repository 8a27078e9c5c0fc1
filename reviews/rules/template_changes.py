"""What changes for a form when it moves to a newer version of its template, and where each text goes. Values, no query.

Sections are the same when their keys are. Nothing written is dropped: what the new version has no place for is appended,
under the heading it had, to a section that the writers choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviews.models import TemplateSection
from reviews.rules.completeness import TEXT_KINDS, section_numbers
from reviews.states import SectionKind


@dataclass(frozen=True, slots=True)
class KeptSection:
    """A section of both versions, with what is another about it in words; none where all is the same."""

    old: TemplateSection
    new: TemplateSection
    words: tuple[str, ...]


@dataclass(frozen=True)
class TemplateChanges:
    """What a newer version adds, drops, and changes about the sections that stay."""

    kept: tuple[KeptSection, ...] = ()
    added: tuple[TemplateSection, ...] = ()
    dropped: tuple[TemplateSection, ...] = ()
    reordered: bool = False
    targets: tuple[TemplateSection, ...] = field(default_factory=tuple)
    """Sections of the new version in which a text can be written."""

    @property
    def altered(self) -> list[KeptSection]:
        """The sections that stay, but not quite as they were."""
        return [kept for kept in self.kept if kept.words]

    @property
    def is_empty(self) -> bool:
        """Whether the versions ask for the same in the same words."""
        return not (self.altered or self.added or self.dropped or self.reordered)


def place_for(dropped: TemplateSection, changes: TemplateChanges) -> TemplateSection:
    """Where the words of a dropped section go unless the writers choose otherwise: the text section that stood before it."""
    before = [kept for kept in changes.kept if shows_text(kept.new) and kept.old.order < dropped.order]
    return max(before, key=lambda kept: kept.old.order).new if before else changes.targets[0]


def template_changes(old: Sequence[TemplateSection], new: Sequence[TemplateSection]) -> TemplateChanges:
    """Compare two versions, both in their order. A heading that takes no text any more counts as dropped."""
    former = {section.key: section for section in old}
    numbers = section_numbers(list(old)) | section_numbers(list(new))
    kept: list[KeptSection] = []
    added: list[TemplateSection] = []
    for section in new:
        before = former.get(section.key)
        if before is None or not _has_room(before, section):
            added.append(section)
            continue
        del former[section.key]
        kept.append(KeptSection(before, section, tuple(_words(before, section, numbers))))
    order_before = [section.key for section in old if section.key not in former]
    return TemplateChanges(
        kept=tuple(kept),
        added=tuple(added),
        dropped=tuple(former.values()),
        reordered=order_before != [one.new.key for one in kept],
        targets=tuple(section for section in new if shows_text(section)),
    )


def shows_text(section: TemplateSection) -> bool:
    """Whether the form has room for a text under this heading."""
    return section.kind in TEXT_KINDS and section.kind != SectionKind.RATING


def _has_room(old: TemplateSection, new: TemplateSection) -> bool:
    """Whether what was answered in the old section can be answered in the new one, cards of their own kinds aside."""
    if shows_text(old):
        return shows_text(new)
    return new.kind in TEXT_KINDS if old.kind in TEXT_KINDS else old.kind == new.kind


def keeps_grade(old: TemplateSection, new: TemplateSection) -> bool:
    """Whether a degree, score or level chosen in the old section is still asked for in the new one."""
    return old.kind == new.kind


def _words(old: TemplateSection, new: TemplateSection, numbers: dict[int, str]) -> list[str]:
    words = []
    if old.heading != new.heading:
        words.append(f"tên cũ “{old.heading}”")
    if numbers[old.pk] != numbers[new.pk]:
        words.append(f"số cũ {numbers[old.pk] or 'không có'}, số mới {numbers[new.pk] or 'không có'}")
    if old.kind != new.kind:
        words.append(f"loại “{SectionKind(old.kind).label}” thành “{SectionKind(new.kind).label}”")
    if old.per_segment != new.per_segment:
        words.append("viết riêng cho từng chức vụ" if new.per_segment else "viết chung cho mọi chức vụ")
    if old.required != new.required:
        words.append("nay bắt buộc" if new.required else "nay không bắt buộc")
    if old.guidance != new.guidance:
        words.append("hướng dẫn viết khác trước")
    return words
