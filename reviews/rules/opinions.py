"""Opinions (góp ý) on a review: who reads and answers them, what one must say, what an answer must say. No query."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cadres.roles import Actor
from core.text import fold_space, plain_text, search_key
from core.verdict import YES, Verdict, no
from reviews.models import Opinion, RegulationProfile, Review, TemplateSection
from reviews.models.contents import RoundContents
from reviews.rules import sheets
from reviews.rules.missing import Missing
from reviews.states import OpinionOutcome, OpinionSource, SectionKind

# figure of the profile: 0 nothing, 1 a warning beside the form, 2 no submission with an opinion left unanswered
UNANSWERED: Final = "opinions.unanswered"
WARNS, BARS = 1, 2

MOST_OPINIONS = 2000
LONGEST_SOURCE, LONGEST_TEXT, LONGEST_GROUP = 250, 10_000, 150

# The first words of names, as search keys; in this order: "chi bộ" before "chị".
_KINDS: Final[dict[OpinionSource, tuple[str, ...]]] = {
    OpinionSource.SUPERIOR: (
        "tinh uy", "thanh uy", "ban thuong vu tinh uy", "ban thuong vu thanh uy", "thuong truc tinh uy", "thuong truc thanh uy",
        "to cong tac so", "doan cong tac so", "cap tren", "ban to chuc tinh uy", "ban to chuc thanh uy",
        "uy ban kiem tra tinh uy", "uy ban kiem tra thanh uy", "uy vien ban thuong vu tinh uy",
    ),
    OpinionSource.ORGANISATION: (
        "mat tran", "mttq", "uy ban mttq", "uy ban mat tran", "hoi ", "doan thanh nien", "doan tncs", "cong doan",
        "lien doan", "chi bo", "chi uy", "dang bo", "dang uy", "chi hoi", "chi doan",
    ),
    OpinionSource.PERSON: ("dong chi ", "d/c ", "ong ", "ba ", "anh ", "chi ", "cu tri"),
    OpinionSource.AGENCY: (
        "so ", "ban ", "phong ", "van phong", "ubnd", "hdnd", "uy ban nhan dan", "hoi dong nhan dan", "cong an",
        "trung tam", "truong ", "tram ", "thanh tra", "vien kiem sat", "toa an", "uy ban kiem tra",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """An opinion as it is typed in, not yet in the register; `row` is where it stands in what was pasted or imported."""

    source_kind: str
    source_name: str
    received_on: date
    text: str
    group: str = ""
    section_key: str = ""
    row: int = 0

    @property
    def fingerprint(self) -> tuple[str, str]:
        """Two opinions with the same one are the same opinion, typed or sent twice."""
        return fold_space(self.source_name).lower(), fold_space(self.text).lower()


@dataclass(frozen=True, slots=True)
class OpinionReply:
    """What is answered to an opinion."""

    outcome: str
    reply: str = ""
    changed_section_key: str = ""


def may_view(actor: Actor, opinion: Opinion) -> Verdict:
    """Like the text of the review (with `round.review.unit` loaded); equals `OpinionQuerySet.visible_to`."""
    review = opinion.round.review
    if sheets.is_concerned(actor, review):
        return YES
    if opinion.round.submitted_at is not None and sheets.may_view(actor, review):
        return YES
    return no("Không tìm thấy góp ý này trong phạm vi của đồng chí.")


def may_register(actor: Actor, review: Review) -> Verdict:
    """Who writes the review keeps the register of opinions on it and answers them, while the review is in their hands."""
    verdict = sheets.may_write(actor, review)
    return sheets.is_open_for_writing(review) if verdict else verdict


def cleaned(draft: OpinionDraft) -> OpinionDraft:
    """The draft as it is stored: composed, without blanks at the ends; line breaks of the text stay."""
    return replace(
        draft,
        source_name=fold_space(running_text(draft.source_name)),
        text=running_text(draft.text),
        group=fold_space(running_text(draft.group)),
    )


def running_text(text: str) -> str:
    """The text composed, without blanks at its ends; word processors' soft line breaks as line breaks, no other controls."""
    return plain_text(text).strip()


def faults(draft: OpinionDraft, *, today: date, section_keys: Iterable[str]) -> Iterator[str]:
    """What bars registering the (cleaned) draft, each as a sentence."""
    if draft.source_name and draft.source_kind not in OpinionSource:
        yield "Chưa rõ loại nguồn: cấp trên, cơ quan, tổ chức, đoàn thể hay cá nhân."
    if not draft.source_name:
        yield "Chưa ghi góp ý của ai."
    elif len(draft.source_name) > LONGEST_SOURCE:
        yield f"Tên nơi góp ý dài quá {LONGEST_SOURCE} ký tự."
    if not draft.text:
        yield "Chưa có nội dung góp ý."
    elif len(draft.text) > LONGEST_TEXT:
        yield f"Nội dung góp ý dài quá {LONGEST_TEXT:,} ký tự.".replace(",", ".")
    if draft.received_on > today:
        yield "Ngày nhận góp ý chưa tới."
    if len(draft.group) > LONGEST_GROUP:
        yield f"Tên nhóm nội dung dài quá {LONGEST_GROUP} ký tự."
    if draft.section_key and draft.section_key not in set(section_keys):
        yield "Mẫu bản kiểm điểm không có mục đã chọn."


def fingerprint(opinion: Opinion) -> tuple[str, str]:
    """By which an opinion is known to be the same as a draft (`OpinionDraft.fingerprint`)."""
    return fold_space(opinion.source_name).lower(), fold_space(opinion.text).lower()


def twin_fault(known_by: tuple[str, str], others: Iterable[Opinion]) -> str:
    """Why an opinion with this fingerprint cannot stand beside the others of its round, or nothing."""
    twin = next((one.number for one in others if fingerprint(one) == known_by), None)
    return "" if twin is None else f"Góp ý này đã được ghi ở số {twin}."


def number_fault(how_many: int) -> str:
    """Why a round cannot hold so many opinions, or nothing."""
    return f"Một bản kiểm điểm nhận nhiều nhất {MOST_OPINIONS} góp ý." if how_many > MOST_OPINIONS else ""


def reply_fault(answer: OpinionReply, *, section_keys: Iterable[str]) -> str:
    """Why the answer cannot stand, or nothing: what is explained needs words, what is accepted words or a section."""
    if answer.outcome not in OpinionOutcome:
        return "Hãy chọn tiếp thu, giải trình hay chưa trả lời."
    if answer.changed_section_key and answer.changed_section_key not in set(section_keys):
        return "Mẫu bản kiểm điểm không có mục đã chọn."
    if len(answer.reply) > LONGEST_TEXT:
        return f"Phần trả lời dài quá {LONGEST_TEXT:,} ký tự.".replace(",", ".")
    if answer.outcome == OpinionOutcome.EXPLAINED and not running_text(answer.reply):
        return "Giải trình thì hãy viết nội dung giải trình."
    if answer.outcome == OpinionOutcome.ACCEPTED and not (running_text(answer.reply) or answer.changed_section_key):
        return "Tiếp thu thì hãy chọn mục đã sửa, hoặc viết tiếp thu thế nào."
    return ""


def kind_of(source_name: str) -> OpinionSource | None:
    """What kind of source bears such a name, as far as its first words tell; None where they do not."""
    key = search_key(source_name) + " "
    return next((kind for kind, words in _KINDS.items() if key.startswith(words)), None)


def sections_to_name(sections: Iterable[TemplateSection]) -> list[TemplateSection]:
    """The sections that an opinion may speak of: never the check against the indicators, which opinions do not touch."""
    return [section for section in sections if section.kind != SectionKind.INDICATORS]


def missing_replies(contents: RoundContents, profile: RegulationProfile) -> Iterator[Missing]:
    """Opinions without an answer, where the profile lets none be submitted so."""
    if contents.opinions.unanswered and _weight(profile) >= BARS:
        yield Missing(_unanswered_words(contents), "tra-loi", None, "opinions")


def warning_of_unanswered(contents: RoundContents, profile: RegulationProfile) -> str:
    """What the form points out about opinions without an answer without barring anything; empty where nothing is."""
    return _unanswered_words(contents) if contents.opinions.unanswered and _weight(profile) == WARNS else ""


def _weight(profile: RegulationProfile) -> int:
    return int(profile.figure(UNANSWERED) or 0)


def _unanswered_words(contents: RoundContents) -> str:
    return f"Còn {contents.opinions.unanswered} ý kiến góp ý chưa trả lời."
