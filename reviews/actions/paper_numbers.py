"""The one home of "a number is used once": every paper that is issued here takes its number from its issuer's register."""

from datetime import date
from itertools import count
from typing import Final

from django.db import transaction
from django.db.models import Max, Q

from cadres.roles import Actor
from core import audit, formats, localtime
from core.errors import Invalid
from core.text import fold_space
from reviews.actions.locking import locked, require
from reviews.models import NumberBook, PaperNumber
from reviews.reports.letterheads import paper_symbol
from reviews.rules import issued_papers as rules
from reviews.rules.paper_numbers import number_key, running
from reviews.states import NumberSource
from units.models import Unit

LETTER: Final = "CV"
NOTICE: Final = "TB"


def take_number(
    *,
    issuer: Unit,
    kind: str,
    number: str,
    issued_on: date,
    used_for: str,
    source: NumberSource = NumberSource.ACT,
    actor: Actor | None = None,
) -> PaperNumber:
    """Enter the number of a paper in the register of its year; `kind` is the symbol of papers like it (CV, TB).

    Refuses (Invalid) one that another paper of the issuer bears: of the same year, and where the register is kept here of
    the same term. That paper is named to an `actor` who may find its number. Of two who take it at the same moment the
    database lets one through; the other waits for it and is refused.
    """
    key = number_key(number, paper_symbol(issuer, kind))
    serial, type_ = running(key)
    book = _book_in_hand(issuer)
    if (used := _user_of(issuer, key, issued_on, book)) is not None:
        raise _used(number, used, actor)
    row, is_taken_now = PaperNumber.objects.get_or_create(
        issuer=issuer,
        year=issued_on.year,
        term_from=_term_from(book, issued_on),
        key=key,
        defaults={
            "number": number,
            "issued_on": issued_on,
            "used_for": used_for[:500],
            "serial": serial,
            "type": type_,
            "source": source,
        },
    )
    if not is_taken_now:
        raise _used(number, row, actor)
    return row


def refuse_used_number(*, issuer: Unit, kind: str, number: str, issued_on: date, actor: Actor) -> None:
    """Say early (Invalid) that a number is used already; who takes it is still asked by `take_number`."""
    key = number_key(number, paper_symbol(issuer, kind))
    if (row := _user_of(issuer, key, issued_on, _book(issuer))) is not None:
        raise _used(number, row, actor)


def offered_number(issuer: Unit | None, kind: str) -> str:
    """`16-BC/TU`: the next number of this type where the office's register is kept here; else empty, to be typed."""
    book = _book(issuer) if issuer else None
    if issuer is None or book is None:
        return ""
    symbol = paper_symbol(issuer, kind)
    used = PaperNumber.objects.filter(issuer=issuer, type=running(f"0-{symbol}")[1], issued_on__gte=book.counts_from)
    mistyped = Q(source=NumberSource.OUTSIDE, cancelled_at__isnull=False)  # `2026-BC/TU` carries nobody on to 2027
    last = used.exclude(mistyped).aggregate(last=Max("serial"))["last"] or 0
    taken = set(used.filter(serial__gt=last).values_list("serial", flat=True))
    return f"{next(serial for serial in count(last + 1) if serial not in taken):02}-{symbol}"


@transaction.atomic
def enter_number(*, unit_id: int, actor: Actor, number: str, issued_on: date, used_for: str) -> PaperNumber:
    """Enter the number of a paper that was made elsewhere, so that nothing here takes it too.

    Refuses (NotAllowed) others than the office's people, (Invalid) a number without symbol, one in use, a day to come.
    """
    require(rules.may_keep_register(actor, unit_id))
    issuer = Unit.objects.select_related("kind").get(pk=unit_id)
    number, used_for = fold_space(number), fold_space(used_for)
    serial, symbol = running(number_key(number, ""))
    if serial is None or not symbol:
        raise Invalid("Hãy ghi đủ số và ký hiệu, ví dụ 15-BC/TU.")
    if issued_on > localtime.today():
        raise Invalid("Ngày văn bản không thể sau hôm nay.")
    if not used_for:
        raise Invalid("Hãy ghi trích yếu của văn bản.")
    row = take_number(
        issuer=issuer,
        kind="",
        number=number,
        issued_on=issued_on,
        used_for=used_for,
        source=NumberSource.OUTSIDE,
        actor=actor,
    )
    audit.record(actor=actor, verb="paper_number.enter", target=row, number=number, unit=unit_id)
    return row


@transaction.atomic
def cancel_number(*, number_id: int, actor: Actor, reason: str) -> PaperNumber:
    """Cancel a number with its reason; it stays in the register and is never given again, its papers count as cancelled.

    Refuses (NotAllowed) others than the office's people, a number cancelled before, and that of a decision in force.
    """
    row = locked(PaperNumber.objects.select_related("issuer"), number_id, None)
    require(rules.may_cancel_number(actor, row))
    return _cancelled(row, actor, reason)


def cancel_with_its_act(*, issuer: Unit, kind: str, number: str, issued_on: date, actor: Actor, reason: str) -> None:
    """Cancel the number of a document that was just taken back; the caller has asked who may."""
    key = number_key(number, paper_symbol(issuer, kind))
    rows = PaperNumber.objects.select_for_update().filter(issuer=issuer, issued_on=issued_on, key=key)
    row = rows.filter(cancelled_at=None).first()
    if row is not None:
        _cancelled(row, actor, reason)


@transaction.atomic
def set_number_book(
    *, unit_id: int, actor: Actor, version: int, is_kept_here: bool, counts_from: date | None
) -> NumberBook:
    """Say whether the office's register is kept here, and from which day of the term its numbers run.

    Refuses (NotAllowed) others than the office's people, (StaleObject) a page that somebody else has overtaken.
    """
    require(rules.may_keep_register(actor, unit_id))
    today = localtime.today()
    if counts_from is None or counts_from > today:
        raise Invalid("Hãy ghi ngày bắt đầu nhiệm kỳ, không sau hôm nay.")
    defaults = {"counts_from": counts_from, "changed_by_name": actor.name}
    book, is_new = NumberBook.objects.select_for_update().get_or_create(unit_id=unit_id, defaults=defaults)
    if not is_new:
        book = locked(NumberBook.objects.all(), book.pk, version)
        book.version += 1
    book.is_kept_here, book.counts_from = is_kept_here, counts_from
    book.changed_at, book.changed_by_name = localtime.now(), actor.name
    book.save(update_fields=["is_kept_here", "counts_from", "changed_at", "changed_by_name", "version"])
    audit.record(
        actor=actor, verb="number_book.set", target=book, unit=unit_id, kept_here=is_kept_here, since=counts_from
    )
    return book


def _book(issuer: Unit) -> NumberBook | None:
    """The office's register where it is kept here."""
    return NumberBook.objects.filter(unit=issuer, is_kept_here=True).first()


def _book_in_hand(issuer: Unit) -> NumberBook | None:
    """The same, locked against others who take a number."""
    return NumberBook.objects.select_for_update(no_key=True).filter(unit=issuer, is_kept_here=True).first()


def _term_from(book: NumberBook | None, day: date) -> date | None:
    """The first day of the term whose numbers a paper of this day takes; None where numbers are told apart by year."""
    return book.counts_from if book is not None and day >= book.counts_from else None


def _user_of(issuer: Unit, key: str, day: date, book: NumberBook | None) -> PaperNumber | None:
    """The paper that bears this number: in the term of the register kept here, else in the year, as far as no such term goes."""
    rows = PaperNumber.objects.filter(issuer=issuer, key=key)
    if (term := _term_from(book, day)) is not None:
        return rows.filter(issued_on__gte=term).first()
    rows = rows.filter(year=day.year)
    return rows.first() if book is None else rows.filter(issued_on__lt=book.counts_from).first()


def _cancelled(row: PaperNumber, actor: Actor, reason: str) -> PaperNumber:
    reason = reason.strip()
    if not reason:
        raise Invalid("Hãy ghi rõ lý do huỷ số.")
    row.cancelled_at, row.cancelled_by_name, row.cancelled_reason = localtime.now(), actor.name, reason
    row.save(update_fields=["cancelled_at", "cancelled_by_name", "cancelled_reason"])
    audit.record(actor=actor, verb="paper_number.cancel", target=row, number=row.number, reason=reason)
    return row


def _used(number: str, row: PaperNumber, actor: Actor | None) -> Invalid:
    """What is decided of others is named to nobody who may not find it in the register: numbers can be tried in turn."""
    what = "một văn bản khác"
    if actor is not None and rules.may_see_number(actor, row):
        what = f"{row.used_for} ngày {formats.day(row.issued_on)}"
    cancelled = " (số đã huỷ, không dùng lại)" if row.cancelled_at else ""
    return Invalid(f"Số {number} đã dùng cho {what}{cancelled}. Hãy kiểm tra sổ văn bản đi rồi ghi số khác.")
