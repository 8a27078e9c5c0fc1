"""What changed between two rounds, word by word, on paper: goes with the order to hold a review again and with the answer."""

from dataclasses import dataclass
from typing import ClassVar

from cadres.roles import Actor
from core.errors import NotAllowed
from core.paper.parts import Heading, LetterHead, Signature
from reviews.models import Review, Round
from reviews.models.contents import contents_of
from reviews.reports.collective_review import as_named_in, choices_of, letterhead, signature_of
from reviews.reports.differences import SAME, CardDifference, SectionDifference
from reviews.reports.individual_review import head_of, places_of
from reviews.reports.letterheads import collective, period_words
from reviews.reports.printable import printable_review, readable_rounds
from reviews.reports.round_differences import compare

_ONE_ROUND = "Chưa có hai lần trình đọc được để đối chiếu."


@dataclass(frozen=True, slots=True)
class DifferencePaper:
    """The parts that differ, each with what it was and what it is now."""

    TEMPLATE: ClassVar[str] = "reports/difference_paper.html"

    head: LetterHead
    heading: Heading
    opening: str
    sections: tuple[SectionDifference, ...]
    unchanged: tuple[str, ...]
    signature: Signature
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Title and abstract, for the file's properties."""
        return self.heading.in_one_line


def title_of(actor: Actor, pk: int) -> str:
    """What it is called; refuses (NotAllowed) where the person reads one round only."""
    review, _, _ = _two_rounds(actor, pk)
    return f"Bản đối chiếu hai lần trình: {review.subject_name}, {review.cycle.name}"


def collect(actor: Actor, *, review: int, number: int | None = None) -> DifferencePaper:
    """The newest round, or the one named, against the one before it; both as this person may read them."""
    row, before, after = _two_rounds(actor, review, number)
    labels = {choice.code: choice.label for choice in choices_of(row)}
    sections = compare(contents_of(row, before), contents_of(row, after), labels)
    shown = as_named_in(row, after)
    whose = collective(shown.unit, after.unit_name) if shown.cadre is None else f"đồng chí {shown.cadre.full_name}"
    changed = tuple(_changed_alone(one) for one in sections if one.differs)
    return DifferencePaper(
        head=_head(shown, after),
        heading=Heading(
            "BẢN ĐỐI CHIẾU", f"nội dung sửa đổi trong bản kiểm điểm {period_words(row.cycle)}\ncủa {whose}"
        ),
        opening=f"So sánh {_name(before)} với {_name(after)}: {len(changed)} mục có thay đổi. Chữ bỏ đi được gạch ngang, "
        "chữ thêm vào được gạch chân.",
        sections=changed,
        unchanged=tuple(one.heading for one in sections if not one.differs),
        signature=signature_of(shown, after)
        if shown.cadre is None
        else Signature("", "Người tự kiểm điểm", shown.cadre.full_name),
        edition=f"{_name(before)} và {_name(after)}",
    )


def _two_rounds(actor: Actor, pk: int, number: int | None = None) -> tuple[Review, Round, Round]:
    review, after = printable_review(actor, pk, None, number)
    before = readable_rounds(actor, review).filter(number__lt=after.number).first()
    if before is None:
        raise NotAllowed(_ONE_ROUND)
    return review, before, after


def _changed_alone(section: SectionDifference) -> SectionDifference:
    cards = tuple(_texts_changed(card) for card in section.cards if card.fate != SAME)
    texts = tuple(text for text in section.texts if text.differs)
    return SectionDifference(section.heading, section.depth, section.note, texts, cards)


def _texts_changed(card: CardDifference) -> CardDifference:
    return CardDifference(card.title, card.fate, card.words, tuple(text for text in card.texts if text.differs))


def _name(round_: Round) -> str:
    return f"{str(round_).lower()} ({'đang viết' if round_.is_open else 'đã trình'})"


def _head(review: Review, round_: Round) -> LetterHead:
    return (
        letterhead(review, round_, "", None)
        if review.cadre is None
        else head_of(review, round_, places_of(review, round_))
    )
