"""What earlier cycles left to do, and the person's own part in limitations of the collective, as rows of the form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core import formats
from reviews.forms.sheet_controls import Control, ControlMaker
from reviews.models import CarriedOver, OwnShare
from reviews.rules.carried_over import differs_from_register
from reviews.states import CarriedState, RemediationState

RowMaker = Callable[[str, str, Any, Iterable[Control], str], Any]


@dataclass(slots=True)
class LedgerLine:
    """One remedy or commitment of an earlier cycle: what it is, what the register says of it, the row to write in.

    `row` is the form's versioned row. `is_new_group` where another limitation begins.
    """

    of: CarriedOver
    row: Any
    differs: bool
    is_new_group: bool

    @property
    def register_words(self) -> str:
        """`Đang thực hiện, số đo mới nhất 6,3 tỷ đồng`; empty where nothing is followed there."""
        if not self.of.register_state:
            return ""
        words = RemediationState(self.of.register_state).label
        if self.of.reading is None:
            return words
        return f"{words}, số đo mới nhất {formats.amount(self.of.reading, self.of.measure_unit)}"


@dataclass(slots=True)
class ShareLine:
    """One limitation of a collective that names the person, with the row to answer in."""

    of: OwnShare
    row: Any


def ledger_lines(rows: Iterable[CarriedOver], make: ControlMaker, make_row: RowMaker) -> list[LedgerLine]:
    """The ledger as the form shows it."""
    lines: list[LedgerLine] = []
    fault: str | None = None
    for ordinal, of in enumerate(rows, start=1):
        key = of.origin.hex
        states = {"": "— chọn —"} | dict(CarriedState.choices)
        controls = [make.make("carried", key, "state", of.state, offered=states)]
        if of.has_measurement:
            controls.append(make.make("carried", key, "actual", of.actual, label=_actual_label(of), hint=_hint(of)))
        controls.append(make.make("carried", key, "reason", of.reason, rows=2))
        row = make_row("carried", key, of, controls, f"Việc kỳ trước {ordinal}")
        lines.append(LedgerLine(of, row, differs_from_register(of), bool(of.fault) and of.fault != fault))
        fault = of.fault
    return lines


def share_lines(rows: Iterable[OwnShare], make: ControlMaker, make_row: RowMaker) -> list[ShareLine]:
    """The limitations that name the person, as the form shows them."""
    lines = []
    for ordinal, of in enumerate(rows, start=1):
        key = of.origin.hex
        control = make.make("share", key, "text", of.text, label="Trách nhiệm của bản thân")
        title = f"Hạn chế {ordinal} của {of.unit_name}"
        lines.append(ShareLine(of, make_row("share", key, of, [control], title)))
    return lines


def _actual_label(of: CarriedOver) -> str:
    return f"Thực hiện ({of.measure_unit})" if of.measure_unit else "Thực hiện"


def _hint(of: CarriedOver) -> str:
    """The way it has to go; an empty number stands for the register's last one."""
    assert of.baseline is not None
    assert of.target is not None
    way = f"Từ {formats.number(of.baseline)} đến {formats.amount(of.target, of.measure_unit)}."
    return way if of.reading is None else f"{way} Để trống thì lấy số đo mới nhất trong sổ khắc phục."
