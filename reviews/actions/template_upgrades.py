"""Moving a form in hand to a newer version of its template: an act of its writers that keeps every word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from django.db import models, transaction

from cadres.roles import Actor
from core import audit, formats
from core.errors import Invalid, NotAllowed
from reviews.actions.answer_rows import stamp, values_of
from reviews.actions.answers import ask_for_confirmation_again
from reviews.actions.locking import locked, require
from reviews.actions.whole_texts import hand_to_first_post, put_text, text_holder
from reviews.models import Answer, FormTemplate, Review, Round, TemplateSection
from reviews.models.options import SheetOptions
from reviews.models.standing import sections_of
from reviews.reports.review_sections import segment_label
from reviews.rules import sheets as rules
from reviews.rules.template_changes import TemplateChanges, keeps_grade, place_for, template_changes
from reviews.rules.writing import join

_ONLY_SUPPLEMENTS: Final = "Vòng này chỉ bổ sung những mục được nêu nên giữ bản mẫu đang dùng."
_NO_NEWER: Final = "Bản kiểm điểm đã dùng bản mẫu mới nhất; không có gì để nâng."


def newer_template(review: Review) -> FormTemplate | None:
    """The latest published version of the review's own form (same code, same profile), if it is newer than the own."""
    own = review.template
    newer = FormTemplate.objects.filter(
        code=own.code,
        profile_id=own.profile_id,
        template_version__gt=own.template_version,
        published_on__isnull=False,
    )
    return newer.order_by("-template_version").first()


def changes_to(review: Review, newer: FormTemplate) -> TemplateChanges:
    """What moving the review to this version would change."""
    return template_changes(sections_of(review.template_id), sections_of(newer.pk))


def texts_in(round_: Round, section: TemplateSection, options: SheetOptions) -> str:
    """Everything written in a section of the round as one text: each post's part under its name, then the grade."""
    answers = Answer.objects.filter(round=round_, section=section).select_related(
        "segment__unit", "segment__review__cycle"
    )
    ordered = sorted(answers, key=lambda one: (one.segment is not None, one.segment.order if one.segment else 0))
    parts = [_with_segment(one) for one in ordered if _words(one)]
    parts += [words for one in ordered if (words := _grade_words(one, options))]
    return "\n".join(parts)


@transaction.atomic
def upgrade_template(
    *, review_id: int, version: int, template_id: int, actor: Actor, into: Mapping[str, str] | None = None
) -> Review:
    """Move the open round to the version `template_id`; answers move by section key.

    `into` names, for the key of each dropped section with words in it, the key of the section to which they are appended
    under their old heading; where it names none, the text section that stood before takes them. Refuses whoever may not write,
    a review out of its writers' hands, a round that only supplements named sections, (StaleObject) one that changed
    meanwhile, and (Invalid) a version that is not the newest published one of the same form.
    """
    review = locked(Review.objects.with_subject(), review_id, version)
    require(rules.may_write(actor, review))
    require(rules.is_open_for_writing(review))
    round_ = Round.objects.get(review=review, submitted_at=None)
    if round_.is_limited:
        raise NotAllowed(_ONLY_SUPPLEMENTS)
    newer = newer_template(review)
    if newer is None:
        raise Invalid(_NO_NEWER)
    if newer.pk != template_id:
        raise Invalid("Vừa có bản mẫu mới hơn bản đang xem. Mời tải lại trang rồi xem lại các thay đổi.")
    former = review.template
    move = _Move(round_, actor, SheetOptions(review))
    changes = changes_to(review, newer)
    for kept in changes.kept:
        move.carry(kept.old, kept.new)
    for section in changes.dropped:
        move.append(section, _target(section, changes, (into or {}).get(section.key, "")))
    move.finish()
    review.template = newer
    review.version += 1
    review.save(update_fields=["template", "version"])
    audit.record(
        actor=actor,
        verb="review.upgrade_template",
        target=review,
        before=former.template_version,
        after=newer.template_version,
        round=move.round.number,
        dropped=[section.key for section in changes.dropped],
    )
    return review


def _target(dropped: TemplateSection, changes: TemplateChanges, key: str) -> TemplateSection:
    return next((section for section in changes.targets if section.key == key), place_for(dropped, changes))


@dataclass
class _Move:
    """One round on its way: rows are moved at once, texts to be appended are gathered and written at the end."""

    round: Round
    actor: Actor
    options: SheetOptions
    appended: dict[int, list[str]] = field(default_factory=dict)
    sections: dict[int, TemplateSection] = field(default_factory=dict)

    def carry(self, old: TemplateSection, new: TemplateSection) -> None:
        """Hang the answers of a section that stays under its new version; what the new one has no place for is appended."""
        for answer in self._answers(old):
            if answer.segment_id is not None and not new.per_segment:
                if _words(answer):
                    self._append(new, _with_segment(answer))
                answer.delete()
                continue
            lost = "" if keeps_grade(old, new) else _grade_words(answer, self.options)
            if lost:
                self._append(new, f"Trước khi nâng mẫu: {lost}")
                answer.choice, answer.score = "", None
                stamp(answer, self.actor)
            answer.section = new
            answer.save()
        if new.per_segment and not old.per_segment:
            hand_to_first_post(self.round, new, self.actor)

    def append(self, old: TemplateSection, target: TemplateSection) -> None:
        """Put the words of a dropped section behind those of the target, under the heading they had."""
        words = texts_in(self.round, old, self.options)
        if words:
            self._append(target, f"[Từ mục “{f'{old.number} {old.heading}'.strip()}” của mẫu cũ]\n{words}")
        self._answers(old).delete()

    def finish(self) -> None:
        """Write what was gathered."""
        for section_id, texts in self.appended.items():
            answer = text_holder(self.round, self.sections[section_id])
            put_text(answer, reduce(join, texts, values_of("answer", answer)["text"]))
            stamp(answer, self.actor)
            answer.save()
            if answer.segment_id is not None:
                ask_for_confirmation_again(answer.segment_id, self.actor)

    def _answers(self, section: TemplateSection) -> models.QuerySet[Answer]:
        return Answer.objects.filter(round=self.round, section=section).select_related(
            "segment__unit", "segment__review__cycle", "section"
        )

    def _append(self, section: TemplateSection, text: str) -> None:
        self.sections[section.pk] = section
        self.appended.setdefault(section.pk, []).append(text)


def _words(answer: Answer) -> str:
    """Its text, and what was typed beside it and could not be read."""
    return "\n".join(
        part for part in (answer.text.strip(), *(one.text for one in answer.unread_values.values())) if part
    )


def _with_segment(answer: Answer) -> str:
    return f"{segment_label(answer.segment)}: {_words(answer)}" if answer.segment else _words(answer)


def _grade_words(answer: Answer, options: SheetOptions) -> str:
    words = options.degrees | options.levels
    if answer.choice:
        return f"Tự đánh giá: {words.get(answer.choice, answer.choice)}."
    return f"Tự chấm: {formats.number(answer.score)} điểm." if answer.score is not None else ""
