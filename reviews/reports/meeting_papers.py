"""The papers around a collective's meeting: invitation, list of those who attend, minutes. Facts of the round, and what the
secretary types when asking for them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from cadres.models import Tenure
from cadres.roles import Actor
from core import formats, localtime
from core.locking import require
from core.paper.parts import Heading, LetterHead, Signature
from reviews.models import MeetingTask, Review, Round
from reviews.reports.collective_review import as_named_in, edition_of, letterhead, signature_of
from reviews.reports.letterheads import collective, paper_symbol, period_words, recipients
from reviews.reports.plain_paper import PlainPaper, Point
from reviews.reports.printable import printable_review
from reviews.rules.reports import may_print_meeting
from reviews.states import Subject

_TO_FILL_IN: Final = "……………………………………"
_LATER: Final = {"2": "cuộc họp thứ hai", "3": "cuộc họp thứ ba", "4": "cuộc họp thứ tư", "5": "cuộc họp thứ năm"}


def printable_meeting(actor: Actor, pk: int, number: int | None = None) -> tuple[Review, Round]:
    """The collective's review and its round; refuses (NotAllowed) those who are not of the collective."""
    review, round_ = printable_review(actor, pk, Subject.COLLECTIVE, number)
    require(may_print_meeting(actor, review))
    return review, round_


def minutes_title(actor: Actor, pk: int) -> str:
    """What the minutes are called."""
    return f"Biên bản hội nghị kiểm điểm: {collective(printable_meeting(actor, pk)[0].unit)}"


def invitation_title(actor: Actor, pk: int) -> str:
    """What the invitation is called."""
    return f"Giấy mời hội nghị kiểm điểm: {collective(printable_meeting(actor, pk)[0].unit)}"


def attendance_title(actor: Actor, pk: int) -> str:
    """What the list is called."""
    return f"Danh sách thành phần hội nghị kiểm điểm: {collective(printable_meeting(actor, pk)[0].unit)}"


def collect_minutes(actor: Actor, *, review: int, params: Mapping[str, Any], day: date | None = None) -> PlainPaper:
    """The minutes; what nobody entered is left as dots to be written by hand."""
    row, round_ = _named(actor, review, params)
    body = collective(row.unit, round_.unit_name)
    points = (
        ("Thời gian, địa điểm", f"Ngày {_day(round_, params)}, tại {round_.held_at or _TO_FILL_IN}."),
        ("Thành phần", _who_came(round_)),
        ("Chủ trì, thư ký", f"Chủ trì: {round_.chair or _TO_FILL_IN}. Thư ký: {round_.secretary or _TO_FILL_IN}."),
        ("Nội dung", params.get("agenda") or f"Kiểm điểm {body} {period_words(row.cycle)}."),
        ("Ý kiến thảo luận", params.get("discussion") or _TO_FILL_IN),
        ("Kết quả bỏ phiếu", params.get("vote") or _TO_FILL_IN),
        ("Kết luận", round_.conclusion or _TO_FILL_IN),
        *((("Nhiệm vụ hội nghị giao", _tasks(round_)),) if _tasks(round_) else ()),
    )
    return PlainPaper(
        head=_head(row, round_, "BB", params, day),
        heading=Heading("BIÊN BẢN", f"hội nghị kiểm điểm {period_words(row.cycle)}{_which(params)}\ncủa {body}"),
        opening="",
        points=tuple(Point(f"{n}. {name}", text) for n, (name, text) in enumerate(points, start=1)),
        signatures=(
            Signature("", "Người ghi biên bản", round_.secretary),
            Signature("", "Chủ trì hội nghị", round_.chair),
        ),
        edition=edition_of(round_),
    )


def collect_invitation(actor: Actor, *, review: int, params: Mapping[str, Any], day: date | None = None) -> PlainPaper:
    """The invitation to the members of the day, and to the guests that were named."""
    row, round_ = _named(actor, review, params)
    body = collective(row.unit, round_.unit_name)
    time = f"{params['time']}, " if params.get("time") else ""
    place = params.get("place") or round_.held_at or _TO_FILL_IN
    place = place[:1].upper() + place[1:]
    return PlainPaper(
        head=_head(row, round_, "GM", params, day),
        heading=Heading("GIẤY MỜI", f"dự hội nghị kiểm điểm{_which(params)}"),
        addressees=(f"Các đồng chí trong {body}", *_guests(params)),
        opening=f"{body} trân trọng kính mời các đồng chí dự hội nghị kiểm điểm {period_words(row.cycle)}.",
        points=(
            Point("1. Thời gian:", f"{time}ngày {_day(round_, params)}."),
            Point("2. Địa điểm:", f"{place}."),
            Point("3. Nội dung:", params.get("agenda") or f"Kiểm điểm {body} {period_words(row.cycle)}."),
        ),
        closing="Đề nghị các đồng chí dự họp đầy đủ, đúng giờ.",
        signatures=(signature_of(row, round_),),
        recipients=recipients(row.unit, "Như trên"),
        edition=edition_of(round_),
    )


def collect_attendance(actor: Actor, *, review: int, params: Mapping[str, Any]) -> PlainPaper:
    """Those who hold a post of the collective on the day of the meeting, then the guests, with room to sign."""
    row, round_ = _named(actor, review, params)
    body = collective(row.unit, round_.unit_name)
    people = [
        *_members(row, _held_on(round_, params) or localtime.today()),
        *((name, "Khách mời") for name in _guests(params)),
    ]
    return PlainPaper(
        head=replace(_head(row, round_, "BB", params, None), symbol=""),
        heading=Heading(
            "DANH SÁCH", f"thành phần dự hội nghị kiểm điểm {period_words(row.cycle)}{_which(params)}\ncủa {body}"
        ),
        opening=f"Hội nghị ngày {_day(round_, params)}, tại {round_.held_at or _TO_FILL_IN}.",
        columns=(("TT", 8), ("Họ và tên", 32), ("Chức vụ", 36), ("Ký tên", 24)),
        rows=tuple((number, name, post, "") for number, (name, post) in enumerate(people, start=1)),
        by_hand=True,
        signatures=(Signature("", "Thư ký hội nghị", round_.secretary),),
        edition=edition_of(round_),
    )


def _named(actor: Actor, pk: int, params: Mapping[str, Any]) -> tuple[Review, Round]:
    row, round_ = printable_meeting(actor, pk, params.get("round"))
    return as_named_in(row, round_), round_


def _head(review: Review, round_: Round, kind: str, params: Mapping[str, Any], day: date | None) -> LetterHead:
    named = letterhead(review, round_, params.get("serial", ""), day)
    return replace(named, symbol=paper_symbol(review.unit, kind), draft=None)


def _day(round_: Round, params: Mapping[str, Any]) -> str:
    held_on = _held_on(round_, params)
    return formats.day(held_on) if held_on else "……/……/………"


def _held_on(round_: Round, params: Mapping[str, Any]) -> date | None:
    """As typed for this paper: a meeting is written into its round once it was held, and invited to before that."""
    return date.fromisoformat(params["on_day"]) if params.get("on_day") else round_.held_on


def _which(params: Mapping[str, Any]) -> str:
    """Which meeting of the round, where it is not the first."""
    later = _LATER.get(params.get("meeting", ""))
    return f" ({later})" if later else ""


def _who_came(round_: Round) -> str:
    if round_.total is None or round_.present is None:
        return f"Tổng số: ………; có mặt: ………; vắng: ……… (lý do: {_TO_FILL_IN})."
    absent = round_.total - round_.present
    reasons = f" ({round_.absent_reasons.rstrip(' .')})" if absent and round_.absent_reasons else ""
    return f"Tổng số: {round_.total} đồng chí; có mặt: {round_.present}; vắng: {absent}{reasons}."


def _tasks(round_: Round) -> str:
    return "\n".join(_task(task) for task in MeetingTask.objects.filter(round=round_).select_related("owner_cadre"))


def _task(task: MeetingTask) -> str:
    owner = task.owner_cadre.full_name if task.owner_cadre else task.owner_text
    known = "; ".join(filter(None, (owner and f"người thực hiện: {owner}", f"thời hạn: {formats.day(task.due_on)}")))
    return f"- {task.action.rstrip(' .')} ({known})."


def _guests(params: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(line.strip() for line in params.get("guests", "").splitlines() if line.strip())


def _members(review: Review, day: date) -> list[tuple[str, str]]:
    held = Tenure.objects.held_on(day).filter(post__unit=review.unit_id).select_related("cadre", "post")
    found: dict[int, tuple[str, str]] = {}
    for tenure in held.order_by("post__order", "pk"):
        found.setdefault(tenure.cadre_id, (tenure.cadre.full_name, tenure.post.name))
    return list(found.values())
