"""Section III on paper: figures as a table, each fault and cycle named where it begins."""

from decimal import Decimal

from reviews.models import CarriedOver
from reviews.reports.carried_over import carried_rows
from reviews.states import CarriedState, RemediationState


def row(**values) -> CarriedOver:
    return CarriedOver(**({"source": "Kiểm điểm năm 2025", "action": "Thu hồi.", "state": CarriedState.DONE} | values))


def test_figures_are_printed_with_their_unit_and_the_share_done():
    measured = row(
        baseline=Decimal(26), target=Decimal(0), reading=Decimal("6.4"), measure_unit="tỷ đồng", fault="Tạm ứng vượt."
    )

    (printed,) = carried_rows([measured])

    assert (printed.baseline, printed.target, printed.reached) == ("26 tỷ đồng", "0 tỷ đồng", "6,4 tỷ đồng")
    assert printed.share == "75,4 %"
    assert printed.content == "Tạm ứng vượt. Biện pháp: Thu hồi."


def test_a_typed_number_goes_before_the_registers():
    (printed,) = carried_rows([row(baseline=Decimal(10), target=Decimal(20), reading=Decimal(12), actual=Decimal(15))])

    assert (printed.reached, printed.share) == ("15", "50 %")


def test_a_fault_and_a_cycle_are_named_where_they_begin():
    rows = [row(fault="Một"), row(fault="Một", action="Hai."), row(fault="", action="Cam kết.", source="Năm 2026")]

    assert [(one.content, one.source) for one in carried_rows(rows)] == [
        ("Một. Biện pháp: Thu hồi.", "Kiểm điểm năm 2025"),
        ("Hai.", ""),
        ("Cam kết.", "Năm 2026"),
    ]


def test_a_mark_that_differs_from_the_register_is_printed_beside_it():
    rows = [row(register_state=RemediationState.IN_PROGRESS), row(register_state=RemediationState.CLOSED)]

    assert [one.register for one in carried_rows(rows)] == ["đang thực hiện", ""]
