"""What the open form asks every few seconds: who else is there, in which section, and who has just stored something."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from cadres.requests import ActingRequest
from core import formats, localtime
from core.activity import not_activity
from reviews.actions import presence as actions
from reviews.actions.rounds import latest_submitted_round
from reviews.models import Presence, Review, TemplateSection
from reviews.models.standing import sections_of
from reviews.rules import sheets as rules
from reviews.rules.completeness import section_numbers, short
from reviews.states import ReviewState, SectionKind
from reviews.views.sheet_frame import FOR_A_SAVE, open_round_for_writing

_LARGEST_ID = 2**63 - 1


@require_POST
@not_activity
def note_presence(request: ActingRequest, pk: int) -> HttpResponse:
    """Note where the writer is and tell about the others; 404 for everybody who may not write this form."""
    review, round_ = open_round_for_writing(request, pk, *FOR_A_SAVE)
    if round_ is None:
        return JsonResponse({"closed": _closed(review)})
    actions.note_presence(review=review, actor=request.actor, section_id=section_in(request.POST, "muc"))
    others = actions.others_at(review=review, actor=request.actor, since=_moment(request.POST.get("tu", "")))
    told: dict[str, Any] = {"at": others.at.isoformat()}
    if others.here or others.saved:
        told |= _words(review, others.here, others.saved)
    return JsonResponse(told)


def at_the_form(review: Review, kind: SectionKind | None = None) -> dict[str, Any]:
    """What a page needs to ask who else is at the form, empty where nobody else may write it.

    To be taken before the contents are read, so that no save falls between. `kind`: the page is this section as a whole.
    """
    if not rules.has_several_writers(review):
        return {"presence_url": ""}
    places = [section.pk for section in sections_of(review.template_id) if section.kind == kind]
    return {
        "presence_url": reverse("reviews:note_presence", args=[review.pk]),
        "shown_at": localtime.now().isoformat(),
        "place": places[0] if places else "",
    }


def note_save(request: ActingRequest, review: Review) -> None:
    """Note with a save, where its page follows presences, in which section something was stored."""
    saved = section_in(request.POST, "luu")
    if saved is not None:
        here = section_in(request.POST, "muc")
        actions.note_presence(review=review, actor=request.actor, section_id=here, saved_section_id=saved)


def _closed(review: Review) -> str:
    """Why nothing more can be written, and who submitted it, for a page that was opened before."""
    last = latest_submitted_round(review) if review.state == ReviewState.SUBMITTED else None
    why = "Bản kiểm điểm không còn mở để ghi hoặc đợt đã kết thúc"
    if last is not None and last.submitted_at is not None:
        why = f"Bản kiểm điểm vừa được trình (đồng chí {last.submitted_by_name}, {formats.moment(last.submitted_at)})"
    return f"{why} nên không ghi thêm được. Nội dung trên trang này còn nguyên để đọc và chép lại."


def section_in(data: QueryDict, name: str) -> int | None:
    """The id of a section as the page's script sends it; None for nothing and for nonsense."""
    sent = data.get(name, "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 20 and int(sent) <= _LARGEST_ID else None


def _moment(sent: str) -> datetime:
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        return localtime.now()
    return moment if moment.tzinfo is not None and 2000 < moment.year < 3000 else localtime.now()


def _words(review: Review, here: Sequence[Presence], saved: Sequence[Presence]) -> dict[str, Any]:
    sections = sections_of(review.template_id)
    numbers = section_numbers(sections)
    names = {section.pk: _name(section, numbers[section.pk]) for section in sections}
    called = _called([*here, *saved])
    places = [f"{called[p.user_id]} đang {_at(names, p.section_id)}" for p in here]
    by_section: dict[str, list[str]] = {}
    for one in here:
        if one.section_id in names:
            by_section.setdefault(f"muc-{one.section_id}", []).append(called[one.user_id])
    return {
        "words": "; ".join(places),
        "here": {anchor: f"{', '.join(ones)} đang ở mục này" for anchor, ones in by_section.items()},
        "saves": [_save_told(one, names, called) for one in saved],
    }


def _save_told(one: Presence, names: dict[int, str], called: dict[int, str]) -> dict[str, str]:
    assert one.saved_at is not None  # only those with a save are told
    where = names.get(one.saved_section_id or 0, "bản này")
    return {
        "key": f"{one.user_id}@{one.saved_at.isoformat()}",
        "section": f"muc-{one.saved_section_id}" if one.saved_section_id in names else "",
        "words": f"{called[one.user_id]} vừa lưu {where} lúc {formats.clock(one.saved_at)}.",
    }


def _name(section: TemplateSection, number: str) -> str:
    if section.kind == SectionKind.INDICATORS:
        return "phần đối chiếu biểu hiện"  # never which of them: that stays within the table (domain §3)
    return f"mục {number}" if number else f"mục “{short(section.heading, 40)}”"


def _at(names: dict[int, str], section_id: int | None) -> str:
    return f"ở {names[section_id]}" if section_id in names else "mở bản này"


def _called(people: Sequence[Presence]) -> dict[int, str]:
    """`đ/c Hương`; the full name where two share the given one."""
    full = {one.user_id: one.name for one in people}
    given = [name.split()[-1] for name in full.values() if name.split()]
    return {
        user_id: f"đ/c {name.split()[-1] if given.count(name.split()[-1]) == 1 else name}"
        if name.split()
        else "đ/c khác"
        for user_id, name in full.items()
    }
