"""The letter that suggests what to review in depth (công văn gợi ý kiểm điểm)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Final

from cadres.roles import Actor
from core import formats
from core.paper.parts import LetterHead, Recipients, Signature
from reviews.models import DeepReview, DeepReviewTarget, DeepReviewTopic
from reviews.models.working_groups import name_in
from reviews.reports.letterheads import (
    authority,
    collective,
    committee,
    copies_to,
    paper_symbol,
    place_of,
    plan_words,
    recipients,
    unbroken,
    upper_name,
)
from reviews.reports.printable import NotVisible, printable_letter
from reviews.reports.topic_origins import letter_words, words_of
from reviews.rules.paper_numbers import split_number
from reviews.states import DeepReviewState, Ground

# What begins otherwise may begin with a name, whose first letter stays.
_NO_NAMES: Final = ("Gợi ý", "Kiểm điểm", "Đề nghị", "Yêu cầu", "Bổ sung", "Giải trình", "Những ", "Các ", "Một số ")
_ABOUT: Final = re.compile(r"^(về việc|v/v)\b[:\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SuggestedTopic:
    """One topic: on what grounds, where it was suggested before, what is to be made clear, and whom it concerns."""

    ordinal: int
    title: str
    grounds: str = ""
    to_clarify: str = ""
    concerned: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionLetterPaper:
    """A công văn: its subject stands under the number, it has no title."""

    TEMPLATE: ClassVar[str] = "reports/suggestion_letter.html"

    head: LetterHead
    addressees: tuple[str, ...]
    opening: str
    topics: tuple[SuggestedTopic, ...]
    closing: str
    signature: Signature
    recipients: Recipients
    edition: str = ""

    @property
    def document_title(self) -> str:
        """Kind and subject, for the PDF's properties."""
        return f"Công văn {self.head.subject}"


def collect(actor: Actor, *, deep_review: int) -> SuggestionLetterPaper:
    """The letter as it was issued, and as this person may see it: addressees outside their view, and topics for those
    alone, are left out.

    Refuses (NotAllowed) a suggestion that cannot be seen, or is not issued and not the person's own committee's.
    """
    row = printable_letter(actor, deep_review)
    targets = list(
        row.targets.visible_to(actor)
        .filter(added_by=None)
        .select_related("review__unit__kind", "review__cadre")
        .order_by("review__subject", "pk")
    )
    issuer = collective(row.issuer)
    return SuggestionLetterPaper(
        head=head_of(row, row.number, row.issued_on),
        addressees=tuple(addressee_of(target) for target in targets),
        opening=_opening(row, issuer),
        topics=_topics(_topics_of_issue(row), targets),
        closing=_closing(row, issuer),
        signature=Signature(authority(row.issuer), row.signer_post, row.signer_name),
        recipients=recipients_of(row),
        edition="đã ban hành" if row.state == DeepReviewState.ISSUED else DeepReviewState(row.state).label.lower(),
    )


def collect_for_target(actor: Actor, *, target: int) -> SuggestionLetterPaper:
    """The letter as it goes to one collective or person: addressed to them alone, with what they have to answer.

    Refuses (NotAllowed) a target that cannot be seen, one added after the issue (its own document tells it), and a letter
    that the person may not print.
    """
    one = printable_target(actor, target)
    row = printable_letter(actor, one.deep_review_id)
    return _letter_to(one, row, _topics_of_issue(row))


def collect_for_all(actor: Actor, *, deep_review: int) -> dict[int, SuggestionLetterPaper]:
    """By target the letters to all whom the person sees, as `collect_for_target` gives each; a fixed number of queries."""
    row = printable_letter(actor, deep_review)
    topics = _topics_of_issue(row)
    return {target.pk: _letter_to(target, row, topics) for target in targets_of_pack(actor, deep_review)}


def _letter_to(one: DeepReviewTarget, row: DeepReview, topics: list[DeepReviewTopic]) -> SuggestionLetterPaper:
    issuer, whom = collective(row.issuer), whom_of(one)
    return SuggestionLetterPaper(
        head=head_of(row, row.number, row.issued_on),
        addressees=(addressee_of(one),),
        opening=_opening(row, issuer, whom),
        topics=tuple(replace(topic, concerned="") for topic in _topics(topics, [one])),
        closing=_closing(row, issuer, whom),
        signature=Signature(authority(row.issuer), row.signer_post, row.signer_name),
        recipients=recipients_of(row),
        edition="đã ban hành" if row.state == DeepReviewState.ISSUED else DeepReviewState(row.state).label.lower(),
    )


def printable_target(actor: Actor, pk: int) -> DeepReviewTarget:
    """The target of a letter as it was issued, if the person sees it."""
    rows = DeepReviewTarget.objects.visible_to(actor).filter(added_by=None)
    target = rows.select_related("review__unit__kind", "review__cadre").filter(pk=pk).first()
    if target is None:
        raise NotVisible("Không tìm thấy nội dung cần in trong phạm vi của đồng chí.")
    return target


def targets_of_pack(actor: Actor, deep_review: int) -> list[DeepReviewTarget]:
    """To whom the letter was issued, in the order of its list: each collective with its people."""
    rows = DeepReviewTarget.objects.visible_to(actor).filter(deep_review=deep_review, added_by=None)
    rows = rows.select_related("review__unit__kind", "review__cadre")
    return list(rows.order_by("review__unit__sort_key", "review__unit_id", "review__subject", "pk"))


def whom_of_each(actor: Actor, target_ids: Iterable[int]) -> dict[int, str]:
    """By target to whom its letter goes, among those that the person sees. One query."""
    rows = DeepReviewTarget.objects.visible_to(actor).filter(pk__in=list(target_ids))
    return {row.pk: whom_of(row) for row in rows.select_related("review__unit__kind", "review__cadre")}


def recipients_of(row: DeepReview) -> Recipients:
    """To whom a letter of this committee goes besides the addressees, the working group it names among them."""
    group = (name_in(row.group_in_words),) if row.group_in_words else ()
    return recipients(row.issuer, "Như trên", *group, *copies_to(row.issuer))


def head_of(row: DeepReview, number: str, day: date | None) -> LetterHead:
    """The head of a letter of this committee with the number as it was typed."""
    serial, symbol = split_number(number)
    return LetterHead(
        upper=unbroken(upper_name(row.issuer)),
        issuer=unbroken(committee(row.issuer)),
        place=place_of(row.issuer),
        day=day,
        symbol=symbol or paper_symbol(row.issuer, "CV"),
        serial=serial,
        subject=subject_of(row.title),
        marks=() if row.issued_at else ("Dự thảo",),
    )


def subject_of(title: str) -> str:
    """`về việc gợi ý kiểm điểm sâu …`: the trích yếu as it was typed, as it stands under the number."""
    told = _ABOUT.sub("", title).strip()
    return f"về việc {told[:1].lower() + told[1:] if told.startswith(_NO_NAMES) else told}"


def whom_of(target: DeepReviewTarget) -> str:
    """How a letter to one speaks of that one."""
    review = target.review
    return collective(review.unit) if review.cadre is None else f"đồng chí {review.cadre.full_name}"


def addressee_of(target: DeepReviewTarget) -> str:
    """The collective, or the person with the post."""
    review = target.review
    if review.cadre is None:
        return collective(review.unit)
    post = review.post_line or review.unit.name
    return f"Đồng chí {review.cadre.full_name}, {post}"


def _opening(row: DeepReview, issuer: str, whom: str = "tập thể, cá nhân có tên trên") -> str:
    grounds = "; ".join(Ground(ground).label.lower() for ground in row.grounds)
    documents = "; ".join(line.strip(" ;.") for line in row.grounds_text.splitlines() if line.strip())
    named = f"{grounds} ({documents})" if grounds and documents else grounds or documents
    based_on = f", căn cứ {named}" if named else ""
    passed_on = f", theo {letter_words(row.prompted_by)}" if row.prompted_by else ""
    carried_out = f"Thực hiện {plan_words(row.cycle)}{passed_on}{based_on}"
    suggestion = f"{carried_out}, {issuer} gợi ý {whom} kiểm điểm sâu những nội dung sau:"
    return "\n".join(part for part in (row.introduction, suggestion) if part.strip())


def _topics_of_issue(row: DeepReview) -> list[DeepReviewTopic]:
    topics = row.topics.filter(added_by=None).order_by("order").select_related("origin__deep_review__issuer__kind")
    return list(topics.prefetch_related("only_for", "ground_links__ground"))


def _topics(topics: list[DeepReviewTopic], targets: list[DeepReviewTarget]) -> tuple[SuggestedTopic, ...]:
    visible = {target.pk: target for target in targets}
    printed: list[SuggestedTopic] = []
    for topic in topics:
        chosen = [target.pk for target in topic.only_for.all()]
        concerned = [visible[pk] for pk in chosen if pk in visible]
        if chosen and not concerned:
            continue
        printed.append(_topic(len(printed) + 1, topic, concerned if len(concerned) < len(targets) else []))
    return tuple(printed)


def _topic(number: int, topic: DeepReviewTopic, concerned: list[DeepReviewTarget]) -> SuggestedTopic:
    names = "; ".join(addressee_of(target) for target in concerned)
    return SuggestedTopic(
        number,
        topic.title,
        grounds=sources_of(topic),
        origin=words_of(topic),
        to_clarify=topic.clarify,
        concerned=names or "tất cả tập thể, cá nhân có tên trên.",
    )


def sources_of(topic: DeepReviewTopic) -> str:
    """The documents that the topic rests on, each by number, day and issuer; without any, the kind of ground."""
    documents = "; ".join(str(link) for link in topic.ground_links.all())
    return documents or (Ground(topic.ground).label if topic.ground else "")


def _closing(row: DeepReview, issuer: str, whom: str = "tập thể, cá nhân") -> str:
    deadline = f" trước ngày {formats.day(row.due_on)}" if row.due_on else ""
    asked = (
        f"Đề nghị {whom} giải trình từng nội dung trong bản kiểm điểm, nêu rõ khuyết điểm, trách nhiệm, nguyên "
        f"nhân và biện pháp khắc phục, trình {issuer}{deadline}."
    )
    return "\n".join(filter(None, (asked, group_sent(row, whom))))


def group_sent(row: DeepReview, whom: str) -> str:
    """Which working group goes to the conferences, in a sentence; empty where none does."""
    group = row.group_in_words
    if not group:
        return ""
    return f"{collective(row.issuer)} giao {group} dự, chỉ đạo hội nghị kiểm điểm; đề nghị {whom} phối hợp."
