"""The first unit and its first administrator, who makes everything else on the screens of the application."""

from datetime import date

from django.db import transaction

from cadres.actions.accounts import create_account
from cadres.models import User
from cadres.roles import Actor, Role
from core.errors import Invalid
from units.actions import create_unit
from units.actions.placement import hold_the_tree
from units.models import Unit, UnitKind


@transaction.atomic
def found_organisation(
    *, actor: Actor, name: str, kind_code: str, place: str, founded_on: date, username: str, display_name: str
) -> tuple[User, str]:
    """The top of the tree and an account that administers all of it; returns it with its one-time password.

    Refused: a database that already has units or accounts (later ones are made by an administrator, with the audit of
    that person), a kind of unit that the reference data does not know, and what the two actions refuse.
    """
    hold_the_tree()  # a second start in the same moment waits here and then finds the first
    if Unit.objects.exists() or User.objects.exists():
        raise Invalid("Cơ sở dữ liệu đã có đơn vị hoặc tài khoản: quản trị đang dùng tạo tiếp trên màn hình.")
    kind = UnitKind.objects.filter(code=kind_code).first()
    if kind is None:
        known = ", ".join(UnitKind.objects.order_by("tier", "code").values_list("code", flat=True))
        raise Invalid(
            f"Không có loại đơn vị “{kind_code}”. Chọn một trong: {known}."
            if known
            else "Chưa có loại đơn vị nào: chạy manage.py load_reference trước."
        )
    unit = create_unit(actor=actor, name=name, kind_id=kind.pk, founded_on=founded_on, place=place)
    return create_account(actor=actor, username=username, display_name=display_name, role=Role.ADMIN, unit_id=unit.pk)
