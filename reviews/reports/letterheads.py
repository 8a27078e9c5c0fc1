"""How units stand on paper: who issues, in whose name one signs, how papers are addressed and filed."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from cadres.models import Tenure
from cadres.roles import Actor, Position
from core import localtime
from core.paper.parts import Recipients, Signature
from reviews.models import Cycle
from reviews.rules.paper_numbers import split_number
from reviews.states import CycleKind
from units.models import Unit

RECIPIENTS: Final = Path(__file__).resolve().parent.parent / "data" / "recipients.toml"
_NO_BREAK = "\u00a0"
_CENTRAL_TIER = 1  # a province's papers name nobody above the issuer
_BUREAU = "Ban Thường vụ "


def committee(unit: Unit, name: str = "") -> str:
    """`Đảng ủy xã Tân Sơn`: the committee of the unit (by the name it bore, where given), as it issues papers."""
    name = name or unit.name
    if unit.kind.is_cell:
        return name
    title = unit.kind.committee_name.removeprefix(_BUREAU)
    for prefix in (title, unit.kind.name, "Đảng bộ"):
        if name.startswith(f"{prefix} "):
            return f"{title} {name.removeprefix(prefix).strip()}"
    return name


def collective(unit: Unit, name: str = "") -> str:
    """`Ban Thường vụ Đảng ủy xã Tân Sơn`: the collective that reviews itself and in whose name is signed."""
    body = committee(unit, name)
    return f"{_BUREAU}{body}" if unit.kind.committee_name.startswith(_BUREAU) and not body.startswith(_BUREAU) else body


def unbroken(name: str) -> str:
    """The name with its fixed pairs of words held together, for narrow columns."""
    for pair in ("Đảng ủy", "Tỉnh ủy", "Thành ủy", "Đảng bộ", "Chi bộ", "Chi ủy", "Thường vụ"):
        name = name.replace(pair, pair.replace(" ", _NO_BREAK))
    return name


def upper_name(unit: Unit, name: str = "") -> str:
    """The organisation above, as it stands over the issuer; empty for a province and at the top."""
    if unit.parent is None or unit.parent.kind.tier == _CENTRAL_TIER:
        return ""
    return name or unit.parent.name


def place_of(unit: Unit) -> str:
    """The place before the date: the unit's own, else that of the unit above."""
    return unit.place or (unit.parent.place if unit.parent else "")


def paper_symbol(unit: Unit, kind: str) -> str:
    """`BC/ĐU`: what follows a number of this kind of paper."""
    return f"{kind}/{unit.symbol or unit.kind.symbol}"


def number_words(unit: Unit, kind: str, number: str) -> str:
    """`12-CV/TU`: a number as other papers quote it, however it was typed: `Số 12-CV/TU` or `12`."""
    serial, symbol = split_number(number)
    return f"{serial}-{symbol or paper_symbol(unit, kind)}"


def head_signature(unit: Unit, day: date, *, fallback_name: str = "") -> Signature:
    """Signed by who headed the unit on that day, in the name of its collective."""
    held = Tenure.objects.held_on(day).filter(post__unit=unit, post__position=Position.HEAD)
    tenure = held.select_related("cadre", "post__title").order_by("post__order", "pk").first()
    post = tenure.post.title.name if tenure else "Bí thư"
    return Signature(authority(unit), post, tenure.cadre.full_name if tenure else fallback_name)


def likely_signer(unit: Unit | None, actor: Actor) -> dict[str, str]:
    """Who signs for the unit today, to be typed no second time: the acting person by their post there, else its head.

    Empty where it could be several.
    """
    if unit is None:
        return {}
    held = list(
        Tenure.objects.held_on(localtime.today()).filter(post__unit=unit).select_related("cadre", "post__title")
    )
    own = [one for one in held if one.cadre_id == actor.cadre_id and one.post.position != Position.MEMBER]
    found = own or [one for one in held if one.post.position == Position.HEAD]
    if len(found) != 1:
        return {}
    return {"signer_post": found[0].post.title.name, "signer_name": found[0].cadre.full_name}


def authority(unit: Unit) -> str:
    """`Ban Thường vụ`, `Đảng ủy`, `Chi bộ`: in whose name is signed, as the signature block calls it."""
    if unit.kind.is_cell:
        return "Chi bộ"
    if unit.kind.committee_name.startswith(_BUREAU):
        return _BUREAU.strip()
    return short_committee(unit)


def short_committee(unit: Unit) -> str:
    """`Đảng ủy`, `Tỉnh ủy`, `Chi bộ`: the committee without its proper name."""
    return "Chi bộ" if unit.kind.is_cell else " ".join(unit.kind.committee_name.removeprefix(_BUREAU).split()[:2])


def recipients(unit: Unit, *lines: str) -> Recipients:
    """The list at the foot, filed in the unit's own office (a chi bộ has none)."""
    filed = "Chi bộ" if unit.kind.is_cell else f"Văn phòng {short_committee(unit)}"
    return Recipients(lines, filed)


def copies_to(unit: Unit) -> tuple[str, ...]:
    """To whom the letters and notices of this committee go besides the addressee, by its level."""
    name, body = unit.kind.committee_name, short_committee(unit)
    copies = next((one["copies"] for one in _issuers() if name.startswith(tuple(one["committees"]))), ())
    return tuple(line.format(body=body) for line in copies)


@cache
def _issuers() -> list[dict[str, list[str]]]:
    with RECIPIENTS.open("rb") as file:
        return list(tomllib.load(file)["issuer"])


def period_words(cycle: Cycle) -> str:
    """`năm 2026`, `quý IV năm 2026`, `6 tháng đầu năm 2026`: the period as titles name it."""
    year = cycle.period_to.year
    if cycle.kind == CycleKind.YEAR:
        return f"năm {year}"
    if cycle.kind == CycleKind.QUARTER:
        return f"quý {('I', 'II', 'III', 'IV')[(cycle.period_to.month - 1) // 3]} năm {year}"
    if cycle.kind == CycleKind.HALF_YEAR:
        return f"6 tháng {'đầu' if cycle.period_to.month <= 6 else 'cuối'} năm {year}"
    if cycle.kind == CycleKind.TERM:
        return f"nhiệm kỳ {cycle.period_from.year} - {year}"
    return f"({cycle.name})"


def plan_words(cycle: Cycle) -> str:
    """`Kế hoạch số 48-KH/TU, ngày 12/10/2026 của Ban Thường vụ Tỉnh ủy`."""
    return (
        f"Kế hoạch số {cycle.plan_number.removeprefix('Số ').removeprefix('số ')}, ngày "
        f"{cycle.plan_date:%d/%m/%Y} của {collective(cycle.owner)}"
    )
