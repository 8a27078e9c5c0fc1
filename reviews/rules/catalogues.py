"""What a catalogue of manifestations must be before it is published. Values only, no query."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.table_faults import RowFault
from reviews.states import IndicatorPart


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """One of the 27, as read from a file."""

    part: int
    number: int
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One item under a group; `row` is its line in the file, for the report of faults."""

    group: int
    number: int
    text: str
    checked: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class CatalogueDraft:
    """A whole list, not yet in the database."""

    name: str
    label: str
    groups: tuple[GroupDraft, ...]
    items: tuple[ItemDraft, ...]

    def ordered_items(self) -> list[ItemDraft]:
        """In the order in which a form shows them: by group, then by number."""
        return sorted(self.items, key=lambda item: (item.group, item.number))


def faults(draft: CatalogueDraft, *, longest_text: int = 2000) -> list[RowFault]:
    """Everything that bars publishing, in the order of the file; empty when there is nothing to say."""
    return sorted([*_group_faults(draft), *_item_faults(draft, longest_text)])


def _group_faults(draft: CatalogueDraft) -> Iterator[RowFault]:
    used = {item.group for item in draft.items}
    for number, times in Counter(group.number for group in draft.groups).items():
        if times > 1:
            yield RowFault(0, f"Biểu hiện số {number} được nêu {times} lần.")
    for group in draft.groups:
        if group.part not in IndicatorPart:
            yield RowFault(0, f"Biểu hiện số {group.number} phải thuộc phần 1, 2 hoặc 3.")
        if group.number not in used:
            yield RowFault(0, f"Biểu hiện số {group.number} chưa có mục cụ thể nào.")


def _item_faults(draft: CatalogueDraft, longest_text: int) -> Iterator[RowFault]:
    known = {group.number for group in draft.groups}
    seen: dict[tuple[int, int], int] = {}
    for item in draft.items:
        if item.group not in known:
            yield RowFault(item.row, f"Không có biểu hiện số {item.group} trong danh mục gốc.")
        if not item.text:
            yield RowFault(item.row, "Ô nội dung còn trống.")
        if len(item.text) > longest_text:
            yield RowFault(item.row, f"Nội dung dài quá {longest_text} ký tự.")
        first = seen.setdefault((item.group, item.number), item.row)
        if first != item.row:
            yield RowFault(item.row, f"Mục {item.group}.{item.number} trùng với dòng {first}.")
