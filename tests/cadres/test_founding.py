"""A new installation: one command makes the first unit and the first administrator, and only once."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cadres.actions.accounts import create_account
from cadres.actors import actor_of
from cadres.models import User
from cadres.roles import Role
from tests.factories.organisation import SYSTEM
from units.actions import create_unit
from units.models import Unit, UnitKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds():
    UnitKind.objects.create(code="dang-bo-tinh", name="Đảng bộ tỉnh", tier=2, tier_name="Cấp tỉnh", symbol="TU")


def found(*arguments: str) -> str:
    said = StringIO()
    call_command("found_organisation", "Đảng bộ tỉnh Nam Trung", "--founded=2025-07-01", *arguments, stdout=said)
    return said.getvalue()


def test_the_first_administrator_can_make_units_and_accounts_after_the_first_log_in():
    said = found()

    user = User.objects.get(username="quantri")
    top = Unit.objects.get()
    assert user.check_password(said.split()[-1])
    assert user.must_change_password
    administrator = actor_of(user)
    below = create_unit(
        actor=administrator, name="Đảng bộ xã", kind_id=top.kind_id, founded_on=date(2025, 7, 1), parent_id=top.pk
    )
    create_account(actor=administrator, username="thuky", role=Role.SECRETARY, unit_id=below.pk)


def test_a_database_in_use_is_left_alone():
    found()

    with pytest.raises(CommandError, match="quản trị đang dùng tạo tiếp trên màn hình"):
        found("--username=khac")

    assert list(User.objects.values_list("username", flat=True)) == ["quantri"]


def test_a_kind_that_does_not_exist_is_refused_with_those_that_do_and_nothing_is_made():
    with pytest.raises(CommandError, match="Chọn một trong: dang-bo-tinh"):
        found("--kind=tinh")

    assert (Unit.objects.count(), User.objects.count()) == (0, 0)


def test_without_reference_data_it_says_what_to_run_first():
    UnitKind.objects.all().delete()

    with pytest.raises(CommandError, match="load_reference"):
        found()


def test_a_name_that_cannot_be_typed_everywhere_makes_no_unit_either():
    with pytest.raises(CommandError, match="Tên đăng nhập gồm"):
        found("--username=Quản trị")

    assert Unit.objects.count() == 0


def test_an_account_alone_is_a_database_in_use():
    create_account(actor=SYSTEM, username="ai-do")

    with pytest.raises(CommandError, match="đã có đơn vị hoặc tài khoản"):
        found()
