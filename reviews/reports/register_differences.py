"""What changed between two rounds in what hangs on them: the opinions and the files. Values in, no query."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core import formats
from reviews.models import Attachment, Opinion
from reviews.reports.differences import (
    ANSWERED,
    CHANGED,
    SAME,
    CardDifference,
    Fields,
    SectionDifference,
    named,
    paired,
)


def compare_opinions(
    before: Sequence[Opinion], after: Sequence[Opinion], sections: Mapping[str, str]
) -> SectionDifference | None:
    """Opinions that are new, newly answered, changed or taken out; None where neither round has any.

    `sections` are the words for the sections, one for a key: another number in a newer form is no other answer.
    """
    cards = paired(_called, before, after, lambda one: one.origin, lambda one: _opinion(one, sections))
    open_before = {one.origin for one in before if not one.is_answered}
    answered = {_called(one) for one in after if one.is_answered and one.origin in open_before}
    told = [_as_answered(card) if card.title in answered and card.fate == CHANGED else card for card in cards]
    return _section("Góp ý", told, "góp ý")


def compare_files(before: Sequence[Attachment], after: Sequence[Attachment]) -> SectionDifference | None:
    """Files that came or went, by their content; None where neither round has any."""
    cards = paired(lambda file: file.stored.name, before, after, lambda file: file.stored_id, _file)
    return _section("Tệp đính kèm", cards, "tệp")


def _section(heading: str, cards: Sequence[CardDifference], noun: str) -> SectionDifference | None:
    if not cards:
        return None
    shown = tuple(card for card in cards if card.fate != SAME)
    kept = len(cards) - len(shown)
    return SectionDifference(heading, 1, "", (), shown, f"{formats.number(kept)} {noun} giữ nguyên." if kept else "")


def _called(opinion: Opinion) -> str:
    return f"Góp ý {opinion.number}, {opinion.source_name}"


def _opinion(opinion: Opinion, sections: Mapping[str, str]) -> Fields:
    return named(
        ("Nội dung góp ý", opinion.text),
        ("Nhóm nội dung", opinion.group),
        ("Góp ý vào", sections.get(opinion.section_key, "")),
        ("Nguồn, ngày nhận", f"{opinion.get_source_kind_display()}, {formats.day(opinion.received_on)}"),
        ("Kết quả", opinion.get_outcome_display()),
        ("Trả lời", opinion.reply),
        ("Đã sửa", sections.get(opinion.changed_section_key, "")),
    )


def _as_answered(card: CardDifference) -> CardDifference:
    return replace(card, fate=ANSWERED, words="đã trả lời")


def _file(file: Attachment) -> Fields:
    is_paper = file.kind == Attachment.Kind.SIGNED_PAPER
    return named(("Loại", file.get_kind_display() if is_paper else ""), ("Ghi chú", file.note))
