"""How dates, times, amounts and deadlines are written in Vietnamese. Pure: everything arrives as an argument."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final, Literal

from core.localtime import HO_CHI_MINH

Number = int | float | Decimal

_BILLION: Final = Decimal(1_000_000_000)
_MILLION: Final = Decimal(1_000_000)
_SOON_DAYS: Final = 3
_HEADING_NUMBERS: Final = {1: "{}-", 2: "{}.", 3: "{})"}

Tone = Literal["overdue", "today", "soon", "later"]


def _on_local_clock(moment: datetime) -> datetime:
    return moment.astimezone(HO_CHI_MINH) if moment.tzinfo else moment


def _as_date(value: date) -> date:
    return _on_local_clock(value).date() if isinstance(value, datetime) else value


def day(value: date) -> str:
    """05/12/2026; an aware moment is first brought to the clocks of Ho Chi Minh City."""
    value = _as_date(value)
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def clock(value: datetime) -> str:
    """14:03."""
    return f"{_on_local_clock(value):%H:%M}"


def clock_with_seconds(value: datetime) -> str:
    """14:03:12."""
    return f"{_on_local_clock(value):%H:%M:%S}"


def moment(value: datetime) -> str:
    """14:03 ngày 05/12/2026."""
    return f"{clock(value)} ngày {day(value)}"


def saved_at(value: datetime) -> str:
    """Đã lưu lúc 14:03:12."""
    return f"Đã lưu lúc {clock_with_seconds(value)}"


def letter_date(value: date) -> str:
    """ngày 05 tháng 02 năm 2026: in letters, days below 10 and the months 1 and 2 take a zero, other months do not."""
    value = _as_date(value)
    month = f"{value.month:02}" if value.month <= 2 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def number(value: Number, places: int | None = None) -> str:
    """1.234,5: dots between thousands, a decimal comma; `places` fixes the decimals, otherwise as many as there are."""
    if isinstance(value, int) and places is None:
        return f"{value:,d}".replace(",", ".")  # pages have hundreds of these
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError("only finite numbers can be written")
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    plain = f"{exact:,f}"
    if places is None and "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if Decimal(plain.replace(",", "")) == 0:
        plain = plain.lstrip("-")
    return plain.translate(str.maketrans(",.", ".,"))


def amount(value: Number, unit: str = "") -> str:
    """A measured value with its unit: "26 tỷ đồng", "1.234,5 ha"."""
    return f"{number(value)} {unit}".rstrip()


def money(dong: Number) -> str:
    """An amount of đồng in the largest unit that people say: "26 tỷ đồng", "3,6 tỷ đồng", "850 triệu đồng"."""
    exact = Decimal(str(dong))
    for size, unit in ((_BILLION, "tỷ đồng"), (_MILLION, "triệu đồng")):
        if abs(exact) >= size:
            rounded = (exact / size).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
            return amount(rounded, unit)
    return amount(exact, "đồng")


def share(part: Number, whole: Number) -> str:
    """75,4 %: the share of `part` in `whole` with one decimal; "–" where there is nothing to share."""
    try:
        ratio = Decimal(str(part)) * 100 / Decimal(str(whole))
    except (InvalidOperation, ZeroDivisionError):
        return "–"
    return percent(ratio)


def percent(value: Number) -> str:
    """75,4 %: a number that already is a percentage."""
    return f"{number(round_half_up(value, 1))} %"


def round_half_up(value: Number, places: int) -> Decimal:
    """Rounded the way it is done on paper: a half goes up."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def file_size(octets: int) -> str:
    """640 byte, 12,5 KB, 1,2 MB."""
    size, units = Decimal(octets), ["byte", "KB", "MB", "GB"]
    while size >= 1024 and len(units) > 1:
        size, units = size / 1024, units[1:]
    return amount(round_half_up(size, 0 if units[0] == "byte" else 1), units[0])


def duration(seconds: float) -> str:
    """A length of time as one says it: "dưới 1 phút", "khoảng 3 phút", "khoảng 2 giờ 5 phút"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "dưới 1 phút"
    hours, rest = divmod(minutes, 60)
    spoken = " ".join(part for part in (f"{hours} giờ" if hours else "", f"{rest} phút" if rest else "") if part)
    return f"khoảng {spoken}"


@dataclass(frozen=True, slots=True)
class DeadlineWords:
    """A deadline as a person reads it, and how pressing it is."""

    text: str
    tone: Tone

    def __str__(self) -> str:
        return self.text


def deadline(due: date, today: date) -> DeadlineWords:
    """ "còn 3 ngày (05/12/2026)", "hôm nay", "Quá hạn 4 ngày"."""
    due, today = _as_date(due), _as_date(today)
    left = (due - today).days
    if left < 0:
        return DeadlineWords(f"Quá hạn {number(-left)} ngày", "overdue")
    if left == 0:
        return DeadlineWords("hôm nay", "today")
    return DeadlineWords(f"còn {number(left)} ngày ({day(due)})", "soon" if left <= _SOON_DAYS else "later")


_ROMAN: Final = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def roman(number: int) -> str:
    """`IV` from 4, as headings and groups of a table are counted; for numbers below forty."""
    letters = ""
    for letter, value in _ROMAN:
        while number >= value:
            letters, number = letters + letter, number - value
    return letters


def heading_number(number: str, depth: int) -> str:
    """The number of a heading as the Party's layout writes it: "I-", "1.", "a)"; empty where a heading has none."""
    bare = number.strip(" .-)")
    return _HEADING_NUMBERS.get(depth, "{}").format(bare) if bare else ""
